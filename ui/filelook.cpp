#include "ui/filelook.h"

#include "ui/beside.h"

#include <QtCore/QPointer>
#include <QtCore/QSemaphore>

#include <utility>

namespace kopru::ui {

namespace {

/// Typing goes on meanwhile with what is known.
constexpr std::chrono::seconds goodFor(2);
/// Longer than any disk that is awake takes.
constexpr int moment = 150; // ms

} // namespace

/// What was asked, and the answers.
class FileLook::Answers final : public platform::FileProbe
{
public:
    [[nodiscard]] platform::FileFacts facts(const QString &path) const override { return answer(knownFacts, path); }
    [[nodiscard]] QStringList entries(const QString &folder) const override { return answer(knownEntries, folder); }
    [[nodiscard]] platform::Ownership ownership(const QString &path) const override
    {
        return answer(knownOwnership, path);
    }
    [[nodiscard]] std::optional<QByteArray> content(const QString &path) const override
    {
        return answer(knownContent, path);
    }

    QHash<QString, platform::FileFacts> knownFacts;
    QHash<QString, QStringList> knownEntries;
    QHash<QString, platform::Ownership> knownOwnership;
    QHash<QString, std::optional<QByteArray>> knownContent;
    mutable bool missed = false;

private:
    template <class T> T answer(const QHash<QString, T> &known, const QString &path) const
    {
        const auto found = known.constFind(path);
        if (found == known.constEnd()) {
            missed = true;
            return {};
        }
        return *found;
    }
};

/// Asks the computer and writes the answers down. For one thread.
class FileLook::Recorder final : public platform::FileProbe
{
public:
    Recorder(std::shared_ptr<const platform::FileProbe> real, Answers &answers)
        : m_real(std::move(real)), m_answers(answers)
    {}
    [[nodiscard]] platform::FileFacts facts(const QString &path) const override
    {
        return m_answers.knownFacts[path] = m_real->facts(path);
    }
    [[nodiscard]] QStringList entries(const QString &folder) const override
    {
        return m_answers.knownEntries[folder] = m_real->entries(folder);
    }
    [[nodiscard]] platform::Ownership ownership(const QString &path) const override
    {
        return m_answers.knownOwnership[path] = m_real->ownership(path);
    }
    [[nodiscard]] std::optional<QByteArray> content(const QString &path) const override
    {
        return m_answers.knownContent[path] = m_real->content(path);
    }

private:
    std::shared_ptr<const platform::FileProbe> m_real;
    Answers &m_answers;
};

struct FileLook::Job
{
    std::shared_ptr<Answers> answers = std::make_shared<Answers>();
    QSemaphore finished;
};

FileLook::FileLook(const platform::Platform &platform, QObject *parent)
    : QObject(parent), m_platform(platform), m_known(platform), m_answers(std::make_shared<Answers>())
{
    m_known.files = m_answers;
}

FileLook::~FileLook() = default;

bool FileLook::misses(const Rules &rules) const
{
    m_answers->missed = false;
    rules(m_known);
    return m_answers->missed;
}

bool FileLook::isOld() const
{
    return !m_when.isValid() || m_when + goodFor < QDateTime::currentDateTimeUtc();
}

void FileLook::look(const Rules &rules)
{
    if (m_job)
        m_next = rules;
    else
        start(rules);
}

void FileLook::start(const Rules &rules)
{
    m_next = nullptr;
    const auto job = std::make_shared<Job>();
    m_job = job;
    if (m_context)
        m_context.release()->deleteLater(); // It may be what is calling.
    m_context = std::make_unique<QObject>();
    beside(
        m_context.get(),
        [job, rules, platform = m_platform] {
            platform::Platform recorded = platform;
            recorded.files = std::make_shared<Recorder>(platform.files, *job->answers);
            rules(recorded);
            job->finished.release();
            return true;
        },
        [self = QPointer<FileLook>(this), job](bool) {
            if (self)
                self->take(job);
        });
}

void FileLook::take(const std::shared_ptr<Job> &job)
{
    if (m_job != job) // It was taken already.
        return;
    m_job.reset();
    m_answers = job->answers;
    m_known.files = m_answers;
    m_when = QDateTime::currentDateTimeUtc();
    if (m_next)
        start(std::exchange(m_next, {}));
    Q_EMIT done();
}

bool FileLook::lookNow(const Rules &rules)
{
    start(rules);
    const std::shared_ptr<Job> job = m_job;
    if (!job->finished.tryAcquire(1, moment))
        return !misses(rules);
    m_job.reset();
    m_answers = job->answers;
    m_known.files = m_answers;
    m_when = QDateTime::currentDateTimeUtc();
    return true;
}

} // namespace kopru::ui
