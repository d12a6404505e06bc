#include "app/config/secretlearning.h"

#include "app/config/entryrules.h"
#include "app/config/jsontext.h"
#include "app/config/secretplaces.h"
#include "app/config/tolerant.h"
#include "app/secrets/secretnames.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::config {

namespace {

/// A bracket in a secret's place, in an entry that is not well formed, is no secret: all brackets would be hidden.
bool isTelling(const QString &secret)
{
    return secret.size() >= secrets::Redactor::shortest ||
           std::any_of(secret.cbegin(), secret.cend(), [](QChar c) { return c.isLetterOrNumber(); });
}

class Learning
{
public:
    explicit Learning(secrets::Redactor &redactor) : m_redactor(redactor) {}

    void add(const QString &secret)
    {
        const QString plain = secret.trimmed();
        if (isTelling(plain) && !secrets::isSchemeWord(plain))
            m_redactor.add(plain);
    }

    /// Of a place that only looks like one: a plain word or an example is none.
    void addGuessed(const QString &value)
    {
        static const QRegularExpression word(u"^[A-Za-z]{0,11}$"_s);
        for (const QString &secret : secrets::secretsIn({}, {{u"SECRET"_s, value}}))
            if (secret.size() >= secrets::Redactor::shortest && !word.match(secret).hasMatch() &&
                !isPlaceholder(secret.section(u' ', -1)))
                add(secret);
    }

    void addDocument(const Document &document)
    {
        for (const Server &server : document.servers())
            for (const QString &secret : secrets::secretsIn(server.entry.arguments, server.entry.environmentMap()))
                add(secret);
        if (const auto tree = json::Tree::parse(document.text(), true))
            addTree(*tree);
    }

    /// What `mended` makes of a secret that a line break cuts: its halves stand on lines of their own.
    void addHalves(const Document &mended)
    {
        static const QRegularExpression space(u"\\s+"_s);
        for (const Server &server : mended.servers())
            for (const QString &secret : secrets::secretsIn(server.entry.arguments, server.entry.environmentMap()))
                for (const QString &half : secret.split(space, Qt::SkipEmptyParts))
                    add(half);
    }

    /// Values behind the names of secrets, in a text that nobody can read: quotes of any kind, or none.
    void addPairs(const QString &text)
    {
        static const QRegularExpression name(uR"((?<![\w.-])[A-Za-z][\w.-]{1,80}+)"_s);
        static const QRegularExpression space(u"\\s+"_s);
        static const QRegularExpression rest(uR"([ \t]*[\r\n]+([^"“”{}\[\]:]{1,4096})["“”])"_s);
        static const QRegularExpression value(
            uR"(["'“”‘’„\\]*\s*[:=,]?\s*["'“”‘’„\\]*((?:(?:Bearer|Basic|Token)\s+)?[^\s"'“”‘’„\\,{}\[\]]{1,4096}))"_s,
            QRegularExpression::CaseInsensitiveOption);
        // Without the second one, every look at a value would read the whole text. fromUtf8() made it sound.
        const auto here =
            QRegularExpression::AnchorAtOffsetMatchOption | QRegularExpression::DontCheckSubjectStringMatchOption;
        for (auto names = name.globalMatch(text); names.hasNext();) {
            const auto found = names.next();
            if (!secrets::isSecretName(found.capturedView()))
                continue;
            const auto behind = value.match(text, found.capturedEnd(), QRegularExpression::NormalMatch, here);
            if (!behind.hasMatch())
                continue;
            addGuessed(behind.captured(1));
            // A line break in the middle: what comes behind it belongs to the value too.
            const auto cut = rest.match(text, behind.capturedEnd(), QRegularExpression::NormalMatch, here);
            for (const QString &half : cut.captured(1).split(space, Qt::SkipEmptyParts))
                addGuessed(half);
        }
    }

private:
    /// Members whose name tells a secret, wherever they stand: another program may have put headers into an entry, or
    /// a whole file of its own.
    void addTree(const json::Tree &tree)
    {
        for (int i = 0; i < tree.size(); ++i) {
            if (!tree.is(i, json::Kind::Text))
                continue;
            const QString value = tree.value(i);
            if (tree.node(i).keyBegin >= 0 && secrets::isSecretName(tree.key(i)))
                addGuessed(value);
            else
                for (const QString &secret : secrets::secretsIn({value}, {}))
                    addGuessed(secret);
        }
    }

    secrets::Redactor &m_redactor;
};

} // namespace

void learnSecrets(const Document &document, secrets::Redactor &redactor)
{
    Learning(redactor).addDocument(document);
}

void learnSecrets(const QByteArray &bytes, secrets::Redactor &redactor)
{
    Learning learning(redactor);
    if (const auto document = Document::parse(bytes)) {
        learning.addDocument(*document);
        return;
    }
    QList<QByteArray> texts{bytes};
    if (const auto mended = readTolerantly(bytes).mended) {
        texts.append(*mended);
        if (const auto document = Document::parse(*mended)) {
            learning.addDocument(*document);
            learning.addHalves(*document);
        }
    }
    for (const QByteArray &text : std::as_const(texts))
        for (const TextSpan &span : secretPlaces(text))
            learning.add(json::decoded(QByteArrayView(text).sliced(span.begin, span.end - span.begin)));
    learning.addPairs(QString::fromUtf8(bytes));
}

} // namespace kopru::config
