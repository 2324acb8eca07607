#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "formats/format.h"
#include "formats/sniff.h"

enum { HEAD = 4096, THREADS_MAX = 256 };

static bool is_platform(sb_str text)
{
    sb_str part;
    size_t parts = 1;
    for (size_t i = 0; i < text.n; i++)
        if (!sb_is_alnum(text.p[i]) && (text.p[i] == '\0' || !strchr("/._-", text.p[i])))
            return false;
    for (; sb_str_cut(&text, '/', &part); parts++)
        if (part.n == 0)
            return false;
    return part.n && (parts == 2 || parts == 3);
}

sb_rc sb_input_options(const struct sb_options *options, sb_str *excludes, struct sb_scan_options *ret_scan,
                       struct sb_err *err)
{
    uint64_t threads = 0;
    if (options->jobs && (!sb_str_u64(sb_str_of(options->jobs), &threads) || threads < 1 || threads > THREADS_MAX))
        return sb_fail(err, SB_E_USAGE, "--jobs wants a number from 1 to %d", THREADS_MAX);
    if (options->verify && options->no_facts)
        return sb_fail(err, SB_E_USAGE, "--verify reads the files that --no-facts leaves unread; give one of the two");
    if (options->platform && !is_platform(sb_str_of(options->platform)))
        return sb_fail(err, SB_E_USAGE, "--platform wants OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT: linux/arm64");
    for (size_t i = 0; i < options->excludes.n; i++)
        excludes[i] = sb_str_of(options->excludes.p[i]);
    *ret_scan = (struct sb_scan_options){.threads = (unsigned)threads,
                                         .facts = !options->no_facts,
                                         .verify = options->verify,
                                         .one_file_system = options->one_file_system,
                                         .root = options->root,
                                         .platform = options->platform,
                                         .trace = options->trace,
                                         .exclude = excludes,
                                         .n_exclude = options->excludes.n};
    return SB_OK;
}

static bool is_kind(const char *path, mode_t kind)
{
    struct stat st;
    return stat(path, &st) == 0 && (st.st_mode & S_IFMT) == kind;
}

/* Standard input, a pipe, a device: what can be read once only. */
static bool is_stream(const char *spec)
{
    return strcmp(spec, "-") == 0 || is_kind(spec, S_IFIFO) || is_kind(spec, S_IFCHR) || is_kind(spec, S_IFSOCK);
}

/* What is read of a file, through a window. */
struct look {
    int fd; /* -1: it could not be opened */
    struct sb_fd_stream stream;
    struct sb_window window;
};

static void open_look(struct look *look, int fd, size_t size)
{
    *look = (struct look){.fd = fd};
    if (fd < 0)
        return;
    sb_fd_stream(&look->stream, fd);
    sb_window_open(&look->window, &look->stream.stream, size, SB_DOCUMENT_MAX);
}

/* At a regular file; a pipe is not even opened, since its writer would see that. */
static void open_file(struct look *look, const char *path, size_t size)
{
    open_look(look, is_kind(path, S_IFREG) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1, size);
}

static void close_look(struct look *look)
{
    sb_window_done(&look->window);
    if (look->fd > STDIN_FILENO)
        close(look->fd);
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

/* The format of a regular file: by its front, or by all of it where the front leaves that open. */
static const struct sb_format *claimed_by(const char *path)
{
    struct look look;
    open_file(&look, path, HEAD);
    const struct sb_format *format = sb_format_sniff(&look.window);
    close_look(&look);
    return format;
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
    if (format->read)
        sb_fail(err, SB_E_NOTFOUND, "an SBOM document (%s), not something to scan; sbom diff compares documents",
                format->name);
    else
        sb_fail(err, SB_E_NOTFOUND, "an SBOM document, not something to scan; %s", format->unread);
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
    return !is_stream(spec) && !has_scheme(spec) && claimed_by(spec) != NULL;
}

static sb_rc read_document(const struct sb_format *format, const char *spec, struct sb_window *input,
                           struct sb_doc *doc, struct sb_err *err)
{
    sb_rc rc;
    if (format->read)
        rc = format->read(input, sb_str_of(spec), doc, err);
    else
        rc = sb_fail(err, SB_E_UNSUPPORTED, "%s", format->unread);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(spec));
    return rc;
}

/* Neither a document nor something to scan: both reasons. */
static void explain_neither(sb_str head, const char *why, struct sb_err *err)
{
    const char *encoding = sb_sniff_encoding(head);
    if (encoding)
        sb_fail(err, SB_E_NOTFOUND, "the text is %s; a document is JSON in UTF-8", encoding);
    else
        sb_fail(err, SB_E_NOTFOUND, "no SBOM document that this version knows, and nothing to scan: it is %s", why);
}

static sb_rc scan_instead(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_err why = {0};
    sb_rc rc = sb_input_scan(spec, scan, doc, &why);
    if (rc == SB_E_NOTFOUND && !has_scheme(spec) && access(spec, F_OK) == 0) {
        struct look look;
        open_file(&look, spec, HEAD);
        explain_neither(look.window.bytes, why.text, err);
        close_look(&look);
        sb_err_path(err, sb_str_of(spec));
    } else if (rc != SB_OK) {
        *err = why;
    }
    return rc;
}

/* A stream can be read once: what was read says whether it is a document. Standard input is read on by whoever takes
 * it; anything else is held. */
static sb_rc read_stream(const char *spec, struct sb_window *input, const struct sb_scan_options *scan,
                         struct sb_doc *doc, struct sb_err *err)
{
    const struct sb_format *format = sb_format_sniff(input);
    struct sb_source *source;
    if (format)
        return read_document(format, spec, input, doc, err);
    struct sb_err why = {0};
    sb_rc rc = input->err.rc;
    if (rc == SB_OK && strcmp(spec, "-") != 0)
        rc = sb_window_hold(input);
    if (rc != SB_OK)
        sb_fail(err, rc, "%s", input->err.text);
    else if ((rc = sb_source_open_standard(input->bytes, &sb_limits_default, &source, &why)) == SB_OK)
        rc = scan_source(source, scan, doc, err);
    else if (rc == SB_E_NOTFOUND)
        explain_neither(input->bytes, why.text, err);
    else
        *err = why;
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(shown(spec)));
    return rc;
}

sb_rc sb_input_read(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc, struct sb_err *err)
{
    struct look look;
    if (!has_scheme(spec) && is_stream(spec)) {
        bool standard = strcmp(spec, "-") == 0;
        open_look(&look, standard ? STDIN_FILENO : open(spec, O_RDONLY | O_CLOEXEC), 0);
        sb_rc rc =
            look.fd < 0 ? sb_fail_sys(err, errno, "cannot open") : read_stream(spec, &look.window, scan, doc, err);
        close_look(&look);
        return rc;
    }
    open_file(&look, has_scheme(spec) ? "" : spec, 0);
    const struct sb_format *format = sb_format_sniff(&look.window);
    sb_rc rc = format ? read_document(format, spec, &look.window, doc, err) : SB_OK;
    close_look(&look);
    return format ? rc : scan_instead(spec, scan, doc, err);
}
