#include "app/checks/check.h"
#include "app/checks/networkpart.h"

namespace kopru::checks {

namespace {

class NetworkCheck final : public Check
{
    Q_OBJECT
public:
    NetworkCheck(integrations::Target target, QObject *parent) : Check(parent)
    {
        m_way.target = std::move(target);
        QList<StepId> ids{StepId::Address, StepId::Proxy, StepId::Name, StepId::Tcp};
        m_waiting.append(makeReachPart);
        if (m_way.isSecure()) {
            ids.append(StepId::Tls);
            m_waiting.append(makeTlsPart);
        }
        ids += {m_way.isWebSocket() ? StepId::WebSocket : StepId::Http, StepId::Authentication};
        if (m_way.isWebSocket())
            ids.append(StepId::Tools);
        m_waiting.append(m_way.isWebSocket() ? makeWebSocketPart : makeHttpPart);
        for (const StepId id : ids)
            m_steps.append({id, StepState::Waiting, {}, {}, {}});
    }

    void start() override
    {
        if (!std::exchange(m_started, true))
            QMetaObject::invokeMethod(this, &NetworkCheck::next, Qt::QueuedConnection);
    }

    void cancel() override
    {
        if (m_started)
            finish(true);
    }

private:
    void next()
    {
        if (m_done)
            return;
        if (m_waiting.isEmpty()) {
            finish(false);
            return;
        }
        m_part = m_waiting.takeFirst()(m_way);
        connect(m_part.get(), &NetworkPart::began, this, &NetworkCheck::begin);
        connect(m_part.get(), &NetworkPart::ended, this, &NetworkCheck::end);
        connect(m_part.get(), &NetworkPart::skipped, this, &NetworkCheck::skip);
        // Not at once: the part is in the middle of a signal of its connection, which the next one may close.
        connect(
            m_part.get(), &NetworkPart::done, this,
            [this](bool goOn) {
                if (!goOn)
                    finish(false);
                else
                    next();
            },
            Qt::QueuedConnection);
        m_part->start();
    }

    void finish(bool cancelled)
    {
        if (std::exchange(m_done, true))
            return;
        if (NetworkPart *part = m_part.release()) { // it may be what calls
            part->disconnect(this);
            part->stop();
            part->setParent(this);
            part->deleteLater();
        }
        Q_EMIT finished(report(cancelled));
    }

    Way m_way;
    QList<std::unique_ptr<NetworkPart> (*)(Way &)> m_waiting;
    std::unique_ptr<NetworkPart> m_part; ///< uses the way
    bool m_started = false;
    bool m_done = false;
};

} // namespace

Check *makeNetworkCheck(const integrations::Target &target, QObject *parent)
{
    return new NetworkCheck(target, parent);
}

} // namespace kopru::checks

#include "networkcheck.moc"
