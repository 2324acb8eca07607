#include "collect/facts.h"

#include "base/map.h"
#include "collect/content.h"
#include "collect/facts_contents.h"
#include "collect/facts_out.h"
#include "text/json_write.h"

/* Caps of the lists (the contract of the facts). */
enum { EXECS = 256, UNOWNED = 512, INCOMPLETE = 256, EXCLUDED_PATH = 1024 };
enum { COMMAND = 256 }; /* bytes of one */

struct writer {
    struct sb_join *join;
    const struct sb_looks *looks;
    const struct sb_unowned *unowned;
    struct sb_facts_out out;
    struct sb_fact_list list;
    struct sb_arena scratch;
};

/* ---- where, who, asked for ---- */

static void write_places(struct writer *w)
{
    struct sb_doc *doc = w->join->doc;
    struct sb_buf json = {0};
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++) {
        sb_text place = sb_doc_at(doc, (sb_comp){c})->place;
        if (!place.v)
            continue;
        sb_buf_clear(&json);
        sb_json_quote(&json, sb_doc_str(doc, place));
        sb_facts_put(&w->out, (sb_comp){c}, SB_FACT_AT, sb_buf_all(&json));
    }
    sb_buf_done(&json);
}

static int by_owned(const void *left, const void *right)
{
    const struct sb_relation *a = left;
    const struct sb_relation *b = right;
    if (a->to.v != b->to.v)
        return a->to.v < b->to.v ? -1 : 1;
    return (a->from.v > b->from.v) - (a->from.v < b->from.v);
}

static void write_owners(struct writer *w)
{
    const struct sb_doc *doc = w->join->doc;
    SB_VEC(struct sb_relation) owned = {0};
    for (size_t i = 0; i < doc->relations.n; i++)
        if (doc->relations.p[i].kind == SB_REL_OWNS)
            *SB_PUSH(&owned) = doc->relations.p[i];
    if (owned.n)
        qsort(owned.p, owned.n, sizeof *owned.p, by_owned);
    for (size_t i = 0; i < owned.n;) {
        sb_comp c = owned.p[i].to;
        uint32_t last = 0;
        sb_fact_list_begin(&w->list, EXECS);
        for (; i < owned.n && owned.p[i].to.v == c.v; i++) {
            if (owned.p[i].from.v != last && sb_fact_list_next(&w->list))
                sb_json_quote(&w->list.buf, sb_doc_str(doc, sb_doc_at(doc, owned.p[i].from)->ref));
            last = owned.p[i].from.v;
        }
        sb_facts_put_list(&w->out, c, SB_FACT_OWNER, &w->list);
    }
    sb_free(owned.p);
}

/* ---- execution points ---- */

/* The path of an execution point from its component's folder. */
static sb_str exec_path(struct writer *w, const struct sb_exec *exec)
{
    return exec->node.v ? sb_content_path(w->join, exec->component, exec->node, &w->scratch) : exec->path;
}

struct exec_row {
    const struct sb_exec *exec;
    sb_str path;
};

static int by_kind(const void *left, const void *right)
{
    const struct exec_row *a = left;
    const struct exec_row *b = right;
    if (a->exec->component.v != b->exec->component.v)
        return a->exec->component.v < b->exec->component.v ? -1 : 1;
    if (a->exec->kind != b->exec->kind)
        return a->exec->kind < b->exec->kind ? -1 : 1;
    int order = sb_str_cmp(a->path, b->path);
    return order ? order : sb_str_cmp(a->exec->command, b->exec->command);
}

/* Size and digest of what runs: those that its collector tells, of a link those of the file that it leads to. False if
 * nothing is known. */
static bool bytes_of(const struct writer *w, const struct sb_exec_bytes *told, sb_node node, sb_node runs, bool script,
                     struct sb_exec_bytes *ret)
{
    const struct sb_looked *looked = sb_looks_of(w->looks, w->join->tree, runs.v ? runs : node);
    const struct sb_script_body *body = looked && script ? sb_looked_body(looked) : NULL;
    if (told) {
        *ret = *told;
    } else if (body) {
        ret->size = body->size;
        memcpy(ret->sha256, body->sha256, sizeof ret->sha256);
    } else if (looked) {
        ret->size = looked->summary.size;
        memcpy(ret->sha256, looked->summary.sha256, sizeof ret->sha256);
    }
    return told || looked;
}

static void write_exec(struct writer *w, const struct exec_row *row)
{
    struct sb_buf *buf = &w->list.buf;
    struct sb_exec_bytes bytes;
    bool known = bytes_of(w, row->exec->told, row->exec->node, row->exec->runs, row->exec->script, &bytes);
    sb_buf_chr(buf, '{');
    if (known)
        sb_fact_number(buf, true, "bytes", bytes.size);
    sb_fact_text(buf, !known, "command", row->exec->command);
    sb_fact_text(buf, false, "kind", sb_str_of(sb_exec_rows[row->exec->kind].token));
    sb_fact_text(buf, false, "path", row->path);
    if (known)
        sb_fact_hex(buf, false, "sha256", bytes.sha256, SB_SHA256_BYTES);
    sb_buf_chr(buf, '}');
}

/* HAS[c]: the component's execution points were looked for, so that an empty list says "none". */
static void write_execs(struct writer *w, const bool *has)
{
    SB_VEC(struct exec_row) rows = {0};
    for (size_t i = 0; i < w->join->execs.n; i++)
        if (w->join->execs.p[i].component.v)
            *SB_PUSH(&rows) = (struct exec_row){&w->join->execs.p[i], exec_path(w, &w->join->execs.p[i])};
    if (rows.n)
        qsort(rows.p, rows.n, sizeof *rows.p, by_kind);
    size_t at = 0;
    for (uint32_t c = 1; c <= sb_doc_count(w->join->doc); c++) {
        size_t first = at;
        sb_fact_list_begin(&w->list, EXECS);
        for (; at < rows.n && rows.p[at].exec->component.v == c; at++)
            if (at == first || by_kind(&rows.p[at], &rows.p[at - 1]) != 0)
                if (sb_fact_list_next(&w->list))
                    write_exec(w, &rows.p[at]);
        if (at > first || has[c])
            sb_facts_put_list(&w->out, (sb_comp){c}, SB_FACT_EXEC, &w->list);
    }
    sb_free(rows.p);
}

/* ---- the document ---- */

/* What stands in an interpreter's place and is no program: its kind. */
static sb_str stand_in(const struct writer *w, const struct sb_unowned_file *file, enum sb_file_kind kind)
{
    bool program = kind == SB_KIND_ELF || kind == SB_KIND_PE || kind == SB_KIND_MACHO;
    bool is_file = sb_tree_at(w->join->tree, file->node)->kind == SB_ENTRY_FILE;
    return file->kind == SB_EXEC_PY_INTERPRETER && is_file && !program ? sb_str_of(sb_file_kinds[kind].token)
                                                                       : file->command;
}

static void write_unowned_file(struct writer *w, struct sb_buf *buf, const struct sb_unowned_file *file)
{
    const struct sb_tree *tree = w->join->tree;
    const struct sb_looked *looked = sb_looks_of(w->looks, tree, file->node);
    enum sb_file_kind kind = looked ? (enum sb_file_kind)looked->summary.kind : SB_KIND_OTHER;
    const char *token = file->kind == SB_EXEC_COUNT ? sb_file_kinds[kind].token : sb_exec_rows[file->kind].token;
    struct sb_exec_bytes bytes;
    sb_str command = stand_in(w, file, kind);
    bool known = bytes_of(w, file->told, file->node, file->runs, file->script, &bytes);
    sb_buf_chr(buf, '{');
    if (known)
        sb_fact_number(buf, true, "bytes", bytes.size);
    if (command.n)
        sb_fact_text(buf, !known, "command", sb_str_part(command, 0, COMMAND));
    sb_fact_text(buf, !known && !command.n, "kind", sb_str_of(token));
    sb_fact_text(buf, false, "path", sb_tree_path(tree, file->node, &w->scratch));
    if (known)
        sb_fact_hex(buf, false, "sha256", bytes.sha256, SB_SHA256_BYTES);
    sb_buf_chr(buf, '}');
}

/* What a long list is cut by: what runs (enum sb_exec_rank), code, code below a hidden folder (caches), the rest. Of a
 * class the first few of every folder stand before more of one, and what lies high before what lies deep: nothing fills
 * the list alone. */
struct unowned_row {
    const struct sb_unowned_file *file;
    uint32_t class, round, depth;
};

static int by_worth(const void *left, const void *right)
{
    const struct unowned_row *a = left;
    const struct unowned_row *b = right;
    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    if (a->round != b->round)
        return a->round < b->round ? -1 : 1;
    if (a->depth != b->depth)
        return a->depth < b->depth ? -1 : 1;
    return (a->file->node.v > b->file->node.v) - (a->file->node.v < b->file->node.v);
}

static bool is_code_kind(const struct writer *w, sb_node node)
{
    const struct sb_looked *looked = sb_looks_of(w->looks, w->join->tree, node);
    enum sb_file_kind kind = looked ? (enum sb_file_kind)looked->summary.kind : SB_KIND_OTHER;
    return kind != SB_KIND_OTHER && kind != SB_KIND_TEXT && kind != SB_KIND_ARCHIVE;
}

/* Of files beside those of packages only code is anybody's concern. */
static bool is_idle(const struct writer *w, const struct sb_unowned_file *file)
{
    return file->if_code && !is_code_kind(w, file->node) &&
           !sb_place_may_be_code(sb_tree_at(w->join->tree, file->node)->name);
}

static struct unowned_row unowned_row(struct writer *w, struct sb_map *seen, const struct sb_unowned_file *file)
{
    enum { A_ROUND = 8 };
    const struct sb_tree *tree = w->join->tree;
    struct unowned_row row = {.file = file};
    sb_str path = sb_tree_path(tree, file->node, &w->scratch);
    row.class = (uint32_t)sb_exec_rank(file->kind, path);
    if (file->kind != SB_EXEC_COUNT) {
        sb_arena_reset(&w->scratch);
        return row;
    }
    for (size_t i = 0; i < path.n; i++)
        row.depth += path.p[i] == '/';
    row.class += is_code_kind(w, file->node) ? sb_exec_is_hidden(path) : 2;
    row.round = (*sb_map_put(seen, sb_pair(sb_tree_at(tree, file->node)->parent, row.class)))++ / A_ROUND;
    sb_arena_reset(&w->scratch);
    return row;
}

/* Of rows that the list has no room for, so that a change among them shows. */
static sb_str digest_of_rest(struct writer *w, const struct unowned_row *rows, size_t n)
{
    struct sb_buf text = {0};
    struct sb_sha256 *sha = sb_sha256_new();
    uint8_t digest[SB_SHA256_BYTES];
    sb_sha256_begin(sha);
    for (size_t i = 0; i < n; i++) {
        sb_buf_clear(&text);
        write_unowned_file(w, &text, rows[i].file);
        sb_sha256_add(sha, sb_buf_all(&text).p, text.n);
        sb_arena_reset(&w->scratch);
    }
    sb_sha256_end(sha, digest);
    sb_buf_clear(&text);
    sb_buf_hex(&text, digest, sizeof digest);
    sb_str hex = sb_arena_str(w->join->arena, sb_buf_all(&text));
    sb_buf_done(&text);
    sb_sha256_free(sha);
    return hex;
}

/* A list that may be cut is in the order of worth; a short one in that of the paths. */
static bool is_long(struct writer *w, size_t n)
{
    enum { SHORT = 128, BYTES = SB_FACT_BYTES / 8 };
    size_t bytes = 0;
    for (size_t i = 0; i < n && n <= SHORT && bytes <= BYTES; i++) {
        bytes += sb_tree_path(w->join->tree, w->unowned->files.p[i].node, &w->scratch).n;
        sb_arena_reset(&w->scratch);
    }
    return n > SHORT || bytes > BYTES;
}

static void write_unowned(struct writer *w)
{
    enum { ROOM = 128 };
    SB_VEC(struct unowned_row) rows = {0};
    struct sb_map seen = {0};
    for (size_t i = 0; i < w->unowned->files.n && w->unowned->files.p[i].component.v == 0; i++)
        if (!is_idle(w, &w->unowned->files.p[i]))
            *SB_PUSH(&rows) = unowned_row(w, &seen, &w->unowned->files.p[i]);
    if (is_long(w, rows.n))
        qsort(rows.p, rows.n, sizeof *rows.p, by_worth);
    sb_fact_list_begin(&w->list, UNOWNED);
    w->list.room = ROOM;
    for (size_t i = 0; i < rows.n; i++)
        if (sb_fact_list_next(&w->list))
            write_unowned_file(w, &w->list.buf, rows.p[i].file);
    size_t kept = sb_fact_list_kept(&w->list);
    if (kept < rows.n)
        w->list.rest = digest_of_rest(w, rows.p + kept, rows.n - kept);
    sb_facts_put_list(&w->out, SB_DOC_ITSELF, SB_FACT_UNOWNED, &w->list);
    sb_map_done(&seen);
    sb_free(rows.p);
}

/* What is missing, by code and path. */
static void write_incomplete(struct writer *w)
{
    struct sb_diags *diags = &w->join->doc->diags;
    sb_diags_sort(diags);
    sb_fact_list_begin(&w->list, INCOMPLETE);
    for (size_t i = 0; i < diags->n;) {
        size_t first = i;
        uint64_t n = 0;
        const struct sb_diag *diag = &diags->p[first];
        for (; i < diags->n && diags->p[i].code == diag->code && sb_str_eq(diags->p[i].path, diag->path); i++)
            n += diags->p[i].count;
        if (!sb_codes[diag->code].incomplete || !sb_fact_list_next(&w->list))
            continue;
        struct sb_buf *buf = &w->list.buf;
        sb_buf_printf(buf, "{\"code\":\"SB%04u\"", sb_codes[diag->code].number);
        sb_fact_number(buf, false, "n", n);
        sb_fact_text(buf, false, "path", diag->path);
        sb_buf_chr(buf, '}');
    }
    sb_facts_put(&w->out, SB_DOC_ITSELF, SB_FACT_INCOMPLETE, sb_fact_list_end(&w->list));
}

/* What --exclude left out, so that nobody takes it for what is not there: the first path, and how many there were. */
static void write_excluded(struct writer *w)
{
    const struct sb_diags *diags = &w->join->doc->diags;
    struct sb_buf json = {0};
    uint64_t n = 0;
    sb_str first = SB_STR_NONE;
    for (size_t i = diags->n; i-- > 0;)
        if (diags->p[i].code == SB_D_EXCLUDED) {
            n += diags->p[i].count;
            first = diags->p[i].path;
        }
    if (n == 0)
        return;
    sb_buf_chr(&json, '{');
    sb_fact_number(&json, true, "n", n);
    sb_fact_text(&json, false, "path", sb_str_part(first, 0, EXCLUDED_PATH));
    sb_buf_chr(&json, '}');
    sb_facts_put(&w->out, SB_DOC_ITSELF, SB_FACT_EXCLUDED, sb_buf_all(&json));
    sb_buf_done(&json);
}

void sb_facts_write(struct sb_join *join, const struct sb_looks *looks, const struct sb_unowned *unowned,
                    unsigned threads)
{
    struct writer w = {.join = join, .looks = looks, .unowned = unowned, .out.doc = join->doc};
    write_places(&w);
    write_owners(&w);
    if (join->facts) {
        bool *has = sb_calloc((size_t)sb_doc_count(join->doc) + 1, sizeof *has);
        sb_facts_contents(join, looks, unowned, threads, has);
        write_execs(&w, has);
        write_unowned(&w);
        sb_free(has);
    }
    write_incomplete(&w);
    write_excluded(&w);
    sb_facts_out_done(&w.out);
    sb_fact_list_done(&w.list);
    sb_arena_done(&w.scratch);
}
