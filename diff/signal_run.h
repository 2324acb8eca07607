/* The state of one run of the signals, and what the signal functions say their findings with. Private to the
 * signals_*.c files. */
#ifndef SB_DIFF_SIGNAL_RUN_H
#define SB_DIFF_SIGNAL_RUN_H

#include "base/buf.h"
#include "diff/allow.h"
#include "diff/edges.h"
#include "diff/fact.h"
#include "diff/signal.h"

/* One installation of the new side and what it is compared with: its pair, else an old copy of the same version. */
struct sb_way {
    sb_comp row[SB_SIDES];                  /* old: none for an arrival */
    const struct sb_facts *facts[SB_SIDES]; /* never NULL */
    uint8_t step;                           /* enum sb_step; SAME for equal versions; OTHER for arrivals */
    bool arrival;
    bool second;    /* an arrival of another version beside copies that are all still there: the identity is not new */
    sb_comp beside; /* of a second one: the nearest old copy */
    uint8_t beside_step; /* and the step from it */
    bool blind; /* no arrival, but the old side did not look at contents as the new one did (another tool, no facts,
                   another revision): what the new side has is judged by itself, as that of an arrival is. What the
                   old side has in facts may excuse (an equal digest), it never accuses */
    bool owned; /* a distribution's package owns it on both sides, and that one answers for its content */
};

struct sb_hosts;         /* signal_hosts.c */
struct sb_name_index;    /* signals_name.c */
struct sb_project_index; /* signals_clone.c */
struct sb_exec_index;    /* signal_exec.c */
struct sb_top_index;     /* signals_top.c */

struct sb_signal_run {
    struct sb_delta *delta;
    struct sb_arena *arena;  /* of the delta */
    struct sb_arena scratch; /* of the current identity */
    struct sb_json *json;
    struct sb_fact_reader reader[SB_SIDES];
    struct sb_buf buf;
    const struct sb_signal_row *row;   /* the one that runs */
    bool facts_agree;                  /* the facts of both sides are of one revision, for the type at hand */
    struct sb_facts **facts[SB_SIDES]; /* by handle, NULL until asked for; [0] are the document's */
    struct sb_edges wants, wanted_by;  /* of the new side */
    uint32_t *by_place[SB_SIDES];      /* by text id of a place: a component there; NULL until somebody asks */
    bool *brings; /* by component of the old side: it brings packages along; NULL until somebody asks */
    enum { SB_PINS_UNKNOWN, SB_PINS_NONE, SB_PINS_SOME } pins; /* of the new side's lock files, when it was asked for */
    const struct sb_hosts *hosts[SB_SIDES];                    /* in the arena; NULL until asked for */
    uint8_t *mentions;            /* by identity: what sb_is_mentioned() found; NULL until asked for */
    bool *told;                   /* by identity: a change of it is told; what one tool does not list at all is none */
    bool *direct;                 /* by identity: the root depends on it, or it was asked for */
    SB_VEC(struct sb_way) ways;   /* of the current identity */
    SB_VEC(uint64_t) patch_edges; /* (package, arrival) that a patch brought, as sb_pair() */
    struct sb_project_index *projects;
    const struct sb_exec_index *execs; /* in the arena; NULL until asked for */
    const struct sb_top_index *tops;   /* the same */
    struct {
        bool looked, setuid, capable;
    } rights; /* of the old side: whether any program lends rights, in either way */
};

/* Those that WANTED has a bit for (1 << SB_FACT_...), and what was asked for before. All rows are asked for one or the
 * other fact, only those that changed for all. */
const struct sb_facts *sb_run_facts_of(struct sb_signal_run *run, enum sb_side side, sb_comp c, uint32_t wanted);
static inline const struct sb_facts *sb_run_facts(struct sb_signal_run *run, enum sb_side side, sb_comp c)
{
    return sb_run_facts_of(run, side, c, UINT32_MAX);
}
static inline uint32_t sb_run_index(const struct sb_signal_run *run, const struct sb_identity *identity)
{
    return (uint32_t)(identity - run->delta->identities.p);
}
static inline bool sb_is_arrival(const struct sb_identity *identity)
{
    return identity->n[SB_OLD] == 0 && identity->n[SB_NEW] != 0;
}
static inline bool sb_run_is_root(const struct sb_signal_run *run, const struct sb_identity *identity)
{
    return sb_run_index(run, identity) == run->delta->root_identity;
}
/* Whether there is an old side to compare facts with. */
static inline bool sb_way_compares(const struct sb_way *way)
{
    return !way->arrival && !way->blind;
}
/* The same way; that of a second copy as a step from the nearest old one, if that was looked at in the same way. */
struct sb_way sb_way_as_step(struct sb_signal_run *run, const struct sb_way *way);
/* Whether both sides have the facts that the row needs (an arrival, and what is looked at blind: the new side). */
bool sb_way_has(const struct sb_signal_run *run, const struct sb_way *way, uint32_t needs);
/* A patch step (or 0.x minor); a minor step as well. */
static inline bool sb_way_is_patch(const struct sb_way *way)
{
    return !way->arrival && way->step == SB_STEP_PATCH;
}
static inline bool sb_way_is_small(const struct sb_way *way)
{
    return !way->arrival && (way->step == SB_STEP_PATCH || way->step == SB_STEP_MINOR);
}
static inline bool sb_is_type(const struct sb_identity *identity, const char *type)
{
    return sb_str_eq(identity->type, sb_str_of(type));
}
/* A distribution's package: deb, rpm, apk, alpm. */
bool sb_is_system_type(const struct sb_identity *identity);

/* ---- names ---- */

sb_str sb_identity_name(const struct sb_identity *identity); /* scope and name, "/" between them */
/* "@scope", "group" of an identity; empty without. Percent-encoded as in the purl. */
sb_str sb_identity_scope(const struct sb_identity *identity);
sb_str sb_identity_base(const struct sb_identity *identity); /* the name without it */
bool sb_same_scope(const struct sb_identity *a, const struct sb_identity *b);
/* An identity of the same name and another type that the new side does not have: NULL mostly. */
const struct sb_identity *sb_name_of_other_type(struct sb_signal_run *run, const struct sb_identity *identity);
/* Where the source of a row lies, in the spelling that addresses are compared by ("host/path"); empty if unknown. */
sb_str sb_run_repository(struct sb_signal_run *run, enum sb_side side, sb_comp c);
sb_str sb_repository_key(sb_str url, struct sb_arena *arena);
/* The name that a declared dependency begins with: "a@^1", "a (>= 1)", "a[x]>=1 ; marker". */
sb_str sb_dep_name(sb_str raw);
/* git, an address or a path instead of a version range. */
bool sb_dep_is_exotic(const struct sb_fact_dep *dep, bool *ret_local);
/* Whether OLD declares a dependency of this name. */
bool sb_deps_have(const struct sb_facts *facts, sb_str name);
/* The identity that a dependency leads to; UINT32_MAX for none. */
uint32_t sb_dep_identity(const struct sb_signal_run *run, enum sb_side side, const struct sb_fact_dep *dep);

/* ---- execution points ---- */

enum sb_exec_when sb_exec_when(const struct sb_fact_exec *exec); /* SB_WHEN_COMMAND for a kind that is not known */
bool sb_exec_is_install(const struct sb_fact_exec *exec);
bool sb_exec_is_start_up(uint8_t kind); /* py:pth, py:start, py:sitecustomize, py:usercustomize */
bool sb_exec_is_system(uint8_t kind);   /* os:... */
bool sb_facts_install(const struct sb_facts *facts);
/* The execution point of KIND at PATH, or NULL. */
const struct sb_fact_exec *sb_exec_at(const struct sb_facts *facts, uint8_t kind, sb_str path);
/* A file of nobody as an execution point; its kind is SB_EXEC_COUNT if it does not run by itself. */
struct sb_fact_exec sb_exec_of_unowned(const struct sb_fact_file *file);
sb_str sb_exec_json(struct sb_signal_run *run, const struct sb_fact_exec *exec);
/* Digest, else command: what a finding about it is bound to. Rights are part of it. */
sb_str sb_exec_content(struct sb_signal_run *run, const struct sb_fact_exec *exec);
/* What stands in the place of a command or path, short enough for a message; what was cut ends with an ellipsis. */
sb_str sb_short(struct sb_signal_run *run, sb_str text);
/* Two commands or paths that are the same but for the digits of versions. */
bool sb_alike_but_versions(sb_str a, sb_str b);
/* The name that people call it by; empty for what is no command. */
sb_str sb_command_name(const struct sb_fact_exec *exec);
/* A command that people and scripts call without thinking whose it is. */
bool sb_command_is_familiar(const struct sb_fact_exec *exec);
/* Whether the old side had a start-up file of this name and content, whoever owned it. */
bool sb_had_start_up(struct sb_signal_run *run, const struct sb_fact_exec *exec);
/* Whether a package of the old side gave the system the same to run at PATH, from the root of the scan. */
bool sb_had_at(struct sb_signal_run *run, sb_str path, sb_str sha256);
/* A link that leads to what a package of the new side gives the system to run: it only switches that on. */
bool sb_is_switch(struct sb_signal_run *run, const struct sb_fact_exec *exec);
/* Whether an identity provides the command NAME on SIDE. */
bool sb_command_of(struct sb_signal_run *run, enum sb_side side, sb_str name, uint32_t identity);
/* Another identity that provides the command NAME on SIDE: UINT32_MAX for none. */
uint32_t sb_command_of_other(struct sb_signal_run *run, enum sb_side side, sb_str name, uint32_t identity);
/* A package of a distribution, whose maintainer scripts are ordinary. */
bool sb_exec_is_scriptlet(uint8_t kind);
/* EXEC, a scriptlet, does what no script of the package did before: fetches, decodes, or plants. */
bool sb_exec_is_new_deed(const struct sb_facts *old, const struct sb_fact_exec *exec);
/* A script that fetches and does one of the others as well, or NULL: those of distributions do one at most. */
const struct sb_fact_exec *sb_exec_fetching(const struct sb_facts *facts);
/* Whether any package of the old side has one: copies without the database of the distribution have none. */
bool sb_had_scriptlets(struct sb_signal_run *run);
/* A release that should bring nothing new: of a distribution's packages, another revision of the same upstream version
 * (of one that has no upstream: a patch release); of all others, a patch release. */
bool sb_way_is_revision(const struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way);

/* ---- rights ---- */

bool sb_exec_lends(unsigned kind); /* rights, to whoever starts it */
/* A program with the rights of another user that no distribution is known to ship, by its name. */
bool sb_exec_lends_oddly(const struct sb_fact_exec *exec);
/* Of a kind by rights (sb_exec_by_rights()), for people. */
const char *sb_exec_what_rights(const struct sb_fact_exec *exec);
/* A folder that anybody may write; one from which Python imports, or above such. */
bool sb_exec_is_folder(const struct sb_fact_exec *exec);
bool sb_exec_is_site(const struct sb_fact_exec *exec);
/* Whether NEW gives anybody what OLD, the same file, did not give. Both of a kind by rights, or of any two kinds. */
bool sb_exec_gains(const struct sb_fact_exec *old, const struct sb_fact_exec *new);
/* What had the kind of EXEC before: at its path, else of its name, else of its content; NULL for nothing. */
const struct sb_fact_exec *sb_exec_with_rights(const struct sb_facts *facts, const struct sb_fact_exec *exec);
/* A copy of a tree may have lost all modes or attributes of this kind: then all of them would be news. */
bool sb_exec_is_of_a_copy(struct sb_signal_run *run, const struct sb_fact_exec *exec);

/* The file of nobody at PATH, or NULL. */
const struct sb_fact_file *sb_unowned_find_path(const struct sb_facts *facts, sb_str path);
enum sb_exec_rank sb_unowned_rank(const struct sb_fact_file *file);
/* Whether the list holds all files of nobody of RANK (those of a lower one stand before them). */
bool sb_unowned_is_whole(const struct sb_facts *facts, enum sb_exec_rank rank);
/* The old side had this very file at another place under the same name, or one that is gone from its place. */
bool sb_unowned_moved(struct sb_signal_run *run, const struct sb_fact_file *file);

/* ---- files ---- */

/* Code by its suffix, or a start-up file; everything else is data or text for people. */
bool sb_path_is_code(sb_str path);
bool sb_strs_have(const sb_str *list, size_t n, sb_str wanted);
const struct sb_fact_file *sb_largest_find(const struct sb_facts *facts, sb_str path);
uint64_t sb_kind_count(const struct sb_facts *facts, const char *kind, sb_str *ret_path); /* path may be NULL */

/* Letters and digits only, small: "My_Lib" and "my-lib" are one. */
sb_str sb_squeezed(struct sb_signal_run *run, sb_str name);
/* Whether TOP ("six.py") is what people import another distribution of Python by, as far as this comparison knows: its
 * name, installed or declared as a dependency, or its top level, if that has another name. */
bool sb_top_of_other(struct sb_signal_run *run, uint32_t identity, sb_str top);

/* ---- findings ---- */

/* A new finding of the running signal with the row's severity and weight; the pointer is good until the next one. */
struct sb_finding *sb_find(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way);
/* About the document as a whole. NAME tells two such findings of one signal apart; it is no path. */
struct sb_finding *sb_find_document(struct sb_signal_run *run, sb_str name);
/* About a file that no component owns. */
struct sb_finding *sb_find_unowned(struct sb_signal_run *run, sb_str path);
void sb_find_level(struct sb_finding *finding, enum sb_level severity, int32_t weight);
/* BELOW: from the folder of the new (else the old) component; "../" is followed. */
void sb_find_path(struct sb_signal_run *run, struct sb_finding *finding, sb_str below);
void sb_find_message(struct sb_signal_run *run, struct sb_finding *finding, const char *format, ...) SB_PRINTF(3, 4);
/* A command for a shell: BEFORE, the finding's path (else the component's folder) quoted, BEHIND. */
void sb_find_look(struct sb_signal_run *run, struct sb_finding *finding, const char *before, const char *behind);
/* The same at PATH from the scan root, where that is not the path that the finding is about. */
void sb_find_look_at(struct sb_signal_run *run, struct sb_finding *finding, const char *before, sb_str path,
                     const char *behind);
void sb_find_about(struct sb_signal_run *run, struct sb_finding *finding, const uint32_t *identities, size_t n);
/* "name 1.2" for messages. */
sb_str sb_run_spell(struct sb_signal_run *run, enum sb_side side, sb_comp c);
sb_str sb_run_name(struct sb_signal_run *run, uint32_t identity);

/* JSON texts in the delta's arena. */
sb_str sb_json_text_of(struct sb_signal_run *run, sb_str text);
sb_str sb_json_number_of(struct sb_signal_run *run, uint64_t value);
sb_str sb_json_list_of(struct sb_signal_run *run, const sb_str *texts, size_t n); /* a long one ends with {"more":n} */
enum { SB_LISTED = 16 };
/* The same, at most SB_LISTED of them; the last then says how many more there are. */
sb_str sb_json_some_of(struct sb_signal_run *run, const sb_str *texts, size_t n);
/* {"name":"text",...}; members with an empty text are left out. Names in the order of their bytes. */
struct sb_member {
    const char *name;
    sb_str text;
    uint64_t number;
    bool is_number;
};
sb_str sb_json_object_of(struct sb_signal_run *run, const struct sb_member *members, size_t n);

/* FOLDER and PATH with "." and ".." resolved; never above the root. */
sb_str sb_run_join(struct sb_signal_run *run, sb_str folder, sb_str path);
/* Where a path from a component's folder lies in the scan. */
sb_str sb_run_at(struct sb_signal_run *run, enum sb_side side, sb_comp c, sb_str below);

/* ---- the rows of the table, each beside its function ---- */

extern const struct sb_signal_row sb_signal_startup_hook, sb_signal_hook_appeared, sb_signal_hook_changed,
    sb_signal_new_toplevel, sb_signal_files_list, sb_signal_binary_appeared, sb_signal_foreign_lang,
    sb_signal_big_new_file, sb_signal_opaque_file, sb_signal_bytecode_only, sb_signal_size_jump,
    sb_signal_manifest_only, sb_signal_new_component, sb_signal_new_dep_in_patch, sb_signal_only_via_patch,
    sb_signal_phantom_dep, sb_signal_source_changed, sb_signal_exotic_source, sb_signal_same_version_diff,
    sb_signal_file_modified, sb_signal_record_extra, sb_signal_integrity_weaker, sb_signal_lock_tree_disagree,
    sb_signal_version_order, sb_signal_name_similar, sb_signal_identity_clone, sb_signal_autoload,
    sb_signal_exec_appeared, sb_signal_exec_changed, sb_signal_ref_moved, sb_signal_unowned_code,
    sb_signal_file_missing, sb_signal_evidence_lost, sb_signal_capability, sb_signal_image_config;
void sb_project_index_free(struct sb_project_index *index);

/* The same version, the same artefact in both lock files, and an install hook that is what it was: the hook built or
 * fetched what differs. */
bool sb_built_by_hook(struct sb_signal_run *run, const struct sb_way *way);

/* The lock files of both sides pin the same artefact. */
bool sb_pins_are_equal(struct sb_signal_run *run, const struct sb_way *way);

/* ---- new dependencies, which several signals look at ---- */

/* The arrivals that this way's new row newly wants: identities, sorted, in SCRATCH. */
size_t sb_new_deps(struct sb_signal_run *run, const struct sb_way *way, uint32_t **ret_deps);
/* Whether some component's own files name the arrival, as far as anybody looked: SB_MENTION_... */
uint8_t sb_is_mentioned(struct sb_signal_run *run, uint32_t arrival);
/* Nothing speaks against the arrival: no install hook but a builder's, from a registry, and not known to be unused. */
bool sb_is_plain_arrival(struct sb_signal_run *run, uint32_t arrival);
bool sb_only_builds(const struct sb_identity *identity, const struct sb_facts *facts);

/* fingerprint.c: the first 16 hex digits of SHA-256 over signal, identity and path, and CONTENT if there is any;
 * VERSION in path and content does not count. */
void sb_fingerprint(const char *signal, sb_str identity, sb_str below, sb_str version, sb_str content, char ret[17]);

#endif
