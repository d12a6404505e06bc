#pragma once

#include "app/config/characters.h"

#include <optional>

/// How JSON spells what texts, numbers and words of a faulty file were meant to say. Pure functions of the bytes.
namespace kopru::config::tolerant {

/// The inside of a text, and what was wrong with it.
struct Spelling
{
    QByteArray bytes;
    qsizetype badEscape = -1; ///< the first one, from the start of the text; -1 where all are good
    qsizetype control = -1;   ///< the first control sign
    bool isGuess = false;
};

/// @param content  as it stands between its quotes
/// @param quote    the kind of these; None where the closing one is missing
[[nodiscard]] Spelling spelledText(QByteArrayView content, Quote quote);

[[nodiscard]] bool isStrictNumber(QByteArrayView word);
/// Whether a word is a number or was meant to begin as one.
[[nodiscard]] bool beginsNumber(QByteArrayView word);
/// A number as JSON spells it, where there is no doubt which one is meant.
[[nodiscard]] std::optional<QByteArray> plainNumber(QByteArray word);
/// Something stands behind a number or is missing at its end: `1e`, `30s`.
[[nodiscard]] bool isUnfinishedNumber(QByteArrayView word);

/// true, false and null as other languages spell them; null, and a guess, for what JSON has no word for.
struct ForeignWord
{
    QByteArrayView word;
    QByteArrayView meant;
    bool isGuess = false;
};

[[nodiscard]] bool isStrictWord(QByteArrayView word);
[[nodiscard]] const ForeignWord *foreignWord(QByteArrayView word);

} // namespace kopru::config::tolerant
