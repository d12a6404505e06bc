#include "tests/support/environment.h"
#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/widgets/jsonedit.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace kopru::ui;

class tst_Tokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownContrasts();
    void textIsReadable_data();
    void textIsReadable();
    void controlsAreVisible();
    void sheetIsComplete();
    void statesDifferInShape();
    void iconsAreSharp_data();
    void iconsAreSharp();
};

void tst_Tokens::knownContrasts()
{
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    // #777 on white is the example of WCAG's own explanation: just short of 4.5.
    QVERIFY(contrast(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
    QVERIFY(contrast(QColor(0x76, 0x76, 0x76), Qt::white) > 4.5);
}

void tst_Tokens::textIsReadable_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("background");

    for (const auto &[look, c] : {std::pair{"light", lightColours()}, std::pair{"dark", darkColours()}}) {
        const auto row = [look = look](const char *name, const QColor &text, const QColor &background) {
            QTest::addRow("%s: %s", look, name) << text << background;
        };
        for (const auto &[name, background] : {std::pair{"background", c.background}, std::pair{"card", c.card},
                                               std::pair{"hover", c.hover}, std::pair{"accent tint", c.accentTint}}) {
            row(qPrintable(u"text on "_s + QLatin1StringView(name)), c.text, background);
            row(qPrintable(u"secondary on "_s + QLatin1StringView(name)), c.secondary, background);
            row(qPrintable(u"accent on "_s + QLatin1StringView(name)), c.accent, background);
        }
        row("text on a button", c.onAccent, c.accent);
        row("text on a button under the mouse", c.onAccent, c.accentHover);
        for (const auto &[name, state] : {std::pair{"passed", c.passed}, std::pair{"warning", c.warning},
                                          std::pair{"failed", c.failed}, std::pair{"neutral", c.neutral}}) {
            row(qPrintable(QLatin1StringView(name) + u" on its tint"_s), state.foreground, state.tint);
            row(qPrintable(QLatin1StringView(name) + u" on card"_s), state.foreground, c.card);
            row(qPrintable(QLatin1StringView(name) + u" on background"_s), state.foreground, c.background);
            row(qPrintable(u"text on the tint of "_s + QLatin1StringView(name)), c.text, state.tint);
            row(qPrintable(u"secondary on the tint of "_s + QLatin1StringView(name)), c.secondary, state.tint);
        }
        const JsonColours json = jsonColours(c);
        for (const auto &[name, colour] : {std::pair{"key", json.key}, std::pair{"text", json.text},
                                           std::pair{"number", json.number}, std::pair{"sign", json.sign}}) {
            row(qPrintable(u"JSON %1"_s.arg(QLatin1StringView(name))), colour, c.card);
            row(qPrintable(u"JSON %1 on the current line"_s.arg(QLatin1StringView(name))), colour, json.currentLine);
            row(qPrintable(u"JSON %1 of a pair"_s.arg(QLatin1StringView(name))), colour, json.bracket);
        }
        row("line number", json.lineNumber, c.background);
        row("accent on the tint of failed", c.accent, c.failed.tint);
        row("accent on the tint of warning", c.accent, c.warning.tint);
    }
}

void tst_Tokens::textIsReadable()
{
    QFETCH(QColor, text);
    QFETCH(QColor, background);
    QVERIFY2(contrast(text, background) >= 4.5, qPrintable(QString::number(contrast(text, background), 'f', 2)));
}

void tst_Tokens::controlsAreVisible()
{
    for (const Colours &c : {lightColours(), darkColours()})
        for (const QColor &background : {c.card, c.background})
            QVERIFY2(contrast(c.control, background) >= 3.0,
                     qPrintable(QString::number(contrast(c.control, background), 'f', 2)));
}

void tst_Tokens::sheetIsComplete()
{
    QVERIFY(!styleSheetOf(lightColours()).contains(u'@'));
    QVERIFY(isDark(paletteOf(darkColours())));
    QVERIFY(!isDark(paletteOf(lightColours())));
}

void tst_Tokens::statesDifferInShape()
{
    QList<QImage> shapes;
    for (const State state : {State::Passed, State::Warning, State::Failed, State::Neutral, State::Running}) {
        const QImage shape = iconPixmap(stateIcon(state), Qt::black, 32, 1.0).toImage();
        QVERIFY(!shapes.contains(shape));
        shapes.append(shape);
    }
}

void tst_Tokens::iconsAreSharp_data()
{
    QTest::addColumn<QString>("name");
    const QStringList files = (void(icon(u"server"_s)), QDir(u":/kopru/icons"_s).entryList());
    for (const QString &file : files)
        QTest::newRow(qPrintable(file)) << QFileInfo(file).completeBaseName();
    if (files.isEmpty())
        QTest::newRow("none") << QString();
}

void tst_Tokens::iconsAreSharp()
{
    QFETCH(QString, name);
    QVERIFY(hasIcon(name));
    const QPixmap twice = iconPixmap(name, Qt::red, 20, 2.0);
    QCOMPARE(twice.size(), QSize(40, 40));
    // Something is drawn, and it is no enlargement of the small picture.
    const QImage image = twice.toImage();
    const QImage enlarged = iconPixmap(name, Qt::red, 20, 1.0).toImage().scaled(40, 40);
    bool drawn = false;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            drawn = drawn || image.pixelColor(x, y).alpha() > 0;
    QVERIFY(drawn);
    QVERIFY(image.convertToFormat(QImage::Format_ARGB32) != enlarged.convertToFormat(QImage::Format_ARGB32));
}

int main(int argc, char *argv[])
{
    kopru::test::scrubEnvironment();
    QGuiApplication application(argc, argv);
    tst_Tokens test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_tokens.moc"
