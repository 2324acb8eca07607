/* What a package of apk or pacman says of itself: .PKGINFO. */
#include "base/buf.h"
#include "os/os_package.h"

/* "name = value". False for a comment, and for what is none. */
static bool is_field(sb_str line, sb_str *ret_name, sb_str *ret_value)
{
    *ret_value = line;
    if (line.n == 0 || line.p[0] == '#' || !sb_str_cut(ret_value, '=', ret_name))
        return false;
    *ret_name = sb_str_trim(*ret_name);
    *ret_value = sb_str_trim(*ret_value);
    return true;
}

static sb_str first_value(sb_str bytes, const char *name)
{
    sb_str line, has, value;
    while (sb_str_line(&bytes, &line))
        if (is_field(line, &has, &value) && sb_str_eq(has, sb_str_of(name)))
            return value;
    return SB_STR_NONE;
}

/* The release of a version of apk is "-r" and a number; that of pacman's is a number. */
static bool is_of_apk(sb_str version)
{
    sb_str release = sb_str_from(version, sb_str_rchr(version, '-') + 1);
    return release.n < version.n && release.n > 1 && release.p[0] == 'r' && sb_is_digit(release.p[1]);
}

bool sb_os_info_is_apk(sb_str bytes)
{
    return first_value(bytes, "datahash").n || is_of_apk(first_value(bytes, "pkgver"));
}

struct list {
    const struct sb_os_field *field;
    struct sb_buf values; /* a line each */
};

static void add_value(struct list *lists, size_t n, sb_str name, sb_str value)
{
    for (size_t i = 0; i < n; i++) {
        if (!sb_str_eq(name, sb_str_of(lists[i].field->name)))
            continue;
        if (lists[i].values.n)
            sb_buf_chr(&lists[i].values, '\n');
        sb_buf_str(&lists[i].values, value);
    }
}

#define TEXT(field) offsetof(struct sb_os_package, field)
static const struct sb_os_field common[] = {
    {"pkgname", TEXT(name)},   {"pkgver", TEXT(version)},    {"arch", TEXT(arch)},      {"pkgdesc", TEXT(description)},
    {"url", TEXT(homepage)},   {"origin", TEXT(source)},     {"pkgbase", TEXT(source)}, {"maintainer", TEXT(supplier)},
    {"depend", TEXT(depends)}, {"provides", TEXT(provides)},
};

void sb_os_take_info(struct sb_job *job, const struct sb_os_field *fields, size_t n, struct sb_os_package *package)
{
    const size_t all = SB_COUNT(common) + n;
    struct list *lists = sb_arena_alloc(job->scratch, all * sizeof *lists);
    struct sb_os_lines lines;
    sb_str name, value;
    for (size_t i = 0; i < all; i++)
        lists[i] = (struct list){.field = i < SB_COUNT(common) ? &common[i] : &fields[i - SB_COUNT(common)]};
    for (sb_os_lines(&lines, job, job->bytes); sb_os_line(&lines);)
        if (is_field(lines.line, &name, &value))
            add_value(lists, all, name, value);
    for (size_t i = 0; i < all; i++) {
        if (lists[i].values.n)
            sb_os_take_field(job, lists[i].field, 1, package, sb_str_of(lists[i].field->name),
                             sb_buf_all(&lists[i].values));
        sb_buf_done(&lists[i].values);
    }
    package->itself = true;
}
