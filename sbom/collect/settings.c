#include "collect/settings.h"

#include "base/buf.h"

enum { KEYS = 200 };

/* What leads to other code, beside every line with an address in it. */
static const struct file {
    const char *name;
    char separator; /* between a key and its value */
    const char *keys[12];
} files[] = {
    {".npmrc",
     '=',
     {"git", "globalconfig", "init-module", "node-gyp", "node-options", "onload-script", "python", "script-shell",
      "shell", "strict-ssl", "userconfig"}},
    {".yarnrc", ' ', {"--use-yarnrc", "registry", "script-shell", "strict-ssl", "yarn-path"}},
    {".yarnrc.yml", ':', {"enableStrictSsl", "npmRegistryServer", "plugins", "unsafeHttpWhitelist", "yarnPath"}},
    {"bunfig.toml", '=', {"preload", "registry"}},
    {"pip.conf", '=', {"cert", "extra-index-url", "find-links", "index-url", "proxy", "trusted-host"}},
    {"uv.toml", '=', {"allow-insecure-host", "extra-index-url", "find-links", "index-url", "url"}},
};

static const struct file *file_of(sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(files); i++)
        if (sb_str_eq(name, sb_str_of(files[i].name)))
            return &files[i];
    return NULL;
}

static bool is_continued(sb_str line)
{
    return line.n && strchr(" \t-]", line.p[0]);
}

static bool is_remark(sb_str line)
{
    line = sb_str_trim(line);
    return line.n == 0 || line.p[0] == '#' || line.p[0] == ';';
}

/* "index_url" is "index-url", and quotes do not count. */
static sb_str key_of(const struct file *file, sb_str line, struct sb_arena *arena)
{
    sb_str rest = sb_str_trim(line), key;
    sb_str_cut(&rest, file->separator, &key);
    key = sb_str_trim(key);
    if (key.n > 1 && key.p[0] == '"' && key.p[key.n - 1] == '"')
        key = sb_str_part(key, 1, key.n - 2);
    char *copy = sb_arena_alloc(arena, key.n + 1);
    for (size_t i = 0; i < key.n; i++)
        copy[i] = key.p[i] == '_' ? '-' : key.p[i];
    return sb_str_n(copy, key.n);
}

static bool leads_elsewhere(const struct file *file, sb_str key, sb_str line)
{
    return sb_str_is_one_of(key, file->keys) || sb_str_find(line, SB_S("://")) != SB_NPOS;
}

static void add_key(struct sb_buf *keys, sb_str key)
{
    if (keys->n >= KEYS)
        return;
    if (keys->n)
        sb_buf_str(keys, SB_S(", "));
    sb_buf_str(keys, sb_str_part(key, 0, KEYS / 2));
}

/* The lines that matter, with those that go on from one. */
static void gather(const struct file *file, sb_str bytes, struct sb_buf *keys, struct sb_buf *lines,
                   struct sb_arena *arena)
{
    bool goes_on = false;
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        if (is_remark(line))
            continue;
        sb_str key = key_of(file, line, arena);
        bool more = goes_on && is_continued(line);
        bool own = !more && leads_elsewhere(file, key, line);
        goes_on = own || more;
        if (own)
            add_key(keys, key);
        if (!goes_on)
            continue;
        sb_buf_str(lines, sb_str_trim(line));
        sb_buf_chr(lines, '\n');
    }
}

const struct sb_settings *sb_settings_of(sb_str name, sb_str bytes, struct sb_arena *arena)
{
    struct sb_settings *settings = SB_NEW(arena, struct sb_settings);
    const struct file *file = file_of(name);
    if (!file) { /* .pnpmfile.cjs */
        *settings = (struct sb_settings){.whole = true};
        return settings;
    }
    struct sb_buf keys = {0}, lines = {0};
    gather(file, bytes, &keys, &lines, arena);
    *settings = (struct sb_settings){.keys = sb_arena_str(arena, sb_buf_all(&keys)),
                                     .lines = sb_arena_str(arena, sb_buf_all(&lines))};
    sb_buf_done(&keys);
    sb_buf_done(&lines);
    return settings->lines.n ? settings : NULL;
}

static bool has_beside(const struct sb_tree *tree, sb_node node, const char *const *beside)
{
    sb_node folder = {sb_tree_at(tree, node)->parent};
    while (*beside && !sb_tree_child(tree, folder, sb_str_of(*beside)).v)
        beside++;
    return *beside != NULL;
}

void sb_settings_tell(struct sb_join *join, const struct sb_record *record, enum sb_exec_kind kind,
                      const char *const *beside)
{
    const struct sb_settings *settings = record->data;
    if (!record->node.v || !has_beside(join->tree, record->node, beside))
        return;
    struct sb_exec exec = {.kind = kind, .node = record->node, .command = settings->keys};
    if (!settings->whole) {
        struct sb_exec_bytes *told = SB_NEW(join->arena, struct sb_exec_bytes);
        told->size = settings->lines.n;
        sb_sha256_of(settings->lines, told->sha256);
        exec.told = told;
    }
    sb_join_exec(join, exec);
}
