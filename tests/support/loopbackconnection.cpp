#include "tests/support/loopbackconnection.h"

#include "tests/support/serverthread.h"

#include <algorithm>
#include <exception>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype headLimit = 1024 * 1024;
constexpr qsizetype bodyLimit = qsizetype{512} * 1024 * 1024;

bool same(const QByteArray &one, const char *other)
{
    return one.compare(other, Qt::CaseInsensitive) == 0;
}

bool contains(const Headers &headers, const char *name)
{
    return std::any_of(headers.begin(), headers.end(), [&](const auto &header) { return same(header.first, name); });
}

bool hasNoBody(int status)
{
    return status == 204 || status == 304 || status < 200;
}

} // namespace

LoopbackConnection::LoopbackConnection(QTcpSocket *socket, Handler handler, Post post)
    : m_socket(socket), m_handler(std::move(handler)), m_post(std::move(post))
{
    m_socket->setParent(this);
    connect(m_socket, &QTcpSocket::readyRead, this, [this] { advance(); });
}

LoopbackConnection::~LoopbackConnection()
{
    m_socket->disconnect();
    m_socket->abort();
}

void LoopbackConnection::advance()
{
    while (step()) {
    }
}

bool LoopbackConnection::step()
{
    QByteArray line;
    switch (m_state) {
    case State::Head:
        return readHead();
    case State::FixedBody:
        return takeBody() && dispatch();
    case State::ChunkSize:
        return readChunkSize();
    case State::ChunkBody:
        if (!takeBody())
            return false;
        m_state = State::ChunkEnd;
        return true;
    case State::ChunkEnd:
        if (!takeLine(line))
            return false;
        if (!line.isEmpty())
            return refuse(400);
        m_state = State::ChunkSize;
        return true;
    case State::Trailers:
        return readTrailers();
    case State::Answering:
    case State::Streaming:
    case State::Closed:
        return false;
    }
    return false;
}

bool LoopbackConnection::readHead()
{
    m_input += m_socket->readAll();
    const qsizetype end = m_input.indexOf("\r\n\r\n");
    if (end < 0)
        return m_input.size() > headLimit && refuse(431);
    const QList<QByteArray> lines = m_input.left(end).split('\n');
    m_input.remove(0, end + 4);

    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    if (words.size() != 3 || !words[2].startsWith("HTTP/1."))
        return refuse(400);
    m_request = {words[0], words[1], {}, {}, m_socket->peerPort()};
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 1)
            return refuse(400);
        m_request.headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
    }
    m_closeAfter = words[2] == "HTTP/1.0" || same(m_request.header("Connection"_ba), "close");

    const bool chunked = m_request.header("Transfer-Encoding"_ba).toLower().endsWith("chunked");
    bool isNumber = true;
    const QByteArray length = m_request.header("Content-Length"_ba);
    m_missing = chunked || length.isEmpty() ? 0 : length.toLongLong(&isNumber);
    if (!isNumber || m_missing < 0)
        return refuse(400);
    if (m_missing > bodyLimit)
        return refuse(413);
    if (same(m_request.header("Expect"_ba), "100-continue") && (chunked || m_missing > 0)) {
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
        m_socket->flush();
    }
    m_request.body.reserve(m_missing);
    m_state = chunked ? State::ChunkSize : State::FixedBody;
    return true;
}

bool LoopbackConnection::readChunkSize()
{
    QByteArray line;
    if (!takeLine(line))
        return false;
    bool isNumber = false;
    m_missing = line.split(';').first().trimmed().toLongLong(&isNumber, 16);
    if (!isNumber || m_missing < 0)
        return refuse(400);
    if (m_missing > bodyLimit - m_request.body.size())
        return refuse(413);
    m_state = m_missing == 0 ? State::Trailers : State::ChunkBody;
    return true;
}

bool LoopbackConnection::readTrailers()
{
    QByteArray line;
    if (!takeLine(line))
        return false;
    return !line.isEmpty() || dispatch();
}

bool LoopbackConnection::takeBody()
{
    const qsizetype buffered = std::min(m_missing, m_input.size());
    m_request.body.append(m_input.constData(), buffered);
    m_input.remove(0, buffered);
    m_missing -= buffered;
    const qsizetype waiting = std::min(m_missing, m_socket->bytesAvailable());
    if (waiting > 0) { // Straight into the body: large bodies pass no second buffer.
        const qsizetype before = m_request.body.size();
        m_request.body.resize(before + waiting);
        const qsizetype got = std::max<qsizetype>(m_socket->read(m_request.body.data() + before, waiting), 0);
        m_request.body.resize(before + got);
        m_missing -= got;
    }
    return m_missing == 0;
}

bool LoopbackConnection::takeLine(QByteArray &line)
{
    m_input += m_socket->readAll();
    const qsizetype end = m_input.indexOf("\r\n");
    if (end < 0)
        return false;
    line = m_input.left(end);
    m_input.remove(0, end + 2);
    return true;
}

bool LoopbackConnection::refuse(int status)
{
    m_closeAfter = true;
    writeHead({.status = status}, false);
    close();
    return false;
}

bool LoopbackConnection::dispatch()
{
    m_state = State::Answering;
    Response response;
    try {
        response = m_handler(m_request);
    } catch (const std::exception &error) {
        response = {.status = 500, .body = error.what()};
    }
    m_request.body.clear();
    if (!response.gate) {
        answer(response);
        return true;
    }
    response.gate->whenOpen([post = m_post, response] {
        post([response](LoopbackConnection &connection) {
            connection.answer(response);
            connection.advance();
        });
    });
    return false;
}

void LoopbackConnection::answer(const Response &response)
{
    if (response.dropConnection) {
        m_state = State::Closed;
        m_socket->abort();
        return;
    }
    const bool chunked = !response.chunks.isEmpty() || response.keepStreamOpen;
    const bool silent = hasNoBody(response.status) || m_request.method == "HEAD";
    m_closeAfter =
        m_closeAfter || std::any_of(response.headers.begin(), response.headers.end(), [](const auto &header) {
            return same(header.first, "Connection") && same(header.second, "close");
        });
    writeHead(response, chunked);
    if (silent) {
        finishAnswer();
        return;
    }
    if (!chunked) {
        m_socket->write(response.cutAfter < 0 ? response.body : response.body.left(response.cutAfter));
        response.cutAfter < 0 ? finishAnswer() : close();
        return;
    }
    m_socket->flush();
    qsizetype left = response.cutAfter;
    for (const QByteArray &chunk : response.chunks) {
        if (response.cutAfter >= 0 && chunk.size() > left) { // The size line promises more than is sent.
            m_socket->write(QByteArray::number(chunk.size(), 16) + "\r\n" + chunk.left(left));
            break;
        }
        left -= chunk.size();
        writeChunk(chunk);
    }
    if (response.cutAfter >= 0) {
        close();
        return;
    }
    m_state = State::Streaming;
    if (!response.keepStreamOpen)
        endStream();
}

void LoopbackConnection::writeHead(const Response &response, bool chunked)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + statusReason(response.status) + "\r\n";
    for (const auto &[name, value] : response.headers)
        head += name + ": " + value + "\r\n";
    if (m_closeAfter && !contains(response.headers, "Connection"))
        head += "Connection: close\r\n";
    if (chunked)
        head += "Transfer-Encoding: chunked\r\n";
    else if (!hasNoBody(response.status) && !contains(response.headers, "Content-Length"))
        head += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    m_socket->write(head + "\r\n");
}

void LoopbackConnection::writeChunk(const QByteArray &chunk)
{
    if (chunk.isEmpty()) // An empty chunk would end the body.
        return;
    m_socket->write(QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n");
    m_socket->flush();
}

void LoopbackConnection::pushChunk(const QByteArray &chunk)
{
    if (m_state == State::Streaming)
        writeChunk(chunk);
}

void LoopbackConnection::endStream()
{
    if (m_state != State::Streaming)
        return;
    m_socket->write("0\r\n\r\n");
    finishAnswer();
    if (m_state == State::Head) // Not from here: an answer that ends at once is still inside advance().
        QMetaObject::invokeMethod(this, [this] { advance(); }, Qt::QueuedConnection);
}

void LoopbackConnection::finishAnswer()
{
    m_state = State::Head;
    if (m_closeAfter)
        close();
    else
        m_socket->flush();
}

void LoopbackConnection::close()
{
    m_state = State::Closed;
    m_socket->disconnectFromHost(); // Sends what is written first.
}

} // namespace kopru::test
