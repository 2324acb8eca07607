/* What the package databases of distributions have in common.
 *
 * A collector's file() is sb_os_read(): that finds the root of the system that a file is of ("" or a path), and calls
 * the reader of its kind, which emits records with this root as the key. Its finish() is sb_os_finish(): that brings
 * the records of one root after the other to the collector's join(), which fills a struct sb_os_package for each
 * package that is installed and calls, in this order,
 *
 *     sb_os_packages()   what file() found, sorted
 *     sb_os_begin()      once it is sure that there are packages
 *     sb_os_add()        for each package: its component, licence, source, whether it was asked for
 *     sb_os_provide()    for what else it goes by
 *     sb_os_sources()    once, after the last package
 *     sb_os_want()       for what a package depends on, after the last package
 *     sb_os_files_begin(), sb_os_file() ..., sb_os_files_end()   for what a package owns
 *     sb_os_scriptlet()  for what runs when it is installed, changed or removed
 *
 * in the same order in every run: packages by name, never in the order of a hash or of arrival. Where packages are all
 * there is to a database there is no join(): the kind says which records they are, and names the files and scripts of
 * each. A new ecosystem is one file with a struct sb_os_kind and a collector, and one row in the table of collectors.
 */
#ifndef SB_OS_OS_PACKAGE_H
#define SB_OS_OS_PACKAGE_H

#include "collect/collect.h"
#include "id/version.h"

struct sb_os;
struct sb_os_package;

/* Takes a file of an archive within a database. PATH and BYTES are good for the call. */
typedef void sb_os_member(struct sb_job *job, sb_str root, sb_str path, sb_str bytes);

/* What is peculiar to an ecosystem. */
struct sb_os_kind {
    const char *type;   /* of its purls: "apk" */
    const char *vendor; /* their namespace where no os-release names a system: "alpine"; NULL: they never have one */
    /* The namespace of a system with this id in os-release; NULL: the id itself. */
    sb_str (*vendor_of)(sb_str id);
    bool shared;  /* one file lists all packages: the layer of an image that brought one is told by its files */
    bool rolling; /* purls have no qualifier "distro": its systems have no releases */
    const char
        *source_arch; /* qualifier "arch" of source packages: "source", "src"; NULL: source packages are not told */
    const struct sb_version_scheme *versions; /* by which wants are met */
    /* A system that has none of these packages is told (SB_D_DATABASE_MISSING) if os-release gives it one of these ids
     * and one of these paths is there. Each ended by NULL; NULL for none. */
    const char *const *systems, *const *signs;
    const char *database; /* path of the file that is missing then, from the system root */
    /* Where people edit what packages bring, for databases that do not say it of a file: starts of paths, the first
     * that fits counts, and "!" in front says no. Ended by NULL; NULL for none. */
    const char *const *edited;
    /* By kind of match row and of record: who reads such a file (NULL: nobody, it is a kind of record alone). Its rows
     * say where it lies: in FOLDER or one folder below ABOVE, in a system root or in var or usr there; one that says
     * neither is of a package that is the source itself, at the top of the scan. */
    const struct sb_os_file_kind {
        void (*read)(struct sb_job *job, sb_str root);
        sb_os_member *member; /* or who takes each file of the archive that it is (sb_os_members()) */
        bool part;            /* DATA of its records begins with a struct sb_os_part: see sb_os_part() */
        bool hook;            /* with a struct sb_os_hook: see sb_os_hooks() */
    } * files;
    /* Where folders are not so simple, instead: the root of the system that a file like RECORD would be of in
     * DIR (sb_system_root_of). */
    bool (*root_of)(const struct sb_record *record, sb_str dir, sb_str *ret_root);
    /* Where packages are all there is to a database, and JOIN may be NULL: they are the records of KIND, SIZE bytes
     * that begin with a struct sb_os_package. CLAIM names the files of one, once all are added; hooks are of the
     * package with their OF as id. */
    struct {
        unsigned kind;
        size_t size;
        void (*claim)(struct sb_os *os, const void *package);
        unsigned asked; /* kind of the records of what somebody asked for (sb_os_emit_text()); 0: none say so */
    } packages;
    /* Turns the records of one root (os->records) into components. False if they are not a database: something of it
     * lies there, but nothing that would list packages. */
    bool (*join)(struct sb_os *os);
    /* Where the file that the current package names PATH really lies; NULL: there. OS->current is set. */
    sb_str (*diverted)(const struct sb_os *os, sb_str path);
};

/* One database while it is joined. What join() may read stands first, what it may set behind that. */
struct sb_os {
    struct sb_join *join;
    const struct sb_os_kind *kind;
    const struct sb_record *records; /* of this root, sorted by kind and path */
    size_t n_records;
    sb_node root;
    sb_str place;                        /* path of the root; empty for the scan root */
    sb_str id, distro;                   /* after sb_os_begin(): namespace and qualifier "distro" of the purls */
    const struct sb_os_package *current; /* between sb_os_files_begin() and sb_os_files_end() */
    void *data;                          /* the collector's own */
    struct sb_os_asked *asked;           /* os_package.c: names that somebody asked for; NULL: nobody says */
    struct sb_os_sources *sources;       /* os_package.c: of the packages so far */
    struct sb_os_depends *depends;       /* os_depends.c: what they go by */
    struct sb_os_paths *paths;           /* os_files.c: what the current one owns */
    struct sb_os_parts *parts;           /* os_parts.c: parts and hooks by what they are of */
    unsigned shadowed;                   /* os_called.c: libraries whose name was looked for in all folders so far */
    struct sb_os_left_out *left_out;     /* os_left_out.c: what the administrator does not want installed */
};

/* file() and finish() of a collector, whose `os` is its struct sb_os_kind. */
void sb_os_read(struct sb_job *job);
void sb_os_finish(struct sb_join *join);
/* What the rows of all collectors with such a database have; READ: file(). */
#define SB_OS_COLLECTOR(kind, read)                                                                                    \
    .file = (read), .finish = sb_os_finish, .os = (kind), .owns = true, .shared_tree = true
/* The root of the system with a file in DIR, which must end in FOLDER ("lib/apk/db"); "var" or "usr" above FOLDER are
 * taken off, too: a database may lie in either, and a scan may start at /var. False if it does not end so. */
bool sb_os_root_of(sb_str dir, sb_str folder, sb_str *ret_root);

/* ---- one file: what file() may use ---- */

/* Its lines. Those that are too long, and a file that stops inside a line, are told. */
struct sb_os_lines {
    struct sb_job *job;
    sb_str rest, line;
    uint32_t number; /* of LINE, from 1 */
    unsigned told;
};
void sb_os_lines(struct sb_os_lines *lines, struct sb_job *job, sb_str bytes);
bool sb_os_line(struct sb_os_lines *lines);
/* Lines that follow each other. */
struct sb_os_span {
    sb_str text;
    uint32_t line; /* number of the first */
};
/* Lengthens SPAN, empty or lines before it, to the end of the line. */
void sb_os_span(const struct sb_os_lines *lines, struct sb_os_span *span);
/* Something wrong with the line; the first 20 of a file are told. */
void sb_os_bad(struct sb_os_lines *lines, enum sb_code code, const char *what);
/* Emits a copy of DATA in the job's arena. */
void sb_os_emit(struct sb_job *job, unsigned kind, sb_str root, const void *data, size_t size);
/* The same of a struct that begins with PACKAGE; its source, if it names one, has its version unless it says another.
 */
void sb_os_emit_package(struct sb_job *job, unsigned kind, sb_str root, struct sb_os_package *package, size_t size);
/* Emits the file's text, as sb_job_text() gives it: a reader of its own. */
void sb_os_emit_text(struct sb_job *job, sb_str root);
/* A table of texts in a struct: what a database calls one, and where it lies. */
struct sb_os_field {
    const char *name;
    size_t at; /* of an sb_str */
};
/* Copies TEXT, as sb_job_text() gives it, to where the field NAME lies in DATA. */
void sb_os_take_field(struct sb_job *job, const struct sb_os_field *fields, size_t n, void *data, sb_str name,
                      sb_str text);
/* .PKGINFO of a package of apk or pacman that is the source itself, at its top: lines "name = value", for PACKAGE what
 * both managers know and for the struct that it begins the FIELDS. A name that comes several times is a list: its
 * values a line each. */
void sb_os_take_info(struct sb_job *job, const struct sb_os_field *fields, size_t n, struct sb_os_package *package);
/* Whose it is: apk's says which digest its files have, which pacman's never does, or has a version as apk writes it. */
bool sb_os_info_is_apk(sb_str bytes);
/* A file of one package, which OF names in whatever way. BYTES stay until all collectors have finished. */
struct sb_os_part {
    sb_str of, bytes;
};
void sb_os_emit_part(struct sb_job *job, sb_str root, sb_str of, sb_str bytes);
/* A digest in ARENA; as long as its bytes, not as the struct. */
const struct sb_digest *sb_os_digest(struct sb_arena *arena, enum sb_alg alg, const uint8_t *bytes, size_t n);
/* One that is spelled in hexadecimal or, if BASE64, in that; its length tells the algorithm: 16 bytes MD5, 20 SHA-1, 32
 * SHA-256. NULL for what is none of these. */
const struct sb_digest *sb_os_digest_text(struct sb_arena *arena, sb_str text, bool base64);
/* Its first N bytes, or all there are, in hexadecimal. */
sb_str sb_os_digest_hex(struct sb_arena *arena, const struct sb_digest *digest, size_t n);
/* Octal digits as `mode` of struct sb_os_file; 0 for what is none. */
uint32_t sb_os_mode(sb_str octal);
/* Hands the regular files of the tar (plain or compressed) that the job's file is to TAKE; bounds: 1 MiB a file, 64 MiB
 * in all. */
void sb_os_members(struct sb_job *job, sb_str root, sb_os_member *take);

/* ---- packages ---- */

/* All of it may be empty but the name. Epochs stand where the purl specification has them: for deb and alpm in the
 * version, for rpm in `epoch`. */
struct sb_os_package {
    sb_str name, version, arch;
    sb_str epoch;                  /* qualifier */
    sb_str source, source_version; /* source empty: it has no source package */
    sb_str supplier, originator, homepage, description;
    sb_str licence;               /* as sb_join_licence() takes it */
    sb_str provides, depends;     /* words, as sb_os_provide_words() and sb_os_want_words() take them */
    bool requested;               /* somebody asked for it: no dependency alone */
    bool itself;                  /* the source is this package */
    sb_str id;                    /* by which the database names it elsewhere; empty if it is the source */
    const struct sb_record *from; /* where it stands ... */
    uint32_t line;                /* ... or 0 */
    sb_comp component;            /* set by sb_os_add() */
};

/* What somebody asked for by name: words, of which only what stands in front of "<", "=", ">", "~" or "@" counts. */
void sb_os_ask(struct sb_os *os, sb_str words);
bool sb_os_is_asked(struct sb_os *os, sb_str name); /* also if nobody says what was asked for */
/* Copies of the data of the records of KIND, each SIZE bytes that begin with a struct sb_os_package, sorted by name,
 * architecture, version (newest first) and place; `from` is set. Of those with one name and architecture the first is
 * kept, and the others are told, unless SEVERAL versions may be installed side by side. Packages without a name or
 * version are told and dropped. In the scan's arena; RET_N: how many. */
void *sb_os_packages(struct sb_os *os, unsigned kind, size_t size, bool several, size_t *ret_n);
/* join() by what the kind says in `packages`; one that has more to read than that calls it in the end. */
bool sb_os_join_packages(struct sb_os *os);
/* The records of KIND with this OF (of a kind that is a `part`), by path; NULL if there are none. */
const struct sb_record *const *sb_os_parts_of(struct sb_os *os, unsigned kind, sb_str of, size_t *ret_n);
/* The bytes of a part of KIND; empty if there is none. RET_RECORD: where they stand, or NULL. */
sb_str sb_os_part(struct sb_os *os, unsigned kind, sb_str of, const struct sb_record **ret_record);
/* Sets `id` and `distro` by the system's os-release; without one this is told, with the path of FROM. */
void sb_os_begin(struct sb_os *os, const struct sb_record *from);
/* Adds the component of PACKAGE, sets `component`, and remembers name, version and source. */
void sb_os_add(struct sb_os *os, struct sb_os_package *package);
/* One component for each source package, which its binaries point at (SB_REL_GENERATED_FROM). */
void sb_os_sources(struct sb_os *os);
/* Tells that the system has packages, but no database that lists any. */
void sb_os_tell_missing(struct sb_os *os);

/* ---- dependencies ---- */

/* "NAME OP VERSION". OP is of < <= = >= > (any order of the signs, or doubled), or "~": versions that begin with
 * VERSION; empty with an empty version: any. */
struct sb_os_want {
    sb_str name, op, version;
};
/* The wants of a list of words, separated by blanks; those that begin with "!" are conflicts, and no wants. A word that
 * begins with "/" is a path: its owner meets it (sb_os_owner()). */
void sb_os_want_words(struct sb_os *os, sb_comp component, sb_str words, const char *scope);
/* The same of what a package provides: "NAME", "NAME=VERSION". */
void sb_os_provide_words(struct sb_os *os, sb_comp component, sb_str words);
/* Splits TEXT at the first of the signs < = > ~; blanks around them are dropped. False without a name. */
bool sb_os_want_of(sb_str text, struct sb_os_want *ret_want);
/* COMPONENT goes by NAME, too. VERSION may be empty: then it meets only wants without one. */
void sb_os_provide(struct sb_os *os, sb_comp component, sb_str name, sb_str version);
/* Who meets WANT of FROM: a package of that name before one that provides it, of several the smallest by name; FROM
 * itself does not count. SB_COMP_NONE if there is nobody. */
sb_comp sb_os_provider(struct sb_os *os, sb_comp from, const struct sb_os_want *want);
/* Records that COMPONENT wants RAW (SCOPE as in struct sb_dep), with an edge to who meets WANT; WANT NULL: no edge. */
void sb_os_want(struct sb_os *os, sb_comp component, sb_str raw, const char *scope, const struct sb_os_want *want);
/* Who owns PATH (from the system root), of the packages whose files are claimed by now. */
sb_comp sb_os_owner(struct sb_os *os, sb_str path);

/* ---- files ---- */

enum {
    SB_OS_CONFIG = 1,    /* settings that people edit: owned, no content, never verified */
    SB_OS_OPTIONAL = 2,  /* may be missing: documentation that an image leaves out, what is made later (%ghost) */
    SB_OS_LINK = 4,      /* the record says that it is a symbolic link; DIGEST is of its target */
    SB_OS_CONTENT = 16,  /* content, although there is no digest of it */
    SB_OS_PRELINKED = 8, /* a program or library may be another one than was installed (SB_CLAIM_PRELINKED) */
    SB_OS_LISTED = 32,   /* the list has digests elsewhere: of what only this names, links are owned, files are not */
};
/* A path of a package. Folders need not be named. */
struct sb_os_file {
    sb_str path;                    /* from the system root, as sb_os_path() leaves it */
    unsigned how;                   /* SB_OS_ */
    const struct sb_digest *digest; /* NULL: owned, but no content. It must stay until the scan is done; only alg, n and
                                       the first n bytes are read */
    uint64_t size;                  /* SB_SIZE_UNKNOWN */
    uint32_t mode;                  /* the recorded permission bits (07777) + SB_CLAIM_MODE, SB_CLAIM_CAPABLE */
};
/* Between the two the files of PACKAGE are named, each path as often as lists do. FROM: the record whose lines are
 * read, which sb_os_tell() names; sb_os_reads() sets another. */
void sb_os_files_begin(struct sb_os *os, const struct sb_os_package *package, const struct sb_record *from);
void sb_os_reads(struct sb_os *os, const struct sb_record *from);
/* Drops "/" and "./" in front of PATH. False for what is no path inside the root: a part "..", which is told with
 * LINE, or nothing at all. */
bool sb_os_path(struct sb_os *os, uint32_t line, sb_str *path);
/* The path of NAME in FOLDER, checked like that; it stays until sb_os_files_end(). Empty for what is no path. */
sb_str sb_os_path_in(struct sb_os *os, uint32_t line, sb_str folder, sb_str name);
/* Without a path: nothing. */
void sb_os_file(struct sb_os *os, const struct sb_os_file *file);
/* Claims them, of a package that is the source and lists none all that lies below the root (but what lies at its top
 * and begins with a dot), and reports those that run by their place: start-up files, commands that are links. */
void sb_os_files_end(struct sb_os *os);
/* Something wrong with LINE of the record that is read; the first 10 of a record are told. */
void sb_os_tell(struct sb_os *os, enum sb_code code, uint32_t line, const char *what);
bool sb_os_path_climbs(sb_str path); /* is one of its parts ".."? */

/* ---- files that the package manager was told not to install ---- */

/* Files whose path matches PATTERN, as fnmatch(3) has it, may be missing; BACK: they may not. The last pattern that
 * matches counts. Slashes in front are dropped. BYTES of settings that are read must stay. */
void sb_os_leave_out(struct sb_os *os, sb_str pattern, bool back);
bool sb_os_is_left_out(struct sb_os *os, sb_str path);

/* ---- scriptlets ---- */

/* What sbom:exec tells of a script that a package manager runs. */
struct sb_os_script {
    sb_str command;             /* "own:" and 16 hex digits over the lines that do something, then of "fetches",
                                   "decodes", "plants" what they do; NOTHING if none does */
    struct sb_exec_bytes bytes; /* of the whole script */
};
/* SKIPPED: lines that a tool wrote and that say nothing of the package; NULL: none. The text lies in ARENA. */
struct sb_os_script sb_os_script(sb_str body, bool (*skipped)(sb_str line), sb_str nothing, struct sb_arena *arena);
/* TEXT is what is told: declarations, a list of triggers. */
struct sb_os_script sb_os_script_of_text(sb_str text);
/* Reports SCRIPT as KIND. WHOLE: the file at NODE is the script and nothing else. */
void sb_os_scriptlet(struct sb_os *os, sb_comp component, enum sb_exec_kind kind, sb_node node,
                     const struct sb_os_script *script, bool whole);
/* A script that file() found, of the package that OF names in whatever way: as a record of the job's kind. Its text is
 * copied. A hook of no known kind (SB_EXEC_COUNT) is told as malformed. */
struct sb_os_hook {
    sb_str of;
    enum sb_exec_kind kind;
    struct sb_os_script script;
};
void sb_os_emit_hook(struct sb_job *job, sb_str root, const struct sb_os_hook *hook);
/* The same of a script, whole as BYTES, that runs in a STEP which the kinds know behind the collector's ecosystem
 * ("apk:post-install"), in small letters. */
void sb_os_emit_script(struct sb_job *job, sb_str root, sb_str of, sb_str step, sb_str bytes);
/* The same of a file called as its step, perhaps with a dot in front, in a folder of its package alone: a reader of its
 * own. */
void sb_os_read_script(struct sb_job *job, sb_str root);
/* The same of what is no script: TEXT, if there is any, is told as sb_os_script_of_text() has it. */
void sb_os_emit_declared(struct sb_job *job, sb_str root, sb_str of, enum sb_exec_kind kind, sb_str text);
/* Reports the hooks with this OF. */
void sb_os_hooks(struct sb_os *os, sb_comp component, sb_str of);
/* Size and digest that are told of TEXT instead of a file. */
const struct sb_exec_bytes *sb_os_told(struct sb_join *join, sb_str text);

#endif
