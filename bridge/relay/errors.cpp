#include "bridge/relay/errors.h"

#include "bridge/contract/trace.h"

#include <boost/json.hpp>

namespace kopru::bridge {

namespace json = boost::json;

namespace {

std::string seen(const Failure &failure, std::string_view name)
{
    for (const auto &[held, value] : failure.evidence)
        if (held == name)
            return value;
    return {};
}

std::string withId(std::string_view id, const json::object &error)
{
    std::string text = R"({"jsonrpc":"2.0","id":)";
    text.append(id.empty() ? "null" : id).append(R"(,"error":)");
    return text.append(json::serialize(error)).append("}");
}

/// Retry-After is a number of seconds or a date (RFC 9110 section 10.2.3).
std::string waitUntil(const std::string &retryAfter)
{
    if (retryAfter.empty())
        return ". Try again later.";
    const bool seconds = retryAfter.find_first_not_of("0123456789") == std::string::npos;
    return seconds ? "; it says to wait " + retryAfter + " s." : "; it says to wait until " + retryAfter + ".";
}

} // namespace

std::string sentence(const Failure &failure)
{
    const std::string host = seen(failure, "host");
    switch (failure.cause) {
    case Cause::None:
        return "No failure.";
    case Cause::BadUsage:
        return "The bridge does not understand its arguments. Save this server again in Kopru.";
    case Cause::MissingVariable:
        return "The value " + seen(failure, "variable") + " is missing. Enter it in this server's settings.";
    case Cause::BadVariable:
        if (const std::string scheme = seen(failure, "scheme"); !scheme.empty())
            return seen(failure, "variable") + " names a proxy of the kind " + scheme +
                   ", which this bridge cannot use. Enter one that begins with http:// in this server's settings.";
        return "The value " + seen(failure, "variable") +
               " cannot be understood. Correct it in this server's settings.";
    case Cause::KeychainMissing:
        return "This computer's keychain does not answer. Enter the token in this server's settings instead.";
    case Cause::KeychainLocked:
        return "The keychain is locked. Unlock it by signing in to this computer, then restart Claude.";
    case Cause::KeychainRefused:
        return "The keychain refused to give the token out. Allow it, or enter the token in this server's settings.";
    case Cause::KeychainItemMissing:
        return "The keychain holds no item " + seen(failure, "item") + ". Enter the token again in Kopru.";
    case Cause::BadAddress:
        return "The server's address is not a web address. Correct it in this server's settings.";
    case Cause::UnknownHost:
        return "No computer named " + host + " was found. Check the address, the network or the VPN.";
    case Cause::ConnectionRefused:
        return "Nothing listens on port " + seen(failure, "port") + " of " + host +
               ". Check the port, or whether the server runs.";
    case Cause::ConnectTimeout:
        return host + " did not answer in time. Check the network or the VPN; a firewall may block it.";
    case Cause::NetworkUnreachable:
        return host + " cannot be reached from this network. Check the connection or the VPN.";
    case Cause::ConnectionLost:
        return "The connection was closed before an answer came. The call may have run; it was not sent again.";
    case Cause::ProxyFailed:
        return "The proxy " + host + ", port " + seen(failure, "port") + ", did not make the connection" +
               (failure.status ? " (status " + std::to_string(failure.status) + ")" : std::string()) +
               ". Check the proxy settings, or ask its administrator.";
    case Cause::ProxyAuthentication:
        return "The proxy asks for a sign-in. Enter name and password in its address (HTTPS_PROXY), or ask the "
               "administrator for a proxy that this program may use.";
    case Cause::ProxyMethod:
        return "The proxy accepts only a Windows sign-in (" + seen(failure, "methods") +
               "), which this bridge cannot do. Ask the administrator for an exception.";
    case Cause::CertificateUntrusted:
        return "The certificate of " + host + " is not trusted; it was issued by " + seen(failure, "issuer") +
               ". Ask the administrator for the issuer's certificate file.";
    case Cause::CertificateSelfSigned:
        return "The certificate of " + host + " is self-signed. Ask its administrator for one from a known issuer.";
    case Cause::CertificateHostMismatch:
        if (const std::string names = seen(failure, "names"); !names.empty())
            return "The certificate is for " + names + ", not for " + host + ". Check the address.";
        return "The certificate is not for " + host + ". Check the address.";
    case Cause::CertificateExpired:
        return "The certificate of " + host + " expired on " + seen(failure, "expires") +
               ". Ask its administrator to renew it.";
    case Cause::CertificateNotYetValid:
        return "The certificate of " + host + " is not valid yet. Check this computer's date.";
    case Cause::CertificateIncomplete:
        return host + " does not send its whole certificate chain. Ask its administrator for the intermediate.";
    case Cause::TlsVersion:
        return host + " speaks only an outdated version of TLS. Ask its administrator to switch TLS 1.2 on.";
    case Cause::CertificateFile:
        return "The certificate file " + seen(failure, "file") + " (" + seen(failure, "variable") + ") cannot be used" +
               (seen(failure, "message").empty() ? std::string() : ": " + seen(failure, "message")) +
               ". Correct it in this server's settings.";
    case Cause::ClientCertificate:
        return host +
               " wants a certificate of this computer that it knows. Ask its administrator for a client certificate.";
    case Cause::TlsHandshake:
        return "No encrypted connection to " + host + " could be agreed on. Check whether it uses HTTPS on this port.";
    case Cause::Unauthorized:
        return "Unauthorized: the server refused the token. Create a new one and enter it in this server's settings.";
    case Cause::SignInRequired:
        return "This server wants a sign-in in the browser (OAuth), which the bridge cannot do. Use a connector or a "
               "token.";
    case Cause::Forbidden:
        return "Forbidden: the token may not use this service. Ask the server's administrator for the permission.";
    case Cause::NotFound:
        return "Not found: the server has nothing at " + seen(failure, "path") + ". Check the address.";
    case Cause::MethodNotAllowed:
        return "There is no MCP server at this address. Check the path.";
    case Cause::TooManyRequests:
        return "The server takes no more requests for now" + waitUntil(failure.retryAfter);
    case Cause::ServerError:
        return "The server reports a fault of its own (" + std::to_string(failure.status) + "). Try again later.";
    case Cause::HttpStatus:
        return "The server answered with status " + std::to_string(failure.status) + ". Check the address.";
    case Cause::Redirected:
        if (seen(failure, "target").empty())
            return "The server sends on to another address and does not say to which. Check the address.";
        if (!seen(failure, "redirects").empty())
            return "The server sends on without end, to " + seen(failure, "target") + " at last. Check the address.";
        return "The server sends on to another address, " + seen(failure, "target") +
               ". Enter that one if you trust it; the token was not sent there.";
    case Cause::NotJson:
        return "The answer is not JSON; it looks like a web page. Check the address, or a sign-in page in between.";
    case Cause::NotJsonRpc:
        return "The answer is not an MCP message. Check the address.";
    case Cause::MessageTooLarge:
        return "The message is larger than the limit of " + seen(failure, "limit") + " bytes. Ask for less at once.";
    case Cause::UnsupportedEncoding:
        return "The answer is compressed in a way that was not asked for (" + seen(failure, "encoding") + ").";
    case Cause::BrokenEncoding:
        return "The compressed answer could not be unpacked. Try again; if it stays so, tell the administrator.";
    case Cause::WebSocketRefused:
        return "The server did not switch to WebSocket" +
               (failure.status ? " (status " + std::to_string(failure.status) + ")" : std::string()) +
               ". Check the address.";
    case Cause::WebSocketClosed:
        return "The server closed the connection (" + seen(failure, "code") + ": " + seen(failure, "meaning") +
               "). A call that was under way may have run.";
    case Cause::SessionLost:
        return "The server forgot the session. Try again; if it stays so, restart Claude.";
    case Cause::TimedOut:
        return "No answer within " + seen(failure, "limit-ms") +
               " ms. The call may have run. Raise the limit if needed.";
    case Cause::Cancelled:
        return "The call was ended before its answer came.";
    case Cause::UnsupportedProtocol:
        return "The server speaks only a version of MCP that this bridge does not know. Look for a newer Kopru.";
    case Cause::ServerRefused:
        return "The server refused to begin a new session.";
    case Cause::MalformedMessage:
        return "The message is not valid JSON.";
    }
    return {};
}

int codeOf(const Failure &failure, bool apinizer)
{
    if (failure.cause == Cause::MalformedMessage)
        return -32700;
    if (!apinizer)
        return -32603;
    switch (failure.cause) {
    case Cause::Unauthorized:
    case Cause::SignInRequired:
        return -32001;
    case Cause::Forbidden:
        return -32002;
    case Cause::NotFound:
        return -32003;
    case Cause::TimedOut:
    case Cause::ConnectTimeout:
        return -32004;
    case Cause::CertificateUntrusted:
    case Cause::CertificateSelfSigned:
    case Cause::CertificateHostMismatch:
    case Cause::CertificateExpired:
    case Cause::CertificateNotYetValid:
    case Cause::CertificateIncomplete:
    case Cause::TlsVersion:
    case Cause::CertificateFile:
    case Cause::ClientCertificate:
        return -32005;
    case Cause::NotJson:
        return -32700;
    default:
        return -32603;
    }
}

std::string errorAnswer(std::string_view id, const Failure &failure, bool apinizer)
{
    namespace names = contract::error_data;
    json::object data;
    data[names::phase] = contract::phaseId(failure.phase);
    data[names::cause] = contract::causeId(failure.cause);
    if (failure.status != 0)
        data[names::httpStatus] = failure.status;
    if (!failure.retryAfter.empty())
        data[names::retryAfter] = failure.retryAfter;
    if (!failure.evidence.empty()) {
        json::object evidence;
        for (const auto &[name, value] : failure.evidence)
            evidence[name] = value;
        data[names::evidence] = std::move(evidence);
    }
    return withId(id, {{"code", codeOf(failure, apinizer)}, {"message", sentence(failure)}, {"data", std::move(data)}});
}

std::string errorAnswer(std::string_view id, int code, std::string_view message)
{
    return withId(id, {{"code", code}, {"message", message}});
}

} // namespace kopru::bridge
