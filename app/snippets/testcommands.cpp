#include "app/snippets/address.h"
#include "app/snippets/command.h"
#include "app/snippets/remarks.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

/// Commands that test a server: curl, wscat, the MCP inspector.
namespace kopru::integrations::snippet {

namespace {

/// Where the address of a test program is among its words.
class AddressWords
{
public:
    void add(const QString &word)
    {
        if (!m_words.contains(word) && m_words.size() < 8)
            m_words.append(word);
    }
    /// An option whose value may stand next as a word: only what is an address on its face counts as one.
    void foundUnknownOption() { m_unknownOption = true; }

    /// nullopt: more than one.
    [[nodiscard]] std::optional<QString> only() const
    {
        QStringList counted;
        for (const QString &word : m_words)
            if (!m_unknownOption || word.contains(u"://"_s))
                counted.append(word);
        if (counted.size() > 1)
            return std::nullopt;
        return counted.value(0);
    }

private:
    QStringList m_words;
    bool m_unknownOption = false;
};

QString basic(const QString &user)
{
    return u"Basic "_s + QString::fromLatin1(user.toUtf8().toBase64());
}

/// Options of curl 8 (curl.1, "OPTIONS") that take a value.
bool curlTakesValue(const QString &option)
{
    static const QSet<QString> options = [] {
        const QString names =
            u"-A -b -c -C -D -e -E -K -m -o -P -Q -r -t -w -x -y -Y -z -U "
            "abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout "
            "connect-to continue-at cookie cookie-jar create-file-mode crlfile curves delegation dns-interface "
            "dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save "
            "expect100-timeout ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode "
            "happy-eyeballs-timeout-ms haproxy-clientip hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway "
            "keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth "
            "mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy output output-dir parallel-max "
            "parallel-max-host pass pinnedpubkey postquote prequote preproxy proto proto-default proto-redir proxy "
            "proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key "
            "proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype "
            "proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer "
            "request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a "
            "socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize "
            "time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config "
            "unix-socket upload-flags url-query user-agent variable vlan-priority write-out"_s;
        QSet<QString> all;
        for (const QString &name : names.split(u' '))
            all.insert(name.startsWith(u'-') ? name : u"--"_s + name);
        return all;
    }();
    return options.contains(option);
}

/// Those that take none and are used with a server.
bool curlSwitch(const QString &option)
{
    static const QSet<QString> options = [] {
        const QString names =
            u"anyauth append basic ca-native compressed compressed-ssh create-dirs crlf digest disable disable-eprt "
            "disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail fail-early fail-with-body "
            "form-escape get globoff head help http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only "
            "ignore-content-length include ipv4 ipv6 junk-session-cookies list-only location location-trusted manual "
            "mptcp negotiate netrc netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn "
            "no-progress-meter no-sessionid no-silent ntlm parallel parallel-immediate path-as-is post301 post302 "
            "post303 progress-bar proxy-anyauth proxy-basic proxy-ca-native proxy-digest proxy-http2 proxy-insecure "
            "proxy-negotiate proxy-ntlm proxytunnel raw remote-header-name remote-name remote-name-all remote-time "
            "remove-on-error retry-all-errors retry-connrefused show-error show-headers silent skip-existing ssl "
            "ssl-allow-beast ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output "
            "suppress-connect-headers tcp-fastopen tcp-nodelay tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding "
            "trace-ids trace-time use-ascii verbose version xattr"_s;
        QSet<QString> all;
        for (const QString &name : names.split(u' '))
            all.insert(u"--"_s + name);
        return all;
    }();
    static const QString letters = u"0123456#aBfGgIijJklLMnNOpqRsSvVZ:"_s;
    return option.startsWith(u"--"_s) ? options.contains(option) : letters.contains(option.at(1));
}

} // namespace

CommandResult readCurl(const QStringList &words, const config::Variables &variables)
{
    static const QStringList silent{u"-X"_s, u"--request"_s};
    static const QStringList bodies{u"-d"_s,           u"--data"_s,           u"--data-raw"_s, u"--data-binary"_s,
                                    u"--data-ascii"_s, u"--data-urlencode"_s, u"--json"_s,     u"-F"_s,
                                    u"--form"_s,       u"--form-string"_s,    u"-T"_s,         u"--upload-file"_s};
    RawEntry raw;
    raw.local.environment = variables;
    raw.hasAddress = true;
    AddressWords addresses;
    QList<SnippetIgnored> ignored;
    bool message = false;
    QString accept;
    QStringList rest = words;
    const auto take = [&rest] { return rest.isEmpty() ? QString() : rest.takeFirst(); };
    while (!rest.isEmpty()) {
        QString word = rest.takeFirst();
        if (!word.startsWith(u'-') || word.size() < 2) {
            addresses.add(word);
            continue;
        }
        if (const qsizetype equals = word.indexOf(u'='); word.startsWith(u"--"_s) && equals > 0) {
            rest.prepend(word.mid(equals + 1)); // curl wants a space there, people write this
            word.truncate(equals);
        }
        // `-sk`: switches in one word.
        if (!word.startsWith(u"--"_s) && word.size() > 2) {
            if (curlSwitch(word.left(2)))
                rest.prepend(u'-' + word.mid(2));
            else
                rest.prepend(word.mid(2));
            word.truncate(2);
        }
        if (silent.contains(word)) {
            take();
        } else if (word == u"-H"_s || word == u"--header"_s) {
            const QString line = take();
            const QString name = line.section(u':', 0, 0).trimmed();
            const bool accepts = name.compare("Accept"_L1, Qt::CaseInsensitive) == 0;
            if (accepts)
                accept = line.section(u':', 1).trimmed();
            if (accepts || name.compare("Content-Type"_L1, Qt::CaseInsensitive) == 0)
                add(ignored, SnippetIgnoredId::Header, name);
            else
                addHeader(raw, line);
        } else if (bodies.contains(word)) {
            message = take().contains(u"\"jsonrpc\""_s) || message;
            add(ignored, SnippetIgnoredId::Body);
        } else if (word == u"-u"_s || word == u"--user"_s) {
            raw.headers.append({u"Authorization"_s, basic(take())});
        } else if (word == u"--oauth2-bearer"_s) {
            raw.headers.append({u"Authorization"_s, u"Bearer "_s + take()});
        } else if (word == u"-k"_s || word == u"--insecure"_s) {
            add(raw.notes, SnippetNoteId::VerificationOff);
        } else if (word == u"--url"_s) {
            addresses.add(take());
        } else {
            if (curlTakesValue(word))
                take();
            else if (!curlSwitch(word))
                addresses.foundUnknownOption();
            add(ignored, SnippetIgnoredId::Option, word);
        }
    }
    const auto address = addresses.only();
    if (!address)
        return refusal(SnippetRefusal::AmbiguousCommand, SnippetForm::Curl);
    raw.address = *address;
    if (raw.address.isEmpty())
        return refusal(SnippetRefusal::NoAddress, SnippetForm::Curl);
    if (!message && !looksLikeServer(raw.address))
        return refusal(SnippetRefusal::RestCall, SnippetForm::Curl);
    raw.transport = message ? u"http"_s : accept == u"text/event-stream"_s ? u"sse"_s : QString();
    CommandResult result = resultOf(raw, SnippetForm::Curl);
    result.ignored = ignored + result.ignored;
    return result;
}

/// Options of wscat 6, as its README names them.
CommandResult readWscat(const QStringList &words, const config::Variables &variables)
{
    static const QStringList withValue{
        u"--ca"_s,     u"--cert"_s, u"--host"_s,     u"--key"_s,         u"--max-redirects"_s, u"-o"_s,
        u"--origin"_s, u"-p"_s,     u"--protocol"_s, u"--passphrase"_s,  u"--proxy"_s,         u"-s"_s,
        u"-w"_s,       u"--wait"_s, u"-x"_s,         u"--subprotocol"_s, u"--execute"_s,       u"-l"_s,
        u"--listen"_s};
    static const QStringList switches{u"-L"_s, u"--location"_s,       u"--no-color"_s,
                                      u"-P"_s, u"--show-ping-pong"_s, u"--slash"_s};
    RawEntry raw;
    raw.local.environment = variables;
    raw.hasAddress = true;
    raw.transport = u"websocket"_s;
    AddressWords addresses;
    QList<SnippetIgnored> ignored;
    QStringList rest = words;
    const auto take = [&rest] { return rest.isEmpty() ? QString() : rest.takeFirst(); };
    while (!rest.isEmpty()) {
        QString word = rest.takeFirst();
        if (const qsizetype equals = word.indexOf(u'='); word.startsWith(u"--"_s) && equals > 0) {
            rest.prepend(word.mid(equals + 1));
            word.truncate(equals);
        }
        if (word == u"-c"_s || word == u"--connect"_s) {
            addresses.add(take());
        } else if (word == u"-H"_s || word == u"--header"_s) {
            addHeader(raw, take());
        } else if (word == u"--auth"_s) {
            raw.headers.append({u"Authorization"_s, basic(take())});
        } else if (word == u"-n"_s || word == u"--no-check"_s) {
            add(raw.notes, SnippetNoteId::VerificationOff);
        } else if (word.startsWith(u'-')) {
            if (withValue.contains(word))
                take();
            else if (!switches.contains(word))
                addresses.foundUnknownOption();
            add(ignored, SnippetIgnoredId::Option, word);
        } else {
            addresses.add(word);
        }
    }
    const auto address = addresses.only();
    if (!address)
        return refusal(SnippetRefusal::AmbiguousCommand, SnippetForm::Wscat);
    raw.address = *address;
    if (raw.address.isEmpty())
        return refusal(SnippetRefusal::NoAddress, SnippetForm::Wscat);
    CommandResult result = resultOf(raw, SnippetForm::Wscat);
    result.ignored = ignored + result.ignored;
    return result;
}

CommandResult readInspector(const QStringList &words, const config::Variables &variables)
{
    RawEntry raw;
    raw.local.environment = variables;
    static const QSet<QString> withValue{u"--config"_s,      u"--server"_s,      u"--method"_s,
                                         u"--tool-name"_s,   u"--tool-arg"_s,    u"--uri"_s,
                                         u"--prompt-name"_s, u"--prompt-args"_s, u"--log-level"_s};
    QList<SnippetIgnored> ignored;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString name = words.at(i).section(u'=', 0, 0);
        const auto value = [&words, &i] {
            return words.at(i).contains(u'=') ? words.at(i).section(u'=', 1) : words.value(++i);
        };
        if (name == u"--url"_s || name == u"--server-url"_s) {
            raw.hasAddress = true;
            raw.address = value();
        } else if (name == u"--transport"_s) {
            raw.transport = value();
        } else if (name == u"--header"_s) {
            addHeader(raw, value());
        } else if (name == u"-e"_s) {
            raw.moreVariables = !setVariable(raw.local, words.value(++i)) || raw.moreVariables;
        } else if (words.at(i) == u"--"_s) {
            continue;
        } else if (words.at(i).startsWith(u'-')) {
            add(ignored, SnippetIgnoredId::Option, name);
            if (words.at(i).contains(u'=') || name == u"--cli"_s)
                continue;
            const Behind behind = withValue.contains(name) ? Behind::Value : behindUnknown(words.mid(i + 1));
            if (behind == Behind::Unclear)
                return refusal(SnippetRefusal::AmbiguousCommand, SnippetForm::Inspector);
            i += behind == Behind::Value ? 1 : 0;
        } else if (words.at(i).contains(u"://"_s)) {
            raw.hasAddress = true;
            raw.address = words.at(i);
        } else {
            raw.local.command = words.at(i);
            raw.local.arguments = words.mid(i + 1);
            break;
        }
    }
    if (raw.address.isEmpty() && raw.local.command.isEmpty())
        return refusal(SnippetRefusal::NoAddress, SnippetForm::Inspector);
    CommandResult result = resultOf(raw, SnippetForm::Inspector);
    result.ignored = ignored + result.ignored;
    return result;
}

} // namespace kopru::integrations::snippet
