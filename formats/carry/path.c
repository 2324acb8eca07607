#include "carry/path.h"

/* RFC 6901, section 3: ~ and / of a name are written ~0 and ~1. */
static void put_escaped(struct sb_buf *buf, sb_str name)
{
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '~')
            sb_buf_str(buf, SB_S("~0"));
        else if (name.p[i] == '/')
            sb_buf_str(buf, SB_S("~1"));
        else
            sb_buf_chr(buf, name.p[i]);
    }
}

void sb_path_pointer(struct sb_buf *buf, const struct sb_path *path)
{
    for (size_t i = 0; i < path->steps.n; i++) {
        sb_buf_chr(buf, '/');
        if (path->steps.p[i].name.p)
            put_escaped(buf, path->steps.p[i].name);
        else
            sb_buf_u64(buf, path->steps.p[i].index);
    }
}

static void put_dotted(struct sb_buf *buf, const struct sb_path *path, bool numbers)
{
    for (size_t i = 0; i < path->steps.n; i++) {
        const struct sb_step *step = &path->steps.p[i];
        if (step->name.p) {
            sb_buf_str(buf, i ? SB_S(".") : SB_STR_NONE);
            sb_buf_str(buf, step->name);
            continue;
        }
        sb_buf_chr(buf, '[');
        if (numbers)
            sb_buf_u64(buf, step->index);
        sb_buf_chr(buf, ']');
    }
}

void sb_path_text(struct sb_buf *buf, const struct sb_path *path)
{
    put_dotted(buf, path, true);
}

void sb_path_place(struct sb_buf *buf, const struct sb_path *path)
{
    put_dotted(buf, path, false);
}
