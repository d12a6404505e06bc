#include "app/config/lexer.h"

// The tokens themselves: signs, and what the next one is.

namespace kopru::config::tolerant {

Tokens Lexer::read()
{
    readStart();
    while (!m_all.isJunk && !isStopped()) {
        skipGap();
        if (atEnd())
            break;
        if (m_before.brackets.empty() && m_hasRoot && !m_inMember)
            readBehindEnd();
        else
            readToken();
    }
    m_all.isGuess = m_all.isGuess || m_look.wasRefused() || m_ends.isGuess();
    return std::move(m_all);
}

void Lexer::readToken()
{
    const char c = here();
    switch (c) {
    case '{':
    case '[':
    case '(':
        m_before.brackets.push_back(c);
        m_hasRoot = true;
        m_inMember = false;
        return addSign(TokenKind::Open);
    case '}':
    case ']':
    case ')':
        close(c);
        m_inMember = false;
        return addSign(TokenKind::Close);
    case ',':
    case ';':
        m_inMember = false;
        return addSign(TokenKind::Comma);
    case ':':
        if (m_before.last == TokenKind::Colon) {
            flaw(Fault::UnexpectedCharacter, m_at);
            splice(m_at, m_at + 1, {});
            ++m_at;
            return;
        }
        return addSign(TokenKind::Colon);
    case '=': {
        const qsizetype begin = m_at;
        m_at += m_text.startsWith(m_at, "=>") ? 2 : 1;
        // Behind a value it is no slip of the keyboard.
        m_all.isGuess = m_all.isGuess || (m_before.last == TokenKind::Text && !m_before.lastIsKey);
        return add(TokenKind::Colon, begin, m_at, '=');
    }
    default:
        break;
    }
    if (m_text.startsWith(m_at, "\u2026") || m_text.startsWith(m_at, "...")) {
        const qsizetype begin = m_at;
        while (!atEnd() && (here() == '.' || m_text.startsWith(m_at, "\u2026")))
            m_at += here() == '.' ? 1 : 3;
        if (atEnd() || isBlank(here()) || isBreak(here()) || here() == ',' || isBracket(here()))
            return add(TokenKind::Dots, begin, m_at);
        m_at = begin;
    }
    if (m_text.isQuote(m_at))
        readText();
    else
        readBare();
}

void Lexer::close(char c)
{
    std::vector<char> &brackets = m_before.brackets;
    const char open = c == '}' ? '{' : c == ']' ? '[' : '(';
    for (std::ptrdiff_t i = 1; i <= 2 && i <= std::ssize(brackets); ++i) {
        if (*(brackets.end() - i) != open)
            continue;
        brackets.erase(brackets.end() - i, brackets.end());
        return;
    }
}

void Lexer::addFixed(TokenKind kind, qsizetype begin, qsizetype end, const QByteArray &fix)
{
    m_at = end;
    m_all.fixes.push_back(fix);
    add(kind, begin, end, '\0', static_cast<int>(m_all.fixes.size()) - 1);
}

void Lexer::add(TokenKind kind, qsizetype begin, qsizetype end, char sign, int fix)
{
    Token token;
    token.kind = kind;
    token.sign = sign;
    token.fix = fix;
    token.begin = begin;
    token.end = end;
    qsizetype start = begin;
    while (start > m_lastEnd && isBlank(m_text.at(start - 1)))
        --start;
    if (m_text.isLineStart(start))
        token.indent = static_cast<int>(begin - start);
    m_all.tokens.push_back(token);
    m_at = std::max(m_at, end);
    m_lastEnd = end;
    m_gapIsFaulty = false;
    if (kind == TokenKind::Mark)
        return;
    if (kind != TokenKind::Colon && (kind != TokenKind::Text || m_before.last == TokenKind::Colon))
        m_inMember = false;
    m_before.lastIsKey = kind == TokenKind::Text && m_before.isKey();
    m_lastIsBare = m_lastIsBare && kind == TokenKind::Comma;
    m_before.last = kind;
}

} // namespace kopru::config::tolerant
