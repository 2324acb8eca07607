#include "diff/canon.h"

#include "model/sequence.h"
#include "text/json_write.h"

/* Members whose text, or texts, are names of elements. */
static const char *const references[] = {"algorithm",
                                         "algorithmRef",
                                         "algorithms",
                                         "assemblies",
                                         "assessor",
                                         "asserter",
                                         "attributedTo",
                                         "auth",
                                         "claims",
                                         "counterClaims",
                                         "counterEvidence",
                                         "cryptoRefArray",
                                         "dependencies",
                                         "dependsOn",
                                         "encr",
                                         "evidence",
                                         "fileDependencies",
                                         "hasFiles",
                                         "integ",
                                         "ke",
                                         "licenseConcluded",
                                         "licenseInfoFromFiles",
                                         "licenseInfoInFiles",
                                         "licenseInfoInSnippets",
                                         "members",
                                         "mitigationStrategies",
                                         "parent",
                                         "patentRefs",
                                         "prf",
                                         "process",
                                         "provides",
                                         "ref",
                                         "reference",
                                         "relatedCryptographicAssetRef",
                                         "relatedSpdxElement",
                                         "requirement",
                                         "requirements",
                                         "signatureAlgorithmRef",
                                         "snippetFromFile",
                                         "spdxElementId",
                                         "subjectPublicKeyRef",
                                         "subjects",
                                         "target",
                                         "tools",
                                         "vulnerabilities",
                                         NULL};

/* Lists that older versions have one element of, without a list around it. */
static const char *const lists[] = {"identity", NULL};

enum { SEQUENCE = 1, REFERENCE = 2, LIST = 4 };

static unsigned place_of(sb_str key)
{
    return (sb_is_sequence(key) ? SEQUENCE : 0u) | (sb_str_is_one_of(key, references) ? REFERENCE : 0u) |
           (sb_str_is_one_of(key, lists) ? LIST : 0u);
}

/* What a document calls its elements. */
static const char *const own_names[] = {"bom-ref", "SPDXID", "externalDocumentId", NULL};

static const char *const reference_keys[] = {"type", "url", "comment", "hashes", NULL};
static const char *const licence_keys[] = {"id", "name", "expression", "acknowledgement", NULL};
static const char *const party_keys[] = {"name", NULL};
static const char *const code_keys[] = {"packageVerificationCodeValue", NULL};
static const struct sb_canon_known known_parts[] = {
    {"externalReferences", 2, reference_keys},
    {"licenses", 3, licence_keys},
    {"supplier", 1, party_keys},
    {"manufacturer", 1, party_keys},
    {"packageVerificationCode", 1, code_keys},
};

void sb_canon_begin(struct sb_canon *canon, const struct sb_doc *doc, const struct sb_intern *refs)
{
    *canon = (struct sb_canon){.doc = doc, .refs = refs, .json = sb_json_new(SB_STR_NONE, 0)};
}

void sb_canon_done(struct sb_canon *canon)
{
    sb_json_free(canon->json);
    sb_buf_done(&canon->buf);
    sb_buf_done(&canon->spare);
    sb_free(canon->parts.p);
}

/* ---- scalars ---- */

/* Digits without needless zeros, and the power of ten that they are multiplied by: 1.50e1 and 15 are both 15e0. */
static void put_number(struct sb_canon *canon, sb_str text)
{
    char digits[64];
    size_t n = 0, at = 0;
    int64_t power = 0;
    bool negative = sb_str_chop(&text, SB_S("-")), point = false;
    for (; at < text.n && n < sizeof digits && (sb_is_digit(text.p[at]) || text.p[at] == '.'); at++) {
        point = point || text.p[at] == '.';
        if (text.p[at] == '.')
            continue;
        power -= point;
        if (n || text.p[at] != '0')
            digits[n++] = text.p[at];
    }
    sb_str exponent = sb_str_from(text, at);
    uint64_t size = 0;
    bool minus = false;
    if (exponent.n && sb_lower(exponent.p[0]) == 'e') {
        exponent = sb_str_from(exponent, 1);
        minus = sb_str_chop(&exponent, SB_S("-"));
        sb_str_chop(&exponent, SB_S("+"));
    } else if (exponent.n) {
        sb_buf_printf(&canon->buf, "%s%.*s", negative ? "-" : "",
                      SB_FMT(text)); /* longer than any number that is meant */
        return;
    }
    if (exponent.n && (!sb_str_u64(exponent, &size) || size > 1000000)) {
        sb_buf_printf(&canon->buf, "%s%.*s", negative ? "-" : "", SB_FMT(text));
        return;
    }
    power += minus ? -(int64_t)size : (int64_t)size;
    for (; n && digits[n - 1] == '0'; n--)
        power++;
    if (n == 0)
        sb_buf_chr(&canon->buf, '0');
    else if (power >= 0 && power <= 20)
        sb_buf_printf(&canon->buf, "%s%.*s%.*s", negative ? "-" : "", (int)n, digits, (int)power,
                      "00000000000000000000");
    else if (power < 0 && -power < (int64_t)n)
        sb_buf_printf(&canon->buf, "%s%.*s.%.*s", negative ? "-" : "", (int)((int64_t)n + power), digits, (int)-power,
                      digits + n + power);
    else if (power < 0 && -power <= 20)
        sb_buf_printf(&canon->buf, "%s0.%.*s%.*s", negative ? "-" : "", (int)(-power - (int64_t)n),
                      "00000000000000000000", (int)n, digits);
    else
        sb_buf_printf(&canon->buf, "%s%.*se%lld", negative ? "-" : "", (int)n, digits, (long long)power);
}

/* A ref is a name that a document made up: what it names counts. */
static void put_text(struct sb_canon *canon, sb_str text, bool reference)
{
    const struct sb_doc *doc = canon->doc;
    if (canon->nameless && (reference || sb_str_starts(text, SB_S("LicenseRef-")))) {
        sb_buf_str(&canon->buf, SB_S("\"(ref)\""));
        return;
    }
    sb_text id = doc && reference ? sb_intern_find(&doc->text, text) : SB_TEXT_ABSENT;
    sb_comp c = sb_text_set(id) ? sb_doc_by_ref_text(doc, id) : SB_COMP_NONE;
    if (c.v) {
        const struct sb_component *row = sb_doc_at(doc, c);
        struct sb_buf name = {0};
        if (sb_text_set(row->purl))
            sb_buf_str(&name, sb_doc_str(doc, row->purl));
        else
            sb_buf_printf(&name, "%.*s%s%.*s@%.*s", SB_FMT(sb_doc_str(doc, row->group)),
                          sb_text_set(row->group) ? "/" : "", SB_FMT(sb_doc_str(doc, row->name)),
                          SB_FMT(sb_doc_str(doc, row->version)));
        sb_json_quote(&canon->buf, sb_buf_all(&name));
        sb_buf_done(&name);
    } else if (sb_text_set(id) && canon->wordings && sb_map_get(canon->wordings, id.v)) {
        sb_str wording = sb_doc_str(doc, (sb_text){*sb_map_get(canon->wordings, id.v)});
        if (sb_str_starts(wording, SB_S("LicenseRef-")))
            sb_json_quote(&canon->buf, wording);
        else
            sb_buf_printf(&canon->buf, "\"(licence text %.*s)\"", SB_FMT(wording));
    } else if (reference && canon->refs && sb_text_set(sb_intern_find(canon->refs, text))) {
        sb_buf_str(&canon->buf, SB_S("\"(ref)\""));
    } else {
        sb_json_quote(&canon->buf, text);
    }
}

/* ---- containers ---- */

static int by_bytes(const void *a, const void *b, void *ctx)
{
    const struct sb_canon_part *x = a, *y = b;
    const char *text = ctx;
    return sb_str_cmp(sb_str_n(text + x->from, x->n), sb_str_n(text + y->from, y->n));
}

/* Brings the parts from FIRST on into order. Each ends with a comma; the last one's becomes the end of the container.
 */
static void close_parts(struct sb_canon *canon, size_t first, bool sort, char end)
{
    size_t n = canon->parts.n - first;
    if (n == 0) {
        sb_buf_chr(&canon->buf, end);
        return;
    }
    struct sb_canon_part *parts = canon->parts.p + first;
    bool sorted = true;
    for (size_t i = 1; sort && sorted && i < n; i++)
        sorted = by_bytes(&parts[i - 1], &parts[i], canon->buf.p) <= 0;
    if (!sorted) {
        size_t from = parts[0].from;
        sb_buf_clear(&canon->spare);
        qsort_r(parts, n, sizeof *parts, by_bytes, canon->buf.p);
        for (size_t i = 0; i < n; i++)
            sb_buf_add(&canon->spare, canon->buf.p + parts[i].from, parts[i].n);
        memcpy(canon->buf.p + from, canon->spare.p, canon->spare.n);
    }
    canon->buf.p[canon->buf.n - 1] = end;
    canon->parts.n = first;
}

static void put_value(struct sb_canon *canon, enum sb_json_event event, unsigned place);

/* A part of which nothing is left says nothing. */
static void add_part(struct sb_canon *canon, size_t from)
{
    if (canon->known && sb_str_ends(sb_str_n(canon->buf.p + from, canon->buf.n - from), SB_S("{}"))) {
        canon->buf.n = from;
        return;
    }
    sb_buf_chr(&canon->buf, ',');
    *SB_PUSH(&canon->parts) = (struct sb_canon_part){from, canon->buf.n - from};
}

static void put_array(struct sb_canon *canon, unsigned place)
{
    size_t first = canon->parts.n;
    enum sb_json_event event;
    sb_buf_chr(&canon->buf, '[');
    while ((event = sb_json_element(canon->json)) != SB_JSON_ARRAY_END && event != SB_JSON_ERROR) {
        size_t from = canon->buf.n;
        put_value(canon, event, place & REFERENCE);
        add_part(canon, from);
    }
    close_parts(canon, first, !(place & SEQUENCE), ']');
}

static bool is_left_out(const struct sb_canon *canon, sb_str key)
{
    return (canon->known && canon->level <= canon->known->levels && sb_str_is_one_of(key, canon->known->keys)) ||
           ((canon->doc || canon->nameless) && sb_str_is_one_of(key, own_names));
}

static void put_object(struct sb_canon *canon)
{
    size_t first = canon->parts.n;
    sb_str key;
    sb_buf_chr(&canon->buf, '{');
    while (sb_json_member(canon->json, &key)) {
        size_t from = canon->buf.n;
        unsigned place = place_of(key);
        if (is_left_out(canon, key)) {
            if (!sb_json_skip(canon->json, NULL))
                break;
            continue;
        }
        sb_json_quote(&canon->buf, key);
        sb_buf_chr(&canon->buf, ':');
        enum sb_json_event event = sb_json_next(canon->json);
        bool alone = (place & LIST) && event == SB_JSON_OBJECT;
        sb_buf_str(&canon->buf, alone ? SB_S("[") : SB_STR_NONE);
        put_value(canon, event, place);
        sb_buf_str(&canon->buf, alone ? SB_S("]") : SB_STR_NONE);
        add_part(canon, from);
    }
    close_parts(canon, first, true, '}');
}

static void put_value(struct sb_canon *canon, enum sb_json_event event, unsigned place)
{
    static const char *const words[] = {[SB_JSON_TRUE] = "true", [SB_JSON_FALSE] = "false", [SB_JSON_NULL] = "null"};
    canon->level++;
    if (event == SB_JSON_OBJECT)
        put_object(canon);
    else if (event == SB_JSON_ARRAY)
        put_array(canon, place);
    else if (event == SB_JSON_STRING)
        put_text(canon, sb_json_text(canon->json), (place & REFERENCE) != 0);
    else if (event == SB_JSON_NUMBER)
        put_number(canon, sb_json_text(canon->json));
    else if (event < SB_COUNT(words) && words[event])
        sb_buf_str(&canon->buf, sb_str_of(words[event]));
    canon->level--;
}

sb_str sb_canon_look(struct sb_canon *canon, sb_str member, sb_str json)
{
    canon->known = NULL;
    for (size_t i = 0; i < SB_COUNT(known_parts); i++)
        if (sb_str_eq(member, sb_str_of(known_parts[i].member)))
            canon->known = &known_parts[i];
    sb_buf_clear(&canon->buf);
    canon->parts.n = 0;
    canon->level = 0;
    sb_json_restart(canon->json, json);
    put_value(canon, sb_json_next(canon->json), place_of(member));
    return sb_buf_all(&canon->buf);
}

sb_str sb_canon_value(struct sb_canon *canon, sb_str member, sb_str json, struct sb_arena *arena)
{
    return sb_arena_str(arena, sb_canon_look(canon, member, json));
}

/* ---- where two differ ---- */

enum { WAY_DEEP = 4, WAY_LONG = 64, KEY_LONG = 32 };

/* The members of an object, or the elements of an array, as slices of a canonical text: "key":value, or value. */
typedef SB_VEC(sb_str) slices;

static void cut_up(sb_str text, slices *ret)
{
    size_t depth = 0, from = 1;
    bool string = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (string) {
            i += c == '\\';
            string = c != '"';
            continue;
        }
        string = c == '"';
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if ((c == ',' && depth == 1) || depth == 0) {
            if (i > from)
                *SB_PUSH(ret) = sb_str_part(text, from, i - from);
            from = i + 1;
        }
    }
}

static sb_str key_of(sb_str slice)
{
    size_t i = 1;
    while (i < slice.n && slice.p[i] != '"')
        i += slice.p[i] == '\\' ? 2 : 1;
    return sb_str_part(slice, 1, i - 1);
}

static sb_str value_of(sb_str slice, bool object)
{
    return object ? sb_str_from(slice, key_of(slice).n + 3) : slice;
}

static size_t first_other(const slices *a, const slices *b)
{
    size_t i = 0;
    while (i < a->n && i < b->n && sb_str_eq(a->p[i], b->p[i]))
        i++;
    return i;
}

/* One step down, to the first member or element that differs. False where there is none below. */
static bool step_down(sb_str *old, sb_str *new, sb_str *ret_key)
{
    bool object = old->n && new->n && old->p[0] == '{' && new->p[0] == '{';
    bool array = old->n && new->n && old->p[0] == '[' && new->p[0] == '[';
    if (!object && !array)
        return false;
    slices a = {0}, b = {0};
    cut_up(*old, &a);
    cut_up(*new, &b);
    size_t i = first_other(&a, &b);
    sb_str x = i < a.n ? a.p[i] : SB_STR_NONE, y = i < b.n ? b.p[i] : SB_STR_NONE;
    if (object) {
        sb_str kx = x.n ? key_of(x) : SB_STR_NONE, ky = y.n ? key_of(y) : SB_STR_NONE;
        int c = !x.n ? 1 : !y.n ? -1 : sb_str_cmp(kx, ky);
        *ret_key = c <= 0 ? kx : ky;
        *old = c <= 0 ? value_of(x, true) : SB_STR_NONE;
        *new = c >= 0 ? value_of(y, true) : SB_STR_NONE;
    } else {
        *ret_key = SB_STR_NONE;
        bool one_more = a.n != b.n && x.n && y.n;
        int c = !one_more ? 0 : sb_str_cmp(x, y);
        *old = c <= 0 ? x : SB_STR_NONE;
        *new = c >= 0 ? y : SB_STR_NONE;
    }
    sb_free(a.p);
    sb_free(b.p);
    return true;
}

sb_str sb_canon_narrow(sb_str member, sb_str *old, sb_str *new, struct sb_arena *arena)
{
    struct sb_buf way = {0};
    sb_str key;
    sb_buf_str(&way, sb_str_part(member, 0, WAY_LONG));
    for (unsigned i = 0; i < WAY_DEEP && way.n <= WAY_LONG && step_down(old, new, &key); i++)
        if (key.n)
            sb_buf_printf(&way, ".%.*s", SB_FMT(sb_str_part(key, 0, KEY_LONG)));
    sb_str ret = sb_arena_str(arena, sb_buf_all(&way));
    sb_buf_done(&way);
    return ret;
}
