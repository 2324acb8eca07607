/* All packages, projects and lock files of one scan, while they are joined. */
#ifndef SB_NPM_NPM_WORLD_H
#define SB_NPM_NPM_WORLD_H

#include "base/map.h"
#include "collect/collect.h"
#include "npm/npm_lock.h"

/* Kinds of records. The key is the folder: of the manifest, of the lock file, or above the node_modules of a hidden
 * lock. */
enum {
    SB_NPM_REC_PACKAGE = 1, /* struct sb_npm_manifest */
    SB_NPM_REC_MANIFEST,    /* the same, of what may be a project */
    SB_NPM_REC_SHRINKWRAP,  /* struct sb_npm_lock; before package-lock.json, which npm ignores beside it */
    SB_NPM_REC_LOCK,
    SB_NPM_REC_HIDDEN,
    SB_NPM_REC_INNER,    /* the same, inside a package or a store */
    SB_NPM_REC_GYP,      /* struct sb_npm_gyp */
    SB_NPM_REC_SHIM,     /* struct sb_npm_shim */
    SB_NPM_REC_SETTINGS, /* struct sb_settings */
};

/* A package folder, or a project. */
struct sb_npm_package {
    sb_comp component; /* none: the project at the scan root, which is the document's root */
    sb_node folder;
    sb_node project; /* of a package: the folder above its outermost node_modules; none below usr/share/nodejs */
    const struct sb_npm_manifest *manifest;
    const struct sb_record *record;
    const struct sb_npm_entry *entry; /* of the lock file that agrees with the manifest, or NULL */
    sb_str lock_path;                 /* of that lock file */
    bool is_project;
    bool linked; /* some node_modules links to it, or a lock file calls it a workspace */
    bool listed; /* a project's lock file has an entry for its folder */
};

/* A lock file whose entries are components where nothing is installed for them: all of them if there is no tree beside
 * it, else what its links lead to. */
struct sb_npm_bare {
    const struct sb_npm_lock *lock;
    const struct sb_record *record; /* of the lock file */
    sb_node folder;
    sb_comp *components; /* of the entries; none where an entry is no package, or is installed */
    struct sb_map links; /* hash of what a link leads to -> index of its entry + 1 */
};

/* A command that a package or project declares. */
struct sb_npm_command {
    sb_node folder; /* of the package */
    sb_str name;
    sb_node file;
};

enum { SB_NPM_VERSION = 1, SB_NPM_PLACE = 2 };
enum { SB_NPM_TREE_PLAIN = 1, SB_NPM_TREE_STORE };

struct sb_npm_world {
    struct sb_join *join;
    SB_VEC(struct sb_npm_package) packages;
    SB_VEC(struct sb_npm_bare) bare;
    struct sb_map by_folder; /* node -> index in packages + 1 */
    struct sb_map lock_of;   /* node of a project's folder -> index of its lock's record + 1 */
    struct sb_map has_tree;  /* node of a project's folder -> how packages are installed below it */
    struct sb_map bare_of;   /* the same -> index in bare + 1 */
    struct sb_map main_of; /* node of a folder without a package of its own -> index of its package.json's record + 1 */
    struct sb_map mocks;   /* node of a folder that stands for a package of another platform */
    struct sb_map shim_of; /* node of a file in .bin -> index of its record + 1 */
    struct sb_map ref_of;  /* component -> index in refs + 1 */
    struct sb_map asked_of; /* component -> bits SB_NPM_VERSION, SB_NPM_PLACE: what others ask for when they get it */
    SB_VEC(sb_str) refs;    /* what was asked for of a repository: branches, tags, commits */
    SB_VEC(struct sb_npm_command) commands; /* after sb_npm_gather_commands(): by folder, name, file */
    sb_str base;                            /* where the scan root lay when pnpm installed below it */
    size_t linked;                          /* files behind links that were told */
    size_t searched;                        /* commands that were compared with entries of .bin */
    uint64_t work;                          /* that lists of files have cost so far */
    struct sb_arena scratch;
};

/* Makes the components of packages and projects. */
void sb_npm_world_init(struct sb_npm_world *world, struct sb_join *join);
void sb_npm_world_done(struct sb_npm_world *world);

/* The package or project in FOLDER, or NULL. */
struct sb_npm_package *sb_npm_at(const struct sb_npm_world *world, sb_node folder);
/* What Node's folder resolution finds for NAME from FOLDER; NULL for nothing, or nothing that is a package. */
struct sb_npm_package *sb_npm_resolve(const struct sb_npm_world *world, sb_node folder, sb_str name);
/* The package or project that NODE lies in; NULL for none. */
struct sb_npm_package *sb_npm_around(const struct sb_npm_world *world, sb_node node);
/* An installed package has FOLDER, as a component of its own with all that lies in it. */
bool sb_npm_is_installed(const struct sb_npm_world *world, sb_node folder);
/* Something that stands for a package of another platform, and has nothing in it. */
bool sb_npm_is_mock(const struct sb_npm_world *world, sb_node folder);
/* Where a package may lie: directly below a node_modules, or below an @scope there. */
bool sb_npm_is_place(const struct sb_tree *tree, sb_node node);
/* A link there that leads to a component, or to what stands for one. */
bool sb_npm_is_link_to_package(const struct sb_npm_world *world, sb_node link);
bool sb_npm_is_modules(const struct sb_tree *tree, sb_node node); /* a folder of that name */
/* "main" of the package.json in FOLDER, whatever that is; empty for none. */
sb_str sb_npm_main_of(const struct sb_npm_world *world, sb_node folder);
/* What lies at the LOCATION of a lock file in FOLDER; none if that is outside of the scan root. */
sb_node sb_npm_located(const struct sb_npm_world *world, sb_node folder, sb_str location);
/* The folder .bin of a node_modules. */
bool sb_npm_is_bin(const struct sb_npm_world *world, sb_node node);
/* The package in whose node_modules PACKAGE lies, or NULL. */
struct sb_npm_package *sb_npm_parent(const struct sb_npm_world *world, const struct sb_npm_package *package);
/* Somebody asks for SPECIFIER and gets TO. */
void sb_npm_note_asked(struct sb_npm_world *world, sb_comp to, sb_str specifier);
/* Of TO alone: what stands behind "#" is the branch, tag or commit that was asked for. */
void sb_npm_note_ref(struct sb_npm_world *world, sb_comp to, sb_str specifier);
/* The folder of the file that RECORD came from. */
sb_node sb_npm_folder(const struct sb_npm_world *world, const struct sb_record *record);

#endif
