#include "os/dpkg.h"

#include "base/intern.h"
#include "base/utf8.h"
#include "id/licence.h"
#include "text/deb822.h"

enum {
    DISTINCT = 1024,    /* licences that are looked at in one file */
    EXPRESSION = 32768, /* bytes of the whole expression */
    BODY = 16384,       /* bytes of the text of one licence */
    ODD_NAME = 200,     /* bytes of a name that is none */
    LOOKUPS = 4096,     /* names of one file whose texts are looked for */
};

/* A License field: its first line, and the text behind that. */
struct licence {
    sb_str line, text;
};

struct reading {
    struct sb_arena *arena;
    SB_VEC(struct licence) files; /* of Files paragraphs, each line once */
    SB_VEC(struct licence) alone; /* of paragraphs of their own, which hold texts */
    struct licence header;
    const struct licence *now; /* whose names are looked up */
    struct sb_intern lines, operands;
    SB_VEC(sb_str) ids, bodies; /* of licences that are on no list */
    size_t n_cut;
    size_t lookups;
    struct sb_buf body;
};

/* ---- paragraphs ---- */

/* The fields that say that a copyright file is machine-readable; the second was in use before the format was final. */
static bool is_format(const struct sb_deb822 *reader)
{
    return sb_deb822_is(reader, "Format") || sb_deb822_is(reader, "Format-Specification");
}

struct paragraph {
    struct licence licence;
    bool has_licence, has_files;
};

static void end_paragraph(struct reading *r, const struct paragraph *paragraph, bool is_header)
{
    if (is_header) {
        r->header = paragraph->licence;
    } else if (paragraph->has_licence && !paragraph->has_files) {
        if (r->alone.n < DISTINCT)
            *SB_PUSH(&r->alone) = paragraph->licence;
    } else if (paragraph->has_licence) {
        size_t known = r->lines.n;
        sb_str key = paragraph->licence.line.n ? paragraph->licence.line : paragraph->licence.text;
        sb_intern(&r->lines, key);
        if (r->lines.n == known || key.n == 0)
            return;
        if (r->files.n < DISTINCT)
            *SB_PUSH(&r->files) = paragraph->licence;
        else
            r->n_cut++;
    }
}

static bool read_paragraphs(struct reading *r, sb_str bytes)
{
    struct sb_deb822 reader;
    struct paragraph paragraph = {0};
    bool is_header = true;
    sb_deb822_init(&reader, bytes, false);
    /* Format is the first field of the file, or the file is free text. */
    if (sb_deb822_next(&reader) != SB_DEB822_FIELD || !is_format(&reader))
        return false;
    for (enum sb_deb822_event event; (event = sb_deb822_next(&reader)) != SB_DEB822_END;) {
        if (event == SB_DEB822_PARAGRAPH) {
            end_paragraph(r, &paragraph, is_header);
            is_header = false;
            paragraph = (struct paragraph){0};
        } else if (event == SB_DEB822_FIELD && sb_deb822_is(&reader, "License") && !paragraph.has_licence) {
            sb_str value = reader.value;
            bool on_line = value.n && value.p[0] != '\n';
            paragraph.has_licence = true;
            if (on_line)
                sb_str_line(&value, &paragraph.licence.line);
            paragraph.licence.line = sb_str_trim(paragraph.licence.line);
            paragraph.licence.text = value;
        } else if (event == SB_DEB822_FIELD || event == SB_DEB822_TOO_LONG) {
            paragraph.has_files = paragraph.has_files || sb_deb822_is(&reader, "Files");
        }
    }
    return true;
}

/* ---- licences that are on no list ---- */

/* The text of NAME: of the paragraph of its own with this name, else what stands behind the name itself. */
static sb_str text_of(const struct reading *r, sb_str name)
{
    for (size_t i = 0; i < r->alone.n; i++)
        if (sb_str_eq_nocase(r->alone.p[i].line, name) && sb_str_trim(r->alone.p[i].text).n)
            return r->alone.p[i].text;
    return r->now->text;
}

/* Lines without the blank that continues a field; " ." is an empty one. */
static sb_str body_of(sb_str text, struct sb_buf *body)
{
    struct sb_buf lines = {0};
    for (sb_str line; lines.n < BODY && sb_str_line(&text, &line);) {
        sb_str_chop(&line, SB_S(" "));
        if (sb_str_eq(sb_str_trim(line), SB_S(".")))
            line = SB_STR_NONE;
        sb_buf_str(&lines, line);
        sb_buf_chr(&lines, '\n');
    }
    sb_buf_clear(body);
    sb_utf8_repair(body, sb_str_trim(sb_str_part(sb_buf_all(&lines), 0, BODY)));
    sb_buf_done(&lines);
    return sb_buf_all(body);
}

static sb_str add_reference(void *ctx, sb_str name)
{
    struct reading *r = ctx;
    bool looked = r->lookups++ < LOOKUPS;
    sb_str body = looked ? body_of(text_of(r, name), &r->body) : SB_STR_NONE;
    sb_str id = sb_licence_ref(name, body, r->arena);
    for (size_t i = 0; looked && i < r->ids.n; i++)
        if (sb_str_eq(r->ids.p[i], id))
            return r->ids.p[i];
    if (body.n) {
        *SB_PUSH(&r->ids) = id;
        *SB_PUSH(&r->bodies) = sb_arena_str(r->arena, body);
    }
    return id;
}

/* ---- all of them ---- */

static sb_str expression_of(struct reading *r, const struct licence *licence)
{
    r->now = licence;
    sb_str found = sb_licence_of_debian(licence->line, r->arena, add_reference, r);
    return found.n ? found : add_reference(r, sb_str_part(licence->line, 0, ODD_NAME));
}

/* Cuts the next operand of a conjunction off TEXT: all of it if it is none. */
static sb_str next_operand(sb_str *text)
{
    size_t depth = 0, end = text->n;
    for (size_t i = 0; i < text->n; i++) {
        sb_str rest = sb_str_from(*text, i);
        depth += rest.p[0] == '(';
        depth -= rest.p[0] == ')';
        if (depth == 0 && sb_str_starts(rest, SB_S(" OR ")))
            break;
        if (depth == 0 && end == text->n && sb_str_starts(rest, SB_S(" AND ")))
            end = i;
        if (i + 1 == text->n && end < text->n) {
            sb_str operand = sb_str_n(text->p, end);
            *text = sb_str_from(*text, end + 5);
            return operand;
        }
    }
    sb_str all = *text;
    *text = SB_STR_NONE;
    return all;
}

/* Each operand once, in the order of the file. */
static void add_operands(struct reading *r, struct sb_buf *all, sb_str expression)
{
    while (expression.n) {
        size_t known = r->operands.n;
        sb_str operand = next_operand(&expression);
        sb_intern(&r->operands, operand);
        if (r->operands.n == known)
            continue;
        if (all->n + operand.n > EXPRESSION)
            r->n_cut++;
        else
            sb_buf_printf(all, "%s(%.*s)", all->n ? " AND " : "", SB_FMT(operand));
    }
}

static sb_str join_files(struct reading *r)
{
    struct sb_buf all = {0};
    sb_str normal = SB_STR_NONE;
    for (size_t i = 0; i < r->files.n; i++)
        add_operands(r, &all, expression_of(r, &r->files.p[i]));
    sb_str joined = sb_arena_str(r->arena, sb_buf_all(&all));
    sb_buf_done(&all);
    return joined.n && sb_licence_parse(joined, r->arena, &normal, NULL) == SB_OK ? normal : SB_STR_NONE;
}

static void keep_texts(struct reading *r, struct sb_debian_copyright *ret)
{
    ret->n_texts = r->ids.n;
    ret->texts = sb_arena_alloc(r->arena, (r->ids.n + 1) * sizeof *ret->texts);
    for (size_t i = 0; i < r->ids.n; i++) {
        ret->texts[i].id = r->ids.p[i];
        ret->texts[i].body = r->bodies.p[i];
    }
}

struct sb_debian_copyright sb_debian_copyright(sb_str bytes, struct sb_arena *arena)
{
    struct sb_debian_copyright ret = {0};
    struct reading r = {.arena = arena};
    sb_intern_init(&r.lines);
    sb_intern_init(&r.operands);
    if (read_paragraphs(&r, bytes)) {
        if (r.files.n)
            ret.expression = join_files(&r);
        else if (r.header.line.n)
            ret.expression = expression_of(&r, &r.header);
        keep_texts(&r, &ret);
        ret.n_cut = r.n_cut;
    }
    sb_intern_done(&r.lines);
    sb_intern_done(&r.operands);
    sb_free(r.files.p);
    sb_free(r.alone.p);
    sb_free(r.ids.p);
    sb_free(r.bodies.p);
    sb_buf_done(&r.body);
    return ret;
}
