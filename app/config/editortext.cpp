#include "app/config/editortext.h"

#include <QtCore/QHash>
#include <QtCore/QMutex>

#include <array>

namespace kopru::config {

namespace {

constexpr char16_t controls = 0xdc00; // + the control character
constexpr char16_t others = 0xdc20;   // + index in otherCharacters
constexpr std::array<char16_t, 7> otherCharacters{0x2028, 0x2029, 0xfdd0, 0xfdd1, 0xfffc, 0xfeff, 0x7f};
constexpr char16_t endLineFeed = 0xdc30; // 0xdc31 is both
constexpr char16_t endReturn = 0xdc32;
constexpr char16_t goesOn = 0xdc33;
constexpr char16_t runBegin = 0xdc50;
constexpr char16_t runEnd = 0xdc51;
constexpr char16_t digits = 0xdd00; // + one byte of the number
constexpr qsizetype digitCount = hiddenLength - 2;

bool isDigit(QChar c)
{
    return c.unicode() >= digits && c.unicode() < digits + 0x100;
}

bool isMark(QChar c)
{
    return c.unicode() >= controls && c.unicode() < digits + 0x100;
}

bool endsLine(char16_t c)
{
    return c >= endLineFeed && c <= goesOn;
}

/// Hidden secrets of this process by number, so that what is cut in one editor can be pasted in another.
class HiddenSecrets
{
public:
    qsizetype number(const QByteArray &secret)
    {
        const QMutexLocker lock(&m_mutex);
        const auto known = m_numbers.constFind(secret);
        if (known != m_numbers.cend())
            return *known;
        m_secrets.append(secret);
        m_numbers.insert(secret, m_secrets.size() - 1);
        return m_secrets.size() - 1;
    }
    QByteArray at(qsizetype number)
    {
        const QMutexLocker lock(&m_mutex);
        return m_secrets.value(number);
    }

private:
    QMutex m_mutex;
    QList<QByteArray> m_secrets;
    QHash<QByteArray, qsizetype> m_numbers;
};

HiddenSecrets &hiddenSecrets()
{
    static HiddenSecrets secrets;
    return secrets;
}

void appendRun(QString &to, const QByteArray &secret)
{
    qsizetype number = hiddenSecrets().number(secret);
    to += QChar(runBegin);
    for (qsizetype i = 0; i < digitCount; ++i, number >>= 8)
        to += QChar(static_cast<char16_t>(digits + (number & 0xff)));
    to += QChar(runEnd);
}

bool isRunAt(QStringView characters, qsizetype at)
{
    if (at < 0 || at + hiddenLength > characters.size() || characters[at].unicode() != runBegin ||
        characters[at + hiddenLength - 1].unicode() != runEnd)
        return false;
    const QStringView number = characters.sliced(at + 1, digitCount);
    return std::all_of(number.begin(), number.end(), isDigit);
}

QByteArray secretOf(QStringView run)
{
    qsizetype number = 0;
    for (qsizetype i = digitCount; i > 0; --i)
        number = (number << 8) | (run[i].unicode() - digits);
    return hiddenSecrets().at(number);
}

char16_t markFor(char16_t c)
{
    if (c < 0x20)
        return c == '\t' ? u'\0' : static_cast<char16_t>(controls + c);
    const auto *other = std::find(otherCharacters.begin(), otherCharacters.end(), c);
    return other == otherCharacters.end() ? u'\0' : static_cast<char16_t>(others + (other - otherCharacters.begin()));
}

QByteArrayView bytesOf(LineEnd end)
{
    switch (end) {
    case LineEnd::LineFeed:
        return "\n";
    case LineEnd::CarriageReturnLineFeed:
        return "\r\n";
    case LineEnd::CarriageReturn:
        return "\r";
    }
    return "\n";
}

/// The end of a line that starts at a place with \r or \n.
LineEnd lineEndAt(QByteArrayView text, qsizetype at)
{
    if (text[at] == '\n')
        return LineEnd::LineFeed;
    return at + 1 < text.size() && text[at + 1] == '\n' ? LineEnd::CarriageReturnLineFeed : LineEnd::CarriageReturn;
}

/// Builds the characters of one text.
class Writer
{
public:
    Writer(LineEnd usual, qsizetype size) : m_usual(usual) { m_text.reserve(size + size / 16); }

    /// Text without line ends.
    void append(QByteArrayView utf8)
    {
        const QString decoded = decode(utf8);
        for (qsizetype i = 0; i < decoded.size(); ++i) {
            const QChar c = decoded.at(i);
            makeRoom(c.isHighSurrogate() ? 2 : 1);
            const char16_t mark = markFor(c.unicode());
            m_text += mark ? QChar(mark) : c;
            ++m_length;
            if (c.isHighSurrogate() && i + 1 < decoded.size()) {
                m_text += decoded.at(++i);
                ++m_length;
            }
        }
    }
    void appendHidden(const QByteArray &secret)
    {
        makeRoom(hiddenLength);
        appendRun(m_text, secret);
        m_length += hiddenLength;
    }
    void endLine(LineEnd end)
    {
        if (end != m_usual)
            m_text += QChar(static_cast<char16_t>(endLineFeed + static_cast<int>(end)));
        m_text += u'\n';
        m_length = 0;
    }
    [[nodiscard]] QString taken() { return std::move(m_text); }

private:
    static QString decode(QByteArrayView utf8)
    {
        // fromUtf8() swallows a byte-order mark.
        qsizetype marks = 0;
        while (utf8.sliced(3 * marks).startsWith("\xef\xbb\xbf"))
            ++marks;
        return QString(marks, u'\xfeff') + QString::fromUtf8(utf8.sliced(3 * marks));
    }
    void makeRoom(qsizetype needed)
    {
        if (m_length + needed <= longestPiece)
            return;
        m_text += QChar(goesOn);
        m_text += u'\n';
        m_length = 0;
    }

    LineEnd m_usual;
    QString m_text;
    qsizetype m_length = 0; ///< of the row so far
};

/// Of a character that is not the second half of a pair.
Mark markOf(QChar character)
{
    const char16_t c = character.unicode();
    if (!isMark(character))
        return Mark::None;
    if (c >= runBegin)
        return c == runBegin || c == runEnd || c >= digits ? Mark::Hidden : Mark::None;
    if (c == goesOn)
        return Mark::GoesOn;
    if (c >= endLineFeed)
        return c <= endReturn ? Mark::LineEnding : Mark::None;
    return c < others + otherCharacters.size() ? Mark::Character : Mark::None;
}

/// Whether the character in front of a place is a mark of that line's end. The second half of a pair is none.
bool isMarkedEnd(QStringView characters, qsizetype at)
{
    return at > 0 && endsLine(characters[at - 1].unicode()) && (at < 2 || !characters[at - 2].isHighSurrogate());
}

/// The bytes of a line end, a mark or a run at a place; `count` gets its characters.
QByteArray bytesOfPiece(QStringView characters, qsizetype at, LineEnd usual, qsizetype &count)
{
    count = 1;
    const QChar c = characters[at];
    if (c == u'\n')
        return isMarkedEnd(characters, at) ? QByteArray() : bytesOf(usual).toByteArray();
    if (isRunAt(characters, at)) {
        count = hiddenLength;
        return secretOf(characters.sliced(at, hiddenLength));
    }
    switch (markOf(c)) {
    case Mark::LineEnding:
        return bytesOf(static_cast<LineEnd>(c.unicode() - endLineFeed)).toByteArray();
    case Mark::Character:
        return QString(QChar(markedCharacter(c))).toUtf8();
    case Mark::None:
    case Mark::Hidden:
    case Mark::GoesOn:
        break;
    }
    return {};
}

qsizetype utf8Length(QChar c)
{
    return c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 ? 2 : 3;
}

/// How many characters from a place on stand for themselves, one by one: pairs too.
qsizetype plainLength(QStringView characters, qsizetype at)
{
    qsizetype i = at;
    while (i < characters.size()) {
        const QChar c = characters[i];
        if (c == u'\n' || isMark(c))
            break;
        i += c.isHighSurrogate() && i + 1 < characters.size() ? 2 : 1;
    }
    return i - at;
}

} // namespace

LineEnd usualLineEnd(QByteArrayView text)
{
    std::array<qsizetype, 3> counts{};
    std::array<qsizetype, 3> firsts{};
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\n' && text[i] != '\r')
            continue;
        const LineEnd end = lineEndAt(text, i);
        const auto index = static_cast<std::size_t>(end);
        if (counts[index]++ == 0)
            firsts[index] = i;
        i += end == LineEnd::CarriageReturnLineFeed ? 1 : 0;
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < counts.size(); ++i)
        if (counts[i] > counts[best] || (counts[i] > 0 && counts[i] == counts[best] && firsts[i] < firsts[best]))
            best = i;
    return static_cast<LineEnd>(best);
}

QString editorText(QByteArrayView text, LineEnd usual, const QList<TextSpan> &hidden)
{
    Writer writer(usual, text.size());
    auto secret = hidden.cbegin();
    qsizetype begin = 0;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const bool hides = secret != hidden.cend() && secret->begin == i;
        if (i < text.size() && !hides && text[i] != '\n' && text[i] != '\r')
            continue;
        writer.append(text.sliced(begin, i - begin));
        begin = i;
        if (i == text.size())
            break;
        if (hides) {
            writer.appendHidden(text.sliced(i, secret->end - i).toByteArray());
            begin = secret->end;
            i = secret->end - 1;
            ++secret;
            continue;
        }
        const LineEnd end = lineEndAt(text, i);
        writer.endLine(end);
        i += end == LineEnd::CarriageReturnLineFeed ? 1 : 0;
        begin = i + 1;
    }
    return writer.taken();
}

QByteArray editedBytes(QStringView characters, LineEnd usual)
{
    QByteArray bytes;
    bytes.reserve(characters.size() + characters.size() / 16);
    qsizetype i = 0;
    while (i < characters.size()) {
        if (const qsizetype plain = plainLength(characters, i); plain > 0) {
            bytes += characters.sliced(i, plain).toUtf8();
            i += plain;
            continue;
        }
        qsizetype count = 0;
        bytes += bytesOfPiece(characters, i, usual, count);
        i += count;
    }
    return bytes;
}

QList<qsizetype> placesOf(QStringView characters, LineEnd usual, const QList<qsizetype> &offsets)
{
    QList<qsizetype> places;
    places.reserve(offsets.size());
    qsizetype offset = 0;
    const auto pass = [&](qsizetype place, qsizetype bytes) {
        while (places.size() < offsets.size() && offsets.at(places.size()) < offset + bytes)
            places.append(place);
        offset += bytes;
    };
    qsizetype i = 0;
    while (i < characters.size() && places.size() < offsets.size()) {
        const QChar c = characters[i];
        if (c != u'\n' && !isMark(c)) {
            const bool isPair = c.isHighSurrogate() && i + 1 < characters.size();
            pass(i, isPair ? 4 : utf8Length(c));
            i += isPair ? 2 : 1;
            continue;
        }
        qsizetype count = 0;
        const QByteArray bytes = bytesOfPiece(characters, i, usual, count);
        pass(i, bytes.size());
        i += count;
    }
    while (places.size() < offsets.size())
        places.append(characters.size());
    return places;
}

QString pastedCharacters(const QString &text)
{
    // Runs of ours go through; halves of pairs that are none do not.
    QString result;
    qsizetype begin = 0;
    const auto take = [&](qsizetype end) {
        QByteArray bytes = text.mid(begin, end - begin).toUtf8();
        bytes.replace("\r\n", "\n");
        bytes.replace('\r', '\n');
        result += editorText(bytes, LineEnd::LineFeed);
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isRunAt(text, i))
            continue;
        take(i);
        result += QStringView(text).sliced(i, hiddenLength);
        i += hiddenLength - 1;
        begin = i + 1;
    }
    take(text.size());
    return result;
}

QString readableText(QStringView characters)
{
    QString text;
    text.reserve(characters.size());
    for (qsizetype i = 0; i < characters.size(); ++i) {
        const QChar c = characters[i];
        switch (markAt(characters, i)) {
        case Mark::None:
            if (c == u'\n' && i > 0 && markAt(characters, i - 1) == Mark::GoesOn)
                break;
            text += c;
            break;
        case Mark::Hidden:
            text += u'\u2022';
            break;
        case Mark::LineEnding:
        case Mark::GoesOn:
            break;
        case Mark::Character:
            text += QChar(markedCharacter(c));
            break;
        }
    }
    return text;
}

Mark markAt(QStringView characters, qsizetype place)
{
    return place > 0 && characters[place - 1].isHighSurrogate() ? Mark::None : markOf(characters[place]);
}

char16_t markedCharacter(QChar mark)
{
    const char16_t c = mark.unicode();
    return c < others ? static_cast<char16_t>(c - controls) : otherCharacters[static_cast<std::size_t>(c - others)];
}

TextSpan hiddenRunAround(QStringView characters, qsizetype place)
{
    for (qsizetype begin = std::max<qsizetype>(0, place - hiddenLength + 1); begin < place; ++begin)
        if (isRunAt(characters, begin))
            return {begin, begin + hiddenLength};
    return {place, place};
}

} // namespace kopru::config
