/* ELF files of both widths and byte orders, whole and damaged, in pieces of all kinds. That what is said of real ones
 * is what readelf prints: sbom/scripts/real/elf. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "source/elf.h"
#include "source/elf_search.h"

enum { BASE = 0x10000 }; /* addresses are places in the file, plus this */
enum { X86_64 = 62, I386 = 3, PPC64 = 21, S390 = 22, ARM = 40 };

struct made {
    struct sb_buf bytes;
    bool wide, big_endian;
    bool far;        /* the strings lie behind all else, in a segment that is written to */
    bool lost;       /* and that segment is not in the file */
    unsigned search; /* the tag by which "execve" is a list of folders */
    size_t code;
    unsigned resolvers, offered;
    uint16_t machine;
    uint32_t resolver;
    size_t dynamic_at; /* filled in: where the dynamic part begins */
};

static void put(struct made *m, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t place = m->big_endian ? n - 1 - i : i;
        sb_buf_chr(&m->bytes, place < sizeof value ? (char)(value >> 8 * place) : 0);
    }
}

static void put_word(struct made *m, uint64_t value)
{
    put(m, value, m->wide ? 8 : 4);
}

static void put_segment(struct made *m, uint32_t type, uint32_t flags, uint64_t at, uint64_t n)
{
    put(m, type, 4);
    if (m->wide)
        put(m, flags, 4);
    put_word(m, at);
    put_word(m, BASE + at);
    put_word(m, BASE + at);
    put_word(m, n);
    put_word(m, n);
    if (!m->wide)
        put(m, flags, 4);
    put_word(m, 8);
}

static void put_symbol(struct made *m, uint32_t name, uint8_t info, uint16_t section)
{
    put(m, name, 4);
    if (m->wide) {
        put(m, info, 1);
        put(m, 0, 1);
        put(m, section, 2);
        put(m, 0, 16);
    } else {
        put(m, 0, 8);
        put(m, info, 1);
        put(m, 0, 1);
        put(m, section, 2);
    }
}

static void put_relocation(struct made *m, uint32_t type)
{
    put_word(m, BASE);
    put_word(m, m->wide ? type : (1 << 8) | type);
    if (m->wide)
        put_word(m, 0);
}

static void put_dynamic(struct made *m, uint64_t tag, uint64_t value)
{
    put_word(m, tag);
    put_word(m, value);
}

/* "socket" and "execve" are wanted, and "connecting", which only begins like a watched name; "ptrace" is its own. */
static const char strings[] = "\0libc.so.6\0socket\0execve\0connecting\0ptrace";
enum { LIBC = 1, SOCKET = 11, EXECVE = 18, CONNECTING = 25, PTRACE = 36 };

static void make(struct made *m)
{
    size_t header = m->wide ? 64 : 52, segment = m->wide ? 56 : 32, symbol = m->wide ? 24 : 16;
    size_t relocation = m->wide ? 24 : 8, word = m->wide ? 8 : 4;
    size_t symbols = header + 3 * segment, n_symbols = 5 + m->offered;
    size_t names = symbols + n_symbols * symbol, relocations = names + (m->far ? 0 : sizeof strings);
    size_t end = relocations + (1 + m->resolvers) * relocation;
    size_t dynamic = end + m->code, n_dynamic = 9 * 2 * word;
    if (m->far)
        names = dynamic + n_dynamic;
    sb_buf_clear(&m->bytes);
    m->dynamic_at = dynamic;
    const unsigned char ident[16] = {0x7f, 'E', 'L', 'F', m->wide ? 2 : 1, m->big_endian ? 2 : 1, 1};
    sb_buf_add(&m->bytes, ident, sizeof ident);
    put(m, 3, 2);
    put(m, m->machine, 2);
    put(m, 1, 4);
    put_word(m, 0);
    put_word(m, header);
    put_word(m, 0);
    put(m, 0, 4);
    put(m, header, 2);
    put(m, segment, 2);
    put(m, 3, 2);
    put(m, 0, 6);
    put_segment(m, 1, 4, 0, end);
    put_segment(m, 1, 6, dynamic, n_dynamic + (m->far ? sizeof strings : 0));
    put_segment(m, 2, 6, dynamic, n_dynamic);
    put_symbol(m, 0, 0, 0);
    put_symbol(m, SOCKET, 0x12, 0);
    put_symbol(m, EXECVE, 0x12, 0);
    put_symbol(m, CONNECTING, 0x12, 0);
    put_symbol(m, PTRACE, 0x12, 7);
    for (unsigned i = 0; i < m->offered; i++)
        put_symbol(m, PTRACE, 0x1a, 7);
    if (!m->far)
        sb_buf_add(&m->bytes, strings, sizeof strings);
    put_relocation(m, 1);
    for (unsigned i = 0; i < m->resolvers; i++)
        put_relocation(m, m->resolver);
    for (size_t i = 0; i < m->code; i++)
        sb_buf_chr(&m->bytes, 0);
    put_dynamic(m, 1, LIBC);
    put_dynamic(m, 5, BASE + names);
    put_dynamic(m, 6, BASE + symbols);
    put_dynamic(m, 10, sizeof strings);
    put_dynamic(m, m->wide ? 7 : 17, BASE + relocations);
    put_dynamic(m, m->wide ? 8 : 18, (1 + m->resolvers) * relocation);
    put_dynamic(m, m->search ? m->search : 21, EXECVE);
    put_dynamic(m, 0, 0);
    put_dynamic(m, 1, SOCKET); /* behind the end */
    if (m->far && !m->lost)
        sb_buf_add(&m->bytes, strings, sizeof strings);
}

static struct sb_elf_watch watch;

static struct sb_elf read_in_pieces(sb_str bytes, size_t step)
{
    if (!sb_elf_begin(&watch, sb_str_part(bytes, 0, 10240)))
        return (struct sb_elf){0};
    for (size_t i = 0; i < bytes.n; i += step)
        sb_elf_add(&watch, bytes.p + i, bytes.n - i < step ? bytes.n - i : step);
    return sb_elf_end(&watch);
}

static struct sb_elf read_elf(sb_str bytes)
{
    static const size_t steps[] = {1, 7, 4096};
    struct sb_elf whole = read_in_pieces(bytes, bytes.n + 1);
    for (size_t i = 0; i < SB_COUNT(steps); i++) {
        struct sb_elf again = read_in_pieces(bytes, steps[i]);
        assert_true(again.calls == whole.calls && again.ifuncs == whole.ifuncs && again.unread == whole.unread);
        assert_true(again.n_needed == whole.n_needed && again.dynamic == whole.dynamic);
        assert_true(again.search == whole.search);
    }
    return whole;
}

static uint64_t bit(const char *call)
{
    for (size_t i = 0; i < sb_elf_n_calls; i++)
        if (strcmp(sb_elf_calls[i], call) == 0)
            return (uint64_t)1 << i;
    fail();
    return 0;
}

static void check(const struct sb_elf *elf, uint32_t ifuncs)
{
    assert_true(elf->dynamic && !elf->unread);
    assert_int_equal(elf->n_needed, 1);
    assert_string_equal(elf->needed, "libc.so.6");
    assert_true(elf->calls == (bit("socket") | bit("execve")));
    assert_int_equal(elf->ifuncs, ifuncs);
}

static void every_kind(void **state)
{
    static const struct made kinds[] = {
        {.wide = true, .machine = X86_64, .resolver = 37},
        {.wide = true, .machine = PPC64, .resolver = 248, .big_endian = true},
        {.machine = I386, .resolver = 42},
        {.machine = ARM, .resolver = 160, .big_endian = true},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(kinds); i++)
        for (unsigned resolvers = 0; resolvers < 3; resolvers++)
            for (unsigned variant = 0; variant < 8; variant++) {
                struct made m = kinds[i];
                m.resolvers = resolvers;
                m.far = variant & 1;
                m.code = variant & 2 ? 70000 : 0;
                m.offered = variant >> 2;
                make(&m);
                struct sb_elf elf = read_elf(sb_buf_all(&m.bytes));
                check(&elf, resolvers + m.offered);
                sb_buf_done(&m.bytes);
            }
}

static void folders_of_libraries(void **state)
{
    static const unsigned tags[] = {15, 29};
    (void)state;
    for (size_t i = 0; i < SB_COUNT(tags); i++) {
        struct made m = {.wide = true, .machine = X86_64, .search = tags[i]};
        make(&m);
        struct sb_elf elf = read_elf(sb_buf_all(&m.bytes));
        assert_true(elf.search && !elf.unread && elf.n_needed == 1);
        assert_string_equal(elf.needed + strlen(elf.needed) + 1, "execve");
        sb_buf_done(&m.bytes);
    }
}

#define TEN "aaaaaaaaaa"
#define LONG "/" TEN TEN TEN TEN TEN TEN TEN TEN

static void folders_that_anybody_fills(void **state)
{
    static const struct {
        const char *list, *first; /* NULL: none */
    } rows[] = {
        {"", NULL},
        {"/usr/lib/x:$ORIGIN/../lib:${ORIGIN}:/tmpfs/lib:/homes", NULL},
        {"/usr/lib/x:lib", "lib"},
        {"/usr/lib::/opt/x", ""},
        {"/usr/lib:", ""},
        {"/opt:/tmp/build/lib:/var/tmp", "/tmp/build/lib"},
        {"/dev/shm", "/dev/shm"},
        {"/home/builder/x", "/home/builder/x"},
        {"/usr/../tmp/x", "/usr/../tmp/x"},
        {"//tmp", "//tmp"},
        {"$LIB/x", NULL},
        {"/opt:$ORIGIN/../../tmp/x", "$ORIGIN/../../tmp/x"},
        {"${ORIGIN}/../../../var/tmp", "${ORIGIN}/../../../var/tmp"},
        {"$ORIGIN/tmp:$ORIGIN/../lib:$ORIGIN", NULL},
        {LONG LONG LONG LONG LONG "/../../../../../tmp", LONG LONG LONG LONG LONG "/../../../../../tmp"},
        {".", "."},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        sb_str first = SB_STR_NONE;
        bool any = sb_elf_search_open(sb_str_of(rows[i].list), &first);
        assert_int_equal(any, rows[i].first != NULL);
        assert_true(!any || sb_str_eq(first, sb_str_of(rows[i].first)));
    }
}

static void cut_anywhere(void **state)
{
    struct made m = {.wide = true, .machine = X86_64, .resolver = 37, .resolvers = 2};
    (void)state;
    make(&m);
    sb_str bytes = sb_buf_all(&m.bytes);
    for (size_t n = 0; n < m.dynamic_at; n++) {
        struct sb_elf elf = read_elf(sb_str_part(bytes, 0, n));
        assert_true(!elf.dynamic || elf.unread);
        assert_int_equal(elf.calls, 0);
    }
    for (size_t n = m.dynamic_at; n < bytes.n; n++) {
        struct sb_elf elf = read_elf(sb_str_part(bytes, 0, n));
        assert_true(elf.unread);
    }
    sb_buf_done(&m.bytes);
}

static void tables_that_are_not_there(void **state)
{
    struct made m = {.wide = true, .machine = X86_64, .far = true, .lost = true};
    (void)state;
    make(&m);
    struct sb_elf elf = read_elf(sb_buf_all(&m.bytes));
    assert_true(elf.dynamic && elf.unread && elf.calls == 0 && elf.n_needed == 0);
    sb_buf_done(&m.bytes);
}

/* Whatever one byte says, nothing outside of what is kept is read, and memory stays small. */
static void any_byte_lies(void **state)
{
    static const unsigned char lies[] = {0, 1, 0x7f, 0x80, 0xff};
    struct made m = {.wide = true, .machine = X86_64, .resolver = 37, .resolvers = 1};
    (void)state;
    make(&m);
    for (size_t i = 0; i < m.bytes.n; i++)
        for (size_t k = 0; k < SB_COUNT(lies); k++) {
            char was = m.bytes.p[i];
            m.bytes.p[i] = (char)lies[k];
            read_in_pieces(sb_buf_all(&m.bytes), 4096);
            assert_true(watch.cap <= SB_ELF_KEPT + SB_ELF_KEPT / 2);
            m.bytes.p[i] = was;
        }
    sb_buf_done(&m.bytes);
}

static void no_elf(void **state)
{
    char text[64] = "\177ELF";
    (void)state;
    assert_false(sb_elf_begin(&watch, SB_STR_NONE));
    assert_false(sb_elf_begin(&watch, sb_str_n(text, sizeof text)));
    text[4] = 2;
    text[5] = 1;
    assert_false(sb_elf_begin(&watch, sb_str_n(text, sizeof text)));
}

static void names_are_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < sb_elf_n_calls; i++)
        assert_true(strcmp(sb_elf_calls[i - 1], sb_elf_calls[i]) < 0);
}

/* Every name of the list is found by its first letter. */
static void every_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sb_elf_n_calls; i++)
        assert_true(sb_elf_call(sb_str_n(sb_elf_calls[i], strlen(sb_elf_calls[i]) + 1)) == (uint64_t)1 << i);
}

static int done(void **state)
{
    (void)state;
    sb_elf_done(&watch);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(tables_that_are_not_there),
        cmocka_unit_test(any_byte_lies),
        cmocka_unit_test(no_elf),
        cmocka_unit_test(names_are_sorted),
        cmocka_unit_test(every_name),
        cmocka_unit_test(folders_of_libraries),
        cmocka_unit_test(folders_that_anybody_fills),
    };
    return cmocka_run_group_tests_name("elf", tests, NULL, done);
}
