#include "source/deb.h"

#include <errno.h>
#include <sys/stat.h>

#include "source/archive_read.h"
#include "source/image_blobs.h"

/* ar(5): "!<arch>\n", and before each member a line of sixty bytes; members begin at even places. */
enum { AR_FRONT = 8, AR_HEADER = 60, AR_NAME = 16, AR_SIZE_AT = 48, AR_SIZE = 10, AR_END_AT = 58, MEMBERS = 16 };

bool sb_is_deb(sb_str front)
{
    return sb_str_starts(front, SB_S("!<arch>\ndebian-binary"));
}

struct deb {
    int fd;
    uint64_t size;
    const struct sb_limits *limits;
    const struct sb_source_options *options;
    const struct sb_visitor *visitor;
    struct sb_diags *diags;
    bool control, data;
};

/* ---- the control part ---- */

/* Where dpkg has them of an installed package, and images without dpkg what says which package it is. The name is that
 * of no version, so that two of them can be compared. */
static const struct {
    const char *name, *folder, *as;
} controls[] = {
    {"control", "var/lib/dpkg/status.d", "package"},         {"md5sums", "var/lib/dpkg/status.d", "package.md5sums"},
    {"conffiles", "var/lib/dpkg/info", "package.conffiles"}, {"preinst", "var/lib/dpkg/info", "package.preinst"},
    {"postinst", "var/lib/dpkg/info", "package.postinst"},   {"prerm", "var/lib/dpkg/info", "package.prerm"},
    {"postrm", "var/lib/dpkg/info", "package.postrm"},       {"config", "var/lib/dpkg/info", "package.config"},
    {"triggers", "var/lib/dpkg/info", "package.triggers"},
};

static void on_control(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    const struct deb *deb = ctx;
    for (size_t i = 0; i < SB_COUNT(controls); i++) {
        if (entry->dir.n || entry->kind != SB_ENTRY_FILE || !sb_str_eq(entry->name, sb_str_of(controls[i].name)))
            continue;
        struct sb_entry moved = *entry;
        moved.dir = sb_str_of(controls[i].folder);
        moved.name = sb_str_of(controls[i].as);
        deb->visitor->entry(deb->visitor->ctx, worker, &moved, stream);
    }
}

/* ---- members ---- */

static sb_rc read_part(struct deb *deb, struct sb_piece *piece, bool control, struct sb_err *err)
{
    struct sb_visitor visitor = control ? (struct sb_visitor){.ctx = deb, .entry = on_control} : *deb->visitor;
    struct sb_archive_part part = {.first = control ? 0 : UINT32_MAX / 2};
    struct sb_source_options options = *deb->options;
    options.excluded = control ? NULL : options.excluded;
    return sb_archive_read_part(&piece->stream, deb->limits, &options, &visitor, deb->diags, &part, err);
}

static sb_rc read_member(struct deb *deb, sb_str name, struct sb_piece *piece, struct sb_err *err)
{
    struct sb_err why = {0};
    bool control = sb_str_starts(name, SB_S("control.tar"));
    if (!control && !sb_str_starts(name, SB_S("data.tar")))
        return SB_OK;
    bool *seen = control ? &deb->control : &deb->data;
    if (*seen)
        return sb_fail(err, SB_E_SYNTAX, "the package has two members %.*s", SB_FMT(name));
    *seen = true;
    sb_rc rc = read_part(deb, piece, control, &why);
    return rc == SB_OK ? SB_OK : sb_fail(err, rc, "%.*s: %s", SB_FMT(name), why.text);
}

/* The header at AT, and where what follows begins. */
static sb_rc next_member(struct deb *deb, uint64_t *at, struct sb_err *err)
{
    char header[AR_HEADER];
    struct sb_piece piece;
    uint64_t size;
    sb_piece_begin(&piece, deb->fd, *at, AR_HEADER);
    ptrdiff_t got = piece.stream.read(&piece.stream, header, AR_HEADER, err);
    if (got < 0)
        return err->rc;
    sb_str number = sb_str_trim(sb_str_n(header + AR_SIZE_AT, AR_SIZE));
    if (got != AR_HEADER || header[AR_END_AT] != '`' || !sb_str_u64(number, &size) ||
        size > deb->size - *at - AR_HEADER)
        return sb_fail(err, SB_E_SYNTAX, "the package is damaged or cut and cannot be read to its end");
    sb_str name = sb_str_trim(sb_str_n(header, AR_NAME));
    sb_str_chop_end(&name, SB_S("/"));
    sb_piece_begin(&piece, deb->fd, *at + AR_HEADER, size);
    *at += AR_HEADER + size + size % 2;
    return read_member(deb, name, &piece, err);
}

sb_rc sb_deb_read(int fd, const struct sb_limits *limits, const struct sb_source_options *options,
                  const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    struct stat st;
    struct deb deb = {.fd = fd, .limits = limits, .options = options, .visitor = visitor, .diags = diags};
    if (fstat(fd, &st) != 0)
        return sb_fail_sys(err, errno, "cannot read the package");
    deb.size = (uint64_t)st.st_size;
    uint64_t at = AR_FRONT;
    for (unsigned i = 0; at < deb.size && i < MEMBERS; i++)
        SB_TRY(next_member(&deb, &at, err));
    if (!deb.control || !deb.data)
        return sb_fail(err, SB_E_SYNTAX, "the package has no %s part", deb.control ? "data" : "control");
    return SB_OK;
}
