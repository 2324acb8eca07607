/* Scripts that a package manager runs. */
#include "base/digest.h"
#include "collect/deed.h"
#include "os/os_state.h"

enum { OWN_BYTES = 8, COMMAND = 256 };

/* Lines that stand in every script and do nothing by themselves. */
static bool is_frame(sb_str line)
{
    static const char *const frame[] = {"set -e", "set -eu", "set -u", "exit", "exit 0", "exit 0;", "exit;"};
    if (line.p[0] == '#')
        return true;
    for (size_t i = 0; i < SB_COUNT(frame); i++)
        if (sb_str_eq(line, sb_str_of(frame[i])))
            return true;
    return false;
}

static sb_str script_command(const uint8_t *digest, unsigned found, struct sb_arena *arena)
{
    char hex[2 * OWN_BYTES];
    sb_hex_encode(digest, OWN_BYTES, hex);
    sb_str command = sb_arena_join(arena, SB_S("own:"), sb_str_n(hex, sizeof hex), SB_STR_NONE);
    return sb_arena_join(arena, command, sb_deeds_text(found, arena), SB_STR_NONE);
}

struct sb_os_script sb_os_script(sb_str body, bool (*skipped)(sb_str line), sb_str nothing, struct sb_arena *arena)
{
    struct sb_os_script script = {.command = nothing, .bytes.size = body.n};
    struct sb_sha256 *sha = sb_sha256_new();
    uint8_t digest[SB_SHA256_BYTES];
    bool own = false;
    unsigned found = 0;
    sb_str line;
    sb_sha256_of(body, script.bytes.sha256);
    sb_sha256_begin(sha);
    while (sb_str_line(&body, &line)) {
        line = sb_str_trim(line);
        /* Empty lines and comments come and go with the snippets of tools; a comment that names a tool proves
         * nothing. */
        if (line.n == 0 || is_frame(line) || (skipped && skipped(line)))
            continue;
        own = true;
        found |= sb_deeds_of_line(line);
        sb_sha256_add(sha, line.p, line.n);
        sb_sha256_add(sha, "\n", 1);
    }
    sb_sha256_end(sha, digest);
    sb_sha256_free(sha);
    if (own)
        script.command = script_command(digest, found, arena);
    return script;
}

void sb_os_scriptlet(struct sb_os *os, sb_comp component, enum sb_exec_kind kind, sb_node node,
                     const struct sb_os_script *script, bool whole)
{
    sb_join_exec(os->join, (struct sb_exec){.component = component,
                                            .kind = kind,
                                            .node = node,
                                            .command = script->command,
                                            .told = whole ? NULL : &script->bytes});
}

const struct sb_exec_bytes *sb_os_told(struct sb_join *join, sb_str text)
{
    struct sb_exec_bytes *bytes = SB_NEW(join->arena, struct sb_exec_bytes);
    bytes->size = text.n;
    sb_sha256_of(text, bytes->sha256);
    return bytes;
}

struct sb_os_script sb_os_script_of_text(sb_str text)
{
    struct sb_os_script script = {.command = text, .bytes.size = text.n};
    sb_sha256_of(text, script.bytes.sha256);
    return script;
}

/* ---- scripts by package ---- */

void sb_os_emit_hook(struct sb_job *job, sb_str root, const struct sb_os_hook *hook)
{
    struct sb_os_hook *kept = SB_NEW(job->arena, struct sb_os_hook);
    if (hook->kind == SB_EXEC_COUNT) {
        sb_job_diag(job, SB_D_MALFORMED, 0, "%.*s: a script of no known kind", SB_FMT(sb_job_text(job, hook->of)));
        return;
    }
    *kept = *hook;
    kept->of = sb_job_text(job, hook->of);
    kept->script.command = sb_job_text(job, sb_str_part(hook->script.command, 0, COMMAND));
    sb_emit(job, job->kind, root, kept);
}

void sb_os_emit_script(struct sb_job *job, sb_str root, sb_str of, sb_str step, sb_str bytes)
{
    struct sb_buf kind = {0};
    sb_buf_printf(&kind, "%s:", job->collector->ecosystem);
    for (size_t i = 0; i < step.n && i < COMMAND; i++)
        sb_buf_chr(&kind, sb_lower(step.p[i]));
    const struct sb_os_hook hook = {of, sb_exec_find(sb_buf_all(&kind)),
                                    sb_os_script(bytes, NULL, SB_S("nothing"), job->scratch)};
    sb_os_emit_hook(job, root, &hook);
    sb_buf_done(&kind);
}

void sb_os_read_script(struct sb_job *job, sb_str root)
{
    sb_str step = job->name;
    sb_str_chop(&step, SB_S("."));
    sb_os_emit_script(job, root, sb_path_base(job->dir), step, job->bytes);
}

void sb_os_emit_declared(struct sb_job *job, sb_str root, sb_str of, enum sb_exec_kind kind, sb_str text)
{
    const struct sb_os_hook hook = {of, kind, sb_os_script_of_text(text)};
    if (text.n)
        sb_os_emit_hook(job, root, &hook);
}
