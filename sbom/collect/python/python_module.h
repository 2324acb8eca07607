/* Which file of a tree an import reads (private to the Python collector). */
#ifndef SB_PYTHON_PYTHON_MODULE_H
#define SB_PYTHON_PYTHON_MODULE_H

#include "base/map.h"
#include "source/tree.h"

/* Extension modules are found by what stands before the first dot of their name. */
struct py_modules {
    const struct sb_tree *tree;
    struct sb_map extensions; /* hash of (folder, stem) -> node */
    sb_str system, machine;   /* "linux" and "x86_64" if all names that say them agree; else empty */
};
void sb_python_modules_init(struct py_modules *modules, const struct sb_tree *tree);
void sb_python_modules_done(struct py_modules *modules);

/* All files in FOLDER that may be the module NAME (one part), the one that is imported first. */
enum { SB_PYTHON_FILES = 6 };
size_t sb_python_module_files(const struct py_modules *modules, sb_node folder, sb_str name,
                              sb_node files[SB_PYTHON_FILES]);
/* The file behind "import NAME" (dotted) where FOLDER is on the import path: an extension module, a source or byte
 * code, a package before a module, as the finder of CPython looks. May be a link. None: not there, or a namespace
 * package. */
sb_node sb_python_module(const struct py_modules *modules, sb_node folder, sb_str name);
/* The extension module NAME of FOLDER, or that of its package NAME. */
sb_node sb_python_extension(const struct py_modules *modules, sb_node folder, sb_str name);
/* The file that NODE leads to if it is a link, else NODE; none if it leads to no file of the tree. */
sb_node sb_python_follow(const struct sb_tree *tree, sb_node node);

#endif
