#pragma once

#include "app/config/guard.h"
#include "app/config/tolerant.h"
#include "app/store/parked.h"

#include <QtCore/QObject>
#include <QtCore/QThreadPool>

namespace kopru::ui {

/// Servers that another program took out of the settings file, and what would bring them back.
struct Disappearance
{
    config::Loss loss = config::Loss::None;
    QStringList servers;
    QDateTime when; ///< UTC; when the file was written so; invalid where nobody can tell
    config::Restored restored;
};

/// An earlier version of the settings file.
struct EarlierVersion
{
    store::Snapshot snapshot;
    config::Document document;
};

/// What is known about the safety of a settings file: its faults and how they can be mended, servers that disappeared,
/// servers that are parked. It is told of every state of the file that is seen, and works beside the window's thread;
/// what it finds out about a state that is over is dropped.
class Safeguard final : public QObject
{
    Q_OBJECT
public:
    using FileSeen = Result<config::ConfigFile, config::OpenError>;

    /// @param dataFolder  of Kopru
    explicit Safeguard(QString dataFolder, QObject *parent = nullptr);
    ~Safeguard() override;

    /// @param live  it was seen the moment that it changed
    void look(const QString &path, const FileSeen &file, bool live);

    /// What disappeared and what is parked is not known yet.
    [[nodiscard]] bool isLooking() const { return m_looking; }
    /// Of a file that is broken; nullopt: it is not, or is still being read.
    [[nodiscard]] const std::optional<config::Reading> &reading() const { return m_reading; }
    /// Without what is only broken: that may all be there when it is mended.
    [[nodiscard]] const std::optional<Disappearance> &disappearance() const { return m_disappearance; }
    /// What disappeared may be gone.
    void accept();

    /// The parked servers of this file that are not in it, the oldest first.
    [[nodiscard]] const QList<store::ParkedServer> &parked() const { return m_parked; }
    /// Deletes it for good.
    void forget(const store::ParkedServer &server);

    /// The newest version that can be read and is not what the file holds now. Answers once, from the event loop,
    /// unless `context` is deleted first.
    void findNewestSound(QObject *context,
                         const std::function<void(const std::optional<EarlierVersion> &)> &done) const;

Q_SIGNALS:
    void changed();

private:
    struct Sight;
    void read(const QByteArray &bytes);

    QString m_dataFolder;
    QString m_path;
    FileSeen m_file;
    QThreadPool m_pool; ///< one thread: notes and parked servers are read and written in the order of the looks
    int m_looks = 0;
    bool m_looking = false;
    std::optional<config::Reading> m_reading;
    std::optional<Disappearance> m_disappearance;
    QList<store::ParkedServer> m_parked;
};

/// Makes the secrets of a document known to the redactor: whatever is shown of it has to go through that.
void learnSecrets(const config::Document &document);
/// The same for a text that cannot be read as settings: the values behind names that secrets have.
void learnSecretsOfText(const QByteArray &text);

} // namespace kopru::ui
