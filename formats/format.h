/* Formats of documents: one row each; `sbom list formats`, -o and the reader look here. */
#ifndef SB_FORMATS_FORMAT_H
#define SB_FORMATS_FORMAT_H

#include "base/clock.h"
#include "base/replay.h"
#include "base/sink.h"
#include "model/doc.h"

struct sb_write_options {
    const char *version; /* one of the format's; NULL = its default */
    struct sb_time time; /* of creation */
    const char *tool_version;
};

struct sb_reading;
struct sb_opened;

/* An encoding (carry/carrier.h), and the specification that is encoded. */
struct sb_road {
    const struct sb_carrier *carrier;
    const struct sb_grammar *grammar;
    const char *const *versions; /* NULL-terminated, ascending; read and written */
};

struct sb_format {
    const char *name;  /* "cyclonedx-json" */
    const char *alias; /* "cyclonedx": the name without its encoding, for the one that most people mean; or NULL */
    const char *summary;
    const char *const *write_versions; /* NULL-terminated, ascending */
    const char *default_version;
    const char *const *read_versions;
    const char *unread;         /* of a planned one: what to say of a document in it */
    const struct sb_road *road; /* of convert, which knows no model; NULL: not yet */
    /* The meaning of the specification, once for all encodings: READING stands before the document's canonical JSON. */
    sb_rc (*read)(struct sb_reading *reading);
    /* DOC is sealed. Same document, same options: same bytes. What cannot be said in the version becomes a diagnostic
     * in DIAGS. */
    sb_rc (*write)(const struct sb_doc *doc, const struct sb_write_options *options, struct sb_sink *sink,
                   struct sb_diags *diags, struct sb_err *err);
};
extern const struct sb_format sb_format_cyclonedx_json, sb_format_cyclonedx_xml, sb_format_cyclonedx_protobuf,
    sb_format_spdx_json;
extern const struct sb_format
    *const sb_formats[]; /* NULL-terminated; rows without code (read and write NULL) are planned ones */

enum { SB_DOCUMENT_MAX = 1 << 30 }; /* bytes of one that is read into a model */

const struct sb_format *sb_format_find(sb_str name);
bool sb_format_writes(const struct sb_format *format, sb_str version);
bool sb_road_has(const struct sb_road *road, sb_str version);

/* Fills DOC (new) with the document that was opened (formats/wrapped.h), and seals it. Troubles of content are
 * diagnostics in doc->diags; NAME is their path. */
SB_MUST sb_rc sb_format_read(const struct sb_opened *opened, sb_str name, struct sb_doc *doc, struct sb_err *err);
/* The same through a window on the document. */
SB_MUST sb_rc sb_format_read_window(const struct sb_opened *opened, struct sb_window *input, sb_str name,
                                    struct sb_doc *doc, struct sb_err *err);
/* The same in one go. SB_E_NOTFOUND: INPUT is no document that is known. */
SB_MUST sb_rc sb_document_read(struct sb_replay *input, sb_str name, struct sb_doc *doc, struct sb_err *err);
SB_MUST sb_rc sb_text_read(sb_str text, sb_str name, struct sb_doc *doc, struct sb_err *err);

/* UUIDv5, in the namespace that the manual states, of the hex SHA-256 of a document's bytes without ids and time.
 * TEXT: 36 characters and NUL. */
void sb_content_uuid(const uint8_t sha256[SB_SHA256_BYTES], char text[37]);

#endif
