#include "ui/widgets/findinglist.h"

#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QtWidgets/QGridLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

FindingList::FindingList(const QString &objectName, QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    setObjectName(objectName + u"List"_s);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::small);
    hide();
}

void FindingList::setNotices(const QList<Notice> &notices)
{
    m_notices = notices;
    const QString name = objectName().chopped(4);
    while (m_rows.size() < m_notices.size()) {
        const qsizetype index = m_rows.size();
        const QString number = index > 0 ? QString::number(index + 1) : QString();
        Row row{new QWidget, new IconLabel(smallIconSize), new TextLabel(TextSize::Small),
                new Button(ButtonRole::Normal, {}, name + u"Fix"_s + number)};
        row.sentence->setObjectName(name + number);
        auto *grid = new QGridLayout(row.box);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(space::tiny);
        grid->setVerticalSpacing(space::tiny);
        grid->setColumnStretch(1, 1);
        grid->addWidget(row.icon, 0, 0, Qt::AlignTop);
        grid->addWidget(row.sentence, 0, 1);
        grid->addWidget(row.fix, 1, 1, Qt::AlignLeft);
        m_column->addWidget(row.box);
        m_rows.append(row);
        connect(row.fix, &QPushButton::clicked, this, [this, index] {
            if (const auto mend = m_notices.at(index).mend) {
                mend();
                Q_EMIT mended();
            }
        });
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        fill(i);
    setVisible(!m_notices.isEmpty());
}

void FindingList::add(const Notice &notice)
{
    setNotices(m_notices + QList{notice});
}

void FindingList::fill(qsizetype row)
{
    const Row &shown = m_rows.at(row);
    shown.box->setVisible(row < m_notices.size());
    if (row >= m_notices.size()) {
        shown.sentence->clear();
        return;
    }
    const Notice &notice = m_notices.at(row);
    shown.icon->setIcon(stateIcon(notice.state));
    shown.icon->setState(notice.state);
    shown.sentence->setTone(notice.state == State::Failed    ? TextLabel::Tone::Failed
                            : notice.state == State::Warning ? TextLabel::Tone::Warning
                                                             : TextLabel::Tone::Secondary);
    shown.sentence->setText(notice.sentence);
    shown.fix->setText(notice.fix);
    shown.fix->setAccessibleDescription(notice.sentence);
    shown.fix->setVisible(!notice.fix.isEmpty());
}

QString FindingList::text() const
{
    QStringList sentences;
    for (const Notice &notice : m_notices)
        sentences.append(notice.sentence);
    return sentences.join(u'\n');
}

QList<QWidget *> FindingList::stops() const
{
    QList<QWidget *> stops;
    for (const Row &row : m_rows)
        stops.append(row.fix);
    return stops;
}

} // namespace kopru::ui
