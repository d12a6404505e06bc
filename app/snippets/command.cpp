#include "app/snippets/command.h"

#include "app/snippets/limits.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

/// What npx and the like start.
QString innerProgram(const QString &program, const QStringList &words, qsizetype &behind)
{
    behind = 0;
    if (program == u"npm"_s || program == u"pnpm"_s || program == u"yarn"_s) {
        if (words.value(0) != u"exec"_s && words.value(0) != u"dlx"_s && words.value(0) != u"x"_s)
            return {};
        behind = 1;
    } else if (program != u"npx"_s && program != u"bunx"_s && program != u"pnpx"_s && program != u"uvx"_s) {
        return {};
    }
    static const QStringList withValue{u"-p"_s,      u"--package"_s, u"--registry"_s,
                                       u"--cache"_s, u"--from"_s,    u"--with"_s};
    while (behind < words.size() && words.at(behind).startsWith(u'-'))
        behind += withValue.contains(words.at(behind)) ? 2 : 1;
    return words.value(behind++);
}

bool asksVersion(const QStringList &words)
{
    static const QStringList questions{u"--version"_s, u"-v"_s, u"-V"_s,      u"version"_s,
                                       u"--help"_s,    u"-h"_s, u"-version"_s};
    return words.size() == 1 && questions.contains(words.first());
}

/// Why a well-known command starts no server; nullopt where it may.
std::optional<SnippetRefusal> refusedCommand(const QString &program, const QStringList &words)
{
    using enum SnippetRefusal;
    const QString first = words.value(0);
    const auto in = [](const QString &word, std::initializer_list<QLatin1StringView> list) {
        return std::any_of(list.begin(), list.end(), [&word](QLatin1StringView one) { return word == one; });
    };
    if (program == u"sudo"_s || program == u"doas"_s)
        return AdministratorCommand;
    if (program == u"cd"_s || program == u"pushd"_s || program == u"source"_s || program == u"."_s)
        return NeedsPreparation;
    if (program == u"git"_s)
        return first == u"clone"_s ? InstallCommand : NotAServerCommand;
    if (in(program, {"pip"_L1, "pip3"_L1}))
        return asksVersion(words) ? NotAServerCommand : InstallCommand;
    if (in(program, {"brew"_L1, "apt"_L1, "apt-get"_L1, "dnf"_L1, "yum"_L1, "winget"_L1, "choco"_L1}))
        return InstallCommand;
    if (in(program, {"npm"_L1, "pnpm"_L1, "yarn"_L1, "bun"_L1})) {
        if (in(first, {"install"_L1, "i"_L1, "ci"_L1, "add"_L1, "create"_L1, "init"_L1, "update"_L1, "link"_L1}))
            return InstallCommand;
        if (in(first, {"exec"_L1, "dlx"_L1, "x"_L1}) || (program == u"bun"_s && !asksVersion(words)))
            return std::nullopt;
        if (in(first, {"run"_L1, "start"_L1, "run-script"_L1}))
            return NeedsPreparation;
        return NotAServerCommand;
    }
    if (program == u"ssh"_s)
        return words.contains(u"-L"_s) ? SshTunnel : NotAServerCommand;
    if (in(program, {"cargo"_L1, "go"_L1, "pipx"_L1, "dotnet"_L1, "deno"_L1}) &&
        in(first, {"install"_L1, "add"_L1, "tool"_L1}))
        return InstallCommand;
    if (program == u"uv"_s && in(first, {"pip"_L1, "add"_L1, "sync"_L1, "venv"_L1, "init"_L1}))
        return InstallCommand;
    if (program == u"uv"_s && first == u"tool"_s && words.value(1) == u"install"_s)
        return InstallCommand;
    if (in(program, {"docker"_L1, "podman"_L1}) && !in(first, {"run"_L1, "exec"_L1, "mcp"_L1}))
        return first == u"pull"_s ? InstallCommand : NotAServerCommand;
    static const QRegularExpression python(uR"(^(?:python[\d.]*|py)$)"_s);
    if (python.match(program).hasMatch()) {
        if (first == u"-c"_s || (first == u"-m"_s && words.value(1) == u"venv"_s))
            return NotAServerCommand;
        if (first == u"-m"_s && words.value(1) == u"pip"_s)
            return InstallCommand;
    }
    if (in(program, {"chmod"_L1,    "chown"_L1,         "cp"_L1,      "mv"_L1,    "rm"_L1,
                     "ln"_L1,       "mkdir"_L1,         "ls"_L1,      "pm2"_L1,   "nano"_L1,
                     "vim"_L1,      "kill"_L1,          "openssl"_L1, "scp"_L1,   "systemctl"_L1,
                     "certbot"_L1,  "cat"_L1,           "echo"_L1,    "nohup"_L1, "wget"_L1,
                     "websocat"_L1, "docker-compose"_L1}))
        return NotAServerCommand;
    qsizetype behind = 0;
    const QString inner = innerProgram(program, words, behind);
    if (inner.startsWith(u"@smithery/cli"_s) && words.value(behind) == u"install"_s)
        return InstallCommand;
    if (in(program, {"npx"_L1, "uvx"_L1, "bunx"_L1}) && inner.isEmpty())
        return NotAServerCommand;
    if (asksVersion(words))
        return NotAServerCommand;
    return std::nullopt;
}

} // namespace

QString programName(const QString &word)
{
    QString name = word.mid(std::max(word.lastIndexOf(u'/'), word.lastIndexOf(u'\\')) + 1).toLower();
    for (const QString &ending : {u".exe"_s, u".cmd"_s})
        if (name.endsWith(ending))
            name.chop(ending.size());
    return name;
}

CommandResult refusal(SnippetRefusal reason, std::optional<SnippetForm> form)
{
    return {form, {}, reason, {}, false};
}

CommandResult resultOf(const RawEntry &raw, SnippetForm form)
{
    Conclusion conclusion = conclude(raw);
    const bool turned = form == SnippetForm::Command && conclusion.form;
    CommandResult result{turned ? conclusion.form : form, {}, conclusion.refused, conclusion.ignored, false};
    if (conclusion.server)
        result.servers.append(*conclusion.server);
    return result;
}

bool isVariable(const QString &word)
{
    static const QRegularExpression shape(uR"(^[A-Za-z_]\w*=)"_s);
    return shape.match(word).hasMatch();
}

bool setVariable(config::Entry &entry, const QString &word)
{
    if (!isVariable(word))
        return true;
    const QString name = word.section(u'=', 0, 0);
    if (entry.environment.size() >= mostVariables && !entry.hasVariable(name))
        return false;
    entry.setVariable(name, word.section(u'=', 1));
    return true;
}

Behind behindUnknown(const QStringList &rest)
{
    if (rest.isEmpty() || rest.first().startsWith(u'-'))
        return Behind::Nothing;
    const QString &word = rest.first();
    const auto is = [&word](auto &&one) { return std::any_of(word.cbegin(), word.cend(), one); };
    const bool number = !is([](QChar c) { return !c.isDigit() && c != u'.'; });
    const bool quoted = word.isEmpty() || is([](QChar c) { return c.isSpace(); });
    return number || quoted ? Behind::Value : Behind::Unclear;
}

bool needsFolder(const QString &program, const QStringList &words)
{
    static const QStringList starters{u"npx"_s,    u"uvx"_s,        u"bunx"_s, u"docker"_s,
                                      u"podman"_s, u"mcp-remote"_s, u"npm"_s};
    if (starters.contains(program))
        return false;
    static const QRegularExpression relative(
        uR"(^(?![-/~$%<@]|[A-Za-z]:\\|[A-Za-z][\w+.-]*:)(?:\.{1,2}[/\\]\S*|\S+\.(?:m?[jt]s|cjs|py|rb|php|jar|sh)|\S+/\S+)$)"_s);
    return std::any_of(words.cbegin(), words.cend(),
                       [](const QString &word) { return relative.match(word).hasMatch(); });
}

CommandResult readCommand(const QStringList &command, const config::Variables &variables, bool folderBefore)
{
    const QString &word = command.first();
    const QString program = programName(word);
    const QStringList words = command.mid(1);
    static const QStringList clients{u"claude"_s, u"gemini"_s, u"codex"_s, u"qwen"_s};
    if (clients.contains(program) && words.value(0) == u"mcp"_s) {
        const SnippetForm form = program == u"claude"_s  ? SnippetForm::ClaudeMcpAdd
                                 : program == u"codex"_s ? SnippetForm::CodexMcpAdd
                                                         : SnippetForm::GeminiMcpAdd;
        if (words.value(1) == u"add"_s)
            return readAdd(words.mid(2), variables, form);
        if (words.value(1) == u"add-json"_s)
            return readAddJson(words.mid(2), SnippetForm::ClaudeMcpAddJson);
        return refusal(SnippetRefusal::NotAServerCommand);
    }
    if (const qsizetype at = words.indexOf(u"--add-mcp"_s); at >= 0)
        return readAddJson({}, words.value(at + 1), SnippetForm::CodeAddMcp, {});
    if (program == u"curl"_s)
        return readCurl(words, variables);
    if (program == u"wscat"_s)
        return readWscat(words, variables);
    if (const auto refused = refusedCommand(program, words)) {
        CommandResult result = refusal(*refused);
        result.preparation = program == u"cd"_s || program == u"pushd"_s || program == u"source"_s || program == u"."_s;
        return result;
    }
    qsizetype behind = 0;
    if (innerProgram(program, words, behind).startsWith(u"@modelcontextprotocol/inspector"_s))
        return readInspector(words.mid(behind), variables);
    if (folderBefore && needsFolder(program, command))
        return refusal(SnippetRefusal::NeedsPreparation);
    RawEntry raw;
    raw.local.command = word;
    raw.local.arguments = words;
    raw.local.environment = variables;
    return resultOf(raw, SnippetForm::Command);
}

bool takeVariables(QStringList &words, config::Entry &variables)
{
    bool all = true;
    if (words.value(0) == u"export"_s || words.value(0).compare("set"_L1, Qt::CaseInsensitive) == 0) {
        const bool cmd = words.value(0) != u"export"_s;
        words.removeFirst();
        if (cmd) { // what follows the sign is the value, spaces too
            all = setVariable(variables, words.join(u' '));
            words.clear();
            return all;
        }
        while (!words.isEmpty())
            all = setVariable(variables, words.takeFirst()) && all;
        return all;
    }
    if (words.value(0).startsWith(u"$env:"_s, Qt::CaseInsensitive)) {
        all = setVariable(
            variables, words.join(words.value(1) == u"="_s || words.value(0).endsWith(u'=') ? u""_s : u" "_s).mid(5));
        words.clear();
        return all;
    }
    if (words.value(0) == u"env"_s) {
        qsizetype at = 1; // Claude starts programs with few variables anyway: what takes some away has no effect
        static const QStringList switches{u"-i"_s, u"-"_s, u"--ignore-environment"_s, u"--"_s};
        static const QStringList withValue{u"-u"_s, u"--unset"_s};
        while (switches.contains(words.value(at)) || withValue.contains(words.value(at)) ||
               words.value(at).startsWith(u"--unset="_s))
            at += withValue.contains(words.value(at)) ? 2 : 1;
        if (!words.value(at).startsWith(u'-'))
            words = words.mid(at);
    }
    while (!words.isEmpty() && isVariable(words.first()))
        all = setVariable(variables, words.takeFirst()) && all;
    return all;
}

} // namespace kopru::integrations::snippet
