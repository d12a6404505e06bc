#include "bridge/net/encoding.h"
#include "tests/bridge/outcomes.h"
#include "tests/support/environment.h"
#include "tests/support/loopbackproxy.h"
#include "tests/support/mcpscript.h"

#include <QtTest/QtTest>

#include <zlib.h>

using namespace kopru::test;
using namespace Qt::StringLiterals;
namespace bridge = kopru::bridge;

/// Compressed answers: what is asked for, what is unpacked, and what is said of those that cannot be.
class TestEncoding final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void names_data();
    void names();
    void unpacks_data();
    void unpacks();
    void cutAnywhere_data();
    void cutAnywhere();
    void changedAnywhere();
    void piecesAreSmall();
    void paddingIsNotKept();
    void answers_data();
    void answers();
    void refusal();
    void faults_data();
    void faults();
    void bomb_data();
    void bomb();
    void events_data();
    void events();
    void cutStreamIsTakenUpAgain();
    void olderTransport();
    void asked_data();
    void asked();
};

namespace {

enum Format { Gzip = 15 + 16, Zlib = 15, Raw = -15 };

/// Compresses piece by piece, each to be read as soon as it has arrived.
class Packer
{
public:
    explicit Packer(int format)
    {
        if (deflateInit2(&m_stream, Z_BEST_COMPRESSION, Z_DEFLATED, format, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            qFatal("no zlib");
    }
    ~Packer() { deflateEnd(&m_stream); }
    Packer(const Packer &) = delete;
    Packer &operator=(const Packer &) = delete;

    QByteArray pack(QByteArray plain, int flush = Z_SYNC_FLUSH)
    {
        QByteArray packed(static_cast<qsizetype>(deflateBound(&m_stream, static_cast<uLong>(plain.size()))) + 64, '\0');
        m_stream.next_in = reinterpret_cast<Bytef *>(plain.data());
        m_stream.avail_in = static_cast<uInt>(plain.size());
        m_stream.next_out = reinterpret_cast<Bytef *>(packed.data());
        m_stream.avail_out = static_cast<uInt>(packed.size());
        deflate(&m_stream, flush);
        packed.chop(m_stream.avail_out);
        return packed;
    }
    QByteArray end(const QByteArray &plain = {}) { return pack(plain, Z_FINISH); }

private:
    z_stream m_stream{};
};

QByteArray packed(int format, const QByteArray &plain)
{
    return Packer(format).end(plain);
}

/// As many bytes, which pack badly.
QByteArray noise(qsizetype size)
{
    QByteArray result(size, '\0');
    quint32 state = 4711;
    for (char &c : result)
        c = static_cast<char>('0' + ((state = state * 1664525 + 1013904223) >> 24) % 64);
    return result;
}

struct Unpacked
{
    QByteArray text;
    bool broken = false;
    bool complete = false;
};

Unpacked unpacked(bridge::Encoding encoding, const QByteArray &bytes, qsizetype pieces)
{
    bridge::Unpacker unpacker(encoding);
    Unpacked result;
    for (qsizetype i = 0; i < bytes.size(); i += pieces) {
        unpacker.feed(bytes.mid(i, pieces).toStdString());
        for (std::string piece = unpacker.take(); !piece.empty(); piece = unpacker.take())
            result.text += QByteArray::fromStdString(piece);
    }
    result.broken = unpacker.isBroken();
    result.complete = unpacker.isComplete();
    return result;
}

QByteArray large(const QByteArray &id, const QByteArray &text)
{
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"result":{"text":")" + text + "\"}}";
}

Response encoded(Response response, const QByteArray &name)
{
    response.headers.append({"Content-Encoding"_ba, name});
    return response;
}

QStringList arguments(const LoopbackServer &server, const QStringList &more = {})
{
    return QStringList{u"http"_s, u"--url"_s, server.url(u"/mcp"_s)} + more;
}

} // namespace

void TestEncoding::names_data()
{
    QTest::addColumn<QList<QByteArray>>("values");
    QTest::addColumn<int>("encoding"); // -1: none that is known
    const auto row = [](const char *name, const QList<QByteArray> &values, bridge::Encoding encoding) {
        QTest::newRow(name) << values << static_cast<int>(encoding);
    };
    row("none", {}, bridge::Encoding::None);
    row("empty", {""}, bridge::Encoding::None);
    row("identity", {"identity"}, bridge::Encoding::None);
    row("gzip", {"gzip"}, bridge::Encoding::Gzip);
    row("spaces and case", {" GZip\t"}, bridge::Encoding::Gzip);
    row("old name", {"x-gzip"}, bridge::Encoding::Gzip);
    row("deflate", {"deflate"}, bridge::Encoding::Deflate);
    row("gzip and nothing", {"identity, gzip,"}, bridge::Encoding::Gzip);
    row("two headers, one of them", {"identity", "deflate"}, bridge::Encoding::Deflate);
    for (const char *other : {"br", "zstd", "compress", "gzip2", "gzip, gzip", "deflate,br", "gzip;q=1"})
        QTest::newRow(other) << QList<QByteArray>{other} << -1;
    QTest::newRow("two headers") << QList<QByteArray>{"gzip", "gzip"} << -1;
}

void TestEncoding::names()
{
    QFETCH(QList<QByteArray>, values);
    QFETCH(int, encoding);
    const std::vector<std::string_view> views(values.begin(), values.end());
    const auto parsed = bridge::parseEncoding(views);
    QCOMPARE(parsed ? static_cast<int>(*parsed) : -1, encoding);
}

void TestEncoding::unpacks_data()
{
    QTest::addColumn<bool>("gzip");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    const QByteArray text = noise(50000) + QByteArray(300000, 'x');
    QTest::newRow("gzip") << true << packed(Gzip, text) << text;
    QTest::newRow("zlib") << false << packed(Zlib, text) << text;
    QTest::newRow("raw") << false << packed(Raw, text) << text;
    QTest::newRow("raw, one letter") << false << packed(Raw, "x") << "x"_ba;
    QTest::newRow("gzip of nothing") << true << packed(Gzip, {}) << QByteArray();
    QTest::newRow("gzip in parts") << true << packed(Gzip, "one ") + packed(Gzip, {}) + packed(Gzip, text)
                                   << "one " + text;
    QTest::newRow("gzip and padding") << true << packed(Gzip, text) + QByteArray(1000, '\0') << text;
    QTest::newRow("gzip and what looks like a part") << true << packed(Gzip, "x") + "\x1f and more" << "x"_ba;
    QTest::newRow("zlib and padding") << false << packed(Zlib, text) + "padding" << text;
}

void TestEncoding::unpacks()
{
    QFETCH(bool, gzip);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    for (const qsizetype pieces : {bytes.size(), qsizetype{1}, qsizetype{7}}) {
        const Unpacked result = unpacked(gzip ? bridge::Encoding::Gzip : bridge::Encoding::Deflate, bytes, pieces);
        QVERIFY(result.text == text);
        QVERIFY(result.complete);
        QVERIFY(!result.broken);
    }
}

void TestEncoding::cutAnywhere_data()
{
    QTest::addColumn<int>("format");
    QTest::newRow("gzip") << int(Gzip);
    QTest::newRow("zlib") << int(Zlib);
    QTest::newRow("raw") << int(Raw);
}

void TestEncoding::cutAnywhere()
{
    QFETCH(int, format);
    const auto encoding = format == Gzip ? bridge::Encoding::Gzip : bridge::Encoding::Deflate;
    const QByteArray text = R"({"jsonrpc":"2.0","id":1,"result":{}})";
    const QByteArray bytes = packed(format, text);
    for (qsizetype length = 1; length < bytes.size(); ++length) {
        const Unpacked result = unpacked(encoding, bytes.left(length), length);
        QVERIFY2(!result.complete, QByteArray::number(length));
        QVERIFY(!result.broken && text.startsWith(result.text));
    }
    QVERIFY(unpacked(encoding, {}, 1).complete); // no body at all
}

void TestEncoding::changedAnywhere()
{
    // Of gzip's head some bytes may say anything: flags, time, system. From the data on a sum watches over all.
    const QByteArray text = R"({"jsonrpc":"2.0","id":1,"result":{}})";
    const QByteArray bytes = packed(Gzip, text);
    for (qsizetype i = 10; i < bytes.size(); ++i) {
        QByteArray changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 0x55);
        const Unpacked result = unpacked(bridge::Encoding::Gzip, changed, 5);
        QVERIFY2(result.broken || !result.complete, QByteArray::number(i));
    }
    QVERIFY(unpacked(bridge::Encoding::Gzip, "not compressed at all", 100).broken);
    QVERIFY(unpacked(bridge::Encoding::Gzip, packed(Zlib, text), 100).broken);
    QVERIFY(unpacked(bridge::Encoding::Deflate, packed(Gzip, text), 100).broken);
}

void TestEncoding::piecesAreSmall()
{
    bridge::Unpacker unpacker(bridge::Encoding::Gzip);
    constexpr std::size_t size = std::size_t{16} * 1024 * 1024;
    unpacker.feed(packed(Gzip, QByteArray(size, ' ')).toStdString());
    std::size_t sum = 0;
    for (std::string piece = unpacker.take(); !piece.empty(); piece = unpacker.take()) {
        QVERIFY(piece.size() <= bridge::Unpacker::pieceSize);
        sum += piece.size();
    }
    QCOMPARE(sum, size);
}

void TestEncoding::paddingIsNotKept()
{
    for (const int format : {Gzip, Zlib}) {
        bridge::Unpacker unpacker(format == Gzip ? bridge::Encoding::Gzip : bridge::Encoding::Deflate);
        unpacker.feed(packed(format, "x").toStdString());
        QCOMPARE(unpacker.take(), std::string("x"));
        for (int i = 0; i < 1000; ++i) {
            unpacker.feed(std::string(1000, 'p'));
            QCOMPARE(unpacker.take(), std::string());
            QVERIFY(unpacker.isComplete());
        }
    }
}

void TestEncoding::answers_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("format");
    QTest::addColumn<QByteArray>("framing");
    for (const char *framing : {"length", "chunk", "single bytes"}) {
        QTest::addRow("gzip, %s", framing) << "gzip"_ba << int(Gzip) << QByteArray(framing);
        QTest::addRow("x-gzip, %s", framing) << "X-GZIP"_ba << int(Gzip) << QByteArray(framing);
        QTest::addRow("deflate, %s", framing) << "deflate"_ba << int(Zlib) << QByteArray(framing);
        QTest::addRow("bare deflate, %s", framing) << "deflate"_ba << int(Raw) << QByteArray(framing);
    }
}

void TestEncoding::answers()
{
    QFETCH(QByteArray, name);
    QFETCH(int, format);
    QFETCH(QByteArray, framing);
    const QByteArray text = framing == "single bytes" ? QByteArray(20000, 'x') : noise(300000);
    const LoopbackServer server([&](const Request &request) {
        const QByteArray body = packed(format, large(idOf(request.body), text));
        Response response = encoded(json(body), name);
        if (framing == "chunk") {
            response.chunks = {body};
        } else if (framing == "single bytes") {
            for (const char byte : body)
                response.chunks.append(QByteArray(1, byte));
        }
        return response;
    });
    BridgeProcess process(arguments(server));
    for (const char *id : {"1", "2"}) {
        process.send(call(id, "ping"));
        QVERIFY(process.answer(id) == large(id, text));
    }
    QCOMPARE(outcomes(process), (Outcomes{"1 result", "2 result"}));
    QVERIFY2(server.connections() == 1, "an unpacked answer gives its connection back");
}

void TestEncoding::refusal()
{
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) == "answered")
            return encoded(
                json(packed(Gzip, R"({"jsonrpc":"2.0","id":2,"error":{"code":-32000,"message":"no"}})"), 500), "gzip");
        return encoded({.status = 403, .body = packed(Gzip, "not for you")}, "gzip");
    });
    BridgeProcess process(arguments(server));
    process.send(call("1", "ping"));
    QCOMPARE(process.error("1")["data"_L1]["evidence"_L1]["message"_L1].toString(), u"not for you"_s);
    process.send(call("2", "answered"));
    QVERIFY(!process.answer("2").isEmpty());
    QCOMPARE(outcomes(process), (Outcomes{"1 forbidden", "2 -32000"}));
}

void TestEncoding::faults_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("asEvents");
    QTest::addColumn<QByteArray>("cause");
    const QByteArray message = large("1", noise(10000));
    const QByteArray event = McpScript::event(message);
    QByteArray changed = packed(Gzip, message);
    changed[changed.size() - 6] = static_cast<char>(changed[changed.size() - 6] ^ 1); // the sum
    const auto row = [](const char *what, const char *name, const QByteArray &body, const char *cause,
                        bool asEvents = false) {
        QTest::newRow(what) << QByteArray(name) << body << asEvents << QByteArray(cause);
    };
    row("gzip, cut", "gzip", packed(Gzip, message).left(3000), "broken-encoding");
    row("gzip, last byte missing", "gzip", packed(Gzip, message).chopped(1), "broken-encoding");
    row("gzip, wrong sum", "gzip", changed, "broken-encoding");
    row("deflate, cut", "deflate", packed(Zlib, message).left(3000), "broken-encoding");
    row("bare deflate, cut", "deflate", packed(Raw, message).left(3000), "broken-encoding");
    row("not compressed", "gzip", message, "broken-encoding");
    row("another", "br", packed(Gzip, message), "unsupported-encoding");
    row("two", "gzip, gzip", packed(Gzip, packed(Gzip, message)), "unsupported-encoding");
    row("events, cut", "gzip", packed(Gzip, event).left(3000), "broken-encoding", true);
    row("events, not compressed", "gzip", event, "broken-encoding", true);
    row("events, another", "br", event, "unsupported-encoding", true);
}

void TestEncoding::faults()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, body);
    QFETCH(bool, asEvents);
    QFETCH(QByteArray, cause);
    const LoopbackServer server([&](const Request &request) {
        if (methodOf(request.body) == "ping")
            return result(idOf(request.body));
        return encoded(asEvents ? stream({body}) : json(body), name);
    });
    BridgeProcess process(arguments(server));
    process.send(call("1", "x"));
    const QJsonObject error = process.error("1");
    QCOMPARE(error["data"_L1]["evidence"_L1]["encoding"_L1].toString().toUtf8(), name);
    QCOMPARE(error["data"_L1]["phase"_L1].toString(), u"body"_s);
    process.send(call("2", "ping"));
    QVERIFY(!process.answer("2").isEmpty());
    QCOMPARE(outcomes(process), (Outcomes{"1 " + cause, "2 result"}));
    QCOMPARE(server.requests().size(), 2); // nothing was sent again
}

void TestEncoding::bomb_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("cause");
    QTest::newRow("JSON") << "json"_ba << "message-too-large"_ba;
    QTest::newRow("one event") << "event"_ba << "message-too-large"_ba;
    QTest::newRow("page of an error") << "page"_ba << "server-error"_ba;
    QTest::newRow("accepted") << "accepted"_ba << "not-json-rpc"_ba;
}

void TestEncoding::bomb()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, cause);
    // As one event and as whatever else, which nobody reads before it has ended.
    static const QByteArray small = packed(Gzip, "data: " + QByteArray(64 * 1024 * 1024, ' '));
    QVERIFY(small.size() < 1024 * 1024); // less than the limit
    const LoopbackServer server([&](const Request &request) {
        if (methodOf(request.body) == "ping")
            return result(idOf(request.body));
        if (kind == "event")
            return encoded(stream({small}), "gzip");
        return encoded(json(small, kind == "page" ? 500 : kind == "accepted" ? 202 : 200), "gzip");
    });
    BridgeProcess process(arguments(server, {u"--max-message"_s, u"1048576"_s}));
    process.send(call("1", "x"));
    QVERIFY(!process.answer("1").isEmpty());
    process.send(call("2", "ping"));
    QVERIFY(!process.answer("2").isEmpty());
#ifndef KOPRU_SANITIZED
    QVERIFY2(process.peakKilobytes() < 20 * 1024, QByteArray::number(process.peakKilobytes()));
#endif
    QCOMPARE(outcomes(process), (Outcomes{"1 " + cause, "2 result"}));
}

void TestEncoding::events_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("format");
    QTest::addColumn<bool>("asked"); // the stream is one of the server's own
    for (const bool own : {false, true}) {
        const char *what = own ? "own stream" : "answer";
        QTest::addRow("gzip, %s", what) << "gzip"_ba << int(Gzip) << own;
        QTest::addRow("deflate, %s", what) << "deflate"_ba << int(Zlib) << own;
        QTest::addRow("bare deflate, %s", what) << "deflate"_ba << int(Raw) << own;
    }
}

void TestEncoding::events()
{
    // Each event is handed on as soon as it is there, and not only at the end of the compressed data.
    QFETCH(QByteArray, name);
    QFETCH(int, format);
    QFETCH(bool, asked);
    const McpScript script({.getStream = true});
    Packer packer(format);
    const QByteArray first = packer.pack(McpScript::event(R"({"jsonrpc":"2.0","method":"notifications/first"})"));
    LoopbackServer server([&](const Request &request) -> Response {
        if (asked ? request.method == "GET" : methodOf(request.body) == "tools/call") {
            Response response = encoded(stream({first}), name);
            response.keepStreamOpen = true;
            return response;
        }
        return request.method == "GET" ? Response{.status = 405} : script.handler()(request);
    });
    BridgeProcess process(arguments(server));
    QVERIFY(process.open());
    if (!asked)
        process.send(echo("1", "x"));
    QVERIFY(process.waitForLines(2));
    QCOMPARE(outcomesSoFar(process), (Outcomes{"\"open\" result", "notifications/first"}));
    if (asked) {
        server.pushToStreams(packer.pack(McpScript::event(R"({"jsonrpc":"2.0","method":"notifications/second"})")));
        QVERIFY(process.waitForLines(3));
        QCOMPARE(outcomes(process), (Outcomes{"\"open\" result", "notifications/first", "notifications/second"}));
        return;
    }
    // In single bytes, for a change.
    for (const char byte : packer.pack(McpScript::event(large("1", noise(500)))))
        server.pushToStreams(QByteArray(1, byte));
    QVERIFY(process.answer("1") == large("1", noise(500)));
    server.pushToStreams(packer.end());
    server.endStreams();
    QCOMPARE(outcomes(process), (Outcomes{"\"open\" result", "1 result", "notifications/first"}));
}

void TestEncoding::cutStreamIsTakenUpAgain()
{
    // A stream that ends in the middle of the compressed data ended as any other: with an event id it goes on.
    const McpScript script;
    std::atomic<int> streams = 0;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) == "tools/call") {
            Packer packer(Gzip);
            return encoded(stream({packer.pack("id: 7\nretry: 20\ndata:\n\n")}), "gzip");
        }
        if (request.method != "GET" || request.header("Last-Event-ID").isEmpty())
            return request.method == "GET" ? Response{.status = 405} : script.handler()(request);
        ++streams;
        if (request.header("Last-Event-ID") != "7")
            return {.status = 400};
        return encoded(stream({packed(Gzip, McpScript::event(large("1", "taken up")))}), "gzip");
    });
    BridgeProcess process(arguments(server));
    QVERIFY(process.open());
    process.send(echo("1", "x"));
    QCOMPARE(process.answer("1"), large("1", "taken up"));
    QCOMPARE(outcomes(process), (Outcomes{"\"open\" result", "1 result"}));
    QCOMPARE(streams.load(), 1);
}

void TestEncoding::olderTransport()
{
    Packer packer(Gzip);
    LoopbackServer *self = nullptr;
    LoopbackServer server([&](const Request &request) -> Response {
        if (request.method == "GET") {
            Response response = encoded(stream({packer.pack("event: endpoint\ndata: /post\n\n")}), "gzip");
            response.keepStreamOpen = true;
            return response;
        }
        self->pushToStreams(packer.pack(McpScript::event(large(idOf(request.body), "sent"))));
        return {.status = 202};
    });
    self = &server;
    BridgeProcess process(arguments(server, {u"--transport"_s, u"sse"_s}));
    process.send(call("1", "ping"));
    QCOMPARE(process.answer("1"), large("1", "sent"));
    QCOMPARE(outcomes(process), (Outcomes{"1 result"}));
}

void TestEncoding::asked_data()
{
    QTest::addColumn<QString>("host"); // empty: one that only the proxy knows
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QByteArray>("asked");
    QTest::newRow("another computer") << QString() << QStringList() << "gzip, deflate"_ba;
    QTest::newRow("another computer, not wanted")
        << QString() << QStringList{u"--header"_s, u"accept-encoding: identity"_s} << "identity"_ba;
    QTest::newRow("this computer") << u"127.0.0.1"_s << QStringList() << QByteArray();
    QTest::newRow("this computer by name") << u"localhost"_s << QStringList() << QByteArray();
    QTest::newRow("this computer, wanted")
        << u"127.0.0.1"_s << QStringList{u"--header"_s, u"Accept-Encoding: gzip"_s} << "gzip"_ba;
}

void TestEncoding::asked()
{
    QFETCH(QString, host);
    QFETCH(QStringList, more);
    QFETCH(QByteArray, asked);
    // A proxy is sent the whole address (RFC 9112 section 3.2.2).
    const McpScript script({.path = host.isEmpty() ? "http://other.example/mcp"_ba : "/mcp"_ba, .getStream = true});
    const LoopbackServer server([&](const Request &request) {
        Response response = script.handler()(request);
        if (methodOf(request.body) == "tools/call" && request.header("Accept-Encoding").contains("gzip")) {
            response.body = packed(Gzip, response.body);
            response = encoded(response, "gzip");
        }
        return response;
    });
    const LoopbackProxy proxy({.target = server.port()});
    const QString url = host.isEmpty() ? u"http://other.example/mcp"_s : server.url(u"/mcp"_s, host);
    BridgeProcess process(QStringList{u"http"_s, u"--url"_s, url} + more,
                          {{u"http_proxy"_s, u"http://127.0.0.1:%1"_s.arg(proxy.port())}});
    QVERIFY(process.open());
    process.send(echo("1", "unpacked"));
    QVERIFY(process.answer("1").contains("unpacked"));
    QVERIFY(server.waitForRequests(4));
    QCOMPARE(outcomes(process), (Outcomes{"\"open\" result", "1 result"}));
    int posts = 0;
    for (const Request &request : server.requests()) {
        if (request.method == "POST") {
            ++posts;
            QCOMPARE(request.header("Accept-Encoding"), asked);
        } else if (more.isEmpty()) { // a stream of events is better read at once
            QCOMPARE(request.header("Accept-Encoding"), QByteArray());
        }
    }
    QCOMPARE(posts, 3);
}

QTEST_GUILESS_MAIN(TestEncoding)
#include "tst_encoding.moc"
