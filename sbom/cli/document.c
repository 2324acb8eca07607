#include "cli/document.h"

#include <stdio.h>

#include "carry/canonical.h"
#include "formats/cross.h"
#include "formats/sniff.h"
#include "text/json_read.h"

static const uint64_t most = 1ull << 36; /* bytes: what a copy of a pipe may take on the disk */

static sb_rc find_version(struct sb_document *document, struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(document->text, false, &window);
    sb_rc rc = document->road->carrier->version(document->road->grammar, &window, &document->minor, err);
    sb_window_done(&window);
    return rc;
}

/* What JSON of the shape of all encodings states, which may be a version that has XML alone. */
static sb_rc find_held_version(struct sb_document *document, sb_str text, struct sb_err *err)
{
    struct sb_json *json = sb_json_new(text, SB_WALK_DEPTH + 1);
    bool more = sb_json_next(json) == SB_JSON_OBJECT, found = false;
    sb_str key;
    while (more && !found && sb_json_member(json, &key)) {
        found = sb_str_eq(key, SB_S("specVersion"));
        more = found ? sb_json_next(json) == SB_JSON_STRING : sb_json_skip(json, NULL);
    }
    sb_str version = found && more ? sb_json_text(json) : SB_STR_NONE;
    uint64_t minor = 0;
    found = sb_str_chop(&version, SB_S("1.")) && sb_str_u64(version, &minor) && minor <= document->road->grammar->last;
    document->minor = found ? (uint8_t)minor : 0;
    sb_json_free(json);
    return found ? SB_OK : sb_fail(err, SB_E_SYNTAX, "specVersion: no version that is known");
}

static sb_rc no_format(struct sb_document *document, struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(document->opened.text, false, &window);
    document->encoding = sb_sniff_is_xml(window.bytes) ? SB_IN_XML : SB_IN_JSON;
    sb_window_done(&window);
    return sb_opened_unknown(&document->opened, err);
}

/* What is in the file that was opened. */
static sb_rc find_document(struct sb_document *document, sb_str name, const char *verb, struct sb_diags *diags,
                           struct sb_err *err)
{
    const struct sb_opened *opened = &document->opened;
    sb_open(&document->opened, &document->file);
    document->format = opened->format;
    document->text = opened->text;
    sb_opened_tell(opened, name, diags);
    if (!document->format)
        return no_format(document, err);
    document->road = document->format->road;
    document->encoding = document->road ? (enum sb_encoding)document->road->carrier->encoding : SB_IN_JSON;
    if (!document->road && document->by_meaning && document->format->read) {
        *err = opened->err;
        return err->rc;
    }
    if (!document->road)
        return sb_fail(err, SB_E_UNSUPPORTED, "%s %s in this version; see sbom list formats", verb,
                       document->format->name);
    if (opened->err.rc != SB_OK)
        *err = opened->err;
    return err->rc;
}

sb_rc sb_document_open(struct sb_document *document, const char *path, const char *verb, struct sb_diags *diags,
                       struct sb_err *err)
{
    SB_TRY(sb_replay_open(&document->file, path, most, err));
    SB_TRY(find_document(document, sb_str_of(strcmp(path, "-") == 0 ? "standard input" : path), verb, diags, err));
    return document->road ? find_version(document, err) : SB_OK;
}

sb_rc sb_document_of(struct sb_document *document, sb_str text, struct sb_err *err)
{
    struct sb_diags none = {0};
    sb_replay_of(&document->file, text);
    document->by_meaning = true;
    sb_rc rc = find_document(document, SB_STR_NONE, "", &none, err);
    if (rc == SB_OK && document->road)
        rc = find_held_version(document, text, err);
    sb_diags_done(&none);
    return rc;
}

sb_rc sb_document_name(const struct sb_document *document, char name[SB_DOCUMENT_NAME], struct sb_err *err)
{
    char version[SB_CROSS_VERSION];
    if (document->road)
        snprintf(version, sizeof version, "1.%u", document->minor);
    else
        SB_TRY(sb_cross_version(&document->opened, version, err));
    snprintf(name, SB_DOCUMENT_NAME, "%s@%s", document->format->name, version);
    return SB_OK;
}

sb_rc sb_document_json(struct sb_document *document, sb_str *ret_text, struct sb_err *err)
{
    struct sb_window *window = &document->held;
    sb_replay_start(document->text, true, window);
    if (document->encoding != SB_IN_JSON) {
        document->canonical = sb_canonical_new(document->road->carrier, document->road->grammar, window);
        window = sb_canonical_text(document->canonical);
    }
    window->most = SB_DOCUMENT_MAX;
    if (sb_window_hold(window) != SB_OK)
        *err = window->err;
    *ret_text = window->bytes;
    return err->rc;
}

void sb_document_done(struct sb_document *document)
{
    sb_canonical_free(document->canonical);
    sb_window_done(&document->held);
    sb_opened_done(&document->opened);
    sb_replay_done(&document->file);
}
