#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "carry/transcode.h"
#include "text/json_read.h"

#define HEAD(version) "\"bomFormat\":\"CycloneDX\",\"specVersion\":\"" version "\",\"version\":1"

/* JSON without white space between its tokens. */
static void squeeze(struct sb_buf *buf, sb_str text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.n; i++) {
        quoted ^= text.p[i] == '"' && (i == 0 || text.p[i - 1] != '\\');
        if (quoted || !sb_is_space(text.p[i]))
            sb_buf_chr(buf, text.p[i]);
    }
    sb_buf_chr(buf, '\0');
}

static sb_rc convert(uint8_t from, uint8_t to, const char *text, struct sb_buf *out, struct sb_buf *report,
                     struct sb_err *err)
{
    static struct sb_sink sink, told;
    static struct sb_losses losses;
    struct sb_transcode what = {&sb_grammar_cyclonedx, &sb_carrier_json, &sb_carrier_json, from, to, true};
    struct sb_replay input;
    sb_replay_of(&input, sb_str_of(text));
    sb_sink_memory(&sink, out);
    sb_sink_memory(&told, report);
    sb_losses_begin(&losses, &told, false, SB_S("in"), SB_S("of"));
    sb_losses_output(&losses, SB_S("to"), "out");
    sb_rc rc = sb_transcode(&what, &input, &sink, &losses, err);
    sb_losses_output_end(&losses);
    sb_losses_end(&losses);
    return sb_sink_flush(&told, err) == SB_OK ? rc : SB_E_IO;
}

/* TEXT of one version becomes OUT in another; what is told holds each of LINES, which end with NULL, and no more. */
static void becomes(uint8_t from, uint8_t to, const char *text, const char *expected, const char *const *lines)
{
    struct sb_buf out = {0}, report = {0}, squeezed = {0};
    struct sb_err err = {0};
    assert_int_equal(convert(from, to, text, &out, &report, &err), SB_OK);
    squeeze(&squeezed, sb_buf_all(&out));
    assert_string_equal(squeezed.p, expected);
    sb_str rest = sb_buf_all(&report), line;
    size_t n = 0;
    while (lines[n]) {
        assert_true(sb_str_find(rest, sb_str_of(lines[n])) != SB_NPOS);
        n++;
    }
    while (sb_str_line(&rest, &line) && !sb_str_eq(line, SB_S("summary:")))
        n -= sb_str_find(line, SB_S("; ")) != SB_NPOS;
    assert_int_equal(n, 0);
    sb_buf_done(&out);
    sb_buf_done(&report);
    sb_buf_done(&squeezed);
}
#define TOLD(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NOTHING ((const char *const[]){NULL})

static void leaves_its_own_version_alone(void **state)
{
    (void)state;
    const char *text =
        "{\"specVersion\":\"1.4\",\"x\":[[1.50e3,null]],\"formulation\":[{}],\"components\":{\"a\":\"\\u00e9\"},"
        "\"signature\":{\"value\":\"v\"}}";
    becomes(4, 4, text,
            "{\"specVersion\":\"1.4\",\"x\":[[1.50e3,null]],\"formulation\":[{}],\"components\":{\"a\":\"\xc3\xa9\"},"
            "\"signature\":{\"value\":\"v\"}}",
            NOTHING);
}

static void drops_by_member(void **state)
{
    (void)state;
    becomes(
        7, 5,
        "{" HEAD(
            "1.7") ",\"services\":[{\"name\":\"s\",\"tags\":[\"t\",\"u\"]}],\"citations\":[{\"pointers\":[\"/\"]}]}",
        "{" HEAD("1.5") ",\"services\":[{\"name\":\"s\"}]}",
        TOLD("services[0].tags, line 1: CycloneDX 1.5 has no service.tags; dropped, 2 values",
             "citations, line 1: CycloneDX 1.5 has no bom.citations; dropped"));
}

static void says_the_version(void **state)
{
    (void)state;
    becomes(6, 5, "{\"$schema\":\"http://cyclonedx.org/schema/bom-1.6.schema.json\"," HEAD("1.6") "}",
            "{\"$schema\":\"http://cyclonedx.org/schema/bom-1.5.schema.json\"," HEAD("1.5") "}", NOTHING);
    becomes(6, 7, "{\"$schema\":\"mine\"," HEAD("1.6") "}", "{\"$schema\":\"mine\"," HEAD("1.7") "}", NOTHING);
    becomes(6, 4, "{\"$schema\":\"mine\"," HEAD("1.6") "}",
            "{\"$schema\":\"http://cyclonedx.org/schema/bom-1.4.schema.json\"," HEAD("1.4") "}",
            TOLD("$schema, line 1: CycloneDX 1.4 takes only the address of its schema; carried as $schema = http://"));
}

static void says_older_words(void **state)
{
    (void)state;
    becomes(6, 4,
            "{" HEAD("1.6") ",\"components\":[{\"type\":\"data\",\"name\":\"d\"}],\"compositions\":[{\"aggregate\":"
                            "\"incomplete_first_party_opensource_only\"}],\"externalReferences\":[{\"type\":\"poam\","
                            "\"url\":\"u\"}]}",
            "{" HEAD(
                "1.4") ",\"components\":[{\"type\":\"application\",\"name\":\"d\"}],\"compositions\":[{\"aggregate\":"
                       "\"incomplete_first_party_only\"}],\"externalReferences\":[{\"type\":\"other\",\"url\":\"u\"}]}",
            TOLD("components[0].type, line 1: CycloneDX 1.4 takes no such word here; carried as components[].type = "
                 "application",
                 "compositions[0].aggregate, line 1", "externalReferences[0].type, line 1"));
}

static void keeps_words_that_were_wrong(void **state)
{
    (void)state;
    becomes(6, 4, "{" HEAD("1.6") ",\"components\":[{\"type\":\"thing\",\"name\":7,\"bom-ref\":\"\"}]}",
            "{" HEAD("1.4") ",\"components\":[{\"type\":\"thing\",\"name\":7,\"bom-ref\":\"\"}]}", NOTHING);
}

static void drops_what_lacks_what_it_needs(void **state)
{
    (void)state;
    becomes(7, 6,
            "{" HEAD("1.7") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"hashes\":[{\"alg\":\"Streebog-256\","
                            "\"content\":\"00\"},{\"alg\":\"MD5\",\"content\":\"11\"}]},{\"name\":\"b\",\"type\":"
                            "\"file\",\"hashes\":[{\"alg\":"
                            "\"Streebog-256\",\"content\":\"00\"}]}]}",
            "{" HEAD("1.6") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"hashes\":[{\"alg\":\"MD5\","
                            "\"content\":\"11\"}]},"
                            "{\"name\":\"b\",\"type\":\"file\"}]}",
            TOLD("components[0].hashes[0], line 1: CycloneDX 1.6 has no place for what stands in alg, which it needs; "
                 "dropped, 2",
                 "components[1].hashes[0], line 1"));
}

static void loses_an_alternative_whole(void **state)
{
    (void)state;
    becomes(
        6, 5,
        "{" HEAD(
            "1.6") ",\"vulnerabilities\":[{\"affects\":[{\"ref\":\"a\",\"versions\":[{\"version\":\"\"},{\"version\":"
                   "\"1\"}]}]}]}",
        "{" HEAD("1.5") ",\"vulnerabilities\":[{\"affects\":[{\"ref\":\"a\",\"versions\":[{\"version\":\"1\"}]}]}]}",
        TOLD("vulnerabilities[0].affects[0].versions[0], line 1"));
}

static void adds_what_is_wanted(void **state)
{
    (void)state;
    becomes(
        5, 3, "{\"specVersion\":\"1.5\",\"components\":[{\"name\":\"a\",\"type\":\"file\"}]}",
        "{\"specVersion\":\"1.3\",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"version\":\"\"}],\"version\":1}",
        TOLD("components[0].version, line 1: CycloneDX 1.3 wants one; added as components[].version",
             "version: CycloneDX 1.3 wants one; added as version = 1"));
}

static void makes_tools_a_list(void **state)
{
    (void)state;
    becomes(
        5, 4,
        "{" HEAD("1.5") ",\"metadata\":{\"tools\":{\"components\":[{\"type\":\"file\",\"supplier\":{\"name\":\"v\","
                        "\"url\":[\"u\"]},"
                        "\"name\":\"n\",\"version\":\"1\"}]},\"timestamp\":\"t\"}}",
        "{" HEAD("1.4") ",\"metadata\":{\"tools\":[{\"vendor\":\"v\",\"name\":\"n\",\"version\":\"1\"}],\"timestamp\":"
                        "\"t\"}}",
        TOLD("metadata.tools.components[0].type, line 1: a tool of CycloneDX 1.4 has no such member; dropped",
             "metadata.tools.components[0].supplier.name, line 1: CycloneDX 1.4 has a list of tools; carried as "
             "metadata.tools[].vendor = v",
             "metadata.tools.components[0].name", "metadata.tools.components[0].version",
             "metadata.tools.components[0].supplier, line 1: a tool of CycloneDX 1.4 has no such member; dropped\n"));
    becomes(6, 4, "{" HEAD("1.6") ",\"metadata\":{\"tools\":{\"components\":[{\"type\":{\"name\":\"p\"}}]}}}",
            "{" HEAD("1.4") "}",
            TOLD("metadata.tools.components[0].type, line 1: a tool of CycloneDX 1.4 has no such"));
}

static void takes_the_first_identity(void **state)
{
    (void)state;
    becomes(
        6, 5,
        "{" HEAD(
            "1.6") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"evidence\":{\"identity\":[{\"field\":\"purl\","
                   "\"concludedValue\":\"c\"},{\"field\":\"cpe\"}]}}]}",
        "{" HEAD("1.5") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"evidence\":{\"identity\":{\"field\":"
                        "\"purl\"}}}]}",
        TOLD("identity[0].concludedValue, line 1", "identity[1], line 1: CycloneDX 1.5 takes one, not a list; dropped",
             "identity[0], line 1: CycloneDX 1.5 takes one, not a list; carried as components[].evidence.identity\n"));
}

static void joins_expressions(void **state)
{
    (void)state;
    becomes(
        4, 5,
        "{" HEAD(
            "1.4") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"licenses\":[{\"expression\":\"MIT OR ISC\"},"
                   "{\"expression\":\"Zlib\"}]}]}",
        "{" HEAD("1.5") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"licenses\":[{\"expression\":\"(MIT OR "
                        "ISC) AND Zlib\"}]}]}",
        TOLD("licenses[0].expression, line 1", "licenses[1], line 1: joined by AND into the first"));
    becomes(
        7, 6,
        "{" HEAD(
            "1.7") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"licenses\":[{\"expression\":\"MIT OR ISC\","
                   "\"licensing\":{\"altIds\":[\"i\"]}},{\"license\":{\"id\":\"Zlib\"}}]}]}",
        "{" HEAD("1.6") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"licenses\":[{\"license\":{\"name\":\"MIT "
                        "OR ISC\","
                        "\"licensing\":{\"altIds\":[\"i\"]}}},{\"license\":{\"id\":\"Zlib\"}}]}]}",
        TOLD("licenses[0].expression, line 1", "licenses[0].licensing, line 1"));
}

static void mends_texts(void **state)
{
    (void)state;
    becomes(
        3, 2,
        "{" HEAD("1.3") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"version\":\"\",\"description\":"
                        "\"b\\r\\nc\"}]}",
        "{" HEAD(
            "1.2") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"version\":\"\",\"description\":\"b  c\"}]}",
        TOLD(
            "description, line 1: CycloneDX 1.2 takes no line break here; carried as components[].description = b  c"));
    becomes(
        2, 4,
        "{" HEAD(
            "1.2") ",\"externalReferences\":[{\"type\":\"vcs\",\"url\":\"https://h/a b\"}],\"metadata\":{\"authors\":[{"
                   "\"name\":\"n\",\"email\":\"none\"}]}}",
        "{" HEAD("1.4") ",\"externalReferences\":[{\"type\":\"vcs\",\"url\":\"https://h/"
                        "a%20b\"}],\"metadata\":{\"authors\":[{"
                        "\"name\":\"n\"}]}}",
        TOLD("externalReferences[0].url, line 1: CycloneDX 1.4 takes only an IRI here; carried as",
             "metadata.authors[0].email, line 1: CycloneDX 1.4 takes only a mail address here; dropped"));
}

static void drops_signatures_of_what_changed(void **state)
{
    (void)state;
    becomes(
        6, 5,
        "{" HEAD(
            "1.6") ",\"signature\":{\"value\":\"r\"},\"components\":[{\"name\":\"a\",\"type\":\"file\",\"signature\":{"
                   "\"algorithm\":\"RS256\",\"value\":\"s\"}},{\"name\":\"b\",\"type\":\"file\",\"authors\":[{}],"
                   "\"signature\":{\"algorithm\":"
                   "\"RS256\",\"value\":\"t\"}}]}",
        "{" HEAD("1.5") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"signature\":{\"algorithm\":\"RS256\","
                        "\"value\":\"s\"}},"
                        "{\"name\":\"b\",\"type\":\"file\"}]}",
        TOLD("signature, line 1: what it signs is not the same any more; dropped", "components[1].authors, line 1",
             "components[1].signature, line 1"));
}

static void drops_one_of_two_alike(void **state)
{
    (void)state;
    becomes(
        6, 5,
        "{" HEAD("1.6") ",\"components\":[{\"name\":\"a\",\"type\":\"file\",\"authors\":[{}]},{\"type\":\"file\","
                        "\"name\":\"a\"},"
                        "{\"name\":\"b\",\"type\":\"file\"},{\"name\":\"b\",\"type\":\"file\"}]}",
        "{" HEAD("1.5") ",\"components\":[{\"name\":\"a\",\"type\":\"file\"},{\"name\":\"b\",\"type\":\"file\"},{"
                        "\"name\":\"b\",\"type\":"
                        "\"file\"}]}",
        TOLD("components[0].authors, line 1", "components[1], line 1: the same as another one, by what is left of it"));
}

static void keeps_others_where_they_may_stand(void **state)
{
    (void)state;
    becomes(2, 3, "{" HEAD("1.2") ",\"x\":{\"y\":[]}}", "{" HEAD("1.3") ",\"x\":{\"y\":[]}}", NOTHING);
    becomes(2, 4, "{" HEAD("1.2") ",\"x\":{\"y\":[]}}", "{" HEAD("1.4") "}",
            TOLD("x, line 1: not in the specification, and CycloneDX 1.4 takes nothing else in a bom; dropped\n"));
}

static void keeps_empty_lists(void **state)
{
    (void)state;
    becomes(6, 4,
            "{" HEAD("1.6") ",\"components\":[],\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":[]}],\"services\":[{"
                            "\"name\":\"s\","
                            "\"externalReferences\":[]}]}",
            "{" HEAD("1.4") ",\"components\":[],\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":[]}],\"services\":[{"
                            "\"name\":\"s\","
                            "\"externalReferences\":[]}]}",
            NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_its_own_version_alone),
        cmocka_unit_test(drops_by_member),
        cmocka_unit_test(says_the_version),
        cmocka_unit_test(says_older_words),
        cmocka_unit_test(keeps_words_that_were_wrong),
        cmocka_unit_test(drops_what_lacks_what_it_needs),
        cmocka_unit_test(loses_an_alternative_whole),
        cmocka_unit_test(adds_what_is_wanted),
        cmocka_unit_test(makes_tools_a_list),
        cmocka_unit_test(takes_the_first_identity),
        cmocka_unit_test(joins_expressions),
        cmocka_unit_test(mends_texts),
        cmocka_unit_test(drops_signatures_of_what_changed),
        cmocka_unit_test(drops_one_of_two_alike),
        cmocka_unit_test(keeps_others_where_they_may_stand),
        cmocka_unit_test(keeps_empty_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
