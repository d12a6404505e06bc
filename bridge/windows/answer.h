#pragma once

#include <optional>
#include <utility>

namespace kopru::windows {

/// What the system gave, or the number of its error (GetLastError()) where it gave nothing. These pieces know no
/// causes: whoever calls them turns numbers into them.
template <class T> struct Answer
{
    std::optional<T> value;
    unsigned long error = 0;

    explicit operator bool() const { return value.has_value(); }
    T &operator*() { return *value; }
    const T &operator*() const { return *value; }
    T *operator->() { return &*value; }
};

template <class T> Answer<T> given(T value)
{
    return {std::optional<T>(std::move(value)), 0};
}

} // namespace kopru::windows
