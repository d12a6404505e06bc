#include "app/checks/httpverdict.h"
#include "app/checks/networkpart.h"

#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QNetworkRequest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::checks {

namespace {

using contract::Cause;
using integrations::Transport;

constexpr auto goodbyeLimit = 2s;

class HttpPart final : public NetworkPart
{
public:
    explicit HttpPart(Way &way) : NetworkPart(way)
    {
        m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    }
    ~HttpPart() override
    {
        if (m_reply)
            m_reply->disconnect(this);
    }

    void start() override
    {
        m_way.connection.reset(); // Qt makes its own
        m_network.setProxy(m_way.proxy);
        begin(StepId::Http);
        if (m_way.target.transport == Transport::Sse)
            openEventStream();
        else
            sendInitialize();
    }

private:
    [[nodiscard]] QNetworkRequest makeRequest() const
    {
        QNetworkRequest request(m_way.target.url);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        request.setSslConfiguration(m_way.tlsConfiguration());
        for (const auto &[name, value] : m_way.target.headers)
            request.setRawHeader(name, value);
        return request;
    }

    void sendInitialize()
    {
        QNetworkRequest request = makeRequest();
        request.setRawHeader("Content-Type", "application/json");
        request.setRawHeader("Accept", m_way.target.transport == Transport::Post
                                           ? "application/json"
                                           : "application/json, text/event-stream");
        await(m_network.post(request, initializeMessage()), judge);
    }

    void openEventStream()
    {
        QNetworkRequest request = makeRequest();
        request.setRawHeader("Accept", "text/event-stream");
        await(m_network.get(request), judgeEventStream);
    }

    void await(QNetworkReply *reply, HttpVerdict (*judgeIt)(const HttpAnswer &, const QUrl &))
    {
        arm([this] { fail(StepId::Http, Cause::TimedOut, {{u"host"_s, m_way.target.url.host()}}); },
            m_way.answerLimit());
        m_reply = reply;
        m_judge = judgeIt;
        m_body.clear();
        reply->setParent(this);
        if (!m_way.target.verifyCertificate)
            reply->ignoreSslErrors();
        connect(reply, &QNetworkReply::readyRead, this, [this] {
            m_body += m_reply->read(longestAnswer - m_body.size());
            // An event stream may stay open: its first message is enough.
            const bool stream = m_reply->header(QNetworkRequest::ContentTypeHeader)
                                    .toString()
                                    .startsWith("text/event-stream"_L1, Qt::CaseInsensitive);
            if (m_body.size() >= longestAnswer || (stream && firstEvent(m_body)))
                answered();
        });
        connect(reply, &QNetworkReply::finished, this, [this] {
            m_body += m_reply->read(longestAnswer - m_body.size());
            answered();
        });
    }

    void answered()
    {
        QNetworkReply *reply = std::exchange(m_reply, nullptr);
        reply->disconnect(this);
        reply->deleteLater();
        if (isOver())
            return;
        disarm();
        HttpAnswer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.contentType = reply->header(QNetworkRequest::ContentTypeHeader).toString();
        answer.challenge = reply->rawHeader("WWW-Authenticate");
        answer.retryAfter = QString::fromUtf8(reply->rawHeader("Retry-After"));
        answer.location = reply->header(QNetworkRequest::LocationHeader).toUrl();
        answer.body = m_body;
        const QByteArray session = reply->rawHeader("Mcp-Session-Id");
        if (answer.status == 0) {
            const bool proxy = reply->error() >= QNetworkReply::ProxyConnectionRefusedError &&
                               reply->error() <= QNetworkReply::UnknownProxyError;
            reply->abort();
            fail(StepId::Http, proxy ? Cause::ProxyFailed : Cause::ConnectionLost,
                 {{u"host"_s, m_way.target.url.host()}, {u"message"_s, quoted(reply->errorString().toUtf8())}});
            return;
        }
        reply->abort();
        take(m_judge(answer, m_way.target.url), answer.status, session);
    }

    void take(const HttpVerdict &verdict, int status, const QByteArray &session)
    {
        // 2025-11-25, transports, backwards compatibility: these three may come from a server of 2024-11-05.
        const bool maybeOlder =
            m_way.target.transport == Transport::Auto && !m_first && (status == 400 || status == 404 || status == 405);
        if (verdict.cause && maybeOlder) {
            m_first = verdict;
            openEventStream();
            return;
        }
        const bool older = m_first.has_value() && !verdict.cause;
        const HttpVerdict &decisive = m_first && !older ? *m_first : verdict;
        if (decisive.cause && !decisive.answered) {
            fail(StepId::Http, *decisive.cause, decisive.evidence);
            return;
        }
        pass(StepId::Http, decisive.evidence);
        begin(StepId::Authentication);
        if (decisive.cause) {
            fail(StepId::Authentication, *decisive.cause, decisive.evidence);
            return;
        }
        pass(StepId::Authentication);
        sayGoodbye(session);
    }

    /// Ends the session that `initialize` opened (2025-11-25, transports, session management).
    void sayGoodbye(const QByteArray &session)
    {
        if (session.isEmpty()) {
            finish();
            return;
        }
        QNetworkRequest request = makeRequest();
        request.setRawHeader("Mcp-Session-Id", session);
        QNetworkReply *reply = m_network.deleteResource(request);
        reply->setParent(this);
        if (!m_way.target.verifyCertificate)
            reply->ignoreSslErrors();
        connect(reply, &QNetworkReply::finished, this, [this] { finish(); });
        arm([this] { finish(); }, goodbyeLimit);
    }

    QNetworkAccessManager m_network;
    QNetworkReply *m_reply = nullptr;
    HttpVerdict (*m_judge)(const HttpAnswer &, const QUrl &) = judge;
    QByteArray m_body;
    std::optional<HttpVerdict> m_first; ///< of the POST, while the older transport is tried
};

} // namespace

std::unique_ptr<NetworkPart> makeHttpPart(Way &way)
{
    return std::make_unique<HttpPart>(way);
}

} // namespace kopru::checks
