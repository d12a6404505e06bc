#include "tests/app/config/corpus.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

using namespace Qt::StringLiterals;

namespace kopru::test {

static const QString folder = QStringLiteral(KOPRU_TEST_DATA "/config/");

QStringList soundFiles()
{
    QStringList names;
    for (const QString &name : QDir(folder + "sound"_L1).entryList({u"*.json"_s}, QDir::Files, QDir::Name))
        names.append("sound/"_L1 + name);
    return names;
}

QByteArray corpusFile(const QString &name)
{
    QFile file(folder + name);
    if (!file.open(QFile::ReadOnly))
        qFatal("Cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

Json independent(const QByteArray &text)
{
    return Json::parse(text.begin(), text.end());
}

Json independentServers(const QByteArray &text)
{
    const Json all = independent(text);
    return all.contains("mcpServers") ? all.at("mcpServers") : Json::object();
}

} // namespace kopru::test
