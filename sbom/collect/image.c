#include "collect/image.h"

#include "base/utf8.h"
#include "collect/fact_json.h"
#include "id/url.h"
#include "model/facts.h"

/* ---- the root ---- */

struct reference {
    sb_str repository, tag;
};

/* "registry:5000/path/name:tag@sha256:..." */
static struct reference split(sb_str text)
{
    struct reference reference = {.repository = sb_str_part(text, 0, sb_str_chr(text, '@'))};
    size_t slash = sb_str_rchr(reference.repository, '/');
    size_t colon = sb_str_rchr(reference.repository, ':');
    if (colon != SB_NPOS && (slash == SB_NPOS || colon > slash)) {
        reference.tag = sb_str_from(reference.repository, colon + 1);
        reference.repository.n = colon;
    } else if (slash == SB_NPOS) { /* an OCI layout has mostly tags alone */
        reference.tag = reference.repository;
        reference.repository = SB_STR_NONE;
    }
    return reference;
}

sb_comp sb_image_root(struct sb_join *join, sb_str base, const struct sb_image *image)
{
    static const struct sb_collector scan = {.name = "scan"};
    struct reference reference = split(image->reference);
    sb_str qualifiers[7] = {{0}};
    size_t n = 0;
    if (image->architecture.n) {
        qualifiers[n++] = SB_S("arch");
        qualifiers[n++] = image->architecture;
    }
    if (sb_str_chr(reference.repository, '/') != SB_NPOS) {
        qualifiers[n++] = SB_S("repository_url");
        qualifiers[n++] = reference.repository;
    }
    if (reference.tag.n) {
        qualifiers[n++] = SB_S("tag");
        qualifiers[n++] = reference.tag;
    }
    join->collector = &scan;
    const char *type = image->manifest.n && reference.repository.n ? "oci" : NULL;
    sb_str name = type ? sb_path_base(reference.repository) : reference.repository.n ? reference.repository : base;
    sb_comp root =
        sb_join_component(join, SB_TYPE_CONTAINER, type, SB_STR_NONE, name.n ? name : SB_S("image"),
                          image->manifest.n ? image->manifest : reference.tag, qualifiers, SB_STR_NONE, NULL);
    if (reference.repository.n)
        sb_doc_at(join->doc, root)->name = sb_doc_put(join->doc, reference.repository);
    return root;
}

/* ---- what it says of itself ---- */

/* Texts of people who may have put an address with a password into them. */
static void add(struct sb_join *join, sb_comp root, sb_str name, sb_str value)
{
    if (value.n)
        sb_doc_property(join->doc, root, sb_text_clean(name, join->arena), sb_text_clean(value, join->arena));
}

void sb_image_describe(struct sb_join *join, sb_comp root, const struct sb_image *image)
{
    add(join, root, SB_S("oci:image:architecture"), image->architecture);
    add(join, root, SB_S("oci:image:id"), image->config);
    add(join, root, SB_S("oci:image:manifest"), image->manifest);
    add(join, root, SB_S("oci:image:os"), image->os);
    add(join, root, SB_S("oci:image:reference"), image->reference);
    add(join, root, SB_S("oci:image:variant"), image->variant);
    for (size_t i = 0; i < image->n_properties; i++)
        add(join, root, image->properties[i].name, image->properties[i].value);
}

/* ---- layers ---- */

sb_str sb_image_command(sb_str text, struct sb_arena *arena)
{
    text = sb_str_part(sb_text_clean(text, arena), 0, SB_FACT_COMMAND);
    while (text.n && !sb_utf8_valid(text)) /* a character that the cut went through */
        text.n--;
    return text;
}

static void write_layers(struct sb_join *join, const struct sb_image *image)
{
    struct sb_fact_list list = {0};
    sb_fact_list_begin(&list, sb_fact_caps[SB_FACT_LAYERS]);
    for (size_t i = 0; i < image->n_layers; i++) {
        if (!sb_fact_list_next(&list))
            continue;
        sb_buf_chr(&list.buf, '{');
        sb_fact_text(&list.buf, true, "command", sb_image_command(image->layers[i].command, join->arena));
        sb_fact_text(&list.buf, false, "diff", image->layers[i].diff);
        sb_buf_chr(&list.buf, '}');
    }
    sb_doc_fact(join->doc, SB_DOC_ITSELF, sb_str_of(sb_fact_rows[SB_FACT_LAYERS].name), sb_fact_list_end(&list));
    sb_fact_list_done(&list);
}

enum { NO_LAYER = UINT32_MAX };

/* Where the file lies that came with C; else the folder that C is installed in. */
static uint32_t layer_of(const struct sb_join *join, sb_comp c, uint32_t stride)
{
    const struct sb_component *row = sb_doc_at(join->doc, c);
    sb_node node = row->tag < join->brought.n ? join->brought.p[row->tag] : SB_NODE_NONE;
    if (!node.v && row->place.v)
        node = sb_tree_find(join->tree, SB_NODE_ROOT, sb_doc_str(join->doc, row->place), false);
    const struct sb_tree_node *at = sb_tree_at(join->tree, node);
    return node.v > SB_NODE_ROOT.v && at->sequence ? at->sequence / stride : NO_LAYER;
}

/* A source package came with the first of its binaries. */
static void take_from_binaries(const struct sb_doc *doc, uint32_t *layers)
{
    uint8_t *settled = sb_calloc((size_t)sb_doc_count(doc) + 1, sizeof *settled);
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *relation = &doc->relations.p[i];
        if (relation->kind != SB_REL_GENERATED_FROM)
            continue;
        uint32_t *layer = &layers[relation->to.v];
        if (!settled[relation->to.v] || layers[relation->from.v] < *layer)
            *layer = layers[relation->from.v];
        settled[relation->to.v] = 1;
    }
    sb_free(settled);
}

/* Its layer is told. */
static bool is_lower(const struct sb_join *join, sb_comp c)
{
    uint32_t tag = sb_doc_at(join->doc, c)->tag;
    return tag >= join->lower_first && tag < join->lower_end;
}

static void write_layer(struct sb_join *join, sb_comp c, const struct sb_image *image, uint32_t layer)
{
    struct sb_buf json = {0};
    sb_buf_chr(&json, '{');
    sb_fact_text(&json, true, "diff", image->layers[layer].diff);
    sb_fact_number(&json, false, "n", layer);
    sb_buf_chr(&json, '}');
    sb_doc_fact(join->doc, c, sb_str_of(sb_fact_rows[SB_FACT_LAYER].name), sb_buf_all(&json));
    sb_buf_done(&json);
}

void sb_image_facts(struct sb_join *join, const struct sb_source *source)
{
    const struct sb_image *image = source->image;
    uint32_t n = sb_doc_count(join->doc);
    uint32_t *layers = sb_calloc((size_t)n + 1, sizeof *layers);
    write_layers(join, image);
    for (uint32_t c = 1; c <= n; c++)
        layers[c] = layer_of(join, (sb_comp){c}, source->stride);
    take_from_binaries(join->doc, layers);
    for (uint32_t c = 1; c <= n; c++)
        if (c != join->doc->root.v && image->n_layers && !is_lower(join, (sb_comp){c}))
            write_layer(join, (sb_comp){c}, image, layers[c] < image->n_layers ? layers[c] : 0);
    sb_free(layers);
}

/* ---- a tree that is one ---- */

static bool has(const struct sb_tree *tree, const char *path, enum sb_entry_kind kind)
{
    sb_node node = sb_tree_find(tree, SB_NODE_ROOT, sb_str_of(path), true);
    return node.v && sb_tree_at(tree, node)->kind == kind;
}

/* "ID/layer.tar", as docker save wrote it up to version 24. */
static bool has_layers(const struct sb_tree *tree)
{
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i = tree->nodes[i].end)
        if (sb_tree_child(tree, (sb_node){i}, SB_S("layer.tar")).v)
            return true;
    return false;
}

const char *sb_image_form(const struct sb_tree *tree)
{
    bool blobs = has(tree, "blobs/sha256", SB_ENTRY_DIR);
    if (has(tree, "manifest.json", SB_ENTRY_FILE) && (blobs || has_layers(tree)))
        return "docker-archive";
    if (has(tree, "oci-layout", SB_ENTRY_FILE) && has(tree, "index.json", SB_ENTRY_FILE) && blobs)
        return "oci-archive";
    return NULL;
}
