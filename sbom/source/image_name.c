/* By which names an image of several is asked for. */
#include "source/image_plan.h"

enum { TOLD = 16, SHOWN = 200 };

/* "docker.io/library/debian" is the whole of what people write as "debian". */
static sb_str plain(sb_str reference)
{
    if (sb_str_chop(&reference, SB_S("docker.io/")))
        sb_str_chop(&reference, SB_S("library/"));
    return reference;
}

/* What stands behind the last colon, unless that is of the port of a registry. */
static sb_str tag_of(sb_str reference)
{
    size_t colon = sb_str_rchr(reference, ':');
    sb_str tag = colon == SB_NPOS ? SB_STR_NONE : sb_str_from(reference, colon + 1);
    return sb_str_chr(tag, '/') == SB_NPOS ? tag : SB_STR_NONE;
}

enum sb_image_fit sb_image_name_fits(sb_str reference, sb_str name)
{
    sb_str has = plain(reference), wanted = plain(name), tag = tag_of(has);
    if (name.n == 0 || reference.n == 0)
        return SB_IMAGE_OTHER;
    if (sb_str_eq(has, wanted))
        return SB_IMAGE_THIS;
    if (sb_str_eq(tag, SB_S("latest")) && sb_str_eq(sb_str_part(has, 0, has.n - tag.n - 1), wanted))
        return SB_IMAGE_THIS;
    return sb_str_eq(tag, name) ? SB_IMAGE_TAG : SB_IMAGE_OTHER;
}

void sb_image_list_add(struct sb_image_list *list, sb_str one, struct sb_arena *arena)
{
    list->n++;
    one = list->n > TOLD ? SB_S("...") : sb_str_part(one, 0, SHOWN);
    if (list->n <= TOLD + 1)
        list->text = list->text.n ? sb_arena_join(arena, list->text, SB_S(", "), one) : one;
}
