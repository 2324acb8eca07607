/* Settings of a system that can run a program, write a file or grant a right: whether they do (udev(7), tmpfiles.d(5),
 * polkit(8), the D-Bus specification, "Message Bus Starting Services"). */
#include "base/digest.h"
#include "collect/dpkg.h"

enum { SHOWN = 200, DIGEST_BYTES = 8 };

struct deeds {
    struct sb_sha256 *sha; /* over all of them; NULL until there is one */
    struct sb_buf text;    /* the first ones */
};

static void add(struct deeds *deeds, const char *what, sb_str value)
{
    if (!deeds->sha) {
        deeds->sha = sb_sha256_new();
        sb_sha256_begin(deeds->sha);
    }
    sb_sha256_add(deeds->sha, what, strlen(what));
    sb_sha256_add(deeds->sha, value.p, value.n);
    sb_sha256_add(deeds->sha, "\n", 1);
    if (deeds->text.n < SHOWN)
        sb_buf_printf(&deeds->text, "%s%s%s%.*s", deeds->text.n ? "; " : "", what, *what ? " " : "",
                      SB_FMT(sb_str_part(value, 0, SHOWN)));
}

/* ---- udev ---- */

/* In front of "value" stand a key, what it is about in braces, and how it is meant; lines may be broken in between. */
static bool value_behind(sb_str rest, sb_str *ret_value)
{
    size_t i = 0;
    if (i < rest.n && rest.p[i] == '{')
        i = sb_str_chr(rest, '}') == SB_NPOS ? rest.n : sb_str_chr(rest, '}') + 1;
    while (i < rest.n && rest.p[i] && strchr(" \t\r\n\\+-:!=", rest.p[i]))
        i++;
    if (i < rest.n && rest.p[i] == 'e') /* with escapes */
        i++;
    if (i >= rest.n || rest.p[i] != '"')
        return false;
    sb_str value = sb_str_from(rest, i + 1);
    *ret_value = sb_str_part(value, 0, sb_str_chr(value, '"'));
    return true;
}

static void find_key(sb_str bytes, const char *key, struct deeds *deeds)
{
    sb_str rest = bytes, value;
    for (size_t at; (at = sb_str_find(rest, sb_str_of(key))) != SB_NPOS;) {
        bool begins = at == 0 || !(sb_is_alnum(rest.p[at - 1]) || rest.p[at - 1] == '_');
        rest = sb_str_from(rest, at + strlen(key));
        if (begins && value_behind(rest, &value))
            add(deeds, key, sb_str_trim(value));
    }
}

static void read_udev(sb_str bytes, struct deeds *deeds)
{
    struct sb_buf kept = {0};
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        if (sb_str_starts(sb_str_trim(line), SB_S("#")))
            continue;
        sb_buf_str(&kept, line);
        sb_buf_chr(&kept, '\n');
    }
    find_key(sb_buf_all(&kept), "RUN", deeds);
    find_key(sb_buf_all(&kept), "PROGRAM", deeds);
    find_key(sb_buf_all(&kept), "IMPORT{program}", deeds);
    sb_buf_done(&kept);
}

/* ---- what has a line of its own ---- */

static void read_service(sb_str bytes, struct deeds *deeds)
{
    static const char *const keys[] = {"Exec", "SystemdService", "User", NULL};
    sb_str line, key;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line;
        if (sb_str_cut(&rest, '=', &key) && sb_str_is_one_of(sb_str_trim(key), keys))
            add(deeds, "", sb_str_trim(line));
    }
}

/* Files, links and copies; not where anybody expects them. */
static void read_tmpfiles(sb_str bytes, struct deeds *deeds)
{
    static const char *const passing[] = {"/run/", "/tmp/", "/var/"};
    sb_str line, type, path;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line;
        bool writes = sb_str_word(&rest, &type) && sb_str_word(&rest, &path) && strchr("fFwCLpbc", type.p[0]);
        for (size_t i = 0; writes && i < SB_COUNT(passing); i++)
            writes = !sb_str_starts(path, sb_str_of(passing[i])) || sb_str_find(path, SB_S("..")) != SB_NPOS;
        if (writes)
            add(deeds, "", sb_str_trim(line));
    }
}

static void read_polkit(sb_str bytes, struct deeds *deeds)
{
    sb_str line;
    while (sb_str_line(&bytes, &line))
        if (sb_str_find(line, SB_S("Result.YES")) != SB_NPOS || sb_str_find(line, SB_S(">yes<")) != SB_NPOS ||
            sb_str_find(line, SB_S("spawn")) != SB_NPOS)
            add(deeds, "", sb_str_trim(line));
}

/* ---- all of them ---- */

static const struct {
    const char *folder, *word;
    void (*read)(sb_str bytes, struct deeds *deeds);
} readers[] = {
    {"dbus-1/services", "runs:", read_service},   {"dbus-1/system-services", "runs:", read_service},
    {"polkit-1/actions", "grants:", read_polkit}, {"polkit-1/rules.d", "grants:", read_polkit},
    {"tmpfiles.d", "writes:", read_tmpfiles},     {"udev/rules.d", "runs:", read_udev},
};

sb_str sb_dpkg_rule(sb_str folder, sb_str bytes, struct sb_arena *arena)
{
    struct deeds deeds = {0};
    size_t i = 0;
    while (i < SB_COUNT(readers) && !sb_str_ends(folder, sb_str_of(readers[i].folder)))
        i++;
    if (i == SB_COUNT(readers))
        return SB_STR_NONE;
    readers[i].read(bytes, &deeds);
    if (!deeds.sha)
        return SB_STR_NONE;
    uint8_t digest[SB_SHA256_BYTES];
    char hex[2 * DIGEST_BYTES];
    sb_sha256_end(deeds.sha, digest);
    sb_sha256_free(deeds.sha);
    sb_hex_encode(digest, DIGEST_BYTES, hex);
    sb_str command = sb_arena_join(arena, sb_str_of(readers[i].word), sb_str_n(hex, sizeof hex), SB_S(" "));
    command = sb_arena_join(arena, command, sb_buf_all(&deeds.text), SB_STR_NONE);
    sb_buf_done(&deeds.text);
    return command;
}
