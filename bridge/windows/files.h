#pragma once

#include "bridge/windows/answer.h"

#include <string>
#include <string_view>

namespace kopru::windows {

/// %LOCALAPPDATA%, asked of the system: the variable may be missing or lie. Without a backslash at its end.
[[nodiscard]] Answer<std::string> localAppData();

/// A path for the system's functions: absolute, with backslashes and, where it is longer than the 260 characters of
/// old, with `\\?\` in front.
[[nodiscard]] Answer<std::wstring> systemPath(std::string_view path);

/// Replaces a file, a program that is running included: that cannot be overwritten nor removed, but renamed. So the new
/// bytes are written beside it first; if they cannot take its place, the old file goes aside as `NAME.old-…` and
/// running copies go on from there. What was set aside earlier and runs no more is removed. Makes the folder.
/// @return 0 or the system's error; the old file then stands where it stood
[[nodiscard]] unsigned long replaceProgram(std::string_view path, std::string_view bytes);

/// Renames a file to `NAME.old-…`.
/// @return its new path
[[nodiscard]] Answer<std::wstring> setAside(const std::wstring &path);

/// Removes what setAside() left of this file, unless it still runs.
void removeAside(const std::wstring &path);

} // namespace kopru::windows
