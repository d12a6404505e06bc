#pragma once

#include "app/config/wording.h"

#include <QtCore/QString>

#include <nlohmann/json.hpp>

namespace kopru::cli {

using Json = nlohmann::ordered_json;

enum ExitCode { Good = 0, ProblemFound = 1, Usage = 2, Refused = 3 };

/// Everything kopructl prints goes through here, and so through the redactor.
class Output
{
public:
    explicit Output(bool json) : m_json(json) {}

    [[nodiscard]] bool isJson() const { return m_json; }
    /// A line for people on standard output; nothing with --json.
    void line(const QString &text) const;
    /// A line for people on standard error, beside the result; nothing with --json.
    void aside(const QString &text) const;
    /// A member that every result from now on has besides its own.
    void add(const std::string &key, const Json &value) const { m_more[key] = value; }
    /// Text as it is, redacted, on standard output, also with --json.
    void text(const QByteArray &utf8) const;
    /// The same without redaction: only for --reveal.
    void revealedText(const QByteArray &utf8) const;
    /// The result with --json; nothing without.
    void result(const Json &value) const;
    /// One JSON value on a line of its own: for commands that go on (logs --follow).
    void jsonLine(const Json &value) const;
    /// What went wrong: on standard error for people, `{"ok":false,"error":{…}}` on standard output with --json.
    /// @return `code`, so that a command can end with it
    int error(const config::Message &message, const QString &id, int code, const Json &more = Json::object()) const;
    /// Prints without redaction: only for `show --reveal`.
    void revealed(const Json &value, const QStringList &lines) const;

private:
    bool m_json;
    mutable Json m_more = Json::object();
};

/// As it is typed in a shell: an item may be called like a server, with spaces.
[[nodiscard]] QString shellWord(QString text);
[[nodiscard]] std::string utf8(const QString &text);
/// The member `error` of a result that is not good.
[[nodiscard]] Json errorJson(const config::Message &message, const QString &id, const Json &more = Json::object());
[[nodiscard]] Json namesJson(const QStringList &names);
[[nodiscard]] Json findingJson(const config::Finding &finding);

} // namespace kopru::cli
