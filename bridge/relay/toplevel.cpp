#include "bridge/relay/toplevel.h"

namespace kopru::bridge {

namespace {

constexpr std::size_t longestKey = 64;
constexpr std::size_t longestScalar = 1024;
constexpr std::size_t deepest = 10000; // bounds the memory that hostile nesting can take

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

void TopLevel::feed(std::string_view piece)
{
    std::size_t i = 0;
    while (i < piece.size()) {
        // The two states in which nearly all bytes of a large message lie are run through without the state machine.
        if (m_state == State::Nested) {
            while (i < piece.size()) {
                const char c = piece[i];
                if (c == '"' || c == '{' || c == '[' || c == '}' || c == ']')
                    break;
                ++i;
                ++m_offset;
            }
        } else if (m_state == State::NestedText || (m_state == State::InText && !m_keep)) {
            while (i < piece.size() && !m_escaped && piece[i] != '"' && piece[i] != '\\' &&
                   static_cast<unsigned char>(piece[i]) >= 0x20) {
                ++i;
                ++m_offset;
            }
        }
        if (i == piece.size())
            return;
        take(piece[i]);
        ++i;
        ++m_offset;
    }
}

void TopLevel::beginValue(char c)
{
    m_span.valueBegin = m_offset;
    m_keep = true;
    m_span.value.assign(1, c);
    if (c == '"') {
        m_state = State::InText;
    } else if (c == '{' || c == '[') {
        m_keep = false;
        m_brackets.push_back(c == '{' ? '}' : ']');
        m_state = State::Nested;
    } else if (c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
        m_state = State::InScalar;
    } else {
        m_state = State::Failed;
    }
}

void TopLevel::endValue(std::size_t end)
{
    m_span.valueEnd = end;
    if (!m_keep)
        m_span.value.clear();
    if (m_shape == Shape::Scalar) {
        m_state = State::After;
        return;
    }
    m_spans.push_back(std::move(m_span));
    m_span = {};
    m_state = State::CommaOrEnd;
}

void TopLevel::take(char c)
{
    switch (m_state) {
    case State::Before:
        if (isSpace(c))
            return;
        if (c == '{') {
            m_shape = Shape::Object;
            m_state = State::KeyOrEnd;
        } else if (c == '[') {
            m_shape = Shape::Array;
            m_state = State::ValueOrEnd;
        } else {
            m_shape = Shape::Scalar;
            beginValue(c);
        }
        return;
    case State::KeyOrEnd:
    case State::Key:
        if (isSpace(c))
            return;
        if (c == '"') {
            m_span.keyBegin = m_offset;
            m_state = State::InKey;
        } else {
            m_state = c == '}' && m_state == State::KeyOrEnd ? State::After : State::Failed;
        }
        return;
    case State::InKey:
        if (m_escaped) {
            m_escaped = false;
        } else if (c == '\\') {
            m_escaped = true;
        } else if (c == '"') {
            m_span.keyEnd = m_offset + 1;
            m_state = State::Colon;
            if (m_span.key.size() > longestKey)
                m_span.key.clear();
            return;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            m_state = State::Failed;
            return;
        }
        if (m_span.key.size() <= longestKey)
            m_span.key.push_back(c);
        return;
    case State::Colon:
        if (!isSpace(c))
            m_state = c == ':' ? State::Value : State::Failed;
        return;
    case State::ValueOrEnd:
        if (c == ']') {
            m_state = State::After;
            return;
        }
        [[fallthrough]];
    case State::Value:
        if (!isSpace(c))
            beginValue(c);
        return;
    case State::InText:
        if (m_keep) {
            m_span.value.push_back(c);
            m_keep = m_span.value.size() <= longestScalar;
        }
        if (m_escaped)
            m_escaped = false;
        else if (c == '\\')
            m_escaped = true;
        else if (c == '"')
            endValue(m_offset + 1);
        else if (static_cast<unsigned char>(c) < 0x20)
            m_state = State::Failed;
        return;
    case State::InScalar:
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '+' || c == '-' || c == 'E') {
            if (m_keep) {
                m_span.value.push_back(c);
                m_keep = m_span.value.size() <= longestScalar;
            }
            return;
        }
        endValue(m_offset);
        take(c);
        return;
    case State::Nested:
        if (c == '"') {
            m_state = State::NestedText;
        } else if (c == '{' || c == '[') {
            m_brackets.push_back(c == '{' ? '}' : ']');
            if (m_brackets.size() > deepest)
                m_state = State::Failed;
        } else if (c == '}' || c == ']') {
            if (m_brackets.back() != c) {
                m_state = State::Failed;
                return;
            }
            m_brackets.pop_back();
            if (m_brackets.empty())
                endValue(m_offset + 1);
        }
        return;
    case State::NestedText:
        if (m_escaped)
            m_escaped = false;
        else if (c == '\\')
            m_escaped = true;
        else if (c == '"')
            m_state = State::Nested;
        else if (static_cast<unsigned char>(c) < 0x20)
            m_state = State::Failed;
        return;
    case State::CommaOrEnd:
        if (isSpace(c))
            return;
        if (c == ',')
            m_state = m_shape == Shape::Object ? State::Key : State::Value;
        else
            m_state = c == (m_shape == Shape::Object ? '}' : ']') ? State::After : State::Failed;
        return;
    case State::After:
        if (!isSpace(c))
            m_state = State::Failed;
        return;
    case State::Failed:
        return;
    }
}

TopLevel::Shape TopLevel::finish()
{
    if (m_state == State::InScalar && m_shape == Shape::Scalar)
        endValue(m_offset);
    if (m_state == State::Before)
        return Shape::Nothing;
    return m_state == State::After ? m_shape : Shape::Broken;
}

const TopLevel::Span *TopLevel::member(std::string_view key) const
{
    for (auto it = m_spans.rbegin(); it != m_spans.rend(); ++it)
        if (it->keyEnd != 0 && it->key == key)
            return &*it;
    return nullptr;
}

Envelope envelopeOf(const TopLevel &scanned, TopLevel::Shape shape)
{
    Envelope envelope;
    envelope.shape = shape;
    if (const auto *id = scanned.member("id"); id && !id->value.empty() && id->value != "null") {
        envelope.hasId = true;
        envelope.id = id->value;
    }
    if (const auto *method = scanned.member("method"); method && method->value.size() > 2 && method->value[0] == '"')
        envelope.method = method->value.substr(1, method->value.size() - 2);
    const auto holds = [&scanned](std::string_view key) {
        const auto *span = scanned.member(key);
        return span && span->value != "null";
    };
    envelope.hasResult = scanned.member("result") != nullptr;
    envelope.hasError = holds("error");
    return envelope;
}

Envelope readEnvelope(std::string_view text)
{
    TopLevel scanned;
    scanned.feed(text);
    const auto shape = scanned.finish();
    return envelopeOf(scanned, shape);
}

} // namespace kopru::bridge
