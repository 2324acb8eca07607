/* What the writers of JSON documents share: members in the order of a field table, properties, licences, and what was
 * lost. */
#ifndef SB_FORMATS_WRITING_H
#define SB_FORMATS_WRITING_H

#include "formats/fields.h"
#include "formats/format.h"
#include "formats/tally.h"
#include "id/licence.h"
#include "text/json_write.h"

struct sb_pair_text {
    sb_str name, value;
};

struct sb_writing {
    const struct sb_doc *doc;
    const struct sb_write_options *options;
    struct sb_json_out out;
    unsigned minor, stated; /* of the version that is written: its shape, and what the document says that it is */
    bool raws_fit;          /* raw members come from the same specification, of this version or an older one */
    char uuid[37];          /* the id of the document, or what holds its place until it is known */
    uint64_t id_at;         /* where it stands, as `written` of the sink counts */
    struct sb_arena arena;  /* scratch; reset for each component */
    struct sb_tally lost;
    /* What was found out of a text, since few licences stand at most components, and an address is asked for often. */
    struct {
        sb_text text;
        const struct sb_licence_row *row;
    } listed[64];                      /* by the text's id */
    sb_text address;                   /* the last one that is an IRI reference as it stands */
    SB_VEC(struct sb_pair_text) pairs; /* scratch: the properties of one owner */
    void *format;                      /* the format's own state */
};

/* SPECIFICATION is what is written: "cyclonedx", "spdx"; raw members of documents of it can be written back. */
void sb_writing_begin(struct sb_writing *writing, const struct sb_doc *doc, const struct sb_write_options *options,
                      const char *specification, unsigned minor);
/* The minor version that is asked for, else that of FALLBACK: "1.6" -> 6. */
unsigned sb_version_minor(const struct sb_write_options *options, const char *fallback);
/* Was DOC read from a document of SPECIFICATION? */
bool sb_is_of(const struct sb_doc *doc, const char *specification);
void sb_writing_done(struct sb_writing *writing);
/* Runs WRITE to SINK. The id is made of a digest over what is written, but for what is set apart (sb_json_apart), and
 * put in its place at the end; where SINK cannot do that, a run to nowhere goes first. Losses become diagnostics. */
sb_rc sb_writing_run(struct sb_writing *writing, void (*write)(struct sb_writing *writing), struct sb_sink *sink,
                     struct sb_diags *diags, struct sb_err *err);

void sb_write_lost(struct sb_writing *writing, const char *what);
/* The member of one row: raw text that was kept, else what the shape says. Nothing if the version does not have it. */
void sb_write_row(struct sb_writing *writing, const struct sb_field_table *table, const struct sb_field_row *row,
                  sb_comp owner);
/* Counts the raw members of OWNER that no row took. */
void sb_write_raws_lost(struct sb_writing *writing, const struct sb_field_table *table, sb_comp owner);
/* All members of an object, without its braces. */
void sb_write_members(struct sb_writing *writing, const struct sb_field_table *table, sb_comp owner);

void sb_write_text(struct sb_writing *writing, const char *key, sb_text text);
/* Members that are no content: a time, and the id of the document behind FRONT, which needs no escape. */
void sb_write_time(struct sb_writing *writing, const char *key, const char *time);
void sb_write_id(struct sb_writing *writing, const char *key, sb_str front);

void sb_pairs_add(struct sb_writing *writing, sb_str name, sb_str value);
void sb_pairs_sort(struct sb_writing *writing);
/* The facts of OWNER, as pairs. */
void sb_pairs_facts(struct sb_writing *writing, sb_comp owner);
/* What a document of another SPECIFICATION says of itself: its id and its time. */
void sb_pairs_identity(struct sb_writing *writing, const char *specification, const char *id, const char *time);
/* The properties of OWNER and those attributes of it whose bit is in FIELDS, as pairs. */
void sb_pairs_properties(struct sb_writing *writing, sb_comp owner, uint32_t fields);

/* The address of a reference as an IRI reference; false if it is none, and is written as a property. */
bool sb_write_address(struct sb_writing *writing, const struct sb_reference *reference, sb_str *ret_address);
/* Those references of OWNER that are no addresses, as pairs. */
void sb_pairs_references(struct sb_writing *writing, sb_comp owner);

/* All licences of one role as one expression, in normal form. False if one of them is no part of an expression. */
bool sb_licences_joined(const struct sb_doc *doc, sb_comp owner, enum sb_licence_role role, struct sb_arena *arena,
                        sb_str *ret_expression);
/* The row of the licence list that TEXT is the id of; NULL if it is none. */
const struct sb_licence_row *sb_write_listed(struct sb_writing *writing, sb_text text);
/* Joins operands with AND; normalised if they can be parsed. */
sb_str sb_licence_and(const sb_str *operands, size_t n, struct sb_arena *arena);

#endif
