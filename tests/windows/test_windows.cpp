#include "bridge/windows/commandline.h"
#include "bridge/windows/credential.h"
#include "bridge/windows/files.h"
#include "bridge/windows/pipe.h"
#include "bridge/windows/process.h"
#include "bridge/windows/roots.h"
#include "bridge/windows/text.h"

#include <windows.h>

#include <wincred.h>
#include <wincrypt.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <mutex>
#include <string>

using namespace kopru::windows;
using namespace std::chrono_literals;

// What Windows does, shown by programs that run under Wine. This program is its own child: it prints what it was given.

namespace {

constexpr auto patience = 30s;
int failures = 0;

void check(bool holds, const char *text, int line)
{
    if (holds)
        return;
    ++failures;
    std::printf("line %d: %s (error %lu)\n", line, text, ::GetLastError());
}

#define CHECK(condition) check(condition, #condition, __LINE__)

std::string ownPath()
{
    std::array<wchar_t, 1024> path{};
    const DWORD size = ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
    return narrow({path.data(), size});
}

std::string bytesOf(const std::string &path)
{
    const auto name = systemPath(path);
    const Handle file(::CreateFileW((*name).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                                    OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
    std::string bytes(std::size_t{64} * 1024 * 1024, '\0');
    DWORD count = 0;
    if (!file || !::ReadFile(file.get(), bytes.data(), static_cast<DWORD>(bytes.size()), &count, nullptr))
        return {};
    bytes.resize(count);
    return bytes;
}

/// Collects what a reader's thread hands over.
class Collected
{
public:
    explicit Collected(HANDLE pipe)
        : m_reader(pipe, [this](std::string_view piece) {
              const std::lock_guard lock(m_mutex);
              m_ended = piece.empty();
              m_text += piece;
              m_changed.notify_all();
          })
    {}

    /// Everything until the end, or nothing where that does not come.
    std::string all()
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, patience, [this] { return m_ended; }) ? m_text : "no end";
    }
    /// The beginning, or less where that does not come.
    std::string first(std::size_t size)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, patience, [&] { return m_text.size() >= size; });
        return m_text.substr(0, size);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::string m_text;
    bool m_ended = false;
    PipeReader m_reader; // last: its thread uses the others
};

std::string said(const ProcessOptions &options)
{
    auto process = Process::start(options);
    if (!process)
        return "error " + std::to_string(process.error);
    process->input.close();
    Collected output(process->output.get());
    const std::string text = output.all();
    return process->wait(patience) == 0UL ? text : "failed: " + text;
}

void texts()
{
    const std::string turkish = "şifre ğüı \xf0\x9f\x8c\x89";
    CHECK(narrow(*wide(turkish)) == turkish);
    CHECK(wide("")->empty());
    CHECK(!wide("\xc3"));
    CHECK(!wide("\xed\xa0\x80"));
    CHECK(narrow(std::wstring(1, static_cast<wchar_t>(0xd800))) == "\xef\xbf\xbd");
}

void commandLines()
{
    CHECK(*commandLine("C:\\a b\\c.exe", {"plain", "two words", ""}) == L"\"C:\\a b\\c.exe\" plain \"two words\" \"\"");
    CHECK(*commandLine("c", {R"(say "hi")"}) == LR"("c" "say \"hi\"")");
    CHECK(*commandLine("c", {R"(C:\dir\)", R"(C:\a dir\)"}) == LR"("c" C:\dir\ "C:\a dir\\")");
    CHECK(!commandLine("c", {std::string("a\0b", 3)}));
    CHECK(!commandLine("a\"b", {}));
    CHECK(!commandLine("", {}));
    CHECK(!commandLine("c", {std::string(40000, 'x')}));
    // The command interpreter would read these itself.
    CHECK(commandLine("C:\\npx.cmd", {"a&b", "^"}) == LR"("C:\npx.cmd" "a&b" "^")");
    for (const char *name : {"C:\\npx.cmd", "C:\\x.BAT", "C:\\npx.cmd. ."})
        for (const char *argument : {"%PATH%", "a\"&calc\"", "a\nb"})
            CHECK(!commandLine(name, {argument}));
}

void processes()
{
    const std::vector<std::string> arguments = {"two words", "",     R"(q"uote)", R"(back\slash\)", R"(\\"both\\)",
                                                "ğüşıİ",     "100%", "a&b|c>d^e", "*.cpp"};
    ProcessOptions options{ownPath(), {"--arguments"}, std::nullopt, {}};
    options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
    std::string expected;
    for (const std::string &argument : arguments)
        expected += argument + "\n";
    CHECK(said(options) == expected);

    // The environment is what was given, with nothing of ours.
    ::SetEnvironmentVariableW(L"KOPRU_SECRET", L"must not be seen");
    std::array<wchar_t, 300> root{};
    ::GetEnvironmentVariableW(L"SYSTEMROOT", root.data(), static_cast<DWORD>(root.size()));
    options.arguments = {"--variables", "KOPRU_SECRET", "TOKEN", "b"};
    options.environment = {{"SYSTEMROOT", narrow(root.data())}, {"TOKEN", "ğ=1"}, {"B", "2"}};
    CHECK(said(options) == "KOPRU_SECRET -\nTOKEN ğ=1\nb 2\n");
    options.environment->emplace("a=b", "c");
    CHECK(said(options) == "error " + std::to_string(ERROR_INVALID_PARAMETER));

    CHECK(said({"C:\\no such\\program.exe", {}, std::nullopt, {}}).starts_with("error "));

    // It ends with its parent's object, and so does what it started.
    options = {ownPath(), {"--with-child"}, std::nullopt, {}};
    HANDLE grandchild = nullptr;
    {
        auto process = Process::start(options);
        CHECK(process.value.has_value());
        Collected output(process->output.get());
        const std::string number = output.first(8);
        CHECK(number.size() == 8);
        CHECK(!process->wait(0ms));
        process->input.close();
        grandchild = ::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(std::atol(number.c_str())));
        CHECK(grandchild != nullptr);
        CHECK(process->wait(patience) == 0UL);
        CHECK(::WaitForSingleObject(grandchild, 0) == WAIT_TIMEOUT);
    }
    CHECK(::WaitForSingleObject(grandchild, 30000) == WAIT_OBJECT_0);
    ::CloseHandle(grandchild);
}

void pipes()
{
    auto process = Process::start({ownPath(), {"--echo"}, std::nullopt, {}});
    CHECK(process.value.has_value());
    Collected output(process->output.get());
    std::string line(1000003, 'x');
    line.append("\r\n\x1a\n"); // neither line ends nor the end of a text of old are anything special
    std::string all;
    for (int i = 0; i < 8; ++i)
        all += line;
    CHECK(writeAll(process->input.get(), all) == 0);
    process->input.close();
    CHECK(output.all() == all);
    CHECK(process->wait(patience) == 0UL);

    // Nobody reads any more.
    auto other = Process::start({ownPath(), {"--arguments"}, std::nullopt, {}});
    CHECK(other->wait(patience) == 0UL);
    const unsigned long error = writeAll(other->input.get(), all);
    CHECK(error == ERROR_BROKEN_PIPE || error == ERROR_NO_DATA);

    // A read that waits is given up, and the one who writes goes on.
    auto silent = Process::start({ownPath(), {"--echo"}, std::nullopt, {}});
    {
        Collected nothing(silent->output.get());
    }
    CHECK(writeAll(silent->input.get(), "later") == 0);
    silent->input.close();
    CHECK(Collected(silent->output.get()).all() == "later");
}

void roots()
{
    // Wine shows the certificates of the system below, so a store of our own making is needed to know what to expect.
    const auto before = trustedRoots();
    CHECK(!before.empty());
    for (const auto &root : before)
        CHECK(root.size() > 100 && root.front() == 0x30); // a SEQUENCE
    // Written when the store is closed.
    HCERTSTORE refused = ::CertOpenSystemStoreW(0, L"Disallowed");
    CHECK(::CertAddEncodedCertificateToStore(refused, X509_ASN_ENCODING, before.front().data(),
                                             static_cast<DWORD>(before.front().size()), CERT_STORE_ADD_REPLACE_EXISTING,
                                             nullptr));
    CHECK(::CertCloseStore(refused, 0));
    const auto after = trustedRoots();
    CHECK(after.size() == before.size() - 1);
    CHECK(std::find(after.begin(), after.end(), before.front()) == after.end());
    CHECK(::RegDeleteTreeW(HKEY_CURRENT_USER, LR"(Software\Microsoft\SystemCertificates\Disallowed)") == 0);
    CHECK(trustedRoots().size() == before.size());
}

void credentials()
{
    std::wstring target = *wide("kopru/jeton ğ");
    std::string secret = "s3cret ü";
    CREDENTIALW credential = {};
    credential.Type = CRED_TYPE_GENERIC;
    credential.TargetName = target.data();
    credential.CredentialBlob = reinterpret_cast<LPBYTE>(secret.data());
    credential.CredentialBlobSize = static_cast<DWORD>(secret.size());
    credential.Persist = CRED_PERSIST_LOCAL_MACHINE;
    CHECK(::CredWriteW(&credential, 0));
    const auto read = readCredential("kopru/jeton ğ");
    CHECK(read && *read == secret);
    CHECK(::CredDeleteW(target.c_str(), CRED_TYPE_GENERIC, 0));
    CHECK(readCredential("kopru/jeton ğ").error == ERROR_NOT_FOUND);
    CHECK(readCredential("\xff").error == ERROR_NOT_FOUND);
}

void files()
{
    const auto local = localAppData();
    CHECK(local && local.value->size() > 3 && local.value->substr(1, 2) == ":\\" && local.value->back() != '\\');
    CHECK(*systemPath("C:/Users/ğ/../x.exe") == L"C:\\Users\\x.exe");
    CHECK(systemPath("C:\\" + std::string(300, 'a'))->starts_with(L"\\\\?\\C:\\aaa"));
    CHECK(systemPath("\\\\server\\share\\" + std::string(300, 'a'))->starts_with(L"\\\\?\\UNC\\server\\share\\aaa"));
    CHECK(!systemPath(""));

    const std::string folder = *local + "\\Kopru test " + std::to_string(::GetCurrentProcessId()) + "\\mcp ğ";
    const std::string path = folder + "\\copy.exe";
    const std::string own = bytesOf(ownPath());
    CHECK(own.size() > 1000);
    CHECK(replaceProgram(path, own) == 0);
    CHECK(bytesOf(path) == own);
    CHECK(replaceProgram(path, own + "second") == 0);
    CHECK(bytesOf(path) == own + "second");

    // A running copy goes on, whatever takes its place.
    auto running = Process::start({path, {"--echo"}, std::nullopt, {}});
    CHECK(running.value.has_value());
    Collected output(running->output.get());
    CHECK(writeAll(running->input.get(), "before ") == 0);
    CHECK(output.first(7) == "before ");
    CHECK(replaceProgram(path, own + "third") == 0);
    CHECK(bytesOf(path) == own + "third");
    CHECK(said({path, {"--arguments", "new"}, std::nullopt, {}}) == "new\n");
    CHECK(writeAll(running->input.get(), "after") == 0);
    running->input.close();
    CHECK(output.all() == "before after");
    CHECK(running->wait(patience) == 0UL);

    // The way taken when it cannot be replaced at once.
    const auto aside = setAside(*systemPath(path));
    CHECK(aside && bytesOf(narrow(*aside)) == own + "third");
    CHECK(bytesOf(path).empty());
    CHECK(replaceProgram(path, own) == 0);
    CHECK(bytesOf(narrow(*aside)).empty());

    // Nothing is left beside it.
    WIN32_FIND_DATAW found = {};
    HANDLE search = ::FindFirstFileW((*systemPath(folder) + L"\\*").c_str(), &found);
    int entries = 0;
    do {
        entries += found.cFileName[0] == L'.' ? 0 : 1;
    } while (::FindNextFileW(search, &found));
    ::FindClose(search);
    CHECK(entries == 1);

    // What cannot be replaced stays as it is.
    {
        const Handle held(
            ::CreateFileW((*systemPath(path)).c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr));
        CHECK(replaceProgram(path, "x") == ERROR_SHARING_VIOLATION);
    }
    CHECK(bytesOf(path) == own);
    ::DeleteFileW((*systemPath(path)).c_str());
    ::RemoveDirectoryW((*systemPath(folder)).c_str());
    ::RemoveDirectoryW((*systemPath(folder.substr(0, folder.find_last_of('\\')))).c_str());
}

int child(const std::vector<std::string> &arguments)
{
    const HANDLE input = ::GetStdHandle(STD_INPUT_HANDLE);
    const HANDLE output = ::GetStdHandle(STD_OUTPUT_HANDLE);
    const std::string &kind = arguments.front();
    if (kind == "--arguments") {
        for (auto argument = std::next(arguments.begin()); argument != arguments.end(); ++argument)
            (void)writeAll(output, *argument + "\n");
    } else if (kind == "--variables") {
        for (auto name = std::next(arguments.begin()); name != arguments.end(); ++name) {
            std::array<wchar_t, 100> value{};
            const DWORD size =
                ::GetEnvironmentVariableW(wide(*name)->c_str(), value.data(), static_cast<DWORD>(value.size()));
            (void)writeAll(output, *name + " " + (size > 0 ? narrow({value.data(), size}) : "-") + "\n");
        }
    } else if (kind == "--echo") {
        std::array<char, 4096> piece{};
        DWORD count = 0;
        while (::ReadFile(input, piece.data(), static_cast<DWORD>(piece.size()), &count, nullptr) && count > 0)
            (void)writeAll(output, {piece.data(), count});
    } else if (kind == "--with-child") {
        // One that would run for ever and belongs to nobody but the job.
        std::wstring line = *commandLine(ownPath(), {"--sleep"});
        STARTUPINFOW startup = {};
        startup.cb = sizeof startup;
        PROCESS_INFORMATION facts = {};
        if (!::CreateProcessW(nullptr, line.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup, &facts))
            return 1;
        std::string number = std::to_string(facts.dwProcessId);
        (void)writeAll(output, number.insert(0, 8 - std::min<std::size_t>(8, number.size()), '0'));
        char byte = 0;
        DWORD count = 0;
        ::ReadFile(input, &byte, 1, &count, nullptr); // until the parent has seen that we run
    } else if (kind == "--sleep") {
        ::Sleep(INFINITE);
    }
    return 0;
}

} // namespace

int main()
{
    const auto arguments = ownArguments();
    if (!arguments.empty())
        return child(arguments);
    struct Part
    {
        const char *name;
        void (*run)();
    };
    for (const Part &part :
         {Part{"texts", texts}, Part{"command lines", commandLines}, Part{"processes", processes}, Part{"pipes", pipes},
          Part{"roots", roots}, Part{"credentials", credentials}, Part{"files", files}}) {
        const int before = failures;
        part.run();
        std::printf("%s: %s\n", part.name, failures == before ? "ok" : "FAILED");
        std::fflush(stdout);
    }
    return failures == 0 ? 0 : 1;
}
