/* Two small documents, decoded from the bytes by way of the model: whatever they hold, each row is in one pair, each
 * change in one group, each report is what it must be (shape.h, page_shape.h), pairs that are alike have nothing
 * to tell, and a document does not differ from itself. */
#include "base/mem.h"
#include "diff/compare.h"
#include "diff/diff.h"
#include "diff/group.h"
#include "diff/match.h"
#include "diff/signals.h"
#include "report/fuzz/page_shape.h"
#include "report/fuzz/shape.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

struct input {
    const uint8_t *p;
    size_t n;
};

static unsigned take(struct input *in, unsigned below)
{
    if (!in->n)
        return 0;
    in->n--;
    return *in->p++ % below;
}

static sb_str take_text(struct input *in)
{
    size_t n = take(in, 64);
    n = n < in->n ? n : in->n;
    sb_str ret = sb_str_n((const char *)in->p, n);
    in->p += n;
    in->n -= n;
    return ret;
}

static const char *const words[] = {
    "a",
    "b",
    "Flask_Login",
    "flask-login",
    "@types/node",
    "lodash",
    "1odash",
    "MIT",
    "GPL-2.0",
    "GPL-2.0-only OR MIT",
    "1.0.0",
    "1.0.1",
    "2.0.0-rc1",
    "1:2.3-1",
    "2.3-1",
    "https://r.example/a",
    "https://e.example/a",
    "lib/a",
    "lib/b",
    ".",
    "pkg:npm/a@1.0.0",
    "pkg:npm/a@1.0.1",
    "pkg:npm/%40types/node@1.0.0",
    "pkg:npm/lodash@1.0.0",
    "pkg:npm/1odash@1.0.0",
    "pkg:pypi/a@1.0.0",
    "pkg:pypi/b@2.0",
    "pkg:deb/debian/a@1:2.3-1?arch=amd64",
    "pkg:deb/debian/a@2.3-1?arch=arm64",
    "pkg:maven/a/a@1",
    "pkg:maven/org.b/a@1",
    "pkg:golang/std@v1.0.0",
    "pkg:golang/stdlib@1.0.0",
    "pkg:generic/a@1.0.0",
    "npm/a",
    "{\"sha256\":\"aa\"}",
    "{\"recorded\":\"r\",\"sha256\":\"bb\"}",
    "{\"kind\":\"git\",\"url\":\"https://e.example/a\"}",
    "{\"kind\":\"registry\",\"registry\":\"https://r.example\"}",
    "[]",
    "[{\"kind\":\"py:pth\",\"path\":\"a.pth\",\"bytes\":9}]",
    "[{\"command\":\"node x\",\"kind\":\"npm:postinstall\"}]",
    "{\"facts\":1,\"npm\":1}",
    "{\"facts\":2}",
    "[\"a\",\"b\"]",
    "[[\"a.js\",9999,2048,590,20000,\"aa\"]]",
    "[{\"raw\":\"b@^1\",\"scope\":\"\",\"to\":\"pkg:npm/b\",\"mentioned\":false}]",
    "[{\"path\":\"x.pth\",\"kind\":\"py:pth\",\"bytes\":10,\"sha256\":\"aa\"}]",
    "{\"missing\":1,\"modified\":1,\"ok\":1,\"paths\":[[\"a\",\"missing\"],[\"b.pem\",\"modified\"],[\"c\",\"link\"]]}",
    "{\"modified\":1,\"ok\":1,\"paths\":[\"a\"]}",
    "{\"bytes\":9,\"n\":1,\"recorded\":\"r\",\"sha256\":\"cc\"}",
    "{\"bytes\":9,\"n\":1,\"recorded\":\"r\",\"sha256\":\"dd\"}",
    "[{\"algorithm\":\"SHA-512\",\"from\":\"l\",\"hex\":\"aa\",\"of\":\"artifact\"}]",
    "[{\"algorithm\":\"SHA-512\",\"from\":\"l\",\"hex\":\"bb\",\"of\":\"artifact\"}]",
    "[{\"code\":\"SB1007\",\"n\":1,\"path\":\"x\"},{\"more\":1}]",
};

static sb_str take_word(struct input *in)
{
    unsigned at = take(in, SB_COUNT(words) + 1);
    return at < SB_COUNT(words) ? sb_str_of(words[at]) : take_text(in);
}

static sb_comp take_row(struct input *in, const struct sb_doc *doc)
{
    return (sb_comp){take(in, sb_doc_count(doc) + 1)};
}

static void add_row(struct input *in, struct sb_doc *doc)
{
    sb_comp c = sb_doc_add(doc);
    sb_text purl = sb_doc_put(doc, take_word(in)), name = sb_doc_put(doc, take_word(in));
    struct sb_component *row = sb_doc_at(doc, c);
    row->purl = purl;
    row->name = name;
    row->ref = purl;
    row->type = (uint8_t)take(in, SB_TYPE_COUNT);
    row->purl_bad = take(in, 8) == 1;
}

static void set_slot(struct input *in, struct sb_doc *doc)
{
    sb_comp c = take_row(in, doc);
    unsigned which = take(in, 7);
    sb_text value = take(in, 4) == 1 ? (sb_text){take(in, 5)} : sb_doc_put(doc, take_word(in));
    struct sb_component *row = sb_doc_at(doc, c);
    sb_text *slots[] = {&row->version,   &row->place, &row->supplier, &row->originator,
                        &row->copyright, &row->group, &row->name};
    if (c.v)
        *slots[which] = value;
}

static void add_digest(struct input *in, struct sb_doc *doc)
{
    sb_comp c = take_row(in, doc);
    struct sb_digest d = {.alg = (uint8_t)(1 + take(in, SB_ALG_COUNT - 1))};
    d.n = sb_algs[d.alg].bytes ? sb_algs[d.alg].bytes : 8;
    d.b[0] = (uint8_t)take(in, 4);
    if (c.v)
        sb_doc_hash(doc, c, &d);
}

static void add_licence(struct input *in, struct sb_doc *doc)
{
    sb_comp c = take_row(in, doc);
    unsigned role = take(in, 2), form = take(in, 3);
    sb_str text = take_word(in);
    if (c.v)
        sb_doc_licence(doc, c, role, form, text);
}

static void add_fact(struct input *in, struct sb_doc *doc)
{
    sb_comp c = take_row(in, doc);
    const char *name = sb_fact_rows[take(in, SB_FACT_COUNT)].name;
    sb_doc_fact(doc, c, sb_str_of(name), take_word(in));
}

static void add_relation(struct input *in, struct sb_doc *doc)
{
    sb_comp from = take_row(in, doc), to = take_row(in, doc);
    unsigned kind = take(in, SB_REL_COUNT);
    if (!from.v || !to.v)
        return;
    sb_doc_relate(doc, from, to, kind, SB_STR_NONE);
    doc->has_graph = true;
}

static void add_text(struct input *in, struct sb_doc *doc)
{
    sb_comp c = take_row(in, doc);
    unsigned which = take(in, SB_F_COUNT + 2);
    sb_str a = take_word(in), b = take_word(in);
    if (which < SB_F_COUNT)
        sb_doc_attribute(doc, c, which, a);
    else if (which == SB_F_COUNT)
        sb_doc_reference(doc, c, a, b, SB_STR_NONE);
    else
        sb_doc_property(doc, c, a, b);
}

static void set_root(struct input *in, struct sb_doc *doc)
{
    doc->root = take_row(in, doc);
}

static void add_tool(struct input *in, struct sb_doc *doc)
{
    *SB_PUSH(&doc->tools) = (struct sb_tool){.name = sb_doc_put(doc, take_word(in))};
}

static void decode(struct input *in, struct sb_doc *doc[SB_SIDES])
{
    static void (*const operations[])(struct input * in, struct sb_doc * doc) = {
        add_row,  add_row,      set_slot,     add_digest, add_licence, add_fact,
        add_fact, add_relation, add_relation, add_text,   set_root,    add_tool,
    };
    enum { STEPS = 120 };
    for (unsigned i = 0; i < STEPS && in->n; i++) {
        unsigned what = take(in, 2 * SB_COUNT(operations));
        operations[what / 2](in, doc[what % 2]);
    }
}

static void check_rows(const struct sb_delta *delta)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        uint32_t n = sb_doc_count(delta->doc[side]);
        uint32_t *seen = sb_calloc(n + 1u, sizeof *seen);
        for (size_t i = 0; i < delta->pairs.n; i++) {
            sb_comp row = delta->pairs.p[i].row[side];
            must(row.v <= n);
            seen[row.v]++;
            must(row.v == 0 || delta->rows[side][row.v].identity == delta->pairs.p[i].identity);
        }
        for (uint32_t v = 1; v <= n; v++)
            must(seen[v] == 1);
        sb_free(seen);
    }
}

static void check_groups(const struct sb_delta *delta)
{
    uint32_t *seen = sb_calloc(delta->changes.n + 1, sizeof *seen);
    for (size_t i = 0; i < delta->groups.n; i++) {
        const struct sb_group *group = &delta->groups.p[i];
        must(group->severity > SB_LEVEL_NONE && group->severity < SB_LEVEL_COUNT);
        must(i == 0 || delta->groups.p[i - 1].severity >= group->severity);
        for (size_t k = 0; k < group->n_changes; k++) {
            must(group->changes[k] < delta->changes.n);
            must(delta->changes.p[group->changes[k]].group == i);
            seen[group->changes[k]]++;
        }
        for (size_t k = 0; k < group->n_findings; k++)
            must(group->findings[k] < delta->findings.n);
    }
    for (size_t i = 0; i < delta->changes.n; i++)
        must(seen[i] == 1);
    sb_free(seen);
}

static void report(const struct sb_delta *delta, const struct sb_report *to, struct sb_buf *buf)
{
    const struct sb_report_options options = {.fail_on = SB_LEVEL_HIGH,
                                              .all = true,
                                              .explain = true,
                                              .tool_version = "0",
                                              .source = {SB_S("old"), SB_S("new")}};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    struct sb_err err = {0};
    sb_sink_memory(sink, buf);
    must(to->write(delta, &options, sink, &err) == SB_OK);
    sb_free(sink);
}

static void check_reports(const struct sb_delta *delta, bool all, struct sb_buf *json)
{
    static const struct {
        const struct sb_report *report;
        bool (*is)(sb_str text);
    } rows[] = {{&sb_report_text, is_plain}, {&sb_report_sarif, is_json},         {&sb_report_gitlab, is_json},
                {&sb_report_junit, is_xml},  {&sb_report_github, is_annotations}, {&sb_report_markdown, is_markdown},
                {&sb_report_html, is_html}};
    report(delta, &sb_report_json, json);
    must(is_json(sb_buf_all(json)));
    for (size_t i = 0; all && i < SB_COUNT(rows); i++) {
        struct sb_buf page = {0};
        report(delta, rows[i].report, &page);
        must(rows[i].is(sb_buf_all(&page)));
        sb_buf_done(&page);
    }
}

/* The same, but each pair is looked at: those that are alike have nothing to tell. */
static struct sb_delta *diff_all(const struct sb_doc *old, const struct sb_doc *new)
{
    struct sb_delta *delta = sb_calloc(1, sizeof *delta);
    delta->doc[SB_OLD] = old;
    delta->doc[SB_NEW] = new;
    sb_match(delta, 1);
    sb_compare(delta);
    sb_signals_run(delta);
    sb_group(delta);
    sb_coverage_sort(delta);
    return delta;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    struct sb_doc *doc[SB_SIDES] = {sb_doc_new(), sb_doc_new()};
    decode(&in, doc);
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_doc_seal(doc[side]);
    struct sb_buf json[2] = {0};
    for (unsigned round = 0; round < 2; round++) {
        struct sb_delta *delta = round ? diff_all(doc[SB_OLD], doc[SB_NEW]) : sb_diff(doc[SB_OLD], doc[SB_NEW], 1);
        check_rows(delta);
        check_groups(delta);
        check_reports(delta, round == 0, &json[round]);
        sb_delta_free(delta);
    }
    must(sb_str_eq(sb_buf_all(&json[0]), sb_buf_all(&json[1])));
    struct sb_delta *same = sb_diff(doc[SB_NEW], doc[SB_NEW], 1);
    must(same->changes.n == 0 && same->terms.n == 0 && same->descriptions.n == 0);
    sb_delta_free(same);
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_buf_done(&json[side]);
        sb_doc_free(doc[side]);
    }
    return 0;
}
