/* What the columns of the grammar say of a document: the verdict of the version's schema. */
#include "check/decimal.h"
#include "check/state.h"

/* ---- the rows of the version ---- */

static const struct sb_member *first_of(const struct sb_check *check, const struct sb_object *type,
                                        const struct sb_member *row)
{
    return type->members + check->firsts[row - check->grammar->members];
}

static size_t number_in(const struct sb_check *check, const struct sb_object *type, const struct sb_member *row)
{
    (void)type;
    return check->firsts[row - check->grammar->members];
}

static bool is_named_as(const struct sb_member *row, const struct sb_member *other)
{
    return row->name_n == other->name_n && memcmp(row->name, other->name, row->name_n) == 0;
}

static void put_named(const struct sb_check *check, const struct sb_object *type, const char *name,
                      struct sb_names *names)
{
    const struct sb_member *row = sb_member_named(type, sb_str_of(name));
    if (row)
        sb_names_put(names, number_in(check, type, row));
}

static void init_choice(struct sb_check *check, const struct sb_object *type, const struct sb_choice *choice,
                        struct sb_alternatives *to)
{
    to->choice = choice;
    to->need = sb_arena_zalloc(&check->arena, choice->n * sizeof *to->need);
    to->refuse = sb_arena_zalloc(&check->arena, choice->n * sizeof *to->refuse);
    for (size_t set = 0; set < choice->n; set++) {
        for (const char *const *name = choice->sets[set].need; name && *name; name++)
            put_named(check, type, *name, &to->need[set]);
        for (size_t i = 0; i < type->n && choice->sets[set].closed; i++)
            if (type->members[i].choice && !(type->members[i].choice >> set & 1))
                sb_names_put(&to->refuse[set], number_in(check, type, &type->members[i]));
    }
}

static void init_object(struct sb_check *check, const struct sb_object *type, struct sb_shape_of *shape)
{
    const struct sb_dialect *dialect = &check->dialect;
    shape->open =
        dialect->encoding != SB_IN_XML && sb_object_open(check->grammar, type, dialect->minor, check->what->strict);
    for (size_t i = 0; i < type->n; i++)
        if (sb_row_needed(dialect, &type->members[i]))
            sb_names_put(&shape->need, number_in(check, type, &type->members[i]));
    shape->alternatives = sb_arena_zalloc(&check->arena, (type->choices_n + 1u) * sizeof *shape->alternatives);
    for (size_t i = 0; i < type->choices_n; i++)
        if (type->choices[i].since <= dialect->minor && dialect->minor <= type->choices[i].until &&
            sb_choice_sayable(dialect, type, &type->choices[i]))
            init_choice(check, type, &type->choices[i], &shape->alternatives[shape->alternatives_n++]);
}

void sb_columns_init(struct sb_check *check)
{
    const struct sb_grammar *grammar = check->grammar;
    check->firsts = sb_arena_zalloc(&check->arena, grammar->members_n);
    for (size_t i = 0; i < grammar->objects_n; i++) {
        const struct sb_object *type = &grammar->objects[i];
        uint8_t *firsts = check->firsts + (type->members - grammar->members);
        for (size_t j = 0; j < type->n; j++)
            firsts[j] = j && is_named_as(&type->members[j], &type->members[j - 1]) ? firsts[j - 1] : (uint8_t)j;
    }
    check->shapes = sb_arena_zalloc(&check->arena, grammar->objects_n * sizeof *check->shapes);
    for (size_t i = 0; i < grammar->objects_n; i++)
        init_object(check, &grammar->objects[i], &check->shapes[i]);
}

static const struct sb_shape_of *shape_of(const struct sb_check *check, const struct sb_object *type)
{
    return &check->shapes[type - check->grammar->objects];
}

/* The first row from ROW on of FIRST's name that the version has. */
static const struct sb_member *next_in(const struct sb_check *check, const struct sb_object *type,
                                       const struct sb_member *first, const struct sb_member *row)
{
    for (; row < type->members + type->n && is_named_as(row, first); row++)
        if (sb_row_in(&check->dialect, row))
            return row;
    return NULL;
}

/* ---- types ---- */

static const char *const kinds[] = {
    [SB_EVENT_OBJECT] = "an object", [SB_EVENT_LIST] = "a list", [SB_EVENT_TEXT] = "a text",
    [SB_EVENT_NUMBER] = "a number",  [SB_EVENT_TRUE] = "true",   [SB_EVENT_FALSE] = "false",
    [SB_EVENT_NULL] = "null",
};

static const char *const wanted[][2] = {
    [SB_MEMBER_OBJECT] = {"an object", "a list of objects"},
    [SB_MEMBER_TEXT] = {"a text", "a list of texts"},
    [SB_MEMBER_WORD] = {"a text", "a list of texts"},
    [SB_MEMBER_BOOL] = {"true or false", "a list of true or false"},
    [SB_MEMBER_INTEGER] = {"an integer", "a list of integers"},
    [SB_MEMBER_NUMBER] = {"a number", "a list of numbers"},
    [SB_MEMBER_ANY] = {"a value", "a list"},
};

static void find_type(struct sb_check *check, const struct sb_level *in, const struct sb_member *first,
                      const struct sb_event *event)
{
    char want[128] = "";
    size_t n = 0;
    for (const struct sb_member *row = first; (row = next_in(check, in->type, first, row)) && n < sizeof want; row++) {
        const char *one = wanted[row->kind][row->list && !in->list];
        if (strstr(want, one) == NULL)
            n += (size_t)snprintf(want + n, sizeof want - n, "%s%s", n ? " or " : "", one);
    }
    struct sb_event about = *event;
    about.row = first;
    sb_check_find(check, SB_V_TYPE, &about, "%s, where %s.%s is %s%s", kinds[event->kind], in->type->name, first->name,
                  in->list ? "made of values that are " : "", want);
}

/* ---- numbers ---- */

enum { NUMBER_SHOWN = 40 }; /* bytes */

static void look_at_number(struct sb_check *check, const struct sb_level *in, const struct sb_event *event)
{
    const struct sb_text_rule *rule = sb_row_rule(&check->dialect, event->row);
    struct sb_decimal number = sb_decimal_of(event->text, &check->number);
    if (event->row->kind == SB_MEMBER_INTEGER && !sb_decimal_is_integer(&number))
        find_type(check, in, first_of(check, in->type, event->row), event);
    else if (rule && rule->bounded_below && sb_decimal_cmp(&number, rule->minimum) < 0)
        sb_check_find(check, SB_V_BOUNDS, event, "%.*s is less than %lld",
                      SB_FMT(sb_str_part(event->text, 0, NUMBER_SHOWN)), (long long)rule->minimum);
    else if (rule && rule->bounded_above && sb_decimal_cmp(&number, rule->maximum) > 0)
        sb_check_find(check, SB_V_BOUNDS, event, "%.*s is more than %lld",
                      SB_FMT(sb_str_part(event->text, 0, NUMBER_SHOWN)), (long long)rule->maximum);
}

/* ---- members ---- */

static void find_unknown(struct sb_check *check, const struct sb_level *in, const struct sb_member *first,
                         const struct sb_event *event)
{
    struct sb_event about = *event;
    about.row = NULL;
    if (check->dialect.encoding == SB_IN_XML ? sb_xml_lets_in(check, in, first, event)
                                             : shape_of(check, in->type)->open)
        return;
    if (check->dialect.encoding == SB_IN_PROTOBUF && sb_protobuf_tells(check, in, event))
        return;
    if (first && first->since > check->dialect.minor)
        sb_check_find(check, SB_V_UNKNOWN, &about, "%s has no member %s before 1.%u", in->type->name,
                      sb_quoted(check, event->name), first->since);
    else
        sb_check_find(check, SB_V_UNKNOWN, &about, "%s has no member %s", in->type->name,
                      sb_quoted(check, event->name));
}

/* The row of the version that takes the value, or NULL. Any row of a list takes the beginning of one. */
static const struct sb_member *row_for(const struct sb_check *check, const struct sb_level *in,
                                       const struct sb_member *first, const struct sb_event *event)
{
    if (event->row && sb_row_in(&check->dialect, event->row))
        return event->row;
    if (event->kind != SB_EVENT_LIST || in->list)
        return NULL;
    for (const struct sb_member *row = first; (row = next_in(check, in->type, first, row)) != NULL; row++)
        if (row->list)
            return row;
    return NULL;
}

/* What a list of values of several shapes has begun with, it goes on with. */
static bool is_of_one_shape(struct sb_check *check, struct sb_level *in, const struct sb_event *event)
{
    if (!in->list || in->type->rule != SB_RULE_ONE_SHAPE)
        return true;
    if (!in->one)
        in->one = event->row;
    if (in->one == event->row)
        return true;
    sb_check_find(check, SB_V_SHAPE, event, "%s in a list that begins with %s", kinds[event->kind],
                  wanted[in->one->kind][0]);
    return false;
}

static void note_value(struct sb_check *check, struct sb_level *in, const struct sb_event *event)
{
    const struct sb_member *members = check->grammar->members;
    if (event->row == &members[SB_CDX_ROW_COMPONENT_IS_EXTERNAL])
        in->external = event->kind != SB_EVENT_FALSE;
}

bool sb_columns_value(struct sb_check *check, struct sb_level *in, const struct sb_event *event)
{
    if (in->passed_over || (check->walk->extra && !event->row))
        return false;
    const struct sb_member *first = in->list     ? first_of(check, in->type, in->row)
                                    : event->row ? first_of(check, in->type, event->row)
                                                 : sb_member_named(in->type, event->name);
    if (check->dialect.encoding == SB_IN_XML && first && !in->list && !event->row &&
        sb_names_has(&in->seen, (size_t)(first - in->type->members))) {
        sb_xml_again(check, in, first, event);
        return false;
    }
    if (!first || (!in->list && !next_in(check, in->type, first, first))) {
        find_unknown(check, in, first, event);
        return false;
    }
    if (!in->list)
        sb_names_put(&in->seen, (size_t)(first - in->type->members));
    if (in->list && check->dialect.encoding == SB_IN_JSON && check->dialect.minor <= in->row->untyped_until)
        return false;
    const struct sb_member *row = row_for(check, in, first, event);
    if (!row && in->list && event->kind == SB_EVENT_LIST && sb_xml_lets_stranger_in(check, in))
        return false;
    if (!row) {
        find_type(check, in, first, event);
        return false;
    }
    if (row->kind == SB_MEMBER_ANY || !is_of_one_shape(check, in, event))
        return false;
    note_value(check, in, event);
    if (event->kind == SB_EVENT_TEXT)
        sb_scalar_text(check, event);
    else if (event->kind == SB_EVENT_NUMBER)
        look_at_number(check, in, event);
    return true;
}

/* ---- the end of an object ---- */

static bool has_all(const struct sb_names *seen, const struct sb_names *names)
{
    return (seen->bits[0] & names->bits[0]) == names->bits[0] && (seen->bits[1] & names->bits[1]) == names->bits[1];
}

static bool has_any(const struct sb_names *seen, const struct sb_names *names)
{
    return (seen->bits[0] & names->bits[0]) || (seen->bits[1] & names->bits[1]);
}

static struct sb_element start_of(const struct sb_level *level)
{
    return (struct sb_element){0, level->line, level->column};
}

static void look_at_needed(struct sb_check *check, const struct sb_level *level)
{
    const struct sb_names *need = &shape_of(check, level->type)->need;
    struct sb_element at = start_of(level);
    char of[128];
    if (has_all(&level->seen, need))
        return;
    bool nothing = check->dialect.encoding == SB_IN_XML && sb_xml_may_be_nothing(level);
    for (size_t i = 0; i < level->type->n; i++) {
        if (!sb_names_has(need, i) || sb_names_has(&level->seen, i) ||
            (nothing && sb_xml_is_inside(&level->type->members[i])))
            continue;
        snprintf(of, sizeof of, "%s.%s", level->type->name, level->type->members[i].name);
        sb_check_find_at(check, SB_V_MISSING, &at, of, "%s needs \"%s\"", level->type->name,
                         level->type->members[i].name);
    }
}

static void put_sets(const struct sb_choice *choice, struct sb_buf *buf)
{
    for (size_t i = 0; i < choice->n; i++) {
        sb_buf_str(buf, i ? SB_S("; ") : SB_STR_NONE);
        const char *const *name = choice->sets[i].need;
        for (const char *const *at = name; at && *at; at++)
            sb_buf_printf(buf, "%s%s", at == name ? "" : " and ", *at);
        if (!name || !*name)
            sb_buf_str(buf, SB_S("other members"));
    }
}

static void look_at_choice(struct sb_check *check, const struct sb_level *level, const struct sb_alternatives *of)
{
    static const char *const says[] = {[SB_CHOICE_ONE] = "takes exactly one of",
                                       [SB_CHOICE_ANY] = "needs at least one of",
                                       [SB_CHOICE_NONE] = "does not take together"};
    size_t fits = 0;
    bool any = false;
    for (size_t i = 0; i < of->choice->n; i++) {
        any = any || has_any(&level->seen, &of->need[i]);
        fits += has_all(&level->seen, &of->need[i]) && !has_any(&level->seen, &of->refuse[i]);
    }
    if (check->dialect.encoding == SB_IN_XML &&
        (of->choice->in_xml == SB_CHOICE_FREE || (of->choice->in_xml == SB_CHOICE_OR_NONE && !any)))
        return;
    bool good = of->choice->kind == SB_CHOICE_ONE   ? fits == 1
                : of->choice->kind == SB_CHOICE_ANY ? fits > 0
                                                    : fits == 0;
    if (good)
        return;
    struct sb_element at = start_of(level);
    struct sb_buf sets = {0};
    put_sets(of->choice, &sets);
    sb_check_find_at(check, SB_V_CHOICE, &at, level->type->name, "%s %s: %.*s", level->type->name,
                     says[of->choice->kind], SB_FMT(sb_buf_all(&sets)));
    sb_buf_done(&sets);
}

static bool has_row(const struct sb_level *level, const struct sb_check *check, enum sb_cdx_row row)
{
    return sb_names_has(&level->seen, check->firsts[row]);
}

/* 1.7, component: if isExternal is not there or false, then no versionRange. */
static void look_at_range(struct sb_check *check, const struct sb_level *level)
{
    struct sb_element at = start_of(level);
    if (has_row(level, check, SB_CDX_ROW_COMPONENT_VERSION_RANGE) && !level->external)
        sb_check_find_at(check, SB_V_EXTERNAL, &at, "component.versionRange",
                         "component has versionRange, but not isExternal: true");
}

/* JSF, publicKey: the members of each type of key. */
static void look_at_key(struct sb_check *check, const struct sb_level *level)
{
    static const struct {
        const char *kty, *curves;
        bool y;
    } keys[] = {{"EC", "P-", true}, {"OKP", "Ed", false}, {"RSA", NULL, false}};
    bool has_y = has_row(level, check, SB_CDX_ROW_PUBLIC_KEY_Y),
         has_crv = has_row(level, check, SB_CDX_ROW_PUBLIC_KEY_CRV);
    struct sb_element at = start_of(level);
    for (size_t i = 0; i < SB_COUNT(keys) && check->kty; i++) {
        if (strcmp(check->kty, keys[i].kty) != 0)
            continue;
        bool good = keys[i].curves ? !check->crv || strncmp(check->crv, keys[i].curves, 2) == 0 : !has_crv;
        if (!good || has_y != keys[i].y)
            sb_check_find_at(check, SB_V_KEY, &at, "publicKey", "a key of type %s with members of another", check->kty);
    }
}

void sb_columns_object_end(struct sb_check *check, const struct sb_level *level, struct sb_level *in)
{
    const struct sb_shape_of *shape = shape_of(check, level->type);
    look_at_needed(check, level);
    for (size_t i = 0; i < shape->alternatives_n; i++)
        look_at_choice(check, level, &shape->alternatives[i]);
    if (level->type->rule == SB_RULE_RANGE_OF_EXTERNAL && check->dialect.minor >= 7)
        look_at_range(check, level);
    if (level->type->rule == SB_RULE_JSF_KEY)
        look_at_key(check, level);
    if (level->type->rule == SB_RULE_ONE_EXPRESSION && in)
        in->expression = in->expression || has_row(level, check, SB_CDX_ROW_LICENSE_CHOICE_EXPRESSION);
}

/* ---- the end of a list ---- */

/* An element and what it is the same as; false: it is the first of its kind. */
static void find_twice(struct sb_check *check, const struct sb_level *level, size_t i, size_t other)
{
    struct sb_element at = check->hashes.p[level->hashes + i];
    char of[128];
    snprintf(of, sizeof of, "%s.%s", level->type->name, level->row->name);
    sb_check_find_at(check, SB_V_UNIQUE, &at, of, "element %zu of %s is the same as element %zu", i, of, other);
}

static void look_for_twice(struct sb_check *check, const struct sb_level *level)
{
    enum { FEW = 12 };
    size_t n = check->hashes.n - level->hashes;
    const struct sb_element *elements = n ? &check->hashes.p[level->hashes] : NULL;
    struct sb_map seen = {0};
    for (size_t i = 1; i < n && n <= FEW; i++)
        for (size_t j = 0; j < i; j++)
            if (elements[i].hash == elements[j].hash) {
                find_twice(check, level, i, j);
                break;
            }
    for (size_t i = 0; i < n && n > FEW; i++) {
        uint32_t *before = sb_map_put(&seen, elements[i].hash >> 1);
        if (*before)
            find_twice(check, level, i, *before - 1);
        else
            *before = (uint32_t)i + 1;
    }
    sb_map_done(&seen);
}

void sb_columns_list_end(struct sb_check *check, const struct sb_level *level)
{
    struct sb_element at = start_of(level);
    char of[128];
    snprintf(of, sizeof of, "%s.%s", level->type->name, level->row->name);
    if (level->elements < sb_row_least(&check->dialect, level->row))
        sb_check_find_at(check, SB_V_ITEMS, &at, of, "%s has fewer values than %zu", of,
                         sb_row_least(&check->dialect, level->row));
    if (check->dialect.encoding == SB_IN_XML && check->dialect.minor == 0 && !level->elements &&
        level->row->quirk == SB_CDX_QUIRK_LICENSES)
        sb_check_find_at(check, SB_V_ITEMS, &at, of, "%s has no licence", of);
    bool nested = check->dialect.encoding == SB_IN_PROTOBUF && level->row->type == SB_CDX_DEPENDENCY;
    if (level->unique && check->dialect.encoding != SB_IN_XML && !nested)
        look_for_twice(check, level);
    bool alone = check->dialect.encoding == SB_IN_XML ? check->dialect.minor <= 6
                                                      : check->dialect.minor == 5 || check->dialect.minor == 6;
    if (level->expression && level->elements > 1 && alone)
        sb_check_find_at(check, SB_V_EXPRESSION, &at, of, "a licence expression stands beside other licences");
}
