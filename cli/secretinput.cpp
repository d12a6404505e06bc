#include "cli/secretinput.h"
#include "cli/words.h"

#include <QtCore/QByteArray>

#include <cstdio>
#include <iostream>

#if defined(Q_OS_UNIX)
#include <termios.h>
#include <unistd.h>
#endif

namespace kopru::cli {

namespace {

constexpr std::size_t longest = std::size_t{64} * 1024;

#if defined(Q_OS_UNIX)
/// Switches the echo of the terminal off for as long as it lives.
class Silence
{
public:
    Silence()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_changed = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~Silence()
    {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Silence(const Silence &) = delete;
    Silence &operator=(const Silence &) = delete;

private:
    termios m_before{};
    bool m_changed = false;
};

bool isTerminal()
{
    return ::isatty(STDIN_FILENO) == 1;
}
#else
struct Silence
{
};

bool isTerminal()
{
    return false;
}
#endif

} // namespace

Result<QString, SecretProblem> readSecret(const QString &prompt)
{
    std::string line;
    if (isTerminal()) {
        std::fputs((prompt + u' ').toUtf8().constData(), stderr);
        std::fflush(stderr);
        const Silence silence;
        std::getline(std::cin, line);
        std::fputs("\n", stderr);
    } else {
        for (int c = std::cin.get(); c != EOF && c != '\n'; c = std::cin.get()) {
            line.push_back(static_cast<char>(c));
            if (line.size() > longest)
                return failure(SecretProblem::TooLong);
        }
    }
    if (line.empty() && std::cin.eof())
        return failure(SecretProblem::NoInput);
    QString secret = QString::fromStdString(line).trimmed();
    if (secret.isEmpty())
        return failure(SecretProblem::Empty);
    return secret;
}

Result<QString, SecretProblem> secretFromVariable(const QString &name)
{
    const QByteArray encoded = name.toLocal8Bit();
    if (!qEnvironmentVariableIsSet(encoded.constData()))
        return failure(SecretProblem::VariableUnset);
    QString secret = qEnvironmentVariable(encoded.constData()).trimmed();
    if (secret.isEmpty())
        return failure(SecretProblem::Empty);
    return secret;
}

QString problemText(SecretProblem problem, const QString &variable)
{
    switch (problem) {
    case SecretProblem::NoInput:
        return KopructlWords::tr("No token was given.");
    case SecretProblem::Empty:
        return KopructlWords::tr("The token is empty.");
    case SecretProblem::VariableUnset:
        return KopructlWords::tr("The environment variable %1 is not set.").arg(variable);
    case SecretProblem::TooLong:
        return KopructlWords::tr("The token is too long.");
    }
    return {};
}

} // namespace kopru::cli
