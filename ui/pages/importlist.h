#pragma once

#include "app/snippets/serverfile.h"
#include "ui/filelook.h"
#include "ui/paste.h"
#include "ui/workspace.h"

#include <QtWidgets/QVBoxLayout>
#include <QtWidgets/QWidget>

namespace kopru::ui {

class Button;
class OfferRow;
class TokenRow;

/// A server that was found somewhere and could be added.
struct Offer
{
    integrations::SnippetServer server;
    QStringList sources = {}; ///< where it was found, for people; empty where that goes without saying
    bool there = false;       ///< Claude's file has just this server already
    /// What a server file says: it is asked by its own questions, and `server` has its name and notes only.
    std::optional<integrations::PortableServer> portable = std::nullopt;
};
[[nodiscard]] Offer offerOf(const integrations::PortableServer &server);

/// Servers to choose from: each with a name, what is worth knowing of it, the whole command that would run, and a plain
/// field for all that its text leaves open. Nothing is edited before complete().
class ImportList final : public QWidget
{
    Q_OBJECT
public:
    explicit ImportList(Workspace &workspace, QWidget *parent = nullptr);

    /// What can be added is chosen already, unless it is there or was switched off where it was found.
    void setOffers(const QList<Offer> &offers);
    [[nodiscard]] int chosen() const;
    /// The chosen ones with their answers in the draft's document, tokens held for the keychain. nullopt: something is
    /// missing or cannot be, which is said at its field from now on.
    [[nodiscard]] std::optional<config::Document> complete();
    /// The first chosen one, under the name that was given to it.
    [[nodiscard]] std::optional<integrations::SnippetServer> first() const;
    /// Whether all that is chosen can be added; says what cannot, as complete() does, and holds nothing.
    [[nodiscard]] bool check();
    void focusFirst();

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showMore();
    OfferRow *review(); ///< @return the first chosen one that cannot be added
    [[nodiscard]] FileLook::Rules rules() const;
    void lookAtKeychain();
    void lookThrough(const secrets::Keychain &keychain, bool repaired);
    void retranslate();

    Workspace &m_workspace;
    QList<Offer> m_offers;
    QVBoxLayout *m_column;
    FileLook *m_files;
    QList<OfferRow *> m_rows; ///< of the first offers: as many as are shown
    Button *m_more;
    TokenRow *m_token;
    bool m_strict = false;
    bool m_lookedAtKeychain = false;
    bool m_locked = false;
    std::optional<secrets::KeychainError> m_keychainProblem;
    std::unique_ptr<QObject> m_look; ///< gone: the answer is not waited for
};

/// Whether the document has a server with this very entry.
[[nodiscard]] bool isThere(const config::Document &document, const config::Entry &entry);

/// Takes back what a page put into the draft for its review, when the person comes back from there: what was shown is
/// no part of the file yet.
/// @param added  what the draft was then; reset unless a save runs
/// @return whether the page goes on where it was
[[nodiscard]] bool takeBack(Workspace &workspace, std::optional<config::Document> &added);

} // namespace kopru::ui
