/* A document in which every row of the model stands. */
#ifndef SB_FORMATS_TESTS_SAMPLE_H
#define SB_FORMATS_TESTS_SAMPLE_H

#include "kit.h"
#include "model/facts.h"

static sb_comp sample_component(struct sb_doc *doc, enum sb_comp_type type, const char *purl, const char *group,
                                const char *name, const char *version, const char *place)
{
    sb_comp c = sb_doc_add(doc);
    struct sb_component *row = sb_doc_at(doc, c);
    row->type = (uint8_t)type;
    row->name = sb_doc_put(doc, sb_str_of(name));
    row->purl = purl ? sb_doc_put(doc, sb_str_of(purl)) : SB_TEXT_ABSENT;
    row->group = group ? sb_doc_put(doc, sb_str_of(group)) : SB_TEXT_ABSENT;
    row->version = version ? sb_doc_put(doc, sb_str_of(version)) : SB_TEXT_ABSENT;
    row->place = place ? sb_doc_put(doc, sb_str_of(place)) : SB_TEXT_ABSENT;
    row->from.collector = "sample";
    return c;
}

static const char *sample_fact(enum sb_fact_id id)
{
    switch (id) {
    case SB_FACT_AT: return NULL; /* is the place */
    case SB_FACT_OWNER: return NULL;
    case SB_FACT_REQUESTED: return "true";
    case SB_FACT_CACHE: return "\"uv\"";
    case SB_FACT_FILES: return "{\"bytes\":3,\"n\":1,\"recorded\":\"00\",\"sha256\":\"ff\"}";
    case SB_FACT_MANIFEST:
    case SB_FACT_REST:
    case SB_FACT_KINDS:
    case SB_FACT_ORIGIN:
    case SB_FACT_VERIFIED:
    case SB_FACT_ELF:
    case SB_FACT_EXCLUDED:
    case SB_FACT_LAYER:
    case SB_FACT_RAN: return "{\"facts\":1}";
    default: return "[\"a=b \\\"\\n\\\" \xc3\xa9\",{\"more\":2}]";
    }
}

static void sample_rows(struct sb_doc *doc, sb_comp c)
{
    for (unsigned id = 0; id < SB_FACT_COUNT; id++)
        if (sb_fact_rows[id].document == (c.v == 0) && sample_fact((enum sb_fact_id)id))
            sb_doc_fact(doc, c, sb_str_of(sb_fact_rows[id].name), sb_str_of(sample_fact((enum sb_fact_id)id)));
    sb_doc_property(doc, c, SB_S("other:tool"), SB_S("a value\nof two lines"));
    sb_doc_property(doc, c, SB_S("other:tool"), SB_S("twice"));
}

static void sample_details(struct sb_doc *doc, sb_comp c)
{
    struct sb_component *row = sb_doc_at(doc, c);
    row->scope = SB_SCOPE_OPTIONAL;
    row->supplier = sb_doc_put(doc, SB_S("Example Ltd"));
    row->originator = sb_doc_put(doc, SB_S("Jane Doe <jane@example.org>"));
    row->copyright = sb_doc_put(doc, SB_S("(c) 2026 \"Example\""));
    static const char *const values[SB_F_COUNT] = {
        [SB_F_DESCRIPTION] = "what it is",
        [SB_F_SUMMARY] = "in short",
        [SB_F_AUTHOR] = "An Author",
        [SB_F_PUBLISHER] = "A Publisher",
        [SB_F_MIME_TYPE] = "text/plain",
        [SB_F_CPE] = "cpe:2.3:a:example:b:2:*:*:*:*:*:*:*",
        [SB_F_SOURCE_INFO] = "from a place",
        [SB_F_DOWNLOAD] = "https://example.org/b-2.tgz",
        [SB_F_COMMENT] = "a comment",
        [SB_F_FILE_NAME] = "b-2.tgz",
        [SB_F_EVIDENCE] = "usr/share/doc/b/copyright",
    };
    for (unsigned f = 0; f < SB_F_COUNT; f++)
        if (values[f])
            sb_doc_attribute(doc, c, (enum sb_field)f, sb_str_of(values[f]));
    for (unsigned alg = 1; alg < SB_ALG_COUNT; alg++) {
        uint8_t n = sb_algs[alg].bytes ? sb_algs[alg].bytes : 16;
        struct sb_digest digest = {.alg = (uint8_t)alg, .n = n};
        memset(digest.b, 0xab, n);
        sb_doc_hash(doc, c, &digest);
    }
    sb_doc_reference(doc, c, SB_S("website"), SB_S("https://example.org/"), SB_STR_NONE);
    sb_doc_reference(doc, c, SB_S("vcs"), SB_S("https://example.org/b.git"), SB_S("the source"));
    sb_doc_reference(doc, c, SB_S("source-distribution"), SB_S("https://example.org/b-2.tar.gz"), SB_STR_NONE);
}

static struct sb_doc *sample_doc(void)
{
    struct sb_doc *doc = sb_doc_new();
    doc->format = "scan";
    doc->has_graph = true;
    sb_comp root = sample_component(doc, SB_TYPE_APPLICATION, NULL, NULL, "project", "1.0", ".");
    sb_comp a = sample_component(doc, SB_TYPE_LIBRARY, "pkg:npm/%40scope/a@1.0.0", "@scope", "a", "1.0.0",
                                 "node_modules/@scope/a");
    sb_comp b = sample_component(doc, SB_TYPE_LIBRARY, "pkg:npm/b@2.0.0", NULL, "b", "2.0.0", "node_modules/b");
    sb_comp b2 = sample_component(doc, SB_TYPE_LIBRARY, "pkg:npm/b@2.0.0", NULL, "b", "2.0.0", "node_modules/x y/b");
    sb_comp deb =
        sample_component(doc, SB_TYPE_LIBRARY, "pkg:deb/debian/libc6@2.36-9?arch=amd64", NULL, "libc6", "2.36-9", NULL);
    sb_comp src = sample_component(doc, SB_TYPE_LIBRARY, "pkg:deb/debian/glibc@2.36-9?arch=source", NULL, "glibc",
                                   "2.36-9", NULL);
    doc->root = root;
    sample_component(doc, SB_TYPE_PLATFORM, NULL, "odd/group", "no purl", NULL, NULL);
    sample_component(doc, SB_TYPE_CRYPTOGRAPHIC_ASSET, NULL, NULL, "key", NULL, NULL);
    sample_component(doc, SB_TYPE_OPERATING_SYSTEM, NULL, NULL, "debian", "12", NULL);
    sample_component(doc, SB_TYPE_FILE, "pkg:npm/%40scope/c@1", NULL, "@scope/c", "1", NULL);
    sample_rows(doc, SB_DOC_ITSELF);
    sample_rows(doc, b);
    sample_details(doc, b);
    sb_doc_at(doc, deb)->supplier = sb_doc_put(doc, SB_S("Debian Maintainers <deb@example.org>"));
    sb_doc_licence(doc, a, SB_LICENCE_DECLARED, SB_LICENCE_ID, SB_S("MIT"));
    sb_doc_licence(doc, a, SB_LICENCE_CONCLUDED, SB_LICENCE_ID, SB_S("ISC"));
    sb_doc_licence(doc, b, SB_LICENCE_DECLARED, SB_LICENCE_EXPRESSION, SB_S("MIT OR Apache-2.0"));
    sb_doc_licence(doc, b, SB_LICENCE_CONCLUDED, SB_LICENCE_ID, SB_S("MIT"));
    sb_doc_licence(doc, b2, SB_LICENCE_DECLARED, SB_LICENCE_EXPRESSION, SB_S("MIT OR Apache-2.0"));
    sb_doc_licence(doc, b2, SB_LICENCE_DECLARED, SB_LICENCE_NAME, SB_S("Our own terms"));
    sb_doc_licence(doc, deb, SB_LICENCE_DECLARED, SB_LICENCE_ID, SB_S("LGPL-2.1-or-later"));
    sb_doc_licence(doc, deb, SB_LICENCE_DECLARED, SB_LICENCE_EXPRESSION,
                   SB_S("GPL-2.0-or-later WITH GCC-exception-3.1"));
    sb_doc_licence(doc, src, SB_LICENCE_DECLARED, SB_LICENCE_NAME, SB_S("public domain"));
    sb_doc_relate(doc, root, a, SB_REL_DEPENDS_ON, SB_STR_NONE);
    sb_doc_relate(doc, a, b, SB_REL_DEPENDS_ON, SB_STR_NONE);
    sb_doc_relate(doc, a, b2, SB_REL_DEPENDS_ON, SB_STR_NONE);
    sb_doc_relate(doc, deb, src, SB_REL_GENERATED_FROM, SB_STR_NONE);
    sb_doc_relate(doc, deb, b, SB_REL_OWNS, SB_STR_NONE);
    sb_doc_order(doc);
    sb_doc_fact(doc, sb_doc_by_ref(doc, SB_S("pkg:npm/b@2.0.0|node_modules/b")), SB_S("sbom:owner"),
                SB_S("[\"pkg:deb/debian/libc6@2.36-9?arch=amd64\"]"));
    sb_doc_seal(doc);
    return doc;
}

#endif
