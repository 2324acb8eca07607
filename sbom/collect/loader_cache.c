#include "collect/loader_cache.h"

#include "base/base.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/number.h"
#include "collect/places.h"

#define OLD_MAGIC "ld.so-1.7.0"
#define NEW_MAGIC "glibc-ld.so.cache1.1"

enum {
    OLD_HEAD = 16,  /* magic, padding, number of entries */
    OLD_ENTRY = 12, /* flags, name, path */
    NEW_HEAD = 48,  /* magic, number of entries, length of texts, flags, extension */
    NEW_ENTRY = 24, /* the same, version of the system, capabilities of the processor */
    COUNT_AT = 20,  /* in the new one's head */
    ENDIAN_AT = 28,
    NAME_AT = 4, /* in an entry */
    PATH_AT = 8,
    TEXT = 1024 /* of a name or a path; longer ones are cut, and so lie nowhere */
};

struct reading {
    struct sb_loader_cache *out;
    struct sb_buf renamed, folders;
    struct sb_map seen; /* hashes of folders */
};

/* ---- what is ordinary ---- */

/* "/lib/glibc-hwcaps/x86-64-v3": there the file has its own name. */
static bool chop_hwcaps(sb_str *folder)
{
    sb_str above = sb_path_dir(*folder);
    if (!sb_path_chop(&above, SB_S("glibc-hwcaps")))
        return false;
    *folder = above;
    return true;
}

/* The loader's own, with a leading slash. */
static bool is_own(sb_str folder)
{
    return sb_str_chop(&folder, SB_S("/")) && sb_place_of_libraries(folder);
}

/* ---- entries ---- */

/* A line must stay one, whatever stands in the file. */
static void add_clean(struct sb_buf *text, sb_str part)
{
    for (size_t i = 0; i < part.n; i++)
        sb_buf_chr(text, (unsigned char)part.p[i] < ' ' ? '?' : part.p[i]);
}

static void add(struct reading *r, struct sb_buf *text, sb_str name, sb_str path)
{
    if (text->n + name.n + path.n + 8 > SB_LOADER_CACHE_BYTES) {
        r->out->cut = true;
        return;
    }
    add_clean(text, name);
    sb_buf_str(text, SB_S(" => "));
    add_clean(text, path);
    sb_buf_chr(text, '\n');
}

static bool is_new(struct reading *r, sb_str folder)
{
    return !r->out->cut && ++*sb_map_put(&r->seen, sb_hash(folder.p, folder.n, 0) >> 1) == 1;
}

static void take(struct reading *r, sb_str name, sb_str path)
{
    sb_str folder = sb_path_dir(path);
    bool chosen = chop_hwcaps(&folder);
    if (!chosen && !sb_str_eq(sb_path_base(path), name))
        add(r, &r->renamed, name, path);
    else if (!is_own(folder) && is_new(r, sb_path_dir(path)))
        add(r, &r->folders, name, path);
}

static bool text_at(sb_str bytes, uint32_t at, sb_str *ret_text)
{
    if (at >= bytes.n)
        return false;
    *ret_text = sb_str_part(bytes, at, TEXT);
    ret_text->n = sb_str_part(*ret_text, 0, sb_str_chr(*ret_text, '\0')).n;
    return true;
}

/* N entries of SIZE bytes from FIRST on; their texts are counted from where TEXTS begins. */
static void read_entries(struct reading *r, sb_str first, uint32_t n, size_t size, sb_str texts, bool big)
{
    sb_str name, path;
    for (size_t i = 0; i < n; i++) {
        sb_str entry = sb_str_part(first, i * size, size);
        if (text_at(texts, sb_u32_at(entry, NAME_AT, big), &name) &&
            text_at(texts, sb_u32_at(entry, PATH_AT, big), &path))
            take(r, name, path);
    }
}

/* ---- both formats ---- */

static bool fits(sb_str bytes, size_t head, uint32_t n, size_t size)
{
    return bytes.n >= head && (bytes.n - head) / size >= n;
}

/* Newer ones say which end of a number comes first; of older ones each is tried that the file has room for. */
static void read_new(struct reading *r, sb_str bytes)
{
    if (bytes.n < NEW_HEAD || !sb_str_starts(bytes, SB_S(NEW_MAGIC)))
        return;
    unsigned endian = (unsigned char)bytes.p[ENDIAN_AT] & 3u;
    for (unsigned big = 0; big <= 1; big++) {
        uint32_t n = sb_u32_at(bytes, COUNT_AT, big);
        if ((endian >= 2 && endian != 2 + big) || !fits(bytes, NEW_HEAD, n, NEW_ENTRY))
            continue;
        r->out->known = true;
        read_entries(r, sb_str_from(bytes, NEW_HEAD), n, NEW_ENTRY, bytes, big);
    }
}

/* The new format may stand behind the old one, at the next multiple of 4 or 8, as the machine has it. */
static void read_old(struct reading *r, sb_str bytes)
{
    if (bytes.n < OLD_HEAD || !sb_str_starts(bytes, SB_S(OLD_MAGIC)))
        return;
    for (unsigned big = 0; big <= 1; big++) {
        uint32_t n = sb_u32_at(bytes, OLD_HEAD - 4, big);
        if (!fits(bytes, OLD_HEAD, n, OLD_ENTRY))
            continue;
        size_t end = OLD_HEAD + (size_t)n * OLD_ENTRY;
        r->out->known = true;
        read_entries(r, sb_str_from(bytes, OLD_HEAD), n, OLD_ENTRY, sb_str_from(bytes, end), big);
        read_new(r, sb_str_from(bytes, end));
        if (end % 8)
            read_new(r, sb_str_from(bytes, (end + 7) / 8 * 8));
    }
}

struct sb_loader_cache sb_loader_cache(sb_str bytes, struct sb_arena *arena)
{
    struct sb_loader_cache out = {0};
    struct reading r = {.out = &out};
    read_new(&r, bytes);
    read_old(&r, bytes);
    out.renamed = sb_arena_str(arena, sb_buf_all(&r.renamed));
    out.folders = sb_arena_str(arena, sb_buf_all(&r.folders));
    sb_map_done(&r.seen);
    sb_buf_done(&r.renamed);
    sb_buf_done(&r.folders);
    return out;
}

/* ---- settings ---- */

static bool is_usual_include(sb_str pattern)
{
    static const char *const usual[] = {"/etc/ld.so.conf.d/*.conf", "ld.so.conf.d/*.conf", NULL};
    return sb_str_is_one_of(pattern, usual);
}

/* "/a/folder", "/a/folder=libc6", "include PATTERN", "hwcap 1 nosegneg", with comments; ldconfig(8). */
sb_str sb_loader_settings(sb_str bytes, struct sb_arena *arena, bool *ret_elsewhere)
{
    struct sb_buf text = {0};
    sb_str line, word;
    *ret_elsewhere = false;
    while (sb_str_line(&bytes, &line)) {
        line = sb_str_trim(sb_str_part(line, 0, sb_str_chr(line, '#')));
        sb_str rest = line;
        if (sb_str_word(&rest, &word) && sb_str_eq(word, SB_S("include"))) {
            while (sb_str_word(&rest, &word))
                *ret_elsewhere = *ret_elsewhere || !is_usual_include(word);
            continue;
        }
        line = sb_str_trim(sb_str_part(line, 0, sb_str_chr(line, '=')));
        while (line.n > 1 && sb_str_chop_end(&line, SB_S("/")))
            continue;
        if (!sb_str_starts(line, SB_S("/")))
            continue;
        sb_buf_str(&text, line);
        sb_buf_chr(&text, '\n');
    }
    sb_str kept = sb_arena_str(arena, sb_buf_all(&text));
    sb_buf_done(&text);
    return kept;
}

/* ---- both together ---- */

static sb_str path_of_line(sb_str line)
{
    size_t at = sb_str_find(line, SB_S(" => "));
    return at == SB_NPOS ? SB_STR_NONE : sb_str_from(line, at + 4);
}

static bool has_line(sb_str lines, sb_str wanted)
{
    sb_str line;
    while (sb_str_line(&lines, &line))
        if (sb_str_eq(line, wanted))
            return true;
    return false;
}

static bool is_named(sb_str folder, sb_str folders)
{
    chop_hwcaps(&folder);
    return has_line(folders, folder) || (sb_place_chop_capability(&folder) && has_line(folders, folder));
}

static void add_odd(struct sb_buf *text, sb_str line)
{
    sb_buf_str(text, text->n ? SB_S("; ") : SB_STR_NONE);
    sb_buf_str(text, line);
}

sb_str sb_loader_odd(const struct sb_loader_cache *cache, sb_str folders, bool elsewhere, struct sb_arena *arena)
{
    struct sb_buf text = {0};
    sb_str rest = cache->renamed, line;
    while (sb_str_line(&rest, &line))
        add_odd(&text, line);
    rest = cache->folders;
    while (!elsewhere && sb_str_line(&rest, &line))
        if (!is_named(sb_path_dir(path_of_line(line)), folders))
            add_odd(&text, line);
    sb_str odd = sb_arena_str(arena, sb_buf_all(&text));
    sb_buf_done(&text);
    return odd;
}
