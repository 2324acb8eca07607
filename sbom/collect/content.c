#include "collect/content.h"

#include "collect/content_elf.h"
#include "collect/content_part.h"
#include "collect/content_verified.h"
#include "collect/content_worst.h"
#include "collect/fact_json.h"
#include "model/facts.h"
#include "text/json_write.h"

enum { TOPLEVEL = 256, KIND_PATH = 256 };

static sb_node folder_of(const struct sb_join *join, sb_comp c)
{
    return sb_tree_find(join->tree, SB_NODE_ROOT, sb_doc_str(join->doc, sb_doc_at(join->doc, c)->place), false);
}

static sb_str path_from(const struct sb_tree *tree, sb_node folder, sb_node node, struct sb_arena *arena)
{
    if (!folder.v)
        return sb_tree_path(tree, node, arena);
    struct sb_buf up = {0};
    while (!sb_tree_below(tree, node, folder)) {
        sb_buf_str(&up, SB_S("../"));
        folder.v = sb_tree_at(tree, folder)->parent;
    }
    sb_str path = sb_tree_path_below(tree, node, folder, arena);
    if (up.n)
        path = sb_arena_join(arena, sb_buf_all(&up), path, SB_STR_NONE);
    sb_buf_done(&up);
    return path;
}

sb_str sb_content_path(const struct sb_join *join, sb_comp c, sb_node node, struct sb_arena *arena)
{
    return path_from(join->tree, folder_of(join, c), node, arena);
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

static int by_exec_component(const void *left, const void *right)
{
    const struct sb_exec *a = *(const struct sb_exec *const *)left;
    const struct sb_exec *b = *(const struct sb_exec *const *)right;
    return (a->component.v > b->component.v) - (a->component.v < b->component.v);
}

void sb_content_sort(struct sb_join *join)
{
    if (join->claims.n)
        qsort(join->claims.p, join->claims.n, sizeof *join->claims.p, by_component);
}

void sb_content_begin(struct sb_content *content, const struct sb_join *join, const struct sb_looks *looks)
{
    *content = (struct sb_content){.join = join, .looks = looks, .sha = sb_sha256_new()};
    for (size_t i = 0; i < join->execs.n; i++)
        if (join->execs.p[i].component.v)
            *SB_PUSH(&content->execs) = &join->execs.p[i];
    if (content->execs.n)
        qsort(content->execs.p, content->execs.n, sizeof *content->execs.p, by_exec_component);
}

void sb_content_end(struct sb_content *content)
{
    sb_sha256_free(content->sha);
    sb_arena_done(&content->scratch);
    sb_free(content->files.p);
    sb_free(content->execs.p);
    sb_free(content->runs.nodes.p);
    sb_free(content->runs.folders.p);
}

static int by_path(const void *left, const void *right)
{
    const struct sb_content_file *a = left;
    const struct sb_content_file *b = right;
    int order = sb_str_cmp(a->path, b->path);
    return order ? order : by_component(a->claim, b->claim);
}

static int by_node(const void *left, const void *right)
{
    const struct sb_claim *a = left;
    const struct sb_claim *b = right;
    return (a->node.v > b->node.v) - (a->node.v < b->node.v);
}

/* What a link leads to in the tree; none if the component, whose claims lie in CLAIMS, has that file itself. */
static sb_node behind_link(const struct sb_content *content, const struct sb_claim *claims, size_t n, sb_node link)
{
    struct sb_claim wanted = {.node = sb_look_target(content->join->tree, link)};
    bool own = wanted.node.v && bsearch(&wanted, claims, n, sizeof *claims, by_node);
    return own ? SB_NODE_NONE : wanted.node;
}

static void add_file(struct sb_content *content, const struct sb_claim *claims, size_t n, const struct sb_claim *claim)
{
    const struct sb_tree *tree = content->join->tree;
    struct sb_content_file *file = SB_PUSH(&content->files);
    *file = (struct sb_content_file){.claim = claim};
    if (claim->node.v) {
        file->at = sb_tree_at(tree, claim->node);
        bool link = file->at->kind == SB_ENTRY_LINK;
        file->looked =
            sb_looks_of(content->looks, tree, link ? behind_link(content, claims, n, claim->node) : claim->node);
    }
    file->path = claim->path.n ? claim->path : path_from(tree, content->folder, claim->node, &content->scratch);
}

const struct sb_content_files *sb_content_of(struct sb_content *content, sb_comp c)
{
    const struct sb_join *join = content->join;
    content->files.n = 0;
    sb_arena_reset(&content->scratch);
    while (content->next_claim < join->claims.n && join->claims.p[content->next_claim].component.v < c.v)
        content->next_claim++;
    const struct sb_claim *claims = join->claims.n ? join->claims.p + content->next_claim : NULL;
    size_t n_claims = 0;
    while (content->next_claim + n_claims < join->claims.n && claims[n_claims].component.v == c.v)
        n_claims++;
    content->folder = n_claims ? folder_of(join, c) : SB_NODE_NONE;
    for (size_t i = 0; i < n_claims; i++)
        if (claims[i].node.v == 0 || sb_tree_at(join->tree, claims[i].node)->kind != SB_ENTRY_DIR)
            add_file(content, claims, n_claims, &claims[i]);
    content->next_claim += n_claims;
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

static bool there(const struct sb_content_file *file)
{
    return file->at && (file->at->kind == SB_ENTRY_FILE || file->at->kind == SB_ENTRY_LINK);
}

/* "path NUL type NUL size NUL hex LF"; SIZE may be unknown: empty. N is at most 64. */
static void add_line(struct sb_sha256 *sha, sb_str path, char type, uint64_t size, const uint8_t *bytes, size_t n)
{
    char room[SB_DECIMAL_MAX];
    char text[160] = {'\0', type, '\0'};
    size_t at = 3;
    if (size != SB_SIZE_UNKNOWN) {
        sb_str decimal = sb_str_decimal(size, room);
        memcpy(text + at, decimal.p, decimal.n);
        at += decimal.n;
    }
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
        sb_sha256_of(sb_tree_target(file->at), digest);
        add_line(sha, file->path, 'l', file->at->target_n, digest, sizeof digest);
        return;
    }
    const struct sb_script_body *body = file->claim->flags & SB_CLAIM_SCRIPT ? sb_looked_body(file->looked) : NULL;
    if (body)
        add_line(sha, file->path, 'f', body->size, body->sha256, SB_SHA256_BYTES);
    else
        add_line(sha, file->path, 'f', file->looked->summary.size, file->looked->summary.sha256, SB_SHA256_BYTES);
}

/* The digest of the set, without the manifest if REST. False if one of its files could not be read. */
static bool digest_set(const struct sb_content *content, bool rest, uint8_t digest[SB_SHA256_BYTES])
{
    const struct sb_content_files *files = &content->current;
    sb_sha256_begin(content->sha);
    for (size_t i = 0; i < files->n; i++) {
        const struct sb_content_file *file = &files->p[i];
        if (!sb_content_in_set(file) || !there(file) || (rest && file->claim->flags & SB_CLAIM_MANIFEST))
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
        if (!sb_content_in_set(&files->p[i]) || !claim->recorded || claim->flags & SB_CLAIM_SCRIPT)
            continue;
        char type = claim->flags & SB_CLAIM_LINK ? 'l' : 'f';
        add_line(content->sha, files->p[i].path, type, claim->recorded_size, claim->recorded->b, claim->recorded->n);
        n++;
    }
    sb_sha256_end(content->sha, digest);
    return n > 0;
}

static void put(struct sb_facts_out *out, sb_comp c, enum sb_fact_id id, struct sb_buf *json)
{
    sb_facts_put(out, c, id, sb_buf_all(json));
    sb_buf_clear(json);
}

/* Of a script without what the place of its environment is written into. */
static uint64_t size_of(const struct sb_content_file *file)
{
    if (!file->looked)
        return 0;
    const struct sb_script_body *body = file->claim->flags & SB_CLAIM_SCRIPT ? sb_looked_body(file->looked) : NULL;
    return body ? body->size : file->looked->summary.size;
}

static void files_fact(struct sb_content *content, sb_comp c, struct sb_buf *json, struct sb_facts_out *out)
{
    const struct sb_content_files *files = &content->current;
    uint64_t n = 0;
    uint64_t bytes = 0;
    uint8_t digest[SB_SHA256_BYTES];
    for (size_t i = 0; i < files->n; i++) {
        if (!sb_content_in_set(&files->p[i]) || !there(&files->p[i]))
            continue;
        n++;
        bytes += size_of(&files->p[i]);
    }
    sb_buf_chr(json, '{');
    sb_fact_number(json, true, "bytes", bytes);
    sb_fact_number(json, false, "n", n);
    if (digest_record(content, digest))
        sb_fact_hex(json, false, "recorded", digest, sizeof digest);
    if (digest_set(content, false, digest))
        sb_fact_hex(json, false, "sha256", digest, sizeof digest);
    sb_buf_chr(json, '}');
    put(out, c, SB_FACT_FILES, json);
}

static void manifest_facts(struct sb_content *content, sb_comp c, struct sb_buf *json, struct sb_facts_out *out)
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
    put(out, c, SB_FACT_MANIFEST, json);
    if (!digest_set(content, true, digest))
        return;
    sb_buf_chr(json, '{');
    sb_fact_hex(json, true, "sha256", digest, sizeof digest);
    sb_buf_chr(json, '}');
    put(out, c, SB_FACT_REST, json);
}

/* ---- what kinds of files ---- */

static bool is_metadata(const struct sb_collector *collector, sb_str top)
{
    for (const char *const *end = collector->metadata; end && *end; end++)
        if (sb_str_ends(top, sb_str_of(*end)))
            return true;
    return sb_str_eq(top, SB_S(".."));
}

/* "json" of "json/decoder.py". Of what lies where other packages' code does, one folder up: "../json"; farther away the
 * folder of the file. */
static sb_str top_of(const struct sb_content_file *file)
{
    sb_str rest = file->path;
    sb_str top;
    if (!(file->claim->flags & SB_CLAIM_OUTSIDE)) {
        sb_str_cut(&rest, '/', &top);
        return top;
    }
    if (!sb_str_chop(&rest, SB_S("../")) || sb_str_starts(rest, SB_S("../")))
        return sb_path_dir(file->path);
    size_t end = sb_str_chr(rest, '/');
    return end == SB_NPOS ? file->path : sb_str_part(file->path, 0, end + 3);
}

/* First parts of the paths; a distribution's packages all share the system's, which say nothing. */
static void toplevel_fact(struct sb_content *content, sb_comp c, struct sb_facts_out *out)
{
    const struct sb_content_files *files = &content->current;
    struct sb_fact_list list = {0};
    sb_str last = SB_STR_NONE;
    const struct sb_collector *collector = sb_join_collector(content->join, c);
    if (collector->shared_tree)
        return;
    sb_fact_list_begin(&list, TOPLEVEL);
    for (size_t i = 0; i < files->n; i++) {
        sb_str top = top_of(&files->p[i]);
        if (!sb_content_in_set(&files->p[i]) || sb_str_eq(top, last) || is_metadata(collector, top))
            continue;
        last = top;
        if (sb_fact_list_next(&list))
            sb_json_quote(&list.buf, top);
    }
    sb_facts_put(out, c, SB_FACT_TOPLEVEL, sb_fact_list_end(&list));
    sb_fact_list_done(&list);
}

static int by_token(const void *left, const void *right)
{
    const uint8_t *a = left;
    const uint8_t *b = right;
    return strcmp(sb_file_kinds[*a].token, sb_file_kinds[*b].token);
}

static void kinds_fact(struct sb_content *content, sb_comp c, struct sb_buf *json, struct sb_facts_out *out)
{
    const struct sb_content_files *files = &content->current;
    uint64_t n[SB_KIND_COUNT] = {0};
    sb_str first[SB_KIND_COUNT];
    uint8_t order[SB_KIND_COUNT];
    for (size_t i = 0; i < files->n; i++) {
        if (!sb_content_in_set(&files->p[i]) || !files->p[i].looked)
            continue;
        uint8_t kind = files->p[i].kind;
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
    put(out, c, SB_FACT_KINDS, json);
}

/* ---- all of them ---- */

static void find_parts(struct sb_content *content, sb_comp c)
{
    while (content->next_exec < content->execs.n && content->execs.p[content->next_exec]->component.v < c.v)
        content->next_exec++;
    size_t first = content->next_exec;
    while (content->next_exec < content->execs.n && content->execs.p[content->next_exec]->component.v == c.v)
        content->next_exec++;
    sb_content_parts(content->join, c, &content->runs, content->execs.n ? content->execs.p + first : NULL,
                     content->next_exec - first, &content->current);
}

void sb_content_facts(struct sb_content *content, sb_comp c, const struct sb_content_extra *extra,
                      struct sb_facts_out *out)
{
    struct sb_buf json = {0};
    find_parts(content, c);
    files_fact(content, c, &json, out);
    manifest_facts(content, c, &json, out);
    toplevel_fact(content, c, out);
    kinds_fact(content, c, &json, out);
    sb_content_largest(&content->current, &json);
    put(out, c, SB_FACT_LARGEST, &json);
    sb_content_lines(&content->current, &json);
    put(out, c, SB_FACT_LINES, &json);
    if (sb_content_elf(&content->current, &json))
        put(out, c, SB_FACT_ELF, &json);
    if (sb_content_verified(content->join, content->looks, &content->current, extra, &json))
        put(out, c, SB_FACT_VERIFIED, &json);
    sb_buf_done(&json);
}
