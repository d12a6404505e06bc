#include "app/integrations/rules.h"

#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

/// Apinizer API Portal, over HTTP and over WebSocket (document apinizer-api-portal.txt). The document's own entries,
/// `node …/apinizer_http_proxy.js` and `node …/apinizer_ws_proxy.js`, are local commands: they stay what they are until
/// somebody asks for another.
namespace kopru::integrations {

namespace {

namespace http = contract::apinizer_http;
namespace ws = contract::apinizer_ws;

constexpr std::array httpVariables{
    FieldVariable{FieldId::Token, http::token},
    FieldVariable{FieldId::Host, http::host},
    FieldVariable{FieldId::Port, http::port},
    FieldVariable{FieldId::Path, http::path},
    FieldVariable{FieldId::TokenHeader, http::tokenHeader},
    FieldVariable{FieldId::Timeout, http::timeout},
    FieldVariable{FieldId::UseHttps, http::useHttps},
    FieldVariable{FieldId::VerifyCertificate, http::verifyCertificate},
};
// The path and the header are fixed in the document's script.
constexpr std::array wsVariables{
    FieldVariable{FieldId::Token, ws::token},
    FieldVariable{FieldId::Host, ws::host},
    FieldVariable{FieldId::Port, ws::port},
    FieldVariable{FieldId::Timeout, ws::timeout},
    FieldVariable{FieldId::VerifyCertificate, contract::verifyCertificateVariable},
};

const std::array<Field, 8> &httpFields()
{
    static const std::array<Field, 8> all{{
        {FieldId::Host, FieldType::Host, true, false, QString(), "apiportal.example.com"},
        {FieldId::Token, FieldType::Secret, true, false, QString(), "mcp_…"},
        {FieldId::Port, FieldType::Number, false, true, http::defaultPort, "443", 1, 65535},
        {FieldId::Path, FieldType::Text, false, true, text(http::defaultPath), "/apiportal/management/mcp/api"},
        {FieldId::TokenHeader, FieldType::Text, false, true, text(http::defaultTokenHeader), "APINIZER-TOKEN"},
        {FieldId::Timeout, FieldType::Number, false, true, http::defaultTimeoutMs, "30000", 100, 3600000, "ms"},
        {FieldId::UseHttps, FieldType::Switch, false, true, true},
        {FieldId::VerifyCertificate, FieldType::Switch, false, true, true},
    }};
    return all;
}

const std::array<Field, 5> &wsFields()
{
    static const std::array<Field, 5> all{{
        {FieldId::Host, FieldType::Host, true, false, QString(), "apiportal.example.com"},
        {FieldId::Token, FieldType::Secret, true, false, QString(), "mcp_…"},
        {FieldId::Port, FieldType::Number, false, true, ws::defaultPort, "443", 1, 65535},
        {FieldId::Timeout, FieldType::Number, false, true, http::defaultTimeoutMs, "30000", 100, 3600000, "ms"},
        {FieldId::VerifyCertificate, FieldType::Switch, false, true, true},
    }};
    return all;
}

bool isHttp(const config::Entry &entry)
{
    return startsProfile(entry, http::profile);
}

bool isWebSocket(const config::Entry &entry)
{
    return startsProfile(entry, ws::profile);
}

Values httpValues(const config::Entry &entry)
{
    return readVariables(apinizerHttpKind(), httpVariables, entry);
}

Values wsValues(const config::Entry &entry)
{
    return readVariables(apinizerWebSocketKind(), wsVariables, entry);
}

/// An entry of the other connection keeps its command, its options and what both understand. The bridge refuses to
/// start with options of the other one.
config::Entry switchedTo(std::string_view profile, FieldVariables own, FieldVariables other, const config::Entry &base,
                         const QString &bridge)
{
    config::Entry entry = base;
    auto command = readBridgeCommand(base);
    const bool sibling = isHttp(base) || isWebSocket(base);
    if (!sibling || !command) {
        command = BridgeCommand(BridgeCommand::Mode::Profile);
        entry.command = bridge;
    }
    command->setValue(u"--profile"_s, text(profile));
    for (const QString &option :
         profile == ws::profile ? QStringList{u"--transport"_s} : QStringList{u"--subprotocol"_s, u"--ping"_s})
        command->remove(option);
    entry.arguments = command->arguments();
    for (const auto &[id, variable] : other) {
        const bool shared =
            std::any_of(own.begin(), own.end(), [name = variable](const auto &one) { return one.variable == name; });
        if (sibling && !shared)
            entry.removeVariable(text(variable));
    }
    return entry;
}

config::Entry toHttp(const Values &values, const config::Entry &base, const QString &bridge)
{
    config::Entry entry = isHttp(base) ? base : switchedTo(http::profile, httpVariables, wsVariables, base, bridge);
    writeVariables(apinizerHttpKind(), httpVariables, values, entry);
    return entry;
}

config::Entry toWebSocket(const Values &values, const config::Entry &base, const QString &bridge)
{
    config::Entry entry = isWebSocket(base) ? base : switchedTo(ws::profile, wsVariables, httpVariables, base, bridge);
    writeVariables(apinizerWebSocketKind(), wsVariables, values, entry);
    return entry;
}

/// What the fields of both have in common.
QList<FieldFinding> judge(const Kind &kind, const Values &values)
{
    QList<FieldFinding> findings;
    if (const auto problem = hostProblem(valueOr<QString>(kind, values, FieldId::Host)))
        findings.append({FieldId::Host, *problem});
    const QString token = valueOr<QString>(kind, values, FieldId::Token).trimmed();
    if (token.isEmpty())
        findings.append({FieldId::Token, FieldProblem::Missing});
    else if (const auto problem = tokenProblem(token))
        findings.append({FieldId::Token, *problem});
    else if (!token.startsWith(u"mcp_"_s) && !token.startsWith(text(contract::keychainPrefix)))
        findings.append({FieldId::Token, FieldProblem::UnusualPrefix, false});
    judgeNumbers(kind, values, findings);
    return findings;
}

void judgeVerification(const Kind &kind, const Values &values, QList<FieldFinding> &findings)
{
    if (!valueOr<bool>(kind, values, FieldId::VerifyCertificate))
        findings.append({FieldId::VerifyCertificate, FieldProblem::VerificationOff, false});
}

QList<FieldFinding> validateHttp(const Values &values)
{
    const Kind &kind = apinizerHttpKind();
    QList<FieldFinding> findings = judge(kind, values);
    if (!isHeaderName(valueOr<QString>(kind, values, FieldId::TokenHeader).trimmed()))
        findings.append({FieldId::TokenHeader, FieldProblem::NotAHeaderName});
    const bool https = valueOr<bool>(kind, values, FieldId::UseHttps);
    if (!https && !isLoopback(valueOr<QString>(kind, values, FieldId::Host).trimmed()))
        findings.append({FieldId::UseHttps, FieldProblem::PlainHttp, false});
    if (https)
        judgeVerification(kind, values, findings);
    return findings;
}

QList<FieldFinding> validateWebSocket(const Values &values)
{
    QList<FieldFinding> findings = judge(apinizerWebSocketKind(), values);
    judgeVerification(apinizerWebSocketKind(), values, findings);
    return findings;
}

Target common(const Kind &kind, const Values &values, const config::Entry &entry, const QString &scheme)
{
    Target target;
    target.url.setScheme(scheme);
    target.url.setHost(valueOr<QString>(kind, values, FieldId::Host).trimmed());
    target.url.setPort(valueOr<int>(kind, values, FieldId::Port));
    readTrust(entry, target);
    target.verifyCertificate = valueOr<bool>(kind, values, FieldId::VerifyCertificate);
    target.timeout = std::chrono::milliseconds(valueOr<int>(kind, values, FieldId::Timeout));
    if (const auto command = readBridgeCommand(entry)) {
        readClientCertificate(*command, target);
        if (!values.contains(FieldId::Timeout)) // the variable goes first
            readTimeout(*command, target);
        target.subprotocol = command->value(u"--subprotocol").value_or(QString()).toUtf8();
    }
    return target;
}

std::optional<Target> httpTarget(const config::Entry &entry)
{
    const Kind &kind = apinizerHttpKind();
    const Values values = httpValues(entry);
    Target target =
        common(kind, values, entry, valueOr<bool>(kind, values, FieldId::UseHttps) ? u"https"_s : u"http"_s);
    QString path = valueOr<QString>(kind, values, FieldId::Path).trimmed();
    if (!path.startsWith(u'/'))
        path.prepend(u'/');
    const qsizetype question = path.indexOf(u'?');
    target.url.setPath(path.left(question));
    if (question >= 0)
        target.url.setQuery(path.mid(question + 1));
    addSecretHeader(target, valueOr<QString>(kind, values, FieldId::TokenHeader).trimmed().toStdString(),
                    valueOr<QString>(kind, values, FieldId::Token));
    target.transport = Transport::Post;
    return target;
}

std::optional<Target> wsTarget(const config::Entry &entry)
{
    const Kind &kind = apinizerWebSocketKind();
    const Values values = wsValues(entry);
    Target target = common(kind, values, entry, u"wss"_s);
    target.url.setPath(text(ws::path));
    addSecretHeader(target, ws::tokenHeader, valueOr<QString>(kind, values, FieldId::Token));
    target.transport = Transport::WebSocket;
    return target;
}

} // namespace

const Kind &apinizerHttpKind()
{
    static const Kind kind{KindId::ApinizerHttp,
                           "apinizer-http",
                           "portal",
                           "apinizer",
                           httpFields(),
                           isHttp,
                           toHttp,
                           httpValues,
                           validateHttp,
                           httpTarget,
                           KindId::ApinizerWebSocket};
    return kind;
}

const Kind &apinizerWebSocketKind()
{
    static const Kind kind{KindId::ApinizerWebSocket,
                           "apinizer-ws",
                           "portal",
                           "apinizer",
                           wsFields(),
                           isWebSocket,
                           toWebSocket,
                           wsValues,
                           validateWebSocket,
                           wsTarget,
                           KindId::ApinizerHttp};
    return kind;
}

} // namespace kopru::integrations
