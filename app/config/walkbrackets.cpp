#include "app/config/walk.h"

#include "app/config/keys.h"

// Brackets: which container one opens or closes, and which of them are missing or too many.

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {
namespace {

QByteArray newlineOf(const QByteArray &text)
{
    const qsizetype at = text.indexOf('\n');
    if (at < 0)
        return text.contains('\r') ? "\r"_ba : "\n"_ba;
    return at > 0 && text.at(at - 1) == '\r' ? "\r\n"_ba : "\n"_ba;
}

} // namespace

void Walk::readOpen(const Token &token)
{
    if (m_stack.size() >= static_cast<std::size_t>(json::maximumDepth)) {
        m_out.flaw(Fault::TooDeep, token.begin);
        m_out.grammar.isStopped = true;
        return;
    }
    Container inner;
    inner.written = token.sign;
    inner.open = token.begin;
    inner.inside = token.end;
    inner.indent = m_lineIndent;
    if (m_stack.empty())
        return openOutside(token, inner);

    Container &top = m_stack.back();
    if (top.actual == '{' && top.state == State::AfterKey) {
        m_out.flaw(Fault::MissingColon, top.keyEnd);
        m_out.insert(top.keyEnd, ":"_ba);
        top.state = State::AfterColon;
    }
    if (top.actual == '{' && top.state != State::AfterColon)
        return openNameless(token, inner);
    if (top.actual == '[')
        beginItem(token);
    inner.role = top.actual == '[' && top.role != Role::Files ? Role::Other : roleIn(top, token.sign);
    inner.parentRole = top.role;
    inner.key = top.key;
    if (top.isLikeEntry() && isOneOf(top.key, {"command"_L1, "url"_L1, "type"_L1}))
        oddity(costOfOddity);
    inner.actual = token.isInserted ? token.sign : bracketFor(token, inner.role, peek(1), peek(2));
    if (top.isLikeEntry() && inner.actual != (inner.role == Role::Arguments ? '[' : '{') &&
        (inner.role == Role::Arguments || inner.role == Role::Variables))
        oddity(costOfOddity);
    if (inner.actual != token.sign) {
        trouble();
        m_out.flaw(Fault::WrongBracket, token.begin);
        m_out.replace(token, QByteArray(1, inner.actual));
    } else if (token.isInserted) {
        m_out.flaw(Fault::MissingBracket, token.begin);
        m_out.insert(token.begin, QByteArray(1, ' ') + token.sign);
    }
    push(inner);
}

void Walk::openNameless(const Token &token, Container &inner)
{
    beginItem(token);
    const Container &top = m_stack.back();
    if (token.sign != '{') {
        m_out.flaw(Fault::UnexpectedCharacter, token.begin, costOfFault, QString(QLatin1Char(token.sign)));
        m_out.guess();
    }
    inner.isNameless = true;
    if (token.isInserted)
        m_out.guess(); // Nothing speaks for braces without a key.
    inner.actual = token.sign == '{' ? '{' : '[';
    inner.role = top.role;
    inner.parentRole = top.parentRole;
    if (top.role == Role::Servers) {
        // A file of its own, or an entry without a name.
        const Token *next = peek(1);
        if (next != nullptr && next->kind == TokenKind::Text && isLikeServersKey(wordOf(m_text, m_all, *next)))
            inner.role = Role::Root;
        else if (top.hasMembers && top.lastEnd >= 0)
            inner.role = Role::Entry;
    }
    m_out.replace(token, {});
    push(inner);
}

void Walk::openOutside(const Token &token, Container &inner)
{
    inner.role = Role::Root;
    inner.parentRole = Role::Root;
    inner.actual = bracketFor(token, Role::Other, peek(1), peek(2));
    if (inner.actual == '[')
        inner.role = Role::Files;
    if (inner.actual != token.sign) {
        trouble();
        m_out.flaw(Fault::WrongBracket, token.begin);
        m_out.replace(token, QByteArray(1, inner.actual));
    }
    if (m_hasRoot) {
        trouble();
        m_out.flaw(Fault::TextAfterEnd, m_pendingComma >= 0 ? m_pendingComma : token.begin, costOfPlace);
        m_pendingComma = -1;
        inner.isPasted = true;
    }
    m_hasRoot = true;
    push(inner);
}

void Walk::openVirtual(const Token &token)
{
    Container outer;
    outer.role = Role::Root;
    outer.parentRole = Role::Root;
    outer.isVirtual = true;
    outer.open = outer.inside = token.begin;
    outer.indent = m_lineIndent;
    trouble();
    if (m_hasRoot) {
        m_out.flaw(Fault::TextAfterEnd, m_pendingComma >= 0 ? m_pendingComma : token.begin, costOfPlace);
        m_pendingComma = -1;
        outer.isPasted = true;
    } else {
        m_out.flaw(Fault::MissingBracket, token.begin);
    }
    m_hasRoot = true;
    push(outer);
}

void Walk::readClose(const Token &token)
{
    if (m_stack.empty())
        return extraBracket(token);
    const auto fits = [&](const Container &container) {
        return token.sign == closing(container.actual) || token.sign == closing(container.written);
    };
    const Container &top = m_stack.back();
    if (top.isVirtual && top.isPasted) {
        closePiece(m_prevEnd, "\n}"_ba);
        return extraBracket(token);
    }
    if (token.isReplaced || (token.sign == ')' && !fits(top))) {
        trouble();
        m_out.flaw(Fault::WrongBracket, token.begin);
        return pop(token);
    }
    if (fits(top))
        return pop(token);
    trouble();
    if (m_stack.size() >= 2 && fits(m_stack[m_stack.size() - 2])) {
        m_out.flaw(Fault::MissingBracket, m_prevEnd);
        Token closer = token;
        closer.begin = closer.end = m_prevEnd;
        closer.isInserted = true;
        closer.indent = -1;
        closer.sign = closing(top.actual);
        m_isSilent = true;
        pop(closer);
        m_isSilent = false;
        return pop(token);
    }
    extraBracket(token);
}

void Walk::pop(const Token &token)
{
    const Container &top = m_stack.back();
    if (token.isInserted && !m_isSilent) {
        trouble();
        m_out.flaw(Fault::MissingBracket, token.begin);
        const Token *next = peek(1);
        if (next != nullptr && next->kind == TokenKind::Comma)
            next = peek(2);
        if (next != nullptr && next->indent < 0)
            oddity(costOfUnknown);
    }
    if (top.state == State::AfterKey) {
        m_out.flaw(Fault::MissingColon, top.keyEnd);
        m_out.guess();
    } else if (top.state == State::AfterComma) {
        m_out.flaw(Fault::TrailingComma, m_tokens[m_commaToken].begin);
        remove(m_tokens[m_commaToken]);
    } else if (top.state == State::AfterColon) {
        m_out.flaw(Fault::MissingValue, token.begin);
        m_out.guess();
    }
    if (token.indent >= 0 && top.indent >= 0 && token.indent != top.indent)
        oddity(costOfIndent);
    const bool inEntry = m_stack.size() > 1 && m_stack[m_stack.size() - 2].isEntryLike;
    // Parts of an entry may have a command or an address too; they stand further in.
    const bool isPart = !top.hasParts && m_stack.size() > 1 && top.indent > m_stack[m_stack.size() - 2].indent;
    const bool misplaced =
        top.isEntryLike && top.role == Role::Other &&
        (top.parentRole == Role::Root ||
         ((top.parentRole == Role::Entry || top.parentRole == Role::Variables || inEntry) && !isPart));
    if (!m_stack.front().isPasted && (misplaced || (top.role == Role::Root && top.isEntryLike)))
        oddity(costOfPlace);
    if (top.role == Role::Entry && top.hasMembers && !top.isEntryLike)
        oddity(2);

    const char close = closing(top.actual);
    if (token.isInserted)
        m_out.insert(token.begin, closer(top, close));
    else if (top.isNameless)
        m_out.replace(token, {});
    else if (token.sign != close || token.isReplaced)
        m_out.replace(token, QByteArray(1, close));
    const Container closed = top;
    m_out.note(static_cast<std::size_t>(close));
    if (m_stack.size() == 1)
        return closePiece(token.isInserted ? token.begin : token.end, token.isInserted ? QByteArray(1, close) : ""_ba);
    m_stack.pop_back();
    Container &outer = m_stack.back();
    if (closed.isNameless)
        closeNameless(closed, outer);
    outer.state = State::AfterValue;
    outer.lastEnd = token.end;
}

void Walk::closeNameless(const Container &closed, const Container &outer)
{
    const Token *next = peek(1);
    const bool alone = outer.lastEnd < 0 && next != nullptr && next->kind == TokenKind::Close;
    if (closed.holdsServersKey) {
        m_out.flaw(Fault::FileInside, closed.open, costOfPlace);
    } else {
        m_out.flaw(Fault::ExtraBracket, closed.open);
        if (!alone && (closed.isEntryLike || !closed.hasMembers))
            m_out.guess();
    }
}

void Walk::extraBracket(const Token &token)
{
    trouble();
    if (m_pendingComma >= 0 && m_stack.empty()) {
        m_out.flaw(Fault::TextAfterEnd, m_pendingComma, costOfFault);
        m_pendingComma = -1;
    }
    if (!m_wasExtra)
        m_out.flaw(Fault::ExtraBracket, token.begin);
    m_isExtra = true;
    const qsizetype behind = token.end;
    if (token.indent >= 0 && behind < m_text.size() && m_text.at(behind) == ',' && !m_stack.empty()) {
        // The comma behind it goes on with what stands in front.
        m_out.splice(m_prevEnd, token.end, {});
        m_isRemoved = true;
        return;
    }
    remove(token);
}

void Walk::push(const Container &container)
{
    m_out.note(static_cast<std::size_t>(container.actual));
    m_stack.push_back(container);
}

void Walk::closePiece(qsizetype end, const QByteArray &tail)
{
    const Container &root = m_stack.front();
    Piece piece;
    piece.begin = root.open;
    piece.end = end;
    piece.head = root.isVirtual ? "{\n"_ba : QByteArray();
    piece.tail = tail;
    piece.isPasted = root.isPasted;
    m_out.grammar.pieces.push_back(piece);
    m_stack.clear();
}

QByteArray Walk::closer(const Container &container, char close) const
{
    if (!container.hasMembers)
        return QByteArray(1, close);
    if (container.memberIndent < 0) {
        const bool isSpaced = container.inside < m_text.size() && m_text.at(container.inside) == ' ';
        return QByteArray(isSpaced ? " " : "") + close;
    }
    if (m_newline.isEmpty())
        m_newline = newlineOf(m_text);
    return m_newline + indentOfLine(m_text, container.open) + close;
}

} // namespace kopru::config::tolerant
