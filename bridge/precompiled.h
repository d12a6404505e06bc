#pragma once

// What every file of the bridge that does input or output includes: compiled once.
#include <boost/asio.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>
