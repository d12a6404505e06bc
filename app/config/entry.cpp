#include "app/config/entry.h"

#include <QtCore/QCryptographicHash>

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

QString entryDigest(const Entry &entry)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    // A zero byte behind each part, so that moving text from one part to the next gives another digest.
    const auto take = [&hash](const QString &part) { hash.addData(part.toUtf8() + '\0'); };
    take(entry.command);
    for (const QString &argument : entry.arguments)
        take(argument);
    take(QString());
    for (const Variable &variable : entry.environment)
        take(variable.name + u'=' + variable.value);
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace kopru::config
