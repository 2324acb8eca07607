/* What a package runs when it, or another one, is installed or removed. */
#include "os/rpm.h"

enum { COMMAND = 256 };

static const struct script_row {
    enum sb_rpm_tag body, program;
    enum sb_exec_kind kind;
} scripts[] = {
    {SB_RPM_PRETRANS, SB_RPM_PRETRANSPROG, SB_EXEC_RPM_PRETRANS},
    {SB_RPM_PREIN, SB_RPM_PREINPROG, SB_EXEC_RPM_PRE},
    {SB_RPM_POSTIN, SB_RPM_POSTINPROG, SB_EXEC_RPM_POST},
    {SB_RPM_PREUN, SB_RPM_PREUNPROG, SB_EXEC_RPM_PREUN},
    {SB_RPM_POSTUN, SB_RPM_POSTUNPROG, SB_EXEC_RPM_POSTUN},
    {SB_RPM_POSTTRANS, SB_RPM_POSTTRANSPROG, SB_EXEC_RPM_POSTTRANS},
    {SB_RPM_PREUNTRANS, SB_RPM_PREUNTRANSPROG, SB_EXEC_RPM_PREUNTRANS},
    {SB_RPM_POSTUNTRANS, SB_RPM_POSTUNTRANSPROG, SB_EXEC_RPM_POSTUNTRANS},
    {SB_RPM_VERIFYSCRIPT, SB_RPM_VERIFYSCRIPTPROG, SB_EXEC_RPM_VERIFY},
};

/* Each has several scripts; a name (of a package, or a folder of files) says by its index which of them it triggers. */
static const struct trigger_row {
    enum sb_rpm_tag bodies, programs, names, indexes;
    enum sb_exec_kind kind;
} triggers[] = {
    {SB_RPM_TRIGGERSCRIPTS, SB_RPM_TRIGGERSCRIPTPROG, SB_RPM_TRIGGERNAME, SB_RPM_TRIGGERINDEX, SB_EXEC_RPM_TRIGGER},
    {SB_RPM_FILETRIGGERSCRIPTS, SB_RPM_FILETRIGGERSCRIPTPROG, SB_RPM_FILETRIGGERNAME, SB_RPM_FILETRIGGERINDEX,
     SB_EXEC_RPM_FILE_TRIGGER},
    {SB_RPM_TRANSFILETRIGGERSCRIPTS, SB_RPM_TRANSFILETRIGGERSCRIPTPROG, SB_RPM_TRANSFILETRIGGERNAME,
     SB_RPM_TRANSFILETRIGGERINDEX, SB_EXEC_RPM_FILE_TRIGGER},
};

/* PREFIX, the program if it is not the shell, and what is told of the body; a program may be all there is. */
static void report(struct sb_rpm *rpm, const struct sb_rpm_package *package, enum sb_exec_kind kind, sb_str prefix,
                   sb_str program, sb_str body)
{
    struct sb_arena *arena = rpm->os->join->arena;
    struct sb_os_script *script = SB_NEW(arena, struct sb_os_script);
    *script = sb_os_script(body.n ? body : program, NULL, SB_S("nothing"), arena);
    if (body.n == 0)
        script->command = program;
    else if (program.n && !sb_str_eq(program, SB_S("/bin/sh")))
        script->command = sb_arena_join(arena, program, SB_S(" "), script->command);
    if (prefix.n)
        script->command = sb_arena_join(arena, prefix, SB_S(": "), script->command);
    script->command = sb_rpm_keep(rpm, sb_str_part(script->command, 0, COMMAND));
    sb_os_scriptlet(rpm->os, package->own.component, kind, rpm->from->node, script, false);
}

/* A program and its arguments. */
static sb_str program_of(struct sb_rpm *rpm, const struct sb_rpm_package *package, enum sb_rpm_tag tag)
{
    size_t n;
    sb_str *words = sb_rpm_texts(&package->header, tag, &rpm->scratch, &n);
    sb_str all = n ? words[0] : SB_STR_NONE;
    for (size_t i = 1; i < n && all.n < COMMAND; i++)
        all = sb_arena_join(&rpm->scratch, all, SB_S(" "), words[i]);
    return all;
}

static void add_script(struct sb_rpm *rpm, const struct sb_rpm_package *package, const struct script_row *row)
{
    if (!sb_rpm_find(&package->header, row->body) && !sb_rpm_find(&package->header, row->program))
        return;
    report(rpm, package, row->kind, SB_STR_NONE, program_of(rpm, package, row->program),
           sb_rpm_text(&package->header, row->body));
}

/* ---- triggers ---- */

/* Of one package: more scripts, or names that trigger them, are not told. */
enum { SCRIPTS = 1000, NAMES = 10000 };

struct names {
    sb_str *p;
    size_t n;
    const struct sb_rpm_entry *indexes;
};

/* "on NAME, NAME": what runs script I. */
static sb_str names_of(struct sb_rpm *rpm, const struct names *names, size_t script)
{
    struct sb_buf text = {0};
    uint64_t index;
    for (size_t i = 0; i < names->n && i < NAMES && text.n < COMMAND; i++) {
        if (!sb_rpm_number(names->indexes, i, &index) || index != script)
            continue;
        sb_buf_str(&text, text.n ? SB_S(", ") : SB_S("on "));
        sb_buf_str(&text, names->p[i]);
    }
    sb_str all = sb_arena_str(&rpm->scratch, sb_str_part(sb_buf_all(&text), 0, COMMAND / 2));
    sb_buf_done(&text);
    return all;
}

static void add_triggers(struct sb_rpm *rpm, const struct sb_rpm_package *package, const struct trigger_row *row)
{
    size_t n, n_programs;
    struct names names = {.indexes = sb_rpm_find(&package->header, row->indexes)};
    sb_str *bodies = sb_rpm_texts(&package->header, row->bodies, &rpm->scratch, &n);
    if (n == 0)
        return;
    sb_str *programs = sb_rpm_texts(&package->header, row->programs, &rpm->scratch, &n_programs);
    names.p = sb_rpm_texts(&package->header, row->names, &rpm->scratch, &names.n);
    if (n > SCRIPTS || names.n > NAMES)
        sb_rpm_tell(rpm, SB_D_LIST_CUT, "%.*s has %zu triggers on %zu names", SB_FMT(package->own.name), n, names.n);
    for (size_t i = 0; i < n && i < SCRIPTS; i++)
        report(rpm, package, row->kind, names_of(rpm, &names, i), i < n_programs ? programs[i] : SB_STR_NONE,
               bodies[i]);
}

void sb_rpm_scripts(struct sb_rpm *rpm, const struct sb_rpm_package *package)
{
    for (size_t i = 0; i < SB_COUNT(scripts); i++)
        add_script(rpm, package, &scripts[i]);
    for (size_t i = 0; i < SB_COUNT(triggers); i++)
        add_triggers(rpm, package, &triggers[i]);
}
