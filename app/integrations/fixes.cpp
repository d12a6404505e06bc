#include "app/integrations/fixes.h"

#include "app/integrations/rules.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations {
namespace {

using config::FixId;

class FieldMender
{
public:
    FieldMender(const Kind &kind, const Values &values, const FieldFinding &finding)
        : m_kind(kind), m_values(values), m_finding(finding)
    {}

    std::optional<FieldFix> mend() const
    {
        switch (m_finding.problem) {
        case FieldProblem::AddressAsHost:
        case FieldProblem::NotAHost:
            return splitAddress();
        case FieldProblem::PlainHttp:
        case FieldProblem::PlainWebSocket:
            if (m_finding.field == FieldId::UseHttps)
                return with(FixId::UseEncryption, true);
            return withAddress(FixId::UseEncryption, withScheme(secure(scheme())));
        case FieldProblem::UnsupportedScheme:
            return withAddress(FixId::AddScheme, otherTransport());
        case FieldProblem::NotAUrl:
            return withAddress(FixId::AddScheme, completed());
        case FieldProblem::CredentialsInUrl:
            return credentials();
        case FieldProblem::OutOfRange:
            if (const Field *described = field(m_kind, m_finding.field))
                return with(FixId::UseStandard, described->standard);
            return std::nullopt;
        case FieldProblem::SpaceInToken: {
            static const QRegularExpression all(u"[\\s\\x{0}-\\x{1f}\\x{7f}]+"_s);
            return with(FixId::RemoveSpaces, own().remove(all));
        }
        case FieldProblem::UnusualPrefix: {
            const QString token = config::cleanedToken(own(), m_kind.id == KindId::AgentPort ? u"ap_"_s : u"mcp_"_s);
            return token.isEmpty() ? std::nullopt : with(FixId::CleanToken, token);
        }
        case FieldProblem::VerificationOff:
            return with(FixId::VerifyAgain, true);
        case FieldProblem::NotAHeaderName: {
            static const QRegularExpression other(u"^[\\s\"']+|[\\s\"':]+$"_s);
            const QString name = own().remove(other);
            return isHeaderName(name) && name != own() ? with(FixId::RemoveSpaces, name) : std::nullopt;
        }
        default:
            return std::nullopt;
        }
    }

private:
    [[nodiscard]] QString own() const { return valueOr<QString>(m_kind, m_values, m_finding.field).trimmed(); }
    [[nodiscard]] QString scheme() const { return QUrl(own(), QUrl::StrictMode).scheme(); }

    [[nodiscard]] std::optional<FieldFix> with(FixId id, const Value &value) const
    {
        FieldFix fix{id, m_values};
        fix.values.insert(m_finding.field, value);
        return fix;
    }

    /// Only where the rule has nothing to say against it any more.
    [[nodiscard]] std::optional<FieldFix> withAddress(FixId id, const QString &address) const
    {
        if (address.isEmpty() || address == own())
            return std::nullopt;
        auto fix = with(id, address);
        const auto findings = m_kind.validate(fix->values);
        const bool good = std::none_of(findings.cbegin(), findings.cend(), [this](const FieldFinding &one) {
            return one.field == m_finding.field && (one.blocking || one.problem == m_finding.problem);
        });
        return good ? fix : std::nullopt;
    }

    static QString secure(const QString &scheme)
    {
        return scheme == "http"_L1 ? u"https"_s : scheme == "ws"_L1 ? u"wss"_s : QString();
    }

    [[nodiscard]] QString withScheme(const QString &wanted) const
    {
        const qsizetype colon = own().indexOf(u':');
        return wanted.isEmpty() || colon < 0 ? QString() : wanted + own().mid(colon);
    }

    [[nodiscard]] QString otherTransport() const
    {
        const bool webSocket = m_kind.id == KindId::AlecsWebSocket;
        if (scheme() == "http"_L1 || scheme() == "https"_L1)
            return webSocket ? withScheme(scheme() == "http"_L1 ? u"ws"_s : u"wss"_s) : QString();
        if (scheme() == "ws"_L1 || scheme() == "wss"_L1)
            return webSocket ? QString() : withScheme(scheme() == "ws"_L1 ? u"http"_s : u"https"_s);
        return {};
    }

    [[nodiscard]] QString completed() const
    {
        QString address = own();
        static const QRegularExpression wrapping(u"^[\"'<]+|[\"'>,;]+$"_s);
        static const QRegularExpression broken(u"^(https?|wss?)(?::/?|//)(?!/)"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        address.remove(wrapping);
        if (address.contains("://"_L1))
            return address;
        if (const auto match = broken.match(address); match.hasMatch())
            return match.captured(1).toLower() + "://"_L1 + address.mid(match.capturedLength());
        static const QRegularExpression host(
            u"^[^\\s/:@]+\\.[^\\s/:@]+(?::\\d+)?(?:/\\S*)?$|^localhost(?::\\d+)?(?:/\\S*)?$"_s);
        if (!host.match(address).hasMatch())
            return {};
        const bool near = address.startsWith("localhost"_L1);
        return (m_kind.id == KindId::AlecsWebSocket ? (near ? u"ws://"_s : u"wss://"_s)
                                                    : (near ? u"http://"_s : u"https://"_s)) +
               address;
    }

    /// User and password become what a program would send for them.
    [[nodiscard]] std::optional<FieldFix> credentials() const
    {
        QUrl url(own(), QUrl::StrictMode);
        const QString user = url.userName(QUrl::FullyDecoded);
        const QString password = url.password(QUrl::FullyDecoded);
        const QString token = valueOr<QString>(m_kind, m_values, FieldId::Token);
        if (!token.trimmed().isEmpty() || !field(m_kind, FieldId::HeaderName))
            return std::nullopt;
        url.setUserInfo({});
        auto fix = withAddress(FixId::MoveToToken, QString::fromLatin1(url.toEncoded()));
        if (!fix)
            return std::nullopt;
        fix->values.insert(FieldId::HeaderName, u"Authorization"_s);
        fix->values.insert(FieldId::Token,
                           u"Basic "_s + QString::fromLatin1((user + u':' + password).toUtf8().toBase64()));
        return fix;
    }

    [[nodiscard]] std::optional<FieldFix> splitAddress() const
    {
        const QString written = own();
        const QUrl url(written.contains("://"_L1) ? written : u"https://"_s + written, QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || hostProblem(url.host()))
            return std::nullopt;
        auto fix = with(FixId::SplitAddress, readableHost(url.host()));
        if (url.port() > 0 && field(m_kind, FieldId::Port))
            fix->values.insert(FieldId::Port, url.port());
        if (url.path().size() > 1 && field(m_kind, FieldId::Path))
            fix->values.insert(FieldId::Path, url.path());
        if (written.contains("://"_L1) && field(m_kind, FieldId::UseHttps))
            fix->values.insert(FieldId::UseHttps, url.scheme() != "http"_L1);
        return fix;
    }

    const Kind &m_kind;
    const Values &m_values;
    const FieldFinding &m_finding;
};

} // namespace

std::optional<FieldFix> fieldFix(const Kind &kind, const Values &values, const FieldFinding &finding)
{
    return FieldMender(kind, values, finding).mend();
}

} // namespace kopru::integrations
