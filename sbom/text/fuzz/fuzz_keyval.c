/* Assignments, INI and CSV; the first byte says which. A CSV row that was read is written again and must be read the
 * same. */
#include "base/buf.h"
#include "text/keyval.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void read_assignments(sb_str input)
{
    struct sb_arena arena = {0};
    struct sb_lines lines;
    sb_str name, value;
    uint32_t line = 0;
    sb_lines_init(&lines, input);
    while (sb_assignment(&lines, &arena, &name, &value)) {
        must(lines.line > line && lines.text.n > 0);
        must(lines.bad ? value.n == 0 : name.n > 0 && name.n + value.n < lines.text.n);
        line = lines.line;
    }
    sb_arena_done(&arena);
}

static void read_ini(sb_str input)
{
    struct sb_lines lines;
    sb_str name, value;
    uint32_t line = 0;
    sb_lines_init(&lines, input);
    while (sb_ini_row(&lines, &name, &value)) {
        must(lines.line > line);
        must(lines.bad || (name.n > 0 && name.n + value.n <= lines.text.n));
        line = lines.line;
    }
}

static void quote(struct sb_buf *buf, sb_str field)
{
    sb_buf_chr(buf, '"');
    for (size_t i = 0; i < field.n; i++) {
        if (field.p[i] == '"')
            sb_buf_chr(buf, '"');
        sb_buf_chr(buf, field.p[i]);
    }
    sb_buf_chr(buf, '"');
}

static void read_again(const sb_str *fields, size_t n)
{
    struct sb_arena arena = {0};
    struct sb_buf buf = {0};
    struct sb_lines lines;
    sb_str again[5];
    size_t m;
    for (size_t i = 0; i < n; i++) {
        sb_buf_str(&buf, i ? SB_S(",") : SB_S(""));
        quote(&buf, fields[i]);
    }
    sb_lines_init(&lines, sb_buf_all(&buf));
    must(sb_csv_row(&lines, &arena, again, SB_COUNT(again), &m) && !lines.bad && m == n);
    for (size_t i = 0; i < n; i++)
        must(sb_str_eq(fields[i], again[i]));
    must(!sb_csv_row(&lines, &arena, again, SB_COUNT(again), &m));
    sb_buf_done(&buf);
    sb_arena_done(&arena);
}

static void read_csv(sb_str input)
{
    struct sb_arena arena = {0};
    struct sb_lines lines;
    sb_str fields[5];
    uint32_t line = 0;
    size_t n;
    sb_lines_init(&lines, input);
    while (sb_csv_row(&lines, &arena, fields, SB_COUNT(fields), &n)) {
        must(lines.line > line);
        must(lines.bad ? n == 0 : n > 0 && n <= SB_COUNT(fields));
        line = lines.line;
        if (n)
            read_again(fields, n);
    }
    must(lines.rest.n == 0);
    sb_arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(sb_str) = {read_assignments, read_ini, read_csv};
    if (size)
        readers[data[0] % SB_COUNT(readers)](sb_str_n((const char *)data + 1, size - 1));
    return 0;
}
