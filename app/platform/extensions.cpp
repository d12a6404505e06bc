#include "app/platform/extensions.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;

namespace kopru::platform {
namespace {

std::optional<QJsonObject> readObject(const Platform &platform, const QString &path)
{
    const auto bytes = platform.files->content(path);
    const QJsonDocument document = bytes ? QJsonDocument::fromJson(*bytes) : QJsonDocument();
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

} // namespace

QList<Extension> installedExtensions(const Platform &platform, const QString &claudeFolder)
{
    const QString folder = platform.join(claudeFolder, u"Claude Extensions"_s);
    const QString settings = platform.join(claudeFolder, u"Claude Extensions Settings"_s);
    QList<Extension> extensions;
    for (const QString &id : platform.files->entries(folder)) {
        Extension extension;
        extension.id = id;
        extension.folder = platform.join(folder, id);
        if (!platform.files->facts(extension.folder).isFolder || id.startsWith(u'.'))
            continue;
        if (const auto manifest = readObject(platform, platform.join(extension.folder, u"manifest.json"_s))) {
            extension.name = manifest->value("display_name"_L1).toString();
            if (extension.name.isEmpty())
                extension.name = manifest->value("name"_L1).toString();
            extension.version = manifest->value("version"_L1).toString();
            extension.type = manifest->value("server"_L1).toObject().value("type"_L1).toString();
        } else {
            extension.readable = false;
        }
        if (extension.name.isEmpty())
            extension.name = id;
        if (const auto own = readObject(platform, platform.join(settings, id + ".json"_L1)))
            extension.enabled = own->value("isEnabled"_L1).toBool(true);
        extensions.append(extension);
    }
    std::stable_sort(extensions.begin(), extensions.end(), [](const Extension &a, const Extension &b) {
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
    return extensions;
}

} // namespace kopru::platform
