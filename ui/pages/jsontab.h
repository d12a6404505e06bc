#pragma once

#include "app/config/validation.h"
#include "ui/route.h"
#include "ui/workspace.h"

#include <QtWidgets/QWidget>

class QLabel;
class QLineEdit;

namespace kopru::ui {

class Button;
class DiffView;
class FaultList;
class JsonEdit;
class TextLabel;

/// The settings file as text, whole or one entry of it, in step with the forms: an edit of the draft shows here at
/// once, and what is typed here is an edit of the draft as soon as it can be read. Until then it is kept beside the
/// draft (UnreadText), with its faults marked. Texts are read beside the window's thread, each at most once, the newest
/// one last.
class JsonTab final : public QWidget
{
    Q_OBJECT
public:
    explicit JsonTab(Workspace &workspace, QWidget *parent = nullptr);
    ~JsonTab() override;

    /// @param server  whose entry is shown; nullopt: the whole file
    void open(const std::optional<QString> &server);
    [[nodiscard]] JsonEdit *edit() const { return m_edit; }

Q_SIGNALS:
    void renamed(const QString &server); ///< by typing
    void routed(const kopru::ui::Route &route);

protected:
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Question;
    struct Answer;
    struct Part
    {
        QByteArray before;
        QByteArray text;
        QByteArray behind;
    };
    [[nodiscard]] static Answer read(const Question &question);
    [[nodiscard]] Question question() const;
    void retranslate();
    void load();
    void follow();
    [[nodiscard]] Part partOf(const config::Document &document) const;
    [[nodiscard]] std::optional<Part> draftPart() const;
    void show(const Part &part, bool sameText);
    void updateReadOnly();
    void typed();
    void startReading();
    void finishNow();
    void hideTyped(const Answer &answer);
    void take(const Answer &answer);
    void commit(const config::Document &typed, const QByteArray &text);
    void keep(const Answer &answer);
    void showFindings(const Answer &answer);
    void showSentence();
    void wordMarks();
    void sizeList();
    void askMending();
    void takeMended();
    void leaveMending();
    void openBar(bool forLine);
    void closeBar();
    void search(bool backward);
    [[nodiscard]] bool isOthers() const;
    [[nodiscard]] const config::BrokenFile *brokenFile() const;

    Workspace &m_workspace;
    std::optional<QString> m_server;
    bool m_opened = false;
    Part m_part; ///< as it was shown last, or kept
    config::Document m_basis;
    bool m_typed = false; ///< the text differs from what was read last
    bool m_committing = false;
    bool m_stale = false; ///< the draft changed while nobody looked
    bool m_utf8 = true;
    bool m_again = false;
    bool m_left = false; ///< the focus went away: what is hidden need not stay readable under the cursor
    std::unique_ptr<QObject> m_reading;
    std::unique_ptr<QObject> m_preparing; ///< a large text is on its way into the editor
    QTimer m_pause;
    config::Findings m_findings; ///< one for each mark
    qsizetype m_faults = 0;
    qsizetype m_more = 0; ///< findings that are not shown
    std::optional<QByteArray> m_mended;
    std::optional<QByteArray> m_offered; ///< the mended text whose difference is in sight

    TextLabel *m_sentence;
    Button *m_other;
    Button *m_secrets;
    Button *m_find;
    Button *m_mend;
    QWidget *m_bar;
    TextLabel *m_barLabel;
    QLineEdit *m_barText;
    TextLabel *m_barCount;
    Button *m_previous;
    Button *m_next;
    Button *m_closeBar;
    bool m_barForLine = false;
    JsonEdit *m_edit;
    FaultList *m_faultList;
    QWidget *m_mendBox;
    TextLabel *m_mendText;
    DiffView *m_diff;
    Button *m_takeMended;
    Button *m_leaveMended;
};

} // namespace kopru::ui
