#include "bridge/contract/version.h"
#include "bridge/relay/errors.h"
#include "bridge/relay/settings.h"

#include <QtTest/QtTest>

#include <map>

using namespace kopru::bridge;
using namespace Qt::StringLiterals;

using Variables = std::map<QByteArray, QByteArray>;
Q_DECLARE_METATYPE(Variables)

/// What the bridge understands from its arguments and its environment.
class TestSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void address_data();
    void address();
    void credentialsAreNotShown();
    void redirect_data();
    void redirect();
    void header_data();
    void header();
    void secretOfHeader_data();
    void secretOfHeader();
    void options();
    void ways_data();
    void ways();
    void profiles_data();
    void profiles();
    void wrongUsage_data();
    void wrongUsage();
    void apinizerDefaults();
    void apinizer_data();
    void apinizer();
    void apinizerFaults_data();
    void apinizerFaults();
    void switches_data();
    void switches();
    void trust();
    void clientCertificate();
    void retry_data();
    void retry();
    void farewell_data();
    void farewell();
};

namespace {

std::vector<std::string> words(const QList<QByteArray> &arguments)
{
    std::vector<std::string> result;
    for (const QByteArray &argument : arguments)
        result.push_back(argument.toStdString());
    return result;
}

std::variant<Settings, Farewell> settingsOrFarewell(const QList<QByteArray> &arguments, const Variables &variables)
{
    return readSettings(words(arguments), [&variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        return found == variables.end() ? std::nullopt : std::optional(found->second.toStdString());
    });
}

Settings settingsOf(const QList<QByteArray> &arguments, const Variables &variables = {})
{
    auto read = settingsOrFarewell(arguments, variables);
    if (const auto *farewell = std::get_if<Farewell>(&read)) {
        Settings settings;
        settings.fault = failureWith(Phase::Start, Cause::BadUsage, 0, "farewell", farewell->text);
        return settings;
    }
    return std::move(std::get<Settings>(read));
}

QByteArray faultOf(const Settings &settings)
{
    return settings.fault ? QByteArray::fromStdString(std::string(kopru::contract::causeId(settings.fault->cause)))
                          : QByteArray();
}

QByteArray evidenceOf(const Settings &settings)
{
    QByteArray result;
    if (settings.fault)
        for (const auto &[name, value] : settings.fault->evidence)
            result += QByteArray::fromStdString(name + "=" + value + ";");
    return result;
}

Variables apinizerVariables(const Variables &others = {})
{
    Variables variables{{"APINIZER_TOKEN", "t0ken-value"}, {"HTTP_HOSTNAME", "portal.example"}};
    for (const auto &[name, value] : others)
        variables[name] = value;
    return variables;
}

const QList<QByteArray> apinizerArguments{"--profile", "apinizer-http"};

} // namespace

void TestSettings::address_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected"); // origin, target; empty: refused
    QTest::addColumn<int>("port");
    const auto row = [](const QByteArray &text, const QByteArray &expected, int port) {
        QTest::newRow(text.constData()) << text << expected << port;
    };
    row("http://a.example", "http://a.example /", 80);
    row("https://a.example", "https://a.example /", 443);
    row("HTTPS://a.example/mcp", "https://a.example /mcp", 443);
    row("http://A.Example/Mcp", "http://a.example /Mcp", 80);
    row("https://a.example:443/mcp", "https://a.example /mcp", 443);
    row("http://a.example:443/", "http://a.example:443 /", 443);
    row("https://a.example:8443/mcp?key=%20v#part", "https://a.example:8443 /mcp?key=%20v", 8443);
    row("http://a.example:/mcp", "http://a.example /mcp", 80);
    row("http://a.example?x=1", "http://a.example /?x=1", 80);
    row("http://[::1]:8080/mcp", "http://[::1]:8080 /mcp", 8080);
    row("http://[2001:db8::1]/mcp", "http://[2001:db8::1] /mcp", 80);
    row("http://127.0.0.1:3001/mcp", "http://127.0.0.1:3001 /mcp", 3001);
    row(" \thttp://a.example/mcp\n", "http://a.example /mcp", 80);
    row("http://user:password@a.example/", "", 0);
    row("http://a.example:65535/", "http://a.example:65535 /", 65535);
    row("http://a.example:65536/", "", 0);
    row("http://a.example:99999999999999999999/", "", 0);
    row("http://user@a.example/", "", 0);
    row("ws://a.example/", "", 0);
    row("file:///etc/passwd", "", 0);
    row("a.example/mcp", "", 0);
    row("//a.example/mcp", "", 0);
    row("http:/mcp", "", 0);
    row("http://", "", 0);
    row("http://:80/", "", 0);
    row("http://a.example:0/", "", 0);
    row("http://a.example:65536/", "", 0);
    row("http://a.example:x/", "", 0);
    row("http://a.example:80x/mcp", "", 0);
    row("http://a:b:80/", "", 0);
    row("http://a example/", "", 0);
    row("http://a%0d%0ab.example/", "", 0);
    row("http://a.example/a b", "", 0);
    row("", "", 0);
}

void TestSettings::address()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QFETCH(int, port);
    const auto address = parseAddress(text.toStdString());
    QCOMPARE(address.has_value(), !expected.isEmpty());
    if (!address) {
        QCOMPARE(address.error().cause, Cause::BadAddress);
        QCOMPARE(address.error().phase, Phase::Start);
        return;
    }
    QCOMPARE(QByteArray::fromStdString(address->origin() + " " + address->target), expected);
    QCOMPARE(static_cast<int>(address->port), port);
}

void TestSettings::credentialsAreNotShown()
{
    for (const char *text : {"http://user:pa55word@a.example/", "ftp://user:pa55word@a.example/?key=pa55word",
                             "http://a b/?key=pa55word", "user:pa55word@a.example"}) {
        const auto address = parseAddress(text);
        QVERIFY(!address);
        QVERIFY(QByteArray::fromStdString(errorAnswer("1", address.error(), false)).contains("bad-address"));
        QVERIFY2(!QByteArray::fromStdString(errorAnswer("1", address.error(), false)).contains("pa55word"), text);
    }
}

void TestSettings::redirect_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<bool>("sameOrigin");
    QTest::newRow("path") << "/other?x=1"_ba << "https://a.example:8443/other?x=1"_ba << true;
    QTest::newRow("relative") << "other"_ba << "https://a.example:8443/dir/other"_ba << true;
    QTest::newRow("up") << "../other"_ba << "https://a.example:8443/other"_ba << true;
    QTest::newRow("whole") << "https://a.example:8443/o"_ba << "https://a.example:8443/o"_ba << true;
    QTest::newRow("other case") << "HTTPS://A.EXAMPLE:8443/o"_ba << "https://a.example:8443/o"_ba << true;
    QTest::newRow("other host") << "https://b.example:8443/o"_ba << "https://b.example:8443/o"_ba << false;
    QTest::newRow("other port") << "https://a.example/o"_ba << "https://a.example/o"_ba << false;
    QTest::newRow("other scheme") << "http://a.example:8443/o"_ba << "http://a.example:8443/o"_ba << false;
    QTest::newRow("no scheme") << "//b.example/o"_ba << "https://b.example/o"_ba << false;
    QTest::newRow("not followed") << "mailto:a@b.example"_ba << ""_ba << false;
    QTest::newRow("not an address") << "http://["_ba << ""_ba << false;
}

void TestSettings::redirect()
{
    QFETCH(QByteArray, location);
    QFETCH(QByteArray, expected);
    QFETCH(bool, sameOrigin);
    const auto asked = parseAddress("https://a.example:8443/dir/mcp");
    QVERIFY(asked.has_value());
    const auto target = resolveAddress(*asked, location.toStdString());
    QCOMPARE(target.has_value(), !expected.isEmpty());
    if (!target)
        return;
    QCOMPARE(QByteArray::fromStdString(target->origin() + target->target), expected);
    QCOMPARE(target->sameOrigin(*asked), sameOrigin);
}

void TestSettings::header_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("expected"); // empty: refused
    QTest::addColumn<QByteArray>("fault");
    const auto row = [](const QByteArray &header, const QByteArray &expected, const QByteArray &fault = {}) {
        QTest::newRow(header.constData()) << header << expected << fault;
    };
    row("X-Key: value", "X-Key: value");
    row("X-Key:value", "X-Key: value");
    row("X-Key: a: b", "X-Key: a: b");
    row("X-Key:", "X-Key: ");
    row("Authorization: Bearer ${TOKEN}", "Authorization: Bearer secret-value");
    row("X: ${TOKEN}${OTHER}", "X: secret-valueother-value");
    row("X: $TOKEN", "X: $TOKEN");
    row("X: ${TOKEN", "X: ${TOKEN");
    row("X: $", "X: $");
    row("X: ${SPACED}", "X: spaced");
    row("X: ${NESTED}", "X: ${TOKEN}");
    row("X: ${NONE}", {}, "missing-variable");
    row("X: ${EMPTY}", {}, "missing-variable");
    row("X: ${}", {}, "missing-variable");
    row("X: ${BROKEN}", {}, "bad-variable");
    row("X: ${RETURN}", {}, "bad-variable");
    row("no colon", {}, "bad-usage");
    row(": value", {}, "bad-usage");
    row("X Y: value", {}, "bad-usage");
    row("X: a\r\nY: b", {}, "bad-usage");
}

void TestSettings::header()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, expected);
    QFETCH(QByteArray, fault);
    const Variables variables{{"TOKEN", "secret-value"},
                              {"OTHER", "other-value"},
                              {"SPACED", "  spaced\n"},
                              {"NESTED", "${TOKEN}"},
                              {"BROKEN", "a\r\nX-Evil: yes"},
                              {"RETURN", "a\rb"},
                              {"EMPTY", " "}};
    const Settings settings = settingsOf({"http", "--url", "http://a.example", "--header", header}, variables);
    QCOMPARE(faultOf(settings), fault);
    QByteArray all;
    for (const auto &[name, value] : settings.headers)
        all += QByteArray::fromStdString(name + ": " + value);
    if (fault.isEmpty())
        QCOMPARE(all, expected);
    QVERIFY(!all.contains('\r') && !all.contains('\n'));
    QVERIFY(!evidenceOf(settings).contains("yes"));
}

void TestSettings::secretOfHeader_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("token") << "abcdefgh"_ba << "abcdefgh"_ba;
    QTest::newRow("with its scheme") << "Bearer abcdefgh"_ba << "abcdefgh"_ba;
}

void TestSettings::secretOfHeader()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, secret);
    const Settings settings = settingsOf({"http", "--url", "http://a.example", "--header", "X: ${V}"}, {{"V", value}});
    QVERIFY(std::count(settings.secrets.begin(), settings.secrets.end(), value.toStdString()) == 1);
    QVERIFY(std::count(settings.secrets.begin(), settings.secrets.end(), secret.toStdString()) == 1);
}

void TestSettings::options()
{
    const Settings plain = settingsOf({"http", "--url", "http://a.example/mcp"});
    QCOMPARE(faultOf(plain), QByteArray());
    QVERIFY(plain.way == Way::Auto && !plain.apinizer && !plain.timeout && plain.trust.verify && !plain.verbose &&
            !plain.trace);
    QCOMPARE(plain.longest, std::size_t{256} * 1024 * 1024);
    const Settings full = settingsOf({"http", "--transport=post", "--timeout", "1500", "--max-message=2048",
                                      "--verbose", "--url=http://a.example/?a=b"},
                                     {{"KOPRU_TRACE", "1"}});
    QCOMPARE(faultOf(full), QByteArray());
    QVERIFY(full.way == Way::Post && full.verbose && full.trace);
    QVERIFY(full.timeout == std::chrono::milliseconds(1500));
    QCOMPARE(full.longest, std::size_t{2048});
    QCOMPARE(full.address.target, std::string("/?a=b"));
    QVERIFY(!settingsOf({"http", "--url", "http://a.example", "--timeout", "0"}).timeout);
    // Longer than any clock can count: a timer must not run over and end at once.
    const auto endless = settingsOf({"http", "--url", "http://a.example", "--timeout", "9223372036854775807"}).timeout;
    QVERIFY(endless && *endless > std::chrono::hours(24 * 365) && *endless < std::chrono::hours(24 * 365 * 100));
}

void TestSettings::ways_data()
{
    QTest::addColumn<QList<QByteArray>>("arguments");
    QTest::addColumn<int>("way");
    QTest::addColumn<QByteArray>("expected"); // address, subprotocol, ping, drain
    const auto row = [](const char *name, const QList<QByteArray> &arguments, Way way, const QByteArray &expected) {
        QTest::newRow(name) << arguments << static_cast<int>(way) << expected;
    };
    const QByteArray url = "--url=https://a.example/mcp";
    row("http", {"http", url}, Way::Auto, "https://a.example/mcp  0 2000");
    row("auto", {"http", url, "--transport", "auto"}, Way::Auto, "https://a.example/mcp  0 2000");
    row("streamable", {"http", url, "--transport", "streamable"}, Way::Streamable, "https://a.example/mcp  0 2000");
    row("sse", {"http", url, "--transport", "sse", "--drain=0"}, Way::Sse, "https://a.example/mcp  0 0");
    row("ws", {"ws", "--url", "ws://a.example:8082/mcp?x=1"}, Way::WebSocket,
        "http://a.example:8082/mcp?x=1 mcp 30000 2000");
    row("wss", {"ws", "--url", " WSS://a.example/mcp", "--ping", "0", "--subprotocol", ""}, Way::WebSocket,
        "https://a.example/mcp  0 2000");
    row("wss, others", {"ws", "--url", "wss://a.example", "--ping=1500", "--subprotocol=mcp.v2", "--drain", "100"},
        Way::WebSocket, "https://a.example/ mcp.v2 1500 100");
    row("ws with https", {"ws", "--url", "https://a.example/mcp"}, Way::WebSocket,
        "https://a.example/mcp mcp 30000 2000");
}

void TestSettings::ways()
{
    QFETCH(QList<QByteArray>, arguments);
    QFETCH(int, way);
    QFETCH(QByteArray, expected);
    const Settings settings = settingsOf(arguments);
    QCOMPARE(faultOf(settings), QByteArray());
    QCOMPARE(static_cast<int>(settings.way), way);
    QCOMPARE(QByteArray::fromStdString(settings.address.origin() + settings.address.target + " " +
                                       settings.subprotocol + " " + std::to_string(settings.ping.count()) + " " +
                                       std::to_string(settings.drain.count())),
             expected);
    QVERIFY(!settings.apinizer && !settings.timeout);
}

void TestSettings::profiles_data()
{
    QTest::addColumn<QList<QByteArray>>("arguments");
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<QByteArray>("expected"); // address header: value; or the fault
    const auto row = [](const char *name, const QList<QByteArray> &arguments, const Variables &variables,
                        const QByteArray &expected) { QTest::newRow(name) << arguments << variables << expected; };
    const QList<QByteArray> apinizer{"--profile", "apinizer-ws"};
    row("apinizer-ws", apinizer, {{"APINIZER_TOKEN", "t0ken"}, {"HTTP_HOSTNAME", "portal.example"}},
        "https://portal.example/apiportal/management/mcp/ws APINIZER-TOKEN: t0ken 30000");
    row("apinizer-ws, port and time-out", apinizer,
        {{"APINIZER_TOKEN", "t0ken"},
         {"HTTP_HOSTNAME", "portal.example"},
         {"APINIZER_PORT", "8443"},
         {"HTTP_PORT", "1"},
         {"TIMEOUT_AS_MS", "500"}},
        "https://portal.example:8443/apiportal/management/mcp/ws APINIZER-TOKEN: t0ken 500");
    row("apinizer-ws without a token", apinizer, {{"HTTP_HOSTNAME", "portal.example"}},
        "missing-variable variable=APINIZER_TOKEN;");
    row("apinizer-ws without a host", apinizer, {{"APINIZER_TOKEN", "t0ken"}},
        "missing-variable variable=HTTP_HOSTNAME;");
    row("apinizer-ws, bad port", apinizer,
        {{"APINIZER_TOKEN", "t0ken"}, {"HTTP_HOSTNAME", "portal.example"}, {"APINIZER_PORT", "undefined"}},
        "bad-variable variable=APINIZER_PORT;");
    const QList<QByteArray> alecs{"--profile", "alecs-ws"};
    row("alecs-ws", alecs, {{"ALECS_TOKEN", "NJn6J0Z7"}, {"ALECS_WS_URL", "ws://a.example:8082/mcp"}},
        "http://a.example:8082/mcp Authorization: Bearer NJn6J0Z7 0");
    row("alecs-ws without an address", alecs, {{"ALECS_TOKEN", "NJn6J0Z7"}}, "missing-variable variable=ALECS_WS_URL;");
    row("alecs-ws without a token", alecs, {{"ALECS_WS_URL", "ws://a.example:8082/mcp"}},
        "missing-variable variable=ALECS_TOKEN;");
    row("alecs-ws, no address", alecs, {{"ALECS_TOKEN", "NJn6J0Z7"}, {"ALECS_WS_URL", "a.example"}},
        "bad-address address=a.example;");
    const QList<QByteArray> agentport{"--profile", "agentport"};
    row("agentport", agentport, {{"AGENTPORT_API_KEY", "ap_1"}}, "https://app.agentport.sh/mcp X-API-Key: ap_1 0");
    row("agentport of one's own", {"--profile", "agentport", "--url", "http://a.example/mcp"},
        {{"AGENTPORT_API_KEY", "ap_1"}}, "http://a.example/mcp X-API-Key: ap_1 0");
    row("agentport without a key", agentport, {}, "missing-variable variable=AGENTPORT_API_KEY;");
}

void TestSettings::profiles()
{
    QFETCH(QList<QByteArray>, arguments);
    QFETCH(Variables, variables);
    QFETCH(QByteArray, expected);
    const Settings settings = settingsOf(arguments, variables);
    if (settings.fault) {
        QCOMPARE(faultOf(settings) + " " + evidenceOf(settings), expected);
        return;
    }
    QCOMPARE(settings.headers.size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(settings.address.origin() + settings.address.target + " " +
                                       settings.headers[0].first + ": " + settings.headers[0].second + " " +
                                       std::to_string(settings.timeout ? settings.timeout->count() : 0)),
             expected);
    QVERIFY(!settings.secrets.empty());
    QVERIFY(settings.headers[0].second.ends_with(settings.secrets.front()));
    QCOMPARE(settings.apinizer, arguments.back() == "apinizer-ws");
}

void TestSettings::wrongUsage_data()
{
    QTest::addColumn<QList<QByteArray>>("arguments");
    QTest::newRow("both") << QList<QByteArray>{"ws", "--url=ws://a.example", "--profile", "alecs-ws"};
    QTest::newRow("ws without an address") << QList<QByteArray>{"ws"};
    QTest::newRow("transport of a WebSocket") << QList<QByteArray>{"ws", "--url=ws://a.example", "--transport=sse"};
    QTest::newRow("ping of HTTP") << QList<QByteArray>{"http", "--url=http://a.example", "--ping=1"};
    QTest::newRow("subprotocol of HTTP") << QList<QByteArray>{"http", "--url=http://a.example", "--subprotocol=mcp"};
    QTest::newRow("ping") << QList<QByteArray>{"ws", "--url=ws://a.example", "--ping=soon"};
    QTest::newRow("drain") << QList<QByteArray>{"ws", "--url=ws://a.example", "--drain=-1"};
    QTest::newRow("subprotocol") << QList<QByteArray>{"ws", "--url=ws://a.example", "--subprotocol=a b"};
    QTest::newRow("transport") << QList<QByteArray>{"http", "--url=http://a.example", "--transport=websocket"};
    QTest::newRow("address of a profile") << QList<QByteArray>{"--profile", "alecs-ws", "--url", "ws://a.example"};
    QTest::newRow("profile") << QList<QByteArray>{"--profile", "another"};
}

void TestSettings::wrongUsage()
{
    QFETCH(QList<QByteArray>, arguments);
    const auto read = settingsOrFarewell(arguments, {});
    const auto *farewell = std::get_if<Farewell>(&read);
    QVERIFY(farewell);
    QCOMPARE(farewell->code, 2);
    QVERIFY(farewell->onError);
}

void TestSettings::apinizerDefaults()
{
    const Settings settings = settingsOf(apinizerArguments, apinizerVariables());
    QCOMPARE(faultOf(settings), QByteArray());
    QVERIFY(settings.apinizer && settings.way == Way::Post && settings.trust.verify);
    QCOMPARE(settings.address.origin(), std::string("https://portal.example"));
    QCOMPARE(settings.address.target, std::string("/apiportal/management/mcp/api"));
    QVERIFY(settings.timeout == std::chrono::seconds(30));
    QVERIFY((settings.headers == Headers{{"APINIZER-TOKEN", "t0ken-value"}}));
    QVERIFY(settings.secrets == std::vector<std::string>{"t0ken-value"});
}

void TestSettings::apinizer_data()
{
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<QByteArray>("expected"); // address header
    const auto row = [](const char *name, const Variables &variables, const QByteArray &expected) {
        QTest::newRow(name) << variables << expected;
    };
    row("http", {{"USE_HTTPS", "false"}}, "http://portal.example:443/apiportal/management/mcp/api APINIZER-TOKEN");
    row("port", {{"HTTP_PORT", "8080"}}, "https://portal.example:8080/apiportal/management/mcp/api APINIZER-TOKEN");
    row("http on its port", {{"USE_HTTPS", "FALSE"}, {"HTTP_PORT", "80"}},
        "http://portal.example/apiportal/management/mcp/api APINIZER-TOKEN");
    row("path", {{"HTTP_PATH", "/mcp?a=b"}}, "https://portal.example/mcp?a=b APINIZER-TOKEN");
    row("path without slash", {{"HTTP_PATH", "mcp"}}, "https://portal.example/mcp APINIZER-TOKEN");
    row("header", {{"TOKEN_HEADER", "X-Token"}}, "https://portal.example/apiportal/management/mcp/api X-Token");
    row("IPv6", {{"HTTP_HOSTNAME", "::1"}}, "https://[::1]/apiportal/management/mcp/api APINIZER-TOKEN");
    row("IPv6 in brackets", {{"HTTP_HOSTNAME", "[::1]"}}, "https://[::1]/apiportal/management/mcp/api APINIZER-TOKEN");
    row("spaces", {{"HTTP_HOSTNAME", " portal.example\n"}, {"HTTP_PORT", " 443 "}, {"APINIZER_TOKEN", "t0ken-value\n"}},
        "https://portal.example/apiportal/management/mcp/api APINIZER-TOKEN");
    row("empty ones are not set", {{"HTTP_PORT", ""}, {"HTTP_PATH", ""}, {"TOKEN_HEADER", ""}, {"USE_HTTPS", ""}},
        "https://portal.example/apiportal/management/mcp/api APINIZER-TOKEN");
}

void TestSettings::apinizer()
{
    QFETCH(Variables, variables);
    QFETCH(QByteArray, expected);
    const Settings settings = settingsOf(apinizerArguments, apinizerVariables(variables));
    QCOMPARE(faultOf(settings), QByteArray());
    QCOMPARE(settings.headers.size(), std::size_t{1});
    QCOMPARE(QByteArray::fromStdString(settings.address.origin() + settings.address.target + " " +
                                       settings.headers[0].first),
             expected);
    QCOMPARE(settings.headers[0].second, std::string("t0ken-value"));
}

void TestSettings::apinizerFaults_data()
{
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("variable");
    const auto row = [](const QByteArray &name, const QByteArray &value, const QByteArray &cause) {
        QTest::newRow((name + '=' + value).constData()) << Variables{{name, value}} << cause << name;
    };
    row("APINIZER_TOKEN", "", "missing-variable");
    row("APINIZER_TOKEN", " ", "missing-variable");
    row("APINIZER_TOKEN", "a\nb", "bad-variable");
    row("HTTP_HOSTNAME", "", "missing-variable");
    row("HTTP_HOSTNAME", "https://portal.example", "bad-variable");
    row("HTTP_HOSTNAME", "portal.example/path", "bad-variable");
    row("HTTP_HOSTNAME", "user@portal.example", "bad-variable");
    row("HTTP_PORT", "0", "bad-variable");
    row("HTTP_PORT", "65536", "bad-variable");
    row("HTTP_PORT", "https", "bad-variable");
    row("HTTP_PORT", "443x", "bad-variable");
    row("TIMEOUT_AS_MS", "0", "bad-variable");
    row("TIMEOUT_AS_MS", "-1", "bad-variable");
    row("TIMEOUT_AS_MS", "30s", "bad-variable");
    row("USE_HTTPS", "maybe", "bad-variable");
    row("VERIFY_CERTIFICATE", "nein", "bad-variable");
    row("TOKEN_HEADER", "X Token", "bad-variable");
    row("TOKEN_HEADER", "X:Token", "bad-variable");
    row("HTTP_PATH", "/a b", "bad-variable");
}

void TestSettings::apinizerFaults()
{
    QFETCH(Variables, variables);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, variable);
    const Settings settings = settingsOf(apinizerArguments, apinizerVariables(variables));
    QCOMPARE(faultOf(settings), cause);
    QCOMPARE(evidenceOf(settings), "variable=" + variable + ";");
}

void TestSettings::switches_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("expected");
    for (const char *off : {"false", "FALSE", "False", "0", "no", "off", " OFF\n"})
        QTest::newRow(off) << QByteArray(off) << false;
    for (const char *on : {"true", "TRUE", "1", "yes", "On", ""})
        QTest::newRow(on) << QByteArray(on) << true;
}

void TestSettings::switches()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, expected);
    const Settings settings =
        settingsOf(apinizerArguments, apinizerVariables({{"USE_HTTPS", text}, {"VERIFY_CERTIFICATE", text}}));
    QCOMPARE(faultOf(settings), QByteArray());
    QCOMPARE(settings.address.secure, expected);
    QCOMPARE(settings.trust.verify, expected);
}

void TestSettings::trust()
{
    const Settings settings = settingsOf(
        {"http", "--url", "https://a.example"},
        {{"SSL_CERT_FILE", "/f"}, {"SSL_CERT_DIR", "/d"}, {"NODE_EXTRA_CA_CERTS", "/e"}, {"VERIFY_CERTIFICATE", "0"}});
    QCOMPARE(settings.trust.certificateFile, std::string("/f"));
    QCOMPARE(settings.trust.certificateFolder, std::string("/d"));
    QCOMPARE(settings.trust.extraFile, std::string("/e"));
    QVERIFY(!settings.trust.verify);
}

void TestSettings::clientCertificate()
{
    const QList<QByteArray> plain{"http", "--url", "https://a.example/"};
    const Variables variables{{"KOPRU_CLIENT_KEY_PASSWORD", "unl0ck me a"}};
    const Settings settings =
        settingsOf(plain + QList<QByteArray>{"--client-certificate", "/a b/c.pem", "--client-key=/k"}, variables);
    QVERIFY(!settings.fault);
    QCOMPARE(settings.trust.clientCertificateFile, "/a b/c.pem");
    QCOMPARE(settings.trust.clientKeyFile, "/k");
    QCOMPARE(settings.trust.clientKeyPassword, "unl0ck me a");
    QCOMPARE(settings.secrets, std::vector<std::string>{"unl0ck me a"}); // its words are none
    // No profile of the documents knows one, but their servers may want one all the same.
    const Settings profile = settingsOf(apinizerArguments + QList<QByteArray>{"--client-certificate", "/c.p12"},
                                        apinizerVariables(variables));
    QCOMPARE(profile.trust.clientCertificateFile, "/c.p12");
    QCOMPARE(faultOf(settingsOf(plain + QList<QByteArray>{"--client-key", "/k"})), "bad-usage"_ba);
}

void TestSettings::retry_data()
{
    QTest::addColumn<QList<QByteArray>>("arguments");
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<int>("expected");
    QTest::addColumn<QByteArray>("fault");
    const QList<QByteArray> plain{"http", "--url", "http://a.example/"};
    const auto row = [](const char *name, const QList<QByteArray> &arguments, const Variables &variables, int expected,
                        const QByteArray &fault = {}) {
        QTest::newRow(name) << arguments << variables << expected << fault;
    };
    row("default", plain, {}, 30000);
    row("option", plain + QList<QByteArray>{"--retry", "7000"}, {}, 7000);
    row("off", plain + QList<QByteArray>{"--retry=0"}, {}, 0);
    row("variable", plain, {{"KOPRU_RETRY_MS", "0"}}, 0);
    row("option before variable", plain + QList<QByteArray>{"--retry", "900"}, {{"KOPRU_RETRY_MS", "0"}}, 900);
    row("no number", plain, {{"KOPRU_RETRY_MS", "soon"}}, 30000, "bad-variable");
    row("negative", plain, {{"KOPRU_RETRY_MS", "-1"}}, 30000, "bad-variable");
    // A refusal must be known before the time-out says that the call may have run.
    row("within the time-out", plain + QList<QByteArray>{"--timeout", "4000"}, {}, 3000);
    row("shorter than the time-out", plain + QList<QByteArray>{"--timeout", "4000", "--retry", "100"}, {}, 100);
    row("profile", apinizerArguments, apinizerVariables(), 22500);
}

void TestSettings::retry()
{
    QFETCH(QList<QByteArray>, arguments);
    QFETCH(Variables, variables);
    QFETCH(int, expected);
    QFETCH(QByteArray, fault);
    const Settings settings = settingsOf(arguments, variables);
    QCOMPARE(faultOf(settings), fault);
    QCOMPARE(static_cast<int>(settings.retry.count()), expected);
}

void TestSettings::farewell_data()
{
    QTest::addColumn<QList<QByteArray>>("arguments");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QList<QByteArray> &arguments, int code) {
        QTest::newRow(name) << arguments << code;
    };
    row("version", {"--version"}, 0);
    row("help", {"--help"}, 0);
    row("help of http", {"http", "-h"}, 0);
    row("nothing", {}, 2);
    row("unknown word", {"https"}, 2);
    row("unknown option", {"http", "--url", "http://a.example", "--colour", "red"}, 2);
    row("option without value", {"http", "--url"}, 2);
    row("no URL", {"http"}, 2);
    row("unknown profile", {"--profile", "other"}, 2);
    row("both", {"http", "--url", "http://a.example", "--profile", "apinizer-http"}, 2);
    row("neither", {"--url", "http://a.example"}, 2);
    row("unknown transport", {"http", "--url", "http://a.example", "--transport", "ftp"}, 2);
    row("time-out in words", {"http", "--url", "http://a.example", "--timeout", "long"}, 2);
    row("negative time-out", {"http", "--url", "http://a.example", "--timeout", "-1"}, 2);
    row("small message", {"http", "--url", "http://a.example", "--max-message", "10"}, 2);
    row("stray word", {"http", "--url", "http://a.example", "word"}, 2);
}

void TestSettings::farewell()
{
    QFETCH(QList<QByteArray>, arguments);
    QFETCH(int, code);
    const auto read = settingsOrFarewell(arguments, {});
    const auto *farewell = std::get_if<Farewell>(&read);
    QVERIFY(farewell != nullptr);
    QCOMPARE(farewell->code, code);
    QCOMPARE(farewell->onError, code != 0);
    if (arguments == QList<QByteArray>{"--version"})
        QCOMPARE(farewell->text, "kopru-bridge " + std::string(kopru::contract::version) + "\n");
    else
        QVERIFY(farewell->text.find("usage:") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
