#pragma once

#include "app/config/configfile.h"
#include "app/config/parking.h"

#include <QtCore/QList>

namespace kopru::config {

/// A parked server that an edit put into the draft.
struct PutBack
{
    store::ParkedServer server;
    QString name; ///< that it has there; follows when it is renamed
};

/// A configuration being edited: the file as it was opened, the text as it would be saved, and the way back and forth
/// between its versions. Nothing is written before saved().
///
/// Each version knows which servers the edits up to it parked and which they put back, so that undo and redo go over
/// these as over any other edit; what is to be done in the store is the difference to the version that was saved last.
class Draft
{
public:
    static constexpr qsizetype historyBytes = 64 * 1024 * 1024;

    Draft() = default;
    explicit Draft(ConfigFile opened);

    [[nodiscard]] const ConfigFile &opened() const { return m_opened; }
    [[nodiscard]] const Document &document() const { return m_versions.at(m_current).document; }

    /// Makes an edit the current version; the undone ones behind it are dropped, and the oldest ones where their texts
    /// together are larger than historyBytes. An edit that changes no byte is none.
    void apply(const Document &edited);
    /// The same for an edit that parks a server, and for one that puts a parked server into the document.
    void park(const Parking &parking);
    void putBack(const Document &edited, const store::ParkedServer &server, const QString &name);
    void undo();
    void redo();
    [[nodiscard]] bool canUndo() const { return m_current > 0; }
    [[nodiscard]] bool canRedo() const { return m_current + 1 < m_versions.size(); }

    /// Whether saving would write something.
    [[nodiscard]] bool isChanged() const;
    /// The names of the servers that differ from the file: added, changed, removed.
    [[nodiscard]] QStringList changedServers() const;
    /// What a save of this version has to park before it writes the file, and what it may take from the parked ones
    /// afterwards, if the file has it. A server that was put back and taken out again before a save is in neither: it
    /// stays parked.
    [[nodiscard]] QList<store::ParkedServer> toPark() const;
    [[nodiscard]] QList<PutBack> toTakeBack() const;
    /// Parked and put back in this version, saved or not.
    [[nodiscard]] const QList<store::ParkedServer> &parked() const { return m_versions.at(m_current).parked; }
    [[nodiscard]] const QList<PutBack> &putBacks() const { return m_versions.at(m_current).back; }
    /// It was deleted for good: no version parks it any more.
    void forgetParked(const store::ParkedServer &server);
    /// The file was written: what is in it is the base from now on. The way back stays; where the save merged what
    /// another program had changed, every version gets these changes, so that undo takes back one's own only.
    void saved(const ConfigFile &file);
    /// Another program wrote the file: it is the base from now on, and its changes go into every version, so that
    /// only one's own are left to save and to undo.
    /// @return false where both changed the same: nothing is different then, and saving asks
    [[nodiscard]] bool rebase(const ConfigFile &file);

private:
    struct Version
    {
        Document document;
        QList<store::ParkedServer> parked = {};
        QList<PutBack> back = {}; ///< without a name: taken out again
    };

    ConfigFile m_opened;
    QList<Version> m_versions{Version{}};
    qsizetype m_current = 0;
    Version m_saved; ///< its document is not kept
};

} // namespace kopru::config
