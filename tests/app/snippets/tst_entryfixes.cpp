#include "app/config/merge.h"
#include "app/integrations/kind.h"
#include "app/snippets/fixes.h"
#include "tests/app/platform/fakefiles.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace kopru::integrations;
namespace config = kopru::config;
using kopru::platform::System;

namespace {

const QString bridge = u"/h/.claude/mcp/kopru-bridge"_s;

kopru::platform::Platform linuxComputer()
{
    return kopru::test::computer(System::Linux, u"/h"_s, {{u"PATH"_s, u"/usr/bin"_s}},
                                 kopru::test::FakeFiles(System::Linux).program(u"/usr/bin/npx"_s).program(bridge));
}

} // namespace

/// What the button beside a finding does with an entry that was written for another program.
class tst_EntryFixes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressAlone();
    void addressAloneOfOAuth();
    void moreVariablesThanAreRead();
    void othersGoOn();
};

void tst_EntryFixes::addressAlone()
{
    const auto document = config::Document::parse(R"({
    "mcpServers": {
        "first": {"command": "npx"},
        "portal": {
            "type": "http",
            "url": "https://mcp.example.com/mcp",
            "headers": {"Authorization": "Bearer abc"}
        },
        "last": {"command": "npx"}
    },
    "x": 1.0
})");
    const auto findings = config::validate(*document, u"portal"_s, linuxComputer());
    QCOMPARE(findings.size(), 1);
    QVERIFY(!config::fixFor(findings.first(), *document, linuxComputer()));
    const auto fix = fixFor(findings.first(), *document, linuxComputer(), bridge);
    QVERIFY(fix);
    QVERIFY(!fix->safe);
    QCOMPARE(fix->id, config::FixId::UseBridge);
    QCOMPARE(fix->document.servers().size(), 3);
    const config::Server server = fix->document.servers().at(1);
    QCOMPARE(server.name, u"portal"_s);
    QCOMPARE(server.entry.command, bridge);
    QVERIFY(server.otherKeys.isEmpty());
    QVERIFY(!server.entry.arguments.join(u' ').contains(u"abc"_s));
    const auto target = kindOf(server.entry).target(server.entry);
    QVERIFY(target);
    QCOMPARE(target->url, QUrl(u"https://mcp.example.com/mcp"_s));
    QCOMPARE(target->headers, (QList<std::pair<QByteArray, QByteArray>>{{"Authorization", "Bearer abc"}}));
    QVERIFY(config::validate(fix->document, linuxComputer()).isEmpty());
    QVERIFY(fix->document.text().endsWith("\n    },\n    \"x\": 1.0\n}"));
}

void tst_EntryFixes::addressAloneOfOAuth()
{
    const auto document = config::Document::parse(
        R"({"mcpServers": {"a": {"url": "https://mcp.example.com", "auth": {"CLIENT_ID": "x"}}}})");
    const auto findings = config::validate(*document, linuxComputer());
    QCOMPARE(findings.size(), 1);
    QVERIFY(!fixFor(findings.first(), *document, linuxComputer(), bridge));
}

/// None may get lost on the way.
void tst_EntryFixes::moreVariablesThanAreRead()
{
    const auto fixed = [](int count) {
        QByteArrayList variables;
        for (int i = 0; i < count; ++i)
            variables.append("\"A" + QByteArray::number(i) + "\": \"1\"");
        const auto document = config::Document::parse(
            R"({"mcpServers": {"a": {"url": "https://mcp.example.com/mcp", "env": {)" + variables.join(", ") + "}}}}");
        const auto findings = config::validate(*document, linuxComputer());
        for (const config::Finding &finding : findings)
            if (finding.problem == config::Problem::UrlOnly)
                return fixFor(finding, *document, linuxComputer(), bridge).has_value();
        return false;
    };
    QVERIFY(fixed(500));
    QVERIFY(!fixed(501));
}

void tst_EntryFixes::othersGoOn()
{
    const auto document = config::Document::parse(R"({"mcpServers": {"a": {"command": "npx", "args": [1]}}})");
    const auto findings = config::validate(*document, linuxComputer());
    const auto fix = fixFor(findings.first(), *document, linuxComputer(), bridge);
    QVERIFY(fix);
    QCOMPARE(fix->document.text(), R"({"mcpServers": {"a": {"command": "npx", "args": ["1"]}}})"_ba);
}

QTEST_GUILESS_MAIN(tst_EntryFixes)
#include "tst_entryfixes.moc"
