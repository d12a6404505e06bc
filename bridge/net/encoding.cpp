#include "bridge/net/encoding.h"

#include "bridge/net/ascii.h"

#include <zlib.h>

#include <algorithm>

namespace kopru::bridge {

namespace {

constexpr int window = 15;        // bits: the largest there is
constexpr int gzipFormat = 16;    // added to the window (zlib.h, inflateInit2)
constexpr int headerOfZlib = 0x8; // the compression method, in the low half of the first byte (RFC 1950 section 2.2)

/// Whether these two bytes begin the zlib format. `deflate` means that, but some servers send the bare data inside.
bool beginsZlib(unsigned char first, unsigned char second)
{
    return (first & 0x0fU) == headerOfZlib && (first >> 4U) <= 7 && (first * 256U + second) % 31 == 0;
}

unsigned char byteAt(const std::string &text, std::size_t position)
{
    return static_cast<unsigned char>(text[position]);
}

} // namespace

std::optional<Encoding> parseEncoding(const std::vector<std::string_view> &values)
{
    Encoding result = Encoding::None;
    for (std::string_view rest : values) {
        while (!rest.empty()) {
            const auto end = std::min(rest.find(','), rest.size());
            const std::string_view name = trimmed(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (name.empty() || sameName(name, "identity"))
                continue;
            if (result != Encoding::None)
                return std::nullopt;
            if (sameName(name, "gzip") || sameName(name, "x-gzip"))
                result = Encoding::Gzip;
            else if (sameName(name, "deflate"))
                result = Encoding::Deflate;
            else
                return std::nullopt;
        }
    }
    return result;
}

Unpacker::Unpacker(Encoding encoding) : m_encoding(encoding) {}

Unpacker::~Unpacker()
{
    if (m_stream)
        inflateEnd(m_stream.get());
}

void Unpacker::feed(std::string packed)
{
    m_atStart = m_atStart && packed.empty();
    m_packed.erase(0, m_used);
    m_used = 0;
    if (m_packed.empty())
        m_packed = std::move(packed);
    else
        m_packed += packed;
}

/// @return false where more has to be fed first, or nothing will come
bool Unpacker::begin()
{
    int bits = window + gzipFormat;
    if (m_encoding == Encoding::Deflate) {
        if (m_packed.size() < 2)
            return false;
        bits = beginsZlib(byteAt(m_packed, 0), byteAt(m_packed, 1)) ? window : -window;
    }
    auto stream = std::make_unique<z_stream>();
    if (inflateInit2(stream.get(), bits) != Z_OK) {
        m_broken = true;
        return false;
    }
    m_stream = std::move(stream);
    return true;
}

/// Behind the end of the compressed data. A gzip body may have several parts (RFC 1952 section 2.2); what else stands
/// there is padding.
/// @return false where nothing more will come
bool Unpacker::goOn()
{
    if (m_encoding != Encoding::Gzip)
        m_used = m_packed.size();
    if (m_used == m_packed.size())
        return false;
    const bool first = byteAt(m_packed, m_used) == 0x1f;
    if (!first || (m_packed.size() - m_used > 1 && byteAt(m_packed, m_used + 1) != 0x8b)) {
        m_used = m_packed.size();
        m_encoding = Encoding::None; // so that nothing is a further part
        return false;
    }
    if (m_packed.size() - m_used == 1)
        return false;
    inflateReset(m_stream.get());
    m_atEnd = false;
    return true;
}

std::string Unpacker::take()
{
    std::string piece;
    if (m_broken || m_packed.empty() || (!m_stream && !begin()))
        return piece;
    if (m_atEnd && !goOn())
        return piece;
    // Small events come alone; text becomes some ten times as long at most, and what does not is read in more pieces.
    piece.resize(std::min(pieceSize, 512 + 16 * (m_packed.size() - m_used)));
    std::size_t size = 0;
    while (size < piece.size()) {
        // zlib wants bytes that may be written, and does not write them.
        m_stream->next_in = reinterpret_cast<Bytef *>(m_packed.data() + m_used);
        m_stream->avail_in = static_cast<uInt>(m_packed.size() - m_used);
        m_stream->next_out = reinterpret_cast<Bytef *>(piece.data() + size);
        m_stream->avail_out = static_cast<uInt>(piece.size() - size);
        const int status = inflate(m_stream.get(), Z_NO_FLUSH);
        m_used = m_packed.size() - m_stream->avail_in;
        size = piece.size() - m_stream->avail_out;
        m_atEnd = status == Z_STREAM_END;
        if (status == Z_BUF_ERROR) // nothing to do without more input
            break;
        m_broken = status != Z_OK && status != Z_STREAM_END;
        if (m_broken || (m_atEnd && !goOn()))
            break;
    }
    piece.resize(size);
    return piece;
}

} // namespace kopru::bridge
