#include "app/snippets/remarks.h"

#include "app/snippets/limits.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

bool hasFewDigits(const QString &name)
{
    return std::count_if(name.cbegin(), name.cend(), [](QChar c) { return c.isDigit(); }) <= 3;
}

/// `--name` of `--name=value`; empty where the word looks like no name, as it may be a secret.
QString optionName(const QString &word)
{
    static const QRegularExpression shape(uR"(^--?[A-Za-z0-9][A-Za-z0-9._-]{0,39}$)"_s);
    const QString name = word.section(u'=', 0, 0);
    return hasFewDigits(name) && shape.match(name).hasMatch() ? name : QString();
}

/// What may be shown of a word that was not used: it may hold a secret.
QString shown(SnippetIgnoredId id, const QString &detail)
{
    if (id == SnippetIgnoredId::Option)
        return optionName(detail);
    static const QRegularExpression harmless(uR"(^(?:\d{1,6}|(?:~|\.{1,2})?/[^\s=]*|[A-Za-z]:\\[^\s=]*)$)"_s);
    if (id == SnippetIgnoredId::Argument)
        return harmless.match(detail).hasMatch() ? detail : QString();
    static const QRegularExpression program(uR"(^[a-z][a-z0-9._-]{0,31}$)"_s);
    if (id == SnippetIgnoredId::Command)
        return hasFewDigits(detail) && program.match(detail).hasMatch() ? detail : QString();
    return detail;
}

/// There are few of them, and each speaks of much.
bool isAlwaysSaid(SnippetIgnoredId id)
{
    return id == SnippetIgnoredId::More || id == SnippetIgnoredId::MoreVariables ||
           id == SnippetIgnoredId::MorePlaceholders;
}

} // namespace

void add(QList<SnippetIgnored> &list, SnippetIgnoredId id, const QString &detail)
{
    const bool room = list.size() < mostRemarks || isAlwaysSaid(id);
    if (const SnippetIgnored one{id, shown(id, detail)}; room && !list.contains(one))
        list.append(one);
}

void add(QList<SnippetNote> &list, SnippetNoteId id, const QString &detail)
{
    if (const SnippetNote one{id, id == SnippetNoteId::StaysCommand ? optionName(detail) : detail};
        list.size() < mostRemarks && !list.contains(one))
        list.append(one);
}

} // namespace kopru::integrations::snippet
