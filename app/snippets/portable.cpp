#include "app/integrations/bridgecommand.h"
#include "app/secrets/keychain.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "app/snippets/serverfileparts.h"
#include "app/snippets/signs.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

/// A server without its secrets: what is left out, and what is asked for in its place.
namespace kopru::integrations {

namespace {

/// Leaves the secrets of one entry out, text by text.
class Omission
{
public:
    explicit Omission(const config::Entry &entry)
    {
        for (const QString &secret : secrets::secretsIn(entry.arguments, entry.environmentMap())) {
            // `Bearer abc`: the token alone is left out, the word stays.
            if (snippet::withoutScheme(secret) != secret)
                continue;
            m_redactor.add(secret);
            if (secret.size() >= secrets::Redactor::shortest)
                m_known.append(secret);
        }
        std::sort(m_known.begin(), m_known.end(),
                  [](const QString &a, const QString &b) { return a.size() > b.size(); });
    }

    /// @param hint  what a question about it is called
    /// @return the text without what is asked for
    QString without(const QString &text, const QString &place, const QString &hint)
    {
        QList<Piece> pieces{{text, false}};
        for (const QString &secret : std::as_const(m_known))
            pieces = split(pieces, secret);
        QString rest;
        for (const Piece &piece : std::as_const(pieces)) {
            if (piece.isSecret) {
                ask(place, rest.size(), hint, piece.text);
                continue;
            }
            // Other spellings of them, and what is a secret by its shape.
            const QStringList shown = m_redactor.redact(piece.text).split(mark());
            for (qsizetype i = 0; i < shown.size(); ++i) {
                if (i > 0)
                    ask(place, rest.size(), hint, {});
                rest += shown.at(i);
            }
        }
        return rest;
    }

    /// The same for a value that is a secret as a whole.
    QString withoutAll(const QString &value, const QString &place, const QString &hint)
    {
        return withoutEnd(value, 0, place, hint);
    }

    /// The same where it is the end of a text.
    QString withoutEnd(const QString &text, qsizetype from, const QString &place, const QString &hint)
    {
        const QString plain = text.mid(from).trimmed();
        const QString secret = snippet::withoutScheme(plain);
        const QString rest = text.left(from) + plain.chopped(secret.size());
        ask(place, rest.size(), hint, secret);
        return rest;
    }

    QList<ServerQuestion> questions;

private:
    struct Piece
    {
        QString text;
        bool isSecret;
    };

    static QString mark() { return QString::fromUtf8(secrets::Redactor::mark()); }

    static QList<Piece> split(const QList<Piece> &pieces, const QString &secret)
    {
        QList<Piece> result;
        for (const Piece &piece : pieces) {
            if (piece.isSecret) {
                result.append(piece);
                continue;
            }
            qsizetype begin = 0;
            for (qsizetype at = piece.text.indexOf(secret); at >= 0; at = piece.text.indexOf(secret, begin)) {
                result += {{piece.text.mid(begin, at - begin), false}, {secret, true}};
                begin = at + secret.size();
            }
            result.append({piece.text.mid(begin), false});
        }
        return result;
    }

    /// The same secret is asked for once, unless it is so short that it is the same by chance.
    void ask(const QString &place, qsizetype at, const QString &hint, const QString &secret)
    {
        const bool isOwn = secret.size() >= secrets::Redactor::shortest;
        if (const auto known = m_ids.constFind(secret); isOwn && known != m_ids.constEnd()) {
            questions.append({*known, place, at});
            return;
        }
        QString id = hint;
        for (int i = 2; m_taken.contains(id); ++i)
            id = u"%1-%2"_s.arg(hint).arg(i);
        m_taken.insert(id);
        if (isOwn)
            m_ids.insert(secret, id);
        questions.append({id, place, at});
    }

    secrets::Redactor m_redactor;
    QStringList m_known; ///< the longest first
    QMap<QString, QString> m_ids;
    QSet<QString> m_taken;
};

/// What a secret in this argument is called: its header, its option, its variable.
QString hintFor(const QStringList &arguments, qsizetype index)
{
    static const QRegularExpression header(uR"(^(?:--headers?=|-H=?)?([A-Za-z0-9_-]{1,80})\s*:(?!//))"_s);
    static const QRegularExpression assigned(uR"(^-{0,2}([A-Za-z_][A-Za-z0-9_.-]{0,80})=)"_s);
    static const QRegularExpression option(uR"(^--?([A-Za-z][A-Za-z0-9_.-]{0,80})$)"_s);
    const QString &word = arguments.at(index);
    for (const QRegularExpression &shape : {header, assigned})
        if (const auto match = shape.match(word); match.hasMatch())
            return match.captured(1);
    if (const auto match = option.match(index > 0 ? arguments.at(index - 1) : QString()); match.hasMatch())
        return match.captured(1);
    return u"argument-%1"_s.arg(index + 1);
}

/// A header among the arguments, behind an option that says so.
struct GivenHeader
{
    QString name;
    qsizetype value = 0; ///< where it begins in the argument
};

std::optional<GivenHeader> headerAt(const QStringList &arguments, qsizetype index)
{
    static const QRegularExpression joined(u"^(?:--headers?=|-H=?)"_s);
    static const QRegularExpression alone(u"^(?:--headers?|-H)$"_s);
    static const QRegularExpression header(uR"(([A-Za-z0-9!#$%&'*+.^_`|~-]{1,80})\s*[:=]\s*(?=\S))"_s);
    const QString &word = arguments.at(index);
    qsizetype begin = 0;
    if (const auto match = joined.match(word); match.hasMatch())
        begin = match.capturedLength();
    else if (index == 0 || !alone.match(arguments.at(index - 1)).hasMatch())
        return std::nullopt;
    const auto match =
        header.match(word, begin, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch())
        return std::nullopt;
    return GivenHeader{match.captured(1), match.capturedEnd()};
}

/// Headers of HTTP and MCP that say nothing about who sends them. Any other may be what lets a program in.
bool isHarmlessHeader(const QString &name)
{
    static const QSet<QString> names{u"accept"_s,
                                     u"accept-charset"_s,
                                     u"accept-encoding"_s,
                                     u"accept-language"_s,
                                     u"cache-control"_s,
                                     u"connection"_s,
                                     u"content-encoding"_s,
                                     u"content-language"_s,
                                     u"content-type"_s,
                                     u"date"_s,
                                     u"dnt"_s,
                                     u"expect"_s,
                                     u"host"_s,
                                     u"keep-alive"_s,
                                     u"last-event-id"_s,
                                     u"mcp-protocol-version"_s,
                                     u"origin"_s,
                                     u"pragma"_s,
                                     u"prefer"_s,
                                     u"referer"_s,
                                     u"te"_s,
                                     u"transfer-encoding"_s,
                                     u"upgrade"_s,
                                     u"user-agent"_s,
                                     u"x-requested-with"_s};
    return names.contains(name.toLower());
}

/// The variables that headers are made of, but for the harmless ones.
QStringList headerVariables(const QStringList &arguments)
{
    static const QRegularExpression variable(uR"(\$\{([^}]*)\})"_s);
    QStringList names = secrets::secretHeaderVariables(arguments);
    for (qsizetype i = 0; i < arguments.size(); ++i)
        if (const auto header = headerAt(arguments, i); header && !isHarmlessHeader(header->name))
            for (auto matches = variable.globalMatch(arguments.at(i), header->value); matches.hasNext();)
                names.append(matches.next().captured(1));
    return names;
}

} // namespace

PortableServer portable(const config::Server &server)
{
    PortableServer result;
    result.name = server.name;
    result.kind = kindOf(server.entry).id;
    result.leftOut = server.otherKeys;
    const config::Entry &entry = server.entry;
    Omission omission(entry);
    result.entry.command =
        readBridgeCommand(entry) ? snippet::bridgeName() : omission.without(entry.command, u"command"_s, u"command"_s);
    for (qsizetype i = 0; i < entry.arguments.size(); ++i) {
        const QString &word = entry.arguments.at(i);
        const QString place = u"arg:%1"_s.arg(i);
        const QString hint = hintFor(entry.arguments, i);
        const auto header = headerAt(entry.arguments, i);
        if (header && !isHarmlessHeader(header->name) && !word.contains(u"${"_s))
            result.entry.arguments.append(omission.withoutEnd(word, header->value, place, hint));
        else
            result.entry.arguments.append(secrets::isKeychainReference(word) ? omission.withoutAll(word, place, hint)
                                                                             : omission.without(word, place, hint));
    }
    const QStringList inHeaders = headerVariables(entry.arguments);
    for (const config::Variable &variable : entry.environment) {
        const QString place = u"env:"_s + variable.name;
        const bool named = secrets::isSecretName(variable.name) || inHeaders.contains(variable.name);
        // A reference to another variable is no secret.
        const bool isSecret = secrets::isKeychainReference(variable.value) ||
                              (named && !secrets::secretsIn({}, {{u"SECRET"_s, variable.value}}).isEmpty());
        result.entry.environment.append({variable.name, isSecret
                                                            ? omission.withoutAll(variable.value, place, variable.name)
                                                            : omission.without(variable.value, place, variable.name)});
    }
    result.questions = omission.questions;
    return result;
}

} // namespace kopru::integrations
