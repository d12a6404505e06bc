#include "app/config/lexer.h"

// What stands around the tokens and between them: prose, white space, comments, fences and the marks of conflicts.

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {

void Lexer::readStart()
{
    skipGap();
    if (atEnd()) {
        flaw(Fault::UnexpectedEnd, m_text.size());
        m_all.isJunk = true;
        return;
    }
    if (here() == '{' || here() == '(')
        return;
    if (here() == '[') {
        static const QRegularExpression table(u"\\A\\[+[ ]*[A-Za-z_][A-Za-z0-9_.-]*[ ]*\\]+[ \\t]*\\z"_s);
        if (!matches(m_look.lineFrom(m_at), table))
            return;
        return readJunk();
    }
    if (m_text.isQuote(m_at) && startsMember(m_at)) {
        m_hasRoot = true;
        m_before.brackets.push_back('{');
        return;
    }
    static const QRegularExpression bareKey(u"\\A(mcp[ _-]?servers?)[ \\t]*[:=]?[ \\t]*\\{"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    if (matches(m_look.lineFrom(m_at), bareKey)) {
        m_hasRoot = true;
        m_before.brackets.push_back('{');
        return;
    }
    static const QRegularExpression page(u"\\A<(?:!doctype|html|\\?xml)"_s, QRegularExpression::CaseInsensitiveOption);
    if (matches(m_text.view(m_at, std::min(m_at + 16, m_text.size())), page))
        return readJunk();
    readProse();
}

void Lexer::readJunk()
{
    flaw(Fault::UnexpectedCharacter, m_at);
    m_all.isJunk = true;
}

void Lexer::readProse()
{
    const qsizetype begin = m_at;
    qsizetype at = begin;
    while (at < m_text.size() && m_text.at(at) != '{' && !(m_text.isFence(at) && m_text.startsLine(at)))
        ++at;
    if (at == m_text.size())
        return readJunk();
    flaw(Fault::TextBeforeStart, begin);
    splice(begin, at, {});
    m_at = at;
    skipGap();
}

void Lexer::readBehindEnd()
{
    const char c = here();
    if (c == '{' || isClosing(c) || c == ',' || c == ';')
        return readToken();
    if (m_text.isQuote(m_at) && startsMember(m_at)) {
        m_inMember = true;
        return readToken();
    }
    const qsizetype begin = m_at;
    qsizetype at = begin;
    while (at < m_text.size() && !((m_text.at(at) == '{' || m_text.isFence(at)) && m_text.startsLine(at)))
        ++at;
    while (at > begin && (isBlank(m_text.at(at - 1)) || isBreak(m_text.at(at - 1))))
        --at;
    add(TokenKind::Garbage, begin, at);
}

bool Lexer::startsMember(qsizetype at) const
{
    const auto quote = m_text.quoteAt(at);
    qsizetype end = at + quote.size;
    const qsizetype last = std::min(m_text.size(), at + longestLook);
    while (end < last && !m_text.isQuote(end) && !isBreak(m_text.at(end)))
        ++end;
    if (end >= last || isBreak(m_text.at(end)))
        return false;
    end += m_text.quoteAt(end).size;
    while (end < last && (isBlank(m_text.at(end)) || isBreak(m_text.at(end))))
        ++end;
    return end < last && (m_text.at(end) == ':' || m_text.at(end) == '=' || m_text.at(end) == '{');
}

void Lexer::skipGap()
{
    while (!atEnd() && !isStopped()) {
        if (isBlank(here()) || isBreak(here())) {
            ++m_at;
        } else if (const SpaceSign *space = m_text.spaceAt(m_at)) {
            if (!m_gapIsFaulty)
                flaw(Fault::WrongSpace, m_at);
            m_gapIsFaulty = true;
            splice(m_at, m_at + space->spelling.size(), space->meant.toByteArray());
            m_at += space->spelling.size();
        } else if (m_text.isComment(m_at)) {
            skipComment();
        } else if (m_text.isFence(m_at) && m_text.startsLine(m_at)) {
            skipFence();
        } else if (m_text.isLineStart(m_at) && m_text.markAt(m_at) != '\0') {
            readMark();
        } else {
            return;
        }
    }
}

void Lexer::skipComment()
{
    const qsizetype begin = m_at;
    flaw(Fault::Comment, begin);
    qsizetype end = m_text.size();
    const bool block = m_text.startsWith(begin, "/*");
    if (block || m_text.startsWith(begin, "<!--")) {
        const QByteArrayView close = block ? "*/" : "-->";
        // `/*/` does not close what it opens.
        const qsizetype found = m_text.find(close, begin + (block ? 2 : 4));
        if (found < 0) {
            m_all.isGuess = m_all.isGuess || !m_hasRoot || !m_before.brackets.empty();
            m_all.isCutByComment = true;
        } else {
            end = found + close.size();
        }
    } else {
        end = m_text.lineEnd(begin);
    }
    m_all.hasBoldTexts = m_all.hasBoldTexts || m_text.view(begin, end).contains(QByteArrayView("\","));
    m_at = end;
    // With the blanks in front; where it has lines of its own, with these.
    qsizetype from = begin;
    while (from > 0 && isBlank(m_text.at(from - 1)))
        --from;
    const bool ownLine = from == 0 || isBreak(m_text.at(from - 1));
    qsizetype to = end;
    while (to < m_text.size() && isBlank(m_text.at(to)))
        ++to;
    const bool toLineEnd = to == m_text.size() || isBreak(m_text.at(to));
    if (from < m_lastEnd || (!ownLine && !toLineEnd))
        from = begin;
    if (ownLine && toLineEnd && to < m_text.size())
        to += m_text.startsWith(to, "\r\n") ? 2 : 1;
    else if (!(ownLine && toLineEnd))
        to = end;
    if (!m_all.splices.empty() && m_all.splices.back().end > from)
        from = m_all.splices.back().end;
    splice(from, to, {});
    m_at = std::max(m_at, to);
}

void Lexer::skipFence()
{
    if (!m_fenceIsOpen)
        flaw(Fault::Fence, m_at);
    m_fenceIsOpen = !m_fenceIsOpen;
    m_at = removeLine(m_at);
}

void Lexer::readMark()
{
    const char sign = m_text.markAt(m_at);
    const qsizetype begin = m_at;
    qsizetype end = removeLine(begin);
    const bool begins = sign == '<';
    if (begins || !m_inConflict)
        flaw(Fault::MergeMark, begin);
    if (sign == '|' && m_inConflict) {
        // What both sides had in common before is on neither.
        const qsizetype from = end;
        while (end < m_text.size() && m_text.markAt(end) != '=')
            end = m_text.nextLine(end);
        splice(from, end, {});
    }
    if (begins)
        m_inConflict = true;
    if (m_inConflict && sign != '|')
        add(TokenKind::Mark, begin, end, sign);
    if (sign == '>')
        m_inConflict = false;
    m_at = end;
}

qsizetype Lexer::removeLine(qsizetype at)
{
    qsizetype begin = at;
    while (begin > 0 && isBlank(m_text.at(begin - 1)))
        --begin;
    const qsizetype end = m_text.nextLine(at);
    splice(begin, end, {});
    return end;
}

} // namespace kopru::config::tolerant
