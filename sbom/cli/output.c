#include "cli/output.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool sb_is_standard(const char *file)
{
    return !file || strcmp(file, "-") == 0;
}

/* Cuts TEXT (a copy) at C; what is behind it, or NULL. */
static const char *cut(char *text, char c)
{
    char *at = strchr(text, c);
    if (!at)
        return NULL;
    *at = '\0';
    return at + 1;
}

static void parse(const char *text, struct sb_output *out)
{
    size_t n = strlen(text) + 1;
    out->room = memcpy(sb_malloc(n), text, n);
    out->format = out->room;
    out->file = cut(out->room, '=');
    out->version = cut(out->room, '@');
}

/* What is there, without links; else the folder that it would lie in, or its name as it was given where there is no
 * such folder. */
static void place_of(const char *file, struct sb_buf *ret)
{
    char *whole = realpath(file, NULL);
    if (whole) {
        sb_buf_str(ret, sb_str_of(whole));
        free(whole);
        return;
    }
    const char *slash = strrchr(file, '/');
    sb_buf_str(ret, slash ? sb_str_n(file, (size_t)(slash - file) + 1) : SB_S("./"));
    sb_buf_chr(ret, '\0');
    char *folder = realpath(ret->p, NULL);
    sb_buf_clear(ret);
    sb_buf_printf(ret, "%s/%s", folder ? folder : "", folder && slash ? slash + 1 : file);
    free(folder);
}

/* One file by two spellings of its name would be written twice, and one output lost. */
static bool is_same_file(const char *a, const char *b)
{
    struct sb_buf places[2] = {0};
    place_of(a, &places[0]);
    place_of(b, &places[1]);
    bool same = sb_str_eq(sb_buf_all(&places[0]), sb_buf_all(&places[1]));
    sb_buf_done(&places[0]);
    sb_buf_done(&places[1]);
    return same;
}

/* FILE is a name of its own: given, not that of one of the first N outputs, and standard output only once. */
static sb_rc check_file(const struct sb_plan *plan, size_t n, const char *format, const char *file, struct sb_err *err)
{
    if (file && *file == '\0')
        return sb_fail(err, SB_E_USAGE, "a file name is missing behind %s=", format);
    for (size_t i = 0; i < n; i++) {
        bool standard = sb_is_standard(plan->p[i].file);
        if (standard && sb_is_standard(file))
            return sb_fail(err, SB_E_USAGE, "only one output can go to standard output; %s needs a file", format);
        if (!standard && !sb_is_standard(file) && is_same_file(plan->p[i].file, file))
            return sb_fail(err, SB_E_USAGE, "two outputs go to %s", file);
    }
    return SB_OK;
}

/* FILE is there, and is INPUT by whatever name; also where that is standard input. */
static bool is_input(const char *file, const char *input)
{
    struct stat a, b;
    if (!input || stat(file, &a) != 0 || !S_ISREG(a.st_mode))
        return false;
    int failed = sb_is_standard(input) ? fstat(STDIN_FILENO, &b) : stat(input, &b);
    return failed == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* FILE takes the place of nothing that is compared or applied, and of no file that governs that. A single document may
 * be written anew. */
static sb_rc check_inputs(const struct sb_options *options, const char *file, struct sb_err *err)
{
    static const char message[] = "%s is read by this command, and an output would replace it: write to another file";
    if (sb_is_standard(file))
        return SB_OK;
    for (size_t i = 0; options->operands.n > 1 && i < options->operands.n; i++) {
        const char *spec = options->operands.p[i], *path = strchr(spec, ':');
        if (is_input(file, spec) || (path && is_input(file, path + 1)))
            return sb_fail(err, SB_E_USAGE, message, sb_is_standard(spec) ? "standard input" : spec);
    }
    const char *team = is_input(file, options->policy) ? options->policy : options->waivers;
    return is_input(file, team) ? sb_fail(err, SB_E_USAGE, message, team) : SB_OK;
}

/* What a team wrote into a draft is not lost. */
static sb_rc check_draft(const char *file, struct sb_err *err)
{
    struct stat there;
    if (sb_is_standard(file) || stat(file, &there) != 0 || !S_ISREG(there.st_mode) || there.st_size == 0)
        return SB_OK;
    return sb_fail(err, SB_E_USAGE, "%s is there already: --write-waivers writes a draft to a new file", file);
}

/* What is written beside the outputs. */
static sb_rc check_beside(const struct sb_plan *plan, const struct sb_options *options, struct sb_err *err)
{
    const char *diagnostics = options->diagnostics, *waivers = options->write_waivers;
    if (diagnostics)
        SB_TRY(check_file(plan, plan->n, "diagnostics", diagnostics, err));
    if (waivers)
        SB_TRY(check_file(plan, plan->n, "write-waivers", waivers, err));
    if (waivers && options->waivers && is_same_file(waivers, options->waivers))
        return sb_fail(err, SB_E_USAGE, "--write-waivers writes a draft, which is not for the file of --waivers");
    if (waivers)
        SB_TRY(check_draft(waivers, err));
    for (size_t i = 0; i < plan->n; i++)
        SB_TRY(check_inputs(options, plan->p[i].file, err));
    SB_TRY(check_inputs(options, diagnostics, err));
    if (diagnostics && waivers && is_same_file(diagnostics, waivers))
        return sb_fail(err, SB_E_USAGE, "two outputs go to %s", waivers);
    return SB_OK;
}

sb_rc sb_plan_make(struct sb_plan *plan, const struct sb_options *options, const char *fallback,
                   sb_rc (*find)(struct sb_output *, struct sb_err *), struct sb_err *err)
{
    plan->n = options->outputs.n ? options->outputs.n : 1;
    plan->p = sb_calloc(plan->n, sizeof *plan->p);
    for (size_t i = 0; i < plan->n; i++) {
        struct sb_output *out = &plan->p[i];
        parse(options->outputs.n ? options->outputs.p[i] : fallback, out);
        SB_TRY(find(out, err));
        SB_TRY(check_file(plan, i, out->format, out->file, err));
    }
    return check_beside(plan, options, err);
}

sb_rc sb_plan_open(struct sb_plan *plan, const struct sb_options *options, struct sb_err *err)
{
    plan->files = sb_outputs_new();
    for (size_t i = 0; i < plan->n; i++)
        SB_TRY(sb_outputs_open(plan->files, plan->p[i].file, &plan->p[i].sink, err));
    if (options->diagnostics)
        SB_TRY(sb_outputs_open(plan->files, options->diagnostics, &plan->diagnostics, err));
    if (options->write_waivers)
        SB_TRY(sb_outputs_open(plan->files, options->write_waivers, &plan->waivers, err));
    return SB_OK;
}

sb_rc sb_plan_commit(struct sb_plan *plan, struct sb_err *err)
{
    return sb_outputs_commit(plan->files, err);
}

void sb_plan_done(struct sb_plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        sb_free(plan->p[i].room);
    sb_free(plan->p);
    sb_outputs_free(plan->files);
}
