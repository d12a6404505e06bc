#pragma once

#include "app/integrations/keychainuse.h"
#include "ui/tokens.h"

#include <QtWidgets/QWidget>

namespace kopru::ui {

class Button;
class IconLabel;
class TextLabel;

/// Where a token is or will be, in a sentence or two, with what can be done about it.
class TokenRow final : public QWidget
{
    Q_OBJECT
public:
    /// @param objectName  of the label; the links are called after it
    explicit TokenRow(const QString &objectName, QWidget *parent = nullptr);
    /// @param state  Neutral: a key instead of a state's icon
    void setSentence(State state, const QString &sentence);
    [[nodiscard]] QString sentence() const;
    /// A link below the sentence; an empty text hides it.
    void setLink(const QString &text);
    void setSecondLink(const QString &text);
    [[nodiscard]] QList<QWidget *> stops() const;

Q_SIGNALS:
    void linked();
    void secondLinked();

private:
    IconLabel *m_icon;
    TextLabel *m_sentence;
    Button *m_link;
    Button *m_second;
};

/// The sentences about where a token is.
struct TokenWording
{
    /// Of a saved entry. @param several  whether the variable has to be named
    static QString where(const integrations::EntryToken &token, bool held, bool deleted, bool several);
    static QString willBeInKeychain(bool locked);
    static QString willBeInFile(const std::optional<secrets::KeychainError> &problem);
    static QString looking();
    static QString move();
    static QString replaceEverywhere();
};

} // namespace kopru::ui
