#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/support/fakekeychain.h"
#include "tests/support/loopbackserver.h"
#include "tests/support/mcpscript.h"
#include "tests/support/websocketserver.h"
#include "tests/ui/scene.h"
#include "ui/dialogs.h"
#include "ui/mainwindow.h"
#include "ui/pages/registry.h"
#include "ui/replacetoken.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <QtCore/QDir>
#include <QtTest/QtTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace kopru;

/// Draws every page and dialog in both languages, light and dark, into a folder.
///
///     kopru-screenshots FOLDER [SUFFIX]
///
/// The scale is QT_SCALE_FACTOR's. Long pages are drawn whole.
namespace {

class Photographer
{
public:
    Photographer(QDir folder, QString suffix) : m_folder(std::move(folder)), m_suffix(std::move(suffix)) {}

    bool take(QWidget *widget, const QString &name)
    {
        for (int turn = 0; turn < 6; ++turn) { // Layouts settle in several turns.
            QApplication::sendPostedEvents();
            QApplication::processEvents();
        }
        return widget->grab().save(m_folder.filePath(name + m_suffix + u".png"_s));
    }

private:
    QDir m_folder;
    QString m_suffix;
};

ui::KeychainAccess keychainOf(test::FakeKeychain &keychain)
{
    return {keychain.backend(), keychain.reader()};
}

/// For what the pictures do not show: nothing of the person who takes them is asked for.
test::FakeKeychain &noKeychain()
{
    static test::FakeKeychain keychain;
    keychain.viewFails = secrets::KeychainError{secrets::KeychainProblem::Missing, {}};
    return keychain;
}

bool takeAll(ui::Workspace &workspace, Photographer &photographer, const QString &variant)
{
    ui::MainWindow window(workspace);
    window.resize(1120, 760);
    window.show();
    bool good = true;
    for (const ui::PageDescription &page : ui::pages()) {
        int number = 0;
        for (const ui::Route &route : ui::routesOf(page, workspace)) {
            window.go(route);
            if (route.page == u"logs"_s)
                // The follower reads in turns of the event loop.
                (void)QTest::qWaitFor([&] { return window.findChild<QWidget *>(u"logLines"_s)->isVisible(); });
            QString name = QString::fromLatin1(page.key);
            if (number++ > 0)
                name += QString::number(number);
            good = photographer.take(&window, name + variant) && good;
        }
    }
    for (const ui::DialogDescription &dialog : ui::dialogs()) {
        QDialog *shown = dialog.make(workspace, &window);
        shown->show();
        good = photographer.take(shown, u"dialog-"_s + QString::fromLatin1(dialog.key) + variant) && good;
        shown->close();
    }
    // A check that has passed, with the tools found; the page is long, so it is drawn in a taller window.
    window.go({u"server"_s, u"belgeler"_s, u"check"_s});
    good = QTest::qWaitFor([&] { return window.findChild<QWidget *>(u"tools"_s)->isVisible(); }, 30000) && good;
    window.resize(1120, 1180);
    good = photographer.take(&window, u"server-checked"_s + variant) && good;
    window.resize(1120, 760);
    // Something unsaved: the bar and the review.
    workspace.edit(workspace.draft().document().removed(u"belgeler"_s).value());
    window.go({u"servers"_s, {}, {}});
    good = photographer.take(&window, u"unsaved"_s + variant) && good;
    window.go({u"review"_s, {}, {}});
    good = photographer.take(&window, u"review-removed"_s + variant) && good;
    workspace.undo();
    window.go({u"overview"_s, {}, {}});
    window.resize(720, 640);
    return photographer.take(&window, u"overview-narrow"_s + variant) && good;
}

/// A check that fails: the portal refuses the token.
bool takeRefused(ui::Workspace &workspace, Photographer &photographer, const QString &variant)
{
    const test::LoopbackServer portal(test::apinizerPortal("mcp_right-0123456789abcdef"));
    integrations::Values values{{integrations::FieldId::Host, u"127.0.0.1"_s},
                                {integrations::FieldId::Token, u"mcp_wrong-0123456789abcdef"_s},
                                {integrations::FieldId::Port, int{portal.port()}},
                                {integrations::FieldId::UseHttps, false}};
    const config::Entry entry = integrations::kind(integrations::KindId::ApinizerHttp)
                                    .toEntry(values, {}, bridges::installedBridge(workspace.platform()));
    workspace.edit(workspace.draft().document().added(u"test-portal"_s, entry).value());
    ui::MainWindow window(workspace);
    window.resize(1120, 760);
    window.show();
    window.go({u"server"_s, u"test-portal"_s, u"check"_s});
    const auto checked = [&] {
        for (const ui::ServerSummary &server : workspace.servers())
            if (server.name == u"test-portal"_s)
                return server.check.has_value();
        return false;
    };
    bool good = QTest::qWaitFor(checked, 30000) && photographer.take(&window, u"server-refused"_s + variant);
    window.findChild<QAbstractButton *>(u"showDetails"_s)->setChecked(true);
    window.resize(1120, 1100);
    good = photographer.take(&window, u"server-refused-details"_s + variant) && good;
    workspace.undo();
    return good;
}

/// Where tokens are, and what the keychain may say, in a home of its own.
bool takeTokens(Photographer &photographer, const QString &variant)
{
    using secrets::KeychainProblem;
    const QTemporaryDir home;
    const platform::Platform platform = platform::currentPlatform(home.path());
    const auto apinizer = [&platform](const QString &token) {
        return integrations::kind(integrations::KindId::ApinizerHttp)
            .toEntry({{integrations::FieldId::Host, u"portal.example.com"_s}, {integrations::FieldId::Token, token}},
                     {}, bridges::installedBridge(platform));
    };
    config::Document document = config::Document::parse("{\n  \"mcpServers\": {}\n}\n").value();
    document = document.added(u"apinizer"_s, apinizer(secrets::keychainReference(u"apinizer"_s))).value();
    config::Entry two = apinizer(test::Scene::token());
    two.setVariable(u"PROXY_PASSWORD"_s, u"0123456789"_s);
    document = document.added(u"apinizer-test"_s, two).value();
    QDir(home.path()).mkpath(u".config/Claude"_s);
    QFile file(home.filePath(u".config/Claude/claude_desktop_config.json"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(document.text()) < 0)
        return false;
    file.close();
    test::FakeKeychain keychain;
    keychain.items.insert(u"apinizer"_s, test::Scene::token());
    ui::Workspace workspace(platform, {}, keychainOf(keychain));
    ui::MainWindow window(workspace);
    window.resize(1120, 760);
    window.show();
    bool good = true;
    const auto visible = [&window](const char *name) {
        return QTest::qWaitFor(
            [&window, name] {
                const QList<QWidget *> all = window.findChildren<QWidget *>(QString::fromLatin1(name));
                return std::any_of(all.begin(), all.end(), [](QWidget *widget) { return widget->isVisible(); });
            },
            10000);
    };
    const auto take = [&](const char *name) {
        good = photographer.take(&window, u"token-"_s + QLatin1StringView(name) + variant) && good;
    };
    const auto press = [&window](const char *name) {
        for (auto *button : window.findChildren<QAbstractButton *>(QString::fromLatin1(name)))
            if (button->isVisible())
                button->click();
    };
    window.go({u"server"_s, u"apinizer"_s, {}});
    take("kept");
    window.go({u"server"_s, u"apinizer-test"_s, {}});
    take("two");
    window.go({u"edit"_s, u"apinizer"_s, {}});
    take("kept-edit");
    window.go({u"edit"_s, u"apinizer-test"_s, {}});
    take("two-edit");
    auto *dialog = new ui::ReplaceTokenDialog(workspace, u"apinizer"_s, {u"APINIZER_TOKEN"_s, u"apinizer"_s}, &window);
    dialog->show();
    good =
        QTest::qWaitFor([dialog] { return dialog->findChild<QLabel *>(u"replaceSpots"_s)->text().contains(u'\n'); }) &&
        photographer.take(dialog, u"dialog-replace-token-two"_s + variant) && good;
    dialog->close();
    workspace.edit(workspace.draft().document().removed(u"apinizer"_s).value());
    window.go({u"review"_s, {}, {}});
    good = visible("deleteItem") && good;
    take("removed");
    workspace.undo();
    window.go({u"server"_s, u"apinizer-test"_s, {}});
    press("tokenLink");
    take("moved");
    keychain.writeFails = secrets::KeychainError{KeychainProblem::Refused, {}};
    press("save");
    good = visible("saveProblem") && good;
    take("refused");
    workspace.undo();
    keychain.writeFails.reset();
    keychain.silent = true;
    press("save");
    good = visible("keychainStop") && good;
    take("waiting");
    press("keychainStop");
    workspace.reopen();
    for (const KeychainProblem problem : {KeychainProblem::Missing, KeychainProblem::Locked}) {
        keychain.viewFails = secrets::KeychainError{problem, {}};
        window.go({u"add"_s, {}, u"apinizer-http"_s});
        (void)QTest::qWaitFor([] { return false; }, 50);
        take(problem == KeychainProblem::Missing ? "form-missing" : "form-locked");
    }
    return good;
}

/// The form of a server over WebSocket: everything open and checked, then the other connection of the portal.
bool takeWebSocket(ui::Workspace &workspace, Photographer &photographer, const QString &variant)
{
    const test::WebSocketServer alecs({.message = [](const test::WsMessage &message) {
        const QByteArray answer = test::mcpAnswer(message.payload);
        return answer.isEmpty() ? QList<test::WsAction>() : QList{test::WsAction::text(answer)};
    }});
    ui::MainWindow window(workspace);
    window.resize(1120, 760);
    window.show();
    window.go({u"add"_s, {}, {}});
    window.findChild<QPlainTextEdit *>(u"paste"_s)
        ->setPlainText(uR"("alecs": {"command": "node", "args": ["websocket-client.js"],
                           "env": {"ALECS_WS_URL": "%1", "ALECS_TOKEN": "your-generated-token"}})"_s.arg(
            alecs.url(u"/mcp"_s)));
    bool good = photographer.take(&window, u"add-pasted"_s + variant);
    const auto in = [&window](const QString &name) {
        for (QWidget *widget : window.findChildren<QWidget *>(name))
            if (widget->isVisible())
                return widget;
        return static_cast<QWidget *>(nullptr);
    };
    qobject_cast<QLineEdit *>(in(u"field_token"_s))->clear();
    QTest::keyClicks(in(u"field_token"_s), u"NJn6J0Z7Hq0WkXGC"_s);
    window.resize(1120, 1180);
    QTest::mouseClick(in(u"checkForm"_s), Qt::LeftButton);
    good = QTest::qWaitFor(
               [&] {
                   const auto *headline = qobject_cast<QLabel *>(in(u"checkHeadline"_s));
                   return headline && headline->text().contains(u'2');
               },
               30000) &&
           good;
    good = photographer.take(&window, u"add-websocket-checked"_s + variant) && good;
    window.resize(1120, 760);
    window.go({u"add"_s, {}, u"apinizer-http"_s});
    QTest::mouseClick(in(u"switchConnection"_s), Qt::LeftButton);
    QTest::mouseClick(in(u"moreSettings"_s), Qt::LeftButton);
    good = photographer.take(&window, u"add-switched"_s + variant) && good;
    window.resize(720, 640);
    return photographer.take(&window, u"add-switched-narrow"_s + variant) && good;
}

/// Moving to the native bridge, in a home of its own: the card, the page before and after its check, what is dangerous,
/// and what stays.
bool takeConversion(Photographer &photographer, const QString &variant)
{
    const QTemporaryDir home;
    const platform::Platform platform = platform::currentPlatform(home.path());
    const test::McpScript script;
    const test::LoopbackServer server(script.handler());
    QDir(home.path()).mkpath(u".config/Claude"_s);
    const auto write = [](const QString &path, const QByteArray &bytes) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() &&
               file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    };
    // In the place of the real one, which needs Node.
    const QString program = home.filePath(u"mcp-remote"_s);
    const QString bridge = QCoreApplication::applicationDirPath() + u"/kopru-bridge"_s;
    bool good = write(program, "#!/bin/sh\nexec '" + bridge.toUtf8() + "' http --url \"$1\" --header \"$3\"\n");
    config::Document document = config::Document::parse("{\n  \"mcpServers\": {}\n}\n").value();
    document = document
                   .added(u"belgeler"_s, {program,
                                          {server.url(u"/mcp"_s), u"--header"_s,
                                           u"Authorization: Bearer "_s + test::Scene::token(), u"--allow-http"_s},
                                          {}})
                   .value();
    document = document
                   .added(u"apinizer"_s, {u"node"_s,
                                          {u"/home/deneme/.claude/mcp/apinizer_http_proxy.js"_s},
                                          {{u"APINIZER_TOKEN"_s, test::Scene::token()},
                                           {u"HTTP_HOSTNAME"_s, u"portal.example.com"_s},
                                           {u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"0"_s},
                                           {u"HTTPS_PROXY"_s, u"http://proxy.example.com:8080"_s}}})
                   .value();
    document = document
                   .added(u"posta"_s, {u"npx"_s,
                                       {u"-y"_s, u"mcp-remote"_s, u"https://mail.example.com/mcp"_s, u"--resource"_s,
                                        u"https://mail.example.com/"_s},
                                       {}})
                   .value();
    good = write(home.filePath(u".config/Claude/claude_desktop_config.json"_s), document.text()) && good;
    test::FakeKeychain keychain;
    ui::Workspace workspace(platform, {}, keychainOf(keychain));
    ui::MainWindow window(workspace);
    window.resize(1120, 760);
    window.show();
    const auto take = [&](const char *name) {
        good = photographer.take(&window, u"convert-"_s + QLatin1StringView(name) + variant) && good;
    };
    window.go({u"server"_s, u"belgeler"_s, {}});
    take("card");
    window.go({u"server"_s, u"posta"_s, {}});
    take("card-stays");
    window.resize(1120, 1100);
    window.go({u"convert"_s, u"apinizer"_s, {}});
    (void)QTest::qWaitFor([&] { return keychain.calls.contains(u"view apinizer"_s); });
    take("dangerous");
    window.go({u"convert"_s, u"belgeler"_s, u"check"_s});
    good = QTest::qWaitFor(
               [&window] {
                   for (auto *label : window.findChildren<QLabel *>(u"oldResult"_s))
                       if (label->isVisible() && label->text().contains(u'2'))
                           return true;
                   return false;
               },
               30000) &&
           good;
    take("checked");
    window.resize(720, 640);
    take("checked-narrow");
    return good;
}

/// What people paste, and what is found in other programs' files, in a home of its own.
bool takePasted(Photographer &photographer, const QString &variant)
{
    const QTemporaryDir home;
    const auto write = [&home](const QString &name, const QByteArray &text) {
        QDir().mkpath(QFileInfo(home.filePath(name)).path());
        QFile file(home.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    bool good = write(u".config/Claude/claude_desktop_config.json"_s,
                      R"({"mcpServers": {"docs": {"command": "npx", "args": ["-y", "docs-mcp"]}}})");
    ui::Workspace workspace(platform::currentPlatform(home.path()), {}, keychainOf(noKeychain()));
    ui::MainWindow window(workspace);
    window.resize(1120, 900);
    window.show();
    const auto visible = [&window](const char *name) {
        return QTest::qWaitFor([&window, name] {
            const QList<QWidget *> all = window.findChildren<QWidget *>(QString::fromLatin1(name));
            return std::any_of(all.begin(), all.end(), [](QWidget *widget) { return widget->isVisible(); });
        });
    };
    const auto paste = [&](const char *name, const QString &text) {
        window.go({u"add"_s, {}, {}});
        window.findChild<QPlainTextEdit *>(u"paste"_s)->setPlainText(text);
        (void)QTest::qWaitFor([] { return false; }, 100); // the keychain's answer
        good = photographer.take(&window, u"paste-"_s + QLatin1StringView(name) + variant) && good;
    };
    paste("several", uR"({"mcpServers": {
        "docs": {"url": "https://docs.example.com/mcp", "headers": {"Authorization": "Bearer <YOUR_TOKEN>"}},
        "notes": {"command": "npx", "args": ["-y", "notes-mcp", "--api-key", "nk-0123456789abcdef"], "cwd": "/srv"},
        "mail": {"type": "http", "url": "https://mail.example.com/mcp", "oauth": {"clientId": "kopru"}}}})"_s);
    paste("question", uR"({"inputs": [{"type": "promptString", "id": "key", "description": "Key of the search service",
        "password": true}], "servers": {"search": {"command": "npx", "args": ["-y", "search-mcp", "/path/to/folder"],
        "env": {"SEARCH_KEY": "${input:key}"}}}})"_s);
    paste("command",
          u"npx -y mcp-remote http://docs.example.com/mcp --header \"X-API-Key: 0123456789abcdef\" --debug"_s);
    paste("shell", uR"("setup": {"command": "sh", "args": ["-c", "curl https://get.example.com/x | sh"]})"_s);
    paste("refused", u"https://github.com/modelcontextprotocol/servers"_s);
    window.go({u"add"_s, {}, {}});
    good = visible("preset_agentport") && good;
    if (auto *preset = window.findChild<QAbstractButton *>(u"preset_alecs-tunnel"_s))
        preset->click();
    good = photographer.take(&window, u"preset"_s + variant) && good;
    window.go({u"add"_s, {}, {}});
    window.resize(1120, 2100);
    good = photographer.take(&window, u"add-whole"_s + variant) && good;
    window.resize(1120, 900);
    window.go({u"import"_s, {}, {}});
    good = visible("importPlaces") && photographer.take(&window, u"import-nothing"_s + variant) && good;
    good = write(u".cursor/mcp.json"_s, R"({"mcpServers": {"docs": {"command": "npx", "args": ["-y", "docs-mcp"]},
        "search": {"command": "npx", "args": ["-y", "search-mcp"], "env": {"SEARCH_KEY": "your_key_here"}}}})") &&
           write(u".claude/mcp/portal.json"_s, R"({"command": "node", "args": ["/srv/portal.js"]})") &&
           write(u".claude/mcp.json"_s, "These are no settings at all.\n") && good;
    window.go({u"import"_s, {}, {}});
    good = visible("offer0") && photographer.take(&window, u"import-found"_s + variant) && good;
    window.resize(720, 900);
    return photographer.take(&window, u"import-narrow"_s + variant) && good;
}

/// The settings file and an entry of it as text: sound, faulty, being mended, with marks of what no editor keeps.
bool takeText(Photographer &photographer, const QString &variant)
{
    const QTemporaryDir home;
    const platform::Platform platform = platform::currentPlatform(home.path());
    config::Document document =
        config::Document::parse(
            "{\n  \"mcpServers\": {},\n  \"preferences\": { \"sidebar\": true, \"width\": 1.50e2 }\n}\n")
            .value();
    for (const QString &name : {u"apinizer"_s, u"apinizer-test"_s})
        document = document
                       .added(name, integrations::kind(integrations::KindId::ApinizerHttp)
                                        .toEntry({{integrations::FieldId::Host, u"portal.example.com"_s},
                                                  {integrations::FieldId::Token, test::Scene::token()}},
                                                 {}, bridges::installedBridge(platform)))
                       .value();
    QByteArray bytes = document.text();
    QDir(home.path()).mkpath(u".config/Claude"_s);
    QFile file(home.filePath(u".config/Claude/claude_desktop_config.json"_s));
    bool good = file.open(QIODevice::WriteOnly) && file.write(bytes) > 0;
    file.close();
    ui::Workspace workspace(platform, {}, keychainOf(noKeychain()));
    ui::MainWindow window(workspace);
    window.resize(1120, 760);
    window.show();
    const auto visible = [&window](const char *name) -> QWidget * {
        for (QWidget *widget : window.findChildren<QWidget *>(QString::fromLatin1(name)))
            if (widget->isVisible())
                return widget;
        return nullptr;
    };
    const auto take = [&](const char *name) {
        good = photographer.take(&window, u"text-"_s + QLatin1StringView(name) + variant) && good;
    };
    window.go({u"server"_s, u"apinizer"_s, u"json"_s});
    good = QTest::qWaitFor([&] { return visible("jsonFaults") != nullptr; }) && good;
    take("entry");
    window.go({u"text"_s, {}, {}});
    good = QTest::qWaitFor([&] { return visible("jsonFaults") != nullptr; }) && good;
    QTest::keyClick(visible("jsonText"), Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(visible("jsonBarText"), u"portal"_s);
    QTest::keyClick(visible("jsonBarText"), Qt::Key_Return);
    take("find");
    QTest::keyClick(visible("jsonBarText"), Qt::Key_Escape);
    auto *edit = qobject_cast<QPlainTextEdit *>(visible("jsonText"));
    for (const QString &part : {u","_s, u"\"preferences\""_s}) {
        edit->setTextCursor(edit->document()->find(part, 0));
        QTest::keyClick(edit, Qt::Key_Delete);
    }
    QTest::keyClicks(edit, u"preferences"_s);
    good = QTest::qWaitFor([&] { return visible("jsonMend") != nullptr; }) && good;
    take("faulty");
    QTest::mouseClick(visible("jsonMend"), Qt::LeftButton);
    take("mending");
    QTest::mouseClick(visible("jsonLeaveMended"), Qt::LeftButton);
    window.go({u"review"_s, {}, {}});
    take("unsaved");
    window.go({u"text"_s, {}, {}});
    window.resize(640, 460);
    take("narrow");
    workspace.reopen();
    // Line ends of three kinds, signs that no editor keeps, a line that is too long for one row.
    bytes.replace("\"sidebar\": true",
                  "\"a\": \"\xe2\x80\xa8\xe2\x80\xa9\",\r\n\"b\": \"" + QByteArray(9000, 'x') + '"');
    good = file.open(QIODevice::WriteOnly) && file.write(bytes) > 0 && good;
    file.close();
    workspace.reopen();
    window.resize(1120, 760);
    take("marks");
    return good;
}

/// The first states of the overview that a person can meet, each in a home of its own.
bool takeStandings(Photographer &photographer, const QString &variant)
{
    const QList<std::pair<QString, QByteArray>> standings{
        {u"none"_s, "{}\n"},
        {u"broken"_s, "{\n  \"mcpServers\": {\n    \"apinizer\": { \"command\": \"x\", }\n  }\n}\n"},
        {u"never-started"_s, {}},
        {u"not-installed"_s, {}},
    };
    bool good = true;
    for (const auto &[name, text] : standings) {
        const QTemporaryDir home;
        if (name != u"not-installed"_s)
            QDir(home.path()).mkpath(u".config/Claude"_s);
        QFile file(home.filePath(u".config/Claude/claude_desktop_config.json"_s));
        if (!text.isEmpty() && file.open(QIODevice::WriteOnly))
            file.write(text);
        file.close();
        ui::Workspace workspace(platform::currentPlatform(home.path()), {}, keychainOf(noKeychain()));
        ui::MainWindow window(workspace);
        window.resize(1120, 760);
        window.show();
        good = photographer.take(&window, u"standing-"_s + name + variant) && good;
        for (const QString &page : {u"servers"_s, u"logs"_s}) {
            window.go({page, {}, {}});
            good = photographer.take(&window, u"standing-"_s + name + u'-' + page + variant) && good;
        }
    }
    return good;
}

/// What keeps the settings file from being lost, each in a home of its own.
bool takeSafety(Photographer &photographer, const QString &variant)
{
    bool good = true;
    const auto write = [&good](const test::Scene &scene, const QByteArray &text) {
        good = platform::replaceFile(scene.configFile(), text).has_value() && good;
    };
    const auto textOf = [](const test::Scene &scene) {
        return platform::readFile(scene.configFile()).value_or(QByteArray());
    };
    struct Shown
    {
        explicit Shown(const test::Scene &scene) : workspace(scene.platform(), {}, keychainOf(noKeychain()))
        {
            window = std::make_unique<ui::MainWindow>(workspace);
            window->resize(1120, 760);
            window->show();
            (void)QTest::qWaitFor([this] {
                return !workspace.safeguard().isLooking() &&
                       (!workspace.brokenFile() || workspace.safeguard().reading().has_value());
            });
        }
        [[nodiscard]] bool waitFor(const QString &name, bool enabled = true) const
        {
            return QTest::qWaitFor(
                [&] {
                    const QList<QWidget *> all = window->findChildren<QWidget *>(name);
                    return std::any_of(all.begin(), all.end(), [enabled](const QWidget *widget) {
                        return widget->isVisible() && (!enabled || widget->isEnabled());
                    });
                },
                20000);
        }
        void press(const QString &name) const
        {
            for (auto *button : window->findChildren<QAbstractButton *>(name))
                if (button->isVisible())
                    button->click();
        }
        ui::Workspace workspace;
        std::unique_ptr<ui::MainWindow> window;
    };
    const auto take = [&](const Shown &shown, const char *name) {
        good = photographer.take(shown.window.get(), u"safety-"_s + QLatin1StringView(name) + variant) && good;
    };
    {
        const test::Scene scene;
        {
            const Shown seen(scene);
        }
        QByteArray broken = textOf(scene);
        broken.replace("\n    },\n    \"notlar\"", "\n    }\n    \"notlar\"");
        broken.replace("\"preferences\": {}", "\"preferences\": {},");
        write(scene, broken);
        const Shown shown(scene);
        take(shown, "broken");
        shown.window->go({u"mend"_s, {}, {}});
        good = shown.waitFor(u"mend"_s) && good;
        (void)QTest::qWaitFor([] { return false; }, 200);
        take(shown, "mend");
        shown.window->resize(640, 640);
        take(shown, "mend-narrow");
    }
    {
        const test::Scene scene;
        {
            const Shown seen(scene);
        }
        QByteArray broken = textOf(scene);
        broken.replace("\"command\": \"" + scene.home().toUtf8() + "/belgeler-sunucusu\"", "\"command\": ");
        write(scene, broken);
        const Shown shown(scene);
        shown.window->go({u"mend"_s, {}, {}});
        good = shown.waitFor(u"mend"_s) && good;
        (void)QTest::qWaitFor([] { return false; }, 200);
        take(shown, "guess");
    }
    {
        const test::Scene scene;
        {
            const Shown seen(scene);
        }
        write(scene, "{\n  \"mcpServers\": {},\n  \"preferences\": {}\n}\n");
        const Shown shown(scene);
        take(shown, "lost");
        shown.window->go({u"versions"_s, {}, {}});
        good = shown.waitFor(u"versions"_s) && good;
        shown.window->findChild<QAbstractItemView *>(u"versions"_s)
            ->setCurrentIndex(shown.window->findChild<QAbstractItemView *>(u"versions"_s)->model()->index(1, 0));
        good = shown.waitFor(u"restoreVersion"_s) && good;
        take(shown, "versions");
    }
    {
        const test::Scene scene;
        Shown shown(scene);
        const config::Document before = shown.workspace.draft().document();
        const auto withCommand = [&before](const QString &command, const QString &folder) {
            config::Entry entry = before.server(u"belgeler"_s)->entry;
            entry.command = command;
            entry.arguments = {u"--klasor"_s, folder};
            return before.changed(u"belgeler"_s, entry).value();
        };
        shown.workspace.edit(withCommand(u"/bin/true"_s, u"/srv/belgeler"_s));
        write(scene, withCommand(u"/bin/false"_s, u"/srv/arsiv"_s).text());
        shown.window->go({u"servers"_s, {}, {}});
        good = shown.waitFor(u"noticeBar"_s) && good;
        take(shown, "notice");
        shown.window->go({u"review"_s, {}, {}});
        shown.press(u"save"_s);
        good = shown.waitFor(u"mine"_s) && good;
        shown.press(u"mine"_s);
        take(shown, "conflict");
    }
    {
        const test::Scene scene;
        Shown shown(scene);
        shown.workspace.park(u"notlar"_s);
        QSignalSpy saved(&shown.workspace, &ui::Workspace::saved);
        shown.workspace.save();
        good = (saved.count() > 0 || saved.wait(20000)) && good;
        shown.window->go({u"servers"_s, {}, {}});
        good = shown.waitFor(u"putBack"_s) && good;
        shown.workspace.park(u"belgeler"_s);
        take(shown, "parked");
        shown.press(u"showDiff"_s);
        take(shown, "diff");
        shown.window->resize(640, 640);
        take(shown, "parked-narrow");
    }
    return good;
}

/// After a save: what is still to do by hand.
bool takeRestart(const platform::Platform &platform, Photographer &photographer, const QString &variant)
{
    ui::Workspace workspace(platform, {}, keychainOf(noKeychain()));
    ui::MainWindow window(workspace);
    window.resize(1120, 760);
    window.show();
    const config::Document before = workspace.draft().document();
    QSignalSpy saved(&workspace, &ui::Workspace::saved);
    workspace.edit(before.removed(u"belgeler"_s).value());
    workspace.save();
    bool good = saved.count() > 0 || saved.wait();
    good = photographer.take(&window, u"standing-restart"_s + variant) && good;
    workspace.undo();
    workspace.save();
    return (saved.count() > 1 || saved.wait()) && good;
}

/// A form with everything that can be wrong, each with its button; and several settings files, of which nobody knows
/// the right one.
bool takeFindings(Photographer &photographer, const QString &variant)
{
    const QTemporaryDir home;
    const auto write = [&home](const QString &name, const QByteArray &text, int minutes) {
        const QString path = home.filePath(u".config/"_s + name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.flush() &&
               file.setFileTime(QDateTime::currentDateTime().addSecs(-60 * minutes), QFileDevice::FileModificationTime);
    };
    const QByteArray faulty = R"({
  "mcpServers": {
    "skills": {
      "command": "npx -y",
      "args": ["mcp-remote", "http://mcp.example.com/mcp", "--header", "X-API-Key: 0123456789abcdef", "~/Belgeler"],
      "env": {"NODE_TLS_REJECT_UNAUTHORIZED": "0", "APINIZER_TOKEN": "Bearer mcp_0123456789abcdef"},
      "cwd": "/tmp"
    },
    "adres": {"url": "https://mcp.example.com/mcp"}
  }
})";
    bool good =
        write(u"Claude/claude_desktop_config.json"_s, faulty, 90) &&
        write(u"Claude-work/claude_desktop_config.json"_s, R"({"mcpServers": {"portal": {"command": "/bin/sh"}}})",
              5) &&
        write(u"Claude/logs/mcp-server-eski.log"_s, "x", 60) &&
        write(u"claude/claude_desktop_config.json"_s, "{", 1000) &&
        write(u"Claude/Claude Extensions/x/manifest.json"_s, R"({"display_name": "Dosyalar", "version": "1.2.0"})", 0);
    ui::Workspace workspace(platform::currentPlatform(home.path()), {}, keychainOf(noKeychain()));
    ui::MainWindow window(workspace);
    window.resize(1120, 1500);
    window.show();
    const auto take = [&](const char *name) {
        good = photographer.take(&window, u"finding-"_s + QLatin1StringView(name) + variant) && good;
    };
    window.go({u"edit"_s, u"skills"_s, {}});
    take("form");
    window.go({u"edit"_s, u"adres"_s, {}});
    (void)QTest::qWaitFor([] { return false; }, 100);
    take("address");
    window.go({u"add"_s, {}, u"apinizer-http"_s});
    for (const auto &[name, text] :
         {std::pair(u"field_host"_s, u"portal.example.com/x"_s), std::pair(u"field_token"_s, u"mcp_0123 4567"_s)})
        for (auto *line : window.findChildren<QLineEdit *>(name))
            if (line->isVisible())
                QTest::keyClicks(line, text);
    take("portal");
    window.resize(1120, 900);
    window.go({u"places"_s, {}, {}});
    (void)QTest::qWaitFor([] { return false; }, 200); // The files are read beside the window.
    take("places");
    window.go({u"servers"_s, {}, {}});
    (void)QTest::qWaitFor([] { return false; }, 200);
    for (auto *button : window.findChildren<QAbstractButton *>(u"claudesOwn"_s))
        button->click();
    take("servers");
    return good;
}

} // namespace

int main(int argc, char *argv[])
{
    const QByteArray scale = qgetenv("QT_SCALE_FACTOR");
    test::scrubEnvironment();
    if (!scale.isEmpty())
        qputenv("QT_SCALE_FACTOR", scale);
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        std::fputs("usage: kopru-screenshots FOLDER [SUFFIX]\n", stderr);
        return 2;
    }
    QDir().mkpath(arguments.at(1));
    Photographer photographer(QDir(arguments.at(1)), arguments.value(2));

    const test::Scene scene;
    test::FakeKeychain keychain;
    ui::Workspace workspace(scene.platform(), {}, keychainOf(keychain));
    store::Language language(application);
    ui::Theme theme(application);
    bool good = scene.isValid() && bridges::copyBridge(scene.platform()).has_value();
    for (const QString &spoken : {u"en"_s, u"tr"_s}) {
        language.apply(spoken);
        for (const store::Appearance appearance : {store::Appearance::Light, store::Appearance::Dark}) {
            theme.apply(appearance);
            const QString look = appearance == store::Appearance::Dark ? u"dark"_s : u"light"_s;
            const QString variant = u'-' + spoken + u'-' + look;
            good = takeFindings(photographer, variant) && good;
            good = takeAll(workspace, photographer, variant) && good;
            good = takeRefused(workspace, photographer, variant) && good;
            good = takeWebSocket(workspace, photographer, variant) && good;
            good = takeRestart(scene.platform(), photographer, variant) && good;
            good = takeTokens(photographer, variant) && good;
            good = takeConversion(photographer, variant) && good;
            good = takeStandings(photographer, variant) && good;
            good = takeSafety(photographer, variant) && good;
            good = takePasted(photographer, variant) && good;
            good = takeText(photographer, variant) && good;
        }
    }
    return good ? 0 : 1;
}
