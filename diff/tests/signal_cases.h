/* Cases of signals: a change that one must see, or an ordinary one, much alike, that it must not. */
#ifndef SB_DIFF_TESTS_SIGNAL_CASES_H
#define SB_DIFF_TESTS_SIGNAL_CASES_H

#include "signal_docs.h"

struct signal_case {
    const char *signal;
    bool fires;
    uint8_t severity; /* where it differs from the row's */
    int32_t weight;
    struct pair_spec pair;
};

#define SITE "lib/python3.12/site-packages"
#define NM "node_modules/"
#define FILES_OK "files={\"bytes\":90000,\"n\":20,\"sha256\":\"aa\"}"
#define PY(version, ...)                                                                                               \
    {                                                                                                                  \
        "pkg:pypi/gate@" version, SITE, {__VA_ARGS__}, NULL, NULL                                                      \
    }
#define JS(version, ...)                                                                                               \
    {                                                                                                                  \
        "pkg:npm/part@" version, NM "part", {__VA_ARGS__}, NULL, NULL                                                  \
    }

#define HIT(id, what, ...)                                                                                             \
    {                                                                                                                  \
        id, true, 0, 0,                                                                                                \
        {                                                                                                              \
            what,                                                                                                      \
            {                                                                                                          \
                __VA_ARGS__                                                                                            \
            }                                                                                                          \
        }                                                                                                              \
    }
#define RATED(id, level, weight, what, ...)                                                                            \
    {                                                                                                                  \
        id, true, level, weight,                                                                                       \
        {                                                                                                              \
            what,                                                                                                      \
            {                                                                                                          \
                __VA_ARGS__                                                                                            \
            }                                                                                                          \
        }                                                                                                              \
    }
#define MISS(id, what, ...)                                                                                            \
    {                                                                                                                  \
        id, false, 0, 0,                                                                                               \
        {                                                                                                              \
            what,                                                                                                      \
            {                                                                                                          \
                __VA_ARGS__                                                                                            \
            }                                                                                                          \
        }                                                                                                              \
    }

#define PTH(path, bytes, command, sha)                                                                                 \
    "exec=[{\"bytes\":" bytes ",\"command\":\"" command "\",\"kind\":\"py:pth\",\"path\":\"" path                      \
    "\",\"sha256\":\"" sha "\"}]"
#define HOOK(command) "exec=[{\"command\":\"" command "\",\"kind\":\"npm:postinstall\",\"path\":\"setup.js\"}]"
#define POSTINST(command)                                                                                              \
    "exec=[{\"bytes\":9,\"command\":\"" command                                                                        \
    "\",\"kind\":\"deb:postinst\",\"path\":\"x.postinst\",\"sha256\":\"" command "\"}]"
#define DEB(version, ...)                                                                                              \
    {                                                                                                                  \
        "pkg:deb/debian/tool@" version "?arch=amd64", ".", {__VA_ARGS__}, NULL, NULL                                   \
    }
#define LINES(path, longest, run, entropy, bytes, sha)                                                                 \
    "lines=[[\"" path "\"," longest "," run "," entropy "," bytes ",\"" sha "\"]]"
#define DEPS(raw, to, mentioned)                                                                                       \
    "deps=[{\"mentioned\":" mentioned ",\"raw\":\"" raw "\",\"scope\":\"runtime\",\"to\":\"" to "\"}]"
#define NEWCOMER(...)                                                                                                  \
    {                                                                                                                  \
        "pkg:npm/simple-thing@4.2.1", NM "simple-thing", {__VA_ARGS__}, NULL, NULL                                     \
    }
#define ROOT_EDGES                                                                                                     \
    {                                                                                                                  \
        NEEDS, 0, 1                                                                                                    \
    }
#define ORIGIN(kind, registry)                                                                                         \
    "origin={\"kind\":\"" kind "\",\"registry\":\"" registry "\",\"url\":\"https://x.invalid/a\"}"
#define LOCKED(algorithm, hex)                                                                                         \
    "integrity=[{\"algorithm\":\"" algorithm "\",\"from\":\"lock\",\"hex\":\"" hex "\",\"of\":\"artifact\"}]"

static inline void check_finding(const struct sb_finding *f, const struct signal_case *c)
{
    const struct sb_signal_row *row = f->signal;
    assert_int_equal(f->severity, c->severity ? c->severity : row->severity);
    assert_int_equal(f->weight, c->weight ? c->weight : row->weight);
    assert_true(f->path.n || !sb_str_eq(f->old_json, SB_S("null")) || !sb_str_eq(f->new_json, SB_S("null")));
    assert_true(f->message.n && f->look.n);
    assert_int_equal(strlen(f->fingerprint), 16);
}

static inline void check_cases(const struct signal_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct sb_delta *delta = run_pair(&cases[i].pair);
        const struct sb_finding *f = find_signal(delta, cases[i].signal);
        if (!!f != cases[i].fires)
            fail_msg("%s: %s: %s", cases[i].signal, cases[i].pair.what, f ? "is told, but should not" : "is not told");
        if (f && (f->severity != (cases[i].severity ? cases[i].severity : f->signal->severity) ||
                  f->weight != (cases[i].weight ? cases[i].weight : f->signal->weight)))
            fail_msg("%s: %s: severity %u, weight %d", cases[i].signal, cases[i].pair.what, f->severity, f->weight);
        if (f)
            check_finding(f, &cases[i]);
        delta_done(delta);
    }
}

static inline void check_silence(const struct signal_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct pair_spec pair = cases[i].pair;
        pair.side[SB_OLD] = pair.side[SB_NEW];
        struct sb_delta *delta = run_pair(&pair);
        assert_int_equal(delta->findings.n, 0);
        assert_int_equal(delta->groups.n, 0);
        delta_done(delta);
    }
}

#endif
