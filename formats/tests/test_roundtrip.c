/* One inventory, written in every format and version and read back: it must be the same inventory. */
#include "sample.h"

#include "id/licence.h"

static void put_text(struct sb_buf *out, const struct sb_doc *doc, const char *what, sb_text text)
{
    if (text.v)
        sb_buf_printf(out, "  %s=%u:%.*s\n", what, sb_text_set(text) ? 9u : text.v, SB_FMT(sb_doc_str(doc, text)));
}

static void put_licences(struct sb_buf *out, const struct sb_doc *doc, sb_comp c, uint8_t role)
{
    struct sb_arena arena = {0};
    struct sb_buf joined = {0};
    struct sb_range r = sb_doc_licences_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_str text = sb_doc_str(doc, doc->licences.p[i].text);
        if (doc->licences.p[i].role != role)
            continue;
        sb_buf_str(&joined, joined.n ? SB_S(" AND ") : SB_STR_NONE);
        sb_buf_printf(&joined, sb_str_find(text, SB_S(" OR ")) != SB_NPOS ? "(%.*s)" : "%.*s", SB_FMT(text));
    }
    sb_str key = sb_licence_key(sb_buf_all(&joined), &arena);
    if (key.n)
        sb_buf_printf(out, "  licence%u=%.*s\n", role, SB_FMT(key));
    sb_buf_done(&joined);
    sb_arena_done(&arena);
}

static int cmp_lines(const void *a, const void *b)
{
    return sb_str_cmp(*(const sb_str *)a, *(const sb_str *)b);
}

/* Lines of a part whose rows may come in another order. */
static void put_sorted(struct sb_buf *out, struct sb_buf *part)
{
    SB_VEC(sb_str) lines = {0};
    sb_str rest = sb_buf_all(part), line;
    while (sb_str_line(&rest, &line))
        *SB_PUSH(&lines) = line;
    if (lines.n)
        qsort(lines.p, lines.n, sizeof *lines.p, cmp_lines);
    for (size_t i = 0; i < lines.n; i++)
        sb_buf_printf(out, "%.*s\n", SB_FMT(lines.p[i]));
    sb_free(lines.p);
    sb_buf_done(part);
}

/* The rows of one owner. */
static void put_rows(struct sb_buf *out, const struct sb_doc *doc, sb_comp c)
{
    struct sb_buf part = {0};
    struct sb_range r = sb_doc_facts_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (!sb_str_eq(sb_doc_str(doc, doc->facts.p[i].name), SB_S("sbom:at")))
            sb_buf_printf(&part, "  %.*s=%.*s\n", SB_FMT(sb_doc_str(doc, doc->facts.p[i].name)),
                          SB_FMT(sb_doc_str(doc, doc->facts.p[i].value)));
    r = sb_doc_properties_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        put_text(&part, doc, "property", doc->properties.p[i].name);
        put_text(&part, doc, "property value", doc->properties.p[i].value);
    }
    r = sb_doc_attributes_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        sb_buf_printf(&part, "  attribute %u=%.*s\n", doc->attributes.p[i].field,
                      SB_FMT(sb_doc_str(doc, doc->attributes.p[i].value)));
    r = sb_doc_hashes_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        sb_buf_printf(&part, "  hash %u %u %02x\n", doc->hashes.p[i].digest.alg, doc->hashes.p[i].digest.n,
                      doc->hashes.p[i].digest.b[0]);
    r = sb_doc_references_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_buf_printf(&part, "  reference %.*s %.*s %.*s\n", SB_FMT(sb_doc_str(doc, doc->references.p[i].type)),
                      SB_FMT(sb_doc_str(doc, doc->references.p[i].url)),
                      SB_FMT(sb_doc_str(doc, doc->references.p[i].comment)));
    }
    r = sb_doc_relations_from(doc, c);
    for (uint32_t i = r.first; c.v && i < r.first + r.n; i++)
        sb_buf_printf(&part, "  relation %u %.*s\n", doc->relations.p[i].kind,
                      SB_FMT(sb_doc_str(doc, sb_doc_at(doc, doc->relations.p[i].to)->ref)));
    put_sorted(out, &part);
}

/* Everything that an inventory says, as text. */
static struct sb_buf dump(const struct sb_doc *doc)
{
    struct sb_buf out = {0};
    sb_buf_printf(&out, "root %.*s graph %d\n", SB_FMT(sb_doc_str(doc, sb_doc_at(doc, doc->root)->ref)),
                  doc->has_graph);
    put_rows(&out, doc, SB_DOC_ITSELF);
    for (uint32_t i = 1; i <= sb_doc_count(doc); i++) {
        const struct sb_component *row = &doc->components.p[i];
        sb_buf_printf(&out, "%.*s\n  type %u scope %u bad %d\n", SB_FMT(sb_doc_str(doc, row->ref)), row->type,
                      row->scope, row->purl_bad);
        put_text(&out, doc, "purl", row->purl);
        put_text(&out, doc, "group", row->group);
        put_text(&out, doc, "name", row->name);
        put_text(&out, doc, "version", row->version);
        put_text(&out, doc, "place", row->place);
        put_text(&out, doc, "supplier", row->supplier);
        put_text(&out, doc, "originator", row->originator);
        put_text(&out, doc, "copyright", row->copyright);
        put_licences(&out, doc, (sb_comp){i}, SB_LICENCE_DECLARED);
        put_licences(&out, doc, (sb_comp){i}, SB_LICENCE_CONCLUDED);
        put_rows(&out, doc, (sb_comp){i});
    }
    return out;
}

static void assert_same(struct sb_buf *wanted, struct sb_buf *got, const char *what)
{
    sb_str a = sb_buf_all(wanted), b = sb_buf_all(got), x, y;
    for (;;) {
        bool more_a = sb_str_line(&a, &x), more_b = sb_str_line(&b, &y);
        if (!more_a && !more_b)
            return;
        if (more_a != more_b || !sb_str_eq(x, y))
            fail_msg("%s: wanted \"%.*s\", got \"%.*s\"", what, SB_FMT(x), SB_FMT(y));
    }
}

static void same_inventory(const char *format, const char *version)
{
    struct sb_doc *doc = sample_doc();
    struct sb_buf wanted = dump(doc), text = kit_write(doc, format, version, true, NULL);
    struct sb_err err = {0};
    struct sb_doc *back = kit_read(sb_buf_all(&text), &err);
    if (!back)
        fail_msg("%s@%s: %s", format, version, err.text);
    if (back->diags.n)
        fail_msg("%s: %.*s", format, SB_FMT(back->diags.p[0].message));
    struct sb_buf got = dump(back);
    assert_same(&wanted, &got, format);
    assert_true(sb_str_starts(sb_doc_str(back, back->created), SB_S("2026-03-24T00:00:00Z")));
    struct sb_buf again = kit_write(back, format, version, true, NULL);
    assert_true(sb_str_eq(sb_buf_all(&text), sb_buf_all(&again)));
    sb_buf_done(&again);
    sb_buf_done(&wanted);
    sb_buf_done(&got);
    sb_buf_done(&text);
    sb_doc_free(back);
    sb_doc_free(doc);
}

static void cyclonedx_1_6_keeps_everything(void **state)
{
    (void)state;
    same_inventory("cyclonedx-json", "1.6");
}

static void cyclonedx_1_7_keeps_everything(void **state)
{
    (void)state;
    same_inventory("cyclonedx-json", "1.7");
}

static void spdx_2_3_keeps_everything(void **state)
{
    (void)state;
    same_inventory("spdx-json", "2.3");
}

/* Older versions lose types and the originator's place, and say so; names, versions, facts and edges stay. */
static void older_versions_say_what_they_lose(void **state)
{
    (void)state;
    static const char *const versions[] = {"1.4", "1.5"};
    for (size_t i = 0; i < SB_COUNT(versions); i++) {
        uint64_t lost = 0;
        struct sb_err err = {0};
        struct sb_doc *doc = sample_doc();
        struct sb_buf text = kit_write(doc, "cyclonedx-json", versions[i], false, &lost);
        struct sb_doc *back = kit_read(sb_buf_all(&text), &err);
        assert_non_null(back);
        assert_true(lost > 0);
        assert_int_equal(sb_doc_count(back), sb_doc_count(doc));
        assert_int_equal(back->facts.n, doc->facts.n + 4); /* sbom:at of the places */
        assert_int_equal(back->relations.n, doc->relations.n);
        for (uint32_t c = 1; c <= sb_doc_count(doc); c++) {
            const struct sb_component *row = &doc->components.p[c];
            sb_comp found = sb_doc_by_ref(back, sb_doc_str(doc, row->ref));
            assert_true(found.v != 0);
            assert_true(sb_str_eq(sb_doc_str(doc, row->version), sb_doc_str(back, sb_doc_at(back, found)->version)));
        }
        sb_buf_done(&text);
        sb_doc_free(back);
        sb_doc_free(doc);
    }
}

/* The same content has the same id whatever the time; another content has another. */
static void ids_are_made_of_the_content(void **state)
{
    (void)state;
    static const char *const formats[] = {"cyclonedx-json", "spdx-json"};
    for (size_t i = 0; i < SB_COUNT(formats); i++) {
        struct sb_err err = {0};
        struct sb_doc *doc = sample_doc();
        struct sb_buf timed = kit_write(doc, formats[i], NULL, true, NULL);
        struct sb_buf untimed = kit_write(doc, formats[i], NULL, false, NULL);
        struct sb_doc *a = kit_read(sb_buf_all(&timed), &err), *b = kit_read(sb_buf_all(&untimed), &err);
        assert_false(sb_str_eq(sb_buf_all(&timed), sb_buf_all(&untimed)));
        assert_true(sb_str_eq(sb_doc_str(a, a->serial), sb_doc_str(b, b->serial)));
        sb_doc_free(b);
        struct sb_doc *other = sb_doc_new();
        sample_component(other, SB_TYPE_LIBRARY, NULL, NULL, "x", NULL, NULL);
        sb_doc_seal(other);
        struct sb_buf text = kit_write(other, formats[i], NULL, true, NULL);
        b = kit_read(sb_buf_all(&text), &err);
        assert_false(sb_str_eq(sb_doc_str(a, a->serial), sb_doc_str(b, b->serial)));
        sb_buf_done(&timed);
        sb_buf_done(&untimed);
        sb_buf_done(&text);
        sb_doc_free(a);
        sb_doc_free(b);
        sb_doc_free(other);
        sb_doc_free(doc);
    }
}

/* The bytes and the id are the same where the id cannot be put in behind: there the document is written twice. */
static void outputs_that_cannot_be_patched_get_the_same(void **state)
{
    (void)state;
    struct sb_doc *doc = sample_doc();
    for (const struct sb_format *const *f = sb_formats; *f; f++) {
        for (const char *const *v = (*f)->write_versions; v && *v; v++) {
            for (int timed = 0; timed < 2; timed++) {
                uint64_t lost, lost_again;
                struct sb_buf text = kit_write(doc, (*f)->name, *v, timed, &lost), again = {0};
                struct sb_diags diags = {0};
                struct sb_write_options options = {
                    .version = *v, .time = {.set = timed, .unix_seconds = 1774310400}, .tool_version = "0.1.0"};
                struct sb_sink *sink = malloc(sizeof *sink);
                FILE *file = tmpfile();
                assert_non_null(file);
                sb_sink_fd(sink, fileno(file));
                assert_false(sb_sink_patches(sink));
                assert_int_equal((*f)->write(doc, &options, sink, &diags, NULL), SB_OK);
                lost_again = diags.total[SB_D_NOT_EXPRESSIBLE];
                rewind(file);
                struct sb_fd_stream stream;
                sb_fd_stream(&stream, fileno(file));
                assert_int_equal(sb_read_all(&stream.stream, 1 << 24, &again, NULL), SB_OK);
                assert_true(sb_str_eq(sb_buf_all(&text), sb_buf_all(&again)));
                assert_int_equal(lost, lost_again);
                fclose(file);
                free(sink);
                sb_diags_done(&diags);
                sb_buf_done(&text);
                sb_buf_done(&again);
            }
        }
    }
    sb_doc_free(doc);
}

/* For the schema check of the scripts: the sample in every version. */
static void documents_are_written_where_asked(void **state)
{
    (void)state;
    const char *folder = getenv("SB_DOCUMENTS");
    if (!folder)
        skip();
    struct sb_doc *doc = sample_doc();
    for (const struct sb_format *const *f = sb_formats; *f; f++) {
        for (const char *const *v = (*f)->write_versions; v && *v; v++) {
            for (int timed = 0; timed < 2; timed++) {
                char path[1024];
                snprintf(path, sizeof path, "%s/%s-%s-%d.json", folder, (*f)->name, *v, timed);
                struct sb_buf text = kit_write(doc, (*f)->name, *v, timed, NULL);
                FILE *file = fopen(path, "w");
                assert_non_null(file);
                assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
                assert_int_equal(fclose(file), 0);
                sb_buf_done(&text);
            }
        }
    }
    sb_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cyclonedx_1_6_keeps_everything),
        cmocka_unit_test(cyclonedx_1_7_keeps_everything),
        cmocka_unit_test(spdx_2_3_keeps_everything),
        cmocka_unit_test(older_versions_say_what_they_lose),
        cmocka_unit_test(ids_are_made_of_the_content),
        cmocka_unit_test(outputs_that_cannot_be_patched_get_the_same),
        cmocka_unit_test(documents_are_written_where_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
