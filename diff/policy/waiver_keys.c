/* The keys of a file of waivers. */
#include "base/mem.h"
#include "policy/check.h"
#include "policy/waivers.h"

#define AT(member) .offset = offsetof(struct sb_waiver, member)

static sb_rc check_waiver(struct sb_key_reading *r, const struct sb_yaml *node, void *object)
{
    const struct sb_waiver *w = object;
    if (!w->fingerprint.n && (w->signal == SB_WAIVER_ANY_SIGNAL || (!w->package.text.n && !w->path.n)))
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err,
                            "a waiver has a fingerprint, or a signal and beside it a package or a path");
    return sb_check_range(r, node, &w->package, &w->versions);
}

static const struct sb_key_row rows[] = {
    {.name = "id", .type = &sb_key_text, AT(id), .help = "what reports call it; each id stands once"},
    {.name = "fingerprint",
     .type = &sb_key_print,
     AT(fingerprint),
     .help = "of the finding, as the report prints it: bound to its content, and the same in the next release"},
    {.name = "signal",
     .type = &sb_key_word,
     .word = sb_signal_word,
     .fallback = SB_WAIVER_ANY_SIGNAL,
     AT(signal),
     .help = "kind of the finding"},
    {.name = "package",
     .type = &sb_key_purl,
     AT(package),
     .help = "purl without version, * for part of a name, ** for any"},
    {.name = "versions", .type = &sb_key_vers, AT(versions), .help = "range of versions for which it holds"},
    {.name = "path", .type = &sb_key_text, AT(path), .help = "path of the finding; *, **, ? and [a-z] as in --exclude"},
    {.name = "content",
     .type = &sb_key_text,
     AT(content),
     .help = "what the finding is about: the SHA-256 of the file, or the command; needed without a fingerprint where a "
             "finding has one"},
    {.name = "owner", .type = &sb_key_text, .required = true, AT(owner), .help = "who answers for it"},
    {.name = "reason", .type = &sb_key_text, .required = true, AT(reason), .help = "why it is accepted"},
    {.name = "ticket", .type = &sb_key_text, AT(ticket), .help = "where it was talked about"},
    {.name = "expires",
     .type = &sb_key_date,
     .required = true,
     AT(expires),
     .help = "last day on which it counts, YYYY-MM-DD in UTC, by the time of the new inventory"},
    {.name = "authority",
     .type = &sb_key_text,
     AT(authority),
     .help = "in whose name; what a policy may ask for (waivers, authorities)"},
};
static const struct sb_key_object waiver_object = {
    .name = "a waiver", .size = sizeof(struct sb_waiver), .rows = rows, .n = SB_COUNT(rows), .check = check_waiver};

/* ---- each once ---- */

static int by_text(const void *a, const void *b)
{
    const struct sb_waiver *x = *(const struct sb_waiver *const *)a, *y = *(const struct sb_waiver *const *)b;
    int order = sb_str_cmp(x->id, y->id);
    return order ? order : (x > y) - (x < y);
}

static int by_print(const void *a, const void *b)
{
    const struct sb_waiver *x = *(const struct sb_waiver *const *)a, *y = *(const struct sb_waiver *const *)b;
    int order = sb_str_cmp(x->fingerprint, y->fingerprint);
    return order ? order : (x > y) - (x < y);
}

static sb_rc check_once(struct sb_key_reading *r, const struct sb_waivers *waivers, bool prints)
{
    const struct sb_waiver *list = waivers->list.p;
    const struct sb_waiver **sorted = sb_malloc((waivers->list.n + 1) * sizeof *sorted);
    sb_rc rc = SB_OK;
    for (size_t i = 0; i < waivers->list.n; i++)
        sorted[i] = &list[i];
    if (waivers->list.n)
        qsort(sorted, waivers->list.n, sizeof *sorted, prints ? by_print : by_text);
    for (size_t i = 1; rc == SB_OK && i < waivers->list.n; i++) {
        sb_str a = prints ? sorted[i - 1]->fingerprint : sorted[i - 1]->id;
        sb_str b = prints ? sorted[i]->fingerprint : sorted[i]->id;
        if (a.n && sb_str_eq(a, b))
            rc = sb_yaml_fail(r->text, sorted[i]->place.at, SB_E_SYNTAX, r->err,
                              "%s %.*s stands in two waivers, first in line %u", prints ? "fingerprint" : "id",
                              SB_FMT(b), sorted[i - 1]->place.line);
    }
    sb_free(sorted);
    return rc;
}

static sb_rc check_waivers(struct sb_key_reading *r, const struct sb_yaml *node, void *object)
{
    (void)node;
    SB_TRY(check_once(r, object, false));
    return check_once(r, object, true);
}

static const char *schema_word(size_t n)
{
    return n == 0 ? "sbom-waivers/1" : NULL;
}

static const struct sb_key_row root_rows[] = {
    {.name = "schema",
     .type = &sb_key_word,
     .word = schema_word,
     .required = true,
     .offset = offsetof(struct sb_waivers, schema),
     .help = "which keys there are"},
    {.name = "waivers",
     .type = &sb_key_object,
     .count = SB_KEY_LIST,
     .required = true,
     .object = &waiver_object,
     .offset = offsetof(struct sb_waivers, list),
     .help = "of several that fit a finding the first counts"},
};
const struct sb_key_object sb_waiver_keys = {.name = "a file of waivers",
                                             .size = sizeof(struct sb_waivers),
                                             .rows = root_rows,
                                             .n = SB_COUNT(root_rows),
                                             .check = check_waivers};
