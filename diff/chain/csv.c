#include "base/utf8.h"
#include "chain/table.h"

/* One field (RFC 4180). What a spreadsheet would take for a formula is behind an apostrophe. */
static void put_field(struct sb_sink *sink, sb_str text)
{
    struct sb_buf plain = {0};
    sb_utf8_printable(&plain, text);
    sb_str rest = sb_buf_all(&plain), part;
    sb_put_chr(sink, '"');
    if (rest.n && sb_is_in(rest.p[0], "=+-@"))
        sb_put_chr(sink, '\'');
    while (sb_str_cut(&rest, '"', &part)) {
        sb_put_str(sink, part);
        sb_put_str(sink, SB_S("\"\""));
    }
    sb_put_str(sink, part);
    sb_put_chr(sink, '"');
    sb_buf_done(&plain);
}

static void put_next(struct sb_sink *sink, sb_str text)
{
    sb_put_chr(sink, ',');
    put_field(sink, text);
}

static void put_head(const struct sb_chain *chain, struct sb_sink *sink)
{
    sb_put_str(sink, SB_S("\"identity\",\"type\",\"name\",\"worst\",\"entered\",\"left\""));
    for (size_t r = 0; r < chain->releases.n; r++)
        put_next(sink, chain->releases.p[r].source);
    sb_put_str(sink, SB_S("\r\n"));
}

static void put_release(struct sb_sink *sink, uint32_t release, bool none)
{
    char room[SB_DECIMAL_MAX];
    put_next(sink, none ? SB_STR_NONE : sb_str_decimal(release + 1u, room));
}

static void put_row(const struct sb_chain *chain, const struct sb_chain_track *track, struct sb_sink *sink)
{
    struct sb_buf cell = {0};
    bool package = track->kind == SB_TRACK_PACKAGE;
    put_field(sink, track->key);
    put_next(sink, track->type);
    put_next(sink, track->name);
    put_next(sink, sb_str_of(sb_level_names[track->worst]));
    put_release(sink, track->entered, !package);
    put_release(sink, track->left, !package || track->left == UINT32_MAX);
    for (uint32_t r = 0; r < chain->releases.n; r++) {
        const struct sb_chain_versions *versions = sb_chain_versions_at(chain, track, r);
        sb_buf_clear(&cell);
        for (uint32_t i = 0; i < versions->n; i++) {
            sb_buf_str(&cell, i ? SB_S(" ") : SB_STR_NONE);
            sb_buf_str(&cell, versions->p[i].n ? versions->p[i] : SB_S("?"));
        }
        if (!package)
            sb_chain_cell(chain, track, r, &cell);
        put_next(sink, sb_buf_all(&cell));
    }
    sb_put_str(sink, SB_S("\r\n"));
    sb_buf_done(&cell);
}

static sb_rc write_csv(const struct sb_chain *chain, const struct sb_delta *last,
                       const struct sb_report_options *options, struct sb_sink *sink, struct sb_err *err)
{
    struct sb_arena arena = {0};
    const struct sb_chain_track *const *rows;
    size_t n = sb_chain_rows(chain, &arena, &rows);
    (void)last;
    (void)options;
    put_head(chain, sink);
    for (size_t i = 0; i < n; i++)
        put_row(chain, rows[i], sink);
    sb_arena_done(&arena);
    return sb_sink_flush(sink, err);
}

const struct sb_chain_report sb_chain_csv = {"csv", "the table alone, for a spreadsheet", write_csv};
