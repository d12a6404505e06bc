#include "bridge/windows/commandline.h"

#include "bridge/windows/text.h"

#include <windows.h>

#include <shellapi.h>

namespace kopru::windows {

namespace {

constexpr std::size_t longestLine = 32767; // CreateProcessW, with its zero
constexpr std::size_t longestBatch = 8191; // the command interpreter

bool isBatchFile(std::wstring_view program)
{
    // The system overlooks dots and spaces at the end of a name.
    const auto last = program.find_last_not_of(L". ");
    if (last == std::wstring_view::npos || last < 4)
        return false;
    std::wstring end(program.substr(last - 3, 4));
    ::CharLowerBuffW(end.data(), static_cast<DWORD>(end.size()));
    return end == L".bat" || end == L".cmd";
}

void append(std::wstring &line, std::wstring_view argument, bool always)
{
    line.push_back(L' ');
    if (!always && !argument.empty() && argument.find_first_of(L" \t\n\v\"") == std::wstring_view::npos) {
        line.append(argument);
        return;
    }
    line.push_back(L'"');
    std::size_t backslashes = 0;
    for (const wchar_t c : argument) {
        // Backslashes count only in front of a quote: twice as many, and one for the quote itself.
        if (c == L'"')
            line.append(backslashes + 1, L'\\');
        backslashes = c == L'\\' ? backslashes + 1 : 0;
        line.push_back(c);
    }
    line.append(backslashes, L'\\').push_back(L'"');
}

} // namespace

std::optional<std::wstring> commandLine(std::string_view program, const std::vector<std::string> &arguments)
{
    const auto name = wide(program);
    if (!name || name->empty() || name->find_first_of(std::wstring_view(L"\"\0", 2)) != std::wstring::npos)
        return std::nullopt;
    const bool batch = isBatchFile(*name);
    std::wstring line = L'"' + *name + L'"';
    for (const std::string &argument : arguments) {
        const auto text = wide(argument);
        if (!text || text->find(L'\0') != std::wstring::npos)
            return std::nullopt;
        if (batch && text->find_first_of(L"\"%\r\n") != std::wstring::npos)
            return std::nullopt;
        append(line, *text, batch);
    }
    if (line.size() >= (batch ? longestBatch : longestLine))
        return std::nullopt;
    return line;
}

std::vector<std::string> ownArguments()
{
    int count = 0;
    wchar_t **words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    std::vector<std::string> arguments;
    for (int i = 1; words && i < count; ++i)
        arguments.push_back(narrow(words[i]));
    ::LocalFree(words);
    return arguments;
}

} // namespace kopru::windows
