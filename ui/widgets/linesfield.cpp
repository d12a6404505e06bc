#include "ui/widgets/linesfield.h"

#include "app/secrets/secretnames.h"
#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"

#include <QtCore/QEvent>
#include <QtCore/QRegularExpression>
#include <QtGui/QSyntaxHighlighter>
#include <QtWidgets/QHBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownLines = 3;

/// Where the secret of a line begins; -1 where it holds none.
qsizetype secretStart(const QString &line)
{
    static const QRegularExpression separator(u"[=:]"_s);
    const qsizetype at = line.indexOf(separator);
    return at > 0 && secrets::isSecretName(QStringView(line).left(at).trimmed()) ? at + 1 : -1;
}

} // namespace

/// Paints the secret part in the colour of its own background, so that only a bar is left of it.
class LinesField::Cover final : public QSyntaxHighlighter
{
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;
    void setOpen(bool open)
    {
        m_open = open;
        rehighlight();
    }

protected:
    void highlightBlock(const QString &text) override
    {
        const qsizetype start = secretStart(text);
        if (start < 0 || m_open)
            return;
        QTextCharFormat covered;
        covered.setForeground(colours().control);
        covered.setBackground(colours().control);
        setFormat(static_cast<int>(start), static_cast<int>(text.size() - start), covered);
    }

private:
    bool m_open = false;
};

LinesField::LinesField(const QString &objectName, QWidget *parent)
    : QWidget(parent),
      m_edit(new QPlainTextEdit),
      m_cover(new Cover(m_edit->document())),
      m_eye(new Button(ButtonRole::Normal, u"show"_s, objectName + u"Eye"_s))
{
    m_edit->setObjectName(objectName);
    m_edit->setTabChangesFocus(true); // Tab goes on to the next field instead of into the text.
    m_edit->setFont(monospaceFont());
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setFixedHeight(QFontMetrics(m_edit->font()).lineSpacing() * shownLines + 2 * space::medium + space::small);
    m_eye->setCheckable(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    row->addWidget(m_edit, 1);
    row->addWidget(m_eye, 0, Qt::AlignTop);
    setFocusProxy(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        updateEye();
        Q_EMIT edited();
    });
    connect(m_eye, &QPushButton::toggled, this, [this](bool open) {
        m_eye->setIcon(icon(open ? u"hide"_s : u"show"_s));
        m_cover->setOpen(open);
        updateEye();
    });
    updateEye();
}

void LinesField::setText(const QString &text)
{
    const QSignalBlocker silent(this);
    m_edit->setPlainText(text);
}

void LinesField::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateEye();
    else if (event->type() == QEvent::PaletteChange)
        m_cover->rehighlight();
    QWidget::changeEvent(event);
}

void LinesField::updateEye()
{
    const QStringList lines = text().split(u'\n');
    m_eye->setVisible(
        std::any_of(lines.begin(), lines.end(), [](const QString &line) { return secretStart(line) >= 0; }));
    m_eye->setIconOnly(m_eye->isChecked() ? tr("Cover the secrets") : tr("Show the secrets"));
}

} // namespace kopru::ui
