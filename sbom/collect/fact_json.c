#include "collect/fact_json.h"

#include "model/facts.h"
#include "text/json_write.h"

enum { END_ROOM = 40 };

void sb_fact_list_begin(struct sb_fact_list *list, size_t max)
{
    sb_buf_clear(&list->buf);
    sb_buf_chr(&list->buf, '[');
    list->n = 0;
    list->max = max;
    list->more = 0;
    list->room = END_ROOM;
    list->rest = SB_STR_NONE;
}

/* Takes the last entry back if it passed the bound of a fact. */
static void check_last(struct sb_fact_list *list)
{
    if (list->n == 0 || list->more || list->buf.n + list->room <= SB_FACT_BYTES)
        return;
    list->buf.n = list->last;
    list->n--;
    list->more++;
}

bool sb_fact_list_next(struct sb_fact_list *list)
{
    check_last(list);
    if (list->more || list->n >= list->max) {
        list->more++;
        return false;
    }
    list->last = list->buf.n;
    if (list->n++)
        sb_buf_chr(&list->buf, ',');
    return true;
}

size_t sb_fact_list_kept(struct sb_fact_list *list)
{
    check_last(list);
    return list->n;
}

sb_str sb_fact_list_end(struct sb_fact_list *list)
{
    check_last(list);
    if (list->more) {
        sb_buf_printf(&list->buf, "%s{\"more\":%llu", list->n ? "," : "", (unsigned long long)list->more);
        if (list->rest.n)
            sb_fact_text(&list->buf, false, "sha256", list->rest);
        sb_buf_chr(&list->buf, '}');
    }
    sb_buf_chr(&list->buf, ']');
    return sb_buf_all(&list->buf);
}

void sb_fact_list_done(struct sb_fact_list *list)
{
    sb_buf_done(&list->buf);
}

void sb_fact_key(struct sb_buf *buf, bool first, const char *key)
{
    sb_buf_str(buf, first ? SB_S("\"") : SB_S(",\""));
    sb_buf_str(buf, sb_str_of(key));
    sb_buf_str(buf, SB_S("\":"));
}

void sb_fact_text(struct sb_buf *buf, bool first, const char *key, sb_str value)
{
    sb_fact_key(buf, first, key);
    sb_json_quote(buf, sb_str_part(value, 0, 1024));
}

void sb_fact_hex(struct sb_buf *buf, bool first, const char *key, const uint8_t *bytes, size_t n)
{
    sb_fact_key(buf, first, key);
    sb_buf_chr(buf, '"');
    sb_buf_hex(buf, bytes, n);
    sb_buf_chr(buf, '"');
}

void sb_fact_number(struct sb_buf *buf, bool first, const char *key, uint64_t value)
{
    sb_fact_key(buf, first, key);
    sb_buf_u64(buf, value);
}
