#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>
#include <QtCore/QXmlStreamReader>
#include <QtTest/QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct Message
{
    QString context;
    QString source;
    QString comment;
    bool plural = false;
    bool unfinished = false;
    QStringList translations;

    QString key() const { return context + u'\x1f' + source + u'\x1f' + comment; }
};

QList<Message> readMessages(const QString &path)
{
    QFile file(path);
    QList<Message> messages;
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    Message message;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement) {
            if (xml.name() == u"name")
                context = xml.readElementText();
            else if (xml.name() == u"message")
                message = {context, {}, {}, xml.attributes().value("numerus"_L1) == u"yes", false, {}};
            else if (xml.name() == u"source")
                message.source = xml.readElementText();
            else if (xml.name() == u"comment")
                message.comment = xml.readElementText();
            else if (xml.name() == u"translation") {
                message.unfinished = xml.attributes().hasAttribute("type"_L1);
                if (!message.plural)
                    message.translations.append(xml.readElementText());
            } else if (xml.name() == u"numerusform")
                message.translations.append(xml.readElementText());
        } else if (xml.isEndElement() && xml.name() == u"message") {
            messages.append(message);
        }
    }
    return messages;
}

QString tsFile(const QString &language)
{
    return u"" KOPRU_SOURCE_FOLDER "/translations/kopru_%1.ts"_s.arg(language);
}

/// %1, %n and the like, sorted.
QStringList placeholders(const QString &text)
{
    static const QRegularExpression shape(u"%(?:n|[1-9])"_s);
    QStringList found;
    auto matches = shape.globalMatch(text);
    while (matches.hasNext())
        found.append(matches.next().captured());
    found.sort();
    found.removeDuplicates();
    return found;
}

} // namespace

class tst_Translations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void turkishIsComplete()
    {
        const QList<Message> messages = readMessages(tsFile(u"tr"_s));
        QVERIFY(messages.size() > 300);
        for (const Message &message : messages) {
            QVERIFY2(!message.unfinished, qPrintable(message.source));
            QCOMPARE(message.translations.size(), 1);
            QVERIFY2(!message.translations.constFirst().trimmed().isEmpty(), qPrintable(message.source));
            QVERIFY2(placeholders(message.source) == placeholders(message.translations.constFirst()),
                     qPrintable(message.source));
        }
    }

    void englishPluralsAreComplete()
    {
        const QList<Message> messages = readMessages(tsFile(u"en"_s));
        QVERIFY(!messages.isEmpty());
        for (const Message &message : messages) {
            QVERIFY2(!message.unfinished && message.translations.size() == 2, qPrintable(message.source));
            for (const QString &form : message.translations)
                QVERIFY2(!form.isEmpty() && !form.contains(u"(s)"_s), qPrintable(message.source));
        }
    }

    /// No exclamation marks, and the terms that the program uses everywhere (docs: ui words).
    void turkishUsesTheProgramsWords()
    {
        for (const Message &message : readMessages(tsFile(u"tr"_s))) {
            const QString &text = message.translations.constFirst();
            QVERIFY2(!text.contains(u'!'), qPrintable(text));
            for (const QString &other : {u"konnektör"_s, u"sertifikat"_s, u"server"_s})
                QVERIFY2(!text.toLower().remove(u"mcpservers"_s).remove(u"--server"_s).contains(other),
                         qPrintable(text));
        }
    }

    void filesAreUpToDate_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("Turkish") << u"tr"_s;
        QTest::newRow("English") << u"en"_s;
    }
    void filesAreUpToDate()
    {
        QFETCH(QString, language);
        QTemporaryDir folder;
        const QString fresh = folder.filePath(u"fresh_%1.ts"_s.arg(language));
        QStringList arguments{u"-silent"_s, u"-locations"_s, u"none"_s, u"-I"_s,  u"."_s, u"-recursive"_s,
                              u"app"_s,     u"cli"_s,        u"ui"_s,   u"-ts"_s, fresh};
        if (language == u"en"_s)
            arguments.prepend(u"-pluralonly"_s);
        QProcess lupdate;
        lupdate.setWorkingDirectory(u"" KOPRU_SOURCE_FOLDER ""_s);
        lupdate.start(u"" KOPRU_LUPDATE ""_s, arguments);
        QVERIFY(lupdate.waitForFinished(60000));
        QCOMPARE(lupdate.exitCode(), 0);
        const auto keys = [](const QList<Message> &messages) {
            QStringList list;
            for (const Message &message : messages)
                list.append(message.key());
            list.sort();
            return list;
        };
        QCOMPARE(keys(readMessages(tsFile(language))), keys(readMessages(fresh)));
    }
};

QTEST_GUILESS_MAIN(tst_Translations)
#include "tst_translations.moc"
