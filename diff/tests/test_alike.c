/* Rows that say the same in all, and rows that differ in one thing. */
#include "docs.h"

static sb_comp full_row(struct sb_doc *doc)
{
    sb_comp c = doc_row(doc, "pkg:npm/a@1");
    sb_doc_attribute(doc, c, SB_F_DESCRIPTION, SB_S("words"));
    sb_doc_fact(doc, c, SB_S("sbom:exec"), SB_S("[]"));
    sb_doc_property(doc, c, SB_S("x:y"), SB_S("z"));
    sb_doc_licence(doc, c, SB_LICENCE_DECLARED, SB_LICENCE_EXPRESSION, SB_S("MIT OR LicenseRef-own"));
    sb_doc_reference(doc, c, SB_S("vcs"), SB_S("https://e.example/a"), SB_STR_NONE);
    sb_doc_raw(doc, c, SB_S("pedigree"), SB_S("{}"));
    doc_sha256(doc, c, "a");
    struct sb_digest digest = {.alg = SB_ALG_SHA1, .n = 20};
    sb_doc_reference_hash(doc, c, SB_S("vcs"), SB_S("https://e.example/a"), &digest);
    return c;
}

static sb_text put(struct sb_doc *doc, const char *text)
{
    return sb_doc_put(doc, sb_str_of(text));
}

static void type(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->type = SB_TYPE_FRAMEWORK;
}
static void scope(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->scope = SB_SCOPE_OPTIONAL;
}
static void again(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->again = 1;
}
static void bad_purl(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->purl_bad = true;
}
static void qualifier(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->purl = put(doc, "pkg:npm/a@1?arch=x");
}
static void group(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->group = put(doc, "g");
}
static void name(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->name = put(doc, "A");
}
static void version(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->version = SB_TEXT_ABSENT;
}
static void in_place(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->place = put(doc, "lib");
}
static void supplier(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->supplier = SB_TEXT_NOASSERTION;
}
static void originator(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->originator = put(doc, "somebody");
}
static void copyright(struct sb_doc *doc, sb_comp c)
{
    sb_doc_at(doc, c)->copyright = SB_TEXT_NONE;
}
static void attribute(struct sb_doc *doc, sb_comp c)
{
    sb_doc_attribute(doc, c, SB_F_AUTHOR, SB_S("somebody"));
}
static void attribute_field(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->attributes.p[0].field = SB_F_SUMMARY;
}
static void fact(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->facts.p[0].value = put(doc, "[{}]");
}
static void property(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->properties.p[0].value = put(doc, "Z");
}
static void licence_role(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->licences.p[0].role = SB_LICENCE_CONCLUDED;
}
static void licence_form(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->licences.p[0].form = SB_LICENCE_NAME;
}
static void reference_comment(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->references.p[0].comment = put(doc, "words");
}
static void hash(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->hashes.p[0].digest.b[31] ^= 1;
}
static void second_hash(struct sb_doc *doc, sb_comp c)
{
    doc_sha256(doc, c, "b");
}
static void reference_hash(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->reference_hashes.p[0].digest.b[0] ^= 1;
}
static void raw(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->raws.p[0].json = put(doc, "{ }");
}
/* The name is the same; what it stands for nobody knows from the row. */
static void licence_text(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    sb_doc_licence_text(doc, SB_S("LicenseRef-own"), SB_S("Do what you want."));
}
static void format(struct sb_doc *doc, sb_comp c)
{
    (void)c;
    doc->format = "spdx-json";
}

static bool alike(void (*differ)(struct sb_doc *, sb_comp))
{
    struct sb_doc *old = doc_new("t"), *new = doc_new("t");
    full_row(old);
    sb_comp c = full_row(new);
    if (differ)
        differ(new, c);
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->pairs.n, 1);
    bool ret = delta->pairs.p[0].alike;
    if (ret)
        assert_int_equal(delta->changes.n + delta->terms.n + delta->descriptions.n + delta->coverage.n, 0);
    delta_done(delta);
    return ret;
}

static void test_alike(void **state)
{
    (void)state;
    static void (*const differ[])(struct sb_doc *, sb_comp) = {
        type,           scope,    again,        bad_purl,     qualifier,         group,     name,
        version,        in_place, supplier,     originator,   copyright,         attribute, attribute_field,
        fact,           property, licence_role, licence_form, reference_comment, hash,      second_hash,
        reference_hash, raw,      licence_text, format};
    assert_true(alike(NULL));
    for (size_t i = 0; i < SB_COUNT(differ); i++)
        if (alike(differ[i]))
            fail_msg("difference %zu was not seen", i);
}

/* What others say of a row is compared all the same. */
static void test_edges_of_alike_rows(void **state)
{
    (void)state;
    struct sb_doc *doc[SB_SIDES] = {doc_new("t"), doc_new("t")};
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_comp a = doc_row(doc[side], "pkg:npm/a@1"), b = doc_row(doc[side], "pkg:npm/b@1");
        doc_edge(doc[side], side == SB_OLD ? a : b, side == SB_OLD ? b : a);
    }
    struct sb_delta *delta = delta_of(doc[SB_OLD], doc[SB_NEW]);
    assert_true(delta->pairs.p[0].alike && delta->pairs.p[1].alike);
    assert_int_equal(delta->changes.n, 2);
    assert_string_equal(delta->changes.p[0].fields[0].field, "dependencies");
    delta_done(delta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_alike), cmocka_unit_test(test_edges_of_alike_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
