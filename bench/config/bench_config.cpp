// Opens, edits and saves a configuration with 1,000 servers, and reads it beside nlohmann_json's parser, in one run:
// strictly, and with the reader that finds all faults, whole and with a comma missing in every tenth server. Then hides
// the secrets of such a file.
// Prints medians. The limit of open + edit + save is 50 ms; the save includes its snapshot and all flushes to the disk.
#include "app/config/configfile.h"
#include "app/config/secretlearning.h"
#include "app/config/textdiff.h"
#include "app/config/tolerant.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <nlohmann/json.hpp>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace kopru::config;

namespace {

constexpr int servers = 1000;
constexpr int rounds = 31;

/// A file as the app writes it: JSON.stringify with two spaces, Turkish paths, 150 preferences.
QByteArray largeFile()
{
    nlohmann::ordered_json all;
    all["globalShortcut"] = "";
    for (int i = 0; i < 150; ++i)
        all["preferences"]["preference" + std::to_string(i)] =
            i % 3 == 0 ? nlohmann::ordered_json(i) : nlohmann::ordered_json(true);
    for (int i = 0; i < servers; ++i) {
        nlohmann::ordered_json &entry = all["mcpServers"]["sunucu-" + std::to_string(i)];
        entry["command"] = "/home/deneme/Masaüstü/.claude/mcp/kopru-bridge";
        entry["args"] = {"http", "--url", "https://portal" + std::to_string(i) + ".example.com/mcp", "--header",
                         "X-API-Key: ${KEY}"};
        entry["env"] = {{"KEY", "keychain:kopru/sunucu-" + std::to_string(i)}, {"TIMEOUT_AS_MS", "30000"}};
    }
    return QByteArray::fromStdString(all.dump(2)) + '\n';
}

/// The same with a readable token in the first `tokens` servers.
QByteArray fileWithTokens(int tokens)
{
    QByteArray text = largeFile();
    for (int i = 0; i < tokens; ++i)
        text.replace("\"keychain:kopru/sunucu-" + QByteArray::number(i) + '"',
                     "\"q7Zk" + QByteArray::number(i * 7919LL + 104729) + "/ForBench==\"");
    return text;
}

/// The median time of one round, in milliseconds.
double median(const std::function<void()> &work)
{
    QList<double> times;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer clock;
        clock.start();
        work();
        times.append(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return times.at(rounds / 2);
}

[[noreturn]] void stop(const char *what)
{
    std::fprintf(stderr, "bench_config: %s\n", what);
    std::exit(1);
}

} // namespace

int main()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"claude_desktop_config.json"_s);
    const QByteArray text = largeFile();
    if (!kopru::platform::replaceFile(path, text))
        stop("cannot write into the temporary folder");
    kopru::store::Snapshots snapshots(folder.filePath(u"snapshots"_s));

    int round = 0;
    const double whole = median([&] {
        const auto opened = openConfig(path);
        if (!opened)
            stop("cannot open");
        Entry entry = opened->document.server(u"sunucu-500"_s)->entry;
        entry.setVariable(u"TIMEOUT_AS_MS"_s, QString::number(++round));
        const auto edited = opened->document.changed(u"sunucu-500"_s, entry);
        if (!edited || !saveConfig(*opened, *edited, snapshots))
            stop("cannot save");
    });
    const double open = median([&] {
        if (!openConfig(path))
            stop("cannot open");
    });
    const Document document = *Document::parse(text);
    const double edit = median([&] {
        if (!document.added(u"yeni"_s, {u"x"_s, {u"1"_s}, {}}))
            stop("cannot add");
    });
    const double list = median([&] {
        if (document.servers().size() != servers)
            stop("cannot list");
    });
    const double ours = median([&] {
        if (!Document::parse(text))
            stop("cannot parse");
    });
    const double theirs = median([&] {
        if (nlohmann::ordered_json::parse(text.begin(), text.end()).empty())
            stop("nlohmann_json cannot parse");
    });

    QByteArray broken = text;
    broken.replace("0\": {\n      \"command\": \"/home/deneme/Masaüstü/.claude/mcp/kopru-bridge\",",
                   "0\": {\n      \"command\": \"/home/deneme/Masaüstü/.claude/mcp/kopru-bridge\"");
    QByteArray unbalanced = broken;
    unbalanced.chop(2);
    const double tolerant = median([&] {
        if (!readTolerantly(text).faults.isEmpty())
            stop("finds faults where there are none");
    });
    const double mending = median([&] {
        const Reading reading = readTolerantly(broken);
        if (reading.faults.size() != servers / 10 || !reading.mended)
            stop("cannot mend");
    });
    const double searching = median([&] {
        if (readTolerantly(unbalanced).faults.size() != servers / 10 + 1)
            stop("cannot find the end");
    });

    // Secrets of every server, hidden in the whole file and in a difference that holds all of it.
    const QByteArray open10 = fileWithTokens(10);
    const QByteArray open1000 = fileWithTokens(servers);
    kopru::secrets::Redactor few;
    kopru::secrets::Redactor many;
    learnSecrets(*Document::parse(open10), few);
    learnSecrets(*Document::parse(open1000), many);
    const auto redact = [](const kopru::secrets::Redactor &redactor, const QByteArray &all) {
        if (redactor.redact(all).contains("q7Zk"))
            stop("shows a token");
    };
    const double redactFew = median([&] { redact(few, open10); });
    const double redactMany = median([&] { redact(many, open1000); });
    const double learn = median([&] {
        kopru::secrets::Redactor redactor;
        learnSecrets(*Document::parse(open1000), redactor);
        redact(redactor, "x");
    });
    const double difference = median([&] {
        if (shownDifference({}, open1000, many).size() < servers)
            stop("shows no difference");
    });

    const double megabytes = static_cast<double>(text.size()) / 1e6;
    std::printf("%d servers, %.2f MB\n", servers, megabytes);
    std::printf("open + edit + save   %7.2f ms   (limit 50 ms)\n", whole);
    std::printf("  open               %7.2f ms\n", open);
    std::printf("  add one server     %7.2f ms\n", edit);
    std::printf("  list all servers   %7.2f ms\n", list);
    std::printf("read, Kopru          %7.1f MB/s\n", megabytes * 1e3 / ours);
    std::printf("read, nlohmann_json  %7.1f MB/s\n", megabytes * 1e3 / theirs);
    std::printf("tolerant, sound      %7.1f MB/s   (%.2f x nlohmann_json)\n", megabytes * 1e3 / tolerant,
                theirs / tolerant);
    std::printf("tolerant, %3d faults %7.1f MB/s   (%.2f x nlohmann_json)\n", servers / 10, megabytes * 1e3 / mending,
                theirs / mending);
    std::printf("  and a brace less   %7.1f MB/s   (%.0f ms: the search for brackets)\n", megabytes * 1e3 / searching,
                searching);
    std::printf("redact,   10 secrets %7.1f MB/s\n", static_cast<double>(open10.size()) / 1e3 / redactFew);
    std::printf("redact, 1000 secrets %7.1f MB/s\n", static_cast<double>(open1000.size()) / 1e3 / redactMany);
    std::printf("  learn them         %7.2f ms\n", learn);
    std::printf("  a diff of them all %7.2f ms\n", difference);
    std::printf("ratio                %7.2f x\n", theirs / ours);
    return 0;
}
