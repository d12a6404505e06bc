#include "app/checks/httpverdict.h"
#include "app/checks/networkpart.h"
#include "app/mcp/session.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QRandomGenerator>
#include <QtNetwork/QNetworkRequest>
#include <QtNetwork/QSslSocket>
#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketHandshakeOptions>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::checks {

namespace {

using contract::Cause;

constexpr auto goodbyeLimit = 2s;
constexpr qsizetype longestHead = qsizetype{64} * 1024;

QByteArray randomKey()
{
    QByteArray key(16, '\0');
    QRandomGenerator::system()->generate(key.begin(), key.end());
    return key.toBase64();
}

/// RFC 6455, section 4.2.2: what only who has read this key can answer.
QByteArray acceptOf(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64();
}

/// A line break in a value would begin another header.
bool fitsInAHeader(const QByteArray &value)
{
    return !value.contains('\r') && !value.contains('\n') && !value.contains('\0');
}

/// The head of an answer and what followed it. QWebSocket tells of a refusal only that there was one.
struct UpgradeAnswer
{
    HttpAnswer http;
    QByteArray accept;
};

UpgradeAnswer readAnswer(const QByteArray &input)
{
    UpgradeAnswer answer;
    const qsizetype end = input.indexOf("\r\n\r\n");
    const QList<QByteArray> lines = input.left(end).split('\n');
    const QList<QByteArray> words = lines.constFirst().trimmed().split(' ');
    if (!words.constFirst().startsWith("HTTP/1.") || words.size() < 2) {
        answer.http.body = input;
        return answer;
    }
    answer.http.status = words.at(1).toInt();
    answer.http.body = end < 0 ? QByteArray() : input.mid(end + 4);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon).trimmed().toLower();
        const QByteArray value = line.mid(colon + 1).trimmed();
        if (name == "content-type")
            answer.http.contentType = QString::fromUtf8(value);
        else if (name == "www-authenticate")
            answer.http.challenge += value + ' ';
        else if (name == "retry-after")
            answer.http.retryAfter = QString::fromUtf8(value);
        else if (name == "location")
            answer.http.location = QUrl(QString::fromUtf8(value));
        else if (name == "sec-websocket-accept")
            answer.accept = value;
    }
    return answer;
}

QByteArray textOf(const mcp::Json &message)
{
    return QByteArray::fromStdString(message.dump());
}

/// First the upgrade by hand, over the connection that is there, because its answer says why it was refused. Then a
/// WebSocket of Qt's, which sends `initialize` and asks for the tools: many servers look at the token only then.
///
///     Upgrading --101--> Opening --open--> Asking --answer--> Listing --last page--> Closing --closed--> done
///     Asking --answer of a server without tools--> Closing
///     a failure or a time limit ends it everywhere; in Closing it is done all the same
class WebSocketPart final : public NetworkPart
{
public:
    using NetworkPart::NetworkPart;
    ~WebSocketPart() override
    {
        if (m_socket)
            m_socket->disconnect(this);
        if (m_webSocket)
            m_webSocket->disconnect(this);
    }

    void start() override
    {
        begin(StepId::WebSocket);
        arm([this] { fail(StepId::WebSocket, Cause::TimedOut, {host()}); }, limit());
        m_socket = std::move(m_way.connection);
        const bool connected = m_socket != nullptr;
        if (!connected) { // through a proxy, without encryption
            m_socket = std::make_unique<QTcpSocket>();
            m_socket->setProxy(m_way.proxy);
        }
        connect(m_socket.get(), &QTcpSocket::readyRead, this, [this] { read(false); });
        connect(m_socket.get(), &QTcpSocket::disconnected, this, [this] { read(true); });
        connect(m_socket.get(), &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
            if (error != QAbstractSocket::RemoteHostClosedError)
                lose(m_way.proxyCause(error).value_or(Cause::ConnectionLost), m_socket->errorString());
        });
        if (!connected) {
            connect(m_socket.get(), &QTcpSocket::connected, this, [this] { requestUpgrade(); });
            m_socket->connectToHost(m_way.target.url.host(), m_way.port());
        } else if (m_socket->state() == QAbstractSocket::ConnectedState) {
            requestUpgrade();
        } else { // closed meanwhile
            lose(Cause::ConnectionLost, m_socket->errorString());
        }
    }

private:
    [[nodiscard]] Evidence host() const { return {u"host"_s, m_way.target.url.host()}; }
    [[nodiscard]] std::chrono::milliseconds limit() const
    {
        return std::min<std::chrono::milliseconds>(m_way.answerLimit(), stepLimit);
    }

    void lose(Cause cause, const QString &words)
    {
        fail(StepId::WebSocket, cause, {host(), {u"message"_s, quoted(words.toUtf8())}});
    }

    void requestUpgrade()
    {
        const QUrl &url = m_way.target.url;
        QByteArray target = url.path(QUrl::FullyEncoded).toUtf8();
        if (target.isEmpty())
            target = "/";
        if (url.hasQuery())
            target += '?' + url.query(QUrl::FullyEncoded).toUtf8();
        QUrl authority;
        authority.setHost(url.host());
        if (url.port() > 0 && url.port() != (m_way.isSecure() ? 443 : 80))
            authority.setPort(url.port());
        m_key = randomKey();
        QByteArray request = "GET " + target +
                             " HTTP/1.1\r\nHost: " + authority.authority(QUrl::FullyEncoded).toUtf8() +
                             "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: " +
                             m_key + "\r\n";
        if (!m_way.target.subprotocol.isEmpty())
            request += "Sec-WebSocket-Protocol: " + m_way.target.subprotocol + "\r\n";
        for (const auto &[name, value] : m_way.target.headers)
            if (fitsInAHeader(value))
                request += name + ": " + value + "\r\n";
        m_socket->write(request + "\r\n");
        read(false); // a server that speaks first is none
    }

    void read(bool ended)
    {
        m_input += m_socket->read(longestAnswer - m_input.size());
        const qsizetype head = m_input.indexOf("\r\n\r\n");
        const bool foreign = !m_input.isEmpty() && !QByteArrayView("HTTP/1.").startsWith(m_input.left(7));
        if (head < 0 && !foreign && !ended && m_input.size() < longestHead)
            return;
        if (m_input.isEmpty()) {
            lose(Cause::ConnectionLost, m_socket->errorString());
            return;
        }
        const UpgradeAnswer answer = readAnswer(m_input);
        // A refusal may explain itself: its words come in the same breath, or are not waited for.
        const HttpVerdict verdict = judgeUpgrade(answer.http, m_way.target.url);
        m_socket->disconnect(this);
        if (verdict.cause && verdict.answered) {
            pass(StepId::WebSocket, verdict.evidence);
            begin(StepId::Authentication);
            fail(StepId::Authentication, *verdict.cause, verdict.evidence);
        } else if (verdict.cause) {
            fail(StepId::WebSocket, *verdict.cause, verdict.evidence);
        } else if (answer.accept != acceptOf(m_key)) {
            fail(StepId::WebSocket, Cause::WebSocketRefused, verdict.evidence);
        } else {
            pass(StepId::WebSocket, verdict.evidence);
            // RFC 6455, section 5.5.1: a close frame with 1000, masked with zeros.
            m_socket->write("\x88\x82\0\0\0\0\x03\xe8"_ba);
            m_socket->disconnectFromHost();
            open();
        }
    }

    void open()
    {
        begin(StepId::Authentication);
        m_webSocket = std::make_unique<QWebSocket>();
        m_webSocket->setProxy(m_way.proxy);
        m_webSocket->setMaxAllowedIncomingMessageSize(static_cast<quint64>(longestAnswer));
        QNetworkRequest request(m_way.target.url);
        for (const auto &[name, value] : m_way.target.headers)
            if (fitsInAHeader(value))
                request.setRawHeader(name, value);
        if (m_way.isSecure())
            m_webSocket->setSslConfiguration(m_way.tlsConfiguration());
        if (!m_way.target.verifyCertificate)
            m_webSocket->ignoreSslErrors();
        QWebSocketHandshakeOptions options;
        if (!m_way.target.subprotocol.isEmpty())
            options.setSubprotocols({QString::fromUtf8(m_way.target.subprotocol)});
        connect(m_webSocket.get(), &QWebSocket::connected, this, [this] {
            m_opened = true;
            ask();
        });
        connect(m_webSocket.get(), &QWebSocket::textMessageReceived, this,
                [this](const QString &text) { take(text.toUtf8()); });
        connect(m_webSocket.get(), &QWebSocket::binaryMessageReceived, this, &WebSocketPart::take);
        connect(m_webSocket.get(), qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
                [this] { m_error = m_webSocket->errorString(); });
        connect(m_webSocket.get(), &QWebSocket::stateChanged, this, [this](QAbstractSocket::SocketState state) {
            if (state == QAbstractSocket::UnconnectedState)
                ended();
        });
        // Qt tries the addresses one after another: where the first is dead, that is not the server's fault.
        arm(
            [this] {
                warn(StepId::Authentication, Cause::ConnectTimeout, {host()});
                Q_EMIT skipped(StepId::Tools);
                finish();
            },
            stepLimit);
        m_webSocket->open(request, options);
    }

    void ask()
    {
        m_asking = StepId::Authentication;
        arm([this] { fail(*m_asking, Cause::TimedOut, {host()}); }, m_way.answerLimit());
        m_webSocket->sendTextMessage(QString::fromUtf8(initializeMessage()));
    }

    void list(const QString &cursor)
    {
        mcp::Json parameters = mcp::Json::object();
        if (!cursor.isEmpty())
            parameters["cursor"] = cursor.toStdString();
        m_webSocket->sendTextMessage(QString::fromUtf8(
            textOf({{"jsonrpc", "2.0"}, {"id", ++m_lastId}, {"method", "tools/list"}, {"params", parameters}})));
    }

    void take(const QByteArray &message)
    {
        const std::optional<HttpVerdict> verdict = judgeMessage(message);
        if (!verdict || !m_asking || isOver())
            return;
        if (verdict->cause) {
            fail(*m_asking, *verdict->cause, verdict->evidence);
            return;
        }
        const mcp::Json result = mcp::Json::parse(message.cbegin(), message.cend(), nullptr, false)["result"];
        if (*m_asking == StepId::Authentication)
            begun(*verdict, result);
        else
            listed(result);
    }

    void begun(const HttpVerdict &verdict, const mcp::Json &result)
    {
        pass(StepId::Authentication, verdict.evidence);
        m_webSocket->sendTextMessage(
            QString::fromUtf8(textOf({{"jsonrpc", "2.0"}, {"method", "notifications/initialized"}})));
        if (const auto identity = mcp::readIdentity(result); identity && !identity->tools) {
            Q_EMIT skipped(StepId::Tools);
            close();
            return;
        }
        begin(StepId::Tools);
        m_asking = StepId::Tools;
        arm([this] { fail(*m_asking, Cause::TimedOut, {host()}); }, m_way.answerLimit());
        list({});
    }

    void listed(const mcp::Json &result)
    {
        m_tools += mcp::readTools(result).size();
        if (const QString next = mcp::readNextCursor(result); !next.isEmpty()) {
            list(next); // within the limit of them all
            return;
        }
        pass(StepId::Tools, {{u"tools"_s, QString::number(m_tools)}});
        close();
    }

    void close()
    {
        m_asking.reset();
        arm([this] { finish(); }, goodbyeLimit);
        m_webSocket->close();
    }

    void ended()
    {
        if (isOver())
            return;
        if (m_opened && !m_asking) {
            finish();
            return;
        }
        const StepId step = m_asking.value_or(StepId::Authentication);
        if (!m_asking || !m_error.isEmpty()) { // no close frame came: Qt reports 1000 all the same
            fail(step, Cause::ConnectionLost, {host(), {u"message"_s, quoted(m_error.toUtf8())}});
            return;
        }
        const HttpVerdict verdict = judgeClose(m_webSocket->closeCode(), m_webSocket->closeReason());
        fail(step, *verdict.cause, verdict.evidence);
    }

    std::unique_ptr<QTcpSocket> m_socket;
    std::unique_ptr<QWebSocket> m_webSocket;
    QByteArray m_key;
    QByteArray m_input;
    QString m_error;
    std::optional<StepId> m_asking; ///< the step whose answer is waited for
    qint64 m_lastId = 1;            ///< that of `initialize`
    qsizetype m_tools = 0;
    bool m_opened = false;
};

} // namespace

std::unique_ptr<NetworkPart> makeWebSocketPart(Way &way)
{
    return std::make_unique<WebSocketPart>(way);
}

} // namespace kopru::checks
