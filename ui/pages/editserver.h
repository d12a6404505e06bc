#pragma once

#include "ui/pages/page.h"

namespace kopru::ui {

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

    QString m_server;
    ServerForm *m_form;
    Button *m_cancel;
    Button *m_take;
};

} // namespace kopru::ui
