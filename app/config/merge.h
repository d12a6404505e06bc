#pragma once

#include "app/config/document.h"

#include <QtCore/QMap>

/// Two sets of changes to one file, brought together key by key.
namespace kopru::config {

/// Where a value stands, from the outside in: {"mcpServers", "portal", "env", "TOKEN"}. Empty: the whole file.
using KeyPath = QStringList;

/// What one side did to a key since the version that both began with.
enum class SideChange { Added, Changed, Removed };

/// A key that both sides changed, each in its own way. It tells places and never values, which may be secrets.
struct Conflict
{
    KeyPath path;
    SideChange ours = SideChange::Changed;
    SideChange theirs = SideChange::Changed;
    Position oursAt;   ///< of the key in our text; where we removed it, of what it was in
    Position theirsAt; ///< the same in theirs
    friend bool operator==(const Conflict &, const Conflict &) = default;
};

enum class Keep { Ours, Theirs };
/// How a person decided on conflicts. The empty path decides on the whole file: one side as it is.
using Choices = QMap<KeyPath, Keep>;

struct Merge
{
    Document document;         ///< where there are conflicts, these keys are as on their side
    QList<Conflict> conflicts; ///< without those that `choices` decided
};

/// Makes our changes in their text: every byte of theirs that we did not change stays, and a new key stands behind the
/// one that it follows in ours. Objects are merged member by member at every depth, everything else is one value; a
/// server that both sides added is one value too, since two strangers of one name are not parts of one. A value that
/// reads the same is not changed, however it is spelled: another program may have printed the whole file anew. A file
/// without `mcpServers` counts as one without servers.
[[nodiscard]] Merge merge(const Document &base, const Document &ours, const Document &theirs,
                          const Choices &choices = {});

/// Whether two JSON texts read the same, however they are spelled and laid out: members in any order, 1 and 1.0 one
/// number. False where one of them is not sound.
[[nodiscard]] bool readsTheSame(const QByteArray &a, const QByteArray &b);

} // namespace kopru::config
