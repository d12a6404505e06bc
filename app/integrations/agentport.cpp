#include "app/integrations/rules.h"

#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

/// AgentPort with an API key (document agentport.txt, approach B). The document's own entry, `npx -y mcp-remote …
/// --header X-API-Key:${AGENTPORT_API_KEY}`, is a local command: it stays what it is until somebody asks for another.
namespace kopru::integrations {

namespace {

namespace profile = contract::agentport;

constexpr std::array variables{
    FieldVariable{FieldId::Token, profile::key},
    FieldVariable{FieldId::VerifyCertificate, contract::verifyCertificateVariable},
};

const std::array<Field, 3> &fields()
{
    static const std::array<Field, 3> all{{
        {FieldId::Token, FieldType::Secret, true, false, QString(), "ap_…"},
        {FieldId::Address, FieldType::Url, false, true, text(profile::defaultUrl), "https://agentport.example.com/mcp"},
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
    Values values = readVariables(agentPortKind(), variables, entry);
    if (const auto command = readBridgeCommand(entry))
        if (const auto url = command->value(u"--url"))
            values.insert(FieldId::Address, readableAddress(*url));
    return values;
}

config::Entry toEntry(const Values &values, const config::Entry &base, const QString &bridge)
{
    const Kind &kind = agentPortKind();
    config::Entry entry = base;
    BridgeCommand command(BridgeCommand::Mode::Profile, text(profile::profile));
    if (recognises(base))
        command = *readBridgeCommand(base);
    else
        entry.command = bridge;
    const QString address = asciiAddress(valueOr<QString>(kind, values, FieldId::Address).trimmed());
    const bool standard = address.isEmpty() || address == text(profile::defaultUrl);
    if (!standard || command.value(u"--url"))
        command.setValue(u"--url"_s, standard ? text(profile::defaultUrl) : address);
    entry.arguments = command.arguments();
    writeVariables(kind, variables, values, entry);
    return entry;
}

QList<FieldFinding> validate(const Values &values)
{
    const Kind &kind = agentPortKind();
    QList<FieldFinding> findings;
    const QString token = valueOr<QString>(kind, values, FieldId::Token).trimmed();
    if (token.isEmpty())
        findings.append({FieldId::Token, FieldProblem::Missing});
    else if (const auto problem = tokenProblem(token))
        findings.append({FieldId::Token, *problem});
    else if (!token.startsWith(u"ap_"_s) && !token.startsWith(text(contract::keychainPrefix)))
        findings.append({FieldId::Token, FieldProblem::UnusualPrefix, false});
    const QString address = valueOr<QString>(kind, values, FieldId::Address).trimmed();
    if (!address.isEmpty()) {
        if (const auto problem = addressProblem(address, {u"https"_s, u"http"_s}))
            findings.append({FieldId::Address, *problem});
        else if (const auto plain = plainProblem(address))
            findings.append({FieldId::Address, *plain, false});
    }
    if (!valueOr<bool>(kind, values, FieldId::VerifyCertificate))
        findings.append({FieldId::VerifyCertificate, FieldProblem::VerificationOff, false});
    return findings;
}

std::optional<Target> target(const config::Entry &entry)
{
    const Kind &kind = agentPortKind();
    const Values values = fromEntry(entry);
    Target target;
    const QString address = valueOr<QString>(kind, values, FieldId::Address).trimmed();
    target.url = QUrl(address.isEmpty() ? text(profile::defaultUrl) : address, QUrl::StrictMode);
    addSecretHeader(target, profile::keyHeader, valueOr<QString>(kind, values, FieldId::Token));
    readTrust(entry, target);
    target.verifyCertificate = valueOr<bool>(kind, values, FieldId::VerifyCertificate);
    if (const auto command = readBridgeCommand(entry)) {
        readClientCertificate(*command, target);
        readTimeout(*command, target);
        addHeaders(*command, entry, target);
    }
    return target;
}

} // namespace

const Kind &agentPortKind()
{
    static const Kind kind{KindId::AgentPort, "agentport", "gateway", "agentport", fields(),
                           recognises,        toEntry,     fromEntry, validate,    target};
    return kind;
}

} // namespace kopru::integrations
