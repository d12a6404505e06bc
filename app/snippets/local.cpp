#include "app/snippets/concluding.h"
#include "app/snippets/references.h"
#include "app/snippets/remarks.h"
#include "app/snippets/signs.h"
#include "app/snippets/words.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

/// A command that runs on this computer, and what is worth knowing before it does.
namespace kopru::integrations::snippet {

namespace {

bool startsShell(const config::Entry &entry)
{
    static const QStringList shells{u"sh"_s,  u"bash"_s, u"zsh"_s,        u"dash"_s, u"ksh"_s,
                                    u"cmd"_s, u"fish"_s, u"powershell"_s, u"pwsh"_s};
    return shells.contains(programOf(entry.command));
}

bool hasHiddenCharacters(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.category() == QChar::Other_Format ||
               (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t');
    });
}

bool isSecretOption(const QString &option)
{
    QString name = option;
    while (name.startsWith(u'-'))
        name.remove(0, 1);
    return option.startsWith(u'-') && name.size() > 1 && holdsSecret(name);
}

bool showsSecret(const QStringList &arguments)
{
    static const QRegularExpression password(uR"(^[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\s:]+:[^/?#\s]+@)"_s);
    static const QRegularExpression assignment(uR"(^([A-Za-z_][A-Za-z0-9_]*)=(.+)$)"_s);
    const auto real = [](const QString &value) { return !value.isEmpty() && !isPlaceholderText(value, true); };
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &word = arguments.at(i);
        const QString before = i > 0 ? arguments.at(i - 1) : QString();
        if (password.match(word).hasMatch() && !isPlaceholderText(word, false))
            return true;
        if (before == u"-e"_s || before == u"--env"_s) {
            const auto match = assignment.match(word);
            if (match.hasMatch() && holdsSecret(match.captured(1)) && real(match.captured(2)))
                return true;
        }
        if (before == u"-H"_s || before == u"--header"_s) {
            const QString name = word.section(u':', 0, 0);
            const bool line = word.contains(u':');
            const QString value = line ? word.section(u':', 1).trimmed() : arguments.value(i + 1);
            if (holdsSecret(name.trimmed()) && real(withoutScheme(value)))
                return true;
        }
        for (const QString &joined : {u"-e"_s, u"--env="_s}) {
            const auto match =
                word.startsWith(joined) ? assignment.match(word.mid(joined.size())) : QRegularExpressionMatch();
            if (match.hasMatch() && holdsSecret(match.captured(1)) && real(match.captured(2)))
                return true;
        }
        if (isSecretOption(word.section(u'=', 0, 0))) {
            const QString value = word.contains(u'=') ? word.section(u'=', 1) : arguments.value(i + 1);
            if (real(value) && !value.startsWith(u'-'))
                return true;
        }
    }
    return false;
}

/// `docker run` with `-e NAME` takes the variable from Claude's entry.
void judgeDocker(SnippetServer &server, QList<SnippetIgnored> &ignored)
{
    const QString program = programOf(server.entry.command);
    const QStringList &words = server.entry.arguments;
    if ((program != u"docker"_s && program != u"podman"_s) || words.value(0) != u"run"_s)
        return;
    bool input = false;
    static const QRegularExpression shortInput(uR"(^-[a-zA-Z]*i[a-zA-Z]*$)"_s);
    for (qsizetype i = 1; i < words.size(); ++i) {
        const QString &word = words.at(i);
        if (shortInput.match(word).hasMatch() || word == u"--interactive"_s)
            input = true;
        if ((word == u"-e"_s || word == u"--env"_s) && i + 1 < words.size()) {
            const QString name = words.at(i + 1);
            if (!name.contains(u'=') && !server.entry.hasVariable(name))
                ask(server, ignored, u"env:"_s + name);
        }
    }
    if (!input)
        add(server.notes, SnippetNoteId::DockerWithoutInput);
}

} // namespace

Conclusion concludeLocal(const RawEntry &raw)
{
    SnippetServer server;
    QList<SnippetIgnored> ignored;
    server.name = raw.name;
    server.transport = SnippetTransport::Stdio;
    server.kind = KindId::LocalCommand;
    server.notes = raw.notes;
    config::Entry &entry = server.entry;
    entry = raw.local;
    const bool shell = startsShell(entry);
    const bool asItIs = shell || std::any_of(raw.notes.cbegin(), raw.notes.cend(), [](const SnippetNote &note) {
                            return note.id == SnippetNoteId::StaysCommand;
                        });
    bool home = false;
    Filling filling(raw.local.environment);
    if (!asItIs) {
        entry.command = filling.filled(entry.command);
        for (QString &word : entry.arguments)
            word = filling.filled(word);
        // A variable that refers to itself is one of the computer that Claude does not have.
        const config::Variables none;
        Filling ofVariables(none);
        for (config::Variable &variable : entry.environment)
            variable.value = ofVariables.filled(variable.value);
        home = filling.usedHome() || ofVariables.usedHome();
    }
    static const QRegularExpression tilde(uR"(^~(?:[/\\]|$))"_s);
    bool hidden = hasHiddenCharacters(entry.command);
    if (isPlaceholderText(entry.command, false))
        ask(server, ignored, u"command"_s, questionFor(entry.command, raw.questions));
    for (qsizetype i = 0; i < entry.arguments.size(); ++i) {
        const QString &word = entry.arguments.at(i);
        if (!asItIs && isPlaceholderText(word, false))
            ask(server, ignored, u"arg:%1"_s.arg(i), questionFor(word, raw.questions));
        hidden = hidden || hasHiddenCharacters(word);
        home = home || tilde.match(word).hasMatch();
    }
    home = home || tilde.match(entry.command).hasMatch();
    for (const config::Variable &variable : std::as_const(entry.environment)) {
        if (isPlaceholderText(variable.value, holdsSecret(variable.name)))
            ask(server, ignored, u"env:"_s + variable.name, questionFor(variable.value, raw.questions));
        home = home || tilde.match(variable.value).hasMatch();
    }
    if (entry.command.trimmed().isEmpty())
        return {std::nullopt, SnippetRefusal::IncompleteEntry, {}, {}};
    judgeDocker(server, ignored);
    entry.command = unmasked(entry.command);
    for (QString &word : entry.arguments)
        word = unmasked(word);
    for (config::Variable &variable : entry.environment)
        variable.value = unmasked(variable.value);
    if (showsSecret(entry.arguments))
        add(server.notes, SnippetNoteId::SecretInArguments);
    if (shell)
        add(server.notes, SnippetNoteId::RunsShell);
    if (hidden)
        add(server.notes, SnippetNoteId::HiddenCharacters);
    if (home)
        add(server.notes, SnippetNoteId::HomeFolder);
    return {server, std::nullopt, ignored, {}};
}

} // namespace kopru::integrations::snippet
