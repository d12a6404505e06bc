#include "app/config/jsontext.h"

using namespace Qt::StringLiterals;

namespace kopru::config::json {

QByteArray Tree::bytes(int index) const
{
    return m_text.mid(node(index).begin, node(index).end - node(index).begin);
}

QString Tree::key(int index) const
{
    const Node &member = node(index);
    const auto inside = QByteArrayView(m_text).sliced(member.keyBegin + 1, member.keyEnd - member.keyBegin - 2);
    return member.keyEscaped ? decoded(inside) : QString::fromUtf8(inside);
}

QString Tree::value(int index) const
{
    const Node &value = node(index);
    const auto all = QByteArrayView(m_text).sliced(value.begin, value.end - value.begin);
    if (value.kind != Kind::Text)
        return QString::fromUtf8(all);
    const auto inside = all.sliced(1, all.size() - 2);
    return value.escaped ? decoded(inside) : QString::fromUtf8(inside);
}

int Tree::member(int object, QStringView name) const
{
    if (!is(object, Kind::Object))
        return -1;
    const QByteArray bytes = name.toUtf8();
    const auto isCalled = [&](const Node &child, int index) {
        if (child.keyEscaped)
            return key(index) == name;
        return QByteArrayView(m_text).sliced(child.keyBegin + 1, child.keyEnd - child.keyBegin - 2) == bytes;
    };
    int found = -1;
    for (int child = node(object).firstChild; child >= 0; child = node(child).next)
        if (isCalled(node(child), child))
            found = child;
    return found;
}

std::vector<int> Tree::children(int parent) const
{
    std::vector<int> all;
    for (int child = node(parent).firstChild; child >= 0; child = node(child).next)
        all.push_back(child);
    return all;
}

QString decoded(QByteArrayView inside)
{
    QString text;
    text.reserve(inside.size());
    qsizetype plain = 0;
    for (qsizetype at = 0; at < inside.size();) {
        if (inside.at(at) != '\\') {
            ++at;
            continue;
        }
        text += QString::fromUtf8(inside.sliced(plain, at - plain));
        const char escape = inside.at(at + 1);
        at += 2;
        switch (escape) {
        case 'b':
            text += u'\b';
            break;
        case 'f':
            text += u'\f';
            break;
        case 'n':
            text += u'\n';
            break;
        case 'r':
            text += u'\r';
            break;
        case 't':
            text += u'\t';
            break;
        case 'u':
            text += QChar(inside.sliced(at, 4).toUShort(nullptr, 16));
            at += 4;
            break;
        default:
            text += QLatin1Char(escape);
        }
        plain = at;
    }
    return text + QString::fromUtf8(inside.sliced(plain));
}

QByteArray quoted(QStringView text)
{
    QByteArray out = "\""_ba;
    out.reserve(text.size() + 2);
    qsizetype plain = 0;
    const auto escape = [&](qsizetype at, const QByteArray &spelling) {
        out += text.sliced(plain, at - plain).toUtf8();
        out += spelling;
        plain = at + 1;
    };
    const auto byNumber = [](QChar c) { return "\\u"_ba + QByteArray::number(c.unicode(), 16).rightJustified(4, '0'); };
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text.at(at);
        switch (c.unicode()) {
        case u'"':
            escape(at, "\\\""_ba);
            break;
        case u'\\':
            escape(at, "\\\\"_ba);
            break;
        case u'\b':
            escape(at, "\\b"_ba);
            break;
        case u'\f':
            escape(at, "\\f"_ba);
            break;
        case u'\n':
            escape(at, "\\n"_ba);
            break;
        case u'\r':
            escape(at, "\\r"_ba);
            break;
        case u'\t':
            escape(at, "\\t"_ba);
            break;
        default:
            if (c.isHighSurrogate() && at + 1 < text.size() && text.at(at + 1).isLowSurrogate())
                ++at;
            else if (c.unicode() < 0x20 || c.isSurrogate()) // UTF-8 has no spelling for half a pair.
                escape(at, byNumber(c));
        }
    }
    out += text.sliced(plain).toUtf8();
    return out + '"';
}

qsizetype firstInvalidUtf8(QByteArrayView text)
{
    const auto byteAt = [&](qsizetype at) { return at < text.size() ? static_cast<uchar>(text.at(at)) : uchar{0}; };
    const auto continues = [&](qsizetype at) { return (byteAt(at) & 0xc0) == 0x80; };
    qsizetype at = 0;
    while (at < text.size()) {
        const uchar lead = byteAt(at);
        const uchar second = byteAt(at + 1);
        if (lead < 0x80) {
            // Eight bytes at a time: nearly every file is ASCII nearly everywhere.
            quint64 block = 0;
            while (at + 8 <= text.size()) {
                std::memcpy(&block, text.data() + at, sizeof block);
                if ((block & 0x8080808080808080U) != 0)
                    break;
                at += 8;
            }
            while (at < text.size() && byteAt(at) < 0x80)
                ++at;
        } else if (lead >= 0xc2 && lead <= 0xdf && continues(at + 1)) {
            at += 2;
        } else if ((lead & 0xf0) == 0xe0 && continues(at + 1) && continues(at + 2) &&
                   !(lead == 0xe0 && second < 0xa0) && !(lead == 0xed && second >= 0xa0)) {
            at += 3;
        } else if (lead >= 0xf0 && lead <= 0xf4 && continues(at + 1) && continues(at + 2) && continues(at + 3) &&
                   !(lead == 0xf0 && second < 0x90) && !(lead == 0xf4 && second >= 0x90)) {
            at += 4;
        } else {
            return at;
        }
    }
    return -1;
}

} // namespace kopru::config::json
