#include "bridge/net/address.h"

#include "bridge/net/ascii.h"

#include <boost/url.hpp>

#include <algorithm>
#include <charconv>

namespace kopru::bridge {

namespace {

Failure badAddress(std::string_view text)
{
    Failure failure{Phase::Start, Cause::BadAddress, 0, {}, {}};
    // A query may hold a secret, credentials are one: nothing of either is shown.
    std::string shown(text.substr(0, text.find_first_of("?#")));
    if (const auto at = shown.rfind('@'); at != std::string::npos) {
        const auto slashes = shown.find("//");
        const auto from = slashes < at ? slashes + 2 : 0;
        shown.replace(from, at - from, "...");
    }
    failure.evidence.emplace_back("address", std::move(shown));
    return failure;
}

Outcome<Address> fromUrl(const boost::urls::url_view &url, std::string_view text)
{
    Address address;
    if (url.scheme_id() == boost::urls::scheme::https)
        address.secure = true;
    else if (url.scheme_id() != boost::urls::scheme::http)
        return badAddress(text);
    if (url.has_userinfo() || !url.has_authority())
        return badAddress(text);
    // Boost.URL 1.81 takes a wrong port for the beginning of the path.
    if (const std::string path(url.encoded_path()); !path.empty() && path.front() != '/')
        return badAddress(text);
    const std::string host(url.host_address());
    const bool unusable = std::any_of(host.begin(), host.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; // would begin another line of the request
    });
    if (host.empty() || unusable)
        return badAddress(text);
    address.host = lowered(host);
    if (url.has_port() && !url.port().empty()) {
        // Boost.URL 1.81 lets a number that is too large run over.
        const std::string port(url.port());
        const char *end = port.data() + port.size();
        const auto [rest, error] = std::from_chars(port.data(), end, address.port);
        if (error != std::errc() || rest != end || address.port == 0)
            return badAddress(text);
    } else {
        address.port = address.secure ? 443 : 80;
    }
    address.target = std::string(url.encoded_path());
    if (address.target.empty())
        address.target = "/";
    if (url.has_query())
        address.target += "?" + std::string(url.encoded_query());
    return address;
}

} // namespace

std::string Address::hostHeader() const
{
    std::string text = host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != (secure ? 443 : 80))
        text += ":" + std::to_string(port);
    return text;
}

std::string Address::origin() const
{
    return (secure ? "https://" : "http://") + hostHeader();
}

bool Address::sameOrigin(const Address &other) const
{
    return secure == other.secure && host == other.host && port == other.port;
}

Outcome<Address> parseAddress(std::string_view text)
{
    text = trimmed(text);
    const auto url = boost::urls::parse_uri(text);
    if (!url)
        return badAddress(text);
    return fromUrl(*url, text);
}

Outcome<Address> parseWebSocketAddress(std::string_view text)
{
    text = trimmed(text);
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return badAddress(text);
    const std::string scheme = lowered(text.substr(0, colon));
    if (scheme != "ws" && scheme != "wss")
        return parseAddress(text);
    return parseAddress((scheme == "ws" ? "http" : "https") + std::string(text.substr(colon)));
}

Outcome<Address> resolveAddress(const Address &asked, std::string_view location)
{
    const auto reference = boost::urls::parse_uri_reference(location);
    if (!reference)
        return badAddress(location);
    boost::urls::url base(asked.origin() + asked.target);
    if (!base.resolve(*reference))
        return badAddress(location);
    return fromUrl(base, location);
}

} // namespace kopru::bridge
