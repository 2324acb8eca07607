#include "collect/trace.h"

#include "base/utf8.h"
#include "collect/again.h"
#include "collect/content.h"
#include "collect/links.h"
#include "model/facts.h"
#include "text/json_write.h"

/* Lines of one label; a database has thousands of records. */
enum { SHOWN = 64 };

struct tracer {
    const struct sb_trace *trace;
    const struct sb_doc *doc;
    const struct sb_tree *tree;
    sb_str path;
    sb_node node; /* or none: it is not there */
    struct sb_buf *out;
    struct sb_arena arena;
    SB_VEC(sb_str) lines;    /* of the label that is being gathered */
    SB_VEC(sb_comp) touched; /* components that have to do with the file */
};

static int by_text(const void *left, const void *right)
{
    return sb_str_cmp(*(const sb_str *)left, *(const sb_str *)right);
}

static int by_handle(const void *left, const void *right)
{
    const sb_comp *a = left;
    const sb_comp *b = right;
    return (a->v > b->v) - (a->v < b->v);
}

static void add(struct tracer *t, const char *format, ...) SB_PRINTF(2, 3);
static void add(struct tracer *t, const char *format, ...)
{
    struct sb_buf line = {0};
    va_list args;
    va_start(args, format);
    sb_buf_vprintf(&line, format, args);
    va_end(args);
    *SB_PUSH(&t->lines) = sb_arena_str(&t->arena, sb_buf_all(&line));
    sb_buf_done(&line);
}

static void put(struct tracer *t, const char *label, sb_str line)
{
    sb_buf_printf(t->out, "  %s: ", label);
    sb_utf8_printable(t->out, line);
    sb_buf_chr(t->out, '\n');
}

/* The gathered lines under LABEL, sorted, each once; NONE if there are none (nothing if that is NULL). */
static void tell(struct tracer *t, const char *label, const char *none)
{
    size_t n = 0;
    if (t->lines.n)
        qsort(t->lines.p, t->lines.n, sizeof *t->lines.p, by_text);
    for (size_t i = 0; i < t->lines.n; i++)
        if (n == 0 || !sb_str_eq(t->lines.p[i], t->lines.p[n - 1]))
            t->lines.p[n++] = t->lines.p[i];
    for (size_t i = 0; i < n && i < SHOWN; i++)
        put(t, label, t->lines.p[i]);
    if (n > SHOWN)
        sb_buf_printf(t->out, "  %s: and %zu more\n", label, n - SHOWN);
    if (n == 0 && none)
        put(t, label, sb_str_of(none));
    t->lines.n = 0;
}

static sb_str ref_of(const struct tracer *t, sb_comp c)
{
    return sb_doc_str(t->doc, sb_doc_at(t->doc, c)->ref);
}

/* ---- the file, and what was read of it ---- */

static void tell_file(struct tracer *t)
{
    static const char *const kinds[] = {[SB_ENTRY_FILE] = "file",
                                        [SB_ENTRY_DIR] = "folder",
                                        [SB_ENTRY_LINK] = "link",
                                        [SB_ENTRY_SPECIAL] = "special file"};
    sb_utf8_printable(t->out, t->path.n ? t->path : SB_S("."));
    if (!t->node.v) {
        sb_buf_str(t->out, SB_S(": not there\n"));
        return;
    }
    const struct sb_tree_node *node = sb_tree_at(t->tree, t->node);
    sb_buf_printf(t->out, ": %s", kinds[node->kind]);
    if (node->kind == SB_ENTRY_FILE && node->size != SB_SIZE_UNKNOWN)
        sb_buf_printf(t->out, ", %llu bytes", (unsigned long long)node->size);
    if (node->target_n) {
        sb_buf_str(t->out, node->kind == SB_ENTRY_LINK ? SB_S(" to ") : SB_S(", hard link to "));
        sb_utf8_printable(t->out, sb_tree_target(node));
    }
    sb_buf_chr(t->out, '\n');
}

static sb_str describe_row(struct tracer *t, const struct sb_match *row)
{
    const char *what = row->name ? row->name : row->suffix;
    return sb_arena_printf(&t->arena, "%s%s%s%s%s%s%s",
                           row->name ? "name "
                           : *what   ? "name *"
                                     : "any name",
                           what, row->folder ? " in " : "", row->folder ? row->folder : "",
                           row->folder_suffix ? " in *" : "", row->folder_suffix ? row->folder_suffix : "",
                           row->presence ? "; only that it is there counts" : "");
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* What collectors were given of a file whose bytes stand at another place. */
static void add_behind(struct tracer *t, uint64_t wanted)
{
    const struct sb_tree_node *node = sb_tree_at(t->tree, t->node);
    bool link = node->kind == SB_ENTRY_LINK;
    sb_node behind = link ? sb_link_target(t->tree, t->node) : t->node;
    const struct sb_tree_node *at = sb_tree_at(t->tree, behind);
    sb_str path = link ? sb_tree_path(t->tree, behind, &t->arena) : sb_tree_target(node);
    if (!behind.v || at->kind != SB_ENTRY_FILE)
        add(t, "nothing: no file of the tree lies behind it");
    else if (at->size == SB_SIZE_UNKNOWN)
        add(t, "for collectors, behind the link: %.*s", SB_FMT(path));
    else
        add(t, "%llu bytes for collectors, behind the link: %.*s", (unsigned long long)least(wanted, at->size),
            SB_FMT(path));
}

static void tell_matches(struct tracer *t)
{
    const struct sb_tree_node *node = sb_tree_at(t->tree, t->node);
    struct sb_dispatch_hit *hits = sb_malloc((sb_dispatch_rows(t->trace->dispatch) + 1) * sizeof *hits);
    uint64_t wanted = 0;
    size_t n = sb_dispatch_find(t->trace->dispatch, sb_path_dir(t->path), node->name, hits);
    n = node->kind == SB_ENTRY_LINK ? sb_dispatch_link(hits, n) : n;
    for (size_t i = 0; i < n; i++) {
        add(t, "%s kind %u (%.*s)", hits[i].collector->name, hits[i].row->kind, SB_FMT(describe_row(t, hits[i].row)));
        wanted = hits[i].bytes > wanted ? hits[i].bytes : wanted;
    }
    sb_free(hits);
    if (n == 0 && node->kind == SB_ENTRY_LINK)
        return;
    tell(t, "matched", "by no collector");
    if (!wanted)
        add(t, "not for collectors");
    else if (node->target_n)
        add_behind(t, wanted);
    else if (node->size == SB_SIZE_UNKNOWN)
        add(t, "not for collectors, although they want it: see the diagnostics");
    else
        add(t, "%llu bytes for collectors", (unsigned long long)least(wanted, node->size));
    tell(t, "read", NULL);
}

static void tell_look(struct tracer *t)
{
    const struct sb_looked *looked = sb_looks_of(t->trace->looks, t->tree, t->node);
    struct sb_buf line = {0};
    if (!looked) {
        bool failed = sb_tree_at(t->tree, t->node)->user && !sb_user_is_place(sb_tree_at(t->tree, t->node)->user);
        put(t, "looked at",
            sb_str_of(failed                   ? "not to its end: see the diagnostics"
                      : !t->trace->join->facts ? "no, facts are left out"
                                               : "no, no fact needs its bytes"));
        return;
    }
    const struct sb_summary *summary = &looked->summary;
    sb_buf_printf(&line, "%llu bytes, kind %s, sha256 ", (unsigned long long)summary->size,
                  sb_file_kinds[summary->kind].token);
    sb_buf_hex(&line, summary->sha256, SB_SHA256_BYTES);
    if (summary->longest_line)
        sb_buf_printf(&line, ", longest line %u", summary->longest_line);
    if (summary->longest_run)
        sb_buf_printf(&line, ", longest encoded run %u", summary->longest_run);
    if (summary->entropy)
        sb_buf_printf(&line, ", entropy %u.%02u bit a byte", summary->entropy / 100u, summary->entropy % 100u);
    put(t, "looked at", sb_buf_all(&line));
    sb_buf_done(&line);
}

/* ---- what came of it ---- */

static void tell_records(struct tracer *t)
{
    for (size_t i = 0; i < t->trace->n_records; i++) {
        const struct sb_record *record = &t->trace->records[i];
        if (record->node.v == t->node.v)
            add(t, "%s kind %u, %s%.*s", record->collector->name, record->kind, record->key.n ? "key " : "no key",
                SB_FMT(record->key));
    }
    tell(t, "record", "none");
}

static void tell_components(struct tracer *t)
{
    for (uint32_t i = 1; i <= sb_doc_count(t->doc); i++)
        if (sb_str_eq(sb_doc_str(t->doc, sb_doc_at(t->doc, (sb_comp){i})->from.path), t->path))
            add(t, "%.*s", SB_FMT(ref_of(t, (sb_comp){i})));
    tell(t, "component", NULL);
}

/* Does PATH, from the folder PLACE, say the traced path? Parts ".." of PATH are taken off PLACE. */
static bool says_path(const struct tracer *t, sb_str place, sb_str path)
{
    if (sb_str_eq(place, SB_S(".")))
        place = SB_STR_NONE;
    while (place.n && sb_str_chop(&path, SB_S("../")))
        place = sb_path_dir(place);
    sb_str rest = t->path;
    if (place.n && !(sb_str_chop(&rest, place) && sb_str_chop(&rest, SB_S("/"))))
        return false;
    return sb_str_eq(rest, path);
}

static bool is_claim_of(const struct tracer *t, const struct sb_claim *claim)
{
    if (t->node.v)
        return claim->node.v == t->node.v;
    return !claim->node.v && says_path(t, sb_doc_str(t->doc, sb_doc_at(t->doc, claim->component)->place), claim->path);
}

static const char *verdict(const struct tracer *t, const struct sb_claim *claim)
{
    if (!claim->recorded)
        return "";
    if (!claim->node.v)
        return ", recorded, but missing";
    const uint8_t *found = sb_looks_digest(t->trace->looks, t->tree, claim->node, claim->recorded);
    if (!found)
        return ", recorded, not checked";
    return memcmp(found, claim->recorded->b, claim->recorded->n) == 0 ? ", as recorded" : ", not as recorded: modified";
}

static void tell_claims(struct tracer *t)
{
    static const struct {
        uint32_t flag;
        const char *word;
    } words[] = {{SB_CLAIM_CONTENT, "content"},
                 {SB_CLAIM_MANIFEST, "manifest"},
                 {SB_CLAIM_CONFIG, "configuration"},
                 {SB_CLAIM_GENERATED, "made by the installation"}};
    for (size_t i = 0; i < t->trace->join->claims.n; i++) {
        const struct sb_claim *claim = &t->trace->join->claims.p[i];
        struct sb_buf flags = {0};
        if (!is_claim_of(t, claim))
            continue;
        for (size_t w = 0; w < SB_COUNT(words); w++)
            if (claim->flags & words[w].flag)
                sb_buf_printf(&flags, "%s%s", flags.n ? ", " : "", words[w].word);
        add(t, "%.*s (%.*s%s)", SB_FMT(ref_of(t, claim->component)),
            SB_FMT(flags.n ? sb_buf_all(&flags) : SB_S("owned only")), verdict(t, claim));
        *SB_PUSH(&t->touched) = claim->component;
        sb_buf_done(&flags);
    }
    tell(t, "claimed by", "no component");
}

static void tell_execs(struct tracer *t)
{
    for (size_t i = 0; i < t->trace->join->execs.n; i++) {
        const struct sb_exec *exec = &t->trace->join->execs.p[i];
        if (exec->node.v != t->node.v)
            continue;
        add(t, "%s of %.*s%s%.*s", sb_exec_rows[exec->kind].token,
            SB_FMT(exec->component.v ? ref_of(t, exec->component) : SB_S("no component")), exec->command.n ? ": " : "",
            SB_FMT(exec->command));
        if (exec->component.v)
            *SB_PUSH(&t->touched) = exec->component;
    }
    tell(t, "execution point", "none");
    for (size_t i = 0; i < t->trace->unowned->files.n; i++) {
        const struct sb_unowned_file *file = &t->trace->unowned->files.p[i];
        if (file->node.v != t->node.v)
            continue;
        if (file->component.v)
            add(t, "lies in the folder of %.*s, which does not list it", SB_FMT(ref_of(t, file->component)));
        else
            add(t, "told although no component owns it: it %s",
                file->kind == SB_EXEC_COUNT ? "lies in an owned folder" : "runs by itself");
        if (file->component.v)
            *SB_PUSH(&t->touched) = file->component;
    }
    tell(t, "unowned", NULL);
}

/* ---- facts and diagnostics ---- */

static bool has_text(sb_str json, sb_str text)
{
    struct sb_buf quoted = {0};
    sb_json_quote(&quoted, text);
    bool has = sb_str_find(json, sb_buf_all(&quoted)) != SB_NPOS;
    sb_buf_done(&quoted);
    return has;
}

/* A fact of OWNER names the file if it has its path, by the tree or as OWNER's record spells it, as a text of its own.
 */
static void facts_naming(struct tracer *t, sb_comp owner, sb_str path, sb_str spelt, struct sb_buf *line)
{
    struct sb_range range = sb_doc_facts_of(t->doc, owner);
    for (uint32_t i = range.first; i < range.first + range.n; i++) {
        const struct sb_fact *fact = &t->doc->facts.p[i];
        sb_str json = sb_doc_str(t->doc, fact->value);
        if (has_text(json, path) || (spelt.n && has_text(json, spelt)))
            sb_buf_printf(line, "%s%.*s", line->n ? ", " : "named in ", SB_FMT(sb_doc_str(t->doc, fact->name)));
    }
}

/* Facts that are made of all files of the content set, without naming each. */
static void facts_made_of(struct tracer *t, const struct sb_claim *claim, struct sb_buf *line)
{
    const struct {
        enum sb_fact_id id;
        bool counts;
    } rows[] = {{SB_FACT_FILES, true},
                {SB_FACT_REST, !(claim->flags & SB_CLAIM_MANIFEST)},
                {SB_FACT_KINDS, true},
                {SB_FACT_VERIFIED, claim->recorded != NULL}};
    bool any = false;
    if (!(claim->flags & (SB_CLAIM_CONTENT | SB_CLAIM_MANIFEST)))
        return;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        const char *name = sb_fact_rows[rows[i].id].name;
        if (!rows[i].counts || !sb_doc_fact_of(t->doc, claim->component, name).n)
            continue;
        sb_buf_printf(line, "%s%s", any ? ", " : line->n ? "; counted in " : "counted in ", name);
        any = true;
    }
}

static const struct sb_claim *claim_by(const struct tracer *t, sb_comp c)
{
    for (size_t i = 0; i < t->trace->join->claims.n; i++)
        if (t->trace->join->claims.p[i].component.v == c.v && is_claim_of(t, &t->trace->join->claims.p[i]))
            return &t->trace->join->claims.p[i];
    return NULL;
}

static void tell_facts(struct tracer *t)
{
    if (t->touched.n)
        qsort(t->touched.p, t->touched.n, sizeof *t->touched.p, by_handle);
    for (size_t i = 0; i < t->touched.n && i < SHOWN; i++) {
        struct sb_buf line = {0};
        sb_comp c = t->touched.p[i];
        const struct sb_claim *claim = claim_by(t, c);
        if (i && c.v == t->touched.p[i - 1].v)
            continue;
        facts_naming(t, c, sb_content_path(t->trace->join, c, t->node, &t->arena), claim ? claim->path : SB_STR_NONE,
                     &line);
        if (claim)
            facts_made_of(t, claim, &line);
        if (line.n)
            add(t, "%.*s: %.*s", SB_FMT(ref_of(t, c)), SB_FMT(sb_buf_all(&line)));
        sb_buf_done(&line);
    }
    struct sb_buf line = {0};
    facts_naming(t, SB_DOC_ITSELF, t->path, SB_STR_NONE, &line);
    if (line.n)
        add(t, "the document: %.*s", SB_FMT(sb_buf_all(&line)));
    sb_buf_done(&line);
    tell(t, "facts", "none");
}

/* Of the file; for one that is not there also of the folders above, one of which may have been left out. */
static void tell_diags(struct tracer *t)
{
    static const char *const severities[] = {[SB_NOTE] = "note", [SB_WARNING] = "warning", [SB_ERROR] = "error"};
    for (size_t i = 0; i < t->doc->diags.n; i++) {
        const struct sb_diag *diag = &t->doc->diags.p[i];
        sb_str rest = t->path;
        bool above = sb_str_chop(&rest, diag->path) && sb_str_starts(rest, SB_S("/")) && diag->path.n;
        if (!sb_str_eq(diag->path, t->path) && (t->node.v || !above))
            continue;
        struct sb_buf line = {0};
        if (diag->line)
            sb_buf_printf(&line, ", line %u", diag->line);
        add(t, "SB%04u %s%s%.*s: %s: %.*s", sb_codes[diag->code].number, severities[sb_codes[diag->code].severity],
            above ? ", of a folder above" : "", SB_FMT(sb_buf_all(&line)), sb_codes[diag->code].title,
            SB_FMT(diag->message));
        sb_buf_done(&line);
    }
    tell(t, "diagnostic", NULL);
}

void sb_trace_write(const struct sb_trace *trace, sb_str path, struct sb_buf *out)
{
    struct tracer t = {.trace = trace, .doc = trace->join->doc, .tree = trace->join->tree, .out = out};
    while (sb_str_chop(&path, SB_S("/")) || sb_str_chop(&path, SB_S("./")))
        continue;
    while (sb_str_chop_end(&path, SB_S("/")))
        continue;
    t.node = sb_tree_find(t.tree, SB_NODE_ROOT, path, false);
    t.path = t.node.v ? sb_tree_path(t.tree, t.node, &t.arena) : path;
    tell_file(&t);
    uint8_t kind = sb_tree_at(t.tree, t.node)->kind; /* of node 0: nothing's */
    if (t.node.v && (kind == SB_ENTRY_FILE || kind == SB_ENTRY_LINK))
        tell_matches(&t);
    if (t.node.v && kind == SB_ENTRY_FILE)
        tell_look(&t);
    if (t.node.v) {
        tell_records(&t);
        tell_components(&t);
    }
    tell_claims(&t);
    if (t.node.v) {
        tell_execs(&t);
        tell_facts(&t);
    }
    tell_diags(&t);
    sb_free(t.lines.p);
    sb_free(t.touched.p);
    sb_arena_done(&t.arena);
}
