#include "diff/signal_run.h"

/* ---- OPAQUE_FILE ---- */

/* What makes a text unreadable, in the order in which it is told. */
enum trait { LINE = 1, RUN = 2, DENSE = 4 };
enum {
    LONG_LINE = 5000,
    SHORT_LINE = 1000,
    LONG_RUN = 1024,
    SHORT_RUN = 512,
    DENSE_ENTROPY = 580,
    DENSE_BYTES = 10000
};

static unsigned traits_of(const struct sb_fact_line *line)
{
    return (line->longest > LONG_LINE ? LINE : 0u) | (line->run >= LONG_RUN ? RUN : 0u) |
           (line->entropy > DENSE_ENTROPY && line->bytes > DENSE_BYTES ? DENSE : 0u);
}

/* The same with the lower bounds: what a file had before already. */
static unsigned had(const struct sb_fact_line *line)
{
    return (line->longest > SHORT_LINE ? LINE : 0u) | (line->run >= SHORT_RUN ? RUN : 0u) |
           (line->entropy > DENSE_ENTROPY && line->bytes > DENSE_BYTES ? DENSE : 0u);
}

static sb_str suffix_of(sb_str path)
{
    sb_str name = sb_path_base(path);
    size_t dot = sb_str_rchr(name, '.');
    return dot == SB_NPOS ? SB_STR_NONE : sb_str_from(name, dot);
}

/* The traits that this file, or another of its suffix, had in the old version: a package's habit is no news. */
static unsigned habit(const struct sb_facts *old, const struct sb_fact_line *line)
{
    unsigned traits = 0;
    for (size_t i = 0; i < old->lines.n; i++) {
        const struct sb_fact_line *other = &old->lines.p[i];
        if (sb_str_eq(other->path, line->path))
            traits |= had(other);
        else if (sb_str_eq(suffix_of(other->path), suffix_of(line->path)))
            traits |= traits_of(other);
    }
    return traits;
}

static bool is_unchanged(const struct sb_facts *old, const struct sb_fact_line *line)
{
    for (size_t i = 0; i < old->lines.n; i++)
        if (sb_str_eq(old->lines.p[i].sha256, line->sha256))
            return true;
    return false;
}

/* Compilers of interface definitions write their tables as one long literal. */
static bool is_generated(sb_str path)
{
    static const char *const ends[] = {"_pb2.py", "_pb2_grpc.py", "_pb.js", ".min.js", ".min.css", ".map"};
    for (size_t i = 0; i < SB_COUNT(ends); i++)
        if (sb_str_ends(path, sb_str_of(ends[i])))
            return true;
    return false;
}

/* Minified code has long lines; that it also holds a long run of base64, or is as dense as that, is another thing. */
static void rate_opaque(struct sb_finding *f, const struct sb_way *way, const struct sb_fact_line *line,
                        unsigned traits)
{
    if (!sb_path_is_code(line->path))
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    else if (sb_way_is_small(way) && traits & LINE && traits & (RUN | DENSE))
        sb_find_level(f, SB_LEVEL_HIGH, 8);
}

static void tell_opaque(struct sb_signal_run *run, struct sb_finding *f, const struct sb_fact_line *line)
{
    const struct sb_member members[] = {
        {.name = "bytes", .number = line->bytes, .is_number = true},
        {.name = "entropy", .number = line->entropy, .is_number = true},
        {.name = "longest", .number = line->longest, .is_number = true},
        {.name = "run", .number = line->run, .is_number = true},
    };
    f->new_json = sb_json_object_of(run, members, SB_COUNT(members));
    sb_find_message(
        run, f,
        "%.*s cannot be read any more: its longest line has %llu bytes, %llu of them one run of base64 or hex "
        "characters; %llu.%02llu bits of information a byte",
        SB_FMT(line->path), (unsigned long long)line->longest, (unsigned long long)line->run,
        (unsigned long long)line->entropy / 100, (unsigned long long)line->entropy % 100);
    sb_find_look(run, f, "awk 'length > 1000 { print FILENAME \":\" FNR \": \" substr($0, 1, 200) }' ", "");
}

static void look_at_lines(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    for (size_t i = 0; i < way->facts[SB_NEW]->lines.n; i++) {
        const struct sb_fact_line *line = &way->facts[SB_NEW]->lines.p[i];
        unsigned traits = traits_of(line);
        if (!traits || is_generated(line->path) || is_unchanged(way->facts[SB_OLD], line))
            continue;
        traits &= ~habit(way->facts[SB_OLD], line);
        if (!traits)
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        rate_opaque(f, way, line, traits);
        sb_find_path(run, f, line->path);
        tell_opaque(run, f, line);
    }
}

static void run_opaque_file(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_compares(way) && sb_way_has(run, way, run->row->needs))
            look_at_lines(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_opaque_file = {
    .id = "OPAQUE_FILE",
    .severity = SB_LEVEL_HIGH,
    .weight = 6,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(LINES),
    .sentence = "a text file became unreadable: very long lines, long runs of base64, or as dense as compressed data",
    .why = "Code that hides what it does is written so.",
    .base_rate = "0 of 18 releases got a line over 1,000 bytes in a source file",
    .quiet = "What the file, or another of its suffix, was like before; minified files, maps and generated code. Data "
             "files are medium (4). In a patch or minor release, code with a long line that also holds an encoded run, "
             "or is as dense as one, counts 8.",
    .run = run_opaque_file,
};

/* ---- MANIFEST_ONLY ---- */

static bool gains_dep(const struct sb_way *way, sb_str *ret_raw)
{
    for (size_t i = 0; i < way->facts[SB_NEW]->deps.n; i++) {
        const struct sb_fact_dep *dep = &way->facts[SB_NEW]->deps.p[i];
        if (sb_str_eq(dep->scope, SB_S("dev")) || sb_deps_have(way->facts[SB_OLD], sb_dep_name(dep->raw)))
            continue;
        *ret_raw = dep->raw;
        return true;
    }
    return false;
}

static bool gains_hook(const struct sb_way *way, sb_str *ret_command)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    if (!(old->has & new->has &SB_FACT_BIT(EXEC)))
        return false;
    for (size_t i = 0; i < new->exec.n; i++) {
        bool known = !sb_exec_is_install(&new->exec.p[i]);
        for (size_t k = 0; !known && k < old->exec.n; k++)
            known =
                old->exec.p[k].kind == new->exec.p[i].kind &&sb_str_eq(old->exec.p[k].command, new->exec.p[i].command);
        if (known)
            continue;
        *ret_command = new->exec.p[i].command;
        return true;
    }
    return false;
}

static bool only_manifest_differs(const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    return sb_way_is_small(way) && sb_str_eq(old->rest.sha256, new->rest.sha256) &&
           !sb_str_eq(old->manifest.sha256, new->manifest.sha256);
}

static void run_manifest_only(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        sb_str what = SB_STR_NONE;
        if (!sb_way_has(run, way, run->row->needs) || !only_manifest_differs(way))
            continue;
        bool dep = gains_dep(way, &what);
        if (!dep && !gains_hook(way, &what))
            continue;
        uint32_t *deps;
        size_t n = sb_new_deps(run, way, &deps);
        struct sb_finding *f = sb_find(run, identity, way);
        sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
        sb_find_about(run, f, deps, n);
        f->old_json = sb_json_text_of(run, way->facts[SB_OLD]->manifest.sha256);
        f->new_json = sb_json_text_of(run, way->facts[SB_NEW]->manifest.sha256);
        sb_find_message(run, f, "of %.*s only %.*s changed, and it gained %s %.*s",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(way->facts[SB_NEW]->manifest.path),
                        dep ? "the dependency" : "the install hook", SB_FMT(what));
        sb_find_look(run, f, "less ", "");
    }
}

const struct sb_signal_row sb_signal_manifest_only = {
    .id = "MANIFEST_ONLY",
    .severity = SB_LEVEL_HIGH,
    .weight = 4,
    .family = SB_FAMILY_FILES,
    .booster = true,
    .needs = SB_FACT_BIT(MANIFEST) | SB_FACT_BIT(REST) | SB_FACT_BIT(DEPS),
    .sentence = "a small release changed nothing but its manifest, and that gained a dependency or an install hook",
    .why = "A release without a change of code has no use for a new dependency: whoever made it wanted the dependency.",
    .base_rate = "3 of 18 releases changed only the manifest (17 %); none of them gained a dependency or a hook",
    .quiet = "Never counted alone.",
    .run = run_manifest_only,
};
