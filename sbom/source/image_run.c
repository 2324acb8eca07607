#include "source/image_run.h"

#include <stdlib.h>

#include "source/variable.h"

/* VARIABLES: more of those that load something than there are names, so that only who repeats them meets the bound. */
enum { WORDS = 1024, VARIABLES = 128, LISTS = 5, TOKENS = 256 };

struct runs {
    struct sb_arena *arena;
    struct sb_image_run *p;
    size_t n;
};

static void add(struct runs *runs, enum sb_image_what what, sb_str text, const cJSON *list)
{
    struct sb_image_run *run = &runs->p[runs->n++];
    *run = (struct sb_image_run){.what = what, .text = sb_arena_str(runs->arena, text)};
    size_t n = list ? (size_t)cJSON_GetArraySize(list) : 0;
    n = n < WORDS ? n : WORDS;
    sb_str *words = sb_arena_alloc(runs->arena, n * sizeof *words + 1);
    const cJSON *word = list ? list->child : NULL;
    for (size_t i = 0; i < n; i++, word = word->next)
        words[i] = sb_arena_str(runs->arena, sb_image_json_value(word));
    run->words = words;
    run->n_words = n;
}

static void add_list(struct runs *runs, enum sb_image_what what, const cJSON *list)
{
    char *text = cJSON_IsArray(list) && list->child ? cJSON_PrintUnformatted(list) : NULL;
    if (text)
        add(runs, what, sb_str_of(text), list);
    cJSON_free(text);
}

/* Docker takes a text in the place of a list for its only word. */
static void add_words(struct runs *runs, enum sb_image_what what, const cJSON *run, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(run, name);
    if (!cJSON_IsString(value)) {
        add_list(runs, what, value);
        return;
    }
    cJSON *list = cJSON_CreateArray();
    cJSON_AddItemToArray(list, cJSON_CreateString(value->valuestring));
    add_list(runs, what, list);
    cJSON_Delete(list);
}

static void add_variables(struct runs *runs, struct sb_image *image, const cJSON *variables)
{
    const cJSON *variable;
    size_t n = 0;
    cJSON_ArrayForEach(variable, variables)
    {
        sb_str text = sb_image_json_value(variable), value = text, name;
        sb_str_cut(&value, '=', &name);
        if (value.n == 0 || !(sb_variable_loads(name) || sb_variable_value_loads(value)))
            continue;
        if (sb_str_eq(name, SB_S("PATH")))
            image->path = sb_arena_str(runs->arena, value);
        if (n++ < VARIABLES)
            add(runs, SB_IMAGE_ENV, text, NULL);
    }
}

/* ---- what may be a file ---- */

static size_t add_tokens(sb_str *tokens, size_t n, sb_str word)
{
    for (size_t i = 0; i < word.n && n < TOKENS;) {
        size_t length = sb_image_path_of(sb_str_from(word, i));
        sb_str token = sb_str_part(word, i, length);
        if (sb_path_base(token).n && token.p[0] != '-')
            tokens[n++] = token;
        i += length + (length == 0);
    }
    return n;
}

/* The paths of a variable's value, by which something is loaded. */
static size_t add_paths(sb_str *tokens, size_t n, sb_str text)
{
    sb_str name, word;
    sb_str_cut(&text, '=', &name);
    while (text.n && n < TOKENS) {
        sb_str_cut(&text, ':', &word);
        size_t slash = sb_str_chr(word, '/');
        if (slash != SB_NPOS)
            n = add_tokens(tokens, n, sb_str_from(word, slash));
    }
    return n;
}

static int by_bytes(const void *left, const void *right)
{
    return sb_str_cmp(*(const sb_str *)left, *(const sb_str *)right);
}

/* "main.py" of "app.main", as an interpreter of Python is given it. */
static sb_str module_of(sb_str token, struct sb_arena *arena)
{
    size_t dot = sb_str_rchr(token, '.');
    return sb_arena_join(arena, dot == SB_NPOS ? token : sb_str_from(token, dot + 1), SB_STR_NONE, SB_S(".py"));
}

static void take_tokens(struct sb_image *image, struct sb_arena *arena)
{
    sb_str *tokens = sb_arena_alloc(arena, TOKENS * sizeof *tokens), *names;
    size_t n = 0, n_names = 0;
    for (size_t i = 0; i < image->n_runs; i++) {
        if (image->runs[i].what == SB_IMAGE_ENV)
            n = add_paths(tokens, n, image->runs[i].text);
        for (size_t k = 0; image->runs[i].what <= SB_IMAGE_HEALTHCHECK && k < image->runs[i].n_words; k++)
            n = add_tokens(tokens, n, image->runs[i].words[k]);
    }
    names = sb_arena_alloc(arena, 2 * n * sizeof *names + 1);
    for (size_t i = 0; i < n; i++) {
        names[2 * i] = sb_path_base(tokens[i]);
        names[2 * i + 1] = module_of(names[2 * i], arena);
    }
    if (n)
        qsort(names, 2 * n, sizeof *names, by_bytes);
    for (size_t i = 0; i < 2 * n; i++)
        if (n_names == 0 || !sb_str_eq(names[i], names[n_names - 1]))
            names[n_names++] = names[i];
    image->tokens = tokens;
    image->n_tokens = n;
    image->names = names;
    image->n_names = n_names;
}

bool sb_image_names(const struct sb_image *image, sb_str name)
{
    return image->n_names && bsearch(&name, image->names, image->n_names, sizeof name, by_bytes);
}

/* ---- all of it ---- */

void sb_image_take_runs(struct sb_image *image, struct sb_arena *arena, const cJSON *run)
{
    struct runs runs = {.arena = arena};
    runs.p = sb_arena_alloc(arena, (LISTS + VARIABLES + 1) * sizeof *runs.p);
    add_words(&runs, SB_IMAGE_ENTRYPOINT, run, "Entrypoint");
    add_words(&runs, SB_IMAGE_CMD, run, "Cmd");
    add_words(&runs, SB_IMAGE_HEALTHCHECK, sb_image_json_object(run, "Healthcheck"), "Test");
    add_words(&runs, SB_IMAGE_ONBUILD, run, "OnBuild");
    add_words(&runs, SB_IMAGE_SHELL, run, "Shell");
    add_variables(&runs, image, sb_image_json_array(run, "Env"));
    add(&runs, SB_IMAGE_USER, sb_image_json_text(run, "User"), NULL);
    image->folder = sb_arena_str(arena, sb_image_json_text(run, "WorkingDir"));
    image->runs = runs.p;
    image->n_runs = runs.n;
    take_tokens(image, arena);
}
