/* A database of opkg: the input, cut at form feeds, is the files below. However they come, the inventory is the same.
 */
#include "collect/kit/dpkg_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"usr/lib/opkg/status",          "usr/lib/opkg/info/a.control",
                                        "usr/lib/opkg/info/a.list",     "usr/lib/opkg/info/a.conffiles",
                                        "usr/lib/opkg/info/a.postinst", "etc/os-release",
                                        "var/lib/opkg/status"};
    memory_check_files(paths, SB_COUNT(paths), sb_str_n((const char *)data, size));
    return 0;
}
