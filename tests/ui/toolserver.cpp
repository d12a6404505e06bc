#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

/// An MCP server over stdio for the tests of the window: two tools, one with an argument of every kind.
/// With `--refuse` every call is answered with an error of the tool.
namespace {

using Json = nlohmann::ordered_json;

Json tools()
{
    return Json::parse(R"([
        {"name": "belge_ara", "title": "Belge ara", "description": "Searches the documents in a folder.",
         "inputSchema": {"type": "object", "required": ["query"], "properties": {
            "query": {"type": "string", "description": "Words that the document contains."},
            "limit": {"type": "integer", "default": 10},
            "score": {"type": "number"},
            "archived": {"type": "boolean"},
            "order": {"type": "string", "enum": ["name", "date"]},
            "tags": {"type": "array", "items": {"type": "string"}}}}},
        {"name": "klasor_listele", "description": "Lists the folders.",
         "inputSchema": {"type": "object", "properties": {}}}])");
}

Json answer(const Json &request, bool refuse)
{
    const std::string method = request.value("method", "");
    if (method == "initialize")
        return {{"protocolVersion", request["params"]["protocolVersion"]},
                {"capabilities", {{"tools", Json::object()}}},
                {"serverInfo", {{"name", "belgeler"}, {"version", "1.0"}}}};
    if (method == "tools/list")
        return {{"tools", tools()}};
    if (method == "tools/call")
        return {{"content", {{{"type", "text"}, {"text", "arguments: " + request["params"]["arguments"].dump()}}}},
                {"isError", refuse}};
    return nullptr;
}

} // namespace

int main(int argc, char *argv[])
{
    const bool refuse = argc > 1 && std::string(argv[1]) == "--refuse";
    for (std::string line; std::getline(std::cin, line);) {
        const Json request = Json::parse(line, nullptr, false);
        if (!request.is_object() || !request.contains("id"))
            continue;
        const Json result = answer(request, refuse);
        Json reply{{"jsonrpc", "2.0"}, {"id", request["id"]}};
        if (result.is_null())
            reply["error"] = {{"code", -32601}, {"message", "method not found"}};
        else
            reply["result"] = result;
        std::cout << reply.dump() << std::endl;
    }
    return 0;
}
