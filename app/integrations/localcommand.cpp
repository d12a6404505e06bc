#include "app/integrations/rules.h"

using namespace Qt::StringLiterals;

/// A program on this computer, started as it stands. Every entry that no other kind recognises is one.
namespace kopru::integrations {

namespace {

const std::array<Field, 3> &fields()
{
    static const std::array<Field, 3> all{{
        {FieldId::Command, FieldType::Text, true, false, QString(), "npx"},
        {FieldId::Arguments, FieldType::Lines, false, false, QStringList(), "-y"},
        {FieldId::Environment, FieldType::Variables, false, false, config::Variables(), "API_URL=https://…"},
    }};
    return all;
}

bool recognises(const config::Entry &)
{
    return true;
}

Values fromEntry(const config::Entry &entry)
{
    return {{FieldId::Command, entry.command},
            {FieldId::Arguments, entry.arguments},
            {FieldId::Environment, entry.environment}};
}

config::Entry toEntry(const Values &values, const config::Entry &base, const QString &)
{
    const Kind &kind = localCommandKind();
    config::Entry entry = base;
    entry.command = valueOr<QString>(kind, values, FieldId::Command);
    entry.arguments = valueOr<QStringList>(kind, values, FieldId::Arguments);
    entry.environment = valueOr<config::Variables>(kind, values, FieldId::Environment);
    return entry;
}

QList<FieldFinding> validate(const Values &values)
{
    const Kind &kind = localCommandKind();
    QList<FieldFinding> findings;
    const QString command = valueOr<QString>(kind, values, FieldId::Command);
    if (command.trimmed().isEmpty())
        findings.append({FieldId::Command, FieldProblem::Missing});
    else if (isPlaceholder(command))
        findings.append({FieldId::Command, FieldProblem::Placeholder});
    for (const QString &argument : valueOr<QStringList>(kind, values, FieldId::Arguments)) {
        if (isPlaceholder(argument)) {
            findings.append({FieldId::Arguments, FieldProblem::Placeholder, false});
            break;
        }
    }
    for (const config::Variable &variable : valueOr<config::Variables>(kind, values, FieldId::Environment)) {
        // POSIX 8.1: a name holds no equals sign and is not empty.
        if (variable.name.trimmed().isEmpty() || variable.name.contains(u'=') || variable.name.contains(u' ')) {
            findings.append({FieldId::Environment, FieldProblem::NotAVariable});
            break;
        }
        if (isPlaceholder(variable.value)) {
            findings.append({FieldId::Environment, FieldProblem::Placeholder, false});
            break;
        }
    }
    return findings;
}

std::optional<Target> target(const config::Entry &)
{
    return std::nullopt;
}

} // namespace

const Kind &localCommandKind()
{
    static const Kind kind{KindId::LocalCommand, "local", "terminal", "local-server", fields(),
                           recognises,           toEntry, fromEntry,  validate,       target};
    return kind;
}

} // namespace kopru::integrations
