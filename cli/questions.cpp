#include "cli/questions.h"

#include "app/bridges/installation.h"
#include "app/config/entryrules.h"
#include "app/integrations/bridgecommand.h"
#include "app/integrations/wording.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "app/snippets/serverfile.h"
#include "cli/placing.h"
#include "cli/secretinput.h"
#include "cli/words.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

using Answers = QMap<QString, QString>; ///< by place

int usage(const Context &context, const QString &what, const QString &remedy)
{
    return context.output.error({what, remedy}, u"usage"_s, Usage);
}

/// A question of one of the servers. The same place of another server is another question: what is a token here is
/// nobody's business there.
struct Asked
{
    qsizetype offer = 0;
    Question question;
    QString source; ///< of the offer
    QString name;   ///< what it is called: the place, or SERVER/PLACE where several servers have it
    QString of;     ///< SERVER/PLACE
    QString prompt; ///< for people
};

QList<Asked> questionsOf(const QList<Offer> &offers)
{
    QList<Asked> all;
    for (qsizetype i = 0; i < offers.size(); ++i)
        for (const Question &question : offers.at(i).questions) {
            const QString words = question.words.isEmpty() ? question.place : question.words;
            const QString &label = offers.at(i).label;
            all.append({i, question, offers.at(i).source, question.place, label + u'/' + question.place,
                        offers.size() > 1 ? label + u": "_s + words : words});
        }
    for (Asked &one : all)
        if (std::any_of(all.cbegin(), all.cend(), [&one](const Asked &other) {
                return other.offer != one.offer && other.question.place == one.question.place;
            }))
            one.name = one.of;
    return all;
}

QStringList namesOf(const QList<Asked> &questions)
{
    QStringList names;
    for (const Asked &question : questions)
        names.append(question.name);
    return names;
}

/// Whether one answer is meant for both: the same text within a server, or a variable that their file asks for once.
bool isSame(const Asked &one, const Asked &other)
{
    return one.question.isSecret == other.question.isSecret && !one.question.now.isEmpty() &&
           one.question.now == other.question.now &&
           (one.offer == other.offer || (one.source == other.source && one.question.now.contains("${input:"_L1)));
}

/// The answers by server, as they come.
class Sheet
{
public:
    Sheet(QList<Asked> questions, qsizetype offers) : m_questions(std::move(questions)), m_answers(offers) {}

    [[nodiscard]] const QList<Asked> &questions() const { return m_questions; }
    [[nodiscard]] const QList<Answers> &answers() const { return m_answers; }
    [[nodiscard]] bool isAnswered(const Asked &one) const
    {
        return m_answers.at(one.offer).contains(one.question.place);
    }

    /// The questions that somebody means by `name`: PLACE or SERVER/PLACE.
    [[nodiscard]] QList<Asked> called(const QString &name) const
    {
        QList<Asked> found;
        for (const Asked &one : m_questions)
            if (one.question.place == name || one.of == name)
                found.append(one);
        return found;
    }

    void answer(const QList<Asked> &meant, const QString &value)
    {
        for (const Asked &one : meant)
            m_answers[one.offer].insert(one.question.place, value);
    }
    /// A place that stands for the same text is the same question.
    void spread()
    {
        for (const Asked &one : m_questions)
            for (const Asked &other : m_questions)
                if (!isAnswered(one) && isAnswered(other) && isSame(one, other))
                    answer({one}, m_answers.at(other.offer).value(other.question.place));
    }

private:
    QList<Asked> m_questions;
    QList<Answers> m_answers;
};

int noSuchPlace(const Context &context, const Sheet &sheet, const QString &place)
{
    return usage(context, KopructlWords::tr("Nothing is asked for at “%1”.").arg(place),
                 sheet.questions().isEmpty()
                     ? KopructlWords::tr("There is no open question.")
                     : KopructlWords::tr("It is asked for: %1").arg(namesOf(sheet.questions()).join(u", "_s)));
}

/// A place without its server, where several servers ask there, means all of them only if one text stands for it
/// everywhere. @return an exit code where it is not certain whose it is
std::optional<int> refuseSeveral(const Context &context, const QList<Asked> &meant, const QString &place)
{
    for (const Asked &one : meant)
        if (one.offer != meant.first().offer && (one.question.now.isEmpty() || one.question.place != place ||
                                                 one.question.now != meant.first().question.now ||
                                                 one.question.isSecret != meant.first().question.isSecret))
            return usage(context, KopructlWords::tr("Several servers ask for “%1”.").arg(place),
                         KopructlWords::tr("Say which one is meant: %1").arg(namesOf(meant).join(u", "_s)));
    return std::nullopt;
}

std::optional<int> takeValues(const Context &context, Sheet &sheet)
{
    for (const QString &text : context.options.values) {
        // A server's name may hold the sign as well.
        QList<Asked> meant;
        qsizetype equals = text.indexOf(u'=');
        const QString shortest = text.left(equals);
        while (equals > 0 && (meant = sheet.called(text.left(equals))).isEmpty())
            equals = text.indexOf(u'=', equals + 1);
        if (meant.isEmpty())
            return noSuchPlace(context, sheet, shortest);
        if (const auto refused = refuseSeveral(context, meant, text.left(equals)))
            return refused;
        const QString value = text.mid(equals + 1);
        if (meant.first().question.isSecret || !secrets::secretsIn({value}, {}).isEmpty())
            return refuseTokenInCommand(context, KopructlWords::tr("Use --secret or --secret-from-env instead."));
        sheet.answer(meant, value);
    }
    sheet.spread();
    return std::nullopt;
}

std::optional<int> takeVariables(const Context &context, Sheet &sheet)
{
    for (const QString &text : context.options.secretVariables) {
        const qsizetype equals = text.lastIndexOf(u'='); // a variable has none in its name
        const QString name = text.mid(equals + 1);
        const QString place = text.left(std::max<qsizetype>(equals, 0));
        QList<Asked> meant;
        if (place.isEmpty()) {
            for (const Asked &one : sheet.questions())
                if (one.question.isSecret && !sheet.isAnswered(one))
                    meant.append(one);
            if (meant.isEmpty() || !std::all_of(meant.cbegin() + 1, meant.cend(),
                                                [&meant](const Asked &one) { return isSame(one, meant.first()); }))
                return usage(context, KopructlWords::tr("It is not certain which token is meant."),
                             KopructlWords::tr("Write --secret-from-env PLACE=%1. It is asked for: %2")
                                 .arg(name, namesOf(sheet.questions()).join(u", "_s)));
        } else {
            meant = sheet.called(place);
            if (meant.isEmpty())
                return noSuchPlace(context, sheet, place);
            if (const auto refused = refuseSeveral(context, meant, place))
                return refused;
        }
        const auto secret = secretFromVariable(name);
        if (!secret)
            return context.output.error({problemText(secret.error(), name), KopructlWords::tr("Set it and try again.")},
                                        u"no-secret"_s, Usage);
        secrets::processRedactor().add(*secret);
        sheet.answer(meant, *secret);
        sheet.spread();
    }
    return std::nullopt;
}

std::optional<int> askForSecrets(const Context &context, bool inputUsed, Sheet &sheet)
{
    if (!context.options.secret)
        return std::nullopt;
    if (inputUsed)
        return usage(context, KopructlWords::tr("Standard input already held the text and can give no token."),
                     KopructlWords::tr("Give the text in a file, or the token with --secret-from-env."));
    for (const Asked &one : sheet.questions()) {
        if (!one.question.isSecret || sheet.isAnswered(one))
            continue;
        const auto secret = readSecret(one.prompt + u':');
        if (!secret)
            return context.output.error(
                {problemText(secret.error()),
                 KopructlWords::tr("It is asked for: %1").arg(namesOf(sheet.questions()).join(u", "_s))},
                u"no-secret"_s, Usage);
        secrets::processRedactor().add(*secret);
        sheet.answer({one}, *secret);
        sheet.spread();
    }
    return std::nullopt;
}

/// Everything that the command line says about the questions.
Result<Sheet, int> readAnswers(const Context &context, const QList<Offer> &offers, bool inputUsed)
{
    Sheet sheet(questionsOf(offers), offers.size());
    if (const auto refused = takeValues(context, sheet))
        return failure(int(*refused));
    if (const auto refused = takeVariables(context, sheet))
        return failure(int(*refused));
    if (const auto refused = askForSecrets(context, inputUsed, sheet))
        return failure(int(*refused));
    return sheet;
}

QList<Asked> openOf(const Sheet &sheet, qsizetype offer)
{
    QList<Asked> open;
    for (const Asked &one : sheet.questions())
        if (one.offer == offer && !sheet.isAnswered(one))
            open.append(one);
    return open;
}

/// The entry as it would be written, with what would run; secrets hidden.
Json describe(const Context &context, const Offer &offer, const config::Entry &entry, const QList<Asked> &open)
{
    const integrations::Kind &kind = integrations::kindOf(entry);
    const secrets::Redactor &redactor = secrets::processRedactor();
    const QString command = redactor.redact(integrations::shownCommand(entry));
    context.output.line(KopructlWords::tr("Server: %1 (%2)")
                            .arg(offer.name.isEmpty() ? KopructlWords::tr("without a name") : offer.name,
                                 integrations::kindName(kind.id)));
    context.output.line(u"    "_s + KopructlWords::tr("This will run: %1").arg(command));
    Json environment = Json::object();
    const QStringList inHeaders = secrets::secretHeaderVariables(entry.arguments);
    for (const config::Variable &variable : entry.environment) {
        const bool hidden = (secrets::isSecretName(variable.name) || inHeaders.contains(variable.name)) &&
                            !secrets::isKeychainReference(variable.value) && !config::isPlaceholder(variable.value) &&
                            !variable.value.isEmpty();
        const QString shown = hidden ? QString::fromUtf8(secrets::Redactor::mark()) : redactor.redact(variable.value);
        environment[utf8(variable.name)] = utf8(shown);
        context.output.line(u"    "_s + KopructlWords::tr("with %1").arg(variable.name + u'=' + shown));
    }
    for (const QString &note : offer.notes)
        context.output.line(u"    "_s + note);
    Json questions = Json::array();
    for (const Asked &one : open) {
        const Question &question = one.question;
        questions.push_back({{"place", utf8(question.place)},
                             {"question", utf8(question.words)},
                             {"now", utf8(question.now)},
                             {"secret", question.isSecret}});
        QString words = question.words.isEmpty() ? question.now : question.words;
        words = words.isEmpty() ? one.name : u"%1 (%2)"_s.arg(one.name, words);
        context.output.line(u"    ? "_s + (question.isSecret ? KopructlWords::tr("A token is asked for: %1").arg(words)
                                                             : KopructlWords::tr("It is asked for: %1").arg(words)));
    }
    Json json = {{"name", offer.name.isEmpty() ? Json() : Json(utf8(offer.name))}, {"kind", kind.key}};
    json.update(offer.json);
    Json arguments = Json::array();
    for (const QString &argument : entry.arguments)
        arguments.push_back(utf8(argument));
    json["commandLine"] = utf8(command);
    json["entry"] = {{"command", utf8(entry.command)}, {"args", arguments}, {"env", environment}};
    json["questions"] = questions;
    return json;
}

/// What each server is called where its name alone does not tell.
void label(QList<Offer> &offers)
{
    const auto byName = [](const Offer &offer) { return offer.name; };
    const auto byFile = [](const Offer &offer) {
        return offer.source.isEmpty() ? QString() : QFileInfo(offer.source).fileName() + u':' + offer.name;
    };
    const auto byPath = [](const Offer &offer) {
        return offer.source.isEmpty() ? QString() : offer.source + u':' + offer.name;
    };
    int number = 0;
    for (Offer &offer : offers) {
        offer.label = QString::number(++number);
        if (offer.name.isEmpty())
            continue;
        for (const std::function<QString(const Offer &)> &words :
             std::initializer_list<std::function<QString(const Offer &)>>{byName, byFile, byPath}) {
            const QString own = words(offer);
            if (!own.isEmpty() && std::count_if(offers.cbegin(), offers.cend(),
                                                [&](const Offer &other) { return words(other) == own; }) == 1) {
                offer.label = own;
                break;
            }
        }
    }
}

bool isCalled(const Offer &offer, const QString &name)
{
    return name == offer.name || name == offer.label ||
           (!offer.source.isEmpty() && (name == QFileInfo(offer.source).fileName() + u':' + offer.name ||
                                        name == offer.source + u':' + offer.name));
}

/// @return an exit code where the choice means nothing
std::optional<int> choose(const Context &context, QList<Offer> &offers)
{
    const QStringList &names = context.options.names;
    label(offers);
    const auto labels = [&offers] {
        QStringList all;
        for (const Offer &offer : std::as_const(offers))
            all.append(offer.label);
        return all.join(u", "_s);
    };
    for (const QString &name : names)
        if (std::none_of(offers.cbegin(), offers.cend(), [&name](const Offer &one) { return isCalled(one, name); }))
            return context.output.error({KopructlWords::tr("There is no server “%1” in it.").arg(name),
                                         KopructlWords::tr("There are: %1").arg(labels())},
                                        u"no-such-server"_s, ProblemFound);
    if (!names.isEmpty())
        offers.removeIf([&names](const Offer &offer) {
            return std::none_of(names.cbegin(), names.cend(),
                                [&offer](const QString &name) { return isCalled(offer, name); });
        });
    if (context.options.newName.isEmpty())
        return std::nullopt;
    if (offers.size() != 1)
        return usage(context, KopructlWords::tr("--name can name one server only, and there are several."),
                     KopructlWords::tr("Choose one with --server: %1").arg(labels()));
    offers.first().name = context.options.newName;
    return std::nullopt;
}

/// Names for those that have none, and for the second of two that are called alike. @return an exit code where a name
/// of the settings file is taken
std::optional<int> settleNames(const Context &context, const config::Document &document, QList<ToPlace> &entries)
{
    QStringList taken; // by the file and by those before
    for (const config::Server &server : document.servers())
        taken.append(server.name);
    QStringList all = taken;
    for (const ToPlace &one : std::as_const(entries))
        all.append(one.server);
    for (ToPlace &one : entries) {
        if (one.server.isEmpty()) {
            one.server =
                integrations::freeName(QString::fromLatin1(integrations::kindOf(one.entry).suggestedName), all);
        } else if (taken.contains(one.server)) {
            const QString free = integrations::freeName(one.server, all);
            if (document.contains(one.server))
                return context.output.error(
                    {config::message(config::EditProblem::NameTaken, one.server).what,
                     KopructlWords::tr("Give it another name with --name, such as “%1”, or leave it out by naming the "
                                       "others with --server.")
                         .arg(free)},
                    u"name-taken"_s, Refused, {{"server", utf8(one.server)}});
            context.output.line(
                KopructlWords::tr("Another one is called “%1” as well. It becomes “%2”.").arg(one.server, free));
            one.server = free;
        }
        taken.append(one.server);
        all.append(one.server);
    }
    return std::nullopt;
}

config::Document with(config::Document document, const QList<Placed> &entries)
{
    for (const Placed &one : entries)
        document = document.added(one.server, one.entry).value_or(document);
    return document;
}

} // namespace

void learnSecrets(const config::Entry &entry)
{
    for (const QString &secret : secrets::secretsIn(entry.arguments, entry.environmentMap()))
        if (!config::isPlaceholder(secret))
            secrets::processRedactor().add(secret);
}

int refuseTokenInCommand(const Context &context, const QString &remedy)
{
    return usage(context, KopructlWords::tr("A token must not stand in a command, where others can read it."), remedy);
}

std::optional<int> offerServers(Context &context, QList<Offer> offers, const Json &about, bool inputUsed)
{
    const Options &options = context.options;
    if (const auto refused = choose(context, offers))
        return refused;
    config::ConfigFile file;
    if (options.save) {
        auto opened = context.openFile(Refused);
        if (!opened)
            return opened.error();
        file = *std::move(opened);
    }
    const auto sheet = readAnswers(context, offers, inputUsed);
    if (!sheet)
        return sheet.error();
    QList<ToPlace> entries;
    QStringList unanswered;
    Json servers = Json::array();
    for (qsizetype i = 0; i < offers.size(); ++i) {
        const Offer &offer = offers.at(i);
        const config::Entry entry = offer.entry(sheet->answers().at(i));
        learnSecrets(entry);
        const QList<Asked> open = openOf(*sheet, i);
        unanswered += namesOf(open);
        servers.push_back(describe(context, offer, entry, open));
        entries.append({offer.name, entry, {}});
    }
    unanswered.removeDuplicates();
    Json result = about;
    result["servers"] = servers;
    if (!options.save) {
        Json whole = {{"ok", true}, {"written", false}};
        whole.update(result);
        context.output.result(whole);
        context.output.line(KopructlWords::tr("Nothing was written. To add it, repeat the command with --save."));
        return Good;
    }
    if (!unanswered.isEmpty())
        return context.output.error(
            {KopructlWords::tr("Something is still asked for: %1").arg(unanswered.join(u", "_s)),
             KopructlWords::tr("Answer with --set PLACE=VALUE, tokens with --secret or --secret-from-env PLACE=NAME.")},
            u"unanswered"_s, Refused, {{"places", namesJson(unanswered)}, {"servers", servers}});
    if (const auto refused = settleNames(context, file.document, entries))
        return refused;
    const bool readsKeychain = std::any_of(entries.cbegin(), entries.cend(), [](const ToPlace &one) {
        return integrations::readBridgeCommand(one.entry).has_value();
    });
    if (options.tokenPlace == TokenPlace::Keychain && !readsKeychain)
        return usage(context, KopructlWords::tr("This kind of server cannot read the keychain."),
                     KopructlWords::tr("Leave --keychain out. Its tokens stay in the settings file."));
    const QStringList taken = integrations::takenItems(file.document, context.keychain());
    QStringList takenByNow = taken;
    QStringList names;
    for (ToPlace &one : entries) {
        one = newEntry(context, one.server, one.entry, takenByNow);
        names.append(one.server);
    }
    (new Placing(context, entries, taken, [&context, file, names, result](const QList<Placed> &placed) {
        Json more = result;
        more["added"] = namesJson(names);
        Json tokens = Json::object();
        for (const Placed &one : placed)
            if (!one.tokens.empty())
                tokens[utf8(one.server)] = one.tokens;
        more["tokens"] = tokens;
        return context.save(
            file, with(file.document, placed),
            {.about = more, .sentence = KopructlWords::tr("Added: %1").arg(names.join(u", "_s)), .servers = names});
    }))->start(true);
    return std::nullopt;
}

Result<QByteArray, int> readInput(const Context &context, const QString &fileOrDash)
{
    if (fileOrDash != u"-"_s) {
        auto bytes = platform::readFile(QDir::current().absoluteFilePath(fileOrDash), largestInput);
        if (!bytes)
            return failure(context.output.error(config::message(bytes.error()),
                                                platform::fileProblemId(bytes.error().problem), ProblemFound));
        return *std::move(bytes);
    }
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return failure(usage(context, KopructlWords::tr("Standard input cannot be read."),
                             KopructlWords::tr("Give the text with --from-file.")));
    QByteArray bytes = input.read(largestInput + 1);
    if (bytes.size() > largestInput)
        return failure(
            context.output.error(config::message(platform::FileError{platform::FileProblem::TooLarge, u"-"_s, 0}),
                                 u"too-large"_s, ProblemFound));
    return bytes;
}

} // namespace kopru::cli
