#include "app/config/draft.h"

#include <utility>

namespace kopru::config {

namespace {

bool has(const QList<store::ParkedServer> &servers, const store::ParkedServer &server)
{
    return std::any_of(servers.begin(), servers.end(), [&server](const auto &other) { return isSame(other, server); });
}

bool has(const QList<PutBack> &servers, const store::ParkedServer &server, bool withName)
{
    return std::any_of(servers.begin(), servers.end(), [&](const PutBack &other) {
        return isSame(other.server, server) && !(withName && other.name.isEmpty());
    });
}

/// The name that a server has after an edit; empty where it is gone. A server with the same entry is the same one, and
/// the only new one in the place of the only one that is gone is that one changed.
QString nameAfter(const QString &name, const Document &before, const Document &after)
{
    if (after.contains(name))
        return name;
    const QList<Server> was = before.servers();
    const QList<Server> is = after.servers();
    QList<qsizetype> gone;
    QList<qsizetype> added;
    for (qsizetype i = 0; i < was.size(); ++i)
        if (!after.contains(was.at(i).name))
            gone.append(i);
    for (qsizetype i = 0; i < is.size(); ++i)
        if (!before.contains(is.at(i).name))
            added.append(i);
    for (const qsizetype i : std::as_const(added))
        if (readsTheSame(after.serverText(is.at(i).name), before.serverText(name)))
            return is.at(i).name;
    return gone.size() == 1 && gone == added ? is.at(added.first()).name : QString();
}

} // namespace

Draft::Draft(ConfigFile opened) : m_opened(std::move(opened)), m_versions{Version{m_opened.document}} {}

void Draft::apply(const Document &edited)
{
    if (edited == document())
        return;
    Version next{edited, parked(), putBacks()};
    next.parked.removeIf([&edited](const store::ParkedServer &server) { return isStillInFile(server, edited); });
    for (PutBack &back : next.back)
        if (!back.name.isEmpty())
            back.name = nameAfter(back.name, document(), edited);
    m_versions.resize(m_current + 1);
    m_versions.append(std::move(next));
    ++m_current;
    qsizetype bytes = 0;
    for (qsizetype i = m_current; i >= 0; --i) {
        bytes += m_versions.at(i).document.text().size();
        if (bytes <= historyBytes || i >= m_current - 1) // one step back in any case
            continue;
        m_versions.remove(0, i + 1);
        m_current -= i + 1;
        break;
    }
}

void Draft::park(const Parking &parking)
{
    apply(parking.document);
    if (!has(parked(), parking.server))
        m_versions[m_current].parked.append(parking.server);
}

void Draft::putBack(const Document &edited, const store::ParkedServer &server, const QString &name)
{
    apply(edited);
    Version &version = m_versions[m_current];
    version.parked.removeIf([&server](const store::ParkedServer &other) { return isSame(other, server); });
    version.back.removeIf([&server](const PutBack &other) { return isSame(other.server, server); });
    version.back.append({server, name});
}

void Draft::undo()
{
    if (canUndo())
        --m_current;
}

void Draft::redo()
{
    if (canRedo())
        ++m_current;
}

bool Draft::isChanged() const
{
    return !(document() == m_opened.document);
}

QStringList Draft::changedServers() const
{
    const Document &before = m_opened.document;
    const Document &now = document();
    QStringList names;
    for (const Server &server : now.servers())
        if (!before.contains(server.name) || before.serverText(server.name) != now.serverText(server.name))
            names.append(server.name);
    for (const Server &server : before.servers())
        if (!now.contains(server.name))
            names.append(server.name);
    return names;
}

QList<store::ParkedServer> Draft::toPark() const
{
    QList<store::ParkedServer> servers;
    const auto add = [&](const store::ParkedServer &server) {
        if (!has(servers, server) && !isStillInFile(server, document()))
            servers.append(server);
    };
    for (const store::ParkedServer &server : parked())
        if (!has(m_saved.parked, server))
            add(server);
    // Undone: it was parked before.
    for (const PutBack &back : m_saved.back)
        if (!back.name.isEmpty() && !has(putBacks(), back.server, false))
            add(back.server);
    return servers;
}

QList<PutBack> Draft::toTakeBack() const
{
    QList<PutBack> servers;
    for (const PutBack &back : putBacks())
        if (!back.name.isEmpty() && !has(m_saved.back, back.server, true))
            servers.append(back);
    return servers;
}

void Draft::forgetParked(const store::ParkedServer &server)
{
    const auto forget = [&server](Version &version) {
        version.parked.removeIf([&server](const store::ParkedServer &other) { return isSame(other, server); });
        version.back.removeIf([&server](const PutBack &other) { return isSame(other.server, server); });
    };
    for (Version &version : m_versions)
        forget(version);
    forget(m_saved);
}

void Draft::saved(const ConfigFile &file)
{
    for (const store::ParkedServer &server : toPark())
        if (!has(parked(), server))
            m_versions[m_current].parked.append(server);
    m_saved = {{}, parked(), putBacks()};
    const Document saved = document();
    if (!(saved == file.document))
        for (Version &version : m_versions)
            version.document = merge(saved, version.document, file.document).document;
    m_opened = file;
    m_versions[m_current].document = file.document;
}

bool Draft::rebase(const ConfigFile &file)
{
    if (!merge(m_opened.document, document(), file.document).conflicts.isEmpty())
        return false;
    for (Version &version : m_versions)
        version.document = merge(m_opened.document, version.document, file.document).document;
    m_opened = file;
    return true;
}

} // namespace kopru::config
