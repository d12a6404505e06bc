#include "app/snippets/serverfile.h"
#include "cli/context.h"
#include "cli/words.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

/// `export`: servers for a colleague.
namespace kopru::cli {

int exportServers(Context &context)
{
    const auto file = context.openFile(ProblemFound);
    if (!file)
        return file.error();
    const Options &options = context.options;
    QStringList names = options.names;
    names.removeDuplicates();
    QList<integrations::PortableServer> servers;
    Json exported = Json::array();
    QStringList said;
    const bool toFile = !options.file.isEmpty() && options.file != u"-"_s;
    for (const QString &name : std::as_const(names)) {
        const auto server = context.findServer(file->document, name);
        if (!server)
            return server.error();
        if (!server->wellFormed)
            return context.output.error(
                {KopructlWords::tr("The entry “%1” is not in the form that Claude accepts.").arg(name),
                 KopructlWords::tr("kopructl check says what is wrong with it.")},
                u"not-well-formed"_s, Refused);
        const integrations::PortableServer portable = integrations::portable(*server);
        const QStringList questions = integrations::questionsOf(portable);
        const QStringList carried = integrations::carriedTexts(portable, context.platform);
        exported.push_back({{"name", utf8(name)},
                            {"questions", namesJson(questions)},
                            {"leftOut", namesJson(portable.leftOut)},
                            {"readable", namesJson(carried)}});
        said.append(KopructlWords::tr("%1: in the file, for everybody to read:").arg(name));
        for (const QString &text : carried)
            said.append(u"    "_s + text);
        if (!questions.isEmpty())
            said.append(
                KopructlWords::tr("%1: left out, and asked for on import: %2").arg(name, questions.join(u", "_s)));
        if (!portable.leftOut.isEmpty())
            said.append(KopructlWords::tr("%1: not taken along, since Claude ignores it: %2")
                            .arg(name, portable.leftOut.join(u", "_s)));
        servers.append(portable);
    }
    const QByteArray text = integrations::serverFileText(servers, context.platform);
    Json result = {{"ok", true}, {"servers", exported}};
    if (!toFile) {
        if (context.output.isJson())
            result["content"] = Json::parse(text.toStdString(), nullptr, false);
        else
            context.output.text(text);
        for (const QString &line : std::as_const(said))
            context.output.aside(line);
        context.output.result(result);
        return Good;
    }
    const QString path = QDir::current().absoluteFilePath(options.file);
    if (QFileInfo::exists(path))
        return context.output.error({KopructlWords::tr("The file %1 is there already.").arg(path),
                                     KopructlWords::tr("Choose another name. Nothing was written.")},
                                    u"file-exists"_s, Refused);
    for (const QString &line : std::as_const(said))
        context.output.line(line);
    result["written"] = !options.dryRun;
    if (options.dryRun) {
        context.output.line(KopructlWords::tr("Nothing was written."));
        context.output.result(result);
        return Good;
    }
    // Nobody else made it meanwhile, and no secret is in it.
    if (const auto written = platform::replaceUnchanged(path, std::nullopt, text, 0644); !written)
        return context.output.error(config::message(written.error()), platform::fileProblemId(written.error().problem),
                                    Refused);
    result["to"] = utf8(path);
    context.output.line(KopructlWords::tr("The file is %1. To open it: kopructl import %2")
                            .arg(path, shellWord(QFileInfo(path).fileName())));
    context.output.result(result);
    return Good;
}

} // namespace kopru::cli
