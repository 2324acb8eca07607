/* What a comparison of two inventories found: the types that its steps fill and the reports print. Everything here is
 * sorted as the contract "sbom-diff/1" says. */
#ifndef SB_DIFF_DELTA_H
#define SB_DIFF_DELTA_H

#include "id/version.h"
#include "model/doc.h"
#include "model/facts.h"

enum sb_level {
    SB_LEVEL_NONE,
    SB_LEVEL_INFO,
    SB_LEVEL_LOW,
    SB_LEVEL_MEDIUM,
    SB_LEVEL_HIGH,
    SB_LEVEL_CRITICAL,
    SB_LEVEL_COUNT
};
extern const char *const sb_level_names[SB_LEVEL_COUNT];
enum sb_level sb_level_find(sb_str name); /* in any case; SB_LEVEL_COUNT if unknown */

enum sb_side { SB_OLD, SB_NEW, SB_SIDES };

/* ---- match ---- */

enum sb_tier {
    SB_TIER_NONE,
    SB_TIER_PURL,
    SB_TIER_DIGEST,
    SB_TIER_ALIAS,
    SB_TIER_COORDINATES,
    SB_TIER_USER,
    SB_TIER_COUNT
};
extern const char *const sb_tier_names[SB_TIER_COUNT]; /* "purl" ...; "" for none */

/* What is known of one component row, by its handle. */
struct sb_row {
    sb_str purl;    /* as printed: the purl of the document; a row without a valid one is spelled
                       pkg:generic/GROUP/NAME@VERSION */
    sb_str version; /* what versions are compared by: of the purl, its epoch folded in, else the version member; may be
                       empty */
    sb_str type;    /* purl type; empty without a valid purl */
    bool has_purl;  /* a valid one */
    uint32_t identity; /* index into identities */
};

/* The unit of the comparison: all installations of one package, on both sides. */
struct sb_identity {
    sb_str key;  /* canonical purl without version (id/purl.h), "name:..." for rows without a purl, or "root:"
                    for the pair of roots; where the sides differ, of the new one, or of the one with a purl */
    sb_str type; /* purl type, "" without */
    sb_comp *rows[SB_SIDES]; /* by version and place */
    uint32_t n[SB_SIDES];
    uint32_t first_pair, n_pairs; /* its pairs below */
    uint8_t tier;                 /* how the two sides found each other; NONE if one side is empty */
};

/* One installation's way from old to new. Rows of one owner are paired first: by version and place, by place where that
 * is stable, by content, by version, by place, then in version order; what is left in the same ways without the owner.
 */
struct sb_row_pair {
    uint32_t identity;
    sb_comp row[SB_SIDES]; /* none: added or removed */
    bool along;            /* files that go with their package: no news of their own (diff/along.h) */
    bool alike;            /* the rows say the same, word for word (diff/alike.h) */
};

/* A graph of identities: those at the other end are to[first[i] .. first[i + 1]), sorted, each once; none leads to
 * itself. */
struct sb_edges {
    uint32_t *first, *to;
};

/* ---- compare ---- */

enum sb_class { SB_CLASS_SOFTWARE, SB_CLASS_TERMS, SB_CLASS_DESCRIPTION, SB_CLASS_COVERAGE };
enum sb_change_kind { SB_ADDED, SB_REMOVED, SB_UPGRADED, SB_DOWNGRADED, SB_CHANGED, SB_CHANGE_KINDS };
extern const char *const sb_change_names[SB_CHANGE_KINDS];

/* OLD_JSON and NEW_JSON are JSON texts ("null" for absent). */
struct sb_field_change {
    const char *field;         /* "version", "digest", "content", "files", "exec", "origin", "dependencies" */
    sb_str old_json, new_json; /* exec, dependencies: only what the other side lacks */
};

/* A software change. One entry per (kind, old, new). The root's version is a description; its dependencies count only
 * where the other end stands in both documents, because arrivals and removals speak for themselves. So a root is
 * "changed" or nothing, and it is never what an arrival joins. */
struct sb_change {
    uint8_t kind;
    uint32_t identity;
    sb_comp row[SB_SIDES]; /* of the first pair by place */
    uint32_t places;       /* how many installations changed so */
    uint8_t tier, step;    /* enum sb_step of the versions */
    sb_str *why;           /* of what is new: root's name, then purls down to this one; empty for a removal */
    size_t n_why;
    struct sb_field_change *fields;
    size_t n_fields;
    uint32_t group; /* index into groups; UINT32_MAX before sb_group */
};

struct sb_term {
    sb_comp row[SB_SIDES];
    const char *field; /* "licence", "supplier", "originator", "copyright" */
    sb_str old_json, new_json;
};

struct sb_description {
    sb_str field;
    uint32_t count;
    sb_comp sample[SB_SIDES]; /* smallest purl */
    sb_str old_json, new_json;
};
struct sb_description_list {
    struct sb_description *p;
    size_t n, cap;
};

struct sb_coverage {
    const char *what; /* "collector", "facts", "graph", "field", "type" */
    sb_str name;
    uint8_t side; /* which side did not look */
    uint32_t count;
    sb_str message;
    uint8_t lost; /* enum sb_level: the old side had it; NONE for what is no loss */
    sb_str look;  /* of what is lost: what to do */
    bool plain;   /* the side that looked found nothing: said, and nothing is hidden */
};

/* One side's sbom:ran, by name. */
struct sb_ran_row {
    sb_str name;
    uint64_t revision;
};
struct sb_ran {
    const struct sb_ran_row *p;
    size_t n;
    bool said;
};

struct sb_unreconciled {
    uint8_t side;
    sb_comp row;
    sb_str reason;
};

/* ---- signals ---- */

struct sb_signal_row; /* diff/signal.h */

struct sb_finding {
    const struct sb_signal_row *signal;
    uint8_t severity; /* enum sb_level; may differ from the row's (an edited certificate bundle) */
    int32_t weight;
    uint32_t identity;     /* UINT32_MAX: about an unowned file, or the document as a whole */
    sb_comp row[SB_SIDES]; /* what it is about; either may be none */
    sb_str path;           /* from the scan root; empty for none */
    sb_str below;          /* the same from the component's folder: goes into the fingerprint */
    sb_str old_json, new_json;
    sb_str message, look;                  /* sentences */
    const char *look_before, *look_behind; /* what LOOK is made of, look_path between them; NULL for a sentence */
    sb_str look_path;                      /* from the scan root; empty where nothing is known of one */
    sb_str content; /* digest or command that it is about: goes into the fingerprint of the families run, integrity and
                       files, so that what was waived and changed is new */
    const char *note; /* what sets this finding apart from others of its signal, in a few words; NULL mostly */
    char fingerprint[17];
    const uint32_t *about; /* the arrivals it speaks of, as identities: they draw it into their group */
    uint32_t n_about;
    bool systemic; /* taken out of its identity's group */
    bool document; /* about the document as a whole: `path` names what of it ("facts:npm"), and is no path */
};

/* ---- groups ---- */

struct sb_group {
    uint8_t severity;
    int32_t score;
    sb_str title;
    sb_comp cause;     /* the arrival that opened it, of the new side; none */
    uint32_t titled;   /* the change that the title tells of + 1; 0: it tells of none alone */
    uint32_t *changes; /* indices, sorted by purl */
    size_t n_changes;
    uint32_t *findings; /* indices, sorted by purl, path, id */
    size_t n_findings;
    sb_str explanation; /* the sum of the score in words, for --explain */
};

/* ---- policy and waivers: what diff/policy/ did, for the reports ---- */

struct sb_waived {
    struct sb_finding finding; /* taken out of the findings */
    sb_str waiver;             /* its id; else what else tells it from others */
    sb_str owner, reason, ticket;
    sb_str expires; /* "YYYY-MM-DD" */
};
/* A waiver that somebody should look at. */
struct sb_stale_waiver {
    sb_str waiver;
    const char *reason; /* "unused", "expired", "broad" */
    sb_str message;     /* one line, with the line of the file */
};
struct sb_policing {
    sb_str policy; /* the file, as the user gave it; empty: none */
    sb_str waivers;
    uint32_t levelled; /* findings whose severity or weight it changed */
    uint32_t found;    /* findings that are its own */
};

struct sb_delta {
    struct sb_arena arena;
    const struct sb_doc *doc[SB_SIDES];
    struct sb_row *rows[SB_SIDES];         /* by handle; [0] is empty */
    uint32_t root_identity;                /* where both documents have a root; else UINT32_MAX */
    bool same_generator;                   /* both documents name the same tool, or neither names one */
    struct sb_ran ran[SB_SIDES];           /* diff/ran.h */
    bool facts_agree;                      /* what they have in facts is of one revision */
    uint32_t types_disagree;               /* bits: types whose collector has two revisions */
    bool incomplete;                       /* something that one side had was not looked at on the other */
    SB_VEC(struct sb_identity) identities; /* sorted by key */
    SB_VEC(struct sb_row_pair) pairs;
    sb_comp *owners[SB_SIDES];                            /* by handle: diff/edges.h */
    struct sb_edges wants[SB_SIDES], wanted_by[SB_SIDES]; /* what depends on what, in both directions */
    struct sb_why *why;                                   /* diff/why.h */
    struct sb_name_index *names;                          /* diff/signals_name.c */
    SB_VEC(struct sb_change) changes;                     /* sorted by purl of new (or old), then kind */
    SB_VEC(struct sb_term) terms;
    struct sb_description_list descriptions;
    struct sb_description_list lost; /* those of terms that had a value and have none any more; also in descriptions */
    SB_VEC(struct sb_coverage) coverage;
    SB_VEC(struct sb_unreconciled) unreconciled;
    SB_VEC(struct sb_finding) findings;
    SB_VEC(struct sb_waived) waived;      /* in the order of findings */
    SB_VEC(struct sb_stale_waiver) stale; /* in the order of the file */
    struct sb_policing policing;
    int32_t score_high, score_medium; /* of diff/score.h, unless a policy says otherwise; 0: not set */
    SB_VEC(struct sb_group) groups;   /* by rank */
    uint32_t unchanged;               /* pairs without a software change */
    uint64_t pairing_steps;           /* comparisons that it took to pair the rows: for tests of its cost */
};

static inline const struct sb_row *sb_delta_row(const struct sb_delta *delta, enum sb_side side, sb_comp c)
{
    return &delta->rows[side][c.v];
}

void sb_delta_free(struct sb_delta *delta);
void sb_coverage_sort(struct sb_delta *delta); /* after lines were added; sets `incomplete` */
/* Whether a line tells of something that one side never looked at, and that the other has; a field that a format or tool
 * does not have hides nothing that runs. */
bool sb_coverage_hides(const struct sb_coverage *line);

#endif
