#include "app/integrations/bridgecommand.h"
#include "app/integrations/rules.h"

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

const std::array<Field, 6> &fields()
{
    static const std::array<Field, 6> all{{
        {FieldId::Address, FieldType::Url, true, false, QString(), "https://mcp.example.com/mcp"},
        {FieldId::Token, FieldType::Secret, false, false, QString(), ""},
        {FieldId::HeaderName, FieldType::Text, false, true, u"Authorization"_s, "Authorization"},
        {FieldId::HeaderLines, FieldType::Lines, false, true, QStringList(), "X-Team: sales"},
        {FieldId::Timeout, FieldType::Number, false, true, 0, "0", 0, 3600000, "ms"},
        {FieldId::VerifyCertificate, FieldType::Switch, false, true, true},
    }};
    return all;
}

bool isAuthorization(const QString &header)
{
    return header.compare("Authorization"_L1, Qt::CaseInsensitive) == 0;
}

struct HeaderLine
{
    QString name;
    QString value;
};

std::optional<HeaderLine> readHeader(const QString &line)
{
    const qsizetype colon = line.indexOf(u':');
    if (colon <= 0)
        return std::nullopt;
    const HeaderLine header{line.left(colon).trimmed(), line.mid(colon + 1).trimmed()};
    return isHeaderName(header.name) ? std::optional(header) : std::nullopt;
}

bool recognises(const config::Entry &entry)
{
    const auto command = readBridgeCommand(entry);
    return command && command->profile.isEmpty() && !command->url.isEmpty();
}

/// The header that carries the token: the one whose value is `${KOPRU_TOKEN}`, else the first secret one with a
/// single variable.
std::optional<qsizetype> tokenHeader(const BridgeCommand &command)
{
    static const QRegularExpression reference(uR"(^(?:Bearer\s+)?\$\{[^}]+\}$)"_s,
                                              QRegularExpression::CaseInsensitiveOption);
    for (qsizetype i = 0; i < command.headers.size(); ++i) {
        const auto header = readHeader(command.headers.at(i));
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
    values.insert(FieldId::Address, command->url);
    const auto token = tokenHeader(*command);
    QStringList lines;
    for (qsizetype i = 0; i < command->headers.size(); ++i) {
        const QString line = command->headers.at(i);
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
    if (command->timeoutMs)
        values.insert(FieldId::Timeout, *command->timeoutMs);
    const QString verify = QString::fromUtf8(contract::verifyCertificateVariable.data());
    if (entry.hasVariable(verify))
        values.insert(FieldId::VerifyCertificate,
                      contract::parseSwitch(entry.variable(verify).trimmed().toStdString()).value_or(true));
    return values;
}

config::Entry toEntry(const Values &values, const config::Entry &base, const QString &bridge)
{
    const Kind &kind = remoteServerKind();
    if (recognises(base) && withoutStandards(kind, fromEntry(base)) == withoutStandards(kind, values))
        return base; // nothing was changed: not a byte changes
    config::Entry entry = base;
    BridgeCommand command = readBridgeCommand(base).value_or(BridgeCommand{});
    const auto oldToken = tokenHeader(command);
    const QString oldVariable = oldToken ? variableIn(command.headers.at(*oldToken)) : QString();
    if (!recognises(base)) {
        command = {};
        entry.command = bridge;
    }
    command.url = valueOr<QString>(kind, values, FieldId::Address).trimmed();

    // Variables that only the old headers used go; the ones still needed come again below.
    for (const QString &line : std::as_const(command.headers))
        if (const QString name = variableIn(line); name.startsWith(headerVariablePrefix))
            entry.removeVariable(name);
    command.headers.clear();

    const QString token = valueOr<QString>(kind, values, FieldId::Token).trimmed();
    const QString variable = oldVariable.isEmpty() ? QString(tokenVariable) : oldVariable;
    if (token.isEmpty()) {
        entry.removeVariable(variable);
    } else {
        const QString name = valueOr<QString>(kind, values, FieldId::HeaderName).trimmed();
        // `Basic dXNlcjpwYXNz`: a token that brings its scheme stays as it is.
        const bool bearer = isAuthorization(name) && !token.contains(u' ');
        command.headers.append(name + (bearer ? u": Bearer ${"_s : u": ${"_s) + variable + u'}');
        entry.setVariable(variable, token);
    }
    int number = 0;
    for (const QString &line : valueOr<QStringList>(kind, values, FieldId::HeaderLines)) {
        const auto header = readHeader(line);
        if (!header)
            continue; // validate() blocks it
        if (secrets::isSecretName(header->name)) {
            const QString own = headerVariablePrefix + QString::number(++number);
            command.headers.append(header->name + u": ${"_s + own + u'}');
            entry.setVariable(own, header->value);
        } else {
            command.headers.append(header->name + u": "_s + header->value);
        }
    }
    const int timeout = valueOr<int>(kind, values, FieldId::Timeout);
    command.timeoutMs = timeout > 0 ? std::optional(timeout) : std::nullopt;
    const QString verify = QString::fromUtf8(contract::verifyCertificateVariable.data());
    if (!valueOr<bool>(kind, values, FieldId::VerifyCertificate))
        entry.setVariable(verify, u"false"_s);
    else
        entry.removeVariable(verify);
    entry.arguments = bridgeArguments(command);
    return entry;
}

QList<FieldFinding> validate(const Values &values)
{
    const Kind &kind = remoteServerKind();
    QList<FieldFinding> findings;
    const QString address = valueOr<QString>(kind, values, FieldId::Address).trimmed();
    const QUrl url(address, QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (address.isEmpty())
        findings.append({FieldId::Address, FieldProblem::Missing});
    else if (isPlaceholder(address))
        findings.append({FieldId::Address, FieldProblem::Placeholder});
    else if (url.isValid() && !scheme.isEmpty() && address.contains(u"://"_s) && scheme != u"http"_s &&
             scheme != u"https"_s)
        findings.append({FieldId::Address, FieldProblem::UnsupportedScheme});
    else if (!url.isValid() || url.host().isEmpty() || !address.contains(u"://"_s))
        findings.append({FieldId::Address, FieldProblem::NotAUrl});
    else if (!url.userInfo().isEmpty())
        findings.append({FieldId::Address, FieldProblem::CredentialsInUrl});
    else if (scheme == u"http"_s && !isLoopback(url.host()))
        findings.append({FieldId::Address, FieldProblem::PlainHttp, false});

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
    if (scheme == u"https"_s && !valueOr<bool>(kind, values, FieldId::VerifyCertificate))
        findings.append({FieldId::VerifyCertificate, FieldProblem::VerificationOff, false});
    return findings;
}

std::optional<Target> target(const config::Entry &entry)
{
    const auto command = readBridgeCommand(entry);
    if (!command || command->url.isEmpty())
        return std::nullopt;
    Target target;
    target.url = QUrl(command->url.trimmed(), QUrl::StrictMode);
    for (const QString &line : command->headers)
        if (const auto whole = expanded(line, entry))
            if (const auto header = readHeader(*whole); header && !header->value.contains("keychain:"_L1))
                target.headers.append({header->name.toUtf8(), header->value.toUtf8()});
    const Values values = fromEntry(entry);
    readTrust(entry, target);
    target.verifyCertificate = valueOr<bool>(remoteServerKind(), values, FieldId::VerifyCertificate);
    if (command->timeoutMs && *command->timeoutMs > 0)
        target.timeout = std::chrono::milliseconds(*command->timeoutMs);
    target.sessionful = !command->others.join(u' ').contains("--transport post"_L1);
    return target;
}

} // namespace

const Kind &remoteServerKind()
{
    static const Kind kind{KindId::RemoteServer, "remote", "globe",   "remote-server", fields(),
                           recognises,           toEntry,  fromEntry, validate,        target};
    return kind;
}

} // namespace kopru::integrations
