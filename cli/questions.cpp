#include "cli/questions.h"

#include "app/bridges/installation.h"
#include "app/config/entryrules.h"
#include "app/integrations/bridgecommand.h"
#include "app/integrations/serverfile.h"
#include "app/integrations/wording.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "cli/placing.h"
#include "cli/secretinput.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

struct KopructlWords
{
    Q_DECLARE_TR_FUNCTIONS(KopructlWords)
};

using Answers = QMap<QString, QString>;

constexpr qint64 largestInput = qint64{16} * 1024 * 1024;

int usage(const Context &context, const QString &what, const QString &remedy)
{
    return context.output.error({what, remedy}, u"usage"_s, Usage);
}

/// The questions of all servers, each place once.
QList<Question> questionsOf(const QList<Offer> &offers)
{
    QList<Question> all;
    for (const Offer &offer : offers)
        for (const Question &question : offer.questions)
            if (std::none_of(all.cbegin(), all.cend(),
                             [&question](const Question &one) { return one.place == question.place; }))
                all.append(question);
    return all;
}

QStringList placesOf(const QList<Question> &questions)
{
    QStringList places;
    for (const Question &question : questions)
        places.append(question.place);
    return places;
}

const Question *questionAt(const QList<Question> &questions, const QString &place)
{
    const auto found = std::find_if(questions.cbegin(), questions.cend(),
                                    [&place](const Question &one) { return one.place == place; });
    return found == questions.cend() ? nullptr : &*found;
}

int noSuchPlace(const Context &context, const QList<Question> &questions, const QString &place)
{
    return usage(context, KopructlWords::tr("Nothing is asked for at “%1”.").arg(place),
                 questions.isEmpty() ? KopructlWords::tr("There is no open question.")
                                     : KopructlWords::tr("It is asked for: %1").arg(placesOf(questions).join(u", "_s)));
}

/// A place that stands for the same text is the same question.
void spread(const QList<Question> &questions, Answers &answers)
{
    for (const Question &question : questions) {
        if (answers.contains(question.place) || question.now.isEmpty())
            continue;
        for (const Question &other : questions)
            if (other.now == question.now && other.isSecret == question.isSecret && answers.contains(other.place))
                answers.insert(question.place, answers.value(other.place));
    }
}

std::optional<int> takeValues(const Context &context, const QList<Question> &questions, Answers &answers)
{
    for (const QString &text : context.options.values) {
        const qsizetype equals = text.indexOf(u'=');
        const QString place = text.left(equals);
        const Question *question = equals > 0 ? questionAt(questions, place) : nullptr;
        if (!question)
            return noSuchPlace(context, questions, equals > 0 ? place : text);
        const QString value = text.mid(equals + 1);
        if (question->isSecret || !secrets::secretsIn({value}, {}).isEmpty())
            return refuseTokenInCommand(context, KopructlWords::tr("Use --secret or --secret-from-env instead."));
        answers.insert(place, value);
    }
    return std::nullopt;
}

std::optional<int> takeVariables(const Context &context, const QList<Question> &questions, Answers &answers)
{
    for (const QString &text : context.options.secretVariables) {
        const qsizetype equals = text.lastIndexOf(u'='); // a variable has none in its name
        const QString name = text.mid(equals + 1);
        QString place = text.left(std::max<qsizetype>(equals, 0));
        if (place.isEmpty()) {
            QStringList open;
            for (const Question &question : questions)
                if (question.isSecret && !answers.contains(question.place))
                    open.append(question.place);
            if (open.size() != 1)
                return usage(context, KopructlWords::tr("It is not certain which token is meant."),
                             KopructlWords::tr("Write --secret-from-env PLACE=%1. It is asked for: %2")
                                 .arg(name, placesOf(questions).join(u", "_s)));
            place = open.first();
        }
        if (!questionAt(questions, place))
            return noSuchPlace(context, questions, place);
        const auto secret = secretFromVariable(name);
        if (!secret)
            return context.output.error({problemText(secret.error(), name), KopructlWords::tr("Set it and try again.")},
                                        u"no-secret"_s, Usage);
        secrets::processRedactor().add(*secret);
        answers.insert(place, *secret);
        spread(questions, answers);
    }
    return std::nullopt;
}

std::optional<int> askForSecrets(const Context &context, const QList<Question> &questions, bool inputUsed,
                                 Answers &answers)
{
    if (!context.options.secret)
        return std::nullopt;
    if (inputUsed)
        return usage(context, KopructlWords::tr("Standard input already held the text and can give no token."),
                     KopructlWords::tr("Give the text with --from-file, or the token with --secret-from-env."));
    for (const Question &question : questions) {
        if (!question.isSecret || answers.contains(question.place))
            continue;
        const QString words = question.words.isEmpty() ? question.place : question.words;
        const auto secret = readSecret(words + u':');
        if (!secret)
            return context.output.error(
                {problemText(secret.error()),
                 KopructlWords::tr("It is asked for: %1").arg(placesOf(questions).join(u", "_s))},
                u"no-secret"_s, Usage);
        secrets::processRedactor().add(*secret);
        answers.insert(question.place, *secret);
        spread(questions, answers);
    }
    return std::nullopt;
}

/// Everything that the command line says about the questions.
Result<Answers, int> readAnswers(const Context &context, const QList<Offer> &offers, bool inputUsed)
{
    const QList<Question> questions = questionsOf(offers);
    Answers answers;
    if (const auto refused = takeValues(context, questions, answers))
        return failure(int(*refused));
    spread(questions, answers);
    if (const auto refused = takeVariables(context, questions, answers))
        return failure(int(*refused));
    if (const auto refused = askForSecrets(context, questions, inputUsed, answers))
        return failure(int(*refused));
    return answers;
}

QList<Question> openOf(const Offer &offer, const Answers &answers)
{
    QList<Question> open;
    for (const Question &question : offer.questions)
        if (!answers.contains(question.place))
            open.append(question);
    return open;
}

/// The entry as it would be written, with what would run; secrets hidden.
Json describe(const Context &context, const Offer &offer, const config::Entry &entry, const QList<Question> &open)
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
    for (const Question &question : open) {
        questions.push_back({{"place", utf8(question.place)},
                             {"question", utf8(question.words)},
                             {"now", utf8(question.now)},
                             {"secret", question.isSecret}});
        QString words = question.words.isEmpty() ? question.now : question.words;
        words = words.isEmpty() ? question.place : u"%1 (%2)"_s.arg(question.place, words);
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

/// @return an exit code where the choice means nothing
std::optional<int> choose(const Context &context, QList<Offer> &offers)
{
    const QStringList &names = context.options.names;
    QStringList there;
    for (const Offer &offer : std::as_const(offers))
        there.append(offer.name);
    for (const QString &name : names)
        if (!there.contains(name))
            return context.output.error({KopructlWords::tr("There is no server “%1” in it.").arg(name),
                                         KopructlWords::tr("There are: %1").arg(there.join(u", "_s))},
                                        u"no-such-server"_s, ProblemFound);
    if (!names.isEmpty())
        offers.removeIf([&names](const Offer &offer) { return !names.contains(offer.name); });
    if (context.options.newName.isEmpty())
        return std::nullopt;
    if (offers.size() != 1)
        return usage(context, KopructlWords::tr("--name can name one server only, and there are several."),
                     KopructlWords::tr("Choose one with --server."));
    offers.first().name = context.options.newName;
    return std::nullopt;
}

/// Names for those that have none. @return an exit code where a name is taken
std::optional<int> settleNames(const Context &context, const config::Document &document, QList<ToPlace> &entries)
{
    QStringList taken;
    for (const config::Server &server : document.servers())
        taken.append(server.name);
    for (ToPlace &one : entries) {
        if (one.server.isEmpty())
            one.server =
                integrations::freeName(QString::fromLatin1(integrations::kindOf(one.entry).suggestedName), taken);
        if (taken.contains(one.server))
            return context.output.error(
                {config::message(config::EditProblem::NameTaken, one.server).what,
                 KopructlWords::tr("Give it another name with --name, or leave it out by naming the others with "
                                   "--server.")},
                u"name-taken"_s, Refused, {{"server", utf8(one.server)}});
        taken.append(one.server);
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
    const auto answers = readAnswers(context, offers, inputUsed);
    if (!answers)
        return answers.error();
    QList<ToPlace> entries;
    QStringList unanswered;
    Json servers = Json::array();
    for (const Offer &offer : std::as_const(offers)) {
        const config::Entry entry = offer.entry(*answers);
        learnSecrets(entry);
        const QList<Question> open = openOf(offer, *answers);
        unanswered += placesOf(open);
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
