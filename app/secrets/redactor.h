#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QReadWriteLock>
#include <QtCore/QSet>
#include <QtCore/QString>

#include <memory>

#include <nlohmann/json_fwd.hpp>

namespace kopru::secrets {

/// Takes secrets out of any text before it leaves the program: log, error text, --json, report.
///
/// A secret that was made known is found in every spelling that texts of this field carry it in: plain,
/// JSON-escaped (RFC 8259 section 7, any character as \uXXXX), percent-encoded (RFC 3986 section 2.1, any subset of
/// its characters, either case, + for a space), both one upon the other, HTML-escaped, base64 and base64url (RFC 4648)
/// at any alignment and so inside `Basic` credentials too, and hexadecimal. Besides, shapes that are always secrets are
/// taken out without being known: credentials in a URL, Authorization values, tokens with a known prefix, JWTs.
///
/// Secrets shorter than `shortest` bytes are only taken out where they stand alone between quotes, after a separator
/// or as a whole text: anywhere else they would blank ordinary words.
/// Thread-safe. Time grows with the text's length; how many secrets are known hardly counts. The first text after an
/// add() waits until they are put in order: 2 ms for 4,000.
class Redactor
{
public:
    Redactor();
    ~Redactor();
    Redactor(const Redactor &) = delete;
    Redactor &operator=(const Redactor &) = delete;

    static constexpr qsizetype shortest = 6;
    static QByteArray mark(); ///< what stands in the place of a secret

    /// Makes a secret known. White space around it is not part of it. Empty text is ignored.
    void add(const QString &secret);
    [[nodiscard]] QByteArray redact(const QByteArray &utf8) const;
    [[nodiscard]] QString redact(const QString &text) const;
    /// The same with as many lines as before, where a secret goes across a line end too: for a text that is cut into
    /// lines afterwards.
    [[nodiscard]] QByteArray redactLines(const QByteArray &utf8) const;
    /// Every key and string of a value, one by one, so that the result stays JSON whatever the secret looks like.
    [[nodiscard]] nlohmann::ordered_json redact(const nlohmann::ordered_json &value) const;

private:
    struct Search;
    struct Fresh;
    enum class Lines { Any, Kept };
    [[nodiscard]] QByteArray without(const QByteArray &utf8, Lines lines) const;
    [[nodiscard]] std::shared_ptr<const Search> search() const;

    mutable QReadWriteLock m_lock;
    QSet<QByteArray> m_known;
    mutable std::unique_ptr<Fresh> m_fresh; ///< not yet in m_search
    mutable std::shared_ptr<const Search> m_search;
};

/// The redactor of this process: the three main programs' log and output go through it.
[[nodiscard]] Redactor &processRedactor();

} // namespace kopru::secrets
