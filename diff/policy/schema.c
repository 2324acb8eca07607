/* The tables of keys as JSON Schema, for editors and for who writes such files with a program. */
#include "policy/key.h"
#include "text/json_write.h"

static void put_object(struct sb_json_out *json, const struct sb_key_object *object);

static void put_words(struct sb_json_out *json, sb_key_word_fn *word)
{
    sb_json_begin(json, '{');
    sb_json_key(json, "enum");
    sb_json_begin(json, '[');
    for (size_t i = 0; word(i); i++)
        if (*word(i))
            sb_json_str(json, sb_str_of(word(i)));
    sb_json_end(json);
    sb_json_end(json);
}

static void put_number(struct sb_json_out *json, const struct sb_key_row *row)
{
    sb_json_begin(json, '{');
    sb_json_pair(json, "type", SB_S("integer"));
    sb_json_key(json, "minimum");
    sb_json_i64(json, row->least);
    sb_json_key(json, "maximum");
    sb_json_i64(json, row->most);
    sb_json_end(json);
}

/* One value. */
static void put_value(struct sb_json_out *json, const struct sb_key_row *row)
{
    if (row->object)
        put_object(json, row->object);
    else if (row->word)
        put_words(json, row->word);
    else if (row->type->schema)
        sb_json_raw(json, sb_str_of(row->type->schema));
    else
        put_number(json, row);
}

static void put_list(struct sb_json_out *json, const struct sb_key_row *row)
{
    sb_json_begin(json, '{');
    sb_json_pair(json, "type", SB_S("array"));
    if (row->count == SB_KEY_WORD_BITS) {
        sb_json_key(json, "minItems");
        sb_json_u64(json, 1);
    }
    sb_json_key(json, "items");
    put_value(json, row);
    sb_json_end(json);
}

static void put_values(struct sb_json_out *json, const struct sb_key_row *row)
{
    if (row->count == SB_KEY_ONE) {
        put_value(json, row);
    } else if (row->count == SB_KEY_LIST) {
        put_list(json, row);
    } else {
        sb_json_begin(json, '{');
        sb_json_key(json, "anyOf");
        sb_json_begin(json, '[');
        put_value(json, row);
        put_list(json, row);
        sb_json_end(json);
        sb_json_end(json);
    }
}

/* A description beside what may be any schema. */
static void put_member(struct sb_json_out *json, const struct sb_key_row *row)
{
    sb_json_key(json, row->name);
    sb_json_begin(json, '{');
    sb_json_pair(json, "description", sb_str_of(row->help));
    sb_json_key(json, "allOf");
    sb_json_begin(json, '[');
    put_values(json, row);
    sb_json_end(json);
    sb_json_end(json);
}

static void put_required(struct sb_json_out *json, const struct sb_key_object *object)
{
    sb_json_key(json, "required");
    sb_json_begin(json, '[');
    for (size_t i = 0; i < object->n; i++)
        if (object->rows[i].required)
            sb_json_str(json, sb_str_of(object->rows[i].name));
    sb_json_end(json);
}

static void put_members(struct sb_json_out *json, const struct sb_key_object *object)
{
    sb_json_pair(json, "type", SB_S("object"));
    sb_json_key(json, "additionalProperties");
    sb_json_bool(json, false);
    put_required(json, object);
    sb_json_key(json, "properties");
    sb_json_begin(json, '{');
    for (size_t i = 0; i < object->n; i++)
        put_member(json, &object->rows[i]);
    sb_json_end(json);
}

/* Objects are as deep as the tables, which name no object that names them. */
static void put_object(struct sb_json_out *json, const struct sb_key_object *object)
{
    sb_json_begin(json, '{');
    put_members(json, object);
    sb_json_end(json);
}

void sb_key_schema(const struct sb_key_object *object, const char *id, const char *title, struct sb_sink *sink)
{
    struct sb_json_out json;
    sb_json_out(&json, sink, true);
    sb_json_begin(&json, '{');
    sb_json_pair(&json, "$schema", SB_S("https://json-schema.org/draft/2020-12/schema"));
    sb_json_pair(&json, "$id", sb_str_of(id));
    sb_json_pair(&json, "title", sb_str_of(title));
    put_members(&json, object);
    sb_json_end(&json);
    sb_put_chr(sink, '\n');
}
