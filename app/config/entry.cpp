#include "app/config/entry.h"

namespace kopru::config {
namespace {

auto find(auto &variables, const QString &name)
{
    return std::find_if(variables.begin(), variables.end(), [&](const Variable &v) { return v.name == name; });
}

} // namespace

QString Entry::variable(const QString &name) const
{
    const auto found = find(environment, name);
    return found == environment.end() ? QString() : found->value;
}

bool Entry::hasVariable(const QString &name) const
{
    return find(environment, name) != environment.end();
}

void Entry::setVariable(const QString &name, const QString &value)
{
    const auto found = find(environment, name);
    if (found == environment.end())
        environment.append({name, value});
    else
        found->value = value;
}

void Entry::removeVariable(const QString &name)
{
    environment.removeIf([&](const Variable &variable) { return variable.name == name; });
}

QMap<QString, QString> Entry::environmentMap() const
{
    QMap<QString, QString> map;
    for (const Variable &variable : environment)
        map.insert(variable.name, variable.value);
    return map;
}

} // namespace kopru::config
