#include "app/config/tolerant.h"
#include "tests/app/config/corpus.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtCore/QStringDecoder>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::test::Json;

namespace {

QByteArray listed(const QList<SyntaxError> &errors)
{
    QByteArray all;
    for (const SyntaxError &error : errors)
        all += faultId(error.fault).toUtf8() + " at " + QByteArray::number(error.position.offset) + ", " +
               QByteArray::number(error.position.line) + ':' + QByteArray::number(error.position.column) + "\n  ";
    return all;
}

QByteArray listed(const Json &faults)
{
    QByteArray all;
    for (const Json &fault : faults)
        all += QByteArray::fromStdString(fault.at("fault").get<std::string>()) + " at " +
               QByteArray::number(fault.at("offset").get<int>()) + ", " +
               QByteArray::number(fault.at("line").get<int>()) + ':' +
               QByteArray::number(fault.at("column").get<int>()) + "\n  ";
    return all;
}

/// They make it ten times slower, and beside them stands a fuzz target: less of what is much.
#ifdef KOPRU_SANITIZED
constexpr bool isSanitized = true;
#else
constexpr bool isSanitized = false;
#endif

/// Without quotes, white space and backslashes, and with escapes by number undone: what is left must be in the file.
QString bare(QString text)
{
    static const QRegularExpression number(u"\\\\u([0-9a-fA-F]{4})"_s);
    for (auto match = number.match(text); match.hasMatch(); match = number.match(text))
        text.replace(match.capturedStart(), match.capturedLength(), QChar(match.captured(1).toUShort(nullptr, 16)));
    text.remove(u"&quot;"_s);
    text.replace(u"&amp;"_s, u"&"_s);
    static const QRegularExpression dropped(u"[\\s\\\\\"'`“”„‟‘’«»＂″]|\\\\[nrt]"_s);
    return text.remove(dropped);
}

QString decodedSource(const QByteArray &bytes)
{
    if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff"))
        return QStringDecoder(QStringDecoder::Utf16)(bytes);
    if (bytes.size() > 1 && bytes.at(0) == '\0')
        return QStringDecoder(QStringDecoder::Utf16BE)(bytes);
    if (bytes.size() > 1 && bytes.at(1) == '\0')
        return QStringDecoder(QStringDecoder::Utf16LE)(bytes);
    return QString::fromUtf8(bytes);
}

/// Every key and text of a value, but for the one key that a reader may add.
QStringList wordsOf(const Json &value)
{
    QStringList words;
    if (value.is_string())
        words.append(QString::fromStdString(value.get<std::string>()));
    if (value.is_object())
        for (const auto &[key, inner] : value.items()) {
            if (key != "mcpServers")
                words.append(QString::fromStdString(key));
            words += wordsOf(inner);
        }
    if (value.is_array())
        for (const Json &inner : value)
            words += wordsOf(inner);
    return words;
}

} // namespace

/// What the reader says about every file of the corpus, against what was written down before there was one.
class tst_Tolerant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void faults_data() { broken(); }
    void faults();
    void proposals_data() { broken(); }
    void proposals();
    void soundFiles_data();
    void soundFiles();
    void generated_data();
    void generated();
    void nonsenseEnds_data();
    void nonsenseEnds();
    void cutAnywhere_data() { broken(); }
    void cutAnywhere();
    void soundAndCut_data() { soundFiles_data(); }
    void soundAndCut();
    void oneSignMissing();
    void changesLittle_data();
    void changesLittle();
    void damagedAnywhere_data() { broken(); }
    void damagedAnywhere();
    void otherQuotes_data();
    void otherQuotes();

private:
    static void broken();
};

void tst_Tolerant::broken()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("row");
    for (const Json &row : kopru::test::expectations(u"mend.json"_s)) {
        const QString file = QString::fromStdString(row.at("file").get<std::string>());
        QTest::newRow(qPrintable(file)) << kopru::test::corpusFile(file) << QByteArray::fromStdString(row.dump());
    }
}

void tst_Tolerant::faults()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, row);
    QCOMPARE(listed(readTolerantly(bytes).faults), listed(kopru::test::independent(row).at("faults")));
}

void tst_Tolerant::proposals()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, row);
    const Json meant = kopru::test::independent(row).at("meant");
    const auto mended = readTolerantly(bytes).mended;
    if (meant.is_null()) {
        QVERIFY2(!mended, mended ? mended->constData() : "");
        return;
    }
    QVERIFY2(mended, "nothing is proposed");
    QVERIFY(Document::parse(*mended));
    const Json proposed = kopru::test::independent(*mended);
    QVERIFY2(nlohmann::json(proposed) == nlohmann::json(meant), *mended + "\n---- meant:\n" + meant.dump(2).c_str());
    const QString source = bare(decodedSource(bytes));
    for (const QString &word : wordsOf(proposed))
        QVERIFY2(source.contains(bare(word)), qPrintable(word));
    // What was mended has no fault any more.
    const Reading again = readTolerantly(*mended);
    QCOMPARE(listed(again.faults), QByteArray());
    QCOMPARE(again.mended.value_or(""), *mended);
}

void tst_Tolerant::soundFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("row");
    for (const Json &row : kopru::test::expectations(u"sound.json"_s)) {
        if (!row.contains("file"))
            continue;
        const QString file = QString::fromStdString(row.at("file").get<std::string>());
        QTest::newRow(qPrintable(file)) << kopru::test::corpusFile(file) << QByteArray::fromStdString(row.dump());
    }
}

void tst_Tolerant::soundFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, row);
    const Json expected = kopru::test::independent(row);
    const Reading reading = readTolerantly(bytes);
    const Json faults = expected.value("faults", Json::array());
    QCOMPARE(listed(reading.faults), listed(faults));
    // Where a name stands twice, the rules for broken files hold.
    if (faults.empty())
        QCOMPARE(reading.mended.value_or(""), bytes);
    const auto document = Document::parse(bytes);
    QVERIFY(document);
    QStringList names;
    for (const Server &server : document->servers())
        names.append(server.name);
    QStringList expectedNames;
    for (const Json &name : expected.at("servers"))
        expectedNames.append(QString::fromStdString(name.get<std::string>()));
    QCOMPARE(names, expectedNames);
}

void tst_Tolerant::generated_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("row");
    for (const Json &row : kopru::test::expectations(u"sound.json"_s)) {
        if (!row.contains("generate"))
            continue;
        const QByteArray name = QByteArray::fromStdString(row.at("generate").get<std::string>());
        QTest::newRow(name) << name << QByteArray::fromStdString(row.dump());
    }
}

void tst_Tolerant::generated()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, row);
    const QByteArray bytes = kopru::test::generated(name);
    QVERIFY(!bytes.isEmpty());
    const Reading reading = readTolerantly(bytes);
    if (name == "hundred-thousand-duplicates") {
        QCOMPARE(reading.faults.size(), 99'999);
        for (const SyntaxError &error : reading.faults)
            QCOMPARE(error.fault, Fault::DuplicateKey);
        QVERIFY(!reading.mended);
    } else {
        QCOMPARE(listed(reading.faults), QByteArray());
        QVERIFY(reading.mended == bytes);
    }
    const Json servers = kopru::test::independent(row).at("servers");
    const auto found = Document::parse(bytes)->servers();
    QCOMPARE(found.size(), servers.at("count").get<int>());
    QCOMPARE(found.first().name, QString::fromStdString(servers.at("first").get<std::string>()));
    QCOMPARE(found.last().name, QString::fromStdString(servers.at("last").get<std::string>()));
}

/// Much of one sign, and of signs that the reader looks ahead for: a time-out of the test is the limit.
void tst_Tolerant::nonsenseEnds_data()
{
    QTest::addColumn<QByteArray>("bytes");
    constexpr qsizetype usual = isSanitized ? 1 << 11 : 1 << 16; // some of it takes the square of the time
    const qsizetype given = qEnvironmentVariableIntValue("KOPRU_NONSENSE_KIB");
    const qsizetype size = given > 0 ? given * 1024 : usual;
    for (const QByteArray &sign : {"{"_ba,
                                   "["_ba,
                                   "}"_ba,
                                   "]"_ba,
                                   "("_ba,
                                   "\""_ba,
                                   "'"_ba,
                                   "`"_ba,
                                   "\\"_ba,
                                   "\\\""_ba,
                                   ","_ba,
                                   ":"_ba,
                                   "#"_ba,
                                   "#\n"_ba,
                                   "/*"_ba,
                                   "//\n"_ba,
                                   "<"_ba,
                                   "<<<<<<<\n"_ba,
                                   "=======\n"_ba,
                                   "```\n"_ba,
                                   " "_ba,
                                   "\xc2\xa0"_ba,
                                   "\xff"_ba,
                                   "a"_ba,
                                   "a "_ba,
                                   "a\n"_ba,
                                   "1,"_ba,
                                   "..."_ba,
                                   "\"a\n"_ba,
                                   "'a "_ba,
                                   "\"a\" "_ba,
                                   "\"a\\\", "_ba,
                                   "{\"a\":"_ba,
                                   "[{"_ba,
                                   "}{"_ba,
                                   "{}"_ba,
                                   "[]\n"_ba,
                                   "{} "_ba,
                                   "\"a\": "_ba,
                                   "\"a\"=>"_ba,
                                   "\0"_ba,
                                   "-"_ba,
                                   "&quot;"_ba,
                                   "\xe2\x80\x9c"_ba,
                                   "\"\xe2\x80\x9d:"_ba,
                                   "\"mcpServers\":{"_ba,
                                   "{\"mcpServers\":{\"a\":"_ba,
                                   "\"mcpServers\":1,"_ba,
                                   "\"a\":{\"command\":\"x\"},\"b\":1,"_ba,
                                   "{\"a\":["_ba,
                                   "\"a\":[},"_ba,
                                   "\"  x"_ba,
                                   "'a 'a "_ba,
                                   "\"]]]]"_ba})
        for (const char *start : {"", "{", "{\"mcpServers\":{\"a\":{\"args\":[", "{}\n"})
            QTest::addRow("%s behind %s", sign.toPercentEncoding().constData(), start)
                << start + sign.repeated(size / sign.size());
}

void tst_Tolerant::nonsenseEnds()
{
    QFETCH(QByteArray, bytes);
    QElapsedTimer clock;
    clock.start();
    const Reading reading = readTolerantly(bytes);
    QVERIFY(!reading.faults.isEmpty() || reading.mended);
    for (qsizetype i = 1; i < reading.faults.size(); ++i)
        QVERIFY(reading.faults.at(i - 1).position.offset <= reading.faults.at(i).position.offset);
    if (clock.elapsed() > 2000)
        qWarning("%lld ms", clock.elapsed());
}

/// A file may end anywhere: whatever is proposed is sound, and invents nothing.
void tst_Tolerant::cutAnywhere()
{
    QFETCH(QByteArray, bytes);
    for (qsizetype end = 0; end < bytes.size(); end += bytes.size() > 400 || isSanitized ? 7 : 1) {
        const QByteArray cut = bytes.left(end);
        const Reading reading = readTolerantly(cut);
        if (!reading.mended)
            continue;
        const auto document = Document::parse(*reading.mended);
        QVERIFY2(document, *reading.mended);
        const QString source = bare(decodedSource(cut));
        for (const Server &server : document->servers())
            QVERIFY2(source.contains(bare(server.name)), qPrintable(server.name));
    }
}

/// Nothing is half of what the whole file says: a shortened token would look like a token.
static bool isPartOf(const Json &part, const Json &whole)
{
    if (part.is_object() && whole.is_object()) {
        for (const auto &[key, value] : part.items())
            if (!whole.contains(key) || !isPartOf(value, whole.at(key)))
                return false;
        return true;
    }
    if (part.is_array() && whole.is_array()) {
        for (std::size_t i = 0; i < part.size(); ++i)
            if (i >= whole.size() || !isPartOf(part.at(i), whole.at(i)))
                return false;
        return true;
    }
    return part == whole;
}

void tst_Tolerant::soundAndCut()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, row);
    const Json expected = kopru::test::independent(row);
    if (!expected.value("portable", true) ||
        expected.at("file").get<std::string>().find("duplicate") != std::string::npos || expected.contains("faults"))
        return;
    const Json whole = kopru::test::independent(bytes);
    for (qsizetype end = 0; end < bytes.size(); end += 1 + bytes.size() / (isSanitized ? 10 : 60)) {
        const auto mended = readTolerantly(bytes.left(end)).mended;
        if (!mended || *mended == "{}\n")
            continue;
        QVERIFY2(isPartOf(kopru::test::independent(*mended), whole), bytes.left(end) + "\n----\n" + *mended);
    }
}

/// The proposal, byte for byte: layout and line ends are the author's.
void tst_Tolerant::changesLittle_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("mended");
    QTest::newRow("commas on their own lines")
        << "{\r\n\t\"mcpServers\": {\r\n\t\t\"a\": {},\r\n\t\t,\r\n\t\t\"b\": {},\r\n\t},\r\n}\r\n"_ba
        << "{\r\n\t\"mcpServers\": {\r\n\t\t\"a\": {},\r\n\t\t\"b\": {}\r\n\t}\r\n}\r\n"_ba;
    QTest::newRow("comments and dots") << "// mine\n{ // all\n  \"mcpServers\": {\n    \"a\": {},\n    ...\n  }\n}"_ba
                                       << "{\n  \"mcpServers\": {\n    \"a\": {}\n  }\n}"_ba;
    QTest::newRow("a bracket too many") << "{\n  \"mcpServers\": {\n    \"a\": {}\n    },\n    \"b\": {}\n  }\n}\n"_ba
                                        << "{\n  \"mcpServers\": {\n    \"a\": {},\n    \"b\": {}\n  }\n}\n"_ba;
    QTest::newRow("a mark, quotes, a path")
        << "\xef\xbb\xbf{ 'mcpServers' : {\"a\":{ \"command\":\"C:\\x\\y.exe\"  \"args\" : [ ] } } }\n\n"_ba
        << "{ \"mcpServers\" : {\"a\":{ \"command\":\"C:\\\\x\\\\y.exe\",  \"args\" : [ ] } } }\n\n"_ba;
    QTest::newRow("servers behind the end")
        << "{\n    \"mcpServers\": {\n        \"a\": {\"command\": \"x\"}\n    }\n}\n\"b\": {\n  \"command\": \"y\"\n}\n"_ba
        << "{\n    \"mcpServers\": {\n        \"a\": {\"command\": \"x\"},\n        \"b\": {\n          \"command\": \"y\"\n        }\n    }\n}\n"_ba;
    QTest::newRow("cut") << "{\r\n  \"mcpServers\": {\r\n    \"a\": {}\r\n"_ba
                         << "{\r\n  \"mcpServers\": {\r\n    \"a\": {}\r\n  }\r\n}\r\n"_ba;
}

void tst_Tolerant::changesLittle()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, mended);
    QCOMPARE(readTolerantly(bytes).mended.value_or("nothing is proposed"), mended);
}

/// One bracket, comma, colon or quote less, at every place of every sound file: nearly always the file as it was comes
/// back, seldom nothing. What comes back changed is what looks whole to a person too (`01` for `0,1`).
void tst_Tolerant::oneSignMissing()
{
    int same = 0;
    int none = 0;
    int other = 0;
    for (const Json &row : kopru::test::expectations(u"sound.json"_s)) {
        if (!row.contains("file") || !row.value("portable", true))
            continue;
        const QByteArray bytes = kopru::test::corpusFile(QString::fromStdString(row.at("file").get<std::string>()));
        const bool isDeep = bytes.contains("[[[[[[") || bytes.contains(R"({"a":{"a":)") || bytes.contains(R"([{"b":[)");
        if (row.contains("faults") || bytes.size() > 1500 || isDeep)
            continue;
        const nlohmann::json whole = kopru::test::independent(bytes);
        for (qsizetype at = 0; at < bytes.size(); ++at) {
            if (!QByteArrayView("{}[],:\"").contains(bytes.at(at)))
                continue;
            QByteArray broken = bytes;
            broken.remove(at, 1);
            if (nlohmann::json::accept(broken.begin(), broken.end()))
                continue;
            const Reading reading = readTolerantly(broken);
            QVERIFY(!reading.faults.isEmpty());
            if (!reading.mended)
                ++none;
            else if (nlohmann::json(kopru::test::independent(*reading.mended)) == whole)
                ++same;
            else
                ++other;
        }
    }
    qInfo("%d as they were, %d not mended, %d otherwise", same, none, other);
    const double all = same + none + other;
    QVERIFY(all > 5000);
    QVERIFY(same > all * 0.95);
    QVERIFY(other < all * 0.01);
}

/// Bytes are taken, doubled or replaced: the reader's promises hold for whatever comes out.
void tst_Tolerant::damagedAnywhere()
{
    QFETCH(QByteArray, bytes);
    static const QByteArrayList pieces{"{"_ba,
                                       "}"_ba,
                                       "["_ba,
                                       "]"_ba,
                                       "\""_ba,
                                       "'"_ba,
                                       "\\"_ba,
                                       ","_ba,
                                       ":"_ba,
                                       "\n"_ba,
                                       "\r"_ba,
                                       "/"_ba,
                                       "/*"_ba,
                                       "//"_ba,
                                       "#"_ba,
                                       "\\u"_ba,
                                       "\xc3"_ba,
                                       "\xe2\x80\x9c"_ba,
                                       "`"_ba,
                                       "```\n"_ba,
                                       "<<<<<<<\n"_ba,
                                       "..."_ba,
                                       "0"_ba,
                                       "-"_ba,
                                       "&quot;"_ba,
                                       "\xc2\xa0"_ba,
                                       "("_ba,
                                       "="_ba,
                                       "\"mcpServers\":{"_ba,
                                       "\0"_ba};
    QRandomGenerator random(static_cast<quint32>(qHash(bytes, 5)));
    const auto below = [&](qsizetype limit) {
        return static_cast<qsizetype>(random.bounded(static_cast<quint64>(std::max<qsizetype>(limit, 1))));
    };
    for (int round = 0; round < (isSanitized ? 12 : 60); ++round) {
        QByteArray text = bytes;
        for (qsizetype i = below(4); i >= 0 && !text.isEmpty(); --i) {
            const qsizetype at = below(text.size());
            const QByteArray &piece = pieces.at(below(pieces.size()));
            switch (below(4)) {
            case 0:
                text.remove(at, 1 + below(3));
                break;
            case 1:
                text.insert(at, piece);
                break;
            case 2:
                text.insert(at, text.mid(at, below(40)));
                break;
            default:
                text.replace(at, 1, piece);
            }
        }
        const Reading reading = readTolerantly(text);
        const auto strict = Document::parse(text);
        QVERIFY2(strict || !reading.faults.isEmpty(), text);
        if (strict && reading.faults.isEmpty())
            QVERIFY(reading.mended == text);
        if (reading.mended) {
            QVERIFY2(Document::parse(*reading.mended), text + "\n----\n" + *reading.mended);
            // What was mended needs no mending again.
            const Reading again = readTolerantly(*reading.mended);
            QVERIFY2(again.faults.isEmpty() && again.mended == reading.mended, text + "\n----\n" + *reading.mended);
        }
        Position last;
        for (const SyntaxError &error : reading.faults) {
            QVERIFY(error.position.offset >= last.offset && error.position.offset <= text.size());
            QVERIFY(error.position.line >= last.line && error.position.column >= 1);
            last = error.position;
        }
    }
}

/// A sound file whose quotes an editor or a web page replaced: nothing of it may be lost, however long its lines are.
void tst_Tolerant::otherQuotes_data()
{
    QTest::addColumn<QByteArray>("open");
    QTest::addColumn<QByteArray>("close");
    QTest::addColumn<int>("indent");
    struct Pair
    {
        const char *name;
        const char *open;
        const char *close;
    };
    for (const Pair &pair :
         {Pair{"single", "'", "'"}, Pair{"smart", "\u201c", "\u201d"}, Pair{"smart single", "\u2018", "\u2019"},
          Pair{"backtick", "`", "`"}, Pair{"html", "&quot;", "&quot;"}})
        for (const int indent : {-1, 2})
            QTest::addRow("%s, %s", pair.name, indent < 0 ? "one line" : "indented")
                << QByteArray(pair.open) << QByteArray(pair.close) << indent;
}

void tst_Tolerant::otherQuotes()
{
    QFETCH(QByteArray, open);
    QFETCH(QByteArray, close);
    QFETCH(int, indent);
    for (const int count : {1, 2, 5, 20, 26, 40, 55, 80, 120, 250, 500}) {
        nlohmann::json whole;
        for (int i = 0; i < count; ++i)
            whole["mcpServers"]["server-" + std::to_string(i)] = {
                {"command", "npx"},
                {"args", {"-y", "@example/package-" + std::to_string(i), "--name", "a b", ""}},
                // The last one has a token longer than anything that is looked ahead for.
                {"env", {{"TOKEN", std::string(i == count - 1 ? 10'000 : 30, 'k')}}}};
        const QByteArray sound = QByteArray::fromStdString(whole.dump(indent));
        QByteArray broken;
        bool isOpen = false;
        for (const char c : sound) {
            if (c != '"') {
                broken += c;
                continue;
            }
            broken += isOpen ? close : open;
            isOpen = !isOpen;
        }
        const Reading reading = readTolerantly(broken);
        QCOMPARE(reading.faults.size(), sound.count('"') / 2);
        for (const SyntaxError &error : reading.faults)
            QCOMPARE(error.fault, Fault::MissingQuote);
        QVERIFY2(reading.mended, qPrintable(QString::number(count)));
        QVERIFY2(*reading.mended == sound, qPrintable(QString::number(count)));
    }
}

QTEST_GUILESS_MAIN(tst_Tolerant)
#include "tst_tolerant.moc"
