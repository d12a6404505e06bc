#include "app/snippets/command.h"
#include "app/snippets/jsonentries.h"
#include "app/snippets/jsonpieces.h"
#include "app/snippets/remarks.h"
#include "app/snippets/words.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

/// Commands that tell another program of a server: `claude mcp add`, `code --add-mcp` and the like.
namespace kopru::integrations::snippet {

/// `claude mcp add`, `gemini mcp add`, `codex mcp add`: options anywhere up to the command; `--` ends them. The options
/// are those of their --help.
CommandResult readAdd(const QStringList &words, const config::Variables &variables, SnippetForm form)
{
    static const QSet<QString> withValue{
        u"-s"_s, u"--scope"_s,  u"--timeout"_s, u"--description"_s, u"--include-tools"_s, u"--exclude-tools"_s,
        u"-c"_s, u"--config"_s, u"--enable"_s,  u"--disable"_s,     u"--cwd"_s,           u"--startup-timeout"_s};
    static const QSet<QString> switches{u"--trust"_s, u"--debug"_s, u"--verbose"_s};
    RawEntry raw;
    raw.local.environment = variables;
    bool named = false;
    bool signsIn = false;
    bool options = true;
    QList<SnippetIgnored> ignored;
    QStringList rest = words;
    const auto take = [&rest] { return rest.isEmpty() ? QString() : rest.takeFirst(); };
    while (!rest.isEmpty()) {
        QString word = rest.takeFirst();
        if (word == u"--"_s) {
            options = false;
            continue;
        }
        if (options && word.startsWith(u'-')) {
            bool joined = false;
            if (const qsizetype equals = word.indexOf(u'='); word.startsWith(u"--"_s) && equals > 0) {
                rest.prepend(word.mid(equals + 1));
                word.truncate(equals);
                joined = true;
            }
            if (word == u"-t"_s || word == u"--transport"_s) {
                raw.transport = take();
            } else if (word == u"-H"_s || word == u"--header"_s) {
                static const QRegularExpression line(uR"(^[A-Za-z][A-Za-z0-9-]*:\s*(?!//))"_s);
                addHeader(raw, take());
                while (!rest.isEmpty() && line.match(rest.first()).hasMatch())
                    addHeader(raw, rest.takeFirst());
            } else if (word == u"-e"_s || word == u"--env"_s) {
                raw.moreVariables = !setVariable(raw.local, take()) || raw.moreVariables;
                while (!rest.isEmpty() && isVariable(rest.first()))
                    raw.moreVariables = !setVariable(raw.local, rest.takeFirst()) || raw.moreVariables;
            } else if (word == u"--url"_s) {
                raw.hasAddress = true;
                raw.address = take();
            } else if (word == u"--bearer-token-env-var"_s) {
                raw.headers.append({u"Authorization"_s, u"Bearer ${"_s + take() + u'}'});
            } else if (word == u"--client-id"_s || word == u"--callback-port"_s) {
                signsIn = true;
                take();
            } else if (word == u"--client-secret"_s) {
                signsIn = true;
            } else {
                if (joined || withValue.contains(word)) {
                    take();
                } else if (!switches.contains(word)) {
                    const Behind behind = behindUnknown(rest);
                    if (behind == Behind::Unclear)
                        return refusal(SnippetRefusal::AmbiguousCommand, form);
                    if (behind == Behind::Value)
                        take();
                }
                add(ignored, SnippetIgnoredId::Option, word);
            }
            continue;
        }
        if (!named) {
            // A header or variable whose option is missing.
            if (std::any_of(word.cbegin(), word.cend(), [](QChar c) { return c.isSpace() || c == u':' || c == u'='; }))
                return refusal(SnippetRefusal::AmbiguousCommand, form);
            raw.name = word;
            named = true;
        } else if (word.contains(u"://"_s) ||
                   (!raw.transport.isEmpty() && raw.transport != u"stdio"_s && !raw.hasAddress)) {
            raw.hasAddress = true;
            raw.address = word;
        } else {
            raw.local.command = word;
            raw.local.arguments = rest;
            break;
        }
    }
    if (raw.local.command.isEmpty() && raw.address.isEmpty())
        return refusal(SnippetRefusal::NoAddress, form);
    if (raw.transport == u"stdio"_s)
        raw.transport.clear();
    raw.signsIn = signsIn;
    CommandResult result = resultOf(raw, form);
    result.ignored = ignored + result.ignored;
    return result;
}

CommandResult readAddJson(const QString &name, const QString &json, SnippetForm form, QList<SnippetIgnored> ignored)
{
    QString plain = json;
    const JsonSearch search = findJson(plain.replace(literalDollar, u'$'));
    for (const JsonPiece &piece : search.pieces) {
        JsonMeaning meaning = readJson(piece.json);
        for (RawEntry &raw : meaning.entries) {
            if (!name.isEmpty())
                raw.name = name;
            if (piece.mended)
                add(raw.notes, SnippetNoteId::Mended);
            CommandResult result = resultOf(raw, form);
            result.ignored = ignored + result.ignored;
            return result;
        }
    }
    return refusal(search.broken ? SnippetRefusal::BrokenJson : SnippetRefusal::NoServer, form);
}

CommandResult readAddJson(const QStringList &words, SnippetForm form)
{
    QStringList plain;
    QList<SnippetIgnored> ignored;
    bool unknown = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words.at(i) == u"--scope"_s || words.at(i) == u"-s"_s) {
            add(ignored, SnippetIgnoredId::Option, words.at(i));
            ++i;
        } else if (words.at(i).startsWith(u'-')) {
            unknown = unknown || !words.at(i).contains(u'=');
            add(ignored, SnippetIgnoredId::Option, words.at(i));
        } else {
            plain.append(words.at(i));
        }
    }
    if (unknown && plain.size() > 2) // one of them is the option's
        return refusal(SnippetRefusal::AmbiguousCommand, form);
    return readAddJson(plain.value(0), plain.value(1), form, ignored);
}

} // namespace kopru::integrations::snippet
