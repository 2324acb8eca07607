/* The reader of CycloneDX JSON: see harness.h for what must hold. */
#include "harness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return read_and_write(&sb_format_cyclonedx_json, data, size);
}
