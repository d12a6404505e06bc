#pragma once

#include "app/config/grammar.h"

/// What is wrong with strict JSON as a configuration: servers that stand in the wrong place or twice.
namespace kopru::config::tolerant {

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

struct Shape
{
    std::vector<Flaw> flaws;        ///< places in the source
    std::optional<QByteArray> text; ///< of the whole object; none where something would have to be guessed
};

/// @param parts  the file itself, and what was pasted behind it
[[nodiscard]] Shape shapeOf(const std::vector<PlacedText> &parts, const Grammar &grammar);

/// The same of a text that is strict JSON and has been read already.
[[nodiscard]] Shape shapeOf(const json::Tree &sound);

/// Splices in the order of their places; those inside of another one are left out.
[[nodiscard]] std::vector<Splice> outermost(std::vector<Splice> splices);
/// What stands between two places, with the splices in there.
[[nodiscard]] QByteArray splicedRange(const QByteArray &text, const std::vector<Splice> &splices, qsizetype begin,
                                      qsizetype end);

} // namespace kopru::config::tolerant
