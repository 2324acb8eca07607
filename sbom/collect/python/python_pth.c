#include "python/python_pth.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { PATHS = 256 }; /* of a command; a little more is kept, so that whoever cuts it there sees whole characters */

/* ---- lines ---- */

/* How a version of Python reads the file. */
enum reading {
    SPLIT_LINES, /* as str.splitlines() */
    LATIN,       /* the same, of a file that is no UTF-8: by a locale of single bytes */
    NEWLINES     /* at \n, \r and \r\n alone */
};

static bool starts_with_one(sb_str s, const sb_str *list, size_t n, size_t *ret_n)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_starts(s, list[i])) {
            *ret_n = list[i].n;
            return true;
        }
    return false;
}

/* Bytes at S that end a line; 0 if none do. */
static size_t line_end(sb_str s, enum reading reading)
{
    static const sb_str ends[] = {{"\r\n", 2},     {"\n", 1},           {"\r", 1},          {"\v", 1},
                                  {"\f", 1},       {"\x1c", 1},         {"\x1d", 1},        {"\x1e", 1},
                                  {"\xc2\x85", 2}, {"\xe2\x80\xa8", 3}, {"\xe2\x80\xa9", 3}};
    unsigned char first = (unsigned char)s.p[0];
    size_t n = 0;
    if (first >= ' ' && first < 0x80) /* most bytes */
        return 0;
    if (first == 0x85 && reading == LATIN)
        return 1;
    starts_with_one(s, ends, reading == NEWLINES ? 3 : SB_COUNT(ends), &n);
    return n;
}

static bool next_line(sb_str *text, sb_str *line, enum reading reading)
{
    size_t n = 0;
    size_t end = 0;
    if (text->n == 0)
        return false;
    while (n < text->n && (end = line_end(sb_str_from(*text, n), reading)) == 0)
        n++;
    *line = sb_str_n(text->p, n);
    *text = sb_str_from(*text, n + end);
    return true;
}

/* Characters beyond ASCII that str.strip() takes for blanks. */
static const sb_str wide_blanks[] = {
    {"\xc2\x85", 2},     {"\xc2\xa0", 2},     {"\xe1\x9a\x80", 3}, {"\xe2\x80\x80", 3}, {"\xe2\x80\x81", 3},
    {"\xe2\x80\x82", 3}, {"\xe2\x80\x83", 3}, {"\xe2\x80\x84", 3}, {"\xe2\x80\x85", 3}, {"\xe2\x80\x86", 3},
    {"\xe2\x80\x87", 3}, {"\xe2\x80\x88", 3}, {"\xe2\x80\x89", 3}, {"\xe2\x80\x8a", 3}, {"\xe2\x80\xa8", 3},
    {"\xe2\x80\xa9", 3}, {"\xe2\x80\xaf", 3}, {"\xe2\x81\x9f", 3}, {"\xe3\x80\x80", 3},
};

static size_t blank_in_front(sb_str s, bool latin)
{
    unsigned char c = s.n ? (unsigned char)s.p[0] : 0;
    size_t n = 0;
    if (s.n && (c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f)))
        return 1;
    if (latin && (c == 0x85 || c == 0xa0))
        return 1;
    if (c >= 0x80)
        starts_with_one(s, wide_blanks, SB_COUNT(wide_blanks), &n);
    return n;
}

static size_t blank_behind(sb_str s, bool latin)
{
    unsigned char c = s.n ? (unsigned char)s.p[s.n - 1] : 0;
    if (s.n && c < 0x80)
        return blank_in_front(sb_str_from(s, s.n - 1), false);
    if (latin && (c == 0x85 || c == 0xa0))
        return 1;
    for (size_t i = 0; i < SB_COUNT(wide_blanks); i++)
        if (sb_str_ends(s, wide_blanks[i]))
            return wide_blanks[i].n;
    return 0;
}

static sb_str strip_front(sb_str s, bool latin)
{
    for (size_t n; (n = blank_in_front(s, latin)) > 0;)
        s = sb_str_from(s, n);
    return s;
}

static sb_str strip_end(sb_str s, bool latin)
{
    for (size_t n; (n = blank_behind(s, latin)) > 0;)
        s.n -= n;
    return s;
}

static bool runs(sb_str line)
{
    return sb_str_starts(line, SB_S("import ")) || sb_str_starts(line, SB_S("import\t"));
}

/* ---- the line that setuptools writes for a namespace package ---- */

/* By version, oldest first; \1 is the tuple of the name's parts, \2 the name in quotes. */
static const char *const namespace_lines[] = {
    "import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *\1);"
    "ie = os.path.exists(os.path.join(p,'__init__.py'));m = not ie and sys.modules.setdefault(\2, "
    "types.ModuleType(\2));mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)",
    "import sys, types, os;pep420 = sys.version_info > (3, 3);p = "
    "os.path.join(sys._getframe(1).f_locals['sitedir'], *\1);ie = "
    "os.path.exists(os.path.join(p,'__init__.py'));m = not ie and not pep420 and sys.modules.setdefault(\2, "
    "types.ModuleType(\2));mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)",
    "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = "
    "os.path.join(sys._getframe(1).f_locals['sitedir'], *\1);importlib = has_mfs and "
    "__import__('importlib.util');has_mfs and __import__('importlib.machinery');m = has_mfs and "
    "sys.modules.setdefault(\2, "
    "importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec(\2, [os.path.dirname(p)])));m = m or "
    "sys.modules.setdefault(\2, types.ModuleType(\2));mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not "
    "in mp) and mp.append(p)",
    "import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *\1);importlib = "
    "__import__('importlib.util');__import__('importlib.machinery');m = sys.modules.setdefault(\2, "
    "importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec(\2, [os.path.dirname(p)])));m = m or "
    "sys.modules.setdefault(\2, types.ModuleType(\2));mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not "
    "in mp) and mp.append(p)",
};

static bool is_identifier(sb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!sb_is_alnum(s.p[i]) && s.p[i] != '_')
            return false;
    return s.n > 0 && s.n < 128 && !sb_is_digit(s.p[0]);
}

static bool is_dotted_name(sb_str name)
{
    sb_str part;
    if (name.n == 0 || name.p[name.n - 1] == '.')
        return false;
    while (sb_str_cut(&name, '.', &part))
        if (!is_identifier(part))
            return false;
    return is_identifier(part);
}

static void write_tuple(struct sb_buf *buf, sb_str name)
{
    sb_str part;
    bool more = sb_str_chr(name, '.') != SB_NPOS;
    const char *between = "('";
    while (name.n) {
        sb_str_cut(&name, '.', &part);
        sb_buf_printf(buf, "%s%.*s'", between, SB_FMT(part));
        between = ", '";
    }
    sb_buf_str(buf, more ? SB_S(")") : SB_S(",)"));
}

static void write_line(struct sb_buf *buf, const char *format, sb_str name)
{
    for (; *format; format++) {
        if (*format == '\1')
            write_tuple(buf, name);
        else if (*format == '\2')
            sb_buf_printf(buf, "'%.*s'", SB_FMT(name));
        else
            sb_buf_chr(buf, *format);
    }
    size_t dot = sb_str_rchr(name, '.');
    if (dot != SB_NPOS)
        sb_buf_printf(buf, ";m and setattr(sys.modules['%.*s'], '%.*s', m)", (int)dot, name.p,
                      SB_FMT(sb_str_from(name, dot + 1)));
}

/* The namespace package that LINE is for, or empty if it is anything but one of those lines, to the last byte. */
static sb_str namespace_of(sb_str line)
{
    sb_str name;
    size_t at = sb_str_find(line, SB_S("setdefault('"));
    sb_str rest = at == SB_NPOS ? SB_STR_NONE : sb_str_from(line, at + sizeof "setdefault('" - 1);
    if (!sb_str_cut(&rest, '\'', &name) || !is_dotted_name(name))
        return SB_STR_NONE;
    struct sb_buf wanted = {0};
    bool same = false;
    for (size_t i = 0; i < SB_COUNT(namespace_lines) && !same; i++) {
        sb_buf_clear(&wanted);
        write_line(&wanted, namespace_lines[i], name);
        same = sb_str_eq(sb_buf_all(&wanted), line);
    }
    sb_buf_done(&wanted);
    return same ? name : SB_STR_NONE;
}

/* "a, b" of a file whose every line is such a one. */
static sb_str namespaces_of(sb_str bytes, struct sb_arena *arena)
{
    struct sb_buf names = {0};
    sb_str line;
    bool all = bytes.n > 0;
    while (all && bytes.n) {
        sb_str_cut(&bytes, '\n', &line);
        sb_str name = namespace_of(line);
        all = name.n && names.n + name.n < PATHS;
        sb_buf_str(&names, names.n ? SB_S(", ") : SB_STR_NONE);
        sb_buf_str(&names, name);
    }
    sb_str known = all ? sb_arena_str(arena, sb_buf_all(&names)) : SB_STR_NONE;
    sb_buf_done(&names);
    return known;
}

/* ---- the file ---- */

struct reader {
    struct sb_arena *arena;
    struct py_pth *pth;
    struct sb_buf paths;
    SB_VEC(sb_str) folders;
};

static void add_folder(struct reader *reader, sb_str folder)
{
    if (folder.n == 0 || (reader->folders.n && sb_str_eq(reader->folders.p[reader->folders.n - 1], folder)))
        return;
    reader->pth->cut |= reader->folders.n == SB_PYTHON_FOLDERS;
    if (!reader->pth->cut)
        *SB_PUSH(&reader->folders) = sb_arena_str(reader->arena, folder);
}

static void take_line(struct reader *reader, sb_str line, enum reading reading)
{
    bool latin = reading == LATIN;
    sb_str whole = strip_end(line, latin); /* before 3.15 blanks in front belong to the path */
    sb_str bare = strip_front(whole, latin);
    sb_str to_run = strip_front(line, latin);
    if (bare.n == 0 || line.p[0] == '#')
        return;
    if (runs(to_run)) {
        if (reader->pth->runs.n == 0)
            reader->pth->runs = to_run;
        return;
    }
    add_folder(reader, whole);
    if (bare.p[0] == '#')
        return;
    add_folder(reader, bare);
    if (reading == NEWLINES || reader->paths.n > PATHS)
        return;
    sb_buf_str(&reader->paths, reader->paths.n ? SB_S("; ") : SB_STR_NONE);
    sb_buf_str(&reader->paths, sb_str_part(bare, 0, PATHS + 4));
}

static void read_lines(struct reader *reader, sb_str bytes, enum reading reading)
{
    sb_str line;
    while (next_line(&bytes, &line, reading))
        take_line(reader, line, reading);
}

/* Is there a byte that some versions cut lines at, and others do not? */
static bool readings_differ(sb_str bytes, enum reading reading)
{
    for (size_t i = 0; i < bytes.n; i++)
        if (line_end(sb_str_from(bytes, i), reading) && !line_end(sb_str_from(bytes, i), NEWLINES))
            return true;
    return false;
}

void sb_python_pth(sb_str bytes, struct sb_arena *arena, struct py_pth *ret_pth)
{
    struct reader reader = {.arena = arena, .pth = ret_pth};
    *ret_pth = (struct py_pth){0};
    enum reading reading = sb_utf8_valid(bytes) ? SPLIT_LINES : LATIN;
    ret_pth->known = namespaces_of(bytes, arena);
    if (readings_differ(bytes, reading)) {
        struct py_pth unused = {0};
        reader.pth = &unused; /* a line that runs then runs in the other reading, too: there it is a shorter one */
        read_lines(&reader, bytes, NEWLINES);
        reader.pth = ret_pth;
        ret_pth->cut = unused.cut;
    }
    sb_str_chop(&bytes, SB_S("\xef\xbb\xbf"));
    read_lines(&reader, bytes, reading);
    ret_pth->paths = sb_arena_str(arena, sb_buf_all(&reader.paths));
    ret_pth->n_folders = reader.folders.n;
    ret_pth->folders = sb_arena_alloc(arena, (reader.folders.n + 1) * sizeof *ret_pth->folders);
    if (reader.folders.n)
        memcpy(ret_pth->folders, reader.folders.p, reader.folders.n * sizeof *ret_pth->folders);
    sb_free(reader.folders.p);
    sb_buf_done(&reader.paths);
}

sb_str sb_python_start(sb_str bytes)
{
    sb_str line;
    enum reading reading = sb_utf8_valid(bytes) ? SPLIT_LINES : LATIN;
    sb_str_chop(&bytes, SB_S("\xef\xbb\xbf"));
    while (next_line(&bytes, &line, reading)) {
        line = strip_front(strip_end(line, reading == LATIN), reading == LATIN);
        if (line.n && line.p[0] != '#')
            return line;
    }
    return SB_STR_NONE;
}
