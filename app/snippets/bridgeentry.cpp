#include "app/snippets/bridgeentry.h"

#include "app/integrations/rules.h"
#include "app/secrets/secretnames.h"
#include "app/snippets/words.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

constexpr auto tokenVariable = "KOPRU_TOKEN"_L1;
constexpr auto headerVariable = "KOPRU_HEADER_"_L1;

bool hasOtherReferences(const QString &written)
{
    QString rest = written;
    static const QRegularExpression own(uR"(\$\{[A-Za-z_][A-Za-z0-9_]*\})"_s);
    rest.remove(own);
    return rest.contains(u'$') || rest.contains(u'%');
}

/// `${NAME}` or `Bearer ${NAME}`.
bool isOnlyReference(const QString &written)
{
    static const QRegularExpression shape(uR"(^(?:[A-Za-z][A-Za-z0-9-]*\s+)?\$\{[A-Za-z_][A-Za-z0-9_]*\}$)"_s);
    return shape.match(written).hasMatch();
}

QString freeVariable(const QString &name, const config::Variables &taken)
{
    const auto isTaken = [&taken](const QString &one) {
        return std::any_of(taken.cbegin(), taken.cend(), [&one](const auto &variable) { return variable.name == one; });
    };
    QString free = name;
    for (int number = 2; isTaken(free); ++number)
        free = name + u'_' + QString::number(number);
    return free;
}

} // namespace

config::Entry remoteEntry(const SnippetServer &server, const SnippetServer &written, const config::Entry &old,
                          const QString &bridge, QList<ConversionNote> &notes)
{
    const bool webSocket = server.transport == SnippetTransport::WebSocket;
    BridgeCommand command(webSocket ? BridgeCommand::Mode::WebSocket : BridgeCommand::Mode::Http);
    command.setValue(u"--url"_s, asciiAddress(server.url));
    if (server.transport == SnippetTransport::Sse)
        command.setValue(u"--transport"_s, u"sse"_s);
    QStringList lines;
    QStringList referred;
    config::Variables added;
    int number = 0;
    bool hasToken = false;
    for (qsizetype i = 0; i < server.headers.size(); ++i) {
        const QString &name = server.headers.at(i).name;
        const QString &value = server.headers.at(i).value;
        const QString spelled = i < written.headers.size() ? written.headers.at(i).value : value;
        const bool secret = secrets::isSecretName(name);
        const QStringList names = references(spelled);
        const bool expands =
            !hasOtherReferences(spelled) &&
            std::all_of(names.cbegin(), names.cend(), [&old](const QString &one) { return old.hasVariable(one); });
        if (expands && (secret ? isOnlyReference(spelled) : !names.isEmpty())) {
            lines.append(name + u": "_s + spelled);
            referred += names;
            hasToken = hasToken || secret;
            continue;
        }
        // A value in readable form that looks like a reference must not be taken for one.
        if (!secret && !value.contains(u"${"_s)) {
            lines.append(name + u": "_s + value);
            continue;
        }
        const bool bearer = value.startsWith(u"Bearer "_s, Qt::CaseInsensitive);
        const QString wished =
            !std::exchange(hasToken, true) ? QString(tokenVariable) : headerVariable + QString::number(++number);
        const QString variable = freeVariable(wished, old.environment + added);
        lines.append(name + (bearer ? u": Bearer ${"_s : u": ${"_s) + variable + u'}');
        added.append({variable, bearer ? value.mid(7).trimmed() : value});
        if (names.isEmpty())
            notes.append({ConversionNoteId::SecretMoved, variable});
    }
    command.setValues(u"--header"_s, lines);
    config::Entry entry{bridge, command.arguments(), {}};
    for (const config::Variable &variable : old.environment)
        if (server.entry.hasVariable(variable.name) || referred.contains(variable.name))
            entry.setVariable(variable.name, variable.value);
    for (const config::Variable &variable : added)
        entry.setVariable(variable.name, variable.value);
    if (server.has(SnippetNoteId::VerificationOff))
        entry.setVariable(text(contract::verifyCertificateVariable), u"false"_s);
    return entry;
}

QStringList references(const QString &written)
{
    static const QRegularExpression shape(uR"(\$\{([A-Za-z_][A-Za-z0-9_]*)\})"_s);
    QStringList names;
    for (auto found = shape.globalMatch(written); found.hasNext();)
        names.append(found.next().captured(1));
    return names;
}

std::optional<QString> unknownVariable(const config::Entry &entry)
{
    for (QString word : entry.arguments)
        for (const QString &name : references(word.replace(literalDollar, u'$')))
            if (!entry.hasVariable(name))
                return name;
    return std::nullopt;
}

} // namespace kopru::integrations::snippet
