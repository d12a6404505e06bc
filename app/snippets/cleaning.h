#pragma once

#include <QtCore/QString>

/// What is done to a text before it is looked at: quoting, fences, entities and marks go.
namespace kopru::integrations::snippet {

struct Cleaned
{
    QString text;
    bool markup = false;
    bool mended = false;
};
[[nodiscard]] Cleaned clean(const QString &text);
/// Without the byte order mark, and without the noncharacters that the reader itself puts into texts.
[[nodiscard]] QString withoutMarks(QString text);

/// White space alone, visible or not.
[[nodiscard]] bool isNothing(QStringView text);
/// Letters or digits.
[[nodiscard]] bool hasWords(QStringView text);

} // namespace kopru::integrations::snippet
