#include "chain/chain.h"
#include "diff/signal.h"
#include "text/json_write.h"

/* ---- pieces ---- */

static void begin(struct sb_json_out *json, const char *key, char kind)
{
    sb_json_key(json, key);
    sb_json_begin(json, kind);
}

static sb_str level_name(unsigned level)
{
    return sb_str_of(sb_level_names[level]);
}

/* A release or step; where it is none, null. */
static void ordinal(struct sb_json_out *json, const char *key, uint32_t from_0, bool none)
{
    sb_json_key(json, key);
    if (none)
        sb_json_null(json);
    else
        sb_json_u64(json, from_0 + 1u);
}

/* ---- releases and steps ---- */

static void put_tool(struct sb_json_out *json, const struct sb_report_options *options)
{
    begin(json, "tool", '{');
    sb_json_pair_text(json, "name", SB_S("sbom"));
    sb_json_pair_text(json, "version", sb_str_of(options->tool_version));
    sb_json_pair_u64(json, "signals", SB_SIGNALS_REVISION);
    sb_json_end(json);
}

static void put_releases(struct sb_json_out *json, const struct sb_chain *chain)
{
    begin(json, "releases", '[');
    for (uint32_t i = 0; i < chain->releases.n; i++) {
        const struct sb_chain_release *release = &chain->releases.p[i];
        sb_json_begin(json, '{');
        ordinal(json, "release", i, false);
        sb_json_pair_text(json, "source", release->source);
        sb_json_pair_text(json, "format", release->format);
        sb_json_pair_text(json, "generator", release->generator);
        sb_json_pair_u64(json, "components", release->components);
        sb_json_pair_bool(json, "facts", release->facts);
        sb_json_pair_or_null(json, "created", release->created);
        sb_json_pair_or_null(json, "serial", release->serial);
        begin(json, "root", '{');
        sb_json_pair_or_null(json, "name", release->name);
        sb_json_pair_or_null(json, "version", release->version);
        sb_json_end(json);
        sb_json_end(json);
    }
    sb_json_end(json);
}

static void put_verdict(struct sb_json_out *json, const struct sb_verdict *verdict,
                        const struct sb_report_options *options)
{
    begin(json, "verdict", '{');
    sb_json_pair_text(json, "fail_on", level_name(options->fail_on));
    sb_json_pair_bool(json, "failed", verdict->failed);
    sb_json_pair_bool(json, "incomplete", verdict->incomplete);
    sb_json_pair_u64(json, "exit", (uint64_t)verdict->exit);
    sb_json_end(json);
}

static void put_summary(struct sb_json_out *json, const struct sb_chain_step *step)
{
    begin(json, "summary", '{');
    for (unsigned kind = 0; kind < SB_CHANGE_KINDS; kind++)
        sb_json_pair_u64(json, sb_change_names[kind], step->changes[kind]);
    sb_json_pair_u64(json, "unchanged", step->unchanged);
    sb_json_pair_u64(json, "terms", step->terms);
    sb_json_pair_u64(json, "descriptions", step->descriptions);
    sb_json_pair_u64(json, "coverage", step->coverage);
    begin(json, "findings", '{');
    for (unsigned level = SB_LEVEL_CRITICAL; level >= SB_LEVEL_INFO; level--)
        sb_json_pair_u64(json, sb_level_names[level], step->groups[level]);
    sb_json_end(json);
    sb_json_end(json);
}

static void put_steps(struct sb_json_out *json, const struct sb_chain *chain, const struct sb_report_options *options)
{
    begin(json, "steps", '[');
    for (uint32_t i = 0; i < chain->steps.n; i++) {
        sb_json_begin(json, '{');
        ordinal(json, "step", i, false);
        put_verdict(json, &chain->steps.p[i].verdict, options);
        put_summary(json, &chain->steps.p[i]);
        sb_json_pair_or_null(json, "first", chain->steps.p[i].first);
        sb_json_end(json);
    }
    sb_json_end(json);
}

/* ---- tracks ---- */

/* Where it came to stand in other versions than before: from that release on, until the next. */
static void put_versions(struct sb_json_out *json, const struct sb_chain *chain, const struct sb_chain_track *track)
{
    begin(json, "versions", '[');
    for (uint32_t i = 0; i < track->versions.n; i++) {
        const struct sb_chain_versions *row = &chain->versions.p[track->versions.first + i];
        sb_json_begin(json, '{');
        ordinal(json, "release", row->release, false);
        begin(json, "versions", '[');
        for (uint32_t k = 0; k < row->n; k++)
            sb_json_str(json, row->p[k]);
        sb_json_end(json);
        sb_json_end(json);
    }
    sb_json_end(json);
}

static void put_names(struct sb_json_out *json, const struct sb_chain *chain, const struct sb_chain_track *track)
{
    begin(json, "names", '[');
    for (uint32_t i = 0; i < track->names.n; i++) {
        const struct sb_chain_name *name = &chain->names.p[track->names.first + i];
        sb_json_begin(json, '{');
        ordinal(json, "release", name->release, false);
        sb_json_pair_text(json, "old", name->old);
        sb_json_pair_text(json, "new", name->new);
        sb_json_pair_text(json, "match", sb_str_of(sb_tier_names[name->tier]));
        sb_json_end(json);
    }
    sb_json_end(json);
}

static void put_changes(struct sb_json_out *json, const struct sb_chain *chain, const struct sb_chain_track *track,
                        uint32_t step)
{
    begin(json, "changes", '[');
    for (uint32_t i = 0; i < track->entries.n; i++) {
        const struct sb_chain_entry *entry = &chain->entries.p[track->entries.first + i];
        if (entry->step != step)
            continue;
        sb_json_begin(json, '{');
        sb_json_pair_text(json, "kind", sb_str_of(sb_change_names[entry->kind]));
        sb_json_pair_or_null(json, "old", entry->old);
        sb_json_pair_or_null(json, "new", entry->new);
        sb_json_pair_u64(json, "places", entry->places);
        sb_json_pair_or_null(json, "match", sb_str_of(sb_tier_names[entry->tier]));
        sb_json_pair_text(json, "severity", level_name(entry->severity));
        sb_json_end(json);
    }
    sb_json_end(json);
}

static void put_track(struct sb_json_out *json, const struct sb_chain *chain, const struct sb_chain_track *track)
{
    bool package = track->kind == SB_TRACK_PACKAGE;
    sb_json_begin(json, '{');
    sb_json_pair_text(json, "identity", track->key);
    sb_json_pair_text(json, "name", track->name);
    sb_json_pair_or_null(json, "type", track->type);
    ordinal(json, "entered", track->entered, !package);
    ordinal(json, "left", track->left, !package || track->left == UINT32_MAX);
    sb_json_pair_text(json, "worst", level_name(track->worst));
    put_versions(json, chain, track);
    put_names(json, chain, track);
    begin(json, "steps", '[');
    for (uint32_t i = 0; i < track->levels.n; i++) { /* each change is in a group, and so at a level */
        const struct sb_chain_level *level = &chain->levels.p[track->levels.first + i];
        sb_json_begin(json, '{');
        ordinal(json, "step", level->step, false);
        sb_json_pair_text(json, "severity", level_name(level->severity));
        put_changes(json, chain, track, level->step);
        sb_json_end(json);
    }
    sb_json_end(json);
    sb_json_end(json);
}

static void put_tracks(struct sb_json_out *json, const struct sb_chain *chain)
{
    sb_json_pair_u64(json, "unchanged", chain->unchanged);
    sb_json_pair_u64(json, "only_in_some", chain->only_in_some);
    begin(json, "tracks", '[');
    for (size_t i = 0; i < chain->tracks.n; i++)
        if (chain->tracks.p[i].changed)
            put_track(json, chain, &chain->tracks.p[i]);
    sb_json_end(json);
}

static void put_findings(struct sb_json_out *json, const struct sb_chain *chain)
{
    begin(json, "findings", '[');
    for (size_t i = 0; i < chain->findings.n; i++) {
        const struct sb_chain_finding *finding = &chain->findings.p[i];
        sb_json_begin(json, '{');
        ordinal(json, "step", finding->step, false);
        sb_json_pair_text(json, "id", sb_str_of(finding->signal));
        sb_json_pair_text(json, "severity", level_name(finding->severity));
        sb_json_pair_text(json, "fingerprint", finding->fingerprint);
        sb_json_pair_or_null(json, "purl", finding->purl);
        sb_json_pair_or_null(json, "path", finding->path);
        sb_json_key(json, "still");
        if (finding->still == SB_STILL_UNKNOWN)
            sb_json_null(json);
        else
            sb_json_bool(json, finding->still == SB_STILL_THERE);
        sb_json_end(json);
    }
    sb_json_end(json);
}

static void put_left_out(struct sb_json_out *json, const struct sb_chain *chain)
{
    begin(json, "left_out", '[');
    for (size_t i = 0; i < chain->left_out.n; i++) {
        sb_json_begin(json, '{');
        sb_json_pair_text(json, "path", chain->left_out.p[i].path);
        sb_json_pair_text(json, "reason", chain->left_out.p[i].reason);
        sb_json_end(json);
    }
    sb_json_end(json);
}

static sb_rc write_json(const struct sb_chain *chain, const struct sb_delta *last,
                        const struct sb_report_options *options, struct sb_sink *sink, struct sb_err *err)
{
    struct sb_json_out json;
    sb_json_out(&json, sink, true);
    sb_json_begin(&json, '{');
    sb_json_pair_text(&json, "schema", SB_S("sbom-chain/1"));
    put_tool(&json, options);
    sb_json_pair_text(&json, "order", sb_str_of(chain->order));
    put_releases(&json, chain);
    put_verdict(&json, &chain->steps.p[chain->steps.n - 1].verdict, options);
    put_steps(&json, chain, options);
    put_tracks(&json, chain);
    put_findings(&json, chain);
    put_left_out(&json, chain);
    sb_json_key(&json, "last");
    sb_report_json_value(&json, last, options);
    sb_json_end(&json);
    sb_put_chr(sink, '\n');
    return sb_sink_flush(sink, err);
}

const struct sb_chain_report sb_chain_json = {"json", "the contract sbom-chain/1, for programs", write_json};
