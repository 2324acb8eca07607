/* What writing costs: reads a document and writes it again, several times over.
 *
 * usage: write DOCUMENT ROUNDS FILE FORMAT...
 *
 * Each round writes every FORMAT once to FILE, which is replaced as an output of sbom is; 0 rounds are reading alone.
 * Prints for each FORMAT its bytes and the least and the median time of the processor, in milliseconds. Instructions:
 *
 *     valgrind --tool=callgrind --toggle-collect=sb_cdx_json_write write DOCUMENT 1 FILE cyclonedx-json
 *     valgrind --tool=callgrind --toggle-collect=sb_spdx2_json_write write DOCUMENT 1 FILE spdx-json */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/replay.h"
#include "formats/format.h"

enum { ROUNDS_MAX = 1000 };

static double processor_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static sb_rc read_document(const char *path, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_replay file = {0};
    SB_TRY(sb_replay_open(&file, path, SB_DOCUMENT_MAX, err));
    sb_rc rc = sb_document_read(&file, sb_str_of(path), doc, err);
    sb_replay_done(&file);
    return rc;
}

static sb_rc write_once(const struct sb_doc *doc, const struct sb_format *format, const char *path, uint64_t *ret_bytes,
                        struct sb_err *err)
{
    const struct sb_write_options options = {.time = {true, 0}, .tool_version = SB_VERSION};
    struct sb_outputs *outputs = sb_outputs_new();
    struct sb_diags diags = {0};
    struct sb_sink *sink;
    sb_rc rc = sb_outputs_open(outputs, path, &sink, err);
    if (rc == SB_OK)
        rc = format->write(doc, &options, sink, &diags, err);
    if (rc == SB_OK) {
        *ret_bytes = sink->written;
        rc = sb_outputs_commit(outputs, err);
    }
    sb_diags_done(&diags);
    sb_outputs_free(outputs);
    return rc;
}

static int cmp_times(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static sb_rc measure(const struct sb_doc *doc, const char *name, const char *path, size_t rounds, struct sb_err *err)
{
    static double times[ROUNDS_MAX];
    uint64_t bytes = 0;
    const struct sb_format *format = sb_format_find(sb_str_of(name));
    if (!format || !format->write)
        return sb_fail(err, SB_E_USAGE, "%s is no format that is written", name);
    for (size_t i = 0; i < rounds; i++) {
        double start = processor_ms();
        SB_TRY(write_once(doc, format, path, &bytes, err));
        times[i] = processor_ms() - start;
    }
    qsort(times, rounds, sizeof *times, cmp_times);
    printf("%s: %llu bytes, %.0f/%.0f ms\n", name, (unsigned long long)bytes, times[0], times[rounds / 2]);
    return SB_OK;
}

int main(int argc, char **argv)
{
    long rounds = argc > 4 ? strtol(argv[2], NULL, 10) : -1;
    if (rounds < 0 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: write DOCUMENT ROUNDS FILE FORMAT...\n");
        return 2;
    }
    struct sb_err err = {0};
    struct sb_doc *doc = sb_doc_new();
    sb_rc rc = read_document(argv[1], doc, &err);
    for (int i = 4; rounds && i < argc && rc == SB_OK; i++)
        rc = measure(doc, argv[i], argv[3], (size_t)rounds, &err);
    if (rc != SB_OK)
        fprintf(stderr, "write: %s\n", err.text);
    sb_doc_free(doc);
    return rc == SB_OK ? 0 : 1;
}
