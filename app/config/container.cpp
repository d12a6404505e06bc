#include "app/config/container.h"

#include "app/config/keys.h"

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {

Role roleIn(const Container &outer, char sign)
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

char bracketFor(const Token &token, Role role, const Token *next, const Token *behind)
{
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

} // namespace kopru::config::tolerant
