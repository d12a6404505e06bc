#include "app/config/textdiff.h"

#include <QtCore/QHash>

#include <vector>

namespace kopru::config {
namespace {

/// Beyond this many changed lines the shortest way is not looked for: memory grows with its square (16 MB here).
constexpr int maximumDistance = 2000;

struct Line
{
    QByteArrayView whole; ///< with its ending: a changed ending is a change
    QByteArrayView text;
};

std::vector<Line> split(const QByteArray &text)
{
    std::vector<Line> lines;
    qsizetype begin = 0;
    while (begin < text.size()) {
        qsizetype end = begin;
        while (end < text.size() && text.at(end) != '\n' && text.at(end) != '\r')
            ++end;
        qsizetype next = end;
        if (next < text.size())
            next += text.at(next) == '\r' && next + 1 < text.size() && text.at(next + 1) == '\n' ? 2 : 1;
        const QByteArrayView all(text);
        lines.push_back({all.sliced(begin, next - begin), all.sliced(begin, end - begin)});
        begin = next;
    }
    return lines;
}

/// Lines as numbers: equal lines have equal numbers.
class Numbering
{
public:
    std::vector<int> of(const std::vector<Line> &lines)
    {
        std::vector<int> numbers;
        numbers.reserve(lines.size());
        for (const Line &line : lines) {
            const auto known = m_numbers.constFind(line.whole);
            if (known != m_numbers.cend()) {
                numbers.push_back(*known);
                continue;
            }
            const int fresh = static_cast<int>(m_numbers.size());
            m_numbers.insert(line.whole, fresh);
            numbers.push_back(fresh);
        }
        return numbers;
    }

private:
    QHash<QByteArrayView, int> m_numbers;
};

/// The steps from one list to the other, in order. Greedy search by E. Myers, "An O(ND) Difference Algorithm" (1986):
/// `reach[k]` is how far the first list was read on diagonal k (first - second) with d changes.
std::vector<Change> shortestSteps(const std::vector<int> &a, const std::vector<int> &b)
{
    const int n = static_cast<int>(a.size());
    const int m = static_cast<int>(b.size());
    const int most = std::min(n + m, maximumDistance);
    const auto at = [](const std::vector<int> &list, int i) { return list[static_cast<std::size_t>(i)]; };

    std::vector<std::vector<int>> rounds; // reach[-d..d] of every d, moved by d
    bool found = false;
    for (int d = 0; d <= most && !found; ++d) {
        std::vector<int> reach(static_cast<std::size_t>(d) * 2 + 1, 0);
        const auto before = [&](int k) { return at(rounds.back(), k + d - 1); };
        for (int k = -d; k <= d; k += 2) {
            int x = 0;
            if (d > 0)
                x = k == -d || (k != d && before(k - 1) < before(k + 1)) ? before(k + 1) : before(k - 1) + 1;
            int y = x - k;
            while (x < n && y < m && at(a, x) == at(b, y)) {
                ++x;
                ++y;
            }
            const int place = k + d;
            reach[static_cast<std::size_t>(place)] = x;
            if (x >= n && y >= m) {
                found = true;
                break;
            }
        }
        rounds.push_back(std::move(reach));
    }

    std::vector<Change> steps;
    if (!found) {
        steps.assign(a.size(), Change::Removed);
        steps.insert(steps.end(), b.size(), Change::Added);
        return steps;
    }
    int x = n;
    int y = m;
    for (int d = static_cast<int>(rounds.size()) - 1; d > 0; --d) {
        const auto before = [&](int k) { return at(rounds[static_cast<std::size_t>(d - 1)], k + d - 1); };
        const int k = x - y;
        const bool added = k == -d || (k != d && before(k - 1) < before(k + 1));
        const int fromX = added ? before(k + 1) : before(k - 1);
        const int fromY = fromX - (added ? k + 1 : k - 1);
        for (; x > fromX + (added ? 0 : 1); --x, --y)
            steps.push_back(Change::Same);
        steps.push_back(added ? Change::Added : Change::Removed);
        x = fromX;
        y = fromY;
    }
    for (; x > 0; --x)
        steps.push_back(Change::Same);
    std::reverse(steps.begin(), steps.end());
    return steps;
}

} // namespace

QList<DiffLine> diffLines(const QByteArray &before, const QByteArray &after)
{
    const std::vector<Line> oldLines = split(before);
    const std::vector<Line> newLines = split(after);
    Numbering numbering;
    std::vector<int> a = numbering.of(oldLines);
    std::vector<int> b = numbering.of(newLines);

    // What is equal at both ends is usually nearly everything.
    const auto front =
        static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    const auto back = static_cast<std::size_t>(std::mismatch(a.rbegin(), a.rend() - static_cast<std::ptrdiff_t>(front),
                                                             b.rbegin(), b.rend() - static_cast<std::ptrdiff_t>(front))
                                                   .first -
                                               a.rbegin());
    a = std::vector<int>(a.begin() + static_cast<std::ptrdiff_t>(front), a.end() - static_cast<std::ptrdiff_t>(back));
    b = std::vector<int>(b.begin() + static_cast<std::ptrdiff_t>(front), b.end() - static_cast<std::ptrdiff_t>(back));

    std::vector<Change> steps(front, Change::Same);
    const std::vector<Change> middle = shortestSteps(a, b);
    steps.insert(steps.end(), middle.begin(), middle.end());
    steps.insert(steps.end(), back, Change::Same);

    QList<DiffLine> lines;
    lines.reserve(static_cast<qsizetype>(steps.size()));
    std::size_t oldAt = 0;
    std::size_t newAt = 0;
    for (const Change step : steps) {
        DiffLine line;
        line.change = step;
        line.text = QString::fromUtf8(step == Change::Added ? newLines[newAt].text : oldLines[oldAt].text);
        if (step != Change::Added)
            line.oldLine = static_cast<int>(++oldAt);
        if (step != Change::Removed)
            line.newLine = static_cast<int>(++newAt);
        lines.append(line);
    }
    return lines;
}

QList<DiffLine> withContext(const QList<DiffLine> &lines, int context)
{
    QList<DiffLine> shown;
    qsizetype kept = 0; // everything before this one was decided
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines.at(i).change == Change::Same)
            continue;
        const qsizetype end = std::min(lines.size(), i + context + 1);
        for (qsizetype j = std::max(kept, i - context); j < end; ++j)
            shown.append(lines.at(j));
        kept = end;
    }
    return shown;
}

QList<DiffLine> shownDifference(const QByteArray &before, const QByteArray &after, const secrets::Redactor &redactor)
{
    QList<DiffLine> lines = withContext(diffLines(before, after));
    if (lines.isEmpty())
        return lines;
    const QStringList oldLines = shownLines(before, redactor);
    const QStringList newLines = shownLines(after, redactor);
    for (DiffLine &line : lines)
        line.text = line.change == Change::Added ? newLines.value(line.newLine - 1) : oldLines.value(line.oldLine - 1);
    return lines;
}

QStringList shownLines(const QByteArray &text, const secrets::Redactor &redactor)
{
    const QByteArray shown = redactor.redactLines(text);
    QStringList lines;
    for (const Line &line : split(shown))
        lines.append(QString::fromUtf8(line.text));
    return lines;
}

} // namespace kopru::config
