/* SPDX 2, as the JSON reader and writer share it. Versions are minor numbers: 3 is 2.3. */
#ifndef SB_FORMATS_SPDX2_H
#define SB_FORMATS_SPDX2_H

#include "base/map.h"
#include "formats/reading.h"
#include "formats/writing.h"

#define SB_SPDX2_DEFAULT "2.3" /* the version that is written */

extern const struct sb_field_table sb_spdx2_document, sb_spdx2_package, sb_spdx2_file;

/* The types of relationships. Those that say what the model says become its relations; the rest keep their name. */
struct sb_spdx2_relation {
    const char *type;
    uint8_t kind;  /* enum sb_relation_kind */
    bool reversed; /* "A DEPENDENCY_OF B": B depends on A */
    bool plain;    /* the type that the writer uses for the kind; others keep their name in the relation */
};
extern const struct sb_spdx2_relation sb_spdx2_relations[];
extern const size_t sb_spdx2_relations_n;
const struct sb_spdx2_relation *sb_spdx2_relation_find(sb_str type);
/* Of a word of a list, in whatever spelling. */
bool sb_spdx2_same_word(sb_str a, sb_str b);

/* Component type <-> primaryPackagePurpose. */
const char *sb_spdx2_purpose(enum sb_comp_type type); /* NULL for none */
enum sb_comp_type sb_spdx2_type_of(sb_str purpose);   /* SB_TYPE_ABSENT if no type says it */

#define SB_SPDX2_DOCUMENT "SPDXRef-DOCUMENT"
#define SB_SPDX2_FACTS "sbom:facts/1\n"           /* first line of an annotation with facts: name=value */
#define SB_SPDX2_PROPERTIES "sbom:properties/1\n" /* of one with properties: ["name","value"] */
#define SB_SPDX2_CREATOR "spdx:creator"           /* property of the document: a creator that is no tool */
#define SB_SPDX2_CREATION_COMMENT "spdx:creation-info:comment"

/* A relationship until all packages are known. */
struct sb_spdx2_edge {
    uint32_t from, to; /* refs */
    sb_text type, comment;
    sb_comp from_package; /* of a shorthand in a package, whose id may stand behind it */
    uint32_t line;
};

struct sb_spdx2_reading {
    SB_VEC(struct sb_spdx2_edge) edges;
    struct sb_map own_licences; /* text id of a LicenseRef of ours -> text id of the licence's name */
    sb_comp described, described_file;
    uint32_t n_described, n_described_files;
    bool has_snippets; /* relations to elements that are no rows can be meant */
    /* of the package that is being read */
    bool type_said, group_said;
};

bool sb_spdx2_read_ignored(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_version(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_context(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_creation(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_document_text(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_infos(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_describes(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_packages(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_files(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_has_files(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_elements(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_relationships(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_annotations(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_checksums(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_slot(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_party(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_download(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_homepage(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_refs(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_licence(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_code(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_spdx2_read_purpose(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);

/* "Organization: N", "Person: N (mail)" -> "N", "N <mail>", and back. */
sb_str sb_spdx2_party_of(sb_str actor, struct sb_arena *arena);
sb_str sb_spdx2_actor_of(sb_str party, struct sb_arena *arena);

/* The LicenseRef of a licence that is a name. */
sb_str sb_spdx2_licence_ref(sb_str name, struct sb_arena *arena);
/* What the writer says where it has no text for a LicenseRef; for a reader it is none. */
sb_str sb_spdx2_no_text(sb_str id, struct sb_arena *arena);

/* When all elements are known. */
void sb_spdx2_resolve_edge(struct sb_reading *reading, const struct sb_spdx2_edge *edge);
/* After all packages: edges, the root, licences of ours. */
void sb_spdx2_resolve(struct sb_reading *reading);

struct sb_spdx2_writing {
    sb_str *ids; /* SPDXIDs by component */
    struct sb_arena arena;
    struct sb_map named;      /* text ids of licence names that have an entry already */
    SB_VEC(sb_text) names;    /* in the order of the components */
    struct sb_intern refs;    /* LicenseRef-... that stand in expressions, in that order */
    struct sb_intern defined; /* those with an entry that was kept as it stands, and documents that have one */
    struct sb_buf comment;    /* scratch: of an annotation */
    char created[SB_TIME_TEXT];
    bool list_open;    /* of the array that is being written; opened by its first element */
    sb_comp owner;     /* the last one whose homepage was looked for */
    uint32_t homepage; /* its reference; UINT32_MAX: none */
};

void sb_spdx2_write_id(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_version(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_creation(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_name(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_data_licence(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_namespace(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_comment(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_packages(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_infos(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_relationships(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_annotations(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_checksums(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_slot(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_party(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_download(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_homepage(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_refs(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_licence(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_code(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_purpose(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_spdx2_write_analyzed(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);

/* An array that is left out when it has no elements: open before each element, close at the end. */
void sb_spdx2_list_open(struct sb_writing *writing, const char *key);
void sb_spdx2_list_close(struct sb_writing *writing);
/* Those elements of the array that were kept raw, one by one. */
void sb_spdx2_write_raws(struct sb_writing *writing, const char *member, sb_comp owner);
/* The text of a slot; NOASSERTION and NONE are words of the format. */
void sb_spdx2_write_said(struct sb_writing *writing, const char *key, sb_text text);
/* Fills `defined` from the raw entries that are written again. */
void sb_spdx2_find_defined(struct sb_writing *writing);
/* SPDXIDs for all components: "SPDXRef-" and what may stand in one of the ref; a digest of the ref where two would be
 * alike. */
void sb_spdx2_make_ids(struct sb_writing *writing, struct sb_spdx2_writing *state);
/* The reader's rule for a group: "namespace/name" of the purl. True if it finds the group that GROUP and NAME are. */
bool sb_spdx2_group_is_found(sb_str purl, sb_str group, sb_str name, struct sb_arena *arena);
/* Splits "group/name" or "group:name" by the purl; false if it is not of that shape. */
bool sb_spdx2_split_name(sb_str purl, sb_str text, struct sb_arena *arena, sb_str *ret_group, sb_str *ret_name);

sb_rc sb_spdx2_read(struct sb_reading *reading);
sb_rc sb_spdx2_json_write(const struct sb_doc *doc, const struct sb_write_options *options, struct sb_sink *sink,
                          struct sb_diags *diags, struct sb_err *err);

#endif
