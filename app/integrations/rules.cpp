#include "app/integrations/rules.h"

#include "app/secrets/keychain.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

bool isPlaceholder(const QString &text)
{
    // `your-server.de` is the domain of a hoster: only the bare word is a placeholder.
    static const QRegularExpression shape(
        uR"(^<[^>]*>$|your[_ -]?[a-z0-9_ -]*(?:key|token|secret|host|address)|your[_-](?:server(?:[_-]ip)?|domain(?:\.com)?)(?=[:/>]|$)|(?:key|token)[_ -]here|^(?:mcp|ap)_x{2,}$|^x{3,}$|^\[[^\]]*\]$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return shape.match(text.trimmed()).hasMatch();
}

bool isLoopback(const QString &host)
{
    static const QRegularExpression v4(uR"(^127(?:\.\d{1,3}){3}$)"_s);
    const QString plain = host.toLower();
    return plain == u"localhost"_s || plain.endsWith(u".localhost"_s) || plain == u"::1"_s || plain == u"[::1]"_s ||
           v4.match(plain).hasMatch();
}

std::optional<FieldProblem> hostProblem(const QString &text)
{
    const QString host = text.trimmed();
    if (host.isEmpty())
        return FieldProblem::Missing;
    if (isPlaceholder(host))
        return FieldProblem::Placeholder;
    if (host.contains(u"://"_s))
        return FieldProblem::AddressAsHost;
    QUrl url;
    url.setHost(host, QUrl::StrictMode);
    static const QRegularExpression foreign(uR"([\s/\\?#@%"'<>{}|^`])"_s);
    const bool v6 = host.startsWith(u'[') || host.count(u':') > 1;
    if (host.contains(foreign) || (!v6 && host.contains(u':')) || url.host().isEmpty())
        return FieldProblem::NotAHost;
    return std::nullopt;
}

std::optional<FieldProblem> tokenProblem(const QString &text)
{
    const QString token = text.trimmed();
    if (secrets::keychainName(token))
        return std::nullopt; // a name that people chose; the token is elsewhere
    if (isPlaceholder(token))
        return FieldProblem::Placeholder;
    static const QRegularExpression space(uR"([\s\x{0}-\x{1f}\x{7f}])"_s);
    if (token.contains(space))
        return FieldProblem::SpaceInToken;
    return std::nullopt;
}

bool isHeaderName(QStringView name)
{
    static const QRegularExpression shape(uR"(^[!#$%&'*+.^_`|~0-9A-Za-z-]+$)"_s);
    return shape.match(name.toString()).hasMatch();
}

void readTrust(const config::Entry &entry, Target &target)
{
    const QString instead = entry.variable(u"SSL_CERT_FILE"_s).trimmed();
    const QString folder = entry.variable(u"SSL_CERT_DIR"_s).trimmed();
    const QString besides = entry.variable(u"NODE_EXTRA_CA_CERTS"_s).trimmed();
    target.systemTrust = instead.isEmpty() && folder.isEmpty();
    if (!instead.isEmpty())
        target.certificateFiles.append(instead);
    if (!folder.isEmpty())
        target.certificateFiles.append(folder + u"/*"_s);
    if (!besides.isEmpty())
        target.certificateFiles.append(besides);
}

void readClientCertificate(const BridgeCommand &command, Target &target)
{
    target.clientCertificateFile = command.value(u"--client-certificate").value_or(QString());
    target.clientKeyFile = command.value(u"--client-key").value_or(QString());
}

void readTimeout(const BridgeCommand &command, Target &target)
{
    if (const int limit = command.number(u"--timeout").value_or(0); limit > 0)
        target.timeout = std::chrono::milliseconds(limit);
}

std::optional<HeaderLine> readHeader(const QString &line)
{
    const qsizetype colon = line.indexOf(u':');
    if (colon <= 0)
        return std::nullopt;
    const HeaderLine header{line.left(colon).trimmed(), line.mid(colon + 1).trimmed()};
    return isHeaderName(header.name) ? std::optional(header) : std::nullopt;
}

void addHeaders(const BridgeCommand &command, const config::Entry &entry, Target &target)
{
    for (const QString &line : command.headers())
        if (const auto whole = expanded(line, entry))
            if (const auto header = readHeader(*whole);
                header && !header->value.contains(text(contract::keychainPrefix)))
                target.headers.append({header->name.toUtf8(), header->value.toUtf8()});
}

void addSecretHeader(Target &target, std::string_view name, const QString &secret, const QByteArray &before)
{
    const QString value = secret.trimmed();
    if (!value.isEmpty() && !value.startsWith(text(contract::keychainPrefix)))
        target.headers.append({QByteArray(name.data(), static_cast<qsizetype>(name.size())), before + value.toUtf8()});
}

std::optional<FieldProblem> addressProblem(const QString &address, const QStringList &schemes)
{
    if (address.isEmpty())
        return FieldProblem::Missing;
    if (isPlaceholder(address))
        return FieldProblem::Placeholder;
    const QUrl url(address, QUrl::StrictMode);
    const bool hasScheme = address.contains(u"://"_s) && !url.scheme().isEmpty();
    if (url.isValid() && hasScheme && !schemes.contains(url.scheme()))
        return FieldProblem::UnsupportedScheme;
    if (!url.isValid() || url.host().isEmpty() || !hasScheme)
        return FieldProblem::NotAUrl;
    if (!url.userInfo().isEmpty())
        return FieldProblem::CredentialsInUrl;
    return std::nullopt;
}

std::optional<FieldProblem> plainProblem(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (url.host().isEmpty() || isLoopback(url.host()))
        return std::nullopt;
    if (url.scheme() == u"http"_s)
        return FieldProblem::PlainHttp;
    return url.scheme() == u"ws"_s ? std::optional(FieldProblem::PlainWebSocket) : std::nullopt;
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

namespace {

bool isAscii(const QString &written)
{
    return std::all_of(written.cbegin(), written.cend(), [](QChar one) { return one.unicode() < 0x80; });
}

bool hasAce(const QString &written)
{
    return written.contains("xn--"_L1, Qt::CaseInsensitive);
}

} // namespace

QString asciiHost(const QString &host)
{
    const QByteArray ascii = isAscii(host) ? QByteArray() : QUrl::toAce(host, QUrl::IgnoreIDNWhitelist);
    return ascii.isEmpty() ? host : QString::fromLatin1(ascii);
}

QString asciiAddress(const QString &address)
{
    if (isAscii(address))
        return address;
    const QUrl url(address, QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty() ? QString::fromLatin1(url.toEncoded()) : address;
}

QString readableHost(const QString &host)
{
    return hasAce(host) ? QUrl::fromAce(host.toLatin1(), QUrl::IgnoreIDNWhitelist) : host;
}

QString readableAddress(const QString &address)
{
    if (!hasAce(address))
        return address;
    const QString ascii = QUrl(address, QUrl::StrictMode).host(QUrl::FullyEncoded);
    const qsizetype at = ascii.isEmpty() ? -1 : address.indexOf(ascii, 0, Qt::CaseInsensitive);
    return at < 0 ? address : address.left(at) + readableHost(ascii) + address.mid(at + ascii.size());
}

namespace {

QString toText(const Field &field, const Value &value)
{
    if (const bool *on = std::get_if<bool>(&value))
        return *on ? u"true"_s : u"false"_s;
    if (const int *number = std::get_if<int>(&value))
        return QString::number(*number);
    if (const QString *held = std::get_if<QString>(&value))
        return field.type == FieldType::Host  ? asciiHost(held->trimmed())
               : field.type == FieldType::Url ? asciiAddress(held->trimmed())
                                              : held->trimmed();
    return {};
}

/// A variable read as the field's type; what cannot be read is kept as text, so that the form shows it.
Value fromText(const Field &field, const QString &written)
{
    if (field.type == FieldType::Switch) {
        if (const auto on = contract::parseSwitch(written.trimmed().toStdString()))
            return *on;
        return field.standard;
    }
    if (field.type == FieldType::Number) {
        bool good = false;
        const int number = written.trimmed().toInt(&good);
        return good ? Value(number) : field.standard;
    }
    return field.type == FieldType::Host  ? readableHost(written)
           : field.type == FieldType::Url ? readableAddress(written)
                                          : written;
}

} // namespace

Values readVariables(const Kind &kind, FieldVariables variables, const config::Entry &entry)
{
    Values values;
    for (const auto &[id, variable] : variables)
        if (const QString name = text(variable); entry.hasVariable(name))
            values.insert(id, fromText(*field(kind, id), entry.variable(name)));
    return values;
}

void writeVariables(const Kind &kind, FieldVariables variables, const Values &values, config::Entry &entry)
{
    for (const auto &[id, variable] : variables) {
        const QString name = text(variable);
        const Field &described = *field(kind, id);
        const auto found = values.constFind(id);
        const Value &value = found == values.constEnd() ? described.standard : *found;
        if (entry.hasVariable(name)) {
            // `TRUE` stays as it was written when the switch was not touched.
            if (toText(described, fromText(described, entry.variable(name))) != toText(described, value))
                entry.setVariable(name, toText(described, value));
        } else if (described.required || toText(described, value) != toText(described, described.standard)) {
            entry.setVariable(name, toText(described, value));
        }
    }
}

bool startsProfile(const config::Entry &entry, std::string_view profile)
{
    const auto command = readBridgeCommand(entry);
    return command && command->profile() == text(profile);
}

void judgeNumbers(const Kind &kind, const Values &values, QList<FieldFinding> &findings)
{
    for (const Field &described : kind.fields) {
        if (described.type != FieldType::Number)
            continue;
        const int number = valueOr<int>(kind, values, described.id);
        if (number < described.least || number > described.most)
            findings.append({described.id, FieldProblem::OutOfRange});
    }
}

} // namespace kopru::integrations
