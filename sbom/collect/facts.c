#include "collect/facts.h"

#include "base/map.h"
#include "collect/content.h"
#include "collect/fact_json.h"
#include "collect/mentioned.h"
#include "text/json_write.h"

/* Caps of the lists (the contract of the facts). */
enum { EXECS = 256, DEPS = 512, UNLISTED = 64, UNOWNED = 512, INCOMPLETE = 256, EXCLUDED_PATH = 1024 };
enum { COMMAND = 256 }; /* bytes of one */

struct writer {
    struct sb_join *join;
    const struct sb_looks *looks;
    const struct sb_unowned *unowned;
    struct sb_fact_list list;
    struct sb_arena scratch;
};

static void add_fact(struct writer *w, sb_comp c, enum sb_fact_id id, sb_str json)
{
    sb_doc_fact(w->join->doc, c, sb_str_of(sb_fact_rows[id].name), json);
}

static void add_list(struct writer *w, sb_comp c, enum sb_fact_id id)
{
    sb_str json = sb_fact_list_end(&w->list);
    if (w->list.more) {
        sb_str place = c.v ? sb_doc_str(w->join->doc, sb_doc_at(w->join->doc, c)->place) : SB_STR_NONE;
        sb_diag(&w->join->doc->diags, SB_D_FACT_CUT, place, 0, "%s: %llu more", sb_fact_rows[id].name,
                (unsigned long long)w->list.more);
    }
    add_fact(w, c, id, json);
}

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
        add_fact(w, (sb_comp){c}, SB_FACT_AT, sb_buf_all(&json));
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
        add_list(w, c, SB_FACT_OWNER);
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
            add_list(w, (sb_comp){c}, SB_FACT_EXEC);
    }
    sb_free(rows.p);
}

/* ---- declared dependencies ---- */

static int by_raw(const void *left, const void *right)
{
    const struct sb_dep *a = *(const struct sb_dep *const *)left;
    const struct sb_dep *b = *(const struct sb_dep *const *)right;
    if (a->component.v != b->component.v)
        return a->component.v < b->component.v ? -1 : 1;
    int order = sb_str_cmp(a->raw, b->raw);
    if (order == 0)
        order = sb_str_cmp(a->scope, b->scope);
    return order ? order : (a->to.v > b->to.v) - (a->to.v < b->to.v);
}

static bool is_mentioned(const struct sb_content_files *files, uint32_t hash)
{
    for (size_t i = 0; i < files->n; i++) {
        const struct sb_looked *looked = files->p[i].looked;
        if (looked && looked->text && sb_mentions_have(&looked->text->mentions, hash))
            return true;
    }
    return false;
}

/* Of a distribution of Python: the first part of its files, of each name that can be imported. */
static bool is_imported(const struct writer *w, sb_comp to, const struct sb_content_files *files)
{
    const struct sb_join *join = w->join;
    sb_str last = SB_STR_NONE, top;
    size_t low = 0, n = join->claims.n;
    while (n) { /* claims are sorted by component by now */
        size_t half = n / 2;
        bool below = join->claims.p[low + half].component.v < to.v;
        low = below ? low + half + 1 : low;
        n = below ? n - half - 1 : half;
    }
    for (; low < join->claims.n && join->claims.p[low].component.v == to.v; low++) {
        top = sb_claim_top(join->claims.p[low].path);
        if (top.n == 0 || sb_str_eq(top, last))
            continue;
        last = top;
        if (is_mentioned(files, sb_mention_hash(top)))
            return true;
    }
    return false;
}

static bool is_named(const struct writer *w, const struct sb_dep *dep, const struct sb_content_files *files)
{
    return is_mentioned(files, sb_dep_mention(dep)) || (dep->imports && is_imported(w, dep->to, files));
}

static void write_dep(struct writer *w, const struct sb_dep *dep, const struct sb_content_files *files)
{
    const struct sb_doc *doc = w->join->doc;
    struct sb_buf *buf = &w->list.buf;
    bool known = dep->name.n && files->n;
    sb_buf_chr(buf, '{');
    if (known) {
        sb_fact_key(buf, true, "mentioned");
        sb_buf_str(buf, is_named(w, dep, files) ? SB_S("true") : SB_S("false"));
    }
    sb_fact_text(buf, !known, "raw", dep->raw);
    sb_fact_text(buf, false, "scope", dep->scope);
    if (dep->to.v)
        sb_fact_text(buf, false, "to", sb_doc_str(doc, sb_doc_at(doc, dep->to)->ref));
    sb_buf_chr(buf, '}');
}

static void write_deps_of(struct writer *w, sb_comp c, const struct sb_dep **deps, size_t n,
                          const struct sb_content_files *files)
{
    sb_fact_list_begin(&w->list, DEPS);
    for (size_t i = 0; i < n; i++)
        if ((i == 0 || by_raw(&deps[i], &deps[i - 1]) != 0) && sb_fact_list_next(&w->list))
            write_dep(w, deps[i], files);
    add_list(w, c, SB_FACT_DEPS);
}

/* ---- content, component by component ---- */

static const struct sb_dep **sorted_deps(const struct sb_join *join)
{
    const struct sb_dep **deps = sb_calloc(join->deps.n + 1, sizeof *deps);
    for (size_t i = 0; i < join->deps.n; i++)
        deps[i] = &join->deps.p[i];
    qsort(deps, join->deps.n, sizeof *deps, by_raw);
    return deps;
}

static size_t unlisted_of(const struct writer *w, sb_comp c, size_t *first)
{
    size_t n = 0;
    while (*first < w->unowned->files.n && w->unowned->files.p[*first].component.v < c.v)
        ++*first;
    while (*first + n < w->unowned->files.n && w->unowned->files.p[*first + n].component.v == c.v)
        n++;
    return n;
}

static struct sb_content_extra extra_of(struct writer *w, sb_comp c, const struct sb_unowned_file *files, size_t n)
{
    struct sb_content_extra extra = {.n = n};
    for (size_t i = 0; i < n && i < SB_CONTENT_EXTRA; i++)
        extra.paths[i] = sb_content_path(w->join, c, files[i].node, &w->scratch);
    return extra;
}

static void write_unlisted(struct writer *w, sb_comp c, const struct sb_unowned_file *files, size_t n)
{
    sb_fact_list_begin(&w->list, UNLISTED);
    for (size_t i = 0; i < n; i++)
        if (sb_fact_list_next(&w->list))
            sb_json_quote(&w->list.buf, sb_content_path(w->join, c, files[i].node, &w->scratch));
    add_list(w, c, SB_FACT_UNLISTED);
}

/* Walks claims, dependencies and unlisted files side by side; each is sorted by component. */
static void write_contents(struct writer *w, bool *has)
{
    struct sb_join *join = w->join;
    struct sb_content content;
    const struct sb_dep **deps = sorted_deps(join);
    size_t dep = 0;
    size_t extra = 0;
    sb_content_begin(&content, join, w->looks);
    for (uint32_t i = 1; i <= sb_doc_count(join->doc); i++) {
        sb_comp c = {i};
        const struct sb_content_files *files = sb_content_of(&content, c);
        size_t n_extra = unlisted_of(w, c, &extra);
        has[i] = files->n > 0;
        if (files->n) {
            const struct sb_content_extra unlisted =
                extra_of(w, c, n_extra ? w->unowned->files.p + extra : NULL, n_extra);
            sb_content_facts(&content, c, &unlisted);
        }
        if (n_extra)
            write_unlisted(w, c, &w->unowned->files.p[extra], n_extra);
        size_t first = dep;
        while (dep < join->deps.n && deps[dep]->component.v == i)
            dep++;
        if (dep > first || files->n)
            write_deps_of(w, c, deps + first, dep - first, files);
        sb_arena_reset(&w->scratch);
    }
    sb_content_end(&content);
    sb_free(deps);
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

static void write_unowned_file(struct writer *w, const struct sb_unowned_file *file)
{
    const struct sb_tree *tree = w->join->tree;
    const struct sb_looked *looked = sb_looks_of(w->looks, tree, file->node);
    enum sb_file_kind kind = looked ? (enum sb_file_kind)looked->summary.kind : SB_KIND_OTHER;
    const char *token = file->kind == SB_EXEC_COUNT ? sb_file_kinds[kind].token : sb_exec_rows[file->kind].token;
    struct sb_buf *buf = &w->list.buf;
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

/* What a long list is cut by: what runs, code, code below a hidden folder (caches), the rest. Of a class the first few
 * of every folder stand before more of one, and what lies high before what lies deep: nothing fills the list alone. */
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

static struct unowned_row unowned_row(struct writer *w, struct sb_map *seen, const struct sb_unowned_file *file)
{
    enum { A_ROUND = 8 };
    const struct sb_tree *tree = w->join->tree;
    struct unowned_row row = {.file = file};
    if (file->kind != SB_EXEC_COUNT)
        return row;
    sb_str path = sb_tree_path(tree, file->node, &w->scratch);
    for (size_t i = 0; i < path.n; i++)
        row.depth += path.p[i] == '/';
    row.class = is_code_kind(w, file->node) ? 1 + sb_exec_is_hidden(path) : 3;
    row.round = (*sb_map_put(seen, sb_pair(sb_tree_at(tree, file->node)->parent, row.class)))++ / A_ROUND;
    sb_arena_reset(&w->scratch);
    return row;
}

/* A list that may be cut is in the order of worth; a short one in that of the paths. */
static void write_unowned(struct writer *w)
{
    enum { SHORT = 128 };
    SB_VEC(struct unowned_row) rows = {0};
    struct sb_map seen = {0};
    for (size_t i = 0; i < w->unowned->files.n && w->unowned->files.p[i].component.v == 0; i++)
        *SB_PUSH(&rows) = unowned_row(w, &seen, &w->unowned->files.p[i]);
    if (rows.n > SHORT)
        qsort(rows.p, rows.n, sizeof *rows.p, by_worth);
    sb_fact_list_begin(&w->list, UNOWNED);
    for (size_t i = 0; i < rows.n; i++)
        if (sb_fact_list_next(&w->list))
            write_unowned_file(w, rows.p[i].file);
    add_list(w, SB_DOC_ITSELF, SB_FACT_UNOWNED);
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
    add_fact(w, SB_DOC_ITSELF, SB_FACT_INCOMPLETE, sb_fact_list_end(&w->list));
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
    add_fact(w, SB_DOC_ITSELF, SB_FACT_EXCLUDED, sb_buf_all(&json));
    sb_buf_done(&json);
}

void sb_facts_write(struct sb_join *join, const struct sb_looks *looks, const struct sb_unowned *unowned)
{
    struct writer w = {.join = join, .looks = looks, .unowned = unowned};
    write_places(&w);
    write_owners(&w);
    if (join->facts) {
        bool *has = sb_calloc((size_t)sb_doc_count(join->doc) + 1, sizeof *has);
        write_contents(&w, has);
        write_execs(&w, has);
        write_unowned(&w);
        sb_free(has);
    }
    write_incomplete(&w);
    write_excluded(&w);
    sb_fact_list_done(&w.list);
    sb_arena_done(&w.scratch);
}
