/* What tells of the irregular places of CycloneDX in protobuf: which row, number, kind and alternative it is. */
#include "carry/protobuf.h"
#include "grammar/cyclonedx.h"

static const struct sb_node *get(const struct sb_node *object, const char *name)
{
    return sb_node_get(object, sb_str_of(name));
}

enum sb_pb_kind sb_pb_kind_of(const struct sb_member *row)
{
    if (row->pb_kind != SB_PB_QUIRK && row->pb_kind != SB_PB_BOX)
        return (enum sb_pb_kind)row->pb_kind;
    return row->kind == SB_MEMBER_OBJECT ? SB_PB_MESSAGE : row->kind == SB_MEMBER_WORD ? SB_PB_VARINT : SB_PB_BYTES;
}

uint32_t sb_pb_number(const struct sb_pb_quirk *quirks, const struct sb_member *row, unsigned way)
{
    const struct sb_pb_quirk *quirk = row->pb_kind == SB_PB_QUIRK ? &quirks[row->quirk] : NULL;
    return quirk && quirk->number ? quirk->number(row, way) : row->pb_number;
}

/* ---- alternatives ---- */

static unsigned party_way(const struct sb_node *party)
{
    bool organisation = get(party, "url") || get(party, "contact") || get(party, "address");
    return organisation || (!get(party, "email") && !get(party, "phone")) ? SB_PB_FIRST_WAY : SB_PB_SECOND_WAY;
}

unsigned sb_pb_way_of(const struct sb_node *object)
{
    const struct sb_object *objects = sb_grammar_cyclonedx.objects;
    if (object->type == &objects[SB_CDX_PARTY])
        return party_way(object);
    if (object->type == &objects[SB_CDX_PATENT])
        return get(object, "familyId") ? SB_PB_SECOND_WAY : SB_PB_FIRST_WAY;
    if (object->type == &objects[SB_CDX_DATASET])
        return get(object, "ref") ? SB_PB_SECOND_WAY : SB_PB_FIRST_WAY;
    if (object->type == &objects[SB_CDX_CERTIFICATE_EXTENSION])
        return get(object, "commonExtensionName") || get(object, "commonExtensionValue") ? SB_PB_FIRST_WAY
                                                                                         : SB_PB_SECOND_WAY;
    return 0;
}

/* The three members of a detailed expression alone. */
bool sb_pb_needs_more(const struct sb_node *object, const struct sb_member *row)
{
    return row->quirk == SB_CDX_QUIRK_LICENSES && row->pb_kind == SB_PB_QUIRK && !get(object, "expression");
}

bool sb_pb_is_boxed(const struct sb_member *row)
{
    return row->quirk == SB_CDX_QUIRK_EXTENSIONS;
}

bool sb_pb_takes_one(const struct sb_dialect *dialect, const struct sb_member *row)
{
    bool tools = row->quirk == SB_CDX_QUIRK_TOOLS && dialect->minor >= SB_PB_ONE_TOOL_SINCE;
    return row->list && (tools || !sb_member_many_in_pb(row, dialect->minor));
}

const struct sb_member *sb_pb_alias(const struct sb_dialect *dialect, const struct sb_object *type, uint32_t number)
{
    bool is = type == &dialect->grammar->objects[SB_CDX_PROTOCOL] && number == SB_PB_IKEV2_OBJECTS &&
              dialect->minor >= SB_PB_DETAILED_SINCE;
    return is ? &dialect->grammar->members[SB_CDX_ROW_PROTOCOL_IKEV2_TRANSFORM_TYPES] : NULL;
}
