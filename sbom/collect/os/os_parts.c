/* Files of single packages, found by what they are of. */
#include <stdlib.h>

#include "base/sort.h"
#include "os/os_state.h"

/* Of one database: many packages may say that they are the one of which there are many scripts. */
enum { HOOKS = 100000 };

struct sb_os_parts {
    SB_VEC(const struct sb_record *) p; /* by what they are of, by kind, by place */
    size_t hooks;                       /* reported so far */
};

struct key {
    unsigned kind;
    sb_str of;
};

static struct key key_of(const void *record)
{
    const struct sb_record *at = *(const struct sb_record *const *)record;
    return (struct key){at->kind, *(const sb_str *)at->data};
}
_Static_assert(offsetof(struct sb_os_part, of) == 0 && offsetof(struct sb_os_hook, of) == 0,
               "what a part is of is its first member");

static int compare(struct key a, struct key b)
{
    int order = sb_str_cmp(a.of, b.of);
    return order ? order : (a.kind > b.kind) - (a.kind < b.kind);
}

/* Several scripts of one package may stand in one file: then they are in the order in which they stand there. */
static int by_package(const void *left, const void *right)
{
    const struct sb_record *a = *(const struct sb_record *const *)left;
    const struct sb_record *b = *(const struct sb_record *const *)right;
    int order = compare(key_of(left), key_of(right));
    if (order == 0)
        order = sb_str_cmp(a->path, b->path);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static int before_key(const void *record, const void *key)
{
    return compare(key_of(record), *(const struct key *)key);
}

static struct sb_os_parts *parts_of(struct sb_os *os)
{
    if (os->parts)
        return os->parts;
    os->parts = sb_calloc(1, sizeof *os->parts);
    for (size_t i = 0; i < os->n_records; i++)
        if (os->kind->files[os->records[i].kind].part || os->kind->files[os->records[i].kind].hook)
            *SB_PUSH(&os->parts->p) = &os->records[i];
    if (os->parts->p.n)
        qsort(os->parts->p.p, os->parts->p.n, sizeof *os->parts->p.p, by_package);
    return os->parts;
}

void sb_os_parts_free(struct sb_os_parts *parts)
{
    if (parts)
        sb_free(parts->p.p);
    sb_free(parts);
}

const struct sb_record *const *sb_os_parts_of(struct sb_os *os, unsigned kind, sb_str of, size_t *ret_n)
{
    const struct sb_os_parts *parts = parts_of(os);
    struct key key = {kind, of};
    size_t first = sb_lower_bound(parts->p.p, parts->p.n, sizeof *parts->p.p, &key, before_key);
    size_t n = 0;
    while (first + n < parts->p.n && compare(key_of(&parts->p.p[first + n]), key) == 0)
        n++;
    *ret_n = n;
    return n ? &parts->p.p[first] : NULL;
}

sb_str sb_os_part(struct sb_os *os, unsigned kind, sb_str of, const struct sb_record **ret_record)
{
    size_t n;
    const struct sb_record *const *records = sb_os_parts_of(os, kind, of, &n);
    *ret_record = n ? records[0] : NULL;
    return n ? ((const struct sb_os_part *)records[0]->data)->bytes : SB_STR_NONE;
}

void sb_os_hooks(struct sb_os *os, sb_comp component, sb_str of)
{
    struct sb_os_parts *parts = parts_of(os);
    struct key key = {0, of};
    size_t i = sb_lower_bound(parts->p.p, parts->p.n, sizeof *parts->p.p, &key, before_key);
    for (; i < parts->p.n && sb_str_eq(key_of(&parts->p.p[i]).of, of); i++) {
        const struct sb_record *record = parts->p.p[i];
        const struct sb_os_hook *hook = record->data;
        if (!os->kind->files[record->kind].hook)
            continue;
        if (parts->hooks == HOOKS)
            sb_join_diag(os->join, SB_D_LIST_CUT, record->path, 0, "more than %d scripts of all packages", HOOKS);
        if (parts->hooks++ >= HOOKS)
            return;
        sb_os_scriptlet(os, component, hook->kind, record->node, &hook->script, false);
    }
}
