/* What a policy finds and what it must not find: for each of its signals a change that it sees, and one, much alike,
 * that is none of its business. */
#include "kit.h"

/* One package of each side; what is said of both is left out in OLD unless it has a bar: "OLD|NEW". */
struct item {
    const char *old, *new; /* purls; NULL: not there */
    const char *licence;   /* "old|new" or "new" */
    const char *origin;    /* the fact */
    const char *supplier;
    const char *released;          /* JSON of SPDX's releaseDate */
    bool development, graph, hash; /* of the new side */
};

struct trial {
    const char *id, *policy;
    struct item item;
    bool hit;
};

#define HIT(id, policy, ...)                                                                                           \
    {                                                                                                                  \
        id, policy, {__VA_ARGS__}, true                                                                                \
    }
#define MISS(id, policy, ...)                                                                                          \
    {                                                                                                                  \
        id, policy, {__VA_ARGS__}, false                                                                               \
    }

static sb_str side_of(const char *text, enum sb_side side)
{
    sb_str rest = sb_str_of(text), head;
    if (sb_str_chr(rest, '|') == SB_NPOS)
        return side == SB_NEW ? rest : SB_STR_NONE;
    sb_str_cut(&rest, '|', &head);
    return side == SB_OLD ? head : rest;
}

static struct sb_doc *doc_of(const struct item *item, enum sb_side side)
{
    struct sb_doc *doc = doc_new("sbom");
    const char *purl = side == SB_OLD ? item->old : item->new;
    doc->created = sb_doc_put(doc, SB_S("2026-11-30T12:00:00Z"));
    doc_root(doc, "project", "1.0");
    if (!purl)
        return doc;
    sb_comp c = doc_row(doc, purl);
    sb_str licence = side_of(item->licence, side), origin = side_of(item->origin, side);
    sb_str supplier = side_of(item->supplier, side);
    if (licence.n)
        sb_doc_licence(doc, c, SB_LICENCE_DECLARED, SB_LICENCE_EXPRESSION, licence);
    if (origin.n)
        sb_doc_fact(doc, c, SB_S("sbom:origin"), origin);
    if (supplier.n)
        sb_doc_at(doc, c)->supplier = sb_doc_put(doc, supplier);
    if (item->released && side == SB_NEW)
        sb_doc_raw(doc, c, SB_S("releaseDate"), sb_str_of(item->released));
    if (item->development && side == SB_NEW)
        sb_doc_property(doc, c, SB_S("cdx:npm:package:development"), SB_S("true"));
    if (item->graph && side == SB_NEW)
        doc_edge(doc, doc->root, c);
    if (item->hash)
        doc_sha256(doc, c, "x");
    return doc;
}

static void run(const struct trial *trial)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_policy policy;
    char all[2048];
    snprintf(all, sizeof all, POLICY "%s", trial->policy);
    policy_of(all, &text, &arena, &policy);
    struct sb_delta *delta = found(doc_of(&trial->item, SB_OLD), doc_of(&trial->item, SB_NEW));
    sb_policy_apply(&policy, delta);
    const struct sb_finding *f = finding_of(delta, trial->id);
    if ((f != NULL) != trial->hit)
        fail_msg("%s: %s, %s -> %s: %s", trial->id, trial->policy, trial->item.old, trial->item.new,
                 f ? "found" : "not found");
    if (f) {
        assert_true(f->message.n && f->look.n);
        assert_true(f->path.n || f->old_json.n || f->new_json.n);
        assert_int_equal(strlen(f->fingerprint), 16);
    }
    sb_diff_rank(delta);
    delta_done(delta);
    sb_arena_done(&arena);
}

#define NPM(n, v) "pkg:npm/" n "@" v
#define DENY_A "packages: {denied: [{package: pkg:npm/a, versions: 'vers:npm/>=2.0.0|<3.0.0'}]}\n"
#define GIT "{\"kind\":\"git\",\"url\":\"git+https://github.com/o/a#1\"}"
#define REGISTRY "{\"kind\":\"registry\",\"registry\":\"registry.npmjs.org\"}"
#define ACME "registries: {allowed: '*.acme.example'}"
#define AT_REGISTRY(name) "{\"kind\":\"registry\",\"registry\":\"" name "\"}"
#define AT_BOTH(name, address) "{\"kind\":\"registry\",\"registry\":\"" name "\",\"url\":\"" address "\"}"
#define AT_URL(address) "{\"kind\":\"registry\",\"url\":\"" address "\"}"

static const struct trial trials[] = {
    HIT("POLICY_PACKAGE", DENY_A, .new = NPM("a", "2.5.0")),
    HIT("POLICY_PACKAGE", DENY_A, .old = NPM("a", "1.0.0"), .new = NPM("a", "2.0.0")),
    MISS("POLICY_PACKAGE", DENY_A, .old = NPM("a", "2.0.0"), .new = NPM("a", "2.1.0")), /* no news */
    HIT("POLICY_PACKAGE", DENY_A "look_at: everything\n", .old = NPM("a", "2.0.0"), .new = NPM("a", "2.1.0")),
    MISS("POLICY_PACKAGE", DENY_A, .old = NPM("a", "1.0.0"), .new = NPM("a", "3.0.0")),
    MISS("POLICY_PACKAGE", DENY_A, .old = NPM("a", "2.0.0")), /* its removal is welcome */
    /* Another line denies it, for another reason. */
    HIT("POLICY_PACKAGE",
        "packages: {denied: [{package: pkg:npm/a, versions: 'vers:npm/<=1.0.0'}, {package: pkg:npm/a, versions: "
        "'vers:npm/2.5.0'}]}",
        .old = NPM("a", "1.0.0"), .new = NPM("a", "2.5.0")),
    /* Who does not say a version cannot show that it is none of those; nor that it is one that is allowed. */
    HIT("POLICY_PACKAGE", DENY_A, .old = NPM("a", "1.0.0"), .new = "pkg:npm/a"),
    HIT("POLICY_PACKAGE", "packages: {allowed: {package: pkg:npm/a, versions: 'vers:npm/>=1.0.0'}}",
        .new = "pkg:npm/a"),
    HIT("POLICY_PACKAGE", "packages: {denied: {package: pkg:pypi/zope-interface}}",
        .new = "pkg:pypi/zope.interface@7.1"),
    HIT("POLICY_PACKAGE", "packages: {denied: {package: 'pkg:pypi/zope.*'}}", .new = "pkg:pypi/zope-interface@7.1"),
    HIT("POLICY_PACKAGE", "packages: {denied: {package: pkg:pypi/evil}}", .new = "pkg:pypi/Evil@1"),
    MISS("POLICY_PACKAGE", "packages: {denied: {package: pkg:npm/zope-interface}}",
         .new = "pkg:npm/zope.interface@7.1"),
    HIT("POLICY_PACKAGE", DENY_A, .new = NPM("a", "latest")),
    HIT("POLICY_PACKAGE", DENY_A, .new = NPM("a", "d41d8cd98f00b204e9800998ecf8427e00000000")),
    MISS("POLICY_PACKAGE", DENY_A, .new = NPM("a", "v1.2.0")),
    /* No purl, or one that cannot be read: by the name. */
    HIT("POLICY_PACKAGE", DENY_A, .new = "pkg:npm/a@2.0.0?bad"),
    MISS("POLICY_PACKAGE", DENY_A, .new = "pkg:npm/b@2.0.0?bad"),
    /* The first line was true of it before, the second was not. */
    HIT("POLICY_PACKAGE",
        "packages: {denied: [{package: pkg:npm/a}, {package: pkg:npm/a, versions: 'vers:npm/2.0.0'}]}",
        .old = NPM("a", "1.0.0"), .new = NPM("a", "2.0.0")),
    /* Of what is allowed in some versions each other one is news. */
    HIT("POLICY_PACKAGE", "packages: {allowed: {package: pkg:npm/a, versions: 'vers:npm/<2.0.0'}}",
        .old = NPM("a", "2.0.0"), .new = NPM("a", "6.6.6")),
    MISS("POLICY_PACKAGE", "packages: {allowed: {package: pkg:npm/b}}", .old = NPM("a", "2.0.0"),
         .new = NPM("a", "6.6.6")),
    /* Words of a source package at one that is none. */
    HIT("POLICY_PACKAGE", DENY_A, .new = NPM("a", "2.0.0?arch=source")),
    HIT("POLICY_PACKAGE", DENY_A, .new = NPM("a", "2.0.0?arch=src")),
    HIT("POLICY_PACKAGE", "packages: {denied: {package: 'pkg:deb/debian/a'}}",
        .new = "pkg:deb/debian/a@1?arch=amd64#arch=source"),
    MISS("POLICY_PACKAGE", "packages: {denied: {package: 'pkg:deb/debian/a'}}",
         .new = "pkg:deb/debian/a@1?arch=source"),
    MISS("POLICY_PACKAGE", DENY_A, .new = NPM("b", "2.0.0")),
    MISS("POLICY_PACKAGE", DENY_A, .new = "pkg:pypi/a@2.0.0"),
    HIT("POLICY_PACKAGE", "packages: {denied: {package: 'pkg:pypi/Acme_*'}}", .new = "pkg:pypi/acme-core@1"),
    MISS("POLICY_PACKAGE", "packages: {denied: {package: 'pkg:npm/*'}}", .new = NPM("%40s/a", "1.0.0")),
    HIT("POLICY_PACKAGE", "packages: {denied: {package: 'pkg:npm/**'}}", .new = NPM("%40s/a", "1.0.0")),
    HIT("POLICY_PACKAGE", "packages: {allowed: {package: 'pkg:npm/%40s/*'}}", .new = NPM("a", "1.0.0")),
    MISS("POLICY_PACKAGE", "packages: {allowed: {package: 'pkg:npm/%40s/*'}}", .new = NPM("%40s/a", "1.0.0")),
    MISS("POLICY_PACKAGE", "packages: {ecosystems: pypi, allowed: {package: 'pkg:pypi/a'}}", .new = NPM("b", "1.0.0")),
    MISS("POLICY_PACKAGE", "packages: {scopes: production, denied: {package: 'pkg:npm/**'}}", .new = NPM("b", "1.0.0"),
         .development = true),
    HIT("POLICY_PACKAGE", "packages: {scopes: [development], denied: {package: 'pkg:npm/**'}}",
        .new = NPM("b", "1.0.0"), .development = true),
    HIT("POLICY_LICENCE", "licences: {denied: GPL-*}", .new = NPM("a", "1.0.0"), .licence = "GPL-3.0-only"),
    /* What is no expression is one licence. */
    HIT("POLICY_LICENCE", "licences: {denied: GPL-*}", .new = NPM("a", "1.0.0"), .licence = "GPL-3.0-only see LICENSE"),
    HIT("POLICY_LICENCE", "licences: {denied: GPL-3.0-only}", .new = NPM("a", "1.0.0"), .licence = "MIT AND GPL-3.0"),
    MISS("POLICY_LICENCE", "licences: {denied: GPL-*}", .new = NPM("a", "1.0.0"), .licence = "MIT OR GPL-3.0-only"),
    HIT("POLICY_LICENCE", "licences: {allowed: [MIT, ISC]}", .new = NPM("a", "1.0.0"), .licence = "MIT AND Zlib"),
    MISS("POLICY_LICENCE", "licences: {allowed: [MIT, ISC]}", .new = NPM("a", "1.0.0"), .licence = "MIT AND ISC"),
    MISS("POLICY_LICENCE", "licences: {allowed: [MIT]}", .old = NPM("a", "1.0.0"), .new = NPM("a", "2.0.0"),
         .licence = "Zlib|Zlib"),
    HIT("POLICY_LICENCE", "licences: {allowed: [MIT]}", .old = NPM("a", "1.0.0"), .new = NPM("a", "2.0.0"),
        .licence = "MIT|Zlib"),
    HIT("POLICY_LICENCE", "licences: {allowed: [MIT]}", .old = NPM("a", "1.0.0"), .new = NPM("a", "2.0.0"),
        .licence = "Zlib|GPL-3.0-only"),
    HIT("POLICY_LICENCE", "licences: {allowed: [MIT], unknown: low}", .new = NPM("a", "1.0.0")),
    MISS("POLICY_LICENCE", "licences: {allowed: [MIT]}", .new = NPM("a", "1.0.0")),
    HIT("POLICY_SOURCE", "sources: {denied: git}", .new = NPM("a", "1.0.0"), .origin = GIT),
    MISS("POLICY_SOURCE", "sources: {denied: git}", .new = NPM("a", "1.0.0"), .origin = REGISTRY),
    HIT("POLICY_SOURCE", "sources: {allowed: registry}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.1"),
        .origin = REGISTRY "|" GIT),
    /* The file lies elsewhere than the registry is; that of PyPI does. */
    HIT("POLICY_REGISTRY", "registries: {denied: evil.example}", .new = NPM("a", "1.0.0"),
        .origin = AT_BOTH("registry.npmjs.org", "https://evil.example/a.tgz")),
    HIT("POLICY_REGISTRY", "registries: {denied: evil.example}", .new = NPM("a", "1.0.0"),
        .origin = AT_BOTH("evil.example", "https://registry.npmjs.org/a.tgz")),
    HIT("POLICY_REGISTRY", "registries: {allowed: registry.npmjs.org}", .new = NPM("a", "1.0.0"),
        .origin = AT_BOTH("registry.npmjs.org", "https://evil.example/a.tgz")),
    /* The registry was not allowed before either, the address is new. */
    HIT("POLICY_REGISTRY", "registries: {allowed: registry.npmjs.org}", .old = NPM("a", "1.0.0"),
        .new = NPM("a", "1.1.0"),
        .origin = AT_REGISTRY("mirror.example") "|" AT_BOTH("mirror.example", "https://zevil.example/a.tgz")),
    MISS("POLICY_REGISTRY", "registries: {allowed: registry.npmjs.org}", .new = NPM("a", "1.0.0"),
         .origin = AT_BOTH("registry.npmjs.org", "https://registry.npmjs.org/a/-/a-1.0.0.tgz")),
    HIT("POLICY_REGISTRY", "registries: {denied: files.pythonhosted.org}", .new = "pkg:pypi/a@1.0",
        .origin = AT_BOTH("pypi.org", "https://files.pythonhosted.org/a.whl")),
    MISS("POLICY_REGISTRY", "registries: {allowed: pypi.org}", .new = "pkg:pypi/a@1.0",
         .origin = AT_BOTH("pypi.org", "https://files.pythonhosted.org/a.whl")),
    HIT("POLICY_REGISTRY", "registries: {allowed: '*.acme.example'}", .new = NPM("a", "1.0.0"), .origin = REGISTRY),
    MISS("POLICY_REGISTRY", "registries: {allowed: [registry.npmjs.org]}", .new = NPM("a", "1.0.0"),
         .origin = REGISTRY),
    HIT("POLICY_REGISTRY", "registries: {denied: GitHub.com}", .new = NPM("a", "1.0.0"), .origin = GIT),
    /* A host is what a client connects to, whatever stands behind it. */
    HIT("POLICY_REGISTRY", ACME, .new = NPM("a", "1.0.0"), .origin = AT_REGISTRY("evil.example/.acme.example")),
    HIT("POLICY_REGISTRY", ACME, .new = NPM("a", "1.0.0"), .origin = AT_REGISTRY("evil.example#.acme.example")),
    HIT("POLICY_REGISTRY", ACME, .new = NPM("a", "1.0.0"),
        .origin = AT_REGISTRY("https://evil.example/?.acme.example")),
    HIT("POLICY_REGISTRY", ACME, .new = NPM("a", "1.0.0"), .origin = AT_URL("https://evil.example\\\\.acme.example/a")),
    HIT("POLICY_REGISTRY", ACME, .new = NPM("a", "1.0.0"),
        .origin = AT_URL("https://evil.example\\\\@x.acme.example/a")),
    HIT("POLICY_REGISTRY", "registries: {denied: evil.example}", .new = NPM("a", "1.0.0"),
        .origin = AT_URL("https://evil.example.:443/a")),
    MISS("POLICY_REGISTRY", ACME, .new = NPM("a", "1.0.0"), .origin = AT_URL("https://npm.acme.example:8443/a")),
    MISS("POLICY_REGISTRY", ACME, .new = NPM("a", "1.0.0"), .origin = AT_REGISTRY("npm.acme.example/npm/")),
    HIT("POLICY_SUPPLIER", "suppliers: {allowed: 'Acme*'}", .new = NPM("a", "1.0.0"), .supplier = "Other Ltd"),
    MISS("POLICY_SUPPLIER", "suppliers: {allowed: 'Acme*'}", .new = NPM("a", "1.0.0"), .supplier = "ACME Inc."),
    HIT("POLICY_AGE", "release_age: {days: 7}", .new = NPM("a", "1.0.0"), .released = "\"2026-11-28T00:00:00Z\""),
    MISS("POLICY_AGE", "release_age: {days: 7}", .new = NPM("a", "1.0.0"), .released = "\"2026-11-01T00:00:00Z\""),
    MISS("POLICY_AGE", "release_age: {days: 7}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.0"),
         .released = "\"2026-11-28T00:00:00Z\""),
    HIT("POLICY_AGE", "release_age: {days: 7, unknown: low}", .new = NPM("a", "1.0.0")),
    MISS("POLICY_AGE", "release_age: {days: 7}", .new = NPM("a", "1.0.0"), .released = "\"soon\""),
    HIT("POLICY_TERMS", "classes: {terms: medium}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.1"),
        .licence = "MIT|ISC"),
    MISS("POLICY_TERMS", "classes: {terms: medium}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.1"),
         .licence = "MIT|MIT"),
    HIT("POLICY_SOFTWARE", "classes: {software: low}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.1")),
    MISS("POLICY_SOFTWARE", "classes: {software: low}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.0")),
    HIT("POLICY_TERMS", "classes: {terms: low}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.1"),
        .licence = "MIT|ISC", .supplier = "A|B"),
    HIT("POLICY_DESCRIPTION", "classes: {description: low}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.0"),
        .released = "\"2026-11-28T00:00:00Z\""),
    MISS("POLICY_DESCRIPTION", "classes: {description: low}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.0")),
    HIT("POLICY_COVERAGE", "classes: {coverage: low}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.0"),
        .graph = true),
    MISS("POLICY_COVERAGE", "classes: {coverage: low}", .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.0")),
    HIT("POLICY_MAXIMUM", "maximum: {added: 0}", .new = NPM("a", "1.0.0")),
    MISS("POLICY_MAXIMUM", "maximum: {added: 1, components: 1}", .new = NPM("a", "1.0.0")),
    HIT("POLICY_MAXIMUM", "maximum: {components: 0}", .new = NPM("a", "1.0.0")),
    HIT("POLICY_REQUIRED", "required: {licences: 100}", .new = NPM("a", "1.0.0")),
    MISS("POLICY_REQUIRED", "required: {licences: 100, purls: 100, versions: 100}", .new = NPM("a", "1.0.0"),
         .licence = "MIT"),
    HIT("POLICY_REQUIRED", "required: {digests: 1}", .new = NPM("a", "1.0.0")),
    MISS("POLICY_REQUIRED", "required: {digests: 100}", .new = NPM("a", "1.0.0"), .hash = true),
    HIT("POLICY_REQUIRED", "required: {facts: 'sbom:origin'}", .new = NPM("a", "1.0.0")),
    MISS("POLICY_REQUIRED", "required: {facts: 'sbom:origin'}", .new = NPM("a", "1.0.0"), .origin = GIT),
    MISS("POLICY_REQUIRED", "required: {facts: 'sbom:origin', ecosystems: pypi}", .new = NPM("a", "1.0.0")),
    HIT("POLICY_REQUIRED", "required: {collectors: npm}", .new = NPM("a", "1.0.0")),
    HIT("POLICY_REQUIRED", "required: {graph: true}", .new = NPM("a", "1.0.0")),
};

static void test_trials(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(trials); i++)
        run(&trials[i]);
}

/* ---- what a waiver of a policy's finding is bound to ---- */

static void print_of(const char *policy_text, const struct item *item, const char *id, char ret[17])
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_policy policy;
    char all[512];
    snprintf(all, sizeof all, POLICY "%s", policy_text);
    policy_of(all, &text, &arena, &policy);
    struct sb_delta *delta = found(doc_of(item, SB_OLD), doc_of(item, SB_NEW));
    sb_policy_apply(&policy, delta);
    const struct sb_finding *f = finding_of(delta, id);
    assert_non_null(f);
    memcpy(ret, f->fingerprint, 17);
    delta_done(delta);
    sb_arena_done(&arena);
}

static void test_fingerprints(void **state)
{
    static const struct {
        const char *id, *policy;
        struct item a, b;
        bool same;
    } pairs[] = {
        /* The next release is as young, and nobody has seen it. */
        {"POLICY_AGE",
         "release_age: {days: 7}",
         {.new = NPM("a", "1.0.0"), .released = "\"2026-11-28T00:00:00Z\""},
         {.new = NPM("a", "1.0.1"), .released = "\"2026-11-28T00:00:00Z\""},
         false},
        {"POLICY_AGE",
         "release_age: {days: 7, unknown: low}",
         {.new = NPM("a", "1.0.0")},
         {.new = NPM("a", "1.0.1")},
         false},
        {"POLICY_PACKAGE",
         "packages: {denied: {package: pkg:npm/a}}",
         {.new = NPM("a", "1.0.0")},
         {.new = NPM("a", "1.0.1")},
         true},
        {"POLICY_MAXIMUM", "maximum: {added: 0}", {.new = NPM("a", "1.0.0")}, {.new = NPM("b", "1.0.0")}, true},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        char a[17], b[17];
        print_of(pairs[i].policy, &pairs[i].a, pairs[i].id, a);
        print_of(pairs[i].policy, &pairs[i].b, pairs[i].id, b);
        if ((strcmp(a, b) == 0) != pairs[i].same)
            fail_msg("%s, %s: %s and %s", pairs[i].id, pairs[i].policy, a, b);
    }
}

/* ---- levels ---- */

static struct sb_delta *source_step(void)
{
    static const struct item item = {
        .old = NPM("a", "1.0.0"), .new = NPM("a", "1.0.1"), .origin = REGISTRY "|" GIT, .development = true};
    return found(doc_of(&item, SB_OLD), doc_of(&item, SB_NEW));
}

static void level_of(const char *levels, uint8_t level, int32_t weight, uint8_t group)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_policy policy;
    char all[1024];
    snprintf(all, sizeof all, POLICY "%s", levels);
    policy_of(all, &text, &arena, &policy);
    struct sb_delta *delta = source_step();
    sb_policy_apply(&policy, delta);
    const struct sb_finding *f = finding_of(delta, "EXOTIC_SOURCE");
    assert_non_null(f);
    if (f->severity != level || f->weight != weight)
        fail_msg("%s: %s, %d", levels, sb_level_names[f->severity], f->weight);
    sb_diff_rank(delta);
    if (delta->groups.p[0].severity != group)
        fail_msg("%s: group %s", levels, sb_level_names[delta->groups.p[0].severity]);
    delta_done(delta);
    sb_arena_done(&arena);
}

static void test_levels(void **state)
{
    struct sb_delta *delta = source_step();
    const struct sb_finding *f = finding_of(delta, "EXOTIC_SOURCE");
    (void)state;
    assert_non_null(f);
    uint8_t level = f->severity;
    int32_t weight = f->weight;
    delta_done(delta);
    level_of("", level, weight, level);
    level_of("levels: [{signals: EXOTIC_SOURCE, level: low}]", SB_LEVEL_LOW, 1, SB_LEVEL_LOW);
    level_of("levels: [{families: source, level: critical}]", SB_LEVEL_CRITICAL, 12, SB_LEVEL_CRITICAL);
    level_of("levels: [{level: medium}]", SB_LEVEL_MEDIUM, 4, SB_LEVEL_MEDIUM);
    level_of("levels: [{level: high}]", SB_LEVEL_HIGH, 8, SB_LEVEL_HIGH);
    level_of("levels: [{level: info}]", SB_LEVEL_INFO, 0, SB_LEVEL_INFO);
    level_of("levels: [{signals: STARTUP_HOOK, level: low}]", level, weight, level);
    level_of("levels: [{ecosystems: pypi, level: low}]", level, weight, level);
    level_of("levels: [{ecosystems: [pypi, npm], level: low}]", SB_LEVEL_LOW, 1, SB_LEVEL_LOW);
    level_of("levels: [{scopes: production, level: low}]", level, weight, level);
    level_of("levels: [{scopes: development, level: low}]", SB_LEVEL_LOW, 1, SB_LEVEL_LOW);
    level_of("levels: [{where: pkg:npm/b, level: low}]", level, weight, level);
    level_of("levels: [{level: low}, {where: pkg:npm/a, level: medium, weight: 5}]", SB_LEVEL_MEDIUM, 5,
             SB_LEVEL_MEDIUM);
    level_of("score: {high: 10, medium: 9}\nlevels: [{level: medium}]", SB_LEVEL_MEDIUM, 9, SB_LEVEL_MEDIUM);
    level_of("score: {high: 10, medium: 9}\nlevels: [{level: high}]", SB_LEVEL_HIGH, 10, SB_LEVEL_HIGH);
}

/* The default preset is what the program does without a policy. */
static void test_default(void **state)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_policy policy;
    struct sb_delta *plain = source_step(), *delta = source_step();
    (void)state;
    policy_of(sb_preset_find(SB_S("default"))->text, &text, &arena, &policy);
    sb_policy_apply(&policy, delta);
    sb_diff_rank(plain);
    sb_diff_rank(delta);
    assert_int_equal(policy.fail_on, SB_LEVEL_HIGH);
    assert_false(policy.fail_on_coverage);
    assert_int_equal(plain->findings.n, delta->findings.n);
    assert_int_equal(plain->groups.n, delta->groups.n);
    for (size_t i = 0; i < plain->groups.n; i++) {
        assert_int_equal(plain->groups.p[i].severity, delta->groups.p[i].severity);
        assert_int_equal(plain->groups.p[i].score, delta->groups.p[i].score);
    }
    delta_done(plain);
    delta_done(delta);
    sb_arena_done(&arena);
}

/* Texts that hold together: the second one must not close the parenthesis of the first. */
static void test_licence_texts(void **state)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_policy policy;
    struct sb_doc *doc = doc_new("sbom");
    (void)state;
    policy_of(POLICY "licences: {denied: GPL-*, allowed: MIT}\n", &text, &arena, &policy);
    sb_comp c = doc_row(doc, "pkg:npm/a@1");
    sb_doc_licence(doc, c, SB_LICENCE_DECLARED, SB_LICENCE_NAME, SB_S("GPL-3.0-only"));
    sb_doc_licence(doc, c, SB_LICENCE_DECLARED, SB_LICENCE_NAME, SB_S("MIT) OR (MIT"));
    struct sb_delta *delta = found(doc_new("sbom"), doc);
    sb_policy_apply(&policy, delta);
    assert_non_null(finding_of(delta, "POLICY_LICENCE"));
    delta_done(delta);
    sb_arena_done(&arena);
}

/* What has the purl of the root beside it is a package like others; two demands of one thing are two findings. */
static void test_root_and_demands(void **state)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_policy policy;
    struct sb_doc *doc = doc_new("sbom");
    (void)state;
    policy_of(POLICY "packages: {denied: {package: pkg:npm/evil}}\n"
                     "required: [{ecosystems: npm, digests: 100}, {ecosystems: pypi, digests: 100}]\n",
              &text, &arena, &policy);
    doc->root = doc_row(doc, "pkg:npm/evil@1");
    sb_doc_at(doc, doc_row(doc, "pkg:npm/evil@1"))->ref = sb_doc_put(doc, SB_S("again"));
    doc_row(doc, "pkg:pypi/b@1");
    struct sb_delta *delta = found(doc_new("sbom"), doc);
    sb_policy_apply(&policy, delta);
    assert_non_null(finding_of(delta, "POLICY_PACKAGE"));
    size_t demands = 0;
    for (size_t i = 0; i < delta->findings.n; i++)
        demands += strcmp(delta->findings.p[i].signal->id, "POLICY_REQUIRED") == 0;
    assert_int_equal(demands, 2);
    delta_done(delta);
    sb_arena_done(&arena);
}

/* COUNT packages of which WITH have a digest, under a policy that wants one of each. */
static void required_print(uint32_t count, uint32_t with, char ret[17])
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_policy policy;
    struct sb_doc *doc = doc_new("sbom");
    char purl[32];
    policy_of(POLICY "required: {digests: 100}\n", &text, &arena, &policy);
    doc_root(doc, "project", "1.0");
    for (uint32_t i = 0; i < count; i++) {
        snprintf(purl, sizeof purl, "pkg:npm/a%u@1", i);
        sb_comp c = doc_row(doc, purl);
        if (i < with)
            doc_sha256(doc, c, "x");
    }
    struct sb_delta *delta = found(doc_new("sbom"), doc);
    sb_policy_apply(&policy, delta);
    sb_diff_rank(delta);
    memcpy(ret, finding_of(delta, "POLICY_REQUIRED")->fingerprint, 17);
    delta_done(delta);
    sb_arena_done(&arena);
}

/* A waiver for nineteen of twenty holds for as good a share of more, and for no smaller one. */
static void test_share_in_fingerprints(void **state)
{
    char agreed[17], more[17], none[17];
    (void)state;
    required_print(20, 19, agreed);
    required_print(40, 38, more);
    required_print(20, 0, none);
    assert_string_equal(agreed, more);
    assert_string_not_equal(agreed, none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_trials),
                                       cmocka_unit_test(test_fingerprints),
                                       cmocka_unit_test(test_levels),
                                       cmocka_unit_test(test_default),
                                       cmocka_unit_test(test_share_in_fingerprints),
                                       cmocka_unit_test(test_licence_texts),
                                       cmocka_unit_test(test_root_and_demands)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
