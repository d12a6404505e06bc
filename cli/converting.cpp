#include "app/bridges/installation.h"
#include "app/bridges/wording.h"
#include "app/checks/comparison.h"
#include "app/integrations/keychainuse.h"
#include "app/integrations/rules.h"
#include "app/integrations/wording.h"
#include "app/secrets/keychainwording.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "app/snippets/conversionwording.h"
#include "cli/context.h"
#include "cli/testing.h"
#include "cli/words.h"

using namespace Qt::StringLiterals;

/// `convert`: entries of other programs become entries of the bridge, if that does no worse.
namespace kopru::cli {

namespace {

using integrations::Conversion;
using integrations::ConversionState;

/// A server that is looked at.
struct Candidate
{
    config::Server server;
    Conversion conversion;
    std::optional<checks::Report> before = std::nullopt; ///< the old entry; not started where nothing is to learn
    std::optional<checks::Report> after = std::nullopt;
    std::optional<checks::Compared> compared = std::nullopt;
    config::Entry placed = {}; ///< with its tokens where they belong
    Json tokens = nullptr;

    [[nodiscard]] bool isPossible() const { return conversion.state == ConversionState::Possible; }
};

Json conversionJson(const Candidate &candidate)
{
    const Conversion &conversion = candidate.conversion;
    Json json = {{"name", utf8(candidate.server.name)}, {"state", utf8(conversionKey(conversion.state))}};
    if (!conversion.program.isEmpty())
        json["replaces"] = utf8(conversion.program);
    if (conversion.refusal) {
        json["refusal"] = utf8(conversionKey(*conversion.refusal));
        if (!conversion.detail.isEmpty())
            json["detail"] = utf8(conversion.detail);
        json["what"] = utf8(integrations::conversionCause(conversion));
        json["remedy"] = utf8(integrations::conversionRemedy(conversion));
    }
    if (!candidate.isPossible())
        return json;
    json["kind"] = integrations::kind(conversion.kind).key;
    json["dropped"] = Json::array();
    for (const integrations::DroppedPart &part : conversion.dropped)
        json["dropped"].push_back({{"part", utf8(part.part)},
                                   {"reason", utf8(conversionKey(part.reason))},
                                   {"text", utf8(integrations::droppedText(part))}});
    json["notes"] = Json::array();
    for (const integrations::ConversionNote &note : conversion.notes)
        json["notes"].push_back({{"id", utf8(conversionKey(note.id))},
                                 {"detail", utf8(note.detail)},
                                 {"text", utf8(integrations::conversionNoteText(note))}});
    if (candidate.compared) {
        json["comparison"] = utf8(checks::comparisonId(candidate.compared->result));
        if (!candidate.compared->missingTools.isEmpty()) {
            json["missingTools"] = Json::array();
            for (const QString &tool : candidate.compared->missingTools)
                json["missingTools"].push_back(utf8(tool));
        }
    }
    const auto report = [](const std::optional<checks::Report> &one) {
        if (!one)
            return Json();
        Json whole = reportJson(*one);
        whole["tools"] = one->tools.size();
        return whole;
    };
    if (candidate.after) {
        json["before"] = report(candidate.before);
        json["after"] = report(candidate.after);
    }
    if (!candidate.tokens.is_null())
        json["tokens"] = candidate.tokens;
    return json;
}

/// Tests, places the tokens, saves once, and ends the command.
class Converting final : public QObject
{
public:
    Converting(Context &context, config::ConfigFile file, QList<Candidate> candidates)
        : QObject(&context), m_context(context), m_file(std::move(file)), m_candidates(std::move(candidates))
    {
        // What would be installed is what is tested; nothing is installed before it is needed.
        const bool current = bridges::inspect(context.platform).state == bridges::State::Current;
        m_testBridge = current ? bridges::installedBridge(context.platform) : bridges::shippedBridge(context.platform);
    }

    void start() { next(); }

private:
    [[nodiscard]] const Options &options() const { return m_context.options; }
    [[nodiscard]] Candidate &current() { return m_candidates[m_at]; }

    /// The candidates one after the other.
    void next()
    {
        for (++m_at; m_at < m_candidates.size(); ++m_at) {
            if (options().all && !current().conversion.refusal && !current().isPossible())
                continue; // nobody asked about these
            describe(current());
            if (current().isPossible() && !options().noTest) {
                testNew();
                return;
            }
        }
        settle();
    }

    void describe(const Candidate &candidate)
    {
        const QString &name = candidate.server.name;
        if (!candidate.isPossible()) {
            if (!options().all)
                return; // the error says it
            m_context.output.line(u"%1: %2 %3"_s.arg(name, integrations::conversionCause(candidate.conversion),
                                                     integrations::conversionRemedy(candidate.conversion)));
            return;
        }
        m_context.output.line(KopructlWords::tr("%1: from %2 to the native bridge (%3)")
                                  .arg(name, integrations::replacedProgramName(candidate.conversion.program),
                                       integrations::kindName(candidate.conversion.kind)));
        for (const integrations::ConversionNote &note : candidate.conversion.notes)
            m_context.output.line(u"! "_s + integrations::conversionNoteText(note));
        for (const integrations::DroppedPart &part : candidate.conversion.dropped)
            m_context.output.line(u"- "_s + integrations::droppedText(part));
    }

    template <class F> void check(const config::Entry &entry, const QString &title, F done)
    {
        m_context.output.line(title);
        auto *check = new checks::ClaudeCheck(entry, m_context.platform, this);
        connect(check, &checks::Check::stepChanged, this, [this](const checks::Step &step) {
            for (const QString &line : stepLines(step))
                m_context.output.line(line);
        });
        connect(check, &checks::Check::finished, this, [check, done](const checks::Report &report) {
            check->deleteLater();
            done(report);
        });
        check->start();
    }

    /// The new one first: where the server wants a sign-in, the old one would open a browser.
    void testNew()
    {
        config::Entry entry = current().conversion.entry;
        entry.command = m_testBridge;
        check(entry, KopructlWords::tr("The new entry"), [this](const checks::Report &report) {
            current().after = report;
            if (checks::wantsSignIn(report))
                compare();
            else
                testOld();
        });
    }

    void testOld()
    {
        check(current().server.entry, KopructlWords::tr("The old entry"), [this](const checks::Report &report) {
            current().before = report;
            compare();
        });
    }

    void compare()
    {
        Candidate &candidate = current();
        candidate.compared = checks::compared(candidate.before ? &*candidate.before : nullptr, *candidate.after);
        m_context.output.line(checks::comparisonText(*candidate.compared));
        next();
    }

    [[nodiscard]] bool isChosen(const Candidate &candidate) const
    {
        if (!candidate.isPossible())
            return false;
        if (!candidate.compared)
            return options().noTest;
        return checks::doesNoWorse(candidate.compared->result) ||
               (candidate.compared->result == checks::Comparison::BothFail && options().anyway);
    }

    [[nodiscard]] QString remedyFor(const Candidate &candidate) const
    {
        switch (candidate.compared->result) {
        case checks::Comparison::BothFail:
            return KopructlWords::tr("Mend the connection first, or move the server with --anyway.");
        case checks::Comparison::NeedsSignIn:
            return KopructlWords::tr(
                "It can stay as it is. If the service also gives out tokens, add it again with one.");
        default:
            return KopructlWords::tr("Nothing was changed. --no-test moves it without this check.");
        }
    }

    /// Everything is tested: what is written, and what has to be said.
    void settle()
    {
        QStringList chosen;
        bool failed = false;
        for (const Candidate &candidate : std::as_const(m_candidates)) {
            if (isChosen(candidate))
                chosen.append(candidate.server.name);
            failed = failed || (candidate.isPossible() && !isChosen(candidate));
        }
        m_failed = failed;
        if (chosen.isEmpty()) {
            nothingToWrite();
            return;
        }
        if (options().dryRun) {
            place();
            return;
        }
        auto *installation = new bridges::Installation(m_context.platform, this);
        connect(installation, &bridges::Installation::finished, this, [this, installation](const auto &outcome) {
            installation->deleteLater();
            if (outcome)
                place();
            else
                end(m_context.output.error(bridges::message(outcome.error()),
                                           bridges::installProblemId(outcome.error().problem), ProblemFound));
        });
        installation->start();
    }

    void nothingToWrite()
    {
        if (!options().all) {
            const Candidate &only = m_candidates.constFirst();
            const Json more = {{"server", conversionJson(only)}};
            if (only.conversion.refusal || only.conversion.state == ConversionState::NotMeant)
                end(m_context.output.error(
                    {integrations::conversionCause(only.conversion), integrations::conversionRemedy(only.conversion)},
                    only.conversion.refusal ? u"cannot-convert"_s : u"not-meant"_s, Refused, more));
            else if (only.compared)
                end(m_context.output.error({checks::comparisonText(*only.compared), remedyFor(only)},
                                           checks::comparisonId(only.compared->result), Refused, more));
            else
                finish(about(), Good); // it is one of the bridge already
            return;
        }
        finish(about(), m_failed ? Refused : Good);
    }

    void finish(Json about, int code)
    {
        Json result = {{"ok", code == Good}, {"file", utf8(m_file.path)}, {"written", false}};
        result.update(about);
        if (const auto unfinished = notMoved())
            m_context.tell(*unfinished, result);
        m_context.output.result(result);
        m_context.output.line(KopructlWords::tr("Nothing was written."));
        end(code);
    }

    /// Those that could be moved and were not, where all were meant.
    [[nodiscard]] std::optional<Context::Unfinished> notMoved() const
    {
        if (!m_failed)
            return std::nullopt;
        QStringList names;
        for (const Candidate &candidate : m_candidates)
            if (candidate.isPossible() && !isChosen(candidate))
                names.append(candidate.server.name);
        return Context::Unfinished{
            u"not-moved"_s,
            {KopructlWords::tr("These servers were not moved, because of their tests: %1").arg(names.join(u", "_s)),
             KopructlWords::tr("Mend their connections first. kopructl convert NAME says what is in the way.")}};
    }

    [[nodiscard]] Json about() const
    {
        Json converted = Json::array();
        Json servers = Json::array();
        for (const Candidate &candidate : m_candidates) {
            servers.push_back(conversionJson(candidate));
            if (isChosen(candidate))
                converted.push_back(utf8(candidate.server.name));
        }
        return {{"converted", converted}, {"servers", servers}};
    }

    /// The tokens of one server after the other.
    void place()
    {
        for (++m_placing; m_placing < m_candidates.size(); ++m_placing) {
            Candidate &candidate = m_candidates[m_placing];
            if (!isChosen(candidate))
                continue;
            candidate.placed = candidate.conversion.entry;
            const auto places = integrations::placesFor(candidate.server.name, tokensToKeep(candidate), taken());
            if (options().dryRun || options().tokenPlace == TokenPlace::File || places.isEmpty())
                continue;
            // Unless the keychain was asked for, nobody may be there to unlock it.
            const auto patience = isDemanded() ? std::chrono::seconds(90) : std::chrono::seconds(15);
            integrations::moveToKeychain(candidate.placed, places, taken(), m_context.keychain(patience), this,
                                         [this, places](const integrations::Moved &moved) { placed(places, moved); });
            return;
        }
        save();
    }

    /// What is still to be filled in is no token.
    [[nodiscard]] static QStringList tokensToKeep(const Candidate &candidate)
    {
        QStringList variables = integrations::readableSecrets(candidate.placed);
        variables.removeIf([&candidate](const QString &name) {
            const QString value = candidate.placed.variable(name);
            return value.trimmed().isEmpty() || integrations::isPlaceholder(value);
        });
        return variables;
    }

    [[nodiscard]] QStringList taken() const
    {
        return integrations::takenItems(m_file.document, m_context.keychain()) + m_created;
    }

    [[nodiscard]] bool isDemanded() const { return options().tokenPlace == TokenPlace::Keychain; }

    void placed(const QList<integrations::SecretPlace> &places, const integrations::Moved &moved)
    {
        Candidate &candidate = m_candidates[m_placing];
        candidate.placed = moved.entry;
        candidate.tokens = Json::object();
        for (qsizetype i = 0; i < places.size(); ++i) {
            const QString item = moved.items.value(i);
            candidate.tokens[utf8(places.at(i).variable)] =
                item.isEmpty() ? "settings-file" : utf8(secrets::keychainReference(item));
            if (item.isEmpty())
                continue;
            m_created.append(item);
            m_context.output.line(KopructlWords::tr("The token is in the keychain as “%1”.").arg(item));
        }
        if (moved.problem) {
            const secrets::KeychainSentences words = secrets::message(*moved.problem);
            if (isDemanded()) {
                undo(m_context.output.error({words.what, words.remedy},
                                            secrets::keychainProblemId(moved.problem->problem), Refused));
                return;
            }
            m_context.output.line(KopructlWords::tr("The token is in the settings file. %1").arg(words.what));
            candidate.tokens["reason"] = utf8(secrets::keychainProblemId(moved.problem->problem));
        }
        place();
    }

    void save()
    {
        config::Document edited = m_file.document;
        QStringList names;
        for (const Candidate &candidate : std::as_const(m_candidates)) {
            if (!isChosen(candidate))
                continue;
            const auto next =
                integrations::converted(edited, candidate.server.name, candidate.conversion, candidate.placed);
            if (!next) {
                undo(m_context.output.error(config::message(next.error(), candidate.server.name), u"edit"_s, Refused));
                return;
            }
            edited = *next;
            names.append(candidate.server.name);
        }
        const QString sentence =
            names.size() == 1
                ? KopructlWords::tr("The server “%1” uses the native bridge now.").arg(names.constFirst())
                : KopructlWords::tr("%n servers use the native bridge now.", nullptr, static_cast<int>(names.size()));
        const Context::Saved saved = m_context.save(
            m_file, edited, {.about = about(), .sentence = sentence, .servers = names, .unfinished = notMoved()});
        if (saved.written || options().dryRun)
            end(saved.code);
        else
            undo(saved.code);
    }

    /// Items that no entry refers to, because it was not written, go again.
    void undo(int code)
    {
        if (m_created.isEmpty()) {
            end(code);
            return;
        }
        m_context.keychain().remove(m_created.takeFirst(), this, [this, code](const auto &) { undo(code); });
    }

    void end(int code) { Q_EMIT m_context.finished(code); }

    Context &m_context;
    config::ConfigFile m_file;
    QList<Candidate> m_candidates;
    QString m_testBridge;
    QStringList m_created; ///< items of the keychain
    qsizetype m_at = -1;
    qsizetype m_placing = -1;
    bool m_failed = false;
};

} // namespace

std::optional<int> convert(Context &context)
{
    const Options &options = context.options;
    if (options.name.isEmpty() && !options.all)
        return context.output.error(
            {KopructlWords::tr("It is not said which server to move."), KopructlWords::tr("Name it, or say --all.")},
            u"usage"_s, Usage);
    const auto file = context.openFile(Refused);
    if (!file)
        return file.error();
    QList<config::Server> servers = file->document.servers();
    if (!options.all) {
        const auto server = context.findServer(file->document, options.name);
        if (!server)
            return server.error();
        servers = {*server};
    }
    QList<Candidate> candidates;
    for (const config::Server &server : std::as_const(servers)) {
        Candidate candidate{server, integrations::conversionOf(server, file->document.serverText(server.name),
                                                               bridges::installedBridge(context.platform))};
        // A token may stand in another form now: without its scheme, or taken out of an address.
        for (const QString &secret :
             secrets::secretsIn(candidate.conversion.entry.arguments, candidate.conversion.entry.environmentMap()))
            secrets::processRedactor().add(secret);
        candidates.append(candidate);
    }
    (new Converting(context, *file, candidates))->start();
    return std::nullopt;
}

} // namespace kopru::cli
