#include "diff/look.h"

#include "base/utf8.h"

/* ---- words of a shell ---- */

static bool is_printable(sb_str word)
{
    struct sb_buf shown = {0};
    sb_utf8_printable(&shown, word);
    bool same = sb_str_eq(sb_buf_all(&shown), word);
    sb_buf_done(&shown);
    return same;
}

/* What printf(1) prints as WORD; $'...' is not known to every shell. */
static void put_printf(struct sb_buf *buf, sb_str word)
{
    sb_buf_str(buf, SB_S("\"$(printf '"));
    for (size_t i = 0; i < word.n; i++) {
        unsigned char c = (unsigned char)word.p[i];
        if (c == '%')
            sb_buf_str(buf, SB_S("%%"));
        else if (c < ' ' || c > '~' || sb_is_in((char)c, "'\\#:"))
            sb_buf_printf(buf, "\\%03o", c);
        else
            sb_buf_chr(buf, (char)c);
    }
    sb_buf_str(buf, SB_S("')\""));
}

static void put_quoted(struct sb_buf *buf, sb_str word)
{
    sb_buf_chr(buf, '\'');
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '\'')
            sb_buf_str(buf, SB_S("'\\''"));
        else
            sb_buf_chr(buf, word.p[i]);
    }
    sb_buf_chr(buf, '\'');
}

void sb_look_word(struct sb_buf *buf, sb_str word)
{
    struct sb_buf path = {0};
    if (word.n && word.p[0] == '-')
        sb_buf_str(&path, SB_S("./"));
    sb_buf_str(&path, word);
    if (is_printable(word))
        put_quoted(buf, sb_buf_all(&path));
    else
        put_printf(buf, sb_buf_all(&path));
    sb_buf_done(&path);
}

void sb_look_put(struct sb_buf *buf, const char *before, sb_str path, const char *behind)
{
    sb_buf_str(buf, sb_str_of(before));
    sb_look_word(buf, path.n ? path : SB_S("."));
    sb_buf_str(buf, sb_str_of(behind));
}

static enum sb_side side_of(const struct sb_finding *finding)
{
    return finding->row[SB_NEW].v || !finding->row[SB_OLD].v ? SB_NEW : SB_OLD;
}

/* ---- in a folder ---- */

static void put_in_folder(struct sb_buf *buf, const struct sb_finding *f, sb_str folder)
{
    struct sb_buf path = {0};
    sb_buf_str(&path, folder);
    if (f->look_path.n && folder.n && !sb_str_ends(folder, SB_S("/")))
        sb_buf_chr(&path, '/');
    sb_buf_str(&path, f->look_path);
    sb_look_put(buf, f->look_before, sb_buf_all(&path), f->look_behind);
    sb_buf_done(&path);
}

/* ---- in an archive ---- */

/* Commands that list; all others read what is piped into them. */
static bool lists(const struct sb_finding *f)
{
    return strncmp(f->look_before, "ls ", 3) == 0 || !f->look_path.n;
}

static void put_piped(struct sb_buf *buf, const struct sb_finding *f)
{
    sb_str command = sb_str_trim(sb_str_of(f->look_before));
    sb_buf_str(buf, SB_S(" | "));
    sb_buf_str(buf, command);
    sb_buf_str(buf, sb_str_eq(command, SB_S("file")) ? SB_S(" -") : SB_STR_NONE);
    sb_buf_str(buf, sb_str_of(f->look_behind));
}

/* Tars of a whole system begin each name with "./": whatever stands before the path is passed over. */
static void put_member(struct sb_buf *buf, const struct sb_finding *f)
{
    if (f->look_path.n) {
        sb_buf_str(buf, SB_S(" --no-anchored "));
        sb_look_word(buf, f->look_path);
    }
}

static void put_in_tar(struct sb_buf *buf, const struct sb_finding *f, sb_str tar)
{
    bool list = lists(f);
    sb_buf_str(buf, list ? SB_S("tar -tvf ") : SB_S("tar -xOf "));
    sb_look_word(buf, tar);
    put_member(buf, f);
    if (!list)
        put_piped(buf, f);
}

/* What its control part says has a path of ours. */
static void put_in_deb(struct sb_buf *buf, const struct sb_finding *f, sb_str deb)
{
    bool list = lists(f);
    sb_str script = f->look_path;
    if (sb_str_chop(&script, SB_S("var/lib/dpkg/info/package."))) {
        sb_look_put(buf, "dpkg-deb --info ", deb, " ");
        sb_look_word(buf, script);
        return;
    }
    if (sb_str_starts(f->look_path, SB_S("var/lib/dpkg/status.d"))) {
        sb_look_put(buf, "dpkg-deb --info ", deb, "");
        return;
    }
    sb_look_put(buf, "dpkg-deb --fsys-tarfile ", deb, list ? " | tar -tv" : " | tar -xO");
    put_member(buf, f);
    if (!list)
        put_piped(buf, f);
}

/* unzip(1) takes a name for a pattern. */
static void put_in_zip(struct sb_buf *buf, const struct sb_finding *f, sb_str zip)
{
    struct sb_buf name = {0};
    bool list = lists(f);
    for (size_t i = 0; i < f->look_path.n; i++) {
        if (strchr("*?[]\\", f->look_path.p[i]) && f->look_path.p[i])
            sb_buf_chr(&name, '\\');
        sb_buf_chr(&name, f->look_path.p[i]);
    }
    if (list && name.n)
        sb_buf_chr(&name, '*');
    sb_look_put(buf, list ? "unzip -l " : "unzip -p ", zip, "");
    if (name.n) {
        sb_buf_chr(buf, ' ');
        sb_look_word(buf, sb_buf_all(&name));
    }
    sb_buf_done(&name);
    if (!list)
        put_piped(buf, f);
}

/* The file lies where only sbom itself finds it. */
static void put_trace(struct sb_buf *buf, const struct sb_finding *f, const struct sb_lies_in *in)
{
    if (!f->look_path.n)
        return;
    sb_look_put(buf, "sbom scan ", in->lies == SB_LIES_ELSEWHERE ? SB_STR_NONE : in->source, "");
    if (in->platform.n)
        sb_look_put(buf, " --platform ", in->platform, "");
    sb_look_put(buf, " --trace ", f->look_path, "");
}

/* ---- in a document ---- */

bool sb_look_wants_tree(const struct sb_finding *f, const struct sb_lies_in *in)
{
    return f->look_before && f->look_path.n && in->lies == SB_LIES_ELSEWHERE;
}

/* What stands in the text of a document as it is, in whatever encoding; the qualifiers of a purl may be spelled in more
 * ways. Empty where that is not known. */
static sb_str needle(const struct sb_delta *delta, enum sb_side side, sb_comp c)
{
    const struct sb_row *row = sb_delta_row(delta, side, c);
    sb_str text = row->has_purl ? row->purl : sb_doc_str(delta->doc[side], sb_doc_at(delta->doc[side], c)->name);
    size_t qualifiers = row->has_purl ? sb_str_chr(text, '?') : SB_NPOS;
    if (qualifiers != SB_NPOS)
        text = sb_str_part(text, 0, qualifiers);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < ' ' || text.p[i] > '~' || strchr("\"\\&<>'", text.p[i]))
            return SB_STR_NONE;
    return text;
}

/* As an extended regular expression: a document may be one line, of which only the place is wanted. */
static void put_pattern(struct sb_buf *buf, sb_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (strchr(".[]{}()*+?^$|", text.p[i]))
            sb_buf_chr(buf, '\\');
        sb_buf_chr(buf, text.p[i]);
    }
}

/* Where no path is known, what the document itself says; if its text is not that of the file, nothing. */
static void put_in_document(struct sb_buf *buf, const struct sb_delta *delta, const struct sb_finding *f,
                            enum sb_side side, sb_str source)
{
    const struct sb_doc *doc = delta->doc[side];
    sb_str text = f->row[side].v ? needle(delta, side, f->row[side]) : SB_STR_NONE;
    sb_str format = sb_str_of(doc->format);
    if (!text.n || !(sb_str_ends(format, SB_S("-json")) || sb_str_ends(format, SB_S("-xml"))) ||
        doc->diags.total[SB_D_WRAPPED] || sb_str_eq(source, SB_S("-")))
        return;
    sb_buf_str(buf, SB_S("grep -noE '.{0,80}"));
    put_pattern(buf, text);
    sb_look_put(buf, ".{0,160}' ", source, "");
}

/* The schemes of sources that lie in the file system stand in front of a path. */
static sb_str without_scheme(sb_str source)
{
    if (!sb_str_chop(&source, SB_S("dir:")))
        sb_str_chop(&source, SB_S("file:"));
    return source;
}

/* "site/x.egg!/a" lies in the archive site/x.egg. */
static bool put_inside(struct sb_buf *buf, const struct sb_finding *f, const struct sb_lies_in *in, sb_str source)
{
    static const sb_str end = {".egg!/", 6};
    size_t at = sb_str_find(f->look_path, end);
    if (at == SB_NPOS)
        return false;
    struct sb_finding inner = *f;
    inner.look_path = sb_str_from(f->look_path, at + end.n);
    bool folder = in->lies == SB_LIES_FOLDER || in->lies == SB_LIES_ELSEWHERE;
    if (folder && sb_str_find(inner.look_path, end) == SB_NPOS) {
        struct sb_buf zip = {0};
        sb_buf_str(&zip, in->lies == SB_LIES_FOLDER ? source : SB_STR_NONE);
        if (zip.n && !sb_str_ends(source, SB_S("/")))
            sb_buf_chr(&zip, '/');
        sb_buf_str(&zip, sb_str_part(f->look_path, 0, at + end.n - 2));
        put_in_zip(buf, &inner, sb_buf_all(&zip));
        sb_buf_done(&zip);
    } else {
        put_trace(buf, f, in);
    }
    return true;
}

static void put_look(struct sb_buf *buf, const struct sb_delta *delta, const struct sb_finding *f,
                     const struct sb_lies_in *in)
{
    sb_str path = without_scheme(in->source);
    if (put_inside(buf, f, in, path))
        return;
    switch (in->lies) {
    case SB_LIES_FOLDER: put_in_folder(buf, f, path); break;
    case SB_LIES_TAR: put_in_tar(buf, f, path); break;
    case SB_LIES_ZIP: put_in_zip(buf, f, path); break;
    case SB_LIES_DEB: put_in_deb(buf, f, path); break;
    case SB_LIES_IMAGE: put_trace(buf, f, in); break;
    case SB_LIES_ELSEWHERE:
        if (f->look_path.n)
            sb_look_put(buf, f->look_before, f->look_path, f->look_behind);
        else
            put_in_document(buf, delta, f, side_of(f), in->source);
        break;
    }
}

sb_str sb_look_at(const struct sb_delta *delta, const struct sb_finding *finding, const struct sb_lies_in *in,
                  struct sb_arena *arena)
{
    struct sb_buf buf = {0};
    if (!finding->look_before)
        return finding->look;
    put_look(&buf, delta, finding, in);
    sb_str text = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return text;
}
