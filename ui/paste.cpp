#include "ui/paste.h"

#include "app/secrets/secretnames.h"
#include "app/snippets/serverfile.h"
#include "app/snippets/wording.h"

#include <nlohmann/json.hpp>

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QCoreApplication>

namespace kopru::ui {

using namespace Qt::StringLiterals;
using integrations::SnippetNoteId;
using integrations::SnippetPlaceholder;
using integrations::SnippetServer;

namespace {

constexpr qsizetype longestToken = qsizetype{16} * 1024;
/// Reading takes about a millisecond up to here.
constexpr qsizetype readAtOnce = qsizetype{16} * 1024;

struct PasteWords
{
    Q_DECLARE_TR_FUNCTIONS(PasteWords)
};

/// What is behind the first colon: the variable, the header, the number.
QString subjectOf(const SnippetPlaceholder &placeholder)
{
    return placeholder.place.section(u':', 1);
}

bool isSecretPlace(const SnippetServer &server, const SnippetPlaceholder &placeholder)
{
    const QString subject = subjectOf(placeholder);
    if (placeholder.place.startsWith(u"header:"_s))
        return subject == server.tokenHeader || secrets::isSecretName(subject);
    if (placeholder.place.startsWith(u"env:"_s))
        return secrets::isSecretName(subject);
    if (placeholder.place.startsWith(u"arg:"_s)) {
        const int before = subject.toInt() - 1;
        return before >= 0 && before < server.entry.arguments.size() &&
               server.entry.arguments.at(before).startsWith(u'-') &&
               secrets::isSecretName(server.entry.arguments.at(before));
    }
    return false;
}

QString labelOf(const SnippetPlaceholder &placeholder)
{
    const QString subject = subjectOf(placeholder);
    if (!placeholder.question.trimmed().isEmpty())
        return placeholder.question.trimmed();
    if (placeholder.place.startsWith(u"header:"_s))
        return PasteWords::tr("Value of the header %1").arg(subject);
    if (placeholder.place.startsWith(u"env:"_s))
        return PasteWords::tr("Value of %1").arg(subject);
    if (placeholder.place.startsWith(u"arg:"_s))
        return PasteWords::tr("Argument %1 of the command").arg(subject.toInt() + 1);
    if (placeholder.place == u"command"_s)
        return PasteWords::tr("The program to start");
    return PasteWords::tr("Address of the server");
}

/// What stands in the place now.
QString writtenIn(const SnippetServer &server, const SnippetPlaceholder &placeholder)
{
    const QString subject = subjectOf(placeholder);
    if (placeholder.place == u"url"_s)
        return server.url;
    if (placeholder.place == u"command"_s)
        return server.entry.command;
    if (placeholder.place.startsWith(u"arg:"_s))
        return server.entry.arguments.value(subject.toInt());
    if (placeholder.place.startsWith(u"env:"_s))
        return server.entry.variable(subject);
    for (const integrations::SnippetHeader &header : server.headers)
        if (placeholder.place.startsWith(u"header:"_s) && header.name == subject)
            return header.value;
    return {};
}

/// Whether a text names what is asked for: the same name is the same answer, unlike “your key here”.
bool namesItsAnswer(const QString &written)
{
    return written.startsWith(u"${"_s) && written.endsWith(u'}') && written.count(u'$') == 1;
}

OpenQuestion questionOf(const SnippetServer &server, const SnippetPlaceholder &placeholder)
{
    OpenQuestion question{{placeholder.place}, labelOf(placeholder), {}, {}, isSecretPlace(server, placeholder)};
    const QString written = writtenIn(server, placeholder);
    if (question.secret || placeholder.place.startsWith(u"header:"_s) || namesItsAnswer(written))
        return question;
    // Of an address or a path, mostly a part is to be replaced; of a variable, the whole.
    (placeholder.place.startsWith(u"env:"_s) ? question.hint : question.written) = written;
    return question;
}

/// Whether the form of the server has a field for just this.
bool hasField(const SnippetServer &server, const SnippetPlaceholder &placeholder)
{
    if (placeholder.place == u"address"_s || placeholder.place == u"url"_s)
        return server.isRemote();
    return placeholder.place.startsWith(u"header:"_s) && subjectOf(placeholder) == server.tokenHeader;
}

} // namespace

TokenForm tokenForm(const QString &token)
{
    TokenForm form;
    const QStringList parts = token.trimmed().split(u'.');
    if (parts.size() != 3 || token.size() > longestToken || !parts.front().startsWith(u"ey"_s))
        return form;
    const auto decode = [](const QString &part) {
        const QByteArray json = QByteArray::fromBase64(part.toLatin1(), QByteArray::Base64UrlEncoding);
        return nlohmann::json::parse(json.begin(), json.end(), nullptr, false);
    };
    form.jwt = decode(parts.at(0)).is_object();
    const nlohmann::json claims = decode(parts.at(1));
    if (!claims.is_object())
        return form;
    if (const auto found = claims.find("exp"); found != claims.end() && found->is_number())
        form.expires = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(found->get<double>()), Qt::UTC);
    return form;
}

bool isOffered(const SnippetServer &server)
{
    return !server.isRemote() || !server.has(SnippetNoteId::OAuth);
}

Pasted formFor(SnippetServer server)
{
    if (!server.kind && server.url.isEmpty() && tokenForm(server.token).jwt)
        server.kind = integrations::KindId::ApinizerHttp;
    const integrations::SnippetFields fields = integrations::fieldsFor(server);
    return {fields.kind, fields.values, fields.others, server.name, server.notes};
}

std::optional<Pasted> recognise(const integrations::Snippet &snippet)
{
    if (snippet.refused)
        return std::nullopt;
    const auto offered = std::find_if(snippet.servers.cbegin(), snippet.servers.cend(), isOffered);
    return offered == snippet.servers.cend() ? std::nullopt : std::optional(formFor(*offered));
}

std::optional<Pasted> recognise(const QString &text)
{
    return recognise(integrations::readSnippet(text));
}

QList<OpenQuestion> allQuestions(const SnippetServer &server)
{
    QList<OpenQuestion> questions;
    QMap<QString, qsizetype> asked;
    for (const SnippetPlaceholder &placeholder : server.placeholders) {
        const QString written = writtenIn(server, placeholder);
        if (const auto same = asked.constFind(written); namesItsAnswer(written) && same != asked.constEnd()) {
            OpenQuestion &question = questions[*same];
            question.places.append(placeholder.place);
            question.secret = question.secret || isSecretPlace(server, placeholder);
            continue;
        }
        asked.insert(written, questions.size());
        questions.append(questionOf(server, placeholder));
    }
    return questions;
}

QList<OpenQuestion> openQuestions(const SnippetServer &server)
{
    const bool own = std::any_of(server.placeholders.cbegin(), server.placeholders.cend(), [&server](const auto &one) {
        return !one.question.trimmed().isEmpty() || !hasField(server, one);
    });
    // One page of questions instead of some here and some in the form.
    return own ? allQuestions(server) : QList<OpenQuestion>();
}

QString shownCommand(const config::Entry &entry)
{
    const QStringList hidden = secrets::secretsIn(entry.arguments, entry.environmentMap());
    config::Entry shown{entry.command, entry.arguments, {}};
    for (QString &word : shown.arguments)
        for (const QString &secret : hidden)
            if (!secret.isEmpty())
                word.replace(secret, u"…"_s);
    return integrations::shownCommand(shown);
}

QString PasteWording::seen(const integrations::Snippet &snippet)
{
    if (!snippet.form)
        return {};
    const QString name = integrations::snippetFormName(*snippet.form);
    return snippet.servers.size() > 1 ? PasteWords::tr("Recognised: %1. It holds %n servers.", nullptr,
                                                       static_cast<int>(snippet.servers.size()))
                                            .arg(name)
                                      : PasteWords::tr("Recognised: %1.").arg(name);
}

QStringList PasteWording::notes(const QList<integrations::SnippetNote> &notes)
{
    QStringList lines;
    for (const integrations::SnippetNote &note : notes)
        if (note.id != SnippetNoteId::NeedsBridge)
            lines.append(integrations::snippetNoteText(note));
    return lines;
}

QStringList PasteWording::ignored(const QList<integrations::SnippetIgnored> &ignored)
{
    QStringList lines;
    for (const integrations::SnippetIgnored &one : ignored)
        if (const QString text = integrations::snippetIgnoredText(one); !text.isEmpty())
            lines.append(text);
    return lines;
}

QString PasteWording::command(const config::Entry &entry)
{
    return PasteWords::tr("Claude would start: %1").arg(shownCommand(entry));
}

QString PasteWording::variables(const config::Entry &entry)
{
    QStringList names;
    for (const config::Variable &variable : entry.environment)
        names.append(variable.name);
    return names.isEmpty() ? QString() : PasteWords::tr("With the variables: %1").arg(names.join(u", "_s));
}

void SnippetReading::read(const QString &text)
{
    stop();
    if (text.size() <= readAtOnce) {
        Q_EMIT done(integrations::readSnippet(text));
        return;
    }
    m_watcher = std::make_unique<QFutureWatcher<integrations::Snippet>>();
    connect(m_watcher.get(), &QFutureWatcherBase::finished, this, [this] {
        const integrations::Snippet snippet = m_watcher->result();
        m_watcher.release()->deleteLater(); // it is still calling
        Q_EMIT done(snippet);
    });
    m_watcher->setFuture(QtConcurrent::run([text] { return integrations::readSnippet(text); }));
}

void SnippetReading::stop()
{
    m_watcher.reset();
}

} // namespace kopru::ui
