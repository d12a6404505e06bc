#pragma once

#include "app/snippets/conclusion.h"

/// One command line, taken apart into words: what it starts, or which server it speaks of.
namespace kopru::integrations::snippet {

/// What it means.
struct CommandResult
{
    std::optional<SnippetForm> form;
    QList<SnippetServer> servers;
    std::optional<SnippetRefusal> refused;
    QList<SnippetIgnored> ignored;
    bool preparation = false; ///< it only goes into a folder, or reads a script
};

/// @param form  what was recognised all the same
[[nodiscard]] CommandResult refusal(SnippetRefusal reason, std::optional<SnippetForm> form = std::nullopt);
[[nodiscard]] CommandResult resultOf(const RawEntry &raw, SnippetForm form);

/// The program of a command's first word.
[[nodiscard]] QString programName(const QString &word);
/// `NAME=value`
[[nodiscard]] bool isVariable(const QString &word);
/// @return false where the entry has as many as are read
bool setVariable(config::Entry &entry, const QString &word);
/// Takes the variables in front of a command. @return false where there are more than are read
bool takeVariables(QStringList &words, config::Entry &variables);

/// An unknown option, whose value may stand behind it.
enum class Behind { Nothing, Value, Unclear };

/// A number or a text in quotation marks is no name and no program.
[[nodiscard]] Behind behindUnknown(const QStringList &rest);

/// `build/index.js`: where it is depends on the folder that one is in.
[[nodiscard]] bool needsFolder(const QString &program, const QStringList &words);

/// @param folderBefore  another line of the text went into a folder
[[nodiscard]] CommandResult readCommand(const QStringList &command, const config::Variables &variables,
                                        bool folderBefore);

// Commands that tell another program of a server, without the words in front.
[[nodiscard]] CommandResult readAdd(const QStringList &words, const config::Variables &variables, SnippetForm form);
[[nodiscard]] CommandResult readAddJson(const QString &name, const QString &json, SnippetForm form,
                                        QList<SnippetIgnored> ignored);
[[nodiscard]] CommandResult readAddJson(const QStringList &words, SnippetForm form);

// Commands that test a server, without the program.
[[nodiscard]] CommandResult readCurl(const QStringList &words, const config::Variables &variables);
[[nodiscard]] CommandResult readWscat(const QStringList &words, const config::Variables &variables);
[[nodiscard]] CommandResult readInspector(const QStringList &words, const config::Variables &variables);

} // namespace kopru::integrations::snippet
