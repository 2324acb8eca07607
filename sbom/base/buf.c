#include "base/buf.h"

#include <stdio.h>

#include "base/digest.h"
#include "base/mem.h"

enum { DEFAULT_MAX = 1 << 30 };

/* Room for N more bytes, or false past the bound. */
static bool reserve(struct sb_buf *buf, size_t n)
{
    size_t max = buf->max ? buf->max : DEFAULT_MAX;
    if (buf->over || n > max - buf->n) {
        buf->over = true;
        return false;
    }
    sb_grow(&buf->p, &buf->cap, buf->n + n, 1);
    return true;
}

void sb_buf_add(struct sb_buf *buf, const void *p, size_t n)
{
    if (n == 0 || !reserve(buf, n))
        return;
    memcpy(buf->p + buf->n, p, n);
    buf->n += n;
}

void sb_buf_str(struct sb_buf *buf, sb_str s)
{
    sb_buf_add(buf, s.p, s.n);
}

void sb_buf_chr(struct sb_buf *buf, char c)
{
    if (reserve(buf, 1))
        buf->p[buf->n++] = c;
}

void sb_buf_u64(struct sb_buf *buf, uint64_t value)
{
    char digits[SB_DECIMAL_MAX];
    sb_buf_str(buf, sb_str_decimal(value, digits));
}

void sb_buf_printf(struct sb_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sb_buf_vprintf(buf, format, args);
    va_end(args);
}

void sb_buf_vprintf(struct sb_buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n <= 0 || !reserve(buf, (size_t)n + 1))
        return;
    vsnprintf(buf->p + buf->n, (size_t)n + 1, format, args);
    buf->n += (size_t)n;
}

void sb_buf_hex(struct sb_buf *buf, const uint8_t *bytes, size_t n)
{
    if (n == 0 || !reserve(buf, 2 * n))
        return;
    sb_hex_encode(bytes, n, buf->p + buf->n);
    buf->n += 2 * n;
}

sb_str sb_buf_all(const struct sb_buf *buf)
{
    return sb_str_n(buf->p, buf->n);
}

void sb_buf_clear(struct sb_buf *buf)
{
    buf->n = 0;
    buf->over = false;
}

void sb_buf_done(struct sb_buf *buf)
{
    sb_free(buf->p);
    *buf = (struct sb_buf){.max = buf->max};
}
