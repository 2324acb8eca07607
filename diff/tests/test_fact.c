/* Facts as structs: their shapes, and what is malformed counts as absent. */
#include "base/buf.h"
#include "diff/fact.h"
#include "docs.h"

static const struct sb_facts *read_one(struct sb_doc *doc, const char *name, const char *value, struct sb_arena *arena)
{
    sb_comp c = doc_row(doc, "pkg:npm/a@1");
    sb_doc_fact(doc, c, sb_str_of(name), sb_str_of(value));
    sb_doc_seal(doc);
    struct sb_json *json = sb_json_new(SB_STR_NONE, 16);
    struct sb_fact_reader reader;
    sb_fact_reader_begin(&reader, doc, json, arena);
    const struct sb_facts *facts = sb_facts_read(&reader, c, UINT32_MAX, NULL);
    sb_json_free(json);
    return facts;
}

static void test_good(void **state)
{
    (void)state;
    static const struct {
        enum sb_fact_id id;
        const char *json;
    } cases[] = {
        {SB_FACT_AT, "\"lib\""},
        {SB_FACT_FILES, "{\"bytes\":1,\"n\":2,\"recorded\":\"aa\",\"sha256\":\"bb\"}"},
        {SB_FACT_FILES, "{\"bytes\":1,\"later\":{\"x\":[]},\"n\":2}"},
        {SB_FACT_MANIFEST, "{\"path\":\"p\",\"sha256\":\"aa\"}"},
        {SB_FACT_REST, "{\"sha256\":\"aa\"}"},
        {SB_FACT_TOPLEVEL, "[\"a\",\"b\",{\"more\":3}]"},
        {SB_FACT_TOPLEVEL, "[]"},
        {SB_FACT_KINDS, "{\"elf\":{\"n\":1,\"path\":\"a\"}}"},
        {SB_FACT_KINDS, "{}"},
        {SB_FACT_LARGEST, "[[\"a\",1,\"elf\",\"aa\"],[\"b\",1,\"text\",\"bb\",\"later\"]]"},
        {SB_FACT_LINES, "[[\"a\",1,2,3,4,\"aa\"]]"},
        {SB_FACT_EXEC,
         "[{\"bytes\":1,\"command\":\"c\",\"kind\":\"py:pth\",\"path\":\"p\",\"sha256\":\"aa\"},{\"more\":1}]"},
        {SB_FACT_EXEC, "[{\"command\":\"c\",\"kind\":\"of:later\",\"path\":\"p\"}]"},
        {SB_FACT_DEPS, "[{\"mentioned\":false,\"raw\":\"a@1\",\"scope\":\"runtime\",\"to\":\"r\"},{\"raw\":\"b\"}]"},
        {SB_FACT_ORIGIN, "{\"kind\":\"git\",\"url\":\"u\"}"},
        {SB_FACT_LOCK, "[{\"location\":\"l\",\"lock\":\"f\",\"name\":\"n\",\"version\":\"1\"}]"},
        {SB_FACT_INTEGRITY, "[{\"algorithm\":\"SHA-512\",\"from\":\"f\",\"hex\":\"aa\",\"of\":\"artifact\"}]"},
        {SB_FACT_VERIFIED, "{\"extra\":0,\"missing\":0,\"modified\":1,\"ok\":2,\"paths\":[\"a\"],\"unrecorded\":0}"},
        {SB_FACT_VERIFIED, "{\"modified\":1,\"ok\":2,\"paths\":[[\"a\",\"missing\"],[\"b\",\"link\",1],{\"more\":2}]}"},
        {SB_FACT_ORIGIN, "{\"kind\":\"git\",\"ref\":\"v1\",\"url\":\"u#c\"}"},
        {SB_FACT_UNOWNED, "[{\"command\":\"import x\",\"kind\":\"py:pth\",\"path\":\"p\"}]"},
        {SB_FACT_UNLISTED, "[\"a\"]"},
        {SB_FACT_REQUESTED, "true"},
        {SB_FACT_UNOWNED, "[{\"kind\":\"os:cron\",\"path\":\"p\"}]"},
        {SB_FACT_ELF,
         "{\"calls\":[\"socket\"],\"ifunc\":{\"n\":2,\"path\":\"p\"},\"needed\":[\"libc.so.6\",{\"more\":1}]}"},
        {SB_FACT_ELF, "{\"calls\":[],\"later\":[1],\"needed\":[],\"unread\":{\"n\":1,\"path\":\"p\"}}"},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_doc *doc = doc_new("sbom");
        struct sb_arena arena = {0};
        const struct sb_facts *facts = read_one(doc, sb_fact_rows[cases[i].id].name, cases[i].json, &arena);
        if (facts->has != 1u << cases[i].id || facts->bad)
            fail_msg("%s: %s", sb_fact_rows[cases[i].id].name, cases[i].json);
        sb_arena_done(&arena);
        sb_doc_free(doc);
    }
}

static void test_malformed(void **state)
{
    (void)state;
    static const struct {
        enum sb_fact_id id;
        const char *json;
    } cases[] = {
        {SB_FACT_AT, "1"},
        {SB_FACT_AT, "\"a\" \"b\""},
        {SB_FACT_FILES, "{\"bytes\":-1,\"n\":2}"},
        {SB_FACT_FILES, "{\"bytes\":1.5,\"n\":2}"},
        {SB_FACT_FILES, "{\"n\":2}"},
        {SB_FACT_FILES, "[]"},
        {SB_FACT_FILES, "{\"bytes\":1,\"n\":2"},
        {SB_FACT_TOPLEVEL, "[\"a\",1]"},
        {SB_FACT_TOPLEVEL, "[{\"more\":3},\"a\"]"},
        {SB_FACT_TOPLEVEL, "{}"},
        {SB_FACT_KINDS, "[]"},
        {SB_FACT_KINDS, "{\"elf\":1}"},
        {SB_FACT_LARGEST, "[[\"a\",1,\"elf\"]]"},
        {SB_FACT_LARGEST, "[{\"path\":\"a\"}]"},
        {SB_FACT_EXEC, "[{\"path\":\"p\"}]"},
        {SB_FACT_EXEC, "[[]]"},
        {SB_FACT_EXEC, "[{\"kind\":\"py:pth\",\"path\":[]}]"},
        {SB_FACT_DEPS, "[{\"mentioned\":\"no\",\"raw\":\"a\"}]"},
        {SB_FACT_VERIFIED, "{\"modified\":1,\"ok\":1,\"paths\":[[\"a\"]]}"},
        {SB_FACT_VERIFIED, "{\"modified\":1,\"ok\":1,\"paths\":[{\"more\":1},\"a\"]}"},
        {SB_FACT_ORIGIN, "{\"ref\":1}"},
        {SB_FACT_VERIFIED, "{\"modified\":1}"},
        {SB_FACT_VERIFIED, "{\"modified\":1,\"ok\":1,\"paths\":{}}"},
        {SB_FACT_REQUESTED, "\"yes\""},
        {SB_FACT_UNLISTED, ""},
        {SB_FACT_ELF, "{\"calls\":{}}"},
        {SB_FACT_ELF, "{\"calls\":[],\"ifunc\":2}"},
        {SB_FACT_ELF, "{\"calls\":[],\"unread\":{\"n\":1}}"},
        {SB_FACT_ELF, "[]"},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_doc *doc = doc_new("sbom");
        struct sb_arena arena = {0};
        const struct sb_facts *facts = read_one(doc, sb_fact_rows[cases[i].id].name, cases[i].json, &arena);
        if (facts->has || facts->bad != 1u << cases[i].id)
            fail_msg("%s: %s", sb_fact_rows[cases[i].id].name, cases[i].json);
        assert_int_equal(facts->files.n + facts->toplevel.n + facts->exec.n + facts->largest.n, 0);
        sb_arena_done(&arena);
        sb_doc_free(doc);
    }
}

static void test_values(void **state)
{
    (void)state;
    struct sb_doc *doc = doc_new("sbom");
    struct sb_arena arena = {0};
    const struct sb_facts *facts =
        read_one(doc, "sbom:deps",
                 "[{\"mentioned\":false,\"raw\":\"a@1\"},{\"mentioned\":true,\"raw\":\"b\\u0000\"},"
                 "{\"raw\":\"c\",\"to\":\"r\"},{\"more\":7}]",
                 &arena);
    assert_int_equal(facts->deps.n, 3);
    assert_int_equal(facts->deps.more, 7);
    assert_int_equal(facts->deps.p[0].mentioned, SB_MENTION_NO);
    assert_int_equal(facts->deps.p[1].mentioned, SB_MENTION_YES);
    assert_int_equal(facts->deps.p[1].raw.n, 2);
    assert_int_equal(facts->deps.p[2].mentioned, SB_MENTION_UNKNOWN);
    assert_text(facts->deps.p[2].to, "r");
    sb_arena_done(&arena);
    sb_doc_free(doc);
}

/* N times ELEMENT in a list. */
static struct sb_buf list_of(const char *element, size_t n)
{
    struct sb_buf buf = {0};
    for (size_t i = 0; i < n; i++)
        sb_buf_printf(&buf, "%c%s", i ? ',' : '[', element);
    sb_buf_printf(&buf, "]");
    sb_buf_chr(&buf, '\0');
    return buf;
}

static void assert_good(const char *name, const char *json, bool good)
{
    struct sb_doc *doc = doc_new("sbom");
    struct sb_arena arena = {0};
    const struct sb_facts *facts = read_one(doc, name, json, &arena);
    if ((facts->has != 0) != good || (facts->bad != 0) == good)
        fail_msg("%s is %s", name, good ? "refused" : "taken");
    sb_arena_done(&arena);
    sb_doc_free(doc);
}

/* As many as the contract allows, and one more. */
static void test_caps(void **state)
{
    (void)state;
    static const struct {
        enum sb_fact_id id;
        const char *element;
    } rows[] = {
        {SB_FACT_TOPLEVEL, "\"a\""},
        {SB_FACT_UNLISTED, "\"a\""},
        {SB_FACT_EXEC, "{\"kind\":\"py:pth\"}"},
        {SB_FACT_DEPS, "{\"raw\":\"a\"}"},
        {SB_FACT_LARGEST, "[\"a\",1,\"text\",\"aa\"]"},
        {SB_FACT_LINES, "[\"a\",1,2,3,4,\"aa\"]"},
        {SB_FACT_INTEGRITY, "{\"algorithm\":\"SHA-512\",\"hex\":\"aa\",\"of\":\"artifact\"}"},
        {SB_FACT_LOCK, "{\"lock\":\"f\"}"},
        {SB_FACT_UNOWNED, "{\"kind\":\"os:cron\",\"path\":\"p\"}"},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        for (unsigned over = 0; over < 2; over++) {
            struct sb_buf json = list_of(rows[i].element, sb_fact_caps[rows[i].id] + over);
            assert_good(sb_fact_rows[rows[i].id].name, sb_buf_all(&json).p, !over);
            sb_buf_done(&json);
        }
}

/* A command has 256 bytes at most, and had 1,024 in the first revision; bytes that are no UTF-8 are spelled in four. */
static void test_commands(void **state)
{
    (void)state;
    static const struct {
        unsigned revision, n;
        const char *piece;
        bool good;
    } rows[] = {{1, 1024, "x", true},      {1, 1025, "x", false},      {2, 256, "x", true}, {2, 257, "x", false},
                {2, 256, "\\\\xff", true}, {2, 257, "\\\\xff", false}, {2, 255, "x", true}};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_doc *doc = doc_new("sbom");
        struct sb_arena arena = {0};
        struct sb_buf json = {0}, ran = {0};
        sb_buf_printf(&ran, "{\"facts\":%u}%c", rows[i].revision, '\0');
        sb_doc_fact(doc, SB_DOC_ITSELF, SB_S("sbom:ran"), sb_str_of(sb_buf_all(&ran).p));
        sb_buf_printf(&json, "[{\"command\":\"");
        for (unsigned k = 0; k < rows[i].n; k++)
            sb_buf_printf(&json, "%s", rows[i].piece);
        sb_buf_printf(&json, "\",\"kind\":\"py:pth\"}]%c", '\0');
        const struct sb_facts *facts = read_one(doc, "sbom:exec", sb_buf_all(&json).p, &arena);
        if ((facts->has != 0) != rows[i].good)
            fail_msg("row %zu", i);
        sb_buf_done(&json);
        sb_buf_done(&ran);
        sb_arena_done(&arena);
        sb_doc_free(doc);
    }
}

/* Two values of one name, equal or not: neither counts, the others do. */
static void test_twice(void **state)
{
    (void)state;
    struct sb_doc *doc = doc_new("sbom");
    struct sb_arena arena = {0};
    sb_comp c = doc_row(doc, "pkg:npm/a@1");
    sb_doc_fact(doc, c, SB_S("sbom:exec"), SB_S("[]"));
    sb_doc_fact(doc, c, SB_S("sbom:toplevel"), SB_S("[]"));
    sb_doc_fact(doc, c, SB_S("sbom:exec"), SB_S("[{\"kind\":\"py:pth\"}]"));
    sb_doc_fact(doc, SB_DOC_ITSELF, SB_S("sbom:ran"), SB_S("{\"facts\":2}"));
    sb_doc_fact(doc, SB_DOC_ITSELF, SB_S("sbom:ran"), SB_S("{\"facts\":1}"));
    sb_doc_seal(doc);
    struct sb_json *json = sb_json_new(SB_STR_NONE, 16);
    struct sb_fact_reader reader;
    sb_fact_reader_begin(&reader, doc, json, &arena);
    const struct sb_facts *facts = sb_facts_read(&reader, c, UINT32_MAX, NULL);
    assert_int_equal(facts->has, SB_FACT_BIT(TOPLEVEL));
    assert_int_equal(facts->bad, SB_FACT_BIT(EXEC));
    assert_int_equal(facts->exec.n, 0);
    assert_int_equal(sb_facts_ran(doc, SB_S("facts"), json), 0);
    sb_json_free(json);
    sb_arena_done(&arena);
    sb_doc_free(doc);
}

/* A fact is read when it is asked for, and what was read before stays. */
static void test_one_by_one(void **state)
{
    (void)state;
    struct sb_doc *doc = doc_new("sbom");
    struct sb_arena arena = {0};
    sb_comp c = doc_row(doc, "pkg:npm/a@1"), bare = doc_row(doc, "pkg:npm/b@1");
    sb_doc_fact(doc, c, SB_S("sbom:exec"), SB_S("[1]"));
    sb_doc_fact(doc, c, SB_S("sbom:origin"), SB_S("{\"registry\":\"r.example\"}"));
    sb_doc_fact(doc, c, SB_S("sbom:toplevel"), SB_S("[\"a\"]"));
    sb_doc_seal(doc);
    struct sb_json *json = sb_json_new(SB_STR_NONE, 16);
    struct sb_fact_reader reader;
    sb_fact_reader_begin(&reader, doc, json, &arena);
    assert_null(sb_facts_read(&reader, bare, UINT32_MAX, NULL));
    assert_null(sb_facts_read(&reader, c, SB_FACT_BIT(DEPS), NULL));
    struct sb_facts *facts = sb_facts_read(&reader, c, SB_FACT_BIT(ORIGIN), NULL);
    assert_int_equal(facts->has, SB_FACT_BIT(ORIGIN));
    assert_int_equal(facts->bad, 0);
    assert_ptr_equal(sb_facts_read(&reader, c, UINT32_MAX, facts), facts);
    assert_int_equal(facts->has, SB_FACT_BIT(ORIGIN) | SB_FACT_BIT(TOPLEVEL));
    assert_int_equal(facts->bad, SB_FACT_BIT(EXEC));
    assert_true(sb_str_eq(facts->origin.registry, SB_S("r.example")));
    assert_int_equal(facts->toplevel.n, 1);
    sb_json_free(json);
    sb_arena_done(&arena);
    sb_doc_free(doc);
}

static void test_ran(void **state)
{
    (void)state;
    struct sb_doc *doc = doc_new("sbom");
    struct sb_json *json = sb_json_new(SB_STR_NONE, 16);
    sb_doc_fact(doc, SB_DOC_ITSELF, SB_S("sbom:ran"), SB_S("{\"dpkg\":3,\"facts\":1,\"odd\":[1]}"));
    sb_doc_seal(doc);
    assert_int_equal(sb_facts_ran(doc, SB_S("dpkg"), json), 3);
    assert_int_equal(sb_facts_ran(doc, SB_S("facts"), json), 1);
    assert_int_equal(sb_facts_ran(doc, SB_S("npm"), json), 0);
    assert_int_equal(sb_facts_ran(doc, SB_S("odd"), json), 0);
    sb_json_free(json);
    sb_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),  cmocka_unit_test(test_malformed),  cmocka_unit_test(test_values),
        cmocka_unit_test(test_caps),  cmocka_unit_test(test_commands),   cmocka_unit_test(test_ran),
        cmocka_unit_test(test_twice), cmocka_unit_test(test_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
