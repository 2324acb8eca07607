/* SARIF 2.1.0 (OASIS), what code hosts show beside the file: the parts that every report of it has, over the JSON
 * writer. One run a file, in this order: sb_sarif_begin, rules, sb_sarif_invocation, notifications, sb_sarif_results,
 * results (objects that the caller begins and ends), sb_sarif_end. */
#ifndef SB_TEXT_SARIF_H
#define SB_TEXT_SARIF_H

#include "text/json_write.h"

/* The words of `level` (3.27.10) that are used. */
extern const char sb_sarif_error[], sb_sarif_warning[], sb_sarif_note[];

struct sb_sarif_rule { /* texts of ours: they go out as they are */
    sb_str id, title, meaning;
    const char *level;
    sb_str help;             /* plain text; empty: none */
    sb_str severity;         /* "9.5": what GitHub ranks a rule by that has the tag "security"; empty: none */
    const char *const *tags; /* NULL-terminated; NULL: none */
};

struct sb_sarif_invocation {
    int exit;            /* the exit code; -1: not said */
    sb_str exit_meaning; /* in words; empty: not said */
};

/* Where something stands. */
struct sb_sarif_place {
    sb_str file;      /* a file name: becomes a URI reference */
    uint64_t line;    /* from 1; 0: not known */
    uint64_t column;  /* in characters, from 1; 0: not known */
    bool offset;      /* the file has no lines, and `byte` counts */
    uint64_t byte;    /* from 0 */
    sb_str logical;   /* a name that is no file: a JSON pointer, a package URL; empty: none */
    const char *kind; /* of that name (3.33.7); NULL: not said */
};

void sb_sarif_begin(struct sb_json_out *json, struct sb_sink *sink, const char *tool_version);
void sb_sarif_rule(struct sb_json_out *json, const struct sb_sarif_rule *rule);
void sb_sarif_invocation(struct sb_json_out *json, const struct sb_sarif_invocation *invocation);
/* What the tool has to tell beside its results. CODE and PLACE: NULL for none. */
void sb_sarif_notify(struct sb_json_out *json, const char *level, sb_str text, const char *code,
                     const struct sb_sarif_place *place);
/* Ends the notifications. What belongs to the run and is no result may follow; then the results. */
void sb_sarif_run(struct sb_json_out *json);
void sb_sarif_results(struct sb_json_out *json);
void sb_sarif_end(struct sb_json_out *json);

/* Pieces of a result. KEY {"text": TEXT}, one line: what nobody sees is escaped, and nothing in it is a link or the
 * place of an argument. */
void sb_sarif_text(struct sb_json_out *json, const char *key, sb_str text);
/* The members physicalLocation and logicalLocations of an open location. */
void sb_sarif_place(struct sb_json_out *json, const struct sb_sarif_place *place);
/* "partialFingerprints": {"sbomFinding/v1": HEX}, left open for others. */
void sb_sarif_fingerprint(struct sb_json_out *json, sb_str hex);
/* Adds a file name to BUF as a URI reference (RFC 3986): what may not stand there as %HH, and no colon in the first
 * part, which would make a scheme of it. */
void sb_sarif_uri(struct sb_buf *buf, sb_str file);

#endif
