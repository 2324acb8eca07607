/* Debian policy 5.6.12, with the checks of dpkg. */
#include "id/version_parts.h"

struct deb {
    sb_str epoch, upstream, revision;
};

static bool only_of(sb_str s, const char *punctuation)
{
    for (size_t i = 0; i < s.n; i++)
        if (!sb_is_alnum(s.p[i]) && (s.p[i] == '\0' || !strchr(punctuation, s.p[i])))
            return false;
    return true;
}

static bool valid_epoch(sb_str epoch)
{
    uint64_t value;
    return sb_str_u64(epoch, &value) && value <= INT32_MAX;
}

static bool split(sb_str version, struct deb *ret)
{
    *ret = (struct deb){.upstream = sb_str_trim(version)};
    size_t colon = sb_str_chr(ret->upstream, ':');
    if (colon != SB_NPOS) {
        ret->epoch = sb_str_part(ret->upstream, 0, colon);
        ret->upstream = sb_str_from(ret->upstream, colon + 1);
        if (!valid_epoch(ret->epoch))
            return false;
    }
    size_t dash = sb_str_rchr(ret->upstream, '-');
    if (dash != SB_NPOS) {
        ret->revision = sb_str_from(ret->upstream, dash + 1);
        ret->upstream.n = dash;
        if (!ret->revision.n)
            return false;
    }
    return ret->upstream.n && sb_is_digit(ret->upstream.p[0]) && only_of(ret->upstream, ".-+~:") &&
           only_of(ret->revision, ".+~");
}

static bool valid(sb_str version)
{
    struct deb parts;
    return split(version, &parts);
}

/* "~" before the end, the end before letters, letters before the rest. */
static int weight(sb_str s)
{
    if (!s.n || sb_is_digit(s.p[0]))
        return 0;
    return s.p[0] == '~' ? -1 : sb_is_alpha(s.p[0]) ? s.p[0] : s.p[0] + 256;
}

static int compare_part(sb_str a, sb_str b)
{
    while (a.n || b.n) {
        int order = 0;
        for (;;) {
            order = weight(a) - weight(b);
            if (order || !weight(a))
                break;
            a = sb_str_from(a, 1);
            b = sb_str_from(b, 1);
        }
        if (!order) {
            sb_str x = sb_take_digits(&a), y = sb_take_digits(&b);
            order = sb_cmp_digits(x, y);
        }
        if (order)
            return sb_sign(order);
    }
    return 0;
}

static int compare(sb_str a, sb_str b)
{
    struct deb x, y;
    bool x_valid = split(a, &x), y_valid = split(b, &y);
    int order;
    if (sb_cmp_invalid(x_valid, y_valid, a, b, &order))
        return order;
    order = sb_cmp_digits(x.epoch, y.epoch);
    if (!order)
        order = compare_part(x.upstream, y.upstream);
    return order ? order : compare_part(x.revision, y.revision);
}

static size_t release(sb_str version, uint64_t *numbers, size_t max)
{
    struct deb parts;
    return split(version, &parts) ? sb_dotted_numbers(parts.upstream, numbers, max) : 0;
}

const struct sb_version_scheme sb_version_deb = {"deb", valid, compare, release};
