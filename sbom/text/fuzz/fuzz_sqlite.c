/* A SQLite database, and behind the first two bytes, which say how long that is in pages of 512, its log. */
#include "text/sqlite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str input = sb_str_n((const char *)data, size);
    if (size < 2)
        return 0;
    size_t n = ((size_t)data[0] << 8 | data[1]) * 512, bytes = 0;
    sb_str file = sb_str_part(sb_str_from(input, 2), 0, n), wal = sb_str_from(input, 2 + file.n);
    struct sb_sqlite *db = NULL;
    struct sb_err err = {0};
    sb_rc rc = sb_sqlite_open(file, wal, &db, &err);
    if (rc == SB_OK)
        rc = sb_sqlite_rows(db, "Packages", "hnum, blob", &err);
    while (rc == SB_OK && (rc = sb_sqlite_next(db, &err)) == SB_OK)
        bytes += sb_sqlite_bytes(db, 1).n;
    sb_sqlite_close(db);
    if (bytes > size || (rc != SB_END && !err.text[0]))
        abort();
    return 0;
}
