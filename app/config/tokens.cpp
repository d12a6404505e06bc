#include "app/config/tokens.h"

#include "app/config/lexer.h"

namespace kopru::config::tolerant {

Tokens tokensOf(const QByteArray &text)
{
    return Lexer(text).read();
}

QString wordOf(const QByteArray &text, const Tokens &all, const Token &token)
{
    const QByteArrayView whole = token.fix >= 0 ? QByteArrayView(all.fixes[static_cast<std::size_t>(token.fix)])
                                                : QByteArrayView(text).sliced(token.begin, token.end - token.begin);
    if (whole.size() < 2 || !whole.startsWith('"') || !whole.endsWith('"'))
        return QString::fromUtf8(whole);
    const QByteArrayView inside = whole.sliced(1, whole.size() - 2);
    return inside.contains('\\') ? json::decoded(inside) : QString::fromUtf8(inside);
}

QByteArray indentOfLine(const QByteArray &text, qsizetype at)
{
    qsizetype begin = at;
    while (begin > 0 && at - begin < longestLook && !isBreak(text.at(begin - 1)))
        --begin;
    if (begin > 0 && !isBreak(text.at(begin - 1)))
        return {};
    qsizetype end = begin;
    while (end < at && isBlank(text.at(end)))
        ++end;
    return text.sliced(begin, end - begin);
}

} // namespace kopru::config::tolerant
