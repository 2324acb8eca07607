/* CycloneDX in all its encodings and versions: the writer makes canonical text in one of the shapes that it knows, the
 * carriers and the filter of versions make the rest of that. So the content, and the id that is made of it, is the same
 * in every encoding. */
#include "base/mem.h"
#include "carry/transcode.h"
#include "formats/cyclonedx.h"

static void take_loss(void *to, const struct sb_loss *loss)
{
    static const char *const format[] = {"bom.$schema", "bom.bomFormat", "bom.specVersion", NULL}; /* the namespace */
    if (loss->fate != SB_FATE_ADDED && !sb_str_is_one_of(loss->member, format))
        sb_tally_add(to, loss->member, 0);
}

static sb_rc carry(const struct sb_transcode *what, sb_str text, struct sb_sink *sink, struct sb_diags *diags,
                   struct sb_err *err)
{
    struct sb_losses losses;
    struct sb_tally lost;
    struct sb_replay input;
    sb_replay_of(&input, text);
    sb_losses_begin(&losses, NULL, false, SB_STR_NONE, SB_STR_NONE);
    sb_tally_init(&lost);
    losses.each = take_loss;
    losses.to = &lost;
    sb_rc rc = sb_transcode(what, &input, sink, &losses, err);
    sb_tally_report(&lost, diags, SB_D_NOT_EXPRESSIBLE, SB_STR_NONE, "left out or written in a simpler way");
    sb_tally_done(&lost);
    sb_losses_end(&losses);
    return rc;
}

sb_rc sb_cdx_encode(const struct sb_doc *doc, const struct sb_road *road, unsigned minor,
                    const struct sb_write_options *options, struct sb_sink *sink, struct sb_diags *diags,
                    struct sb_err *err)
{
    unsigned shape = minor < SB_CDX_OLDEST_SHAPE ? SB_CDX_OLDEST_SHAPE : minor;
    if (road->carrier->encoding == SB_IN_JSON && shape == minor)
        return sb_cdx_write(doc, options, shape, minor, sink, diags, err);
    struct sb_transcode what = {road->grammar, &sb_carrier_json, road->carrier, (uint8_t)shape, (uint8_t)minor, true};
    struct sb_buf text = {0};
    struct sb_sink *canonical = sb_malloc(sizeof *canonical);
    sb_sink_memory(canonical, &text);
    sb_rc rc = sb_cdx_write(doc, options, shape, minor, canonical, diags, err);
    sb_free(canonical);
    if (rc == SB_OK)
        rc = carry(&what, sb_buf_all(&text), sink, diags, err);
    sb_buf_done(&text);
    return rc;
}
