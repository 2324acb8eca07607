/* One file of a Python installation to one record. */
#include "collect/settings.h"
#include "python/python.h"
#include "python/python_pth.h"
#include "text/deb822.h"
#include "text/json_read.h"

enum { LISTED = 4096 }; /* values kept of one repeated header */

/* ---- METADATA and PKG-INFO ---- */

struct header {
    const char *name;
    size_t offset; /* of the sb_str in struct py_metadata */
};
#define HEADER(text, field)                                                                                            \
    {                                                                                                                  \
        text, offsetof(struct py_metadata, field)                                                                      \
    }
static const struct header headers[] = {
    HEADER("Name", name),
    HEADER("Version", version),
    HEADER("Summary", summary),
    HEADER("Home-page", homepage),
    HEADER("Author", author),
    HEADER("Author-email", author_email),
    HEADER("Maintainer", maintainer),
    HEADER("Maintainer-email", maintainer_email),
    HEADER("License-Expression", licence_expression),
    HEADER("License", licence),
    HEADER("Requires-Python", requires_python),
};

struct listed {
    sb_str *p;
    size_t n, cap;
    bool cut;
};

static void add_listed(struct sb_job *job, struct listed *list, sb_str value, uint32_t line)
{
    if (list->n == LISTED) {
        if (!list->cut)
            sb_job_diag(job, SB_D_LIST_CUT, line, "more than %d of one header", LISTED);
        list->cut = true;
        return;
    }
    sb_grow(&list->p, &list->cap, list->n + 1, sizeof *list->p);
    list->p[list->n++] = sb_job_text(job, value);
}

static sb_str *keep_listed(struct sb_job *job, struct listed *list, size_t *ret_n)
{
    sb_str *kept = sb_arena_alloc(job->arena, (list->n + 1) * sizeof *kept);
    if (list->n)
        memcpy(kept, list->p, list->n * sizeof *kept);
    *ret_n = list->n;
    sb_free(list->p);
    return kept;
}

static void take_header(struct sb_job *job, const struct sb_deb822 *reader, struct py_metadata *meta)
{
    for (size_t i = 0; i < SB_COUNT(headers); i++) {
        sb_str *slot = (sb_str *)(void *)((char *)meta + headers[i].offset);
        if (sb_deb822_is(reader, headers[i].name) && slot->p == NULL)
            *slot = sb_job_text(job, reader->value);
    }
}

static void parse_metadata(struct sb_job *job, bool egg)
{
    struct py_metadata *meta = SB_NEW(job->arena, struct py_metadata);
    struct listed requires = {0}, classifiers = {0}, urls = {0};
    struct sb_deb822 reader;
    enum sb_deb822_event event;
    sb_deb822_init(&reader, job->bytes, true);
    meta->egg = egg;
    while ((event = sb_deb822_next(&reader)) != SB_DEB822_END && event != SB_DEB822_PARAGRAPH &&
           event != SB_DEB822_BODY) {
        if (event == SB_DEB822_TOO_LONG)
            sb_job_diag(job, SB_D_LINE_TOO_LONG, reader.line, "a header is too long and left out");
        else if (event == SB_DEB822_BAD_LINE)
            sb_job_diag(job, SB_D_MALFORMED, reader.line, "neither a header nor a continuation line");
        else if (sb_deb822_is(&reader, "Requires-Dist"))
            add_listed(job, &requires, reader.value, reader.line);
        else if (sb_deb822_is(&reader, "Classifier") && sb_str_starts(reader.value, SB_S("License ::")))
            add_listed(job, &classifiers, reader.value, reader.line);
        else if (sb_deb822_is(&reader, "Project-URL"))
            add_listed(job, &urls, reader.value, reader.line);
        else
            take_header(job, &reader, meta);
    }
    meta->requires = keep_listed(job, &requires, &meta->n_requires);
    meta->classifiers = keep_listed(job, &classifiers, &meta->n_classifiers);
    meta->urls = keep_listed(job, &urls, &meta->n_urls);
    sb_emit(job, PY_METADATA, egg && !sb_str_eq(job->name, SB_S("PKG-INFO")) ? job->path : job->dir, meta);
}

/* ---- direct_url.json ---- */

struct direct_member {
    const char *object, *key; /* object "" = top */
    size_t offset;
};
static const struct direct_member direct_members[] = {
    {"", "url", offsetof(struct py_direct_url, url)},
    {"vcs_info", "vcs", offsetof(struct py_direct_url, vcs)},
    {"vcs_info", "commit_id", offsetof(struct py_direct_url, commit)},
    {"vcs_info", "requested_revision", offsetof(struct py_direct_url, ref)},
    {"archive_info", "hash", offsetof(struct py_direct_url, hash)},
};

static void take_direct(struct sb_job *job, struct sb_json *json, const char *object, struct py_direct_url *url)
{
    sb_str key;
    while (sb_json_member(json, &key)) {
        size_t i = 0;
        while (i < SB_COUNT(direct_members) &&
               (strcmp(direct_members[i].object, object) != 0 || !sb_str_eq(key, sb_str_of(direct_members[i].key))))
            i++;
        if (i < SB_COUNT(direct_members)) {
            sb_json_take_string(json, job->arena, (sb_str *)(void *)((char *)url + direct_members[i].offset));
            continue;
        }
        bool nested = *object == '\0' && (sb_str_eq(key, SB_S("vcs_info")) || sb_str_eq(key, SB_S("archive_info")) ||
                                          sb_str_eq(key, SB_S("dir_info")));
        url->directory |= nested && sb_str_eq(key, SB_S("dir_info"));
        const char *name = sb_str_eq(key, SB_S("vcs_info"))       ? "vcs_info"
                           : sb_str_eq(key, SB_S("archive_info")) ? "archive_info"
                                                                  : "dir_info";
        bool editable = strcmp(object, "dir_info") == 0 && sb_str_eq(key, SB_S("editable"));
        enum sb_json_event event = nested || editable ? sb_json_next(json) : SB_JSON_DONE;
        if (nested && event == SB_JSON_OBJECT)
            take_direct(job, json, name, url);
        else if (editable)
            url->editable = event == SB_JSON_TRUE;
        else if (event == SB_JSON_DONE && !sb_json_skip(json, NULL))
            return;
        else if (event == SB_JSON_ARRAY && !sb_json_leave(json))
            return;
    }
}

static void parse_direct_url(struct sb_job *job)
{
    struct py_direct_url *url = SB_NEW(job->arena, struct py_direct_url);
    struct sb_json *json = sb_json_new(job->bytes, 0);
    struct sb_err err = {0};
    if (sb_json_next(json) == SB_JSON_OBJECT) {
        take_direct(job, json, "", url);
        sb_json_next(json); /* what stands behind the object is an error */
    }
    if (sb_json_error(json, &err) != SB_OK || url->url.n == 0)
        sb_job_diag(job, SB_D_MALFORMED, err.line, "direct_url.json: %s", err.rc ? err.text : "no url");
    else
        sb_emit(job, PY_DIRECT_URL, job->dir, url);
    sb_json_free(json);
}

/* ---- start-up files ---- */

static sb_str command_text(struct sb_job *job, sb_str line)
{
    enum { KEPT = 1024 };
    return line.n ? sb_job_text(job, sb_str_part(line, 0, KEPT)) : SB_STR_NONE;
}

static void parse_pth(struct sb_job *job)
{
    struct py_start_up *start = SB_NEW(job->arena, struct py_start_up);
    struct py_pth pth;
    sb_python_pth(job->bytes, job->arena, &pth);
    if (pth.cut)
        sb_job_diag(job, SB_D_LIST_CUT, 0, "more than %d lines that name folders", SB_PYTHON_FOLDERS);
    start->kind = pth.runs.n ? SB_EXEC_PY_PTH : pth.paths.n ? SB_EXEC_PY_PATH : SB_EXEC_COUNT;
    start->line = command_text(job, pth.runs.n ? pth.runs : pth.paths);
    start->namespaces = pth.known;
    start->folders = pth.folders;
    start->n_folders = pth.n_folders;
    sb_emit(job, PY_START_UP, job->path, start);
}

/* Its first line is the folder of a project in development; a second one leads from there to its set-up. */
static void parse_egg_link(struct sb_job *job)
{
    struct py_start_up *start = SB_NEW(job->arena, struct py_start_up);
    sb_str rest = job->bytes;
    sb_str line = SB_STR_NONE;
    sb_str_line(&rest, &line);
    line = sb_str_trim(line);
    start->kind = SB_EXEC_COUNT;
    start->folders = SB_NEW(job->arena, sb_str);
    start->folders[0] = sb_arena_str(job->arena, line);
    start->n_folders = line.n > 0;
    sb_emit(job, PY_EGG_LINK, job->path, start);
}

static void parse_start(struct sb_job *job)
{
    struct py_start_up *start = SB_NEW(job->arena, struct py_start_up);
    sb_str entry = sb_python_start(job->bytes);
    start->kind = entry.n ? SB_EXEC_PY_START : SB_EXEC_COUNT;
    start->line = command_text(job, entry);
    sb_emit(job, PY_START_UP, job->path, start);
}

/* ---- texts that finish() reads ---- */

static void keep_file(struct sb_job *job, enum py_kind kind)
{
    sb_str *text = SB_NEW(job->arena, sb_str);
    *text = sb_arena_str(job->arena, job->bytes);
    sb_emit(job, kind, job->path, text);
}

static void keep_text(struct sb_job *job, enum py_kind kind, bool first_line)
{
    sb_str *text = SB_NEW(job->arena, sb_str);
    sb_str rest = job->bytes;
    sb_str line = SB_STR_NONE;
    if (first_line)
        sb_str_line(&rest, &line);
    *text = first_line ? sb_job_text(job, sb_str_trim(line)) : sb_arena_str(job->arena, job->bytes);
    sb_emit(job, kind, job->dir, text);
}

/* What an installer writes beside the metadata is a few lines of text; what is larger came with the package. */
static void note_small(struct sb_job *job)
{
    if (job->bytes.n < PY_SMALL_MAX && sb_str_chr(job->bytes, '\0') == SB_NPOS)
        sb_emit(job, PY_SMALL, job->dir, NULL);
}

static void keep_settings(struct sb_job *job)
{
    const struct sb_settings *settings = sb_settings_of(job->name, job->bytes, job->arena);
    if (settings)
        sb_emit(job, PY_SETTINGS, job->path, settings);
}

static void tell_zipped(struct sb_job *job)
{
    sb_job_diag(job, SB_D_ZIPPED, 0, "a zipped application");
}

/* An application as zipapp writes it, under a name that does not say so: a line that names Python, then a zip. */
static void look_at_program(struct sb_job *job)
{
    static const char *const suffixes[] = {".pex", ".pyz", ".pyzw", NULL}; /* told by their names */
    sb_str rest = job->bytes, line;
    if (sb_str_is_one_of(sb_str_from(job->name, sb_str_rchr(job->name, '.')), suffixes))
        return;
    if (sb_str_cut(&rest, '\n', &line) && sb_str_starts(line, SB_S("#!")) && sb_str_starts(rest, SB_S("PK\3\4")) &&
        sb_str_find(line, SB_S("py")) != SB_NPOS)
        tell_zipped(job);
}

void sb_python_file(struct sb_job *job)
{
    switch ((enum py_kind)job->kind) {
    case PY_METADATA: parse_metadata(job, !sb_str_eq(job->name, SB_S("METADATA"))); break;
    case PY_INSTALLER:
        keep_text(job, PY_INSTALLER, true);
        note_small(job);
        break;
    case PY_REQUESTED:
        sb_emit(job, PY_REQUESTED, job->dir, NULL);
        note_small(job);
        break;
    case PY_DIRECT_URL:
        parse_direct_url(job);
        note_small(job);
        break;
    case PY_SMALL: note_small(job); break;
    case PY_START_UP: sb_str_ends(job->name, SB_S(".pth")) ? parse_pth(job) : parse_start(job); break;
    case PY_EGG_LINK: parse_egg_link(job); break;
    case PY_SETTINGS: keep_settings(job); break;
    case PY_CONFIG:
    case PY_ACTIVATE: keep_file(job, (enum py_kind)job->kind); break;
    case PY_PROGRAM: look_at_program(job); break;
    case PY_ZIPPED: tell_zipped(job); break;
    case PY_EGG: break;
    case PY_RECORD:
    case PY_INSTALLED_FILES:
    case PY_REQUIRES:
    case PY_ENTRY_POINTS: keep_text(job, (enum py_kind)job->kind, false); break;
    }
}
