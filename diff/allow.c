#include "diff/signal_run.h"

/* Start-up files that every installation of their package has. A name alone excuses nothing: owner, size and the line
 * must fit, too. A line is compared as far as it was recorded (256 bytes). */
const struct sb_allow_row sb_allow_rows[] = {
    {"distutils-precedence.pth", "setuptools", 160,
     "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, '*') == 'local'; "
     "enabled and __import__('_distutils_hack')*",
     "setuptools 60 to 84, wheel"},
    {"a1_coverage.pth", "coverage", 224,
     "import sys; exec('*import os\\n\\nif os.getenv(\"COVERAGE_PROCESS_START\")*:\\n try:\\n  import coverage\\n "
     "except:\\n  pass\\n*",
     "coverage 7.13, wheel"},
    {"pytest-cov.pth", "pytest-cov", 400,
     "import os, sys;exec('if \\'COV_CORE_SOURCE\\' in os.environ:\\n try:\\n  from pytest_cov.embed import init\\n  "
     "init()\\n except *",
     "pytest-cov 6.0, wheel"},
    {"manhole.pth", "manhole", 320,
     "import os, sys;exec('if \"PYTHONMANHOLE\" in os.environ:\\n try:\\n  from manhole import install\\n  "
     "eval(\"install({0[PYTHONMANHOLE]})\".format(os.environ))\\n except *",
     "manhole 1.8, wheel"},
    {"hunter.pth", "hunter", 64, "import hunter; hunter._embed_via_environment()", "hunter 3.9, wheel"},
    {"pip_system_certs.pth", "pip-system-certs", 160,
     "import os, sys; __import__('pip_system_certs.bootstrap') and "
     "sys.modules['pip_system_certs.bootstrap'].bootstrap()",
     "pip-system-certs 5.3, wheel"},
    {"*-nspkg.pth", NULL, 640,
     "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join(sys._getframe(1).f_locals['sitedir'], "
     "*",
     "setuptools, namespace packages declared in setup.py"},
    {"*-nspkg.pth", NULL, 640, "import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *",
     "setuptools before 31, namespace packages"},
    {"__editable__.*.pth", NULL, 256, "import __editable___*_finder; __editable___*_finder.install()",
     "setuptools 64 and later, editable installation"},
    {"_virtualenv.pth", "", 18, NULL, "virtualenv 20 and uv: one line, \"import _virtualenv\""},
    {"_virtualenv.pth", "virtualenv", 18, "import _virtualenv", "virtualenv 20"},
    {"pywin32.pth", "pywin32", 256, "import pywin32_bootstrap", "pywin32 300 and later, wheel"},
    {"sitecustomize.py", "libpython3*-minimal", 512, NULL, "Debian and Ubuntu: the apport hook in each Python"},
    {"sitecustomize.py", "python3*-minimal", 512, NULL, "Debian and Ubuntu: the apport hook in each Python"},
};
const size_t sb_allow_count = SB_COUNT(sb_allow_rows);

/* "*" stands for any bytes; one pass with one point to fall back to. */
static bool fits(sb_str pattern, sb_str text)
{
    size_t p = 0;
    size_t t = 0;
    size_t star = SB_NPOS;
    size_t mark = 0;
    while (t < text.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = ++p;
            mark = t;
        } else if (p < pattern.n && pattern.p[p] == text.p[t]) {
            p++;
            t++;
        } else if (star != SB_NPOS) {
            p = star;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

static bool row_fits(const struct sb_allow_row *row, sb_str owner, sb_str name, uint64_t bytes, sb_str command)
{
    if (bytes == 0 || bytes > row->bytes || !fits(sb_str_of(row->name), name))
        return false;
    if (row->owner && !fits(sb_str_of(row->owner), owner))
        return false;
    /* Of a file of nobody only the size is recorded. */
    return !row->command || fits(sb_str_of(row->command), sb_str_trim(command));
}

bool sb_allowed_start_up(sb_str owner, sb_str path, uint64_t bytes, sb_str command)
{
    sb_str name = sb_path_base(path);
    for (size_t i = 0; i < sb_allow_count; i++)
        if (row_fits(&sb_allow_rows[i], owner, name, bytes, command))
            return true;
    return false;
}

/* ---- install hooks ---- */

/* Commands that fetch or build an addon, whoever uses them. */
static const char *const builders[] = {
    "cmake-js",     "node-gyp",         "node-gyp-build", "node-gyp-build-optional-packages",
    "node-pre-gyp", "prebuild-install", "prebuildify"};

/* Packages whose own script does so; the whole command. */
static const struct {
    const char *name, *command;
} own_builders[] = {
    {"cypress", "node index.js --exec install"},
    {"electron", "node install.js"},
    {"esbuild", "node install.js"},
    {"puppeteer", "node install.mjs"},
    {"sharp", "node install/check.js || npm run build"},
};

static bool is_builder(sb_str piece)
{
    sb_str word;
    piece = sb_str_trim(piece);
    for (size_t i = 0; i < piece.n; i++)
        if (!sb_is_alnum(piece.p[i]) && (piece.p[i] == '\0' || !strchr(" -_=./@", piece.p[i])))
            return false;
    if (!sb_str_word(&piece, &word))
        return false;
    for (size_t i = 0; i < SB_COUNT(builders); i++)
        if (sb_str_eq(word, sb_str_of(builders[i])))
            return true;
    return sb_str_eq(word, SB_S("true")) || (sb_str_eq(word, SB_S("exit")) && sb_str_eq(sb_str_trim(piece), SB_S("0")));
}

bool sb_allowed_builder(sb_str name, sb_str command)
{
    for (size_t i = 0; i < SB_COUNT(own_builders); i++)
        if (sb_str_eq(name, sb_str_of(own_builders[i].name)) && sb_str_eq(command, sb_str_of(own_builders[i].command)))
            return true;
    if (command.n == 0)
        return false;
    /* "prebuild-install || node-gyp rebuild": every part must be one. */
    while (command.n) {
        size_t bars = sb_str_find(command, SB_S("||"));
        size_t ands = sb_str_find(command, SB_S("&&"));
        size_t end = bars < ands ? bars : ands;
        if (!is_builder(sb_str_part(command, 0, end)))
            return false;
        command = end == SB_NPOS ? SB_STR_NONE : sb_str_from(command, end + 2);
    }
    return true;
}
