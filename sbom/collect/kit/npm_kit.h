/* Runs the npm collector over a tree that exists in memory alone, and tells its result as lines of text. Without
 * cmocka, because the fuzz harness uses it, too. */
#ifndef SB_COLLECT_KIT_NPM_KIT_H
#define SB_COLLECT_KIT_NPM_KIT_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "collect/collect.h"

struct npm_file {
    sb_str path, text;
    const char *target; /* of a link; NULL for a file */
};
#define NPM_FILE(path, text)                                                                                           \
    {                                                                                                                  \
        SB_S(path), SB_S(text), NULL                                                                                   \
    }
#define NPM_LINK(path, target)                                                                                         \
    {                                                                                                                  \
        SB_S(path), SB_S(""), target                                                                                   \
    }

struct npm_kit {
    struct sb_doc *doc;
    struct sb_tree tree;
    struct sb_join join;
    struct sb_arena arena;
    struct sb_diags diags;
    struct sb_record_list records;
    SB_VEC(uint32_t) tokens; /* of the records' files */
    struct sb_buf lines;     /* the result, sorted */
};

static inline bool npm_kit_in_folder(sb_str dir, sb_str folder)
{
    return sb_str_ends(dir, folder) && (dir.n == folder.n || dir.p[dir.n - folder.n - 1] == '/');
}

static inline const struct sb_match *npm_kit_match(sb_str dir, sb_str name)
{
    for (const struct sb_match *match = sb_collect_npm.match; match->name || match->suffix; match++)
        if ((match->name ? sb_str_eq(name, sb_str_of(match->name)) : sb_str_ends(name, sb_str_of(match->suffix))) &&
            (!match->folder || npm_kit_in_folder(dir, sb_str_of(match->folder))))
            return match;
    return NULL;
}

static inline void npm_kit_add(struct npm_kit *kit, struct sb_tree_batch *batch, const struct npm_file *file)
{
    struct sb_arena scratch = {0};
    sb_str dir = sb_path_dir(file->path);
    sb_str name = sb_path_base(file->path);
    struct sb_entry entry = {.dir = dir,
                             .name = name,
                             .kind = file->target ? SB_ENTRY_LINK : SB_ENTRY_FILE,
                             .size = file->text.n,
                             .target = sb_str_of(file->target)};
    uint32_t token = sb_tree_add(batch, &entry);
    const struct sb_match *match = file->target ? NULL : npm_kit_match(dir, name);
    if (match) {
        struct sb_job job = {.collector = &sb_collect_npm,
                             .kind = match->kind,
                             .dir = dir,
                             .name = name,
                             .path = file->path,
                             .bytes = file->text,
                             .arena = &kit->arena,
                             .scratch = &scratch,
                             .diags = &kit->diags,
                             .out = &kit->records};
        sb_collect_npm.file(&job);
        while (kit->tokens.n < kit->records.n)
            *SB_PUSH(&kit->tokens) = token;
    }
    sb_arena_done(&scratch);
}

static inline int npm_kit_by_key(const void *left, const void *right)
{
    const struct sb_record *a = left;
    const struct sb_record *b = right;
    int order = sb_str_cmp(a->key, b->key);
    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    return order ? order : sb_str_cmp(a->path, b->path);
}

static inline sb_str npm_kit_place(struct npm_kit *kit, sb_comp c)
{
    return c.v ? sb_doc_str(kit->doc, sb_doc_at(kit->doc, c)->place) : SB_S("-");
}

typedef SB_VEC(sb_str) npm_kit_lines;

static inline void npm_kit_tell_component(struct npm_kit *kit, npm_kit_lines *lines, sb_comp c)
{
    const struct sb_component *row = sb_doc_at(kit->doc, c);
    static const char *const scopes[] = {"", " required", " optional", " excluded"};
    *SB_PUSH(lines) =
        sb_arena_printf(&kit->arena, "component %.*s %.*s %s%s", SB_FMT(npm_kit_place(kit, c)),
                        SB_FMT(sb_doc_str(kit->doc, row->purl)), sb_comp_type_names[row->type], scopes[row->scope]);
}

static inline void npm_kit_tell_rows(struct npm_kit *kit, npm_kit_lines *lines)
{
    struct sb_doc *doc = kit->doc;
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++)
        npm_kit_tell_component(kit, lines, (sb_comp){c});
    for (size_t i = 0; i < doc->facts.n; i++) {
        const struct sb_fact *row = &doc->facts.p[i];
        *SB_PUSH(lines) = sb_arena_printf(&kit->arena, "fact %.*s %.*s %.*s", SB_FMT(npm_kit_place(kit, row->owner)),
                                          SB_FMT(sb_doc_str(doc, row->name)), SB_FMT(sb_doc_str(doc, row->value)));
    }
    for (size_t i = 0; i < doc->licences.n; i++)
        *SB_PUSH(lines) =
            sb_arena_printf(&kit->arena, "licence %.*s %.*s", SB_FMT(npm_kit_place(kit, doc->licences.p[i].owner)),
                            SB_FMT(sb_doc_str(doc, doc->licences.p[i].text)));
    for (size_t i = 0; i < doc->references.n; i++)
        *SB_PUSH(lines) = sb_arena_printf(
            &kit->arena, "reference %.*s %.*s %.*s", SB_FMT(npm_kit_place(kit, doc->references.p[i].owner)),
            SB_FMT(sb_doc_str(doc, doc->references.p[i].type)), SB_FMT(sb_doc_str(doc, doc->references.p[i].url)));
    for (size_t i = 0; i < doc->properties.n; i++)
        *SB_PUSH(lines) =
            sb_arena_printf(&kit->arena, "property %.*s %.*s", SB_FMT(npm_kit_place(kit, doc->properties.p[i].owner)),
                            SB_FMT(sb_doc_str(doc, doc->properties.p[i].name)));
    for (size_t i = 0; i < doc->attributes.n; i++)
        *SB_PUSH(lines) = sb_arena_printf(
            &kit->arena, "attribute %.*s %d %.*s", SB_FMT(npm_kit_place(kit, doc->attributes.p[i].owner)),
            doc->attributes.p[i].field, SB_FMT(sb_doc_str(doc, doc->attributes.p[i].value)));
}

static inline void npm_kit_tell_join(struct npm_kit *kit, npm_kit_lines *lines)
{
    const struct sb_join *join = &kit->join;
    for (size_t i = 0; i < join->claims.n; i++)
        *SB_PUSH(lines) =
            sb_arena_printf(&kit->arena, "claim %.*s %.*s %u", SB_FMT(npm_kit_place(kit, join->claims.p[i].component)),
                            SB_FMT(join->claims.p[i].path), join->claims.p[i].flags);
    for (size_t i = 0; i < join->execs.n; i++) {
        const struct sb_exec *exec = &join->execs.p[i];
        sb_str path = exec->node.v ? sb_tree_path(&kit->tree, exec->node, &kit->arena) : SB_S("-");
        *SB_PUSH(lines) =
            sb_arena_printf(&kit->arena, "exec %.*s %s %.*s %.*s", SB_FMT(npm_kit_place(kit, exec->component)),
                            sb_exec_rows[exec->kind].token, SB_FMT(path), SB_FMT(exec->command));
    }
    for (size_t i = 0; i < join->deps.n; i++) {
        const struct sb_dep *dep = &join->deps.p[i];
        *SB_PUSH(lines) =
            sb_arena_printf(&kit->arena, "dep %.*s %.*s %.*s %.*s", SB_FMT(npm_kit_place(kit, dep->component)),
                            SB_FMT(dep->raw), SB_FMT(dep->scope), SB_FMT(npm_kit_place(kit, dep->to)));
    }
    for (size_t i = 0; i < join->strays.n; i++)
        *SB_PUSH(lines) = sb_arena_printf(&kit->arena, "stray %.*s",
                                          SB_FMT(sb_tree_path(&kit->tree, join->strays.p[i], &kit->arena)));
    for (size_t i = 0; i < join->requested.n; i++)
        *SB_PUSH(lines) =
            sb_arena_printf(&kit->arena, "requested %.*s", SB_FMT(npm_kit_place(kit, join->requested.p[i])));
    if (join->root_name.n)
        *SB_PUSH(lines) = sb_arena_printf(&kit->arena, "root %.*s %.*s %s", SB_FMT(join->root_name),
                                          SB_FMT(join->root_version), join->root_type);
    for (size_t i = 0; i < kit->diags.n; i++) {
        const struct sb_diag *diag = &kit->diags.p[i];
        *SB_PUSH(lines) = sb_arena_printf(&kit->arena, "diag %s %.*s:%u %.*s", sb_codes[diag->code].name,
                                          SB_FMT(diag->path), diag->line, SB_FMT(diag->message));
    }
}

static inline int npm_kit_by_text(const void *left, const void *right)
{
    return sb_str_cmp(*(const sb_str *)left, *(const sb_str *)right);
}

static inline void npm_kit_tell(struct npm_kit *kit)
{
    npm_kit_lines lines = {0};
    npm_kit_tell_rows(kit, &lines);
    npm_kit_tell_join(kit, &lines);
    if (lines.n)
        qsort(lines.p, lines.n, sizeof *lines.p, npm_kit_by_text);
    for (size_t i = 0; i < lines.n; i++) {
        sb_buf_str(&kit->lines, lines.p[i]);
        sb_buf_chr(&kit->lines, '\n');
    }
    sb_free(lines.p);
}

static inline void npm_kit_run(struct npm_kit *kit, const struct npm_file *files, size_t n, bool backwards)
{
    struct sb_tree_batch batch = {0};
    *kit = (struct npm_kit){.doc = sb_doc_new()};
    sb_buf_chr(&kit->lines, '\n');
    for (size_t i = 0; i < n; i++)
        npm_kit_add(kit, &batch, &files[backwards ? n - 1 - i : i]);
    sb_tree_build(&kit->tree, &batch, 1);
    for (size_t i = 0; i < kit->records.n; i++)
        kit->records.p[i].node = sb_tree_of(&kit->tree, 0, kit->tokens.p[i]);
    if (kit->records.n)
        qsort(kit->records.p, kit->records.n, sizeof *kit->records.p, npm_kit_by_key);
    kit->join = (struct sb_join){.doc = kit->doc,
                                 .tree = &kit->tree,
                                 .arena = &kit->arena,
                                 .diags = &kit->diags,
                                 .facts = true,
                                 .records = kit->records.p,
                                 .n_records = kit->records.n,
                                 .collector = &sb_collect_npm};
    sb_collect_npm.finish(&kit->join);
    npm_kit_tell(kit);
}

static inline void npm_kit_done(struct npm_kit *kit)
{
    sb_free(kit->join.claims.p);
    sb_free(kit->join.execs.p);
    sb_free(kit->join.deps.p);
    sb_free(kit->join.strays.p);
    sb_free(kit->join.requested.p);
    sb_free(kit->join.systems.p);
    sb_free(kit->join.brought.p);
    sb_free(kit->records.p);
    sb_free(kit->tokens.p);
    sb_buf_done(&kit->lines);
    sb_doc_free(kit->doc);
    sb_tree_done(&kit->tree);
    sb_diags_done(&kit->diags);
    sb_arena_done(&kit->arena);
}

#endif
