#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kopru::bridge {

/// Takes secrets out of texts that leave the bridge in its own name, in whatever spelling they stand there: plain,
/// JSON-escaped, percent-encoded, in a form, in base64 and in mixtures of them.
class Redactor
{
public:
    explicit Redactor(const std::vector<std::string> &secrets);

    [[nodiscard]] std::string redacted(std::string_view text) const;

private:
    using Spellings = std::vector<std::string>; ///< of one character; the first one is the plain one
    [[nodiscard]] static std::size_t matched(std::string_view text, const std::vector<Spellings> &secret);

    std::vector<std::vector<Spellings>> m_secrets; ///< longest first
    std::vector<std::string> m_encoded;
    std::string m_firsts; ///< the bytes that a spelling can begin with            ///< in base64, longest first
};

/// A foreign text as it may be shown: one line of valid UTF-8 without control characters.
/// @param longest  bytes; cut between two characters
[[nodiscard]] std::string printable(std::string_view text, std::size_t longest = std::string_view::npos);

} // namespace kopru::bridge
