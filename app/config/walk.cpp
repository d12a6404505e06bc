#include "app/config/walk.h"

// The way through the tokens, to the end of the file.

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {

void Walk::run(int limit)
{
    for (m_index = 0; m_index < m_tokens.size() && !m_out.grammar.isStopped && !m_isCut && m_out.cost <= limit;
         ++m_index) {
        const Token &token = m_tokens[m_index];
        if (token.indent >= 0)
            m_lineIndent = token.indent;
        read(token);
    }
    if (!m_out.grammar.isStopped && m_out.cost <= limit)
        finish();
}

void Walk::read(const Token &token)
{
    switch (token.kind) {
    case TokenKind::Skipped:
        extraBracket(token);
        break;
    case TokenKind::Mark:
        readMark(token);
        return;
    case TokenKind::Dots:
        readDots(token);
        return;
    case TokenKind::Cut:
        m_isCut = true;
        if (m_stack.empty())
            m_out.flaw(Fault::TextAfterEnd, token.begin, costOfPlace);
        return;
    case TokenKind::Garbage:
        readGarbage(token);
        break;
    case TokenKind::Comma:
        readComma(token);
        break;
    case TokenKind::Colon:
        readColon(token);
        break;
    case TokenKind::Open:
        readOpen(token);
        break;
    case TokenKind::Close:
        readClose(token);
        break;
    case TokenKind::Text:
    case TokenKind::Number:
    case TokenKind::Word:
        readScalar(token);
        break;
    }
    m_wasExtra = token.kind == TokenKind::Skipped || m_isExtra;
    m_isExtra = false;
    // What goes is not in front of anything.
    if (!m_isRemoved)
        m_prevEnd = token.end;
    m_isRemoved = false;
    m_wasInserted = token.isInserted;
}

void Walk::finish()
{
    if (m_stack.empty()) {
        if (m_pendingComma >= 0)
            m_out.flaw(Fault::TextAfterEnd, m_pendingComma, costOfFault);
        if (m_out.grammar.pieces.empty())
            m_out.guess();
        return;
    }
    const State state = m_stack.back().state;
    const bool dangling = state == State::AfterComma || state == State::AfterKey || state == State::AfterColon;
    const bool whole = !m_isCut && !dangling;
    if (whole && m_stack.size() == 1 && m_stack.front().isVirtual)
        return closePiece(m_prevEnd, "\n}"_ba);
    trouble();
    if (!m_all.isCutByComment)
        m_out.flaw(Fault::UnexpectedEnd, m_text.size(), costOfEnd);
    else
        m_out.guess();
    qsizetype end = m_prevEnd;
    if (!whole) {
        // Half of an entry must not become a server that looks complete.
        std::size_t keep = m_stack.size() - 1;
        bool dropsServer = m_stack.back().role == Role::Servers && state != State::AfterComma;
        for (std::size_t i = 1; i < m_stack.size(); ++i) {
            if (m_stack[i].role != Role::Entry || m_stack[i - 1].role != Role::Servers)
                continue;
            keep = i - 1;
            dropsServer = true;
            break;
        }
        const Container &outer = m_stack[keep];
        if (m_isCut && outer.actual == '[' && !dropsServer && outer.role != Role::Files)
            keep = m_stack.size() - 1;
        end = outer.lastEnd >= 0 ? outer.lastEnd : outer.inside;
        // No whole server is left. That speaks for nothing else.
        m_out.grammar.isGuess = m_out.grammar.isGuess || (dropsServer && outer.lastEnd < 0);
        m_stack.resize(keep + 1);
        std::erase_if(m_out.grammar.splices, [&](const Splice &splice) { return splice.begin >= end; });
    }
    QByteArray tail;
    for (std::size_t i = m_stack.size(); i-- > 0;) {
        const Container &open = m_stack[i];
        if (open.isNameless)
            m_out.guess();
        tail += closer(open, closing(open.actual));
    }
    closePiece(end, tail);
    m_out.grammar.pieces.back().isCut = !whole;
}

} // namespace kopru::config::tolerant
