/* A database of pacman with two packages, and one by itself: the input, cut at form feeds, is the files below. However
 * they come, the inventory is the same. */
#include "collect/kit/dpkg_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"var/lib/pacman/local/a-1-1/desc",
                                        "var/lib/pacman/local/a-1-1/files",
                                        "var/lib/pacman/local/b-1-1/desc",
                                        "var/lib/pacman/local/b-1-1/files",
                                        "var/lib/pacman/local/a-1-1/install",
                                        "etc/os-release",
                                        ".PKGINFO",
                                        ".INSTALL",
                                        "var/lib/pacman/local/a-1-1/mtree",
                                        "etc/pacman.conf"};
    memory_check_files(paths, SB_COUNT(paths), sb_str_n((const char *)data, size));
    return 0;
}
