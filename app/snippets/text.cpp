#include "app/integrations/rules.h"
#include "app/snippets/parts.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

#include <array>

using namespace Qt::StringLiterals;

/// Addresses, labels, headers and tokens, as people mail them to each other.
namespace kopru::integrations::snippet {

namespace {

constexpr qsizetype longestToken = 4096;
constexpr qsizetype longestLine = 8192;
constexpr qsizetype mostAddresses = 200; // in one text

bool hasWords(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.isLetterOrNumber(); });
}

/// White space, quotes and the like around a text. Marks of markup say so.
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

const QRegularExpression &addressShape()
{
    static const QRegularExpression shape(
        uR"([A-Za-z][A-Za-z0-9+.-]{1,20}://(?:<[\p{L}_][^<>\s]{0,80}>|[^\s"'`<>“”„«»\x{200b}\x{feff}])*)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    return shape;
}

QString withoutPunctuation(QString address)
{
    while (!address.isEmpty()) {
        const QChar last = address.back();
        const bool open = (last == u')' && !address.contains(u'(')) || (last == u']' && !address.contains(u'[')) ||
                          (last == u'}' && !address.contains(u'{'));
        static const QString signs = u".,;:!?*|"_s;
        if (!open && !(signs.contains(last) && !address.endsWith(u"..."_s) && !address.endsWith(u"://"_s)))
            break;
        address.chop(1);
    }
    return address;
}

bool isJwt(const QString &text)
{
    static const QRegularExpression shape(uR"(^ey[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$)"_s);
    if (text.size() > longestToken || !shape.match(text).hasMatch())
        return false;
    return QByteArray::fromBase64(text.section(u'.', 0, 0).toLatin1(), QByteArray::Base64UrlEncoding).startsWith('{');
}

bool isPrefixedToken(const QString &text)
{
    static const QRegularExpression shape(uR"(^(?:ap|mcp|tok)_[A-Za-z0-9._~+/=…-]{3,}$)"_s);
    return text.size() <= longestToken && shape.match(text).hasMatch();
}

/// At least 20 letters and digits, mixed.
bool isOpaqueToken(const QString &text)
{
    static const QRegularExpression shape(uR"(^[A-Za-z0-9._~+/=-]{20,}$)"_s);
    if (text.size() > longestToken || !shape.match(text).hasMatch())
        return false;
    const auto count = [&text](auto &&is) { return std::count_if(text.cbegin(), text.cend(), is); };
    return count([](QChar c) { return c.isDigit(); }) >= 3 && count([](QChar c) { return c.isLetter(); }) >= 3;
}

/// The header that a token goes into, where its own form or a label tells.
void addToken(RawEntry &raw, const QString &token, bool bearer, bool mayAssume)
{
    if (token.startsWith(u"mcp_"_s)) {
        raw.headers.append({text(contract::apinizer_http::defaultTokenHeader), token});
    } else if (token.startsWith(u"ap_"_s)) {
        raw.headers.append({text(contract::agentport::keyHeader), token});
        if (!raw.hasAddress) {
            raw.hasAddress = true;
            raw.address = text(contract::agentport::defaultUrl);
            add(raw.notes, SnippetNoteId::AddressFromKind);
        }
    } else if (withoutScheme(token) != token.trimmed()) {
        raw.headers.append({u"Authorization"_s, token});
    } else if (bearer || mayAssume) {
        raw.headers.append({u"Authorization"_s, u"Bearer "_s + token});
        if (!bearer)
            add(raw.notes, SnippetNoteId::HeaderAssumed);
    } else {
        raw.bareToken = token;
    }
}

/// The same, where it cannot be told which secret belongs to the address: its header, to be asked for.
void askForToken(RawEntry &raw, const QString &token)
{
    const qsizetype before = raw.headers.size();
    addToken(raw, token, false, true);
    for (qsizetype i = before; i < raw.headers.size(); ++i) {
        SnippetHeader &header = raw.headers[i];
        header.value.replace(withoutScheme(header.value), u"<token>"_s);
    }
}

bool isDocumentation(const QString &address)
{
    static const QSet<QString> words{u"doc"_s,  u"docs"_s, u"documentation"_s, u"guide"_s, u"guides"_s,
                                     u"help"_s, u"wiki"_s, u"blog"_s,          u"manual"_s};
    const auto parts = addressParts(address);
    if (!parts)
        return false;
    const QStringList path = parts->path.section(u'?', 0, 0).section(u'#', 0, 0).toLower().split(u'/');
    const QStringList host = parts->host.toLower().split(u'.');
    const auto is = [](const QString &one) { return words.contains(one); };
    return std::any_of(path.cbegin(), path.cend(), is) || std::any_of(host.cbegin(), host.cend(), is);
}

/// Pages about a server go, where something else stands beside them. @return whether one went
bool withoutDocumentation(QStringList &addresses)
{
    QStringList others;
    for (const QString &address : std::as_const(addresses))
        if (!isDocumentation(address))
            others.append(address);
    if (others.isEmpty() || others.size() == addresses.size())
        return false;
    addresses = others;
    return true;
}

void append(TextMeaning &meaning, const RawEntry &raw)
{
    Conclusion conclusion = conclude(raw);
    if (conclusion.server)
        meaning.servers.append(*conclusion.server);
    else if (!meaning.refused)
        meaning.refused = conclusion.refused;
}

// ---- Labels
// ----------------------------------------------------------------------------------------------------------

enum class Label { None, Address, Name, Token, BearerToken, TokenId, Header, HeaderValue, Transport, Unknown };

Label labelOf(const QString &written)
{
    QString label = written.toLower().remove(QChar(0x307)).simplified();
    if (label.count(u' ') > 5)
        return Label::Unknown;
    struct Sign
    {
        Label label;
        QRegularExpression shape;
    };
    const auto sign = [](Label of, const QString &pattern) {
        return Sign{of, QRegularExpression(pattern, QRegularExpression::UseUnicodePropertiesOption)};
    };
    // The first that fits: “Portal adresi” begins with an address, “adres” with “ad”.
    static const std::array signs{
        sign(Label::TokenId, uR"(token[- _]?(?:id|kimli))"_s),
        sign(Label::HeaderValue, uR"(\bheader value|\bbaşlık değeri)"_s),
        sign(Label::Header, uR"(\bheader(?: name)?$|\bbaşlık(?: adı)?$)"_s),
        sign(Label::Transport, uR"(\btransport)"_s),
        sign(Label::Address, uR"(\burl|\badres|\baddress|\bendpoint|\bhost(?:name)?$|^(?:mcp )?(?:server|sunucu)$)"_s),
        sign(Label::BearerToken, uR"(\bbearer)"_s),
        sign(Label::Token, uR"(\btoken|\bapi[- ]?key|\banahtar|\bkey$)"_s),
        sign(Label::Name, uR"((?:^|\s)(?:name|ad|adı|adınız|isim|ismi)$)"_s),
    };
    for (const Sign &one : signs)
        if (one.shape.match(label).hasMatch())
            return one.label;
    return Label::Unknown;
}

struct LabelledLine
{
    Label label = Label::None;
    QString value;
    bool markup = false;
};

LabelledLine readLabel(const QString &line)
{
    static const QRegularExpression bullet(uR"(^\s*(?:[-*•·–]|\d{1,2}[.)])\s+)"_s);
    static const QRegularExpression shape(
        uR"(^[*_`"'\s]*([\p{L}][\p{L}\d ()/'’-]{0,60}?)[*_`"']*\s*[:：](?!//)[*_]*\s*(.*)$)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    LabelledLine result;
    if (line.size() > longestLine)
        return result;
    QString plain = line;
    if (const auto match = bullet.match(plain); match.hasMatch()) {
        plain.remove(0, match.capturedLength());
        result.markup = true;
    }
    const auto match = shape.match(plain);
    if (!match.hasMatch())
        return {};
    result.label = labelOf(match.captured(1));
    result.markup = result.markup || plain.contains(u"**"_s);
    result.value = bare(match.captured(2), result.markup);
    return result;
}

bool isTokenLike(const QString &value)
{
    return !value.contains(u' ') && (isPrefixedToken(value) || isJwt(value) || value.size() >= 8);
}

struct Labelled
{
    QMap<Label, QString> values;
    QStringList addresses; ///< of every line with such a label, whole ones alone
    bool markup = false;
    bool prose = false;
};

Labelled readLabels(const QStringList &lines, bool comments)
{
    Labelled result;
    Label open = Label::None;
    for (const QString &line : lines) {
        QString plain = line;
        if (comments) {
            static const QRegularExpression sign(uR"(^\s*(?:#+|//|::|REM\s)\s*)"_s,
                                                 QRegularExpression::CaseInsensitiveOption);
            plain.remove(sign);
        }
        if (plain.trimmed().isEmpty()) {
            open = Label::None;
            continue;
        }
        const LabelledLine read = readLabel(plain);
        if (read.label != Label::None && read.label != Label::Unknown) {
            if (!result.values.contains(read.label))
                result.values.insert(read.label, read.value);
            if (read.label == Label::Address)
                for (const QString &one : addressesIn(read.value))
                    if (!result.addresses.contains(one) && result.addresses.size() < mostAddresses)
                        result.addresses.append(one);
            result.markup = result.markup || read.markup;
            open = read.label;
            continue;
        }
        if (read.label == Label::None && open == Label::Address)
            for (const QString &one : addressesIn(plain))
                if (!result.addresses.contains(one) && result.addresses.size() < mostAddresses)
                    result.addresses.append(one);
        if (read.label == Label::None && open != Label::None) {
            QString &value = result.values[open];
            const bool token = open == Label::Token || open == Label::BearerToken || open == Label::HeaderValue;
            if (value.isEmpty() || (token && !isTokenLike(value))) {
                bool markup = false;
                value = (value + u' ' + bare(plain, markup)).trimmed();
                continue;
            }
        }
        open = Label::None;
        result.prose = result.prose || (!comments && hasWords(plain));
    }
    return result;
}

/// A host, or a host and a path, without a scheme.
bool isHost(const QString &text)
{
    static const QRegularExpression shape(
        uR"(^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?(?:\.[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?)*\.\p{L}{2,24})(?::\d{1,5})?(?:/\S*)?$)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression file(
        uR"(^[^/:]*\.(?:m?[jt]s|cjs|py|rb|json|ya?ml|toml|md|txt|pdf|docx?|html?|sh|log|env|xml|zip|mcpb|dxt|exe|jar|ini|conf)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return text.size() < 2048 && shape.match(text).hasMatch() && !file.match(text).hasMatch();
}

QString schemeFor(const QString &host)
{
    const QString name = host.section(u'/', 0, 0).section(u':', 0, 0);
    return isLoopback(name) ? u"http://"_s : u"https://"_s;
}

bool readLabelled(const QStringList &lines, const QStringList &comments, TextMeaning &meaning)
{
    Labelled found = readLabels(lines, false);
    const auto useful = [](const Labelled &one) {
        const QString address = one.values.value(Label::Address);
        return (!address.isEmpty() && (!addressesIn(address).isEmpty() || isHost(address))) ||
               !one.values.value(Label::Token).isEmpty() || !one.values.value(Label::BearerToken).isEmpty() ||
               !one.values.value(Label::HeaderValue).isEmpty();
    };
    bool fromComments = false;
    if (!useful(found)) {
        const bool prose = found.prose;
        found = readLabels(comments, true);
        found.prose = prose;
        fromComments = true;
        if (!useful(found))
            return false;
    }
    RawEntry raw;
    const auto value = [&found](Label label) { return found.values.value(label); };
    raw.name = value(Label::Name);
    const bool bearer = !value(Label::BearerToken).isEmpty();
    QString token = bearer ? value(Label::BearerToken) : value(Label::Token);
    if (token.isEmpty())
        token = value(Label::HeaderValue);
    // A sentence behind `Token:` is none.
    if (!token.isEmpty() && value(Label::Address).isEmpty() && value(Label::HeaderValue).isEmpty() &&
        !isPrefixedToken(token) && !isJwt(token) && !isPlaceholderText(token, true) &&
        (token.contains(u' ') || token.size() < 8) && withoutScheme(token) == token)
        return false;
    QString address = value(Label::Address);
    if (address.isEmpty()) { // one that stands beside the labels
        QStringList beside;
        for (const QString &line : lines)
            for (const QString &one : addressesIn(line))
                if (looksLikeServer(one) && !refusedAddress(one) && !beside.contains(one))
                    beside.append(one);
        if (beside.size() == 1)
            address = beside.first();
    }
    if (found.addresses.size() > 1) { // which of them the token is for must not be guessed
        if (withoutDocumentation(found.addresses))
            add(meaning.ignored, SnippetIgnoredId::Address);
        if (found.addresses.size() > 1)
            add(meaning.ignored, SnippetIgnoredId::Address);
        address = found.addresses.size() == 1 ? found.addresses.first() : QString();
    } else if (const QStringList all = addressesIn(address); !all.isEmpty()) {
        address = all.first();
    } else if (isHost(address)) {
        add(raw.notes, SnippetNoteId::SchemeAssumed);
        if (token.startsWith(u"mcp_"_s) && !address.contains(u'/'))
            address += text(contract::apinizer_http::defaultPath);
        address.prepend(schemeFor(address));
    } else if (!isPlaceholderText(address, true)) {
        address.clear();
    }
    raw.hasAddress = !address.isEmpty();
    raw.address = address;
    raw.transport = value(Label::Transport);
    const bool alecs = !value(Label::TokenId).isEmpty() && !raw.hasAddress;
    if (const QString header = value(Label::Header); !header.isEmpty() && isHeaderName(header) && !token.isEmpty())
        raw.headers.append({header, token});
    else if (!token.isEmpty())
        addToken(raw, token, bearer || alecs, raw.hasAddress);
    if (alecs)
        raw.kind = KindId::AlecsWebSocket;
    if (!value(Label::TokenId).isEmpty())
        add(meaning.ignored, SnippetIgnoredId::TokenId);
    if (!raw.hasAddress)
        raw.hasAddress = true; // to be asked for
    meaning.form = SnippetForm::Labelled;
    append(meaning, raw);
    if (found.prose)
        add(meaning.ignored, SnippetIgnoredId::Prose);
    if (found.markup)
        add(meaning.ignored, SnippetIgnoredId::Markup);
    if (fromComments)
        add(meaning.ignored, SnippetIgnoredId::Comments);
    return true;
}

// ---- Headers, tokens, addresses
// --------------------------------------------------------------------------------------

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

/// The secret that belongs to the address: the only one, unless its name says that it is another service's; of several
/// the one whose name begins as the address's does. `MCP_URL`, `MCP_TOKEN`, `OPENAI_API_KEY`.
const config::Variable *secretOf(const QString &addressName, const QString &address, const config::Variables &secrets)
{
    const QStringList own = addressName.toLower().split(u'_', Qt::SkipEmptyParts);
    const auto common = [&own](const QString &name) {
        const QStringList parts = name.toLower().split(u'_', Qt::SkipEmptyParts);
        qsizetype count = 0;
        while (count < own.size() && count < parts.size() && own.at(count) == parts.at(count))
            ++count;
        return count;
    };
    if (secrets.size() == 1) {
        static const QSet<QString> services{u"openai"_s,  u"anthropic"_s, u"claude"_s,   u"gemini"_s, u"google"_s,
                                            u"azure"_s,   u"aws"_s,       u"github"_s,   u"gitlab"_s, u"slack"_s,
                                            u"mistral"_s, u"groq"_s,      u"deepseek"_s, u"stripe"_s, u"huggingface"_s};
        const QString service = secrets.first().name.toLower().section(u'_', 0, 0);
        const bool another = services.contains(service) && common(secrets.first().name) == 0 &&
                             !address.contains(service, Qt::CaseInsensitive);
        return another ? nullptr : &secrets.first();
    }
    const config::Variable *best = nullptr;
    qsizetype most = 0;
    for (const config::Variable &secret : secrets) {
        const qsizetype count = common(secret.name);
        if (count > most) {
            best = &secret;
            most = count;
        } else if (count == most) {
            best = nullptr;
        }
    }
    return best;
}

} // namespace

QStringList addressesIn(const QString &text)
{
    QStringList result;
    if (!text.contains(u"://"_s))
        return result;
    for (auto found = addressShape().globalMatch(text.left(longestLine)); found.hasNext();)
        result.append(withoutPunctuation(found.next().captured()));
    return result;
}

TextMeaning readVariableLines(const config::Variables &variables)
{
    TextMeaning meaning;
    if (const auto service = serviceOf(variables, false)) {
        meaning.form = SnippetForm::EnvLines;
        append(meaning, *service);
        return meaning;
    }
    RawEntry raw;
    QStringList addresses;
    config::Variables secrets;
    QString addressName;
    for (const config::Variable &variable : variables) {
        if (looksLikeServer(variable.value)) {
            if (!addresses.contains(variable.value))
                addresses.append(variable.value);
        } else if (holdsSecret(variable.name) && !variable.value.isEmpty()) {
            secrets.append(variable);
        } else {
            add(meaning.ignored, SnippetIgnoredId::Variable, variable.name);
        }
    }
    (void)withoutDocumentation(addresses);
    // Several addresses: nothing tells which one is the server.
    if (addresses.size() != 1 || secrets.isEmpty())
        return {std::nullopt, {}, SnippetRefusal::EnvOnly, {}};
    raw.hasAddress = true;
    raw.address = addresses.first();
    for (const config::Variable &variable : variables) {
        if (!looksLikeServer(variable.value))
            continue;
        if (variable.value == raw.address && addressName.isEmpty())
            addressName = variable.name;
        else
            add(meaning.ignored, SnippetIgnoredId::Variable, variable.name);
    }
    const config::Variable *secret = secretOf(addressName, raw.address, secrets);
    for (const config::Variable &variable : std::as_const(secrets))
        if (&variable != secret)
            add(meaning.ignored, SnippetIgnoredId::Variable, variable.name);
    if (secret)
        addToken(raw, secret->value, false, true);
    else
        askForToken(raw, u"<token>"_s);
    meaning.form = SnippetForm::EnvLines;
    append(meaning, raw);
    return meaning;
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
        if (const auto refused = refusedWord(word); refused && !addressShape().match(word).hasMatch()) {
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
