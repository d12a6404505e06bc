#pragma once

#include "tests/support/loopbackserver.h"

namespace kopru::test {

struct McpOptions
{
    QByteArray path = "/mcp";
    bool sessions = true;             ///< false: no Mcp-Session-Id is given or asked for
    bool unknownSessionIs400 = false; ///< 400 with an error that names the session, instead of 404
    bool answerAsStream = false;      ///< answers to requests as text/event-stream instead of application/json
    bool getStream = false;           ///< GET opens an event stream (LoopbackServer::pushToStreams) instead of 405
    QByteArray requiredHeader = {};   ///< if set: 401 unless it comes with requiredValue
    QByteArray requiredValue = {};
};

/// A small MCP server over Streamable HTTP, revisions 2025-03-26 to 2025-11-25.
///
/// Tools: `echo` (message: string) answers the message, `add` (a, b: numbers) their sum. Strict where the
/// revision is: 406 unless Accept names JSON and event streams, 415 unless the body is JSON, 400 without a
/// session or with a MCP-Protocol-Version that is not the session's. Thread-safe; the handler may outlive it.
class McpScript
{
public:
    explicit McpScript(McpOptions options = {});

    Handler handler() const;
    void forgetSessions();             ///< as after a restart of a server that keeps sessions in memory
    int sessions() const;              ///< open ones
    QList<QByteArray> methods() const; ///< JSON-RPC methods taken, in order, notifications included

    /// One server-sent event with a message, ready for Response::chunks or pushToStreams().
    static QByteArray event(const QByteArray &message);

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// The same server without HTTP and sessions, for a WebSocketServer: the answer to one JSON-RPC message.
/// Empty for a notification, an answer and what is no message.
QByteArray mcpAnswer(const QByteArray &message);

/// What the answers of the portal have wrong; the script in Apinizer's own document repairs the same.
struct PortalOptions
{
    QByteArray path = "/apiportal/management/mcp/api";
    bool missingJsonrpc = true;
    bool nullId = true;           ///< the answer's id is null, whatever the request had
    bool nullError = true;        ///< "error": null beside a result, "result": null beside an error
    bool notificationBody = true; ///< notifications get 200 with `{}`; false: 200 with an empty body
};

/// The API portal of Apinizer as far as its document shows it: JSON-RPC by POST, no sessions, no streams, the
/// token in the header APINIZER-TOKEN (401 with HTML if it is another). Tools: `list_apis`, `get_api` (id: string).
Handler apinizerPortal(const QByteArray &token, const PortalOptions &options = {});

/// The portal's answer to one JSON-RPC message, for its WebSocket; as mcpAnswer().
QByteArray portalAnswer(const QByteArray &message, const PortalOptions &options = {});

} // namespace kopru::test
