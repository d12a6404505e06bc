#include "bridge/message/cleanup.h"
#include "bridge/message/lines.h"
#include "tests/fuzz/property.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

using namespace kopru::bridge;
using namespace kopru::fuzz;
using Shape = TopLevel::Shape;

namespace {

namespace json = boost::json;
constexpr std::string_view ownId = "\"of the request\"";

std::optional<json::value> parsed(std::string_view text)
{
    json::parse_options options;
    options.max_depth = 10000;
    boost::system::error_code error;
    json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
    return error ? std::nullopt : std::optional(std::move(value));
}

const json::value *member(const json::value &value, std::string_view name)
{
    return value.is_object() ? value.get_object().if_contains({name.data(), name.size()}) : nullptr;
}

bool isNull(const json::value *value)
{
    return !value || value->is_null();
}

bool operator==(const TopLevel::Span &a, const TopLevel::Span &b)
{
    return a.keyBegin == b.keyBegin && a.keyEnd == b.keyEnd && a.valueBegin == b.valueBegin &&
           a.valueEnd == b.valueEnd && a.key == b.key && a.value == b.value;
}

bool same(const Envelope &a, const Envelope &b)
{
    return a.shape == b.shape && a.hasId == b.hasId && a.badId == b.badId && a.id == b.id && a.method == b.method &&
           a.hasResult == b.hasResult && a.hasError == b.hasError;
}

void scanInPieces(std::string_view text, const TopLevel &whole, Shape shape)
{
    for (const std::size_t longest : {1U, 7U}) {
        TopLevel scanned;
        for (const std::string_view piece : cut(text, longest))
            scanned.feed(piece);
        require(scanned.finish() == shape, "the shape does not depend on how the text was cut");
        require(std::equal(whole.spans().begin(), whole.spans().end(), scanned.spans().begin(), scanned.spans().end(),
                           [](const auto &a, const auto &b) { return a == b; }),
                "the members do not depend on how the text was cut");
    }
}

/// What the scanner found in a valid text is what a parser finds.
void compare(std::string_view text, const json::value &value, const TopLevel &scanned, Shape shape)
{
    require(isUtf8(text), "what a parser takes is UTF-8");
    require(shape == (value.is_object()  ? Shape::Object
                      : value.is_array() ? Shape::Array
                                         : Shape::Scalar),
            "a valid text has its shape");
    std::size_t next = 0;
    for (const TopLevel::Span &span : scanned.spans()) {
        require((shape == Shape::Array || span.keyBegin >= next) && span.keyEnd <= span.valueBegin &&
                    span.valueBegin < span.valueEnd && span.valueEnd <= text.size(),
                "members stand one behind the other");
        next = span.valueEnd;
        const auto held = parsed(text.substr(span.valueBegin, span.valueEnd - span.valueBegin));
        require(held.has_value(), "a member's value is a JSON text");
        if (shape == Shape::Array) {
            const auto index = static_cast<std::size_t>(&span - scanned.spans().data());
            require(index < value.get_array().size() && *held == value.get_array()[index],
                    "an element is the parser's");
            continue;
        }
        const auto key = parsed(text.substr(span.keyBegin, span.keyEnd - span.keyBegin));
        require(key && key->is_string() && value.get_object().contains(key->get_string()),
                "a member's name is a JSON text");
        if (scanned.member(span.key) == &span && span.key == std::string_view(key->get_string()))
            require(*held == value.get_object().at(key->get_string()), "the last member of a name counts");
    }
    if (shape == Shape::Array)
        require(scanned.spans().size() == value.get_array().size(), "all elements are found");

    const Envelope envelope = envelopeOf(scanned, shape, text);
    const json::value *id = member(value, "id");
    require(envelope.hasId == (!isNull(id) && (id->is_string() || id->is_number())), "an id is text or a number");
    require(envelope.badId == (!isNull(id) && !envelope.hasId), "any other id is a bad one");
    if (envelope.hasId)
        require(parsed(envelope.id) == *id, "the id is the parser's");
    require(envelope.hasResult == (member(value, "result") != nullptr), "a result is found");
    require(envelope.hasError == !isNull(member(value, "error")), "an error is found");
    const json::value *method = member(value, "method");
    const bool plain = method && method->is_string() && !method->get_string().empty() &&
                       std::all_of(method->get_string().begin(), method->get_string().end(),
                                   [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; });
    if (plain && method->get_string().size() < 128)
        require(envelope.method == std::string_view(method->get_string()), "the method is the parser's");
    if (!method || !method->is_string() || method->get_string().empty())
        require(envelope.method.empty(), "there is a method only where there is one");
}

void edit(const std::string &text, const json::value &value, const TopLevel &scanned)
{
    const auto renamed = parsed(withId(text, scanned, "-7"));
    require(renamed && renamed->is_object(), "a message with another id is a JSON text");
    json::object expected = value.get_object();
    expected["id"] = -7;
    require(*renamed == json::value(expected), "only the id is another one");

    const auto clean = cleaned(text, ownId);
    const bool hasResult = !isNull(member(value, "result"));
    const bool hasError = !isNull(member(value, "error"));
    require(clean.has_value() == (hasResult || hasError), "an answer has a result or an error");
    if (!clean)
        return;
    const auto answer = parsed(*clean);
    require(answer && answer->is_object(), "a cleaned answer is a JSON text");
    require(!isNull(member(*answer, "jsonrpc")), "a cleaned answer has a version");
    require(member(*answer, "id") && *member(*answer, "id") == parsed(ownId), "a cleaned answer has the request's id");
    require((member(*answer, "result") != nullptr) == hasResult, "a null beside an error is dropped");
    require((member(*answer, "error") != nullptr) == hasError, "a null beside a result is dropped");
    for (const auto &[key, held] : value.get_object())
        if (key != "jsonrpc" && key != "id" && !held.is_null())
            require(member(*answer, {key.data(), key.size()}) && *member(*answer, {key.data(), key.size()}) == held,
                    "the rest stays");
}

/// Lines as they are meant: cut at newlines, blank ones passed over unless they are too long to be known as blank.
void frame(std::string_view text, std::size_t longest)
{
    std::vector<std::string_view> expected;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string_view line = text.substr(from, end - from);
        const std::string_view kept = line.substr(0, line.size() - (line.ends_with('\r') ? 1 : 0));
        if (line.size() > longest || kept.find_first_not_of(" \t") != std::string_view::npos)
            expected.push_back(line);
        from = end + 1;
    }
    for (const std::size_t pieces : {std::size_t{1}, std::size_t{9}, text.size()}) {
        std::size_t next = 0;
        const auto take = [&](const Line &line) {
            require(next < expected.size(), "every line comes once");
            std::string_view whole = expected[next++];
            require(line.length == whole.size(), "a line's length is its own");
            require(line.tooLong == (whole.size() > longest), "a line is too long by its length alone");
            if (line.tooLong) {
                Envelope envelope = readEnvelope(whole);
                if (envelope.id.size() > 1024) { // too long to be known
                    envelope.id.clear();
                    envelope.hasId = false;
                    envelope.badId = true;
                }
                require(same(line.envelope, envelope), "a line that is too long has its envelope");
            } else {
                whole.remove_suffix(whole.ends_with('\r') ? 1 : 0);
                require(line.text == whole, "a line comes whole and in order");
            }
        };
        LineFramer framer(longest);
        for (const std::string_view piece : cut(text, std::max<std::size_t>(pieces, 1)))
            framer.feed(piece, take);
        framer.finish(take);
        require(next == expected.size(), "every line comes once");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string text(textOf(data, size));
    TopLevel scanned;
    scanned.feed(text);
    const Shape shape = scanned.finish();
    scanInPieces(text, scanned, shape);
    frame(text, size);
    frame(text, 24);
    if (const auto value = parsed(text)) {
        compare(text, *value, scanned, shape);
        if (shape == Shape::Object)
            edit(text, *value, scanned);
        std::string line = text;
        makeOneLine(line);
        require(line.find_first_of("\r\n") == std::string::npos, "one line is one line");
        require(parsed(line) == value, "one line says the same");
    } else if (shape == Shape::Object) {
        // Edits of what only looks like a message stay within it.
        (void)withId(text, scanned, "-7");
        (void)cleaned(text, ownId);
    }
    return 0;
}
