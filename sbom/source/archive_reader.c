#include "source/archive_reader.h"

#include <stdatomic.h>

#include "source/archive_input.h"

void sb_archive_tell(struct sb_archive_reader *r, enum sb_code code, const char *text)
{
    sb_diag(r->diags, code, sb_buf_all(&r->path), 0, "%s", text);
}

void sb_archive_break_off(struct sb_archive_reader *r, const char *why)
{
    if (!r->broken)
        sb_buf_str(&r->why, sb_str_of(why));
    r->broken = r->stop = true;
}

/* An archive is read up to a limit, and that is told. Of a layer nothing may be missing, and a bomb as the source is no
 * archive that anybody could have read. */
void sb_archive_stop(struct sb_archive_reader *r, enum sb_code code, const char *text)
{
    if (r->part->layer || (code == SB_D_LIMIT_RATIO && !r->part->used)) {
        sb_archive_break_off(r, text);
        r->cut = true;
    } else {
        sb_archive_tell(r, code, text);
    }
    r->stop = true;
}

/* What does not fit is read as far as it goes, and told. */
static bool has_room(const struct sb_archive_reader *r)
{
    uint64_t out = (uint64_t)r->plain.at + r->holes;
    return out <= r->limits->archive_bytes && (uint64_t)r->header.size <= r->limits->archive_bytes - out;
}

uint32_t sb_archive_place(const struct sb_archive_reader *r)
{
    if (!r->part->places || !r->plain.on || !has_room(r))
        return 0;
    int64_t block = (r->plain.at - (int64_t)r->plain.header.length) / SB_TAR_BLOCK;
    return block < SB_PLACE_MAX ? (uint32_t)block + 1 : 0;
}

uint64_t sb_archive_add_used(_Atomic uint64_t *used, uint64_t n)
{
    return atomic_fetch_add_explicit(used, n, memory_order_relaxed) + n;
}

/* All that came out of a nest counts against its outermost archive: a level more is no way to hold more. */
static bool expands_too_much(const struct sb_archive_reader *r, uint64_t out, uint64_t all)
{
    uint64_t packed = r->part->used ? r->part->used->packed : 0;
    if (packed)
        return all > SB_ARCHIVE_NEST_FROM && all / r->limits->ratio > packed;
    return out > SB_ARCHIVE_RATIO_FROM && out / r->limits->ratio > r->in_bytes;
}

/* Counts what came out of the decompressor, whether anybody wanted it or not. */
bool sb_archive_within_limits(struct sb_archive_reader *r)
{
    int64_t raw = sb_archive_input_at(r);
    uint64_t out = (raw > 0 ? (uint64_t)raw : 0) + r->holes;
    uint64_t all = out;
    if (r->part->used) {
        all = sb_archive_add_used(&r->part->used->bytes, out - r->counted);
        r->counted = out;
    }
    if (all > r->limits->archive_bytes)
        sb_archive_stop(
            r, SB_D_LIMIT_BYTES,
            "the archive holds more bytes than are read of one; reading stopped here (--limit bytes=N raises that)");
    else if (expands_too_much(r, out, all))
        sb_archive_stop(r, SB_D_LIMIT_RATIO,
                        "the archive expands too much; reading stopped here (--limit ratio=N raises that)");
    return !r->stop;
}
