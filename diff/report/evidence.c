#include "report/evidence.h"

#include "diff/edges.h"
#include "id/purl.h"

/* ---- findings ---- */

/* One and the same thing in another package of the group: the same signal, and a file of the same name. */
static bool is_alike(const struct sb_finding *a, const struct sb_finding *b)
{
    return a->signal == b->signal && a->identity != b->identity &&
           sb_str_eq(sb_path_base(a->path), sb_path_base(b->path));
}

static bool is_told(const struct sb_evidence *e, const struct sb_finding *finding)
{
    for (size_t i = 0; i < e->n_told; i++)
        if (is_alike(e->told[i].finding, finding))
            return true;
    return false;
}

/* What is alike in many packages is told once. */
static void tell_worst(struct sb_evidence *e, size_t most)
{
    for (size_t i = 0; i < e->n; i++) {
        if (is_told(e, e->worst[i]))
            continue;
        if (e->n_told == most) {
            e->more++;
            continue;
        }
        size_t alike = 0;
        for (size_t k = i + 1; k < e->n; k++)
            alike += is_alike(e->worst[i], e->worst[k]);
        e->told[e->n_told++] = (struct sb_told){e->worst[i], alike};
    }
}

struct sb_evidence sb_evidence_of(const struct sb_delta *delta, const struct sb_group *group, size_t most,
                                  struct sb_arena *arena)
{
    struct sb_evidence e = {.worst = sb_report_worst_first(delta, group, arena),
                            .n = group->n_findings,
                            .told = sb_arena_alloc(arena, (group->n_findings + 1) * sizeof *e.told)};
    if (most < SIZE_MAX) {
        tell_worst(&e, most);
        return e;
    }
    for (size_t i = 0; i < e.n; i++)
        e.told[e.n_told++] = (struct sb_told){e.worst[i], 0};
    return e;
}

/* Files are what these speak of: where the sentence does not name the file, its path stands behind it. */
static bool wants_path(const struct sb_finding *finding)
{
    uint8_t family = finding->signal->family;
    bool files = family == SB_FAMILY_RUN || family == SB_FAMILY_FILES || family == SB_FAMILY_INTEGRITY;
    return files && finding->path.n && !finding->document &&
           sb_str_find(finding->message, sb_path_base(finding->path)) == SB_NPOS;
}

void sb_evidence_sentence(const struct sb_delta *delta, const struct sb_told *told, struct sb_buf *buf)
{
    sb_buf_str(buf, told->finding->message);
    if (wants_path(told->finding)) {
        sb_buf_str(buf, SB_S(": "));
        sb_buf_str(buf, told->finding->path);
    }
    if (told->alike)
        sb_buf_printf(buf, "; alike in %zu more package%s", told->alike, told->alike == 1 ? "" : "s");
    sb_report_rate(delta, told->finding, buf);
}

/* ---- what to do ---- */

size_t sb_evidence_next(const struct sb_delta *delta, const struct sb_report_options *options,
                        const struct sb_evidence *evidence, size_t most, struct sb_arena *arena,
                        struct sb_next **ret_next)
{
    struct sb_intern seen;
    size_t n = 0;
    sb_intern_init(&seen);
    *ret_next = sb_arena_alloc(arena, (evidence->n_told + 1) * sizeof **ret_next);
    for (size_t i = 0; i < evidence->n_told && n < most; i++) {
        const struct sb_finding *finding = evidence->told[i].finding;
        sb_str look = sb_report_look(delta, options, finding, arena);
        if (!look.n || sb_text_set(sb_intern_find(&seen, look)))
            continue;
        sb_intern(&seen, look);
        const struct sb_lies_in in = sb_report_lies_in(options, finding);
        bool command = finding->look_before;
        (*ret_next)[n++] = (struct sb_next){finding, look, command, command && sb_look_wants_tree(finding, &in)};
    }
    sb_intern_done(&seen);
    return n;
}

/* ---- the way from the root, and names ---- */

bool sb_change_has_way(const struct sb_delta *delta, const struct sb_change *change)
{
    return change->n_why > 1 && !(change->row[SB_NEW].v && sb_is_file(delta->doc[SB_NEW], change->row[SB_NEW]));
}

const struct sb_change *sb_group_brought(const struct sb_delta *delta, const struct sb_group *group)
{
    if (group->titled && sb_change_has_way(delta, &delta->changes.p[group->titled - 1]))
        return &delta->changes.p[group->titled - 1];
    for (size_t i = 0; i < group->n_changes; i++)
        if (sb_change_has_way(delta, &delta->changes.p[group->changes[i]]))
            return &delta->changes.p[group->changes[i]];
    return NULL;
}

sb_str sb_group_type(const struct sb_delta *delta, const struct sb_group *group)
{
    uint32_t identity = UINT32_MAX;
    if (group->n_changes)
        identity = delta->changes.p[group->changes[0]].identity;
    else if (group->n_findings && !delta->findings.p[group->findings[0]].systemic)
        identity = delta->findings.p[group->findings[0]].identity;
    return identity < delta->identities.n ? delta->identities.p[identity].type : SB_STR_NONE;
}

static sb_str short_purl(sb_str text, bool with_version, struct sb_arena *arena)
{
    struct sb_purl purl;
    struct sb_err err = {0};
    if (sb_purl_parse(text, arena, &purl, &err) != SB_OK)
        return text;
    sb_str name =
        purl.ns.n && !sb_purl_is_system(purl.type) ? sb_arena_join(arena, purl.ns, SB_S("/"), purl.name) : purl.name;
    return with_version && purl.version.n ? sb_arena_join(arena, name, SB_S("@"), purl.version) : name;
}

sb_str sb_purl_short(sb_str purl, struct sb_arena *arena)
{
    return short_purl(purl, true, arena);
}

sb_str sb_purl_name(sb_str purl, struct sb_arena *arena)
{
    return short_purl(purl, false, arena);
}
