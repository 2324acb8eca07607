#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/sink.h"
#include "cli/command.h"

#ifdef SB_TORTURE
static void report_fault(void);
#endif

static void out_of_memory(void)
{
    static const char message[] = "sbom: out of memory; nothing was written\n";
    sb_outputs_abandon();
#ifdef SB_TORTURE
    report_fault();
#endif
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(SB_EXIT_INPUT);
}

static void on_signal(int number)
{
    sb_outputs_abandon();
    signal(number, SIG_DFL);
    raise(number);
}

#ifdef SB_TORTURE
/* SBOM_FAULT=alloc:17 makes the 17th allocation and all later ones fail; the torture runner counts up. */
static void arm_fault(void)
{
    static const char *const kinds[SB_FAULT_KINDS] = {"alloc", "read", "write"};
    sb_str rest = sb_str_of(getenv("SBOM_FAULT"));
    sb_str name;
    uint64_t nth;
    sb_str_cut(&rest, ':', &name);
    for (size_t kind = 0; kind < SB_FAULT_KINDS; kind++)
        if (sb_str_eq(name, sb_str_of(kinds[kind])) && sb_str_u64(rest, &nth))
            sb_fault_arm((enum sb_fault)kind, nth);
}

/* Tells the runner, by a file that comes into being, that a fault was met. */
static void report_fault(void)
{
    const char *log = getenv("SBOM_FAULT_LOG");
    for (size_t kind = 0; kind < SB_FAULT_KINDS && log; kind++)
        if (sb_fault_was_hit((enum sb_fault)kind))
            close(open(log, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}
#endif

enum { HELP_COLUMN = 28, HELP_WIDTH = 80 - HELP_COLUMN - 2 };

/* Lines of help in their column; the first one stands beside the option, if it is short. */
struct help_column {
    bool beside;
    struct sb_buf line;
};

static void put_line(struct help_column *column, sb_str line)
{
    printf("%*s%.*s\n", column->beside ? 0 : HELP_COLUMN + 2, "", SB_FMT(line));
    column->beside = false;
}

static void put_word(void *ctx, const char *word, const char *note)
{
    struct help_column *column = ctx;
    size_t n = strlen(word) + (note ? strlen(note) + 3 : 0) + 3;
    if (column->line.n && column->line.n + n > HELP_WIDTH) {
        sb_buf_chr(&column->line, ',');
        put_line(column, sb_buf_all(&column->line));
        sb_buf_clear(&column->line);
    }
    sb_buf_printf(&column->line, "%s%s", column->line.n ? ", " : "", word);
    if (note)
        sb_buf_printf(&column->line, " (%s)", note);
}

static void print_option(const struct sb_option *row)
{
    char left[64];
    struct help_column column = {0};
    sb_str lines = sb_str_of(row->help), line;
    snprintf(left, sizeof left, "%c%c%s--%s%s%s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
             row->letter ? ", " : "  ", row->name, row->value ? " " : "", row->value ? row->value : "");
    column.beside = strlen(left) < HELP_COLUMN;
    printf(column.beside ? "  %-28s" : "  %s\n", left);
    if (row->words == SB_WORDS_FORMAT || row->words == SB_WORDS_REPORT || row->words == SB_WORDS_CHAIN ||
        row->words == SB_WORDS_ENCODING || row->words == SB_WORDS_CHECK || row->words == SB_WORDS_DELTA) {
        sb_words_each(row->words, put_word, &column);
        sb_buf_chr(&column.line, ';');
        put_line(&column, sb_buf_all(&column.line));
    }
    for (bool more = true; more;) {
        more = sb_str_cut(&lines, '\n', &line);
        put_line(&column, line);
    }
    sb_buf_done(&column.line);
}

/* What every reader of a command's page knows already: the page has the place of a screen. */
static bool is_known(const struct sb_option *row)
{
    return row->offset == offsetof(struct sb_options, help) || row->offset == offsetof(struct sb_options, version);
}

/* What only some sources have; the text below the options names them. */
static bool is_rare(const struct sb_option *row)
{
    return row->offset == offsetof(struct sb_options, image) || row->offset == offsetof(struct sb_options, platform) ||
           row->offset == offsetof(struct sb_options, scope) || row->offset == offsetof(struct sb_options, limits);
}

/* They take what all commands take, and it makes no difference. */
static bool has_no_options(unsigned command_bit)
{
    return (command_bit & (SB_CMD_BIT(SB_CMD_LIST) | SB_CMD_BIT(SB_CMD_EXPLAIN) | SB_CMD_BIT(SB_CMD_POLICY))) != 0;
}

/* Of a side that is scanned first: the page of scan has them, and this one says so. */
static bool is_of_scan(const struct sb_option *row, unsigned command_bit)
{
    unsigned both = SB_CMD_BIT(SB_CMD_SCAN) | SB_CMD_BIT(SB_CMD_DIFF);
    return row->commands == both && command_bit == SB_CMD_BIT(SB_CMD_DIFF);
}

static void print_options(unsigned command_bit)
{
    for (size_t i = 0; i < sb_options_count; i++) {
        const struct sb_option *row = &sb_options_table[i];
        if (!has_no_options(command_bit) && !row->planned && !is_known(row) && !is_rare(row) &&
            !is_of_scan(row, command_bit) && (!row->commands || row->commands & command_bit))
            print_option(row);
    }
}

static int help(const struct sb_command *command)
{
    if (command) {
        printf("usage: sbom %s %s\n%s\n", command->name, command->usage, command->summary);
        if (!has_no_options(SB_CMD_BIT(command->id)))
            printf("\n");
        print_options(SB_CMD_BIT(command->id));
        if (command->more)
            printf("\n%s\n", command->more);
        return SB_EXIT_FINE;
    }
    printf("usage: sbom COMMAND ...\n\nSoftware bill-of-materials generator and diff.\n\n");
    for (size_t i = 0; i < sb_commands_count; i++)
        if (sb_commands[i].run)
            printf("  %-10s%s\n", sb_commands[i].name, sb_commands[i].summary);
    printf("\nsbom COMMAND --help tells the options of a command, sbom --version the version;\n"
           "sbom(1) is the manual.\n"
           "Exit codes: 0 fine, 1 the gate failed, 2 usage, 3 bad input or output,\n"
           "4 --strict and incomplete, 5 a bug in sbom.\n");
    return SB_EXIT_FINE;
}

static int version(void)
{
    printf("sbom %s\n", SB_VERSION);
    return SB_EXIT_FINE;
}

static const struct sb_command *find_command(const char *name)
{
    for (size_t i = 0; i < sb_commands_count; i++)
        if (strcmp(sb_commands[i].name, name) == 0)
            return &sb_commands[i];
    return NULL;
}

static int run(const struct sb_command *command, int argc, char **argv)
{
    struct sb_options options = {.command = command->name};
    struct sb_err err = {0};
    int code;
    if (sb_options_parse(argc, argv, SB_CMD_BIT(command->id), &options, &err) != SB_OK)
        code = sb_complain(&err);
    else if (options.help)
        code = help(command);
    else if (options.version)
        code = version();
    else
        code = command->run(&options);
    sb_options_done(&options);
    return code;
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2)
        return sb_usage_error("which command? see sbom --help");
    bool wants_help = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0;
    if (wants_help && argc == 2)
        return help(NULL);
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0 || strcmp(argv[1], "version") == 0)
        return version();
    const char *name = argv[wants_help ? 2 : 1];
    const struct sb_command *command = find_command(name);
    if (!command)
        return sb_usage_error("unknown command %s; see sbom --help", name);
    if (!command->run)
        return sb_usage_error("%s is planned, but not in this version", command->name);
    if (wants_help)
        return help(command);
    return run(command, argc - 2, argv + 2);
}

/* What was printed beside the outputs, which flush themselves. */
static int flush_printed(void)
{
    struct sb_err err = {0};
    if (fflush(stdout) == 0 && !ferror(stdout))
        return SB_EXIT_FINE;
    sb_fail_sys(&err, errno, "cannot write");
    return sb_complain(&err);
}

/* Large blocks come from the system and go back to it. By default the C library would keep ever larger ones once one
 * was freed, and the peak of a scan would hold buffers that are long empty. */
static void return_large_blocks(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
#endif
}

int main(int argc, char **argv)
{
    return_large_blocks();
    sb_mem_on_exhausted(out_of_memory);
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    signal(SIGPIPE, SIG_IGN);
#ifdef SB_TORTURE
    arm_fault();
    atexit(report_fault);
#endif
    int code = dispatch(argc, argv);
    return code == SB_EXIT_FINE ? flush_printed() : code;
}
