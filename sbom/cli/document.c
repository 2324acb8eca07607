#include "cli/document.h"

#include "carry/carrier.h"
#include "formats/sniff.h"

static const uint64_t most = 1ull << 36; /* bytes: what a copy of a pipe may take on the disk */

static sb_rc find_version(struct sb_document *document, struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(document->text, false, &window);
    sb_rc rc = document->road->carrier->version(document->road->grammar, &window, &document->minor, err);
    sb_window_done(&window);
    return rc;
}

static sb_rc no_format(struct sb_document *document, struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(document->opened.text, false, &window);
    document->encoding = sb_sniff_is_xml(window.bytes) ? SB_IN_XML : SB_IN_JSON;
    sb_window_done(&window);
    return sb_opened_unknown(&document->opened, err);
}

sb_rc sb_document_open(struct sb_document *document, const char *path, const char *verb, struct sb_diags *diags,
                       struct sb_err *err)
{
    const struct sb_opened *opened = &document->opened;
    SB_TRY(sb_replay_open(&document->file, path, most, err));
    sb_open(&document->opened, &document->file);
    document->format = opened->format;
    document->text = opened->text;
    sb_opened_tell(opened, sb_str_of(strcmp(path, "-") == 0 ? "standard input" : path), diags);
    if (!document->format)
        return no_format(document, err);
    document->road = document->format->road;
    if (!document->road && document->by_meaning && document->format->read) {
        *err = opened->err;
        return err->rc;
    }
    if (!document->road)
        return sb_fail(err, SB_E_UNSUPPORTED, "%s %s in this version; see sbom list formats", verb,
                       document->format->name);
    document->encoding = (enum sb_encoding)document->road->carrier->encoding;
    if (opened->err.rc != SB_OK)
        *err = opened->err;
    return err->rc != SB_OK ? err->rc : find_version(document, err);
}

void sb_document_done(struct sb_document *document)
{
    sb_opened_done(&document->opened);
    sb_replay_done(&document->file);
}
