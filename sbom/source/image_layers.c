#include "source/image_layers.h"

#include <stdatomic.h>
#include <unistd.h>

#include "base/pool.h"
#include "source/archive_read.h"
#include "source/checked.h"
#include "source/inflated.h"

struct layers {
    const struct sb_image_reading *reading;
    struct sb_archive_used used;
    struct sb_err *errs; /* one a layer */
    _Atomic size_t next;
    _Atomic bool failed;
    _Atomic uint64_t unchecked;
};

/* A layer that is being read. */
struct layer {
    struct layers *all;
    unsigned worker;
    size_t number;
    struct sb_piece piece;
    struct sb_checked packed, plain; /* PACKED: only if it is */
    bool is_packed;
    char name[120];
};

static const struct sb_image_layer_file *file_of(const struct layer *layer)
{
    return &layer->all->reading->plan->files[layer->number];
}

/* ---- digests ---- */

static sb_rc compare(sb_str should, const struct sb_checked *checked, const char *what, struct sb_err *err)
{
    sb_str made = sb_checked_digest(checked, should);
    if (should.n == 0 || sb_str_eq(should, made))
        return SB_OK;
    return sb_fail(err, SB_E_SYNTAX, "it has another %s than it should: %.*s, not %.*s", what, SB_FMT(made),
                   SB_FMT(should));
}

/* The bytes that the digest of the file is of. */
static struct sb_checked *of_file(struct layer *layer)
{
    return layer->is_packed ? &layer->packed : &layer->plain;
}

/* What is behind the end of the tar belongs to the digests, too. */
static sb_rc check(struct layer *layer, struct sb_err *err)
{
    const struct sb_image *image = &layer->all->reading->plan->image;
    SB_TRY(sb_checked_end(&layer->plain, err));
    SB_TRY(compare(image->layers[layer->number].diff, &layer->plain, "DiffID", err));
    if (layer->is_packed)
        SB_TRY(sb_checked_end(&layer->packed, err));
    return compare(file_of(layer)->digest, of_file(layer), "digest", err);
}

/* A layer that cannot be read: bytes that are not those of its digest are the reason, whatever came of them. */
static void explain(struct layer *layer, struct sb_err *err)
{
    struct sb_err why = {0};
    if (err->rc == SB_E_SYNTAX && sb_checked_end(of_file(layer), &why) == SB_OK)
        compare(file_of(layer)->digest, of_file(layer), "digest", &why);
    if (why.rc == SB_E_SYNTAX)
        *err = why;
}

/* ---- one layer ---- */

static sb_rc read_tar(struct layer *layer, struct sb_stream *in, bool seeks, struct sb_err *err)
{
    const struct sb_image_reading *reading = layer->all->reading;
    struct sb_archive_part part = {.name = layer->name,
                                   .worker = layer->worker,
                                   .first = (uint32_t)layer->number * reading->stride,
                                   .layer = true,
                                   .used = &layer->all->used,
                                   .places = !layer->is_packed,
                                   .skip = seeks ? sb_piece_skip : NULL};
    return sb_archive_read_part(in, reading->limits, reading->options, reading->visitor, &reading->diags[layer->worker],
                                &part, err);
}

static sb_rc read_checked(struct layer *layer, struct sb_err *err)
{
    struct sb_inflated *inflated = NULL;
    sb_rc rc = SB_OK;
    if (layer->is_packed) {
        sb_checked_begin(&layer->packed, &layer->piece.stream, file_of(layer)->digest);
        rc = sb_inflated_open(&layer->packed.stream, layer->all->reading->limits, &inflated, err);
    }
    if (rc == SB_OK) {
        sb_checked_begin(&layer->plain, inflated ? sb_inflated_stream(inflated) : &layer->piece.stream,
                         layer->is_packed ? SB_STR_NONE : file_of(layer)->digest);
        rc = read_tar(layer, &layer->plain.stream, false, err);
    }
    if (rc == SB_OK)
        rc = check(layer, err);
    else
        explain(layer, err);
    sb_inflated_close(inflated);
    sb_checked_done(&layer->plain);
    sb_checked_done(&layer->packed);
    return err->rc ? err->rc : rc;
}

static sb_rc check_size(const struct layer *layer, struct sb_err *err)
{
    uint64_t size = layer->piece.end - layer->piece.at;
    uint64_t should = file_of(layer)->size;
    if (should == SB_SIZE_UNKNOWN || size == should)
        return SB_OK;
    return sb_fail(err, SB_E_SYNTAX, "it has %llu bytes, and should have %llu", (unsigned long long)size,
                   (unsigned long long)should);
}

static sb_rc read_piece(struct layer *layer, struct sb_err *err)
{
    char front[6];
    struct sb_piece look = layer->piece;
    look.stream.ctx = &look;
    SB_TRY(check_size(layer, err));
    ptrdiff_t n = look.stream.read(&look.stream, front, sizeof front, err);
    if (n < 0)
        return err->rc;
    layer->is_packed = sb_is_deflated(sb_str_n(front, (size_t)n));
    if (layer->is_packed || !layer->all->reading->seeks)
        return read_checked(layer, err);
    atomic_fetch_add(&layer->all->unchecked, 1);
    return read_tar(layer, &layer->piece.stream, true, err);
}

static void read_layer(struct layers *layers, unsigned worker, size_t number)
{
    struct layer layer = {.all = layers, .worker = worker, .number = number};
    struct sb_err why = {0};
    int own = -1;
    if (layers->reading->options->layers && !layers->reading->options->layers[number])
        return;
    sb_str shown = sb_str_part(file_of(&layer)->file, 0, 90);
    snprintf(layer.name, sizeof layer.name, "layer %zu (%.*s)", number, SB_FMT(shown));
    sb_rc rc = sb_image_blobs_piece(layers->reading->blobs, file_of(&layer)->file, &layer.piece, &own, &why);
    if (rc == SB_OK)
        rc = read_piece(&layer, &why);
    if (own >= 0)
        close(own);
    if (rc == SB_OK)
        return;
    sb_fail(&layers->errs[number], rc, "%s: %s", layer.name, rc == SB_E_NOTFOUND ? "it is missing" : why.text);
    atomic_store(&layers->failed, true);
}

/* ---- all of them ---- */

/* The lower ones first: what a worker takes only rises, and below a layer that failed all are read. */
static void read_next(void *ctx, unsigned worker, void *job)
{
    struct layers *layers = ctx;
    size_t n = layers->reading->plan->image.n_layers;
    (void)job;
    for (size_t i; !atomic_load(&layers->failed) && (i = atomic_fetch_add(&layers->next, 1)) < n;)
        read_layer(layers, worker, i);
}

static void read_all(struct layers *layers)
{
    unsigned threads = layers->reading->options->threads ? layers->reading->options->threads : 1;
    struct sb_pool *pool = sb_pool_new(threads, read_next, layers);
    for (unsigned i = 0; i < threads; i++)
        sb_pool_add(pool, layers);
    sb_pool_wait(pool);
    sb_pool_free(pool);
}

sb_rc sb_image_layers_read(const struct sb_image_reading *reading, struct sb_err *err)
{
    size_t n = reading->plan->image.n_layers;
    struct layers layers = {.reading = reading};
    if (n > UINT32_MAX / reading->stride)
        return sb_fail(err, SB_E_LIMIT, "an image of more than %u layers (a lower --limit entries=N raises that)",
                       UINT32_MAX / reading->stride);
    layers.errs = sb_calloc(n + 1, sizeof *layers.errs);
    read_all(&layers);
    sb_rc rc = SB_OK;
    for (size_t i = 0; i < n && rc == SB_OK; i++)
        if (layers.errs[i].rc)
            rc = sb_fail(err, layers.errs[i].rc, "%s", layers.errs[i].text);
    if (rc == SB_OK && layers.unchecked)
        sb_diag_of_many(&reading->diags[0], SB_D_IMAGE_UNCHECKED, SB_STR_NONE, layers.unchecked, "%llu of %zu layers",
                        (unsigned long long)layers.unchecked, n);
    sb_free(layers.errs);
    return rc;
}
