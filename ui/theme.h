#pragma once

#include "app/store/store.h"

#include <QtCore/QObject>

class QApplication;

namespace kopru::ui {

/// Gives the whole program its look: Fusion, palette, style sheet. Follows the system where the setting says so;
/// a change of the system's colours takes effect at once where Qt reports it.
class Theme final : public QObject
{
    Q_OBJECT
public:
    explicit Theme(QApplication &application);
    void apply(store::Appearance appearance);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    [[nodiscard]] bool systemIsDark() const;
    void show(bool dark);

    QApplication &m_application;
    bool m_darkAtStart; ///< what the palette said before Kopru changed it
    store::Appearance m_appearance = store::Appearance::System;
    int m_shown = -1; ///< 0 light, 1 dark
};

} // namespace kopru::ui
