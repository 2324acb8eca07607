/* Where facts go that are made: into the document or, while several threads make them, beside it. */
#ifndef SB_COLLECT_FACTS_OUT_H
#define SB_COLLECT_FACTS_OUT_H

#include "collect/fact_json.h"
#include "model/doc.h"
#include "model/facts.h"

struct sb_fact_made {
    sb_comp component;
    enum sb_fact_id id;
    sb_str json;
};

/* Zeroed but for DOC and BESIDE. */
struct sb_facts_out {
    struct sb_doc *doc;
    bool beside; /* it is only read: what is made is kept here */
    SB_VEC(struct sb_fact_made) made;
    struct sb_diags diags;
    struct sb_arena arena;
};
void sb_facts_put(struct sb_facts_out *out, sb_comp c, enum sb_fact_id id, sb_str json);
/* Ends the list. What was cut is told. */
void sb_facts_put_list(struct sb_facts_out *out, sb_comp c, enum sb_fact_id id, struct sb_fact_list *list);
/* Of what is kept, N facts from FIRST on, into the document. */
void sb_facts_out_pass(const struct sb_facts_out *out, size_t first, size_t n);
void sb_facts_out_forget(struct sb_facts_out *out); /* the facts; not what was told */
void sb_facts_out_done(struct sb_facts_out *out);   /* passes on what was told */

#endif
