#include "bridge/message/cleanup.h"

#include <algorithm>
#include <tuple>

namespace kopru::bridge {

namespace {

struct Edit
{
    std::size_t from;
    std::size_t to;
    std::string text;
};

std::string applied(const std::string &json, std::vector<Edit> edits)
{
    // What is put in front may stand where the first member is taken out.
    std::sort(edits.begin(), edits.end(),
              [](const Edit &a, const Edit &b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); });
    std::string result;
    result.reserve(json.size() + 64);
    std::size_t last = 0;
    for (const Edit &edit : edits) {
        result.append(json, last, edit.from - last).append(edit.text);
        last = edit.to;
    }
    return result.append(json, last);
}

/// Takes every member of that name out, each with one of its commas: where a name stands twice, whoever reads the
/// answer could find the one that is left.
void takeOut(const TopLevel &scanned, std::string_view key, std::vector<Edit> &edits)
{
    const auto &spans = scanned.spans();
    const auto goes = [key](const TopLevel::Span &span) { return span.key == key; };
    for (auto first = std::find_if(spans.begin(), spans.end(), goes); first != spans.end();) {
        const auto next = std::find_if_not(first, spans.end(), goes);
        if (next != spans.end())
            edits.push_back({first->keyBegin, next->keyBegin, {}});
        else
            edits.push_back(
                {first == spans.begin() ? first->keyBegin : (first - 1)->valueEnd, (next - 1)->valueEnd, {}});
        first = std::find_if(next, spans.end(), goes);
    }
}

Edit putInFront(const std::string &json, const TopLevel &scanned, const std::string &members)
{
    const std::size_t brace = json.find('{') + 1;
    return {brace, brace, scanned.spans().empty() ? members : members + ","};
}

} // namespace

std::string withId(const std::string &json, const TopLevel &scanned, std::string_view id)
{
    if (const auto *held = scanned.member("id"))
        return applied(json, {{held->valueBegin, held->valueEnd, std::string(id)}});
    return applied(json, {putInFront(json, scanned, R"("id":)" + std::string(id))});
}

std::optional<std::string> cleaned(std::string json, std::string_view requestId)
{
    TopLevel scanned;
    scanned.feed(json);
    if (scanned.finish() != TopLevel::Shape::Object)
        return std::nullopt;
    const auto *result = scanned.member("result");
    const auto *error = scanned.member("error");
    const bool hasResult = result && result->value != "null";
    const bool hasError = error && error->value != "null";
    if (!hasResult && !hasError)
        return std::nullopt;

    std::vector<Edit> edits;
    std::string front;
    const auto falsy = [](const TopLevel::Span &span) {
        return span.value == "null" || span.value == R"("")" || span.value == "false" || span.value == "0";
    };
    if (const auto *version = scanned.member("jsonrpc"); !version)
        front = R"("jsonrpc":"2.0")";
    else if (falsy(*version))
        edits.push_back({version->valueBegin, version->valueEnd, R"("2.0")"});
    if (const auto *id = scanned.member("id"); !id)
        front += (front.empty() ? "" : ",") + (R"("id":)" + std::string(requestId));
    else if (id->value != requestId)
        edits.push_back({id->valueBegin, id->valueEnd, std::string(requestId)});
    if (!front.empty())
        edits.push_back(putInFront(json, scanned, front));
    // Only one of the two can be null here, so no two edits meet.
    if (result && !hasResult)
        takeOut(scanned, "result", edits);
    if (error && !hasError)
        takeOut(scanned, "error", edits);
    if (edits.empty())
        return json; // it may be large
    return applied(json, std::move(edits));
}

} // namespace kopru::bridge
