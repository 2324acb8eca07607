#include "npm/npm_lock.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

/* Real lock files have up to some ten thousand entries, and packages in each other to a depth of about ten. */
enum { ENTRIES = 500000, LOCATION = 1024, LEVELS = 32 };

static const sb_str in_modules = {"node_modules/", 13};

struct reading {
    struct sb_npm_reader reader; /* first: what the functions of the tables get */
    struct sb_npm_lock *lock;
    SB_VEC(struct sb_npm_entry) packages; /* version 2 and 3 */
    SB_VEC(struct sb_npm_entry) nested;   /* version 1; repeated in version 2 */
    bool has_packages;
    size_t location_bytes; /* of version 1, where locations are made from nesting */
};

/* "requires" is an object of ranges in an entry, and true at the top. */
#define AT(member) offsetof(struct sb_npm_entry, member)
static const struct sb_npm_member entry_members[] = {
    {"name", sb_npm_read_name, AT(name)},
    {"version", sb_npm_read_name, AT(version)},
    {"resolved", sb_npm_read_text, AT(resolved)},
    {"from", sb_npm_read_text, AT(from)},
    {"integrity", sb_npm_read_text, AT(integrity)},
    {"license", sb_npm_read_licence, AT(licence)},
    {"dependencies", sb_npm_read_pairs, AT(deps[SB_NPM_RUNTIME])},
    {"requires", sb_npm_read_pairs, AT(deps[SB_NPM_RUNTIME])},
    {"optionalDependencies", sb_npm_read_pairs, AT(deps[SB_NPM_OPTIONAL])},
    {"peerDependencies", sb_npm_read_pairs, AT(deps[SB_NPM_PEER])},
    {"devDependencies", sb_npm_read_pairs, AT(deps[SB_NPM_DEV])},
    {"dev", sb_npm_read_true, AT(dev)},
    {"optional", sb_npm_read_true, AT(optional)},
    {"devOptional", sb_npm_read_true, AT(dev_optional)},
    {"peer", sb_npm_read_true, AT(peer)},
    {"link", sb_npm_read_true, AT(link)},
    {"inBundle", sb_npm_read_true, AT(bundled)},
    {"bundled", sb_npm_read_true, AT(bundled)},
    {"hasInstallScript", sb_npm_read_true, AT(install_script)},
};
#undef AT

static void read_entry_member(struct sb_npm_reader *reader, sb_str key, struct sb_npm_entry *entry)
{
    const struct sb_npm_member *member = sb_npm_member(entry_members, SB_COUNT(entry_members), key);
    if (member)
        member->read(reader, (char *)entry + member->offset);
    else if (!sb_json_skip(reader->json, NULL))
        return;
}

static bool full(struct reading *r)
{
    if (r->packages.n + r->nested.n < ENTRIES)
        return false;
    r->lock->cut = true;
    return true;
}

/* The name that a location gives: what is behind its last node_modules. */
static sb_str name_of(sb_str location)
{
    sb_str front = location;
    for (size_t slash; (slash = sb_str_rchr(front, '/')) != SB_NPOS; front = sb_str_n(front.p, slash))
        if (sb_str_eq(sb_path_base(sb_str_n(front.p, slash)), SB_S("node_modules")))
            return sb_str_from(location, slash + 1);
    return SB_STR_NONE;
}

/* What npm takes for the name of a package in a folder of its own: "packages/a", "packages/@m/a", "../tools/a". */
static sb_str name_of_folder(sb_str location)
{
    sb_str above = sb_path_dir(location);
    size_t scope = above.n - sb_path_base(above).n;
    return sb_str_starts(sb_path_base(above), SB_S("@")) ? sb_str_from(location, scope) : sb_path_base(location);
}

/* A path from the project, neither too long nor too deep. Deeper ones are counted as cut. Only the target of a link may
 * lie above the project. */
static bool usable(struct reading *r, sb_str location)
{
    size_t levels = 0;
    bool inside = location.n == 0 || location.p[0] != '/';
    sb_str rest = sb_str_part(location, 0, LOCATION);
    while (sb_str_chop(&rest, SB_S("../")))
        continue;
    for (sb_str part; rest.n;) {
        sb_str_cut(&rest, '/', &part);
        levels += sb_str_eq(part, SB_S("node_modules"));
        inside &= !sb_str_eq(part, SB_S("..")) && sb_str_chr(part, '\0') == SB_NPOS;
    }
    bool deep = location.n > LOCATION || levels > LEVELS;
    r->lock->cut |= deep;
    r->lock->escapes |= !inside;
    return inside && !deep;
}

/* ---- versions 2 and 3: "packages" by location ---- */

static void read_package(struct reading *r, sb_str location)
{
    struct sb_npm_entry entry = {.location = location, .line = sb_json_line(r->reader.json)};
    sb_str key;
    while (sb_json_member(r->reader.json, &key)) {
        if (location.n == 0 && sb_str_eq(key, SB_S("workspaces")))
            sb_npm_read_workspaces(&r->reader, &r->lock->workspaces);
        else
            read_entry_member(&r->reader, key, &entry);
    }
    if (!usable(r, location))
        return;
    if (entry.name.n == 0)
        entry.name = name_of(location);
    if (entry.name.n == 0)
        entry.name = name_of_folder(location);
    *SB_PUSH(&r->packages) = entry;
}

static void read_packages(struct reading *r)
{
    if (!sb_npm_open(&r->reader, SB_JSON_OBJECT))
        return;
    r->has_packages = true;
    sb_str key;
    while (sb_json_member(r->reader.json, &key)) {
        sb_str location = sb_arena_str(r->reader.arena, key);
        if (full(r)) {
            if (!sb_json_skip(r->reader.json, NULL))
                return;
        } else if (sb_npm_open(&r->reader, SB_JSON_OBJECT)) {
            read_package(r, location);
        }
    }
}

/* ---- version 1: "dependencies" inside each other ---- */

/* One open object: the packages of one node_modules folder, or the members of one package. */
struct frame {
    size_t entry; /* whose folder or members these are; SIZE_MAX for the project */
    bool members;
};

/* NAME below PARENT. Locations repeat what stands above them, so their sum is bounded by a multiple of what was read.
 */
static sb_str nested_location(struct reading *r, size_t parent, sb_str name)
{
    sb_str above = parent == SIZE_MAX ? SB_STR_NONE : r->nested.p[parent].location;
    r->location_bytes += above.n + in_modules.n + name.n + 1;
    if (above.n == 0)
        return sb_arena_join(r->reader.arena, in_modules, name, SB_STR_NONE);
    sb_str folder = sb_arena_join(r->reader.arena, above, SB_S("/"), in_modules);
    return sb_arena_join(r->reader.arena, folder, name, SB_STR_NONE);
}

static bool add_nested(struct reading *r, size_t parent, sb_str key, size_t budget)
{
    sb_str above = parent == SIZE_MAX ? SB_STR_NONE : r->nested.p[parent].location;
    if (full(r) || above.n + key.n > LOCATION || r->location_bytes > budget) {
        r->lock->cut = true;
        return false;
    }
    struct sb_npm_entry entry = {.name = sb_arena_str(r->reader.arena, key)};
    entry.location = nested_location(r, parent, entry.name);
    if (!usable(r, entry.location))
        return false;
    *SB_PUSH(&r->nested) = entry;
    return true;
}

static void read_nested(struct reading *r, size_t budget)
{
    struct sb_json *json = r->reader.json;
    struct frame stack[SB_JSON_DEPTH + 1] = {{SIZE_MAX, false}};
    size_t depth = 0;
    if (!sb_npm_open(&r->reader, SB_JSON_OBJECT))
        return;
    for (sb_str key;;) {
        struct frame at = stack[depth];
        if (!sb_json_member(json, &key)) {
            if (depth-- == 0)
                return;
        } else if (!at.members) {
            bool kept = add_nested(r, at.entry, key, budget);
            if (!kept && !sb_json_skip(json, NULL))
                return;
            if (kept && sb_npm_open(&r->reader, SB_JSON_OBJECT)) {
                r->nested.p[r->nested.n - 1].line = sb_json_line(json);
                stack[++depth] = (struct frame){r->nested.n - 1, true};
            }
        } else if (sb_str_eq(key, SB_S("dependencies"))) {
            if (sb_npm_open(&r->reader, SB_JSON_OBJECT))
                stack[++depth] = (struct frame){at.entry, false};
        } else {
            read_entry_member(&r->reader, key, &r->nested.p[at.entry]);
        }
    }
}

/* In version 1 an alias and a source that is no registry stand in "version". */
static void settle_version(struct sb_npm_entry *entry)
{
    sb_str version = entry->version;
    if (sb_str_chop(&version, SB_S("npm:"))) {
        size_t at = sb_str_rchr(version, '@');
        if (at != SB_NPOS && at > 0) {
            entry->name = sb_str_n(version.p, at);
            entry->version = sb_str_from(version, at + 1);
        }
    } else if (sb_str_chr(version, ':') != SB_NPOS) {
        if (entry->resolved.n == 0)
            entry->resolved = version;
        entry->version = SB_STR_NONE;
    }
}

/* ---- the whole file ---- */

static void read_top(struct reading *r, size_t budget)
{
    sb_str key;
    if (!sb_npm_open(&r->reader, SB_JSON_OBJECT))
        return;
    while (sb_json_member(r->reader.json, &key)) {
        if (sb_str_eq(key, SB_S("name")))
            sb_npm_read_text(&r->reader, &r->lock->name);
        else if (sb_str_eq(key, SB_S("version")))
            sb_npm_read_text(&r->reader, &r->lock->version);
        else if (sb_str_eq(key, SB_S("packages")))
            read_packages(r);
        else if (sb_str_eq(key, SB_S("dependencies")))
            read_nested(r, budget);
        else if (!sb_json_skip(r->reader.json, NULL))
            return;
    }
}

/* The slot that holds LOCATION, or the free one where it belongs. */
static uint32_t *slot_of(const struct sb_npm_lock *lock, sb_str location)
{
    size_t at = (size_t)sb_hash(location.p, location.n, 0) & lock->mask;
    while (lock->slots[at] && !sb_str_eq(lock->entries[lock->slots[at] - 1].location, location))
        at = (at + 1) & lock->mask;
    return &lock->slots[at];
}

/* A member that stands twice: the last one counts. */
static int by_location(const void *left, const void *right)
{
    const struct sb_npm_entry *a = left;
    const struct sb_npm_entry *b = right;
    int order = sb_str_cmp(a->location, b->location);
    return order ? order : (a->order < b->order) - (a->order > b->order);
}

static void keep(struct sb_npm_lock *lock, struct sb_arena *arena, struct sb_npm_entry *entries, size_t n)
{
    for (size_t i = 0; i < n; i++)
        entries[i].order = (uint32_t)i;
    if (n)
        qsort(entries, n, sizeof *entries, by_location);
    lock->entries = sb_arena_alloc(arena, (n + 1) * sizeof *entries);
    for (size_t i = 0; i < n; i++)
        if (lock->n == 0 || !sb_str_eq(lock->entries[lock->n - 1].location, entries[i].location))
            lock->entries[lock->n++] = entries[i];
    lock->mask = 15;
    while (lock->mask < lock->n * 2)
        lock->mask = lock->mask * 2 + 1;
    lock->slots = sb_arena_zalloc(arena, (lock->mask + 1) * sizeof *lock->slots);
    for (size_t i = 0; i < lock->n; i++)
        *slot_of(lock, lock->entries[i].location) = (uint32_t)i + 1;
}

struct target {
    struct sb_npm_lock *lock;
    size_t bytes;
};

static void read(struct sb_npm_reader *reader, void *ctx)
{
    const struct target *target = ctx;
    struct sb_npm_lock *lock = target->lock;
    *lock = (struct sb_npm_lock){0};
    struct reading r = {.reader = *reader, .lock = lock};
    read_top(&r, target->bytes * 4 + LOCATION);
    for (size_t i = 0; i < r.nested.n; i++)
        settle_version(&r.nested.p[i]);
    lock->tells_scripts = r.has_packages;
    if (r.has_packages)
        keep(lock, reader->arena, r.packages.p, r.packages.n);
    else
        keep(lock, reader->arena, r.nested.p, r.nested.n);
    sb_free(r.packages.p);
    sb_free(r.nested.p);
}

const struct sb_npm_lock *sb_npm_lock_read(sb_str bytes, struct sb_arena *arena)
{
    struct sb_npm_lock *lock = SB_NEW(arena, struct sb_npm_lock);
    struct target target = {lock, bytes.n};
    struct sb_npm_trouble trouble = sb_npm_json_read(bytes, arena, read, &target);
    lock->trouble = trouble;
    return lock;
}

const struct sb_npm_entry *sb_npm_lock_find(const struct sb_npm_lock *lock, sb_str location)
{
    uint32_t slot = *slot_of(lock, location);
    return slot ? &lock->entries[slot - 1] : NULL;
}

const struct sb_npm_entry *sb_npm_lock_resolve(const struct sb_npm_lock *lock, sb_str location, sb_str name)
{
    struct sb_buf path = {0};
    const struct sb_npm_entry *found = NULL;
    bool outside = sb_str_starts(location, SB_S("../")); /* there nothing of the project is found */
    for (bool top = false; !found && !top && name.n <= LOCATION;) {
        top = location.n == 0;
        if (top && outside)
            break;
        sb_buf_clear(&path);
        sb_buf_str(&path, location);
        sb_buf_str(&path, top ? SB_STR_NONE : SB_S("/"));
        sb_buf_str(&path, in_modules);
        sb_buf_str(&path, name);
        found = sb_npm_lock_find(lock, sb_buf_all(&path));
        sb_str folder = name_of(location);
        size_t above = folder.n ? location.n - folder.n - in_modules.n : 0;
        location = sb_str_n(location.p, above ? above - 1 : 0);
    }
    sb_buf_done(&path);
    return found;
}
