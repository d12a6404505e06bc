#include "app/snippets/signs.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

bool holdsSecret(QStringView name)
{
    static const QStringList words{u"authorization"_s, u"auth"_s,   u"key"_s,      u"apikey"_s,
                                   u"token"_s,         u"secret"_s, u"password"_s, u"credential"_s};
    const QString plain = name.toString().toLower().replace(u'-', u'_');
    const QStringList found = plain.split(u'_', Qt::SkipEmptyParts);
    return std::any_of(found.cbegin(), found.cend(), [](const QString &part) { return words.contains(part); });
}

QString withoutScheme(const QString &value)
{
    static const QRegularExpression scheme(uR"(^(?:Bearer|Basic|Token|ApiKey|Digest)\s+(?=\S))"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    const QString plain = value.trimmed();
    const auto match = scheme.match(plain);
    return match.hasMatch() ? plain.mid(match.capturedEnd()).trimmed() : plain;
}

bool isPlaceholderText(const QString &text, bool secretPlace)
{
    constexpr qsizetype longest = 4096; // nobody leaves a longer one in
    if (text.size() > longest)
        return false;
    static const QRegularExpression general(
        uR"(<[\p{L}_][^<>\n]{0,80}>|\{\{[^{}]*\}\}|\[[\p{L}][\p{L}\d _-]*\]|\$\{[^}]+\}|\$env:[A-Za-z_]\w*|\$[A-Z_][A-Z0-9_]+|%[A-Z_][A-Z0-9_]{2,}%|(?<![A-Za-z0-9.])(?i:your)[_-][A-Za-z0-9_-]+|[/\\](?i:path)[/\\]to[/\\]|[/\\]your[/\\]|(?<![A-Za-z])REPLACE(?![A-Za-z])|(?<!\p{L})BURAYA(?!\p{L}))"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    if (general.match(text).hasMatch())
        return true;
    if (!secretPlace)
        return false;
    static const QRegularExpression secret(uR"(^\s*$|\.\.\.|…|(?<![a-z0-9])x{3,}|^your\b|^keychain:)"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return secret.match(text).hasMatch();
}

} // namespace kopru::integrations::snippet
