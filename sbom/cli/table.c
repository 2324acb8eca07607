#include "cli/table.h"

#include "base/utf8.h"

enum { COLUMNS = 4 };

/* The ecosystem as the purl says it, else the component's type. */
static sb_str ecosystem(const struct sb_doc *doc, const struct sb_component *row)
{
    sb_str purl = sb_doc_str(doc, row->purl);
    if (!sb_str_chop(&purl, SB_S("pkg:")))
        return sb_str_of(sb_comp_type_names[row->type]);
    sb_str type;
    sb_str_cut(&purl, '/', &type);
    return type;
}

static void cells(const struct sb_doc *doc, sb_comp c, struct sb_arena *arena, sb_str cell[COLUMNS])
{
    const struct sb_component *row = sb_doc_at(doc, c);
    struct sb_buf buf = {0};
    const sb_str raw[COLUMNS] = {ecosystem(doc, row), sb_doc_display(doc, c, arena), sb_doc_str(doc, row->version),
                                 sb_doc_str(doc, row->place)};
    for (size_t i = 0; i < COLUMNS; i++) {
        sb_buf_clear(&buf);
        sb_utf8_printable(&buf, raw[i]);
        cell[i] = sb_arena_str(arena, sb_buf_all(&buf));
    }
    sb_buf_done(&buf);
}

static void put_row(struct sb_sink *sink, const sb_str cell[COLUMNS], const unsigned width[COLUMNS])
{
    size_t last = COLUMNS - 1;
    while (last > 0 && cell[last].n == 0)
        last--;
    for (size_t i = 0; i <= last; i++) {
        sb_put_str(sink, cell[i]);
        if (i == last)
            break;
        unsigned at = sb_utf8_width(cell[i]);
        do
            sb_put_chr(sink, ' ');
        while (++at < width[i] + 1);
        sb_put_chr(sink, ' ');
    }
    sb_put_chr(sink, '\n');
}

/* Source packages say where installed ones come from; they are not installed themselves. */
static bool is_source(const struct sb_doc *doc, sb_comp c)
{
    static const struct {
        const char *type, *says;
    } rows[] = {{"pkg:deb/", "arch=source"}, {"pkg:rpm/", "arch=src"}};
    sb_str purl = sb_doc_str(doc, sb_doc_at(doc, c)->purl);
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_str_starts(purl, sb_str_of(rows[i].type)))
            return sb_str_find(purl, sb_str_of(rows[i].says)) != SB_NPOS;
    return false;
}

uint32_t sb_table_left_out(const struct sb_doc *doc)
{
    uint32_t n = 0;
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++)
        n += is_source(doc, (sb_comp){c});
    return n;
}

void sb_table_write(const struct sb_doc *doc, struct sb_sink *sink)
{
    static const sb_str head[COLUMNS] = {{"TYPE", 4}, {"NAME", 4}, {"VERSION", 7}, {"PLACE", 5}};
    struct sb_arena arena = {0};
    sb_str(*cell)[COLUMNS] = sb_calloc((size_t)sb_doc_count(doc) + 1, sizeof *cell);
    size_t n = 0;
    unsigned width[COLUMNS];
    memcpy(cell[0], head, sizeof head);
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++)
        if (!is_source(doc, (sb_comp){c}))
            cells(doc, (sb_comp){c}, &arena, cell[++n]);
    for (size_t i = 0; i < COLUMNS; i++) {
        width[i] = 0;
        for (size_t c = 0; c <= n; c++)
            if (sb_utf8_width(cell[c][i]) > width[i] && sb_utf8_width(cell[c][i]) <= 48)
                width[i] = sb_utf8_width(cell[c][i]);
    }
    for (size_t c = 0; c <= n; c++)
        put_row(sink, cell[c], width);
    sb_free(cell);
    sb_arena_done(&arena);
}
