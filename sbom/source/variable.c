#include "source/variable.h"

/* The manual pages of the programs are the source: ld.so(8), bash(1), python(1), node(1), perlrun(1), ruby(1), git(1),
 * java(1), openssl-env(7), glibc's gconv and locale, curl(1), pip(1), npm-config(7), erl(1), those of toolkits that
 * load modules. What programs fetch from, through whom, and whom they trust there is among them. */
static const char *const names[] = {
    "ALL_PROXY",
    "BASH_ENV",
    "BUNDLE_GEMFILE",
    "CLASSPATH",
    "CORECLR_PROFILER_PATH",
    "COR_PROFILER_PATH",
    "CURL_CA_BUNDLE",
    "CURL_HOME",
    "DOTNET_ADDITIONAL_DEPS",
    "DOTNET_STARTUP_HOOKS",
    "EDITOR",
    "ENV",
    "ERL_AFLAGS",
    "ERL_FLAGS",
    "ERL_LIBS",
    "ERL_ZFLAGS",
    "FPATH",
    "FTP_PROXY",
    "GCONV_PATH",
    "GEM_HOME",
    "GEM_PATH",
    "GIO_EXTRA_MODULES",
    "GIO_MODULE_DIR",
    "GIT_ASKPASS",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_EDITOR",
    "GIT_EXEC_PATH",
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_PROXY_COMMAND",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSL_CAINFO",
    "GIT_SSL_NO_VERIFY",
    "GIT_TEMPLATE_DIR",
    "GLIBC_TUNABLES",
    "GOFLAGS",
    "GOPROXY",
    "GST_PLUGIN_PATH",
    "GTK_MODULES",
    "GTK_PATH",
    "GUILE_LOAD_PATH",
    "GUNICORN_CMD_ARGS",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "JAVA_HOME",
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "KRB5_CONFIG",
    "LESSCLOSE",
    "LESSOPEN",
    "LIBMYSQL_PLUGIN_DIR",
    "LOCPATH",
    "MAGICK_CODER_MODULE_PATH",
    "NODE_EXTRA_CA_CERTS",
    "NODE_OPTIONS",
    "NODE_PATH",
    "NODE_REPL_EXTERNAL_MODULE",
    "NODE_TLS_REJECT_UNAUTHORIZED",
    "NPM_CONFIG_REGISTRY",
    "NPM_CONFIG_SCRIPT_SHELL",
    "NPM_CONFIG_USERCONFIG",
    "ODBCSYSINI",
    "OPENSSL_CONF",
    "OPENSSL_ENGINES",
    "OPENSSL_MODULES",
    "PAGER",
    "PATH",
    "PERL5DB",
    "PERL5LIB",
    "PERL5OPT",
    "PERLLIB",
    "PHPRC",
    "PHP_INI_SCAN_DIR",
    "PIP_CONFIG_FILE",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
    "PIP_INDEX_URL",
    "PROMPT_COMMAND",
    "PS4",
    "PYTEST_PLUGINS",
    "PYTHONBREAKPOINT",
    "PYTHONEXECUTABLE",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONPLATLIBDIR",
    "PYTHONPYCACHEPREFIX",
    "PYTHONSTARTUP",
    "PYTHONUSERBASE",
    "QT_PLUGIN_PATH",
    "REQUESTS_CA_BUNDLE",
    "RUBYLIB",
    "RUBYOPT",
    "R_ENVIRON",
    "R_PROFILE",
    "R_PROFILE_USER",
    "S6_STAGE2_HOOK",
    "SASL_PATH",
    "SSH_ASKPASS",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "SUDO_ASKPASS",
    "TCLLIBPATH",
    "UV_DEFAULT_INDEX",
    "UV_EXTRA_INDEX_URL",
    "UV_INDEX",
    "UV_INDEX_URL",
    "VIMINIT",
    "VISUAL",
    "WGETRC",
    "XDG_CONFIG_DIRS",
    "XDG_CONFIG_HOME",
    "ZDOTDIR",
    "_JAVA_OPTIONS",
    NULL,
};

/* Of some programs every variable with such a beginning does. */
static const char *const starts[] = {"BASH_FUNC_", "GIT_CONFIG", "LD_", "LUA_"};

/* npm and the clients of HTTP read their own in either case. */
static bool is_of_either_case(sb_str name)
{
    static const char *const either[] = {"ALL_PROXY",
                                         "FTP_PROXY",
                                         "HTTPS_PROXY",
                                         "HTTP_PROXY",
                                         "NPM_CONFIG_REGISTRY",
                                         "NPM_CONFIG_SCRIPT_SHELL",
                                         "NPM_CONFIG_USERCONFIG"};
    for (size_t i = 0; i < SB_COUNT(either); i++)
        if (sb_str_eq_nocase(name, sb_str_of(either[i])))
            return true;
    return false;
}

bool sb_variable_loads(sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(starts); i++)
        if (sb_str_starts(name, sb_str_of(starts[i])))
            return true;
    return sb_str_is_one_of(name, names) || is_of_either_case(name);
}

bool sb_variable_value_loads(sb_str value)
{
    static const char *const marks[] = {"() {",           "$(",          "`",         "-javaagent:",
                                        "-agentlib:",     "-agentpath:", "--require", "-Xbootclasspath",
                                        "-XX:OnError",    "--loader",    "--import",  "-XX:OnOutOfMemoryError",
                                        "--init-command", "--init-file", "--rcfile",  "--experimental-loader",
                                        "-Dloader.path"};
    for (size_t i = 0; i < SB_COUNT(marks); i++)
        if (sb_str_find(value, sb_str_of(marks[i])) != SB_NPOS)
            return true;
    return false;
}
