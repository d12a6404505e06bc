#include "app/config/textends.h"

#include "app/config/spelling.h"

namespace kopru::config::tolerant {
namespace {

bool closes(Quote open, Quote close)
{
    return open == close || (open == Quote::Double && close == Quote::Straight);
}

bool isEndOfKeySign(char c)
{
    return isBracket(c) || c == ';' || c == '=';
}

} // namespace

bool TextEnds::isBehindText(qsizetype at, bool colonToo)
{
    const qsizetype from = at;
    while (at < m_text.size()) {
        if (isBlank(m_text.at(at)))
            ++at;
        else if (const SpaceSign *space = m_text.spaceAt(at))
            at += space->spelling.size();
        else
            break;
        // What stands behind so many blanks is not worth more looks.
        if (!m_look.mayLook(0))
            return true;
        m_look.pay(1);
    }
    if (at == m_text.size())
        return true;
    const char c = m_text.at(at);
    if (isBreak(c) || c == ',' || c == ';' || c == ']' || c == '}' || c == ')' || m_text.isComment(at))
        return true;
    if (c == ':' || c == '=')
        return colonToo;
    if (c == '{' || c == '[')
        return at > from || isKey();
    if (at == from)
        return false;
    if (m_text.isQuote(at))
        return true;
    qsizetype end = at;
    while (end < m_text.size() && end - at < 40 && !m_text.isEndOfWord(end))
        ++end;
    const QByteArrayView word = m_text.view(at, end);
    return isStrictWord(word) || isStrictNumber(word);
}

bool TextEnds::isInFrontOfText(qsizetype at)
{
    if (at >= m_text.size() || m_text.at(at) != '"')
        return false;
    const qsizetype last = std::min(m_text.size(), at + longestLook);
    qsizetype end = at + 1;
    while (end < last && m_text.at(end) != '"' && m_text.at(end) != '\\' && !isBreak(m_text.at(end)) &&
           m_look.mayLook(0)) {
        ++end;
        m_look.pay(1);
    }
    return end < last && end > at + 1 && m_text.at(end) == '"' && isBehindText(end + 1);
}

bool TextEnds::isClosedAtEnd() const
{
    qsizetype at = m_text.size();
    while (at > 0 && (isBlank(m_text.at(at - 1)) || isBreak(m_text.at(at - 1))))
        --at;
    return at > 0 && m_text.at(at - 1) == '}';
}

bool TextEnds::goesOnBehindBreak(qsizetype line, qsizetype at)
{
    if (isKey() || isClosedOn(line, at))
        return false;
    qsizetype next = at;
    while (next < m_text.size() && (isBlank(m_text.at(next)) || isBreak(m_text.at(next))))
        ++next;
    m_look.pay(next - at);
    if (next == m_text.size())
        return false;
    const char c = m_text.at(next);
    if (c == '"' || c == '}' || c == ']' || m_text.isComment(next))
        return false;
    if (next < m_closingQuote)
        return true;
    if (!m_look.mayLook(0))
        return false;
    // The quote that would close it must look like one.
    const qsizetype last = std::min(m_text.size(), next + longestLook * 4);
    qsizetype end = next;
    while (end < last && m_text.at(end) != '"')
        end += m_text.at(end) == '\\' ? 2 : 1;
    m_look.pay(end - next);
    if (end >= last || !isBehindText(end + 1, false))
        return false;
    m_closingQuote = end;
    return true;
}

/// Whether the line holds another end for the text that begins in it.
bool TextEnds::isClosedOn(qsizetype begin, qsizetype end)
{
    if (!m_look.mayLook(end - begin))
        return false;
    for (qsizetype at = begin + 1; at < end; ++at) {
        const char c = m_text.at(at);
        if (c == '\\' && at + 1 < end) {
            if (m_text.at(at + 1) == '"' && isBehindText(at + 2, isKey()))
                return true;
            ++at;
            continue;
        }
        const QuoteMark quote = m_text.quoteAt(at);
        if ((quote.kind == Quote::Double || quote.kind == Quote::Single) && isBehindText(at + quote.size, isKey()))
            return true;
    }
    return false;
}

std::optional<qsizetype> TextEnds::swallowedQuote(qsizetype begin, qsizetype end)
{
    if (!m_look.mayLook(end - begin))
        return std::nullopt;
    for (qsizetype at = begin + 1; at + 1 < end; ++at) {
        if (m_text.at(at) != '\\')
            continue;
        if (m_text.at(at + 1) == '"' && isBehindText(at + 2, isKey()))
            return at + 1;
        ++at;
    }
    return std::nullopt;
}

std::optional<qsizetype> TextEnds::otherQuote(qsizetype begin, qsizetype end)
{
    if (!m_look.mayLook(end - begin))
        return std::nullopt;
    for (qsizetype at = begin + 1; at < end; ++at) {
        const QuoteMark quote = m_text.quoteAt(at);
        if ((quote.kind == Quote::Double || quote.kind == Quote::Single) && isBehindText(at + quote.size, isKey()))
            return at;
    }
    return std::nullopt;
}

std::optional<qsizetype> TextEnds::endOfKey(qsizetype begin, qsizetype end)
{
    if (!isKey() || !m_look.mayLook(end - begin))
        return std::nullopt;
    qsizetype colon = begin + 1;
    while (colon < end && !QByteArrayView("\":,{}[]\r\n").contains(m_text.at(colon)))
        ++colon;
    qsizetype last = colon;
    while (last > begin + 1 && isBlank(m_text.at(last - 1)))
        --last;
    if (colon == end || m_text.at(colon) != ':' || last == begin + 1 || isBlank(m_text.at(begin + 1)))
        return std::nullopt;
    // `"name;:`: the sign may stand for the quote.
    if (isEndOfKeySign(m_text.at(last - 1)))
        m_isGuess = true;
    const char behind = colon + 1 < end ? m_text.at(colon + 1) : ' ';
    return isBlank(behind) || isBreak(behind) || behind == '{' || behind == '[' ? std::optional(last) : std::nullopt;
}

qsizetype TextEnds::endBeforeBrackets(qsizetype first, qsizetype last) const
{
    const auto trim = [&] {
        while (last > first && isBlank(m_text.at(last - 1)))
            --last;
    };
    trim();
    if (last > first && m_text.at(last - 1) == ',') {
        --last;
        trim();
    }
    const QByteArrayView content = m_text.view(first, last);
    qsizetype curly = content.count('}') - content.count('{');
    qsizetype square = content.count(']') - content.count('[');
    while (last > first) {
        qsizetype *surplus = m_text.at(last - 1) == '}' ? &curly : m_text.at(last - 1) == ']' ? &square : nullptr;
        if (surplus == nullptr || *surplus <= 0)
            break;
        --*surplus;
        --last;
        trim();
    }
    return last;
}

qsizetype TextEnds::endBehindInnerQuotes(qsizetype begin, qsizetype inner)
{
    const qsizetype last = m_look.nearLineEnd(inner);
    const char bracket = m_text.at(begin + 1);
    if (bracket == '{' || bracket == '[') {
        int depth = 0;
        for (qsizetype at = begin + 1; at < last; ++at) {
            const char c = m_text.at(at);
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth == 0 && at + 1 < last && m_text.at(at + 1) == '"')
                return at + 1;
        }
    }
    for (qsizetype at = inner + 1; at < last; ++at) {
        if (m_text.at(at) == '\\')
            ++at;
        else if (m_text.at(at) == '"' && isBehindText(at + 1, isKey()))
            return at;
    }
    return -1;
}

TextEnds::Search TextEnds::closingQuote(qsizetype first, Quote open)
{
    Search search;
    qsizetype at = first;
    // Each byte is paid for when it is read: most texts end long before their line does.
    for (; at < m_text.size() && !isBreak(m_text.at(at)) && m_look.mayLook(0); ++at, m_look.pay(1)) {
        const QuoteMark quote = m_text.quoteAt(at);
        if (closes(open, quote.kind)) {
            search.found = search.found < 0 ? at : search.found;
            if (isBehindText(at + quote.size)) {
                search.found = at;
                break;
            }
        } else if (m_text.at(at) == '\\' && at + 1 < m_text.size() && !isBreak(m_text.at(at + 1))) {
            ++at;
        }
    }
    search.looked = std::min(at, m_text.size());
    return search;
}

qsizetype TextEnds::straightEnd(qsizetype first, qsizetype last)
{
    // JSON inside of a text has such quotes of its own.
    if (first < last && (m_text.at(first) == '{' || m_text.at(first) == '['))
        return -1;
    for (qsizetype at = first; at < last && m_look.mayLook(0); ++at, m_look.pay(1)) {
        if (m_text.at(at) == '\\')
            ++at;
        else if (m_text.at(at) == '"' && at > first && isInFrontOfSign(at + 1))
            return at;
    }
    return -1;
}

bool TextEnds::isInFrontOfSign(qsizetype at)
{
    while (at < m_text.size() && isBlank(m_text.at(at)) && m_look.mayLook(0)) {
        ++at;
        m_look.pay(1);
    }
    return at >= m_text.size() || QByteArrayView(",:]}\r\n").contains(m_text.at(at));
}

bool TextEnds::isBehindQuote(qsizetype at, QuoteMark open) const
{
    const QuoteMark quote = m_text.quoteAt(at);
    return at + quote.size < m_text.size() || quote.kind == open.kind;
}

qsizetype TextEnds::endOfWord(qsizetype begin)
{
    const bool key = isKey();
    qsizetype end = begin;
    while (end < m_text.size() && m_text.spaceAt(end) == nullptr) {
        const char c = m_text.at(end);
        if (m_text.isEndOfWord(end)) {
            // `pass}word`: the bracket may belong to it.
            const bool isInside = !key && end > begin && isClosing(c) && end + 1 < m_text.size() &&
                                  (isLetter(m_text.at(end + 1)) || isDigit(m_text.at(end + 1)));
            if (!isInside)
                break;
            m_isGuess = true;
        }
        if (c == '\\' && end + 1 < m_text.size() && m_text.at(end + 1) == '\\') {
            end += 2;
            continue;
        }
        if (key && (c == ':' || c == '='))
            break;
        if (c == ':' && end > begin) {
            const char next = end + 1 < m_text.size() ? m_text.at(end + 1) : ' ';
            if (isBlank(next) || isBreak(next))
                break;
        }
        if (c == '"' || (end > begin && m_text.isQuote(end) && isBehindText(end + m_text.quoteAt(end).size)))
            break;
        if (c == '$' && end + 1 < m_text.size() && m_text.at(end + 1) == '{') {
            const qsizetype close = m_text.view(end, std::min(m_text.size(), end + 200)).indexOf('}');
            if (close >= 0)
                end += close;
        }
        ++end;
    }
    return end;
}

} // namespace kopru::config::tolerant
