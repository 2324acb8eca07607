#include "source/kind.h"

#include "source/script_head.h"

/* ---- magic numbers ---- */

struct magic {
    uint16_t at;
    uint8_t n;
    uint8_t kind;
    const char *bytes;
    bool (*check)(sb_str front); /* more to look at, or NULL */
};

static uint32_t number_at(sb_str s, size_t at, bool big_endian)
{
    uint32_t v = 0;
    for (size_t i = 0; i < 4; i++)
        v |= (uint32_t)(uint8_t)s.p[at + i] << 8 * (big_endian ? 3 - i : i);
    return v;
}

/* "MZ" begins every program of DOS; the newer kind says at 0x3c where its own header is. */
static bool is_pe(sb_str front)
{
    return front.n >= 0x40 && sb_str_eq(sb_str_part(front, number_at(front, 0x3c, false), 4), SB_S("PE\0\0"));
}

/* A Java class begins as a universal Mach-O does. Where one counts its parts, the other has its version: 45 or more. */
static bool is_universal(sb_str front)
{
    uint32_t parts = front.n >= 8 ? number_at(front, 4, true) : 0;
    return parts > 0 && parts < 45;
}

static bool is_bzip2(sb_str front)
{
    sb_str block = sb_str_part(front, 4, 6);
    return sb_str_eq(block, SB_S("1AY&SY")) || sb_str_eq(block, SB_S("\x17\x72\x45\x38\x50\x90"));
}

static bool is_small(sb_str front, size_t at)
{
    return number_at(front, at, false) < 1u << 16;
}

/* A code object of Python as marshal writes it: two or three counts of arguments, in some versions one of local
 * variables, the depth of the stack and flags, four to six numbers in all; and then its instructions as a string of
 * bytes. */
static bool is_code_object(sb_str front)
{
    enum { REFERENCE = 0x80, COUNTS = 3, FEWEST = 4, MOST = 6 };
    if (front.n < 1 + 4 * MOST + 5 || (front.p[0] & ~REFERENCE & 0xff) != 'c')
        return false;
    for (size_t i = 0; i < COUNTS; i++)
        if (!is_small(front, 1 + 4 * i))
            return false;
    for (size_t at = 1 + 4 * FEWEST; at <= 1 + 4 * MOST; at += 4)
        if ((front.p[at] & ~REFERENCE & 0xff) == 's' && number_at(front, at + 1, false) < 1u << 28)
            return true;
    return false;
}

/* A module of byte code: the version of the interpreter and "\r\n", then (since 3.7) flags and a time and size or a
 * hash; of older ones a time, and a size. */
static bool is_byte_code(sb_str front)
{
    return is_code_object(sb_str_from(front, 16)) || is_code_object(sb_str_from(front, 12)) ||
           is_code_object(sb_str_from(front, 8));
}

/* A pickle of Python: the version of its protocol, and then a frame (since 4), or what objects begin with. */
static bool is_pickle(sb_str front)
{
    enum { FIRST = 2, FRAMED = 4, LAST = 5 };
    static const char *const begins = "(]})cXUKJN";
    unsigned char version = front.n > 2 ? (unsigned char)front.p[1] : 0;
    if (version < FIRST || version > LAST)
        return false;
    return version >= FRAMED ? front.p[2] == '\x95' : front.p[2] && strchr(begins, front.p[2]);
}

static bool is_dotted_name(sb_str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!sb_is_alnum(name.p[i]) && name.p[i] != '_' && name.p[i] != '.')
            return false;
    return name.n > 0;
}

/* Protocols 0 and 1 have no version: what is called first stands in two lines, its module and its name, and then it is
 * kept under a number, or its arguments come. A list of words is none. */
static bool is_pickled_call(sb_str front)
{
    static const char *const arguments = "(FIKLSTUVX]dlt}";
    sb_str rest = sb_str_from(front, 1), module, name;
    if (!sb_str_line(&rest, &module) || !sb_str_line(&rest, &name) || !is_dotted_name(module) ||
        !is_dotted_name(name) || rest.n < 2)
        return false;
    char second = rest.p[1];
    switch (rest.p[0]) {
    case '(': return second && strchr(arguments, second);
    case ')': return second == 'R';
    case 'p': return sb_is_digit(second);
    case 'q': return (unsigned char)second < ' ' && second != '\n' && second != '\r';
    default: return false;
    }
}

/* An array of NumPy whose elements are objects holds a pickle behind its header. */
static bool is_pickled_array(sb_str front)
{
    return sb_str_find(sb_str_part(front, 0, 256), SB_S("'descr': '|O'")) != SB_NPOS;
}

#define MAGIC(at, bytes, kind, check)                                                                                  \
    {                                                                                                                  \
        at, sizeof(bytes) - 1, SB_KIND_##kind, bytes, check                                                            \
    }
static const struct magic magics[] = {
    MAGIC(0, "\177ELF", ELF, NULL),
    MAGIC(0, "MZ", PE, is_pe),
    MAGIC(0, "\xfe\xed\xfa\xce", MACHO, NULL),
    MAGIC(0, "\xfe\xed\xfa\xcf", MACHO, NULL),
    MAGIC(0, "\xce\xfa\xed\xfe", MACHO, NULL),
    MAGIC(0, "\xcf\xfa\xed\xfe", MACHO, NULL),
    MAGIC(0, "\xca\xfe\xba\xbe", MACHO, is_universal),
    MAGIC(0, "\xca\xfe\xba\xbf", MACHO, is_universal),
    MAGIC(0, "\0asm", WASM, NULL),
    MAGIC(0, "PK\3\4", ARCHIVE, NULL),
    MAGIC(0, "PK\5\6", ARCHIVE, NULL),
    MAGIC(0, "PK\7\10", ARCHIVE, NULL),
    MAGIC(0, "\x1f\x8b", ARCHIVE, NULL),
    MAGIC(0, "\3757zXZ\0", ARCHIVE, NULL),
    MAGIC(0, "BZh", ARCHIVE, is_bzip2),
    MAGIC(0, "\x28\xb5\x2f\xfd", ARCHIVE, NULL),
    MAGIC(0, "7z\xbc\xaf\x27\x1c", ARCHIVE, NULL),
    MAGIC(0, "!<arch>\n", ARCHIVE, NULL),
    MAGIC(0, "!<thin>\n", ARCHIVE, NULL),
    MAGIC(0, "\xed\xab\xee\xdb", ARCHIVE, NULL), /* rpm */
    MAGIC(0, "MSCF\0\0\0\0", ARCHIVE, NULL),
    MAGIC(257, "ustar", ARCHIVE, NULL),
    MAGIC(2, "\r\n", BYTECODE, is_byte_code),
    MAGIC(0, "c", BYTECODE, is_code_object),
    MAGIC(0, "\xe3", BYTECODE, is_code_object),
    MAGIC(0, "\x80", PICKLE, is_pickle),
    MAGIC(0, "c", PICKLE, is_pickled_call),
    MAGIC(0, "\x93NUMPY", PICKLE, is_pickled_array),
};

static enum sb_file_kind by_magic(sb_str front)
{
    for (size_t i = 0; i < SB_COUNT(magics); i++) {
        const struct magic *m = &magics[i];
        if (front.n <= m->at || front.p[m->at] != m->bytes[0])
            continue;
        if (sb_str_eq(sb_str_part(front, m->at, m->n), sb_str_n(m->bytes, m->n)) && (!m->check || m->check(front)))
            return (enum sb_file_kind)m->kind;
    }
    return SB_KIND_OTHER;
}

/* ---- "#!" ---- */

struct named {
    const char *name;
    uint8_t kind;
};

static const struct named interpreters[] = {
    {"python", SB_KIND_PYTHON},     {"pypy", SB_KIND_PYTHON},     {"node", SB_KIND_JAVASCRIPT},
    {"nodejs", SB_KIND_JAVASCRIPT}, {"deno", SB_KIND_JAVASCRIPT}, {"bun", SB_KIND_JAVASCRIPT},
    {"sh", SB_KIND_SHELL},          {"bash", SB_KIND_SHELL},      {"dash", SB_KIND_SHELL},
    {"ash", SB_KIND_SHELL},         {"ksh", SB_KIND_SHELL},       {"mksh", SB_KIND_SHELL},
    {"zsh", SB_KIND_SHELL},         {"fish", SB_KIND_SHELL},      {"csh", SB_KIND_SHELL},
    {"tcsh", SB_KIND_SHELL},        {"pwsh", SB_KIND_POWERSHELL}, {"perl", SB_KIND_PERL},
    {"ruby", SB_KIND_RUBY},         {"php", SB_KIND_PHP},         {"lua", SB_KIND_LUA},
    {"luajit", SB_KIND_LUA},
};

/* The interpreter's base name: of "/usr/bin/env -S A=b python3 -u" it is "python3". */
static sb_str interpreter_of(sb_str line)
{
    sb_str word;
    if (!sb_str_word(&line, &word))
        return SB_STR_NONE;
    word = sb_path_base(word);
    if (!sb_str_eq(word, SB_S("env")))
        return word;
    while (sb_str_word(&line, &word))
        if (word.p[0] != '-' && sb_str_chr(word, '=') == SB_NPOS)
            return sb_path_base(word);
    return SB_STR_NONE;
}

static enum sb_file_kind by_interpreter(sb_str front)
{
    sb_str line;
    if (sb_script_head(front)) /* whatever shell starts it: the installation wrote that */
        return SB_KIND_PYTHON;
    front = sb_str_from(sb_str_part(front, 0, 512), 2);
    if (!sb_str_line(&front, &line))
        return SB_KIND_OTHER;
    sb_str name = interpreter_of(line);
    if (name.n == 0)
        return SB_KIND_OTHER;
    while (name.n > 1 && (sb_is_digit(name.p[name.n - 1]) || name.p[name.n - 1] == '.'))
        name.n--; /* "python3.11" */
    for (size_t i = 0; i < SB_COUNT(interpreters); i++)
        if (sb_str_eq(name, sb_str_of(interpreters[i].name)))
            return (enum sb_file_kind)interpreters[i].kind;
    return SB_KIND_SCRIPT;
}

/* ---- suffixes ---- */

static const struct named suffixes[] = {
    {".py", SB_KIND_PYTHON},      {".pyw", SB_KIND_PYTHON},     {".js", SB_KIND_JAVASCRIPT},
    {".cjs", SB_KIND_JAVASCRIPT}, {".mjs", SB_KIND_JAVASCRIPT}, {".sh", SB_KIND_SHELL},
    {".bash", SB_KIND_SHELL},     {".bat", SB_KIND_BATCH},      {".cmd", SB_KIND_BATCH},
    {".ps1", SB_KIND_POWERSHELL}, {".pl", SB_KIND_PERL},        {".rb", SB_KIND_RUBY},
    {".php", SB_KIND_PHP},        {".lua", SB_KIND_LUA},        {".pyc", SB_KIND_BYTECODE},
    {".pyo", SB_KIND_BYTECODE},
};

static enum sb_file_kind by_suffix(sb_str name)
{
    size_t dot = sb_str_rchr(name, '.');
    sb_str suffix = dot == SB_NPOS ? SB_STR_NONE : sb_str_from(name, dot);
    for (size_t i = 0; i < SB_COUNT(suffixes); i++)
        if (sb_str_eq_nocase(suffix, sb_str_of(suffixes[i].name)))
            return (enum sb_file_kind)suffixes[i].kind;
    return SB_KIND_OTHER;
}

enum sb_file_kind sb_kind_of(sb_str name, sb_str front, bool binary)
{
    enum sb_file_kind kind = by_magic(front);
    if (kind == SB_KIND_OTHER && sb_str_starts(front, SB_S("#!")))
        kind = by_interpreter(front);
    if (kind == SB_KIND_OTHER)
        kind = by_suffix(name);
    return kind != SB_KIND_OTHER || binary ? kind : SB_KIND_TEXT;
}

/* ---- byte code ---- */

sb_str sb_kind_source_of(sb_str name, sb_str folder, char room[SB_KIND_SOURCE_MAX], bool *ret_above)
{
    static const sb_str source = {".py", 3};
    *ret_above = sb_str_eq(folder, SB_S("__pycache__"));
    if (!sb_str_chop_end(&name, SB_S(".pyc")) && !sb_str_chop_end(&name, SB_S(".pyo")))
        return SB_STR_NONE;
    size_t dot = *ret_above ? sb_str_chr(name, '.') : SB_NPOS; /* a tag of the interpreter behind it */
    name = sb_str_part(name, 0, dot);
    if (name.n == 0 || name.n + source.n > SB_KIND_SOURCE_MAX)
        return SB_STR_NONE;
    memcpy(room, name.p, name.n);
    memcpy(room + name.n, source.p, source.n);
    return sb_str_n(room, name.n + source.n);
}
