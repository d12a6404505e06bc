#pragma once

#include "app/logs/signatures.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

/// How each server fares, read from Claude's logs alone.
namespace kopru::logs {

struct ServerState
{
    enum class Phase {
        Unknown,   ///< nothing is known since Claude was started
        Started,   ///< Claude started its command, or is about to; no answer yet
        Connected, ///< it answered `initialize`, or an answer of it shows that it did
        Lost,
    };
    QString server;
    Phase phase = Phase::Unknown;
    std::optional<QDateTime> since; ///< of the line that led to the phase
    QString protocol;               ///< the version of MCP; empty where the line does not say it
    QString name;                   ///< as the server calls itself
    QString version;
    /// Only when Lost: Claude itself ended it (it quits, was told to, or tried something out).
    bool orderly = false;
    /// Why it was lost; while it is only Started, what hinders it so far.
    std::optional<Explanation> reason;
    QString evidence; ///< the line of the reason, not redacted
    int starts = 0;   ///< how often it was started, as far as was read

    friend bool operator==(const ServerState &, const ServerState &) = default;
};

/// Follows the lines of mcp.log, of all mcp-server-NAME.log and of main.log, one by one, as Follower gives them out.
///
///     Unknown --start--> Started --answer--> Connected
///     Started, Connected --end--> Lost --start--> Started
///     any --Claude is started--> Unknown
///
/// Both logs tell the same: what one of them told already is passed over in the other, by its time. A server whose end
/// is no one's wish is lost by the first error of that run that is a cause of its own, for "Server disconnected" never
/// is (facts/claude-desktop.md, "Logs"). Claude may run two or three copies of a server at once; while one of them is
/// connected, the orderly end of another changes nothing. Reads no clock. Lives on one thread.
class ServerStates
{
public:
    explicit ServerStates(const SignatureCatalogue &catalogue = SignatureCatalogue::builtIn()) : m_catalogue(catalogue)
    {}

    /// @return the server whose state it changed; empty for none, "*" where it concerns them all
    QString feed(const Line &line);
    QStringList feed(const QList<Line> &lines); ///< each changed server once

    [[nodiscard]] QList<ServerState> states() const; ///< in the order of the names
    [[nodiscard]] ServerState state(const QString &server) const;

private:
    struct Hint
    {
        Explanation explanation;
        QString line;
        std::optional<QDateTime> time; ///< none yet: that of the next record in its file
        QString file;
    };
    struct Server
    {
        ServerState state;
        std::optional<QDateTime> newest; ///< of the records read
        QString newestFile;
        QSet<QString> messages; ///< those at that time
        QString startFile;
        int copies = 0;        ///< that run, as far as the log tells
        bool stopping = false; ///< Claude said that it ends it
        QList<Hint> hints;     ///< what the lines of this run said, the consequences among them
    };
    enum class Event { None, Start, Answer, Stop, Closed, Intentional, Unexpected, Disconnected };
    [[nodiscard]] static Event eventOf(const Line &line, QString *server);
    [[nodiscard]] bool isRepeated(Server &server, const Line &line) const;
    void note(Server &server, const Line &line);
    void explain(Server &server) const;
    bool begin(Server &server, const Line &line) const;
    bool answered(Server &server, const Line &line) const;
    bool end(Server &server, const Line &line, Event event) const;

    const SignatureCatalogue &m_catalogue;
    QMap<QString, Server> m_servers;
};

[[nodiscard]] QString phaseId(ServerState::Phase phase);

} // namespace kopru::logs
