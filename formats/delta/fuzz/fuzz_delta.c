/* An input is two texts, with a NUL between them: a delta, applied to a small document, and what the two texts make as
 * documents. A delta gives the digest that it tells, or is refused with a reason; a delta of two documents leads from
 * one to the other. */
#include "delta/delta.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Digests of seeds are of this text. */
static const char document[] =
    "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\"components\":[{\"type\":\"library\",\"name\":"
    "\"a\"},"
    "{\"type\":\"library\",\"name\":\"b\",\"purl\":\"pkg:npm/b@1\"},{\"type\":\"library\",\"name\":\"a\"}],"
    "\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":[\"b\",\"c\",\"b\"]}]}";

static void digest_of(sb_str text, char hex[SB_HEX_MAX + 1])
{
    struct sb_splitter split;
    struct sb_parts parts = {0};
    struct sb_err err = {0};
    sb_splitter_begin(&split);
    must(sb_split(&split, text, &parts, &err) == SB_OK && parts.object);
    sb_parts_digest(&split, &parts, hex);
    sb_parts_done(&parts);
    sb_splitter_done(&split);
}

/* What comes out has the digest that DELTA tells, and is no larger than what went in. */
static bool applies(const struct sb_delta_doc *delta, sb_str old, size_t size, struct sb_err *err)
{
    struct sb_buf new = {0};
    char hex[SB_HEX_MAX + 1];
    bool of_delta, good = sb_delta_apply(delta, old, &new, &of_delta, err) == SB_OK;
    must(good == (err->rc == SB_OK) && (good || err->text[0]) && new.n <= old.n + size);
    if (good) {
        digest_of(sb_buf_all(&new), hex);
        must(strcmp(hex, delta->new.sha256) == 0);
    }
    sb_buf_done(&new);
    return good;
}

/* The digest of the old end is set right, so that the changes are reached. */
static void apply(sb_str text)
{
    struct sb_delta_doc delta = {0};
    struct sb_err err = {0}, why = {0};
    if (sb_delta_read(text, &delta, &err) == SB_OK) {
        digest_of(sb_str_of(document), delta.old.sha256);
        applies(&delta, sb_str_of(document), text.n, &why);
    } else {
        must(err.rc != SB_OK && err.text[0]);
    }
    sb_delta_done(&delta);
}

static bool is_document(sb_str text)
{
    struct sb_splitter split;
    struct sb_parts parts = {0};
    struct sb_err err = {0};
    sb_splitter_begin(&split);
    bool good = sb_split(&split, text, &parts, &err) == SB_OK && parts.object;
    sb_parts_done(&parts);
    sb_splitter_done(&split);
    return good;
}

/* Deltas nest a little deeper than documents. */
static void make(sb_str old, sb_str new)
{
    struct sb_delta_text ends[2] = {{old, SB_S("json"), SB_S("old")}, {new, SB_S("json"), SB_S("new")}};
    struct sb_delta_counts counts;
    struct sb_buf text = {0};
    struct sb_err err = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    sb_sink_memory(sink, &text);
    sb_rc rc = sb_delta_make(&ends[0], &ends[1], sink, &counts, &err);
    must(rc == SB_OK || rc == SB_E_LIMIT);
    sb_free(sink);
    sb_buf_done(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str rest = sb_str_n((const char *)data, size), first;
    sb_str_cut(&rest, '\0', &first);
    apply(first);
    if (is_document(first) && is_document(rest)) {
        make(first, rest);
        make(rest, first);
        make(first, sb_str_of(document));
    }
    return 0;
}
