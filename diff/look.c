#include "diff/look.h"

void sb_look_word(struct sb_buf *buf, sb_str word)
{
    sb_buf_chr(buf, '\'');
    if (word.n && word.p[0] == '-')
        sb_buf_str(buf, SB_S("./"));
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '\'')
            sb_buf_str(buf, SB_S("'\\''"));
        else
            sb_buf_chr(buf, word.p[i]);
    }
    sb_buf_chr(buf, '\'');
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

/* ---- in a tar ---- */

/* Commands that list; all others read what is piped into them. */
static bool lists(const char *before)
{
    return strncmp(before, "ls ", 3) == 0 || strncmp(before, "find ", 5) == 0;
}

/* Tars of a whole system begin each name with "./": whatever stands before the path is passed over. */
static void put_in_tar(struct sb_buf *buf, const struct sb_finding *f, sb_str tar)
{
    bool list = lists(f->look_before);
    sb_str command = sb_str_trim(sb_str_of(f->look_before));
    sb_buf_str(buf, list ? SB_S("tar -tvf ") : SB_S("tar -xOf "));
    sb_look_word(buf, tar);
    if (f->look_path.n) {
        sb_buf_str(buf, SB_S(" --no-anchored "));
        sb_look_word(buf, f->look_path);
    }
    if (list)
        return;
    sb_buf_str(buf, SB_S(" | "));
    sb_buf_str(buf, command);
    sb_buf_str(buf, sb_str_eq(command, SB_S("file")) ? SB_S(" -") : SB_STR_NONE);
    sb_buf_str(buf, sb_str_of(f->look_behind));
}

/* ---- a document ---- */

/* Where the path is not known either, what the document itself says. */
static void put_in_document(struct sb_buf *buf, const struct sb_delta *delta, const struct sb_finding *f,
                            enum sb_side side, sb_str source)
{
    static const char *const sides[SB_SIDES] = {"old", "new"};
    bool standard = sb_str_eq(source, SB_S("-"));
    if (f->look_path.n) {
        sb_buf_printf(buf, "in the tree of the %s document", sides[side]);
        if (!standard)
            sb_buf_printf(buf, " (%.*s)", SB_FMT(source));
        sb_buf_str(buf, SB_S(": "));
        sb_look_put(buf, f->look_before, f->look_path, f->look_behind);
    } else if (f->row[side].v && !standard) {
        sb_buf_str(buf, SB_S("grep -nF "));
        const struct sb_row *row = sb_delta_row(delta, side, f->row[side]);
        sb_str name = sb_doc_str(delta->doc[side], sb_doc_at(delta->doc[side], f->row[side])->name);
        sb_look_word(buf, row->has_purl ? row->purl : name);
        sb_buf_chr(buf, ' ');
        sb_look_word(buf, source);
    }
}

/* The schemes of sources that lie in the file system stand in front of a path. */
static sb_str without_scheme(sb_str source)
{
    if (!sb_str_chop(&source, SB_S("dir:")))
        sb_str_chop(&source, SB_S("file:"));
    return source;
}

sb_str sb_look_at(const struct sb_delta *delta, const struct sb_finding *finding, enum sb_lies lies, sb_str source,
                  struct sb_arena *arena)
{
    enum sb_side side = side_of(finding);
    struct sb_buf buf = {0};
    if (!finding->look_before)
        return finding->look;
    if (lies == SB_LIES_FOLDER)
        put_in_folder(&buf, finding, without_scheme(source));
    else if (lies == SB_LIES_TAR)
        put_in_tar(&buf, finding, without_scheme(source));
    else
        put_in_document(&buf, delta, finding, side, source);
    sb_str text = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return text;
}
