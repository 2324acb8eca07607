/* From an opened document to an inventory: its carrier makes canonical JSON of it, the specification's reader takes
 * that. JSON itself is read as it stands. */
#include "carry/canonical.h"
#include "formats/reading.h"
#include "formats/wrapped.h"

static sb_rc read_text(const struct sb_opened *opened, struct sb_json *json, sb_str name, struct sb_doc *doc,
                       struct sb_err *err)
{
    struct sb_reading reading;
    doc->format = opened->format->name;
    sb_reading_begin(&reading, json, opened->line - 1, name, doc, err);
    reading.encoding = opened->format;
    if (opened->format->road) {
        reading.lineless = opened->format->road->carrier->encoding == SB_IN_PROTOBUF;
        reading.strangers = opened->format->road->carrier->encoding == SB_IN_XML;
    }
    sb_opened_tell(opened, name, &doc->diags);
    sb_rc rc = opened->format->read(&reading);
    sb_reading_done(&reading);
    return rc;
}

static sb_rc read_carried(const struct sb_opened *opened, struct sb_window *input, sb_str name, struct sb_doc *doc,
                          struct sb_err *err)
{
    const struct sb_road *road = opened->format->road;
    struct sb_canonical *canonical = sb_canonical_new(road->carrier, road->grammar, input);
    struct sb_json *json = sb_json_open(sb_canonical_text(canonical), SB_WALK_DEPTH + 1);
    sb_json_allow_twice(json); /* was looked at already */
    sb_rc rc = read_text(opened, json, name, doc, err);
    sb_canonical_free(canonical);
    return rc;
}

sb_rc sb_format_read_window(const struct sb_opened *opened, struct sb_window *input, sb_str name, struct sb_doc *doc,
                            struct sb_err *err)
{
    const struct sb_road *road = opened->format->road;
    bool carried = road && road->carrier->encoding != SB_IN_JSON;
    return carried ? read_carried(opened, input, name, doc, err)
                   : read_text(opened, sb_json_open(input, 0), name, doc, err);
}

static sb_rc read_opened(const struct sb_opened *opened, sb_str name, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_window input;
    sb_replay_start(opened->text, true, &input);
    sb_rc rc = sb_format_read_window(opened, &input, name, doc, err);
    sb_window_done(&input);
    return rc;
}

sb_rc sb_format_read(const struct sb_opened *opened, sb_str name, struct sb_doc *doc, struct sb_err *err)
{
    sb_rc rc = opened->err.rc;
    if (!opened->format->read)
        rc = sb_fail(err, SB_E_UNSUPPORTED, "%s", opened->format->unread);
    else if (rc != SB_OK)
        *err = opened->err;
    else
        rc = read_opened(opened, name, doc, err);
    if (rc != SB_OK)
        sb_err_path(err, name);
    return rc;
}

sb_rc sb_document_read(struct sb_replay *input, sb_str name, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_opened opened;
    sb_open(&opened, input);
    sb_rc rc = opened.format ? sb_format_read(&opened, name, doc, err) : sb_opened_unknown(&opened, err);
    if (rc != SB_OK)
        sb_err_path(err, name);
    sb_opened_done(&opened);
    return rc;
}

sb_rc sb_text_read(sb_str text, sb_str name, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_replay input;
    sb_replay_of(&input, text);
    return sb_document_read(&input, name, doc, err);
}
