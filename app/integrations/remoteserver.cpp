#include "app/integrations/bridgecommand.h"
#include "app/integrations/rules.h"

#include "app/secrets/keychain.h"
#include "app/secrets/secretnames.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

/// Any MCP server that is reached by a URL. Secrets stand in the entry's environment, never in its arguments, where
/// every program on the computer could read them.
namespace kopru::integrations {

namespace {

constexpr auto tokenVariable = "KOPRU_TOKEN"_L1;
constexpr auto headerVariablePrefix = "KOPRU_HEADER_"_L1;

const std::array<Field, 7> &fields()
{
    static const std::array<Field, 7> all{{
        {FieldId::Address, FieldType::Url, true, false, QString(), "https://mcp.example.com/mcp"},
        {FieldId::Token, FieldType::Secret, false, false, QString(), ""},
        {FieldId::HeaderName, FieldType::Text, false, true, u"Authorization"_s, "Authorization"},
        {FieldId::HeaderLines, FieldType::Lines, false, true, QStringList(), "X-Team: sales"},
        {FieldId::Transport,
         FieldType::Choice,
         false,
         true,
         u"auto"_s,
         "",
         0,
         0,
         "",
         {u"auto"_s, u"streamable"_s, u"sse"_s, u"post"_s}},
        {FieldId::Timeout, FieldType::Number, false, true, 0, "0", 0, 3600000, "ms"},
        {FieldId::VerifyCertificate, FieldType::Switch, false, true, true},
    }};
    return all;
}

bool isAuthorization(const QString &header)
{
    return header.compare("Authorization"_L1, Qt::CaseInsensitive) == 0;
}

bool recognises(const config::Entry &entry)
{
    const auto command = readBridgeCommand(entry);
    return command && command->mode() != BridgeCommand::Mode::Profile && !command->url().isEmpty();
}

bool isWebSocket(const QString &address)
{
    return address.startsWith("ws://"_L1, Qt::CaseInsensitive) || address.startsWith("wss://"_L1, Qt::CaseInsensitive);
}

bool applies(const Values &values, FieldId field)
{
    return field != FieldId::Transport ||
           !isWebSocket(valueOr<QString>(remoteServerKind(), values, FieldId::Address).trimmed());
}

/// The header that carries the token: the one whose value is `${KOPRU_TOKEN}`, else the first secret one with a
/// single variable.
std::optional<qsizetype> tokenHeader(const QStringList &headers)
{
    static const QRegularExpression reference(uR"(^(?:Bearer\s+)?\$\{[^}]+\}$)"_s,
                                              QRegularExpression::CaseInsensitiveOption);
    for (qsizetype i = 0; i < headers.size(); ++i) {
        const auto header = readHeader(headers.at(i));
        if (header && secrets::isSecretName(header->name) && reference.match(header->value).hasMatch())
            return i;
    }
    return std::nullopt;
}

QString variableIn(const QString &text)
{
    const qsizetype begin = text.indexOf(u"${"_s);
    const qsizetype end = text.indexOf(u'}', begin);
    return begin < 0 || end < 0 ? QString() : text.mid(begin + 2, end - begin - 2);
}

Values fromEntry(const config::Entry &entry)
{
    Values values;
    const auto command = readBridgeCommand(entry);
    if (!command)
        return values;
    values.insert(FieldId::Address, readableAddress(command->url()));
    const QStringList headers = command->headers();
    const auto token = tokenHeader(headers);
    QStringList lines;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        const QString &line = headers.at(i);
        if (token == i) {
            const auto header = readHeader(line);
            values.insert(FieldId::HeaderName, header->name);
            values.insert(FieldId::Token, entry.variable(variableIn(line)));
        } else {
            lines.append(expanded(line, entry).value_or(line));
        }
    }
    if (!lines.isEmpty())
        values.insert(FieldId::HeaderLines, lines);
    if (const auto transport = command->value(u"--transport");
        transport && field(remoteServerKind(), FieldId::Transport)->choices.contains(*transport))
        values.insert(FieldId::Transport, *transport);
    if (const auto timeout = command->number(u"--timeout"))
        values.insert(FieldId::Timeout, *timeout);
    const QString verify = QString::fromUtf8(contract::verifyCertificateVariable.data());
    if (entry.hasVariable(verify))
        values.insert(FieldId::VerifyCertificate,
                      contract::parseSwitch(entry.variable(verify).trimmed().toStdString()).value_or(true));
    return values;
}

/// Options of the other mode would make the bridge refuse to start.
void setMode(BridgeCommand &command, const QString &address)
{
    const bool webSocket = isWebSocket(address);
    if (webSocket == (command.mode() == BridgeCommand::Mode::WebSocket))
        return;
    command.setMode(webSocket ? BridgeCommand::Mode::WebSocket : BridgeCommand::Mode::Http);
    for (const QString &option :
         webSocket ? QStringList{u"--transport"_s} : QStringList{u"--subprotocol"_s, u"--ping"_s})
        command.remove(option);
}

/// `${MY_KEY}` or `Bearer ${MY_KEY}`: no secret, but where it is. The bridge expands it once, so it must stay in the
/// header and not become the value of another variable.
bool isOnlyReference(const QString &value)
{
    static const QRegularExpression reference(uR"(^(?:[A-Za-z][A-Za-z0-9-]*\s+)?\$\{[^}]+\}$)"_s);
    return reference.match(value).hasMatch();
}

/// A header that stays as it was keeps its text and its variable; a new secret one gets a variable, unless it names one
/// itself. Variables that Kopru made for headers that are gone go with them.
/// @param kept  variables that something else needs
QStringList writeHeaders(const QStringList &lines, const QStringList &oldHeaders, QStringList kept,
                         config::Entry &entry)
{
    const config::Entry before = entry;
    QStringList headers;
    for (const QString &line : lines) {
        const auto same = std::find_if(oldHeaders.cbegin(), oldHeaders.cend(), [&before, &line](const QString &old) {
            return expanded(old, before).value_or(old) == line;
        });
        if (same != oldHeaders.cend()) {
            headers.append(*same);
            kept.append(variableIn(*same));
        } else {
            headers.append(line);
        }
    }
    for (const QString &old : oldHeaders)
        if (const QString name = variableIn(old); name.startsWith(headerVariablePrefix) && !kept.contains(name))
            entry.removeVariable(name);
    int number = 0;
    QStringList written;
    for (const QString &line : std::as_const(headers)) {
        const auto header = readHeader(line);
        if (!header)
            continue; // validate() blocks it
        if (oldHeaders.contains(line) || !secrets::isSecretName(header->name) || isOnlyReference(header->value)) {
            written.append(oldHeaders.contains(line) ? line : header->name + u": "_s + header->value);
            continue;
        }
        QString own;
        do
            own = headerVariablePrefix + QString::number(++number);
        while (entry.hasVariable(own));
        written.append(header->name + u": ${"_s + own + u'}');
        entry.setVariable(own, header->value);
    }
    return written;
}

/// `Basic dXNlcjpwYXNz`: a token that brings its scheme stays as it is. Of one in the keychain only the header tells
/// that was made when it was readable.
bool bringsScheme(const QString &token, const QString &oldHeader)
{
    if (!secrets::isKeychainReference(token))
        return token.contains(u' ');
    const auto header = readHeader(oldHeader);
    return header && isAuthorization(header->name) && header->value.startsWith(u"${"_s);
}

config::Entry toEntry(const Values &values, const config::Entry &base, const QString &bridge)
{
    const Kind &kind = remoteServerKind();
    if (recognises(base) && withoutStandards(kind, fromEntry(base)) == withoutStandards(kind, values))
        return base; // nothing was changed: not a byte changes
    config::Entry entry = base;
    BridgeCommand command;
    if (recognises(base))
        command = *readBridgeCommand(base);
    else
        entry.command = bridge;
    const QStringList oldHeaders = command.headers();
    const auto oldToken = tokenHeader(oldHeaders);
    const QString oldVariable = oldToken ? variableIn(oldHeaders.at(*oldToken)) : QString();
    const QString address = asciiAddress(valueOr<QString>(kind, values, FieldId::Address).trimmed());
    command.setValue(u"--url"_s, address);
    setMode(command, address);

    QStringList headers;
    const QString token = valueOr<QString>(kind, values, FieldId::Token).trimmed();
    const QString variable = oldVariable.isEmpty() ? QString(tokenVariable) : oldVariable;
    if (token.isEmpty() && oldToken && !base.hasVariable(oldVariable)) {
        headers.append(oldHeaders.at(*oldToken)); // its value comes from elsewhere
    } else if (token.isEmpty()) {
        entry.removeVariable(variable);
    } else {
        const QString name = valueOr<QString>(kind, values, FieldId::HeaderName).trimmed();
        const bool bearer =
            isAuthorization(name) && !bringsScheme(token, oldToken ? oldHeaders.at(*oldToken) : QString());
        headers.append(name + (bearer ? u": Bearer ${"_s : u": ${"_s) + variable + u'}');
        entry.setVariable(variable, token);
    }
    headers += writeHeaders(valueOr<QStringList>(kind, values, FieldId::HeaderLines), oldHeaders,
                            token.isEmpty() ? QStringList() : QStringList{variable}, entry);
    command.setValues(u"--header"_s, headers);
    const QString transport = valueOr<QString>(kind, values, FieldId::Transport);
    if (command.mode() == BridgeCommand::Mode::Http && transport != command.value(u"--transport").value_or(u"auto"_s)) {
        if (transport == u"auto"_s)
            command.remove(u"--transport");
        else
            command.setValue(u"--transport"_s, transport);
    }
    const int timeout = valueOr<int>(kind, values, FieldId::Timeout);
    if (timeout > 0)
        command.setValue(u"--timeout"_s, QString::number(timeout));
    else if (command.number(u"--timeout") != 0)
        command.remove(u"--timeout");
    const QString verify = QString::fromUtf8(contract::verifyCertificateVariable.data());
    const bool verifies = contract::parseSwitch(entry.variable(verify).trimmed().toStdString()).value_or(true);
    if (!valueOr<bool>(kind, values, FieldId::VerifyCertificate))
        entry.setVariable(verify, u"false"_s);
    else if (!verifies)
        entry.removeVariable(verify);
    entry.arguments = command.arguments();
    return entry;
}

QList<FieldFinding> validate(const Values &values)
{
    const Kind &kind = remoteServerKind();
    QList<FieldFinding> findings;
    const QString address = valueOr<QString>(kind, values, FieldId::Address).trimmed();
    if (const auto problem = addressProblem(address, {u"https"_s, u"http"_s, u"wss"_s, u"ws"_s}))
        findings.append({FieldId::Address, *problem});
    else if (const auto plain = plainProblem(address))
        findings.append({FieldId::Address, *plain, false});

    const QString token = valueOr<QString>(kind, values, FieldId::Token).trimmed();
    if (!token.isEmpty()) {
        const QString header = valueOr<QString>(kind, values, FieldId::HeaderName).trimmed();
        static const QRegularExpression withScheme(uR"(^[A-Za-z][A-Za-z0-9-]* \S+$)"_s);
        const bool withOwnScheme = isAuthorization(header) && withScheme.match(token).hasMatch();
        if (const auto problem = tokenProblem(token);
            problem && !(withOwnScheme && *problem == FieldProblem::SpaceInToken))
            findings.append({FieldId::Token, *problem});
        if (!isHeaderName(header))
            findings.append({FieldId::HeaderName, FieldProblem::NotAHeaderName});
    }
    for (const QString &line : valueOr<QStringList>(kind, values, FieldId::HeaderLines)) {
        if (!readHeader(line)) {
            findings.append({FieldId::HeaderLines, FieldProblem::NotAHeaderLine});
            break;
        }
    }
    const int timeout = valueOr<int>(kind, values, FieldId::Timeout);
    if (timeout < 0 || timeout > 3600000)
        findings.append({FieldId::Timeout, FieldProblem::OutOfRange});
    const QString scheme = QUrl(address, QUrl::StrictMode).scheme();
    if ((scheme == u"https"_s || scheme == u"wss"_s) && !valueOr<bool>(kind, values, FieldId::VerifyCertificate))
        findings.append({FieldId::VerifyCertificate, FieldProblem::VerificationOff, false});
    return findings;
}

std::optional<Target> target(const config::Entry &entry)
{
    const auto command = readBridgeCommand(entry);
    if (!command || command->url().isEmpty())
        return std::nullopt;
    Target target;
    target.url = QUrl(command->url().trimmed(), QUrl::StrictMode);
    addHeaders(*command, entry, target);
    const Values values = fromEntry(entry);
    readTrust(entry, target);
    readClientCertificate(*command, target);
    target.verifyCertificate = valueOr<bool>(remoteServerKind(), values, FieldId::VerifyCertificate);
    readTimeout(*command, target);
    if (command->mode() == BridgeCommand::Mode::WebSocket) {
        target.transport = Transport::WebSocket;
        target.subprotocol = command->value(u"--subprotocol").value_or(u"mcp"_s).toUtf8();
        return target;
    }
    const QString transport = valueOr<QString>(remoteServerKind(), values, FieldId::Transport);
    target.transport = transport == u"streamable"_s ? Transport::Streamable
                       : transport == u"sse"_s      ? Transport::Sse
                       : transport == u"post"_s     ? Transport::Post
                                                    : Transport::Auto;
    return target;
}

} // namespace

const Kind &remoteServerKind()
{
    static const Kind kind{KindId::RemoteServer, "remote", "globe",   "remote-server", fields(),
                           recognises,           toEntry,  fromEntry, validate,        target,
                           std::nullopt,         applies};
    return kind;
}

} // namespace kopru::integrations
