/* Operating systems and architectures, as images name them: by the words of Go. */
#include <sys/utsname.h>

#include "source/image_plan.h"

static const struct {
    const char *machine, *architecture, *variant;
} machines[] = {
    {"x86_64", "amd64", ""},        {"aarch64", "arm64", "v8"}, {"armv7l", "arm", "v7"},
    {"armv6l", "arm", "v6"},        {"i686", "386", ""},        {"i586", "386", ""},
    {"ppc64le", "ppc64le", ""},     {"s390x", "s390x", ""},     {"riscv64", "riscv64", ""},
    {"loongarch64", "loong64", ""}, {"mips64", "mips64le", ""},
};

static struct sb_image_platform machine_platform(void)
{
    struct utsname name;
    struct sb_image_platform platform = {.os = SB_S("linux")};
    for (size_t i = 0; uname(&name) == 0 && i < SB_COUNT(machines); i++)
        if (strcmp(name.machine, machines[i].machine) == 0) {
            platform.architecture = sb_str_of(machines[i].architecture);
            platform.variant = sb_str_of(machines[i].variant);
        }
    return platform;
}

struct sb_image_platform sb_image_platform_wanted(const char *asked)
{
    struct sb_image_platform platform = {0};
    if (!asked)
        return machine_platform();
    sb_str rest = sb_str_of(asked);
    sb_str_cut(&rest, '/', &platform.os);
    sb_str_cut(&rest, '/', &platform.architecture);
    platform.variant = rest;
    return platform;
}

/* Of arm64 "v8" is the only one, and mostly left out. */
static sb_str plain_variant(struct sb_image_platform platform)
{
    bool usual = sb_str_eq(platform.architecture, SB_S("arm64")) && sb_str_eq(platform.variant, SB_S("v8"));
    return usual ? SB_STR_NONE : platform.variant;
}

bool sb_image_platform_fits(struct sb_image_platform has, struct sb_image_platform wanted)
{
    sb_str variant = plain_variant(wanted);
    return sb_str_eq(has.os, wanted.os) && sb_str_eq(has.architecture, wanted.architecture) &&
           (variant.n == 0 || sb_str_eq(plain_variant(has), variant));
}

sb_str sb_image_platform_text(struct sb_image_platform platform, struct sb_arena *arena)
{
    sb_str unknown = SB_S("unknown");
    sb_str os = platform.os.n ? platform.os : unknown;
    sb_str architecture = platform.architecture.n ? platform.architecture : unknown;
    return sb_arena_printf(arena, "%.*s/%.*s%s%.*s", SB_FMT(os), SB_FMT(architecture), platform.variant.n ? "/" : "",
                           SB_FMT(platform.variant));
}
