#pragma once

#include "app/store/parked.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QWidget>

class QScrollArea;
class QVBoxLayout;

namespace kopru::ui {

class Button;
class TextLabel;
class Workspace;

/// The parked servers of the file, a row each, with the way back. Hidden while there is none.
class ParkedList final : public QWidget
{
    Q_OBJECT
public:
    explicit ParkedList(Workspace &workspace, QWidget *parent = nullptr);
    void refresh();

Q_SIGNALS:
    void returned(const QString &server);

protected:
    void changeEvent(QEvent *event) override;

private:
    void addRow(const store::ParkedServer &server, int number);

    Workspace &m_workspace;
    QList<store::ParkedServer> m_shown;
    TextLabel *m_title;
    TextLabel *m_note;
    QWidget *m_box;
    QVBoxLayout *m_rows;
    QScrollArea *m_scroll;
};

/// The questions about parking, wherever its buttons stand.
class ParkingQuestions
{
    Q_DECLARE_TR_FUNCTIONS(kopru::ui::ParkingQuestions)
public:
    /// Asks, with a sentence about what parking does, and parks.
    /// @param done    after it was parked
    /// @param toSave  where its token has to be saved first, and the person wants that
    static void askPark(Workspace &workspace, const QString &server, QWidget *parent, const std::function<void()> &done,
                        const std::function<void()> &toSave);
    /// Puts it back; asks for another name only where its own is taken.
    static void putBack(Workspace &workspace, const store::ParkedServer &server, QWidget *parent,
                        const std::function<void(const QString &name)> &done);
    static void askForget(Workspace &workspace, const store::ParkedServer &server, QWidget *parent);
    static QString parkTitle(const QString &server);
    static QString parkText();
    static QString parkButton();
    static QString takenTitle(const QString &server);
    static QString putBackButton();
};

} // namespace kopru::ui
