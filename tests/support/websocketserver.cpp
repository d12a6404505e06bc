#include "tests/support/websocketserver.h"

#include "tests/support/serverthread.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QScopeGuard>
#include <QtCore/QtEndian>

#include <exception>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype headLimit = 1024 * 1024;
constexpr quint64 messageLimit = quint64{512} * 1024 * 1024;
constexpr qsizetype controlLimit = 125; // RFC 6455, section 5.5

enum Opcode : quint8 { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

struct Records
{
    QList<Request> upgrades;
    QList<WsMessage> messages;
    QList<WsClose> closes;
    QList<QByteArray> violations;
    int connections = 0;
    int open = 0;
    int pings = 0;
    int pongs = 0;
};

QByteArray frame(quint8 opcode, const QByteArray &payload, bool last = true)
{
    QByteArray bytes(1, static_cast<char>((last ? 0x80 : 0) | opcode));
    const quint64 size = static_cast<quint64>(payload.size());
    if (size <= 125) {
        bytes += static_cast<char>(size);
    } else if (size <= 0xffff) {
        bytes += '\x7e';
        bytes.resize(4);
        qToBigEndian(static_cast<quint16>(size), bytes.data() + 2);
    } else {
        bytes += '\x7f';
        bytes.resize(10);
        qToBigEndian(size, bytes.data() + 2);
    }
    return bytes + payload;
}

QByteArray closePayload(int code, const QByteArray &reason)
{
    if (code == 0)
        return {};
    QByteArray payload(2, '\0');
    qToBigEndian(static_cast<quint16>(code), payload.data());
    return payload + reason;
}

/// RFC 6455, section 4.2.2: what proves that the key of the request was read.
QByteArray acceptOf(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64();
}

std::optional<Request> requestOf(const QByteArray &head, quint16 peerPort)
{
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    if (words.size() != 3 || words[2] != "HTTP/1.1")
        return {};
    Request request{words[0], words[1], {}, {}, peerPort};
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 1)
            return {};
        request.headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
    }
    return request;
}

/// RFC 6455, section 4.2.1. Empty if the request is one.
QByteArray faultOf(const Request &request)
{
    if (request.method != "GET")
        return "the method is not GET"_ba;
    if (request.header("Upgrade"_ba).toLower() != "websocket")
        return "Upgrade is not websocket"_ba;
    if (!request.header("Connection"_ba).toLower().contains("upgrade"))
        return "Connection is not upgrade"_ba;
    if (request.header("Sec-WebSocket-Version"_ba) != "13")
        return "Sec-WebSocket-Version is not 13"_ba;
    if (QByteArray::fromBase64(request.header("Sec-WebSocket-Key"_ba)).size() != 16)
        return "Sec-WebSocket-Key is not 16 bytes"_ba;
    if (request.header("Host"_ba).isEmpty())
        return "Host is missing"_ba;
    return {};
}

} // namespace

/// One accepted connection: the request to open, then frames. Lives on the server's thread.
class WebSocketServer::Connection final : public QObject
{
public:
    /// Runs a function on the server's thread with this connection, if it still exists.
    using Post = std::function<void(std::function<void(Connection &)>)>;

    Connection(QTcpSocket *socket, quint64 number, const WsScript &script, Journal<Records> &journal, Post post)
        : m_socket(socket), m_number(number), m_script(script), m_journal(journal), m_post(std::move(post))
    {
        m_socket->setParent(this);
        connect(m_socket, &QTcpSocket::readyRead, this, [this] { read(); });
    }
    ~Connection() override
    {
        m_socket->disconnect();
        m_socket->abort();
        setState(State::Closed);
    }

    void act(const WsAction &action)
    {
        if (!action.gate) {
            perform(action);
            return;
        }
        action.gate->whenOpen([post = m_post, action] { post([action](Connection &here) { here.perform(action); }); });
    }

private:
    enum class State { Head, Deciding, Open, Closing, Closed };

    void read()
    {
        m_input += m_socket->readAll();
        // With TLS a flush within takes bytes in as well and comes here again: the frame at hand is not done yet.
        if (std::exchange(m_reading, true))
            return;
        const auto done = qScopeGuard([this] { m_reading = false; });
        if (m_state == State::Head)
            readHead();
        qsizetype position = 0;
        while ((m_state == State::Open || m_state == State::Closing) && readFrame(position)) {
        }
        m_input.remove(0, std::min(position, m_input.size()));
        if (m_state == State::Closed)
            m_input.clear();
    }

    void readHead()
    {
        const qsizetype end = m_input.indexOf("\r\n\r\n");
        if (end < 0) {
            if (m_input.size() > headLimit)
                refuse({.status = 431});
            return;
        }
        const std::optional<Request> request = requestOf(m_input.left(end), m_socket->peerPort());
        m_input.remove(0, end + 4);
        if (!request) {
            violation("the request cannot be read"_ba);
            refuse({.status = 400});
            return;
        }
        m_state = State::Deciding;
        m_journal.note([&](Records &records) { records.upgrades.append(*request); });
        m_key = request->header("Sec-WebSocket-Key"_ba);
        WsUpgrade answer;
        if (const QByteArray fault = faultOf(*request); !fault.isEmpty()) {
            violation(fault);
            answer.status = 400;
        } else if (m_script.upgrade) {
            try {
                answer = m_script.upgrade(*request);
            } catch (const std::exception &error) {
                answer = {.status = 500, .body = error.what()};
            }
        }
        if (!answer.gate) {
            decide(answer);
            return;
        }
        answer.gate->whenOpen([post = m_post, answer] {
            post([answer](Connection &here) {
                here.decide(answer);
                here.read();
            });
        });
    }

    void decide(const WsUpgrade &answer)
    {
        if (answer.dropConnection) {
            setState(State::Closed);
            m_socket->abort();
            return;
        }
        if (answer.silent)
            return;
        if (answer.status != 101) {
            refuse(answer);
            return;
        }
        QByteArray head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
        head += "Sec-WebSocket-Accept: " + acceptOf(answer.wrongAccept ? "another key"_ba : m_key) + "\r\n";
        if (!answer.subprotocol.isEmpty())
            head += "Sec-WebSocket-Protocol: " + answer.subprotocol + "\r\n";
        for (const auto &[name, value] : answer.headers)
            head += name + ": " + value + "\r\n";
        m_socket->write(head + "\r\n");
        setState(State::Open);
        if (m_script.opened)
            actAll(m_script.opened(m_number));
        m_socket->flush();
    }

    void refuse(const WsUpgrade &answer)
    {
        QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + ' ' + statusReason(answer.status) + "\r\n";
        for (const auto &[name, value] : answer.headers)
            head += name + ": " + value + "\r\n";
        head += "Connection: close\r\nContent-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n";
        m_socket->write(head + answer.body);
        setState(State::Closed);
        m_socket->disconnectFromHost();
    }

    /// False: more bytes are needed, or nothing more is wanted.
    bool readFrame(qsizetype &position)
    {
        const qsizetype available = m_input.size() - position;
        if (available < 2)
            return false;
        const char *bytes = m_input.constData() + position;
        const auto first = static_cast<quint8>(bytes[0]);
        const auto second = static_cast<quint8>(bytes[1]);
        const auto opcode = static_cast<quint8>(first & 0x0f);
        const bool last = (first & 0x80) != 0;
        quint64 size = second & 0x7f;
        qsizetype head = 2;
        if (size == 126 || size == 127) {
            head += size == 126 ? 2 : 8;
            if (available < head)
                return false;
            size = size == 126 ? qFromBigEndian<quint16>(bytes + 2) : qFromBigEndian<quint64>(bytes + 2);
        }
        if ((first & 0x70) != 0)
            return fail("a reserved bit is set"_ba);
        if ((second & 0x80) == 0)
            return fail("a frame is not masked"_ba);
        if (opcode >= Close && (!last || size > controlLimit))
            return fail("a control frame is in fragments or too long"_ba);
        if (size > messageLimit - static_cast<quint64>(m_message.size()))
            return fail("a message is too long"_ba);
        head += 4;
        if (available < head + static_cast<qsizetype>(size))
            return false;
        QByteArray payload(bytes + head, static_cast<qsizetype>(size));
        const char *mask = bytes + head - 4;
        char *target = payload.data();
        for (qsizetype index = 0; index < payload.size(); ++index)
            target[index] = static_cast<char>(target[index] ^ mask[index % 4]);
        position += head + static_cast<qsizetype>(size);
        return opcode >= Close ? takeControl(opcode, payload) : takeData(opcode, payload, last);
    }

    bool takeControl(quint8 opcode, const QByteArray &payload)
    {
        if (opcode == Ping) {
            if (m_script.answerPings)
                m_socket->write(frame(Pong, payload));
            m_journal.note([](Records &records) { ++records.pings; });
            return true;
        }
        if (opcode == Pong) {
            m_journal.note([](Records &records) { ++records.pongs; });
            return true;
        }
        if (opcode != Close)
            return fail("an unknown kind of frame"_ba);
        if (payload.size() == 1)
            return fail("a close frame of one byte"_ba);
        const int code = payload.isEmpty() ? 0 : qFromBigEndian<quint16>(payload.constData());
        m_journal.note([&](Records &records) { records.closes.append({m_number, code, payload.mid(2)}); });
        if (m_state == State::Open && m_script.answerClose)
            m_socket->write(frame(Close, payload.left(2)));
        if (m_state == State::Closing || m_script.answerClose) {
            setState(State::Closed);
            m_socket->disconnectFromHost();
        }
        return false;
    }

    bool takeData(quint8 opcode, const QByteArray &payload, bool last)
    {
        if (opcode > Binary)
            return fail("an unknown kind of frame"_ba);
        if ((opcode == Continuation) != m_inMessage)
            return fail("a fragment out of order"_ba);
        if (opcode != Continuation)
            m_binary = opcode == Binary;
        m_inMessage = !last;
        m_message += payload;
        if (!last)
            return true;
        if (!m_binary && !m_message.isValidUtf8())
            return fail("text that is not UTF-8"_ba);
        const WsMessage message{m_number, m_binary, std::exchange(m_message, {})};
        m_journal.note([&](Records &records) { records.messages.append(message); });
        if (m_script.message && m_state == State::Open)
            actAll(m_script.message(message));
        return true;
    }

    void actAll(const QList<WsAction> &actions)
    {
        for (const WsAction &action : actions)
            act(action);
    }

    void perform(const WsAction &action)
    {
        if (m_state != State::Open)
            return;
        switch (action.kind) {
        case WsAction::Kind::Text:
            m_socket->write(frame(Text, action.payload));
            break;
        case WsAction::Kind::Binary:
            m_socket->write(frame(Binary, action.payload));
            break;
        case WsAction::Kind::Fragments:
            for (qsizetype index = 0; index < action.fragments.size(); ++index) {
                m_socket->write(frame(index == 0 ? Text : Continuation, action.fragments[index],
                                      index == action.fragments.size() - 1));
                if (index == 0)
                    m_socket->write(frame(Ping, "between"_ba));
            }
            break;
        case WsAction::Kind::Ping:
            m_socket->write(frame(Ping, action.payload));
            break;
        case WsAction::Kind::Raw:
            m_socket->write(action.payload);
            break;
        case WsAction::Kind::Close:
            m_socket->write(frame(Close, closePayload(action.code, action.payload)));
            setState(State::Closing);
            break;
        case WsAction::Kind::Drop:
            m_socket->flush();
            setState(State::Closed);
            m_socket->abort();
            return;
        }
        m_socket->flush();
    }

    bool fail(const QByteArray &words)
    {
        violation(words);
        m_socket->write(frame(Close, closePayload(1002, words)));
        setState(State::Closed);
        m_socket->disconnectFromHost();
        return false;
    }

    void violation(const QByteArray &words)
    {
        m_journal.note([&](Records &records) { records.violations.append(words); });
    }

    void setState(State state)
    {
        const auto isOpen = [](State one) { return one == State::Open || one == State::Closing; };
        const int change = (isOpen(state) ? 1 : 0) - (isOpen(m_state) ? 1 : 0);
        m_state = state;
        if (change != 0)
            m_journal.note([&](Records &records) { records.open += change; });
    }

    QTcpSocket *m_socket;
    quint64 m_number;
    const WsScript &m_script;
    Journal<Records> &m_journal;
    Post m_post;
    State m_state = State::Head;
    QByteArray m_input;
    QByteArray m_key;
    QByteArray m_message;
    bool m_reading = false;
    bool m_inMessage = false;
    bool m_binary = false;
};

class WebSocketServer::Worker
{
    WsScript m_script;

public:
    Worker(WsScript script, const std::optional<Certificate> &certificate, quint16 wanted)
        : m_script(std::move(script)),
          thread(
              certificate, wanted, [this] { journal.note([](Records &records) { ++records.connections; }); },
              [this](QTcpSocket *socket, quint64 number, Connection::Post post) {
                  return new Connection(socket, number, m_script, journal, std::move(post));
              })
    {}

    Journal<Records> journal;
    ServerThread<Connection> thread; // last: it ends before what it uses
};

WebSocketServer::WebSocketServer(WsScript script, std::optional<Certificate> certificate, quint16 port)
    : m_worker(std::make_unique<Worker>(std::move(script), certificate, port))
{}

WebSocketServer::~WebSocketServer() = default;

void WebSocketServer::stop()
{
    m_worker->thread.stop();
}

quint16 WebSocketServer::port() const
{
    return m_worker->thread.port();
}

QString WebSocketServer::errorText() const
{
    return m_worker->thread.errorText();
}

QString WebSocketServer::url(const QString &path, const QString &host) const
{
    return u"%1://%2:%3%4"_s.arg(m_worker->thread.isSecure() ? u"wss"_s : u"ws"_s, host, QString::number(port()), path);
}

QList<Request> WebSocketServer::upgrades() const
{
    return m_worker->journal.read(&Records::upgrades);
}

QList<WsMessage> WebSocketServer::messages() const
{
    return m_worker->journal.read(&Records::messages);
}

QList<WsClose> WebSocketServer::closes() const
{
    return m_worker->journal.read(&Records::closes);
}

QList<QByteArray> WebSocketServer::violations() const
{
    return m_worker->journal.read(&Records::violations);
}

int WebSocketServer::connections() const
{
    return m_worker->journal.read(&Records::connections);
}

int WebSocketServer::open() const
{
    return m_worker->journal.read(&Records::open);
}

int WebSocketServer::pings() const
{
    return m_worker->journal.read(&Records::pings);
}

int WebSocketServer::pongs() const
{
    return m_worker->journal.read(&Records::pongs);
}

bool WebSocketServer::waitForUpgrades(int count, int ms) const
{
    return m_worker->journal.waitFor([&](const Records &records) { return records.upgrades.size() >= count; }, ms);
}

bool WebSocketServer::waitForMessages(int count, int ms) const
{
    return m_worker->journal.waitFor([&](const Records &records) { return records.messages.size() >= count; }, ms);
}

bool WebSocketServer::waitForCloses(int count, int ms) const
{
    return m_worker->journal.waitFor([&](const Records &records) { return records.closes.size() >= count; }, ms);
}

bool WebSocketServer::waitForOpen(int count, int ms) const
{
    return m_worker->journal.waitFor([&](const Records &records) { return records.open == count; }, ms);
}

bool WebSocketServer::waitForPings(int count, int ms) const
{
    return m_worker->journal.waitFor([&](const Records &records) { return records.pings >= count; }, ms);
}

bool WebSocketServer::waitForPongs(int count, int ms) const
{
    return m_worker->journal.waitFor([&](const Records &records) { return records.pongs >= count; }, ms);
}

void WebSocketServer::push(const WsAction &action)
{
    m_worker->thread.forEach([action](Connection &connection) { connection.act(action); });
}

} // namespace kopru::test
