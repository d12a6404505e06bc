#include "bridge/relay/settings.h"

#include "bridge/contract/profile.h"
#include "bridge/contract/version.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace kopru::bridge {

namespace {

namespace profile = contract::apinizer_http;

constexpr std::string_view usage = R"(usage:
  kopru-bridge http --url URL [--header 'Name: value with ${VARIABLE}']...
                    [--transport auto|streamable|post] [--timeout MS] [--max-message BYTES]
                    [--retry MS] [--verbose]
  kopru-bridge --profile apinizer-http [--max-message BYTES] [--retry MS] [--verbose]
  kopru-bridge --version | --help

Relays MCP between standard input and output and a server. Secrets come from the environment.
)";

Farewell wrongUsage(std::string reason)
{
    return {"kopru-bridge: " + std::move(reason) + "\n" + std::string(usage), 2, true};
}

std::string trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
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
        std::string transport = "auto";
        std::vector<std::string> headers;
        bool http = false;
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
            if (name == "http" && i == 0) {
                http = true;
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
        if (http == !profileName.empty())
            return wrongUsage("give either http or --profile");
        if (transport != "auto" && transport != "streamable" && transport != "post")
            return wrongUsage("--transport is auto, streamable or post");
        readCommon();
        readRetry();
        readProxies();
        if (http) {
            if (url.empty())
                return wrongUsage("--url is missing");
            m_settings.sessions = transport != "post";
            readHttp(url, headers);
        } else if (profileName == profile::profile) {
            readApinizer();
        } else {
            return wrongUsage("no such profile: " + profileName);
        }
        // A time-out must not hide that nobody listened: the refusal comes first.
        if (m_settings.timeout)
            m_settings.retry = std::min(m_settings.retry, *m_settings.timeout * 3 / 4);
        return std::move(m_settings);
    }

private:
    std::string variable(std::string_view name) const { return trimmed(m_environment(name).value_or(std::string())); }

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

    void readHttp(const std::string &url, const std::vector<std::string> &headers)
    {
        if (auto address = parseAddress(url))
            m_settings.address = std::move(*address);
        else
            fault(address.error());
        for (const std::string &header : headers) {
            const auto colon = header.find(':');
            const std::string name = trimmed(std::string_view(header).substr(0, colon));
            if (colon == std::string::npos || !isHeaderName(name)) {
                fault(Failure{Phase::Start, Cause::BadUsage, 0, {}, {{"option", "--header"}}});
                continue;
            }
            const std::string value = expanded(trimmed(std::string_view(header).substr(colon + 1)));
            if (isHeaderValue(value))
                m_settings.headers.emplace_back(name, value);
            else
                fault(Failure{Phase::Start, Cause::BadUsage, 0, {}, {{"option", "--header"}}});
        }
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
        m_settings.sessions = false;
        const std::string token = variable(profile::token);
        if (token.empty())
            fault(missing(profile::token));
        keepSecret(token);
        const std::string host = variable(profile::host);
        if (host.empty())
            fault(missing(profile::host));

        bool secure = true;
        if (const auto text = variable(profile::useHttps); !text.empty()) {
            if (const auto on = contract::parseSwitch(text))
                secure = *on;
            else
                fault(bad(profile::useHttps));
        }
        long long port = profile::defaultPort;
        if (const auto text = variable(profile::port); !text.empty()) {
            const auto given = number(text);
            if (given && *given >= 1 && *given <= 65535)
                port = *given;
            else
                fault(bad(profile::port));
        }
        std::string path = variable(profile::path);
        if (path.empty())
            path = profile::defaultPath;
        if (!path.starts_with('/'))
            path.insert(path.begin(), '/');
        if (!host.empty()) {
            const bool v6 = host.find(':') != std::string::npos && !host.starts_with('[');
            const std::string shown = v6 ? "[" + host + "]" : host;
            auto address = parseAddress((secure ? "https://" : "http://") + shown + ":" + std::to_string(port) + path);
            if (host.find_first_of("/?#@\\") != std::string::npos || !parseAddress("https://" + shown))
                fault(bad(profile::host));
            else if (address)
                m_settings.address = std::move(*address);
            else
                fault(bad(profile::path));
        }
        std::string header = variable(profile::tokenHeader);
        if (header.empty())
            header = profile::defaultTokenHeader;
        if (!isHeaderName(header))
            fault(bad(profile::tokenHeader));
        else if (!isHeaderValue(token))
            fault(bad(profile::token));
        else
            m_settings.headers.emplace_back(header, token);

        m_settings.timeout = std::chrono::milliseconds(profile::defaultTimeoutMs);
        if (const auto text = variable(profile::timeout); !text.empty()) {
            const auto ms = number(text);
            if (ms && *ms > 0)
                m_settings.timeout = limited(*ms);
            else
                fault(bad(profile::timeout));
        }
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
