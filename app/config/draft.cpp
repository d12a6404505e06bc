#include "app/config/draft.h"

#include <utility>

namespace kopru::config {

Draft::Draft(ConfigFile opened) : m_opened(std::move(opened)), m_versions{m_opened.document} {}

void Draft::apply(const Document &edited)
{
    if (edited == document())
        return;
    m_versions.resize(m_current + 1);
    m_versions.append(edited);
    ++m_current;
    qsizetype bytes = 0;
    for (qsizetype i = m_current; i >= 0; --i) {
        bytes += m_versions.at(i).text().size();
        if (bytes <= historyBytes || i >= m_current - 1) // one step back in any case
            continue;
        m_versions.remove(0, i + 1);
        m_current -= i + 1;
        break;
    }
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

void Draft::saved(const ConfigFile &file)
{
    const Document saved = document();
    if (!(saved == file.document))
        for (Document &version : m_versions)
            version = merge(saved, version, file.document).document;
    m_opened = file;
    m_versions[m_current] = file.document;
}

bool Draft::rebase(const ConfigFile &file)
{
    if (!merge(m_opened.document, document(), file.document).conflicts.isEmpty())
        return false;
    for (Document &version : m_versions)
        version = merge(m_opened.document, version, file.document).document;
    m_opened = file;
    return true;
}

} // namespace kopru::config
