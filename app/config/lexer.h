#pragma once

#include "app/config/textends.h"
#include "app/config/tolerant.h"

namespace kopru::config::tolerant {

/// Reads a text once, from its start to its end, and says for each place which token stands there. Its members stand in
/// several files, by what they read.
class Lexer
{
public:
    explicit Lexer(const QByteArray &text) : m_text(text), m_look(m_text), m_ends(m_text, m_look, m_before) {}
    Lexer(const Lexer &) = delete;
    Lexer &operator=(const Lexer &) = delete;

    Tokens read();

private:
    // What stands around the tokens and between them: lexergaps.cpp

    void readStart();
    void readJunk();
    void readProse();
    void readBehindEnd();
    /// A key in quotes, with a colon or a bracket behind it.
    [[nodiscard]] bool startsMember(qsizetype at) const;
    void skipGap();
    void skipComment();
    void skipFence();
    void readMark();
    qsizetype removeLine(qsizetype at);

    // Texts in quotes: lexertexts.cpp

    void readText();
    /// A text that begins with ".
    void readStraight(qsizetype begin);
    /// A text that begins with " and ends with a quote of another kind.
    bool closedOtherwise(qsizetype begin, qsizetype end);
    /// The line ends at `end`, and the text has no closing quote.
    void readUnterminated(qsizetype begin, qsizetype end);
    /// The file ends in a text.
    void readCut(qsizetype begin);
    /// `"say "hello" twice"`.
    void readWithQuotesInside(qsizetype begin, qsizetype first);
    /// A text that begins with a quote of another kind.
    void readOther(qsizetype begin, QuoteMark open);
    /// @param quote  the kind of its quotes; None where the closing one is missing
    void addText(qsizetype begin, qsizetype first, qsizetype last, qsizetype end, Quote quote,
                 bool quotesInside = false);
    /// The inside of a text as JSON spells it. Tells what is wrong with its backslashes and control signs.
    QByteArray mendedContent(qsizetype first, qsizetype last, Quote quote);

    // Words without quotes: lexerwords.cpp

    void readBare();
    bool readWord(qsizetype begin, qsizetype end);
    bool readNumber(qsizetype begin, qsizetype end);
    /// `1,25` between a colon and what follows the number.
    bool readDecimalComma(qsizetype begin, qsizetype end);
    /// Several words without quotes: where they end is a guess, unless a quote says it.
    void readSentence(qsizetype begin, qsizetype end);
    void skipSign();
    void addBare(qsizetype begin, qsizetype end);

    // Tokens: lexer.cpp

    void readToken();
    /// Takes the bracket off that this one closes.
    void close(char c);
    void add(TokenKind kind, qsizetype begin, qsizetype end, char sign = '\0', int fix = -1);
    void addSign(TokenKind kind)
    {
        ++m_at;
        add(kind, m_at - 1, m_at, m_text.at(m_at - 1));
    }
    /// A token in whose place other bytes belong.
    void addFixed(TokenKind kind, qsizetype begin, qsizetype end, const QByteArray &fix);

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char here() const { return m_text.at(m_at); }
    bool isStopped()
    {
        if (m_all.tokens.size() < maximumTokens && m_all.flaws.size() < static_cast<std::size_t>(maximumFaults))
            return false;
        m_all.isTooLarge = true;
        return true;
    }
    void flaw(Fault fault, qsizetype at) { m_all.flaws.push_back({fault, at, {}}); }
    void splice(qsizetype begin, qsizetype end, const QByteArray &bytes)
    {
        m_all.splices.push_back({begin, end, bytes});
    }

    static constexpr std::size_t maximumTokens = 4'000'000;

    Characters m_text;
    LookAhead m_look;
    Surroundings m_before;
    TextEnds m_ends;
    Tokens m_all;
    qsizetype m_at = 0;
    qsizetype m_lastEnd = 0; ///< of the last token
    qsizetype m_quoteInsideEnd = -1;
    bool m_lastIsBare = false; ///< a text without quotes, and a comma perhaps
    bool m_hasRoot = false;
    bool m_inMember = false; ///< in a member behind the end
    bool m_gapIsFaulty = false;
    bool m_fenceIsOpen = false;
    bool m_inConflict = false;
};

} // namespace kopru::config::tolerant
