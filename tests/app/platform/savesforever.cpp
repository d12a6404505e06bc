// Saves two versions of a file in turn until it is killed. Prints a byte once the first one is written.
#include "app/platform/fileaccess.h"

#include <QtCore/QFile>

#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    const QString path = QFile::decodeName(argv[1]);
    const QByteArray versions[] = {QByteArray(300000, 'a'), QByteArray(200000, 'b')};
    for (int i = 0;; ++i) {
        if (!kopru::platform::replaceFile(path, versions[i % 2]))
            return 1;
        if (i == 0 && ::write(STDOUT_FILENO, "x", 1) != 1)
            return 1;
    }
}
