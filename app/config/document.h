#pragma once

#include "app/config/entry.h"
#include "app/platform/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include <optional>

/// The text of claude_desktop_config.json and the edits on it. An edit changes the bytes of what was edited and
/// nothing else; setting what is there already gives the same bytes.
namespace kopru::config {

/// A place in the text, as a person counts: from 1. Columns count characters (code points), not bytes.
struct Position
{
    qsizetype offset = 0; ///< bytes from the start, from 0
    int line = 1;
    int column = 1;
    friend bool operator==(const Position &, const Position &) = default;
};

enum class Fault {
    Empty, ///< no text at all, or white space only; Claude starts over with {}
    ByteOrderMark,
    NotUtf8,
    Utf16,
    UnexpectedCharacter,
    MissingComma,
    TrailingComma,
    MissingColon,
    MissingQuote, ///< a key or text without its quotes, or with other quotes
    UnterminatedText,
    BadEscape,
    ControlCharacter,
    BadNumber,
    Comment,
    UnexpectedEnd,
    TextAfterEnd,
    TooDeep,
    NotAnObject,  ///< the file or `mcpServers` is something else than { }
    DuplicateKey, ///< two servers of one name, or mcpServers twice: never from parse(), see hidden() and validation
    WrongCase,    ///< `mcpservers` and the like
    // Only from readTolerantly(), which tells more apart:
    ExtraComma,      ///< a comma with nothing in front of it
    WrongBracket,    ///< a bracket of another kind than belongs there
    ExtraBracket,    ///< a bracket too many
    MissingBracket,  ///< one is missing although the text goes on behind it
    MissingValue,    ///< nothing stands behind a colon
    QuoteInside,     ///< a text ends too early at a quote that belongs to it
    WrongWord,       ///< a word of another language, such as True
    WrongSpace,      ///< white space that JSON does not know
    MergeMark,       ///< the lines of a merge conflict
    Fence,           ///< Markdown around the file
    TextBeforeStart, ///< a sentence, a prompt, a statement in front of the first {
    FileInside,      ///< `mcpServers` inside `mcpServers` or inside an entry
    EntryOutside     ///< a server that does not stand directly in `mcpServers`
};

struct SyntaxError
{
    Fault fault = Fault::UnexpectedCharacter;
    Position position;
    QString detail; ///< the offending sign, word or key; never a value, which may be a secret; may be empty

    friend bool operator==(const SyntaxError &, const SyntaxError &) = default;
};

/// The stable id of a fault, for --json: "missing-comma" …
[[nodiscard]] QString faultId(Fault fault);

/// An entry as it stands in the file.
struct Server
{
    QString name;
    Entry entry;
    QStringList otherKeys; ///< members that are not command, args, env; kept through every edit
    /// False: command, args or env is of another type than Claude accepts, or command is missing. What is no text then
    /// stands in `entry` as it is spelled in the file, and what is no list or object is left out.
    bool wellFormed = true;
    Position position; ///< of the name
    friend bool operator==(const Server &, const Server &) = default;
};

/// A key that counts for nothing, because the same key stands behind it once more: of two, JSON.parse takes the last.
struct HiddenKey
{
    QString name; ///< of a server, or `mcpServers`
    bool isServer = false;
    Position position;
    friend bool operator==(const HiddenKey &, const HiddenKey &) = default;
};

enum class EditProblem { NameTaken, NoSuchServer, EmptyName, NotAnObject };

/// A value: copies share their content. Edits give a new document.
class Document
{
public:
    /// An empty configuration, as it is written to a file that does not exist yet.
    Document();

    /// Reads strict JSON (RFC 8259), nested at most 512 deep. The first fault from the start is returned; what is
    /// wrong with `mcpServers` itself only when there is none in the syntax. Text that is empty or white space is
    /// Fault::Empty. Two keys of one name are none (hidden()), nor is an entry that is no object
    /// (Server::wellFormed), a number of any size, or half of a surrogate pair in an escape.
    [[nodiscard]] static Result<Document, SyntaxError> parse(const QByteArray &text);

    [[nodiscard]] const QByteArray &text() const;
    /// Each name once, in the order of the file.
    [[nodiscard]] QList<Server> servers() const;
    [[nodiscard]] bool contains(const QString &name) const;
    [[nodiscard]] Result<Server, EditProblem> server(const QString &name) const;
    /// The text of one entry's value, as it stands; empty where there is no such server.
    [[nodiscard]] QByteArray serverText(const QString &name) const;
    /// The same with its name in front, as it stands: `"name": {…}`.
    [[nodiscard]] QByteArray memberText(const QString &name) const;
    /// The server in front of it; nullopt where there is none.
    [[nodiscard]] std::optional<QString> serverBefore(const QString &name) const;
    [[nodiscard]] QList<HiddenKey> hidden() const;
    /// Where a part of an entry stands: `{"env", "TOKEN"}`, `{"args", "2"}` (from 0). A member's place is that of its
    /// key. For what is not there, the place of the nearest part around it.
    [[nodiscard]] Position positionOf(const QString &server, const QStringList &path = {}) const;
    /// The place of a byte, from 0 to the size of the text.
    [[nodiscard]] Position placeOf(qsizetype offset) const;

    /// Appends behind the last server, in the indentation the file uses.
    [[nodiscard]] Result<Document, EditProblem> added(const QString &name, const Entry &entry) const;
    /// Puts a server back byte for byte, as memberText() gave it. What is no single member is NotAnObject.
    /// @param behind  the server that it shall follow: nullopt for none, so that it comes first; one that is not there
    ///                puts it last
    [[nodiscard]] Result<Document, EditProblem> addedMember(const QByteArray &member,
                                                            const std::optional<QString> &behind) const;
    /// Changes command, args and env where they differ; other members stay. A value that is no text but reads the
    /// same stays too. Variables keep the order of the file, new ones go last.
    [[nodiscard]] Result<Document, EditProblem> changed(const QString &name, const Entry &entry) const;
    /// Hidden servers of the name are renamed too: else one of them would count again.
    [[nodiscard]] Result<Document, EditProblem> renamed(const QString &name, const QString &newName) const;
    /// The copy, unknown members included, stands behind the original.
    [[nodiscard]] Result<Document, EditProblem> duplicated(const QString &name, const QString &newName) const;
    /// Takes hidden servers of the name as well.
    [[nodiscard]] Result<Document, EditProblem> removed(const QString &name) const;

    friend bool operator==(const Document &a, const Document &b) { return a.text() == b.text(); }

private:
    class Content;
    std::shared_ptr<const Content> m_content;
    explicit Document(std::shared_ptr<const Content> content);
    [[nodiscard]] static Document edited(const QByteArray &text);
};

} // namespace kopru::config
