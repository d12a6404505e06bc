#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

/// A settings file as characters that an editor can hold, and back to the very same bytes.
///
/// Editors change what they are given: line ends become one kind, U+2028 and U+2029 break lines, U+FDD0 and NUL
/// vanish. So what an editor would not keep stands as a mark, and so does a secret that is not to be seen. Marks are
/// halves of surrogate pairs, which no UTF-8 text holds: nothing in a file is mistaken for one.
namespace kopru::config {

enum class LineEnd : quint8 { LineFeed, CarriageReturnLineFeed, CarriageReturn };

/// Bytes of a text, from `begin` to before `end`.
struct TextSpan
{
    qsizetype begin = 0;
    qsizetype end = 0;
    friend bool operator==(const TextSpan &, const TextSpan &) = default;
};

/// What ends most of the lines; the first of two that are equally many, and LineFeed where there is none.
[[nodiscard]] LineEnd usualLineEnd(QByteArrayView text);

/// The characters of a text, lines separated by \n. A line that ends otherwise than `usual` has a mark at its end; one
/// longer than longestPiece is cut into several, each with a mark that it goes on, since editors lay out whole lines.
/// @param text    UTF-8; a byte-order mark is a mark as well
/// @param hidden  secrets, sorted, none across two lines: each becomes a run of hiddenLength marks that stands for it
[[nodiscard]] QString editorText(QByteArrayView text, LineEnd usual, const QList<TextSpan> &hidden = {});
constexpr qsizetype longestPiece = 4096; ///< characters
constexpr int hiddenLength = 8;

/// The bytes that characters stand for. What is left of a run that lost a part stands for nothing.
[[nodiscard]] QByteArray editedBytes(QStringView characters, LineEnd usual);

/// Where bytes stand among the characters: for each offset the place of the character that it belongs to; for one
/// inside a hidden secret the start of its run.
/// @param offsets  ascending
[[nodiscard]] QList<qsizetype> placesOf(QStringView characters, LineEnd usual, const QList<qsizetype> &offsets);

/// What a person pasted, as characters: every line end becomes the usual one, runs that this program made stay.
[[nodiscard]] QString pastedCharacters(const QString &text);
/// What is shown to people and given to other programs: marks as the characters they stand for, hidden secrets as dots.
[[nodiscard]] QString readableText(QStringView characters);

enum class Mark : quint8 {
    None,
    Hidden,     ///< one of the hiddenLength characters of a hidden secret
    LineEnding, ///< this line ends otherwise than the others
    GoesOn,     ///< the line goes on in the next row
    Character   ///< see markedCharacter()
};
[[nodiscard]] Mark markAt(QStringView characters, qsizetype place);
/// The character that a Mark::Character stands for.
[[nodiscard]] char16_t markedCharacter(QChar mark);

/// The whole run around a place: from its first character to behind its last one; empty where the place is not inside
/// of one or at `begin` or `end` of it.
[[nodiscard]] TextSpan hiddenRunAround(QStringView characters, qsizetype place);

} // namespace kopru::config
