#include "app/snippets/snippet.h"

#include "app/config/tolerant.h"
#include "app/snippets/cleaning.h"
#include "app/snippets/commandlines.h"
#include "app/snippets/conclusion.h"
#include "app/snippets/hosts.h"
#include "app/snippets/jsonentries.h"
#include "app/snippets/jsonpieces.h"
#include "app/snippets/limits.h"
#include "app/snippets/remarks.h"
#include "app/snippets/service.h"
#include "app/snippets/text.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

using namespace snippet;

namespace {

constexpr qsizetype longestMended = qsizetype{1024} * 1024;
/// Beyond this no snippet is read: nobody pastes it to be understood.
constexpr qsizetype longestText = qsizetype{16} * 1024 * 1024;

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
    bool moreVariables = false;
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
            if (meaning.variables && !variables) {
                variables = meaning.variables;
                moreVariables = meaning.moreVariables;
            } else if (!emptyForm) {
                emptyForm = meaning.form;
            }
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
        if (auto service = serviceOf(*variables, false)) {
            service->moreVariables = moreVariables;
            Conclusion conclusion = conclude(*service);
            snippet.form = SnippetForm::EnvFragment;
            if (conclusion.server)
                snippet.servers.append(*conclusion.server);
            snippet.refused = conclusion.refused;
            for (const SnippetIgnored &one : std::as_const(conclusion.ignored))
                add(snippet.ignored, one.id, one.detail);
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

bool SnippetServer::has(SnippetNoteId note) const
{
    return std::any_of(notes.cbegin(), notes.cend(), [note](const SnippetNote &one) { return one.id == note; });
}

bool SnippetServer::asksFor(const QString &place) const
{
    return std::any_of(placeholders.cbegin(), placeholders.cend(),
                       [&place](const SnippetPlaceholder &one) { return one.place == place; });
}

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
        if (commands.moreVariables)
            add(words.ignored, SnippetIgnoredId::MoreVariables);
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

} // namespace kopru::integrations
