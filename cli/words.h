#pragma once

#include <QtCore/QCoreApplication>

namespace kopru::cli {

/// The context of what kopructl says.
struct KopructlWords
{
    Q_DECLARE_TR_FUNCTIONS(KopructlWords)
};

} // namespace kopru::cli
