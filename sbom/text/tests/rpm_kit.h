/* Makes what rpm writes, for tests: headers, and the databases that keep them. */
#ifndef SB_TEXT_TESTS_RPM_KIT_H
#define SB_TEXT_TESTS_RPM_KIT_H

#include "base/buf.h"
#include "text/blobs.h"

enum { KIT_ENTRIES = 64 };
enum { KIT_INT16 = 3, KIT_INT32 = 4, KIT_INT64 = 5, KIT_STRING = 6, KIT_BIN = 7, KIT_ARRAY = 8, KIT_I18N = 9 };

struct kit_header {
    struct {
        uint32_t tag, type, at, n;
    } entries[KIT_ENTRIES];
    size_t n;
    struct sb_buf data;
};

static inline void kit_put(struct sb_buf *buf, uint64_t number, unsigned bytes, bool big)
{
    for (unsigned i = 0; i < bytes; i++)
        sb_buf_chr(buf, (char)(number >> 8 * (big ? bytes - 1 - i : i)));
}

static inline void kit_pad(struct sb_buf *buf, size_t to)
{
    while (buf->n % to)
        sb_buf_chr(buf, '\0');
}

static inline void kit_entry(struct kit_header *h, uint32_t tag, uint32_t type, uint32_t n)
{
    h->entries[h->n].tag = tag;
    h->entries[h->n].type = type;
    h->entries[h->n].at = (uint32_t)h->data.n;
    h->entries[h->n++].n = n;
}

static inline void kit_texts(struct kit_header *h, uint32_t tag, uint32_t type, const char *const *texts)
{
    uint32_t n = 0;
    while (texts[n])
        n++;
    kit_entry(h, tag, type, n);
    for (uint32_t i = 0; i < n; i++)
        sb_buf_add(&h->data, texts[i], strlen(texts[i]) + 1);
}

static inline void kit_text(struct kit_header *h, uint32_t tag, const char *text)
{
    kit_texts(h, tag, KIT_STRING, (const char *const[]){text, NULL});
}

/* Numbers of 2, 4 or 8 bytes. */
static inline void kit_numbers(struct kit_header *h, uint32_t tag, unsigned bytes, const uint64_t *numbers, uint32_t n)
{
    kit_pad(&h->data, bytes);
    kit_entry(h, tag, bytes == 2 ? KIT_INT16 : bytes == 4 ? KIT_INT32 : KIT_INT64, n);
    for (uint32_t i = 0; i < n; i++)
        kit_put(&h->data, numbers[i], bytes, true);
}

static inline void kit_number(struct kit_header *h, uint32_t tag, unsigned bytes, uint64_t number)
{
    kit_numbers(h, tag, bytes, &number, 1);
}

/* Appends the header to BUF, without the magic of a package file; H is empty then. */
static inline void kit_header_end(struct kit_header *h, struct sb_buf *buf)
{
    size_t region = h->data.n;
    kit_put(&h->data, 63, 4, true);
    kit_put(&h->data, KIT_BIN, 4, true);
    kit_put(&h->data, (uint64_t) - (int64_t)(16 * (h->n + 1)), 4, true);
    kit_put(&h->data, 16, 4, true);
    kit_put(buf, h->n + 1, 4, true);
    kit_put(buf, h->data.n, 4, true);
    kit_put(buf, 63, 4, true);
    kit_put(buf, KIT_BIN, 4, true);
    kit_put(buf, region, 4, true);
    kit_put(buf, 16, 4, true);
    for (size_t i = 0; i < h->n; i++) {
        kit_put(buf, h->entries[i].tag, 4, true);
        kit_put(buf, h->entries[i].type, 4, true);
        kit_put(buf, h->entries[i].at, 4, true);
        kit_put(buf, h->entries[i].n, 4, true);
    }
    sb_buf_str(buf, sb_buf_all(&h->data));
    sb_buf_done(&h->data);
    h->n = 0;
}

/* ---- databases of N blobs, which have the numbers 1, 2 ... ---- */

static inline uint32_t kit_adler(sb_str s)
{
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < s.n; i++) {
        a = (a + (unsigned char)s.p[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static inline void kit_ndb(struct sb_buf *file, const sb_str *blobs, size_t n)
{
    struct sb_buf behind = {0};
    sb_buf_str(file, SB_S("RpmP"));
    const uint32_t header[7] = {0, 1, 1, (uint32_t)n + 1};
    for (size_t i = 0; i < 7; i++)
        kit_put(file, header[i], 4, false);
    for (size_t i = 0; i < n; i++) {
        struct sb_buf one = {0};
        sb_buf_str(&one, SB_S("BlbS"));
        kit_put(&one, i + 1, 4, false);
        kit_put(&one, 1, 4, false);
        kit_put(&one, blobs[i].n, 4, false);
        sb_buf_str(&one, blobs[i]);
        while ((one.n + 12) % 16)
            sb_buf_chr(&one, '\0');
        uint32_t sum = kit_adler(sb_buf_all(&one));
        kit_put(&one, sum, 4, false);
        kit_put(&one, blobs[i].n, 4, false);
        sb_buf_str(&one, SB_S("BlbE"));
        sb_buf_str(file, SB_S("Slot"));
        kit_put(file, i + 1, 4, false);
        kit_put(file, (4096 + behind.n) / 16, 4, false);
        kit_put(file, one.n / 16, 4, false);
        sb_buf_str(&behind, sb_buf_all(&one));
        sb_buf_done(&one);
    }
    while (file->n < 4096) {
        sb_buf_str(file, SB_S("Slot"));
        kit_put(file, 0, 4, false);
        kit_put(file, 0, 8, false);
    }
    sb_buf_str(file, sb_buf_all(&behind));
    sb_buf_done(&behind);
}

static inline void kit_page(struct sb_buf *file, uint32_t number, uint32_t next, uint32_t entries, uint32_t free,
                            unsigned type, bool big)
{
    kit_put(file, 0, 8, big);
    kit_put(file, number, 4, big);
    kit_put(file, 0, 4, big);
    kit_put(file, next, 4, big);
    kit_put(file, entries, 2, big);
    kit_put(file, free, 2, big);
    kit_put(file, 0, 1, big);
    kit_put(file, type, 1, big);
}

enum { KIT_PAGE = 512, KIT_PAGE_ROOM = KIT_PAGE - 26 };

/* Page 1 has all pairs, whose data are chains from page 2 on, or the first blob itself if it is SMALL. */
static inline void kit_bdb(struct sb_buf *file, const sb_str *blobs, size_t n, bool big, bool small)
{
    struct sb_buf chains = {0}, items = {0};
    uint16_t at[64];
    uint32_t next = 2;
    for (size_t i = 0; i < n; i++) {
        struct sb_buf item = {0};
        kit_put(&item, small && i == 0 ? 1 : 3, 1, big);
        if (small && i == 0)
            sb_buf_str(&item, blobs[i]);
        else {
            kit_put(&item, 0, 3, big);
            kit_put(&item, next, 4, big);
            kit_put(&item, blobs[i].n, 4, big);
        }
        for (size_t done = 0; item.p[0] == 3 && done < blobs[i].n; done += KIT_PAGE_ROOM) {
            sb_str part = sb_str_part(blobs[i], done, KIT_PAGE_ROOM);
            kit_page(&chains, next, done + part.n < blobs[i].n ? next + 1 : 0, 1, (uint32_t)part.n, 7, big);
            sb_buf_str(&chains, part);
            kit_pad(&chains, KIT_PAGE);
            next++;
        }
        struct sb_buf before = items;
        items = (struct sb_buf){0};
        sb_buf_str(&items, sb_buf_all(&item)); /* items lie from the end of the page downwards */
        kit_put(&items, 1, 1, big);
        kit_put(&items, i + 1, 4, big);
        sb_buf_str(&items, sb_buf_all(&before));
        at[2 * i] = (uint16_t)(KIT_PAGE - before.n - 5);
        at[2 * i + 1] = (uint16_t)(at[2 * i] - item.n);
        sb_buf_done(&before);
        sb_buf_done(&item);
    }
    const uint32_t meta[] = {0, 0, 0, 0x061561, 9, KIT_PAGE};
    for (size_t i = 0; i < 6; i++)
        kit_put(file, meta[i], 4, big);
    sb_buf_add(file, "\0\x08\0\0", 4);
    kit_put(file, 0, 4, big);
    kit_put(file, next - 1, 4, big);
    while (file->n < KIT_PAGE)
        sb_buf_chr(file, '\0');
    kit_page(file, 1, 0, (uint32_t)(2 * n), (uint32_t)(KIT_PAGE - items.n), 13, big);
    for (size_t i = 0; i < 2 * n; i++)
        kit_put(file, at[i], 2, big);
    while (file->n + items.n < 2 * KIT_PAGE)
        sb_buf_chr(file, '\0');
    sb_buf_str(file, sb_buf_all(&items));
    sb_buf_str(file, sb_buf_all(&chains));
    sb_buf_done(&items);
    sb_buf_done(&chains);
}

#endif
