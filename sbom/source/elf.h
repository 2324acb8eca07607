/* Inside of the summary: what an ELF file can do by its dynamic part, fed in pieces of any size: the libraries and the
 * watched functions that it wants, and whether it chooses functions while it is loaded (IFUNC). 32 and 64 bit, both
 * byte orders (System V ABI, chapters 4 and 5; the GNU extensions of its supplement).
 *
 * The part itself stands near the end of most files, and tells where the tables are that came long before. So the front
 * of each segment is kept on the way, where linkers put their tables, in bounded memory. */
#ifndef SB_SOURCE_ELF_H
#define SB_SOURCE_ELF_H

#include "base/mem.h"
#include "base/buf.h"

/* Functions that are watched, sorted by bytes; their places are the bits of sb_elf.calls. */
extern const char *const sb_elf_calls[];
extern const size_t sb_elf_n_calls;
/* The bit of the one whose name begins REST, which is not empty, and ends with a NUL; 0 for any other. */
uint64_t sb_elf_call(sb_str rest);

/* Bytes that are kept: of the first segment, of each other one, and of all. */
enum { SB_ELF_FIRST = 4 << 20, SB_ELF_OTHER = 256 << 10, SB_ELF_KEPT = 8 << 20 };
enum { SB_ELF_SEGMENTS = 32, SB_ELF_NEEDED = 128, SB_ELF_NAME = 255 };

struct sb_elf {
    uint64_t calls;
    uint32_t ifuncs;    /* relocations that call a resolver, and functions offered by way of one */
    uint16_t n_needed;  /* at most SB_ELF_NEEDED */
    bool dynamic;       /* there is such a part; else all of these are 0 */
    bool unread;        /* a table lies where nothing was kept, is not in the file, or has too many entries */
    bool search;        /* libraries are looked for in a folder that others may fill, which stands behind the names */
    const char *needed; /* N_NEEDED names, each with a NUL; good until the next file */
};

/* Bytes of all names in NEEDED, their NULs with them. */
size_t sb_elf_names(const struct sb_elf *elf);

struct sb_elf_range {
    uint64_t at, n; /* in the file */
    size_t in;      /* of the bytes kept */
};
struct sb_elf_load {
    uint64_t address, at, n;
};

/* One of a worker, zeroed before the first file. */
struct sb_elf_watch {
    bool wide, big_endian;
    bool unread;
    uint16_t machine;
    unsigned n_ranges, n_loads, range; /* RANGE: the one that is being filled */
    uint64_t seen;
    uint64_t dynamic_at, dynamic_n;
    struct sb_elf_range ranges[SB_ELF_SEGMENTS + 1];
    struct sb_elf_load loads[SB_ELF_SEGMENTS];
    size_t n, cap;
    char *bytes;
    struct sb_buf needed;
};

/* FRONT: the first bytes of the file, which are fed as well. False for a file without a dynamic part. */
bool sb_elf_begin(struct sb_elf_watch *watch, sb_str front);
void sb_elf_add(struct sb_elf_watch *watch, const char *p, size_t n);
struct sb_elf sb_elf_end(struct sb_elf_watch *watch);
void sb_elf_done(struct sb_elf_watch *watch);

#endif
