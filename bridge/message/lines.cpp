#include "bridge/message/lines.h"

namespace kopru::bridge {

void LineFramer::append(std::string_view part)
{
    m_length += part.size();
    if (m_tooLong) {
        m_scanned.feed(part);
    } else if (m_text.size() + part.size() > m_longest) {
        m_tooLong = true;
        m_scanned.feed(m_text);
        m_scanned.feed(part);
        m_text = {};
    } else {
        m_text.append(part);
    }
}

void LineFramer::emit(const std::function<void(Line)> &take)
{
    Line line;
    line.length = m_length;
    line.tooLong = m_tooLong;
    if (m_tooLong) {
        const auto shape = m_scanned.finish();
        line.envelope = envelopeOf(m_scanned, shape);
    } else {
        if (m_text.ends_with('\r'))
            m_text.pop_back();
        line.text = std::move(m_text);
    }
    m_text = {};
    m_scanned = {};
    m_tooLong = false;
    m_length = 0;
    if (line.tooLong || line.text.find_first_not_of(" \t") != std::string::npos)
        take(std::move(line));
}

void LineFramer::feed(std::string_view piece, const std::function<void(Line)> &take)
{
    while (!piece.empty()) {
        const auto end = piece.find('\n');
        append(piece.substr(0, end));
        if (end == std::string_view::npos)
            return;
        emit(take);
        piece.remove_prefix(end + 1);
    }
}

void LineFramer::finish(const std::function<void(Line)> &take)
{
    if (m_length > 0)
        emit(take);
}

void makeOneLine(std::string &json)
{
    for (const char end : {'\n', '\r'}) // find() is many times as fast as a look at each byte
        for (auto at = json.find(end); at != std::string::npos; at = json.find(end, at + 1))
            json[at] = ' ';
}

} // namespace kopru::bridge
