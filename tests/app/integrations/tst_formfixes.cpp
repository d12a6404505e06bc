#include "app/integrations/fixes.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace kopru::integrations;
namespace config = kopru::config;

/// What the buttons of the forms do.
class tst_FormFixes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fields_data();
    void fields();
};

void tst_FormFixes::fields_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<Values>("values");
    QTest::addColumn<FieldProblem>("problem");
    QTest::addColumn<QString>("fix");  // empty: no button
    QTest::addColumn<Values>("after"); // what differs
    const auto row = [](const char *name, const char *kind, const Values &values, FieldProblem problem,
                        const QString &fix = {}, const Values &after = {}) {
        QTest::newRow(name) << QString::fromLatin1(kind) << values << problem << fix << after;
    };
    const QString token = u"mcp_abc"_s;
    row("address as host", "apinizer-http",
        {{FieldId::Host, u"http://portal.example.com:8080/a/b"_s}, {FieldId::Token, token}},
        FieldProblem::AddressAsHost, u"split-address"_s,
        {{FieldId::Host, u"portal.example.com"_s},
         {FieldId::Port, 8080},
         {FieldId::Path, u"/a/b"_s},
         {FieldId::UseHttps, false}});
    row("host with a path", "apinizer-ws", {{FieldId::Host, u"çağrı.example.com:444/x"_s}, {FieldId::Token, token}},
        FieldProblem::NotAHost, u"split-address"_s, {{FieldId::Host, u"çağrı.example.com"_s}, {FieldId::Port, 444}});
    row("two words as host", "apinizer-http", {{FieldId::Host, u"my portal"_s}, {FieldId::Token, token}},
        FieldProblem::NotAHost);
    row("no scheme", "remote", {{FieldId::Address, u"mcp.example.com/mcp"_s}}, FieldProblem::NotAUrl, u"add-scheme"_s,
        {{FieldId::Address, u"https://mcp.example.com/mcp"_s}});
    row("scheme with one slash", "remote", {{FieldId::Address, u"https:/mcp.example.com"_s}}, FieldProblem::NotAUrl,
        u"add-scheme"_s, {{FieldId::Address, u"https://mcp.example.com"_s}});
    row("no address at all", "remote", {{FieldId::Address, u"my server"_s}}, FieldProblem::NotAUrl);
    row("https for a WebSocket", "alecs-ws",
        {{FieldId::Address, u"https://alecs.example.com:8082/mcp"_s}, {FieldId::Token, u"abc"_s}},
        FieldProblem::UnsupportedScheme, u"add-scheme"_s, {{FieldId::Address, u"wss://alecs.example.com:8082/mcp"_s}});
    row("http address", "remote", {{FieldId::Address, u"http://mcp.example.com/mcp"_s}}, FieldProblem::PlainHttp,
        u"use-encryption"_s, {{FieldId::Address, u"https://mcp.example.com/mcp"_s}});
    row("ws address", "remote", {{FieldId::Address, u"ws://mcp.example.com/mcp"_s}}, FieldProblem::PlainWebSocket,
        u"use-encryption"_s, {{FieldId::Address, u"wss://mcp.example.com/mcp"_s}});
    row("https off", "apinizer-http",
        {{FieldId::Host, u"p.example.com"_s}, {FieldId::Token, token}, {FieldId::UseHttps, false}},
        FieldProblem::PlainHttp, u"use-encryption"_s, {{FieldId::UseHttps, true}});
    row("password in the address", "remote", {{FieldId::Address, u"https://deneme:p%40ss@mcp.example.com/mcp"_s}},
        FieldProblem::CredentialsInUrl, u"move-to-token"_s,
        {{FieldId::Address, u"https://mcp.example.com/mcp"_s},
         {FieldId::HeaderName, u"Authorization"_s},
         {FieldId::Token, u"Basic ZGVuZW1lOnBAc3M="_s}});
    row("password in the address beside a token", "remote",
        {{FieldId::Address, u"https://deneme:x@mcp.example.com/mcp"_s}, {FieldId::Token, u"abc"_s}},
        FieldProblem::CredentialsInUrl);
    row("space in the token", "apinizer-http", {{FieldId::Host, u"p.example.com"_s}, {FieldId::Token, u"mcp_a b\nc"_s}},
        FieldProblem::SpaceInToken, u"remove-spaces"_s, {{FieldId::Token, u"mcp_abc"_s}});
    row("token with its scheme", "apinizer-http",
        {{FieldId::Host, u"p.example.com"_s}, {FieldId::Token, u"\"mcp_abc\","_s}}, FieldProblem::UnusualPrefix,
        u"clean-token"_s, {{FieldId::Token, token}});
    row("token of another service", "agentport", {{FieldId::Token, token}}, FieldProblem::UnusualPrefix);
    row("port", "apinizer-http", {{FieldId::Host, u"p.example.com"_s}, {FieldId::Token, token}, {FieldId::Port, 70000}},
        FieldProblem::OutOfRange, u"use-standard"_s, {{FieldId::Port, 443}});
    row("certificate", "apinizer-ws",
        {{FieldId::Host, u"p.example.com"_s}, {FieldId::Token, token}, {FieldId::VerifyCertificate, false}},
        FieldProblem::VerificationOff, u"verify-again"_s, {{FieldId::VerifyCertificate, true}});
    row("header name with a colon", "remote",
        {{FieldId::Address, u"https://mcp.example.com"_s},
         {FieldId::Token, u"a"_s},
         {FieldId::HeaderName, u"X-Key:"_s}},
        FieldProblem::NotAHeaderName, u"remove-spaces"_s, {{FieldId::HeaderName, u"X-Key"_s}});
    row("placeholder", "apinizer-http",
        {{FieldId::Host, u"p.example.com"_s}, {FieldId::Token, u"<API_PORTAL_ACCESS_TOKEN>"_s}},
        FieldProblem::Placeholder);
}

void tst_FormFixes::fields()
{
    QFETCH(QString, kind);
    QFETCH(Values, values);
    QFETCH(FieldProblem, problem);
    QFETCH(QString, fix);
    QFETCH(Values, after);
    const Kind &described = *kindByKey(kind);
    std::optional<FieldFinding> finding;
    for (const FieldFinding &one : described.validate(values))
        if (one.problem == problem)
            finding = one;
    QVERIFY(finding);
    const auto found = fieldFix(described, values, *finding);
    QCOMPARE(found ? config::fixId(found->id) : QString(), fix);
    if (!found)
        return;
    Values expected = values;
    expected.insert(after);
    QCOMPARE(found->values, expected);
    for (const FieldFinding &left : described.validate(found->values))
        QVERIFY(left.field != finding->field || left.problem != problem);
}

QTEST_GUILESS_MAIN(tst_FormFixes)
#include "tst_formfixes.moc"
