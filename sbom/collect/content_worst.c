#include "collect/content_worst.h"

#include "text/json_write.h"

enum { PLACES = 8, KEPT = 10, PATH = 1024 };
/* Of files with shorter lines only those are told whose entropy reaches this. */
enum { DENSE_ENTROPY = 550 };

/* Whether A is worse than B; for no two files both ways. */
typedef bool is_worse(const struct sb_content_file *a, const struct sb_content_file *b);

/* So many places of one part of the package. */
struct places {
    uint8_t part, n;
    is_worse *order;
};

struct kept {
    const struct sb_content_file *p[KEPT];
    size_t n;
};

static bool is_kept(const struct kept *kept, const struct sb_content_file *file)
{
    for (size_t i = 0; i < kept->n; i++)
        if (kept->p[i] == file)
            return true;
    return false;
}

static void keep_worst(const struct sb_content_files *files, bool (*fits)(const struct sb_content_file *),
                       const struct places *places, struct kept *kept)
{
    const struct sb_content_file *worst = NULL;
    for (size_t i = 0; i < files->n; i++) {
        const struct sb_content_file *file = &files->p[i];
        if (!sb_content_in_set(file) || !file->looked || file->part != places->part)
            continue;
        if ((!worst || places->order(file, worst)) && fits(file) && !is_kept(kept, file))
            worst = file;
    }
    if (worst)
        kept->p[kept->n++] = worst;
}

/* Every row gets its places, if there are files for them; what is left over goes to the rows in their order. */
static void keep(const struct sb_content_files *files, bool (*fits)(const struct sb_content_file *),
                 const struct places *rows, size_t n_rows, size_t most, struct kept *kept)
{
    kept->n = 0;
    for (size_t i = 0; i < n_rows; i++)
        for (size_t k = 0; k < rows[i].n && kept->n < most; k++)
            keep_worst(files, fits, &rows[i], kept);
    for (size_t before = most; kept->n < most && before != kept->n;) {
        before = kept->n;
        for (size_t i = 0; i < n_rows && kept->n < most; i++)
            keep_worst(files, fits, &rows[i], kept);
    }
}

static void sort(struct kept *kept, is_worse *order)
{
    for (size_t i = 1; i < kept->n; i++) {
        const struct sb_content_file *file = kept->p[i];
        size_t at = i;
        for (; at && order(file, kept->p[at - 1]); at--)
            kept->p[at] = kept->p[at - 1];
        kept->p[at] = file;
    }
}

/* ---- the largest ---- */

static bool is_any(const struct sb_content_file *file)
{
    (void)file;
    return true;
}

static bool is_larger(const struct sb_content_file *a, const struct sb_content_file *b)
{
    uint64_t size_a = a->looked->summary.size;
    uint64_t size_b = b->looked->summary.size;
    return size_a != size_b ? size_a > size_b : sb_str_cmp(a->path, b->path) < 0;
}

static void put_number(struct sb_buf *json, uint64_t number)
{
    sb_buf_chr(json, ',');
    sb_buf_u64(json, number);
}

static void put_digest(struct sb_buf *json, const struct sb_content_file *file)
{
    sb_buf_str(json, SB_S(",\""));
    sb_buf_hex(json, file->looked->summary.sha256, SB_SHA256_BYTES);
    sb_buf_str(json, SB_S("\"]"));
}

void sb_content_largest(const struct sb_content_files *files, struct sb_buf *json)
{
    static const struct places rows[] = {
        {SB_PART_CODE, 3, is_larger},
        {SB_PART_OTHER, 3, is_larger},
        {SB_PART_ASIDE, 1, is_larger},
        {SB_PART_MADE, 1, is_larger},
    };
    struct kept kept;
    keep(files, is_any, rows, SB_COUNT(rows), PLACES, &kept);
    sort(&kept, is_larger);
    sb_buf_chr(json, '[');
    for (size_t i = 0; i < kept.n; i++) {
        sb_buf_str(json, i ? SB_S(",[") : SB_S("["));
        sb_json_quote(json, sb_str_part(kept.p[i]->path, 0, PATH));
        put_number(json, kept.p[i]->looked->summary.size);
        sb_buf_str(json, SB_S(",\""));
        sb_buf_str(json, sb_str_of(sb_file_kinds[kept.p[i]->kind].token));
        sb_buf_chr(json, '"');
        put_digest(json, kept.p[i]);
    }
    sb_buf_chr(json, ']');
}

/* ---- the hardest to read ---- */

static bool is_dense(const struct sb_content_file *file)
{
    const struct sb_summary *summary = &file->looked->summary;
    return sb_file_kinds[file->kind].text && summary->entropy >= DENSE_ENTROPY && summary->size >= SB_DENSE_BYTES;
}

/* Nobody knows what it is, and nobody can read it. */
static bool is_sealed(const struct sb_content_file *file)
{
    return !sb_file_kinds[file->kind].text && file->looked->summary.entropy;
}

static bool is_strange(const struct sb_content_file *file)
{
    const struct sb_summary *summary = &file->looked->summary;
    bool text = sb_file_kinds[file->kind].text;
    return summary->longest_run || (text && (summary->longest_line >= SB_LONG_LINE || is_dense(file)));
}

static bool is_stranger(const struct sb_content_file *a, const struct sb_content_file *b)
{
    const struct sb_summary *sum_a = &a->looked->summary;
    const struct sb_summary *sum_b = &b->looked->summary;
    if (is_dense(a) != is_dense(b))
        return is_dense(a);
    if (sum_a->longest_line != sum_b->longest_line)
        return sum_a->longest_line > sum_b->longest_line;
    return sb_str_cmp(a->path, b->path) < 0;
}

/* Long lines are common where code is minified; in between an encoded run is seen only by itself. What stands behind
 * the end of an image is rarer than any of these. */
static bool is_more_encoded(const struct sb_content_file *a, const struct sb_content_file *b)
{
    uint32_t run_a = a->looked->summary.longest_run;
    uint32_t run_b = b->looked->summary.longest_run;
    bool tail_a = run_a && !sb_file_kinds[a->kind].text;
    bool tail_b = run_b && !sb_file_kinds[b->kind].text;
    if (tail_a != tail_b)
        return tail_a;
    return run_a != run_b ? run_a > run_b : is_stranger(a, b);
}

/* What is brought along to be decrypted is small beside the models and tables of a package. */
static bool is_smaller(const struct sb_content_file *a, const struct sb_content_file *b)
{
    uint64_t size_a = a->looked->summary.size;
    uint64_t size_b = b->looked->summary.size;
    return size_a != size_b ? size_a < size_b : sb_str_cmp(a->path, b->path) < 0;
}

static bool stands_before(const struct sb_content_file *a, const struct sb_content_file *b)
{
    return a->part != b->part ? a->part < b->part : is_stranger(a, b);
}

void sb_content_lines(const struct sb_content_files *files, struct sb_buf *json)
{
    static const struct places rows[] = {
        {SB_PART_CODE, 2, is_more_encoded},  {SB_PART_CODE, 2, is_stranger},  {SB_PART_OTHER, 1, is_more_encoded},
        {SB_PART_ASIDE, 1, is_more_encoded}, {SB_PART_ASIDE, 1, is_stranger}, {SB_PART_MADE, 1, is_more_encoded},
    };
    static const struct places sealed[] = {{SB_PART_OTHER, 1, is_smaller}, {SB_PART_ASIDE, 1, is_smaller}};
    struct kept kept;
    keep(files, is_strange, rows, SB_COUNT(rows), PLACES, &kept);
    for (size_t i = 0; i < SB_COUNT(sealed); i++)
        keep_worst(files, is_sealed, &sealed[i], &kept);
    sort(&kept, stands_before);
    sb_buf_chr(json, '[');
    for (size_t i = 0; i < kept.n; i++) {
        const struct sb_summary *summary = &kept.p[i]->looked->summary;
        sb_buf_str(json, i ? SB_S(",[") : SB_S("["));
        sb_json_quote(json, sb_str_part(kept.p[i]->path, 0, PATH));
        put_number(json, summary->longest_line);
        put_number(json, summary->longest_run);
        put_number(json, summary->entropy);
        put_number(json, summary->size);
        put_digest(json, kept.p[i]);
    }
    sb_buf_chr(json, ']');
}
