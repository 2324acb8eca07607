#include "cli/command.h"
#include "cli/rewrite.h"
#include "cli/tell.h"

static sb_rc open_input(const struct sb_options *options, struct sb_document *input, struct sb_diags *diags,
                        struct sb_err *err)
{
    const char *path = options->operands.p[0];
    sb_rc rc = sb_document_open(input, path, "not yet: convert does not read", diags, err);
    sb_tell(diags, options, "");
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(strcmp(path, "-") == 0 ? "standard input" : path));
    return rc;
}

static sb_rc convert(const struct sb_options *options, struct sb_rewrite *rewrite, struct sb_document *input,
                     struct sb_diags *diags, struct sb_err *err)
{
    SB_TRY(sb_rewrite_open(rewrite, options, "", err));
    SB_TRY(open_input(options, input, diags, err));
    SB_TRY(sb_rewrite_all(rewrite, options, input, options->operands.p[0], err));
    if (rewrite->plan.diagnostics)
        sb_tell_json(rewrite->plan.diagnostics, &(struct sb_told){diags, NULL}, 1);
    return sb_plan_commit(&rewrite->plan, err);
}

int sb_cmd_convert(const struct sb_options *options)
{
    if (options->operands.n != 1 || !options->outputs.n)
        return sb_usage_error("convert wants one document IN and at least one -o FORMAT[@VERSION][=FILE]");
    struct sb_rewrite rewrite = {0};
    struct sb_document input = {.by_meaning = true};
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    sb_rc rc = convert(options, &rewrite, &input, &diags, &err);
    int code = rc != SB_OK ? sb_complain(&err) : rewrite.lost && options->strict ? SB_EXIT_INCOMPLETE : SB_EXIT_FINE;
    sb_plan_done(&rewrite.plan);
    sb_document_done(&input);
    sb_diags_done(&diags);
    return code;
}
