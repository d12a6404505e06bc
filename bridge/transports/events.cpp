#include "bridge/transports/events.h"

#include <algorithm>
#include <charconv>

namespace kopru::bridge {

bool EventReader::feed(std::string_view piece, const std::function<void(ServerEvent)> &take)
{
    while (!piece.empty()) {
        if (m_afterReturn) {
            m_afterReturn = false;
            if (piece.front() == '\n') {
                piece.remove_prefix(1);
                continue;
            }
        }
        const auto end = piece.find_first_of("\r\n");
        m_line.append(piece.substr(0, end));
        if (m_line.size() + m_data.size() > m_longest + 16)
            return false;
        if (end == std::string_view::npos)
            return true;
        m_afterReturn = piece[end] == '\r';
        piece.remove_prefix(end + 1);
        line(take);
    }
    return true;
}

void EventReader::line(const std::function<void(ServerEvent)> &take)
{
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (m_first && m_line.starts_with(mark))
        m_line.erase(0, mark.size());
    m_first = false;

    if (m_line.empty()) {
        if (m_idOfEvent && m_idOfEvent->empty())
            m_lastId.reset(); // the stream takes its ids back
        else if (m_idOfEvent)
            m_lastId = std::move(m_idOfEvent);
        m_idOfEvent.reset();
        if (m_hasData && !m_data.empty())
            take({m_type.empty() ? "message" : std::move(m_type), std::move(m_data)});
        m_type.clear();
        m_data.clear();
        m_hasData = false;
        return;
    }
    const auto colon = m_line.find(':');
    if (colon != 0) {
        const std::string_view field = std::string_view(m_line).substr(0, colon);
        std::size_t from = colon == std::string::npos ? m_line.size() : colon + 1;
        if (from < m_line.size() && m_line[from] == ' ')
            ++from;
        const std::string_view value = std::string_view(m_line).substr(from);
        if (field == "data") {
            if (!m_hasData && field.size() + 2 < m_line.size()) {
                // The usual event has one data line, which may be very long: it is moved, not copied.
                m_line.erase(0, from);
                m_data = std::move(m_line);
            } else {
                if (m_hasData)
                    m_data.push_back('\n');
                m_data.append(value);
            }
            m_hasData = true;
        } else if (field == "event") {
            m_type = value;
        } else if (field == "id") {
            if (value.find('\0') == std::string_view::npos)
                m_idOfEvent = std::string(value);
        } else if (field == "retry") {
            int number = 0;
            const auto [rest, error] = std::from_chars(value.data(), value.data() + value.size(), number);
            if (error == std::errc() && rest == value.data() + value.size() && value.front() != '-')
                m_retry = number;
        }
    }
    m_line.clear();
}

} // namespace kopru::bridge
