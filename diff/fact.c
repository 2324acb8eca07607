#include "diff/fact.h"

#include "diff/fact_shape.h"

/* ---- shapes ---- */

#define AT(struct_, type, field, name, must)                                                                           \
    {                                                                                                                  \
        name, type, must, offsetof(struct_, field)                                                                     \
    }
#define SHAPE(rows, struct_, tuple)                                                                                    \
    {                                                                                                                  \
        rows, SB_COUNT(rows), sizeof(struct_), tuple                                                                   \
    }

static const struct sb_shape_member exec_members[] = {
    AT(struct sb_fact_exec, SB_SHAPE_NUMBER, bytes, "bytes", false),
    AT(struct sb_fact_exec, SB_SHAPE_COMMAND, command, "command", false),
    AT(struct sb_fact_exec, SB_SHAPE_EXEC_KIND, kind, "kind", true),
    AT(struct sb_fact_exec, SB_SHAPE_TEXT, path, "path", false),
    AT(struct sb_fact_exec, SB_SHAPE_TEXT, sha256, "sha256", false),
};
static const struct sb_shape exec_shape = SHAPE(exec_members, struct sb_fact_exec, false);

static const struct sb_shape_member largest_members[] = {
    AT(struct sb_fact_file, SB_SHAPE_TEXT, path, "path", true),
    AT(struct sb_fact_file, SB_SHAPE_NUMBER, bytes, "bytes", true),
    AT(struct sb_fact_file, SB_SHAPE_TEXT, kind, "kind", true),
    AT(struct sb_fact_file, SB_SHAPE_TEXT, sha256, "sha256", true),
};
static const struct sb_shape largest_shape = SHAPE(largest_members, struct sb_fact_file, true);

static const struct sb_shape_member unowned_members[] = {
    AT(struct sb_fact_file, SB_SHAPE_NUMBER, bytes, "bytes", false),
    AT(struct sb_fact_file, SB_SHAPE_COMMAND, command, "command", false),
    AT(struct sb_fact_file, SB_SHAPE_TEXT, kind, "kind", true),
    AT(struct sb_fact_file, SB_SHAPE_TEXT, path, "path", true),
    AT(struct sb_fact_file, SB_SHAPE_TEXT, sha256, "sha256", false),
};
static const struct sb_shape unowned_shape = SHAPE(unowned_members, struct sb_fact_file, false);

static const struct sb_shape_member line_members[] = {
    AT(struct sb_fact_line, SB_SHAPE_TEXT, path, "path", true),
    AT(struct sb_fact_line, SB_SHAPE_NUMBER, longest, "longest", true),
    AT(struct sb_fact_line, SB_SHAPE_NUMBER, run, "run", true),
    AT(struct sb_fact_line, SB_SHAPE_NUMBER, entropy, "entropy", true),
    AT(struct sb_fact_line, SB_SHAPE_NUMBER, bytes, "bytes", true),
    AT(struct sb_fact_line, SB_SHAPE_TEXT, sha256, "sha256", true),
};
static const struct sb_shape line_shape = SHAPE(line_members, struct sb_fact_line, true);

static const struct sb_shape_member dep_members[] = {
    AT(struct sb_fact_dep, SB_SHAPE_MENTION, mentioned, "mentioned", false),
    AT(struct sb_fact_dep, SB_SHAPE_TEXT, raw, "raw", true),
    AT(struct sb_fact_dep, SB_SHAPE_TEXT, scope, "scope", false),
    AT(struct sb_fact_dep, SB_SHAPE_TEXT, to, "to", false),
};
static const struct sb_shape dep_shape = SHAPE(dep_members, struct sb_fact_dep, false);

static const struct sb_shape_member lock_members[] = {
    AT(struct sb_fact_lock, SB_SHAPE_TEXT, lock, "lock", true),
    AT(struct sb_fact_lock, SB_SHAPE_TEXT, location, "location", false),
    AT(struct sb_fact_lock, SB_SHAPE_TEXT, name, "name", false),
    AT(struct sb_fact_lock, SB_SHAPE_TEXT, version, "version", false),
};
static const struct sb_shape lock_shape = SHAPE(lock_members, struct sb_fact_lock, false);

static const struct sb_shape_member integrity_members[] = {
    AT(struct sb_fact_integrity, SB_SHAPE_TEXT, algorithm, "algorithm", true),
    AT(struct sb_fact_integrity, SB_SHAPE_TEXT, from, "from", false),
    AT(struct sb_fact_integrity, SB_SHAPE_TEXT, hex, "hex", true),
    AT(struct sb_fact_integrity, SB_SHAPE_TEXT, of, "of", true),
};
static const struct sb_shape integrity_shape = SHAPE(integrity_members, struct sb_fact_integrity, false);

static const struct sb_shape_member kind_members[] = {
    AT(struct sb_fact_kind, SB_SHAPE_NUMBER, n, "n", true),
    AT(struct sb_fact_kind, SB_SHAPE_TEXT, path, "path", false),
};
static const struct sb_shape kind_shape = SHAPE(kind_members, struct sb_fact_kind, false);

static const struct sb_shape_member files_members[] = {
    AT(struct sb_facts, SB_SHAPE_NUMBER, files.bytes, "bytes", true),
    AT(struct sb_facts, SB_SHAPE_NUMBER, files.n, "n", true),
    AT(struct sb_facts, SB_SHAPE_TEXT, files.recorded, "recorded", false),
    AT(struct sb_facts, SB_SHAPE_TEXT, files.sha256, "sha256", false),
};
static const struct sb_shape files_shape = SHAPE(files_members, struct sb_facts, false);

static const struct sb_shape_member manifest_members[] = {
    AT(struct sb_facts, SB_SHAPE_TEXT, manifest.path, "path", true),
    AT(struct sb_facts, SB_SHAPE_TEXT, manifest.sha256, "sha256", true),
};
static const struct sb_shape manifest_shape = SHAPE(manifest_members, struct sb_facts, false);

static const struct sb_shape_member rest_members[] = {AT(struct sb_facts, SB_SHAPE_TEXT, rest.sha256, "sha256", true)};
static const struct sb_shape rest_shape = SHAPE(rest_members, struct sb_facts, false);

static const struct sb_shape_member origin_members[] = {
    AT(struct sb_facts, SB_SHAPE_TEXT, origin.asked, "asked", false),
    AT(struct sb_facts, SB_SHAPE_TEXT, origin.installer, "installer", false),
    AT(struct sb_facts, SB_SHAPE_TEXT, origin.kind, "kind", false),
    AT(struct sb_facts, SB_SHAPE_TEXT, origin.ref, "ref", false),
    AT(struct sb_facts, SB_SHAPE_TEXT, origin.registry, "registry", false),
    AT(struct sb_facts, SB_SHAPE_TEXT, origin.repository, "repository", false),
    AT(struct sb_facts, SB_SHAPE_TEXT, origin.url, "url", false),
};
static const struct sb_shape origin_shape = SHAPE(origin_members, struct sb_facts, false);

static const struct sb_shape_member verified_members[] = {
    AT(struct sb_facts, SB_SHAPE_NUMBER, verified.extra, "extra", false),
    AT(struct sb_facts, SB_SHAPE_NUMBER, verified.missing, "missing", false),
    AT(struct sb_facts, SB_SHAPE_NUMBER, verified.modified, "modified", true),
    AT(struct sb_facts, SB_SHAPE_NUMBER, verified.ok, "ok", true),
    AT(struct sb_facts, SB_SHAPE_NUMBER, verified.unrecorded, "unrecorded", false),
};
static const struct sb_shape verified_shape = SHAPE(verified_members, struct sb_facts, false);

static const struct sb_shape_member verified_path_members[] = {
    AT(struct sb_fact_verified, SB_SHAPE_TEXT, path, "path", true),
    AT(struct sb_fact_verified, SB_SHAPE_TEXT, what, "what", true),
};
static const struct sb_shape verified_path_shape = SHAPE(verified_path_members, struct sb_fact_verified, true);

/* ---- facts that are no plain list or object ---- */

static bool read_at(struct sb_shape_reader *r, struct sb_facts *facts)
{
    return sb_shape_read_text(r, sb_json_next(r->json), &facts->at);
}

static bool read_requested(struct sb_shape_reader *r, struct sb_facts *facts)
{
    enum sb_json_event event = sb_json_next(r->json);
    facts->requested = event == SB_JSON_TRUE;
    return event == SB_JSON_TRUE || event == SB_JSON_FALSE;
}

static bool read_kinds(struct sb_shape_reader *r, struct sb_facts *facts)
{
    SB_VEC(struct sb_fact_kind) kinds = {0};
    bool good = sb_json_next(r->json) == SB_JSON_OBJECT;
    sb_str key;
    while (good && sb_json_member(r->json, &key)) {
        struct sb_fact_kind kind = {.kind = sb_arena_str(r->arena, key)};
        good = sb_shape_read_object(r, &kind_shape, &kind) && kinds.n < sb_fact_caps[SB_FACT_KINDS];
        *SB_PUSH(&kinds) = kind;
    }
    if (kinds.n) {
        struct sb_fact_kind *copy = sb_arena_alloc(r->arena, kinds.n * sizeof *copy);
        memcpy(copy, kinds.p, kinds.n * sizeof *copy);
        facts->kinds.p = copy;
    }
    facts->kinds.n = kinds.n;
    sb_free(kinds.p);
    return good && sb_json_error(r->json, NULL) == SB_OK;
}

enum { VERIFIED_CLASSES = 8, VERIFIED_PATHS = 64 * VERIFIED_CLASSES };

/* [path, class] each; revision 1 named the modified ones alone, as texts. */
static bool read_verified_path(struct sb_shape_reader *r, enum sb_json_event event, struct sb_fact_verified *ret)
{
    ret->what = SB_S("modified");
    return event == SB_JSON_ARRAY ? sb_shape_read_tuple(r, &verified_path_shape, ret)
                                  : sb_shape_read_text(r, event, &ret->path);
}

static bool read_verified_paths(struct sb_shape_reader *r, struct sb_facts *facts)
{
    SB_VEC(struct sb_fact_verified) paths = {0};
    bool good = sb_json_next(r->json) == SB_JSON_ARRAY;
    enum sb_json_event event;
    while (good && (event = sb_json_element(r->json)) != SB_JSON_ARRAY_END) {
        struct sb_fact_verified path = {0};
        uint64_t *more = &facts->verified.paths.more;
        if (event == SB_JSON_OBJECT)
            good = *more == 0 && sb_shape_read_members(r, &sb_shape_of_more, NULL, more) && *more;
        else
            good = *more == 0 && paths.n < VERIFIED_PATHS && read_verified_path(r, event, &path);
        if (*more == 0)
            *SB_PUSH(&paths) = path;
    }
    if (paths.n) {
        struct sb_fact_verified *copy = sb_arena_alloc(r->arena, paths.n * sizeof *copy);
        memcpy(copy, paths.p, paths.n * sizeof *copy);
        facts->verified.paths.p = copy;
    }
    facts->verified.paths.n = paths.n;
    sb_free(paths.p);
    return good;
}

/* The paths are a list in an object of numbers. */
static bool read_verified(struct sb_shape_reader *r, struct sb_facts *facts)
{
    uint32_t seen = 0;
    sb_str key;
    if (sb_json_next(r->json) != SB_JSON_OBJECT)
        return false;
    while (sb_json_member(r->json, &key)) {
        const struct sb_shape_member *member = sb_shape_find(&verified_shape, key);
        bool good;
        if (member) {
            seen |= 1u << (member - verified_members);
            good = sb_shape_read_value(r, member, facts);
        } else if (sb_str_eq(key, SB_S("paths"))) {
            good = read_verified_paths(r, facts);
        } else {
            good = sb_json_skip(r->json, NULL);
        }
        if (!good)
            return false;
    }
    return sb_json_error(r->json, NULL) == SB_OK && sb_shape_has_all(&verified_shape, seen);
}

static const struct sb_shape_member some_members[] = {
    AT(struct sb_fact_some, SB_SHAPE_NUMBER, n, "n", true),
    AT(struct sb_fact_some, SB_SHAPE_TEXT, path, "path", true),
};
static const struct sb_shape some_shape = SHAPE(some_members, struct sb_fact_some, false);

static const struct sb_shape_member search_members[] = {
    AT(struct sb_fact_search, SB_SHAPE_TEXT, folder, "folder", true),
    AT(struct sb_fact_search, SB_SHAPE_NUMBER, n, "n", true),
    AT(struct sb_fact_search, SB_SHAPE_TEXT, path, "path", true),
};
static const struct sb_shape search_shape = SHAPE(search_members, struct sb_fact_search, false);

static bool read_elf_member(struct sb_shape_reader *r, sb_str key, struct sb_facts *facts)
{
    const size_t cap = sb_fact_caps[SB_FACT_ELF];
    if (sb_str_eq(key, SB_S("calls")))
        return sb_shape_read_list(r, &sb_shape_of_text, cap, (struct sb_shape_list *)(void *)&facts->elf.calls);
    if (sb_str_eq(key, SB_S("needed")))
        return sb_shape_read_list(r, &sb_shape_of_text, cap, (struct sb_shape_list *)(void *)&facts->elf.needed);
    if (sb_str_eq(key, SB_S("ifunc")))
        return sb_shape_read_object(r, &some_shape, &facts->elf.ifunc);
    if (sb_str_eq(key, SB_S("search")))
        return sb_shape_read_object(r, &search_shape, &facts->elf.search);
    if (sb_str_eq(key, SB_S("unread")))
        return sb_shape_read_object(r, &some_shape, &facts->elf.unread);
    return sb_json_skip(r->json, NULL);
}

static bool read_elf(struct sb_shape_reader *r, struct sb_facts *facts)
{
    sb_str key;
    if (sb_json_next(r->json) != SB_JSON_OBJECT)
        return false;
    while (sb_json_member(r->json, &key))
        if (!read_elf_member(r, key, facts))
            return false;
    return sb_json_error(r->json, NULL) == SB_OK;
}

/* ---- the table ---- */

struct fact_row {
    const struct sb_shape *object, *list;
    size_t offset;                                                   /* of the list */
    bool (*read)(struct sb_shape_reader *r, struct sb_facts *facts); /* where neither fits */
};
#define LIST(id, field, shape) [SB_FACT_##id] = {NULL, shape, offsetof(struct sb_facts, field), NULL}
#define OBJECT(id, shape) [SB_FACT_##id] = {shape, NULL, 0, NULL}
#define OTHER(id, read) [SB_FACT_##id] = {NULL, NULL, 0, read}

/* Those without a row are read elsewhere, or by nobody. */
static const struct fact_row fact_rows[SB_FACT_COUNT] = {
    OTHER(AT, read_at),
    OBJECT(FILES, &files_shape),
    OBJECT(MANIFEST, &manifest_shape),
    OBJECT(REST, &rest_shape),
    LIST(TOPLEVEL, toplevel, &sb_shape_of_text),
    OTHER(KINDS, read_kinds),
    LIST(LARGEST, largest, &largest_shape),
    LIST(LINES, lines, &line_shape),
    OTHER(ELF, read_elf),
    LIST(EXEC, exec, &exec_shape),
    LIST(DEPS, deps, &dep_shape),
    OBJECT(ORIGIN, &origin_shape),
    LIST(LOCK, lock, &lock_shape),
    LIST(INTEGRITY, integrity, &integrity_shape),
    OTHER(VERIFIED, read_verified),
    LIST(UNLISTED, unlisted, &sb_shape_of_text),
    OTHER(REQUESTED, read_requested),
    LIST(UNOWNED, unowned, &unowned_shape),
};

static bool has_row(enum sb_fact_id id)
{
    return fact_rows[id].read || fact_rows[id].object || fact_rows[id].list;
}

static bool read_fact(struct sb_shape_reader *r, enum sb_fact_id id, struct sb_facts *facts)
{
    const struct fact_row *row = &fact_rows[id];
    if (row->read)
        return row->read(r, facts);
    if (row->object)
        return sb_shape_read_object(r, row->object, facts);
    return sb_shape_read_list(r, row->list, sb_fact_caps[id],
                              (struct sb_shape_list *)(void *)((char *)facts + row->offset));
}

static void check_integrity(struct sb_facts *facts, struct sb_arena *arena)
{
    struct sb_fact_integrity *copy = sb_arena_alloc(arena, facts->integrity.n * sizeof *copy);
    for (size_t i = 0; i < facts->integrity.n; i++) {
        copy[i] = facts->integrity.p[i];
        copy[i].alg = (uint8_t)sb_alg_find(copy[i].algorithm);
    }
    facts->integrity.p = copy;
}

/* Refs are resolved once: several signals ask, for each of many dependencies. */
static void resolve_deps(struct sb_facts *facts, const struct sb_doc *doc, struct sb_arena *arena)
{
    struct sb_fact_dep *copy = sb_arena_alloc(arena, facts->deps.n * sizeof *copy);
    for (size_t i = 0; i < facts->deps.n; i++) {
        copy[i] = facts->deps.p[i];
        copy[i].row = copy[i].to.n ? sb_doc_by_ref(doc, copy[i].to) : SB_COMP_NONE;
    }
    facts->deps.p = copy;
}

/* ---- the facts of one owner ---- */

static enum sb_fact_id id_of(const struct sb_fact_reader *reader, sb_text name)
{
    unsigned id = 0;
    while (id < SB_FACT_COUNT && !sb_text_eq(reader->names[id], name))
        id++;
    return (enum sb_fact_id)id;
}

sb_str sb_fact_value(const struct sb_fact_reader *reader, sb_comp owner, enum sb_fact_id id)
{
    sb_text name = reader->names[id];
    struct sb_range range = sb_text_set(name) ? sb_doc_facts_of(reader->doc, owner) : (struct sb_range){0};
    for (uint32_t i = range.first; i < range.first + range.n; i++)
        if (sb_text_eq(reader->doc->facts.p[i].name, name))
            return sb_doc_str(reader->doc, reader->doc->facts.p[i].value);
    return SB_STR_NONE;
}

/* Two values of one name contradict each other: neither is believed, or the first that somebody adds would hide the
 * other. RET_TWICE gets these. Bits 1 << SB_FACT_... */
static uint32_t facts_there(const struct sb_fact_reader *reader, sb_comp owner, uint32_t *ret_twice)
{
    struct sb_range range = sb_doc_facts_of(reader->doc, owner);
    uint32_t once = 0;
    *ret_twice = 0;
    for (uint32_t i = range.first; i < range.first + range.n; i++) {
        enum sb_fact_id id = id_of(reader, reader->doc->facts.p[i].name);
        uint32_t bit = id < SB_FACT_COUNT ? 1u << id : 0;
        *ret_twice |= once & bit;
        once |= bit;
    }
    return once;
}

static void read_facts(const struct sb_fact_reader *reader, sb_comp owner, uint32_t wanted, struct sb_facts *facts)
{
    const struct sb_doc *doc = reader->doc;
    struct sb_shape_reader r = {reader->json, reader->arena, reader->command};
    struct sb_range range = sb_doc_facts_of(doc, owner);
    for (uint32_t i = range.first; i < range.first + range.n; i++) {
        enum sb_fact_id id = id_of(reader, doc->facts.p[i].name);
        sb_str value = sb_doc_str(doc, doc->facts.p[i].value);
        if (id == SB_FACT_COUNT || !(wanted >> id & 1) || !has_row(id))
            continue;
        struct sb_facts before = *facts;
        sb_json_restart(r.json, value);
        if (value.n <= SB_FACT_BYTES && read_fact(&r, id, facts) && sb_json_next(r.json) == SB_JSON_DONE) {
            facts->has |= 1u << id;
        } else {
            *facts = before;
            facts->bad |= 1u << id;
        }
    }
}

struct sb_facts *sb_facts_read(const struct sb_fact_reader *reader, sb_comp owner, uint32_t wanted,
                               struct sb_facts *facts)
{
    uint32_t twice, there;
    wanted &= facts ? ~facts->asked : UINT32_MAX;
    there = wanted ? facts_there(reader, owner, &twice) & wanted : 0;
    if (there == 0)
        return facts;
    if (!facts)
        facts = SB_NEW(reader->arena, struct sb_facts);
    facts->asked |= wanted;
    facts->bad |= twice & wanted;
    read_facts(reader, owner, wanted & ~twice, facts);
    if (wanted & SB_FACT_BIT(INTEGRITY) && facts->integrity.n)
        check_integrity(facts, reader->arena);
    if (wanted & SB_FACT_BIT(DEPS) && facts->deps.n)
        resolve_deps(facts, reader->doc, reader->arena);
    return facts;
}

/* ---- what ran ---- */

static bool ran_twice(const struct sb_doc *doc)
{
    struct sb_range range = sb_doc_facts_of(doc, SB_DOC_ITSELF);
    unsigned n = 0;
    for (uint32_t i = range.first; i < range.first + range.n; i++)
        n += sb_fact_find(sb_doc_str(doc, doc->facts.p[i].name)) == SB_FACT_RAN;
    return n > 1;
}

uint64_t sb_facts_ran(const struct sb_doc *doc, sb_str name, struct sb_json *json)
{
    sb_str value = sb_doc_fact_of(doc, SB_DOC_ITSELF, sb_fact_rows[SB_FACT_RAN].name);
    uint64_t revision = 0;
    sb_str key;
    sb_json_restart(json, value);
    if (value.n == 0 || sb_json_next(json) != SB_JSON_OBJECT || ran_twice(doc))
        return 0;
    while (sb_json_member(json, &key)) {
        bool wanted = sb_str_eq(key, name);
        if (!wanted) {
            if (!sb_json_skip(json, NULL))
                return 0;
        } else if (sb_json_next(json) != SB_JSON_NUMBER || !sb_str_u64(sb_json_text(json), &revision)) {
            return 0;
        }
    }
    return sb_json_error(json, NULL) == SB_OK ? revision : 0;
}

void sb_fact_reader_begin(struct sb_fact_reader *reader, const struct sb_doc *doc, struct sb_json *json,
                          struct sb_arena *arena)
{
    *reader = (struct sb_fact_reader){.doc = doc, .json = json, .arena = arena};
    for (unsigned id = 0; id < SB_FACT_COUNT; id++)
        reader->names[id] = sb_intern_find(&doc->text, sb_str_of(sb_fact_rows[id].name));
    reader->command = sb_facts_ran(doc, SB_S("facts"), json) < 2 ? SB_FACT_COMMAND_ONCE : SB_FACT_COMMAND;
}
