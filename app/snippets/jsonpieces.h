#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

/// JSON in a text: where it begins and ends, and as strict JSON. Pieces of a page are no files: they begin in the
/// middle of a line, have no outer braces, or end where the selection ended; so this is not the reader of files.
namespace kopru::integrations::snippet {

/// A piece of JSON in a text.
struct JsonPiece
{
    qsizetype begin = 0;
    qsizetype end = 0;
    qsizetype lineBegin = 0; ///< of the line that it begins in
    QByteArray json = {};    ///< strict, whatever stood there
    bool mended = false;
    bool comments = false;
};
struct JsonSearch
{
    QList<JsonPiece> pieces;
    bool failed = false; ///< a bracket begins something that is no JSON, as in source code
    bool broken = false; ///< something begins like JSON and cannot be read without guessing
};

[[nodiscard]] JsonSearch findJson(const QString &text);

/// In JsonPiece::json: a member or element of this name stands where the text was cut off.
constexpr QStringView cutMark = u"\uFDD1";
/// And in every object that the text left open, behind a whole member.
constexpr QStringView openMark = u"\uFDD2";

} // namespace kopru::integrations::snippet
