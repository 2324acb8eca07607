/* What readers make of documents that other tools wrote, and of those that are wrong. */
#include "kit.h"

#include "formats/wrapped.h"

static struct sb_doc *read_text(const char *text)
{
    struct sb_err err = {0};
    struct sb_doc *doc = kit_read(sb_str_of(text), &err);
    if (!doc)
        fail_msg("%u:%u: %s", err.line, err.col, err.text);
    return doc;
}

static void assert_refused(const char *text, sb_rc rc, const char *part)
{
    struct sb_err err = {0};
    struct sb_doc *doc = sb_doc_new();
    assert_int_equal(sb_text_read(sb_str_of(text), SB_S("bad.json"), doc, &err), rc);
    assert_int_equal(err.rc, rc);
    assert_string_equal(err.path, "bad.json");
    if (!strstr(err.text, part))
        fail_msg("\"%s\" lacks \"%s\"", err.text, part);
    sb_doc_free(doc);
}

static const struct sb_diag *diag_of(const struct sb_doc *doc, enum sb_code code)
{
    for (size_t i = 0; i < doc->diags.n; i++)
        if (doc->diags.p[i].code == code)
            return &doc->diags.p[i];
    fail_msg("no diagnostic %s", sb_codes[code].name);
    return NULL;
}

static void assert_text(const struct sb_doc *doc, sb_text got, const char *wanted)
{
    sb_str text = sb_doc_str(doc, got);
    if (!sb_str_eq(text, sb_str_of(wanted)))
        fail_msg("wanted \"%s\", got \"%.*s\"", wanted, SB_FMT(text));
}

static sb_comp by_ref(const struct sb_doc *doc, const char *ref)
{
    sb_comp c = sb_doc_by_ref(doc, sb_str_of(ref));
    if (!c.v)
        fail_msg("no component %s", ref);
    return c;
}

static void formats_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *head, *name;
    } cases[] = {
        {"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"", "cyclonedx-json"},
        {"\xef\xbb\xbf {\n \"specVersion\": \"1.4\", \"components\": [{\"bom-ref\": \"a\"", "cyclonedx-json"},
        {"{\"specFormat\":\"CycloneDX\"", "cyclonedx-json"},
        {"{\"SPDXID\":\"SPDXRef-DOCUMENT\",\"spdxVersion\":\"SPDX-2.3\"", "spdx-json"},
        {"{\"Document\":{\"SPDXID\":\"SPDXRef-DOCUMENT\"}}", "spdx-json"},
        {"{\"version\":1,\"components\":[],\"bomFormat\":\"CycloneDX\"}", "cyclonedx-json"},
        {"{\"payload\":\"eyJib21Gb3JtYXQiOjF9\"}", "cyclonedx-json"},
        {"{\"name\":\"x\",\"version\":\"1\"}", NULL},
        {"{\"name\":{\"bomFormat\":\"CycloneDX\"}}", NULL},
        {"{\"$schema\":\"https://example.org/cyclonedx.org\"}", NULL},
        {"<?xml version=\"1.0\"?>\n<!-- <html> -->\n<?p i?><bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\"/>",
         "cyclonedx-xml"},
        {"<c:bom xmlns:c=\"http://cyclonedx.org/schema/bom/1.4\">", "cyclonedx-xml"},
        {"<!DOCTYPE bom [<!ENTITY a \"b\">", "cyclonedx-xml"},
        {"<!DOCTYPE html><bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\"/>", NULL},
        {"<html>http://cyclonedx.org/schema/bom/1.4 <bom/></html>", NULL},
        {"<bom/>", NULL},
        {"<Document><SPDXID>SPDXRef-DOCUMENT</SPDXID>", "spdx-xml"},
        {"<Document><p><spdxVersion>SPDX-2.3</spdxVersion></p></Document>", NULL},
        {"<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://spdx.org/rdf/terms#\">",
         "spdx-rdf"},
        {"# a comment\n\nSPDXVersion: SPDX-2.3\n", "spdx-tag-value"},
        {"It begins with\nSPDXVersion: SPDX-2.3\n", NULL},
        {"---\nname: a\nspdxVersion: SPDX-2.3\n", "spdx-yaml"},
        {"# CycloneDX \"bomFormat\"", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_replay input;
        sb_replay_of(&input, sb_str_of(cases[i].head));
        struct sb_opened opened;
        sb_open(&opened, &input);
        const struct sb_format *format = opened.format;
        sb_opened_done(&opened);
        if ((format == NULL) != (cases[i].name == NULL) || (format && strcmp(format->name, cases[i].name) != 0))
            fail_msg("%s", cases[i].head);
    }
    assert_ptr_equal(sb_format_find(SB_S("spdx-json")), &sb_format_spdx_json);
    assert_ptr_equal(sb_format_find(SB_S("spdx")), &sb_format_spdx_json);
    assert_ptr_equal(sb_format_find(SB_S("cyclonedx")), &sb_format_cyclonedx_json);
    assert_null(sb_format_find(SB_S("spd")));
    assert_true(sb_format_writes(&sb_format_cyclonedx_json, SB_S("1.4")));
    assert_false(sb_format_writes(&sb_format_cyclonedx_json, SB_S("1.1")));
    assert_true(sb_format_writes(&sb_format_cyclonedx_xml, SB_S("1.0")));
    for (const struct sb_format *const *f = sb_formats; *f; f++)
        assert_ptr_equal(sb_format_find(sb_str_of((*f)->name)), *f);
}

/* Some tools write every list, also an empty one. */
static void empty_lists_are_nothing(void **state)
{
    (void)state;
    struct sb_doc *doc =
        read_text("{\"spdxVersion\":\"SPDX-2.3\",\"SPDXID\":\"SPDXRef-DOCUMENT\",\"name\":\"d\",\"packages\":["
                  "{\"SPDXID\":\"SPDXRef-a\",\"name\":\"a\",\"checksums\":[],\"externalRefs\":[],"
                  "\"annotations\":[]}]}");
    assert_int_equal(sb_doc_count(doc), 1);
    assert_int_equal(doc->hashes.n + doc->references.n, 0);
    sb_doc_free(doc);
}

static void what_cannot_be_read_is_refused(void **state)
{
    (void)state;
    assert_refused("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.9\"}", SB_E_UNSUPPORTED, "1.9");
    assert_refused("{\"specFormat\":\"CycloneDX\",\"specVersion\":\"2.0\"}", SB_E_UNSUPPORTED, "draft");
    assert_refused("{\"bomFormat\":\"CycloneDX\"}", SB_E_UNSUPPORTED, "version");
    assert_refused("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",}", SB_E_SYNTAX, "");
    assert_refused("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"} x", SB_E_SYNTAX, "");
    assert_refused("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\"version\":1}", SB_E_SYNTAX,
                   "twice");
    assert_refused("{\"spdxVersion\":\"SPDX-2.1\"}", SB_E_UNSUPPORTED, "SPDX-2.1");
    assert_refused("{\"@context\":\"x\",\"spdxVersion\":\"SPDX-3.0\"}", SB_E_UNSUPPORTED, "SPDX 3");
    assert_refused("{\"SPDXID\":\"SPDXRef-DOCUMENT\"}", SB_E_UNSUPPORTED, "version");
}

static void cyclonedx_of_others_is_understood(void **state)
{
    (void)state;
    struct sb_doc *doc = read_text(
        "{\"dependencies\":[{\"dependsOn\":[\"b\"],\"ref\":\"root\"},{\"ref\":\"b\",\"dependsOn\":[\"in\"]}],\n"
        "\"components\":[{\"type\":\"library\",\"bom-ref\":\"b\",\"name\":\"b\",\"version\":\"\",\"purl\":\"pkg:NPM/"
        "b@1\",\n"
        "  \"components\":[{\"name\":\"in\",\"type\":\"file\",\"bom-ref\":\"in\"}],\n"
        "  \"author\":\"x\",\"licenses\":[{\"license\":{\"id\":\"MIT\",\"text\":{\"content\":\"t\"}}}]}],\n"
        "\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\n"
        "\"metadata\":{\"tools\":{\"components\":[{\"type\":\"application\",\"author\":\"anchore\",\"name\":\"syft\","
        "\"version\":\"1\"}]},\n"
        " \"component\":{\"type\":\"container\",\"bom-ref\":\"root\",\"name\":\"img\",\"components\":[{\"type\":"
        "\"data\",\"name\":\"d\"}]}}}");
    assert_int_equal(doc->diags.n, 0);
    assert_int_equal(sb_doc_count(doc), 4);
    assert_int_equal(doc->root.v, by_ref(doc, "root").v);
    sb_comp b = by_ref(doc, "b");
    assert_text(doc, sb_doc_at(doc, b)->purl, "pkg:npm/b@1");
    assert_int_equal(sb_doc_at(doc, b)->version.v, SB_TEXT_EMPTY.v);
    assert_int_equal(sb_doc_at(doc, b)->from.line, 2);
    struct sb_range r = sb_doc_relations_from(doc, b);
    assert_int_equal(r.n, 2);
    assert_int_equal(doc->relations.p[r.first].kind, SB_REL_DEPENDS_ON);
    assert_int_equal(doc->relations.p[r.first + 1].kind, SB_REL_CONTAINS);
    assert_int_equal(sb_doc_relations_from(doc, doc->root).n, 2);
    assert_text(doc, doc->tools.p[0].vendor, "anchore");
    r = sb_doc_raws_of(doc, b);
    assert_int_equal(r.n, 1); /* the licence has a text */
    assert_text(doc, doc->raws.p[r.first].member, "licenses");
    sb_doc_free(doc);
}

static void defects_of_cyclonedx_are_told(void **state)
{
    (void)state;
    struct sb_doc *doc =
        read_text("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"x-mine\":{\"a\":[1]},\n"
                  "\"components\":[\n"
                  "{\"type\":\"library\",\"bom-ref\":\"a\",\"name\":\"a\",\"purl\":\"not a purl\",\"mine\":1},\n"
                  "{\"type\":\"gadget\",\"bom-ref\":\"a\",\"name\":\"b\",\"mine\":2,\"scope\":7,\n"
                  " \"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"00\"},{\"alg\":\"ROT13\",\"content\":\"00\"}]},\n"
                  "{\"name\":\"c\",\"type\":\"library\",\"properties\":[{\"name\":\"sbom:exec\",\"value\":\"{}\"},\n"
                  " {\"name\":\"sbom:files\",\"value\":\"{\"},{\"name\":\"sbom:ran\",\"value\":\"{}\"},{\"name\":"
                  "\"sbom:at\",\"value\":\"\\\"usr\\\"\"},\n"
                  " {\"name\":\"sbom:unheard\",\"value\":\"1\"}]},\n"
                  "17],\n"
                  "\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":[\"gone\"]}]}");
    assert_int_equal(doc->diags.total[SB_D_UNKNOWN_MEMBER], 2);
    assert_int_equal(diag_of(doc, SB_D_UNKNOWN_MEMBER)->line, 1);
    assert_int_equal(doc->diags.total[SB_D_BAD_PURL], 1);
    assert_int_equal(diag_of(doc, SB_D_BAD_PURL)->line, 3);
    assert_int_equal(doc->diags.total[SB_D_DUPLICATE_REF], 1);
    assert_int_equal(diag_of(doc, SB_D_UNKNOWN_VALUE)->line, 4);
    assert_int_equal(doc->diags.total[SB_D_UNKNOWN_VALUE], 2);
    assert_int_equal(doc->diags.total[SB_D_WRONG_TYPE], 2);
    assert_int_equal(diag_of(doc, SB_D_BAD_DIGEST)->line, 5);
    assert_int_equal(doc->diags.total[SB_D_BAD_FACT], 3);
    assert_int_equal(diag_of(doc, SB_D_DANGLING_REF)->line, 10);
    assert_int_equal(doc->diags.total[SB_D_NO_ROOT], 1);
    assert_int_equal(sb_doc_count(doc), 3);
    sb_comp c = by_ref(doc, "c");
    assert_text(doc, sb_doc_at(doc, c)->place, "usr");
    assert_int_equal(sb_doc_facts_of(doc, c).n, 1);
    assert_int_equal(sb_doc_properties_of(doc, c).n, 1);
    for (uint32_t i = 1; i <= 3; i++)
        assert_int_equal(sb_doc_at(doc, (sb_comp){i})->purl_bad, sb_doc_at(doc, (sb_comp){i})->purl.v != 0);
    sb_doc_free(doc);
}

static void a_fact_of_one_name_is_there_once(void **state)
{
    (void)state;
    struct sb_doc *doc =
        read_text("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[\n"
                  "{\"name\":\"a\",\"type\":\"library\",\"bom-ref\":\"a\",\"properties\":["
                  "{\"name\":\"sbom:exec\",\"value\":\"[]\"},{\"name\":\"sbom:toplevel\",\"value\":\"[]\"}]},\n"
                  "{\"name\":\"b\",\"type\":\"library\",\"bom-ref\":\"b\",\"properties\":["
                  "{\"name\":\"sbom:exec\",\"value\":\"[]\"},{\"name\":\"sbom:toplevel\",\"value\":\"[]\"},\n"
                  "{\"name\":\"sbom:exec\",\"value\":\"[{}]\"}]}]}");
    assert_int_equal(doc->diags.total[SB_D_BAD_FACT], 1);
    assert_int_equal(diag_of(doc, SB_D_BAD_FACT)->line, 4);
    assert_int_equal(sb_doc_facts_of(doc, by_ref(doc, "b")).n, 3); /* a comparison sees both, and believes neither */
    sb_doc_free(doc);
}

static void wide_and_deep_documents_are_bounded(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    struct sb_err err = {0};
    sb_buf_str(&text, SB_S("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":["));
    for (unsigned i = 0; i < 127; i++)
        sb_buf_printf(&text, "{\"type\":\"library\",\"name\":\"n%u\",\"components\":[", i);
    struct sb_buf too_deep = {0};
    sb_buf_str(&too_deep, sb_buf_all(&text));
    for (unsigned i = 0; i < 127; i++)
        sb_buf_str(&text, SB_S("]}"));
    sb_buf_str(&text, SB_S("]}"));
    struct sb_doc *doc = kit_read(sb_buf_all(&text), &err);
    assert_non_null(doc);
    assert_int_equal(sb_doc_count(doc), 127);
    struct sb_buf out = kit_write(doc, "cyclonedx-json", NULL, true, NULL);
    struct sb_doc *back = kit_read(sb_buf_all(&out), &err);
    assert_int_equal(sb_doc_count(back), 127);
    sb_doc_free(back);
    sb_doc_free(doc);
    sb_buf_str(&too_deep, SB_S("{\"name\":\"x\"}"));
    assert_null(kit_read(sb_buf_all(&too_deep), &err));
    assert_int_equal(err.rc, SB_E_LIMIT);
    sb_buf_done(&text);
    sb_buf_done(&too_deep);
    sb_buf_done(&out);
}

static void spdx_of_others_is_understood(void **state)
{
    (void)state;
    struct sb_doc *doc = read_text(
        "{\"Document\":{\"SPDXID\":\"SPDXRef-DOCUMENT\",\"spdxVersion\":\"SPDX-2.2\",\"name\":\"d\",\n"
        "\"creationInfo\":{\"created\":\"2020-01-01T00:00:00Z\",\"creators\":[\"Tool: a-tool-v1.2-3\",\"Person: J "
        "()\"]},\n"
        "\"documentDescribes\":[\"SPDXRef-r\"],\n"
        "\"relationships\":[{\"spdxElementId\":\"SPDXRef-DOCUMENT\",\"relatedSpdxElement\":\"SPDXRef-r\","
        "\"relationshipType\":\"DESCRIBES\"},\n"
        "{\"spdxElementId\":\"SPDXRef-p\",\"relatedSpdxElement\":\"SPDXRef-r\",\"relationshipType\":\"DEV_DEPENDENCY_"
        "OF\"},\n"
        "{\"spdxElementId\":\"SPDXRef-r\",\"relatedSpdxElement\":\"SPDXRef-p\",\"relationshipType\":\"CONTAINS\"},\n"
        "{\"spdxElementId\":\"SPDXRef-p\",\"relatedSpdxElement\":\"NOASSERTION\",\"relationshipType\":\"DEPENDS_ON\"},"
        "\n"
        "{\"spdxElementId\":\"SPDXRef-p\",\"relatedSpdxElement\":\"SPDXRef-gone\",\"relationshipType\":\"DEPENDS_ON\"},"
        "\n"
        "{\"spdxElementId\":\"SPDXRef-p\",\"relatedSpdxElement\":\"SPDXRef-r\",\"relationshipType\":\"LIKES\"}],\n"
        "\"packages\":[{\"SPDXID\":\"SPDXRef-r\",\"name\":\"r\",\"downloadLocation\":\"NONE\",\"supplier\":"
        "\"NOASSERTION\",\n"
        " \"licenseDeclared\":\"NOASSERTION\",\"licenseConcluded\":\"MIT\"},\n"
        "{\"SPDXID\":\"SPDXRef-p\",\"name\":\"@s/p\",\"versionInfo\":\"1\",\"supplier\":\"Person: P Q (p@q.org)\",\n"
        " \"originator\":\"Organization: O ()\",\"primaryPackagePurpose\":\"OPERATING-SYSTEM\",\n"
        " \"checksums\":[{\"algorithm\":\"checksumAlgorithm_sha1\",\"checksumValue\":"
        "\"da39a3ee5e6b4b0d3255bfef95601890afd80709\"}],\n"
        " \"externalRefs\":[{\"referenceCategory\":\"PACKAGE_MANAGER\",\"referenceType\":\"http://spdx.org/rdf/"
        "references/purl\",\n"
        "  "
        "\"referenceLocator\":\"pkg:npm/%40s/"
        "p@1\"},{\"referenceCategory\":\"SECURITY\",\"referenceType\":\"cpe23Type\",\"referenceLocator\":\"cpe:2.3:a:b:"
        "c\"}]}]}}");
    assert_text(doc, doc->spec_version, "2.2");
    assert_int_equal(doc->root.v, by_ref(doc, "SPDXRef-r").v);
    assert_text(doc, doc->tools.p[0].name, "a-tool");
    assert_text(doc, doc->tools.p[0].version, "v1.2-3");
    const struct sb_component *r = sb_doc_at(doc, doc->root), *p = sb_doc_at(doc, by_ref(doc, "SPDXRef-p"));
    assert_int_equal(r->supplier.v, SB_TEXT_NOASSERTION.v);
    assert_int_equal(sb_doc_attribute_of(doc, doc->root, SB_F_DOWNLOAD).v, SB_TEXT_NONE.v);
    struct sb_range range = sb_doc_licences_of(doc, doc->root);
    assert_int_equal(range.n, 2);
    assert_int_equal(doc->licences.p[range.first].text.v, SB_TEXT_NOASSERTION.v);
    assert_text(doc, doc->licences.p[range.first + 1].text, "MIT");
    assert_text(doc, p->group, "@s");
    assert_text(doc, p->name, "p");
    assert_text(doc, p->purl, "pkg:npm/%40s/p@1");
    assert_text(doc, p->supplier, "P Q <p@q.org>");
    assert_text(doc, p->originator, "O");
    assert_int_equal(p->type, SB_TYPE_OPERATING_SYSTEM);
    assert_int_equal(doc->hashes.n, 1);
    range = sb_doc_relations_from(doc, doc->root);
    assert_int_equal(range.n, 2);
    assert_int_equal(doc->relations.p[range.first].kind, SB_REL_DEPENDS_ON);
    assert_text(doc, doc->relations.p[range.first].name, "DEV_DEPENDENCY_OF");
    assert_int_equal(doc->relations.p[range.first + 1].kind, SB_REL_CONTAINS);
    assert_int_equal(doc->diags.total[SB_D_DANGLING_REF], 1);
    assert_int_equal(doc->diags.total[SB_D_UNKNOWN_VALUE], 1);
    struct sb_buf out = kit_write(doc, "spdx-json", NULL, true, NULL);
    assert_true(sb_str_find(sb_buf_all(&out), SB_S("DEV_DEPENDENCY_OF")) != SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&out), SB_S("\"Person: J ()\"")) != SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&out), SB_S("\"relatedSpdxElement\":\"NOASSERTION\"")) != SB_NPOS);
    sb_buf_done(&out);
    sb_doc_free(doc);
}

static void licences_follow_the_version(void **state)
{
    (void)state;
    struct sb_doc *doc = sb_doc_new();
    sb_comp c = sb_doc_add(doc);
    sb_doc_at(doc, c)->name = sb_doc_put(doc, SB_S("n"));
    sb_doc_licence(doc, c, SB_LICENCE_DECLARED, SB_LICENCE_ID, SB_S("mit"));
    sb_doc_licence(doc, c, SB_LICENCE_DECLARED, SB_LICENCE_EXPRESSION, SB_S("Apache-2.0 OR ISC"));
    sb_doc_seal(doc);
    static const struct {
        const char *version, *has, *has_not;
    } cases[] = {
        {"1.4", "\"id\": \"MIT\"", "acknowledgement"},
        {"1.5", "\"expression\": \"MIT AND (Apache-2.0 OR ISC)\"", "\"id\""},
        {"1.6", "\"acknowledgement\": \"declared\"", "\"id\""},
        {"1.7", "\"id\": \"MIT\"", " AND "},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_buf out = kit_write(doc, "cyclonedx-json", cases[i].version, true, NULL);
        if (sb_str_find(sb_buf_all(&out), sb_str_of(cases[i].has)) == SB_NPOS ||
            sb_str_find(sb_buf_all(&out), sb_str_of(cases[i].has_not)) != SB_NPOS)
            fail_msg("%s: %.*s", cases[i].version, SB_FMT(sb_buf_all(&out)));
        sb_buf_done(&out);
    }
    sb_doc_free(doc);
}

/* Whatever a document has, the window on it moves on: what was kept in part is let go of behind it. */
static void windows_stay_small(void **state)
{
    (void)state;
    enum { SMALL = 4096, EDGES = 4000 };
    static const char *const texts[][3] = {
        {"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\",\"name\":\"a\","
         "\"bom-ref\":\"a\",\"externalReferences\":[{\"type\":\"vcs\",\"url\":\"https://example.org/"
         "a\"}]}],\"dependencies\":[",
         "{\"ref\":\"a\",\"dependsOn\":[\"a\"]}", "]}"},
        {"{\"spdxVersion\":\"SPDX-2.3\",\"SPDXID\":\"SPDXRef-DOCUMENT\",\"name\":\"d\",\"packages\":[{\"SPDXID\":"
         "\"SPDXRef-a\","
         "\"name\":\"a\",\"annotations\":[]}],\"hasExtractedLicensingInfos\":[],\"relationships\":[",
         "{\"spdxElementId\":\"SPDXRef-a\",\"relationshipType\":\"DEPENDS_ON\",\"relatedSpdxElement\":\"SPDXRef-a\"}",
         "]}"},
    };
    for (size_t i = 0; i < SB_COUNT(texts); i++) {
        struct sb_buf text = {0};
        struct sb_mem_stream stream;
        struct sb_window input;
        struct sb_err err = {0};
        struct sb_doc *doc = sb_doc_new();
        sb_buf_str(&text, sb_str_of(texts[i][0]));
        for (size_t k = 0; k < EDGES; k++)
            sb_buf_printf(&text, "%s%s", k ? "," : "", texts[i][1]);
        sb_buf_str(&text, sb_str_of(texts[i][2]));
        sb_mem_stream(&stream, sb_buf_all(&text));
        sb_window_open(&input, &stream.stream, SMALL, SIZE_MAX);
        const struct sb_opened opened = {.format = i ? &sb_format_spdx_json : &sb_format_cyclonedx_json, .line = 1};
        assert_int_equal(sb_format_read_window(&opened, &input, SB_S("long.json"), doc, &err), SB_OK);
        assert_int_equal(doc->relations.n, 1);
        assert_true(input.cap <= (size_t)2 * SMALL);
        sb_window_done(&input);
        sb_doc_free(doc);
        sb_buf_done(&text);
    }
}

static void uuids_are_of_version_5(void **state)
{
    (void)state;
    uint8_t sha256[SB_SHA256_BYTES] = {0};
    char once[37], twice[37];
    sb_content_uuid(sha256, once);
    sb_content_uuid(sha256, twice);
    assert_string_equal(once, twice);
    assert_int_equal(once[14], '5');
    sha256[31] = 1;
    sb_content_uuid(sha256, twice);
    assert_string_not_equal(once, twice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_told_apart),
        cmocka_unit_test(empty_lists_are_nothing),
        cmocka_unit_test(what_cannot_be_read_is_refused),
        cmocka_unit_test(cyclonedx_of_others_is_understood),
        cmocka_unit_test(defects_of_cyclonedx_are_told),
        cmocka_unit_test(a_fact_of_one_name_is_there_once),
        cmocka_unit_test(wide_and_deep_documents_are_bounded),
        cmocka_unit_test(spdx_of_others_is_understood),
        cmocka_unit_test(licences_follow_the_version),
        cmocka_unit_test(windows_stay_small),
        cmocka_unit_test(uuids_are_of_version_5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
