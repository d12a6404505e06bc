#include "app/config/wording.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::config {
namespace {

using platform::FileError;
using platform::FileProblem;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(config)

public:
    static Message file(const FileError &error);
    static Message syntax(const SyntaxError &error);
    static Message finding(const Finding &finding);
    static Message place(const Finding &finding);
    static Message range(const Finding &finding);
    static QString fix(FixId id);
    static Message edit(EditProblem problem, const QString &name);
    static Message conflict(const Conflict &conflict);
    static Message second(const SecondFileError &error, const QString &path);

private:
    static Message placeholder(const Finding &finding);
    static Message tilde(const Finding &finding);
    static Message unexpectedCharacter(const SyntaxError &error);
    static Message notAnObject(const SyntaxError &error);
    static Message entryOutside(const SyntaxError &error);
};

QString numbered(const QString &sentence, const Position &position)
{
    return sentence.arg(position.line).arg(position.column);
}

Message Words::file(const FileError &error)
{
    const QString &path = error.path;
    switch (error.problem) {
    case FileProblem::Missing:
        return {tr("The file %1 does not exist.").arg(path), tr("Check the path, or start Claude once to create it.")};
    case FileProblem::IsFolder:
        return {tr("%1 is a folder, not a settings file.").arg(path), tr("Choose a file, or rename the folder.")};
    case FileProblem::NotRegular:
        return {tr("%1 is not an ordinary file.").arg(path), tr("Choose a file on a drive.")};
    case FileProblem::NotReadable:
        return {tr("You do not have the right to read %1.").arg(path),
                tr("Give your user account the right to read this file.")};
    case FileProblem::NotWritable:
        return {tr("The file %1 is write-protected.").arg(path),
                tr("Remove the protection, or give your user account the right to write this file.")};
    case FileProblem::FolderMissing:
        return {tr("The folder of %1 does not exist.").arg(path), tr("Create the folder, or choose another file.")};
    case FileProblem::FolderNotWritable:
        return {tr("You do not have the right to write into the folder of %1.").arg(path),
                tr("Give your user account the right to write into this folder.")};
    case FileProblem::ReadOnlyFileSystem:
        return {tr("The drive that holds %1 can only be read.").arg(path),
                tr("Make the drive writable, or choose a file on another one.")};
    case FileProblem::DiskFull:
        return {tr("There is no space left to save %1.").arg(path),
                tr("Free some space and save again. The old file is unchanged.")};
    case FileProblem::TooLarge:
        return {tr("%1 is too large for a settings file.").arg(path), tr("Check whether this is the right file.")};
    case FileProblem::Changed:
        return {tr("Another program has changed %1 meanwhile.").arg(path),
                tr("Open the file again and repeat your changes. Nothing was written.")};
    case FileProblem::VerifyFailed:
        return {tr("%1 does not hold what was just written.").arg(path),
                tr("Open the file again and check it. The snapshots hold the version before.")};
    case FileProblem::Busy:
        return {tr("Another Kopru is saving this file right now."),
                tr("Wait a moment and save again. Nothing was written.")};
    case FileProblem::Other:
        break;
    }
    if (error.systemError == 0)
        return {tr("%1 could not be used.").arg(path), tr("Check the file and its folder.")};
    return {tr("%1 could not be used. The system says: %2").arg(path, qt_error_string(error.systemError)),
            tr("Check the file and its folder.")};
}

Message Words::unexpectedCharacter(const SyntaxError &error)
{
    const QString remedy = tr("Remove what is too much, or add the missing quotes around the text.");
    if (error.detail.isEmpty())
        return {numbered(tr("The text in line %1, column %2 does not belong there."), error.position), remedy};
    //: %1 line, %2 column, %3 a sign or a word
    const QString what = numbered(tr("In line %1, column %2, “%3” does not belong there."), error.position);
    return {what.arg(error.detail), remedy};
}

Message Words::notAnObject(const SyntaxError &error)
{
    if (error.detail.isEmpty())
        return {tr("The settings do not begin with a curly bracket."), tr("Put the whole text between { and }.")};
    return {tr("In line %1, the value of “%2” is not a group in curly brackets.")
                .arg(QString::number(error.position.line), error.detail),
            tr("Put the servers between { and }, each with its name in front.")};
}

Message Words::entryOutside(const SyntaxError &error)
{
    const QString remedy = tr("Move it between the curly brackets behind “mcpServers”.");
    if (error.detail.isEmpty())
        return {numbered(tr("The server in line %1, column %2 has no name."), error.position),
                tr("Put it between the curly brackets behind “mcpServers”, with a name in front.")};
    return {tr("The server “%2” in line %1 stands in the wrong place, where Claude does not look.")
                .arg(QString::number(error.position.line), error.detail),
            remedy};
}

Message Words::syntax(const SyntaxError &error)
{
    const Position &position = error.position;
    switch (error.fault) {
    case Fault::Empty:
        return {tr("The settings file is empty."), tr("Delete the file; Kopru then creates a complete one.")};
    case Fault::ByteOrderMark:
        return {tr("The file begins with a byte order mark (BOM), so Claude reads it as empty."),
                tr("Save it again in your editor as “UTF-8 without BOM”.")};
    case Fault::NotUtf8:
        return {tr("Line %1 holds a character that is not stored as UTF-8.").arg(position.line),
                tr("Save the file again in your editor as UTF-8.")};
    case Fault::Utf16:
        return {tr("The file is stored as UTF-16, which Claude cannot read."),
                tr("Save the file again in your editor as UTF-8.")};
    case Fault::UnexpectedCharacter:
        return unexpectedCharacter(error);
    case Fault::MissingComma:
        return {numbered(tr("A comma is missing in line %1, column %2."), position), tr("Add a comma there.")};
    case Fault::TrailingComma:
        return {numbered(tr("Nothing follows the comma in line %1, column %2."), position), tr("Remove this comma.")};
    case Fault::MissingColon:
        return {numbered(tr("A colon is missing in line %1, column %2."), position),
                tr("Add a colon between the name and its value.")};
    case Fault::MissingQuote:
        return {numbered(tr("Straight double quotes are missing in line %1, column %2."), position),
                tr("Put the text between two \" signs.")};
    case Fault::UnterminatedText:
        return {numbered(tr("The text that begins in line %1, column %2 has no closing quote."), position),
                tr("Add a \" sign at its end.")};
    case Fault::BadEscape:
        return {numbered(tr("The single backslash in line %1, column %2 has no meaning here."), position),
                tr("Write every backslash twice, as in C:\\\\Users.")};
    case Fault::ControlCharacter:
        return {numbered(tr("A line break or tab stands inside a text in line %1, column %2."), position),
                tr("Remove it, so that the text stands on one line.")};
    case Fault::BadNumber:
        return {numbered(tr("The number in line %1, column %2 is not valid."), position),
                tr("Correct the number, or put it between two \" signs.")};
    case Fault::Comment:
        return {numbered(tr("Line %1, column %2 holds a comment, which Claude does not accept."), position),
                tr("Remove the comment.")};
    case Fault::UnexpectedEnd:
        return {tr("The file ends too early, in line %1.").arg(position.line),
                tr("Add the missing brackets at the end, or restore a snapshot.")};
    case Fault::TextAfterEnd:
        return {numbered(tr("After the end of the settings, more text follows in line %1, column %2."), position),
                tr("Remove this text, or move it inside the outer brackets.")};
    case Fault::TooDeep:
        return {numbered(tr("Too many brackets are open in line %1, column %2."), position),
                tr("Remove brackets that nobody needs, or restore a snapshot.")};
    case Fault::NotAnObject:
        return notAnObject(error);
    case Fault::DuplicateKey:
        return {tr("“%1” stands in the file twice, and Claude uses only the last one.").arg(error.detail),
                tr("Remove or rename the one in line %1.").arg(position.line)};
    case Fault::WrongCase:
        return {tr("Line %1 says “%2”, which Claude does not know.").arg(QString::number(position.line), error.detail),
                tr("Write “mcpServers” instead, with a capital S.")};
    case Fault::ExtraComma:
        return {numbered(tr("There is nothing in front of the comma in line %1, column %2."), position),
                tr("Remove this comma.")};
    case Fault::WrongBracket:
        return {numbered(tr("The bracket in line %1, column %2 is of the wrong kind."), position),
                tr("Use { } around names with values, and [ ] around lists.")};
    case Fault::ExtraBracket:
        return {numbered(tr("The bracket in line %1, column %2 is one too many."), position),
                tr("Remove this bracket.")};
    case Fault::MissingBracket:
        return {numbered(tr("A bracket is missing in line %1, column %2."), position),
                tr("Add the bracket, so that every opening one has a closing one.")};
    case Fault::MissingValue:
        return {numbered(tr("The value behind the colon is missing in line %1, column %2."), position),
                tr("Enter the value between two \" signs, or remove its name and the colon.")};
    case Fault::QuoteInside:
        return {numbered(tr("A quote inside a text ends it too early in line %1, column %2."), position),
                tr("Put a backslash in front of every quote that belongs to the text.")};
    case Fault::WrongWord:
        return {numbered(tr("The word in line %1, column %2 belongs to another language."), position),
                tr("Write true, false or null in small letters, or the value itself.")};
    case Fault::WrongSpace:
        return {numbered(tr("Line %1, column %2 holds an invisible character that Claude does not accept."), position),
                tr("Replace it with an ordinary space.")};
    case Fault::MergeMark:
        return {numbered(tr("Marks of a merge conflict begin in line %1, column %2."), position),
                tr("Keep one of the two versions, and remove the lines with the marks.")};
    case Fault::Fence:
        return {numbered(tr("Line %1, column %2 holds a code block mark of a web page or chat."), position),
                tr("Remove the lines that hold only such marks.")};
    case Fault::TextBeforeStart:
        return {numbered(tr("Text stands in front of the settings, from line %1, column %2."), position),
                tr("Remove everything in front of the first { sign.")};
    case Fault::FileInside:
        return {numbered(tr("Another settings file was pasted among the servers in line %1, column %2."), position),
                tr("Move its servers between the outer brackets of “mcpServers”.")};
    case Fault::EntryOutside:
        return entryOutside(error);
    }
    return {};
}

Message Words::placeholder(const Finding &finding)
{
    switch (finding.part) {
    case Part::Command:
        return {tr("The command still holds the text of an example."), tr("Enter the command of your own computer.")};
    case Part::Argument:
        return {tr("Argument %1 still holds the text of an example.").arg(finding.subject),
                tr("Put your own value in its place.")};
    default:
        return {tr("“%1” still holds the text of an example.").arg(finding.subject),
                tr("Put your own value in its place.")};
    }
}

Message Words::tilde(const Finding &finding)
{
    const QString remedy = tr("Write the whole path, such as /home/name/folder.");
    switch (finding.part) {
    case Part::Command:
        return {tr("The command begins with ~, which Claude does not replace by your home folder."), remedy};
    case Part::Argument:
        return {
            tr("Argument %1 begins with ~, which Claude does not replace by your home folder.").arg(finding.subject),
            remedy};
    default:
        return {tr("“%1” begins with ~, which Claude does not replace by your home folder.").arg(finding.subject),
                remedy};
    }
}

Message Words::finding(const Finding &finding)
{
    const QString &subject = finding.subject;
    switch (finding.problem) {
    case Problem::EmptyName:
        return {tr("The server has no name yet."), tr("Give it a short name, such as “portal”.")};
    case Problem::NameTaken:
        return {tr("A server named “%1” is there already.").arg(subject), tr("Choose another name.")};
    case Problem::ReservedName:
        return {tr("Claude uses the name “%1” itself and ignores servers of that name.").arg(subject),
                tr("Choose another name.")};
    case Problem::EmptyCommand:
        return {tr("The server has no command, so Claude cannot start it."), tr("Enter the program to be started.")};
    case Problem::CommandNotFound:
        return {tr("The program “%1” was not found where Claude looks.").arg(subject),
                tr("Install it, or enter its whole path.")};
    case Problem::CommandIsFolder:
        return {tr("“%1” is a folder, not a program.").arg(subject), tr("Choose the program inside this folder.")};
    case Problem::CommandNotExecutable:
        return {tr("The file “%1” may not be run as a program.").arg(subject),
                tr("Make the file executable, or choose another one.")};
    case Problem::RelativeCommand:
        return {tr("The path “%1” depends on the folder in which Claude starts programs.").arg(subject),
                tr("Enter the whole path of the program.")};
    case Problem::UnexpandedTilde:
        return tilde(finding);
    case Problem::UnexpandedVariable:
        if (finding.part == Part::Variable)
            return {tr("“%1” refers to another variable, and Claude does not fill it in.").arg(subject),
                    tr("Write the value itself.")};
        return {tr("Claude does not fill in ${%1}.").arg(subject),
                tr("Write the value itself; a secret belongs into the variables of the server.")};
    case Problem::NotWellFormed:
        if (subject.isEmpty())
            return {tr("This entry is not a group in curly brackets, so Claude ignores it."),
                    tr("Remove the entry and add the server again.")};
        return {tr("The value of “%1” is of a kind that Claude does not accept.").arg(subject),
                tr("Put every value between quotes, also numbers.")};
    case Problem::DroppedKey:
        return {tr("Claude does not know “%1” and removes it when it writes the file.").arg(subject),
                tr("Do not rely on this setting.")};
    case Problem::UrlOnly:
        return {tr("This entry holds only an address, and Claude skips such entries."),
                tr("Connect the address through a Kopru bridge.")};
    case Problem::Placeholder:
        return placeholder(finding);
    case Problem::SpaceInSecret:
        return {tr("The value of “%1” holds a space or a line break.").arg(subject),
                tr("Copy the token again, without anything around it.")};
    case Problem::SecretInArguments:
        return {tr("Argument %1 shows a secret to every program on this computer.").arg(subject),
                tr("Move the secret to the variables of the server.")};
    case Problem::VerificationOff:
        return {tr("“%1” switches the check of certificates off, so others may read along.").arg(subject),
                tr("Remove this variable and trust the certificate of your organisation instead.")};
    case Problem::NotAString:
        if (finding.part == Part::Argument)
            return {tr("Argument %1 is a number or a switch, and Claude accepts only text.").arg(subject),
                    tr("Put it between quotes.")};
        return {tr("The value of “%1” is a number or a switch, and Claude accepts only text.").arg(subject),
                tr("Put it between quotes.")};
    case Problem::SpaceAroundName:
        return {tr("The name begins or ends with a space, which nobody sees."), tr("Remove the space.")};
    case Problem::NameBreaksTools:
        return {tr("Claude makes names of tools and log files of this name, and they may not work."),
                tr("Use at most 64 letters, digits, hyphens and single underscores.")};
    case Problem::WholeCommandLine:
        return {tr("The command holds a whole command line, and Claude looks for a program of that name."),
                tr("Put the program alone here, and the rest into the arguments.")};
    case Problem::RelativePath:
    case Problem::PathNotFound:
    case Problem::SpaceOnWindows:
        return place(finding);
    case Problem::AddressAsHost:
    case Problem::PortOutOfRange:
    case Problem::TimeoutOutOfRange:
    case Problem::UnusualPrefix:
    case Problem::PlainAddress:
        return range(finding);
    case Problem::FaultyFile:
        return finding.fault ? syntax(*finding.fault) : Message{};
    }
    return {};
}

Message Words::place(const Finding &finding)
{
    const QString &subject = finding.subject;
    switch (finding.problem) {
    case Problem::RelativePath:
        return {tr("Argument %1 is a path that depends on the folder in which Claude starts programs.").arg(subject),
                tr("Enter the whole path.")};
    case Problem::PathNotFound:
        if (finding.part == Part::Argument)
            return {tr("Argument %1 names a file or folder that is not there.").arg(subject),
                    tr("Check the path, or create what it names.")};
        return {tr("“%1” names a file or folder that is not there.").arg(subject),
                tr("Check the path, or create what it names.")};
    default:
        if (finding.part == Part::Command)
            return {tr("On Windows, Claude often cannot start a command file whose path holds a space."),
                    tr("Enter only the name of the program.")};
        return {tr("On Windows, Claude cuts argument %1 at its space.").arg(subject),
                tr("Write it without a space, or move the value to the variables.")};
    }
}

Message Words::range(const Finding &finding)
{
    const QString &subject = finding.subject;
    switch (finding.problem) {
    case Problem::AddressAsHost:
        return {tr("“%1” holds a whole address where only the name of a computer belongs.").arg(subject),
                tr("Enter only the name between https:// and the next slash.")};
    case Problem::PortOutOfRange:
        return {tr("“%1” is no port: ports go from 1 to 65535.").arg(subject),
                tr("Enter the port of the server, which is 443 for most.")};
    case Problem::TimeoutOutOfRange:
        if (finding.part == Part::Argument)
            return {tr("The time limit in argument %1 is no number of milliseconds that makes sense.").arg(subject),
                    tr("30000 stands for 30 seconds.")};
        return {tr("The time limit in “%1” is no number of milliseconds that makes sense.").arg(subject),
                tr("30000 stands for 30 seconds.")};
    case Problem::UnusualPrefix:
        if (subject.startsWith("AGENTPORT"_L1))
            return {tr("Keys of AgentPort begin with ap_, and “%1” does not.").arg(subject),
                    tr("Check that this is the right key.")};
        return {tr("Tokens of Apinizer for MCP begin with mcp_, and “%1” does not.").arg(subject),
                tr("Check that this is the right token.")};
    default:
        if (finding.part == Part::Argument)
            return {tr("The address in argument %1 is not encrypted, so others can read the token.").arg(subject),
                    tr("Use https:// or wss:// if the server has it.")};
        return {tr("The address in “%1” is not encrypted, so others can read the token.").arg(subject),
                tr("Use https:// or wss:// if the server has it.")};
    }
}

QString Words::fix(FixId id)
{
    switch (id) {
    case FixId::AddQuotes:
        return tr("Add quotes");
    case FixId::ExpandPath:
        return tr("Write the whole path");
    case FixId::RemoveSpaces:
        return tr("Remove the spaces");
    case FixId::CleanToken:
        return tr("Keep only the token");
    case FixId::SplitCommand:
        return tr("Split into command and arguments");
    case FixId::SplitAddress:
        return tr("Split into name, port and path");
    case FixId::MoveToVariables:
        return tr("Move to the variables");
    case FixId::RemoveKey:
        return tr("Remove this setting");
    case FixId::Rename:
        return tr("Choose another name");
    case FixId::UseEncryption:
        return tr("Use an encrypted connection");
    case FixId::VerifyAgain:
        return tr("Verify certificates again");
    case FixId::UseFoundProgram:
        return tr("Use the program that was found");
    case FixId::UseStandard:
        return tr("Use the usual value");
    case FixId::AddScheme:
        return tr("Complete the address");
    case FixId::MoveToToken:
        return tr("Move to the token");
    case FixId::Multiply:
        return tr("Change seconds to milliseconds");
    case FixId::UseBridge:
        return tr("Connect through Kopru's bridge");
    }
    return {};
}

Message Words::edit(EditProblem problem, const QString &name)
{
    switch (problem) {
    case EditProblem::NameTaken:
        return {tr("A server named “%1” is there already.").arg(name), tr("Choose another name.")};
    case EditProblem::NoSuchServer:
        return {tr("There is no server named “%1”.").arg(name), tr("Choose one from the list.")};
    case EditProblem::EmptyName:
        return {tr("The server has no name yet."), tr("Give it a short name, such as “portal”.")};
    case EditProblem::NotAnObject:
        return {tr("The entry “%1” is not a group in curly brackets.").arg(name),
                tr("Remove the entry and add the server again.")};
    }
    return {};
}

Message Words::conflict(const Conflict &conflict)
{
    const QString remedy = tr("Choose which version to keep. Nothing was written.");
    const bool theyRemoved = conflict.theirs == SideChange::Removed;
    if (conflict.path.isEmpty())
        return {theyRemoved
                    ? tr("Another program has removed this settings file meanwhile.")
                    : tr("Another program has changed this settings file, and the two versions do not fit together."),
                remedy};
    const bool isServer = conflict.path.size() > 1 && conflict.path.first() == "mcpServers"_L1;
    const QString key = (isServer ? conflict.path.sliced(1) : conflict.path).join(u" › "_s);
    if (theyRemoved)
        return {tr("You changed “%1”, and another program has removed it meanwhile.").arg(key), remedy};
    if (conflict.ours == SideChange::Removed)
        return {tr("You removed “%1”, and another program has changed it meanwhile.").arg(key), remedy};
    return {tr("Both you and another program have changed “%1”.").arg(key), remedy};
}

Message Words::second(const SecondFileError &error, const QString &path)
{
    const QString what = tr("The change was not written to %1.").arg(path);
    Message cause;
    if (error.open)
        cause = message(*error.open);
    else if (error.save && !error.save->conflicts.isEmpty())
        cause = {tr("That file holds another version of what you changed."),
                 tr("Choose that file, and make the change there.")};
    else if (error.save)
        cause = file(error.save->file);
    return {(what + u' ' + cause.what).trimmed(), cause.remedy};
}

} // namespace

Message message(const FileError &error)
{
    return Words::file(error);
}

Message message(const SyntaxError &error)
{
    return Words::syntax(error);
}

Message message(const OpenError &error)
{
    if (const auto *file = std::get_if<FileError>(&error))
        return Words::file(*file);
    return Words::syntax(std::get<BrokenFile>(error).error);
}

Message message(const Finding &finding)
{
    return Words::finding(finding);
}

QString fixText(FixId id)
{
    return Words::fix(id);
}

Message message(EditProblem problem, const QString &name)
{
    return Words::edit(problem, name);
}

Message message(const SecondFileError &error, const QString &path)
{
    return Words::second(error, path);
}

Message message(const Conflict &conflict)
{
    return Words::conflict(conflict);
}

} // namespace kopru::config
