#pragma once

#include "app/secrets/keychain.h"

#include <QtCore/QMap>
#include <QtCore/QTimer>

#include <functional>
#include <utility>
#include <vector>

namespace kopru::test {

/// A keychain in memory, seen by Kopru and by the bridge alike unless a test says otherwise. Answers from the event
/// loop.
class FakeKeychain
{
public:
    using Problem = std::optional<secrets::KeychainError>;

    QMap<QString, QString> items;
    QStringList calls; ///< "write apinizer", "view apinizer" …: never a secret
    Problem readFails; ///< reading by Kopru, items that are there included
    Problem writeFails;
    Problem removeFails;
    Problem viewFails;          ///< what the bridge says instead of looking
    bool bridgeIsBlind = false; ///< the bridge looks elsewhere, as under KDE
    bool blindAfterWriting = false;
    bool keepsLocked = false; ///< remove() reports success and does nothing
    int failsAfter = -1;      ///< so many times writing works
    bool silent = false;      ///< Kopru's own calls are not answered, until answerLate()

    void answerLate()
    {
        silent = false;
        for (const auto &action : std::exchange(m_late, {}))
            action();
    }

    std::shared_ptr<secrets::KeychainBackend> backend() { return std::make_shared<Backend>(*this); }
    std::shared_ptr<secrets::KeychainReader> reader() { return std::make_shared<Reader>(*this); }

private:
    using Nothing = Result<void, secrets::KeychainError>;

    std::vector<std::function<void()>> m_late;
    QObject m_alive; ///< what is asked and not answered ends with the keychain

    static secrets::KeychainError missing() { return {secrets::KeychainProblem::ItemMissing, {}}; }

    class Backend final : public secrets::KeychainBackend
    {
    public:
        explicit Backend(FakeKeychain &keychain) : m_keychain(keychain) {}
        void read(const QString &name, Read done) override
        {
            answer(QStringLiteral("read ") + name, [&fake = m_keychain, name, done] {
                if (fake.readFails)
                    done(failure(*fake.readFails));
                else if (fake.items.contains(name))
                    done(fake.items.value(name));
                else
                    done(failure(missing()));
            });
        }
        void write(const QString &name, const QString &secret, Done done) override
        {
            answer(QStringLiteral("write ") + name, [&fake = m_keychain, name, secret, done] {
                if (fake.writeFails) {
                    done(failure(*fake.writeFails));
                    return;
                }
                if (fake.failsAfter == 0) {
                    done(failure(secrets::KeychainError{secrets::KeychainProblem::Refused, {}}));
                    return;
                }
                --fake.failsAfter;
                fake.items.insert(name, secret);
                fake.bridgeIsBlind = fake.bridgeIsBlind || fake.blindAfterWriting;
                done({});
            });
        }
        void remove(const QString &name, Done done) override
        {
            answer(QStringLiteral("remove ") + name, [&fake = m_keychain, name, done] {
                if (fake.removeFails) {
                    done(failure(*fake.removeFails));
                    return;
                }
                if (!fake.keepsLocked)
                    fake.items.remove(name);
                done({});
            });
        }

    private:
        template <class F> void answer(const QString &call, F action)
        {
            m_keychain.calls.append(call);
            if (m_keychain.silent)
                m_keychain.m_late.push_back(std::move(action));
            else
                QTimer::singleShot(0, &m_keychain.m_alive, std::move(action));
        }
        FakeKeychain &m_keychain;
    };

    class Reader final : public secrets::KeychainReader
    {
    public:
        explicit Reader(FakeKeychain &keychain) : m_keychain(keychain) {}
        void view(const QString &name, const QString &secret, QObject *context, Viewed done) override
        {
            m_keychain.calls.append(QStringLiteral("view ") + name);
            QTimer::singleShot(0, context, [&fake = m_keychain, name, secret, done] {
                if (fake.viewFails)
                    done(failure(*fake.viewFails));
                else if (fake.bridgeIsBlind || !fake.items.contains(name))
                    done(failure(missing()));
                else
                    done(fake.items.value(name) == secret ? secrets::BridgeView::Same : secrets::BridgeView::Another);
            });
        }

    private:
        FakeKeychain &m_keychain;
    };
};

} // namespace kopru::test
