#pragma once

#include "app/platform/platform.h"

#include <QtCore/QObject>

#include <functional>

namespace kopru::ui {

/// Lets rules that ask about files be used on the window's thread: they are answered from what was looked up beside it.
/// A file may stand on a drive that sleeps.
///
/// Run the rules with known(); where missed() says that a question had no answer, what they found about files is no
/// finding, and look() with the same rules gets the answers.
class FileLook final : public QObject
{
    Q_OBJECT
public:
    /// The rules with all they need, as a value; runs on another thread.
    using Rules = std::function<void(const platform::Platform &)>;

    explicit FileLook(const platform::Platform &platform, QObject *parent = nullptr);
    ~FileLook() override;

    /// This computer, as far as it was looked up. Never reads.
    [[nodiscard]] const platform::Platform &known() const { return m_known; }
    /// Whether the rules ask known() what was not looked up. @return false: all of it is known
    [[nodiscard]] bool misses(const Rules &rules) const;
    /// Whether it is time to look once more, since people install what is missing.
    [[nodiscard]] bool isOld() const;
    /// One at a time, and then the newest. done() where something came of it.
    void look(const Rules &rules);
    /// Looks at once, and gives the answer a moment to come; a local disk needs less than a frame.
    /// @return whether all of it is known
    bool lookNow(const Rules &rules);

Q_SIGNALS:
    void done();

private:
    class Answers;
    class Recorder;
    struct Job;
    void start(const Rules &rules);
    void take(const std::shared_ptr<Job> &job);

    platform::Platform m_platform;
    platform::Platform m_known;
    std::shared_ptr<Answers> m_answers;
    std::shared_ptr<Job> m_job; ///< that runs
    Rules m_next;
    QDateTime m_when; ///< of the answers
    std::unique_ptr<QObject> m_context;
};

} // namespace kopru::ui
