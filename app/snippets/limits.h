#pragma once

#include <QtCore/QtGlobal>

/// How much is read from one text at most, so that time grows with its length alone. Nobody pastes more to be
/// understood.
namespace kopru::integrations::snippet {

constexpr qsizetype mostServers = 200;
constexpr qsizetype mostVariables = 500; ///< of one entry
constexpr qsizetype mostAsked = 500;     ///< placeholders of one server
constexpr qsizetype mostRemarks = 200;   ///< notes, and things that were not used

} // namespace kopru::integrations::snippet
