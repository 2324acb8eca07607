#include "formats/fields.h"

static bool is_row(const struct sb_field_row *row, sb_str key)
{
    return row->key_n == key.n && memcmp(row->key, key.p, key.n) == 0;
}

static SB_APART const struct sb_field_row *search(const struct sb_field_table *table, sb_str key)
{
    for (size_t i = 0; i < table->n; i++)
        if (is_row(&table->rows[i], key))
            return &table->rows[i];
    return NULL;
}

const struct sb_field_row *sb_field_find(const struct sb_field_table *table, sb_str key, struct sb_field_memo *memo)
{
    if (!memo || key.n == 0)
        return search(table, key);
    size_t number = key.n * 5 + (unsigned char)key.p[0] * 3u + (unsigned char)key.p[key.n - 1] + table->n;
    size_t at = number % SB_COUNT(memo->known);
    if (memo->known[at].table != table || !is_row(memo->known[at].row, key)) {
        const struct sb_field_row *row = search(table, key);
        if (!row)
            return NULL;
        memo->known[at].table = table;
        memo->known[at].row = row;
    }
    return memo->known[at].row;
}
