#include "bridge/net/challenge.h"
#include "tests/fuzz/property.h"

using namespace kopru::bridge;
using namespace kopru::fuzz;

namespace {

/// As a careful server would have written it (RFC 9110 section 11.6.1).
std::string written(const std::vector<Challenge> &challenges)
{
    std::string text;
    for (const Challenge &challenge : challenges) {
        text += (text.empty() ? "" : ", ") + challenge.scheme;
        if (!challenge.token68.empty())
            text += " " + challenge.token68;
        const char *before = challenge.token68.empty() ? " " : ", ";
        for (const auto &[name, value] : challenge.parameters) {
            text += before + name + "=\"";
            for (const char c : value) {
                if (c == '"' || c == '\\')
                    text.push_back('\\');
                text.push_back(c);
            }
            text.push_back('"');
            before = ", ";
        }
    }
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto challenges = parseChallenges(textOf(data, size));
    std::size_t kept = 0;
    for (const Challenge &challenge : challenges) {
        require(!challenge.scheme.empty(), "a challenge has a scheme");
        for (const char c : challenge.scheme)
            require(!(c >= 'A' && c <= 'Z'), "a scheme is in lower case");
        kept += challenge.scheme.size() + challenge.token68.size();
        for (const auto &[name, value] : challenge.parameters) {
            require(!name.empty(), "a parameter has a name");
            const auto first = challenge.parameter(name);
            require(first.has_value(), "a parameter is found by its name");
            kept += name.size() + value.size();
        }
    }
    require(kept <= size, "nothing is made up");

    const auto again = parseChallenges(written(challenges));
    require(again.size() == challenges.size(), "what was understood reads the same when it is written well");
    for (std::size_t i = 0; i < again.size(); ++i)
        require(again[i].scheme == challenges[i].scheme && again[i].token68 == challenges[i].token68 &&
                    again[i].parameters == challenges[i].parameters,
                "what was understood reads the same when it is written well");
    return 0;
}
