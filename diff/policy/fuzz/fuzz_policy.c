/* The two files of a team: each input is read as policy and as waivers; what is right is applied to a small comparison,
 * in which every finding must end in a group or among the waived. */
#include "base/sink.h"
#include "diff/diff.h"
#include "policy/waivers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static sb_comp add(struct sb_doc *doc, const char *purl, const char *licence, const char *origin)
{
    sb_comp c = sb_doc_add(doc);
    struct sb_component *row = sb_doc_at(doc, c);
    row->type = SB_TYPE_LIBRARY;
    row->ref = row->purl = sb_doc_put(doc, sb_str_of(purl));
    row->name = row->supplier = sb_doc_put(doc, SB_S("a"));
    sb_doc_licence(doc, c, SB_LICENCE_DECLARED, SB_LICENCE_EXPRESSION, sb_str_of(licence));
    sb_doc_fact(doc, c, SB_S("sbom:origin"), sb_str_of(origin));
    return c;
}

static struct sb_doc *make_doc(bool new)
{
    struct sb_doc *doc = sb_doc_new();
    doc->format = "cyclonedx-json";
    doc->created = sb_doc_put(doc, SB_S("2026-11-30T12:00:00Z"));
    sb_comp a = add(doc, new ? "pkg:npm/%40s/a@1.0.1" : "pkg:npm/%40s/a@1.0.0", new ? "MIT OR (ISC AND Zlib)" : "MIT",
                    new ? "{\"kind\":\"git\",\"url\":\"git+https://h.example/a\"}"
                        : "{\"kind\":\"registry\",\"registry\":\"registry.npmjs.org\"}");
    sb_doc_raw(doc, a, SB_S("releaseDate"), SB_S("\"2026-11-29T00:00:00Z\""));
    if (new)
        add(doc, "pkg:pypi/b@2", "GPL-3.0-only", "{\"kind\":\"url\",\"url\":\"https://x.example/b\"}");
    sb_doc_seal(doc);
    return doc;
}

static size_t grouped(const struct sb_delta *delta)
{
    size_t n = 0;
    for (size_t i = 0; i < delta->groups.n; i++)
        n += delta->groups.p[i].n_findings;
    return n;
}

static void apply(const struct sb_policy *policy, const struct sb_waivers *waivers)
{
    static struct sb_sink sink;
    struct sb_doc *old = make_doc(false), *new = make_doc(true);
    struct sb_delta *delta = sb_diff_find(old, new, 1);
    if (policy)
        sb_policy_apply(policy, delta);
    size_t all = delta->findings.n;
    if (waivers)
        sb_waivers_apply(waivers, policy, (struct sb_time){0}, delta);
    must(all == delta->findings.n + delta->waived.n);
    sb_diff_rank(delta);
    must(grouped(delta) == delta->findings.n);
    sb_sink_memory(&sink, NULL);
    sb_waivers_draft(delta, policy, SB_LEVEL_NONE, (struct sb_time){0}, &sink);
    sb_delta_free(delta);
    sb_doc_free(old);
    sb_doc_free(new);
}

static void check_error(sb_rc rc, const struct sb_err *err)
{
    must((rc == SB_OK) == (err->rc == SB_OK));
    must(rc == SB_OK || (err->text[0] && err->path[0] && (err->line || rc == SB_E_LIMIT)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_yaml_text text = {.bytes = sb_str_n((const char *)data, size), .name = SB_S("f")};
    struct sb_arena arena = {0};
    struct sb_policy policy;
    struct sb_waivers waivers;
    struct sb_err errs[2] = {{0}};
    sb_rc rc = sb_policy_read(&text, &arena, &policy, &errs[0]);
    check_error(rc, &errs[0]);
    if (rc == SB_OK)
        apply(&policy, NULL);
    rc = sb_waivers_read(&text, &arena, &waivers, &errs[1]);
    check_error(rc, &errs[1]);
    if (rc == SB_OK)
        apply(NULL, &waivers);
    sb_arena_done(&arena);
    return 0;
}
