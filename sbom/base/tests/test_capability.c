#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/capability.h"

#define SAME(a, b) assert_true(sb_str_eq((a), (b)))
#define EVERY (((uint64_t)1 << 41) - 1)

static void a_value_is_decoded(void **state)
{
    static const struct {
        sb_str value;
        const char *text; /* NULL: refused */
    } rows[] = {
        {{"\1\0\0\2\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20}, "cap_net_raw=ep"},
        {{"\0\0\0\2\0\x30\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20}, "cap_net_admin,cap_net_raw=p"},
        {{"\1\0\0\1\0\x20\0\0\0\x20\0\0", 12}, "cap_net_raw=eip"},
        {{"\0\0\0\1\0\0\0\0\1\0\0\0", 12}, "cap_chown=i"},
        {{"\1\0\0\1\3\0\0\0\6\0\0\0", 12}, "cap_chown=ep cap_dac_override=eip cap_dac_read_search=ei"},
        {{"\1\0\0\2\0\0\0\0\0\0\0\0\x80\1\0\0\0\0\0\0", 20}, "cap_bpf,cap_checkpoint_restore=ep"},
        {{"\0\0\0\2\0\0\0\0\0\0\0\0\0\2\0\x80\0\0\0\0", 20}, "41,63=p"},
        {{"\1\0\0\2\xff\xff\xff\xff\0\0\0\0\xff\1\0\0\0\0\0\0", 20}, "=ep"},
        {{"\1\0\0\2\xff\xff\xff\xff\0\0\0\0\xff\xff\xff\xff\0\0\0\0", 20}, "=ep"},
        {{"\1\0\0\2\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\0\0", 20}, "=eip"},
        {{"\1\0\0\2\xff\xff\xff\xff\1\0\0\0\x3f\0\0\0\0\0\0\0", 20}, "0x3ffffffffe=ep 0x1=eip"},
        {{"\1\0\0\3\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xe8\3\0\0", 24}, "cap_net_raw=ep [rootid=1000]"},
        {{"\1\0\0\3\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24}, "cap_net_raw=ep"},
        {{"\1\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20}, "="},
        {{"", 0}, NULL},
        {{"\1\0\0", 3}, NULL},
        {{"\1\0\0\2", 4}, NULL},
        {{"\1\0\0\2\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0", 19}, NULL},
        {{"\1\0\0\2\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 21}, NULL},
        {{"\1\0\0\2\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24}, NULL},
        {{"\1\0\0\3\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20}, NULL},
        {{"\1\0\0\0\0\x20\0\0\0\0\0\0", 12}, NULL},
        {{"\1\0\0\4\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24}, NULL},
        {{"\1\0\0\xff\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20}, NULL},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_capabilities has, back;
        struct sb_buf buf = {0};
        assert_int_equal(sb_capabilities_decode(rows[i].value, &has), rows[i].text != NULL);
        if (!rows[i].text)
            continue;
        sb_capabilities_text(&has, &buf);
        SAME(sb_buf_all(&buf), sb_str_of(rows[i].text));
        assert_true(buf.n < 256);
        assert_true(sb_capabilities_parse(sb_buf_all(&buf), &back));
        if ((has.permitted & EVERY) != EVERY)
            assert_true(sb_capabilities_eq(&has, &back));
        sb_buf_done(&buf);
    }
}

static void a_text_is_parsed(void **state)
{
    static const struct {
        const char *text, *canonical; /* NULL: refused */
    } rows[] = {
        {"cap_net_raw=ep", "cap_net_raw=ep"},
        {"= cap_net_admin,cap_net_raw+p", "cap_net_admin,cap_net_raw=p"}, /* as older libcap writes it */
        {"CAP_NET_RAW+pe", "cap_net_raw=ep"},
        {"cap_net_raw+e+p", "cap_net_raw=ep"},
        {"cap_net_raw=e+ip", "cap_net_raw=eip"},
        {"cap_net_raw,cap_chown=ep cap_chown-ep", "cap_net_raw=ep"},
        {"  13=p\t12+p\n", "cap_net_admin,cap_net_raw=p"},
        {"=ep", "=ep"},
        {"all=p", "=p"},
        {"=", "="},
        {"=ep cap_sys_admin-ep", "0x1ffffdfffff=ep"},
        {"0x2000=ep [rootid=7]", "cap_net_raw=ep [rootid=7]"},
        {"63=i", "63=i"},
        {"", NULL},
        {" ", NULL},
        {"ep", NULL},
        {"+ep", NULL},
        {"cap_net_raw", NULL},
        {"cap_net_raw=x", NULL},
        {"cap_net_raw=ep cap_nothing=p", NULL},
        {",cap_net_raw=ep", NULL},
        {"cap_net_raw,=ep", NULL},
        {"64=p", NULL},
        {"0x=p", NULL},
        {"0x11111111111111111=p", NULL},
        {"0xg=p", NULL},
        {"cap_net_raw=ep [rootid=4294967296]", NULL},
        {"cap_net_raw=ep [rootid=]", NULL},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_capabilities has;
        struct sb_buf buf = {0};
        assert_int_equal(sb_capabilities_parse(sb_str_of(rows[i].text), &has), rows[i].canonical != NULL);
        if (rows[i].canonical)
            sb_capabilities_text(&has, &buf);
        SAME(sb_buf_all(&buf), sb_str_of(rows[i].canonical));
        sb_buf_done(&buf);
    }
}

static void a_gain_is_seen_and_a_loss_is_none(void **state)
{
    static const struct {
        const char *old, *new;
        bool gain;
    } rows[] = {
        {"cap_net_raw=ep", "cap_net_raw=ep", false},
        {"cap_net_raw=ep", "cap_sys_admin=ep", true},
        {"cap_net_raw=ep", "cap_net_raw,cap_sys_admin=ep", true},
        {"cap_net_raw,cap_sys_admin=ep", "cap_net_raw=ep", false},
        {"cap_net_raw=p", "cap_net_raw=ep", true},
        {"cap_net_raw=ep", "cap_net_raw=p", false},
        {"cap_net_raw=p", "cap_net_raw=ip", true},
        {"cap_net_raw=ep", "=", false},
        {"=", "cap_net_raw=p", true},
        {"cap_net_raw=ep [rootid=5]", "cap_net_raw=ep", true},
        {"cap_net_raw=ep [rootid=5]", "cap_net_raw=ep [rootid=6]", true},
        {"cap_net_raw=ep", "cap_net_raw=ep [rootid=5]", false},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_capabilities old, new;
        assert_true(sb_capabilities_parse(sb_str_of(rows[i].old), &old));
        assert_true(sb_capabilities_parse(sb_str_of(rows[i].new), &new));
        assert_int_equal(sb_capabilities_gain(&old, &new), rows[i].gain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_decoded),
        cmocka_unit_test(a_text_is_parsed),
        cmocka_unit_test(a_gain_is_seen_and_a_loss_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
