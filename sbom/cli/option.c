#include "cli/option.h"

#include "cli/command.h"

#define SCAN SB_CMD_BIT(SB_CMD_SCAN)
#define DIFF SB_CMD_BIT(SB_CMD_DIFF)
#define FIELD(member) offsetof(struct sb_options, member)

const struct sb_option sb_options_table[] = {
    {"output", 'o', "FORMAT[@VERSION][=FILE]",
     "cyclonedx (JSON), spdx (JSON) or table; to FILE, else to\n"
     "standard output; may be repeated",
     SB_OPTION_LIST, FIELD(outputs), SCAN, NULL},
    {"output", 'o', "FORMAT[=FILE]", "text (default) or json; to FILE, else to standard output;\nmay be repeated",
     SB_OPTION_LIST, FIELD(outputs), DIFF, NULL},
    {"root", 0, "NAME[@VERSION]", "what the inventory is about", SB_OPTION_VALUE, FIELD(root), SCAN, NULL},
    {"exclude", 0, "GLOB", "leave out paths that match (tmp/**); may be repeated", SB_OPTION_LIST, FIELD(excludes),
     SCAN | DIFF, NULL},
    {"one-file-system", 0, NULL, "do not go into other mounted file systems", SB_OPTION_FLAG, FIELD(one_file_system),
     SCAN | DIFF, NULL},
    {"no-facts", 0, NULL, "names and versions only; file contents are not read", SB_OPTION_FLAG, FIELD(no_facts),
     SCAN | DIFF, NULL},
    {"verify", 0, NULL, "also check records that need a further digest (dpkg's MD5)", SB_OPTION_FLAG, FIELD(verify),
     SCAN | DIFF, NULL},
    {"trace", 0, "PATH", "tell what becomes of one file, instead of the table", SB_OPTION_VALUE, FIELD(trace), SCAN,
     NULL},
    {"fail-on", 0, "LEVEL", "none, low, medium, high (default) or critical", SB_OPTION_VALUE, FIELD(fail_on), DIFF,
     NULL},
    {"fail-on-coverage", 0, NULL, "also fail when one side did not look at what the other has", SB_OPTION_FLAG,
     FIELD(fail_on_coverage), DIFF, NULL},
    {"explain", 0, NULL, "print how each score adds up", SB_OPTION_FLAG, FIELD(explain), DIFF, NULL},
    {"all", 0, NULL, "list every group, also those without a signal", SB_OPTION_FLAG, FIELD(all), DIFF, NULL},
    {"policy", 0, "FILE", "thresholds, sources and licences allowed", SB_OPTION_VALUE, FIELD(policy), DIFF,
     "policy files come in a later version; use --fail-on"},
    {"waivers", 0, "FILE", "findings that were accepted", SB_OPTION_VALUE, FIELD(waivers), DIFF,
     "waiver files come in a later version"},
    {"registry", 0, "DIR", "saved registry documents", SB_OPTION_VALUE, FIELD(registry), DIFF,
     "registry documents come in a later version"},
    {"jobs", 'j', "N", "threads (default: processors, at most 8); the result is the same", SB_OPTION_VALUE, FIELD(jobs),
     0, NULL},
    {"strict", 0, NULL, "exit with 4 when something was incomplete", SB_OPTION_FLAG, FIELD(strict), 0, NULL},
    {"timestamp", 0, "now|none|TIME", "creation time (default: SOURCE_DATE_EPOCH, else now)", SB_OPTION_VALUE,
     FIELD(timestamp), 0, NULL},
    {"diagnostics", 0, "FILE", "write all diagnostics as JSON", SB_OPTION_VALUE, FIELD(diagnostics), 0, NULL},
    {"quiet", 'q', NULL, "errors only on standard error", SB_OPTION_FLAG, FIELD(quiet), 0, NULL},
    {"verbose", 'v', NULL, "also notes on standard error", SB_OPTION_FLAG, FIELD(verbose), 0, NULL},
    {"help", 'h', NULL, "this page", SB_OPTION_FLAG, FIELD(help), 0, NULL},
    {"version", 'V', NULL, "the version", SB_OPTION_FLAG, FIELD(version), 0, NULL},
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

static sb_rc take_long(const char *text, unsigned command_bit, struct cursor *cursor, struct sb_options *options,
                       struct sb_err *err)
{
    sb_str rest = sb_str_of(text);
    sb_str name;
    bool attached = sb_str_cut(&rest, '=', &name);
    const struct sb_option *row = find_long(name, command_bit);
    if (!row)
        return sb_fail(err, SB_E_USAGE, "unknown option --%.*s; see sbom %s --help", SB_FMT(name), options->command);
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
}
