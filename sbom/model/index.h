/* How the rows of a document are found by owner. Private to the folder. */
#ifndef SB_MODEL_INDEX_H
#define SB_MODEL_INDEX_H

#include "model/doc.h"

enum sb_row_kind {
    SB_ROW_ATTRIBUTE,
    SB_ROW_FACT,
    SB_ROW_PROPERTY,
    SB_ROW_HASH,
    SB_ROW_LICENCE,
    SB_ROW_REFERENCE,
    SB_ROW_REFERENCE_HASH,
    SB_ROW_RAW,
    SB_ROW_RELATION,
    SB_ROW_KINDS
};

struct sb_doc_index {
    uint32_t *starts[SB_ROW_KINDS]; /* by owner: its first row; one more at the end. NULL: no row */
    uint32_t *by_text;              /* by text id: the component with this ref, 0 = none */
    size_t n_texts, cap_texts;
    uint64_t *contents; /* sb_doc_content() of all, when one was asked for */
    size_t n_contents;
    void *room; /* that rows stood in before they were sorted: sealing needs as much once more; or NULL */
};

/* The array of one kind, whatever its row type: SB_VEC gives all of them this shape. */
struct sb_rows {
    char *p;
    size_t n, cap;
};
struct sb_rows *sb_rows_of(struct sb_doc *doc, enum sb_row_kind kind);
size_t sb_row_size(enum sb_row_kind kind);
int sb_row_cmp(struct sb_doc *doc, enum sb_row_kind kind, const void *a, const void *b); /* but for the owner */

/* By content; reserved texts first, in the order of their ids. */
int sb_doc_text_cmp(const struct sb_doc *doc, sb_text a, sb_text b);
/* "name@version", or "name". */
sb_str sb_doc_name_version(const struct sb_doc *doc, const struct sb_component *row, struct sb_arena *arena);

/* What belongs to a component, as a number that is the same wherever it stands in a document; 0 before refs were
 * settled or rows sorted. Whoever changes rows and asks again has it forgotten first. */
uint64_t sb_doc_content(const struct sb_doc *doc, sb_comp c);
void sb_doc_content_forget(struct sb_doc *doc);

/* sb_doc_settle_refs(); TELL: repeated refs are a defect of the document, not of two installations in one place. */
void sb_refs_settle(struct sb_doc *doc, bool tell);
/* Lets every row follow its component: NEW_OF by old handle. */
void sb_doc_remap(struct sb_doc *doc, const uint32_t *new_of);
/* Sorts the texts of LicenseRefs, each once, and tells their wordings. */
void sb_doc_seal_licence_texts(struct sb_doc *doc);
void sb_doc_index_free(struct sb_doc_index *index);

#endif
