#include "carry/content.h"

#include "base/mem.h"
#include "carry/hold.h"
#include "grammar/cyclonedx.h"

/* An open object or list, whose values lie behind one another in `bytes`. */
struct level {
    bool list;
    const struct sb_object *type;
    const struct sb_member *row; /* of the member that it is the value of */
    size_t bytes, parts;         /* where its own begin */
    uint8_t fold[SB_SHA256_BYTES];
};

/* A member of an open object, in `bytes`. */
struct part {
    size_t at, name_n, n;
};

struct sb_content {
    const struct sb_grammar *grammar;
    struct sb_receiver next;
    struct sb_sha256 *sha256;
    SB_VEC(struct level) levels;
    SB_VEC(struct part) parts;
    struct sb_buf bytes;
    unsigned left_out; /* open objects and lists of a member that does not count */
    bool done;
    uint8_t digest[SB_SHA256_BYTES];
};

/* What a document says about itself. */
static const enum sb_cdx_row about_itself[] = {
    SB_CDX_ROW_BOM_SCHEMA,  SB_CDX_ROW_BOM_BOM_FORMAT,    SB_CDX_ROW_BOM_SPEC_VERSION,
    SB_CDX_ROW_BOM_VERSION, SB_CDX_ROW_BOM_SERIAL_NUMBER, SB_CDX_ROW_METADATA_TIMESTAMP,
};

static bool counts(const struct sb_content *content, const struct sb_event *event)
{
    for (size_t i = 0; i < SB_COUNT(about_itself); i++)
        if (event->row == &content->grammar->members[about_itself[i]])
            return false;
    return true;
}

static struct level *top(struct sb_content *content)
{
    return content->levels.n ? &content->levels.p[content->levels.n - 1] : NULL;
}

/* ---- values ---- */

static void put_size(struct sb_buf *buf, uint64_t n)
{
    for (unsigned i = 0; i < 8; i++)
        sb_buf_chr(buf, (char)(n >> 8 * i & 0xff));
}

static void fold_in(struct sb_content *content, uint8_t fold[SB_SHA256_BYTES], sb_str value)
{
    sb_sha256_begin(content->sha256);
    sb_sha256_add(content->sha256, fold, SB_SHA256_BYTES);
    sb_sha256_add(content->sha256, value.p, value.n);
    sb_sha256_end(content->sha256, fold);
}

/* Begins a value in the innermost object or list. */
static void begin_value(struct sb_content *content, const struct sb_event *event)
{
    struct level *in = top(content);
    if (!in || in->list)
        return;
    *SB_PUSH(&content->parts) = (struct part){content->bytes.n, event->name.n, 0};
    sb_buf_str(&content->bytes, event->name);
}

/* All of it stands at the end of `bytes`. */
static void end_value(struct sb_content *content)
{
    struct level *in = top(content);
    if (in && in->list) {
        fold_in(content, in->fold, sb_str_from(sb_buf_all(&content->bytes), in->bytes));
        content->bytes.n = in->bytes;
    } else if (in) {
        struct part *part = &content->parts.p[content->parts.n - 1];
        part->n = content->bytes.n - part->at;
    }
}

static void put_digest(struct sb_content *content, char kind, const uint8_t digest[SB_SHA256_BYTES])
{
    sb_buf_chr(&content->bytes, kind);
    sb_buf_str(&content->bytes, sb_str_n((const char *)digest, SB_SHA256_BYTES));
}

static void put_scalar(struct sb_content *content, const struct sb_event *event)
{
    static const char kinds[] = {[SB_EVENT_TEXT] = 't',
                                 [SB_EVENT_NUMBER] = 'n',
                                 [SB_EVENT_TRUE] = 'T',
                                 [SB_EVENT_FALSE] = 'F',
                                 [SB_EVENT_NULL] = '0'};
    sb_buf_chr(&content->bytes, kinds[event->kind]);
    put_size(&content->bytes, event->text.n);
    sb_buf_str(&content->bytes, event->text);
}

/* ---- objects and lists ---- */

static int cmp_parts(const void *a, const void *b, void *bytes)
{
    const struct part *x = a, *y = b;
    const char *p = bytes;
    int order = sb_str_cmp(sb_str_n(p + x->at, x->name_n), sb_str_n(p + y->at, y->name_n));
    return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

static void digest_object(struct sb_content *content, const struct level *level, uint8_t digest[SB_SHA256_BYTES])
{
    size_t n = content->parts.n - level->parts;
    struct part *parts = n ? &content->parts.p[level->parts] : NULL;
    struct sb_buf size = {0};
    if (n)
        qsort_r(parts, n, sizeof *parts, cmp_parts, content->bytes.p);
    sb_sha256_begin(content->sha256);
    for (size_t i = 0; i < n; i++) {
        sb_buf_clear(&size);
        put_size(&size, parts[i].name_n);
        sb_sha256_add(content->sha256, size.p, size.n);
        sb_sha256_add(content->sha256, content->bytes.p + parts[i].at, parts[i].n);
    }
    sb_sha256_end(content->sha256, digest);
    sb_buf_done(&size);
}

/* May a list of such objects stand there as well? Then encodings do not tell one from a list of one. */
static bool may_be_list(const struct sb_object *type, const struct sb_member *row)
{
    for (size_t i = 0; type && row && !row->list && i < type->n; i++)
        if (type->members[i].list && type->members[i].kind == row->kind && type->members[i].type == row->type &&
            strcmp(type->members[i].name, row->name) == 0)
            return true;
    return false;
}

static void close_level(struct sb_content *content)
{
    struct level level = content->levels.p[--content->levels.n];
    uint8_t digest[SB_SHA256_BYTES];
    const struct level *in = top(content);
    if (!level.list)
        digest_object(content, &level, digest);
    content->bytes.n = level.bytes;
    content->parts.n = level.parts;
    if (!in) {
        memcpy(content->digest, digest, sizeof digest);
        content->done = true;
        return;
    }
    if (level.list) {
        put_digest(content, 'l', level.fold);
    } else if (!in->list && may_be_list(in->type, level.row)) {
        uint8_t fold[SB_SHA256_BYTES] = {0};
        put_digest(content, 'o', digest);
        fold_in(content, fold, sb_str_from(sb_buf_all(&content->bytes), level.bytes));
        content->bytes.n = level.bytes;
        put_digest(content, 'l', fold);
    } else {
        put_digest(content, 'o', digest);
    }
    end_value(content);
}

static void open_level(struct sb_content *content, const struct sb_event *event)
{
    begin_value(content, event);
    *SB_PUSH(&content->levels) = (struct level){.list = event->kind == SB_EVENT_LIST,
                                                .type = event->type,
                                                .row = event->row,
                                                .bytes = content->bytes.n,
                                                .parts = content->parts.n};
}

static void count(struct sb_content *content, const struct sb_event *event)
{
    bool opens = event->kind == SB_EVENT_OBJECT || event->kind == SB_EVENT_LIST;
    bool ends = event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END;
    if (content->left_out || (!ends && !counts(content, event))) {
        content->left_out = content->left_out + opens - ends;
    } else if (opens) {
        open_level(content, event);
    } else if (ends) {
        close_level(content);
    } else {
        begin_value(content, event);
        put_scalar(content, event);
        end_value(content);
    }
}

/* ---- the receiver ---- */

static bool count_alone(void *to, const struct sb_event *event)
{
    count(to, event);
    return true;
}

static bool receive(void *to, const struct sb_event *event)
{
    struct sb_content *content = to;
    count(content, event);
    return content->next.receive(content->next.to, event);
}

static bool take_element(void *to, const struct sb_node *element)
{
    struct sb_content *content = to;
    const struct sb_receiver alone = {.receive = count_alone, .to = content};
    return sb_node_give(element, &alone) && content->next.element(content->next.to, element);
}

struct sb_receiver sb_content_receiver(struct sb_content *content, struct sb_receiver next)
{
    content->next = next;
    return (struct sb_receiver){receive, content, next.element ? take_element : NULL};
}

struct sb_content *sb_content_new(const struct sb_grammar *grammar)
{
    struct sb_content *content = sb_calloc(1, sizeof *content);
    content->grammar = grammar;
    content->sha256 = sb_sha256_new();
    return content;
}

void sb_content_free(struct sb_content *content)
{
    if (!content)
        return;
    sb_sha256_free(content->sha256);
    sb_free(content->levels.p);
    sb_free(content->parts.p);
    sb_buf_done(&content->bytes);
    sb_free(content);
}

bool sb_content_id(const struct sb_content *content, char hex[2 * SB_SHA256_BYTES + 1])
{
    sb_hex_encode(content->digest, SB_SHA256_BYTES, hex);
    hex[2 * SB_SHA256_BYTES] = '\0';
    return content->done;
}
