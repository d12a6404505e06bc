#pragma once

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFutureWatcher>

namespace kopru::ui {

/// Runs `work` beside the window's thread and then `done` with what it gave, on the window's thread, unless `context`
/// is deleted first.
template <class Work, class Done> void beside(QThreadPool *pool, QObject *context, Work work, Done done)
{
    auto *watcher = new QFutureWatcher<std::invoke_result_t<Work>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, done] {
        watcher->deleteLater();
        done(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(pool, std::move(work)));
}

template <class Work, class Done> void beside(QObject *context, Work work, Done done)
{
    beside(QThreadPool::globalInstance(), context, std::move(work), std::move(done));
}

} // namespace kopru::ui
