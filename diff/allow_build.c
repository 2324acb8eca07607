#include "diff/allow.h"

/* ---- commands that fetch or build an addon ---- */

/* Every word that may stand behind a builder. No word names a file or an address: node-gyp-build runs its arguments,
 * others take a folder. "#" is any number. */
static const struct {
    const char *program;
    const char *words; /* between blanks; NULL: none at all */
    bool must;         /* one of them must be there */
} builders[] = {
    {"cmake-js", " compile rebuild build install --release ", true},
    {"exit", " 0 ", true},
    {"node-gyp", " rebuild build configure clean install --release --verbose --silent --jobs --jobs=max -j max # ",
     true},
    {"node-gyp-build", NULL, false},
    {"node-gyp-build-optional-packages", NULL, false},
    {"node-pre-gyp", " install rebuild build --fallback-to-build --build-from-source --update-binary ", true},
    {"prebuild-install",
     " -r --runtime napi node --runtime=napi --runtime=node -t --target # --verbose --strip --force ", false},
    {"true", NULL, false},
};

static bool is_number(sb_str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (!sb_is_digit(word.p[i]))
            return false;
    return word.n != 0;
}

static bool is_word_of(sb_str word, const char *words)
{
    sb_str list = sb_str_of(words), one;
    while (sb_str_word(&list, &one))
        if (sb_str_eq(word, one) || (sb_str_eq(one, SB_S("#")) && is_number(word)))
            return true;
    return false;
}

/* Blanks separate words; nothing that a shell reads otherwise may stand in one. */
static bool is_plain(sb_str piece)
{
    for (size_t i = 0; i < piece.n; i++)
        if (!sb_is_alnum(piece.p[i]) && (piece.p[i] == '\0' || !strchr(" -_=", piece.p[i])))
            return false;
    return piece.n != 0;
}

static bool is_builder(sb_str piece)
{
    sb_str program, word;
    bool any = false;
    piece = sb_str_trim(piece);
    if (!is_plain(piece) || !sb_str_word(&piece, &program))
        return false;
    for (size_t i = 0; i < SB_COUNT(builders); i++) {
        if (!sb_str_eq(program, sb_str_of(builders[i].program)))
            continue;
        while (sb_str_word(&piece, &word)) {
            any = true;
            if (!builders[i].words || !is_word_of(word, builders[i].words))
                return false;
        }
        return any || !builders[i].must;
    }
    return false;
}

static size_t find_operator(sb_str command)
{
    size_t bars = sb_str_find(command, SB_S("||"));
    size_t ands = sb_str_find(command, SB_S("&&"));
    return bars < ands ? bars : ands;
}

/* "prebuild-install || node-gyp rebuild": every part must be one. */
static bool are_builders(sb_str command)
{
    do {
        size_t end = find_operator(command);
        if (!is_builder(sb_str_part(command, 0, end)))
            return false;
        command = end == SB_NPOS ? SB_STR_NONE : sb_str_from(command, end + 2);
        if (end != SB_NPOS && command.n == 0)
            return false;
    } while (command.n);
    return true;
}

/* The same, or some of them between "(" and ")". */
bool sb_allowed_builder(sb_str command)
{
    do {
        sb_str rest = sb_str_trim(command), group;
        size_t end = find_operator(command);
        if (sb_str_chop(&rest, SB_S("("))) {
            if (!sb_str_cut(&rest, ')', &group) || !are_builders(group))
                return false;
            command = rest;
            end = find_operator(command);
            if (sb_str_trim(sb_str_part(command, 0, end)).n)
                return false;
        } else if (!is_builder(sb_str_part(command, 0, end)))
            return false;
        command = end == SB_NPOS ? SB_STR_NONE : sb_str_from(command, end + 2);
        if (end != SB_NPOS && command.n == 0)
            return false;
    } while (command.n);
    return true;
}

/* ---- questions of binding.gyp ---- */

/* Packages of nothing but headers, whose module says where they lie. */
static const char *const headers[] = {"nan", "napi-macros", "node-addon-api", "node-api-headers"};

static bool take_identifier(sb_str *rest)
{
    size_t n = 0;
    while (n < rest->n && (sb_is_alnum(rest->p[n]) || rest->p[n] == '_'))
        n++;
    *rest = sb_str_from(*rest, n);
    return n != 0;
}

static bool take_quote(sb_str *rest)
{
    sb_str_chop(rest, SB_S("\\"));
    return sb_str_chop(rest, SB_S("'")) || sb_str_chop(rest, SB_S("\""));
}

/* require('node-addon-api') and, it may be, .include */
static bool take_require(sb_str *rest)
{
    if (!sb_str_chop(rest, SB_S("require(")) || !take_quote(rest))
        return false;
    for (size_t i = 0; i < SB_COUNT(headers); i++) {
        sb_str behind = *rest;
        if (!sb_str_chop(&behind, sb_str_of(headers[i])) || !take_quote(&behind) || !sb_str_chop(&behind, SB_S(")")))
            continue;
        *rest = behind;
        return !sb_str_chop(rest, SB_S(".")) || take_identifier(rest);
    }
    return false;
}

/* process.platform, process.versions.node and, it may be, .split('.')[0] */
static bool take_process(sb_str *rest)
{
    static const char *const members[] = {"process.versions.", "process.config.variables."};
    static const char *const whole[] = {"process.platform", "process.arch", "process.version"};
    bool known = false;
    for (size_t i = 0; !known && i < SB_COUNT(members); i++)
        known = sb_str_chop(rest, sb_str_of(members[i])) && take_identifier(rest);
    for (size_t i = 0; !known && i < SB_COUNT(whole); i++)
        known = sb_str_chop(rest, sb_str_of(whole[i]));
    if (!known || !sb_str_chop(rest, SB_S(".split(")))
        return known;
    return take_quote(rest) && sb_str_chop(rest, SB_S(".")) && take_quote(rest) && sb_str_chop(rest, SB_S(")[")) &&
           rest->n && sb_is_digit(rest->p[0]) && sb_str_chop(rest, sb_str_part(*rest, 0, 1)) &&
           sb_str_chop(rest, SB_S("]"));
}

/* node -p "require('node-addon-api').include" */
static bool is_node_question(sb_str rest)
{
    static const char *const options[] = {"-p ", "-e ", "-pe ", "--print "};
    bool option = false;
    if (!sb_str_chop(&rest, SB_S("node ")))
        return false;
    for (size_t i = 0; !option && i < SB_COUNT(options); i++)
        option = sb_str_chop(&rest, sb_str_of(options[i]));
    rest = sb_str_trim(rest);
    if (!option || !take_quote(&rest))
        return false;
    return (take_require(&rest) || take_process(&rest)) && take_quote(&rest) && rest.n == 0;
}

/* pkg-config --cflags glib-2.0; echo $NAME */
static bool is_flag_question(sb_str rest)
{
    bool flags = sb_str_chop(&rest, SB_S("pkg-config "));
    bool asks = flags || sb_str_chop(&rest, SB_S("echo "));
    if (flags && !sb_str_chop_end(&rest, SB_S(" | sed s/-I//g"))) /* folders alone */
        sb_str_chop_end(&rest, SB_S(" | sed s\\/-I//g"));
    for (size_t i = 0; i < rest.n; i++)
        if (!sb_is_alnum(rest.p[i]) && (rest.p[i] == '\0' || !strchr(" -_.+$%", rest.p[i])))
            return false;
    return asks && rest.n;
}

/* compiler=gcc: a variable that commands use, of plain letters, or what such a question answers. A program of the
 * package has a "/" or a "." in its name. */
static bool is_variable(sb_str command)
{
    sb_str rest = command;
    bool named = take_identifier(&rest) && sb_str_chop(&rest, SB_S("="));
    if (named && sb_str_chop(&rest, SB_S("<!(")) && sb_str_chop_end(&rest, SB_S(")")))
        return is_node_question(rest) || is_flag_question(rest);
    for (size_t i = 0; i < rest.n; i++)
        if (!sb_is_alnum(rest.p[i]) && (rest.p[i] == '\0' || !strchr("-_+", rest.p[i])))
            return false;
    return named;
}

bool sb_allowed_query(sb_str command)
{
    command = sb_str_trim(command);
    return is_node_question(command) || is_flag_question(command) || is_variable(command);
}

/* ---- packages that are known for their command ---- */

/* As seen in installed trees, and as the registry has them. The whole command; a scope is spelled "%40". */
static const struct {
    const char *name, *command;
} known[] = {
    {"%40apollo/protobufjs", "node scripts/postinstall"},
    {"%40firebase/util", "node ./postinstall.js"},
    {"%40nestjs/core", "opencollective || exit 0"},
    {"%40parcel/watcher", "node scripts/build-from-source.js"},
    {"%40prisma/engines", "node scripts/postinstall.js"},
    {"%40scarf/scarf", "node ./report.js"},
    {"%40sentry/cli", "node ./scripts/install.js"},
    {"%40swc/core", "node postinstall.js"},
    {"bufferutil", "cc -v 2>&1 | perl -ne 'print $1 if /clang version ([0-9]+(\\.[0-9]+){2,})/'"},
    {"bufferutil", "clang_version=<!(cc -v 2>&1 | perl -ne 'print $1 if /clang version ([0-9]+(\\.[0-9]+){2,})/')"},
    {"bufferutil", "perl -e 'print <(clang_version) cmp 12.0.0'"},
    {"core-js", "node -e \"try{require('./postinstall')}catch(e){}\""},
    {"core-js-pure", "node -e \"try{require('./postinstall')}catch(e){}\""},
    {"cypress", "node dist/index.js --exec install"},
    {"cypress", "node index.js --exec install"},
    {"electron", "node install.js"},
    {"electron-winstaller", "node ./script/select-7z-arch.js"},
    {"es5-ext", "node -e \"try{require('./_postinstall')}catch(e){}\" || exit 0"},
    {"esbuild", "node install.js"},
    {"msgpackr-extract", "<(os_linux_compiler) -dumpversion | cut -d '.' -f 1"},
    {"nx", "node -e \"try{require('./dist/bin/post-install')}catch(e){}\""},
    {"prisma", "node scripts/preinstall-entry.js"},
    {"protobufjs", "node scripts/postinstall"},
    {"puppeteer", "node install.mjs"},
    {"sharp", "(node install/libvips && node install/dll-copy && prebuild-install) || (node install/can-compile && "
              "node-gyp rebuild && node install/dll-copy)"},
    {"sharp", "PKG_CONFIG_PATH=\"<!(node -p \"require('@img/sharp-libvips-dev-wasm32/lib')\")/pkgconfig\" pkg-config "
              "--static --libs vips-cpp"},
    {"sharp",
     "PKG_CONFIG_PATH=\"<(pkg_config_path)\" pkg-config --cflags-only-I vips-cpp vips glib-2.0 | sed s\\/-I//g"},
    {"sharp", "PKG_CONFIG_PATH=\"<(pkg_config_path)\" pkg-config --libs --static vips-cpp"},
    {"sharp", "PKG_CONFIG_PATH=\"<(pkg_config_path)\" pkg-config --libs vips-cpp"},
    {"sharp", "if readelf -Ws \"$(PKG_CONFIG_PATH=\"<(pkg_config_path)\" pkg-config --variable libdir "
              "vips-cpp)/libvips-cpp.so\" | c++filt | grep -qF __cxx11;then echo \"1\";else echo \"0\";fi"},
    {"sharp", "node -p \"Boolean(require('../lib/libvips').useGlobalLibvips()).toString()\""},
    {"sharp", "node -p \"Boolean(require('./lib/libvips').useGlobalLibvips()).toString()\""},
    {"sharp", "node -p \"require('../lib/libvips').buildPlatformArch()\""},
    {"sharp", "node -p \"require('../lib/libvips').buildSharpLibvipsCPlusPlusDir()\""},
    {"sharp", "node -p \"require('../lib/libvips').buildSharpLibvipsIncludeDir()\""},
    {"sharp", "node -p \"require('../lib/libvips').buildSharpLibvipsLibDir()\""},
    {"sharp", "node -p \"require('../lib/libvips').minimumLibvipsVersion\""},
    {"sharp", "node -p \"require('../lib/libvips').pkgConfigPath()\""},
    {"sharp", "node -p \"require('../lib/libvips').yarnLocator()\""},
    {"sharp", "node -p \"require('../package.json').optionalDependencies['@img/sharp-libvips-<(platform_and_arch)']\""},
    {"sharp", "node -p \"require('./lib/libvips').minimumLibvipsVersion\""},
    {"sharp", "node -p \"require('./lib/libvips').pkgConfigPath()\""},
    {"sharp", "node -p \"require('./lib/platform')()\""},
    {"sharp", "node -p \"require('@img/sharp-libvips-dev-wasm32/lib')\""},
    {"sharp", "node -p \"require('detect-libc').isNonGlibcLinuxSync() ? '' : '-flto=auto'\""},
    {"sharp", "node -p \"require.resolve('./emscripten/pre.js')\""},
    {"sharp", "node install/check.js || npm run build"},
    {"sharp", "pkg_config_path=<!(node -p \"require('../lib/libvips').pkgConfigPath()\")"},
    {"sharp", "pkg_config_path=<!(node -p \"require('./lib/libvips').pkgConfigPath()\")"},
    {"sharp", "platform_and_arch=<!(node -p \"require('../lib/libvips').buildPlatformArch()\")"},
    {"unrs-resolver", "node postinstall.js"},
    {"utf-8-validate", "cc -v 2>&1 | perl -ne 'print $1 if /clang version ([0-9]+(\\.[0-9]+){2,})/'"},
    {"utf-8-validate", "clang_version=<!(cc -v 2>&1 | perl -ne 'print $1 if /clang version ([0-9]+(\\.[0-9]+){2,})/')"},
    {"utf-8-validate", "perl -e 'print <(clang_version) cmp 12.0.0'"},
};

bool sb_known_hook(sb_str name, sb_str command)
{
    for (size_t i = 0; i < SB_COUNT(known); i++)
        if (sb_str_eq(name, sb_str_of(known[i].name)) && sb_str_eq(command, sb_str_of(known[i].command)))
            return true;
    return false;
}
