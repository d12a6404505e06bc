#pragma once

#include "app/config/configfile.h"

#include <QtCore/QList>

namespace kopru::config {

/// A configuration being edited: the file as it was opened, the text as it would be saved, and the way back and forth
/// between its versions. Nothing is written before saved().
class Draft
{
public:
    static constexpr qsizetype historyBytes = 64 * 1024 * 1024;

    Draft() = default;
    explicit Draft(ConfigFile opened);

    [[nodiscard]] const ConfigFile &opened() const { return m_opened; }
    [[nodiscard]] const Document &document() const { return m_versions.at(m_current); }

    /// Makes an edit the current version; the undone ones behind it are dropped, and the oldest ones where their texts
    /// together are larger than historyBytes. An edit that changes no byte is none.
    void apply(const Document &edited);
    void undo();
    void redo();
    [[nodiscard]] bool canUndo() const { return m_current > 0; }
    [[nodiscard]] bool canRedo() const { return m_current + 1 < m_versions.size(); }

    /// Whether saving would write something.
    [[nodiscard]] bool isChanged() const;
    /// The names of the servers that differ from the file: added, changed, removed.
    [[nodiscard]] QStringList changedServers() const;
    /// The file was written: what is in it is the base from now on. The way back stays; where the save merged what
    /// another program had changed, every version gets these changes, so that undo takes back one's own only.
    void saved(const ConfigFile &file);
    /// Another program wrote the file: it is the base from now on, and its changes go into every version, so that
    /// only one's own are left to save and to undo.
    /// @return false where both changed the same: nothing is different then, and saving asks
    [[nodiscard]] bool rebase(const ConfigFile &file);

private:
    ConfigFile m_opened;
    QList<Document> m_versions{Document{}};
    qsizetype m_current = 0;
};

} // namespace kopru::config
