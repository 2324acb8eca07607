#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collect/kit/npm_kit.h"
#include "npm/npm_deps.h"

static struct npm_kit kit;

#define RUN(files) run(files, SB_COUNT(files))
static void run(const struct npm_file *files, size_t n)
{
    struct npm_kit other;
    npm_kit_run(&other, files, n, true);
    npm_kit_run(&kit, files, n, false);
    sb_buf_chr(&kit.lines, '\0');
    sb_buf_chr(&other.lines, '\0');
    assert_string_equal(kit.lines.p, other.lines.p); /* the order of arrival does not matter */
    npm_kit_done(&other);
}

static bool has_line(const char *line)
{
    struct sb_buf buf = {0};
    sb_buf_printf(&buf, "\n%s\n", line);
    bool has = sb_str_find(sb_buf_all(&kit.lines), sb_buf_all(&buf)) != SB_NPOS;
    sb_buf_done(&buf);
    return has;
}

static void expect(const char *line)
{
    if (!has_line(line))
        print_error("missing: %s\nin:%s", line, kit.lines.p);
    assert_true(has_line(line));
}

static void expect_none(const char *text)
{
    if (sb_str_find(sb_buf_all(&kit.lines), sb_str_of(text)) != SB_NPOS)
        print_error("unwanted: %s\nin:%s", text, kit.lines.p);
    assert_true(sb_str_find(sb_buf_all(&kit.lines), sb_str_of(text)) == SB_NPOS);
}

#define PACKAGE(name, version) "{\"name\":\"" name "\",\"version\":\"" version "\"}"

static void test_package_folders(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/a/package.json", PACKAGE("a", "1.0.0")),
        NPM_FILE("node_modules/a/node_modules/@s/b/package.json", PACKAGE("@s/b", "2.0.0")),
        NPM_FILE("node_modules/lp/package.json", PACKAGE("left-pad", "1.1.0")),
        NPM_FILE("srv/app/node_modules/deep/package.json", PACKAGE("deep", "3.0.0")),
        NPM_FILE("usr/share/nodejs/d/package.json", PACKAGE("d", "4.0.0")),
        NPM_FILE("usr/share/nodejs/@s/e/node_modules/f/package.json", PACKAGE("f", "5.0.0")),
        NPM_FILE("node_modules/.pnpm/g@1/node_modules/g/package.json", PACKAGE("g", "6.0.0")),
        /* none of these is installed */
        NPM_FILE("node_modules/a/test/node_modules/x1/package.json", PACKAGE("x1", "1.0.0")),
        NPM_FILE("node_modules/a/dist/package.json", PACKAGE("x2", "1.0.0")),
        NPM_FILE("node_modules/.cache/package.json", PACKAGE("x3", "1.0.0")),
        NPM_FILE("node_modules/@s/package.json", PACKAGE("x4", "1.0.0")),
        NPM_FILE("node_modules/package.json", PACKAGE("x5", "1.0.0")),
        NPM_FILE("other/package.json", PACKAGE("x6", "1.0.0")),
        NPM_FILE("share/nodejs/y/package.json", PACKAGE("x7", "1.0.0")),
        NPM_FILE("node_modules/.bin/h/package.json", PACKAGE("x8", "1.0.0")),
    };
    RUN(files);
    expect("component node_modules/a pkg:npm/a@1.0.0 library");
    expect("component node_modules/a/node_modules/@s/b pkg:npm/%40s/b@2.0.0 library");
    expect("component node_modules/lp pkg:npm/left-pad@1.1.0 library");
    expect("component srv/app/node_modules/deep pkg:npm/deep@3.0.0 library");
    expect("component usr/share/nodejs/d pkg:npm/d@4.0.0 library");
    expect("component usr/share/nodejs/@s/e/node_modules/f pkg:npm/f@5.0.0 library");
    expect("component node_modules/.pnpm/g@1/node_modules/g pkg:npm/g@6.0.0 library");
    expect_none("pkg:npm/x");
    /* what lies in no package of its own belongs to the one around it, nested packages do not */
    expect("claim node_modules/a test/node_modules/x1/package.json 1");
    expect("claim node_modules/a package.json 3");
    expect("claim node_modules/a dist/package.json 1");
    expect_none("claim node_modules/a node_modules/");
    npm_kit_done(&kit);
}

static void test_manifest(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/a/package.json",
                 "{\"name\":\"a\",\"version\":\"1.0.0\",\"description\":\"does a\",\"homepage\":\"https://a.example\","
                 "\"license\":\"(MIT OR "
                 "Apache-2.0)\",\"repository\":\"user/a\",\"bugs\":{\"url\":\"https://a.example/bugs\"},"
                 "\"author\":{\"name\":\"A. Uthor\",\"email\":\"a@a.example\"}}"),
        NPM_FILE("node_modules/b/package.json",
                 "\xEF\xBB\xBF{\"version\":\"1.0.0\",\"licenses\":[{\"type\":\"MIT\"},{\"type\":\"ISC\",\"url\":\"u\"}]"
                 ",\"name\":\"b\","
                 "\"repository\":{\"type\":\"git\",\"url\":\"git+ssh://git@GitHub.com/User/"
                 "B.git\"},\"author\":\"B\",\"bugs\":3,"
                 "\"dependencies\":[1,{\"x\":[]}],\"bin\":null,\"files\":\"x\",\"scripts\":{\"install\":7}}"),
        NPM_FILE("node_modules/c/package.json",
                 "{\"name\":\"c\",\"version\":\"1.0.0\",\"license\":{\"type\":\"ISC\"},\"repository\":\"C drive\"}"),
    };
    RUN(files);
    expect("licence node_modules/a MIT OR Apache-2.0");
    expect("reference node_modules/a website https://a.example");
    expect("reference node_modules/a vcs https://github.com/user/a");
    expect("reference node_modules/a issue-tracker https://a.example/bugs");
    expect("fact node_modules/a sbom:origin {\"repository\":\"https://github.com/user/a\"}");
    expect("attribute node_modules/a 0 does a");
    expect("attribute node_modules/a 2 A. Uthor <a@a.example>");
    expect("licence node_modules/b MIT OR ISC");
    expect("fact node_modules/b sbom:origin {\"repository\":\"https://github.com/User/B\"}");
    expect("licence node_modules/c ISC");
    expect_none("reference node_modules/c");
    expect_none("diag");
    npm_kit_done(&kit);
}

static void test_malformed(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/twice/package.json", "{\"name\":\"twice\",\"version\":\"1.0.0\",\n\"x\":1,\n\"x\":2}"),
        NPM_FILE("node_modules/cut/package.json", "{\"name\":\"cut\","),
        NPM_FILE("node_modules/list/package.json", "[]"),
        NPM_FILE("node_modules/nameless/package.json", "{\"version\":\"1.0.0\"}"),
        NPM_FILE("node_modules/number/package.json", "{\"name\":\"number\",\"version\":true}"),
        NPM_FILE("fixtures/broken/package.json", "{"),
        NPM_FILE("package-lock.json", "{\"packages\":{\"node_modules/cut\":{\"version\":\"1.0.0\"},}}"),
    };
    RUN(files);
    expect("component node_modules/twice pkg:npm/twice@1.0.0 library");
    expect_none("pkg:npm/cut");
    expect_none("fixtures");
    expect("diag INCOMPLETE_ENTRY node_modules/nameless/package.json:0 no name");
    expect("diag INCOMPLETE_ENTRY node_modules/number/package.json:0 no version");
    assert_true(sb_str_find(sb_buf_all(&kit.lines), SB_S("\ndiag LOOSE_JSON node_modules/twice/package.json:3 ")) !=
                SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&kit.lines), SB_S("\ndiag MALFORMED node_modules/cut/package.json:1 ")) !=
                SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&kit.lines), SB_S("\ndiag MALFORMED node_modules/list/package.json:1 ")) !=
                SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&kit.lines), SB_S("\ndiag MALFORMED package-lock.json:1 ")) != SB_NPOS);
    npm_kit_done(&kit);
}

/* Node reads all of these. */
static void test_loose_json(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE(
            "node_modules/twice/package.json",
            "{\"name\":\"twice\",\"version\":\"0\",\"version\":\"1.0.0\",\"scripts\":{\"install\":\"a\",\"install\":"
            "\"b\"},\"main\":\"m\"}"),
        NPM_FILE(
            "node_modules/bytes/package.json",
            "{\"name\":\"bytes\",\"version\":\"1.0.0\",\"description\":\"\xff\\ud800 \\ud83d\\ude00\",\"scripts\":{"
            "\"install\":\"c\"}}"),
        NPM_FILE("node_modules/bytes/esm/package.json", "{\"x\":\"\xff\",\"main\":\"m\"}"),
    };
    RUN(files);
    expect("component node_modules/twice pkg:npm/twice@1.0.0 library");
    expect("exec node_modules/twice npm:install - b");
    expect("exec node_modules/bytes npm:install - c");
    expect("attribute node_modules/bytes 0 \xef\xbf\xbd\xef\xbf\xbd \xf0\x9f\x98\x80");
    expect_none("diag MALFORMED");
    npm_kit_done(&kit);
}

static void test_edges(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("package.json",
                 "{\"name\":\"@me/app\",\"version\":\"0.1.0\",\"dependencies\":{\"a\":\"^1.0.0\",\"gone\":\"1\"},"
                 "\"devDependencies\":{\"b\":\"*\"},\"peerDependencies\":{\"c\":\"*\"}}"),
        NPM_FILE(
            "node_modules/a/package.json",
            "{\"name\":\"a\",\"version\":\"1.0.0\",\"dependencies\":{\"b\":\"^2.0.0\",\"c\":\"^1.0.0\",\"../b\":\"1\"},"
            "\"optionalDependencies\":{\"c\":\"^1.0.0\",\"none\":\"1\"},\"peerDependencies\":{\"@s/d\":\">=1\"},"
            "\"devDependencies\":{\"b\":\"1\"}}"),
        NPM_FILE("node_modules/a/node_modules/b/package.json",
                 "{\"name\":\"b\",\"version\":\"2.0.0\",\"dependencies\":{\"c\":\"1\",\"b\":\"1\"}}"),
        NPM_FILE("node_modules/b/package.json", PACKAGE("b", "1.0.0")),
        NPM_FILE("node_modules/c/package.json", PACKAGE("c", "1.0.0")),
        NPM_FILE("node_modules/@s/d/package.json", PACKAGE("@s/d", "1.0.0")),
        NPM_FILE("usr/share/nodejs/e/package.json",
                 "{\"name\":\"e\",\"version\":\"1.0.0\",\"dependencies\":{\"f\":\"1\"}}"),
        NPM_FILE("usr/share/nodejs/f/package.json", PACKAGE("f", "1.0.0")),
        NPM_FILE("tool/package.json",
                 "{\"name\":\"tool\",\"version\":\"2.0.0\",\"devDependencies\":{\"b\":\"3\",\"c\":\"1\"}}"),
        NPM_FILE("tool/node_modules/b/package.json", PACKAGE("b", "3.0.0")),
    };
    RUN(files);
    expect("root @me/app 0.1.0 npm");
    expect("requested node_modules/a");
    expect("requested node_modules/b");
    expect_none("requested node_modules/c");
    expect("dep node_modules/a b@^2.0.0 runtime node_modules/a/node_modules/b");
    expect("dep node_modules/a c@^1.0.0 optional node_modules/c");
    expect_none("dep node_modules/a c@^1.0.0 runtime");
    expect("dep node_modules/a none@1 optional -");
    expect("dep node_modules/a ../b@1 runtime -");
    expect("dep node_modules/a @s/d@>=1 peer node_modules/@s/d");
    expect_none("dep node_modules/a b@1 dev");
    expect("dep node_modules/a/node_modules/b c@1 runtime node_modules/c");
    expect("dep node_modules/a/node_modules/b b@1 runtime node_modules/a/node_modules/b");
    expect("dep usr/share/nodejs/e f@1 runtime usr/share/nodejs/f");
    expect("component tool pkg:npm/tool@2.0.0 application");
    expect("dep tool b@3 dev tool/node_modules/b");
    expect("dep tool c@1 dev node_modules/c");
    expect("fact tool/node_modules/b sbom:requested true");
    expect_none("claim tool ");
    npm_kit_done(&kit);
}

#define SHA512_ZERO "sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="
#define HEX_ZERO "00000000000000000000000000000000"
#define HEX512_ZERO HEX_ZERO HEX_ZERO HEX_ZERO HEX_ZERO

static void test_lock_and_tree(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("package.json", PACKAGE("app", "1.0.0")),
        NPM_FILE(
            "package-lock.json",
            "{\"lockfileVersion\":3,\"packages\":{\"\":{\"name\":\"app\"},\n"
            "\"node_modules/a\":{\"version\":\"1.0.0\",\"integrity\":\"" SHA512_ZERO "\","
            "\"resolved\":\"https://u:p@Registry.Example:443/a/-/a-1.0.0.tgz?token=x\",\"dev\":true},\n"
            "\"node_modules/b\":{\"version\":\"1.0.0\",\"resolved\":\"git+ssh://git@github.com/u/"
            "b.git#c0ffee\",\"optional\":true},\n"
            "\"node_modules/lp\":{\"name\":\"left-pad\",\"version\":\"1.1.0\",\"integrity\":\"sha1-xx sha9-AAAA\"},\n"
            "\"node_modules/other\":{\"version\":\"1.0.0\"},\n"
            "\"node_modules/missing\":{\"version\":\"1.0.0\"},\n"
            "\"node_modules/for-mac\":{\"version\":\"1.0.0\",\"optional\":true},\n"
            "\"node_modules/for-tests\":{\"version\":\"1.0.0\",\"dev\":true},\n"
            "\"node_modules/bundler\":{\"version\":\"v1.0.0+build\"},\n"
            "\"node_modules/a/../../x\":{\"version\":\"1.0.0\"}}}"),
        NPM_FILE("node_modules/a/package.json", PACKAGE("a", "1.0.0")),
        NPM_FILE("node_modules/b/package.json",
                 "{\"name\":\"b\",\"version\":\"1.0.0\",\"scripts\":{\"prepare\":\"node make\"}}"),
        NPM_FILE("node_modules/b/make.js", ""),
        NPM_FILE("node_modules/lp/package.json", PACKAGE("left-pad", "1.1.0")),
        NPM_FILE("node_modules/other/package.json", PACKAGE("other", "1.0.1")),
        NPM_FILE("node_modules/extra/package.json", PACKAGE("extra", "1.0.0")),
        NPM_FILE("node_modules/bundler/package.json",
                 "{\"name\":\"bundler\",\"version\":\"1.0.0\",\"bundleDependencies\":[\"inner\"]}"),
        NPM_FILE("node_modules/bundler/node_modules/inner/package.json", PACKAGE("inner", "1.0.0")),
        NPM_FILE("node_modules/a/package-lock.json", "{\"packages\":{\"node_modules/z\":{\"version\":\"1.0.0\"}}}"),
    };
    RUN(files);
    expect("fact node_modules/a sbom:origin {\"kind\":\"registry\",\"registry\":\"registry.example\","
           "\"url\":\"https://registry.example/a/-/a-1.0.0.tgz\"}");
    expect("fact node_modules/a sbom:integrity "
           "[{\"algorithm\":\"SHA-512\",\"from\":\"package-lock.json\",\"hex\":\"" HEX512_ZERO
           "\",\"of\":\"artifact\"}]");
    expect("property node_modules/a cdx:npm:package:development");
    expect("fact node_modules/b sbom:origin {\"kind\":\"git\",\"url\":\"git+ssh://git@github.com/u/b.git#c0ffee\"}");
    expect("component node_modules/b pkg:npm/b@1.0.0 library optional");
    expect("exec node_modules/b npm:prepare node_modules/b/make.js node make");
    expect("diag DIGEST_MALFORMED package-lock.json:4 node_modules/lp: integrity");
    expect_none("fact node_modules/lp sbom:lock");
    expect("fact node_modules/other sbom:lock [{\"location\":\"node_modules/other\",\"lock\":\"package-lock.json\","
           "\"name\":\"other\",\"version\":\"1.0.0\"}]");
    expect(
        "diag LOCK_DISAGREES package-lock.json:5 node_modules/other: other 1.0.0 is listed, other 1.0.1 is installed");
    expect("fact node_modules/extra sbom:lock "
           "[{\"location\":\"node_modules/extra\",\"lock\":\"package-lock.json\",\"name\":\"\","
           "\"version\":\"\"}]");
    expect("diag LOCK_DISAGREES package-lock.json:6 node_modules/missing is listed, but not installed");
    expect_none("for-mac");
    expect_none("for-tests");
    expect_none("inner sbom:lock");
    expect_none("bundler sbom:lock");
    expect_none("pkg:npm/z");
    npm_kit_done(&kit);
}

static void test_hidden_lock(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/.package-lock.json",
                 "{\"lockfileVersion\":3,\"packages\":{"
                 "\"node_modules/a\":{\"version\":\"1.0.0\",\"integrity\":\"" SHA512_ZERO "\"},"
                 "\"node_modules/b\":{\"version\":\"1.0.0\",\"integrity\":\"" SHA512_ZERO "\"},"
                 "\"node_modules/gone\":{\"version\":\"1.0.0\"}}}"),
        NPM_FILE("node_modules/a/package.json", PACKAGE("a", "1.0.0")),
        NPM_FILE("node_modules/b/package.json", PACKAGE("b", "1.0.1")),
    };
    RUN(files);
    expect("fact node_modules/a sbom:integrity "
           "[{\"algorithm\":\"SHA-512\",\"from\":\"node_modules/.package-lock.json\",\"hex\":\"" HEX512_ZERO
           "\",\"of\":\"artifact\"}]");
    expect_none("fact node_modules/b");
    expect_none("diag");
    expect_none("gone");
    npm_kit_done(&kit);
}

static void test_lock_alone(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("sub/package.json", "{\"name\":\"sub\",\"version\":\"1.0.0\",\"dependencies\":{\"a\":\"^1.0.0\"}}"),
        NPM_FILE("sub/package-lock.json", "{\"packages\":{\"node_modules/old\":{\"version\":\"1.0.0\"}}}"),
        NPM_FILE("sub/npm-shrinkwrap.json",
                 "{\"lockfileVersion\":2,\"packages\":{\"\":{\"dependencies\":{\"a\":\"^1.0.0\"}},\n"
                 "\"node_modules/"
                 "a\":{\"version\":\"1.0.0\",\"dependencies\":{\"b\":\"1\",\"c\":\"1\"},\"hasInstallScript\":true},\n"
                 "\"node_modules/a/node_modules/"
                 "b\":{\"version\":\"1.0.0\",\"license\":\"MIT\",\"dependencies\":{\"b\":\"1\"}},\n"
                 "\"node_modules/b\":{\"version\":\"2.0.0\",\"dev\":true,\"optional\":true},\n"
                 "\"node_modules/c\":{\"resolved\":\"../c\",\"link\":true}},"
                 "\"dependencies\":{\"a\":{\"version\":\"1.0.0\"}}}"),
    };
    RUN(files);
    expect("component sub pkg:npm/sub@1.0.0 application");
    expect("component sub/node_modules/a pkg:npm/a@1.0.0 library");
    expect("component sub/node_modules/a/node_modules/b pkg:npm/b@1.0.0 library");
    expect("component sub/node_modules/b pkg:npm/b@2.0.0 library optional");
    expect("licence sub/node_modules/a/node_modules/b MIT");
    expect("dep sub a@^1.0.0 runtime sub/node_modules/a");
    expect("dep sub/node_modules/a b@1 runtime sub/node_modules/a/node_modules/b");
    expect("dep sub/node_modules/a/node_modules/b b@1 runtime sub/node_modules/a/node_modules/b");
    expect("dep sub/node_modules/a c@1 runtime -");
    expect("exec sub/node_modules/a npm:install - ");
    expect("fact sub/node_modules/b sbom:exec []");
    expect("fact sub/node_modules/a sbom:requested true");
    expect_none("pkg:npm/old");
    expect_none("diag");
    npm_kit_done(&kit);
}

static void test_lock_version_1(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("package-lock.json",
                 "{\"name\":\"old\",\"version\":\"3.0.0\",\"lockfileVersion\":1,\"requires\":true,\"dependencies\":{\n"
                 "\"a\":{\"version\":\"1.0.0\",\"requires\":{\"b\":\"^1.0.0\"},\"dependencies\":{\n"
                 "\"b\":{\"version\":\"1.5.0\",\"dependencies\":{\"deep\":{\"version\":\"0.1.0\"}}}}},\n"
                 "\"b\":{\"version\":\"2.0.0\",\"dev\":true},\n"
                 "\"lp\":{\"version\":\"npm:left-pad@1.1.0\"},\n"
                 "\"@s/lp\":{\"version\":\"npm:@s/left-pad@1.2.0\"},\n"
                 "\"g\":{\"version\":\"git+ssh://git@github.com/u/g.git#c0ffee\",\"from\":\"g@u/g\"},\n"
                 "\"t\":{\"version\":\"file:t.tgz\"},\n"
                 "\"bad\":7}}"),
    };
    RUN(files);
    expect("root old 3.0.0 npm");
    expect("component node_modules/a pkg:npm/a@1.0.0 library");
    expect("component node_modules/a/node_modules/b pkg:npm/b@1.5.0 library");
    expect("component node_modules/a/node_modules/b/node_modules/deep pkg:npm/deep@0.1.0 library");
    expect("component node_modules/lp pkg:npm/left-pad@1.1.0 library");
    expect("component node_modules/@s/lp pkg:npm/%40s/left-pad@1.2.0 library");
    expect("component node_modules/g pkg:npm/g library");
    expect("fact node_modules/g sbom:origin {\"kind\":\"git\",\"url\":\"git+ssh://git@github.com/u/g.git#c0ffee\"}");
    expect("fact node_modules/t sbom:origin {\"kind\":\"file\",\"url\":\"file:t.tgz\"}");
    expect("dep node_modules/a b@^1.0.0 runtime node_modules/a/node_modules/b");
    expect_none("sbom:exec");
    npm_kit_done(&kit);
}

static void test_workspaces(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("package.json", "{\"name\":\"mono\",\"version\":\"1.0.0\",\"dependencies\":{\"w\":\"*\"}}"),
        NPM_FILE("package-lock.json",
                 "{\"packages\":{\"node_modules/w\":{\"resolved\":\"packages/w\",\"link\":true},"
                 "\"packages/w\":{\"name\":\"w\",\"version\":\"0.1.0\"},\"node_modules/a\":{\"version\":\"1.0.0\"}}}"),
        NPM_FILE("packages/w/package.json", "{\"name\":\"w\",\"version\":\"0.1.0\",\"dependencies\":{\"a\":\"1\"},"
                                            "\"scripts\":{\"prepare\":\"sh ./make.sh\"}}"),
        NPM_FILE("packages/w/make.sh", ""),
        NPM_FILE("packages/w/node_modules/new/package.json", PACKAGE("new", "1.0.0")),
        NPM_FILE("packages/unused/package.json", PACKAGE("unused", "0.1.0")),
        NPM_FILE("node_modules/a/package.json",
                 "{\"name\":\"a\",\"version\":\"1.0.0\",\"peerDependencies\":{\"w\":\"*\"}}"),
        NPM_LINK("node_modules/w", "../packages/w"),
        NPM_LINK("node_modules/away", "../../../etc"),
        NPM_LINK("node_modules/loop", "loop"),
    };
    RUN(files);
    expect("component packages/w pkg:npm/w@0.1.0 application");
    expect("dep packages/w a@1 runtime node_modules/a");
    expect("dep node_modules/a w@* peer packages/w");
    expect("requested packages/w");
    expect("exec packages/w npm:prepare packages/w/make.sh sh ./make.sh");
    expect("fact packages/w/node_modules/new sbom:lock [{\"location\":\"packages/w/node_modules/new\","
           "\"lock\":\"package-lock.json\",\"name\":\"\",\"version\":\"\"}]");
    expect_none("pkg:npm/unused");
    npm_kit_done(&kit);
}

static void test_execs(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/@s/a/package.json",
                 "{\"name\":\"@s/a\",\"version\":\"1.0.0\",\"main\":\"./lib\",\"bin\":\"cli.js\",\"scripts\":{"
                 "\"preinstall\":\"X=1 node --no-warnings ./scripts/pre.js\",\"install\":\" \",\"postinstall\":"
                 "\"node -e \\\"try{require('./post')}catch(e){}\\\" || exit 0\",\"prepare\":\"node cli.js\"}}"),
        NPM_FILE("node_modules/@s/a/lib/index.js", ""),
        NPM_FILE("node_modules/@s/a/cli.js", ""),
        NPM_FILE("node_modules/@s/a/scripts/pre.js", ""),
        NPM_FILE("node_modules/@s/a/post.js", ""),
        NPM_FILE("node_modules/gyp/package.json", PACKAGE("gyp", "1.0.0")),
        NPM_FILE("node_modules/gyp/binding.gyp", ""),
        NPM_FILE("node_modules/nogyp/package.json", "{\"name\":\"nogyp\",\"version\":\"1.0.0\",\"gypfile\":false}"),
        NPM_FILE("node_modules/nogyp/binding.gyp", ""),
        NPM_FILE(
            "node_modules/run/package.json",
            "{\"name\":\"run\",\"version\":\"1.0.0\",\"main\":\"gone.js\",\"directories\":{\"bin\":\"./bin\"},"
            "\"scripts\":{\"install\":\"npm run build\",\"build\":\"node ../@s/a/cli.js && python3 tools/b.py\"}}"),
        NPM_FILE("node_modules/run/tools/b.py", ""),
        NPM_FILE("node_modules/run/bin/x", ""),
        NPM_FILE("node_modules/types/package.json",
                 "{\"name\":\"types\",\"version\":\"1.0.0\",\"types\":\"index.d.ts\"}"),
    };
    RUN(files);
    expect("exec node_modules/@s/a npm:preinstall node_modules/@s/a/scripts/pre.js X=1 node --no-warnings "
           "./scripts/pre.js");
    expect("exec node_modules/@s/a npm:postinstall node_modules/@s/a/post.js node -e "
           "\"try{require('./post')}catch(e){}\" || exit 0");
    expect("exec node_modules/@s/a npm:bin node_modules/@s/a/cli.js a");
    expect("exec node_modules/@s/a npm:main node_modules/@s/a/lib/index.js ");
    expect_none("exec node_modules/@s/a npm:install");
    expect_none("exec node_modules/@s/a npm:prepare");
    expect("exec node_modules/gyp npm:gyp node_modules/gyp/binding.gyp node-gyp rebuild");
    expect_none("exec node_modules/nogyp");
    expect("exec node_modules/run npm:install node_modules/run/tools/b.py npm run build");
    expect("exec node_modules/run npm:bin node_modules/run/bin/x x");
    expect("exec node_modules/run npm:main - ");
    expect_none("exec node_modules/types");
    npm_kit_done(&kit);
}

static void test_unlisted(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/a/package.json",
                 "{\"name\":\"a\",\"version\":\"1.0.0\",\"files\":[\"lib\"],\"main\":\"main\"}"),
        NPM_FILE("node_modules/a/lib/x.js", ""),
        NPM_FILE("node_modules/a/main.js", ""),
        NPM_FILE("node_modules/a/Bundle.js", ""),
        NPM_FILE("node_modules/a/LICENSE", ""),
        NPM_FILE("node_modules/a/node_modules/b/package.json", PACKAGE("b", "1.0.0")),
        NPM_FILE("node_modules/native/package.json",
                 "{\"name\":\"native\",\"version\":\"1.0.0\",\"files\":[\"binding.gyp\",\"prebuilds\"],"
                 "\"scripts\":{\"install\":\"node-gyp-build\"}}"),
        NPM_FILE("node_modules/native/binding.gyp", ""),
        NPM_FILE("node_modules/native/build/Release/native.node", ""),
        NPM_FILE("node_modules/native/prebuilds/linux/native.node", ""),
        NPM_FILE("node_modules/built/package.json",
                 "{\"name\":\"built\",\"version\":\"1.0.0\",\"scripts\":{\"postinstall\":\"node hello.js\"}}"),
        NPM_FILE("node_modules/built/build/index.js", ""),
    };
    RUN(files);
    expect("fact node_modules/a sbom:unlisted [\"Bundle.js\"]");
    expect("fact node_modules/native sbom:unlisted []");
    expect("claim node_modules/native build/Release/native.node 8");
    expect("claim node_modules/native prebuilds/linux/native.node 1");
    expect("claim node_modules/built build/index.js 1");
    expect_none("fact node_modules/built sbom:unlisted");
    npm_kit_done(&kit);
}

static void test_many_unlisted(void **state)
{
    (void)state;
    struct npm_file files[80] = {
        NPM_FILE("node_modules/a/package.json", "{\"name\":\"a\",\"version\":\"1.0.0\",\"files\":[\"x\"]}")};
    char names[80][40];
    for (size_t i = 1; i < SB_COUNT(files); i++) {
        snprintf(names[i], sizeof names[i], "node_modules/a/f%02zu.js", i);
        files[i] = (struct npm_file){sb_str_of(names[i]), SB_STR_NONE, NULL};
    }
    RUN(files);
    assert_true(sb_str_find(sb_buf_all(&kit.lines), SB_S("\"f64.js\",{\"more\":15}]\n")) != SB_NPOS);
    npm_kit_done(&kit);
}

/* Nothing below a package's folder is outside of it but packages of their own. */
static void test_nested_folders(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/a/package.json", PACKAGE("a", "1.0.0")),
        NPM_FILE("node_modules/a/node_modules/helper/package.json", "{\"main\":\"i.js\"}"),
        NPM_FILE("node_modules/a/node_modules/helper/i.js", ""),
        NPM_FILE("node_modules/a/node_modules/helper/node_modules/deep/package.json", PACKAGE("deep", "1.0.0")),
        NPM_FILE("node_modules/a/node_modules/bare/x.node", ""),
        NPM_FILE("node_modules/a/node_modules/loose.js", ""),
        NPM_FILE("node_modules/a/node_modules/cut/package.json", "{\"name\":\"cut\",\"version\":\"1\",,"),
        NPM_FILE("node_modules/a/node_modules/own/package.json", PACKAGE("own", "1.0.0")),
        NPM_LINK("node_modules/a/out", "../../../elsewhere"),
        NPM_LINK("node_modules/a/node_modules/c", "../../c"),
        NPM_FILE("node_modules/c/package.json", PACKAGE("c", "1.0.0")),
    };
    RUN(files);
    expect("claim node_modules/a node_modules/helper/package.json 1");
    expect("claim node_modules/a node_modules/helper/i.js 1");
    expect("claim node_modules/a node_modules/bare/x.node 1");
    expect("claim node_modules/a node_modules/loose.js 1");
    expect("claim node_modules/a out 1");
    expect("claim node_modules/a node_modules/c 8"); /* a link that a package manager makes */
    expect("component node_modules/a/node_modules/helper/node_modules/deep pkg:npm/deep@1.0.0 library");
    expect_none("claim node_modules/a node_modules/helper/node_modules");
    expect_none("claim node_modules/a node_modules/own");
    expect_none("stray");
    npm_kit_done(&kit);
}

static void test_strays(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/a/package.json", PACKAGE("a", "1.0.0")),
        NPM_FILE("node_modules/.package-lock.json", "{\"packages\":{}}"),
        NPM_FILE("node_modules/.modules.yaml", ""),
        NPM_FILE("node_modules/.pnpm/lock.yaml", ""),
        NPM_FILE("node_modules/.pnpm/lock.js", ""),
        NPM_FILE("node_modules/bare/x.js", ""),
        NPM_FILE("node_modules/@s/only-name/package.json", "{\"name\":\"@s/only-name\"}"),
        NPM_FILE("node_modules/loose.js", ""),
        NPM_FILE("node_modules/.hidden/lock.yaml", ""),
        NPM_LINK("node_modules/alias", "../lib"),
        NPM_LINK("node_modules/w", "../w"),
        NPM_LINK("node_modules/up", ".."),
        NPM_LINK("node_modules/a/run", "../../tools"),
        NPM_FILE("lib/y.js", ""),
        NPM_FILE("tools/node_modules/c/package.json", PACKAGE("c", "1.0.0")),
        NPM_FILE("tools/t.js", ""),
        NPM_FILE("w/package.json", PACKAGE("w", "1.0.0")),
        NPM_FILE("w/z.js", ""),
        NPM_FILE("usr/share/nodejs/d.js", ""),
    };
    RUN(files);
    expect("stray node_modules/bare/x.js");
    expect("stray node_modules/@s/only-name/package.json");
    expect("stray node_modules/loose.js");
    expect("stray node_modules/.hidden/lock.yaml");
    expect("stray node_modules/.pnpm/lock.js");
    expect("stray node_modules/alias");
    expect("stray node_modules/up");
    expect("stray lib/y.js");
    expect("stray tools/t.js");
    expect("diag INCOMPLETE_ENTRY node_modules/@s/only-name/package.json:0 no version");
    expect("diag STRAY_FILE node_modules:0 7 files, the first is .hidden/lock.yaml");
    expect_none("stray node_modules/.package-lock.json");
    expect_none("stray node_modules/.modules.yaml");
    expect_none("stray node_modules/.pnpm/lock.yaml");
    expect_none("stray node_modules/w");
    expect_none("stray node_modules/a/");
    expect_none("stray tools/node_modules");
    expect_none("stray w/");
    expect_none("stray usr");
    npm_kit_done(&kit);
}

static void test_runs(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE(
            "node_modules/a/package.json",
            "{\"name\":\"a\",\"version\":\"1.0.0\",\"scripts\":{\"install\":\"node-gyp-build ./evil.sh && node dir || "
            "npm run "
            "-s x\",\"prex\":\"sh first.sh\",\"x\":\"make\",\"postinstall\":\"node ../b/lib/other.js; cd ..; true\"}}"),
        NPM_FILE("node_modules/a/evil.sh", ""),
        NPM_FILE("node_modules/a/first.sh", ""),
        NPM_FILE("node_modules/a/Makefile", ""),
        NPM_FILE("node_modules/a/dir/package.json", "{\"main\":\"./m\"}"),
        NPM_FILE("node_modules/a/dir/m/index.json", ""),
        NPM_FILE("node_modules/a/index.js", ""),
        NPM_FILE("node_modules/b/package.json", "{\"name\":\"b\",\"version\":\"1.0.0\",\"main\":\"../a/evil.sh\"}"),
        NPM_FILE("node_modules/b/lib/other.js", ""),
        NPM_FILE("node_modules/b/index.js", ""),
    };
    RUN(files);
#define COMMAND "node-gyp-build ./evil.sh && node dir || npm run -s x"
    expect("exec node_modules/a npm:install node_modules/a/evil.sh " COMMAND);
    expect("exec node_modules/a npm:install node_modules/a/dir/m/index.json " COMMAND);
    expect("exec node_modules/a npm:install node_modules/a/first.sh " COMMAND);
    expect("exec node_modules/a npm:install node_modules/a/Makefile " COMMAND);
    expect_none("exec node_modules/a npm:install - ");
    expect("exec node_modules/a npm:postinstall node_modules/b/lib/other.js node ../b/lib/other.js; cd ..; true");
    expect("exec node_modules/a npm:main node_modules/a/index.js ");
    expect("exec node_modules/b npm:main node_modules/a/evil.sh ");
    npm_kit_done(&kit);
}

static void test_exports(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/a/package.json", "{\"name\":\"a\",\"version\":\"1.0.0\",\"exports\":{\".\":{\"types\":"
                                                "\"./t.d.ts\",\"import\":{\"node\":\"./n.mjs\","
                                                "\"default\":\"./d.mjs\"},\"require\":[\"./r.cjs\",null,{\"x\":\"./"
                                                "x.js\"}],\"default\":\"./gone.js\"},\"./sub\":\"./s.js\","
                                                "\"./package.json\":\"./package.json\"}}"),
        NPM_FILE("node_modules/a/n.mjs", ""),
        NPM_FILE("node_modules/a/d.mjs", ""),
        NPM_FILE("node_modules/a/r.cjs", ""),
        NPM_FILE("node_modules/b/package.json",
                 "{\"name\":\"b\",\"version\":\"1.0.0\",\"exports\":\"./b.js\",\"scripts\":{\"install\":\"x\"}}"),
        NPM_FILE("node_modules/b/b.js", ""),
        NPM_FILE("node_modules/c/package.json", "{\"name\":\"c\",\"version\":\"1.0.0\",\"exports\":{\"import\":\"./"
                                                "c.js\"},\"scripts\":{\"install\":\"y\"}}"),
        NPM_FILE("node_modules/c/c.js", ""),
    };
    RUN(files);
    expect("exec node_modules/a npm:exports node_modules/a/n.mjs import node");
    expect("exec node_modules/a npm:exports node_modules/a/d.mjs import default");
    expect("exec node_modules/a npm:exports node_modules/a/r.cjs require");
    expect("exec node_modules/a npm:exports - require x");
    expect("exec node_modules/a npm:exports - default");
    expect_none("t.d.ts");
    expect_none("npm:exports node_modules/a/package.json");
    expect("exec node_modules/b npm:exports node_modules/b/b.js ");
    expect("exec node_modules/b npm:install - x");
    expect("exec node_modules/c npm:exports node_modules/c/c.js import");
    expect("exec node_modules/c npm:install - y");
    npm_kit_done(&kit);
}

static void test_gyp_commands(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/a/package.json",
                 "{\"name\":\"a\",\"version\":\"1.0.0\",\"gypfile\":false,\"scripts\":{\"install\":\"node x\"}}"),
        NPM_FILE("node_modules/a/binding.gyp", "{'a': '<!(node lib/evil.js)', 'includes': ['deps/c.gypi']}"),
        NPM_FILE("node_modules/a/lib/evil.js", ""),
        NPM_FILE("node_modules/a/deps/c.gypi", "{'b': ['<!@(uname)', '<!(python3 ../lib/evil.js)']}"),
        NPM_FILE("node_modules/none/package.json", PACKAGE("none", "1.0.0")),
        NPM_FILE("node_modules/deep/package.json",
                 "{\"name\":\"deep\",\"version\":\"1.0.0\",\"scripts\":{\"install\":\"node x\"}}"),
        NPM_FILE("node_modules/deep/src/binding.gyp", "{'b': '<!(pwd)'}"),
        NPM_FILE("node_modules/none/c.gypi", "{'b': '<!(uname)'}"),
        NPM_FILE("node_modules/none/src/binding.gyp", "{'b': '<!(pwd)'}"),
    };
    RUN(files);
    expect("exec node_modules/a npm:gyp-command node_modules/a/lib/evil.js node lib/evil.js");
    expect("exec node_modules/a npm:gyp-command node_modules/a/lib/evil.js python3 ../lib/evil.js");
    expect("exec node_modules/a npm:gyp-command node_modules/a/deps/c.gypi uname");
    expect("exec node_modules/deep npm:gyp-command node_modules/deep/src/binding.gyp pwd");
    expect_none("exec node_modules/none npm:gyp-command");
    expect_none("exec node_modules/a npm:gyp ");
    expect_none("none/c.gypi uname");
    npm_kit_done(&kit);
}

/* What a build may have made is told as such; what Node reads as text, or nobody builds, is content. */
static void test_built(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/a/package.json",
                 "{\"name\":\"a\",\"version\":\"1.0.0\",\"main\":\"build/main.js\",\"scripts\":{\"install\":\"npm run "
                 "b\",\"b\":"
                 "\"node-pre-gyp install\"},\"binary\":{\"module_path\":\"./lib/binding/napi-v{napi}\"}}"),
        NPM_FILE("node_modules/a/build/main.js", ""),
        NPM_FILE("node_modules/a/build/Release/a.node", ""),
        NPM_FILE("node_modules/a/build/Release/obj.target/a.o", ""),
        NPM_FILE("node_modules/a/build/Makefile", ""),
        NPM_FILE("node_modules/a/build/run", ""),
        NPM_FILE("node_modules/a/lib/binding/napi-v3/b.node", ""),
        NPM_FILE("node_modules/a/lib/binding/napi-v3/b.js", ""),
        NPM_FILE("node_modules/a/lib/c.node", ""),
        NPM_FILE("node_modules/b/package.json", "{\"name\":\"b\",\"version\":\"1.0.0\",\"gypfile\":false}"),
        NPM_FILE("node_modules/b/binding.gyp", ""),
        NPM_FILE("node_modules/b/build/Release/b.node", ""),
    };
    RUN(files);
    expect("claim node_modules/a build/main.js 1");
    expect("exec node_modules/a npm:main node_modules/a/build/main.js ");
    expect("claim node_modules/a build/Release/a.node 8");
    expect("exec node_modules/a npm:native node_modules/a/build/Release/a.node ");
    expect("claim node_modules/a build/Release/obj.target/a.o 8");
    expect_none("npm:native node_modules/a/build/Release/obj.target/a.o");
    expect("claim node_modules/a build/Makefile 8");
    expect("claim node_modules/a build/run 1");
    expect("claim node_modules/a lib/binding/napi-v3/b.node 8");
    expect("exec node_modules/a npm:native node_modules/a/lib/binding/napi-v3/b.node ");
    expect("claim node_modules/a lib/binding/napi-v3/b.js 1");
    expect("claim node_modules/a lib/c.node 1");
    expect("claim node_modules/b build/Release/b.node 1");
    expect_none("exec node_modules/b npm:native");
    npm_kit_done(&kit);
}

#define SH_HEAD                                                                                                        \
    "#!/bin/sh\nbasedir=$(dirname \"$(echo \"$0\" | sed -e 's,\\\\,/,g')\")\n\ncase `uname` in\n"                      \
    "    *CYGWIN*) basedir=`cygpath -w \"$basedir\"`;;\nesac\n\n"
#define SH_PATH(text)                                                                                                  \
    "if [ -z \"$NODE_PATH\" ]; then\n  export NODE_PATH=\"" text "\"\nelse\n  export NODE_PATH=\"" text                \
    ":$NODE_PATH\"\nfi\n"
#define SH_BODY(more)                                                                                                  \
    "if [ -x \"$basedir/node\" ]; then\n  exec \"$basedir/node\"  \"$basedir/../a/cli.js\" \"$@\"\nelse\n"             \
    "  exec node  \"$basedir/../a/cli.js\" \"$@\"\nfi\n" more

static void test_shims(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("node_modules/a/package.json", "{\"name\":\"a\",\"version\":\"1.0.0\",\"bin\":{\"a\":\"./"
                                                "cli.js\",\"a2\":\"cli.js\",\"a3\":\"cli.js\",\"a4\":"
                                                "\"cli.js\",\"a5\":\"cli.js\",\"a6\":\"cli.js\",\"a7\":\"cli.js\"}}"),
        NPM_FILE("node_modules/a/cli.js", ""),
        NPM_FILE("node_modules/a/other.js", ""),
        NPM_FILE("node_modules/.pnpm/lock.yaml", ""),
        NPM_LINK("node_modules/.bin/a", "../a/cli.js"),
        NPM_LINK("node_modules/.bin/node", "../a/cli.js"),
        NPM_LINK("node_modules/.bin/dangling", "../gone/cli.js"),
        NPM_LINK("node_modules/.bin/out", "../../../opt/x"),
        NPM_FILE("node_modules/.bin/a2", SH_HEAD SH_BODY("")),
        NPM_FILE("node_modules/.bin/a3", SH_HEAD SH_BODY("evil\n")),
        NPM_FILE("node_modules/.bin/a4", SH_HEAD SH_PATH("/p/node_modules/.pnpm/node_modules") SH_BODY("")),
        NPM_FILE("node_modules/.bin/a5", SH_HEAD SH_PATH("/p/node_modules/.pnpm/node_modules") SH_BODY("")),
        NPM_FILE("node_modules/.bin/a6", SH_HEAD SH_PATH("/tmp/node_modules/.pnpm/node_modules") SH_BODY("")),
        NPM_FILE("node_modules/.bin/a7", SH_HEAD SH_PATH("/p/node_modules/.pnpm/$(x)/node_modules") SH_BODY("")),
        NPM_FILE("node_modules/.bin/unknown", SH_HEAD SH_BODY("")),
        NPM_FILE("node_modules/b/package.json", PACKAGE("b", "1.0.0")),
        NPM_LINK("node_modules/b/node_modules/.bin/a", "../../../a/cli.js"),
        NPM_LINK("node_modules/b/node_modules/.bin/evil", "../../../a/other.js"),
    };
    RUN(files);
    expect_none("npm:shim node_modules/.bin/a \n");
    expect("exec - npm:shim node_modules/.bin/node ");
    expect_none("npm:shim node_modules/.bin/dangling");
    expect("exec - npm:shim node_modules/.bin/out ");
    expect_none("npm:shim node_modules/.bin/a2");
    expect("exec - npm:shim node_modules/.bin/a3 ");
    expect_none("npm:shim node_modules/.bin/a4");
    expect_none("npm:shim node_modules/.bin/a5");
    expect("exec - npm:shim node_modules/.bin/a6 ");
    expect("exec - npm:shim node_modules/.bin/a7 ");
    expect("exec - npm:shim node_modules/.bin/unknown ");
    expect("claim node_modules/b node_modules/.bin/a 8");
    expect("claim node_modules/b node_modules/.bin/evil 1");
    expect("exec - npm:shim node_modules/b/node_modules/.bin/evil ");
    expect_none("stray");
    npm_kit_done(&kit);
}

static void test_refs(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("package.json", "{\"dependencies\":{\"act\":\"github:o/act#v1.2.3\",\"reg\":\"^1.0.0\"}}"),
        NPM_FILE("package-lock.json",
                 "{\"packages\":{\"node_modules/act\":{\"version\":\"1.2.3\",\"resolved\":\"git+ssh://git@github.com/o/"
                 "act.git#c0ffee\"},\"node_modules/reg\":{\"version\":\"1.0.0\",\"resolved\":\"https://r.example/reg/-/"
                 "reg-1.0.0.tgz\"}}}"),
        NPM_FILE("node_modules/act/package.json", PACKAGE("act", "1.2.3")),
        NPM_FILE("node_modules/reg/package.json",
                 "{\"name\":\"reg\",\"version\":\"1.0.0\",\"dependencies\":{\"old\":\"o/old#main\"}}"),
        NPM_FILE("node_modules/old/package.json",
                 "{\"name\":\"old\",\"version\":\"1.0.0\",\"_resolved\":\"git+https://u:p@github.com/o/"
                 "old.git#beef\",\"_from\":"
                 "\"old@o/old#other\",\"scripts\":{\"postprepare\":\"x\"},\"_integrity\":\"" SHA512_ZERO "\"}"),
        NPM_FILE("sub/package-lock.json",
                 "{\"lockfileVersion\":1,\"dependencies\":{\"g\":{\"version\":\"git+ssh://git@github.com/o/"
                 "g.git#c0de\",\"from\":\"g@github:o/g#v2\"}}}"),
    };
    RUN(files);
    expect("fact node_modules/act sbom:origin "
           "{\"kind\":\"git\",\"ref\":\"v1.2.3\",\"url\":\"git+ssh://git@github.com/o/act.git#c0ffee\"}");
    expect("fact node_modules/reg sbom:origin "
           "{\"kind\":\"registry\",\"registry\":\"r.example\",\"url\":\"https://r.example/reg/-/reg-1.0.0.tgz\"}");
    expect("fact node_modules/old sbom:origin "
           "{\"kind\":\"git\",\"ref\":\"main\",\"url\":\"git+https://github.com/o/old.git#beef\"}");
    expect("fact node_modules/old sbom:integrity "
           "[{\"algorithm\":\"SHA-512\",\"from\":\"node_modules/old/package.json\",\"hex\":\"" HEX512_ZERO
           "\",\"of\":\"artifact\"}]");
    expect("exec node_modules/old npm:prepare - x");
    expect("fact sub/node_modules/g sbom:origin "
           "{\"kind\":\"git\",\"ref\":\"v2\",\"url\":\"git+ssh://git@github.com/o/g.git#c0de\"}");
    npm_kit_done(&kit);
}

static void test_links_and_locks(void **state)
{
    (void)state;
    static const struct npm_file files[] = {
        NPM_FILE("package.json", "{\"workspaces\":{\"packages\":[\"./packages/*\",\"!packages/not\"]}}"),
        NPM_FILE(
            "package-lock.json",
            "{\"packages\":{\"node_modules/a\":{\"version\":\"1.0.0\"},\"node_modules/w\":{\"resolved\":\"packages/"
            "w\",\"link\":true},\"node_modules/not\":{\"resolved\":\"packages/not\",\"link\":true}}}"),
        NPM_LINK("node_modules/a", "../lib/a"),
        NPM_LINK("node_modules/w", "../packages/w"),
        NPM_LINK("node_modules/not", "../packages/not"),
        NPM_FILE("lib/a/package.json", PACKAGE("a", "1.0.0")),
        NPM_FILE("packages/w/package.json", PACKAGE("w", "1.0.0")),
        NPM_FILE("packages/not/package.json", PACKAGE("not", "1.0.0")),
        NPM_FILE("node_modules/.pnpm/s@1/node_modules/s/package.json", PACKAGE("s", "1.0.0")),
        NPM_FILE("node_modules/plain/package.json", PACKAGE("plain", "1.0.0")),
    };
    RUN(files);
    expect("fact lib/a sbom:lock [{\"location\":\"node_modules/a\",\"lock\":\"package-lock.json\",\"name\":\"a\","
           "\"version\":\"1.0.0\"}]");
    expect_none("fact packages/w sbom:lock");
    expect("requested packages/w");
    expect_none("requested packages/not");
    expect_none("fact node_modules/.pnpm/s@1/node_modules/s sbom:lock");
    /* that others lie in a store is no excuse */
    expect("fact node_modules/plain sbom:lock "
           "[{\"location\":\"node_modules/plain\",\"lock\":\"package-lock.json\",\"name\":"
           "\"\",\"version\":\"\"}]");
    npm_kit_done(&kit);
}

/* Once 2,048 times 2,048 comparisons. */
static void test_names_in_few_steps(void **state)
{
    (void)state;
    enum { N = 2048 };
    static struct sb_npm_pair pairs[N];
    static char texts[2 * N][16];
    struct sb_npm_names names;
    for (size_t i = 0; i < N; i++) {
        snprintf(texts[i], sizeof texts[i], "name-%zu", i);
        snprintf(texts[N + i], sizeof texts[N + i], "other-%zu", i);
        pairs[i].name = sb_str_of(texts[i]);
    }
    sb_npm_names_init(&names, pairs, N);
    for (size_t i = 0; i < N; i++) {
        assert_true(sb_npm_names_have(&names, sb_str_of(texts[i])));
        assert_false(sb_npm_names_have(&names, sb_str_of(texts[N + i])));
    }
    assert_true(names.steps < 10 * N);
    sb_npm_names_done(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_package_folders),
        cmocka_unit_test(test_manifest),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_loose_json),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_lock_and_tree),
        cmocka_unit_test(test_hidden_lock),
        cmocka_unit_test(test_lock_alone),
        cmocka_unit_test(test_lock_version_1),
        cmocka_unit_test(test_workspaces),
        cmocka_unit_test(test_execs),
        cmocka_unit_test(test_unlisted),
        cmocka_unit_test(test_many_unlisted),
        cmocka_unit_test(test_nested_folders),
        cmocka_unit_test(test_strays),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_exports),
        cmocka_unit_test(test_gyp_commands),
        cmocka_unit_test(test_built),
        cmocka_unit_test(test_shims),
        cmocka_unit_test(test_refs),
        cmocka_unit_test(test_links_and_locks),
        cmocka_unit_test(test_names_in_few_steps),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
