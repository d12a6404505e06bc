// Opens, edits and saves a configuration until it is killed: a large server comes and goes. Prints a byte once the
// first round is done.
//   configsforever FILE SNAPSHOTS           adds and removes it
//   configsforever FILE SNAPSHOTS PARKED    parks it and puts it back
#include "app/config/configfile.h"
#include "app/config/parking.h"

#include <QtCore/QFile>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace kopru;

namespace {

bool save(const config::ConfigFile &opened, const Result<config::Document, config::EditProblem> &edited,
          store::Snapshots &snapshots)
{
    return edited && config::saveConfig(opened, *edited, snapshots);
}

bool addOrRemove(const config::ConfigFile &opened, store::Snapshots &snapshots)
{
    const config::Entry large{u"/bin/true"_s, {QString(200000, u'x')}, {}};
    const bool there = opened.document.contains(u"large"_s);
    return save(opened, there ? opened.document.removed(u"large"_s) : opened.document.added(u"large"_s, large),
                snapshots);
}

bool parkOrPutBack(const config::ConfigFile &opened, store::Snapshots &snapshots, store::Parked &parked)
{
    for (const store::ParkedServer &server : parked.list(opened.path).servers) {
        if (config::isStillInFile(server, opened.document)) {
            if (!parked.remove(server))
                return false;
            continue;
        }
        return save(opened, config::unpark(opened.document, server), snapshots) && parked.remove(server);
    }
    const auto parking = config::park(opened.document, u"large"_s, opened.path);
    return parking && parked.add(parking->server) && save(opened, parking->document, snapshots);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 4)
        return 2;
    const QString path = QFile::decodeName(argv[1]);
    store::Snapshots snapshots(QFile::decodeName(argv[2]));
    store::Parked parked(argc == 4 ? QFile::decodeName(argv[3]) : QString());
    for (int i = 0;; ++i) {
        const auto opened = config::openConfig(path);
        if (!opened)
            return 1;
        if (!(argc == 4 ? parkOrPutBack(*opened, snapshots, parked) : addOrRemove(*opened, snapshots)))
            return 1;
        if (i == 0 && ::write(STDOUT_FILENO, "x", 1) != 1)
            return 1;
    }
}
