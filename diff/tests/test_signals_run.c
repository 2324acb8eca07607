/* Signals of what runs by itself: start-up files, hooks, entries, points of the system, code of nobody, moved refs. */
#include "diff/allow.h"
#include "signal_cases.h"

#define PRECEDENCE "2638ce9e2500e572a5e0de7faed6661eb569d1b696fcba07b0dd223da5f5d224"
#define VENV_PTH "69ac3d8f27e679c81b94ab30b3b56e9cd138219b1ba94a1fa3606d5a76a1433d"
#define VENV_PY "6cf30c56faf2a55228914dbbd17f8088ed371ebb08f5e7fa6fd931f913fcaf1d"
#define VENV_ACTIVATE "0be310e10d54ce3665686e6f73ebadb7ec88a6c9e2b09baa2d50c731fecc7ca4"
#define APPORT "43d81125d92376b1a69d53a71126a041cc9a18d8080e92dea0a2ae23be138b1e"

#define EXEC(kind, path, command, sha)                                                                                 \
    "{\"bytes\":100,\"command\":\"" command "\",\"kind\":\"" kind "\",\"path\":\"" path "\",\"sha256\":\"" sha "\"}"
#define EXECS(...) "exec=[" __VA_ARGS__ "]"
#define ONE(kind, path, command, sha) EXECS(EXEC(kind, path, command, sha))
#define FREE(kind, path, sha) "{\"bytes\":100,\"kind\":\"" kind "\",\"path\":\"" path "\",\"sha256\":\"" sha "\"}"
#define FREE_RUN(kind, path, command, sha) EXEC(kind, path, command, sha)
#define FOLDER(path, command) "{\"command\":\"" command "\",\"kind\":\"os:writable\",\"path\":\"" path "\"}"
#define UNOWNED(...)                                                                                                   \
    {                                                                                                                  \
        .facts = { "unowned=[" __VA_ARGS__ "]" }                                                                       \
    }
#define PKG(purl, at, ...)                                                                                             \
    {                                                                                                                  \
        purl, at, {__VA_ARGS__}, NULL, NULL                                                                            \
    }
#define GIT(commit, ref)                                                                                               \
    "origin={\"kind\":\"git\",\"ref\":\"" ref "\",\"url\":\"https://git.invalid/o/act#" commit "\"}"
#define GIT_NO_REF(commit) "origin={\"kind\":\"git\",\"url\":\"https://git.invalid/o/act#" commit "\"}"
#define LOCAL "origin={\"kind\":\"file\",\"url\":\"file:src\"}"
#define DEB_AT(version, ...) PKG("pkg:deb/debian/base-files@" version "?arch=amd64", ".", __VA_ARGS__)

static const struct signal_case cases[] = {
    /* ---- STARTUP_HOOK ---- */
    HIT("STARTUP_HOOK", "a known name with code behind the known line", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.0.2", PTH("x-nspkg.pth", "9000", "import sys, types, os;has_mfs = sys", "aa"))}}),
    MISS("STARTUP_HOOK", "a namespace package of setuptools", {.rows = {PY("1.0.1", "exec=[]")}},
         {.rows = {PY("1.0.2",
                      PTH("zope.event-5.0-py3.11-nspkg.pth", "529", "setuptools namespace package: zope", "aa"))}}),
    HIT("STARTUP_HOOK", "no identifier in the slot", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.0.2", PTH("a-nspkg.pth", "529", "setuptools namespace package: zope');x(", "aa"))}}),
    HIT("STARTUP_HOOK", "a loader of an editable installation from a registry", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.0.2", PTH("__editable__.gate.pth", "63",
                                  "import __editable___gate_finder; __editable___gate_finder.install()", "aa"))}}),
    RATED("STARTUP_HOOK", SB_LEVEL_MEDIUM, 5, "a loader of an editable installation",
          {.rows = {PY("1.0.1", "exec=[]")}},
          {.rows = {PY("1.0.2", LOCAL,
                       PTH("__editable__.gate.pth", "67",
                           "import __editable___gate_finder; __editable___gate_finder.install()", "aa"))}}),
    HIT("STARTUP_HOOK", "a second line behind the loader", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.0.2", LOCAL,
                     PTH("__editable__.gate.pth", "90",
                         "import __editable___gate_finder; __editable___gate_finder.install()", "aa"))}}),
    HIT("STARTUP_HOOK", "the known file with another content", {.facts = {"unowned=[]"}},
        {.facts = {"unowned=[" FREE("py:pth", SITE "/_virtualenv.pth", "aa") "]"}}),
    HIT("STARTUP_HOOK", "the known content of another owner", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.0.2", ONE("py:pth", "distutils-precedence.pth", "import os; var", PRECEDENCE))}}),
    MISS("STARTUP_HOOK", "it went from one package to another",
         {.rows = {PY("1.0.1", ONE("py:pth", "g.pth", "import g", "aa")), PKG("pkg:pypi/gate2@1.0", SITE, "exec=[]")}},
         {.rows = {PY("1.0.2", "exec=[]"), PKG("pkg:pypi/gate2@1.1", SITE, ONE("py:pth", "g.pth", "import g", "aa"))}}),
    HIT("STARTUP_HOOK", "byte code without source in a folder that a .pth adds", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.0.2", ONE("py:sitecustomize", "gate/_vendor/sitecustomize.pyc", "", "aa"))}}),
    HIT("STARTUP_HOOK", "a distribution's own was edited",
        {.rows = {PKG("pkg:deb/debian/libpython3.11-minimal@3.11.2-6?arch=amd64", ".",
                      ONE("py:sitecustomize", "usr/lib/python3.11/sitecustomize.py", "", APPORT))}},
        {.rows = {PKG("pkg:deb/debian/libpython3.11-minimal@3.11.2-6?arch=amd64", ".",
                      ONE("py:sitecustomize", "usr/lib/python3.11/sitecustomize.py", "", "aa"))}}),
    MISS("STARTUP_HOOK", "a distribution's own in a new Python", {.bare = false},
         {.rows = {PKG("pkg:deb/debian/libpython3.13-minimal@3.13.5-2?arch=amd64", ".",
                       ONE("py:sitecustomize", "usr/lib/python3.13/sitecustomize.py", "", APPORT))}}),
    HIT("STARTUP_HOOK", "the old side did not look", {.rows = {PY("1.0.1", NULL)}, .bare = true},
        {.rows = {PY("1.0.1", ONE("py:pth", "gate_init.pth", "import sys;x", "aa"))}}),
    MISS("STARTUP_HOOK", "the old side did not look, and the file is known",
         {.rows = {PKG("pkg:pypi/setuptools@80.9.0", SITE, NULL)}, .bare = true},
         {.rows = {PKG("pkg:pypi/setuptools@80.9.0", SITE,
                       ONE("py:pth", "distutils-precedence.pth", "import os; var", PRECEDENCE))}}),
    HIT("STARTUP_HOOK", "of nobody, and the old side did not look", {.bare = true},
        {.facts = {"unowned=[" FREE("py:usercustomize", SITE "/usercustomize.py", "aa") "]"}}),
    MISS("STARTUP_HOOK", "a folder that nothing runs from", {.rows = {PY("1.0.1", "exec=[]")}},
         {.rows = {PY("1.0.2", ONE("py:path", "gate.pth", "gate/_vendor", "aa"))}}),

    /* ---- HOOK_APPEARED ---- */
    RATED("HOOK_APPEARED", SB_LEVEL_HIGH, 8, "the name of a known package in another scope", {.bare = false},
          {.rows = {PKG("pkg:npm/%40evil/esbuild@1.0.0", NM "@evil/esbuild", HOOK("node install.js"))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_MEDIUM, 5, "a known package", {.bare = false},
          {.rows = {PKG("pkg:npm/esbuild@0.25.0", NM "esbuild", HOOK("node install.js"))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_HIGH, 8, "a builder that runs its argument", {.bare = false},
          {.rows = {JS("1.0.2", HOOK("node-gyp-build ./evil.sh"))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_HIGH, 8, "a builder in another folder", {.bare = false},
          {.rows = {JS("1.0.2", HOOK("node-gyp rebuild -C evil"))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_HIGH, 8, "a command of binding.gyp", {.bare = false},
          {.rows = {JS("1.0.2", EXECS(EXEC("npm:gyp", "binding.gyp", "node-gyp rebuild", "aa") "," EXEC(
                                    "npm:gyp-command", "binding.gyp", "node lib/evil.js", "aa")))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_MEDIUM, 4, "binding.gyp asks where headers lie", {.bare = false},
          {.rows = {JS("1.0.2", EXECS(EXEC("npm:gyp", "binding.gyp", "node-gyp rebuild", "aa") "," EXEC(
                                    "npm:gyp-command", "binding.gyp",
                                    "node -p \\\"require('node-addon-api').include\\\"", "aa")))}}),
    MISS("HOOK_APPEARED", "a known builder, and the old side did not look", {.rows = {JS("1.0.2", NULL)}, .bare = true},
         {.rows = {JS("1.0.2", HOOK("node-gyp rebuild"))}}),

    /* ---- HOOK_CHANGED ---- */
    RATED("HOOK_CHANGED", SB_LEVEL_HIGH, 8, "binding.gyp of a native package runs something",
          {.rows = {JS("1.0.1", ONE("npm:gyp", "binding.gyp", "node-gyp rebuild", "aa"))}},
          {.rows = {JS("1.1.0", EXECS(EXEC("npm:gyp", "binding.gyp", "node-gyp rebuild",
                                           "bb") "," EXEC("npm:gyp-command", "binding.gyp", "node evil.js", "bb")))}}),
    MISS("HOOK_CHANGED", "binding.gyp of a native package asks",
         {.rows = {JS("1.0.1", ONE("npm:gyp", "binding.gyp", "node-gyp rebuild", "aa"))}},
         {.rows = {JS("1.0.2", EXECS(EXEC("npm:gyp", "binding.gyp", "node-gyp rebuild", "bb") "," EXEC(
                                   "npm:gyp-command", "binding.gyp", "node -p \\\"process.platform\\\"", "bb")))}}),
    RATED("HOOK_CHANGED", SB_LEVEL_HIGH, 8, "a second copy had another hook",
          {.rows = {JS("1.0.1", "exec=[]"), PKG("pkg:npm/part@0.9.0", NM "a/" NM "part", HOOK("node old.js"))}},
          {.rows = {JS("1.0.2", HOOK("node setup.js")),
                    PKG("pkg:npm/part@0.9.0", NM "a/" NM "part", HOOK("node old.js"))}}),
    HIT("HOOK_CHANGED", "the file behind it changed in a patch release",
        {.rows = {JS("1.0.1", ONE("npm:postinstall", "setup.js", "node setup.js", "aa"))}},
        {.rows = {JS("1.0.2", ONE("npm:postinstall", "setup.js", "node setup.js", "bb"))}}),
    RATED("HOOK_CHANGED", SB_LEVEL_MEDIUM, 4, "a builder instead of a script",
          {.rows = {JS("1.0.1", HOOK("node build.js"))}}, {.rows = {JS("1.1.0", HOOK("node-gyp rebuild"))}}),

    RATED("HOOK_CHANGED", SB_LEVEL_HIGH, 8, "what debhelper wrote differs in the same version",
          {.rows = {DEB("1.0-1", ONE("deb:postinst", "x.postinst", "debhelper only", "aa"))}},
          {.rows = {DEB("1.0-1", ONE("deb:postinst", "x.postinst", "debhelper only", "bb"))}}),
    RATED("HOOK_CHANGED", SB_LEVEL_HIGH, 8, "its own lines differ in the same version",
          {.rows = {DEB("1.0-1", ONE("deb:postinst", "x.postinst", "own:12", "aa"))}},
          {.rows = {DEB("1.0-1", ONE("deb:postinst", "x.postinst", "own:34", "bb"))}}),
    RATED("HOOK_CHANGED", SB_LEVEL_HIGH, 8, "a trigger more in the same version",
          {.rows = {DEB("1.0-1", ONE("apk:post-install", "x.post-install", "own:12", "aa"))}},
          {.rows = {DEB("1.0-1", EXECS(EXEC("apk:post-install", "x.post-install", "own:12",
                                            "aa") "," EXEC("apk:trigger", "x.trigger", "own:34", "bb")))}}),
    RATED("HOOK_CHANGED", SB_LEVEL_HIGH, 8, "a file that is watched in the same version",
          {.rows = {DEB("1.0-1", ONE("deb:triggers", "x.triggers", "interest /usr/a", ""))}},
          {.rows = {DEB("1.0-1", ONE("deb:triggers", "x.triggers", "interest /usr/b", ""))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_HIGH, 8, "the first script of a package in the same version",
          {.rows = {DEB("1.0-1", "exec=[]"), DEB_AT("12", ONE("deb:postinst", "y.postinst", "own:12", "cc"))}},
          {.rows = {DEB("1.0-1", ONE("deb:postinst", "x.postinst", "own:12", "aa")),
                    DEB_AT("12", ONE("deb:postinst", "y.postinst", "own:12", "cc"))}}),
    MISS("HOOK_CHANGED", "the old side has no scripts at all",
         {.rows = {DEB("1.0-1", "exec=[]"), DEB_AT("12", "exec=[]")}},
         {.rows = {DEB("1.0-1", ONE("deb:postinst", "x.postinst", "debhelper only", "aa")), DEB_AT("12", "exec=[]")}}),
    MISS("HOOK_CHANGED", "the same script in a package by itself",
         {.rows = {DEB("1.0-1", ONE("deb:postinst", "info/x.postinst", "own:12", "aa"))}},
         {.rows = {DEB("1.0-1", ONE("deb:postinst", "postinst", "own:12", "aa"))}}),
    RATED("HOOK_APPEARED", SB_LEVEL_HIGH, 8, "a new package's script that fetches and runs", {.bare = false},
          {.rows = {DEB("1.0-1", ONE("deb:postinst", "x.postinst", "own:12 fetches plants", "aa"))}}),
    MISS("HOOK_APPEARED", "one that does either", {.bare = false},
         {.rows = {DEB("1.0-1", EXECS(EXEC("deb:postinst", "x.postinst", "own:12 fetches",
                                           "aa") "," EXEC("deb:postrm", "x.postrm", "own:34 plants", "bb")))}}),
    MISS("HOOK_CHANGED", "another debhelper wrote it",
         {.rows = {DEB("1.0-1", ONE("deb:postinst", "x.postinst", "debhelper only", "aa"))}},
         {.rows = {DEB("1.0-2", ONE("deb:postinst", "x.postinst", "debhelper only", "bb"))}}),

    /* ---- AUTOLOAD ---- */
    HIT("AUTOLOAD", "a command that shadows a program", {.rows = {JS("1.0.1", "exec=[]")}},
        {.rows = {JS("1.0.2", ONE("npm:bin", "lib/t.js", "node", "aa"))}}),
    HIT("AUTOLOAD", "a program that shadows one", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("2.0.0", ONE("py:bin", "../../../bin/python3.12", "", "aa"))}}),
    HIT("AUTOLOAD", "a script that shadows one", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.0.2", ONE("py:script", "../../../bin/pip", "console_scripts: pip = gate._p:main", "aa"))}}),
    MISS("AUTOLOAD", "the program's own package", {.rows = {PKG("pkg:pypi/pip@24.0", SITE, "exec=[]")}},
         {.rows = {PKG("pkg:pypi/pip@24.1", SITE,
                       ONE("py:script", "../../../bin/pip3.12", "console_scripts: pip3.12 = pip:main", "aa"))}}),
    HIT("AUTOLOAD", "a command that another package has",
        {.rows = {JS("1.0.1", "exec=[]"),
                  PKG("pkg:npm/other@1.0.0", NM "other", ONE("npm:bin", "o.js", "othr", "aa"))}},
        {.rows = {JS("1.0.2", ONE("npm:bin", "p.js", "othr", "bb")),
                  PKG("pkg:npm/other@1.0.0", NM "other", ONE("npm:bin", "o.js", "othr", "aa"))}}),
    RATED("AUTOLOAD", SB_LEVEL_LOW, 2, "a command that moved to another package",
          {.rows = {JS("1.0.1", "exec=[]"),
                    PKG("pkg:npm/other@1.0.0", NM "other", ONE("npm:bin", "o.js", "othr", "aa"))}},
          {.rows = {JS("1.0.2", ONE("npm:bin", "p.js", "othr", "bb")),
                    PKG("pkg:npm/other@1.0.1", NM "other", "exec=[]")}}),
    RATED("AUTOLOAD", SB_LEVEL_LOW, 1, "a command of its own name", {.rows = {JS("1.0.1", "exec=[]")}},
          {.rows = {JS("1.0.2", ONE("npm:bin", "p.js", "part", "bb"))}}),
    MISS("AUTOLOAD", "a command of its own name in a minor release", {.rows = {JS("1.0.1", "exec=[]")}},
         {.rows = {JS("1.1.0", ONE("npm:bin", "p.js", "part", "bb"))}}),
    HIT("AUTOLOAD", "a plug-in of a test runner", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.0.2", ONE("py:plugin", "gate/_p.py", "pytest11: gate = gate._p", "aa"))}}),
    RATED("AUTOLOAD", SB_LEVEL_LOW, 2, "another plug-in of the same host",
          {.rows = {PY("1.0.1", ONE("py:plugin", "e", "pytest11: gate = gate._p", "aa"))}},
          {.rows = {PY("1.0.2", EXECS(EXEC("py:plugin", "e", "pytest11: gate = gate._p",
                                           "aa") "," EXEC("py:plugin", "e", "pytest11: two = gate._q", "aa")))}}),
    MISS("AUTOLOAD", "a plug-in that its host loads by name", {.rows = {PY("1.0.1", "exec=[]")}},
         {.rows = {PY("1.0.2", ONE("py:plugin", "gate/_p.py", "sqlalchemy.dialects: gate = gate._p", "aa"))}}),
    RATED("AUTOLOAD", SB_LEVEL_LOW, 2, "a new plug-in", {.bare = false},
          {.rows = {PY("1.0.2", ONE("py:plugin", "gate/_p.py", "pytest11: gate = gate._p", "aa"))}}),
    HIT("AUTOLOAD", "a command of every system", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.1.0", ONE("py:script", "e", "console_scripts: uname = gate._u:main", "aa"))}}),
    RATED("AUTOLOAD", SB_LEVEL_LOW, 1, "a command whose name only begins like one", {.rows = {PY("1.0.1", "exec=[]")}},
          {.rows = {PY("1.0.2", ONE("py:script", "e", "console_scripts: id3 = gate._u:main", "aa"))}}),
    RATED("AUTOLOAD", SB_LEVEL_MEDIUM, 5, "a command that leads to another module in a patch release",
          {.rows = {PY("1.0.1", ONE("py:script", "e", "console_scripts: gate = gate.cli:main", "aa"))}},
          {.rows = {PY("1.0.2", ONE("py:script", "e", "console_scripts: gate = gate._boot:main", "bb"))}}),
    HIT("AUTOLOAD", "a command that leads to another module in the same version",
        {.rows = {PY("1.0.1", ONE("py:script", "e", "console_scripts: gate = gate.cli:main", "aa"))}},
        {.rows = {PY("1.0.1", ONE("py:script", "e", "console_scripts: gate = gate._boot:main", "bb"))}}),
    MISS("AUTOLOAD", "another function of the same module",
         {.rows = {PY("1.0.1", ONE("py:script", "e", "console_scripts: gate = gate.cli:main", "aa"))}},
         {.rows = {PY("1.0.2", ONE("py:script", "e", "console_scripts: gate = gate.cli:run", "bb"))}}),
    HIT("AUTOLOAD", "a command line that loads every plug-in", {.rows = {PY("1.0.1", "exec=[]")}},
        {.rows = {PY("1.1.0", ONE("py:plugin", "e", "flask.commands: gate = gate._p", "aa"))}}),
    RATED("AUTOLOAD", SB_LEVEL_MEDIUM, 5, "the first plug-in of a host that is installed",
          {.rows = {PY("1.0.1", "exec=[]"), PKG("pkg:pypi/my-host@1.0", SITE, "exec=[]")}},
          {.rows = {PY("1.1.0", ONE("py:plugin", "e", "my_host.things: gate = gate._p", "aa")),
                    PKG("pkg:pypi/my-host@1.0", SITE, "exec=[]")}}),
    MISS("AUTOLOAD", "a host of another name",
         {.rows = {PY("1.0.1", "exec=[]"), PKG("pkg:pypi/my-host@1.0", SITE, "exec=[]")}},
         {.rows = {PY("1.1.0", ONE("py:plugin", "e", "my_hostess.things: gate = gate._p", "aa")),
                   PKG("pkg:pypi/my-host@1.0", SITE, "exec=[]")}}),
    HIT("AUTOLOAD", "another entry module", {.rows = {JS("1.0.1", ONE("npm:main", "index.js", "", "aa"))}},
        {.rows = {JS("1.0.2", ONE("npm:main", "lib/loader.js", "", "bb"))}}),
    MISS("AUTOLOAD", "the same module under another name",
         {.rows = {JS("1.0.1", ONE("npm:main", "index.js", "", "aa"))}},
         {.rows = {JS("1.0.2", ONE("npm:main", "dist/index.js", "", "aa"))}}),
    RATED("AUTOLOAD", SB_LEVEL_MEDIUM, 4, "the module of another build",
          {.rows = {JS("1.0.1", ONE("npm:main", "dist/index.js", "", "aa"))}},
          {.rows = {JS("1.0.2", ONE("npm:main", "dist/cjs/index.min.js", "", "bb"))}}),
    MISS("AUTOLOAD", "another entry module in a new major version",
         {.rows = {JS("1.0.1", ONE("npm:main", "index.js", "", "aa"))}},
         {.rows = {JS("2.0.0", ONE("npm:main", "dist/index.js", "", "bb"))}}),
    RATED("AUTOLOAD", SB_LEVEL_MEDIUM, 5, "a folder for the import path", {.rows = {PY("1.0.1", "exec=[]")}},
          {.rows = {PY("1.0.2", ONE("py:path", "gate.pth", "gate/_vendor", "aa"))}}),
    RATED("AUTOLOAD", SB_LEVEL_INFO, 1, "a folder of an editable installation", {.rows = {PY("1.0.1", "exec=[]")}},
          {.rows = {PY("1.0.2", LOCAL, ONE("py:path", "gate.pth", "/src/gate", "aa"))}}),

    /* ---- EXEC_APPEARED ---- */
    RATED("EXEC_APPEARED", SB_LEVEL_CRITICAL, 12, "a new revision preloads a library",
          {.rows = {DEB_AT("12", "exec=[]")}},
          {.rows = {DEB_AT("12.1", ONE("os:preload", "etc/ld.so.preload", "", "aa"))}}),
    HIT("EXEC_APPEARED", "a program becomes setuid in a new revision",
        {.rows = {DEB("1.0-1", ONE("os:setuid", "usr/bin/su", "mode 4755", "aa"))}},
        {.rows = {DEB("1.0-2", EXECS(EXEC("os:setuid", "usr/bin/su", "mode 4755",
                                          "bb") "," EXEC("os:setuid", "usr/bin/x", "mode 4755", "cc")))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "and in a new release",
          {.rows = {DEB("1.0-1", ONE("os:setuid", "usr/bin/su", "mode 4755", "aa"))}},
          {.rows = {DEB("1.1-1", EXECS(EXEC("os:setuid", "usr/bin/su", "mode 4755",
                                            "bb") "," EXEC("os:setuid", "usr/bin/x", "mode 4755", "cc")))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "the old side is a copy without any setuid program",
          {.rows = {DEB("1.0-1", "exec=[]")}},
          {.rows = {DEB("1.0-1", ONE("os:setuid", "usr/bin/su", "mode 4755", "aa"))}}),
    MISS("EXEC_APPEARED", "a setuid program that lies elsewhere and has other content",
         {.rows = {DEB("1.0-1", ONE("os:setuid", "bin/su", "mode 4755", "aa"))}},
         {.rows = {DEB("1.0-2", ONE("os:setuid", "usr/bin/su", "mode 4755", "bb"))}}),
    HIT("EXEC_APPEARED", "a program gets capabilities in a new revision",
        {.rows = {DEB("1.0-1", ONE("os:capability", "usr/bin/ping", "cap_net_raw=ep", "aa"))}},
        {.rows = {DEB("1.0-2", EXECS(EXEC("os:capability", "usr/bin/ping", "cap_net_raw=ep",
                                          "bb") "," EXEC("os:capability", "usr/bin/x", "cap_net_raw=ep", "cc")))}}),
    HIT("EXEC_APPEARED", "and more of them at the same version",
        {.rows = {DEB("1.0-1", ONE("os:capability", "usr/bin/ping", "cap_net_raw=ep", "aa"))}},
        {.rows = {DEB("1.0-1", ONE("os:capability", "usr/bin/ping", "cap_net_raw,cap_sys_admin=ep", "aa"))}}),
    HIT("EXEC_APPEARED", "others, of a program that went elsewhere",
        {.rows = {DEB("1.0-1", ONE("os:capability", "bin/ping", "cap_net_raw=ep", "aa"))}},
        {.rows = {DEB("1.0-1", ONE("os:capability", "usr/bin/ping", "cap_sys_admin=ep", "aa"))}}),
    MISS("EXEC_APPEARED", "fewer than before",
         {.rows = {DEB("1.0-1", ONE("os:capability", "usr/bin/ping", "cap_net_raw,cap_sys_admin=ep", "aa"))}},
         {.rows = {DEB("1.0-2", ONE("os:capability", "usr/bin/ping", "cap_net_raw=p", "bb"))}}),
    MISS("EXEC_APPEARED", "the same, of a program that went elsewhere",
         {.rows = {DEB("1.0-1", ONE("os:capability", "bin/ping", "cap_net_raw=ep", "aa"))}},
         {.rows = {DEB("1.0-2", ONE("os:capability", "usr/bin/ping", "cap_net_raw=ep", "bb"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "the old side is a copy without any attributes",
          {.rows = {DEB("1.0-1", "exec=[]")}},
          {.rows = {DEB("1.0-1", ONE("os:capability", "usr/bin/ping", "cap_net_raw=ep", "aa"))}}),
    HIT("EXEC_APPEARED", "what no distribution gives lightly, on a system without any",
        {.rows = {DEB("1.0-1", "exec=[]")}},
        {.rows = {DEB("1.0-1", ONE("os:capability", "usr/bin/python3", "cap_setuid=ep", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_INFO, 1, "a new package whose program has capabilities", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:capability", "usr/bin/ping", "cap_net_raw=ep", "aa"))}}),
    HIT("EXEC_APPEARED", "setuid beside setgid",
        {.rows = {DEB("1.0-1", ONE("os:setuid", "usr/bin/su", "mode 2755", "aa"))}},
        {.rows = {DEB("1.0-1", ONE("os:setuid", "usr/bin/su", "mode 6755", "aa"))}}),
    MISS("EXEC_APPEARED", "setuid without what setgid gave",
         {.rows = {DEB("1.0-1", ONE("os:setuid", "usr/bin/su", "mode 6755", "aa"))}},
         {.rows = {DEB("1.0-1", ONE("os:setuid", "usr/bin/su", "mode 4711", "aa"))}}),
    HIT("EXEC_APPEARED", "anybody may write a table of cron", {.rows = {DEB("1.0-1", "exec=[]")}},
        {.rows = {DEB("1.0-1", ONE("os:writable", "etc/cron.d/x", "mode 0666", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "a new package brings a program that anybody may write", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:writable", "usr/bin/x", "mode 0777", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "an environment that was given to everybody",
          {.rows = {PY("1.0.1", "exec=[]")}},
          {.rows = {PY("1.0.1", ONE("os:writable", "gate.pth", "mode 0777", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_HIGH, 8, "a package's folder that anybody may fill",
          {.rows = {DEB("1.0-1", "exec=[]")}},
          {.rows = {DEB("1.0-1", EXECS(FOLDER("etc/sudoers.d", "folder mode 0777")))}}),
    MISS("EXEC_APPEARED", "what anybody could write before",
         {.rows = {DEB("1.0-1", ONE("os:writable", "usr/bin/x", "mode 0777", "aa"))}},
         {.rows = {DEB("1.0-2", ONE("os:writable", "usr/bin/x", "mode 0666", "bb"))}}),
    HIT("EXEC_APPEARED", "a new revision brings a table of cron", {.rows = {DEB("1.0-1", "exec=[]")}},
        {.rows = {DEB("1.0-2", ONE("os:cron", "etc/cron.d/x", "", "aa"))}}),
    MISS("EXEC_APPEARED", "a unit that only moved",
         {.rows = {DEB("1.0-1", ONE("os:systemd", "lib/systemd/system/x.service", "", "aa"))}},
         {.rows = {DEB("1.0-2", ONE("os:systemd", "usr/lib/systemd/system/x.service", "", "aa"))}}),
    MISS("EXEC_APPEARED", "a new package with a unit", {.bare = false},
         {.rows = {DEB("1.0-2", ONE("os:systemd", "usr/lib/systemd/system/x.service", "", "aa"))}}),

    RATED("EXEC_APPEARED", SB_LEVEL_CRITICAL, 12, "a major release of a wheel brings a table of cron",
          {.rows = {PY("1.0.1", "exec=[]")}},
          {.rows = {PY("2.0.0", ONE("os:cron", "../../../etc/cron.d/x", "", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_CRITICAL, 12, "a new wheel gives rights", {.bare = false},
          {.rows = {PY("2.0.0", ONE("os:sudo", "../../../etc/sudoers.d/x", "", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "a wheel has a unit, and the old side did not look",
          {.rows = {PY("1.0.1", NULL)}, .bare = true},
          {.rows = {PY("1.0.1", ONE("os:systemd", "../../../etc/systemd/system/x.service", "", "aa"))}}),
    MISS("EXEC_APPEARED", "a command of a wheel in usr/local/bin", {.rows = {PY("1.0.1", "exec=[]")}},
         {.rows = {PY("2.0.0", ONE("os:command", "../../../bin/x", "", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "a new package gives rights", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:sudo", "etc/sudoers.d/x", "", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "a new package with a module for log-ins", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:pam", "lib/x86_64-linux-gnu/security/pam_x.so", "", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_INFO, 1, "a new package with a program that asks for a log-in", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:pam", "etc/pam.d/x", "", "aa"))}}),
    MISS("EXEC_APPEARED", "a package gives rights, and the old side did not look",
         {.rows = {DEB("1.0-1", NULL)}, .bare = true},
         {.rows = {DEB("1.0-1", ONE("os:sudo", "etc/sudoers.d/x", "", "aa"))}}),

    /* ---- EXEC_CHANGED ---- */
    HIT("EXEC_CHANGED", "another table of cron in a new version of a wheel",
        {.rows = {PY("1.0.1", ONE("os:cron", "../../../etc/cron.d/x", "", "aa"))}},
        {.rows = {PY("2.0.0", ONE("os:cron", "../../../etc/cron.d/x", "", "bb"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_HIGH, 8, "a new package's command before the system's", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:command", "usr/local/bin/ls", "", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_HIGH, 8, "a new package's library before another", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:library", "usr/local/lib/libz.so.1", "shadows usr/lib/libz.so.1", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "a new package's command in usr/local", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:command", "usr/local/bin/our-tool", "", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "a new package's library for better processors", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:library", "usr/lib/glibc-hwcaps/x86-64-v3/libz.so.1",
                                     "shadows usr/lib/libz.so.1", "aa"))}}),
    MISS("EXEC_APPEARED", "a new package's link", {.bare = false},
         {.rows = {DEB("1.0-2", ONE("os:command", "usr/bin/ls", "-> busybox", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_MEDIUM, 5, "a new package's program with rights that nobody knows", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:setuid", "usr/bin/zz", "mode 4755", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_INFO, 1, "one that everybody knows", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:setuid", "usr/bin/sudo", "mode 4755", "aa"))}}),
    RATED("EXEC_APPEARED", SB_LEVEL_INFO, 1, "one with the rights of a group", {.bare = false},
          {.rows = {DEB("1.0-2", ONE("os:setuid", "usr/games/zz", "mode 2755", "aa"))}}),
    HIT("EXEC_CHANGED", "an edited table of cron", {.rows = {DEB("1.0-1", ONE("os:cron", "etc/crontab", "", "aa"))}},
        {.rows = {DEB("1.0-1", ONE("os:cron", "etc/crontab", "", "bb"))}}),
    RATED("EXEC_CHANGED", SB_LEVEL_MEDIUM, 5, "an edited setting",
          {.rows = {DEB("1.0-1", ONE("os:sysctl", "etc/sysctl.d/x.conf", "", "aa"))}},
          {.rows = {DEB("1.0-1", ONE("os:sysctl", "etc/sysctl.d/x.conf", "", "bb"))}}),
    RATED("EXEC_CHANGED", SB_LEVEL_MEDIUM, 5, "a new revision brings another",
          {.rows = {DEB("1.0-1", ONE("os:cron", "etc/crontab", "", "aa"))}},
          {.rows = {DEB("1.0-2", ONE("os:cron", "etc/crontab", "", "bb"))}}),
    MISS("EXEC_CHANGED", "a new version brings another",
         {.rows = {DEB("1.0-1", ONE("os:cron", "etc/crontab", "", "aa"))}},
         {.rows = {DEB("1.1-1", ONE("os:cron", "etc/crontab", "", "bb"))}}),

    /* ---- UNOWNED_CODE ---- */
    HIT("UNOWNED_CODE", "a module of nobody", UNOWNED(""), UNOWNED(FREE("script:python", SITE "/evil.py", "aa"))),
    HIT("UNOWNED_CODE", "it has another content", UNOWNED(FREE("script:python", SITE "/own.py", "aa")),
        UNOWNED(FREE("script:python", SITE "/own.py", "bb"))),
    RATED("UNOWNED_CODE", SB_LEVEL_CRITICAL, 12, "what a known start-up file imports",
          UNOWNED(FREE("script:python", SITE "/_virtualenv.py", VENV_PY)),
          UNOWNED(FREE("script:python", SITE "/_virtualenv.py", "bb"))),
    MISS("UNOWNED_CODE", "the two files of an environment", UNOWNED(""),
         UNOWNED(FREE("py:pth", SITE "/_virtualenv.pth", VENV_PTH) "," FREE("script:python", SITE "/_virtualenv.py",
                                                                            VENV_PY))),
    MISS("UNOWNED_CODE", "it moved", UNOWNED(FREE("script:python", "a/" SITE "/own.py", "aa")),
         UNOWNED(FREE("script:python", "b/" SITE "/own.py", "aa"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 5, "an application that is copied there",
          UNOWNED(FREE("script:python", SITE "/app/a.py", "aa")),
          UNOWNED(FREE("script:python", SITE "/app/a.py", "aa") "," FREE("script:python", SITE "/app/sub/b.py", "bb"))),
    HIT("UNOWNED_CODE", "beside another file that node finds by name",
        UNOWNED(FREE("script:javascript", NM "zz.js", "aa")),
        UNOWNED(FREE("script:javascript", NM "zz.js", "aa") "," FREE("script:javascript", NM "follow/index.js", "bb"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 5, "a first cache", UNOWNED(""),
          UNOWNED(FREE("script:javascript", NM ".cache/terser/1.js", "aa"))),
    HIT("UNOWNED_CODE", "behind caches that filled the old list",
        UNOWNED(FREE("script:javascript", NM ".cache/1.js", "aa") ",{\"more\":90}"),
        UNOWNED(FREE("script:javascript", NM "zz/index.js", "bb"))),
    HIT("UNOWNED_CODE", "in a folder of which a list cut in code told nothing",
        UNOWNED(FREE("script:javascript", NM "app/1.js", "aa") ",{\"more\":90}"),
        UNOWNED(FREE("script:javascript", NM "zz/index.js", "bb"))),
    MISS("UNOWNED_CODE", "it may be one of those that were left out",
         UNOWNED(FREE("script:javascript", NM "app/1.js", "aa") ",{\"more\":90}"),
         UNOWNED(FREE("script:javascript", NM "app/9.js", "bb"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 5, "the old side did not look", {.bare = true},
          UNOWNED(FREE("script:python", SITE "/evil.py", "aa"))),
    MISS("UNOWNED_CODE", "programs of an environment, and the old side did not look", {.bare = true},
         UNOWNED(FREE("script:other", "venv/bin/activate.bat", "aa"))),
    HIT("UNOWNED_CODE", "byte code without source", UNOWNED(""), UNOWNED(FREE("other", SITE "/evil.pyc", "aa"))),
    HIT("UNOWNED_CODE", "a source in the cache", UNOWNED(""),
        UNOWNED(FREE("script:python", SITE "/__pycache__/evil.py", "aa"))),
    HIT("UNOWNED_CODE", "a library in the cache", UNOWNED(""), UNOWNED(FREE("elf", SITE "/__pycache__/a.so", "aa"))),
    HIT("UNOWNED_CODE", "byte code in the cache that no compiler names so", UNOWNED(""),
        UNOWNED(FREE("other", SITE "/__pycache__/evil.pyc", "aa"))),
    MISS("UNOWNED_CODE", "cached byte code and data", UNOWNED(""),
         UNOWNED(FREE("other", SITE "/__pycache__/a.cpython-312.pyc", "aa") "," FREE("text", SITE "/notes.txt", "aa"))),
    HIT("UNOWNED_CODE", "an entry of .bin that npm did not make", UNOWNED(""),
        UNOWNED(FREE("npm:shim", NM ".bin/esbuild", "aa"))),
    HIT("UNOWNED_CODE", "an interpreter was replaced", UNOWNED(FREE("py:interpreter", "venv/bin/python", "aa")),
        UNOWNED(FREE("py:interpreter", "venv/bin/python", "bb"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 4, "an interpreter that still leads to the same place",
          UNOWNED(FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3", "aa")),
          UNOWNED(FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3", "bb"))),
    HIT("UNOWNED_CODE", "an interpreter that leads elsewhere",
        UNOWNED(FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3", "aa")),
        UNOWNED(FREE_RUN("py:interpreter", "venv/bin/python", "-> /tmp/python3", "bb"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 4, "an environment made anew for another interpreter",
          UNOWNED(FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3.11",
                           "aa") "," FREE("py:config", "venv/pyvenv.cfg", "cc")),
          UNOWNED(FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3.12",
                           "bb") "," FREE("py:config", "venv/pyvenv.cfg", "dd"))),
    HIT("UNOWNED_CODE", "a program of nobody in an environment", UNOWNED(FREE("py:config", "venv/pyvenv.cfg", "cc")),
        UNOWNED(FREE("py:config", "venv/pyvenv.cfg", "cc") "," FREE("py:bin", "venv/bin/helper", "aa"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 5, "a program of a new environment", UNOWNED(""),
          UNOWNED(FREE("py:config", "venv/pyvenv.cfg", "cc") "," FREE("py:bin", "venv/bin/pydoc.bat", "aa"))),
    MISS("UNOWNED_CODE", "a new environment", UNOWNED(""),
         UNOWNED(FREE("py:interpreter", "venv/bin/python", "aa") "," FREE(
             "py:activate", "venv/bin/activate", VENV_ACTIVATE) "," FREE("py:config", "venv/pyvenv.cfg", "bb"))),
    HIT("UNOWNED_CODE", "one activation script was edited",
        UNOWNED(FREE("py:activate", "venv/bin/activate", "aa") "," FREE("py:activate", "venv/bin/activate.fish", "bb")),
        UNOWNED(
            FREE("py:activate", "venv/bin/activate", "cc") "," FREE("py:activate", "venv/bin/activate.fish", "bb"))),
    HIT("UNOWNED_CODE", "all activation scripts were written anew",
        UNOWNED(FREE("py:activate", "venv/bin/activate", "aa") "," FREE("py:activate", "venv/bin/activate.fish", "bb")),
        UNOWNED(
            FREE("py:activate", "venv/bin/activate", "cc") "," FREE("py:activate", "venv/bin/activate.fish", "dd"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 4, "the activation scripts of another environment",
          UNOWNED(FREE("py:activate", "venv/bin/activate", "aa") "," FREE("py:activate", "b/bin/activate", "bb")),
          UNOWNED(FREE("py:activate", "venv/bin/activate", "bb") "," FREE("py:activate", "b/bin/activate", "bb"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 4, "the activation scripts of another tool",
          UNOWNED(FREE("py:activate", "venv/bin/activate", "aa")),
          UNOWNED(FREE("py:activate", "venv/bin/activate", VENV_ACTIVATE))),
    HIT("UNOWNED_CODE", "an unknown activation script in a new environment", UNOWNED(""),
        UNOWNED(FREE("py:activate", "venv/bin/activate", "cc") "," FREE("py:config", "venv/pyvenv.cfg", "bb"))),
    HIT("UNOWNED_CODE", "a script instead of an interpreter, in a new environment", UNOWNED(""),
        UNOWNED(FREE_RUN("py:interpreter", "venv/bin/python", "script:shell", "aa") "," FREE("py:config",
                                                                                             "venv/pyvenv.cfg", "bb"))),
    HIT("UNOWNED_CODE", "a familiar command in a new environment", UNOWNED(""),
        UNOWNED(FREE("py:config", "venv/pyvenv.cfg", "cc") "," FREE("py:bin", "venv/bin/sudo", "aa"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 5, "a script instead of an interpreter, and the old side did not look",
          {.bare = true}, UNOWNED(FREE_RUN("py:interpreter", "venv/bin/python", "script:shell", "aa"))),
    MISS("UNOWNED_CODE", "an interpreter, and the old side did not look", {.bare = true},
         UNOWNED(FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3", "aa"))),
    HIT("UNOWNED_CODE", "an environment that was upgraded to a package",
        UNOWNED(FREE_RUN("py:config", "venv/pyvenv.cfg", "home = /usr/bin",
                         "cc") "," FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3", "aa")),
        UNOWNED(FREE_RUN("py:config", "venv/pyvenv.cfg", "home = /usr/bin", "dd") "," FREE_RUN(
            "py:interpreter", "venv/bin/python", "-> ../lib/python3.12/site-packages/x/python3", "bb"))),
    HIT("UNOWNED_CODE", "another home, and the interpreter stays",
        UNOWNED(FREE_RUN("py:config", "venv/pyvenv.cfg", "home = /usr/bin",
                         "cc") "," FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3", "aa")),
        UNOWNED(FREE_RUN("py:config", "venv/pyvenv.cfg", "home = /opt/x/bin",
                         "dd") "," FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3", "aa"))),
    RATED("UNOWNED_CODE", SB_LEVEL_MEDIUM, 4, "another home, and the interpreter moved there",
          UNOWNED(FREE_RUN("py:config", "venv/pyvenv.cfg", "home = /usr/bin",
                           "cc") "," FREE_RUN("py:interpreter", "venv/bin/python", "-> /usr/bin/python3", "aa")),
          UNOWNED(FREE_RUN("py:config", "venv/pyvenv.cfg", "home = /opt/python/bin", "dd") "," FREE_RUN(
              "py:interpreter", "venv/bin/python", "-> /opt/python/bin/python3", "bb"))),
    HIT("UNOWNED_CODE", "beside the package's own files", {.rows = {PY("1.0.1", FILES_OK)}},
        {.rows = {PY("1.0.1", FILES_OK, "unlisted=[\"gate/extra.py\"]")}}),
    MISS("UNOWNED_CODE", "it was there before", {.rows = {PY("1.0.1", FILES_OK, "unlisted=[\"gate/extra.py\"]")}},
         {.rows = {PY("1.0.2", FILES_OK, "unlisted=[\"gate/extra.py\"]")}}),

    /* ---- RECORD_EXTRA ---- */
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "a library that everything loads, below a chroot", UNOWNED(""),
          UNOWNED(FREE("os:preload", "rootfs/etc/ld.so.preload", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "it is there, and the old side did not look", {.bare = true},
          UNOWNED(FREE("os:preload", "etc/ld.so.preload", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "a program before the distribution's", UNOWNED(""),
          UNOWNED(FREE("os:command", "usr/local/bin/ls", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_MEDIUM, 5, "a program of one's own", UNOWNED(""),
          UNOWNED(FREE("os:command", "usr/local/bin/our-tool", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_HIGH, 8, "a library with the name of a package's", UNOWNED(""),
          UNOWNED(FREE_RUN("os:library", "usr/local/lib/libz.so.1", "shadows usr/lib/libz.so.1", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_HIGH, 8, "a library where only packages put theirs", UNOWNED(""),
          UNOWNED(FREE("os:library", "usr/lib/x86_64-linux-gnu/libz.so.1.2.13", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_MEDIUM, 5, "a link to one there", UNOWNED(""),
          UNOWNED(FREE_RUN("os:library", "usr/lib/libz.so.1", "-> /opt/z/libz.so.1", ""))),
    RATED("RECORD_EXTRA", SB_LEVEL_MEDIUM, 5, "a library of one's own", UNOWNED(""),
          UNOWNED(FREE("os:library", "usr/local/lib/libown.so.1", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_HIGH, 8, "keys of the administrator changed",
          UNOWNED(FREE("os:ssh", "root/.ssh/authorized_keys", "aa")),
          UNOWNED(FREE("os:ssh", "root/.ssh/authorized_keys", "bb"))),
    RATED("RECORD_EXTRA", SB_LEVEL_MEDIUM, 5, "what the system writes anew",
          UNOWNED(FREE("os:pam", "etc/pam.d/common-auth", "aa")),
          UNOWNED(FREE("os:pam", "etc/pam.d/common-auth", "bb"))),
    MISS("RECORD_EXTRA", "a unit that moved", UNOWNED(FREE("os:systemd", "lib/systemd/system/x.service", "aa")),
         UNOWNED(FREE("os:systemd", "usr/lib/systemd/system/x.service", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_LOW, 1, "a link that switches a package's unit on", UNOWNED(""),
          {.rows = {DEB("1.0-1", ONE("os:init", "etc/init.d/x", "", "aa"))},
           .facts = {"unowned=[" FREE_RUN("os:init", "etc/rc2.d/S01x", "-> ../init.d/x", "") "]"}}),
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "a link to something of nobody", UNOWNED(""),
          {.rows = {DEB("1.0-1", ONE("os:init", "etc/init.d/x", "", "aa"))},
           .facts = {"unowned=[" FREE_RUN("os:init", "etc/rc2.d/S01x", "-> ../init.d/y", "bb") "]"}}),
    RATED("RECORD_EXTRA", SB_LEVEL_LOW, 1, "the same below a chroot, from its root", UNOWNED(""),
          {.rows = {PKG("pkg:deb/debian/tool@1?arch=amd64", "rootfs",
                        ONE("os:systemd", "usr/lib/systemd/system/x.service", "", "aa"))},
           .facts = {"unowned=[" FREE_RUN("os:systemd", "rootfs/etc/systemd/system/m.target.wants/x.service",
                                          "-> /lib/systemd/system/x.service", "") "]"}}),
    RATED("RECORD_EXTRA", SB_LEVEL_MEDIUM, 5, "a link to what nobody knows", UNOWNED(""),
          UNOWNED(FREE_RUN("os:init", "etc/rc2.d/S01x", "-> ../init.d/gone", ""))),
    MISS(
        "RECORD_EXTRA", "a profile that the system puts there", UNOWNED(FREE("os:profile", "etc/profile", "aa")),
        UNOWNED(FREE("os:profile", "etc/profile", "8fec28102e0c371e6f2ecb949b95c1ba802260766b18c2445882b082418428b9"))),
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "a program with capabilities, of nobody", UNOWNED(""),
          UNOWNED(FREE_RUN("os:capability", "opt/x", "cap_setuid=ep", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "it has more of them",
          UNOWNED(FREE_RUN("os:capability", "opt/x", "cap_net_raw=ep", "aa")),
          UNOWNED(FREE_RUN("os:capability", "opt/x", "cap_net_raw,cap_setuid=ep", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_HIGH, 8, "it has other content",
          UNOWNED(FREE_RUN("os:capability", "opt/x", "cap_net_raw=ep", "aa")),
          UNOWNED(FREE_RUN("os:capability", "opt/x", "cap_net_raw=ep", "bb"))),
    MISS("RECORD_EXTRA", "it has fewer", UNOWNED(FREE_RUN("os:capability", "opt/x", "cap_net_raw,cap_setuid=ep", "aa")),
         UNOWNED(FREE_RUN("os:capability", "opt/x", "cap_net_raw=ep", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "a program of one's own that anybody may write now",
          UNOWNED(FREE("os:command", "usr/local/bin/our-tool", "aa")),
          UNOWNED(FREE_RUN("os:writable", "usr/local/bin/our-tool", "mode 0777", "aa"))),
    MISS("RECORD_EXTRA", "that anybody could write before",
         UNOWNED(FREE_RUN("os:writable", "usr/local/bin/our-tool", "mode 0777", "aa")),
         UNOWNED(FREE_RUN("os:writable", "usr/local/bin/our-tool", "mode 0757", "aa"))),
    MISS("RECORD_EXTRA", "that nobody else may write any more",
         UNOWNED(FREE_RUN("os:writable", "usr/local/bin/our-tool", "mode 0777", "aa")),
         UNOWNED(FREE("os:command", "usr/local/bin/our-tool", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "a folder that anybody may fill", UNOWNED(""),
          UNOWNED(FOLDER("etc/cron.d", "folder mode 0777"))),
    RATED("RECORD_EXTRA", SB_LEVEL_CRITICAL, 12, "one above it", UNOWNED(""),
          UNOWNED(FOLDER("etc", "folder mode 0777 above cron.d"))),
    RATED("RECORD_EXTRA", SB_LEVEL_MEDIUM, 5, "one of an environment", UNOWNED(""),
          UNOWNED(FOLDER("venv", "folder mode 0777 above lib/python3.11/site-packages"))),
    MISS("RECORD_EXTRA", "one that anybody could fill before", UNOWNED(FOLDER("etc/cron.d", "folder mode 0777")),
         UNOWNED(FOLDER("etc/cron.d", "folder mode 0757"))),
    RATED("RECORD_EXTRA", SB_LEVEL_LOW, 1, "rights, and the old side did not look", {.bare = true},
          UNOWNED(FREE_RUN("os:writable", "usr/local/bin/our-tool", "mode 0777", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_MEDIUM, 5, "data of nobody", UNOWNED(""),
          UNOWNED(FREE("text", SITE "/notes.txt", "aa"))),
    RATED("RECORD_EXTRA", SB_LEVEL_MEDIUM, 5, "a folder of nobody for the import path", UNOWNED(""),
          UNOWNED(FREE_RUN("py:path", SITE "/x.pth", "/opt/x", "aa"))),

    /* ---- REF_MOVED ---- */
    HIT("REF_MOVED", "a tag of a full version", {.rows = {JS("1.2.3", GIT("aaaa", "v1.2.3"))}},
        {.rows = {JS("1.2.3", GIT("bbbb", "v1.2.3"))}}),
    HIT("REF_MOVED", "a tag of a full version, and another version in the manifest",
        {.rows = {JS("1.2.3", GIT("aaaa", "v1.2.3"))}}, {.rows = {JS("1.2.4", GIT("bbbb", "v1.2.3"))}}),
    RATED("REF_MOVED", SB_LEVEL_LOW, 2, "a branch", {.rows = {JS("1.2.3", GIT("aaaa", "main"))}},
          {.rows = {JS("1.2.4", GIT("bbbb", "main"))}}),
    RATED("REF_MOVED", SB_LEVEL_MEDIUM, 4, "a floating tag", {.rows = {JS("1.2.3", GIT("aaaa", "v1"))}},
          {.rows = {JS("1.2.4", GIT("bbbb", "v1"))}}),
    RATED("REF_MOVED", SB_LEVEL_MEDIUM, 5, "the same version", {.rows = {JS("1.2.3", GIT_NO_REF("aaaa"))}},
          {.rows = {JS("1.2.3", GIT_NO_REF("bbbb"))}}),
    MISS("REF_MOVED", "another tag", {.rows = {JS("1.2.3", GIT("aaaa", "v1.2.3"))}},
         {.rows = {JS("1.2.4", GIT("bbbb", "v1.2.4"))}}),
    MISS("REF_MOVED", "the same commit", {.rows = {JS("1.2.3", GIT("aaaa", "v1.2.3"))}},
         {.rows = {JS("1.2.3", GIT("aaaa", "v1.2"))}}),

    /* ---- SOURCE_CHANGED ---- */
    RATED("SOURCE_CHANGED", SB_LEVEL_HIGH, 8, "another repository to build from",
          {.rows = {JS("1.2.3", "origin={\"kind\":\"git\",\"url\":\"https://git.invalid/o/act#aa\"}")}},
          {.rows = {JS("1.2.4", "origin={\"kind\":\"git\",\"url\":\"https://git.invalid/evil/act#bb\"}")}}),
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
static void test_content(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_delta *delta = run_pair(&cases[i].pair);
        const struct sb_finding *f = find_signal(delta, cases[i].signal);
        if (f && f->content.n == 0)
            fail_msg("%s: %s: bound to no content", cases[i].signal, cases[i].pair.what);
        delta_done(delta);
    }
}

/* ---- the tables ---- */

static void test_builders(void **state)
{
    (void)state;
    static const char *const good[] = {"node-gyp rebuild",
                                       "node-gyp-build",
                                       "node-gyp-build-optional-packages",
                                       "prebuild-install || node-gyp rebuild --release",
                                       "prebuild-install -r napi -t 3 || node-gyp rebuild",
                                       "node-pre-gyp install --fallback-to-build",
                                       "node-gyp rebuild || exit 0",
                                       "(prebuild-install || node-gyp rebuild) || exit 0",
                                       "node-gyp-build || (node-gyp configure && node-gyp build)",
                                       "node-gyp rebuild -j 4"};
    static const char *const bad[] = {"",
                                      "node-gyp",
                                      "exit 1",
                                      "exit",
                                      "node-gyp-build ./evil.sh",
                                      "node-gyp-build evil",
                                      "node-gyp rebuild -C evil",
                                      "node-gyp rebuild; sh x",
                                      "node-gyp rebuild && node x.js",
                                      "node-gyp rebuild &",
                                      "node-gyp rebuild ||",
                                      "|| node-gyp rebuild",
                                      "node-gyp rebuild | sh",
                                      "prebuild-install --download https://x.invalid/",
                                      "prebuild-install $(sh x)",
                                      "node-gyp rebuild\nsh x",
                                      "(node-gyp rebuild) sh x",
                                      "(node-gyp rebuild; sh x)",
                                      "((node-gyp rebuild))",
                                      "(node-gyp rebuild",
                                      "()",
                                      "./node-gyp rebuild",
                                      "cmake-js -d evil",
                                      "node-pre-gyp install --directory=evil"};
    for (size_t i = 0; i < SB_COUNT(good); i++)
        if (!sb_allowed_builder(sb_str_of(good[i])))
            fail_msg("not allowed: %s", good[i]);
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        if (sb_allowed_builder(sb_str_of(bad[i])))
            fail_msg("allowed: %s", bad[i]);
}

static void test_queries(void **state)
{
    (void)state;
    static const char *const good[] = {"node -p \"require('node-addon-api').include\"",
                                       "node -p \\\"require('node-addon-api').include_dir\\\"",
                                       "node -e 'require(\"nan\")'",
                                       "node -p \"process.platform\"",
                                       "node -p \"process.versions.node.split('.')[0]\"",
                                       "pkg-config --cflags glib-2.0",
                                       "pkg-config --cflags-only-I glib-2.0 | sed s/-I//g",
                                       "echo $ENABLE_V8_FUNCTIONS",
                                       "compiler=gcc",
                                       "path=",
                                       "dir=<!(node -p \"require('nan')\")"};
    static const char *const bad[] = {"node evil.js",
                                      "node -p \"require('./evil')\"",
                                      "node -p \"require('evil')\"",
                                      "node -p \"require('nan');evil()\"",
                                      "node -e \"require('nan').x()\"",
                                      "node -p \"process.mainModule.require('x')\"",
                                      "node -p \"process.exit()\"",
                                      "pkg-config --cflags `sh x`",
                                      "pkg-config --cflags-only-I glib-2.0 | sed s/-I//ge",
                                      "echo x | sed s/-I//g",
                                      "echo $(sh x)",
                                      "echo",
                                      "sh -c x",
                                      "node -p \"require('node-addon-api/evil')\"",
                                      "echo a; sh x",
                                      "echo a > x",
                                      "compiler=./evil.sh",
                                      "compiler=sh -c x",
                                      "=gcc",
                                      "dir=<!(node evil.js)"};
    for (size_t i = 0; i < SB_COUNT(good); i++)
        if (!sb_allowed_query(sb_str_of(good[i])))
            fail_msg("not allowed: %s", good[i]);
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        if (sb_allowed_query(sb_str_of(bad[i])))
            fail_msg("allowed: %s", bad[i]);
}

/* Every row of digests is one: 64 digits, a name without a way out of its folder, a source. */
static void test_list(void **state)
{
    (void)state;
    for (size_t i = 0; i < sb_allow_file_count; i++) {
        const struct sb_allow_file *row = &sb_allow_files[i];
        assert_int_equal(strspn(row->sha256, "0123456789abcdef"), 64);
        assert_int_equal(strlen(row->sha256), 64);
        assert_true(row->name[0] && !strpbrk(row->name, "*/") && row->source[0]);
        assert_null(strchr(row->owner, '*'));
    }
    for (size_t i = 0; i < sb_allow_line_count; i++)
        assert_true(sb_allow_lines[i].label || strncmp(sb_allow_lines[i].line, "import ", 7) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),    cmocka_unit_test(test_silence), cmocka_unit_test(test_content),
        cmocka_unit_test(test_builders), cmocka_unit_test(test_queries), cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
