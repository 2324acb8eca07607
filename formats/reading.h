/* What the readers of JSON documents share: the way through objects by a field table, and what is found on it. */
#ifndef SB_FORMATS_READING_H
#define SB_FORMATS_READING_H

#include "base/digest.h"
#include "formats/fields.h"
#include "formats/format.h"
#include "formats/tally.h"
#include "text/json_read.h"

/* Refs as they stand in edges, by number; 0 = none. They are in no order and each look-up waits for memory, so they
 * wait for each other first. */
struct sb_refs {
    SB_VEC(sb_text) ids; /* of those that were looked up, by number */
    SB_VEC(char) bytes;  /* texts of those that wait, one behind the other */
    size_t lengths[SB_INTERN_MANY];
    size_t waiting;
};

/* An edge as a document writes it, until all components are known. */
struct sb_edge {
    uint32_t from, to; /* refs */
    uint8_t kind;      /* enum sb_relation_kind */
    sb_text name;
    uint32_t line;
};

/* A member that needs all components to be understood; the text is held. */
struct sb_later {
    sb_comp owner;
    sb_str json;
};

struct sb_reading {
    struct sb_json *json;
    struct sb_json *sub;  /* for JSON inside of strings: facts; and for what was kept */
    uint32_t line_before; /* lines before the document, of a wrapper that holds it */
    bool lineless;        /* the document has no lines that could be told */
    bool strangers;       /* a list in a list is an element of another namespace, which its encoding lets stand there */
    const struct sb_format *encoding; /* that the document has */
    struct sb_arena held;             /* texts for later, until the end */
    bool extra;                       /* the value that is taken in part has more than the model takes */
    struct sb_doc *doc;
    sb_str name; /* of the document, for diagnostics */
    sb_text name_text;
    struct sb_arena arena; /* scratch; whoever uses it resets it */
    struct sb_tally unknown;
    struct sb_field_memo rows; /* found before */
    SB_VEC(struct sb_edge) edges;
    SB_VEC(struct sb_later) later;
    struct sb_refs refs;
    SB_VEC(uint32_t) looked; /* refs of those whose dependencies are told, even if they are none */
    bool own_facts;          /* a fact of sbom was read */
    unsigned minor;          /* of the document's version, once it is known */
    void *format;            /* the format's own state */
    struct sb_err *err;
    sb_rc rc; /* of a refusal that is not the JSON reader's */
};

/* JSON: before the document, LINE_BEFORE lines of the input before it. The reading takes it over. */
void sb_reading_begin(struct sb_reading *reading, struct sb_json *json, uint32_t line_before, sb_str name,
                      struct sb_doc *doc, struct sb_err *err);
/* Facts that name components, diagnostics, seal. */
void sb_reading_end(struct sb_reading *reading);
void sb_reading_done(struct sb_reading *reading);
/* The error of the JSON reader or the refusal, with the document's name. */
sb_rc sb_reading_failed(struct sb_reading *reading);
/* Refuses the document, at the reader's place: "WHAT: WHY". Always false. */
bool sb_reading_refuse(struct sb_reading *reading, sb_rc rc, sb_str what, const char *why);

uint32_t sb_reading_line(const struct sb_reading *reading);
void sb_reading_diag(struct sb_reading *reading, enum sb_code code, const char *format, ...) SB_PRINTF(3, 4);

/* One member of OWNER, behind its key. False on error. */
SB_MUST bool sb_read_member(struct sb_reading *reading, const struct sb_field_table *table, sb_str key, sb_comp owner);
/* A whole object behind a key or in an array, by table. Anything but an object is WRONG_TYPE. */
SB_MUST bool sb_read_object(struct sb_reading *reading, const struct sb_field_table *table, const char *what,
                            sb_comp owner);
/* Reads away a value whose first event was EVENT, with a diagnostic that WHAT has the wrong type. */
SB_MUST bool sb_read_wrong(struct sb_reading *reading, enum sb_json_event event, const char *what);
/* The next value as a string: *RET_TEXT is good until the reader moves. *RET_OK tells whether it was one. False on
 * error. */
SB_MUST bool sb_read_text(struct sb_reading *reading, const char *what, sb_str *ret_text, bool *ret_ok);
/* Opens the next value, which must be of KIND (SB_JSON_OBJECT or SB_JSON_ARRAY); else *RET_OK is false and it is gone.
 */
SB_MUST bool sb_read_open(struct sb_reading *reading, enum sb_json_event kind, const char *what, bool *ret_ok);
/* In an array whose elements are objects: true with *RET_MORE when one was opened, and at the end without. False on
 * error. */
SB_MUST bool sb_read_next_object(struct sb_reading *reading, const char *what, bool *ret_more);
/* Values of which the model takes a part: sb_read_part() stands before the value; what the model has no place for goes
 * to sb_read_extra(); behind the value sb_read_part_end() keeps its raw text as well if there was such a thing. */
void sb_read_part(struct sb_reading *reading);
SB_MUST bool sb_read_extra(struct sb_reading *reading);
void sb_read_part_end(struct sb_reading *reading, sb_comp owner, const char *member);
/* The same for the next element of an array: its first event. */
enum sb_json_event sb_read_element(struct sb_reading *reading);
/* Keeps the next value as raw text. */
SB_MUST bool sb_read_raw(struct sb_reading *reading, sb_comp owner, sb_str member);

/* Content, as all formats have it. */
void sb_read_purl(struct sb_reading *reading, sb_comp owner, sb_str text);
/* False, with a diagnostic, for what is no digest. */
bool sb_read_digest(struct sb_reading *reading, sb_str algorithm, sb_str hex, struct sb_digest *ret_digest);
/* An id that a content address is made of: "gitoid:blob:sha256:HEX", "swh:1:cnt:HEX". Others are passed over. */
void sb_read_content_id(struct sb_reading *reading, sb_comp owner, sb_str text);
void sb_read_hash(struct sb_reading *reading, sb_comp owner, sb_str algorithm, sb_str hex);
/* A fact if the name is one (checked), an attribute if the name is one of attributes.h, else a property. */
void sb_read_property(struct sb_reading *reading, sb_comp owner, sb_str name, sb_str value);
/* A licence expression, or one id. */
void sb_read_expression(struct sb_reading *reading, sb_comp owner, enum sb_licence_role role, sb_str text);
void sb_read_tool(struct sb_reading *reading, sb_str vendor, sb_str name, sb_str version);
void sb_read_edge(struct sb_reading *reading, uint32_t from, uint32_t to, enum sb_relation_kind kind, sb_str name);

/* The number of a ref. */
uint32_t sb_read_ref(struct sb_reading *reading, sb_str text);
/* After the last one: from now on the text of a number can be asked for. */
void sb_read_refs_end(struct sb_reading *reading);
static inline sb_text sb_reading_ref(const struct sb_reading *reading, uint32_t number)
{
    return reading->refs.ids.p[number];
}

/* The whole document by its table; it must be one object and state its version in VERSION_MEMBER. */
SB_MUST sb_rc sb_read_document(struct sb_reading *reading, const struct sb_field_table *table, const char *format,
                               const char *version_member);

#endif
