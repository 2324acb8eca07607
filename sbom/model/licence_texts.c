/* What the LicenseRefs of a document stand for. */
#include "id/licence.h"
#include "model/index.h"

void sb_doc_licence_text(struct sb_doc *doc, sb_str id, sb_str body)
{
    *SB_PUSH(&doc->licence_texts) = (struct sb_licence_text){.id = sb_doc_put(doc, id), .body = sb_doc_put(doc, body)};
}

sb_text sb_doc_wording(struct sb_doc *doc, sb_str text)
{
    uint8_t sha256[SB_SHA256_BYTES];
    char hex[16];
    text = sb_str_trim(text);
    if (text.n == 0 || sb_str_eq(text, SB_S("NOASSERTION")) || sb_str_eq(text, SB_S("NONE")))
        return SB_TEXT_ABSENT;
    sb_str ref = text;
    if (sb_str_chop(&ref, SB_S(SB_NO_TEXT_FRONT)) && sb_str_chop_end(&ref, SB_S(SB_NO_TEXT_BEHIND)) &&
        sb_str_starts(ref, SB_S("LicenseRef-")))
        return sb_doc_put(doc, ref);
    sb_licence_wording(text, sha256);
    sb_hex_encode(sha256, sizeof hex / 2, hex);
    return sb_doc_put(doc, sb_str_n(hex, sizeof hex));
}

static int cmp_licence_text(const void *pa, const void *pb, void *doc)
{
    const struct sb_licence_text *a = pa, *b = pb;
    int r = sb_doc_text_cmp(doc, a->id, b->id);
    return r ? r : sb_doc_text_cmp(doc, a->body, b->body);
}

void sb_doc_seal_licence_texts(struct sb_doc *doc)
{
    size_t kept = 0;
    if (doc->licence_texts.n)
        qsort_r(doc->licence_texts.p, doc->licence_texts.n, sizeof *doc->licence_texts.p, cmp_licence_text, doc);
    for (size_t i = 0; i < doc->licence_texts.n; i++)
        if (kept == 0 || !sb_text_eq(doc->licence_texts.p[kept - 1].id, doc->licence_texts.p[i].id))
            doc->licence_texts.p[kept++] = doc->licence_texts.p[i];
    doc->licence_texts.n = kept;
    for (size_t i = 0; i < kept; i++)
        doc->licence_texts.p[i].wording = sb_doc_wording(doc, sb_doc_str(doc, doc->licence_texts.p[i].body));
}

sb_str sb_doc_licence_text_of(const struct sb_doc *doc, sb_str id)
{
    size_t low = 0, n = doc->licence_texts.n;
    while (n) {
        size_t half = n / 2;
        int order = sb_str_cmp(sb_doc_str(doc, doc->licence_texts.p[low + half].id), id);
        if (order == 0)
            return sb_doc_str(doc, doc->licence_texts.p[low + half].body);
        low = order < 0 ? low + half + 1 : low;
        n = order < 0 ? n - half - 1 : half;
    }
    return SB_STR_NONE;
}
