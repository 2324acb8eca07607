/* The JSON of images: indexes, manifests, configurations. It has a bound, so that it is read as a whole.
 *
 * Programs that run images read it with other rules than JSON's: of a member twice they take the last one, and they
 * find a member whatever the case of its letters. A text that two readers may read in two ways is refused. */
#ifndef SB_SOURCE_IMAGE_JSON_H
#define SB_SOURCE_IMAGE_JSON_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/err.h"

enum { SB_IMAGE_JSON_MAX = 4 * 1024 * 1024 }; /* bytes of one text */

/* Must be called before the first of the others, on one thread. */
void sb_image_json_start(void);
/* One value, and nothing behind it: UTF-8, at most SB_IMAGE_JSON_MAX bytes, 64 levels and 200,000 values. Freed with
 * cJSON_Delete(). */
SB_MUST sb_rc sb_image_json_parse(sb_str bytes, cJSON **ret_json, struct sb_err *err);
/* Refuses an object that has NAME, which is another spelling of what is read there. */
SB_MUST sb_rc sb_image_json_not(const cJSON *json, const char *name, struct sb_err *err);
/* A member of an object; NULL if it is absent, null or not of the type. */
const cJSON *sb_image_json_object(const cJSON *json, const char *name);
const cJSON *sb_image_json_array(const cJSON *json, const char *name);
sb_str sb_image_json_text(const cJSON *json, const char *name); /* empty if there is none; lives as long as JSON */
/* False if there is none, or it is no whole number from 0 to 2^53. */
bool sb_image_json_number(const cJSON *json, const char *name, uint64_t *ret_number);
/* The text of a value itself. */
sb_str sb_image_json_value(const cJSON *json);

/* "sha256:" and 64 hex digits in lower case, and "sha512:" and 128. */
bool sb_is_digest(sb_str text);
/* The first of the two: DiffIDs and the names of docker save have no other. */
bool sb_is_image_digest(sb_str text);

#endif
