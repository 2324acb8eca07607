#include "diff/match_rows.h"
#include "id/purl.h"
#include "model/tool.h"

/* What a purl's text says. Both documents mostly hold the same texts, so each is parsed once. */
struct parsed {
    bool valid;
    sb_str text; /* of the first document that has it: equal purls of both sides are equal slices */
    sb_str key, version, type;
};

struct reading {
    struct sb_delta *delta;
    struct sb_arena scratch;
    struct sb_intern texts;
    SB_VEC(struct parsed) parsed; /* by id in `texts` */
};

static struct parsed parse(struct reading *r, sb_str text)
{
    struct sb_arena *keep = &r->delta->arena;
    struct parsed ret = {.text = text};
    struct sb_purl purl;
    struct sb_err err = {0};
    sb_arena_reset(&r->scratch);
    if (sb_purl_parse(text, &r->scratch, &purl, &err) != SB_OK)
        return ret;
    ret.valid = true;
    sb_purl_respell(&purl, &r->scratch);
    ret.key = sb_arena_str(keep, sb_purl_identity(&purl, &r->scratch));
    ret.version = sb_arena_str(keep, sb_purl_version(&purl, &r->scratch));
    ret.type = sb_arena_str(keep, purl.type);
    return ret;
}

static const struct parsed *parsed_of(struct reading *r, sb_str text)
{
    size_t id = sb_intern(&r->texts, text).v;
    while (r->parsed.n < id)
        *SB_PUSH(&r->parsed) = (struct parsed){0}; /* the reserved ids */
    if (r->parsed.n == id)
        *SB_PUSH(&r->parsed) = parse(r, text);
    return &r->parsed.p[id];
}

static sb_str full_name(const struct sb_doc *doc, const struct sb_component *c, struct sb_arena *arena)
{
    sb_str name = sb_doc_str(doc, c->name);
    return sb_text_set(c->group) ? sb_arena_join(arena, sb_doc_str(doc, c->group), SB_S("/"), name) : name;
}

/* Files and operating systems are kept apart from packages of the same name. */
static sb_str name_key(const struct sb_doc *doc, const struct sb_component *c, struct sb_arena *arena)
{
    sb_str kind = SB_S("name:");
    if (c->type == SB_TYPE_FILE)
        kind = SB_S("name:file:");
    else if (c->type == SB_TYPE_OPERATING_SYSTEM)
        kind = SB_S("name:os:");
    return sb_arena_join(arena, kind, full_name(doc, c, arena), SB_STR_NONE);
}

static sb_str generic_purl(struct reading *r, const struct sb_doc *doc, const struct sb_component *c)
{
    struct sb_purl purl = {.type = SB_S("generic"), .ns = sb_doc_str(doc, c->group), .name = sb_doc_str(doc, c->name)};
    struct sb_err err = {0};
    if (sb_text_set(c->version))
        purl.version = sb_doc_str(doc, c->version);
    sb_arena_reset(&r->scratch);
    if (sb_purl_normalise(&purl, &r->scratch, &err) != SB_OK)
        return SB_S("pkg:generic/unnamed");
    return sb_arena_str(&r->delta->arena, sb_purl_text(&purl, &r->scratch));
}

static sb_str fill_row(struct reading *r, const struct sb_doc *doc, const struct sb_component *c, struct sb_row *row)
{
    row->identity = UINT32_MAX;
    sb_str version = sb_text_set(c->version) ? sb_doc_str(doc, c->version) : SB_STR_NONE;
    if (sb_text_set(c->purl) && !c->purl_bad) {
        sb_str text = sb_doc_str(doc, c->purl);
        const struct parsed *parsed = parsed_of(r, text);
        if (parsed->valid) {
            row->has_purl = true;
            row->purl = parsed->text;
            row->type = parsed->type;
            row->version = parsed->version.n ? parsed->version : version;
            return parsed->key;
        }
    }
    row->purl = generic_purl(r, doc, c);
    row->version = version;
    return name_key(doc, c, &r->delta->arena);
}

void sb_match_rows(struct sb_delta *delta, sb_str *ret_keys[SB_SIDES])
{
    struct reading r = {.delta = delta};
    sb_intern_init(&r.texts);
    for (unsigned side = 0; side < SB_SIDES; side++) {
        const struct sb_doc *doc = delta->doc[side];
        size_t n = (size_t)sb_doc_count(doc) + 1;
        delta->rows[side] = sb_arena_zalloc(&delta->arena, n * sizeof *delta->rows[side]);
        ret_keys[side] = sb_arena_zalloc(&delta->arena, n * sizeof *ret_keys[side]);
        delta->rows[side][0].identity = UINT32_MAX;
        for (uint32_t v = 1; v < n; v++)
            ret_keys[side][v] = fill_row(&r, doc, sb_doc_at(doc, (sb_comp){v}), &delta->rows[side][v]);
    }
    sb_free(r.parsed.p);
    sb_intern_done(&r.texts);
    sb_arena_done(&r.scratch);
}

sb_str sb_match_generator(const struct sb_doc *doc)
{
    const struct sb_tool *tool = sb_doc_tool(doc);
    if (tool)
        return sb_doc_str(doc, tool->name);
    return doc->format && strcmp(doc->format, "scan") == 0 ? SB_S("sbom") : SB_STR_NONE;
}
