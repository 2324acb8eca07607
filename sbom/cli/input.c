#include "cli/input.h"

#include <sys/stat.h>
#include <unistd.h>

#include "formats/sniff.h"
#include "formats/wrapped.h"

enum { HEAD = 4096, THREADS_MAX = 256 };

/* What --limit may name. */
static const struct limit_row {
    const char *name;
    size_t at;
    bool wide; /* of 64 bits */
} limit_rows[] = {
    {"entries", offsetof(struct sb_limits, entries), true},
    {"bytes", offsetof(struct sb_limits, archive_bytes), true},
    {"file-bytes", offsetof(struct sb_limits, file_bytes), true},
    {"path-bytes", offsetof(struct sb_limits, path_bytes), true},
    {"depth", offsetof(struct sb_limits, depth), false},
    {"ratio", offsetof(struct sb_limits, ratio), false},
    {"nest", offsetof(struct sb_limits, nest), false},
    {"nest-bytes", offsetof(struct sb_limits, nest_bytes), true},
    {"list-bytes", offsetof(struct sb_limits, list_bytes), true},
};

/* "16", "16K", "16M", "16G": times 1024. */
static bool take_number(sb_str text, uint64_t *ret)
{
    static const char units[] = "KMG";
    const char *unit = text.n ? memchr(units, text.p[text.n - 1], sizeof units - 1) : NULL;
    text.n -= unit != NULL;
    uint64_t times = unit ? (uint64_t)1024 << (10 * (size_t)(unit - units)) : 1;
    return sb_str_u64(text, ret) && *ret >= 1 && *ret <= UINT32_MAX * (uint64_t)1024 &&
           (*ret *= times) <= INT64_MAX / 8;
}

static sb_rc take_limit(const char *option, struct sb_limits *limits, struct sb_err *err)
{
    sb_str rest = sb_str_of(option);
    sb_str name;
    uint64_t number = 0;
    sb_str_cut(&rest, '=', &name);
    for (size_t i = 0; i < SB_COUNT(limit_rows); i++) {
        const struct limit_row *row = &limit_rows[i];
        if (!sb_str_eq(name, sb_str_of(row->name)))
            continue;
        if (!take_number(rest, &number) || (!row->wide && number > UINT16_MAX))
            return sb_fail(err, SB_E_USAGE, "--limit %s wants a number from 1 on: %s=1000, %s=64M", row->name,
                           row->name, row->name);
        uint32_t narrow = (uint32_t)number;
        memcpy((char *)limits + row->at, row->wide ? (const void *)&number : &narrow,
               row->wide ? sizeof number : sizeof narrow);
        return SB_OK;
    }
    return sb_fail(
        err, SB_E_USAGE,
        "--limit %.*s: there are entries, bytes, file-bytes, path-bytes, depth, ratio, nest, nest-bytes and list-bytes",
        SB_FMT(name));
}

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
    if (options->root && !*options->root)
        return sb_fail(err, SB_E_USAGE,
                       "--root wants a name, NAME or NAME@VERSION; leave it out, and the folder's counts");
    if (options->platform && !is_platform(sb_str_of(options->platform)))
        return sb_fail(err, SB_E_USAGE, "--platform wants OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT: linux/arm64");
    bool all_layers = options->scope && strcmp(options->scope, "all-layers") == 0;
    if (options->scope && !all_layers && strcmp(options->scope, "squashed") != 0)
        return sb_fail(err, SB_E_USAGE, "--scope wants squashed or all-layers");
    struct sb_limits limits = sb_limits_default;
    for (size_t i = 0; i < options->limits.n; i++)
        SB_TRY(take_limit(options->limits.p[i], &limits, err));
    for (size_t i = 0; i < options->excludes.n; i++)
        excludes[i] = sb_str_of(options->excludes.p[i]);
    *ret_scan = (struct sb_scan_options){.threads = (unsigned)threads,
                                         .facts = !options->no_facts,
                                         .verify = options->verify,
                                         .one_file_system = options->one_file_system,
                                         .root = options->root,
                                         .platform = options->platform,
                                         .image = options->image,
                                         .all_layers = all_layers,
                                         .limits = limits,
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

bool sb_input_is_stream(const char *spec)
{
    return strcmp(spec, "-") == 0 || is_kind(spec, S_IFIFO) || is_kind(spec, S_IFCHR) || is_kind(spec, S_IFSOCK);
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

/* The format of a regular file: by its front, or by all of it where the front leaves that open. A pipe is not even
 * opened, since its writer would see that. */
static const struct sb_format *claimed_by(const char *path)
{
    struct sb_replay file = {.window = HEAD};
    struct sb_opened opened;
    struct sb_err err = {0};
    if (!is_kind(path, S_IFREG) || sb_replay_open(&file, path, SB_DOCUMENT_MAX, &err) != SB_OK)
        return NULL;
    sb_open(&opened, &file);
    const struct sb_format *format = opened.format;
    sb_opened_done(&opened);
    sb_replay_done(&file);
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
    sb_rc rc = sb_source_open(spec, &scan->limits, &source, err);
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
    return !sb_input_is_stream(spec) && !has_scheme(spec) && claimed_by(spec) != NULL;
}

/* Neither a document nor something to scan: both reasons. */
static void explain_neither(struct sb_replay *input, const char *why, struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(input, false, &window);
    const char *encoding = sb_sniff_encoding(window.bytes);
    sb_window_done(&window);
    if (encoding)
        sb_fail(err, SB_E_NOTFOUND, "the text is %s; a document is JSON in UTF-8", encoding);
    else
        sb_fail(err, SB_E_NOTFOUND, "no SBOM document that this version knows, and nothing to scan: it is %s", why);
}

static sb_rc scan_instead(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_replay file = {.window = HEAD};
    struct sb_err why = {0};
    sb_rc rc = sb_input_scan(spec, scan, doc, &why);
    bool explains = rc == SB_E_NOTFOUND && !has_scheme(spec) && is_kind(spec, S_IFREG);
    if (explains && sb_replay_open(&file, spec, SB_DOCUMENT_MAX, &(struct sb_err){0}) == SB_OK) {
        explain_neither(&file, why.text, err);
        sb_replay_done(&file);
        sb_err_path(err, sb_str_of(spec));
    } else if (rc != SB_OK) {
        *err = why;
    }
    return rc;
}

/* Standard input is read on by whoever scans it; anything else is held. */
static sb_rc scan_stream(const char *spec, struct sb_replay *input, const struct sb_scan_options *scan,
                         struct sb_doc *doc, struct sb_err *err)
{
    struct sb_source *source;
    struct sb_err why = {0};
    struct sb_window window = {0};
    bool standard = strcmp(spec, "-") == 0;
    if (!standard) {
        sb_replay_start(input, true, &window);
        sb_window_hold(&window);
    }
    sb_rc rc = window.err.rc;
    if (rc != SB_OK)
        sb_fail(err, rc, "%s", window.err.text);
    else if ((rc = sb_source_open_standard(standard ? sb_replay_taken(input) : window.bytes, &scan->limits, &source,
                                           &why)) == SB_OK)
        rc = scan_source(source, scan, doc, err);
    else if (rc == SB_E_NOTFOUND)
        explain_neither(input, why.text, err);
    else
        *err = why;
    sb_window_done(&window);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(shown(spec)));
    return rc;
}

sb_rc sb_input_read(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_replay input = {0};
    struct sb_opened opened;
    bool stream = !has_scheme(spec) && sb_input_is_stream(spec);
    if (!stream && (has_scheme(spec) || !is_kind(spec, S_IFREG)))
        return scan_instead(spec, scan, doc, err);
    SB_TRY(sb_replay_open(&input, spec, SB_DOCUMENT_MAX, err));
    sb_open(&opened, &input);
    sb_rc rc = opened.format ? sb_format_read(&opened, sb_str_of(spec), doc, err) : SB_OK;
    bool found = opened.format;
    sb_opened_done(&opened);
    if (!found && stream)
        rc = scan_stream(spec, &input, scan, doc, err);
    sb_replay_done(&input);
    return found || stream ? rc : scan_instead(spec, scan, doc, err);
}
