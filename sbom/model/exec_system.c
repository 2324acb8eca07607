/* What a system runs by its place. */
#include "base/base.h"
#include "model/exec_place.h"

/* The rows of exec_places.def. */
static const struct place {
    const char *folder, *name;
    enum sb_exec_kind kind;
} places[] = {
#define SB_EXEC_PLACE(folder, name, kind) {folder, name, SB_EXEC_##kind},
#include "model/exec_places.def"
#undef SB_EXEC_PLACE
};

/* ---- where it lies ---- */

enum { FOLDER_MAX = 128 }; /* no row is longer */

struct folder {
    char text[FOLDER_MAX];
    size_t n;
};

static bool put(struct folder *folder, const char *prefix, sb_str rest)
{
    size_t n = strlen(prefix);
    if (n + rest.n > FOLDER_MAX)
        return false;
    memcpy(folder->text, prefix, n);
    if (rest.n)
        memcpy(folder->text + n, rest.p, rest.n);
    folder->n = n + rest.n;
    return true;
}

/* Chops the folder WANTED and what separates it from the rest. */
static bool chop_folder(sb_str *path, sb_str wanted)
{
    sb_str rest = *path;
    if (!sb_str_chop(&rest, wanted) || (rest.n && !sb_str_chop(&rest, SB_S("/"))))
        return false;
    *path = rest;
    return true;
}

/* "x86_64-linux-gnu", "arm-linux-gnueabihf": where Debian keeps libraries of one architecture. */
static void chop_triplet(sb_str *path)
{
    sb_str rest = *path;
    sb_str part;
    sb_str_cut(&rest, '/', &part);
    if (sb_str_find(part, SB_S("-linux-")) != SB_NPOS)
        *path = rest;
}

/* What an extension of the system brings lies over usr and opt: as if it lay there. */
static void chop_extension(sb_str *path)
{
    static const char *const roots[] = {"var/lib/extensions", "etc/extensions", "run/extensions"};
    sb_str name;
    for (size_t i = 0; i < SB_COUNT(roots); i++) {
        sb_str rest = *path;
        if (!chop_folder(&rest, sb_str_of(roots[i])) || !sb_str_cut(&rest, '/', &name))
            continue;
        *path = rest;
        return;
    }
}

/* lib, lib64, usr/lib ... are one; so are the homes of all users ("~"), with what new ones are filled from. False if no
 * row can match. */
static bool canonical(sb_str path, struct folder *ret)
{
    chop_extension(&path);
    static const char *const libraries[] = {"usr/lib", "usr/lib32", "usr/lib64", "usr/libx32",
                                            "lib",     "lib32",     "lib64",     "libx32"};
    for (size_t i = 0; i < SB_COUNT(libraries); i++)
        if (chop_folder(&path, sb_str_of(libraries[i]))) {
            chop_triplet(&path);
            return put(ret, path.n ? "lib/" : "lib", path);
        }
    bool home = chop_folder(&path, SB_S("root")) || chop_folder(&path, SB_S("etc/skel"));
    sb_str user;
    if (!home && chop_folder(&path, SB_S("home")) && path.n) {
        sb_str_cut(&path, '/', &user);
        home = true;
    }
    return home ? put(ret, path.n ? "~/" : "~", path) : put(ret, "", path);
}

static bool is_version(sb_str part)
{
    for (size_t i = 0; i < part.n; i++)
        if (!sb_is_digit(part.p[i]) && part.p[i] != '.')
            return false;
    return part.n && sb_is_digit(part.p[0]);
}

/* Below these each service, module or version has a folder of its own: "*" in the rows. */
static const char *const each[] = {"etc/runit/runsvdir/default/",
                                   "etc/s6-overlay/s6-rc.d/",
                                   "etc/service/",
                                   "etc/services.d/",
                                   "etc/sv/",
                                   "lib/dracut/modules.d/",
                                   "lib/modules/",
                                   "service/"};

/* Where the name of such a folder begins in PATH; 0 if there is none. */
static size_t begin_of_each(sb_str path)
{
    for (size_t i = 0; i < SB_COUNT(each); i++)
        if (sb_str_starts(path, sb_str_of(each[i])))
            return strlen(each[i]);
    return 0;
}

/* Most folders have no version in their path. */
static bool is_general(const struct folder *folder)
{
    for (size_t i = 1; i < folder->n; i++)
        if (folder->text[i - 1] == '/' && sb_is_digit(folder->text[i]))
            return false;
    return begin_of_each(sb_str_n(folder->text, folder->n)) == 0;
}

/* "etc/php/8.2/cli" is "etc/php/#/cli". */
static void generalise(struct folder *folder)
{
    struct folder from = *folder;
    sb_str rest = sb_str_n(from.text, from.n), part;
    size_t any = begin_of_each(rest);
    folder->n = 0;
    while (rest.n) {
        size_t at = (size_t)(rest.p - from.text);
        sb_str_cut(&rest, '/', &part);
        if (at)
            folder->text[folder->n++] = '/';
        if (any && at == any)
            part = SB_S("*");
        else if (at && is_version(part))
            part = SB_S("#");
        memmove(folder->text + folder->n, part.p, part.n);
        folder->n += part.n;
    }
}

/* ---- units of systemd ---- */

static bool is_unit(sb_str name)
{
    static const char *const types[] = {"service", "socket", "timer", "path", "mount", "automount", "swap", NULL};
    size_t dot = sb_str_rchr(name, '.');
    return dot != SB_NPOS && dot > 0 && sb_str_is_one_of(sb_str_from(name, dot + 1), types);
}

/* "x.service.d" and "service.d" with x.conf can add commands to units; what lies in "x.target.wants" is started with x.
 */
static bool is_drop_in(sb_str folder, sb_str name)
{
    static const char *const starts[] = {".wants", ".requires", ".upholds"};
    sb_str unit = folder;
    if (sb_str_chop_end(&unit, SB_S(".d")))
        return sb_str_ends(name, SB_S(".conf"));
    for (size_t i = 0; i < SB_COUNT(starts); i++)
        if (sb_str_ends(folder, sb_str_of(starts[i])))
            return is_unit(name);
    return false;
}

/* FOLDER is what follows ".../systemd/". */
static enum sb_exec_kind systemd_kind(sb_str folder, sb_str name)
{
    static const char *const sets[] = {"system",  "user", "system.attached", "system.control", "user.control",
                                       "network", NULL};
    static const char *const scripts[] = {"system-shutdown", "system-sleep", NULL};
    static const char *const managers[] = {"system.conf", "user.conf", NULL};
    static const char *const manager_folders[] = {"system.conf.d", "user.conf.d", NULL};
    sb_str rest = folder;
    sb_str set;
    if ((folder.n == 0 && sb_str_is_one_of(name, managers)) ||
        (sb_str_is_one_of(folder, manager_folders) && sb_str_ends(name, SB_S(".conf"))))
        return SB_EXEC_OS_ENVIRONMENT;
    if (sb_str_ends(folder, SB_S("-generators")) && sb_str_chr(folder, '/') == SB_NPOS)
        return SB_EXEC_OS_GENERATOR;
    if (sb_str_is_one_of(folder, scripts) || (sb_str_is_one_of(folder, sets) && is_unit(name)))
        return SB_EXEC_OS_SYSTEMD;
    bool inner = sb_str_cut(&rest, '/', &set) && sb_str_is_one_of(set, sets);
    return inner && is_drop_in(rest, name) ? SB_EXEC_OS_SYSTEMD : SB_EXEC_COUNT;
}

static const char *const systemd_roots[] = {"etc/systemd",       "etc/xdg/systemd",       "lib/systemd",
                                            "run/systemd",       "usr/local/lib/systemd", "usr/local/share/systemd",
                                            "usr/share/systemd", "~/.config/systemd",     "~/.local/share/systemd"};

static bool chop_systemd(sb_str *folder)
{
    for (size_t i = 0; i < SB_COUNT(systemd_roots); i++)
        if (chop_folder(folder, sb_str_of(systemd_roots[i])))
            return true;
    return false;
}

/* ---- rows ---- */

static bool name_fits(sb_str pattern, sb_str name)
{
    size_t star = sb_str_chr(pattern, '*');
    if (star == SB_NPOS)
        return sb_str_eq(pattern, name);
    sb_str start = sb_str_part(pattern, 0, star);
    sb_str end = sb_str_from(pattern, star + 1);
    return name.p[0] != '.' && name.n >= start.n + end.n && sb_str_starts(name, start) && sb_str_ends(name, end);
}

static size_t first_of_folder(sb_str folder)
{
    size_t low = 0;
    size_t high = SB_COUNT(places);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sb_str_cmp(sb_str_of(places[middle].folder), folder) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct rows {
    struct folder where;
    bool systemd;
    sb_str below; /* what follows ".../systemd/", or the folder of the rows, ... */
    size_t first; /* ... of which this is the first */
};

static bool is_row_of(size_t i, sb_str folder)
{
    return i < SB_COUNT(places) && sb_str_eq(sb_str_of(places[i].folder), folder);
}

/* False if nothing runs by lying there. */
static bool find_rows(sb_str folder, struct rows *ret)
{
    ret->where.n = 0;
    if (!canonical(folder, &ret->where))
        return false;
    ret->below = sb_str_n(ret->where.text, ret->where.n);
    ret->systemd = chop_systemd(&ret->below);
    if (ret->systemd)
        return true;
    if (!is_general(&ret->where))
        generalise(&ret->where);
    ret->below = sb_str_n(ret->where.text, ret->where.n);
    ret->first = first_of_folder(ret->below);
    return is_row_of(ret->first, ret->below);
}

bool sb_exec_has_places(sb_str folder)
{
    struct rows rows;
    return find_rows(folder, &rows);
}

static bool is_above(sb_str folder, const char *row)
{
    return sb_str_chop(&(sb_str){row, strlen(row)}, folder) && row[folder.n] == '/';
}

/* Is there a row of a folder below FOLDER? They stand together, but not always behind FOLDER's own. */
static bool is_above_rows(sb_str folder)
{
    char text[FOLDER_MAX + 1];
    if (folder.n)
        memcpy(text, folder.p, folder.n);
    text[folder.n] = '/';
    size_t i = first_of_folder(sb_str_n(text, folder.n + 1));
    return i < SB_COUNT(places) && is_above(folder, places[i].folder);
}

bool sb_exec_leads_to_places(sb_str folder)
{
    struct rows rows;
    if (find_rows(folder, &rows) || sb_str_eq(folder, SB_S("home")))
        return true;
    sb_str where = sb_str_n(rows.where.text, rows.where.n);
    for (size_t i = 0; i < SB_COUNT(systemd_roots) && where.n; i++)
        if (is_above(where, systemd_roots[i]))
            return true;
    return where.n && is_above_rows(where);
}

enum sb_exec_kind sb_exec_system(sb_str folder, sb_str name)
{
    struct rows rows;
    if (!find_rows(folder, &rows))
        return SB_EXEC_COUNT;
    if (rows.systemd)
        return systemd_kind(rows.below, name);
    for (size_t i = rows.first; is_row_of(i, rows.below); i++)
        if (name_fits(sb_str_of(places[i].name), name))
            return places[i].kind;
    return SB_EXEC_COUNT;
}
