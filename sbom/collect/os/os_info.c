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

sb_str sb_os_info(sb_str bytes, const char *name)
{
    sb_str line, has, value;
    while (sb_str_line(&bytes, &line))
        if (is_field(line, &has, &value) && sb_str_eq(has, sb_str_of(name)))
            return value;
    return SB_STR_NONE;
}

static void take_fields(struct sb_job *job, const struct sb_os_field *fields, size_t n, void *data)
{
    struct sb_buf list = {0};
    for (size_t i = 0; i < n; i++) {
        struct sb_os_lines lines;
        sb_str name, value;
        sb_buf_clear(&list);
        for (sb_os_lines(&lines, job, job->bytes); sb_os_line(&lines);) {
            if (!is_field(lines.line, &name, &value) || !sb_str_eq(name, sb_str_of(fields[i].name)))
                continue;
            if (list.n)
                sb_buf_chr(&list, '\n');
            sb_buf_str(&list, value);
        }
        if (list.n)
            sb_os_take_field(job, &fields[i], 1, data, sb_str_of(fields[i].name), sb_buf_all(&list));
    }
    sb_buf_done(&list);
}

void sb_os_take_info(struct sb_job *job, const struct sb_os_field *fields, size_t n, struct sb_os_package *package)
{
#define TEXT(field) offsetof(struct sb_os_package, field)
    static const struct sb_os_field common[] = {
        {"pkgname", TEXT(name)},        {"pkgver", TEXT(version)},      {"arch", TEXT(arch)},
        {"pkgdesc", TEXT(description)}, {"url", TEXT(homepage)},        {"origin", TEXT(source)},
        {"pkgbase", TEXT(source)},      {"maintainer", TEXT(supplier)}, {"depend", TEXT(depends)},
        {"provides", TEXT(provides)},
    };
    package->itself = true;
    take_fields(job, common, SB_COUNT(common), package);
    take_fields(job, fields, n, package);
}
