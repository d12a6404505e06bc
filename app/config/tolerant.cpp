#include "app/config/tolerant.h"

namespace kopru::config {

Reading readTolerantly(const QByteArray &bytes)
{
    const auto document = Document::parse(bytes);
    if (document)
        return {{}, bytes};
    return {{document.error()}, std::nullopt};
}

} // namespace kopru::config
