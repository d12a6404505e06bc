// A server over standard input and output that behaves as its first argument says; for tests of the MCP client and
// of the checks. Plain C++, so that it starts at once in any environment.
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <unistd.h>

using Json = nlohmann::ordered_json;

namespace {

void say(const Json &message)
{
    std::cout << message.dump() << '\n' << std::flush;
}

Json tool(const std::string &name)
{
    return {{"name", name}, {"description", "does " + name}, {"inputSchema", {{"type", "object"}}}};
}

} // namespace

int main(int argc, char **argv)
{
    const std::string mode = argc > 1 ? argv[1] : "good";
    if (mode == "exit") {
        std::cerr << "cannot read the key file\n";
        return 7;
    }
    if (mode == "crash")
        std::abort();
    if (mode == "stray")
        std::cout << "Server listening on stdio\n" << std::flush;
    if (mode == "long-line") // never ends its line
        for (;;)
            std::cout << std::string(1 << 20, 'x') << std::flush;
    std::string line;
    while (std::getline(std::cin, line)) {
        const Json message = Json::parse(line, nullptr, false);
        if (!message.is_object() || !message.contains("method") || !message.contains("id"))
            continue;
        const std::string method = message["method"];
        Json answer = {{"jsonrpc", "2.0"}, {"id", message["id"]}};
        if (mode == "silent")
            continue;
        if (mode == "die-on-tools" && method == "tools/list")
            return 3;
        if (method == "initialize") {
            if (mode == "refuse") {
                answer["error"] = {{"code", -32603}, {"message", "licence expired"}};
            } else if (mode == "bridge-error") {
                answer["error"] = {{"code", -32603},
                                   {"message", "Unauthorized"},
                                   {"data", {{"phase", "auth"}, {"cause", "unauthorized"}, {"httpStatus", 401}}}};
            } else if (mode == "not-mcp") {
                answer["result"] = {{"hello", "world"}};
            } else {
                Json capabilities = {{"tools", Json::object()}};
                if (mode == "no-tools")
                    capabilities = Json::object();
                answer["result"] = {{"protocolVersion", message["params"]["protocolVersion"]},
                                    {"capabilities", capabilities},
                                    {"serverInfo", {{"name", "stdioserver"}, {"version", "1.2"}}}};
            }
            if (mode == "environment")
                for (const char *name : {"HOME", "PATH", "LD_LIBRARY_PATH", "KOPRU_TEST_OWN", "KOPRU_TEST_FOREIGN"})
                    std::cerr << name << '=' << (std::getenv(name) ? std::getenv(name) : "(none)") << '\n';
            if (mode == "ask-back") // a server may ask before it answers
                say({{"jsonrpc", "2.0"}, {"id", "s1"}, {"method", "ping"}});
        } else if (method == "tools/list") {
            const bool second = message.contains("params") && message["params"].contains("cursor");
            if (mode == "pages")
                answer["result"] = second ? Json{{"tools", {tool("c")}}}
                                          : Json{{"tools", {tool("a"), tool("b")}}, {"nextCursor", "2"}};
            else if (mode == "bad-tool-name")
                answer["result"] = {{"tools", {tool("good"), tool("not good")}}};
            else
                answer["result"] = {{"tools", {tool("echo")}}};
        } else if (method == "tools/call" && mode == "late") {
            continue; // never answered
        } else {
            answer["result"] = {{"content", {{{"type", "text"}, {"text", message["params"].dump()}}}}};
        }
        say(answer);
        if (mode == "twice")
            say(answer);
    }
    if (mode == "trace-at-the-end")
        std::cerr << R"({"kopru":"trace","phase":"connect","ms":2,"ok":true})" << '\n';
    if (mode == "stays") { // does not leave when its input ends, nor at SIGTERM
        std::signal(SIGTERM, SIG_IGN);
        for (;;)
            ::pause(); // until it is killed
    }
    return 0;
}
