/* What protobuf has no schema for: fields of other numbers and of other types, and those that were given again. */
#include "check/state.h"

/* The member that has the number of "#17", or NULL. */
static const struct sb_member *row_of(const struct sb_check *check, const struct sb_object *type, sb_str name)
{
    uint64_t number;
    for (size_t i = 0; i < type->n && sb_str_u64(sb_str_from(name, 1), &number); i++)
        if (type->members[i].pb_number == number && sb_row_in(&check->dialect, &type->members[i]))
            return &type->members[i];
    return NULL;
}

bool sb_protobuf_tells(struct sb_check *check, const struct sb_level *in, const struct sb_event *event)
{
    if (!sb_str_starts(event->name, SB_S("#")))
        return false;
    const struct sb_member *row = row_of(check, in->type, event->name);
    sb_str number = sb_str_from(event->name, 1);
    if (row)
        sb_check_find(check, SB_V_TYPE, event,
                      "field %.*s is no %s.%s: another type, a value that cannot be, or one too many", SB_FMT(number),
                      in->type->name, row->name);
    else
        sb_check_find(check, SB_V_UNKNOWN, event, "%s has no field %.*s", in->type->name, SB_FMT(number));
    return true;
}

void sb_protobuf_odd(void *to, enum sb_odd what, const char *name, uint32_t offset)
{
    struct sb_check *check = to;
    const struct sb_level *in = check->levels.n ? &check->levels.p[check->levels.n - 1] : NULL;
    struct sb_element at = {0, 0, offset};
    if (what == SB_ODD_AGAIN && in && in->type && !in->passed_over)
        sb_check_find_at(check, SB_V_AGAIN, &at, in->type->name,
                         "field %s of %s does not count: it, or one that excludes it, was given again", name + 1,
                         in->type->name);
}
