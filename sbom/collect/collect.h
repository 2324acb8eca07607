/* Collectors: from files of a tree to components.
 *
 * A collector never opens a path, lists a folder or waits for another file. Its file() is a function of one file and
 * emits records; its finish() gets all its records, sorted by key, kind and path, and turns them into components,
 * relations, claims and execution points. Arrival order never matters. */
#ifndef SB_COLLECT_COLLECT_H
#define SB_COLLECT_COLLECT_H

#include "base/map.h"
#include "model/doc.h"
#include "model/exec.h"
#include "source/source.h"
#include "source/summary.h"
#include "source/tree.h"

/* ---- step 1: one file ---- */

enum {
    SB_MATCH_FRONT = 512 /* as max: only the front is wanted, of the file itself and not of a link to it */
};

/* Which files a collector wants. Exactly one of name and suffix is set; folder, if set, must be the last parts of the
 * file's folder ("var/lib/dpkg", "lib/dpkg/info"), and above those of the folder above that. */
struct sb_match {
    const char *name;   /* the whole base name */
    const char *suffix; /* or its end; empty: any, in FOLDER */
    const char *folder;
    const char *above;
    const char *folder_suffix; /* end of the name of the file's own folder: ".dist-info" */
    uint64_t max;  /* bytes that are read; 0: sb_limits.list_bytes. More is a diagnostic, and the front is parsed */
    unsigned kind; /* handed to file(): which row matched */
    bool any_case; /* suffix, folder and folder_suffix have ASCII letters of either case */
    bool presence; /* only that it is there matters: file() is called with empty bytes */
    /* As presence; and it is a zip whose inside belongs to the tree (source/tree_inside.h): told if it is none, or not
     * even that, where others use the name as well. */
    enum { SB_NEST_NONE, SB_NEST_ZIP, SB_NEST_IF_ZIP } nest;
};

struct sb_record_list;
struct sb_job {
    const struct sb_collector *collector;
    unsigned kind;            /* of the row that matched */
    sb_str dir, name, path;   /* from the scan root; good for the call */
    sb_str bytes;             /* the file's content; good for the call */
    struct sb_arena *arena;   /* lives as long as the scan: what records point to lies here */
    struct sb_arena *passing; /* lives until all collectors have finished */
    struct sb_arena *scratch; /* emptied after the call */
    struct sb_diags *diags;
    struct sb_record_list *out;
    bool told_not_utf8;
    /* Of the engine: */
    uint32_t rank;    /* of the collector */
    uint32_t emitted; /* records of this file so far */
    uint32_t entry;   /* token of the entry in its worker's batch; not set if NODE is */
    sb_node node;     /* a file that is given after all entries came */
    sb_str kept_path; /* PATH and DIR in ARENA, once a record wants them */
    sb_str kept_dir;
};

/* A record of one file. KEY (copied) joins files of one thing: a folder, a package name. DATA lies in job->arena. */
void sb_emit(struct sb_job *job, unsigned kind, sb_str key, const void *data);
/* A diagnostic with this file's path. */
void sb_job_diag(struct sb_job *job, enum sb_code code, uint32_t line, const char *format, ...) SB_PRINTF(4, 5);
/* Text from the file, copied to the arena; bytes that are no UTF-8 become \xHH, with one diagnostic a file. */
sb_str sb_job_text(struct sb_job *job, sb_str s);

struct sb_record {
    const struct sb_collector *collector;
    uint32_t rank; /* of the collector: records lie in the order of the table */
    unsigned kind;
    sb_str key;
    sb_str path;    /* of the file it came from; a link that was followed is that file itself */
    uint32_t entry; /* until all entries came: as in the job */
    uint32_t order; /* of those of one file: as they were emitted */
    sb_node node;
    const void *data;
};
struct sb_record_list {
    struct sb_record *p;
    size_t n, cap;
};

/* How many of the N records from RECORDS on have the key of the first: 1 at least. They are sorted by key. */
size_t sb_records_alike(const struct sb_record *records, size_t n);

/* ---- step 2: the join ---- */

/* A system root: where a package database or an os-release lies (the scan root, or a chroot in a folder). */
struct sb_system {
    sb_node root;
    sb_comp component;               /* operating-system component, or none */
    sb_str id, version_id, codename; /* of os-release; empty if unknown */
};

/* Why a path is claimed. */
enum {
    SB_CLAIM_CONTENT = 1,   /* belongs to the content set */
    SB_CLAIM_MANIFEST = 2,  /* is the manifest (sbom:manifest); also content */
    SB_CLAIM_CONFIG = 4,    /* a conffile: owned, but edited by users */
    SB_CLAIM_GENERATED = 8, /* made by the installation (RECORD, INSTALLER): owned, not content */
    /* Beside CONTENT: a program whose head the installation wrote (sb_script_head()). Its line in the content set is
     * made of what follows that head; it has none in `recorded`, whose digest is that of the whole file. */
    SB_CLAIM_SCRIPT = 16,
    /* Beside CONTENT: outside of its package's folder, where code is found by its name (sbom:toplevel tells it). */
    SB_CLAIM_OUTSIDE = 32,
    /* The record says that it is a symbolic link; `recorded` is of its target. */
    SB_CLAIM_LINK = 64,
    /* The system has prelink, which writes addresses into programs and libraries: one that differs is none of anybody's
     * doing, or cannot be told from that. */
    SB_CLAIM_PRELINKED = 128,
    SB_CLAIM_LEFT_OUT = 256,  /* it is not there, as the package manager was told: so it is not missing */
    SB_CLAIM_ELSEWHERE = 512, /* a link on the way leads it away from the path that the record has */
    SB_CLAIM_FILE = 1024      /* the record says that it is a regular file, or a link to its target: no other link */
};

/* Beside the permission bits: these are recorded, and it is recorded which capabilities the file has (those that
 * sb_join_capable() was told, or none). */
enum { SB_CLAIM_MODE = 0x10000, SB_CLAIM_CAPABLE = 0x20000 };

struct sb_claim {
    sb_comp component;
    sb_node node; /* none: recorded, but not there; `path` then says what */
    sb_str path;  /* as the record spells it (from `at`), or empty: as in the tree */
    uint32_t flags;
    uint32_t recorded_mode;           /* permission bits + SB_CLAIM_MODE, SB_CLAIM_CAPABLE */
    const struct sb_digest *recorded; /* of the package's own record, or NULL */
    uint64_t recorded_size;           /* SB_SIZE_UNKNOWN */
};

/* Size and digest that are told of an execution point. */
struct sb_exec_bytes {
    uint64_t size;
    uint8_t sha256[SB_SHA256_BYTES];
};

struct sb_exec {
    sb_comp component;
    enum sb_exec_kind kind;
    sb_node node;   /* the file that runs, or none. A start-up file that its collector could not give to a component has
                       component none */
    sb_str path;    /* used if there is no node */
    sb_str command; /* the command or line, cut to 256 bytes; may be empty */
    /* Size and digest are those of `node`, unless: */
    sb_node runs; /* they are this file's: what a link leads to (sb_execs_settle() sees to that), the
                     module of an entry point */
    bool script;  /* they leave out the head that the installation wrote, as for SB_CLAIM_SCRIPT */
    const struct sb_exec_bytes *told; /* they are these */
};

/* A file that has capabilities by the record of its package. */
struct sb_capable {
    sb_comp component;
    sb_node node;
    sb_str path; /* used if there is no node */
    sb_str text; /* as recorded */
    bool known;  /* TEXT was understood: HAS */
    struct sb_capabilities has;
};

struct sb_dep {
    sb_comp component;
    sb_str raw;   /* as declared */
    sb_str scope; /* "runtime", "optional", "peer", "dev", "extra:NAME", "pre" ... */
    sb_comp to;   /* the installed component it leads to, or none */
    sb_str name;  /* what a source file would call it; empty: `mentioned` is not computed */
    bool imports; /* or, in Python, by what lies at the top of what it leads to */
};

struct sb_join {
    struct sb_doc *doc;
    const struct sb_tree *tree;
    struct sb_arena *arena;
    struct sb_diags *diags;
    bool facts;
    bool verify;                     /* with facts: records are checked */
    bool image;                      /* of a container: all of it is the system's */
    bool reopens;                    /* files can be read again; else SHA-512 is not made (SB_LOOK_OF_STREAM) */
    const struct sb_record *records; /* of the collector whose finish() runs */
    size_t n_records;
    const struct sb_collector *collector;
    const struct sb_collector *const *collectors; /* all that take part; NULL-terminated */
    const struct sb_caches *caches;               /* of package managers: what lies there is not installed */
    const struct sb_asked *asked;                 /* names whose claims anybody reads, without digests; NULL: all */
    SB_VEC(struct sb_system) systems;
    struct sb_map system_of;         /* by root: where it lies in SYSTEMS, + 1 */
    uint32_t lower_first, lower_end; /* tags of components that only a lower layer of an image has */
    SB_VEC(sb_node) brought;         /* by a component's tag: the file that came with it */
    uint64_t steps;                  /* folders that were looked at for systems: what that costs, for tests */
    SB_VEC(struct sb_claim) claims;
    SB_VEC(struct sb_exec) execs;
    SB_VEC(struct sb_dep) deps;
    SB_VEC(struct sb_capable) capable; /* by node and component once the collectors are done */
    bool tells_capable;     /* the source says which files have capabilities: those that it does not name have none */
    SB_VEC(sb_node) strays; /* files and links that can run, in a place of packages, but in none of them */
    const struct sb_record *rules; /* what settings do (collect/rules.h), and by node: where in RULES it is told, + 1 */
    size_t n_rules;
    struct sb_map rule_of;
    SB_VEC(sb_comp) requested;      /* explicitly installed: direct dependencies of the root */
    sb_str root_name, root_version; /* of sb_join_root_hint() */
    const char *root_type;
};

/* NODE came with C and goes with it, more than the record that C is made of: a database that all packages share changes
 * with each of them. */
void sb_join_brought(struct sb_join *join, sb_comp c, sb_node node);
/* The collector that found C; a row of zeros if it was none of those that take part. */
const struct sb_collector *sb_join_collector(const struct sb_join *join, sb_comp c);
/* A new component with type, purl parts and place; `from` is set. NS, VERSION may be empty. QUALIFIERS:
 * "arch=amd64&distro=x" unescaped pairs as key, value, key, value, NULL-terminated, or NULL. */
sb_comp sb_join_component(struct sb_join *join, enum sb_comp_type type, const char *purl_type, sb_str ns, sb_str name,
                          sb_str version, const sb_str *qualifiers, sb_str place, const struct sb_record *from);
void sb_join_claim(struct sb_join *join, struct sb_claim claim);
void sb_join_exec(struct sb_join *join, struct sb_exec exec);
void sb_join_capable(struct sb_join *join, struct sb_capable capable); /* KNOWN and HAS are made of TEXT */
/* Records the dependency, and the edge if `to` is set. */
/* What COMPONENT declares was read, even if that is nothing. */
void sb_join_deps_known(struct sb_join *join, sb_comp component);
void sb_join_dep(struct sb_join *join, struct sb_dep dep);
void sb_join_requested(struct sb_join *join, sb_comp component); /* also sets sbom:requested */
/* The system whose root is nearest above NODE; made up (with SB_D_NO_OS_RELEASE later) if CREATE and there is none at
 * ROOT. */
struct sb_system *sb_join_system(struct sb_join *join, sb_node root, bool create);
struct sb_system *sb_join_system_above(struct sb_join *join, sb_node node);
/* A fact whose value is JSON text. */
void sb_join_fact(struct sb_join *join, sb_comp component, const char *name, sb_str json);
void sb_join_diag(struct sb_join *join, enum sb_code code, sb_str path, uint32_t line, const char *format, ...)
    SB_PRINTF(5, 6);
/* What a manifest at the top of the scan root says this tree is; the first by name wins over the folder's name. */
void sb_join_root_hint(struct sb_join *join, sb_str name, sb_str version, const char *purl_type);
/* The declared licence as an expression, or as a name where it is none. */
void sb_join_licence(struct sb_join *join, sb_comp component, sb_str text);

struct sb_collector {
    const char *name;             /* "dpkg" */
    unsigned revision;            /* part of sbom:ran; raised when what it records changes its meaning */
    const char *ecosystem;        /* purl type, or "os" */
    const char *summary;          /* one line for `sbom list collectors` */
    const struct sb_match *match; /* ended by a row of zeros */
    /* What is peculiar to an ecosystem, for those who know no ecosystem by its name: */
    const char *const *folders; /* names of folders that hold its packages, beside those of the rows; ended by NULL */
    bool owns;        /* a distribution's packages: they own the components that others find among their files, and the
                         namespace of their purls is who made them, no group of names */
    bool lists_all;   /* its record names every file of a package, in folders that are the package's alone */
    bool shared_tree; /* its packages share the system's folders: the first part of a path says nothing of them */
    const char *const *code_suffixes; /* of texts that its packages run; ended by NULL. NULL: whatever is a script */
    const char *const *metadata;      /* ends of names that lie beside a package and tell of it: ".dist-info" */
    const struct sb_os_kind *os;      /* of a package database (os/os_package.h), or NULL */
    void (*file)(struct sb_job *job);
    void (*finish)(struct sb_join *join);
};
#define SB_COLLECTOR(name) extern const struct sb_collector sb_collect_##name;
#include "collect/collectors.def"
#undef SB_COLLECTOR
extern const struct sb_collector *const sb_collectors[]; /* NULL-terminated; finish() runs in this order */

/* ---- the whole scan ---- */

struct sb_scan_options {
    unsigned threads;
    bool facts;
    bool verify; /* with facts: also check records that need a further digest. SB_E_UNSUPPORTED if there is no MD5 */
    bool one_file_system;
    const char *root;        /* NAME[@VERSION] or NULL */
    struct sb_limits limits; /* file_bytes, depth and others; 0: as sb_limits_default has them */
    const char *platform;    /* of an image: os/architecture[/variant], or NULL */
    const char *image;       /* of several: the one with this name, tag or digest; or NULL */
    bool all_layers;         /* of an image: also what a later layer took away */
    const bool *layers;      /* of an image: which are read, by number; NULL: all */
    const sb_str *exclude;
    size_t n_exclude;
    const struct sb_collector *const *collectors; /* NULL = all of this build: sb_collectors */
    const char *trace;                            /* NULL, or the path of a file: what became of it ... */
    struct sb_buf *trace_to;                      /* ... is told here, for people */
};

/* Runs all collectors over SOURCE and fills DOC (new); it is ordered and sealed, and doc->diags is sorted. */
SB_MUST sb_rc sb_scan(struct sb_source *source, const struct sb_scan_options *options, struct sb_doc *doc,
                      struct sb_err *err);

#endif
