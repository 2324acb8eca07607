#include "policy/file.h"

#include <errno.h>

#include "base/io.h"

sb_rc sb_team_file_read(const char *name, struct sb_buf *buf, struct sb_yaml_text *ret_text, struct sb_err *err)
{
    sb_rc rc = sb_read_file(name, SB_YAML_BYTES, buf, err);
    sb_err_path(err, sb_str_of(name));
    ret_text->name = sb_str_of(name);
    ret_text->bytes = sb_buf_all(buf);
    sb_str_chop(&ret_text->bytes, SB_S("\xEF\xBB\xBF"));
    return rc;
}

/* NAME may be a preset misspelt. */
static sb_rc tell_presets(const char *name, sb_rc rc, struct sb_err *err)
{
    struct sb_buf names = {0};
    for (const struct sb_preset *preset = sb_presets; preset->name; preset++)
        sb_buf_printf(&names, "%s%s", preset == sb_presets ? "" : ", ", preset->name);
    sb_fail(err, rc, "there is no such file, and no preset of that name (%.*s)", SB_FMT(sb_buf_all(&names)));
    sb_err_path(err, sb_str_of(name));
    sb_buf_done(&names);
    return rc;
}

sb_rc sb_policy_open(const char *name, struct sb_policy_file *ret, struct sb_err *err)
{
    const struct sb_preset *preset = sb_preset_find(sb_str_of(name));
    if (preset) {
        ret->text = (struct sb_yaml_text){.bytes = sb_str_of(preset->text), .name = sb_str_of(name)};
        sb_rc rc = sb_policy_read(&ret->text, &ret->arena, &ret->policy, err);
        ret->policy.preset = (uint8_t)(preset - sb_presets);
        return rc;
    }
    struct sb_err failed = {0};
    sb_rc rc = sb_team_file_read(name, &ret->bytes, &ret->text, &failed);
    if (rc != SB_OK && failed.sys == ENOENT)
        return tell_presets(name, rc, err);
    if (rc != SB_OK && err)
        *err = failed;
    SB_TRY(rc);
    return sb_policy_read(&ret->text, &ret->arena, &ret->policy, err);
}

void sb_policy_close(struct sb_policy_file *file)
{
    sb_buf_done(&file->bytes);
    sb_arena_done(&file->arena);
}

sb_rc sb_waivers_open(const char *name, struct sb_waivers_file *ret, struct sb_err *err)
{
    SB_TRY(sb_team_file_read(name, &ret->bytes, &ret->text, err));
    return sb_waivers_read(&ret->text, &ret->arena, &ret->waivers, err);
}

void sb_waivers_close(struct sb_waivers_file *file)
{
    sb_buf_done(&file->bytes);
    sb_arena_done(&file->arena);
}
