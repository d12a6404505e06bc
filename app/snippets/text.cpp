#include "app/snippets/text.h"

#include "app/integrations/rules.h"
#include "app/snippets/address.h"
#include "app/snippets/cleaning.h"
#include "app/snippets/hosts.h"
#include "app/snippets/remarks.h"
#include "app/snippets/signs.h"
#include "app/snippets/textparts.h"
#include "app/snippets/tokens.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

bool readHeaderLines(const QStringList &words, TextMeaning &meaning)
{
    static const QRegularExpression shape(
        uR"(^(?:(?:-H|--header)[\s=]+)?["']?([A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+|Authorization)\s*:\s*(.*?)["']?$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression bearer(uR"(^Bearer\s+(\S{8,})$)"_s, QRegularExpression::CaseInsensitiveOption);
    RawEntry raw;
    for (const QString &line : words) {
        if (line.size() > longestLine)
            return false;
        const auto match = shape.match(line);
        if (match.hasMatch() && holdsSecret(match.captured(1)) && !match.captured(2).startsWith(u"//"_s))
            raw.headers.append({match.captured(1), match.captured(2)});
        else if (bearer.match(line).hasMatch())
            raw.headers.append({u"Authorization"_s, line});
        else
            return false;
    }
    if (raw.headers.isEmpty())
        return false;
    for (const SnippetHeader &header : std::as_const(raw.headers)) {
        if (header.name.compare(text(contract::agentport::keyHeader), Qt::CaseInsensitive) == 0 &&
            header.value.startsWith(u"ap_"_s)) {
            raw.address = text(contract::agentport::defaultUrl);
            add(raw.notes, SnippetNoteId::AddressFromKind);
        }
    }
    raw.hasAddress = true;
    meaning.form = SnippetForm::Header;
    // Where the address is to be asked for, nothing tells the kind but the header.
    append(meaning, raw);
    return true;
}

void readToken(const QString &token, TextMeaning &meaning)
{
    RawEntry raw;
    addToken(raw, token, false, false);
    raw.hasAddress = true;
    meaning.form = SnippetForm::Token;
    append(meaning, raw);
}

bool isWebPage(const QString &text)
{
    static const QRegularExpression shape(uR"(^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b)"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    return shape.match(text.left(2000)).hasMatch();
}

bool isYaml(const QStringList &lines)
{
    static const QRegularExpression opening(uR"(^(\s*)(?:- )?[A-Za-z_][\w.-]*:\s*$)"_s);
    static const QRegularExpression inner(uR"(^(\s*)(?:-\s+\S|[A-Za-z_"'][\w.-]*["']?:(?:\s|$)))"_s);
    for (qsizetype i = 0; i + 1 < lines.size(); ++i) {
        if (lines.at(i).size() > longestLine || lines.at(i + 1).size() > longestLine)
            continue;
        const auto first = opening.match(lines.at(i));
        const auto second = inner.match(lines.at(i + 1));
        if (first.hasMatch() && second.hasMatch() && second.capturedLength(1) > first.capturedLength(1))
            return true;
    }
    return false;
}

bool isToml(const QStringList &lines)
{
    static const QRegularExpression table(uR"(^\s*\[\[?[\w."' -]+\]?\]\s*$)"_s);
    static const QRegularExpression pair(uR"(^\s*[\w."-]+\s*=\s*\S)"_s);
    bool inTable = false;
    for (const QString &line : lines) {
        if (line.size() > longestLine)
            continue;
        if (table.match(line).hasMatch())
            inTable = true;
        else if (inTable && pair.match(line).hasMatch())
            return true;
    }
    return false;
}

std::optional<SnippetRefusal> refusedWord(const QString &word)
{
    static const QRegularExpression link(
        uR"(^(?:cursor|vscode|vscode-insiders|windsurf|lmstudio|goose|raycast|claude|zed):)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression extension(uR"(\.(?:mcpb|dxt)$)"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression path(
        uR"(^(?:[/~.%]|[A-Za-z]:\\).*\.(?:m?[jt]s|cjs|py|rb|json|jsonc|ya?ml|toml|md|txt|pdf|docx?|sh|log|xml|jar)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (link.match(word).hasMatch())
        return SnippetRefusal::InstallLink;
    if (!word.contains(u"://"_s) && extension.match(word).hasMatch())
        return SnippetRefusal::Extension;
    if (path.match(word).hasMatch())
        return SnippetRefusal::FilePath;
    return std::nullopt;
}

/// Addresses, alone or in sentences, and a token that stands on a line of its own.
bool readAddresses(const QStringList &lines, const QStringList &comments, TextMeaning &meaning)
{
    static const QRegularExpression link(uR"(!?\[([^\]\n]{0,300})\]\(([^\s)]{1,4000})(?:\s+"[^"]*")?\))"_s);
    QStringList all;
    QString rest;
    QStringList tokens;
    bool markup = false;
    for (const QString &line : lines) {
        if (line.size() > longestLine) {
            rest += line.left(80);
            continue;
        }
        const QString token = bare(line, markup);
        if (isPrefixedToken(token) || isJwt(token)) {
            tokens.append(token);
            continue;
        }
        QString plain = line;
        if (const auto match = link.match(plain); match.hasMatch()) {
            markup = true;
            const bool whole = match.capturedLength() == plain.trimmed().size();
            plain.replace(match.capturedStart(), match.capturedLength(),
                          whole ? match.captured(2) : match.captured(1) + u' ' + match.captured(2));
        }
        for (const QString &address : addressesIn(plain)) {
            const qsizetype at = plain.indexOf(address);
            const bool code = at > 0 && (plain.at(at - 1) == u'`' || plain.at(at - 1) == u'*');
            markup = markup || code;
            plain.remove(at, address.size());
            if (all.size() < mostAddresses && !all.contains(address))
                all.append(address);
        }
        rest += plain;
    }
    const bool alone = !hasWords(rest);
    if (all.isEmpty()) {
        for (const QString &line : comments)
            for (const QString &address : addressesIn(line.left(longestLine)))
                if (all.size() < mostAddresses && looksLikeServer(address) && !all.contains(address))
                    all.append(address);
        if (all.isEmpty())
            return false;
        add(meaning.ignored, SnippetIgnoredId::Comments);
    }
    const bool only = alone && all.size() == 1;
    QStringList offered;
    if (all.size() >= mostAddresses)
        add(meaning.ignored, SnippetIgnoredId::More);
    for (const QString &address : std::as_const(all))
        if (only || (looksLikeServer(address) && !refusedAddress(address)))
            offered.append(address);
    if (!tokens.isEmpty() && withoutDocumentation(offered))
        add(meaning.ignored, SnippetIgnoredId::Address);
    for (const QString &address : std::as_const(offered)) {
        RawEntry raw;
        raw.hasAddress = true;
        raw.address = address;
        if (!tokens.isEmpty() && offered.size() == 1)
            addToken(raw, tokens.first(), false, true);
        else if (!tokens.isEmpty())
            askForToken(raw, tokens.first());
        if (only && refusedAddress(address))
            meaning.refused = refusedAddress(address);
        else
            append(meaning, raw);
    }
    if (meaning.servers.isEmpty() && !meaning.refused) {
        meaning.ignored.clear();
        return false;
    }
    meaning.form = SnippetForm::Url;
    if (!alone)
        add(meaning.ignored, SnippetIgnoredId::Prose);
    if (markup)
        add(meaning.ignored, SnippetIgnoredId::Markup);
    return true;
}

} // namespace

QString bare(QString text, bool &markup)
{
    for (;;) {
        const qsizetype before = text.size();
        while (!text.isEmpty() && (text.at(0).isSpace() || text.at(0).category() == QChar::Other_Format))
            text.remove(0, 1);
        while (!text.isEmpty() && (text.back().isSpace() || text.back().category() == QChar::Other_Format))
            text.chop(1);
        static const QString openers = u"\"'\u201c\u201d\u201e\u2018\u2019\u00ab"_s;
        static const QString closers = u"\"'\u201c\u201d\u201e\u2018\u2019\u00bb,;"_s;
        if (text.size() > 1 && openers.contains(text.at(0)))
            text.remove(0, 1);
        if (text.size() > 1 && closers.contains(text.back()))
            text.chop(1);
        if (text.startsWith(u'`') && text.size() > 1) {
            text.remove(0, 1);
            markup = true;
        }
        if (text.endsWith(u'`')) {
            text.chop(1);
            markup = true;
        }
        if (text.startsWith(u"**"_s) || text.startsWith(u"__"_s)) {
            text.remove(0, 2);
            markup = true;
        }
        if (text.endsWith(u"**"_s) || text.endsWith(u"__"_s)) {
            text.chop(2);
            markup = true;
        }
        if (text.size() == before)
            return text;
    }
}

void append(TextMeaning &meaning, const RawEntry &raw)
{
    Conclusion conclusion = conclude(raw);
    for (const SnippetIgnored &one : std::as_const(conclusion.ignored))
        add(meaning.ignored, one.id, one.detail);
    if (conclusion.server)
        meaning.servers.append(*conclusion.server);
    else if (!meaning.refused)
        meaning.refused = conclusion.refused;
}

TextMeaning readText(const QStringList &lines, const QStringList &comments)
{
    TextMeaning meaning;
    QStringList filled;
    for (const QString &line : lines)
        if (!line.trimmed().isEmpty())
            filled.append(line);
    const QString whole = lines.join(u'\n');
    if (isWebPage(whole)) {
        meaning.refused = SnippetRefusal::WebPage;
        return meaning;
    }
    bool markup = false;
    const QString word =
        filled.size() == 1 && filled.first().size() <= longestLine ? bare(filled.first(), markup) : QString();
    const bool oneWord = !word.isEmpty() && !word.contains(u' ');
    if (oneWord || !word.isEmpty()) {
        if (const auto refused = refusedWord(word); refused && !hasAddress(word)) {
            meaning.refused = refused;
            return meaning;
        }
        if (const auto refused = refusedWord(word); refused == SnippetRefusal::InstallLink) {
            meaning.refused = refused;
            return meaning;
        }
    }
    if (isToml(lines)) {
        meaning.refused = SnippetRefusal::Toml;
        return meaning;
    }
    if (isYaml(lines)) {
        meaning.refused = SnippetRefusal::Yaml;
        return meaning;
    }
    QStringList bareLines;
    for (const QString &line : std::as_const(filled)) {
        bool ignored = false;
        if (line.size() <= longestLine)
            bareLines.append(bare(line, ignored));
    }
    if (bareLines.size() <= 5 && bareLines.size() == filled.size() && readHeaderLines(bareLines, meaning))
        return meaning;
    if (readLabelled(lines, comments, meaning))
        return meaning;
    if (readAddresses(lines, comments, meaning))
        return meaning;
    const auto markedUp = [&meaning, &markup] {
        if (markup)
            add(meaning.ignored, SnippetIgnoredId::Markup);
    };
    if (oneWord && (isPrefixedToken(word) || isJwt(word) || isOpaqueToken(word))) {
        readToken(word, meaning);
        markedUp();
        return meaning;
    }
    if (oneWord && isHost(word)) {
        RawEntry raw;
        raw.hasAddress = true;
        raw.address = schemeFor(word) + word;
        add(raw.notes, SnippetNoteId::SchemeAssumed);
        meaning.form = SnippetForm::Host;
        append(meaning, raw);
        markedUp();
        return meaning;
    }
    QStringList tokens;
    for (const QString &line : std::as_const(bareLines))
        if (isPrefixedToken(line) || isJwt(line))
            tokens.append(line);
    if (tokens.size() == 1) {
        readToken(tokens.first(), meaning);
        add(meaning.ignored, SnippetIgnoredId::Prose);
        return meaning;
    }
    static const QRegularExpression extension(uR"([\w-]\.(?:mcpb|dxt)\b)"_s);
    const bool offers = std::any_of(filled.cbegin(), filled.cend(), [](const QString &line) {
        return line.size() <= longestLine && extension.match(line).hasMatch();
    });
    meaning.refused = offers ? SnippetRefusal::Extension : SnippetRefusal::NothingFound;
    return meaning;
}

} // namespace kopru::integrations::snippet
