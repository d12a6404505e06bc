#pragma once

#include "app/config/configfile.h"
#include "app/platform/places.h"
#include "app/secrets/keychain.h"
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

    /// Opens the live file, or reports why not.
    /// @param code  exit code where the file cannot be used: Refused for commands that would write it
    [[nodiscard]] Result<config::ConfigFile, int> openFile(ExitCode code) const;
    /// Makes the secrets of all entries known to the redactor.
    void learnSecrets(const config::Document &document) const;
    [[nodiscard]] Result<config::Server, int> findServer(const config::Document &document, const QString &name) const;
    /// Snapshot, atomic write, report. With --dry-run only the report, with the lines that would change.
    /// @param server  the one that was written, if any: what is wrong with it is told, and hinders nothing
    [[nodiscard]] int save(const config::ConfigFile &opened, const config::Document &edited, const Json &about,
                           const QString &sentence, const QString &server = {}) const;

Q_SIGNALS:
    /// The command is done.
    void finished(int code);
};

/// Runs the command; finished() comes later, from the event loop.
void run(Context &context);

/// Whether the entry of another settings file of this computer uses this item of the keychain; true also where one
/// cannot be read.
[[nodiscard]] bool otherFilesUse(const Context &context, const QString &item);

/// Makes the same edits in the other settings files that Claude may read (--both), and tells of each by name.
/// @return whether all of them have the change
[[nodiscard]] bool writeOthers(const Context &context, const config::Document &before, const config::Document &after,
                               Json &result, QStringList &lines);

/// What Claude runs besides: installed extensions and servers of the organisation, which are nobody's to edit here.
void listOthers(const Context &context, Json &result);

// The commands. Each ends with the exit code, or calls finished() itself where it returns nullopt.
[[nodiscard]] int where(Context &context);
[[nodiscard]] int doctor(Context &context);
[[nodiscard]] int list(Context &context);
[[nodiscard]] int show(Context &context);
[[nodiscard]] int check(Context &context);
[[nodiscard]] int remove(Context &context);
[[nodiscard]] std::optional<int> add(Context &context);
[[nodiscard]] std::optional<int> change(Context &context);
[[nodiscard]] std::optional<int> test(Context &context);
[[nodiscard]] std::optional<int> convert(Context &context);
[[nodiscard]] std::optional<int> bridges(Context &context);
[[nodiscard]] std::optional<int> secrets(Context &context);
[[nodiscard]] std::optional<int> logs(Context &context);

} // namespace kopru::cli
