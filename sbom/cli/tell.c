#include "cli/tell.h"

#include <stdio.h>

#include "base/utf8.h"

enum { SCREEN = 20 };
static const char *const severity_names[] = {"note", "warning", "error"};

static bool is_shown(const struct sb_diag *diag, const struct sb_options *options)
{
    enum sb_severity least = options->quiet ? SB_ERROR : options->verbose ? SB_NOTE : SB_WARNING;
    return sb_codes[diag->code].severity >= least;
}

static void print_diag(const struct sb_diag *diag, const char *side)
{
    const struct sb_code_row *row = &sb_codes[diag->code];
    struct sb_buf line = {0};
    sb_buf_printf(&line, "sbom: %s%s SB%04u: ", side, severity_names[row->severity], row->number);
    if (diag->path.n) {
        sb_utf8_printable(&line, diag->path);
        if (diag->line)
            sb_buf_printf(&line, ":%u", diag->line);
        sb_buf_str(&line, SB_S(": "));
    }
    sb_buf_printf(&line, "%s: ", row->title);
    sb_utf8_printable(&line, diag->message);
    if (diag->count > 1)
        sb_buf_printf(&line, " (and %llu more like it)", (unsigned long long)diag->count - 1);
    fprintf(stderr, "%.*s\n", SB_FMT(sb_buf_all(&line)));
    sb_buf_done(&line);
}

void sb_tell(const struct sb_diags *diags, const struct sb_options *options, const char *side)
{
    size_t shown = 0;
    size_t hidden = 0;
    for (size_t i = 0; i < diags->n; i++) {
        if (!is_shown(&diags->p[i], options))
            continue;
        if (shown == SCREEN && !options->verbose) {
            hidden++;
            continue;
        }
        print_diag(&diags->p[i], side);
        shown++;
    }
    if (hidden)
        fprintf(stderr, "sbom: %s%zu more diagnostics; -v prints all, --diagnostics FILE keeps them\n", side, hidden);
}

static void put_diag(struct sb_json_out *json, const struct sb_diag *diag, const char *side)
{
    const struct sb_code_row *row = &sb_codes[diag->code];
    char code[16];
    snprintf(code, sizeof code, "SB%04u", row->number);
    sb_json_begin(json, '{');
    sb_json_pair(json, "code", sb_str_of(code));
    sb_json_key(json, "incomplete");
    sb_json_bool(json, row->incomplete);
    sb_json_key(json, "line");
    if (diag->line)
        sb_json_u64(json, diag->line);
    else
        sb_json_null(json);
    sb_json_key(json, "message");
    sb_json_str(json, diag->message);
    sb_json_key(json, "path");
    if (diag->path.n)
        sb_json_str(json, diag->path);
    else
        sb_json_null(json);
    sb_json_pair(json, "severity", sb_str_of(severity_names[row->severity]));
    sb_json_key(json, "side");
    if (side)
        sb_json_str(json, sb_str_of(side));
    else
        sb_json_null(json);
    sb_json_end(json);
}

void sb_tell_json_begin(struct sb_json_out *json, struct sb_sink *sink)
{
    sb_json_out(json, sink, true);
    sb_json_begin(json, '{');
    sb_json_key(json, "diagnostics");
    sb_json_begin(json, '[');
}

void sb_tell_json_list(struct sb_json_out *json, const struct sb_told *list)
{
    for (size_t i = 0; i < list->diags->n; i++)
        put_diag(json, &list->diags->p[i], list->side);
}

void sb_tell_json_end(struct sb_json_out *json)
{
    sb_json_end(json);
    sb_json_end(json);
    sb_put_chr(json->sink, '\n');
}

void sb_tell_json(struct sb_sink *sink, const struct sb_told *lists, size_t n)
{
    struct sb_json_out json;
    sb_tell_json_begin(&json, sink);
    for (size_t i = 0; i < n; i++)
        sb_tell_json_list(&json, &lists[i]);
    sb_tell_json_end(&json);
}
