#pragma once

#include "app/checks/step.h"
#include "ui/tokens.h"

#include <QtWidgets/QWidget>

#include <array>

namespace kopru::ui {

/// The chain Claude → command → network → server, each link with its state; the broken one is marked by the shape of
/// its icon and by the torn line in front of it.
class ChainView final : public QWidget
{
    Q_OBJECT
public:
    struct Node
    {
        checks::Link link = checks::Link::Claude;
        checks::StepState state = checks::StepState::Waiting;
        QString name;
    };
    explicit ChainView(QWidget *parent = nullptr);
    void setNodes(const QList<Node> &nodes);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<Node> m_nodes;
};

/// How a step is drawn.
[[nodiscard]] State stateOf(checks::StepState state);
/// Waiting, running and skipped steps have icons of their own.
[[nodiscard]] QString iconOf(checks::StepState state);

} // namespace kopru::ui
