/* A system of rpm. The first byte says what the rest is: a header ("h", which an ndb database keeps beside that of
 * another package), a list ("m"), one of the databases ("n", "b"; "s" with all of it in the file, "w" in its log), or
 * what dnf ("d") or zypp ("z") remembers of that other package, or the header of a package by itself ("p"). However the
 * files come, the inventory is the same. */
#include "collect/kit/dpkg_memory.h"
#include "text/tests/rpm_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    NAME = 1000,
    VERSION = 1001,
    ARCH = 1022,
    PROVIDENAME = 1047,
    DIRINDEXES = 1116,
    BASENAMES = 1117,
    DIRNAMES = 1118
};

/* What a header that is made up may want. */
static void other_package(struct sb_buf *blob)
{
    struct kit_header h = {0};
    kit_text(&h, NAME, "other");
    kit_text(&h, VERSION, "1");
    kit_text(&h, ARCH, "noarch");
    kit_texts(&h, PROVIDENAME, KIT_ARRAY, (const char *const[]){"other", "lib.so.1()(64bit)", NULL});
    kit_number(&h, DIRINDEXES, 4, 0);
    kit_texts(&h, BASENAMES, KIT_ARRAY, (const char *const[]){"other", NULL});
    kit_texts(&h, DIRNAMES, KIT_ARRAY, (const char *const[]){"/usr/bin/", NULL});
    kit_header_end(&h, blob);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        char kind;
        const char *path;
    } files[] = {
        {'m', "var/lib/rpmmanifest/container-manifest-2"},
        {'n', "usr/lib/sysimage/rpm/Packages.db"},
        {'b', "usr/share/rpm/Packages"},
        {'s', "var/lib/rpm/rpmdb.sqlite"},
        {'w', "var/lib/rpm/rpmdb.sqlite-wal"},
        {'d', "var/lib/dnf/history.sqlite"},
        {'z', "var/lib/zypp/AutoInstalled"},
        {'p', "var/lib/rpm/header.d/package"},
    };
    struct memory memory = {0};
    struct sb_buf other = {0}, database = {0};
    sb_str rest = sb_str_from(sb_str_n((const char *)data, size), 1);
    for (size_t i = 0; size && i < SB_COUNT(files); i++)
        if ((char)data[0] == files[i].kind)
            memory_add(&memory, sb_str_of(files[i].path), rest);
    if (size && strchr("hdz", data[0]) && data[0]) {
        other_package(&other);
        const sb_str blobs[] = {data[0] == 'h' ? rest : sb_buf_all(&other), sb_buf_all(&other)};
        kit_ndb(&database, blobs, 2);
        memory_add(&memory, SB_S("usr/lib/sysimage/rpm/Packages.db"), sb_buf_all(&database));
    }
    memory_add(&memory, SB_S("etc/os-release"), SB_S("ID=fedora\n"));
    memory_add(&memory, SB_S("usr/bin/a"), SB_S("a"));
    memory_add(&memory, SB_S("usr/bin/other"), SB_S("b"));
    memory_check(&memory);
    sb_buf_done(&other);
    sb_buf_done(&database);
    return 0;
}
