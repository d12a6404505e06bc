#include "app/integrations/rules.h"

#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

/// ALECS over WebSocket (document alecs-websocket.txt). The document's own entry, `node …/websocket-client.js` with the
/// same variables, is a local command: it stays what it is until somebody asks for another.
namespace kopru::integrations {

namespace {

namespace profile = contract::alecs_ws;

constexpr std::array variables{
    FieldVariable{FieldId::Address, profile::url},
    FieldVariable{FieldId::Token, profile::token},
    FieldVariable{FieldId::VerifyCertificate, contract::verifyCertificateVariable},
};

const std::array<Field, 3> &fields()
{
    static const std::array<Field, 3> all{{
        {FieldId::Address, FieldType::Url, true, false, QString(), "wss://alecs.example.com:8082/mcp"},
        {FieldId::Token, FieldType::Secret, true, false, QString(), ""},
        {FieldId::VerifyCertificate, FieldType::Switch, false, true, true},
    }};
    return all;
}

bool recognises(const config::Entry &entry)
{
    return startsProfile(entry, profile::profile);
}

Values fromEntry(const config::Entry &entry)
{
    return readVariables(alecsWebSocketKind(), variables, entry);
}

config::Entry toEntry(const Values &values, const config::Entry &base, const QString &bridge)
{
    config::Entry entry = base;
    if (!recognises(base)) {
        entry.command = bridge;
        entry.arguments = BridgeCommand(BridgeCommand::Mode::Profile, text(profile::profile)).arguments();
    }
    writeVariables(alecsWebSocketKind(), variables, values, entry);
    return entry;
}

QList<FieldFinding> validate(const Values &values)
{
    const Kind &kind = alecsWebSocketKind();
    QList<FieldFinding> findings;
    const QString address = valueOr<QString>(kind, values, FieldId::Address).trimmed();
    if (const auto problem = addressProblem(address, {u"wss"_s, u"ws"_s}))
        findings.append({FieldId::Address, *problem});
    else if (const auto plain = plainProblem(address))
        findings.append({FieldId::Address, *plain, false});
    const QString token = valueOr<QString>(kind, values, FieldId::Token).trimmed();
    if (token.isEmpty())
        findings.append({FieldId::Token, FieldProblem::Missing});
    else if (const auto problem = tokenProblem(token))
        findings.append({FieldId::Token, *problem});
    else if (token.startsWith(u"tok_"_s))
        findings.append({FieldId::Token, FieldProblem::TokenId, false});
    if (address.startsWith(u"wss:"_s) && !valueOr<bool>(kind, values, FieldId::VerifyCertificate))
        findings.append({FieldId::VerifyCertificate, FieldProblem::VerificationOff, false});
    return findings;
}

std::optional<Target> target(const config::Entry &entry)
{
    const Kind &kind = alecsWebSocketKind();
    const Values values = fromEntry(entry);
    Target target;
    target.url = QUrl(valueOr<QString>(kind, values, FieldId::Address).trimmed(), QUrl::StrictMode);
    addSecretHeader(target, "Authorization", valueOr<QString>(kind, values, FieldId::Token), "Bearer ");
    readTrust(entry, target);
    target.verifyCertificate = valueOr<bool>(kind, values, FieldId::VerifyCertificate);
    if (const auto command = readBridgeCommand(entry)) {
        readClientCertificate(*command, target);
        readTimeout(*command, target);
        target.subprotocol = command->value(u"--subprotocol").value_or(QString()).toUtf8();
    }
    target.transport = Transport::WebSocket;
    return target;
}

} // namespace

const Kind &alecsWebSocketKind()
{
    static const Kind kind{KindId::AlecsWebSocket,
                           "alecs-ws",
                           "cloud",
                           "alecs",
                           fields(),
                           recognises,
                           toEntry,
                           fromEntry,
                           validate,
                           target};
    return kind;
}

} // namespace kopru::integrations
