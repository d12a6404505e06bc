#pragma once

#include "app/config/merge.h"

#include <QtWidgets/QWidget>

#include <optional>

class QVBoxLayout;

namespace kopru::ui {

class Button;
class SideChoice;

/// Places that two sides changed, each with the value of both, one of which is to be chosen. Secrets are not shown.
/// Of many places the first ones have a card; the others come in portions.
class ConflictList final : public QWidget
{
    Q_OBJECT
public:
    explicit ConflictList(QWidget *parent = nullptr);

    /// @param theirs  nullopt: there is no file, or it cannot be read
    /// What is chosen already stays so where both values are the ones that were chosen between.
    void setConflicts(const QList<config::Conflict> &conflicts, const config::Document &ours,
                      const std::optional<config::Document> &theirs);
    void clear();
    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }
    [[nodiscard]] qsizetype count() const { return m_rows.size(); }
    [[nodiscard]] bool isDecided() const;
    /// For all that is decided.
    [[nodiscard]] config::Choices choices() const;
    /// Also those without a card.
    void chooseAll(config::Keep side);

Q_SIGNALS:
    void chosen();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Row
    {
        config::Conflict conflict;
        QByteArray mine;
        QByteArray theirs;
        int servers = 0; ///< of theirs, where the whole file is meant
        bool readable = true;
        std::optional<config::Keep> choice = std::nullopt;
        SideChoice *mineChoice = nullptr; ///< nullptr: it has no card yet
        SideChoice *theirsChoice = nullptr;
    };
    void showUpTo(qsizetype end);
    void addCard(qsizetype index);
    void retranslate();
    QList<Row> m_rows;
    int m_ourServers = 0;
    QWidget *m_cardBox = nullptr;
    QVBoxLayout *m_column;
    QVBoxLayout *m_cards = nullptr;
    qsizetype m_shown = 0;
    Button *m_more;
};

} // namespace kopru::ui
