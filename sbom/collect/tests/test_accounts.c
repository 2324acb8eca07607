#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "collect/accounts.h"
#include "collect/image_user.h"

static void what_is_unusual(void **state)
{
    static const struct {
        const char *name, *text, *unusual;
    } rows[] = {
        {"passwd", "root:x:0:0:root:/root:/bin/sh\nnew:x:998:998::/nonexistent:/usr/sbin/nologin\n", ""},
        {"passwd", "root:x:0:0::/root:/bin/sh\ntoor::0:0::/:/bin/sh\nb:x:00:0::/:/bin/sh",
         "user 0: toor; no password: toor; user 0: b"},
        {"passwd", "c:x:+0:0::/:/bin/sh\n\nd\n:x:0:\n", "user 0: c"},
        {"passwd", "a:x:1:1::/:/usr/local/bin/git-shell\nb:x:1:1::/:\nc:x:1:1::/:/var/tmp/sh\n",
         "shell of c: /var/tmp/sh"},
        {"shadow", "root:*:19000:0:99999:7:::\nnew:!:19000::::::\n", ""},
        {"shadow", "root::19000:0:99999:7:::\n", "no password: root"},
        {"group", "sudo:x:27:\nwheel:x:10:root\nadm:x:4:syslog\nnew:x:998:other\n", ""},
        {"group", "sudo:x:27:a,b\ndocker:x:99: c ,,root\n", "in sudo: a; in sudo: b; in docker: c"},
        {"sshd_config",
         "#PermitRootLogin yes\nPermitRootLogin prohibit-password\nInclude /etc/ssh/sshd_config.d/*.conf\nUsePAM "
         "yes\nAuthorizedKeysFile .ssh/authorized_keys\n",
         ""},
        {"sshd_config", "permitrootlogin=YES\nAuthorizedKeysCommand \"/opt/x\"\n",
         "sshd: permitrootlogin=YES; sshd: AuthorizedKeysCommand \"/opt/x\""},
        {"sshd_config", "Subsystem sftp /usr/lib/openssh/sftp-server -f AUTH\nsubsystem sftp internal-sftp\n", ""},
        {"sshd_config", "Subsystem sftp /var/tmp/x\n", "sshd: Subsystem sftp /var/tmp/x"},
        {"hosts", "root::0:\n", ""},
    };
    struct sb_arena arena = {0};
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        sb_str text = sb_accounts_unusual(sb_str_of(rows[i].name), sb_str_of(rows[i].text), &arena);
        if (!sb_str_eq(text, sb_str_of(rows[i].unusual)))
            fail_msg("%zu: %.*s", i, SB_FMT(text));
    }
    sb_arena_done(&arena);
}

/* As moby/sys/user has it, which docker and containerd ask. */
static void who_a_user_is(void **state)
{
    static const char users[] = "root:x:0:0::/root:/bin/sh\napp:x:0:1000::/:/bin/sh\n  web:x:33:33::/:/bin/sh\n"
                                "old:x:abc:5::/:\nshort\nops:x:11:0::/:\n1000:x:1001:1001::/:\n";
    static const char groups[] = "root:x:0:\nalso:x:00:\nweb:x:33:\n";
    static const struct {
        const char *user;
        unsigned rights;
    } rows[] = {
        {"app", SB_USER_ROOT},
        {"app:web", SB_USER_ROOT},
        {"web", 0},
        {"web:0", SB_USER_ROOT_GROUP},
        {"web:also", SB_USER_ROOT_GROUP},
        {"33", 0},
        {"33:33", 0},
        {"1000", 0},
        {"1002", SB_USER_ROOT_GROUP},
        {"1002:33", 0},
        {"old", SB_USER_ROOT},
        {"short", SB_USER_ROOT | SB_USER_ROOT_GROUP},
        {"ops", SB_USER_ROOT_GROUP},
        {"+0:33", SB_USER_ROOT},
        {"nobody", 0},
    };
    struct sb_arena arena = {0};
    (void)state;
    sb_str all = sb_user_ids(sb_str_of(users), false, &arena);
    sb_str of_groups = sb_user_ids(sb_str_of(groups), true, &arena);
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_user_rights(sb_str_of(rows[i].user), all, of_groups) != rows[i].rights)
            fail_msg("%s", rows[i].user);
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_unusual),
        cmocka_unit_test(who_a_user_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
