#pragma once

#include "app/platform/platform.h"
#include "app/platform/result.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

/// The keychain of the operating system: Secret Service on Linux, Credential Manager on Windows, Keychain on macOS.
namespace kopru::secrets {

/// What an entry's variable holds instead of a secret: `keychain:kopru/<name>` (bridge/contract/profile.h).
[[nodiscard]] QString keychainReference(const QString &name);
/// Whether a value means to be one: also one that leads nowhere, as `keychain:` or another program's item.
[[nodiscard]] bool isKeychainReference(const QString &value);
/// The name in such a reference, nullopt where the text is none. White space around it does not count.
[[nodiscard]] std::optional<QString> keychainName(const QString &value);
/// Whether an item can have this name: 1 to 200 bytes, no control characters, no white space at its ends.
[[nodiscard]] bool isKeychainName(const QString &name);
/// `suggestion` as the name of an item, or with -2, -3 … behind it: the first that is free.
[[nodiscard]] QString freeKeychainName(const QString &suggestion, const QStringList &taken);
/// The free name behind one that turned out to be taken: `portal-3` for `portal-2`.
[[nodiscard]] QString nextKeychainName(const QString &name, const QStringList &taken);

enum class KeychainProblem {
    Missing, ///< no keychain answers
    Locked,
    Refused, ///< it answered with an error: `detail`
    ItemMissing,
    TimedOut,      ///< nobody answered, perhaps because it asks the person something
    BridgeMissing, ///< nothing to read back with: `detail` is its path
    BridgeFailed,  ///< the bridge did not run, or is too old to know keychains
    Unreadable,    ///< the bridge does not find what was written, as it happens under KDE
    BadName,
    Taken,       ///< an item of this name is there, and it is not Kopru's to replace: `detail` is the name
    NotRecorded, ///< Kopru's own list of names could not be written: `detail` is its folder
};

struct KeychainError
{
    KeychainProblem problem = KeychainProblem::Refused;
    QString detail; ///< never a secret

    friend bool operator==(const KeychainError &, const KeychainError &) = default;
};

/// Stable, for --json: where the bridge has a cause for it (bridge/contract/cause.h), its id.
[[nodiscard]] QString keychainProblemId(KeychainProblem problem);

/// The keychain itself, one item at a time. Answers once, from the event loop, or never: who asks sets the limit.
class KeychainBackend
{
public:
    using Read = std::function<void(const Result<QString, KeychainError> &)>;
    using Done = std::function<void(const Result<void, KeychainError> &)>;

    KeychainBackend() = default;
    virtual ~KeychainBackend() = default;
    KeychainBackend(const KeychainBackend &) = delete;
    KeychainBackend &operator=(const KeychainBackend &) = delete;

    virtual void read(const QString &name, Read done) = 0;
    virtual void write(const QString &name, const QString &secret, Done done) = 0;
    virtual void remove(const QString &name, Done done) = 0;
};

/// Through QtKeychain. It may ask the person to unlock.
[[nodiscard]] std::shared_ptr<KeychainBackend> systemKeychain();

/// How the bridge sees an item.
enum class BridgeView { Same, Another };

/// The bridge as Claude starts it: the same command environment, nothing of this session's.
class KeychainReader
{
public:
    using Viewed = std::function<void(const Result<BridgeView, KeychainError> &)>;

    KeychainReader() = default;
    virtual ~KeychainReader() = default;
    KeychainReader(const KeychainReader &) = delete;
    KeychainReader &operator=(const KeychainReader &) = delete;

    /// Compares the item with `secret`. Answers once, unless `context` is deleted first.
    virtual void view(const QString &name, const QString &secret, QObject *context, Viewed done) = 0;
};

/// Through `--verify-keychain` of a bridge.
/// @param bridge  path; empty where there is none
[[nodiscard]] std::shared_ptr<KeychainReader> bridgeReader(const platform::Platform &platform, const QString &bridge);

/// What a store may do to an item that is there.
enum class Existing {
    Replace,
    Keep, ///< answers Taken, unless Kopru knows the item and it holds the same
};

/// Kopru's items in the keychain. What is kept is read back through the bridge at once: under some desktops QtKeychain
/// writes where the bridge cannot read.
///
/// Every function answers once, from the event loop; deleting `context` cancels it, silently. A cancelled store may
/// leave its item behind: names() knows it.
class Keychain final
{
public:
    using Read = KeychainBackend::Read;
    using Done = KeychainBackend::Done;
    using Viewed = KeychainReader::Viewed;

    /// @param patience  for a person who has to type the keychain's password
    Keychain(QString dataFolder, std::shared_ptr<KeychainBackend> backend, std::shared_ptr<KeychainReader> reader,
             std::chrono::milliseconds patience = std::chrono::seconds(90));

    /// Writes an item. Where the bridge cannot read it, all is as it was before. That names() does not know an item
    /// does not mean that it is not there: another data folder may have written it, or the list was lost.
    void store(const QString &name, const QString &secret, Existing existing, QObject *context, Done done) const;
    /// It is no error if there was no such item.
    void remove(const QString &name, QObject *context, const Done &done) const;
    void read(const QString &name, QObject *context, const Read &done) const;
    /// Whether the bridge can read an item; asks nobody anything.
    void view(const QString &name, const QString &secret, QObject *context, Viewed done) const;
    /// Of the items that Kopru wrote.
    [[nodiscard]] QStringList names() const;

private:
    QString m_folder;
    std::shared_ptr<KeychainBackend> m_backend;
    std::shared_ptr<KeychainReader> m_reader;
    std::chrono::milliseconds m_patience;
};

} // namespace kopru::secrets
