#pragma once

#include "app/config/lookahead.h"
#include "app/config/tokens.h"

#include <optional>
#include <vector>

namespace kopru::config::tolerant {

/// What stands in front of a token, as far as it matters for its meaning.
struct Surroundings
{
    std::vector<char> brackets; ///< open ones, as written
    TokenKind last = TokenKind::Garbage;
    bool lastIsKey = false;

    /// Whether a text that begins here is one.
    [[nodiscard]] bool isKey() const
    {
        if (last == TokenKind::Colon || lastIsKey)
            return false;
        return brackets.empty() || brackets.back() == '{';
    }
};

/// Looks for the places where keys, texts and words end whose quotes are wrong or missing. It takes nothing for read:
/// which of the ends it is to be, the lexer says.
class TextEnds
{
public:
    TextEnds(const Characters &text, LookAhead &look, const Surroundings &surroundings)
        : m_text(text), m_look(look), m_surroundings(surroundings)
    {}

    /// Whether a text may end in front of this place.
    /// @param colonToo  in front of a colon as well
    [[nodiscard]] bool isBehindText(qsizetype at, bool colonToo = true);
    /// Whether a whole text follows at once: `"npx""args":`.
    [[nodiscard]] bool isInFrontOfText(qsizetype at);
    /// Whether the file ends with a brace, and so was not cut.
    [[nodiscard]] bool isClosedAtEnd() const;

    // Of a text that begins with " at `begin`.

    /// Whether the line break at a place is inside of it, and not its closing quote missing.
    /// @param line  where the line began, or the text in it
    [[nodiscard]] bool goesOnBehindBreak(qsizetype line, qsizetype at);
    /// The quote that a backslash in front of it made a part of the text: `"D:\", "x"`.
    [[nodiscard]] std::optional<qsizetype> swallowedQuote(qsizetype begin, qsizetype end);
    /// The place of a quote of another kind that closes it.
    [[nodiscard]] std::optional<qsizetype> otherQuote(qsizetype begin, qsizetype end);
    /// `"name: {`: where the key ends whose closing quote is missing.
    [[nodiscard]] std::optional<qsizetype> endOfKey(qsizetype begin, qsizetype end);
    /// Where a text without closing quote ends, of which the comma and the brackets behind it are known.
    [[nodiscard]] qsizetype endBeforeBrackets(qsizetype first, qsizetype last) const;
    /// The quote that closes a text in which others stand; -1 where none looks like that.
    /// @param inner  the first one of these
    [[nodiscard]] qsizetype endBehindInnerQuotes(qsizetype begin, qsizetype inner);

    // Of a text that begins with a quote of another kind, in front of `first`.

    struct Search
    {
        qsizetype found = -1; ///< the closing quote
        qsizetype looked = 0; ///< as far as was looked, or to the end of the line
    };
    [[nodiscard]] Search closingQuote(qsizetype first, Quote open);
    /// Where it ends with a " all the same; -1 where none looks like that.
    [[nodiscard]] qsizetype straightEnd(qsizetype first, qsizetype last);
    /// Whether something follows the quote at the end of the file, or only the quote that belongs there.
    [[nodiscard]] bool isBehindQuote(qsizetype at, QuoteMark open) const;

    // Of what begins without a quote.

    [[nodiscard]] qsizetype endOfWord(qsizetype begin);

    /// An end was found that is no more than likely.
    [[nodiscard]] bool isGuess() const { return m_isGuess; }

private:
    [[nodiscard]] bool isClosedOn(qsizetype begin, qsizetype end);
    [[nodiscard]] bool isInFrontOfSign(qsizetype at);
    [[nodiscard]] bool isKey() const { return m_surroundings.isKey(); }

    Characters m_text;
    LookAhead &m_look;
    const Surroundings &m_surroundings;
    qsizetype m_closingQuote = -1; ///< of a text over several lines
    bool m_isGuess = false;
};

} // namespace kopru::config::tolerant
