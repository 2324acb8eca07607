/* Which settings of apt are known to run nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "collect/apt_conf.h"

static void settings_that_run_nothing(void **state)
{
    static const char *const idle[] = {
        "",
        "// nothing\n# here /*\n/* or\nthere */\n",
        "APT\n{\n  NeverAutoRemove\n  {\n    \"^postgresql-15\";\n    \"^x$\";\n  };\n};\n",
        "apt::neverautoremove:: \"x\";",
        "APT::AutoRemove::SuggestsImportant \"false\";\nAcquire::GzipIndexes true;\nAcquire::Languages { \"none\"; };",
        "APT { Install-Recommends \"0\"; Install-Suggests \"0\"; };",
        "APT::NeverAutoRemove { };",
        ";",
    };
    static const char *const not_idle[] = {
        "DPkg::Post-Invoke { \"rm -f /x\"; };",
        "APT { NeverAutoRemove { \"x\"; }; Update::Pre-Invoke \"x\"; };",
        "APT::NeverAutoRemove \"x\"; DPkg::Pre-Invoke {\"x\";};",
        "APT::NeverAutoRemoveX \"x\";",
        "APT::Get::AllowUnauthenticated \"true\";",
        "Acquire::http::Proxy \"http://a.invalid\";",
        "Dir::Bin::dpkg \"/tmp/x\";",
        "#include \"/tmp/x\"\n",
        "#clear APT::NeverAutoRemove;",
        "APT::NeverAutoRemove \"x\"; # DPkg::Pre-Invoke {\"x\";};",
        "APT::NeverAutoRemove \"x\nDPkg::Pre-Invoke \"y\";",
        "APT { NeverAutoRemove { \"x\"; };",
        "};",
        "{ \"x\"; };",
        "\"x\";",
        "/* APT",
        "APT::NeverAutoRemove",
        "APT{APT{APT{APT{APT{APT{APT{APT{APT{APT{APT{APT{APT{APT{APT{APT{APT{",
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(idle); i++)
        if (!sb_apt_conf_is_idle(sb_str_of(idle[i])))
            fail_msg("%s", idle[i]);
    for (size_t i = 0; i < SB_COUNT(not_idle); i++)
        if (sb_apt_conf_is_idle(sb_str_of(not_idle[i])))
            fail_msg("%s", not_idle[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_that_run_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
