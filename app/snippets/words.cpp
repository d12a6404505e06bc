#include "app/snippets/words.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

/// Quotes are Windows' in a line with a drive letter, `cmd`, `^` or `\"` around JSON.
bool isWindowsLine(const QString &line)
{
    static const QRegularExpression signs(uR"((?:^|[\s"'=])[A-Za-z]:\\|^\s*cmd(?:\.exe)?\s|\^\s*$|"\{\\")"_s,
                                          QRegularExpression::CaseInsensitiveOption |
                                              QRegularExpression::MultilineOption);
    return signs.match(line).hasMatch();
}

class Lexer
{
public:
    Lexer(const QString &line, bool windows) : m_line(line), m_windows(windows)
    {
        m_result.commands.append(QStringList());
    }

    Lexed read()
    {
        while (m_at < m_line.size() && !m_result.needsShell)
            step();
        endWord();
        m_result.commands.removeAll(QStringList());
        return m_result;
    }

private:
    [[nodiscard]] QChar here() const { return m_line.at(m_at); }
    [[nodiscard]] QChar next() const { return m_at + 1 < m_line.size() ? m_line.at(m_at + 1) : QChar(); }
    [[nodiscard]] QChar before() const { return m_at > 0 ? m_line.at(m_at - 1) : QChar(u' '); }

    void step()
    {
        const QChar c = here();
        if (c.isSpace()) {
            endWord();
            ++m_at;
        } else if (c == u'"') {
            readDouble();
        } else if (c == u'\'' && (!m_windows || !m_inWord || before() == u'=')) {
            readSingle();
        } else if (c == u'\\' && !m_windows) {
            if (m_at + 1 >= m_line.size()) {
                ++m_at;
                return;
            }
            put(next() == u'$' ? literalDollar : next());
            m_at += 2;
        } else if (c == u'\\' && next() == u'"') {
            put(u'"');
            m_at += 2;
        } else if (c == u'^' && m_windows && m_at + 1 < m_line.size() && !next().isSpace()) {
            put(next());
            m_at += 2;
        } else if (c == u'#' && !m_inWord) {
            m_result.comment = true;
            m_at = m_line.size();
        } else {
            readPlain(c);
        }
    }

    void readPlain(QChar c)
    {
        if (c == u';') {
            endCommand();
            ++m_at;
            return;
        }
        if (c == u'&' && next() == u'&') {
            endCommand();
            m_at += 2;
            return;
        }
        const bool tight = m_inWord && m_word.contains(u'?') && !next().isSpace() && !next().isNull(); // `?a=1&b=2`
        if ((c == u'&' && !tight) || c == u'|' || c == u'`' || (c == u'$' && next() == u'('))
            m_result.needsShell = true;
        else if (c == u'<' && isPlaceholder())
            return;
        else if (c == u'<' || c == u'>')
            m_result.needsShell = true;
        put(c);
        ++m_at;
    }

    /// `<your_domain>` is no redirection.
    bool isPlaceholder()
    {
        static const QRegularExpression shape(uR"(^<[\p{L}_][^<>\s]*>)"_s,
                                              QRegularExpression::UseUnicodePropertiesOption);
        const auto match = shape.match(m_line.mid(m_at, 200));
        if (!match.hasMatch())
            return false;
        m_word += match.captured();
        m_inWord = true;
        m_at += match.capturedLength();
        return true;
    }

    void readDouble()
    {
        m_inWord = true;
        for (++m_at; m_at < m_line.size(); ++m_at) {
            const QChar c = here();
            if (c == u'"') {
                ++m_at;
                return;
            }
            if (c == u'\\' && next() == u'"') {
                put(u'"');
                ++m_at;
            } else if (c == u'\\' && !m_windows && (next() == u'\\' || next() == u'$' || next() == u'`')) {
                put(next() == u'$' ? literalDollar : next());
                ++m_at;
            } else if (!m_windows && (c == u'`' || (c == u'$' && next() == u'('))) {
                m_result.needsShell = true;
                return;
            } else {
                put(c);
            }
        }
        m_result.openQuote = true;
    }

    void readSingle()
    {
        m_inWord = true;
        for (++m_at; m_at < m_line.size(); ++m_at) {
            if (here() == u'\'') {
                ++m_at;
                return;
            }
            put(here() == u'$' ? literalDollar : here());
        }
        m_result.openQuote = true;
    }

    void put(QChar c)
    {
        m_inWord = true;
        m_word += c;
    }
    void endWord()
    {
        if (m_inWord)
            m_result.commands.last().append(m_word);
        m_word.clear();
        m_inWord = false;
    }
    void endCommand()
    {
        endWord();
        m_result.commands.append(QStringList());
    }

    const QString &m_line;
    bool m_windows;
    qsizetype m_at = 0;
    QString m_word;
    bool m_inWord = false;
    Lexed m_result;
};

} // namespace

Lexed lex(const QString &line)
{
    return Lexer(line, isWindowsLine(line)).read();
}

std::optional<QStringList> splitWords(const QString &line)
{
    const Lexed lexed = lex(line);
    if (lexed.needsShell || lexed.openQuote || lexed.commands.size() > 1)
        return std::nullopt;
    QStringList words = lexed.commands.value(0);
    for (QString &word : words)
        word.replace(literalDollar, u'$');
    return words;
}

QString programOf(const QString &command)
{
    QString name = command.mid(std::max(command.lastIndexOf(u'/'), command.lastIndexOf(u'\\')) + 1).toLower();
    for (const QString &ending : {u".exe"_s, u".cmd"_s, u".bat"_s})
        if (name.endsWith(ending))
            name.chop(ending.size());
    return name;
}

} // namespace kopru::integrations::snippet
