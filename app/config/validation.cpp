#include "app/config/validation.h"

#include "app/config/entryrules.h"
#include "app/config/jsontext.h"
#include "app/platform/launch.h"
#include "app/secrets/keychain.h"
#include "app/secrets/secretnames.h"
#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

namespace kopru::config {
namespace {

using platform::CommandProblem;
using platform::Platform;

/// Names that Claude drops without a word (facts: "The file").
constexpr std::array reservedNames = {"claude_in_chrome"_L1, "computer_use"_L1, "cowork"_L1,
                                      "plugins"_L1,          "skills"_L1,       "mcp_registry"_L1};

/// The rules for one entry. Findings carry the path of the part in the entry, so that a file's places can be filled in.
class EntryRules
{
public:
    EntryRules(const QString &name, const Entry &entry, const Platform &platform)
        : m_name(name), m_entry(entry), m_platform(platform)
    {}

    Findings all()
    {
        name();
        command();
        for (qsizetype i = 0; i < m_entry.arguments.size(); ++i)
            argument(i);
        for (const Variable &variable : m_entry.environment)
            this->variable(variable);
        return m_found;
    }

private:
    void name()
    {
        if (m_name.trimmed().isEmpty())
            return add(Severity::Error, Problem::EmptyName, Part::Name, {}, {});
        if (m_name != m_name.trimmed())
            add(Severity::Warning, Problem::SpaceAroundName, Part::Name, m_name.trimmed(), {});
        if (!fitsToolNames(m_name))
            add(Severity::Warning, Problem::NameBreaksTools, Part::Name, m_name.left(64), {});
        if (std::find(reservedNames.begin(), reservedNames.end(), m_name) != reservedNames.end())
            add(Severity::Warning, Problem::ReservedName, Part::Name, m_name, {});
    }

    void command()
    {
        const QString &command = m_entry.command;
        const auto report = [this](Severity severity, Problem problem, const QString &subject) {
            add(severity, problem, Part::Command, subject, {u"command"_s});
        };
        if (command.trimmed().isEmpty())
            return report(Severity::Error, Problem::EmptyCommand, {});
        if (isPlaceholder(command))
            return report(Severity::Error, Problem::Placeholder, u"command"_s);
        if (startsAtTilde(command))
            return report(Severity::Error, Problem::UnexpandedTilde, shown(command));
        if (!variableNames(command).isEmpty())
            return report(Severity::Error, Problem::UnexpandedVariable, variableNames(command).first());
        if (startsAtHomeVariable(command))
            return report(Severity::Error, Problem::UnexpandedVariable, u"HOME"_s);
        if (const QStringList names = percentNames(command); isWindows() && !names.isEmpty())
            return report(Severity::Error, Problem::UnexpandedVariable, names.first());
        if (!commandLine(command, m_platform).isEmpty())
            return report(Severity::Error, Problem::WholeCommandLine, shown(command));
        if (command.contains(u' ') && isBatchFile(command, m_platform))
            report(Severity::Warning, Problem::SpaceOnWindows, command);

        const bool absolute = m_platform.isAbsolute(command);
        if (!absolute && command.contains(m_platform.system == platform::System::Windows ? u'\\' : u'/'))
            return report(Severity::Warning, Problem::RelativeCommand, shown(command));
        const auto found = platform::findCommand(m_platform, command);
        if (found)
            return;
        // A name may stand in the PATH of the login shell, which Claude reads and Kopru does not.
        const Severity severity = absolute ? Severity::Error : Severity::Warning;
        switch (found.error()) {
        case CommandProblem::Empty:
            return report(Severity::Error, Problem::EmptyCommand, {});
        case CommandProblem::NotFound:
            return report(severity, Problem::CommandNotFound, shown(command));
        case CommandProblem::NotExecutable:
            return report(severity, Problem::CommandNotExecutable, shown(command));
        case CommandProblem::IsFolder:
            return report(Severity::Error, Problem::CommandIsFolder, shown(command));
        }
    }

    void argument(qsizetype index)
    {
        const QString &text = m_entry.arguments.at(index);
        const auto report = [&](Problem problem, const QString &subject) {
            add(Severity::Warning, problem, Part::Argument, subject, {u"args"_s, QString::number(index)});
        };
        const QString number = QString::number(index + 1);
        if (isPlaceholder(text))
            report(Problem::Placeholder, number);
        if (startsAtTilde(text))
            report(Problem::UnexpandedTilde, number);
        const bool expanded = expandsHeaders(m_entry) && headerAt(m_entry.arguments, index).has_value();
        for (const QString &variable : variableNames(text))
            if (!expanded || !m_entry.hasVariable(variable))
                report(Problem::UnexpandedVariable, variable);
        if (startsAtHomeVariable(text))
            report(Problem::UnexpandedVariable, u"HOME"_s);
        if (isWindows())
            for (const QString &variable : percentNames(text))
                report(Problem::UnexpandedVariable, variable);
        if (showsSecret(m_entry.arguments, index))
            report(Problem::SecretInArguments, number);
        switch (pathArgument(m_entry, index, m_platform)) {
        case PathArgument::Relative:
            report(Problem::RelativePath, number);
            break;
        case PathArgument::Missing:
            report(Problem::PathNotFound, number);
            break;
        case PathArgument::None:
            break;
        }
        if (text.contains(u' ') && isBatchFile(m_entry.command, m_platform))
            report(Problem::SpaceOnWindows, number);
        if (isPlainAddress(text.startsWith("--url="_L1) ? text.mid(6) : text))
            report(Problem::PlainAddress, number);
        if (programName(m_entry.command) == QLatin1StringView(contract::bridgeProgram) && isTimeout(index) &&
            !isInRange(optionValue(index), 0, 3600000))
            report(Problem::TimeoutOutOfRange, number);
    }

    /// Whether the argument holds the bridge's `--timeout`.
    [[nodiscard]] bool isTimeout(qsizetype index) const
    {
        return m_entry.arguments.at(index).startsWith("--timeout="_L1) ||
               (index > 0 && m_entry.arguments.at(index - 1) == "--timeout"_L1);
    }
    [[nodiscard]] QString optionValue(qsizetype index) const
    {
        const QString &text = m_entry.arguments.at(index);
        return text.startsWith("--"_L1) ? text.mid(text.indexOf(u'=') + 1) : text;
    }
    static bool isInRange(const QString &text, int least, int most)
    {
        bool good = false;
        const int number = text.trimmed().toInt(&good);
        return good && number >= least && number <= most;
    }
    [[nodiscard]] bool isWindows() const { return m_platform.system == platform::System::Windows; }

    void variable(const Variable &variable)
    {
        const auto report = [&](Problem problem, Severity severity = Severity::Warning) {
            add(severity, problem, Part::Variable, variable.name, {u"env"_s, variable.name});
        };
        if (secrets::keychainName(variable.value))
            return; // a name that people chose; the secret is elsewhere
        if (!isPlaceholder(variable.value) && variableNames(variable.value).isEmpty())
            service(variable, report);
        if (isPlaceholder(variable.value))
            report(Problem::Placeholder);
        else if (startsAtTilde(variable.value))
            report(Problem::UnexpandedTilde);
        else if (!variableNames(variable.value).isEmpty() || startsAtHomeVariable(variable.value) ||
                 (isWindows() && !percentNames(variable.value).isEmpty()))
            report(Problem::UnexpandedVariable);
        else if (secrets::isSecretName(variable.name) && hasStraySpace(variable))
            report(Problem::SpaceInSecret);

        const QByteArray value = variable.value.trimmed().toUtf8();
        const bool nodeOff = variable.name == "NODE_TLS_REJECT_UNAUTHORIZED"_L1 && value == "0";
        const bool bridgeOff =
            variable.name == QLatin1StringView(contract::verifyCertificateVariable) &&
            contract::parseSwitch({value.constData(), static_cast<std::size_t>(value.size())}) == false;
        if (nodeOff || bridgeOff)
            report(Problem::VerificationOff);
    }

    /// What is known of the variables of the documents' services, and of those that every program reads alike.
    template <class Report> void service(const Variable &variable, const Report &report)
    {
        namespace http = contract::apinizer_http;
        const auto is = [&](std::string_view name) { return variable.name == QLatin1StringView(name); };
        const QString value = variable.value.trimmed();
        const bool known = isApinizer(m_entry);
        const Severity failed = known ? Severity::Error : Severity::Warning;
        if (value.isEmpty())
            return;
        if (is(http::host) && (value.contains("://"_L1) || value.contains(u'/')))
            report(Problem::AddressAsHost, failed);
        const bool ownPort = known && (is(http::port) || is(contract::apinizer_ws::port));
        const bool port = variable.name == "PORT"_L1 || variable.name.endsWith("_PORT"_L1);
        bool number = false;
        const qlonglong asNumber = value.toLongLong(&number);
        if (ownPort && !isInRange(value, 1, 65535))
            report(Problem::PortOutOfRange, Severity::Error);
        else if (!ownPort && port && number && (asNumber < 0 || asNumber > 65535))
            report(Problem::PortOutOfRange, Severity::Warning);
        if (is(http::timeout) && !isInRange(value, 100, 3600000))
            report(Problem::TimeoutOutOfRange, Severity::Warning);
        const bool token = is(http::token) && !value.startsWith("mcp_"_L1);
        const bool key = is(contract::agentport::key) && !value.startsWith("ap_"_L1);
        if (token || key)
            report(Problem::UnusualPrefix, Severity::Warning);
        const bool address = variable.name.endsWith("URL"_L1) || variable.name.endsWith("ENDPOINT"_L1);
        if (address && isPlainAddress(value))
            report(Problem::PlainAddress, Severity::Warning);
        if (known && is(http::useHttps) && isPlainAddress("http://"_L1 + m_entry.variable(text(http::host))) &&
            contract::parseSwitch(value.toStdString()) == false)
            report(Problem::PlainAddress, Severity::Warning);
        static const QStringList files{u"NODE_EXTRA_CA_CERTS"_s, u"SSL_CERT_FILE"_s, u"SSL_CERT_DIR"_s,
                                       u"REQUESTS_CA_BUNDLE"_s, u"GOOGLE_APPLICATION_CREDENTIALS"_s};
        if (files.contains(variable.name) && leadsNowhere(value, m_platform))
            report(Problem::PathNotFound, Severity::Warning);
    }
    static QString text(std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); }

    /// White space that came with a paste. A password may hold spaces inside, and so does `Bearer …`.
    static bool hasStraySpace(const Variable &variable)
    {
        QString value = variable.value;
        if (value != value.trimmed())
            return true;
        for (const auto scheme : {"Bearer "_L1, "Basic "_L1})
            if (value.startsWith(scheme))
                value.remove(0, scheme.size());
        const bool password = variable.name.contains("PASSW"_L1, Qt::CaseInsensitive);
        return std::any_of(value.cbegin(), value.cend(),
                           [&](QChar c) { return c.isSpace() && !(password && c == u' '); });
    }

    /// A command as it may be shown. Who pastes a whole command line into the field may have pasted a secret.
    static QString shown(const QString &command)
    {
        const qsizetype options = command.indexOf(" -"_L1);
        return options < 0 ? command : command.left(options) + u" …"_s;
    }

    void add(Severity severity, Problem problem, Part part, const QString &subject, const QStringList &path)
    {
        Finding finding;
        finding.severity = severity;
        finding.problem = problem;
        finding.server = m_name;
        finding.part = part;
        finding.subject = subject;
        finding.path = path;
        m_found.append(finding);
    }

    const QString &m_name;
    const Entry &m_entry;
    const Platform &m_platform;
    Findings m_found;
};

Finding found(Severity severity, Problem problem, const Server &server, Part part, const QString &subject,
              Position position, const QStringList &path = {})
{
    return {severity, problem, server.name, part, subject, std::nullopt, position, path};
}

/// The members of an entry that are of another type than Claude accepts.
Findings wrongTypes(const Document &document, const Server &server, const json::Tree &tree)
{
    const auto wrong = [&](Problem problem, Part part, const QString &subject, const QStringList &path) {
        return found(Severity::Error, problem, server, part, subject, document.positionOf(server.name, path), path);
    };
    const auto isScalar = [&](int node) {
        return tree.is(node, json::Kind::Number) || tree.is(node, json::Kind::True) || tree.is(node, json::Kind::False);
    };
    if (!tree.is(0, json::Kind::Object))
        return {wrong(Problem::NotWellFormed, Part::Entry, {}, {})};
    Findings findings;
    if (const int command = tree.member(0, u"command"); command >= 0 && !tree.is(command, json::Kind::Text))
        findings.append(wrong(Problem::NotWellFormed, Part::Command, u"command"_s, {u"command"_s}));
    const auto look = [&](QStringView key, json::Kind kind, Part part) {
        const int list = tree.member(0, key);
        if (list < 0)
            return;
        const std::vector<int> children = tree.children(list);
        if (!tree.is(list, kind))
            return findings.append(wrong(Problem::NotWellFormed, part, key.toString(), {key.toString()}));
        for (std::size_t i = 0; i < children.size(); ++i) {
            const int child = children[i];
            if (tree.is(child, json::Kind::Text))
                continue;
            const bool listed = kind == json::Kind::Array;
            const QString name = listed ? QString::number(i) : tree.key(child);
            const QString subject = listed ? QString::number(i + 1) : name;
            findings.append(wrong(isScalar(child) ? Problem::NotAString : Problem::NotWellFormed, part,
                                  isScalar(child) ? subject : key.toString() + u'.' + subject, {key.toString(), name}));
        }
    };
    look(u"args", json::Kind::Array, Part::Argument);
    look(u"env", json::Kind::Object, Part::Variable);
    return findings;
}

Findings validateServer(const Document &document, const Server &server, const Platform &platform)
{
    const auto tree = json::Tree::parse(document.serverText(server.name), false);
    if (!tree)
        return {}; // A part of a sound text is sound.
    Findings findings = wrongTypes(document, server, *tree);
    if (!tree->is(0, json::Kind::Object))
        return findings;

    const bool urlOnly =
        tree->member(0, u"command") < 0 &&
        std::any_of(
            server.otherKeys.cbegin(), server.otherKeys.cend(),
            [](const QString &key) { return key == "url"_L1 || key == "httpUrl"_L1 || key == "serverUrl"_L1; });
    if (urlOnly)
        findings.append(found(Severity::Error, Problem::UrlOnly, server, Part::Entry, {}, server.position));

    const bool wrongCommand = std::any_of(findings.cbegin(), findings.cend(),
                                          [](const Finding &finding) { return finding.part == Part::Command; });
    for (Finding &finding : EntryRules(server.name, server.entry, platform).all()) {
        if (finding.part == Part::Command && (urlOnly || wrongCommand))
            continue;
        finding.position = document.positionOf(server.name, finding.path);
        findings.append(finding);
    }
    for (const QString &key : server.otherKeys) {
        const int node = tree->member(0, key);
        const bool harmless = key == "extensionId"_L1 || (key == "type"_L1 && tree->value(node) == "stdio"_L1);
        if (!harmless && !urlOnly)
            findings.append(found(Severity::Warning, Problem::DroppedKey, server, Part::Entry, key,
                                  document.positionOf(server.name, {key}), {key}));
    }
    return findings;
}

} // namespace

Findings validate(const Document &document, const Platform &platform)
{
    Findings findings;
    for (const HiddenKey &key : document.hidden()) {
        Finding finding;
        finding.severity = Severity::Warning;
        finding.problem = Problem::FaultyFile;
        finding.server = key.isServer ? key.name : QString();
        finding.part = key.isServer ? Part::Name : Part::File;
        finding.subject = key.name;
        finding.fault = SyntaxError{Fault::DuplicateKey, key.position, key.name};
        finding.position = key.position;
        findings.append(finding);
    }
    for (const Server &server : document.servers())
        findings += validateServer(document, server, platform);
    return findings;
}

Findings validate(const Document &document, const QString &server, const Platform &platform)
{
    const auto found = document.server(server);
    return found ? validateServer(document, *found, platform) : Findings();
}

Findings validateEntry(const QString &name, const Entry &entry, const Platform &platform)
{
    return EntryRules(name, entry, platform).all();
}

bool looksAtFiles(Problem problem)
{
    return problem == Problem::CommandNotFound || problem == Problem::CommandIsFolder ||
           problem == Problem::CommandNotExecutable || problem == Problem::PathNotFound;
}

bool blocksSaving(const Findings &findings)
{
    return std::any_of(findings.cbegin(), findings.cend(),
                       [](const Finding &finding) { return finding.severity == Severity::Error; });
}

QString problemId(Problem problem)
{
    switch (problem) {
    case Problem::EmptyName:
        return u"empty-name"_s;
    case Problem::NameTaken:
        return u"name-taken"_s;
    case Problem::ReservedName:
        return u"reserved-name"_s;
    case Problem::EmptyCommand:
        return u"empty-command"_s;
    case Problem::CommandNotFound:
        return u"command-not-found"_s;
    case Problem::CommandIsFolder:
        return u"command-is-folder"_s;
    case Problem::CommandNotExecutable:
        return u"command-not-executable"_s;
    case Problem::RelativeCommand:
        return u"relative-command"_s;
    case Problem::UnexpandedTilde:
        return u"unexpanded-tilde"_s;
    case Problem::UnexpandedVariable:
        return u"unexpanded-variable"_s;
    case Problem::NotWellFormed:
        return u"not-well-formed"_s;
    case Problem::DroppedKey:
        return u"dropped-key"_s;
    case Problem::UrlOnly:
        return u"url-only"_s;
    case Problem::Placeholder:
        return u"placeholder"_s;
    case Problem::SpaceInSecret:
        return u"space-in-secret"_s;
    case Problem::SecretInArguments:
        return u"secret-in-arguments"_s;
    case Problem::VerificationOff:
        return u"verification-off"_s;
    case Problem::NotAString:
        return u"not-a-string"_s;
    case Problem::SpaceAroundName:
        return u"space-around-name"_s;
    case Problem::NameBreaksTools:
        return u"name-breaks-tools"_s;
    case Problem::WholeCommandLine:
        return u"whole-command-line"_s;
    case Problem::RelativePath:
        return u"relative-path"_s;
    case Problem::PathNotFound:
        return u"path-not-found"_s;
    case Problem::SpaceOnWindows:
        return u"space-on-windows"_s;
    case Problem::AddressAsHost:
        return u"address-as-host"_s;
    case Problem::PortOutOfRange:
        return u"port-out-of-range"_s;
    case Problem::TimeoutOutOfRange:
        return u"timeout-out-of-range"_s;
    case Problem::UnusualPrefix:
        return u"unusual-prefix"_s;
    case Problem::PlainAddress:
        return u"plain-address"_s;
    case Problem::FaultyFile:
        return u"faulty-file"_s;
    }
    return {};
}

QString severityId(Severity severity)
{
    switch (severity) {
    case Severity::Note:
        return u"note"_s;
    case Severity::Warning:
        return u"warning"_s;
    case Severity::Error:
        return u"error"_s;
    }
    return {};
}

} // namespace kopru::config
