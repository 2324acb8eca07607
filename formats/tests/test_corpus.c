/* Official documents and schemas. They are no part of the source tree; where they are not beside it, the tests are
 * skipped. */
#include "kit.h"

#include <sys/stat.h>

#include "carry/carrier.h"
#include "formats/cyclonedx.h"
#include "formats/spdx2.h"
#include "text/json_read.h"

#define CORPORA SB_SOURCE_DIR "/../shared/corpora/"

static bool is_there(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

static struct sb_buf load(const char *path)
{
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    if (sb_read_file(path, 64u << 20, &buf, &err) != SB_OK)
        fail_msg("%s: %s", path, err.text);
    return buf;
}

/* What is kept beyond the model keeps the order of members of its encoding, and the id is made of that, too. */
static void mask_id(const struct sb_format *format, struct sb_buf *text)
{
    size_t at = sb_str_find(sb_buf_all(text), SB_S("urn:uuid:"));
    if (format->road && format->road->carrier->encoding != SB_IN_JSON && at != SB_NPOS)
        memset(text->p + at, 'x', strlen("urn:uuid:") + 36);
}

/* Reads, writes in the default version, reads that, writes it again: the same bytes. */
static void survives(const char *path)
{
    struct sb_buf input = load(path);
    struct sb_err err = {0};
    struct sb_doc *doc = kit_read(sb_buf_all(&input), &err);
    if (!doc)
        fail_msg("%s:%u: %s", path, err.line, err.text);
    for (const struct sb_format *const *f = sb_formats; *f; f++) {
        if (!(*f)->write)
            continue;
        struct sb_buf once = kit_write(doc, (*f)->name, NULL, true, NULL);
        struct sb_doc *back = kit_read(sb_buf_all(&once), &err);
        if (!back)
            fail_msg("%s as %s: %s", path, (*f)->name, err.text);
        struct sb_buf twice = kit_write(back, (*f)->name, NULL, true, NULL);
        mask_id(*f, &once);
        mask_id(*f, &twice);
        if (!sb_str_eq(sb_buf_all(&once), sb_buf_all(&twice)))
            fail_msg("%s as %s is not stable", path, (*f)->name);
        assert_int_equal(sb_doc_count(back), sb_doc_count(doc));
        sb_buf_done(&once);
        sb_buf_done(&twice);
        sb_doc_free(back);
    }
    sb_doc_free(doc);
    sb_buf_done(&input);
}

/* Every document of MANIFEST.tsv whose columns are as wanted. */
static void all_survive(const char *folder, const char *promise, const char *versions)
{
    char path[1024];
    snprintf(path, sizeof path, "%s%s/MANIFEST.tsv", CORPORA, folder);
    if (!is_there(path))
        skip();
    struct sb_buf manifest = load(path);
    sb_str rest = sb_buf_all(&manifest), line;
    unsigned n = 0;
    while (sb_str_line(&rest, &line)) {
        sb_str column[4] = {{0}};
        for (size_t i = 0; i < 4; i++)
            sb_str_cut(&line, '\t', &column[i]);
        sb_str version = sb_str_part(column[1], 0, 3);
        if (!sb_str_eq(column[2], SB_S("json")) || version.n != 3 ||
            sb_str_find(sb_str_of(versions), version) == SB_NPOS ||
            (promise && !sb_str_eq(column[3], sb_str_of(promise))))
            continue;
        snprintf(path, sizeof path, "%s%s/%.*s", CORPORA, folder, SB_FMT(column[0]));
        survives(path);
        n++;
    }
    assert_true(n > 10);
    sb_buf_done(&manifest);
}

static void official_cyclonedx_documents(void **state)
{
    (void)state;
    all_survive("cyclonedx", "valid", "1.2 1.3 1.4 1.5 1.6 1.7");
}

static void official_spdx_documents(void **state)
{
    (void)state;
    all_survive("spdx-examples", NULL, "2.2 2.3");
}

/* ---- every member of the schemas has a row ---- */

struct path {
    const char *parts[8];
};

/* Moves to the value behind the keys; false if one is missing. */
static bool go(struct sb_json *json, const struct path *path)
{
    for (size_t i = 0; path->parts[i]; i++) {
        sb_str key;
        bool found = false;
        if (sb_json_next(json) != SB_JSON_OBJECT)
            return false;
        while (!found && sb_json_member(json, &key)) {
            found = sb_str_eq(key, sb_str_of(path->parts[i]));
            if (!found && !sb_json_skip(json, NULL))
                return false;
        }
        if (!found)
            return false;
    }
    return sb_json_next(json) == SB_JSON_OBJECT;
}

static void members_have_rows(const char *schema, const struct path *path, const struct sb_field_table *table,
                              unsigned minor)
{
    char name[1024];
    snprintf(name, sizeof name, "%s%s", CORPORA, schema);
    if (!is_there(name))
        skip();
    struct sb_buf text = load(name);
    struct sb_json *json = sb_json_new(sb_buf_all(&text), 0);
    assert_true(go(json, path));
    sb_str key;
    size_t found = 0, expected = 0;
    while (sb_json_member(json, &key)) {
        const struct sb_field_row *row = sb_field_find(table, key, NULL);
        if (!row || !sb_field_in(row, minor))
            fail_msg("%s: %.*s has no row", schema, SB_FMT(key));
        found++;
        assert_true(sb_json_skip(json, NULL));
    }
    for (size_t i = 0; i < table->n; i++)
        expected += sb_field_in(&table->rows[i], minor);
    assert_int_equal(found, expected); /* and each row is a member */
    sb_json_free(json);
    sb_buf_done(&text);
}

static void cyclonedx_members_have_rows(void **state)
{
    (void)state;
    static const struct path metadata = {{"definitions", "metadata", "properties", NULL}};
    static const struct path component = {{"definitions", "component", "properties", NULL}};
    static const struct path document = {{"properties", NULL}};
    for (unsigned minor = 4; minor <= 7; minor++) {
        char schema[64];
        snprintf(schema, sizeof schema, "cyclonedx-schemas/bom-1.%u.schema.json", minor);
        members_have_rows(schema, &document, &sb_cdx_document, minor);
        members_have_rows(schema, &metadata, &sb_cdx_metadata, minor);
        members_have_rows(schema, &component, &sb_cdx_component, minor);
    }
}

static void spdx_members_have_rows(void **state)
{
    (void)state;
    static const struct path package = {{"properties", "packages", "items", "properties", NULL}};
    members_have_rows("spdx-schemas/2.3/spdx-schema.json", &package, &sb_spdx2_package, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(official_cyclonedx_documents),
        cmocka_unit_test(official_spdx_documents),
        cmocka_unit_test(cyclonedx_members_have_rows),
        cmocka_unit_test(spdx_members_have_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
