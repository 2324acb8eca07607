/* A database of apk, and a package beside it: the input, cut at form feeds, is the files below. However they come, the
 * inventory is the same. */
#include "collect/kit/dpkg_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"lib/apk/db/installed",  "etc/apk/world", "lib/apk/db/triggers",
                                        "etc/os-release",        ".PKGINFO",      ".post-install",
                                        "lib/apk/db/scripts.tar"};
    memory_check_files(paths, SB_COUNT(paths), sb_str_n((const char *)data, size));
    return 0;
}
