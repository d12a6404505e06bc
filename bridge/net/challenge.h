#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kopru::bridge {

/// One way to sign in that a server or a proxy offers (RFC 9110 section 11.3).
struct Challenge
{
    std::string scheme;                                          ///< in lower case: bearer, basic, negotiate
    std::string token68;                                         ///< in place of parameters, as Negotiate uses it
    std::vector<std::pair<std::string, std::string>> parameters; ///< names in lower case, values without quotes

    /// The first one of this name, in lower case; nullopt where there is none.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

/// Reads the value of one WWW-Authenticate or Proxy-Authenticate header. Servers write it by hand: a missing comma, a
/// missing end of a quoted text and an address without quotes are understood, what makes no sense is passed over. Takes
/// time in proportion to the text's length.
[[nodiscard]] std::vector<Challenge> parseChallenges(std::string_view field);

} // namespace kopru::bridge
