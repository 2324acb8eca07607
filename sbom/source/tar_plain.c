#include "source/tar_plain.h"

#include <stdio.h>

#include "source/archive_stream.h"

/* ---- input ---- */

/* Takes more of it, behind what is there; <= 0 as read(2). */
static ptrdiff_t take_more(struct sb_archive_reader *r)
{
    struct sb_tar_plain *plain = &r->plain;
    char *end = r->input + (plain->p - r->input) + plain->n;
    if (r->step > (size_t)(r->input + SB_ARCHIVE_ROOM - end)) {
        memmove(r->input, plain->p, plain->n);
        plain->p = r->input;
        end = r->input + plain->n;
    }
    ptrdiff_t got = sb_archive_take(r, end);
    plain->n += got > 0 ? (size_t)got : 0;
    return got;
}

static void use(struct sb_tar_plain *plain, size_t n)
{
    plain->p += n;
    plain->n -= n;
    plain->at += (int64_t)n;
}

/* Seeks where the stream can; as far as that goes. */
static uint64_t seek_over(struct sb_archive_reader *r, uint64_t n)
{
    uint64_t done = 0;
    int64_t got = 1;
    while (r->part->skip && done < n && got > 0) {
        got = sb_archive_skip(r, (int64_t)(n - done));
        done += (uint64_t)got;
    }
    r->plain.at += (int64_t)done;
    return done;
}

/* False if there are not as many. */
static bool pass(struct sb_archive_reader *r, uint64_t n)
{
    struct sb_tar_plain *plain = &r->plain;
    uint64_t done = n < plain->n ? n : plain->n;
    use(plain, (size_t)done);
    if (done < n)
        done += seek_over(r, n - done);
    while (done < n) {
        ptrdiff_t got = take_more(r);
        if (got <= 0) {
            done = got < 0 ? 0 : done;
            break;
        }
        size_t more = n - done < plain->n ? (size_t)(n - done) : plain->n;
        use(plain, more);
        done += more;
    }
    if (done < n) /* in the words of libarchive */
        snprintf(plain->why, sizeof plain->why, "Truncated input file (needed %llu bytes, only %llu available)",
                 (unsigned long long)n, (unsigned long long)done);
    return done == n;
}

/* ---- entries ---- */

static enum sb_tar_answer look(struct sb_archive_reader *r)
{
    enum sb_tar_answer answer;
    while ((answer = sb_tar_header(r->plain.p, r->plain.n, &r->plain.header)) == SB_TAR_SHORT)
        if (take_more(r) <= 0)
            break;
    return answer;
}

bool sb_tar_plain_begin(struct sb_archive_reader *r)
{
    r->plain = (struct sb_tar_plain){.p = r->input};
    r->plain.on = look(r) == SB_TAR_PLAIN && sb_tar_begins(r->plain.p);
    return r->plain.on;
}

bool sb_tar_plain_next(struct sb_archive_reader *r)
{
    struct sb_tar_plain *plain = &r->plain;
    const struct sb_tar_header *header = &plain->header;
    if (look(r) != SB_TAR_PLAIN)
        return false;
    use(plain, header->length);
    plain->done = plain->given = 0;
    plain->left = header->size;
    plain->padding = (size_t)(-header->size % SB_TAR_BLOCK);
    plain->gnu = header->gnu;
    plain->pax = !header->gnu && (plain->pax || header->pax);
    plain->files |= header->type == '0';
    plain->links |= header->links;
    return true;
}

int sb_tar_plain_block(struct sb_archive_reader *r, const char **ret_block, size_t *ret_n, int64_t *ret_offset)
{
    struct sb_tar_plain *plain = &r->plain;
    use(plain, plain->given);
    plain->given = 0;
    if (plain->left == 0) {
        size_t padding = plain->padding;
        plain->padding = 0;
        return pass(r, padding) ? ARCHIVE_EOF : ARCHIVE_FATAL;
    }
    ptrdiff_t got = plain->n ? 1 : take_more(r);
    if (got <= 0) {
        snprintf(plain->why, sizeof plain->why, "%s", got < 0 ? r->in_err.text : "Truncated tar archive");
        return ARCHIVE_FATAL;
    }
    plain->given = plain->left < plain->n ? (size_t)plain->left : plain->n;
    *ret_block = plain->p;
    *ret_n = plain->given;
    *ret_offset = (int64_t)plain->done;
    plain->done += plain->given;
    plain->left -= plain->given;
    return ARCHIVE_OK;
}

int sb_tar_plain_pass(struct sb_archive_reader *r)
{
    struct sb_tar_plain *plain = &r->plain;
    uint64_t n = plain->given + plain->left + plain->padding;
    plain->given = plain->padding = 0;
    plain->left = 0;
    return pass(r, n) ? ARCHIVE_OK : ARCHIVE_FATAL;
}

/* What libarchive remembers from entry to entry: whether an extended header came (a hard link's size counts then), a
 * file (a sparse one is allowed then), a link name (an empty one is a name then). */
sb_str sb_tar_plain_state(const struct sb_tar_plain *plain, char room[2 * SB_TAR_BLOCK])
{
    size_t n = 0;
    if (plain->pax) {
        sb_tar_make('x', false, false, room);
        n = SB_TAR_BLOCK;
    }
    sb_tar_make(plain->files ? '0' : '5', plain->gnu, plain->links, room + n);
    return sb_str_n(room, n + SB_TAR_BLOCK);
}
