#include "app/snippets/conclusion.h"

#include "app/snippets/concluding.h"
#include "app/snippets/limits.h"
#include "app/snippets/remarks.h"
#include "app/snippets/signs.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

/// Claude drops servers of these names (facts/claude-desktop.md).
const QStringList reservedNames{u"claude_in_chrome"_s, u"computer_use"_s, u"cowork"_s,
                                u"plugins"_s,          u"skills"_s,       u"mcp_registry"_s};

Conclusion concludeCommand(const RawEntry &raw)
{
    auto proxy = concludeProxy(raw);
    return proxy ? *std::move(proxy) : concludeLocal(raw);
}

} // namespace

void addHeader(RawEntry &raw, const QString &line)
{
    if (const qsizetype colon = line.indexOf(u':'); colon > 0)
        raw.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
}

void ask(SnippetServer &server, QList<SnippetIgnored> &ignored, const QString &place, const QString &question)
{
    const SnippetIgnored more{SnippetIgnoredId::MorePlaceholders};
    if (ignored.contains(more) || server.asksFor(place))
        return;
    if (server.placeholders.size() < mostAsked)
        server.placeholders.append({place, question});
    else
        ignored.append(more);
}

QString questionFor(const QString &text, const QMap<QString, QString> &questions)
{
    static const QRegularExpression input(uR"(\$\{input:([^}]+)\})"_s);
    const auto match = input.match(text);
    return match.hasMatch() ? questions.value(match.captured(1)) : QString();
}

Conclusion conclude(RawEntry raw)
{
    // A name that is itself a placeholder, or white space, is none.
    raw.name = raw.name.trimmed();
    if (isPlaceholderText(raw.name, false))
        raw.name.clear();
    Conclusion conclusion = raw.hasAddress && (raw.local.command.isEmpty() || !raw.address.isEmpty())
                                ? concludeRemote(raw)
                                : concludeCommand(raw);
    if (conclusion.server) {
        if (raw.moreVariables)
            add(conclusion.ignored, SnippetIgnoredId::MoreVariables);
        for (const QString &key : std::as_const(raw.dropped))
            add(conclusion.server->notes, SnippetNoteId::DroppedKey, key);
        if (reservedNames.contains(conclusion.server->name))
            add(conclusion.server->notes, SnippetNoteId::ReservedName);
    }
    return conclusion;
}

} // namespace kopru::integrations::snippet
