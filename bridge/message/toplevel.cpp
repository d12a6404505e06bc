#include "bridge/message/toplevel.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

namespace kopru::bridge {

namespace {

constexpr std::size_t longestKey = 64;
constexpr std::size_t longestScalar = 1024;
constexpr std::size_t deepest = 10000;   // bounds the memory that hostile nesting can take
constexpr std::size_t usualSpans = 4;    // jsonrpc, id, method, params
constexpr std::size_t mostSpans = 50000; // and hostile repetition

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// RFC 8259 section 6, and the three words of section 3.
bool isNumberOrWord(std::string_view text)
{
    if (text == "true" || text == "false" || text == "null")
        return true;
    const auto digits = [&text] {
        const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count > 0;
    };
    if (text.starts_with('-'))
        text.remove_prefix(1);
    if (text.starts_with('0'))
        text.remove_prefix(1);
    else if (!digits())
        return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!digits())
            return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-'))
            text.remove_prefix(1);
        if (!digits())
            return false;
    }
    return text.empty();
}

/// The text with its escaped slashes and its needlessly escaped ASCII as they would usually be written: names are
/// compared with it. Other escapes stay.
std::string plainly(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            result.push_back(text[i]);
            continue;
        }
        const char kind = text[++i];
        unsigned code = 0;
        if (kind == '/') {
            result.push_back(kind);
        } else if (const auto hex = text.substr(i + 1, 4);
                   kind == 'u' &&
                   std::from_chars(hex.data(), hex.data() + hex.size(), code, 16).ptr == hex.data() + 4 &&
                   code > 0x20 && code < 0x7f && code != '"' && code != '\\') {
            result.push_back(static_cast<char>(code));
            i += 4;
        } else {
            result.append({'\\', kind});
        }
    }
    return result;
}

/// How many bytes stand before the first quote, backslash or control character. Eight at a time: a mark appears in
/// the top bit of every byte that is one of them, above the first one perhaps in others too.
std::size_t plainBytes(std::string_view text)
{
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t tops = 0x8080808080808080U;
    std::size_t i = 0;
    if constexpr (std::endian::native == std::endian::little) {
        for (; i + 8 <= text.size(); i += 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, text.data() + i, sizeof eight);
            const std::uint64_t quote = eight ^ (ones * '"');
            const std::uint64_t backslash = eight ^ (ones * '\\');
            const std::uint64_t marks =
                (((eight - ones * 0x20) & ~eight) | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash)) &
                tops;
            if (marks != 0)
                return i + static_cast<std::size_t>(std::countr_zero(marks)) / 8;
        }
    }
    while (i < text.size() && text[i] != '"' && text[i] != '\\' && static_cast<unsigned char>(text[i]) >= 0x20)
        ++i;
    return i;
}

} // namespace

void TopLevel::feed(std::string_view piece)
{
    std::size_t i = 0;
    while (i < piece.size()) {
        // The states in which nearly all bytes of a message lie are run through without the state machine.
        const std::size_t begin = i;
        if (m_state == State::Nested) {
            while (i < piece.size() && piece[i] != '"' && piece[i] != '{' && piece[i] != '[' && piece[i] != '}' &&
                   piece[i] != ']')
                ++i;
        } else if ((m_state == State::NestedText || (m_state == State::InText && !m_keep)) && !m_escaped) {
            i += plainBytes(piece.substr(i));
            while (i + 1 < piece.size() && piece[i] == '\\') { // with what it escapes
                i += 2;
                i += plainBytes(piece.substr(i));
            }
        } else if ((m_state == State::InKey || m_state == State::InText) && !m_escaped) {
            std::string &text = m_state == State::InKey ? m_span.key : m_span.value;
            const std::size_t most = m_state == State::InKey ? longestKey : longestScalar;
            if (text.size() < most) {
                i += plainBytes(piece.substr(i, most - text.size()));
                text.append(piece, begin, i - begin);
            }
        }
        m_offset += i - begin;
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
    if (m_state == State::InScalar && m_keep && !isNumberOrWord(m_span.value)) {
        m_state = State::Failed;
        return;
    }
    if (m_shape == Shape::Scalar) {
        m_state = State::After;
        return;
    }
    if (m_spans.size() == mostSpans) {
        m_state = State::Failed;
        return;
    }
    if (m_spans.empty())
        m_spans.reserve(usualSpans);
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
            else if (m_span.key.find('\\') != std::string::npos)
                m_span.key = plainly(m_span.key);
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

Envelope envelopeOf(const TopLevel &scanned, TopLevel::Shape shape, std::string_view text)
{
    Envelope envelope;
    envelope.shape = shape;
    if (const auto *id = scanned.member("id"); id && id->value != "null") {
        const std::string_view whole =
            id->valueEnd <= text.size() ? text.substr(id->valueBegin, id->valueEnd - id->valueBegin) : id->value;
        const char first = whole.empty() ? '{' : whole.front();
        envelope.hasId = first == '"' || first == '-' || (first >= '0' && first <= '9');
        envelope.badId = !envelope.hasId;
        if (envelope.hasId)
            envelope.id = whole;
    }
    if (const auto *method = scanned.member("method"); method && method->value.size() > 2 && method->value[0] == '"')
        envelope.method = plainly(std::string_view(method->value).substr(1, method->value.size() - 2));
    const auto *error = scanned.member("error");
    envelope.hasResult = scanned.member("result") != nullptr;
    envelope.hasError = error && error->value != "null";
    return envelope;
}

Envelope readEnvelope(std::string_view text)
{
    TopLevel scanned;
    scanned.feed(text);
    const auto shape = scanned.finish();
    return envelopeOf(scanned, shape, text);
}

namespace {

/// How many bytes from the start are whole UTF-8 characters.
std::size_t utf8Bytes(std::string_view whole)
{
    std::string_view text = whole;
    const auto byte = [&text](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    while (!text.empty()) {
        if (text.size() >= 8) { // most texts are ASCII
            std::uint64_t eight = 0;
            std::memcpy(&eight, text.data(), sizeof eight);
            if ((eight & 0x8080808080808080U) == 0) {
                text.remove_prefix(8);
                continue;
            }
        }
        const unsigned first = byte(0);
        std::size_t length = 1;
        unsigned least = 0x80; // of the second byte; others would be overlong, surrogates or beyond U+10FFFF
        unsigned most = 0xbf;
        if (first >= 0xc2 && first <= 0xdf) {
            length = 2;
        } else if (first >= 0xe0 && first <= 0xef) {
            length = 3;
            least = first == 0xe0 ? 0xa0 : 0x80;
            most = first == 0xed ? 0x9f : 0xbf;
        } else if (first >= 0xf0 && first <= 0xf4) {
            length = 4;
            least = first == 0xf0 ? 0x90 : 0x80;
            most = first == 0xf4 ? 0x8f : 0xbf;
        } else if (first >= 0x80) {
            break;
        }
        if (length > 1 && (byte(1) < least || byte(1) > most))
            break;
        bool follows = true;
        for (std::size_t i = 2; i < length; ++i)
            follows = follows && byte(i) >= 0x80 && byte(i) <= 0xbf;
        if (!follows)
            break;
        text.remove_prefix(length);
    }
    return whole.size() - text.size();
}

} // namespace

bool isUtf8(std::string_view text)
{
    return utf8Bytes(text) == text.size();
}

bool mendUtf8(std::string &text)
{
    std::size_t good = utf8Bytes(text);
    if (good == text.size())
        return false;
    std::string mended;
    mended.reserve(text.size() + 16);
    for (std::string_view rest = text; !rest.empty(); good = utf8Bytes(rest)) {
        mended.append(rest.substr(0, good));
        rest.remove_prefix(good);
        if (rest.empty())
            break;
        mended.append("\xef\xbf\xbd");
        rest.remove_prefix(1);
    }
    text = std::move(mended);
    return true;
}

} // namespace kopru::bridge
