#include "diff/signal_content.h"

bool sb_lies_in(sb_str path, const char *const *list)
{
    sb_str part;
    while (sb_str_cut(&path, '/', &part))
        if (sb_str_is_one_of(part, list))
            return true;
    return false;
}

sb_str sb_suffix_of(sb_str path)
{
    sb_str name = sb_path_base(path);
    size_t dot = sb_str_rchr(name, '.');
    return dot == SB_NPOS ? SB_STR_NONE : sb_str_from(name, dot);
}

bool sb_is_run(const struct sb_facts *facts, sb_str path)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (sb_str_eq(facts->exec.p[i].path, path))
            return true;
    return false;
}

/* Scripts that pages of a package of this type bring along for a browser. */
static bool is_for_browsers(const struct sb_identity *identity, sb_str suffix)
{
    static const char *const scripts[] = {".js", ".mjs", NULL};
    return sb_is_type(identity, "pypi") && sb_str_is_one_of(suffix, scripts);
}

enum sb_role sb_role_of(const struct sb_identity *identity, const struct sb_facts *facts, sb_str path)
{
    static const char *const compiled[] = {".ac",   ".am", ".c",   ".cc",  ".cpp", ".cts", ".go",  ".h",
                                           ".java", ".m4", ".jsx", ".mts", ".rs",  ".ts",  ".tsx", NULL};
    sb_str suffix = sb_suffix_of(path);
    if (sb_is_run(facts, path))
        return SB_ROLE_CODE;
    if (!sb_path_is_code(path))
        return SB_ROLE_DATA;
    return sb_str_is_one_of(suffix, compiled) || is_for_browsers(identity, suffix) ? SB_ROLE_SOURCE : SB_ROLE_CODE;
}

static sb_str release_line(sb_str version)
{
    size_t first = sb_str_chr(version, '.');
    size_t second = first == SB_NPOS ? SB_NPOS : sb_str_chr(sb_str_from(version, first + 1), '.');
    return second == SB_NPOS ? version : sb_str_part(version, 0, first + 1 + second);
}

bool sb_way_is_true_patch(const struct sb_signal_run *run, const struct sb_way *way)
{
    sb_str old = sb_delta_row(run->delta, SB_OLD, way->row[SB_OLD])->version;
    sb_str new = sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->version;
    return sb_way_is_patch(way) && sb_str_eq(release_line(old), release_line(new));
}

const struct sb_facts *sb_way_before(const struct sb_way *way)
{
    static const struct sb_facts none;
    return sb_way_compares(way) ? way->facts[SB_OLD] : &none;
}

sb_str sb_content_digest(const struct sb_facts *facts, sb_str path)
{
    const struct sb_fact_file *large = sb_largest_find(facts, path);
    for (size_t i = 0; !large && i < facts->lines.n; i++)
        if (sb_str_eq(facts->lines.p[i].path, path))
            return facts->lines.p[i].sha256;
    return large ? large->sha256 : facts->files.sha256;
}

struct sb_grade sb_grade_lower(struct sb_grade grade)
{
    if (grade.severity > SB_LEVEL_INFO)
        grade.severity--;
    grade.weight = (int8_t)((grade.weight + 1) / 2);
    return grade;
}

struct sb_grade sb_grade_blind(struct sb_grade grade)
{
    if (grade.severity == SB_LEVEL_NONE)
        return grade;
    if (grade.severity > SB_LEVEL_MEDIUM)
        grade.severity = SB_LEVEL_MEDIUM;
    grade.weight = (int8_t)(grade.weight > 2 ? grade.weight - 2 : 1);
    return grade;
}
