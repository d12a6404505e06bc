#pragma once

#include "app/config/document.h"

#include <vector>

/// Strict JSON (RFC 8259) over bytes, with the place of every value. Values are not converted: numbers keep their
/// spelling, texts their escapes.
namespace kopru::config::json {

enum class Kind : quint8 { Object, Array, Text, Number, True, False, Null };

/// A value and, in an object, its key. Places are byte offsets; `end` is behind the last byte.
struct Node
{
    Kind kind = Kind::Null;
    bool keyEscaped = false; ///< the key holds a backslash
    bool escaped = false;    ///< the text does
    qsizetype keyBegin = -1; ///< of the opening quote
    qsizetype keyEnd = -1;
    qsizetype begin = 0;
    qsizetype end = 0;
    int parent = -1;
    int firstChild = -1;
    int lastChild = -1;
    int next = -1; ///< the next one of the same parent

    [[nodiscard]] qsizetype start() const { return keyBegin < 0 ? begin : keyBegin; }
};

constexpr int maximumDepth = 512;

/// The first fault from the start of a text, by its offset.
struct Failure
{
    Fault fault = Fault::UnexpectedCharacter;
    qsizetype offset = 0;
    QString detail;
};

/// A text and its values, in the order of the text; the root is node 0.
class Tree
{
public:
    /// Reads one value. No recursion: depth costs no stack.
    /// @param objectOnly  another root than `{` is Fault::NotAnObject
    [[nodiscard]] static Result<Tree, Failure> parse(const QByteArray &text, bool objectOnly);

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] const Node &node(int index) const { return m_nodes[static_cast<std::size_t>(index)]; }
    [[nodiscard]] int size() const { return static_cast<int>(m_nodes.size()); }
    [[nodiscard]] bool is(int index, Kind kind) const { return index >= 0 && node(index).kind == kind; }
    [[nodiscard]] QByteArray bytes(int index) const;
    [[nodiscard]] QString key(int index) const;
    /// The text of a Text node; of any other kind its bytes as they stand.
    [[nodiscard]] QString value(int index) const;
    /// The last member of this name, as JavaScript takes it; -1 where there is none.
    [[nodiscard]] int member(int object, QStringView name) const;
    [[nodiscard]] std::vector<int> children(int parent) const;

private:
    QByteArray m_text;
    std::vector<Node> m_nodes;
    friend class Reader;
};

/// Reads the inside of a text between its quotes. Lone surrogates stay as they are.
[[nodiscard]] QString decoded(QByteArrayView inside);
/// Quotes a text: UTF-8, with the fewest escapes that JSON allows.
[[nodiscard]] QByteArray quoted(QStringView text);

/// The offset of the first byte that is not UTF-8; -1 where all is.
[[nodiscard]] qsizetype firstInvalidUtf8(QByteArrayView text);

} // namespace kopru::config::json
