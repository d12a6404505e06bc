#pragma once

#include "ui/pages/page.h"

namespace kopru::ui {

class ConflictList;
class ServerForm;

/// Changes an existing server: the same form, filled in.
class EditServerPage final : public Page
{
    Q_OBJECT
public:
    explicit EditServerPage(Workspace &workspace, QWidget *parent = nullptr);
    void open(const Route &route) override;
    void retranslate() override;

private:
    void take();
    void put(const config::Document &document, const QString &name);
    void ask(const config::Document &typed, const QList<config::Conflict> &conflicts);
    void stopAsking();
    void update();

    /// What has to be decided: the server was changed elsewhere while its form was open.
    struct Meeting
    {
        config::Document typed; ///< what the form began with, and what was typed; under its old name
        config::Document now;
    };
    std::optional<Meeting> m_meeting;
    QString m_server;
    TextLabel *m_meanwhile;
    ConflictList *m_conflicts;
    ServerForm *m_form;
    Button *m_cancel;
    Button *m_take;
};

} // namespace kopru::ui
