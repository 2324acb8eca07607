/* sbom.h: inventories of software and their comparison, for callers of libsbom. The one header that is installed.
 *
 *     struct sb_inventory *old, *new;
 *     struct sb_problem problem;
 *     struct sb_verdict_told verdict;
 *     if (sb_inventory_read("last.cdx.json", &old, &problem) || sb_inventory_scan("venv", NULL, &new, &problem))
 *         errx(3, "%s: %s", problem.path, problem.text);
 *     if (sb_inventory_compare(old, new, NULL, &verdict, &problem) == 0)
 *         puts(verdict.line);
 *
 * Functions that can fail return 0 or, as the program sbom does, 2 (the caller asked for what cannot be), 3 (an input
 * cannot be read, an output cannot be written) or 5 (a bug), and fill the problem. Nothing here prints or exits; only
 * where memory runs out the process ends. Inventories may be used by one thread at a time each. Until 1.0 names and
 * structs may change: link with the archive that the header came with. */
#ifndef SBOM_SBOM_H
#define SBOM_SBOM_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

const char *sb_version(void);

struct sb_problem {
    unsigned line, column; /* from 1; 0: not said */
    char path[512];        /* what it is about; may be empty */
    char text[512];        /* one line */
};

/* ---- inventories ---- */

struct sb_inventory;

struct sb_inventory_options {
    unsigned threads;      /* 0: as many as processors, at most 8 */
    bool no_facts;         /* names and versions only; contents of files are not read */
    bool verify;           /* also check records that need a further digest */
    bool one_file_system;  /* do not go into other mounted file systems */
    const char *root;      /* what the inventory is about, NAME[@VERSION]; or NULL */
    const char **excludes; /* globs, ended by NULL; or NULL */
};

/* SOURCE: a folder or a tar, as for sbom scan. OPTIONS may be NULL. */
int sb_inventory_scan(const char *source, const struct sb_inventory_options *options,
                      struct sb_inventory **ret_inventory, struct sb_problem *problem);
/* An SBOM document, of any tool, in a format that this build reads. */
int sb_inventory_read(const char *path, struct sb_inventory **ret_inventory, struct sb_problem *problem);
/* FORMAT[@VERSION] as for sbom scan ("cyclonedx-json", "spdx-json@2.3"). FILE appears whole or not at all; NULL:
 * standard output. TIMESTAMP as of --timestamp, or NULL. What the format cannot say becomes a trouble of the inventory.
 */
int sb_inventory_write(struct sb_inventory *inventory, const char *format, const char *file, const char *timestamp,
                       struct sb_problem *problem);
void sb_inventory_free(struct sb_inventory *inventory); /* NULL is fine */

/* Texts live as long as the inventory, and are empty where nothing is known. */
struct sb_inventory_row {
    const char *purl, *name, *version, *place;
    bool root; /* what the inventory is about, not a part of it */
};
size_t sb_inventory_rows(const struct sb_inventory *inventory);
struct sb_inventory_row sb_inventory_row(const struct sb_inventory *inventory, size_t i);

/* What went wrong or was left out: the diagnostics. */
struct sb_inventory_trouble {
    unsigned code;   /* 2004 of SB2004; sbom explain tells more */
    bool incomplete; /* something is missing in the inventory */
    unsigned line;
    const char *path, *text;
};
size_t sb_inventory_troubles(const struct sb_inventory *inventory);
struct sb_inventory_trouble sb_inventory_trouble(const struct sb_inventory *inventory, size_t i);

/* ---- the comparison ---- */

struct sb_compare_options {
    unsigned threads;    /* 0: as many as processors, at most 8 */
    const char *fail_on; /* none, low, medium, high or critical; NULL: high */
    bool fail_on_coverage, strict;
    const char *report;                  /* "text", "json" ...: sbom list formats has them; NULL: none */
    const char *file;                    /* where it goes; NULL: standard output */
    const char *old_source, *new_source; /* how the report calls the two; NULL: as they were read */
};

struct sb_verdict_told {
    int exit; /* what sbom diff would end with: 0, 1 (the gate failed) or 4 (strict, and incomplete) */
    bool failed, incomplete;
    char line[512]; /* the verdict in words */
};

/* OPTIONS may be NULL. */
int sb_inventory_compare(const struct sb_inventory *old_one, const struct sb_inventory *new_one,
                         const struct sb_compare_options *options, struct sb_verdict_told *ret_verdict,
                         struct sb_problem *problem);

#ifdef __cplusplus
}
#endif

#endif
