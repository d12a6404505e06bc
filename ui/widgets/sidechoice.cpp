#include "ui/widgets/sidechoice.h"

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/widgets/label.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

SideChoice::SideChoice(const QString &objectName, QWidget *parent)
    : QPushButton(parent),
      m_mark(new IconLabel(ui::iconSize)),
      m_title(new TextLabel),
      m_value(new TextLabel(TextSize::Small))
{
    setObjectName(objectName);
    setProperty("role", u"choice"_s);
    setCheckable(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    column->setSpacing(space::small);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::small);
    head->addWidget(m_mark);
    head->addWidget(m_title, 1);
    column->addLayout(head);
    column->addWidget(m_value);
    column->addStretch();
    for (QWidget *child :
         {static_cast<QWidget *>(m_mark), static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_value)})
        child->setAttribute(Qt::WA_TransparentForMouseEvents);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    const auto mark = [this](bool chosen) {
        m_mark->setIcon(chosen ? u"passed"_s : u"choice"_s);
        m_mark->setState(chosen ? std::optional(ui::State::Passed) : std::nullopt);
    };
    connect(this, &QAbstractButton::toggled, this, mark);
    mark(false);
}

void SideChoice::setTexts(const QString &title, const QString &value, bool isCode)
{
    m_title->setText(title);
    m_value->setMonospace(isCode);
    m_value->setText(value);
    setAccessibleName(title);
    setAccessibleDescription(value);
    updateGeometry();
}

QString SideChoice::value() const
{
    return m_value->text();
}

QSize SideChoice::sizeHint() const
{
    return layout()->sizeHint();
}

QSize SideChoice::minimumSizeHint() const
{
    return layout()->minimumSize();
}

int SideChoice::heightForWidth(int width) const
{
    return layout()->heightForWidth(width);
}

} // namespace kopru::ui
