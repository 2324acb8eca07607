/* Each value of a document in turn is replaced by one that says nothing: what is read may be less, and no more than
 * that. */
#include "kit.h"

#include "text/json_read.h"

typedef SB_VEC(sb_str) slices;

/* All values below TEXT, itself included. */
static void find_values(sb_str text, slices *ret)
{
    sb_str key, raw;
    struct sb_json *json = sb_json_new(text, 0);
    enum sb_json_event event = sb_json_next(json);
    *SB_PUSH(ret) = text;
    if (event == SB_JSON_OBJECT || event == SB_JSON_ARRAY)
        while (event == SB_JSON_ARRAY ? sb_json_skip(json, &raw)
                                      : sb_json_member(json, &key) && sb_json_skip(json, &raw))
            find_values(raw, ret);
    sb_json_free(json);
}

static void read_with(sb_str text, sb_str value, const char *instead)
{
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    size_t from = (size_t)(value.p - text.p);
    sb_buf_str(&buf, sb_str_part(text, 0, from));
    sb_buf_str(&buf, sb_str_of(instead));
    sb_buf_str(&buf, sb_str_from(text, from + value.n));
    struct sb_doc *doc = kit_read(sb_buf_all(&buf), &err);
    if (doc) {
        struct sb_buf out = kit_write(doc, "cyclonedx-json", "1.6", true, NULL);
        assert_true(out.n != 0);
        sb_buf_done(&out);
    }
    sb_doc_free(doc);
    sb_buf_done(&buf);
}

static void nothing_in_each_place(void **state)
{
    (void)state;
    static const char *const nothings[] = {"[]", "{}", "\"\"", "null", "0", "[[]]", "[{}]", "[\"\"]"};
    static const char *const documents[] = {
        "formats/fuzz/seeds/document/cyclonedx-details.json",
        "formats/fuzz/seeds/document/cyclonedx-licences.json",
        "formats/fuzz/seeds/document/cyclonedx-tools.json",
        "formats/fuzz/seeds/document/cyclonedx-services-and-vulnerabilities.json",
        "formats/fuzz/seeds/document/cyclonedx-members-are-values.json",
        "formats/fuzz/seeds/document/cyclonedx-digest-of-the-archive.json",
        "formats/fuzz/seeds/document/spdx-details.json",
        "formats/fuzz/seeds/document/spdx-relations.json",
        "formats/fuzz/seeds/document/spdx-files-of-packages.json",
        "formats/fuzz/seeds/document/spdx-licence-is-its-text.json",
        "formats/fuzz/seeds/document/spdx-other-documents.json",
    };
    for (size_t i = 0; i < SB_COUNT(documents); i++) {
        char path[1024];
        struct sb_buf text = {0};
        struct sb_err err = {0};
        slices values = {0};
        snprintf(path, sizeof path, "%s/%s", SB_SOURCE_DIR, documents[i]);
        if (sb_read_file(path, 1 << 20, &text, &err) != SB_OK)
            fail_msg("%s: %s", path, err.text);
        find_values(sb_str_trim(sb_buf_all(&text)), &values);
        for (size_t v = 0; v < values.n; v++)
            for (size_t k = 0; k < SB_COUNT(nothings); k++)
                read_with(sb_buf_all(&text), values.p[v], nothings[k]);
        sb_free(values.p);
        sb_buf_done(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_in_each_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
