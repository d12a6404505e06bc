#include "app/config/validation.h"
#include "tests/app/config/corpus.h"
#include "tests/app/platform/fakefiles.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::platform::Platform;
using kopru::platform::System;
using kopru::test::computer;
using kopru::test::FakeFiles;

namespace {

Platform linuxComputer()
{
    return computer(System::Linux, u"/h"_s, {{u"PATH"_s, u"/usr/bin"_s}},
                    FakeFiles(System::Linux)
                        .program(u"/usr/bin/npx"_s)
                        .program(u"/usr/bin/node"_s)
                        .program(u"/h/.claude/mcp/kopru-bridge"_s)
                        .folder(u"/h/folder"_s)
                        .file(u"/h/text"_s)
                        .file(u"/h/x"_s));
}

/// "error command-not-found command:/x": a finding in one line.
QString spelled(const Finding &finding)
{
    static const QStringList parts{u"name"_s, u"command"_s, u"argument"_s, u"variable"_s, u"entry"_s, u"file"_s};
    return u"%1 %2 %3:%4"_s.arg(severityId(finding.severity), problemId(finding.problem),
                                parts.at(static_cast<int>(finding.part)), finding.subject);
}

QStringList spelled(const Findings &findings)
{
    QStringList all;
    for (const Finding &finding : findings)
        all.append(spelled(finding));
    return all;
}

} // namespace

class tst_Validation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commands_data();
    void commands();
    void arguments_data();
    void arguments();
    void variables_data();
    void variables();
    void names_data();
    void names();
    void windowsCommands();
    void files_data();
    void files();
    void positions();
    void secretsAreNeverQuoted();
    void blocks();
    void idsDiffer();
};

void tst_Validation::commands_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("finding");
    QTest::newRow("name in PATH") << u"npx"_s << QString();
    QTest::newRow("absolute") << u"/usr/bin/node"_s << QString();
    QTest::newRow("empty") << QString() << u"error empty-command command:"_s;
    QTest::newRow("blank") << u" \t"_s << u"error empty-command command:"_s;
    QTest::newRow("unknown name") << u"uvx"_s << u"warning command-not-found command:uvx"_s;
    QTest::newRow("no such file") << u"/h/none"_s << u"error command-not-found command:/h/none"_s;
    QTest::newRow("folder") << u"/h/folder"_s << u"error command-is-folder command:/h/folder"_s;
    QTest::newRow("not executable") << u"/h/text"_s << u"error command-not-executable command:/h/text"_s;
    QTest::newRow("relative") << u"bin/x"_s << u"warning relative-command command:bin/x"_s;
    QTest::newRow("tilde") << u"~/.claude/mcp/kopru-bridge"_s
                           << u"error unexpanded-tilde command:~/.claude/mcp/kopru-bridge"_s;
    QTest::newRow("variable") << u"${HOME}/x"_s << u"error unexpanded-variable command:HOME"_s;
    QTest::newRow("example") << u"/path/to/node"_s << u"error placeholder command:command"_s;
    QTest::newRow("whole command line") << u"npx -y mcp-remote --header Authorization:s3cret"_s
                                        << u"error whole-command-line command:npx …"_s;
}

void tst_Validation::commands()
{
    QFETCH(QString, command);
    QFETCH(QString, finding);
    const Findings findings = validateEntry(u"a"_s, {command, {}, {}}, linuxComputer());
    QCOMPARE(spelled(findings).join(u", "_s), finding);
    for (const Finding &one : findings)
        QCOMPARE(one.server, u"a"_s);
}

void tst_Validation::arguments_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("line"); // arguments, with | between them
    QTest::addColumn<QString>("findings");
    const auto row = [](const char *name, const QString &command, const QString &line, const QString &findings) {
        QTest::newRow(name) << command << line << findings;
    };
    const QString npx = u"npx"_s;
    const QString bridge = u"/h/.claude/mcp/kopru-bridge"_s;
    row("plain", npx, u"-y|server|/h/x|https://example.com/mcp?x=1|a~b|$5"_s, {});
    row("tilde", npx, u"~/x|--dir=~/y|~"_s,
        u"warning unexpanded-tilde argument:1, warning unexpanded-tilde argument:2, warning unexpanded-tilde argument:3"_s);
    row("variable", npx, u"${HOME}/x"_s, u"warning unexpanded-variable argument:HOME"_s);
    row("header of the bridge", bridge, u"http|--header|X-API-Key: ${KEY}"_s, {});
    row("header of the bridge, one word", bridge, u"http|--header=X-API-Key: ${KEY}"_s, {});
    row("header of the bridge, not in env", bridge, u"http|--header|X-API-Key: ${OTHER}"_s,
        u"warning unexpanded-variable argument:OTHER"_s);
    row("not a header of the bridge", bridge, u"http|--url|https://x/${KEY}"_s,
        u"warning unexpanded-variable argument:KEY"_s);
    row("header of mcp-remote", npx, u"-y|mcp-remote|https://x/mcp|--header|X-API-Key:${KEY}"_s, {});
    row("header of mcp-remote with its version", npx, u"-y|mcp-remote@0.1.29|https://x/mcp|--header|X-API-Key:${KEY}"_s,
        {});
    row("header of another program", npx, u"other|--header|X-API-Key:${KEY}"_s,
        u"warning unexpanded-variable argument:KEY"_s);
    row("example", npx, u"/path/to/x|<token>|--key=your_key|[kullanıcı_adı]"_s,
        u"warning placeholder argument:1, warning placeholder argument:2, warning placeholder argument:3, "
        "warning placeholder argument:4"_s);
    row("comparison is no example", npx, u"a < b > c"_s, {});
    row("secret header", npx, u"mcp-remote|https://x|--header|Authorization: Bearer abc"_s,
        u"warning secret-in-arguments argument:4"_s);
    row("harmless header", npx, u"mcp-remote|https://x|--header|Accept: text/plain"_s, {});
    row("keychain header", bridge, u"http|--header|X-API-Key: keychain:kopru/x"_s, {});
    row("secret option", npx, u"--api-key|abc|--token=def|--token|${KEY}"_s,
        u"warning secret-in-arguments argument:2, warning secret-in-arguments argument:3, "
        "warning unexpanded-variable argument:KEY"_s);
    row("harmless options", npx, u"--auth|bearer|--keyboard|tr|--token-file|/x|--port=5"_s, {});
    row("password in an address", npx, u"https://user:pass@x/mcp|https://user@x/|postgres://x"_s,
        u"warning secret-in-arguments argument:1"_s);
    row("key in an address", npx, u"https://x/mcp?a=1&api_key=abc|https://x/?key=${KEY}"_s,
        u"warning secret-in-arguments argument:1, warning unexpanded-variable argument:KEY"_s);
}

void tst_Validation::arguments()
{
    QFETCH(QString, command);
    QFETCH(QString, line);
    QFETCH(QString, findings);
    const Entry entry{command, line.split(u'|'), {{u"KEY"_s, u"value"_s}}};
    QCOMPARE(spelled(validateEntry(u"a"_s, entry, linuxComputer())).join(u", "_s), findings);
}

void tst_Validation::variables_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *title, const QString &name, const QString &value, const QString &problem) {
        QTest::newRow(title) << name << value << problem;
    };
    row("good token", u"APINIZER_TOKEN"_s, u"mcp_abc"_s, {});
    row("keychain", u"APINIZER_TOKEN"_s, u"keychain:kopru/x y"_s, {});
    row("space behind", u"APINIZER_TOKEN"_s, u"mcp_abc "_s, u"space-in-secret"_s);
    row("line break", u"ALECS_TOKEN"_s, u"abc\ndef"_s, u"space-in-secret"_s);
    row("space inside", u"API_KEY"_s, u"abc def"_s, u"space-in-secret"_s);
    row("bearer", u"AUTHORIZATION"_s, u"Bearer abc"_s, {});
    row("password with spaces", u"DB_PASSWORD"_s, u"correct horse"_s, {});
    row("password with a line break", u"DB_PASSWORD"_s, u"correct\nhorse"_s, u"space-in-secret"_s);
    row("space where it does no harm", u"TITLE"_s, u"two words "_s, {});
    row("name of a header", u"TOKEN_HEADER"_s, u"A B"_s, {});
    row("placeholder", u"AGENTPORT_API_KEY"_s, u"ap_your_key_here"_s, u"placeholder"_s);
    row("placeholder in brackets", u"X"_s, u"<API_PORTAL_ACCESS_TOKEN>"_s, u"placeholder"_s);
    row("placeholder with dashes", u"ALECS_TOKEN"_s, u"your-generated-token"_s, u"placeholder"_s);
    row("tilde", u"DIR"_s, u"~/x"_s, u"unexpanded-tilde"_s);
    row("variable", u"DIR"_s, u"${HOME}/x"_s, u"unexpanded-variable"_s);
    row("node's check off", u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"0"_s, u"verification-off"_s);
    row("node's check on", u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"1"_s, {});
    row("bridge's check off", u"VERIFY_CERTIFICATE"_s, u"False"_s, u"verification-off"_s);
    row("bridge's check on", u"VERIFY_CERTIFICATE"_s, u"true"_s, {});
}

void tst_Validation::variables()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(QString, problem);
    const Findings findings = validateEntry(u"a"_s, {u"npx"_s, {}, {{name, value}}}, linuxComputer());
    QCOMPARE(findings.size(), problem.isEmpty() ? 0 : 1);
    if (!problem.isEmpty())
        QCOMPARE(spelled(findings.first()), u"warning %1 variable:%2"_s.arg(problem, name));
}

void tst_Validation::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("finding");
    QTest::newRow("good") << u"köprü @home-1"_s << QString();
    QTest::newRow("empty") << QString() << u"error empty-name name:"_s;
    QTest::newRow("blank") << u" "_s << u"error empty-name name:"_s;
    for (const auto name :
         {"claude_in_chrome"_L1, "computer_use"_L1, "cowork"_L1, "plugins"_L1, "skills"_L1, "mcp_registry"_L1})
        QTest::newRow(name.data()) << QString(name) << u"warning reserved-name name:"_s + name;
    QTest::newRow("other case") << u"Cowork"_s << QString();
}

void tst_Validation::names()
{
    QFETCH(QString, name);
    QFETCH(QString, finding);
    QCOMPARE(spelled(validateEntry(name, {u"npx"_s, {}, {}}, linuxComputer())).join(u", "_s), finding);
}

void tst_Validation::windowsCommands()
{
    const Platform windows =
        computer(System::Windows, u"C:\\h"_s, {{u"Path"_s, u"C:\\n"_s}},
                 FakeFiles(System::Windows).file(u"C:\\n\\npx.cmd"_s).file(u"C:\\Araçlar\\x.exe"_s));
    const auto check = [&](const QString &command) {
        return spelled(validateEntry(u"a"_s, {command, {}, {}}, windows)).join(u", "_s);
    };
    QCOMPARE(check(u"npx"_s), QString());
    QCOMPARE(check(u"C:\\Araçlar\\x.exe"_s), QString());
    QCOMPARE(check(u"C:\\Araçlar\\y.exe"_s), u"error command-not-found command:C:\\Araçlar\\y.exe"_s);
    QCOMPARE(check(u"Araçlar\\x.exe"_s), u"warning relative-command command:Araçlar\\x.exe"_s);
    QCOMPARE(check(u"~\\x.exe"_s), u"error unexpanded-tilde command:~\\x.exe"_s);
}

void tst_Validation::files_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("findings");
    QTest::newRow("agentport") << u"agentport"_s
                               << QStringList{u"agentport: warning placeholder variable:AGENTPORT_API_KEY"_s};
    QTest::newRow("url only") << u"alecs-url-only"_s << QStringList{u"alecs-akamai: error url-only entry:"_s};
    QTest::newRow("unknown members") << u"unknown-members"_s
                                     << QStringList{u"files: warning dropped-key entry:cwd"_s,
                                                    u"files: warning dropped-key entry:disabled"_s,
                                                    u"files: warning dropped-key entry:timeout"_s,
                                                    u"files: warning dropped-key entry:autoApprove"_s,
                                                    u"files: warning dropped-key entry:metadata"_s};
    QTest::newRow("wrong types") << u"wrong-types"_s
                                 << QStringList{u"number-argument: error not-a-string argument:2"_s,
                                                u"number-argument: error not-a-string argument:3"_s,
                                                u"number-argument: error not-well-formed argument:args.4"_s,
                                                u"number-variable: error not-a-string variable:PORT"_s,
                                                u"number-variable: error not-a-string variable:DEBUG"_s,
                                                u"args-text: error not-well-formed argument:args"_s,
                                                u"env-list: error not-well-formed variable:env"_s,
                                                u"command-list: error not-well-formed command:command"_s,
                                                u"no-command: error empty-command command:"_s,
                                                u"text: error not-well-formed entry:"_s,
                                                u"nothing: error not-well-formed entry:"_s};
    QTest::newRow("servers twice") << u"servers-twice"_s
                                   << QStringList{u": warning faulty-file file:mcpServers"_s,
                                                  u"new: warning command-not-found command:new"_s};
    QTest::newRow("duplicate names") << u"duplicate-names"_s
                                     << QStringList{u"a: warning faulty-file name:a"_s,
                                                    u"b: warning command-not-found command:between"_s,
                                                    u"a: warning command-not-found command:really last"_s};
    QTest::newRow("no servers") << u"no-servers-key"_s << QStringList{};
}

void tst_Validation::files()
{
    QFETCH(QString, file);
    QFETCH(QStringList, findings);
    const auto document = Document::parse(kopru::test::corpusFile(u"sound/%1.json"_s.arg(file)));
    QStringList found;
    for (const Finding &finding : validate(*document, linuxComputer()))
        found.append(finding.server + u": "_s + spelled(finding));
    QCOMPARE(found, findings);
}

void tst_Validation::positions()
{
    const QByteArray text = R"({
  "mcpServers": {
    "a": { "command": "x" },
    "skills": {
      "command": "~/x",
      "args": ["-y", "<y>"],
      "env": {
        "DIR": "~/z"
      }, "cwd": "/"
    },
    "a": { "command": "npx" }
  }
})"_ba;
    QMap<QString, std::pair<int, int>> places;
    for (const Finding &finding : validate(*Document::parse(text), linuxComputer()))
        places.insert(problemId(finding.problem) + u' ' + finding.subject,
                      {finding.position.line, finding.position.column});
    QCOMPARE(places.value(u"faulty-file a"_s), std::pair(3, 5));
    QCOMPARE(places.value(u"reserved-name skills"_s), std::pair(4, 5));
    QCOMPARE(places.value(u"unexpanded-tilde ~/x"_s), std::pair(5, 7));
    QCOMPARE(places.value(u"placeholder 2"_s), std::pair(6, 22));
    QCOMPARE(places.value(u"unexpanded-tilde DIR"_s), std::pair(8, 9));
    QCOMPARE(places.value(u"dropped-key cwd"_s), std::pair(9, 10));
    QCOMPARE(places.size(), 6);
}

void tst_Validation::secretsAreNeverQuoted()
{
    const QString secret = u"s3cretVALUE"_s;
    const Entry entry{u"npx --token %1"_s.arg(secret),
                      {u"--token"_s, secret, u"--header"_s, u"X-API-Key: %1"_s.arg(secret),
                       u"https://u:%1@x/"_s.arg(secret), u"<%1>"_s.arg(secret), u"~/%1"_s.arg(secret)},
                      {{u"TOKEN"_s, secret + u' '}, {u"KEY"_s, u"<%1>"_s.arg(secret)}, {u"X_KEY"_s, u"~/"_s + secret}}};
    const Findings findings = validateEntry(u"a"_s, entry, linuxComputer());
    QVERIFY(findings.size() >= 8);
    for (const Finding &finding : findings)
        QVERIFY2(!finding.subject.contains(secret), qPrintable(spelled(finding)));
}

void tst_Validation::blocks()
{
    Finding finding;
    finding.severity = Severity::Warning;
    QVERIFY(!blocksSaving({}));
    QVERIFY(!blocksSaving({finding, finding}));
    finding.severity = Severity::Error;
    QVERIFY(blocksSaving({Finding{}, finding}));
}

void tst_Validation::idsDiffer()
{
    QSet<QString> ids;
    for (int i = 0; i <= static_cast<int>(Problem::FaultyFile); ++i)
        ids.insert(problemId(static_cast<Problem>(i)));
    QCOMPARE(ids.size(), static_cast<int>(Problem::FaultyFile) + 1);
    QVERIFY(!ids.contains(QString()));
}

QTEST_GUILESS_MAIN(tst_Validation)
#include "tst_validation.moc"
