#pragma once

#include "tests/bridge/bridgeprocess.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <algorithm>

namespace kopru::test {

/// What one line said to the host: `1 result`, `"a" connection-lost` (the cause of the bridge's own errors),
/// `1 -32601` (an error without a cause), `notifications/x`.
inline QByteArray outcome(const QByteArray &line)
{
    if (idOf(line).isEmpty() || !methodOf(line).isEmpty())
        return methodOf(line).isEmpty() ? "no message" : methodOf(line);
    // Large results need not be read for that.
    if (line.size() > 1000000)
        return idOf(line) + (line.contains("\"result\"") ? " result" : " error");
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    if (object.contains(QLatin1StringView("result")) && !object.contains(QLatin1StringView("error")))
        return idOf(line) + " result";
    const QJsonObject error = object.value(QLatin1StringView("error")).toObject();
    const QByteArray cause =
        error.value(QLatin1StringView("data")).toObject().value(QLatin1StringView("cause")).toString().toUtf8();
    return idOf(line) + ' ' +
           (cause.isEmpty() ? QByteArray::number(error.value(QLatin1StringView("code")).toInt()) : cause);
}

using Outcomes = QList<QByteArray>;

/// Everything that the host was told so far, sorted: which answer each id got, and how often.
inline Outcomes outcomesSoFar(const BridgeProcess &bridge)
{
    Outcomes all;
    for (const QByteArray &line : bridge.lines())
        all.append(outcome(line));
    std::sort(all.begin(), all.end());
    return all;
}

/// Lets the host leave and waits until the bridge has ended, so that nothing can follow.
/// @return as above; with `exit N` where it did not end with 0
inline Outcomes outcomes(BridgeProcess &bridge, int ms = 10000)
{
    bridge.closeInput();
    const int code = bridge.waitForExit(ms);
    Outcomes all = outcomesSoFar(bridge);
    if (code != 0)
        all.append("exit " + QByteArray::number(code));
    return all;
}

} // namespace kopru::test
