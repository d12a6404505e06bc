#include "app/config/editortext.h"
#include "app/config/secretplaces.h"
#include "tests/app/config/corpus.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;

namespace {

QString shown(const QByteArray &text)
{
    return readableText(editorText(text, usualLineEnd(text), secretPlaces(text)));
}

QByteArray repeated(const QByteArray &text, int times)
{
    QByteArray all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

} // namespace

/// The settings file as characters of an editor: nothing is lost on the way there and back.
class tst_EditorText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wayBack_data();
    void wayBack();
    void oneLetter_data();
    void oneLetter();
    void everyCharacter();
    void pairsAreNoMarks();
    void usualEnd_data();
    void usualEnd();
    void longLines();
    void places();
    void pasted();
    void brokenRuns();
    void hidden_data();
    void hidden();
    void secretsAreGone_data();
    void secretsAreGone();
};

void tst_EditorText::wayBack_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const QString &file : kopru::test::soundFiles())
        QTest::newRow(qPrintable(file)) << kopru::test::corpusFile(file);
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("one line end") << "\n"_ba;
    QTest::newRow("ends of all kinds") << "\n\r\r\n\n\n\r\r\r\n\r\n"_ba;
    QTest::newRow("byte-order mark") << "\xef\xbb\xbf{}\n"_ba;
    QTest::newRow("two byte-order marks") << "\xef\xbb\xbf\xef\xbb\xbf{}"_ba;
    QTest::newRow("controls") << QByteArray("a\0b\x01\x0b\x0c\x1f\x7f", 8);
}

void tst_EditorText::wayBack()
{
    QFETCH(QByteArray, text);
    const LineEnd usual = usualLineEnd(text);
    const QString characters = editorText(text, usual);
    QCOMPARE(editedBytes(characters, usual), text);
    for (const char16_t lost : {u'\0', u'\r', u'\u2028', u'\u2029', u'\ufdd0', u'\ufdd1', u'\ufffc', u'\ufeff'})
        QVERIFY(!characters.contains(QChar(lost)));
    const QList<TextSpan> secrets = secretPlaces(text);
    QCOMPARE(editedBytes(editorText(text, usual, secrets), usual), text);
    // Whatever line end one starts with.
    for (const LineEnd other : {LineEnd::LineFeed, LineEnd::CarriageReturnLineFeed, LineEnd::CarriageReturn})
        QCOMPARE(editedBytes(editorText(text, other, secrets), other), text);
}

void tst_EditorText::oneLetter_data()
{
    wayBack_data();
}

void tst_EditorText::oneLetter()
{
    QFETCH(QByteArray, text);
    const LineEnd usual = usualLineEnd(text);
    QString characters = editorText(text, usual, secretPlaces(text));
    const qsizetype offset = text.indexOf('"') + 1;
    const qsizetype place = placesOf(characters, usual, {offset}).front();
    characters.insert(place, u'\u011f');
    QByteArray expected = text;
    expected.insert(offset, "\xc4\x9f");
    QCOMPARE(editedBytes(characters, usual), expected);
}

void tst_EditorText::everyCharacter()
{
    for (char32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 13) {
        if (c >= 0xd800 && c < 0xe000)
            continue;
        const QByteArray text = "{\"" + QString::fromUcs4(&c, 1).toUtf8() + "\"\n}";
        QCOMPARE(editedBytes(editorText(text, LineEnd::LineFeed), LineEnd::LineFeed), text);
    }
}

void tst_EditorText::pairsAreNoMarks()
{
    // The second halves of these are the same as marks of line ends, of rows and of hidden secrets.
    const QByteArray text =
        u"\U0001f430\n\U0001f431\n\U0001f432\n\U0001f433\n\U0001f450\U0001f500\U0001f400\n"_s.toUtf8();
    const QString characters = editorText(text, LineEnd::LineFeed);
    QCOMPARE(editedBytes(characters, LineEnd::LineFeed), text);
    QCOMPARE(readableText(characters).toUtf8(), text);
}

void tst_EditorText::usualEnd_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<LineEnd>("end");
    QTest::newRow("none") << "{}"_ba << LineEnd::LineFeed;
    QTest::newRow("Windows") << "a\r\nb\r\nc\n"_ba << LineEnd::CarriageReturnLineFeed;
    QTest::newRow("old") << "a\rb\rc\n"_ba << LineEnd::CarriageReturn;
    QTest::newRow("as many: the first") << "a\r\nb\n"_ba << LineEnd::CarriageReturnLineFeed;
}

void tst_EditorText::usualEnd()
{
    QFETCH(QByteArray, text);
    QFETCH(LineEnd, end);
    QCOMPARE(usualLineEnd(text), end);
}

void tst_EditorText::longLines()
{
    const QByteArray text = "{\"a\": \"" + QByteArray(1 << 20, 'x') + repeated("\xf0\x9f\x90\xb0", 5000) + "\"}\n";
    const QString characters = editorText(text, LineEnd::LineFeed);
    for (const QString &row : characters.split(u'\n'))
        QVERIFY(row.size() <= longestPiece + 1);
    QCOMPARE(editedBytes(characters, LineEnd::LineFeed), text);
    QCOMPARE(readableText(characters).toUtf8(), text); // A copy has no more lines than the file.
}

void tst_EditorText::places()
{
    const QByteArray text = "{\r\n\"\xc4\x9f\xf0\x9f\x90\xb0\": \"mcp_0123456789abcdefgh\",\n1}";
    const LineEnd usual = LineEnd::CarriageReturnLineFeed;
    const QString characters = editorText(text, usual, secretPlaces(text));
    const auto at = [&](QByteArrayView part) { return placesOf(characters, usual, {text.indexOf(part)}).front(); };
    QCOMPARE(at("{"), 0);
    QCOMPARE(at("\r"), 1);
    QCOMPARE(at("\n"), 1);
    QCOMPARE(at("\""), 2);
    QCOMPARE(at("\xc4"), 3);
    QCOMPARE(at("\xf0"), 4);
    QCOMPARE(at("mcp_"), 10);
    QCOMPARE(at("0123"), 10); // inside: its start
    QCOMPARE(at("\","), 10 + hiddenLength);
    QCOMPARE(placesOf(characters, usual, {0, text.size()}), (QList<qsizetype>{0, characters.size()}));
}

void tst_EditorText::pasted()
{
    QCOMPARE(pastedCharacters(u"a\r\nb\rc\u2029"_s).left(5), u"a\nb\nc"_s);
    QVERIFY(!pastedCharacters(u"x\u2029"_s).contains(QChar::ParagraphSeparator));
    // Half of a pair would be taken for a mark.
    QVERIFY(!pastedCharacters(QString(QChar(0xdc31)) + u'\n').contains(QChar(0xdc31)));
    const QByteArray text = "\"mcp_0123456789abcdefgh\"";
    const QString characters = editorText(text, LineEnd::LineFeed, secretPlaces(text));
    QCOMPARE(editedBytes(pastedCharacters(characters), LineEnd::LineFeed), text);
}

void tst_EditorText::brokenRuns()
{
    const QByteArray text = "\"mcp_0123456789abcdefgh\"";
    QString characters = editorText(text, LineEnd::LineFeed, secretPlaces(text));
    QCOMPARE(hiddenRunAround(characters, 1), (TextSpan{1, 1}));
    QCOMPARE(hiddenRunAround(characters, 4), (TextSpan{1, 9}));
    QCOMPARE(hiddenRunAround(characters, 9), (TextSpan{9, 9}));
    characters.remove(3, 1);
    QCOMPARE(editedBytes(characters, LineEnd::LineFeed), "\"\""_ba);
}

void tst_EditorText::hidden_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *text, const QString &expected) {
        QTest::newRow(name) << QByteArray(text) << expected;
    };
    row("variable", R"("env": {"APINIZER_TOKEN": "abc", "HTTP_PORT": "443"})",
        uR"("env": {"APINIZER_TOKEN": "••••••••", "HTTP_PORT": "443"})"_s);
    row("escapes", R"("PASSWORD": "a\"b\\")", uR"("PASSWORD": "••••••••")"_s);
    row("references", R"("TOKEN": "keychain:kopru/x", "KEY": "${API_KEY}", "HEADER": "Bearer ${X}")",
        uR"("TOKEN": "keychain:kopru/x", "KEY": "${API_KEY}", "HEADER": "Bearer ${X}")"_s);
    row("header in one argument", R"("args": ["--header", "X-API-Key: abc def"])",
        uR"("args": ["--header", "X-API-Key: ••••••••"])"_s);
    row("scheme stays", R"("Authorization": "Bearer abc")", uR"("Authorization": "Bearer ••••••••")"_s);
    row("variable of a header", R"(["--header", "X-API-Key: ${ONE}"], "env": {"ONE": "abc"})",
        uR"(["--header", "X-API-Key: ${ONE}"], "env": {"ONE": "••••••••"})"_s);
    row("option and value", R"(["--api-key", "abc", "--mode", "x"])", uR"(["--api-key", "••••••••", "--mode", "x"])"_s);
    row("option with value", R"(["--token=abc"])", uR"(["--token=••••••••"])"_s);
    row("assignment", R"(["-e", "SECRET=abc"])", uR"(["-e", "SECRET=••••••••"])"_s);
    row("address", R"(["https://me:abc@host/x?api_key=def&y=1"])",
        uR"(["https://me:••••••••@host/x?api_key=••••••••&y=1"])"_s);
    row("look", R"({"note": "use sk-0123456789abcdef0123 please"})", uR"({"note": "use •••••••• please"})"_s);
    row("repeated", R"({"TOKEN": "abcdefgh", "same": "abcdefgh"})", uR"({"TOKEN": "••••••••", "same": "••••••••"})"_s);
    row("limits are no secrets", R"({"maxTokens": 4096, "tokens": true})", uR"({"maxTokens": 4096, "tokens": true})"_s);
    row("missing quote", "\"TOKEN\": \"abc\n\"x\": 1", u"\"TOKEN\": \"••••••••\n\"x\": 1"_s);
    row("other quotes", R"('TOKEN': 'abc', “TOKEN”: “def”)", u"'TOKEN': '••••••••', “TOKEN”: “••••••••”"_s);
    row("no quotes", "TOKEN: abcdef,\nPORT: 443", u"TOKEN: ••••••••,\nPORT: 443"_s);
    row("equals sign", R"("TOKEN" = "abc")", uR"("TOKEN" = "••••••••")"_s);
    row("missing colon stays lossless", R"("TOKEN" "abc")", uR"("TOKEN" "abc")"_s);
    row("letters", "\"PAROLA_KEY\": \"\xc4\x9f\xf0\x9f\x90\xb0\"", u"\"PAROLA_KEY\": \"••••••••\""_s);
}

void tst_EditorText::hidden()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QCOMPARE(shown(text), expected);
}

void tst_EditorText::secretsAreGone_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const QString &file : kopru::test::soundFiles())
        QTest::newRow(qPrintable(file)) << kopru::test::corpusFile(file);
}

void tst_EditorText::secretsAreGone()
{
    QFETCH(QByteArray, text);
    const QString seen = shown(text);
    const auto document = Document::parse(text);
    QVERIFY(document.has_value());
    for (const Server &server : document->servers())
        for (const Variable &variable : server.entry.environment)
            if (variable.name.endsWith(u"_TOKEN") && variable.value.size() >= 12 &&
                !variable.value.startsWith(u"keychain:") && !variable.value.contains(u"${"))
                QVERIFY2(!seen.contains(variable.value), qPrintable(variable.name));
}

QTEST_GUILESS_MAIN(tst_EditorText)
#include "tst_editortext.moc"
