#include "collect/collect.h"

/* finish() runs in this order: os-release names the systems that packages belong to, and ownership is told of
 * the others. */
const struct sb_collector *const sb_collectors[] = {
    &sb_collect_os_release, &sb_collect_dpkg, &sb_collect_rpm, &sb_collect_python, &sb_collect_npm, NULL,
};
