#pragma once

#include "app/config/entry.h"
#include "app/platform/platform.h"

#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QUrl>

#include <chrono>
#include <optional>
#include <span>
#include <variant>

/// The kinds of service Kopru knows, each described once. A description holds identifiers, not widgets or checks:
/// the window makes forms of the fields, `checks` executes the checks.
namespace kopru::integrations {

enum class KindId { ApinizerHttp, ApinizerWebSocket, AgentPort, AlecsWebSocket, RemoteServer, LocalCommand };

enum class FieldId {
    Host,
    Port,
    Path,
    Token,
    TokenHeader,
    Timeout,
    UseHttps,
    VerifyCertificate, // Apinizer
    Address,           // AgentPort, ALECS, remote server
    HeaderName,
    HeaderLines,
    Transport, // remote server
    Command,
    Arguments,
    Environment // local command
};

enum class FieldType { Text, Host, Url, Number, Switch, Choice, Secret, Lines, Variables };

/// What a field holds. Lines: one text a line; Variables: `NAME=value` a line.
using Value = std::variant<QString, bool, int, QStringList, config::Variables>;
using Values = QMap<FieldId, Value>;

struct Field
{
    FieldId id;
    FieldType type;
    bool required = false;
    bool advanced = false;    ///< stands under “More settings”
    Value standard;           ///< what holds when the person leaves it alone; not written into the entry
    const char *example = ""; ///< placeholder, the same in both languages
    int least = 0;            ///< Number only
    int most = 0;
    const char *unit = "";    ///< Number only: "ms" or nothing
    QStringList choices = {}; ///< Choice only: the keys; wording has their names
};

enum class FieldProblem {
    Missing,
    NotAHost,      ///< has spaces, a slash, …
    AddressAsHost, ///< a whole URL where a host name belongs: mended by reading the URL
    NotAUrl,
    UnsupportedScheme, ///< an address of another kind: https:// where wss:// belongs
    PlainHttp,         ///< http:// to a host that is not this computer: a warning
    PlainWebSocket,    ///< the same with ws://
    CredentialsInUrl,
    OutOfRange,
    SpaceInToken,  ///< white space inside a token
    Placeholder,   ///< `<API_PORTAL_ACCESS_TOKEN>`, your_key_here
    UnusualPrefix, ///< an Apinizer token without mcp_, an AgentPort key without ap_: a warning
    TokenId,       ///< `tok_…`: ALECS prints the token's id beside the token: a warning
    NotAHeaderName,
    NotAHeaderLine,
    NotAVariable,
    VerificationOff, ///< a warning, shown in red
};

struct FieldFinding
{
    FieldId field;
    FieldProblem problem;
    bool blocking = true;
    friend bool operator==(const FieldFinding &, const FieldFinding &) = default;
};

/// How the bridge speaks with the server. Auto: Streamable HTTP, and HTTP+SSE where the server knows only that.
enum class Transport { Auto, Streamable, Sse, Post, WebSocket };

/// What a network check needs to know of an entry that leads to a server.
struct Target
{
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< with their secrets filled in: never shown
    bool verifyCertificate = true;
    QStringList certificateFiles;  ///< PEM files the entry trusts
    bool systemTrust = true;       ///< and the system's store; off where SSL_CERT_FILE or SSL_CERT_DIR replaces it
    QString clientCertificateFile; ///< PEM, empty for none
    QString clientKeyFile;         ///< PEM; empty: in the same file
    std::chrono::milliseconds timeout{30000};
    Transport transport = Transport::Auto;
    QByteArray subprotocol = {}; ///< WebSocket only: the one that is offered; empty: none
};

/// One kind. All functions are pure.
struct Kind
{
    KindId id;
    const char *key;  ///< stable, for --json and `kopructl add`: "apinizer-http"
    const char *icon; ///< name of the icon in resources
    const char *suggestedName;
    std::span<const Field> fields;
    /// Whether an entry is of this kind, so that it opens in this form.
    bool (*recognises)(const config::Entry &entry);
    /// `base` keeps what the form does not show.
    config::Entry (*toEntry)(const Values &values, const config::Entry &base, const QString &bridge);
    Values (*fromEntry)(const config::Entry &entry);
    QList<FieldFinding> (*validate)(const Values &values);
    /// nullopt where the entry leads to no address (a local command).
    std::optional<Target> (*target)(const config::Entry &entry);
    /// The same service over another connection, if there is one: the form can be switched to it, and one card stands
    /// for both.
    std::optional<KindId> sibling = std::nullopt;
    /// Whether a field means something with these values; unset: all do.
    bool (*applies)(const Values &values, FieldId field) = nullptr;
};

[[nodiscard]] std::span<const Kind> kinds();
[[nodiscard]] const Kind &kind(KindId id);
[[nodiscard]] const Kind *kindByKey(const QString &key);
/// Every entry has a kind: what nothing else recognises is a local command.
[[nodiscard]] const Kind &kindOf(const config::Entry &entry);

[[nodiscard]] const Field *field(const Kind &kind, FieldId id);
/// The stable key of a field, for `kopructl add --set host=…`.
[[nodiscard]] QString fieldKey(FieldId id);
[[nodiscard]] std::optional<FieldId> fieldByKey(const QString &key);

/// The value of a field, or its standard.
template <class T> [[nodiscard]] T valueOr(const Kind &kind, const Values &values, FieldId id)
{
    if (const auto found = values.constFind(id); found != values.constEnd())
        if (const T *held = std::get_if<T>(&*found))
            return *held;
    if (const Field *described = field(kind, id))
        if (const T *held = std::get_if<T>(&described->standard))
            return *held;
    return T{};
}

/// Only what differs from the standards: two sets of values that mean the same compare equal after this.
[[nodiscard]] Values withoutStandards(const Kind &kind, const Values &values);

/// An address for people: scheme, host, port, path; no user, no query, no secret.
[[nodiscard]] QString shownAddress(const config::Entry &entry);

/// `suggestion`, or `suggestion-2`, `-3` … : the first that is free.
[[nodiscard]] QString freeName(const QString &suggestion, const QStringList &taken);

} // namespace kopru::integrations
