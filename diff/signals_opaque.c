#include "diff/signal_content.h"

/* ---- OPAQUE_FILE ---- */

/* What makes a text unreadable. */
enum trait {
    LINE = 1,      /* a very long line */
    RUN = 2,       /* an encoded run, ... */
    LONG = 4,      /* ... a long one, ... */
    HUGE = 8,      /* ... a huge one; ... */
    WRAPPED = 16,  /* ... over several lines; ... */
    MOSTLY = 32,   /* ... and hardly anything else in the file */
    DENSE = 64,    /* as dense as compressed data */
    RUNS = 128,    /* an execution point names the file */
    MASKED = 256,  /* a text with an encoded run under the name of a picture */
    FIRST = 512,   /* a long line where the package's own code had none; */
    HALF = 1024,   /* half of the file is one run, or what it is written with */
    TAIL = 2048,   /* no text: an image or a sound with something behind its end; */
    SOME = 4096,   /* a run that is more than a table of digests, in a script that no bundler writes; */
    PLAIN = 8192,  /* a text whose suffix says of nothing that it is encoded */
    SEALED = 16384 /* no text, and as dense as something encrypted, in no format that is known */
};
enum { LONG_LINE = 2000, LONG_TEXT = 5000 }; /* of code, of other texts */
enum { FIRST_LINE = 4000 };                  /* that a package's own code has */
enum { BUNDLE = 10000 };                     /* what only a program writes */
enum { SOME_RUN = 1280, LONG_RUN = 4 * 1024, HUGE_RUN = 32 * 1024, DENSE_ENTROPY = 580, DENSE_BYTES = 10000 };

/* By its name; of those that are no text. */
static bool is_picture(sb_str path)
{
    static const char *const suffixes[] = {".bmp", ".gif", ".ico", ".jpeg", ".jpg",  ".mp3",   ".ogg", ".otf",
                                           ".png", ".ttf", ".wav", ".webp", ".woff", ".woff2", NULL};
    return sb_str_is_one_of(sb_suffix_of(path), suffixes);
}

static unsigned traits_of(const struct sb_fact_line *line, bool code)
{
    if (line->longest == 0)
        return line->run ? TAIL : line->entropy ? SEALED : 0;
    unsigned traits = (line->longest > (code ? LONG_LINE : LONG_TEXT) ? LINE : 0u) |
                      (line->entropy > DENSE_ENTROPY && line->bytes > DENSE_BYTES ? DENSE : 0u);
    if (line->run == 0)
        return traits;
    traits |= RUN | (line->run >= LONG_RUN ? LONG : 0u) | (line->run >= HUGE_RUN ? HUGE : 0u);
    traits |= is_picture(line->path) ? MASKED : 0u;
    return traits | (line->run / 2 >= line->longest ? WRAPPED : 0u) |
           (line->run >= line->bytes / 100 * 45 ? HALF : 0u) |
           (line->run >= line->bytes - line->bytes / 10 ? MOSTLY : 0u);
}

/* ---- what the package was like before ---- */

/* A habit excuses what is of its own size, not more: another bundle, not a payload in a minified file. */
static unsigned excused_by(const struct sb_fact_line *old, const struct sb_fact_line *line)
{
    enum { TIMES = 3 };
    unsigned traits = 0;
    if (line->run / TIMES <= old->run)
        traits |= RUN | LONG | HUGE | WRAPPED | MOSTLY | MASKED | HALF | TAIL;
    if (line->longest / TIMES <= old->longest || old->longest > BUNDLE)
        traits |= LINE;
    if (old->longest == 0 && old->run == 0 && line->bytes / TIMES <= old->bytes)
        traits |= SEALED;
    if (old->entropy > DENSE_ENTROPY && line->bytes / TIMES <= old->bytes)
        traits |= DENSE;
    return traits;
}

struct habit {
    bool known;      /* the very file, here or elsewhere in the package */
    bool bundled;    /* the same path had a very long line: it is made anew with every release */
    unsigned own;    /* what the same path excuses */
    unsigned others; /* what files of the same suffix do */
};

static struct habit habit_of(const struct sb_facts *old, const struct sb_fact_line *line)
{
    struct habit habit = {0};
    for (size_t i = 0; i < old->lines.n; i++) {
        const struct sb_fact_line *other = &old->lines.p[i];
        bool same = sb_str_eq(other->path, line->path);
        habit.known = habit.known || sb_str_eq(other->sha256, line->sha256);
        habit.bundled = habit.bundled || (same && other->longest > LONG_LINE);
        if (same)
            habit.own |= excused_by(other, line);
        else if (sb_str_eq(sb_suffix_of(other->path), sb_suffix_of(line->path)))
            habit.others |= excused_by(other, line);
    }
    return habit;
}

/* ---- how much it weighs ---- */

/* The first row whose traits are all there counts. */
struct rate {
    unsigned traits;
    struct sb_grade patch, minor, other; /* by the step; what changed at the same version did so like a patch */
    struct sb_grade fresh;               /* what is new as a whole */
};
#define GRADE(level, weight)                                                                                           \
    {                                                                                                                  \
        SB_LEVEL_##level, weight                                                                                       \
    }

/* Bundlers write scripts as one long line, and put modules, images and maps into it in base64. */
static const struct rate bundle_rates[] = {
    {HUGE | MOSTLY | RUNS, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(MEDIUM, 6), GRADE(HIGH, 8)},
    {HUGE | MOSTLY, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(MEDIUM, 6), GRADE(MEDIUM, 7)},
    {HUGE, GRADE(HIGH, 8), GRADE(MEDIUM, 6), GRADE(MEDIUM, 5), GRADE(MEDIUM, 7)},
    {LONG | HALF | RUNS, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(MEDIUM, 6), GRADE(HIGH, 8)},
    {LONG, GRADE(HIGH, 8), GRADE(MEDIUM, 6), GRADE(MEDIUM, 5), GRADE(MEDIUM, 4)},
    {LINE | DENSE, GRADE(HIGH, 8), GRADE(MEDIUM, 5), GRADE(MEDIUM, 4), GRADE(LOW, 3)},
    {RUN, GRADE(MEDIUM, 4), GRADE(LOW, 3), GRADE(LOW, 3), GRADE(INFO, 2)},
    {DENSE, GRADE(MEDIUM, 4), GRADE(LOW, 3), GRADE(LOW, 2), GRADE(INFO, 1)},
    {LINE | FIRST, GRADE(HIGH, 7), GRADE(HIGH, 7), GRADE(LOW, 3), GRADE(INFO, 1)},
    {LINE, GRADE(HIGH, 7), GRADE(MEDIUM, 4), GRADE(LOW, 2), GRADE(INFO, 1)},
};
/* Other code is written by people; and nobody wraps what is put into a bundle. */
static const struct rate code_rates[] = {
    {HUGE, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(HIGH, 7), GRADE(HIGH, 8)},
    {LONG | HALF, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(HIGH, 7), GRADE(HIGH, 8)},
    {LONG, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(MEDIUM, 6), GRADE(MEDIUM, 6)},
    {LINE | DENSE, GRADE(HIGH, 8), GRADE(HIGH, 7), GRADE(MEDIUM, 6), GRADE(MEDIUM, 5)},
    {RUN | SOME, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(MEDIUM, 4), GRADE(LOW, 3)},
    {RUN, GRADE(MEDIUM, 5), GRADE(MEDIUM, 5), GRADE(MEDIUM, 4), GRADE(LOW, 3)},
    {DENSE, GRADE(MEDIUM, 5), GRADE(MEDIUM, 4), GRADE(MEDIUM, 4), GRADE(LOW, 3)},
    {LINE | FIRST, GRADE(HIGH, 7), GRADE(HIGH, 7), GRADE(MEDIUM, 4), GRADE(INFO, 2)},
    {LINE, GRADE(HIGH, 7), GRADE(MEDIUM, 5), GRADE(LOW, 3), GRADE(INFO, 2)},
};
static const struct rate data_rates[] = {
    {TAIL, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(HIGH, 8)},
    {MASKED | LONG, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(HIGH, 8)},
    {SEALED | FIRST, GRADE(HIGH, 8), GRADE(MEDIUM, 5), GRADE(LOW, 3), GRADE(LOW, 2)},
    {SEALED, GRADE(MEDIUM, 5), GRADE(LOW, 3), GRADE(LOW, 2), GRADE(LOW, 2)},
    {LONG | MOSTLY | PLAIN, GRADE(HIGH, 8), GRADE(HIGH, 8), GRADE(MEDIUM, 4), GRADE(LOW, 3)},
    {LONG, GRADE(MEDIUM, 4), GRADE(MEDIUM, 4), GRADE(LOW, 3), GRADE(LOW, 2)},
    {LINE | DENSE, GRADE(LOW, 3), GRADE(LOW, 3), GRADE(LOW, 2), GRADE(INFO, 1)},
    {RUN, GRADE(LOW, 2), GRADE(LOW, 2), GRADE(LOW, 2), GRADE(NONE, 0)},
    {LINE, GRADE(LOW, 2), GRADE(LOW, 2), GRADE(INFO, 1), GRADE(NONE, 0)},
    {DENSE, GRADE(LOW, 2), GRADE(LOW, 2), GRADE(INFO, 1), GRADE(NONE, 0)},
};

static struct sb_grade grade_of(const struct rate *rate, const struct sb_way *way, bool bundled)
{
    if (!sb_way_compares(way))
        return rate->fresh;
    if ((way->step == SB_STEP_PATCH && !bundled) || way->step == SB_STEP_SAME)
        return rate->patch;
    return sb_way_is_small(way) ? rate->minor : rate->other;
}

static struct sb_grade look_up(const struct rate *rates, size_t n, const struct sb_way *way, unsigned traits,
                               bool bundled)
{
    for (size_t i = 0; i < n; i++)
        if ((traits & rates[i].traits) == rates[i].traits)
            return grade_of(&rates[i], way, bundled);
    return (struct sb_grade){SB_LEVEL_NONE, 0};
}

static bool is_bundle(sb_str path)
{
    static const char *const suffixes[] = {".js", ".cjs", ".mjs", NULL};
    return sb_str_is_one_of(sb_suffix_of(path), suffixes);
}

/* Compilers of interface definitions, and minifiers: it is their way to write long lines. */
static bool is_generated(sb_str path)
{
    static const char *const ends[] = {"_pb2.py", "_pb2_grpc.py", "_pb.js", ".map"};
    for (size_t i = 0; i < SB_COUNT(ends); i++)
        if (sb_str_ends(path, sb_str_of(ends[i])))
            return true;
    return sb_str_find(sb_path_base(path), SB_S(".min.")) != SB_NPOS;
}

/* What a build put there, beside what people wrote. */
static bool is_made(sb_str path)
{
    static const char *const folders[] = {"build", "dist", NULL};
    return is_generated(path) || sb_lies_in(path, folders);
}

/* The package had nothing that nobody can read. */
static bool is_first_sealed(const struct sb_way *way, const struct sb_fact_line *line)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    for (size_t i = 0; sb_way_compares(way) && i < old->lines.n; i++)
        if (old->lines.p[i].longest == 0 && old->lines.p[i].run == 0)
            return false;
    return sb_way_compares(way) && line->run == 0;
}

/* The first long line that stands in the package's own code: bundlers and minifiers write into folders of their own. */
static bool is_first_line(const struct sb_way *way, const struct sb_fact_line *line)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    if (line->longest == 0)
        return is_first_sealed(way, line);
    if (!sb_way_compares(way) || line->longest < FIRST_LINE || is_made(line->path) || old->lines.more)
        return false;
    for (size_t i = 0; i < old->lines.n; i++)
        if (old->lines.p[i].longest > LONG_LINE && sb_path_is_code(old->lines.p[i].path) &&
            !is_made(old->lines.p[i].path))
            return false;
    return true;
}

static struct sb_grade rate_opaque(const struct sb_way *way, const struct sb_fact_line *line, bool code,
                                   unsigned traits, bool bundled)
{
    struct sb_grade grade;
    if (!code)
        grade = look_up(data_rates, SB_COUNT(data_rates), way, traits, bundled);
    else if (is_bundle(line->path) && !(traits & WRAPPED))
        grade = look_up(bundle_rates, SB_COUNT(bundle_rates), way, traits, bundled);
    else
        grade = look_up(code_rates, SB_COUNT(code_rates), way, traits, false);
    if (is_generated(line->path) && !(traits & RUN))
        grade = sb_grade_lower(grade);
    return way->blind ? sb_grade_blind(grade) : grade;
}

/* What the name of a file and the ecosystem add to what its bytes show. */
static unsigned named(const struct sb_identity *identity, const struct sb_fact_line *line)
{
    static const char *const scripts[] = {".bash", ".php", ".pl", ".py", ".pyw", ".rb", ".sh", NULL};
    static const char *const encoded[] = {".asc", ".cer", ".crt",  ".css", ".htm",      ".html", ".ipynb", ".map",
                                          ".p7s", ".pem", ".scss", ".sig", ".sigstore", ".svg",  ".wasm",  NULL};
    bool script = sb_str_is_one_of(sb_suffix_of(line->path), scripts) && !is_generated(line->path);
    bool text = !sb_is_system_type(identity) && !sb_path_is_code(line->path) &&
                !sb_str_is_one_of(sb_suffix_of(line->path), encoded);
    return (script && line->run >= SOME_RUN ? SOME : 0u) | (text ? PLAIN : 0u);
}

/* ---- telling ---- */

/* What was not measured, or not found, is not spoken of. */
static sb_str density_text(struct sb_signal_run *run, const struct sb_fact_line *line)
{
    if (!line->entropy)
        return SB_STR_NONE;
    return sb_arena_printf(&run->scratch, " with %llu.%02llu bits of information each",
                           (unsigned long long)line->entropy / 100, (unsigned long long)line->entropy % 100);
}

static sb_str run_text(struct sb_signal_run *run, const struct sb_fact_line *line)
{
    if (!line->run)
        return SB_STR_NONE;
    return sb_arena_printf(&run->scratch, ", a run of %llu characters that is encoded, obfuscated or not to be seen",
                           (unsigned long long)(line->run < line->bytes ? line->run : line->bytes));
}

static void tell_opaque(struct sb_signal_run *run, const struct sb_way *way, struct sb_finding *f,
                        const struct sb_fact_line *line)
{
    const struct sb_member members[] = {
        {.name = "bytes", .number = line->bytes, .is_number = true},
        {.name = "entropy", .number = line->entropy, .is_number = true},
        {.name = "longest", .number = line->longest, .is_number = true},
        {.name = "run", .number = line->run, .is_number = true},
    };
    f->new_json = sb_json_object_of(run, members, SB_COUNT(members));
    f->content = line->sha256;
    if (line->longest == 0 && line->run == 0) {
        sb_find_message(
            run, f,
            "%.*s: %llu bytes with %llu.%02llu bits of information each, as what is encrypted or compressed "
            "has them, in no format that is known",
            SB_FMT(line->path), (unsigned long long)line->bytes, (unsigned long long)line->entropy / 100,
            (unsigned long long)line->entropy % 100);
        sb_find_look(run, f, "file ", "");
        return;
    }
    if (line->longest == 0) {
        sb_find_message(run, f, "%.*s goes on behind its end: %llu bytes that no viewer shows", SB_FMT(line->path),
                        (unsigned long long)line->run);
        sb_find_look(run, f, "strings -n 6 ", "");
        return;
    }
    sb_find_message(run, f, "%.*s %s: %llu bytes%.*s, the longest line of %llu bytes%.*s", SB_FMT(line->path),
                    sb_way_compares(way) ? "is harder to read than before" : "is hard to read",
                    (unsigned long long)line->bytes, SB_FMT(density_text(run, line)), (unsigned long long)line->longest,
                    SB_FMT(run_text(run, line)));
    sb_find_look(run, f, "awk 'length > 500 || /[0-9A-Za-z+\\/]{60}/ { print FNR \": \" substr($0, 1, 200) }' ", "");
}

/* The first script of its language in a package is no page's among pages: somebody brought an interpreter's load. */
static bool is_first_of_language(const struct sb_way *way, sb_str path)
{
    const struct sb_fact_file *file = sb_largest_find(way->facts[SB_NEW], path);
    if (!sb_way_compares(way) || !file || !sb_str_starts(file->kind, SB_S("script:")))
        return false;
    for (size_t i = 0; i < way->facts[SB_OLD]->kinds.n; i++)
        if (sb_str_eq(way->facts[SB_OLD]->kinds.p[i].kind, file->kind))
            return false;
    return true;
}

static void look_at_line(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                         const struct sb_fact_line *line)
{
    struct habit habit = habit_of(sb_way_before(way), line);
    bool code =
        sb_role_of(identity, way->facts[SB_NEW], line->path) == SB_ROLE_CODE || is_first_of_language(way, line->path);
    unsigned traits = traits_of(line, code) & ~habit.own;
    unsigned strange = traits & ~habit.others;
    unsigned runs = sb_is_run(way->facts[SB_NEW], line->path) ? RUNS : 0;
    runs |= (is_first_line(way, line) ? FIRST : 0) | named(identity, line);
    if (habit.known || !(strange || traits & LONG))
        return;
    struct sb_grade grade = rate_opaque(way, line, code, (strange ? strange : traits) | runs, habit.bundled);
    if (!strange && grade.severity > SB_LEVEL_LOW) /* others of the package are like it */
        grade = (struct sb_grade){SB_LEVEL_LOW, 3};
    if (grade.severity == SB_LEVEL_NONE)
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_level(f, (enum sb_level)grade.severity, grade.weight);
    sb_find_path(run, f, line->path);
    tell_opaque(run, way, f, line);
}

static void run_opaque_file(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way step = sb_way_as_step(run, &run->ways.p[i]);
        const struct sb_way *way = &step;
        for (size_t k = 0; sb_way_has(run, way, run->row->needs) && k < way->facts[SB_NEW]->lines.n; k++)
            look_at_line(run, identity, way, &way->facts[SB_NEW]->lines.p[k]);
    }
}

const struct sb_signal_row sb_signal_opaque_file = {
    .id = "OPAQUE_FILE",
    .severity = SB_LEVEL_HIGH,
    .weight = 8,
    .family = SB_FAMILY_FILES,
    .lone = true,
    .needs = SB_FACT_BIT(LINES),
    .sentence =
        "a file that nobody can read: an encoded or invisible run, very long lines, as dense as compressed data, or "
        "something behind the end of a picture",
    .why = "Code that hides what it does is written so.",
    .changed = {66, 3666}, /* above info */
    .arriving = {17, 610},
    .high = {{2, 3666}, {1, 610}},
    .base_rate = "high in 2 of 3,666 changed packages (a module of WebAssembly written as base64 in lines; a script "
                 "that was bundled in a patch release) and in 1 of 610 new ones, above info in 66 and 17; of 359,080 "
                 "texts that were looked at 854 hold an encoded run, of 78,722 scripts none has a stretch like base85, "
                 "of 5,277 pictures none has anything behind its end",
    .quiet =
        "What the same file was like before, up to three times of it; what other files of its suffix were like is low. "
        "High (8) is an encoded run of 4,096 characters, or as many bytes of base85, in code of a patch or minor "
        "release, and a place that nobody sees (characters without a shape, code behind hundreds of blanks), which "
        "counts as more than that; in a script that is one long line, as bundlers write it, only of a patch release, "
        "or where the file holds nothing else. High whatever the release, also in a new package: a picture or sound "
        "that goes on behind its end, and such a run under the name of a picture. In code of a new package, or of a "
        "major release, it is high from 32,768 characters on, or where half of the file is that, in such a script only "
        "where it is what the package runs. A line of more than 2,000 bytes in code that had none of a third of it is "
        "high "
        "(7) in a patch release, and from 4,000 bytes on in a minor one where the package's own code had none, else "
        "medium, and info on a new package. So is, in a script that no bundler writes, a "
        "run of 1,280 characters, which may be a list of short pieces or of addresses, and exec() or eval() of what "
        "is decoded in the same call; and a text of a patch or minor release, neither of certificates nor a page, that "
        "is nothing but such a run of 4,096. A file of no known format that is as dense as something encrypted is high "
        "(8) in a patch release of a package that had none, else medium or low. "
        "Shorter runs and dense texts are medium or low, as are all other texts that are "
        "no code; generated and "
        "minified names weigh less, but for their runs.",
    .run = run_opaque_file,
};
