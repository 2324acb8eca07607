#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/doc.h"

static sb_str text_of(const struct sb_doc *doc, sb_text t)
{
    return sb_doc_str(doc, t);
}

static void assert_text(sb_str got, const char *wanted)
{
    assert_int_equal(got.n, strlen(wanted));
    assert_memory_equal(got.p, wanted, got.n);
}

static sb_comp add(struct sb_doc *doc, const char *purl, const char *name, const char *version, const char *place)
{
    sb_comp c = sb_doc_add(doc);
    struct sb_component *row = sb_doc_at(doc, c);
    row->type = SB_TYPE_LIBRARY;
    row->name = sb_doc_put(doc, sb_str_of(name));
    if (purl)
        row->purl = sb_doc_put(doc, sb_str_of(purl));
    if (version)
        row->version = sb_doc_put(doc, sb_str_of(version));
    if (place)
        row->place = sb_doc_put(doc, sb_str_of(place));
    return c;
}

/* The same inventory, added in two orders. */
static struct sb_doc *sample(bool reversed)
{
    static const char *const rows[][4] = {
        {"pkg:npm/a@1", "a", "1", "node_modules/a"},
        {"pkg:npm/a@1", "a", "1", "node_modules/b/node_modules/a"},
        {"pkg:npm/b@2", "b", "2", "node_modules/b"},
        {NULL, "root", "3", "."},
        {NULL, "loose", NULL, NULL},
    };
    struct sb_doc *doc = sb_doc_new();
    sb_comp c[5];
    for (size_t i = 0; i < 5; i++) {
        size_t at = reversed ? 4 - i : i;
        c[at] = add(doc, rows[at][0], rows[at][1], rows[at][2], rows[at][3]);
    }
    doc->root = c[3];
    sb_doc_relate(doc, c[3], c[2], SB_REL_DEPENDS_ON, SB_STR_NONE);
    sb_doc_relate(doc, c[2], c[1], SB_REL_DEPENDS_ON, SB_STR_NONE);
    sb_doc_relate(doc, c[2], c[1], SB_REL_DEPENDS_ON, SB_STR_NONE);
    sb_doc_fact(doc, c[1], SB_S("sbom:files"), SB_S("{}"));
    sb_doc_fact(doc, c[1], SB_S("sbom:at"), SB_S("\"x\""));
    sb_doc_attribute(doc, c[1], SB_F_EVIDENCE, SB_S("two"));
    sb_doc_attribute(doc, c[1], SB_F_EVIDENCE, SB_S("one"));
    sb_doc_order(doc);
    sb_doc_seal(doc);
    return doc;
}

static void order_does_not_depend_on_arrival(void **state)
{
    (void)state;
    static const char *const refs[] = {"loose", "root@3|.", "pkg:npm/a@1|node_modules/a",
                                       "pkg:npm/a@1|node_modules/b/node_modules/a", "pkg:npm/b@2"};
    for (int reversed = 0; reversed < 2; reversed++) {
        struct sb_doc *doc = sample(reversed);
        assert_int_equal(sb_doc_count(doc), 5);
        for (uint32_t i = 0; i < 5; i++)
            assert_text(text_of(doc, doc->components.p[i + 1].ref), refs[i]);
        assert_int_equal(doc->root.v, 2);
        assert_int_equal(sb_doc_by_ref(doc, SB_S("pkg:npm/b@2")).v, 5);
        assert_int_equal(sb_doc_by_ref(doc, SB_S("nothing")).v, 0);
        struct sb_range r = sb_doc_relations_from(doc, (sb_comp){5});
        assert_int_equal(r.n, 1); /* the repeat is gone */
        assert_int_equal(doc->relations.p[r.first].to.v, 4);
        r = sb_doc_facts_of(doc, (sb_comp){4});
        assert_int_equal(r.n, 2);
        assert_text(text_of(doc, doc->facts.p[r.first].name), "sbom:at");
        assert_text(sb_doc_fact_of(doc, (sb_comp){4}, "sbom:files"), "{}");
        assert_int_equal(sb_doc_fact_of(doc, (sb_comp){3}, "sbom:files").n, 0);
        assert_text(text_of(doc, sb_doc_attribute_of(doc, (sb_comp){4}, SB_F_EVIDENCE)), "one");
        assert_int_equal(sb_doc_attribute_of(doc, (sb_comp){4}, SB_F_CPE).v, SB_TEXT_ABSENT.v);
        assert_int_equal(sb_doc_hashes_of(doc, (sb_comp){4}).n, 0);
        sb_doc_free(doc);
    }
}

static void refs_are_made_unique(void **state)
{
    (void)state;
    struct sb_doc *doc = sb_doc_new();
    static const char *const names[] = {"c", "b", "a", "b2"};
    for (size_t i = 0; i < 4; i++)
        sb_doc_at(doc, add(doc, NULL, names[i], NULL, NULL))->ref = sb_doc_put(doc, i == 3 ? SB_S("x#2") : SB_S("x"));
    add(doc, "pkg:npm/n@1", "n", "1", NULL);
    add(doc, "pkg:npm/n@1", "n", "1", NULL);
    add(doc, NULL, "m", "1", NULL);
    sb_doc_seal(doc);
    static const char *const wanted[] = {"x#4", "x#3", "x", "x#2", "pkg:npm/n@1", "pkg:npm/n@1#2", "m@1"};
    for (uint32_t i = 0; i < 7; i++) {
        assert_text(text_of(doc, doc->components.p[i + 1].ref), wanted[i]);
        assert_int_equal(sb_doc_by_ref(doc, sb_str_of(wanted[i])).v, i + 1);
    }
    assert_int_equal(doc->diags.total[SB_D_DUPLICATE_REF], 2);
    sb_doc_free(doc);
}

/* Two installations at one place are no defect of a document. */
static void one_place_may_hold_a_package_twice(void **state)
{
    (void)state;
    struct sb_doc *doc = sb_doc_new();
    add(doc, "pkg:pypi/a@1", "a", "1", "site");
    add(doc, "pkg:pypi/a@1", "a", "1", "site");
    sb_doc_order(doc);
    sb_doc_seal(doc);
    assert_text(text_of(doc, doc->components.p[1].ref), "pkg:pypi/a@1|site");
    assert_text(text_of(doc, doc->components.p[2].ref), "pkg:pypi/a@1|site#2");
    assert_int_equal(doc->diags.total[SB_D_DUPLICATE_REF], 0);
    sb_doc_free(doc);
}

static void ways_to_say_nothing_stay_apart(void **state)
{
    (void)state;
    struct sb_doc *doc = sb_doc_new();
    sb_comp c = add(doc, NULL, "n", NULL, NULL);
    sb_doc_property(doc, c, SB_S("p"), SB_STR_NONE);
    sb_doc_property(doc, c, SB_S("p"), SB_S(""));
    sb_doc_property(doc, c, SB_S("p"), SB_S("NONE"));
    sb_doc_property(doc, c, SB_S("p"), SB_S("NONE"));
    sb_doc_seal(doc);
    struct sb_range r = sb_doc_properties_of(doc, c);
    assert_int_equal(r.n, 3);
    assert_int_equal(doc->properties.p[r.first].value.v, SB_TEXT_ABSENT.v);
    assert_int_equal(doc->properties.p[r.first + 1].value.v, SB_TEXT_EMPTY.v);
    assert_true(sb_text_set(doc->properties.p[r.first + 2].value));
    sb_doc_free(doc);
}

static void names_for_people(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_doc *doc = sb_doc_new();
    sb_comp c = add(doc, NULL, "core", NULL, NULL);
    assert_text(sb_doc_display(doc, c, &arena), "core");
    sb_doc_at(doc, c)->group = sb_doc_put(doc, SB_S("@angular"));
    assert_text(sb_doc_display(doc, c, &arena), "@angular/core");
    assert_int_equal(sb_doc_generator(doc, &arena).n, 0);
    *SB_PUSH(&doc->tools) =
        (struct sb_tool){.name = sb_doc_put(doc, SB_S("syft")), .version = sb_doc_put(doc, SB_S("1.57.0"))};
    assert_text(sb_doc_generator(doc, &arena), "syft 1.57.0");
    sb_arena_done(&arena);
    sb_doc_free(doc);
}

/* Many rows of one owner and many owners, in an order that helps nobody. */
static void many_rows_are_sealed(void **state)
{
    (void)state;
    enum { OWNERS = 20000, ROWS = 10 };
    struct sb_doc *doc = sb_doc_new();
    char text[32];
    for (uint32_t i = 0; i < OWNERS; i++) {
        snprintf(text, sizeof text, "pkg:npm/n%u@1", (i * 7919u) % OWNERS);
        sb_doc_at(doc, sb_doc_add(doc))->purl = sb_doc_put(doc, sb_str_of(text));
    }
    for (uint32_t row = 0; row < ROWS; row++)
        for (uint32_t i = 0; i < OWNERS; i++) {
            snprintf(text, sizeof text, "name%u", (row * 7u + i) % ROWS);
            sb_doc_property(doc, (sb_comp){1 + (i * 31u) % OWNERS}, sb_str_of(text), SB_S("v"));
            sb_doc_property(doc, SB_DOC_ITSELF, sb_str_of(text), SB_S("v"));
        }
    sb_doc_order(doc);
    sb_doc_seal(doc);
    assert_int_equal(sb_doc_properties_of(doc, SB_DOC_ITSELF).n, ROWS);
    for (uint32_t i = 1; i <= OWNERS; i++)
        assert_int_equal(sb_doc_properties_of(doc, (sb_comp){i}).n, ROWS);
    sb_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_does_not_depend_on_arrival),
        cmocka_unit_test(refs_are_made_unique),
        cmocka_unit_test(ways_to_say_nothing_stay_apart),
        cmocka_unit_test(names_for_people),
        cmocka_unit_test(many_rows_are_sealed),
        cmocka_unit_test(one_place_may_hold_a_package_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
