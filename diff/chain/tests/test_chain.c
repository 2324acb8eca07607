#include "diff/tests/docs.h"

#include "chain/chain.h"

enum { MOST = 6 };

/* A chain of documents, each of which is a list of purls, or of names without a purl ("=NAME@VERSION"). */
static struct sb_doc *document(const char *const *rows)
{
    struct sb_doc *doc = doc_new("tool");
    doc->root = doc_root(doc, "app", "1");
    for (; *rows; rows++) {
        sb_str rest = sb_str_of(*rows), name;
        char room[2][32];
        if (!sb_str_chop(&rest, SB_S("="))) {
            doc_row(doc, *rows);
            continue;
        }
        sb_str_cut(&rest, '@', &name);
        snprintf(room[0], sizeof room[0], "%.*s", SB_FMT(name));
        snprintf(room[1], sizeof room[1], "%.*s", SB_FMT(rest));
        doc_named(doc, room[0], room[1]);
    }
    sb_doc_seal(doc);
    return doc;
}

static struct sb_chain *chain_of(const char *const rows[][MOST], size_t n)
{
    const struct sb_report_options options = {.fail_on = SB_LEVEL_HIGH, .tool_version = "1"};
    struct sb_chain *chain = sb_chain_new();
    struct sb_doc *old = document(rows[0]);
    for (size_t i = 1; i < n; i++) {
        struct sb_doc *new = document(rows[i]);
        struct sb_delta *delta = sb_diff(old, new, 1);
        sb_chain_add(chain, delta, &options);
        sb_delta_free(delta);
        sb_doc_free(old); /* nothing of it may be needed any more */
        old = new;
    }
    sb_doc_free(old);
    sb_chain_finish(chain);
    return chain;
}

static const struct sb_chain_track *track_of(const struct sb_chain *chain, const char *key)
{
    for (size_t i = 0; i < chain->tracks.n; i++)
        if (sb_str_eq(chain->tracks.p[i].key, sb_str_of(key)))
            return &chain->tracks.p[i];
    fail_msg("no track %s", key);
    return NULL;
}

static void assert_versions(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t release,
                            const char *wanted)
{
    struct sb_buf buf = {0};
    const struct sb_chain_versions *at = sb_chain_versions_at(chain, track, release);
    for (uint32_t i = 0; i < at->n; i++)
        sb_buf_printf(&buf, "%s%.*s", i ? " " : "", SB_FMT(at->p[i]));
    assert_text(sb_buf_all(&buf), wanted);
    sb_buf_done(&buf);
}

static void test_comes_and_goes(void **state)
{
    (void)state;
    static const char *const rows[][MOST] = {
        {"pkg:npm/a@1.0.0", "pkg:npm/b@1.0.0"},
        {"pkg:npm/b@1.0.0"},
        {"pkg:npm/b@1.0.0", "pkg:npm/a@1.10.0", "pkg:npm/a@1.9.0"},
        {"pkg:npm/b@1.0.0", "pkg:npm/a@1.9.0", "pkg:npm/a@1.10.0"},
        {"pkg:npm/b@1.0.0"},
    };
    struct sb_chain *chain = chain_of(rows, SB_COUNT(rows));
    const struct sb_chain_track *a = track_of(chain, "pkg:npm/a");
    const char *const versions[] = {"1.0.0", "", "1.9.0 1.10.0", "1.9.0 1.10.0", ""};
    for (uint32_t i = 0; i < SB_COUNT(versions); i++)
        assert_versions(chain, a, i, versions[i]);
    assert_int_equal(chain->releases.n, 5);
    assert_int_equal(chain->steps.n, 4);
    assert_int_equal(a->entered, 0);
    assert_int_equal(a->left, 4);
    assert_int_equal(a->versions.n, 4); /* the order of the rows is no change */
    assert_true(sb_chain_has_step(chain, a, 1));
    assert_false(sb_chain_has_step(chain, a, 2));
    assert_int_equal(chain->unchanged, 1); /* b; the root is not counted */
    assert_int_equal(chain->only_in_some, 0);
    assert_int_equal(track_of(chain, "pkg:npm/b")->left, UINT32_MAX);
    sb_chain_free(chain);
}

/* What another document calls otherwise goes on in its track. */
static void test_other_name(void **state)
{
    (void)state;
    static const char *const rows[][MOST] = {
        {"pkg:npm/a@1.0.0", "pkg:npm/b@1.0.0"},
        {"=a@1.0.0", "pkg:npm/b@1.0.0"},
        {"pkg:npm/a@1.0.0", "pkg:npm/b@1.0.0"},
        {"pkg:npm/a@2.0.0", "pkg:npm/b@1.0.0"},
    };
    struct sb_chain *chain = chain_of(rows, SB_COUNT(rows));
    const struct sb_chain_track *a = track_of(chain, "pkg:npm/a");
    assert_int_equal(a->entered, 0);
    assert_int_equal(a->names.n, 2);
    assert_int_equal(chain->names.p[a->names.first].tier, SB_TIER_COORDINATES);
    assert_int_equal(chain->names.p[a->names.first + 1].release, 2);
    assert_int_equal(a->entries.n, 1);
    assert_int_equal(chain->entries.p[a->entries.first].step, 2);
    assert_int_equal(chain->tracks.n, 3); /* with the root */
    sb_chain_free(chain);
}

/* One that left is not the one that is called so later, while that one stands. */
static void test_two_tracks(void **state)
{
    (void)state;
    static const char *const rows[][MOST] = {
        {"pkg:npm/a@1.0.0", "pkg:npm/b@1.0.0"}, {"pkg:npm/b@1.0.0"}, {"pkg:npm/b@1.0.0", "=a@3.0.0"},
        {"pkg:npm/b@1.0.0", "pkg:npm/a@3.0.0"}, {"pkg:npm/b@1.0.0"}, {"pkg:npm/b@1.0.0", "pkg:npm/a@4.0.0"},
    };
    struct sb_chain *chain = chain_of(rows, SB_COUNT(rows));
    size_t called = 0, entries = 0;
    for (size_t i = 0; i < chain->tracks.n; i++)
        if (sb_str_eq(chain->tracks.p[i].key, SB_S("pkg:npm/a"))) {
            called++;
            entries += chain->tracks.p[i].entries.n;
        }
    assert_int_equal(called, 2);
    assert_int_equal(entries, chain->entries.n); /* removed, added, removed, added: no one else's */
    assert_int_equal(entries, 4);
    sb_chain_free(chain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comes_and_goes),
        cmocka_unit_test(test_other_name),
        cmocka_unit_test(test_two_tracks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
