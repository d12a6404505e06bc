#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kopru::bridge {

/// One server-sent event.
struct ServerEvent
{
    std::string type; ///< "message" where the stream names none
    std::string data; ///< lines joined by a newline
};

/// Reads a stream of server-sent events piece by piece (WHATWG HTML, section 9.2.6): CR, LF and CRLF, several data
/// lines, comments, id, retry, a byte order mark at the start. An event without data is none, but its id counts.
class EventReader
{
public:
    /// @param longest  bytes of one event's data; a longer one makes feed() return false
    explicit EventReader(std::size_t longest) : m_longest(longest) {}

    [[nodiscard]] bool feed(std::string_view piece, const std::function<void(ServerEvent)> &take);

    /// The id of the last event, for Last-Event-ID; nullopt where the stream gave none.
    [[nodiscard]] const std::optional<std::string> &lastId() const { return m_lastId; }
    /// Milliseconds to wait before reconnecting, where the stream said so.
    [[nodiscard]] const std::optional<int> &retry() const { return m_retry; }

private:
    void line(const std::function<void(ServerEvent)> &take);

    std::size_t m_longest;
    std::string m_line;
    std::string m_type;
    std::string m_data;
    bool m_hasData = false;
    bool m_afterReturn = false;
    bool m_first = true;
    std::optional<std::string> m_idOfEvent;
    std::optional<std::string> m_lastId;
    std::optional<int> m_retry;
};

} // namespace kopru::bridge
