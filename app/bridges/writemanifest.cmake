file(SHA256 ${BRIDGE} hash)
file(SIZE ${BRIDGE} size)
file(CONFIGURE OUTPUT ${MANIFEST} CONTENT [=[
#pragma once

namespace kopru::bridges::manifest {

inline constexpr auto sha256 = "@hash@";
inline constexpr long long size = @size@;

} // namespace kopru::bridges::manifest
]=] @ONLY)
