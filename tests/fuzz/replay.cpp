#include "tests/fuzz/property.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

/// Runs the target on every file of a folder and, where the file is short, on each of its beginnings.
int main(int argc, char **argv)
{
    constexpr std::size_t shortOne = 1024;
    std::size_t files = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto &entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
            std::fprintf(stderr, "%s\n", entry.path().filename().c_str());
            for (std::size_t size = bytes.size() <= shortOne ? 0 : bytes.size(); size <= bytes.size(); ++size) {
                // A copy of exactly this size, so that reading past its end is noticed.
                const std::vector<std::uint8_t> input(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
                LLVMFuzzerTestOneInput(input.data(), input.size());
            }
            ++files;
        }
    }
    kopru::fuzz::require(files > 0, "the corpus has files");
    return 0;
}
