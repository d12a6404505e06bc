#include "bridge/net/challenge.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QtTest>

#include <random>

using namespace kopru::bridge;

/// The challenges of servers and proxies, as the RFC writes them, as people write them, and as nobody should.
class TestChallenge final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_data();
    void read();
    void quotedText();
    void hostile();
    void longText_data();
    void longText();
};

namespace {

/// scheme[token68]{name=value|name=value} scheme…
QByteArray shown(const std::vector<Challenge> &challenges)
{
    std::string text;
    for (const Challenge &challenge : challenges) {
        text += (text.empty() ? "" : " ") + challenge.scheme;
        if (!challenge.token68.empty())
            text += "[" + challenge.token68 + "]";
        if (challenge.parameters.empty())
            continue;
        std::string inner;
        for (const auto &[name, value] : challenge.parameters)
            inner += (inner.empty() ? "" : "|") + name + "=" + value;
        text += "{" + inner + "}";
    }
    return QByteArray::fromStdString(text);
}

QByteArray shown(const QByteArray &field)
{
    return shown(parseChallenges(std::string_view(field.data(), static_cast<std::size_t>(field.size()))));
}

} // namespace

void TestChallenge::read_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const QByteArray &field, const QByteArray &expected) {
        QTest::newRow(field.isEmpty() ? "nothing" : field.constData()) << field << expected;
    };
    row("", "");
    row(" ,\t, ", "");
    row("Basic realm=\"simple\"", "basic{realm=simple}");
    // RFC 9110 section 11.6.1
    row("Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"",
        "basic{realm=simple} newauth{realm=apps|type=1|title=Login to \"apps\"}");
    row("Negotiate", "negotiate");
    row("Negotiate, NTLM", "negotiate ntlm");
    row("Negotiate YII+/a-._~==, Basic realm=x", "negotiate[YII+/a-._~==] basic{realm=x}");
    row("NTLM TlRMTVNTUAAC=", "ntlm[TlRMTVNTUAAC=]");
    row("Bearer a=, Basic", "bearer[a=] basic");
    row("Digest qop=\"auth, auth-int\", nonce=\"a\\\\b\", stale=FALSE",
        "digest{qop=auth, auth-int|nonce=a\\b|stale=FALSE}");
    row("bearer REALM = \"x\" ,\tError=\"invalid_token\"", "bearer{realm=x|error=invalid_token}");
    row("Bearer realm=\"a\", , error=\"b\",", "bearer{realm=a|error=b}");
    row("Bearer realm=\"\"", "bearer{realm=}");
    // Not allowed, and seen
    row("Bearer realm=\"a\" error=\"b\"", "bearer{realm=a|error=b}");
    row("Bearer resource_metadata=https://a.example/.well-known/x?y=1, scope=\"a b\"",
        "bearer{resource_metadata=https://a.example/.well-known/x?y=1|scope=a b}");
    row("Bearer realm=\"never ends, Basic realm=x", "bearer{realm=never ends, Basic realm=x}");
    row("Bearer realm=\"x\\", "bearer{realm=x\\}");
    row("Basic realm=\"a\" Bearer error=\"b\"", "basic{realm=a} bearer{error=b}");
    row("=\"x\", Basic realm=x", "basic{realm=x}");
    row("\"Basic realm=x\", Bearer", "bearer");
    row("realm=\"x\"", "realm");
    row("Basic realm=", "basic[realm=]"); // the grammar says so
    row("Basic realm=,x=1", "basic[realm=]{x=1}");
    row("(){}<>@;:[]", "");
}

void TestChallenge::read()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, expected);
    QCOMPARE(shown(field), expected);
}

void TestChallenge::quotedText()
{
    const auto challenges =
        parseChallenges("Bearer error=\"x\", resource_metadata=\"https://a.example/b\", error=\"y\"");
    QCOMPARE(challenges.size(), 1U);
    QVERIFY(challenges[0].parameter("resource_metadata") == "https://a.example/b");
    QVERIFY(challenges[0].parameter("error") == "x"); // the first one counts
    QVERIFY(!challenges[0].parameter("realm"));
    // What a text says is no parameter.
    const auto quoting = parseChallenges("Basic realm=\"resource_metadata=\\\"https://a.example\\\"\"");
    QVERIFY(!quoting[0].parameter("resource_metadata"));
}

void TestChallenge::hostile()
{
    std::mt19937 random(4711);
    constexpr std::string_view pieces[] = {"Bearer", " ", ",", "=", "\"", "\\", "\t", "realm", "a", "/", "\xff", "\n"};
    std::uniform_int_distribution<std::size_t> pick(0, std::size(pieces) - 1);
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (int length = i % 24; length > 0; --length)
            text += pieces[pick(random)];
        text += std::string(static_cast<std::size_t>(i % 2), '\0');
        for (const Challenge &challenge : parseChallenges(text))
            QVERIFY2(!challenge.scheme.empty(), text.c_str());
    }
}

void TestChallenge::longText_data()
{
    QTest::addColumn<QByteArray>("piece");
    for (const char *piece : {"a ", "a ///", "a=\"", "a b==", ",", "\"", "\\\"", "a =", "= "})
        QTest::newRow(piece) << QByteArray(piece);
}

void TestChallenge::longText()
{
    QFETCH(QByteArray, piece);
    QElapsedTimer clock;
    clock.start();
    shown(piece.repeated(1000000 / static_cast<int>(piece.size())));
    // Ten times the header that is let in; in quadratic time this would take minutes.
    QVERIFY2(clock.elapsed() < 5000, QByteArray::number(clock.elapsed()));
}

QTEST_APPLESS_MAIN(TestChallenge)
#include "tst_challenge.moc"
