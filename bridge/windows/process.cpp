#include "bridge/windows/process.h"

#include "bridge/windows/commandline.h"
#include "bridge/windows/text.h"

#include <array>

namespace kopru::windows {

namespace {

/// A pipe of which one end may be inherited.
bool makePipe(Handle &reading, Handle &writing, bool childReads)
{
    HANDLE read = nullptr;
    HANDLE write = nullptr;
    if (!::CreatePipe(&read, &write, nullptr, 0))
        return false;
    reading = Handle(read);
    writing = Handle(write);
    return ::SetHandleInformation(childReads ? read : write, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) != 0;
}

/// Names and values, each with its zero, in the order that the system wants: by name, case does not matter.
std::optional<std::wstring> blockOf(const std::map<std::string, std::string> &environment)
{
    const auto before = [](const std::wstring &a, const std::wstring &b) {
        return ::CompareStringOrdinal(a.data(), static_cast<int>(a.size()), b.data(), static_cast<int>(b.size()),
                                      TRUE) == CSTR_LESS_THAN;
    };
    std::map<std::wstring, std::wstring, decltype(before)> sorted(before);
    for (const auto &[name, value] : environment) {
        const auto wideName = wide(name);
        const auto wideValue = wide(value);
        if (!wideName || !wideValue || wideName->empty() || wideName->find(L'=') != std::wstring::npos ||
            wideName->find(L'\0') != std::wstring::npos || wideValue->find(L'\0') != std::wstring::npos)
            return std::nullopt;
        sorted.insert_or_assign(*wideName, *wideValue);
    }
    std::wstring block;
    for (const auto &[name, value] : sorted)
        block.append(name).append(1, L'=').append(value).append(1, L'\0');
    return block.append(block.empty() ? 2 : 1, L'\0');
}

/// The list of the handles that a program inherits.
class Inheritance
{
public:
    explicit Inheritance(std::array<HANDLE, 3> handles) : m_handles(handles)
    {
        SIZE_T size = 0;
        ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
        m_bytes.resize(size);
        m_good = ::InitializeProcThreadAttributeList(list(), 1, 0, &size) != 0 &&
                 ::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, m_handles.data(),
                                             sizeof m_handles, nullptr, nullptr) != 0;
    }
    ~Inheritance() { ::DeleteProcThreadAttributeList(list()); }
    Inheritance(const Inheritance &) = delete;
    Inheritance &operator=(const Inheritance &) = delete;

    [[nodiscard]] bool isGood() const { return m_good; }
    [[nodiscard]] LPPROC_THREAD_ATTRIBUTE_LIST list()
    {
        return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(m_bytes.data());
    }

private:
    std::array<HANDLE, 3> m_handles;
    std::vector<unsigned char> m_bytes;
    bool m_good = false;
};

Answer<Process> failed(unsigned long error)
{
    return {std::nullopt, error};
}

} // namespace

Answer<Process> Process::start(const ProcessOptions &options)
{
    auto line = commandLine(options.program, options.arguments);
    const auto program = wide(options.program);
    const auto folder = wide(options.folder);
    auto environment = options.environment ? blockOf(*options.environment) : std::wstring();
    if (!line || !program || !folder || !environment)
        return failed(ERROR_INVALID_PARAMETER);

    Process process;
    Handle input;
    Handle output;
    Handle errors;
    if (!makePipe(input, process.input, true) || !makePipe(process.output, output, false) ||
        !makePipe(process.errors, errors, false))
        return failed(::GetLastError());
    process.m_job = Handle(::CreateJobObjectW(nullptr, nullptr));
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {};
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    if (!process.m_job ||
        !::SetInformationJobObject(process.m_job.get(), JobObjectExtendedLimitInformation, &limits, sizeof limits))
        return failed(::GetLastError());

    Inheritance inherited({input.get(), output.get(), errors.get()});
    if (!inherited.isGood())
        return failed(::GetLastError());
    STARTUPINFOEXW startup = {};
    startup.StartupInfo.cb = sizeof startup;
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    startup.StartupInfo.hStdInput = input.get();
    startup.StartupInfo.hStdOutput = output.get();
    startup.StartupInfo.hStdError = errors.get();
    startup.lpAttributeList = inherited.list();
    PROCESS_INFORMATION facts = {};
    // Suspended until it belongs to the job: what it starts before would get away.
    constexpr DWORD flags =
        CREATE_SUSPENDED | CREATE_NO_WINDOW | CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT;
    if (!::CreateProcessW(program->c_str(), line->data(), nullptr, nullptr, TRUE, flags,
                          options.environment ? environment->data() : nullptr,
                          folder->empty() ? nullptr : folder->c_str(), &startup.StartupInfo, &facts))
        return failed(::GetLastError());
    process.m_process = Handle(facts.hProcess);
    const Handle thread(facts.hThread);
    if (!::AssignProcessToJobObject(process.m_job.get(), process.m_process.get()) ||
        ::ResumeThread(thread.get()) == static_cast<DWORD>(-1)) {
        const unsigned long error = ::GetLastError();
        ::TerminateProcess(process.m_process.get(), 1);
        return failed(error);
    }
    return given(std::move(process));
}

std::optional<unsigned long> Process::wait(std::chrono::milliseconds limit) const
{
    DWORD code = 0;
    if (::WaitForSingleObject(m_process.get(), static_cast<DWORD>(limit.count())) != WAIT_OBJECT_0 ||
        !::GetExitCodeProcess(m_process.get(), &code))
        return std::nullopt;
    return code;
}

void Process::end()
{
    ::TerminateJobObject(m_job.get(), 1);
}

} // namespace kopru::windows
