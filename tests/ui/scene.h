#pragma once

#include "app/platform/platform.h"

#include <QtCore/QTemporaryDir>

/// A realistic home folder for tests and screenshots of the window: three servers, earlier checks, logs.
namespace kopru::test {

class Scene
{
public:
    Scene();
    [[nodiscard]] bool isValid() const { return m_home.isValid(); }
    [[nodiscard]] platform::Platform platform() const;
    [[nodiscard]] QString home() const { return m_home.path(); }
    [[nodiscard]] QString configFile() const;
    /// What the configuration holds and no picture may show.
    static QString token();

private:
    void writeConfig() const;
    void writeChecks() const;
    void writeLogs() const;
    QTemporaryDir m_home;
};

} // namespace kopru::test
