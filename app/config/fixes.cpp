#include "app/config/fixes.h"

#include "app/config/entryrules.h"
#include "app/config/layout.h"
#include "app/platform/launch.h"
#include "app/secrets/secretnames.h"
#include "bridge/contract/profile.h"

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace kopru::config {
namespace {

using platform::Platform;
using platform::System;
namespace http = contract::apinizer_http;

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/// What is known without a shell: the home folder, by the names that people and programs have for it, and the variables
/// that Claude hands on. A secret is never one of them.
std::optional<QString> knownValue(const QString &name, const Platform &platform)
{
    QString plain = name;
    for (const auto prefix : {"env:"_L1, "env."_L1})
        if (plain.startsWith(prefix))
            plain.remove(0, prefix.size());
    if (plain == "HOME"_L1 || plain == "userHome"_L1 || plain == "USERPROFILE"_L1)
        return platform.home;
    if (plain == "PATH"_L1 || !platform::inheritedVariables(platform.system).contains(plain, Qt::CaseInsensitive))
        return std::nullopt;
    const QString value = platform.variable(plain);
    return value.isEmpty() ? std::nullopt : std::optional(value);
}

/// The text with everything in it replaced that Claude does not; nullopt where something stays unknown.
std::optional<QString> expandedPath(const QString &written, const Platform &platform)
{
    static const QRegularExpression tilde(u"(^|=)(?:~|\\$HOME)(?=$|[/\\\\])"_s);
    static const QRegularExpression reference(u"\\$\\{([^}]*)\\}"_s);
    static const QRegularExpression percent(u"%([A-Za-z_]+)%"_s);
    QString result = written;
    if (const auto match = tilde.match(result); match.hasMatch())
        result.replace(match.capturedStart(), match.capturedLength(), match.captured(1) + platform.home);
    const auto replaceAll = [&](const QRegularExpression &shape) {
        for (auto match = shape.match(result); match.hasMatch(); match = shape.match(result, match.capturedStart())) {
            const auto value = knownValue(match.captured(1), platform);
            if (!value)
                return false;
            result.replace(match.capturedStart(), match.capturedLength(), *value);
            if (value->contains(match.captured()))
                return false;
        }
        return true;
    };
    if (!replaceAll(reference))
        return std::nullopt;
    if (platform.system == System::Windows && !percentNames(result).isEmpty() && !replaceAll(percent))
        return std::nullopt;
    return result == written ? std::nullopt : std::optional(result);
}

QString freeVariable(const Entry &entry, const QString &wanted)
{
    QString name = wanted;
    for (int i = 2; entry.hasVariable(name); ++i)
        name = u"%1_%2"_s.arg(wanted).arg(i);
    return name;
}

QString freeServerName(const QString &wanted, const Document &document)
{
    QString name = wanted;
    for (int i = 2; document.contains(name); ++i)
        name = u"%1-%2"_s.arg(wanted).arg(i);
    return name;
}

/// `Authorization: Bearer x` of a header becomes `Authorization:${AUTHORIZATION}` and a variable: nobody who lists
/// processes sees it, and there is no space for cmd.exe to cut at.
std::optional<Entry> withHeaderInVariables(const Entry &entry, qsizetype index)
{
    const auto header = headerAt(entry.arguments, index);
    if (!header || !expandsHeaders(entry))
        return std::nullopt;
    const qsizetype colon = header->indexOf(u':');
    const QString value = header->mid(colon + 1).trimmed();
    if (colon <= 0 || value.isEmpty())
        return std::nullopt;
    const QString name = header->left(colon).trimmed();
    Entry changed = entry;
    QString reference = value;
    if (variableNames(value).isEmpty()) {
        static const QRegularExpression other(u"[^A-Za-z0-9]+"_s);
        const QString variable = freeVariable(entry, name.toUpper().replace(other, u"_"_s));
        changed.setVariable(variable, value);
        reference = u"${%1}"_s.arg(variable);
    } else if (value.contains(u' ')) {
        // `Bearer ${TOKEN}`: the word in front goes into the variable, which may be used elsewhere too.
        static const QRegularExpression scheme(u"^([A-Za-z]+) +\\$\\{([^}]*)\\}$"_s);
        const auto match = scheme.match(value);
        if (!match.hasMatch() || !entry.hasVariable(match.captured(2)))
            return std::nullopt;
        const QString secret = entry.variable(match.captured(2));
        if (secret.startsWith("keychain:"_L1))
            return std::nullopt;
        const QString variable = freeVariable(entry, u"AUTH_HEADER"_s);
        changed.setVariable(variable, match.captured(1) + u' ' + secret);
        reference = u"${%1}"_s.arg(variable);
    }
    const QString before = entry.arguments.at(index).startsWith("--header="_L1) ? u"--header="_s : QString();
    changed.arguments[index] = before + name + u':' + reference;
    return changed;
}

QString encrypted(const QString &address)
{
    static const QRegularExpression plain(u"(^|=)(http|ws)://"_s, QRegularExpression::CaseInsensitiveOption);
    QString result = address;
    if (const auto match = plain.match(result); match.hasMatch())
        result.replace(match.capturedStart(), match.capturedLength(),
                       match.captured(1) + match.captured(2).toLower() + "s://"_L1);
    return result;
}

class EntryMender
{
public:
    EntryMender(const Finding &finding, const QString &name, const Entry &entry, const Platform &platform)
        : m_finding(finding), m_name(name), m_entry(entry), m_platform(platform)
    {}

    std::optional<EntryFix> mend() const
    {
        switch (m_finding.part) {
        case Part::Name:
            return name();
        case Part::Command:
            return command();
        case Part::Argument:
            return argument();
        case Part::Variable:
            return variable();
        default:
            return std::nullopt;
        }
    }

private:
    [[nodiscard]] EntryFix fix(FixId id, bool safe, const Entry &entry) const { return {id, safe, m_name, entry}; }

    [[nodiscard]] std::optional<EntryFix> name() const
    {
        switch (m_finding.problem) {
        case Problem::SpaceAroundName:
            return EntryFix{FixId::RemoveSpaces, false, m_name.trimmed(), m_entry};
        case Problem::ReservedName:
            return EntryFix{FixId::Rename, false, m_name + "-server"_L1, m_entry};
        case Problem::NameBreaksTools: {
            static const QRegularExpression unfit(u"[/\\\\:*?\"<>|\\x{0}-\\x{1f}\\x{7f}]+|__+"_s);
            static const QRegularExpression ends(u"^[-\\s]+|[-\\s]+$"_s);
            const QString fitting = QString(m_name).replace(unfit, u"-"_s).left(64).remove(ends);
            return fitting.isEmpty() ? std::nullopt : std::optional(EntryFix{FixId::Rename, false, fitting, m_entry});
        }
        default:
            return std::nullopt;
        }
    }

    [[nodiscard]] std::optional<EntryFix> command() const
    {
        Entry entry = m_entry;
        switch (m_finding.problem) {
        case Problem::UnexpandedTilde:
        case Problem::UnexpandedVariable:
            if (const auto path = expandedPath(m_entry.command, m_platform)) {
                entry.command = *path;
                return fix(FixId::ExpandPath, true, entry);
            }
            return std::nullopt;
        case Problem::WholeCommandLine: {
            const QStringList words = commandLine(m_entry.command, m_platform);
            if (words.isEmpty())
                return std::nullopt;
            entry.command = words.first();
            entry.arguments = words.sliced(1) + m_entry.arguments;
            return fix(FixId::SplitCommand, true, entry);
        }
        case Problem::CommandNotFound:
        case Problem::SpaceOnWindows: {
            const QString plain = programName(m_entry.command);
            if (plain == m_entry.command || plain.isEmpty())
                return std::nullopt;
            const auto found = platform::findCommand(m_platform, plain);
            if (!found || *found == m_entry.command)
                return m_finding.problem == Problem::SpaceOnWindows && found ? std::optional(withCommand(plain))
                                                                             : std::nullopt;
            return withCommand(m_finding.problem == Problem::SpaceOnWindows ? plain : *found);
        }
        case Problem::RelativeCommand: {
            const QString path = m_platform.join(m_platform.home, withoutDot(m_entry.command));
            return platform::findCommand(m_platform, path) ? std::optional(withCommand(path)) : std::nullopt;
        }
        default:
            return std::nullopt;
        }
    }

    [[nodiscard]] EntryFix withCommand(const QString &command) const
    {
        Entry entry = m_entry;
        entry.command = command;
        return fix(FixId::UseFoundProgram, false, entry);
    }

    static QString withoutDot(const QString &path)
    {
        static const QRegularExpression dot(u"^\\.[/\\\\]"_s);
        return QString(path).remove(dot);
    }

    [[nodiscard]] std::optional<EntryFix> argument() const
    {
        bool good = false;
        const qsizetype index = m_finding.path.value(1).toInt(&good);
        if (!good || index < 0 || index >= m_entry.arguments.size())
            return std::nullopt;
        const QString &written = m_entry.arguments.at(index);
        const auto with = [&](FixId id, bool safe, const QString &changed) -> std::optional<EntryFix> {
            if (changed == written)
                return std::nullopt;
            Entry entry = m_entry;
            entry.arguments[index] = changed;
            return fix(id, safe, entry);
        };
        switch (m_finding.problem) {
        case Problem::UnexpandedTilde:
        case Problem::UnexpandedVariable:
            if (const auto path = expandedPath(written, m_platform))
                return with(FixId::ExpandPath, true, *path);
            return std::nullopt;
        case Problem::SecretInArguments:
        case Problem::SpaceOnWindows:
            if (const auto entry = withHeaderInVariables(m_entry, index))
                return fix(FixId::MoveToVariables, true, *entry);
            return std::nullopt;
        case Problem::RelativePath: {
            const QString path = m_platform.join(m_platform.home, withoutDot(written));
            return m_platform.files->facts(path).exists ? with(FixId::ExpandPath, false, path) : std::nullopt;
        }
        case Problem::PlainAddress:
            return with(FixId::UseEncryption, false, encrypted(written));
        case Problem::TimeoutOutOfRange:
            return with(FixId::UseStandard, false, written.startsWith("--"_L1) ? u"--timeout=30000"_s : u"30000"_s);
        default:
            return std::nullopt;
        }
    }

    [[nodiscard]] std::optional<EntryFix> variable() const
    {
        const QString &name = m_finding.subject;
        const QString written = m_entry.variable(name);
        const auto with = [&](FixId id, bool safe, const QString &value) -> std::optional<EntryFix> {
            if (value == written)
                return std::nullopt;
            Entry entry = m_entry;
            entry.setVariable(name, value);
            return fix(id, safe, entry);
        };
        switch (m_finding.problem) {
        case Problem::UnexpandedTilde:
        case Problem::UnexpandedVariable:
            if (const auto path = expandedPath(written, m_platform))
                return with(FixId::ExpandPath, true, *path);
            return std::nullopt;
        case Problem::SpaceInSecret:
            return with(FixId::RemoveSpaces, written.trimmed() == withoutSpaces(written), withoutSpaces(written));
        case Problem::UnusualPrefix: {
            const QString token = cleanedToken(written, name == text(http::token) ? u"mcp_"_s : u"ap_"_s);
            return token.isEmpty() ? std::nullopt : with(FixId::CleanToken, false, token);
        }
        case Problem::VerificationOff: {
            Entry entry = m_entry;
            if (name == text(contract::verifyCertificateVariable))
                entry.setVariable(name, u"true"_s);
            else
                entry.removeVariable(name);
            return fix(FixId::VerifyAgain, false, entry);
        }
        case Problem::AddressAsHost:
            return splitAddress(written);
        case Problem::PortOutOfRange:
            return isApinizer(m_entry) ? with(FixId::UseStandard, false, u"443"_s) : std::nullopt;
        case Problem::TimeoutOutOfRange: {
            bool number = false;
            const int value = written.trimmed().toInt(&number);
            if (number && value > 0 && value < 100)
                return with(FixId::Multiply, false, QString::number(value * 1000));
            return with(FixId::UseStandard, false, QString::number(http::defaultTimeoutMs));
        }
        case Problem::PlainAddress:
            return with(FixId::UseEncryption, false, name == text(http::useHttps) ? u"true"_s : encrypted(written));
        default:
            return std::nullopt;
        }
    }

    /// A password keeps the spaces between its words, and a value its scheme.
    [[nodiscard]] QString withoutSpaces(const QString &value) const
    {
        const bool words = m_finding.subject.contains("PASSW"_L1, Qt::CaseInsensitive);
        static const QRegularExpression all(u"\\s+"_s);
        QString rest = value.trimmed();
        QString scheme;
        for (const auto known : {"Bearer "_L1, "Basic "_L1})
            if (rest.startsWith(known)) {
                scheme = known;
                rest.remove(0, known.size());
            }
        static const QRegularExpression lines(u"[\\r\\n\\t\\f\\v\\x{85}\\x{2028}\\x{2029}]+"_s);
        return scheme + rest.remove(words ? lines : all);
    }

    [[nodiscard]] std::optional<EntryFix> splitAddress(const QString &written) const
    {
        QString address = written.trimmed();
        if (!address.contains("://"_L1))
            address.prepend("https://"_L1);
        const QUrl url(address, QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
            return std::nullopt;
        Entry entry = m_entry;
        entry.setVariable(text(http::host), url.host());
        const bool webSocket = entry.hasVariable(text(contract::apinizer_ws::port)) ||
                               m_entry.arguments.join(u' ').contains(text(contract::apinizer_ws::profile));
        if (url.port() > 0)
            entry.setVariable(text(webSocket ? contract::apinizer_ws::port : http::port), QString::number(url.port()));
        if (url.path().size() > 1 && !webSocket)
            entry.setVariable(text(http::path), url.path());
        if (written.contains("http://"_L1, Qt::CaseInsensitive))
            entry.setVariable(text(http::useHttps), u"false"_s);
        return fix(FixId::SplitAddress, false, entry);
    }

    const Finding &m_finding;
    const QString &m_name;
    const Entry &m_entry;
    const Platform &m_platform;
};

/// The document after edits of one entry's text.
std::optional<Document> withServerText(const Document &document, const QString &server,
                                       const std::function<std::vector<json::Splice>(const json::Tree &, int)> &edit)
{
    const auto tree = json::Tree::parse(document.text(), true);
    if (!tree)
        return std::nullopt;
    const int servers = tree->member(0, u"mcpServers");
    const int node = servers < 0 ? -1 : tree->member(servers, server);
    if (node < 0)
        return std::nullopt;
    const std::vector<json::Splice> splices = edit(*tree, node);
    if (splices.empty())
        return std::nullopt;
    const auto edited = Document::parse(json::spliced(document.text(), splices));
    return edited ? std::optional(*edited) : std::nullopt;
}

std::optional<Fix> addedQuotes(const Finding &finding, const Document &document)
{
    const auto edited = withServerText(document, finding.server, [&](const json::Tree &tree, int entry) {
        std::vector<json::Splice> splices;
        int node = tree.member(entry, finding.path.value(0));
        if (tree.is(node, json::Kind::Array)) {
            const std::vector<int> children = tree.children(node);
            const auto index = static_cast<std::size_t>(finding.path.value(1).toInt());
            node = index < children.size() ? children[index] : -1;
        } else if (node >= 0) {
            node = tree.member(node, finding.path.value(1));
        }
        if (node >= 0)
            splices.push_back({tree.node(node).begin, tree.node(node).end, '"' + tree.bytes(node) + '"'});
        return splices;
    });
    return edited ? std::optional(Fix{FixId::AddQuotes, true, *edited}) : std::nullopt;
}

std::optional<Fix> removedKey(const Finding &finding, const Document &document)
{
    const auto edited = withServerText(document, finding.server, [&](const json::Tree &tree, int entry) {
        const json::Layout layout = json::Layout::of(tree, tree.node(entry).parent);
        return json::Placement(tree, layout).removedWhere(entry, [&](int child) {
            return tree.key(child) == finding.subject;
        });
    });
    return edited ? std::optional(Fix{FixId::RemoveKey, false, *edited}) : std::nullopt;
}

/// The server that another of its name hides gets a name of its own.
std::optional<Fix> renamedHidden(const Finding &finding, const Document &document)
{
    const auto tree = json::Tree::parse(document.text(), true);
    if (!tree)
        return std::nullopt;
    for (int node = 0; node < tree->size(); ++node) {
        if (tree->node(node).keyBegin != finding.position.offset)
            continue;
        const QByteArray name = json::quoted(freeServerName(finding.subject, document));
        const auto edited = Document::parse(
            json::spliced(document.text(), {{tree->node(node).keyBegin, tree->node(node).keyEnd, name}}));
        return edited ? std::optional(Fix{FixId::Rename, false, *edited}) : std::nullopt;
    }
    return std::nullopt;
}

} // namespace

QString cleanedToken(const QString &value, const QString &prefix)
{
    const qsizetype at = value.indexOf(prefix);
    if (at <= 0)
        return {};
    static const QRegularExpression wrapping(u"^[\\s\"'“”`]*(?:[A-Za-z_-]+\\s*[:=]\\s*)?(?:Bearer\\s+)?[\\s\"'“”`]*$"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression end(u"[\\s\"'“”`,;]+$"_s);
    if (!wrapping.match(value.left(at)).hasMatch())
        return {};
    const QString token = value.mid(at).remove(end);
    const bool whole = std::none_of(token.cbegin(), token.cend(), [](QChar c) { return c.isSpace(); });
    return whole ? token : QString();
}

std::optional<EntryFix> fixFor(const Finding &finding, const QString &name, const Entry &entry,
                               const Platform &platform)
{
    return EntryMender(finding, name, entry, platform).mend();
}

std::optional<Fix> fixFor(const Finding &finding, const Document &document, const Platform &platform)
{
    switch (finding.problem) {
    case Problem::NotAString:
        return addedQuotes(finding, document);
    case Problem::DroppedKey:
        return removedKey(finding, document);
    case Problem::FaultyFile:
        return finding.part == Part::Name ? renamedHidden(finding, document) : std::nullopt;
    default:
        break;
    }
    const auto server = document.server(finding.server);
    if (!server)
        return std::nullopt;
    const auto fix = fixFor(finding, server->name, server->entry, platform);
    if (!fix)
        return std::nullopt;
    const auto edited = fix->name == server->name ? document.changed(server->name, fix->entry)
                                                  : document.renamed(server->name, freeServerName(fix->name, document));
    if (!edited || *edited == document)
        return std::nullopt;
    return Fix{fix->id, fix->safe, *edited};
}

SafeFixes safeFixes(const Document &document, const Platform &platform)
{
    SafeFixes result{document, {}};
    const auto same = [](Finding a, Finding b) {
        a.position = b.position = {};
        return a == b;
    };
    for (const Server &server : document.servers()) {
        // One edit moves what stands behind it, so what is left is looked for again. A fix that does not take its
        // finding away is not tried twice.
        Findings tried;
        for (bool more = true; more;) {
            more = false;
            for (const Finding &finding : validate(result.document, server.name, platform)) {
                if (std::any_of(tried.cbegin(), tried.cend(), [&](const Finding &old) { return same(old, finding); }))
                    continue;
                const auto fix = fixFor(finding, result.document, platform);
                if (!fix || !fix->safe)
                    continue;
                tried.append(finding);
                result.document = fix->document;
                result.done.append(finding);
                more = true;
                break;
            }
        }
    }
    return result;
}

QString fixId(FixId id)
{
    switch (id) {
    case FixId::AddQuotes:
        return u"add-quotes"_s;
    case FixId::ExpandPath:
        return u"expand-path"_s;
    case FixId::RemoveSpaces:
        return u"remove-spaces"_s;
    case FixId::CleanToken:
        return u"clean-token"_s;
    case FixId::SplitCommand:
        return u"split-command"_s;
    case FixId::SplitAddress:
        return u"split-address"_s;
    case FixId::MoveToVariables:
        return u"move-to-variables"_s;
    case FixId::RemoveKey:
        return u"remove-key"_s;
    case FixId::Rename:
        return u"rename"_s;
    case FixId::UseEncryption:
        return u"use-encryption"_s;
    case FixId::VerifyAgain:
        return u"verify-again"_s;
    case FixId::UseFoundProgram:
        return u"use-found-program"_s;
    case FixId::UseStandard:
        return u"use-standard"_s;
    case FixId::AddScheme:
        return u"add-scheme"_s;
    case FixId::MoveToToken:
        return u"move-to-token"_s;
    case FixId::Multiply:
        return u"multiply"_s;
    case FixId::UseBridge:
        return u"use-bridge"_s;
    }
    return {};
}

} // namespace kopru::config
