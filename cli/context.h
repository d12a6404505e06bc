#pragma once

#include "app/checks/check.h"
#include "app/config/configfile.h"
#include "app/config/guard.h"
#include "app/platform/places.h"
#include "app/secrets/keychain.h"
#include "app/store/parked.h"
#include "app/store/store.h"
#include "cli/options.h"
#include "cli/output.h"

#include <QtCore/QObject>

#include <functional>

namespace kopru::cli {

/// What every command works with.
class Context : public QObject
{
    Q_OBJECT
public:
    Context(Options options, QObject *parent = nullptr);

    const Options options;
    const platform::Platform platform;
    const platform::Discovery discovery;
    const Output output;

    [[nodiscard]] QString configPath() const;
    [[nodiscard]] QString storeFolder() const;

    /// Kopru's items in the keychain.
    /// @param patience  how long a person may take to unlock it
    [[nodiscard]] secrets::Keychain keychain(std::chrono::milliseconds patience = std::chrono::seconds(90)) const;

    /// Opens the live file, or reports why not. Servers that vanished since Kopru last looked are told beside.
    /// @param code  exit code where the file cannot be used: Refused for commands that would write it
    [[nodiscard]] Result<config::ConfigFile, int> openFile(ExitCode code) const;
    /// The two halves of openFile(), for commands that a broken file does not stop: whether it is certain which file is
    /// meant, with an exit code where it is not, and the file, looked at by the guard; its secrets are known to the
    /// redactor afterwards. A doubt that hinders nothing is told beside.
    [[nodiscard]] std::optional<int> uncertain(ExitCode code) const;
    [[nodiscard]] Result<config::ConfigFile, config::OpenError> look() const;
    [[nodiscard]] int cannotOpen(const config::OpenError &error, ExitCode code,
                                 const Json &more = Json::object()) const;

    [[nodiscard]] store::Snapshots snapshots() const;
    [[nodiscard]] store::Parked parked() const;
    /// What the guard found at the last look.
    [[nodiscard]] const config::GuardFinding &found() const { return m_found; }

    /// Remembers a check for the window's overview. A check stands on its own: that it cannot be remembered is told,
    /// and no reason to fail it.
    void remember(const config::Server &server, const checks::Report &report) const;
    [[nodiscard]] Result<config::Server, int> findServer(const config::Document &document, const QString &name) const;

    /// What is left of a command whose rest was done: it ends with 1.
    struct Unfinished
    {
        QString id;
        config::Message words;
        Json more = Json::object();
    };
    /// Adds it to a result as its error, and tells it on standard error.
    void tell(const Unfinished &unfinished, Json &result) const;
    /// What a save is about.
    struct Saving
    {
        Json about = Json::object(); ///< members of the result
        QString sentence = {};
        QStringList servers = {}; ///< that were written: what is wrong with them is told, and hinders nothing
        bool showsDiff = false;   ///< also where it is written
        bool unmerged = false;    ///< refuse where another program wrote the file meanwhile
        std::optional<Unfinished> unfinished = {}; ///< besides what is saved
        std::function<void(const config::Document &written)> after = {};
    };
    struct Saved
    {
        int code = Refused; ///< to end with
        bool written =
            false; ///< the file has the change, though others may lack it (--both), and the code tell of that
    };
    /// Snapshot, atomic write, report. With --dry-run only the report, with the lines that would change. Conflicts are
    /// told with the places of both sides, or decided by --keep. What was made ready for the file is to be undone only
    /// where it was not written.
    [[nodiscard]] Saved save(const config::ConfigFile &opened, const config::Document &edited,
                             const Saving &saving) const;

    /// The changed lines and those around them, printed and for --json; secrets hidden.
    [[nodiscard]] Json difference(const QByteArray &before, const QByteArray &after) const;

Q_SIGNALS:
    /// The command is done.
    void finished(int code);

private:
    [[nodiscard]] Result<config::ConfigFile, config::SaveError> write(const config::ConfigFile &opened,
                                                                      const config::Document &edited) const;
    [[nodiscard]] int conflicting(const config::ConfigFile &opened, const config::SaveError &error) const;

    mutable config::GuardFinding m_found;
};

/// Runs the command; finished() comes later, from the event loop.
void run(Context &context);

/// Whether the entry of another settings file of this computer, or a parked server, uses this item of the keychain;
/// true also where one cannot be read.
[[nodiscard]] bool otherFilesUse(const Context &context, const QString &item);

/// Makes the same edits in the other settings files that Claude may read (--both), and tells of each by name.
/// @return whether all of them have the change
[[nodiscard]] bool writeOthers(const Context &context, const config::Document &before, const config::Document &after,
                               Json &result, QStringList &lines);

/// What Claude runs besides: installed extensions and servers of the organisation, which are nobody's to edit here.
void listOthers(const Context &context, Json &result);

// The commands. Each ends with the exit code, or calls finished() itself where it returns nullopt.
[[nodiscard]] int where(Context &context);
[[nodiscard]] std::optional<int> doctor(Context &context);
[[nodiscard]] int list(Context &context);
[[nodiscard]] int show(Context &context);
[[nodiscard]] int check(Context &context);
[[nodiscard]] int remove(Context &context);
[[nodiscard]] int rename(Context &context);
[[nodiscard]] int park(Context &context);
[[nodiscard]] int unpark(Context &context);
[[nodiscard]] int repair(Context &context);
[[nodiscard]] int snapshots(Context &context);
[[nodiscard]] int restore(Context &context);
[[nodiscard]] int exportServers(Context &context);
[[nodiscard]] std::optional<int> importServers(Context &context);
[[nodiscard]] std::optional<int> paste(Context &context);
[[nodiscard]] std::optional<int> add(Context &context);
[[nodiscard]] std::optional<int> change(Context &context);
[[nodiscard]] std::optional<int> test(Context &context);
[[nodiscard]] std::optional<int> convert(Context &context);
[[nodiscard]] std::optional<int> bridges(Context &context);
[[nodiscard]] std::optional<int> secrets(Context &context);
[[nodiscard]] std::optional<int> logs(Context &context);

} // namespace kopru::cli
