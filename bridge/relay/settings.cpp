#include "bridge/relay/settings.h"

#include "bridge/contract/profile.h"
#include "bridge/contract/version.h"
#include "bridge/net/ascii.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace kopru::bridge {

namespace {

namespace profile = contract::apinizer_http;
namespace socket_profile = contract::apinizer_ws;
namespace alecs = contract::alecs_ws;
namespace agentport = contract::agentport;

constexpr std::string_view usage = R"(usage:
  kopru-bridge http --url URL [--header 'Name: value with ${VARIABLE}']...
                    [--transport auto|streamable|sse|post] [options]
  kopru-bridge ws   --url URL [--header ...] [--subprotocol NAME] [--ping MS] [options]
  kopru-bridge --profile apinizer-http | apinizer-ws | alecs-ws | agentport [--url URL] [options]
  kopru-bridge --verify-keychain kopru/NAME    whether the item holds the first line of standard input
  kopru-bridge --version | --help

options:
  --timeout MS         give up on a call after this time (none; apinizer: 30000)
  --drain MS           for calls in flight when the host leaves (2000)
  --retry MS           try a refused connection again for this time (30000)
  --client-certificate FILE  shown to a server that asks for one: PEM, or PKCS#12 with its key
  --client-key FILE    its key (PEM); KOPRU_CLIENT_KEY_PASSWORD unlocks either
  --max-message BYTES  longest message (268435456)
  --verbose            log messages too, without secrets

Relays MCP between standard input and output and a server. Secrets come from the environment, or from the keychain
where a variable's value is keychain:kopru/NAME.
)";

Farewell wrongUsage(std::string reason)
{
    return {"kopru-bridge: " + std::move(reason) + "\n" + std::string(usage), 2, true};
}

std::optional<long long> number(std::string_view text)
{
    long long value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || rest != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// A clock counts nanoseconds and runs over after 292 years: what is longer than ten is as good as none.
std::chrono::milliseconds limited(long long ms)
{
    return std::min<std::chrono::milliseconds>(std::chrono::milliseconds(ms), std::chrono::hours(24 * 3653));
}

Failure missing(std::string_view variable)
{
    return {Phase::Start, Cause::MissingVariable, 0, {}, {{"variable", std::string(variable)}}};
}

Failure bad(std::string_view variable)
{
    return {Phase::Start, Cause::BadVariable, 0, {}, {{"variable", std::string(variable)}}};
}

bool isHeaderName(std::string_view name)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~"; // RFC 9110 section 5.6.2
    return !name.empty() && std::all_of(name.begin(), name.end(), [others](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

/// A line break in a value would begin another header.
bool isHeaderValue(std::string_view value)
{
    return std::none_of(value.begin(), value.end(),
                        [](char c) { return c == '\r' || c == '\n' || c == '\0' || c == '\x7f'; });
}

class Reader
{
public:
    Reader(const std::vector<std::string> &arguments, const Environment &environment)
        : m_arguments(arguments), m_environment(environment)
    {}

    std::variant<Settings, Farewell> read()
    {
        if (m_arguments.empty())
            return wrongUsage("nothing to do");
        std::string profileName;
        std::string url;
        std::string transport;
        std::vector<std::string> headers;
        std::string mode;
        std::optional<std::string> subprotocol;
        std::optional<std::string> ping;
        for (std::size_t i = 0; i < m_arguments.size(); ++i) {
            std::string name = m_arguments[i];
            if (name == "--version")
                return Farewell{std::string(contract::bridgeProgram) + " " + std::string(contract::version) + "\n", 0,
                                false};
            if (name == "--help" || name == "-h")
                return Farewell{std::string(usage), 0, false};
            if (name == "--verbose") {
                m_settings.verbose = true;
                continue;
            }
            if ((name == "http" || name == "ws") && i == 0) {
                mode = name;
                continue;
            }
            std::optional<std::string> value;
            if (const auto equals = name.find('='); name.starts_with("--") && equals != std::string::npos) {
                value = name.substr(equals + 1);
                name.resize(equals);
            } else if (name.starts_with("--") && i + 1 < m_arguments.size()) {
                value = m_arguments[++i];
            }
            if (!value)
                return wrongUsage("not understood: " + name);
            if (name == "--profile") {
                profileName = *value;
            } else if (name == "--url") {
                url = *value;
            } else if (name == "--header") {
                headers.push_back(*value);
            } else if (name == "--transport") {
                transport = *value;
            } else if (name == "--subprotocol") {
                subprotocol = *value;
            } else if (name == "--ping") {
                ping = *value;
            } else if (name == "--client-certificate") {
                m_settings.trust.clientCertificateFile = *value;
            } else if (name == "--client-key") {
                m_settings.trust.clientKeyFile = *value;
            } else if (name == "--drain") {
                const auto ms = number(*value);
                if (!ms || *ms < 0)
                    return wrongUsage("--drain wants milliseconds");
                m_settings.drain = limited(*ms);
            } else if (name == "--timeout") {
                const auto ms = number(*value);
                if (!ms || *ms < 0)
                    return wrongUsage("--timeout wants milliseconds");
                if (*ms > 0)
                    m_settings.timeout = limited(*ms);
            } else if (name == "--retry") {
                const auto ms = number(*value);
                if (!ms || *ms < 0)
                    return wrongUsage("--retry wants milliseconds");
                m_retry = limited(*ms);
            } else if (name == "--max-message") {
                const auto bytes = number(*value);
                if (!bytes || *bytes < 1024)
                    return wrongUsage("--max-message wants bytes, 1024 at least");
                m_settings.longest = static_cast<std::size_t>(*bytes);
            } else {
                return wrongUsage("not understood: " + name);
            }
        }
        if (mode.empty() == profileName.empty())
            return wrongUsage("give either http, ws or --profile");
        const bool webSocket = mode == "ws" || profileName == socket_profile::profile || profileName == alecs::profile;
        if (mode != "http" && !transport.empty())
            return wrongUsage("--transport belongs to http");
        if (!webSocket && (subprotocol || ping))
            return wrongUsage("--subprotocol and --ping belong to a WebSocket");
        if (m_settings.trust.clientCertificateFile.empty() && !m_settings.trust.clientKeyFile.empty())
            return wrongUsage("--client-key belongs to --client-certificate");
        readCommon();
        readRetry();
        readProxies();
        if (webSocket) {
            m_settings.way = Way::WebSocket;
            const auto ms = number(ping.value_or(std::to_string(contract::defaultPingMs)));
            if (!ms || *ms < 0)
                return wrongUsage("--ping wants milliseconds");
            m_settings.ping = limited(*ms);
            m_settings.subprotocol = subprotocol.value_or(mode == "ws" ? "mcp" : "");
            if (!m_settings.subprotocol.empty() && !isHeaderName(m_settings.subprotocol))
                return wrongUsage("--subprotocol wants a name");
        }
        if (!mode.empty()) {
            if (url.empty())
                return wrongUsage("--url is missing");
            const auto way = wayOf(transport);
            if (!webSocket && !way)
                return wrongUsage("--transport is auto, streamable, sse or post");
            if (!webSocket)
                m_settings.way = *way;
            readUrl(url, webSocket);
            readHeaders(headers);
        } else if (profileName == agentport::profile) {
            readAgentPort(url.empty() ? std::string(agentport::defaultUrl) : url, headers);
        } else if (!url.empty() || !headers.empty()) {
            return wrongUsage("--url and --header do not belong to this profile");
        } else if (profileName == profile::profile) {
            readApinizer();
        } else if (profileName == socket_profile::profile) {
            readApinizerSocket();
        } else if (profileName == alecs::profile) {
            readAlecs();
        } else {
            return wrongUsage("no such profile: " + profileName);
        }
        // A time-out must not hide that nobody listened: the refusal comes first.
        if (m_settings.timeout)
            m_settings.retry = std::min(m_settings.retry, *m_settings.timeout * 3 / 4);
        return std::move(m_settings);
    }

private:
    std::string variable(std::string_view name) const { return std::string(trimmed(m_environment(name).value_or(""))); }

    void fault(Failure failure)
    {
        if (!m_settings.fault)
            m_settings.fault = std::move(failure);
    }

    void keepSecret(const std::string &value)
    {
        if (value.empty())
            return;
        m_settings.secrets.push_back(value);
        // `Bearer …` as a whole: a server may repeat the token alone.
        if (const auto space = value.rfind(' '); space != std::string::npos)
            m_settings.secrets.push_back(value.substr(space + 1));
    }

    void readCommon()
    {
        m_settings.trace = variable(contract::traceVariable) == "1";
        m_settings.trust.certificateFile = variable("SSL_CERT_FILE");
        m_settings.trust.certificateFolder = variable("SSL_CERT_DIR");
        m_settings.trust.extraFile = variable("NODE_EXTRA_CA_CERTS");
        if (!m_settings.trust.clientCertificateFile.empty()) {
            m_settings.trust.clientKeyPassword = variable(contract::clientKeyPasswordVariable);
            if (!m_settings.trust.clientKeyPassword.empty())
                m_settings.secrets.push_back(m_settings.trust.clientKeyPassword);
        }
        if (const auto verify = variable(contract::verifyCertificateVariable); !verify.empty()) {
            if (const auto on = contract::parseSwitch(verify))
                m_settings.trust.verify = *on;
            else
                fault(bad(contract::verifyCertificateVariable));
        }
    }

    void readProxies()
    {
        m_settings.proxies = Proxies(m_environment);
        for (const std::string &secret : m_settings.proxies.secrets())
            keepSecret(secret);
    }

    void readRetry()
    {
        if (m_retry) {
            m_settings.retry = *m_retry;
        } else if (const auto text = variable(contract::retryVariable); !text.empty()) {
            const auto ms = number(text);
            if (ms && *ms >= 0)
                m_settings.retry = limited(*ms);
            else
                fault(bad(contract::retryVariable));
        }
    }

    static std::optional<Way> wayOf(std::string_view transport)
    {
        if (transport.empty() || transport == "auto")
            return Way::Auto;
        if (transport == "streamable")
            return Way::Streamable;
        if (transport == "sse")
            return Way::Sse;
        if (transport == "post")
            return Way::Post;
        return std::nullopt;
    }

    /// ws and wss are http and https until the connection switches (RFC 6455 section 3).
    void readUrl(const std::string &url, bool webSocket)
    {
        auto address = webSocket ? parseWebSocketAddress(url) : parseAddress(url);
        if (address)
            m_settings.address = std::move(*address);
        else
            fault(address.error());
    }

    void readHeaders(const std::vector<std::string> &headers)
    {
        for (const std::string &header : headers) {
            const auto colon = header.find(':');
            const std::string name(trimmed(std::string_view(header).substr(0, colon)));
            if (colon == std::string::npos || !isHeaderName(name)) {
                fault(Failure{Phase::Start, Cause::BadUsage, 0, {}, {{"option", "--header"}}});
                continue;
            }
            const std::string value = expanded(std::string(trimmed(std::string_view(header).substr(colon + 1))));
            if (isHeaderValue(value))
                m_settings.headers.emplace_back(name, value);
            else
                fault(Failure{Phase::Start, Cause::BadUsage, 0, {}, {{"option", "--header"}}});
        }
    }

    /// The secret of a profile, which goes into a header behind `scheme`.
    void readSecret(std::string_view name, std::string_view header, const std::string &scheme = {})
    {
        const std::string secret = variable(name);
        if (secret.empty())
            fault(missing(name));
        else if (!isHeaderValue(secret))
            fault(bad(name));
        else
            m_settings.headers.emplace_back(header, scheme + secret);
        keepSecret(secret);
    }

    /// @param name  of the variable that holds a port
    std::string readPort(std::string_view name, int standard)
    {
        const std::string text = variable(name);
        if (text.empty())
            return std::to_string(standard);
        const auto given = number(text);
        if (given && *given >= 1 && *given <= 65535)
            return std::to_string(*given);
        fault(bad(name));
        return std::to_string(standard);
    }

    void readTimeout(std::string_view name, int standard)
    {
        if (!m_settings.timeout)
            m_settings.timeout = std::chrono::milliseconds(standard);
        if (const auto text = variable(name); !text.empty()) {
            const auto ms = number(text);
            if (ms && *ms > 0)
                m_settings.timeout = limited(*ms);
            else
                fault(bad(name));
        }
    }

    /// @param pathVariable  who is to blame for an unusable path; empty where it is fixed
    void readHost(std::string_view name, bool secure, const std::string &port, const std::string &path,
                  std::string_view pathVariable)
    {
        const std::string host = variable(name);
        if (host.empty()) {
            fault(missing(name));
            return;
        }
        const bool v6 = host.find(':') != std::string::npos && !host.starts_with('[');
        const std::string shown = v6 ? "[" + host + "]" : host;
        std::string text = secure ? "https://" : "http://";
        text.append(shown).append(":").append(port).append(path);
        auto address = parseAddress(text);
        if (host.find_first_of("/?#@\\") != std::string::npos || !parseAddress("https://" + shown))
            fault(bad(name));
        else if (address)
            m_settings.address = std::move(*address);
        else
            fault(bad(pathVariable));
    }

    void readApinizerSocket()
    {
        m_settings.apinizer = true;
        readSecret(socket_profile::token, socket_profile::tokenHeader);
        readHost(socket_profile::host, true, readPort(socket_profile::port, socket_profile::defaultPort),
                 std::string(socket_profile::path), {});
        readTimeout(socket_profile::timeout, profile::defaultTimeoutMs);
    }

    void readAlecs()
    {
        const std::string url = variable(alecs::url);
        if (url.empty())
            fault(missing(alecs::url));
        else
            readUrl(url, true);
        readSecret(alecs::token, "Authorization", "Bearer ");
    }

    void readAgentPort(const std::string &url, const std::vector<std::string> &headers)
    {
        readUrl(url, false);
        readSecret(agentport::key, agentport::keyHeader);
        readHeaders(headers);
    }

    /// `${NAME}` becomes the variable; what came from the environment is a secret from then on.
    std::string expanded(const std::string &text)
    {
        std::string result;
        std::size_t last = 0;
        for (;;) {
            const auto begin = text.find("${", last);
            const auto end = begin == std::string::npos ? begin : text.find('}', begin);
            if (end == std::string::npos)
                break;
            result.append(text, last, begin - last);
            const std::string name = text.substr(begin + 2, end - begin - 2);
            const std::string value = variable(name);
            if (value.empty())
                fault(missing(name));
            else if (!isHeaderValue(value))
                fault(bad(name));
            keepSecret(value);
            result += value;
            last = end + 1;
        }
        return result + text.substr(last);
    }

    void readApinizer()
    {
        m_settings.apinizer = true;
        m_settings.way = Way::Post;
        bool secure = true;
        if (const auto text = variable(profile::useHttps); !text.empty()) {
            if (const auto on = contract::parseSwitch(text))
                secure = *on;
            else
                fault(bad(profile::useHttps));
        }
        std::string path = variable(profile::path);
        if (path.empty())
            path = profile::defaultPath;
        if (!path.starts_with('/'))
            path.insert(path.begin(), '/');
        std::string header = variable(profile::tokenHeader);
        if (header.empty())
            header = profile::defaultTokenHeader;
        if (variable(profile::token).empty())
            fault(missing(profile::token));
        readHost(profile::host, secure, readPort(profile::port, profile::defaultPort), path, profile::path);
        if (!isHeaderName(header)) {
            fault(bad(profile::tokenHeader));
            keepSecret(variable(profile::token));
        } else {
            readSecret(profile::token, header);
        }
        readTimeout(profile::timeout, profile::defaultTimeoutMs);
    }

    const std::vector<std::string> &m_arguments;
    const Environment &m_environment;
    Settings m_settings;
    std::optional<std::chrono::milliseconds> m_retry; ///< as the option says it
};

} // namespace

std::variant<Settings, Farewell> readSettings(const std::vector<std::string> &arguments, const Environment &environment)
{
    return Reader(arguments, environment).read();
}

Environment processEnvironment()
{
    return [](std::string_view name) -> std::optional<std::string> {
        // Nothing in this program changes the environment.
        const char *value = std::getenv(std::string(name).c_str()); // NOLINT(concurrency-mt-unsafe)
        return value ? std::optional<std::string>(value) : std::nullopt;
    };
}

} // namespace kopru::bridge
