#pragma once

#include <QtGui/QColor>
#include <QtGui/QFont>
#include <QtGui/QPalette>

/// The few values from which everything in the window is drawn. Nothing else in ui/ names a colour or a distance.
namespace kopru::ui {

/// Distances in device-independent pixels.
namespace space {
inline constexpr int tiny = 4;
inline constexpr int small = 8;
inline constexpr int medium = 12;
inline constexpr int large = 16;
inline constexpr int wide = 24;
inline constexpr int huge = 32;
} // namespace space

inline constexpr int cardCorner = 8;
inline constexpr int controlCorner = 6;
inline constexpr int iconSize = 20;
inline constexpr int smallIconSize = 16;
/// Text and forms do not grow wider than this: about 80 characters stay readable.
inline constexpr int readableWidth = 640;
inline constexpr int contentWidth = 960;

enum class TextSize { Title, Section, Body, Small };

/// The system's font in one of the four sizes.
[[nodiscard]] QFont textFont(TextSize size);
/// Fixed width, for numbers, addresses and file contents.
[[nodiscard]] QFont monospaceFont(TextSize size = TextSize::Body);

enum class State { Passed, Warning, Failed, Neutral, Running };

struct StateColours
{
    QColor foreground; ///< text and icon
    QColor tint;       ///< background behind them
};

struct Colours
{
    QColor background;
    QColor card;
    QColor line;
    QColor control; ///< the border of what can be operated: 3:1 against the card (WCAG 1.4.11)
    QColor hover;
    QColor text;
    QColor secondary;
    QColor accent;
    QColor accentHover;
    QColor onAccent;
    QColor accentTint;
    StateColours passed;
    StateColours warning;
    StateColours failed;
    StateColours neutral;

    [[nodiscard]] const StateColours &of(State state) const;
};

[[nodiscard]] const Colours &lightColours();
[[nodiscard]] const Colours &darkColours();
[[nodiscard]] bool isDark(const QPalette &palette);
/// The colours of the palette that the program has now.
[[nodiscard]] const Colours &colours();

[[nodiscard]] QPalette paletteOf(const Colours &colours);
[[nodiscard]] QString styleSheetOf(const Colours &colours);

/// Contrast of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio").
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

} // namespace kopru::ui
