#pragma once

#include "tests/support/fakekeychain.h"
#include "ui/mainwindow.h"
#include "ui/workspace.h"

#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QLabel>

#include <memory>

namespace kopru::test {

/// What a person does at the main window and reads there. The base of tests that drive it; cleanup() closes the window
/// before the home folder that it works on goes.
class WindowTest : public QObject
{
protected:
    /// The window on the settings of this computer, in place of the one before.
    void openWindow(const platform::Platform &platform, const QSize &size = {})
    {
        closeWindow();
        m_workspace = std::make_unique<ui::Workspace>(platform, QString(),
                                                      ui::KeychainAccess{m_keychain->backend(), m_keychain->reader()});
        m_window = std::make_unique<ui::MainWindow>(*m_workspace);
        if (!size.isEmpty())
            m_window->resize(size);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void closeWindow()
    {
        m_window.reset();
        m_workspace.reset();
    }
    /// The widget of this name that is in sight, on whichever page; nullptr where there is none.
    template <class T> [[nodiscard]] T *find(const QString &name) const
    {
        for (T *widget : m_window->findChildren<T *>(name))
            if (widget->isVisible())
                return widget;
        return nullptr;
    }
    [[nodiscard]] QString textOf(const QString &name) const
    {
        const auto *label = find<QLabel>(name);
        return label ? label->text() : QString();
    }
    void press(const QString &name) const
    {
        auto *button = find<QAbstractButton>(name);
        QVERIFY2(button && button->isEnabled(), qPrintable(name));
        QTest::mouseClick(button, Qt::LeftButton);
    }
    /// In place of what stands there.
    void type(const QString &name, const QString &text) const
    {
        auto *line = find<QWidget>(name);
        QVERIFY2(line, qPrintable(name));
        line->setFocus();
        QTest::keyClick(line, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(line, text);
    }

    std::unique_ptr<FakeKeychain> m_keychain = std::make_unique<FakeKeychain>();
    std::unique_ptr<ui::Workspace> m_workspace;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace kopru::test
