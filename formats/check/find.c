/* Findings at a place, with their clause. */
#include <stdarg.h>

#include "check/state.h"

enum { QUOTED_MOST = 60 }; /* bytes */

const char *sb_quoted(struct sb_check *check, sb_str text)
{
    size_t n = text.n;
    if (n > QUOTED_MOST)
        for (n = QUOTED_MOST; n && ((unsigned char)text.p[n] & 0xc0) == 0x80; n--)
            ;
    struct sb_buf buf = {0};
    sb_buf_chr(&buf, '"');
    for (size_t i = 0; i < n; i++)
        sb_buf_chr(&buf, text.p[i] ? text.p[i] : ' ');
    sb_buf_str(&buf, n < text.n ? SB_S("...\"") : SB_S("\""));
    const char *quoted = sb_arena_str(&check->flaws->arena, sb_buf_all(&buf)).p;
    sb_buf_done(&buf);
    return quoted;
}

/* Protobuf has no schema but for what its fields are. */
static sb_str schema_clause(struct sb_check *check, enum sb_rule rule, const char *of)
{
    const struct sb_dialect *dialect = &check->dialect;
    bool strict = check->what->strict && dialect->minor <= check->grammar->open_until;
    bool field = dialect->encoding == SB_IN_PROTOBUF && (rule == SB_V_UNKNOWN || rule == SB_V_TYPE);
    return sb_arena_printf(&check->flaws->arena, "bom-1.%u%s.%s, %s", dialect->minor, strict && !field ? "-strict" : "",
                           field                            ? "proto"
                           : dialect->encoding == SB_IN_XML ? "xsd"
                                                            : "schema.json",
                           of);
}

static struct sb_flaw *add(struct sb_check *check, enum sb_rule rule, uint32_t line, uint32_t column)
{
    struct sb_flaw *flaw =
        check->again && rule != SB_V_DANGLING_REF && rule != SB_V_CIRCLE ? NULL : sb_flaws_add(check->flaws, rule);
    if (!flaw)
        return NULL;
    struct sb_path path = *sb_walk_path(check->walk);
    if (check->about_object && path.steps.n)
        path.steps.n--;
    flaw->line = line;
    flaw->column = column;
    sb_buf_clear(&check->path);
    sb_path_pointer(&check->path, &path);
    flaw->path = sb_arena_str(&check->flaws->arena, sb_buf_all(&check->path));
    sb_buf_clear(&check->path);
    sb_path_place(&check->path, &path);
    flaw->place = sb_arena_str(&check->flaws->arena, sb_buf_all(&check->path));
    return flaw;
}

/* "component.name" of the object whose member the value is, or that of a list around it. */
static sb_str clause_at(struct sb_check *check, enum sb_rule rule, const struct sb_event *event)
{
    const struct sb_level *in = check->levels.n ? &check->levels.p[check->levels.n - 1] : NULL;
    char of[128];
    const char *name = event->row ? event->row->name : in && in->list && in->row ? in->row->name : "";
    snprintf(of, sizeof of, "%s%s%s", in && in->type ? in->type->name : "bom", *name ? "." : "", name);
    return schema_clause(check, rule, of);
}

static void fill(struct sb_flaw *flaw, struct sb_arena *arena, sb_str clause, const char *format, va_list args)
    SB_PRINTF(4, 0);
static void fill(struct sb_flaw *flaw, struct sb_arena *arena, sb_str clause, const char *format, va_list args)
{
    struct sb_buf message = {0};
    sb_buf_vprintf(&message, format, args);
    flaw->message = sb_arena_str(arena, sb_buf_all(&message));
    flaw->clause = *sb_rules[flaw->rule].clause ? sb_str_of(sb_rules[flaw->rule].clause) : clause;
    sb_buf_done(&message);
}

void sb_check_find(struct sb_check *check, enum sb_rule rule, const struct sb_event *event, const char *format, ...)
{
    struct sb_flaw *flaw = add(check, rule, event->line, event->column);
    va_list args;
    va_start(args, format);
    if (flaw)
        fill(flaw, &check->flaws->arena, clause_at(check, rule, event), format, args);
    va_end(args);
}

void sb_check_find_at(struct sb_check *check, enum sb_rule rule, const struct sb_element *at, const char *clause,
                      const char *format, ...)
{
    struct sb_flaw *flaw = add(check, rule, at->line, at->column);
    va_list args;
    va_start(args, format);
    if (flaw)
        fill(flaw, &check->flaws->arena, schema_clause(check, rule, clause), format, args);
    va_end(args);
}
