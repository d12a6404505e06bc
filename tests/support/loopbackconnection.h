#pragma once

#include "tests/support/loopbackserver.h"

#include <QtCore/QObject>
#include <QtNetwork/QTcpSocket>

namespace kopru::test {

/// One accepted connection of a LoopbackServer: reads requests, asks for the answer, writes it.
///
///     Head -> FixedBody or (ChunkSize -> ChunkBody -> ChunkEnd)* -> Trailers -> Answering -> Head
///     Answering -> Streaming -> Head, and Closed from everywhere
///
/// Lives on the server's thread.
class LoopbackConnection final : public QObject
{
public:
    /// Runs a function on the server's thread with this connection, if it still exists. Callable from any thread.
    using Post = std::function<void(std::function<void(LoopbackConnection &)>)>;

    LoopbackConnection(QTcpSocket *socket, Handler handler, Post post); ///< takes the socket
    ~LoopbackConnection() override;

    void pushChunk(const QByteArray &chunk); ///< ignored unless Streaming
    void endStream();                        ///< ignored unless Streaming

private:
    enum class State { Head, FixedBody, ChunkSize, ChunkBody, ChunkEnd, Trailers, Answering, Streaming, Closed };

    void advance();
    bool step(); ///< false: more bytes or an answer are needed first
    bool readHead();
    bool readChunkSize();
    bool readTrailers();
    bool takeBody(); ///< true once nothing of the body or chunk is missing
    bool takeLine(QByteArray &line);
    bool refuse(int status);
    bool dispatch();
    void answer(const Response &response);
    void writeHead(const Response &response, bool chunked);
    void writeChunk(const QByteArray &chunk);
    void finishAnswer();
    void close();

    QTcpSocket *m_socket;
    Handler m_handler;
    Post m_post;
    State m_state = State::Head;
    QByteArray m_input;
    Request m_request;
    qsizetype m_missing = 0; ///< bytes of the body or of the current chunk
    bool m_closeAfter = false;
};

} // namespace kopru::test
