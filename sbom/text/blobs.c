#include "text/blobs.h"

void sb_blobs_tell(const struct sb_blobs *to, const char *format, ...)
{
    char text[128];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    to->trouble(to->ctx, text);
}
