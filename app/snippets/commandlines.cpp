#include "app/snippets/commandlines.h"

#include "app/snippets/command.h"
#include "app/snippets/limits.h"
#include "app/snippets/remarks.h"
#include "app/snippets/words.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

constexpr qsizetype longestLine = 64 * 1024;

constexpr int mostJoinedLines = 400;
constexpr qsizetype mostQuotedLines = 60;

QString withoutPrompt(const QString &line)
{
    static const QRegularExpression prompt(
        uR"(^\s*(?:(?:[\w.-]+@[\w.-]+[:\s][^\s$#]*)?\$\s+|[❯➜>]\s+|PS [^>\n]{0,200}>\s*|[A-Za-z]:\\[^>"\n]{0,200}>\s*|&\s+(?=["']?[A-Za-z]:\\))(?=\S))"_s);
    const auto match = prompt.match(line);
    if (match.hasMatch())
        return line.mid(match.capturedEnd());
    qsizetype begin = 0;
    while (begin < line.size() && line.at(begin).isSpace())
        ++begin;
    return line.mid(begin);
}

const QRegularExpression &assignmentLine()
{
    static const QRegularExpression shape(
        uR"(^(?:export\s+[A-Za-z_]\w*=|set\s+"?[A-Za-z_]\w*=|\$env:[A-Za-z_]\w*\s*=|[A-Za-z_]\w*=(?!=)))"_s,
        QRegularExpression::CaseInsensitiveOption);
    return shape;
}

bool isCommandLine(const QString &line)
{
    if (line.isEmpty() || line.size() > longestLine)
        return false;
    if (assignmentLine().match(line).hasMatch())
        return true;
    // “git is a nice tool.” Words alone, and many of them or a full stop.
    static const QRegularExpression sentence(
        uR"(^[a-z]+(?:,?\s+[\p{L}’']+){2,}[.!?…:]$|^[a-z]+(?:,?\s+[\p{L}’']+){6,}$)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    if (line.size() < 1024 && sentence.match(line).hasMatch())
        return false;
    static const QRegularExpression certain(
        uR"(^(?:npx|npm|pnpm|pnpx|yarn|uvx|uv|pipx|bunx|mcp-remote|supergateway|mcp-proxy|curl(?:\.exe)?|wget|wscat|websocat|sudo|doas|pip3?|chmod|chown|pm2|openssl|ssh|scp|docker|docker-compose|podman|deno|brew|apt|apt-get|dnf|yum|winget|choco|systemctl|git|rm|cp|mv|ln|mkdir|ls|nano|vim|kill|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh|bash|sh|zsh|nohup|certbot|cat|echo|env)(?=\s+\S)|^(?:npm|wscat)$)"_s);
    static const QRegularExpression interpreters(
        uR"(^(?:node|nodejs|python[\d.]*|py|ruby|php|perl|java|dotnet|go|bun|cargo|tsx|ts-node)\s+(?:[-./~"'<$%@]|[A-Za-z]:\\|(?:run|exec|x|install|build|mod|add)\s+\S|\S+/\S|\S+\.(?:m?[jt]s|cjs|py|rb|php|jar|dll|exe)\b))"_s);
    static const QRegularExpression clients(
        uR"(^(?:(?:claude|gemini|codex|qwen)\s+mcp\s+\S|(?:code|code-insiders|cursor|codium|windsurf)(?:\.cmd)?\s+--add-mcp\s))"_s);
    static const QRegularExpression folders(uR"(^(?:cd|pushd|source|\.)\s+\S+(?:\s*(?:&&|;).*)?$)"_s);
    static const QRegularExpression paths(
        uR"(^(?:"[A-Za-z]:\\[^"]+"|[A-Za-z]:\\\S+|(?:~|\.{0,2})/[^\s/]+/\S+|\./\S+)(?:\s+\S.*)?$)"_s);
    static const QRegularExpression document(
        uR"(^\S+\.(?:m?[jt]s|cjs|py|rb|json|jsonc|ya?ml|toml|md|txt|pdf|docx?|html?|sh|ps1|log|env|xml|zip|mcpb|dxt)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression ownPrograms(uR"(^[a-z0-9._-]*mcp[a-z0-9._-]*\s+-)"_s);
    if (certain.match(line).hasMatch() || interpreters.match(line).hasMatch() || clients.match(line).hasMatch() ||
        folders.match(line).hasMatch() || ownPrograms.match(line).hasMatch())
        return true;
    return paths.match(line).hasMatch() && !document.match(line).hasMatch();
}

bool isComment(const QString &line)
{
    static const QRegularExpression shape(uR"(^(?:#|::|REM\s|//\s))"_s, QRegularExpression::CaseInsensitiveOption);
    return shape.match(line).hasMatch();
}

/// Signs that a word processor put in the place of others.
bool straighten(QString &line)
{
    const QString before = line;
    static const QRegularExpression dash(uR"((?<=\s)[—–](?=[A-Za-z]))"_s);
    static const QRegularExpression doubles(u"[\u201c\u201d\u201e]"_s);
    static const QRegularExpression singles(u"[\u2018\u2019]"_s);
    line.replace(dash, u"--"_s).replace(doubles, u"\""_s).replace(singles, u"'"_s).replace(QChar(0xA0), u' ');
    return line != before;
}

/// The sign at the end of a line that goes on in the next one.
QChar continuation(const QString &line, bool &trailingSpace)
{
    qsizetype end = line.size();
    while (end > 0 && line.at(end - 1).isSpace())
        --end;
    if (end == 0)
        return {};
    const QChar last = line.at(end - 1);
    if ((last != u'\\' && last != u'^' && last != u'`') || (end > 1 && !line.at(end - 2).isSpace()))
        return {};
    trailingSpace = end != line.size() && line.mid(end) != u"\r"_s;
    return last;
}

/// A command in a sentence, between backticks, becomes a line of its own.
QStringList withInlineCommands(const QStringList &lines, bool &any)
{
    static const QRegularExpression code(u"`([^`]{3,2000})`"_s);
    // `1. Run: npx …`
    static const QRegularExpression behindLabel(
        uR"(^\s*(?:(?:[-*•]|\d{1,2}[.)])\s+)?(?:[\p{L}][\p{L}\d ()]{0,40}:\s+)?((?:npx|uvx|bunx|pipx|docker run|claude mcp|mcp-remote|supergateway)\s.*)$)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    QStringList result;
    for (const QString &line : lines) {
        if (line.size() <= longestLine && !line.contains(u'`') && !isCommandLine(withoutPrompt(line))) {
            if (const auto match = behindLabel.match(line); match.hasMatch() && isCommandLine(match.captured(1))) {
                result.append(line.left(match.capturedStart(1)));
                result.append(match.captured(1));
                continue;
            }
        }
        if (line.size() > longestLine || !line.contains(u'`') || isCommandLine(withoutPrompt(line))) {
            result.append(line);
            continue;
        }
        QString prose = line;
        QStringList commands;
        for (auto found = code.globalMatch(line); found.hasNext();) {
            const auto match = found.next();
            if (const QString inner = withoutPrompt(match.captured(1)); isCommandLine(inner)) {
                commands.append(inner);
                prose.remove(match.captured());
                any = true;
            }
        }
        result.append(commands.isEmpty() ? line : prose);
        result += commands;
    }
    return result;
}

} // namespace

bool takesJson(QStringView line)
{
    static const QRegularExpression shape(uR"((?:\bclaude\s+mcp\s+add-json|\s--add-mcp)\s)"_s);
    return shape.match(line).hasMatch();
}

CommandMeaning readCommands(const QString &text)
{
    CommandMeaning meaning;
    const QStringList lines = withInlineCommands(text.split(u'\n'), meaning.markup);
    config::Entry variables;
    bool folderBefore = false;
    std::optional<SnippetForm> refusedForm;
    QStringList unused; // programs whose lines gave no server
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QString line = lines.at(i);
        if (line.endsWith(u'\r'))
            line.chop(1);
        if (line.size() > longestLine) {
            meaning.rest.append(line.left(256));
            continue;
        }
        const QString asWritten = line;
        line = withoutPrompt(line);
        if (isComment(line)) {
            if (!line.startsWith(u"#!"_s))
                meaning.comments.append(line);
            continue;
        }
        if (!isCommandLine(line)) {
            meaning.rest.append(asWritten);
            continue;
        }
        bool mended = false;
        for (int joined = 0; joined < mostJoinedLines && i + 1 < lines.size() && line.size() < longestLine; ++joined) {
            bool trailingSpace = false;
            const QChar sign = continuation(line, trailingSpace);
            if (sign.isNull())
                break;
            mended = mended || trailingSpace;
            while (line.back().isSpace())
                line.chop(1);
            line.chop(1);
            line += u' ' + lines.at(++i).trimmed();
        }
        mended = straighten(line) || mended;
        Lexed lexed = lex(line);
        // Up to the line that closes the quote; where none does, this one alone is wrong.
        if (lexed.openQuote) {
            QString longer = line;
            for (qsizetype next = i + 1;
                 next < std::min(lines.size(), i + mostQuotedLines) && longer.size() < longestLine; ++next) {
                longer += u'\n' + lines.at(next);
                const Lexed all = lex(longer);
                if (all.openQuote)
                    continue;
                lexed = all;
                i = next;
                break;
            }
        }
        meaning.any = true;
        const bool several = std::count_if(lexed.commands.cbegin(), lexed.commands.cend(), [](QStringList words) {
                                 config::Entry none;
                                 takeVariables(words, none);
                                 return !words.isEmpty();
                             }) > 1;
        QStringList firstWords = lexed.commands.value(0);
        config::Entry inFront;
        takeVariables(firstWords, inFront);
        const QString firstProgram = programName(firstWords.value(0));
        if (lexed.comment)
            meaning.comments.append(u"#"_s);
        if (lexed.needsShell || lexed.openQuote || several) {
            const bool folder =
                several && !lexed.needsShell && (firstProgram == u"cd"_s || firstProgram == u"source"_s);
            const QStringList &last = lexed.commands.last();
            const auto reason = folder && needsFolder(programName(last.value(0)), last)
                                    ? SnippetRefusal::NeedsPreparation
                                : firstProgram == u"sudo"_s ? SnippetRefusal::AdministratorCommand
                                                            : SnippetRefusal::NeedsShell;
            if (!meaning.refused)
                meaning.refused = reason;
            unused.append(firstProgram);
            continue;
        }
        for (QStringList words : std::as_const(lexed.commands)) {
            if (meaning.servers.size() >= mostServers) {
                add(meaning.ignored, SnippetIgnoredId::More);
                break;
            }
            config::Entry here = variables;
            const bool more = !takeVariables(words, here) || meaning.moreVariables;
            if (words.isEmpty()) {
                variables = here;
                meaning.moreVariables = more;
                continue;
            }
            CommandResult result = readCommand(words, here.environment, folderBefore);
            folderBefore = folderBefore || result.preparation;
            if (result.servers.isEmpty()) {
                unused.append(programName(words.first()));
                if (!meaning.refused) {
                    meaning.refused = result.refused;
                    refusedForm = result.form;
                }
                continue;
            }
            if (!meaning.form)
                meaning.form = result.form;
            for (SnippetServer &server : result.servers) {
                if (mended)
                    add(server.notes, SnippetNoteId::Mended);
                meaning.servers.append(server);
            }
            for (const SnippetIgnored &one : std::as_const(result.ignored))
                add(meaning.ignored, one.id, one.detail);
            if (more)
                add(meaning.ignored, SnippetIgnoredId::MoreVariables);
        }
    }
    for (const QString &program : std::as_const(unused))
        add(meaning.ignored, SnippetIgnoredId::Command, program);
    if (meaning.servers.isEmpty()) {
        meaning.form = refusedForm;
        meaning.variables = variables.environment;
    } else {
        meaning.refused.reset();
    }
    return meaning;
}

} // namespace kopru::integrations::snippet
