#include "app/bridges/installation.h"
#include "app/integrations/bridgecommand.h"
#include "app/integrations/keychainuse.h"
#include "app/integrations/wording.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "cli/context.h"
#include "cli/placing.h"
#include "cli/secretinput.h"
#include "cli/words.h"

#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

/// `add` and `set`: values from the command line become an entry by way of its kind.
namespace kopru::cli {

namespace {

using integrations::FieldType;
using integrations::Kind;
using integrations::Values;

QStringList fieldKeys(const Kind &kind)
{
    QStringList keys;
    for (const integrations::Field &field : kind.fields)
        if (field.type != FieldType::Secret)
            keys.append(integrations::fieldKey(field.id));
    return keys;
}

/// One `FIELD=VALUE`. @return an exit code where it is refused
std::optional<int> take(Context &context, const Kind &kind, const QString &text, Values &values, QStringList &seen)
{
    const auto usage = [&context](const QString &what, const QString &remedy) {
        return context.output.error({what, remedy}, u"usage"_s, Usage);
    };
    const qsizetype equals = text.indexOf(u'=');
    const QString key = text.left(equals);
    const auto id = equals > 0 ? integrations::fieldByKey(key) : std::nullopt;
    const integrations::Field *field = id ? integrations::field(kind, *id) : nullptr;
    if (!field)
        return usage(KopructlWords::tr("This kind of server has no field “%1”.").arg(equals > 0 ? key : text),
                     KopructlWords::tr("Its fields are: %1").arg(fieldKeys(kind).join(u", "_s)));
    const QString value = text.mid(equals + 1);
    const bool first = !seen.contains(key);
    seen.append(key);
    const auto tokenInCommand = [&] {
        const QString remedy = kind.id == integrations::KindId::LocalCommand
                                   ? KopructlWords::tr("Use --pass-env for its variables.")
                                   : KopructlWords::tr("Use --secret or --secret-from-env instead.");
        return usage(KopructlWords::tr("A token must not stand in a command, where others can read it."), remedy);
    };
    switch (field->type) {
    case FieldType::Secret:
        return tokenInCommand();
    case FieldType::Number: {
        bool good = false;
        const int number = value.toInt(&good);
        if (!good)
            return usage(KopructlWords::tr("“%1” is not a number.").arg(value),
                         KopructlWords::tr("Give %1 as a number.").arg(key));
        values.insert(*id, number);
        break;
    }
    case FieldType::Switch: {
        const bool on = value == u"true"_s;
        if (!on && value != u"false"_s)
            return usage(KopructlWords::tr("“%1” is neither true nor false.").arg(value),
                         KopructlWords::tr("Give %1 as true or false.").arg(key));
        values.insert(*id, on);
        break;
    }
    case FieldType::Choice:
        if (!field->choices.contains(value))
            return usage(KopructlWords::tr("%1 cannot be “%2”.").arg(key, value),
                         KopructlWords::tr("It can be: %1").arg(field->choices.join(u", "_s)));
        values.insert(*id, value);
        break;
    case FieldType::Lines: {
        QStringList lines = first ? QStringList() : std::get<QStringList>(values.value(*id));
        if (!value.isEmpty() || kind.id == integrations::KindId::LocalCommand)
            lines.append(value);
        if (!secrets::secretsIn(lines, {}).isEmpty())
            return tokenInCommand();
        values.insert(*id, lines);
        break;
    }
    case FieldType::Variables: {
        auto variables = std::get<config::Variables>(values.value(*id, config::Variables()));
        const qsizetype split = value.indexOf(u'=');
        const QString name = value.left(split);
        if (split <= 0)
            return usage(KopructlWords::tr("“%1” is not a variable.").arg(value),
                         KopructlWords::tr("Write it as env=NAME=value."));
        if (secrets::isSecretName(name))
            return usage(KopructlWords::tr("A token must not stand in a command, where others can read it."),
                         KopructlWords::tr("Use --pass-env %1 instead.").arg(name));
        config::Entry entry{{}, {}, variables};
        entry.setVariable(name, value.mid(split + 1));
        values.insert(*id, entry.environment);
        break;
    }
    case FieldType::Text:
    case FieldType::Host:
    case FieldType::Url:
        // A password in the address has its own finding.
        if (QUrl(value).password().isEmpty() && !secrets::secretsIn({value}, {}).isEmpty())
            return tokenInCommand();
        values.insert(*id, value);
        break;
    }
    return std::nullopt;
}

/// Everything that the command line says about an entry. @return an exit code where something is refused
std::optional<int> readValues(Context &context, const Kind &kind, Values &values, bool isNew)
{
    QStringList seen;
    for (const QString &text : context.options.values)
        if (const auto refused = take(context, kind, text, values, seen))
            return refused;

    const auto secretField = std::find_if(kind.fields.begin(), kind.fields.end(),
                                          [](const auto &field) { return field.type == FieldType::Secret; });
    const bool hasSecret = secretField != kind.fields.end();
    const bool needed = isNew && hasSecret && secretField->required;
    const QString &variable = context.options.secretVariable;
    if (!variable.isEmpty() || context.options.secret || needed) {
        if (!hasSecret)
            return context.output.error({KopructlWords::tr("This kind of server has no token."),
                                         KopructlWords::tr("Use --pass-env for its variables.")},
                                        u"usage"_s, Usage);
        const auto secret = variable.isEmpty() ? readSecret(integrations::fieldLabel(kind.id, secretField->id) + u':')
                                               : secretFromVariable(variable);
        if (!secret)
            return context.output.error(
                {problemText(secret.error(), variable),
                 KopructlWords::tr("Give it on standard input, or name a variable with --secret-from-env.")},
                u"no-secret"_s, Usage);
        secrets::processRedactor().add(*secret);
        values.insert(secretField->id, *secret);
    }
    return std::nullopt;
}

/// The variables of --pass-env go into the entry as they are.
std::optional<int> passVariables(Context &context, config::Entry &entry)
{
    for (const QString &name : context.options.passed) {
        const auto value = secretFromVariable(name);
        if (!value)
            return context.output.error({problemText(value.error(), name), KopructlWords::tr("Set it and try again.")},
                                        u"no-variable"_s, Usage);
        if (secrets::isSecretName(name))
            secrets::processRedactor().add(*value);
        entry.setVariable(name, *value);
    }
    return std::nullopt;
}

/// Shows what is wrong with the fields. @return an exit code where that cannot work
std::optional<int> judge(Context &context, const Kind &kind, const Values &values)
{
    for (const integrations::FieldFinding &finding : kind.validate(values)) {
        const QString text = integrations::problemText(finding, kind.id);
        const QString label = integrations::fieldLabel(kind.id, finding.field);
        if (finding.blocking)
            return context.output.error({label + u": "_s + text, {}}, u"bad-field"_s, Usage,
                                        {{"field", utf8(integrations::fieldKey(finding.field))}});
        context.output.line(u"! "_s + label + u": "_s + text);
    }
    return std::nullopt;
}

/// --keychain for an entry that nothing would read the keychain for.
std::optional<int> refuseKeychain(Context &context, const config::Entry &entry)
{
    if (context.options.tokenPlace != TokenPlace::Keychain || integrations::readBridgeCommand(entry))
        return std::nullopt;
    return context.output.error({KopructlWords::tr("This kind of server cannot read the keychain."),
                                 KopructlWords::tr("Leave --keychain out. Its tokens stay in the settings file.")},
                                u"usage"_s, Usage);
}

/// Whether `entry` differs from `before` in nothing but the values of tokens that are in the keychain: the file will be
/// as it was.
bool changesOnlyTokens(const Context &context, const config::Server &before, config::Entry entry)
{
    const Options &options = context.options;
    for (const QString &variable : integrations::readableSecrets(entry))
        if (const auto item = secrets::keychainName(before.entry.variable(variable));
            item && !options.passed.contains(variable))
            entry.setVariable(variable, secrets::keychainReference(*item));
    return entry == before.entry && (options.newName.isEmpty() || options.newName == before.name);
}

/// A token stays where it was: a new value goes into the item of the old one, unless another entry uses that, or the
/// file changes too: should it not be written, what it says must still be true. --keychain moves what is still
/// readable.
QList<integrations::SecretPlace> placesOfChange(const Context &context, const config::Document &document,
                                                const config::Server &before, const config::Entry &entry)
{
    QList<integrations::SecretPlace> places;
    if (context.options.tokenPlace == TokenPlace::File)
        return places;
    QStringList taken = integrations::takenItems(document, context.keychain());
    const bool onlyTokens = changesOnlyTokens(context, before, entry);
    for (const QString &variable : integrations::readableSecrets(entry)) {
        if (context.options.passed.contains(variable))
            continue;
        const auto item = secrets::keychainName(before.entry.variable(variable));
        if (item && onlyTokens && integrations::serversUsingItem(document, *item) == QStringList{before.name} &&
            !otherFilesUse(context, *item)) {
            places.append({variable, *item, true});
        } else if (item || context.options.tokenPlace == TokenPlace::Keychain) {
            places += integrations::placesFor(before.name, {variable}, taken);
            taken.append(places.constLast().item);
        }
    }
    return places;
}

} // namespace

std::optional<int> add(Context &context)
{
    const Options &options = context.options;
    const Kind *kind = integrations::kindByKey(options.kind);
    if (!kind) {
        QStringList keys;
        for (const Kind &one : integrations::kinds())
            keys.append(QString::fromLatin1(one.key));
        return context.output.error({KopructlWords::tr("There is no kind of server “%1”.").arg(options.kind),
                                     KopructlWords::tr("The kinds are: %1").arg(keys.join(u", "_s))},
                                    u"usage"_s, Usage);
    }
    const auto file = context.openFile(Refused);
    if (!file)
        return file.error();
    Values values;
    if (const auto refused = readValues(context, *kind, values, true))
        return refused;
    if (const auto refused = judge(context, *kind, values))
        return refused;
    config::Entry entry = kind->toEntry(values, {}, bridges::installedBridge(context.platform));
    if (const auto refused = passVariables(context, entry))
        return refused;
    const auto edited = file->document.added(options.name, entry);
    if (!edited)
        return context.output.error(config::message(edited.error(), options.name),
                                    edited.error() == config::EditProblem::NameTaken ? u"name-taken"_s : u"bad-name"_s,
                                    Refused);
    QStringList variables = integrations::readableSecrets(entry);
    variables.removeIf([&options](const QString &name) { return options.passed.contains(name); });
    const QStringList taken = integrations::takenItems(file->document, context.keychain());
    const auto places = integrations::placesFor(options.name, variables, taken);
    if (const auto refused = refuseKeychain(context, entry))
        return refused;
    (new Placing(
         context,
         {{options.name, entry, options.tokenPlace == TokenPlace::File ? QList<integrations::SecretPlace>() : places}},
         taken,
         [&context, file = *file](const QList<Placed> &placed) {
             const QString &name = context.options.name;
             Json about = {{"added", utf8(name)}};
             if (!placed.first().tokens.empty())
                 about["tokens"] = placed.first().tokens;
             return context.save(file, file.document.added(name, placed.first().entry).value_or(file.document),
                                 {.about = about,
                                  .sentence = KopructlWords::tr("The server “%1” was added.").arg(name),
                                  .servers = {name}});
         }))
        ->start(true);
    return std::nullopt;
}

std::optional<int> change(Context &context)
{
    const Options &options = context.options;
    const auto file = context.openFile(Refused);
    if (!file)
        return file.error();
    const auto server = context.findServer(file->document, options.name);
    if (!server)
        return server.error();
    if (!server->wellFormed)
        return context.output.error(
            {KopructlWords::tr("The entry “%1” is not in the form that Claude accepts.").arg(options.name),
             KopructlWords::tr("kopructl check says what is wrong with it.")},
            u"not-well-formed"_s, Refused);
    const Kind &kind = integrations::kindOf(server->entry);
    Values values = kind.fromEntry(server->entry);
    if (const auto refused = readValues(context, kind, values, false))
        return refused;
    if (const auto refused = judge(context, kind, values))
        return refused;
    config::Entry entry = kind.toEntry(values, server->entry, bridges::installedBridge(context.platform));
    if (const auto refused = passVariables(context, entry))
        return refused;
    auto edited = file->document.changed(options.name, entry);
    if (edited && !options.newName.isEmpty() && options.newName != options.name)
        edited = edited->renamed(options.name, options.newName);
    if (!edited)
        return context.output.error(config::message(edited.error(), options.newName), u"name-taken"_s, Refused);
    if (const auto refused = refuseKeychain(context, entry))
        return refused;
    (new Placing(context, {{options.name, entry, placesOfChange(context, file->document, *server, entry)}},
                 integrations::takenItems(file->document, context.keychain()),
                 [&context, file = *file](const QList<Placed> &all) {
                     const config::Entry &placed = all.first().entry;
                     const Json &tokens = all.first().tokens;
                     const QString &old = context.options.name;
                     const QString name = context.options.newName.isEmpty() ? old : context.options.newName;
                     Json about = {{"changed", utf8(name)}};
                     if (!tokens.empty())
                         about["tokens"] = tokens;
                     auto written = file.document.changed(old, placed);
                     if (written && name != old)
                         written = written->renamed(old, name);
                     const config::Document result = written.value_or(file.document);
                     QString sentence = KopructlWords::tr("The server “%1” was changed.").arg(name);
                     if (!context.options.dryRun)
                         for (const QString &item : integrations::itemsLeft(file.document, result)) {
                             if (otherFilesUse(context, item))
                                 continue;
                             about["tokensLeft"].push_back(utf8(item));
                             sentence +=
                                 u'\n' + KopructlWords::tr("The token it had is still in the keychain. To delete "
                                                           "it: kopructl secrets remove %1")
                                             .arg(shellWord(item));
                         }
                     return context.save(file, result, {.about = about, .sentence = sentence, .servers = {name}});
                 }))
        ->start(false);
    return std::nullopt;
}

} // namespace kopru::cli
