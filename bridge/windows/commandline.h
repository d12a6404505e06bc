#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Windows hands a program one line, not a list. What stands here makes the line and takes it apart again.
namespace kopru::windows {

/// The line from which a program on Microsoft's C run-time reads these arguments, unchanged ("Parsing C command-line
/// arguments" in its manual). A batch file (.bat, .cmd) is read by the command interpreter first, which cannot be told
/// to leave quotes, percent signs and line ends alone: an argument that has one is refused, not mangled and not run.
/// @return nullopt where that is so, where something is no UTF-8 or has a zero, and where the program has a quote
[[nodiscard]] std::optional<std::wstring> commandLine(std::string_view program,
                                                      const std::vector<std::string> &arguments);

/// The arguments of this process without its own name, in UTF-8: those of main() went through the code page.
[[nodiscard]] std::vector<std::string> ownArguments();

} // namespace kopru::windows
