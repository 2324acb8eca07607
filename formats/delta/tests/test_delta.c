/* Deltas: what they say, that they lead where they say, and that nothing else passes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "delta/delta.h"

#define H64 "0000000000000000000000000000000000000000000000000000000000000000"

static void digest_of(const char *text, char hex[SB_HEX_MAX + 1])
{
    struct sb_splitter split;
    struct sb_parts parts = {0};
    struct sb_err err = {0};
    sb_splitter_begin(&split);
    assert_int_equal(sb_split(&split, sb_str_of(text), &parts, &err), SB_OK);
    sb_parts_digest(&split, &parts, hex);
    sb_parts_done(&parts);
    sb_splitter_done(&split);
}

static bool alike(const char *a, const char *b)
{
    char of_a[SB_HEX_MAX + 1], of_b[SB_HEX_MAX + 1];
    digest_of(a, of_a);
    digest_of(b, of_b);
    return strcmp(of_a, of_b) == 0;
}

static void digests_are_over_what_is_said(void **state)
{
    char hex[SB_HEX_MAX + 1];
    (void)state;
    digest_of("{\"b\": [1, \"\\u00e9\\n\"], \"a\": {}, \"$schema\": 1}", hex);
    /* {"a":DIGEST of {},"b":DIGEST of ["\u00e9\n",1]}, where \n is spelled and the letter is UTF-8 */
    assert_string_equal(hex, "0a732a25140da9c5f2e64fe153f359531841dab4ae673c3928bd3028836953bf");
    assert_true(alike("{\"a\":[1,2,2],\"b\":null}", " { \"b\" : null, \"a\" : [2, 1, 2] } "));
    assert_false(alike("{\"a\":[1,2,2]}", "{\"a\":[1,1,2]}"));
    assert_false(alike("{\"a\":[1]}", "{\"a\":[1.0]}"));
    assert_false(alike("{\"a\":\"1\"}", "{\"a\":1}"));
    assert_false(alike("{\"a\":[]}", "{\"a\":{}}"));
    assert_false(alike("{\"a\":[]}", "{}"));
    assert_false(alike("{\"steps\":[1,2]}", "{\"steps\":[2,1]}"));
    assert_true(alike("{\"steps\":[{\"steps\":[3],\"x\":[1,2]}]}", "{\"steps\":[{\"x\":[2,1],\"steps\":[3]}]}"));
}

/* ---- making and applying ---- */

static struct sb_buf delta_of(const char *old, const char *new)
{
    struct sb_delta_text ends[2] = {{sb_str_of(old), SB_S("x-json@1"), SB_S("old")},
                                    {sb_str_of(new), SB_S("x-json@2"), SB_S("new")}};
    struct sb_delta_counts counts;
    struct sb_buf text = {0};
    struct sb_err err = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    sb_sink_memory(sink, &text);
    if (sb_delta_make(&ends[0], &ends[1], sink, &counts, &err) != SB_OK)
        fail_msg("%s", err.text);
    sb_free(sink);
    sb_buf_chr(&text, '\0');
    return text;
}

static sb_rc apply(sb_str delta, const char *old, struct sb_buf *new, struct sb_err *err)
{
    struct sb_delta_doc doc = {0};
    bool of_delta;
    sb_rc rc = sb_delta_read(delta, &doc, err);
    if (rc == SB_OK)
        rc = sb_delta_apply(&doc, sb_str_of(old), new, &of_delta, err);
    sb_delta_done(&doc);
    return rc;
}

/* OTHER is OLD in other words; of it WANTED comes. */
static void assert_leads(const char *old, const char *new, const char *other, const char *wanted)
{
    struct sb_buf delta = delta_of(old, new), result = {0};
    struct sb_err err = {0};
    if (apply(sb_str_of(delta.p), other, &result, &err) != SB_OK)
        fail_msg("%s\n%s", delta.p, err.text);
    sb_buf_chr(&result, '\0');
    assert_string_equal(result.p, wanted);
    sb_buf_done(&delta);
    sb_buf_done(&result);
}

static void new_comes_of_old(void **state)
{
    static const char *const texts[] = {
        "{}",
        "{\"a\":1}",
        "{\"a\":1,\"b\":2}",
        "{\"c\":[],\"a\":1,\"b\":2}",
        "{\"r\":[\"x\",\"y\",\"x\",\"z\"]}",
        "{\"a\":{},\"r\":[\"z\",\"x\",\"x\"]}",
        "{\"r\":[\"x\",\"z\",\"y\",\"x\",{\"name\":\"n\",\"v\":[1,[2],{\"\":0}]},{\"name\":\"n\",\"v\":[]}]}",
        "{\"r\":[{\"name\":\"n\",\"v\":[[2],{\"\":1},1]},{\"name\":\"n\"},\"x\",null,true,1.50,\"\"]}",
        "{\"r\":{\"name\":\"r\"},\"steps\":[1,2,3,4,5,6]}",
        "{\"r\":\"text\",\"steps\":[6,1,2,5,4,3,1]}",
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        for (size_t j = 0; j < SB_COUNT(texts); j++)
            assert_leads(texts[i], texts[j], texts[i], texts[j]);
}

static void order_and_encoding_of_old_do_not_matter(void **state)
{
    (void)state;
    assert_leads("{\"r\":[1,2],\"a\":1}", "{\"a\":2,\"r\":[2,1]}", "{\"r\":[1,2],\"a\":1}", "{\"r\":[1,2],\"a\":2}");
    assert_leads("{\"a\":1,\"r\":[{\"n\":1},{\"n\":2},{\"n\":3}]}", "{\"a\":2,\"r\":[{\"n\":1},{\"n\":3}]}",
                 "{ \"r\" : [{\"n\":3},{\"n\":2},{\"n\":1}], \"a\" : 1 }", "{\"r\":[{\"n\":3},{\"n\":1}],\"a\":2}");
    /* the schema of JSON, which the old document lacks in XML, or has where it had none */
    assert_leads("{\"$schema\":\"a\",\"x\":1}", "{\"$schema\":\"b\",\"x\":2}", "{\"x\":1}", "{\"x\":2}");
    assert_leads("{\"x\":1}", "{\"$schema\":\"b\",\"x\":2}", "{\"x\":1,\"$schema\":\"c\"}",
                 "{\"$schema\":\"b\",\"x\":2}");
    assert_leads("{\"$schema\":\"a\",\"x\":1}", "{\"x\":2}", "{\"x\":1}", "{\"x\":2}");
}

static void changes_go_where_they_are(void **state)
{
    static const char
        old[] = "{\"r\":[{\"bom-ref\":\"a@1\",\"v\":\"1\",\"long\":\"text that stays, and is said nowhere\"}]}",
        new[] = "{\"r\":[{\"bom-ref\":\"a@2\",\"v\":\"1\",\"long\":\"text that stays, and is said nowhere\"}]}";
    struct sb_buf delta = delta_of(old, new), same = delta_of(old, old);
    (void)state;
    assert_non_null(strstr(delta.p, "\"what\":\"a@1\""));
    assert_non_null(strstr(delta.p, "{\"name\":\"bom-ref\",\"value\":\"a@2\"}"));
    assert_null(strstr(delta.p, "text that stays"));
    assert_non_null(strstr(same.p, "\"changes\":{}}"));
    sb_buf_done(&delta);
    sb_buf_done(&same);
}

/* A document of many rows that moves one of them: one row is told. */
static void moves_are_few(void **state)
{
    struct sb_buf old = {0}, new = {0};
    (void)state;
    sb_buf_str(&old, SB_S("{\"r\":[\"last\""));
    sb_buf_str(&new, SB_S("{\"r\":[0"));
    for (unsigned i = 0; i < 5000; i++) {
        sb_buf_printf(&old, ",%u", i);
        if (i)
            sb_buf_printf(&new, ",%u", i);
    }
    sb_buf_str(&old, SB_S("]}\0"));
    sb_buf_str(&new, SB_S(",\"last\"]}\0"));
    struct sb_buf delta = delta_of(old.p, new.p);
    assert_true(delta.n < 600);
    sb_buf_done(&old);
    sb_buf_done(&new);
    sb_buf_done(&delta);
}

/* ---- refusals ---- */

#define DELTA(changes)                                                                                                 \
    "{\"schema\":\"sbom-delta/1\",\"generator\":{},\"old\":{\"format\":\"f\",\"sha256\":\"" H64                        \
    "\"},\n\"new\":{\"format\":\"f\",\"sha256\":\"" H64 "\"},\n\"changes\":" changes "}"

static void assert_refused(const char *delta, uint32_t line, const char *why)
{
    struct sb_delta_doc doc = {0};
    struct sb_err err = {0};
    assert_int_not_equal(sb_delta_read(sb_str_of(delta), &doc, &err), SB_OK);
    if (!strstr(err.text, why) || err.line != line)
        fail_msg("\"%s\" at %u lacks \"%s\" at %u", err.text, err.line, why, line);
    sb_delta_done(&doc);
}

static void what_is_no_delta_is_refused(void **state)
{
    (void)state;
    assert_refused("", 1, "");
    assert_refused("[]", 1, "an object is wanted");
    assert_refused("{}", 1, "schema: missing");
    assert_refused("{\"schema\":\"sbom-delta/2\"}", 1, "sbom-delta/2: not known");
    assert_refused("{\"bomFormat\":\"CycloneDX\"}", 1, "bomFormat: no member of sbom-delta/1");
    assert_refused("{\"schema\":\"sbom-delta/1\",\"generator\":{\"time\":1}}", 1, "time: unknown member");
    assert_refused("{\"schema\":\"sbom-delta/1\",\n\"old\":{\"format\":\"f\"}}", 2, "a format and a sha256");
    assert_refused("{\"old\":{\"sha256\":\"ABC\"}}", 1, "64 hexadecimal digits");
    assert_refused(DELTA("[]"), 3, "an object is wanted");
    assert_refused(DELTA("{\"add\":[]}"), 3, "add: unknown change");
    assert_refused(DELTA("{\"drop\":{}}"), 3, "a list is wanted");
    assert_refused(DELTA("{\"drop\":[1]}"), 3, "objects are wanted");
    assert_refused(DELTA("{\"drop\":[{}]}"), 3, "members are missing");
    assert_refused(DELTA("{\"drop\":[{\"name\":\"a\",\"row\":\"" H64 "\"}]}"), 3, "exclude each other");
    assert_refused(DELTA("{\"drop\":[{\"name\":\"a\",\"value\":1}]}"), 3, "exclude each other");
    assert_refused(DELTA("{\"drop\":[{\"name\":\"a\",\"nth\":1}]}"), 3, "exclude each other");
    assert_refused(DELTA("{\"edit\":[{\"name\":\"a\"}]}"), 3, "members are missing");
    assert_refused(DELTA("{\"edit\":[{\"name\":\"a\",\"value\":1,\"changes\":{}}]}"), 3, "exclude each other");
    assert_refused(DELTA("{\"move\":[{\"scalar\":\"a\"}]}"), 3, "members are missing");
    assert_refused(DELTA("{\"move\":[{\"name\":\"a\",\"at\":1}]}"), 3, "exclude each other");
    assert_refused(DELTA("{\"move\":[{\"scalar\":\"a\",\"at\":-1}]}"), 3, "a number from 0 on");
    assert_refused(DELTA("{\"put\":[{\"value\":1}]}"), 3, "members are missing");
    assert_refused(DELTA("{\"put\":[{\"at\":2,\"value\":1},{\"at\":1,\"value\":1}]}"), 3, "not in the order");
    assert_refused(DELTA("{\"put\":[{\"at\":2,\"value\":[}]}"), 3, "");
    assert_refused(DELTA("{\"drop\":[{\"scalar\":{}}]}"), 3, "a text, a number");
    assert_refused(DELTA("{}") "x", 3, "");
}

/* CHANGES on OLD, with the right digest of that. */
static void assert_stops(const char *old, const char *changes, const char *why)
{
    struct sb_delta_doc doc = {0};
    struct sb_buf text = {0}, new = {0};
    struct sb_err err = {0};
    bool of_delta = false;
    sb_buf_str(&text, SB_S(DELTA("")));
    text.n--;
    sb_buf_printf(&text, "%s}", changes);
    if (sb_delta_read(sb_buf_all(&text), &doc, &err) != SB_OK)
        fail_msg("%s", err.text);
    digest_of(old, doc.old.sha256);
    assert_int_not_equal(sb_delta_apply(&doc, sb_str_of(old), &new, &of_delta, &err), SB_OK);
    if (!strstr(err.text, why) || !of_delta)
        fail_msg("\"%s\" lacks \"%s\"", err.text, why);
    sb_delta_done(&doc);
    sb_buf_done(&text);
    sb_buf_done(&new);
}

static void what_leads_nowhere_is_refused(void **state)
{
    static const char old[] = "{\"a\":1,\"r\":[\"x\",{\"name\":\"n\"}]}";
    (void)state;
    assert_stops(old, "{}", "it leads to a document of the digest");
    assert_stops(old, "{\"drop\":[{\"scalar\":1}]}", "told by its \"name\"");
    assert_stops(old, "{\"drop\":[{\"name\":\"a\"},{\"name\":\"a\"}]}", "dropped or moved before");
    assert_stops(old, "{\"edit\":[{\"name\":\"a\",\"value\":1},{\"name\":\"a\",\"value\":1}]}", "edited before");
    assert_stops(old, "{\"edit\":[{\"name\":\"a\",\"changes\":{}}]}", "no parts to change");
    assert_stops(old, "{\"edit\":[{\"name\":\"r\",\"changes\":{\"drop\":[{\"name\":\"x\"}]}}]}", "no names in a list");
    assert_stops(old, "{\"edit\":[{\"name\":\"r\",\"changes\":{\"drop\":[{\"scalar\":\"y\"}]}}]}", "no such row");
    assert_stops(old, "{\"edit\":[{\"name\":\"r\",\"changes\":{\"drop\":[{\"scalar\":\"x\",\"nth\":1}]}}]}",
                 "no such row");
    assert_stops(old, "{\"edit\":[{\"name\":\"r\",\"changes\":{\"drop\":[{\"scalar\":\"x\",\"what\":\"y\"}]}}]}",
                 "not called so");
    assert_stops(old, "{\"edit\":[{\"name\":\"r\",\"changes\":{\"put\":[{\"at\":0,\"name\":\"x\",\"value\":1}]}}]}",
                 "no names in a list");
    assert_stops(old, "{\"put\":[{\"at\":0,\"value\":1}]}", "a member has a \"name\"");
    assert_stops(old, "{\"put\":[{\"at\":0,\"name\":\"b\",\"value\":1},{\"at\":0,\"name\":\"b\",\"value\":1}]}",
                 "what it leads to is no document");
}

static void another_document_is_refused(void **state)
{
    struct sb_buf delta = delta_of("{\"a\":1}", "{\"a\":2}"), new = {0};
    struct sb_err err = {0};
    (void)state;
    assert_int_equal(apply(sb_str_of(delta.p), "{\"a\":3}", &new, &err), SB_E_NOTFOUND);
    assert_non_null(strstr(err.text, "not the document that the delta was made of"));
    sb_buf_done(&delta);
    sb_buf_done(&new);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_over_what_is_said),
        cmocka_unit_test(new_comes_of_old),
        cmocka_unit_test(order_and_encoding_of_old_do_not_matter),
        cmocka_unit_test(changes_go_where_they_are),
        cmocka_unit_test(moves_are_few),
        cmocka_unit_test(what_is_no_delta_is_refused),
        cmocka_unit_test(what_leads_nowhere_is_refused),
        cmocka_unit_test(another_document_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
