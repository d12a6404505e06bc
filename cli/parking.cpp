#include "app/config/parking.h"

#include "cli/context.h"
#include "cli/words.h"

using namespace Qt::StringLiterals;

/// `rename`, `park` and `unpark`.
namespace kopru::cli {

namespace {

int refused(const Context &context, config::EditProblem problem, const QString &name)
{
    QString id = u"bad-name"_s;
    int code = Refused;
    if (problem == config::EditProblem::NoSuchServer) {
        id = u"no-such-server"_s;
        code = ProblemFound;
    } else if (problem == config::EditProblem::NameTaken) {
        id = u"name-taken"_s;
    }
    return context.output.error(config::message(problem, name), id, code);
}

} // namespace

int rename(Context &context)
{
    const auto file = context.openFile(Refused);
    if (!file)
        return file.error();
    const auto &[name, newName] = std::tie(context.options.name, context.options.newName);
    const auto edited = file->document.renamed(name, newName);
    if (!edited)
        return refused(context, edited.error(), edited.error() == config::EditProblem::NoSuchServer ? name : newName);
    return context
        .save(*file, *edited,
              {.about = {{"renamed", utf8(name)}, {"name", utf8(newName)}},
               .sentence = KopructlWords::tr("The server “%1” is called “%2” now.").arg(name, newName),
               .servers = {newName}})
        .code;
}

int park(Context &context)
{
    const auto file = context.openFile(Refused);
    if (!file)
        return file.error();
    const QString &name = context.options.name;
    const auto parking = config::park(file->document, name, file->path);
    if (!parking)
        return refused(context, parking.error(), name);
    store::Parked parked = context.parked();
    std::optional<store::ParkedServer> kept;
    // Kept before the file is saved without it: a crash between the two leaves it in both places, and never in none.
    if (!context.options.dryRun) {
        const auto added = parked.add(parking->server);
        if (!added)
            return context.output.error(config::message(added.error()), platform::fileProblemId(added.error().problem),
                                        Refused);
        kept = *added;
    }
    const auto forget = [&parked, &kept] {
        if (kept) {
            [[maybe_unused]] const auto gone = parked.remove(*kept);
        }
    };
    const Context::Saved saved =
        context.save(*file, parking->document,
                     {.about = {{"parked", utf8(name)}},
                      .sentence = KopructlWords::tr("The server “%1” is parked. To put it back: kopructl unpark %2")
                                      .arg(name, shellWord(name)),
                      .after = [&](const config::Document &written) {
                          if (written.contains(name)) // another program's version of it was kept
                              forget();
                      }});
    if (!saved.written)
        forget();
    return saved.code;
}

int unpark(Context &context)
{
    const auto file = context.openFile(Refused);
    if (!file)
        return file.error();
    const QString &name = context.options.name;
    store::Parked parked = context.parked();
    const store::Parked::Listing listing = parked.list(file->path);
    // Of two that are called alike, the one that was parked last.
    const auto found = std::find_if(listing.servers.crbegin(), listing.servers.crend(),
                                    [&name](const store::ParkedServer &one) { return one.name == name; });
    if (found == listing.servers.crend())
        return context.output.error({KopructlWords::tr("There is no parked server “%1”.").arg(name),
                                     KopructlWords::tr("kopructl list shows those that are parked.")},
                                    u"no-such-server"_s, ProblemFound);
    const store::ParkedServer server = *found;
    const QString &newName = context.options.newName;
    const QString now = newName.isEmpty() ? name : newName;
    const auto remove = [&parked, server](const config::Document &) {
        [[maybe_unused]] const auto gone = parked.remove(server);
    };
    // It was put back already, and only its copy stayed.
    if (config::isStillInFile(server, file->document)) {
        if (!context.options.dryRun)
            remove(file->document);
        context.output.line(KopructlWords::tr("The server “%1” is in the settings file already.").arg(name));
        context.output.result({{"ok", true}, {"file", utf8(file->path)}, {"written", false}, {"unparked", utf8(name)}});
        return Good;
    }
    const auto edited = config::unpark(file->document, server, newName);
    if (!edited && edited.error() == config::EditProblem::NameTaken)
        return context.output.error(
            {config::message(edited.error(), now).what, KopructlWords::tr("Give it another name with --name.")},
            u"name-taken"_s, Refused);
    if (!edited)
        return refused(context, edited.error(), now);
    return context
        .save(*file, *edited,
              {.about = {{"unparked", utf8(name)}, {"name", utf8(now)}},
               .sentence = KopructlWords::tr("The server “%1” is back.").arg(now),
               .servers = {now},
               .after = remove})
        .code;
}

} // namespace kopru::cli
