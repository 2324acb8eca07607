#include "collect/content.h"

#include "collect/fact_json.h"
#include "model/facts.h"
#include "text/json_write.h"

enum { TOPLEVEL = 256, LARGEST = 8, LINES = 8, VERIFIED_PATHS = 64, KIND_PATH = 256 };
/* Of files with shorter lines only those are told whose entropy reaches this. */
enum { DENSE_ENTROPY = 550 };

sb_str sb_content_path(const struct sb_join *join, sb_comp c, sb_node node, struct sb_arena *arena)
{
    const struct sb_tree *tree = join->tree;
    sb_str place = sb_doc_str(join->doc, sb_doc_at(join->doc, c)->place);
    sb_node at = sb_tree_find(tree, SB_NODE_ROOT, place, false);
    if (!at.v)
        return sb_tree_path(tree, node, arena);
    struct sb_buf up = {0};
    while (!sb_tree_below(tree, node, at)) {
        sb_buf_str(&up, SB_S("../"));
        at.v = sb_tree_at(tree, at)->parent;
    }
    sb_str path = sb_tree_path_below(tree, node, at, arena);
    if (up.n)
        path = sb_arena_join(arena, sb_buf_all(&up), path, SB_STR_NONE);
    sb_buf_done(&up);
    return path;
}

static int by_component(const void *left, const void *right)
{
    const struct sb_claim *a = left;
    const struct sb_claim *b = right;
    if (a->component.v != b->component.v)
        return a->component.v < b->component.v ? -1 : 1;
    if (a->node.v != b->node.v)
        return a->node.v < b->node.v ? -1 : 1;
    int order = sb_str_cmp(a->path, b->path);
    if (order == 0)
        order = (a->flags > b->flags) - (a->flags < b->flags);
    if (order == 0)
        order = (a->recorded != NULL) - (b->recorded != NULL);
    if (order == 0 && a->recorded)
        order = sb_str_cmp(sb_str_n((const char *)a->recorded->b, a->recorded->n),
                           sb_str_n((const char *)b->recorded->b, b->recorded->n));
    return order ? order : (a->recorded_size > b->recorded_size) - (a->recorded_size < b->recorded_size);
}

void sb_content_begin(struct sb_content *content, struct sb_join *join, const struct sb_looks *looks)
{
    *content = (struct sb_content){.join = join, .looks = looks, .sha = sb_sha256_new()};
    if (join->claims.n)
        qsort(join->claims.p, join->claims.n, sizeof *join->claims.p, by_component);
}

void sb_content_end(struct sb_content *content)
{
    sb_sha256_free(content->sha);
    sb_arena_done(&content->scratch);
    sb_free(content->files.p);
}

static int by_path(const void *left, const void *right)
{
    const struct sb_content_file *a = left;
    const struct sb_content_file *b = right;
    int order = sb_str_cmp(a->path, b->path);
    return order ? order : by_component(a->claim, b->claim);
}

static void add_file(struct sb_content *content, const struct sb_claim *claim)
{
    const struct sb_tree *tree = content->join->tree;
    struct sb_content_file *file = SB_PUSH(&content->files);
    *file = (struct sb_content_file){.claim = claim};
    if (claim->node.v) {
        file->at = sb_tree_at(tree, claim->node);
        file->looked = sb_looks_of(content->looks, tree, claim->node);
    }
    file->path =
        claim->path.n ? claim->path : sb_content_path(content->join, claim->component, claim->node, &content->scratch);
}

const struct sb_content_files *sb_content_of(struct sb_content *content, sb_comp c)
{
    const struct sb_join *join = content->join;
    content->files.n = 0;
    sb_arena_reset(&content->scratch);
    while (content->next_claim < join->claims.n && join->claims.p[content->next_claim].component.v < c.v)
        content->next_claim++;
    for (; content->next_claim < join->claims.n; content->next_claim++) {
        const struct sb_claim *claim = &join->claims.p[content->next_claim];
        if (claim->component.v != c.v)
            break;
        if (claim->node.v == 0 || sb_tree_at(join->tree, claim->node)->kind != SB_ENTRY_DIR)
            add_file(content, claim);
    }
    if (content->files.n)
        qsort(content->files.p, content->files.n, sizeof *content->files.p, by_path);
    size_t n = 0;
    for (size_t i = 0; i < content->files.n; i++)
        if (n == 0 || !sb_str_eq(content->files.p[n - 1].path, content->files.p[i].path))
            content->files.p[n++] = content->files.p[i];
    content->current = (struct sb_content_files){content->files.p, n};
    return &content->current;
}

/* ---- digests of the set ---- */

static bool in_set(const struct sb_content_file *file)
{
    return file->claim->flags & (SB_CLAIM_CONTENT | SB_CLAIM_MANIFEST);
}

static bool there(const struct sb_content_file *file)
{
    return file->at && (file->at->kind == SB_ENTRY_FILE || file->at->kind == SB_ENTRY_LINK);
}

/* "path NUL type NUL size NUL hex LF"; SIZE may be unknown: empty. N is at most 64. */
static void add_line(struct sb_sha256 *sha, sb_str path, char type, uint64_t size, const uint8_t *bytes, size_t n)
{
    char text[160] = {'\0', type, '\0'};
    size_t at = 3;
    if (size != SB_SIZE_UNKNOWN)
        at += (size_t)snprintf(text + at, 24, "%llu", (unsigned long long)size);
    text[at++] = '\0';
    sb_hex_encode(bytes, n, text + at);
    at += 2 * n;
    text[at++] = '\n';
    sb_sha256_add(sha, path.p, path.n);
    sb_sha256_add(sha, text, at);
}

static void add_content_line(struct sb_sha256 *sha, const struct sb_content_file *file)
{
    if (file->at->kind == SB_ENTRY_LINK) {
        uint8_t digest[SB_SHA256_BYTES];
        sb_sha256_of(file->at->target, digest);
        add_line(sha, file->path, 'l', file->at->target.n, digest, sizeof digest);
    } else {
        add_line(sha, file->path, 'f', file->looked->summary.size, file->looked->summary.sha256, SB_SHA256_BYTES);
    }
}

/* The digest of the set, without the manifest if REST. False if one of its files could not be read. */
static bool digest_set(const struct sb_content *content, bool rest, uint8_t digest[SB_SHA256_BYTES])
{
    const struct sb_content_files *files = &content->current;
    sb_sha256_begin(content->sha);
    for (size_t i = 0; i < files->n; i++) {
        const struct sb_content_file *file = &files->p[i];
        if (!in_set(file) || !there(file) || (rest && file->claim->flags & SB_CLAIM_MANIFEST))
            continue;
        if (file->at->kind == SB_ENTRY_FILE && !file->looked)
            return false;
        add_content_line(content->sha, file);
    }
    sb_sha256_end(content->sha, digest);
    return true;
}

/* The same digest over the lines of the package's own record. False without a record. */
static bool digest_record(const struct sb_content *content, uint8_t digest[SB_SHA256_BYTES])
{
    const struct sb_content_files *files = &content->current;
    size_t n = 0;
    sb_sha256_begin(content->sha);
    for (size_t i = 0; i < files->n; i++) {
        const struct sb_claim *claim = files->p[i].claim;
        if (!in_set(&files->p[i]) || !claim->recorded)
            continue;
        add_line(content->sha, files->p[i].path, 'f', claim->recorded_size, claim->recorded->b, claim->recorded->n);
        n++;
    }
    sb_sha256_end(content->sha, digest);
    return n > 0;
}

static void put(struct sb_content *content, sb_comp c, enum sb_fact_id id, struct sb_buf *json)
{
    sb_doc_fact(content->join->doc, c, sb_str_of(sb_fact_rows[id].name), sb_buf_all(json));
    sb_buf_clear(json);
}

static void files_fact(struct sb_content *content, sb_comp c, struct sb_buf *json)
{
    const struct sb_content_files *files = &content->current;
    uint64_t n = 0;
    uint64_t bytes = 0;
    uint8_t digest[SB_SHA256_BYTES];
    for (size_t i = 0; i < files->n; i++) {
        if (!in_set(&files->p[i]) || !there(&files->p[i]))
            continue;
        n++;
        bytes += files->p[i].looked ? files->p[i].looked->summary.size : 0;
    }
    sb_buf_chr(json, '{');
    sb_fact_number(json, true, "bytes", bytes);
    sb_fact_number(json, false, "n", n);
    if (digest_record(content, digest))
        sb_fact_hex(json, false, "recorded", digest, sizeof digest);
    if (digest_set(content, false, digest))
        sb_fact_hex(json, false, "sha256", digest, sizeof digest);
    sb_buf_chr(json, '}');
    put(content, c, SB_FACT_FILES, json);
}

static void manifest_facts(struct sb_content *content, sb_comp c, struct sb_buf *json)
{
    const struct sb_content_files *files = &content->current;
    uint8_t digest[SB_SHA256_BYTES];
    size_t i = 0;
    while (i < files->n && !(files->p[i].claim->flags & SB_CLAIM_MANIFEST && files->p[i].looked))
        i++;
    if (i == files->n)
        return;
    sb_buf_chr(json, '{');
    sb_fact_text(json, true, "path", files->p[i].path);
    sb_fact_hex(json, false, "sha256", files->p[i].looked->summary.sha256, SB_SHA256_BYTES);
    sb_buf_chr(json, '}');
    put(content, c, SB_FACT_MANIFEST, json);
    if (!digest_set(content, true, digest))
        return;
    sb_buf_chr(json, '{');
    sb_fact_hex(json, true, "sha256", digest, sizeof digest);
    sb_buf_chr(json, '}');
    put(content, c, SB_FACT_REST, json);
}

/* ---- what kinds of files ---- */

static bool is_metadata(sb_str top)
{
    return sb_str_ends(top, SB_S(".dist-info")) || sb_str_ends(top, SB_S(".egg-info")) || sb_str_eq(top, SB_S(".."));
}

/* First parts of the paths; a distribution's packages all share the system's, which say nothing. */
static void toplevel_fact(struct sb_content *content, sb_comp c)
{
    const struct sb_content_files *files = &content->current;
    struct sb_fact_list list = {0};
    sb_str last = SB_STR_NONE;
    if (strcmp(sb_doc_at(content->join->doc, c)->from.collector, sb_collect_dpkg.name) == 0)
        return;
    sb_fact_list_begin(&list, TOPLEVEL);
    for (size_t i = 0; i < files->n; i++) {
        sb_str rest = files->p[i].path;
        sb_str top;
        sb_str_cut(&rest, '/', &top);
        if (!in_set(&files->p[i]) || sb_str_eq(top, last) || is_metadata(top))
            continue;
        last = top;
        if (sb_fact_list_next(&list))
            sb_json_quote(&list.buf, top);
    }
    sb_doc_fact(content->join->doc, c, SB_S("sbom:toplevel"), sb_fact_list_end(&list));
    sb_fact_list_done(&list);
}

static int by_token(const void *left, const void *right)
{
    const uint8_t *a = left;
    const uint8_t *b = right;
    return strcmp(sb_file_kinds[*a].token, sb_file_kinds[*b].token);
}

static void kinds_fact(struct sb_content *content, sb_comp c, struct sb_buf *json)
{
    const struct sb_content_files *files = &content->current;
    uint64_t n[SB_KIND_COUNT] = {0};
    sb_str first[SB_KIND_COUNT];
    uint8_t order[SB_KIND_COUNT];
    for (size_t i = 0; i < files->n; i++) {
        if (!in_set(&files->p[i]) || !files->p[i].looked)
            continue;
        uint8_t kind = files->p[i].looked->summary.kind;
        if (n[kind]++ == 0)
            first[kind] = files->p[i].path;
    }
    for (size_t kind = 0; kind < SB_KIND_COUNT; kind++)
        order[kind] = (uint8_t)kind;
    qsort(order, SB_KIND_COUNT, sizeof *order, by_token);
    bool any = false;
    sb_buf_chr(json, '{');
    for (size_t i = 0; i < SB_KIND_COUNT; i++) {
        if (n[order[i]] == 0)
            continue;
        sb_fact_key(json, !any, sb_file_kinds[order[i]].token);
        any = true;
        sb_buf_chr(json, '{');
        sb_fact_number(json, true, "n", n[order[i]]);
        sb_fact_text(json, false, "path", sb_str_part(first[order[i]], 0, KIND_PATH));
        sb_buf_chr(json, '}');
    }
    sb_buf_chr(json, '}');
    put(content, c, SB_FACT_KINDS, json);
}

/* Keeps the K first of an order over files in BEST; returns how many there are then. */
static size_t keep_best(const struct sb_content_file **best, size_t n, size_t k, const struct sb_content_file *file,
                        bool (*before)(const struct sb_content_file *, const struct sb_content_file *))
{
    size_t at = n;
    while (at > 0 && before(file, best[at - 1]))
        at--;
    if (at == k)
        return n;
    if (n < k)
        n++;
    memmove(&best[at + 1], &best[at], (n - at - 1) * sizeof(struct sb_content_file *));
    best[at] = file;
    return n;
}

static bool is_larger(const struct sb_content_file *a, const struct sb_content_file *b)
{
    uint64_t size_a = a->looked->summary.size;
    uint64_t size_b = b->looked->summary.size;
    return size_a != size_b ? size_a > size_b : sb_str_cmp(a->path, b->path) < 0;
}

static void largest_fact(struct sb_content *content, sb_comp c, struct sb_buf *json)
{
    const struct sb_content_files *files = &content->current;
    const struct sb_content_file *best[LARGEST];
    size_t n = 0;
    for (size_t i = 0; i < files->n; i++)
        if (in_set(&files->p[i]) && files->p[i].looked)
            n = keep_best(best, n, LARGEST, &files->p[i], is_larger);
    sb_buf_chr(json, '[');
    for (size_t i = 0; i < n; i++) {
        const struct sb_summary *summary = &best[i]->looked->summary;
        sb_buf_str(json, i ? SB_S(",[") : SB_S("["));
        sb_json_quote(json, sb_str_part(best[i]->path, 0, 1024));
        sb_buf_printf(json, ",%llu,\"%s\",\"", (unsigned long long)summary->size, sb_file_kinds[summary->kind].token);
        sb_buf_hex(json, summary->sha256, SB_SHA256_BYTES);
        sb_buf_str(json, SB_S("\"]"));
    }
    sb_buf_chr(json, ']');
    put(content, c, SB_FACT_LARGEST, json);
}

bool sb_content_is_generated_file(sb_str name)
{
    return sb_str_find(name, SB_S(".min.")) != SB_NPOS || sb_str_ends(name, SB_S(".map"));
}

bool sb_content_is_generated_folder(sb_str name)
{
    return sb_str_eq(name, SB_S("dist")) || sb_str_eq(name, SB_S("build"));
}

bool sb_content_is_generated(sb_str path)
{
    sb_str part;
    if (sb_content_is_generated_file(sb_path_base(path)))
        return true;
    while (sb_str_cut(&path, '/', &part))
        if (sb_content_is_generated_folder(part))
            return true;
    return false;
}

static bool is_dense(const struct sb_summary *summary)
{
    return summary->entropy >= DENSE_ENTROPY && summary->size >= SB_DENSE_BYTES;
}

static bool is_stranger(const struct sb_content_file *a, const struct sb_content_file *b)
{
    const struct sb_summary *sum_a = &a->looked->summary;
    const struct sb_summary *sum_b = &b->looked->summary;
    if (is_dense(sum_a) != is_dense(sum_b))
        return is_dense(sum_a);
    if (sum_a->longest_line != sum_b->longest_line)
        return sum_a->longest_line > sum_b->longest_line;
    return sb_str_cmp(a->path, b->path) < 0;
}

static void lines_fact(struct sb_content *content, sb_comp c, struct sb_buf *json)
{
    const struct sb_content_files *files = &content->current;
    const struct sb_content_file *best[LINES];
    size_t n = 0;
    for (size_t i = 0; i < files->n; i++) {
        const struct sb_content_file *file = &files->p[i];
        if (!in_set(file) || !file->looked || !sb_file_kinds[file->looked->summary.kind].text ||
            sb_content_is_generated(file->path))
            continue;
        if (file->looked->summary.longest_line >= SB_LONG_LINE || is_dense(&file->looked->summary))
            n = keep_best(best, n, LINES, file, is_stranger);
    }
    sb_buf_chr(json, '[');
    for (size_t i = 0; i < n; i++) {
        const struct sb_summary *summary = &best[i]->looked->summary;
        sb_buf_str(json, i ? SB_S(",[") : SB_S("["));
        sb_json_quote(json, sb_str_part(best[i]->path, 0, 1024));
        sb_buf_printf(json, ",%u,%u,%u,%llu,\"", summary->longest_line, summary->longest_run, summary->entropy,
                      (unsigned long long)summary->size);
        sb_buf_hex(json, summary->sha256, SB_SHA256_BYTES);
        sb_buf_str(json, SB_S("\"]"));
    }
    sb_buf_chr(json, ']');
    put(content, c, SB_FACT_LINES, json);
}

/* ---- the package's own record against the files ---- */

static void verified_fact(struct sb_content *content, sb_comp c, size_t n_unlisted, struct sb_buf *json)
{
    const struct sb_content_files *files = &content->current;
    uint64_t ok = 0, modified = 0, missing = 0, unrecorded = 0;
    struct sb_fact_list paths = {0};
    sb_fact_list_begin(&paths, VERIFIED_PATHS);
    for (size_t i = 0; i < files->n; i++) {
        const struct sb_content_file *file = &files->p[i];
        const struct sb_digest *recorded = file->claim->recorded;
        const uint8_t *found;
        if (!recorded) {
            unrecorded += in_set(file) && there(file);
        } else if (!there(file)) {
            missing++;
        } else if ((found = sb_looks_digest(content->looks, content->join->tree, file->claim->node, recorded))) {
            bool same = memcmp(recorded->b, found, recorded->n) == 0;
            ok += same;
            modified += !same;
            if (!same && sb_fact_list_next(&paths))
                sb_json_quote(&paths.buf, sb_str_part(file->path, 0, 1024));
        }
    }
    if (ok + modified || (missing && content->looks->verify)) {
        sb_buf_chr(json, '{');
        sb_fact_number(json, true, "extra", n_unlisted);
        sb_fact_number(json, false, "missing", missing);
        sb_fact_number(json, false, "modified", modified);
        sb_fact_number(json, false, "ok", ok);
        sb_fact_key(json, false, "paths");
        sb_buf_str(json, sb_fact_list_end(&paths));
        sb_fact_number(json, false, "unrecorded", unrecorded);
        sb_buf_chr(json, '}');
        put(content, c, SB_FACT_VERIFIED, json);
    }
    sb_fact_list_done(&paths);
}

void sb_content_facts(struct sb_content *content, sb_comp c, size_t n_unlisted)
{
    struct sb_buf json = {0};
    files_fact(content, c, &json);
    manifest_facts(content, c, &json);
    toplevel_fact(content, c);
    kinds_fact(content, c, &json);
    largest_fact(content, c, &json);
    lines_fact(content, c, &json);
    verified_fact(content, c, n_unlisted, &json);
    sb_buf_done(&json);
}
