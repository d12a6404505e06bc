#include "bridge/message/lines.h"
#include "bridge/message/toplevel.h"
#include "bridge/transports/events.h"

#include <QtTest/QtTest>

using namespace kopru::bridge;
using namespace Qt::StringLiterals;
using Shape = TopLevel::Shape;

/// How bytes become messages: the top level of a JSON text, lines of standard input, server-sent events.
class TestFraming final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shape_data();
    void shape();
    void spans();
    void longScalarsAreNotKept();
    void hostileTextsStayBounded_data();
    void hostileTextsStayBounded();
    void envelope_data();
    void envelope();
    void longIdIsKept();
    void utf8_data();
    void utf8();
    void lines_data();
    void lines();
    void tooLongLine_data();
    void tooLongLine();
    void lineAtTheLimit();
    void oneLine_data();
    void oneLine();
    void events_data();
    void events();
    void eventTypes();
    void eventIds_data();
    void eventIds();
    void retry_data();
    void retry();
    void eventTooLong_data();
    void eventTooLong();
};

namespace {

std::string bytes(const QByteArray &text)
{
    return text.toStdString();
}

QByteArray asBytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

/// Every way to cut a text into two pieces, and all its bytes one by one.
QList<QList<QByteArray>> cuts(const QByteArray &text)
{
    QList<QList<QByteArray>> result;
    QList<QByteArray> single;
    for (qsizetype i = 0; i < text.size(); ++i) {
        result.append({text.left(i), text.mid(i)});
        single.append(text.mid(i, 1));
    }
    result.append(single);
    return result;
}

QList<QByteArray> linesOf(const QList<QByteArray> &pieces, std::size_t longest = 1024)
{
    QList<QByteArray> result;
    LineFramer framer(longest);
    const auto take = [&result](const Line &line) { result.append(asBytes(line.text)); };
    for (const QByteArray &piece : pieces)
        framer.feed(bytes(piece), take);
    framer.finish(take);
    return result;
}

QList<QByteArray> eventsOf(const QList<QByteArray> &pieces)
{
    QList<QByteArray> result;
    EventReader reader(1024);
    for (const QByteArray &piece : pieces) {
        const std::string fed = bytes(piece);
        if (!reader.feed(fed, [&result](const ServerEvent &event) { result.append(asBytes(event.data)); }))
            result.append("refused"_ba);
    }
    return result;
}

} // namespace

void TestFraming::shape_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *name, const QByteArray &text, Shape expected) {
        QTest::newRow(name) << text << static_cast<int>(expected);
    };
    row("nothing", {}, Shape::Nothing);
    row("space", " \t\r\n", Shape::Nothing);
    row("empty object", "{}", Shape::Object);
    row("object in space", " \r\n{ \"a\" : 1 , \"b\" : [ 1 , 2 ] }\t", Shape::Object);
    row("empty array", "[]", Shape::Array);
    row("array", R"([1,"a",{"b":[]},null])", Shape::Array);
    row("text", R"("a\"b")", Shape::Scalar);
    row("number", "-1.5e+3", Shape::Scalar);
    row("true", "true", Shape::Scalar);
    row("null in space", " null ", Shape::Scalar);
    row("brackets in text", R"({"a":"}]{[\\"})", Shape::Object);
    row("brackets in nested text", R"({"a":{"b":"}]\""}})", Shape::Object);
    row("beyond ASCII", "{\"ğ\":\"İ\"}", Shape::Object);
    row("word", "hello", Shape::Broken);
    row("half a word", "tru", Shape::Broken);
    row("word as member", R"({"id":nil})", Shape::Broken);
    row("two numbers", "1 2", Shape::Broken);
    row("number with two points", "[1.2.3]", Shape::Broken);
    row("leading zero", "[01]", Shape::Broken);
    row("minus alone", "[-]", Shape::Broken);
    row("exponent without digits", "[1e]", Shape::Broken);
    row("page", "<html></html>", Shape::Broken);
    row("open object", R"({"a":1)", Shape::Broken);
    row("open text", R"({"a":"1)", Shape::Broken);
    row("open nested", R"({"a":[1})", Shape::Broken);
    row("wrong bracket", R"({"a":[1}])", Shape::Broken);
    row("object closed as array", R"({"a":1])", Shape::Broken);
    row("comma at the end", R"({"a":1,})", Shape::Broken);
    row("comma in front", R"({,"a":1})", Shape::Broken);
    row("comma at the end of an array", "[1,]", Shape::Broken);
    row("comma in front of an array", "[,1]", Shape::Broken);
    row("no comma", R"({"a":1 "b":2})", Shape::Broken);
    row("no colon", R"({"a" 1})", Shape::Broken);
    row("no value", R"({"a":})", Shape::Broken);
    row("no key", "{1:2}", Shape::Broken);
    row("key without quotes", "{a:1}", Shape::Broken);
    row("two objects", "{}{}", Shape::Broken);
    row("rest behind", "{} x", Shape::Broken);
    row("control character in text", "{\"a\":\"\x01\"}", Shape::Broken);
    row("control character in nested text", "{\"a\":[\"\x01\"]}", Shape::Broken);
    row("control character in key", "{\"\x01\":1}", Shape::Broken);
    row("byte order mark", "\xef\xbb\xbf{}", Shape::Broken);
}

void TestFraming::shape()
{
    QFETCH(QByteArray, text);
    QFETCH(int, expected);
    TopLevel whole;
    whole.feed(bytes(text));
    QCOMPARE(static_cast<int>(whole.finish()), expected);
    for (const auto &pieces : cuts(text)) {
        TopLevel scanned;
        for (const QByteArray &piece : pieces)
            scanned.feed(bytes(piece));
        QCOMPARE(static_cast<int>(scanned.finish()), expected);
        QCOMPARE(scanned.spans().size(), whole.spans().size());
        for (std::size_t i = 0; i < whole.spans().size(); ++i) {
            QCOMPARE(scanned.spans()[i].keyBegin, whole.spans()[i].keyBegin);
            QCOMPARE(scanned.spans()[i].keyEnd, whole.spans()[i].keyEnd);
            QCOMPARE(scanned.spans()[i].valueBegin, whole.spans()[i].valueBegin);
            QCOMPARE(scanned.spans()[i].valueEnd, whole.spans()[i].valueEnd);
            QCOMPARE(scanned.spans()[i].key, whole.spans()[i].key);
            QCOMPARE(scanned.spans()[i].value, whole.spans()[i].value);
        }
    }
}

void TestFraming::spans()
{
    const std::string text = R"( {"id" : 7 ,"params":{"id":8},"id": "x\"y" ,"last":-1e3})";
    TopLevel scanned;
    scanned.feed(text);
    QCOMPARE(scanned.finish(), Shape::Object);
    QCOMPARE(scanned.spans().size(), std::size_t{4});
    const auto value = [&](std::size_t i) {
        const auto &span = scanned.spans()[i];
        return text.substr(span.valueBegin, span.valueEnd - span.valueBegin);
    };
    QCOMPARE(value(0), std::string("7"));
    QCOMPARE(value(1), std::string(R"({"id":8})"));
    QCOMPARE(value(2), std::string(R"("x\"y")"));
    QCOMPARE(value(3), std::string("-1e3"));
    QCOMPARE(scanned.spans()[1].value, std::string());
    QCOMPARE(text.substr(scanned.spans()[0].keyBegin, 4), std::string(R"("id")"));
    QVERIFY(scanned.member("id") == &scanned.spans()[2]); // the last one wins, as with JSON.parse()
    QVERIFY(scanned.member("params") == &scanned.spans()[1]);
    QVERIFY(scanned.member("none") == nullptr);
}

void TestFraming::longScalarsAreNotKept()
{
    TopLevel scanned;
    const std::string key(5000, 'k');
    scanned.feed("{\"" + key + "\":\"" + std::string(100000, 'v') + "\",\"id\":3}");
    QCOMPARE(scanned.finish(), Shape::Object);
    QCOMPARE(scanned.spans()[0].key, std::string());
    QCOMPARE(scanned.spans()[0].value, std::string());
    QCOMPARE(scanned.spans()[0].valueEnd - scanned.spans()[0].valueBegin, std::size_t{100002});
    QCOMPARE(scanned.member("id")->value, std::string("3"));
}

void TestFraming::hostileTextsStayBounded_data()
{
    QTest::addColumn<QByteArray>("unit");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("nesting") << "["_ba << "["_ba;
    QTest::newRow("elements") << "1,"_ba << "["_ba;
    QTest::newRow("members") << R"("":1,)"_ba << "{"_ba;
}

void TestFraming::hostileTextsStayBounded()
{
    QFETCH(QByteArray, unit);
    QFETCH(QByteArray, begin);
    TopLevel scanned;
    scanned.feed(bytes(begin));
    const std::string piece = bytes(unit.repeated(10000));
    for (int i = 0; i < 300; ++i)
        scanned.feed(piece);
    QVERIFY(scanned.spans().size() < 1000000);
    QCOMPARE(scanned.finish(), Shape::Broken);
}

void TestFraming::envelope_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("method");
    QTest::newRow("request") << R"({"jsonrpc":"2.0","id":1,"method":"ping"})"_ba << "request"_ba << "1"_ba << "ping"_ba;
    QTest::newRow("id behind") << R"({"method":"m","params":{"id":9},"id":2})"_ba << "request"_ba << "2"_ba << "m"_ba;
    QTest::newRow("exponent") << R"({"id":1e3,"method":"m"})"_ba << "request"_ba << "1e3"_ba << "m"_ba;
    QTest::newRow("quoted") << R"({"id":"a\"b","method":"m"})"_ba << "request"_ba << R"("a\"b")"_ba << "m"_ba;
    QTest::newRow("empty text") << R"({"id":"","method":"m"})"_ba << "request"_ba << R"("")"_ba << "m"_ba;
    QTest::newRow("large") << R"({"id":12345678901234567890,"method":"m"})"_ba << "request"_ba
                           << "12345678901234567890"_ba << "m"_ba;
    QTest::newRow("last id wins") << R"({"id":1,"method":"m","id":2})"_ba << "request"_ba << "2"_ba << "m"_ba;
    QTest::newRow("escaped key") << R"({"\u0069d":5,"m\u0065thod":"m"})"_ba << "request"_ba << "5"_ba << "m"_ba;
    QTest::newRow("escaped key is last") << R"({"id":1,"i\u0064":5,"method":"m"})"_ba << "request"_ba << "5"_ba
                                         << "m"_ba;
    QTest::newRow("escaped method") << R"({"method":"notifications\/initialized"})"_ba << "notification"_ba << ""_ba
                                    << "notifications/initialized"_ba;
    QTest::newRow("null id") << R"({"id":null,"method":"m"})"_ba << "notification"_ba << ""_ba << "m"_ba;
    QTest::newRow("no id") << R"({"method":"m"})"_ba << "notification"_ba << ""_ba << "m"_ba;
    QTest::newRow("result") << R"({"id":1,"result":{}})"_ba << "response"_ba << "1"_ba << ""_ba;
    QTest::newRow("null result") << R"({"id":1,"result":null})"_ba << "response"_ba << "1"_ba << ""_ba;
    QTest::newRow("error") << R"({"id":null,"error":{}})"_ba << "response"_ba << ""_ba << ""_ba;
    QTest::newRow("null error") << R"({"id":1,"error":null})"_ba << "nothing"_ba << "1"_ba << ""_ba;
    QTest::newRow("nothing") << R"({})"_ba << "nothing"_ba << ""_ba << ""_ba;
    QTest::newRow("method is a number") << R"({"id":1,"method":22})"_ba << "nothing"_ba << "1"_ba << ""_ba;
    QTest::newRow("id is an object") << R"({"id":{},"method":"m"})"_ba << "nothing"_ba << ""_ba << "m"_ba;
    QTest::newRow("id is true") << R"({"id":true,"method":"m"})"_ba << "nothing"_ba << ""_ba << "m"_ba;
}

void TestFraming::envelope()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, method);
    const Envelope envelope = readEnvelope(bytes(text));
    QCOMPARE(asBytes(envelope.id), id);
    QCOMPARE(asBytes(envelope.method), method);
    QCOMPARE(envelope.isRequest(), kind == "request");
    QCOMPARE(envelope.isNotification(), kind == "notification");
    QCOMPARE(envelope.isResponse(), kind == "response");
}

void TestFraming::longIdIsKept()
{
    const std::string id = "\"" + std::string(5000, 'i') + "\"";
    const Envelope envelope = readEnvelope("{\"id\":" + id + ",\"method\":\"m\"}");
    QVERIFY(envelope.isRequest());
    QCOMPARE(envelope.id, id);
}

void TestFraming::utf8_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    const auto row = [](const char *name, const QByteArray &text, bool valid) {
        QTest::newRow(name) << text << valid;
        QTest::addRow("%s, behind others", name) << QByteArray("0123456789ş") + text << valid;
        QTest::addRow("%s, before others", name) << text + "0123456789ş" << valid;
    };
    row("nothing", {}, true);
    row("two bytes", "\xc2\x80", true);
    row("three bytes", "\xe0\xa0\x80", true);
    row("last before the surrogates", "\xed\x9f\xbf", true);
    row("four bytes", "\xf0\x90\x80\x80", true);
    row("last of all", "\xf4\x8f\xbf\xbf", true);
    row("cut", "\xc3", false);
    row("cut in the third", "\xe2\x82", false);
    row("alone", "\x80", false);
    row("overlong", "\xc0\xaf", false);
    row("overlong in three", "\xe0\x9f\xbf", false);
    row("overlong in four", "\xf0\x8f\xbf\xbf", false);
    row("surrogate", "\xed\xa0\x80", false);
    row("beyond", "\xf4\x90\x80\x80", false);
    row("no such byte", "\xff", false);
}

void TestFraming::utf8()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, valid);
    QCOMPARE(isUtf8({text.constData(), std::size_t(text.size())}), valid);
}

void TestFraming::lines_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<QByteArray>>("expected");
    QTest::newRow("one") << "{}\n"_ba << QList<QByteArray>{"{}"_ba};
    QTest::newRow("two") << "{}\n[]\n"_ba << QList<QByteArray>{"{}"_ba, "[]"_ba};
    QTest::newRow("CRLF") << "{}\r\n[]\r\n"_ba << QList<QByteArray>{"{}"_ba, "[]"_ba};
    QTest::newRow("empty lines") << "\n\r\n \t\n{}\n\n"_ba << QList<QByteArray>{"{}"_ba};
    QTest::newRow("no newline at the end") << "{}\n[]"_ba << QList<QByteArray>{"{}"_ba, "[]"_ba};
    QTest::newRow("return inside") << "a\rb\n"_ba << QList<QByteArray>{"a\rb"_ba};
    QTest::newRow("zero byte") << QByteArray("a\0b\n", 4) << QList<QByteArray>{QByteArray("a\0b", 3)};
}

void TestFraming::lines()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<QByteArray>, expected);
    QCOMPARE(linesOf({text}), expected);
    for (const auto &pieces : cuts(text))
        QCOMPARE(linesOf(pieces), expected);
}

void TestFraming::tooLongLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("id");
    const QByteArray filler(200, 'x');
    QTest::newRow("id in front") << R"({"id":1,"method":"m","params":")"_ba + filler + "\"}" << "1"_ba;
    QTest::newRow("id at the end") << R"({"method":"m","params":[")"_ba + filler + R"("],"id":"e\"f"})"
                                   << R"("e\"f")"_ba;
    QTest::newRow("id inside only") << R"({"method":"m","params":{"id":1,"x":")"_ba + filler + "\"}}" << ""_ba;
}

void TestFraming::tooLongLine()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, id);
    const QByteArray stream = text + "\r\n{\"next\":1}\n";
    for (const auto &pieces : cuts(stream)) {
        std::vector<Line> taken;
        LineFramer framer(100);
        for (const QByteArray &piece : pieces)
            framer.feed(bytes(piece), [&taken](Line line) { taken.push_back(std::move(line)); });
        QCOMPARE(taken.size(), std::size_t{2});
        QVERIFY(taken[0].tooLong);
        QVERIFY(taken[0].text.empty());
        QCOMPARE(asBytes(taken[0].envelope.id), id);
        QCOMPARE(taken[0].envelope.method, std::string("m"));
        QCOMPARE(taken[0].length, static_cast<std::uint64_t>(text.size() + 1));
        QVERIFY(!taken[1].tooLong);
        QCOMPARE(taken[1].text, std::string(R"({"next":1})"));
    }
}

void TestFraming::lineAtTheLimit()
{
    QCOMPARE(linesOf({QByteArray(100, 'x') + "\n"}, 100), QList<QByteArray>{QByteArray(100, 'x')});
    QCOMPARE(linesOf({QByteArray(101, 'x') + "\n"}, 100), QList<QByteArray>{QByteArray()});
}

void TestFraming::oneLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("nothing to do") << R"({"a":"\n"})"_ba << R"({"a":"\n"})"_ba;
    QTest::newRow("newlines") << "{\n\"a\":\r\n1}\n"_ba << "{ \"a\":  1} "_ba;
}

void TestFraming::oneLine()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    std::string json = bytes(text);
    makeOneLine(json);
    QCOMPARE(asBytes(json), expected);
}

void TestFraming::events_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<QByteArray>>("expected");
    const auto row = [](const char *name, const QByteArray &text, const QList<QByteArray> &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("LF", "data: a\n\ndata: b\n\n", {"a", "b"});
    row("CR", "data: a\r\rdata: b\r\r", {"a", "b"});
    row("CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", {"a", "b"});
    row("mixed", "data: a\r\n\ndata: b\r\r\ndata: c\n\r", {"a", "b", "c"});
    row("several lines", "data: a\ndata:b\r\ndata\rdata:  c\n\n", {"a\nb\n\n c"});
    row("comment", ": ping\n\ndata: a\n:x\ndata: b\n\n", {"a\nb"});
    row("byte order mark",
        "\xef\xbb\xbf"
        "data: a\n\n",
        {"a"});
    row("byte order mark later",
        "data: a\n\n\xef\xbb\xbf"
        "data: b\n\n",
        {"a"});
    row("empty data", "data:\n\ndata: \n\ndata\n\n", {});
    row("priming event", "id: 1\ndata:\n\ndata: a\n\n", {"a"});
    row("unknown field", "foo: b\ndata: a\nDATA: c\n\n", {"a"});
    row("colon in data", "data: {\"a\":1}\n\n", {"{\"a\":1}"});
    row("space before colon", "data : a\n\n", {});
    row("unfinished", "data: a\n\ndata: b\n", {"a"});
}

void TestFraming::events()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<QByteArray>, expected);
    QCOMPARE(eventsOf({text}), expected);
    for (const auto &pieces : cuts(text))
        QCOMPARE(eventsOf(pieces), expected);
}

void TestFraming::eventTypes()
{
    QList<QByteArray> types;
    EventReader reader(1024);
    QVERIFY(reader.feed("data: 1\n\nevent: endpoint\ndata: 2\n\ndata: 3\n\nevent: a\nevent:b\ndata:4\n\nevent: c\n\n"
                        "data: 5\n\n",
                        [&types](const ServerEvent &event) { types.append(asBytes(event.type)); }));
    QCOMPARE(types, (QList<QByteArray>{"message", "endpoint", "message", "b", "message"}));
}

void TestFraming::eventIds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected"); // "-": none
    QTest::newRow("none") << "data: a\n\n"_ba << "-"_ba;
    QTest::newRow("one") << "id: 7\ndata: a\n\n"_ba << "7"_ba;
    QTest::newRow("kept by an event without") << "id: 7\ndata: a\n\ndata: b\n\n"_ba << "7"_ba;
    QTest::newRow("without data") << "id: 7\n\n"_ba << "7"_ba;
    QTest::newRow("event not finished") << "id: 7\ndata: a\n\nid: 8\ndata: b\n"_ba << "7"_ba;
    QTest::newRow("zero byte") << QByteArray("id: 7\n\nid: 8\0\n\n", 15) << "7"_ba;
    QTest::newRow("reset") << "id: 7\n\nid:\n\n"_ba << "-"_ba;
}

void TestFraming::eventIds()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    EventReader reader(1024);
    QVERIFY(reader.feed(bytes(text), [](const ServerEvent &) {}));
    QCOMPARE(asBytes(reader.lastId().value_or("-")), expected);
}

void TestFraming::retry_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("expected"); // -1: not taken
    QTest::newRow("digits") << "500"_ba << 500;
    QTest::newRow("zero") << "0"_ba << 0;
    QTest::newRow("negative") << "-5"_ba << -1;
    QTest::newRow("negative zero") << "-0"_ba << -1;
    QTest::newRow("plus") << "+5"_ba << -1;
    QTest::newRow("letters") << "5s"_ba << -1;
    QTest::newRow("fraction") << "5.5"_ba << -1;
    QTest::newRow("empty") << ""_ba << -1;
    QTest::newRow("too large") << "99999999999"_ba << -1;
}

void TestFraming::retry()
{
    QFETCH(QByteArray, value);
    QFETCH(int, expected);
    EventReader reader(1024);
    QVERIFY(reader.feed("retry: " + bytes(value) + "\n\n", [](const ServerEvent &) {}));
    QCOMPARE(reader.retry().value_or(-1), expected);
}

void TestFraming::eventTooLong_data()
{
    QTest::addColumn<QByteArray>("unit");
    QTest::newRow("one line") << "x"_ba;
    QTest::newRow("many lines") << "\ndata: x"_ba;
    QTest::newRow("empty lines") << "\ndata"_ba;
}

void TestFraming::eventTooLong()
{
    QFETCH(QByteArray, unit);
    EventReader reader(1024);
    const auto ignore = [](const ServerEvent &) {};
    QVERIFY(reader.feed("data: " + std::string(1024, 'x') + "\n\n", ignore)); // this one fits
    QVERIFY(reader.feed("data: ", ignore));
    const std::string piece = bytes(unit);
    bool fits = true;
    for (int i = 0; i < 2000 && fits; ++i)
        fits = reader.feed(piece, ignore);
    QVERIFY(!fits);
}

QTEST_GUILESS_MAIN(TestFraming)
#include "tst_framing.moc"
