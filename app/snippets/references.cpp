#include "app/snippets/references.h"

#include "app/snippets/words.h"

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

QString Filling::filled(const QString &text)
{
    static const QRegularExpression reference(
        uR"(\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$env:([A-Za-z_][A-Za-z0-9_]*)|\$([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_]*)%)"_s);
    if (!text.contains(u'$') && !text.contains(u'%'))
        return text;
    QString result;
    qsizetype at = 0;
    for (auto found = reference.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        result += text.mid(at, match.capturedStart() - at) + value(match);
        at = match.capturedEnd();
    }
    return result + text.mid(at);
}

QString Filling::value(const QRegularExpressionMatch &match)
{
    QString name;
    for (const int group : {1, 3, 4, 5})
        if (match.hasCaptured(group) && match.capturedLength(group) > 0)
            name = match.captured(group);
    for (const config::Variable &variable : m_variables) {
        if (variable.name == name) {
            if (!m_used.contains(name))
                m_used.append(name);
            return variable.value;
        }
    }
    if (match.hasCaptured(2) && match.capturedStart(2) >= 0)
        return match.captured(2);
    if (name == u"HOME"_s || name == u"userHome"_s || name == u"USERPROFILE"_s) {
        m_usedHome = true;
        return u"~"_s;
    }
    return match.captured();
}

QString unmasked(QString text)
{
    return text.replace(literalDollar, u'$');
}

} // namespace kopru::integrations::snippet
