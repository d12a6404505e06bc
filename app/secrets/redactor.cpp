#include "app/secrets/redactor.h"

#include <QtCore/QRegularExpression>

#include <nlohmann/json.hpp>

#include <array>
#include <map>

using namespace Qt::StringLiterals;

namespace kopru::secrets {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// Reads `count` hexadecimal digits. @return −1 where there are fewer
int readHex(QByteArrayView text, qsizetype at, int count)
{
    if (at + count > text.size())
        return -1;
    int value = 0;
    for (int i = 0; i < count; ++i) {
        const int digit = hexDigit(text[at + i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

QByteArray utf8Of(char32_t codePoint)
{
    return QString::fromUcs4(&codePoint, 1).toUtf8();
}

/// What some bytes of a text can stand for: `bytes` were read, `length` bytes of the text were used.
struct Reading
{
    QByteArray bytes;
    qsizetype length = 0;
};

/// The byte behind %XX, and behind %25XX and so on where the percent sign is encoded again. Which of them was meant
/// cannot be told from the text, so all are offered.
template <class Offer> void percentReadings(QByteArrayView text, qsizetype at, Offer offer)
{
    if (text[at] != '%')
        return;
    for (qsizetype digits = at + 1;; digits += 2) {
        const int value = readHex(text, digits, 2);
        if (value < 0)
            return;
        offer(Reading{QByteArray(1, static_cast<char>(value)), digits + 2 - at});
        if (value != '%')
            return;
    }
}

/// One escape of JSON or C. Backslashes may be doubled any number of times, as in JSON that holds JSON.
bool backslashReading(QByteArrayView text, qsizetype at, Reading &out)
{
    qsizetype i = at;
    while (i < text.size() && text[i] == '\\')
        ++i;
    if (i == at || i >= text.size())
        return false;
    switch (text[i]) {
    case '"':
    case '/':
    case '\'':
        out = {QByteArray(1, text[i]), i + 1 - at};
        return true;
    case 'n':
        out = {"\n", i + 1 - at};
        return true;
    case 't':
        out = {"\t", i + 1 - at};
        return true;
    case 'r':
        out = {"\r", i + 1 - at};
        return true;
    case 'b':
        out = {"\b", i + 1 - at};
        return true;
    case 'f':
        out = {"\f", i + 1 - at};
        return true;
    case 'u':
        break;
    default:
        return false;
    }
    const int unit = readHex(text, i + 1, 4);
    if (unit < 0)
        return false;
    const qsizetype end = i + 5;
    if (unit >= 0xd800 && unit < 0xdc00) {
        qsizetype next = end;
        while (next < text.size() && text[next] == '\\')
            ++next;
        const int low = next > end && next < text.size() && text[next] == 'u' ? readHex(text, next + 1, 4) : -1;
        if (low < 0xdc00 || low > 0xdfff)
            return false;
        out = {utf8Of(static_cast<char32_t>(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))), next + 5 - at};
        return true;
    }
    if (unit >= 0xdc00 && unit < 0xe000)
        return false;
    out = {utf8Of(static_cast<char32_t>(unit)), end - at};
    return true;
}

bool entityReading(QByteArrayView text, qsizetype at, Reading &out)
{
    if (text[at] != '&')
        return false;
    static constexpr std::array<std::pair<QByteArrayView, char>, 5> named{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    for (const auto &[name, character] : named) {
        if (text.sliced(at).startsWith(name)) {
            out = {QByteArray(1, character), name.size()};
            return true;
        }
    }
    if (at + 2 >= text.size() || text[at + 1] != '#')
        return false;
    const bool hexadecimal = text[at + 2] == 'x' || text[at + 2] == 'X';
    const qsizetype from = at + (hexadecimal ? 3 : 2);
    qsizetype end = from;
    while (end < text.size() && end - from < 7 && hexDigit(text[end]) >= 0)
        ++end;
    if (end == from || end >= text.size() || text[end] != ';')
        return false;
    bool good = false;
    const uint value = text.sliced(from, end - from).toByteArray().toUInt(&good, hexadecimal ? 16 : 10);
    if (!good || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return false;
    out = {utf8Of(value), end + 1 - at};
    return true;
}

/// All that a backslash can begin: an escape, or a backslash of the secret itself, which stands doubled, and in JSON
/// that holds JSON doubled again.
template <class Offer> void backslashReadings(QByteArrayView text, qsizetype at, Offer offer)
{
    for (const qsizetype count : {2, 4, 8})
        if (text.sliced(at).startsWith(QByteArray(count, '\\')))
            offer(Reading{"\\", count});
    Reading reading;
    if (backslashReading(text, at, reading))
        offer(reading);
}

/// The same where the backslash is percent-encoded: %5C%22, %5Cu0131. Decodes the percent layer of at most 26
/// characters and reads there.
template <class Offer> void layeredReadings(QByteArrayView text, qsizetype at, Offer offer)
{
    // The deepest reading of each character: what is behind a layer is looked at, not the layer.
    const auto deepest = [text](qsizetype from) {
        Reading reading{QByteArray(1, text[from]), 1};
        percentReadings(text, from, [&reading](const Reading &one) { reading = one; });
        return reading;
    };
    if (deepest(at).bytes != "\\")
        return;
    QByteArray decoded;
    QList<qsizetype> ends;
    qsizetype i = at;
    while (i < text.size() && decoded.size() < 26) {
        const Reading one = deepest(i);
        decoded += one.bytes;
        i += one.length;
        ends.append(i);
    }
    backslashReadings(decoded, 0,
                      [&](const Reading &inner) { offer(Reading{inner.bytes, ends.at(inner.length - 1) - at}); });
}

/// Where `secret` ends in `text` when it starts at `at`, whatever mix of escapes it is written in; −1 where it does
/// not stand there. A depth-first walk: several readings of one place are rare, so it is linear in practice; the
/// number of places it may visit is bounded all the same.
qsizetype matchEnd(QByteArrayView text, qsizetype at, QByteArrayView secret, int &budget)
{
    struct Place
    {
        qsizetype text;
        qsizetype secret;
    };
    std::vector<Place> open{{at, 0}};
    while (!open.empty()) {
        const Place place = open.back();
        open.pop_back();
        if (place.secret == secret.size())
            return place.text;
        if (place.text >= text.size() || --budget < 0)
            continue;
        const auto offer = [&](const Reading &reading) {
            if (secret.sliced(place.secret).startsWith(reading.bytes))
                open.push_back({place.text + reading.length, place.secret + reading.bytes.size()});
        };
        const char c = text[place.text];
        Reading reading;
        if (c == '+')
            offer({" ", 1});
        if (c == '%') {
            layeredReadings(text, place.text, offer);
            percentReadings(text, place.text, offer);
        } else if (c == '\\') {
            backslashReadings(text, place.text, offer);
        } else if (c == '&' && entityReading(text, place.text, reading)) {
            offer(reading);
        }
        offer({QByteArray(1, c), 1});
    }
    return -1;
}

/// The part of a base64 text that depends on the secret alone when `offset` bytes stand before it in its group of
/// three: the characters that mix with neighbours are cut off on both sides.
QByteArray base64Core(const QByteArray &secret, int offset, QByteArray::Base64Options options)
{
    const QByteArray whole = (QByteArray(offset, '\0') + secret).toBase64(options | QByteArray::OmitTrailingEquals);
    const qsizetype from = offset == 0 ? 0 : offset + 1;
    const qsizetype bits = 8 * (offset + secret.size());
    const qsizetype to = bits / 6; // characters that hold bits of the secret only
    return to > from ? whole.mid(from, to - from) : QByteArray();
}

} // namespace

struct Redactor::Pattern
{
    QByteArray bytes;
    bool caseless = false; ///< hexadecimal
    bool alone = false;    ///< a short secret: only where it stands by itself
    int margin = 0;        ///< base64: characters around the core that belong to it as well
};

QByteArray Redactor::mark()
{
    return "[redacted]"_ba;
}

void Redactor::add(const QString &secret)
{
    const QByteArray bytes = secret.trimmed().toUtf8();
    if (bytes.isEmpty())
        return;
    const QWriteLocker lock(&m_lock);
    if (m_known.contains(bytes))
        return;
    m_known.insert(bytes);
    const auto append = [this](Pattern pattern) {
        if (!pattern.bytes.isEmpty())
            m_patterns.push_back(std::make_shared<const Pattern>(std::move(pattern)));
    };
    append({bytes, false, bytes.size() < shortest, 0});
    if (bytes.size() >= shortest) {
        for (int offset = 0; offset < 3; ++offset) {
            for (const auto options : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
                const QByteArray core = base64Core(bytes, offset, options);
                if (core.size() >= shortest)
                    append({core, false, false, 1});
            }
        }
        append({bytes.toHex(), true, false, 0});
    }
    std::stable_sort(m_patterns.begin(), m_patterns.end(),
                     [](const auto &a, const auto &b) { return a->bytes.size() > b->bytes.size(); });
}

namespace {

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool isBase64Byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '-' || c == '_' || c == '=';
}

struct Span
{
    qsizetype from;
    qsizetype to;
};

/// Shapes that are secrets whoever made them. The first group is what is taken out.
QByteArray redactShapes(const QByteArray &text)
{
    static const std::array shapes{
        // user:password@ in an address
        QRegularExpression(uR"([a-z][a-z0-9+.-]{1,20}://[^\s/@:"'\\]{0,256}:([^\s/@"'\\]{1,512})@)"_s,
                           QRegularExpression::CaseInsensitiveOption),
        // Authorization: Bearer abc, also as JSON members
        QRegularExpression(uR"(\b(?:Bearer|Basic)(?:\s|%20|\+)+([A-Za-z0-9._~+/=%-]{8,}))"_s,
                           QRegularExpression::CaseInsensitiveOption),
        QRegularExpression(
            uR"([?&;](?:access_token|api_?key|apikey|token|password|secret|client_secret)=([^\s&"'<>\\#]{1,2048}))"_s,
            QRegularExpression::CaseInsensitiveOption),
        // JSON Web Tokens
        QRegularExpression(uR"((\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?))"_s),
        // Known prefixes: Apinizer mcp_, AgentPort ap_, and the ones of large vendors
        QRegularExpression(
            uR"((\b(?:mcp_|ap_|sk-ant-|sk-|ghp_|gho_|github_pat_|glpat-|xox[abprs]-|AKIA)[A-Za-z0-9_-]{16,}))"_s),
    };
    QString shown;
    bool changed = false;
    for (const QRegularExpression &shape : shapes) {
        const QString source = changed ? shown : QString::fromUtf8(text);
        QString result;
        qsizetype last = 0;
        auto matches = shape.globalMatch(source);
        while (matches.hasNext()) {
            const auto match = matches.next();
            if (match.captured(1).startsWith(u"${"))
                continue;
            result += QStringView(source).sliced(last, match.capturedStart(1) - last);
            result += QString::fromLatin1(Redactor::mark());
            last = match.capturedEnd(1);
        }
        if (last > 0) {
            result += QStringView(source).sliced(last);
            shown = result;
            changed = true;
        }
    }
    return changed ? shown.toUtf8() : text;
}

} // namespace

QByteArray Redactor::redact(const QByteArray &utf8) const
{
    std::vector<Span> spans;
    {
        const QReadLocker lock(&m_lock);
        for (const auto &pattern : m_patterns) {
            const QByteArrayView needle = pattern->bytes;
            const char first = needle.front();
            for (qsizetype at = 0; at < utf8.size(); ++at) {
                const char c = utf8.at(at);
                if (pattern->caseless) {
                    if (hexDigit(c) < 0 || at + needle.size() > utf8.size() ||
                        qstrnicmp(utf8.constData() + at, needle.data(), static_cast<size_t>(needle.size())) != 0)
                        continue;
                    spans.push_back({at, at + needle.size()});
                    at += needle.size() - 1;
                    continue;
                }
                // Only these can begin an encoded form of the first character.
                if (c != first && c != '%' && c != '\\' && c != '&' && !(c == '+' && first == ' '))
                    continue;
                int budget = 64 + 16 * static_cast<int>(std::min<qsizetype>(needle.size(), 1 << 20));
                const qsizetype end = matchEnd(utf8, at, needle, budget);
                if (end < 0)
                    continue;
                if (pattern->alone && ((at > 0 && isWordByte(utf8.at(at - 1)) && isWordByte(needle.front())) ||
                                       (end < utf8.size() && isWordByte(utf8.at(end)) && isWordByte(needle.back()))))
                    continue;
                Span span{at, end};
                for (int i = 0; i < pattern->margin && span.from > 0 && isBase64Byte(utf8.at(span.from - 1)); ++i)
                    --span.from;
                for (int i = 0; i < pattern->margin && span.to < utf8.size() && isBase64Byte(utf8.at(span.to)); ++i)
                    ++span.to;
                spans.push_back(span);
                at = end - 1;
            }
        }
    }
    if (spans.empty())
        return redactShapes(utf8);
    std::sort(spans.begin(), spans.end(), [](const Span &a, const Span &b) { return a.from < b.from; });
    QByteArray result;
    qsizetype last = 0;
    for (const Span &span : spans) {
        if (span.to <= last)
            continue;
        if (span.from >= last) {
            result += QByteArrayView(utf8).sliced(last, span.from - last);
            result += mark();
        }
        last = span.to;
    }
    result += QByteArrayView(utf8).sliced(last);
    return redactShapes(result);
}

QString Redactor::redact(const QString &text) const
{
    return QString::fromUtf8(redact(text.toUtf8()));
}

nlohmann::ordered_json Redactor::redact(const nlohmann::ordered_json &value) const
{
    using Json = nlohmann::ordered_json;
    const auto text = [this](const std::string &s) { return redact(QByteArray::fromStdString(s)).toStdString(); };
    switch (value.type()) {
    case Json::value_t::string:
        return text(value.get_ref<const std::string &>());
    case Json::value_t::array: {
        Json result = Json::array();
        for (const Json &item : value)
            result.push_back(redact(item));
        return result;
    }
    case Json::value_t::object: {
        Json result = Json::object();
        for (const auto &[key, item] : value.items())
            result[text(key)] = redact(item);
        return result;
    }
    default:
        return value;
    }
}

Redactor &processRedactor()
{
    static Redactor redactor;
    return redactor;
}

} // namespace kopru::secrets
