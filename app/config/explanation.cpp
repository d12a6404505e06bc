#include "app/config/explanation.h"

namespace kopru::config::tolerant {

void Explanation::remove(const Token &token, const QByteArray &text)
{
    qsizetype end = token.end;
    const auto at = [&](qsizetype place) { return place < text.size() ? text.at(place) : '\0'; };
    if (token.indent >= 0 && token.kind != TokenKind::Garbage)
        while (end - token.end < 200 && (at(end) == ' ' || at(end) == '\t'))
            ++end;
    const bool isAlone = token.indent >= 0 && token.kind != TokenKind::Garbage && (at(end) == '\n' || at(end) == '\r');
    if (!isAlone)
        return splice(token.begin, token.end, {});
    end += at(end) == '\r' && at(end + 1) == '\n' ? 2 : 1;
    splice(token.begin - token.indent, end, {});
}

} // namespace kopru::config::tolerant
