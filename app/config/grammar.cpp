#include "app/config/grammar.h"

#include "app/config/keys.h"
#include "app/config/tolerant.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {
namespace {

/// What a container is for: by the keys on the way to it.
enum class Role : quint8 { Root, Files, Servers, Entry, Arguments, Variables, Other };

/// What has been read of a container.
enum class State : quint8 { First, AfterValue, AfterComma, AfterKey, AfterColon };

struct Container
{
    char actual = '{'; ///< the bracket that belongs there
    char written = '{';
    Role role = Role::Other;
    Role parentRole = Role::Other;
    State state = State::First;
    bool isVirtual = false;  ///< its bracket is missing, as the first one of the file
    bool isNameless = false; ///< braces without a key among members
    bool isPasted = false;
    bool isEntryLike = false;
    bool hasMembers = false;
    bool hasParts = false; ///< `args` or `env`
    bool holdsServersKey = false;
    qsizetype open = 0;     ///< where the bracket is
    qsizetype inside = 0;   ///< behind it
    qsizetype lastEnd = -1; ///< of the last whole member
    qsizetype keyBegin = 0;
    qsizetype keyEnd = 0;
    int indent = -1;       ///< of the line that it opens in
    int keyIndent = -1;    ///< of the line of its last key
    int memberIndent = -1; ///< of its first member that begins a line
    QString key;
};

/// What a fault costs when two explanations are compared; the smaller sum wins.
constexpr int costOfFault = 10;
constexpr int costOfEnd = 9; ///< brackets missing at the end are the likeliest
constexpr int costOfPlace = 12;
constexpr int costOfIndent = 3;
constexpr int costOfOddity = 8;
constexpr int costOfUnknown = 1; ///< a key that entries seldom have; a bracket in the middle of a line
constexpr int costOfGuess = 15;

bool isOneOf(const QString &key, std::initializer_list<QLatin1StringView> keys)
{
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

} // namespace

class Walk
{
public:
    Walk(const QByteArray &text, const Tokens &all, const std::vector<Token> &tokens)
        : m_text(text), m_all(all), m_tokens(tokens)
    {}

    /// @param limit  a cost above which the reading is of no interest
    void run(int limit = std::numeric_limits<int>::max())
    {
        for (m_index = 0; m_index < m_tokens.size() && !m_out.isStopped && !m_isCut && m_cost <= limit; ++m_index) {
            const Token &token = m_tokens[m_index];
            if (token.indent >= 0)
                m_lineIndent = token.indent;
            read(token);
        }
        if (!m_out.isStopped && m_cost <= limit)
            finish();
    }

    [[nodiscard]] const Grammar &result() const { return m_out; }
    [[nodiscard]] int cost() const { return m_cost; }
    /// The same for two readings that give the same values.
    [[nodiscard]] std::size_t signature() const { return m_signature; }
    [[nodiscard]] bool hasTrouble() const { return m_hasTrouble; }
    /// The token at which brackets begin to look odd.
    [[nodiscard]] std::size_t firstTrouble() const { return m_firstTrouble; }

private:
    void read(const Token &token)
    {
        switch (token.kind) {
        case TokenKind::Skipped:
            extraBracket(token);
            break;
        case TokenKind::Mark:
            readMark(token);
            return;
        case TokenKind::Dots:
            readDots(token);
            return;
        case TokenKind::Cut:
            m_isCut = true;
            if (m_stack.empty())
                flaw(Fault::TextAfterEnd, token.begin, costOfPlace);
            return;
        case TokenKind::Garbage:
            readGarbage(token);
            break;
        case TokenKind::Comma:
            readComma(token);
            break;
        case TokenKind::Colon:
            readColon(token);
            break;
        case TokenKind::Open:
            readOpen(token);
            break;
        case TokenKind::Close:
            readClose(token);
            break;
        case TokenKind::Text:
        case TokenKind::Number:
        case TokenKind::Word:
            readScalar(token);
            break;
        }
        m_wasExtra = token.kind == TokenKind::Skipped || m_isExtra;
        m_isExtra = false;
        // What goes is not in front of anything.
        if (!m_isRemoved)
            m_prevEnd = token.end;
        m_isRemoved = false;
        m_wasInserted = token.isInserted;
    }

    // ---- Between values ----------------------------------------------------------------------------------------

    void readComma(const Token &token)
    {
        if (m_stack.empty()) {
            if (m_pendingComma < 0)
                m_pendingComma = token.begin;
            remove(token);
            return;
        }
        Container &top = m_stack.back();
        switch (top.state) {
        case State::First:
            // One fault for all of them.
            flaw(Fault::ExtraComma, token.begin);
            remove(token);
            while (m_index + 1 < m_tokens.size() && m_tokens[m_index + 1].kind == TokenKind::Comma)
                remove(m_tokens[++m_index]);
            return;
        case State::AfterKey: {
            const Token *next = peek(1);
            const Token *behind = peek(2);
            if (next != nullptr && next->kind != TokenKind::Close && next->kind != TokenKind::Comma &&
                !(next->kind == TokenKind::Text && behind != nullptr && behind->kind == TokenKind::Colon)) {
                flaw(Fault::MissingColon, top.keyEnd);
                replace(token, ":"_ba);
                top.state = State::AfterColon;
                return;
            }
            flaw(Fault::MissingColon, top.keyEnd);
            guess();
            top.state = State::AfterComma;
            return;
        }
        case State::AfterColon:
            flaw(Fault::MissingValue, token.begin);
            guess();
            top.state = State::AfterComma;
            return;
        case State::AfterComma:
            remove(token);
            return;
        case State::AfterValue:
            break;
        }
        readCommas(top, token);
    }

    /// One or several commas behind a value.
    void readCommas(Container &top, const Token &token)
    {
        std::size_t last = m_index;
        while (last + 1 < m_tokens.size() && m_tokens[last + 1].kind == TokenKind::Comma)
            ++last;
        std::size_t next = last + 1;
        while (next < m_tokens.size() && (m_tokens[next].kind == TokenKind::Skipped ||
                                          (m_tokens[next].kind == TokenKind::Mark && m_tokens[next].sign == '>')))
            ++next;
        const bool closes = next < m_tokens.size() && m_tokens[next].kind == TokenKind::Close;
        if (closes) {
            flaw(Fault::TrailingComma, token.begin);
            for (; m_index <= last; ++m_index)
                remove(m_tokens[m_index]);
            m_index = last;
            return;
        }
        if (last > m_index) {
            flaw(Fault::ExtraComma, m_tokens[m_index + 1].begin);
            for (std::size_t i = m_index + 1; i <= last; ++i)
                remove(m_tokens[i]);
        }
        if (token.sign == ';') {
            flaw(Fault::MissingComma, m_prevEnd);
            replace(token, ","_ba);
        }
        m_commaToken = m_index;
        m_index = last;
        top.state = State::AfterComma;
    }

    void readColon(const Token &token)
    {
        if (m_stack.empty()) {
            flaw(Fault::UnexpectedCharacter, token.begin);
            guess();
            remove(token);
            return;
        }
        Container &top = m_stack.back();
        if (top.state == State::AfterKey) {
            top.state = State::AfterColon;
            if (token.sign == '=') {
                flaw(Fault::MissingColon, top.keyEnd);
                replace(token, ":"_ba);
            }
            return;
        }
        if (top.actual == '[' && top.state == State::AfterValue) {
            flaw(Fault::MissingComma, m_prevEnd);
            replace(token, ","_ba);
            top.state = State::AfterComma;
            return;
        }
        if (top.state == State::AfterValue && token.sign == '=' && peek(2) != nullptr &&
            peek(1)->kind == TokenKind::Text && peek(2)->kind == TokenKind::Colon) {
            flaw(Fault::MissingComma, m_prevEnd);
            m_out.isGuess = true;
            replace(token, ","_ba);
            top.state = State::AfterComma;
            return;
        }
        flaw(Fault::UnexpectedCharacter, token.begin);
        guess();
        remove(token);
    }

    void readDots(const Token &token)
    {
        flaw(Fault::UnexpectedCharacter, token.begin, costOfFault, u"…"_s);
        remove(token);
        if (m_stack.empty())
            return;
        Container &top = m_stack.back();
        const Token *next = peek(1);
        if (next != nullptr && next->kind == TokenKind::Comma && top.state != State::AfterValue) {
            remove(*next);
            ++m_index;
        } else if (next != nullptr && next->kind == TokenKind::Close && top.state == State::AfterComma) {
            remove(m_tokens[m_commaToken]);
            top.state = State::AfterValue;
        }
        if (top.state == State::AfterKey || top.state == State::AfterColon)
            guess();
    }

    /// Neither side of a conflict needs a comma towards the other.
    void readMark(const Token &token)
    {
        if (token.sign == '<') {
            m_out.conflicts.emplace_back(token.begin, m_text.size());
            m_conflictDepth = m_stack.size();
        } else {
            if (m_conflictDepth != m_stack.size())
                guess();
            // In a list the two sides have no keys to be put together by.
            if (!m_stack.empty() && m_stack.back().actual == '[')
                guess();
            m_softComma = true;
            if (token.sign == '>' && !m_out.conflicts.empty())
                m_out.conflicts.back().second = token.end;
        }
        if (m_stack.empty() || m_stack.back().state == State::AfterKey || m_stack.back().state == State::AfterColon)
            guess();
    }

    void readGarbage(const Token &token)
    {
        if (!m_stack.empty())
            return guess();
        flaw(Fault::TextAfterEnd, m_pendingComma >= 0 ? m_pendingComma : token.begin, costOfFault);
        m_pendingComma = -1;
        remove(token);
    }

    // ---- Values ------------------------------------------------------------------------------------------------

    /// Before a member or element: the comma in front, and its indentation.
    void beginItem(const Token &token)
    {
        Container &top = m_stack.back();
        if (top.state == State::AfterValue) {
            if (m_softComma)
                insert(m_prevEnd, ","_ba);
            else if (!commaInsideText())
                missingComma();
        }
        m_softComma = false;
        top.hasMembers = true;
        if (token.indent >= 0) {
            if (top.memberIndent >= 0 && top.memberIndent != token.indent)
                oddity(costOfIndent);
            else
                top.memberIndent = token.indent;
            if (token.indent <= top.indent && top.indent > 0)
                oddity(costOfIndent);
        }
    }

    void missingComma()
    {
        insert(m_prevEnd, ","_ba);
        // In the gap of a missing bracket it is no second fault.
        if (!m_wasInserted)
            flaw(Fault::MissingComma, m_prevEnd);
    }

    /// `"npx," "args"`: the comma slipped inside the quote.
    bool commaInsideText()
    {
        if (m_lastScalar >= m_tokens.size())
            return false;
        const Token &text = m_tokens[m_lastScalar];
        if (text.kind != TokenKind::Text || text.end != m_prevEnd || text.fix >= 0 || text.end - text.begin < 4)
            return false;
        if (!bytes(text).endsWith(",\"") || bytes(text).count(',') > 1)
            return false;
        flaw(Fault::MissingComma, text.end);
        m_out.splices.push_back({text.end - 2, text.end, "\","_ba});
        return true;
    }

    void readScalar(const Token &token)
    {
        const bool colonFollows = isColonNext();
        if (m_stack.empty())
            openVirtual(token);
        Container *top = &m_stack.back();
        if (top->actual == '{' && top->state == State::AfterKey) {
            flaw(Fault::MissingColon, top->keyEnd);
            if (colonFollows) {
                guess();
                top->state = State::AfterValue;
            } else {
                insert(top->keyEnd, ":"_ba);
                top->state = State::AfterColon;
            }
        }
        if (top->actual == '{' && top->state == State::AfterColon) {
            if (!colonFollows || token.kind != TokenKind::Text || isEqualsForComma())
                return value(token);
            // `"a": "command": "npx"`: the brace behind the colon is missing.
            trouble();
            flaw(Fault::MissingBracket, m_prevEnd);
            insert(m_prevEnd, " {"_ba);
            Container inner;
            inner.role = roleOf(*top, '{');
            inner.parentRole = top->role;
            inner.open = inner.inside = m_prevEnd;
            inner.indent = top->keyIndent;
            inner.key = top->key;
            push(inner);
            top = &m_stack.back();
        }
        beginItem(token);
        if (top->actual == '[')
            return value(token);
        key(token);
    }

    /// `"npx"= "args":`
    bool isEqualsForComma() const
    {
        const Token *behind = peek(3);
        return peek(1)->sign == '=' && behind != nullptr && behind->kind == TokenKind::Colon &&
               peek(2)->kind == TokenKind::Text;
    }

    void key(const Token &token)
    {
        Container &top = m_stack.back();
        if (token.kind != TokenKind::Text) {
            flaw(Fault::MissingQuote, token.begin);
            replaceFixed(token, '"' + spelling(token) + '"');
        } else {
            applyFix(token);
        }
        note(static_cast<std::size_t>(token.begin) + 1000);
        top.key = wordOf(m_text, m_all, token);
        top.hasParts = top.hasParts || isOneOf(top.key, {"args"_L1, "env"_L1});
        top.keyBegin = token.begin;
        top.keyEnd = token.end;
        top.keyIndent = m_lineIndent;
        top.state = State::AfterKey;
        if (token.kind == TokenKind::Text && !isColonNext() && token.fix < 0 && bytes(token).endsWith(":\"") &&
            !bytes(token).contains('\\')) {
            flaw(Fault::MissingColon, token.end);
            m_out.splices.push_back({token.end - 2, token.end, "\":"_ba});
            top.key.chop(1);
            top.state = State::AfterColon;
        }
        const bool isServersKey = isLikeServersKey(top.key);
        if (isServersKey && top.role == Role::Other && peek(2) != nullptr)
            oddity(costOfPlace);
        if (isServersKey && top.isNameless) {
            top.holdsServersKey = true;
            m_out.knownKeys.push_back(token.begin);
        }
        if (top.role == Role::Entry &&
            !isOneOf(top.key, {"command"_L1, "args"_L1, "env"_L1, "url"_L1, "type"_L1, "headers"_L1, "mcpServers"_L1,
                               "name"_L1, "cwd"_L1, "disabled"_L1, "timeout"_L1, "description"_L1, "transport"_L1,
                               "alwaysAllow"_L1, "autoApprove"_L1}))
            oddity(costOfUnknown);
        static constexpr auto ofEntry = {"command"_L1, "args"_L1, "env"_L1, "url"_L1, "type"_L1, "headers"_L1};
        if (top.role == Role::Servers && isOneOf(top.key, ofEntry))
            oddity(costOfOddity);
        if (top.role == Role::Root && isOneOf(top.key, {"args"_L1, "env"_L1, "headers"_L1}))
            oddity(costOfOddity);
    }

    void value(const Token &token)
    {
        Container &top = m_stack.back();
        if (token.kind == TokenKind::Number && token.fix >= 0 && isAmongTexts(top)) {
            replaceFixed(token, '"' + bytes(token).toByteArray() + '"');
        } else {
            applyFix(token);
            if (token.isDoubtful)
                guess();
        }
        m_lastScalar = m_index;
        note(static_cast<std::size_t>(token.begin) + 1000);
        top.state = State::AfterValue;
        top.lastEnd = token.end;
        if (top.actual != '{')
            return;
        if (token.kind == TokenKind::Text && (top.key == "command"_L1 || top.key == "url"_L1))
            top.isEntryLike = true;
        if (top.role == Role::Servers)
            oddity(costOfUnknown * 2);
        if (isLikeEntry(top) && isOneOf(top.key, {"args"_L1, "env"_L1, "headers"_L1}))
            oddity(costOfOddity);
    }

    /// Arguments and variables are texts, whatever they look like: a number without its zeros is another text.
    static bool isAmongTexts(const Container &container)
    {
        return container.role == Role::Variables || container.role == Role::Arguments;
    }

    static bool isLikeEntry(const Container &container)
    {
        return container.role == Role::Entry || container.isEntryLike;
    }

    // ---- Brackets ----------------------------------------------------------------------------------------------

    void readOpen(const Token &token)
    {
        if (m_stack.size() >= static_cast<std::size_t>(json::maximumDepth)) {
            flaw(Fault::TooDeep, token.begin);
            m_out.isStopped = true;
            return;
        }
        Container inner;
        inner.written = token.sign;
        inner.open = token.begin;
        inner.inside = token.end;
        inner.indent = m_lineIndent;
        if (m_stack.empty())
            return openOutside(token, inner);

        Container &top = m_stack.back();
        if (top.actual == '{' && top.state == State::AfterKey) {
            flaw(Fault::MissingColon, top.keyEnd);
            insert(top.keyEnd, ":"_ba);
            top.state = State::AfterColon;
        }
        if (top.actual == '{' && top.state != State::AfterColon) {
            beginItem(token);
            if (token.sign != '{') {
                flaw(Fault::UnexpectedCharacter, token.begin, costOfFault, QString(QLatin1Char(token.sign)));
                guess();
            }
            inner.isNameless = true;
            if (token.isInserted)
                guess(); // Nothing speaks for braces without a key.
            inner.actual = token.sign == '{' ? '{' : '[';
            inner.role = top.role;
            inner.parentRole = top.parentRole;
            if (top.role == Role::Servers) {
                // A file of its own, or an entry without a name.
                const Token *next = peek(1);
                if (next != nullptr && next->kind == TokenKind::Text && isLikeServersKey(wordOf(m_text, m_all, *next)))
                    inner.role = Role::Root;
                else if (top.hasMembers && top.lastEnd >= 0)
                    inner.role = Role::Entry;
            }
            replace(token, {});
            return push(inner);
        }
        if (top.actual == '[')
            beginItem(token);
        inner.role = top.actual == '[' && top.role != Role::Files ? Role::Other : roleOf(top, token.sign);
        inner.parentRole = top.role;
        inner.key = top.key;
        if (isLikeEntry(top) && isOneOf(top.key, {"command"_L1, "url"_L1, "type"_L1}))
            oddity(costOfOddity);
        inner.actual = token.isInserted ? token.sign : kindOf(token, inner.role);
        if (isLikeEntry(top) && inner.actual != (inner.role == Role::Arguments ? '[' : '{') &&
            (inner.role == Role::Arguments || inner.role == Role::Variables))
            oddity(costOfOddity);
        if (inner.actual != token.sign) {
            trouble();
            flaw(Fault::WrongBracket, token.begin);
            replace(token, QByteArray(1, inner.actual));
        } else if (token.isInserted) {
            flaw(Fault::MissingBracket, token.begin);
            insert(token.begin, QByteArray(1, ' ') + token.sign);
        }
        push(inner);
    }

    /// What kind of bracket belongs around what follows.
    char kindOf(const Token &token, Role role) const
    {
        const Token *next = peek(1);
        const Token *behind = peek(2);
        const bool member = next != nullptr && next->kind == TokenKind::Text && behind != nullptr &&
                            (behind->kind == TokenKind::Colon || behind->kind == TokenKind::Open);
        if (token.sign == '{')
            return role == Role::Arguments && next != nullptr && next->kind == TokenKind::Text && behind != nullptr &&
                           !member
                       ? '['
                       : '{';
        if (role == Role::Arguments)
            return '[';
        if (member && behind->kind == TokenKind::Colon)
            return '{';
        if (token.sign == '(')
            return role == Role::Entry || role == Role::Variables || role == Role::Servers ? '{' : '[';
        return '[';
    }

    /// The root, or what was pasted behind its end.
    void openOutside(const Token &token, Container &inner)
    {
        inner.role = Role::Root;
        inner.parentRole = Role::Root;
        inner.actual = kindOf(token, Role::Other);
        if (inner.actual == '[')
            inner.role = Role::Files;
        if (inner.actual != token.sign) {
            trouble();
            flaw(Fault::WrongBracket, token.begin);
            replace(token, QByteArray(1, inner.actual));
        }
        if (m_hasRoot) {
            trouble();
            flaw(Fault::TextAfterEnd, m_pendingComma >= 0 ? m_pendingComma : token.begin, costOfPlace);
            m_pendingComma = -1;
            inner.isPasted = true;
        }
        m_hasRoot = true;
        push(inner);
    }

    /// A member stands where a bracket should be.
    void openVirtual(const Token &token)
    {
        Container outer;
        outer.role = Role::Root;
        outer.parentRole = Role::Root;
        outer.isVirtual = true;
        outer.open = outer.inside = token.begin;
        outer.indent = m_lineIndent;
        trouble();
        if (m_hasRoot) {
            flaw(Fault::TextAfterEnd, m_pendingComma >= 0 ? m_pendingComma : token.begin, costOfPlace);
            m_pendingComma = -1;
            outer.isPasted = true;
        } else {
            flaw(Fault::MissingBracket, token.begin);
        }
        m_hasRoot = true;
        push(outer);
    }

    void readClose(const Token &token)
    {
        if (m_stack.empty())
            return extraBracket(token);
        const auto fits = [&](const Container &container) {
            return token.sign == closing(container.actual) || token.sign == closing(container.written);
        };
        const Container &top = m_stack.back();
        if (top.isVirtual && top.isPasted) {
            closePiece(m_prevEnd, "\n}"_ba);
            return extraBracket(token);
        }
        if (token.isReplaced || (token.sign == ')' && !fits(top))) {
            trouble();
            flaw(Fault::WrongBracket, token.begin);
            return pop(token);
        }
        if (fits(top))
            return pop(token);
        trouble();
        if (m_stack.size() >= 2 && fits(m_stack[m_stack.size() - 2])) {
            flaw(Fault::MissingBracket, m_prevEnd);
            Token closer = token;
            closer.begin = closer.end = m_prevEnd;
            closer.isInserted = true;
            closer.indent = -1;
            closer.sign = closing(top.actual);
            m_isSilent = true;
            pop(closer);
            m_isSilent = false;
            return pop(token);
        }
        extraBracket(token);
    }

    static char closing(char open) { return open == '{' ? '}' : open == '[' ? ']' : ')'; }

    void pop(const Token &token)
    {
        const Container &top = m_stack.back();
        if (token.isInserted && !m_isSilent) {
            trouble();
            flaw(Fault::MissingBracket, token.begin);
            const Token *next = peek(1);
            if (next != nullptr && next->kind == TokenKind::Comma)
                next = peek(2);
            if (next != nullptr && next->indent < 0)
                oddity(costOfUnknown);
        }
        if (top.state == State::AfterKey) {
            flaw(Fault::MissingColon, top.keyEnd);
            guess();
        } else if (top.state == State::AfterComma) {
            flaw(Fault::TrailingComma, m_tokens[m_commaToken].begin);
            remove(m_tokens[m_commaToken]);
        } else if (top.state == State::AfterColon) {
            flaw(Fault::MissingValue, token.begin);
            guess();
        }
        if (token.indent >= 0 && top.indent >= 0 && token.indent != top.indent)
            oddity(costOfIndent);
        const bool inEntry = m_stack.size() > 1 && m_stack[m_stack.size() - 2].isEntryLike;
        // Parts of an entry may have a command or an address too; they stand further in.
        const bool isPart = !top.hasParts && m_stack.size() > 1 && top.indent > m_stack[m_stack.size() - 2].indent;
        const bool misplaced =
            top.isEntryLike && top.role == Role::Other &&
            (top.parentRole == Role::Root ||
             ((top.parentRole == Role::Entry || top.parentRole == Role::Variables || inEntry) && !isPart));
        if (!m_stack.front().isPasted && (misplaced || (top.role == Role::Root && top.isEntryLike)))
            oddity(costOfPlace);
        if (top.role == Role::Entry && top.hasMembers && !top.isEntryLike)
            oddity(2);

        const char close = closing(top.actual);
        if (token.isInserted)
            insert(token.begin, closer(top, close));
        else if (top.isNameless)
            replace(token, {});
        else if (token.sign != close || token.isReplaced)
            replace(token, QByteArray(1, close));
        const Container closed = top;
        note(static_cast<std::size_t>(close));
        if (m_stack.size() == 1)
            return closePiece(token.isInserted ? token.begin : token.end,
                              token.isInserted ? QByteArray(1, close) : ""_ba);
        m_stack.pop_back();
        Container &outer = m_stack.back();
        if (closed.isNameless)
            closeNameless(closed, outer);
        outer.state = State::AfterValue;
        outer.lastEnd = token.end;
    }

    void closeNameless(const Container &closed, const Container &outer)
    {
        const Token *next = peek(1);
        const bool alone = outer.lastEnd < 0 && next != nullptr && next->kind == TokenKind::Close;
        if (closed.holdsServersKey) {
            flaw(Fault::FileInside, closed.open, costOfPlace);
        } else {
            flaw(Fault::ExtraBracket, closed.open);
            if (!alone && (closed.isEntryLike || !closed.hasMembers))
                guess();
        }
    }

    void extraBracket(const Token &token)
    {
        trouble();
        if (m_pendingComma >= 0 && m_stack.empty()) {
            flaw(Fault::TextAfterEnd, m_pendingComma, costOfFault);
            m_pendingComma = -1;
        }
        if (!m_wasExtra)
            flaw(Fault::ExtraBracket, token.begin);
        m_isExtra = true;
        const qsizetype behind = token.end;
        if (token.indent >= 0 && behind < m_text.size() && m_text.at(behind) == ',' && !m_stack.empty()) {
            // The comma behind it goes on with what stands in front.
            m_out.splices.push_back({m_prevEnd, token.end, {}});
            m_isRemoved = true;
            return;
        }
        remove(token);
    }

    /// What a container is for whose key the outer one has just read.
    Role roleOf(const Container &outer, char sign) const
    {
        if (outer.actual == '[')
            return outer.role == Role::Files ? Role::Root : Role::Other;
        const bool servers = isLikeServersKey(outer.key);
        switch (outer.role) {
        case Role::Root:
            return servers ? Role::Servers : Role::Other;
        case Role::Servers:
            return servers ? Role::Servers : sign == '[' ? Role::Other : Role::Entry;
        case Role::Entry:
            if (outer.key == "args"_L1)
                return Role::Arguments;
            if (outer.key == "env"_L1 || outer.key == "headers"_L1)
                return Role::Variables;
            return servers ? Role::Servers : Role::Other;
        case Role::Other:
            // Entries that stand in the wrong place have the same parts.
            if (outer.key == "args"_L1)
                return Role::Arguments;
            return outer.key == "env"_L1 ? Role::Variables : Role::Other;
        default:
            return Role::Other;
        }
    }

    void push(const Container &container)
    {
        note(static_cast<std::size_t>(container.actual));
        m_stack.push_back(container);
    }

    void note(std::size_t what) { m_signature = m_signature * 1099511628211U + what + 1; }

    void closePiece(qsizetype end, const QByteArray &tail)
    {
        const Container &root = m_stack.front();
        Piece piece;
        piece.begin = root.open;
        piece.end = end;
        piece.head = root.isVirtual ? "{\n"_ba : QByteArray();
        piece.tail = tail;
        piece.isPasted = root.isPasted;
        m_out.pieces.push_back(piece);
        m_stack.clear();
    }

    // ---- The end -----------------------------------------------------------------------------------------------

    void finish()
    {
        if (m_stack.empty()) {
            if (m_pendingComma >= 0)
                flaw(Fault::TextAfterEnd, m_pendingComma, costOfFault);
            if (m_out.pieces.empty())
                guess();
            return;
        }
        const State state = m_stack.back().state;
        const bool dangling = state == State::AfterComma || state == State::AfterKey || state == State::AfterColon;
        const bool whole = !m_isCut && !dangling;
        if (whole && m_stack.size() == 1 && m_stack.front().isVirtual)
            return closePiece(m_prevEnd, "\n}"_ba);
        trouble();
        if (!m_all.isCutByComment)
            flaw(Fault::UnexpectedEnd, m_text.size(), costOfEnd);
        else
            guess();
        qsizetype end = m_prevEnd;
        if (!whole) {
            // Half of an entry must not become a server that looks complete.
            std::size_t keep = m_stack.size() - 1;
            bool dropsServer = m_stack.back().role == Role::Servers && state != State::AfterComma;
            for (std::size_t i = 1; i < m_stack.size(); ++i) {
                if (m_stack[i].role != Role::Entry || m_stack[i - 1].role != Role::Servers)
                    continue;
                keep = i - 1;
                dropsServer = true;
                break;
            }
            const Container &outer = m_stack[keep];
            if (m_isCut && outer.actual == '[' && !dropsServer && outer.role != Role::Files)
                keep = m_stack.size() - 1;
            end = outer.lastEnd >= 0 ? outer.lastEnd : outer.inside;
            // No whole server is left. That speaks for nothing else.
            m_out.isGuess = m_out.isGuess || (dropsServer && outer.lastEnd < 0);
            m_stack.resize(keep + 1);
            std::erase_if(m_out.splices, [&](const Splice &splice) { return splice.begin >= end; });
        }
        QByteArray tail;
        for (std::size_t i = m_stack.size(); i-- > 0;) {
            const Container &open = m_stack[i];
            if (open.isNameless)
                guess();
            tail += closer(open, closing(open.actual));
        }
        closePiece(end, tail);
        m_out.pieces.back().isCut = !whole;
    }

    /// A closing bracket, on a line of its own where its members have lines of their own.
    QByteArray closer(const Container &container, char close) const
    {
        if (container.memberIndent < 0 && container.hasMembers)
            return QByteArray(container.memberIndent < 0 && isSpaced(container) ? " " : "") + close;
        if (!container.hasMembers)
            return QByteArray(1, close);
        return newline() + indentOfLine(m_text, container.open) + close;
    }

    bool isSpaced(const Container &container) const
    {
        return container.inside < m_text.size() && m_text.at(container.inside) == ' ';
    }

    /// Of the whole text: looked for once.
    QByteArray newline() const
    {
        if (m_newline.isEmpty())
            m_newline = firstNewline();
        return m_newline;
    }

    QByteArray firstNewline() const
    {
        const qsizetype at = m_text.indexOf('\n');
        if (at < 0)
            return m_text.contains('\r') ? "\r"_ba : "\n"_ba;
        return at > 0 && m_text.at(at - 1) == '\r' ? "\r\n"_ba : "\n"_ba;
    }

    // ---- Notes -------------------------------------------------------------------------------------------------

    /// A token further on; marks of conflicts are none.
    const Token *peek(std::size_t distance) const
    {
        for (std::size_t i = m_index + 1; i < m_tokens.size(); ++i) {
            if (m_tokens[i].kind == TokenKind::Mark || m_tokens[i].kind == TokenKind::Skipped)
                continue;
            if (--distance == 0)
                return &m_tokens[i];
        }
        return nullptr;
    }

    bool isColonNext() const
    {
        const Token *next = peek(1);
        return next != nullptr && next->kind == TokenKind::Colon;
    }

    QByteArrayView bytes(const Token &token) const
    {
        return QByteArrayView(m_text).sliced(token.begin, token.end - token.begin);
    }
    QByteArray spelling(const Token &token) const
    {
        return token.fix >= 0 ? m_all.fixes[static_cast<std::size_t>(token.fix)] : bytes(token).toByteArray();
    }
    void applyFix(const Token &token)
    {
        if (token.fix >= 0)
            replaceFixed(token, spelling(token));
    }
    void replaceFixed(const Token &token, const QByteArray &with)
    {
        m_out.splices.push_back({token.begin, token.end, with});
    }
    /// With its line, where it stands alone on it.
    void remove(const Token &token)
    {
        if (token.isInserted)
            return;
        m_isRemoved = true;
        qsizetype end = token.end;
        const auto at = [&](qsizetype place) { return place < m_text.size() ? m_text.at(place) : '\0'; };
        if (token.indent >= 0 && token.kind != TokenKind::Garbage)
            while (end - token.end < 200 && (at(end) == ' ' || at(end) == '\t'))
                ++end;
        const bool isAlone =
            token.indent >= 0 && token.kind != TokenKind::Garbage && (at(end) == '\n' || at(end) == '\r');
        if (!isAlone) {
            m_out.splices.push_back({token.begin, token.end, {}});
            return;
        }
        end += at(end) == '\r' && at(end + 1) == '\n' ? 2 : 1;
        m_out.splices.push_back({token.begin - token.indent, end, {}});
    }
    void replace(const Token &token, const QByteArray &with)
    {
        m_out.splices.push_back({token.begin, token.end, with});
    }
    void insert(qsizetype at, const QByteArray &what) { m_out.splices.push_back({at, at, what}); }

    void flaw(Fault fault, qsizetype at, int cost = costOfFault, const QString &detail = {})
    {
        m_cost += cost;
        m_out.hasWrongBrackets = m_out.hasWrongBrackets || fault == Fault::MissingBracket ||
                                 fault == Fault::ExtraBracket || fault == Fault::WrongBracket;
        m_out.isOpenAtEnd = m_out.isOpenAtEnd || fault == Fault::UnexpectedEnd;
        m_out.flaws.push_back({fault, at, detail});
        m_out.isStopped = m_out.isStopped || m_out.flaws.size() >= static_cast<std::size_t>(maximumFaults);
    }
    void guess()
    {
        m_cost += costOfGuess;
        m_out.isGuess = true;
    }
    void oddity(int cost)
    {
        m_cost += cost;
        m_firstTrouble = std::min(m_firstTrouble, m_index);
    }
    void trouble()
    {
        m_hasTrouble = true;
        m_firstTrouble = std::min(m_firstTrouble, m_index);
    }

    const QByteArray &m_text;
    const Tokens &m_all;
    const std::vector<Token> &m_tokens;
    Grammar m_out;
    std::vector<Container> m_stack;
    mutable QByteArray m_newline;
    std::size_t m_index = 0;
    std::size_t m_signature = 0;
    std::size_t m_commaToken = 0;
    std::size_t m_lastScalar = static_cast<std::size_t>(-1);
    std::size_t m_conflictDepth = 0;
    std::size_t m_firstTrouble = static_cast<std::size_t>(-1);
    qsizetype m_prevEnd = 0;
    qsizetype m_pendingComma = -1; ///< behind the end
    int m_lineIndent = 0;
    int m_cost = 0;
    bool m_hasRoot = false;
    bool m_softComma = false;
    bool m_wasExtra = false;
    bool m_isExtra = false;
    bool m_isRemoved = false; ///< the token that is being read
    bool m_wasInserted = false;
    bool m_isSilent = false;
    bool m_isCut = false;
    bool m_hasTrouble = false;
};

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

} // namespace

Grammar grammarOf(const QByteArray &text, const Tokens &all)
{
    std::vector<Token> tokens = all.tokens;
    Walk first(text, all, tokens);
    first.run();
    Grammar best = first.result();
    int cost = first.cost();
    std::size_t trouble = first.firstTrouble();
    if (!first.hasTrouble() || best.isStopped || tokens.size() < 2)
        return best;

    // Two doubtful readings at once are a guess.
    const bool isBold = all.hasBoldTexts;
    bool hasChanged = false;

    // Each round looks for the one bracket whose change explains most.
    qsizetype budget = maximumSearchSteps;
    std::size_t lastSignature = first.signature();
    for (int round = 0; round < 4 && budget > 0; ++round) {
        std::size_t from = 0;
        std::size_t to = tokens.size();
        const auto affordable =
            static_cast<std::size_t>(budget) / (tokens.size() * 3 * static_cast<std::size_t>(4 - round));
        if (to - from > affordable) {
            const std::size_t middle = std::min(trouble, tokens.size());
            from = middle - std::min(middle, affordable * 2 / 3);
            to = std::min(tokens.size(), middle + affordable / 3);
        }
        std::optional<Change> chosen;
        Grammar better;
        int least = cost;
        std::size_t nextTrouble = trouble;
        std::size_t signature = lastSignature;
        bool isTie = false;
        for (const Change &change : changesWithin(text, all, tokens, from, to)) {
            budget -= static_cast<qsizetype>(tokens.size());
            if (budget <= 0)
                break;
            const std::vector<Token> other = changed(tokens, change);
            Walk walk(text, all, other);
            walk.run(least);
            // Of brackets that follow one another the last is the one too many.
            const bool isNextBracket = chosen && change.kind == Change::Remove && chosen->kind == Change::Remove &&
                                       change.index == chosen->index + 1 &&
                                       tokens[change.index].kind == TokenKind::Close;
            const bool isBetter = walk.cost() < least;
            if (walk.cost() == least && walk.signature() != signature)
                isTie = true;
            if (isBetter || (isNextBracket && walk.cost() == least)) {
                isTie = isTie && !isBetter;
                signature = walk.signature();
                least = walk.cost();
                chosen = change;
                better = walk.result();
                nextTrouble = walk.firstTrouble();
            }
        }
        if (!chosen) {
            best.isGuess = best.isGuess || isTie;
            break;
        }
        lastSignature = signature;
        tokens = changed(tokens, *chosen);
        hasChanged = true;
        best = std::move(better);
        // Two equally good explanations: which one is meant is a guess.
        best.isGuess = best.isGuess || isTie;
        cost = least;
        trouble = nextTrouble;
    }
    const bool isCut =
        std::any_of(best.pieces.begin(), best.pieces.end(), [](const Piece &piece) { return piece.isCut; });
    best.isGuess = best.isGuess || isBold || (hasChanged && isCut);
    return best;
}

} // namespace kopru::config::tolerant
