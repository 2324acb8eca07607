/* Where a reading is, in either specification: which member, and in which of the elements that are rows of the model.
 */
#include "carry/carrier.h"
#include "formats/cross_state.h"

/* ---- reading by names ---- */

/* SPDX has no grammar yet: a document of which no member is known. */
static const struct sb_object nothing[] = {{.name = "document", .tags = (const uint8_t[16]){0}}};
static const struct sb_grammar names_alone = {.name = "SPDX", .objects = nothing, .objects_n = 1};

sb_rc sb_cross_read(const struct sb_format *format, struct sb_replay *text, struct sb_walk *walk, struct sb_receiver to,
                    struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(text, false, &window);
    sb_walk_init(walk, format->road ? format->road->grammar : &names_alone, to, err);
    sb_rc rc = (format->road ? format->road->carrier : &sb_carrier_json)->read(&window, walk, err);
    sb_walk_done(walk);
    sb_window_done(&window);
    return rc;
}

/* "components[].components[].name" -> "component.name", in place. */
static sb_str member_of(struct sb_buf *place)
{
    static const char *const tops[] = {"metadata.component", "components[]", "components"};
    sb_str text = sb_buf_all(place), rest = SB_STR_NONE;
    bool inside = false;
    for (size_t i = 0; i < SB_COUNT(tops) && !inside; i++) {
        rest = text;
        inside = sb_str_chop(&rest, sb_str_of(tops[i])) && (rest.n == 0 || *rest.p == '.');
    }
    if (!inside)
        return text;
    for (sb_str below = rest; sb_str_chop(&below, SB_S(".components[]")) && (below.n == 0 || *below.p == '.');)
        rest = below;
    if (sb_str_eq(rest, SB_S(".components")))
        rest = SB_STR_NONE;
    const sb_str name = SB_S("component");
    char *p = place->p; /* what becomes of it is never longer */
    if (rest.n)
        memmove(p + name.n, rest.p, rest.n);
    memcpy(p, name.p, name.n);
    place->n = name.n + rest.n;
    return sb_buf_all(place);
}

static bool is_element(sb_str member)
{
    static const char *const elements[] = {"component", "packages[]", "files[]", NULL};
    return sb_str_is_one_of(member, elements);
}

void sb_cross_step(struct sb_cross_at *at, const struct sb_event *event)
{
    sb_buf_clear(&at->place);
    sb_path_place(&at->place, sb_walk_path(&at->walk));
    at->member = member_of(&at->place);
    if (event->kind == SB_EVENT_OBJECT && is_element(at->member))
        *SB_PUSH(&at->open) = ++at->n;
    else if (event->kind == SB_EVENT_OBJECT_END && is_element(at->member))
        at->open.n--;
}

bool sb_cross_at_id(const struct sb_cross_at *at)
{
    static const char *const ids[] = {"component.bom-ref", "packages[].SPDXID", "files[].SPDXID", NULL};
    return sb_str_is_one_of(at->member, ids);
}

void sb_cross_at_done(struct sb_cross_at *at)
{
    sb_buf_done(&at->place);
    sb_free(at->open.p);
}
