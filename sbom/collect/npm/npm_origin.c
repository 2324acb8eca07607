#include "npm/npm_origin.h"

#include "collect/fact_json.h"

enum { INTEGRITIES = 16 };

/* ---- what an entry says of a component ---- */

static void tell_source(struct sb_join *join, sb_comp component, const struct sb_npm_origin *origin, sb_str asked,
                        sb_str ref)
{
    const struct sb_npm_source *source = &origin->source;
    const struct {
        const char *key;
        sb_str value;
    } rows[] = {{"asked", asked},
                {"kind", sb_str_of(source->kind)},
                {"ref", ref},
                {"registry", source->registry},
                {"repository", origin->repository},
                {"url", source->url}};
    struct sb_buf json = {0};
    bool first = true;
    sb_buf_chr(&json, '{');
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        if (rows[i].value.n == 0)
            continue;
        sb_fact_text(&json, first, rows[i].key, rows[i].value);
        first = false;
    }
    sb_buf_chr(&json, '}');
    if (!first)
        sb_join_fact(join, component, "sbom:origin", sb_buf_all(&json));
    sb_buf_done(&json);
}

static void tell_integrity(struct sb_join *join, sb_comp component, const struct sb_npm_origin *origin)
{
    struct sb_fact_list list = {0};
    sb_str rest = origin->integrity;
    size_t n = 0;
    sb_fact_list_begin(&list, INTEGRITIES);
    for (sb_str word; sb_str_word(&rest, &word);) {
        struct sb_digest digest;
        if (!sb_sri_decode(word, &digest)) {
            sb_join_diag(join, SB_D_DIGEST_MALFORMED, origin->path, origin->line, "%.*s: integrity",
                         SB_FMT(origin->entry ? origin->entry->location : SB_S("_integrity")));
            continue;
        }
        n++;
        if (!sb_fact_list_next(&list))
            continue;
        sb_buf_chr(&list.buf, '{');
        sb_fact_text(&list.buf, true, "algorithm", sb_str_of(sb_algs[digest.alg].cyclonedx));
        sb_fact_text(&list.buf, false, "from", origin->path);
        sb_fact_hex(&list.buf, false, "hex", digest.b, digest.n);
        sb_fact_text(&list.buf, false, "of", SB_S("artifact"));
        sb_buf_chr(&list.buf, '}');
    }
    /* A lock file that speaks of it and has no digest says just that. */
    bool bare = origin->entry && !origin->entry->bundled && !origin->entry->link &&
                (!origin->source.kind || strcmp(origin->source.kind, "registry") == 0);
    if (n || bare)
        sb_join_fact(join, component, "sbom:integrity", sb_fact_list_end(&list));
    sb_fact_list_done(&list);
}

struct sb_npm_origin sb_npm_origin_of_entry(const struct sb_npm_world *world, const struct sb_npm_entry *entry,
                                            sb_str lock_path)
{
    return (struct sb_npm_origin){.entry = entry,
                                  .source = sb_npm_source_of(entry->resolved, world->join->arena),
                                  .from = entry->from,
                                  .integrity = entry->integrity,
                                  .path = lock_path,
                                  .line = entry->line};
}

struct sb_npm_origin sb_npm_origin_of(const struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_npm_manifest *manifest = package->manifest;
    if (package->entry)
        return sb_npm_origin_of_entry(world, package->entry, package->lock_path);
    return (struct sb_npm_origin){.source = sb_npm_source_of(manifest->resolved, world->join->arena),
                                  .from = manifest->from,
                                  .integrity = manifest->integrity,
                                  .path = package->record->path};
}

/* The branch, tag or commit that was asked for: of a repository alone. */
static sb_str ref_of(struct sb_npm_world *world, sb_comp component, const struct sb_npm_origin *origin)
{
    if (!origin->source.kind || strcmp(origin->source.kind, "git") != 0)
        return SB_STR_NONE;
    const uint32_t *slot = sb_map_get(&world->ref_of, component.v);
    if (!slot)
        sb_npm_note_ref(world, component, origin->from);
    slot = sb_map_get(&world->ref_of, component.v);
    return slot ? world->refs.p[*slot - 1] : SB_STR_NONE;
}

/* "version" where nobody who wants it asks for the place that it comes from: only a lock file says so. */
static sb_str asked_of(const struct sb_npm_world *world, sb_comp component, const struct sb_npm_origin *origin)
{
    const uint32_t *asked = sb_map_get(&world->asked_of, component.v);
    bool place = origin->source.kind && strcmp(origin->source.kind, "registry") != 0;
    return place && asked && *asked == SB_NPM_VERSION ? SB_S("version") : SB_STR_NONE;
}

void sb_npm_tell_origin(struct sb_npm_world *world, sb_comp component, const struct sb_npm_origin *origin)
{
    struct sb_join *join = world->join;
    const struct sb_npm_entry *entry = origin->entry;
    if (entry && (entry->optional || entry->dev_optional))
        sb_doc_at(join->doc, component)->scope = SB_SCOPE_OPTIONAL;
    if (entry && entry->dev) /* the name of CycloneDX's own table of properties */
        sb_doc_property(join->doc, component, SB_S("cdx:npm:package:development"), SB_S("true"));
    if (!join->facts)
        return;
    tell_source(join, component, origin, asked_of(world, component, origin), ref_of(world, component, origin));
    tell_integrity(join, component, origin);
}
