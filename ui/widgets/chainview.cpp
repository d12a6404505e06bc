#include "ui/widgets/chainview.h"

#include "app/checks/wording.h"
#include "ui/icons.h"

#include <QtGui/QPainter>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int circle = 48;
constexpr int badge = 20;

QString pictureOf(checks::Link link)
{
    switch (link) {
    case checks::Link::Claude:
        return u"claude"_s;
    case checks::Link::Command:
        return u"command"_s;
    case checks::Link::Network:
        return u"network"_s;
    case checks::Link::Server:
        return u"server"_s;
    }
    return u"server"_s;
}

} // namespace

State stateOf(checks::StepState state)
{
    switch (state) {
    case checks::StepState::Passed:
        return State::Passed;
    case checks::StepState::Warning:
        return State::Warning;
    case checks::StepState::Failed:
        return State::Failed;
    case checks::StepState::Running:
        return State::Running;
    case checks::StepState::Waiting:
    case checks::StepState::Skipped:
        return State::Neutral;
    }
    return State::Neutral;
}

QString iconOf(checks::StepState state)
{
    return state == checks::StepState::Waiting ? u"waiting"_s : stateIcon(stateOf(state));
}

ChainView::ChainView(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChainView::setNodes(const QList<Node> &nodes)
{
    m_nodes = nodes;
    QStringList spoken;
    for (const Node &node : nodes)
        spoken.append(tr("%1: %2", "a link of the chain and its state").arg(node.name, checks::stateName(node.state)));
    setAccessibleName(spoken.join(u", "_s));
    updateGeometry();
    update();
}

QSize ChainView::sizeHint() const
{
    return {480, circle + space::tiny + fontMetrics().height() + space::small};
}

QSize ChainView::minimumSizeHint() const
{
    int widest = circle + space::wide;
    for (const Node &node : m_nodes)
        widest = std::max(widest, fontMetrics().horizontalAdvance(node.name) + space::small);
    return {widest * static_cast<int>(std::max<qsizetype>(1, m_nodes.size())), sizeHint().height()};
}

void ChainView::paintEvent(QPaintEvent *)
{
    if (m_nodes.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours &c = colours();
    const int count = static_cast<int>(m_nodes.size());
    const int slot = width() / count;
    const int middle = circle / 2 + 2;
    const auto centre = [&](int i) { return QPoint(slot * i + slot / 2, middle); };

    for (int i = 1; i < count; ++i) {
        const checks::StepState state = m_nodes.at(i).state;
        const QPoint from = centre(i - 1) + QPoint(circle / 2 + space::small, 0);
        const QPoint to = centre(i) - QPoint(circle / 2 + space::small, 0);
        const bool broken = state == checks::StepState::Failed;
        const bool reached = state == checks::StepState::Passed || state == checks::StepState::Warning;
        painter.setPen(QPen(broken    ? c.failed.foreground
                            : reached ? c.of(stateOf(state)).foreground
                                      : c.control,
                            2, reached ? Qt::SolidLine : Qt::DashLine));
        if (!broken) {
            painter.drawLine(from, to);
            continue;
        }
        const QPoint torn = (from + to) / 2;
        painter.setPen(QPen(c.failed.foreground, 2));
        painter.drawLine(from, torn - QPoint(space::medium, 0));
        painter.drawLine(torn + QPoint(space::medium, 0), to);
        painter.drawPixmap(torn - QPoint(10, 10),
                           iconPixmap(u"failed"_s, c.failed.foreground, 20, devicePixelRatioF()));
    }

    for (int i = 0; i < count; ++i) {
        const Node &node = m_nodes.at(i);
        const State state = stateOf(node.state);
        const StateColours &tone = c.of(state);
        const QPoint at = centre(i);
        painter.setPen(QPen(state == State::Neutral ? c.line : tone.foreground, 1.5));
        painter.setBrush(tone.tint);
        painter.drawEllipse(QPointF(at), circle / 2.0, circle / 2.0);
        painter.drawPixmap(at - QPoint(12, 12),
                           iconPixmap(pictureOf(node.link), tone.foreground, 24, devicePixelRatioF()));
        if (node.state != checks::StepState::Waiting) {
            const QPoint corner = at + QPoint(circle / 2 - badge / 2 - 1, circle / 2 - badge / 2 - 1);
            painter.setPen(Qt::NoPen);
            painter.setBrush(c.background);
            painter.drawEllipse(QPointF(corner), badge / 2.0, badge / 2.0);
            painter.drawPixmap(corner - QPoint(8, 8),
                               iconPixmap(iconOf(node.state), tone.foreground, 16, devicePixelRatioF()));
        }
        painter.setPen(state == State::Neutral ? c.secondary : c.text);
        painter.drawText(QRect(slot * i, circle + space::tiny + 2, slot, fontMetrics().height() + 2), Qt::AlignCenter,
                         node.name);
    }
}

} // namespace kopru::ui
