/* Licences that are on no list: what tells their texts apart, and references to them. */
#include "base/buf.h"
#include "base/mem.h"
#include "id/licence.h"

enum { REF_NAME = 64 };

/* Signs that are another way to write an ASCII one; three bytes each, and the first is the same. */
static const char signs_begin = '\xe2';

static char plain_sign(sb_str text)
{
    static const struct {
        const char *sign;
        char plain;
    } signs[] = {{"\xe2\x80\x98", '\''}, {"\xe2\x80\x99", '\''}, {"\xe2\x80\x9c", '"'}, {"\xe2\x80\x9d", '"'},
                 {"\xe2\x80\x90", '-'},  {"\xe2\x80\x91", '-'},  {"\xe2\x80\x93", '-'}, {"\xe2\x80\x94", '-'}};
    for (size_t i = 0; i < SB_COUNT(signs); i++)
        if (sb_str_starts(text, sb_str_of(signs[i].sign)))
            return signs[i].plain;
    return 0;
}

/* Words in lower case, with plain quotes and dashes and one blank before each. */
void sb_licence_wording(sb_str text, uint8_t ret_sha256[SB_SHA256_BYTES])
{
    char *words = sb_malloc(text.n + 1); /* between two words there was a blank already */
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (sb_is_space(c)) {
            inside = false;
            continue;
        }
        if (!inside)
            words[n++] = ' ';
        inside = true;
        char sign = c == signs_begin ? plain_sign(sb_str_from(text, i)) : 0;
        words[n++] = sign ? sign : sb_lower(c);
        i += sign ? 2 : 0;
    }
    sb_sha256_of(sb_str_n(words, n), ret_sha256);
    sb_free(words);
}

sb_str sb_licence_ref(sb_str name, sb_str text, struct sb_arena *arena)
{
    struct sb_buf buf = {0};
    uint8_t sha256[SB_SHA256_BYTES];
    sb_buf_str(&buf, SB_S("LicenseRef-"));
    size_t front = buf.n;
    for (size_t i = 0; i < name.n && buf.n - front < REF_NAME; i++) {
        bool plain = sb_is_alnum(name.p[i]) || name.p[i] == '.';
        if (plain || (buf.n > front && buf.p[buf.n - 1] != '-'))
            sb_buf_chr(&buf, plain ? name.p[i] : '-');
    }
    while (buf.n > front && buf.p[buf.n - 1] == '-')
        buf.n--;
    if (text.n || buf.n == front) {
        sb_buf_str(&buf, buf.n > front ? SB_S("-") : SB_STR_NONE);
        sb_licence_wording(text.n ? text : name, sha256);
        sb_buf_hex(&buf, sha256, 4);
    }
    sb_str ref = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return ref;
}

static bool is_ref_byte(char c)
{
    return sb_is_alnum(c) || c == '-' || c == '.' || c == ':';
}

/* The next id or operator, cut off the front. */
static bool next_word(sb_str *expression, sb_str *ret_word)
{
    size_t start = 0, end;
    while (start < expression->n && !is_ref_byte(expression->p[start]))
        start++;
    for (end = start; end < expression->n && is_ref_byte(expression->p[end]);)
        end++;
    *ret_word = sb_str_part(*expression, start, end - start);
    *expression = sb_str_from(*expression, end);
    return ret_word->n != 0;
}

bool sb_licence_next_ref(sb_str *expression, sb_str *ret_ref)
{
    while (next_word(expression, ret_ref))
        if (sb_str_starts(*ret_ref, SB_S("LicenseRef-")) || sb_str_starts(*ret_ref, SB_S("DocumentRef-")))
            return true;
    *expression = SB_STR_NONE;
    return false;
}

bool sb_licence_is_newer(sb_str expression, unsigned list)
{
    for (sb_str word; next_word(&expression, &word);) {
        const struct sb_licence_row *row = sb_licence_find(word);
        if (row && row->since > list)
            return true;
    }
    return false;
}

sb_str sb_licence_without_documents(sb_str expression, struct sb_arena *arena)
{
    struct sb_buf buf = {0};
    sb_str rest = expression, ref, document;
    if (sb_str_find(expression, SB_S("DocumentRef-")) == SB_NPOS)
        return expression;
    for (sb_str before = rest; sb_licence_next_ref(&rest, &ref); before = rest) {
        sb_buf_str(&buf, sb_str_n(before.p, (size_t)(ref.p - before.p)));
        sb_str own = ref;
        if (sb_str_chop(&own, SB_S("DocumentRef-")) && sb_str_cut(&own, ':', &document) &&
            sb_str_chop(&own, SB_S("LicenseRef-")))
            sb_buf_printf(&buf, "LicenseRef-%.*s-%.*s", SB_FMT(document), SB_FMT(own));
        else
            sb_buf_str(&buf, ref);
        expression = rest;
    }
    sb_buf_str(&buf, expression);
    sb_str mended = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return mended;
}
