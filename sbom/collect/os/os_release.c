/* Which distribution a system root holds: etc/os-release, else usr/lib/os-release, else etc/debian_version. */
#include "collect/system_alias.h"
#include "text/keyval.h"

/* In the order in which they count. */
enum kind { ETC, USR_LIB, DEBIAN_VERSION, KINDS };

struct os {
    sb_str id, version_id, codename, pretty_name, cpe, home, bugs, support, documentation;
};

static const struct sb_match rows[] = {
    {.name = "os-release", .folder = "etc", .kind = ETC},
    {.name = "os-release", .folder = "usr/lib", .kind = USR_LIB},
    {.name = "debian_version", .folder = "etc", .kind = DEBIAN_VERSION},
    {0},
};
static const char *const folders[KINDS] = {[ETC] = "etc", [USR_LIB] = "usr/lib", [DEBIAN_VERSION] = "etc"};

static const struct variable_row {
    const char *name;
    size_t at; /* of the slice in struct os */
} variables[] = {
    {"ID", offsetof(struct os, id)},
    {"VERSION_ID", offsetof(struct os, version_id)},
    {"VERSION_CODENAME", offsetof(struct os, codename)},
    {"PRETTY_NAME", offsetof(struct os, pretty_name)},
    {"CPE_NAME", offsetof(struct os, cpe)},
    {"HOME_URL", offsetof(struct os, home)},
    {"BUG_REPORT_URL", offsetof(struct os, bugs)},
    {"SUPPORT_URL", offsetof(struct os, support)},
    {"DOCUMENTATION_URL", offsetof(struct os, documentation)},
};

/* How many broken lines of one file are told. */
enum { TOLD = 20 };

static bool take_variable(struct sb_job *job, struct os *os, sb_str name, sb_str value)
{
    for (size_t i = 0; i < SB_COUNT(variables); i++)
        if (sb_str_eq(name, sb_str_of(variables[i].name))) {
            *(sb_str *)(void *)((char *)os + variables[i].at) = sb_job_text(job, value);
            return true;
        }
    return false;
}

/* A variable that is set twice has its last value, as in the shell that os-release is written for. NULL if none is
 * known. */
static struct os *read_os_release(struct sb_job *job)
{
    bool any = false;
    struct os *os = SB_NEW(job->arena, struct os);
    struct sb_lines lines;
    sb_str name, value;
    unsigned told = 0;
    sb_lines_init(&lines, job->bytes);
    while (sb_assignment(&lines, job->scratch, &name, &value)) {
        if (!lines.bad)
            any = take_variable(job, os, name, value) || any;
        else if (told++ < TOLD)
            sb_job_diag(job, SB_D_MALFORMED, lines.line, "the line is no NAME=value");
    }
    if (os->id.n == 0)
        os->id = SB_S("linux"); /* the default of os-release(5) */
    return any ? os : NULL;
}

/* "12.5", of which os-release would say 12; or "trixie/sid". */
static struct os *read_debian_version(struct sb_job *job)
{
    struct os *os = SB_NEW(job->arena, struct os);
    sb_str rest = job->bytes;
    sb_str line, head;
    if (!sb_str_line(&rest, &line))
        return NULL;
    line = sb_str_trim(line);
    os->id = SB_S("debian");
    if (line.n && sb_is_digit(line.p[0])) {
        sb_str_cut(&line, '.', &head);
        os->version_id = sb_job_text(job, head);
    } else if (line.n) {
        sb_str_cut(&line, '/', &head);
        os->codename = sb_job_text(job, head);
    }
    return os;
}

static sb_str root_in(unsigned kind, sb_str dir)
{
    sb_str_chop_end(&dir, sb_str_of(folders[kind]));
    sb_str_chop_end(&dir, SB_S("/"));
    return dir;
}

static void file(struct sb_job *job)
{
    sb_str root = root_in(job->kind, job->dir);
    struct os *os = job->kind == DEBIAN_VERSION ? read_debian_version(job) : read_os_release(job);
    if (os)
        sb_emit(job, job->kind, root, os);
}

static void add_reference(struct sb_join *join, sb_comp c, sb_str type, sb_str url)
{
    if (url.n)
        sb_doc_reference(join->doc, c, type, url, SB_STR_NONE);
}

/* RECORDS are of one root, in the order in which they count. */
static void add_system(struct sb_join *join, const struct sb_record *record, size_t n)
{
    struct os read = *(const struct os *)record->data;
    const struct os *os = &read;
    const struct sb_record *last = &record[n - 1];
    /* Debian's testing, and old images, have an os-release without a version. */
    if (!read.version_id.n && !read.codename.n && last->kind == DEBIAN_VERSION && sb_str_eq(read.id, SB_S("debian"))) {
        read.version_id = ((const struct os *)last->data)->version_id;
        read.codename = ((const struct os *)last->data)->codename;
    }
    sb_node root = sb_tree_find(join->tree, SB_NODE_ROOT, record->key, false);
    struct sb_system *system = sb_join_system(join, root, true);
    system->id = os->id;
    system->version_id = os->version_id;
    system->codename = os->codename;
    sb_str place = record->key.n ? record->key : SB_S(".");
    sb_str version = os->version_id.n ? os->version_id : os->codename;
    sb_comp c =
        sb_join_component(join, SB_TYPE_OPERATING_SYSTEM, NULL, SB_STR_NONE, os->id, version, NULL, place, record);
    system->component = c;
    if (os->pretty_name.n)
        sb_doc_attribute(join->doc, c, SB_F_DESCRIPTION, os->pretty_name);
    if (os->cpe.n)
        sb_doc_attribute(join->doc, c, SB_F_CPE, os->cpe);
    add_reference(join, c, SB_S("website"), os->home);
    add_reference(join, c, SB_S("issue-tracker"), os->bugs);
    add_reference(join, c, SB_S("support"), os->support);
    add_reference(join, c, SB_S("documentation"), os->documentation);
}

static bool root_of(const struct sb_record *record, sb_str dir, sb_str *ret_root)
{
    *ret_root = root_in(record->kind, dir);
    return sb_str_ends(dir, sb_str_of(folders[record->kind]));
}

static void finish(struct sb_join *join)
{
    const struct sb_record *records = sb_system_records(join, root_of);
    for (size_t i = 0, n; i < join->n_records; i += n) {
        n = sb_records_alike(&records[i], join->n_records - i);
        add_system(join, &records[i], n);
    }
}

const struct sb_collector sb_collect_os_release = {
    .name = "os-release",
    .revision = 1,
    .ecosystem = "os",
    .summary = "the distribution, by os-release or debian_version",
    .match = rows,
    .file = file,
    .finish = finish,
};
