#include "bridge/relay/shown.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace kopru::bridge {

namespace {

constexpr std::string_view mark = "[redacted]";
constexpr std::size_t shortestSecret = 4; // shorter ones would blank ordinary words and protect nothing

/// The length of the UTF-8 character at the start (RFC 3629 section 4); 0 where there is none.
std::size_t characterLength(std::string_view text)
{
    const auto byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned first = byte(0);
    if (first < 0x80)
        return 1;
    unsigned low = 0x80;
    unsigned high = 0xbf;
    std::size_t length = 0;
    if (first >= 0xc2 && first <= 0xdf) {
        length = 2;
    } else if (first >= 0xe0 && first <= 0xef) {
        length = 3;
        low = first == 0xe0 ? 0xa0 : low;
        high = first == 0xed ? 0x9f : high;
    } else if (first >= 0xf0 && first <= 0xf4) {
        length = 4;
        low = first == 0xf0 ? 0x90 : low;
        high = first == 0xf4 ? 0x8f : high;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if (byte(i) < low || byte(i) > high)
            return 0;
        low = 0x80;
        high = 0xbf;
    }
    return length;
}

std::string hex(unsigned value, int digits)
{
    std::string result;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        result.push_back("0123456789abcdef"[(value >> shift) & 15U]);
    return result;
}

std::vector<std::string> spellingsOf(std::string_view character)
{
    std::vector<std::string> result{std::string(character)};
    std::string percent;
    for (const char c : character)
        percent += "%" + hex(static_cast<unsigned char>(c), 2);
    result.push_back(std::move(percent));
    if (character == " ")
        result.emplace_back("+");
    if (character == "\"" || character == "\\" || character == "/")
        result.push_back("\\" + std::string(character));
    unsigned code = static_cast<unsigned char>(character[0]);
    if (character.size() > 1) {
        code &= 0x7fU >> character.size();
        for (const char c : character.substr(1))
            code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3fU);
    }
    if (code < 0x10000)
        result.push_back("\\u" + hex(code, 4));
    else
        result.push_back("\\u" + hex(0xd800U + ((code - 0x10000U) >> 10U), 4) + "\\u" +
                         hex(0xdc00U + ((code - 0x10000U) & 0x3ffU), 4));
    return result;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// base64, without the characters at either end that depend on what stands beside the secret.
std::string base64Core(std::string_view text, std::size_t before)
{
    const std::string whole = std::string(before, '\0') + std::string(text);
    std::string encoded(4 * ((whole.size() + 2) / 3) + 1, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char *>(encoded.data()),
                        reinterpret_cast<const unsigned char *>(whole.data()), static_cast<int>(whole.size()));
    encoded.resize(static_cast<std::size_t>(length));
    const std::size_t from = (before * 8 + 5) / 6;
    const std::size_t to = whole.size() * 8 / 6;
    return from < to ? encoded.substr(from, to - from) : std::string();
}

void replaceAll(std::string &text, std::string_view what)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + mark.size()))
        text.replace(at, what.size(), mark);
}

} // namespace

Redactor::Redactor(const std::vector<std::string> &secrets)
{
    for (const std::string &secret : secrets) {
        if (secret.size() < shortestSecret)
            continue;
        std::vector<Spellings> characters;
        for (std::string_view rest = secret; !rest.empty();) {
            const std::size_t length = std::max<std::size_t>(characterLength(rest), 1);
            characters.push_back(spellingsOf(rest.substr(0, length)));
            rest.remove_prefix(length);
        }
        for (const std::string &spelling : characters.front())
            m_firsts += spelling.front();
        m_secrets.push_back(std::move(characters));
        for (std::size_t before = 0; before < 3; ++before) {
            std::string core = base64Core(secret, before);
            if (core.size() < shortestSecret)
                continue;
            std::string forAddresses = core; // RFC 4648 section 5
            std::replace(forAddresses.begin(), forAddresses.end(), '+', '-');
            std::replace(forAddresses.begin(), forAddresses.end(), '/', '_');
            if (forAddresses != core)
                m_encoded.push_back(std::move(forAddresses));
            m_encoded.push_back(std::move(core));
        }
    }
    const auto longer = [](const auto &a, const auto &b) { return a.size() > b.size(); };
    std::sort(m_secrets.begin(), m_secrets.end(), longer);
    std::sort(m_encoded.begin(), m_encoded.end(), longer);
}

/// @return how many bytes at the start of the text spell the secret; 0 where they do not
std::size_t Redactor::matched(std::string_view text, const std::vector<Spellings> &secret)
{
    std::size_t at = 0;
    for (const Spellings &character : secret) {
        const std::string_view rest = text.substr(at);
        const auto spelled = std::find_if(character.begin(), character.end(), [&](const std::string &spelling) {
            if (&spelling == &character.front())
                return rest.starts_with(spelling);
            return rest.size() >= spelling.size() &&
                   std::equal(spelling.begin(), spelling.end(), rest.begin(),
                              [](char wanted, char found) { return wanted == lower(found); });
        });
        if (spelled == character.end())
            return 0;
        at += spelled->size();
    }
    return at;
}

std::string Redactor::redacted(std::string_view text) const
{
    if (m_secrets.empty())
        return std::string(text);
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto innocent = std::min(text.find_first_of(m_firsts), text.size());
        result.append(text.substr(0, innocent));
        text.remove_prefix(innocent);
        if (text.empty())
            break;
        std::size_t length = 0;
        for (const auto &secret : m_secrets) {
            length = matched(text, secret);
            if (length > 0)
                break;
        }
        if (length > 0)
            result.append(mark);
        else
            result.push_back(text.front());
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    for (const std::string &encoded : m_encoded)
        replaceAll(result, encoded);
    return result;
}

std::string printable(std::string_view text, std::size_t longest)
{
    constexpr std::string_view replacement = "\xef\xbf\xbd";
    std::string result;
    result.reserve(std::min(text.size(), longest));
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(
            std::find_if(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c >= 0x7f; }) -
            text.begin());
        if (plain > 0) {
            const std::string_view fits = text.substr(0, std::min(plain, longest - result.size()));
            result.append(fits);
            text.remove_prefix(plain);
            if (fits.size() < plain)
                break;
            continue;
        }
        const std::size_t length = characterLength(text);
        const auto first = static_cast<unsigned char>(text.front());
        std::string_view shown = text.substr(0, length);
        if (length == 0)
            shown = replacement;
        else if (first < 0x20 || first == 0x7f)
            shown = " ";
        if (result.size() + shown.size() > longest)
            break;
        result.append(shown);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return result;
}

} // namespace kopru::bridge
