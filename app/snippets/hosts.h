#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

/// Addresses and hosts in sentences, without what stands around them.
namespace kopru::integrations::snippet {

constexpr qsizetype mostAddresses = 200; // in one text

/// Addresses in a text, without what stands around them.
[[nodiscard]] QStringList addressesIn(const QString &text);
/// Whether a text holds one.
[[nodiscard]] bool hasAddress(const QString &text);
/// Pages about a server go, where something else stands beside them. @return whether one went
bool withoutDocumentation(QStringList &addresses);
/// A host, or a host and a path, without a scheme.
[[nodiscard]] bool isHost(const QString &text);
/// What belongs in front of it: this computer's servers have no certificate.
[[nodiscard]] QString schemeFor(const QString &host);

} // namespace kopru::integrations::snippet
