#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "source/pieces.h"
#include "source/scrambled.h"
#include "source/summary.h"
#include "source/unpacked.h"
#include "source/unseen.h"

static struct sb_summariser *summariser;

/* A stream that gives at most STEP bytes a call. */
struct drip {
    struct sb_stream stream;
    sb_str rest;
    size_t step;
};

static ptrdiff_t drip_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct drip *drip = stream->ctx;
    (void)err;
    n = n < drip->step ? n : drip->step;
    n = n < drip->rest.n ? n : drip->rest.n;
    if (n)
        memcpy(p, drip->rest.p, n);
    drip->rest = sb_str_from(drip->rest, n);
    return (ptrdiff_t)n;
}

static const struct sb_summary_extra lines_only = {.lines = true};

static struct sb_summary summary_of(const char *name, sb_str bytes, size_t head, size_t step)
{
    struct sb_summary summary;
    struct sb_err err = {0};
    struct drip drip = {.rest = sb_str_from(bytes, head), .step = step};
    drip.stream = (struct sb_stream){drip_read, &drip};
    assert_int_equal(sb_summarise(summariser, sb_str_of(name), sb_str_part(bytes, 0, head), &drip.stream, UINT64_MAX,
                                  &lines_only, &summary, &err),
                     SB_OK);
    return summary;
}

/* In pieces of all kinds the answer is the same. */
static struct sb_summary summarise(const char *name, sb_str bytes)
{
    static const size_t steps[] = {1, 7, 511, 4096, 300000};
    struct sb_summary whole = summary_of(name, bytes, 0, bytes.n + 1);
    for (size_t i = 0; i < SB_COUNT(steps); i++) {
        if (steps[i] == 1 && bytes.n > 100000)
            continue;
        struct sb_summary one = summary_of(name, bytes, 0, steps[i]);
        assert_memory_equal(&one, &whole, sizeof one);
        one = summary_of(name, bytes, steps[i] < bytes.n ? steps[i] : bytes.n, steps[i]);
        assert_memory_equal(&one, &whole, sizeof one);
    }
    assert_int_equal(whole.size, bytes.n);
    return whole;
}

static int setup(void **state)
{
    (void)state;
    summariser = sb_summariser_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    sb_summariser_free(summariser);
    return 0;
}

#define THREE "\0\0\0\0\0\0\0\0\0\0\0\0"
#define CODE "\x44\0\0\0\x97\0d\0d\1l\0"

static void test_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        sb_str bytes;
        const char *token;
    } files[] = {
        {"a", SB_S("\177ELF\2\1\1"), "elf"},
        {"a.py", SB_S("\177ELF\2\1\1"), "elf"},
        {"a", SB_S("\xfe\xed\xfa\xce...."), "macho"},
        {"a", SB_S("\xcf\xfa\xed\xfe...."), "macho"},
        {"a", SB_S("\xca\xfe\xba\xbe\0\0\0\2"), "macho"},
        {"A.class", SB_S("\xca\xfe\xba\xbe\0\0\0\x34"), "other"},
        {"a", SB_S("\xca\xfe\xba\xbe"), "text"},
        {"a", SB_S("\0asm\1\0\0\0"), "wasm"},
        {"a", SB_S("PK\3\4"), "archive"},
        {"a", SB_S("PK\5\6"), "archive"},
        {"a", SB_S("\x1f\x8b\x08"), "archive"},
        {"a", SB_S("\3757zXZ\0"), "archive"},
        {"a", SB_S("BZh91AY&SY"), "archive"},
        {"a", SB_S("BZh is a word"), "text"},
        {"a", SB_S("\x28\xb5\x2f\xfd"), "archive"},
        {"a", SB_S("7z\xbc\xaf\x27\x1c"), "archive"},
        {"a", SB_S("!<arch>\n"), "archive"},
        {"a", SB_S("\xed\xab\xee\xdb"), "archive"},
        {"a", SB_S("MSCF\0\0\0\0"), "archive"},
        {"a", SB_S("MSCF is text"), "text"},
        {"a", SB_S("MZ is text"), "text"},
        {"a", SB_S("MZ\0is no text"), "other"},
        {"a", SB_S("words"), "text"},
        {"a", SB_S(""), "text"},
        {"a", SB_S("a\0b"), "other"},
        {"a.py", SB_S(""), "script:python"},
        {"a.PYW", SB_S("x"), "script:python"},
        {"a.py", SB_S("a\0b"), "script:python"},
        {"a.pyc", SB_S("a\0b"), "bytecode"},
        {"a.dat", SB_S("\xcb\r\r\n\0\0\0\0\xbc\x6c\x0c\x6bR\0\0\0\xe3" THREE "\6\0\0\0\0\0\0\0\xf3" CODE), "bytecode"},
        {"a.dat", SB_S("\x33\r\r\n\xbc\x6c\x0c\x6bR\0\0\0\xe3" THREE "\4\0\0\0@\0\0\0s" CODE), "bytecode"},
        {"a.dat", SB_S("\3\xf3\r\n\xbb\x6c\x0c\x6b\x63" THREE "@\0\0\0s" CODE "\0\0\0\0"), "bytecode"},
        {"a.png", SB_S("c" THREE "\0\0\0\0\4\0\0\0@\0\0\0s" CODE), "bytecode"}, /* marshalled alone */
        {"a.dat", SB_S("c" THREE "\4\0\0\0@\0\0\0x" CODE), "other"},
        {"a", SB_S("ab\r\ncode is a word, and so are these words here\n"), "text"},
        {"a.mjs", SB_S("x"), "script:javascript"},
        {"a.cjs", SB_S("x"), "script:javascript"},
        {"a.ts", SB_S("x"), "text"},
        {"a.bash", SB_S("x"), "script:shell"},
        {"a.cmd", SB_S("x"), "script:batch"},
        {"a.ps1", SB_S("x"), "script:powershell"},
        {"a.pl", SB_S("x"), "script:perl"},
        {"a.rb", SB_S("x"), "script:ruby"},
        {"a.php", SB_S("x"), "script:php"},
        {"a.lua", SB_S("x"), "script:lua"},
        {"py", SB_S("x"), "text"},
        {"a.py.txt", SB_S("x"), "text"},
        {"a", SB_S("#!/usr/bin/python3.11 -u\n"), "script:python"},
        {"a", SB_S("#!/bin/sh\n'''exec' '/a b/bin/python3' \"$0\" \"$@\"\n' '''\nimport a\n"), "script:python"},
        {"a", SB_S("#!/bin/sh\n'''exec' '/a b/bin/evil' \"$0\" \"$@\"\n' '''\nimport a\n"), "script:shell"},
        {"a", SB_S("#!/a b/bin/python3\nimport a\n"), "script:python"},
        {"a.sh", SB_S("#! /usr/bin/env -S A=b node --x\n"), "script:javascript"},
        {"a", SB_S("#!/bin/sh"), "script:shell"},
        {"a", SB_S("#!/bin/sh\r\n"), "script:shell"},
        {"a", SB_S("#!/usr/bin/awk -f\n"), "script:other"},
        {"a", SB_S("#!\n"), "text"},
        {"a.rb", SB_S("#!/usr/bin/env\n"), "script:ruby"},
        {"a", SB_S("#!/bin/sh\n\0"), "script:shell"},
    };
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        struct sb_summary summary = summarise(files[i].name, files[i].bytes);
        if (strcmp(sb_file_kinds[summary.kind].token, files[i].token) != 0)
            fail_msg("%zu: %s is %s", i, files[i].name, sb_file_kinds[summary.kind].token);
        assert_int_equal(summary.binary, files[i].bytes.n && memchr(files[i].bytes.p, 0, files[i].bytes.n) != NULL);
    }
}

static void test_magic_further_in(void **state)
{
    (void)state;
    char bytes[600] = "MZ";
    memset(bytes + 2, 0, sizeof bytes - 2);
    bytes[0x3d] = 1;
    assert_int_equal(summarise("a", sb_str_n(bytes, sizeof bytes)).kind, SB_KIND_OTHER);
    memcpy(bytes + 0x100, "PE\0", 4);
    assert_int_equal(summarise("a", sb_str_n(bytes, sizeof bytes)).kind, SB_KIND_PE);
    assert_int_equal(summarise("a", sb_str_n(bytes, 0x103)).kind, SB_KIND_OTHER);
    memset(bytes, 'x', sizeof bytes);
    memcpy(bytes + 257, "ustar", 5);
    assert_int_equal(summarise("a", sb_str_n(bytes, sizeof bytes)).kind, SB_KIND_ARCHIVE);
}

static void test_digest(void **state)
{
    (void)state;
    char hex[64];
    struct sb_summary summary = summarise("a", SB_S("abc"));
    sb_hex_encode(summary.sha256, SB_SHA256_BYTES, hex);
    assert_memory_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 64);
}

/* In the same read, whatever the pieces; a summary that does not ask for it is the same. */
static void test_md5(void **state)
{
    (void)state;
    static const size_t heads[] = {0, 1, 3};
    uint8_t md5[SB_MD5_BYTES];
    char hex[2 * SB_MD5_BYTES];
    const struct sb_summary_extra extra = {.lines = true, .ret_md5 = md5};
    if (!sb_md5_offered())
        skip();
    struct sb_summary plain = summarise("a", SB_S("abc"));
    for (size_t i = 0; i < SB_COUNT(heads); i++) {
        struct sb_summary summary;
        struct sb_err err = {0};
        struct drip drip = {.rest = sb_str_from(SB_S("abc"), heads[i]), .step = 1};
        drip.stream = (struct sb_stream){drip_read, &drip};
        assert_int_equal(sb_summarise(summariser, SB_S("a"), sb_str_part(SB_S("abc"), 0, heads[i]), &drip.stream,
                                      UINT64_MAX, &extra, &summary, &err),
                         SB_OK);
        sb_hex_encode(md5, SB_MD5_BYTES, hex);
        assert_memory_equal(hex, "900150983cd24fb0d6963f7d28e17f72", sizeof hex);
        assert_memory_equal(&summary, &plain, sizeof plain);
    }
}

static sb_str repeat(struct sb_buf *buf, const char *piece, size_t times)
{
    for (size_t i = 0; i < times; i++)
        sb_buf_str(buf, sb_str_of(piece));
    return sb_buf_all(buf);
}

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        sb_str bytes;
        uint32_t longest;
    } texts[] = {
        {SB_S(""), 0},           {SB_S("\n"), 0},           {SB_S("\n\n\n"), 0},        {SB_S("a"), 1},
        {SB_S("a\nbcd\nef"), 3}, {SB_S("a\nbcd\nefgh"), 4}, {SB_S("abcd\nef\ng\n"), 4}, {SB_S("ab\r\n"), 3},
    };
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        assert_int_equal(summarise("a", texts[i].bytes).longest_line, texts[i].longest);

    struct sb_buf buf = {0};
    for (size_t n = 500; n < 540; n++) { /* lengths around those where another way is taken */
        sb_buf_clear(&buf);
        repeat(&buf, "short line\n", 100);
        repeat(&buf, "x", n);
        repeat(&buf, "\n12345", 1);
        repeat(&buf, "\nshort line", 100);
        struct sb_summary summary = summarise("a", sb_buf_all(&buf));
        assert_int_equal(summary.longest_line, n);
        assert_int_equal(summary.longest_run, 0);
    }
    sb_buf_clear(&buf);
    assert_int_equal(summarise("a", repeat(&buf, "0123456789", 100000)).longest_line, 1000000);
    sb_buf_done(&buf);
}

/* TIMES pieces, then what lies between them; in a text that begins and ends as code does. */
static uint32_t run_of(const char *before, const char *piece, size_t times, const char *behind)
{
    struct sb_buf buf = {0};
    repeat(&buf, "def ordinary(code):\n    return [code]\n\n\n", 40);
    repeat(&buf, before, 1);
    repeat(&buf, piece, times);
    repeat(&buf, behind, 1);
    repeat(&buf, "\n\n\ndef ordinary(code):\n    return [code]\n", 40);
    uint32_t run = summarise("a", sb_buf_all(&buf)).longest_run;
    sb_buf_done(&buf);
    return run;
}

#define BASE64_77 "aW1wb3J0IG9zLCBzeXMsIGpzb24KcHJpbnQoJ25vdGhpbmcgaXMgZG9uZSBoZXJlJykKIyBhIGNvb"
#define HEX_100 "696d706f7274206f732c207379732c206a736f6e0a7072696e7428276e6f7468696e6720697320646f6e652068657265272901"

/* The same bytes, whatever the layout. */
static void test_runs(void **state)
{
    (void)state;
    static const struct {
        const char *before, *piece;
        size_t times;
        const char *behind;
        uint32_t run;
    } rows[] = {
        {"x = '", BASE64_77, 100, "'", 7700},                        /* one line */
        {"x = '''\n", BASE64_77 "\n", 100, "'''", 7700},             /* wrapped */
        {"x = (\n", "    '" BASE64_77 "'\n", 100, ")", 7700},        /* split by quotes */
        {"x = [\n", "        \"" BASE64_77 "\",\n", 100, "]", 7700}, /* a list */
        {"x = ''\n", "x += b'" BASE64_77 "'\n", 100, "", 7700},      /* one statement a line */
        {"x = '' +\n", "  '" BASE64_77 "' +\n", 100, "''", 7700},    /* added up */
        {"x = '", BASE64_77 "\\\n", 100, "'", 7700},                 /* continued lines */
        {"x = '", BASE64_77 "\\n' +\n'", 100, "'", 7700},            /* with escaped ends */
        {"# ", HEX_100 "\n# ", 50, "", 5100},                        /* in a comment */
        {"x = '", "69 6d 70 6f 72 74 20 6f ", 400, "'", 0},          /* no chunk, no mark */
        {"x = '", "aW1wb3J0IG9z ", 100, "'", 1200},                  /* short chunks */
        {"x = '", "aW1wb3J0IG9 ", 100, "'", 0},                      /* shorter than those */
        {"x = b'", "\\x69\\x6d\\x70\\xff\\x6f\\x72\\x74\\x20\\x73\\x0a\\x3b\\x01", 100, "'", 2400}, /* escaped */
        {"x = [", "0x69, 0x6d, 0xFF,\n        0X01, 0x70, 0x6f, 0x72, 0x74, 0x20, 0x73, 0x0a, ", 100, "]", 2200},
        {"x = [", "0x00, 0x01, ", 400, "]", 0},                      /* a table of few values */
        {"x = [", "0x69ab, 0x6d01, ", 400, "]", 0},                  /* a table of larger numbers */
        {"x = '", "%69%6d%70%6f%72%74%20%73%0a%3b", 100, "'", 2000}, /* as in an address */
        {"x = '", "\\u0069\\u006d\\u0070\\u006f\\u0072\\u0074\\u0020\\u0073\\u000a\\u003b", 100, "'",
         2000},                                                                                /* as in JSON */
        {"x = '", "\\u1a69\\u2f6d", 400, "'", 0},                                              /* letters of a script */
        {"x = [", "105, 109, 9, 255,\n    112, 111, 114, 116, 32, 115, 10, ", 100, "]", 2200}, /* decimal */
        {"x = ", "chr(105)+chr(109)+chr(112)+chr(111)+chr(114)+chr(116)+chr(32)+chr(115)+chr(10)+chr(59)+", 100, "''",
         2000},
        {"", "x=1\ny=2\n", 5000, "", 0},                                                /* statements */
        {"x = [", "105, 1090, ", 800, "]", 0},                                          /* larger */
        {"x = [", "1.05, 10.9, ", 800, "]", 0},                                         /* fractions */
        {"x = [", "2024-01-12, ", 800, "]", 0},                                         /* dates */
        {"", "import some_module_of_a_long_name\n", 300, "", 0},                        /* names are not mixed */
        {"", "getTheVeryLongNameOfAThing, ", 300, "", 0},                               /* nor are these */
        {"", "# ------------------------------------------------------\n", 300, "", 0}, /* lines that are drawn */
        {"", "a", 5000, "", 0},                                                         /* a table of one letter */
        {"x = b'", "abcdefghijklmnopjfkacbdnmlajfkbhgd", 200, "'", 6800},               /* an alphabet of its own */
        {"", "import AccountCreateParamsCapabilitiesAcssDebitPayments\n", 300, "", 0},  /* names of many words */
        {"", "call(the_very_long_name_of_a_thing_that_has_more_than_forty_letters)\n", 300, "", 0},
        {"x = '", BASE64_77, 13, "'", 0}, /* 1,001: a key */
        {"x = '", BASE64_77, 14, "'", 1078},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        uint32_t run = run_of(rows[i].before, rows[i].piece, rows[i].times, rows[i].behind);
        if (run != rows[i].run)
            fail_msg("row %zu: %u, not %u", i, run, rows[i].run);
    }
}

/* Wherever it begins. */
/* Characters without a shape, and code behind blanks, wherever they begin. */
static void test_unseen(void **state)
{
    (void)state;
    static const struct {
        const char *before, *piece;
        size_t times;
        const char *behind;
        bool found;
    } rows[] = {
        {"x = '", "\xf3\xa0\x84\x80", 64, "'\n", true}, {"x = '", "\xef\xb8\x8f", 64, "'\n", true},
        {"x = '", "\xe2\x80\x8b", 64, "'\n", true},     {"x = '", "a\xe2\x80\x8b", 100, "'\n", true},
        {"x = '", "\xf3\xa0\x81\xa1", 80, "'\n", true}, {"x = '", "\xe2\x80\x8b", 40, "'\n", false},
        {"x = '", "\xe4\xbd\xa0", 400, "'\n", false},   {"x = '", "\xe2\x9d\xa4\xef\xb8\x8f", 400, "'\n", false},
        {"x = 1;", " ", 200, "f();\n", true},           {"x = 1;", "\t", 1000, "f();\n", true},
        {"x = 1;", " ", 130, "f();\n", false},          {"x = 1;", " ", 1000, "\n", false},
        {"x = 1;\n", " ", 1000, "f();\n", false},       {"x = 1;", " ", 1000, "", false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        for (size_t at = 0; at < 70; at++) {
            struct sb_buf buf = {0};
            for (size_t k = 0; k < at; k++)
                sb_buf_str(&buf, SB_S("y"));
            sb_buf_printf(&buf, "%s", rows[i].before);
            for (size_t k = 0; k < rows[i].times; k++)
                sb_buf_printf(&buf, "%s", rows[i].piece);
            sb_buf_printf(&buf, "%s", rows[i].behind);
            uint32_t run = summarise("a.py", sb_buf_all(&buf)).longest_run;
            if ((run >= SB_UNSEEN_RUN) != rows[i].found)
                fail_msg("row %zu at %zu: %u", i, at, run);
            sb_buf_done(&buf);
        }
}

/* N bytes that look like chance, out of VALUES characters from FIRST on. */
static void add_random(struct sb_buf *buf, uint32_t *seed, size_t n, unsigned values, unsigned first)
{
    for (size_t i = 0; i < n; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        sb_buf_chr(buf, (char)(first + (*seed >> 16) % values));
    }
}

static void test_crowded(void **state)
{
    (void)state;
    static const struct {
        unsigned first, values, wrap;
        size_t n;
        bool found;
    } rows[] = {
        {'!', 85, 0, 4096, true},  {'!', 85, 72, 4500, true}, {'#', 85, 60, 20000, true},
        {'!', 85, 0, 1500, false}, {'a', 26, 0, 9000, false}, {'A', 50, 0, 9000, false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        for (size_t before = 0; before < 6000; before += 731) {
            struct sb_buf buf = {0};
            uint32_t seed = (uint32_t)before;
            for (size_t k = 0; k < before / 17; k++)
                sb_buf_str(&buf, SB_S("    x = call(a)\n\n"));
            size_t wrap = rows[i].wrap ? rows[i].wrap : rows[i].n;
            for (size_t k = 0; k < rows[i].n; k += wrap) {
                sb_buf_str(&buf, SB_S("    '"));
                add_random(&buf, &seed, wrap, rows[i].values, rows[i].first);
                sb_buf_str(&buf, SB_S("'\n"));
            }
            uint32_t run = summarise("a.py", sb_buf_all(&buf)).longest_run;
            bool letters = rows[i].first != '!' && rows[i].first != '#'; /* an encoded run for itself */
            if (!letters && (run >= 4096) != rows[i].found)
                fail_msg("row %zu at %zu: %u", i, before, run);
            sb_buf_done(&buf);
        }
}

/* Pieces of one kind, N of them, each in quotes on a line of its own. */
static void add_pieces(struct sb_buf *buf, uint32_t *seed, const char *kind, size_t n)
{
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        sb_buf_str(buf, SB_S("    \""));
        for (const char *c = kind; *c; c++) {
            *seed = *seed * 1664525u + 1013904223u;
            unsigned value = *seed >> 16 & 255;
            if (*c == 'B')
                sb_buf_chr(buf, base64[value & 63]);
            else if (*c == 'H')
                sb_buf_chr(buf, hex[value & 15]);
            else if (*c == 'W')
                sb_buf_chr(buf, (char)('a' + value % 26));
            else if (*c == 'N')
                sb_buf_printf(buf, "%u", value);
            else
                sb_buf_chr(buf, *c);
        }
        sb_buf_str(buf, SB_S("\",\n"));
    }
}

static void test_pieces(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        size_t n;
        bool found;
    } rows[] = {
        {"BBBBBBBB", 500, true},    {"BBBB", 900, true},    {"BBBBBBBBBBB", 300, true},
        {"HHHHHHHH", 400, true},    {"N.N.N.N", 400, true}, {"HH:HH:HH:HH:HH:HH", 300, true},
        {"WWWWWWWW", 500, false},   {"Key1", 500, false},   {"HHHHHH", 500, false}, /* colours */
        {"N.N", 500, false},        {"N.N.N.N", 30, false},                         /* a few servers */
        {"NaClWWWWWW", 300, false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        for (size_t before = 0; before < 3000; before += 371) {
            struct sb_buf buf = {0};
            uint32_t seed = (uint32_t)before;
            for (size_t k = 0; k < before / 16; k++)
                sb_buf_str(&buf, SB_S("    x = call(a)\n"));
            sb_buf_str(&buf, SB_S("table = [\n"));
            add_pieces(&buf, &seed, rows[i].kind, rows[i].n);
            uint32_t run = summarise("a.py", sb_buf_all(&buf)).longest_run;
            if ((run >= SB_PIECES_RUN) != rows[i].found)
                fail_msg("%s at %zu: %u", rows[i].kind, before, run);
            sb_buf_done(&buf);
        }
}

static void test_unpacked(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool found;
    } rows[] = {
        {"exec(base64.b64decode('aWQ='))", true},
        {"x = eval( zlib.decompress(data) )", true},
        {"__import__('builtins') ; exec(compile(bytes.fromhex('00'), 'x', 'exec'))", true},
        {"exec(marshal.loads(b))", true},
        {"exec(urllib.request.urlopen(url).read())", true},
        {"eval(atob(x))", true},
        {"exec(compile(f.read(), name, 'exec'))", false},
        {"exec(code)\nx = base64.b64decode(y)", false},
        {"pattern.exec(atob(x))", false},
        {"model.eval(b64decode(x))", false},
        {"def run_exec(b64decode(x))", false},
        {"retrieval(b64decode(x))", false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        for (size_t before = 0; before < 70000; before = before * 3 + 5) {
            struct sb_buf buf = {0};
            for (size_t k = 0; k < before; k++)
                sb_buf_chr(&buf, k % 40 ? ' ' : '\n');
            sb_buf_str(&buf, sb_str_of(rows[i].text));
            sb_buf_str(&buf, SB_S("\n"));
            uint32_t run = summarise("a.py", sb_buf_all(&buf)).longest_run;
            if ((run >= SB_UNPACKED_RUN) != rows[i].found)
                fail_msg("%s at %zu: %u", rows[i].text, before, run);
            sb_buf_done(&buf);
        }
}

static void test_tail(void **state)
{
    (void)state;
#define PNG "\x89PNG\r\n\x1a\n\0\0\0\3IDATabcCRCC\0\0\0\0IENDCRCC"
#define GIF "GIF89a\0\0\0\0\0\0\0!\xf9\2ab\0,\0\0\0\0\0\0\0\0\0\2\1x\0;"
#define JPEG "\xff\xd8\xff\xe0\0\4ab\xff\xda\0\3cpicture\xff\0more\xff\xd3\xff\xd9"
    static const struct {
        sb_str image;
        bool walked;
    } rows[] = {
        {{PNG, sizeof(PNG) - 1}, true},
        {{GIF, sizeof(GIF) - 1}, true},
        {{JPEG, sizeof(JPEG) - 1}, true},
        {{JPEG JPEG, sizeof(JPEG JPEG) - 1}, true},
        {{"RIFF\5\0\0\0WAVEx\0", 14}, true},
        {{PNG, sizeof(PNG) - 13}, false},  /* no end */
        {{JPEG, sizeof(JPEG) - 3}, false}, /* the same */
        {{"\0\1\2\3", 4}, false},
    };
    static const struct {
        size_t n;
        char byte;
        bool found;
    } tails[] = {{0, 'x', false}, {255, 'x', false}, {256, 'x', true}, {300, '\xff', true}, {9000, '\xd8', true}};
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        for (size_t k = 0; k < SB_COUNT(tails); k++) {
            struct sb_buf buf = {0};
            sb_buf_str(&buf, rows[i].image);
            for (size_t b = 0; b < tails[k].n; b++)
                sb_buf_chr(&buf, tails[k].byte);
            uint32_t run = summarise("a.bin", sb_buf_all(&buf)).longest_run;
            uint32_t wanted = rows[i].walked && tails[k].found ? (uint32_t)tails[k].n : 0;
            if (run != wanted)
                fail_msg("image %zu with tail %zu: %u, not %u", i, k, run, wanted);
            sb_buf_done(&buf);
        }
}

/* Names as obfuscators write them, wherever the text is cut into pieces; numbers and parts of other names are none. */
static void test_scrambled(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        size_t times;
        uint32_t run;
    } rows[] = {{"a.js", "_0x1f2e,", 16, SB_SCRAMBLED_RUN},
                {"a.js", "_0x1f2e,", 15, 0},
                {"a.js", "a=_0x12ab34(_0xcd56)\n", 3000, SB_SCRAMBLED_RUN},
                {"a.txt", "a=_0x12ab34(_0xcd56)\n", 3000, 0},
                {"a.js", "mask_0x1f2e,", 99, 0},
                {"a.js", "0x1f2e _0xab, _0xABCD;", 99, 0}};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_buf buf = {0};
        repeat(&buf, rows[i].text, rows[i].times);
        assert_int_equal(summarise(rows[i].name, sb_buf_all(&buf)).longest_run, rows[i].run);
        sb_buf_done(&buf);
    }
}

static void test_unseen_in_texts(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    sb_buf_printf(&buf, "| a %300s | b |\n", "");
    assert_int_equal(summarise("a.md", sb_buf_all(&buf)).longest_run, 0);
    assert_true(summarise("a.js", sb_buf_all(&buf)).longest_run >= SB_UNSEEN_RUN);
    sb_buf_done(&buf);
}

static void test_run_places(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    for (size_t before = 0; before < 2 * 1024; before += 101) {
        sb_buf_clear(&buf);
        repeat(&buf, " ", before);
        repeat(&buf, HEX_100 "\n", 11);
        repeat(&buf, " ", before);
        assert_int_equal(summarise("a", sb_buf_all(&buf)).longest_run, 1122);
        sb_buf_clear(&buf);
        repeat(&buf, "x\n", before);
        repeat(&buf, "0x1f,0x2e,0x3d,0x4c,0x5b,0x6a,0x79,0x88,", 64);
        repeat(&buf, "x\n", before);
        assert_int_equal(summarise("a", sb_buf_all(&buf)).longest_run, 1024);
    }
    sb_buf_done(&buf);
}

static void test_entropy(void **state)
{
    (void)state;
    static const struct {
        sb_str bytes;
        uint16_t entropy;
    } texts[] = {
        {SB_S(""), 0},
        {SB_S("a"), 0},
        {SB_S("aaaaaaaaaaaa"), 0},
        {SB_S("ab"), 100},
        {SB_S("abcd"), 200},
        {SB_S("aab"), 92},
        {SB_S("aaab"), 81},
        {SB_S("abcdefgh"), 300},
        {SB_S("abc"), 158},
        {SB_S("hello world"), 285},
    };
    struct sb_buf buf = {0};
    char all[256];
    for (size_t i = 0; i < SB_COUNT(texts); i++) {
        sb_buf_clear(&buf);
        while (texts[i].bytes.n && buf.n < SB_DENSE_BYTES)
            sb_buf_str(&buf, texts[i].bytes);
        assert_int_equal(summarise("a", sb_buf_all(&buf)).entropy, texts[i].entropy);
    }
    sb_buf_clear(&buf);
    for (unsigned i = 0; i < 255; i++)
        all[i] = (char)(i + 1);
    all[255] = '\0';
    assert_int_equal(summarise("a", repeat(&buf, all, 50)).entropy, 799); /* log2(255) = 7.9943 */
    assert_int_equal(summarise("a", repeat(&buf, all, 1000)).entropy, 799);
    sb_buf_done(&buf);
}

/* 8 KiB, and of what lies behind them one KiB in eight. */
static void test_sample(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    repeat(&buf, "a", 8 * 1024);
    repeat(&buf, "b", 1024);
    repeat(&buf, "c", 7 * 1024);
    assert_int_equal(summarise("a", sb_buf_all(&buf)).entropy, 50); /* of 8 : 1 */
    repeat(&buf, "a", 64 * 1024);
    repeat(&buf, "b", 63 * 1024);
    assert_int_equal(summarise("a", sb_buf_all(&buf)).entropy, 94); /* of 16 : 9 */
    sb_buf_done(&buf);
}

static void test_short_texts(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    repeat(&buf, "ab\n", SB_DENSE_BYTES / 3);
    assert_int_equal(summarise("a", sb_buf_all(&buf)).entropy, 0);
    repeat(&buf, "\n", 1);
    assert_int_equal(buf.n, SB_DENSE_BYTES);
    assert_int_equal(summarise("a", sb_buf_all(&buf)).entropy, 158);
    sb_buf_clear(&buf);
    repeat(&buf, "ab", SB_LONG_LINE / 2 - 1);
    assert_int_equal(summarise("a", sb_buf_all(&buf)).entropy, 0);
    repeat(&buf, "ab", 1);
    assert_int_equal(summarise("a", sb_buf_all(&buf)).entropy, 100);
    sb_buf_done(&buf);
}

/* Only what is asked for. */
static void test_lines_unasked(void **state)
{
    (void)state;
    const struct sb_summary_extra none = {0};
    struct sb_summary summary;
    struct sb_mem_stream in;
    struct sb_err err = {0};
    struct sb_buf buf = {0};
    sb_mem_stream(&in, repeat(&buf, "ab", 600));
    assert_int_equal(sb_summarise(summariser, SB_S("a"), SB_STR_NONE, &in.stream, UINT64_MAX, &none, &summary, &err),
                     SB_OK);
    assert_int_equal(summary.longest_line | summary.longest_run | summary.entropy, 0);
    assert_int_equal(summary.size, 1200);
    sb_buf_done(&buf);
}

static void test_binary_is_not_measured(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    repeat(&buf, "x", 600);
    sb_buf_chr(&buf, '\0');
    struct sb_summary summary = summarise("a.txt", sb_buf_all(&buf));
    assert_true(summary.binary);
    assert_int_equal(summary.longest_line | summary.longest_run | summary.entropy, 0);
    summary = summarise("a.py", sb_buf_all(&buf)); /* Python runs it all the same */
    assert_true(summary.binary);
    assert_int_equal(summary.longest_line, 601);
    sb_buf_clear(&buf);
    repeat(&buf, "x", 8192);
    sb_buf_chr(&buf, '\0'); /* too late to count */
    summary = summarise("a", sb_buf_all(&buf));
    assert_false(summary.binary);
    assert_int_equal(summary.longest_line, 8193);
    sb_buf_done(&buf);
}

struct tapped {
    struct sb_buf bytes;
    unsigned ends;
};

static void tap(void *ctx, const char *p, size_t n)
{
    struct tapped *tapped = ctx;
    assert_int_equal(tapped->ends, 0);
    if (n == 0)
        tapped->ends++;
    sb_buf_add(&tapped->bytes, p, n);
}

static void test_tap(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    struct sb_summary summary;
    struct sb_err err = {0};
    struct sb_mem_stream in;
    struct tapped text = {0};
    struct tapped elf = {0};
    const struct sb_summary_extra to_text = {.tap = tap, .tap_ctx = &text};
    const struct sb_summary_extra to_elf = {.tap = tap, .tap_ctx = &elf};
    sb_str bytes = repeat(&buf, "some text\n", 70000);
    sb_mem_stream(&in, sb_str_from(bytes, 10));
    assert_int_equal(sb_summarise(summariser, SB_S("a"), sb_str_part(bytes, 0, 10), &in.stream, UINT64_MAX, &to_text,
                                  &summary, &err),
                     SB_OK);
    assert_int_equal(text.ends, 1);
    assert_true(sb_str_eq(sb_buf_all(&text.bytes), bytes));
    sb_mem_stream(&in, SB_S("\177ELF"));
    assert_int_equal(sb_summarise(summariser, SB_S("a"), SB_STR_NONE, &in.stream, UINT64_MAX, &to_elf, &summary, &err),
                     SB_OK);
    assert_int_equal(elf.ends + elf.bytes.n, 0);
    sb_buf_done(&text.bytes);
    sb_buf_done(&buf);
}

static ptrdiff_t fail_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    (void)stream;
    (void)p;
    (void)n;
    sb_fail_sys(err, 5, "cannot read");
    return -1;
}

/* Of no known format, and as dense as something encrypted. */
static void test_sealed(void **state)
{
    (void)state;
    enum { SIZE = 4096 };
    char bytes[SIZE];
    uint32_t seed = 1;
    for (size_t i = 0; i < SIZE; i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = (char)(seed >> 24);
    }
    bytes[0] = 0;
    sb_str all = sb_str_n(bytes, SIZE);
    assert_true(summarise("x.dat", all).entropy >= 780);
    assert_int_equal(summarise("x.dat", all).longest_line, 0);
    assert_int_equal(summarise("x.dat", sb_str_part(all, 0, 511)).entropy, 0);
    memcpy(bytes, "wOF2", 4);
    assert_int_equal(summarise("x.woff2", all).entropy, 0);
    assert_true(summarise("x.dat", all).entropy >= 780);
    memset(bytes + 4, 0, SIZE - 4);
    assert_int_equal(summarise("x.dat", all).entropy, 0);
}

static void test_pickle(void **state)
{
    (void)state;
    static const char framed[] = "\x80\4\x95\2\0\0\0\0\0\0\0N.", old[] = "\x80\2}q\0.", other[] = "\x80\4}q\0.";
    assert_int_equal(summarise("a", sb_str_n(framed, sizeof framed - 1)).kind, SB_KIND_PICKLE);
    assert_int_equal(summarise("a", sb_str_n(old, sizeof old - 1)).kind, SB_KIND_PICKLE);
    assert_int_equal(summarise("a", sb_str_n(other, sizeof other - 1)).kind, SB_KIND_OTHER);
    assert_int_not_equal(summarise("a", sb_str_n(old, 2)).kind, SB_KIND_PICKLE);
}

static void test_pickle_without_version(void **state)
{
    (void)state;
    static const char *const pickles[] = {"cos\nsystem\n(S'id'\ntR.", "cposix\nsystem\np0\n(Vid\ntR.", "ca.b\nc.d\n)R.",
                                          "ca\nb\nq\1."};
    for (size_t i = 0; i < SB_COUNT(pickles); i++)
        assert_int_equal(summarise("a.dat", sb_str_of(pickles[i])).kind, SB_KIND_PICKLE);
    static const char *const texts[] = {
        "cat\ndog\npig\n", "cat\ndog\n(a cat)\n", "cat\n\n(S'id'", "cats and\ndogs\n(S", "c",
        "cat\ndog\n",      "cat\ndog\n)\n",       "cat\ndog\nq\n"};
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        assert_int_not_equal(summarise("a.dat", sb_str_of(texts[i])).kind, SB_KIND_PICKLE);
    static const char objects[] = "\x93NUMPY\1\0\x76\0{'descr': '|O', 'shape': (1,), }\n\x80\3.",
                      numbers[] = "\x93NUMPY\1\0\x76\0{'descr': '<f8', 'shape': (1,), }\n\0\0\0";
    assert_int_equal(summarise("a.npy", sb_str_n(objects, sizeof objects - 1)).kind, SB_KIND_PICKLE);
    assert_int_equal(summarise("a.npy", sb_str_n(numbers, sizeof numbers - 1)).kind, SB_KIND_OTHER);
}

static void test_errors(void **state)
{
    (void)state;
    struct sb_summary summary;
    struct sb_err err = {0};
    struct sb_mem_stream in;
    sb_mem_stream(&in, SB_S("12345"));
    assert_int_equal(sb_summarise(summariser, SB_S("a"), SB_STR_NONE, &in.stream, 5, &lines_only, &summary, &err),
                     SB_OK);
    sb_mem_stream(&in, SB_S("123456"));
    assert_int_equal(sb_summarise(summariser, SB_S("a"), SB_STR_NONE, &in.stream, 5, &lines_only, &summary, &err),
                     SB_E_LIMIT);
    struct sb_stream broken = {fail_read, NULL};
    err = (struct sb_err){0};
    assert_int_equal(sb_summarise(summariser, SB_S("a"), SB_STR_NONE, &broken, 5, &lines_only, &summary, &err),
                     SB_E_IO);
    assert_int_equal(sb_summarise(summariser, SB_S("a"), SB_STR_NONE, &broken, 5, &lines_only, &summary, NULL),
                     SB_E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_magic_further_in),
        cmocka_unit_test(test_digest),
        cmocka_unit_test(test_md5),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_run_places),
        cmocka_unit_test(test_unseen),
        cmocka_unit_test(test_unseen_in_texts),
        cmocka_unit_test(test_crowded),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_unpacked),
        cmocka_unit_test(test_scrambled),
        cmocka_unit_test(test_tail),
        cmocka_unit_test(test_entropy),
        cmocka_unit_test(test_sample),
        cmocka_unit_test(test_short_texts),
        cmocka_unit_test(test_lines_unasked),
        cmocka_unit_test(test_tap),
        cmocka_unit_test(test_binary_is_not_measured),
        cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_pickle),
        cmocka_unit_test(test_pickle_without_version),
        cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
