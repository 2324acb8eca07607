/* The content set of a component (contract: the definition in the manual, section FACTS) and the facts that are made of
 * it. */
#ifndef SB_COLLECT_CONTENT_H
#define SB_COLLECT_CONTENT_H

#include "collect/collect.h"
#include "collect/facts_out.h"
#include "collect/look.h"

struct sb_content_file {
    const struct sb_claim *claim;
    const struct sb_tree_node *at;  /* NULL: recorded, but not there */
    const struct sb_looked *looked; /* NULL: not read. Of a link: of the file in the tree that it leads to, unless the
                                       component has that one itself */
    sb_str path;                    /* from the component's folder */
    uint8_t part;                   /* enum sb_content_part; like `kind` for files that were read */
    uint8_t kind;                   /* enum sb_file_kind; byte code beside its source is OTHER */
};
struct sb_content_files {
    struct sb_content_file *p; /* sorted by path, each once; all claims, whatever their flags */
    size_t n;
};

/* Belongs to the content set? Else it is owned only. */
static inline bool sb_content_in_set(const struct sb_content_file *file)
{
    return file->claim->flags & (SB_CLAIM_CONTENT | SB_CLAIM_MANIFEST);
}

/* What runs in a component, and the folders dist/ and build/ that it lies in: nodes, each sorted. */
struct sb_content_runs {
    SB_VEC(uint32_t) nodes;
    SB_VEC(uint32_t) folders;
};

/* Of one thread. Walks the components upwards: sb_content_of() with a smaller handle than before gives nothing. */
struct sb_content {
    const struct sb_join *join;
    const struct sb_looks *looks;
    struct sb_sha256 *sha;
    struct sb_arena scratch; /* of the current component */
    size_t next_claim, next_exec;
    SB_VEC(const struct sb_exec *) execs; /* by component */
    SB_VEC(struct sb_content_file) files;
    struct sb_content_files current;
    sb_node folder;              /* of the current component */
    struct sb_content_runs runs; /* the same */
};

void sb_content_sort(struct sb_join *join); /* the claims, before any of these begins */
void sb_content_begin(struct sb_content *content, const struct sb_join *join, const struct sb_looks *looks);
const struct sb_content_files *sb_content_of(struct sb_content *content, sb_comp c);
/* Files in the folders of the current component that its record does not name: their number, and the first paths. */
enum { SB_CONTENT_EXTRA = 64 };
struct sb_content_extra {
    sb_str paths[SB_CONTENT_EXTRA];
    size_t n;
};
/* Adds sbom:files, manifest, rest, toplevel, kinds, largest, lines and verified of the current component. */
void sb_content_facts(struct sb_content *content, sb_comp c, const struct sb_content_extra *extra,
                      struct sb_facts_out *out);
void sb_content_end(struct sb_content *content);

/* The path of NODE from the folder of C, with "../" where it lies outside. */
sb_str sb_content_path(const struct sb_join *join, sb_comp c, sb_node node, struct sb_arena *arena);

#endif
