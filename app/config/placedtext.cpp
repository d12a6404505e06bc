#include "app/config/placedtext.h"

namespace kopru::config::tolerant {

std::vector<Splice> outermost(std::vector<Splice> splices)
{
    std::stable_sort(splices.begin(), splices.end(), [](const Splice &a, const Splice &b) {
        if (a.begin != b.begin)
            return a.begin < b.begin;
        const bool aInserts = a.begin == a.end;
        const bool bInserts = b.begin == b.end;
        if (aInserts != bInserts)
            return aInserts;
        return !aInserts && a.end > b.end;
    });
    std::vector<Splice> kept;
    qsizetype end = 0;
    for (Splice &splice : splices) {
        if (splice.begin < end)
            continue;
        end = splice.end;
        kept.push_back(std::move(splice));
    }
    return kept;
}

QByteArray splicedRange(const QByteArray &text, const std::vector<Splice> &splices, qsizetype begin, qsizetype end)
{
    QByteArray out;
    qsizetype at = begin;
    auto splice = std::lower_bound(splices.begin(), splices.end(), begin,
                                   [](const Splice &a, qsizetype place) { return a.begin < place; });
    for (; splice != splices.end() && splice->end <= end; ++splice) {
        out += QByteArrayView(text).sliced(at, splice->begin - at);
        out += splice->bytes;
        at = splice->end;
    }
    return out + text.sliced(at, end - at);
}

PlacedText::PlacedText(const QByteArray &source, const std::vector<Splice> &splices, const Piece &piece)
{
    if (splices.empty() && piece.begin == 0 && piece.end == source.size() && piece.head.isEmpty() &&
        piece.tail.isEmpty()) { // shared, for the large files that are sound
        m_text = source;
        m_segments.push_back({0, 0, true});
        return;
    }
    const auto add = [&](QByteArrayView bytes, qsizetype from, bool isVerbatim) {
        m_segments.push_back({m_text.size(), from, isVerbatim});
        m_text += bytes;
    };
    m_text.reserve(piece.end - piece.begin + 64);
    add(piece.head, piece.begin, false);
    qsizetype at = piece.begin;
    auto splice = std::lower_bound(splices.begin(), splices.end(), piece.begin,
                                   [](const Splice &a, qsizetype place) { return a.begin < place; });
    for (; splice != splices.end() && splice->end <= piece.end; ++splice) {
        if (splice->begin > at)
            add(QByteArrayView(source).sliced(at, splice->begin - at), at, true);
        add(splice->bytes, splice->begin, false);
        at = splice->end;
    }
    if (piece.end > at)
        add(QByteArrayView(source).sliced(at, piece.end - at), at, true);
    add(piece.tail, piece.end, false);
}

PlacedText::PlacedText(const PlacedText &whole, qsizetype begin, qsizetype end)
    : m_text(whole.m_text.sliced(begin, end - begin)), m_segments(whole.m_segments), m_shift(whole.m_shift + begin)
{}

qsizetype PlacedText::sourceOf(qsizetype at) const
{
    at += m_shift;
    auto segment = std::upper_bound(m_segments.begin(), m_segments.end(), at,
                                    [](qsizetype place, const Segment &a) { return place < a.begin; });
    if (segment == m_segments.begin())
        return 0;
    --segment;
    return segment->isVerbatim ? segment->source + (at - segment->begin) : segment->source;
}

} // namespace kopru::config::tolerant
