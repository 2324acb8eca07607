/* The loss report: every value that does not stand in an output as it stood in the input, and what stands there that
 * the input did not say. Lines are written as they come; nothing is held but the totals, and one row a kind. */
#ifndef SB_FORMATS_CARRY_LOSS_H
#define SB_FORMATS_CARRY_LOSS_H

#include "base/intern.h"
#include "carry/event.h"
#include "carry/path.h"
#include "text/json_write.h"

enum sb_fate {
    SB_FATE_DROPPED,
    SB_FATE_CARRIED,  /* it stands in another place, or in other words */
    SB_FATE_ADDED,    /* the input did not say it */
    SB_FATE_DANGLING, /* it stands as it stood, and refers to what was dropped */
    SB_FATES
};

struct sb_loss {
    enum sb_fate fate;
    const struct sb_path *path; /* in the input; of what was added: where it would stand */
    uint32_t line;              /* 0: none */
    sb_str member;              /* "component.type"; of a member that no row knows its own name */
    size_t values;              /* scalars, empty lists and empty objects that it is about */
    sb_str reason;              /* one sentence, without a full stop */
    sb_str place;               /* in the output, as of sb_path_place(); empty where nothing stands */
    enum sb_event_kind kind;    /* what stands there: TEXT or NUMBER; OBJECT: the values as they are */
    sb_str text;
};

/* Lines that say the same of a member, wherever its elements stand. */
struct sb_loss_kind {
    uint64_t lines, values;
    uint8_t fate;
    sb_str place, reason;
};

struct sb_losses {
    struct sb_sink *sink;                               /* NULL: only counted */
    void (*each)(void *to, const struct sb_loss *loss); /* NULL, or told of each as well */
    void *to;
    bool is_json;
    struct sb_json_out json;
    struct sb_buf line;        /* scratch */
    uint64_t places[SB_FATES]; /* lines of the output that is written */
    uint64_t values[SB_FATES];
    /* The kinds of this output, found by a text of all that tells them apart. */
    struct sb_intern names;
    SB_VEC(struct sb_loss_kind) kinds; /* by text id; at the end in their order */
    struct sb_loss_kind further;       /* of those that are too many */
    char content[2][65];               /* content ids (carry/content.h) of input and output; empty: not known */
};

/* The report of one input: {"schema":"sbom-loss/1", "tool", "input":{"format","name"}, "outputs":[...]} or text. */
void sb_losses_begin(struct sb_losses *losses, struct sb_sink *sink, bool json, sb_str input, sb_str format);
/* One output of it; the totals begin at 0. FILE may be NULL: standard output. */
void sb_losses_output(struct sb_losses *losses, sb_str format, const char *file);
void sb_losses_put(struct sb_losses *losses, const struct sb_loss *loss);
void sb_losses_output_end(struct sb_losses *losses);
void sb_losses_end(struct sb_losses *losses);
/* Does the report tell content ids? */
bool sb_losses_want_content(const struct sb_losses *losses);
/* Was a value dropped or carried elsewhere? */
bool sb_losses_any(const struct sb_losses *losses);
/* "3 values dropped, 1 value in other words or another place, 1 value added", or "nothing lost". */
void sb_losses_total(const struct sb_losses *losses, struct sb_buf *buf);

#endif
