#include "tests/app/config/corpus.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::test::Json;

namespace {

Document sound(const QByteArray &text)
{
    auto document = Document::parse(text);
    if (!document)
        qFatal("The test's own text is broken: %s", qPrintable(faultId(document.error().fault)));
    return *document;
}

QString fromStd(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

class tst_Document : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheFault_data();
    void namesTheFault();
    void cutAnywhere_data() { sound_data(); }
    void cutAnywhere();
    void readsAsAnotherReaderDoes_data() { sound_data(); }
    void readsAsAnotherReaderDoes();
    void acceptsAtTheEdge_data();
    void acceptsAtTheEdge();
    void refusesAtTheEdge_data();
    void refusesAtTheEdge();
    void agreesOnDamagedFiles_data() { sound_data(); }
    void agreesOnDamagedFiles();
    void doesNotQuoteValues();
    void entry();
    void wrongTypes_data();
    void wrongTypes();
    void duplicates();
    void twoServerObjects();
    void positions();
    void standardDocument();
    void faultIdsDiffer();

private:
    static void sound_data();
};

void tst_Document::sound_data()
{
    QTest::addColumn<QString>("file");
    for (const QString &file : kopru::test::soundFiles())
        QTest::newRow(qPrintable(file)) << file;
}

void tst_Document::namesTheFault_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<Position>("position");
    QTest::addColumn<QString>("detail");

    const Json table = kopru::test::independent(kopru::test::corpusFile(u"broken.json"_s));
    for (const Json &row : table) {
        const QString file = fromStd(row.at("file"));
        QTest::newRow(qPrintable(file)) << file << fromStd(row.at("fault"))
                                        << Position{row.at("offset").get<qsizetype>(), row.at("line").get<int>(),
                                                    row.at("column").get<int>()}
                                        << fromStd(row.at("detail"));
    }
}

void tst_Document::namesTheFault()
{
    QFETCH(QString, file);
    QFETCH(QString, fault);
    QFETCH(Position, position);
    QFETCH(QString, detail);

    const auto document = Document::parse(kopru::test::corpusFile("broken/"_L1 + file));

    QVERIFY(!document.has_value());
    QCOMPARE(faultId(document.error().fault), fault);
    QCOMPARE(document.error().position.offset, position.offset);
    QCOMPARE(document.error().position.line, position.line);
    QCOMPARE(document.error().position.column, position.column);
    QCOMPARE(document.error().detail, detail);
}

void tst_Document::cutAnywhere()
{
    // A strict reader takes no beginning of a text for the whole of it, and finds no fault behind its end.
    QFETCH(QString, file);
    QByteArray text = kopru::test::corpusFile(file);
    while (!text.endsWith('}'))
        text.chop(1);
    for (qsizetype size = 0; size < text.size(); ++size) {
        const auto document = Document::parse(text.left(size));
        QVERIFY2(!document.has_value(), qPrintable(QString::number(size)));
        QVERIFY(document.error().position.offset <= size);
    }
}

void tst_Document::readsAsAnotherReaderDoes()
{
    QFETCH(QString, file);
    const QByteArray text = kopru::test::corpusFile(file);

    const auto document = Document::parse(text);
    QVERIFY2(document.has_value(), document ? "" : qPrintable(faultId(document.error().fault)));
    QCOMPARE(document->text(), text);
    if (!kopru::test::isPortable(file))
        QSKIP("The independent reader refuses this file.");

    const Json expected = kopru::test::independentServers(text);
    const QList<Server> servers = document->servers();
    QCOMPARE(static_cast<std::size_t>(servers.size()), expected.size());
    for (const Server &server : servers) {
        QVERIFY2(expected.contains(server.name.toStdString()), qPrintable(server.name));
        const Json &entry = expected.at(server.name.toStdString());
        QVERIFY(kopru::test::independent(document->serverText(server.name)) == entry);
        QVERIFY(document->contains(server.name));
        QCOMPARE(*document->server(server.name), server);
        if (!entry.is_object())
            continue;
        if (entry.contains("command") && entry.at("command").is_string())
            QCOMPARE(server.entry.command, fromStd(entry.at("command")));
        if (server.wellFormed && entry.contains("args")) {
            QStringList arguments;
            for (const Json &argument : entry.at("args"))
                arguments.append(fromStd(argument));
            QCOMPARE(server.entry.arguments, arguments);
        }
        if (server.wellFormed && entry.contains("env")) {
            QCOMPARE(static_cast<std::size_t>(server.entry.environment.size()), entry.at("env").size());
            for (const auto &[name, value] : entry.at("env").items())
                QCOMPARE(server.entry.variable(fromStd(name)), fromStd(value));
        }
        for (const auto &[key, value] : entry.items())
            QCOMPARE(server.otherKeys.contains(fromStd(key)), key != "command" && key != "args" && key != "env");
    }
}

void tst_Document::acceptsAtTheEdge_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("number beyond a double") << R"({"x": 1e400, "y": -1E+9999})"_ba;
    QTest::newRow("half a surrogate pair") << R"({"x": "\ud83d", "y": "\udc00\ud83d"})"_ba;
    QTest::newRow("escaped zero") << R"({"\u0000": "\u0000"})"_ba;
    QTest::newRow("all escapes") << R"({"x": "\"\\\/\b\f\n\r\t\u00e7\u00C7"})"_ba;
    QTest::newRow("delete and C1 characters") << "{\"x\": \"\x7f\xc2\x80\"}"_ba;
    QTest::newRow("last code point") << "{\"x\": \"\xf4\x8f\xbf\xbf\"}"_ba;
    QTest::newRow("numbers") << R"({"x": [0, -0, 0.0, 1e5, 1E-5, 10.25e+3, 123456789012345678901234567890]})"_ba;
    QTest::newRow("white space") << "\r\n\t {\t\"x\"\r:\n1 } \n"_ba;
    QTest::newRow("no newline at all") << R"({"mcpServers":{}})"_ba;
    QTest::newRow("wrong case beside the right one") << R"({"mcpservers": {}, "mcpServers": {}})"_ba;
    QTest::newRow("wrong case of something else") << R"({"mcpservers": true})"_ba;
    QTest::newRow("entry that is no object") << R"({"mcpServers": {"a": 1}})"_ba;
    QTest::newRow("depth 512") << "{\"x\":"_ba + QByteArray(511, '[') + QByteArray(511, ']') + '}';
}

void tst_Document::acceptsAtTheEdge()
{
    QFETCH(QByteArray, text);
    const auto document = Document::parse(text);
    QVERIFY2(document.has_value(), document ? "" : qPrintable(faultId(document.error().fault)));
    QCOMPARE(document->text(), text);
}

void tst_Document::refusesAtTheEdge_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<qsizetype>("offset");
    const auto row = [](const char *name, const QByteArray &text, Fault fault, qsizetype offset) {
        QTest::newRow(name) << text << fault << offset;
    };
    row("minus alone", R"({"x": -})", Fault::BadNumber, 6);
    row("exponent alone", R"({"x": 1e})", Fault::BadNumber, 6);
    row("hexadecimal", R"({"x": 0x10})", Fault::BadNumber, 6);
    row("letters behind a number", R"({"x": 12px})", Fault::BadNumber, 6);
    row("two points", R"({"x": 1.2.3})", Fault::BadNumber, 6);
    row("point first", R"({"x": .5})", Fault::BadNumber, 6);
    row("not a number", R"({"x": NaN})", Fault::UnexpectedCharacter, 6);
    row("true and more", R"({"x": trueish})", Fault::MissingQuote, 6);
    row("tilde path", R"({"x": ~/bin/a})", Fault::MissingQuote, 6);
    row("escape at the end", R"({"x": "\)", Fault::UnexpectedEnd, 8);
    row("half an escape", R"({"x": "\u00)", Fault::UnexpectedEnd, 11);
    row("surrogate as UTF-8", "{\"x\": \"\xed\xa0\x80\"}", Fault::NotUtf8, 7);
    row("overlong slash", "{\"x\": \"\xc0\xaf\"}", Fault::NotUtf8, 7);
    row("beyond Unicode", "{\"x\": \"\xf4\x90\x80\x80\"}", Fault::NotUtf8, 7);
    row("cut inside a character", "{\"x\": \"\xc4", Fault::NotUtf8, 7);
    row("fault before bad bytes", "{\"x\" 1, \"\xff\"}", Fault::MissingColon, 4);
    row("comma behind the bracket", R"({, "x": 1})", Fault::UnexpectedCharacter, 1);
    row("colon in a list", R"({"x": ["a": 1]})", Fault::UnexpectedCharacter, 10);
    row("semicolon", R"({"x": 1; "y": 2})", Fault::UnexpectedCharacter, 7);
    row("only a bracket", "{", Fault::UnexpectedEnd, 1);
    row("text", R"("mcpServers": {})", Fault::NotAnObject, 0);
    row("number", "7", Fault::NotAnObject, 0);
    row("word", "null", Fault::NotAnObject, 0);
    row("key alone", "mcpServers: {}", Fault::MissingQuote, 0);
    row("zero byte behind the end", "{}"_ba + QByteArray(1, '\0'), Fault::TextAfterEnd, 2);
    row("quote swallowed the rest", R"({"x": "a})", Fault::UnterminatedText, 6);
    row("a million brackets", "{\"x\":"_ba + QByteArray(1000000, '['), Fault::TooDeep, 516);
    row("mixed case", R"({"MCPServers": {}})", Fault::WrongCase, 1);
}

void tst_Document::refusesAtTheEdge()
{
    QFETCH(QByteArray, text);
    QFETCH(Fault, fault);
    QFETCH(qsizetype, offset);
    const auto document = Document::parse(text);
    QVERIFY(!document.has_value());
    QCOMPARE(faultId(document.error().fault), faultId(fault));
    QCOMPARE(document.error().position.offset, offset);
}

void tst_Document::agreesOnDamagedFiles()
{
    // A few bytes are taken, doubled or replaced. Whether the rest is JSON, another reader must see the same way.
    QFETCH(QString, file);
    const QByteArray original = kopru::test::corpusFile(file);
    const QByteArray pieces = R"({}[]":,\/'0123eE+-.truefalsn"ub )" + QByteArray("\n\r\t\x7f\xc4\xb1\xff", 7);
    QRandomGenerator random(static_cast<quint32>(qHash(file, 3)));
    for (int round = 0; round < 1500; ++round) {
        QByteArray text = original;
        for (int i = random.bounded(3); i >= 0 && !text.isEmpty(); --i) {
            const auto at = static_cast<qsizetype>(random.bounded(static_cast<quint64>(text.size())));
            const char piece = pieces.at(static_cast<qsizetype>(random.bounded(static_cast<quint64>(pieces.size()))));
            switch (random.bounded(4)) {
            case 0:
                text.remove(at, 1 + static_cast<qsizetype>(random.bounded(3)));
                break;
            case 1:
                text.insert(at, piece);
                break;
            case 2:
                text.insert(at, text.mid(at, static_cast<qsizetype>(random.bounded(20))));
                break;
            default:
                text[at] = piece;
            }
        }
        const auto document = Document::parse(text);
        const bool accepted = Json::accept(text.begin(), text.end());
        if (document) {
            // That reader refuses halves of surrogate pairs and numbers beyond a double; RFC 8259 does not.
            static const QRegularExpression known(u"\\\\u[dD]|[0-9][eE][+-]?[0-9]{2}|[0-9]{200}"_s);
            QVERIFY2(accepted || known.match(QString::fromUtf8(text)).hasMatch(), text);
            continue;
        }
        const SyntaxError &error = document.error();
        QVERIFY(error.position.offset >= 0 && error.position.offset <= text.size());
        QVERIFY(error.position.line >= 1 && error.position.column >= 1);
        if (accepted)
            QVERIFY2(error.fault == Fault::NotAnObject || error.fault == Fault::WrongCase ||
                         error.fault == Fault::TooDeep,
                     faultId(error.fault).toUtf8() + ' ' + text);
    }
}

void tst_Document::doesNotQuoteValues()
{
    // An error text may be logged or sent to support: no part of a value may stand in it.
    const QByteArray secret = "mcpXsecretXtoken"_ba;
    const QList<QByteArray> around = {"{\"a\": @}",       "{\"a\": '@'}",   "{\"a\": \"x\" @}", "{\"a\": \"x\"@}",
                                      "{\"a\": \"\\@\"}", "{\"a\": [1 @]}", "{\"a\": 1@}",      "{\"a\": \"@",
                                      "{\"a\": \"@\n\"}", "{\"a\": 1} @",   "{\"a\" @}",        "{\"a\": \"@\" \"\"}",
                                      "{\"a\": /@}",      "{\"a\": `@`}",   "{\"a\": [@]}",     "{\"a\": \"\\u@\"}"};
    for (QByteArray text : around) {
        const auto document = Document::parse(text.replace("@", secret));
        QVERIFY2(!document.has_value(), text);
        const QString detail = document.error().detail;
        QVERIFY2(!detail.contains(u'm') && !detail.contains("secret"_L1), qPrintable(detail));
    }
}

void tst_Document::entry()
{
    const Document document = sound(kopru::test::corpusFile(u"sound/unknown-members.json"_s));
    const Server server = *document.server(u"files"_s);
    QCOMPARE(server.entry.command, u"npx"_s);
    QCOMPARE(server.entry.arguments, (QStringList{u"-y"_s, u"server"_s}));
    QVERIFY(server.entry.environment.isEmpty());
    QCOMPARE(server.otherKeys,
             (QStringList{u"type"_s, u"cwd"_s, u"disabled"_s, u"timeout"_s, u"autoApprove"_s, u"metadata"_s}));
    QVERIFY(server.wellFormed);
    QCOMPARE(document.server(u"none"_s).error(), EditProblem::NoSuchServer);
    QVERIFY(document.serverText(u"none"_s).isEmpty());

    const Document escaped = sound(kopru::test::corpusFile(u"sound/escapes.json"_s));
    const Server red = *escaped.server(u"kırmızı"_s);
    QCOMPARE(red.entry.command, u"C:\\Users\\şube\\bin\\sunucu.exe"_s);
    QCOMPARE(red.entry.arguments, (QStringList{u"\"tırnak\""_s, u"/slash"_s, u"tab\tline\nend"_s, u"🚀"_s}));
    QCOMPARE(red.entry.variable(u"GİZLİ"_s), u"çözüm"_s);
    QVERIFY(red.otherKeys.isEmpty());
}

void tst_Document::wrongTypes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<Entry>("entry");
    QTest::newRow("number-argument") << u"number-argument"_s
                                     << Entry{u"node"_s, {u"-p"_s, u"8080"_s, u"true"_s, u"null"_s}, {}};
    QTest::newRow("number-variable") << u"number-variable"_s
                                     << Entry{u"node"_s,
                                              {},
                                              {{u"PORT"_s, u"8080"_s}, {u"DEBUG"_s, u"true"_s}, {u"GOOD"_s, u"yes"_s}}};
    QTest::newRow("args-text") << u"args-text"_s << Entry{u"node"_s, {}, {}};
    QTest::newRow("env-list") << u"env-list"_s << Entry{u"node"_s, {}, {}};
    QTest::newRow("command-list") << u"command-list"_s << Entry{u"[\"node\", \"x\"]"_s, {}, {}};
    QTest::newRow("no-command") << u"no-command"_s << Entry{{}, {u"x"_s}, {}};
    QTest::newRow("text") << u"text"_s << Entry{};
    QTest::newRow("nothing") << u"nothing"_s << Entry{};
}

void tst_Document::wrongTypes()
{
    QFETCH(QString, name);
    QFETCH(Entry, entry);
    const Document document = sound(kopru::test::corpusFile(u"sound/wrong-types.json"_s));
    const Server server = *document.server(name);
    QVERIFY(!server.wellFormed);
    QCOMPARE(server.entry, entry);
}

void tst_Document::duplicates()
{
    const Document document = sound(kopru::test::corpusFile(u"sound/duplicate-names.json"_s));
    QCOMPARE(document.servers().size(), 2);
    QCOMPARE(document.server(u"a"_s)->entry.command, u"really last"_s);
    QCOMPARE(document.hidden(), (QList<HiddenKey>{{u"a"_s, true, {24, 3, 5}}}));
    QVERIFY(!document.removed(u"a"_s)->contains(u"a"_s));
    const Document renamed = *document.renamed(u"a"_s, u"c"_s);
    QVERIFY(!renamed.contains(u"a"_s));
    QCOMPARE(renamed.server(u"c"_s)->entry.command, u"really last"_s);
}

void tst_Document::twoServerObjects()
{
    const Document document = sound(kopru::test::corpusFile(u"sound/servers-twice.json"_s));
    QCOMPARE(document.servers().size(), 1);
    QVERIFY(document.contains(u"new"_s));
    QCOMPARE(document.hidden(), (QList<HiddenKey>{{u"mcpServers"_s, false, {4, 2, 3}}}));
}

void tst_Document::positions()
{
    const Document document =
        sound("{\r\n  \"mcpServers\": {\r    \"ğ\": {\"command\": \"x\",\n \"args\": [\"1\", \"ş\", \"3\"],"
              " \"env\": {\"A\": \"1\"}}}}");
    QCOMPARE(document.server(u"ğ"_s)->position, (Position{25, 3, 5}));
    QCOMPARE(document.positionOf(u"ğ"_s), (Position{25, 3, 5}));
    QCOMPARE(document.positionOf(u"ğ"_s, {u"command"_s}), (Position{32, 3, 11}));
    QCOMPARE(document.positionOf(u"ğ"_s, {u"args"_s, u"2"_s}).column, 21);
    QCOMPARE(document.positionOf(u"ğ"_s, {u"args"_s, u"2"_s}).line, 4);
    QCOMPARE(document.positionOf(u"ğ"_s, {u"args"_s, u"3"_s}), document.positionOf(u"ğ"_s, {u"args"_s}));
    QCOMPARE(document.positionOf(u"ğ"_s, {u"env"_s, u"A"_s}).column, 35);
    QCOMPARE(document.positionOf(u"none"_s), Position{});
}

void tst_Document::standardDocument()
{
    QVERIFY(Document().servers().isEmpty());
    QCOMPARE(Document().text(), "{\n  \"mcpServers\": {}\n}\n"_ba);
}

void tst_Document::faultIdsDiffer()
{
    QSet<QString> ids;
    for (int i = 0; i <= static_cast<int>(Fault::EntryOutside); ++i) {
        const QString id = faultId(static_cast<Fault>(i));
        QVERIFY(!id.isEmpty());
        QVERIFY2(!ids.contains(id), qPrintable(id));
        ids.insert(id);
    }
}

QTEST_GUILESS_MAIN(tst_Document)
#include "tst_document.moc"
