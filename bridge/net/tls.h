#pragma once

#include "bridge/net/failure.h"
#include "bridge/net/stream.h"

#include <boost/asio/ip/tcp.hpp>

#include <optional>
#include <string>

namespace kopru::bridge {

/// Which certificates are trusted.
struct TrustOptions
{
    bool verify = true;
    std::string certificateFile;   ///< SSL_CERT_FILE: instead of the system's store
    std::string certificateFolder; ///< SSL_CERT_DIR: instead of the system's store
    std::string extraFile;         ///< NODE_EXTRA_CA_CERTS: besides it
};

/// The trust store, loaded when the first TLS connection is made: a bridge to a plain server never pays for it.
class Trust
{
public:
    explicit Trust(TrustOptions options);
    ~Trust();
    Trust(const Trust &) = delete;
    Trust &operator=(const Trust &) = delete;

    /// Shakes hands on a connected socket.
    /// @return the encrypted stream, or why there is none: a Certificate… cause, or TlsHandshake
    [[nodiscard]] asio::awaitable<Outcome<std::unique_ptr<Stream>>> encrypt(asio::ip::tcp::socket socket,
                                                                            std::string host);

private:
    class Store;
    TrustOptions m_options;
    std::unique_ptr<Store> m_store;
};

} // namespace kopru::bridge
