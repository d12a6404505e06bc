#include "app/integrations/rules.h"
#include "app/snippets/address.h"
#include "app/snippets/cleaning.h"
#include "app/snippets/hosts.h"
#include "app/snippets/remarks.h"
#include "app/snippets/signs.h"
#include "app/snippets/textparts.h"
#include "app/snippets/tokens.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

/// Lines `Label: value`, in English or Turkish.
namespace kopru::integrations::snippet {

namespace {

enum class Label { None, Address, Name, Token, BearerToken, TokenId, Header, HeaderValue, Transport, Unknown };

Label labelOf(const QString &written)
{
    QString label = written.toLower().remove(QChar(0x307)).simplified();
    if (label.count(u' ') > 5)
        return Label::Unknown;
    struct Sign
    {
        Label label;
        QRegularExpression shape;
    };
    const auto sign = [](Label of, const QString &pattern) {
        return Sign{of, QRegularExpression(pattern, QRegularExpression::UseUnicodePropertiesOption)};
    };
    // The first that fits: “Portal adresi” begins with an address, “adres” with “ad”.
    static const std::array signs{
        sign(Label::TokenId, uR"(token[- _]?(?:id|kimli))"_s),
        sign(Label::HeaderValue, uR"(\bheader value|\bbaşlık değeri)"_s),
        sign(Label::Header, uR"(\bheader(?: name)?$|\bbaşlık(?: adı)?$)"_s),
        sign(Label::Transport, uR"(\btransport)"_s),
        sign(Label::Address, uR"(\burl|\badres|\baddress|\bendpoint|\bhost(?:name)?$|^(?:mcp )?(?:server|sunucu)$)"_s),
        sign(Label::BearerToken, uR"(\bbearer)"_s),
        sign(Label::Token, uR"(\btoken|\bapi[- ]?key|\banahtar|\bkey$)"_s),
        sign(Label::Name, uR"((?:^|\s)(?:name|ad|adı|adınız|isim|ismi)$)"_s),
    };
    for (const Sign &one : signs)
        if (one.shape.match(label).hasMatch())
            return one.label;
    return Label::Unknown;
}

struct LabelledLine
{
    Label label = Label::None;
    QString value;
    bool markup = false;
};

LabelledLine readLabel(const QString &line)
{
    static const QRegularExpression bullet(uR"(^\s*(?:[-*•·–]|\d{1,2}[.)])\s+)"_s);
    static const QRegularExpression shape(
        uR"(^[*_`"'\s]*([\p{L}][\p{L}\d ()/'’-]{0,60}?)[*_`"']*\s*[:：](?!//)[*_]*\s*(.*)$)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    LabelledLine result;
    if (line.size() > longestLine)
        return result;
    QString plain = line;
    if (const auto match = bullet.match(plain); match.hasMatch()) {
        plain.remove(0, match.capturedLength());
        result.markup = true;
    }
    const auto match = shape.match(plain);
    if (!match.hasMatch())
        return {};
    result.label = labelOf(match.captured(1));
    result.markup = result.markup || plain.contains(u"**"_s);
    result.value = bare(match.captured(2), result.markup);
    return result;
}

bool isTokenLike(const QString &value)
{
    return !value.contains(u' ') && (isPrefixedToken(value) || isJwt(value) || value.size() >= 8);
}

struct Labelled
{
    QMap<Label, QString> values;
    QStringList addresses; ///< of every line with such a label, whole ones alone
    bool markup = false;
    bool prose = false;
};

Labelled readLabels(const QStringList &lines, bool comments)
{
    Labelled result;
    Label open = Label::None;
    for (const QString &line : lines) {
        QString plain = line;
        if (comments) {
            static const QRegularExpression sign(uR"(^\s*(?:#+|//|::|REM\s)\s*)"_s,
                                                 QRegularExpression::CaseInsensitiveOption);
            plain.remove(sign);
        }
        if (plain.trimmed().isEmpty()) {
            open = Label::None;
            continue;
        }
        const LabelledLine read = readLabel(plain);
        if (read.label != Label::None && read.label != Label::Unknown) {
            if (!result.values.contains(read.label))
                result.values.insert(read.label, read.value);
            if (read.label == Label::Address)
                for (const QString &one : addressesIn(read.value))
                    if (!result.addresses.contains(one) && result.addresses.size() < mostAddresses)
                        result.addresses.append(one);
            result.markup = result.markup || read.markup;
            open = read.label;
            continue;
        }
        if (read.label == Label::None && open == Label::Address)
            for (const QString &one : addressesIn(plain))
                if (!result.addresses.contains(one) && result.addresses.size() < mostAddresses)
                    result.addresses.append(one);
        if (read.label == Label::None && open != Label::None) {
            QString &value = result.values[open];
            const bool token = open == Label::Token || open == Label::BearerToken || open == Label::HeaderValue;
            if (value.isEmpty() || (token && !isTokenLike(value))) {
                bool markup = false;
                value = (value + u' ' + bare(plain, markup)).trimmed();
                continue;
            }
        }
        open = Label::None;
        result.prose = result.prose || (!comments && hasWords(plain));
    }
    return result;
}

} // namespace

bool readLabelled(const QStringList &lines, const QStringList &comments, TextMeaning &meaning)
{
    Labelled found = readLabels(lines, false);
    const auto useful = [](const Labelled &one) {
        const QString address = one.values.value(Label::Address);
        return (!address.isEmpty() && (!addressesIn(address).isEmpty() || isHost(address))) ||
               !one.values.value(Label::Token).isEmpty() || !one.values.value(Label::BearerToken).isEmpty() ||
               !one.values.value(Label::HeaderValue).isEmpty();
    };
    bool fromComments = false;
    if (!useful(found)) {
        const bool prose = found.prose;
        found = readLabels(comments, true);
        found.prose = prose;
        fromComments = true;
        if (!useful(found))
            return false;
    }
    RawEntry raw;
    const auto value = [&found](Label label) { return found.values.value(label); };
    raw.name = value(Label::Name);
    const bool bearer = !value(Label::BearerToken).isEmpty();
    QString token = bearer ? value(Label::BearerToken) : value(Label::Token);
    if (token.isEmpty())
        token = value(Label::HeaderValue);
    // A sentence behind `Token:` is none.
    if (!token.isEmpty() && value(Label::Address).isEmpty() && value(Label::HeaderValue).isEmpty() &&
        !isPrefixedToken(token) && !isJwt(token) && !isPlaceholderText(token, true) &&
        (token.contains(u' ') || token.size() < 8) && withoutScheme(token) == token)
        return false;
    QString address = value(Label::Address);
    if (address.isEmpty()) { // one that stands beside the labels
        QStringList beside;
        for (const QString &line : lines)
            for (const QString &one : addressesIn(line))
                if (looksLikeServer(one) && !refusedAddress(one) && !beside.contains(one))
                    beside.append(one);
        if (beside.size() == 1)
            address = beside.first();
    }
    if (found.addresses.size() > 1) { // which of them the token is for must not be guessed
        if (withoutDocumentation(found.addresses))
            add(meaning.ignored, SnippetIgnoredId::Address);
        if (found.addresses.size() > 1)
            add(meaning.ignored, SnippetIgnoredId::Address);
        address = found.addresses.size() == 1 ? found.addresses.first() : QString();
    } else if (const QStringList all = addressesIn(address); !all.isEmpty()) {
        address = all.first();
    } else if (isHost(address)) {
        add(raw.notes, SnippetNoteId::SchemeAssumed);
        if (token.startsWith(u"mcp_"_s) && !address.contains(u'/'))
            address += text(contract::apinizer_http::defaultPath);
        address.prepend(schemeFor(address));
    } else if (!isPlaceholderText(address, true)) {
        address.clear();
    }
    raw.hasAddress = !address.isEmpty();
    raw.address = address;
    raw.transport = value(Label::Transport);
    const bool alecs = !value(Label::TokenId).isEmpty() && !raw.hasAddress;
    if (const QString header = value(Label::Header); !header.isEmpty() && isHeaderName(header) && !token.isEmpty())
        raw.headers.append({header, token});
    else if (!token.isEmpty())
        addToken(raw, token, bearer || alecs, raw.hasAddress);
    if (alecs)
        raw.kind = KindId::AlecsWebSocket;
    if (!value(Label::TokenId).isEmpty())
        add(meaning.ignored, SnippetIgnoredId::TokenId);
    if (!raw.hasAddress)
        raw.hasAddress = true; // to be asked for
    meaning.form = SnippetForm::Labelled;
    append(meaning, raw);
    if (found.prose)
        add(meaning.ignored, SnippetIgnoredId::Prose);
    if (found.markup)
        add(meaning.ignored, SnippetIgnoredId::Markup);
    if (fromComments)
        add(meaning.ignored, SnippetIgnoredId::Comments);
    return true;
}

} // namespace kopru::integrations::snippet
