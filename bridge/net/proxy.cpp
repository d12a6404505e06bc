#include "bridge/net/proxy.h"

#include "bridge/net/ascii.h"
#include "bridge/net/challenge.h"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>

namespace kopru::bridge {

namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> literal(std::string_view text)
{
    boost::system::error_code error;
    auto address = ip::make_address(std::string(text), error);
    if (error)
        return std::nullopt;
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

template <class Number> std::optional<Number> number(std::string_view text)
{
    Number value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || rest != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// A name may end with the dot of the root.
std::string_view withoutRoot(std::string_view name)
{
    if (name.ends_with('.'))
        name.remove_suffix(1);
    return name;
}

template <class Bytes> bool sameBits(const Bytes &a, const Bytes &b, unsigned bits)
{
    for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
        const unsigned here = std::min(bits, 8U);
        const unsigned difference = static_cast<unsigned>(a[i]) ^ static_cast<unsigned>(b[i]);
        if (difference >> (8U - here) != 0)
            return false;
        bits -= here;
    }
    return true;
}

/// RFC 3986 section 2.1; a percent sign that introduces nothing is one.
std::string percentDecoded(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        const char *digits = text.data() + i + 1;
        if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2) {
            result.push_back(static_cast<char>(code));
            i += 2;
        } else {
            result.push_back(text[i]);
        }
    }
    return result;
}

std::string base64(std::string_view text)
{
    std::string encoded(4 * ((text.size() + 2) / 3) + 1, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char *>(encoded.data()),
                        reinterpret_cast<const unsigned char *>(text.data()), static_cast<int>(text.size()));
    encoded.resize(static_cast<std::size_t>(length));
    return encoded;
}

std::string authority(const std::string &host, std::uint16_t port)
{
    return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
}

} // namespace

bool isLoopback(std::string_view host)
{
    host = withoutRoot(host);
    if (host == "localhost" || host.ends_with(".localhost"))
        return true;
    const auto address = literal(host);
    return address && address->is_loopback();
}

Proxies::Proxies(const Environment &environment)
{
    readProxy(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}, m_secure);
    readProxy(environment, {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}, m_plain);
    for (const char *variable : {"no_proxy", "NO_PROXY"}) {
        const std::string text = environment(variable).value_or(std::string());
        constexpr std::string_view separators = ", \t\r\n";
        for (std::size_t from = 0; (from = text.find_first_not_of(separators, from)) != std::string::npos;) {
            const auto to = std::min(text.find_first_of(separators, from), text.size());
            if (auto exception = readException(std::string_view(text).substr(from, to - from)))
                m_exceptions.push_back(std::move(*exception));
            from = to;
        }
        if (!trimmed(text).empty())
            break;
    }
}

void Proxies::readProxy(const Environment &environment, std::initializer_list<const char *> variables,
                        std::optional<Proxy> &proxy)
{
    for (const char *variable : variables) {
        const std::string value = environment(variable).value_or(std::string());
        std::string_view rest = trimmed(value);
        if (rest.empty())
            continue;
        proxy.emplace();
        Failure fault{Phase::Proxy, Cause::BadVariable, 0, {}, {{"variable", variable}}};
        std::string scheme = "http";
        if (const auto colon = rest.find("://"); colon != std::string_view::npos) {
            scheme = lowered(rest.substr(0, colon));
            rest.remove_prefix(colon + 3);
        }
        // Passwords with signs that should have been written %40 are common: everything up to the last @ is one.
        if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
            const std::string_view written = rest.substr(0, at);
            rest.remove_prefix(at + 1);
            const auto colon = written.find(':');
            const std::string user = percentDecoded(written.substr(0, colon));
            const std::string_view secret = colon == std::string_view::npos ? written : written.substr(colon + 1);
            const std::string password =
                colon == std::string_view::npos ? std::string() : percentDecoded(written.substr(colon + 1));
            std::string both = user;
            both.append(":").append(password);
            proxy->authorization = "Basic " + base64(both);
            for (std::string one : {std::string(secret), percentDecoded(secret), both})
                if (std::find(m_secrets.begin(), m_secrets.end(), one) == m_secrets.end())
                    m_secrets.push_back(std::move(one));
        }
        rest = rest.substr(0, rest.find_first_of("/?#"));
        const auto address = parseAddress("http://" + std::string(rest));
        if (scheme != "http") {
            fault.evidence.emplace_back("scheme", scheme);
            proxy->fault = std::move(fault);
        } else if (!address) {
            proxy->fault = std::move(fault);
        } else {
            proxy->host = address->host;
            proxy->port = address->port;
        }
        return;
    }
}

std::optional<Proxies::Exception> Proxies::readException(std::string_view text)
{
    Exception result;
    if (text == "*") {
        result.everything = true;
        return result;
    }
    if (const auto slash = text.find('/'); slash != std::string_view::npos) {
        result.network = literal(text.substr(0, slash));
        const auto bits = number<unsigned>(text.substr(slash + 1));
        if (!result.network || !bits || *bits > (result.network->is_v4() ? 32U : 128U))
            return std::nullopt;
        result.bits = *bits;
        return result;
    }
    const bool bracket = text.starts_with('[');
    const auto close = text.find(']');
    if (bracket && close == std::string_view::npos)
        return std::nullopt;
    std::string_view host = text;
    const bool bare = !bracket && literal(text); // an IPv6 address without brackets has colons, but no port
    if (const auto colon = text.rfind(':'); !bare && colon != std::string_view::npos && (!bracket || colon > close)) {
        const auto port = number<std::uint16_t>(text.substr(colon + 1));
        if (!port || *port == 0)
            return std::nullopt;
        result.port = *port;
        host = text.substr(0, colon);
    }
    if (bracket)
        host = host.substr(1, close - 1);
    result.network = literal(host);
    if (result.network) {
        result.bits = result.network->is_v4() ? 32 : 128;
        return result;
    }
    if (host.starts_with("*."))
        host.remove_prefix(1);
    if (host.starts_with('.'))
        host.remove_prefix(1);
    result.name = lowered(withoutRoot(host));
    if (result.name.empty())
        return std::nullopt;
    return result;
}

bool Proxies::Exception::covers(const std::string &host, std::uint16_t hostPort) const
{
    if (everything)
        return true;
    if (port != 0 && port != hostPort)
        return false;
    const auto address = literal(host);
    if (network) {
        if (!address || address->is_v4() != network->is_v4())
            return false;
        return address->is_v4() ? sameBits(address->to_v4().to_bytes(), network->to_v4().to_bytes(), bits)
                                : sameBits(address->to_v6().to_bytes(), network->to_v6().to_bytes(), bits);
    }
    const std::string_view given = withoutRoot(host);
    return given == name || (!address && given.ends_with("." + name));
}

const Proxy *Proxies::forAddress(const Address &address) const
{
    const auto &proxy = address.secure ? m_secure : m_plain;
    if (!proxy || isLoopback(address.host))
        return nullptr;
    const bool excepted = std::any_of(m_exceptions.begin(), m_exceptions.end(), [&address](const Exception &exception) {
        return exception.covers(address.host, address.port);
    });
    return excepted ? nullptr : &*proxy;
}

std::string tunnelRequest(const Proxy &proxy, const Address &address)
{
    const std::string place = authority(address.host, address.port);
    std::string request = "CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\nUser-Agent: kopru-bridge\r\n";
    if (!proxy.authorization.empty())
        request += "Proxy-Authorization: " + proxy.authorization + "\r\n";
    return request + "\r\n";
}

std::optional<TunnelReply> parseTunnelReply(std::string_view head)
{
    TunnelReply reply;
    bool first = true;
    while (!head.empty()) {
        const auto end = std::min(head.find('\n'), head.size());
        const std::string_view line = trimmed(head.substr(0, end));
        head.remove_prefix(std::min(end + 1, head.size()));
        if (first) {
            // HTTP/1.1 200 Connection established
            if (line.size() < 12 || !line.starts_with("HTTP/1.") || line[8] != ' ' ||
                (line.size() > 12 && line[12] != ' '))
                return std::nullopt;
            reply.status = number<int>(line.substr(9, 3)).value_or(0);
            if (reply.status < 100)
                return std::nullopt;
            first = false;
        } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
            if (sameName(line.substr(0, colon), "Proxy-Authenticate"))
                reply.challenges.emplace_back(trimmed(line.substr(colon + 1)));
        }
    }
    if (first)
        return std::nullopt;
    return reply;
}

Failure proxyFailure(const Proxy &proxy, std::string message)
{
    return {Phase::Proxy,
            Cause::ProxyFailed,
            0,
            {},
            {{"host", proxy.host}, {"port", std::to_string(proxy.port)}, {"message", std::move(message)}}};
}

Failure proxyRefusal(const Proxy &proxy, const TunnelReply &reply)
{
    Failure failure{Phase::Proxy,
                    Cause::ProxyFailed,
                    reply.status,
                    {},
                    {{"host", proxy.host}, {"port", std::to_string(proxy.port)}}};
    if (reply.status != 407)
        return failure;
    failure.cause = Cause::ProxyAuthentication;
    std::string methods;
    bool others = false;
    for (const std::string &header : reply.challenges) {
        for (const Challenge &challenge : parseChallenges(header)) {
            const bool negotiate = challenge.scheme == "negotiate";
            if (negotiate || challenge.scheme == "ntlm")
                methods += std::string(methods.empty() ? "" : ", ") + (negotiate ? "Negotiate" : "NTLM");
            else
                others = true;
        }
    }
    if (!methods.empty() && !others) {
        failure.cause = Cause::ProxyMethod;
        failure.evidence.emplace_back("methods", methods);
    }
    return failure;
}

} // namespace kopru::bridge
