#pragma once

#include "app/config/layout.h"
#include "app/config/sourcetext.h"

/// Cuts a faulty text into the pieces of JSON that it was meant to be made of.
namespace kopru::config::tolerant {

using json::Splice;

enum class TokenKind : quint8 {
    Open,  ///< any opening bracket
    Close, ///< any closing bracket
    Comma, ///< also `;`
    Colon, ///< also `=` and `=>`
    Text,  ///< a key or text, whatever its quotes
    Number,
    Word,    ///< true, false, null
    Dots,    ///< that stand for "and so on"
    Garbage, ///< what is no JSON, outside of all brackets
    Mark,    ///< a line of a merge conflict
    Cut,     ///< what the end of the file cut
    Skipped  ///< a bracket that the search took out
};

struct Token
{
    TokenKind kind = TokenKind::Garbage;
    char sign = '\0';        ///< of brackets, commas, colons and marks
    bool isInserted = false; ///< a bracket that the search put in
    bool isReplaced = false; ///< a bracket that the search changed
    bool isDoubtful = false; ///< a number of which something lacks, unless it is meant as a text
    int fix = -1;            ///< index of the bytes that belong in its place
    int indent = -1;         ///< of its line, where it is the first one on it
    qsizetype begin = 0;
    qsizetype end = 0;
};

/// Tokens, and what was found and put right inside of them and between them.
struct Tokens
{
    std::vector<Token> tokens;
    std::vector<QByteArray> fixes;
    std::vector<Flaw> flaws;
    std::vector<Splice> splices; ///< comments, fences, marks, wrong spaces
    bool isJunk = false;         ///< no configuration at all: flaws hold what there is to say
    bool isGuess = false;        ///< something was read in one of several ways
    bool hasBoldTexts = false;   ///< quotes were read against their look: no other bracket may be wrong
    bool isCutByComment = false; ///< one that is not closed runs to the end
    bool isTooLarge = false;     ///< not read to its end
};

/// Looks ahead from any place at most a bounded number of bytes, so that the time grows with the length alone.
[[nodiscard]] Tokens tokensOf(const QByteArray &text);

/// What a token says as a key or text: without quotes, escapes undone.
[[nodiscard]] QString wordOf(const QByteArray &text, const Tokens &all, const Token &token);

/// The spaces and tabs at the start of the line of a place; none where that line is too long to be looked at.
[[nodiscard]] QByteArray indentOfLine(const QByteArray &text, qsizetype at);

} // namespace kopru::config::tolerant
