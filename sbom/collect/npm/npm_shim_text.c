/* Files that package managers put into .bin, each as a whole: a text with three kinds of places in it. */
#include "base/buf.h"
#include "npm/npm_shim.h"

/* A place is written as one of these bytes. What stands at the second place of a kind must be what stood at the first.
 */
#define TARGET "\1"
#define PROGRAM "\2"
#define MODULES "\3"
enum { KINDS = 4 };

struct match {
    sb_str rest;
    sb_str places[KINDS];
};

#define SH_HEAD "#!/bin/sh\nbasedir=$(dirname \"$(echo \"$0\" | sed -e 's,\\\\,/,g')\")\n\ncase `uname` in\n"
#define SH_WINDOWS                                                                                                     \
    "    *CYGWIN*|*MINGW*|*MSYS*)\n        if command -v cygpath > /dev/null 2>&1; then\n"                             \
    "            basedir=`cygpath -w \"$basedir\"`\n        fi\n    ;;\nesac\n\n"
#define CMD_HEAD                                                                                                       \
    "@ECHO off\r\nGOTO start\r\n:find_dp0\r\nSET dp0=%~dp0\r\nEXIT /b\r\n:start\r\nSETLOCAL\r\nCALL :find_dp0\r\n"
#define PS1_HEAD                                                                                                       \
    "#!/usr/bin/env pwsh\n$basedir=Split-Path $MyInvocation.MyCommand.Definition -Parent\n\n$exe=\"\"\n"               \
    "if ($PSVersionTable.PSVersion -lt \"6.0\" -or $IsWindows) {\n"                                                    \
    "  # Fix case when both the Windows and Linux builds of Node\n"                                                    \
    "  # are installed in the same directory\n  $exe=\".exe\"\n}\n"
#define PS1_LONG "\"$basedir/" PROGRAM "$exe\"  \"$basedir/" TARGET "\" $args\n"
#define PS1_PROGRAM "\"" PROGRAM "$exe\"  \"$basedir/" TARGET "\" $args\n"
#define PS1_BARE "\"$basedir/" TARGET "\"   $args\n"

static const char *const heads[] = {
    SH_HEAD SH_WINDOWS,
    SH_HEAD "    *CYGWIN*) basedir=`cygpath -w \"$basedir\"`;;\nesac\n\n",
    SH_HEAD "    *CYGWIN*|*MINGW*|*MSYS*) basedir=`cygpath -w \"$basedir\"`;;\nesac\n\n",
};

static const char *const node_path = "if [ -z \"$NODE_PATH\" ]; then\n  export NODE_PATH=\"" MODULES "\"\nelse\n"
                                     "  export NODE_PATH=\"" MODULES ":$NODE_PATH\"\nfi\n";

static const char *const bodies[] = {
    /* pnpm */
    "if [ -x \"$basedir/" PROGRAM "\" ]; then\n  exec \"$basedir/" PROGRAM "\"  \"$basedir/" TARGET "\" \"$@\"\n"
    "else\n  exec " PROGRAM "  \"$basedir/" TARGET "\" \"$@\"\nfi\n",
    "\"$basedir/" TARGET "\"   \"$@\"\nexit $?\n",
    /* npm; before version 7 */
    "if [ -x \"$basedir/" PROGRAM "\" ]; then\n  exec \"$basedir/" PROGRAM "\"  \"$basedir/" TARGET "\" \"$@\"\n"
    "else \n  exec " PROGRAM "  \"$basedir/" TARGET "\" \"$@\"\nfi\n",
    "exec \"$basedir/" TARGET "\"   \"$@\"\n",
    "if [ -x \"$basedir/" PROGRAM "\" ]; then\n  \"$basedir/" PROGRAM "\"  \"$basedir/" TARGET "\" \"$@\"\n  ret=$?\n"
    "else \n  " PROGRAM "  \"$basedir/" TARGET "\" \"$@\"\n  ret=$?\nfi\nexit $ret\n",
};

static const struct {
    const char *text, *extension;
} others[] = {
    {CMD_HEAD "\r\nIF EXIST \"%dp0%\\" PROGRAM ".exe\" (\r\n  SET \"_prog=%dp0%\\" PROGRAM ".exe\"\r\n) ELSE (\r\n"
              "  SET \"_prog=" PROGRAM "\"\r\n  SET PATHEXT=%PATHEXT:;.JS;=;%\r\n)\r\n\r\n"
              "endLocal & goto #_undefined_# 2>NUL || title %COMSPEC% & \"%_prog%\"  \"%dp0%\\" TARGET "\" %*\r\n",
     ".cmd"},
    {CMD_HEAD "\"%dp0%\\" TARGET "\"   %*\r\n", ".cmd"},
    {PS1_HEAD "$ret=0\nif (Test-Path \"$basedir/" PROGRAM "$exe\") {\n  # Support pipeline input\n"
              "  if ($MyInvocation.ExpectingInput) {\n    $input | & " PS1_LONG "  } else {\n    & " PS1_LONG
              "  }\n  $ret=$LASTEXITCODE\n} else {\n  # Support pipeline input\n"
              "  if ($MyInvocation.ExpectingInput) {\n    $input | & " PS1_PROGRAM "  } else {\n    & " PS1_PROGRAM
              "  }\n  $ret=$LASTEXITCODE\n}\nexit $ret\n",
     ".ps1"},
    {PS1_HEAD "# Support pipeline input\nif ($MyInvocation.ExpectingInput) {\n  $input | & " PS1_BARE
              "} else {\n  & " PS1_BARE "}\nexit $LASTEXITCODE\n",
     ".ps1"},
};

/* ---- matching ---- */

static bool may_stand(char kind, char c)
{
    static const char *const more[KINDS] = {"", "._-@/\\+~ ", "", "._-@/+~ :"};
    return (unsigned char)c >= 0x80 || sb_is_alnum(c) || (c && strchr(more[(size_t)kind], c));
}

static bool take_place(struct match *m, char kind)
{
    sb_str *place = &m->places[(size_t)kind];
    size_t n = 0;
    if (place->n)
        return sb_str_chop(&m->rest, *place);
    while (n < m->rest.n && may_stand(kind, m->rest.p[n]))
        n++;
    *place = sb_str_n(m->rest.p, n);
    m->rest = sb_str_from(m->rest, n);
    return n > 0;
}

static bool take(struct match *m, const char *pattern)
{
    for (; *pattern; pattern++) {
        if (*pattern < KINDS) {
            if (!take_place(m, *pattern))
                return false;
        } else if (m->rest.n && *m->rest.p == *pattern) {
            m->rest = sb_str_from(m->rest, 1);
        } else {
            return false;
        }
    }
    return true;
}

static bool take_shell(struct match *m, sb_str bytes)
{
    for (size_t h = 0; h < SB_COUNT(heads); h++) {
        *m = (struct match){.rest = bytes};
        if (!take(m, heads[h]))
            continue;
        struct match with = *m;
        if (take(&with, node_path))
            *m = with;
        for (size_t b = 0; b < SB_COUNT(bodies); b++) {
            struct match whole = *m;
            if (take(&whole, bodies[b]) && whole.rest.n == 0) {
                *m = whole;
                return true;
            }
        }
    }
    return false;
}

static sb_str extension_of(struct match *m, sb_str bytes, bool *ret_known)
{
    *ret_known = true;
    if (take_shell(m, bytes))
        return SB_STR_NONE;
    for (size_t i = 0; i < SB_COUNT(others); i++) {
        *m = (struct match){.rest = bytes};
        if (take(m, others[i].text) && m->rest.n == 0)
            return sb_str_of(others[i].extension);
    }
    *ret_known = false;
    return SB_STR_NONE;
}

/* ---- what the places may say ---- */

/* Those that find their script by its path, and read nothing else before it. */
static bool is_program(sb_str program)
{
    return program.n == 0 || sb_str_eq(program, SB_S("node")) || sb_str_eq(program, SB_S("sh")) ||
           sb_str_eq(program, SB_S("bash"));
}

/* NODE_PATH: folders of the store and above the script, all below the node_modules of one project. RET gets its folder.
 */
static bool is_node_path(sb_str list, sb_str *ret)
{
    static const sb_str store = {"/node_modules/.pnpm/", 20};
    size_t end = sb_str_find(list, store);
    *ret = sb_str_n(list.p, end == SB_NPOS ? 0 : end);
    if (end == SB_NPOS || sb_str_chr(*ret, ':') != SB_NPOS || !sb_str_starts(list, SB_S("/")))
        return false;
    for (sb_str path; list.n;) {
        sb_str_cut(&list, ':', &path);
        if (!sb_str_chop(&path, *ret) || !sb_str_starts(path, store) || !sb_str_ends(path, SB_S("/node_modules")) ||
            sb_str_find(path, SB_S("/../")) != SB_NPOS)
            return false;
    }
    return true;
}

static sb_str with_slashes(sb_str path, struct sb_arena *arena)
{
    char *p = sb_arena_alloc(arena, path.n + 1);
    for (size_t i = 0; i < path.n; i++)
        p[i] = path.p[i];
    for (size_t i = 0; i < path.n; i++)
        if (p[i] == '\\')
            p[i] = '/';
    return sb_str_n(p, path.n);
}

const struct sb_npm_shim *sb_npm_shim_read(sb_str bytes, struct sb_arena *arena)
{
    struct sb_npm_shim *shim = SB_NEW(arena, struct sb_npm_shim);
    struct match m = {0};
    sb_str modules = SB_STR_NONE;
    bool known;
    sb_str extension = extension_of(&m, bytes, &known);
    if (!known || !is_program(m.places[2]) || (m.places[3].n && !is_node_path(m.places[3], &modules)))
        return shim;
    bool windows = sb_str_eq(extension, SB_S(".cmd"));
    if (!windows && sb_str_chr(m.places[1], '\\') != SB_NPOS)
        return shim;
    shim->extension = extension;
    shim->modules = sb_arena_str(arena, modules);
    shim->target = windows ? with_slashes(m.places[1], arena) : sb_arena_str(arena, m.places[1]);
    return shim;
}
