#include "app/integrations/bridgecommand.h"
#include "app/integrations/rules.h"

#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

/// Apinizer API Portal over HTTP (document apinizer-api-portal.txt).
namespace kopru::integrations {

namespace {

namespace profile = contract::apinizer_http;

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

// The variable behind each field. Host and token are always written, the others only where they differ from
// what the bridge assumes.
struct FieldVariable
{
    FieldId field;
    std::string_view variable;
};
constexpr std::array fieldVariables{
    FieldVariable{FieldId::Token, profile::token},
    FieldVariable{FieldId::Host, profile::host},
    FieldVariable{FieldId::Port, profile::port},
    FieldVariable{FieldId::Path, profile::path},
    FieldVariable{FieldId::TokenHeader, profile::tokenHeader},
    FieldVariable{FieldId::Timeout, profile::timeout},
    FieldVariable{FieldId::UseHttps, profile::useHttps},
    FieldVariable{FieldId::VerifyCertificate, profile::verifyCertificate},
};

const std::array<Field, 8> &fields()
{
    static const std::array<Field, 8> all{{
        {FieldId::Host, FieldType::Host, true, false, QString(), "apiportal.example.com"},
        {FieldId::Token, FieldType::Secret, true, false, QString(), "mcp_…"},
        {FieldId::Port, FieldType::Number, false, true, profile::defaultPort, "443", 1, 65535},
        {FieldId::Path, FieldType::Text, false, true, text(profile::defaultPath), "/apiportal/management/mcp/api"},
        {FieldId::TokenHeader, FieldType::Text, false, true, text(profile::defaultTokenHeader), "APINIZER-TOKEN"},
        {FieldId::Timeout, FieldType::Number, false, true, profile::defaultTimeoutMs, "30000", 100, 3600000, "ms"},
        {FieldId::UseHttps, FieldType::Switch, false, true, true},
        {FieldId::VerifyCertificate, FieldType::Switch, false, true, true},
    }};
    return all;
}

bool recognises(const config::Entry &entry)
{
    const auto command = readBridgeCommand(entry);
    return command && command->profile == text(profile::profile);
}

QString toText(const Value &value)
{
    if (const bool *on = std::get_if<bool>(&value))
        return *on ? u"true"_s : u"false"_s;
    if (const int *number = std::get_if<int>(&value))
        return QString::number(*number);
    if (const QString *held = std::get_if<QString>(&value))
        return held->trimmed();
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
    return written;
}

Values fromEntry(const config::Entry &entry)
{
    Values values;
    for (const auto &[id, variable] : fieldVariables)
        if (const QString name = text(variable); entry.hasVariable(name))
            values.insert(id, fromText(*field(apinizerHttpKind(), id), entry.variable(name)));
    return values;
}

config::Entry toEntry(const Values &values, const config::Entry &base, const QString &bridge)
{
    config::Entry entry = base;
    if (!recognises(base)) {
        entry.command = bridge;
        entry.arguments = bridgeArguments({text(profile::profile), {}, {}, {}, {}});
    }
    for (const auto &[id, variable] : fieldVariables) {
        const QString name = text(variable);
        const Field &described = *field(apinizerHttpKind(), id);
        const auto found = values.constFind(id);
        const Value &value = found == values.constEnd() ? described.standard : *found;
        if (entry.hasVariable(name)) {
            // `TRUE` stays as it was written when the switch was not touched.
            if (toText(fromText(described, entry.variable(name))) != toText(value))
                entry.setVariable(name, toText(value));
        } else if (described.required || toText(value) != toText(described.standard)) {
            entry.setVariable(name, toText(value));
        }
    }
    return entry;
}

QList<FieldFinding> validate(const Values &values)
{
    const Kind &kind = apinizerHttpKind();
    QList<FieldFinding> findings;
    if (const auto problem = hostProblem(valueOr<QString>(kind, values, FieldId::Host)))
        findings.append({FieldId::Host, *problem});
    const QString token = valueOr<QString>(kind, values, FieldId::Token).trimmed();
    if (token.isEmpty())
        findings.append({FieldId::Token, FieldProblem::Missing});
    else if (const auto problem = tokenProblem(token))
        findings.append({FieldId::Token, *problem});
    else if (!token.startsWith(u"mcp_"_s) && !token.startsWith(u"keychain:"_s))
        findings.append({FieldId::Token, FieldProblem::UnusualPrefix, false});
    for (const Field &described : fields()) {
        if (described.type != FieldType::Number)
            continue;
        const int number = valueOr<int>(kind, values, described.id);
        if (number < described.least || number > described.most)
            findings.append({described.id, FieldProblem::OutOfRange});
    }
    if (!isHeaderName(valueOr<QString>(kind, values, FieldId::TokenHeader).trimmed()))
        findings.append({FieldId::TokenHeader, FieldProblem::NotAHeaderName});
    const bool https = valueOr<bool>(kind, values, FieldId::UseHttps);
    if (!https && !isLoopback(valueOr<QString>(kind, values, FieldId::Host).trimmed()))
        findings.append({FieldId::UseHttps, FieldProblem::PlainHttp, false});
    if (https && !valueOr<bool>(kind, values, FieldId::VerifyCertificate))
        findings.append({FieldId::VerifyCertificate, FieldProblem::VerificationOff, false});
    return findings;
}

std::optional<Target> target(const config::Entry &entry)
{
    const Kind &kind = apinizerHttpKind();
    const Values values = fromEntry(entry);
    Target target;
    target.url.setScheme(valueOr<bool>(kind, values, FieldId::UseHttps) ? u"https"_s : u"http"_s);
    target.url.setHost(valueOr<QString>(kind, values, FieldId::Host).trimmed());
    target.url.setPort(valueOr<int>(kind, values, FieldId::Port));
    QString path = valueOr<QString>(kind, values, FieldId::Path).trimmed();
    if (!path.startsWith(u'/'))
        path.prepend(u'/');
    const qsizetype question = path.indexOf(u'?');
    target.url.setPath(path.left(question));
    if (question >= 0)
        target.url.setQuery(path.mid(question + 1));
    if (const QString token = valueOr<QString>(kind, values, FieldId::Token).trimmed(); !token.isEmpty())
        target.headers.append(
            {valueOr<QString>(kind, values, FieldId::TokenHeader).trimmed().toUtf8(), token.toUtf8()});
    readTrust(entry, target);
    target.verifyCertificate = valueOr<bool>(kind, values, FieldId::VerifyCertificate);
    target.timeout = std::chrono::milliseconds(valueOr<int>(kind, values, FieldId::Timeout));
    target.sessionful = false;
    return target;
}

} // namespace

const Kind &apinizerHttpKind()
{
    static const Kind kind{KindId::ApinizerHttp, "apinizer-http", "portal",  "apinizer", fields(),
                           recognises,           toEntry,         fromEntry, validate,   target};
    return kind;
}

} // namespace kopru::integrations
