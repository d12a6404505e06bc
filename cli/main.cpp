#include "app/secrets/redactedlog.h"
#include "app/store/language.h"
#include "cli/context.h"

#include <QtCore/QCoreApplication>

#include <spdlog/spdlog.h>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("kopructl"));
    kopru::store::Language language(*QCoreApplication::instance());
    language.apply(kopru::cli::languageIn(QCoreApplication::arguments()));

    const auto options = kopru::cli::readOptions(QCoreApplication::arguments());
    if (!options) {
        const kopru::cli::Stop &stop = options.error();
        if (stop.code != 0)
            return kopru::cli::Output(kopru::cli::jsonIn(QCoreApplication::arguments()))
                .error({stop.text, stop.remedy}, QStringLiteral("usage"), stop.code);
        std::fputs(stop.text.toUtf8().constData(), stdout);
        return 0;
    }
    kopru::cli::Context context(*options);
    // Without a log the program does its work all the same.
    if (const auto log = kopru::secrets::installLog(context.storeFolder(), kopru::secrets::processRedactor()))
        spdlog::info("kopructl {}", static_cast<int>(options->command));
    QObject::connect(&context, &kopru::cli::Context::finished, &context, [](int code) {
        spdlog::info("exit {}", code);
        QCoreApplication::exit(code);
    });
    kopru::cli::run(context);
    return QCoreApplication::exec();
}
