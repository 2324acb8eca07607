#include "source/image_json.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { DEPTH = 64, VALUES = 200000 };

void sb_image_json_start(void)
{
    cJSON_Hooks hooks = {sb_malloc, sb_free};
    cJSON_InitHooks(&hooks);
}

/* ---- what is checked before and behind the parser ---- */

/* How deep it nests, and how many values it has at most: cJSON makes a struct of each. */
static sb_rc check_size(sb_str bytes, struct sb_err *err)
{
    uint32_t depth = 0;
    uint32_t values = 1;
    bool quoted = false;
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            depth++;
        else if (!quoted && (c == '}' || c == ']'))
            depth -= depth > 0;
        values += !quoted && (c == ',' || c == '{' || c == '[');
        if (depth > DEPTH)
            return sb_fail(err, SB_E_LIMIT, "JSON that nests deeper than %d levels", DEPTH);
        if (values > VALUES)
            return sb_fail(err, SB_E_LIMIT, "JSON with more than %d values", VALUES);
    }
    return SB_OK;
}

/* Members that this version reads, whose name must not stand there in another spelling. */
static const char *const members[] = {
    "annotations", "architecture", "artifactType", "Cmd",  "config",      "created",  "created_by", "diff_ids",
    "digest",      "empty_layer",  "Entrypoint",   "Env",  "Healthcheck", "history",  "Labels",     "layers",
    "manifests",   "mediaType",    "OnBuild",      "os",   "platform",    "RepoTags", "rootfs",     "schemaVersion",
    "Shell",       "size",         "Test",         "urls", "User",        "variant",  "WorkingDir", NULL};

/* Go takes these for letters, too: the long s and the sign of Kelvin. */
static char chop_letter(sb_str *text)
{
    if (sb_str_chop(text, SB_S("\xc5\xbf")))
        return 's';
    if (sb_str_chop(text, SB_S("\xe2\x84\xaa")))
        return 'k';
    char letter = sb_lower(text->p[0]);
    *text = sb_str_from(*text, 1);
    return letter;
}

/* As the programs that run images compare the names of members. */
static bool is_same_name(sb_str a, sb_str b)
{
    while (a.n && b.n)
        if (chop_letter(&a) != chop_letter(&b))
            return false;
    return a.n == 0 && b.n == 0;
}

static bool is_misspelt(const char *name)
{
    for (size_t i = 0; members[i]; i++)
        if (is_same_name(sb_str_of(name), sb_str_of(members[i])))
            return strcmp(name, members[i]) != 0 && strcmp(name, "Config") != 0 && strcmp(name, "Layers") != 0;
    return false;
}

/* Names in these are the user's own. */
static bool is_free(const char *name)
{
    static const char *const maps[] = {"annotations", "Labels", "Annotations", "ExposedPorts",
                                       "Volumes",     "extra",  NULL};
    return name && sb_str_is_one_of(sb_str_of(name), maps);
}

/* Manifests write these two in either way. */
static bool has_both(const cJSON *object, const char *one, const char *other)
{
    return cJSON_GetObjectItemCaseSensitive(object, one) && cJSON_GetObjectItemCaseSensitive(object, other);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static sb_rc check_members(const cJSON *object, struct sb_err *err)
{
    SB_VEC(const char *) names = {0};
    sb_rc rc = SB_OK;
    if (has_both(object, "layers", "Layers") || has_both(object, "config", "Config"))
        return sb_fail(err, SB_E_SYNTAX, "JSON with a member in two spellings");
    for (const cJSON *child = object->child; child; child = child->next) {
        *SB_PUSH(&names) = child->string;
        if (rc == SB_OK && !is_free(object->string) && is_misspelt(child->string))
            rc = sb_fail(err, SB_E_SYNTAX, "JSON with a member \"%.64s\" in another spelling", child->string);
    }
    if (names.n)
        qsort(names.p, names.n, sizeof *names.p, by_name);
    for (size_t i = 1; rc == SB_OK && i < names.n; i++)
        if (strcmp(names.p[i], names.p[i - 1]) == 0)
            rc = sb_fail(err, SB_E_SYNTAX, "JSON with the member \"%.64s\" twice", names.p[i]);
    sb_free(names.p);
    return rc;
}

static sb_rc check_objects(const cJSON *json, struct sb_err *err)
{
    if (cJSON_IsObject(json))
        SB_TRY(check_members(json, err));
    for (const cJSON *child = json->child; child; child = child->next)
        SB_TRY(check_objects(child, err));
    return SB_OK;
}

sb_rc sb_image_json_parse(sb_str bytes, cJSON **ret_json, struct sb_err *err)
{
    const char *end = NULL;
    *ret_json = NULL;
    sb_str_chop(&bytes, SB_S("\xef\xbb\xbf"));
    if (bytes.n > SB_IMAGE_JSON_MAX)
        return sb_fail(err, SB_E_LIMIT, "JSON of more than %d bytes", SB_IMAGE_JSON_MAX);
    if (!sb_utf8_valid(bytes))
        return sb_fail(err, SB_E_SYNTAX, "JSON that is no UTF-8");
    SB_TRY(check_size(bytes, err));
    cJSON *json = bytes.n ? cJSON_ParseWithLengthOpts(bytes.p, bytes.n, &end, false) : NULL;
    if (!json)
        return sb_fail(err, SB_E_SYNTAX, "no JSON");
    sb_rc rc = SB_OK;
    if (sb_str_trim(sb_str_n(end, (size_t)(bytes.p + bytes.n - end))).n)
        rc = sb_fail(err, SB_E_SYNTAX, "JSON with something behind its end");
    if (rc == SB_OK)
        rc = check_objects(json, err);
    if (rc == SB_OK)
        *ret_json = json;
    else
        cJSON_Delete(json);
    return rc;
}

/* ---- members ---- */

sb_rc sb_image_json_not(const cJSON *json, const char *name, struct sb_err *err)
{
    if (!cJSON_GetObjectItemCaseSensitive(json, name))
        return SB_OK;
    return sb_fail(err, SB_E_SYNTAX, "JSON with a member \"%s\" in another spelling", name);
}

const cJSON *sb_image_json_object(const cJSON *json, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(json, name);
    return cJSON_IsObject(member) ? member : NULL;
}

const cJSON *sb_image_json_array(const cJSON *json, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(json, name);
    return cJSON_IsArray(member) ? member : NULL;
}

sb_str sb_image_json_value(const cJSON *json)
{
    return cJSON_IsString(json) ? sb_str_of(json->valuestring) : SB_STR_NONE;
}

sb_str sb_image_json_text(const cJSON *json, const char *name)
{
    return sb_image_json_value(cJSON_GetObjectItemCaseSensitive(json, name));
}

bool sb_image_json_number(const cJSON *json, const char *name, uint64_t *ret_number)
{
    static const double most = 9007199254740992.0;
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(json, name);
    if (!cJSON_IsNumber(member) || !(member->valuedouble >= 0 && member->valuedouble <= most))
        return false;
    *ret_number = (uint64_t)member->valuedouble;
    return (double)*ret_number == member->valuedouble;
}

static bool is_hex(sb_str text, size_t n)
{
    for (size_t i = 0; i < text.n; i++)
        if (!sb_is_digit(text.p[i]) && !(text.p[i] >= 'a' && text.p[i] <= 'f'))
            return false;
    return text.n == n;
}

bool sb_is_image_digest(sb_str text)
{
    return sb_str_chop(&text, SB_S("sha256:")) && is_hex(text, 64);
}

bool sb_is_digest(sb_str text)
{
    return sb_is_image_digest(text) || (sb_str_chop(&text, SB_S("sha512:")) && is_hex(text, 128));
}
