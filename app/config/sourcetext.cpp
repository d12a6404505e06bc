#include "app/config/sourcetext.h"

#include "app/config/jsontext.h"

namespace kopru::config::tolerant {
namespace {

bool continues(char c)
{
    return (static_cast<uchar>(c) & 0xc0) == 0x80;
}

/// How many bytes a letter has by its first one; 1 for a byte that begins none.
qsizetype lengthOf(char lead)
{
    const auto byte = static_cast<uchar>(lead);
    if (byte >= 0xc2 && byte <= 0xdf)
        return 2;
    if ((byte & 0xf0) == 0xe0)
        return 3;
    return byte >= 0xf0 && byte <= 0xf4 ? 4 : 1;
}

/// Whether the text ends in the middle of a letter that begins here.
bool isCutLetter(QByteArrayView text, qsizetype at)
{
    const qsizetype left = text.size() - at;
    if (left >= lengthOf(text.at(at)))
        return false;
    return std::all_of(text.begin() + at + 1, text.end(), continues);
}

void appendUtf8(QByteArray &out, char32_t letter)
{
    const auto byte = [&](char32_t value) { out += static_cast<char>(value); };
    if (letter < 0x80) {
        byte(letter);
    } else if (letter < 0x800) {
        byte(0xc0 | (letter >> 6));
        byte(0x80 | (letter & 0x3f));
    } else if (letter < 0x10000) {
        byte(0xe0 | (letter >> 12));
        byte(0x80 | ((letter >> 6) & 0x3f));
        byte(0x80 | (letter & 0x3f));
    } else {
        byte(0xf0 | (letter >> 18));
        byte(0x80 | ((letter >> 12) & 0x3f));
        byte(0x80 | ((letter >> 6) & 0x3f));
        byte(0x80 | (letter & 0x3f));
    }
}

} // namespace

SourceText::SourceText(const QByteArray &bytes) : m_size(bytes.size())
{
    const bool littleMark = bytes.startsWith("\xff\xfe");
    const bool bigMark = bytes.startsWith("\xfe\xff");
    const bool lopsided = bytes.size() >= 2 && (bytes.at(0) == '\0') != (bytes.at(1) == '\0');
    if (littleMark || bigMark || lopsided) {
        m_utf16 = true;
        m_flaws.push_back({Fault::Utf16, 0, {}});
        m_mark = littleMark || bigMark ? 2 : 0;
        decodeUtf16(bytes, littleMark || (!bigMark && bytes.at(1) == '\0'), m_mark);
        return;
    }
    m_text = bytes;
    if (bytes.startsWith("\xef\xbb\xbf")) {
        m_mark = 3;
        m_text = bytes.sliced(3);
        m_flaws.push_back({Fault::ByteOrderMark, 0, {}});
    }
    const qsizetype invalid = json::firstInvalidUtf8(m_text);
    if (invalid >= 0 && !isCutLetter(m_text, invalid)) {
        m_damaged = true;
        m_flaws.push_back({Fault::NotUtf8, invalid, {}});
    }
}

void SourceText::decodeUtf16(const QByteArray &bytes, bool little, qsizetype begin)
{
    m_text.reserve(bytes.size() / 2);
    const auto unitAt = [&](qsizetype at) -> char32_t {
        const auto first = static_cast<uchar>(bytes.at(at));
        const auto second = static_cast<uchar>(bytes.at(at + 1));
        return static_cast<char32_t>(little ? second << 8 | first : first << 8 | second);
    };
    // An odd byte at the end is half of nothing.
    for (qsizetype at = begin; at + 1 < bytes.size(); at += 2) {
        char32_t letter = unitAt(at);
        if (letter >= 0xd800 && letter < 0xe000) {
            const bool paired =
                letter < 0xdc00 && at + 3 < bytes.size() && unitAt(at + 2) >= 0xdc00 && unitAt(at + 2) < 0xe000;
            if (paired) {
                letter = 0x10000 + ((letter - 0xd800) << 10) + (unitAt(at + 2) - 0xdc00);
                at += 2;
            } else {
                letter = 0xfffd;
                m_damaged = true;
            }
        }
        appendUtf8(m_text, letter);
    }
}

QList<SyntaxError> SourceText::located(const std::vector<Flaw> &flaws) const
{
    QList<SyntaxError> errors;
    errors.reserve(static_cast<qsizetype>(flaws.size()));
    qsizetype at = 0;
    qsizetype byte = m_mark;
    Position place;
    for (const Flaw &flaw : flaws) {
        while (at < flaw.offset && at < m_text.size()) {
            const char c = m_text.at(at);
            // A byte that is no UTF-8 takes a column of its own.
            qsizetype length = 1;
            while (length < lengthOf(c) && at + length < m_text.size() && continues(m_text.at(at + length)))
                ++length;
            if (length != lengthOf(c) && at + length < m_text.size())
                length = 1;
            at += length;
            byte += !m_utf16 ? length : length == 4 ? 4 : 2;
            if (c == '\n' || (c == '\r' && (at == m_text.size() || m_text.at(at) != '\n'))) {
                ++place.line;
                place.column = 1;
            } else {
                ++place.column;
            }
        }
        const bool ofWholeFile = flaw.fault == Fault::ByteOrderMark || flaw.fault == Fault::Utf16;
        place.offset = ofWholeFile ? 0 : at == m_text.size() ? m_size : byte;
        errors.append({flaw.fault, place, flaw.detail});
    }
    return errors;
}

} // namespace kopru::config::tolerant
