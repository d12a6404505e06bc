#include "bridge/windows/files.h"

#include "bridge/windows/handle.h"
#include "bridge/windows/pipe.h"
#include "bridge/windows/text.h"

#include <shlobj.h>

#include <algorithm>
#include <vector>

namespace kopru::windows {

namespace {

constexpr std::size_t longestOfOld = 240; // 260, less the zero and what is put behind a name here
constexpr int mostTries = 100;

/// A name beside the file's that nobody has, with the number of this process, so that two do not meet.
std::wstring beside(const std::wstring &path, const wchar_t *kind, int attempt)
{
    return path + kind + std::to_wstring(::GetCurrentProcessId()) + L"-" + std::to_wstring(attempt);
}

std::wstring folderOf(const std::wstring &path)
{
    return path.substr(0, path.find_last_of(L'\\') + 1);
}

unsigned long makeFolders(const std::wstring &folder)
{
    if (folder.empty() || ::GetFileAttributesW(folder.c_str()) != INVALID_FILE_ATTRIBUTES)
        return 0;
    const std::wstring parent = folderOf(folder.substr(0, folder.size() - 1));
    if (parent.size() >= folder.size() || parent.empty())
        return ERROR_PATH_NOT_FOUND;
    if (const unsigned long error = makeFolders(parent))
        return error;
    if (::CreateDirectoryW(folder.c_str(), nullptr) || ::GetLastError() == ERROR_ALREADY_EXISTS)
        return 0;
    return ::GetLastError();
}

unsigned long writeNew(const std::wstring &path, std::string_view bytes)
{
    const Handle file(
        ::CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!file)
        return ::GetLastError();
    if (const unsigned long error = writeAll(file.get(), bytes))
        return error;
    return ::FlushFileBuffers(file.get()) ? 0 : ::GetLastError();
}

} // namespace

Answer<std::string> localAppData()
{
    PWSTR path = nullptr;
    const HRESULT result = ::SHGetKnownFolderPath(FOLDERID_LocalAppData, 0, nullptr, &path);
    Answer<std::string> answer{std::nullopt, static_cast<unsigned long>(result)};
    if (SUCCEEDED(result))
        answer = given(narrow(path));
    ::CoTaskMemFree(path);
    return answer;
}

Answer<std::wstring> systemPath(std::string_view path)
{
    const auto given16 = wide(path);
    if (!given16 || given16->empty() || given16->find(L'\0') != std::wstring::npos)
        return {std::nullopt, ERROR_INVALID_NAME};
    if (given16->starts_with(L"\\\\?\\"))
        return given(*given16);
    const DWORD needed = ::GetFullPathNameW(given16->c_str(), 0, nullptr, nullptr);
    std::wstring full(needed, L'\0');
    const DWORD size = ::GetFullPathNameW(given16->c_str(), needed, full.data(), nullptr);
    if (size == 0 || size >= needed)
        return {std::nullopt, ::GetLastError()};
    full.resize(size);
    if (full.size() < longestOfOld)
        return given(full);
    return given(full.starts_with(L"\\\\") ? L"\\\\?\\UNC" + full.substr(1) : L"\\\\?\\" + full);
}

Answer<std::wstring> setAside(const std::wstring &path)
{
    unsigned long error = 0;
    for (int attempt = 0; attempt < mostTries; ++attempt) {
        const std::wstring aside = beside(path, L".old-", attempt);
        if (::MoveFileExW(path.c_str(), aside.c_str(), 0))
            return given(aside);
        error = ::GetLastError();
        if (error != ERROR_ALREADY_EXISTS && error != ERROR_FILE_EXISTS)
            break;
    }
    return {std::nullopt, error};
}

void removeAside(const std::wstring &path)
{
    const std::wstring folder = folderOf(path);
    WIN32_FIND_DATAW found = {};
    HANDLE search = ::FindFirstFileW((path + L".old-*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE)
        return;
    do {
        ::DeleteFileW((folder + found.cFileName).c_str()); // refused while it runs
    } while (::FindNextFileW(search, &found));
    ::FindClose(search);
}

unsigned long replaceProgram(std::string_view path, std::string_view bytes)
{
    const auto target = systemPath(path);
    if (!target)
        return target.error;
    if (const unsigned long error = makeFolders(folderOf(*target)))
        return error;
    std::wstring fresh;
    unsigned long error = ERROR_FILE_EXISTS;
    for (int attempt = 0; attempt < mostTries && error == ERROR_FILE_EXISTS; ++attempt) {
        fresh = beside(*target, L".new-", attempt);
        error = writeNew(fresh, bytes);
    }
    if (error == 0 &&
        !::MoveFileExW(fresh.c_str(), (*target).c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) {
        error = ::GetLastError();
        if (error == ERROR_ACCESS_DENIED || error == ERROR_SHARING_VIOLATION || error == ERROR_USER_MAPPED_FILE) {
            const auto aside = setAside(*target);
            error = aside.error;
            if (aside && !::MoveFileExW(fresh.c_str(), (*target).c_str(), MOVEFILE_WRITE_THROUGH)) {
                error = ::GetLastError();
                ::MoveFileExW((*aside).c_str(), (*target).c_str(), 0);
            }
        }
    }
    if (error != 0 && error != ERROR_FILE_EXISTS)
        ::DeleteFileW(fresh.c_str());
    removeAside(*target);
    return error;
}

} // namespace kopru::windows
