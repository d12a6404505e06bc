#pragma once

#include "app/config/validation.h"
#include "ui/tokens.h"

#include <QtGui/QIcon>
#include <QtGui/QPixmap>

/// The icons drawn for Kopru (resources/icons), coloured when they are painted, sharp at every scale.
namespace kopru::ui {

/// Follows the palette: the text's colour, or `role`'s where one is given.
[[nodiscard]] QIcon icon(const QString &name, QPalette::ColorRole role = QPalette::ButtonText);
/// One picture in one colour. @param size  device-independent pixels
[[nodiscard]] QPixmap iconPixmap(const QString &name, const QColor &colour, int size, qreal deviceRatio);
[[nodiscard]] bool hasIcon(const QString &name);
/// The icon that stands for a state; each has a shape of its own.
[[nodiscard]] QString stateIcon(State state);
/// How a finding of this weight is shown.
[[nodiscard]] State stateOf(config::Severity severity);
[[nodiscard]] QIcon applicationIcon();

} // namespace kopru::ui
