#pragma once

#include "app/config/grammar.h"

/// Texts with edits in them.
namespace kopru::config::tolerant {

/// Splices in the order of their places; those inside of another one are left out.
[[nodiscard]] std::vector<Splice> outermost(std::vector<Splice> splices);
/// What stands between two places, with the splices in there.
[[nodiscard]] QByteArray splicedRange(const QByteArray &text, const std::vector<Splice> &splices, qsizetype begin,
                                      qsizetype end);

/// Strict JSON, and where each place of it stands in the source.
class PlacedText
{
public:
    /// @param splices  in the order of their places
    PlacedText(const QByteArray &source, const std::vector<Splice> &splices, const Piece &piece);
    /// A part of another one.
    PlacedText(const PlacedText &whole, qsizetype begin, qsizetype end);

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] qsizetype sourceOf(qsizetype at) const;

private:
    struct Segment
    {
        qsizetype begin = 0;
        qsizetype source = 0;
        bool isVerbatim = false;
    };
    QByteArray m_text;
    std::vector<Segment> m_segments;
    qsizetype m_shift = 0;
};

} // namespace kopru::config::tolerant
