#include "formats/fields.h"

const struct sb_field_row *sb_field_find(const struct sb_field_table *table, sb_str key, size_t *hint)
{
    size_t at = *hint < table->n ? *hint : 0;
    if (key.n == 0)
        return NULL;
    for (size_t i = 0; i < table->n; i++) {
        const struct sb_field_row *row = &table->rows[at];
        at = at + 1 < table->n ? at + 1 : 0;
        if (row->key_n == key.n && memcmp(row->key, key.p, key.n) == 0) {
            *hint = at;
            return row;
        }
    }
    return NULL;
}
