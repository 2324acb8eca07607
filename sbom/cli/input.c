#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "formats/format.h"

/* Documents are held whole while they are read. */
enum { DOCUMENT_MAX = 1 << 30, HEAD = 4096, THREADS_MAX = 256 };

sb_rc sb_input_options(const struct sb_options *options, sb_str *excludes, struct sb_scan_options *ret_scan,
                       struct sb_err *err)
{
    uint64_t threads = 0;
    if (options->jobs && (!sb_str_u64(sb_str_of(options->jobs), &threads) || threads < 1 || threads > THREADS_MAX))
        return sb_fail(err, SB_E_USAGE, "--jobs wants a number from 1 to %d", THREADS_MAX);
    if (options->verify && options->no_facts)
        return sb_fail(err, SB_E_USAGE, "--verify reads the files that --no-facts leaves unread; give one of the two");
    for (size_t i = 0; i < options->excludes.n; i++)
        excludes[i] = sb_str_of(options->excludes.p[i]);
    *ret_scan = (struct sb_scan_options){.threads = (unsigned)threads,
                                         .facts = !options->no_facts,
                                         .verify = options->verify,
                                         .one_file_system = options->one_file_system,
                                         .root = options->root,
                                         .trace = options->trace,
                                         .exclude = excludes,
                                         .n_exclude = options->excludes.n};
    return SB_OK;
}

static sb_str read_head(const char *path, char *head, size_t room)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return SB_STR_NONE;
    ptrdiff_t n = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? sb_read_fd(fd, head, room) : 0;
    close(fd);
    return n > 0 ? sb_str_n(head, (size_t)n) : SB_STR_NONE;
}

static bool has_scheme(const char *spec)
{
    sb_str rest = sb_str_of(spec);
    sb_str scheme;
    if (!sb_str_cut(&rest, ':', &scheme))
        return false;
    for (const struct sb_source_type *const *type = sb_source_types; *type; type++)
        if (sb_str_eq(scheme, sb_str_of((*type)->scheme)))
            return true;
    return false;
}

/* The format that claims the front of a regular file. */
static const struct sb_format *claimed_by(const char *path)
{
    char head[HEAD];
    sb_str front = read_head(path, head, sizeof head);
    return front.n ? sb_format_sniff(front) : NULL;
}

static sb_rc scan_source(struct sb_source *source, const struct sb_scan_options *scan, struct sb_doc *doc,
                         struct sb_err *err)
{
    sb_rc rc = sb_scan(source, scan, doc, err);
    sb_source_close(source);
    return rc;
}

static const char *shown(const char *spec)
{
    return strcmp(spec, "-") == 0 ? "standard input" : spec;
}

/* What nothing can scan may be a document. */
static void explain_document(const char *spec, struct sb_err *err)
{
    const struct sb_format *format = has_scheme(spec) ? NULL : claimed_by(spec);
    if (err->rc != SB_E_NOTFOUND || !format)
        return;
    *err = (struct sb_err){0};
    sb_fail(err, SB_E_NOTFOUND, "an SBOM document (%s), not something to scan; sbom diff compares documents",
            format->name);
}

sb_rc sb_input_scan(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_source *source;
    sb_rc rc = sb_source_open(spec, &sb_limits_default, &source, err);
    if (rc == SB_OK)
        rc = scan_source(source, scan, doc, err);
    else
        explain_document(spec, err);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(shown(spec)));
    return rc;
}

bool sb_input_is_document(const char *spec)
{
    return strcmp(spec, "-") != 0 && !has_scheme(spec) && claimed_by(spec) != NULL;
}

static sb_rc read_document(const struct sb_format *format, const char *spec, sb_str bytes, struct sb_doc *doc,
                           struct sb_err *err)
{
    sb_rc rc;
    if (format->read)
        rc = format->read(bytes, sb_str_of(spec), doc, err);
    else
        rc = sb_fail(err, SB_E_UNSUPPORTED, "%s cannot be read in this version", format->name);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(spec));
    return rc;
}

/* A file that is neither a document nor something to scan: both reasons. */
static sb_rc scan_instead(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_err why = {0};
    sb_rc rc = sb_input_scan(spec, scan, doc, &why);
    if (rc == SB_E_NOTFOUND && !has_scheme(spec) && access(spec, F_OK) == 0) {
        sb_fail(err, rc, "no SBOM document that this version knows, and nothing to scan: it is %s", why.text);
        sb_err_path(err, sb_str_of(spec));
    } else if (rc != SB_OK) {
        *err = why;
    }
    return rc;
}

/* Standard input can be read once: its front says whether it is a document. */
static sb_rc read_standard(sb_str bytes, const struct sb_scan_options *scan, struct sb_doc *doc, struct sb_err *err)
{
    const struct sb_format *format = sb_format_sniff(sb_str_part(bytes, 0, HEAD));
    struct sb_source *source;
    if (format)
        return read_document(format, "-", bytes, doc, err);
    struct sb_err why = {0};
    sb_rc rc = sb_source_open_standard(bytes, &sb_limits_default, &source, &why);
    if (rc == SB_OK)
        rc = scan_source(source, scan, doc, err);
    else if (rc == SB_E_NOTFOUND)
        sb_fail(err, rc, "no SBOM document that this version knows, and nothing to scan: it is %s", why.text);
    else
        *err = why;
    if (rc != SB_OK)
        sb_err_path(err, SB_S("standard input"));
    return rc;
}

sb_rc sb_input_read(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc, struct sb_err *err)
{
    bool standard = strcmp(spec, "-") == 0;
    const struct sb_format *format = standard || has_scheme(spec) ? NULL : claimed_by(spec);
    if (!standard && !format)
        return scan_instead(spec, scan, doc, err);
    struct sb_buf bytes = {0};
    sb_rc rc = sb_read_file(spec, DOCUMENT_MAX, &bytes, err);
    if (rc == SB_OK)
        rc = standard ? read_standard(sb_buf_all(&bytes), scan, doc, err)
                      : read_document(format, spec, sb_buf_all(&bytes), doc, err);
    sb_buf_done(&bytes);
    return rc;
}
