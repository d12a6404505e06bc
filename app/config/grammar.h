#pragma once

#include "app/config/tokens.h"

/// Makes strict JSON of tokens: commas, colons, brackets and what the end of the file cut.
namespace kopru::config::tolerant {

/// A part of the text that is JSON of its own.
struct Piece
{
    qsizetype begin = 0;
    qsizetype end = 0;
    QByteArray head; ///< brackets that the text lacks
    QByteArray tail;
    bool isCut = false;    ///< what the end of the file cut is left out, and stands behind `end`
    bool isPasted = false; ///< stands behind the end of the file
};

struct Grammar
{
    std::vector<Flaw> flaws;
    std::vector<Splice> splices;
    std::vector<Piece> pieces;                              ///< the first is the file itself
    std::vector<qsizetype> knownKeys;                       ///< keys whose wrong place has been told already
    std::vector<std::pair<qsizetype, qsizetype>> conflicts; ///< from mark to mark
    bool hasWrongBrackets = false; ///< missing, too many or of another kind, other than at the end
    bool isOpenAtEnd = false;      ///< brackets are missing at the end
    bool isGuess = false;
    bool isStopped = false; ///< too deep, or too many faults: not read to its end
};

[[nodiscard]] Grammar grammarOf(const QByteArray &text, const Tokens &tokens);

} // namespace kopru::config::tolerant
