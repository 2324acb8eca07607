#include "source/archive_stream.h"

ptrdiff_t sb_archive_take(struct sb_archive_reader *r, char *p)
{
    if (r->in_err.rc)
        return -1;
    ptrdiff_t got = r->in->read(r->in, p, r->step, &r->in_err);
    r->step = r->step < SB_ARCHIVE_INPUT ? 2 * r->step : SB_ARCHIVE_INPUT;
    if (got < 0)
        return got;
    r->in_bytes += (uint64_t)got;
    r->in_ended = got == 0;
    return got;
}

int64_t sb_archive_skip(struct sb_archive_reader *r, int64_t n)
{
    int64_t skipped = r->part->skip(r->in, n);
    r->in_bytes += (uint64_t)skipped;
    return skipped;
}
