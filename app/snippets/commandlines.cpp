#include "app/snippets/parts.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

/// Command lines, without a shell: variables, quotes, continued lines and prompts are understood, anything beyond is
/// refused.
namespace kopru::integrations::snippet {

namespace {

constexpr qsizetype longestLine = 64 * 1024;
constexpr int mostJoinedLines = 400;
constexpr qsizetype mostQuotedLines = 60;

// ---- Words
// -----------------------------------------------------------------------------------------------------------

struct Lexed
{
    QList<QStringList> commands; ///< parted by `;` and `&&`
    bool needsShell = false;
    bool openQuote = false;
    bool comment = false;
};

/// Quotes are Windows' in a line with a drive letter, `cmd`, `^` or `\"` around JSON.
bool isWindowsLine(const QString &line)
{
    static const QRegularExpression signs(uR"((?:^|[\s"'=])[A-Za-z]:\\|^\s*cmd(?:\.exe)?\s|\^\s*$|"\{\\")"_s,
                                          QRegularExpression::CaseInsensitiveOption |
                                              QRegularExpression::MultilineOption);
    return signs.match(line).hasMatch();
}

class Lexer
{
public:
    Lexer(const QString &line, bool windows) : m_line(line), m_windows(windows)
    {
        m_result.commands.append(QStringList());
    }

    Lexed read()
    {
        while (m_at < m_line.size() && !m_result.needsShell)
            step();
        endWord();
        m_result.commands.removeAll(QStringList());
        return m_result;
    }

private:
    [[nodiscard]] QChar here() const { return m_line.at(m_at); }
    [[nodiscard]] QChar next() const { return m_at + 1 < m_line.size() ? m_line.at(m_at + 1) : QChar(); }
    [[nodiscard]] QChar before() const { return m_at > 0 ? m_line.at(m_at - 1) : QChar(u' '); }

    void step()
    {
        const QChar c = here();
        if (c.isSpace()) {
            endWord();
            ++m_at;
        } else if (c == u'"') {
            readDouble();
        } else if (c == u'\'' && (!m_windows || !m_inWord || before() == u'=')) {
            readSingle();
        } else if (c == u'\\' && !m_windows) {
            if (m_at + 1 >= m_line.size()) {
                ++m_at;
                return;
            }
            put(next() == u'$' ? literalDollar : next());
            m_at += 2;
        } else if (c == u'\\' && next() == u'"') {
            put(u'"');
            m_at += 2;
        } else if (c == u'^' && m_windows && m_at + 1 < m_line.size() && !next().isSpace()) {
            put(next());
            m_at += 2;
        } else if (c == u'#' && !m_inWord) {
            m_result.comment = true;
            m_at = m_line.size();
        } else {
            readPlain(c);
        }
    }

    void readPlain(QChar c)
    {
        if (c == u';') {
            endCommand();
            ++m_at;
            return;
        }
        if (c == u'&' && next() == u'&') {
            endCommand();
            m_at += 2;
            return;
        }
        const bool tight = m_inWord && m_word.contains(u'?') && !next().isSpace() && !next().isNull(); // `?a=1&b=2`
        if ((c == u'&' && !tight) || c == u'|' || c == u'`' || (c == u'$' && next() == u'('))
            m_result.needsShell = true;
        else if (c == u'<' && isPlaceholder())
            return;
        else if (c == u'<' || c == u'>')
            m_result.needsShell = true;
        put(c);
        ++m_at;
    }

    /// `<your_domain>` is no redirection.
    bool isPlaceholder()
    {
        static const QRegularExpression shape(uR"(^<[\p{L}_][^<>\s]*>)"_s,
                                              QRegularExpression::UseUnicodePropertiesOption);
        const auto match = shape.match(m_line.mid(m_at, 200));
        if (!match.hasMatch())
            return false;
        m_word += match.captured();
        m_inWord = true;
        m_at += match.capturedLength();
        return true;
    }

    void readDouble()
    {
        m_inWord = true;
        for (++m_at; m_at < m_line.size(); ++m_at) {
            const QChar c = here();
            if (c == u'"') {
                ++m_at;
                return;
            }
            if (c == u'\\' && next() == u'"') {
                put(u'"');
                ++m_at;
            } else if (c == u'\\' && !m_windows && (next() == u'\\' || next() == u'$' || next() == u'`')) {
                put(next() == u'$' ? literalDollar : next());
                ++m_at;
            } else if (!m_windows && (c == u'`' || (c == u'$' && next() == u'('))) {
                m_result.needsShell = true;
                return;
            } else {
                put(c);
            }
        }
        m_result.openQuote = true;
    }

    void readSingle()
    {
        m_inWord = true;
        for (++m_at; m_at < m_line.size(); ++m_at) {
            if (here() == u'\'') {
                ++m_at;
                return;
            }
            put(here() == u'$' ? literalDollar : here());
        }
        m_result.openQuote = true;
    }

    void put(QChar c)
    {
        m_inWord = true;
        m_word += c;
    }
    void endWord()
    {
        if (m_inWord)
            m_result.commands.last().append(m_word);
        m_word.clear();
        m_inWord = false;
    }
    void endCommand()
    {
        endWord();
        m_result.commands.append(QStringList());
    }

    const QString &m_line;
    bool m_windows;
    qsizetype m_at = 0;
    QString m_word;
    bool m_inWord = false;
    Lexed m_result;
};

Lexed lex(const QString &line)
{
    return Lexer(line, isWindowsLine(line)).read();
}

// ---- Which lines are commands
// ----------------------------------------------------------------------------------------

QString withoutPrompt(const QString &line)
{
    static const QRegularExpression prompt(
        uR"(^\s*(?:(?:[\w.-]+@[\w.-]+[:\s][^\s$#]*)?\$\s+|[❯➜>]\s+|PS [^>\n]{0,200}>\s*|[A-Za-z]:\\[^>"\n]{0,200}>\s*|&\s+(?=["']?[A-Za-z]:\\))(?=\S))"_s);
    const auto match = prompt.match(line);
    if (match.hasMatch())
        return line.mid(match.capturedEnd());
    qsizetype begin = 0;
    while (begin < line.size() && line.at(begin).isSpace())
        ++begin;
    return line.mid(begin);
}

const QRegularExpression &assignmentLine()
{
    static const QRegularExpression shape(
        uR"(^(?:export\s+[A-Za-z_]\w*=|set\s+"?[A-Za-z_]\w*=|\$env:[A-Za-z_]\w*\s*=|[A-Za-z_]\w*=(?!=)))"_s,
        QRegularExpression::CaseInsensitiveOption);
    return shape;
}

bool isCommandLine(const QString &line)
{
    if (line.isEmpty() || line.size() > longestLine)
        return false;
    if (assignmentLine().match(line).hasMatch())
        return true;
    // “git is a nice tool.” Words alone, and many of them or a full stop.
    static const QRegularExpression sentence(
        uR"(^[a-z]+(?:,?\s+[\p{L}’']+){2,}[.!?…:]$|^[a-z]+(?:,?\s+[\p{L}’']+){6,}$)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    if (line.size() < 1024 && sentence.match(line).hasMatch())
        return false;
    static const QRegularExpression certain(
        uR"(^(?:npx|npm|pnpm|pnpx|yarn|uvx|uv|pipx|bunx|mcp-remote|supergateway|mcp-proxy|curl(?:\.exe)?|wget|wscat|websocat|sudo|doas|pip3?|chmod|chown|pm2|openssl|ssh|scp|docker|docker-compose|podman|deno|brew|apt|apt-get|dnf|yum|winget|choco|systemctl|git|rm|cp|mv|ln|mkdir|ls|nano|vim|kill|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh|bash|sh|zsh|nohup|certbot|cat|echo|env)(?=\s+\S)|^(?:npm|wscat)$)"_s);
    static const QRegularExpression interpreters(
        uR"(^(?:node|nodejs|python[\d.]*|py|ruby|php|perl|java|dotnet|go|bun|cargo|tsx|ts-node)\s+(?:[-./~"'<$%@]|[A-Za-z]:\\|(?:run|exec|x|install|build|mod|add)\s+\S|\S+/\S|\S+\.(?:m?[jt]s|cjs|py|rb|php|jar|dll|exe)\b))"_s);
    static const QRegularExpression clients(
        uR"(^(?:(?:claude|gemini|codex|qwen)\s+mcp\s+\S|(?:code|code-insiders|cursor|codium|windsurf)(?:\.cmd)?\s+--add-mcp\s))"_s);
    static const QRegularExpression folders(uR"(^(?:cd|pushd|source|\.)\s+\S+(?:\s*(?:&&|;).*)?$)"_s);
    static const QRegularExpression paths(
        uR"(^(?:"[A-Za-z]:\\[^"]+"|[A-Za-z]:\\\S+|(?:~|\.{0,2})/[^\s/]+/\S+|\./\S+)(?:\s+\S.*)?$)"_s);
    static const QRegularExpression document(
        uR"(^\S+\.(?:m?[jt]s|cjs|py|rb|json|jsonc|ya?ml|toml|md|txt|pdf|docx?|html?|sh|ps1|log|env|xml|zip|mcpb|dxt)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression ownPrograms(uR"(^[a-z0-9._-]*mcp[a-z0-9._-]*\s+-)"_s);
    if (certain.match(line).hasMatch() || interpreters.match(line).hasMatch() || clients.match(line).hasMatch() ||
        folders.match(line).hasMatch() || ownPrograms.match(line).hasMatch())
        return true;
    return paths.match(line).hasMatch() && !document.match(line).hasMatch();
}

bool isComment(const QString &line)
{
    static const QRegularExpression shape(uR"(^(?:#|::|REM\s|//\s))"_s, QRegularExpression::CaseInsensitiveOption);
    return shape.match(line).hasMatch();
}

// ---- What a command means
// --------------------------------------------------------------------------------------------

QString programName(const QString &word)
{
    QString name = word.mid(std::max(word.lastIndexOf(u'/'), word.lastIndexOf(u'\\')) + 1).toLower();
    for (const QString &ending : {u".exe"_s, u".cmd"_s})
        if (name.endsWith(ending))
            name.chop(ending.size());
    return name;
}

struct Result
{
    std::optional<SnippetForm> form;
    QList<SnippetServer> servers;
    std::optional<SnippetRefusal> refused;
    QList<SnippetIgnored> ignored;
    bool preparation = false;
};

Result refusal(SnippetRefusal reason, std::optional<SnippetForm> form = std::nullopt)
{
    return {form, {}, reason, {}, false};
}

Result resultOf(const RawEntry &raw, SnippetForm form)
{
    Conclusion conclusion = conclude(raw);
    const bool turned = form == SnippetForm::Command && conclusion.form;
    Result result{turned ? conclusion.form : form, {}, conclusion.refused, conclusion.ignored, false};
    if (conclusion.server)
        result.servers.append(*conclusion.server);
    return result;
}

bool isVariable(const QString &word)
{
    static const QRegularExpression shape(uR"(^[A-Za-z_]\w*=)"_s);
    return shape.match(word).hasMatch();
}

void setVariable(config::Entry &entry, const QString &word)
{
    if (!isVariable(word))
        return;
    if (entry.environment.size() < mostVariables || entry.hasVariable(word.section(u'=', 0, 0)))
        entry.setVariable(word.section(u'=', 0, 0), word.section(u'=', 1));
}

void addHeader(RawEntry &raw, const QString &line)
{
    if (const qsizetype colon = line.indexOf(u':'); colon > 0)
        raw.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
}

/// An unknown option, whose value may stand behind it.
enum class Behind { Nothing, Value, Unclear };

/// A number or a text in quotation marks is no name and no program.
Behind behindUnknown(const QStringList &rest)
{
    if (rest.isEmpty() || rest.first().startsWith(u'-'))
        return Behind::Nothing;
    const QString &word = rest.first();
    const auto is = [&word](auto &&one) { return std::any_of(word.cbegin(), word.cend(), one); };
    const bool number = !is([](QChar c) { return !c.isDigit() && c != u'.'; });
    const bool quoted = word.isEmpty() || is([](QChar c) { return c.isSpace(); });
    return number || quoted ? Behind::Value : Behind::Unclear;
}

/// `claude mcp add`, `gemini mcp add`, `codex mcp add`: options anywhere up to the command; `--` ends them. The options
/// are those of their --help.
Result readAdd(const QStringList &words, const config::Variables &variables, SnippetForm form)
{
    static const QSet<QString> withValue{
        u"-s"_s, u"--scope"_s,  u"--timeout"_s, u"--description"_s, u"--include-tools"_s, u"--exclude-tools"_s,
        u"-c"_s, u"--config"_s, u"--enable"_s,  u"--disable"_s,     u"--cwd"_s,           u"--startup-timeout"_s};
    static const QSet<QString> switches{u"--trust"_s, u"--debug"_s, u"--verbose"_s};
    RawEntry raw;
    raw.local.environment = variables;
    bool named = false;
    bool signsIn = false;
    bool options = true;
    QList<SnippetIgnored> ignored;
    QStringList rest = words;
    const auto take = [&rest] { return rest.isEmpty() ? QString() : rest.takeFirst(); };
    while (!rest.isEmpty()) {
        QString word = rest.takeFirst();
        if (word == u"--"_s) {
            options = false;
            continue;
        }
        if (options && word.startsWith(u'-')) {
            bool joined = false;
            if (const qsizetype equals = word.indexOf(u'='); word.startsWith(u"--"_s) && equals > 0) {
                rest.prepend(word.mid(equals + 1));
                word.truncate(equals);
                joined = true;
            }
            if (word == u"-t"_s || word == u"--transport"_s) {
                raw.transport = take();
            } else if (word == u"-H"_s || word == u"--header"_s) {
                static const QRegularExpression line(uR"(^[A-Za-z][A-Za-z0-9-]*:\s*(?!//))"_s);
                addHeader(raw, take());
                while (!rest.isEmpty() && line.match(rest.first()).hasMatch())
                    addHeader(raw, rest.takeFirst());
            } else if (word == u"-e"_s || word == u"--env"_s) {
                setVariable(raw.local, take());
                while (!rest.isEmpty() && isVariable(rest.first()))
                    setVariable(raw.local, rest.takeFirst());
            } else if (word == u"--url"_s) {
                raw.hasAddress = true;
                raw.address = take();
            } else if (word == u"--bearer-token-env-var"_s) {
                raw.headers.append({u"Authorization"_s, u"Bearer ${"_s + take() + u'}'});
            } else if (word == u"--client-id"_s || word == u"--callback-port"_s) {
                signsIn = true;
                take();
            } else if (word == u"--client-secret"_s) {
                signsIn = true;
            } else {
                if (joined || withValue.contains(word)) {
                    take();
                } else if (!switches.contains(word)) {
                    const Behind behind = behindUnknown(rest);
                    if (behind == Behind::Unclear)
                        return refusal(SnippetRefusal::AmbiguousCommand, form);
                    if (behind == Behind::Value)
                        take();
                }
                add(ignored, SnippetIgnoredId::Option, word);
            }
            continue;
        }
        if (!named) {
            // A header or variable whose option is missing.
            if (std::any_of(word.cbegin(), word.cend(), [](QChar c) { return c.isSpace() || c == u':' || c == u'='; }))
                return refusal(SnippetRefusal::AmbiguousCommand, form);
            raw.name = word;
            named = true;
        } else if (word.contains(u"://"_s) ||
                   (!raw.transport.isEmpty() && raw.transport != u"stdio"_s && !raw.hasAddress)) {
            raw.hasAddress = true;
            raw.address = word;
        } else {
            raw.local.command = word;
            raw.local.arguments = rest;
            break;
        }
    }
    if (raw.local.command.isEmpty() && raw.address.isEmpty())
        return refusal(SnippetRefusal::NoAddress, form);
    if (raw.transport == u"stdio"_s)
        raw.transport.clear();
    raw.signsIn = signsIn;
    Result result = resultOf(raw, form);
    result.ignored = ignored + result.ignored;
    return result;
}

Result readAddJson(const QString &name, const QString &json, SnippetForm form, QList<SnippetIgnored> ignored)
{
    QString plain = json;
    const JsonSearch search = findJson(plain.replace(literalDollar, u'$'));
    for (const JsonPiece &piece : search.pieces) {
        JsonMeaning meaning = readJson(piece.json);
        for (RawEntry &raw : meaning.entries) {
            if (!name.isEmpty())
                raw.name = name;
            if (piece.mended)
                add(raw.notes, SnippetNoteId::Mended);
            Result result = resultOf(raw, form);
            result.ignored = ignored + result.ignored;
            return result;
        }
    }
    return refusal(search.broken ? SnippetRefusal::BrokenJson : SnippetRefusal::NoServer, form);
}

Result readAddJson(const QStringList &words, SnippetForm form)
{
    QStringList plain;
    QList<SnippetIgnored> ignored;
    bool unknown = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words.at(i) == u"--scope"_s || words.at(i) == u"-s"_s) {
            add(ignored, SnippetIgnoredId::Option, words.at(i));
            ++i;
        } else if (words.at(i).startsWith(u'-')) {
            unknown = unknown || !words.at(i).contains(u'=');
            add(ignored, SnippetIgnoredId::Option, words.at(i));
        } else {
            plain.append(words.at(i));
        }
    }
    if (unknown && plain.size() > 2) // one of them is the option's
        return refusal(SnippetRefusal::AmbiguousCommand, form);
    return readAddJson(plain.value(0), plain.value(1), form, ignored);
}

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

Result readCurl(const QStringList &words, const config::Variables &variables)
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
    Result result = resultOf(raw, SnippetForm::Curl);
    result.ignored = ignored + result.ignored;
    return result;
}

/// Options of wscat 6, as its README names them.
Result readWscat(const QStringList &words, const config::Variables &variables)
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
    Result result = resultOf(raw, SnippetForm::Wscat);
    result.ignored = ignored + result.ignored;
    return result;
}

Result readInspector(const QStringList &words, const config::Variables &variables)
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
            setVariable(raw.local, words.value(++i));
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
    Result result = resultOf(raw, SnippetForm::Inspector);
    result.ignored = ignored + result.ignored;
    return result;
}

/// What npx and the like start.
QString innerProgram(const QString &program, const QStringList &words, qsizetype &behind)
{
    behind = 0;
    if (program == u"npm"_s || program == u"pnpm"_s || program == u"yarn"_s) {
        if (words.value(0) != u"exec"_s && words.value(0) != u"dlx"_s && words.value(0) != u"x"_s)
            return {};
        behind = 1;
    } else if (program != u"npx"_s && program != u"bunx"_s && program != u"pnpx"_s && program != u"uvx"_s) {
        return {};
    }
    static const QStringList withValue{u"-p"_s,      u"--package"_s, u"--registry"_s,
                                       u"--cache"_s, u"--from"_s,    u"--with"_s};
    while (behind < words.size() && words.at(behind).startsWith(u'-'))
        behind += withValue.contains(words.at(behind)) ? 2 : 1;
    return words.value(behind++);
}

bool asksVersion(const QStringList &words)
{
    static const QStringList questions{u"--version"_s, u"-v"_s, u"-V"_s,      u"version"_s,
                                       u"--help"_s,    u"-h"_s, u"-version"_s};
    return words.size() == 1 && questions.contains(words.first());
}

/// Why a well-known command starts no server; nullopt where it may.
std::optional<SnippetRefusal> refusedCommand(const QString &program, const QStringList &words)
{
    using enum SnippetRefusal;
    const QString first = words.value(0);
    const auto in = [](const QString &word, std::initializer_list<QLatin1StringView> list) {
        return std::any_of(list.begin(), list.end(), [&word](QLatin1StringView one) { return word == one; });
    };
    if (program == u"sudo"_s || program == u"doas"_s)
        return AdministratorCommand;
    if (program == u"cd"_s || program == u"pushd"_s || program == u"source"_s || program == u"."_s)
        return NeedsPreparation;
    if (program == u"git"_s)
        return first == u"clone"_s ? InstallCommand : NotAServerCommand;
    if (in(program, {"pip"_L1, "pip3"_L1}))
        return asksVersion(words) ? NotAServerCommand : InstallCommand;
    if (in(program, {"brew"_L1, "apt"_L1, "apt-get"_L1, "dnf"_L1, "yum"_L1, "winget"_L1, "choco"_L1}))
        return InstallCommand;
    if (in(program, {"npm"_L1, "pnpm"_L1, "yarn"_L1, "bun"_L1})) {
        if (in(first, {"install"_L1, "i"_L1, "ci"_L1, "add"_L1, "create"_L1, "init"_L1, "update"_L1, "link"_L1}))
            return InstallCommand;
        if (in(first, {"exec"_L1, "dlx"_L1, "x"_L1}) || (program == u"bun"_s && !asksVersion(words)))
            return std::nullopt;
        if (in(first, {"run"_L1, "start"_L1, "run-script"_L1}))
            return NeedsPreparation;
        return NotAServerCommand;
    }
    if (program == u"ssh"_s)
        return words.contains(u"-L"_s) ? SshTunnel : NotAServerCommand;
    if (in(program, {"cargo"_L1, "go"_L1, "pipx"_L1, "dotnet"_L1, "deno"_L1}) &&
        in(first, {"install"_L1, "add"_L1, "tool"_L1}))
        return InstallCommand;
    if (program == u"uv"_s && in(first, {"pip"_L1, "add"_L1, "sync"_L1, "venv"_L1, "init"_L1}))
        return InstallCommand;
    if (program == u"uv"_s && first == u"tool"_s && words.value(1) == u"install"_s)
        return InstallCommand;
    if (in(program, {"docker"_L1, "podman"_L1}) && !in(first, {"run"_L1, "exec"_L1, "mcp"_L1}))
        return first == u"pull"_s ? InstallCommand : NotAServerCommand;
    static const QRegularExpression python(uR"(^(?:python[\d.]*|py)$)"_s);
    if (python.match(program).hasMatch()) {
        if (first == u"-c"_s || (first == u"-m"_s && words.value(1) == u"venv"_s))
            return NotAServerCommand;
        if (first == u"-m"_s && words.value(1) == u"pip"_s)
            return InstallCommand;
    }
    if (in(program, {"chmod"_L1,    "chown"_L1,         "cp"_L1,      "mv"_L1,    "rm"_L1,
                     "ln"_L1,       "mkdir"_L1,         "ls"_L1,      "pm2"_L1,   "nano"_L1,
                     "vim"_L1,      "kill"_L1,          "openssl"_L1, "scp"_L1,   "systemctl"_L1,
                     "certbot"_L1,  "cat"_L1,           "echo"_L1,    "nohup"_L1, "wget"_L1,
                     "websocat"_L1, "docker-compose"_L1}))
        return NotAServerCommand;
    qsizetype behind = 0;
    const QString inner = innerProgram(program, words, behind);
    if (inner.startsWith(u"@smithery/cli"_s) && words.value(behind) == u"install"_s)
        return InstallCommand;
    if (in(program, {"npx"_L1, "uvx"_L1, "bunx"_L1}) && inner.isEmpty())
        return NotAServerCommand;
    if (asksVersion(words))
        return NotAServerCommand;
    return std::nullopt;
}

/// `build/index.js`: where it is depends on the folder that one is in.
bool needsFolder(const QString &program, const QStringList &words)
{
    static const QStringList starters{u"npx"_s,    u"uvx"_s,        u"bunx"_s, u"docker"_s,
                                      u"podman"_s, u"mcp-remote"_s, u"npm"_s};
    if (starters.contains(program))
        return false;
    static const QRegularExpression relative(
        uR"(^(?![-/~$%<@]|[A-Za-z]:\\|[A-Za-z][\w+.-]*:)(?:\.{1,2}[/\\]\S*|\S+\.(?:m?[jt]s|cjs|py|rb|php|jar|sh)|\S+/\S+)$)"_s);
    return std::any_of(words.cbegin(), words.cend(),
                       [](const QString &word) { return relative.match(word).hasMatch(); });
}

Result readCommand(const QStringList &command, const config::Variables &variables, bool folderBefore)
{
    const QString &word = command.first();
    const QString program = programName(word);
    const QStringList words = command.mid(1);
    static const QStringList clients{u"claude"_s, u"gemini"_s, u"codex"_s, u"qwen"_s};
    if (clients.contains(program) && words.value(0) == u"mcp"_s) {
        const SnippetForm form = program == u"claude"_s  ? SnippetForm::ClaudeMcpAdd
                                 : program == u"codex"_s ? SnippetForm::CodexMcpAdd
                                                         : SnippetForm::GeminiMcpAdd;
        if (words.value(1) == u"add"_s)
            return readAdd(words.mid(2), variables, form);
        if (words.value(1) == u"add-json"_s)
            return readAddJson(words.mid(2), SnippetForm::ClaudeMcpAddJson);
        return refusal(SnippetRefusal::NotAServerCommand);
    }
    if (const qsizetype at = words.indexOf(u"--add-mcp"_s); at >= 0)
        return readAddJson({}, words.value(at + 1), SnippetForm::CodeAddMcp, {});
    if (program == u"curl"_s)
        return readCurl(words, variables);
    if (program == u"wscat"_s)
        return readWscat(words, variables);
    if (const auto refused = refusedCommand(program, words)) {
        Result result = refusal(*refused);
        result.preparation = program == u"cd"_s || program == u"pushd"_s || program == u"source"_s || program == u"."_s;
        return result;
    }
    qsizetype behind = 0;
    if (innerProgram(program, words, behind).startsWith(u"@modelcontextprotocol/inspector"_s))
        return readInspector(words.mid(behind), variables);
    if (folderBefore && needsFolder(program, command))
        return refusal(SnippetRefusal::NeedsPreparation);
    RawEntry raw;
    raw.local.command = word;
    raw.local.arguments = words;
    raw.local.environment = variables;
    return resultOf(raw, SnippetForm::Command);
}

/// Takes the variables in front of a command. @return whether there was one
bool takeVariables(QStringList &words, config::Entry &variables)
{
    bool any = false;
    if (words.value(0) == u"export"_s || words.value(0).compare("set"_L1, Qt::CaseInsensitive) == 0) {
        const bool cmd = words.value(0) != u"export"_s;
        words.removeFirst();
        if (cmd) { // what follows the sign is the value, spaces too
            setVariable(variables, words.join(u' '));
            words.clear();
            return true;
        }
        while (!words.isEmpty())
            setVariable(variables, words.takeFirst());
        return true;
    }
    if (words.value(0).startsWith(u"$env:"_s, Qt::CaseInsensitive)) {
        setVariable(variables,
                    words.join(words.value(1) == u"="_s || words.value(0).endsWith(u'=') ? u""_s : u" "_s).mid(5));
        words.clear();
        return true;
    }
    if (words.value(0) == u"env"_s) {
        qsizetype at = 1; // Claude starts programs with few variables anyway: what takes some away has no effect
        static const QStringList switches{u"-i"_s, u"-"_s, u"--ignore-environment"_s, u"--"_s};
        static const QStringList withValue{u"-u"_s, u"--unset"_s};
        while (switches.contains(words.value(at)) || withValue.contains(words.value(at)) ||
               words.value(at).startsWith(u"--unset="_s))
            at += withValue.contains(words.value(at)) ? 2 : 1;
        if (!words.value(at).startsWith(u'-'))
            words = words.mid(at);
    }
    while (!words.isEmpty() && isVariable(words.first())) {
        setVariable(variables, words.takeFirst());
        any = true;
    }
    return any;
}

/// Signs that a word processor put in the place of others.
bool straighten(QString &line)
{
    const QString before = line;
    static const QRegularExpression dash(uR"((?<=\s)[—–](?=[A-Za-z]))"_s);
    static const QRegularExpression doubles(u"[\u201c\u201d\u201e]"_s);
    static const QRegularExpression singles(u"[\u2018\u2019]"_s);
    line.replace(dash, u"--"_s).replace(doubles, u"\""_s).replace(singles, u"'"_s).replace(QChar(0xA0), u' ');
    return line != before;
}

/// The sign at the end of a line that goes on in the next one.
QChar continuation(const QString &line, bool &trailingSpace)
{
    qsizetype end = line.size();
    while (end > 0 && line.at(end - 1).isSpace())
        --end;
    if (end == 0)
        return {};
    const QChar last = line.at(end - 1);
    if ((last != u'\\' && last != u'^' && last != u'`') || (end > 1 && !line.at(end - 2).isSpace()))
        return {};
    trailingSpace = end != line.size() && line.mid(end) != u"\r"_s;
    return last;
}

/// A command in a sentence, between backticks, becomes a line of its own.
QStringList withInlineCommands(const QStringList &lines, bool &any)
{
    static const QRegularExpression code(u"`([^`]{3,2000})`"_s);
    // `1. Run: npx …`
    static const QRegularExpression behindLabel(
        uR"(^\s*(?:(?:[-*•]|\d{1,2}[.)])\s+)?(?:[\p{L}][\p{L}\d ()]{0,40}:\s+)?((?:npx|uvx|bunx|pipx|docker run|claude mcp|mcp-remote|supergateway)\s.*)$)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    QStringList result;
    for (const QString &line : lines) {
        if (line.size() <= longestLine && !line.contains(u'`') && !isCommandLine(withoutPrompt(line))) {
            if (const auto match = behindLabel.match(line); match.hasMatch() && isCommandLine(match.captured(1))) {
                result.append(line.left(match.capturedStart(1)));
                result.append(match.captured(1));
                continue;
            }
        }
        if (line.size() > longestLine || !line.contains(u'`') || isCommandLine(withoutPrompt(line))) {
            result.append(line);
            continue;
        }
        QString prose = line;
        QStringList commands;
        for (auto found = code.globalMatch(line); found.hasNext();) {
            const auto match = found.next();
            if (const QString inner = withoutPrompt(match.captured(1)); isCommandLine(inner)) {
                commands.append(inner);
                prose.remove(match.captured());
                any = true;
            }
        }
        result.append(commands.isEmpty() ? line : prose);
        result += commands;
    }
    return result;
}

} // namespace

bool takesJson(QStringView line)
{
    static const QRegularExpression shape(uR"((?:\bclaude\s+mcp\s+add-json|\s--add-mcp)\s)"_s);
    return shape.match(line).hasMatch();
}

std::optional<QStringList> splitWords(const QString &line)
{
    const Lexed lexed = lex(line);
    if (lexed.needsShell || lexed.openQuote || lexed.commands.size() > 1)
        return std::nullopt;
    QStringList words = lexed.commands.value(0);
    for (QString &word : words)
        word.replace(literalDollar, u'$');
    return words;
}

CommandMeaning readCommands(const QString &text)
{
    CommandMeaning meaning;
    const QStringList lines = withInlineCommands(text.split(u'\n'), meaning.markup);
    config::Entry variables;
    bool folderBefore = false;
    std::optional<SnippetForm> refusedForm;
    QStringList unused; // programs whose lines gave no server
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QString line = lines.at(i);
        if (line.endsWith(u'\r'))
            line.chop(1);
        if (line.size() > longestLine) {
            meaning.rest.append(line.left(256));
            continue;
        }
        const QString asWritten = line;
        line = withoutPrompt(line);
        if (isComment(line)) {
            if (!line.startsWith(u"#!"_s))
                meaning.comments.append(line);
            continue;
        }
        if (!isCommandLine(line)) {
            meaning.rest.append(asWritten);
            continue;
        }
        bool mended = false;
        for (int joined = 0; joined < mostJoinedLines && i + 1 < lines.size() && line.size() < longestLine; ++joined) {
            bool trailingSpace = false;
            const QChar sign = continuation(line, trailingSpace);
            if (sign.isNull())
                break;
            mended = mended || trailingSpace;
            while (line.back().isSpace())
                line.chop(1);
            line.chop(1);
            line += u' ' + lines.at(++i).trimmed();
        }
        mended = straighten(line) || mended;
        Lexed lexed = lex(line);
        // Up to the line that closes the quote; where none does, this one alone is wrong.
        if (lexed.openQuote) {
            QString longer = line;
            for (qsizetype next = i + 1;
                 next < std::min(lines.size(), i + mostQuotedLines) && longer.size() < longestLine; ++next) {
                longer += u'\n' + lines.at(next);
                const Lexed all = lex(longer);
                if (all.openQuote)
                    continue;
                lexed = all;
                i = next;
                break;
            }
        }
        meaning.any = true;
        const bool several = std::count_if(lexed.commands.cbegin(), lexed.commands.cend(), [](QStringList words) {
                                 config::Entry none;
                                 takeVariables(words, none);
                                 return !words.isEmpty();
                             }) > 1;
        QStringList firstWords = lexed.commands.value(0);
        config::Entry inFront;
        takeVariables(firstWords, inFront);
        const QString firstProgram = programName(firstWords.value(0));
        if (lexed.comment)
            meaning.comments.append(u"#"_s);
        if (lexed.needsShell || lexed.openQuote || several) {
            const bool folder =
                several && !lexed.needsShell && (firstProgram == u"cd"_s || firstProgram == u"source"_s);
            const QStringList &last = lexed.commands.last();
            const auto reason = folder && needsFolder(programName(last.value(0)), last)
                                    ? SnippetRefusal::NeedsPreparation
                                : firstProgram == u"sudo"_s ? SnippetRefusal::AdministratorCommand
                                                            : SnippetRefusal::NeedsShell;
            if (!meaning.refused)
                meaning.refused = reason;
            unused.append(firstProgram);
            continue;
        }
        for (QStringList words : std::as_const(lexed.commands)) {
            if (meaning.servers.size() >= mostServers) {
                add(meaning.ignored, SnippetIgnoredId::More);
                break;
            }
            config::Entry here = variables;
            takeVariables(words, here);
            if (words.isEmpty()) {
                variables = here;
                continue;
            }
            Result result = readCommand(words, here.environment, folderBefore);
            folderBefore = folderBefore || result.preparation;
            if (result.servers.isEmpty()) {
                unused.append(programName(words.first()));
                if (!meaning.refused) {
                    meaning.refused = result.refused;
                    refusedForm = result.form;
                }
                continue;
            }
            if (!meaning.form)
                meaning.form = result.form;
            for (SnippetServer &server : result.servers) {
                if (mended)
                    add(server.notes, SnippetNoteId::Mended);
                meaning.servers.append(server);
            }
            for (const SnippetIgnored &one : std::as_const(result.ignored))
                add(meaning.ignored, one.id, one.detail);
        }
    }
    for (const QString &program : std::as_const(unused))
        add(meaning.ignored, SnippetIgnoredId::Command, program);
    if (meaning.servers.isEmpty()) {
        meaning.form = refusedForm;
        meaning.variables = variables.environment;
    } else {
        meaning.refused.reset();
    }
    return meaning;
}

} // namespace kopru::integrations::snippet
