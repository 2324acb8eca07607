#include "collect/again.h"

#include <errno.h>
#include <unistd.h>

static ptrdiff_t whole_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_again *again = stream->ctx;
    bool more = again->piece.at < again->piece.end;
    ptrdiff_t got = again->piece.stream.read(&again->piece.stream, p, n, err);
    if (got != 0 || !more || n == 0)
        return got;
    sb_fail(err, SB_E_IO, "the archive changed while it was read");
    return -1;
}

bool sb_again_can(const struct sb_source *source, const struct sb_tree *tree, sb_node node)
{
    return source->reopens || sb_user_is_place(sb_tree_at(tree, node)->user);
}

struct sb_again_file sb_again_file(const struct sb_tree *tree, sb_node node)
{
    const struct sb_tree_node *at = sb_tree_at(tree, node);
    const struct sb_tree_shared *shared = at->target_n ? sb_tree_shared_of(tree, node) : NULL;
    return (struct sb_again_file){node, shared ? shared->sequence : at->sequence, at->user};
}

static bool open_by_path(struct sb_again *again, struct sb_source *source, struct sb_source_folder *last, sb_str path)
{
    struct sb_reopened opened;
    again->own = source->type->reopen(source, last, path, &opened);
    if (again->own < 0)
        return false;
    sb_fd_stream(&again->file, again->own);
    again->file.size = opened.size;
    again->stream = &again->file.stream;
    again->mode = opened.mode;
    return true;
}

bool sb_again_open(struct sb_again *again, struct sb_source *source, struct sb_source_folder *last,
                   const struct sb_again_file *file, uint64_t size, sb_str path)
{
    const struct sb_placed placed = {file->sequence, file->user & SB_PLACE_MAX, size};
    struct sb_reread found;
    if (source->reopens)
        return open_by_path(again, source, last, path);
    if (source->type->reread(source, last, &placed, &found) != 0)
        return false;
    sb_piece_begin(&again->piece, found.fd, found.at, size);
    again->whole = (struct sb_stream){whole_read, again};
    again->stream = &again->whole;
    again->own = found.own ? found.fd : -1;
    again->mode = SB_MODE_UNKNOWN;
    return true;
}

void sb_again_close(struct sb_again *again)
{
    if (again->own >= 0)
        close(again->own);
}

void sb_again_tell(struct sb_diags *diags, sb_str path, int error)
{
    enum sb_code code = error == ENOENT ? SB_D_VANISHED : SB_D_UNREADABLE;
    char reason[128];
    if (error == EBADMSG)
        sb_diag(diags, code, path, 0, "the archive changed while it was read");
    else
        sb_diag(diags, code, path, 0, "cannot open: %s", strerror_r(error, reason, sizeof reason));
}
