/* Settings of a system that can run a program, write a file or grant a right: whether they do (udev(7), tmpfiles.d(5),
 * sysusers.d(5), systemd.unit(5), polkit(8), crontab(5), pam.d(5), sudoers(5), the D-Bus specification, "Message Bus
 * Starting Services", dbus-daemon(1)). */
#include "collect/rule.h"

#include "base/buf.h"
#include "base/digest.h"

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
    find_key(sb_buf_all(&kept), "SYSTEMD_WANTS}", deeds); /* of ENV{...}: units that the device starts */
    find_key(sb_buf_all(&kept), "SYSTEMD_USER_WANTS}", deeds);
    find_key(sb_buf_all(&kept), "SYSCTL", deeds);
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

/* What a unit starts, and as whom; a line may go on in the next. */
static void read_unit(sb_str bytes, struct deeds *deeds)
{
    static const char *const keys[] = {"Service", "Unit", "User", NULL};
    sb_str line, key;
    bool goes_on = false;
    while (sb_str_line(&bytes, &line)) {
        line = sb_str_trim(line);
        sb_str rest = line;
        bool setting = sb_str_cut(&rest, '=', &key);
        key = sb_str_trim(key);
        bool loads = setting && sb_str_starts(key, SB_S("Environment")) && sb_str_find(rest, SB_S("LD_")) != SB_NPOS;
        bool starts = setting && (sb_str_starts(key, SB_S("Exec")) || sb_str_is_one_of(key, keys));
        bool tells = goes_on || loads || starts;
        if (tells)
            add(deeds, "", line);
        goes_on = tells && sb_str_ends(line, SB_S("\\"));
    }
}

/* Every line counts, but for comments; "#include" of sudoers is none. */
static void read_lines(sb_str bytes, struct deeds *deeds)
{
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        line = sb_str_trim(line);
        if (line.n && (line.p[0] != '#' || sb_str_starts(line, SB_S("#include"))))
            add(deeds, "", line);
    }
}

/* A module that runs a program, or one that is named by its path. */
static bool is_odd_module(sb_str line)
{
    static const char *const odd[] = {" pam_exec.so", " pam_python.so", " pam_script.so", " /"};
    bool found = sb_str_ends(line, SB_S("\\"));
    for (size_t i = 0; i < SB_COUNT(odd); i++)
        found = found || sb_str_find(line, sb_str_of(odd[i])) != SB_NPOS;
    return found;
}

/* As read_lines(), with blanks for tabs, and in front what a long file would hide behind all others. */
static void read_pam(sb_str bytes, struct deeds *deeds)
{
    struct sb_buf text = {0};
    sb_buf_str(&text, bytes);
    for (size_t i = 0; i < text.n; i++)
        text.p[i] = text.p[i] == '\t' ? ' ' : text.p[i];
    for (int odd = 1; odd >= 0; odd--) {
        sb_str rest = sb_buf_all(&text), line;
        while (sb_str_line(&rest, &line)) {
            line = sb_str_trim(line);
            if (line.n && line.p[0] != '#' && is_odd_module(line) == (odd == 1))
                add(deeds, "", line);
        }
    }
    sb_buf_done(&text);
}

/* Everything there is made anew; but for what other programs run or obey. */
static bool is_passing(sb_str path)
{
    static const char *const passing[] = {"/run/", "/tmp/", "/var/"};
    static const char *const lasting[] = {
        "..", "//", "/./", "/run/dbus-1/", "/run/modprobe.d/", "/run/systemd/", "/run/udev/", "/var/spool/"};
    bool passes = false;
    for (size_t i = 0; i < SB_COUNT(passing); i++)
        passes = passes || sb_str_starts(path, sb_str_of(passing[i]));
    for (size_t i = 0; i < SB_COUNT(lasting); i++)
        passes = passes && sb_str_find(path, sb_str_of(lasting[i])) == SB_NPOS;
    return passes;
}

/* Files, links, copies, and whose and how open something is; not where anybody expects them. */
static void read_tmpfiles(sb_str bytes, struct deeds *deeds)
{
    sb_str line, type, path;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line;
        if (sb_str_word(&rest, &type) && sb_str_word(&rest, &path) && strchr("ACFLZabcfhmptwz", type.p[0]) &&
            !is_passing(path))
            add(deeds, "", sb_str_trim(line));
    }
}

/* Another name of root, and who becomes a member of which group. */
static void read_sysusers(sb_str bytes, struct deeds *deeds)
{
    sb_str line, type, name, id;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line, number;
        if (!sb_str_word(&rest, &type) || !sb_str_word(&rest, &name) || !sb_str_word(&rest, &id))
            continue;
        sb_str_cut(&id, ':', &number);
        if (type.p[0] == 'm' || (type.p[0] == 'u' && sb_str_eq(number, SB_S("0"))))
            add(deeds, "", sb_str_trim(line));
    }
}

/* Who may own a name, or send what to whom: elements in their order, since each policy holds those behind it. */
static void read_policy(sb_str bytes, struct deeds *deeds)
{
    struct sb_buf element = {0};
    sb_str word;
    for (size_t at; (at = sb_str_chr(bytes, '<')) != SB_NPOS;) {
        bytes = sb_str_from(bytes, at + 1);
        if (!sb_str_starts(bytes, SB_S("allow")) && !sb_str_starts(bytes, SB_S("policy")))
            continue;
        sb_str rest = sb_str_part(bytes, 0, sb_str_chr(bytes, '>'));
        bytes = sb_str_from(bytes, rest.n);
        element.n = 0;
        while (sb_str_word(&rest, &word)) {
            sb_buf_str(&element, element.n ? SB_S(" ") : SB_STR_NONE);
            sb_buf_str(&element, word);
        }
        add(deeds, "", sb_buf_all(&element));
    }
    sb_buf_done(&element);
}

/* polkit.Result.YES is the text "yes". */
static bool says_yes(sb_str line)
{
    for (size_t i = 0; i + 3 <= line.n; i++)
        if (sb_str_eq_nocase(sb_str_part(line, i, 3), SB_S("yes")) && (i == 0 || !sb_is_alnum(line.p[i - 1])) &&
            (i + 3 == line.n || !sb_is_alnum(line.p[i + 3])))
            return true;
    return false;
}

static void read_polkit(sb_str bytes, struct deeds *deeds)
{
    sb_str line;
    while (sb_str_line(&bytes, &line))
        if (says_yes(line) || sb_str_find(line, SB_S("spawn")) != SB_NPOS)
            add(deeds, "", sb_str_trim(line));
}

static void read_actions(sb_str bytes, struct deeds *deeds)
{
    sb_str line;
    while (sb_str_line(&bytes, &line))
        if (sb_str_find(line, SB_S(">yes<")) != SB_NPOS)
            add(deeds, "", sb_str_trim(line));
}

/* ---- all of them ---- */

static const struct {
    const char *folder, *word;
    void (*read)(sb_str bytes, struct deeds *deeds);
} readers[] = {
    {"cron.d", "runs:", read_lines},
    {"dbus-1/services", "runs:", read_service},
    {"dbus-1/system-services", "runs:", read_service},
    {"dbus-1/system.d", "grants:", read_policy},
    {"pam.d", "grants:", read_pam},
    {"polkit-1/actions", "grants:", read_actions},
    {"polkit-1/rules.d", "grants:", read_polkit},
    {"sudoers.d", "grants:", read_lines},
    {"systemd/system", "runs:", read_unit},
    {"sysusers.d", "grants:", read_sysusers},
    {"tmpfiles.d", "writes:", read_tmpfiles},
    {"udev/rules.d", "runs:", read_udev},
    {"etc", "grants:", read_lines}, /* sudoers */
};

sb_str sb_rule(sb_str folder, sb_str bytes, struct sb_arena *arena)
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
