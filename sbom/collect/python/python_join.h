/* From records to distributions (private to the Python collector). */
#ifndef SB_PYTHON_PYTHON_JOIN_H
#define SB_PYTHON_PYTHON_JOIN_H

#include "python/python.h"
#include "python/python_module.h"

/* FOLDER stands on the import path of what lies in SITE: a line of a *.pth file there adds it. */
struct py_path {
    sb_node site, folder;
};

/* A folder with pyvenv.cfg. */
struct py_home {
    sb_node folder;
    sb_str version; /* of Python, "3.12.1"; or empty */
    sb_str path;    /* where it was when it was made; or empty */
};

/* One installed distribution. */
struct py_dist {
    sb_comp component;
    sb_node site, manifest;
    sb_str place;                   /* the site folder's path */
    sb_str folder;                  /* the metadata folder's name */
    sb_str name;                    /* PEP 503 form */
    const struct sb_record *record; /* whose rows are read */
    const struct py_metadata *meta;
    const struct sb_record *small; /* among these are its records of small files */
    size_t n_small;
    sb_str requires_txt;   /* of an egg-info */
    struct sb_map scripts; /* hashes of the names of its scripts, as entry_points.txt has them */
    bool manifest_listed;  /* by its own record */
    bool requested;
};

/* What runs by itself, in whosever file it lies. */
struct py_point {
    struct sb_exec exec;
    bool unclaimed; /* told only if nobody claims the file */
};

struct py_world {
    struct sb_join *join;
    struct py_modules modules;
    SB_VEC(struct py_dist) dists;
    SB_VEC(struct py_path) paths; /* by site */
    SB_VEC(struct py_home) homes; /* by folder */
    SB_VEC(struct py_point) points;
    struct sb_map on_path; /* folders of `paths` */
    struct sb_map sites;   /* folders that an installer wrote to */
    struct sb_map linked;  /* metadata files that links in folders of packages lead to */
    sb_str first_idle;     /* path of metadata of what is not installed, of each of which ... */
    SB_VEC(sb_str) idle;   /* ... this is the purl; empty where it cannot be told */
};

/* The record of a start-up file, a configuration or a script that enters an environment, by its path. */
const struct sb_record *sb_python_record_at(const struct sb_join *join, sb_str path);
/* The folders that files of SITE add to the import path: at most SB_PYTHON_ADDED of them. */
enum { SB_PYTHON_ADDED = 16 };
const struct py_path *sb_python_added(const struct py_world *world, sb_node site, size_t *ret_n);
/* Hands `points` to those who claim their files: a distribution, the claims from FIRST on, before anybody else. */
void sb_python_give_points(struct py_world *world, size_t first);

/* ---- one distribution ---- */

/* Description, licence, addresses, and where it was obtained. DIRECT may be NULL. */
void sb_python_describe(struct sb_join *join, sb_comp c, const struct py_metadata *meta);
void sb_python_origin(struct sb_join *join, sb_comp c, const struct py_metadata *meta,
                      const struct py_direct_url *direct, sb_str installer);

/* The documents of its folder "sboms", as references. */
void sb_python_embedded(struct sb_join *join, const struct py_dist *dist);

void sb_python_claim_record(struct sb_join *join, struct py_dist *dist, const struct sb_record *record);
void sb_python_claim_installed_files(struct sb_join *join, struct py_dist *dist, const struct sb_record *record,
                                     sb_node folder);
/* Whatever lies below FOLDER, which is the distribution's alone. */
void sb_python_claim_folder(struct sb_join *join, struct py_dist *dist, sb_node folder, uint32_t flags);

/* Execution points of entry_points.txt. */
void sb_python_entry_points(struct py_world *world, struct py_dist *dist, const struct sb_record *record);
/* Is NAME what an installer makes of one of them? */
bool sb_python_is_script(const struct py_dist *dist, sb_str name);
/* Programs among the claims from FIRST on that entry_points.txt does not name. */
void sb_python_programs(struct sb_join *join, const struct py_dist *dist, size_t first);

/* ---- python_site.c ---- */

/* After sb_python_paths(). */
void sb_python_sites(struct py_world *world);
/* Does Python find it, or did an installer put it where it is? GROUP are its records; with metadata. */
bool sb_python_is_installed(const struct py_world *world, const struct sb_record *group, size_t n);
void sb_python_add_idle(struct py_world *world, const struct sb_record *metadata);
/* As a diagnostic, and as the fact sbom:idle. */
void sb_python_tell_idle(struct py_world *world);
/* "a-1.0" of the folder "a-1.0.dist-info"; false if it is none with a name and a version. */
bool sb_python_split_folder(sb_str folder, sb_str *ret_name, sb_str *ret_version);
/* Folders of metadata that have no record, and links to such that lead nowhere. */
void sb_python_each_empty(struct py_world *world, void (*take)(struct py_world *world, sb_node node, sb_str path));

/* ---- all of them ---- */

void sb_python_paths(struct py_world *world);     /* fills `paths` */
void sb_python_start_ups(struct py_world *world); /* adds to `points` what runs at the start of an interpreter */

void sb_python_homes(struct py_world *world);                                       /* fills `homes` */
const struct py_home *sb_python_home(const struct py_world *world, sb_node folder); /* NULL: no environment */
/* Adds interpreters, scripts that enter an environment, its configuration, and what nobody claims in its bin/. */
void sb_python_environments(struct py_world *world);

void sb_python_dependencies(struct py_world *world);

#endif
