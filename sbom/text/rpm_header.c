#include "text/rpm_header.h"

#include "base/number.h"

enum { ENTRY = 16, ENTRIES_MAX = 0xffff, DATA_MAX = 0x0fffffff };
enum { CHAR = 1, INT8, INT16, INT32, INT64, STRING, BIN, STRING_ARRAY, I18NSTRING, TYPES };
enum { REGION_FIRST = 61, REGION_LAST = 63 }; /* they frame the package's own entries and say nothing */

static uint32_t u32(sb_str s, size_t at)
{
    return sb_u32_at(s, at, true);
}

static const struct type_row {
    uint8_t size; /* of one; 0: a text, which ends with NUL */
    bool number;
} types[TYPES] = {
    [CHAR] = {1, true},  [INT8] = {1, true},          [INT16] = {2, true},
    [INT32] = {4, true}, [INT64] = {8, true},         [STRING] = {0, false},
    [BIN] = {1, false},  [STRING_ARRAY] = {0, false}, [I18NSTRING] = {0, false},
};

/* Takes COUNT texts off the front of REST. */
static bool take_texts(sb_str rest, uint32_t count, size_t *ret_bytes)
{
    size_t before = rest.n;
    for (uint32_t i = 0; i < count; i++) {
        size_t end = sb_str_chr(rest, '\0');
        if (end == SB_NPOS)
            return false;
        rest = sb_str_from(rest, end + 1);
    }
    *ret_bytes = before - rest.n;
    return true;
}

/* How many bytes of REST the data of ENTRY is; false if it is not all there. */
static bool measure(const struct sb_rpm_entry *entry, sb_str rest, size_t *ret_bytes)
{
    if (entry->type < CHAR || entry->type >= TYPES || entry->count == 0 || (entry->type == STRING && entry->count > 1))
        return false;
    size_t size = types[entry->type].size;
    if (!size)
        return take_texts(rest, entry->count, ret_bytes);
    *ret_bytes = (size_t)entry->count * size;
    return *ret_bytes <= rest.n;
}

/* Data lies in the order of the index, as rpm demands: so no byte is read twice. */
const char *sb_rpm_header(sb_str blob, struct sb_arena *arena, struct sb_rpm_header *ret_header)
{
    *ret_header = (struct sb_rpm_header){0};
    if (blob.n < 8)
        return "it is shorter than the lengths at its front";
    uint32_t n = u32(blob, 0), n_data = u32(blob, 4);
    if (n == 0 || n > ENTRIES_MAX || n_data > DATA_MAX)
        return "it says that it has no entries, or more than a header can";
    if (blob.n != 8 + (size_t)n * ENTRY + n_data)
        return "its length is not what it says";
    sb_str data = sb_str_from(blob, 8 + (size_t)n * ENTRY);
    size_t free = 0;
    ret_header->entries = sb_arena_alloc(arena, n * sizeof *ret_header->entries);
    for (uint32_t i = 0; i < n; i++) {
        size_t at = 8 + (size_t)i * ENTRY, offset = u32(blob, at + 8), bytes;
        uint32_t type = u32(blob, at + 4);
        struct sb_rpm_entry entry = {u32(blob, at), (uint8_t)(type < TYPES ? type : 0), u32(blob, at + 12),
                                     SB_STR_NONE};
        if (entry.tag >= REGION_FIRST && entry.tag <= REGION_LAST)
            continue;
        if (offset < free || offset > data.n || !measure(&entry, sb_str_from(data, offset), &bytes)) {
            ret_header->bad++;
            continue;
        }
        entry.data = sb_str_part(data, offset, bytes);
        free = offset + bytes;
        ret_header->entries[ret_header->n++] = entry;
    }
    return NULL;
}

const struct sb_rpm_entry *sb_rpm_find(const struct sb_rpm_header *header, uint32_t tag)
{
    for (size_t i = header->n; i > 0; i--)
        if (header->entries[i - 1].tag == tag)
            return &header->entries[i - 1];
    return NULL;
}

static bool has_texts(const struct sb_rpm_entry *entry)
{
    return entry && types[entry->type].size == 0;
}

sb_str sb_rpm_text(const struct sb_rpm_header *header, uint32_t tag)
{
    const struct sb_rpm_entry *entry = sb_rpm_find(header, tag);
    return has_texts(entry) ? sb_str_part(entry->data, 0, sb_str_chr(entry->data, '\0')) : SB_STR_NONE;
}

sb_str *sb_rpm_texts(const struct sb_rpm_header *header, uint32_t tag, struct sb_arena *arena, size_t *ret_n)
{
    const struct sb_rpm_entry *entry = sb_rpm_find(header, tag);
    *ret_n = !has_texts(entry) ? 0 : entry->count < SB_RPM_TEXTS ? entry->count : SB_RPM_TEXTS;
    sb_str *texts = sb_arena_alloc(arena, *ret_n * sizeof *texts);
    sb_str rest = *ret_n ? entry->data : SB_STR_NONE;
    for (size_t i = 0; i < *ret_n; i++)
        sb_str_cut(&rest, '\0', &texts[i]);
    return texts;
}

bool sb_rpm_number(const struct sb_rpm_entry *entry, size_t i, uint64_t *ret_number)
{
    if (!entry || !types[entry->type].number || i >= entry->count)
        return false;
    size_t size = types[entry->type].size;
    const unsigned char *p = (const unsigned char *)entry->data.p + i * size;
    *ret_number = 0;
    for (size_t k = 0; k < size; k++)
        *ret_number = *ret_number << 8 | p[k];
    return true;
}
