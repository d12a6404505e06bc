#include "app/config/entryrules.h"
#include "app/config/fixes.h"
#include "app/config/merge.h"
#include "tests/app/platform/fakefiles.h"

#include <QtTest/QTest>

#include <clocale>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::platform::Platform;
using kopru::platform::System;
using kopru::test::computer;
using kopru::test::FakeFiles;

namespace {

Platform linuxComputer()
{
    return computer(System::Linux, u"/home/ığİş"_s, {{u"PATH"_s, u"/usr/bin"_s}},
                    FakeFiles(System::Linux)
                        .program(u"/usr/bin/npx"_s)
                        .program(u"/usr/bin/node"_s)
                        .program(u"/usr/bin/docker"_s)
                        .program(u"/home/ığİş/bin/tool"_s)
                        .program(u"/home/ığİş/.claude/mcp/kopru-bridge"_s)
                        .file(u"/home/ığİş/server.js"_s)
                        .file(u"/home/ığİş/Masaüstü/server.js"_s));
}

Platform windowsComputer()
{
    return computer(
        System::Windows, u"C:\\Users\\İpek"_s,
        {{u"Path"_s, u"C:\\Program Files\\nodejs"_s}, {u"AppData"_s, u"C:\\Users\\İpek\\AppData\\Roaming"_s}},
        FakeFiles(System::Windows)
            .file(u"C:\\Program Files\\nodejs\\npx.cmd"_s)
            .file(u"C:\\Program Files\\nodejs\\node.exe"_s)
            .file(u"C:\\Users\\İpek\\server.js"_s));
}

Platform macComputer()
{
    return computer(System::MacOs, u"/Users/deneme"_s, {{u"PATH"_s, u"/usr/bin"_s}},
                    FakeFiles(System::MacOs).program(u"/opt/homebrew/bin/npx"_s).folder(u"/Users/deneme/Desktop"_s));
}

Platform on(char system)
{
    return system == 'w' ? windowsComputer() : system == 'm' ? macComputer() : linuxComputer();
}

Document withEntry(const QByteArray &entry, const QByteArray &name = "s")
{
    const auto document = Document::parse("{\"mcpServers\":{\"" + name + "\":" + entry + "}}");
    if (!document)
        qFatal("%s", entry.constData());
    return *document;
}

QString spelled(const Findings &findings)
{
    QStringList all;
    for (const Finding &finding : findings)
        all.append(problemId(finding.problem));
    return all.join(u' ');
}

std::optional<Finding> theOne(const Findings &findings, const QString &problem)
{
    for (const Finding &finding : findings)
        if (problemId(finding.problem) == problem)
            return finding;
    return std::nullopt;
}

} // namespace

/// Every rule: what it speaks of, what it leaves alone, and what its button makes. docs/validation.md leads here.
class tst_Rules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fires_data();
    void fires();
    void staysSilent_data();
    void staysSilent();
    void everyProblemHasARow();
    void positions();
    void forms();
    void safeOnes();
    void safeOnesLeaveTheRest();
    void nothingToMend();
    void idsDiffer();

private:
    QMap<QString, int> m_seen;
};

void tst_Rules::initTestCase()
{
    // The test runs a second time in Turkish, where i and I are letters of different pairs.
    if (const QByteArray locale = qgetenv("KOPRU_TEST_LOCALE"); !locale.isEmpty()) {
        QVERIFY2(std::setlocale(LC_ALL, locale.constData()), "The locale is not installed");
        QLocale::setDefault(QLocale(QString::fromLatin1(locale)));
    }
}

void tst_Rules::fires_data()
{
    QTest::addColumn<char>("system");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("fix");       // empty: no button
    QTest::addColumn<QByteArray>("mended"); // what the entry, or the file, reads after it
    const auto row = [](const char *name, char system, const QByteArray &entry, const QString &problem,
                        const QString &fix = {}, const QByteArray &mended = {}) {
        QTest::newRow(name) << system << withEntry(entry).text() << problem << fix
                            << (mended.isEmpty() ? mended : withEntry(mended).text());
    };
    const auto named = [](const char *name, const QByteArray &server, const QString &problem, const QString &fix = {},
                          const QByteArray &mended = {}) {
        const QByteArray entry = R"({"command":"npx"})";
        QTest::newRow(name) << 'l' << withEntry(entry, server).text() << problem << fix
                            << (mended.isEmpty() ? mended : withEntry(entry, mended).text());
    };
    const auto file = [](const char *name, const QByteArray &text, const QString &problem, const QString &fix,
                         const QByteArray &mended) { QTest::newRow(name) << 'l' << text << problem << fix << mended; };

    row("number in args", 'l', R"({"command":"npx","args":["-p",8080]})", u"not-a-string"_s, u"add-quotes"_s,
        R"({"command":"npx","args":["-p","8080"]})");
    row("switch in env", 'l', R"({"command":"npx","env":{"DEBUG":true}})", u"not-a-string"_s, u"add-quotes"_s,
        R"({"command":"npx","env":{"DEBUG":"true"}})");
    row("number keeps its spelling", 'l', R"({"command":"npx","env":{"N":1.50e3}})", u"not-a-string"_s, u"add-quotes"_s,
        R"({"command":"npx","env":{"N":"1.50e3"}})");
    row("list in args", 'l', R"({"command":"npx","args":[["-y"]]})", u"not-well-formed"_s);
    row("null in env", 'l', R"({"command":"npx","env":{"A":null}})", u"not-well-formed"_s);

    row("cwd", 'l', R"({"command":"npx","cwd":"/"})", u"dropped-key"_s, u"remove-key"_s, R"({"command":"npx"})");
    row("disabled", 'l', R"({"disabled":true,"command":"npx"})", u"dropped-key"_s, u"remove-key"_s,
        R"({"command":"npx"})");
    row("timeout", 'l', R"({"command":"npx","timeout":60,"args":[]})", u"dropped-key"_s, u"remove-key"_s,
        R"({"command":"npx","args":[]})");

    named("cowork", "cowork", u"reserved-name"_s, u"rename"_s, "cowork-server");
    named("skills", "skills", u"reserved-name"_s, u"rename"_s, "skills-server");
    named("empty name", "", u"empty-name"_s);
    named("space behind the name", "portal ", u"space-around-name"_s, u"remove-spaces"_s, "portal");
    named("slash in the name", "a/b", u"name-breaks-tools"_s, u"rename"_s, "a-b");
    named("two underscores", "a__b", u"name-breaks-tools"_s, u"rename"_s, "a-b");
    named("long name", QByteArray(65, 'x'), u"name-breaks-tools"_s, u"rename"_s, QByteArray(64, 'x'));
    file("two of one name", R"({"mcpServers":{"a":{"command":"npx"},"a":{"command":"node"}}})", u"faulty-file"_s,
         u"rename"_s, R"({"mcpServers":{"a-2":{"command":"npx"},"a":{"command":"node"}}})");

    row("empty command", 'l', R"({"command":""})", u"empty-command"_s);
    row("folder", 'l', R"({"command":"/home"})", u"command-is-folder"_s);
    row("not executable", 'l', R"({"command":"/home/ığİş/server.js"})", u"command-not-executable"_s);
    row("unknown program", 'l', R"({"command":"uvx"})", u"command-not-found"_s);
    row("program elsewhere", 'm', R"({"command":"/usr/local/bin/npx"})", u"command-not-found"_s, u"use-found-program"_s,
        R"({"command":"/opt/homebrew/bin/npx"})");
    row("relative command", 'l', R"({"command":"bin/tool"})", u"relative-command"_s, u"use-found-program"_s,
        R"({"command":"/home/ığİş/bin/tool"})");
    row("relative command nowhere", 'l', R"({"command":"./tool"})", u"relative-command"_s);
    row("whole command line", 'l', R"({"command":"npx -y \"my server\"","args":["x"]})", u"whole-command-line"_s,
        u"split-command"_s, R"({"command":"npx","args":["-y","my server","x"]})");

    row("tilde in the command", 'l', R"({"command":"~/bin/tool"})", u"unexpanded-tilde"_s, u"expand-path"_s,
        R"({"command":"/home/ığİş/bin/tool"})");
    row("tilde in an argument", 'l', R"({"command":"npx","args":["--dir=~/x"]})", u"unexpanded-tilde"_s,
        u"expand-path"_s, R"({"command":"npx","args":["--dir=/home/ığİş/x"]})");
    row("tilde in a variable", 'm', R"({"command":"npx","env":{"DIR":"~"}})", u"unexpanded-tilde"_s, u"expand-path"_s,
        R"({"command":"npx","env":{"DIR":"/Users/deneme"}})");
    row("home variable", 'l', R"({"command":"npx","args":["${HOME}/x"]})", u"unexpanded-variable"_s, u"expand-path"_s,
        R"({"command":"npx","args":["/home/ığİş/x"]})");
    row("home variable without braces", 'l', R"({"command":"npx","args":["$HOME/x"]})", u"unexpanded-variable"_s,
        u"expand-path"_s, R"({"command":"npx","args":["/home/ığİş/x"]})");
    row("home variable of VS Code", 'l', R"({"command":"npx","env":{"D":"${userHome}/x"}})", u"unexpanded-variable"_s,
        u"expand-path"_s, R"({"command":"npx","env":{"D":"/home/ığİş/x"}})");
    row("variable of Windows", 'w', R"({"command":"node","args":["%APPDATA%\\x.js"]})", u"unexpanded-variable"_s,
        u"expand-path"_s, R"({"command":"node","args":["C:\\Users\\İpek\\AppData\\Roaming\\x.js"]})");
    row("unknown variable", 'l', R"({"command":"npx","args":["${WORKSPACE}/x"]})", u"unexpanded-variable"_s);
    row("header variable that is not in env", 'l',
        R"({"command":"npx","args":["mcp-remote","https://x.example","--header","A:${KEY}"]})",
        u"unexpanded-variable"_s);

    row("space behind a token", 'l', R"({"command":"npx","env":{"MY_TOKEN":"abc \n"}})", u"space-in-secret"_s,
        u"remove-spaces"_s, R"({"command":"npx","env":{"MY_TOKEN":"abc"}})");
    row("line break in a token", 'l', R"({"command":"npx","env":{"MY_TOKEN":"ab\r\nc"}})", u"space-in-secret"_s,
        u"remove-spaces"_s, R"({"command":"npx","env":{"MY_TOKEN":"abc"}})");
    row("line break in a password", 'l', R"({"command":"npx","env":{"DB_PASSWORD":"two words\n"}})",
        u"space-in-secret"_s, u"remove-spaces"_s, R"({"command":"npx","env":{"DB_PASSWORD":"two words"}})");
    row("placeholder", 'l', R"({"command":"npx","env":{"API_KEY":"your_key_here"}})", u"placeholder"_s);
    row("Apinizer token without mcp_", 'l', R"({"command":"npx","env":{"APINIZER_TOKEN":"abc"}})", u"unusual-prefix"_s);
    row("Apinizer token with its scheme", 'l', R"({"command":"npx","env":{"APINIZER_TOKEN":"Bearer mcp_abc"}})",
        u"unusual-prefix"_s, u"clean-token"_s, R"({"command":"npx","env":{"APINIZER_TOKEN":"mcp_abc"}})");
    row("AgentPort key with its name", 'l', R"({"command":"npx","env":{"AGENTPORT_API_KEY":"X-API-Key: \"ap_abc\""}})",
        u"unusual-prefix"_s, u"clean-token"_s, R"({"command":"npx","env":{"AGENTPORT_API_KEY":"ap_abc"}})");

    row("secret in a header of mcp-remote", 'l',
        R"({"command":"npx","args":["mcp-remote","https://x.example","--header","Authorization: Bearer abc"]})",
        u"secret-in-arguments"_s, u"move-to-variables"_s,
        R"({"command":"npx","args":["mcp-remote","https://x.example","--header","Authorization:${AUTHORIZATION}"],)"
        R"("env":{"AUTHORIZATION":"Bearer abc"}})");
    row("secret in a header of the bridge", 'l',
        R"({"command":"/home/ığİş/.claude/mcp/kopru-bridge","args":["http","--header=X-API-Key: abc"],)"
        R"("env":{"X_API_KEY":"other"}})",
        u"secret-in-arguments"_s, u"move-to-variables"_s,
        R"({"command":"/home/ığİş/.claude/mcp/kopru-bridge","args":["http","--header=X-API-Key:${X_API_KEY_2}"],)"
        R"("env":{"X_API_KEY":"other","X_API_KEY_2":"abc"}})");
    row("secret option of a stranger", 'l', R"({"command":"npx","args":["x","--api-key","abc"]})",
        u"secret-in-arguments"_s);
    row("certificates of Node are not verified", 'l', R"({"command":"npx","env":{"NODE_TLS_REJECT_UNAUTHORIZED":"0"}})",
        u"verification-off"_s, u"verify-again"_s, R"({"command":"npx","env":{}})");
    row("certificates of the bridge are not verified", 'l', R"({"command":"npx","env":{"VERIFY_CERTIFICATE":"no"}})",
        u"verification-off"_s, u"verify-again"_s, R"({"command":"npx","env":{"VERIFY_CERTIFICATE":"true"}})");

    row("header with a space on Windows", 'w',
        R"({"command":"npx","args":["mcp-remote","https://x.example","--header","X-Team: a b"]})",
        u"space-on-windows"_s, u"move-to-variables"_s,
        R"({"command":"npx","args":["mcp-remote","https://x.example","--header","X-Team:${X_TEAM}"],)"
        R"("env":{"X_TEAM":"a b"}})");
    row("space in front of a variable on Windows", 'w',
        R"({"command":"npx","args":["mcp-remote","https://x.example","--header","X-Key: ${KEY}"],"env":{"KEY":"a"}})",
        u"space-on-windows"_s, u"move-to-variables"_s,
        R"({"command":"npx","args":["mcp-remote","https://x.example","--header","X-Key:${KEY}"],"env":{"KEY":"a"}})");
    row("scheme in front of a variable on Windows", 'w',
        R"({"command":"npx","args":["mcp-remote","u","--header","Authorization: Bearer ${KEY}"],"env":{"KEY":"a"}})",
        u"space-on-windows"_s, u"move-to-variables"_s,
        R"({"command":"npx","args":["mcp-remote","u","--header","Authorization:${AUTH_HEADER}"],)"
        R"("env":{"KEY":"a","AUTH_HEADER":"Bearer a"}})");
    row("path with a space on Windows", 'w', R"({"command":"npx","args":["x","C:\\My Files"]})", u"space-on-windows"_s);
    row("command with a space on Windows", 'w', R"({"command":"C:\\Program Files\\nodejs\\npx.cmd"})",
        u"space-on-windows"_s, u"use-found-program"_s, R"({"command":"npx"})");

    row("relative script", 'l', R"({"command":"node","args":["server.js"]})", u"relative-path"_s, u"expand-path"_s,
        R"({"command":"node","args":["/home/ığİş/server.js"]})");
    row("relative script with a dot", 'l', R"({"command":"node","args":["./Masaüstü/server.js"]})", u"relative-path"_s,
        u"expand-path"_s, R"({"command":"node","args":["/home/ığİş/Masaüstü/server.js"]})");
    row("relative script nowhere", 'l', R"({"command":"npx","args":["x","../other"]})", u"relative-path"_s);
    row("script that is not there", 'l', R"({"command":"node","args":["/home/ığİş/none.js"]})", u"path-not-found"_s);
    row("folder that is not there", 'm',
        R"({"command":"npx","args":["-y","server-filesystem","/Users/deneme/Desktop","/Users/deneme/Dekstop"]})",
        u"path-not-found"_s);
    row("drive path that is not there", 'w', R"({"command":"node","args":["D:\\x.js"]})", u"path-not-found"_s);
    row("certificate file that is not there", 'l',
        R"({"command":"npx","env":{"NODE_EXTRA_CA_CERTS":"/home/ığİş/ca.pem"}})", u"path-not-found"_s);

    const QByteArray bridge =
        R"({"command":"/home/ığİş/.claude/mcp/kopru-bridge","args":["--profile","apinizer-http"],"env":)";
    row("address as host name", 'l', bridge + R"({"HTTP_HOSTNAME":"https://p.example:8443/x/mcp"}})",
        u"address-as-host"_s, u"split-address"_s,
        bridge + R"({"HTTP_HOSTNAME":"p.example","HTTP_PORT":"8443","HTTP_PATH":"/x/mcp"}})");
    row("address without encryption as host name", 'l', bridge + R"({"HTTP_HOSTNAME":"http://p.local"}})",
        u"address-as-host"_s, u"split-address"_s, bridge + R"({"HTTP_HOSTNAME":"p.local","USE_HTTPS":"false"}})");
    row("host with a path", 'l', bridge + R"({"HTTP_HOSTNAME":"p.example/mcp"}})", u"address-as-host"_s,
        u"split-address"_s, bridge + R"({"HTTP_HOSTNAME":"p.example","HTTP_PATH":"/mcp"}})");
    row("port too large", 'l', bridge + R"({"HTTP_PORT":"70000"}})", u"port-out-of-range"_s, u"use-standard"_s,
        bridge + R"({"HTTP_PORT":"443"}})");
    row("port in words", 'l', bridge + R"({"HTTP_PORT":"https"}})", u"port-out-of-range"_s, u"use-standard"_s,
        bridge + R"({"HTTP_PORT":"443"}})");
    row("port of a stranger", 'l', R"({"command":"npx","env":{"DB_PORT":"543210"}})", u"port-out-of-range"_s);
    row("time limit in seconds", 'l', bridge + R"({"TIMEOUT_AS_MS":"30"}})", u"timeout-out-of-range"_s, u"multiply"_s,
        bridge + R"({"TIMEOUT_AS_MS":"30000"}})");
    row("time limit in words", 'l', bridge + R"({"TIMEOUT_AS_MS":"30s"}})", u"timeout-out-of-range"_s,
        u"use-standard"_s, bridge + R"({"TIMEOUT_AS_MS":"30000"}})");
    row("time limit of the bridge", 'l',
        R"({"command":"/home/ığİş/.claude/mcp/kopru-bridge","args":["http","--timeout","-1"]})",
        u"timeout-out-of-range"_s, u"use-standard"_s,
        R"({"command":"/home/ığİş/.claude/mcp/kopru-bridge","args":["http","--timeout","30000"]})");

    row("plain address", 'l', R"({"command":"npx","args":["mcp-remote","http://mcp.example.com/mcp"]})",
        u"plain-address"_s, u"use-encryption"_s,
        R"({"command":"npx","args":["mcp-remote","https://mcp.example.com/mcp"]})");
    row("plain address of the bridge", 'l',
        R"({"command":"/home/ığİş/.claude/mcp/kopru-bridge","args":["ws","--url=WS://mcp.example.com/İ"]})",
        u"plain-address"_s, u"use-encryption"_s,
        R"({"command":"/home/ığİş/.claude/mcp/kopru-bridge","args":["ws","--url=wss://mcp.example.com/İ"]})");
    row("plain address in a variable", 'l', R"({"command":"npx","env":{"API_URL":"http://1.2.3.4/"}})",
        u"plain-address"_s, u"use-encryption"_s, R"({"command":"npx","env":{"API_URL":"https://1.2.3.4/"}})");
    row("encryption switched off", 'l', bridge + R"({"HTTP_HOSTNAME":"p.example.com","USE_HTTPS":"false"}})",
        u"plain-address"_s, u"use-encryption"_s, bridge + R"({"HTTP_HOSTNAME":"p.example.com","USE_HTTPS":"true"}})");

    // Their button is in integrations/fixes.h.
    row("address alone", 'l', R"({"url":"https://mcp.example.com/mcp"})", u"url-only"_s);
}

void tst_Rules::fires()
{
    QFETCH(char, system);
    QFETCH(QByteArray, text);
    QFETCH(QString, problem);
    QFETCH(QString, fix);
    QFETCH(QByteArray, mended);
    const Platform platform = on(system);
    const Document document = *Document::parse(text);
    const Findings findings = validate(document, platform);
    const auto finding = theOne(findings, problem);
    QVERIFY2(finding, qPrintable(spelled(findings)));
    ++m_seen[problem];
    QVERIFY(finding->position.line == 1 && finding->position.column > 1);
    const auto found = fixFor(*finding, document, platform);
    QCOMPARE(found ? fixId(found->id) : QString(), fix);
    if (!found)
        return;
    QVERIFY2(readsTheSame(found->document.text(), mended), found->document.text().constData());
    // The button takes its own finding away.
    const Findings left = validate(found->document, platform);
    QVERIFY2(!theOne(left, problem), qPrintable(spelled(left)));
}

void tst_Rules::staysSilent_data()
{
    QTest::addColumn<char>("system");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, char system, const QByteArray &entry) {
        QTest::newRow(name) << system << withEntry(entry).text();
    };
    const auto named = [](const char *name, const QByteArray &server) {
        QTest::newRow(name) << 'l' << withEntry(R"({"command":"npx"})", server).text();
    };
    row("numbers in quotes", 'l', R"({"command":"npx","args":["-p","8080"],"env":{"PORT":"8080"}})");
    row("type stdio", 'l', R"({"type":"stdio","command":"npx"})");
    row("extensionId", 'l', R"({"command":"npx","extensionId":"x"})");
    named("reserved name in other letters", "Cowork");
    named("name of letters, signs and spaces", "köprü @home-1");
    named("name with a dot and one underscore", "a_b.c");
    named("name of 64 letters", QByteArray(64, 'x'));
    named("Turkish letters", "İPUCU ığış");
    named("key that looks like another in Turkish", "id");
    row("variables that differ by case", 'l', R"({"command":"npx","env":{"INPUT":"a","input":"b","ID":"c","id":"d"}})");
    row("command with a space in its path", 'w', R"({"command":"C:\\Program Files\\nodejs\\node.exe"})");
    row("tilde inside", 'l', R"({"command":"npx","args":["a~b","x/~y","HEAD~1"]})");
    row("dollar signs", 'l', R"({"command":"npx","args":["$5","a$HOME2","$HOMEPAGE"]})");
    row("percent signs on Windows", 'w', R"({"command":"node","args":["100%","%20a%20","%NOT_HANDED_ON%"]})");
    row("percent signs elsewhere", 'l', R"({"command":"npx","args":["%APPDATA%"]})");
    row("header variable in env", 'l',
        R"({"command":"npx","args":["mcp-remote","https://x.example","--header","A:${KEY}"],"env":{"KEY":"a"}})");
    row("sound tokens", 'l',
        R"({"command":"npx","env":{"APINIZER_TOKEN":"mcp_a","AGENTPORT_API_KEY":"ap_a","AUTHORIZATION":"Bearer a"}})");
    row("tokens in the keychain", 'l',
        R"({"command":"npx","env":{"APINIZER_TOKEN":"keychain:kopru/a b","AGENTPORT_API_KEY":"keychain:kopru/a"}})");
    row("harmless options", 'l', R"({"command":"npx","args":["--auth","bearer","--token-file","x","--keyboard=tr"]})");
    row("verification on", 'l',
        R"({"command":"npx","env":{"NODE_TLS_REJECT_UNAUTHORIZED":"1","VERIFY_CERTIFICATE":"on"}})");
    row("space on Linux", 'l', R"({"command":"npx","args":["a b"]})");
    row("space for a real program on Windows", 'w', R"({"command":"node","args":["--title=a b"]})");
    row("path of an address", 'l', R"({"command":"npx","args":["supergateway","/mcp","/sse/x"]})");
    row("file of an option that may be written", 'l', R"({"command":"npx","args":["--log","/home/ığİş/new.log"]})");
    row("path in a container", 'l', R"({"command":"docker","args":["run","-i","image","/home/none","./x"]})");
    row("script that is there", 'l', R"({"command":"node","args":["--inspect","/home/ığİş/server.js"]})");
    row("module of an interpreter", 'l', R"({"command":"node","args":["-e","1","package.json"]})");
    row("name that only looks like a file", 'l', R"({"command":"npx","args":["-y","next.js"]})");
    row("share that may be asleep", 'w', R"({"command":"node","args":["\\\\server\\share\\x.js"]})");
    row("host name", 'l',
        R"({"command":"node","args":["/home/ığİş/server.js"],"env":{"HTTP_HOSTNAME":"p.example.com"}})");
    row("host variable of a stranger", 'l', R"({"command":"npx","env":{"OLLAMA_HOST":"https://x.example.com:11434"}})");
    row("ports", 'l', R"({"command":"npx","env":{"PORT":"0","DB_PORT":"65535","SERIAL_PORT":"COM3"}})");
    row("time limits", 'l',
        R"({"command":"npx","args":["--timeout","-1"],"env":{"TIMEOUT":"30","TIMEOUT_AS_MS":"100"}})");
    row("plain address of this computer", 'l',
        R"({"command":"npx","args":["http://localhost:1","http://127.0.0.1:1","ws://[::1]:1/","http://a.localhost/"]})");
    row("plain address in the same network", 'l',
        R"({"command":"npx","args":["http://192.168.1.2/","http://10.0.0.1/","http://172.20.0.1/","http://nas/","http://nas.local/","http://[fd00::1]/"]})");
    row("encrypted address", 'l', R"({"command":"npx","args":["https://mcp.example.com","wss://mcp.example.com"]})");
}

void tst_Rules::staysSilent()
{
    QFETCH(char, system);
    QFETCH(QByteArray, text);
    QCOMPARE(spelled(validate(*Document::parse(text), on(system))), QString());
}

void tst_Rules::everyProblemHasARow()
{
    if (m_seen.isEmpty())
        QSKIP("Single rows were run");
    for (int i = 0; i <= static_cast<int>(Problem::FaultyFile); ++i) {
        const auto problem = static_cast<Problem>(i);
        if (problem != Problem::NameTaken) // of forms
            QVERIFY2(m_seen.contains(problemId(problem)), qPrintable(problemId(problem)));
    }
}

void tst_Rules::positions()
{
    const QByteArray text = "{\n \"mcpServers\": {\n  \"s\": {\n   \"command\": \"npx\",\n   \"args\": [\n    \"a\",\n"
                            "    5\n   ],\n   \"env\": {\"ı\": \"x\", \"PORT\": 8}\n  }\n }\n}\n";
    const Findings findings = validate(*Document::parse(text), linuxComputer());
    QCOMPARE(findings.size(), 2);
    QCOMPARE(findings.at(0).position.line, 7);
    QCOMPARE(findings.at(0).position.column, 5);
    QCOMPARE(findings.at(0).path, (QStringList{u"args"_s, u"1"_s}));
    QCOMPARE(findings.at(1).position.line, 9);
    QCOMPARE(findings.at(1).position.column, 22);
}

void tst_Rules::forms()
{
    const Platform platform = linuxComputer();
    const Entry entry{u"npx"_s, {u"-y"_s, u"~/x"_s}, {{u"MY_TOKEN"_s, u" a"_s}}};
    const Findings findings = validateEntry(u"skills"_s, entry, platform);
    QCOMPARE(spelled(findings), u"reserved-name unexpanded-tilde space-in-secret"_s);
    const auto name = fixFor(findings.at(0), u"skills"_s, entry, platform);
    QVERIFY(name);
    QCOMPARE(name->name, u"skills-server"_s);
    QCOMPARE(name->entry, entry);
    const auto argument = fixFor(findings.at(1), u"skills"_s, entry, platform);
    QVERIFY(argument && argument->safe);
    QCOMPARE(argument->name, u"skills"_s);
    QCOMPARE(argument->entry.arguments, (QStringList{u"-y"_s, u"/home/ığİş/x"_s}));
    // A finding of another entry does nothing.
    QVERIFY(!fixFor(findings.at(1), u"s"_s, Entry{u"npx"_s, {u"-y"_s}, {}}, platform));
}

void tst_Rules::safeOnes()
{
    const QByteArray text = R"({
  "mcpServers": {
    "a": {
      "command": "npx -y mcp-remote https://mcp.example.com/mcp --header X-Key:abc",
      "cwd": "~/x"
    },
    "b": {
      "command": "~/bin/tool",
      "args": [ "--port", 8080,  "${HOME}/x" ],
      "env": { "MY_TOKEN": "abc " , "OTHER_TOKEN": "a b"}
    }
  },
  "preferences": { "n": 1.0 }
}
)";
    const SafeFixes fixes = safeFixes(*Document::parse(text), linuxComputer());
    const QByteArray expected = R"({
  "mcpServers": {
    "a": {
      "command": "npx",
      "args": ["-y", "mcp-remote", "https://mcp.example.com/mcp", "--header", "X-Key:${X_KEY}"],
      "env": {
        "X_KEY": "abc"
      },
      "cwd": "~/x"
    },
    "b": {
      "command": "/home/ığİş/bin/tool",
      "args": [ "--port", "8080",  "/home/ığİş/x" ],
      "env": { "MY_TOKEN": "abc" , "OTHER_TOKEN": "a b"}
    }
  },
  "preferences": { "n": 1.0 }
}
)";
    QVERIFY2(readsTheSame(fixes.document.text(), expected), fixes.document.text().constData());
    QVERIFY(fixes.document.text().contains(R"("args": [ "--port", "8080",  "/home/ığİş/x" ],)"));
    QVERIFY(fixes.document.text().endsWith("  \"preferences\": { \"n\": 1.0 }\n}\n"));
    QCOMPARE(
        spelled(fixes.done),
        u"whole-command-line secret-in-arguments not-a-string unexpanded-tilde unexpanded-variable space-in-secret"_s);
    // Once more changes nothing.
    QCOMPARE(safeFixes(fixes.document, linuxComputer()).document.text(), fixes.document.text());
}

void tst_Rules::safeOnesLeaveTheRest()
{
    const Document document = *Document::parse(
        R"({"mcpServers":{"skills":{"command":"npx","cwd":"/","env":{"NODE_TLS_REJECT_UNAUTHORIZED":"0"}},)"
        R"("r":{"url":"http://mcp.example.com"},"skills ":{"command":"npx","args":["http://mcp.example.com"]}}})");
    const SafeFixes fixes = safeFixes(document, linuxComputer());
    QCOMPARE(fixes.document.text(), document.text());
    QVERIFY(fixes.done.isEmpty());
}

void tst_Rules::nothingToMend()
{
    // Of a finding that is no longer true, nothing comes.
    const Platform platform = linuxComputer();
    const Document before = withEntry(R"({"command":"npx","args":[5],"cwd":"/"})");
    const Document after = withEntry(R"({"command":"npx"})");
    for (const Finding &finding : validate(before, platform)) {
        const auto fix = fixFor(finding, after, platform);
        QVERIFY2(!fix, qPrintable(problemId(finding.problem)));
    }
}

void tst_Rules::idsDiffer()
{
    QSet<QString> ids;
    for (int i = 0; i <= static_cast<int>(FixId::UseBridge); ++i)
        ids.insert(fixId(static_cast<FixId>(i)));
    QCOMPARE(ids.size(), static_cast<int>(FixId::UseBridge) + 1);
    QVERIFY(!ids.contains(QString()));
}

QTEST_GUILESS_MAIN(tst_Rules)
#include "tst_rules.moc"
