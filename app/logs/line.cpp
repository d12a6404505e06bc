#include "app/logs/line.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QTimeZone>

using namespace Qt::StringLiterals;

namespace kopru::logs {

namespace {

Level levelFrom(QStringView word)
{
    if (word == u"error" || word == u"fatal")
        return Level::Error;
    if (word == u"warn" || word == u"warning")
        return Level::Warning;
    if (word == u"info")
        return Level::Info;
    if (word == u"debug" || word == u"silly" || word == u"verbose")
        return Level::Debug;
    return Level::Unknown;
}

} // namespace

QString serverOfFile(const QString &fileName)
{
    // Rotated copies: mcp-server-NAME1.log, as main1.log, cannot be told from a name that ends in a digit; the
    // server's own file decides where both exist, which the index of a later step does.
    static const QString prefix = u"mcp-server-"_s;
    if (!fileName.startsWith(prefix) || !fileName.endsWith(u".log"_s))
        return {};
    return fileName.mid(prefix.size(), fileName.size() - prefix.size() - 4);
}

Line parseLine(const QByteArray &bytes, const QString &fileName)
{
    // Time in UTC with Z (mcp*.log) or local with a space (main.log, window logs); then [level], [server] [level] or
    // [level] [server]. Which of the two brackets is the level is told by its word.
    static const QRegularExpression prefix(
        uR"(^(?:(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d(?:\.\d{1,6})?)Z| (\d\d:\d\d:\d\d(?:\.\d{1,6})?)) )?\[((?:error|fatal|warn|warning|info|debug|silly|verbose))\] ?)"_s);
    static const QRegularExpression prefixWithServer(
        uR"(^(?:(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d{1,6})?)Z )?\[(.+?)\] \[((?:error|fatal|warn|warning|info|debug|silly|verbose))\] ?)"_s);

    Line line;
    line.file = fileName;
    line.server = serverOfFile(fileName);
    line.length = bytes.size();
    // Only the beginning is ever shown: an overlong line costs no more than a short one.
    QString text = QString::fromUtf8(bytes.left(4 * Line::longestShown));
    const auto readTime = [&line](const QString &date, const QString &utc, const QString &local) {
        if (date.isEmpty())
            return;
        const QString clock = utc.isEmpty() ? local : utc;
        const QTime time = QTime::fromString(clock.left(12), clock.contains(u'.') ? u"HH:mm:ss.z"_s : u"HH:mm:ss"_s);
        const QDate day = QDate::fromString(date, Qt::ISODate);
        if (day.isValid() && time.isValid())
            line.time = QDateTime(day, time, utc.isEmpty() ? QTimeZone::systemTimeZone() : QTimeZone::utc());
    };
    if (const auto match = prefixWithServer.match(text); match.hasMatch()) {
        readTime(match.captured(1), match.captured(2), {});
        line.server = match.captured(3);
        line.level = levelFrom(match.captured(4));
        text.remove(0, match.capturedEnd());
    } else if (const auto plain = prefix.match(text); plain.hasMatch()) {
        readTime(plain.captured(1), plain.captured(2), plain.captured(3));
        line.level = levelFrom(plain.captured(4));
        text.remove(0, plain.capturedEnd());
        // mcp.log: the server stands behind the level.
        static const QRegularExpression server(uR"(^\[([^\]]+)\] )"_s);
        if (fileName == u"mcp.log"_s) {
            if (const auto named = server.match(text); named.hasMatch()) {
                line.server = named.captured(1);
                text.remove(0, named.capturedEnd());
            }
        }
    }
    if (text.size() > Line::longestShown)
        text = text.left(Line::longestShown) + u'…';
    line.message = text;
    return line;
}

QString levelId(Level level)
{
    switch (level) {
    case Level::Debug:
        return u"debug"_s;
    case Level::Info:
        return u"info"_s;
    case Level::Warning:
        return u"warning"_s;
    case Level::Error:
        return u"error"_s;
    case Level::Unknown:
        break;
    }
    return u"unknown"_s;
}

bool Filter::accepts(const Line &line) const
{
    if (onlyProblems && line.level != Level::Error && line.level != Level::Warning)
        return false;
    if (!server.isEmpty() && line.server != server)
        return false;
    return text.isEmpty() || line.message.contains(text, Qt::CaseInsensitive);
}

} // namespace kopru::logs
