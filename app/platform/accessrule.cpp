#include "app/platform/accessrule.h"

#include <QtCore/QMap>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QStringList>

#if defined(Q_OS_WIN)
#include <windows.h>

#include <aclapi.h>
#include <sddl.h>
#endif

using namespace Qt::StringLiterals;

namespace kopru::platform {
namespace {

/// SDDL's words for well-known SIDs ([MS-DTYP] 2.5.1.1).
QString sidOf(const QString &principal)
{
    static const QMap<QString, QString> words{
        {u"WD"_s, u"S-1-1-0"_s},      {u"AU"_s, u"S-1-5-11"_s}, {u"BU"_s, u"S-1-5-32-545"_s},
        {u"BG"_s, u"S-1-5-32-546"_s}, {u"IU"_s, u"S-1-5-4"_s},  {u"SY"_s, u"S-1-5-18"_s},
        {u"BA"_s, u"S-1-5-32-544"_s}, {u"CO"_s, u"S-1-3-0"_s},  {u"OW"_s, u"S-1-3-4"_s},
        {u"AC"_s, u"S-1-15-2-1"_s},   {u"AN"_s, u"S-1-5-7"_s},  {u"NU"_s, u"S-1-5-2"_s},
        {u"LS"_s, u"S-1-5-19"_s},     {u"NS"_s, u"S-1-5-20"_s}, {u"CG"_s, u"S-1-3-1"_s}};
    return words.value(principal, principal);
}

/// Names in the languages of this program; Windows translates them.
bool isTrusted(const QString &principal, const QString &owner)
{
    const QString sid = sidOf(principal);
    if (!owner.isEmpty() && sid.compare(sidOf(owner), Qt::CaseInsensitive) == 0)
        return true;
    static const QStringList trusted{u"S-1-5-18"_s, u"S-1-5-32-544"_s, u"S-1-3-0"_s, u"S-1-3-4"_s,
                                     // TrustedInstaller
                                     u"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"_s};
    if (trusted.contains(sid))
        return true;
    // A package or a capability of one; “all packages” is a group like any other.
    if (sid.startsWith("S-1-15-2-"_L1) && sid != "S-1-15-2-1"_L1 && sid != "S-1-15-2-2"_L1)
        return true;
    if (sid.startsWith("S-1-15-3-"_L1))
        return true;
    static const QRegularExpression names(
        u"^(?:NT AUTHORITY\\\\|BUILTIN\\\\)?(?:SYSTEM|SİSTEM|Administrators|Yöneticiler|CREATOR OWNER|"
        u"OLUŞTURAN SAHİP|OWNER RIGHTS|SAHİP HAKLARI)$"_s);
    return names.match(principal).hasMatch();
}

bool isEverybody(const QString &principal)
{
    const QString sid = sidOf(principal);
    return sid == "S-1-1-0"_L1 || principal == "Everyone"_L1 || principal == "Herkes"_L1;
}

struct Rights
{
    bool reads = false;
    bool writes = false;
};

std::optional<Rights> rightsOf(const QString &text)
{
    // Files read by FILE_READ_DATA; they change by FILE_WRITE_DATA, FILE_APPEND_DATA, DELETE, WRITE_DAC, WRITE_OWNER.
    constexpr quint32 read = 0x1 | 0x80000000 | 0x10000000;
    constexpr quint32 write = 0x2 | 0x4 | 0x10000 | 0x40000 | 0x80000 | 0x40000000 | 0x10000000;
    const auto of = [](quint32 mask) { return Rights{(mask & read) != 0, (mask & write) != 0}; };
    if (text.startsWith("0x"_L1, Qt::CaseInsensitive)) {
        bool good = false;
        const quint32 mask = text.mid(2).toUInt(&good, 16);
        return good ? std::optional(of(mask)) : std::nullopt;
    }
    static const QMap<QString, quint32> words{
        {u"FA"_s, 0x1f01ff},   {u"FR"_s, 0x120089},   {u"FW"_s, 0x120116},   {u"FX"_s, 0x1200a0}, {u"GA"_s, 0x10000000},
        {u"GR"_s, 0x80000000}, {u"GW"_s, 0x40000000}, {u"GX"_s, 0x20000000}, {u"SD"_s, 0x10000},  {u"RC"_s, 0x20000},
        {u"WD"_s, 0x40000},    {u"WO"_s, 0x80000},    {u"CC"_s, 0x1},        {u"DC"_s, 0x2},      {u"LC"_s, 0x4},
        {u"SW"_s, 0x8},        {u"RP"_s, 0x10},       {u"WP"_s, 0x20},       {u"DT"_s, 0x40},     {u"LO"_s, 0x80},
        {u"CR"_s, 0x100}};
    quint32 mask = 0;
    for (qsizetype i = 0; i < text.size(); i += 2) {
        const auto word = words.constFind(text.mid(i, 2));
        if (word == words.cend())
            return std::nullopt;
        mask |= *word;
    }
    return of(mask);
}

} // namespace

QList<AccessFinding> tooOpen(const QList<AccessEntry> &list, const QString &owner)
{
    struct Seen
    {
        AccessFinding finding;
        bool reads = false;
        bool writes = false;
        bool readsDenied = false;
        bool writesDenied = false;
    };
    QList<QString> order;
    QMap<QString, Seen> seen;
    bool allReadsDenied = false;
    bool allWritesDenied = false;
    for (const AccessEntry &entry : list) {
        if (entry.inheritOnly)
            continue;
        const QString key = sidOf(entry.principal);
        if (entry.denies) {
            // Only what comes behind it is held back.
            Seen &one = seen[key];
            one.readsDenied = one.readsDenied || entry.reads;
            one.writesDenied = one.writesDenied || entry.writes;
            if (isEverybody(entry.principal)) {
                allReadsDenied = allReadsDenied || entry.reads;
                allWritesDenied = allWritesDenied || entry.writes;
            }
            continue;
        }
        if (isTrusted(entry.principal, owner))
            continue;
        Seen &one = seen[key];
        const bool reads = entry.reads && !one.readsDenied && !allReadsDenied;
        const bool writes = entry.writes && !one.writesDenied && !allWritesDenied;
        if (!reads && !writes)
            continue;
        if (!order.contains(key)) {
            order.append(key);
            one.finding = {entry.principal, Exposure::Readable, entry.inherited};
        }
        if (writes && !one.writes)
            one.finding = {entry.principal, Exposure::Writable, entry.inherited};
        one.reads = one.reads || reads;
        one.writes = one.writes || writes;
    }
    QList<AccessFinding> findings;
    for (const QString &key : std::as_const(order))
        findings.append(seen.value(key).finding);
    return findings;
}

std::optional<SecurityDescriptor> readSddl(const QString &text)
{
    static const QRegularExpression whole(
        uR"(^(?:O:([A-Z]{2}|S-[0-9-]+))?(?:G:(?:[A-Z]{2}|S-[0-9-]+))?(D:([A-Z_]*)((?:\([^()]*\))*))?(?:S:.*)?$)"_s);
    const auto match = whole.match(text.trimmed());
    if (text.trimmed().isEmpty() || !match.hasMatch())
        return std::nullopt;
    SecurityDescriptor descriptor;
    descriptor.owner = match.captured(1);
    if (match.captured(2).isEmpty() || match.captured(3).contains("NO_ACCESS_CONTROL"_L1)) {
        AccessEntry everyone;
        everyone.principal = u"WD"_s;
        everyone.reads = everyone.writes = true;
        descriptor.list.append(everyone);
        return descriptor;
    }
    static const QRegularExpression one(uR"(\(([^()]*)\))"_s);
    for (auto entries = one.globalMatch(match.captured(4)); entries.hasNext();) {
        const QStringList parts = entries.next().captured(1).split(u';');
        if (parts.size() < 6)
            return std::nullopt;
        const QString &kind = parts.at(0);
        // XA and XD hold under a condition that is not known here: counted, as if it were met.
        const bool denies = kind == "D"_L1 || kind == "XD"_L1;
        if (!denies && kind != "A"_L1 && kind != "XA"_L1)
            continue; // of objects, or for the protocol
        const auto rights = rightsOf(parts.at(2));
        if (!rights)
            return std::nullopt;
        const QString &flags = parts.at(1);
        const auto has = [&flags](QLatin1StringView flag) {
            for (qsizetype i = 0; i + 1 < flags.size(); i += 2)
                if (flags.mid(i, 2) == flag)
                    return true;
            return false;
        };
        AccessEntry entry;
        entry.principal = parts.at(5);
        entry.reads = rights->reads;
        entry.writes = rights->writes;
        entry.inherited = has("ID"_L1);
        entry.inheritOnly = has("IO"_L1);
        entry.denies = denies;
        descriptor.list.append(entry);
    }
    return descriptor;
}

std::optional<QString> securityDescriptorOf([[maybe_unused]] const QString &path)
{
#if defined(Q_OS_WIN)
    // Not compiled here.
    constexpr SECURITY_INFORMATION wanted = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    std::wstring name = path.toStdWString();
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (::GetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT, wanted, nullptr, nullptr, nullptr, nullptr, &descriptor) !=
        ERROR_SUCCESS)
        return std::nullopt;
    LPWSTR text = nullptr;
    std::optional<QString> result;
    if (::ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, SDDL_REVISION_1, wanted, &text, nullptr))
        result = QString::fromWCharArray(text);
    ::LocalFree(text);
    ::LocalFree(descriptor);
    return result;
#else
    return std::nullopt;
#endif
}

} // namespace kopru::platform
