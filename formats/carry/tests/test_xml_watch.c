#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "carry/xml_watch.h"

/* BEFORE, N attributes, BEHIND; WIDE: as UTF-16; in pieces of PIECE bytes. */
static bool passes(const char *before, unsigned n, const char *behind, bool wide, size_t piece)
{
    struct sb_buf text = {0}, bytes = {0};
    struct sb_xml_watch watch = {0};
    bool good = true;
    sb_buf_str(&text, sb_str_of(before));
    for (unsigned i = 0; i < n; i++)
        sb_buf_printf(&text, " a%u='=\"'", i);
    sb_buf_str(&text, sb_str_of(behind));
    for (size_t i = 0; i < text.n; i++) {
        sb_buf_chr(&bytes, text.p[i]);
        if (wide)
            sb_buf_chr(&bytes, '\0');
    }
    for (size_t at = 0; at < bytes.n && good; at += piece)
        good = sb_xml_watch(&watch, sb_str_part(sb_buf_all(&bytes), at, piece));
    sb_buf_done(&text);
    sb_buf_done(&bytes);
    return good;
}

static void counts_the_attributes_of_a_tag(void **state)
{
    (void)state;
    enum { MOST = SB_XML_ATTRIBUTES_MAX };
    static const size_t pieces[] = {2, 14, 1 << 20};
    for (size_t i = 0; i < SB_COUNT(pieces); i++) {
        for (int wide = 0; wide < 2; wide++) {
            assert_true(passes("<a", MOST, "/>", wide, pieces[i]));
            assert_false(passes("<a", MOST + 1, "/>", wide, pieces[i]));
            assert_false(passes("<a><!-- > = -> --><![CDATA[ ]> ]]><?p > ?><b", MOST + 1, "/>", wide, pieces[i]));
            assert_true(passes("<a><b c='d'>", MOST + 1, "</b></a>", wide, pieces[i]));
            assert_true(passes("<!-- ", MOST + 1, "-->", wide, pieces[i]));
            assert_true(passes("<a><![CDATA[", MOST + 1, "]]></a>", wide, pieces[i]));
            assert_true(passes("<?p ", MOST + 1, "?>", wide, pieces[i]));
        }
    }
}

static void finds_the_start_tags(void **state)
{
    (void)state;
    static const char text[] =
        "\xef\xbb\xbf<?xml version='1.0'?><a\n b='\n<'><!-- <x>\n --><c/></a\n><![CDATA[<y>\n]]>\n"
        " \xc3\xa9<d>\n\n</d><e/>";
    static const struct sb_xml_spot spots[] = {{1, 22}, {4, 5}, {7, 4}, {9, 5}};
    for (size_t piece = 4; piece < sizeof text; piece++) { /* the first tells the encoding */
        struct sb_xml_watch watch = {.places = true};
        for (size_t at = 0; at < sizeof text - 1; at += piece)
            assert_true(sb_xml_watch(&watch, sb_str_part(sb_str_of(text), at, piece)));
        for (size_t i = 0; i < SB_COUNT(spots); i++) {
            struct sb_xml_spot spot = sb_xml_watch_start(&watch);
            assert_int_equal(spot.line, spots[i].line);
            assert_int_equal(spot.column, spots[i].column);
        }
        assert_int_equal(sb_xml_watch_start(&watch).line, 0);
        sb_xml_watch_done(&watch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(counts_the_attributes_of_a_tag),
                                       cmocka_unit_test(finds_the_start_tags)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
