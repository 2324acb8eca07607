/* Writes the completions of a shell from the tables of commands, options and words, which --help reads, too.
 *
 * usage: sbom-completions bash|zsh|fish */
#include <stdio.h>

#include "cli/command.h"

/* ---- what there is ---- */

static bool is_offered(const struct sb_option *row, const struct sb_command *command)
{
    return !row->planned && (!row->commands || row->commands & SB_CMD_BIT(command->id));
}

/* The first phrase of an option's help, for shells that show one line. */
static sb_str phrase(const struct sb_option *row)
{
    sb_str rest = sb_str_of(row->help), line, first;
    if (row->words == SB_WORDS_FORMAT || row->words == SB_WORDS_REPORT || row->words == SB_WORDS_CHAIN ||
        row->words == SB_WORDS_ENCODING)
        return SB_S("what to write, and to which file");
    sb_str_cut(&rest, '\n', &line);
    sb_str_cut(&line, ';', &first);
    return first;
}

/* Text inside of single quotes; QUOTE stands for one, and SPECIAL are behind a backslash. */
static void put_quoted(sb_str text, const char *quote, const char *special)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'')
            fputs(quote, stdout);
        else
            printf("%s%c", strchr(special, text.p[i]) ? "\\" : "", text.p[i]);
    }
}

static void put_word(void *ctx, const char *word, const char *note)
{
    const char **between = ctx;
    (void)note;
    printf("%s%s", *between, word);
    *between = " ";
}

static void put_words(enum sb_word_kind kind)
{
    const char *between = "";
    sb_words_each(kind, put_word, &between);
}

static bool has_words(enum sb_word_kind kind)
{
    return kind != SB_WORDS_ANY && kind != SB_WORDS_FILE;
}

/* ---- bash ---- */

static void bash_values(const struct sb_command *command)
{
    for (size_t i = 0; i < sb_options_count; i++) {
        const struct sb_option *row = &sb_options_table[i];
        if (!is_offered(row, command) || !row->value)
            continue;
        printf("    %s:--%s", command->name, row->name);
        if (row->letter)
            printf(" | %s:-%c", command->name, row->letter);
        printf(") words='");
        put_words(row->words);
        printf("' ;;\n");
    }
}

static void bash_command(const struct sb_command *command)
{
    printf("    %s:*) words='", command->name);
    put_words(command->words);
    printf("'\n        [[ $cur != -* ]] || words='");
    const char *between = "";
    for (size_t i = 0; i < sb_options_count; i++) {
        if (!is_offered(&sb_options_table[i], command))
            continue;
        printf("%s--%s", between, sb_options_table[i].name);
        between = " ";
    }
    printf("' ;;\n");
}

static void write_bash(void)
{
    printf("# bash completion of sbom; where there are no words, bash offers files\n"
           "_sbom() {\n"
           "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words=\n"
           "    if [[ $cur = '=' ]]; then cur=; elif [[ $prev = '=' ]]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi\n"
           "    [[ $COMP_CWORD -gt 1 ]] || prev=\n"
           "    case ${COMP_WORDS[1]}:$prev in\n");
    for (size_t i = 0; i < sb_commands_count; i++)
        if (sb_commands[i].run)
            bash_values(&sb_commands[i]);
    printf("    *:) words='");
    for (size_t i = 0; i < sb_commands_count; i++)
        if (sb_commands[i].run)
            printf("%s ", sb_commands[i].name);
    printf("--help --version' ;;\n");
    for (size_t i = 0; i < sb_commands_count; i++)
        if (sb_commands[i].run)
            bash_command(&sb_commands[i]);
    printf("    esac\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
           "}\n"
           "complete -o bashdefault -o default -F _sbom sbom\n");
}

/* ---- zsh ---- */

static void zsh_action(enum sb_word_kind kind)
{
    if (kind == SB_WORDS_FILE)
        printf("_files");
    if (!has_words(kind))
        return;
    printf("(");
    put_words(kind);
    printf(")");
}

static void zsh_option(const struct sb_option *row)
{
    printf(" \\\n        %s", row->shape == SB_OPTION_LIST ? "'*'" : "");
    if (row->letter)
        printf(row->value ? "{-%c+,--%s=}'" : "{-%c,--%s}'", row->letter, row->name);
    else
        printf(row->value ? "'--%s=" : "'--%s", row->name);
    printf("[");
    put_quoted(phrase(row), "'\\''", "[]:\\");
    printf("]");
    if (row->value) {
        printf(":");
        put_quoted(sb_str_of(row->value), "'\\''", "[]:\\");
        printf(":");
        zsh_action(row->words);
    }
    printf("'");
}

static void zsh_command(const struct sb_command *command)
{
    printf("    %s) _arguments -s", command->name);
    for (size_t i = 0; i < sb_options_count; i++)
        if (is_offered(&sb_options_table[i], command))
            zsh_option(&sb_options_table[i]);
    printf(" \\\n        '*:operand:");
    zsh_action(command->words);
    printf("' ;;\n");
}

static void write_zsh(void)
{
    printf("#compdef sbom\n"
           "local -a commands\n"
           "commands=(");
    for (size_t i = 0; i < sb_commands_count; i++) {
        if (!sb_commands[i].run)
            continue;
        printf("\n    '%s:", sb_commands[i].name);
        put_quoted(sb_str_of(sb_commands[i].summary), "'\\''", ":\\");
        printf("'");
    }
    printf(")\n"
           "if ((CURRENT == 2)); then\n"
           "    _describe command commands\n"
           "    return\n"
           "fi\n"
           "shift words\n"
           "((CURRENT--))\n"
           "case $words[1] in\n");
    for (size_t i = 0; i < sb_commands_count; i++)
        if (sb_commands[i].run)
            zsh_command(&sb_commands[i]);
    printf("esac\n");
}

/* ---- fish ---- */

static void fish_words(enum sb_word_kind kind)
{
    printf(kind == SB_WORDS_FILE ? " -r" : " -x");
    if (!has_words(kind))
        return;
    printf(" -a '");
    put_words(kind);
    printf("'");
}

static void fish_command(const struct sb_command *command)
{
    printf("complete -c sbom -n __fish_use_subcommand -f -a %s -d '", command->name);
    put_quoted(sb_str_of(command->summary), "\\'", "\\");
    printf("'\n");
    if (has_words(command->words)) {
        printf("complete -c sbom -n '__fish_seen_subcommand_from %s' -f -a '", command->name);
        put_words(command->words);
        printf("'\n");
    }
    for (size_t i = 0; i < sb_options_count; i++) {
        const struct sb_option *row = &sb_options_table[i];
        if (!is_offered(row, command))
            continue;
        printf("complete -c sbom -n '__fish_seen_subcommand_from %s' -l %s", command->name, row->name);
        if (row->letter)
            printf(" -s %c", row->letter);
        if (row->value)
            fish_words(row->words);
        printf(" -d '");
        put_quoted(phrase(row), "\\'", "\\");
        printf("'\n");
    }
}

static void write_fish(void)
{
    printf("# fish completion of sbom\n");
    for (size_t i = 0; i < sb_commands_count; i++)
        if (sb_commands[i].run)
            fish_command(&sb_commands[i]);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*write)(void);
    } shells[] = {{"bash", write_bash}, {"zsh", write_zsh}, {"fish", write_fish}};
    for (size_t i = 0; i < SB_COUNT(shells) && argc == 2; i++) {
        if (strcmp(argv[1], shells[i].name) == 0) {
            shells[i].write();
            return fflush(stdout) == 0 ? 0 : 1;
        }
    }
    return sb_usage_error("completions are written for bash, zsh or fish");
}
