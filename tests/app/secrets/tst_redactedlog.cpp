#include "app/secrets/redactedlog.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <spdlog/spdlog.h>

using namespace Qt::StringLiterals;

class tst_RedactedLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsNeverReachTheFileAndTheFilesStaySmall()
    {
        QTemporaryDir folder;
        kopru::secrets::Redactor redactor;
        const QString secret = u"tok-\"ı/31337"_s;
        redactor.add(secret);
        const auto path = kopru::secrets::installLog(folder.filePath(u"log"_s), redactor);
        QVERIFY(path.has_value());

        spdlog::warn("plain {}", secret.toStdString());
        spdlog::warn("base64 {}", secret.toUtf8().toBase64().toStdString());
        qWarning("through Qt %s", secret.toUtf8().constData());
        spdlog::warn("the end");
        QFile file(*path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("the end"));
        QCOMPARE(text.count("[redacted]"), 3);
        QVERIFY(!text.contains(secret.toUtf8()));
        QVERIFY(!text.contains(secret.toUtf8().toBase64()));
        QCOMPARE(QFileInfo(*path).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(QFileInfo(QFileInfo(*path).path()).permissions() & (QFile::ReadOther | QFile::ReadGroup),
                 QFile::Permissions());

        const std::string filler(1000, 'x');
        for (int i = 0; i < 10000; ++i)
            spdlog::warn("{} {}", i, filler);
        const auto entries = QDir(QFileInfo(*path).path()).entryInfoList(QDir::Files);
        QCOMPARE(entries.size(), 4);
        for (const QFileInfo &entry : entries) {
            QVERIFY(entry.size() < 3 * 1024 * 1024);
            QVERIFY(!(entry.permissions() & (QFile::ReadOther | QFile::ReadGroup)));
        }
    }

    void aFolderThatCannotBeMadeIsAnError()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        kopru::secrets::Redactor redactor;
        QVERIFY(!kopru::secrets::installLog(folder.filePath(u"file/log"_s), redactor).has_value());
    }
};

QTEST_APPLESS_MAIN(tst_RedactedLog)
#include "tst_redactedlog.moc"
