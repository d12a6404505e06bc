#include "app/config/secretplaces.h"

#include "app/config/jsontext.h"
#include "app/secrets/secretnames.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace kopru::config {

namespace {

/// Shorter texts that repeat a secret are ordinary words.
constexpr qsizetype shortestRepeated = 8;
/// Behind so many bytes the look of a text is not examined any more: the time stays in line with the length.
constexpr qsizetype longestExamined = 65536;

/// A text or bare word with what stands in front of it.
struct Piece
{
    TextSpan span; ///< without quotes
    bool isQuoted = false;
    char before = '\0'; ///< the last sign in front of it: { [ , : or none
    char behind = '\0';
};

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isSign(char c)
{
    return c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':';
}

/// Bytes of a typographic quote at a place: U+2018 to U+201F.
bool isSmartQuote(const QByteArray &text, qsizetype at)
{
    return at + 2 < text.size() && text[at] == '\xe2' && text[at + 1] == '\x80' &&
           static_cast<unsigned char>(text[at + 2]) >= 0x98 && static_cast<unsigned char>(text[at + 2]) <= 0x9f;
}

/// Behind the inside of a quoted text that starts at `at`.
qsizetype textEnd(const QByteArray &text, qsizetype at, char quote)
{
    while (at < text.size() && text[at] != '\n' && text[at] != '\r') {
        if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] != '\n' && text[at + 1] != '\r') {
            at += 2;
            continue;
        }
        if (quote ? text[at] == quote : (text[at] == '"' || isSmartQuote(text, at)))
            break;
        ++at;
    }
    return std::min(at, text.size());
}

std::vector<Piece> piecesOf(const QByteArray &text)
{
    std::vector<Piece> pieces;
    char before = '\0';
    qsizetype i = 0;
    while (i < text.size()) {
        const char c = text[i];
        if (isSpace(c)) {
            ++i;
            continue;
        }
        if (isSign(c)) {
            if (!pieces.empty() && pieces.back().behind == '\0')
                pieces.back().behind = c;
            before = c;
            ++i;
            continue;
        }
        Piece piece;
        piece.before = before;
        if (c == '"' || c == '\'') {
            piece.isQuoted = true;
            piece.span = {i + 1, textEnd(text, i + 1, c)};
            i = piece.span.end + (piece.span.end < text.size() && text[piece.span.end] == c ? 1 : 0);
        } else if (isSmartQuote(text, i)) {
            piece.isQuoted = true;
            piece.span = {i + 3, textEnd(text, i + 3, '\0')};
            i = piece.span.end;
            i += isSmartQuote(text, i) ? 3 : i < text.size() && text[i] == '"' ? 1 : 0;
        } else {
            // `=` as some write it instead of a colon.
            const qsizetype begin = i;
            while (i < text.size() && !isSpace(text[i]) && !isSign(text[i]) && text[i] != '"' && text[i] != '=')
                ++i;
            if (i == begin) {
                before = ':';
                if (!pieces.empty() && pieces.back().behind == '\0')
                    pieces.back().behind = ':';
                ++i;
                continue;
            }
            piece.span = {begin, i};
        }
        pieces.push_back(piece);
        before = 'x';
    }
    return pieces;
}

class Search
{
public:
    explicit Search(const QByteArray &text) : m_text(text), m_pieces(piecesOf(text)) {}

    QList<TextSpan> run()
    {
        QStringList loose; // what stands in no object may be an argument
        for (const Piece &piece : m_pieces)
            if (piece.isQuoted && piece.behind != ':' && piece.before != ':')
                loose.append(wordOf(piece));
        const QStringList headers = secrets::secretHeaderVariables(loose);
        m_headerVariables = QSet<QString>(headers.begin(), headers.end());
        for (std::size_t i = 0; i < m_pieces.size(); ++i)
            look(i);
        repeat();
        return sorted();
    }

private:
    [[nodiscard]] QString wordOf(const Piece &piece) const
    {
        return json::decoded(QByteArrayView(m_text).sliced(piece.span.begin, piece.span.end - piece.span.begin));
    }
    [[nodiscard]] QByteArray bytesOf(const TextSpan &span) const
    {
        return m_text.mid(span.begin, span.end - span.begin);
    }

    [[nodiscard]] bool isSecretKey(const QString &key) const
    {
        return secrets::isSecretName(key) || m_headerVariables.contains(key);
    }

    void look(std::size_t index)
    {
        const Piece &piece = m_pieces[index];
        if (piece.behind == ':' && piece.before != ':')
            return; // a key
        const Piece *last = index > 0 ? &m_pieces[index - 1] : nullptr;
        if (piece.before == ':' && last && last->behind == ':') {
            if (isSecretKey(wordOf(*last)))
                hideValue(piece.span, piece.isQuoted);
        } else if (piece.isQuoted) {
            const QString word = wordOf(piece);
            const bool isOption = word.startsWith(u'-');
            if (last && last->isQuoted && piece.before == ',' && last->behind == ',' && !isOption) {
                const QString option = wordOf(*last);
                if (option.startsWith(u'-') && !option.contains(u'=') && !option.contains(u':') &&
                    secrets::isSecretName(option))
                    hideValue(piece.span, true);
            }
            hideNamed(piece.span);
        }
        if (piece.isQuoted)
            hideByLook(piece.span);
    }

    /// `Name: value` and `NAME=value`, also behind `--option=`.
    void hideNamed(const TextSpan &span)
    {
        qsizetype begin = span.begin;
        for (qsizetype i = span.begin; i < span.end; ++i) {
            const char c = m_text[i];
            if (c != '=' && c != ':')
                continue;
            if (secrets::isSecretName(QString::fromUtf8(QByteArrayView(m_text).sliced(begin, i - begin)))) {
                hideValue({i + 1, span.end}, true);
                return;
            }
            if (c == ':') // an address, or a header that is no secret
                return;
            begin = i + 1;
        }
    }

    void hideValue(TextSpan span, bool isQuoted)
    {
        static const QRegularExpression scheme(uR"(^\s*(?:Bearer|Basic|Token)\s+)"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        const QByteArray bytes = bytesOf(span);
        if (!isQuoted) {
            static const QRegularExpression plain(uR"(^(?:true|false|null|[0-9.+-]{1,5})$)"_s);
            if (plain.match(QString::fromLatin1(bytes)).hasMatch())
                return;
        }
        if (const auto match = scheme.match(QString::fromLatin1(bytes.left(64))); match.hasMatch())
            span.begin += match.capturedLength();
        while (span.begin < span.end && isSpace(m_text[span.begin]))
            ++span.begin;
        while (span.end > span.begin && isSpace(m_text[span.end - 1]))
            --span.end;
        const QByteArray value = bytesOf(span);
        if (value.isEmpty() || value.startsWith("keychain:") ||
            (value.startsWith("${") && value.indexOf('}') == value.size() - 1))
            return;
        hide(span);
    }

    /// Shapes that are secrets wherever they stand; see the redactor. On bytes read as Latin-1, so that places stay.
    void hideByLook(const TextSpan &span)
    {
        static const std::array shapes{
            QRegularExpression(uR"([a-z][a-z0-9+.-]{1,20}://[^\s/@:"'\\]{0,256}:([^\s/@"'\\]{1,512})@)"_s,
                               QRegularExpression::CaseInsensitiveOption),
            QRegularExpression(uR"(\b(?:Bearer|Basic)(?:\s|%20|\+)+([A-Za-z0-9._~+/=%-]{8,}))"_s,
                               QRegularExpression::CaseInsensitiveOption),
            QRegularExpression(uR"((\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?))"_s),
            QRegularExpression(
                uR"((\b(?:mcp_|ap_|sk-ant-|sk-|ghp_|gho_|github_pat_|glpat-|xox[abprs]-|AKIA)[A-Za-z0-9_-]{16,}))"_s),
        };
        static const QRegularExpression parameter(uR"([?&;]([^=&\s"']{1,64})=([^\s&"'<>\\#]{1,2048}))"_s);
        if (span.end - span.begin < shortestRepeated)
            return;
        const QString text = QString::fromLatin1(
            QByteArrayView(m_text).sliced(span.begin, std::min(span.end - span.begin, longestExamined)));
        for (const QRegularExpression &shape : shapes)
            for (auto matches = shape.globalMatch(text); matches.hasNext();) {
                const auto match = matches.next();
                if (!match.captured(1).startsWith(u"${"))
                    hide({span.begin + match.capturedStart(1), span.begin + match.capturedEnd(1)});
            }
        if (text.contains("://"_L1) || text.contains(u'='))
            hideInAddresses(span);
        if (!text.contains(u'='))
            return;
        for (auto matches = parameter.globalMatch(text); matches.hasNext();) {
            const auto match = matches.next();
            if (secrets::isSecretName(match.captured(1)) && !match.captured(2).startsWith(u"${"))
                hide({span.begin + match.capturedStart(2), span.begin + match.capturedEnd(2)});
        }
    }

    /// Tokens in the path of an address, passwords in a connection string.
    void hideInAddresses(const TextSpan &span)
    {
        const QByteArray bytes = m_text.mid(span.begin, std::min(span.end - span.begin, longestExamined));
        for (const QString &secret : secrets::secretsIn({json::decoded(bytes)}, {})) {
            const QByteArray plain = secret.toUtf8();
            if (const qsizetype at = bytes.indexOf(plain); at >= 0)
                hideValue({span.begin + at, span.begin + at + plain.size()}, true);
        }
    }

    void hide(const TextSpan &span)
    {
        m_spans.append(span);
        if (span.end - span.begin >= shortestRepeated)
            m_secrets.insert(bytesOf(span));
    }

    /// A text that is the same as one of the secrets is one as well, whatever stands in front of it.
    void repeat()
    {
        if (m_secrets.isEmpty())
            return;
        for (const Piece &piece : m_pieces)
            if (piece.isQuoted && piece.behind != ':' && m_secrets.contains(bytesOf(piece.span)))
                m_spans.append(piece.span);
    }

    QList<TextSpan> sorted()
    {
        std::sort(m_spans.begin(), m_spans.end(),
                  [](const TextSpan &a, const TextSpan &b) { return a.begin < b.begin; });
        // What a shape cut off may have been the middle of a character.
        const auto goesOn = [this](qsizetype at) {
            return at > 0 && at < m_text.size() && (static_cast<unsigned char>(m_text[at]) & 0xc0U) == 0x80U;
        };
        QList<TextSpan> result;
        for (TextSpan span : std::as_const(m_spans)) {
            while (goesOn(span.begin))
                --span.begin;
            while (goesOn(span.end))
                ++span.end;
            if (!result.isEmpty() && span.begin < result.last().end)
                result.last().end = std::max(result.last().end, span.end);
            else
                result.append(span);
        }
        return result;
    }

    const QByteArray &m_text;
    std::vector<Piece> m_pieces;
    QSet<QString> m_headerVariables;
    QList<TextSpan> m_spans;
    QSet<QByteArray> m_secrets;
};

} // namespace

QList<TextSpan> secretPlaces(const QByteArray &text)
{
    return Search(text).run();
}

} // namespace kopru::config
