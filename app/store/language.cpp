#include "app/store/language.h"

#include <QtCore/QLibraryInfo>
#include <QtCore/QLocale>

namespace kopru::store {

using namespace Qt::StringLiterals;

namespace {

/// "tr-TR", "tr_TR.UTF-8", "tr" are all Turkish.
bool isLanguage(const QString &name, QLatin1StringView language)
{
    return name.startsWith(language) &&
           (name.size() == language.size() || name.at(language.size()) == u'-' || name.at(language.size()) == u'_');
}

} // namespace

Language::Language(QCoreApplication &application) : m_application(application) {}

Language::~Language()
{
    m_application.removeTranslator(&m_own);
    m_application.removeTranslator(&m_qt);
}

QString Language::ofSystem()
{
    // The list is in the order of preference; what Kopru does not speak is passed over.
    const QStringList preferred = QLocale::system().uiLanguages();
    for (const QString &name : preferred) {
        if (isLanguage(name, QLatin1StringView("tr")))
            return u"tr"_s;
        if (isLanguage(name, QLatin1StringView("en")))
            return u"en"_s;
    }
    return u"en"_s;
}

QString Language::apply(const QString &settingOrEmpty)
{
    QString wanted = settingOrEmpty.isEmpty() ? ofSystem() : settingOrEmpty;
    if (wanted != u"tr"_s)
        wanted = u"en"_s;

    const QString folder = QCoreApplication::applicationDirPath() + u"/../share/kopru/translations"_s;
    m_application.removeTranslator(&m_own);
    m_application.removeTranslator(&m_qt);

    // English has a file too, for its plural forms; without it the sources still read well.
    const bool loaded = m_own.load(u"kopru_"_s + wanted, folder);
    m_current = loaded ? wanted : u"en"_s;
    QLocale::setDefault(QLocale(m_current));
    if (m_qt.load(u"qtbase_"_s + m_current, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        m_application.installTranslator(&m_qt);
    if (loaded)
        m_application.installTranslator(&m_own); // Asked first: the newest translator wins.
    return m_current;
}

} // namespace kopru::store
