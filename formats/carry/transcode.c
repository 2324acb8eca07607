#include "carry/transcode.h"

#include "carry/filter.h"

sb_rc sb_transcode(const struct sb_transcode *what, sb_str input, struct sb_sink *sink, struct sb_losses *losses,
                   struct sb_err *err)
{
    struct sb_receiver to;
    struct sb_walk walk;
    void *writer = what->to->open(sink, what->to_minor, &to);
    const struct sb_dialect from = {what->grammar, what->from_minor, what->from->encoding};
    const struct sb_dialect into = {what->grammar, what->to_minor, what->to->encoding};
    struct sb_filter *filter = sb_filter_new(&from, &into, to, losses, err);
    sb_walk_init(&walk, what->grammar, sb_filter_receiver(filter), err);
    sb_filter_watch(filter, &walk);
    sb_rc rc = what->from->read(input, &walk, err);
    sb_walk_done(&walk);
    sb_filter_free(filter);
    what->to->done(writer);
    return rc != SB_OK ? rc : sb_sink_flush(sink, err); /* which also tells why the writer stopped */
}
