// Keys and numbers read the same on a Turkish machine, where i and I are letters of two pairs and a comma stands in
// numbers. Runs twice: as all tests, and with LC_ALL=tr_TR.UTF-8.
#include "app/config/configfile.h"
#include "app/config/tolerant.h"
#include "app/config/validation.h"
#include "tests/app/config/corpus.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <clocale>
#include <cstdlib>
#include <cwctype>

using namespace Qt::StringLiterals;
using namespace kopru::config;

class tst_Turkish : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void keysAreTheirBytes();
    void serversKeyInAnotherCase_data();
    void serversKeyInAnotherCase();
    void numbersKeepTheirPoint();
    void sameFaultsAndProposals();
    void homeWithTurkishLetters();
};

void tst_Turkish::initTestCase()
{
    // Whatever the machine: the locale of Qt is Turkish in both runs.
    QLocale::setDefault(QLocale(QLocale::Turkish));
    QCOMPARE(QLocale().toUpper(u"id"_s), u"İD"_s);
    if (qgetenv("LC_ALL") != "tr_TR.UTF-8")
        return;
    // The C library's as well, in the run that asks for it: without it that run would show nothing.
    QCOMPARE(QByteArray(std::setlocale(LC_ALL, nullptr)), "tr_TR.UTF-8"_ba);
    QCOMPARE(std::towupper(L'i'), std::wint_t{0x130});
    QCOMPARE(std::strtod("1,5", nullptr), 1.5);
}

void tst_Turkish::cleanupTestCase()
{
    QLocale::setDefault(QLocale::c());
}

void tst_Turkish::keysAreTheirBytes()
{
    const QStringList names{u"id"_s, u"ID"_s, u"ıd"_s, u"İd"_s, u"INPUT"_s, u"input"_s, u"ınput"_s, u"iNPUT"_s};
    Document document;
    Entry entry{u"x"_s, {}, {}};
    for (const QString &name : names)
        entry.setVariable(name, name);
    for (const QString &name : names) {
        const auto added = document.added(name, entry);
        QVERIFY(added.has_value());
        document = *added;
    }
    QStringList found;
    for (const Server &server : document.servers()) {
        found.append(server.name);
        QCOMPARE(server.entry, entry);
    }
    QCOMPARE(found, names);
    const Document renamed = *document.renamed(u"id"_s, u"İD"_s);
    QVERIFY(!renamed.contains(u"id"_s) && renamed.contains(u"ID"_s) && renamed.contains(u"ıd"_s));
    QVERIFY(document.hidden().isEmpty());
    // Members are found by their bytes too: "ARGS" and "cOMMAND" are none of ours.
    const auto other = Document::parse(R"({"mcpServers":{"a":{"COMMAND":"x","cwd":"y","ıd":1}}})");
    QVERIFY(!other->server(u"a"_s)->wellFormed);
    QCOMPARE(other->server(u"a"_s)->otherKeys, (QStringList{u"COMMAND"_s, u"cwd"_s, u"ıd"_s}));
}

void tst_Turkish::serversKeyInAnotherCase_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("isLike");
    QTest::newRow("small") << "mcpservers"_ba << true;
    QTest::newRow("capitals") << "MCPSERVERS"_ba << true;
    QTest::newRow("other capitals") << "McpServers"_ba << true;
    QTest::newRow("another word") << "mcpservıces"_ba << false;
}

void tst_Turkish::serversKeyInAnotherCase()
{
    QFETCH(QByteArray, key);
    QFETCH(bool, isLike);
    const QByteArray text = "{\"" + key + "\": {\"INPUT\": {\"command\": \"x\"}}}";
    const Reading reading = readTolerantly(text);
    QCOMPARE(reading.faults.size(), isLike ? 1 : 0);
    QCOMPARE(reading.mended, isLike ? QByteArray(text).replace(key, "mcpServers") : text);
    QCOMPARE(Document::parse(text).has_value(), !isLike);
}

void tst_Turkish::numbersKeepTheirPoint()
{
    const QByteArray text = R"({"a": 1.5, "b": 1e5, "mcpServers": {"x": {"command": "c", "args": [2.50]}}})";
    const auto document = Document::parse(text);
    QCOMPARE(document->server(u"x"_s)->entry.arguments, QStringList{u"2.50"_s});
    QVERIFY(readsTheSame(R"({"a": 1.5})", R"({"a": 15e-1})"));
    QVERIFY(!readsTheSame(R"({"a": 1.5})", R"({"a": 1})"));
    // Two equal ones, spelled in two ways, become one; the number is not read up to its point only.
    const Reading reading =
        readTolerantly(R"({"mcpServers": {"x": {"command": "c", "n": 1.5}, "x": {"command": "c", "n": 1.50}}})");
    QCOMPARE(reading.mended, R"({"mcpServers": {"x": {"command": "c", "n": 1.5}}})"_ba);
    QVERIFY(!readTolerantly(R"({"mcpServers": {"x": {"command": "c", "n": 1.5}, "x": {"command": "c", "n": 1.7}}})")
                 .mended);
}

/// Another locale must change nothing of what the tolerant reader says of any file.
void tst_Turkish::sameFaultsAndProposals()
{
    for (const kopru::test::Json &row : kopru::test::expectations(u"mend.json"_s)) {
        const QByteArray bytes = kopru::test::corpusFile(QString::fromStdString(row.at("file").get<std::string>()));
        const Reading here = readTolerantly(bytes);
        const QByteArray locale = std::setlocale(LC_ALL, nullptr);
        std::setlocale(LC_ALL, "C");
        QLocale::setDefault(QLocale::c());
        const Reading inC = readTolerantly(bytes);
        std::setlocale(LC_ALL, locale.constData());
        QLocale::setDefault(QLocale(QLocale::Turkish));
        QCOMPARE(here.faults, inC.faults);
        QCOMPARE(here.mended, inC.mended);
    }
}

void tst_Turkish::homeWithTurkishLetters()
{
    const QTemporaryDir folder;
    const QString home = folder.filePath(u"Masaüstü/ığİş"_s);
    QVERIFY(QDir().mkpath(home));
    const QString path = home + u"/claude_desktop_config.json"_s;
    kopru::store::Snapshots snapshots(home + u"/veri"_s);
    const auto opened = openConfig(path);
    QVERIFY(opened.has_value());
    const auto saved =
        saveConfig(*opened, *opened->document.added(u"INPUT ığİş"_s, {path, {}, {{u"İD"_s, u"ı"_s}}}), snapshots);
    QVERIFY(saved.has_value());
    QCOMPARE(QDir(home).entryList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name),
             (QStringList{u"claude_desktop_config.json"_s, u"veri"_s}));
    QCOMPARE(openConfig(path)->document.server(u"INPUT ığİş"_s)->entry.command, path);
    QCOMPARE(snapshots.list(path).size(), 1);
    QCOMPARE(snapshots.list(path).first().source, path);
}

QTEST_GUILESS_MAIN(tst_Turkish)
#include "tst_turkish.moc"
