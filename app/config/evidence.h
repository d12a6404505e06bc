#pragma once

#include "app/config/document.h"
#include "app/platform/places.h"

/// What the files themselves tell about which one Claude reads.
namespace kopru::config {

struct PlaceEvidence
{
    QStringList servers; ///< in the file, in its order
    bool readable = true;
    bool broken = false; ///< Claude takes such a file for an empty one

    friend bool operator==(const PlaceEvidence &, const PlaceEvidence &) = default;
};

/// Reads the file of each place, in the order of discovery.places. Not for where waiting is felt.
[[nodiscard]] QList<PlaceEvidence> evidence(const platform::Platform &platform, const platform::Discovery &discovery);

/// As platform::discover(); where that does not decide, the files are read and the names of their servers weighed.
[[nodiscard]] platform::Discovery discoverWithContents(const platform::Platform &platform);

/// The servers of one file that another lacks, as they stand: for those that were added to a copy that Claude does not
/// read. One whose name is taken is left out.
[[nodiscard]] Document withServersOf(const Document &into, const Document &from);

} // namespace kopru::config
