#include "model/clean.h"

#include "id/url.h"

typedef sb_str clean_function(sb_str text, struct sb_arena *arena);

struct cleaner {
    struct sb_doc *doc;
    struct sb_arena scratch;
};

static void clean_as(struct cleaner *cleaner, sb_text *text, clean_function *function)
{
    if (!sb_text_set(*text))
        return;
    sb_str said = sb_doc_str(cleaner->doc, *text), left = function(said, &cleaner->scratch);
    if (left.p == said.p)
        return;
    *text = sb_doc_put(cleaner->doc, left);
    sb_arena_reset(&cleaner->scratch);
}

static void clean(struct cleaner *cleaner, sb_text *text)
{
    clean_as(cleaner, text, sb_text_clean);
}

static void clean_facts(struct cleaner *cleaner)
{
    for (size_t i = 0; i < cleaner->doc->facts.n; i++)
        clean(cleaner, &cleaner->doc->facts.p[i].value);
}

void sb_doc_clean(struct sb_doc *doc)
{
    struct cleaner cleaner = {.doc = doc};
    for (size_t i = 1; i < doc->components.n; i++) {
        clean(&cleaner, &doc->components.p[i].supplier);
        clean(&cleaner, &doc->components.p[i].originator);
        clean(&cleaner, &doc->components.p[i].copyright);
    }
    for (size_t i = 0; i < doc->references.n; i++) { /* one address, whatever stands in it */
        clean_as(&cleaner, &doc->references.p[i].url, sb_url_clean);
        clean(&cleaner, &doc->references.p[i].comment);
    }
    for (size_t i = 0; i < doc->attributes.n; i++)
        clean(&cleaner, &doc->attributes.p[i].value);
    for (size_t i = 0; i < doc->licences.n; i++)
        clean(&cleaner, &doc->licences.p[i].text);
    for (size_t i = 0; i < doc->licence_texts.n; i++)
        clean(&cleaner, &doc->licence_texts.p[i].body);
    for (size_t i = 0; i < doc->properties.n; i++)
        clean(&cleaner, &doc->properties.p[i].value);
    clean_facts(&cleaner);
    sb_arena_done(&cleaner.scratch);
}

void sb_doc_clean_told(struct sb_doc *doc)
{
    struct cleaner cleaner = {.doc = doc};
    clean_facts(&cleaner);
    for (size_t i = 0; i < doc->diags.n; i++)
        doc->diags.p[i].message = sb_text_clean(doc->diags.p[i].message, &doc->diags.arena);
    sb_arena_done(&cleaner.scratch);
}

static sb_str mended(sb_str text, struct sb_arena *arena)
{
    sb_str reference;
    return sb_url_reference(text, arena, &reference) ? reference : text;
}

void sb_doc_mend_references(struct sb_doc *doc)
{
    struct cleaner cleaner = {.doc = doc};
    for (size_t i = 0; i < doc->references.n; i++)
        clean_as(&cleaner, &doc->references.p[i].url, mended);
    sb_arena_done(&cleaner.scratch);
}
