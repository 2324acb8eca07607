/* What tests of formats do with documents. */
#ifndef SB_FORMATS_TESTS_KIT_H
#define SB_FORMATS_TESTS_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/io.h"
#include "formats/format.h"

/* The document's bytes; the caller frees them. Losses are counted. */
static struct sb_buf kit_write(const struct sb_doc *doc, const char *format, const char *version, bool timed,
                               uint64_t *ret_lost)
{
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    struct sb_diags diags = {0};
    struct sb_sink *sink = malloc(sizeof *sink);
    struct sb_write_options options = {
        .version = version, .time = {.set = timed, .unix_seconds = 1774310400}, .tool_version = "0.1.0"};
    sb_sink_memory(sink, &buf);
    if (sb_format_find(sb_str_of(format))->write(doc, &options, sink, &diags, &err) != SB_OK)
        fail_msg("%s@%s: %s", format, version, err.text);
    if (ret_lost)
        *ret_lost = diags.total[SB_D_NOT_EXPRESSIBLE];
    sb_diags_done(&diags);
    free(sink);
    return buf;
}

/* By the format that claims it. NULL, with ERR, if it is refused. */
static struct sb_doc *kit_read(sb_str text, struct sb_err *err)
{
    struct sb_doc *doc = sb_doc_new();
    if (sb_text_read(text, SB_S("test.json"), doc, err) == SB_OK)
        return doc;
    sb_doc_free(doc);
    return NULL;
}

#endif
