#include "bridge/message/cleanup.h"

#include <algorithm>

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
    std::sort(edits.begin(), edits.end(), [](const Edit &a, const Edit &b) { return a.from < b.from; });
    std::string result;
    result.reserve(json.size() + 64);
    std::size_t last = 0;
    for (const Edit &edit : edits) {
        result.append(json, last, edit.from - last).append(edit.text);
        last = edit.to;
    }
    return result.append(json, last);
}

/// Takes a member out together with one of its commas.
Edit without(const std::string &json, const TopLevel::Span &span)
{
    const auto isSpace = [&json](std::size_t i) {
        return json[i] == ' ' || json[i] == '\t' || json[i] == '\r' || json[i] == '\n';
    };
    std::size_t to = span.valueEnd;
    while (to < json.size() && isSpace(to))
        ++to;
    if (to < json.size() && json[to] == ',')
        return {span.keyBegin, to + 1, {}};
    std::size_t from = span.keyBegin;
    while (from > 0 && isSpace(from - 1))
        --from;
    if (from > 0 && json[from - 1] == ',')
        --from;
    return {from, span.valueEnd, {}};
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
    // Both null members may stand side by side and share a comma; only one of the two can be null here.
    if (result && !hasResult)
        edits.push_back(without(json, *result));
    if (error && !hasError)
        edits.push_back(without(json, *error));
    if (edits.empty())
        return json; // it may be large
    return applied(json, std::move(edits));
}

} // namespace kopru::bridge
