/* What readers find on their way and put into the model: package URLs, digests, facts, properties, licences, tools. */
#include "formats/attributes.h"
#include "formats/fact_check.h"
#include "formats/reading.h"
#include "id/licence.h"
#include "id/purl.h"
#include "model/tool.h"

static SB_RARE bool make_canonical(struct sb_reading *reading, sb_str *text)
{
    struct sb_purl purl;
    struct sb_err err = {0};
    bool good = sb_purl_parse(*text, &reading->arena, &purl, &err) == SB_OK;
    if (good)
        *text = sb_purl_text(&purl, &reading->arena);
    else
        sb_reading_diag(reading, SB_D_BAD_PURL, "%.*s: %s", SB_FMT(*text), err.text);
    return good;
}

void sb_read_purl(struct sb_reading *reading, sb_comp owner, sb_str text)
{
    bool good = sb_purl_is_canonical(text) || make_canonical(reading, &text);
    struct sb_component *row = sb_doc_at(reading->doc, owner);
    bool is_ref = sb_str_eq(sb_doc_str(reading->doc, row->ref), text); /* as most tools have it */
    row->purl = is_ref ? row->ref : sb_doc_put(reading->doc, text);
    row->purl_bad = !good;
}

bool sb_read_digest(struct sb_reading *reading, sb_str algorithm, sb_str hex, struct sb_digest *ret_digest)
{
    struct sb_digest digest = {.alg = (uint8_t)sb_alg_find(algorithm)};
    if (digest.alg == SB_ALG_NONE) {
        sb_reading_diag(reading, SB_D_UNKNOWN_VALUE, "hash algorithm %.*s is not known", SB_FMT(algorithm));
        return false;
    }
    size_t wanted = sb_algs[digest.alg].bytes ? sb_algs[digest.alg].bytes : hex.n / 2;
    if (wanted == 0 || wanted > sizeof digest.b || !sb_hex_decode(hex, digest.b, wanted)) {
        sb_reading_diag(reading, SB_D_BAD_DIGEST, "%.*s is no %.*s digest", SB_FMT(hex), SB_FMT(algorithm));
        return false;
    }
    digest.n = (uint8_t)wanted;
    *ret_digest = digest;
    return true;
}

void sb_read_hash(struct sb_reading *reading, sb_comp owner, sb_str algorithm, sb_str hex)
{
    struct sb_digest digest;
    if (sb_read_digest(reading, algorithm, hex, &digest))
        sb_doc_hash(reading->doc, owner, &digest);
}

void sb_read_content_id(struct sb_reading *reading, sb_comp owner, sb_str text)
{
    size_t colon = sb_str_rchr(text, ':');
    bool git = sb_str_starts(text, SB_S("gitoid:")), heritage = sb_str_starts(text, SB_S("swh:1:"));
    if (colon == SB_NPOS || (!git && !heritage))
        return;
    sb_str before = sb_str_part(text, 0, colon), hex = sb_str_from(text, colon + 1);
    size_t semicolon = sb_str_chr(hex, ';'); /* where it was found, which says nothing of the content */
    hex = sb_str_part(hex, 0, semicolon);
    sb_str algorithm = heritage ? SB_S("SHA-1") : sb_str_from(before, sb_str_rchr(before, ':') + 1);
    struct sb_digest digest = {.alg = (uint8_t)sb_alg_find(algorithm)};
    size_t n = digest.alg == SB_ALG_NONE ? 0 : sb_algs[digest.alg].bytes;
    if (n == 0 || !sb_hex_decode(hex, digest.b, n))
        return;
    digest.n = (uint8_t)n;
    sb_doc_reference_hash(reading->doc, owner, git ? SB_S("gitoid") : SB_S("swhid"), before, &digest);
}

static void read_fact(struct sb_reading *reading, sb_comp owner, enum sb_fact_id id, sb_str value)
{
    sb_str place, name = sb_str_of(sb_fact_rows[id].name);
    const char *wrong = sb_fact_check(reading->sub, id, value, &place);
    if (!wrong && sb_fact_rows[id].document != (owner.v == 0))
        wrong = owner.v ? "it is a fact of a document" : "it is a fact of a component";
    if (wrong) {
        sb_reading_diag(reading, SB_D_BAD_FACT, "%.*s: %s", SB_FMT(name), wrong);
        return;
    }
    reading->own_facts = true;
    if (sb_fact_is_second(reading->doc, owner, sb_doc_put(reading->doc, name)))
        sb_reading_diag(reading, SB_D_BAD_FACT, "%.*s: it is there twice, so neither counts", SB_FMT(name));
    sb_doc_fact(reading->doc, owner, name, value);
    if (id == SB_FACT_AT)
        sb_doc_at(reading->doc, owner)->place = sb_doc_put(reading->doc, place);
}

/* A checksum, a concluded licence or a reference that the format has no place for. */
static bool read_moved(struct sb_reading *reading, sb_comp owner, sb_str name, sb_str value)
{
    sb_str algorithm = name;
    if (owner.v && sb_str_chop(&algorithm, SB_S(SB_PROPERTY_CHECKSUM))) {
        sb_read_hash(reading, owner, algorithm, value);
        return true;
    }
    if (owner.v && sb_str_eq(name, SB_S(SB_PROPERTY_CONCLUDED))) {
        sb_read_expression(reading, owner, SB_LICENCE_CONCLUDED, value);
        return true;
    }
    sb_str comment = name, type;
    if (sb_str_chop(&comment, SB_S(SB_PROPERTY_REFERENCE)) && value.n) {
        sb_str_cut(&comment, ':', &type);
        sb_doc_reference(reading->doc, owner, type, value, comment.n ? comment : SB_STR_NONE);
        return true;
    }
    return false;
}

void sb_read_property(struct sb_reading *reading, sb_comp owner, sb_str name, sb_str value)
{
    enum sb_fact_id fact = sb_str_starts(name, SB_S("sbom:")) ? sb_fact_find(name) : SB_FACT_COUNT;
    if (fact != SB_FACT_COUNT) {
        read_fact(reading, owner, fact, value);
        return;
    }
    bool ours = sb_str_starts(name, SB_S("spdx:")) || sb_str_starts(name, SB_S("cdx:"));
    enum sb_field field = ours ? sb_attribute_find(name) : SB_F_COUNT;
    if (field != SB_F_COUNT)
        sb_doc_attribute(reading->doc, owner, field, value);
    else if (!ours || !read_moved(reading, owner, name, value))
        sb_doc_property(reading->doc, owner, name, value);
}

void sb_read_expression(struct sb_reading *reading, sb_comp owner, enum sb_licence_role role, sb_str text)
{
    sb_str normal;
    struct sb_err err = {0};
    const struct sb_licence_row *row = sb_str_chr(text, ' ') == SB_NPOS ? sb_licence_find(text) : NULL;
    if (!row && sb_licence_parse(text, &reading->arena, &normal, &err) != SB_OK)
        sb_reading_diag(reading, SB_D_BAD_LICENCE, "%.*s: %s", SB_FMT(text), err.text);
    sb_doc_licence(reading->doc, owner, role, row && !row->exception ? SB_LICENCE_ID : SB_LICENCE_EXPRESSION, text);
}

/* Go programs that were built without a number say so in its place. */
static bool is_said_nothing(sb_str version)
{
    return sb_str_eq(version, SB_S("[not provided]")) || sb_str_eq(version, SB_S("(devel)"));
}

void sb_read_tool(struct sb_reading *reading, sb_str vendor, sb_str name, sb_str version)
{
    struct sb_doc *doc = reading->doc;
    if (is_said_nothing(version))
        version = SB_STR_NONE;
    if (version.n == 0)
        sb_tool_split(name, &name, &version);
    if (name.n == 0)
        return;
    *SB_PUSH(&doc->tools) = (struct sb_tool){.vendor = vendor.n ? sb_doc_put(doc, vendor) : SB_TEXT_ABSENT,
                                             .name = sb_doc_put(doc, name),
                                             .version = version.n ? sb_doc_put(doc, version) : SB_TEXT_ABSENT};
}
