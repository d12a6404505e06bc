#include "app/snippets/serverfile.h"

#include "app/config/jsontext.h"
#include "app/integrations/wording.h"
#include "app/snippets/serverfileparts.h"
#include "bridge/contract/profile.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace snippet {

QString bridgeName()
{
    return QString::fromLatin1(contract::bridgeProgram.data(), static_cast<qsizetype>(contract::bridgeProgram.size()));
}

std::optional<qsizetype> homeIn(const QString &text, const platform::Platform &platform)
{
    const QString &home = platform.home;
    if (home.size() < 2)
        return std::nullopt;
    const bool isWindows = platform.system == platform::System::Windows;
    for (const qsizetype at : {qsizetype{0}, text.indexOf(u'=') + 1}) {
        const QStringView there = QStringView(text).mid(at);
        if (!there.startsWith(home, isWindows ? Qt::CaseInsensitive : Qt::CaseSensitive))
            continue;
        const QStringView behind = there.mid(home.size());
        if (behind.isEmpty() || behind.front() == u'/' || (isWindows && behind.front() == u'\\'))
            return at;
    }
    return std::nullopt;
}

} // namespace snippet

namespace {

struct ServerFileWords
{
    Q_DECLARE_TR_FUNCTIONS(ServerFileWords)
};

} // namespace

QStringList questionsOf(const PortableServer &server)
{
    QStringList ids;
    for (const ServerQuestion &question : server.questions)
        if (!ids.contains(question.id))
            ids.append(question.id);
    return ids;
}

QStringList carriedTexts(const PortableServer &server, const platform::Platform &platform)
{
    QMap<QString, QString> names;
    for (const ServerQuestion &question : server.questions)
        names.insert(question.id, u'<' + question.id + u'>');
    const auto atHome = [&platform](QString text) {
        if (const auto home = snippet::homeIn(text, platform))
            text.replace(*home, platform.home.size(), u"~"_s);
        return text;
    };
    config::Entry entry = answered(server, names);
    entry.command = atHome(entry.command);
    for (QString &argument : entry.arguments)
        argument = atHome(argument);
    QStringList texts{shownCommand(entry)};
    for (const config::Variable &variable : std::as_const(entry.environment))
        if (!server.entry.variable(variable.name).isEmpty())
            texts.append(variable.name + u'=' + atHome(variable.value));
    return texts;
}

QString questionText(const PortableServer &server, const QString &id)
{
    const QString probe = u"\uFFFC"_s; // nobody's answer
    const integrations::Kind &own = kind(server.kind);
    const Values values = own.fromEntry(answered(server, {{id, probe}}));
    for (const Field &field : own.fields) {
        const auto held = values.constFind(field.id);
        if (field.type != FieldType::Secret || held == values.constEnd())
            continue;
        if (const QString *text = std::get_if<QString>(&*held); text && text->contains(probe))
            return fieldLabel(own.id, field.id);
    }
    return id;
}

config::Entry answered(const PortableServer &server, const QMap<QString, QString> &answers)
{
    config::Entry entry = server.entry;
    // From the back, so that places in front stay right.
    for (auto question = server.questions.crbegin(); question != server.questions.crend(); ++question) {
        const QString answer = answers.value(question->id);
        const auto put = [&](QString &text) { text.insert(std::min(question->at, text.size()), answer); };
        if (question->place == u"command"_s)
            put(entry.command);
        else if (question->place.startsWith("arg:"_L1)) {
            if (const int index = question->place.mid(4).toInt(); index >= 0 && index < entry.arguments.size())
                put(entry.arguments[index]);
        } else {
            for (config::Variable &variable : entry.environment)
                if (variable.name == QStringView(question->place).mid(4))
                    put(variable.value);
        }
    }
    return entry;
}

QString shownCommand(const config::Entry &entry)
{
    static const QRegularExpression plain(uR"(^[^\s"'\\]+$)"_s);
    QStringList words;
    for (const QString &word : QStringList{entry.command} + entry.arguments)
        words.append(plain.match(word).hasMatch() ? word : QString::fromUtf8(config::json::quoted(word)));
    return words.join(u' ');
}

QString serverFileProblemId(ServerFileProblem problem)
{
    switch (problem) {
    case ServerFileProblem::TooLarge:
        return u"too-large"_s;
    case ServerFileProblem::NotSound:
        return u"not-sound"_s;
    case ServerFileProblem::NotThisForm:
        return u"not-a-server-file"_s;
    case ServerFileProblem::NewerVersion:
        return u"newer-version"_s;
    case ServerFileProblem::Damaged:
        return u"damaged"_s;
    case ServerFileProblem::NoServers:
        return u"no-servers"_s;
    }
    return {};
}

config::Message message(const ServerFileError &error)
{
    const QString again = ServerFileWords::tr("Ask for the file once more.");
    switch (error.problem) {
    case ServerFileProblem::TooLarge:
        return {ServerFileWords::tr("The file is too large for a file with servers."),
                ServerFileWords::tr("Check whether this is the right file.")};
    case ServerFileProblem::NotSound:
        return {error.fault ? ServerFileWords::tr("The file is damaged. %1").arg(config::message(*error.fault).what)
                            : ServerFileWords::tr("The file is damaged."),
                again};
    case ServerFileProblem::NotThisForm:
        return {ServerFileWords::tr("This is no file with servers that Kopru wrote."),
                ServerFileWords::tr("Choose a file that was made with Export, or say which program it is of.")};
    case ServerFileProblem::NewerVersion:
        return {ServerFileWords::tr("A newer version of Kopru wrote this file."),
                ServerFileWords::tr("Bring Kopru up to date and open the file again.")};
    case ServerFileProblem::Damaged:
        return {ServerFileWords::tr("The file is damaged at “%1”.").arg(error.detail), again};
    case ServerFileProblem::NoServers:
        return {ServerFileWords::tr("There is no server in the file."), again};
    }
    return {};
}

} // namespace kopru::integrations
