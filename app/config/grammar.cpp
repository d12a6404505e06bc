#include "app/config/grammar.h"

#include "app/config/keys.h"
#include "app/config/walk.h"

// The search for the bracket that is wrong: which one explains most, if it stood elsewhere or not at all.

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {
namespace {

/// One bracket more, less, or of another kind.
struct Change
{
    enum Kind : quint8 { Insert, Remove, Replace } kind = Insert;
    std::size_t index = 0;
    char sign = '\0';
};

std::vector<Token> changed(const std::vector<Token> &tokens, const Change &change)
{
    std::vector<Token> out = tokens;
    switch (change.kind) {
    case Change::Insert: {
        Token token;
        token.kind = change.sign == '{' || change.sign == '[' ? TokenKind::Open : TokenKind::Close;
        token.sign = change.sign;
        token.isInserted = true;
        token.begin = token.end = tokens[change.index - 1].end;
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(change.index), token);
        break;
    }
    case Change::Remove:
        out[change.index].kind = TokenKind::Skipped;
        break;
    case Change::Replace:
        out[change.index].sign = change.sign;
        out[change.index].isReplaced = true;
        break;
    }
    return out;
}

/// The places where a bracket may be wrong, between two tokens.
std::vector<Change> changesWithin(const QByteArray &text, const Tokens &written, const std::vector<Token> &tokens,
                                  std::size_t first, std::size_t last)
{
    // An empty pair of brackets is invented, but for the keys that hold nothing else.
    const auto holdsBrackets = [&](const Token &key) {
        const QString name = key.kind == TokenKind::Text ? wordOf(text, written, key) : QString();
        return isOneOf(name, {"args"_L1, "env"_L1, "headers"_L1}) || isLikeServersKey(name);
    };
    std::vector<Change> all;
    for (std::size_t i = std::max<std::size_t>(first, 1); i < last; ++i) {
        const Token &token = tokens[i];
        const Token &before = tokens[i - 1];
        const bool opens = token.kind == TokenKind::Open;
        const bool closes = token.kind == TokenKind::Close;
        if (token.isInserted || before.kind == TokenKind::Mark)
            continue;
        const bool atValueEnd = before.kind == TokenKind::Text || before.kind == TokenKind::Number ||
                                before.kind == TokenKind::Word || before.kind == TokenKind::Close ||
                                (before.kind == TokenKind::Open && !before.isInserted);
        if (atValueEnd && token.kind != TokenKind::Colon) {
            all.push_back({Change::Insert, i, '}'});
            all.push_back({Change::Insert, i, ']'});
        }
        if (token.kind == TokenKind::Text &&
            (before.kind == TokenKind::Comma || (before.kind == TokenKind::Open && before.sign == '[')))
            all.push_back({Change::Insert, i, '{'});
        if (before.kind == TokenKind::Colon && !opens && (!closes || (i > 1 && holdsBrackets(tokens[i - 2])))) {
            all.push_back({Change::Insert, i, '['});
            all.push_back({Change::Insert, i, '{'});
        }
        if (opens || closes)
            all.push_back({Change::Remove, i, '\0'});
        if (closes && !token.isReplaced)
            all.push_back({Change::Replace, i, token.sign == '}' ? ']' : '}'});
    }
    return all;
}

/// The change that explains most, and what it explains.
struct Search
{
    std::optional<Change> change; ///< none where nothing explains more than what is known
    Explanation explanation;
    bool isTie = false; ///< another one explains as much, with other values
};

/// Tries each change between two tokens.
/// @param budget  how many tokens may still be looked at
Search bestChange(const QByteArray &text, const Tokens &all, const std::vector<Token> &tokens, const Explanation &known,
                  std::size_t first, std::size_t last, qsizetype &budget)
{
    Search search;
    for (const Change &change : changesWithin(text, all, tokens, first, last)) {
        budget -= static_cast<qsizetype>(tokens.size());
        if (budget <= 0)
            break;
        const Explanation &least = search.change ? search.explanation : known;
        const std::vector<Token> other = changed(tokens, change);
        Walk walk(text, all, other);
        walk.run(least.cost);
        const Explanation &found = walk.explanation();
        // Of brackets that follow one another the last is the one too many.
        const bool isNextBracket = search.change && change.kind == Change::Remove &&
                                   search.change->kind == Change::Remove && change.index == search.change->index + 1 &&
                                   tokens[change.index].kind == TokenKind::Close;
        const bool isBetter = found.cost < least.cost;
        if (found.cost == least.cost && found.signature != least.signature)
            search.isTie = true;
        if (isBetter || (isNextBracket && found.cost == least.cost)) {
            search.isTie = search.isTie && !isBetter;
            search.change = change;
            search.explanation = found;
        }
    }
    return search;
}

} // namespace

Grammar grammarOf(const QByteArray &text, const Tokens &all)
{
    std::vector<Token> tokens = all.tokens;
    Walk first(text, all, tokens);
    first.run();
    Explanation best = first.explanation();
    if (!best.hasTrouble || best.grammar.isStopped || tokens.size() < 2)
        return std::move(best.grammar);

    // Two doubtful readings at once are a guess.
    const bool isBold = all.hasBoldTexts;
    bool hasChanged = false;

    // Each round looks for the one bracket whose change explains most.
    qsizetype budget = maximumSearchSteps;
    for (int round = 0; round < 4 && budget > 0; ++round) {
        std::size_t from = 0;
        std::size_t to = tokens.size();
        const auto affordable =
            static_cast<std::size_t>(budget) / (tokens.size() * 3 * static_cast<std::size_t>(4 - round));
        if (to - from > affordable) {
            const std::size_t middle = std::min(best.firstTrouble, tokens.size());
            from = middle - std::min(middle, affordable * 2 / 3);
            to = std::min(tokens.size(), middle + affordable / 3);
        }
        Search search = bestChange(text, all, tokens, best, from, to, budget);
        if (!search.change) {
            best.grammar.isGuess = best.grammar.isGuess || search.isTie;
            break;
        }
        tokens = changed(tokens, *search.change);
        hasChanged = true;
        best = std::move(search.explanation);
        // Two equally good explanations: which one is meant is a guess.
        best.grammar.isGuess = best.grammar.isGuess || search.isTie;
    }
    Grammar &grammar = best.grammar;
    const bool isCut =
        std::any_of(grammar.pieces.begin(), grammar.pieces.end(), [](const Piece &piece) { return piece.isCut; });
    grammar.isGuess = grammar.isGuess || isBold || (hasChanged && isCut);
    return std::move(grammar);
}

} // namespace kopru::config::tolerant
