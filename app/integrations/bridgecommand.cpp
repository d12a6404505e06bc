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

} // namespace

std::optional<BridgeCommand> readBridgeCommand(const config::Entry &entry)
{
    if (!isBridge(entry.command) || entry.arguments.isEmpty())
        return std::nullopt;
    BridgeCommand command;
    QStringList arguments = entry.arguments;
    const bool http = arguments.constFirst() == u"http"_s;
    if (http)
        arguments.removeFirst();
    // Both `--name value` and `--name=value` are good.
    const auto takeValue = [&arguments](const QString &name, QString &value) {
        if (arguments.constFirst() == name && arguments.size() > 1) {
            value = arguments.at(1);
            arguments.remove(0, 2);
            return true;
        }
        if (arguments.constFirst().startsWith(name + u'=')) {
            value = arguments.takeFirst().mid(name.size() + 1);
            return true;
        }
        return false;
    };
    while (!arguments.isEmpty()) {
        QString value;
        if (takeValue(u"--profile"_s, value)) {
            command.profile = value;
        } else if (takeValue(u"--url"_s, value)) {
            command.url = value;
        } else if (takeValue(u"--header"_s, value)) {
            command.headers.append(value);
        } else if (takeValue(u"--timeout"_s, value)) {
            bool good = false;
            command.timeoutMs = value.toInt(&good);
            if (!good)
                return std::nullopt;
        } else {
            command.others.append(arguments.takeFirst());
        }
    }
    if (http == !command.profile.isEmpty())
        return std::nullopt;
    return command;
}

QStringList bridgeArguments(const BridgeCommand &command)
{
    QStringList arguments;
    if (!command.profile.isEmpty()) {
        arguments = {u"--profile"_s, command.profile};
    } else {
        arguments = {u"http"_s, u"--url"_s, command.url};
        for (const QString &header : command.headers)
            arguments += {u"--header"_s, header};
        if (command.timeoutMs)
            arguments += {u"--timeout"_s, QString::number(*command.timeoutMs)};
    }
    return arguments + command.others;
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
