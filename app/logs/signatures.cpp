#include "app/logs/signatures.h"

#include "bridge/contract/trace.h"

#include <nlohmann/json.hpp>

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

using namespace Qt::StringLiterals;
using Json = nlohmann::ordered_json;

// At the outside of every namespace, as Qt wants it.
static void initSignatureResource()
{
    Q_INIT_RESOURCE(kopru_signatures);
}

namespace kopru::logs {

namespace {

constexpr qsizetype longestPart = 120; ///< characters of a part of a line that is shown in a sentence
// A pattern of ours needs some hundred steps for a line of a thousand bytes.
constexpr std::uint32_t mostSteps = 200'000;

constexpr std::array placeNames{
    std::pair{Place::McpLog, "mcp-log"},       std::pair{Place::ServerLog, "server-log"},
    std::pair{Place::Stderr, "stderr"},        std::pair{Place::Bridge, "bridge"},
    std::pair{Place::Stdout, "stdout"},        std::pair{Place::MainLog, "main-log"},
    std::pair{Place::WindowLog, "window-log"}, std::pair{Place::Dialog, "dialog"},
};
constexpr std::array severityNames{
    std::pair{Severity::Info, "info"},
    std::pair{Severity::Warning, "warning"},
    std::pair{Severity::Error, "error"},
};
constexpr std::array actionNames{
    std::pair{Action::InstallBridge, "install-bridge"},
    std::pair{Action::UseAbsolutePath, "use-absolute-path"},
    std::pair{Action::MoveToBridge, "move-to-bridge"},
    std::pair{Action::MakeExecutable, "make-executable"},
    std::pair{Action::FixJson, "fix-json"},
    std::pair{Action::EditEntry, "edit-entry"},
    std::pair{Action::OpenTokenPage, "open-token-page"},
    std::pair{Action::ImportCertificate, "import-ca"},
    std::pair{Action::SetProxy, "set-proxy"},
    std::pair{Action::RaiseTimeout, "raise-timeout"},
    std::pair{Action::ClearMcpAuth, "clear-mcp-auth"},
    std::pair{Action::RestartClaude, "restart-claude"},
    std::pair{Action::RestoreServers, "restore-servers"},
    std::pair{Action::ChooseSettingsFile, "choose-settings-file"},
};

template <typename Names, typename Value> QString nameIn(const Names &names, Value value)
{
    for (const auto &[known, name] : names)
        if (known == value)
            return QString::fromLatin1(name);
    return {};
}

template <typename Value, typename Names> std::optional<Value> valueIn(const Names &names, const QString &id)
{
    for (const auto &[value, name] : names)
        if (id == QLatin1StringView(name))
            return value;
    return std::nullopt;
}

const QRegularExpression &partMark()
{
    static const QRegularExpression mark(uR"(\{([a-z]+)\})"_s);
    return mark;
}

/// Whether every bracket closes, and none stands within another.
bool bracketsMatch(const QString &text)
{
    bool open = false;
    for (const QChar letter : text) {
        if (letter != u'[' && letter != u']')
            continue;
        if (open == (letter == u'['))
            return false;
        open = !open;
    }
    return !open;
}

/// Of a text that a stranger wrote: one line, nothing that turns the direction or cannot be seen, not long.
QString shownPart(const QByteArray &bytes)
{
    QString text;
    for (const char32_t letter : QString::fromUtf8(bytes.left(4 * longestPart)).toUcs4()) {
        const auto category = QChar::category(letter);
        if (category == QChar::Other_Control || category == QChar::Other_Format || category == QChar::Other_Surrogate ||
            category == QChar::Separator_Line || category == QChar::Separator_Paragraph)
            continue;
        text += QChar::fromUcs4(letter);
        if (text.size() >= longestPart)
            return text + u'…';
    }
    return text.trimmed();
}

QString filled(const QString &words, const QMap<QString, QString> &parts)
{
    const auto withParts = [&parts](const QString &text, bool *whole) {
        QString result;
        qsizetype from = 0;
        for (auto it = partMark().globalMatch(text); it.hasNext();) {
            const auto match = it.next();
            const QString part = parts.value(match.captured(1));
            if (part.isEmpty())
                *whole = false;
            result += text.mid(from, match.capturedStart() - from) + (part.isEmpty() ? u"…"_s : part);
            from = match.capturedEnd();
        }
        return result + text.mid(from);
    };
    QString result;
    bool optional = false;
    // Split before the parts are filled in: a bracket in a part means nothing.
    for (const QString &piece : words.split(QRegularExpression(uR"([\[\]])"_s))) {
        bool whole = true;
        const QString text = withParts(piece, &whole);
        if (!optional || whole)
            result += text;
        optional = !optional;
    }
    return result;
}

struct CodeDeleter
{
    void operator()(pcre2_code *code) const { pcre2_code_free(code); }
};
struct MatchDeleter
{
    void operator()(pcre2_match_data *data) const { pcre2_match_data_free(data); }
};
struct ContextDeleter
{
    void operator()(pcre2_match_context *context) const { pcre2_match_context_free(context); }
};

/// One context for all: it is never changed, so threads may share it.
const pcre2_match_context *limits()
{
    static const std::unique_ptr<pcre2_match_context, ContextDeleter> context = [] {
        std::unique_ptr<pcre2_match_context, ContextDeleter> made(pcre2_match_context_create(nullptr));
        pcre2_set_match_limit(made.get(), mostSteps);
        pcre2_set_depth_limit(made.get(), 10'000);
        pcre2_set_heap_limit(made.get(), 4 * 1024); // KiB
        return made;
    }();
    return context.get();
}

/// Reads one signature and collects what is wrong with it.
class SignatureReader
{
public:
    SignatureReader(const Json &object, QString label) : m_object(object), m_label(std::move(label)) {}

    std::optional<Signature> read(QList<SignatureProblem> &problems)
    {
        Signature signature;
        if (!m_object.is_object()) {
            fault(SignatureFault::WrongType, u"signatures"_s);
        } else {
            static const QStringList known{u"id"_s,     u"pattern"_s, u"where"_s,    u"severity"_s,
                                           u"seen"_s,   u"action"_s,  u"causes"_s,   u"consequence"_s,
                                           u"source"_s, u"en"_s,      u"examples"_s, u"tr"_s};
            for (const auto &[key, value] : m_object.items())
                if (!known.contains(QString::fromStdString(key)))
                    fault(SignatureFault::UnknownMember, QString::fromStdString(key));
            signature.id = text(m_object, "id", true);
            if (!signature.id.isEmpty())
                m_label = signature.id;
            signature.pattern = text(m_object, "pattern", true).toUtf8();
            signature.source = text(m_object, "source", true);
            signature.severity = value<Severity>(severityNames, text(m_object, "severity", true), Severity::Error);
            for (const QString &where : texts("where", true))
                signature.places.append(value<Place>(placeNames, where, Place::Stderr));
            if (m_object.contains("action"))
                signature.action = value<Action>(actionNames, text(m_object, "action", true), Action::EditEntry);
            for (const QString &id : texts("causes", false)) {
                if (const auto cause = contract::causeFromId(id.toStdString()))
                    signature.causes.append(*cause);
                else
                    fault(SignatureFault::UnknownValue, id);
            }
            signature.examples = texts("examples", true);
            signature.seen = flag("seen");
            signature.consequence = flag("consequence");
            signature.english = words("en");
            signature.turkish = words("tr");
        }
        problems += m_problems;
        return m_problems.isEmpty() ? std::optional(std::move(signature)) : std::nullopt;
    }

private:
    void fault(SignatureFault what, const QString &detail) { m_problems.append({what, m_label, detail}); }

    QString text(const Json &object, const char *name, bool needed)
    {
        const auto found = object.find(name);
        if (found == object.end()) {
            if (needed)
                fault(SignatureFault::MissingMember, QString::fromLatin1(name));
            return {};
        }
        if (!found->is_string()) {
            fault(SignatureFault::WrongType, QString::fromLatin1(name));
            return {};
        }
        const QString read = QString::fromStdString(found->get<std::string>());
        if (needed && read.trimmed().isEmpty())
            fault(SignatureFault::MissingMember, QString::fromLatin1(name));
        return read;
    }

    QStringList texts(const char *name, bool needed)
    {
        const auto found = m_object.find(name);
        if (found == m_object.end() || (found->is_array() && found->empty())) {
            if (needed)
                fault(SignatureFault::MissingMember, QString::fromLatin1(name));
            return {};
        }
        QStringList result;
        if (!found->is_array()) {
            fault(SignatureFault::WrongType, QString::fromLatin1(name));
            return {};
        }
        for (const Json &one : *found) {
            if (one.is_string())
                result.append(QString::fromStdString(one.get<std::string>()));
            else
                fault(SignatureFault::WrongType, QString::fromLatin1(name));
        }
        return result;
    }

    bool flag(const char *name)
    {
        const auto found = m_object.find(name);
        if (found == m_object.end())
            return false;
        if (!found->is_boolean()) {
            fault(SignatureFault::WrongType, QString::fromLatin1(name));
            return false;
        }
        return found->get<bool>();
    }

    SignatureWords words(const char *language)
    {
        const auto found = m_object.find(language);
        if (found == m_object.end() || !found->is_object()) {
            fault(found == m_object.end() ? SignatureFault::MissingMember : SignatureFault::WrongType,
                  QString::fromLatin1(language));
            return {};
        }
        return {text(*found, "cause", true), text(*found, "remedy", true)};
    }

    template <typename Value, typename Names> Value value(const Names &names, const QString &id, Value standard)
    {
        const auto found = valueIn<Value>(names, id);
        if (!found && !id.isEmpty())
            fault(SignatureFault::UnknownValue, id);
        return found.value_or(standard);
    }

    const Json &m_object;
    QString m_label;
    QList<SignatureProblem> m_problems;
};

/// A member of a JSON object in a text that may be cut, read without a tree: the members of the outermost object one by
/// one, and those of its member `params`.
class MessageScanner
{
public:
    explicit MessageScanner(QByteArrayView text) : m_text(text) {}

    QByteArray failure()
    {
        QByteArray reason;
        if (QByteArray error = members(&reason); !error.isEmpty())
            return error;
        return reason;
    }

private:
    [[nodiscard]] char here() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void space()
    {
        while (m_at < m_text.size() && (here() == ' ' || here() == '\t'))
            ++m_at;
    }
    /// A string with its quotes.
    QByteArrayView string()
    {
        const qsizetype begin = m_at;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (here() == '\\')
                ++m_at;
            else if (here() == '"')
                return m_text.sliced(begin, ++m_at - begin);
        }
        m_at = m_text.size();
        return m_text.sliced(begin);
    }
    /// Any value, as its bytes.
    QByteArrayView value()
    {
        const qsizetype begin = m_at;
        int depth = 0;
        while (m_at < m_text.size()) {
            const char letter = here();
            if (letter == '"') {
                (void)string();
            } else if (letter == '{' || letter == '[') {
                ++depth;
                ++m_at;
            } else if (letter == '}' || letter == ']') {
                if (depth == 0)
                    break;
                --depth;
                ++m_at;
            } else if (letter == ',' && depth == 0) {
                break;
            } else {
                ++m_at;
            }
            if (depth == 0 && (letter == '"' || letter == '}' || letter == ']'))
                break;
        }
        return m_text.sliced(begin, m_at - begin);
    }
    /// @return `error` of the outermost object; `reason` of `params` goes to *reason
    QByteArray members(QByteArray *reason, bool inParams = false)
    {
        if (here() != '{')
            return {};
        ++m_at;
        while (true) {
            space();
            if (here() != '"')
                return {};
            const QByteArrayView name = string();
            space();
            if (here() != ':')
                return {};
            ++m_at;
            space();
            if (!inParams && name == "\"error\"")
                return here() == 'n' ? QByteArray() : value().toByteArray();
            if (inParams && name == "\"reason\"" && here() == '"') {
                *reason = value().toByteArray();
            } else if (!inParams && name == "\"params\"" && here() == '{') {
                (void)members(reason, true);
                if (here() == '}')
                    ++m_at;
            } else {
                (void)value();
            }
            space();
            if (here() != ',')
                return {};
            ++m_at;
        }
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

} // namespace

struct SignatureCatalogue::Pattern
{
    std::unique_ptr<pcre2_code, CodeDeleter> code;
    QStringList groups; ///< by number; empty without a name

    /// @return what is wrong with it; empty where nothing is
    QString compile(const QByteArray &text)
    {
        int error = 0;
        PCRE2_SIZE offset = 0;
        code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.constData()), static_cast<PCRE2_SIZE>(text.size()),
                                 PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C, &error,
                                 &offset, nullptr));
        if (!code) {
            std::array<PCRE2_UCHAR, 256> words{};
            pcre2_get_error_message(error, words.data(), words.size());
            return QString::fromLatin1(reinterpret_cast<const char *>(words.data())) +
                   u" (%1)"_s.arg(static_cast<qulonglong>(offset));
        }
        // Without it, where a system forbids it, matching is slower and otherwise the same.
        pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
        std::uint32_t highest = 0;
        std::uint32_t count = 0;
        std::uint32_t size = 0;
        PCRE2_SPTR table = nullptr;
        pcre2_pattern_info(code.get(), PCRE2_INFO_CAPTURECOUNT, &highest);
        pcre2_pattern_info(code.get(), PCRE2_INFO_NAMECOUNT, &count);
        pcre2_pattern_info(code.get(), PCRE2_INFO_NAMEENTRYSIZE, &size);
        pcre2_pattern_info(code.get(), PCRE2_INFO_NAMETABLE, &table);
        groups = QStringList(static_cast<qsizetype>(highest) + 1);
        for (std::uint32_t i = 0; i < count; ++i) {
            const PCRE2_SPTR entry = table + std::size_t{i} * size; // two bytes of number, then the name
            groups[(entry[0] << 8) | entry[1]] = QString::fromLatin1(reinterpret_cast<const char *>(entry + 2));
        }
        return {};
    }

    [[nodiscard]] std::optional<QMap<QString, QString>> match(QByteArrayView text) const
    {
        const std::unique_ptr<pcre2_match_data, MatchDeleter> data(
            pcre2_match_data_create_from_pattern(code.get(), nullptr));
        // The library takes a context that it may write to, and does not.
        const int found =
            pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), static_cast<PCRE2_SIZE>(text.size()), 0,
                        0, data.get(), const_cast<pcre2_match_context *>(limits()));
        if (found < 0)
            return std::nullopt;
        QMap<QString, QString> parts;
        const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(data.get());
        for (int i = 1; i < found; ++i) {
            const QString &name = groups.at(i);
            const PCRE2_SIZE begin = offsets[2 * i];
            if (name.isEmpty() || begin == PCRE2_UNSET)
                continue;
            const QByteArray bytes =
                text.sliced(static_cast<qsizetype>(begin), static_cast<qsizetype>(offsets[2 * i + 1] - begin))
                    .toByteArray();
            if (const QString part = shownPart(bytes); !part.isEmpty())
                parts.insert(name, part);
        }
        return parts;
    }
};

SignatureWords Explanation::words(const QLocale &locale) const
{
    const SignatureWords &words = locale.language() == QLocale::Turkish ? signature->turkish : signature->english;
    return {filled(words.cause, parts), filled(words.remedy, parts)};
}

SignatureCatalogue SignatureCatalogue::read(const QByteArray &text)
{
    SignatureCatalogue result;
    Json root;
    try {
        root = Json::parse(text);
    } catch (const Json::exception &error) {
        result.m_problems.append({SignatureFault::NotJson, {}, QString::fromUtf8(error.what())});
        return result;
    }
    const auto list = root.is_object() ? root.find("signatures") : root.end();
    if (!root.is_object() || list == root.end() || !list->is_array()) {
        result.m_problems.append({SignatureFault::NotSignatures, {}, {}});
        return result;
    }
    qsizetype number = 0;
    for (const Json &one : *list) {
        auto signature = SignatureReader(one, u'#' + QString::number(++number)).read(result.m_problems);
        if (!signature)
            continue;
        const auto problem = [&result, &signature](SignatureFault fault, const QString &detail) {
            result.m_problems.append({fault, signature->id, detail});
        };
        if (result.find(signature->id)) {
            problem(SignatureFault::IdTaken, signature->id);
            continue;
        }
        const auto pattern = std::make_shared<Pattern>();
        if (const QString fault = pattern->compile(signature->pattern); !fault.isEmpty()) {
            problem(SignatureFault::BadPattern, fault);
            continue;
        }
        bool sound = true;
        for (const QString &words : {signature->english.cause, signature->english.remedy, signature->turkish.cause,
                                     signature->turkish.remedy}) {
            for (auto it = partMark().globalMatch(words); it.hasNext();) {
                const QString name = it.next().captured(1);
                if (pattern->groups.contains(name))
                    continue;
                problem(SignatureFault::UnknownPart, name);
                sound = false;
            }
            if (!bracketsMatch(words)) {
                problem(SignatureFault::UnknownPart, u"[]"_s);
                sound = false;
            }
        }
        for (const contract::Cause cause : std::as_const(signature->causes)) {
            if (!result.m_causes.contains(static_cast<int>(cause)))
                continue;
            problem(SignatureFault::CauseTaken, QString::fromLatin1(contract::causeId(cause)));
            sound = false;
        }
        if (!sound)
            continue;
        const auto kept = std::make_shared<const Signature>(std::move(*signature));
        for (const contract::Cause cause : kept->causes)
            result.m_causes.insert(static_cast<int>(cause), kept);
        result.m_signatures.push_back(kept);
        result.m_patterns.push_back(pattern);
    }
    return result;
}

const SignatureCatalogue &SignatureCatalogue::builtIn()
{
    static const SignatureCatalogue catalogue = [] {
        initSignatureResource();
        QFile file(u":/kopru/signatures.json"_s);
        return file.open(QIODevice::ReadOnly) ? read(file.readAll()) : read({});
    }();
    return catalogue;
}

std::shared_ptr<const Signature> SignatureCatalogue::find(const QString &id) const
{
    for (const auto &signature : m_signatures)
        if (signature->id == id)
            return signature;
    return nullptr;
}

std::shared_ptr<const Signature> SignatureCatalogue::forCause(contract::Cause cause) const
{
    return m_causes.value(static_cast<int>(cause));
}

std::optional<Explanation> SignatureCatalogue::explain(const Line &line) const
{
    const QByteArray message = line.message.toUtf8();
    // mcp.log quotes what both sides say, and so does a server's log.
    for (const QByteArrayView prefix : {"Message from client: ", "Message from server: "}) {
        if (!message.startsWith(prefix))
            continue;
        const QByteArray failure = failurePart(QByteArrayView(message).sliced(prefix.size()));
        return failure.isEmpty() ? std::nullopt : explain(QByteArrayView(failure), placeOf(line));
    }
    return explain(QByteArrayView(message), placeOf(line));
}

std::optional<Explanation> SignatureCatalogue::explain(QByteArrayView text, Place place) const
{
    text = text.first(std::min(text.size(), longestRead));
    if (auto said = fromBridge(text))
        return said;
    return matched(text, place);
}

std::optional<Explanation> SignatureCatalogue::fromBridge(QByteArrayView text) const
{
    // Three forms: the line of a call, the trace, and `error.data` of an answer.
    static const std::shared_ptr<const Pattern> form = [] {
        auto pattern = std::make_shared<Pattern>();
        const QString fault =
            pattern->compile(R"re(^\S{1,40} kopru-bridge (?:server->host .{0,200} failed: (?<cause>[a-z-]+))re"
                             R"re(|host->server .{0,200} was not accepted: (?<cause>[a-z-]+))re"
                             R"re(|no connection to (?<host>\S+) \((?<cause>[a-z-]+)\)))re"
                             R"re(|^\{"kopru":"trace",.{0,200}"cause": ?"(?<cause>[a-z-]+)")re"
                             R"re(|"data": ?\{"phase": ?"[a-z]+", ?"cause": ?"(?<cause>[a-z-]+)")re"_ba);
        Q_ASSERT(fault.isEmpty());
        return pattern;
    }();
    const auto found = form->match(text);
    if (!found)
        return std::nullopt;
    const auto cause = contract::causeFromId(found->value(u"cause"_s).toStdString());
    const auto signature = cause ? forCause(*cause) : nullptr;
    if (!signature)
        return std::nullopt;
    Explanation explanation{signature, *found};
    explanation.parts.remove(u"cause"_s);
    // What the bridge saw: an object of strings.
    static const std::shared_ptr<const Pattern> evidence = [] {
        auto pattern = std::make_shared<Pattern>();
        const QString fault =
            pattern->compile(R"re("evidence": ?\{(?<members>(?:"[^"\\]*": ?"(?:[^"\\]|\\.)*"(?:, ?)?){1,20}))re"_ba);
        Q_ASSERT(fault.isEmpty());
        return pattern;
    }();
    const qsizetype from = text.indexOf("\"evidence\"");
    if (from >= 0 && evidence->match(text.sliced(from))) {
        static const QRegularExpression member(uR"re("([a-z-]+)": ?"((?:[^"\\]|\\.)*)")re"_s);
        for (auto it = member.globalMatch(QString::fromUtf8(text.sliced(from + 10))); it.hasNext();) {
            const auto match = it.next();
            const QString part = shownPart(match.captured(2).toUtf8());
            if (!part.isEmpty() && !explanation.parts.contains(match.captured(1)))
                explanation.parts.insert(match.captured(1), part);
        }
    }
    return explanation;
}

std::optional<Explanation> SignatureCatalogue::matched(QByteArrayView text, Place place) const
{
    for (std::size_t i = 0; i < m_signatures.size(); ++i) {
        const auto &signature = m_signatures.at(i);
        if (!signature->places.contains(place))
            continue;
        if (auto parts = m_patterns.at(i)->match(text))
            return Explanation{signature, std::move(*parts)};
    }
    return std::nullopt;
}

std::optional<Explanation> mostTelling(const QList<Explanation> &explanations)
{
    std::optional<Explanation> best;
    int bestRank = -1;
    for (const Explanation &one : explanations) {
        const int rank = (one.signature->consequence ? 0 : 3) + static_cast<int>(one.signature->severity);
        if (rank <= bestRank)
            continue;
        best = one;
        bestRank = rank;
    }
    return best;
}

QByteArray failurePart(QByteArrayView message)
{
    return MessageScanner(message).failure();
}

Place placeOf(const Line &line)
{
    const bool raw = line.level == Level::Unknown;
    if (line.file.startsWith(u"mcp-server-"_s)) {
        if (!raw)
            return Place::ServerLog;
        static const QRegularExpression bridge(uR"(^(?:\S{1,40} kopru-bridge |\{"kopru":"trace"))"_s);
        return bridge.match(line.message).hasMatch() ? Place::Bridge : Place::Stderr;
    }
    if (line.file.startsWith(u"mcp"_s))
        return Place::McpLog;
    if (line.file.startsWith(u"main"_s))
        return Place::MainLog;
    return Place::WindowLog;
}

QString placeId(Place place)
{
    return nameIn(placeNames, place);
}

QString severityId(Severity severity)
{
    return nameIn(severityNames, severity);
}

QString actionId(Action action)
{
    return nameIn(actionNames, action);
}

std::optional<Action> actionFromId(const QString &id)
{
    return valueIn<Action>(actionNames, id);
}

} // namespace kopru::logs
