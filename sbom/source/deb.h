/* A package of Debian by itself (deb(5)): an ar archive of two tars. */
#ifndef SB_SOURCE_DEB_H
#define SB_SOURCE_DEB_H

#include "source/source.h"

bool sb_is_deb(sb_str front);
/* Delivers the files of the package, and what its control part says of it in the way of images without a package
 * manager: var/lib/dpkg/status.d/NAME and NAME.md5sums. NAME is no path. */
SB_MUST sb_rc sb_deb_read(int fd, sb_str name, const struct sb_limits *limits, const struct sb_source_options *options,
                          const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err);

#endif
