/* From a header, or a line of a manifest, to what a component says. */
#include "id/licence.h"
#include "os/rpm.h"

/* ---- names of systems ---- */

/* Purls name the vendor, not the product. */
static const struct {
    const char *id, *space;
} ids[] = {
    {"rhel", "redhat"},
    {"opensuse", "opensuse"},
    {"opensuse-leap", "opensuse"},
    {"opensuse-tumbleweed", "opensuse"},
    {"opensuse-microos", "opensuse"},
    {"opensuse-slowroll", "opensuse"},
    {"opensuse-leap-micro", "opensuse"},
};

sb_str sb_rpm_namespace(sb_str id)
{
    for (size_t i = 0; i < SB_COUNT(ids); i++)
        if (sb_str_eq(id, sb_str_of(ids[i].id)))
            return sb_str_of(ids[i].space);
    return id;
}

/* By how the vendor of a package begins. */
static const struct {
    const char *vendor, *space;
} vendors[] = {
    {"AlmaLinux", "almalinux"}, {"Amazon", "amzn"},       {"CentOS", "centos"},     {"Fedora", "fedora"},
    {"Mageia", "mageia"},       {"Microsoft", "mariner"}, {"Oracle", "ol"},         {"Red Hat", "redhat"},
    {"Rocky", "rocky"},         {"SUSE", "sles"},         {"openSUSE", "opensuse"}, {"VMware", "photon"},
};

sb_str sb_rpm_namespace_of_vendor(sb_str vendor)
{
    for (size_t i = 0; i < SB_COUNT(vendors); i++)
        if (sb_str_starts(vendor, sb_str_of(vendors[i].vendor)))
            return sb_str_of(vendors[i].space);
    return SB_STR_NONE;
}

/* ---- source packages ---- */

/* NAME-VERSION-RELEASE: neither of the last two has a dash in it. */
void sb_rpm_source(sb_str file, sb_str *ret_name, sb_str *ret_version)
{
    *ret_name = *ret_version = SB_STR_NONE;
    if (!sb_str_chop_end(&file, SB_S(".src.rpm")) && !sb_str_chop_end(&file, SB_S(".nosrc.rpm")))
        return;
    size_t release = sb_str_rchr(file, '-');
    size_t version = release == SB_NPOS ? SB_NPOS : sb_str_rchr(sb_str_part(file, 0, release), '-');
    if (version == SB_NPOS || version == 0)
        return;
    *ret_name = sb_str_part(file, 0, version);
    *ret_version = sb_str_from(file, version + 1);
}

/* ---- headers ---- */

static sb_str keep(struct sb_rpm *rpm, const struct sb_rpm_package *package, enum sb_rpm_tag tag)
{
    sb_str text = sb_str_trim(sb_rpm_text(&package->header, tag));
    return text.n ? sb_rpm_keep(rpm, text) : SB_STR_NONE;
}

/* A name that is on no list, beside others. */
static sb_str other_licence(void *ctx, sb_str name)
{
    struct sb_join *join = ctx;
    sb_str ref = sb_licence_ref(name, SB_STR_NONE, join->arena);
    sb_doc_licence_text(join->doc, ref,
                        sb_arena_join(join->arena, SB_S("The package names the licence "), name, SB_S(".")));
    return ref;
}

/* What its words say; a single name that leaves the licence open stays as it is. */
static sb_str licence_of(struct sb_rpm *rpm, sb_str text)
{
    struct sb_join *join = rpm->os->join;
    sb_str expression = sb_licence_of_rpm(text, join->arena, NULL, NULL);
    bool several = sb_str_find(text, SB_S(" and ")) != SB_NPOS || sb_str_find(text, SB_S(" or ")) != SB_NPOS ||
                   sb_str_find(text, SB_S(" AND ")) != SB_NPOS || sb_str_find(text, SB_S(" OR ")) != SB_NPOS;
    if (!expression.n && several)
        expression = sb_licence_of_rpm(text, join->arena, other_licence, join);
    return expression.n ? expression : text;
}

/* What rpm writes where a tag is missing. */
static sb_str unless_none(sb_str text)
{
    return sb_str_eq(text, SB_S("(none)")) ? SB_STR_NONE : text;
}

bool sb_rpm_package(struct sb_rpm *rpm, struct sb_rpm_package *package)
{
    const struct sb_rpm_header *header = &package->header;
    struct sb_os_package *own = &package->own;
    struct sb_arena *arena = rpm->os->join->arena;
    sb_str version = sb_rpm_text(header, SB_RPM_VERSION), release = sb_rpm_text(header, SB_RPM_RELEASE);
    char room[SB_DECIMAL_MAX];
    uint64_t number;
    if (header->bad)
        sb_rpm_tell(rpm, SB_D_MALFORMED, "the header of package %llu: %u entries are not what they say",
                    (unsigned long long)package->number, header->bad);
    if (sb_str_eq(sb_rpm_text(header, SB_RPM_NAME), SB_S("gpg-pubkey"))) /* a key that was imported */
        return false;
    own->name = keep(rpm, package, SB_RPM_NAME);
    if (own->name.n == 0 || version.n == 0) {
        sb_rpm_tell(rpm, SB_D_INCOMPLETE_ENTRY, "package %llu has no %s", (unsigned long long)package->number,
                    own->name.n ? "version" : "name");
        return false;
    }
    if (release.n)
        version = sb_arena_join(arena, version, SB_S("-"), release);
    own->version = sb_rpm_keep(rpm, version);
    if (sb_rpm_number(sb_rpm_find(header, SB_RPM_EPOCH), 0, &number))
        own->epoch = sb_arena_str(arena, sb_str_decimal(number, room));
    own->arch = sb_rpm_find(header, SB_RPM_SOURCEPACKAGE) ? SB_S("src") : keep(rpm, package, SB_RPM_ARCH);
    own->supplier = unless_none(keep(rpm, package, SB_RPM_VENDOR));
    own->originator = unless_none(keep(rpm, package, SB_RPM_PACKAGER));
    own->homepage = unless_none(keep(rpm, package, SB_RPM_URL));
    own->description = keep(rpm, package, SB_RPM_SUMMARY);
    own->licence = licence_of(rpm, keep(rpm, package, SB_RPM_LICENCE));
    sb_rpm_source(keep(rpm, package, SB_RPM_SOURCERPM), &own->source, &own->source_version);
    package->modularity = unless_none(keep(rpm, package, SB_RPM_MODULARITYLABEL));
    sb_rpm_number(sb_rpm_find(header, SB_RPM_INSTALLTIME), 0, &package->installed);
    sb_rpm_number(sb_rpm_find(header, SB_RPM_INSTALLTID), 0, &package->transaction);
    return true;
}
