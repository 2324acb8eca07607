/* The reader of SPDX 2 JSON: see harness.h for what must hold. */
#include "harness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return read_and_write(&sb_format_spdx_json, data, size);
}
