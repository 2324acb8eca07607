/* From records to distributions (private to the Python collector). */
#ifndef SB_COLLECT_PYTHON_JOIN_H
#define SB_COLLECT_PYTHON_JOIN_H

#include "base/map.h"
#include "collect/python.h"

/* One installed distribution while its records are read. */
struct py_dist {
    struct sb_join *join;
    sb_comp component;
    sb_node site, manifest;
    sb_str place;                   /* the site folder's path */
    sb_str name;                    /* PEP 503 form */
    sb_str python_version;          /* "3.12" of the path, or empty */
    const struct sb_record *record; /* whose rows are read */
    const struct py_metadata *meta;
    sb_str requires_txt;     /* of an egg-info */
    struct sb_map *start_up; /* nodes of start-up files -> index + 1 in the list of them */
    sb_comp *start_up_owner; /* by that index */
    bool manifest_listed;    /* by its own record */
};

/* Tells that a distribution's record lists NODE: it may be a start-up file. */
static inline void sb_python_claimed(struct py_dist *dist, sb_node node)
{
    uint32_t *at = sb_map_get(dist->start_up, node.v);
    if (at && dist->start_up_owner[*at - 1].v == 0)
        dist->start_up_owner[*at - 1] = dist->component;
}

void sb_python_claim_record(struct py_dist *dist, const struct sb_record *record);
void sb_python_claim_installed_files(struct py_dist *dist, const struct sb_record *record, sb_node folder);

#endif
