/* YAML and JSON that a person wrote (a policy, waivers), by the events of libyaml: a small tree in which every node
 * knows where it stands. Not for what comes from a scanned tree.
 *
 * Of YAML 1.1 a subset is taken that has one meaning for all readers: one document, mappings and sequences in each
 * other, scalars as text ("no" is no truth value here; who reads the tree says what a scalar must be). Anchors,
 * aliases, tags, merge keys, a key that stands twice and a key that is no scalar are errors. RFC 8259 JSON is such a
 * text, but for escapes of two surrogates, which libyaml refuses. */
#ifndef SB_TEXT_YAML_H
#define SB_TEXT_YAML_H

#include "base/arena.h"
#include "base/err.h"

enum {
    SB_YAML_BYTES = 4 * 1024 * 1024, /* of a text */
    SB_YAML_DEPTH = 16,
    SB_YAML_NODES = 100 * 1000,
    SB_YAML_MEMBERS = 64,  /* of one mapping */
    SB_YAML_SCALAR = 4096, /* bytes of one */
};

enum sb_yaml_kind { SB_YAML_SCALAR_NODE, SB_YAML_LIST, SB_YAML_MAP };

struct sb_yaml {
    struct sb_yaml *first, *next; /* members of a list or mapping; the next one beside this */
    sb_str key;                   /* of a member of a mapping */
    sb_str text;                  /* of a scalar */
    uint32_t at, key_at;          /* characters in front of it, and of its key */
    uint8_t kind;                 /* enum sb_yaml_kind */
    bool plain;                   /* a scalar without quotes */
};

/* What the errors need to say where. */
struct sb_yaml_text {
    sb_str bytes, name; /* NAME of the file, as the user gave it */
};

/* The tree of TEXT, in ARENA. SB_E_SYNTAX or SB_E_LIMIT with file, line and column (in bytes). */
SB_MUST sb_rc sb_yaml_read(const struct sb_yaml_text *text, struct sb_arena *arena, const struct sb_yaml **ret_root,
                           struct sb_err *err);

/* An error at a place of the tree (`at`, `key_at`). */
sb_rc sb_yaml_fail(const struct sb_yaml_text *text, uint32_t at, sb_rc rc, struct sb_err *err, const char *format, ...)
    SB_PRINTF(5, 6);
uint32_t sb_yaml_line(const struct sb_yaml_text *text, uint32_t at); /* from 1 */

/* Whether a scalar is text for every reader: in quotes, or nothing that YAML 1.1 or 1.2 takes for null, a truth value or a
 * number. */
bool sb_yaml_is_text(const struct sb_yaml *scalar);

/* The member KEY of a mapping, or NULL. */
const struct sb_yaml *sb_yaml_member(const struct sb_yaml *map, const char *key);

#endif
