/* The content set of a component (contract: the definition in the manual, section FACTS) and the facts that are made of
 * it. */
#ifndef SB_COLLECT_CONTENT_H
#define SB_COLLECT_CONTENT_H

#include "collect/collect.h"
#include "collect/look.h"

struct sb_content_file {
    const struct sb_claim *claim;
    const struct sb_tree_node *at;  /* NULL: recorded, but not there */
    const struct sb_looked *looked; /* NULL: not read */
    sb_str path;                    /* from the component's folder */
};
struct sb_content_files {
    struct sb_content_file *p; /* sorted by path, each once; all claims, whatever their flags */
    size_t n;
};

/* Walks the components upwards: sb_content_of() with a smaller handle than before gives nothing. */
struct sb_content {
    struct sb_join *join;
    const struct sb_looks *looks;
    struct sb_sha256 *sha;
    struct sb_arena scratch; /* of the current component */
    size_t next_claim;
    SB_VEC(struct sb_content_file) files;
    struct sb_content_files current;
};

void sb_content_begin(struct sb_content *content, struct sb_join *join,
                      const struct sb_looks *looks); /* sorts the claims */
const struct sb_content_files *sb_content_of(struct sb_content *content, sb_comp c);
/* Adds sbom:files, manifest, rest, toplevel, kinds, largest, lines and verified of the current component. */
void sb_content_facts(struct sb_content *content, sb_comp c, size_t n_unlisted);
void sb_content_end(struct sb_content *content);

/* Generated and minified files have long lines by habit: sbom:lines leaves them out. PATH from the component's folder;
 * one by its name, or by the name of one of its folders. */
bool sb_content_is_generated(sb_str path);
bool sb_content_is_generated_file(sb_str name);
bool sb_content_is_generated_folder(sb_str name);

/* The path of NODE from the folder of C, with "../" where it lies outside. */
sb_str sb_content_path(const struct sb_join *join, sb_comp c, sb_node node, struct sb_arena *arena);

#endif
