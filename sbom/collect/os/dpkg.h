/* The package database of Debian and its kin: what its files say (dpkg*.c), and what Debian's own syntaxes mean
 * (debian*.c).
 *
 * Records are keyed by the system root, the folder above var/lib/dpkg, so that the database, the lists of its packages,
 * apt's marks and the copyright files of one system come together. */
#ifndef SB_OS_DPKG_H
#define SB_OS_DPKG_H

#include "os/os_package.h"

enum sb_dpkg_kind {
    SB_DPKG_STATUS,     /* struct sb_dpkg_packages */
    SB_DPKG_STATUS_D,   /* the same, one package a file (distroless images) */
    SB_DPKG_UPDATES,    /* the same, of dpkg's journal: what is newer than the status file */
    SB_DPKG_EXTENDED,   /* struct sb_dpkg_packages: only name and arch, of what was installed automatically */
    SB_DPKG_DIVERSIONS, /* sb_str: the bytes, until all collectors have finished; so up to conffiles */
    SB_DPKG_LIST,
    SB_DPKG_MD5SUMS,
    SB_DPKG_CONFFILES,
    SB_DPKG_PREINST, /* struct sb_os_script; so up to triggers, in the order of the SB_EXEC_DEB_ kinds */
    SB_DPKG_POSTINST,
    SB_DPKG_PRERM,
    SB_DPKG_POSTRM,
    SB_DPKG_CONFIG,
    SB_DPKG_TRIGGERS,
    SB_DPKG_COPYRIGHT,     /* struct sb_debian_copyright */
    SB_DPKG_SETTINGS_PART, /* sb_str: the bytes; in the order in which dpkg reads them */
    SB_DPKG_SETTINGS,
    SB_DPKG_KINDS
};

/* A paragraph of the database that stands for an installed package. All text lies in the scan's arena. */
struct sb_dpkg_package {
    sb_str name, version, arch, multi_arch;
    sb_str source, source_version; /* filled from name and version where the paragraph does not say */
    sb_str maintainer, original_maintainer, homepage, description;
    sb_str depends, pre_depends, recommends, provides, conffiles;
    sb_str licence; /* of opkg */
    bool by_user;   /* the same: somebody asked for it */
    bool gone;      /* only until the journal is applied: it is not installed, but its settings may be there */
    bool blank;     /* of such a one: nothing of it is there */
    bool essential; /* Essential: yes, or Priority: required */
    uint32_t line;
    const struct sb_record *from; /* set by finish() */
    sb_comp component;
};
struct sb_dpkg_packages {
    struct sb_dpkg_package *p;
    size_t n;
};

/* ---- dpkg_root.c ---- */

/* The system root that a file of KIND in DIR is of; false for none. */
bool sb_dpkg_root_of(unsigned kind, sb_str dir, sb_str *ret_root);

/* ---- dpkg_status.c ---- */

/* ALWAYS: paragraphs carry no Status field, since being there means installed (status.d). WITH_GONE: also those that
 * are not installed, marked `gone`. */
enum sb_dpkg_file { SB_DPKG_INSTALLED, SB_DPKG_ALWAYS, SB_DPKG_WITH_GONE };
/* The packages of a status file, in the order of the file, in job->arena. Whatever cannot be understood is a
 * diagnostic.
 */
struct sb_dpkg_packages *sb_dpkg_status(struct sb_job *job, enum sb_dpkg_file file);
/* The packages of apt's extended_states with Auto-Installed: 1. */
struct sb_dpkg_packages *sb_dpkg_extended(struct sb_job *job);

/* ---- dpkg_journal.c ---- */

typedef SB_VEC(struct sb_dpkg_package) sb_dpkg_package_vec;
/* An interrupted dpkg leaves a file for each of its last STEPS beside the status file, and reads them at its next start
 * (dpkg's lib/dpkg/dbmodify.c, parse.c). Applies them, in the order of their files, to PACKAGES, which are those of the
 * status file, also what is gone, sorted by name; comes out so, without what is gone. Steps are sorted. */
void sb_dpkg_journal_apply(struct sb_join *join, sb_dpkg_package_vec *steps, sb_dpkg_package_vec *packages);

/* ---- dpkg_script.c ---- */

/* What tells one maintainer script from another: its own lines, without the sections that debhelper wrote; "debhelper
 * only" where nothing that runs is left. In ARENA. */
struct sb_os_script sb_dpkg_script(sb_str body, struct sb_arena *arena);
/* The declarations of a triggers file, joined by "; ", at most 256 bytes. Empty if there are none. */
sb_str sb_dpkg_triggers(sb_str body, struct sb_arena *arena);

/* ---- debian_copyright.c ---- */

/* What a machine-readable copyright file (DEP-5) says: the licences of all its Files paragraphs as one expression, and
 * the texts of those that are on no list. Of a file without such paragraphs the licence of its header. */
struct sb_debian_copyright {
    sb_str expression; /* empty: the file is not machine-readable, or names no licence */
    struct {
        sb_str id, body;
    } * texts;
    size_t n_texts;
    size_t n_cut; /* licences that were left out of an expression that would have been too long */
};
/* All in ARENA. */
struct sb_debian_copyright sb_debian_copyright(sb_str bytes, struct sb_arena *arena);

/* ---- debian_depends.c ---- */

/* One alternative of a relation (Policy 7.1): name:arch (op version) [architectures] <profiles>. */
struct sb_debian_want {
    sb_str name, arch, op, version, architectures;
};
/* Cuts the next part off a relation field: clauses at SEPARATOR ',', alternatives of a clause at '|'. Empty parts are
 * passed over. */
bool sb_debian_part(sb_str *field, char separator, sb_str *ret_part);
/* False if it has no name or an open bracket. */
bool sb_debian_want(sb_str text, struct sb_debian_want *ret_want);
/* Is ARCH in a list like "amd64 linux-any" or "!i386"? An empty list has all. */
bool sb_debian_arch_listed(sb_str list, sb_str arch);

/* What is installed, for the resolution of relations. */
struct sb_debian_world {
    const struct sb_dpkg_package *packages; /* sorted by name and arch, each pair once */
    size_t n;
    sb_str native;                       /* architecture of the system; empty if unknown */
    struct sb_debian_provided *provided; /* sorted by name */
    size_t n_provided;
    bool cut; /* set when more candidates stood for one name than are looked at */
};
void sb_debian_world(struct sb_debian_world *world, const struct sb_dpkg_package *packages, size_t n);
void sb_debian_world_done(struct sb_debian_world *world);
/* The package that satisfies a clause of package FROM: the first alternative that is satisfied at all; a package of
 * that name before one that provides it; then the smallest name. SB_NPOS if there is none but FROM itself. */
size_t sb_debian_resolve(struct sb_debian_world *world, size_t from, sb_str clause);

/* ---- dpkg_claims.c ---- */

struct sb_dpkg_diversions;
/* BYTES of the diversions file, may be empty. Reports those of the administrator. */
struct sb_dpkg_diversions *sb_dpkg_diversions_new(struct sb_os *os, sb_str bytes);
void sb_dpkg_diversions_free(struct sb_dpkg_diversions *diversions);
/* Where the package's file at PATH really lies (struct sb_os_kind; `data` are the diversions). */
sb_str sb_dpkg_diverted(const struct sb_os *os, sb_str path);
/* What dpkg keeps about the files of a package; each may be NULL. */
struct sb_dpkg_records {
    const struct sb_record *list, *md5sums, *conffiles;
    bool hashed; /* dpkg keeps digests here: it writes those that a package does not bring (since 1.16.3) */
};
/* Claims what the records of one package name, and reports those of its files that run by themselves. PACKAGE and OWN
 * are the same. A file that is listed and has neither a digest nor is a conffile is not claimed where there are
 * digests: no package put it there. */
void sb_dpkg_claim(struct sb_os *os, const struct sb_dpkg_package *package, const struct sb_os_package *own,
                   const struct sb_dpkg_records *records);

/* ---- dpkg_settings.c ---- */

/* Takes from a file of settings what dpkg was told to leave out (dpkg(1), --path-exclude). */
void sb_dpkg_settings(struct sb_os *os, sb_str bytes);

/* ---- dpkg_join.c ---- */

extern const struct sb_os_kind sb_dpkg_kind;

#endif
