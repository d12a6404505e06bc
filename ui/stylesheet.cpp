#include "ui/tokens.h"

#include <QtCore/QMap>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// @name@ stands for a colour of the tokens. Roles are the dynamic property "role" of a control.
const char *const sheet = R"(
QToolTip { background: @card@; color: @text@; border: 1px solid @line@; padding: 4px; }

QPushButton {
    background: @card@; color: @text@; border: 1px solid @control@; border-radius: 6px;
    padding: 6px 14px; min-height: 18px;
}
QPushButton:hover { background: @hover@; }
QPushButton:pressed { background: @line@; }
QPushButton:focus { border: 2px solid @accent@; padding: 5px 13px; }
QPushButton:disabled { color: @secondary@; border-color: @line@; background: @background@; }

QPushButton[role="primary"] { background: @accent@; color: @onAccent@; border-color: @accent@; font-weight: 600; }
QPushButton[role="primary"]:hover { background: @accentHover@; border-color: @accentHover@; }
QPushButton[role="primary"]:focus { border: 2px solid @text@; }
QPushButton[role="primary"]:disabled { background: @neutralTint@; color: @secondary@; border-color: @line@; }

QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; padding: 6px 10px; }
QPushButton[role="quiet"]:hover { background: @hover@; }
QPushButton[role="quiet"]:focus { border: 2px solid @accent@; padding: 5px 9px; }
QPushButton[role="quiet"]:disabled { color: @secondary@; }

QPushButton[compact="true"] { padding: 6px; }
QPushButton[compact="true"]:focus { padding: 5px; }
QPushButton::menu-indicator { image: none; width: 0px; }

QPushButton[role="link"] {
    background: transparent; border: 1px solid transparent; padding: 0px; min-height: 16px; color: @accent@; text-align: left;
}
QPushButton[role="link"]:hover { color: @accentHover@; text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid @accent@; border-radius: 3px; }

QPushButton[role="navigation"] {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 8px 12px;
    text-align: left; color: @text@;
}
QPushButton[role="navigation"]:hover { background: @hover@; }
QPushButton[role="navigation"]:checked { background: @accentTint@; color: @accent@; font-weight: 600; }
QPushButton[role="navigation"]:focus { border: 2px solid @accent@; padding: 7px 11px; }
QPushButton[role="navigation"][narrow="true"] { padding: 8px 0px; text-align: center; }
QPushButton[role="navigation"][narrow="true"]:focus { padding: 7px 0px; }

QPushButton[role="choice"] {
    background: @card@; border: 1px solid @line@; border-radius: 8px; padding: 12px; text-align: left;
}
QPushButton[role="choice"]:hover { background: @hover@; border-color: @control@; }
QPushButton[role="choice"]:focus { border: 2px solid @accent@; padding: 11px; }

QPushButton[role="choice"]:checked { background: @accentTint@; border: 2px solid @accent@; padding: 11px; }
QPushButton[role="choice"]:disabled { color: @text@; }

QLineEdit, QPlainTextEdit, QSpinBox {
    background: @card@; color: @text@; border: 1px solid @control@; border-radius: 6px; padding: 5px 8px;
    selection-background-color: @accent@; selection-color: @onAccent@;
}
QLineEdit, QSpinBox { min-height: 20px; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus { border: 2px solid @accent@; padding: 4px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled { background: @background@; border-color: @line@; }
QLineEdit[finding="failed"], QPlainTextEdit[finding="failed"], QSpinBox[finding="failed"] {
    border-color: @failed@;
}
QLineEdit[finding="warning"], QPlainTextEdit[finding="warning"], QSpinBox[finding="warning"] {
    border-color: @warning@;
}

QCheckBox { spacing: 8px; }
QRadioButton { spacing: 8px; }

QFrame[role="card"] { background: @card@; border: 1px solid @line@; border-radius: 8px; }
QFrame[role="sidebar"] { background: @card@; border: none; border-right: 1px solid @line@; }
QFrame[role="bar"] { background: @card@; border: none; border-top: 1px solid @line@; }
QFrame[role="line"] { background: @line@; border: none; }
QLabel[role="secondary"] { color: @secondary@; }
QLabel[role="failed"] { color: @failed@; }
QLabel[role="warning"] { color: @warning@; }
QLabel[role="passed"] { color: @passed@; }

QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; border: none; }
QAbstractItemView {
    background: @card@; color: @text@; border: 1px solid @line@; border-radius: 8px; outline: 0;
    selection-background-color: @accentTint@; selection-color: @text@;
}
QAbstractItemView:focus { border: 1px solid @accent@; }
QListWidget::item { padding: 6px 8px; border-radius: 4px; }
QListWidget::item:hover { background: @hover@; }
QListWidget::item:selected { background: @accentTint@; color: @text@; }
QListWidget { padding: 4px; }
QHeaderView::section {
    background: @card@; color: @secondary@; border: none; border-bottom: 1px solid @line@; padding: 6px 8px;
}
QMenu { background: @card@; color: @text@; border: 1px solid @line@; padding: 4px; }
QMenu::item { padding: 6px 20px; border-radius: 4px; }
QMenu::item:selected { background: @accentTint@; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: @control@; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @secondary@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

} // namespace

QString styleSheetOf(const Colours &c)
{
    const QMap<QString, QColor> named{
        {u"background"_s, c.background},
        {u"card"_s, c.card},
        {u"line"_s, c.line},
        {u"control"_s, c.control},
        {u"hover"_s, c.hover},
        {u"text"_s, c.text},
        {u"secondary"_s, c.secondary},
        {u"accent"_s, c.accent},
        {u"accentHover"_s, c.accentHover},
        {u"onAccent"_s, c.onAccent},
        {u"accentTint"_s, c.accentTint},
        {u"passed"_s, c.passed.foreground},
        {u"warning"_s, c.warning.foreground},
        {u"failed"_s, c.failed.foreground},
        {u"neutralTint"_s, c.neutral.tint},
    };
    QString text = QString::fromLatin1(sheet);
    for (auto it = named.cbegin(); it != named.cend(); ++it)
        text.replace(u'@' + it.key() + u'@', it.value().name());
    return text;
}

} // namespace kopru::ui
