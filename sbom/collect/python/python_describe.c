/* What the metadata of a distribution says, and where it was obtained. */
#include "collect/fact_json.h"
#include "collect/npm_source.h"
#include "id/licence.h"
#include "id/url.h"
#include "python/python_join.h"

/* ---- what the metadata says ---- */

/* Older tools write UNKNOWN for what they were not told. */
static sb_str told(sb_str value)
{
    value = sb_str_trim(value);
    return sb_str_eq(value, SB_S("UNKNOWN")) ? SB_STR_NONE : value;
}

/* A classifier "v2 (GPLv2)" says no more than the version; a field that speaks of more knows better. */
static bool says_more(sb_str licence, sb_str of_classifier)
{
    bool more = sb_str_find(licence, SB_S("later")) != SB_NPOS || sb_str_find(licence, SB_S("exception")) != SB_NPOS ||
                sb_str_chr(licence, '+') != SB_NPOS;
    return more && sb_str_ends(of_classifier, SB_S("-only"));
}

/* The licence field if it says one, else the classifiers that do. */
static bool add_known_licence(struct sb_join *join, sb_comp c, const struct py_metadata *meta, sb_str licence)
{
    if (sb_licence_of_name(licence, join->arena).n || sb_licence_of_text(licence, join->arena).n) {
        sb_join_licence(join, c, licence);
        return true;
    }
    bool found = false;
    for (size_t i = 0; i < meta->n_classifiers; i++) {
        sb_str id = sb_licence_of_classifier(meta->classifiers[i], join->arena);
        if (!id.n || says_more(licence, id))
            continue;
        sb_join_licence(join, c, id);
        found = true;
    }
    return found;
}

/* "BSD License": what a classifier that leaves the licence open says of it. */
static sb_str open_classifier(const struct py_metadata *meta)
{
    for (size_t i = 0; i < meta->n_classifiers; i++) {
        sb_str name = sb_str_trim(meta->classifiers[i]);
        if (sb_str_chop(&name, SB_S("License :: ")) && !sb_str_eq(name, SB_S("OSI Approved"))) {
            sb_str_chop(&name, SB_S("OSI Approved :: "));
            return name;
        }
    }
    return SB_STR_NONE;
}

static void add_licence(struct sb_join *join, sb_comp c, const struct py_metadata *meta)
{
    sb_str licence = told(meta->licence);
    if (meta->licence_expression.n)
        sb_join_licence(join, c, meta->licence_expression);
    else if (!add_known_licence(join, c, meta, licence))
        sb_join_licence(join, c, licence.n ? licence : open_classifier(meta));
}

/* CycloneDX external reference types of the usual labels (PyPI's well-known project URLs). */
static const char *reference_type(sb_str label)
{
    static const struct {
        const char *label, *type;
    } rows[] = {{"homepage", "website"},
                {"home", "website"},
                {"source", "vcs"},
                {"source code", "vcs"},
                {"repository", "vcs"},
                {"code", "vcs"},
                {"github", "vcs"},
                {"documentation", "documentation"},
                {"docs", "documentation"},
                {"changelog", "release-notes"},
                {"changes", "release-notes"},
                {"release notes", "release-notes"},
                {"issues", "issue-tracker"},
                {"bug tracker", "issue-tracker"},
                {"tracker", "issue-tracker"},
                {"bug reports", "issue-tracker"},
                {"issue tracker", "issue-tracker"}};
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_str_eq_nocase(label, sb_str_of(rows[i].label)))
            return rows[i].type;
    return "other";
}

static void add_urls(struct sb_join *join, sb_comp c, const struct py_metadata *meta)
{
    if (told(meta->homepage).n)
        sb_doc_reference(join->doc, c, SB_S("website"), told(meta->homepage), SB_STR_NONE);
    for (size_t i = 0; i < meta->n_urls; i++) {
        sb_str url = meta->urls[i];
        sb_str label;
        if (!sb_str_cut(&url, ',', &label))
            continue;
        url = sb_str_trim(url);
        label = sb_str_trim(label);
        const char *type = reference_type(label);
        if (url.n)
            sb_doc_reference(join->doc, c, sb_str_of(type), url, strcmp(type, "other") == 0 ? label : SB_STR_NONE);
    }
}

void sb_python_describe(struct sb_join *join, sb_comp c, const struct py_metadata *meta)
{
    sb_str author = told(meta->author).n ? told(meta->author) : told(meta->author_email);
    if (told(meta->summary).n)
        sb_doc_attribute(join->doc, c, SB_F_DESCRIPTION, told(meta->summary));
    if (author.n)
        sb_doc_attribute(join->doc, c, SB_F_AUTHOR, author);
    add_licence(join, c, meta);
    add_urls(join, c, meta);
}

/* ---- where it came from ---- */

static const char *origin_kind(const struct py_direct_url *direct)
{
    if (!direct)
        return "registry";
    if (direct->vcs.n)
        return "git";
    return sb_str_starts(direct->url, SB_S("file:")) ? "file" : "url";
}

/* The folder of a local build is a path of the machine that made it, and says nothing elsewhere. */
static sb_str origin_url(struct sb_join *join, const struct py_direct_url *direct)
{
    if (!direct || sb_str_starts(direct->url, SB_S("file:")))
        return SB_STR_NONE;
    sb_str url = sb_npm_source_of(direct->url, join->arena).url; /* without secrets */
    return url.n && direct->vcs.n && direct->commit.n ? sb_arena_join(join->arena, url, SB_S("#"), direct->commit)
                                                      : url;
}

static sb_str repository_of(const struct py_metadata *meta, struct sb_arena *arena)
{
    for (size_t i = 0; i < meta->n_urls; i++) {
        sb_str url = meta->urls[i];
        sb_str label;
        if (sb_str_cut(&url, ',', &label) && strcmp(reference_type(sb_str_trim(label)), "vcs") == 0)
            return sb_url_clean(sb_str_trim(url), arena);
    }
    return SB_STR_NONE;
}

void sb_python_origin(struct sb_join *join, sb_comp c, const struct py_metadata *meta,
                      const struct py_direct_url *direct, sb_str installer)
{
    struct sb_buf json = {0};
    const struct {
        const char *key;
        sb_str value;
    } members[] = {{"installer", installer},
                   {"kind", direct || installer.n ? sb_str_of(origin_kind(direct)) : SB_STR_NONE},
                   {"ref", direct && direct->vcs.n ? direct->ref : SB_STR_NONE},
                   {"repository", repository_of(meta, join->arena)},
                   {"url", origin_url(join, direct)}};
    for (size_t i = 0; i < SB_COUNT(members); i++) {
        if (members[i].value.n == 0)
            continue;
        if (json.n == 0)
            sb_buf_chr(&json, '{');
        sb_fact_text(&json, json.n == 1, members[i].key, members[i].value);
    }
    if (json.n) {
        sb_buf_chr(&json, '}');
        sb_join_fact(join, c, "sbom:origin", sb_buf_all(&json));
    }
    sb_buf_done(&json);
}
