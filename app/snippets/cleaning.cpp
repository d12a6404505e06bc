#include "app/snippets/cleaning.h"

#include "app/config/jsontext.h"
#include "app/snippets/jsonpieces.h"
#include "app/snippets/words.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

void removeQuoting(Cleaned &cleaned)
{
    if (!cleaned.text.startsWith(u'>') && !cleaned.text.contains(u"\n>"_s))
        return;
    QStringList lines = cleaned.text.split(u'\n');
    qsizetype quoted = 0;
    qsizetype all = 0;
    for (const QString &line : std::as_const(lines)) {
        if (line.trimmed().isEmpty())
            continue;
        ++all;
        quoted += line.startsWith(u'>') ? 1 : 0;
    }
    if (quoted < 2 || quoted * 5 < all * 4)
        return;
    for (QString &line : lines)
        if (line.startsWith(u'>'))
            line.remove(0, line.startsWith(u"> "_s) ? 2 : 1);
    cleaned.text = lines.join(u'\n');
    cleaned.markup = true;
}

/// Lines of fences go. Outside of fences `# …` is a heading and no comment.
void removeFences(Cleaned &cleaned)
{
    if (!cleaned.text.contains(u"```"_s) && !cleaned.text.contains(u"~~~"_s))
        return;
    static const QRegularExpression fence(uR"(^\s*(?:```+|~~~+)\s*[\w+-]*\s*$)"_s);
    static const QRegularExpression heading(uR"(^#{1,6}\s+)"_s);
    QStringList lines = cleaned.text.split(u'\n');
    bool any = false;
    bool inside = false;
    for (QString &line : lines) {
        if (line.size() < 200 && fence.match(line).hasMatch()) {
            line.clear();
            any = true;
            inside = !inside;
        } else if (!inside && line.startsWith(u'#')) {
            line.remove(heading);
        }
    }
    if (!any)
        return;
    cleaned.text = lines.join(u'\n');
    cleaned.markup = true;
}

void decodeEntities(Cleaned &cleaned)
{
    if (!cleaned.text.contains(u"&quot;"_s))
        return;
    QString &text = cleaned.text;
    text.replace(u"&quot;"_s, u"\""_s).replace(u"&lt;"_s, u"<"_s).replace(u"&gt;"_s, u">"_s);
    text.replace(u"&#39;"_s, u"'"_s).replace(u"&apos;"_s, u"'"_s).replace(u"&nbsp;"_s, u" "_s);
    text.replace(u"&amp;"_s, u"&"_s);
    cleaned.mended = true;
}

/// `"{\"mcpServers\": …}"`: JSON inside a JSON text.
void unpackText(Cleaned &cleaned)
{
    const QString trimmed = cleaned.text.trimmed();
    if (!trimmed.startsWith(u'"') || !trimmed.endsWith(u'"') || !trimmed.contains(u"{\\\""_s))
        return;
    const auto tree = config::json::Tree::parse(trimmed.toUtf8(), false);
    if (!tree || !tree->is(0, config::json::Kind::Text))
        return;
    cleaned.text = tree->value(0);
    cleaned.mended = true;
}

} // namespace

bool hasWords(QStringView text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.isLetterOrNumber(); });
}

bool isNothing(QStringView text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.isSpace() || c.category() == QChar::Other_Format || c == QChar(0xFEFF);
    });
}

QString withoutMarks(QString text)
{
    for (const QChar mark : {literalDollar, cutMark.at(0), openMark.at(0)})
        text.replace(mark, QChar::ReplacementCharacter);
    if (text.startsWith(QChar(0xFEFF)))
        text.remove(0, 1);
    return text;
}

Cleaned clean(const QString &text)
{
    Cleaned cleaned{withoutMarks(text), false, false};
    decodeEntities(cleaned);
    unpackText(cleaned);
    removeQuoting(cleaned);
    removeFences(cleaned);
    return cleaned;
}

} // namespace kopru::integrations::snippet
