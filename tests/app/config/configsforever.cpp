// Opens, edits and saves a configuration until it is killed: a large server comes and goes. Prints a byte once the
// first save is done.
#include "app/config/configfile.h"

#include <QtCore/QFile>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace kopru;

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const QString path = QFile::decodeName(argv[1]);
    store::Snapshots snapshots(QFile::decodeName(argv[2]));
    const config::Entry large{u"/bin/true"_s, {QString(200000, u'x')}, {}};
    for (int i = 0;; ++i) {
        const auto opened = config::openConfig(path);
        if (!opened)
            return 1;
        const bool there = opened->document.contains(u"large"_s);
        const auto edited = there ? opened->document.removed(u"large"_s) : opened->document.added(u"large"_s, large);
        if (!edited || !config::saveConfig(*opened, *edited, snapshots))
            return 1;
        if (i == 0 && ::write(STDOUT_FILENO, "x", 1) != 1)
            return 1;
    }
}
