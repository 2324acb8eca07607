/* The facts of a component as structs. A value that is not what its definition says counts as absent and is remembered
 * in `bad`. */
#ifndef SB_DIFF_FACT_H
#define SB_DIFF_FACT_H

#include "model/doc.h"
#include "model/exec.h"
#include "model/facts.h"
#include "text/json_read.h"

#define SB_FACT_BIT(id) (1u << SB_FACT_##id)
/* What every component with files has, once somebody looked at them. */
#define SB_FACTS_OF_FILES                                                                                              \
    (SB_FACT_BIT(FILES) | SB_FACT_BIT(TOPLEVEL) | SB_FACT_BIT(KINDS) | SB_FACT_BIT(LARGEST) | SB_FACT_BIT(LINES) |     \
     SB_FACT_BIT(EXEC))

/* A list and what its cap left out. */
#define SB_FACT_LIST(type)                                                                                             \
    struct {                                                                                                           \
        const type *p;                                                                                                 \
        size_t n;                                                                                                      \
        uint64_t more;                                                                                                 \
        const type *rest; /* what else stands beside "more", if it is not 0 */                                         \
    }

struct sb_fact_exec {
    uint64_t bytes;
    sb_str command, path, sha256;
    uint8_t kind; /* enum sb_exec_kind; SB_EXEC_COUNT for one that this build does not know */
};
struct sb_fact_file {
    sb_str path, kind, sha256; /* kind: token of an execution point or of a kind of file */
    sb_str command;            /* of what runs and that nobody owns; empty for all else */
    uint64_t bytes;
};
struct sb_fact_line {
    sb_str path, sha256;
    uint64_t longest, run, entropy, bytes; /* longest line and base64 run in bytes; entropy in 1/100 bit a byte */
};
enum { SB_MENTION_UNKNOWN, SB_MENTION_NO, SB_MENTION_YES };
struct sb_fact_dep {
    sb_str raw, scope, to; /* to: a ref of the same document */
    sb_comp row;           /* that it names; none */
    uint8_t mentioned;
};
struct sb_fact_lock {
    sb_str lock, location, name, version;
};
struct sb_fact_integrity {
    sb_str of, algorithm, hex, from;
    uint8_t alg; /* enum sb_alg */
};
/* A file that is not what the package's record says: class "modified", "missing", "link", "mode", "capability",
 * "extra". */
struct sb_fact_verified {
    sb_str path, what;
};
struct sb_fact_kind {
    sb_str kind, path;
    uint64_t n;
};

/* Files that do something: how many, and the first path. */
struct sb_fact_some {
    uint64_t n;
    sb_str path;
};
struct sb_fact_search {
    uint64_t n;
    sb_str folder, path;
};

struct sb_facts {
    uint32_t asked, has, bad; /* bits 1 << SB_FACT_...: those that were read, of these what is there, and malformed */
    sb_str at;
    struct {
        uint64_t bytes, n;
        sb_str recorded, sha256;
    } files;
    struct {
        sb_str path, sha256;
    } manifest;
    struct {
        sb_str sha256;
    } rest;
    struct {
        sb_str installer, kind, registry, repository, url;
        sb_str asked; /* "version": nobody asks for the place, only a lock file names it */
        sb_str ref;   /* the branch, tag or commit that was asked for, where it came from git */
    } origin;
    struct {
        uint64_t extra, missing, modified, ok, unrecorded;
        SB_FACT_LIST(struct sb_fact_verified) paths;
    } verified;
    struct {
        SB_FACT_LIST(sb_str) calls;
        SB_FACT_LIST(sb_str) needed;
        struct sb_fact_some ifunc, unread;
        struct sb_fact_search search;
    } elf;
    SB_FACT_LIST(sb_str) toplevel;
    SB_FACT_LIST(sb_str) unlisted;
    SB_FACT_LIST(struct sb_fact_kind) kinds;
    SB_FACT_LIST(struct sb_fact_file) largest;
    SB_FACT_LIST(struct sb_fact_line) lines;
    SB_FACT_LIST(struct sb_fact_exec) exec;
    SB_FACT_LIST(struct sb_fact_dep) deps;
    SB_FACT_LIST(struct sb_fact_lock) lock;
    SB_FACT_LIST(struct sb_fact_integrity) integrity;
    SB_FACT_LIST(struct sb_fact_file) unowned; /* of the document */
    bool requested;
};

/* Reads the facts of one document, each only when it is asked for: most are never. */
struct sb_fact_reader {
    const struct sb_doc *doc;
    struct sb_json *json;   /* a reader to be used again */
    struct sb_arena *arena; /* of what is read */
    sb_text names[SB_FACT_COUNT];
    size_t command; /* bytes that the command of an execution point may have: of the revision */
};
void sb_fact_reader_begin(struct sb_fact_reader *reader, const struct sb_doc *doc, struct sb_json *json,
                          struct sb_arena *arena);
/* Those facts of OWNER (of the document: SB_DOC_ITSELF) that WANTED has a bit for. FACTS: NULL, or what an earlier call
 * gave, which is added to. NULL as long as there is none of them. */
struct sb_facts *sb_facts_read(const struct sb_fact_reader *reader, sb_comp owner, uint32_t wanted,
                               struct sb_facts *facts);
/* The value of a fact as it stands, or an empty slice. */
sb_str sb_fact_value(const struct sb_fact_reader *reader, sb_comp owner, enum sb_fact_id id);
/* The revision that NAME ("facts", a collector) has in the document's sbom:ran; 0 if it did not run. */
uint64_t sb_facts_ran(const struct sb_doc *doc, sb_str name, struct sb_json *json);

#endif
