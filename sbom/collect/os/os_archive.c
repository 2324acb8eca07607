/* Archives within a database: a tar of scripts, compressed or not. */
#include "base/buf.h"
#include "os/os_package.h"
#include "source/archive_read.h"

/* Of one such archive; those of real systems have a few hundred small scripts. */
enum { MEMBER = 1 << 20, ALL = 64 << 20, MEMBERS = 100000, PATHS = 16 << 20 };

struct members {
    struct sb_job *job;
    sb_str root;
    sb_os_member *take;
    struct sb_buf bytes;
};

static void visit(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct members *members = ctx;
    struct sb_err err = {0};
    (void)worker;
    if (entry->kind != SB_ENTRY_FILE)
        return;
    sb_buf_clear(&members->bytes);
    sb_rc rc = stream ? sb_read_all(stream, MEMBER, &members->bytes, &err) : SB_OK;
    sb_str path = entry->dir.n ? sb_arena_join(members->job->scratch, entry->dir, SB_S("/"), entry->name) : entry->name;
    if (rc == SB_E_LIMIT)
        sb_job_diag(members->job, SB_D_LIMIT_BYTES, 0, "%.*s: only the first %d bytes were read", SB_FMT(path), MEMBER);
    if (rc == SB_OK || rc == SB_E_LIMIT)
        members->take(members->job, members->root, path, sb_buf_all(&members->bytes));
}

/* What is wrong with a member is told of the archive: nothing else has a path in the scan. */
static void tell(struct sb_job *job, const struct sb_diags *diags)
{
    for (size_t i = 0; i < diags->n; i++)
        sb_job_diag(job, diags->p[i].code, 0, "%.*s: %.*s", SB_FMT(diags->p[i].path), SB_FMT(diags->p[i].message));
}

void sb_os_members(struct sb_job *job, sb_str root, sb_os_member *take)
{
    const struct sb_limits limits = {
        .file_bytes = MEMBER, .archive_bytes = ALL, .entries = MEMBERS, .depth = 16, .ratio = 200, .path_bytes = PATHS};
    const struct sb_source_options options = {.threads = 1};
    struct members members = {.job = job, .root = root, .take = take};
    const struct sb_visitor visitor = {.ctx = &members, .entry = visit};
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    struct sb_mem_stream stream;
    sb_mem_stream(&stream, job->bytes);
    sb_rc rc = sb_archive_read(&stream.stream, &limits, &options, &visitor, &diags, &err);
    tell(job, &diags);
    if (rc != SB_OK)
        sb_job_diag(job, SB_D_MALFORMED, 0, "%s", err.text);
    sb_diags_done(&diags);
    sb_buf_done(&members.bytes);
}
