/* The numbered rules on identifiers and references, by the roles of the grammar's rows. Both are told apart by a keyed
 * hash of 63 bits. */
#include "check/state.h"

enum { SEED = 0x1d };

static uint64_t key_of(sb_str text)
{
    return sb_hash(text.p, text.n, SEED) >> 1;
}

static bool is_row(const struct sb_check *check, const struct sb_event *event, enum sb_cdx_row row)
{
    return event->row == &check->grammar->members[row];
}

/* ---- identifiers ---- */

static void take_id(struct sb_check *check, const struct sb_event *event)
{
    uint32_t *line = sb_map_put(&check->ids, key_of(event->text));
    bool by_schema = check->dialect.encoding == SB_IN_XML && event->row->xml_place == SB_XML_ATTRIBUTE; /* xs:unique */
    if (*line)
        sb_check_find(check, by_schema ? SB_V_UNIQUE : SB_V_DUPLICATE_REF, event, "%s is given on line %u, too",
                      sb_quoted(check, event->text), *line);
    else
        *line = event->line ? event->line : 1;
}

/* ---- references ---- */

/* urn:cdx:UUID/VERSION, and perhaps #BOM-REF. */
static bool is_bom_link(sb_str text)
{
    enum { UUID = 36 };
    sb_str uuid, number;
    uint64_t version;
    text = sb_str_from(text, strlen("urn:cdx:"));
    if (!sb_str_cut(&text, '/', &uuid) || uuid.n != UUID)
        return false;
    for (size_t i = 0; i < uuid.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = sb_lower(uuid.p[i]);
        if (dash ? c != '-' : !(sb_is_digit(c) || (c >= 'a' && c <= 'f')))
            return false;
    }
    bool fragment = sb_str_cut(&text, '#', &number);
    return sb_str_u64(number, &version) && version > 0 && (!fragment || text.n > 0);
}

static void take_ref(struct sb_check *check, const struct sb_event *event)
{
    if (event->row->role == SB_ROLE_REF_LINK && sb_str_starts(event->text, SB_S("urn:cdx:"))) {
        if (!is_bom_link(event->text))
            sb_check_find(check, SB_V_BOM_LINK, event, "%s is not urn:cdx:UUID/VERSION or urn:cdx:UUID/VERSION#REF",
                          sb_quoted(check, event->text));
        return;
    }
    uint64_t key = key_of(event->text);
    if (sb_map_get(&check->ids, key))
        return;
    if (check->again)
        sb_check_find(check, SB_V_DANGLING_REF, event, "%s is the identifier of nothing",
                      sb_quoted(check, event->text));
    else
        sb_keyset_put(&check->forward, key);
}

/* ---- the graph ---- */

static void take_entry(struct sb_check *check, const struct sb_event *event)
{
    check->entry = key_of(event->text);
    uint32_t *line = sb_map_put(&check->entries, check->entry);
    if (*line)
        sb_check_find(check, SB_V_TWO_ENTRIES, event, "%s has an entry on line %u, too", sb_quoted(check, event->text),
                      *line);
    else
        *line = event->line ? event->line : 1;
}

void sb_refs_text(struct sb_check *check, const struct sb_event *event)
{
    if (event->row->role == SB_ROLE_ID)
        take_id(check, event);
    else if (event->row->role != SB_ROLE_NONE)
        take_ref(check, event);
    if (is_row(check, event, SB_CDX_ROW_DEPENDENCY_REF))
        take_entry(check, event);
    else if (is_row(check, event, SB_CDX_ROW_DEPENDENCY_DEPENDS_ON))
        *SB_PUSH(&check->edges) = (struct sb_element){key_of(event->text), event->line, event->column};
    else if (is_row(check, event, SB_CDX_ROW_REQUIREMENT_BOM_REF))
        check->child.id = key_of(event->text);
    else if (is_row(check, event, SB_CDX_ROW_REQUIREMENT_PARENT))
        check->child.parent = key_of(event->text);
}

void sb_refs_begin(struct sb_check *check, const struct sb_object *type)
{
    if (type == &check->grammar->objects[SB_CDX_REQUIREMENT])
        check->child = (struct sb_child){UINT64_MAX, UINT64_MAX};
    if (type != &check->grammar->objects[SB_CDX_DEPENDENCY])
        return;
    check->edges.n = 0;
    check->entry = UINT64_MAX;
}

static void end_entry(struct sb_check *check)
{
    for (size_t i = 0; i < check->edges.n; i++)
        if (check->edges.p[i].hash == check->entry)
            sb_check_find_at(check, SB_V_SELF, &check->edges.p[i], "", "dependsOn has the ref of its own entry");
}

/* ---- hierarchies ---- */

static void end_child(struct sb_check *check, const struct sb_level *level)
{
    const struct sb_element at = {0, level->line, level->column};
    if (check->child.id == UINT64_MAX || check->child.parent == UINT64_MAX)
        return;
    if (!check->again)
        *SB_PUSH(&check->children) = check->child;
    else if (sb_keyset_has(&check->circles, check->child.id))
        sb_check_find_at(check, SB_V_CIRCLE, &at, "", "the parents of this requirement lead back to it");
}

/* Each has one parent, so that a way up ends at the top or goes round: WAYS has the number of the way that came by. */
static void find_circle(struct sb_check *check, struct sb_map *places, uint32_t *ways, uint32_t start)
{
    const uint32_t *place = &(uint32_t){start + 1};
    uint32_t way = start + 1, at = start;
    for (; place && !ways[at = *place - 1]; place = sb_map_get(places, check->children.p[at].parent))
        ways[at] = way;
    while (place && ways[at] == way && !sb_keyset_put(&check->circles, check->children.p[at].id))
        at = *sb_map_get(places, check->children.p[at].parent) - 1;
}

static void find_circles(struct sb_check *check)
{
    struct sb_map places = {0};
    uint32_t *ways = sb_calloc(check->children.n + 1, sizeof *ways);
    for (size_t i = 0; i < check->children.n; i++)
        *sb_map_put(&places, check->children.p[i].id) = (uint32_t)i + 1;
    for (size_t i = 0; i < check->children.n; i++)
        find_circle(check, &places, ways, (uint32_t)i);
    sb_map_done(&places);
    sb_free(ways);
}

void sb_refs_end(struct sb_check *check, const struct sb_level *level)
{
    if (level->type == &check->grammar->objects[SB_CDX_DEPENDENCY])
        end_entry(check);
    else if (level->type == &check->grammar->objects[SB_CDX_REQUIREMENT])
        end_child(check, level);
}

/* ---- the end ---- */

static bool dangle(const struct sb_check *check)
{
    size_t at = 0;
    uint64_t key;
    while (sb_keyset_next(&check->forward, &at, &key))
        if (!sb_map_get(&check->ids, key))
            return true;
    return false;
}

bool sb_refs_again(struct sb_check *check)
{
    find_circles(check);
    return check->circles.n || dangle(check);
}
