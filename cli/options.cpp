#include "cli/options.h"
#include "cli/words.h"

#include "app/integrations/kind.h"
#include "app/snippets/foreignfiles.h"
#include "bridge/contract/version.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

/// CLI11 works on std::string; everything is taken over as UTF-8 once it has parsed.
class Reader
{
public:
    Reader()
        : m_app(text(KopructlWords::tr(
                    "Sets up, repairs and tests the connections between Claude Desktop and MCP servers.")),
                "kopructl")
    {
        m_app.set_version_flag("--version", "kopructl " + std::string(contract::version),
                               text(KopructlWords::tr("Print the version and end")));
        m_app.set_help_flag("-h,--help", text(KopructlWords::tr("Print this help and end")));
        m_app.add_flag("--json", m_options.json, text(KopructlWords::tr("Print the result as JSON")));
        option(m_app, "--config", m_options.config, KopructlWords::tr("Use this settings file of Claude"));
        option(m_app, "--home", m_options.home, KopructlWords::tr("Use this folder as the home folder"));
        option(m_app, "--lang", m_options.language, KopructlWords::tr("Language of the output: en or tr"))
            ->check(CLI::IsMember({"en", "tr"}));
        m_app.require_subcommand(1);
        m_app.fallthrough();

        command("where", Command::Where, KopructlWords::tr("Show where Claude's settings file and logs are"));
        command("list", Command::List, KopructlWords::tr("List the servers"));
        auto *show = command("show", Command::Show, KopructlWords::tr("Show one server"));
        name(*show);
        show->add_flag("--reveal", m_options.reveal, text(KopructlWords::tr("Show secrets as they are")));

        auto *add = command("add", Command::Add, KopructlWords::tr("Add a server"));
        name(*add);
        QStringList kinds;
        for (const integrations::Kind &kind : integrations::kinds())
            kinds.append(QString::fromLatin1(kind.key));
        option(*add, "--kind", m_options.kind, KopructlWords::tr("Kind of server: %1").arg(kinds.join(u", "_s)))
            ->required();
        edits(*add);

        auto *set = command("set", Command::Set, KopructlWords::tr("Change a server"));
        name(*set);
        option(*set, "--name", m_options.newName, KopructlWords::tr("Give the server another name"));
        edits(*set);

        auto *remove = command("remove", Command::Remove, KopructlWords::tr("Remove a server"));
        name(*remove);
        writes(*remove);

        auto *rename = command("rename", Command::Rename, KopructlWords::tr("Give a server another name"));
        name(*rename);
        option(*rename, "new-name", m_options.newName, KopructlWords::tr("The new name"))->required();
        writes(*rename);
        auto *park = command("park", Command::Park, KopructlWords::tr("Take a server out of Claude and keep it"));
        name(*park);
        writes(*park);
        auto *unpark = command("unpark", Command::Unpark, KopructlWords::tr("Put a parked server back as it was"));
        name(*unpark);
        option(*unpark, "--name", m_options.newName, KopructlWords::tr("Give the server another name"));
        writes(*unpark);

        auto *paste = command("paste", Command::Paste,
                              KopructlWords::tr("Read what somebody copied: settings, a command, an address"));
        option(*paste, "text", m_options.text,
               KopructlWords::tr("The text, without secrets; left out or -: standard input"));
        option(*paste, "--from-file", m_options.file, KopructlWords::tr("Read the text from this file"));
        answers(*paste);
        auto *imported =
            command("import", Command::Import,
                    KopructlWords::tr("Take over servers from a file; without one, list files that are there"));
        option(*imported, "file", m_options.file, KopructlWords::tr("The file; - is standard input"));
        option(*imported, "--from", m_options.source,
               KopructlWords::tr("Program that the file is of: %1").arg(sources()));
        answers(*imported);
        auto *exported = command("export", Command::Export,
                                 KopructlWords::tr("Make a file of servers for a colleague, without secrets"));
        exported->add_option("names", *listed(m_options.names), text(KopructlWords::tr("Names of servers")))
            ->required();
        auto *target = option(*exported, "--to", m_options.file,
                              KopructlWords::tr("Write it to this file, not to standard output"));
        exported
            ->add_flag("--dry-run", m_options.dryRun,
                       text(KopructlWords::tr("Show what would stand in the file without writing it")))
            ->needs(target);

        command("check", Command::Check, KopructlWords::tr("Check the settings file and its entries"));
        auto *repair =
            command("repair", Command::Repair, KopructlWords::tr("Mend a settings file that cannot be read"));
        repair->add_flag("--write", m_options.write, text(KopructlWords::tr("Write the mended file")));
        auto *print = repair->add_flag("--print", m_options.print,
                                       text(KopructlWords::tr("Print the mended file, secrets hidden")));
        repair->add_flag("--reveal", m_options.reveal, text(KopructlWords::tr("Show secrets as they are")))
            ->needs(print);
        writes(*repair);
        auto *snapshots = command("snapshots", Command::Snapshots,
                                  KopructlWords::tr("List earlier versions of the settings file, or show one"));
        snapshots->require_subcommand(0, 1);
        snapshots->add_subcommand("list", text(KopructlWords::tr("List earlier versions, the newest first")));
        auto *version =
            snapshots->add_subcommand("show", text(KopructlWords::tr("Compare one with the file as it is now")));
        option(*version, "number", m_options.snapshot, KopructlWords::tr("Its number or its id in the list"))
            ->required();
        version->callback([this] { m_options.snapshots = SnapshotsAction::Show; });
        auto *restore = command("restore", Command::Restore,
                                KopructlWords::tr("Go back to an earlier version, or put servers back"));
        auto *number =
            option(*restore, "number", m_options.snapshot, KopructlWords::tr("Its number or its id in the list"));
        auto *servers = restore->add_option("--servers", *listed(m_options.names),
                                            text(KopructlWords::tr("Put these servers back, and nothing else")));
        auto *vanished = restore->add_flag("--vanished", m_options.vanished,
                                           text(KopructlWords::tr("Put all servers back that vanished")));
        auto *accept = restore->add_flag("--accept", m_options.accept,
                                         text(KopructlWords::tr("Put nothing back, and do not speak of it again")));
        for (auto *one : {servers, vanished, accept})
            for (auto *other : {number, servers, vanished, accept})
                if (one != other)
                    one->excludes(other);
        writes(*restore);
        name(*command("test", Command::Test, KopructlWords::tr("Test the connection to a server, step by step")));

        auto *bridges = command("bridges", Command::Bridges, KopructlWords::tr("Show, install or remove the bridge"));
        bridges->require_subcommand(0, 1);
        bridges->add_subcommand("install", text(KopructlWords::tr("Install the bridge or bring it up to date")))
            ->callback([this] { m_options.bridges = BridgesAction::Install; });
        bridges->add_subcommand("remove", text(KopructlWords::tr("Remove the installed bridge")))->callback([this] {
            m_options.bridges = BridgesAction::Remove;
        });

        auto *secrets =
            command("secrets", Command::Secrets, KopructlWords::tr("List, set or remove tokens in the keychain"));
        secrets->require_subcommand(0, 1);
        secrets->add_subcommand("list", text(KopructlWords::tr("List the tokens that Kopru keeps in the keychain")));
        auto *keep = secrets->add_subcommand("set", text(KopructlWords::tr("Keep a token in the keychain")));
        option(*keep, "name", m_options.name, KopructlWords::tr("Name of the token in the keychain"))->required();
        option(*keep, "--secret-from-env", m_options.secretVariable,
               KopructlWords::tr("Take the token from this environment variable"));
        keep->callback([this] { m_options.secrets = SecretsAction::Set; });
        auto *drop = secrets->add_subcommand("remove", text(KopructlWords::tr("Remove a token from the keychain")));
        option(*drop, "name", m_options.name, KopructlWords::tr("Name of the token in the keychain"))->required();
        drop->callback([this] { m_options.secrets = SecretsAction::Remove; });

        auto *logs = command("logs", Command::Logs, KopructlWords::tr("Show Claude's logs"));
        option(*logs, "--server", m_options.server, KopructlWords::tr("Only lines of this server"));
        option(*logs, "--text", m_options.text, KopructlWords::tr("Only lines that contain this text"));
        logs->add_flag("--problems", m_options.problems, text(KopructlWords::tr("Only warnings and errors")));
        logs->add_flag("--follow", m_options.follow, text(KopructlWords::tr("Go on with new lines until interrupted")));
        logs->add_option("--last", m_options.last, text(KopructlWords::tr("How many lines (standard: 200)")))
            ->check(CLI::Range(1, 1000000));

        auto *convert = command("convert", Command::Convert,
                                KopructlWords::tr("Move servers that use mcp-remote, supergateway or a document's "
                                                  "script to the native bridge"));
        auto *one = option(*convert, "name", m_options.name, KopructlWords::tr("Name of the server"));
        convert->add_flag("--all", m_options.all, text(KopructlWords::tr("All servers that can be moved")))
            ->excludes(one);
        convert->add_flag("--no-test", m_options.noTest,
                          text(KopructlWords::tr("Do not test the old and the new entry first")));
        convert->add_flag("--anyway", m_options.anyway,
                          text(KopructlWords::tr("Move it although neither the old nor the new entry works")));
        tokens(*convert);
        writes(*convert);

        auto *doctor =
            command("doctor", Command::Doctor, KopructlWords::tr("Look at everything and say what is wrong"));
        auto *settings = doctor->add_flag("--settings-only", m_options.settingsOnly,
                                          text(KopructlWords::tr("Start no server and ask none")));
        doctor->add_flag("--fix", m_options.fix, text(KopructlWords::tr("Do everything that is safe, and save it")))
            ->excludes(settings);
        writes(*doctor);
    }

    Result<Options, Stop> read(const QStringList &arguments)
    {
        std::vector<std::string> reversed; // CLI11 takes them from the back
        for (qsizetype i = arguments.size() - 1; i > 0; --i)
            reversed.push_back(text(arguments.at(i)));
        try {
            m_app.parse(reversed);
        } catch (const CLI::CallForHelp &) {
            return failure(Stop{QString::fromStdString(helped().help()), {}, 0});
        } catch (const CLI::CallForVersion &) {
            return failure(Stop{u"kopructl "_s + QString::fromUtf8(contract::version.data()) + u'\n', {}, 0});
        } catch (const CLI::ParseError &error) {
            return failure(Stop{words(error), KopructlWords::tr("kopructl --help shows what is possible."), 2});
        }
        for (const auto &[target, held] : m_texts)
            if (!held->empty()) // several commands have an option of this name; one was used
                *target = QString::fromStdString(*held);
        // Nobody means a space at either end of a name, and nobody would see it later.
        m_options.newName = m_options.newName.trimmed();
        if (m_options.command == Command::Add)
            m_options.name = m_options.name.trimmed();
        for (const auto &[target, held] : m_lists)
            for (const std::string &one : *held)
                target->append(QString::fromStdString(one));
        return m_options;
    }

private:
    static std::string text(const QString &words) { return words.toStdString(); }

    const CLI::App &helped()
    {
        const CLI::App *app = &m_app;
        while (!app->get_subcommands().empty())
            app = app->get_subcommands().front();
        return *app;
    }

    /// The sentence in the person's language; only what it names comes from the parser.
    QString words(const CLI::ParseError &error) const
    {
        QString detail = QString::fromUtf8(error.what()).trimmed();
        const std::vector<std::string> others = m_app.remaining(true);
        const bool required = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
        if (required && m_app.get_subcommands().empty())
            return others.empty()
                       ? KopructlWords::tr("The command is missing.")
                       : KopructlWords::tr("There is no command “%1”.").arg(QString::fromStdString(others.front()));
        if (required)
            return KopructlWords::tr("Something is missing in the command: %1").arg(detail.remove(" is required"_L1));
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
            return KopructlWords::tr("This part of the command is not understood: %1").arg(detail.section(u": "_s, 1));
        return KopructlWords::tr("The command cannot be understood: %1").arg(detail);
    }

    CLI::App *command(const char *name, Command command, const QString &help)
    {
        auto *sub = m_app.add_subcommand(name, text(help));
        sub->callback([this, command] { m_options.command = command; });
        return sub;
    }

    CLI::Option *option(CLI::App &app, const char *name, QString &target, const QString &help)
    {
        auto held = std::make_shared<std::string>();
        m_texts.push_back({&target, held});
        return app.add_option(name, *held, text(help));
    }

    void list(CLI::App &app, const char *name, QStringList &target, const QString &help)
    {
        auto held = std::make_shared<std::vector<std::string>>();
        m_lists.push_back({&target, held});
        app.add_option(name, *held, text(help))->allow_extra_args(false);
    }

    std::vector<std::string> *listed(QStringList &target)
    {
        m_lists.push_back({&target, std::make_shared<std::vector<std::string>>()});
        return m_lists.back().second.get();
    }

    static QString sources()
    {
        QStringList keys;
        for (const auto source : {integrations::ForeignSource::VsCode, integrations::ForeignSource::Cursor,
                                  integrations::ForeignSource::ClaudeCode})
            keys.append(integrations::foreignKey(source));
        return (keys + QStringList{u"claude-mcp"_s}).join(u", "_s);
    }

    void writes(CLI::App &app)
    {
        app.add_flag("--dry-run", m_options.dryRun, text(KopructlWords::tr("Show the change without writing it")));
        const std::map<std::string, config::Keep> sides{{"ours", config::Keep::Ours}, {"theirs", config::Keep::Theirs}};
        app.add_option_function<std::string>(
               "--keep", [this, sides](const std::string &side) { m_options.keep = sides.at(side); },
               text(KopructlWords::tr(
                   "Whose change counts where another program changed the same at the same time: ours or theirs")))
            ->check(CLI::IsMember({"ours", "theirs"}));
        app.add_flag("--both", m_options.both,
                     text(KopructlWords::tr("Write the change into every settings file that Claude may read")));
    }

    void name(CLI::App &app)
    {
        option(app, "name", m_options.name, KopructlWords::tr("Name of the server"))->required();
    }

    void edits(CLI::App &app)
    {
        list(app, "--set", m_options.values, KopructlWords::tr("Value of a field, as FIELD=VALUE; may be repeated"));
        app.add_flag("--secret", m_options.secret,
                     text(KopructlWords::tr("Ask for the token, or read it from standard input")));
        option(app, "--secret-from-env", m_options.secretVariable,
               KopructlWords::tr("Take the token from this environment variable"));
        list(app, "--pass-env", m_options.passed,
             KopructlWords::tr("Copy this environment variable into the entry; may be repeated"));
        tokens(app);
        writes(app);
    }

    /// What paste and import have in common.
    void answers(CLI::App &app)
    {
        app.add_flag("--save", m_options.save, text(KopructlWords::tr("Add what was understood to the settings file")));
        list(app, "--server", m_options.names, KopructlWords::tr("Only this server; may be repeated"));
        option(app, "--name", m_options.newName, KopructlWords::tr("Give the server another name"));
        list(app, "--set", m_options.values,
             KopructlWords::tr("Answer to a question, as PLACE=VALUE; may be repeated"));
        app.add_flag("--secret", m_options.secret,
                     text(KopructlWords::tr("Ask for each token, or read them line by line from standard input")));
        list(app, "--secret-from-env", m_options.secretVariables,
             KopructlWords::tr("Take a token from this environment variable, as [PLACE=]NAME; may be repeated"));
        tokens(app);
        writes(app);
    }

    void tokens(CLI::App &app)
    {
        auto *keychain = app.add_flag_callback(
            "--keychain", [this] { m_options.tokenPlace = TokenPlace::Keychain; },
            text(KopructlWords::tr("Keep the token in the keychain, or change nothing")));
        app.add_flag_callback(
               "--no-keychain", [this] { m_options.tokenPlace = TokenPlace::File; },
               text(KopructlWords::tr("Keep the token in the settings file")))
            ->excludes(keychain);
    }

    Options m_options;
    CLI::App m_app;
    std::vector<std::pair<QString *, std::shared_ptr<std::string>>> m_texts;
    std::vector<std::pair<QStringList *, std::shared_ptr<std::vector<std::string>>>> m_lists;
};

} // namespace

Result<Options, Stop> readOptions(const QStringList &arguments)
{
    return Reader().read(arguments);
}

QString languageIn(const QStringList &arguments)
{
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        if (arguments.at(i) == u"--lang"_s)
            return arguments.value(i + 1);
        if (arguments.at(i).startsWith("--lang="_L1))
            return arguments.at(i).mid(7);
    }
    return {};
}

bool jsonIn(const QStringList &arguments)
{
    return arguments.contains(u"--json"_s);
}

} // namespace kopru::cli
