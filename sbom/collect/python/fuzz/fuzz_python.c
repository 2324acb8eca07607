/* Files of one site folder: the first byte chooses which file the rest is, the others are small and sound. However the
 * entries come, the inventory is the same; and of a lone metadata file a component comes only with a name and a
 * version. */
#include <stdlib.h>

#include "collect/kit/dpkg_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SITE "lib/python3.12/site-packages/"
#define DIST SITE "a-1.dist-info/"

#define FILE_OF(path, text)                                                                                            \
    {                                                                                                                  \
        path,                                                                                                          \
        {                                                                                                              \
            text, sizeof text - 1                                                                                      \
        }                                                                                                              \
    }
static const struct {
    const char *path;
    sb_str bytes;
} files[] = {
    FILE_OF(DIST "METADATA", "Name: a\nVersion: 1\nRequires-Dist: b ; python_version > '3'\n"),
    FILE_OF(DIST "RECORD", "a.py,,\na.pth,,1\n../../../bin/a,,\nb-2.egg-info/PKG-INFO,,\n"),
    FILE_OF(DIST "direct_url.json", "{\"url\":\"https://h/a\"}"),
    FILE_OF(DIST "entry_points.txt", "[console_scripts]\na = a:b\n"),
    FILE_OF(DIST "INSTALLER", "pip\n"),
    FILE_OF(SITE "b-2.egg-info/PKG-INFO", "Name: b\nVersion: 2\n"),
    FILE_OF(SITE "b-2.egg-info/requires.txt", "a\n[x:os_name == 'nt']\nc\n"),
    FILE_OF(SITE "b-2.egg-info/installed-files.txt", "../a.py\nPKG-INFO\n"),
    FILE_OF(SITE "c-3.egg-info", "Name: c\nVersion: 3\n"),
    FILE_OF(SITE "a.pth", "import a\n"),
    FILE_OF(SITE "a.start", "a:b\n"),
    FILE_OF(SITE "sitecustomize.py", "import a\n"),
    FILE_OF("pyvenv.cfg", "home = /usr/bin\nversion = 3.12.1\n"),
    FILE_OF("bin/activate", "VIRTUAL_ENV='/srv/env'\nPS1=\"(env) \"\n"),
    FILE_OF("bin/activate.fish", "set -gx VIRTUAL_ENV '/srv/env'\n"),
    FILE_OF("bin/a", "#!/srv/env/bin/python\nimport a\n"),
    FILE_OF(SITE "vendor/usercustomize.py", "import a\n"),
    FILE_OF(SITE "d-4.dist-info/METADATA",
            "Name: d\nVersion: 4\nRequires-Dist: a[x]\nRequires-Dist: b ; extra == 'y'\n"),
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory memory = {0};
    if (size == 0)
        return 0;
    sb_str input = sb_str_n((const char *)data + 1, size - 1);
    for (size_t i = 0; i < SB_COUNT(files); i++)
        memory_add(&memory, sb_str_of(files[i].path), i == (data[0] & 0x7f) % SB_COUNT(files) ? input : files[i].bytes);
    memory_add(&memory, SB_S(SITE "a.py"), SB_S("a"));
    memory_add(&memory, SB_S(SITE "path.pth"), SB_S("vendor\n"));
    memory_add(&memory, SB_S("bin/tool"), SB_S("a"));
    memory_link(&memory, SB_S("bin/python"), data[0] & 0x80 ? input : SB_S("python3"));
    memory_link(&memory, SB_S("bin/python3"), SB_S("tool"));
    memory_link(&memory, SB_S(SITE "link.pth"), data[0] & 0x80 ? input : SB_S("a.pth"));
    memory_check(&memory);
    struct sb_doc *doc = memory_scan(&memory, false);
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++) {
        const struct sb_component *row = sb_doc_at(doc, (sb_comp){c});
        if (!sb_text_set(row->name) || (c != doc->root.v && !sb_text_set(row->version)))
            abort();
    }
    sb_doc_free(doc);
    return 0;
}
