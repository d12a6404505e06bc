#pragma once

#include <QtCore/QMap>
#include <QtCore/QStringList>

/// The tables of a document whose last column names the tests that show what the row says:
/// `tests/file.cpp:function` or `tests/file.cpp:function(row of its table)`, or `planned:` or `left out:` with a text.
namespace kopru::test {

struct Found
{
    QStringList problems;
    QMap<QString, int> rows;          ///< by section
    QMap<QString, QStringList> first; ///< the first cells, by section
};

/// Reads the tables of a text. Tables before the first section only explain; their rows need no reference.
/// @param folder  the tests are looked for below it
Found examine(const QString &text, const QString &folder);

/// A file as text; empty where it cannot be read.
QString readDocument(const QString &path);

} // namespace kopru::test
