#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct z_stream_s;

namespace kopru::bridge {

/// How a body was compressed (RFC 9110 section 8.4).
enum class Encoding { None, Gzip, Deflate };

/// What requests offer. Others would need more than zlib, and compress text hardly better.
inline constexpr std::string_view offeredEncodings = "gzip, deflate";

/// Reads the values of all Content-Encoding headers.
/// @return nullopt where it is one that cannot be unpacked, or more than one
[[nodiscard]] std::optional<Encoding> parseEncoding(const std::vector<std::string_view> &values);

/// Unpacks a body as it arrives. Never holds more than what was fed last and one piece: a small body that would become
/// a huge one is noticed by whoever counts the pieces.
class Unpacker
{
public:
    static constexpr std::size_t pieceSize = std::size_t{64} * 1024;

    explicit Unpacker(Encoding encoding);
    ~Unpacker();
    Unpacker(const Unpacker &) = delete;
    Unpacker &operator=(const Unpacker &) = delete;

    void feed(std::string packed);
    /// The next piece, up to pieceSize bytes; empty where more has to be fed first.
    [[nodiscard]] std::string take();
    /// What was fed is not what it should be; nothing more will come.
    [[nodiscard]] bool isBroken() const { return m_broken; }
    /// Whether it may end here: at the end of the compressed data, or where nothing was fed at all.
    [[nodiscard]] bool isComplete() const { return m_atStart || m_atEnd; }

private:
    bool begin();
    bool goOn();

    Encoding m_encoding;
    std::unique_ptr<z_stream_s> m_stream; ///< null until the first bytes came
    std::string m_packed;
    std::size_t m_used = 0; ///< of m_packed
    bool m_atStart = true;
    bool m_atEnd = false;
    bool m_broken = false;
};

} // namespace kopru::bridge
