#pragma once

#include "bridge/message/toplevel.h"

#include <functional>
#include <string>
#include <string_view>

namespace kopru::bridge {

/// A line of standard input without its line ending.
struct Line
{
    std::string text; ///< empty where the line was too long
    bool tooLong = false;
    Envelope envelope;        ///< only of a line that was too long: so that it can be answered with its id
    std::uint64_t length = 0; ///< bytes
};

/// Cuts a stream of bytes into lines. A line longer than `longest` bytes is not kept, but read to its end for its id.
class LineFramer
{
public:
    explicit LineFramer(std::size_t longest) : m_longest(longest) {}

    /// Calls `take` for every line that ends within the piece. Empty lines are passed over.
    void feed(std::string_view piece, const std::function<void(Line)> &take);
    /// The input ended: what is left without a newline is a line too.
    void finish(const std::function<void(Line)> &take);

private:
    void append(std::string_view part);
    void emit(const std::function<void(Line)> &take);

    std::size_t m_longest;
    std::string m_text;
    TopLevel m_scanned;
    bool m_tooLong = false;
    std::uint64_t m_length = 0;
};

/// Makes one line of a JSON text: line breaks outside of strings become spaces, and inside they cannot be.
void makeOneLine(std::string &json);

} // namespace kopru::bridge
