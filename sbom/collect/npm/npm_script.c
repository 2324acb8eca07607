#include "npm/npm_script.h"

/* LOOKUPS: words of one command that are looked up among the scripts. */
enum { COMMAND = 64 * 1024, TEXTS = 16, LOOKUPS = 64, NAME = 200 };

struct walk {
    const struct sb_npm_world *world;
    sb_node folder;
    const struct sb_npm_pairs *scripts;
    sb_str texts[TEXTS]; /* the command, and those that it hands over to */
    size_t n_texts;
    size_t lookups;
    struct sb_npm_run run;
};

static bool is_one_of(sb_str word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_eq(word, sb_str_of(words[i])))
            return true;
    return false;
}

/* ---- words ---- */

static bool is_separator(char c)
{
    return sb_is_space(c) || (c && strchr(";&|(){}[]<>=,\"'`", c));
}

static bool cut_token(sb_str *command, sb_str *token)
{
    size_t start = 0;
    while (start < command->n && is_separator(command->p[start]))
        start++;
    size_t end = start;
    while (end < command->n && !is_separator(command->p[end]))
        end++;
    *token = sb_str_part(*command, start, end - start);
    *command = sb_str_from(*command, end);
    return token->n > 0;
}

static bool is_interpreter(sb_str token)
{
    static const char *const names[] = {"node",    "nodejs", "bun",  "deno",       "tsx",    "ts-node",
                                        "sh",      "bash",   "dash", "zsh",        "python", "python2",
                                        "python3", "perl",   "ruby", "powershell", "pwsh",   "source"};
    return is_one_of(token, names, SB_COUNT(names));
}

static bool is_builder(sb_str token)
{
    static const char *const names[] = {
        "node-gyp", "node-pre-gyp",     "node-gyp-build", "node-gyp-build-optional-packages",
        "prebuild", "prebuild-install", "cmake-js"};
    return is_one_of(sb_path_base(token), names, SB_COUNT(names));
}

/* Words behind which names of scripts stand. */
static bool hands_over(sb_str token)
{
    static const char *const names[] = {"run", "run-script", "--run", "yarn",        "pnpm",
                                        "bun", "run-s",      "run-p", "npm-run-all", "npm-run-all2"};
    return is_one_of(token, names, SB_COUNT(names));
}

/* The file that some programs look for when none is named. */
static sb_str default_file(sb_str token)
{
    static const char *const files[][2] = {
        {"make", "Makefile"}, {"cmake", "CMakeLists.txt"}, {"gulp", "gulpfile.js"}, {"grunt", "Gruntfile.js"}};
    for (size_t i = 0; i < SB_COUNT(files); i++)
        if (sb_str_eq(token, sb_str_of(files[i][0])))
            return sb_str_of(files[i][1]);
    return SB_STR_NONE;
}

/* ---- files ---- */

static void add_file(struct walk *w, sb_node node)
{
    size_t i = 0;
    while (i < w->run.n && w->run.files[i].v != node.v)
        i++;
    if (node.v && i == w->run.n && i < SB_NPM_RUN_FILES)
        w->run.files[w->run.n++] = node;
}

/* A word that may be a file: it looks like a path, or stands behind an interpreter. */
static void take_file(struct walk *w, sb_str token, bool after_interpreter)
{
    bool path = sb_str_chr(token, '.') != SB_NPOS || sb_str_chr(token, '/') != SB_NPOS;
    if (token.p[0] == '-')
        return;
    if (after_interpreter || (token.n > 2 && sb_str_starts(token, SB_S("./"))))
        add_file(w, sb_npm_load(w->world, w->folder, token));
    else if (path)
        add_file(w, sb_npm_file_like(w->world, w->folder, token));
    else
        add_file(w, sb_npm_file(w->world, w->folder, default_file(token)));
}

/* ---- scripts ---- */

static void add_script(struct walk *w, sb_str name)
{
    sb_str text = sb_npm_pair_get(w->scripts, name);
    for (size_t i = 0; i < w->n_texts; i++)
        if (w->texts[i].p == text.p)
            return;
    if (text.n && w->n_texts < TEXTS)
        w->texts[w->n_texts++] = text;
}

/* npm runs "preNAME" and "postNAME" with it. */
static void take_script(struct walk *w, sb_str name)
{
    char text[NAME + 8];
    if (!w->scripts || name.n > NAME || w->lookups++ >= LOOKUPS)
        return;
    add_script(w, name);
    add_script(w, sb_str_n(text, (size_t)snprintf(text, sizeof text, "pre%.*s", SB_FMT(name))));
    add_script(w, sb_str_n(text, (size_t)snprintf(text, sizeof text, "post%.*s", SB_FMT(name))));
}

static void take_text(struct walk *w, sb_str text)
{
    sb_str rest = sb_str_part(text, 0, COMMAND);
    bool after_interpreter = false;
    bool after_run = false;
    for (sb_str token; cut_token(&rest, &token);) {
        take_file(w, token, after_interpreter);
        if (after_run && token.p[0] != '-')
            take_script(w, token);
        w->run.builds |= is_builder(token);
        after_run |= hands_over(token);
        /* Options of an interpreter stand between it and its file. */
        after_interpreter = is_interpreter(sb_path_base(token)) || (after_interpreter && token.p[0] == '-');
    }
}

struct sb_npm_run sb_npm_run_of(const struct sb_npm_world *world, sb_node folder, const struct sb_npm_pairs *scripts,
                                sb_str command)
{
    struct walk w = {.world = world, .folder = folder, .scripts = scripts, .texts = {command}, .n_texts = 1};
    for (size_t i = 0; i < w.n_texts; i++)
        take_text(&w, w.texts[i]);
    return w.run;
}
