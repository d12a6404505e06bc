#pragma once

#include "app/checks/doctorrun.h"
#include "ui/pages/page.h"

namespace kopru::ui {

class Card;
class EmptyState;
class IconLabel;
class TextLabel;

/// Everything at once: what is wrong, why, and the button that ends it; what blocks most first. It examines the file
/// as it is saved. A change made by a button is an edit like any other, and is looked at before it is written.
class DoctorPage final : public Page
{
    Q_OBJECT
public:
    explicit DoctorPage(Workspace &workspace, QWidget *parent = nullptr);
    ~DoctorPage() override;
    /// The first time, and at detail "run", the examination begins by itself.
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

private:
    struct Row
    {
        Card *card;
        IconLabel *icon;
        TextLabel *what;
        TextLabel *remedy;
        Button *place;
        TextLabel *evidence;
        Button *details;
        Button *act;
    };
    void start();
    void ended(const checks::DoctorReport &report);
    Row &row(qsizetype index);
    void fill(Row &row, const checks::Diagnosis &diagnosis);
    void act(const checks::Diagnosis &diagnosis);
    void installBridge();
    void fixAllSafe();
    [[nodiscard]] std::optional<checks::Remedy> remedyFor(const checks::Diagnosis &diagnosis) const;

    std::unique_ptr<checks::Doctor> m_doctor;
    std::unique_ptr<bridges::Installation> m_installation;
    std::optional<checks::DoctorReport> m_report;
    QList<checks::Diagnosis> m_shown; ///< what the rows show: all that is not in order
    config::SafeFixes m_safe;
    QString m_failure; ///< why the last button could not do its work
    int m_done = 0;
    int m_all = 0;

    Button *m_fixAll;
    Button *m_act;
    Card *m_head;
    IconLabel *m_icon;
    TextLabel *m_sentence;
    TextLabel *m_text;
    QVBoxLayout *m_column;
    QList<Row> m_rows;
    TextLabel *m_good;
};

} // namespace kopru::ui
