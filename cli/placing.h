#pragma once

#include "app/integrations/keychainuse.h"
#include "cli/context.h"

namespace kopru::cli {

/// An entry to be written, and where its secrets go.
struct ToPlace
{
    QString server;
    config::Entry entry;
    QList<integrations::SecretPlace> places;
};
/// The same as it can be written.
struct Placed
{
    QString server;
    config::Entry entry;
    Json tokens; ///< where each of its tokens is now; empty where it has none
};

/// Puts the tokens of entries where they belong and saves; the command ends with it. Deletes itself with the context.
class Placing final : public QObject
{
public:
    /// Writes the entries as they are by then.
    using Save = std::function<Context::Saved(const QList<Placed> &placed)>;

    /// @param taken  names that a new item must not have
    Placing(Context &context, QList<ToPlace> entries, QStringList taken, Save save);

    /// @param install  the bridge first, where an entry needs it: it must not point at one that is not there
    void start(bool install);

private:
    void placeNext();
    void placed(const integrations::Moved &moved);
    void save();
    void undo(QStringList items, int code);
    [[nodiscard]] bool isDemanded() const { return m_context.options.tokenPlace == TokenPlace::Keychain; }

    Context &m_context;
    QList<ToPlace> m_entries; ///< those that are still to be placed
    QStringList m_taken;
    Save m_save;
    QList<Placed> m_placed;
    QStringList m_created;
};

/// Where the secrets of a new entry go, as --keychain and --no-keychain say.
[[nodiscard]] ToPlace newEntry(const Context &context, const QString &server, const config::Entry &entry,
                               QStringList &taken);

} // namespace kopru::cli
