#include "model/doc.h"

#include "model/index.h"
#include "model/tool.h"

const char *const sb_comp_type_names[SB_TYPE_COUNT] = {
    [SB_TYPE_ABSENT] = "",
    [SB_TYPE_APPLICATION] = "application",
    [SB_TYPE_FRAMEWORK] = "framework",
    [SB_TYPE_LIBRARY] = "library",
    [SB_TYPE_CONTAINER] = "container",
    [SB_TYPE_PLATFORM] = "platform",
    [SB_TYPE_OPERATING_SYSTEM] = "operating-system",
    [SB_TYPE_DEVICE] = "device",
    [SB_TYPE_DEVICE_DRIVER] = "device-driver",
    [SB_TYPE_FIRMWARE] = "firmware",
    [SB_TYPE_FILE] = "file",
    [SB_TYPE_MACHINE_LEARNING_MODEL] = "machine-learning-model",
    [SB_TYPE_DATA] = "data",
    [SB_TYPE_CRYPTOGRAPHIC_ASSET] = "cryptographic-asset",
};

struct sb_doc *sb_doc_new(void)
{
    struct sb_doc *doc = sb_calloc(1, sizeof *doc);
    sb_intern_init(&doc->text);
    doc->format = "";
    *SB_PUSH(&doc->components) = (struct sb_component){0};
    return doc;
}

void sb_doc_free(struct sb_doc *doc)
{
    if (!doc)
        return;
    for (unsigned kind = 0; kind < SB_ROW_KINDS; kind++)
        sb_free(sb_rows_of(doc, (enum sb_row_kind)kind)->p);
    sb_free(doc->licence_texts.p);
    sb_free(doc->components.p);
    sb_free(doc->tools.p);
    sb_free(doc->outside.p);
    sb_doc_index_free(doc->index);
    sb_diags_done(&doc->diags);
    sb_intern_done(&doc->text);
    sb_free(doc);
}

/* A slice without a pointer says nothing; an empty one says "empty". */
static sb_text put_optional(struct sb_doc *doc, sb_str s)
{
    return s.p ? sb_doc_put(doc, s) : SB_TEXT_ABSENT;
}

sb_comp sb_doc_add(struct sb_doc *doc)
{
    *SB_PUSH(&doc->components) = (struct sb_component){.from.collector = ""};
    return (sb_comp){sb_doc_count(doc)};
}

void sb_doc_attribute(struct sb_doc *doc, sb_comp owner, enum sb_field field, sb_str value)
{
    *SB_PUSH(&doc->attributes) =
        (struct sb_attribute){.owner = owner, .field = (uint16_t)field, .value = sb_doc_keep(doc, value)};
}

void sb_doc_fact(struct sb_doc *doc, sb_comp owner, sb_str name, sb_str json)
{
    *SB_PUSH(&doc->facts) =
        (struct sb_fact){.owner = owner, .name = sb_doc_put(doc, name), .value = sb_doc_keep(doc, json)};
}

void sb_doc_property(struct sb_doc *doc, sb_comp owner, sb_str name, sb_str value)
{
    *SB_PUSH(&doc->properties) = (struct sb_property){
        .owner = owner, .name = sb_doc_put(doc, name), .value = value.p ? sb_doc_keep(doc, value) : SB_TEXT_ABSENT};
}

void sb_doc_hash(struct sb_doc *doc, sb_comp owner, const struct sb_digest *digest)
{
    struct sb_hash *row = SB_PUSH(&doc->hashes);
    *row = (struct sb_hash){.owner = owner, .digest = {.alg = digest->alg, .n = digest->n}};
    memcpy(row->digest.b, digest->b, digest->n);
}

void sb_doc_licence(struct sb_doc *doc, sb_comp owner, enum sb_licence_role role, enum sb_licence_form form,
                    sb_str text)
{
    *SB_PUSH(&doc->licences) = (struct sb_licence){
        .owner = owner, .role = (uint8_t)role, .form = (uint8_t)form, .text = sb_doc_put(doc, text)};
}

void sb_doc_reference(struct sb_doc *doc, sb_comp owner, sb_str type, sb_str url, sb_str comment)
{
    *SB_PUSH(&doc->references) = (struct sb_reference){.owner = owner,
                                                       .type = sb_doc_put(doc, type),
                                                       .url = sb_doc_keep(doc, url),
                                                       .comment = put_optional(doc, comment)};
}

void sb_doc_reference_hash(struct sb_doc *doc, sb_comp owner, sb_str type, sb_str url, const struct sb_digest *digest)
{
    struct sb_reference_hash *row = SB_PUSH(&doc->reference_hashes);
    *row = (struct sb_reference_hash){.owner = owner,
                                      .type = sb_doc_put(doc, type),
                                      .url = sb_doc_put(doc, url),
                                      .digest = {.alg = digest->alg, .n = digest->n}};
    memcpy(row->digest.b, digest->b, digest->n);
}

void sb_doc_raw(struct sb_doc *doc, sb_comp owner, sb_str member, sb_str json)
{
    *SB_PUSH(&doc->raws) =
        (struct sb_raw){.owner = owner, .member = sb_doc_put(doc, member), .json = sb_doc_keep(doc, json)};
}

void sb_doc_relate(struct sb_doc *doc, sb_comp from, sb_comp to, enum sb_relation_kind kind, sb_str name)
{
    *SB_PUSH(&doc->relations) =
        (struct sb_relation){.from = from, .to = to, .kind = (uint8_t)kind, .name = put_optional(doc, name)};
}

sb_str sb_doc_display(const struct sb_doc *doc, sb_comp c, struct sb_arena *arena)
{
    const struct sb_component *row = sb_doc_at(doc, c);
    sb_str group = sb_doc_str(doc, row->group);
    sb_str name = sb_doc_str(doc, row->name);
    return group.n ? sb_arena_join(arena, group, SB_S("/"), name) : name;
}

sb_str sb_doc_generator(const struct sb_doc *doc, struct sb_arena *arena)
{
    const struct sb_tool *tool = sb_doc_tool(doc);
    if (!tool)
        return SB_STR_NONE;
    sb_str name = sb_doc_str(doc, tool->name), version = sb_doc_str(doc, tool->version);
    return version.n ? sb_arena_join(arena, name, SB_S(" "), version) : name;
}

/* "cyclonedx-json" -> "cyclonedx" */
static sb_str specification_of(const struct sb_doc *doc)
{
    sb_str rest = sb_str_of(doc->format), name;
    sb_str_cut(&rest, '-', &name);
    return name;
}

bool sb_doc_same_specification(const struct sb_doc *a, const struct sb_doc *b)
{
    return sb_str_eq(specification_of(a), specification_of(b));
}
