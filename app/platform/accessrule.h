#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include <optional>

/// Whether others than its owner may read or change a file on Windows. A file that is made in a folder takes that
/// folder's list over: below `C:\ProgramData` or a shared drive, a token is then open to everybody.
///
/// A pure rule over a list; what asks Windows for the list is one call, GetNamedSecurityInfo.
namespace kopru::platform {

/// What an entry of an access list allows or denies.
struct AccessEntry
{
    QString principal; ///< a SID (`S-1-5-32-545`), an SDDL word (`BU`), or an account name
    bool reads = false;
    bool writes = false; ///< changing, deleting or taking over counts too
    bool inherited = false;
    bool denies = false;
    bool inheritOnly = false; ///< holds for what is below, not for the file itself

    friend bool operator==(const AccessEntry &, const AccessEntry &) = default;
};

enum class Exposure { Readable, Writable };

/// A principal that has more than it should.
struct AccessFinding
{
    QString principal;
    Exposure exposure = Exposure::Readable;
    bool inherited = false; ///< mended at the folder, or by switching inheritance off for the file

    friend bool operator==(const AccessFinding &, const AccessFinding &) = default;
};

/// Those who may be in the list besides the owner: the system, administrators, the creator, and this very package.
/// A principal stands in the result once, with the worse of its exposures. What is denied to it, or to a group that
/// holds everybody, is taken off, as Windows evaluates it: in the order of the list.
[[nodiscard]] QList<AccessFinding> tooOpen(const QList<AccessEntry> &list, const QString &owner);

/// Reads the list of a security descriptor in SDDL: `O:S-1-5-21-…D:AI(A;ID;FA;;;SY)(A;ID;0x1200a9;;;BU)`. nullopt where
/// it is none. A descriptor without a list (`D:NO_ACCESS_CONTROL`, or no `D:`) lets everybody do anything: that is one
/// entry for Everyone.
struct SecurityDescriptor
{
    QString owner; ///< may be empty
    QList<AccessEntry> list;
};
[[nodiscard]] std::optional<SecurityDescriptor> readSddl(const QString &text);

/// What Windows says of a file, as SDDL; nullopt elsewhere, and where it may not be asked.
[[nodiscard]] std::optional<QString> securityDescriptorOf(const QString &path);

} // namespace kopru::platform
