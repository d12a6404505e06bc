#include "app/config/document.h"
#include "app/snippets/wording.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/ui/windowtest.h"
#include "ui/paste.h"
#include "ui/theme.h"
#include "ui/widgets/diffview.h"
#include "ui/workspace.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>

using namespace Qt::StringLiterals;
using namespace kopru;

/// Anything that people paste, by the clipboard and the keys: what is said of it, what opens, and what the file holds
/// in the end. The texts and what they mean: tests/data/paste.
class tst_Pasting : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everyForm_data();
    void everyForm();
    void everyRefusal_data();
    void everyRefusal();
    void severalServers();
    void severalServersAreOneEdit();
    void takenNames();
    void signInStaysWhereItIs();
    void placeholders();
    void placeholdersInAList();
    void unansweredIsNotSaved();
    void tokensOfAListGoIntoTheKeychain();
    void theCommandWithoutItsSecrets();
    void notesAndWhatIsNotUsed();
    void aPlainTextOutOfAPage();
    void longTextBesideTheWindow();
    void longTextIsGivenUp();
    void manyServers();
    void pastedOverTheLastOne();
    void presets();
    void presetsAreSearched();
    void presetsOfSupport();

private:
    void startAdding() const;
    void paste(const QString &text) const;
    void pasteFile(const QString &name) const;
    void goOn() const;
    void saveAll();
    [[nodiscard]] config::Document file() const;
    /// Answers what the form or the list asks for, and notes it in the expectation.
    void answer(QJsonArray &servers, const integrations::Snippet &snippet) const;

    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

const QString folder = QStringLiteral(KOPRU_TEST_DATA "/paste/");

QString contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

const QJsonArray &expectations()
{
    static const QJsonArray rows = QJsonDocument::fromJson(contentOf(folder + u"expected.json"_s).toUtf8()).array();
    return rows;
}

bool webSocket(const QJsonObject &server)
{
    return server.value(u"kind"_s).toString() == u"alecs-ws"_s;
}

QString withPort(QUrl url)
{
    const bool secure = url.scheme() == u"https"_s || url.scheme() == u"wss"_s;
    url.setPort(url.port(secure ? 443 : 80));
    return url.toString(QUrl::FullyEncoded);
}

} // namespace

void tst_Pasting::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
    QVERIFY(QDir(m_home->path()).mkpath(u".config/Claude"_s));
    QFile file(m_home->filePath(u".config/Claude/claude_desktop_config.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\n    \"mcpServers\": {\n        \"weather\": {\"command\": \"/bin/true\"}\n    }\n}\n");
    file.close();
    m_keychain->viewFails = secrets::KeychainError{secrets::KeychainProblem::Missing, {}};
    m_keychain->items.clear();
    openWindow(platform::currentPlatform(m_home->path()));
}

void tst_Pasting::cleanup()
{
    closeWindow();
    m_home.reset();
}

void tst_Pasting::startAdding() const
{
    press(u"go_servers"_s);
    press(u"addServer"_s);
    QVERIFY(find<QPlainTextEdit>(u"paste"_s));
}

/// As a person does: Ctrl+V into the field that has the focus.
void tst_Pasting::paste(const QString &text) const
{
    QGuiApplication::clipboard()->setText(text);
    auto *field = find<QPlainTextEdit>(u"paste"_s);
    QVERIFY(field);
    QVERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_V, Qt::ControlModifier);
}

void tst_Pasting::pasteFile(const QString &name) const
{
    const QString text = contentOf(folder + name);
    QVERIFY2(!text.isEmpty(), qPrintable(name));
    paste(text);
}

/// To the next step, once the keychain has been asked where tokens can be.
void tst_Pasting::goOn() const
{
    for (const QString &place : {u"tokenPlace"_s, u"offerTokens"_s})
        QTRY_VERIFY(!textOf(place).contains(u"is checking"_s));
    press(u"stepNext"_s);
}

void tst_Pasting::saveAll()
{
    QCOMPARE(m_window->route().page, u"review"_s);
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"save"_s);
    QVERIFY2(saved.count() > 0 || saved.wait(20000), qPrintable(textOf(u"saveProblem"_s)));
}

config::Document tst_Pasting::file() const
{
    const auto document =
        config::Document::parse(contentOf(m_home->filePath(u".config/Claude/claude_desktop_config.json"_s)).toUtf8());
    return document ? *document : config::Document();
}

void tst_Pasting::answer(QJsonArray &servers, const integrations::Snippet &snippet) const
{
    for (qsizetype i = 0; i < snippet.servers.size(); ++i) {
        QJsonObject server = servers.at(i).toObject();
        QJsonObject variables = server.value(u"env"_s).toObject();
        QJsonObject headers = server.value(u"headers"_s).toObject();
        QJsonArray arguments = server.value(u"args"_s).toArray();
        const bool inList = find<QWidget>(u"offer%1"_s.arg(i));
        const QList<ui::OpenQuestion> questions = ui::allQuestions(snippet.servers.at(i));
        for (qsizetype q = 0; q < questions.size(); ++q) {
            const ui::OpenQuestion &question = questions.at(q);
            const QString place = question.places.front();
            const QString subject = place.section(u':', 1);
            const bool address = place == u"url"_s || place == u"address"_s;
            const bool portal = server.value(u"kind"_s).toString().startsWith(u"apinizer"_s);
            const QString text = address ? (webSocket(server) ? u"wss://alecs.example.com:8082/mcp"_s
                                            : portal ? u"https://portal.example.com/apiportal/management/mcp/api"_s
                                                     : u"https://answer.example.com/mcp"_s)
                                         : u"/answer-0123456789abcdef"_s;
            if (inList)
                type(u"offer%1Question%2"_s.arg(i).arg(q), text);
            else if (address && find<QLineEdit>(u"field_host"_s))
                type(u"field_host"_s, QUrl(text).host());
            else
                type(address ? u"field_url"_s : u"field_token"_s, text);
            for (const QString &one : question.places) {
                const QString what = one.section(u':', 1);
                if (one.startsWith(u"env:"_s))
                    variables.insert(what, text);
                else if (one.startsWith(u"arg:"_s))
                    arguments.replace(what.toInt(), text);
            }
            if (address)
                server.insert(u"url"_s, text);
            else if (place == u"command"_s)
                server.insert(u"command"_s, text);
            else if (place.startsWith(u"header:"_s))
                headers.insert(subject,
                               headers.value(subject).toString().startsWith(u"Bearer "_s) ? u"Bearer "_s + text : text);
        }
        if (auto *token = find<QLineEdit>(u"field_token"_s); webSocket(server) && token && token->text().isEmpty())
            type(u"field_token"_s, u"answer-0123456789abcdef"_s); // without one, ALECS answers nobody
        server.insert(u"env"_s, variables);
        server.insert(u"headers"_s, headers);
        server.insert(u"args"_s, arguments);
        servers.replace(i, server);
    }
}

void tst_Pasting::everyForm_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("form");
    QTest::addColumn<QJsonArray>("servers");
    for (int i = 0; i <= static_cast<int>(integrations::SnippetForm::EnvLines); ++i) {
        const QString key = integrations::snippetKey(static_cast<integrations::SnippetForm>(i));
        if (key == u"claude-code-state"_s)
            continue; // a whole file of another program: tst_importing
        QJsonObject chosen;
        for (const QJsonValue &value : expectations()) {
            const QJsonObject row = value.toObject();
            const QJsonObject first = row.value(u"servers"_s).toArray().at(0).toObject();
            if (row.value(u"form"_s).toString() == key && row.value(u"refused"_s).isNull() &&
                !first.value(u"command"_s).toString().startsWith(u'/') && // which must be there to be saved
                !row.value(u"file"_s).toString().startsWith(u".."_s)) {
                chosen = row;
                break;
            }
        }
        QVERIFY2(!chosen.isEmpty(), qPrintable(key));
        const QString name = chosen.value(u"file"_s).toString();
        QTest::addRow("%s: %s", qPrintable(key), qPrintable(name))
            << contentOf(folder + name) << i << chosen.value(u"servers"_s).toArray();
    }
}

void tst_Pasting::everyForm()
{
    QFETCH(QString, text);
    QFETCH(int, form);
    QFETCH(QJsonArray, servers);
    startAdding();
    paste(text);
    QVERIFY2(
        textOf(u"pasteSeen"_s).contains(integrations::snippetFormName(static_cast<integrations::SnippetForm>(form))),
        qPrintable(textOf(u"pasteSeen"_s)));
    answer(servers, integrations::readSnippet(text));
    QStringList names;
    if (find<QWidget>(u"offer0"_s)) {
        for (qsizetype i = 0; i < servers.size(); ++i)
            names.append(find<QLineEdit>(u"offer%1Name"_s.arg(i))->text());
        goOn();
    } else {
        QCOMPARE(servers.size(), 1);
    }
    if (m_window->route().page != u"review"_s) {
        QVERIFY2(find<QLineEdit>(u"serverName"_s), "neither the review nor the form came next");
        names = QStringList{find<QLineEdit>(u"serverName"_s)->text()};
        QVERIFY(textOf(u"pasteCommand"_s).contains(u"Claude would start"_s));
        goOn();
    }
    saveAll();
    const config::Document document = file();
    QCOMPARE(document.servers().size(), servers.size() + 1);
    for (qsizetype i = 0; i < servers.size(); ++i) {
        const QJsonObject wanted = servers.at(i).toObject();
        const auto server = document.server(names.at(i));
        QVERIFY2(server.has_value(), qPrintable(names.at(i)));
        if (const QString name = wanted.value(u"name"_s).toString(); !name.isEmpty() && name != u"weather"_s)
            QCOMPARE(names.at(i), name);
        const config::Entry &entry = server->entry;
        if (wanted.value(u"transport"_s).toString() == u"stdio"_s) {
            QCOMPARE(entry.command, wanted.value(u"command"_s).toString());
            QCOMPARE(QJsonArray::fromStringList(entry.arguments), wanted.value(u"args"_s).toArray());
            QJsonObject variables;
            for (const config::Variable &variable : entry.environment)
                variables.insert(variable.name, variable.value);
            QCOMPARE(variables, wanted.value(u"env"_s).toObject());
            continue;
        }
        const auto target = integrations::kindOf(entry).target(entry);
        QVERIFY(target.has_value());
        QCOMPARE(withPort(target->url), withPort(QUrl(wanted.value(u"url"_s).toString())));
        const QJsonObject headers = wanted.value(u"headers"_s).toObject();
        for (const auto &[name, value] : target->headers)
            if (headers.contains(QString::fromUtf8(name)))
                QCOMPARE(QString::fromUtf8(value), headers.value(QString::fromUtf8(name)).toString());
        QVERIFY(target->headers.size() >= headers.size());
    }
}

void tst_Pasting::everyRefusal_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("refusal");
    for (int i = static_cast<int>(integrations::SnippetRefusal::NothingFound);
         i <= static_cast<int>(integrations::SnippetRefusal::NotAServerCommand); ++i) {
        const QString key = integrations::snippetKey(static_cast<integrations::SnippetRefusal>(i));
        for (const QJsonValue &value : expectations()) {
            const QJsonObject row = value.toObject();
            if (row.value(u"refused"_s).toString() != key)
                continue;
            const QString name = row.value(u"file"_s).toString();
            QTest::addRow("%s: %s", qPrintable(key), qPrintable(name)) << contentOf(folder + name) << i;
            break;
        }
    }
}

void tst_Pasting::everyRefusal()
{
    QFETCH(QString, text);
    QFETCH(int, refusal);
    startAdding();
    paste(text);
    QTRY_VERIFY(!find<QWidget>(u"stopReading"_s));
    const auto reason = static_cast<integrations::SnippetRefusal>(refusal);
    const QString said = textOf(u"pasteFinding"_s);
    QVERIFY2(said.contains(integrations::snippetCause(reason)), qPrintable(said));
    QVERIFY2(said.contains(integrations::snippetRemedy(reason)), qPrintable(said));
    QVERIFY(find<QPlainTextEdit>(u"paste"_s));
    QVERIFY(!find<QWidget>(u"serverName"_s));
    QVERIFY(!m_workspace->draft().isChanged());
}

void tst_Pasting::severalServers()
{
    startAdding();
    paste(uR"({"mcpServers": {
        "notes": {"command": "npx", "args": ["-y", "notes-mcp", "--api-key", "nk-0123456789abcdef"]},
        "docs": {"url": "https://docs.example.com/mcp", "headers": {"Authorization": "Bearer dk-0123456789abcdef"}},
        "old": {"command": "npx", "args": ["-y", "old-mcp"], "disabled": true}}})"_s);
    // What was switched off is not chosen, and nothing is written before it was seen.
    QVERIFY(find<QAbstractButton>(u"offer0"_s)->isChecked());
    QVERIFY(find<QAbstractButton>(u"offer1"_s)->isChecked());
    QVERIFY(!find<QAbstractButton>(u"offer2"_s)->isChecked());
    QVERIFY(textOf(u"pasteSeen"_s).contains(u'3'));
    QVERIFY(textOf(u"offer0Command"_s).contains(u"notes-mcp"_s));
    QVERIFY(!textOf(u"offer0Command"_s).contains(u"nk-0123"_s));
    QVERIFY(textOf(u"offer0Notes"_s).contains(u"secret"_s));
    QVERIFY(!textOf(u"offer1Command"_s).contains(u"dk-0123"_s));
    type(u"offer1Name"_s, u"company docs"_s);
    goOn();
    QCOMPARE(m_window->route().page, u"review"_s);
    const QString diff = find<ui::DiffView>(u"diff"_s)->text();
    QVERIFY(diff.contains(u"notes"_s) && diff.contains(u"company docs"_s));
    QVERIFY(!diff.contains(u"0123456789abcdef"_s));
    saveAll();
    const config::Document document = file();
    QCOMPARE(document.servers().size(), 3);
    QCOMPARE(document.server(u"notes"_s)->entry.arguments.last(), u"nk-0123456789abcdef"_s);
    QVERIFY(document.contains(u"company docs"_s));
    QVERIFY(document.contains(u"weather"_s));
}

void tst_Pasting::severalServersAreOneEdit()
{
    startAdding();
    pasteFile(u"connector-several.txt"_s);
    press(u"stepNext"_s);
    QCOMPARE(m_workspace->draft().document().servers().size(), 4);
    // Back from the review: the choice is there as it was, and nothing of it is in the draft.
    press(u"reviewCancel"_s);
    QVERIFY(find<QAbstractButton>(u"offer1"_s));
    QVERIFY(!m_workspace->draft().isChanged());
    press(u"offer1"_s);
    press(u"stepNext"_s);
    QCOMPARE(m_workspace->draft().document().servers().size(), 3);
    press(u"reviewCancel"_s);
    press(u"offer0"_s);
    press(u"offer2"_s);
    QVERIFY(!find<QAbstractButton>(u"stepNext"_s)->isEnabled());
}

void tst_Pasting::takenNames()
{
    startAdding();
    paste(
        u"{\"weather\": {\"command\": \"npx\", \"args\": [\"a\"]}, \"x\": {\"command\": \"npx\", \"args\": [\"b\"]}}"_s);
    QCOMPARE(find<QLineEdit>(u"offer0Name"_s)->text(), u"weather-2"_s);
    type(u"offer1Name"_s, u"weather-2"_s);
    QVERIFY(textOf(u"offer1NameFinding"_s).contains(u"weather-2"_s));
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"add"_s);
    type(u"offer1Name"_s, u"cowork"_s); // Claude drops it silently
    QVERIFY(!textOf(u"offer1NameFinding"_s).isEmpty());
    type(u"offer1Name"_s, QString());
    QTest::keyClick(find<QLineEdit>(u"offer1Name"_s), Qt::Key_Delete);
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"add"_s);
    type(u"offer1Name"_s, u"second"_s);
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
}

void tst_Pasting::signInStaysWhereItIs()
{
    startAdding();
    pasteFile(u"vscode-oauth-beside-others.txt"_s);
    const integrations::Snippet snippet =
        integrations::readSnippet(contentOf(folder + u"vscode-oauth-beside-others.txt"_s));
    QCOMPARE(snippet.servers.size(), 2);
    for (int i = 0; i < 2; ++i) {
        const bool offered = ui::isOffered(snippet.servers.at(i));
        QCOMPARE(find<QAbstractButton>(u"offer%1"_s.arg(i))->isEnabled(), offered);
        QCOMPARE(textOf(u"offer%1Notes"_s.arg(i)).contains(u"sign-in"_s), !offered);
    }
    press(u"stepNext"_s);
    QCOMPARE(m_workspace->draft().document().servers().size(), 2);
}

// The words of the snippet itself, one field for what is one answer, and hidden where it is a secret.
void tst_Pasting::placeholders()
{
    startAdding();
    pasteFile(u"vscode-input-in-env.txt"_s);
    const auto *region = find<QLineEdit>(u"offer0Question0"_s);
    const auto *key = find<QLineEdit>(u"offer0Question1"_s);
    QVERIFY(region && key);
    QVERIFY(!find<QWidget>(u"offer0Question2"_s)); // the backup has the same key
    QVERIFY(!region->accessibleName().contains(u"input:"_s));
    QCOMPARE(region->echoMode(), QLineEdit::Normal);
    QCOMPARE(key->echoMode(), QLineEdit::Password);
    QVERIFY(region->hasFocus());
    QTest::keyClicks(m_window->focusWidget(), u"eu-west"_s);
    type(u"offer0Question1"_s, u"sk-0123456789abcdef"_s);
    QVERIFY(!textOf(u"offer0Command"_s).contains(u"sk-0123"_s));
    press(u"stepNext"_s);
    // One server: its form comes next, filled in, so that it can be checked.
    QVERIFY(find<QLineEdit>(u"serverName"_s));
    press(u"stepBack"_s);
    QVERIFY(find<QLineEdit>(u"offer0Question0"_s));
    press(u"stepNext"_s);
    goOn();
    saveAll();
    QVERIFY(file().servers().size() == 2);
    const config::Entry entry = file().servers().last().entry;
    QVERIFY(entry.arguments.contains(u"eu-west"_s));
    QCOMPARE(entry.variable(u"SEARCH_KEY"_s), u"sk-0123456789abcdef"_s);
    QCOMPARE(entry.variable(u"SEARCH_KEY_BACKUP"_s), u"sk-0123456789abcdef"_s);
}

void tst_Pasting::placeholdersInAList()
{
    startAdding();
    paste(uR"({"a": {"command": "node", "args": ["/path/to/index.js"]},
               "b": {"url": "https://docs.example.com/{tenant}/mcp"}})"_s);
    // What is only partly an example stands there to be corrected.
    QCOMPARE(find<QLineEdit>(u"offer0Question0"_s)->text(), u"/path/to/index.js"_s);
    QCOMPARE(find<QLineEdit>(u"offer1Question0"_s)->text(), u"https://docs.example.com/{tenant}/mcp"_s);
    type(u"offer0Question0"_s, u"/srv/index.js"_s);
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"add"_s);
    QVERIFY(!textOf(u"offer1Question0Finding"_s).isEmpty());
    QVERIFY(textOf(u"offer0Question0Finding"_s).isEmpty());
    type(u"offer1Question0"_s, u"https://docs.example.com/acme/mcp"_s);
    goOn();
    saveAll();
    QCOMPARE(file().server(u"a"_s)->entry.arguments, QStringList{u"/srv/index.js"_s});
    QVERIFY(file().server(u"b"_s)->entry.arguments.contains(u"https://docs.example.com/acme/mcp"_s));
}

void tst_Pasting::unansweredIsNotSaved()
{
    startAdding();
    pasteFile(u"placeholder-your-key-here.txt"_s);
    QVERIFY(find<QLineEdit>(u"offer0Question0"_s));
    QVERIFY(textOf(u"offer0Question0Finding"_s).isEmpty()); // not blamed for what they have not come to yet
    press(u"stepNext"_s);
    QVERIFY(!textOf(u"offer0Question0Finding"_s).isEmpty());
    QCOMPARE(m_window->focusWidget(), find<QLineEdit>(u"offer0Question0"_s));
    QVERIFY(!find<QLineEdit>(u"serverName"_s));
}

void tst_Pasting::tokensOfAListGoIntoTheKeychain()
{
    m_keychain->viewFails.reset();
    startAdding();
    paste(uR"({"a": {"url": "https://a.example.com/mcp", "headers": {"Authorization": "Bearer dk-aaaaaaaaaaaaaaaa"}},
               "b": {"url": "https://b.example.com/mcp", "headers": {"X-API-Key": "dk-bbbbbbbbbbbbbbbb"}}})"_s);
    QTRY_VERIFY2(textOf(u"offerTokens"_s).contains(u"keychain"_s) && textOf(u"offerTokens"_s).contains(u"not into"_s),
                 qPrintable(textOf(u"offerTokens"_s)));
    goOn();
    saveAll();
    QVERIFY(!file().text().contains("dk-"));
    QVERIFY(m_keychain->items.values().contains(u"dk-aaaaaaaaaaaaaaaa"_s));
    QVERIFY(m_keychain->items.values().contains(u"dk-bbbbbbbbbbbbbbbb"_s));
}

void tst_Pasting::theCommandWithoutItsSecrets()
{
    startAdding();
    paste(u"npx -y search-mcp --api-key nk-0123456789abcdef --dir \"/srv/my files\""_s);
    const QString command = textOf(u"pasteCommand"_s).remove(QChar(0x200b));
    QVERIFY2(command.contains(u"npx -y search-mcp --api-key … --dir \"/srv/my files\""_s), qPrintable(command));
    QVERIFY(textOf(u"pasteNotes"_s).contains(u"secret"_s));
    // It is the command of what stands in the form now.
    type(u"field_command"_s, u"uvx"_s);
    QVERIFY(textOf(u"pasteCommand"_s).contains(u"uvx -y"_s));
}

void tst_Pasting::notesAndWhatIsNotUsed()
{
    startAdding();
    paste(
        u"{\"servers\": {\"docs\": {\"type\": \"http\", \"url\": \"http://docs.example.com/mcp\", \"timeout\": 5}}}"_s);
    const QString notes = textOf(u"pasteNotes"_s);
    QVERIFY2(notes.contains(u"not encrypted"_s) && notes.contains(u"timeout"_s), qPrintable(notes));
    QVERIFY(!notes.contains(u"reached through"_s)); // that the bridge is used goes without saying
    press(u"stepBack"_s);
    paste(u"curl -X POST https://docs.example.com/mcp -H 'Accept: application/json' -d '{\"jsonrpc\": \"2.0\", \"id\": "
          u"1, "
          "\"method\": \"initialize\", \"params\": {}}'"_s);
    QVERIFY2(textOf(u"pasteNotes"_s).contains(u"left out"_s), qPrintable(textOf(u"pasteNotes"_s)));
}

void tst_Pasting::aPlainTextOutOfAPage()
{
    startAdding();
    auto *data = new QMimeData;
    data->setHtml(u"<p style='font-size: 40px'><b>https://mcp.example.org/mcp</b></p>"_s);
    data->setText(u"https://mcp.example.org/mcp"_s);
    QGuiApplication::clipboard()->setMimeData(data);
    QTest::keyClick(find<QPlainTextEdit>(u"paste"_s), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(find<QLineEdit>(u"field_url"_s)->text(), u"https://mcp.example.org/mcp"_s);
}

// The window does not wait for a long text, and does not lay it out.
void tst_Pasting::longTextBesideTheWindow()
{
    startAdding();
    const QString prose = u"This is only a sentence, and there are many of them.\n"_s.repeated(20000);
    paste(prose + u"{\"docs\": {\"command\": \"npx\", \"args\": [\"-y\", \"docs-mcp\"]}}\n"_s + prose);
    QVERIFY(find<QAbstractButton>(u"stopReading"_s));
    QVERIFY(!textOf(u"pasteFinding"_s).isEmpty());
    QVERIFY(find<QPlainTextEdit>(u"paste"_s)->toPlainText().size() < 10000);
    QTRY_VERIFY_WITH_TIMEOUT(find<QLineEdit>(u"serverName"_s), 30000);
    QCOMPARE(find<QLineEdit>(u"serverName"_s)->text(), u"docs"_s);
}

void tst_Pasting::longTextIsGivenUp()
{
    const QString text = u"Just a sentence.\n"_s.repeated(40000) + u"{\"docs\": {\"command\": \"npx\"}}\n"_s;
    startAdding();
    paste(text);
    press(u"stopReading"_s);
    QVERIFY(textOf(u"pasteFinding"_s).isEmpty());
    // The next text takes the place of one that is still being read.
    find<QPlainTextEdit>(u"paste"_s)->setFocus();
    paste(text);
    QVERIFY(find<QAbstractButton>(u"stopReading"_s));
    find<QPlainTextEdit>(u"paste"_s)->selectAll();
    paste(u"npx -y other-mcp"_s);
    QVERIFY(find<QLineEdit>(u"field_command"_s));
    QVERIFY(QThreadPool::globalInstance()->waitForDone(30000));
    QCoreApplication::processEvents();
    QVERIFY(textOf(u"pasteCommand"_s).contains(u"other-mcp"_s));
}

void tst_Pasting::manyServers()
{
    QString text = u"{\"mcpServers\": {"_s;
    for (int i = 0; i < 100; ++i)
        text +=
            u"%1\"s%2\": {\"command\": \"npx\", \"args\": [\"-y\", \"s%2-mcp\"]}"_s.arg(i ? u", "_s : QString()).arg(i);
    startAdding();
    paste(text + u"}}"_s);
    QVERIFY(find<QAbstractButton>(u"offer29"_s));
    QVERIFY(!find<QAbstractButton>(u"offer30"_s));
    press(u"moreOffers"_s);
    QVERIFY(find<QAbstractButton>(u"offer59"_s));
    press(u"stepNext"_s);
    QCOMPARE(m_workspace->draft().document().servers().size(), 61); // what was seen
}

void tst_Pasting::pastedOverTheLastOne()
{
    startAdding();
    paste(u"https://first.example.com/mcp"_s);
    press(u"stepBack"_s);
    paste(u"https://second.example.com/mcp"_s);
    QCOMPARE(find<QLineEdit>(u"field_url"_s)->text(), u"https://second.example.com/mcp"_s);
}

void tst_Pasting::presets()
{
    startAdding();
    QTRY_VERIFY(find<QAbstractButton>(u"preset_alecs-tunnel"_s));
    press(u"preset_alecs-tunnel"_s);
    QCOMPARE(find<QLineEdit>(u"field_url"_s)->text(), u"ws://localhost:8082/mcp"_s);
    QCOMPARE(find<QLineEdit>(u"serverName"_s)->text(), u"alecs-akamai"_s);
    QVERIFY(textOf(u"pasteNotes"_s).contains(u"ssh -L 8082"_s));
    QVERIFY(find<QAbstractButton>(u"presetLink"_s));
    type(u"field_token"_s, u"NJn6J0Z7Hq0WkXGC"_s);
    goOn();
    saveAll();
    const config::Entry entry = file().server(u"alecs-akamai"_s)->entry;
    QCOMPARE(entry.variable(u"ALECS_WS_URL"_s), u"ws://localhost:8082/mcp"_s);
    // A card of a kind afterwards has nothing of it.
    startAdding();
    press(u"kind_local"_s);
    QVERIFY(!find<QWidget>(u"pasteNotes"_s));
}

void tst_Pasting::presetsAreSearched()
{
    startAdding();
    QTRY_VERIFY(find<QAbstractButton>(u"preset_agentport"_s));
    type(u"searchCards"_s, u"TÜNEL"_s);
    QVERIFY(!find<QAbstractButton>(u"preset_agentport"_s));
    QVERIFY(find<QLabel>(u"noCard"_s));
    type(u"searchCards"_s, u"tunnel"_s);
    QVERIFY(find<QAbstractButton>(u"preset_alecs-tunnel"_s));
    QVERIFY(!find<QAbstractButton>(u"preset_agentport"_s));
    QVERIFY(!find<QLabel>(u"noCard"_s));
    type(u"searchCards"_s, u"AGENTPORT"_s);
    QVERIFY(find<QAbstractButton>(u"kind_agentport"_s));
    QVERIFY(find<QAbstractButton>(u"preset_agentport"_s));
    QVERIFY(!find<QAbstractButton>(u"kind_local"_s));
}

void tst_Pasting::presetsOfSupport()
{
    const QString place = m_workspace->dataFolder() + u"/presets"_s;
    QVERIFY(QDir().mkpath(place));
    const auto write = [&place](const QString &name, const QByteArray &text) {
        QFile file(place + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write(u"company.json"_s, R"({"presets": [{"id": "company", "name": {"en": "Our portal", "tr": "Portalımız"},
        "kind": "apinizer-http", "values": {"host": "portal.example.com"},
        "help": {"en": ["Ask the help desk."], "tr": ["Destek masasına sorun."]}}]})");
    write(u"broken.json"_s, "{\"presets\": [");
    startAdding();
    QTRY_VERIFY(find<QAbstractButton>(u"preset_company"_s));
    QVERIFY(textOf(u"presetProblems"_s).contains(u"broken.json"_s));
    press(u"preset_company"_s);
    QCOMPARE(find<QLineEdit>(u"field_host"_s)->text(), u"portal.example.com"_s);
    QVERIFY(find<QLineEdit>(u"field_token"_s)->text().isEmpty());
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_Pasting test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_pasting.moc"
