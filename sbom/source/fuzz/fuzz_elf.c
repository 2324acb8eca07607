/* The dynamic part of an ELF file: whatever it says, the same comes out of pieces of any size, within its bounds. The
 * first byte is the size of the pieces. */
#include "source/elf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static struct sb_elf read_in_pieces(struct sb_elf_watch *watch, sb_str bytes, size_t step)
{
    if (!sb_elf_begin(watch, sb_str_part(bytes, 0, 10240)))
        return (struct sb_elf){0};
    for (size_t i = 0; i < bytes.n; i += step)
        sb_elf_add(watch, bytes.p + i, bytes.n - i < step ? bytes.n - i : step);
    return sb_elf_end(watch);
}

static size_t bytes_of(const struct sb_elf *elf)
{
    size_t n = 0;
    for (size_t i = 0; i < elf->n_needed; i++) {
        size_t name = strlen(elf->needed + n);
        must(name && name <= SB_ELF_NAME);
        n += name + 1;
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_elf_watch watch = {0}, other = {0};
    size_t step = size ? data[0] + 1u : 1;
    sb_str bytes = size ? sb_str_n((const char *)data + 1, size - 1) : SB_STR_NONE;
    struct sb_elf whole = read_in_pieces(&watch, bytes, bytes.n + 1);
    struct sb_elf pieces = read_in_pieces(&other, bytes, step);
    must(whole.calls == pieces.calls && whole.ifuncs == pieces.ifuncs && whole.unread == pieces.unread);
    must(whole.dynamic == pieces.dynamic && whole.n_needed == pieces.n_needed && whole.n_needed <= SB_ELF_NEEDED);
    must(whole.dynamic || !(whole.calls | whole.ifuncs | whole.n_needed | whole.unread));
    must(bytes_of(&whole) == bytes_of(&pieces) && whole.search == pieces.search);
    must(sb_elf_names(&whole) == sb_elf_names(&pieces) && sb_elf_names(&whole) <= watch.needed.n);
    must(whole.calls >> sb_elf_n_calls == 0 && watch.n <= SB_ELF_KEPT);
    sb_elf_done(&watch);
    sb_elf_done(&other);
    return 0;
}
