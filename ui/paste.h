#pragma once

#include "app/snippets/snippet.h"

#include <QtCore/QFutureWatcher>
#include <QtCore/QObject>

#include <functional>

namespace kopru::ui {

/// What a pasted text was recognised as: the form that opens for it.
struct Pasted
{
    integrations::KindId kind;
    integrations::Values values;
    config::Variables others = {}; ///< that no field holds, to be kept
    QString name = {};             ///< the server's; empty: none was given
    QList<integrations::SnippetNote> notes = {};
};

/// The form of one server. A token that could be anybody's is taken for one of an Apinizer portal where it is a JWT:
/// the form can be switched.
[[nodiscard]] Pasted formFor(integrations::SnippetServer server);
/// The first server of a text that can be offered (snippets/snippet.h). nullopt for anything else, and for what is
/// refused.
[[nodiscard]] std::optional<Pasted> recognise(const QString &text);
[[nodiscard]] std::optional<Pasted> recognise(const integrations::Snippet &snippet);

/// Whether a server can be added: what signs in is told of, but not offered.
[[nodiscard]] bool isOffered(const integrations::SnippetServer &server);

/// What is known of a token from its form alone; nothing is verified.
struct TokenForm
{
    bool jwt = false;
    std::optional<QDateTime> expires; ///< claim `exp` (RFC 7519, section 4.1.4)
};
[[nodiscard]] TokenForm tokenForm(const QString &token);

/// A question that the text leaves open, as one plain field.
struct OpenQuestion
{
    QStringList places; ///< SnippetPlaceholder::place, of all that have this answer
    QString label;      ///< the snippet's own words, or which value it is
    QString written;    ///< what stands there: the field begins with it, and is answered once it is something else
    QString hint;       ///< what stood there, where the field begins empty
    bool secret = false;
};
/// Those that the server's form would not ask for by itself, in words at least as good.
[[nodiscard]] QList<OpenQuestion> openQuestions(const integrations::SnippetServer &server);
/// All of them: for a list, which has no form behind it.
[[nodiscard]] QList<OpenQuestion> allQuestions(const integrations::SnippetServer &server);

/// The command as Claude would start it, for people: quoted where a word has spaces, secrets left out.
[[nodiscard]] QString shownCommand(const config::Entry &entry);

/// What was read, in sentences: no secret of the text stands in them.
struct PasteWording
{
    /// “Recognised: a command line.”; empty where nothing was recognised.
    static QString seen(const integrations::Snippet &snippet);
    /// What is worth knowing of a server. That the bridge is used goes without saying.
    static QStringList notes(const QList<integrations::SnippetNote> &notes);
    static QStringList ignored(const QList<integrations::SnippetIgnored> &ignored);
    /// “Claude would start: …”
    static QString command(const config::Entry &entry);
    /// The names of the variables; empty where there are none.
    static QString variables(const config::Entry &entry);
};

/// Reads texts one at a time, the latest wins. A short text is read at once, a long one beside the window's thread:
/// nobody waits for it, and the next text, stop() or the end drops its answer.
class SnippetReading final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    void read(const QString &text);
    void stop();
    [[nodiscard]] bool isReading() const { return m_watcher != nullptr; }

Q_SIGNALS:
    /// Once per read() that nothing cut short; for a short text before read() returns.
    void done(const kopru::integrations::Snippet &snippet);

private:
    std::unique_ptr<QFutureWatcher<integrations::Snippet>> m_watcher;
};

} // namespace kopru::ui
