/* IMAGE_CONFIG: what containers of an image run and load, and as whom. */
#include "diff/signal_run.h"

struct look {
    struct sb_signal_run *run;
    const struct sb_facts *old, *new;
};

static const struct weight {
    uint8_t severity, weight;
} high = {SB_LEVEL_HIGH, 8}, medium = {SB_LEVEL_MEDIUM, 5}, low = {SB_LEVEL_LOW, 1};

static const struct sb_fact_exec *first_of(const struct sb_facts *facts, enum sb_exec_kind kind)
{
    return sb_exec_at(facts, (uint8_t)kind, SB_STR_NONE);
}

/* ---- what is told ---- */

static struct sb_finding *tell(const struct look *look, struct sb_finding *f, const struct sb_fact_exec *old,
                               const struct sb_fact_exec *new, struct weight weight)
{
    sb_find_level(f, (enum sb_level)weight.severity, weight.weight);
    if (old)
        f->old_json = sb_exec_json(look->run, old);
    if (new) {
        f->new_json = sb_exec_json(look->run, new);
        f->content = sb_exec_content(look->run, new);
    }
    return f;
}

/* NAME tells it apart from others of its kind. */
static struct sb_finding *tell_text(const struct look *look, enum sb_exec_kind kind, sb_str name,
                                    const struct sb_fact_exec *old, const struct sb_fact_exec *new,
                                    struct weight weight)
{
    struct sb_finding *f =
        sb_find_document(look->run, sb_arena_join(&look->run->scratch, sb_str_of(sb_exec_rows[kind].token),
                                                  name.n ? SB_S(" ") : SB_STR_NONE, name));
    f->look = SB_S("look at the image's configuration (docker image inspect, skopeo inspect --config)");
    return tell(look, f, old, new, weight);
}

/* ---- what a text does ---- */

/* "fetches pipes" of "fetches pipes: [...]"; texts of lists begin with a bracket. */
static sb_str deeds_of_text(const struct sb_fact_exec *exec)
{
    size_t end = sb_str_find(exec->command, SB_S(": ["));
    return sb_str_starts(exec->command, SB_S("[")) || end == SB_NPOS ? SB_STR_NONE : sb_str_part(exec->command, 0, end);
}

/* "fetches" of "script:sh fetches" */
static sb_str deeds_of_program(const struct sb_fact_exec *exec)
{
    return sb_str_from(exec->command, sb_str_part(exec->command, 0, sb_str_chr(exec->command, ' ')).n);
}

static bool has_word(sb_str text, sb_str word)
{
    for (sb_str other; sb_str_word(&text, &other);)
        if (sb_str_eq(word, other))
            return true;
    return false;
}

/* ---- entrypoint, cmd and their like ---- */

/* But for the digits of versions. What was cut is not known. */
static bool is_alike(const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    enum { WHOLE = SB_FACT_COMMAND - 64 };
    return old->bytes <= WHOLE && new->bytes <= WHOLE &&sb_alike_but_versions(old->command, new->command);
}

static struct weight weight_of_text(enum sb_exec_kind kind, const struct sb_fact_exec *old,
                                    const struct sb_fact_exec *new)
{
    if (!new)
        return kind == SB_EXEC_OCI_ENTRYPOINT ? medium : low;
    if (deeds_of_text(new).n)
        return old && is_alike(old, new) ? medium : high;
    return kind == SB_EXEC_OCI_HEALTHCHECK ? low : medium;
}

static bool texts_differ(const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    if (!old || !new)
        return old != new;
    return !sb_str_eq(old->sha256, new->sha256) && (deeds_of_text(new).n || !is_alike(old, new));
}

/* False if it says the same as before. */
static bool look_at_text(const struct look *look, enum sb_exec_kind kind)
{
    struct sb_signal_run *run = look->run;
    const struct sb_fact_exec *old = first_of(look->old, kind), *new = first_of(look->new, kind);
    if (!texts_differ(old, new))
        return false;
    struct sb_finding *f = tell_text(look, kind, SB_STR_NONE, old, new, weight_of_text(kind, old, new));
    sb_str now = new ? sb_short(run, new->command) : SB_S("not there");
    sb_str before = old ? sb_short(run, old->command) : SB_S("not there");
    bool behind = old && new &&sb_str_eq(old->command, new->command);
    sb_find_message(run, f, "%s of the image is now %.*s, before %.*s%s", sb_exec_rows[kind].token, SB_FMT(now),
                    SB_FMT(before), behind ? ": it differs behind what is kept of it" : "");
    return true;
}

/* ---- variables ---- */

static sb_str name_of(const struct sb_fact_exec *exec)
{
    return sb_str_part(exec->command, 0, sb_str_chr(exec->command, '='));
}

static sb_str value_of(const struct sb_fact_exec *exec)
{
    return sb_str_from(exec->command, name_of(exec).n + 1);
}

/* Of the same name: the same if there is one. */
static const struct sb_fact_exec *variable_before(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    const struct sb_fact_exec *found = NULL;
    for (size_t i = 0; i < old->exec.n; i++) {
        const struct sb_fact_exec *other = &old->exec.p[i];
        if (other->kind != SB_EXEC_OCI_ENV || !sb_str_eq(name_of(other), name_of(exec)))
            continue;
        if (!found || sb_str_eq(other->sha256, exec->sha256))
            found = other;
    }
    return found;
}

/* A folder that nobody puts programs into: hidden, relative, or one that everybody may write. */
static bool is_odd_folder(sb_str folder)
{
    static const char *const starts[] = {"/dev/", "/proc/", "/run/", "/tmp", "/var/tmp"};
    for (size_t i = 0; i < SB_COUNT(starts); i++)
        if (sb_str_starts(folder, sb_str_of(starts[i])))
            return true;
    return !sb_str_starts(folder, SB_S("/")) || sb_str_find(folder, SB_S("/.")) != SB_NPOS;
}

static bool has_folder(sb_str path, sb_str folder)
{
    for (sb_str other; path.n;) {
        sb_str_cut(&path, ':', &other);
        if (sb_str_eq(other, folder))
            return true;
    }
    return false;
}

/* New folders of PATH: odd ones; else those in front of the system's. */
static struct weight weight_of_path(sb_str old, sb_str path)
{
    struct weight found = {SB_LEVEL_NONE, 0};
    bool in_front = true;
    for (sb_str folder; path.n;) {
        sb_str_cut(&path, ':', &folder);
        bool new = !has_folder(old, folder);
        in_front = in_front && !sb_str_eq(folder, SB_S("/usr/bin")) && !sb_str_eq(folder, SB_S("/bin"));
        if (new &&is_odd_folder(folder))
            return high;
        if (new &&in_front)
            found = medium;
    }
    return found;
}

/* "-rx", "-Mx", "@file": of the interpreters that read such variables. */
static bool is_short_loader(sb_str word)
{
    static const char *const starts[] = {"-I", "-M", "-classpath", "-cp", "-d", "-m", "-r", "@"};
    for (size_t i = 0; i < SB_COUNT(starts); i++)
        if (sb_str_starts(word, sb_str_of(starts[i])))
            return true;
    return false;
}

/* Options of interpreters load code by few of them. */
static struct weight weight_of_options(sb_str value)
{
    static const char *const loading[] = {"require",       "import",  "loader",  "agent",
                                          "bootclasspath", "inspect", "OnError", "OnOutOfMemoryError",
                                          "env-file"};
    for (size_t i = 0; i < SB_COUNT(loading); i++)
        if (sb_str_find(value, sb_str_of(loading[i])) != SB_NPOS)
            return high;
    for (sb_str word; sb_str_word(&value, &word);)
        if (is_short_loader(word))
            return high;
    return low;
}

/* Where distributions have such things, and homes. */
static bool is_of_system(sb_str value)
{
    static const char *const starts[] = {"/etc/pki/", "/etc/ssl/", "/usr/", "/home/", "/opt/java/", "/root"};
    for (size_t i = 0; i < SB_COUNT(starts); i++)
        if (sb_str_starts(value, sb_str_of(starts[i])))
            return true;
    return sb_str_chr(value, '/') == SB_NPOS;
}

static struct weight weight_of_variable(const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    static const char *const options[] = {
        "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "NODE_OPTIONS", "PERL5OPT", "RUBYOPT", "_JAVA_OPTIONS", NULL};
    static const char *const folders[] = {"CLASSPATH",  "GEM_HOME", "GEM_PATH",  "LD_LIBRARY_PATH",
                                          "LUA_CPATH",  "LUA_PATH", "NODE_PATH", "PERL5LIB",
                                          "PYTHONPATH", "RUBYLIB",  NULL};
    static const char *const mild[] = {"CURL_CA_BUNDLE",
                                       "EDITOR",
                                       "GIT_EDITOR",
                                       "GIT_PAGER",
                                       "GOFLAGS",
                                       "HOME",
                                       "JAVA_HOME",
                                       "NODE_EXTRA_CA_CERTS",
                                       "PAGER",
                                       "PS1",
                                       "PS2",
                                       "PYTHONPYCACHEPREFIX",
                                       "REQUESTS_CA_BUNDLE",
                                       "SSL_CERT_DIR",
                                       "SSL_CERT_FILE",
                                       "VISUAL",
                                       "XDG_CONFIG_DIRS",
                                       "XDG_CONFIG_HOME",
                                       NULL};
    bool whole = new->bytes <= new->command.n;
    if (whole && sb_str_eq(name_of(new), SB_S("PATH")))
        return weight_of_path(
            old ? value_of(old) : SB_S("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), value_of(new));
    if (whole && sb_str_is_one_of(name_of(new), options))
        return weight_of_options(value_of(new));
    if (sb_str_is_one_of(name_of(new), mild))
        return is_of_system(value_of(new)) ? low : medium;
    return old && sb_str_is_one_of(name_of(new), folders) ? medium : high;
}

static void look_at_variable(const struct look *look, const struct sb_fact_exec *new)
{
    struct sb_signal_run *run = look->run;
    const struct sb_fact_exec *old = variable_before(look->old, new);
    if (old && (sb_str_eq(old->sha256, new->sha256) || is_alike(old, new)))
        return;
    struct weight rated = weight_of_variable(old, new);
    if (rated.severity == SB_LEVEL_NONE)
        return;
    struct sb_finding *f = tell_text(look, SB_EXEC_OCI_ENV, name_of(new), old, new, rated);
    sb_find_message(run, f, "the image sets %.*s%s%.*s: by it programs load or run something else (oci:env)",
                    SB_FMT(sb_short(run, new->command)), old ? ", before " : ", and did not before",
                    SB_FMT(old ? sb_short(run, old->command) : SB_STR_NONE));
}

/* ---- the user ---- */

/* "root:root", "0", "+0" as Go reads a number; the user of an image that names none; "app (root)", where its lists of
 * accounts say so. */
static bool is_root(sb_str user)
{
    sb_str name, text = user;
    sb_str_cut(&user, ':', &name);
    if (!sb_str_chop(&name, SB_S("+")))
        sb_str_chop(&name, SB_S("-"));
    size_t zeros = 0;
    while (zeros < name.n && name.p[zeros] == '0')
        zeros++;
    return zeros == name.n || sb_str_eq(name, SB_S("root")) || sb_str_ends(text, SB_S(" (root)"));
}

static bool is_in_root_group(sb_str user)
{
    return sb_str_ends(user, SB_S(" (group root)"));
}

static void look_at_user(const struct look *look)
{
    const struct sb_fact_exec *old = first_of(look->old, SB_EXEC_OCI_USER),
                              *new = first_of(look->new, SB_EXEC_OCI_USER);
    bool group = !is_root(new->command) && is_in_root_group(new->command) && !is_in_root_group(old->command);
    if (is_root(old->command) || !(is_root(new->command) || group))
        return;
    struct sb_finding *f = tell_text(look, SB_EXEC_OCI_USER, SB_STR_NONE, old, new, group ? low : medium);
    sb_find_message(look->run, f, "containers of the image run %s%s, before as %.*s (oci:user)",
                    group ? "in root's group" : "as root", new->command.n ? "" : ", since it names no user",
                    SB_FMT(sb_short(look->run, old->command)));
}

/* ---- programs ---- */

/* One of the words of NEW that no program before had. */
static bool does_more(const struct sb_facts *old, const struct sb_fact_exec *before, const struct sb_fact_exec *new)
{
    sb_str words = deeds_of_program(new), word;
    while (sb_str_word(&words, &word)) {
        bool had = before && has_word(deeds_of_program(before), word);
        bool own = sb_str_eq(word, SB_S("shadows")) || sb_str_eq(word, SB_S("starts"));
        for (size_t i = 0; !own && !before && !had && i < old->exec.n; i++)
            had = old->exec.p[i].kind == SB_EXEC_OCI_PROGRAM && has_word(deeds_of_program(&old->exec.p[i]), word);
        if (!had)
            return true;
    }
    return false;
}

static bool had_content(const struct sb_facts *old, const struct sb_fact_exec *new)
{
    for (size_t i = 0; i < old->exec.n; i++)
        if (old->exec.p[i].kind == SB_EXEC_OCI_PROGRAM && sb_str_eq(old->exec.p[i].sha256, new->sha256))
            return true;
    return false;
}

static sb_str kind_of(const struct sb_fact_exec *exec)
{
    return sb_str_part(exec->command, 0, sb_str_chr(exec->command, ' '));
}

/* A script that was edited may name other programs. */
static bool scripts_are_same(const struct look *look)
{
    for (size_t i = 0; i < look->new->exec.n; i++) {
        const struct sb_fact_exec *new = &look->new->exec.p[i],
                                  *old = sb_exec_at(look->old, SB_EXEC_OCI_PROGRAM, new->path);
        if (new->kind == SB_EXEC_OCI_PROGRAM && old &&sb_str_starts(new->command, SB_S("script:")) &&
            !sb_str_eq(old->sha256, new->sha256))
            return false;
    }
    return true;
}

/* SAME: what names programs is. */
static void look_at_program(const struct look *look, const struct sb_fact_exec *new, bool same)
{
    struct sb_signal_run *run = look->run;
    const struct sb_fact_exec *old = sb_exec_at(look->old, new->kind, new->path);
    bool more = does_more(look->old, old, new);
    if (!more && (had_content(look->old, new) || (!old && (!same || look->old->exec.more))))
        return;
    struct weight rated = more ? high : old && sb_str_eq(kind_of(old), kind_of(new)) ? low : medium;
    struct sb_finding *f = tell(look, sb_find_unowned(run, new->path), old, new, rated);
    sb_find_message(run, f, "%.*s, which the image runs, %s (oci:program, %.*s)", SB_FMT(sb_short(run, f->path)),
                    old ? "has other content" : "is new, was a package's, or did less",
                    SB_FMT(sb_short(run, new->command)));
    sb_find_look(run, f, "less ", "");
}

/* ---- all of it ---- */

static void run_image_config(struct sb_signal_run *run, const struct sb_identity *identity)
{
    static const uint8_t texts[] = {SB_EXEC_OCI_ENTRYPOINT, SB_EXEC_OCI_CMD, SB_EXEC_OCI_HEALTHCHECK,
                                    SB_EXEC_OCI_ONBUILD, SB_EXEC_OCI_SHELL};
    if (identity || !run->delta->doc[SB_OLD]->root.v || !run->delta->doc[SB_NEW]->root.v)
        return;
    const struct look look = {
        .run = run,
        .old = sb_run_facts_of(run, SB_OLD, run->delta->doc[SB_OLD]->root, SB_FACT_BIT(EXEC)),
        .new = sb_run_facts_of(run, SB_NEW, run->delta->doc[SB_NEW]->root, SB_FACT_BIT(EXEC)),
    };
    /* Every image that was looked at has a user. */
    if (!first_of(look.old, SB_EXEC_OCI_USER) || !first_of(look.new, SB_EXEC_OCI_USER))
        return;
    bool same = true;
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        if (look_at_text(&look, (enum sb_exec_kind)texts[i]))
            same = same && texts[i] > SB_EXEC_OCI_HEALTHCHECK;
    look_at_user(&look);
    same = same && scripts_are_same(&look);
    for (size_t i = 0; i < look.new->exec.n; i++) {
        const struct sb_fact_exec *exec = &look.new->exec.p[i];
        if (exec->kind == SB_EXEC_OCI_ENV)
            look_at_variable(&look, exec);
        else if (exec->kind == SB_EXEC_OCI_PROGRAM)
            look_at_program(&look, exec, same);
    }
}

const struct sb_signal_row sb_signal_image_config = {
    .id = "IMAGE_CONFIG",
    .severity = SB_LEVEL_HIGH,
    .weight = 8,
    .family = SB_FAMILY_RUN,
    .lone = true,
    .sentence = "what containers of the image run or load, or as whom, changed",
    .why = "The configuration of an image is no file of any package: an entrypoint, a health check or a variable like "
           "LD_PRELOAD runs code in every container, and all packages stay what they were.",
    .base_rate = "not measured: image upgrades that were looked at keep their configuration",
    .quiet = "Texts that differ in the digits of versions alone, what is gone but an entrypoint, and what the old side "
             "could not tell, as documents of earlier versions. High (8) is a text or a script that fetches, decodes, "
             "plants, pipes to an interpreter or runs what lies where everybody may write and did not before, a long "
             "encoded text in a script, a program of nobody that newly stands before a package's in a folder that PATH "
             "or LD_LIBRARY_PATH names, or that each Python starts by PYTHONPATH, a new variable that loads something "
             "or says where from, and a new folder of PATH that is hidden, relative or open to all. Medium (5): "
             "another entrypoint, cmd, shell or onbuild, the user root where it was another, also "
             "by the image's own lists of accounts, a new folder "
             "of PATH in front of the system's, another list of folders, another home, an own list of certificates, a "
             "file that is newly a program of nobody, or is another kind of program. Low (1): another health check, "
             "options that load nothing, a user who is in root's group and was not, and other content of a program of "
             "nobody, as every release has it. That code "
             "of an application which is no script of a shell asks servers is silent.",
    .unseen = "What a program of nobody does that is no script, what a script runs under names that it puts together, "
              "and the rest of what a package's script does.",
    .run = run_image_config,
};
