/* What a script is without the head that its installation wrote. */
#ifndef SB_SOURCE_SCRIPT_BODY_H
#define SB_SOURCE_SCRIPT_BODY_H

#include "base/buf.h"
#include "base/digest.h"

/* Size and digest of what follows the head (sb_script_head()). Installers write the program of an entry point in words
 * of their own, and change them: where the whole rest of a file is such words that call one function, they are those of
 * "module:function", whoever wrote it. */
struct sb_script_body {
    uint64_t size;
    uint8_t sha256[SB_SHA256_BYTES];
};

/* A sb_tap; a zeroed struct but for SHA256 is fresh. The first piece has SB_SCRIPT_HEAD_MAX bytes or is the whole. */
struct sb_script_body_scan {
    struct sb_sha256 *sha256;
    bool begun, has_head;
    uint64_t size;
    struct sb_buf small; /* the body, while it is small enough to be a few words */
};
void sb_script_body_begin(struct sb_script_body_scan *scan);
void sb_script_body_add(void *scan, const char *p, size_t n);
/* False: the file has no head, every byte of it counts. */
bool sb_script_body_end(struct sb_script_body_scan *scan, struct sb_script_body *ret_body);

/* Whether BODY does nothing but call one function of a module, as installers write it. The grammar leaves no room for
 * anything else. */
bool sb_script_launches(sb_str body, sb_str *ret_module, sb_str *ret_function);

#endif
