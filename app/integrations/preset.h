#pragma once

#include "app/integrations/kind.h"

#include <QtCore/QLocale>

/// Vendor presets: cards that open a form with its fixed values. They are data, so that support can add one without a
/// compiler. The format is described in docs/presets.md.
namespace kopru::integrations {

/// A text in both languages.
struct PresetText
{
    QString english;
    QString turkish;

    [[nodiscard]] const QString &in(const QLocale &locale) const;
    friend bool operator==(const PresetText &, const PresetText &) = default;
};

struct Preset
{
    QString id;
    PresetText name;
    KindId kind = KindId::RemoteServer;
    QString serverName; ///< that is proposed; empty: the kind's usual one
    Values values;
    QStringList stepsEnglish; ///< how one gets what the form asks for
    QStringList stepsTurkish;
    QUrl link; ///< the vendor's page; empty: none

    [[nodiscard]] const QStringList &steps(const QLocale &locale) const;
    friend bool operator==(const Preset &, const Preset &) = default;
};

enum class PresetFault {
    CannotRead,
    TooLarge,
    NotJson, ///< detail: line
    NotPresets,
    UnknownMember, ///< these have a detail: the member, the kind, the field
    MissingMember,
    WrongType,
    UnknownKind,
    UnknownField,
    WrongValue,
    SecretValue, ///< a file that goes from hand to hand must not carry a token
    MissingLanguage,
    BadLink,
    IdTaken
};

/// Why a preset, or a whole file, is left out.
struct PresetProblem
{
    PresetFault fault = PresetFault::CannotRead;
    QString file;
    QString preset; ///< its id, or its number from 1; empty: the file
    QString detail = {};
    friend bool operator==(const PresetProblem &, const PresetProblem &) = default;
};

struct Presets
{
    QList<Preset> presets;
    QList<PresetProblem> problems;
};

/// Reads a text of presets. A faulty preset is left out, the others count. Every fault of a preset is named.
/// @param file  named in the problems
[[nodiscard]] Presets readPresets(const QByteArray &text, const QString &file);

/// The folders whose `*.json` are read besides what the program brings along: for the whole computer (Linux only), then
/// Kopru's own data folder.
[[nodiscard]] QStringList presetFolders(const platform::Platform &platform);

/// Those of the program, then of the folders, in the order of their names; a preset with an id that was there takes its
/// place. Reads files: not for the window's thread.
[[nodiscard]] Presets loadPresets(const QStringList &folders);

/// What is wrong, and where: one or two sentences for people.
[[nodiscard]] QString presetProblemText(const PresetProblem &problem);

} // namespace kopru::integrations
