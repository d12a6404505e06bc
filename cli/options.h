#pragma once

#include "app/config/merge.h"
#include "app/platform/result.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace kopru::cli {

enum class Command {
    Where,
    List,
    Show,
    Add,
    Set,
    Remove,
    Rename,
    Park,
    Unpark,
    Paste,
    Import,
    Export,
    Check,
    Repair,
    Snapshots,
    Restore,
    Test,
    Bridges,
    Secrets,
    Logs,
    Doctor,
    Convert
};
enum class BridgesAction { Show, Install, Remove };
enum class SecretsAction { List, Set, Remove };
enum class SnapshotsAction { List, Show };
/// Where a new token goes: into the keychain if the bridge can read it there, only there, or into the settings file.
enum class TokenPlace { Best, Keychain, File };

/// What the person asked for.
struct Options
{
    Command command = Command::Doctor;
    bool json = false;
    QString config;   ///< --config
    QString home;     ///< --home
    QString language; ///< --lang

    QString name;                ///< of a server, or of an item of the keychain
    QString kind;                ///< add
    QStringList values;          ///< --set FIELD=VALUE
    QString newName;             ///< set --name
    bool secret = false;         ///< --secret: ask for it, or read it from standard input
    QString secretVariable;      ///< --secret-from-env NAME
    QStringList secretVariables; ///< paste, import: --secret-from-env [PLACE=]NAME
    QStringList passed;          ///< --pass-env NAME: its value goes into the entry's environment
    bool reveal = false;
    bool dryRun = false;
    bool both = false; ///< --both: the other settings files that Claude may read get the change too

    bool all = false;    ///< convert --all
    bool noTest = false; ///< convert --no-test
    bool anyway = false; ///< convert --anyway

    std::optional<config::Keep> keep; ///< --keep: whose change counts where another program changed the same key

    bool settingsOnly = false; ///< doctor --settings-only
    bool fix = false;          ///< doctor --fix

    bool save = false;  ///< paste, import: --save
    bool write = false; ///< repair --write
    bool print = false; ///< repair --print
    QString text;       ///< paste: the snippet itself; logs --text
    QString file;       ///< paste --from-file, import FILE, export --to
    QString source;     ///< import --from
    QStringList names;  ///< export NAME…, paste and import --server, restore --servers

    SnapshotsAction snapshots = SnapshotsAction::List;
    QString snapshot; ///< a number from 1, the newest, or an id
    bool vanished = false;
    bool accept = false;

    TokenPlace tokenPlace = TokenPlace::Best;

    BridgesAction bridges = BridgesAction::Show;
    SecretsAction secrets = SecretsAction::List;

    QString server; ///< logs
    bool problems = false;
    bool follow = false;
    int last = 200;
};

/// What to print instead of running, and with which exit code.
struct Stop
{
    QString text;
    QString remedy; ///< empty unless it is an error
    int code = 0;
};

/// Reads the command line. --help and --version give Stop with code 0, an error Stop with code 2.
[[nodiscard]] Result<Options, Stop> readOptions(const QStringList &arguments);

/// The value of --lang before anything else is read, so that help and errors are in that language.
[[nodiscard]] QString languageIn(const QStringList &arguments);
/// Whether --json stands in the command line, so that an error in it is told as JSON.
[[nodiscard]] bool jsonIn(const QStringList &arguments);

} // namespace kopru::cli
