#include "app/snippets/address.h"
#include "app/snippets/hosts.h"
#include "app/snippets/remarks.h"
#include "app/snippets/service.h"
#include "app/snippets/signs.h"
#include "app/snippets/textparts.h"
#include "app/snippets/tokens.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

/// Lines `NAME=value` without a command.
namespace kopru::integrations::snippet {

namespace {

/// The secret that belongs to the address: the only one, unless its name says that it is another service's; of several
/// the one whose name begins as the address's does. `MCP_URL`, `MCP_TOKEN`, `OPENAI_API_KEY`.
const config::Variable *secretOf(const QString &addressName, const QString &address, const config::Variables &secrets)
{
    const QStringList own = addressName.toLower().split(u'_', Qt::SkipEmptyParts);
    const auto common = [&own](const QString &name) {
        const QStringList parts = name.toLower().split(u'_', Qt::SkipEmptyParts);
        qsizetype count = 0;
        while (count < own.size() && count < parts.size() && own.at(count) == parts.at(count))
            ++count;
        return count;
    };
    if (secrets.size() == 1) {
        static const QSet<QString> services{u"openai"_s,  u"anthropic"_s, u"claude"_s,   u"gemini"_s, u"google"_s,
                                            u"azure"_s,   u"aws"_s,       u"github"_s,   u"gitlab"_s, u"slack"_s,
                                            u"mistral"_s, u"groq"_s,      u"deepseek"_s, u"stripe"_s, u"huggingface"_s};
        const QString service = secrets.first().name.toLower().section(u'_', 0, 0);
        const bool another = services.contains(service) && common(secrets.first().name) == 0 &&
                             !address.contains(service, Qt::CaseInsensitive);
        return another ? nullptr : &secrets.first();
    }
    const config::Variable *best = nullptr;
    qsizetype most = 0;
    for (const config::Variable &secret : secrets) {
        const qsizetype count = common(secret.name);
        if (count > most) {
            best = &secret;
            most = count;
        } else if (count == most) {
            best = nullptr;
        }
    }
    return best;
}

} // namespace

TextMeaning readVariableLines(const config::Variables &variables)
{
    TextMeaning meaning;
    if (const auto service = serviceOf(variables, false)) {
        meaning.form = SnippetForm::EnvLines;
        append(meaning, *service);
        return meaning;
    }
    RawEntry raw;
    QStringList addresses;
    config::Variables secrets;
    QString addressName;
    for (const config::Variable &variable : variables) {
        if (looksLikeServer(variable.value)) {
            if (!addresses.contains(variable.value))
                addresses.append(variable.value);
        } else if (holdsSecret(variable.name) && !variable.value.isEmpty()) {
            secrets.append(variable);
        } else {
            add(meaning.ignored, SnippetIgnoredId::Variable, variable.name);
        }
    }
    (void)withoutDocumentation(addresses);
    // Several addresses: nothing tells which one is the server.
    if (addresses.size() != 1 || secrets.isEmpty())
        return {std::nullopt, {}, SnippetRefusal::EnvOnly, {}};
    raw.hasAddress = true;
    raw.address = addresses.first();
    for (const config::Variable &variable : variables) {
        if (!looksLikeServer(variable.value))
            continue;
        if (variable.value == raw.address && addressName.isEmpty())
            addressName = variable.name;
        else
            add(meaning.ignored, SnippetIgnoredId::Variable, variable.name);
    }
    const config::Variable *secret = secretOf(addressName, raw.address, secrets);
    for (const config::Variable &variable : std::as_const(secrets))
        if (&variable != secret)
            add(meaning.ignored, SnippetIgnoredId::Variable, variable.name);
    if (secret)
        addToken(raw, secret->value, false, true);
    else
        askForToken(raw, u"<token>"_s);
    meaning.form = SnippetForm::EnvLines;
    append(meaning, raw);
    return meaning;
}

} // namespace kopru::integrations::snippet
