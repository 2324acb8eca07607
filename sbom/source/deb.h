/* A package of Debian by itself (deb(5)): an ar archive of two tars. */
#ifndef SB_SOURCE_DEB_H
#define SB_SOURCE_DEB_H

#include "source/source.h"

bool sb_is_deb(sb_str front);
/* Delivers the files of the package, and what its control part says of it in the way of images without a package
 * manager: as var/lib/dpkg/status.d/package and package.md5sums; its scripts and lists of settings and triggers as
 * var/lib/dpkg/info/package.postinst and so on. */
SB_MUST sb_rc sb_deb_read(int fd, const struct sb_limits *limits, const struct sb_source_options *options,
                          const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err);

#endif
