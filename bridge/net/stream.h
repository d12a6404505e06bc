#pragma once

#include "bridge/net/failure.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <memory>

namespace kopru::bridge {

namespace asio = boost::asio;

/// How an input or output ended.
struct Transfer
{
    boost::system::error_code error;
    std::size_t bytes = 0;
};

/// A connection to a server, plain or TLS. One coroutine may read while another one writes.
class Stream
{
public:
    virtual ~Stream() = default;
    [[nodiscard]] virtual asio::awaitable<Transfer> read(asio::mutable_buffer into) = 0;
    /// Writes all of it.
    [[nodiscard]] virtual asio::awaitable<Transfer> write(asio::const_buffer from) = 0;
    /// Whether nothing came and nobody hung up while the connection lay idle.
    [[nodiscard]] virtual bool isQuiet() = 0;
    /// Ends what is being read and written; the connection is good for nothing more.
    virtual void close() = 0;
};

} // namespace kopru::bridge
