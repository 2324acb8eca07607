#include "collect/content_verified.h"

#include "collect/fact_json.h"
#include "collect/rights.h"
#include "source/capable.h"
#include "text/json_write.h"

enum { NAMED = SB_CONTENT_EXTRA, PATH = 1024 }; /* files of each class that are named */

enum class { OK, MODIFIED, MISSING, LINK, MODE, CAPABILITY, EXTRA, UNRECORDED, UNKNOWN, CLASSES };
static const char *const names[CLASSES] = {[MODIFIED] = "modified", [MISSING] = "missing",       [LINK] = "link",
                                           [MODE] = "mode",         [CAPABILITY] = "capability", [EXTRA] = "extra"};

static bool is_there(const struct sb_content_file *file)
{
    return file->at && (file->at->kind == SB_ENTRY_FILE || file->at->kind == SB_ENTRY_LINK);
}

/* A record that this scan can check. */
static bool is_checked(const struct sb_looks *looks, const struct sb_digest *recorded)
{
    return recorded->alg == SB_ALG_SHA256 || (sb_look_for_record(recorded) & looks->made && looks->verify);
}

/* What a record of a link is made of; some databases record that without saying that it is a link. */
static bool is_target(const struct sb_digest *recorded, sb_str target)
{
    uint8_t digest[SB_SHA256_BYTES];
    if (recorded->alg == SB_ALG_SHA256)
        sb_sha256_of(target, digest);
    else if (recorded->alg == SB_ALG_SHA1)
        sb_sha1_of(target, digest);
    else
        return false;
    return memcmp(digest, recorded->b, recorded->n) == 0;
}

/* Is it a link where a file was recorded, or the reverse? That it was a link apk tells by the mode alone, which hardly
 * any file has. */
static bool changed_kind(const struct sb_content_file *file)
{
    bool link = file->at->kind == SB_ENTRY_LINK;
    if ((file->claim->recorded_mode & (SB_CLAIM_MODE | 07777)) != (SB_CLAIM_MODE | 0777))
        return link;
    return !link && (file->at->mode & 07777) != 0777;
}

/* Of a file whose bytes are right. Nobody asks for the capabilities of one that nobody may execute. */
static enum class class_of_rights(const struct sb_join *join, const struct sb_looks *looks,
                                  const struct sb_content_file *file) {
    uint32_t recorded = file->claim->recorded_mode;
    uint32_t found = recorded ? sb_looks_mode(looks, join->tree, file->claim->node) : 0;
    if (found && recorded & SB_CLAIM_MODE && found != (recorded & ~(uint32_t)SB_CLAIM_CAPABLE)) return MODE;
    if (!found || !(recorded & SB_CLAIM_CAPABLE) || !sb_may_run(file->at->mode)) return OK;
    return sb_rights_as_recorded(join, file->claim) ? OK : CAPABILITY;
}

/* What an installed system writes into its files itself. */
static bool may_differ(const struct sb_content_file *file)
{
    if (!file->looked)
        return false;
    return (file->claim->flags & SB_CLAIM_SCRIPT && sb_looked_body(file->looked)) ||
           (file->claim->flags & SB_CLAIM_PRELINKED && file->looked->summary.kind == SB_KIND_ELF);
}

/* Most records are of regular files. A link in their place is fine if it leads to what was recorded and the record does
 * not say more: some installers of Python link to their cache. The first line of a script is written by the
 * installation, and often again by who moves it; so a script that differs may be either, and its body stands in the
 * content set. */
static enum class class_of(const struct sb_join *join, const struct sb_looks *looks,
                           const struct sb_content_file *file) {
    const struct sb_tree *tree = join->tree; const struct sb_digest *recorded = file->claim->recorded;
    if (!recorded) return sb_content_in_set(file) && is_there(file) ? UNRECORDED : UNKNOWN;
    if (!is_there(file)) return file->claim->flags & SB_CLAIM_LEFT_OUT ? UNKNOWN : MISSING;
    bool link = file->at->kind == SB_ENTRY_LINK;
    if (link && is_target(recorded, sb_tree_target(file->at))) return OK;
    if (file->claim->flags & SB_CLAIM_LINK && !link) return LINK;
    if (file->claim->flags & SB_CLAIM_LINK) return recorded->alg == SB_ALG_MD5 ? UNKNOWN : MODIFIED;
    if (file->claim->flags & SB_CLAIM_FILE && link) return !is_checked(looks, recorded) ? UNKNOWN
    : changed_kind(file)                                                                ? LINK
                                                                                        : MODIFIED;
    sb_node node = link ? sb_look_target(tree, file->claim->node) : file->claim->node;
    const uint8_t *found = node.v ? sb_looks_digest(looks, tree, node, recorded) : NULL;
    if (found && memcmp(recorded->b, found, recorded->n) == 0) return link ? OK : class_of_rights(join, looks, file);
    if (link && !is_checked(looks, recorded)) return UNKNOWN;
    if (!link && !found) return looks->verify && !is_checked(looks, recorded) ? UNRECORDED : UNKNOWN;
    if (changed_kind(file)) return LINK;
    return !link && may_differ(file) ? UNRECORDED : MODIFIED;
}

struct verdicts {
    struct sb_fact_list list;
    uint64_t n[CLASSES];
    uint64_t unnamed; /* more than NAMED of a class */
};

static void add(struct verdicts *v, enum class class, sb_str path)
{
    if (++v->n[class] > NAMED && names[class])
        v->unnamed++;
    else if (names[class] && sb_fact_list_next(&v->list)) {
        sb_buf_chr(&v->list.buf, '[');
        sb_json_quote(&v->list.buf, sb_str_part(path, 0, PATH));
        sb_buf_printf(&v->list.buf, ",\"%s\"]", names[class]);
    }
}

static void put(struct verdicts *v, struct sb_buf *json)
{
    v->list.more += v->unnamed;
    sb_buf_chr(json, '{');
    sb_fact_number(json, true, "extra", v->n[EXTRA]);
    sb_fact_number(json, false, "missing", v->n[MISSING]);
    sb_fact_number(json, false, "modified", v->n[MODIFIED] + v->n[LINK] + v->n[MODE] + v->n[CAPABILITY]);
    sb_fact_number(json, false, "ok", v->n[OK]);
    sb_fact_key(json, false, "paths");
    sb_buf_str(json, sb_fact_list_end(&v->list));
    sb_fact_number(json, false, "unrecorded", v->n[UNRECORDED]);
    sb_buf_chr(json, '}');
}

bool sb_content_verified(const struct sb_join *join, const struct sb_looks *looks, const struct sb_content_files *files,
                         const struct sb_content_extra *extra, struct sb_buf *json)
{
    struct verdicts v = {0};
    sb_fact_list_begin(&v.list, (size_t)CLASSES * NAMED);
    for (size_t i = 0; i < files->n; i++)
        add(&v, class_of(join, looks, &files->p[i]), files->p[i].path);
    for (size_t i = 0; i < extra->n && i < NAMED; i++)
        add(&v, EXTRA, extra->paths[i]);
    if (extra->n > NAMED) {
        v.n[EXTRA] = extra->n;
        v.unnamed += extra->n - NAMED;
    }
    bool any = v.n[OK] + v.n[MODIFIED] + v.n[LINK] + v.n[MODE] + v.n[CAPABILITY] || (v.n[MISSING] && looks->verify);
    if (any)
        put(&v, json);
    sb_fact_list_done(&v.list);
    return any;
}
