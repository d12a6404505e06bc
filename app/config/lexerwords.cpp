#include "app/config/lexer.h"

#include "app/config/spelling.h"

// Words without quotes: numbers, words of JSON and of other languages, and texts whose quotes are missing.

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {
namespace {

bool isInFrontOfColon(const Characters &text, qsizetype at)
{
    const qsizetype last = std::min(text.size(), at + 40);
    while (at < last && isBlank(text.at(at)))
        ++at;
    return at < last && (text.at(at) == ':' || text.at(at) == '=' || text.at(at) == '{');
}

} // namespace

void Lexer::readBare()
{
    const qsizetype begin = m_at;
    const qsizetype end = m_ends.endOfWord(begin);
    if (end == begin)
        return skipSign();
    const QuoteMark quote = end < m_text.size() ? m_text.quoteAt(end) : QuoteMark{};
    if (quote.kind != Quote::None && quote.kind != Quote::Escaped && m_ends.isBehindText(end + quote.size)) {
        flaw(Fault::MissingQuote, begin);
        // `a,b"`: whether the comma belongs to the text is a guess.
        m_all.isGuess = m_all.isGuess || (begin > 0 && m_text.at(begin - 1) == ',' && m_lastIsBare);
        return addText(begin, begin, end, end + quote.size, Quote::None);
    }
    const bool isValue = !m_before.isKey() || !isInFrontOfColon(m_text, end);
    if (isValue && readWord(begin, end))
        return;
    if (end == m_text.size()) {
        m_at = end;
        return add(TokenKind::Cut, begin, end);
    }
    if (isValue && readNumber(begin, end))
        return;
    flaw(Fault::MissingQuote, begin);
    if (m_ends.isBehindText(end) || m_text.isQuote(end))
        addBare(begin, end);
    else
        readSentence(begin, end);
}

bool Lexer::readWord(qsizetype begin, qsizetype end)
{
    const QByteArrayView word = m_text.view(begin, end);
    if (isStrictWord(word)) {
        m_at = end;
        add(TokenKind::Word, begin, end);
        return true;
    }
    const ForeignWord *foreign = foreignWord(word);
    if (foreign == nullptr)
        return false;
    flaw(Fault::WrongWord, begin);
    m_all.isGuess = m_all.isGuess || foreign->isGuess;
    addFixed(TokenKind::Word, begin, end, foreign->meant.toByteArray());
    return true;
}

bool Lexer::readNumber(qsizetype begin, qsizetype end)
{
    const QByteArrayView word = m_text.view(begin, end);
    if (!beginsNumber(word) || word.size() > longestLook)
        return false;
    if (readDecimalComma(begin, end))
        return true;
    if (isStrictNumber(word)) {
        m_at = end;
        add(TokenKind::Number, begin, end);
        return true;
    }
    if (const auto number = plainNumber(word.toByteArray())) {
        flaw(Fault::BadNumber, begin);
        addFixed(TokenKind::Number, begin, end, *number);
        return true;
    }
    if (!isUnfinishedNumber(word))
        return false;
    flaw(Fault::BadNumber, begin);
    addFixed(TokenKind::Number, begin, end, "0"_ba);
    m_all.tokens.back().isDoubtful = true;
    return true;
}

bool Lexer::readDecimalComma(qsizetype begin, qsizetype end)
{
    static const QRegularExpression digits(u"\\A-?[0-9]+\\z"_s);
    if (m_before.last != TokenKind::Colon || end + 1 >= m_text.size() || m_text.at(end) != ',' ||
        !isDigit(m_text.at(end + 1)) || !matches(m_text.view(begin, end), digits))
        return false;
    qsizetype behind = end + 1;
    while (behind < m_text.size() && isDigit(m_text.at(behind)))
        ++behind;
    if (behind < m_text.size() && !m_text.isEndOfWord(behind))
        return false;
    QByteArray point = m_text.view(begin, behind).toByteArray();
    point.replace(',', '.');
    flaw(Fault::BadNumber, begin);
    addFixed(TokenKind::Number, begin, behind, point);
    return true;
}

void Lexer::readSentence(qsizetype begin, qsizetype end)
{
    const qsizetype last = m_look.nearLineEnd(begin);
    for (qsizetype at = end; at < last; ++at) {
        const char c = m_text.at(at);
        if (c == '"' && m_ends.isBehindText(at + 1)) {
            return addText(begin, begin, at, at + 1, Quote::None);
        }
        if (c == '"' || c == ',' || isBracket(c))
            break;
    }
    m_all.isGuess = true;
    while (end < last && !isBracket(m_text.at(end)) && m_text.at(end) != '"' && m_text.at(end) != ':')
        ++end;
    while (end > begin + 1 && (isBlank(m_text.at(end - 1)) || m_text.at(end - 1) == ','))
        --end;
    addBare(begin, end);
}

void Lexer::skipSign()
{
    flaw(Fault::UnexpectedCharacter, m_at);
    m_all.isGuess = true;
    const qsizetype begin = m_at++;
    while (!atEnd() && isControl(here()) && !isBreak(here()) && here() != '\t' && isControl(m_text.at(begin)))
        ++m_at;
    splice(begin, m_at, {});
}

void Lexer::addBare(qsizetype begin, qsizetype end)
{
    QByteArray text = m_text.view(begin, end).toByteArray();
    text.replace('\\', "\\\\").replace('"', "\\\"");
    addFixed(TokenKind::Text, begin, end, '"' + text + '"');
    m_lastIsBare = true;
}

} // namespace kopru::config::tolerant
