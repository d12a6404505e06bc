#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

/// What libFuzzer calls, and replay.cpp with the files of the corpus. Always returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace kopru::fuzz {

/// A property that holds for every input. One that does not is a finding: it ends the process, as a crash does.
inline void require(bool holds, std::string_view property)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(property.size()), property.data());
    std::abort();
}

inline std::string_view textOf(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), size};
}

/// Cuts a text into pieces of 1 to `longest` bytes. How, depends on the seed alone.
inline std::vector<std::string_view> cut(std::string_view text, std::size_t longest, std::uint32_t seed = 1)
{
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        seed = seed * 1664525 + 1013904223; // Numerical Recipes
        const std::size_t length = 1 + (seed >> 16) % longest;
        pieces.push_back(text.substr(0, length));
        text.remove_prefix(pieces.back().size());
    }
    return pieces;
}

} // namespace kopru::fuzz
