#include "app/logs/serverstates.h"
#include "tests/fuzz/property.h"

using namespace kopru::logs;
using namespace kopru::fuzz;

namespace {

bool isPlain(const QString &text)
{
    for (const QChar letter : text)
        if (letter.category() == QChar::Other_Control || letter.category() == QChar::Other_Format)
            return false;
    return true;
}

void judge(const std::optional<Explanation> &explanation)
{
    if (!explanation)
        return;
    require(explanation->signature != nullptr, "an explanation has its signature");
    for (const QLocale &locale : {QLocale(QLocale::English), QLocale(QLocale::Turkish)}) {
        const SignatureWords words = explanation->words(locale);
        require(!words.cause.isEmpty() && !words.remedy.isEmpty(), "an explanation has words");
        require(words.cause.size() + words.remedy.size() < 2000, "an explanation is short whatever the line holds");
        require(isPlain(words.cause) && isPlain(words.remedy), "an explanation can be shown as it is");
    }
}

} // namespace

/// The lines of a log of Claude's, each as if it stood in any of its files.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const SignatureCatalogue &catalogue = SignatureCatalogue::builtIn();
    ServerStates states;
    for (const QByteArray &text : bytes.split('\n')) {
        for (const QString &file : {QStringLiteral("mcp-server-a.log"), QStringLiteral("mcp.log"),
                                    QStringLiteral("main.log"), QStringLiteral("window.log")}) {
            const Line line = parseLine(text, file);
            require(line.length == text.size(), "a line knows its length");
            require(line.message.size() <= Line::longestShown + 1, "a line is shortened");
            judge(catalogue.explain(line));
            const QString changed = states.feed(line);
            require(changed.isEmpty() || changed == QStringLiteral("*") || !changed.contains(QLatin1Char('\n')),
                    "a server's name stands in one line");
        }
        judge(catalogue.explain(QByteArrayView(text), Place::Dialog));
        judge(catalogue.explain(QByteArrayView(text), Place::Stdout));
        require(failurePart(text).size() <= text.size(), "a part of a message is no longer than the message");
    }
    for (const ServerState &state : states.states()) {
        require(!state.server.isEmpty(), "a state belongs to a server");
        require(state.phase == ServerState::Phase::Lost || !state.orderly, "only what was lost ended in order");
        require(!state.orderly || !state.reason, "an end in order has no reason");
        require(state.phase != ServerState::Phase::Connected || !state.reason, "what is connected lacks nothing");
    }
    return 0;
}
