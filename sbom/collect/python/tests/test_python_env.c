/* Environments and programs. */
#include "collect/kit/python_kit.h"

#define ENV "srv/env/"
#define ENV_SITE ENV "lib/python3.12/site-packages/"

static const char *const unowned = "sbom:unowned";

static void write_environment(const struct root *root, const char *at, const char *path, const char *name)
{
    char file[256];
    struct sb_buf text = {0};
    const struct {
        const char *name, *format;
    } rows[] = {
        {"pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.12.1\ncommand = python -m "
                       "venv %1$s\nprompt = '%2$s'\n"},
        {"bin/activate", "deactivate () {\n}\nVIRTUAL_ENV=\"%1$s\"\nexport VIRTUAL_ENV\nPS1=\"(%2$s) ${PS1:-}\"\n"},
        {"bin/activate.fish", "set -gx VIRTUAL_ENV '%1$s'\nset -gx VIRTUAL_ENV_PROMPT '%2$s'\n"},
        {"bin/activate.nu", "let virtual_env = r#'%1$s'#\n"},
        /* As Python writes them since 3.13: in quotes only what a shell wants in quotes. */
        {"bin/activate.csh", "setenv VIRTUAL_ENV '%1$s'\nsetenv VIRTUAL_ENV_PROMPT %2$s\n"},
        {"bin/Activate.ps1", "# (ie. '(.venv) '), Activate.ps1 -VenvDir 'C:\\.venv'\n"},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        snprintf(file, sizeof file, "%s%s", at, rows[i].name);
        sb_buf_clear(&text);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        sb_buf_printf(&text, rows[i].format, path, name);
#pragma GCC diagnostic pop
        root_bytes(root, file, sb_buf_all(&text));
    }
    sb_buf_done(&text);
}

/* The same environment made elsewhere: the same digests. */
static void test_moved(void **state)
{
    (void)state;
    struct root a, b;
    root_new(&a);
    root_new(&b);
    write_environment(&a, ENV, "/srv/env", "env");
    write_environment(&b, ENV, "/home/a user/project/.venv", ".venv");
    root_link(&a, ENV "bin/python", "/usr/bin/python3.12");
    root_link(&b, ENV "bin/python", "/usr/bin/python3.12");
    root_link(&a, ENV "bin/python3", "python");
    root_link(&b, ENV "bin/python3", "python");
    struct sb_doc *first = root_scan(&a);
    struct sb_doc *second = root_scan(&b);
    sb_str fact = sb_doc_fact_of(first, SB_DOC_ITSELF, unowned);
    assert_text(sb_doc_fact_of(second, SB_DOC_ITSELF, unowned), sb_arena_str(&first->diags.arena, fact).p);
    static const char *const parts[] = {
        "\"kind\":\"py:activate\",\"path\":\"" ENV "bin/activate\",\"sha256\"",
        "\"kind\":\"py:activate\",\"path\":\"" ENV "bin/activate.csh\",\"sha256\"",
        "\"kind\":\"py:activate\",\"path\":\"" ENV "bin/activate.fish\",\"sha256\"",
        "\"kind\":\"py:activate\",\"path\":\"" ENV "bin/activate.nu\",\"sha256\"",
        "\"kind\":\"py:config\",\"path\":\"" ENV "pyvenv.cfg\",\"sha256\"",
        "\"command\":\"-> /usr/bin/python3.12\",\"kind\":\"py:interpreter\",\"path\":\"" ENV "bin/python\",\"sha256\"",
        "\"command\":\"-> python\",\"kind\":\"py:interpreter\",\"path\":\"" ENV "bin/python3\",\"sha256\"",
    };
    for (size_t i = 0; i < SB_COUNT(parts); i++)
        assert_has(first, SB_DOC_ITSELF, unowned, parts[i]);
    sb_doc_free(first);
    sb_doc_free(second);
    root_remove(&a);
    root_remove(&b);
}

/* Whatever else is in these files changes their digest. */
static void test_tampered(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text;
    } rows[] = {
        {"bin/activate",
         "deactivate () {\n}\nVIRTUAL_ENV=\"/srv/env\"\nexport VIRTUAL_ENV\nPS1=\"(env) ${PS1:-}\"\nevil\n"},
        {"bin/activate",
         "deactivate () {\n/srv/env}\nVIRTUAL_ENV=\"/srv/env\"\nexport VIRTUAL_ENV\nPS1=\"(env) ${PS1:-}\"\n"},
        {"bin/activate",
         "deactivate () {\n(env)}\nVIRTUAL_ENV=\"/srv/env\"\nexport VIRTUAL_ENV\nPS1=\"(env) ${PS1:-}\"\n"},
        {"bin/activate",
         "deactivate () {\n}\nVIRTUAL_ENV=\"/srv/env;evil\"\nexport VIRTUAL_ENV\nPS1=\"(env) ${PS1:-}\"\n"},
        {"bin/activate",
         "deactivate () {\n}\nVIRTUAL_ENV=\"/srv/`evil`\"\nexport VIRTUAL_ENV\nPS1=\"(env) ${PS1:-}\"\n"},
        {"pyvenv.cfg", "home = /tmp/evil\ninclude-system-site-packages = false\n"},
        {"pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = true\n"},
        {"pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = false\nprompt = x\rhome = /tmp\n"},
        {"bin/python", "#!/bin/sh\nevil\n"},
    };
    struct root root;
    root_new(&root);
    write_environment(&root, ENV, "/srv/env", "env");
    root_file(&root, ENV "bin/python", "ELF");
    struct sb_doc *clean = root_scan(&root);
    sb_str before = sb_doc_fact_of(clean, SB_DOC_ITSELF, unowned);
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        char path[256];
        snprintf(path, sizeof path, ENV "%s", rows[i].path);
        root_file(&root, path, rows[i].text);
        struct sb_doc *doc = root_scan(&root);
        if (sb_str_eq(sb_doc_fact_of(doc, SB_DOC_ITSELF, unowned), before))
            fail_msg("row %zu: %s", i, rows[i].text);
        sb_doc_free(doc);
        write_environment(&root, ENV, "/srv/env", "env");
        root_file(&root, ENV "bin/python", "ELF");
    }
    struct sb_doc *again = root_scan(&root);
    assert_true(sb_str_eq(sb_doc_fact_of(again, SB_DOC_ITSELF, unowned), before));
    sb_doc_free(again);
    sb_doc_free(clean);
    root_remove(&root);
}

/* A program that nobody claims in the bin/ of an environment, and near misses. */
static void test_programs_of_nobody(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    write_environment(&root, ENV, "/srv/env", "env");
    root_file(&root, ENV "bin/git", "#!/bin/sh\n");
    root_file(&root, ENV "bin/sub/git", "#!/bin/sh\n");
    root_file(&root, ENV "bin/tool", "#!/srv/env/bin/python\n");
    root_file(&root, "srv/plain/bin/python", "ELF");
    root_file(&root, "srv/plain/bin/activate", "x");
    root_file(&root, ENV_SITE "demo-1.0.dist-info/METADATA", METADATA);
    root_file(&root, ENV_SITE "demo-1.0.dist-info/RECORD", "../../../bin/tool,,\n../../../bin/python3,,\n");
    root_file(&root, ENV "bin/python3", "ELF");
    struct sb_doc *doc = root_scan(&root);
    sb_comp demo = find_purl(doc, "pkg:pypi/demo@1.0", NULL);
    assert_has(doc, SB_DOC_ITSELF, unowned, "\"kind\":\"py:bin\",\"path\":\"" ENV "bin/git\"");
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, "bin/tool"));
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, "bin/python3"));
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, "srv/plain"));
    assert_has(doc, demo, "sbom:exec", "\"kind\":\"py:bin\",\"path\":\"../../../bin/tool\"");
    assert_has(doc, demo, "sbom:exec", "\"kind\":\"py:bin\",\"path\":\"../../../bin/python3\"");
    assert_has(doc, demo, "sbom:exec", "\"kind\":\"py:interpreter\",\"path\":\"../../../bin/python3\"");
    sb_doc_free(doc);
    root_remove(&root);
}

/* Which programs entry_points.txt names. */
static void test_scripts(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        bool named;
    } rows[] = {
        {"../../../bin/demo", true},
        {"../../../bin/demo3.12", true},
        {"../../../bin/demo-3.12", true},
        {"../../../Scripts/demo.exe", true},
        {"../../../Scripts/demo-script.py", true},
        {"../../../bin/window", true},
        {"../../../bin/demo2go", false},
        {"../../../bin/other", false},
        {"../../../sbin/other", false},
        {"/usr/local/bin/other", false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        sb_comp demo;
        char file[256];
        struct sb_buf record = {0};
        root_new(&root);
        const char *path = rows[i].path;
        snprintf(file, sizeof file, "%s%s", *path == '/' ? "" : "usr/", path + (*path == '/' ? 1 : 9));
        root_file(&root, file, "x");
        root_file(&root, DIST "entry_points.txt",
                  "[console_scripts]\ndemo = demo:main\n[gui_scripts]\nwindow = demo:gui\n[other]\nother = demo:x\n");
        sb_buf_printf(&record, "%s,,\n", path);
        struct sb_doc *doc = scan_record(&root, sb_buf_all(&record), &demo);
        if (fact_has(doc, demo, "sbom:exec", "py:bin") == rows[i].named)
            fail_msg("%s: %.*s", path, SB_FMT(sb_doc_fact_of(doc, demo, "sbom:exec")));
        assert_has(doc, demo, "sbom:files", "\"n\":2"); /* it belongs to the content set, named or not */
        sb_doc_free(doc);
        sb_buf_done(&record);
        root_remove(&root);
    }
}

/* The module that an entry point names. */
static void test_modules(void **state)
{
    (void)state;
    static const struct {
        const char *value, *file; /* NULL: none */
    } rows[] = {
        {"demo.cli:main", "demo/cli.py"},
        {"demo.cli:main [extra]", "demo/cli.py"},
        {"demo.cli", "demo/cli.py"},
        {"demo.cli:main", "demo/cli/__init__.py"},
        {"demo:main", "demo/__init__.pyc"},
        {"demo.fast:main", "demo/fast.cpython-312-x86_64-linux-gnu.so"},
        {"demo.fast:main", "demo/fast.pyd"},
        {"elsewhere.cli:main", "added/elsewhere/cli.py"},
        {"demo.cli:main", NULL},
        {"demo..cli:main", NULL},
        {"../demo:main", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        sb_comp demo;
        char text[256];
        root_new(&root);
        if (rows[i].file) {
            snprintf(text, sizeof text, SITE "%s", rows[i].file);
            root_file(&root, text, "1234567");
        }
        root_file(&root, SITE "added.pth", "added\n");
        snprintf(text, sizeof text, "[demo.plugins]\nx = %s\n", rows[i].value);
        root_file(&root, DIST "entry_points.txt", text);
        struct sb_doc *doc = scan_record(&root, SB_S("x,,\n"), &demo);
        if (fact_has(doc, demo, "sbom:exec", "{\"bytes\":7,\"command\":\"demo.plugins: x = ") != (rows[i].file != NULL))
            fail_msg("%s: %.*s", rows[i].value, SB_FMT(sb_doc_fact_of(doc, demo, "sbom:exec")));
        sb_doc_free(doc);
        root_remove(&root);
    }
}

/* What Python loads first is told: an extension module before a source, a package before a module. */
static void test_first_module(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    root_new(&root);
    root_file(&root, SITE "demo.py", "1");
    root_file(&root, SITE "demo.so", "22");
    root_file(&root, DIST "entry_points.txt", "[a]\nx = demo\n");
    struct sb_doc *doc = scan_record(&root, SB_S("x,,\n"), &demo);
    assert_has(doc, demo, "sbom:exec", "{\"bytes\":2,");
    sb_doc_free(doc);
    root_file(&root, SITE "demo/__init__.py", "333");
    doc = scan_record(&root, SB_S("x,,\n"), &demo);
    assert_has(doc, demo, "sbom:exec", "{\"bytes\":3,");
    sb_doc_free(doc);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moved),   cmocka_unit_test(test_tampered), cmocka_unit_test(test_programs_of_nobody),
        cmocka_unit_test(test_scripts), cmocka_unit_test(test_modules),  cmocka_unit_test(test_first_module),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
