#include "app/config/tolerant.h"
#include "tests/fuzz/property.h"

using namespace kopru::config;
using namespace kopru::fuzz;

namespace {

/// What a person counts to the start of a byte, so that a place can be compared with its offset.
bool isOrdered(const QList<SyntaxError> &faults, qsizetype size)
{
    Position last;
    for (const SyntaxError &error : faults) {
        const Position &at = error.position;
        if (at.offset < last.offset || at.offset > size || at.line < last.line || at.line < 1 || at.column < 1)
            return false;
        if (at.line == last.line && at.column < last.column)
            return false;
        last = at;
    }
    return true;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const Reading reading = readTolerantly(bytes);
    require(isOrdered(reading.faults, bytes.size()), "places are in the text and in its order");
    require(!reading.faults.isEmpty() || reading.mended == bytes, "a text without a fault is given back as it is");

    const auto strict = Document::parse(bytes);
    if (!strict) {
        require(!reading.faults.isEmpty(), "what strict JSON refuses has a fault");
        const Position &at = strict.error().position;
        require(at.offset >= 0 && at.offset <= bytes.size() && at.line >= 1 && at.column >= 1,
                "the strict reader's place is in the text");
    } else if (!reading.faults.isEmpty()) {
        require(std::all_of(reading.faults.begin(), reading.faults.end(),
                            [](const SyntaxError &error) {
                                const Fault fault = error.fault;
                                return fault == Fault::DuplicateKey || fault == Fault::FileInside ||
                                       fault == Fault::EntryOutside || fault == Fault::WrongCase ||
                                       fault == Fault::NotAnObject;
                            }),
                "in strict JSON only servers can stand wrongly");
    }
    if (!reading.mended)
        return 0;

    const auto mended = Document::parse(*reading.mended);
    require(mended.has_value(), "what is proposed is strict JSON");
    const Reading again = readTolerantly(*reading.mended);
    require(again.faults.isEmpty() && again.mended == reading.mended, "what is proposed has no fault any more");
    for (const Server &server : mended->servers())
        require(mended->contains(server.name) && !mended->memberText(server.name).isEmpty(),
                "each server of a proposal is found by its name");
    return 0;
}
