// What strict mode accepts and refuses. The cases carry the names that JSONTestSuite gave to the corners of RFC 8259
// (y: must be accepted, n: must be refused, i: left to the reader); the texts were written here.
#include "tests/app/config/corpus.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::test::Json;

namespace {

/// A text with zero bytes in it keeps them.
template <std::size_t N> QByteArray bytes(const char (&text)[N])
{
    return QByteArray(text, N - 1);
}

/// The settings are an object: any other value is tried as that of a member.
QByteArray inObject(const QByteArray &value)
{
    return "{\"x\":" + value + '}';
}

QByteArray faultOf(const QByteArray &text)
{
    const auto document = Document::parse(text);
    return document ? QByteArray("accepted") : faultId(document.error().fault).toUtf8();
}

bool isAcceptedElsewhere(const QByteArray &text)
{
    return Json::accept(text.begin(), text.end());
}

} // namespace

class tst_Rfc8259 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void decides_data();
    void decides();
};

void tst_Rfc8259::accepts_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto y = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    y("array_arraysWithSpaces", "[[]   ]");
    y("array_empty", "[]");
    y("array_empty-string", R"([""])");
    y("array_ending_with_newline", "[\"a\"\n]");
    y("array_false", "[false]");
    y("array_heterogeneous", R"([null, 1, "1", {}])");
    y("array_null", "[null]");
    y("array_with_1_and_newline", "[1\n]");
    y("array_with_leading_space", " [1]");
    y("array_with_several_null", "[1,null,null,null,2]");
    y("array_with_trailing_space", "[2] ");
    y("number", "[123e65]");
    y("number_0e+1", "[0e+1]");
    y("number_0e1", "[0e1]");
    y("number_after_space", "[ 4]");
    y("number_double_close_to_zero", "[-0." + QByteArray(77, '0') + "1]");
    y("number_int_with_exp", "[20e1]");
    y("number_minus_zero", "[-0]");
    y("number_negative_int", "[-123]");
    y("number_negative_one", "[-1]");
    y("number_real_capital_e", "[1E22]");
    y("number_real_capital_e_neg_exp", "[1E-2]");
    y("number_real_capital_e_pos_exp", "[1E+2]");
    y("number_real_exponent", "[123e45]");
    y("number_real_fraction_exponent", "[123.456e78]");
    y("number_real_neg_exp", "[1e-2]");
    y("number_real_pos_exponent", "[1e+2]");
    y("number_simple_int", "[123]");
    y("number_simple_real", "[123.456789]");
    y("object", R"({"asd":"sdf", "dfg":"fgh"})");
    y("object_basic", R"({"asd":"sdf"})");
    y("object_duplicated_key", R"({"a":"b","a":"c"})");
    y("object_duplicated_key_and_value", R"({"a":"b","a":"b"})");
    y("object_empty", "{}");
    y("object_empty_key", R"({"":0})");
    y("object_escaped_null_in_key", R"({"foo\u0000bar": 42})");
    y("object_extreme_numbers", R"({ "min": -1.0e+28, "max": 1.0e+28 })");
    y("object_long_strings",
      R"({"x":[{"id": ")" + QByteArray(40, 'x') + R"("}], "id": ")" + QByteArray(40, 'x') + R"("})");
    y("object_simple", R"({"a":[]})");
    y("object_string_unicode", R"({"title":"\u041f\u043e\u043b" })");
    y("object_with_newlines", "{\n\"a\": \"b\"\n}");
    y("string_1_2_3_bytes_UTF-8_sequences", R"(["\u0060\u012a\u12AB"])");
    y("string_accepted_surrogate_pair", R"(["\uD801\udc37"])");
    y("string_accepted_surrogate_pairs", R"(["\ud83d\ude39\ud83d\udc8d"])");
    y("string_allowed_escapes", R"(["\"\\\/\b\f\n\r\t"])");
    y("string_backslash_and_u_escaped_zero", R"(["\\u0000"])");
    y("string_backslash_doublequotes", R"(["\""])");
    y("string_comments", R"(["a/*b*/c/*d//e"])");
    y("string_double_escape_a", R"(["\\a"])");
    y("string_double_escape_n", R"(["\\n"])");
    y("string_escaped_control_character", R"(["\u0012"])");
    y("string_escaped_noncharacter", R"(["\uFFFF"])");
    y("string_in_array", R"(["asd"])");
    y("string_in_array_with_leading_space", R"([ "asd"])");
    y("string_last_surrogates_1_and_2", R"(["\uDBFF\uDFFF"])");
    y("string_nbsp_uescaped", R"(["new\u00A0line"])");
    y("string_nonCharacterInUTF-8_U+10FFFF", "[\"\xf4\x8f\xbf\xbf\"]");
    y("string_nonCharacterInUTF-8_U+FFFF", "[\"\xef\xbf\xbf\"]");
    y("string_null_escape", R"(["\u0000"])");
    y("string_one-byte-utf-8", R"(["\u002c"])");
    y("string_pi", "[\"π\"]");
    y("string_reservedCharacterInUTF-8_U+1BFFF", "[\"\xf0\x9b\xbf\xbf\"]");
    y("string_simple_ascii", R"(["asd "])");
    y("string_space", R"(" ")");
    y("string_surrogates_U+1D11E", R"(["\uD834\uDd1e"])");
    y("string_three-byte-utf-8", R"(["\u0821"])");
    y("string_two-byte-utf-8", R"(["\u0123"])");
    y("string_u+2028_line_sep", "[\"\xe2\x80\xa8\"]");
    y("string_u+2029_par_sep", "[\"\xe2\x80\xa9\"]");
    y("string_uEscape", R"(["\u0061\u30af\u30EA\u30b9"])");
    y("string_uescaped_newline", R"(["new\u000Aline"])");
    y("string_unescaped_char_delete", "[\"\x7f\"]");
    y("string_unicode", R"(["\uA66D"])");
    y("string_unicodeEscapedBackslash", R"(["\u005C"])");
    y("string_unicode_2", "[\"⍂㈴⍂\"]");
    y("string_unicode_U+10FFFE_nonchar", R"(["\uDBFF\uDFFE"])");
    y("string_unicode_U+1FFFE_nonchar", R"(["\uD83F\uDFFE"])");
    y("string_unicode_U+200B_ZERO_WIDTH_SPACE", R"(["\u200B"])");
    y("string_unicode_U+2064_invisible_plus", R"(["\u2064"])");
    y("string_unicode_U+FDD0_nonchar", R"(["\uFDD0"])");
    y("string_unicode_U+FFFE_nonchar", R"(["\uFFFE"])");
    y("string_unicode_escaped_double_quote", R"(["\u0022"])");
    y("string_utf8", "[\"€𝄞\"]");
    y("string_with_del_character", "[\"a\x7f"
                                   "a\"]");
    y("structure_lonely_false", "false");
    y("structure_lonely_int", "42");
    y("structure_lonely_negative_real", "-0.1");
    y("structure_lonely_null", "null");
    y("structure_lonely_string", R"("asd")");
    y("structure_lonely_true", "true");
    y("structure_string_empty", R"("")");
    y("structure_trailing_newline", "[\"a\"]\n");
    y("structure_true_in_array", "[true]");
    y("structure_whitespace_array", " [] ");
}

void tst_Rfc8259::accepts()
{
    QFETCH(QByteArray, text);
    QVERIFY2(isAcceptedElsewhere(text), "the case itself is wrong");
    QCOMPARE(faultOf(inObject(text)), "accepted"_ba);
    QCOMPARE(Document::parse(inObject(text))->text(), inObject(text));
    QCOMPARE(faultOf(text), text.trimmed().startsWith('{') ? "accepted"_ba : "not-an-object"_ba);
}

void tst_Rfc8259::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto n = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    n("array_1_true_without_comma", "[1 true]");
    n("array_a_invalid_utf8", "[a\xe5]");
    n("array_colon_instead_of_comma", R"(["": 1])");
    n("array_comma_after_close", R"([""],)");
    n("array_comma_and_number", "[,1]");
    n("array_double_comma", "[1,,2]");
    n("array_double_extra_comma", R"(["x",,])");
    n("array_extra_close", R"(["x"]])");
    n("array_extra_comma", R"(["",])");
    n("array_incomplete", R"(["x")");
    n("array_incomplete_invalid_value", "[x");
    n("array_inner_array_no_comma", "[3[4]]");
    n("array_invalid_utf8", "[\xff]");
    n("array_items_separated_by_semicolon", "[1:2]");
    n("array_just_comma", "[,]");
    n("array_just_minus", "[-]");
    n("array_missing_value", R"([   , ""])");
    n("array_newlines_unclosed", "[\"a\",\n4\n,1,");
    n("array_number_and_comma", "[1,]");
    n("array_number_and_several_commas", "[1,,]");
    n("array_spaces_vertical_tab_formfeed", "[\"\va\"\\f]");
    n("array_star_inside", "[*]");
    n("array_unclosed", R"(["")");
    n("array_unclosed_trailing_comma", "[1,");
    n("array_unclosed_with_new_lines", "[1,\n1\n,1");
    n("array_unclosed_with_object_inside", "[{}");
    n("incomplete_false", "[fals]");
    n("incomplete_null", "[nul]");
    n("incomplete_true", "[tru]");
    n("multidigit_number_then_00", bytes("123\0"));
    n("number_++", "[++1234]");
    n("number_+1", "[+1]");
    n("number_+Inf", "[+Inf]");
    n("number_-01", "[-01]");
    n("number_-1.0.", "[-1.0.]");
    n("number_-2.", "[-2.]");
    n("number_-NaN", "[-NaN]");
    n("number_.-1", "[.-1]");
    n("number_.2e-3", "[.2e-3]");
    n("number_0.1.2", "[0.1.2]");
    n("number_0.3e+", "[0.3e+]");
    n("number_0.3e", "[0.3e]");
    n("number_0.e1", "[0.e1]");
    n("number_0_capital_E+", "[0E+]");
    n("number_0_capital_E", "[0E]");
    n("number_0e+", "[0e+]");
    n("number_0e", "[0e]");
    n("number_1.0e+", "[1.0e+]");
    n("number_1.0e-", "[1.0e-]");
    n("number_1.0e", "[1.0e]");
    n("number_1_000", "[1 000.0]");
    n("number_1eE2", "[1eE2]");
    n("number_2.e+3", "[2.e+3]");
    n("number_2.e-3", "[2.e-3]");
    n("number_2.e3", "[2.e3]");
    n("number_9.e+", "[9.e+]");
    n("number_Inf", "[Inf]");
    n("number_NaN", "[NaN]");
    n("number_U+FF11_fullwidth_digit_one", "[１]");
    n("number_expression", "[1+2]");
    n("number_hex_1_digit", "[0x1]");
    n("number_hex_2_digits", "[0x42]");
    n("number_infinity", "[Infinity]");
    n("number_invalid+-", "[0e+-1]");
    n("number_invalid-negative-real", "[-123.123foo]");
    n("number_invalid-utf-8-in-bigger-int", "[123\xe5]");
    n("number_invalid-utf-8-in-exponent", "[1e1\xe5]");
    n("number_invalid-utf-8-in-int", "[0\xe5]\n");
    n("number_minus_infinity", "[-Infinity]");
    n("number_minus_sign_with_trailing_garbage", "[-foo]");
    n("number_minus_space_1", "[- 1]");
    n("number_neg_int_starting_with_zero", "[-012]");
    n("number_neg_real_without_int_part", "[-.123]");
    n("number_neg_with_garbage_at_end", "[-1x]");
    n("number_real_garbage_after_e", "[1ea]");
    n("number_real_with_invalid_utf8_after_e", "[1e\xe5]");
    n("number_real_without_fractional_part", "[1.]");
    n("number_starting_with_dot", "[.123]");
    n("number_then_00", bytes("1\0"));
    n("number_with_alpha", "[1.2a-3]");
    n("number_with_alpha_char", "[1.8011670033376514H-308]");
    n("number_with_leading_zero", "[012]");
    n("number_-00.0", "[-00.0]");
    n("number_-00e0", "[-00e0]");
    n("number_00.0", "[00.0]");
    n("number_00e0", "[00e0]");
    n("object_bad_value", R"(["x", truth])");
    n("object_bracket_key", "{[: \"x\"}\n");
    n("object_comma_instead_of_colon", R"({"x", null})");
    n("object_double_colon", R"({"x"::"b"})");
    n("object_emoji", "{🇨🇭}");
    n("object_garbage_at_end", R"({"a":"a" 123})");
    n("object_key_with_single_quotes", "{key: 'value'}");
    n("object_lone_continuation_byte_in_key_and_trailing_comma", "{\"\xb9\":\"0\",}");
    n("object_missing_colon", R"({"a" b})");
    n("object_missing_key", R"({:"b"})");
    n("object_missing_semicolon", R"({"a" "b"})");
    n("object_missing_value", R"({"a":)");
    n("object_no-colon", R"({"a")");
    n("object_non_string_key", "{1:1}");
    n("object_non_string_key_but_huge_number_instead", "{9999E9999:1}");
    n("object_repeated_null_null", "{null:null,null:null}");
    n("object_several_trailing_commas", R"({"id":0,,,,,})");
    n("object_single_quote", "{'a':0}");
    n("object_trailing_comma", R"({"id":0,})");
    n("object_trailing_comment", R"({"a":"b"}/**/)");
    n("object_trailing_comment_open", R"({"a":"b"}/**//)");
    n("object_trailing_comment_slash_open", R"({"a":"b"}//)");
    n("object_trailing_comment_slash_open_incomplete", R"({"a":"b"}/)");
    n("object_two_commas_in_a_row", R"({"a":"b",,"c":"d"})");
    n("object_unquoted_key", R"({a: "b"})");
    n("object_unterminated-value", R"({"a":"a)");
    n("object_with_single_string", R"({ "foo" : "bar", "a" })");
    n("object_with_trailing_garbage", R"({"a":"b"}#)");
    n("single_space", " ");
    n("string_1_surrogate_then_escape", R"(["\uD800\"])");
    n("string_1_surrogate_then_escape_u", R"(["\uD800\u"])");
    n("string_1_surrogate_then_escape_u1", R"(["\uD800\u1"])");
    n("string_1_surrogate_then_escape_u1x", R"(["\uD800\u1x"])");
    n("string_accentuated_char_no_quotes", "[é]");
    n("string_backslash_00", bytes("[\"\\\0\"]"));
    n("string_escape_x", R"(["\x00"])");
    n("string_escaped_backslash_bad", R"(["\\\"])");
    n("string_escaped_ctrl_char_tab", "[\"\\\t\"]");
    n("string_escaped_emoji", "[\"\\🌀\"]");
    n("string_incomplete_escape", R"(["\"])");
    n("string_incomplete_escaped_character", R"(["\u00A"])");
    n("string_incomplete_surrogate", R"(["\uD834\uDd"])");
    n("string_incomplete_surrogate_escape_invalid", R"(["\uD800\uD800\x"])");
    n("string_invalid-utf-8-in-escape", "[\"\\u\xe5\"]");
    n("string_invalid_backslash_esc", R"(["\a"])");
    n("string_invalid_unicode_escape", R"(["\uqqqq"])");
    n("string_invalid_utf8_after_escape", "[\"\\\xe5\"]");
    n("string_leading_uescaped_thinspace", R"([\u0020"asd"])");
    n("string_no_quotes_with_bad_escape", R"([\n])");
    n("string_octal_escape", R"(["\012"])");
    n("string_single_doublequote", "\"");
    n("string_single_quote", "['single quote']");
    n("string_single_string_no_double_quotes", "abc");
    n("string_start_escape_unclosed", R"(["\)");
    n("string_unescaped_ctrl_char", bytes("[\"a\0a\"]"));
    n("string_unescaped_newline", "[\"new\nline\"]");
    n("string_unescaped_tab", "[\"\t\"]");
    n("string_unicode_CapitalU", R"("\UA66D")");
    n("string_with_trailing_garbage", R"(""x)");
    n("structure_100000_opening_arrays", QByteArray(100'000, '['));
    n("structure_U+2060_word_joined", "[\xe2\x81\xa0]");
    n("structure_UTF8_BOM_no_data", "\xef\xbb\xbf");
    n("structure_angle_bracket_.", "<.>");
    n("structure_angle_bracket_null", "[<null>]");
    n("structure_array_trailing_garbage", "[1]x");
    n("structure_array_with_extra_array_close", "[1]]");
    n("structure_array_with_unclosed_string", R"(["asd])");
    n("structure_ascii-unicode-identifier", "aå");
    n("structure_capitalized_True", "[True]");
    n("structure_close_unopened_array", "1]");
    n("structure_comma_instead_of_closing_brace", R"({"x": true,)");
    n("structure_double_array", "[][]");
    n("structure_end_array", "]");
    n("structure_incomplete_UTF8_BOM", "\xef\xbb{}");
    n("structure_lone-invalid-utf-8", "\xe5");
    n("structure_lone-open-bracket", "[");
    n("structure_no_data", "");
    n("structure_null-byte-outside-string", bytes("[\0]"));
    n("structure_number_with_trailing_garbage", "2@");
    n("structure_object_followed_by_closing_object", "{}}");
    n("structure_object_unclosed_no_value", R"({"":)");
    n("structure_object_with_comment", R"({"a":/*comment*/"b"})");
    n("structure_object_with_trailing_garbage", R"({"a": true} "x")");
    n("structure_open_array_apostrophe", "['");
    n("structure_open_array_comma", "[,");
    n("structure_open_array_object", QByteArray(R"([{"":)").repeated(50'000) + '\n');
    n("structure_open_array_open_object", "[{");
    n("structure_open_array_open_string", R"(["a)");
    n("structure_open_array_string", R"(["a")");
    n("structure_open_object", "{");
    n("structure_open_object_close_array", "{]");
    n("structure_open_object_comma", "{,");
    n("structure_open_object_open_array", "{[");
    n("structure_open_object_open_string", R"({"a)");
    n("structure_open_object_string_with_apostrophes", "{'a'");
    n("structure_open_open", R"(["\{["\{["\{["\{)");
    n("structure_single_eacute", "\xe9");
    n("structure_single_star", "*");
    n("structure_trailing_#", R"({"a":"b"}#{})");
    n("structure_uescaped_LF_before_string", R"([\u000A""])");
    n("structure_unclosed_array", "[1");
    n("structure_unclosed_array_partial_null", "[ false, nul");
    n("structure_unclosed_array_unfinished_false", "[ true, fals");
    n("structure_unclosed_array_unfinished_true", "[ false, tru");
    n("structure_unclosed_object", R"({"asd":"asd")");
    n("structure_unicode-identifier", "å");
    n("structure_whitespace_U+2060_word_joiner", "\xe2\x81\xa0");
    n("structure_whitespace_formfeed", "[\f]");
}

void tst_Rfc8259::refuses()
{
    QFETCH(QByteArray, text);
    // To that reader a zero byte is the end.
    QVERIFY2(text.endsWith('\0') || !isAcceptedElsewhere(text), "the case itself is wrong");
    QVERIFY(faultOf(text) != "accepted");
    QVERIFY(faultOf(inObject(text)) != "accepted");
}

/// Left to the reader. The rule: what Claude's reader (JSON.parse on text decoded from UTF-8) takes without loss is
/// taken; bytes that are no UTF-8, which decoding would replace, are refused, and so is what decoding would not
/// understand.
void tst_Rfc8259::decides_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<bool>("isWhole"); // the encoding of a whole file, not of a value
    const auto i = [](const char *name, const QByteArray &text, const QByteArray &fault, bool isWhole = false) {
        QTest::newRow(name) << text << fault << isWhole;
    };
    const QByteArray accepted = "accepted"_ba;
    // Numbers keep their spelling, so that none is too large.
    i("number_double_huge_neg_exp", "[123.456e-789]", accepted);
    i("number_huge_exp", "[0.4e" + QByteArray(100, '6') + ']', accepted);
    i("number_neg_int_huge_exp", "[-1e+9999]", accepted);
    i("number_pos_double_huge_exp", "[1.5e+9999]", accepted);
    i("number_real_neg_overflow", "[-123123e100000]", accepted);
    i("number_real_pos_overflow", "[123123e100000]", accepted);
    i("number_real_underflow", "[123e-10000000]", accepted);
    i("number_too_big_neg_int", "[-123123123123123123123123123123]", accepted);
    i("number_too_big_pos_int", "[100000000000000000000]", accepted);
    i("number_very_big_negative_int", "[-237462374673276894279832749832423479823246327846]", accepted);
    // Halves of pairs stay as they are spelled.
    i("object_key_lone_2nd_surrogate", R"({"\uDFAA":0})", accepted);
    i("string_1st_surrogate_but_2nd_missing", R"(["\uDADA"])", accepted);
    i("string_1st_valid_surrogate_2nd_invalid", R"(["\uD888\u1234"])", accepted);
    i("string_incomplete_surrogate_and_escape_valid", R"(["\uD800\n"])", accepted);
    i("string_incomplete_surrogate_pair", R"(["\uDd1ea"])", accepted);
    i("string_incomplete_surrogates_escape_valid", R"(["\uD800\uD800\n"])", accepted);
    i("string_invalid_lonely_surrogate", R"(["\ud800"])", accepted);
    i("string_invalid_surrogate", R"(["\ud800abc"])", accepted);
    i("string_inverted_surrogates_U+1D11E", R"(["\uDd1e\uD834"])", accepted);
    i("string_lone_second_surrogate", R"(["\uDFAA"])", accepted);
    // Bytes that are no UTF-8 have no meaning that could be kept.
    i("string_UTF-8_invalid_sequence", "[\"\xe6\x97\xa5\xd1\x88\xfa\"]", "not-utf8");
    i("string_UTF8_surrogate_U+D800", "[\"\xed\xa0\x80\"]", "not-utf8");
    i("string_invalid_utf-8", "[\"\xff\"]", "not-utf8");
    i("string_iso_latin_1", "[\"\xe9\"]", "not-utf8");
    i("string_lone_utf8_continuation_byte", "[\"\x81\"]", "not-utf8");
    i("string_not_in_unicode_range", "[\"\xf4\xbf\xbf\xbf\"]", "not-utf8");
    i("string_overlong_sequence_2_bytes", "[\"\xc0\xaf\"]", "not-utf8");
    i("string_overlong_sequence_6_bytes", "[\"\xfc\x83\xbf\xbf\xbf\xbf\"]", "not-utf8");
    i("string_overlong_sequence_6_bytes_null", "[\"\xfc\x80\x80\x80\x80\x80\"]", "not-utf8");
    i("string_truncated-utf-8", "[\"\xe0\xff\"]", "not-utf8");
    // The app reads UTF-8 only, and takes a mark for an error.
    i("string_UTF-16LE_with_BOM", bytes("\xff\xfe{\0}\0"), "utf-16", true);
    i("string_utf16BE_no_BOM", bytes("\0{\0}"), "utf-16", true);
    i("string_utf16LE_no_BOM", bytes("{\0}\0"), "utf-16", true);
    i("structure_UTF-8_BOM_empty_object", "\xef\xbb\xbf{}", "byte-order-mark", true);
    // With the object around them these are 501 deep; the limit is 512.
    i("structure_500_nested_arrays", QByteArray(500, '[') + QByteArray(500, ']'), accepted);
}

void tst_Rfc8259::decides()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, fault);
    QFETCH(bool, isWhole);
    QCOMPARE(faultOf(isWhole ? text : inObject(text)), fault);
}

QTEST_GUILESS_MAIN(tst_Rfc8259)
#include "tst_rfc8259.moc"
