#pragma once

#include "app/platform/fileaccess.h"
#include "app/snippets/foreignfiles.h"
#include "ui/pages/importlist.h"
#include "ui/pages/page.h"

namespace kopru::ui {

class Card;
class PathLabel;

/// Servers that stand somewhere else: in the settings of other programs on this computer, or in a file that a colleague
/// exported. Looks, lets choose, asks for what is missing; the review follows.
class ImportPage final : public Page
{
    Q_OBJECT
public:
    explicit ImportPage(Workspace &workspace, QWidget *parent = nullptr);
    /// @param route  detail: path of a file to open; empty: looks at the other programs
    void open(const Route &route) override;
    void retranslate() override;

private:
    /// A file that was looked at.
    struct Looked
    {
        QString path;
        std::optional<integrations::ForeignSource> source;
        integrations::Snippet snippet;
        QList<integrations::PortableServer> portable;
        std::optional<platform::FileError> unreadable;
        std::optional<integrations::ServerFileError> damaged;
    };
    enum class State { Looking, Found, Nothing };

    void look();
    void openFile(const QString &path);
    void askForFile();
    void stop();
    void finished();
    void goOn();
    [[nodiscard]] QString sourceName(const Looked &looked) const;
    [[nodiscard]] QString problemOf(const Looked &looked) const;
    static Looked readForeign(const integrations::ForeignFile &file);
    static Looked readAny(const QString &path, const platform::Platform &platform);

    State m_state = State::Looking;
    QString m_file; ///< that was opened; empty: other programs
    QList<Looked> m_looked;
    std::unique_ptr<QFutureWatcher<Looked>> m_looking;
    Button *m_openFile;
    Button *m_stop;
    TextLabel *m_summary;
    TextLabel *m_problems;
    ImportList *m_list;
    Card *m_places; ///< where was looked, when nothing was found
    TextLabel *m_placesTitle;
    PathLabel *m_placePaths;
    Button *m_before;
    Button *m_next;
    std::optional<config::Document> m_added;
};

} // namespace kopru::ui
