/* The engine without any ecosystem: as many collectors as there may be, and costs that grow with the tree alone. */
#include "collect/kit/dpkg_kit.h"

#include "collect/asked.h"

/* ---- many collectors ---- */

enum { MANY = 200 };

static void one_file(struct sb_job *job)
{
    sb_emit(job, job->kind, job->dir, NULL);
}

static void one_component_each(struct sb_join *join)
{
    for (size_t i = 0; i < join->n_records; i++) {
        assert_ptr_equal(join->records[i].collector, join->collector);
        sb_str name = sb_arena_printf(join->arena, "%s-%u", join->collector->name, join->records[i].kind);
        sb_comp c = sb_join_component(join, SB_TYPE_LIBRARY, "generic", SB_STR_NONE, name, SB_S("1"), NULL,
                                      join->records[i].key, &join->records[i]);
        assert_ptr_equal(sb_join_collector(join, c), join->collector);
    }
}

struct made_up {
    char name[MANY][16], file[MANY][16];
    struct sb_match match[MANY][4];
    struct sb_collector collector[MANY];
    const struct sb_collector *table[MANY + 1];
};

/* Each wants a file of its own, one that all want, and all files of a folder. */
static void make_up(struct made_up *made)
{
    memset(made, 0, sizeof *made);
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(made->name[i], sizeof made->name[i], "made-%03u", i);
        snprintf(made->file[i], sizeof made->file[i], "file-%03u", i);
        made->match[i][0] = (struct sb_match){.name = made->file[i], .kind = 1};
        made->match[i][1] = (struct sb_match){.name = "wanted-by-all", .kind = 2};
        made->match[i][2] = (struct sb_match){.suffix = "", .folder = "folder", .kind = 3, .presence = true};
        made->collector[i] = (struct sb_collector){.name = made->name[i],
                                                   .revision = i + 1,
                                                   .ecosystem = "generic",
                                                   .match = made->match[i],
                                                   .file = one_file,
                                                   .finish = one_component_each};
        made->table[i] = &made->collector[i];
    }
}

static struct sb_doc *scan_with(const struct root *root, const struct sb_collector *const *collectors)
{
    struct sb_err err = {0};
    struct sb_source *source = NULL;
    struct sb_doc *doc = sb_doc_new();
    struct sb_scan_options options = {.threads = 3, .facts = true, .root = "test", .collectors = collectors};
    assert_int_equal(sb_source_open(root->path, NULL, &source, &err), SB_OK);
    assert_int_equal(sb_scan(source, &options, doc, &err), SB_OK);
    sb_source_close(source);
    return doc;
}

static void test_many_collectors(void **state)
{
    (void)state;
    static struct made_up made;
    struct root root;
    root_new(&root);
    make_up(&made);
    for (unsigned i = 0; i < MANY; i++)
        root_file(&root, made.file[i], "x");
    root_file(&root, "sub/wanted-by-all", "x");
    root_file(&root, "folder/any", "x");
    struct sb_doc *doc = scan_with(&root, made.table);
    assert_int_equal(sb_doc_count(doc), 1 + 3 * MANY);
    sb_str ran = sb_doc_fact_of(doc, SB_DOC_ITSELF, "sbom:ran");
    assert_true(sb_str_starts(ran, SB_S("{\"facts\":")));
    assert_true(sb_str_ends(ran, SB_S(",\"made-198\":199,\"made-199\":200}")));
    sb_doc_free(doc);
    root_remove(&root);
}

/* ---- many systems ---- */

enum { SYSTEMS = 20000, DEPTH = 3 };

static void fill_batch(struct sb_tree_batch *batch)
{
    for (unsigned i = 0; i < SYSTEMS; i++) {
        char dir[32];
        snprintf(dir, sizeof dir, "%u/etc", i);
        struct sb_entry entry = {.dir = sb_str_of(dir), .name = SB_S("os-release")};
        sb_tree_add(batch, &entry);
    }
}

/* What it costs to find the systems of all files grows with the files and their depth, not with the systems. */
static void test_many_systems(void **state)
{
    (void)state;
    struct sb_tree tree;
    struct sb_tree_batch batch = {0};
    fill_batch(&batch);
    sb_tree_build(&tree, &batch, 1);
    struct sb_join join = {.tree = &tree};
    for (uint32_t i = 2; i < tree.n; i++)
        if (tree.nodes[i].parent == SB_NODE_ROOT.v)
            assert_non_null(sb_join_system(&join, (sb_node){i}, true));
    assert_int_equal(join.systems.n, SYSTEMS);
    for (uint32_t i = 2; i < tree.n; i++) {
        const struct sb_system *system = sb_join_system_above(&join, (sb_node){i});
        assert_true(sb_tree_below(&tree, (sb_node){i}, system->root));
    }
    assert_null(sb_join_system_above(&join, SB_NODE_ROOT));
    assert_true(join.steps <= (uint64_t)SYSTEMS * (DEPTH + 1) * (DEPTH + 1));
    sb_free(join.systems.p);
    sb_map_done(&join.system_of);
    sb_tree_done(&tree);
}

/* ---- many links to one large file ---- */

static uint64_t given;

static void count_bytes(struct sb_job *job)
{
    given += job->bytes.n;
}

static void nothing(struct sb_join *join)
{
    (void)join;
}

static void test_links_to_much(void **state)
{
    (void)state;
    static const struct sb_match match[] = {{.name = "wanted"}, {0}};
    static const struct sb_collector collector = {
        .name = "count", .ecosystem = "generic", .match = match, .file = count_bytes, .finish = nothing};
    static const struct sb_collector *const table[] = {&collector, NULL};
    enum { LARGE = 50 << 20, LINKS = 5 };
    struct root root;
    char path[128];
    root_new(&root);
    root_file(&root, "large", "");
    snprintf(path, sizeof path, "%s/large", root.path);
    assert_int_equal(truncate(path, LARGE), 0);
    for (unsigned i = 0; i < LINKS; i++) {
        snprintf(path, sizeof path, "%u/wanted", i);
        root_link(&root, path, "../large");
    }
    given = 0;
    struct sb_doc *doc = scan_with(&root, table);
    assert_int_equal(given, 2 * (uint64_t)LARGE); /* of the 128 MiB that are given in any case */
    assert_int_equal(doc->diags.total[SB_D_LIMIT_LINKS], LINKS - 2);
    sb_doc_free(doc);
    root_remove(&root);
}

/* ---- names whose claims are read ---- */

static void test_asked(void **state)
{
    (void)state;
    static const struct sb_match match[] = {{.name = "manifest"}, {.suffix = ".egg"}, {0}};
    static const struct sb_match of_system[] = {{.name = "status"}, {0}};
    static const struct sb_collector reader = {.name = "reader", .match = match};
    static const struct sb_collector owner = {.name = "owner", .match = of_system, .owns = true};
    static const struct sb_collector *const table[] = {&reader, &owner, NULL};
    struct sb_tree tree;
    struct sb_tree_batch batch = {0};
    uint32_t egg = sb_tree_add(&batch, &(struct sb_entry){.name = SB_S("a.egg")});
    uint32_t list = sb_tree_add(&batch, &(struct sb_entry){.name = SB_S("a.list")});
    sb_tree_add(&batch, &(struct sb_entry){.name = SB_S("b.egg")});
    sb_tree_build(&tree, &batch, 1);
    const struct sb_record records[] = {{.collector = &reader, .node = sb_tree_of(&tree, 0, egg)},
                                        {.collector = &owner, .node = sb_tree_of(&tree, 0, list)}};
    struct sb_asked asked = {0};
    struct sb_join join = {.tree = &tree};
    assert_true(sb_asked_for(&join, SB_S("anything")));
    join.asked = &asked;
    assert_false(sb_asked_for(&join, SB_S("manifest")));
    sb_asked_fill(&asked, table, &tree, records, SB_COUNT(records));
    assert_true(sb_asked_for(&join, SB_S("manifest"))); /* also a link that has the name */
    assert_true(sb_asked_for(&join, SB_S("a.egg")));
    assert_false(sb_asked_for(&join, SB_S("b.egg"))); /* nobody read it */
    assert_false(sb_asked_for(&join, SB_S("status")));
    assert_false(sb_asked_for(&join, SB_S("a.list")));
    sb_tree_done(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asked),
        cmocka_unit_test(test_many_collectors),
        cmocka_unit_test(test_many_systems),
        cmocka_unit_test(test_links_to_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
