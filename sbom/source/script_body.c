#include "source/script_body.h"

#include "source/script_head.h"

enum { SMALL = 2048 };

/* ---- the words of installers ---- */

/* a, a.b, _a1.b_2 */
static bool is_dotted_name(sb_str name)
{
    bool first = true;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = sb_is_alnum(c) || c == '_';
        if (first ? !letter || sb_is_digit(c) : !letter && c != '.')
            return false;
        first = c == '.';
    }
    return !first;
}

/* Lines that only tidy up the program's name; whatever their order, they do nothing else. */
static bool is_ordinary_line(sb_str line)
{
    static const char *const lines[] = {
        "",
        "# -*- coding: utf-8 -*-",
        "import re",
        "import sys",
        "if __name__ == '__main__':",
        "if __name__ == \"__main__\":",
        "    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])",
        "    sys.argv[0] = re.sub(r'(-script\\.pyw?|\\.exe)?$', '', sys.argv[0])",
        "    sys.argv[0] = re.sub(r\"(-script\\.pyw|\\.exe)?$\", \"\", sys.argv[0])",
        "    sys.argv[0] = sys.argv[0].removesuffix('.exe')",
        "    if sys.argv[0].endswith(\"-script.pyw\"):",
        "    if sys.argv[0].endswith('.exe'):",
        "        sys.argv[0] = sys.argv[0][:-11]",
        "    elif sys.argv[0].endswith(\".exe\"):",
        "        sys.argv[0] = sys.argv[0][:-4]",
    };
    for (size_t i = 0; i < SB_COUNT(lines); i++)
        if (sb_str_eq(line, sb_str_of(lines[i])))
            return true;
    return false;
}

/* "from MODULE import NAME", alone or in the branch. */
static bool is_import(sb_str line, sb_str *ret_module, sb_str *ret_name)
{
    static const sb_str import = {" import ", 8};
    sb_str_chop(&line, SB_S("    "));
    size_t at = sb_str_find(line, import);
    if (!sb_str_starts(line, SB_S("from ")) || at == SB_NPOS || at < 5)
        return false;
    *ret_module = sb_str_part(line, 5, at - 5);
    *ret_name = sb_str_from(line, at + import.n);
    return is_dotted_name(*ret_module) && is_dotted_name(*ret_name) && sb_str_chr(*ret_name, '.') == SB_NPOS;
}

static bool is_call(sb_str line, sb_str *ret_function)
{
    if (!sb_str_chop(&line, SB_S("    sys.exit(")) || !sb_str_chop_end(&line, SB_S("())")))
        return false;
    *ret_function = line;
    return is_dotted_name(line);
}

bool sb_script_launches(sb_str body, sb_str *ret_module, sb_str *ret_function)
{
    sb_str module = SB_STR_NONE;
    sb_str name = SB_STR_NONE;
    sb_str function = SB_STR_NONE;
    sb_str first;
    while (body.n) {
        sb_str line;
        sb_str_cut(&body, '\n', &line);
        if (is_ordinary_line(line) || (!module.n && is_import(line, &module, &name)) ||
            (module.n && !function.n && is_call(line, &function)))
            continue;
        return false;
    }
    sb_str called = function;
    sb_str_cut(&called, '.', &first);
    *ret_module = module;
    *ret_function = function;
    return function.n && sb_str_eq(first, name);
}

/* ---- the body ---- */

void sb_script_body_begin(struct sb_script_body_scan *scan)
{
    scan->begun = scan->has_head = false;
    scan->size = 0;
    sb_buf_clear(&scan->small);
}

static void add(struct sb_script_body_scan *scan, const char *p, size_t n)
{
    if (scan->size + n <= SMALL)
        sb_buf_add(&scan->small, p, n);
    scan->size += n;
    sb_sha256_add(scan->sha256, p, n);
}

void sb_script_body_add(void *ctx, const char *p, size_t n)
{
    struct sb_script_body_scan *scan = ctx;
    if (scan->begun && !scan->has_head)
        return;
    size_t head = scan->begun ? 0 : sb_script_head(sb_str_n(p, n));
    if (!scan->begun && head) {
        scan->has_head = true;
        sb_sha256_begin(scan->sha256);
    }
    scan->begun = true;
    if (scan->has_head)
        add(scan, p + head, n - head);
}

bool sb_script_body_end(struct sb_script_body_scan *scan, struct sb_script_body *ret_body)
{
    sb_str module;
    sb_str function;
    if (!scan->has_head)
        return false;
    if (scan->size == scan->small.n && sb_script_launches(sb_buf_all(&scan->small), &module, &function)) {
        struct sb_buf call = {0};
        sb_buf_printf(&call, "%.*s:%.*s", SB_FMT(module), SB_FMT(function));
        ret_body->size = call.n;
        sb_sha256_of(sb_buf_all(&call), ret_body->sha256);
        sb_buf_done(&call);
        return true;
    }
    ret_body->size = scan->size;
    sb_sha256_end(scan->sha256, ret_body->sha256);
    return true;
}
