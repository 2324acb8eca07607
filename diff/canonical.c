#include "diff/canonical.h"

#include "base/mem.h"
#include "text/json_read.h"

enum { DEPTH = 64 };

struct sb_canonical {
    struct sb_json *json;
    sb_hash_fn *hash;
};

/* Members that name elements of the document, and the name itself: they may be called anything. */
static const char *const ids[] = {"SPDXID",
                                  "algorithm",
                                  "algorithmRef",
                                  "algorithms",
                                  "assemblies",
                                  "asserter",
                                  "bom-ref",
                                  "claims",
                                  "counterClaims",
                                  "cryptoRefArray",
                                  "dependsOn",
                                  "encr",
                                  "integ",
                                  "ke",
                                  "patentRefs",
                                  "prf",
                                  "provides",
                                  "ref",
                                  "relatedCryptographicAssetRef",
                                  "relatedSpdxElement",
                                  "signatureAlgorithmRef",
                                  "snippetFromFile",
                                  "spdxElementId",
                                  "subjectPublicKeyRef",
                                  "subjects",
                                  "tools",
                                  "hasFiles",
                                  NULL};

/* Arrays whose order says something: calls, steps, bytes of a code point, chains of certificates. */
static const char *const sequences[] = {"certificatePath", "chain",      "commands", "frames",
                                        "identifiers",     "parameters", "steps",    NULL};

/* An object or array that is open. */
struct frame {
    uint64_t sum, key;   /* of what is in it; of the member that it is */
    bool array, ordered; /* ordered: what is in it is a sequence */
    bool id, sequence;   /* of the member at hand: texts name elements; an array is a sequence */
};

static void add(struct frame *top, uint64_t value)
{
    top->sum = top->ordered ? sb_hash_pair(top->sum, value) : top->sum + sb_hash_pair(top->key, value);
}

static uint64_t scalar(const struct sb_canonical *canonical, const struct frame *top, enum sb_json_event event)
{
    if (event != SB_JSON_STRING && event != SB_JSON_NUMBER)
        return event;
    sb_str text = sb_json_text(canonical->json);
    bool id = top->id || sb_str_starts(text, SB_S("LicenseRef-"));
    return event == SB_JSON_STRING && id ? event : canonical->hash(text.p, text.n, event);
}

static struct frame frame_of(enum sb_json_event event, const struct frame *parent)
{
    bool array = event == SB_JSON_ARRAY;
    return (struct frame){.array = array, .ordered = array && parent->sequence, .id = array && parent->id};
}

/* What the member that follows is called. An array keeps the name of its own member for its elements. */
static void enter(const struct sb_canonical *canonical, struct frame *top, sb_str key)
{
    top->key = canonical->hash(key.p, key.n, 1);
    top->id = sb_str_is_one_of(key, ids);
    top->sequence = sb_str_is_one_of(key, sequences);
}

static bool walk(const struct sb_canonical *canonical, sb_str member, uint64_t *ret_number)
{
    struct sb_json *json = canonical->json;
    struct frame stack[DEPTH + 2] = {{0}};
    unsigned n = 1;
    enum sb_json_event event;
    enter(canonical, &stack[0], member);
    while ((event = sb_json_next(json)) != SB_JSON_DONE) {
        struct frame *top = &stack[n - 1];
        if (event == SB_JSON_ERROR)
            return false;
        if (event == SB_JSON_KEY) {
            enter(canonical, top, sb_json_text(json));
        } else if (event == SB_JSON_OBJECT || event == SB_JSON_ARRAY) {
            stack[n++] = frame_of(event, top);
        } else if (event == SB_JSON_OBJECT_END || event == SB_JSON_ARRAY_END) {
            n--;
            add(&stack[n - 1], sb_hash_pair(top->sum, top->array));
        } else {
            add(top, scalar(canonical, top, event));
        }
    }
    *ret_number = stack[0].sum;
    return true;
}

struct sb_canonical *sb_canonical_new(sb_hash_fn *hash)
{
    struct sb_canonical *canonical = sb_calloc(1, sizeof *canonical);
    canonical->hash = hash;
    canonical->json = sb_json_new(SB_STR_NONE, DEPTH);
    return canonical;
}

void sb_canonical_free(struct sb_canonical *canonical)
{
    sb_json_free(canonical->json);
    sb_free(canonical);
}

uint64_t sb_canonical_number(struct sb_canonical *canonical, sb_str member, sb_str json)
{
    uint64_t number;
    sb_json_restart(canonical->json, json);
    return walk(canonical, member, &number) ? number : canonical->hash(json.p, json.n, 0);
}
