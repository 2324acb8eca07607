/* Private to the comparing files: the state of one comparison. */
#ifndef SB_DIFF_COMPARISON_H
#define SB_DIFF_COMPARISON_H

#include "base/buf.h"
#include "base/map.h"
#include "diff/canon.h"
#include "diff/compare_version.h"
#include "diff/delta.h"
#include "diff/edges.h"
#include "text/json_read.h"

/* What can be missing on one side as a whole; the rest of the fields are those of the model (enum sb_field). */
enum sb_looked {
    SB_LOOKED_LICENCE,
    SB_LOOKED_DIGEST,
    SB_LOOKED_SUPPLIER,
    SB_LOOKED_ORIGINATOR,
    SB_LOOKED_COPYRIGHT,
    SB_LOOKED_TYPE,
    SB_LOOKED_SCOPE,
    SB_LOOKED_PLACE,
    SB_LOOKED_REFERENCE,
    SB_LOOKED_PROPERTY,
    SB_LOOKED_OTHER, /* never counted: no side misses it as a whole */
    SB_LOOKED_FIELD, /* + enum sb_field */
    SB_LOOKED_COUNT = SB_LOOKED_FIELD + (int)SB_F_COUNT
};
#define SB_LOOKED_AT(field) (SB_LOOKED_FIELD + (unsigned)(field))

struct sb_comparison {
    struct sb_delta *delta;
    struct sb_json *json;
    struct sb_json *reader;                     /* of members, which may be nested as deep as a document */
    struct sb_arena scratch;                    /* emptied for each pair */
    sb_text fact_name[SB_SIDES][SB_FACT_COUNT]; /* ids of the names of facts in the documents */
    uint32_t *seat[SB_SIDES];                   /* of each row, see compare_again.c */
    uint32_t *identity_of[SB_SIDES];            /* of each row, side by side: edges ask for many */
    SB_VEC(uint32_t) edges[SB_SIDES];           /* of the pair at hand */
    struct sb_intern names;                     /* fields of descriptions and purl types of this run */
    struct sb_map descriptions;                 /* id of a field in `names` -> index + 1 into delta->descriptions */
    uint32_t looked[SB_SIDES][SB_LOOKED_COUNT]; /* rows that have it */
    bool unlooked[SB_LOOKED_COUNT];             /* one side has it nowhere: coverage, no description */
    struct sb_map wordings[SB_SIDES];           /* id of a LicenseRef -> id of the wording of its text */
    bool has_wordings;                          /* licences whose texts are known are there */
    struct sb_map types[SB_SIDES];              /* id of a purl type -> rows */
    sb_str last_type;                           /* that an id was asked for: in the order of purls mostly the next */
    sb_text last_type_id;
    struct sb_canon canon[SB_SIDES]; /* of members that are kept as JSON */
    bool refs_read[SB_SIDES];
    struct sb_intern refs[SB_SIDES];             /* names of elements that are no components */
    struct sb_intern idle;                       /* purls that the new side saw, but not as installed (sbom:idle) */
    uint32_t idle_gone;                          /* rows of the old side that are among them ... */
    sb_comp first_idle;                          /* ... and one of them: the smallest purl */
    uint32_t members_left[SB_SIDES];             /* members that the other format has no place for */
    uint32_t files[SB_SIDES];                    /* rows that are files */
    struct sb_map types_alone[SB_SIDES];         /* the same of rows without a partner */
    uint32_t unpurled[SB_SIDES];                 /* rows without a valid purl, but for roots */
    uint32_t unpurled_alone[SB_SIDES];           /* those of them without a partner */
    struct sb_map digests_agree, digests_differ; /* by (id of a type, algorithm): only across generators */
    bool graph[SB_SIDES];                        /* the document says what needs what */
    bool edges_comparable;                       /* one tool, and both documents have a graph */
    uint32_t edges_differ;                       /* pairs */
    uint32_t digests_apart;                      /* pairs whose digests differ and may be of different things */
    SB_VEC(struct sb_field_change) fields;       /* of the pair at hand */
    SB_VEC(struct sb_change) changes;            /* as found: one per pair */
};

/* A value of a field: text, or one of the ways to say nothing. */
struct sb_value {
    sb_str text;
    bool json;     /* TEXT is JSON */
    uint32_t none; /* 0, or 1 + the reserved id of base/intern.h */
};
struct sb_value sb_value_of(const struct sb_doc *doc, sb_text text);
static inline struct sb_value sb_value_text(sb_str text)
{
    return (struct sb_value){.text = text, .none = text.n ? 0 : 1};
}
static inline struct sb_value sb_value_json(sb_str json)
{
    return (struct sb_value){.text = json, .json = true};
}
static inline bool sb_value_set(struct sb_value v)
{
    return v.none == 0;
}
bool sb_value_eq(struct sb_value a, struct sb_value b);
/* Purls and versions of rows that are equal mostly are the same slice. */
static inline bool sb_same_slice(sb_str a, sb_str b)
{
    return (a.p == b.p && a.n == b.n) || sb_str_eq(a, b);
}
/* Absent is null, empty "", NOASSERTION and NONE as such, withheld {"withheld":true}. In the delta's arena. */
sb_str sb_value_text_json(struct sb_comparison *cmp, struct sb_value value);

/* comparison.c: one more of a field's descriptions; one term; one software field of the pair at hand (the first of
 * its name stays); one line of coverage. */
void sb_note_description(struct sb_comparison *cmp, sb_str field, const struct sb_row_pair *pair, struct sb_value old,
                         struct sb_value new);
/* A description, unless one side has it nowhere or both say the same; a term that is gone is lost. */
void sb_compare_said(struct sb_comparison *cmp, enum sb_looked looked, const char *field,
                     const struct sb_row_pair *pair, struct sb_value old, struct sb_value new);
/* Beside the description: a licence, a supplier ... that the new side has no more. */
void sb_note_lost_term(struct sb_comparison *cmp, const char *field, const struct sb_row_pair *pair,
                       struct sb_value old, struct sb_value new);
void sb_note_term(struct sb_comparison *cmp, const char *field, const struct sb_row_pair *pair, struct sb_value old,
                  struct sb_value new);
void sb_note_software(struct sb_comparison *cmp, const char *field, struct sb_value old, struct sb_value new);
void sb_note_coverage(struct sb_comparison *cmp, const char *what, sb_str name, enum sb_side side, uint64_t count,
                      const char *format, ...) SB_PRINTF(6, 7);
/* The last line of coverage is a loss: the old side had it. LOOK: what to do. */
void sb_note_lost(struct sb_comparison *cmp, enum sb_level level, const char *look);
/* High where both sides name the same tool, so that the new one could have looked, too; else medium. */
enum sb_level sb_lost_level(const struct sb_comparison *cmp);
sb_str sb_note_quoted(struct sb_arena *arena, sb_str text); /* a JSON string */

/* compare_again.c: a package is a set of versions and places; what stands in a document once more is no other package.
 * MATES: the other rows of a row's purl, version and place, at most so many. */
enum { SB_MATES = 64 };
void sb_compare_seats(struct sb_comparison *cmp);
size_t sb_compare_mates(const struct sb_comparison *cmp, enum sb_side side, uint32_t identity, sb_comp row,
                        sb_comp ret_mates[SB_MATES]);
/* Whether a mate of a row without partner, with bytes that do not differ, has one. */
bool sb_compare_is_again(const struct sb_comparison *cmp, enum sb_side side, const struct sb_row_pair *pair);

/* The id in `names` of a purl type. */
static inline sb_text sb_compare_type_id(struct sb_comparison *cmp, sb_str type)
{
    if (!sb_same_slice(cmp->last_type, type)) {
        cmp->last_type = type;
        cmp->last_type_id = sb_intern(&cmp->names, type);
    }
    return cmp->last_type_id;
}

/* compare_coverage.c: what one side did not look for; fills looked, unlooked and types. */
void sb_compare_coverage(struct sb_comparison *cmp);
const char *sb_compare_field_name(enum sb_field field);
/* True if this row without partner is coverage: the other tool has no row of its type, no file, at all. */
bool sb_compare_row_uncovered(const struct sb_comparison *cmp, enum sb_side side, sb_comp row);

/* A file of a package, which is told of with it. */
static inline bool sb_compare_is_part(const struct sb_comparison *cmp, enum sb_side side, sb_comp row)
{
    return cmp->delta->owners[side][row.v].v && sb_is_file(cmp->delta->doc[side], row);
}

/* compare_looked.c: which collectors ran, which facts are there, of which revision. */
void sb_compare_looked(struct sb_comparison *cmp);

/* compare_shares.c: how much of the old side the new one still has; what could not be read. */
void sb_compare_shares(struct sb_comparison *cmp);

/* compare_idle.c: what the old side lists and the new one saw lie about. After _read() each row without a partner is
 * asked for; what was one is told in the end. */
void sb_compare_idle_read(struct sb_comparison *cmp);
bool sb_compare_is_idle(struct sb_comparison *cmp, enum sb_side side, sb_comp row);
void sb_compare_idle_tell(struct sb_comparison *cmp);

/* compare_digest.c: digests of one algorithm and scope. The scopes are measured once, over all pairs. */
void sb_compare_digest_scopes(struct sb_comparison *cmp);
void sb_compare_digests(struct sb_comparison *cmp, const struct sb_row_pair *pair);
void sb_compare_reference_digests(struct sb_comparison *cmp, const struct sb_row_pair *pair, bool same_version);

/* compare_software.c: content, execution points, origin; RELATION is that of the versions. */
void sb_compare_software(struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_version_relation relation);

/* compare_edges.c: resolved dependencies. */
void sb_compare_edges(struct sb_comparison *cmp, const struct sb_row_pair *pair);

/* compare_members.c: what is kept as JSON. The next member of either side, from what is left of their rows. */
bool sb_compare_next_member(const struct sb_doc *const doc[SB_SIDES], struct sb_range rest[SB_SIDES],
                            sb_str *ret_member, struct sb_range ret[SB_SIDES]);
bool sb_compare_same_members(const struct sb_doc *const doc[SB_SIDES], const struct sb_range r[SB_SIDES]);
void sb_compare_member(struct sb_comparison *cmp, const struct sb_row_pair *pair, sb_str member,
                       const struct sb_range r[SB_SIDES]);
void sb_compare_members(struct sb_comparison *cmp, const struct sb_row_pair *pair);
void sb_compare_members_left(struct sb_comparison *cmp);
/* The value of a member that SIDE keeps, in its one spelling, in the scratch arena. */
sb_str sb_compare_canonical(struct sb_comparison *cmp, enum sb_side side, sb_str member, sb_str json);
/* A JSON value as a report shows it: the front of a long one. */
struct sb_value sb_compare_shown(struct sb_comparison *cmp, sb_str json);

/* compare_document.c: what documents say that no component says: services, vulnerabilities, other documents. */
void sb_compare_document(struct sb_comparison *cmp);

/* compare_licence.c: licences as they are meant: names that say one, LicenseRefs by their texts. */
void sb_compare_licences(struct sb_comparison *cmp, const struct sb_row_pair *pair);

/* compare_text.c: terms and descriptions; also what qualifiers of the purl say of the software. */
void sb_compare_lists(struct sb_comparison *cmp, const struct sb_row_pair *pair); /* references and properties alone */
void sb_compare_text(struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_version_relation relation);

#endif
