#pragma once

#include <tl/expected.hpp>

namespace kopru {

/// What a function gives that can fail in a way its caller must handle: a value, or an error that is a value too.
template <class T, class E> using Result = tl::expected<T, E>;

template <class E> [[nodiscard]] auto failure(E &&error)
{
    return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

} // namespace kopru
