#pragma once

#include "app/config/grammar.h"
#include "app/config/tolerant.h"

#include <limits>

namespace kopru::config::tolerant {

/// What a fault costs when two explanations are compared; the smaller sum wins.
constexpr int costOfFault = 10;
constexpr int costOfEnd = 9; ///< brackets missing at the end are the likeliest
constexpr int costOfPlace = 12;
constexpr int costOfIndent = 3;
constexpr int costOfOddity = 8;
constexpr int costOfUnknown = 1; ///< a key that entries seldom have; a bracket in the middle of a line
constexpr int costOfGuess = 15;

/// One way to understand the brackets of a text: what is wrong then, the edits that put it right, and how unlikely it
/// is that this is what the author meant.
struct Explanation
{
    Grammar grammar;
    int cost = 0;
    std::size_t signature = 0; ///< the same for two explanations that give the same values
    std::size_t firstTrouble =
        std::numeric_limits<std::size_t>::max(); ///< the token at which brackets begin to look odd
    bool hasTrouble = false;

    void flaw(Fault fault, qsizetype at, int price = costOfFault, const QString &detail = {})
    {
        cost += price;
        grammar.hasWrongBrackets = grammar.hasWrongBrackets || fault == Fault::MissingBracket ||
                                   fault == Fault::ExtraBracket || fault == Fault::WrongBracket;
        grammar.isOpenAtEnd = grammar.isOpenAtEnd || fault == Fault::UnexpectedEnd;
        grammar.flaws.push_back({fault, at, detail});
        grammar.isStopped = grammar.isStopped || grammar.flaws.size() >= static_cast<std::size_t>(maximumFaults);
    }
    void guess()
    {
        cost += costOfGuess;
        grammar.isGuess = true;
    }
    /// Something is no fault, but seldom.
    void oddity(int price, std::size_t token)
    {
        cost += price;
        firstTrouble = std::min(firstTrouble, token);
    }
    void trouble(std::size_t token)
    {
        hasTrouble = true;
        firstTrouble = std::min(firstTrouble, token);
    }
    void note(std::size_t what) { signature = signature * 1099511628211U + what + 1; }

    void splice(qsizetype begin, qsizetype end, const QByteArray &bytes)
    {
        grammar.splices.push_back({begin, end, bytes});
    }
    void replace(const Token &token, const QByteArray &with) { splice(token.begin, token.end, with); }
    void insert(qsizetype at, const QByteArray &what) { splice(at, at, what); }
    /// With its line, where it stands alone on it.
    void remove(const Token &token, const QByteArray &text);
};

} // namespace kopru::config::tolerant
