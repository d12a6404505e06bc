#pragma once

#include "bridge/net/stream.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace kopru::bridge {

/// Lets coroutines wait for something that another one does.
class Bell
{
public:
    explicit Bell(const asio::any_io_executor &executor);
    void ring(); ///< everybody who waits goes on
    [[nodiscard]] asio::awaitable<void> wait();

private:
    asio::steady_timer m_timer;
};

} // namespace kopru::bridge
