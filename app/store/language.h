#pragma once

#include <QtCore/QCoreApplication>
#include <QtCore/QTranslator>

/// The language a program speaks: Kopru's own sentences and Qt's.
namespace kopru::store {

/// Loads translations and keeps them installed while it lives. Make one in main(), after the application.
/// The files are found beside the program, by the path that build tree and installation share:
/// `<folder of the program>/../share/kopru/translations/kopru_<language>.qm`.
class Language
{
public:
    explicit Language(QCoreApplication &application);
    ~Language();
    Language(const Language &) = delete;
    Language &operator=(const Language &) = delete;

    /// Switches at once: widgets get QEvent::LanguageChange, and the default QLocale follows.
    /// @param settingOrEmpty  "en", "tr", or empty for the system's; any other language is English
    /// @return what is spoken now: "tr", or "en" where nothing else can be loaded
    QString apply(const QString &settingOrEmpty);

    [[nodiscard]] QString current() const { return m_current; }

    /// The language of the system, as far as Kopru speaks it: "tr" or "en".
    [[nodiscard]] static QString ofSystem();

private:
    QCoreApplication &m_application;
    QTranslator m_own;
    QTranslator m_qt;
    QString m_current;
};

} // namespace kopru::store
