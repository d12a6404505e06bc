#pragma once

/// Removes from this process everything that a developer's machine may have set and that changes how the
/// programs under test behave: proxies, certificate files, the session bus, XDG folders, locale.
/// Call it first in main() or initTestCase(), so that a test run by hand behaves as under ctest.
namespace kopru::test {

void scrubEnvironment();

} // namespace kopru::test
