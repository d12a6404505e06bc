#include "tests/app/platform/fakefiles.h"

using namespace Qt::StringLiterals;

namespace kopru::test {

using platform::FileFacts;
using platform::System;

FakeFiles::FakeFiles(System system) : m_system(system) {}

QString FakeFiles::key(const QString &path) const
{
    // Windows finds a file in any case and with either slash; so does macOS as it comes.
    QString plain = path;
    if (m_system == System::Windows)
        plain.replace(u'/', u'\\');
    return m_system == System::Linux ? plain : plain.toCaseFolded();
}

void FakeFiles::addFolders(const QString &path)
{
    const QChar slash = m_system == System::Windows ? u'\\' : u'/';
    for (qsizetype at = path.lastIndexOf(slash); at > 0; at = path.lastIndexOf(slash, at - 1)) {
        const QString parent = path.left(at);
        const qsizetype nameEnd = path.indexOf(slash, at + 1);
        const QString name = path.mid(at + 1, nameEnd < 0 ? -1 : nameEnd - at - 1);
        QStringList &names = m_entries[key(parent)];
        if (!names.contains(name))
            names.append(name);
        names.sort();
        FileFacts facts;
        facts.exists = facts.isFolder = facts.readable = facts.writable = facts.executable = true;
        m_facts.insert(key(parent), facts);
    }
}

FakeFiles &FakeFiles::file(const QString &path, int age, bool executable)
{
    addFolders(path);
    FileFacts facts;
    facts.exists = facts.readable = facts.writable = true;
    facts.executable = executable;
    facts.size = 2;
    facts.modified = QDateTime(QDate(2026, 9, 1), QTime(12, 0), Qt::UTC).addSecs(-60 * age);
    m_facts.insert(key(path), facts);
    return *this;
}

FakeFiles &FakeFiles::folder(const QString &path)
{
    addFolders(path);
    FileFacts facts;
    facts.exists = facts.isFolder = facts.readable = facts.writable = facts.executable = true;
    m_facts.insert(key(path), facts);
    return *this;
}

FakeFiles &FakeFiles::holding(const QString &path, const QByteArray &content, int age)
{
    m_content.insert(key(path), content);
    return file(path, age);
}

FakeFiles &FakeFiles::ownedBy(const QString &path, const QString &owner)
{
    m_facts[key(path)].writable = false;
    m_ownership[key(path)].owner = owner;
    m_ownership[key(path)].own = false;
    return *this;
}

FakeFiles &FakeFiles::protect(const QString &path)
{
    m_facts[key(path)].writable = false;
    return *this;
}

FakeFiles &FakeFiles::link(const QString &path, const QString &target, int age)
{
    file(path, age);
    m_facts[key(path)].isSymlink = true;
    m_ownership[key(path)].leadsTo = target;
    return *this;
}

platform::Ownership FakeFiles::ownership(const QString &path) const
{
    return m_ownership.value(key(path));
}

std::optional<QByteArray> FakeFiles::content(const QString &path) const
{
    const auto found = m_content.constFind(key(path));
    return found == m_content.cend() ? std::nullopt : std::optional(*found);
}

FileFacts FakeFiles::facts(const QString &path) const
{
    return m_facts.value(key(path));
}

QStringList FakeFiles::entries(const QString &folder) const
{
    return m_entries.value(key(folder));
}

platform::Platform computer(System system, const QString &home, const QMap<QString, QString> &environment,
                            const FakeFiles &files)
{
    return {system, home, environment, std::make_shared<FakeFiles>(files)};
}

} // namespace kopru::test
