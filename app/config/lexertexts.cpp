#include "app/config/lexer.h"

#include "app/config/spelling.h"

// Texts in quotes: which of their likely ends is the end, and what is wrong with them.

namespace kopru::config::tolerant {

void Lexer::readText()
{
    const qsizetype begin = m_at;
    const QuoteMark open = m_text.quoteAt(begin);
    if (open.kind == Quote::Straight)
        readStraight(begin);
    else
        readOther(begin, open);
}

void Lexer::readStraight(qsizetype begin)
{
    qsizetype at = begin + 1;
    qsizetype line = begin;
    for (;;) {
        while (at < m_text.size() && m_text.at(at) != '"' && m_text.at(at) != '\\' && !isBreak(m_text.at(at)))
            ++at;
        if (at >= m_text.size())
            return readCut(begin);
        const char c = m_text.at(at);
        if (c == '"')
            break;
        if (isBreak(c)) {
            if (!m_ends.goesOnBehindBreak(line, at))
                return readUnterminated(begin, at);
            line = at++;
            continue;
        }
        // A backslash at the end of a line takes the whole break.
        at += at + 2 < m_text.size() && m_text.at(at + 1) == '\r' && m_text.at(at + 2) == '\n' ? 3 : 2;
    }
    if (m_before.isKey() && at > begin + 1 && at + 1 < m_text.size() && m_text.at(at + 1) == '{' &&
        m_text.view(begin + 1, at).trimmed().endsWith(':')) {
        // `"name: "{…`: the quote opens the value.
        if (const auto end = m_ends.endOfKey(begin, at)) {
            flaw(Fault::MissingQuote, begin);
            return addText(begin, begin + 1, *end, *end, Quote::None);
        }
    }
    if (m_ends.isBehindText(at + 1) || (at > begin + 1 && m_ends.isInFrontOfText(at + 1)))
        return addText(begin, begin + 1, at, at + 1, Quote::Straight);
    if (const auto swallowed = m_ends.swallowedQuote(begin, at))
        return addText(begin, begin + 1, *swallowed, *swallowed + 1, Quote::Straight);
    if (closedOtherwise(begin, at))
        return;
    if (const auto end = m_ends.endOfKey(begin, at)) {
        flaw(Fault::MissingQuote, begin);
        return addText(begin, begin + 1, *end, *end, Quote::None);
    }
    if (m_look.mayLook(at - begin)) {
        // `"-y, "mcp-remote"`, `"x ], "env"`: the comma is known, and brackets that the text does not open.
        const QByteArrayView content = m_text.view(begin + 1, at).trimmed();
        const qsizetype end = m_ends.endBeforeBrackets(begin + 1, at);
        const bool hasBrackets = m_text.view(end, at).contains(']') || m_text.view(end, at).contains('}');
        const bool oneWord = !m_text.view(begin + 1, std::max(end, begin + 1)).contains(' ');
        if (content.endsWith(',') && end > begin + 1 && (hasBrackets || oneWord)) {
            flaw(Fault::MissingQuote, begin);
            return addText(begin, begin + 1, end, end, Quote::None);
        }
    }
    readWithQuotesInside(begin, at);
}

bool Lexer::closedOtherwise(qsizetype begin, qsizetype end)
{
    const auto at = m_ends.otherQuote(begin, end);
    if (!at)
        return false;
    const QuoteMark quote = m_text.quoteAt(*at);
    flaw(Fault::MissingQuote, begin);
    addText(begin, begin + 1, *at, *at + quote.size, quote.kind);
    return true;
}

void Lexer::readUnterminated(qsizetype begin, qsizetype end)
{
    if (const auto swallowed = m_ends.swallowedQuote(begin, end))
        return addText(begin, begin + 1, *swallowed, *swallowed + 1, Quote::Straight);
    if (closedOtherwise(begin, end))
        return;
    if (const auto key = m_ends.endOfKey(begin, end)) {
        flaw(Fault::MissingQuote, begin);
        return addText(begin, begin + 1, *key, *key, Quote::None);
    }
    flaw(Fault::UnterminatedText, begin);
    end = m_text.size() > end ? std::min(end, m_text.lineEnd(begin)) : end;
    end = m_look.mayLook(end - begin) ? m_ends.endBeforeBrackets(begin + 1, end) : end;
    m_all.isGuess = m_all.isGuess || end == begin + 1;
    addText(begin, begin + 1, end, end, Quote::None);
}

void Lexer::readCut(qsizetype begin)
{
    // The line it begins in may hold its end all the same.
    const qsizetype end = m_text.lineEnd(begin);
    if (end < m_text.size())
        return readUnterminated(begin, end);
    // At the very end of the file a quote may be the first half of anything, unless all is closed behind it.
    const qsizetype before = m_ends.isClosedAtEnd() ? end - 1 : begin;
    if (const auto swallowed = m_ends.swallowedQuote(begin, before))
        return addText(begin, begin + 1, *swallowed, *swallowed + 1, Quote::Straight);
    if (closedOtherwise(begin, before))
        return;
    const qsizetype last = m_look.mayLook(end - begin) ? m_ends.endBeforeBrackets(begin + 1, end) : end;
    const QByteArrayView brackets = m_text.view(last, end);
    const auto closed = static_cast<std::size_t>(brackets.count('}') + brackets.count(']'));
    if (last > begin + 1 && closed == m_before.brackets.size() && !brackets.contains(',')) {
        flaw(Fault::UnterminatedText, begin);
        return addText(begin, begin + 1, last, last, Quote::None);
    }
    m_at = m_text.size();
    add(TokenKind::Cut, begin, m_at);
}

void Lexer::readWithQuotesInside(qsizetype begin, qsizetype first)
{
    flaw(Fault::QuoteInside, first + 1);
    const qsizetype end = m_ends.endBehindInnerQuotes(begin, first);
    if (end < 0) {
        m_all.isGuess = true;
        return addText(begin, begin + 1, first, first + 1, Quote::Straight);
    }
    // `"npx""`, `""npx"`: three quotes are one too many.
    if (end == first + 1) {
        m_all.isGuess = m_all.isGuess || first == begin + 1;
        return addText(begin, begin + 1, first, end + 1, Quote::Straight, true);
    }
    if (first == begin + 1 && !m_text.view(first + 1, end).contains('"'))
        return addText(begin, first + 1, end, end + 1, Quote::Straight, true);
    // `"a" + "b"` is a sum of a program.
    static constexpr QByteArrayView operators = "+.&|?";
    qsizetype sign = first + 1;
    while (sign < end && isBlank(m_text.at(sign)))
        ++sign;
    m_all.isGuess = m_all.isGuess || m_text.view(begin, end + 1).contains(QByteArrayView("\"\"\"")) ||
                    (sign > first + 1 && sign < end && operators.contains(m_text.at(sign)));
    const bool sameLine = m_quoteInsideEnd >= 0 && m_look.nearLineEnd(m_quoteInsideEnd) >= first;
    const QByteArrayView inner = m_text.view(first, end);
    m_all.isGuess = m_all.isGuess || sameLine || inner.contains(',') || inner.contains('{') || inner.contains('[') ||
                    inner.contains(QByteArrayView(": ")) || m_text.view(begin + 1, first).trimmed().endsWith(',');
    m_all.hasBoldTexts = true;
    m_quoteInsideEnd = end;
    const bool doubled = first == begin + 1 && m_text.at(end - 1) == '"' && end - 1 > first;
    addText(begin, doubled ? begin + 2 : begin + 1, doubled ? end - 1 : end, end + 1, Quote::Straight, true);
}

void Lexer::readOther(qsizetype begin, QuoteMark open)
{
    const qsizetype first = begin + open.size;
    const auto [found, looked] = m_ends.closingQuote(first, open.kind);
    // `'npx", "args": ["-y"]`: closed by a quote of the other kind, unless one of its own comes behind that.
    const qsizetype other = open.kind == Quote::Single || open.kind == Quote::Backtick
                                ? m_ends.straightEnd(first, found < 0 ? looked : found)
                                : -1;
    const bool isLast = looked == m_text.size();
    if (isLast && other < 0 && (found < 0 || !m_ends.isBehindQuote(found, open))) {
        // A file that is closed at its end was not cut: what stands up to there is not known.
        m_all.isGuess = m_all.isGuess || (m_ends.isClosedAtEnd() && m_text.view(begin, looked).contains(','));
        m_at = m_text.size();
        return add(TokenKind::Cut, begin, m_at);
    }
    flaw(Fault::MissingQuote, begin);
    if (found < 0 && other >= 0) {
        m_all.isGuess = m_all.isGuess || (isLast && !m_ends.isClosedAtEnd()) || m_text.at(first) == '"';
        return addText(begin, first, other, other + 1, open.kind);
    }
    m_all.isGuess = m_all.isGuess || other >= 0;
    if (found >= 0)
        return addText(begin, first, found, found + m_text.quoteAt(found).size, open.kind);
    // Closed by none: its line is all there is of it.
    qsizetype end = looked;
    while (end > first && isBlank(m_text.at(end - 1)))
        --end;
    if (end > first && m_text.at(end - 1) == ',')
        --end;
    m_all.isGuess = m_all.isGuess || (looked < m_text.size() && !isBreak(m_text.at(looked))) ||
                    m_text.view(first, end).contains('"');
    addText(begin, first, end, end, Quote::None);
}

void Lexer::addText(qsizetype begin, qsizetype first, qsizetype last, qsizetype end, Quote quote, bool quotesInside)
{
    const QByteArrayView content = m_text.view(first, last);
    // Most texts are as they should be: nothing is copied for them.
    const bool plain = std::none_of(content.begin(), content.end(),
                                    [](char c) { return c == '\\' || c == '"' || static_cast<uchar>(c) < 0x20; });
    m_at = end;
    if (plain && quote == Quote::Straight && !quotesInside)
        return add(TokenKind::Text, begin, end);
    const bool hasEntities = quote == Quote::Html && content.contains('&');
    const QByteArray inside = plain && !hasEntities ? content.toByteArray() : mendedContent(first, last, quote);
    const QByteArray whole = '"' + inside + '"';
    if (whole == m_text.view(begin, end))
        return add(TokenKind::Text, begin, end);
    addFixed(TokenKind::Text, begin, end, whole);
}

QByteArray Lexer::mendedContent(qsizetype first, qsizetype last, Quote quote)
{
    const Spelling spelling = spelledText(m_text.view(first, last), quote);
    if (spelling.badEscape >= 0)
        flaw(Fault::BadEscape, first + spelling.badEscape);
    if (spelling.control >= 0)
        flaw(Fault::ControlCharacter, first + spelling.control);
    m_all.isGuess = m_all.isGuess || spelling.isGuess;
    return spelling.bytes;
}

} // namespace kopru::config::tolerant
