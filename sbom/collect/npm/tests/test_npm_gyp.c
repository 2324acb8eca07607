#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "npm/npm_gyp.h"

/* The commands of TEXT, one a line. */
static void expect(const char *text, const char *lines)
{
    struct sb_arena arena = {0};
    struct sb_buf buf = {0};
    const struct sb_npm_gyp *gyp = sb_npm_gyp_read(sb_str_of(text), &arena);
    for (size_t i = 0; i < gyp->n; i++)
        sb_buf_printf(&buf, "%.*s\n", SB_FMT(gyp->commands[i]));
    sb_buf_chr(&buf, '\0');
    assert_string_equal(buf.p, lines);
    sb_buf_done(&buf);
    sb_arena_done(&arena);
}

static void test_nothing(void **state)
{
    (void)state;
    expect("", "");
    expect("{}", "");
    expect("{'targets': [{'target_name': 'x', 'sources': ['a.cc'], 'sources!': ['b.cc'], 'libraries': ['-lfoo'],\n"
           "  'conditions': [['OS==\"win\" and target_arch in [\"x64\"]', {'defines': ['A']}, {'defines': ['!B']}],\n"
           "                 [\"(runtime == 'electron') or '<(v)'.startswith('1.')\", {}]],\n"
           "  'dependencies': ['<(module_root_dir)/deps/x.gyp:x'], 'includes': ['common.gypi']}]}",
           "");
}

static void test_markers(void **state)
{
    (void)state;
    expect("{'a': '<!(node x.js)', 'b': [\"<!@(node -p \\\"require('y')\\\")\", '>!(z)', '^!@(w (v))'],\n"
           " 'c': '<!pymod_do_main(mod a b)', 'd': '<|(list.txt a b)', \"e\": '-I<!(one) <!(two)'}",
           "<|list.txt a b\nnode -p \"require('y')\"\nnode x.js\none\npymod_do_main(mod a b)\ntwo\nw (v)\nz\n");
    /* put together from pieces, by escapes and by variables */
    expect("{'a': '<' '!(no' # comment\n  'de x)', 'b': '\\x3c\\041(y)', 'c': ('<'\n '!(z)'), 'd': r'<!(\\n)', 'e': "
           "'''<!(q\nr)'''}",
           "\\n\nnode x\nq\nr\ny\nz\n");
    expect("{'variables': {'m': '<!', 'n': '<', 'o': '!(x)', 'p': '\\N{LESS-THAN SIGN}(y)'}}",
           "<!\n\\N{LESS-THAN SIGN}(y)\nx\n");
    expect("{'<!(key)': 1}", "key\n");
    expect("<!(no string) 'open <!(end", "end\n");
}

static void test_commands(void **state)
{
    (void)state;
    expect("{'targets': [{'actions': [{'action_name': 'n', 'inputs': ['i'], 'action': ['node', 'x.js', ['-v']]}],\n"
           "  'rules': [{'action+': ['sh', 'y.sh']}], 'postbuilds': [{'action': 'z'}],\n"
           "  'msvs_settings': {'VCPreBuildEventTool': {'CommandLine': ['cmd', '/c', 'w']}}}],\n"
           " 'make_global_settings': [['CC', './cc'], ['LINK', 'ld']], 'includes': ['a.gypi', 'evil.txt'],\n"
           " 'cflags': ['-O2', '-fplugin=./p.so']}",
           "-v\nCommandLine: cmd /c w\nflag: -fplugin=./p.so\nincludes: evil.txt\nmake_global_settings: CC ./cc\n"
           "make_global_settings: LINK ld\nnode x.js\nsh y.sh\nz\n");
    expect("{'variables': {'cmd': 'node <(file)', 'file': 'x.js', 'other': 'y'}, 'a': '<!(<(cmd))'}",
           "<(cmd)\ncmd=node <(file)\nfile=x.js\n");
    expect("{'variables': {'conditions': [['OS==\"mac\"', {'cmd': ['node', 'm.js']}]]}, 'a': '<!(<@(cmd))'}",
           "<@(cmd)\ncmd=m.js\ncmd=node\n");
}

static void test_conditions(void **state)
{
    (void)state;
    expect("{'conditions': [['().__class__.__base__.__subclasses__()', {}]],\n"
           " 'target_conditions': [['[x for x in y]', {}], ['x.gi_frame', {}], ['OS==\"linux\"', {}]]}",
           "condition: ().__class__.__base__.__subclasses__()\ncondition: [x for x in y]\ncondition: x.gi_frame\n");
    assert_true(sb_npm_gyp_is_plain(SB_S("v(\"1.2.3\") >= v('1.2') and not x[0:2] != 'a b;c'")));
    assert_true(sb_npm_gyp_is_plain(SB_S("a.split('.')[0] in [1.5, 2]")));
    assert_false(sb_npm_gyp_is_plain(SB_S("a . f_back")));
    assert_false(sb_npm_gyp_is_plain(SB_S("'open")));
    assert_false(sb_npm_gyp_is_plain(SB_S("a;b")));
}

static void test_bounds(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_buf buf = {0};
    for (size_t i = 0; i < 100000; i++)
        sb_buf_str(&buf, SB_S("[{"));
    sb_buf_chr(&buf, '"');
    for (size_t i = 0; i < 100000; i++)
        sb_buf_printf(&buf, "<!(%05zu ", 99999 - i);
    const struct sb_npm_gyp *gyp = sb_npm_gyp_read(sb_buf_all(&buf), &arena);
    assert_int_equal(gyp->n, SB_NPM_GYP_COMMANDS);
    assert_true(gyp->cut);
    assert_true(arena.total < 32u << 20);
    sb_buf_done(&buf);
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing),    cmocka_unit_test(test_markers), cmocka_unit_test(test_commands),
        cmocka_unit_test(test_conditions), cmocka_unit_test(test_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
