#include "app/config/spelling.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {
namespace {

enum class Backslash : quint8 { Escapes, ItsOwn };

/// Whether JSON knows the escape that the text begins with.
bool isEscape(QByteArrayView text)
{
    if (text.size() < 2)
        return false;
    if (text.at(1) == 'u')
        return text.size() >= 6 && std::all_of(text.begin() + 2, text.begin() + 6, isHex);
    return QByteArrayView("\"\\/bfnrt").contains(text.at(1));
}

bool isPath(QByteArrayView content)
{
    if (content.size() >= 3 && isLetter(content.at(0)) && content.at(1) == ':' && content.at(2) == '\\')
        return true;
    if (content.startsWith("\\\\"))
        return true;
    static const QRegularExpression variable(u"\\A%\\w+%\\\\"_s);
    return content.startsWith('%') && matches(content.first(std::min(content.size(), qsizetype(64))), variable);
}

struct Entity
{
    QByteArrayView spelling;
    QByteArrayView meant;
};

/// Where even the quotes are spelled as in the source of a web page, other signs are too.
const Entity *entityAt(QByteArrayView content, qsizetype at)
{
    static constexpr std::array<Entity, 7> entities = {{{"&amp;", "&"},
                                                        {"&lt;", "<"},
                                                        {"&gt;", ">"},
                                                        {"&apos;", "'"},
                                                        {"&#39;", "'"},
                                                        {"&#x27;", "'"},
                                                        {"&#x2F;", "/"}}};
    for (const Entity &entity : entities)
        if (content.sliced(at).startsWith(entity.spelling))
            return &entity;
    return nullptr;
}

/// What the backslashes of a text are meant for. Finds the first one that is wrong.
Backslash backslashOf(QByteArrayView content, Quote quote, Spelling &out)
{
    bool onlyApostrophes = true;
    bool onlySpaces = true;
    bool onlyNumbers = true;
    bool hasDollar = false;
    bool hasUnderline = false;
    bool hasOther = false;
    for (qsizetype at = 0; at < content.size(); ++at) {
        if (content.at(at) != '\\')
            continue;
        const char c = at + 1 < content.size() ? content.at(at + 1) : '\0';
        const qsizetype from = at++;
        if (isEscape(content.sliced(from)))
            continue;
        if ((quote == Quote::Single && c == '\'') || (quote == Quote::Backtick && c == '`'))
            continue;
        if (out.badEscape < 0)
            out.badEscape = from;
        if (isBreak(c))
            continue;
        hasOther = true;
        onlyApostrophes = onlyApostrophes && c == '\'';
        onlySpaces = onlySpaces && c == ' ';
        onlyNumbers = onlyNumbers && c == 'u';
        hasDollar = hasDollar || c == '$';
        hasUnderline = hasUnderline || c == '_';
    }
    const bool spacesEscaped = hasOther && onlySpaces && content.contains('/');
    const bool ownBackslashes =
        hasOther && !onlyApostrophes && !spacesEscaped && !(onlyNumbers && !isPath(content)) && !hasDollar;
    // Markdown puts a backslash in front of `_`; in an address none stands for itself.
    if (ownBackslashes && !isPath(content) && (hasUnderline || content.contains(QByteArrayView("://"))))
        out.isGuess = true;
    if (hasOther && !ownBackslashes && !onlyApostrophes && !spacesEscaped)
        out.isGuess = true;
    // An escaped quote beside a backslash that stands for itself: one of the two is not what it looks like.
    if (ownBackslashes && content.contains(QByteArrayView("\\\"")))
        out.isGuess = true;
    return ownBackslashes ? Backslash::ItsOwn : Backslash::Escapes;
}

/// How many bytes of the content were read.
qsizetype spellBackslash(QByteArray &out, QByteArrayView content, qsizetype at, char next, Quote quote,
                         Backslash backslash)
{
    if (isBreak(next)) {
        return at + 2 < content.size() && next == '\r' && content.at(at + 2) == '\n' ? 3 : 2;
    }
    const bool doubled = next == '\\' || next == '"';
    if (backslash == Backslash::ItsOwn || next == '\0') {
        out += doubled ? QByteArray(1, '\\') + next : "\\\\"_ba;
        return doubled ? 2 : 1;
    }
    if (next == '\'' || next == ' ' || (quote == Quote::Backtick && next == '`')) {
        out += next;
        return 2;
    }
    // What JSON does not know at all must not be handed on, guess or not.
    if (!isEscape(content.sliced(at))) {
        out += "\\\\";
        return 1;
    }
    out += QByteArray(1, '\\') + next;
    return 2;
}

void spell(Spelling &spelling, QByteArrayView content, Quote quote, Backslash backslash)
{
    QByteArray &out = spelling.bytes;
    out.reserve(content.size() + 16);
    qsizetype at = 0;
    if (backslash == Backslash::ItsOwn && content.startsWith("\\\\") && !content.startsWith("\\\\\\")) {
        out += "\\\\\\\\";
        at = 2;
    }
    const bool certificate = content.startsWith("-----BEGIN");
    const bool hasBreak = content.contains('\n') || content.contains('\r');
    bool hasWords = false;
    while (at < content.size()) {
        const char c = content.at(at);
        const char next = at + 1 < content.size() ? content.at(at + 1) : '\0';
        if (c == '\\') {
            at += spellBackslash(out, content, at, next, quote, backslash);
        } else if (c == '"') {
            out += "\\\"";
            ++at;
        } else if (const Entity *entity = quote == Quote::Html && c == '&' ? entityAt(content, at) : nullptr) {
            out += entity->meant;
            at += entity->spelling.size();
        } else if (isBreak(c)) {
            spelling.control = spelling.control < 0 ? at : spelling.control;
            at += c == '\r' && next == '\n' ? 2 : 1;
            if (certificate)
                out += "\\n";
            while (at < content.size() && isBlank(content.at(at)))
                ++at;
        } else if (static_cast<uchar>(c) < 0x20) {
            spelling.control = spelling.control < 0 ? at : spelling.control;
            spelling.isGuess = spelling.isGuess || c != '\t';
            out += c == '\t' ? QByteArray("\\t")
                             : "\\u" + QByteArray::number(static_cast<uchar>(c), 16).rightJustified(4, '0');
            ++at;
        } else {
            hasWords = hasWords || c == ' ';
            out += c;
            ++at;
        }
    }
    if (spelling.control >= 0 && hasBreak && hasWords && !certificate)
        spelling.isGuess = true;
}

} // namespace

Spelling spelledText(QByteArrayView content, Quote quote)
{
    Spelling spelling;
    const Backslash backslash = backslashOf(content, quote, spelling);
    spell(spelling, content, quote, backslash);
    return spelling;
}

bool isStrictNumber(QByteArrayView word)
{
    qsizetype at = 0;
    const auto isAt = [&](QByteArrayView signs) { return at < word.size() && signs.contains(word.at(at)); };
    const auto digits = [&] {
        const qsizetype from = at;
        while (at < word.size() && isDigit(word.at(at)))
            ++at;
        return at - from;
    };
    if (isAt("-"))
        ++at;
    const bool beginsWithZero = isAt("0");
    const qsizetype whole = digits();
    if (whole == 0 || (beginsWithZero && whole > 1))
        return false;
    if (isAt(".")) {
        ++at;
        if (digits() == 0)
            return false;
    }
    if (isAt("eE")) {
        ++at;
        if (isAt("+-"))
            ++at;
        if (digits() == 0)
            return false;
    }
    return at == word.size();
}

bool beginsNumber(QByteArrayView word)
{
    const char first = word.at(0);
    const char second = word.size() > 1 ? word.at(1) : '\0';
    return isDigit(first) ||
           ((first == '-' || first == '+' || first == '.') && (isDigit(second) || (second == '.' && first != '.')));
}

std::optional<QByteArray> plainNumber(QByteArray word)
{
    static const QRegularExpression grouped(u"\\A[-+]?[0-9]+(?:_[0-9]+)+\\z"_s);
    if (matches(word, grouped))
        word.replace('_', "");
    QByteArray sign;
    if (word.startsWith('+') || word.startsWith('-')) {
        sign = word.startsWith('-') ? "-"_ba : QByteArray();
        word = word.sliced(1);
    }
    if (word.startsWith("0x") || word.startsWith("0X")) {
        bool isNumber = false;
        const qulonglong value = word.sliced(2).toULongLong(&isNumber, 16);
        if (!isNumber || !std::all_of(word.begin() + 2, word.end(), isHex))
            return std::nullopt;
        return sign + QByteArray::number(value);
    }
    while (word.size() > 1 && word.startsWith('0') && isDigit(word.at(1)))
        word = word.sliced(1);
    if (word.startsWith('.'))
        word.prepend('0');
    if (word.endsWith('.'))
        word.chop(1);
    if (!isStrictNumber(word))
        return std::nullopt;
    return sign + word;
}

bool isUnfinishedNumber(QByteArrayView word)
{
    static const QRegularExpression open(u"\\A[-+]?[0-9.]+(?:[eE][-+]?|[A-Za-z%]{1,3})\\z"_s);
    return matches(word, open);
}

bool isStrictWord(QByteArrayView word)
{
    return word == "true" || word == "false" || word == "null";
}

const ForeignWord *foreignWord(QByteArrayView word)
{
    static constexpr std::array<ForeignWord, 13> foreign = {{{"True", "true"},
                                                             {"TRUE", "true"},
                                                             {"False", "false"},
                                                             {"FALSE", "false"},
                                                             {"None", "null"},
                                                             {"Null", "null"},
                                                             {"NULL", "null"},
                                                             {"nil", "null"},
                                                             {"undefined", "null", true},
                                                             {"NaN", "null", true},
                                                             {"Infinity", "null", true},
                                                             {"-Infinity", "null", true},
                                                             {"+Infinity", "null", true}}};
    const auto *found =
        std::find_if(foreign.begin(), foreign.end(), [&](const ForeignWord &each) { return each.word == word; });
    return found == foreign.end() ? nullptr : found;
}

} // namespace kopru::config::tolerant
