/* Formats of documents: one row each; `sbom list formats`, -o and the reader look here. */
#ifndef SB_FORMATS_FORMAT_H
#define SB_FORMATS_FORMAT_H

#include "base/clock.h"
#include "base/sink.h"
#include "base/window.h"
#include "model/doc.h"

struct sb_write_options {
    const char *version; /* one of the format's; NULL = its default */
    struct sb_time time; /* of creation */
    const char *tool_version;
};

struct sb_format {
    const char *name;  /* "cyclonedx-json" */
    const char *alias; /* "cyclonedx": the name without its encoding, for the one that most people mean; or NULL */
    const char *summary;
    const char *const *write_versions; /* NULL-terminated, ascending */
    const char *default_version;
    const char *const *read_versions;
    const char *unread; /* of a planned one: what to say of a document in it */
    /* Fills DOC (new) and seals it. Troubles of content are diagnostics in doc->diags; NAME is their path. INPUT is at
     * its front; where it is good for anything afterwards, it was all in memory. */
    sb_rc (*read)(struct sb_window *input, sb_str name, struct sb_doc *doc, struct sb_err *err);
    /* DOC is sealed. Same document, same options: same bytes. What cannot be said in the version becomes a diagnostic
     * in DIAGS. */
    sb_rc (*write)(const struct sb_doc *doc, const struct sb_write_options *options, struct sb_sink *sink,
                   struct sb_diags *diags, struct sb_err *err);
};
extern const struct sb_format sb_format_cyclonedx_json, sb_format_spdx_json;
extern const struct sb_format
    *const sb_formats[]; /* NULL-terminated; rows without code (read and write NULL) are planned ones */

enum { SB_DOCUMENT_MAX = 1 << 30 }; /* bytes: some documents are held whole while they are read (sb_sniff_window) */

const struct sb_format *sb_format_find(sb_str name);
bool sb_format_writes(const struct sb_format *format, sb_str version);
/* The road of convert, which knows no model: an encoding (carry/carrier.h), and the specification that is encoded. */
struct sb_road {
    const struct sb_carrier *carrier;
    const struct sb_grammar *grammar;
    const char *const *versions; /* NULL-terminated, ascending; read and written */
};
const struct sb_road *sb_format_road(const struct sb_format *format); /* NULL: not yet */
bool sb_road_has(const struct sb_road *road, sb_str version);
/* The format of a text, by its structure (formats/sniff.h). NULL if it is none that is known. */
const struct sb_format *sb_format_sniff(struct sb_window *input);

/* UUIDv5, in the namespace that the manual states, of the hex SHA-256 of a document's bytes without ids and time.
 * TEXT: 36 characters and NUL. */
void sb_content_uuid(const uint8_t sha256[SB_SHA256_BYTES], char text[37]);

#endif
