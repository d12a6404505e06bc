#include "app/store/json.h"
#include "app/store/store.h"

using namespace Qt::StringLiterals;

namespace kopru::store {
namespace {

QString settingsFile(const QString &dataFolder)
{
    return dataFolder + "/settings.json"_L1;
}

const char *appearanceId(Appearance appearance)
{
    switch (appearance) {
    case Appearance::Light:
        return "light";
    case Appearance::Dark:
        return "dark";
    case Appearance::System:
        break;
    }
    return "system";
}

} // namespace

Settings readSettings(const QString &dataFolder)
{
    Settings settings;
    const auto object = readJson(settingsFile(dataFolder));
    if (!object)
        return settings;
    const QString language = textOf(*object, "language");
    if (language == "en"_L1 || language == "tr"_L1)
        settings.language = language;
    const QString appearance = textOf(*object, "appearance");
    for (const Appearance known : {Appearance::Light, Appearance::Dark})
        if (appearance == QLatin1StringView(appearanceId(known)))
            settings.appearance = known;
    return settings;
}

Result<void, platform::FileError> writeSettings(const QString &dataFolder, const Settings &settings)
{
    // What a newer Kopru wrote beside ours stays.
    Json object = readJson(settingsFile(dataFolder)).value_or(Json::object());
    object["language"] = settings.language.toStdString();
    object["appearance"] = appearanceId(settings.appearance);
    return writeJson(settingsFile(dataFolder), object);
}

QStringList readSecondFiles(const QString &dataFolder)
{
    QStringList files;
    const auto object = readJson(settingsFile(dataFolder));
    if (!object || !object->contains("secondFiles") || !object->at("secondFiles").is_array())
        return files;
    for (const Json &file : object->at("secondFiles"))
        if (file.is_string())
            files.append(QString::fromStdString(file.get<std::string>()));
    return files;
}

Result<void, platform::FileError> writeSecondFiles(const QString &dataFolder, const QStringList &files)
{
    Json object = readJson(settingsFile(dataFolder)).value_or(Json::object());
    Json list = Json::array();
    for (const QString &file : files)
        list.push_back(file.toStdString());
    object["secondFiles"] = list;
    return writeJson(settingsFile(dataFolder), object);
}

} // namespace kopru::store
