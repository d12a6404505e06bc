#include "ui/icons.h"

#include <QtCore/QFile>
#include <QtGui/QGuiApplication>
#include <QtGui/QIconEngine>
#include <QtGui/QPainter>
#include <QtGui/QPixmapCache>
#include <QtSvg/QSvgRenderer>

/// The icons stand in a static library: its resources must be asked for, or the linker leaves them out.
static void askForIcons()
{
    Q_INIT_RESOURCE(kopru_icons);
}

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

QString pathOf(const QString &name)
{
    [[maybe_unused]] static const bool asked = (askForIcons(), true);
    return u":/kopru/icons/%1.svg"_s.arg(name);
}

QPixmap drawn(const QString &name, const QColor &colour, QSize pixels)
{
    const QString key =
        u"kopru/%1/%2/%3x%4"_s.arg(name, colour.name(QColor::HexArgb)).arg(pixels.width()).arg(pixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QFile file(pathOf(name));
    if (file.open(QIODevice::ReadOnly)) {
        QSvgRenderer renderer(file.readAll().replace("currentColor", colour.name().toLatin1()));
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&pixmap);
        renderer.render(&painter);
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class PaletteIcon final : public QIconEngine
{
public:
    PaletteIcon(QString name, QPalette::ColorRole role) : m_name(std::move(name)), m_role(role) {}

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        // A navigation button that is the current one has its text in the accent colour; the icon goes with it.
        const QPalette palette = QGuiApplication::palette();
        const QColor colour = mode == QIcon::Disabled ? palette.color(QPalette::Disabled, QPalette::ButtonText)
                              : state == QIcon::On    ? palette.color(QPalette::Link)
                                                      : palette.color(m_role);
        return drawn(m_name, colour, size);
    }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state));
    }
    QIconEngine *clone() const override { return new PaletteIcon(*this); }
    QString key() const override { return u"kopru"_s; }

private:
    QString m_name;
    QPalette::ColorRole m_role;
};

} // namespace

QIcon icon(const QString &name, QPalette::ColorRole role)
{
    return QIcon(new PaletteIcon(name, role));
}

QPixmap iconPixmap(const QString &name, const QColor &colour, int size, qreal deviceRatio)
{
    QPixmap pixmap = drawn(name, colour, (QSizeF(size, size) * deviceRatio).toSize());
    pixmap.setDevicePixelRatio(deviceRatio);
    return pixmap;
}

bool hasIcon(const QString &name)
{
    return QFile::exists(pathOf(name));
}

QString stateIcon(State state)
{
    switch (state) {
    case State::Passed:
        return u"passed"_s;
    case State::Warning:
        return u"warning"_s;
    case State::Failed:
        return u"failed"_s;
    case State::Neutral:
        return u"neutral"_s;
    case State::Running:
        return u"running"_s;
    }
    return u"neutral"_s;
}

QIcon applicationIcon()
{
    QIcon result;
    for (const int size : {16, 24, 32, 48, 64, 128, 256})
        result.addPixmap(drawn(u"kopru"_s, Qt::black, QSize(size, size)));
    return result;
}

State stateOf(config::Severity severity)
{
    switch (severity) {
    case config::Severity::Error:
        return State::Failed;
    case config::Severity::Warning:
        return State::Warning;
    case config::Severity::Note:
        break;
    }
    return State::Neutral;
}

} // namespace kopru::ui
