/* Every signal has a change that it must see and an ordinary one, much alike, that it must not. */
#include "signal_cases.h"

#define NOTHING_ELSE "exec=[]", "lines=[]", "toplevel=[\"gate\"]"

#define PKG_RPM(...)                                                                                                   \
    {                                                                                                                  \
        "pkg:rpm/fedora/tool@1-1?arch=x86_64", ".", {__VA_ARGS__}, NULL, NULL                                          \
    }

static const struct signal_case cases[] = {
    /* ---- STARTUP_HOOK ---- */
    HIT("STARTUP_HOOK", "a start-up file appeared", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.0.2", PTH("gate_init.pth", "34628", "import sys;#QUJD", "aa"))}}),
    HIT("STARTUP_HOOK", "a file of nobody", {.facts = {"unowned=[]"}},
        {.facts = {"unowned=[{\"bytes\":30,\"kind\":\"py:usercustomize\",\"path\":\"" SITE
                   "/usercustomize.py\",\"sha256\":\"aa\"}]"}}),
    HIT("STARTUP_HOOK", "one line became another", {.rows = {PY("1.0.1", PTH("g.pth", "11", "import sys", "aa"))}},
        {.rows = {PY("1.0.2", PTH("g.pth", "22", "import sys, socket", "bb"))}}),
    HIT("STARTUP_HOOK", "a known name of another owner", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY(
             "1.0.2",
             PTH("distutils-precedence.pth", "151",
                 "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; "
                 "enabled and __import__('_distutils_hack').add_shim();",
                 "aa"))}}),
    MISS("STARTUP_HOOK", "known by name, owner and digest",
         {.rows = {{"pkg:pypi/setuptools@80.9.0", SITE, {"exec=[]"}, NULL, NULL}}},
         {.rows =
              {{"pkg:pypi/setuptools@81.0.0",
                SITE,
                {PTH("distutils-precedence.pth", "151",
                     "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; "
                     "enabled and __import__('_distutils_hack').add_shim();",
                     "2638ce9e2500e572a5e0de7faed6661eb569d1b696fcba07b0dd223da5f5d224")},
                NULL,
                NULL}}}),
    MISS("STARTUP_HOOK", "the same words", {.rows = {PY("1.0.1", PTH("g.pth", "16", "import sys # --", "aa"))}},
         {.rows = {PY("1.0.2", PTH("g.pth", "17", "import sys # ---", "bb"))}}),
    MISS("STARTUP_HOOK", "unchanged", {.rows = {PY("1.0.1", PTH("g.pth", "11", "import sys", "aa"))}},
         {.rows = {PY("1.0.2", PTH("g.pth", "11", "import sys", "aa"))}}),
    MISS("STARTUP_HOOK", "the file that every environment of virtualenv has", {.facts = {"unowned=[]"}},
         {.facts = {"unowned=[{\"bytes\":18,\"kind\":\"py:pth\",\"path\":\"" SITE "/_virtualenv.pth\",\"sha256\":"
                    "\"69ac3d8f27e679c81b94ab30b3b56e9cd138219b1ba94a1fa3606d5a76a1433d\"}]"}}),

    /* ---- HOOK_APPEARED ---- */
    HIT("HOOK_APPEARED", "a hook appeared", {.rows = {JS("1.0.1", "exec=[]")}},
        {.rows = {JS("1.0.2", HOOK("node setup.js"))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_HIGH, 8, "a new name with a hook", {.bare = false},
          {.rows = {JS("1.0.2", HOOK("node setup.js"))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_MEDIUM, 4, "a new native addon", {.bare = false},
          {.rows = {JS("1.0.2", HOOK("prebuild-install || node-gyp rebuild"))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_HIGH, 8, "a builder and something else", {.bare = false},
          {.rows = {JS("1.0.2", HOOK("node-gyp rebuild && node x.js"))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_MEDIUM, 5, "a maintainer script", {.rows = {DEB("1.0-1", "exec=[]")}},
          {.rows = {DEB("1.0-2", POSTINST("own:1234"))}}),
    MISS("HOOK_APPEARED", "another copy had one",
         {.rows = {JS("1.0.1", "exec=[]"),
                   {"pkg:npm/part@0.9.0", NM "a/" NM "part", {HOOK("node old.js")}, NULL, NULL}}},
         {.rows = {JS("1.0.2", HOOK("node setup.js")),
                   {"pkg:npm/part@0.9.0", NM "a/" NM "part", {HOOK("node old.js")}, NULL, NULL}}}),
    RATED("HOOK_APPEARED", SB_LEVEL_MEDIUM, 5, "the old side did not look", {.rows = {JS("1.0.1", NULL)}},
          {.rows = {JS("1.0.2", HOOK("node setup.js"))}}),
    MISS("HOOK_APPEARED", "debhelper alone", {.rows = {DEB("1.0-1", "exec=[]")}},
         {.rows = {DEB("1.0-2", POSTINST("debhelper only"))}}),

    /* ---- HOOK_CHANGED ---- */
    RATED("HOOK_CHANGED", SB_LEVEL_HIGH, 8, "another command", {.rows = {JS("1.0.1", HOOK("node a.js"))}},
          {.rows = {JS("1.1.0", HOOK("node b.js"))}}),
    HIT("HOOK_CHANGED", "own lines of a Debian script", {.rows = {DEB("1.0-1", POSTINST("own:1234"))}},
        {.rows = {DEB("1.0-2", POSTINST("own:5678"))}}),
    RATED("HOOK_CHANGED", SB_LEVEL_HIGH, 8, "a Debian script that fetches now, whatever the version",
          {.rows = {DEB("1.0-1", POSTINST("own:1234567890123456"))}},
          {.rows = {DEB("1.1-1", POSTINST("own:1234567890123457 fetches"))}}),
    MISS("HOOK_CHANGED", "one that always did", {.rows = {DEB("1.0-1", POSTINST("own:1234567890123456 fetches"))}},
         {.rows = {DEB("1.1-1", POSTINST("own:1234567890123457 fetches"))}}),
    MISS("HOOK_CHANGED", "a Debian script in a new upstream version", {.rows = {DEB("1.0-1", POSTINST("own:1234"))}},
         {.rows = {DEB("2.0-1", POSTINST("own:5678"))}}),
    RATED("HOOK_CHANGED", SB_LEVEL_HIGH, 8, "a second copy runs what no copy did",
          {.rows = {JS("1.0.1", HOOK("node a.js"), FILES_OK)}},
          {.rows = {JS("1.0.1", HOOK("node a.js"), FILES_OK),
                    {"pkg:npm/part@1.0.2", NM "a/" NM "part", {HOOK("curl x | sh"), FILES_OK}, NULL, NULL}}}),
    MISS("HOOK_CHANGED", "a second copy that runs the same", {.rows = {JS("1.0.1", HOOK("node a.js"), FILES_OK)}},
         {.rows = {JS("1.0.1", HOOK("node a.js"), FILES_OK),
                   {"pkg:npm/part@1.0.2", NM "a/" NM "part", {HOOK("node a.js"), FILES_OK}, NULL, NULL}}}),
    MISS("HOOK_CHANGED", "the same", {.rows = {JS("1.0.1", HOOK("node a.js"))}},
         {.rows = {JS("1.1.0", HOOK("node a.js"))}}),

    MISS("STARTUP_HOOK", "the one of coverage", {.rows = {{"pkg:pypi/coverage@7.12.0", SITE, {"exec=[]"}, NULL, NULL}}},
         {.rows =
              {{"pkg:pypi/coverage@7.13.0",
                SITE,
                {PTH("a1_coverage.pth", "219",
                     "import sys; exec('\\\\n\\\\nimport os\\\\n\\\\nif os.getenv(\\\"COVERAGE_PROCESS_START\\\") or "
                     "os.getenv(\\\"COVERAGE_PROCESS_CONFIG\\\"):\\\\n try:\\\\n  import coverage\\\\n except:\\\\n  "
                     "pass\\\\n else:\\\\n  coverage.process_startup(slug=\\\"pth\\\")\\\\n')",
                     "320272733976834259547e559d769d87e2c1c7ead17c90446376800e79f2aeb4")},
                NULL,
                NULL}}}),

    /* ---- MANIFEST_ONLY ---- */
    HIT("MANIFEST_ONLY", "only a dependency",
        {.rows = {JS("1.0.1", "manifest={\"path\":\"package.json\",\"sha256\":\"11\"}", "rest={\"sha256\":\"aa\"}",
                     "deps=[]")}},
        {.rows = {JS("1.0.2", "manifest={\"path\":\"package.json\",\"sha256\":\"22\"}", "rest={\"sha256\":\"aa\"}",
                     DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "false")),
                  NEWCOMER(NULL)}}),
    MISS("MANIFEST_ONLY", "published again",
         {.rows = {JS("1.0.1", "manifest={\"path\":\"package.json\",\"sha256\":\"11\"}", "rest={\"sha256\":\"aa\"}",
                      "deps=[]")}},
         {.rows = {JS("1.0.2", "manifest={\"path\":\"package.json\",\"sha256\":\"22\"}", "rest={\"sha256\":\"aa\"}",
                      "deps=[]")}}),
    MISS("MANIFEST_ONLY", "code changed, too",
         {.rows = {JS("1.0.1", "manifest={\"path\":\"package.json\",\"sha256\":\"11\"}", "rest={\"sha256\":\"aa\"}",
                      "deps=[]")}},
         {.rows = {JS("1.0.2", "manifest={\"path\":\"package.json\",\"sha256\":\"22\"}", "rest={\"sha256\":\"bb\"}",
                      DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "true")),
                   NEWCOMER(NULL)}}),

    /* ---- NEW_COMPONENT ---- */
    HIT("NEW_COMPONENT", "a new name", {.bare = false}, {.rows = {JS("1.0.2", NULL)}}),
    MISS("NEW_COMPONENT", "a new version", {.rows = {JS("1.0.1", NULL)}},
         {.rows = {JS("1.0.2", NULL), {"pkg:npm/part@3.0.0", NM "b/" NM "part", {NULL}, NULL, NULL}}}),

    /* ---- NEW_DEP_IN_PATCH, ONLY_VIA_PATCH, PHANTOM_DEP ---- */
    HIT("NEW_DEP_IN_PATCH", "an unused newcomer", {.rows = {JS("1.0.1", "deps=[]")}, .edges = {ROOT_EDGES}},
        {.rows = {JS("1.0.2", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "false")), NEWCOMER(NULL)},
         .edges = {ROOT_EDGES, {NEEDS, 1, 2}}}),
    RATED("NEW_DEP_IN_PATCH", SB_LEVEL_MEDIUM, 6, "a used newcomer",
          {.rows = {JS("1.0.1", "deps=[]")}, .edges = {ROOT_EDGES}},
          {.rows = {JS("1.0.2", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "true")), NEWCOMER(NULL)},
           .edges = {ROOT_EDGES, {NEEDS, 1, 2}}}),
    RATED("NEW_DEP_IN_PATCH", SB_LEVEL_LOW, 1, "a minor release", {.rows = {JS("1.0.1", "deps=[]")}},
          {.rows = {JS("1.1.0", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "true")), NEWCOMER(NULL)},
           .edges = {{NEEDS, 1, 2}}}),
    RATED("NEW_DEP_IN_PATCH", SB_LEVEL_MEDIUM, 4, "an unused one in a minor release of 0.x",
          {.rows = {JS("0.118.1", "deps=[]")}},
          {.rows = {JS("0.135.1", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "false")), NEWCOMER(NULL)},
           .edges = {{NEEDS, 1, 2}}}),
    RATED("NEW_DEP_IN_PATCH", SB_LEVEL_LOW, 1, "a distribution's package made anew",
          {.rows = {{"pkg:deb/debian/tool@1.47.0-2?arch=amd64", ".", {"deps=[]"}, NULL, NULL}}},
          {.rows = {{"pkg:deb/debian/tool@1.47.2-3?arch=amd64",
                     ".",
                     {DEPS("libx (>= 1)", "pkg:deb/debian/libx@1.0-1?arch=amd64", "true")},
                     NULL,
                     NULL},
                    {"pkg:deb/debian/libx@1.0-1?arch=amd64", ".", {NULL}, NULL, NULL}}}),
    RATED("NEW_DEP_IN_PATCH", SB_LEVEL_INFO, 1, "a major release", {.rows = {JS("1.0.1", "deps=[]")}},
          {.rows = {JS("2.0.0", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "true")), NEWCOMER(NULL)},
           .edges = {{NEEDS, 1, 2}}}),
    RATED("NEW_DEP_IN_PATCH", SB_LEVEL_HIGH, 6, "no release at all", {.rows = {JS("1.0.1", "deps=[]")}},
          {.rows = {JS("1.0.1", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "false")), NEWCOMER(NULL)},
           .edges = {{NEEDS, 1, 2}}}),
    RATED("NEW_DEP_IN_PATCH", SB_LEVEL_LOW, 1, "a project that was split",
          {.rows = {{"pkg:npm/%40own/core@1.0.1", NM "@own/core", {"deps=[]"}, NULL, NULL}}},
          {.rows = {{"pkg:npm/%40own/core@1.0.2",
                     NM "@own/core",
                     {DEPS("@own/shared@1.0.0", "pkg:npm/%40own/shared@1.0.0", "true")},
                     NULL,
                     NULL},
                    {"pkg:npm/%40own/shared@1.0.0", NM "@own/shared", {NULL}, NULL, NULL}},
           .edges = {{NEEDS, 1, 2}}}),
    RATED("NEW_DEP_IN_PATCH", SB_LEVEL_LOW, 1, "split in one repository",
          {.rows = {{"pkg:pypi/core@1.0.1", SITE, {"deps=[]"}, "https://git.invalid/o/core", NULL}}},
          {.rows = {{"pkg:pypi/core@1.0.2",
                     SITE,
                     {DEPS("core-shared>=1", "pkg:pypi/core-shared@1.0", "true")},
                     "https://git.invalid/o/core",
                     NULL},
                    {"pkg:pypi/core-shared@1.0", SITE, {NULL}, "https://git.invalid/o/core.git", NULL}},
           .edges = {{NEEDS, 1, 2}}}),
    RATED("NEW_DEP_IN_PATCH", SB_LEVEL_MEDIUM, 6, "the same name for another package",
          {.rows = {JS("1.0.1", DEPS("ms@^2", "pkg:npm/ms@2.1.2", "true")),
                    {"pkg:npm/ms@2.1.2", NM "ms", {NULL}, NULL, NULL}}},
          {.rows = {JS("1.0.2", DEPS("ms@npm:simple-thing@^4", "pkg:npm/simple-thing@4.2.1", "true")), NEWCOMER(NULL)},
           .edges = {{NEEDS, 1, 2}}}),
    MISS("NEW_DEP_IN_PATCH", "declared before, and installed only now",
         {.rows = {JS("1.0.1", "deps=[{\"raw\":\"simple-thing@^4.2.1\",\"scope\":\"optional\"}]")}},
         {.rows = {JS("1.0.2", DEPS("simple-thing@^4.2.2", "pkg:npm/simple-thing@4.2.1", "true")), NEWCOMER(NULL)},
          .edges = {{NEEDS, 1, 2}}}),
    MISS("NEW_DEP_IN_PATCH", "known already", {.rows = {JS("1.0.1", "deps=[]"), NEWCOMER(NULL)}},
         {.rows = {JS("1.0.2", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "true")), NEWCOMER(NULL)},
          .edges = {{NEEDS, 1, 2}}}),
    HIT("ONLY_VIA_PATCH", "an unused newcomer", {.rows = {JS("1.0.1", "deps=[]")}, .edges = {ROOT_EDGES}},
        {.rows = {JS("1.0.2", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "false")), NEWCOMER(NULL)},
         .edges = {ROOT_EDGES, {NEEDS, 1, 2}}}),
    MISS("ONLY_VIA_PATCH", "a minor release needs it as well",
         {.rows = {JS("1.0.1", "deps=[]"), {"pkg:npm/other@1.0.0", NM "other", {"deps=[]"}, NULL, NULL}}},
         {.rows = {JS("1.0.2", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "true")),
                   NEWCOMER(NULL),
                   {"pkg:npm/other@1.1.0",
                    NM "other",
                    {DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "true")},
                    NULL,
                    NULL}},
          .edges = {{NEEDS, 1, 2}, {NEEDS, 3, 2}}}),
    RATED("ONLY_VIA_PATCH", SB_LEVEL_MEDIUM, 4, "unused, and the project needs it as well",
          {.rows = {JS("1.0.1", "deps=[]")}, .edges = {ROOT_EDGES}},
          {.rows = {JS("1.0.2", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "false")), NEWCOMER(NULL)},
           .edges = {ROOT_EDGES, {NEEDS, 0, 2}, {NEEDS, 1, 2}}}),
    MISS("ONLY_VIA_PATCH", "the project needs it, no patch does", {.rows = {JS("1.0.1", "deps=[]")}},
         {.rows = {JS("1.0.2", "deps=[]"), NEWCOMER(NULL)}, .edges = {ROOT_EDGES, {NEEDS, 0, 2}}}),
    RATED("PHANTOM_DEP", SB_LEVEL_MEDIUM, 2, "named nowhere, in a minor release", {.rows = {JS("1.0.1", "deps=[]")}},
          {.rows = {JS("1.1.0", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "false")), NEWCOMER(NULL)},
           .edges = {{NEEDS, 1, 2}}}),
    HIT("PHANTOM_DEP", "named nowhere", {.rows = {JS("1.0.1", "deps=[]")}},
        {.rows = {JS("1.0.2", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "false")), NEWCOMER(NULL)},
         .edges = {{NEEDS, 1, 2}}}),
    MISS("PHANTOM_DEP", "named by another one that needs it", {.rows = {JS("1.0.1", "deps=[]")}},
         {.rows = {JS("1.1.0", DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "false")),
                   NEWCOMER(NULL),
                   {"pkg:npm/other@1.0.0",
                    NM "other",
                    {DEPS("simple-thing@^4.2.1", "pkg:npm/simple-thing@4.2.1", "true")},
                    NULL,
                    NULL}},
          .edges = {{NEEDS, 1, 2}, {NEEDS, 3, 2}}}),
    RATED("PHANTOM_DEP", SB_LEVEL_MEDIUM, 1, "types", {.rows = {JS("1.0.1", "deps=[]")}},
          {.rows = {JS("1.1.0", DEPS("@types/thing@1", "pkg:npm/%40types/thing@1.0.0", "false")),
                    {"pkg:npm/%40types/thing@1.0.0", NM "@types/thing", {NULL}, NULL, NULL}},
           .edges = {{NEEDS, 1, 2}}}),

    /* ---- SOURCE_CHANGED, EXOTIC_SOURCE ---- */
    HIT("SOURCE_CHANGED", "another registry", {.rows = {JS("1.4.2", ORIGIN("registry", "npm.corp.invalid"))}},
        {.rows = {JS("1.4.3", ORIGIN("registry", "registry.invalid"))}}),
    RATED("SOURCE_CHANGED", SB_LEVEL_MEDIUM, 5, "a mirror",
          {.rows = {JS("1.4.2", LOCKED("SHA-512", "aa"), ORIGIN("registry", "npm.corp.invalid"))}},
          {.rows = {JS("1.4.2", LOCKED("SHA-512", "aa"), ORIGIN("registry", "mirror.invalid"))}}),
    RATED("SOURCE_CHANGED", SB_LEVEL_HIGH, 8, "a new package from a registry of its own",
          {.rows = {JS("1.4.2", ORIGIN("registry", "r.invalid"))}},
          {.rows = {JS("1.4.2", ORIGIN("registry", "r.invalid")),
                    {"pkg:npm/other@1.0.0", NM "other", {ORIGIN("registry", "x.invalid")}, NULL, NULL}}}),
    MISS("SOURCE_CHANGED", "a new package from the registry of the others",
         {.rows = {JS("1.4.2", ORIGIN("registry", "r.invalid"))}},
         {.rows = {JS("1.4.2", ORIGIN("registry", "r.invalid")),
                   {"pkg:npm/other@1.0.0", NM "other", {ORIGIN("registry", "R.invalid")}, NULL, NULL}}}),
    RATED("SOURCE_CHANGED", SB_LEVEL_MEDIUM, 5, "another repository",
          {.rows = {{"pkg:npm/part@1.0.0", NM "part", {NULL}, "https://git.invalid/a/part", NULL}}},
          {.rows = {{"pkg:npm/part@1.0.1", NM "part", {NULL}, "https://git.invalid/b/part", NULL}}}),
    MISS("SOURCE_CHANGED", "another spelling",
         {.rows = {{"pkg:npm/part@1.0.0", NM "part", {NULL}, "git+https://Git.invalid/a/part.git", NULL}}},
         {.rows = {{"pkg:npm/part@1.0.1", NM "part", {NULL}, "https://git.invalid/a/part/", NULL}}}),
    MISS("SOURCE_CHANGED", "no statement", {.rows = {JS("1.4.2", ORIGIN("registry", "npm.corp.invalid"))}},
         {.rows = {JS("1.4.3", NULL)}}),
    HIT("EXOTIC_SOURCE", "git below another package", {.rows = {JS("1.0.1", "deps=[]")}, .edges = {ROOT_EDGES}},
        {.rows = {JS("1.0.2",
                     "deps=[{\"raw\":\"@own/setup@git+https://git.invalid/o/setup.git#11\",\"scope\":\"optional\"}]")},
         .edges = {ROOT_EDGES}}),
    HIT("EXOTIC_SOURCE", "a shorthand for a repository", {.rows = {JS("1.0.1", "deps=[]")}, .edges = {ROOT_EDGES}},
        {.rows = {JS("1.0.2", "deps=[{\"raw\":\"setup@owner/setup#main\",\"scope\":\"runtime\"}]")},
         .edges = {ROOT_EDGES}}),
    RATED("EXOTIC_SOURCE", SB_LEVEL_MEDIUM, 5, "the project asked for it", {.edges = {{0}}},
          {.rows = {JS("1.0.2", ORIGIN("git", ""))}, .edges = {ROOT_EDGES}}),
    RATED("EXOTIC_SOURCE", SB_LEVEL_HIGH, 8, "a fork of what it names as its own",
          {.rows = {{"pkg:npm/part@1.0.0", NM "part", {NULL}, "https://git.invalid/a/part", NULL}}, .edges = {{0}}},
          {.rows = {{"pkg:npm/part@1.0.1",
                     NM "part",
                     {"origin={\"kind\":\"git\",\"url\":\"https://git.invalid/b/part#11\"}"},
                     "https://git.invalid/a/part",
                     NULL}},
           .edges = {ROOT_EDGES}}),
    RATED("EXOTIC_SOURCE", SB_LEVEL_MEDIUM, 5, "its own repository",
          {.rows = {{"pkg:npm/part@1.0.0", NM "part", {NULL}, "https://git.invalid/a/part", NULL}}, .edges = {{0}}},
          {.rows = {{"pkg:npm/part@1.0.1",
                     NM "part",
                     {"origin={\"kind\":\"git\",\"url\":\"https://git.invalid/a/part#11\"}"},
                     "https://git.invalid/a/part",
                     NULL}},
           .edges = {ROOT_EDGES}}),
    HIT("EXOTIC_SOURCE", "the project did not", {.edges = {{0}}},
        {.rows = {NEWCOMER(NULL), JS("1.0.2", ORIGIN("git", ""))}, .edges = {ROOT_EDGES, {NEEDS, 1, 2}}}),
    MISS("EXOTIC_SOURCE", "it always did", {.rows = {JS("1.0.1", ORIGIN("git", ""))}, .edges = {ROOT_EDGES}},
         {.rows = {JS("1.0.2", ORIGIN("git", ""))}, .edges = {ROOT_EDGES}}),
    MISS(
        "EXOTIC_SOURCE", "a plain range, an alias, a marker", {.rows = {JS("1.0.1", "deps=[]")}},
        {.rows = {JS("1.0.2",
                     "deps=[{\"raw\":\"a@^1.0.0\",\"scope\":\"runtime\"},{\"raw\":\"b@npm:c@1\",\"scope\":\"runtime\"},"
                     "{\"raw\":\"d>=1; python_version < '3.9'\",\"scope\":\"runtime\"}]")}}),

    /* ---- SAME_VERSION_DIFF, FILE_MODIFIED ---- */
    HIT("SAME_VERSION_DIFF", "another digest in the lock", {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa"))}},
        {.rows = {JS("1.0.1", LOCKED("SHA-512", "bb"))}}),
    HIT("SAME_VERSION_DIFF", "another record",
        {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}")}},
        {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"22\",\"sha256\":\"bb\"}")}}),
    HIT("SAME_VERSION_DIFF", "another digest of the component",
        {.rows = {{"pkg:npm/part@1.0.1", NULL, {NULL}, NULL, "a"}}},
        {.rows = {{"pkg:npm/part@1.0.1", NULL, {NULL}, NULL, "b"}}}),
    HIT("SAME_VERSION_DIFF", "the version is spelled in other words",
        {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}")}},
        {.rows = {PY("1.0.1.0", "files={\"bytes\":9,\"n\":1,\"recorded\":\"22\",\"sha256\":\"bb\"}")}}),
    MISS("SAME_VERSION_DIFF", "another architecture",
         {.rows = {{"pkg:deb/debian/tool@1.0-1?arch=amd64", NULL, {NULL}, NULL, "a"}}},
         {.rows = {{"pkg:deb/debian/tool@1.0-1?arch=arm64", NULL, {NULL}, NULL, "b"}}}),
    MISS("SAME_VERSION_DIFF", "another version",
         {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}")}},
         {.rows = {PY("1.0.1.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"22\",\"sha256\":\"bb\"}")}}),
    MISS("SAME_VERSION_DIFF", "another algorithm", {.rows = {JS("1.0.1", LOCKED("SHA-1", "aa"))}},
         {.rows = {JS("1.0.1", LOCKED("SHA-512", "bb"))}}),
    MISS("SAME_VERSION_DIFF", "one more wheel", {.rows = {PY("1.0.1", LOCKED("SHA-256", "aa"))}},
         {.rows = {PY("1.0.1",
                      "integrity=[{\"algorithm\":\"SHA-256\",\"from\":\"lock\",\"hex\":\"11\",\"of\":\"artifact\"},"
                      "{\"algorithm\":\"SHA-256\",\"from\":\"lock\",\"hex\":\"aa\",\"of\":\"artifact\"}]")}}),
    MISS("SAME_VERSION_DIFF", "inside a distribution's package",
         {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}"), DEB("1.0-1", NULL)},
          .edges = {{OWNS, 2, 1}}},
         {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}"), DEB("1.0-2", NULL)},
          .edges = {{OWNS, 2, 1}}}),
    HIT("FILE_MODIFIED", "code",
        {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}",
                     "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
        {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"bb\"}",
                     "verified={\"modified\":1,\"ok\":8,\"paths\":[\"gate/api.py\"]}")}}),
    RATED("FILE_MODIFIED", SB_LEVEL_LOW, 1, "certificates",
          {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}",
                       "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
          {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"bb\"}",
                       "verified={\"modified\":1,\"ok\":8,\"paths\":[\"gate/cacert.pem\"]}")}}),
    HIT("FILE_MODIFIED", "found among the largest files",
        {.rows = {DEB("1.0-1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}",
                      "largest=[[\"usr/sbin/x\",9,\"elf\",\"11\"]]")}},
        {.rows = {DEB("1.0-1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"bb\"}",
                      "largest=[[\"usr/sbin/x\",9,\"elf\",\"22\"]]")}}),
    RATED("FILE_MODIFIED", SB_LEVEL_LOW, 1, "a tree updated in place",
          {.rows = {DEB("1.0-1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}",
                        "largest=[[\"usr/lib/node_modules/npm/lib/a.js\",9,\"script:javascript\",\"11\"],[\"usr/lib/"
                        "node_modules/npm/lib/b.js\",9,\"script:javascript\",\"11\"],[\"usr/lib/node_modules/npm/lib/"
                        "c.js\",9,\"script:javascript\",\"11\"],[\"usr/lib/node_modules/npm/lib/"
                        "d.js\",9,\"script:javascript\",\"11\"]]")}},
          {.rows = {DEB("1.0-1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"bb\"}",
                        "largest=[[\"usr/lib/node_modules/npm/lib/a.js\",9,\"script:javascript\",\"22\"],[\"usr/lib/"
                        "node_modules/npm/lib/b.js\",9,\"script:javascript\",\"22\"],[\"usr/lib/node_modules/npm/lib/"
                        "c.js\",9,\"script:javascript\",\"22\"],[\"usr/lib/node_modules/npm/lib/"
                        "d.js\",9,\"script:javascript\",\"22\"]]")}}),
    HIT("FILE_MODIFIED", "the same with native code in it",
        {.rows = {DEB("1.0-1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}",
                      "largest=[[\"usr/lib/node_modules/npm/lib/a\",9,\"elf\",\"11\"],[\"usr/lib/node_modules/npm/lib/"
                      "b\",9,\"script:javascript\",\"11\"],[\"usr/lib/node_modules/npm/lib/"
                      "c\",9,\"script:javascript\",\"11\"],[\"usr/lib/node_modules/npm/lib/"
                      "d\",9,\"script:javascript\",\"11\"]]")}},
        {.rows = {DEB("1.0-1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"bb\"}",
                      "largest=[[\"usr/lib/node_modules/npm/lib/a\",9,\"elf\",\"22\"],[\"usr/lib/node_modules/npm/lib/"
                      "b\",9,\"script:javascript\",\"22\"],[\"usr/lib/node_modules/npm/lib/"
                      "c\",9,\"script:javascript\",\"22\"],[\"usr/lib/node_modules/npm/lib/"
                      "d\",9,\"script:javascript\",\"22\"]]")}}),
    MISS("FILE_MODIFIED", "modified before already",
         {.rows = {PY("1.0.1", "verified={\"modified\":1,\"ok\":8,\"paths\":[\"gate/api.py\"]}")}},
         {.rows = {PY("1.0.2", "verified={\"modified\":1,\"ok\":8,\"paths\":[\"gate/api.py\"]}")}}),

    HIT("FILE_MODIFIED", "a certificate bundle that runs",
        {.rows = {PY("1.0.1", "exec=[]", "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
        {.rows = {PY("1.0.1", "exec=[{\"kind\":\"py:bin\",\"path\":\"gate/ca.pem\"}]",
                     "verified={\"modified\":1,\"ok\":8,\"paths\":[[\"gate/ca.pem\",\"modified\"]]}")}}),
    HIT("FILE_MODIFIED", "a file that became a link",
        {.rows = {PY("1.0.1", "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
        {.rows = {PY("1.0.1", "verified={\"modified\":0,\"ok\":8,\"paths\":[[\"gate/ca.pem\",\"link\"]]}")}}),
    HIT("FILE_MODIFIED", "a program with other capabilities than its record says, and the same content",
        {.rows = {PKG_RPM("files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", "exec=[]",
                          "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
        {.rows = {PKG_RPM("files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}",
                          "exec=[{\"command\":\"cap_net_raw=ep\",\"kind\":\"os:capability\",\"path\":\"usr/bin/x\"}]",
                          "verified={\"modified\":1,\"ok\":8,\"paths\":[[\"usr/bin/x\",\"capability\"]]}")}}),
    MISS("FILE_MODIFIED", "one that only lost them",
         {.rows = {PKG_RPM("files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", "exec=[]",
                           "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
         {.rows = {PKG_RPM("files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", "exec=[]",
                           "verified={\"modified\":1,\"ok\":8,\"paths\":[[\"usr/bin/x\",\"capability\"]]}")}}),
    RATED("FILE_MODIFIED", SB_LEVEL_LOW, 1, "and there is more that differs",
          {.rows = {PKG_RPM("files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", "exec=[]",
                            "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
          {.rows = {PKG_RPM("files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}", "exec=[]",
                            "verified={\"modified\":1,\"ok\":8,\"paths\":[[\"usr/bin/x\",\"capability\"]]}")}}),
    RATED("FILE_MODIFIED", SB_LEVEL_LOW, 1, "other permissions than its record says, and the same content",
          {.rows = {PKG_RPM(FILES_OK, "exec=[]", "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
          {.rows = {PKG_RPM(FILES_OK, "exec=[]",
                            "verified={\"modified\":1,\"ok\":8,\"paths\":[[\"usr/bin/x\",\"mode\"]]}")}}),
    HIT("FILE_MODIFIED", "such that anybody may write what runs",
        {.rows = {PKG_RPM(FILES_OK, "exec=[]", "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
        {.rows = {PKG_RPM(FILES_OK,
                          "exec=[{\"command\":\"mode 0777\",\"kind\":\"os:writable\",\"path\":\"usr/bin/x\"}]",
                          "verified={\"modified\":1,\"ok\":8,\"paths\":[[\"usr/bin/x\",\"mode\"]]}")}}),
    MISS("FILE_MODIFIED", "such permissions before already",
         {.rows = {PKG_RPM(FILES_OK, "exec=[]",
                           "verified={\"modified\":1,\"ok\":8,\"paths\":[[\"usr/bin/x\",\"mode\"]]}")}},
         {.rows = {PKG_RPM(FILES_OK, "exec=[]",
                           "verified={\"modified\":1,\"ok\":8,\"paths\":[[\"usr/bin/x\",\"mode\"]]}")}}),
    RATED("FILE_MODIFIED", SB_LEVEL_MEDIUM, 4, "built by its own hook from the same artifact",
          {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", HOOK("node setup.js"),
                       LOCKED("SHA-512", "aa"), "manifest={\"path\":\"package.json\",\"sha256\":\"11\"}")}},
          {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}", HOOK("node setup.js"),
                       LOCKED("SHA-512", "aa"), "manifest={\"path\":\"package.json\",\"sha256\":\"11\"}")}}),
    HIT("FILE_MODIFIED", "the same artifact, a hook, and another manifest",
        {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", HOOK("node setup.js"),
                     LOCKED("SHA-512", "aa"), "manifest={\"path\":\"package.json\",\"sha256\":\"11\"}")}},
        {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}", HOOK("node setup.js"),
                     LOCKED("SHA-512", "aa"), "manifest={\"path\":\"package.json\",\"sha256\":\"22\"}")}}),
    HIT("FILE_MODIFIED", "the same artifact and no hook",
        {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", "exec=[]", LOCKED("SHA-512", "aa"))}},
        {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}", "exec=[]", LOCKED("SHA-512", "aa"))}}),
    RATED("SAME_VERSION_DIFF", SB_LEVEL_MEDIUM, 4, "the manifest alone, in other words",
          {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", "exec=[]", "deps=[]",
                       "manifest={\"path\":\"METADATA\",\"sha256\":\"11\"}", "rest={\"sha256\":\"33\"}")}},
          {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}", "exec=[]", "deps=[]",
                       "manifest={\"path\":\"METADATA\",\"sha256\":\"22\"}", "rest={\"sha256\":\"33\"}")}}),
    RATED("SAME_VERSION_DIFF", SB_LEVEL_MEDIUM, 5, "built for the next Python",
          {.rows = {{"pkg:pypi/gate@1.0.1",
                     "lib/python3.12/site-packages",
                     {"at=\"lib/python3.12/site-packages\"",
                      "files={\"bytes\":1000,\"n\":3,\"recorded\":\"aa\",\"sha256\":\"aa\"}",
                      "manifest={\"path\":\"METADATA\",\"sha256\":\"44\"}", "verified={\"modified\":0,\"ok\":3}",
                      "kinds={\"elf\":{\"n\":1,\"path\":\"gate/_x.cpython-312-x86_64-linux-gnu.so\"}}",
                      "largest=[[\"gate/_x.cpython-312-x86_64-linux-gnu.so\",500,\"elf\",\"11\"],[\"gate/"
                      "a.py\",90,\"script:python\",\"22\"]]",
                      NOTHING_ELSE},
                     NULL,
                     NULL}}},
          {.rows = {{"pkg:pypi/gate@1.0.1",
                     "lib/python3.13/site-packages",
                     {"at=\"lib/python3.13/site-packages\"",
                      "files={\"bytes\":1100,\"n\":3,\"recorded\":\"bb\",\"sha256\":\"bb\"}",
                      "manifest={\"path\":\"METADATA\",\"sha256\":\"44\"}", "verified={\"modified\":0,\"ok\":3}",
                      "kinds={\"elf\":{\"n\":1,\"path\":\"gate/_x.cpython-313-x86_64-linux-gnu.so\"}}",
                      "largest=[[\"gate/_x.cpython-313-x86_64-linux-gnu.so\",600,\"elf\",\"33\"],[\"gate/"
                      "a.py\",90,\"script:python\",\"22\"]]",
                      NOTHING_ELSE},
                     NULL,
                     NULL}}}),
    HIT("SAME_VERSION_DIFF", "and a module that differs",
        {.rows = {{"pkg:pypi/gate@1.0.1",
                   "lib/python3.12/site-packages",
                   {"at=\"lib/python3.12/site-packages\"",
                    "files={\"bytes\":1000,\"n\":3,\"recorded\":\"aa\",\"sha256\":\"aa\"}",
                    "manifest={\"path\":\"METADATA\",\"sha256\":\"44\"}", "verified={\"modified\":0,\"ok\":3}",
                    "kinds={\"elf\":{\"n\":1,\"path\":\"gate/_x.cpython-312-x86_64-linux-gnu.so\"}}",
                    "largest=[[\"gate/_x.cpython-312-x86_64-linux-gnu.so\",500,\"elf\",\"11\"],[\"gate/"
                    "a.py\",90,\"script:python\",\"22\"]]",
                    NOTHING_ELSE},
                   NULL,
                   NULL}}},
        {.rows = {{"pkg:pypi/gate@1.0.1",
                   "lib/python3.13/site-packages",
                   {"at=\"lib/python3.13/site-packages\"",
                    "files={\"bytes\":1100,\"n\":3,\"recorded\":\"bb\",\"sha256\":\"bb\"}",
                    "manifest={\"path\":\"METADATA\",\"sha256\":\"44\"}", "verified={\"modified\":0,\"ok\":3}",
                    "kinds={\"elf\":{\"n\":1,\"path\":\"gate/_x.cpython-313-x86_64-linux-gnu.so\"}}",
                    "largest=[[\"gate/_x.cpython-313-x86_64-linux-gnu.so\",600,\"elf\",\"33\"],[\"gate/"
                    "a.py\",90,\"script:python\",\"99\"]]",
                    NOTHING_ELSE},
                   NULL,
                   NULL}}}),
    HIT("SAME_VERSION_DIFF", "and something among the small files",
        {.rows = {{"pkg:pypi/gate@1.0.1",
                   "lib/python3.12/site-packages",
                   {"at=\"lib/python3.12/site-packages\"",
                    "files={\"bytes\":1000,\"n\":3,\"recorded\":\"aa\",\"sha256\":\"aa\"}",
                    "manifest={\"path\":\"METADATA\",\"sha256\":\"44\"}", "verified={\"modified\":0,\"ok\":3}",
                    "kinds={\"elf\":{\"n\":1,\"path\":\"gate/_x.cpython-312-x86_64-linux-gnu.so\"}}",
                    "largest=[[\"gate/_x.cpython-312-x86_64-linux-gnu.so\",500,\"elf\",\"11\"],[\"gate/"
                    "a.py\",90,\"script:python\",\"22\"]]",
                    NOTHING_ELSE},
                   NULL,
                   NULL}}},
        {.rows = {{"pkg:pypi/gate@1.0.1",
                   "lib/python3.13/site-packages",
                   {"at=\"lib/python3.13/site-packages\"",
                    "files={\"bytes\":1300,\"n\":3,\"recorded\":\"bb\",\"sha256\":\"bb\"}",
                    "manifest={\"path\":\"METADATA\",\"sha256\":\"44\"}", "verified={\"modified\":0,\"ok\":3}",
                    "kinds={\"elf\":{\"n\":1,\"path\":\"gate/_x.cpython-313-x86_64-linux-gnu.so\"}}",
                    "largest=[[\"gate/_x.cpython-313-x86_64-linux-gnu.so\",600,\"elf\",\"33\"],[\"gate/"
                    "a.py\",90,\"script:python\",\"22\"]]",
                    NOTHING_ELSE},
                   NULL,
                   NULL}}}),
    HIT("SAME_VERSION_DIFF", "native code for the same Python",
        {.rows = {{"pkg:pypi/gate@1.0.1",
                   "lib/python3.12/site-packages",
                   {"at=\"lib/python3.12/site-packages\"",
                    "files={\"bytes\":1000,\"n\":3,\"recorded\":\"aa\",\"sha256\":\"aa\"}",
                    "manifest={\"path\":\"METADATA\",\"sha256\":\"44\"}", "verified={\"modified\":0,\"ok\":3}",
                    "kinds={\"elf\":{\"n\":1,\"path\":\"gate/_x.cpython-312-x86_64-linux-gnu.so\"}}",
                    "largest=[[\"gate/_x.cpython-312-x86_64-linux-gnu.so\",500,\"elf\",\"11\"],[\"gate/"
                    "a.py\",90,\"script:python\",\"22\"]]",
                    NOTHING_ELSE},
                   NULL,
                   NULL}}},
        {.rows = {{"pkg:pypi/gate@1.0.1",
                   "lib/python3.12/site-packages",
                   {"at=\"lib/python3.12/site-packages\"",
                    "files={\"bytes\":1100,\"n\":3,\"recorded\":\"bb\",\"sha256\":\"bb\"}",
                    "manifest={\"path\":\"METADATA\",\"sha256\":\"44\"}", "verified={\"modified\":0,\"ok\":3}",
                    "kinds={\"elf\":{\"n\":1,\"path\":\"gate/_x.cpython-312-x86_64-linux-gnu.so\"}}",
                    "largest=[[\"gate/_x.cpython-312-x86_64-linux-gnu.so\",600,\"elf\",\"33\"],[\"gate/"
                    "a.py\",90,\"script:python\",\"22\"]]",
                    NOTHING_ELSE},
                   NULL,
                   NULL}}}),
    HIT("SAME_VERSION_DIFF", "the manifest alone, which now asks for something",
        {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", "exec=[]", "deps=[]",
                     "manifest={\"path\":\"METADATA\",\"sha256\":\"11\"}", "rest={\"sha256\":\"33\"}")}},
        {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}", "exec=[]",
                     "deps=[{\"raw\":\"x\",\"scope\":\"runtime\"}]",
                     "manifest={\"path\":\"METADATA\",\"sha256\":\"22\"}", "rest={\"sha256\":\"33\"}")}}),
    RATED("SAME_VERSION_DIFF", SB_LEVEL_MEDIUM, 4, "brought along by another release of what always brings it",
          {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa")),
                    {"pkg:npm/part@0.9.0",
                     NM "part/" NM "part",
                     {"files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}"},
                     NULL,
                     NULL}}},
          {.rows = {JS("1.0.2", LOCKED("SHA-512", "bb")),
                    {"pkg:npm/part@0.9.0",
                     NM "part/" NM "part",
                     {"files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}"},
                     NULL,
                     NULL}}}),
    HIT("SAME_VERSION_DIFF", "brought along, and what brings it is the same release",
        {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa")),
                  {"pkg:npm/part@0.9.0",
                   NM "part/" NM "part",
                   {"files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}"},
                   NULL,
                   NULL}}},
        {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa")),
                  {"pkg:npm/part@0.9.0",
                   NM "part/" NM "part",
                   {"files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}"},
                   NULL,
                   NULL}}}),
    MISS("SAME_VERSION_DIFF", "the same artifact in both lock files",
         {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}", "exec=[]", LOCKED("SHA-512", "aa"))}},
         {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}", "exec=[]", LOCKED("SHA-512", "aa"))}}),
    HIT("FILE_MODIFIED", "an install hook edits no script that others import",
        {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}",
                     "exec=[{\"command\":\"node x.js\",\"kind\":\"npm:install\",\"path\":\"x.js\"},"
                     "{\"kind\":\"npm:main\",\"path\":\"index.js\",\"sha256\":\"11\"}]",
                     LOCKED("SHA-512", "aa"))}},
        {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}",
                     "exec=[{\"command\":\"node x.js\",\"kind\":\"npm:install\",\"path\":\"x.js\"},"
                     "{\"kind\":\"npm:main\",\"path\":\"index.js\",\"sha256\":\"22\"}]",
                     LOCKED("SHA-512", "aa"))}}),
    RATED("FILE_MODIFIED", SB_LEVEL_MEDIUM, 4, "it puts a binary in the place of a command",
          {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}",
                       "exec=[{\"command\":\"node x.js\",\"kind\":\"npm:install\",\"path\":\"x.js\"},"
                       "{\"command\":\"part\",\"kind\":\"npm:bin\",\"path\":\"bin/part\",\"sha256\":\"11\"}]",
                       "largest=[]", LOCKED("SHA-512", "aa"))}},
          {.rows = {JS("1.0.1", "files={\"bytes\":9,\"n\":1,\"sha256\":\"bb\"}",
                       "exec=[{\"command\":\"node x.js\",\"kind\":\"npm:install\",\"path\":\"x.js\"},"
                       "{\"command\":\"part\",\"kind\":\"npm:bin\",\"path\":\"bin/part\",\"sha256\":\"22\"}]",
                       "largest=[[\"bin/part\",900,\"elf\",\"22\"]]", LOCKED("SHA-512", "aa"))}}),
    MISS("FILE_MODIFIED", "the same bytes, and a record that was not checked before",
         {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}")}},
         {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}",
                      "verified={\"modified\":1,\"ok\":8,\"paths\":[[\"../../../bin/gate\",\"modified\"]]}")}}),
    HIT("FILE_MISSING", "a deleted file",
        {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}",
                     "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
        {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"bb\"}",
                     "verified={\"missing\":1,\"modified\":0,\"ok\":8,\"paths\":[[\"gate/api.py\",\"missing\"]]}")}}),
    MISS("FILE_MODIFIED", "a deleted file is no changed one",
         {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}",
                      "verified={\"modified\":0,\"ok\":9,\"paths\":[]}")}},
         {.rows = {PY("1.0.1", "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"bb\"}",
                      "verified={\"missing\":1,\"modified\":0,\"ok\":8,\"paths\":[[\"gate/api.py\",\"missing\"]]}")}}),
    MISS("FILE_MISSING", "it was missing before",
         {.rows = {PY("1.0.1", "verified={\"missing\":1,\"modified\":0,\"ok\":8,\"paths\":[[\"gate/api.py\","
                               "\"missing\"]]}")}},
         {.rows = {PY("1.0.2", "verified={\"missing\":1,\"modified\":0,\"ok\":8,\"paths\":[[\"gate/api.py\","
                               "\"missing\"]]}")}}),

    /* ---- EVIDENCE_LOST (more in test_evidence.c) ---- */
    HIT("EVIDENCE_LOST", "the facts of one package", {.rows = {PY("1.0.1", FILES_OK, "exec=[]")}},
        {.rows = {PY("1.0.2", NULL)}}),
    MISS("EVIDENCE_LOST", "it never had any", {.rows = {PY("1.0.1", NULL)}}, {.rows = {PY("1.0.2", NULL)}}),

    /* ---- RECORD_EXTRA ---- */
    HIT("RECORD_EXTRA", "a file in a package's folder", {.rows = {PY("1.0.1", FILES_OK)}},
        {.rows = {PY("1.0.1", FILES_OK, "unlisted=[\"gate/x.dat\"]")}}),
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "a file that runs", {.facts = {"unowned=[]"}},
          {.facts =
               {"unowned=[{\"bytes\":30,\"kind\":\"os:preload\",\"path\":\"etc/ld.so.preload\",\"sha256\":\"aa\"}]"}}),
    MISS("RECORD_EXTRA", "byte code, and what was there", {.rows = {PY("1.0.1", FILES_OK, "unlisted=[\"gate/x.py\"]")}},
         {.rows = {PY("1.0.2", FILES_OK, "unlisted=[\"gate/x.py\",\"gate/__pycache__/x.pyc\"]")}}),
    MISS("RECORD_EXTRA", "a cache that changed",
         {.facts = {"unowned=[{\"bytes\":30,\"kind\":\"other\",\"path\":\"var/cache/x\",\"sha256\":\"aa\"}]"}},
         {.facts = {"unowned=[{\"bytes\":30,\"kind\":\"other\",\"path\":\"var/cache/x\",\"sha256\":\"bb\"}]"}}),

    /* ---- INTEGRITY_WEAKER, LOCK_TREE_DISAGREE ---- */
    HIT("INTEGRITY_WEAKER", "a weaker digest",
        {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa"), ORIGIN("registry", "r.invalid"))}},
        {.rows = {JS("1.0.2", LOCKED("SHA-1", "bb"), ORIGIN("registry", "r.invalid"))}}),
    RATED("INTEGRITY_WEAKER", SB_LEVEL_HIGH, 8, "none for one of them",
          {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa"), ORIGIN("registry", "r.invalid")),
                    {"pkg:npm/other@1.0.0", NM "other", {LOCKED("SHA-512", "cc")}, NULL, NULL}}},
          {.rows = {JS("1.0.1", "integrity=[]", ORIGIN("registry", "r.invalid")),
                    {"pkg:npm/other@1.0.0", NM "other", {LOCKED("SHA-512", "cc")}, NULL, NULL}}}),
    RATED("INTEGRITY_WEAKER", SB_LEVEL_HIGH, 8, "none for one of them, and the lock file names no place",
          {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa")),
                    {"pkg:npm/other@1.0.0", NM "other", {LOCKED("SHA-512", "cc")}, NULL, NULL}}},
          {.rows = {JS("1.0.1", "integrity=[]"),
                    {"pkg:npm/other@1.0.0", NM "other", {LOCKED("SHA-512", "cc")}, NULL, NULL}}}),
    HIT("INTEGRITY_WEAKER", "a weaker digest, and the lock file names no place",
        {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa"))}}, {.rows = {JS("1.0.2", LOCKED("SHA-1", "bb"))}}),
    MISS("INTEGRITY_WEAKER", "no lock file any more", {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa"))}},
         {.rows = {JS("1.0.1")}}),
    HIT("INTEGRITY_WEAKER", "none for all of them",
        {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa"), ORIGIN("registry", "r.invalid"))}},
        {.rows = {JS("1.0.1", "integrity=[]", ORIGIN("registry", "r.invalid"))}}),
    MISS("INTEGRITY_WEAKER", "a stronger one",
         {.rows = {JS("1.0.1", LOCKED("SHA-1", "aa"), ORIGIN("registry", "r.invalid"))}},
         {.rows = {JS("1.0.2", LOCKED("SHA-512", "bb"), ORIGIN("registry", "r.invalid"))}}),
    MISS("INTEGRITY_WEAKER", "from git now",
         {.rows = {JS("1.0.1", LOCKED("SHA-512", "aa"), ORIGIN("registry", "r.invalid"))}},
         {.rows = {JS("1.0.2", "integrity=[]", ORIGIN("git", ""))}}),
    HIT("LOCK_TREE_DISAGREE", "another version", {.rows = {JS("4.2.0", "lock=[]")}},
        {.rows = {JS("4.2.0", "lock=[{\"location\":\"node_modules/"
                              "part\",\"lock\":\"package-lock.json\",\"name\":\"part\",\"version\":\"4.2.1\"}]")}}),
    MISS("LOCK_TREE_DISAGREE", "an old quarrel",
         {.rows = {JS("4.2.0", "lock=[{\"location\":\"node_modules/"
                               "part\",\"lock\":\"package-lock.json\",\"name\":\"part\",\"version\":\"4.2.1\"}]")}},
         {.rows = {JS("4.3.0", "lock=[{\"location\":\"node_modules/"
                               "part\",\"lock\":\"package-lock.json\",\"name\":\"part\",\"version\":\"4.2.1\"}]")}}),

    /* ---- VERSION_ORDER ---- */
    RATED("VERSION_ORDER", SB_LEVEL_HIGH, 8, "an enormous number", {.rows = {JS("1.4.2", NULL)}},
          {.rows = {JS("9000.0.1", NULL)}}),
    HIT("VERSION_ORDER", "a step back", {.rows = {JS("1.4.2", NULL)}}, {.rows = {JS("1.4.1", NULL)}}),
    HIT("VERSION_ORDER", "the local part is gone", {.rows = {PY("2.0.0%2Bf161", NULL)}}, {.rows = {PY("2.0.0", NULL)}}),
    RATED("VERSION_ORDER", SB_LEVEL_LOW, 2, "a strange suffix", {.rows = {JS("1.4.0", NULL)}},
          {.rows = {JS("1.4.44-liberty-2", NULL)}}),
    MISS("VERSION_ORDER", "one of two copies went",
         {.rows = {JS("1.4.2", NULL), {"pkg:npm/part@0.9.0", NM "a/" NM "part", {NULL}, NULL, NULL}}},
         {.rows = {{"pkg:npm/part@0.9.0", NM "part", {NULL}, NULL, NULL}}}),
    MISS("VERSION_ORDER", "a second version beside the first", {.rows = {JS("1.4.2", NULL)}},
         {.rows = {JS("1.4.2", NULL), {"pkg:npm/part@9.0.0-odd", NM "a/" NM "part", {NULL}, NULL, NULL}}}),
    RATED("VERSION_ORDER", SB_LEVEL_HIGH, 8, "an enormous one beside the first", {.rows = {JS("1.4.2", NULL)}},
          {.rows = {JS("1.4.2", NULL), {"pkg:npm/part@9000.0.1", NM "a/" NM "part", {NULL}, NULL, NULL}}}),
    RATED("VERSION_ORDER", SB_LEVEL_LOW, 1, "skipped majors", {.rows = {JS("1.4.2", NULL)}},
          {.rows = {JS("4.0.0", NULL)}}),
    MISS("VERSION_ORDER", "an upgrade", {.rows = {JS("1.4.2", NULL)}}, {.rows = {JS("2.0.0", NULL)}}),
    MISS("VERSION_ORDER", "a pre-release", {.rows = {JS("1.4.2", NULL)}}, {.rows = {JS("1.5.0-beta.1", NULL)}}),

    /* ---- NAME_SIMILAR, IDENTITY_CLONE ---- */
    HIT("NAME_SIMILAR", "one letter off", {.rows = {{"pkg:npm/decimal@1.0.0", NM "decimal", {NULL}, NULL, NULL}}},
        {.rows = {{"pkg:npm/decimal@1.0.0", NM "decimal", {NULL}, NULL, NULL},
                  {"pkg:npm/decimall@1.0.0", NM "decimall", {NULL}, NULL, NULL}}}),
    HIT("NAME_SIMILAR", "two letters changed places", {.rows = {{"pkg:pypi/requests@1.0", SITE, {NULL}, NULL, NULL}}},
        {.rows = {{"pkg:pypi/requests@1.0", SITE, {NULL}, NULL, NULL},
                  {"pkg:pypi/reqeusts@1.0", SITE, {NULL}, NULL, NULL}}}),
    HIT("NAME_SIMILAR", "the same without a word for the language",
        {.rows = {{"pkg:pypi/decimals@1.0", SITE, {NULL}, NULL, NULL}}},
        {.rows = {{"pkg:pypi/decimals@1.0", SITE, {NULL}, NULL, NULL},
                  {"pkg:pypi/py-decimals@1.0", SITE, {NULL}, NULL, NULL}}}),
    MISS("NAME_SIMILAR", "two letters off", {.rows = {{"pkg:npm/decimal@1.0.0", NM "decimal", {NULL}, NULL, NULL}}},
         {.rows = {{"pkg:npm/decimal@1.0.0", NM "decimal", {NULL}, NULL, NULL},
                   {"pkg:npm/decimator@1.0.0", NM "decimator", {NULL}, NULL, NULL}}}),
    RATED("NAME_SIMILAR", SB_LEVEL_LOW, 2, "other digits",
          {.rows = {{"pkg:npm/proto2@1.0.0", NM "proto2", {NULL}, NULL, NULL}}},
          {.rows = {{"pkg:npm/proto2@1.0.0", NM "proto2", {NULL}, NULL, NULL},
                    {"pkg:npm/proto3@1.0.0", NM "proto3", {NULL}, NULL, NULL}}}),
    RATED("NAME_SIMILAR", SB_LEVEL_LOW, 2, "the same owner",
          {.rows = {{"pkg:npm/%40o/token@1.0.0", NM "@o/token", {NULL}, NULL, NULL}}},
          {.rows = {{"pkg:npm/%40o/token@1.0.0", NM "@o/token", {NULL}, NULL, NULL},
                    {"pkg:npm/%40o/tokens@1.0.0", NM "@o/tokens", {NULL}, NULL, NULL}}}),
    HIT("IDENTITY_CLONE", "another one's repository",
        {.rows = {{"pkg:npm/hash@1.0.0", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL}}},
        {.rows = {{"pkg:npm/hash@1.0.0", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL},
                  {"pkg:npm/plain-hash@1.0.0", NM "plain-hash", {NULL}, "https://git.invalid/o/hash", NULL}}}),
    RATED("IDENTITY_CLONE", SB_LEVEL_MEDIUM, 4, "the scope is the project's",
          {.rows = {{"pkg:npm/hash@1.0.0", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL}}},
          {.rows = {{"pkg:npm/hash@1.0.0", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL},
                    {"pkg:npm/%40hash/big@1.0.0", NM "@hash/big", {NULL}, "https://git.invalid/o/hash", NULL}}}),
    RATED("IDENTITY_CLONE", SB_LEVEL_HIGH, 7, "the same name below a scope",
          {.rows = {{"pkg:npm/hash@1.0.0", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL}}},
          {.rows = {{"pkg:npm/hash@1.0.0", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL},
                    {"pkg:npm/%40else/hash@1.0.0", NM "@else/hash", {NULL}, "https://git.invalid/o/hash", NULL}}}),
    RATED("IDENTITY_CLONE", SB_LEVEL_INFO, 1, "the original needs it",
          {.rows = {{"pkg:npm/hash@1.0.0", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL}}},
          {.rows = {{"pkg:npm/hash@1.0.1", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL},
                    {"pkg:npm/plain-hash@1.0.0", NM "plain-hash", {NULL}, "https://git.invalid/o/hash", NULL}},
           .edges = {{NEEDS, 1, 2}}}),
    MISS("IDENTITY_CLONE", "a repository of its own",
         {.rows = {{"pkg:npm/hash@1.0.0", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL}}},
         {.rows = {{"pkg:npm/hash@1.0.0", NM "hash", {NULL}, "https://git.invalid/o/hash", NULL},
                   {"pkg:npm/plain-hash@1.0.0", NM "plain-hash", {NULL}, "https://git.invalid/o/plain-hash", NULL}}}),
};

static void test_cases(void **state)
{
    (void)state;
    check_cases(cases, SB_COUNT(cases));
}

static void test_same_inventory_is_silent(void **state)
{
    (void)state;
    check_silence(cases, SB_COUNT(cases));
}

/* An old side that does not say what it looked at is no alibi, and never peace. */
static void test_unsaid_is_incomplete(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct pair_spec pair = cases[i].pair;
        pair.side[SB_OLD].bare = true;
        struct sb_delta *delta = run_pair(&pair);
        sb_coverage_sort(delta);
        if (pair.side[SB_OLD].rows[0].facts[0])
            assert_true(delta->incomplete);
        delta_done(delta);
    }
}

static void test_every_row_pays(void **state)
{
    (void)state;
    for (size_t s = 0; sb_signals[s]; s++) {
        const struct sb_signal_row *row = sb_signals[s];
        assert_true(row->sentence[0] && row->why[0] && row->base_rate[0] && row->quiet[0] && row->weight > 0);
        assert_ptr_equal(sb_signal_find(sb_str_of(row->id)), row);
    }
    assert_null(sb_signal_find(SB_S("NO_SUCH")));
}

static void test_fingerprint_leaves_versions_out(void **state)
{
    (void)state;
    struct pair_spec next = cases[0].pair;
    next.side[SB_NEW].rows[0].purl = "pkg:pypi/gate@1.0.3";
    struct sb_delta *a = run_pair(&cases[0].pair);
    struct sb_delta *b = run_pair(&next);
    assert_string_equal(find_signal(a, "STARTUP_HOOK")->fingerprint, find_signal(b, "STARTUP_HOOK")->fingerprint);
    assert_text(find_signal(a, "STARTUP_HOOK")->path, SITE "/gate_init.pth");
    assert_text(find_signal(a, "STARTUP_HOOK")->below, "gate_init.pth");
    delta_done(a);
    delta_done(b);
}

static void test_coverage(void **state)
{
    (void)state;
    static const struct pair_spec pair = {"one side lacks a fact, another is malformed",
                                          {{.rows = {JS("1.0.1", "kinds=[]", "lines=[]")}},
                                           {.rows = {JS("1.0.2", HOOK("node setup.js"), "kinds={}", "lines=[]")}}}};
    struct sb_delta *delta = run_pair(&pair);
    bool hook = false, kinds = false;
    for (size_t i = 0; i < delta->coverage.n; i++) {
        const struct sb_coverage *line = &delta->coverage.p[i];
        bool old = strcmp(line->what, "facts") == 0 && line->side == SB_OLD && line->count == 1;
        hook = hook || (old && sb_str_eq(line->name, SB_S("sbom:exec")));
        kinds = kinds || (old && sb_str_eq(line->name, SB_S("sbom:kinds")));
    }
    assert_true(hook && kinds);
    delta_done(delta);
}

/* Words for a shell must stay one word. */
static void test_look_is_safe(void **state)
{
    (void)state;
    static const struct pair_spec pair = {
        "a path with everything in it",
        {{.facts = {"unowned=[]"}},
         {.facts = {"unowned=[{\"kind\":\"os:cron\",\"path\":\"etc/cron.d/a'; rm -rf $HOME\",\"sha256\":\"aa\"}]"}}}};
    struct sb_delta *delta = run_pair(&pair);
    assert_text(find_signal(delta, "RECORD_EXTRA")->look, "less 'etc/cron.d/a'\\''; rm -rf $HOME'");
    delta_done(delta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_same_inventory_is_silent),
        cmocka_unit_test(test_unsaid_is_incomplete),
        cmocka_unit_test(test_every_row_pays),
        cmocka_unit_test(test_fingerprint_leaves_versions_out),
        cmocka_unit_test(test_coverage),
        cmocka_unit_test(test_look_is_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
