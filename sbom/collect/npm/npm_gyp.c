#include "npm/npm_gyp.h"

#include "base/mem.h"
#include "base/utf8.h"

/* FOUND: finds of one file that are looked at, since a text of markers alone would be searched again from each. */
enum { LEVELS = 64, VARIABLES = 128, VALUE = 1024, ROUNDS = 4, FOUND = 4096, NAME = 128 };

/* What a list or dictionary is for, by the key that it stands behind. */
enum use {
    PLAIN,
    WORDS,           /* all texts below it are the words of one command */
    SETTINGS,        /* lists of a name and a program */
    INCLUDES,        /* names of files */
    BRANCHES,        /* lists that each begin with a condition */
    CONDITION_LISTS, /* one of these */
};

static const struct {
    const char *key;
    uint8_t use;
    const char *label;
} uses[] = {
    {"action", WORDS, ""},
    {"CommandLine", WORDS, "CommandLine: "},
    {"msvs_prebuild", WORDS, "msvs_prebuild: "},
    {"msvs_postbuild", WORDS, "msvs_postbuild: "},
    {"msbuild_props", WORDS, "msbuild_props: "},
    {"make_global_settings", SETTINGS, "make_global_settings: "},
    {"includes", INCLUDES, "includes: "},
    {"conditions", BRANCHES, "condition: "},
    {"target_conditions", BRANCHES, "condition: "},
};

struct level {
    bool dict;
    bool value;     /* a dictionary: behind a colon */
    bool variables; /* below "variables" */
    uint8_t use;    /* of its texts */
    const char *label;
    size_t words; /* where those of this level begin */
    sb_str key;   /* of a dictionary: the last one. Of a list: the one that it stands behind */
};

struct variable {
    sb_str name, value;
    bool told;
};

struct reading {
    const char *at, *end;
    struct sb_arena *arena;
    struct sb_npm_gyp *gyp;
    struct level open[LEVELS];
    size_t depth;        /* of open levels; those beyond LEVELS are counted only */
    struct sb_buf text;  /* of the current string */
    struct sb_buf words; /* of the commands that are being put together */
    bool odd;            /* the current string has a character by its name */
    size_t found;
    SB_VEC(struct variable) variables;
};

/* ---- what was found ---- */

static void insert(struct sb_npm_gyp *gyp, size_t at, sb_str command)
{
    gyp->cut |= gyp->n == SB_NPM_GYP_COMMANDS;
    if (at == SB_NPM_GYP_COMMANDS)
        return;
    size_t n = gyp->n < SB_NPM_GYP_COMMANDS ? gyp->n : SB_NPM_GYP_COMMANDS - 1;
    memmove(&gyp->commands[at + 1], &gyp->commands[at], (n - at) * sizeof *gyp->commands);
    gyp->commands[at] = command;
    gyp->n = n + 1;
}

static void add(struct reading *r, const char *label, sb_str command)
{
    struct sb_npm_gyp *gyp = r->gyp;
    struct sb_buf buf = {0};
    command = sb_str_trim(sb_str_part(command, 0, SB_NPM_GYP_COMMAND));
    if (command.n == 0)
        return;
    if (r->found++ >= FOUND) {
        gyp->cut = true;
        return;
    }
    sb_buf_str(&buf, sb_str_of(label));
    sb_utf8_repair(&buf, command);
    size_t at = 0;
    while (at < gyp->n && sb_str_cmp(gyp->commands[at], sb_buf_all(&buf)) < 0)
        at++;
    if (at == gyp->n || !sb_str_eq(gyp->commands[at], sb_buf_all(&buf)))
        insert(gyp, at, at < SB_NPM_GYP_COMMANDS ? sb_arena_str(r->arena, sb_buf_all(&buf)) : SB_STR_NONE);
    sb_buf_done(&buf);
}

/* ---- commands in a text ---- */

/* What stands between the parenthesis at OPEN and its own other half, or to the end. */
static sb_str inside(sb_str s, size_t open)
{
    size_t depth = 0;
    s = sb_str_part(s, 0, open + SB_NPM_GYP_COMMAND);
    for (size_t i = open; i < s.n; i++) {
        if (s.p[i] == '(')
            depth++;
        else if (s.p[i] == ')' && --depth == 0)
            return sb_str_part(s, open + 1, i - open - 1);
    }
    return sb_str_from(s, open + 1);
}

static bool is_name(char c)
{
    return sb_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

/* "<!(", "<!@(", ">!(", "^!(", "<!module(" and "<|(" are markers. What could become one when variables are put
 * together, a "!" before a parenthesis or at the end, counts as well. */
static void find_commands(struct reading *r, sb_str s)
{
    for (size_t i = 0; i < s.n && r->found <= FOUND; i++) {
        bool opens = i > 0 && strchr("<>^", s.p[i - 1]);
        if (s.p[i] != '!' && !(s.p[i] == '|' && opens))
            continue;
        size_t at = i + 1;
        if (at < s.n && s.p[at] == '@')
            at++;
        size_t name = at;
        while (at < s.n && is_name(s.p[at]))
            at++;
        if (at < s.n && s.p[at] == '(' && (opens || at == name))
            add(r, s.p[i] == '|' ? "<|" : "",
                at == name ? inside(s, at) : sb_str_part(s, name, at - name + inside(s, at).n + 2));
        else if (opens || (at == s.n && at == name))
            add(r, "", s);
    }
}

static bool loads_code(sb_str flag)
{
    static const char *const flags[] = {"-fplugin", "-iplugindir", "-specs", "--specs", "-wrapper",
                                        "-load",    "-B.",         "-B/",    "-B<"};
    for (size_t i = 0; i < SB_COUNT(flags); i++)
        if (sb_str_starts(flag, sb_str_of(flags[i])))
            return true;
    return false;
}

/* ---- strings, with what Python understands in them ---- */

static int digit(char c)
{
    c = sb_lower(c);
    return sb_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

static void number_escape(struct reading *r, int base, size_t max)
{
    uint32_t c = 0;
    for (size_t i = 0; i < max && r->at < r->end && digit(*r->at) < base; i++)
        c = c * (uint32_t)base + (uint32_t)digit(*r->at++);
    if (c < 0x110000 && (c < 0xd800 || c > 0xdfff))
        sb_utf8_put(&r->text, c);
}

/* Behind the backslash. */
static void escape(struct reading *r)
{
    static const char letters[] = "abfnrtv\\'\"";
    static const char meanings[] = "\a\b\f\n\r\t\v\\'\"";
    char c = r->at < r->end ? *r->at : '\\';
    const char *letter = c ? strchr(letters, c) : NULL;
    if (digit(c) < 8) {
        number_escape(r, 8, 3);
        return;
    }
    r->at += r->at < r->end;
    if (letter)
        sb_buf_chr(&r->text, meanings[letter - letters]);
    else if (c == 'x' || c == 'u' || c == 'U')
        number_escape(r, 16, c == 'x' ? 2 : c == 'u' ? 4 : 8);
    else if (c != '\n')
        sb_buf_printf(&r->text, "\\%c", c);
    r->odd |= c == 'N';
}

static bool follows(const struct reading *r, sb_str text)
{
    return sb_str_starts(sb_str_n(r->at, (size_t)(r->end - r->at)), text);
}

/* At a quote. */
static void read_text(struct reading *r, bool raw)
{
    char quotes[] = {*r->at, *r->at, *r->at};
    sb_str close = sb_str_n(quotes, follows(r, sb_str_n(quotes, 3)) ? 3 : 1);
    r->at += close.n;
    while (r->at < r->end && (*r->at != quotes[0] || !follows(r, close))) {
        char c = *r->at++;
        if (c == '\\' && !raw) {
            escape(r);
            continue;
        }
        sb_buf_chr(&r->text, c);
        if (c == '\\' && r->at < r->end)
            sb_buf_chr(&r->text, *r->at++);
    }
    r->at += r->at < r->end ? close.n : 0;
}

/* ---- structure ---- */

static struct level *innermost(struct reading *r)
{
    return r->depth && r->depth <= LEVELS ? &r->open[r->depth - 1] : NULL;
}

static void keep_variable(struct reading *r, const struct level *level, sb_str value)
{
    if (!level->variables || level->key.n == 0)
        return;
    if (r->variables.n >= VARIABLES || level->key.n > NAME) {
        r->gyp->cut = true;
        return;
    }
    *SB_PUSH(&r->variables) =
        (struct variable){level->key, sb_arena_str(r->arena, sb_str_part(value, 0, VALUE)), false};
}

static void take_value(struct reading *r, const struct level *level, sb_str text)
{
    find_commands(r, text);
    if (r->odd)
        add(r, "", text);
    if (loads_code(text))
        add(r, "flag: ", text);
    if (!level)
        return;
    keep_variable(r, level, text);
    if (level->use == WORDS) {
        sb_buf_chr(&r->words, ' ');
        sb_buf_str(&r->words, text);
    } else if (level->use == INCLUDES && !sb_str_ends(text, SB_S(".gypi")) && !sb_str_ends(text, SB_S(".gyp"))) {
        add(r, level->label, text);
    } else if (level->use == CONDITION_LISTS && !sb_npm_gyp_is_plain(text)) {
        add(r, level->label, text);
    }
}

/* Keys may end in an operator: "action+", "name%". */
static sb_str bare_key(sb_str key)
{
    while (key.n && strchr("+=?!/%", key.p[key.n - 1]))
        key.n--;
    return key;
}

static void set_use(struct level *level, sb_str key)
{
    level->key = key;
    for (size_t i = 0; i < SB_COUNT(uses); i++) {
        if (!sb_str_eq(key, sb_str_of(uses[i].key)))
            continue;
        level->use = uses[i].use;
        level->label = uses[i].label;
    }
}

static void take_text(struct reading *r)
{
    struct level *level = innermost(r);
    sb_str text = sb_buf_all(&r->text);
    if (!level || !level->dict) {
        take_value(r, level, text);
        return;
    }
    if (!level->value) {
        level->key = sb_arena_str(r->arena, bare_key(sb_str_part(text, 0, 2 * (size_t)NAME)));
        find_commands(r, level->key);
        return;
    }
    struct level one = {.variables = level->variables, .words = r->words.n};
    set_use(&one, level->key);
    take_value(r, &one, text);
    if (one.use == WORDS)
        add(r, one.label, sb_str_from(sb_buf_all(&r->words), one.words));
    r->words.n = one.words;
}

static void open_level(struct reading *r, bool dict)
{
    const struct level *above = innermost(r);
    struct level level = {.dict = dict, .words = r->words.n};
    if (above && above->dict)
        set_use(&level, above->key);
    else if (above && (above->use == WORDS || above->use == SETTINGS))
        level = (struct level){.use = WORDS, .label = above->label, .words = r->words.n, .key = above->key};
    else if (above && above->use == BRANCHES)
        level = (struct level){.use = CONDITION_LISTS, .label = above->label, .words = r->words.n};
    level.dict = dict;
    level.variables = above && (above->variables || sb_str_eq(level.key, SB_S("variables")));
    if (dict) {
        level.use = PLAIN;
        level.key = SB_STR_NONE;
    }
    if (r->depth++ < LEVELS)
        r->open[r->depth - 1] = level;
}

static void close_level(struct reading *r)
{
    const struct level *level = innermost(r);
    if (level && level->use == WORDS && !level->dict) {
        add(r, level->label, sb_str_from(sb_buf_all(&r->words), level->words));
        r->words.n = level->words;
    }
    r->depth -= r->depth > 0;
}

static void punctuation(struct reading *r, char c)
{
    struct level *level = innermost(r);
    if (c == '{' || c == '[')
        open_level(r, c == '{');
    else if (c == '}' || c == ']')
        close_level(r);
    else if (level && c == ':')
        level->value = true;
    else if (level && c == ',')
        level->value = false;
}

/* ---- the text as a whole ---- */

/* Blanks, comments, and what does not part two strings that stand side by side. */
static void skip_blank(struct reading *r)
{
    while (r->at < r->end) {
        if (*r->at == '#') {
            const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
            r->at = newline ? newline : r->end;
        } else if (sb_is_space(*r->at) || *r->at == '\\' || *r->at == '(' || *r->at == ')' || *r->at == '+') {
            r->at++;
        } else {
            return;
        }
    }
}

/* Goes to the quote of a string, if one is next. */
static bool at_string(struct reading *r, bool *ret_raw)
{
    const char *at = r->at;
    *ret_raw = false;
    while (at < r->end && at - r->at < 2 && strchr("rRuUbBfF", *at) && *at)
        *ret_raw |= sb_lower(*at++) == 'r';
    if (at == r->end || (*at != '"' && *at != '\''))
        return false;
    r->at = at;
    return true;
}

static void read_strings(struct reading *r, bool raw)
{
    r->text.n = 0;
    r->text.over = false;
    r->odd = false;
    do {
        read_text(r, raw);
        skip_blank(r);
    } while (at_string(r, &raw));
    take_text(r);
}

static int by_name(const void *left, const void *right)
{
    const struct variable *a = left;
    const struct variable *b = right;
    int order = sb_str_cmp(a->name, b->name);
    return order ? order : sb_str_cmp(a->value, b->value);
}

/* Adds the values of NAME, once. */
static void tell_variable(struct reading *r, sb_str name)
{
    size_t low = 0;
    size_t high = r->variables.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sb_str_cmp(r->variables.p[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < r->variables.n && sb_str_eq(r->variables.p[low].name, name); low++) {
        struct variable *variable = &r->variables.p[low];
        if (variable->told)
            continue;
        variable->told = true;
        add(r, "", sb_arena_join(r->arena, variable->name, SB_S("="), variable->value));
    }
}

/* What stands in parentheses in a command may be a variable's name. */
static void tell_variables(struct reading *r)
{
    if (r->variables.n)
        qsort(r->variables.p, r->variables.n, sizeof *r->variables.p, by_name);
    for (size_t round = 0; r->variables.n && round < ROUNDS; round++) {
        size_t n = r->gyp->n;
        sb_str commands[SB_NPM_GYP_COMMANDS];
        memcpy(commands, r->gyp->commands, n * sizeof *commands);
        for (size_t i = 0; i < n; i++)
            for (sb_str rest = commands[i], part; sb_str_cut(&rest, '(', &part);) {
                size_t end = sb_str_chr(sb_str_part(rest, 0, NAME + 1), ')');
                if (end != SB_NPOS)
                    tell_variable(r, sb_str_n(rest.p, end));
            }
    }
}

const struct sb_npm_gyp *sb_npm_gyp_read(sb_str bytes, struct sb_arena *arena)
{
    struct sb_npm_gyp *gyp = SB_NEW(arena, struct sb_npm_gyp);
    const char *text = bytes.n ? bytes.p : "";
    struct reading r = {.at = text, .end = text + bytes.n, .arena = arena, .gyp = gyp};
    bool raw;
    gyp->commands = sb_arena_alloc(arena, SB_NPM_GYP_COMMANDS * sizeof *gyp->commands);
    for (skip_blank(&r); r.at < r.end; skip_blank(&r)) {
        if (at_string(&r, &raw))
            read_strings(&r, raw);
        else
            punctuation(&r, *r.at++);
    }
    tell_variables(&r);
    sb_buf_done(&r.text);
    sb_buf_done(&r.words);
    sb_free(r.variables.p);
    return gyp;
}
