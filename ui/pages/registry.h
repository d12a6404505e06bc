#pragma once

#include "ui/pages/page.h"

#include <span>

namespace kopru::ui {

/// A page of the window. What stands here is in the sidebar, is walked through by the tests of names, texts and
/// translations, and is photographed by `make screenshots`; a page that is not here does not exist.
struct PageDescription
{
    const char *key;
    const char *icon; ///< nullptr: not in the sidebar
    QString (*title)();
    Page *(*make)(Workspace &workspace);
    /// The places to look at where one is not enough; nullptr: the page itself.
    QList<Route> (*routes)(const Workspace &workspace);
    /// The page of the sidebar that this one belongs to.
    const char *parent;
};

[[nodiscard]] std::span<const PageDescription> pages();
[[nodiscard]] const PageDescription *pageOf(const QString &key);
[[nodiscard]] QList<Route> routesOf(const PageDescription &page, const Workspace &workspace);

} // namespace kopru::ui
