#pragma once

#include "app/integrations/bridgecommand.h"
#include "app/integrations/kind.h"

/// Rules that more than one kind uses.
namespace kopru::integrations {

/// A host name or an address of a host, without scheme, port and path.
[[nodiscard]] std::optional<FieldProblem> hostProblem(const QString &host);
/// A token: no white space inside, no placeholder.
[[nodiscard]] std::optional<FieldProblem> tokenProblem(const QString &token);
[[nodiscard]] bool isHeaderName(QStringView name); ///< a token of RFC 9110 section 5.1
/// localhost, 127.0.0.0/8, ::1
[[nodiscard]] bool isLoopback(const QString &host);
/// A text that a web page puts where the reader's own value belongs: `<…>`, `your_key_here`, `mcp_xxx`.
[[nodiscard]] bool isPlaceholder(const QString &text);

/// Which certificates an entry's variables make the bridge trust: NODE_EXTRA_CA_CERTS besides the system's store,
/// SSL_CERT_FILE and SSL_CERT_DIR instead of it. Both checks must judge alike.
void readTrust(const config::Entry &entry, Target &target);

/// The client certificate that the bridge is told to show.
void readClientCertificate(const BridgeCommand &command, Target &target);

/// The limit that the bridge is told to keep, if any.
void readTimeout(const BridgeCommand &command, Target &target);

struct HeaderLine
{
    QString name;
    QString value;
};
/// `Name: value`, nullopt where the name is none.
[[nodiscard]] std::optional<HeaderLine> readHeader(const QString &line);
/// The command's own headers, their variables filled in; without those that need the keychain.
void addHeaders(const BridgeCommand &command, const config::Entry &entry, Target &target);

/// A header with a secret, unless it is empty or only a reference to the keychain.
void addSecretHeader(Target &target, std::string_view name, const QString &secret, const QByteArray &before = {});

/// An address with one of these schemes and a host, without user and password. Placeholders are named as such.
[[nodiscard]] std::optional<FieldProblem> addressProblem(const QString &address, const QStringList &schemes);
/// Addresses without encryption to a host that is not this computer.
[[nodiscard]] std::optional<FieldProblem> plainProblem(const QString &address);

[[nodiscard]] QString text(std::string_view view);

/// A host name, or an address, as the bridge reads it: ASCII only, `çağrı.com.tr` as `xn--ar-3ia9t9c.com.tr`. What is
/// neither stays as it is.
[[nodiscard]] QString asciiHost(const QString &host);
[[nodiscard]] QString asciiAddress(const QString &address);
/// And back, for people.
[[nodiscard]] QString readableHost(const QString &host);
[[nodiscard]] QString readableAddress(const QString &address);

/// A field of a form that is a variable of the entry.
struct FieldVariable
{
    FieldId field;
    std::string_view variable;
};
using FieldVariables = std::span<const FieldVariable>;

/// Reads the variables that the entry has; what cannot be read as the field's type counts as its standard.
[[nodiscard]] Values readVariables(const Kind &kind, FieldVariables variables, const config::Entry &entry);
/// Required fields are always written, the others where they differ from the standard or are written already. A
/// variable whose meaning stays the same keeps its spelling.
void writeVariables(const Kind &kind, FieldVariables variables, const Values &values, config::Entry &entry);
/// Whether the entry starts the bridge with this profile.
[[nodiscard]] bool startsProfile(const config::Entry &entry, std::string_view profile);
/// Numbers out of their range.
void judgeNumbers(const Kind &kind, const Values &values, QList<FieldFinding> &findings);

// The kinds.
[[nodiscard]] const Kind &apinizerHttpKind();
[[nodiscard]] const Kind &apinizerWebSocketKind();
[[nodiscard]] const Kind &agentPortKind();
[[nodiscard]] const Kind &alecsWebSocketKind();
[[nodiscard]] const Kind &remoteServerKind();
[[nodiscard]] const Kind &localCommandKind();

} // namespace kopru::integrations
