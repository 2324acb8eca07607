/* The header of an rpm package: what an entry says lies in the blob, texts end, numbers are all there. */
#include "text/rpm_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_entry(const struct sb_rpm_header *header, const struct sb_rpm_entry *entry, struct sb_arena *arena)
{
    uint64_t number;
    size_t n, bytes = 0;
    sb_str *texts = sb_rpm_texts(header, entry->tag, arena, &n);
    for (size_t i = 0; i < n; i++)
        bytes += texts[i].n + 1;
    must(n == 0 || bytes <= sb_rpm_find(header, entry->tag)->data.n);
    must(n == 0 || sb_str_eq(texts[0], sb_rpm_text(header, entry->tag)));
    must(!sb_rpm_number(entry, entry->count, &number));
    if (sb_rpm_number(entry, 0, &number))
        must(sb_rpm_number(entry, entry->count - 1, &number));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str blob = sb_str_n((const char *)data, size);
    struct sb_arena arena = {0};
    struct sb_rpm_header header;
    size_t bytes = 0;
    const char *why = sb_rpm_header(blob, &arena, &header);
    must(!why || header.n == 0);
    for (size_t i = 0; i < header.n; i++) {
        const struct sb_rpm_entry *entry = &header.entries[i];
        must(entry->data.p >= blob.p && entry->data.p + entry->data.n <= blob.p + blob.n);
        bytes += entry->data.n;
        check_entry(&header, entry, &arena);
    }
    must(bytes <= blob.n);
    sb_arena_done(&arena);
    return 0;
}
