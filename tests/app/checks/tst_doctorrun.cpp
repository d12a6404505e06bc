#include "app/checks/doctorrun.h"
#include "app/store/store.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;
using namespace kopru::checks;
using namespace kopru;

namespace {

QString path(const QString &program)
{
    return QCoreApplication::applicationDirPath() + u'/' + program;
}

/// The numbers of the processes that this one has started and that have not ended.
QStringList running()
{
    QStringList all;
    const QDir tasks(u"/proc/self/task"_s);
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(tasks.filePath(task + u"/children"_s));
        if (file.open(QIODevice::ReadOnly))
            all += QString::fromLatin1(file.readAll()).split(u' ', Qt::SkipEmptyParts);
    }
    return all;
}

QStringList told(const QList<Diagnosis> &findings)
{
    QStringList all;
    for (const Diagnosis &one : findings)
        if (one.problem != DoctorProblem::Good)
            all.append(config::severityId(one.severity) + u' ' + one.server + u' ' + diagnosisId(one));
    return all;
}

} // namespace

/// The whole examination, with real programs and a server on this computer.
class tst_DoctorRun : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    platform::Platform m_platform;

    void write(const QByteArray &text)
    {
        const QString folder = m_platform.home + u"/.config/Claude"_s;
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + u"/claude_desktop_config.json"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

    void write(const QList<QPair<QString, nlohmann::ordered_json>> &servers)
    {
        nlohmann::ordered_json all = nlohmann::ordered_json::object();
        for (const auto &[name, entry] : servers)
            all[name.toStdString()] = entry;
        write(QByteArray::fromStdString(nlohmann::ordered_json{{"mcpServers", all}}.dump(2)));
    }

    static nlohmann::ordered_json bridgeTo(const QString &url)
    {
        return {{"command", path(u"kopru-bridge"_s).toStdString()}, {"args", {"http", "--url", url.toStdString()}}};
    }

    static nlohmann::ordered_json program(const QString &mode)
    {
        return {{"command", path(u"stdioserver"_s).toStdString()}, {"args", {mode.toStdString()}}};
    }

    [[nodiscard]] std::unique_ptr<Doctor> doctor() const
    {
        return std::make_unique<Doctor>(m_platform, platform::discover(m_platform),
                                        secrets::Keychain(m_platform.home + u"/data"_s, {}, {}));
    }

    [[nodiscard]] DoctorReport examined() const
    {
        const auto all = doctor();
        DoctorReport report;
        QSignalSpy finished(all.get(), &Doctor::finished);
        connect(all.get(), &Doctor::finished, all.get(), [&report](const DoctorReport &done) { report = done; });
        all->start();
        [&finished] { QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000); }();
        return report;
    }

private Q_SLOTS:
    void initTestCase() { test::scrubEnvironment(); }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_platform = platform::currentPlatform(m_folder->path());
    }

    void healthyServersHaveNoFinding()
    {
        test::McpScript script;
        test::LoopbackServer server(script.handler());
        write({{u"remote"_s, bridgeTo(server.url(u"/mcp"_s))}, {u"local"_s, program(u"good"_s)}});
        const DoctorReport report = examined();
        QCOMPARE(told(report.findings), QStringList());
        QVERIFY(!report.cancelled);
        QCOMPARE(report.servers.size(), 2);
        for (const CheckedServer &one : report.servers)
            QCOMPARE(one.claude->outcome, Outcome::Passed);
        QCOMPARE(running(), QStringList());
    }

    void whatBlocksMostComesFirst()
    {
        test::LoopbackServer server([](const test::Request &) { return test::Response{.status = 401}; });
        write({{u"noisy"_s, program(u"stray"_s)},
               {u"refused"_s, bridgeTo(server.url(u"/mcp"_s))},
               {u"gone"_s, {{"command", "/no/such/program"}}},
               {u"good"_s, program(u"good"_s)}});
        const DoctorReport report = examined();
        QCOMPARE(told(report.findings), (QStringList{u"error gone command-not-found"_s, u"error refused unauthorized"_s,
                                                     u"warning noisy stray-output"_s}));
        for (const Diagnosis &one : report.findings)
            if (!one.server.isEmpty()) {
                const config::Message words = message(one);
                QVERIFY(!words.what.isEmpty() && !words.remedy.isEmpty());
                QVERIFY(one.line > 0);
            }
    }

    void aDoubtThatTheCheckConfirmsIsToldOnce()
    {
        write({{u"gone"_s, {{"command", "no-such-program-anywhere"}}}});
        QCOMPARE(told(examined().findings), (QStringList{u"error gone command-not-found"_s}));
    }

    void aServerThatCannotWorkIsNotStarted()
    {
        const QString seen = m_folder->filePath(u"started"_s);
        write({{u"a"_s, {{"command", "/bin/touch"}, {"args", {seen.toStdString(), 5}}}}});
        const DoctorReport report = examined();
        QCOMPARE(report.servers.size(), 1);
        QVERIFY(!report.servers.constFirst().claude);
        QVERIFY(!QFile::exists(seen));
        QVERIFY(told(report.findings).constFirst().startsWith(u"error a "_s));
    }

    void aBrokenFileIsTheCauseOfAll()
    {
        write("{\"mcpServers\": {\"a\": {\"command\": \"x\"} \"b\": {}}}");
        const DoctorReport report = examined();
        QCOMPARE(report.findings.constFirst().problem, DoctorProblem::FileUnusable);
        QCOMPARE(report.servers.size(), 0);
        const auto remedy = remedyFor(report.findings.constFirst(), report.document, m_platform);
        QVERIFY(remedy && remedy->id == RemedyId::MendFile);
    }

    void serversAreCheckedAtTheSameTime()
    {
        auto gate = std::make_shared<test::Gate>();
        test::McpScript script;
        test::LoopbackServer server([gate, answer = script.handler()](const test::Request &request) {
            test::Response response = answer(request);
            response.gate = gate;
            return response;
        });
        QList<QPair<QString, nlohmann::ordered_json>> servers;
        for (int i = 0; i < 6; ++i)
            servers.append({u"s%1"_s.arg(i), bridgeTo(server.url(u"/mcp"_s))});
        write(servers);
        const auto all = doctor();
        QSignalSpy finished(all.get(), &Doctor::finished);
        all->start();
        // Each asks twice: from this computer, and as Claude does it. Nothing is answered before all have asked.
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 12, 20000);
        QCOMPARE(finished.size(), 0);
        gate->open();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
        QCOMPARE(told(finished.constFirst().constFirst().value<DoctorReport>().findings), QStringList());
    }

    void cancellingEndsThemAll()
    {
        auto gate = std::make_shared<test::Gate>();
        test::LoopbackServer server([gate](const test::Request &) {
            test::Response response;
            response.gate = gate;
            return response;
        });
        QList<QPair<QString, nlohmann::ordered_json>> servers;
        for (int i = 0; i < 5; ++i)
            servers.append({u"s%1"_s.arg(i), bridgeTo(server.url(u"/mcp"_s))});
        for (int i = 0; i < 6; ++i) // more than run at a time
            servers.append({u"p%1"_s.arg(i), program(u"silent"_s)});
        write(servers);
        const auto all = doctor();
        QSignalSpy finished(all.get(), &Doctor::finished);
        all->start();
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 10, 20000);
        QVERIFY(running().size() >= 5);
        all->cancel();
        QCOMPARE(finished.size(), 1);
        QVERIFY(finished.constFirst().constFirst().value<DoctorReport>().cancelled);
        QCOMPARE(running(), QStringList());
        QVERIFY(!all->isRunning());
        gate->open();
        // Not a wait: what was queued when it was cancelled is delivered now, and none of it may end it a second time.
        QCoreApplication::processEvents();
        QCOMPARE(finished.size(), 1);
    }

    void progressCountsToTheEnd()
    {
        write({{u"a"_s, program(u"good"_s)}, {u"b"_s, program(u"exit"_s)}});
        const auto all = doctor();
        QSignalSpy progressed(all.get(), &Doctor::progressed);
        QSignalSpy finished(all.get(), &Doctor::finished);
        all->start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
        QCOMPARE(progressed.size(), 3); // the settings, then each server
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(progressed.at(i).at(0).toInt(), i + 1);
            QCOMPARE(progressed.at(i).at(1).toInt(), 3);
        }
    }

    void anOldNodeIsNamed_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<bool>("old");
        QTest::newRow("16") << "v16.20.2"_ba << true;
        QTest::newRow("18") << "v18.19.0"_ba << false;
        QTest::newRow("no version at all") << "hello"_ba << false;
    }
    void anOldNodeIsNamed()
    {
        QFETCH(QByteArray, version);
        QFETCH(bool, old);
        const QString node = m_folder->filePath(u"bin/node"_s);
        QVERIFY(QDir().mkpath(m_folder->filePath(u"bin"_s)));
        QFile script(node);
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\n[ \"$1\" = --version ] && echo " + version + " && exit\nexec " +
                     path(u"stdioserver"_s).toUtf8() + " good\n");
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        script.close();
        write({{u"a"_s, {{"command", node.toStdString()}, {"args", {"server.js"}}}}});
        const DoctorReport report = examined();
        const bool named = told(report.findings).contains(u"warning a node-old"_s);
        QCOMPARE(named, old);
    }

    void withSettingsOnlyNothingIsStarted()
    {
        const QString seen = m_folder->filePath(u"started"_s);
        write({{u"a"_s, {{"command", "/bin/touch"}, {"args", {seen.toStdString()}}}}});
        const auto all = doctor();
        all->setSettingsOnly(true);
        QSignalSpy finished(all.get(), &Doctor::finished);
        all->start();
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!QFile::exists(seen));
        QCOMPARE(finished.constFirst().constFirst().value<DoctorReport>().servers.size(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_DoctorRun)
#include "tst_doctorrun.moc"
