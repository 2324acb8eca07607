/* The package databases of rpm (Red Hat, Fedora, SUSE, Mageia, Amazon, Azure ...): rpm*.c.
 *
 * A database keeps the header of each installed package, which says all there is to say of it: the file lists, the
 * digests, the dependencies and the scripts. A system may have several such files; of those that are not one and the
 * same behind links the one in which something was installed last is read. */
#ifndef SB_OS_RPM_H
#define SB_OS_RPM_H

#include "os/os_package.h"
#include "text/rpm_header.h"

enum sb_rpm_kind {
    SB_RPM_SQLITE, /* sb_str: the bytes, until all collectors have finished; so up to the header */
    SB_RPM_LOG,    /* write-ahead log of a SQLite database in the same folder */
    SB_RPM_NDB,
    SB_RPM_BDB,
    SB_RPM_FILE,      /* the header of a package that is no file of a database, but the source itself */
    SB_RPM_MANIFEST,  /* struct sb_rpm_manifest: the list of an image without a database */
    SB_RPM_AUTOMATIC, /* sb_str as above: names that zypp installed for others, a line each */
    SB_RPM_HISTORY,   /* sb_str as above: the SQLite database in which dnf keeps why a package came */
    SB_RPM_KINDS
};

/* Tags of headers (rpmtag.h), as far as they are read. */
enum sb_rpm_tag {
    SB_RPM_NAME = 1000,
    SB_RPM_VERSION,
    SB_RPM_RELEASE,
    SB_RPM_EPOCH,
    SB_RPM_SUMMARY,
    SB_RPM_INSTALLTIME = 1008,
    SB_RPM_VENDOR = 1011,
    SB_RPM_LICENCE = 1014,
    SB_RPM_PACKAGER,
    SB_RPM_URL = 1020,
    SB_RPM_ARCH = 1022,
    SB_RPM_PREIN,
    SB_RPM_POSTIN,
    SB_RPM_PREUN,
    SB_RPM_POSTUN,
    SB_RPM_OLDFILENAMES = 1027,
    SB_RPM_FILESIZES,
    SB_RPM_FILESTATES,
    SB_RPM_FILEMODES,
    SB_RPM_FILEDIGESTS = 1035,
    SB_RPM_FILELINKTOS,
    SB_RPM_FILEFLAGS,
    SB_RPM_SOURCERPM = 1044,
    SB_RPM_FILEVERIFYFLAGS,
    SB_RPM_PROVIDENAME = 1047,
    SB_RPM_REQUIREFLAGS,
    SB_RPM_REQUIRENAME,
    SB_RPM_REQUIREVERSION,
    SB_RPM_TRIGGERSCRIPTS = 1065,
    SB_RPM_TRIGGERNAME,
    SB_RPM_TRIGGERINDEX = 1069,
    SB_RPM_VERIFYSCRIPT = 1079,
    SB_RPM_PREINPROG = 1085,
    SB_RPM_POSTINPROG,
    SB_RPM_PREUNPROG,
    SB_RPM_POSTUNPROG,
    SB_RPM_VERIFYSCRIPTPROG = 1091,
    SB_RPM_TRIGGERSCRIPTPROG,
    SB_RPM_PROVIDEFLAGS = 1112,
    SB_RPM_PROVIDEVERSION,
    SB_RPM_DIRINDEXES = 1116,
    SB_RPM_BASENAMES,
    SB_RPM_DIRNAMES,
    SB_RPM_INSTALLTID = 1128,
    SB_RPM_PRETRANS = 1151,
    SB_RPM_POSTTRANS,
    SB_RPM_PRETRANSPROG,
    SB_RPM_POSTTRANSPROG,
    SB_RPM_LONGFILESIZES = 5008,
    SB_RPM_FILECAPS = 5010,
    SB_RPM_FILEDIGESTALGO,
    SB_RPM_RECOMMENDNAME = 5046,
    SB_RPM_RECOMMENDVERSION,
    SB_RPM_RECOMMENDFLAGS,
    SB_RPM_SUGGESTNAME,
    SB_RPM_SUGGESTVERSION,
    SB_RPM_SUGGESTFLAGS,
    SB_RPM_FILETRIGGERSCRIPTS = 5066,
    SB_RPM_FILETRIGGERSCRIPTPROG,
    SB_RPM_FILETRIGGERNAME = 5069,
    SB_RPM_FILETRIGGERINDEX,
    SB_RPM_TRANSFILETRIGGERSCRIPTS = 5076,
    SB_RPM_TRANSFILETRIGGERSCRIPTPROG,
    SB_RPM_TRANSFILETRIGGERNAME = 5079,
    SB_RPM_TRANSFILETRIGGERINDEX,
    SB_RPM_SOURCEPACKAGE = 1106, /* of a source package alone: ARCH is where it was made */
    SB_RPM_MODULARITYLABEL = 5096,
    SB_RPM_PREUNTRANS = 5104,
    SB_RPM_POSTUNTRANS,
    SB_RPM_PREUNTRANSPROG,
    SB_RPM_POSTUNTRANSPROG,
};

/* An installed package while its root is joined. */
struct sb_rpm_package {
    struct sb_os_package own;
    struct sb_rpm_header header; /* empty for one of a manifest */
    uint64_t number;             /* in the database; of a manifest the line */
    uint64_t installed;          /* when, to tell databases apart; 0 if unknown */
    uint64_t transaction;        /* number of what installed it; 0 if unknown */
    sb_str modularity;           /* label of the module it is of */
};
typedef SB_VEC(struct sb_rpm_package) sb_rpm_packages;

/* The database of one root, while it is joined. */
struct sb_rpm {
    struct sb_os *os;
    const struct sb_record *from; /* the file that is read */
    sb_rpm_packages packages;     /* by name, version and architecture */
    struct sb_arena arena;        /* until the root is joined: headers */
    struct sb_arena scratch;      /* until the next package: lists of what a header says */
    bool prelinked;               /* prelink is installed */
    bool unchecked;               /* a package has digests by an algorithm that nobody makes */
    uint64_t rows;                /* files, provides and wants so far, of all packages */
    struct sb_map owner_of;       /* hash of a path that somebody wants -> component that has it, or 0 */
    unsigned told;                /* troubles of FROM */
    bool told_not_utf8;
};

/* ---- rpm_told.c ---- */

/* Something wrong with the file that is read; the first 100 are told. */
void sb_rpm_tell(struct sb_rpm *rpm, enum sb_code code, const char *format, ...) SB_PRINTF(3, 4);
/* Is there room for another row of the packages? Told once where there is not: a byte of a header makes many of memory.
 */
bool sb_rpm_room(struct sb_rpm *rpm);
/* Text of a header as it is kept: a copy in the join's arena, bytes that are no UTF-8 as \xHH. */
sb_str sb_rpm_keep(struct sb_rpm *rpm, sb_str text);

/* ---- rpm_database.c ---- */

/* The packages of the databases of this root, not yet sorted, into RPM; false if there is none. */
bool sb_rpm_database(struct sb_rpm *rpm);
/* The write-ahead log of a SQLite database, which lies beside it; empty if there is none. */
sb_str sb_rpm_log(const struct sb_os *os, const struct sb_record *database);

/* ---- rpm_package.c ---- */

/* What is read of a header for the component; false, which is told, if it has no name or version. */
bool sb_rpm_package(struct sb_rpm *rpm, struct sb_rpm_package *package);
/* Name and version of the source package out of the name of its file ("bash-5.2-1.src.rpm"); empty if it is none. */
void sb_rpm_source(sb_str file, sb_str *ret_name, sb_str *ret_version);
/* Where purls of a system with this id in os-release have it, and those of a vendor where there is no os-release. */
sb_str sb_rpm_namespace(sb_str id);
sb_str sb_rpm_namespace_of_vendor(sb_str vendor);

/* ---- rpm_requested.c ---- */

/* Sets `requested` of the packages where a tool above rpm tells what it installed for others: the rest was asked for.
 */
void sb_rpm_requested(struct sb_rpm *rpm);

/* ---- rpm_manifest.c ---- */

struct sb_rpm_manifest {
    struct sb_rpm_package *p;
    size_t n;
};
/* A tab-separated list, in job->arena. */
struct sb_rpm_manifest *sb_rpm_manifest(struct sb_job *job);

/* ---- rpm_depends.c ---- */

void sb_rpm_provides(struct sb_rpm *rpm, const struct sb_rpm_package *package);
/* A file may be wanted as well as a package. Paths that are come first, of all packages; then what the packages have,
 * whether it is there or not; and then what is wanted, after all files are claimed. */
void sb_rpm_wants_paths(struct sb_rpm *rpm, const struct sb_rpm_package *package);
void sb_rpm_has_path(struct sb_rpm *rpm, const struct sb_rpm_package *package, sb_str path);
void sb_rpm_wants(struct sb_rpm *rpm, const struct sb_rpm_package *package);
extern const struct sb_version_scheme sb_rpm_overlap; /* as rpm compares what is wanted with what is there */

/* ---- rpm_files.c, rpm_script.c ---- */

void sb_rpm_files(struct sb_rpm *rpm, const struct sb_rpm_package *package);
void sb_rpm_scripts(struct sb_rpm *rpm, const struct sb_rpm_package *package);

#endif
