/* A growable byte buffer with a bound. What would pass the bound is dropped and remembered in `over`. */
#ifndef SB_BASE_BUF_H
#define SB_BASE_BUF_H

#include <stdarg.h>

#include "base/str.h"

struct sb_buf {
    char *p;
    size_t n, cap;
    size_t max; /* 0 = 1 GiB */
    bool over;
};

void sb_buf_add(struct sb_buf *buf, const void *p, size_t n);
void sb_buf_str(struct sb_buf *buf, sb_str s);
void sb_buf_chr(struct sb_buf *buf, char c);
void sb_buf_printf(struct sb_buf *buf, const char *format, ...) SB_PRINTF(2, 3);
void sb_buf_vprintf(struct sb_buf *buf, const char *format, va_list args) SB_PRINTF(2, 0);
void sb_buf_u64(struct sb_buf *buf, uint64_t value);                 /* in decimal */
void sb_buf_hex(struct sb_buf *buf, const uint8_t *bytes, size_t n); /* lower case */
sb_str sb_buf_all(const struct sb_buf *buf);                         /* valid until the next change */
void sb_buf_clear(struct sb_buf *buf);
void sb_buf_done(struct sb_buf *buf);

#endif
