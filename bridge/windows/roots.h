#pragma once

#include <vector>

namespace kopru::windows {

/// The certificates that this computer and this person trust to name servers, as X.509 in DER: the store `ROOT`, which
/// holds a company's own too, without those in `Disallowed` and those meant for other things (such as mail) only.
/// Windows fetches some roots of its own when they are first needed; these are missing until another program has done
/// so.
[[nodiscard]] std::vector<std::vector<unsigned char>> trustedRoots();

} // namespace kopru::windows
