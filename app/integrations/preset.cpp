#include "app/integrations/preset.h"

#include "app/secrets/secretnames.h"
#include "app/store/store.h"

#include <nlohmann/json.hpp>

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QLocale>

using namespace Qt::StringLiterals;
using Json = nlohmann::ordered_json;

// At the outside of every namespace, as Qt wants it.
static void initPresetResource()
{
    Q_INIT_RESOURCE(kopru_presets);
}

namespace kopru::integrations {

namespace {

constexpr qint64 largestFile = qint64{1024} * 1024;
constexpr auto builtIn = ":/kopru/presets.json"_L1;

struct PresetWords
{
    Q_DECLARE_TR_FUNCTIONS(PresetWords)
};

/// Reads one preset and collects what is wrong with it.
class PresetReader
{
public:
    PresetReader(const Json &object, QString file, QString label)
        : m_object(object), m_file(std::move(file)), m_label(std::move(label))
    {}

    std::optional<Preset> read(QList<PresetProblem> &problems)
    {
        Preset preset;
        if (!m_object.is_object()) {
            fault(PresetFault::WrongType, u"presets"_s);
        } else {
            static const QStringList known{u"id"_s,     u"name"_s, u"kind"_s, u"serverName"_s,
                                           u"values"_s, u"help"_s, u"link"_s};
            for (const auto &[key, value] : m_object.items())
                if (!known.contains(QString::fromStdString(key)))
                    fault(PresetFault::UnknownMember, QString::fromStdString(key));
            preset.id = text("id", true);
            if (!preset.id.isEmpty())
                m_label = preset.id;
            preset.name = {translated("name", "en"), translated("name", "tr")};
            preset.serverName = text("serverName", false);
            preset.stepsEnglish = steps("en");
            preset.stepsTurkish = steps("tr");
            readLink(preset);
            readKind(preset);
        }
        for (PresetProblem &problem : m_problems)
            problem.preset = m_label;
        problems += m_problems;
        return m_problems.isEmpty() ? std::optional(preset) : std::nullopt;
    }

private:
    void fault(PresetFault fault, const QString &detail) { m_problems.append({fault, m_file, m_label, detail}); }

    QString text(const char *key, bool needed)
    {
        const auto found = m_object.find(key);
        if (found == m_object.end()) {
            if (needed)
                fault(PresetFault::MissingMember, QString::fromLatin1(key));
            return {};
        }
        if (!found->is_string()) {
            fault(PresetFault::WrongType, QString::fromLatin1(key));
            return {};
        }
        const QString value = QString::fromStdString(found->get<std::string>()).trimmed();
        if (needed && value.isEmpty())
            fault(PresetFault::MissingMember, QString::fromLatin1(key));
        return value;
    }

    /// The member's part in one language; nullptr after a fault.
    const Json *inLanguage(const char *key, const char *language)
    {
        const auto found = m_object.find(key);
        if (found == m_object.end() || !found->is_object()) {
            if (QLatin1StringView(language) == "en"_L1) // said once
                fault(found == m_object.end() ? PresetFault::MissingMember : PresetFault::WrongType,
                      QString::fromLatin1(key));
            return nullptr;
        }
        const auto part = found->find(language);
        if (part == found->end()) {
            fault(PresetFault::MissingLanguage, QString::fromLatin1(key) + u'.' + QLatin1StringView(language));
            return nullptr;
        }
        return &*part;
    }

    QString translated(const char *key, const char *language)
    {
        const Json *part = inLanguage(key, language);
        if (!part)
            return {};
        const QString value =
            part->is_string() ? QString::fromStdString(part->get<std::string>()).trimmed() : QString();
        if (value.isEmpty())
            fault(PresetFault::MissingLanguage, QString::fromLatin1(key) + u'.' + QLatin1StringView(language));
        return value;
    }

    QStringList steps(const char *language)
    {
        const Json *part = inLanguage("help", language);
        if (!part)
            return {};
        QStringList steps;
        if (part->is_array())
            for (const Json &one : *part)
                if (one.is_string() && !one.get_ref<const std::string &>().empty())
                    steps.append(QString::fromStdString(one.get<std::string>()));
        if (!part->is_array() || steps.size() != static_cast<qsizetype>(part->size()))
            fault(PresetFault::WrongType, u"help."_s + QLatin1StringView(language));
        else if (steps.isEmpty())
            fault(PresetFault::MissingLanguage, u"help."_s + QLatin1StringView(language));
        return steps;
    }

    void readLink(Preset &preset)
    {
        const QString link = text("link", false);
        if (link.isEmpty())
            return;
        preset.link = QUrl(link, QUrl::StrictMode);
        // Anything else could start a program.
        if (!preset.link.isValid() || preset.link.scheme() != u"https"_s || preset.link.host().isEmpty())
            fault(PresetFault::BadLink, link);
    }

    void readKind(Preset &preset)
    {
        const QString key = text("kind", true);
        const Kind *kind = kindByKey(key);
        if (!kind) {
            if (!key.isEmpty())
                fault(PresetFault::UnknownKind, key);
            return;
        }
        preset.kind = kind->id;
        const auto values = m_object.find("values");
        if (values == m_object.end())
            return;
        if (!values->is_object()) {
            fault(PresetFault::WrongType, u"values"_s);
            return;
        }
        for (const auto &[name, value] : values->items()) {
            const QString fieldName = QString::fromStdString(name);
            const auto id = fieldByKey(fieldName);
            const Field *described = id ? field(*kind, *id) : nullptr;
            if (!described)
                fault(PresetFault::UnknownField, fieldName);
            else if (const auto read = valueOf(*described, value, fieldName))
                preset.values.insert(*id, *read);
        }
        if (!m_problems.isEmpty())
            return;
        for (const FieldFinding &finding : kind->validate(preset.values))
            // What is missing, or only an example, the person fills in.
            if (finding.blocking && finding.problem != FieldProblem::Missing &&
                finding.problem != FieldProblem::Placeholder)
                fault(PresetFault::WrongValue, fieldKey(finding.field));
    }

    std::optional<Value> valueOf(const Field &field, const Json &value, const QString &name)
    {
        const auto wrong = [this, &name] {
            fault(PresetFault::WrongValue, name);
            return std::nullopt;
        };
        switch (field.type) {
        case FieldType::Secret:
            fault(PresetFault::SecretValue, name);
            return std::nullopt;
        case FieldType::Switch:
            return value.is_boolean() ? std::optional<Value>(value.get<bool>()) : wrong();
        case FieldType::Number:
            if (!value.is_number_integer() || value.get<qint64>() < field.least || value.get<qint64>() > field.most)
                return wrong();
            return Value(value.get<int>());
        case FieldType::Text:
        case FieldType::Host:
        case FieldType::Url:
        case FieldType::Choice: {
            if (!value.is_string())
                return wrong();
            const QString text = QString::fromStdString(value.get<std::string>());
            if (field.type == FieldType::Choice && !field.choices.contains(text))
                return wrong();
            return Value(text);
        }
        case FieldType::Lines:
            return linesOf(value, name);
        case FieldType::Variables:
            return variablesOf(value, name);
        }
        return std::nullopt;
    }

    std::optional<Value> linesOf(const Json &value, const QString &name)
    {
        QStringList lines;
        if (value.is_array())
            for (const Json &one : value)
                if (one.is_string())
                    lines.append(QString::fromStdString(one.get<std::string>()));
        if (!value.is_array() || lines.size() != static_cast<qsizetype>(value.size())) {
            fault(PresetFault::WrongValue, name);
            return std::nullopt;
        }
        if (!secrets::secretsIn(lines, {}).isEmpty()) {
            fault(PresetFault::SecretValue, name);
            return std::nullopt;
        }
        return Value(lines);
    }

    std::optional<Value> variablesOf(const Json &value, const QString &name)
    {
        if (!value.is_object()) {
            fault(PresetFault::WrongValue, name);
            return std::nullopt;
        }
        config::Variables variables;
        for (const auto &[key, one] : value.items()) {
            const QString variable = QString::fromStdString(key);
            if (!one.is_string() || variable.isEmpty()) {
                fault(PresetFault::WrongValue, name + u'.' + variable);
                return std::nullopt;
            }
            variables.append({variable, QString::fromStdString(one.get<std::string>())});
            if (secrets::isSecretName(variable) && !variables.last().value.isEmpty()) {
                fault(PresetFault::SecretValue, name + u'.' + variable);
                return std::nullopt;
            }
        }
        return Value(variables);
    }

    const Json &m_object;
    QString m_file;
    QString m_label;
    QList<PresetProblem> m_problems;
};

Presets readPresetFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {{}, {{PresetFault::CannotRead, path, {}, file.errorString()}}};
    const QByteArray text = file.read(largestFile + 1);
    if (text.size() > largestFile)
        return {{}, {{PresetFault::TooLarge, path, {}, {}}}};
    return readPresets(text, path);
}

} // namespace

const QString &PresetText::in(const QLocale &locale) const
{
    return locale.language() == QLocale::Turkish ? turkish : english;
}

const QStringList &Preset::steps(const QLocale &locale) const
{
    return locale.language() == QLocale::Turkish ? stepsTurkish : stepsEnglish;
}

Presets readPresets(const QByteArray &text, const QString &file)
{
    Presets result;
    Json root;
    try {
        root = Json::parse(text.startsWith("\xef\xbb\xbf") ? text.mid(3) : text);
    } catch (const Json::parse_error &error) {
        const auto line = text.left(static_cast<qsizetype>(error.byte)).count('\n') + 1;
        result.problems.append({PresetFault::NotJson, file, {}, QString::number(line)});
        return result;
    } catch (const Json::out_of_range &error) { // It names the number, but not its place.
        const QByteArray number = QByteArray(error.what()).split('\'').value(1);
        const auto line = text.left(std::max(qsizetype{0}, text.indexOf(number))).count('\n') + 1;
        result.problems.append({PresetFault::NotJson, file, {}, QString::number(line)});
        return result;
    }
    const auto list = root.is_object() ? root.find("presets") : root.end();
    if (!root.is_object() || list == root.end() || !list->is_array()) {
        result.problems.append({PresetFault::NotPresets, file, {}, {}});
        return result;
    }
    QStringList ids;
    for (qsizetype i = 0; i < static_cast<qsizetype>(list->size()); ++i) {
        const auto preset = PresetReader(list->at(static_cast<std::size_t>(i)), file, u'#' + QString::number(i + 1))
                                .read(result.problems);
        if (!preset)
            continue;
        if (ids.contains(preset->id)) {
            result.problems.append({PresetFault::IdTaken, file, preset->id, {}});
            continue;
        }
        ids.append(preset->id);
        result.presets.append(*preset);
    }
    return result;
}

QStringList presetFolders(const platform::Platform &platform)
{
    QStringList folders;
    if (platform.system == platform::System::Linux)
        folders.append(u"/etc/kopru/presets"_s);
    folders.append(platform.join(store::dataFolder(platform), u"presets"_s));
    return folders;
}

Presets loadPresets(const QStringList &folders)
{
    initPresetResource();
    QStringList files{builtIn};
    for (const QString &folder : folders)
        for (const QString &name : QDir(folder).entryList({u"*.json"_s}, QDir::Files, QDir::Name))
            files.append(folder + u'/' + name);
    Presets result;
    for (const QString &path : std::as_const(files)) {
        const Presets read = readPresetFile(path);
        result.problems += read.problems;
        for (const Preset &preset : read.presets) {
            const auto same = std::find_if(result.presets.begin(), result.presets.end(),
                                           [&preset](const Preset &one) { return one.id == preset.id; });
            if (same != result.presets.end())
                *same = preset;
            else
                result.presets.append(preset);
        }
    }
    return result;
}

QString presetProblemText(const PresetProblem &problem)
{
    const auto what = [&problem]() -> QString {
        switch (problem.fault) {
        case PresetFault::CannotRead:
            return PresetWords::tr("It cannot be read: %1.").arg(problem.detail);
        case PresetFault::TooLarge:
            return PresetWords::tr("It is larger than 1 MB.");
        case PresetFault::NotJson:
            return PresetWords::tr("It is no JSON; the fault is in line %1.").arg(problem.detail);
        case PresetFault::NotPresets:
            return PresetWords::tr("It has no list “presets”.");
        case PresetFault::UnknownMember:
            return PresetWords::tr("“%1” is not known here.").arg(problem.detail);
        case PresetFault::MissingMember:
            return PresetWords::tr("“%1” is missing.").arg(problem.detail);
        case PresetFault::WrongType:
            return PresetWords::tr("“%1” has a value of a wrong type.").arg(problem.detail);
        case PresetFault::UnknownKind:
            return PresetWords::tr("There is no kind “%1”.").arg(problem.detail);
        case PresetFault::UnknownField:
            return PresetWords::tr("This kind has no field “%1”.").arg(problem.detail);
        case PresetFault::WrongValue:
            return PresetWords::tr("The value of “%1” does not fit this field.").arg(problem.detail);
        case PresetFault::SecretValue:
            return PresetWords::tr("“%1” holds a secret. A preset must not have one.").arg(problem.detail);
        case PresetFault::MissingLanguage:
            return PresetWords::tr("“%1” is missing: English and Turkish are both needed.").arg(problem.detail);
        case PresetFault::BadLink:
            return PresetWords::tr("The link must be a web address that begins with https://.");
        case PresetFault::IdTaken:
            return PresetWords::tr("Another preset of this file has the same id.");
        }
        return {};
    }();
    return problem.preset.isEmpty()
               ? PresetWords::tr("The file %1 is left out. %2").arg(problem.file, what)
               : PresetWords::tr("The preset %1 in %2 is left out. %3").arg(problem.preset, problem.file, what);
}

} // namespace kopru::integrations
