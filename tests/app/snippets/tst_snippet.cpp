#include "app/integrations/bridgecommand.h"
#include "app/snippets/snippet.h"
#include "app/snippets/wording.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtTest/QTest>

#include <ctime>

using namespace kopru;
using namespace kopru::integrations;
using namespace Qt::StringLiterals;

/// The snippet reader against the expectations of tests/data/paste, which somebody else wrote before it existed.
class tst_Snippet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pastedTexts_data();
    void pastedTexts();
    void foreignFiles_data();
    void foreignFiles();
    void more_data();
    void more();
    void namesWhatIsTooMany_data();
    void namesWhatIsTooMany();
    void becomesAnEntry_data();
    void becomesAnEntry();
    void everythingHasWords();
    void keepsSecretsOutOfArguments();
    void showsNoSecret_data();
    void showsNoSecret();
    void takesAnswers();
    void endsOnEverything_data();
    void endsOnEverything();
    void endsOnRandomBytes();
    void endsOnBeginnings();
};

namespace {

const QString folder = QStringLiteral(KOPRU_TEST_DATA "/paste/");

/// Rows that the reader does not meet yet.
const QStringList notYet{};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonArray rows(const QString &list)
{
    return QJsonDocument::fromJson(contentOf(folder + list)).array();
}

QString key(const SnippetTransport &transport)
{
    return snippetKey(transport);
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonArray sorted(QStringList texts)
{
    texts.sort();
    return QJsonArray::fromStringList(texts);
}

QJsonArray sorted(const QJsonValue &array)
{
    QStringList texts;
    for (const QJsonValue &one : array.toArray())
        texts.append(one.toString());
    return sorted(texts);
}

QJsonObject variables(const config::Variables &list)
{
    QJsonObject object;
    for (const config::Variable &variable : list)
        object.insert(variable.name, variable.value);
    return object;
}

QJsonObject written(const SnippetServer &server)
{
    QJsonObject object{{u"name"_s, orNull(server.name)}, {u"transport"_s, key(server.transport)}};
    object.insert(u"env"_s, variables(server.entry.environment));
    if (server.isRemote()) {
        object.insert(u"url"_s, orNull(server.url));
        QJsonObject headers;
        for (const SnippetHeader &header : server.headers)
            headers.insert(header.name, header.value);
        object.insert(u"headers"_s, headers);
        object.insert(u"token"_s, orNull(server.token));
        object.insert(u"tokenHeader"_s, orNull(server.tokenHeader));
    } else {
        object.insert(u"command"_s, server.entry.command);
        object.insert(u"args"_s, QJsonArray::fromStringList(server.entry.arguments));
    }
    QStringList places;
    for (const SnippetPlaceholder &placeholder : server.placeholders)
        places.append(placeholder.place);
    QStringList notes;
    for (const SnippetNote &note : server.notes)
        notes.append(snippetKey(note));
    object.insert(u"placeholders"_s, sorted(places));
    object.insert(u"notes"_s, sorted(notes));
    object.insert(u"kind"_s, server.kind ? QJsonValue(QString::fromLatin1(kind(*server.kind).key)) : QJsonValue());
    return object;
}

/// What was understood, in the words of expected.json.
QJsonObject written(const Snippet &snippet, const QJsonObject &expected)
{
    QJsonArray servers;
    const QJsonArray wanted = expected.value(u"servers"_s).toArray();
    for (qsizetype i = 0; i < snippet.servers.size(); ++i) {
        QJsonObject one = written(snippet.servers.at(i));
        if (i < wanted.size() && wanted.at(i).toObject().value(u"kind"_s).isNull())
            one.insert(u"kind"_s, QJsonValue()); // the text does not decide
        servers.append(one);
    }
    QStringList ignored;
    for (const SnippetIgnored &one : snippet.ignored)
        ignored.append(snippetKey(one));
    return {{u"form"_s, snippet.form ? QJsonValue(snippetKey(*snippet.form)) : QJsonValue()},
            {u"refused"_s, snippet.refused ? QJsonValue(snippetKey(*snippet.refused)) : QJsonValue()},
            {u"ignored"_s, sorted(ignored)},
            {u"servers"_s, servers}};
}

QJsonObject wantedOf(const QJsonObject &row)
{
    QJsonArray servers;
    for (const QJsonValue &value : row.value(u"servers"_s).toArray()) {
        QJsonObject server = value.toObject();
        for (const QString &set : {u"placeholders"_s, u"notes"_s})
            server.insert(set, sorted(server.value(set)));
        servers.append(server);
    }
    return {{u"form"_s, row.value(u"form"_s)},
            {u"refused"_s, row.value(u"refused"_s)},
            {u"ignored"_s, sorted(row.value(u"ignored"_s))},
            {u"servers"_s, servers}};
}

QByteArray spelled(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

/// Shows the lines that differ, so that a row can be read.
void compare(const QJsonObject &found, const QJsonObject &wanted, const QString &name, const QString &why)
{
    const bool same = found == wanted;
    if (notYet.contains(name))
        QEXPECT_FAIL("", "not yet", Continue);
    QVERIFY2(same,
             (why.toUtf8() + "\n--- understood\n" + spelled(found) + "--- expected\n" + spelled(wanted)).constData());
}

void addRows(const QString &list)
{
    QTest::addColumn<QJsonObject>("row");
    for (const QJsonValue &value : rows(list)) {
        const QJsonObject row = value.toObject();
        QTest::newRow(row.value(u"file"_s).toString().toUtf8().constData()) << row;
    }
}

ForeignSource sourceOf(const QString &name)
{
    return name == u"vscode"_s            ? ForeignSource::VsCode
           : name == u"cursor"_s          ? ForeignSource::Cursor
           : name == u"claude-code"_s     ? ForeignSource::ClaudeCode
           : name == u"claude-mcp-json"_s ? ForeignSource::ClaudeMcpJson
                                          : ForeignSource::ClaudeMcpFolder;
}

} // namespace

void tst_Snippet::pastedTexts_data()
{
    addRows(u"expected.json"_s);
    QVERIFY(rows(u"expected.json"_s).size() >= 489);
}

void tst_Snippet::pastedTexts()
{
    QFETCH(QJsonObject, row);
    const QString file = row.value(u"file"_s).toString();
    QVERIFY(QFile::exists(folder + file));
    const Snippet snippet = readSnippet(QString::fromUtf8(contentOf(folder + file)));
    compare(written(snippet, row), wantedOf(row), file, row.value(u"why"_s).toString());
}

void tst_Snippet::foreignFiles_data()
{
    addRows(u"files.json"_s);
}

void tst_Snippet::foreignFiles()
{
    QFETCH(QJsonObject, row);
    const QString file = row.value(u"file"_s).toString();
    const QString path = folder + u"files/"_s + file;
    QVERIFY(QFile::exists(path));
    const Snippet snippet = readForeignFile(sourceOf(row.value(u"source"_s).toString()), contentOf(path), file);
    compare(written(snippet, row), wantedOf(row), file, row.value(u"why"_s).toString());
}

namespace {

/// The usual port written out, so that addresses compare.
QString withPort(QUrl url)
{
    const bool secure = url.scheme() == u"https"_s || url.scheme() == u"wss"_s;
    url.setPort(url.port(secure ? 443 : 80));
    return url.toString(QUrl::FullyEncoded);
}

} // namespace

void tst_Snippet::more_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("understood"); ///< the refusal, or form and what each server is
    const auto row = [](const QString &text, const QString &understood) {
        QTest::newRow(text.left(60).toUtf8().constData()) << text << understood;
    };
    row(u"git is a nice tool."_s, u"nothing-found"_s);
    row(u"\"command\": \"\", \"args\": []"_s, u"incomplete-entry"_s);
    row(u"cat the file and then go on"_s, u"nothing-found"_s);
    row(u"Server: https://docs.example.com/mcp\nKey: abc123def456"_s, u"labelled https://docs.example.com/mcp"_s);
    row(u"Our server is at https://docs.example.com/mcp\n\nToken: dk-91c0a7e25b3f4d68"_s,
        u"labelled https://docs.example.com/mcp"_s);
    row(u"1. Run: npx -y fetch-mcp"_s, u"command npx -y fetch-mcp"_s);
    row(u"> npx -y fetch-mcp"_s, u"command npx -y fetch-mcp"_s);
    row(u"npx -y fetch-mcp --a=\"b;c\" --d='e&f'"_s, u"command npx -y fetch-mcp --a=b;c --d=e&f"_s);
    row(u"npx mcp-remote https://docs.example.com/mcp?a=1&b=2"_s, u"mcp-remote https://docs.example.com/mcp?a=1&b=2"_s);
    row(u"npx -y fetch-mcp && rm -rf x"_s, u"needs-shell"_s);
    row(u"cd /srv/x\nnode server.js"_s, u"needs-preparation"_s);
    row(u"cd /srv/x\nnpx -y fetch-mcp"_s, u"command npx -y fetch-mcp"_s);
    row(u"{\"mcpServers\": {\"a\": {\"command\": \"npx\", \"args\": [\"-y\"}}}"_s,
        u"mcp-servers npx -y"_s); // a bracket is missing
    row(u"{\"a\": {\"command\": \"npx\", \"args\": [\"-y\","_s, u"broken-json"_s);
    row(u"{\"a\": {\"command\": \"npx\", \"args\": [\"-y\""_s, u"broken-json"_s);
    row(u"{\"a\": {\"command\": \"npx\""_s, u"broken-json"_s);
    row(u"{\"a\": {\"command\": \"npx\", \"args\": [\"x\"], \"env\": {"_s, u"broken-json"_s);
    row(u"{\"a\": {\"command\": \"npx\", \"args\": [\"x\"], \"env\": {}"_s, u"named-entry npx x"_s);
}

/// What expected.json has no row for.
void tst_Snippet::more()
{
    QFETCH(QString, text);
    QFETCH(QString, understood);
    const Snippet snippet = readSnippet(text);
    QString found = snippet.refused ? snippetKey(*snippet.refused) : snippetKey(*snippet.form);
    if (!snippet.refused)
        for (const SnippetServer &server : snippet.servers)
            found +=
                u' ' + (server.isRemote() ? server.url
                                          : (QStringList{server.entry.command} + server.entry.arguments).join(u' '));
    QCOMPARE(found, understood);
}

void tst_Snippet::namesWhatIsTooMany_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("left"); ///< what is said to be left out; empty: all of it is read
    const auto times = [](int count, const QString &piece, const QString &between) {
        QStringList all;
        for (int i = 0; i < count; ++i)
            all.append(QString(piece).replace(u'#', QString::number(i)));
        return all.join(between);
    };
    const auto variables = [&times](int count, const QString &value) {
        return times(count, u"\"A#\": \""_s + value + u"\""_s, u", "_s);
    };
    const auto local = [](const QString &env, const QString &argument) {
        return u"{\"mcpServers\": {\"a\": {\"command\": \"npx\", \"args\": [\"-y\", \""_s + argument +
               u"\"], \"env\": {"_s + env + u"}}, \"b\": {\"command\": \"node\"}}}"_s;
    };
    const QString portal = u"HTTP_HOSTNAME=portal.example.com\nAPINIZER_TOKEN=mcp_0123456789abcdef\n"_s;
    QTest::newRow("as many variables as are read") << local(variables(500, u"1"_s), u"x"_s) << QString();
    QTest::newRow("variables") << local(variables(501, u"1"_s), u"x"_s) << u"more-variables"_s;
    QTest::newRow("variables given twice") << local(variables(500, u"1"_s) + u", \"A0\": \"2\""_s, u"x"_s) << QString();
    QTest::newRow("variables of Claude Code's command")
        << u"claude mcp add a "_s + times(501, u"-e A#=1"_s, u" "_s) + u" -- npx -y x"_s << u"more-variables"_s;
    QTest::newRow("variables of Claude Code's JSON")
        << u"claude mcp add-json a '{\"command\": \"npx\", \"env\": {"_s + variables(501, u"1"_s) + u"}}'"_s
        << u"more-variables"_s;
    QTest::newRow("variables of the inspector's command")
        << u"npx @modelcontextprotocol/inspector "_s + times(501, u"-e A#=1"_s, u" "_s) + u" node /srv/x.js"_s
        << u"more-variables"_s;
    QTest::newRow("variables in front of a command")
        << times(501, u"A#=1"_s, u" "_s) + u" npx -y x"_s << u"more-variables"_s;
    QTest::newRow("variables that were exported")
        << times(501, u"export A#=1"_s, u"\n"_s) + u"\nexport A0=2\nnpx -y x"_s << u"more-variables"_s;
    QTest::newRow("variables alone") << portal + times(500, u"A#=1"_s, u"\n"_s) << u"more-variables"_s;
    QTest::newRow("variables with an address")
        << u"MCP_URL=https://docs.example.com/mcp\nMCP_TOKEN=dk-91c0a7e25b3f4d68\n"_s + times(500, u"A#=1"_s, u"\n"_s)
        << u"more-variables"_s;
    QTest::newRow("variables in braces")
        << u"{\"env\": {\"HTTP_HOSTNAME\": \"portal.example.com\", \"APINIZER_TOKEN\": \"mcp_0123456789abcdef\", "_s +
               variables(500, u"1"_s) + u"}}"_s
        << u"more-variables"_s;
    QTest::newRow("as many placeholders as are asked for") << local(variables(500, u"<a>"_s), u"x"_s) << QString();
    QTest::newRow("placeholders") << local(variables(500, u"<a>"_s), u"/path/to/x.js"_s) << u"more-placeholders"_s;
    QTest::newRow("placeholders of arguments")
        << u"npx -y x "_s + times(501, u"<a#>"_s, u" "_s) << u"more-placeholders"_s;
    QTest::newRow("placeholders of headers")
        << u"{\"mcpServers\": {\"a\": {\"url\": \"https://docs.example.com/mcp\", \"headers\": {"_s +
               times(501, u"\"X-A#\": \"<a>\""_s, u", "_s) + u"}}}}"_s
        << u"more-placeholders"_s;
    QTest::newRow("placeholders beside the portal's own")
        << u"HTTP_HOSTNAME=<host>\nAPINIZER_TOKEN=<token>\n"_s + times(498, u"A#=<a>"_s, u"\n"_s) << QString();
    QTest::newRow("both") << local(variables(501, u"<a>"_s), u"/path/to/x.js"_s)
                          << u"more-placeholders more-variables"_s;
    QTest::newRow("servers") << u"{\"mcpServers\": {"_s + times(201, u"\"a#\": {\"command\": \"c#\"}"_s, u", "_s) +
                                    u"}}"_s
                             << u"more"_s;
}

/// No more is read than a person would paste, and what stays behind is said.
void tst_Snippet::namesWhatIsTooMany()
{
    QFETCH(QString, text);
    QFETCH(QString, left);
    const Snippet snippet = readSnippet(text);
    QVERIFY2(!snippet.refused, qPrintable(snippetKey(snippet.refused.value_or(SnippetRefusal::Empty))));
    QVERIFY(!snippet.servers.isEmpty() && snippet.servers.size() <= 200);
    for (const SnippetServer &server : snippet.servers) {
        QVERIFY(server.entry.environment.size() <= 500);
        QVERIFY(server.placeholders.size() <= 500);
    }
    QStringList said;
    for (const SnippetIgnored &one : snippet.ignored)
        if (snippetKey(one).startsWith(u"more"_s)) {
            said.append(snippetKey(one));
            QVERIFY(snippetIgnoredText(one).endsWith(u'.'));
        }
    said.sort();
    QCOMPARE(said.join(u' '), left);
}

void tst_Snippet::becomesAnEntry_data()
{
    pastedTexts_data();
}

/// What is offered can be saved: a local command as it is, a remote one in the form of its kind, to the same address
/// with the same headers.
void tst_Snippet::becomesAnEntry()
{
    QFETCH(QJsonObject, row);
    const QString path = folder + row.value(u"file"_s).toString();
    for (const SnippetServer &server : readSnippet(QString::fromUtf8(contentOf(path))).servers) {
        const config::Entry entry = entryFor(server, u"/opt/kopru/kopru-bridge"_s);
        if (!server.isRemote()) {
            QCOMPARE(entry, server.entry);
            continue;
        }
        QVERIFY(readBridgeCommand(entry).has_value());
        for (const config::Variable &variable : server.entry.environment)
            QCOMPARE(entry.variable(variable.name), variable.value);
        // The form that the window opens makes the same entry.
        const SnippetFields fields = fieldsFor(server);
        config::Entry others;
        others.environment = fields.others;
        if (!server.url.isEmpty()) {
            const config::Entry ofForm = kind(fields.kind).toEntry(fields.values, others, u"/opt/kopru/kopru-bridge"_s);
            QCOMPARE(ofForm.arguments, entry.arguments);
            QCOMPARE(ofForm.environmentMap(), entry.environmentMap());
            if (server.kind)
                QCOMPARE(fields.kind, *server.kind);
        }
        if (!server.placeholders.isEmpty())
            continue;
        const auto target = kindOf(entry).target(entry);
        QVERIFY(target.has_value());
        QCOMPARE(withPort(target->url), withPort(QUrl(server.url)));
        QCOMPARE(target->verifyCertificate, !server.has(SnippetNoteId::VerificationOff));
        QMap<QByteArray, QByteArray> sent;
        for (const auto &[name, value] : target->headers)
            sent.insert(name.toLower(), value);
        QCOMPARE(sent.size(), server.headers.size());
        for (const SnippetHeader &header : server.headers) {
            QByteArray value = header.value.toUtf8();
            if (value.startsWith("bearer "))
                value[0] = 'B'; // the scheme of any case means the same (RFC 9110 section 11.1)
            QCOMPARE(sent.value(header.name.toLower().toUtf8()), value);
        }
    }
}

/// Every refusal has a cause and a remedy, every note a sentence, every id its key.
void tst_Snippet::everythingHasWords()
{
    for (int i = 0; i <= static_cast<int>(SnippetRefusal::NotAServerCommand); ++i) {
        const auto refusal = static_cast<SnippetRefusal>(i);
        QVERIFY(!snippetKey(refusal).isEmpty());
        QVERIFY(snippetCause(refusal).endsWith(u'.'));
        QVERIFY(snippetRemedy(refusal).endsWith(u'.'));
    }
    for (int i = 0; i <= static_cast<int>(SnippetNoteId::DockerWithoutInput); ++i) {
        const SnippetNote note{static_cast<SnippetNoteId>(i), u"x"_s};
        QVERIFY(snippetKey(note).size() > 2);
        QVERIFY(snippetNoteText(note).endsWith(u'.'));
    }
    for (int i = 0; i <= static_cast<int>(SnippetIgnoredId::CutOff); ++i)
        QVERIFY(snippetKey(SnippetIgnored{static_cast<SnippetIgnoredId>(i), u"x"_s}).size() > 2);
    for (int i = 0; i <= static_cast<int>(SnippetForm::EnvLines); ++i) {
        QVERIFY(!snippetKey(static_cast<SnippetForm>(i)).isEmpty());
        QVERIFY(!snippetFormName(static_cast<SnippetForm>(i)).isEmpty());
    }
}

void tst_Snippet::keepsSecretsOutOfArguments()
{
    for (const QString &text :
         {u"npx -y mcp-remote https://docs.example.com/mcp --header \"Authorization: Bearer dk-91c0a7e25b3f4d68\""_s,
          u"{\"docs\": {\"url\": \"https://docs.example.com/mcp\", \"headers\": {\"X-API-Key\": "
          "\"dk-91c0a7e25b3f4d68\", \"Authorization\": \"dk-91c0a7e25b3f4d68\"}}}"_s,
          u"APINIZER_TOKEN=dk-91c0a7e25b3f4d68\nHTTP_HOSTNAME=portal.example.com"_s}) {
        const Snippet snippet = readSnippet(text);
        QCOMPARE(snippet.servers.size(), 1);
        const config::Entry entry = entryFor(snippet.servers.first(), u"kopru-bridge"_s);
        QVERIFY2(!entry.arguments.join(u' ').contains(u"dk-91c0"_s), qPrintable(entry.arguments.join(u' ')));
        const auto held = entry.environmentMap().values();
        QVERIFY(std::any_of(held.cbegin(), held.cend(), [](const QString &one) { return one.contains(u"dk-91c0"_s); }));
    }
}

void tst_Snippet::showsNoSecret_data()
{
    pastedTexts_data();
}

/// What is said about a text, and the names that come from it, hold no secret of it, also where it was written wrongly.
void tst_Snippet::showsNoSecret()
{
    QFETCH(QJsonObject, row);
    const QString text = QString::fromUtf8(contentOf(folder + row.value(u"file"_s).toString()));
    QSet<QString> secrets;
    for (const QJsonValue &value : row.value(u"servers"_s).toArray()) {
        const QJsonObject server = value.toObject();
        secrets.insert(server.value(u"token"_s).toString());
        const QJsonObject variables = server.value(u"env"_s).toObject();
        static const QRegularExpression name(u"(?:KEY|TOKEN|SECRET|PASSWORD)$"_s);
        for (auto one = variables.begin(); one != variables.end(); ++one)
            if (name.match(one.key()).hasMatch())
                secrets.insert(one.value().toString());
    }
    for (const QString &secret : std::as_const(secrets)) {
        if (secret.size() < 12 || !text.contains(secret) || text.size() > 20000)
            continue;
        const auto with = [&](const QString &before, const QString &after) {
            return QString(text).replace(before, after);
        };
        const QStringList mutations{text,
                                    with(u"--header "_s, u"--header="_s),
                                    with(u"--header "_s, u""_s),
                                    with(u"-H "_s, u"-H="_s),
                                    with(u"-H "_s, u""_s),
                                    with(u"-e "_s, u""_s),
                                    with(u"add "_s, u"add --api-key "_s + secret + u' '),
                                    with(u' ' + secret, u'=' + secret),
                                    with(secret, u'-' + secret),
                                    with(secret, u"--token="_s + secret),
                                    text.trimmed() + u" --api-key "_s + secret,
                                    text.trimmed() + u" --api-key="_s + secret,
                                    text.trimmed() + u' ' + secret,
                                    u"TOKEN="_s + secret + u' ' + text,
                                    u"TOKEN="_s + secret + u' ' + text.trimmed() +
                                        u" | tee\nhttps://a.example.com/mcp"_s};
        for (const QString &mutation : mutations) {
            const Snippet snippet = readSnippet(mutation);
            QStringList said;
            for (const SnippetIgnored &one : snippet.ignored)
                said.append(one.detail);
            for (const SnippetServer &server : snippet.servers) {
                said.append(server.name);
                for (const SnippetNote &note : server.notes)
                    said.append(note.detail);
                for (const SnippetPlaceholder &placeholder : server.placeholders)
                    said.append(placeholder.place);
            }
            for (const QString &one : std::as_const(said))
                QVERIFY2(!one.contains(secret, Qt::CaseInsensitive), qPrintable(one + u"\n--- "_s + mutation));
        }
    }
}

void tst_Snippet::takesAnswers()
{
    const Snippet snippet =
        readSnippet(u"npx mcp-remote https://<your_domain>/mcp --header 'Authorization: Bearer <TOKEN>'"_s);
    QCOMPARE(snippet.servers.size(), 1);
    const SnippetServer half = filled(snippet.servers.first(), {{u"url"_s, u"https://docs.example.com/mcp"_s}});
    QCOMPARE(half.url, u"https://docs.example.com/mcp"_s);
    QVERIFY(half.asksFor(u"header:Authorization"_s));
    const SnippetServer whole = filled(half, {{u"header:Authorization"_s, u"dk-91c0a7e25b3f4d68"_s}});
    QVERIFY(whole.placeholders.isEmpty());
    QCOMPARE(whole.headers.first().value, u"Bearer dk-91c0a7e25b3f4d68"_s);
    QCOMPARE(whole.token, u"dk-91c0a7e25b3f4d68"_s);

    const Snippet local = readSnippet(u"{\"a\": {\"command\": \"node\", \"args\": [\"/path/to/x.js\"], \"env\": "
                                      "{\"API_KEY\": \"your_key_here\"}}}"_s);
    QCOMPARE(local.servers.size(), 1);
    const SnippetServer answered =
        filled(local.servers.first(), {{u"arg:0"_s, u"/srv/x.js"_s}, {u"env:API_KEY"_s, u"k"_s}});
    QVERIFY(answered.placeholders.isEmpty());
    QCOMPARE(answered.entry.arguments, QStringList{u"/srv/x.js"_s});
    QCOMPARE(answered.entry.variable(u"API_KEY"_s), u"k"_s);
}

namespace {

#ifdef KOPRU_SANITIZED
constexpr qsizetype muchText = 128 * 1024; // ten times slower
#else
constexpr qsizetype muchText = 1024 * 1024;
#endif
/// Generous: a reader whose time grows with the square of the length needs minutes for a mebibyte.
constexpr std::clock_t most = 5 * CLOCKS_PER_SEC; // Of this process, so that a busy machine is no failure.

} // namespace

void tst_Snippet::endsOnEverything_data()
{
    QTest::addColumn<QString>("text");
    const auto repeated = [](const QString &piece) { return piece.repeated(muchText / piece.size()); };
    QTest::newRow("spaces") << repeated(u" "_s);
    QTest::newRow("nulls") << repeated(QString(QChar(0)));
    for (const QString &piece : {u"{"_s,
                                 u"["_s,
                                 u"{\"a\":"_s,
                                 u"[["_s,
                                 u"\"a\":{"_s,
                                 u"\""_s,
                                 u"\\"_s,
                                 u"{'"_s,
                                 u"// "_s,
                                 u"/* {"_s,
                                 u"{a "_s,
                                 u"{\"a\":1} "_s,
                                 u"{\"a\":1}\n"_s,
                                 u"`npx x` "_s,
                                 u"npx x \\\n"_s,
                                 u"npx \"\n"_s,
                                 u"export A=b\n"_s,
                                 u"<p>"_s,
                                 u"https://a/mcp "_s,
                                 u"https://a/mcp\n"_s,
                                 u"Token: a\n"_s,
                                 u"> a\n"_s,
                                 u"${A}"_s,
                                 u"a=${A}\n"_s,
                                 u"[a]("_s,
                                 u"{\"command\":\"a\"},"_s,
                                 u"\"a\":{\"command\":\"a\"},\n"_s,
                                 u"&quot;"_s,
                                 u"}"_s,
                                 u"<<<<<<< \n{"_s,
                                 u"a.b."_s,
                                 u"}\n{\n"_s,
                                 u"{\"a\":b\n"_s,
                                 u"X-API-Key: a\n"_s,
                                 u"...,"_s,
                                 u"claude mcp add a b\n"_s})
        QTest::newRow(piece.toUtf8().constData()) << repeated(piece);
    const auto numbered = [](const QString &piece) {
        QString all;
        for (qsizetype i = 0; all.size() < muchText; ++i)
            all += QString(piece).replace(u'#', QString::number(i));
        return all;
    };
    QTest::newRow("variables and commands") << numbered(u"export A#=1\nnpx -y foo#\n"_s);
    QTest::newRow("keys beside servers") << u"{\"mcpServers\":{\"a\":{\"command\":\"b\"}},"_s +
                                                numbered(u"\"k#\":1,"_s) + u"\"z\":1}"_s;
    QTest::newRow("dropped keys") << u"{\"mcpServers\":{\"a\":{\"command\":\"b\","_s + numbered(u"\"k#\":1,"_s) +
                                         u"\"z\":1}}}"_s;
    QTest::newRow("incomplete entries") << u"{\"mcpServers\":{\"a\":{\"command\":\"b\"},"_s +
                                               numbered(u"\"k#\":{},"_s) + u"\"z\":{}}}"_s;
    QTest::newRow("placeholders of variables") << u"{\"mcpServers\":{\"a\":{\"command\":\"b\",\"env\":{"_s +
                                                      numbered(u"\"K#\":\"${X#}\","_s) + u"\"z\":\"\"}}}}"_s;
    QTest::newRow("placeholders of arguments") << u"npx "_s + numbered(u"<a#> "_s);
    QTest::newRow("servers") << u"{\"mcpServers\":{"_s + numbered(u"\"k#\":{\"command\":\"c#\"},"_s) +
                                    u"\"z\":{\"command\":\"c\"}}}"_s;
    QTest::newRow("addresses") << numbered(u"https://a#.example.com/mcp\n"_s);
    QTest::newRow("one entry with many members") << u"{\"command\":\"a\","_s + repeated(u"\"a\":1,"_s) + u"}"_s;
    QTest::newRow("many variables") << u"{\"a\":{\"command\":\"a\",\"env\":{"_s + repeated(u"\"a${B}\":\"$C\","_s) +
                                           u"}}}"_s;
    QTest::newRow("many arguments") << u"npx "_s + repeated(u"$A "_s);
}

void tst_Snippet::endsOnEverything()
{
    QFETCH(QString, text);
    const std::clock_t begun = std::clock();
    const Snippet snippet = readSnippet(text);
    QVERIFY(snippet.refused || !snippet.servers.isEmpty());
    const std::clock_t spent = std::clock() - begun;
    QVERIFY2(spent < most, qPrintable(QString::number(spent)));
}

void tst_Snippet::endsOnRandomBytes()
{
    QRandomGenerator random(20260406);
    const QString signs = u"{}[]\":,'\\/ \n\t$<>|&;#=-_.`abcMCPhttps0129İ“”…"_s;
    for (int round = 0; round < 3000; ++round) {
        QString text;
        const int length = random.bounded(300);
        for (int i = 0; i < length; ++i)
            text += round % 2 == 0 ? signs.at(random.bounded(signs.size())) : QChar(random.bounded(0x10000));
        const Snippet snippet = readSnippet(text);
        QVERIFY(snippet.refused || !snippet.servers.isEmpty());
    }
}

namespace {

bool isJson(const Snippet &snippet)
{
    // Members without braces are whole wherever they end.
    return snippet.form && *snippet.form <= SnippetForm::MessagesApi && *snippet.form != SnippetForm::Entry;
}

} // namespace

/// A text that is cut off anywhere is read or refused, and of JSON only whole entries are offered: half of a command's
/// arguments would be another command.
void tst_Snippet::endsOnBeginnings()
{
    for (const QJsonValue &row : rows(u"expected.json"_s)) {
        const QString text = QString::fromUtf8(contentOf(folder + row.toObject().value(u"file"_s).toString()));
        if (text.size() > 2000)
            continue;
        const qsizetype step = std::max<qsizetype>(1, text.size() / 120);
        const Snippet whole = readSnippet(text);
        for (qsizetype length = 0; length < text.size(); length += step) {
            const Snippet snippet = readSnippet(text.left(length));
            QVERIFY(snippet.refused || !snippet.servers.isEmpty());
            // A document's script without its variables is a command like any other.
            const bool local = std::none_of(whole.servers.cbegin(), whole.servers.cend(),
                                            [](const SnippetServer &one) { return one.isRemote(); });
            if (!isJson(whole) || !isJson(snippet) || !local)
                continue;
            for (const SnippetServer &server : snippet.servers) {
                const auto same = [&server](const SnippetServer &one) {
                    return one.entry.command == server.entry.command &&
                           one.entry.arguments.size() == server.entry.arguments.size();
                };
                QVERIFY2(std::any_of(whole.servers.cbegin(), whole.servers.cend(), same),
                         qPrintable(text.left(length)));
            }
        }
    }
}

QTEST_APPLESS_MAIN(tst_Snippet)
#include "tst_snippet.moc"
