#include "tests/support/mcpscript.h"

#include <QtCore/QUuid>
#include <nlohmann/json.hpp>

#include <map>

namespace kopru::test {

using namespace Qt::StringLiterals;
using Json = nlohmann::json;

namespace {

constexpr int parseError = -32700; // JSON-RPC 2.0, section 5.1
constexpr int invalidRequest = -32600;
constexpr int methodNotFound = -32601;
constexpr int invalidParams = -32602;
constexpr int serverError = -32000;

Json parsed(const QByteArray &body)
{
    return Json::parse(body.begin(), body.end(), nullptr, false);
}

QByteArray text(const Json &json)
{
    return QByteArray::fromStdString(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Response jsonResponse(int status, const Json &json)
{
    return {.status = status, .headers = {{"Content-Type"_ba, "application/json"_ba}}, .body = text(json)};
}

Json failure(const Json &id, int code, const char *message)
{
    return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}};
}

Json success(const Json &id, Json result)
{
    return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Json property(const char *name, const char *type)
{
    return {{name, {{"type", type}}}};
}

Json tool(const char *name, const char *description, const Json &properties)
{
    Json required = Json::array();
    for (const auto &item : properties.items())
        required.push_back(item.key());
    return {{"name", name},
            {"description", description},
            {"inputSchema", {{"type", "object"}, {"properties", properties}, {"required", std::move(required)}}}};
}

Json textResult(const std::string &words, bool isError = false)
{
    Json item = {{"type", "text"}, {"text", words}};
    return {{"content", Json::array({std::move(item)})}, {"isError", isError}};
}

Json initializeResult(const Json &params, const char *name)
{
    return {{"protocolVersion", params.value("protocolVersion", "2025-03-26")},
            {"capabilities", {{"tools", Json::object()}}},
            {"serverInfo", {{"name", name}, {"version", "1.0.0"}}}};
}

/// The members of a message that the scripts look at, with the types they rely on.
struct Message
{
    explicit Message(const Json &json)
        : id(json.value("id", Json())),
          method(json.contains("method") && json["method"].is_string() ? json["method"].get<std::string>()
                                                                       : std::string()),
          params(json.contains("params") && json["params"].is_object() ? json["params"] : Json::object()),
          isRequest(json.contains("id") && !method.empty())
    {}

    Json id;
    std::string method;
    Json params;
    bool isRequest;

    std::string toolName() const
    {
        const auto name = params.find("name");
        return name != params.end() && name->is_string() ? name->get<std::string>() : std::string();
    }
    Json argument(const char *name) const
    {
        const auto arguments = params.find("arguments");
        return arguments != params.end() && arguments->is_object() ? arguments->value(name, Json()) : Json();
    }
};

Json echoOrAdd(const Message &message)
{
    if (message.toolName() == "echo") {
        const Json words = message.argument("message");
        return success(message.id, words.is_string() ? textResult(words.get<std::string>())
                                                     : textResult("message must be a string", true));
    }
    if (message.toolName() != "add")
        return failure(message.id, invalidParams, "no such tool");
    const Json a = message.argument("a");
    const Json b = message.argument("b");
    if (!a.is_number() || !b.is_number())
        return success(message.id, textResult("a and b must be numbers", true));
    const Json sum = a.is_number_integer() && b.is_number_integer() ? Json(a.get<qint64>() + b.get<qint64>())
                                                                    : Json(a.get<double>() + b.get<double>());
    return success(message.id, textResult(sum.dump()));
}

Json scriptAnswer(const Message &message)
{
    if (message.method == "initialize")
        return success(message.id, initializeResult(message.params, "kopru-script"));
    if (message.method == "ping")
        return success(message.id, Json::object());
    if (message.method == "tools/list") {
        Json numbers = property("a", "number");
        numbers.update(property("b", "number"));
        return success(message.id,
                       {{"tools", Json::array({tool("echo", "Answers the message", property("message", "string")),
                                               tool("add", "Adds two numbers", numbers)})}});
    }
    if (message.method == "tools/call")
        return echoOrAdd(message);
    return failure(message.id, methodNotFound, "no such method");
}

Json portalAnswer(const Message &message)
{
    if (message.method == "initialize")
        return success(message.id, initializeResult(message.params, "portal-script"));
    if (message.method == "ping")
        return success(message.id, Json::object());
    if (message.method == "tools/list")
        return success(message.id,
                       {{"tools", Json::array({tool("list_apis", "Lists the published APIs", Json::object()),
                                               tool("get_api", "Describes one API", property("id", "string"))})}});
    if (message.method != "tools/call")
        return failure(message.id, methodNotFound, "no such method");
    if (message.toolName() == "list_apis")
        return success(message.id, textResult(R"([{"id":"orders"},{"id":"customers"}])"));
    if (message.toolName() != "get_api")
        return failure(message.id, invalidParams, "no such tool");
    const Json id = message.argument("id");
    return success(message.id, id == "orders" || id == "customers"
                                   ? textResult(R"({"id":")" + id.get<std::string>() + R"(","basePath":"/v1"})")
                                   : textResult("no such API", true));
}

Json faulty(Json answer, const PortalOptions &options)
{
    if (options.missingJsonrpc)
        answer.erase("jsonrpc");
    if (options.nullId)
        answer["id"] = nullptr;
    if (options.nullError)
        answer.emplace(answer.contains("result") ? "error" : "result", nullptr);
    return answer;
}

} // namespace

struct McpScript::State
{
    McpOptions options;
    mutable std::mutex mutex;
    std::map<QByteArray, QByteArray> versions; ///< of the open sessions, by session id
    QList<QByteArray> methods;

    Response respond(const Request &request);
    Response post(const Request &request);
    std::optional<Response> sessionProblem(const Request &request) const;
    Response answer(const Message &message);
};

McpScript::McpScript(McpOptions options) : m_state(std::make_shared<State>())
{
    m_state->options = std::move(options);
}

Handler McpScript::handler() const
{
    return [state = m_state](const Request &request) { return state->respond(request); };
}

void McpScript::forgetSessions()
{
    const std::lock_guard lock(m_state->mutex);
    m_state->versions.clear();
}

int McpScript::sessions() const
{
    const std::lock_guard lock(m_state->mutex);
    return static_cast<int>(m_state->versions.size());
}

QList<QByteArray> McpScript::methods() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->methods;
}

QByteArray McpScript::event(const QByteArray &message)
{
    return "event: message\ndata: " + message + "\n\n";
}

Response McpScript::State::respond(const Request &request)
{
    const std::lock_guard lock(mutex);
    if (request.target.split('?').first() != options.path)
        return {.status = 404};
    if (!options.requiredHeader.isEmpty() && request.header(options.requiredHeader) != options.requiredValue)
        return {.status = 401};
    if (request.method == "POST")
        return post(request);
    const bool isGet = request.method == "GET";
    if ((!isGet || !options.getStream) && (request.method != "DELETE" || !options.sessions))
        return {.status = 405, .headers = {{"Allow"_ba, "POST"_ba}}};
    if (const std::optional<Response> problem = sessionProblem(request))
        return *problem;
    if (isGet)
        return {.headers = {{"Content-Type"_ba, "text/event-stream"_ba}}, .keepStreamOpen = true};
    versions.erase(request.header("Mcp-Session-Id"_ba));
    return {.status = 204};
}

Response McpScript::State::post(const Request &request)
{
    const QByteArray accepted = request.header("Accept"_ba).toLower();
    if (!accepted.contains("application/json") || !accepted.contains("text/event-stream"))
        return jsonResponse(406, failure(nullptr, serverError, "Accept must name both kinds of answer"));
    if (request.header("Content-Type"_ba).toLower().split(';').first().trimmed() != "application/json")
        return jsonResponse(415, failure(nullptr, serverError, "the body must be application/json"));
    const Json json = parsed(request.body);
    if (json.is_discarded())
        return jsonResponse(400, failure(nullptr, parseError, "not JSON"));
    if (!json.is_object())
        return jsonResponse(400, failure(nullptr, invalidRequest, "one object is expected"));
    const Message message(json);
    if (message.method != "initialize") {
        if (const std::optional<Response> problem = sessionProblem(request))
            return *problem;
    }
    if (!message.method.empty())
        methods.append(QByteArray::fromStdString(message.method));
    if (!message.isRequest)
        return {.status = 202};
    return answer(message);
}

std::optional<Response> McpScript::State::sessionProblem(const Request &request) const
{
    if (!options.sessions)
        return {};
    const QByteArray session = request.header("Mcp-Session-Id"_ba);
    if (session.isEmpty())
        return jsonResponse(400, failure(nullptr, serverError, "Mcp-Session-Id is missing"));
    const auto found = versions.find(session);
    if (found == versions.end())
        return jsonResponse(options.unknownSessionIs400 ? 400 : 404,
                            failure(nullptr, serverError, "no session with this id"));
    const QByteArray version = request.header("MCP-Protocol-Version"_ba);
    if (!version.isEmpty() && version != found->second)
        return jsonResponse(400, failure(nullptr, serverError, "MCP-Protocol-Version is not the negotiated one"));
    return {};
}

Response McpScript::State::answer(const Message &message)
{
    const Json json = scriptAnswer(message);
    Response response = jsonResponse(200, json);
    if (options.answerAsStream)
        response = {.headers = {{"Content-Type"_ba, "text/event-stream"_ba}}, .chunks = {event(text(json))}};
    if (message.method == "initialize" && options.sessions) {
        const QByteArray session = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
        versions[session] = QByteArray::fromStdString(json["result"]["protocolVersion"].get<std::string>());
        response.headers.append({"Mcp-Session-Id"_ba, session});
    }
    return response;
}

Handler apinizerPortal(const QByteArray &token, const PortalOptions &options)
{
    return [token, options](const Request &request) -> Response {
        if (request.target != options.path)
            return {.status = 404};
        if (request.method != "POST")
            return {.status = 405, .headers = {{"Allow"_ba, "POST"_ba}}};
        if (request.header("APINIZER-TOKEN"_ba) != token)
            return {.status = 401,
                    .headers = {{"Content-Type"_ba, "text/html"_ba}},
                    .body = "<html><body><h1>401</h1></body></html>"};
        const Json json = parsed(request.body);
        if (json.is_discarded() || !json.is_object())
            return jsonResponse(400, failure(nullptr, parseError, "not a JSON object"));
        const Message message(json);
        if (!message.isRequest)
            return {.headers = {{"Content-Type"_ba, "application/json"_ba}},
                    .body = options.notificationBody ? "{}"_ba : QByteArray()};
        return jsonResponse(200, faulty(portalAnswer(message), options));
    };
}

QByteArray mcpAnswer(const QByteArray &message)
{
    const Json json = parsed(message);
    if (!json.is_object() || !Message(json).isRequest)
        return {};
    return text(scriptAnswer(Message(json)));
}

QByteArray portalAnswer(const QByteArray &message, const PortalOptions &options)
{
    const Json json = parsed(message);
    if (!json.is_object() || !Message(json).isRequest)
        return {};
    return text(faulty(portalAnswer(Message(json)), options));
}

} // namespace kopru::test
