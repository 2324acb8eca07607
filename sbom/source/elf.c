#include "source/elf.h"

#include "base/number.h"
#include "source/elf_search.h"

const char *const sb_elf_calls[] = {
    "accept",
    "accept4",
    "bind",
    "connect",
    "dlmopen",
    "dlopen",
    "execl",
    "execle",
    "execlp",
    "execv",
    "execve",
    "execveat",
    "execvp",
    "execvpe",
    "fexecve",
    "finit_module",
    "getaddrinfo",
    "gethostbyname",
    "init_module",
    "listen",
    "memfd_create",
    "mprotect",
    "popen",
    "posix_spawn",
    "posix_spawnp",
    "process_vm_readv",
    "process_vm_writev",
    "ptrace",
    "sendto",
    "setns",
    "socket",
    "system",
    "unshare",
};
const size_t sb_elf_n_calls = SB_COUNT(sb_elf_calls);
_Static_assert(SB_COUNT(sb_elf_calls) <= 64, "a bit for each");

enum { PT_LOAD = 1, PT_DYNAMIC = 2, PF_W = 2 };
enum { DYNAMIC_BYTES = 64 << 10 };

/* ---- numbers of this file ---- */

static uint64_t word_at(const struct sb_elf_watch *w, sb_str s, size_t at)
{
    if (!w->wide)
        return sb_u32_at(s, at, w->big_endian);
    uint64_t first = sb_u32_at(s, at, w->big_endian), second = sb_u32_at(s, at + 4, w->big_endian);
    return w->big_endian ? first << 32 | second : second << 32 | first;
}

/* ---- the front: which parts are kept ---- */

static void keep(struct sb_elf_watch *w, uint64_t at, uint64_t n)
{
    if (n && at + n > at)
        w->ranges[w->n_ranges++] = (struct sb_elf_range){.at = at, .n = n};
}

/* Linkers put the tables into the first segment; what moves them makes a writable one for them. */
static void take_segment(struct sb_elf_watch *w, sb_str header)
{
    uint32_t type = sb_u32_at(header, 0, w->big_endian);
    uint32_t flags = sb_u32_at(header, w->wide ? 4 : 24, w->big_endian);
    uint64_t at = word_at(w, header, w->wide ? 8 : 4);
    uint64_t address = word_at(w, header, w->wide ? 16 : 8);
    uint64_t n = word_at(w, header, w->wide ? 32 : 16);
    if (type == PT_DYNAMIC && !w->dynamic_n) {
        w->dynamic_at = at;
        w->dynamic_n = n < DYNAMIC_BYTES ? n : DYNAMIC_BYTES;
        w->unread |= n > DYNAMIC_BYTES;
        keep(w, at, w->dynamic_n);
    }
    if (type != PT_LOAD)
        return;
    if (w->n_loads == SB_ELF_SEGMENTS) {
        w->unread = true;
        return;
    }
    uint64_t most = w->n_loads == 0 ? SB_ELF_FIRST : flags & PF_W ? SB_ELF_OTHER : 0;
    w->loads[w->n_loads++] = (struct sb_elf_load){address, at, n};
    keep(w, at, n < most ? n : most);
}

static int by_place(const void *left, const void *right)
{
    const struct sb_elf_range *a = left;
    const struct sb_elf_range *b = right;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (a->n > b->n) - (a->n < b->n);
}

/* Ranges that overlap or touch become one; what is over the bound is left out. */
static void settle_ranges(struct sb_elf_watch *w)
{
    unsigned n = 0;
    uint64_t kept = 0;
    qsort(w->ranges, w->n_ranges, sizeof *w->ranges, by_place);
    for (unsigned i = 0; i < w->n_ranges; i++) {
        const struct sb_elf_range range = w->ranges[i];
        struct sb_elf_range *last = n ? &w->ranges[n - 1] : NULL;
        if (last && range.at - last->at <= last->n) {
            uint64_t end = range.at + range.n - last->at;
            last->n = end > last->n ? end : last->n;
        } else {
            w->ranges[n++] = range;
        }
    }
    for (unsigned i = 0; i < n; i++) {
        w->ranges[i].in = (size_t)kept;
        w->ranges[i].n = w->ranges[i].n < SB_ELF_KEPT - kept ? w->ranges[i].n : SB_ELF_KEPT - kept;
        kept += w->ranges[i].n;
    }
    w->n_ranges = n;
    sb_grow(&w->bytes, &w->cap, (size_t)kept, 1);
}

static void forget(struct sb_elf_watch *w)
{
    char *bytes = w->bytes;
    size_t cap = w->cap;
    struct sb_buf needed = w->needed;
    *w = (struct sb_elf_watch){.bytes = bytes, .cap = cap, .needed = needed};
    sb_buf_clear(&w->needed);
}

bool sb_elf_begin(struct sb_elf_watch *w, sb_str front)
{
    forget(w);
    if (front.n < 52 || memcmp(front.p, "\177ELF", 4) != 0)
        return false;
    w->wide = front.p[4] == 2;
    w->big_endian = front.p[5] == 2;
    if ((!w->wide && front.p[4] != 1) || (!w->big_endian && front.p[5] != 1) || (w->wide && front.n < 64))
        return false;
    w->machine = sb_u16_at(front, 18, w->big_endian);
    uint64_t at = word_at(w, front, w->wide ? 32 : 28);
    size_t size = sb_u16_at(front, w->wide ? 54 : 42, w->big_endian);
    size_t n = sb_u16_at(front, w->wide ? 56 : 44, w->big_endian);
    if (n == 0 || size < (w->wide ? 56u : 32u))
        return false;
    if (at > front.n || n > (front.n - at) / size) {
        w->unread = true; /* a loader finds them anywhere */
        return true;
    }
    for (size_t i = 0; i < n; i++)
        take_segment(w, sb_str_part(front, (size_t)at + i * size, size));
    settle_ranges(w);
    return w->dynamic_n > 0;
}

/* ---- keeping ---- */

void sb_elf_add(struct sb_elf_watch *w, const char *p, size_t n)
{
    uint64_t first = w->seen, end = first + n;
    w->seen = end;
    while (w->range < w->n_ranges && w->ranges[w->range].at < end) {
        const struct sb_elf_range *range = &w->ranges[w->range];
        uint64_t range_end = range->at + range->n;
        uint64_t from = range->at > first ? range->at : first;
        uint64_t to = range_end < end ? range_end : end;
        if (to > from) {
            memcpy(w->bytes + w->n, p + (from - first), (size_t)(to - from));
            w->n += (size_t)(to - from);
        }
        if (range_end > end)
            return;
        w->range++;
    }
}

/* What is kept of the file from AT on, in one piece. */
static sb_str kept_at(const struct sb_elf_watch *w, uint64_t at)
{
    for (unsigned i = 0; i < w->n_ranges; i++) {
        const struct sb_elf_range *range = &w->ranges[i];
        if (at < range->at || at - range->at >= range->n || range->in >= w->n)
            continue;
        size_t have = w->n - range->in < range->n ? w->n - range->in : (size_t)range->n;
        size_t skip = (size_t)(at - range->at);
        if (skip < have)
            return sb_str_n(w->bytes + range->in + skip, have - skip);
    }
    return SB_STR_NONE;
}

static const struct sb_elf_load *load_of(const struct sb_elf_watch *w, uint64_t address)
{
    for (unsigned i = 0; i < w->n_loads; i++)
        if (address >= w->loads[i].address && address - w->loads[i].address < w->loads[i].n)
            return &w->loads[i];
    return NULL;
}

/* The N bytes at ADDRESS, or as many as there are, which is remembered. */
static sb_str table_at(struct sb_elf_watch *w, uint64_t address, uint64_t n)
{
    const struct sb_elf_load *load = load_of(w, address);
    sb_str found = load ? kept_at(w, load->at + (address - load->address)) : SB_STR_NONE;
    w->unread |= found.n < n;
    return n < found.n ? sb_str_part(found, 0, (size_t)n) : found;
}

/* ---- the dynamic part ---- */

enum tag {
    NEEDED = 1,
    PLTRELSZ = 2,
    HASH = 4,
    STRTAB = 5,
    SYMTAB = 6,
    RELA = 7,
    RELASZ = 8,
    STRSZ = 10,
    RPATH = 15,
    REL = 17,
    RELSZ = 18,
    PLTREL = 20,
    JMPREL = 23,
    RUNPATH = 29,
    RELR = 36,
    TAGS = 40,
};

/* Values by tag; of the GNU tags only that something lies there. */
struct dynamic {
    sb_str table;
    size_t entry;
    uint64_t values[TAGS];
    uint64_t others[8];
    unsigned n_others;
};

static bool is_gnu_address(uint64_t tag)
{
    return (tag >= 0x6ffffe00 && tag <= 0x6ffffeff) || tag == 0x6ffffff0 || tag == 0x6ffffffc || tag == 0x6ffffffe;
}

static void read_dynamic(const struct sb_elf_watch *w, struct dynamic *d)
{
    size_t half = w->wide ? 8 : 4;
    d->entry = 2 * half;
    size_t n = d->table.n / d->entry;
    for (size_t i = 0; i < n; i++) {
        uint64_t tag = word_at(w, d->table, i * d->entry);
        uint64_t value = word_at(w, d->table, i * d->entry + half);
        if (tag == 0) {
            d->table.n = i * d->entry;
            return;
        }
        if (tag < TAGS)
            d->values[tag] = value;
        else if (is_gnu_address(tag) && d->n_others < SB_COUNT(d->others))
            d->others[d->n_others++] = value;
    }
}

/* The text, with its NUL, that entry I names. */
static sb_str text_of(struct sb_elf_watch *w, const struct dynamic *d, sb_str names, size_t i)
{
    uint64_t at = word_at(w, d->table, i + d->entry / 2);
    sb_str rest = at < names.n ? sb_str_from(names, (size_t)at) : SB_STR_NONE;
    size_t end = sb_str_chr(rest, '\0');
    w->unread |= rest.n == 0 || end == SB_NPOS;
    return rest.n == 0 || end == SB_NPOS ? SB_STR_NONE : sb_str_part(rest, 0, end + 1);
}

static void read_needed(struct sb_elf_watch *w, const struct dynamic *d, sb_str names, struct sb_elf *elf)
{
    for (size_t i = 0; i + d->entry <= d->table.n; i += d->entry) {
        if (word_at(w, d->table, i) != NEEDED)
            continue;
        sb_str name = text_of(w, d, names, i);
        if (name.n < 2 || name.n > SB_ELF_NAME + 1 || elf->n_needed == SB_ELF_NEEDED) {
            w->unread = true;
            continue;
        }
        sb_buf_str(&w->needed, name);
        elf->n_needed++;
    }
}

/* The first of a file is enough: nobody has several lists that say different things. */
static void read_search(struct sb_elf_watch *w, const struct dynamic *d, sb_str names, struct sb_elf *elf)
{
    for (size_t i = 0; i + d->entry <= d->table.n && !elf->search; i += d->entry) {
        uint64_t tag = word_at(w, d->table, i);
        sb_str list = tag == RPATH || tag == RUNPATH ? text_of(w, d, names, i) : SB_STR_NONE, folder;
        elf->search = list.n && sb_elf_search_open(sb_str_part(list, 0, list.n - 1), &folder);
        if (elf->search) {
            sb_buf_str(&w->needed, sb_str_part(folder, 0, SB_ELF_NAME));
            sb_buf_chr(&w->needed, '\0');
        }
    }
}

size_t sb_elf_names(const struct sb_elf *elf)
{
    size_t bytes = 0;
    for (size_t i = 0; i < (size_t)elf->n_needed + elf->search; i++)
        bytes += strlen(elf->needed + bytes) + 1;
    return bytes;
}

/* ---- symbols ---- */

/* Where the names of each letter begin in the list. */
static const uint8_t by_letter[26 + 1] = {
    ['a' - 'a'] = 0,  ['b' - 'a'] = 2,  ['c' - 'a'] = 3,  ['d' - 'a'] = 4,  ['e' - 'a'] = 6,  ['f' - 'a'] = 14,
    ['g' - 'a'] = 16, ['h' - 'a'] = 18, ['i' - 'a'] = 18, ['j' - 'a'] = 19, ['k' - 'a'] = 19, ['l' - 'a'] = 19,
    ['m' - 'a'] = 20, ['n' - 'a'] = 22, ['o' - 'a'] = 22, ['p' - 'a'] = 22, ['q' - 'a'] = 28, ['r' - 'a'] = 28,
    ['s' - 'a'] = 28, ['t' - 'a'] = 32, ['u' - 'a'] = 32, ['v' - 'a'] = 33, ['w' - 'a'] = 33, ['x' - 'a'] = 33,
    ['y' - 'a'] = 33, ['z' - 'a'] = 33, [26] = 33};

uint64_t sb_elf_call(sb_str rest)
{
    unsigned letter = (unsigned)(unsigned char)rest.p[0] - 'a';
    if (letter >= 26)
        return 0;
    for (size_t i = by_letter[letter]; i < by_letter[letter + 1]; i++) {
        size_t n = strlen(sb_elf_calls[i]) + 1;
        if (n <= rest.n && memcmp(sb_elf_calls[i], rest.p, n) == 0)
            return (uint64_t)1 << i;
    }
    return 0;
}

/* Nothing says how many symbols there are: they end where another table begins, or their segment ends. */
static uint64_t symbols_end(const struct sb_elf_watch *w, const struct dynamic *d)
{
    static const uint8_t tables[] = {HASH, STRTAB, RELA, REL, JMPREL, RELR};
    uint64_t start = d->values[SYMTAB];
    const struct sb_elf_load *load = load_of(w, start);
    uint64_t end = load ? load->address + load->n : start;
    for (size_t i = 0; i < SB_COUNT(tables); i++)
        if (d->values[tables[i]] > start && d->values[tables[i]] < end)
            end = d->values[tables[i]];
    for (unsigned i = 0; i < d->n_others; i++)
        if (d->others[i] > start && d->others[i] < end)
            end = d->others[i];
    return end;
}

static void read_symbols(struct sb_elf_watch *w, const struct dynamic *d, sb_str names, struct sb_elf *elf)
{
    enum { IFUNC = 10 };
    size_t size = w->wide ? 24 : 16, info_at = w->wide ? 4 : 12, index_at = w->wide ? 6 : 14;
    sb_str symbols = table_at(w, d->values[SYMTAB], symbols_end(w, d) - d->values[SYMTAB]);
    for (size_t i = size; i + size <= symbols.n; i += size) {
        uint32_t name = sb_u32_at(symbols, i, w->big_endian);
        if (sb_u16_at(symbols, i + index_at, w->big_endian))
            elf->ifuncs += (symbols.p[i + info_at] & 15) == IFUNC;
        else if (name && name < names.n)
            elf->calls |= sb_elf_call(sb_str_from(names, name));
    }
}

/* ---- relocations ---- */

/* The type that calls a resolver, for each machine of GNU. */
static uint32_t resolver_type(uint16_t machine)
{
    static const struct {
        uint16_t machine, type;
    } rows[] = {{3, 42},  {62, 37},  {40, 160}, {183, 1032}, {20, 248}, {21, 248},
                {22, 61}, {243, 58}, {258, 12}, {2, 249},    {43, 249}};
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (rows[i].machine == machine)
            return rows[i].type;
    return UINT32_MAX;
}

static void read_relocations(struct sb_elf_watch *w, uint64_t address, uint64_t n, bool addend, struct sb_elf *elf)
{
    size_t half = w->wide ? 8 : 4, size = half * (addend ? 3 : 2);
    uint32_t wanted = resolver_type(w->machine);
    sb_str table = address && n ? table_at(w, address, n) : SB_STR_NONE;
    for (size_t i = 0; i + size <= table.n; i += size) {
        uint64_t info = word_at(w, table, i + half);
        elf->ifuncs += (w->wide ? (uint32_t)info : (uint32_t)info & 255) == wanted;
    }
}

struct sb_elf sb_elf_end(struct sb_elf_watch *w)
{
    struct sb_elf elf = {.dynamic = true};
    struct dynamic d = {.table = kept_at(w, w->dynamic_at)};
    w->unread |= d.table.n < w->dynamic_n || !w->dynamic_n;
    d.table = sb_str_part(d.table, 0, (size_t)w->dynamic_n);
    read_dynamic(w, &d);
    sb_str names = d.values[STRTAB] ? table_at(w, d.values[STRTAB], d.values[STRSZ]) : SB_STR_NONE;
    read_needed(w, &d, names, &elf);
    read_search(w, &d, names, &elf);
    if (d.values[SYMTAB])
        read_symbols(w, &d, names, &elf);
    read_relocations(w, d.values[RELA], d.values[RELASZ], true, &elf);
    read_relocations(w, d.values[REL], d.values[RELSZ], false, &elf);
    read_relocations(w, d.values[JMPREL], d.values[PLTRELSZ], d.values[PLTREL] == RELA, &elf);
    elf.unread = w->unread;
    elf.needed = w->needed.p;
    return elf;
}

void sb_elf_done(struct sb_elf_watch *w)
{
    sb_free(w->bytes);
    sb_buf_done(&w->needed);
}
