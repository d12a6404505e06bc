#include "app/config/tolerant.h"

#include "app/config/shape.h"

using namespace Qt::StringLiterals;

namespace kopru::config {

using namespace tolerant;

namespace {

bool isBlank(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

bool isBreak(char c)
{
    return c == '\n' || c == '\r';
}

/// Whether a text needs no mending: a proposal that does would be worse than none.
bool isSound(const QByteArray &text)
{
    const auto tree = json::Tree::parse(text, true);
    if (!tree || json::firstInvalidUtf8(text) >= 0)
        return false;
    const Shape shape = shapeOf(*tree);
    return shape.flaws.empty() && shape.text == text;
}

Reading reading(const SourceText &source, std::vector<Flaw> flaws, std::optional<QByteArray> mended)
{
    flaws.insert(flaws.begin(), source.flaws().begin(), source.flaws().end());
    std::stable_sort(flaws.begin(), flaws.end(), [](const Flaw &a, const Flaw &b) { return a.offset < b.offset; });
    if (mended && (source.isDamaged() || !isSound(*mended)))
        mended.reset();
    return {source.located(flaws), std::move(mended)};
}

/// What stands around the object once everything else was taken out: the line ends that were there.
QByteArray remainder(const QByteArray &text, const std::vector<Splice> &splices, qsizetype begin, qsizetype end,
                     bool inFront)
{
    QByteArray rest = splicedRange(text, splices, begin, end);
    if (rest == QByteArrayView(text).sliced(begin, end - begin) || !isBlank(rest))
        return rest;
    if (inFront || !std::any_of(rest.begin(), rest.end(), isBreak))
        return {};
    return rest.contains("\r\n") ? "\r\n"_ba : rest.contains('\n') ? "\n"_ba : "\r"_ba;
}

Reading readFaulty(const SourceText &source)
{
    const QByteArray &text = source.text();
    const Tokens tokens = tokensOf(text);
    std::vector<Flaw> flaws = tokens.flaws;
    if (tokens.isJunk || tokens.isTooLarge)
        return reading(source, std::move(flaws), std::nullopt);
    Grammar grammar = grammarOf(text, tokens);
    flaws.insert(flaws.end(), grammar.flaws.begin(), grammar.flaws.end());
    if (grammar.pieces.empty() || grammar.isStopped)
        return reading(source, std::move(flaws), std::nullopt);

    std::vector<Splice> splices = tokens.splices;
    splices.insert(splices.end(), grammar.splices.begin(), grammar.splices.end());
    splices = outermost(std::move(splices));
    std::vector<PlacedText> parts;
    parts.reserve(grammar.pieces.size());
    for (const Piece &piece : grammar.pieces)
        parts.emplace_back(text, splices, piece);
    Shape shape = shapeOf(parts, grammar);
    flaws.insert(flaws.end(), shape.flaws.begin(), shape.flaws.end());
    if (!shape.text || tokens.isGuess || grammar.isGuess)
        return reading(source, std::move(flaws), std::nullopt);

    // What was pasted behind has moved.
    for (std::size_t i = 1; i < grammar.pieces.size(); ++i)
        splices.push_back({grammar.pieces[i].begin, grammar.pieces[i].end, {}});
    const Piece &file = grammar.pieces.front();
    splices = outermost(std::move(splices));
    QByteArray mended = remainder(text, splices, 0, file.begin, true) + *shape.text;
    if (file.isCut)
        mended += text.contains("\r\n") ? "\r\n"_ba : "\n"_ba;
    else
        mended += remainder(text, splices, file.end, text.size(), false);
    return reading(source, std::move(flaws), mended);
}

} // namespace

Reading readTolerantly(const QByteArray &bytes)
{
    const SourceText source(bytes);
    const QByteArray &text = source.text();
    if (isBlank(text)) {
        std::vector<Flaw> flaws;
        if (source.flaws().empty())
            flaws.push_back({Fault::Empty, 0, {}});
        return reading(source, std::move(flaws), "{}"_ba + (text.contains("\r\n") ? "\r\n"_ba : "\n"_ba));
    }
    // Most files are sound: the strict reader is the quicker one.
    if (const auto tree = json::Tree::parse(text, false)) {
        const Shape shape = shapeOf(*tree);
        if (shape.flaws.empty() && shape.text == text && source.flaws().empty())
            return {{}, bytes};
        return reading(source, shape.flaws, shape.text);
    }
    Reading reading = readFaulty(source);
    if (reading.faults.isEmpty()) {
        // Too large to be read to its end, at least: the strict reader's word stands.
        if (const auto document = Document::parse(bytes); !document)
            reading.faults.append(document.error());
    }
    return reading;
}

} // namespace kopru::config
