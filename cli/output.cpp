#include "cli/output.h"

#include "app/secrets/redactor.h"

#include <QtCore/QRegularExpression>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

void write(std::FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

QByteArray dumped(const Json &value, int indent)
{
    return QByteArray::fromStdString(value.dump(indent, ' ', false, Json::error_handler_t::replace)) + '\n';
}

} // namespace

QString shellWord(QString text)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9._@%+,:/-]+$"_s);
    return plain.match(text).hasMatch() ? text : u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\'';
}

std::string utf8(const QString &text)
{
    return text.toStdString();
}

void Output::line(const QString &text) const
{
    if (!m_json)
        write(stdout, secrets::processRedactor().redact(text.toUtf8()) + '\n');
}

void Output::aside(const QString &text) const
{
    if (!m_json)
        write(stderr, secrets::processRedactor().redact(text.toUtf8()) + '\n');
}

void Output::text(const QByteArray &utf8) const
{
    write(stdout, secrets::processRedactor().redact(utf8));
}

void Output::revealedText(const QByteArray &utf8) const
{
    write(stdout, utf8);
}

void Output::result(const Json &value) const
{
    if (!m_json)
        return;
    Json whole = value;
    whole.update(m_more);
    write(stdout, dumped(secrets::processRedactor().redact(whole), 2));
}

void Output::jsonLine(const Json &value) const
{
    write(stdout, dumped(secrets::processRedactor().redact(value), -1));
}

int Output::error(const config::Message &message, const QString &id, int code, const Json &more) const
{
    if (m_json) {
        result({{"ok", false}, {"error", errorJson(message, id, more)}});
    } else {
        QString text = message.what;
        if (!message.remedy.isEmpty())
            text += u'\n' + message.remedy;
        write(stderr, secrets::processRedactor().redact(text.toUtf8()) + '\n');
    }
    return code;
}

void Output::revealed(const Json &value, const QStringList &lines) const
{
    Json whole = value;
    whole.update(m_more);
    if (m_json)
        write(stdout, dumped(whole, 2));
    else
        write(stdout, lines.join(u'\n').toUtf8() + '\n');
}

Json errorJson(const config::Message &message, const QString &id, const Json &more)
{
    Json error = {{"id", utf8(id)}, {"what", utf8(message.what)}, {"remedy", utf8(message.remedy)}};
    error.update(more);
    return error;
}

Json namesJson(const QStringList &names)
{
    Json json = Json::array();
    for (const QString &name : names)
        json.push_back(utf8(name));
    return json;
}

Json findingJson(const config::Finding &finding)
{
    const config::Message words = config::message(finding);
    return {{"id", utf8(config::problemId(finding.problem))},
            {"severity", utf8(config::severityId(finding.severity))},
            {"server", utf8(finding.server)},
            {"subject", utf8(finding.subject)},
            {"line", finding.position.line},
            {"column", finding.position.column},
            {"what", utf8(words.what)},
            {"remedy", utf8(words.remedy)}};
}

} // namespace kopru::cli
