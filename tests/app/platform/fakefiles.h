#pragma once

#include "app/platform/platform.h"

/// A file system in a table, so that the rules of all three systems run on one.
namespace kopru::test {

class FakeFiles final : public platform::FileProbe
{
public:
    explicit FakeFiles(platform::System system);

    /// Adds a file and the folders it is in. `age` makes the time: the higher, the older.
    FakeFiles &file(const QString &path, int age = 0, bool executable = false);
    FakeFiles &folder(const QString &path);
    FakeFiles &program(const QString &path) { return file(path, 0, true); }

    FakeFiles &holding(const QString &path, const QByteArray &content, int age = 0);
    /// Makes what is there somebody else's, and write-protected.
    FakeFiles &ownedBy(const QString &path, const QString &owner);
    FakeFiles &protect(const QString &path);
    FakeFiles &link(const QString &path, const QString &target, int age = 0);

    [[nodiscard]] platform::FileFacts facts(const QString &path) const override;
    [[nodiscard]] QStringList entries(const QString &folder) const override;
    [[nodiscard]] platform::Ownership ownership(const QString &path) const override;
    [[nodiscard]] std::optional<QByteArray> content(const QString &path) const override;

private:
    void addFolders(const QString &path);
    [[nodiscard]] QString key(const QString &path) const;

    platform::System m_system;
    QMap<QString, platform::FileFacts> m_facts; ///< by key
    QMap<QString, QStringList> m_entries;
    QMap<QString, platform::Ownership> m_ownership;
    QMap<QString, QByteArray> m_content;
};

/// A computer with an empty disk.
[[nodiscard]] platform::Platform computer(platform::System system, const QString &home,
                                          const QMap<QString, QString> &environment, const FakeFiles &files);

} // namespace kopru::test
