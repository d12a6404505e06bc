// *Not compiled here*: there is no macOS among the build machines.
#include "bridge/keychain/keychain.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <CoreFoundation/CoreFoundation.h>
#include <Security/Security.h>

#include <memory>
#include <thread>

namespace kopru::bridge {

namespace {

template <class T> class Owned
{
public:
    explicit Owned(T object) : m_object(object) {}
    ~Owned()
    {
        if (m_object)
            ::CFRelease(m_object);
    }
    Owned(const Owned &) = delete;
    Owned &operator=(const Owned &) = delete;
    [[nodiscard]] T get() const { return m_object; }

private:
    T m_object;
};

CFStringRef textOf(const std::string &text)
{
    return ::CFStringCreateWithBytes(nullptr, reinterpret_cast<const UInt8 *>(text.data()),
                                     static_cast<CFIndex>(text.size()), kCFStringEncodingUTF8, false);
}

/// Blocks while the system asks the person whether this program may read the item.
Outcome<std::string> copied(const KeychainReference &reference)
{
    const Owned service(textOf(reference.service));
    const Owned account(textOf(reference.account));
    const Owned query(
        ::CFDictionaryCreateMutable(nullptr, 0, &kCFTypeDictionaryKeyCallBacks, &kCFTypeDictionaryValueCallBacks));
    ::CFDictionarySetValue(query.get(), kSecClass, kSecClassGenericPassword);
    ::CFDictionarySetValue(query.get(), kSecAttrService, service.get());
    ::CFDictionarySetValue(query.get(), kSecAttrAccount, account.get());
    ::CFDictionarySetValue(query.get(), kSecReturnData, kCFBooleanTrue);
    CFTypeRef found = nullptr;
    const OSStatus status = ::SecItemCopyMatching(query.get(), &found);
    const Owned<CFTypeRef> owned(found);
    switch (status) {
    case errSecSuccess: {
        const auto bytes = static_cast<CFDataRef>(found);
        return std::string(reinterpret_cast<const char *>(::CFDataGetBytePtr(bytes)),
                           static_cast<std::size_t>(::CFDataGetLength(bytes)));
    }
    case errSecItemNotFound:
        return failureWith(Phase::Start, Cause::KeychainItemMissing, 0, "item", reference.item());
    case errSecInteractionNotAllowed:
        return failureOf(Phase::Start, Cause::KeychainLocked);
    case errSecNotAvailable:
    case errSecNoSuchKeychain:
    case errSecNoDefaultKeychain:
        return failureOf(Phase::Start, Cause::KeychainMissing);
    default:
        return failureWith(Phase::Start, Cause::KeychainRefused, 0, "error", std::to_string(status));
    }
}

} // namespace

asio::awaitable<Outcome<std::string>> readSecret(KeychainReference reference, std::chrono::milliseconds limit)
{
    const auto executor = co_await asio::this_coro::executor;
    // The timer is both the limit and the bell; what the thread still does when the limit is over touches neither.
    struct Shared
    {
        explicit Shared(const asio::any_io_executor &where) : timer(where) {}
        asio::steady_timer timer;
        std::optional<Outcome<std::string>> outcome;
    };
    auto shared = std::make_shared<Shared>(executor);
    shared->timer.expires_after(limit);
    std::thread([shared, executor, reference] {
        auto outcome = copied(reference);
        asio::post(executor, [shared, outcome = std::move(outcome)]() mutable {
            shared->outcome = std::move(outcome);
            shared->timer.cancel();
        });
    }).detach();
    co_await shared->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!shared->outcome)
        co_return failureWith(Phase::Start, Cause::KeychainRefused, 0, "limit-ms", std::to_string(limit.count()));
    co_return std::move(*shared->outcome);
}

} // namespace kopru::bridge
