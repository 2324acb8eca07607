#include "collect/loads.h"

#include "base/base.h"
#include "base/buf.h"

enum { NGINX, POSTGRESQL, MYSQL, KERNEL }; /* whose settings a row finds */

static const struct sb_match rows[] = {
#define SB_LOADS(what, text, folder_, whose) {.what = text, .folder = folder_, .kind = whose},
#define SB_LOADS_SHELL SB_LOADS
#include "collect/loads.def"
#undef SB_LOADS_SHELL
#undef SB_LOADS
};

static const struct sb_match *row_of(sb_str dir, sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        const struct sb_match *row = &rows[i];
        sb_str rest = dir;
        bool named = row->name ? sb_str_eq(name, sb_str_of(row->name)) : sb_str_ends(name, sb_str_of(row->suffix));
        if (named && (!row->folder || sb_path_chop(&rest, sb_str_of(row->folder))))
            return row;
    }
    return NULL;
}

bool sb_loads_is(sb_str dir, sb_str name, enum sb_exec_kind *ret_kind)
{
    const struct sb_match *row = row_of(dir, name);
    if (row)
        *ret_kind = row->kind == KERNEL ? SB_EXEC_OS_KERNEL : SB_EXEC_OS_SERVER;
    return row != NULL;
}

/* ---- what is told ---- */

static void add(struct sb_buf *text, const char *key, sb_str value)
{
    enum { VALUE = 1024 };
    value = sb_str_part(value, 0, VALUE);
    if (text->n > SB_LOADS_BYTES - VALUE - 64)
        return;
    sb_buf_printf(text, "%s%s %.*s", text->n ? "; " : "", key, SB_FMT(value));
}

static sb_str unquoted(sb_str value)
{
    value = sb_str_trim(value);
    if (value.n > 1 && strchr("'\"", value.p[0]) && value.p[value.n - 1] == value.p[0])
        value = sb_str_trim(sb_str_part(value, 1, value.n - 2));
    return value;
}

/* ---- nginx ---- */

static void take_directive(sb_str directive, struct sb_buf *text)
{
    static const char *const keys[] = {
        "init_by_lua",       "init_by_lua_file", "js_import",    "js_path",      "load_module",
        "lua_package_cpath", "lua_package_path", "perl_modules", "perl_require", NULL};
    sb_str key;
    if (!sb_str_word(&directive, &key))
        return;
    for (size_t i = 0; keys[i]; i++)
        if (sb_str_eq(key, sb_str_of(keys[i])))
            add(text, keys[i], unquoted(directive));
}

/* Directives end with ";" or stand in front of a block. */
static void read_nginx(sb_str bytes, struct sb_buf *text)
{
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        line = sb_str_part(line, 0, sb_str_chr(line, '#'));
        for (size_t n; line.n; line = sb_str_from(line, n + 1)) {
            for (n = 0; n < line.n && !strchr(";{}", line.p[n]); n++)
                ;
            take_directive(sb_str_part(line, 0, n), text);
        }
    }
}

/* ---- key = value ---- */

/* PLAIN: what everybody has, beside nothing; or NULL. */
struct setting {
    const char *key, *plain;
};

/* "Key" and "key", "init-file" and "init_file" are one. */
static bool is_key(sb_str key, const char *wanted)
{
    size_t i = 0;
    for (; i < key.n && wanted[i]; i++) {
        char c = key.p[i] >= 'A' && key.p[i] <= 'Z' ? (char)(key.p[i] + 'a' - 'A') : key.p[i];
        if ((c == '-' ? '_' : c) != wanted[i])
            return false;
    }
    return i == key.n && !wanted[i];
}

/* "key = 'value' # why", "key value". */
static void read_settings(sb_str bytes, const struct setting *settings, size_t n, struct sb_buf *text)
{
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        line = sb_str_trim(line);
        size_t end = 0;
        while (end < line.n && (sb_is_alnum(line.p[end]) || strchr("_-.", line.p[end])))
            end++;
        sb_str key = sb_str_part(line, 0, end), value = sb_str_trim(sb_str_from(line, end));
        if (!sb_str_chop(&key, SB_S("loose_")))
            sb_str_chop(&key, SB_S("loose-"));
        if (sb_str_chop(&value, SB_S("=")))
            value = sb_str_trim(value);
        bool quoted = value.n && strchr("'\"", value.p[0]);
        size_t close = quoted ? sb_str_chr(sb_str_from(value, 1), value.p[0]) : SB_NPOS;
        value = close != SB_NPOS ? sb_str_part(value, 1, close)
                                 : sb_str_trim(sb_str_part(value, 0, sb_str_chr(value, '#')));
        for (size_t i = 0; i < n && value.n; i++)
            if (is_key(key, settings[i].key) && !(settings[i].plain && sb_str_eq(value, sb_str_of(settings[i].plain))))
                add(text, settings[i].key, value);
    }
}

static void read_postgresql(sb_str bytes, struct sb_buf *text)
{
    static const struct setting settings[] = {
        {"archive_cleanup_command", NULL},   {"archive_command", NULL},        {"archive_library", NULL},
        {"dynamic_library_path", "$libdir"}, {"jit_provider", "llvmjit"},      {"local_preload_libraries", NULL},
        {"recovery_end_command", NULL},      {"restore_command", NULL},        {"session_preload_libraries", NULL},
        {"shared_preload_libraries", NULL},  {"ssl_passphrase_command", NULL},
    };
    read_settings(bytes, settings, SB_COUNT(settings), text);
}

static void read_mysql(sb_str bytes, struct sb_buf *text)
{
    static const struct setting settings[] = {{"init_file", NULL},
                                              {"malloc_lib", NULL},
                                              {"plugin_dir", NULL},
                                              {"plugin_load", NULL},
                                              {"plugin_load_add", NULL}};
    read_settings(bytes, settings, SB_COUNT(settings), text);
}

/* ---- the command line of the kernel ---- */

static bool is_plain_init(sb_str value)
{
    static const char *const plain[] = {
        "/bin/systemd",   "/init", "/lib/systemd/systemd", "/sbin/init", "/usr/lib/systemd/systemd",
        "/usr/sbin/init", NULL};
    return sb_str_is_one_of(value, plain);
}

/* Words stand between blanks and quotes; a backslash is in front of those in a text of a shell, and a name with "=" may
 * be, too. */
static bool is_between(char c)
{
    return strchr(" \t\r\"'\\", c) != NULL;
}

static sb_str word_from(sb_str line, size_t at)
{
    size_t end = at;
    while (end < line.n && !is_between(line.p[end]))
        end++;
    return sb_str_part(line, at, end - at);
}

/* LINE goes on at BEHIND: the value may stand in quotes. */
static void take_word(sb_str word, sb_str line, size_t behind, struct sb_buf *text)
{
    static const char *const keys[] = {"init",           "rdinit",       "systemd.run", "systemd.set_credential",
                                       "systemd.setenv", "systemd.wants"};
    sb_str key;
    while (sb_str_cut(&word, '=', &key)) {
        sb_str value = word.n ? word : word_from(line, behind + 1);
        for (size_t i = 0; i < SB_COUNT(keys); i++)
            if (is_key(key, keys[i]) && value.n && !is_plain_init(value))
                add(text, keys[i], value);
    }
}

static void read_kernel_line(sb_str line, struct sb_buf *text)
{
    for (size_t at = 0; at < line.n;) {
        sb_str word = word_from(line, at);
        at += word.n;
        take_word(word, line, at, text);
        at += word.n == 0;
    }
}

static void read_kernel(sb_str bytes, struct sb_buf *text)
{
    sb_str line;
    while (sb_str_line(&bytes, &line))
        if (!sb_str_starts(sb_str_trim(line), SB_S("#")))
            read_kernel_line(line, text);
}

sb_str sb_loads(sb_str dir, sb_str name, sb_str bytes, struct sb_arena *arena)
{
    static void (*const readers[])(sb_str, struct sb_buf *) = {
        [NGINX] = read_nginx, [POSTGRESQL] = read_postgresql, [MYSQL] = read_mysql, [KERNEL] = read_kernel};
    const struct sb_match *row = row_of(dir, name);
    struct sb_buf text = {0};
    if (row)
        readers[row->kind](bytes, &text);
    sb_str kept = sb_arena_str(arena, sb_buf_all(&text));
    sb_buf_done(&text);
    return kept;
}
