#include "app/platform/policy.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QXmlStreamReader>

#if defined(Q_OS_WIN)
#include <QtCore/QSettings>
#endif

using namespace Qt::StringLiterals;

namespace kopru::platform {
namespace {

constexpr auto bundle = "com.anthropic.claudefordesktop"_L1;

/// A switch in the spelling of any source: true, 0, "false", REG_DWORD 1.
std::optional<bool> switchOf(const QVariant &value)
{
    if (value.typeId() == QMetaType::QString) {
        const QString text = value.toString().trimmed();
        for (const auto off : {"false"_L1, "0"_L1, "no"_L1, "off"_L1})
            if (text.compare(off, Qt::CaseInsensitive) == 0)
                return false;
        for (const auto on : {"true"_L1, "1"_L1, "yes"_L1, "on"_L1})
            if (text.compare(on, Qt::CaseInsensitive) == 0)
                return true;
        return std::nullopt;
    }
    return value.canConvert<bool>() ? std::optional(value.toBool()) : std::nullopt;
}

/// A list of servers, or servers by their names; in the registry it is JSON in a text.
QStringList serverNames(const QVariant &value)
{
    if (value.typeId() == QMetaType::QString) {
        const QJsonDocument document = QJsonDocument::fromJson(value.toString().toUtf8());
        return document.isNull() ? QStringList() : serverNames(document.toVariant());
    }
    if (value.typeId() == QMetaType::QVariantMap) {
        const QVariantMap map = value.toMap();
        return map.contains(u"name"_s) && map.value(u"name"_s).typeId() == QMetaType::QString
                   ? QStringList{map.value(u"name"_s).toString()}
                   : QStringList(map.keyBegin(), map.keyEnd());
    }
    QStringList names;
    for (const QVariant &one : value.toList()) {
        if (one.typeId() == QMetaType::QVariantMap) {
            const QVariantMap server = one.toMap();
            for (const auto key : {"name"_L1, "displayName"_L1, "url"_L1})
                if (const QString name = server.value(key).toString(); !name.isEmpty()) {
                    names.append(name);
                    break;
                }
        } else if (const QString name = one.toString(); !name.isEmpty()) {
            names.append(name);
        }
    }
    return names;
}

QVariant plistValue(QXmlStreamReader &xml, int depth)
{
    if (depth > 64) {
        xml.raiseError(u"too deep"_s);
        return {};
    }
    const QString kind = xml.name().toString();
    if (kind == "true"_L1 || kind == "false"_L1) {
        xml.skipCurrentElement();
        return kind == "true"_L1;
    }
    if (kind == "dict"_L1) {
        QVariantMap map;
        while (xml.readNextStartElement()) {
            if (xml.name() != "key"_L1) {
                xml.raiseError(u"a key is missing"_s);
                return {};
            }
            const QString key = xml.readElementText();
            if (!xml.readNextStartElement())
                break;
            map.insert(key, plistValue(xml, depth + 1));
        }
        return map;
    }
    if (kind == "array"_L1) {
        QVariantList list;
        while (xml.readNextStartElement())
            list.append(plistValue(xml, depth + 1));
        return list;
    }
    const QString text = xml.readElementText(QXmlStreamReader::SkipChildElements);
    if (kind == "integer"_L1)
        return text.toLongLong();
    if (kind == "real"_L1)
        return text.toDouble();
    return text;
}

#if defined(Q_OS_WIN)
/// Not compiled here.
QVariantMap registryKeys(const QString &path)
{
    const QSettings settings(path, QSettings::NativeFormat);
    QVariantMap keys;
    for (const QString &key : settings.childKeys())
        keys.insert(key, settings.value(key));
    return keys;
}
#endif

} // namespace

Policy judgePolicy(const QList<PolicySource> &sources)
{
    for (const PolicySource &source : sources) {
        if (source.keys.isEmpty())
            continue;
        Policy policy;
        policy.source = source.name;
        // Names of values in the registry know no case.
        const auto value = [&source](QLatin1StringView name) {
            for (auto it = source.keys.cbegin(); it != source.keys.cend(); ++it)
                if (it.key().compare(name, Qt::CaseInsensitive) == 0)
                    return it.value();
            return QVariant();
        };
        const auto isOff = [&](QLatin1StringView name) { return switchOf(value(name)) == false; };
        policy.forbidsLocalServers = isOff("isLocalDevMcpEnabled"_L1);
        const bool newer = value("isDesktopExtensionEnabled"_L1).isValid();
        policy.forbidsExtensions = newer ? isOff("isDesktopExtensionEnabled"_L1) : isOff("isDxtEnabled"_L1);
        policy.wantsSignedExtensions = switchOf(value("isDesktopExtensionSignatureRequired"_L1)) == true;
        policy.managedServers = serverNames(value("managedMcpServers"_L1));
        return policy;
    }
    return {};
}

QStringList policyFiles(const Platform &platform)
{
    switch (platform.system) {
    case System::Linux:
        return {u"/etc/claude-desktop/managed-settings.json"_s};
    case System::MacOs: {
        const QString folder = u"/Library/Managed Preferences"_s;
        const QString user = platform.home.mid(platform.home.lastIndexOf(u'/') + 1);
        const QString file = bundle + ".plist"_L1;
        return {folder + u'/' + user + u'/' + file, folder + u'/' + file};
    }
    case System::Windows:
        break;
    }
    return {};
}

std::optional<QVariantMap> readPropertyList(const QByteArray &text)
{
    QXmlStreamReader xml(text);
    if (!xml.readNextStartElement() || xml.name() != "plist"_L1 || !xml.readNextStartElement() ||
        xml.name() != "dict"_L1)
        return std::nullopt;
    const QVariant value = plistValue(xml, 0);
    return xml.hasError() ? std::nullopt : std::optional(value.toMap());
}

Policy readPolicy(const Platform &platform)
{
    QList<PolicySource> sources;
    QString unreadable;
    for (const QString &path : policyFiles(platform)) {
        if (!platform.files->facts(path).exists)
            continue;
        std::optional<QVariantMap> keys;
        if (const auto bytes = platform.files->content(path)) {
            if (platform.system == System::MacOs) {
                keys = readPropertyList(*bytes);
            } else if (const QJsonDocument document = QJsonDocument::fromJson(*bytes); document.isObject()) {
                keys = document.object().toVariantMap();
            }
        }
        if (keys)
            sources.append({path, *keys});
        else if (unreadable.isEmpty())
            unreadable = path;
    }
#if defined(Q_OS_WIN)
    for (const auto root : {"HKEY_LOCAL_MACHINE"_L1, "HKEY_CURRENT_USER"_L1}) {
        const QString path = root + "\\SOFTWARE\\Policies\\Claude"_L1;
        sources.append({path, registryKeys(path)});
    }
#endif
    Policy policy = judgePolicy(sources);
    policy.unreadable = unreadable;
    return policy;
}

} // namespace kopru::platform
