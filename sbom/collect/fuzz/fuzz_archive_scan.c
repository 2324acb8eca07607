/* Any bytes as an archive that is scanned, or, if they begin as a zip, as one that lies in the tree: the scan ends,
 * what it says lies inside the archive, and a second scan of the same bytes says the same; so does one of a file, whose
 * second look goes back for what matters; one without facts, which looks up less, says what it says when it looks up
 * all. */
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "collect/collect.h"
#include "source/archive_read.h"
#include "source/image_blobs.h"
#include "source/placed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sb_limits limits = {.file_bytes = 1 << 18,
                                        .archive_bytes = 2 << 20,
                                        .entries = 300,
                                        .depth = 16,
                                        .ratio = 200,
                                        .path_bytes = 20000,
                                        .nest = 3,
                                        .nest_bytes = 1 << 18};

/* A zipped egg, beside what has the name of its inside. */
static void deliver_egg(sb_str bytes, const struct sb_visitor *visitor)
{
    struct sb_mem_stream in, other;
    const sb_str site = SB_S("lib/python3.12/site-packages");
    struct sb_entry egg = {.dir = site, .name = SB_S("x.egg"), .size = bytes.n, .sequence = 1};
    struct sb_entry alike = {
        .dir = SB_S("lib/python3.12/site-packages/x.egg!"), .name = SB_S("x.py"), .size = 1, .sequence = 2};
    sb_mem_stream(&in, bytes);
    sb_mem_stream(&other, SB_S("x"));
    visitor->entry(visitor->ctx, 0, &egg, &in.stream);
    if (bytes.n & 1)
        visitor->entry(visitor->ctx, 0, &alike, &other.stream);
}

static sb_rc run(struct sb_source *source, const struct sb_source_options *options, const struct sb_visitor *visitor,
                 struct sb_diags *diags, struct sb_err *err)
{
    const sb_str *bytes = source->state;
    struct sb_mem_stream in;
    if (sb_str_starts(*bytes, SB_S("PK"))) {
        deliver_egg(*bytes, visitor);
        return SB_OK;
    }
    sb_mem_stream(&in, *bytes);
    return sb_archive_read(&in.stream, &limits, options, visitor, &diags[0], err);
}

static const struct sb_source_type memory_type = {.scheme = "memory", .run = run};

/* The same in a file. */
static sb_rc run_file(struct sb_source *source, const struct sb_source_options *options,
                      const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    static const struct sb_archive_part by_headers = {.places = true, .skip = sb_piece_skip};
    const int *fd = source->state;
    struct sb_piece piece;
    sb_piece_begin(&piece, *fd, 0, (uint64_t)lseek(*fd, 0, SEEK_END));
    return sb_archive_read_part(&piece.stream, &limits, options, visitor, &diags[0], &by_headers, err);
}

static int reread_file(struct sb_source *source, struct sb_source_folder *last, const struct sb_placed *file,
                       struct sb_reread *ret)
{
    const int *fd = source->state;
    (void)last;
    return sb_placed_find(*fd, 0, file, ret);
}

static const struct sb_source_type file_type = {.scheme = "file", .run = run_file, .reread = reread_file};

static void must(bool ok)
{
    if (!ok)
        abort();
}

static sb_rc scan_source(const struct sb_source_type *type, void *state, struct sb_scan_options options,
                         struct sb_doc *doc)
{
    struct sb_err err = {0};
    struct sb_source source = {.type = type, .state = state, .name = SB_S("memory"), .base = SB_S("memory")};
    options.threads = 1;
    options.limits = limits;
    sb_rc rc = sb_scan(&source, &options, doc, &err);
    must(rc == SB_OK || err.text[0]);
    return rc;
}

static sb_rc scan_with(sb_str bytes, struct sb_scan_options options, struct sb_doc *doc)
{
    return scan_source(&memory_type, &bytes, options, doc);
}

static void check(const struct sb_doc *doc)
{
    must(doc->root.v >= 1 && doc->root.v <= sb_doc_count(doc));
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++) {
        sb_str place = sb_doc_str(doc, sb_doc_at(doc, (sb_comp){c})->place);
        must(!sb_str_starts(place, SB_S("/")) && !sb_str_starts(place, SB_S("..")));
    }
}

static void must_be_same(const struct sb_doc *a, const struct sb_doc *b)
{
    must(sb_doc_count(a) == sb_doc_count(b) && a->facts.n == b->facts.n && a->diags.n == b->diags.n);
    must(a->relations.n == b->relations.n && a->references.n == b->references.n);
    for (size_t i = 0; i < a->facts.n; i++)
        must(sb_str_eq(sb_doc_str(a, a->facts.p[i].value), sb_doc_str(b, b->facts.p[i].value)));
}

static void scan_twice(sb_str bytes, struct sb_scan_options first, struct sb_scan_options second)
{
    struct sb_doc *doc = sb_doc_new();
    struct sb_doc *again = sb_doc_new();
    sb_rc rc = scan_with(bytes, first, doc);
    must(scan_with(bytes, second, again) == rc);
    if (rc == SB_OK) {
        check(doc);
        must_be_same(doc, again);
    }
    sb_doc_free(doc);
    sb_doc_free(again);
}

static void scan_as_file(sb_str bytes, struct sb_scan_options options)
{
    struct sb_doc *doc = sb_doc_new();
    struct sb_doc *again = sb_doc_new();
    int fd = memfd_create("archive", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    sb_rc rc = scan_with(bytes, options, doc);
    must(scan_source(&file_type, &fd, options, again) == rc);
    if (rc == SB_OK)
        must_be_same(doc, again);
    sb_doc_free(doc);
    sb_doc_free(again);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str bytes = sb_str_n((const char *)data, size);
    struct sb_buf traced = {0};
    scan_twice(bytes, (struct sb_scan_options){.facts = true}, (struct sb_scan_options){.facts = true});
    scan_twice(bytes, (struct sb_scan_options){0}, (struct sb_scan_options){.trace = "x", .trace_to = &traced});
    sb_buf_done(&traced);
    if (size && !sb_str_starts(bytes, SB_S("PK")))
        scan_as_file(bytes, (struct sb_scan_options){.facts = true});
    return 0;
}
