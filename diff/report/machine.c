#include "report/machine.h"

/* ---- places ---- */

/* A name that leads on from the top of a repository: of one that is absolute, or that leads out, the last part. */
static sb_str relative(sb_str name)
{
    static const char *const schemes[] = {"dir:", "file:", "docker-archive:", "oci-dir:", "oci-archive:"};
    for (size_t i = 0; i < SB_COUNT(schemes) && !sb_str_chop(&name, sb_str_of(schemes[i])); i++)
        ;
    while (sb_str_chop(&name, SB_S("./")))
        ;
    while (name.n > 1 && sb_str_chop_end(&name, SB_S("/")))
        ;
    if (sb_str_starts(name, SB_S("/")) || sb_str_starts(name, SB_S("../")))
        name = sb_path_base(name);
    return name;
}

struct sb_machine_place sb_machine_new_side(const struct sb_report_options *options)
{
    sb_str name = relative(options->source[SB_NEW]);
    if (!name.n || sb_str_eq(name, SB_S("-")))
        name = SB_S("standard-input");
    if (name.n > SB_MACHINE_PATH)
        name = SB_S("new");
    return (struct sb_machine_place){name, 1};
}

/* PATH of a scanned folder, below the name of that folder where that is relative. */
static sb_str below_source(const struct sb_report_options *options, enum sb_side side, sb_str path,
                           struct sb_arena *arena)
{
    sb_str folder = options->source[side];
    sb_str_chop(&folder, SB_S("dir:"));
    bool here = sb_str_eq(folder, SB_S(".")) || sb_str_eq(folder, SB_S("./"));
    bool out = sb_str_starts(folder, SB_S("/")) || sb_str_starts(folder, SB_S(".."));
    if (options->lies[side] != SB_LIES_FOLDER || here || out || !folder.n)
        return path;
    return sb_arena_join(arena, relative(folder), SB_S("/"), path);
}

struct sb_machine_place sb_machine_place(const struct sb_delta *delta, const struct sb_report_options *options,
                                         const struct sb_finding *finding, struct sb_arena *arena)
{
    enum sb_side side = finding->row[SB_NEW].v || !finding->row[SB_OLD].v ? SB_NEW : SB_OLD;
    struct sb_machine_place place = sb_machine_new_side(options);
    if (finding->path.n && !finding->document && finding->path.n <= SB_MACHINE_PATH) {
        place.file = below_source(options, side, finding->path, arena);
        return place;
    }
    const struct sb_doc *doc = delta->doc[SB_NEW];
    const struct sb_origin *from = &sb_doc_at(doc, finding->row[SB_NEW])->from;
    sb_str path = finding->row[SB_NEW].v ? sb_doc_str(doc, from->path) : SB_STR_NONE;
    if (finding->row[SB_NEW].v && from->line)
        place.line = from->line;
    if (strcmp(doc->format, "scan") == 0 && path.n && path.n <= SB_MACHINE_PATH)
        place.file = below_source(options, SB_NEW, path, arena);
    return place;
}

/* ---- what is said ---- */

enum sb_level sb_machine_level(const struct sb_group *group, const struct sb_finding *finding)
{
    return finding->severity < group->severity ? finding->severity : group->severity;
}

sb_str sb_machine_message(const struct sb_delta *delta, const struct sb_finding *finding, struct sb_arena *arena)
{
    struct sb_buf buf = {0};
    sb_str purl = sb_report_finding_purl(delta, finding);
    sb_buf_str(&buf, sb_report_front(finding->message, SB_MACHINE_TEXT, arena));
    if (finding->path.n && !finding->document &&
        sb_str_find(finding->message, sb_path_base(finding->path)) == SB_NPOS) {
        sb_buf_str(&buf, SB_S(": "));
        sb_buf_str(&buf, sb_report_front(finding->path, SB_MACHINE_TEXT, arena));
    }
    if (purl.n) {
        sb_buf_str(&buf, SB_S(" ("));
        sb_buf_str(&buf, sb_report_front(purl, SB_MACHINE_TEXT, arena));
        sb_buf_chr(&buf, ')');
    }
    sb_report_rate(delta, finding, &buf);
    sb_str ret = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return ret;
}

size_t sb_machine_findings(const struct sb_delta *delta, bool waived, struct sb_arena *arena,
                           const struct sb_machine_finding **ret)
{
    struct sb_machine_finding *all = sb_arena_alloc(arena, (delta->findings.n + delta->waived.n + 1) * sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < delta->groups.n; i++) {
        const struct sb_group *group = &delta->groups.p[i];
        const struct sb_finding *const *worst = sb_report_worst_first(delta, group, arena);
        for (size_t k = 0; k < group->n_findings; k++)
            all[n++] = (struct sb_machine_finding){.finding = worst[k], .group = group, .rank = i + 1};
    }
    for (size_t i = 0; waived && i < delta->waived.n; i++)
        all[n++] = (struct sb_machine_finding){.finding = &delta->waived.p[i].finding, .waived = &delta->waived.p[i]};
    *ret = all;
    return n;
}

sb_str sb_machine_title(const struct sb_group *group, struct sb_arena *arena)
{
    return sb_arena_join(arena, sb_report_front(group->title, SB_MACHINE_TEXT, arena), SB_STR_NONE,
                         sb_arena_printf(arena, " (%s, score %d)", sb_level_names[group->severity], (int)group->score));
}

sb_str sb_machine_waiver(const struct sb_waived *waived, struct sb_arena *arena)
{
    sb_str reason = sb_report_front(waived->reason, SB_MACHINE_TEXT, arena);
    sb_str owner = sb_report_front(waived->owner, SB_MACHINE_TEXT, arena);
    sb_str ticket = sb_report_front(waived->ticket, SB_MACHINE_TEXT, arena);
    return sb_arena_printf(arena, "%.*s (%.*s%s%.*s, until %.*s)", SB_FMT(reason), SB_FMT(owner), ticket.n ? ", " : "",
                           SB_FMT(ticket), SB_FMT(waived->expires));
}

sb_str sb_machine_stale(const struct sb_stale_waiver *stale, struct sb_arena *arena)
{
    sb_str name = sb_report_front(stale->waiver, SB_MACHINE_TEXT, arena);
    sb_str message = sb_report_front(stale->message, SB_MACHINE_TEXT, arena);
    return sb_arena_printf(arena, "waiver %.*s is %s: %.*s", SB_FMT(name), stale->reason, SB_FMT(message));
}

/* ---- names ---- */

static const struct sb_finding *first_finding(const struct sb_delta *delta, const struct sb_group *group)
{
    return group->n_findings ? &delta->findings.p[group->findings[0]] : NULL;
}

/* The identity that the group is about, or UINT32_MAX. */
static uint32_t head(const struct sb_delta *delta, const struct sb_group *group)
{
    const struct sb_finding *finding = first_finding(delta, group);
    if (finding && finding->systemic)
        return UINT32_MAX;
    if (group->titled)
        return delta->changes.p[group->titled - 1].identity;
    if (group->n_changes)
        return delta->changes.p[group->changes[0]].identity;
    return finding ? finding->identity : UINT32_MAX;
}

sb_str sb_machine_group_name(const struct sb_delta *delta, const struct sb_group *group)
{
    const struct sb_finding *finding = first_finding(delta, group);
    uint32_t identity = head(delta, group);
    if (identity < delta->identities.n)
        return delta->identities.p[identity].key;
    return finding && finding->systemic ? SB_S("packages that came from elsewhere together") : group->title;
}

sb_str sb_machine_group_kind(const struct sb_delta *delta, const struct sb_group *group)
{
    const struct sb_finding *finding = first_finding(delta, group);
    uint32_t identity = head(delta, group);
    if (identity < delta->identities.n)
        return delta->identities.p[identity].type.n ? delta->identities.p[identity].type : SB_S("other");
    return finding && !finding->document && !finding->systemic ? SB_S("files") : SB_S("inventory");
}

uint32_t sb_machine_again(struct sb_map *seen, sb_str text)
{
    return (*sb_map_put(seen, sb_hash(text.p, text.n, 0) >> 1))++;
}

const uint32_t *sb_machine_changes(const struct sb_delta *delta, struct sb_arena *arena)
{
    uint32_t *first = sb_arena_zalloc(arena, (delta->identities.n + 1) * sizeof *first);
    for (size_t i = delta->changes.n; i-- > 0;)
        first[delta->changes.p[i].identity] = (uint32_t)i + 1;
    return first;
}
