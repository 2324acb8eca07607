/* Policies and waivers on small documents. */
#ifndef SB_POLICY_TESTS_KIT_H
#define SB_POLICY_TESTS_KIT_H

#include "../../tests/docs.h"
#include "diff/signal.h"
#include "policy/waivers.h"

#define POLICY "schema: sbom-policy/1\n"

/* A policy, or a failure of the test. */
static inline void policy_of(const char *text, struct sb_yaml_text *ret_text, struct sb_arena *arena,
                             struct sb_policy *ret)
{
    struct sb_err err = {0};
    *ret_text = (struct sb_yaml_text){.bytes = sb_str_of(text), .name = SB_S("p.yaml")};
    if (sb_policy_read(ret_text, arena, ret, &err) != SB_OK)
        fail_msg("%s: %u:%u: %s", text, err.line, err.col, err.text);
}

static inline void waivers_of(const char *text, struct sb_yaml_text *ret_text, struct sb_arena *arena,
                              struct sb_waivers *ret)
{
    struct sb_err err = {0};
    *ret_text = (struct sb_yaml_text){.bytes = sb_str_of(text), .name = SB_S("w.yaml")};
    if (sb_waivers_read(ret_text, arena, ret, &err) != SB_OK)
        fail_msg("%s: %u:%u: %s", text, err.line, err.col, err.text);
}

/* What was found, without groups. */
static inline struct sb_delta *found(struct sb_doc *old, struct sb_doc *new)
{
    sb_doc_seal(old);
    sb_doc_seal(new);
    return sb_diff_find(old, new, 1);
}

static inline const struct sb_finding *finding_of(const struct sb_delta *delta, const char *signal)
{
    for (size_t i = 0; i < delta->findings.n; i++)
        if (strcmp(delta->findings.p[i].signal->id, signal) == 0)
            return &delta->findings.p[i];
    return NULL;
}

#endif
