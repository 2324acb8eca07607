/* Any bytes as the value of the attribute and as text: what is read of either is written, and read again, the same. */
#include "base/capability.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check(const struct sb_capabilities *has)
{
    enum { LONGEST = 256 };
    struct sb_capabilities once, twice;
    struct sb_buf first = {0}, second = {0};
    sb_capabilities_text(has, &first);
    must(first.n > 0 && first.n < LONGEST && sb_capabilities_parse(sb_buf_all(&first), &once));
    must(!sb_capabilities_gain(has, &once));
    sb_capabilities_text(&once, &second);
    must(sb_str_eq(sb_buf_all(&first), sb_buf_all(&second)));
    must(sb_capabilities_parse(sb_buf_all(&second), &twice) && sb_capabilities_eq(&once, &twice));
    must(!sb_capabilities_gain(&once, &twice) && !sb_capabilities_gain(&twice, &once));
    sb_buf_done(&first);
    sb_buf_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str bytes = sb_str_n((const char *)data, size);
    struct sb_capabilities has;
    if (sb_capabilities_decode(bytes, &has))
        check(&has);
    if (sb_capabilities_parse(bytes, &has))
        check(&has);
    return 0;
}
