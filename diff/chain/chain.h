/* More than two inventories in a row: what each comparison of neighbours said, put together by package.
 *
 * The steps come one by one, and nothing of a document is kept but what changed: a chain of any length wants the two
 * documents of a step, and room for each thing that stood in one of them and for each change. */
#ifndef SB_CHAIN_CHAIN_H
#define SB_CHAIN_CHAIN_H

#include "base/map.h"
#include "report/report.h"

enum { SB_CHAIN_MOST = 1000 }; /* releases */

/* Releases and steps are counted from 0; step i leads from release i to release i + 1. Reports count from 1. */
struct sb_chain_release {
    sb_str source; /* as the user gave it */
    sb_str format, generator, serial, created;
    sb_str name, version; /* of the root; empty without one */
    uint32_t components;
    bool facts;
};

/* What the report of the pair says in figures, and the gate about it. */
struct sb_chain_step {
    uint32_t changes[SB_CHANGE_KINDS], groups[SB_LEVEL_COUNT];
    uint32_t unchanged, terms, descriptions, coverage;
    struct sb_verdict verdict;
    sb_str first; /* title of its first group, where that is of the block */
};

/* One thing through all releases. A package is followed from document to document by its rows, so that it keeps its
 * track where it is called otherwise; what left and comes back under the same identity goes on with its old one. */
enum sb_chain_kind {
    SB_TRACK_PACKAGE,
    SB_TRACK_FILE,    /* of no package: only known from findings */
    SB_TRACK_DOCUMENT /* something about the documents: EVIDENCE_LOST */
};
struct sb_chain_track {
    sb_str key;  /* of its identity (diff/delta.h), as it was last; of a file "path:PATH", else "document:WHAT" */
    sb_str name; /* for people */
    sb_str type; /* purl type, or empty */
    uint8_t kind;
    uint8_t worst;                                    /* enum sb_level: of all groups that it was in */
    bool changed;                                     /* anything to tell of it at all */
    uint32_t entered, left;                           /* releases; LEFT: UINT32_MAX where it stands in the last one */
    struct sb_range versions, names, levels, entries; /* into the lists of the chain, in the order of the releases */
    /* private, while steps come */
    uint32_t last; /* release in which it was seen last */
    uint32_t now;  /* its versions there, an index + 1 */
};

/* Rows of the lists; the track comes first in each. */
struct sb_chain_versions { /* from RELEASE on, until the next row: sorted, each once; none: not there */
    uint32_t track, release;
    const sb_str *p;
    uint32_t n;
};
struct sb_chain_name { /* is called otherwise from RELEASE on, and was known again by TIER */
    uint32_t track, release;
    uint8_t tier;
    sb_str old, new; /* purls */
};
struct sb_chain_level { /* the worst group that it was in at STEP */
    uint32_t track, step;
    uint8_t severity;
};
struct sb_chain_entry { /* one entry of `changes` of the pair */
    uint32_t track, step;
    uint8_t kind, tier, severity; /* the last: of its group */
    uint32_t places;
    sb_str old, new; /* purls; empty on the side where it is not */
};

/* A finding of a group of the block. It is still there if a comparison of the release before its step with the last one
 * has it, too, by its fingerprint. */
enum sb_chain_still { SB_STILL_UNKNOWN, SB_STILL_THERE, SB_STILL_GONE };
struct sb_chain_finding {
    uint32_t step;
    uint8_t severity, still;
    const char *signal;
    sb_str fingerprint, purl, path;
};

/* What a folder holds and the chain does not. */
struct sb_chain_left_out {
    sb_str path, reason;
};

struct sb_chain {
    struct sb_intern text; /* all that the rows speak of lies here */
    struct sb_arena arena;
    const char *order; /* "given", "time", "version", "name" */
    sb_str why_order;  /* a few words: why it is that order; may be empty */
    SB_VEC(struct sb_chain_release) releases;
    SB_VEC(struct sb_chain_step) steps;
    SB_VEC(struct sb_chain_track) tracks; /* finished: sorted by key, then as they entered */
    SB_VEC(struct sb_chain_versions) versions;
    SB_VEC(struct sb_chain_name) names;
    SB_VEC(struct sb_chain_level) levels;
    SB_VEC(struct sb_chain_entry) entries;
    SB_VEC(struct sb_chain_finding) findings;
    SB_VEC(struct sb_chain_left_out) left_out;
    /* finished: tracks of which there is nothing to tell, in all releases or not; without the root */
    uint32_t unchanged, only_in_some;
    /* private, while steps come */
    uint32_t *of_row; /* tracks of the last document's rows, by handle */
    struct sb_map by_key;
};

struct sb_chain *sb_chain_new(void);
void sb_chain_free(struct sb_chain *chain);
/* A copy that lives as long as the chain. */
static inline sb_str sb_chain_keep(struct sb_chain *chain, sb_str text)
{
    return sb_intern_str(&chain->text, sb_intern(&chain->text, text));
}
void sb_chain_leave_out(struct sb_chain *chain, sb_str path, sb_str reason);

/* The next step: ranked, and judged with OPTIONS. Its old document is the new one of the step before, the very same. */
void sb_chain_add(struct sb_chain *chain, const struct sb_delta *delta, const struct sb_report_options *options);
/* Whether STEP had something in its block. */
bool sb_chain_has_findings(const struct sb_chain *chain, uint32_t step);
/* OVER: the comparison of the release before STEP with the last one. Sets what is still there of that step's findings.
 */
void sb_chain_mark_still(struct sb_chain *chain, uint32_t step, const struct sb_delta *over);
/* After the last step: sorts everything and sets the ranges. */
void sb_chain_finish(struct sb_chain *chain);

/* Finished: the versions of a track in a release; none where it is not there. */
const struct sb_chain_versions *sb_chain_versions_at(const struct sb_chain *chain, const struct sb_chain_track *track,
                                                     uint32_t release);
/* The worst group at STEP; SB_LEVEL_NONE for none. */
enum sb_level sb_chain_level_at(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t step);
/* Whether step has something to tell of it. */
bool sb_chain_has_step(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t step);

/* Reports of a whole chain; LAST is the delta of its last step. */
struct sb_chain_report {
    const char *name, *summary;
    sb_rc (*write)(const struct sb_chain *chain, const struct sb_delta *last, const struct sb_report_options *options,
                   struct sb_sink *sink, struct sb_err *err);
};
extern const struct sb_chain_report sb_chain_text, sb_chain_json, sb_chain_csv;
extern const struct sb_chain_report *const sb_chain_reports[]; /* NULL-terminated */
const struct sb_chain_report *
sb_chain_report_find(const char *name); /* NULL: the report of the last step stands for it */

#endif
