#pragma once

#include "app/integrations/kind.h"
#include "cli/context.h"

/// What paste and import have in common: servers that were understood, what is to be asked for, and the way into the
/// settings file.
namespace kopru::cli {

/// The most that is read of a file or of standard input.
constexpr qint64 largestInput = qint64{16} * 1024 * 1024;

struct Question
{
    QString place; ///< what `--set` and `--secret-from-env` call it, within its server
    QString words; ///< for people; may be empty
    QString now;   ///< the text that stands there meanwhile
    bool isSecret = false;
};

struct Offer
{
    QString name; ///< empty: nothing gives one
    QList<Question> questions;
    std::function<config::Entry(const QMap<QString, QString> &answers)> entry;
    QStringList notes; ///< sentences
    Json json = Json::object();
    QString source = {}; ///< the file it stands in, where there may be several
    QString label = {};  ///< what its questions and --server call it: its name, its file and its name, or its number
};

/// Makes the secrets of an entry known to the redactor.
void learnSecrets(const config::Entry &entry);
/// A token in the command line, where other programs can read it. @return Usage
[[nodiscard]] int refuseTokenInCommand(const Context &context, const QString &remedy);

/// Shows what was understood, as --server, --set, --secret and --secret-from-env say; with --save adds it.
/// @param about      members of the result
/// @param inputUsed  standard input held the text and can give no token
[[nodiscard]] std::optional<int> offerServers(Context &context, QList<Offer> offers, const Json &about, bool inputUsed);

/// Everything that a file or standard input holds, at most 16 MiB. @return an exit code where it cannot be read
[[nodiscard]] Result<QByteArray, int> readInput(const Context &context, const QString &fileOrDash);

} // namespace kopru::cli
