#include "app/secrets/redactor.h"

#include <QtCore/QRegularExpression>

#include <nlohmann/json.hpp>

#include <array>
#include <bitset>
#include <numeric>

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

/// What some bytes of a text can stand for: `bytes` were read, `length` bytes of the text were used.
struct Reading
{
    std::array<char, 4> bytes{};
    int count = 0; ///< of `bytes`
    qsizetype length = 0;
};

Reading readingOf(char c, qsizetype length)
{
    return {{c}, 1, length};
}

/// A character of Unicode, as UTF-8 (RFC 3629 section 3).
Reading readingOf(char32_t c, qsizetype length)
{
    const auto tail = [c](int shift) { return static_cast<char>(0x80U | ((c >> shift) & 0x3fU)); };
    if (c < 0x80)
        return readingOf(static_cast<char>(c), length);
    if (c < 0x800)
        return {{static_cast<char>(0xc0U | (c >> 6)), tail(0)}, 2, length};
    if (c < 0x10000)
        return {{static_cast<char>(0xe0U | (c >> 12)), tail(6), tail(0)}, 3, length};
    return {{static_cast<char>(0xf0U | (c >> 18)), tail(12), tail(6), tail(0)}, 4, length};
}

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
        offer(readingOf(static_cast<char>(value), digits + 2 - at));
        if (value != '%')
            return;
    }
}

/// How many backslashes stand at a place. More than JSON in JSON six levels deep writes are not counted, so that the
/// time stays in line with the length.
qsizetype backslashes(QByteArrayView text, qsizetype at)
{
    constexpr qsizetype most = 64;
    qsizetype i = at;
    while (i < text.size() && i - at < most && text[i] == '\\')
        ++i;
    return i - at;
}

/// One escape of JSON or C. Backslashes may be doubled, as in JSON that holds JSON.
bool backslashReading(QByteArrayView text, qsizetype at, Reading &out)
{
    const qsizetype i = at + backslashes(text, at);
    if (i == at || i >= text.size())
        return false;
    const auto single = [&](char c) {
        out = readingOf(c, i + 1 - at);
        return true;
    };
    switch (text[i]) {
    case '"':
    case '/':
    case '\'':
        return single(text[i]);
    case 'n':
        return single('\n');
    case 't':
        return single('\t');
    case 'r':
        return single('\r');
    case 'b':
        return single('\b');
    case 'f':
        return single('\f');
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
        const qsizetype next = end + backslashes(text, end);
        const int low = next > end && next < text.size() && text[next] == 'u' ? readHex(text, next + 1, 4) : -1;
        if (low < 0xdc00 || low > 0xdfff)
            return false;
        out = readingOf(static_cast<char32_t>(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)), next + 5 - at);
        return true;
    }
    if (unit >= 0xdc00 && unit < 0xe000)
        return false;
    out = readingOf(static_cast<char32_t>(unit), end - at);
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
            out = readingOf(character, name.size());
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
    out = readingOf(static_cast<char32_t>(value), end + 1 - at);
    return true;
}

/// All that a backslash can begin: an escape, or a backslash of the secret itself, which stands doubled, and in JSON
/// that holds JSON doubled again.
template <class Offer> void backslashReadings(QByteArrayView text, qsizetype at, Offer offer)
{
    const qsizetype run = backslashes(text, at);
    for (const qsizetype count : {2, 4, 8})
        if (count <= run)
            offer(readingOf('\\', count));
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
        Reading reading = readingOf(text[from], 1);
        percentReadings(text, from, [&reading](const Reading &one) { reading = one; });
        return reading;
    };
    if (deepest(at).bytes[0] != '\\')
        return;
    std::array<char, 26> decoded{};
    std::array<qsizetype, 26> ends{};
    std::size_t count = 0;
    for (qsizetype i = at; i < text.size() && count < decoded.size(); ++count) {
        const Reading one = deepest(i);
        i += one.length;
        decoded.at(count) = one.bytes[0];
        ends.at(count) = i;
    }
    backslashReadings(QByteArrayView(decoded.data(), static_cast<qsizetype>(count)), 0, [&](Reading inner) {
        inner.length = ends.at(static_cast<std::size_t>(inner.length - 1)) - at;
        offer(inner);
    });
}

/// Whether one of the encodings that are read sign by sign can begin with this byte.
bool isEscape(char c)
{
    return c == '%' || c == '\\' || c == '&' || c == '+';
}

/// All that the text can stand for at a place, the byte itself included.
template <class Offer> void readings(QByteArrayView text, qsizetype at, Offer offer)
{
    const char c = text[at];
    Reading reading;
    if (c == '+') {
        offer(readingOf(' ', 1));
    } else if (c == '%') {
        layeredReadings(text, at, offer);
        percentReadings(text, at, offer);
    } else if (c == '\\') {
        backslashReadings(text, at, offer);
    } else if (entityReading(text, at, reading)) {
        offer(reading);
    }
    offer(readingOf(c, 1));
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

struct Pattern
{
    QByteArray bytes;
    bool alone = false; ///< a short secret: only where it stands by itself
    int margin = 0;     ///< base64: characters around the core that belong to it as well
};

bool isBefore(const Pattern &a, const Pattern &b)
{
    return a.bytes < b.bytes;
}

/// Patterns in the order of their bytes: all that begin with the same bytes stand side by side, so that one walk
/// through a text follows every pattern at once. Where few signs of it fit, a place of the text costs a look or two.
class Patterns
{
public:
    Patterns() = default;
    Patterns(const std::vector<Pattern> &known, std::vector<Pattern> added)
    {
        std::sort(added.begin(), added.end(), isBefore);
        m_all.reserve(known.size() + added.size());
        std::merge(known.begin(), known.end(), added.begin(), added.end(), std::back_inserter(m_all), isBefore);
        for (const Pattern &pattern : m_all) {
            const QByteArray &bytes = pattern.bytes;
            ++m_first.at(index(bytes.front()) + 1);
            m_longest = std::max(m_longest, bytes.size());
            if (bytes.size() < 3)
                m_short.set(index(bytes.front()));
            else
                m_begins.set(begin(bytes.constData()));
        }
        std::partial_sum(m_first.begin(), m_first.end(), m_first.begin());
    }

    [[nodiscard]] const std::vector<Pattern> &all() const { return m_all; }

    /// Where they stand in a text, in whatever mix of escapes.
    void find(QByteArrayView text, std::vector<Span> &spans) const
    {
        if (m_all.empty())
            return;
        std::vector<Place> open;
        for (qsizetype at = 0; at < text.size(); ++at)
            if (mayBegin(text, at))
                findAt(text, at, open, spans);
    }

    /// The same for hexadecimal digits in lower case, which a text may hold in either case.
    void findDigits(QByteArrayView text, std::vector<Span> &spans) const
    {
        constexpr qsizetype fewest = 2 * Redactor::shortest;
        for (qsizetype at = 0; !m_all.empty() && at + fewest <= text.size(); ++at) {
            qsizetype digits = fewest;
            while (digits > 0 && hexDigit(text[at + digits - 1]) >= 0)
                --digits;
            if (digits > 0) {
                at += digits - 1; // behind what is no digit
                continue;
            }
            Place place{at, 0, m_all.size(), 0};
            while (place.begin < place.end) {
                if (isWhole(place.begin, place.depth)) {
                    spans.push_back({at, place.text});
                    ++place.begin;
                } else if (place.text < text.size() && hexDigit(text[place.text]) >= 0) {
                    step(place, "0123456789abcdef"[hexDigit(text[place.text])]);
                    ++place.text;
                } else {
                    break;
                }
            }
        }
    }

private:
    /// Behind the first `depth` bytes of the patterns from `begin` to `end`, which they share.
    struct Place
    {
        qsizetype text;
        std::size_t begin;
        std::size_t end;
        qsizetype depth;
    };

    static std::size_t index(char c) { return static_cast<unsigned char>(c); }
    /// Three bytes as a number: different ones may share it.
    static std::size_t begin(const char *bytes)
    {
        return ((index(bytes[0]) << 10) ^ (index(bytes[1]) << 5) ^ index(bytes[2])) & (beginnings - 1);
    }

    [[nodiscard]] bool isWhole(std::size_t pattern, qsizetype depth) const
    {
        return m_all[pattern].bytes.size() == depth;
    }

    [[nodiscard]] bool mayBegin(QByteArrayView text, qsizetype at) const
    {
        const char *bytes = text.data() + at;
        if (isEscape(bytes[0]))
            return true;
        if (m_first[index(bytes[0])] == m_first[index(bytes[0]) + 1])
            return false;
        if (at + 2 >= text.size() || m_short.test(index(bytes[0])) || isEscape(bytes[1]) || isEscape(bytes[2]))
            return true;
        return m_begins.test(begin(bytes));
    }

    /// Narrows to the patterns that go on with `c`.
    void step(Place &place, char c) const
    {
        if (place.depth == 0 && place.end - place.begin == m_all.size()) {
            place.begin = m_first[index(c)];
            place.end = m_first[index(c) + 1];
            ++place.depth;
            return;
        }
        while (place.begin < place.end && isWhole(place.begin, place.depth))
            ++place.begin;
        const qsizetype depth = place.depth++;
        if (place.begin == place.end)
            return;
        const auto at = [this, depth](std::size_t i) { return index(m_all[i].bytes.constData()[depth]); };
        if (at(place.begin) == index(c) && at(place.end - 1) == index(c))
            return;
        const auto from = m_all.begin() + static_cast<std::ptrdiff_t>(place.begin);
        const auto to = m_all.begin() + static_cast<std::ptrdiff_t>(place.end);
        const auto low = std::partition_point(from, to, [depth, c](const Pattern &pattern) {
            return index(pattern.bytes.constData()[depth]) < index(c);
        });
        const auto high = std::partition_point(low, to, [depth, c](const Pattern &pattern) {
            return index(pattern.bytes.constData()[depth]) == index(c);
        });
        place.begin = static_cast<std::size_t>(low - m_all.begin());
        place.end = static_cast<std::size_t>(high - m_all.begin());
    }

    /// A depth-first walk: several readings of one place are rare, so it is short in practice; the number of places it
    /// may visit is bounded all the same.
    void findAt(QByteArrayView text, qsizetype at, std::vector<Place> &open, std::vector<Span> &spans) const
    {
        qsizetype budget = 1024 + 16 * std::min<qsizetype>(m_longest, 1 << 20);
        std::array<qsizetype, 2> ends{-1, -1}; // by margin; the farthest
        open.assign(1, {at, 0, m_all.size(), 0});
        while (!open.empty() && --budget >= 0) {
            Place place = open.back();
            open.pop_back();
            for (; place.begin < place.end && isWhole(place.begin, place.depth); ++place.begin) {
                const Pattern &pattern = m_all[place.begin];
                qsizetype &end = ends.at(static_cast<std::size_t>(pattern.margin));
                if (!pattern.alone || standsAlone(text, at, place.text, pattern.bytes))
                    end = std::max(end, place.text);
            }
            if (place.begin == place.end || place.text >= text.size())
                continue;
            const auto offer = [&](const Reading &reading) {
                Place next = place;
                for (int i = 0; i < reading.count && next.begin < next.end; ++i)
                    step(next, reading.bytes[static_cast<std::size_t>(i)]);
                next.text += reading.length;
                if (next.begin < next.end)
                    open.push_back(next);
            };
            if (isEscape(text[place.text]))
                readings(text, place.text, offer);
            else
                offer(readingOf(text[place.text], 1));
        }
        if (ends[0] >= 0)
            spans.push_back({at, ends[0]});
        if (ends[1] < 0)
            return;
        Span span{at, ends[1]};
        if (span.from > 0 && isBase64Byte(text[span.from - 1]))
            --span.from;
        if (span.to < text.size() && isBase64Byte(text[span.to]))
            ++span.to;
        spans.push_back(span);
    }

    static bool standsAlone(QByteArrayView text, qsizetype at, qsizetype end, QByteArrayView secret)
    {
        return (at == 0 || !isWordByte(text[at - 1]) || !isWordByte(secret.front())) &&
               (end >= text.size() || !isWordByte(text[end]) || !isWordByte(secret.back()));
    }

    static constexpr std::size_t beginnings = std::size_t{1} << 18;

    std::vector<Pattern> m_all;
    std::array<std::size_t, 257> m_first{}; ///< by first byte: where in m_all they begin
    std::bitset<256> m_short;               ///< first bytes of patterns of fewer than three bytes
    std::bitset<beginnings> m_begins;       ///< three bytes that a pattern begins with
    qsizetype m_longest = 0;
};

} // namespace

/// All that is known, ready to be searched for. Never changes.
struct Redactor::Search
{
    Patterns plain;
    Patterns digits; ///< hexadecimal
};

/// What was made known since.
struct Redactor::Fresh
{
    std::vector<Pattern> plain;
    std::vector<Pattern> digits;
};

Redactor::Redactor() = default;
Redactor::~Redactor() = default;

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
    if (!m_fresh)
        m_fresh = std::make_unique<Fresh>();
    m_fresh->plain.push_back({bytes, bytes.size() < shortest, 0});
    if (bytes.size() < shortest)
        return;
    for (int offset = 0; offset < 3; ++offset) {
        QByteArray usual;
        for (const auto options : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
            const QByteArray core = base64Core(bytes, offset, options);
            if (core.size() >= shortest && core != usual)
                m_fresh->plain.push_back({core, false, 1});
            usual = core;
        }
    }
    m_fresh->digits.push_back({bytes.toHex(), false, 0});
}

std::shared_ptr<const Redactor::Search> Redactor::search() const
{
    {
        const QReadLocker lock(&m_lock);
        if (!m_fresh)
            return m_search;
    }
    const QWriteLocker lock(&m_lock);
    if (m_fresh) {
        static const std::vector<Pattern> none;
        m_search = std::make_shared<const Search>(
            Search{Patterns(m_search ? m_search->plain.all() : none, std::move(m_fresh->plain)),
                   Patterns(m_search ? m_search->digits.all() : none, std::move(m_fresh->digits))});
        m_fresh.reset();
    }
    return m_search;
}

namespace {

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

QByteArray Redactor::without(const QByteArray &utf8, Lines lines) const
{
    std::vector<Span> spans;
    if (const auto known = search()) {
        known->plain.find(utf8, spans);
        known->digits.findDigits(utf8, spans);
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
            last = span.from;
        }
        if (lines == Lines::Kept)
            for (bool marked = true; last < span.to; ++last) {
                const char c = utf8.at(last);
                const bool breaks = c == '\n' || c == '\r';
                if (breaks)
                    result += c;
                else if (!marked)
                    result += mark();
                marked = !breaks;
            }
        last = span.to;
    }
    result += QByteArrayView(utf8).sliced(last);
    return redactShapes(result);
}

QByteArray Redactor::redact(const QByteArray &utf8) const
{
    return without(utf8, Lines::Any);
}

QByteArray Redactor::redactLines(const QByteArray &utf8) const
{
    return without(utf8, Lines::Kept);
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
