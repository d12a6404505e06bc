#include "bridge/net/tls.h"

#include "bridge/contract/profile.h"
#include "bridge/net/truststore.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace kopru::bridge {

namespace {

using asio::ip::tcp;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);

/// What the verification saw when it failed first.
struct Verdict
{
    int error = X509_V_OK;
    Evidence evidence;
    bool asked = false;       ///< the server asked for a certificate of the client
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

std::string day(const ASN1_TIME *when)
{
    std::tm time{};
    if (ASN1_TIME_to_tm(when, &time) != 1)
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
    // Nobody checked that it is the ASCII it has to be, and it goes into a message.
    std::replace_if(result.begin(), result.end(), [](char c) { return c < 0x20 || c > 0x7e; }, '?');
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
    // It may be another one of the chain that is too old, or too young.
    const bool time = verdict.error == X509_V_ERR_CERT_HAS_EXPIRED || verdict.error == X509_V_ERR_CERT_NOT_YET_VALID;
    X509 *current = X509_STORE_CTX_get_current_cert(context);
    X509 *dated = time && current ? current : leaf;
    if (dated != leaf)
        verdict.evidence.emplace_back("certificate", shownName(X509_get_subject_name(dated)));
    if (verdict.error == X509_V_ERR_CERT_NOT_YET_VALID)
        verdict.evidence.emplace_back("begins", day(X509_get0_notBefore(dated)));
    verdict.evidence.emplace_back("expires", day(X509_get0_notAfter(dated)));
}

/// The reason that OpenSSL gives; 0 where the error is none of its own.
int reasonOf(const boost::system::error_code &error)
{
    if (error.category() != asio::error::get_ssl_category())
        return 0;
    return ERR_GET_REASON(static_cast<unsigned long>(error.value()));
}

/// Whether the server complained about the client's certificate, or that there is none. A server has no other reason to
/// complain about certificates.
bool isAboutClient(int reason)
{
    switch (reason) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_SSLV3_ALERT_NO_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
        return true;
    default:
        return false;
    }
}

/// Of a handshake that failed although the server's certificate was good, or never came.
Cause causeOfHandshake(int reason, bool asked)
{
    switch (reason) {
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION: // the server says so
    case SSL_R_UNSUPPORTED_PROTOCOL:         // it answered with an old version
    case SSL_R_VERSION_TOO_LOW:
        return Cause::TlsVersion;
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE: // what TLS 1.2 has for a certificate that is missing
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
        return asked ? Cause::ClientCertificate : Cause::TlsHandshake;
    default:
        return isAboutClient(reason) ? Cause::ClientCertificate : Cause::TlsHandshake;
    }
}

int noteRequest(SSL *, void *verdict)
{
    static_cast<Verdict *>(verdict)->asked = true;
    return 1;
}

Cause causeOf(const Verdict &verdict, const boost::system::error_code &error)
{
    switch (verdict.error) {
    case X509_V_OK:
        return causeOfHandshake(reasonOf(error), verdict.asked);
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
        if (!socket.non_blocking())
            socket.non_blocking(true, error);
        socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
        return error != asio::error::would_block;
    }

    asio::ssl::stream<tcp::socket> m_stream;
};

constexpr std::string_view certificateOption = "--client-certificate";
constexpr std::string_view keyOption = "--client-key";
constexpr const char *notItsKey = "it is not the key of the certificate";
#ifdef _WIN32
constexpr char listSeparator = ';';
#else
constexpr char listSeparator = ':';
#endif

} // namespace

Failure lossOf(const boost::system::error_code &error, Phase otherwise, int status, const std::string &host)
{
    if (!isAboutClient(reasonOf(error)))
        return failureWith(otherwise, Cause::ConnectionLost, status, "host", host);
    Failure failure = failureWith(Phase::Tls, Cause::ClientCertificate, status, "host", host);
    failure.evidence.emplace_back("message", error.message());
    return failure;
}

class Trust::Store
{
public:
    Store(const TrustOptions &options, Trace &trace) : context(asio::ssl::context::tls_client)
    {
        context.set_options(asio::ssl::context::default_workarounds);
        SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
        SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
        // Without this OpenSSL asks on the terminal.
        context.set_password_callback([this](std::size_t, asio::ssl::context::password_purpose) { return m_password; });
        if (options.verify)
            loadTrusted(options, trace);
        if (!fault && !options.clientCertificateFile.empty())
            loadClient(options);
        ERR_clear_error();
    }

    asio::ssl::context context;
    std::optional<Failure> fault; ///< a file that is needed cannot be read
    bool extraMissing = false;    ///< NODE_EXTRA_CA_CERTS cannot be read

private:
    void fail(const std::string &file, std::string_view name, std::string message)
    {
        fault = Failure{Phase::Tls, Cause::CertificateFile, 0, {}, {{"file", file}, {"variable", std::string(name)}}};
        fault->evidence.emplace_back("message", std::move(message));
    }

    void loadTrusted(const TrustOptions &options, Trace &trace)
    {
        namespace fs = std::filesystem;
        X509_STORE *store = SSL_CTX_get_cert_store(context.native_handle());
        if (!options.certificateFile.empty() && X509_STORE_load_file(store, options.certificateFile.c_str()) != 1)
            fail(options.certificateFile, "SSL_CERT_FILE", whyNot(options.certificateFile));
        if (!options.certificateFolder.empty()) {
            // A list of folders, as everywhere; one that is missing does not matter, all that are do.
            bool found = false;
            std::string_view rest = options.certificateFolder;
            while (!rest.empty()) {
                const auto end = std::min(rest.find(listSeparator), rest.size());
                std::error_code ignored;
                found = found || fs::is_directory(fs::path(rest.substr(0, end)), ignored);
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
            if (!found || X509_STORE_load_path(store, options.certificateFolder.c_str()) != 1)
                fail(options.certificateFolder, "SSL_CERT_DIR", "no such folder");
        }
        if (options.certificateFile.empty() && options.certificateFolder.empty())
            trustSystem(store, options.root);
        if (!options.extraFile.empty() && X509_STORE_load_file(store, options.extraFile.c_str()) != 1) {
            extraMissing = true;
            trace.line("WARNING: the certificates of NODE_EXTRA_CA_CERTS are left out: " + options.extraFile + ": " +
                       whyNot(options.extraFile));
        }
    }

    static std::string whyNot(const std::string &file)
    {
        const std::ifstream stream(file);
        std::error_code ignored;
        if (!stream || std::filesystem::is_directory(file, ignored))
            return "it cannot be opened";
        return "it holds no certificate in PEM form";
    }

    void loadClient(const TrustOptions &options)
    {
        m_password = options.clientKeyPassword;
        const std::string &file = options.clientCertificateFile;
        const std::string &keyFile = options.clientKeyFile.empty() ? file : options.clientKeyFile;
        SSL_CTX *native = context.native_handle();
        bool keyLoaded = false;
        if (SSL_CTX_use_certificate_chain_file(native, file.c_str()) != 1) {
            const Bundle bundle(file, m_password);
            if (!bundle.isOpen || !bundle.isPkcs12)
                return fail(file, certificateOption, whyNot(file));
            if (!bundle.certificate)
                return fail(file, certificateOption, wrongPassword());
            SSL_CTX_use_cert_and_key(native, bundle.certificate, bundle.key, bundle.chain, 1);
            keyLoaded = bundle.key != nullptr;
        }
        if (!keyLoaded || !options.clientKeyFile.empty()) {
            ERR_clear_error();
            if (SSL_CTX_use_PrivateKey_file(native, keyFile.c_str(), SSL_FILETYPE_PEM) != 1) {
                const unsigned long error = ERR_peek_error();
                const bool mismatch = ERR_GET_LIB(error) == ERR_LIB_X509;
                return fail(keyFile, keyOption, mismatch ? notItsKey : whyNoKey(keyFile));
            }
        }
        if (SSL_CTX_check_private_key(native) != 1)
            fail(keyFile, keyOption, notItsKey);
    }

    [[nodiscard]] std::string wrongPassword() const
    {
        return (m_password.empty() ? "it needs a password: " : "the password is wrong: ") +
               std::string(contract::clientKeyPasswordVariable);
    }

    [[nodiscard]] std::string whyNoKey(const std::string &file) const
    {
        std::ifstream stream(file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        if (text.empty())
            return "it cannot be opened";
        const bool locked = text.find("ENCRYPTED") != std::string::npos;
        return locked ? wrongPassword() : "it holds no private key in PEM form";
    }

    /// A PKCS#12 file (RFC 7292), unlocked.
    struct Bundle
    {
        Bundle(const std::string &file, const std::string &password)
        {
            BIO *stream = BIO_new_file(file.c_str(), "rb");
            isOpen = stream != nullptr;
            if (PKCS12 *read = isOpen ? d2i_PKCS12_bio(stream, nullptr) : nullptr) {
                isPkcs12 = true;
                PKCS12_parse(read, password.c_str(), &key, &certificate, &chain);
                PKCS12_free(read);
            }
            BIO_free(stream);
        }
        ~Bundle()
        {
            EVP_PKEY_free(key);
            X509_free(certificate);
            sk_X509_pop_free(chain, X509_free);
        }
        Bundle(const Bundle &) = delete;
        Bundle &operator=(const Bundle &) = delete;

        bool isOpen = false;
        bool isPkcs12 = false;
        EVP_PKEY *key = nullptr;
        X509 *certificate = nullptr;
        STACK_OF(X509) *chain = nullptr;
    };

    std::string m_password;
};

Trust::Trust(TrustOptions options) : m_options(std::move(options)) {}
Trust::~Trust() = default;

asio::awaitable<Outcome<std::unique_ptr<Stream>>> Trust::encrypt(tcp::socket socket, std::string host, Trace &trace)
{
    if (!m_store || m_store->fault) // a file may be there at the next try
        m_store = std::make_unique<Store>(m_options, trace);
    if (m_store->fault) {
        Failure failure = *m_store->fault;
        failure.evidence.emplace_back("host", host);
        co_return failure;
    }
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

    auto verdict = std::make_shared<Verdict>(); // lives as long as the callback below, and so as long as the stream
    stream.set_verify_mode(asio::ssl::verify_peer);
    stream.set_verify_callback([verdict, verify = m_options.verify](bool good, asio::ssl::verify_context &context) {
        if (!good && verify)
            see(*verdict, context.native_handle());
        return good || !verify;
    });
    SSL_set_cert_cb(ssl, noteRequest, verdict.get());
    auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::client, tuple);
    if (error) {
        Failure failure = failureWith(Phase::Tls, causeOf(*verdict, error), 0, "host", host);
        const bool unknown =
            failure.cause == Cause::CertificateUntrusted || failure.cause == Cause::CertificateSelfSigned;
        if (unknown && m_store->extraMissing) {
            failure.cause = Cause::CertificateFile;
            failure.evidence.emplace_back("file", m_options.extraFile);
            failure.evidence.emplace_back("variable", "NODE_EXTRA_CA_CERTS");
        }
        if (verdict->error == X509_V_OK)
            failure.evidence.emplace_back("message", error.message());
        for (auto &one : verdict->evidence)
            failure.evidence.push_back(std::move(one));
        co_return failure;
    }
    co_return std::unique_ptr<Stream>(std::move(result));
}

} // namespace kopru::bridge
