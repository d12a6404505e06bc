#include "tests/cli/home.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>

using namespace Qt::StringLiterals;

namespace kopru::test {

namespace {

constexpr int patienceMs = 60000;

QProcessEnvironment environmentOf(const Home &home, const Surroundings &surroundings)
{
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, home.path());
    environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    environment.insert(u"LANG"_s, u"C.UTF-8"_s);
    environment.insert(u"TZ"_s, u"UTC"_s);
    for (auto variable = surroundings.environment.cbegin(); variable != surroundings.environment.cend(); ++variable)
        environment.insert(variable.key(), variable.value());
    return environment;
}

Ended finish(QProcess &process, const QByteArray &input)
{
    process.start();
    process.write(input);
    process.closeWriteChannel();
    const bool done = process.waitForFinished(patienceMs);
    Ended ended{-1, process.readAllStandardOutput(), process.readAllStandardError()};
    if (done && process.exitStatus() == QProcess::NormalExit)
        ended.code = process.exitCode();
    else
        ended.err += process.errorString().toUtf8();
    return ended;
}

} // namespace

Json Ended::json() const
{
    return Json::parse(out.toStdString(), nullptr, false);
}

Home::Home() = default;

QString Home::path(const QString &below) const
{
    return below.isEmpty() ? m_folder.path() : m_folder.filePath(below);
}

QString Home::configFile() const
{
    return path(u".config/Claude/claude_desktop_config.json"_s);
}

QString Home::logFolder() const
{
    return path(u".config/Claude/logs"_s);
}

QString Home::bridge() const
{
    return path(u".claude/mcp/kopru-bridge"_s);
}

QString Home::dataFolder() const
{
    return path(u".local/share/kopru"_s);
}

bool Home::write(const QString &file, const QByteArray &bytes) const
{
    if (!QDir().mkpath(QFileInfo(file).path()))
        return false;
    QFile target(file);
    return target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.flush();
}

QByteArray Home::read(const QString &file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

void Home::prepare(QProcess &process, const QStringList &arguments, const Surroundings &surroundings) const
{
    process.setProgram(programFolder() + u"/kopructl"_s);
    process.setArguments(arguments);
    process.setProcessEnvironment(environmentOf(*this, surroundings));
    process.setWorkingDirectory(path());
}

Ended Home::run(const QStringList &arguments, const Surroundings &surroundings)
{
    QProcess process;
    prepare(process, arguments, surroundings);
    const Ended ended = finish(process, surroundings.input);
    m_said += ended.out + ended.err;
    return ended;
}

Ended Home::runProgram(const QString &program, const QStringList &arguments, const Surroundings &surroundings)
{
    QProcess process;
    prepare(process, arguments, surroundings);
    process.setProgram(program);
    return finish(process, surroundings.input);
}

QByteArray Home::said() const
{
    return m_said + read(dataFolder() + u"/kopru.log"_s);
}

QString programFolder()
{
    return QStringLiteral(KOPRU_PROGRAMS);
}

bool leaks(const QByteArray &text, const QByteArray &secret)
{
    return text.contains(secret) || text.contains(secret.toBase64(QByteArray::OmitTrailingEquals)) ||
           text.contains(secret.toPercentEncoding());
}

} // namespace kopru::test
