#include "bridge/net/httpclient.h"
#include "bridge/net/truststore.h"
#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/testcertificates.h"

#include <QtCore/QDir>
#include <QtCore/QJsonDocument>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QtTest>

#include <boost/asio.hpp>

using namespace kopru::test;
using namespace Qt::StringLiterals;
namespace bridge = kopru::bridge;

Q_DECLARE_METATYPE(bridge::TrustOptions)

/// Whom the bridge trusts, what it shows of itself, and what it says when there is no encrypted connection.
class TestTrust final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void systemStore_data();
    void systemStore();
    void bundleBesideFolder();
    void verdicts_data();
    void verdicts();
    void intermediateSent();
    void files_data();
    void files();
    void missingExtraFileIsAWarning();
    void fileThatComesLater();
    void version_data();
    void version();
    void oldServerHello();
    void client_data();
    void client();
    void clientThroughTheBridge_data();
    void clientThroughTheBridge();

private:
    QString name(const QString &file) const { return m_certificates->file(file); }

    QTemporaryDir m_folder;
    std::unique_ptr<TestCertificates> m_certificates;
};

namespace {

const QByteArray password = "pass phrase-4711";

class Record final : public bridge::Trace
{
public:
    void passed(bridge::Phase, Clock::duration, const bridge::Evidence &) override {}
    void failed(const bridge::Failure &failure, Clock::duration) override { failures.push_back(failure); }
    void line(std::string_view text) const override { lines += QByteArray(text.data(), qsizetype(text.size())) + '\n'; }
    std::vector<bridge::Failure> failures;
    mutable QByteArray lines;
};

QByteArray evidenceOf(const bridge::Failure &failure, const char *name)
{
    for (const auto &[held, value] : failure.evidence)
        if (held == name)
            return QByteArray::fromStdString(value);
    return {};
}

QByteArray causeOf(const bridge::Failure &failure)
{
    return QByteArray::fromStdString(std::string(kopru::contract::causeId(failure.cause)));
}

/// Asks for `/` and gives the failure, or none where there was an answer.
bridge::Failure asked(const char *host, quint16 port, const bridge::TrustOptions &options, Record &trace)
{
    boost::asio::io_context context;
    bridge::Network network(options, {}, std::chrono::milliseconds(0), trace);
    bridge::HttpClient client({true, host, port, "/"}, network);
    bridge::Failure failure;
    boost::asio::co_spawn(
        context,
        [&]() -> boost::asio::awaitable<void> {
            bridge::HttpRequest request;
            request.method = "GET";
            auto answer = co_await client.send(request);
            if (!answer)
                failure = answer.error();
            context.stop();
        },
        boost::asio::detached);
    context.run();
    return failure;
}

bridge::Failure asked(const char *host, quint16 port, const bridge::TrustOptions &options)
{
    Record trace;
    return asked(host, port, options, trace);
}

LoopbackServer serverWith(const Certificate &certificate)
{
    return LoopbackServer([](const Request &) { return json("{}"); }, certificate);
}

/// The openssl command as a server.
class OpensslServer
{
public:
    OpensslServer(const Certificate &certificate, const QStringList &arguments)
    {
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(u"openssl"_s, QStringList{u"s_server"_s, u"-accept"_s, u"127.0.0.1:0"_s, u"-cert"_s,
                                                certificate.certificateFile, u"-key"_s, certificate.keyFile} +
                                        arguments);
        process.waitForStarted();
        while (!output.contains("ACCEPT ") || !output.endsWith('\n'))
            if (!more())
                return;
        const QByteArray line = output.mid(output.indexOf("ACCEPT "));
        port = line.left(line.indexOf('\n')).mid(line.indexOf(':') + 1).trimmed().toUShort();
    }
    ~OpensslServer()
    {
        process.kill();
        process.waitForFinished();
    }
    OpensslServer(const OpensslServer &) = delete;
    OpensslServer &operator=(const OpensslServer &) = delete;

    bool more()
    {
        const bool came = process.waitForReadyRead(10000);
        output += process.readAll();
        return came;
    }

    QProcess process;
    QByteArray output;
    quint16 port = 0;
};

} // namespace

void TestTrust::initTestCase()
{
    scrubEnvironment();
    m_certificates = std::make_unique<TestCertificates>(m_folder.filePath(u"certificates"_s));
    const Certificate client = m_certificates->client();
    const Certificate good = m_certificates->good();
    (void)m_certificates->notYetValid();
    (void)m_certificates->complete();
    const QString pass = u"pass:"_s + QString::fromUtf8(password);
    (void)m_certificates->run(
        {u"pkey"_s, u"-in"_s, client.keyFile, u"-aes256"_s, u"-passout"_s, pass, u"-out"_s, u"locked.key"_s});
    (void)m_certificates->run({u"pkcs12"_s, u"-export"_s, u"-in"_s, client.certificateFile, u"-inkey"_s, client.keyFile,
                               u"-passout"_s, pass, u"-out"_s, u"client.p12"_s});
    (void)m_certificates->run({u"pkcs12"_s, u"-export"_s, u"-in"_s, client.certificateFile, u"-inkey"_s, client.keyFile,
                               u"-passout"_s, u"pass:"_s, u"-out"_s, u"open.p12"_s});
    QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));
    QFile both(name(u"both.pem"_s));
    QVERIFY(both.open(QIODevice::WriteOnly));
    for (const QString &part : {client.certificateFile, client.keyFile}) {
        QFile file(part);
        QVERIFY(file.open(QIODevice::ReadOnly));
        both.write(file.readAll());
    }
    QFile nonsense(name(u"nonsense.pem"_s));
    QVERIFY(nonsense.open(QIODevice::WriteOnly));
    nonsense.write("-----BEGIN CERTIFICATE-----\nno such thing\n-----END CERTIFICATE-----\n");
}

void TestTrust::systemStore_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("folder");
    for (const char *folder :
         {"/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/pki/ca-trust/extracted/pem/directory-hash",
          "/var/lib/ca-certificates/openssl", "/var/lib/ca-certificates/pem", "/etc/ca-certificates/extracted/cadir"})
        QTest::addRow("folder %s", folder) << QString::fromLatin1(folder) << true;
    for (const char *bundle :
         {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/var/lib/ca-certificates/ca-bundle.pem",
          "/etc/ssl/ca-bundle.pem", "/etc/ca-certificates/extracted/tls-ca-bundle.pem", "/etc/ssl/cert.pem"})
        QTest::addRow("bundle %s", bundle) << QString::fromLatin1(bundle) << false;
}

void TestTrust::systemStore()
{
    QFETCH(QString, place);
    QFETCH(bool, folder);
    const QTemporaryDir root;
    const LoopbackServer server = serverWith(m_certificates->good());
    bridge::TrustOptions options;
    options.root = root.path().toStdString();
    QCOMPARE(causeOf(asked("localhost", server.port(), options)), "certificate-untrusted"_ba);

    const QString path = root.path() + place;
    if (folder) {
        QVERIFY(QDir().mkpath(path));
        QVERIFY(QFile::copy(m_certificates->authorityFile(), path + u"/authority.pem"_s));
        QVERIFY2(m_certificates->run({u"rehash"_s, path}), qPrintable(m_certificates->errorText()));
    } else {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        // As a real one it holds others too.
        QFile bundle(path);
        QVERIFY(bundle.open(QIODevice::WriteOnly));
        for (const QString &one : {m_certificates->selfSigned().certificateFile, m_certificates->authorityFile()}) {
            QFile certificate(one);
            QVERIFY(certificate.open(QIODevice::ReadOnly));
            bundle.write("# comment\n" + certificate.readAll());
        }
    }
    for (int i = 0; i < 2; ++i)
        QCOMPARE(causeOf(asked("localhost", server.port(), options)), "none"_ba);
}

void TestTrust::bundleBesideFolder()
{
    // A hashed folder that holds something else must not hide the bundle.
    const QTemporaryDir root;
    const QString folder = root.filePath(u"etc/pki/tls/certs"_s);
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(QFile::copy(m_certificates->selfSigned().certificateFile, folder + u"/other.pem"_s));
    QVERIFY(m_certificates->run({u"rehash"_s, folder}));
    QVERIFY(QFile::copy(m_certificates->authorityFile(), folder + u"/ca-bundle.crt"_s));
    const LoopbackServer server = serverWith(m_certificates->good());
    bridge::TrustOptions options;
    options.root = root.path().toStdString();
    QCOMPARE(causeOf(asked("localhost", server.port(), options)), "none"_ba);
    // The one of the folder as well, in the same breath.
    const LoopbackServer other = serverWith(m_certificates->selfSigned());
    QCOMPARE(causeOf(asked("localhost", other.port(), options)), "none"_ba);
}

void TestTrust::verdicts_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<bool>("known"); // the authority is
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("issuer");
    QTest::addColumn<QByteArray>("expires"); // begins with
    const QByteArray ours = "Kopru test authority";
    QTest::newRow("expired") << u"expired"_s << true << "localhost"_ba << "certificate-expired"_ba << ours
                             << "2020-12-31"_ba;
    QTest::newRow("not yet valid") << u"future"_s << true << "localhost"_ba << "certificate-not-yet-valid"_ba << ours
                                   << "2070-12-31"_ba;
    QTest::newRow("wrong name") << u"wrong-host"_s << true << "localhost"_ba << "certificate-host-mismatch"_ba << ours
                                << "2"_ba;
    QTest::newRow("wrong address") << u"wrong-host"_s << true << "127.0.0.1"_ba << "certificate-host-mismatch"_ba
                                   << ours << "2"_ba;
    QTest::newRow("self-signed") << u"self-signed"_s << true << "localhost"_ba << "certificate-self-signed"_ba
                                 << "localhost"_ba << "2"_ba;
    QTest::newRow("unknown authority") << u"good"_s << false << "localhost"_ba << "certificate-untrusted"_ba << ours
                                       << "2"_ba;
    QTest::newRow("intermediate missing") << u"below"_s << true << "localhost"_ba << "certificate-incomplete"_ba
                                          << "Kopru test intermediate"_ba << "2"_ba;
    QTest::newRow("good") << u"good"_s << true << "localhost"_ba << "none"_ba << QByteArray() << QByteArray();
    QTest::newRow("good, by address") << u"good"_s << true << "127.0.0.1"_ba << "none"_ba << QByteArray()
                                      << QByteArray();
}

void TestTrust::verdicts()
{
    QFETCH(QString, certificate);
    QFETCH(bool, known);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, issuer);
    QFETCH(QByteArray, expires);
    const LoopbackServer server = serverWith({name(certificate + u".pem"_s), name(certificate + u".key"_s)});
    const QTemporaryDir empty;
    bridge::TrustOptions options;
    options.root = empty.path().toStdString();
    if (known)
        options.certificateFile = m_certificates->authorityFile().toStdString();
    const bridge::Failure failure = asked(host.constData(), server.port(), options);
    QCOMPARE(causeOf(failure), cause);
    QCOMPARE(evidenceOf(failure, "issuer"), issuer);
    QVERIFY2(evidenceOf(failure, "expires").startsWith(expires), evidenceOf(failure, "expires"));
    if (cause == "certificate-not-yet-valid")
        QCOMPARE(evidenceOf(failure, "begins"), "2070-01-01"_ba);
    // Whatever is wrong with it, a person may say that it does not matter.
    options.verify = false;
    QCOMPARE(causeOf(asked(host.constData(), server.port(), options)), "none"_ba);
}

void TestTrust::intermediateSent()
{
    const LoopbackServer server = serverWith(m_certificates->complete());
    bridge::TrustOptions options;
    options.certificateFile = m_certificates->authorityFile().toStdString();
    QCOMPARE(causeOf(asked("localhost", server.port(), options)), "none"_ba);
}

void TestTrust::files_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value"); // below the folder of certificates
    QTest::addColumn<QByteArray>("cause");
    QTest::newRow("file") << u"SSL_CERT_FILE"_s << u"authority.pem"_s << "none"_ba;
    QTest::newRow("file that is missing") << u"SSL_CERT_FILE"_s << u"missing.pem"_s << "certificate-file"_ba;
    QTest::newRow("file that is a folder") << u"SSL_CERT_FILE"_s << u"."_s << "certificate-file"_ba;
    QTest::newRow("file without a certificate") << u"SSL_CERT_FILE"_s << u"good.key"_s << "certificate-file"_ba;
    QTest::newRow("file with nonsense") << u"SSL_CERT_FILE"_s << u"nonsense.pem"_s << "certificate-file"_ba;
    QTest::newRow("folder") << u"SSL_CERT_DIR"_s << u"hashed"_s << "none"_ba;
    QTest::newRow("folder that is missing") << u"SSL_CERT_DIR"_s << u"missing"_s << "certificate-file"_ba;
    QTest::newRow("folder that is a file") << u"SSL_CERT_DIR"_s << u"authority.pem"_s << "certificate-file"_ba;
    QTest::newRow("more") << u"NODE_EXTRA_CA_CERTS"_s << u"authority.pem"_s << "none"_ba;
    // Node only warns; that the server is not trusted then has this reason.
    QTest::newRow("more, missing") << u"NODE_EXTRA_CA_CERTS"_s << u"missing.pem"_s << "certificate-file"_ba;
    QTest::newRow("more, nonsense") << u"NODE_EXTRA_CA_CERTS"_s << u"nonsense.pem"_s << "certificate-file"_ba;
}

void TestTrust::files()
{
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(QByteArray, cause);
    const QString hashed = name(u"hashed"_s);
    if (!QFile::exists(hashed)) {
        QVERIFY(QDir().mkpath(hashed));
        QVERIFY(QFile::copy(m_certificates->authorityFile(), hashed + u"/authority.pem"_s));
        QVERIFY(m_certificates->run({u"rehash"_s, hashed}));
    }
    const QString path = name(value);
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); },
                                m_certificates->good());
    BridgeProcess process({u"http"_s, u"--url"_s, server.url(u"/mcp"_s, u"localhost"_s)}, {{variable, path}});
    process.send(call("1", "ping"));
    const QJsonObject error = process.error("1");
    QCOMPARE(error["data"_L1]["cause"_L1].toString(u"none"_s).toUtf8(), cause);
    QCOMPARE(process.wholeLog().contains("NODE_EXTRA_CA_CERTS are left out"),
             variable == u"NODE_EXTRA_CA_CERTS"_s && cause != "none");
    if (cause == "none")
        return;
    QCOMPARE(error["data"_L1]["phase"_L1].toString(), u"tls"_s);
    QCOMPARE(error["data"_L1]["evidence"_L1]["file"_L1].toString(), path);
    QCOMPARE(error["data"_L1]["evidence"_L1]["variable"_L1].toString(), variable);
    QVERIFY(error["message"_L1].toString().contains(path));
    QVERIFY(error["message"_L1].toString().contains(variable));

    // Where nothing is verified no file is needed.
    BridgeProcess careless({u"http"_s, u"--url"_s, server.url(u"/mcp"_s, u"localhost"_s)},
                           {{variable, path}, {u"VERIFY_CERTIFICATE"_s, u"false"_s}});
    careless.send(call("1", "ping"));
    QVERIFY(careless.answer("1").contains("result"));
}

void TestTrust::missingExtraFileIsAWarning()
{
    const LoopbackServer server = serverWith(m_certificates->good());
    bridge::TrustOptions options;
    options.certificateFile = m_certificates->authorityFile().toStdString();
    options.extraFile = name(u"missing.pem"_s).toStdString();
    Record trace;
    QCOMPARE(causeOf(asked("localhost", server.port(), options, trace)), "none"_ba);
    QCOMPARE(trace.lines.count("WARNING"), 1);
    QVERIFY2(trace.lines.contains("missing.pem"), trace.lines);
}

void TestTrust::fileThatComesLater()
{
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); },
                                m_certificates->good());
    const QString file = name(u"later.pem"_s);
    BridgeProcess process({u"http"_s, u"--url"_s, server.url(u"/mcp"_s, u"localhost"_s)}, {{u"SSL_CERT_FILE"_s, file}});
    process.send(call("1", "ping"));
    QVERIFY(process.answer("1").contains("certificate-file"));
    QVERIFY(QFile::copy(m_certificates->authorityFile(), file));
    process.send(call("2", "ping"));
    QVERIFY(process.answer("2").contains("result"));
}

void TestTrust::version_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("cause");
    QTest::newRow("1.0") << u"-tls1"_s << "tls-version"_ba;
    QTest::newRow("1.1") << u"-tls1_1"_s << "tls-version"_ba;
    QTest::newRow("1.2") << u"-tls1_2"_s << "none"_ba;
    QTest::newRow("1.3") << u"-tls1_3"_s << "none"_ba;
}

void TestTrust::version()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, cause);
    const OpensslServer server(m_certificates->good(), {option, u"-cipher"_s, u"ALL:@SECLEVEL=0"_s, u"-www"_s});
    QVERIFY2(server.port != 0, server.output);
    bridge::TrustOptions options;
    options.certificateFile = m_certificates->authorityFile().toStdString();
    const bridge::Failure failure = asked("127.0.0.1", server.port, options);
    QCOMPARE(causeOf(failure), cause);
    QCOMPARE(evidenceOf(failure, "message").isEmpty(), cause == "none");
}

void TestTrust::oldServerHello()
{
    // A server that takes no notice of what it was offered and answers with TLS 1.0: handshake record, ServerHello of
    // 38 bytes, version 3.1, random, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
    const QByteArray hello =
        QByteArray::fromHex("160301002a020000260301") + QByteArray(32, 'r') + QByteArray::fromHex("00002f00");
    QTcpServer server;
    connect(&server, &QTcpServer::newConnection, &server, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, hello] {
            socket->readAll();
            socket->write(hello);
        });
    });
    QVERIFY(server.listen(QHostAddress::LocalHost));
    BridgeProcess process({u"http"_s, u"--url"_s, u"https://127.0.0.1:%1/"_s.arg(server.serverPort())});
    process.send(call("1", "ping"));
    const QJsonObject error = process.error("1");
    QCOMPARE(error["data"_L1]["cause"_L1].toString(), u"tls-version"_s);
}

void TestTrust::client_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QByteArray>("unlocks");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("message"); // part of it
    const auto row = [](const char *name, const char *certificate, const char *key, const QByteArray &unlocks,
                        const QByteArray &cause, const QByteArray &message = {}) {
        QTest::newRow(name) << QString::fromLatin1(certificate) << QString::fromLatin1(key) << unlocks << cause
                            << message;
    };
    row("none", "", "", "", "client-certificate");
    row("of somebody else", "self-signed.pem", "self-signed.key", "", "client-certificate");
    row("two files", "client.pem", "client.key", "", "none");
    row("one file", "both.pem", "", "", "none");
    row("locked key", "client.pem", "locked.key", password, "none");
    row("PKCS#12", "client.p12", "", password, "none");
    row("PKCS#12 without a password", "open.p12", "", "", "none");
    row("PKCS#12 and key", "client.p12", "client.key", password, "none");
    row("missing", "missing.pem", "client.key", "", "certificate-file", "opened");
    row("missing key", "client.pem", "missing.key", "", "certificate-file", "opened");
    row("no key", "client.pem", "", "", "certificate-file", "no private key");
    row("no certificate", "client.key", "", "", "certificate-file", "no certificate");
    row("key of another", "client.pem", "good.key", "", "certificate-file", "not the key");
    row("PKCS#12 and key of another", "client.p12", "good.key", password, "certificate-file", "not the key");
    row("no password", "client.pem", "locked.key", "", "certificate-file", "KOPRU_CLIENT_KEY_PASSWORD");
    row("wrong password", "client.pem", "locked.key", "x", "certificate-file", "wrong");
    row("PKCS#12, no password", "client.p12", "", "", "certificate-file", "needs a password");
    row("PKCS#12, wrong password", "client.p12", "", "x", "certificate-file", "wrong");
}

void TestTrust::client()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QByteArray, unlocks);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, message);
    for (const QString &version : {u"-tls1_2"_s, u"-tls1_3"_s}) {
        const OpensslServer server(m_certificates->good(), {version, u"-Verify"_s, u"2"_s, u"-verify_return_error"_s,
                                                            u"-CAfile"_s, m_certificates->authorityFile(), u"-www"_s});
        QVERIFY2(server.port != 0, server.output);
        bridge::TrustOptions options;
        options.certificateFile = m_certificates->authorityFile().toStdString();
        if (!certificate.isEmpty())
            options.clientCertificateFile = name(certificate).toStdString();
        if (!key.isEmpty())
            options.clientKeyFile = name(key).toStdString();
        options.clientKeyPassword = unlocks.toStdString();
        Record trace;
        const bridge::Failure failure = asked("127.0.0.1", server.port, options, trace);
        QCOMPARE(causeOf(failure), cause);
        QCOMPARE(trace.failures.size(), cause == "none" ? 0U : 1U);
        QVERIFY2(evidenceOf(failure, "message").contains(message), evidenceOf(failure, "message"));
        if (cause == "certificate-file")
            QCOMPARE(evidenceOf(failure, "file"),
                     name(key.isEmpty() || certificate.startsWith(u"missing"_s) ? certificate : key).toUtf8());
        if (cause != "none")
            QVERIFY(failure.phase == bridge::Phase::Tls);
    }
}

void TestTrust::clientThroughTheBridge_data()
{
    QTest::addColumn<bool>("webSocket");
    QTest::addColumn<bool>("shown");
    QTest::newRow("http, none") << false << false;
    QTest::newRow("http") << false << true;
    QTest::newRow("ws, none") << true << false;
}

void TestTrust::clientThroughTheBridge()
{
    QFETCH(bool, webSocket);
    QFETCH(bool, shown);
    OpensslServer server(m_certificates->good(), {u"-Verify"_s, u"2"_s, u"-verify_return_error"_s, u"-CAfile"_s,
                                                  m_certificates->authorityFile()});
    QVERIFY2(server.port != 0, server.output);
    QStringList arguments{webSocket ? u"ws"_s : u"http"_s, u"--url"_s,
                          u"%1://127.0.0.1:%2/mcp"_s.arg(webSocket ? u"wss"_s : u"https"_s).arg(server.port),
                          u"--verbose"_s};
    if (shown)
        arguments << u"--client-certificate"_s << name(u"client.pem"_s) << u"--client-key"_s << name(u"locked.key"_s);
    BridgeProcess process(arguments, {{u"SSL_CERT_FILE"_s, m_certificates->authorityFile()},
                                      {u"KOPRU_CLIENT_KEY_PASSWORD"_s, QString::fromUtf8(password)},
                                      {u"KOPRU_TRACE"_s, u"1"_s}});
    process.send(call("1", "ping"));
    if (shown) {
        while (!server.output.contains("\"ping\""))
            QVERIFY2(server.more(), server.output);
        const QByteArray body = R"({"jsonrpc":"2.0","id":1,"result":{}})";
        server.process.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                             QByteArray::number(body.size()) + "\r\n\r\n" + body + '\n');
        server.process.waitForBytesWritten();
        QVERIFY(process.answer("1").contains("result"));
    } else {
        const QJsonObject error = process.error("1");
        QCOMPARE(error["data"_L1]["cause"_L1].toString(), u"client-certificate"_s);
        QCOMPARE(error["data"_L1]["phase"_L1].toString(), u"tls"_s);
        QVERIFY(process.waitForLog("client-certificate"));
    }
    QVERIFY(!process.wholeLog().contains(password));
}

QTEST_GUILESS_MAIN(TestTrust)
#include "tst_trust.moc"
