#include "cli/option.h"

#include "base/buf.h"
#include "cli/command.h"

#define SCAN SB_CMD_BIT(SB_CMD_SCAN)
#define DIFF SB_CMD_BIT(SB_CMD_DIFF)
#define HISTORY SB_CMD_BIT(SB_CMD_HISTORY)
#define CONVERT SB_CMD_BIT(SB_CMD_CONVERT)
#define DELTA SB_CMD_BIT(SB_CMD_DELTA)
#define APPLY SB_CMD_BIT(SB_CMD_APPLY)
#define VALIDATE SB_CMD_BIT(SB_CMD_VALIDATE)
#define FIELD(member) offsetof(struct sb_options, member)

const struct sb_option sb_options_table[] = {
    {"output", 'o', "FORMAT[@VERSION][=FILE]",
     "cyclonedx, spdx: their JSON; @VERSION: another;\n=FILE: to a file, else standard output; repeatable",
     SB_OPTION_LIST, FIELD(outputs), SCAN, SB_WORDS_FORMAT, NULL},
    {"output", 'o', "FORMAT[=FILE]", "=FILE: to a file, else standard output; repeatable", SB_OPTION_LIST,
     FIELD(outputs), DIFF, SB_WORDS_REPORT, NULL},
    {"output", 'o', "FORMAT[=FILE]", "=FILE: to a file, else standard output; repeatable", SB_OPTION_LIST,
     FIELD(outputs), HISTORY, SB_WORDS_CHAIN, NULL},
    {"root", 0, "NAME", "what they are about, if others lie there, too", SB_OPTION_VALUE, FIELD(root), HISTORY,
     SB_WORDS_ANY, NULL},
    {"output", 'o', "FORMAT[@VERSION][=FILE]",
     "@VERSION: else the document's own;\n=FILE: to a file, else standard output; repeatable", SB_OPTION_LIST,
     FIELD(outputs), CONVERT, SB_WORDS_ENCODING, NULL},
    {"output", 'o', "FORMAT[=FILE]", "=FILE: to a file, else standard output", SB_OPTION_LIST, FIELD(outputs), DELTA,
     SB_WORDS_DELTA, NULL},
    {"output", 'o', "FORMAT[@VERSION][=FILE]",
     "without: those of the new document;\n=FILE: to a file, else standard output; repeatable", SB_OPTION_LIST,
     FIELD(outputs), APPLY, SB_WORDS_ENCODING, NULL},
    {"loss", 0, "[FORMAT=]FILE", "what was lost: text (default) or json", SB_OPTION_VALUE, FIELD(loss), CONVERT | APPLY,
     SB_WORDS_FILE, NULL},
    {"output", 'o', "FORMAT[=FILE]", "=FILE: to a file, else standard output; repeatable", SB_OPTION_LIST,
     FIELD(outputs), VALIDATE, SB_WORDS_CHECK, NULL},
    {"strict-schema", 0, NULL, "1.2, 1.3: no members that they do not have", SB_OPTION_FLAG, FIELD(strict_schema),
     VALIDATE, SB_WORDS_ANY, NULL},
    {"root", 0, "NAME[@VERSION]", "what the inventory is about", SB_OPTION_VALUE, FIELD(root), SCAN, SB_WORDS_ANY,
     NULL},
    {"exclude", 0, "GLOB", "leave out paths that match (tmp/**); repeatable", SB_OPTION_LIST, FIELD(excludes),
     SCAN | DIFF, SB_WORDS_ANY, NULL},
    {"one-file-system", 0, NULL, "do not go into other mounted file systems", SB_OPTION_FLAG, FIELD(one_file_system),
     SCAN | DIFF, SB_WORDS_ANY, NULL},
    {"image", 0, "NAME", "which image of several, by its name, tag or digest", SB_OPTION_VALUE, FIELD(image),
     SCAN | DIFF, SB_WORDS_ANY, NULL},
    {"platform", 0, "OS/ARCH[/VARIANT]", "which image of several; else this machine's", SB_OPTION_VALUE,
     FIELD(platform), SCAN | DIFF, SB_WORDS_ANY, NULL},
    {"scope", 0, "SCOPE", "squashed (default) or all-layers: also what a later layer of an image took away",
     SB_OPTION_VALUE, FIELD(scope), SCAN | DIFF, SB_WORDS_SCOPE, NULL},
    {"limit", 0, "NAME=N",
     "raise or lower a limit: entries, bytes, file-bytes, path-bytes, depth, ratio, nest, nest-bytes, list-bytes",
     SB_OPTION_LIST, FIELD(limits), SCAN | DIFF, SB_WORDS_ANY, NULL},
    {"no-facts", 0, NULL, "names and versions only; files are not read", SB_OPTION_FLAG, FIELD(no_facts), SCAN | DIFF,
     SB_WORDS_ANY, NULL},
    {"verify", 0, NULL, "also check records by MD5, SHA-1, permissions", SB_OPTION_FLAG, FIELD(verify), SCAN | DIFF,
     SB_WORDS_ANY, NULL},
    {"trace", 0, "PATH", "tell what becomes of one file, not the table", SB_OPTION_VALUE, FIELD(trace), SCAN,
     SB_WORDS_ANY, NULL},
    {"fail-on", 0, "LEVEL", "none, low, medium, high (default) or critical", SB_OPTION_VALUE, FIELD(fail_on),
     DIFF | HISTORY, SB_WORDS_LEVEL, NULL},
    {"fail-on-coverage", 0, NULL, "also fail where one side did not look", SB_OPTION_FLAG, FIELD(fail_on_coverage),
     DIFF | HISTORY, SB_WORDS_ANY, NULL},
    {"explain", 0, NULL, "print how each score adds up", SB_OPTION_FLAG, FIELD(explain), DIFF | HISTORY, SB_WORDS_ANY,
     NULL},
    {"all", 0, NULL, "tell everything, and cut nothing", SB_OPTION_FLAG, FIELD(all), DIFF | HISTORY, SB_WORDS_ANY,
     NULL},
    {"policy", 0, "FILE", "levels, what is allowed; or strict, observe", SB_OPTION_VALUE, FIELD(policy), DIFF | HISTORY,
     SB_WORDS_FILE, NULL},
    {"waivers", 0, "FILE", "findings that were accepted until a day", SB_OPTION_VALUE, FIELD(waivers), DIFF | HISTORY,
     SB_WORDS_FILE, NULL},
    {"write-waivers", 0, "FILE", "a draft of waivers for what fails", SB_OPTION_VALUE, FIELD(write_waivers),
     DIFF | HISTORY, SB_WORDS_FILE, NULL},
    {"registry", 0, "DIR", "saved registry documents", SB_OPTION_VALUE, FIELD(registry), DIFF, SB_WORDS_FILE,
     "registry documents come in a later version"},
    {"jobs", 'j', "N", "threads (default: processors, at most 8)", SB_OPTION_VALUE, FIELD(jobs), 0, SB_WORDS_ANY, NULL},
    {"strict", 0, NULL, "exit with 4 when something was incomplete", SB_OPTION_FLAG, FIELD(strict), 0, SB_WORDS_ANY,
     NULL},
    {"timestamp", 0, "TIME", "creation time: now (default), none, or RFC 3339", SB_OPTION_VALUE, FIELD(timestamp), 0,
     SB_WORDS_TIME, NULL},
    {"diagnostics", 0, "FILE", "write all diagnostics as JSON", SB_OPTION_VALUE, FIELD(diagnostics), 0, SB_WORDS_FILE,
     NULL},
    {"quiet", 'q', NULL, "errors only on standard error", SB_OPTION_FLAG, FIELD(quiet), 0, SB_WORDS_ANY, NULL},
    {"verbose", 'v', NULL, "also notes on standard error", SB_OPTION_FLAG, FIELD(verbose), 0, SB_WORDS_ANY, NULL},
    {"help", 'h', NULL, "the options of a command", SB_OPTION_FLAG, FIELD(help), 0, SB_WORDS_ANY, NULL},
    {"version", 'V', NULL, "the version", SB_OPTION_FLAG, FIELD(version), 0, SB_WORDS_ANY, NULL},
};
const size_t sb_options_count = SB_COUNT(sb_options_table);

static const struct sb_option *find_long(sb_str name, unsigned command_bit)
{
    for (size_t i = 0; i < sb_options_count; i++) {
        const struct sb_option *row = &sb_options_table[i];
        if (sb_str_eq(name, sb_str_of(row->name)) && (row->commands == 0 || row->commands & command_bit))
            return row;
    }
    return NULL;
}

static const struct sb_option *find_letter(char letter, unsigned command_bit)
{
    for (size_t i = 0; i < sb_options_count; i++) {
        const struct sb_option *row = &sb_options_table[i];
        if (row->letter == letter && (row->commands == 0 || row->commands & command_bit))
            return row;
    }
    return NULL;
}

struct text_list {
    const char **p;
    size_t n, cap;
};

static void append(void *list, const char *text)
{
    struct text_list *texts = list;
    sb_grow(&texts->p, &texts->cap, texts->n + 1, sizeof *texts->p);
    texts->p[texts->n++] = text;
}

static sb_rc store(const struct sb_option *row, const char *value, struct sb_options *options, struct sb_err *err)
{
    void *slot = (char *)options + row->offset;
    if (row->planned)
        return sb_fail(err, SB_E_USAGE, "--%s is not in this version: %s", row->name, row->planned);
    if (row->shape == SB_OPTION_FLAG)
        *(bool *)slot = true;
    else if (row->shape == SB_OPTION_LIST)
        append(slot, value);
    else if (*(const char **)slot)
        return sb_fail(err, SB_E_USAGE, "--%s is given twice", row->name);
    else
        *(const char **)slot = value;
    return SB_OK;
}

struct cursor {
    int argc, at;
    char **argv;
};

static sb_rc take(const struct sb_option *row, const char *attached, struct cursor *cursor, struct sb_options *options,
                  struct sb_err *err)
{
    if (row->shape == SB_OPTION_FLAG && attached)
        return sb_fail(err, SB_E_USAGE, "--%s takes no value", row->name);
    if (row->shape != SB_OPTION_FLAG && !attached) {
        if (cursor->at >= cursor->argc)
            return sb_fail(err, SB_E_USAGE, "--%s needs a value: %s", row->name, row->value);
        attached = cursor->argv[cursor->at++];
    }
    return store(row, attached, options, err);
}

/* An option that exists, but elsewhere: whose it is. */
static sb_rc unknown(sb_str name, const char *command, struct sb_err *err)
{
    struct sb_buf of = {0};
    for (size_t i = 0; i < sb_commands_count; i++) {
        const struct sb_option *row = sb_commands[i].run ? find_long(name, SB_CMD_BIT(sb_commands[i].id)) : NULL;
        if (row && row->commands)
            sb_buf_printf(&of, "%ssbom %s", of.n ? " and " : "", sb_commands[i].name);
    }
    sb_rc rc = of.n ? sb_fail(err, SB_E_USAGE, "--%.*s is an option of %.*s, not of %s; see sbom %s --help",
                              SB_FMT(name), SB_FMT(sb_buf_all(&of)), command, command)
                    : sb_fail(err, SB_E_USAGE, "unknown option --%.*s; see sbom %s --help", SB_FMT(name), command);
    sb_buf_done(&of);
    return rc;
}

static sb_rc take_long(const char *text, unsigned command_bit, struct cursor *cursor, struct sb_options *options,
                       struct sb_err *err)
{
    sb_str rest = sb_str_of(text);
    sb_str name;
    bool attached = sb_str_cut(&rest, '=', &name);
    const struct sb_option *row = find_long(name, command_bit);
    if (!row)
        return unknown(name, options->command, err);
    return take(row, attached ? text + name.n + 1 : NULL, cursor, options, err);
}

static sb_rc take_letters(const char *text, unsigned command_bit, struct cursor *cursor, struct sb_options *options,
                          struct sb_err *err)
{
    for (; *text; text++) {
        const struct sb_option *row = find_letter(*text, command_bit);
        if (!row)
            return sb_fail(err, SB_E_USAGE, "unknown option -%c; see sbom %s --help", *text, options->command);
        if (row->shape != SB_OPTION_FLAG)
            return take(row, text[1] ? text + 1 : NULL, cursor, options, err);
        SB_TRY(take(row, NULL, cursor, options, err));
    }
    return SB_OK;
}

sb_rc sb_options_parse(int argc, char **argv, unsigned command_bit, struct sb_options *ret_options, struct sb_err *err)
{
    struct cursor cursor = {argc, 0, argv};
    bool operands_only = false;
    while (cursor.at < argc) {
        const char *text = argv[cursor.at++];
        if (operands_only || text[0] != '-' || text[1] == '\0')
            append(&ret_options->operands, text);
        else if (strcmp(text, "--") == 0)
            operands_only = true;
        else if (text[1] == '-')
            SB_TRY(take_long(text + 2, command_bit, &cursor, ret_options, err));
        else
            SB_TRY(take_letters(text + 1, command_bit, &cursor, ret_options, err));
    }
    return SB_OK;
}

void sb_options_done(struct sb_options *options)
{
    sb_free(options->operands.p);
    sb_free(options->outputs.p);
    sb_free(options->excludes.p);
    sb_free(options->limits.p);
}
