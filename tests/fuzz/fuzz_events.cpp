#include "bridge/transports/events.h"
#include "tests/fuzz/property.h"

#include <string>

using namespace kopru::bridge;
using namespace kopru::fuzz;

namespace {

/// What a stream came to.
struct Seen
{
    std::vector<std::pair<std::string, std::string>> events; ///< type, data
    std::optional<std::string> lastId;
    std::optional<int> retry;
    bool tooLong = false;

    friend bool operator==(const Seen &, const Seen &) = default;
};

Seen read(const std::vector<std::string_view> &pieces, std::size_t longest)
{
    Seen seen;
    EventReader reader(longest);
    for (const std::string_view piece : pieces) {
        if (!reader.feed(piece,
                         [&seen](const ServerEvent &event) { seen.events.emplace_back(event.type, event.data); })) {
            seen.tooLong = true;
            return seen; // of no more use
        }
    }
    seen.lastId = reader.lastId();
    seen.retry = reader.retry();
    return seen;
}

/// The same from the words of the standard (WHATWG HTML, section 9.2.6), line by line over the whole text. An event
/// without data is none here: MCP sends such events to give an id.
Seen asTheStandardSays(std::string_view text)
{
    Seen seen;
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    std::string type;
    std::string data;
    std::optional<std::string> id;
    for (auto end = text.find_first_of("\r\n"); end != std::string_view::npos; end = text.find_first_of("\r\n")) {
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(text.substr(end, 2) == "\r\n" ? end + 2 : end + 1);
        if (line.empty()) {
            if (!data.empty())
                data.pop_back();
            if (!data.empty())
                seen.events.emplace_back(type.empty() ? "message" : type, data);
            if (id)
                seen.lastId = id->empty() ? std::nullopt : id;
            type.clear();
            data.clear();
            id.reset();
            continue;
        }
        const auto colon = line.find(':');
        const std::string_view name = line.substr(0, colon);
        std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
        if (value.starts_with(' '))
            value.remove_prefix(1);
        if (name == "event") {
            type = value;
        } else if (name == "data") {
            data.append(value).push_back('\n');
        } else if (name == "id" && value.find('\0') == std::string_view::npos) {
            id = value;
        } else if (name == "retry" && !value.empty() &&
                   value.find_first_not_of("0123456789") == std::string_view::npos) {
            long number = 0;
            for (const char digit : value)
                number = std::min(number * 10 + (digit - '0'), 3000000000L);
            if (number <= 2147483647L)
                seen.retry = static_cast<int>(number);
        }
    }
    return seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = textOf(data, size);
    const Seen whole = read({text}, size);
    require(!whole.tooLong, "a stream is not longer than its own length");
    require(whole == asTheStandardSays(text), "events are what the standard says");
    require(whole == read(cut(text, 1), size), "byte by byte gives the same");
    require(whole == read(cut(text, 7), size), "piece by piece gives the same");

    constexpr std::size_t longest = 16;
    const Seen bounded = read({text}, longest);
    require(bounded == read(cut(text, 3), longest), "an event is too long however it is cut");
    for (const auto &event : bounded.events)
        require(event.second.size() <= longest + 16, "no event is longer than allowed");
    return 0;
}
