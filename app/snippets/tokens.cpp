#include "app/snippets/tokens.h"

#include "app/integrations/rules.h"
#include "app/snippets/remarks.h"
#include "app/snippets/signs.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

constexpr qsizetype longestToken = 4096;

} // namespace

bool isJwt(const QString &text)
{
    static const QRegularExpression shape(uR"(^ey[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$)"_s);
    if (text.size() > longestToken || !shape.match(text).hasMatch())
        return false;
    return QByteArray::fromBase64(text.section(u'.', 0, 0).toLatin1(), QByteArray::Base64UrlEncoding).startsWith('{');
}

bool isPrefixedToken(const QString &text)
{
    static const QRegularExpression shape(uR"(^(?:ap|mcp|tok)_[A-Za-z0-9._~+/=…-]{3,}$)"_s);
    return text.size() <= longestToken && shape.match(text).hasMatch();
}

bool isOpaqueToken(const QString &text)
{
    static const QRegularExpression shape(uR"(^[A-Za-z0-9._~+/=-]{20,}$)"_s);
    if (text.size() > longestToken || !shape.match(text).hasMatch())
        return false;
    const auto count = [&text](auto &&is) { return std::count_if(text.cbegin(), text.cend(), is); };
    return count([](QChar c) { return c.isDigit(); }) >= 3 && count([](QChar c) { return c.isLetter(); }) >= 3;
}

void addToken(RawEntry &raw, const QString &token, bool bearer, bool mayAssume)
{
    if (token.startsWith(u"mcp_"_s)) {
        raw.headers.append({text(contract::apinizer_http::defaultTokenHeader), token});
    } else if (token.startsWith(u"ap_"_s)) {
        raw.headers.append({text(contract::agentport::keyHeader), token});
        if (!raw.hasAddress) {
            raw.hasAddress = true;
            raw.address = text(contract::agentport::defaultUrl);
            add(raw.notes, SnippetNoteId::AddressFromKind);
        }
    } else if (withoutScheme(token) != token.trimmed()) {
        raw.headers.append({u"Authorization"_s, token});
    } else if (bearer || mayAssume) {
        raw.headers.append({u"Authorization"_s, u"Bearer "_s + token});
        if (!bearer)
            add(raw.notes, SnippetNoteId::HeaderAssumed);
    } else {
        raw.bareToken = token;
    }
}

void askForToken(RawEntry &raw, const QString &token)
{
    const qsizetype before = raw.headers.size();
    addToken(raw, token, false, true);
    for (qsizetype i = before; i < raw.headers.size(); ++i) {
        SnippetHeader &header = raw.headers[i];
        header.value.replace(withoutScheme(header.value), u"<token>"_s);
    }
}

} // namespace kopru::integrations::snippet
