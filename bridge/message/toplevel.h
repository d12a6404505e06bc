#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kopru::bridge {

/// Reads the top level of a JSON text, piece by piece, in linear time and without building a tree: where each member
/// or element begins and ends. What is nested is only checked for brackets and quotes. The relay needs no more, since
/// it passes messages on as they are.
class TopLevel
{
public:
    enum class Shape { Nothing, Object, Array, Scalar, Broken };

    /// Offsets in bytes from the start of the text. A member's key stands between keyBegin and keyEnd, quotes included;
    /// both are 0 for an element of an array.
    struct Span
    {
        std::size_t keyBegin = 0;
        std::size_t keyEnd = 0;
        std::size_t valueBegin = 0;
        std::size_t valueEnd = 0;
        std::string key;   ///< without quotes and escaped ASCII; empty if longer than 64 bytes
        std::string value; ///< a scalar of at most 1,024 bytes, as written; empty for anything else
    };

    void feed(std::string_view piece);
    /// What the whole text was: Broken unless it ended where a JSON text may end.
    [[nodiscard]] Shape finish();
    [[nodiscard]] const std::vector<Span> &spans() const { return m_spans; }
    /// The last member of that name, as JSON.parse() sees it; nullptr where there is none.
    [[nodiscard]] const Span *member(std::string_view key) const;

private:
    enum class State {
        Before,
        KeyOrEnd,
        Key,
        InKey,
        Colon,
        Value,
        ValueOrEnd,
        InText,
        InScalar,
        Nested,
        NestedText,
        CommaOrEnd,
        After,
        Failed
    };
    void take(char c);
    void beginValue(char c);
    void endValue(std::size_t end);
    [[nodiscard]] bool topText(std::string_view &piece);

    State m_state = State::Before;
    Shape m_shape = Shape::Nothing;
    bool m_escaped = false;
    std::size_t m_offset = 0;
    std::vector<char> m_brackets; ///< the closing brackets that are still to come
    std::vector<Span> m_spans;
    Span m_span;
    bool m_keep = false; ///< the value is a scalar that is short so far
};

/// The members that the relay looks at.
struct Envelope
{
    TopLevel::Shape shape = TopLevel::Shape::Nothing;
    bool hasId = false;
    bool badId = false; ///< neither text nor number nor null, or too long to be known
    std::string id;     ///< as written: `1`, `"a"`, `1e3`; `null` and a missing one give hasId = false
    std::string method; ///< without quotes; empty for a response
    bool hasResult = false;
    bool hasError = false;

    [[nodiscard]] bool isRequest() const { return !method.empty() && hasId; }
    [[nodiscard]] bool isNotification() const { return !method.empty() && !hasId && !badId; }
    [[nodiscard]] bool isResponse() const { return method.empty() && (hasResult || hasError); }
};

/// @param text  what was scanned, where it is at hand: an id of any length is taken from it
[[nodiscard]] Envelope envelopeOf(const TopLevel &scanned, TopLevel::Shape shape, std::string_view text = {});
[[nodiscard]] Envelope readEnvelope(std::string_view text);

/// Whether a text is valid UTF-8 (RFC 3629 section 4).
[[nodiscard]] bool isUtf8(std::string_view text);
/// Puts U+FFFD in the place of every byte that belongs to no UTF-8 character.
/// @return whether there was one
bool mendUtf8(std::string &text);

} // namespace kopru::bridge
