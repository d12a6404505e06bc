#include "bridge/net/tls.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>
#include <filesystem>

#if defined(_WIN32)
#include "bridge/windows/roots.h"
#endif

namespace kopru::bridge {

namespace {

using asio::ip::tcp;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);

/// What the verification saw when it failed first.
struct Verdict
{
    int error = X509_V_OK;
    Evidence evidence;
    bool alone = false;       ///< the server sent its own certificate only
    bool namesIssuer = false; ///< and that says where its issuer's can be fetched (RFC 5280 section 4.2.2.1)
};

std::string nameEntry(const X509_NAME *name, int nid)
{
    const int index = X509_NAME_get_index_by_NID(const_cast<X509_NAME *>(name), nid, -1);
    if (index < 0)
        return {};
    unsigned char *text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    std::string result;
    if (length > 0)
        result.assign(reinterpret_cast<const char *>(text), static_cast<std::size_t>(length));
    OPENSSL_free(text);
    return result;
}

std::string shownName(const X509_NAME *name)
{
    const std::string text = nameEntry(name, NID_commonName);
    return text.empty() ? nameEntry(name, NID_organizationName) : text;
}

std::string expiry(const X509 *certificate)
{
    std::tm time{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &time) != 1)
        return {};
    std::array<char, 16> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &time)};
}

std::string namesOf(X509 *certificate)
{
    std::string result;
    auto *names = static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; i < sk_GENERAL_NAME_num(names) && result.size() < 200; ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS)
            continue;
        if (!result.empty())
            result += ", ";
        result.append(reinterpret_cast<const char *>(ASN1_STRING_get0_data(name->d.dNSName)),
                      static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
    }
    GENERAL_NAMES_free(names);
    return result;
}

void see(Verdict &verdict, X509_STORE_CTX *context)
{
    if (verdict.error != X509_V_OK)
        return;
    verdict.error = X509_STORE_CTX_get_error(context);
    X509 *leaf = X509_STORE_CTX_get0_cert(context);
    if (!leaf)
        return;
    const STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(context);
    verdict.alone = sk_X509_num(sent) <= 1;
    verdict.namesIssuer = X509_get_ext_by_NID(leaf, NID_info_access, -1) >= 0;
    verdict.evidence.emplace_back("issuer", shownName(X509_get_issuer_name(leaf)));
    verdict.evidence.emplace_back("subject", shownName(X509_get_subject_name(leaf)));
    verdict.evidence.emplace_back("names", namesOf(leaf));
    verdict.evidence.emplace_back("expires", expiry(leaf));
}

Cause causeOf(const Verdict &verdict)
{
    switch (verdict.error) {
    case X509_V_OK:
        return Cause::TlsHandshake;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return Cause::CertificateExpired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return Cause::CertificateNotYetValid;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return Cause::CertificateHostMismatch;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return Cause::CertificateSelfSigned;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return verdict.alone && verdict.namesIssuer ? Cause::CertificateIncomplete : Cause::CertificateUntrusted;
    default:
        return Cause::CertificateUntrusted;
    }
}

class TlsStream final : public Stream
{
public:
    TlsStream(tcp::socket socket, asio::ssl::context &context) : m_stream(std::move(socket), context) {}

    asio::awaitable<Transfer> read(asio::mutable_buffer into) override
    {
        auto [error, bytes] = co_await m_stream.async_read_some(into, tuple);
        co_return Transfer{error, bytes};
    }

    asio::awaitable<Transfer> write(asio::const_buffer from) override
    {
        auto [error, bytes] = co_await asio::async_write(m_stream, from, tuple);
        co_return Transfer{error, bytes};
    }

    bool isQuiet() override
    {
        // TLS 1.3 sends session tickets on its own; they were read with the first answer. Anything else that lies
        // here is a goodbye.
        boost::system::error_code error;
        return m_stream.next_layer().available(error) == 0 && !error && !hungUp();
    }

    void close() override
    {
        boost::system::error_code ignored;
        m_stream.next_layer().close(ignored);
    }

    asio::ssl::stream<tcp::socket> &stream() { return m_stream; }

private:
    bool hungUp()
    {
        char byte = 0;
        boost::system::error_code error;
        auto &socket = m_stream.next_layer();
        socket.non_blocking(true, error);
        socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
        return error != asio::error::would_block;
    }

    asio::ssl::stream<tcp::socket> m_stream;
};

} // namespace

class Trust::Store
{
public:
    explicit Store(const TrustOptions &options) : context(asio::ssl::context::tls_client)
    {
        context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                            asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                            asio::ssl::context::no_tlsv1_1);
        boost::system::error_code ignored;
        if (!options.certificateFile.empty())
            context.load_verify_file(options.certificateFile, ignored);
        if (!options.certificateFolder.empty())
            context.add_verify_path(options.certificateFolder, ignored);
        if (options.certificateFile.empty() && options.certificateFolder.empty())
            loadSystem();
        if (!options.extraFile.empty())
            context.load_verify_file(options.extraFile, ignored);
        SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    }

    asio::ssl::context context;

private:
    /// A static OpenSSL knows one folder, the one of the system it was built on. Folders with hashed names are read
    /// certificate by certificate when needed; a bundle is read whole, so it comes second.
    void loadSystem()
    {
#if defined(_WIN32) // *not compiled here*
        X509_STORE *store = SSL_CTX_get_cert_store(context.native_handle());
        for (const std::vector<unsigned char> &root : windows::trustedRoots()) {
            const unsigned char *bytes = root.data();
            if (X509 *certificate = d2i_X509(nullptr, &bytes, static_cast<long>(root.size()))) {
                X509_STORE_add_cert(store, certificate);
                X509_free(certificate);
            }
        }
#else
        namespace fs = std::filesystem;
        boost::system::error_code ignored;
        bool hashed = false;
        for (const char *folder : {"/etc/ssl/certs",                          // Debian, Alpine, Arch, SUSE
                                   "/etc/pki/tls/certs",                      // Fedora
                                   "/var/lib/ca-certificates/openssl",        // SUSE
                                   "/etc/ca-certificates/extracted/cadir"}) { // Arch
            std::error_code error;
            fs::directory_iterator entries(folder, error);
            for (int seen = 0; !error && entries != fs::directory_iterator() && seen < 1000; ++seen) {
                if (entries->path().extension() == ".0") {
                    context.add_verify_path(folder, ignored);
                    hashed = true;
                    break;
                }
                entries.increment(error);
            }
        }
        if (hashed)
            return;
        for (const char *bundle :
             {"/etc/ssl/certs/ca-certificates.crt",                                          // Debian, Alpine, Arch
              "/etc/pki/tls/certs/ca-bundle.crt",                                            // Fedora
              "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem", // SUSE
              "/etc/ssl/cert.pem"}) {
            std::error_code error;
            if (fs::exists(bundle, error)) {
                context.load_verify_file(bundle, ignored);
                return;
            }
        }
#endif
    }
};

Trust::Trust(TrustOptions options) : m_options(std::move(options)) {}
Trust::~Trust() = default;

asio::awaitable<Outcome<std::unique_ptr<Stream>>> Trust::encrypt(tcp::socket socket, std::string host)
{
    if (!m_store)
        m_store = std::make_unique<Store>(m_options);
    auto result = std::make_unique<TlsStream>(std::move(socket), m_store->context);
    auto &stream = result->stream();
    SSL *ssl = stream.native_handle();
    boost::system::error_code notAnAddress;
    asio::ip::make_address(host, notAnAddress);
    X509_VERIFY_PARAM *parameters = SSL_get0_param(ssl);
    if (notAnAddress) {
        // What the macro SSL_set_tlsext_host_name does, without its C cast.
        SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
        X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size());
    } else {
        X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str());
    }
    constexpr std::array<unsigned char, 9> http{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    SSL_set_alpn_protos(ssl, http.data(), http.size());

    auto verdict = std::make_shared<Verdict>();
    stream.set_verify_mode(asio::ssl::verify_peer);
    stream.set_verify_callback([verdict, verify = m_options.verify](bool good, asio::ssl::verify_context &context) {
        if (!good)
            see(*verdict, context.native_handle());
        return good || !verify;
    });
    auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::client, tuple);
    if (error) {
        Failure failure{Phase::Tls, causeOf(*verdict), 0, {}, {{"host", host}}};
        for (auto &one : verdict->evidence)
            failure.evidence.push_back(std::move(one));
        if (failure.cause == Cause::TlsHandshake)
            failure.evidence.emplace_back("message", error.message());
        co_return failure;
    }
    co_return std::unique_ptr<Stream>(std::move(result));
}

} // namespace kopru::bridge
