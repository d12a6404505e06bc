#include "app/integrations/preset.h"

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace kopru;
using namespace kopru::integrations;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(kopru::integrations::PresetFault)

/// The presets: what the program brings along is whole, and what support writes is checked and explained.
class tst_Preset : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void builtIn();
    void theDocumentsAreThere_data();
    void theDocumentsAreThere();
    void theExampleOfTheDocument();
    void faults_data();
    void faults();
    void oneFaultCostsOnePreset();
    void folders();
    void laterOnesTakeThePlace();
};

namespace {

QByteArray presetWith(const QByteArray &member, const QByteArray &value)
{
    QList<std::pair<QByteArray, QByteArray>> members{
        {"id", "\"one\""},
        {"name", R"({"en": "One", "tr": "Bir"})"},
        {"kind", "\"remote\""},
        {"values", R"({"url": "https://mcp.example.com/mcp"})"},
        {"help", R"({"en": ["Do this."], "tr": ["Bunu yapın."]})"},
    };
    bool there = false;
    for (auto &[key, text] : members)
        if (key == member) {
            text = value;
            there = true;
        }
    if (!there && !member.isEmpty())
        members.append({member, value});
    QByteArray object;
    for (const auto &[key, text] : members)
        if (!text.isEmpty())
            object += (object.isEmpty() ? "" : ", ") + QByteArray("\"") + key + "\": " + text;
    return "{\"presets\": [{" + object + "}]}";
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

void tst_Preset::builtIn()
{
    const Presets read = loadPresets({});
    for (const PresetProblem &problem : read.problems)
        qWarning().noquote() << presetProblemText(problem);
    QVERIFY(read.problems.isEmpty());
    QVERIFY(read.presets.size() >= 8);
    QSet<KindId> kinds;
    for (const Preset &preset : read.presets) {
        kinds.insert(preset.kind);
        QVERIFY2(preset.stepsEnglish.size() == preset.stepsTurkish.size(), qPrintable(preset.id));
        const Kind &own = kind(preset.kind);
        for (auto it = preset.values.cbegin(); it != preset.values.cend(); ++it)
            QVERIFY2(field(own, it.key()), qPrintable(preset.id));
        // The form opens with what the preset says.
        const config::Entry entry = own.toEntry(preset.values, {}, u"/bridge"_s);
        QVERIFY2(!entry.command.isEmpty(), qPrintable(preset.id));
    }
    QCOMPARE(kinds.size(), static_cast<qsizetype>(integrations::kinds().size()));
}

void tst_Preset::theDocumentsAreThere_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<FieldId>("field");
    QTest::addColumn<QString>("value");
    // As they stand in the vendors' documents.
    QTest::newRow("apinizer-api-portal") << u"apinizer-portal"_s << FieldId::Path << u"/apiportal/management/mcp/api"_s;
    QTest::newRow("agentport") << u"agentport"_s << FieldId::Address << u"https://app.agentport.sh/mcp"_s;
    QTest::newRow("agentport, self-hosted")
        << u"agentport-self-hosted"_s << FieldId::Address << u"https://<your_domain>/mcp"_s;
    QTest::newRow("alecs-websocket, method 1") << u"alecs"_s << FieldId::Address << u"ws://your-server-ip:8082/mcp"_s;
    QTest::newRow("alecs-websocket, method 3") << u"alecs-tunnel"_s << FieldId::Address << u"ws://localhost:8082/mcp"_s;
    QTest::newRow("alecs-websocket, wss")
        << u"alecs-secure"_s << FieldId::Address << u"wss://your-domain.com:8082/mcp"_s;
    QTest::newRow("mcp-api-connector") << u"remote-sse"_s << FieldId::Address << u"https://your-mcp-server.com/sse"_s;
}

void tst_Preset::theDocumentsAreThere()
{
    QFETCH(QString, id);
    QFETCH(FieldId, field);
    QFETCH(QString, value);
    for (const Preset &preset : loadPresets({}).presets)
        if (preset.id == id) {
            QCOMPARE(std::get<QString>(preset.values.value(field)), value);
            return;
        }
    QFAIL("no such preset");
}

void tst_Preset::theExampleOfTheDocument()
{
    QFile document(QStringLiteral(KOPRU_TEST_DATA "/../../docs/presets.md"));
    QVERIFY(document.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(document.readAll());
    static const QRegularExpression block(u"```json\\n(.*?)```"_s, QRegularExpression::DotMatchesEverythingOption);
    const QString example = block.match(text).captured(1);
    QVERIFY(!example.isEmpty());
    const Presets read = readPresets(example.toUtf8(), u"presets.md"_s);
    QCOMPARE(read.problems, QList<PresetProblem>());
    QCOMPARE(read.presets.size(), 1);
    const Preset &preset = read.presets.front();
    QCOMPARE(preset.name.in(QLocale(u"tr_TR"_s)), u"Example Ltd. portalı"_s);
    QCOMPARE(preset.name.in(QLocale(u"en_GB"_s)), u"Portal of Example Ltd."_s);
    QCOMPARE(preset.steps(QLocale(u"tr_TR"_s)).size(), 2);
    QCOMPARE(std::get<int>(preset.values.value(FieldId::Port)), 8443);
    // Every kind is named there.
    for (const Kind &kind : kinds())
        QVERIFY2(text.contains(u'`' + QString::fromLatin1(kind.key) + u'`'), kind.key);
}

void tst_Preset::faults_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<PresetFault>("fault");
    QTest::addColumn<QString>("detail");
    using enum PresetFault;
    QTest::newRow("no JSON") << QByteArray("{\n\"presets\": [,]}") << NotJson << u"2"_s;
    QTest::newRow("a list") << QByteArray("[]") << NotPresets << QString();
    QTest::newRow("presets is a text") << QByteArray(R"({"presets": "x"})") << NotPresets << QString();
    QTest::newRow("a number for a preset") << QByteArray(R"({"presets": [1]})") << WrongType << u"presets"_s;
    QTest::newRow("misspelt member") << presetWith("valeus", "{}") << UnknownMember << u"valeus"_s;
    QTest::newRow("no id") << presetWith("id", "") << MissingMember << u"id"_s;
    QTest::newRow("id is a number") << presetWith("id", "1") << WrongType << u"id"_s;
    QTest::newRow("no kind") << presetWith("kind", "") << MissingMember << u"kind"_s;
    QTest::newRow("unknown kind") << presetWith("kind", "\"soap\"") << UnknownKind << u"soap"_s;
    QTest::newRow("unknown field") << presetWith("values", R"({"host": "x.example.com"})") << UnknownField << u"host"_s;
    QTest::newRow("number as text") << presetWith("values", R"({"timeout": "30"})") << WrongValue << u"timeout"_s;
    QTest::newRow("number out of range") << presetWith("values", R"({"timeout": -1})") << WrongValue << u"timeout"_s;
    QTest::newRow("number beyond all") << presetWith("values", R"({"timeout": 1e400})") << NotJson << u"1"_s;
    QTest::newRow("unknown choice") << presetWith("values", R"({"transport": "pigeon"})") << WrongValue
                                    << u"transport"_s;
    QTest::newRow("address of another kind")
        << presetWith("values", R"({"url": "ftp://example.com"})") << WrongValue << u"url"_s;
    QTest::newRow("a token") << presetWith("values", R"({"token": "abc"})") << SecretValue << u"token"_s;
    QTest::newRow("a token in a header") << presetWith("values", R"({"header": ["X-API-Key: 0123456789abcdef"]})")
                                         << SecretValue << u"header"_s;
    QTest::newRow("only English") << presetWith("name", R"({"en": "One"})") << MissingLanguage << u"name.tr"_s;
    QTest::newRow("empty Turkish") << presetWith("name", R"({"en": "One", "tr": " "})") << MissingLanguage
                                   << u"name.tr"_s;
    QTest::newRow("help only in Turkish")
        << presetWith("help", R"({"tr": ["Bunu yapın."]})") << MissingLanguage << u"help.en"_s;
    QTest::newRow("no steps") << presetWith("help", R"({"en": [], "tr": ["Bunu yapın."]})") << MissingLanguage
                              << u"help.en"_s;
    QTest::newRow("help is a text") << presetWith("help", R"({"en": "x", "tr": ["Bunu yapın."]})") << WrongType
                                    << u"help.en"_s;
    QTest::newRow("no help") << presetWith("help", "") << MissingMember << u"help"_s;
    QTest::newRow("a link that starts a program")
        << presetWith("link", "\"file:///usr/bin/xterm\"") << BadLink << u"file:///usr/bin/xterm"_s;
    QTest::newRow("link over http") << presetWith("link", "\"http://example.com\"") << BadLink
                                    << u"http://example.com"_s;
}

void tst_Preset::faults()
{
    QFETCH(QByteArray, text);
    QFETCH(PresetFault, fault);
    QFETCH(QString, detail);
    const Presets read = readPresets(text, u"vendor.json"_s);
    QVERIFY(read.presets.isEmpty());
    QCOMPARE(read.problems.size(), 1);
    QCOMPARE(read.problems.front().fault, fault);
    QCOMPARE(read.problems.front().detail, detail);
    const QString sentence = presetProblemText(read.problems.front());
    QVERIFY(sentence.contains(u"vendor.json"_s));
    QVERIFY2(fault == PresetFault::SecretValue || detail.size() < 3 || fault == PresetFault::BadLink ||
                 sentence.contains(detail),
             qPrintable(sentence));
}

void tst_Preset::oneFaultCostsOnePreset()
{
    QByteArray text = presetWith({}, {});
    text.chop(2); // "]}"
    QByteArray twice = text + ", " + presetWith("id", "\"two\"").mid(13);
    const Presets good = readPresets(twice, u"f"_s);
    QCOMPARE(good.presets.size(), 2);
    QCOMPARE(readPresets(text + ", " + presetWith({}, {}).mid(13), u"f"_s).problems,
             (QList<PresetProblem>{{PresetFault::IdTaken, u"f"_s, u"one"_s, {}}}));
    twice.replace("\"two\"", "2");
    const Presets read = readPresets(twice, u"f"_s);
    QCOMPARE(read.presets.size(), 1);
    QCOMPARE(read.problems.size(), 1);
    QCOMPARE(read.problems.front().preset, u"#2"_s);
}

void tst_Preset::folders()
{
    platform::Platform computer = platform::currentPlatform(u"/home/ayşe"_s);
    computer.system = platform::System::Linux;
    QCOMPARE(presetFolders(computer),
             (QStringList{u"/etc/kopru/presets"_s, u"/home/ayşe/.local/share/kopru/presets"_s}));
    computer.system = platform::System::Windows;
    QCOMPARE(presetFolders(computer).size(), 1);
}

void tst_Preset::laterOnesTakeThePlace()
{
    const QTemporaryDir first;
    const QTemporaryDir second;
    write(first.filePath(u"a.json"_s), presetWith("serverName", "\"first\""));
    write(first.filePath(u"b.json"_s), "not JSON");
    write(first.filePath(u"c.txt"_s), presetWith("id", "\"unread\""));
    write(second.filePath(u"a.json"_s), presetWith("serverName", "\"second\""));
    const Presets read = loadPresets({first.path(), u"/nowhere"_s, second.path()});
    QCOMPARE(read.problems.size(), 1);
    QCOMPARE(read.problems.front().file, first.filePath(u"b.json"_s));
    const auto count =
        std::count_if(read.presets.cbegin(), read.presets.cend(), [](const Preset &one) { return one.id == u"one"_s; });
    QCOMPARE(count, 1);
    QCOMPARE(read.presets.last().serverName, u"second"_s);
    QCOMPARE(read.presets.size(), loadPresets({}).presets.size() + 1);
}

QTEST_GUILESS_MAIN(tst_Preset)
#include "tst_preset.moc"
