#pragma once

#include "app/checks/comparison.h"
#include "app/snippets/conversion.h"
#include "ui/checkrun.h"
#include "ui/pages/page.h"

#include <QtWidgets/QBoxLayout>

namespace kopru::ui {

class Card;
class DiffView;
class IconLabel;
class StepList;

/// On a server's page: that it could use the native bridge, or why it stays with what it has. Hidden where there is
/// nothing to say.
class ConversionCard final : public QWidget
{
    Q_OBJECT
public:
    explicit ConversionCard(QWidget *parent = nullptr);
    void setConversion(const integrations::Conversion &conversion);

Q_SIGNALS:
    void wanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    integrations::Conversion m_conversion;
    TextLabel *m_title;
    TextLabel *m_text;
    TextLabel *m_remedy;
    Button *m_look;
};

/// A move to the native bridge: what changes, and whether the new entry does what the old one does. The check starts
/// both; then the change is an edit like any other.
class ConversionPage final : public Page
{
    Q_OBJECT
public:
    explicit ConversionPage(Workspace &workspace, QWidget *parent = nullptr);
    ~ConversionPage() override;
    /// @param route  detail "check": the check starts at once
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    /// One of the two entries beside each other.
    struct Side
    {
        QWidget *box;
        StepList *steps;
        IconLabel *icon;
        TextLabel *result;
    };
    Side makeSide(const QString &objectName);
    void read();
    void start();
    void startOld();
    void stop();
    void oneDone();
    void take();
    void askKeychain();
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] QStringList tokensToKeep() const;
    void showWhatChanges();
    void showRefusal();
    void showCheck();
    void showSide(const Side &side, const CheckRun *run, const QString &waiting);
    void showNextStep();

    QString m_server;
    config::Server m_old;
    integrations::Conversion m_conversion;
    std::unique_ptr<CheckRun> m_before;
    std::unique_ptr<CheckRun> m_after;
    std::optional<checks::Compared> m_compared;
    bool m_stopped = false;
    std::unique_ptr<QObject> m_look; ///< while the keychain is asked
    std::optional<secrets::KeychainError> m_keychainProblem;

    Card *m_refused;
    TextLabel *m_cause;
    TextLabel *m_remedy;
    QWidget *m_possible;
    Card *m_danger;
    TextLabel *m_dangerText;
    TextLabel *m_gain;
    TextLabel *m_notes;
    TextLabel *m_dropped;
    TextLabel *m_token;
    TextLabel *m_changeTitle;
    DiffView *m_diff;
    TextLabel *m_checkTitle;
    IconLabel *m_verdictIcon;
    TextLabel *m_verdict;
    TextLabel *m_advice;
    QBoxLayout *m_columns;
    Side m_oldSide;
    Side m_newSide;
    Button *m_skip;
    Button *m_cancel;
    Button *m_next;
};

} // namespace kopru::ui
