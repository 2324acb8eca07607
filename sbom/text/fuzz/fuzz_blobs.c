/* Databases of blobs: what comes of a file is no more than the file, and comes by its numbers. */
#include "text/blobs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    size_t bytes, n;
    uint64_t last;
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void on_blob(void *ctx, uint64_t number, sb_str blob)
{
    struct seen *seen = ctx;
    must(seen->n == 0 || number >= seen->last);
    seen->last = number;
    seen->bytes += blob.n;
    seen->n++;
    for (size_t i = 0; i < blob.n; i++)
        seen->last += blob.p[i] & 0; /* all of it can be read */
}

static void on_trouble(void *ctx, const char *message)
{
    (void)ctx;
    must(message[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sb_rc (*const readers[])(sb_str, const struct sb_blobs *, struct sb_err *) = {sb_ndb_read, sb_bdb_read};
    sb_str file = sb_str_n((const char *)data, size);
    for (size_t i = 0; i < SB_COUNT(readers); i++) {
        struct seen seen = {0};
        struct sb_err err = {0};
        struct sb_blobs to = {&seen, on_blob, on_trouble};
        sb_rc rc = readers[i](file, &to, &err);
        must(rc == SB_OK || (seen.n == 0 && err.text[0]));
        must(seen.bytes <= size);
    }
    return 0;
}
