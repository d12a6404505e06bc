#include "bridge/net/bell.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kopru::bridge {

Bell::Bell(const asio::any_io_executor &executor) : m_timer(executor)
{
    m_timer.expires_at(asio::steady_timer::time_point::max());
}

void Bell::ring()
{
    m_timer.cancel();
}

asio::awaitable<void> Bell::wait()
{
    co_await m_timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

} // namespace kopru::bridge
