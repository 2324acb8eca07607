/* Private to the matching files: rows with their keys, and identities while the tiers bring their sides together. */
#ifndef SB_DIFF_MATCH_ROWS_H
#define SB_DIFF_MATCH_ROWS_H

#include "diff/delta.h"

/* match_rows.c: fills delta->rows but for `identity`, on at most THREADS. RET_KEYS gets the identity key of each row by
 * handle, in the delta's arena. */
void sb_match_rows(struct sb_delta *delta, unsigned threads, sb_str *ret_keys[SB_SIDES]);

/* match_tiers.c: joins identities that stand on one side only, tier by tier; the one that is joined to another ends
 * with no rows. */
void sb_match_tiers(struct sb_delta *delta);

/* match_anchors.c: what holds a row where it is, once the identities are numbered. Owners are identities + 1, 0 for
 * none; a place is stable if it holds several identities on both sides. */
struct sb_match_anchors;
struct sb_match_anchors *sb_match_anchors_new(const struct sb_delta *delta);
void sb_match_anchors_free(struct sb_match_anchors *anchors);
uint32_t sb_match_owner(const struct sb_delta *delta, enum sb_side side, sb_comp c);
bool sb_match_is_stable(const struct sb_match_anchors *anchors, enum sb_side side, sb_comp c);

/* match_content.c: what a row says of itself, in numbers; 0 where it says nothing. */
enum sb_match_key {
    SB_MATCH_WHOLE,       /* everything below */
    SB_MATCH_FILES,       /* the fact of the content set */
    SB_MATCH_DIGESTS,     /* all of them */
    SB_MATCH_LONG_DIGEST, /* those of 384 bits and more */
    SB_MATCH_DIGEST,      /* of 256 bits */
    SB_MATCH_WEAK_DIGEST,
    SB_MATCH_PURL, /* qualifiers and all, without the version */
    SB_MATCH_ARCH,
    SB_MATCH_LICENCE,
    SB_MATCH_EDGES, /* what it stands to, and what stands to it */
    SB_MATCH_PATH,
    SB_MATCH_REST,
    SB_MATCH_KEYS
};
struct sb_match_content;
struct sb_match_content *sb_match_content_new(const struct sb_delta *delta);
void sb_match_content_free(struct sb_match_content *content);
void sb_match_content_of(struct sb_match_content *content, enum sb_side side, sb_comp c, uint64_t keys[SB_MATCH_KEYS]);

/* match_pairs.c: sorts the rows of an identity and appends its pairs. */
void sb_match_pairs(struct sb_delta *delta, const struct sb_match_anchors *anchors, struct sb_match_content *content,
                    uint32_t identity);

/* match_reasons.c: why a row without a (valid) purl found no partner, in words, in the delta's arena. */
struct sb_match_reasons;
struct sb_match_reasons *sb_match_reasons_new(struct sb_delta *delta);
void sb_match_reasons_free(struct sb_match_reasons *reasons);
sb_str sb_match_reason(struct sb_match_reasons *reasons, enum sb_side side, sb_comp c);

/* The tool that made a document; "sbom" for a scan of our own; empty if none is named. */
sb_str sb_match_generator(const struct sb_doc *doc);

#endif
