#pragma once

#include "app/integrations/snippet.h"

namespace kopru::ui {

/// What a pasted text was recognised as: the form that opens for it.
struct Pasted
{
    integrations::KindId kind;
    integrations::Values values;
    config::Variables others = {}; ///< that no field holds, to be kept
    QString name = {};             ///< the server's; empty: none was given
    QList<integrations::SnippetNote> notes = {};
};

/// The first server of a text (integrations/snippet.h). A token that could be anybody's is taken for one of an Apinizer
/// portal where it is a JWT: the form can be switched. nullopt for anything else, and for what is refused.
[[nodiscard]] std::optional<Pasted> recognise(const QString &text);
[[nodiscard]] std::optional<Pasted> recognise(const integrations::Snippet &snippet);

/// What is known of a token from its form alone; nothing is verified.
struct TokenForm
{
    bool jwt = false;
    std::optional<QDateTime> expires; ///< claim `exp` (RFC 7519, section 4.1.4)
};
[[nodiscard]] TokenForm tokenForm(const QString &token);

} // namespace kopru::ui
