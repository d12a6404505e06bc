#include "app/config/walk.h"

#include "app/config/keys.h"

// Keys, values and what stands between them: commas, colons, dots and the marks of conflicts.

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {

void Walk::readComma(const Token &token)
{
    if (m_stack.empty()) {
        if (m_pendingComma < 0)
            m_pendingComma = token.begin;
        remove(token);
        return;
    }
    Container &top = m_stack.back();
    switch (top.state) {
    case State::First:
        // One fault for all of them.
        m_out.flaw(Fault::ExtraComma, token.begin);
        remove(token);
        while (m_index + 1 < m_tokens.size() && m_tokens[m_index + 1].kind == TokenKind::Comma)
            remove(m_tokens[++m_index]);
        return;
    case State::AfterKey: {
        const Token *next = peek(1);
        const Token *behind = peek(2);
        if (next != nullptr && next->kind != TokenKind::Close && next->kind != TokenKind::Comma &&
            !(next->kind == TokenKind::Text && behind != nullptr && behind->kind == TokenKind::Colon)) {
            m_out.flaw(Fault::MissingColon, top.keyEnd);
            m_out.replace(token, ":"_ba);
            top.state = State::AfterColon;
            return;
        }
        m_out.flaw(Fault::MissingColon, top.keyEnd);
        m_out.guess();
        top.state = State::AfterComma;
        return;
    }
    case State::AfterColon:
        m_out.flaw(Fault::MissingValue, token.begin);
        m_out.guess();
        top.state = State::AfterComma;
        return;
    case State::AfterComma:
        remove(token);
        return;
    case State::AfterValue:
        break;
    }
    readCommas(top, token);
}

void Walk::readCommas(Container &top, const Token &token)
{
    std::size_t last = m_index;
    while (last + 1 < m_tokens.size() && m_tokens[last + 1].kind == TokenKind::Comma)
        ++last;
    std::size_t next = last + 1;
    while (next < m_tokens.size() && (m_tokens[next].kind == TokenKind::Skipped ||
                                      (m_tokens[next].kind == TokenKind::Mark && m_tokens[next].sign == '>')))
        ++next;
    const bool closes = next < m_tokens.size() && m_tokens[next].kind == TokenKind::Close;
    if (closes) {
        m_out.flaw(Fault::TrailingComma, token.begin);
        for (; m_index <= last; ++m_index)
            remove(m_tokens[m_index]);
        m_index = last;
        return;
    }
    if (last > m_index) {
        m_out.flaw(Fault::ExtraComma, m_tokens[m_index + 1].begin);
        for (std::size_t i = m_index + 1; i <= last; ++i)
            remove(m_tokens[i]);
    }
    if (token.sign == ';') {
        m_out.flaw(Fault::MissingComma, m_prevEnd);
        m_out.replace(token, ","_ba);
    }
    m_commaToken = m_index;
    m_index = last;
    top.state = State::AfterComma;
}

void Walk::readColon(const Token &token)
{
    if (m_stack.empty()) {
        m_out.flaw(Fault::UnexpectedCharacter, token.begin);
        m_out.guess();
        remove(token);
        return;
    }
    Container &top = m_stack.back();
    if (top.state == State::AfterKey) {
        top.state = State::AfterColon;
        if (token.sign == '=') {
            m_out.flaw(Fault::MissingColon, top.keyEnd);
            m_out.replace(token, ":"_ba);
        }
        return;
    }
    if (top.actual == '[' && top.state == State::AfterValue) {
        m_out.flaw(Fault::MissingComma, m_prevEnd);
        m_out.replace(token, ","_ba);
        top.state = State::AfterComma;
        return;
    }
    if (top.state == State::AfterValue && token.sign == '=' && peek(2) != nullptr && peek(1)->kind == TokenKind::Text &&
        peek(2)->kind == TokenKind::Colon) {
        m_out.flaw(Fault::MissingComma, m_prevEnd);
        m_out.grammar.isGuess = true;
        m_out.replace(token, ","_ba);
        top.state = State::AfterComma;
        return;
    }
    m_out.flaw(Fault::UnexpectedCharacter, token.begin);
    m_out.guess();
    remove(token);
}

void Walk::readDots(const Token &token)
{
    m_out.flaw(Fault::UnexpectedCharacter, token.begin, costOfFault, u"…"_s);
    remove(token);
    if (m_stack.empty())
        return;
    Container &top = m_stack.back();
    const Token *next = peek(1);
    if (next != nullptr && next->kind == TokenKind::Comma && top.state != State::AfterValue) {
        remove(*next);
        ++m_index;
    } else if (next != nullptr && next->kind == TokenKind::Close && top.state == State::AfterComma) {
        remove(m_tokens[m_commaToken]);
        top.state = State::AfterValue;
    }
    if (top.state == State::AfterKey || top.state == State::AfterColon)
        m_out.guess();
}

void Walk::readMark(const Token &token)
{
    if (token.sign == '<') {
        m_out.grammar.conflicts.emplace_back(token.begin, m_text.size());
        m_conflictDepth = m_stack.size();
    } else {
        if (m_conflictDepth != m_stack.size())
            m_out.guess();
        // In a list the two sides have no keys to be put together by.
        if (!m_stack.empty() && m_stack.back().actual == '[')
            m_out.guess();
        m_softComma = true;
        if (token.sign == '>' && !m_out.grammar.conflicts.empty())
            m_out.grammar.conflicts.back().second = token.end;
    }
    if (m_stack.empty() || m_stack.back().state == State::AfterKey || m_stack.back().state == State::AfterColon)
        m_out.guess();
}

void Walk::readGarbage(const Token &token)
{
    if (!m_stack.empty())
        return m_out.guess();
    m_out.flaw(Fault::TextAfterEnd, m_pendingComma >= 0 ? m_pendingComma : token.begin, costOfFault);
    m_pendingComma = -1;
    remove(token);
}

void Walk::beginItem(const Token &token)
{
    Container &top = m_stack.back();
    if (top.state == State::AfterValue) {
        if (m_softComma)
            m_out.insert(m_prevEnd, ","_ba);
        else if (!commaInsideText())
            missingComma();
    }
    m_softComma = false;
    top.hasMembers = true;
    if (token.indent >= 0) {
        if (top.memberIndent >= 0 && top.memberIndent != token.indent)
            oddity(costOfIndent);
        else
            top.memberIndent = token.indent;
        if (token.indent <= top.indent && top.indent > 0)
            oddity(costOfIndent);
    }
}

void Walk::missingComma()
{
    m_out.insert(m_prevEnd, ","_ba);
    // In the gap of a missing bracket it is no second fault.
    if (!m_wasInserted)
        m_out.flaw(Fault::MissingComma, m_prevEnd);
}

bool Walk::commaInsideText()
{
    if (m_lastScalar >= m_tokens.size())
        return false;
    const Token &text = m_tokens[m_lastScalar];
    if (text.kind != TokenKind::Text || text.end != m_prevEnd || text.fix >= 0 || text.end - text.begin < 4)
        return false;
    if (!bytes(text).endsWith(",\"") || bytes(text).count(',') > 1)
        return false;
    m_out.flaw(Fault::MissingComma, text.end);
    m_out.splice(text.end - 2, text.end, "\","_ba);
    return true;
}

void Walk::readScalar(const Token &token)
{
    const bool colonFollows = isColonNext();
    if (m_stack.empty())
        openVirtual(token);
    Container *top = &m_stack.back();
    if (top->actual == '{' && top->state == State::AfterKey) {
        m_out.flaw(Fault::MissingColon, top->keyEnd);
        if (colonFollows) {
            m_out.guess();
            top->state = State::AfterValue;
        } else {
            m_out.insert(top->keyEnd, ":"_ba);
            top->state = State::AfterColon;
        }
    }
    if (top->actual == '{' && top->state == State::AfterColon) {
        if (!colonFollows || token.kind != TokenKind::Text || isEqualsForComma())
            return value(token);
        // `"a": "command": "npx"`: the brace behind the colon is missing.
        trouble();
        m_out.flaw(Fault::MissingBracket, m_prevEnd);
        m_out.insert(m_prevEnd, " {"_ba);
        Container inner;
        inner.role = roleIn(*top, '{');
        inner.parentRole = top->role;
        inner.open = inner.inside = m_prevEnd;
        inner.indent = top->keyIndent;
        inner.key = top->key;
        push(inner);
        top = &m_stack.back();
    }
    beginItem(token);
    if (top->actual == '[')
        return value(token);
    key(token);
}

bool Walk::isEqualsForComma() const
{
    const Token *behind = peek(3);
    return peek(1)->sign == '=' && behind != nullptr && behind->kind == TokenKind::Colon &&
           peek(2)->kind == TokenKind::Text;
}

void Walk::key(const Token &token)
{
    Container &top = m_stack.back();
    if (token.kind != TokenKind::Text) {
        m_out.flaw(Fault::MissingQuote, token.begin);
        m_out.replace(token, '"' + spelling(token) + '"');
    } else {
        applyFix(token);
    }
    m_out.note(static_cast<std::size_t>(token.begin) + 1000);
    top.key = wordOf(m_text, m_all, token);
    top.hasParts = top.hasParts || isOneOf(top.key, {"args"_L1, "env"_L1});
    top.keyBegin = token.begin;
    top.keyEnd = token.end;
    top.keyIndent = m_lineIndent;
    top.state = State::AfterKey;
    if (token.kind == TokenKind::Text && !isColonNext() && token.fix < 0 && bytes(token).endsWith(":\"") &&
        !bytes(token).contains('\\')) {
        m_out.flaw(Fault::MissingColon, token.end);
        m_out.splice(token.end - 2, token.end, "\":"_ba);
        top.key.chop(1);
        top.state = State::AfterColon;
    }
    const bool isServersKey = isLikeServersKey(top.key);
    if (isServersKey && top.role == Role::Other && peek(2) != nullptr)
        oddity(costOfPlace);
    if (isServersKey && top.isNameless) {
        top.holdsServersKey = true;
        m_out.grammar.knownKeys.push_back(token.begin);
    }
    if (top.role == Role::Entry && !isUsualInEntry(top.key))
        oddity(costOfUnknown);
    static constexpr auto ofEntry = {"command"_L1, "args"_L1, "env"_L1, "url"_L1, "type"_L1, "headers"_L1};
    if (top.role == Role::Servers && isOneOf(top.key, ofEntry))
        oddity(costOfOddity);
    if (top.role == Role::Root && isOneOf(top.key, {"args"_L1, "env"_L1, "headers"_L1}))
        oddity(costOfOddity);
}

void Walk::value(const Token &token)
{
    Container &top = m_stack.back();
    if (token.kind == TokenKind::Number && token.fix >= 0 && top.holdsTexts()) {
        m_out.replace(token, '"' + bytes(token).toByteArray() + '"');
    } else {
        applyFix(token);
        if (token.isDoubtful)
            m_out.guess();
    }
    m_lastScalar = m_index;
    m_out.note(static_cast<std::size_t>(token.begin) + 1000);
    top.state = State::AfterValue;
    top.lastEnd = token.end;
    if (top.actual != '{')
        return;
    if (token.kind == TokenKind::Text && (top.key == "command"_L1 || top.key == "url"_L1))
        top.isEntryLike = true;
    if (top.role == Role::Servers)
        oddity(costOfUnknown * 2);
    if (top.isLikeEntry() && isOneOf(top.key, {"args"_L1, "env"_L1, "headers"_L1}))
        oddity(costOfOddity);
}

} // namespace kopru::config::tolerant
