#include "cli/document.h"

#include "carry/carrier.h"

static const uint64_t most = 1ull << 36; /* bytes: what a copy of a pipe may take on the disk */

static sb_rc no_format(struct sb_document *document, sb_str front, struct sb_err *err)
{
    const char *encoding = sb_sniff_encoding(front);
    struct sb_window in = sb_window_of(front);
    if (encoding)
        return sb_fail(err, SB_E_UNSUPPORTED, "the text is %s; a document is JSON in UTF-8", encoding);
    document->encoding = sb_str_starts(sb_str_trim(front), SB_S("<")) ? SB_IN_XML : SB_IN_JSON;
    if (document->encoding == SB_IN_XML && /* the reader says what is wrong */
        sb_carrier_xml.version(&sb_grammar_cyclonedx, &in, &document->minor, err) != SB_OK)
        return err->rc;
    return sb_fail(err, SB_E_NOTFOUND, "no SBOM document that this version knows");
}

/* Where the front leaves the format open: by all top-level members, wherever they stand. */
static struct sb_sniffed look_through(struct sb_document *document, struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(&document->file, false, &window);
    struct sb_sniffed found = sb_sniff_through(&window, &document->arena);
    if (window.err.rc != SB_OK)
        sb_fail(err, window.err.rc, "%s", window.err.text);
    sb_window_done(&window);
    return found;
}

static sb_rc find(struct sb_document *document, struct sb_window *window, struct sb_err *err)
{
    sb_str front = window->bytes;
    struct sb_sniffed found = sb_sniff(front, &document->arena);
    if (window->err.rc != SB_OK)
        return sb_fail(err, window->err.rc, "%s", window->err.text);
    if (!found.settled && !sb_window_ended(window) && sb_sniff_may_tell_more(front))
        found = look_through(document, err);
    else if (found.document.p == front.p)
        found.document = SB_STR_NONE; /* all of it */
    if (err->rc != SB_OK)
        return err->rc;
    if (!found.format)
        return no_format(document, front, err);
    document->format = sb_format_find(sb_str_of(found.format));
    document->line = found.line;
    document->text = found.document.p ? &document->inside : &document->file;
    sb_replay_of(&document->inside, sb_arena_str(&document->arena, found.document));
    return SB_OK;
}

static sb_rc find_version(struct sb_document *document, struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(document->text, false, &window);
    sb_rc rc = document->road->carrier->version(document->road->grammar, &window, &document->minor, err);
    sb_window_done(&window);
    return rc;
}

sb_rc sb_document_open(struct sb_document *document, const char *path, const char *verb, struct sb_err *err)
{
    struct sb_window window;
    SB_TRY(sb_replay_open(&document->file, path, most, err));
    sb_replay_start(&document->file, false, &window);
    sb_rc rc = find(document, &window, err);
    sb_window_done(&window);
    SB_TRY(rc);
    document->road = sb_format_road(document->format);
    if (!document->road)
        return sb_fail(err, SB_E_UNSUPPORTED, "%s %s in this version; see sbom list formats", verb,
                       document->format->name);
    document->encoding = (enum sb_encoding)document->road->carrier->encoding;
    return find_version(document, err);
}

void sb_document_done(struct sb_document *document)
{
    sb_replay_done(&document->file);
    sb_replay_done(&document->inside);
    sb_arena_done(&document->arena);
}
