// Bytes up to the first 0xff are a configuration, those behind it a sequence of edits: each one's kind, which server,
// what text. Beside the document runs a model that knows no text.
#include "app/config/jsontext.h"
#include "app/config/merge.h"
#include "app/config/parking.h"
#include "tests/fuzz/property.h"

#include <array>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using namespace kopru::fuzz;

namespace {

/// Decides by the bytes that are left; by zero where none are.
class Decisions
{
public:
    explicit Decisions(QByteArrayView bytes) : m_bytes(bytes) {}
    bool isEmpty() const { return m_bytes.isEmpty(); }

    int below(qsizetype limit)
    {
        if (m_bytes.isEmpty() || limit < 1)
            return 0;
        const auto byte = static_cast<uchar>(m_bytes.front());
        m_bytes = m_bytes.sliced(1);
        return static_cast<int>(byte % limit);
    }

    /// A text that is awkward, or two bytes as they come.
    QString text()
    {
        static const std::array<QString, 14> awkward{u""_s,
                                                     u"a"_s,
                                                     u"ığİş 🚀"_s,
                                                     u"\"\\\n\t/"_s,
                                                     u"mcpServers"_s,
                                                     u"command"_s,
                                                     u" "_s,
                                                     u"C:\\temp"_s,
                                                     u"${TOKEN}"_s,
                                                     QString(QChar(0xd83d)),
                                                     u"-0"_s,
                                                     QString(1, u'\0'),
                                                     QString(300, u'x'),
                                                     u"{},[]:"_s};
        const int which = below(static_cast<qsizetype>(awkward.size()) + 2);
        if (which < static_cast<int>(awkward.size()))
            return awkward.at(static_cast<std::size_t>(which));
        const QChar first(static_cast<char16_t>(below(256)));
        return QString(first) + QChar(static_cast<char16_t>(below(256)));
    }

private:
    QByteArrayView m_bytes;
};

struct Modelled
{
    QString name;
    Entry entry;
    bool isObject = true;
};
using Model = QList<Modelled>;

Model modelOf(const Document &document)
{
    Model model;
    for (const Server &server : document.servers())
        model.append({server.name, server.entry, document.serverText(server.name).startsWith('{')});
    return model;
}

qsizetype indexIn(const Model &model, const QString &name)
{
    for (qsizetype i = 0; i < model.size(); ++i)
        if (model.at(i).name == name)
            return i;
    return -1;
}

void requireAgreement(const Document &document, const Model &model)
{
    const QList<Server> servers = document.servers();
    require(servers.size() == model.size(), "as many servers as in the model");
    for (qsizetype i = 0; i < model.size(); ++i) {
        require(servers.at(i).name == model.at(i).name, "the servers of the model, in its order");
        require(servers.at(i).entry == model.at(i).entry, "the entries of the model");
    }
}

bool isBlank(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return QByteArrayView(" \t\r\n").contains(c); });
}

/// The bytes that `longer` has and `shorter` has not, where that is one span; else everything.
QByteArrayView insertedSpan(const QByteArray &shorter, const QByteArray &longer)
{
    qsizetype front = 0;
    while (front < shorter.size() && shorter.at(front) == longer.at(front))
        ++front;
    qsizetype back = 0;
    while (back < shorter.size() - front &&
           shorter.at(shorter.size() - 1 - back) == longer.at(longer.size() - 1 - back))
        ++back;
    if (front + back < shorter.size())
        return longer;
    return QByteArrayView(longer).sliced(front, longer.size() - shorter.size());
}

/// A text without the white space between its brackets where there is nothing else: an edit may use that place.
bool isInEmptyBrackets(const QByteArray &before, const QByteArray &after)
{
    qsizetype front = 0;
    while (front < std::min(before.size(), after.size()) && before.at(front) == after.at(front))
        ++front;
    const qsizetype open = before.left(front).lastIndexOf('{');
    const qsizetype close = before.indexOf('}', front);
    return open >= 0 && close >= 0 && isBlank(QByteArrayView(before).sliced(open + 1, close - open - 1)) &&
           after.startsWith(before.left(open + 1)) && after.endsWith(before.sliced(close));
}

void requireOnlyInserted(const QByteArray &before, const QByteArray &after, QByteArrayView part)
{
    require(after.contains(part), "what was inserted is there as it was given");
    require(insertedSpan(before, after).size() < after.size() || isInEmptyBrackets(before, after),
            "inserting leaves all other bytes");
    require(insertedSpan(before, after).contains('"'), "what was inserted begins with a name");
}

/// Around an entry every byte stays; inside of it every member that was not meant.
void requireOnlyEntry(const Document &before, const Document &after, const QString &name, const Entry &was,
                      const Entry &is)
{
    const QByteArray old = before.memberText(name);
    const QByteArray made = after.memberText(name);
    const qsizetype at = before.positionOf(name).offset;
    require(before.text().left(at) == after.text().left(at), "in front of the entry every byte stays");
    require(before.text().sliced(at + old.size()) == after.text().sliced(at + made.size()),
            "behind the entry every byte stays");
    const auto beforeTree = json::Tree::parse(before.serverText(name), false);
    const auto afterTree = json::Tree::parse(after.serverText(name), false);
    QByteArrayList kept;
    QByteArrayList found;
    const auto isMeant = [&](const QString &key) {
        return (key == "command"_L1 && was.command != is.command) ||
               (key == "args"_L1 && was.arguments != is.arguments) ||
               (key == "env"_L1 && was.environment != is.environment);
    };
    const auto membersOf = [&](const json::Tree &tree, QByteArrayList &members) {
        for (const int child : tree.children(0))
            if (!isMeant(tree.key(child)))
                members.append(
                    tree.text().sliced(tree.node(child).keyBegin, tree.node(child).end - tree.node(child).keyBegin));
    };
    membersOf(*beforeTree, kept);
    membersOf(*afterTree, found);
    require(kept == found, "in the entry every member stays that was not meant");
    // Of a list and of variables, too, only what was meant: the others stay as they are spelled.
    const int list = beforeTree->member(0, u"args");
    if (was.arguments.size() == is.arguments.size() && beforeTree->is(list, json::Kind::Array)) {
        const auto items = beforeTree->children(list);
        const auto now = afterTree->children(afterTree->member(0, u"args"));
        for (std::size_t i = 0; i < items.size() && i < now.size(); ++i)
            if (was.arguments.at(static_cast<qsizetype>(i)) == is.arguments.at(static_cast<qsizetype>(i)))
                require(beforeTree->bytes(items[i]) == afterTree->bytes(now[i]), "the other arguments stay as spelled");
    }
    const int variables = beforeTree->member(0, u"env");
    for (const Variable &variable : was.environment) {
        const int node = beforeTree->member(variables, variable.name);
        const int now = afterTree->member(afterTree->member(0, u"env"), variable.name);
        if (is.hasVariable(variable.name) && is.variable(variable.name) == variable.value)
            require(now >= 0 && beforeTree->bytes(node) == afterTree->bytes(now),
                    "the other variables stay as spelled");
    }
}

Entry changedAtRandom(Entry entry, Decisions &decisions)
{
    switch (decisions.below(6)) {
    case 0:
        entry.command = decisions.text();
        break;
    case 1:
        if (!entry.arguments.isEmpty())
            entry.arguments[decisions.below(entry.arguments.size())] = decisions.text();
        break;
    case 2:
        entry.arguments.insert(decisions.below(entry.arguments.size() + 1), decisions.text());
        break;
    case 3:
        if (!entry.arguments.isEmpty())
            entry.arguments.removeAt(decisions.below(entry.arguments.size()));
        break;
    case 4:
        entry.setVariable(decisions.text(), decisions.text());
        break;
    default:
        if (!entry.environment.isEmpty())
            entry.removeVariable(entry.environment.at(decisions.below(entry.environment.size())).name);
    }
    return entry;
}

/// One document and its model, edit by edit.
class Run
{
public:
    explicit Run(Document document)
        : m_document(std::move(document)), m_model(modelOf(m_document)), m_isPlain(m_document.hidden().isEmpty())
    {}

    const Document &document() const { return m_document; }
    bool isPlain() const { return m_isPlain; }

    void step(Decisions &decisions)
    {
        const int kind = decisions.below(8);
        const QString some = m_model.isEmpty() ? u"none"_s : m_model.at(decisions.below(m_model.size())).name;
        const QString name = decisions.text();
        const bool isFree = indexIn(m_model, name) < 0;
        const Document before = m_document;
        const QByteArray text = before.text();
        const qsizetype at = indexIn(m_model, some);
        switch (kind) {
        case 0: {
            const Entry entry{decisions.text(), {decisions.text()}, {{u"V"_s, decisions.text()}}};
            if (!take(m_document.added(name, entry), isFree && !name.trimmed().isEmpty()))
                return;
            m_model.append({name, entry});
            requireOnlyInserted(text, m_document.text(), m_document.memberText(name));
            break;
        }
        case 1:
        case 2: {
            const Entry was = at < 0 ? Entry() : m_model.at(at).entry;
            const Entry is = changedAtRandom(was, decisions);
            if (!take(m_document.changed(some, is), at >= 0 && m_model.at(at).isObject))
                return;
            if (was == is)
                require(m_document.text() == text, "setting what is there changes nothing");
            m_model[at].entry = is;
            if (m_isPlain)
                requireOnlyEntry(before, m_document, some, was, is);
            break;
        }
        case 3: {
            if (!take(m_document.renamed(some, name),
                      at >= 0 && (name == some || (isFree && !name.trimmed().isEmpty()))))
                return;
            m_model[at].name = name;
            if (m_isPlain && name != some) {
                const qsizetype key = before.positionOf(some).offset;
                const auto alone = json::Tree::parse('{' + before.memberText(some) + '}', true);
                const qsizetype behind = key + alone->node(1).keyEnd - 1;
                require(m_document.text() == text.left(key) + json::quoted(name) + text.sliced(behind),
                        "renaming changes the bytes of the name");
            } else if (name == some) {
                require(m_document.text() == text, "a name that is there already changes nothing");
            }
            break;
        }
        case 4: {
            if (!take(m_document.duplicated(some, name), at >= 0 && isFree && !name.trimmed().isEmpty()))
                return;
            Modelled copy = m_model.at(at);
            copy.name = name;
            m_model.insert(at + 1, copy);
            require(m_document.serverText(name) == before.serverText(some), "a copy has the bytes of the original");
            requireOnlyInserted(text, m_document.text(), m_document.memberText(name));
            break;
        }
        case 5: {
            if (!take(m_document.removed(some), at >= 0))
                return;
            m_model.removeAt(at);
            if (m_isPlain) {
                const QByteArrayView gone = insertedSpan(m_document.text(), text);
                require(gone.size() < text.size() || m_document.servers().isEmpty(), "removing takes one span");
                if (gone.size() < text.size())
                    require(gone.size() >= before.memberText(some).size(), "removing takes the member");
            }
            break;
        }
        case 6: {
            const std::optional<QString> behind = at < 0 ? std::nullopt : std::optional(some);
            const QByteArray member = json::quoted(name) + ":  { \"command\" :\"\\u0131\", \"x\":1.0e2 }";
            if (!take(m_document.addedMember(member, behind), isFree))
                return;
            m_model.insert(at + 1, {name, {u"ı"_s, {}, {}}});
            requireOnlyInserted(text, m_document.text(), member);
            break;
        }
        default:
            parkAndPutBack(some, at);
        }
        requireAgreement(m_document, m_model);
        requireOthersUntouched(before, some, name);
    }

private:
    bool take(const kopru::Result<Document, EditProblem> &edited, bool isAllowed)
    {
        require(edited.has_value() == isAllowed, "an edit is done where it can be, and refused where not");
        if (!edited)
            return false;
        m_document = *edited;
        const auto again = Document::parse(m_document.text());
        require(again.has_value(), "what was edited is strict JSON");
        return true;
    }

    void parkAndPutBack(const QString &name, qsizetype at)
    {
        const auto parking = park(m_document, name, u"/f.json"_s, QDateTime::fromMSecsSinceEpoch(0, Qt::UTC));
        require(parking.has_value() == (at >= 0), "what is there can be parked");
        if (!parking)
            return;
        require(!parking->document.contains(name), "what is parked is not in the file");
        require(parking->server.member == m_document.memberText(name), "it is parked byte for byte");
        require(isStillInFile(parking->server, m_document), "before the save it is in both places");
        require(!isStillInFile(parking->server, parking->document), "behind the save in one only");
        const auto back = unpark(parking->document, parking->server);
        require(back.has_value(), "what was parked can be put back");
        require(back->memberText(name) == m_document.memberText(name), "it comes back byte for byte");
        if (m_isPlain)
            requireAgreement(*back, m_model);
        m_document = *back;
        m_model = modelOf(m_document);
    }

    /// Every other server, byte for byte.
    void requireOthersUntouched(const Document &before, const QString &some, const QString &name) const
    {
        for (const Server &server : before.servers())
            if (server.name != some && server.name != name)
                require(before.memberText(server.name) == m_document.memberText(server.name),
                        "all other servers stay byte for byte");
    }

    Document m_document;
    Model m_model;
    bool m_isPlain;
};

void checkMerge(const Document &base, const Document &ours, const Document &theirs)
{
    const auto onlyTheirs = merge(base, base, theirs);
    require(onlyTheirs.conflicts.isEmpty() && onlyTheirs.document == theirs,
            "where we did nothing, their file stays as it is");
    const auto onlyOurs = merge(base, ours, base);
    require(onlyOurs.conflicts.isEmpty(), "where they did nothing, nothing is in conflict");
    require(readsTheSame(onlyOurs.document.text(), ours.text()), "where they did nothing, ours is what it becomes");
    const auto both = merge(base, ours, theirs);
    require(Document::parse(both.document.text()).has_value(), "what was merged is strict JSON");
    for (const Server &server : theirs.servers()) {
        const QByteArray was = base.memberText(server.name);
        if (was == ours.memberText(server.name))
            require(both.document.memberText(server.name) == theirs.memberText(server.name),
                    "what we did not touch stays theirs, byte for byte");
    }
    for (const Server &server : ours.servers()) {
        const QByteArray was = base.memberText(server.name);
        if (was == theirs.memberText(server.name) && base.contains(server.name) == theirs.contains(server.name))
            require(readsTheSame('{' + both.document.memberText(server.name) + '}',
                                 '{' + ours.memberText(server.name) + '}'),
                    "what they did not touch becomes ours");
    }
    Choices choices;
    for (const Conflict &conflict : both.conflicts)
        choices.insert(conflict.path, Keep::Ours);
    require(merge(base, ours, theirs, choices).conflicts.isEmpty(), "choices decide every conflict");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const qsizetype end = bytes.indexOf('\xff');
    const auto document = Document::parse(bytes.left(end));
    if (!document)
        return 0;
    Decisions decisions(end < 0 ? QByteArrayView() : QByteArrayView(bytes).sliced(end + 1));
    Run ours(*document);
    Run theirs(*document);
    for (int i = 0; i < 12 && !decisions.isEmpty(); ++i)
        (i % 4 == 3 ? theirs : ours).step(decisions);
    if (ours.isPlain())
        checkMerge(*document, ours.document(), theirs.document());
    return 0;
}
