#pragma once

#include "app/config/tokens.h"

namespace kopru::config::tolerant {

/// What a container is for: by the keys on the way to it.
enum class Role : quint8 { Root, Files, Servers, Entry, Arguments, Variables, Other };

/// An object or list that is being read.
struct Container
{
    /// What has been read of it.
    enum class State : quint8 { First, AfterValue, AfterComma, AfterKey, AfterColon };

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

    /// Arguments and variables are texts, whatever they look like: a number without its zeros is another text.
    [[nodiscard]] bool holdsTexts() const { return role == Role::Variables || role == Role::Arguments; }
    [[nodiscard]] bool isLikeEntry() const { return role == Role::Entry || isEntryLike; }
};

inline char closing(char open)
{
    return open == '{' ? '}' : open == '[' ? ']' : ')';
}

/// What a container is for whose key the outer one has just read.
/// @param sign  its bracket as written
[[nodiscard]] Role roleIn(const Container &outer, char sign);

/// What kind of bracket belongs around what follows.
/// @param token   the bracket as written
/// @param next    behind it, and the one behind that; null where there is none
[[nodiscard]] char bracketFor(const Token &token, Role role, const Token *next, const Token *behind);

} // namespace kopru::config::tolerant
