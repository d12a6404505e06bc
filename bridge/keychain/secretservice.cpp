#include "bridge/keychain/secretservice.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <unistd.h>

namespace kopru::bridge {

namespace {

constexpr const char *library = "libsecret-1.so.0";
constexpr const char *schemaName = "org.qt.keychain";
constexpr const char *busVariable = "DBUS_SESSION_BUS_ADDRESS";

// libsecret's and GLib's binary interface, as their manuals document it: stable within libsecret-1.so.0.
struct GList
{
    void *data;
    GList *next;
    GList *prev;
};

struct GError
{
    std::uint32_t domain;
    int code;
    char *message;
};

struct SchemaAttribute
{
    const char *name;
    int type; // 0: a string
};

struct Schema
{
    const char *name;
    int flags;
    std::array<SchemaAttribute, 32> attributes;
    int reserved;
    std::array<void *, 7> reservedPointers;
};

enum SchemaFlags { AnyName = 1 << 1 };
enum SearchFlags { SearchAll = 1 << 1, LoadSecrets = 1 << 3 }; // 1 << 2 would unlock, and ask the person

struct Library
{
    void *handle = nullptr;
    void *(*attributesBuild)(const Schema *, ...) = nullptr;
    GList *(*search)(void *service, const Schema *, void *attributes, int flags, void *cancellable,
                     GError **) = nullptr;
    int (*itemLocked)(void *item) = nullptr;
    void *(*itemAttributes)(void *item) = nullptr;
    void *(*itemSecret)(void *item) = nullptr;
    const char *(*valueBytes)(void *value, std::size_t *length) = nullptr;
    void *(*lookup)(void *table, const void *key) = nullptr;
    const char *(*quarkName)(std::uint32_t) = nullptr;
    char *(*remoteError)(const GError *) = nullptr;

    bool load()
    {
        handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
        // What libsecret itself needs is found through its handle as well.
        return handle && find(attributesBuild, "secret_attributes_build") &&
               find(search, "secret_service_search_sync") && find(itemLocked, "secret_item_get_locked") &&
               find(itemAttributes, "secret_item_get_attributes") && find(itemSecret, "secret_item_get_secret") &&
               find(valueBytes, "secret_value_get") && find(lookup, "g_hash_table_lookup") &&
               find(quarkName, "g_quark_to_string") && find(remoteError, "g_dbus_error_get_remote_error");
    }

    std::string attribute(void *item, const char *name) const
    {
        void *attributes = itemAttributes(item);
        const void *text = attributes ? lookup(attributes, name) : nullptr;
        return text ? static_cast<const char *>(text) : "";
    }

private:
    template <class F> bool find(F &function, const char *name)
    {
        void *symbol = ::dlsym(handle, name);
        std::memcpy(static_cast<void *>(&function), static_cast<const void *>(&symbol), sizeof function);
        return symbol != nullptr;
    }
};

Failure failed(Cause cause, std::string name = {}, std::string value = {})
{
    Failure failure = failureOf(Phase::Start, cause);
    if (!name.empty())
        failure.evidence.emplace_back(std::move(name), std::move(value));
    return failure;
}

/// What an error of the search means.
Failure explained(const Library &functions, const GError &error)
{
    const char *quark = functions.quarkName(error.domain);
    const std::string_view domain = quark ? quark : "";
    const char *remote = functions.remoteError(&error);
    const std::string_view name = remote ? remote : "";
    if (domain == "secret-error" && error.code == 2) // SECRET_ERROR_IS_LOCKED
        return failed(Cause::KeychainLocked);
    if (name == "org.freedesktop.Secret.Error.IsLocked")
        return failed(Cause::KeychainLocked);
    // No bus, or nobody on it who would give secrets out (D-Bus specification, "Message Bus Starting Services").
    const bool nobody = name == "org.freedesktop.DBus.Error.ServiceUnknown" ||
                        name == "org.freedesktop.DBus.Error.NameHasNoOwner" ||
                        name.starts_with("org.freedesktop.DBus.Error.Spawn.");
    if (nobody)
        return failed(Cause::KeychainMissing, "missing", "org.freedesktop.secrets");
    if (name.empty() && domain == "g-io-error-quark")
        return failed(Cause::KeychainMissing, "missing", "D-Bus");
    return failed(Cause::KeychainRefused, "error",
                  name.empty() ? std::string(domain) + " " + std::to_string(error.code) : std::string(name));
}

std::string variable(const char *name)
{
    const char *value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): a process of its own, one thread so far
    return value ? value : "";
}

} // namespace

std::string sessionBusAddress(std::string_view busAddress, std::string_view runtimeFolder, unsigned user)
{
    if (!busAddress.empty())
        return std::string(busAddress);
    const std::string folder =
        runtimeFolder.starts_with('/') ? std::string(runtimeFolder) : "/run/user/" + std::to_string(user);
    // D-Bus specification, "Server Addresses": these stand for themselves, other bytes are written %XX.
    constexpr std::string_view plain = "-_/\\*.";
    constexpr std::string_view digits = "0123456789abcdef";
    std::string address = "unix:path=";
    for (const char c : folder + "/bus") {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (letter || plain.find(c) != std::string_view::npos)
            address.push_back(c);
        else
            address.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
    return address;
}

std::optional<std::string> decodedBase64(std::string_view text)
{
    std::string result;
    std::uint32_t bits = 0;
    int held = 0;
    std::size_t end = text.size();
    while (end > 0 && text[end - 1] == '=')
        --end;
    for (const char c : text.substr(0, end)) {
        std::uint32_t value = 0;
        if (c >= 'A' && c <= 'Z')
            value = static_cast<std::uint32_t>(c - 'A');
        else if (c >= 'a' && c <= 'z')
            value = static_cast<std::uint32_t>(c - 'a') + 26;
        else if (c >= '0' && c <= '9')
            value = static_cast<std::uint32_t>(c - '0') + 52;
        else if (c == '+')
            value = 62;
        else if (c == '/')
            value = 63;
        else
            return std::nullopt;
        bits = (bits << 6U) | value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            result.push_back(static_cast<char>((bits >> static_cast<unsigned>(held)) & 0xffU));
        }
    }
    return end % 4 == 1 ? std::nullopt : std::optional(std::move(result));
}

Outcome<std::string> readFromSecretService(const KeychainReference &reference)
{
    const std::string address = sessionBusAddress(variable(busVariable), variable("XDG_RUNTIME_DIR"), ::getuid());
    // Never empty: without an address GLib would start a bus of its own.
    ::setenv(busVariable, address.c_str(), 1); // NOLINT(concurrency-mt-unsafe)
    Library functions;
    if (!functions.load())
        return failed(Cause::KeychainMissing, "missing", library);

    Schema schema{};
    schema.name = schemaName;
    // GNOME's service knows neither schema nor type of an item in a collection that was not unlocked yet: asked for
    // the schema, it would say that there is no such item.
    schema.flags = AnyName;
    schema.attributes[0].name = "user";
    schema.attributes[1].name = "server";
    schema.attributes[2].name = "type";
    void *wanted = functions.attributesBuild(&schema, "user", reference.account.c_str(), "server",
                                             reference.service.c_str(), nullptr);
    if (!wanted) // not UTF-8
        return failed(Cause::KeychainItemMissing, "item", reference.item());
    GError *error = nullptr;
    const GList *found = functions.search(nullptr, &schema, wanted, SearchAll | LoadSecrets, nullptr, &error);
    if (error)
        return explained(functions, *error);

    // Nothing is given back: this process ends now.
    bool locked = false;
    std::optional<std::string> decoded;
    for (; found; found = found->next) {
        if (functions.itemLocked(found->data) != 0) {
            locked = true;
            continue;
        }
        const std::string typeName = functions.attribute(found->data, "type");
        if (functions.attribute(found->data, "xdg:schema") != schemaName ||
            (typeName != "plaintext" && typeName != "base64"))
            continue;
        void *value = functions.itemSecret(found->data);
        if (!value)
            return failed(Cause::KeychainRefused, "error", "no secret came");
        std::size_t length = 0;
        const char *bytes = functions.valueBytes(value, &length);
        std::string secret(bytes ? bytes : "", bytes ? length : 0);
        if (typeName == "plaintext") // as in QtKeychain, it goes before base64
            return secret;
        if (!decoded)
            decoded = decodedBase64(secret);
    }
    if (decoded)
        return std::move(*decoded);
    if (locked)
        return failed(Cause::KeychainLocked, "item", reference.item());
    return failed(Cause::KeychainItemMissing, "item", reference.item());
}

} // namespace kopru::bridge
