#pragma once

#include <QtWidgets/QListWidget>

namespace kopru::ui {

/// Faults and findings, one a row, wrapped: as tall as its rows at its own width, up to a limit. A frame around
/// nothing looks like something missing, and half a row like a fault of its own.
class FaultList final : public QListWidget
{
    Q_OBJECT
public:
    /// @param tallest  in pixels; more rows than fit are scrolled
    FaultList(const QString &objectName, int tallest, QWidget *parent = nullptr);
    void setTallest(int pixels);
    /// To be called when the rows have changed; the width is followed without.
    void adapt();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    int m_tallest;
};

} // namespace kopru::ui
