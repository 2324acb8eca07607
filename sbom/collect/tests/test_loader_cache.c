#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/buf.h"
#include "collect/loader_cache.h"

enum { OLD_HEAD = 16, OLD_ENTRY = 12, NEW_HEAD = 48, NEW_ENTRY = 24 };

struct entry {
    const char *name, *path;
};

static void number(struct sb_buf *out, uint32_t value, bool big)
{
    for (unsigned i = 0; i < 4; i++)
        sb_buf_chr(out, (char)(value >> 8 * (big ? 3 - i : i)));
}

/* Entries of SIZE bytes, whose texts begin at AT, and the texts. */
static void entries(struct sb_buf *out, struct sb_buf *texts, const struct entry *rows, size_t at, size_t size,
                    bool big)
{
    for (; rows->name; rows++) {
        number(out, 3, big);
        number(out, (uint32_t)(at + texts->n), big);
        sb_buf_str(texts, sb_str_n(rows->name, strlen(rows->name) + 1));
        number(out, (uint32_t)(at + texts->n), big);
        sb_buf_str(texts, sb_str_n(rows->path, strlen(rows->path) + 1));
        for (size_t i = OLD_ENTRY; i < size; i++)
            sb_buf_chr(out, 0);
    }
}

static size_t count(const struct entry *rows)
{
    size_t n = 0;
    while (rows[n].name)
        n++;
    return n;
}

static void make_new(struct sb_buf *out, const struct entry *rows, char endian, bool big)
{
    struct sb_buf texts = {0};
    sb_buf_str(out, SB_S("glibc-ld.so.cache1.1"));
    number(out, (uint32_t)count(rows), big);
    number(out, 0, big);
    sb_buf_chr(out, endian);
    for (size_t i = 29; i < NEW_HEAD; i++)
        sb_buf_chr(out, 0);
    entries(out, &texts, rows, NEW_HEAD + NEW_ENTRY * count(rows), NEW_ENTRY, big);
    sb_buf_str(out, sb_buf_all(&texts));
    sb_buf_done(&texts);
}

/* With the new format behind it, at a multiple of ALIGN; 0: by itself. */
static void make_old(struct sb_buf *out, const struct entry *rows, const struct entry *behind, size_t align)
{
    struct sb_buf texts = {0}, other = {0};
    size_t end = OLD_HEAD + OLD_ENTRY * count(rows);
    for (size_t i = end; align && i % align; i++)
        sb_buf_chr(&other, 0);
    if (align)
        make_new(&other, behind, 0, false);
    sb_buf_str(out, sb_str_n("ld.so-1.7.0", 12));
    number(out, (uint32_t)count(rows), false);
    entries(out, &texts, rows, other.n, OLD_ENTRY, false);
    sb_buf_str(out, sb_buf_all(&other));
    sb_buf_str(out, sb_buf_all(&texts));
    sb_buf_done(&texts);
    sb_buf_done(&other);
}

static void expect(struct sb_buf *cache, const char *settings, const char *odd)
{
    struct sb_arena arena = {0};
    bool elsewhere;
    sb_str folders = sb_loader_settings(sb_str_of(settings), &arena, &elsewhere);
    struct sb_loader_cache read = sb_loader_cache(sb_buf_all(cache), &arena);
    sb_str text = sb_loader_odd(&read, folders, elsewhere, &arena);
    if (!sb_str_eq(text, sb_str_of(odd)))
        fail_msg("%.*s", SB_FMT(text));
    sb_arena_done(&arena);
    sb_buf_done(cache);
}

static const struct entry ordinary[] = {
    {"libc.so.6", "/lib/x86_64-linux-gnu/libc.so.6"},
    {"libz.so.1", "/usr/lib64/libz.so.1"},
    {"liby.so.1", "/usr/lib/glibc-hwcaps/x86-64-v3/liby.so.1.2"},
    {"libx.so.2", "/usr/lib/i386-linux-gnu/i686/sse2/libx.so.2"},
    {0},
};
static const struct entry odd[] = {
    {"libx.so.1", "/opt/x/libx.so.1"},           {"libx.so.2", "/opt/x/libx.so.2"},
    {"libc.so.6", "/lib/../tmp/libc.so.6"},      {"libz.so.1", "/lib/libevil.so"},
    {"liby.so.1", "/tmp/glibc-hwcaps/a/lib.so"}, {0},
};

static void what_is_ordinary_is_silent(void **state)
{
    struct sb_buf cache = {0};
    (void)state;
    make_new(&cache, ordinary, 2, false);
    expect(&cache, "", "");
}

static void what_is_odd_is_told(void **state)
{
    static const char all[] = "libz.so.1 => /lib/libevil.so; libx.so.1 => /opt/x/libx.so.1; libc.so.6 => "
                              "/lib/../tmp/libc.so.6; liby.so.1 => /tmp/glibc-hwcaps/a/lib.so";
    static const char settings[] = "# x\ninclude /etc/ld.so.conf.d/*.conf\n /opt/x/=libc6 # y\n/tmp\nhwcap 1 x\n";
    struct sb_buf cache = {0};
    (void)state;
    for (char endian = 0; endian <= 3; endian++) {
        if (endian == 1)
            continue;
        make_new(&cache, odd, endian, endian == 3);
        expect(&cache, "", all);
    }
    make_new(&cache, odd, 2, false);
    expect(&cache, settings, "libz.so.1 => /lib/libevil.so; libc.so.6 => /lib/../tmp/libc.so.6");
    make_new(&cache, odd, 2, false);
    expect(&cache, "include /srv/*.conf\n", "libz.so.1 => /lib/libevil.so");
}

/* A loader takes the new one behind the old, at one of two places by its machine, and the old one where there is no
 * other. */
static void both_formats_count(void **state)
{
    static const struct entry more[] = {{"libm.so.6", "/m/libm.so.6"}, {0}};
    struct sb_buf cache = {0};
    (void)state;
    make_old(&cache, more, NULL, 0);
    expect(&cache, "", "libm.so.6 => /m/libm.so.6");
    make_old(&cache, ordinary, more, 4);
    expect(&cache, "", "libm.so.6 => /m/libm.so.6");
    make_old(&cache, ordinary + 1, more, 8);
    expect(&cache, "", "libm.so.6 => /m/libm.so.6");
}

static void what_lies_outside_is_no_entry(void **state)
{
    struct sb_buf cache = {0};
    struct sb_arena arena = {0};
    (void)state;
    make_new(&cache, odd, 2, false);
    cache.n = NEW_HEAD + 5 * NEW_ENTRY; /* no texts */
    expect(&cache, "", "");
    make_new(&cache, odd, 2, false);
    cache.n = NEW_HEAD + 2 * NEW_ENTRY;
    assert_false(sb_loader_cache(sb_buf_all(&cache), &arena).known);
    expect(&cache, "", "");
    sb_buf_str(&cache, SB_S("glibc-ld.so.cache1.1"));
    assert_false(sb_loader_cache(sb_buf_all(&cache), &arena).known);
    expect(&cache, "", "");
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_ordinary_is_silent),
        cmocka_unit_test(what_is_odd_is_told),
        cmocka_unit_test(both_formats_count),
        cmocka_unit_test(what_lies_outside_is_no_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
