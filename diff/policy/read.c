#include "base/mem.h"
#include "policy/check.h"
#include "policy/waivers.h"

/* The preset is a policy of its own, without one before it. */
static sb_rc read_preset(const struct sb_preset *preset, struct sb_arena *arena, struct sb_policy *policy,
                         struct sb_err *err)
{
    struct sb_yaml_text text = {.bytes = sb_str_of(preset->text), .name = sb_str_of(preset->name)};
    struct sb_key_reading r = {&text, arena, err, true};
    const struct sb_yaml *root;
    SB_TRY(sb_yaml_read(&text, arena, &root, err));
    SB_TRY(sb_key_read(&r, root, &sb_policy_keys, policy));
    policy->preset = (uint8_t)(preset - sb_presets);
    return SB_OK;
}

/* Of a value that is no preset the reader of the whole tells. */
static const struct sb_preset *preset_of(const struct sb_yaml *root)
{
    const struct sb_yaml *node = sb_yaml_member(root, "preset");
    const struct sb_preset *preset = node ? sb_preset_find(node->text) : NULL;
    return preset ? preset : sb_preset_find(SB_S("default"));
}

sb_rc sb_policy_read(const struct sb_yaml_text *text, struct sb_arena *arena, struct sb_policy *ret, struct sb_err *err)
{
    struct sb_key_reading r = {text, arena, err, false};
    const struct sb_yaml *root;
    memset(ret, 0, sizeof *ret);
    ret->name = text->name;
    SB_TRY(sb_yaml_read(text, arena, &root, err));
    SB_TRY(sb_check_schema(&r, root, "sbom-policy/1"));
    sb_key_defaults(&sb_policy_keys, ret);
    SB_TRY(read_preset(preset_of(root), arena, ret, err));
    return sb_key_read(&r, root, &sb_policy_keys, ret);
}

sb_rc sb_waivers_read(const struct sb_yaml_text *text, struct sb_arena *arena, struct sb_waivers *ret,
                      struct sb_err *err)
{
    struct sb_key_reading r = {text, arena, err, false};
    const struct sb_yaml *root;
    memset(ret, 0, sizeof *ret);
    ret->name = text->name;
    SB_TRY(sb_yaml_read(text, arena, &root, err));
    SB_TRY(sb_check_schema(&r, root, "sbom-waivers/1"));
    return sb_key_read(&r, root, &sb_waiver_keys, ret);
}
