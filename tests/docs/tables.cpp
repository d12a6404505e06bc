#include "tests/docs/tables.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::test {

namespace {

/// The cells of a table row, trimmed; `\|` is a bar inside a cell. Empty where the line is no row.
QStringList cells(const QString &line)
{
    const QString text = line.trimmed();
    if (!text.startsWith(u'|') || !text.endsWith(u'|') || text.size() < 2)
        return {};
    static const QRegularExpression bar(uR"((?<!\\)\|)"_s);
    QStringList result = text.mid(1, text.size() - 2).split(bar);
    for (QString &cell : result)
        cell = cell.trimmed();
    return result;
}

bool isSeparator(const QStringList &row)
{
    static const QRegularExpression dashes(u"^:?-+:?$"_s);
    return std::all_of(row.begin(), row.end(), [](const QString &cell) { return dashes.match(cell).hasMatch(); });
}

/// What is wrong with one reference: `tests/file.cpp:function`, `tests/file.cpp:function(row of its table)`.
QString referenceProblem(const QString &reference, const QString &folder)
{
    static const QRegularExpression shape(uR"(^(tests/[\w./-]+\.cpp):(\w+)(?:\((.+)\))?$)"_s);
    const auto match = shape.match(reference);
    if (!match.hasMatch() || reference.contains(u".."_s))
        return u"not a reference: "_s + reference;
    const QString path = folder + u'/' + match.captured(1);
    if (!QFileInfo(path).isFile())
        return u"no such file: "_s + match.captured(1);
    const QString code = readDocument(path);
    // A declaration ends in a semicolon, a definition does not.
    const QRegularExpression definition(u"^\\s*\\w[^\\n;=.]*\\b"_s + match.captured(2) + u"\\(\\)(?: const)?$"_s,
                                        QRegularExpression::MultilineOption);
    if (!definition.match(code).hasMatch())
        return u"no such function: "_s + reference;
    if (match.hasCaptured(3) && !code.contains(u'"' + match.captured(3) + u'"'))
        return u"no such row: "_s + reference;
    return {};
}

/// What is wrong with the last cell of a row: references in backquotes, or `planned:` or `left out:` with a text, or
/// references and then what is still planned.
QStringList cellProblems(QString cell, const QString &folder)
{
    QStringList problems;
    int count = 0;
    static const QRegularExpression quoted(u"^`([^`]*)`(?:[,;] *|$)"_s);
    for (auto match = quoted.match(cell); match.hasMatch(); match = quoted.match(cell)) {
        if (const QString problem = referenceProblem(match.captured(1), folder); !problem.isEmpty())
            problems.append(problem);
        cell = cell.mid(match.capturedEnd(0));
        ++count;
    }
    static const QRegularExpression words(u"^(?:planned|left out): *(.*)$"_s);
    if (const auto match = words.match(cell); match.hasMatch()) {
        if (match.captured(1).size() < 4)
            problems.append(u"no text behind: "_s + cell);
    } else if (!cell.isEmpty()) {
        problems.append(u"neither reference nor reason: "_s + cell);
    } else if (count == 0) {
        problems.append(u"no reference"_s);
    }
    return problems;
}

} // namespace

QString readDocument(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

Found examine(const QString &text, const QString &folder)
{
    Found found;
    QString section;
    int number = 0;
    qsizetype columns = 0;
    bool inBody = false;
    for (const QString &line : text.split(u'\n')) {
        ++number;
        if (line.startsWith(u"## "_s))
            section = line.mid(3).trimmed();
        const QStringList row = cells(line);
        if (row.isEmpty()) {
            inBody = false;
            columns = 0;
            if (line.trimmed().startsWith(u'|'))
                found.problems.append(u"line %1: the row does not end in a bar"_s.arg(number));
            continue;
        }
        if (section.isEmpty() || columns == 0) {
            columns = row.size();
            continue;
        }
        if (!inBody) {
            inBody = true;
            if (!isSeparator(row))
                found.problems.append(u"line %1: a table without a heading"_s.arg(number));
            continue;
        }
        if (row.size() != columns) {
            found.problems.append(u"line %1: %2 cells instead of %3"_s.arg(number).arg(row.size()).arg(columns));
            continue;
        }
        ++found.rows[section];
        found.first[section].append(row.first());
        for (const QString &problem : cellProblems(row.last(), folder))
            found.problems.append(u"line %1: %2"_s.arg(number).arg(problem));
    }
    return found;
}

} // namespace kopru::test
