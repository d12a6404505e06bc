#include "app/integrations/bridgecommand.h"

#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

bool isBridge(const QString &command)
{
    const qsizetype slash = std::max(command.lastIndexOf(u'/'), command.lastIndexOf(u'\\'));
    QString name = command.mid(slash + 1);
    if (name.endsWith(u".exe"_s))
        name.chop(4);
    return name == QLatin1StringView(contract::bridgeProgram.data(), contract::bridgeProgram.size());
}

/// The options of the bridge that stand alone. Every other takes a value.
bool isSwitch(const QString &option)
{
    return option == u"--verbose"_s || option == u"--version"_s || option == u"--help"_s;
}

} // namespace

BridgeCommand::BridgeCommand(Mode mode, const QString &profile) : m_mode(mode)
{
    if (mode == Mode::Profile)
        m_parts.append({u"--profile"_s, profile});
}

void BridgeCommand::setMode(Mode mode)
{
    m_mode = mode;
}

QStringList BridgeCommand::values(QStringView option) const
{
    QStringList values;
    for (const Part &part : m_parts)
        if (part.option == option && part.value)
            values.append(*part.value);
    return values;
}

std::optional<QString> BridgeCommand::value(QStringView option) const
{
    const QStringList all = values(option);
    return all.isEmpty() ? std::nullopt : std::optional(all.constLast());
}

std::optional<int> BridgeCommand::number(QStringView option) const
{
    bool good = false;
    const int number = value(option).value_or(QString()).toInt(&good);
    return good ? std::optional(number) : std::nullopt;
}

void BridgeCommand::setValue(const QString &option, const QString &value)
{
    setValues(option, {value});
}

void BridgeCommand::setValues(const QString &option, const QStringList &values)
{
    qsizetype taken = 0;
    qsizetype behind = -1;
    for (qsizetype i = 0; i < m_parts.size(); ++i) {
        if (m_parts.at(i).option != option)
            continue;
        if (taken == values.size()) {
            m_parts.removeAt(i--);
            continue;
        }
        m_parts[i].value = values.at(taken++);
        behind = i;
    }
    if (behind < 0 && option != u"--url"_s) {
        const auto url =
            std::find_if(m_parts.cbegin(), m_parts.cend(), [](const Part &part) { return part.option == u"--url"_s; });
        if (option == u"--header"_s && url != m_parts.cend())
            behind = url - m_parts.cbegin();
    }
    for (; taken < values.size(); ++taken) {
        const Part part{option, values.at(taken)};
        if (behind >= 0)
            m_parts.insert(++behind, part);
        else
            m_parts.append(part);
    }
}

void BridgeCommand::remove(QStringView option)
{
    m_parts.removeIf([option](const Part &part) { return part.option == option; });
}

QStringList BridgeCommand::arguments() const
{
    QStringList arguments;
    if (m_mode != Mode::Profile)
        arguments.append(m_mode == Mode::WebSocket ? u"ws"_s : u"http"_s);
    for (const Part &part : m_parts) {
        if (part.option.isEmpty())
            arguments.append(*part.value);
        else if (part.joined)
            arguments.append(part.option + u'=' + *part.value);
        else if (part.value)
            arguments += {part.option, *part.value};
        else
            arguments.append(part.option);
    }
    return arguments;
}

std::optional<BridgeCommand> readBridgeCommand(const config::Entry &entry)
{
    if (!isBridge(entry.command) || entry.arguments.isEmpty())
        return std::nullopt;
    BridgeCommand command(BridgeCommand::Mode::Http);
    const QString &first = entry.arguments.constFirst();
    if (first == u"ws"_s)
        command.m_mode = BridgeCommand::Mode::WebSocket;
    else if (first != u"http"_s)
        command.m_mode = BridgeCommand::Mode::Profile;
    for (qsizetype i = command.m_mode == BridgeCommand::Mode::Profile ? 0 : 1; i < entry.arguments.size(); ++i) {
        const QString &word = entry.arguments.at(i);
        const qsizetype equals = word.indexOf(u'=');
        if (!word.startsWith(u"--"_s))
            command.m_parts.append({QString(), word});
        else if (equals > 0)
            command.m_parts.append({word.left(equals), word.mid(equals + 1), true});
        else if (isSwitch(word) || i + 1 == entry.arguments.size())
            command.m_parts.append({word, std::nullopt});
        else
            command.m_parts.append({word, entry.arguments.at(++i)});
    }
    const bool hasProfile = !command.profile().isEmpty();
    if (hasProfile != (command.m_mode == BridgeCommand::Mode::Profile))
        return std::nullopt;
    // The bridge itself refuses a time limit that is no number: a form would hide that.
    if (command.value(u"--timeout") && !command.number(u"--timeout"))
        return std::nullopt;
    return command;
}

std::optional<QString> expanded(const QString &text, const config::Entry &entry)
{
    QString result;
    qsizetype last = 0;
    for (;;) {
        const qsizetype begin = text.indexOf(u"${"_s, last);
        const qsizetype end = begin < 0 ? -1 : text.indexOf(u'}', begin);
        if (end < 0)
            break;
        const QString name = text.mid(begin + 2, end - begin - 2);
        if (!entry.hasVariable(name))
            return std::nullopt;
        result += QStringView(text).sliced(last, begin - last);
        result += entry.variable(name);
        last = end + 1;
    }
    return result + text.mid(last);
}

} // namespace kopru::integrations
