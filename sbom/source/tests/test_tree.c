#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "source/tree_inside.h"

struct given {
    const char *dir, *name;
    enum sb_entry_kind kind;
    const char *target;
    uint32_t sequence;
    uint64_t size;
};

static struct sb_entry entry_of(const struct given *g)
{
    return (struct sb_entry){.dir = sb_str_of(g->dir),
                             .name = sb_str_of(g->name),
                             .kind = g->kind,
                             .target = sb_str_of(g->target),
                             .sequence = g->sequence,
                             .size = g->size};
}

/* Spread over three batches, from the front or the back. */
static void build(struct sb_tree *tree, const struct given *given, size_t n, bool backwards)
{
    struct sb_tree_batch batches[3] = {0};
    for (size_t i = 0; i < n; i++) {
        struct sb_entry entry = entry_of(&given[backwards ? n - 1 - i : i]);
        sb_tree_add(&batches[i % 3], &entry);
    }
    sb_tree_build(tree, batches, 3);
}

static char *dump(const struct sb_tree *tree)
{
    struct sb_buf text = {0};
    struct sb_arena arena = {0};
    for (uint32_t i = 1; i < tree->n; i++) {
        const struct sb_tree_node *node = &tree->nodes[i];
        sb_str path = sb_tree_path(tree, (sb_node){i}, &arena);
        sb_buf_printf(&text, "%u-%u %c %.*s", i, node->end, "fdls"[node->kind], SB_FMT(path));
        if (node->target_n)
            sb_buf_printf(&text, " = %.*s", SB_FMT(sb_tree_target(node)));
        if (node->size != SB_SIZE_UNKNOWN && node->size)
            sb_buf_printf(&text, " %llu", (unsigned long long)node->size);
        sb_buf_chr(&text, '\n');
    }
    sb_buf_chr(&text, '\0');
    sb_arena_done(&arena);
    return text.p;
}

static void test_order(void **state)
{
    (void)state;
    static const struct given given[] = {
        {"usr/bin", "tool", SB_ENTRY_FILE, NULL, 0, 7},
        {"", "bin", SB_ENTRY_LINK, "usr/bin", 0, 0},
        {"usr", "bin", SB_ENTRY_DIR, NULL, 0, 0},
        {"usr", "bin-more", SB_ENTRY_FILE, NULL, 0, 0},
        {"usr", "b", SB_ENTRY_FILE, NULL, 0, 0},
        {"never/told/of", "x", SB_ENTRY_FILE, NULL, 0, 1},
        {"usr", "name-of-eight-and-more-b", SB_ENTRY_FILE, NULL, 0, 0},
        {"usr", "name-of-eight-and-more-a", SB_ENTRY_FILE, NULL, 0, 0},
        {"usr", "name-of-", SB_ENTRY_FILE, NULL, 0, 0},
    };
    for (unsigned backwards = 0; backwards < 2; backwards++) {
        struct sb_tree tree;
        build(&tree, given, SB_COUNT(given), backwards);
        char *text = dump(&tree);
        assert_string_equal(text, "1-15 d \n"
                                  "2-3 l bin = usr/bin\n"
                                  "3-7 d never\n"
                                  "4-7 d never/told\n"
                                  "5-7 d never/told/of\n"
                                  "6-7 f never/told/of/x 1\n"
                                  "7-15 d usr\n"
                                  "8-9 f usr/b\n"
                                  "9-11 d usr/bin\n"
                                  "10-11 f usr/bin/tool 7\n"
                                  "11-12 f usr/bin-more\n"
                                  "12-13 f usr/name-of-\n"
                                  "13-14 f usr/name-of-eight-and-more-a\n"
                                  "14-15 f usr/name-of-eight-and-more-b\n");
        sb_free(text);
        sb_tree_done(&tree);
    }
}

static void test_twice(void **state)
{
    (void)state;
    static const struct given given[] = {
        {"", "later", SB_ENTRY_FILE, NULL, 1, 9},  {"", "later", SB_ENTRY_FILE, NULL, 2, 1},
        {"", "larger", SB_ENTRY_FILE, NULL, 0, 5}, {"", "larger", SB_ENTRY_FILE, NULL, 0, 6},
        {"", "link", SB_ENTRY_LINK, "a", 0, 0},    {"", "link", SB_ENTRY_LINK, "b", 0, 0},
        {"", "file", SB_ENTRY_FILE, NULL, 0, 3},   {"file", "below", SB_ENTRY_FILE, NULL, 0, 4},
    };
    for (unsigned backwards = 0; backwards < 2; backwards++) {
        struct sb_tree tree;
        build(&tree, given, SB_COUNT(given), backwards);
        char *text = dump(&tree);
        assert_string_equal(text, "1-7 d \n"
                                  "2-4 f file 3\n"
                                  "3-4 f file/below 4\n"
                                  "4-5 f larger 6\n"
                                  "5-6 f later 1\n"
                                  "6-7 l link = b\n");
        sb_free(text);
        sb_tree_done(&tree);
    }
}

/* Layers of 100 entries; what one takes away stands before what it brings. */
static void test_whiteouts(void **state)
{
    (void)state;
    static const struct given given[] = {
        {"", "gone", SB_ENTRY_FILE, NULL, 1, 1},
        {"", "gone", SB_ENTRY_WHITEOUT, NULL, 100, 0},
        {"", "back", SB_ENTRY_FILE, NULL, 2, 1},
        {"", "back", SB_ENTRY_WHITEOUT, NULL, 100, 0}, /* its mark may stand behind it in the archive */
        {"", "back", SB_ENTRY_FILE, NULL, 101, 2},
        {"folder/a", "old", SB_ENTRY_FILE, NULL, 3, 1},
        {"", "folder", SB_ENTRY_WHITEOUT, NULL, 100, 0},
        {"folder/b", "new", SB_ENTRY_FILE, NULL, 102, 1},
        {"emptied/a", "old", SB_ENTRY_FILE, NULL, 4, 1},
        {"emptied", "kept", SB_ENTRY_FILE, NULL, 103, 1},
        {"", "emptied", SB_ENTRY_OPAQUE, NULL, 100, 0},
        {"", "nothing", SB_ENTRY_FILE, NULL, 5, 1}, /* and this was a file: the mark says that it is a folder */
        {"", "nothing", SB_ENTRY_OPAQUE, NULL, 200, 0},
        {"", "later", SB_ENTRY_WHITEOUT, NULL, 100, 0}, /* a mark takes nothing away that comes after it */
        {"", "later", SB_ENTRY_FILE, NULL, 201, 3},
        {"never", "there", SB_ENTRY_WHITEOUT, NULL, 100, 0},
    };
    for (unsigned backwards = 0; backwards < 2; backwards++) {
        struct sb_tree tree;
        build(&tree, given, SB_COUNT(given), backwards);
        char *text = dump(&tree);
        assert_string_equal(text, "1-11 d \n"
                                  "2-3 f back 2\n"
                                  "3-5 d emptied\n"
                                  "4-5 f emptied/kept 1\n"
                                  "5-8 d folder\n"
                                  "6-8 d folder/b\n"
                                  "7-8 f folder/b/new 1\n"
                                  "8-9 f later 3\n"
                                  "9-10 d never\n"
                                  "10-11 d nothing\n");
        sb_free(text);
        sb_tree_done(&tree);
    }
}

static void test_tokens(void **state)
{
    (void)state;
    struct sb_tree tree;
    struct sb_tree_batch batches[2] = {0};
    struct sb_entry b = {.name = SB_S("b"), .sequence = 1};
    struct sb_entry a = {.name = SB_S("a")};
    struct sb_entry old = {.name = SB_S("b")};
    uint32_t token_b = sb_tree_add(&batches[0], &b);
    uint32_t token_a = sb_tree_add(&batches[1], &a);
    uint32_t token_old = sb_tree_add(&batches[1], &old);
    sb_tree_build(&tree, batches, 2);
    assert_int_equal(sb_tree_of(&tree, 0, token_b).v, 3);
    assert_int_equal(sb_tree_of(&tree, 1, token_a).v, 2);
    assert_int_equal(sb_tree_of(&tree, 1, token_old).v, 0);
    sb_tree_batch_done(&batches[0]);
    sb_tree_batch_done(&batches[1]);
    sb_tree_done(&tree);
}

/* The largest batch is the one that the others are moved behind, in pieces; each entry takes along what its user noted.
 */
static void test_uneven(void **state)
{
    (void)state;
    enum { BATCHES = 3 };
    static const unsigned sizes[BATCHES] = {9000, 0, 20000};
    struct sb_tree_batch batches[BATCHES] = {0};
    struct sb_tree tree;
    char name[16], dir[2] = "?";
    for (unsigned b = 0; b < BATCHES; b++)
        for (unsigned i = 0; i < sizes[b]; i++) {
            dir[0] = (char)('a' + b);
            snprintf(name, sizeof name, "%05u", sizes[b] - i);
            uint32_t token =
                sb_tree_add(&batches[b], &(struct sb_entry){.dir = sb_str_of(dir), .name = sb_str_of(name), .size = i});
            batches[b].p[token].user = i + 1;
        }
    sb_tree_build(&tree, batches, BATCHES);
    assert_int_equal(tree.n, 2 + 2 + 9000 + 20000);
    for (uint32_t b = 0; b < BATCHES; b++)
        for (uint32_t i = 0; i < sizes[b]; i++) {
            const struct sb_tree_node *node = sb_tree_at(&tree, sb_tree_of(&tree, b, i));
            snprintf(name, sizeof name, "%05u", sizes[b] - i);
            assert_true(sb_str_eq(node->name, sb_str_of(name)));
            assert_int_equal(tree.nodes[node->parent].name.p[0], 'a' + b);
            assert_int_equal(node->size, i);
            assert_int_equal(node->user, i + 1);
        }
    sb_tree_done(&tree);
}

static void test_empty(void **state)
{
    (void)state;
    struct sb_tree tree;
    sb_tree_build(&tree, NULL, 0);
    assert_int_equal(tree.n, 2);
    assert_int_equal(sb_tree_find(&tree, SB_NODE_ROOT, SB_S("a/b"), true).v, 0);
    assert_int_equal(sb_tree_find(&tree, SB_NODE_ROOT, SB_S(""), true).v, 1);
    assert_int_equal(sb_tree_child(&tree, SB_NODE_NONE, SB_S("a")).v, 0);
    sb_tree_done(&tree);
}

struct question {
    const char *base, *path;
    bool follow;
    const char *answer; /* NULL: nothing is there */
};

static void test_find(void **state)
{
    (void)state;
    static const struct given given[] = {
        {"usr/lib", "libc.so.6", SB_ENTRY_FILE, NULL, 0, 0}, {"usr/lib", "libc.so", SB_ENTRY_LINK, "libc.so.6", 0, 0},
        {"", "lib", SB_ENTRY_LINK, "usr/lib", 0, 0},         {"", "lib64", SB_ENTRY_LINK, "lib", 0, 0},
        {"usr", "abs", SB_ENTRY_LINK, "/lib64/", 0, 0},      {"usr", "above", SB_ENTRY_LINK, "../../../..", 0, 0},
        {"usr", "same", SB_ENTRY_LINK, ".", 0, 0},           {"", "loop", SB_ENTRY_LINK, "loop", 0, 0},
        {"", "ping", SB_ENTRY_LINK, "pong/x", 0, 0},         {"", "pong", SB_ENTRY_LINK, "ping/x", 0, 0},
        {"", "gone", SB_ENTRY_LINK, "nowhere", 0, 0},        {"", "empty", SB_ENTRY_LINK, "", 0, 0},
    };
    static const struct question questions[] = {
        {"", "usr/lib/libc.so.6", false, "usr/lib/libc.so.6"},
        {"", "/lib/libc.so.6", false, "usr/lib/libc.so.6"},
        {"", "lib64/libc.so", false, "usr/lib/libc.so"},
        {"", "lib64/libc.so", true, "usr/lib/libc.so.6"},
        {"", "lib", false, "lib"},
        {"", "lib/", false, "lib"},
        {"", "lib", true, "usr/lib"},
        {"", "usr/abs/libc.so.6", false, "usr/lib/libc.so.6"},
        {"usr", "lib/../lib/./libc.so.6", false, "usr/lib/libc.so.6"},
        {"usr", "/usr//lib", false, "usr/lib"},
        {"usr", "../lib/libc.so.6", false, "usr/lib/libc.so.6"},
        {"usr", "../../../../usr", false, "usr"},
        {"usr", "above/usr/same/same/lib", false, "usr/lib"},
        {"usr/lib", "", false, "usr/lib"},
        {"", "usr/lib/libc.so.6/..", false, NULL},
        {"", "usr/lib/libc.so.6/x", false, NULL},
        {"", "loop", false, "loop"},
        {"", "loop", true, NULL},
        {"", "loop/x", false, NULL},
        {"", "ping", true, NULL},
        {"", "gone", true, NULL},
        {"", "gone/..", true, NULL},
        {"", "empty", true, ""},
        {"", "usr/nothing", false, NULL},
    };
    struct sb_tree tree;
    struct sb_arena arena = {0};
    build(&tree, given, SB_COUNT(given), false);
    for (size_t i = 0; i < SB_COUNT(questions); i++) {
        const struct question *q = &questions[i];
        sb_node base = sb_tree_find(&tree, SB_NODE_ROOT, sb_str_of(q->base), false);
        sb_node found = sb_tree_find(&tree, base, sb_str_of(q->path), q->follow);
        bool right =
            q->answer ? found.v && sb_str_eq(sb_tree_path(&tree, found, &arena), sb_str_of(q->answer)) : !found.v;
        if (!right)
            fail_msg("%s from %s, %d", q->path, q->base, q->follow);
    }
    sb_arena_done(&arena);
    sb_tree_done(&tree);
}

static void test_below(void **state)
{
    (void)state;
    static const struct given given[] = {{"a/b/c", "d", SB_ENTRY_FILE, NULL, 0, 0},
                                         {"a", "z", SB_ENTRY_FILE, NULL, 0, 0}};
    struct sb_tree tree;
    struct sb_arena arena = {0};
    build(&tree, given, SB_COUNT(given), false);
    sb_node b = sb_tree_find(&tree, SB_NODE_ROOT, SB_S("a/b"), false);
    sb_node d = sb_tree_find(&tree, b, SB_S("c/d"), false);
    sb_node z = sb_tree_find(&tree, SB_NODE_ROOT, SB_S("a/z"), false);
    assert_true(sb_tree_below(&tree, d, b) && sb_tree_below(&tree, b, b) && sb_tree_below(&tree, z, SB_NODE_ROOT));
    assert_false(sb_tree_below(&tree, z, b));
    assert_false(sb_tree_below(&tree, b, d));
    assert_true(sb_str_eq(sb_tree_path_below(&tree, d, b, &arena), SB_S("c/d")));
    assert_true(sb_str_eq(sb_tree_path_below(&tree, d, d, &arena), SB_S("")));
    assert_string_equal(sb_tree_path(&tree, d, &arena).p, "a/b/c/d");
    sb_arena_done(&arena);
    sb_tree_done(&tree);
}

/* Archives and what lies in them, the entries of one behind the other on one worker; and what becomes of it when a
 * later entry, on another worker, takes the archive's place. */
static void test_inside(void **state)
{
    (void)state;
    static const struct {
        struct given later;
        const char *wanted;
    } cases[] = {
        {{"d", "other", SB_ENTRY_FILE, NULL, 9, 0},
         "1-8 d \n2-8 d d\n3-4 f d/other\n4-5 f d/x\n5-8 d d/x!\n6-7 f d/x!/a\n7-8 f d/x!/b\n"},
        {{"d", "x", SB_ENTRY_FILE, NULL, 9, 0}, "1-4 d \n2-4 d d\n3-4 f d/x\n"},
        {{"d", "x", SB_ENTRY_LINK, "y", 9, 0}, "1-4 d \n2-4 d d\n3-4 l d/x = y\n"},
        {{"d", "x", SB_ENTRY_WHITEOUT, NULL, 9, 0}, "1-3 d \n2-3 d d\n"},
        {{"d/x", "in", SB_ENTRY_FILE, NULL, 9, 0}, "1-5 d \n2-5 d d\n3-5 d d/x\n4-5 f d/x/in\n"},
        {{"", "d", SB_ENTRY_OPAQUE, NULL, 9, 0}, "1-3 d \n2-3 d d\n"},
        {{"d", "x!", SB_ENTRY_FILE, NULL, 9, 0},
         "1-7 d \n2-7 d d\n3-4 f d/x\n4-7 d d/x!\n5-6 f d/x!/a\n6-7 f d/x!/b\n"},
        {{"d/x!", "a", SB_ENTRY_LINK, "b", 9, 0},
         "1-7 d \n2-7 d d\n3-4 f d/x\n4-7 d d/x!\n5-6 f d/x!/a\n6-7 f d/x!/b\n"},
    };
    static const struct given archive[] = {{"d", "x", SB_ENTRY_FILE, NULL, 2, 0},
                                           {"d", "x!", SB_ENTRY_INSIDE, NULL, 2, 0},
                                           {"d/x!", "b", SB_ENTRY_FILE, NULL, 2, 0},
                                           {"d/x!", "a", SB_ENTRY_FILE, NULL, 2, 0}};
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_tree_batch batches[2] = {0};
        struct sb_tree tree;
        struct sb_entry entry = entry_of(&cases[i].later);
        sb_tree_add(&batches[0], &entry);
        for (size_t j = 0; j < SB_COUNT(archive); j++) {
            entry = entry_of(&archive[j]);
            sb_tree_add(&batches[1], &entry);
        }
        sb_tree_build(&tree, batches, 2);
        char *text = dump(&tree);
        assert_string_equal(text, cases[i].wanted);
        sb_node a = sb_tree_find(&tree, SB_NODE_ROOT, SB_S("d/x!/a"), false);
        sb_node x = sb_tree_find(&tree, SB_NODE_ROOT, SB_S("d/x"), false);
        assert_int_equal(sb_tree_inside(&tree, a).v, sb_tree_inside_of(&tree, x).v);
        assert_false(a.v && sb_tree_outside_of(&tree, sb_tree_inside(&tree, a)).v != x.v);
        sb_free(text);
        sb_tree_done(&tree);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),  cmocka_unit_test(test_twice),  cmocka_unit_test(test_whiteouts),
        cmocka_unit_test(test_tokens), cmocka_unit_test(test_uneven), cmocka_unit_test(test_empty),
        cmocka_unit_test(test_find),   cmocka_unit_test(test_below),  cmocka_unit_test(test_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
