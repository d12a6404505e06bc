#pragma once

#include "app/config/entry.h"
#include "app/config/jsontext.h"

#include <functional>

/// How a text is laid out, and the edits that keep it so. All of it works on places in the text: what is not edited is
/// not touched.
namespace kopru::config::json {

/// Replaces the bytes from `begin` to before `end`.
struct Splice
{
    qsizetype begin = 0;
    qsizetype end = 0;
    QByteArray bytes;
};

/// @param splices  must not overlap; any order
[[nodiscard]] QByteArray spliced(const QByteArray &text, std::vector<Splice> splices);

/// How the members of one container stand.
struct Spacing
{
    bool oneLine = false;
    QByteArray pad;              ///< between a bracket and the first member, where all stand on one line
    QByteArray separator = ", "; ///< between two of them, where they do

    /// As a container that is not empty has it.
    [[nodiscard]] static Spacing of(const Tree &tree, int container);
};

/// What a new piece of text must look like to fit in.
struct Layout
{
    QByteArray newline = "\n";
    QByteArray unit = "  "; ///< one step of indentation
    QByteArray colon = ": ";
    Spacing servers;
    Spacing entry;
    Spacing arguments;
    Spacing environment;

    /// Learns from the text: existing servers before other members, and two spaces where there is nothing to learn
    /// from.
    [[nodiscard]] static Layout of(const Tree &tree, int servers);

    [[nodiscard]] QByteArray member(const QString &key, const QByteArray &value) const;
    /// @param indent  of the line that the container starts on
    [[nodiscard]] QByteArray object(const std::vector<QByteArray> &members, const Spacing &spacing,
                                    const QByteArray &indent) const;
    [[nodiscard]] QByteArray array(const QStringList &texts, const QByteArray &indent) const;
    [[nodiscard]] QByteArray variables(const Variables &variables, const QByteArray &indent) const;
    /// Empty arguments and environment are left out: Claude asks for neither.
    [[nodiscard]] QByteArray entryText(const Entry &entry, const QByteArray &indent) const;

private:
    [[nodiscard]] QByteArray container(char open, char close, const std::vector<QByteArray> &items,
                                       const Spacing &spacing, const QByteArray &indent) const;
};

/// Makes the text of a member for the indentation of the line it will stand on.
using Render = std::function<QByteArray(const QByteArray &indent)>;

/// The edits of a text, each as one splice.
class Placement
{
public:
    /// @param outerIndent  indentation of the line in which the text starts, where it is a part of another
    Placement(const Tree &tree, const Layout &layout, QByteArray outerIndent = {});

    /// The white space at the start of the line that a place is in.
    [[nodiscard]] QByteArray indentAt(qsizetype offset) const;
    [[nodiscard]] Splice insertedBehind(int child, const std::vector<Render> &items) const;
    [[nodiscard]] Splice insertedInFront(int container, const Render &item) const;
    /// Behind the last member, or between the brackets where there is none.
    [[nodiscard]] Splice appended(int container, const Spacing &whenEmpty, const std::vector<Render> &items) const;
    /// Takes every member that `isTaken` says, with their commas and, where they have lines of their own, their lines.
    [[nodiscard]] std::vector<Splice> removedWhere(int container, const std::function<bool(int child)> &isTaken) const;

private:
    [[nodiscard]] bool startsLine(qsizetype offset) const;
    [[nodiscard]] Splice removedBehind(int before, int first, int last) const;

    const Tree &m_tree;
    const Layout &m_layout;
    QByteArray m_outerIndent;
};

} // namespace kopru::config::json
