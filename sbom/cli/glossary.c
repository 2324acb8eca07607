#include "cli/glossary.h"

#include "model/exec.h"
#include "model/facts.h"

const struct sb_glossary_row sb_glossary[] = {
    /* ---- sections of a diff ---- */
    {"LOOK AT THESE FIRST|NOTHING TO LOOK AT FIRST|the block",
     "The groups of severity high and critical, the most alarming first. By default they fail the build (--fail-on "
     "high). Ordinary upgrades have about one such group in some hundred changed packages.",
     "Run what stands behind \"look\", then sbom explain the signal. Was the change meant, take this document as the "
     "next OLD."},
    {"THE REST",
     "All other changes: how many of each kind, what came and what went by name, and a line for each group of medium "
     "and low severity. Groups without a signal above info are counted; --all tells all of them.",
     NULL},
    {"group|groups|and more|together with|packages",
     "What changed for one reason stands in one group: a package with the files that it owns, the binaries of one "
     "source package, an arrival with what brought it, one file that came in many packages. The title tells the first "
     "of them and how many more there are; \"together with\" names those, and --all all of them.",
     NULL},
    {"TERMS|lost",
     "Another licence, supplier, originator or copyright holder than before, value to value. One that is gone is "
     "counted as lost. Another spelling of the same licence is no change of terms: it is DESCRIBED.",
     "It fails no gate: show it to whoever looks after licences and suppliers."},
    {"DESCRIBED|first of|nothing",
     "What documents say of the same software in other words: descriptions, references, properties, names of the "
     "root, spellings. For each field how many components, and one of them as a sample; \"nothing\" is a value that is "
     "not there. None of it is a change of software.",
     NULL},
    {"COVERAGE|not looked at|the old side did not look|collector|did not run",
     "What one side did not look at, so that it could not be compared: facts, a collector, a type of packages, the "
     "graph of dependencies, a field that a tool does not have; sorted by how much that hides. What the old side did "
     "not look at is judged on the new side by itself. What the old side saw and the new one does not look at is a "
     "finding (EVIDENCE_LOST).",
     "Compare documents of one tool and one version, made with facts. --fail-on-coverage fails on all but fields, "
     "--strict ends with 4."},
    {"MATCHED BY|spelling|match|tier",
     "With --explain: by which spellings packages of the two sides were known again, and in which tier (purl, digest, "
     "alias, coordinates).",
     NULL},
    {"UNMATCHED",
     "A component without a valid package URL that found no partner, where two tools made the documents: both may have "
     "it under names that are not known to be one. It is counted among what came and went, with this reservation.",
     "Compare documents of one tool, or give the component a package URL."},
    {"WHAT CHANGED WHEN|only in some|evidence:",
     "Of more than two releases: a row for each thing of which any step tells something, the worst first, and a column "
     "for each release. What never changed is counted, and so is what stood only in some releases without a change of "
     "its own: what goes with its package, or was not looked at. \"evidence:\" is what one document had and the next "
     "had not.",
     "The marks are explained below the table; sbom-history(1)."},
    {"STEPS|THE LAST STEP",
     "The comparison of each release with the one before: what its verdict would be, how much changed, and the first "
     "group of its block. The gate looks at the last step, which follows in full.",
     "sbom diff with the two releases of a step tells all of it."},
    {"STILL THERE|GONE AGAIN|NOT KNOWN|since release",
     "Findings of severity high and critical of earlier steps. Still there: comparing the release before that step "
     "with the last one finds them again. Not known: the release before came from standard input.",
     "What is still there and was not meant is in the release: look at it now."},
    {"RENAMED", "What another document calls otherwise, and the tier in which it was known again; it keeps its row.",
     NULL},
    {"LEFT OUT", "What lies in the folder of sbom history and is no release of the chain, with the reason.", NULL},
    {"WAIVED|waived",
     "Findings that somebody answers for until a day, by the file of --waivers: signal, fingerprint, package or path, "
     "the "
     "reason, and in parentheses owner, ticket and last day. They are not in the score. One whose content changes "
     "is another finding, and comes back.",
     "sbom-policy(5)."},
    {"WAIVERS|to look at|stale|expired|unused|broad",
     "Waivers that somebody should look at: expired; unused, because there is nothing that they waive, or the policy "
     "does "
     "not let them; broad, because their package is a pattern and one package is all that they waive.",
     "Take them out of the file, or renew them; sbom-policy(5)."},
    {"of its own|of another level|fail_on",
     "What the file of --policy did: findings that its rules raised (POLICY_...), findings whose severity or weight it "
     "changed, and the severity from which groups fail.",
     "sbom policy check FILE; sbom-policy(5)."},
    {"DIAGNOSTICS",
     "What was wrong with the two inventories as documents or trees, by code and side. Those marked (incomplete) mean "
     "that something is missing.",
     "sbom explain SBnnnn tells what a code means; --diagnostics FILE keeps all of them with their places."},

    /* ---- verdicts ---- */
    {"OK|FAILED|INCOMPLETE",
     "The verdict, the last line. FAILED: a group is at or above --fail-on (exit code 1), or --fail-on-coverage was "
     "given and something was not looked at. INCOMPLETE: with --strict, something could not be read or was not looked "
     "at (4). OK: neither (0); what was incomplete is told all the same.",
     NULL},
    {"NOT VALID|NOT JUDGED|valid",
     "The verdict of sbom validate, the last line. OK: all documents are valid. NOT VALID: one breaks its "
     "specification. NOT JUDGED: of one nothing is known, since this version cannot judge such documents or cannot "
     "open it. Both are exit code 3.",
     NULL},

    /* ---- kinds, steps, levels ---- */
    {"added|removed|upgraded|downgraded|changed|unchanged",
     "What became of a package: it came, went, has a higher or lower version in the order of its ecosystem, has other "
     "content, origin, execution points or dependencies at the same version, or nothing of that differs. Digests and "
     "commits have no order: such a step is \"changed\". Each change is counted once, in however many places.",
     NULL},
    {"patch|minor|major|other",
     "How far an upgrade goes: of 1.2.3 the last number, the second, the first; \"other\" is what has no such numbers. "
     "A release that only mends is expected to bring less.",
     NULL},
    {"critical|high|medium|low|info|severity",
     "How alarming a group or finding is. A group is critical with a critical signal; high from a score of 8 with a "
     "high signal, or with one that is enough alone; medium from 4; low with a signal above info; else info. critical "
     "and high fail the build by default.",
     "--fail-on none|low|medium|high|critical sets the level."},
    {"score|weight|booster|family",
     "The number behind the severity: over the families of signals (run, files, dependency, source, integrity, "
     "version, name, policy) the heaviest weight, 1 for each further signal, at most 3; boosters count only beside "
     "another "
     "signal. Other packages of the group add at most 3, which decides its rank and not its severity.",
     "--explain prints the sum of each group; sbom list signals has the weights."},
    {"run|files|dependency|source|integrity|version|name|policy",
     "A family of signals: what runs by itself, what files look like, dependencies that came, where a package is "
     "fetched from, digests and records, the order of versions, names that look alike, what a policy does not allow. "
     "One thing often raises several "
     "signals of a family, so only the heaviest counts whole.",
     NULL},
    {"changed packages|new packages|did this|rate",
     "How many packages of real upgrades, in which no attack is known, raised the same signal: \"none of 3,007 changed "
     "packages did this\". What nobody else does deserves the look.",
     "sbom explain SIGNAL has the figures."},
    {"signal|finding|findings",
     "A rare change that is looked for by a rule of its own, with severity, weight, a sentence, and what to look at "
     "next. A finding is one place where it was seen.",
     "sbom list signals; sbom explain STARTUP_HOOK."},

    /* ---- lines of a group ---- */
    {"look|next",
     "What to do about the findings. \"look\" is a command of the shell that can be pasted as it stands; where a side "
     "is a document, a comment says in which folder to run it. \"next\" is advice without a command.",
     NULL},
    {"fingerprint|fingerprints",
     "A name for a finding that stays the same in the next report as long as the finding does: 16 hex digits over "
     "signal, package, path, and for what runs, files, integrity and policy also the content. Name it in a ticket, or "
     "in "
     "a waiver.",
     NULL},
    {"brought by|why|direct|production|development only",
     "The shortest way from the root of the new inventory to the package, by dependencies. (direct): the root itself "
     "asks for it. (production), (development only): so the inventory says, where it says it of any.",
     NULL},
    {"alike|alike in",
     "The same signal on a file of the same name in further packages of the group; told once. --all tells each.", NULL},
    {"before|now",
     "With --all: what the finding is about on either side, whole, where that is a list or has several parts.", NULL},

    /* ---- inventories ---- */
    {"facts|no facts",
     "What a scan of sbom records of each component beside names: execution points, the digest over its files, kinds "
     "and sizes, origin, declared dependencies. Documents of other tools have none; then contents cannot be compared.",
     "Keep the full document of each release as the next OLD; --no-facts is for a lean copy. sbom(1) lists all facts."},
    {"revision|revisions",
     "The number of a set of facts, of a collector or of the signals: a later version of sbom sees more. Facts of two "
     "revisions are not compared; COVERAGE tells what the older one could not see.",
     "Make the older document again with this version, if what it was made of is still there."},
    {"execution point|exec|runs by itself",
     "Code that runs without anybody naming it: start-up files of an interpreter, install scripts, units, tables of "
     "cron, the modules that an import runs first. Each has a kind such as py:pth or npm:postinstall.",
     "sbom explain py:pth tells when a kind runs."},
    {"purl|package URL|without a package URL",
     "The name of a package in all ecosystems, pkg:TYPE/NAMESPACE/NAME@VERSION. Packages are known again by it. What "
     "has "
     "none is known by name and version, and is listed all the same; reports spell it pkg:generic/...",
     NULL},
    {"digest|alias|coordinates|user",
     "How the two sides of a package were found to be one, where their package URLs are not the same: a strong digest "
     "that both have and nothing else has; another spelling, or another of several package URLs; group, name and "
     "version where one side has no package URL. Similarity alone never is enough.",
     NULL},
    {"root|root name|root version|root changed",
     "What an inventory is about: sbom scan --root NAME@VERSION, else the manifest at the top, else the operating "
     "system, else the folder's name. The two roots are always compared with each other, whatever they are called: "
     "another name or version of them is described, and is no change of software.",
     "Give --root to each scan of a product, and the line \"root name\" does not come up."},
    {"listed again",
     "A component that stands in a document once more, or one that is the document's root: neither came nor went.",
     NULL},
    {"place|places", "Where a component is installed, as a folder from the scan root. Each place is an installation.",
     NULL},
    {"graph|dependencies|dependency graph",
     "What needs what. Edges are compared only where one tool made both documents, since tools count them "
     "differently.",
     NULL},
    {"field|type|members",
     "What a line of COVERAGE is about: a field (a licence, a digest, a place ...) that no component of one side has, "
     "or a type of packages that one tool does not list at all. A field alone makes no verdict incomplete.",
     NULL},
    {"file|files of packages",
     "A component that stands for one file. It goes along with the package that contains it; one that differs while "
     "its "
     "package stays at its version is a change.",
     NULL},
    {"systemic|mirror|all at once",
     "One and the same step of the origin in 20 packages or more (another registry, a mirror) is one group of its own.",
     NULL},
    {"owned|owner|unowned|no package owns",
     "Files and packages belong to the package whose record lists them. What nobody owns and what runs by itself is "
     "told "
     "folder by folder.",
     NULL},
    {"component|components|source package|source packages",
     "What an inventory lists, without its root. Of a distribution also the source packages that installed ones were "
     "built from.",
     NULL},
};
const size_t sb_glossary_count = SB_COUNT(sb_glossary);

/* ---- by name ---- */

static char folded(char c)
{
    return c == '-' || c == '_' ? ' ' : sb_lower(c);
}

static bool is_word(sb_str given, sb_str word)
{
    if (given.n != word.n)
        return false;
    for (size_t i = 0; i < word.n; i++)
        if (folded(given.p[i]) != folded(word.p[i]))
            return false;
    return true;
}

static const struct sb_glossary_row *find_exec(sb_str word)
{
    static const struct sb_glossary_row rows[] = {
        [SB_WHEN_INSTALL] = {"", "A kind of execution point: it runs when the package is installed or built.", NULL},
        [SB_WHEN_START] = {"",
                           "A kind of execution point: it runs by itself whenever the interpreter, the system or the "
                           "package manager starts.",
                           NULL},
        [SB_WHEN_SYSTEM] = {"",
                            "A kind of execution point: the system runs it, or does what it says, at boot, at a time, "
                            "at a log-in or at an event.",
                            NULL},
        [SB_WHEN_COMMAND] = {"", "A kind of execution point: it runs when somebody calls a command by its name.", NULL},
        [SB_WHEN_ENTRY] = {"", "A kind of execution point: it runs when somebody imports the package, or a part of it.",
                           NULL},
    };
    enum sb_exec_kind kind = sb_exec_find(word);
    return kind == SB_EXEC_COUNT ? NULL : &rows[sb_exec_rows[kind].when];
}

const struct sb_glossary_row *sb_glossary_find(sb_str word)
{
    static const struct sb_glossary_row fact = {
        "", "A fact of a component or of the document, as a property (CycloneDX) or in an annotation (SPDX).",
        "sbom(1), FACTS, tells what it holds."};
    for (size_t i = 0; i < sb_glossary_count; i++) {
        sb_str rest = sb_str_of(sb_glossary[i].words), one;
        bool more;
        do {
            more = sb_str_cut(&rest, '|', &one);
            if (is_word(word, one))
                return &sb_glossary[i];
        } while (more);
    }
    return sb_fact_find(word) != SB_FACT_COUNT ? &fact : find_exec(word);
}
