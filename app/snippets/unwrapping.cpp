#include "app/snippets/unwrapping.h"

#include "app/integrations/rules.h"
#include "app/snippets/service.h"
#include "app/snippets/words.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

namespace portal = contract::apinizer_http;

constexpr int deepestWrapping = 4; // env around cmd around npx: nobody writes more

bool isAssignment(const QString &word)
{
    static const QRegularExpression shape(uR"(^[A-Za-z_]\w*=)"_s);
    return shape.match(word).hasMatch();
}

bool isShell(const QString &program)
{
    return QStringList{u"sh"_s, u"bash"_s, u"zsh"_s, u"dash"_s, u"ksh"_s}.contains(program);
}

/// The image that supergateway's README runs, with or without a registry and a tag.
bool isSupergatewayImage(const QString &word)
{
    static const QRegularExpression shape(uR"(^(?:[\w.-]+/)?(?:supercorp|supercorp-ai)/supergateway(?::[\w.-]+)?$)"_s);
    return shape.match(word).hasMatch();
}

/// Takes one program away that only starts another. @return false where there is none that can be taken away
bool unwrapOnce(config::Entry &entry, QList<DroppedPart> &dropped)
{
    const QString program = programOf(entry.command);
    QStringList words = entry.arguments;
    const auto starts = [&entry, &words] {
        if (words.isEmpty())
            return false;
        entry.command = words.takeFirst();
        entry.arguments = words;
        return true;
    };
    if (program == u"env"_s) {
        config::Entry set = entry;
        while (!words.isEmpty() && isAssignment(words.first())) {
            const QString word = words.takeFirst();
            set.setVariable(word.section(u'=', 0, 0), word.section(u'=', 1));
        }
        if (words.isEmpty() || words.first().startsWith(u'-'))
            return false;
        entry.environment = set.environment;
        return starts();
    }
    if (program == u"cmd"_s) {
        while (!words.isEmpty() && words.first().startsWith(u'/')) {
            const bool runs = words.takeFirst().compare("/c"_L1, Qt::CaseInsensitive) == 0;
            if (!runs)
                continue;
            // `/c "npx mcp-remote …"`: the whole line as one argument.
            if (words.size() == 1 && words.first().contains(u' '))
                if (const auto split = splitWords(words.first()))
                    words = *split;
            return starts();
        }
        return false;
    }
    if (isShell(program)) {
        static const QRegularExpression script(uR"(^-[a-z]*c$)"_s);
        while (words.size() > 1 && words.first() == u"-l"_s)
            words.removeFirst();
        if (words.size() != 2 || !script.match(words.first()).hasMatch())
            return false;
        QString line = words.last().trimmed();
        if (line.startsWith(u"exec "_s))
            line.remove(0, 5);
        const auto split = splitWords(line);
        if (!split)
            return false;
        words = *split;
        while (!words.isEmpty() && isAssignment(words.first())) {
            const QString word = words.takeFirst();
            entry.setVariable(word.section(u'=', 0, 0), word.section(u'=', 1));
        }
        return starts();
    }
    if (program == u"docker"_s || program == u"podman"_s) {
        static const QStringList harmless{u"-i"_s,  u"--rm"_s,   u"-t"_s,           u"-it"_s,
                                          u"-ti"_s, u"--init"_s, u"--interactive"_s};
        if (words.isEmpty() || words.takeFirst() != u"run"_s)
            return false;
        while (!words.isEmpty() && harmless.contains(words.first()))
            words.removeFirst();
        if (words.isEmpty() || !isSupergatewayImage(words.first()))
            return false;
        words.first() = u"supergateway"_s;
        return starts();
    }
    if (program == u"node"_s && !words.isEmpty() && words.first().startsWith(u'-')) {
        // What these say matters to Node alone, or the bridge does it by itself.
        static const QRegularExpression harmless(
            uR"(^--(?:no-warnings|no-deprecation|trace-[a-z-]+|max-old-space-size=\d+|use-system-ca|use-openssl-ca|use-bundled-ca|dns-result-order=\w+|use-env-proxy|enable-source-maps)$)"_s);
        if (!harmless.match(words.first()).hasMatch())
            return false;
        dropped.append({words.takeFirst(), DropReason::NodeOnly});
        entry.arguments = words;
        return true;
    }
    // A script that was made executable is its own command.
    if (documentScript(entry.command, entry)) {
        entry.arguments.prepend(entry.command);
        entry.command = u"node"_s;
        return true;
    }
    return false;
}

} // namespace

bool namesKnownProgram(const QString &word, const config::Entry &entry)
{
    static const QRegularExpression package(
        uR"((?:^|[\s"':]|node_modules[/\\]|\.bin[/\\])(?:mcp-remote|supergateway)(?:@[\w.^~-]+)?(?:$|[\s"'/\\]))"_s);
    return package.match(word).hasMatch() || documentScript(word, entry).has_value() || isSupergatewayImage(word);
}

void unwrap(config::Entry &entry, QList<DroppedPart> &dropped)
{
    for (int depth = 0; depth < deepestWrapping && unwrapOnce(entry, dropped); ++depth) {
    }
}

void settleVariables(config::Entry &entry, bool isHttpScript, QList<DroppedPart> &dropped)
{
    const QString verify = text(contract::verifyCertificateVariable);
    const auto drop = [&entry, &dropped](const QString &name) {
        entry.removeVariable(name);
        dropped.append({name, DropReason::NotRead});
    };
    // Nothing but `false` switches the check of certificates off there, and only in one of the scripts.
    if (entry.hasVariable(verify)) {
        const QString written = entry.variable(verify);
        const auto on = contract::parseSwitch(written.trimmed().toStdString());
        if (!isHttpScript || !on || (!*on && written != u"false"_s))
            drop(verify);
    }
    if (!isHttpScript)
        return;
    if (const QString name = text(portal::useHttps);
        entry.hasVariable(name) && !contract::parseSwitch(entry.variable(name).trimmed().toStdString()))
        drop(name);
}

void settleNumbers(config::Entry &entry, QList<DroppedPart> &dropped)
{
    static const QRegularExpression leading(uR"(^\s*(\d+))"_s);
    for (const std::string_view variable : {portal::timeout, portal::port}) {
        const QString name = text(variable);
        if (!entry.hasVariable(name))
            continue;
        const auto match = leading.match(entry.variable(name));
        // `parseInt(…) || 30000`: nothing, or 0, is the standard.
        if (!match.hasMatch() || match.captured(1).toInt() == 0) {
            entry.removeVariable(name);
            dropped.append({name, DropReason::NotRead});
        } else if (match.captured(1) != entry.variable(name).trimmed()) {
            entry.setVariable(name, match.captured(1));
        }
    }
}

} // namespace kopru::integrations::snippet
