#include "app/snippets/snippet.h"

#include "app/config/tolerant.h"
#include "app/integrations/rules.h"
#include "app/snippets/parts.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

#include <array>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

using namespace snippet;

namespace {

constexpr qsizetype longestMended = qsizetype{1024} * 1024;
/// Beyond this no snippet is read: nobody pastes it to be understood.
constexpr qsizetype longestText = qsizetype{16} * 1024 * 1024;

bool hasWords(QStringView text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.isLetterOrNumber(); });
}

bool isNothing(QStringView text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.isSpace() || c.category() == QChar::Other_Format || c == QChar(0xFEFF);
    });
}

/// What is done to a text before it is looked at.
struct Cleaned
{
    QString text;
    bool markup = false;
    bool mended = false;
};

void removeQuoting(Cleaned &cleaned)
{
    if (!cleaned.text.startsWith(u'>') && !cleaned.text.contains(u"\n>"_s))
        return;
    QStringList lines = cleaned.text.split(u'\n');
    qsizetype quoted = 0;
    qsizetype all = 0;
    for (const QString &line : std::as_const(lines)) {
        if (line.trimmed().isEmpty())
            continue;
        ++all;
        quoted += line.startsWith(u'>') ? 1 : 0;
    }
    if (quoted < 2 || quoted * 5 < all * 4)
        return;
    for (QString &line : lines)
        if (line.startsWith(u'>'))
            line.remove(0, line.startsWith(u"> "_s) ? 2 : 1);
    cleaned.text = lines.join(u'\n');
    cleaned.markup = true;
}

/// Lines of fences go. Outside of fences `# …` is a heading and no comment.
void removeFences(Cleaned &cleaned)
{
    if (!cleaned.text.contains(u"```"_s) && !cleaned.text.contains(u"~~~"_s))
        return;
    static const QRegularExpression fence(uR"(^\s*(?:```+|~~~+)\s*[\w+-]*\s*$)"_s);
    static const QRegularExpression heading(uR"(^#{1,6}\s+)"_s);
    QStringList lines = cleaned.text.split(u'\n');
    bool any = false;
    bool inside = false;
    for (QString &line : lines) {
        if (line.size() < 200 && fence.match(line).hasMatch()) {
            line.clear();
            any = true;
            inside = !inside;
        } else if (!inside && line.startsWith(u'#')) {
            line.remove(heading);
        }
    }
    if (!any)
        return;
    cleaned.text = lines.join(u'\n');
    cleaned.markup = true;
}

void decodeEntities(Cleaned &cleaned)
{
    if (!cleaned.text.contains(u"&quot;"_s))
        return;
    QString &text = cleaned.text;
    text.replace(u"&quot;"_s, u"\""_s).replace(u"&lt;"_s, u"<"_s).replace(u"&gt;"_s, u">"_s);
    text.replace(u"&#39;"_s, u"'"_s).replace(u"&apos;"_s, u"'"_s).replace(u"&nbsp;"_s, u" "_s);
    text.replace(u"&amp;"_s, u"&"_s);
    cleaned.mended = true;
}

/// `"{\"mcpServers\": …}"`: JSON inside a JSON text.
void unpackText(Cleaned &cleaned)
{
    const QString trimmed = cleaned.text.trimmed();
    if (!trimmed.startsWith(u'"') || !trimmed.endsWith(u'"') || !trimmed.contains(u"{\\\""_s))
        return;
    const auto tree = config::json::Tree::parse(trimmed.toUtf8(), false);
    if (!tree || !tree->is(0, config::json::Kind::Text))
        return;
    cleaned.text = tree->value(0);
    cleaned.mended = true;
}

/// Without the byte order mark, and without the noncharacters that the reader itself puts into texts.
QString withoutMarks(QString text)
{
    for (const QChar mark : {literalDollar, cutMark.at(0), openMark.at(0)})
        text.replace(mark, QChar::ReplacementCharacter);
    if (text.startsWith(QChar(0xFEFF)))
        text.remove(0, 1);
    return text;
}

Cleaned clean(const QString &text)
{
    Cleaned cleaned{withoutMarks(text), false, false};
    decodeEntities(cleaned);
    unpackText(cleaned);
    removeQuoting(cleaned);
    removeFences(cleaned);
    return cleaned;
}

/// Where two servers are the same: command, arguments and variables, or address and headers.
QString identity(const SnippetServer &server)
{
    QStringList parts;
    if (server.isRemote()) {
        parts = {u"remote"_s, server.url, server.token};
        QStringList headers;
        for (const SnippetHeader &header : server.headers)
            headers.append(header.name.toLower() + QChar(1) + header.value);
        headers.sort();
        parts += headers;
    } else {
        parts = {u"local"_s, server.entry.command};
        parts += server.entry.arguments;
        QStringList variables;
        for (const config::Variable &variable : server.entry.environment)
            variables.append(variable.name + QChar(1) + variable.value);
        variables.sort();
        parts.append(QString(QChar(2)));
        parts += variables;
    }
    return parts.join(QChar(0));
}

/// The same server twice is one; two of one name are told.
void settle(Snippet &snippet)
{
    QSet<QString> seen;
    QSet<QString> names;
    QList<SnippetServer> servers;
    for (SnippetServer &server : snippet.servers) {
        const QString own = identity(server);
        if (seen.contains(own)) {
            add(snippet.ignored, SnippetIgnoredId::Again, server.name);
            continue;
        }
        seen.insert(own);
        if (!server.name.isEmpty()) {
            if (names.contains(server.name))
                add(server.notes, SnippetNoteId::DuplicateName);
            names.insert(server.name);
        }
        servers.append(server);
    }
    snippet.servers = servers;
    const bool signIn = !servers.isEmpty() && std::all_of(servers.cbegin(), servers.cend(), [](const auto &server) {
        return server.isRemote() && server.has(SnippetNoteId::OAuth);
    });
    if (signIn)
        snippet.refused = SnippetRefusal::OAuth;
}

/// What stays of a text when JSON was taken out of it.
void judgeRest(const QString &rest, bool markup, Snippet &snippet)
{
    QString plain = rest;
    static const QRegularExpression tags(
        uR"(</?(?:p|pre|code|div|span|br|li|ul|ol|a|b|i|em|strong|h[1-6]|html|head|body|table|tr|td|button|script|section)(?:\s[^<>]{0,400})?/?>)"_s,
        QRegularExpression::CaseInsensitiveOption);
    const qsizetype before = plain.size();
    plain.remove(tags);
    // Not the texts of a program: `- Endpoint: ${HOST}` in brackets, `/**`.
    static const QRegularExpression code(uR"((?:^|(?<![=:])\s)`|\*\*[^\s*][^*\n]{0,200}\*\*)"_s,
                                         QRegularExpression::MultilineOption);
    markup = markup || plain.size() != before || code.match(plain).hasMatch();
    if (hasWords(plain))
        add(snippet.ignored, SnippetIgnoredId::Prose);
    if (markup)
        add(snippet.ignored, SnippetIgnoredId::Markup);
}

struct JsonStage
{
    std::optional<Snippet> answer;
    std::optional<Snippet> unless; ///< the answer, unless command lines give a server
};

JsonStage readJsonStage(const Cleaned &cleaned, bool wholeFile)
{
    JsonStage stage;
    const JsonSearch search = findJson(cleaned.text);
    Snippet snippet;
    snippet.ignored = {};
    QString rest;
    qsizetype end = 0;
    bool mended = cleaned.mended;
    bool comments = false;
    bool soundAtLineStart = false;
    bool cut = false;
    bool incomplete = false;
    bool extension = false;
    std::optional<SnippetForm> emptyForm;
    std::optional<SnippetRefusal> refused;
    std::optional<config::Variables> variables;
    QList<SnippetIgnored> ignored;
    qsizetype others = 0;
    for (const JsonPiece &piece : search.pieces) {
        const QStringView line = QStringView(cleaned.text).mid(piece.lineBegin, piece.begin - piece.lineBegin);
        const QStringView before = line.right(400);
        if (takesJson(before))
            continue;
        const JsonMeaning meaning = readJson(piece.json);
        soundAtLineStart = soundAtLineStart || isNothing(before);
        rest += cleaned.text.mid(end, piece.begin - end) + u'\n';
        end = piece.end;
        comments = comments || piece.comments;
        extension = extension || meaning.extension;
        cut = cut || meaning.cut;
        incomplete = incomplete || meaning.incomplete;
        for (const SnippetIgnored &one : meaning.ignored)
            ignored.append(one);
        if (meaning.entries.isEmpty()) {
            if (meaning.variables && !variables)
                variables = meaning.variables;
            else if (!emptyForm)
                emptyForm = meaning.form;
            others += meaning.hasMembers ? 1 : 0;
            continue;
        }
        mended = mended || piece.mended || meaning.mended;
        if (!snippet.form)
            snippet.form = meaning.form;
        for (const RawEntry &raw : meaning.entries) {
            if (snippet.servers.size() >= mostServers) {
                ignored.append({SnippetIgnoredId::More});
                break;
            }
            Conclusion conclusion = conclude(raw);
            if (conclusion.server)
                snippet.servers.append(*conclusion.server);
            else if (!refused)
                refused = conclusion.refused;
            for (const SnippetIgnored &one : std::as_const(conclusion.ignored))
                ignored.append(one);
        }
    }
    rest += cleaned.text.mid(end);
    const auto named = [&ignored](std::initializer_list<SnippetIgnoredId> ids) {
        QList<SnippetIgnored> kept;
        for (const SnippetIgnored &one : ignored)
            if (std::find(ids.begin(), ids.end(), one.id) != ids.end() && kept.size() < mostRemarks &&
                !kept.contains(one))
                kept.append(one);
        return kept;
    };
    if (!snippet.servers.isEmpty()) {
        for (const SnippetIgnored &one : std::as_const(ignored))
            add(snippet.ignored, one.id, one.detail);
        if (comments)
            add(snippet.ignored, SnippetIgnoredId::Comments);
        if (others > 0)
            add(snippet.ignored, SnippetIgnoredId::Json);
        if (mended)
            for (SnippetServer &server : snippet.servers)
                add(server.notes, SnippetNoteId::Mended);
        if (!wholeFile)
            judgeRest(rest, cleaned.markup, snippet);
        settle(snippet);
        if (snippet.refused)
            snippet.ignored.clear();
        stage.answer = snippet;
        return stage;
    }
    const auto answer = [](SnippetRefusal reason, std::optional<SnippetForm> form,
                           const QList<SnippetIgnored> &kept = {}) { return Snippet{form, {}, reason, kept}; };
    if (refused)
        stage.answer = answer(*refused, snippet.form);
    else if (extension)
        stage.answer = answer(SnippetRefusal::Extension, std::nullopt);
    else if (cut)
        stage.answer = answer(SnippetRefusal::BrokenJson, std::nullopt);
    else if (incomplete)
        stage.answer = answer(SnippetRefusal::IncompleteEntry, emptyForm, named({SnippetIgnoredId::Incomplete}));
    else if (variables) {
        if (const auto service = serviceOf(*variables, false)) {
            Conclusion conclusion = conclude(*service);
            snippet.form = SnippetForm::EnvFragment;
            if (conclusion.server)
                snippet.servers.append(*conclusion.server);
            snippet.refused = conclusion.refused;
            if (mended)
                for (SnippetServer &server : snippet.servers)
                    add(server.notes, SnippetNoteId::Mended);
            if (!wholeFile)
                judgeRest(rest, cleaned.markup, snippet);
            stage.answer = snippet;
        } else {
            stage.answer = answer(SnippetRefusal::EnvOnly, SnippetForm::EnvFragment);
        }
    } else if (emptyForm) {
        stage.answer = answer(SnippetRefusal::NoServer, emptyForm, named({SnippetIgnoredId::Key}));
    } else if (search.broken) {
        stage.unless = answer(SnippetRefusal::BrokenJson, std::nullopt);
    } else if (soundAtLineStart && !search.failed) {
        stage.unless = answer(SnippetRefusal::NoServer, std::nullopt);
    }
    return stage;
}

void judgeCommandRest(const CommandMeaning &commands, bool markup, Snippet &snippet)
{
    if (!commands.comments.isEmpty())
        add(snippet.ignored, SnippetIgnoredId::Comments);
    for (const QString &line : commands.rest) {
        if (!hasWords(line))
            continue;
        const QStringList addresses = addressesIn(line);
        QString plain = line;
        for (const QString &address : addresses)
            plain.remove(address);
        if (!addresses.isEmpty() && !hasWords(plain))
            add(snippet.ignored, SnippetIgnoredId::Address);
        else
            add(snippet.ignored, SnippetIgnoredId::Prose);
    }
    if (markup || commands.markup)
        add(snippet.ignored, SnippetIgnoredId::Markup);
}

} // namespace

bool SnippetServer::has(SnippetNoteId note) const
{
    return std::any_of(notes.cbegin(), notes.cend(), [note](const SnippetNote &one) { return one.id == note; });
}

bool SnippetServer::asksFor(const QString &place) const
{
    return std::any_of(placeholders.cbegin(), placeholders.cend(),
                       [&place](const SnippetPlaceholder &one) { return one.place == place; });
}

namespace {

/// A whole file, or what looks like one, that the reader of pieces refuses: the reader of Claude's own file mends more,
/// and knows UTF-16.
std::optional<Snippet> readMended(const QByteArray &content)
{
    const config::Reading reading = config::readTolerantly(content);
    if (!reading.mended)
        return std::nullopt;
    bool comments = false;
    bool mended = false;
    for (const config::SyntaxError &fault : reading.faults) {
        comments = comments || fault.fault == config::Fault::Comment;
        mended = mended || (fault.fault != config::Fault::Comment && fault.fault != config::Fault::ByteOrderMark &&
                            fault.fault != config::Fault::Utf16 && fault.fault != config::Fault::DuplicateKey);
    }
    const JsonStage json = readJsonStage({withoutMarks(QString::fromUtf8(*reading.mended)), false, mended}, true);
    std::optional<Snippet> snippet = json.answer ? json.answer : json.unless;
    if (snippet && comments && !snippet->refused)
        add(snippet->ignored, SnippetIgnoredId::Comments);
    return snippet;
}

} // namespace

Snippet readSnippet(const QString &text)
{
    if (isNothing(text))
        return {std::nullopt, {}, SnippetRefusal::Empty, {}};
    if (text.size() > longestText)
        return {std::nullopt, {}, SnippetRefusal::NothingFound, {}};
    const Cleaned cleaned = clean(text);
    const JsonStage json = readJsonStage(cleaned, false);
    if (json.answer)
        return *json.answer;

    const CommandMeaning commands = readCommands(cleaned.text);
    Snippet snippet;
    if (!commands.servers.isEmpty()) {
        snippet = {commands.form, commands.servers, std::nullopt, commands.ignored};
        judgeCommandRest(commands, cleaned.markup, snippet);
        if (cleaned.mended)
            for (SnippetServer &server : snippet.servers)
                add(server.notes, SnippetNoteId::Mended);
        settle(snippet);
        if (snippet.refused)
            snippet.ignored.clear();
        return snippet;
    }
    if (json.unless && !commands.any) {
        if (json.unless->refused == SnippetRefusal::BrokenJson && cleaned.text.size() <= longestMended &&
            !cleaned.text.contains(u"<<<<<<<"_s) && cleaned.text.trimmed().startsWith(u'{')) {
            if (auto mended = readMended(cleaned.text.trimmed().toUtf8()); mended && !mended->servers.isEmpty())
                return *mended;
        }
        return *json.unless;
    }
    TextMeaning words;
    if (!commands.variables.isEmpty() && !commands.refused) {
        words = readVariableLines(commands.variables);
        if (!words.servers.isEmpty() && !commands.comments.isEmpty())
            add(words.ignored, SnippetIgnoredId::Comments);
    } else {
        words = readText(commands.rest, commands.comments);
        if (commands.refused) {
            if (words.servers.isEmpty())
                return {commands.form, {}, commands.refused, {}};
            for (const SnippetIgnored &one : commands.ignored)
                add(words.ignored, one.id, one.detail);
            if (!commands.comments.isEmpty())
                add(words.ignored, SnippetIgnoredId::Comments);
        }
    }
    snippet = {words.form, words.servers, words.refused, words.ignored};
    if (!snippet.servers.isEmpty()) {
        snippet.refused.reset();
        if (cleaned.markup || commands.markup)
            add(snippet.ignored, SnippetIgnoredId::Markup);
        settle(snippet);
    } else {
        snippet.ignored.clear();
        if (!snippet.refused)
            snippet.refused = SnippetRefusal::NothingFound;
    }
    return snippet;
}

Snippet readForeignFile(ForeignSource source, const QByteArray &content, const QString &fileName)
{
    const QString text = withoutMarks(QString::fromUtf8(content));
    if (isNothing(text))
        return {std::nullopt, {}, SnippetRefusal::Empty, {}};
    const JsonStage json = readJsonStage({text, false, false}, true);
    Snippet snippet = json.answer   ? *json.answer
                      : json.unless ? *json.unless
                                    : Snippet{std::nullopt, {}, SnippetRefusal::NothingFound, {}};
    if (snippet.refused == SnippetRefusal::BrokenJson || snippet.refused == SnippetRefusal::NothingFound)
        if (auto mended = readMended(content); mended && !mended->servers.isEmpty())
            snippet = *mended;
    // A file in that folder is one server, and its name is the server's.
    if (source == ForeignSource::ClaudeMcpFolder && snippet.servers.size() == 1 && snippet.servers[0].name.isEmpty()) {
        QString name = fileName.mid(std::max(fileName.lastIndexOf(u'/'), fileName.lastIndexOf(u'\\')) + 1);
        snippet.servers[0].name = name.section(u'.', 0, -2).isEmpty() ? name : name.section(u'.', 0, -2);
    }
    return snippet;
}

// ---- As an entry
// -----------------------------------------------------------------------------------------------------

namespace {

QString sentToken(const SnippetServer &server)
{
    if (!server.token.isEmpty())
        return server.token;
    for (const SnippetHeader &header : server.headers)
        if (header.name == server.tokenHeader)
            return withoutScheme(header.value);
    return {};
}

bool sameName(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

/// The fields of the kind's own form; nullopt where it has none for a part of the server.
std::optional<Values> valuesFor(const SnippetServer &server, KindId id)
{
    const bool onlyToken = server.headers.size() <= 1 && (server.headers.isEmpty() || !server.tokenHeader.isEmpty());
    if (!onlyToken)
        return std::nullopt;
    const QString header = server.tokenHeader;
    const QString token = sentToken(server);
    Values values;
    if (!token.isEmpty())
        values.insert(FieldId::Token, token);
    if (id == KindId::AgentPort) {
        if (!header.isEmpty() && !sameName(header, u"X-API-Key"_s))
            return std::nullopt;
        if (!server.url.isEmpty())
            values.insert(FieldId::Address, server.url);
        return values;
    }
    if (id == KindId::AlecsWebSocket) {
        const bool bearer =
            server.headers.isEmpty() || server.headers.first().value.startsWith(u"Bearer "_s, Qt::CaseInsensitive);
        if ((!header.isEmpty() && !sameName(header, u"Authorization"_s)) || !bearer)
            return std::nullopt;
        if (!server.url.isEmpty())
            values.insert(FieldId::Address, server.url);
        return values;
    }
    if (id != KindId::ApinizerHttp && id != KindId::ApinizerWebSocket)
        return std::nullopt;
    if (!server.headers.isEmpty() &&
        withoutScheme(server.headers.first().value) != server.headers.first().value.trimmed())
        return std::nullopt; // the form sends the token without `Bearer`
    if (!server.url.isEmpty()) {
        const auto address = addressParts(server.url);
        if (!address)
            return std::nullopt;
        const bool plain = address->scheme == u"http"_s;
        values.insert(FieldId::Host, address->host);
        if (plain || !address->port.isEmpty())
            values.insert(FieldId::Port, address->port.isEmpty() ? 80 : address->port.toInt());
        if (id == KindId::ApinizerHttp) {
            if (plain)
                values.insert(FieldId::UseHttps, false);
            if (!address->path.isEmpty())
                values.insert(FieldId::Path, address->path);
        }
    }
    // The only field that stays a variable.
    bool isNumber = false;
    if (const int timeout = server.entry.variable(text(contract::apinizer_http::timeout)).trimmed().toInt(&isNumber);
        isNumber)
        values.insert(FieldId::Timeout, timeout);
    if (id == KindId::ApinizerHttp && !header.isEmpty())
        values.insert(FieldId::TokenHeader, header);
    if (id == KindId::ApinizerWebSocket && !header.isEmpty() && !sameName(header, u"APINIZER-TOKEN"_s))
        return std::nullopt;
    return values;
}

Values remoteValues(const SnippetServer &server)
{
    Values values{{FieldId::Address, server.url}};
    QStringList lines;
    for (const SnippetHeader &header : server.headers) {
        const bool authorization = sameName(header.name, u"Authorization"_s);
        const bool bearer = header.value.startsWith(u"Bearer "_s, Qt::CaseInsensitive);
        // The form puts `Bearer` in front of a token without a scheme; this one must be sent as it is.
        const bool asItIs = authorization && !bearer && !header.value.contains(u' ');
        if (header.name != server.tokenHeader || asItIs || values.contains(FieldId::Token)) {
            lines.append(header.name + u": "_s + header.value);
            continue;
        }
        values.insert(FieldId::Token, authorization && bearer ? withoutScheme(header.value) : header.value);
        values.insert(FieldId::HeaderName, header.name);
    }
    if (server.headers.isEmpty() && !server.token.isEmpty() && !server.has(SnippetNoteId::SecretInUrl))
        values.insert(FieldId::Token, server.token);
    if (!lines.isEmpty())
        values.insert(FieldId::HeaderLines, lines);
    if (server.transport == SnippetTransport::Sse)
        values.insert(FieldId::Transport, u"sse"_s);
    return values;
}

/// The kind whose form holds the whole server, and what stands in it.
std::pair<KindId, Values> chosenForm(const SnippetServer &server)
{
    KindId id = server.kind.value_or(KindId::RemoteServer);
    auto values = valuesFor(server, id);
    if (!values) {
        id = KindId::RemoteServer;
        values = remoteValues(server);
    }
    if (server.has(SnippetNoteId::VerificationOff))
        values->insert(FieldId::VerifyCertificate, false);
    return {id, *values};
}

} // namespace

config::Entry entryFor(const SnippetServer &server, const QString &bridge)
{
    if (!server.isRemote())
        return server.entry;
    const auto [id, values] = chosenForm(server);
    config::Entry base;
    base.environment = server.entry.environment;
    return kind(id).toEntry(values, base, bridge);
}

SnippetFields fieldsFor(const SnippetServer &server)
{
    if (!server.isRemote())
        return {KindId::LocalCommand, kind(KindId::LocalCommand).fromEntry(server.entry), {}};
    const auto [id, values] = chosenForm(server);
    const Kind &own = kind(id);
    SnippetFields fields{id, withoutStandards(own, values), {}};
    if (const auto timeout = values.constFind(FieldId::Timeout); timeout != values.constEnd())
        fields.values.insert(FieldId::Timeout, *timeout);
    const config::Entry written = own.toEntry(values, {}, text(contract::bridgeProgram));
    for (const config::Variable &variable : server.entry.environment)
        if (!written.hasVariable(variable.name))
            fields.others.append(variable);
    return fields;
}

SnippetServer filled(const SnippetServer &server, const QMap<QString, QString> &answers)
{
    SnippetServer result = server;
    result.placeholders.clear();
    for (const SnippetPlaceholder &placeholder : server.placeholders) {
        const auto found = answers.constFind(placeholder.place);
        if (found == answers.constEnd()) {
            result.placeholders.append(placeholder);
            continue;
        }
        const QString &answer = *found;
        const QString subject = placeholder.place.section(u':', 1);
        if (placeholder.place == u"address"_s || placeholder.place == u"url"_s) {
            result.url = answer.trimmed();
        } else if (placeholder.place == u"command"_s) {
            result.entry.command = answer;
        } else if (placeholder.place.startsWith(u"arg:"_s)) {
            if (const int index = subject.toInt(); index >= 0 && index < result.entry.arguments.size())
                result.entry.arguments[index] = answer;
        } else if (placeholder.place.startsWith(u"env:"_s)) {
            result.entry.setVariable(subject, answer);
        } else if (placeholder.place.startsWith(u"header:"_s)) {
            for (SnippetHeader &header : result.headers) {
                if (header.name != subject)
                    continue;
                const QString old = withoutScheme(header.value);
                const QString scheme = header.value.left(header.value.size() - old.size());
                header.value = withoutScheme(answer) == answer.trimmed() ? scheme + answer.trimmed() : answer.trimmed();
                if (header.name == result.tokenHeader)
                    result.token = withoutScheme(header.value);
            }
        }
    }
    return result;
}

// ---- Ids
// -------------------------------------------------------------------------------------------------------------

namespace {

template <class Id, std::size_t size> QString keyOf(const std::array<std::pair<Id, const char *>, size> &keys, Id id)
{
    const auto found = std::find_if(keys.begin(), keys.end(), [id](const auto &one) { return one.first == id; });
    return found == keys.end() ? QString() : QString::fromLatin1(found->second);
}

QString withDetail(const QString &key, const QString &detail)
{
    return detail.isNull() ? key : key + u':' + detail;
}

} // namespace

QString snippetKey(SnippetForm form)
{
    using enum SnippetForm;
    static constexpr std::array<std::pair<SnippetForm, const char *>, 28> keys{{
        {McpServers, "mcp-servers"},
        {NamedEntry, "named-entry"},
        {Entry, "entry"},
        {EntryList, "entry-list"},
        {VsCode, "vscode"},
        {Zed, "zed"},
        {OpenCode, "opencode"},
        {Continue, "continue"},
        {MessagesApi, "messages-api"},
        {EnvFragment, "env-fragment"},
        {ClaudeCodeState, "claude-code-state"},
        {ClaudeMcpAdd, "claude-mcp-add"},
        {ClaudeMcpAddJson, "claude-mcp-add-json"},
        {CodeAddMcp, "code-add-mcp"},
        {GeminiMcpAdd, "gemini-mcp-add"},
        {CodexMcpAdd, "codex-mcp-add"},
        {McpRemote, "mcp-remote"},
        {Supergateway, "supergateway"},
        {Command, "command"},
        {Curl, "curl"},
        {Wscat, "wscat"},
        {Inspector, "inspector"},
        {Url, "url"},
        {Host, "host"},
        {Token, "token"},
        {Header, "header"},
        {Labelled, "labelled"},
        {EnvLines, "env-lines"},
    }};
    return keyOf(keys, form);
}

QString snippetKey(SnippetRefusal refusal)
{
    using enum SnippetRefusal;
    static constexpr std::array<std::pair<SnippetRefusal, const char *>, 24> keys{{
        {Empty, "empty"},
        {NothingFound, "nothing-found"},
        {NoServer, "no-server"},
        {IncompleteEntry, "incomplete-entry"},
        {BrokenJson, "broken-json"},
        {NoAddress, "no-address"},
        {AmbiguousCommand, "ambiguous-command"},
        {UnsupportedAddress, "unsupported-address"},
        {ProjectPage, "project-page"},
        {OAuth, "oauth"},
        {EnvOnly, "env-only"},
        {RestCall, "rest-call"},
        {Yaml, "yaml"},
        {Toml, "toml"},
        {WebPage, "web-page"},
        {Extension, "extension"},
        {InstallLink, "install-link"},
        {FilePath, "file-path"},
        {NeedsShell, "needs-shell"},
        {NeedsPreparation, "needs-preparation"},
        {AdministratorCommand, "administrator-command"},
        {InstallCommand, "install-command"},
        {SshTunnel, "ssh-tunnel"},
        {NotAServerCommand, "not-a-server-command"},
    }};
    return keyOf(keys, refusal);
}

QString snippetKey(const SnippetNote &note)
{
    using enum SnippetNoteId;
    static constexpr std::array<std::pair<SnippetNoteId, const char *>, 28> keys{{
        {NeedsBridge, "needs-bridge"},
        {Replaces, "replaces"},
        {StaysCommand, "stays-command"},
        {OAuth, "oauth"},
        {HttpToPublicHost, "http-to-public-host"},
        {HttpInLocalNetwork, "http-in-local-network"},
        {VerificationOff, "verification-off"},
        {SecretInArguments, "secret-in-arguments"},
        {SecretInUrl, "secret-in-url"},
        {CredentialsFromUrl, "credentials-from-url"},
        {DroppedKey, "dropped-key"},
        {SwitchedOff, "switched-off"},
        {Project, "project"},
        {DuplicateName, "duplicate-name"},
        {ReservedName, "reserved-name"},
        {HeaderAssumed, "header-assumed"},
        {SchemeAssumed, "scheme-assumed"},
        {AddressFromKind, "address-from-kind"},
        {AddressAsHost, "address-as-host"},
        {TokenId, "token-id"},
        {Mended, "mended"},
        {ValueToText, "value-to-text"},
        {ArgumentsSplit, "args-split"},
        {CommandSplit, "command-split"},
        {RunsShell, "runs-shell"},
        {HiddenCharacters, "hidden-characters"},
        {HomeFolder, "home-folder"},
        {DockerWithoutInput, "docker-without-i"},
    }};
    return withDetail(keyOf(keys, note.id), note.detail);
}

QString snippetKey(const SnippetIgnored &ignored)
{
    using enum SnippetIgnoredId;
    static constexpr std::array<std::pair<SnippetIgnoredId, const char *>, 17> keys{{
        {Prose, "prose"},
        {Markup, "markup"},
        {Comments, "comments"},
        {Json, "json"},
        {More, "more"},
        {Address, "address"},
        {Body, "body"},
        {TokenId, "token-id"},
        {Key, "key"},
        {Option, "option"},
        {Argument, "argument"},
        {Command, "command"},
        {Variable, "variable"},
        {Header, "header"},
        {Again, "again"},
        {Incomplete, "incomplete"},
        {CutOff, "cut-off"},
    }};
    return withDetail(keyOf(keys, ignored.id), ignored.detail);
}

QString snippetKey(SnippetTransport transport)
{
    switch (transport) {
    case SnippetTransport::Stdio:
        return u"stdio"_s;
    case SnippetTransport::Auto:
        return u"auto"_s;
    case SnippetTransport::Http:
        return u"http"_s;
    case SnippetTransport::Sse:
        return u"sse"_s;
    case SnippetTransport::WebSocket:
        return u"websocket"_s;
    }
    return {};
}

} // namespace kopru::integrations
