/* The body of a script: what is left of it when its environment is moved, or another installer writes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "source/script_body.h"

static void test_launches(void **state)
{
    (void)state;
    static const struct {
        const char *body, *call; /* NULL: does something else */
    } rows[] = {
        {"# -*- coding: utf-8 -*-\nimport re\nimport sys\nfrom a.b import main\nif __name__ == '__main__':\n"
         "    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])\n    sys.exit(main())\n",
         "a.b:main"},
        {"import sys\nfrom a.b import main\nif __name__ == '__main__':\n"
         "    sys.argv[0] = sys.argv[0].removesuffix('.exe')\n    sys.exit(main())\n",
         "a.b:main"},
        {"# -*- coding: utf-8 -*-\nimport sys\nfrom a.b import main\nif __name__ == \"__main__\":\n"
         "    if sys.argv[0].endswith(\"-script.pyw\"):\n        sys.argv[0] = sys.argv[0][:-11]\n"
         "    elif sys.argv[0].endswith(\".exe\"):\n        sys.argv[0] = sys.argv[0][:-4]\n    sys.exit(main())\n",
         "a.b:main"},
        {"import re\nimport sys\nif __name__ == '__main__':\n    from a.b import App\n    sys.exit(App.run())\n",
         "a.b:App.run"},
        {"import sys\nfrom a.b import main\nsys.exit(main())\n", NULL},
        {"import sys\nfrom a.b import main\nimport evil\nif __name__ == '__main__':\n    sys.exit(main())\n", NULL},
        {"import sys\nfrom a.b import main\nfrom c import x\nif __name__ == '__main__':\n    sys.exit(main())\n", NULL},
        {"import sys\nfrom a.b import main as x\nif __name__ == '__main__':\n    sys.exit(x())\n", NULL},
        {"import sys\nfrom a.b import main\nif __name__ == '__main__':\n    sys.exit(other())\n", NULL},
        {"import sys\nfrom a.b import main\nif __name__ == '__main__':\n    sys.exit(main(1))\n", NULL},
        {"import sys\nfrom a.b import main\nif __name__ == '__main__':\n    sys.exit(main.a[0]())\n", NULL},
        {"import sys\nfrom a.b import main\nif __name__ == '__main__':\n    sys.exit(main())\nevil()\n", NULL},
        {"import sys\nfrom .b import main\nif __name__ == '__main__':\n    sys.exit(main())\n", NULL},
        {"import sys\nif __name__ == '__main__':\n    sys.exit(main())\n", NULL},
        {"import sys\nfrom a import b\n", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        sb_str module, function;
        char call[64] = "";
        bool launches = sb_script_launches(sb_str_of(rows[i].body), &module, &function);
        if (launches)
            snprintf(call, sizeof call, "%.*s:%.*s", SB_FMT(module), SB_FMT(function));
        if (launches != (rows[i].call != NULL) || (launches && strcmp(call, rows[i].call) != 0))
            fail_msg("row %zu: %s", i, call);
    }
}

static bool body_of(sb_str bytes, size_t first, size_t step, struct sb_script_body *ret)
{
    struct sb_script_body_scan scan = {.sha256 = sb_sha256_new()};
    sb_script_body_begin(&scan);
    sb_script_body_add(&scan, bytes.p, first);
    for (size_t at = first; at < bytes.n; at += step)
        sb_script_body_add(&scan, bytes.p + at, bytes.n - at < step ? bytes.n - at : step);
    bool has = sb_script_body_end(&scan, ret);
    sb_sha256_free(scan.sha256);
    sb_buf_done(&scan.small);
    return has;
}

static void test_bodies(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    struct sb_script_body a, b;
    uint8_t sha[SB_SHA256_BYTES];
    sb_str plain = SB_S("#!/a/bin/python3\nimport x\n");
    assert_true(body_of(plain, plain.n, 1, &a));
    sb_sha256_of(SB_S("import x\n"), sha);
    assert_int_equal(a.size, 9);
    assert_memory_equal(a.sha256, sha, sizeof sha);
    assert_false(body_of(SB_S("#!/bin/sh\nimport x\n"), 19, 1, &a));
    assert_false(body_of(SB_S("import x\n"), 9, 1, &a));
    sb_str call = SB_S("#!/b/bin/python\nimport sys\nfrom m import f\nif __name__ == '__main__':\n    sys.exit(f())\n");
    assert_true(body_of(call, call.n, 1, &a));
    sb_sha256_of(SB_S("m:f"), sha);
    assert_int_equal(a.size, 3);
    assert_memory_equal(a.sha256, sha, sizeof sha);
    sb_buf_str(&text, SB_S("#!/a/bin/python3\n"));
    for (size_t i = 0; i < 5000; i++)
        sb_buf_str(&text, SB_S("import y\n"));
    assert_true(body_of(sb_buf_all(&text), 10240, 777, &a));
    assert_true(body_of(sb_buf_all(&text), text.n, 1, &b));
    assert_int_equal(a.size, 45000);
    assert_memory_equal(&a, &b, sizeof a);
    sb_buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_launches), cmocka_unit_test(test_bodies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
