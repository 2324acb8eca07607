/* os-release and debian_version: the input, cut at form feeds, is the three files. Each gives a system or none. */
#include "collect/kit/dpkg_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"etc/os-release", "usr/lib/os-release", "etc/debian_version"};
    struct memory memory = {0};
    sb_str rest = sb_str_n((const char *)data, size);
    for (size_t i = 0; i < SB_COUNT(paths); i++) {
        sb_str bytes;
        sb_str_cut(&rest, '\f', &bytes);
        memory_add(&memory, sb_str_of(paths[i]), bytes);
    }
    memory_check(&memory);
    struct sb_doc *doc = memory_scan(&memory, false);
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++) {
        const struct sb_component *row = sb_doc_at(doc, (sb_comp){c});
        if (row->type == SB_TYPE_OPERATING_SYSTEM && !sb_text_set(row->name))
            abort();
    }
    sb_doc_free(doc);
    return 0;
}
