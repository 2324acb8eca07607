/* JSON values that a document keeps as text, made comparable: no white space, members in order, numbers in one
 * spelling, elements in order where the order says nothing. */
#ifndef SB_DIFF_CANON_H
#define SB_DIFF_CANON_H

#include "base/buf.h"
#include "base/map.h"
#include "model/doc.h"
#include "text/json_read.h"

/* What a value says that the model says, too, and better: members to leave out, in objects of a few levels only. */
struct sb_canon_known {
    const char *member; /* that holds the value */
    unsigned levels;
    const char *const *keys;
};

struct sb_canon_part { /* of the text that is being made */
    size_t from, n;
};

struct sb_canon {
    const struct sb_doc *doc; /* refs of its components are said as what they name; NULL: they stay */
    bool nameless;            /* whatever names an element or a licence of the document is left open, known or not */
    const struct sb_intern *refs;  /* names of other elements: their spelling says nothing */
    const struct sb_map *wordings; /* of licence refs: they are their texts; or NULL */
    struct sb_json *json;
    struct sb_buf buf, spare;
    SB_VEC(struct sb_canon_part) parts;
    const struct sb_canon_known *known;
    unsigned level;
};

void sb_canon_begin(struct sb_canon *canon, const struct sb_doc *doc, const struct sb_intern *refs);
void sb_canon_done(struct sb_canon *canon);
/* The value of MEMBER in its one spelling: equal for values that say the same. In ARENA. */
sb_str sb_canon_value(struct sb_canon *canon, sb_str member, sb_str json, struct sb_arena *arena);
/* The same, as it stands until the next value is asked for. */
sb_str sb_canon_look(struct sb_canon *canon, sb_str member, sb_str json);

/* The first place where two canonical values differ: narrows them to what stands there (empty: nothing does), and tells
 * the way to it as "member.member". */
sb_str sb_canon_narrow(sb_str member, sb_str *old, sb_str *new, struct sb_arena *arena);

#endif
