#include "app/integrations/kind.h"

#include "app/integrations/rules.h"
#include "app/secrets/secretnames.h"

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

struct FieldName
{
    FieldId id;
    const char *key;
};
constexpr std::array fieldNames{
    FieldName{FieldId::Host, "host"},
    FieldName{FieldId::Port, "port"},
    FieldName{FieldId::Path, "path"},
    FieldName{FieldId::Token, "token"},
    FieldName{FieldId::TokenHeader, "token-header"},
    FieldName{FieldId::Timeout, "timeout"},
    FieldName{FieldId::UseHttps, "https"},
    FieldName{FieldId::VerifyCertificate, "verify-certificate"},
    FieldName{FieldId::Address, "url"},
    FieldName{FieldId::HeaderName, "header-name"},
    FieldName{FieldId::HeaderLines, "header"},
    FieldName{FieldId::Transport, "transport"},
    FieldName{FieldId::Command, "command"},
    FieldName{FieldId::Arguments, "argument"},
    FieldName{FieldId::Environment, "env"},
};

} // namespace

std::span<const Kind> kinds()
{
    // In the order in which entries are recognised and shown; the local command takes what is left.
    static const std::array all{apinizerHttpKind(),   apinizerWebSocketKind(), agentPortKind(),
                                alecsWebSocketKind(), remoteServerKind(),      localCommandKind()};
    return all;
}

const Kind &kind(KindId id)
{
    const auto found = std::find_if(kinds().begin(), kinds().end(), [id](const Kind &one) { return one.id == id; });
    return *found;
}

const Kind *kindByKey(const QString &key)
{
    for (const Kind &one : kinds())
        if (key == QLatin1StringView(one.key))
            return &one;
    return nullptr;
}

const Kind &kindOf(const config::Entry &entry)
{
    for (const Kind &one : kinds())
        if (one.recognises(entry))
            return one;
    return kind(KindId::LocalCommand);
}

const Field *field(const Kind &kind, FieldId id)
{
    for (const Field &one : kind.fields)
        if (one.id == id)
            return &one;
    return nullptr;
}

QString fieldKey(FieldId id)
{
    for (const auto &name : fieldNames)
        if (name.id == id)
            return QString::fromLatin1(name.key);
    return {};
}

std::optional<FieldId> fieldByKey(const QString &key)
{
    for (const auto &name : fieldNames)
        if (key == QLatin1StringView(name.key))
            return name.id;
    return std::nullopt;
}

Values withoutStandards(const Kind &kind, const Values &values)
{
    Values result;
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        const Field *described = field(kind, it.key());
        if (!described || *it != described->standard)
            result.insert(it.key(), *it);
    }
    return result;
}

QString shownAddress(const config::Entry &entry)
{
    if (const auto target = kindOf(entry).target(entry)) {
        QUrl url = target->url;
        const bool secure = url.scheme() == u"https"_s || url.scheme() == u"wss"_s;
        if (url.port() == (secure ? 443 : 80))
            url.setPort(-1);
        return url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    }
    const QStringList secrets = secrets::secretsIn(entry.arguments, {});
    QStringList words{entry.command};
    for (QString argument : entry.arguments) {
        for (const QString &secret : secrets)
            argument.replace(secret, u"…"_s);
        words.append(argument);
    }
    return words.join(u' ');
}

QString freeName(const QString &suggestion, const QStringList &taken)
{
    QString name = suggestion;
    for (int number = 2; taken.contains(name); ++number)
        name = suggestion + u'-' + QString::number(number);
    return name;
}

} // namespace kopru::integrations
