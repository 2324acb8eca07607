/* AUTOLOAD: plug-ins, which run because their host looks for some. */
#include "diff/signal_autoload.h"

/* Groups whose host loads every entry that it finds, asked for or not. Sorted by bytes. */
static const char *const loaded[] = {
    "airflow.plugins",
    "apache_airflow_provider",
    "babel.checkers",
    "babel.extractors",
    "bandit.plugins",
    "celery.commands",
    "conda",
    "datasette",
    "distutils.commands",
    "distutils.setup_keywords",
    "egg_info.writers",
    "flake8.extension",
    "flask.commands",
    "hatch",
    "hypothesis",
    "kedro.hooks",
    "kedro.project_commands",
    "keyring.backends",
    "llm",
    "mkdocs.plugins",
    "mlflow.request_header_provider",
    "networkx.backends",
    "nose.plugins",
    "nose.plugins.0.10",
    "numba_extensions",
    "opentelemetry_configurator",
    "opentelemetry_distro",
    "opentelemetry_instrumentor",
    "opentelemetry_post_instrument",
    "opentelemetry_pre_instrument",
    "pdm",
    "pip.plugins",
    "pyinstaller40",
    "poetry.application.plugin",
    "poetry.plugin",
    "prefect.collections",
    "pygments.filters",
    "pygments.formatters",
    "pygments.lexers",
    "pygments.styles",
    "pylsp",
    "pytest11",
    "pytest_randomly.random_seeder",
    "scrapy.commands",
    "setuptools.file_finders",
    "setuptools.finalize_distribution_options",
    "setuptools_scm.files_command",
    "sitecustomize",
    "tox",
    "twine.registered_commands",
    "virtualenv.create",
    "virtualenv.discovery",
    "virtualenv.seed",
    "vllm.general_plugins",
    "vllm.platform_plugins",
    "xarray.backends",
    "xonsh.xontribs",
};

static bool is_loaded(sb_str command)
{
    sb_str rest = command, group;
    sb_str_cut(&rest, ':', &group);
    for (size_t i = 0; i < SB_COUNT(loaded); i++)
        if (sb_str_eq(sb_str_of(loaded[i]), sb_str_trim(group)))
            return true;
    return false;
}

/* The package was a plug-in of that host before: it is loaded there anyway. */
static bool had_group(const struct sb_facts *facts, const struct sb_fact_exec *exec)
{
    sb_str wanted = sb_str_part(exec->command, 0, sb_str_chr(exec->command, ':'));
    for (size_t i = 0; i < facts->exec.n; i++) {
        sb_str command = facts->exec.p[i].command;
        if (facts->exec.p[i].kind == exec->kind && sb_str_eq(sb_str_part(command, 0, sb_str_chr(command, ':')), wanted))
            return true;
    }
    return false;
}

/* A distribution that the group's name begins with is installed: "celery" for "celery.commands". Hosts seldom say which
 * of their groups they load unasked. */
static bool has_host(const struct sb_signal_run *run, const struct sb_identity *self, sb_str command)
{
    sb_str group = sb_str_trim(sb_str_part(command, 0, sb_str_chr(command, ':')));
    for (size_t i = 0; i < run->delta->identities.n; i++) {
        const struct sb_identity *other = &run->delta->identities.p[i];
        sb_str name = sb_identity_base(other), rest = group;
        if (other == self || other->n[SB_NEW] == 0 || !sb_is_type(other, "pypi") || name.n > group.n)
            continue;
        for (size_t k = 0; k < name.n && rest.n; k++) {
            char c = sb_lower(rest.p[0]);
            if (c != name.p[k] && !(name.p[k] == '-' && (c == '_' || c == '.')))
                break;
            rest = sb_str_from(rest, 1);
        }
        if (rest.n == group.n - name.n && (rest.n == 0 || !sb_is_alpha(rest.p[0])))
            return true;
    }
    return false;
}

bool sb_look_at_plugin(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                       const struct sb_fact_exec *exec)
{
    if (exec->kind != SB_EXEC_PY_PLUGIN || way->blind || sb_had_exec(way->facts[SB_OLD], exec->kind, exec->command))
        return false;
    bool before = had_group(way->facts[SB_OLD], exec);
    bool unasked = is_loaded(exec->command);
    if (!unasked && (before || !sb_way_is_quiet(way) || !has_host(run, identity, exec->command)))
        return false;
    struct sb_finding *f = sb_find(run, identity, way);
    if (way->arrival)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else if (before)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else if (!unasked || !sb_way_is_quiet(way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    sb_find_path(run, f, exec->path);
    f->new_json = sb_exec_json(run, exec);
    f->content = sb_arena_join(run->arena, exec->command, SB_S("\n"), exec->sha256);
    sb_find_message(run, f, "%.*s %s plug-in that its host %s: %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), before ? "has another" : "brings a",
                    unasked ? "loads wherever the package is installed" : "finds, and the host is installed",
                    SB_FMT(sb_short(run, exec->command)));
    sb_find_look(run, f, "less ", "");
    return true;
}
