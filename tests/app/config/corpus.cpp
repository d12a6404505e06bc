#include "tests/app/config/corpus.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

using namespace Qt::StringLiterals;

namespace kopru::test {

static const QString folder = QStringLiteral(KOPRU_TEST_DATA "/config/");

QStringList soundFiles()
{
    QStringList names;
    for (const QString &name : QDir(folder + "sound"_L1).entryList({u"*.json"_s}, QDir::Files, QDir::Name))
        names.append("sound/"_L1 + name);
    return names;
}

QByteArray corpusFile(const QString &name)
{
    QFile file(folder + name);
    if (!file.open(QFile::ReadOnly))
        qFatal("Cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

Json independent(const QByteArray &text)
{
    return Json::parse(text.begin(), text.end());
}

Json expectations(const QString &list)
{
    return independent(corpusFile(list));
}

bool isPortable(const QString &file)
{
    static const QStringList refused = [] {
        QStringList files;
        for (const Json &row : expectations(u"sound.json"_s))
            if (!row.value("portable", true))
                files.append(QString::fromStdString(row.at("file").get<std::string>()));
        return files;
    }();
    return !refused.contains(file);
}

static QByteArray numbered(const char *format, int number)
{
    return QByteArray::fromStdString(QString::asprintf(format, number).toStdString());
}

static QByteArray thousandServers(bool oneLine)
{
    Json all;
    for (int i = 0; i < 1000; ++i) {
        Json &entry = all["mcpServers"][numbered("server-%04d", i).toStdString()];
        entry["command"] = "npx";
        entry["args"] = {"-y", numbered("example-%04d", i).toStdString()};
        entry["env"]["TOKEN"] = numbered("example-%04d", i).toStdString();
    }
    return oneLine ? QByteArray::fromStdString(all.dump()) : QByteArray::fromStdString(all.dump(2)) + '\n';
}

QByteArray generated(const QByteArray &name)
{
    if (name == "thousand-servers" || name == "thousand-servers-one-line")
        return thousandServers(name.endsWith("line"));
    QByteArray text = "{\n";
    const QByteArray open = "  \"mcpServers\": {\n";
    const QByteArray close = "  }\n}\n";
    if (name == "ten-megabytes-of-preferences") {
        text += "  \"preferences\": {\n";
        for (int i = 0; i < 100'000; ++i)
            text += numbered("    \"option-%06d\": \"", i) + QByteArray(80, 'x') + (i < 99'999 ? "\",\n" : "\"\n");
        return text + "  },\n" + open + "    \"last-of-all\": { \"command\": \"npx\" }\n" + close;
    }
    if (name == "ten-megabytes-of-text")
        return text + open +
               "    \"before\": { \"command\": \"npx\" },\n    \"long\": { \"command\": \"npx\", \"env\": { \"TEXT\": "
               "\"" +
               QByteArray(10'000'000, 'x') + "\" } },\n    \"behind\": { \"command\": \"npx\" }\n" + close;
    if (name == "ten-megabytes-of-white-space")
        return text + open + "    \"before\": { \"command\": \"npx\" }," + QByteArray(" \t\n\r\n").repeated(2'000'000) +
               "    \"behind\": { \"command\": \"npx\" }\n" + close;
    if (name == "hundred-thousand-arguments") {
        text += open + "    \"long\": {\n      \"command\": \"npx\",\n      \"args\": [\n";
        for (int i = 0; i < 100'000; ++i)
            text += numbered("        \"%06d\"", i) + (i < 99'999 ? ",\n" : "\n");
        return text + "      ]\n    }\n" + close;
    }
    if (name == "hundred-thousand-duplicates") {
        text += open;
        for (int i = 0; i < 100'000; ++i)
            text += numbered("    \"same\": { \"command\": \"%06d\" }", i) + (i < 99'999 ? ",\n" : "\n");
        return text + close;
    }
    if (name == "ten-thousand-lists") {
        text += "  \"tree\": [\n";
        for (int i = 0; i < 10'000; ++i)
            text += "    " + QByteArray(500, '[') + QByteArray(500, ']') + (i < 9'999 ? ",\n" : "\n");
        return text + "  ],\n" + open + "    \"a\": { \"command\": \"npx\" }\n" + close;
    }
    return {};
}

Json independentServers(const QByteArray &text)
{
    const Json all = independent(text);
    return all.contains("mcpServers") ? all.at("mcpServers") : Json::object();
}

} // namespace kopru::test
