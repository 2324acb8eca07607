/* What harnesses of document readers share: whatever can be read can be written in every format and version, and read
 * again. */
#ifndef SB_FORMATS_FUZZ_HARNESS_H
#define SB_FORMATS_FUZZ_HARNESS_H

#include "base/mem.h"
#include "formats/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_sealed(const struct sb_doc *doc)
{
    must(doc->sealed && doc->root.v <= sb_doc_count(doc));
    for (uint32_t i = 1; i <= sb_doc_count(doc); i++)
        must(sb_doc_by_ref_text(doc, doc->components.p[i].ref).v == i);
    for (size_t i = 0; i < doc->relations.n; i++)
        must(doc->relations.p[i].from.v <= sb_doc_count(doc) && doc->relations.p[i].to.v <= sb_doc_count(doc));
}

static void write_and_read(const struct sb_doc *doc, const struct sb_format *format, const char *version)
{
    struct sb_buf out = {0};
    struct sb_err err = {0};
    struct sb_diags diags = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    struct sb_write_options options = {.version = version, .tool_version = "0.1.0"};
    struct sb_doc *back = sb_doc_new();
    sb_sink_memory(sink, &out);
    must(format->write(doc, &options, sink, &diags, &err) == SB_OK);
    sb_rc rc = format->read(sb_buf_all(&out), SB_S("again"), back, &err);
    must(rc == SB_OK || rc == SB_E_LIMIT); /* what was kept raw may lie one level deeper than it did */
    if (rc == SB_OK) {
        check_sealed(back);
        must(sb_doc_count(back) <= sb_doc_count(doc)); /* what two rows differed in may be lost */
    }
    sb_doc_free(back);
    sb_diags_done(&diags);
    sb_free(sink);
    sb_buf_done(&out);
}

static int read_and_write(const struct sb_format *format, const uint8_t *data, size_t size)
{
    struct sb_err err = {0};
    struct sb_doc *doc = sb_doc_new();
    if (format->read(sb_str_n((const char *)data, size), SB_S("input"), doc, &err) == SB_OK) {
        check_sealed(doc);
        for (const struct sb_format *const *f = sb_formats; *f; f++)
            for (const char *const *v = (*f)->write_versions; v && *v; v++)
                write_and_read(doc, *f, *v);
    } else {
        must(err.rc != SB_OK && err.text[0]);
    }
    sb_doc_free(doc);
    return 0;
}

#endif
