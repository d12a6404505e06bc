#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>
#include <QtTest/QtTest>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// The bridge is one file that runs wherever there is a C library.
class TestSelfContained final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void needsOnlyLibc();
    void runsWithLibcAlone();
};

namespace {

QByteArray printedBy(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(10000) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

QStringList needed()
{
    QStringList result;
    static const QRegularExpression entry(u"\\(NEEDED\\).*\\[(.*)\\]"_s);
    const QString text = QString::fromLocal8Bit(printedBy(u"readelf"_s, {u"--dynamic"_s, u"--wide"_s, bridgeFile()}));
    for (auto match = entry.globalMatch(text); match.hasNext();)
        result.append(match.next().captured(1));
    return result;
}

} // namespace

void TestSelfContained::initTestCase()
{
    scrubEnvironment();
#ifdef KOPRU_SANITIZED
    QSKIP("a sanitized program needs the sanitizer's libraries");
#endif
}

void TestSelfContained::needsOnlyLibc()
{
    if (QStandardPaths::findExecutable(u"readelf"_s).isEmpty())
        QSKIP("readelf is not installed");
    const QStringList libraries = needed();
    QVERIFY(!libraries.isEmpty());
    static const QRegularExpression allowed(u"^(libc\\.so\\.6|libm\\.so\\.6|ld-linux.*\\.so\\.[0-9]+)$"_s);
    for (const QString &library : libraries)
        QVERIFY2(allowed.match(library).hasMatch(), qPrintable(library));
}

void TestSelfContained::runsWithLibcAlone()
{
    const QString bwrap = QStandardPaths::findExecutable(u"bwrap"_s);
    if (bwrap.isEmpty())
        QSKIP("bwrap is not installed");
    // What ldd names: the loader and libc by their paths. Anything else would be a fault, and is not brought along.
    QStringList arguments{u"--unshare-user"_s, u"--unshare-pid"_s, u"--unshare-ipc"_s, u"--die-with-parent"_s,
                          u"--clearenv"_s};
    static const QRegularExpression path(u"(/\\S+/(libc\\.so\\.6|libm\\.so\\.6|ld-linux\\S*))\\s"_s);
    const QString listed = QString::fromLocal8Bit(printedBy(u"ldd"_s, {bridgeFile()}));
    int libraries = 0;
    for (auto match = path.globalMatch(listed); match.hasNext(); ++libraries) {
        const QString library = match.next().captured(1);
        arguments << u"--ro-bind"_s << QFileInfo(library).canonicalFilePath() << library;
    }
    QVERIFY2(libraries >= 2, qPrintable(listed));
    arguments << u"--ro-bind"_s << bridgeFile() << u"/kopru-bridge"_s << u"--"_s << u"/kopru-bridge"_s;

    QProcess tried;
    tried.start(bwrap, arguments + QStringList{u"--version"_s});
    QVERIFY(tried.waitForFinished(10000));
    const QByteArray complaint = tried.readAllStandardError();
    if (tried.exitCode() != 0 && complaint.startsWith("bwrap: ") && !complaint.contains("execvp"))
        QSKIP("no user namespace can be made here: " + complaint);
    QVERIFY2(tried.exitCode() == 0, complaint);
    QVERIFY(tried.readAllStandardOutput().startsWith("kopru-bridge "));

    // The network is the host's own, so that the bridge reaches the server of this test.
    const McpScript script;
    const LoopbackServer server(script.handler());
    QProcess bridge;
    bridge.start(bwrap, arguments + QStringList{u"http"_s, u"--url"_s, server.url(u"/mcp"_s)});
    bridge.write(call("\"open\"", "initialize", R"({"protocolVersion":"2025-06-18"})") + '\n');
    bridge.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n" + echo("1", "from an empty root") +
                 '\n');
    bridge.closeWriteChannel();
    QVERIFY(bridge.waitForFinished(10000));
    QCOMPARE(bridge.exitCode(), 0);
    const QByteArray output = bridge.readAllStandardOutput();
    QVERIFY2(output.contains("from an empty root"), output + bridge.readAllStandardError());
    QCOMPARE(output.count('\n'), 2);
    QCOMPARE(script.sessions(), 0);
}

QTEST_GUILESS_MAIN(TestSelfContained)
#include "tst_selfcontained.moc"
