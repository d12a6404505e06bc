#pragma once

#include "app/checks/step.h"
#include "app/integrations/kind.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QTcpSocket>

/// The parts of the check from this computer. One follows the other over the same Way.
namespace kopru::checks {

inline constexpr std::chrono::seconds stepLimit{15};
inline constexpr qint64 longestAnswer = qint64{1} * 1024 * 1024; ///< bytes read of an answer

/// Where the check goes, and what the parts behind it learn of that.
struct Way
{
    integrations::Target target;
    QNetworkProxy proxy{QNetworkProxy::NoProxy}; ///< after reaching
    QHostAddress address;                        ///< that answered, the proxy's where there is one
    std::unique_ptr<QTcpSocket> connection;      ///< to the server, encrypted where it is to be; may be nullptr

    [[nodiscard]] bool isWebSocket() const { return target.transport == integrations::Transport::WebSocket; }
    [[nodiscard]] bool isSecure() const;
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] bool usesProxy() const;
    [[nodiscard]] QString shownUrl() const; ///< without user and query
    [[nodiscard]] QSslConfiguration tlsConfiguration() const;
    /// What an error of a tunnel through the proxy means, if there is one.
    [[nodiscard]] std::optional<contract::Cause> proxyCause(QAbstractSocket::SocketError error) const;
    /// How long an answer may take.
    [[nodiscard]] std::chrono::milliseconds answerLimit() const;
};

/// Some steps of the check. Tells what becomes of each, and then once that it is done. Deleting it ends its work
/// without another signal.
class NetworkPart : public QObject
{
    Q_OBJECT
public:
    explicit NetworkPart(Way &way);
    virtual void start() = 0;
    void stop(); ///< no signal comes any more

Q_SIGNALS:
    void began(kopru::checks::StepId id);
    void ended(kopru::checks::StepId id, kopru::checks::StepState state,
               const std::optional<kopru::checks::StepCause> &cause, const QList<kopru::checks::Evidence> &evidence);
    void skipped(kopru::checks::StepId id);
    void done(bool goOn);

protected:
    void begin(StepId id);
    void pass(StepId id, const QList<Evidence> &evidence = {});
    void warn(StepId id, contract::Cause cause, const QList<Evidence> &evidence);
    void fail(StepId id, contract::Cause cause, const QList<Evidence> &evidence); ///< and ends the part
    void finish();
    [[nodiscard]] bool isOver() const { return m_over; }
    /// `late` comes once, unless disarm() or the next arm() comes first.
    void arm(std::function<void()> late, std::chrono::milliseconds limit = stepLimit);
    void disarm() { m_deadline.stop(); }

    Way &m_way;

private:
    QTimer m_deadline;
    bool m_over = false;
};

/// The request `initialize`, as Kopru's own client sends it.
[[nodiscard]] QByteArray initializeMessage();

/// Address, proxy, name, connection. Leaves the connection unless a proxy is in between.
[[nodiscard]] std::unique_ptr<NetworkPart> makeReachPart(Way &way);
/// TLS. Leaves the encrypted connection.
[[nodiscard]] std::unique_ptr<NetworkPart> makeTlsPart(Way &way);
/// Answer and token: one `initialize`, whose session is ended again; or the opening of an event stream.
[[nodiscard]] std::unique_ptr<NetworkPart> makeHttpPart(Way &way);
/// WebSocket, token, tools: the upgrade, then `initialize` and `tools/list` over a WebSocket of Qt's.
[[nodiscard]] std::unique_ptr<NetworkPart> makeWebSocketPart(Way &way);

} // namespace kopru::checks
