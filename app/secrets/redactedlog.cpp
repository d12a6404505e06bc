#include "app/secrets/redactedlog.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

#include <mutex>

using namespace Qt::StringLiterals;

namespace kopru::secrets {

namespace {

constexpr std::size_t longestFile = std::size_t{2} * 1024 * 1024;
constexpr std::size_t keptFiles = 3;

/// Redacts the text of a message before the rotating file sees it.
class RedactingSink final : public spdlog::sinks::base_sink<std::mutex>
{
public:
    RedactingSink(std::shared_ptr<spdlog::sinks::sink> target, Redactor &redactor)
        : m_target(std::move(target)), m_redactor(redactor)
    {}

protected:
    void sink_it_(const spdlog::details::log_msg &message) override
    {
        const QByteArray clean =
            m_redactor.redact(QByteArray(message.payload.data(), static_cast<qsizetype>(message.payload.size())));
        spdlog::details::log_msg copy = message;
        copy.payload = spdlog::string_view_t(clean.constData(), static_cast<std::size_t>(clean.size()));
        m_target->log(copy);
    }
    void flush_() override { m_target->flush(); }

private:
    std::shared_ptr<spdlog::sinks::sink> m_target;
    Redactor &m_redactor;
};

void takeQtMessage(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    switch (type) {
    case QtDebugMsg:
        spdlog::debug("qt: {}", utf8.constData());
        break;
    case QtInfoMsg:
        spdlog::info("qt: {}", utf8.constData());
        break;
    case QtWarningMsg:
        spdlog::warn("qt: {}", utf8.constData());
        break;
    case QtCriticalMsg:
    case QtFatalMsg:
        spdlog::error("qt: {}", utf8.constData());
        break;
    }
}

} // namespace

Result<QString, QString> installLog(const QString &folder, Redactor &redactor)
{
    if (!QDir().mkpath(folder))
        return failure(folder);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QString path = QDir(folder).filePath(u"kopru.log"_s);
    try {
        spdlog::file_event_handlers events;
        // Each new file of the rotation belongs to its owner alone.
        events.after_open = [](const spdlog::filename_t &name, std::FILE *) {
            QFile::setPermissions(QString::fromStdString(name), QFile::ReadOwner | QFile::WriteOwner);
        };
        auto file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path.toStdString(), longestFile, keptFiles,
                                                                           false, events);
        file->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z [%l] [%P] %v");
        auto logger =
            std::make_shared<spdlog::logger>("kopru", std::make_shared<RedactingSink>(std::move(file), redactor));
        logger->flush_on(spdlog::level::warn);
        spdlog::set_default_logger(std::move(logger));
    } catch (const spdlog::spdlog_ex &error) {
        return failure(QString::fromUtf8(error.what()));
    }
    qInstallMessageHandler(takeQtMessage);
    return path;
}

} // namespace kopru::secrets
