/* Signals that look at the content of packages: what each must see, and what is much alike and ordinary. */
#include "base/buf.h"
#include "signal_cases.h"

#define KIND(kind, n, path) "kinds={\"" kind "\":{\"n\":" n ",\"path\":\"" path "\"}}"
#define LARGE(path, bytes, kind, sha) "largest=[[\"" path "\"," bytes ",\"" kind "\",\"" sha "\"]]"
#define BYTES(bytes) "files={\"bytes\":" bytes ",\"n\":21,\"sha256\":\"ab\"}"
#define IFUNC(n) ",\"ifunc\":{\"n\":" n ",\"path\":\"usr/lib/liblz.so.5\"}"
#define ELF(calls, rest) "elf={\"calls\":[" calls "]" rest ",\"needed\":[\"libc.so.6\"]}"
#define UNREAD ",\"unread\":{\"n\":1,\"path\":\"a.so\"}"
#define SEARCH(folder) ",\"search\":{\"folder\":\"" folder "\",\"n\":1,\"path\":\"a.so\"}"
#define WANTS(names) "elf={\"calls\":[],\"needed\":[" names "]}"
#define ELVES KIND("elf", "2", "a.so")
#define NONE                                                                                                           \
    {                                                                                                                  \
        .bare = false                                                                                                  \
    }

static const struct signal_case cases[] = {
    /* ---- NEW_TOPLEVEL ---- */
    HIT("NEW_TOPLEVEL", "beside the package", {.rows = {PY("1.0.1", "toplevel=[\"gate\"]")}},
        {.rows = {PY("1.0.2", "toplevel=[\"gate\",\"gate_init.pth\"]")}}),
    HIT("NEW_TOPLEVEL", "a script in the root", {.rows = {JS("1.0.1", "toplevel=[\"index.js\",\"lib\"]")}},
        {.rows = {JS("1.0.2", "toplevel=[\"index.js\",\"lib\",\"setup.mjs\"]")}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_MEDIUM, 4, "the same in a minor release", {.rows = {JS("1.0.1", "toplevel=[]")}},
          {.rows = {JS("1.1.0", "toplevel=[\"setup.mjs\"]")}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_LOW, 2, "in a major one", {.rows = {JS("1.0.1", "toplevel=[]")}},
          {.rows = {JS("2.0.0", "toplevel=[\"setup.mjs\"]")}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_MEDIUM, 4, "a module in a major release", {.rows = {PY("1.0.1", "toplevel=[]")}},
          {.rows = {PY("2.0.0", "toplevel=[\"other\"]")}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_LOW, 3, "one more of many",
          {.rows = {PY("1.0.1", "toplevel=[\"a.py\",\"b.py\",\"c.py\"]")}},
          {.rows = {PY("1.0.2", "toplevel=[\"a.py\",\"b.py\",\"c.py\",\"d.py\"]")}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_LOW, 2, "types for a checker", {.rows = {PY("1.0.1", "toplevel=[\"gate\"]")}},
          {.rows = {PY("1.0.2", "toplevel=[\"gate\",\"gate_c-stubs\"]")}}),
    RATED(
        "NEW_TOPLEVEL", SB_LEVEL_HIGH, 8, "the module of another distribution",
        {.rows = {PY("1.0.1", "toplevel=[\"gate\"]"), {"pkg:pypi/six@1", SITE, {"toplevel=[\"six.py\"]"}, NULL, NULL}}},
        {.rows = {PY("1.1.0", "toplevel=[\"gate\",\"six.py\"]"),
                  {"pkg:pypi/six@1", SITE, {"toplevel=[\"six.py\"]"}, NULL, NULL}}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_HIGH, 8, "what one is imported by that has another name",
          {.rows = {PY("1.0.1", "toplevel=[\"gate\"]"),
                    {"pkg:pypi/pyyaml@1", SITE, {"toplevel=[\"yaml\"]"}, NULL, NULL}}},
          {.rows = {PY("1.1.0", "toplevel=[\"gate\",\"yaml\"]"),
                    {"pkg:pypi/pyyaml@1", SITE, {"toplevel=[\"yaml\"]"}, NULL, NULL}}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_HIGH, 8, "an optional dependency that nobody installed",
          {.rows = {PY("1.0.1", "toplevel=[\"gate\"]", "deps=[{\"raw\":\"Fast-JSON>=3 ; extra == 'x'\"}]")}},
          {.rows = {PY("2.0.0", "toplevel=[\"gate\",\"fast_json\"]",
                       "deps=[{\"raw\":\"Fast-JSON>=3 ; extra == 'x'\"}]")}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_HIGH, 5, "what another has beside its package",
          {.rows = {PY("1.0.1", "toplevel=[\"gate\"]"),
                    {"pkg:pypi/six@1", SITE, {"toplevel=[\"six.py\",\"tests\"]"}, NULL, NULL}}},
          {.rows = {PY("1.1.0", "toplevel=[\"gate\",\"tests\"]"),
                    {"pkg:pypi/six@1", SITE, {"toplevel=[\"six.py\",\"tests\"]"}, NULL, NULL}}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_HIGH, 5, "a namespace of several",
          {.rows = {PY("1.0.1", "toplevel=[\"gate\"]"),
                    {"pkg:pypi/corp-a@1", SITE, {"toplevel=[\"corp\"]"}, NULL, NULL},
                    {"pkg:pypi/corp-b@1", SITE, {"toplevel=[\"corp\"]"}, NULL, NULL}}},
          {.rows = {PY("1.1.0", "toplevel=[\"corp\",\"gate\"]"),
                    {"pkg:pypi/corp-a@1", SITE, {"toplevel=[\"corp\"]"}, NULL, NULL},
                    {"pkg:pypi/corp-b@1", SITE, {"toplevel=[\"corp\"]"}, NULL, NULL}}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_HIGH, 8, "in the standard library", {.rows = {PY("1.0.1", "toplevel=[\"gate\"]")}},
          {.rows = {PY("2.0.0", "toplevel=[\"../hmac.py\",\"gate\"]")}}),
    RATED("NEW_TOPLEVEL", SB_LEVEL_HIGH, 8, "there, of a new distribution", NONE,
          {.rows = {PY("2.0.0", "toplevel=[\"../gate.py\",\"gate\"]")}}),
    HIT("NEW_TOPLEVEL", "a package with the name of a folder for programs",
        {.rows = {PY("1.0.1", "toplevel=[\"gate\"]", "largest=[]")}},
        {.rows = {PY("1.0.2", "toplevel=[\"etc\",\"gate\"]", LARGE("etc/__init__.py", "9", "script:python", "aa"))}}),
    MISS("NEW_TOPLEVEL", "such a folder", {.rows = {PY("1.0.1", "toplevel=[\"gate\"]", "largest=[]")}},
         {.rows = {PY("1.0.2", "toplevel=[\"etc\",\"gate\"]", LARGE("etc/gate.conf", "9", "text", "aa"))}}),
    HIT("NEW_TOPLEVEL", "a source that calls itself mypyc", {.rows = {PY("1.0.1", "toplevel=[\"gate\"]")}},
        {.rows = {PY("1.0.2", "toplevel=[\"81d2__mypyc.py\",\"gate\"]")}}),
    MISS("NEW_TOPLEVEL", "a second copy of another version", {.rows = {JS("1.0.1", "toplevel=[\"index.js\"]")}},
         {.rows = {JS("1.0.1", "toplevel=[\"index.js\"]"),
                   {"pkg:npm/part@2.0.0", NM "a/" NM "part", {"toplevel=[\"main.js\"]"}, NULL, NULL}}}),
    MISS("NEW_TOPLEVEL", "a new package", NONE, {.rows = {PY("1.0.2", "toplevel=[\"gate\",\"gate_c\"]")}}),
    MISS("NEW_TOPLEVEL", "a folder for the import path", {.rows = {PY("1.0.1", "toplevel=[\"gate\"]", "exec=[]")}},
         {.rows = {PY("1.0.2", "toplevel=[\"gate\",\"gate-folders.pth\"]", "exec=[]")}}),
    MISS("NEW_TOPLEVEL", "mypyc, libraries, the name itself", {.rows = {PY("1.0.1", "toplevel=[\"_gate\"]")}},
         {.rows = {PY(
              "1.0.2",
              "toplevel=[\"81d243bd2c__mypyc.cpython-312-x86_64-linux-gnu.so\",\"gate\",\"gate.libs\",\"_gate\"]")}}),
    MISS("NEW_TOPLEVEL", "configuration of a tool", {.rows = {JS("1.0.1", "toplevel=[\"index.js\"]")}},
         {.rows = {JS("1.0.2", "toplevel=[\".eslintrc.js\",\"docs\",\"index.js\",\"rollup.config.mjs\"]")}}),

    /* ---- FILES_LIST ---- */
    HIT("FILES_LIST", "an unlisted file", {.rows = {JS("1.0.1", FILES_OK)}},
        {.rows = {JS("1.0.2", FILES_OK, "unlisted=[\"bundle.js\"]")}}),
    RATED("FILES_LIST", SB_LEVEL_MEDIUM, 4, "no code", {.rows = {JS("1.0.1", FILES_OK)}},
          {.rows = {JS("1.0.2", FILES_OK, "unlisted=[\"dist/tsconfig.build.tsbuildinfo\"]")}}),
    RATED("FILES_LIST", SB_LEVEL_MEDIUM, 4, "in a new package", NONE,
          {.rows = {JS("1.0.2", FILES_OK, "unlisted=[\"bundle.js\"]")}}),
    RATED("FILES_LIST", SB_LEVEL_HIGH, 8, "code in a node_modules of its own", {.rows = {JS("1.0.1", FILES_OK)}},
          {.rows = {JS("1.0.2", FILES_OK, "unlisted=[\"node_modules/zz/index.js\"]")}}),
    RATED("FILES_LIST", SB_LEVEL_HIGH, 10, "in the place of a dependency", {.rows = {JS("1.0.1", FILES_OK, "deps=[]")}},
          {.rows = {JS("1.0.2", FILES_OK, "deps=[{\"raw\":\"ms@^2\",\"scope\":\"runtime\"}]",
                       "unlisted=[\"node_modules/ms/index.js\"]")}}),
    MISS("FILES_LIST", "a package that is brought along for its tests", {.rows = {JS("1.0.1", FILES_OK)}},
         {.rows = {JS("1.0.2", FILES_OK, "unlisted=[\"test/node_modules/zz/index.js\"]")}}),
    MISS("FILES_LIST", "it was there before", {.rows = {JS("1.0.1", FILES_OK, "unlisted=[\"bundle.js\"]")}},
         {.rows = {JS("1.0.2", FILES_OK, "unlisted=[\"bundle.js\"]")}}),
    MISS("FILES_LIST", "output of a native build", {.rows = {JS("1.0.1", FILES_OK, HOOK("node-gyp-build"))}},
         {.rows = {JS("1.0.2", FILES_OK, HOOK("node-gyp-build"), "unlisted=[\"build/Release/x.node\"]")}}),

    /* ---- OPAQUE_FILE ---- */
    RATED("OPAQUE_FILE", SB_LEVEL_HIGH, 8, "the first script of its language in the package",
          {.rows = {PY("1.0.1", "lines=[]", "largest=[]", KIND("script:python", "3", "gate/a.py"))}},
          {.rows = {PY("1.0.2", "lines=[[\"gate/run.js\",1199999,1199996,600,1200000,\"aa\"]]",
                       LARGE("gate/run.js", "1200000", "script:javascript", "aa"),
                       KIND("script:javascript", "1", "gate/run.js"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 4, "one more for a page",
          {.rows = {PY("1.0.1", "lines=[]", "largest=[]", KIND("script:javascript", "3", "gate/page.js"))}},
          {.rows = {PY("1.0.2", "lines=[[\"gate/run.js\",1199999,1199996,600,1200000,\"aa\"]]",
                       LARGE("gate/run.js", "1200000", "script:javascript", "aa"),
                       KIND("script:javascript", "4", "gate/page.js"))}}),

    /* ---- BINARY_APPEARED ---- */
    HIT("BINARY_APPEARED", "a Windows library",
        {.rows = {JS("1.0.1", FILES_OK, KIND("script:javascript", "3", "a.js"))}},
        {.rows = {JS(
             "1.0.2", FILES_OK,
             "kinds={\"pe\":{\"n\":1,\"path\":\"x.dll\"},\"script:javascript\":{\"n\":3,\"path\":\"a.js\"}}")}}),
    RATED("BINARY_APPEARED", SB_LEVEL_HIGH, 8, "native in a minor release",
          {.rows = {PY("1.0.1", FILES_OK, "kinds={}")}},
          {.rows = {PY("1.1.0", FILES_OK, KIND("elf", "1", "gate/a.so"))}}),
    HIT("BINARY_APPEARED", "in a patch of a release 0.x", {.rows = {JS("0.17.0", FILES_OK, "kinds={}")}},
        {.rows = {JS("0.17.1", FILES_OK, KIND("wasm", "1", "a.wasm"))}}),
    RATED("BINARY_APPEARED", SB_LEVEL_MEDIUM, 5, "from one release 0.x to another",
          {.rows = {JS("0.17.0", FILES_OK, "kinds={}")}},
          {.rows = {JS("0.24.0", FILES_OK, KIND("wasm", "1", "a.wasm"))}}),
    RATED("BINARY_APPEARED", SB_LEVEL_MEDIUM, 5, "in a major one", {.rows = {PY("1.0.1", FILES_OK, "kinds={}")}},
          {.rows = {PY("2.0.0", FILES_OK, KIND("elf", "44", "gate/a.so"))}}),
    RATED("BINARY_APPEARED", SB_LEVEL_MEDIUM, 4, "an archive", {.rows = {PY("1.0.1", FILES_OK, "kinds={}")}},
          {.rows = {PY("1.0.2", FILES_OK, KIND("archive", "1", "gate/a.zip"))}}),
    RATED("BINARY_APPEARED", SB_LEVEL_INFO, 1, "a new distribution", NONE,
          {.rows = {PY("1.0.2", FILES_OK, KIND("elf", "1", "gate/a.so"))}}),
    RATED("BINARY_APPEARED", SB_LEVEL_LOW, 3, "a new npm package", NONE,
          {.rows = {JS("1.0.2", FILES_OK, KIND("elf", "1", "a.node"))}}),
    MISS(
        "BINARY_APPEARED", "it always had native code",
        {.rows = {PY("1.0.1", "kinds={\"elf\":{\"n\":1,\"path\":\"gate/a.so\"}}")}},
        {.rows = {PY("1.0.2",
                     "kinds={\"elf\":{\"n\":3,\"path\":\"gate/a.so\"},\"wasm\":{\"n\":1,\"path\":\"gate/b.wasm\"}}")}}),
    MISS("BINARY_APPEARED", "a distribution's package became native", {.rows = {DEB("1.0-1", "kinds={}")}},
         {.rows = {DEB("1.0-2", "kinds={\"elf\":{\"n\":1,\"path\":\"usr/bin/x\"}}")}}),
    MISS("BINARY_APPEARED", "a new package of a distribution", NONE,
         {.rows = {DEB("1.0-2", "kinds={\"elf\":{\"n\":1,\"path\":\"usr/bin/x\"}}")}}),

    /* ---- BYTECODE_ONLY ---- */
    HIT("BYTECODE_ONLY", "the first",
        {.rows = {PY("1.0.1", FILES_OK, KIND("script:python", "3", "gate/a.py"), "largest=[]")}},
        {.rows = {PY("1.0.2", FILES_OK, KIND("bytecode", "1", "gate/full.pyc"),
                     LARGE("gate/full.pyc", "900", "bytecode", "cc"))}}),
    HIT("BYTECODE_ONLY", "of a new package", NONE,
        {.rows = {PY("1.0.2", FILES_OK, KIND("bytecode", "1", "gate/full.pyc"))}}),
    RATED("BYTECODE_ONLY", SB_LEVEL_MEDIUM, 5, "more of it",
          {.rows = {PY("1.0.1", FILES_OK, KIND("bytecode", "3", "gate/a.pyc"))}},
          {.rows = {PY("1.0.2", FILES_OK, KIND("bytecode", "4", "gate/a.pyc"))}}),
    RATED("BYTECODE_ONLY", SB_LEVEL_MEDIUM, 4, "it changed",
          {.rows = {PY("1.0.1", FILES_OK, KIND("bytecode", "1", "gate/a.pyc"),
                       LARGE("gate/a.pyc", "900", "bytecode", "cc"))}},
          {.rows = {PY("1.0.2", FILES_OK, KIND("bytecode", "1", "gate/a.pyc"),
                       LARGE("gate/a.pyc", "900", "bytecode", "dd"))}}),
    MISS("BYTECODE_ONLY", "the same as before",
         {.rows = {PY("1.0.1", FILES_OK, KIND("bytecode", "1", "gate/a.pyc"),
                      LARGE("gate/a.pyc", "900", "bytecode", "cc"))}},
         {.rows = {PY("1.0.2", FILES_OK, KIND("bytecode", "1", "gate/a.pyc"),
                      LARGE("gate/a.pyc", "900", "bytecode", "cc"))}}),
    MISS("BYTECODE_ONLY", "sources alone", {.rows = {PY("1.0.1", FILES_OK, "kinds={}")}},
         {.rows = {PY("1.0.2", FILES_OK, KIND("script:python", "4", "gate/a.py"))}}),

    /* ---- CAPABILITY ---- */
    RATED("CAPABILITY", SB_LEVEL_MEDIUM, 9, "resolvers in a library without any",
          {.rows = {DEB("5.4.5-0.3", ELF("\"connect\"", ""))}},
          {.rows = {DEB("5.6.0-0.2", ELF("\"connect\"", IFUNC("2")))}}),
    HIT("CAPABILITY", "another revision opens connections", {.rows = {DEB("1.0-1", ELF("\"dlopen\"", ""))}},
        {.rows = {DEB("1.0-2", ELF("\"connect\",\"dlopen\",\"socket\"", ""))}}),
    HIT("CAPABILITY", "a patch release of a wheel starts programs", {.rows = {PY("1.0.1", ELF("", ""))}},
        {.rows = {PY("1.0.2", ELF("\"execve\"", ""))}}),
    RATED("CAPABILITY", SB_LEVEL_LOW, 2, "a new upstream release starts programs",
          {.rows = {DEB("1.0-1", ELF("", ""))}}, {.rows = {DEB("1.1-1", ELF("\"posix_spawn\"", ""))}}),
    MISS("CAPABILITY", "another call of the same kind",
         {.rows = {DEB("1.0-1", ELF("\"execv\",\"gethostbyname\"", ""))}},
         {.rows = {DEB("1.0-2", ELF("\"getaddrinfo\",\"posix_spawn\"", ""))}}),
    MISS("CAPABILITY", "one resolver more", {.rows = {DEB("1.0-1", ELF("", IFUNC("2")))}},
         {.rows = {DEB("1.0-2", ELF("", IFUNC("3")))}}),
    MISS("CAPABILITY", "a call that is not watched here", {.rows = {DEB("1.0-1", ELF("", ""))}},
         {.rows = {DEB("1.0-2", ELF("\"of_later\"", ""))}}),
    RATED("CAPABILITY", SB_LEVEL_LOW, 2, "resolvers, and the old side could not be read",
          {.rows = {DEB("1.0-1", ELF("", UNREAD))}}, {.rows = {DEB("1.0-2", ELF("", IFUNC("2")))}}),
    RATED("CAPABILITY", SB_LEVEL_LOW, 2, "calls, and the old side could not be read",
          {.rows = {DEB("1.0-1", ELF("", UNREAD))}}, {.rows = {DEB("1.0-2", ELF("\"connect\"", ""))}}),
    HIT("CAPABILITY", "tables that could be read before", {.rows = {DEB("1.0-1", ELF("", ""))}},
        {.rows = {DEB("1.0-2", ELF("", UNREAD))}}),
    RATED("CAPABILITY", SB_LEVEL_LOW, 2, "the same in a new upstream release", {.rows = {DEB("1.0-1", ELF("", ""))}},
          {.rows = {DEB("1.1-1", ELF("", UNREAD))}}),
    HIT("CAPABILITY", "programs that no longer have such tables", {.rows = {DEB("1.0-1", ELF("", ""), ELVES)}},
        {.rows = {DEB("1.0-2", ELVES)}}),
    MISS("CAPABILITY", "programs that are gone", {.rows = {DEB("1.0-1", ELF("", ""), ELVES)}},
         {.rows = {DEB("1.0-2", "kinds={}")}}),
    MISS("CAPABILITY", "neither side could be read", {.rows = {DEB("1.0-1", ELF("", UNREAD))}},
         {.rows = {DEB("1.0-2", ELF("", UNREAD))}}),
    HIT("CAPABILITY", "another revision wants another library", {.rows = {DEB("1.0-1", WANTS("\"libc.so.6\""))}},
        {.rows = {DEB("1.0-2", WANTS("\"libc.so.6\",\"libsystemd.so.0\""))}}),
    MISS("CAPABILITY", "another version of a library",
         {.rows = {DEB("1.0-1",
                       WANTS("\"libSDL2-2-3ef06f11.0.so.0.8\",\"libgeos-3ef06f11.so.3.13.1\",\"libssl.so.1.1\""))}},
         {.rows = {DEB("1.0-2",
                       WANTS("\"libSDL2-2-4ef06f12.0.so.0.9\",\"libgeos-4ef06f12.so.3.14.1\",\"libssl.so.3\""))}}),
    MISS("CAPABILITY", "a part of the C library", {.rows = {DEB("1.0-1", WANTS("\"libc.so.6\""))}},
         {.rows = {DEB("1.0-2", WANTS("\"ld-linux-x86-64.so.2\",\"libc.so.6\",\"libm.so.6\""))}}),
    HIT("CAPABILITY", "a library that is called like a part of the C library",
        {.rows = {DEB("1.0-1", WANTS("\"libc.so.6\""))}},
        {.rows = {DEB("1.0-2", WANTS("\"libc.so.6\",\"libm.so.7\""))}}),
    RATED("CAPABILITY", SB_LEVEL_LOW, 2, "another library, and the old side could not be read",
          {.rows = {DEB("1.0-1", ELF("", UNREAD))}}, {.rows = {DEB("1.0-2", WANTS("\"libz.so.1\""))}}),
    MISS("CAPABILITY", "a new upstream release wants another library", {.rows = {DEB("1.0-1", WANTS("\"libc.so.6\""))}},
         {.rows = {DEB("1.1-1", WANTS("\"libc.so.6\",\"libz.so.1\""))}}),
    MISS("CAPABILITY", "what the old list had no room for",
         {.rows = {DEB("1.0-1", WANTS("\"libc.so.6\",{\"more\":9}"))}},
         {.rows = {DEB("1.0-2", WANTS("\"libc.so.6\",\"libz.so.1\""))}}),
    HIT("CAPABILITY", "libraries are looked for where everybody may write", {.rows = {DEB("1.0-1", ELF("", ""))}},
        {.rows = {DEB("1.1-1", ELF("", SEARCH("/tmp/build")))}}),
    MISS("CAPABILITY", "they were before", {.rows = {DEB("1.0-1", ELF("", SEARCH("/tmp/build")))}},
         {.rows = {DEB("1.0-2", ELF("", SEARCH("lib")))}}),
    MISS("CAPABILITY", "a new package", NONE, {.rows = {DEB("1.0-2", ELF("\"connect\"", IFUNC("2")))}}),

    /* ---- FOREIGN_LANG ---- */
    HIT("FOREIGN_LANG", "JavaScript in Python", {.rows = {PY("1.0.1", FILES_OK, "kinds={}")}},
        {.rows = {PY("1.0.2", FILES_OK, KIND("script:javascript", "1", "gate/_runtime/x.js"))}}),
    RATED("FOREIGN_LANG", SB_LEVEL_LOW, 2, "for a page", {.rows = {PY("1.0.1", FILES_OK, "kinds={}")}},
          {.rows = {PY("1.0.2", FILES_OK, KIND("script:javascript", "1", "gate/static/x.js"))}}),
    RATED("FOREIGN_LANG", SB_LEVEL_INFO, 1, "of a new package", NONE,
          {.rows = {PY("1.0.2", FILES_OK, KIND("script:javascript", "1", "gate/_runtime/x.js"))}}),
    MISS("FOREIGN_LANG", "JavaScript in npm", {.rows = {JS("1.0.1", "kinds={}")}},
         {.rows = {JS("1.0.2", KIND("script:javascript", "1", "x.js"))}}),

    /* ---- BIG_NEW_FILE ---- */
    HIT("BIG_NEW_FILE", "a bundle", {.rows = {JS("1.0.1", FILES_OK, LARGE("a.js", "9000", "script:javascript", "11"))}},
        {.rows = {JS("1.0.2", BYTES("3000000"),
                     "largest=[[\"bundle.js\",2900000,\"script:javascript\",\"22\"],[\"a.js\",9000,\"script:"
                     "javascript\",\"11\"]]")}}),
    RATED("BIG_NEW_FILE", SB_LEVEL_MEDIUM, 4, "in a major release",
          {.rows = {JS("1.0.1", FILES_OK, LARGE("a.js", "9000", "script:javascript", "11"))}},
          {.rows = {JS("2.0.0", BYTES("3000000"), LARGE("bundle.js", "2900000", "script:javascript", "22"))}}),
    RATED("BIG_NEW_FILE", SB_LEVEL_LOW, 2, "a bundle among bundles",
          {.rows = {JS("1.0.1", BYTES("2000000"), LARGE("dist/a.js", "900000", "script:javascript", "11"))}},
          {.rows = {JS("1.0.2", BYTES("5000000"), LARGE("chunks/b.js", "2900000", "script:javascript", "22"))}}),
    RATED("BIG_NEW_FILE", SB_LEVEL_LOW, 3, "data", {.rows = {JS("1.0.1", FILES_OK, "largest=[]")}},
          {.rows = {JS("1.0.2", BYTES("3000000"), LARGE("names.json", "2900000", "text", "22"))}}),
    RATED("BIG_NEW_FILE", SB_LEVEL_INFO, 1, "of a new package", NONE,
          {.rows = {JS("1.0.2", BYTES("3000000"), LARGE("bundle.js", "2900000", "script:javascript", "22"))}}),
    MISS("BIG_NEW_FILE", "moved",
         {.rows = {JS("1.0.1", BYTES("3000000"), LARGE("a.js", "2900000", "script:javascript", "22"))}},
         {.rows = {JS("1.0.2", BYTES("3000000"), LARGE("dist/b.js", "2900000", "script:javascript", "22"))}}),
    MISS("BIG_NEW_FILE", "a native file", {.rows = {PY("1.0.1", FILES_OK, "largest=[]")}},
         {.rows = {PY("1.0.2", BYTES("3000000"), LARGE("gate/a.so", "2900000", "elf", "22"))}}),
    MISS("BIG_NEW_FILE", "a bundle with another digest in its name",
         {.rows = {JS("1.0.1", BYTES("3000000"), LARGE("static/main.11aa.js", "2800000", "script:javascript", "22"))}},
         {.rows = {JS("1.0.2", BYTES("3100000"), LARGE("static/main.22bb.js", "2900000", "script:javascript", "33"))}}),

    /* ---- OPAQUE_FILE ---- */
    HIT("OPAQUE_FILE", "one encoded line in a large file", {.rows = {PY("1.0.1", "lines=[]")}},
        {.rows = {PY("1.0.2", LINES("gate/server.py", "33000", "32900", "520", "200000", "aa"))}}),
    HIT("OPAQUE_FILE", "hex in lines of a hundred", {.rows = {PY("1.0.1", "lines=[]")}},
        {.rows = {PY("1.1.0", LINES("gate/_d.py", "100", "200000", "400", "203000", "aa"))}}),
    HIT("OPAQUE_FILE", "base64 wrapped in a script", {.rows = {JS("1.0.1", "lines=[]")}},
        {.rows = {JS("1.1.0", LINES("lib/d.js", "79", "8000", "590", "30000", "aa"))}}),
    HIT("OPAQUE_FILE", "an encoded line in a script", {.rows = {JS("1.0.1", "lines=[]")}},
        {.rows = {JS("1.0.2", LINES("index.js", "14000", "13000", "590", "20000", "aa"))}}),
    HIT("OPAQUE_FILE", "a file that is nothing else", {.rows = {JS("1.0.1", "lines=[]")}},
        {.rows = {JS("1.1.0", LINES("index.js", "40100", "40000", "600", "40200", "aa"))}}),
    HIT("OPAQUE_FILE", "more than its habit",
        {.rows = {PY("1.0.1", LINES("gate/a.py", "2000", "1900", "450", "20000", "aa"))}},
        {.rows = {PY("1.0.2", LINES("gate/a.py", "33000", "32900", "520", "50000", "bb"))}}),
    HIT("OPAQUE_FILE", "what runs, whatever its name", {.rows = {JS("1.0.1", "lines=[]", "exec=[]")}},
        {.rows = {JS("1.0.2", LINES("setup.dat", "33000", "32900", "520", "50000", "bb"),
                     "exec=[{\"command\":\"node setup.dat\",\"kind\":\"npm:postinstall\",\"path\":\"setup.dat\"}]")}}),
    HIT("OPAQUE_FILE", "forty kilobytes in the code of a new distribution", NONE,
        {.rows = {PY("1.0.2", LINES("gate/__init__.py", "40050", "40000", "600", "40100", "aa"))}}),
    HIT("OPAQUE_FILE", "a new npm package that runs nothing else", NONE,
        {.rows = {JS("1.0.2", LINES("index.js", "40050", "40000", "600", "40100", "aa"),
                     "exec=[{\"command\":\"\",\"kind\":\"npm:main\",\"path\":\"index.js\"}]")}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 7, "one that has such a file somewhere", NONE,
          {.rows = {JS("1.0.2", LINES("lib/wasm.js", "40050", "40000", "600", "40100", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 7, "a bundle of a new package", NONE,
          {.rows = {JS("1.0.2", LINES("dist/index.js", "90050", "90000", "560", "400000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 6, "less in a new distribution", NONE,
          {.rows = {PY("1.0.2", LINES("gate/font.py", "80", "16000", "560", "63000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 6, "a bundle of a minor release", {.rows = {JS("1.0.1", "lines=[]")}},
          {.rows = {JS("1.1.0", LINES("index.js", "90050", "90000", "560", "400000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 6, "a bundle that was one before",
          {.rows = {JS("1.0.1", LINES("index.js", "90050", "0", "520", "400000", "aa"))}},
          {.rows = {JS("1.0.2", LINES("index.js", "90050", "9000", "560", "400000", "bb"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_HIGH, 7, "the first long line of a script", {.rows = {JS("1.0.1", "lines=[]")}},
          {.rows = {JS("1.0.2", LINES("index.js", "14000", "0", "450", "20000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_HIGH, 7, "a long line in Python", {.rows = {PY("1.0.1", "lines=[]")}},
          {.rows = {PY("1.0.2", LINES("gate/a.py", "14000", "0", "450", "20000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 5, "a table of digests", {.rows = {PY("1.0.1", "lines=[]")}},
          {.rows = {PY("1.0.2", LINES("gate/a.py", "79", "1100", "450", "20000", "aa"))}}),
    HIT("OPAQUE_FILE", "more than a table of digests", {.rows = {PY("1.0.1", "lines=[]")}},
        {.rows = {PY("1.0.2", LINES("gate/a.py", "79", "1500", "450", "20000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 4, "the same in a bundle", {.rows = {JS("1.0.1", "lines=[]")}},
          {.rows = {JS("1.0.2", LINES("index.js", "1600", "1500", "450", "20000", "aa"))}}),
    HIT("OPAQUE_FILE", "data that is nothing but encoded", {.rows = {PY("1.0.1", "lines=[]")}},
        {.rows = {PY("1.0.2", LINES("gate/a.json", "9000", "8900", "600", "9000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 4, "certificates", {.rows = {PY("1.0.1", "lines=[]")}},
          {.rows = {PY("1.0.2", LINES("gate/a.pem", "64", "8900", "600", "9000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_LOW, 2, "data", {.rows = {JS("1.0.1", "lines=[]")}},
          {.rows = {JS("1.0.2", LINES("table.json", "14000", "0", "450", "20000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_LOW, 2, "what a compiler wrote", {.rows = {PY("1.0.1", "lines=[]")}},
          {.rows = {PY("1.0.2", LINES("gate/_x.c", "14000", "0", "450", "2000000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 4, "a long line in a minor release", {.rows = {JS("1.0.1", "lines=[]")}},
          {.rows = {JS("1.1.0", LINES("index.js", "2400", "0", "450", "20000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_HIGH, 7, "the first one of obfuscated code", {.rows = {JS("1.0.1", "lines=[]")}},
          {.rows = {JS("1.1.0", LINES("index.js", "7000", "0", "450", "20000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 4, "where others have long lines",
          {.rows = {JS("1.0.1", LINES("lib/b.cjs", "9000", "0", "450", "20000", "bb"))}},
          {.rows = {JS("1.1.0", LINES("index.js", "7000", "0", "450", "20000", "aa"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 4, "where a build writes", {.rows = {JS("1.0.1", "lines=[]")}},
          {.rows = {JS("1.1.0", LINES("dist/index.js", "7000", "0", "450", "20000", "aa"))}}),
    HIT("OPAQUE_FILE", "a module of a new distribution that is nothing else", NONE,
        {.rows = {PY("1.0.2", LINES("gate/_d.py", "80", "12000", "560", "13000", "aa"))}}),
    HIT("OPAQUE_FILE", "numbers that a new package runs", NONE,
        {.rows = {JS("1.0.2", LINES("index.js", "9000", "8000", "400", "15000", "aa"),
                     "exec=[{\"command\":\"\",\"kind\":\"npm:main\",\"path\":\"index.js\"}]")}}),
    RATED("OPAQUE_FILE", SB_LEVEL_INFO, 1, "long lines of a new package", NONE,
          {.rows = {JS("1.1.0", LINES("index.js", "24000", "0", "450", "60000", "aa"))}}),
    MISS("OPAQUE_FILE", "a chunk beside bundles",
         {.rows = {JS("1.0.1", LINES("a.js", "12000", "0", "450", "20000", "aa"))}},
         {.rows = {JS("1.0.2", LINES("chunk-B.js", "74000", "0", "450", "97000", "bb"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 4, "the tables of a generated module", {.rows = {PY("1.0.1", "lines=[]")}},
          {.rows = {PY("1.0.2", LINES("gate/a_pb2.py", "14000", "0", "450", "20000", "bb"))}}),
    HIT("OPAQUE_FILE", "an encoded run in one of that name", {.rows = {PY("1.0.1", "lines=[]")}},
        {.rows = {PY("1.0.2", LINES("gate/a_pb2.py", "14000", "13900", "590", "20000", "bb"))}}),
    RATED("OPAQUE_FILE", SB_LEVEL_LOW, 3, "others of the package are like it",
          {.rows = {PY("1.0.1", LINES("gate/a.py", "16000", "15900", "450", "20000", "aa"))}},
          {.rows = {PY("1.0.2", LINES("gate/b.py", "14000", "13000", "450", "20000", "bb"))}}),
    HIT("OPAQUE_FILE", "something behind the end of a picture", {.rows = {PY("1.0.1", "lines=[]")}},
        {.rows = {PY("1.0.2", LINES("gate/logo.png", "0", "9000", "0", "12000", "aa"))}}),
    HIT("OPAQUE_FILE", "the same in a new package", NONE,
        {.rows = {JS("1.0.2", LINES("logo.gif", "0", "256", "0", "900", "aa"))}}),
    HIT("OPAQUE_FILE", "a picture that is an encoded text", {.rows = {PY("1.0.1", "lines=[]")}},
        {.rows = {PY("1.0.2", LINES("gate/logo.png", "76", "9000", "580", "9200", "aa"))}}),
    MISS("OPAQUE_FILE", "a picture that had as much behind it",
         {.rows = {PY("1.0.1", LINES("gate/logo.png", "0", "8000", "0", "12000", "aa"))}},
         {.rows = {PY("1.0.2", LINES("gate/logo.png", "0", "9000", "0", "13000", "bb"))}}),
    MISS("OPAQUE_FILE", "habit", {.rows = {JS("1.0.1", LINES("lib/a.js", "9000", "0", "450", "20000", "aa"))}},
         {.rows = {JS("1.0.2", LINES("lib/b.js", "14000", "0", "450", "20000", "bb"))}}),
    MISS("OPAQUE_FILE", "unchanged", {.rows = {JS("1.0.1", LINES("lib/a.js", "9000", "8000", "450", "20000", "aa"))}},
         {.rows = {JS("1.0.2", LINES("dist/a.js", "9000", "8000", "450", "20000", "aa"))}}),
    MISS("OPAQUE_FILE", "short enough", {.rows = {JS("1.0.1", "lines=[]")}},
         {.rows = {JS("1.0.2", LINES("a.js", "1900", "0", "500", "20000", "bb"))}}),
    MISS("OPAQUE_FILE", "data of a new package", NONE,
         {.rows = {JS("1.0.2", LINES("a.json", "14000", "0", "500", "20000", "bb"))}}),

    /* ---- SIZE_JUMP ---- */
    HIT("SIZE_JUMP", "emptied", {.rows = {JS("1.0.1", FILES_OK)}},
        {.rows = {JS("1.0.2", "files={\"bytes\":900,\"n\":2}")}}),
    MISS("SIZE_JUMP", "grew a little", {.rows = {JS("1.0.1", FILES_OK)}},
         {.rows = {JS("1.0.2", "files={\"bytes\":120000,\"n\":23}")}}),
    MISS("SIZE_JUMP", "tiny", {.rows = {JS("1.0.1", "files={\"bytes\":300,\"n\":1}")}},
         {.rows = {JS("1.0.2", "files={\"bytes\":1300,\"n\":4}")}}),
};

static void test_cases(void **state)
{
    (void)state;
    check_cases(cases, SB_COUNT(cases));
}

static void test_silence(void **state)
{
    (void)state;
    check_silence(cases, SB_COUNT(cases));
}

/* Whoever waives a finding waives this content. */
static void test_bound(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_delta *delta = run_pair(&cases[i].pair);
        const struct sb_finding *f = find_signal(delta, cases[i].signal);
        bool looks_at_files = strcmp(cases[i].signal, "NEW_TOPLEVEL") != 0 && strcmp(cases[i].signal, "SIZE_JUMP") != 0;
        if (f && looks_at_files && f->content.n == 0)
            fail_msg("%s: %s: bound to no content", cases[i].signal, cases[i].pair.what);
        delta_done(delta);
    }
}

/* What the old side did not look at is judged by itself, and weighs less for it. */
static void test_blind(void **state)
{
    (void)state;
    static const struct signal_case rows[] = {
        RATED("OPAQUE_FILE", SB_LEVEL_MEDIUM, 6, "an encoded line", {.rows = {PY("1.0.1", NULL)}},
              {.rows = {PY("1.0.2", FILES_OK, LINES("gate/a.py", "40050", "40000", "600", "40100", "aa"))}}),
        RATED("BYTECODE_ONLY", SB_LEVEL_MEDIUM, 6, "byte code", {.rows = {PY("1.0.1", NULL)}},
              {.rows = {PY("1.0.1", FILES_OK, KIND("bytecode", "1", "gate/full.pyc"))}}),
        RATED("BINARY_APPEARED", SB_LEVEL_INFO, 1, "native code", {.rows = {PY("1.0.1", NULL)}},
              {.rows = {PY("1.0.1", FILES_OK, KIND("elf", "1", "gate/a.so"))}}),
    };
    check_cases(rows, SB_COUNT(rows));
}

/* Of two hundred and fifty new files the first are told, and how many more there are; lists of the old side are cut. */
static void test_many(void **state)
{
    (void)state;
    struct sb_buf old = {0}, new = {0};
    size_t n = 0;
    sb_buf_str(&old, SB_S("toplevel=["));
    sb_buf_str(&new, SB_S("toplevel=["));
    for (unsigned i = 0; i < 250; i++) {
        sb_buf_printf(&old, "%s\"m%03u.py\"", i ? "," : "", i);
        sb_buf_printf(&new, "%s\"n%03u.py\"", i ? "," : "", i);
    }
    sb_buf_str(&old, SB_S("]"));
    sb_buf_str(&new, SB_S("]"));
    sb_buf_chr(&old, '\0');
    sb_buf_chr(&new, '\0');
    const struct pair_spec pair = {"many", {{.rows = {PY("1.0.1", old.p)}}, {.rows = {PY("1.0.2", new.p)}}}};
    struct sb_delta *delta = run_pair(&pair);
    for (size_t i = 0; i < delta->findings.n; i++) {
        const struct sb_finding *f = &delta->findings.p[i];
        n += strcmp(f->signal->id, "NEW_TOPLEVEL") == 0;
        assert_true(f->old_json.n < 1024 && f->new_json.n < 1024 && f->severity < SB_LEVEL_HIGH);
    }
    assert_int_equal(n, 16);
    const struct sb_finding *last = find_signal(delta, "NEW_TOPLEVEL") + 15;
    assert_true(sb_str_find(last->message, SB_S("n015.py")) != SB_NPOS);
    assert_true(sb_str_find(last->message, SB_S("234 more")) != SB_NPOS);
    assert_int_equal(delta->groups.p[0].severity, SB_LEVEL_LOW);
    delta_done(delta);
    sb_buf_done(&old);
    sb_buf_done(&new);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases), cmocka_unit_test(test_silence), cmocka_unit_test(test_bound),
        cmocka_unit_test(test_blind), cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
