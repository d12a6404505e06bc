#pragma once

#include "app/config/entry.h"
#include "app/platform/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>

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
    NotAnObject,  ///< the file, `mcpServers` or an entry is something else than { }
    DuplicateKey, ///< two servers of one name, or mcpServers twice
    WrongCase     ///< `mcpservers` and the like
};

struct SyntaxError
{
    Fault fault = Fault::UnexpectedCharacter;
    Position position;
    QString detail; ///< the offending text, shortened, or the name; may be empty

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
    bool wellFormed =
        true;          ///< false: command, args or env is of another type than Claude accepts, or command is missing
    Position position; ///< of the name
    friend bool operator==(const Server &, const Server &) = default;
};

enum class EditProblem { NameTaken, NoSuchServer, EmptyName, NotAnObject };

class Document
{
public:
    /// An empty configuration, as it is written to a file that does not exist yet.
    Document();

    /// Reads strict JSON. The first fault from the start is returned; empty text is Fault::Empty.
    [[nodiscard]] static Result<Document, SyntaxError> parse(const QByteArray &text);

    [[nodiscard]] const QByteArray &text() const;
    [[nodiscard]] QList<Server> servers() const;
    [[nodiscard]] bool contains(const QString &name) const;
    [[nodiscard]] Result<Server, EditProblem> server(const QString &name) const;
    /// The text of one entry's value, as it stands.
    [[nodiscard]] QByteArray serverText(const QString &name) const;

    /// Appends behind the last server, in the indentation the file uses.
    [[nodiscard]] Result<Document, EditProblem> added(const QString &name, const Entry &entry) const;
    /// Changes command, args and env where they differ; other members stay.
    [[nodiscard]] Result<Document, EditProblem> changed(const QString &name, const Entry &entry) const;
    [[nodiscard]] Result<Document, EditProblem> renamed(const QString &name, const QString &newName) const;
    /// The copy, unknown members included, stands behind the original.
    [[nodiscard]] Result<Document, EditProblem> duplicated(const QString &name, const QString &newName) const;
    [[nodiscard]] Result<Document, EditProblem> removed(const QString &name) const;

    friend bool operator==(const Document &a, const Document &b) { return a.text() == b.text(); }

private:
    class Content;
    std::shared_ptr<const Content> m_content;
    explicit Document(std::shared_ptr<const Content> content);
};

} // namespace kopru::config
