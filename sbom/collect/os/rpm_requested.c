/* Why a package is there: what other tools than rpm remember of it. */
#include "os/rpm.h"
#include "text/sqlite.h"

/* Of the reasons of dnf; the others are a user, a group that one asked for, and none at all. */
enum { DEPENDENCY = 1, WEAK_DEPENDENCY = 4, DONE = 1 };

static const struct sb_record *find_record(const struct sb_os *os, enum sb_rpm_kind kind)
{
    for (size_t i = 0; i < os->n_records; i++)
        if (os->records[i].kind == kind)
            return &os->records[i];
    return NULL;
}

static uint64_t key_of(sb_str name, sb_str arch)
{
    return sb_hash_pair(sb_hash(name.p, name.n, 0), sb_hash(arch.p, arch.n, 0)) >> 1;
}

/* ---- zypp: names of what it installed for others ---- */

static void read_names(const struct sb_record *record, struct sb_map *automatic)
{
    sb_str rest = *(const sb_str *)record->data, line;
    while (sb_str_line(&rest, &line)) {
        line = sb_str_trim(line);
        if (line.n && line.p[0] != '#')
            *sb_map_put(automatic, key_of(line, SB_STR_NONE)) = 1;
    }
}

/* ---- dnf: a history of which the last word counts ---- */

struct history {
    struct sb_sqlite *db;
    SB_VEC(uint64_t) keys; /* of items */
    struct sb_map item_of; /* item -> where its key lies in KEYS, + 1 */
};

static uint64_t item_id(struct sb_sqlite *db, int column)
{
    return (uint64_t)sb_sqlite_integer(db, column) & INT64_MAX;
}

static sb_rc read_items(struct history *history, struct sb_err *err)
{
    sb_rc rc = sb_sqlite_rows(history->db, "rpm", "item_id, name, arch", err);
    while (rc == SB_OK && (rc = sb_sqlite_next(history->db, err)) == SB_OK) {
        *SB_PUSH(&history->keys) = key_of(sb_sqlite_bytes(history->db, 1), sb_sqlite_bytes(history->db, 2));
        *sb_map_put(&history->item_of, item_id(history->db, 0)) = (uint32_t)history->keys.n;
    }
    return rc == SB_END ? SB_OK : rc;
}

static sb_rc read_reasons(struct history *history, struct sb_map *automatic, struct sb_err *err)
{
    sb_rc rc = sb_sqlite_rows(history->db, "trans_item", "item_id, reason, state", err);
    while (rc == SB_OK && (rc = sb_sqlite_next(history->db, err)) == SB_OK) {
        const uint32_t *item = sb_map_get(&history->item_of, item_id(history->db, 0));
        int64_t reason = sb_sqlite_integer(history->db, 1);
        if (item && sb_sqlite_integer(history->db, 2) == DONE)
            *sb_map_put(automatic, history->keys.p[*item - 1]) = reason == DEPENDENCY || reason == WEAK_DEPENDENCY;
    }
    return rc == SB_END ? SB_OK : rc;
}

/* False if not all of it can be read, which is told: then nobody knows what was asked for. */
static bool read_history(struct sb_rpm *rpm, const struct sb_record *record, struct sb_map *automatic)
{
    struct history history = {0};
    struct sb_err err = {0};
    sb_rc rc = sb_sqlite_open(*(const sb_str *)record->data, sb_rpm_log(rpm->os, record), &history.db, &err);
    if (rc == SB_OK)
        rc = read_items(&history, &err);
    if (rc == SB_OK)
        rc = read_reasons(&history, automatic, &err);
    if (rc != SB_OK)
        sb_join_diag(rpm->os->join, SB_D_MALFORMED, record->path, 0, "%s", err.text);
    sb_sqlite_close(history.db);
    sb_free(history.keys.p);
    sb_map_done(&history.item_of);
    return rc == SB_OK;
}

/* ---- both ---- */

static bool is_automatic(const struct sb_map *automatic, const struct sb_os_package *package, sb_str arch)
{
    const uint32_t *value = sb_map_get(automatic, key_of(package->name, arch));
    return value && *value;
}

void sb_rpm_requested(struct sb_rpm *rpm)
{
    const struct sb_record *names = find_record(rpm->os, SB_RPM_AUTOMATIC);
    const struct sb_record *history = find_record(rpm->os, SB_RPM_HISTORY);
    struct sb_map automatic = {0};
    bool known = names != NULL;
    if (names)
        read_names(names, &automatic);
    if (history)
        known = read_history(rpm, history, &automatic);
    for (size_t i = 0; known && i < rpm->packages.n; i++) {
        struct sb_os_package *own = &rpm->packages.p[i].own;
        own->requested = !is_automatic(&automatic, own, SB_STR_NONE) && !is_automatic(&automatic, own, own->arch);
    }
    sb_map_done(&automatic);
}
