#include "os/dpkg.h"

#include "text/deb822.h"

/* How many troubles of one file are told. */
enum { TOLD = 100 };

typedef SB_VEC(struct sb_dpkg_package) packages_vec;

/* A paragraph while it is read; slices of the file. */
struct paragraph {
    struct sb_dpkg_package package;
    sb_str status, essential, priority, automatic;
};

struct reader {
    struct sb_job *job;
    struct sb_deb822 deb822;
    struct paragraph now;
    unsigned told;
};

#define TEXT(field) offsetof(struct paragraph, field)
static const struct field_row {
    const char *name;
    size_t at;   /* of the slice in struct paragraph */
    bool output; /* copied to the package's record */
} fields[] = {
    {"Package", TEXT(package.name), true},
    {"Version", TEXT(package.version), true},
    {"Architecture", TEXT(package.arch), true},
    {"Multi-Arch", TEXT(package.multi_arch), true},
    {"Source", TEXT(package.source), true},
    {"Maintainer", TEXT(package.maintainer), true},
    {"Original-Maintainer", TEXT(package.original_maintainer), true},
    {"Homepage", TEXT(package.homepage), true},
    {"Description", TEXT(package.description), true},
    {"Depends", TEXT(package.depends), true},
    {"Pre-Depends", TEXT(package.pre_depends), true},
    {"Recommends", TEXT(package.recommends), true},
    {"Provides", TEXT(package.provides), true},
    {"Conffiles", TEXT(package.conffiles), true},
    {"License", TEXT(package.licence), true},
    {"Status", TEXT(status), false},
    {"Essential", TEXT(essential), false},
    {"Priority", TEXT(priority), false},
    {"Auto-Installed", TEXT(automatic), false},
};

/* The third word of Status: what is there, whatever is wanted. */
static const struct state_row {
    const char *word;
    bool installed; /* its files are on the disk */
} states[] = {
    {"installed", true},        {"unpacked", true},      {"half-configured", true}, {"triggers-awaited", true},
    {"triggers-pending", true}, {"config-files", false}, {"half-installed", false}, {"not-installed", false},
};

static sb_str *slot(struct paragraph *paragraph, const struct field_row *row)
{
    return (sb_str *)(void *)((char *)paragraph + row->at);
}

static void tell(struct reader *reader, enum sb_code code, uint32_t line, const char *what)
{
    if (reader->told < TOLD)
        sb_job_diag(reader->job, code, line, "%s", what);
    else if (reader->told == TOLD)
        sb_job_diag(reader->job, SB_D_LIST_CUT, line, "the file has more troubles; they are not told one by one");
    reader->told++;
}

static void take_field(struct reader *reader)
{
    if (reader->now.package.line == 0)
        reader->now.package.line = reader->deb822.line;
    for (size_t i = 0; i < SB_COUNT(fields); i++) {
        if (!sb_deb822_is(&reader->deb822, fields[i].name))
            continue;
        sb_str *text = slot(&reader->now, &fields[i]);
        if (text->p)
            tell(reader, SB_D_MALFORMED, reader->deb822.line,
                 "the field stands twice in its paragraph; the first one counts");
        else
            *text = reader->deb822.value;
        return;
    }
}

/* Goes on to the end of a paragraph. False at the end of the file. */
static bool next_paragraph(struct reader *reader)
{
    reader->now = (struct paragraph){0};
    for (;;) {
        switch (sb_deb822_next(&reader->deb822)) {
        case SB_DEB822_FIELD: take_field(reader); break;
        case SB_DEB822_PARAGRAPH: return true;
        case SB_DEB822_BAD_LINE: tell(reader, SB_D_MALFORMED, reader->deb822.line, "the line is no field"); break;
        case SB_DEB822_TOO_LONG:
            tell(reader, SB_D_LINE_TOO_LONG, reader->deb822.line,
                 "the field is longer than the 1 MiB that is read of one (no option raises that)");
            break;
        case SB_DEB822_BODY: break;
        case SB_DEB822_END: return false;
        }
    }
}

static bool is_installed(struct reader *reader, bool always)
{
    sb_str rest = reader->now.status;
    if (rest.n == 0) {
        if (!always)
            tell(reader, SB_D_MALFORMED, reader->now.package.line, "no Status; the package counts as installed");
        return true;
    }
    sb_str word = SB_STR_NONE;
    for (int i = 0; i < 3; i++) {
        if (!sb_str_word(&rest, &word))
            word = SB_STR_NONE;
        if (i == 1)
            reader->now.package.by_user = sb_str_find(word, SB_S("user")) != SB_NPOS;
    }
    reader->now.package.blank = sb_str_eq(word, SB_S("not-installed"));
    for (size_t i = 0; i < SB_COUNT(states); i++)
        if (sb_str_eq(word, sb_str_of(states[i].word)))
            return states[i].installed;
    tell(reader, SB_D_MALFORMED, reader->now.package.line, "unknown Status; the package counts as installed");
    return true;
}

/* "name (version)"; what is left out is as with the binary package. */
static void split_source(struct sb_dpkg_package *package)
{
    sb_str version = sb_str_trim(package->source);
    sb_str name;
    sb_str_cut(&version, '(', &name);
    name = sb_str_trim(name);
    version = sb_str_trim(version);
    sb_str_chop_end(&version, SB_S(")"));
    version = sb_str_trim(version);
    package->source = name.n ? name : package->name;
    package->source_version = version.n ? version : package->version;
}

/* Copies what is kept of the paragraph out of the file's buffer. */
static struct sb_dpkg_package keep(struct reader *reader)
{
    struct paragraph *now = &reader->now;
    sb_str description = now->package.description;
    sb_str_line(&description, &now->package.description);
    now->package.essential =
        sb_str_eq_nocase(now->essential, SB_S("yes")) || sb_str_eq_nocase(now->priority, SB_S("required"));
    for (size_t i = 0; i < SB_COUNT(fields); i++) {
        sb_str *text = slot(now, &fields[i]);
        if (fields[i].output)
            *text = text->n ? sb_job_text(reader->job, sb_str_trim(*text)) : SB_STR_NONE;
    }
    split_source(&now->package);
    return now->package;
}

static struct sb_dpkg_packages *done(struct sb_job *job, packages_vec *found)
{
    struct sb_dpkg_packages *packages = SB_NEW(job->arena, struct sb_dpkg_packages);
    packages->n = found->n;
    packages->p = sb_arena_alloc(job->arena, found->n * sizeof *found->p);
    if (found->n)
        memcpy(packages->p, found->p, found->n * sizeof *found->p);
    sb_free(found->p);
    return packages;
}

struct sb_dpkg_packages *sb_dpkg_status(struct sb_job *job, enum sb_dpkg_file file)
{
    bool always = file == SB_DPKG_ALWAYS;
    struct reader reader = {.job = job};
    packages_vec found = {0};
    sb_deb822_init(&reader.deb822, job->bytes, false);
    while (next_paragraph(&reader)) {
        struct sb_dpkg_package *package = &reader.now.package;
        package->gone = !is_installed(&reader, always);
        if (package->gone && file != SB_DPKG_WITH_GONE)
            continue;
        if (package->name.n && (package->version.n || package->gone))
            *SB_PUSH(&found) = keep(&reader);
        else
            tell(&reader, SB_D_INCOMPLETE_ENTRY, package->line,
                 package->name.n ? "an installed package without Version" : "an installed package without Package");
    }
    /* dpkg ends each line and each paragraph; a file that stops inside a line was cut. */
    if (!always && job->bytes.n && job->bytes.p[job->bytes.n - 1] != '\n')
        sb_job_diag(job, SB_D_MALFORMED, reader.deb822.line, "the file ends inside a line: it is cut off");
    return done(job, &found);
}

struct sb_dpkg_packages *sb_dpkg_extended(struct sb_job *job)
{
    struct reader reader = {.job = job};
    packages_vec found = {0};
    sb_deb822_init(&reader.deb822, job->bytes, false);
    while (next_paragraph(&reader))
        if (reader.now.package.name.n && sb_str_eq(reader.now.automatic, SB_S("1")))
            *SB_PUSH(&found) = keep(&reader);
    return done(job, &found);
}
