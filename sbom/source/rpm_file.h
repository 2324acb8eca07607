/* A package of rpm by itself ("RPM V4 Package format" in rpm's documentation): lead, signatures, header, and its files
 * as a compressed cpio archive. */
#ifndef SB_SOURCE_RPM_FILE_H
#define SB_SOURCE_RPM_FILE_H

#include "source/source.h"

bool sb_is_rpm_file(sb_str front);
/* Delivers the files of the package, and its header, in the form that databases keep, as SB_RPM_FILE_FOLDER/package:
 * one name for all versions. */
#define SB_RPM_FILE_FOLDER "var/lib/rpm/header.d"
SB_MUST sb_rc sb_rpm_file_read(int fd, const struct sb_limits *limits, const struct sb_source_options *options,
                               const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err);

#endif
