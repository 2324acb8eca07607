/* Whether a zip is in doubt depends on its bytes alone, and one entry fewer than there are always is. */
#include "base/base.h"
#include "source/zip_end.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str bytes = sb_str_n((const char *)data, size);
    const struct sb_zip_file file = sb_zip_of_bytes(bytes);
    const char *doubt = sb_zip_doubt(&file, SB_ZIP_ANY);
    int64_t n = 0;
    while (!doubt && n < 1000 && sb_zip_doubt(&file, n))
        n++;
    if (!doubt && n < 1000 && (!sb_zip_doubt(&file, n + 1) || !sb_zip_is(bytes)))
        abort();
    return 0;
}
