#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Kopru's texts are UTF-8, those of Windows UTF-16. Nothing passes through the computer's code page, which knows no ğ
/// in most of the world and no é in Turkey.
namespace kopru::windows {

/// @return nullopt where the text is no UTF-8
[[nodiscard]] std::optional<std::wstring> wide(std::string_view text);

/// Half a pair of surrogates, which a file name may hold, becomes U+FFFD.
[[nodiscard]] std::string narrow(std::wstring_view text);

} // namespace kopru::windows
