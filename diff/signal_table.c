#include "diff/signal_run.h"

/* The rows, in the order of the catalogue. Weights are -log2 of the base rate where one was measured. Base rates: 9,723
 * changed and 2,443 added components in the lock-file histories of five npm projects; 144 installed Python
 * distributions; 425 installed npm packages; 2,987 packages changed by 28 real upgrades with uv, npm and apt. */

static const struct sb_signal_row startup_hook = {
    "STARTUP_HOOK",
    SB_LEVEL_CRITICAL,
    12,
    SB_FAMILY_RUN,
    false,
    SB_FACT_BIT(EXEC),
    "a file appeared or changed that Python runs at every start",
    "Files such as name.pth (with a line that begins with import), name.start, sitecustomize.py and usercustomize.py "
    "run before any "
    "program does, whatever it imports. Several bad releases added just one of them.",
    "5 of 144 Python distributions own an executable .pth, all of one known shape; 0 others appeared in 458 changed "
    "ones",
    "Files of folders for the import path (no import line), known files by name, owner, size and line, and a line that "
    "uses no word "
    "the old one did not use. A waiver by fingerprint silences one file of one package.",
    sb_run_startup_hook};

static const struct sb_signal_row hook_appeared = {
    "HOOK_APPEARED",
    SB_LEVEL_CRITICAL,
    12,
    SB_FAMILY_RUN,
    false,
    SB_FACT_BIT(EXEC),
    "a package runs code when it is installed, and no version before did",
    "An install hook runs on the computer of whoever installs the package, before anybody has used it: the most "
    "frequent way in.",
    "2 of 9,723 changed packages gained one (0.02 %); 9 of 2,443 new packages had one (0.37 %)",
    "Hooks that any old copy had. On a new package it is high (8), with nothing but the usual builders of native "
    "addons medium (4); "
    "maintainer scripts of Debian packages are medium (5), and those that debhelper wrote alone are none.",
    sb_run_hook_appeared};

static const struct sb_signal_row hook_changed = {
    "HOOK_CHANGED",
    SB_LEVEL_MEDIUM,
    5,
    SB_FAMILY_RUN,
    false,
    SB_FACT_BIT(EXEC),
    "what a package runs at installation changed",
    "A package that always had a hook can be made to run something else.",
    "Debian: 1 of 68 packages of security and point releases; npm: not measured, native packages change theirs now and "
    "then",
    "A changed file behind an unchanged command counts only in a patch release or when it grew to three times its "
    "size; of Debian "
    "packages only a new revision, outside the blocks that debhelper writes.",
    sb_run_hook_changed};

static const struct sb_signal_row new_toplevel = {"NEW_TOPLEVEL",
                                                  SB_LEVEL_HIGH,
                                                  5,
                                                  SB_FAMILY_FILES,
                                                  false,
                                                  SB_FACT_BIT(TOPLEVEL),
                                                  "a release put something beside its package instead of into it",
                                                  "What lies at the top of site-packages is importable by everybody; a "
                                                  "script in the root of an npm package is where hooks point to.",
                                                  "13 of 458 changed Python distributions (7 of them modules of mypyc, "
                                                  "left out here); 1 of 18 npm releases added a root script",
                                                  "The package's own name, metadata, modules of mypyc, files of build "
                                                  "tools (name.config.js, .eslintrc.js). Medium (4) for an npm "
                                                  "package in a major release, or with three such scripts before.",
                                                  sb_run_new_toplevel};

static const struct sb_signal_row files_list = {
    "FILES_LIST",
    SB_LEVEL_HIGH,
    7,
    SB_FAMILY_FILES,
    false,
    SB_FACT_BIT(FILES),
    "an npm package holds a file that its own list of files does not name",
    "npm packs what the list names. Another file in the tarball was put there by other means than a normal release.",
    "2 of 332 packages that have a list (0.6 %), both explained",
    "Output of a native build below build/ and prebuilds/, packages that are brought along. On a new package medium "
    "(4).",
    sb_run_files_list};

static const struct sb_signal_row binary_appeared = {
    "BINARY_APPEARED",
    SB_LEVEL_HIGH,
    7,
    SB_FAMILY_FILES,
    false,
    SB_FACT_BIT(KINDS),
    "a package without native code now holds some",
    "Nobody reads a binary. A Windows library in a package of configuration files was the load of one attack.",
    "37 of 144 Python distributions and 4 of 425 npm packages have native files; 0 of 458 changed ones gained their "
    "first",
    "Packages that had native code of any kind; in a distribution's packages only Windows files count. Archives are "
    "medium (4).",
    sb_run_binary_appeared};

static const struct sb_signal_row foreign_lang = {
    "FOREIGN_LANG",
    SB_LEVEL_MEDIUM,
    5,
    SB_FAMILY_FILES,
    false,
    SB_FACT_BIT(KINDS),
    "a package brings scripts of a language that is unusual for its kind",
    "JavaScript in a Python package, or batch files and PowerShell in an npm package, are written for another "
    "interpreter than the "
    "package's own.",
    "4 of 144 Python distributions ship JavaScript; 2 of 458 changed ones gained their first",
    "Files below static/, docs/, templates/ and examples/, languages that the package had before.",
    sb_run_foreign_lang};

static const struct sb_signal_row big_new_file = {
    "BIG_NEW_FILE",
    SB_LEVEL_HIGH,
    7,
    SB_FAMILY_FILES,
    false,
    SB_FACT_BIT(FILES) | SB_FACT_BIT(LARGEST),
    "a text file of a new size came: over 1 MB and over half of what the package was",
    "A whole programme bundled into one file is what injected code often looks like.",
    "0 of 18 releases that were looked at file by file (their total changed by 1.07 at most); 14 of 144 distributions "
    "hold any file "
    "over 1 MB",
    "Native files; a file that was moved, or that replaces one of the same folder, suffix and size. Data files (no "
    "code by their "
    "suffix) are medium (4).",
    sb_run_big_new_file};

static const struct sb_signal_row opaque_file = {
    "OPAQUE_FILE",
    SB_LEVEL_HIGH,
    6,
    SB_FAMILY_FILES,
    false,
    SB_FACT_BIT(LINES),
    "a text file became unreadable: very long lines, long runs of base64, or as dense as compressed data",
    "Code that hides what it does is written so.",
    "0 of 18 releases got a line over 1,000 bytes in a source file",
    "What the file, or another of its suffix, was like before; minified files, maps and generated code. Data files are "
    "medium (4). In a patch "
    "or minor release, code with a long line that also holds an encoded run, or is as dense as one, counts 8.",
    sb_run_opaque_file};

static const struct sb_signal_row size_jump = {
    "SIZE_JUMP",
    SB_LEVEL_MEDIUM,
    4,
    SB_FAMILY_FILES,
    false,
    SB_FACT_BIT(FILES),
    "a package lost more than half of its size, or grew to more than three times of it",
    "A package that was emptied, or filled with something else, keeps its name.",
    "1 of 18 releases (it dropped its history file); 30 of 135 npm packages upgraded over three years, mostly major "
    "releases",
    "Steps of less than 4 KiB and of less than 8 files. In a major release low (2).",
    sb_run_size_jump};

static const struct sb_signal_row manifest_only = {
    "MANIFEST_ONLY",
    SB_LEVEL_HIGH,
    4,
    SB_FAMILY_FILES,
    true,
    SB_FACT_BIT(MANIFEST) | SB_FACT_BIT(REST) | SB_FACT_BIT(DEPS),
    "a small release changed nothing but its manifest, and that gained a dependency or an install hook",
    "A release without a change of code has no use for a new dependency: whoever made it wanted the dependency.",
    "3 of 18 releases changed only the manifest (17 %); none of them gained a dependency or a hook",
    "Never counted alone.",
    sb_run_manifest_only};

static const struct sb_signal_row new_component = {
    "NEW_COMPONENT",
    SB_LEVEL_INFO,
    2,
    SB_FAMILY_DEPENDENCY,
    false,
    0,
    "a package that the old inventory did not have in any version",
    "New names are where other signals are looked for.",
    "20 % of the entries of a lock-file change; the median change adds none",
    "Never an alert; it stands in the group of what brought it.",
    sb_run_new_component};

static const struct sb_signal_row new_dep_in_patch = {
    "NEW_DEP_IN_PATCH",
    SB_LEVEL_HIGH,
    6,
    SB_FAMILY_DEPENDENCY,
    false,
    0,
    "a patch release needs a package that the old inventory did not have",
    "Patch releases mend; a new dependency is how foreign code came into several well-known packages.",
    "148 of 4,579 patch releases (3.2 %); 18 of 539 in real upgrades (3.3 %)",
    "Packages of the same owner, and of the same repository unless they run code at installation. Medium as long as "
    "nothing speaks "
    "against the newcomer: it is named in the code, comes from a registry and runs nothing at installation.",
    sb_run_new_dep_in_patch};

static const struct sb_signal_row only_via_patch = {
    "ONLY_VIA_PATCH",
    SB_LEVEL_HIGH,
    7,
    SB_FAMILY_DEPENDENCY,
    false,
    0,
    "a new package that nothing but patch releases brought",
    "The project did not ask for it, and no larger release did either.",
    "99 of 12,166 changed or added components (0.8 %)",
    "As NEW_DEP_IN_PATCH; a package that the project or a larger release needs as well.",
    sb_run_only_via_patch};

static const struct sb_signal_row phantom_dep = {
    "PHANTOM_DEP",
    SB_LEVEL_HIGH,
    3,
    SB_FAMILY_DEPENDENCY,
    true,
    SB_FACT_BIT(DEPS),
    "no file of any package names the new dependency that one of them declares",
    "A dependency that is never used can only be there for what it does by itself.",
    "not measured; 0 of 18 releases that were looked at file by file",
    "Types, commands, peer, optional and development dependencies, extras. Never counted alone.",
    sb_run_phantom_dep};

static const struct sb_signal_row source_changed = {
    "SOURCE_CHANGED",
    SB_LEVEL_CRITICAL,
    12,
    SB_FAMILY_SOURCE,
    false,
    0,
    "the same package comes from another registry, or its source from another repository",
    "A public package that takes the place of a private one of the same name is the classic confusion.",
    "registry: 1 change in the histories of five npm projects; repository field: 28 of 1,513 npm packages changed in "
    "place (1.9 %)",
    "A side that does not say where a package came from. The repository and a step from https to http are medium (5). "
    "One and the "
    "same step in 20 packages or more is told once, as a group of its own.",
    sb_run_source_changed};

static const struct sb_signal_row exotic_source = {
    "EXOTIC_SOURCE",
    SB_LEVEL_CRITICAL,
    12,
    SB_FAMILY_SOURCE,
    false,
    0,
    "a package comes from git, an address or a folder instead of a registry",
    "What lies there can change under the same name, and no registry has ever seen it.",
    "0 newly added in the histories of five npm projects; 4 of 144 Python distributions, all local builds",
    "What came so before. Medium (5) for what the project itself asks for, and for folders of the same computer.",
    sb_run_exotic_source};

static const struct sb_signal_row same_version_diff = {
    "SAME_VERSION_DIFF",
    SB_LEVEL_CRITICAL,
    12,
    SB_FAMILY_INTEGRITY,
    false,
    0,
    "the same version has another content",
    "Registries do not let a version be published twice: somebody replaced it on the way, or after it was installed.",
    "0 of 4,021 unchanged npm packages; 1 of 4,081 changes of a pip lock file (a corrected digest)",
    "Digests of other algorithms or other origin, lists of digests that share one, packages inside a distribution's "
    "package. Working "
    "copies and git checkouts are medium (4).",
    sb_run_same_version_diff};

static const struct sb_signal_row file_modified = {"FILE_MODIFIED",
                                                   SB_LEVEL_HIGH,
                                                   11,
                                                   SB_FAMILY_INTEGRITY,
                                                   false,
                                                   0,
                                                   "an installed file is not what its package's own record says",
                                                   "It was changed after installation.",
                                                   "18 of 36,226 recorded files of a Python system (0.05 %): 11 "
                                                   "certificate bundles, 3 stripped libraries, 3 scripts, 1 archive",
                                                   "Files that differed before. Certificate bundles and configuration "
                                                   "are low (1), and so is a tree that another installer updated "
                                                   "in place.",
                                                   sb_run_file_modified};

static const struct sb_signal_row record_extra = {
    "RECORD_EXTRA",
    SB_LEVEL_MEDIUM,
    5,
    SB_FAMILY_INTEGRITY,
    false,
    SB_FACT_BIT(FILES),
    "a file is new in a folder of packages, and no record lists it",
    "Something that is no package put it there.",
    "1,087 of 54,808 files of a system's site-packages are in no RECORD, nearly all owned by another database; new "
    "ones are few",
    "Byte code, files that any database owns, what was there before. A file that runs by itself is critical (12).",
    sb_run_record_extra};

static const struct sb_signal_row integrity_weaker = {
    "INTEGRITY_WEAKER",
    SB_LEVEL_MEDIUM,
    6,
    SB_FAMILY_INTEGRITY,
    false,
    SB_FACT_BIT(INTEGRITY),
    "a lock file pins a package by a weaker digest than before, or by none",
    "What is not pinned can be replaced without anybody noticing.",
    "4 in the histories of five npm projects",
    "Packages from git, folders and bundles, which have no digest; a lock file that is gone.",
    sb_run_integrity_weaker};

static const struct sb_signal_row lock_tree_disagree = {
    "LOCK_TREE_DISAGREE",
    SB_LEVEL_HIGH,
    9,
    SB_FAMILY_INTEGRITY,
    false,
    0,
    "the lock file says another name or version than what is installed",
    "One attack replaced its own manifest by a harmless one after it had run; the lock file still told the truth.",
    "0 after a clean installation",
    "Disagreements that were there before.",
    sb_run_lock_tree_disagree};

static const struct sb_signal_row version_order = {
    "VERSION_ORDER",
    SB_LEVEL_MEDIUM,
    4,
    SB_FAMILY_VERSION,
    false,
    0,
    "the new version does not follow the old one: a step back, a leap, a strange suffix",
    "Enormous numbers win against every other version; odd suffixes were used to publish an old version again.",
    "step back: 2 % of changes, mostly one of several copies",
    "Sets of versions are compared, so that a copy that went is no step back. Skipped majors and suffixes are low (2); "
    "a number of 99 or "
    "more after numbers below 20 is high (8) unless it is a date.",
    sb_run_version_order};

static const struct sb_signal_row name_similar = {"NAME_SIMILAR",
                                                  SB_LEVEL_MEDIUM,
                                                  5,
                                                  SB_FAMILY_NAME,
                                                  false,
                                                  0,
                                                  "a new name can be mistaken for one that was there before",
                                                  "One byte off, or the same but for separators and words such as py "
                                                  "and js: names are registered for those who mistype.",
                                                  "35 of 2,972 harmless names are at distance 1 from one of the 8,000 "
                                                  "most used (1.2 %); against one inventory far fewer",
                                                  "Names under five letters, of the same owner, that differ in digits "
                                                  "only, and packages of a distribution. Scope and name are "
                                                  "compared as one: @types/name is not name.",
                                                  sb_run_name_similar};

static const struct sb_signal_row identity_clone = {
    "IDENTITY_CLONE",
    SB_LEVEL_HIGH,
    7,
    SB_FAMILY_NAME,
    false,
    0,
    "a new package claims the repository of another one",
    "Description and repository of a well-known package make a new one look harmless.",
    "not measured; forks and projects of many packages look alike",
    "Packages of the same owner, repositories that already held three packages, and packages that the original depends "
    "on. A name that "
    "begins with the original's is medium (4).",
    sb_run_identity_clone};

const struct sb_signal_row *const sb_signals[] = {
    &startup_hook,     &hook_appeared,
    &hook_changed,     &new_toplevel,
    &files_list,       &binary_appeared,
    &foreign_lang,     &big_new_file,
    &opaque_file,      &size_jump,
    &manifest_only,    &new_component,
    &new_dep_in_patch, &only_via_patch,
    &phantom_dep,      &source_changed,
    &exotic_source,    &same_version_diff,
    &file_modified,    &record_extra,
    &integrity_weaker, &lock_tree_disagree,
    &version_order,    &name_similar,
    &identity_clone,   NULL,
};

const char *const sb_family_names[SB_FAMILY_COUNT] = {
    [SB_FAMILY_RUN] = "run",       [SB_FAMILY_FILES] = "files",         [SB_FAMILY_DEPENDENCY] = "dependency",
    [SB_FAMILY_SOURCE] = "source", [SB_FAMILY_INTEGRITY] = "integrity", [SB_FAMILY_VERSION] = "version",
    [SB_FAMILY_NAME] = "name",
};

const struct sb_signal_row *sb_signal_find(sb_str id)
{
    for (size_t i = 0; sb_signals[i]; i++)
        if (sb_str_eq(sb_str_of(sb_signals[i]->id), id))
            return sb_signals[i];
    return NULL;
}
