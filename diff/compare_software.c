#include "base/mem.h"
#include "diff/carried.h"
#include "diff/comparison.h"
#include "diff/ran.h"

/* String members of a small object, by name; empty for what is missing, and all of them where the fact is no JSON
 * object. */
static void read_members(struct sb_comparison *cmp, sb_str json, const char *const *names, sb_str *ret, size_t n)
{
    sb_str key;
    memset(ret, 0, n * sizeof *ret);
    if (!json.n)
        return;
    sb_json_restart(cmp->json, json);
    if (sb_json_next(cmp->json) != SB_JSON_OBJECT)
        return;
    while (sb_json_member(cmp->json, &key)) {
        size_t i = 0;
        while (i < n && !sb_str_eq(key, sb_str_of(names[i])))
            i++;
        if (i < n)
            sb_json_take_string(cmp->json, &cmp->scratch, &ret[i]);
    }
    if (sb_json_next(cmp->json) != SB_JSON_DONE)
        memset(ret, 0, n * sizeof *ret);
}

/* The value of a fact, or an empty slice. The names were looked up once. */
static sb_str fact(const struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_side side,
                   enum sb_fact_id id)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    sb_text name = cmp->fact_name[side][id];
    if (!sb_text_set(name))
        return SB_STR_NONE;
    struct sb_range r = sb_doc_facts_of(doc, pair->row[side]);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (sb_text_eq(doc->facts.p[i].name, name))
            return sb_doc_str(doc, doc->facts.p[i].value);
    return SB_STR_NONE;
}

/* The content set: by the package's own record where both have one. Equal records over other files are an edit after
 * installation. */
static void compare_content(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    static const char *const names[] = {"recorded", "sha256"};
    enum { RECORDED, SHA256, NAMES };
    sb_str old = fact(cmp, pair, SB_OLD, SB_FACT_FILES), new = fact(cmp, pair, SB_NEW, SB_FACT_FILES);
    if (!old.n || !new.n || sb_str_eq(old, new))
        return;
    sb_str o[NAMES], n[NAMES];
    read_members(cmp, old, names, o, NAMES);
    read_members(cmp, new, names, n, NAMES);
    bool recorded = o[RECORDED].n && n[RECORDED].n;
    if (recorded && !sb_str_eq(o[RECORDED], n[RECORDED]))
        sb_note_software(cmp, "content", sb_value_text(o[RECORDED]), sb_value_text(n[RECORDED]));
    else if (o[SHA256].n && n[SHA256].n && !sb_str_eq(o[SHA256], n[SHA256]))
        sb_note_software(cmp, recorded ? "files" : "content", sb_value_text(o[SHA256]), sb_value_text(n[SHA256]));
}

/* ---- execution points ---- */

typedef SB_VEC(sb_str) texts;

static int by_text(const void *a, const void *b)
{
    return sb_str_cmp(*(const sb_str *)a, *(const sb_str *)b);
}

/* The elements of an array as their JSON text, sorted. False if it is none. */
static bool read_elements(struct sb_comparison *cmp, sb_str json, texts *ret)
{
    sb_str raw;
    sb_json_restart(cmp->json, json);
    if (sb_json_next(cmp->json) != SB_JSON_ARRAY)
        return false;
    while (sb_json_skip(cmp->json, &raw))
        *SB_PUSH(ret) = raw;
    if (ret->n)
        qsort(ret->p, ret->n, sizeof *ret->p, by_text);
    return sb_json_next(cmp->json) == SB_JSON_DONE;
}

/* The array of what stands in A and not in B. */
static sb_str array_without(struct sb_comparison *cmp, const texts *a, const texts *b)
{
    struct sb_buf buf = {0};
    size_t k = 0;
    sb_buf_chr(&buf, '[');
    for (size_t i = 0; i < a->n; i++) {
        while (k < b->n && sb_str_cmp(b->p[k], a->p[i]) < 0)
            k++;
        if (k < b->n && sb_str_eq(b->p[k], a->p[i]))
            continue;
        if (buf.n > 1)
            sb_buf_chr(&buf, ',');
        sb_buf_str(&buf, a->p[i]);
    }
    sb_buf_chr(&buf, ']');
    sb_str ret = sb_arena_str(&cmp->scratch, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return ret;
}

static void compare_exec(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    sb_str old = fact(cmp, pair, SB_OLD, SB_FACT_EXEC), new = fact(cmp, pair, SB_NEW, SB_FACT_EXEC);
    if (!old.n || !new.n || sb_str_eq(old, new))
        return;
    texts o = {0}, n = {0};
    if (read_elements(cmp, old, &o) && read_elements(cmp, new, &n)) {
        sb_str gone = array_without(cmp, &o, &n), come = array_without(cmp, &n, &o);
        if (gone.n > 2 || come.n > 2)
            sb_note_software(cmp, "exec", sb_value_json(gone), sb_value_json(come));
    }
    sb_free(o.p);
    sb_free(n.p);
}

/* ---- SPDX verification code ---- */

/* A digest over all files of a package. Tools choose the files, so only one tool's codes can be compared. */
static void compare_verification_code(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    struct sb_value v[SB_SIDES];
    if (!cmp->delta->same_generator || !cmp->looked[SB_OLD][SB_LOOKED_AT(SB_F_VERIFICATION_CODE)])
        return;
    for (unsigned side = 0; side < SB_SIDES; side++)
        v[side] = sb_value_of(cmp->delta->doc[side],
                              sb_doc_attribute_of(cmp->delta->doc[side], pair->row[side], SB_F_VERIFICATION_CODE));
    if (sb_value_set(v[SB_OLD]) && sb_value_set(v[SB_NEW]) && !sb_value_eq(v[SB_OLD], v[SB_NEW]))
        sb_note_software(cmp, "content", v[SB_OLD], v[SB_NEW]);
}

/* ---- origin ---- */

static bool url_moved(sb_str old, sb_str new, bool same_version)
{
    if (!old.n || !new.n)
        return false;
    return same_version ? !sb_str_eq(sb_bare_url(old), sb_bare_url(new))
                        : !sb_str_eq_nocase(sb_url_source(old), sb_url_source(new));
}

/* A version's address has the version in it, so between versions only the host counts. */
static bool origin_fact_moved(struct sb_comparison *cmp, sb_str old, sb_str new, bool same_version)
{
    static const char *const names[] = {"kind", "registry", "repository", "url"};
    enum { KIND, REGISTRY, REPOSITORY, URL, NAMES };
    sb_str o[NAMES], n[NAMES];
    read_members(cmp, old, names, o, NAMES);
    read_members(cmp, new, names, n, NAMES);
    return (o[KIND].n && n[KIND].n && !sb_str_eq(o[KIND], n[KIND])) || url_moved(o[REGISTRY], n[REGISTRY], true) ||
           url_moved(o[REPOSITORY], n[REPOSITORY], true) || url_moved(o[URL], n[URL], same_version);
}

static void compare_origin(struct sb_comparison *cmp, const struct sb_row_pair *pair, bool same_version, bool agree)
{
    sb_str old = fact(cmp, pair, SB_OLD, SB_FACT_ORIGIN), new = fact(cmp, pair, SB_NEW, SB_FACT_ORIGIN);
    if (old.n && new.n) {
        if (agree && !sb_str_eq(old, new) && origin_fact_moved(cmp, old, new, same_version))
            sb_note_software(cmp, "origin", sb_value_json(old), sb_value_json(new));
        return;
    }
    struct sb_carried_step step;
    if (sb_carried_step(cmp->delta, pair->row, same_version, &cmp->scratch, &step))
        sb_note_software(cmp, "origin", sb_value_text(step.old), sb_value_text(step.new));
}

void sb_compare_software(struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_version_relation relation)
{
    bool same = relation == SB_VERSION_SAME || relation == SB_VERSION_SPELLED;
    /* Two revisions of a collector mean different things by one fact: a difference says nothing of the software. */
    bool agree = sb_ran_agrees(cmp->delta, cmp->delta->identities.p[pair->identity].type);
    if (same)
        sb_compare_digests(cmp, pair);
    if (cmp->delta->doc[SB_OLD]->reference_hashes.n || cmp->delta->doc[SB_NEW]->reference_hashes.n)
        sb_compare_reference_digests(cmp, pair, same);
    if (same && agree) {
        compare_content(cmp, pair);
        compare_exec(cmp, pair);
    }
    if (same)
        compare_verification_code(cmp, pair);
    if (same || pair->identity != cmp->delta->root_identity)
        compare_origin(cmp, pair, same, agree);
}
