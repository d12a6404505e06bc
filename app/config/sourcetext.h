#pragma once

#include "app/config/document.h"

#include <optional>
#include <vector>

/// The parts of readTolerantly(), each for itself.
namespace kopru::config::tolerant {

/// A fault and its place in the UTF-8 text.
struct Flaw
{
    Fault fault = Fault::UnexpectedCharacter;
    qsizetype offset = 0;
    QString detail;
};

/// Bytes of any of the encodings that editors write, as UTF-8, and where each place of it was in the bytes.
class SourceText
{
public:
    explicit SourceText(const QByteArray &bytes);

    /// UTF-8 without a mark. Bytes that are none are still in it.
    [[nodiscard]] const QByteArray &text() const { return m_text; }
    /// ByteOrderMark, Utf16 and NotUtf8, where they are.
    [[nodiscard]] const std::vector<Flaw> &flaws() const { return m_flaws; }
    /// Something in it is no letter: what it was is a guess.
    [[nodiscard]] bool isDamaged() const { return m_damaged; }
    /// @param flaws  in the order of their places; those of the encoding need not be among them
    [[nodiscard]] QList<SyntaxError> located(const std::vector<Flaw> &flaws) const;

private:
    void decodeUtf16(const QByteArray &bytes, bool little, qsizetype begin);

    QByteArray m_text;
    std::vector<Flaw> m_flaws;
    qsizetype m_mark = 0; ///< bytes in front of the text
    qsizetype m_size = 0; ///< of the bytes as given
    bool m_utf16 = false;
    bool m_damaged = false;
};

} // namespace kopru::config::tolerant
