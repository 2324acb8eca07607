#include "diff/fact.h"
#include "diff/group_forest.h"

/* One and the same thing that came into many packages at once is one event with many owners, and one group: a file with
 * the same name and content; where a payload was added to files that differ, files of the same name whose longest line
 * is equally long to the byte; the same source that all of them newly ask for. */

enum { OWNERS = 3, LONG_LINE = 1000, DIGEST = 32 };

enum how { SAME_FILE, SAME_LINE, SAME_SOURCE };

struct alike {
    enum how how;
    sb_str name;   /* of the file, without its folders; of the signal */
    sb_str what;   /* digest, source */
    uint64_t line; /* bytes */
    uint32_t identity;
};

/* What several have in common. */
struct common {
    size_t first, n; /* in the list below */
    uint32_t identities;
};

struct search {
    struct sb_grouping *g;
    struct sb_arena scratch;
    struct sb_json *json;
    struct sb_fact_reader reader;
    sb_comp row; /* whose facts are at hand */
    const struct sb_facts *facts;
    SB_VEC(struct alike) list;
    SB_VEC(struct common) found;
    uint32_t first_node; /* nodes from here on are of this step */
};

/* ---- what a finding is about ---- */

static bool is_digest(sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!sb_is_digit(text.p[i]) && (text.p[i] < 'a' || text.p[i] > 'f'))
            return false;
    return text.n >= DIGEST;
}

static const struct sb_facts *facts_of(struct search *s, const struct sb_finding *f)
{
    static const struct sb_facts none;
    sb_comp row = f->row[SB_NEW];
    if (s->facts && s->row.v == row.v)
        return s->facts;
    sb_arena_reset(&s->scratch);
    s->row = row;
    s->facts = sb_facts_read(&s->reader, row, UINT32_MAX, NULL);
    s->facts = s->facts ? s->facts : &none;
    return s->facts;
}

static sb_str digest_of(const struct sb_facts *facts, const struct sb_finding *f)
{
    if (is_digest(f->content))
        return f->content;
    for (size_t i = 0; i < facts->exec.n; i++)
        if (sb_str_eq(facts->exec.p[i].path, f->below))
            return facts->exec.p[i].sha256;
    for (size_t i = 0; i < facts->largest.n; i++)
        if (sb_str_eq(facts->largest.p[i].path, f->below))
            return facts->largest.p[i].sha256;
    for (size_t i = 0; i < facts->lines.n; i++)
        if (sb_str_eq(facts->lines.p[i].path, f->below))
            return facts->lines.p[i].sha256;
    return SB_STR_NONE;
}

static uint64_t line_of(const struct sb_facts *facts, const struct sb_finding *f)
{
    for (size_t i = 0; i < facts->lines.n; i++)
        if (sb_str_eq(facts->lines.p[i].path, f->below) && facts->lines.p[i].longest >= LONG_LINE)
            return facts->lines.p[i].longest;
    return 0;
}

static void add(struct search *s, struct alike alike)
{
    alike.what = sb_arena_str(&s->g->delta->arena, alike.what);
    *SB_PUSH(&s->list) = alike;
}

/* A step from one source to another is systemic in many packages (group_systemic.c), and nothing in few. */
static bool is_nothing(sb_str json)
{
    return sb_str_eq(json, SB_S("null")) || sb_str_eq(json, SB_S("[]"));
}

static void look_at(struct search *s, const struct sb_finding *f)
{
    sb_str name = sb_path_base(f->below);
    if (f->identity == SB_NOBODY || f->systemic || f->severity < SB_LEVEL_MEDIUM || f->row[SB_NEW].v == 0)
        return;
    if (f->signal->family == SB_FAMILY_SOURCE && is_nothing(f->old_json) && !is_nothing(f->new_json))
        add(s, (struct alike){SAME_SOURCE, sb_str_of(f->signal->id), f->new_json, 0, f->identity});
    if (name.n == 0)
        return;
    const struct sb_facts *facts = facts_of(s, f);
    sb_str digest = digest_of(facts, f);
    uint64_t line = f->signal->family == SB_FAMILY_FILES ? line_of(facts, f) : 0;
    if (digest.n)
        add(s, (struct alike){SAME_FILE, name, digest, 0, f->identity});
    if (line)
        add(s, (struct alike){SAME_LINE, name, SB_STR_NONE, line, f->identity});
}

/* ---- what they have in common ---- */

static int by_common(const void *left, const void *right)
{
    const struct alike *a = left, *b = right;
    int c = (int)a->how - (int)b->how;
    c = c ? c : sb_str_cmp(a->name, b->name);
    c = c ? c : sb_str_cmp(a->what, b->what);
    return c ? c : (a->line > b->line) - (a->line < b->line);
}

static int by_identity(const void *left, const void *right)
{
    const struct alike *a = left, *b = right;
    int c = by_common(a, b);
    return c ? c : (a->identity > b->identity) - (a->identity < b->identity);
}

static int by_owners(const void *left, const void *right)
{
    const struct common *a = left, *b = right;
    if (a->identities != b->identities)
        return a->identities > b->identities ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

static void find_common(struct search *s)
{
    if (s->list.n)
        qsort(s->list.p, s->list.n, sizeof *s->list.p, by_identity);
    for (size_t i = 0, end; i < s->list.n; i = end) {
        uint32_t identities = 1;
        for (end = i + 1; end < s->list.n && by_common(&s->list.p[i], &s->list.p[end]) == 0; end++)
            identities += s->list.p[end].identity != s->list.p[end - 1].identity;
        if (identities >= OWNERS)
            *SB_PUSH(&s->found) = (struct common){i, end - i, identities};
    }
    if (s->found.n)
        qsort(s->found.p, s->found.n, sizeof *s->found.p, by_owners);
}

static sb_str title_of(struct search *s, const struct common *common)
{
    const struct alike *one = &s->list.p[common->first];
    struct sb_arena *arena = &s->g->delta->arena;
    if (one->how == SAME_FILE)
        return sb_arena_printf(arena, "one and the same %.*s in %u packages", SB_FMT(one->name), common->identities);
    if (one->how == SAME_LINE)
        return sb_arena_printf(arena, "%.*s of %u packages, each with a line of %llu bytes", SB_FMT(one->name),
                               common->identities, (unsigned long long)one->line);
    return sb_arena_printf(arena, "the same new source in %u packages", common->identities);
}

/* The largest comes first; what shares an owner with it goes there. */
static void join(struct search *s, const struct common *common)
{
    uint32_t target = SB_NOBODY;
    bool apart = false;
    for (size_t i = common->first; i < common->first + common->n; i++) {
        uint32_t head = sb_group_head(s->g, s->list.p[i].identity);
        apart = apart || head != sb_group_head(s->g, s->list.p[common->first].identity);
        if (target == SB_NOBODY && head >= s->first_node)
            target = head;
    }
    if (!apart)
        return;
    if (target == SB_NOBODY)
        target = sb_group_node(s->g, title_of(s, common));
    for (size_t i = common->first; i < common->first + common->n; i++)
        sb_group_join(s->g, s->list.p[i].identity, target);
}

void sb_group_alike(struct sb_grouping *g)
{
    struct search s = {.g = g, .json = sb_json_new(SB_STR_NONE, 16), .first_node = g->n_nodes};
    sb_fact_reader_begin(&s.reader, g->delta->doc[SB_NEW], s.json, &s.scratch);
    for (size_t i = 0; i < g->delta->findings.n; i++)
        look_at(&s, &g->delta->findings.p[i]);
    find_common(&s);
    for (size_t i = 0; i < s.found.n; i++)
        join(&s, &s.found.p[i]);
    sb_free(s.list.p);
    sb_free(s.found.p);
    sb_arena_done(&s.scratch);
    sb_json_free(s.json);
}
