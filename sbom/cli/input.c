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

/* What people take for something that can be scanned, and what to do with it. */
static const struct {
    const char *bytes;
    size_t n;
    const char *advice;
} strangers[] = {
    {"PK\003\004", 4, "a zip (wheel, jar, egg, nupkg) is not read in this version; unpack it and scan the folder"},
    {"!<arch>\ndebian", 14,
     "a Debian package is not read in this version; unpack it (dpkg-deb -x) and scan the folder"},
    {"\355\253\356\333", 4, "an RPM package is not read in this version; unpack it (rpm2cpio) and scan the folder"},
    {"SQLite format 3", 15, "a database is no source by itself; scan the folder that it describes"},
};

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

static const char *stranger(sb_str front)
{
    for (size_t i = 0; i < SB_COUNT(strangers); i++)
        if (sb_str_starts(front, sb_str_n(strangers[i].bytes, strangers[i].n)))
            return strangers[i].advice;
    return NULL;
}

/* Says it better than the source could, where the operand is something well known. */
static sb_rc advise(const char *spec, sb_rc rc, struct sb_err *err)
{
    char head[HEAD];
    struct stat st;
    sb_str path = sb_str_of(spec);
    bool scheme = sb_str_chop(&path, SB_S("file:"));
    sb_str front = read_head(path.p, head, sizeof head);
    const char *advice = stranger(front);
    if (strcmp(spec, "-") == 0)
        advice = "a tar on standard input is not read in this version; save it to a file";
    else if (scheme && stat(path.p, &st) == 0 && S_ISDIR(st.st_mode))
        advice = "it is a folder; file: is for a tar, dir: for a folder";
    else if (front.n && sb_format_sniff(front))
        advice = "it is an SBOM document, and nothing to scan; sbom diff compares it";
    if (advice) {
        *err = (struct sb_err){0};
        sb_fail(err, rc, "%s", advice);
        sb_err_path(err, sb_str_of(spec));
    }
    return rc;
}

sb_rc sb_input_scan(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_source *source;
    sb_rc rc = sb_source_open(spec, &sb_limits_default, &source, err);
    if (rc != SB_OK)
        return advise(spec, rc, err);
    rc = sb_scan(source, scan, doc, err);
    sb_source_close(source);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(spec));
    return rc;
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

bool sb_input_is_document(const char *spec)
{
    return strcmp(spec, "-") != 0 && !has_scheme(spec) && claimed_by(spec) != NULL;
}

static sb_rc read_document(const struct sb_format *format, const char *spec, sb_str bytes, struct sb_doc *doc,
                           struct sb_err *err)
{
    if (!format)
        format = sb_format_sniff(sb_str_part(bytes, 0, HEAD));
    if (!format || !format->read) {
        sb_rc rc = sb_fail(err, SB_E_UNSUPPORTED,
                           format ? "%s cannot be read in this version" : "no SBOM format that this version knows",
                           format ? format->name : "");
        sb_err_path(err, sb_str_of(spec));
        return rc;
    }
    sb_rc rc = format->read(bytes, sb_str_of(spec), doc, err);
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
        sb_fail(err, rc, "no SBOM format that this version knows, and %s", why.text);
        sb_err_path(err, sb_str_of(spec));
    } else if (rc != SB_OK) {
        *err = why;
    }
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
        rc = read_document(format, spec, sb_buf_all(&bytes), doc, err);
    sb_buf_done(&bytes);
    return rc;
}
