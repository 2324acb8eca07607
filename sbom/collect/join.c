/* What collectors call while they turn records into components. */
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "collect/collect.h"
#include "id/licence.h"
#include "id/purl.h"
#include "id/url.h"
#include "model/facts.h"

static sb_str keep_once(struct sb_job *job, sb_str *kept, sb_str s)
{
    if (!kept->p)
        *kept = sb_arena_str(job->arena, s);
    return *kept;
}

void sb_emit(struct sb_job *job, unsigned kind, sb_str key, const void *data)
{
    bool by_folder = key.p == job->dir.p && key.n == job->dir.n;
    sb_grow(&job->out->p, &job->out->cap, job->out->n + 1, sizeof *job->out->p);
    job->out->p[job->out->n++] =
        (struct sb_record){.collector = job->collector,
                           .rank = job->rank,
                           .kind = kind,
                           .key = by_folder ? keep_once(job, &job->kept_dir, key) : sb_arena_str(job->arena, key),
                           .path = keep_once(job, &job->kept_path, job->path),
                           .entry = job->entry,
                           .order = job->emitted++,
                           .node = job->node,
                           .data = data};
}

size_t sb_records_alike(const struct sb_record *records, size_t n)
{
    size_t alike = 1;
    while (alike < n && sb_str_eq(records[alike].key, records[0].key))
        alike++;
    return alike;
}

void sb_job_diag(struct sb_job *job, enum sb_code code, uint32_t line, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sb_diag(job->diags, code, job->path, line, "%s", text);
}

sb_str sb_job_text(struct sb_job *job, sb_str s)
{
    if (sb_utf8_valid(s))
        return sb_arena_str(job->arena, s);
    struct sb_buf repaired = {0};
    sb_utf8_repair(&repaired, s);
    sb_str copy = sb_arena_str(job->arena, sb_buf_all(&repaired));
    sb_buf_done(&repaired);
    if (!job->told_not_utf8)
        sb_job_diag(job, SB_D_TEXT_NOT_UTF8, 0, "bytes that are no UTF-8 are written as \\xHH");
    job->told_not_utf8 = true;
    return copy;
}

void sb_join_diag(struct sb_join *join, enum sb_code code, sb_str path, uint32_t line, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sb_diag(join->diags, code, path, line, "%s", text);
}

void sb_join_brought(struct sb_join *join, sb_comp c, sb_node node)
{
    while (join->brought.n <= c.v)
        *SB_PUSH(&join->brought) = SB_NODE_NONE;
    join->brought.p[c.v] = node;
}

/* The purl as text, or empty with a diagnostic if the parts make none. */
static sb_str purl_of(struct sb_join *join, struct sb_purl *purl, const struct sb_record *from)
{
    struct sb_err err = {0};
    if (sb_purl_normalise(purl, join->arena, &err) == SB_OK)
        return sb_purl_text(purl, join->arena);
    sb_join_diag(join, SB_D_BAD_PURL, from ? from->path : SB_STR_NONE, 0, "%.*s: %s", SB_FMT(purl->name), err.text);
    return SB_STR_NONE;
}

sb_comp sb_join_component(struct sb_join *join, enum sb_comp_type type, const char *purl_type, sb_str ns, sb_str name,
                          sb_str version, const sb_str *qualifiers, sb_str place, const struct sb_record *from)
{
    struct sb_doc *doc = join->doc;
    sb_str purl_text = SB_STR_NONE;
    version = sb_text_clean(version, join->arena); /* may be an address in a lock file */
    if (purl_type) {
        struct sb_purl purl = {.type = sb_str_of(purl_type), .ns = ns, .name = name, .version = version};
        for (; qualifiers && qualifiers[0].p; qualifiers += 2)
            sb_purl_set(&purl, qualifiers[0], qualifiers[1]);
        purl_text = purl_of(join, &purl, from);
    }
    sb_comp c = sb_doc_add(doc);
    struct sb_component *row = sb_doc_at(doc, c);
    row->type = (uint8_t)type;
    row->name = sb_doc_put(doc, name);
    row->tag = c.v;
    if (purl_text.n)
        row->purl = sb_doc_put(doc, purl_text);
    if (version.n)
        row->version = sb_doc_put(doc, version);
    if (ns.n && purl_type && !join->collector->owns) /* a distribution is no group of the name */
        row->group = sb_doc_put(doc, ns);
    if (place.p)
        row->place = sb_doc_put(doc, place.n ? place : SB_S("."));
    row->from.collector = join->collector->name;
    sb_join_brought(join, c, from ? from->node : SB_NODE_NONE);
    if (from)
        row->from.path = sb_doc_put(doc, from->path);
    return c;
}

const struct sb_collector *sb_join_collector(const struct sb_join *join, sb_comp c)
{
    static const struct sb_collector none = {.name = ""};
    const char *name = sb_doc_at(join->doc, c)->from.collector;
    for (const struct sb_collector *const *row = join->collectors; name && row && *row; row++)
        if ((*row)->name == name || strcmp((*row)->name, name) == 0)
            return *row;
    return &none;
}

void sb_join_claim(struct sb_join *join, struct sb_claim claim)
{
    *SB_PUSH(&join->claims) = claim;
}

void sb_join_exec(struct sb_join *join, struct sb_exec exec)
{
    if (join->asked) /* without facts nobody reads them */
        return;
    exec.command = sb_str_part(sb_text_clean(exec.command, join->arena), 0, 256);
    while (exec.command.n && !sb_utf8_valid(exec.command)) /* a character that the cut went through */
        exec.command.n--;
    *SB_PUSH(&join->execs) = exec;
}

void sb_join_capable(struct sb_join *join, struct sb_capable capable)
{
    if (join->asked)
        return;
    capable.known = sb_capabilities_parse(capable.text, &capable.has);
    *SB_PUSH(&join->capable) = capable;
}

void sb_join_deps_known(struct sb_join *join, sb_comp component)
{
    sb_doc_at(join->doc, component)->looked = true;
}

void sb_join_dep(struct sb_join *join, struct sb_dep dep)
{
    dep.raw = sb_requirement_clean(dep.raw, join->arena);
    *SB_PUSH(&join->deps) = dep;
    if (dep.to.v && dep.to.v != dep.component.v)
        sb_doc_relate(join->doc, dep.component, dep.to, SB_REL_DEPENDS_ON, SB_STR_NONE);
}

void sb_join_requested(struct sb_join *join, sb_comp component)
{
    *SB_PUSH(&join->requested) = component;
    sb_doc_fact(join->doc, component, SB_S("sbom:requested"), SB_S("true"));
}

struct sb_system *sb_join_system(struct sb_join *join, sb_node root, bool create)
{
    join->steps++;
    uint32_t *at = create ? sb_map_put(&join->system_of, root.v) : sb_map_get(&join->system_of, root.v);
    if (!at)
        return NULL;
    if (*at == 0) {
        *SB_PUSH(&join->systems) = (struct sb_system){.root = root};
        *at = (uint32_t)join->systems.n;
    }
    return &join->systems.p[*at - 1];
}

struct sb_system *sb_join_system_above(struct sb_join *join, sb_node node)
{
    struct sb_system *system = NULL;
    for (; node.v && !system; node.v = sb_tree_at(join->tree, node)->parent)
        system = sb_join_system(join, node, false);
    return system;
}

void sb_join_fact(struct sb_join *join, sb_comp component, const char *name, sb_str json)
{
    enum sb_fact_id id = sb_fact_find(sb_str_of(name));
    if (!join->facts && id != SB_FACT_COUNT && sb_fact_rows[id].content)
        return;
    sb_doc_fact(join->doc, component, sb_str_of(name), json);
}

void sb_join_root_hint(struct sb_join *join, sb_str name, sb_str version, const char *purl_type)
{
    if (join->root_name.p)
        return;
    join->root_name = name;
    join->root_version = version;
    join->root_type = purl_type;
}

/* Whether an expression is one id of the list (which formats write as such), not a compound of several. */
static bool is_single_id(sb_str normal)
{
    return sb_str_chr(normal, ' ') == SB_NPOS && sb_str_chr(normal, '(') == SB_NPOS && sb_licence_find(normal);
}

/* A licence of a document that is not here becomes one of this document. */
static sb_str own_licences(struct sb_join *join, sb_str expression)
{
    sb_str mended = sb_licence_without_documents(expression, join->arena), rest = expression, ref;
    while (mended.p != expression.p && sb_licence_next_ref(&rest, &ref))
        if (sb_str_starts(ref, SB_S("DocumentRef-")))
            sb_doc_licence_text(join->doc, sb_licence_without_documents(ref, join->arena),
                                sb_arena_join(join->arena, SB_S("The package names "), ref,
                                              SB_S(", a licence of a document that is not here.")));
    return mended;
}

/* The line that names the licence in a text of several: the first that speaks of one, else the first with a letter. */
static sb_str naming_line(sb_str text)
{
    sb_str line, first = SB_STR_NONE;
    while (sb_str_line(&text, &line)) {
        size_t letters = 0;
        line = sb_str_trim(line);
        for (size_t i = 0; i < line.n; i++)
            letters += sb_is_alpha(line.p[i]);
        if (letters && (sb_str_find(line, SB_S("icense")) != SB_NPOS || sb_str_find(line, SB_S("ICENSE")) != SB_NPOS))
            return line;
        if (letters && !first.n)
            first = line;
    }
    return first;
}

static sb_str short_name(sb_str text)
{
    enum { NAME = 200 };
    text = sb_str_part(sb_str_chr(text, '\n') == SB_NPOS ? text : naming_line(text), 0, NAME);
    while (text.n && !sb_utf8_valid(text)) /* a character that the cut went through */
        text.n--;
    return text;
}

/* A name; a whole text; or a text whose first line names it. */
static sb_str expression_of(struct sb_join *join, sb_str text)
{
    sb_str line, expression = sb_licence_of_name(text, join->arena);
    if (!expression.n)
        expression = sb_licence_of_text(text, join->arena);
    if (!expression.n && sb_str_line(&text, &line))
        expression = sb_licence_of_name(line, join->arena);
    return expression;
}

void sb_join_licence(struct sb_join *join, sb_comp component, sb_str text)
{
    text = sb_str_trim(text);
    if (text.n == 0)
        return;
    sb_str expression = expression_of(join, text);
    if (!expression.n) {
        sb_doc_licence(join->doc, component, SB_LICENCE_DECLARED, SB_LICENCE_NAME, short_name(text));
        return;
    }
    expression = own_licences(join, expression);
    enum sb_licence_form form = is_single_id(expression) ? SB_LICENCE_ID : SB_LICENCE_EXPRESSION;
    sb_doc_licence(join->doc, component, SB_LICENCE_DECLARED, form, expression);
}
