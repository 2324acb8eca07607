#include "source/foreign.h"

struct foreign {
    const char *magic;
    uint16_t n, at;
    const char *suffix; /* of the name; NULL = any */
    const char *hint;
};

#define MAGIC(at, bytes) bytes, sizeof(bytes) - 1, at

#define UNREAD ", which this version does not read: "
#define UNPACK "unpack it and scan the folder"
#define ADB "a package or index of apk-tools 3 (ADB)" UNREAD "unpack a package (apk extract), and scan the folder"

static const struct foreign rows[] = {
    {MAGIC(0, "!<arch>\n"), NULL, "an ar archive" UNREAD UNPACK},
    {MAGIC(0, "07070"), NULL, "a cpio archive of an older format" UNREAD UNPACK},
    {MAGIC(0, "7z\xbc\xaf\x27\x1c"), NULL, "a 7z archive" UNREAD UNPACK},
    {MAGIC(0, "ADB."), NULL, ADB},
    {MAGIC(0, "ADBd"), NULL, ADB},
    {MAGIC(0, "ADBc"), NULL, ADB},
    {MAGIC(0, "hsqs"), NULL, "a squashfs image" UNREAD "mount it or unpack it (unsquashfs), and scan the folder"},
    {MAGIC(0, "SQLite format 3"), NULL, "a database" UNREAD "scan the folder that it belongs to"},
    {MAGIC(0, "\177ELF"), NULL, "a program" UNREAD "scan the folder that it is installed in"},
    {MAGIC(0, "MZ"), NULL, "a program" UNREAD "scan the folder that it is installed in"},
    {MAGIC(0, "\xcf\xfa\xed\xfe"), NULL, "a program" UNREAD "scan the folder that it is installed in"},
    {MAGIC(0, ""), ".json", "a single file: scan the folder that it lies in"},
    {MAGIC(0, ""), ".lock", "a single file: scan the folder that it lies in"},
    {MAGIC(0, ""), ".txt", "a single file: scan the folder that it lies in"},
    {MAGIC(0, ""), ".toml", "a single file: scan the folder that it lies in"},
    {MAGIC(0, ""), ".xml", "a single file: scan the folder that it lies in"},
    {MAGIC(0, ""), ".yaml", "a single file: scan the folder that it lies in"},
    {MAGIC(0, ""), ".mod", "a single file: scan the folder that it lies in"},
    {MAGIC(0, "{"), NULL, "a single file: scan the folder that it lies in; SBOM documents are for sbom diff"},
    {MAGIC(0, "<?xml"), NULL, "a single file: scan the folder that it lies in; SBOM documents are for sbom diff"},
};

const char *sb_foreign_hint(const char *path, sb_str front)
{
    if (front.n == 0)
        return "empty: neither a folder nor an archive";
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_str_eq(sb_str_part(front, rows[i].at, rows[i].n), sb_str_n(rows[i].magic, rows[i].n)) &&
            (!rows[i].suffix || sb_str_ends(sb_str_of(path), sb_str_of(rows[i].suffix))))
            return rows[i].hint;
    return "neither a folder nor an archive that is understood (tar, zip; gzip, xz, lzma, bzip2, zstd)";
}
