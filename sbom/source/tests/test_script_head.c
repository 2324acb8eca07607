#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "source/script_head.h"

/* Each head, and what follows it. */
static const struct {
    const char *head, *rest;
} heads[] = {
    {"#!/opt/env/bin/python\n", "import sys\n"},
    {"#!/opt/env/bin/python3.12\n", ""},
    {"#!/opt/env/bin/python3.13t\r\n", "x"},
    {"#! /usr/bin/python3 -sP\n", "x"},
    {"#!/usr/bin/python3 -s -E\n", "x"},
    {"#!/opt/pypy3.10/bin/pypy3\n", "x"},
    {"#!/opt/my env/bin/python\n", "x"},
    {"#!\"C:\\Program Files\\Python\\python.exe\"\n", "x"},
    {"#!/bin/sh\n'''exec' /very/long/bin/python3 \"$0\" \"$@\"\n' '''\n", "import sys\n"},
    {"#!/bin/sh\n'''exec' \"/with blank/bin/python3\" \"$0\" \"$@\"\n' '''\n", "import sys\n"},
    {"#!/bin/sh\n'''exec' '/with blank/bin/python' \"$0\" \"$@\"\n' '''\n", "import sys\n"},
    {"#!/bin/sh\n# coding: utf-8\n'''exec' \"$(printf %b '\\'0057 '\\'0141 '\\'0040 '\\'0142 '\\'0057 '\\'0160 "
     "'\\'0171 "
     "'\\'0160 '\\'0171)\" \"$0\" \"$@\"\n' '''\n",
     "import sys\n"},
    /* Whatever else stands there counts. */
    {"", "#!/bin/sh\n'''exec' \"$(printf %b '\\'0057 '\\'0141)\" \"$0\" \"$@\"\n' '''\n"},
    {"", "#!/bin/sh\n'''exec' \"$(printf %b '\\'0057 `evil`)/pypy\" \"$0\" \"$@\"\n' '''\n"},
    {"", "#!/bin/sh\n'''exec' \"$(printf %b '\\'0057 '\\'0160 '\\'0171 '\\'0160 '\\'017;)\" \"$0\" \"$@\"\n' '''\n"},
    {"", "#!/bin/sh\nevil\n'''exec' /bin/python3 \"$0\" \"$@\"\n' '''\n"},
    {"", "#!/bin/sh\nexec evil\n"},
    {"", "#!/usr/bin/env python3\n"},
    {"", "#!python\n"},
    {"", "#!/opt/env/bin/python"}, /* no end of the line */
    {"", "#!/opt/env/bin/python -c print(1)\n"},
    {"", "#!/opt/env/bin/python -cprint(1)\n"},
    {"", "#!/opt/env/bin/python -mevil\n"},
    {"", "#!/opt/env/bin/python -Ximporttime\n"},
    {"", "#!/opt/env/bin/python evil.py\n"},
    {"", "#!/opt/env/bin/python -\n"},
    {"", "#!/opt/env/bin/python;evil\n"},
    {"", "#!/opt/env/bin/python-evil\n"},
    {"", "#!/opt/env/bin/evil\n"},
    {"", "#!/bin/sh\n'''exec' /bin/python3 \"$0\" \"$@\"; evil\n' '''\n"},
    {"", "#!/bin/sh\n'''exec' /bin/`evil`/python3 \"$0\" \"$@\"\n' '''\n"},
    {"", "#!/bin/sh\n'''exec' \"$(evil)/python\" \"$0\" \"$@\"\n' '''\n"},
    {"", "#!/bin/sh\n'''exec' /bin/python3 \"$0\" \"$@\"\nevil\n"},
    {"", "#!/bin/sh\nevil\n"},
    {"", "#!\n"},
    {"", "#!"},
    {"", "import sys\n"},
    {"", ""},
};

static void test_heads(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(heads); i++) {
        char text[256];
        size_t wanted = strlen(heads[i].head);
        int n = snprintf(text, sizeof text, "%s%s", heads[i].head, heads[i].rest);
        size_t got = sb_script_head(sb_str_n(text, (size_t)n));
        if (got != wanted)
            print_error("%s: %zu instead of %zu\n", text, got, wanted);
        assert_int_equal(got, wanted);
    }
}

static void test_bounds(void **state)
{
    (void)state;
    static char text[2 * SB_SCRIPT_HEAD_MAX];
    memset(text, '/', sizeof text);
    memcpy(text, "#!", 2);
    memcpy(text + sizeof text - 7, "python\n", 7);
    assert_int_equal(sb_script_head(sb_str_n(text, sizeof text)), 0);
    assert_int_equal(sb_script_head(SB_S("#!/bin/py\0thon\n")), 0);
    assert_int_equal(sb_script_head(SB_S("#!/bin/python -\0\n")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_heads), cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
