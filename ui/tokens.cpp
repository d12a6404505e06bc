#include "ui/tokens.h"

#include <QtGui/QFontDatabase>
#include <QtGui/QGuiApplication>

#include <cmath>

namespace kopru::ui {

namespace {

QColor rgb(unsigned value)
{
    return QColor::fromRgb(QRgb{0xff000000U | value});
}

double factorOf(TextSize size)
{
    switch (size) {
    case TextSize::Title:
        return 1.5;
    case TextSize::Section:
        return 1.15;
    case TextSize::Body:
        return 1.0;
    case TextSize::Small:
        return 0.9;
    }
    return 1.0;
}

QFont scaled(QFont font, TextSize size)
{
    // A system font is given in points or in pixels, never in both.
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factorOf(size));
    else
        font.setPixelSize(qRound(font.pixelSize() * factorOf(size)));
    if (size == TextSize::Title || size == TextSize::Section)
        font.setWeight(QFont::DemiBold);
    return font;
}

/// One channel of relative luminance (WCAG 2.2).
double channel(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * channel(static_cast<double>(colour.redF())) +
           0.7152 * channel(static_cast<double>(colour.greenF())) +
           0.0722 * channel(static_cast<double>(colour.blueF()));
}

} // namespace

QFont textFont(TextSize size)
{
    return scaled(QGuiApplication::font(), size);
}

QFont monospaceFont(TextSize size)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFont body = QGuiApplication::font();
    if (body.pointSizeF() > 0)
        font.setPointSizeF(body.pointSizeF());
    else
        font.setPixelSize(body.pixelSize());
    return scaled(font, size);
}

const StateColours &Colours::of(State state) const
{
    switch (state) {
    case State::Passed:
        return passed;
    case State::Warning:
        return warning;
    case State::Failed:
        return failed;
    case State::Neutral:
    case State::Running:
        return neutral;
    }
    return neutral;
}

const Colours &lightColours()
{
    static const Colours colours{
        .background = rgb(0xf6f7f9),
        .card = rgb(0xffffff),
        .line = rgb(0xd8dde3),
        .control = rgb(0x858d97),
        .hover = rgb(0xeef1f5),
        .text = rgb(0x1b1f24),
        .secondary = rgb(0x535c66),
        .accent = rgb(0x0f5c8c),
        .accentHover = rgb(0x0b4a72),
        .onAccent = rgb(0xffffff),
        .accentTint = rgb(0xe2eff8),
        .passed = {rgb(0x17663a), rgb(0xe3f4ea)},
        .warning = {rgb(0x865000), rgb(0xfdf1dc)},
        .failed = {rgb(0xb0241d), rgb(0xfdebea)},
        .neutral = {rgb(0x535c66), rgb(0xebeef2)},
    };
    return colours;
}

const Colours &darkColours()
{
    static const Colours colours{
        .background = rgb(0x15181c),
        .card = rgb(0x1e2227),
        .line = rgb(0x363c45),
        .control = rgb(0x7a838e),
        .hover = rgb(0x282d34),
        .text = rgb(0xe8eaed),
        .secondary = rgb(0xaab2bc),
        .accent = rgb(0x6cb8ea),
        .accentHover = rgb(0x8cc9f1),
        .onAccent = rgb(0x0a1a25),
        .accentTint = rgb(0x17344a),
        .passed = {rgb(0x7fd29b), rgb(0x16321f)},
        .warning = {rgb(0xf0b95c), rgb(0x392b10)},
        .failed = {rgb(0xff9a90), rgb(0x411e1c)},
        .neutral = {rgb(0xaab2bc), rgb(0x2a3037)},
    };
    return colours;
}

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Window)) < luminance(palette.color(QPalette::WindowText));
}

const Colours &colours()
{
    return isDark(QGuiApplication::palette()) ? darkColours() : lightColours();
}

QPalette paletteOf(const Colours &c)
{
    QPalette palette(c.card, c.background);
    palette.setColor(QPalette::Window, c.background);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.card);
    palette.setColor(QPalette::AlternateBase, c.hover);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.secondary);
    palette.setColor(QPalette::Button, c.card);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.failed.foreground);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::ToolTipBase, c.card);
    palette.setColor(QPalette::ToolTipText, c.text);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.secondary);
    return palette;
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace kopru::ui
