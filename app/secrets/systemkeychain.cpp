#include "app/secrets/keychain.h"

#include "bridge/contract/profile.h"

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace kopru::secrets {

namespace {

QString service()
{
    return QString::fromUtf8(contract::keychainService.data(),
                             static_cast<qsizetype>(contract::keychainService.size()));
}

/// QtKeychain uses nothing but the key on Windows, where all programs share one list.
QString keyOf(const QString &name)
{
#if defined(Q_OS_WIN)
    return service() + u'/' + name;
#else
    return name;
#endif
}

KeychainError errorOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {KeychainProblem::ItemMissing, {}};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return {KeychainProblem::Missing, {}};
    case QKeychain::AccessDenied:
#if defined(Q_OS_LINUX)
        return {KeychainProblem::Locked, {}}; // all that the Secret Service means by it
#endif
    case QKeychain::AccessDeniedByUser:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
    case QKeychain::NoError:
        break;
    }
    return {KeychainProblem::Refused, job.errorString()};
}

/// A job deletes itself when it is done. One that never ends holds up the ones behind it, until this program ends.
class SystemKeychain final : public KeychainBackend
{
public:
    void read(const QString &name, Read done) override
    {
        auto *job = new QKeychain::ReadPasswordJob(service());
        start(job, name, [job, done = std::move(done)] {
            if (job->error() == QKeychain::NoError)
                done(job->textData());
            else
                done(failure(errorOf(*job)));
        });
    }

    void write(const QString &name, const QString &secret, Done done) override
    {
        auto *job = new QKeychain::WritePasswordJob(service());
        job->setTextData(secret);
        start(job, name, [job, done = std::move(done)] { finish(*job, done); });
    }

    void remove(const QString &name, Done done) override
    {
        auto *job = new QKeychain::DeletePasswordJob(service());
        start(job, name, [job, done = std::move(done)] { finish(*job, done); });
    }

private:
    static void finish(const QKeychain::Job &job, const Done &done)
    {
        if (job.error() == QKeychain::NoError)
            done({});
        else
            done(failure(errorOf(job)));
    }

    template <class F> static void start(QKeychain::Job *job, const QString &name, F finished)
    {
        job->setInsecureFallback(false);
        job->setKey(keyOf(name));
        QObject::connect(job, &QKeychain::Job::finished, job, std::move(finished));
        job->start();
    }
};

} // namespace

std::shared_ptr<KeychainBackend> systemKeychain()
{
    return std::make_shared<SystemKeychain>();
}

} // namespace kopru::secrets
