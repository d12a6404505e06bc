#pragma once

#include "ui/pages/page.h"
#include "ui/tokens.h"

#include <QtCore/QTimer>

namespace kopru::ui {

class Card;
class CheckQueue;
class IconLabel;
class PathLabel;
class ServerList;

/// How do things stand? One sentence, the one next step, and the servers below.
class OverviewPage final : public Page
{
    Q_OBJECT
public:
    explicit OverviewPage(Workspace &workspace, QWidget *parent = nullptr);
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    enum class Standing {
        ClaudeNotFound,
        NeverStarted,
        FileBroken,
        SecondFileFailed,
        Policy,
        Disappeared,
        WrongCopy,
        NoServers,
        RestartNeeded,
        Checking,
        SomeFail,
        SomeUnchecked,
        AllWell
    };
    struct Headline
    {
        State state;
        QString sentence;
        QString text;
        QStringList steps;
        QString button;
        QString second{}; ///< another way out; empty: there is none
    };
    [[nodiscard]] Standing standing() const;
    [[nodiscard]] Headline headline(Standing standing) const;
    void act();
    /// The lost servers are in the draft again and only have to be saved.
    [[nodiscard]] bool isRestored() const;
    void restore();

    bool m_policySeen = false;
    QList<ServerSummary> m_servers;
    CheckQueue *m_queue;
    Card *m_card;
    IconLabel *m_icon;
    TextLabel *m_sentence;
    TextLabel *m_text;
    TextLabel *m_steps;
    Button *m_act;
    Button *m_second;
    IconLabel *m_fileIcon;
    TextLabel *m_fileTitle;
    PathLabel *m_path;
    Button *m_places;
    Button *m_openFolder;
    Button *m_versions;
    ServerList *m_list;
    QTimer m_minute; ///< "3 minutes ago" grows older by itself
};

} // namespace kopru::ui
