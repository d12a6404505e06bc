#pragma once

#include "ui/checkrun.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QWidget>

namespace kopru::ui {

class Button;
class Card;
class ChainView;
class IconLabel;
class StepList;
class TextLabel;

/// A running or finished check: the chain, what is wrong and what to do, and the steps of both ways side by side.
class CheckPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit CheckPanel(Workspace &workspace, QWidget *parent = nullptr);

    /// Starts a new run; an old one ends. @param server  for the sentences
    void start(const QString &server, const config::Entry &entry, CheckRun::MissingBridge missing);
    /// Offers to change the server's settings where they may be what is wrong.
    void offerEdit() { m_offersEdit = true; }
    void stop();
    /// Forgets the run: nothing has been checked.
    void clear();
    [[nodiscard]] CheckRun *run() const { return m_run.get(); }
    [[nodiscard]] bool isRunning() const { return m_run && m_run->isRunning(); }

Q_SIGNALS:
    void changed();
    void finished();
    void editWanted();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void showVerdict();
    [[nodiscard]] QString details() const;

    Workspace &m_workspace;
    QString m_server;
    std::unique_ptr<CheckRun> m_run;
    ChainView *m_chain;
    IconLabel *m_icon;
    TextLabel *m_headline;
    TextLabel *m_what;
    TextLabel *m_remedy;
    bool m_offersEdit = false;
    Button *m_installBridge;
    Button *m_edit;
    Button *m_showDetails;
    Button *m_copyDetails;
    TextLabel *m_details;
    Card *m_verdict;
    QBoxLayout *m_columns;
    StepList *m_network;
    StepList *m_claude;
};

} // namespace kopru::ui
