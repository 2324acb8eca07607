#include "collect/lines.h"

#include "base/digest.h"
#include "collect/lines_read.h"

static const struct file {
    const char *name, *suffix, *folder;
    enum sb_exec_kind kind;
    const char *word;
    void (*read)(sb_str bytes, struct sb_lines_kept *kept);
} files[] = {
#define SB_LINES(what, text, folder_, id, word_, reader)                                                               \
    {.what = text, .folder = folder_, .kind = SB_EXEC_##id, .word = word_, .read = sb_lines_read_##reader},
#define SB_LINES_WITHIN SB_LINES
#include "collect/lines.def"
#undef SB_LINES_WITHIN
#undef SB_LINES
};

static const struct file *file_of(sb_str folder, sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        const struct file *file = &files[i];
        sb_str rest = folder;
        bool named = file->name ? sb_str_eq(name, sb_str_of(file->name)) : sb_str_ends(name, sb_str_of(file->suffix));
        if (named && (!file->folder || sb_path_chop(&rest, sb_str_of(file->folder))))
            return file;
    }
    return NULL;
}

bool sb_lines_of(sb_str folder, sb_str name, sb_str bytes, struct sb_arena *arena, struct sb_lines *ret_lines)
{
    const struct file *file = file_of(folder, name);
    struct sb_lines_kept kept = {0};
    uint8_t digest[SB_SHA256_BYTES];
    if (!file)
        return false;
    *ret_lines = (struct sb_lines){.kind = file->kind, .word = file->word};
    /* Shells and systemd pass over what is hidden in a folder; servers and boot loaders do not. */
    if (sb_str_starts(name, SB_S(".")) && sb_str_eq(sb_str_of(file->word), SB_S("runs ")))
        return true;
    file->read(bytes, &kept);
    if (kept.cut) {
        sb_sha256_of(bytes, digest);
        sb_buf_hex(&kept.text, digest, sizeof digest);
    }
    if (kept.kernel) {
        ret_lines->kind = SB_EXEC_OS_KERNEL;
        ret_lines->word = "loads ";
    }
    ret_lines->text = sb_arena_str(arena, sb_buf_all(&kept.text));
    sb_buf_done(&kept.text);
    return true;
}
