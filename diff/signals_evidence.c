#include "diff/fact.h"
#include "diff/ran.h"
#include "diff/signal_run.h"

/* EVIDENCE_LOST: what the old side had and the new one lacks. What is lost as a whole was found by the comparison and
 * stands in the coverage; here each such line becomes a finding, and components that lost their facts tell of
 * themselves. */

enum { WEIGHT_HIGH = 8, WEIGHT_MEDIUM = 4 };

static void rate(struct sb_finding *f, uint8_t level)
{
    sb_find_level(f, level, level == SB_LEVEL_HIGH ? WEIGHT_HIGH : WEIGHT_MEDIUM);
}

static void tell_line(struct sb_signal_run *run, const struct sb_coverage *line)
{
    const struct sb_member members[] = {
        {.name = "count", .number = line->count, .is_number = true},
        {.name = "lost", .text = sb_str_of(line->what)},
        {.name = "name", .text = line->name},
    };
    struct sb_finding *f =
        sb_find_document(run, sb_arena_printf(&run->scratch, "%s:%.*s", line->what, SB_FMT(line->name)));
    rate(f, line->lost);
    f->old_json = f->content = sb_json_object_of(run, members, SB_COUNT(members));
    sb_find_message(run, f, "%.*s", SB_FMT(line->message));
    f->look = line->look;
}

/* Losses of one kind that are told once for all components. */
static bool is_told_for_all(const struct sb_delta *delta, sb_str type)
{
    for (size_t i = 0; i < delta->coverage.n; i++) {
        const struct sb_coverage *line = &delta->coverage.p[i];
        if (line->lost && strcmp(line->what, "facts") == 0 &&
            (sb_str_eq(line->name, SB_S("facts")) || sb_str_eq(line->name, type)))
            return true;
    }
    return false;
}

static sb_str fact_names(struct sb_signal_run *run, uint32_t facts)
{
    sb_str names[SB_FACT_COUNT];
    size_t n = 0;
    for (unsigned f = 0; f < SB_FACT_COUNT; f++)
        if (facts >> f & 1)
            names[n++] = sb_str_of(sb_fact_rows[f].name);
    return sb_json_list_of(run, names, n);
}

static void look_at_component(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    uint32_t old = way->facts[SB_OLD]->has & SB_FACTS_OF_FILES;
    uint32_t lost = old & ~way->facts[SB_NEW]->has;
    if (way->arrival || !lost || !run->facts_agree || is_told_for_all(run->delta, identity->type))
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    rate(f, run->delta->same_generator ? SB_LEVEL_HIGH : SB_LEVEL_MEDIUM);
    f->old_json = f->content = fact_names(run, lost); /* a waiver of these is none of more */
    f->new_json = SB_S("[]");
    sb_find_message(run, f, "the old document says what is in the files of %.*s%s, and the new one does not",
                    SB_FMT(sb_run_spell(run, SB_OLD, way->row[SB_OLD])), lost == old ? "" : " in part");
    sb_find_look(run, f, "ls -la ", "");
}

static uint64_t dangling(const struct sb_doc *doc)
{
    uint64_t n = 0;
    for (size_t i = 0; i < doc->diags.n; i++)
        n += doc->diags.p[i].code == SB_D_DANGLING_REF ? doc->diags.p[i].count : 0;
    return n;
}

/* A scan writes no reference to nothing: somebody took a component out of the document and left what leads to it. */
static void look_at_references(struct sb_signal_run *run)
{
    const struct sb_delta *delta = run->delta;
    uint64_t old = dangling(delta->doc[SB_OLD]), new = dangling(delta->doc[SB_NEW]);
    if (!delta->ran[SB_NEW].said || new <= old)
        return;
    struct sb_finding *f = sb_find_document(run, SB_S("references"));
    rate(f, SB_LEVEL_HIGH);
    f->old_json = sb_json_number_of(run, old);
    f->new_json = f->content = sb_json_number_of(run, new);
    sb_find_message(run, f,
                    "%llu references of the new document lead to no component, %llu of the old one: something "
                    "was taken out of it",
                    (unsigned long long)new, (unsigned long long)old);
    f->look = SB_S("scan the new side again");
}

/* A scan with facts says what nobody owns, if only that there is nothing. */
static void look_at_unowned(struct sb_signal_run *run)
{
    const struct sb_facts *old = sb_run_facts(run, SB_OLD, SB_DOC_ITSELF);
    const struct sb_facts *new = sb_run_facts(run, SB_NEW, SB_DOC_ITSELF);
    uint32_t lost = old->has & ~(new->has | new->bad) & SB_FACT_BIT(UNOWNED);
    if (!lost || !run->facts_agree || is_told_for_all(run->delta, SB_STR_NONE))
        return;
    struct sb_finding *f = sb_find_document(run, SB_S("unowned"));
    rate(f, run->delta->same_generator ? SB_LEVEL_HIGH : SB_LEVEL_MEDIUM);
    f->old_json = fact_names(run, lost);
    f->new_json = SB_S("[]");
    sb_find_message(run, f, "the old document says which files no package owns, and the new one does not");
    f->look = SB_S("scan the new side again");
}

/* What the list has no room for is known by its digest alone. An older document has none. */
static void look_at_rest(struct sb_signal_run *run)
{
    const struct sb_facts *old = sb_run_facts(run, SB_OLD, SB_DOC_ITSELF);
    const struct sb_facts *new = sb_run_facts(run, SB_NEW, SB_DOC_ITSELF);
    if (!run->facts_agree || !(old->has & new->has &SB_FACT_BIT(UNOWNED)) || !new->unowned.more)
        return;
    sb_str was = old->unowned.rest ? old->unowned.rest->sha256 : SB_STR_NONE, now = new->unowned.rest->sha256;
    if (now.n == 0 || (old->unowned.more && was.n == 0) || sb_str_eq(was, now))
        return;
    struct sb_finding *f = sb_find_document(run, SB_S("unowned"));
    rate(f, sb_unowned_is_whole(new, SB_RANK_RUNS) ? SB_LEVEL_MEDIUM : SB_LEVEL_HIGH);
    f->old_json = sb_json_number_of(run, old->unowned.more);
    f->new_json = sb_json_number_of(run, new->unowned.more);
    f->content = sb_json_text_of(run, now);
    sb_find_message(run, f,
                    "%llu files that no package owns have no room in the list of them, and they are not those of the "
                    "old side, or not as they were",
                    (unsigned long long)new->unowned.more);
    f->look = SB_S("sbom scan --trace tells each of them");
}

static void run_evidence_lost(struct sb_signal_run *run, const struct sb_identity *identity)
{
    const struct sb_delta *delta = run->delta;
    for (size_t i = 0; identity && i < run->ways.n; i++)
        look_at_component(run, identity, &run->ways.p[i]);
    if (!identity) {
        look_at_references(run);
        look_at_unowned(run);
        look_at_rest(run);
    }
    for (size_t i = 0; !identity && i < delta->coverage.n; i++)
        if (delta->coverage.p[i].lost)
            tell_line(run, &delta->coverage.p[i]);
}

const struct sb_signal_row sb_signal_evidence_lost = {
    .id = "EVIDENCE_LOST",
    .severity = SB_LEVEL_HIGH,
    .weight = WEIGHT_HIGH,
    .family = SB_FAMILY_INTEGRITY,
    .lone = true,
    .sentence = "the old inventory saw something that the new one does not look at",
    .why = "What is not looked at cannot be told good or bad: a comparison with half an inventory finds half of the "
           "changes, and whoever wants a change to pass only has to make it invisible.",
    .changed = {0, 3553},
    .base_rate =
        "0 of 33 real upgrades with 3,553 changed packages: none lost a fact or a collector, and at most 30 % of "
        "the packages went",
    .quiet = "Files of nobody that their list has no room for are told where they changed (high where what runs "
             "by itself is among them). What the old side did not see either; single packages that were removed. "
             "Medium (4) where two tools made "
             "the documents, for a file that could not be understood, and for less than ten packages of a kind that is "
             "gone. Scan the new side again as the old one was.",
    .run = run_evidence_lost,
};
