#pragma once

#include "bridge/net/failure.h"
#include "bridge/net/stream.h"
#include "bridge/net/trace.h"

#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace kopru::bridge {

/// Which certificates are trusted, and which one is shown to a server that asks.
struct TrustOptions
{
    bool verify = true;
    std::string certificateFile;   ///< SSL_CERT_FILE: instead of the system's store
    std::string certificateFolder; ///< SSL_CERT_DIR: instead of the system's store
    /// NODE_EXTRA_CA_CERTS: besides it. Where it cannot be read Node warns and goes on, and so does the bridge: it may
    /// be meant for another program. A server that is not trusted then is Cause::CertificateFile.
    std::string extraFile;
    std::string clientCertificateFile; ///< PEM with its chain, or PKCS#12 with its key
    std::string clientKeyFile;         ///< PEM; empty: the key is in the other file
    std::string clientKeyPassword;
    std::string root; ///< in front of the paths of the system's store; for tests
};

/// What to call a connection that was lost: a server may find out after the handshake that it wants a certificate of
/// the client, or another one (RFC 8446 section 4.4.2.4), and says so before it hangs up.
/// @param otherwise  the phase of a loss that says nothing more
[[nodiscard]] Failure lossOf(const boost::system::error_code &error, Phase otherwise, int status,
                             const std::string &host);

/// The trust store, loaded when the first TLS connection is made: a bridge to a plain server never pays for it.
class Trust
{
public:
    explicit Trust(TrustOptions options);
    ~Trust();
    Trust(const Trust &) = delete;
    Trust &operator=(const Trust &) = delete;

    /// Shakes hands on a connected socket.
    /// @param trace  hears of files that cannot be read and are not needed
    /// @return the encrypted stream, or why there is none: a Certificate… cause, ClientCertificate, TlsVersion, or
    ///         TlsHandshake
    [[nodiscard]] asio::awaitable<Outcome<std::unique_ptr<Stream>>> encrypt(asio::ip::tcp::socket socket,
                                                                            std::string host, Trace &trace);

private:
    class Store;
    TrustOptions m_options;
    std::unique_ptr<Store> m_store;
};

} // namespace kopru::bridge
