#include "app/config/draft.h"

namespace kopru::config {

Draft::Draft(ConfigFile opened) : m_opened(std::move(opened)), m_versions{m_opened.document} {}

void Draft::apply(const Document &edited)
{
    if (edited == document())
        return;
    m_versions.resize(m_current + 1);
    m_versions.append(edited);
    ++m_current;
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
    QStringList names;
    const Document &before = m_opened.document;
    for (const Server &server : document().servers())
        if (!before.contains(server.name) || before.serverText(server.name) != document().serverText(server.name))
            names.append(server.name);
    for (const Server &server : before.servers())
        if (!document().contains(server.name))
            names.append(server.name);
    return names;
}

void Draft::saved(const ConfigFile &file)
{
    m_opened = file;
    // Something else was written than what is shown, such as a merge: that is a version of its own.
    apply(file.document);
}

} // namespace kopru::config
