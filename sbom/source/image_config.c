/* What an image's configuration says of it. */
#include <stdlib.h>

#include "source/image_plan.h"
#include "source/image_run.h"
#include "source/variable.h"

enum { PROPERTIES = 4096, VALUE = 4096, ANNOTATIONS = 100 };

struct properties {
    struct sb_arena *arena;
    SB_VEC(struct sb_image_property) p;
};

/* NAME with KEY behind it. */
static void add(struct properties *list, const char *name, sb_str key, sb_str value)
{
    if (value.n == 0 || list->p.n == PROPERTIES)
        return;
    *SB_PUSH(&list->p) = (struct sb_image_property){sb_arena_join(list->arena, sb_str_of(name), SB_STR_NONE, key),
                                                    sb_arena_str(list->arena, sb_str_part(value, 0, VALUE))};
}

/* As JSON: an argument may have blanks in it. */
static void add_json(struct properties *list, const char *name, const cJSON *value)
{
    if (cJSON_IsString(value))
        add(list, name, SB_STR_NONE, sb_image_json_value(value));
    if (!cJSON_IsArray(value) || !value->child)
        return;
    char *text = cJSON_PrintUnformatted(value);
    if (text)
        add(list, name, SB_STR_NONE, sb_str_of(text));
    cJSON_free(text);
}

static void add_names(struct properties *list, const char *name, const cJSON *object)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, object) add(list, name, SB_STR_NONE, sb_str_of(member->string));
}

/* ---- labels and environment ---- */

/* Standard ones keep their names; the name of any other is its own affair, and could be that of a fact. */
static void add_label(struct properties *list, const cJSON *label)
{
    sb_str key = sb_str_of(label->string);
    bool standard = sb_str_starts(key, SB_S("org.opencontainers.image."));
    add(list, standard ? "" : "oci:image:label:", key, sb_image_json_value(label));
}

static bool has(const struct properties *list, sb_str name)
{
    for (size_t i = 0; i < list->p.n; i++)
        if (sb_str_eq(list->p.p[i].name, name))
            return true;
    return false;
}

/* What builders write beside the configuration, such as which image it was built on; a label of the same name, which
 * goes wherever the image goes, counts before it. */
static void add_annotations(struct properties *list, const cJSON *annotations)
{
    const cJSON *annotation;
    size_t n = 0;
    cJSON_ArrayForEach(annotation, annotations)
    {
        sb_str key = sb_str_of(annotation->string);
        if (sb_str_starts(key, SB_S("org.opencontainers.image.")) && n++ < ANNOTATIONS && !has(list, key))
            add(list, "", key, sb_image_json_value(annotation));
    }
}

static void add_labels(struct properties *list, const cJSON *labels)
{
    const cJSON *label;
    cJSON_ArrayForEach(label, labels) add_label(list, label);
}

/* Variables whose name says that nobody should read their value. GIT_ASKPASS and its like name a program. */
static bool is_secret(sb_str name)
{
    if (sb_variable_loads(name))
        return false;
    static const char *const words[] = {"KEY", "TOKEN", "SECRET", "PASS", "PWD", "CRED", "AUTH", "PRIVATE", "SESSION"};
    for (size_t i = 0; i + 3 <= name.n; i++)
        for (size_t j = 0; j < SB_COUNT(words); j++) {
            sb_str word = sb_str_of(words[j]);
            if (sb_str_eq_nocase(sb_str_part(name, i, word.n), word))
                return true;
        }
    return false;
}

static void add_environment(struct properties *list, const cJSON *variables)
{
    const cJSON *variable;
    cJSON_ArrayForEach(variable, variables)
    {
        sb_str value = sb_image_json_value(variable);
        sb_str name;
        sb_str_cut(&value, '=', &name);
        if (is_secret(name))
            value = SB_S("(withheld)");
        add(list, "oci:image:config:Env", SB_STR_NONE, sb_arena_join(list->arena, name, SB_S("="), value));
    }
}

/* ---- layers and history ---- */

/* "|2 A=x B=y /bin/sh -c make": arguments of the build, whose values are nobody's business. */
static sb_str without_arguments(struct sb_arena *arena, sb_str command)
{
    sb_str rest = command;
    sb_str word;
    uint64_t n;
    if (!sb_str_chop(&rest, SB_S("|")) || !sb_str_word(&rest, &word) || !sb_str_u64(word, &n))
        return command;
    sb_str shell = SB_S("/bin/sh -c ");
    size_t at = sb_str_find(rest, shell);
    if (at == SB_NPOS)
        return n ? SB_S("(withheld)") : command;
    return sb_arena_str(arena, sb_str_from(rest, at));
}

static bool is_empty_layer(const cJSON *step)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(step, "empty_layer"));
}

/* "FROM docker.io/library/debian:12", as buildah comments the first step of each stage: the last one is what the image
 * was built on. A label or an annotation that says so by the standard's name counts before it. */
static void add_base(struct properties *list, const cJSON *history)
{
    sb_str base = SB_STR_NONE;
    const cJSON *step;
    cJSON_ArrayForEach(step, history)
    {
        sb_str comment = sb_image_json_text(step, "comment");
        if (sb_str_chop(&comment, SB_S("FROM ")) && !sb_str_eq(sb_str_trim(comment), SB_S("scratch")))
            base = sb_str_trim(comment);
    }
    if (!has(list, SB_S("org.opencontainers.image.base.name")))
        add(list, "oci:image:base", SB_STR_NONE, base);
}

/* Steps that made no layer stand between the others. */
static void take_history(struct sb_image_planner *planner, struct properties *list, const cJSON *history)
{
    struct sb_image *image = &planner->plan->image;
    size_t layers = 0;
    size_t number = 0;
    const cJSON *step;
    cJSON_ArrayForEach(step, history) layers += !is_empty_layer(step);
    bool agrees = layers == image->n_layers;
    if (history && history->child && !agrees)
        sb_diag(planner->diags, SB_D_IMAGE_TROUBLE, SB_STR_NONE, 0,
                "its history has %zu layers, it has %zu: which instruction made which is not known", layers,
                image->n_layers);
    layers = 0;
    cJSON_ArrayForEach(step, history)
    {
        char name[40];
        sb_str command = without_arguments(list->arena, sb_str_trim(sb_image_json_text(step, "created_by")));
        command = sb_arena_str(list->arena, sb_str_part(command, 0, VALUE));
        snprintf(name, sizeof name, "oci:image:history:%03zu", number++);
        add(list, name, SB_STR_NONE, command);
        if (agrees && !is_empty_layer(step))
            image->layers[layers++].command = command;
    }
}

static sb_rc take_diffs(struct sb_image_planner *planner, const cJSON *config, struct sb_err *err)
{
    const cJSON *diffs = sb_image_json_array(sb_image_json_object(config, "rootfs"), "diff_ids");
    struct sb_image *image = &planner->plan->image;
    size_t n = (size_t)cJSON_GetArraySize(diffs);
    size_t at = 0;
    const cJSON *diff;
    if (!diffs || n != image->n_layers)
        return sb_fail(err, SB_E_SYNTAX, "the configuration lists %zu layers, the manifest %zu", n, image->n_layers);
    cJSON_ArrayForEach(diff, diffs)
    {
        sb_str text = sb_image_json_value(diff);
        if (!sb_is_image_digest(text))
            return sb_fail(err, SB_E_SYNTAX, "the configuration: \"%.*s\" is no DiffID",
                           SB_FMT(sb_str_part(text, 0, 80)));
        image->layers[at++].diff = sb_arena_str(&planner->plan->arena, text);
    }
    return SB_OK;
}

/* ---- all of it ---- */

static int by_name(const void *left, const void *right)
{
    const struct sb_image_property *a = left;
    const struct sb_image_property *b = right;
    int order = sb_str_cmp(a->name, b->name);
    return order ? order : sb_str_cmp(a->value, b->value);
}

static void take_run(struct properties *list, const cJSON *run)
{
    static const char *const texts[] = {"User", "WorkingDir", "StopSignal"};
    static const char *const lists[] = {"Entrypoint", "Cmd", "Shell", "OnBuild"};
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        add(list, "oci:image:config:", sb_str_of(texts[i]), sb_image_json_text(run, texts[i]));
    for (size_t i = 0; i < SB_COUNT(lists); i++) {
        sb_str name = sb_arena_join(list->arena, SB_S("oci:image:config:"), SB_STR_NONE, sb_str_of(lists[i]));
        add_json(list, name.p, cJSON_GetObjectItemCaseSensitive(run, lists[i]));
    }
    add_json(list, "oci:image:config:Healthcheck",
             sb_image_json_array(sb_image_json_object(run, "Healthcheck"), "Test"));
    add_environment(list, sb_image_json_array(run, "Env"));
    add_names(list, "oci:image:config:ExposedPorts", sb_image_json_object(run, "ExposedPorts"));
    add_names(list, "oci:image:config:Volumes", sb_image_json_object(run, "Volumes"));
    add_labels(list, sb_image_json_object(run, "Labels"));
}

sb_rc sb_image_plan_config(struct sb_image_planner *planner, const cJSON *config, struct sb_err *err)
{
    struct sb_image *image = &planner->plan->image;
    struct properties list = {.arena = &planner->plan->arena};
    SB_TRY(sb_image_json_not(config, "Config", err));
    SB_TRY(take_diffs(planner, config, err));
    image->os = sb_arena_str(list.arena, sb_image_json_text(config, "os"));
    image->architecture = sb_arena_str(list.arena, sb_image_json_text(config, "architecture"));
    image->variant = sb_arena_str(list.arena, sb_image_json_text(config, "variant"));
    add(&list, "oci:image:created", SB_STR_NONE, sb_image_json_text(config, "created"));
    add(&list, "oci:image:author", SB_STR_NONE, sb_image_json_text(config, "author"));
    take_run(&list, sb_image_json_object(config, "config"));
    sb_image_take_runs(image, list.arena, sb_image_json_object(config, "config"));
    add_annotations(&list, planner->annotations);
    take_history(planner, &list, sb_image_json_array(config, "history"));
    add_base(&list, sb_image_json_array(config, "history"));
    if (list.p.n)
        qsort(list.p.p, list.p.n, sizeof *list.p.p, by_name);
    image->n_properties = list.p.n;
    struct sb_image_property *kept = sb_arena_alloc(list.arena, list.p.n * sizeof *kept + 1);
    if (list.p.n)
        memcpy(kept, list.p.p, list.p.n * sizeof *kept);
    image->properties = kept;
    sb_free(list.p.p);
    return SB_OK;
}
