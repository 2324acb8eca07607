/* The one inventory: what collectors fill, formats read and write, and the diff compares.
 *
 * Rows lie in arrays and are named by typed handles; text is interned; everything is freed at once. A component row is
 * one installation: purl and place. Rows that belong to a component (digests, facts, ...) may be added in any order;
 * sb_doc_seal() sorts them by owner and content, and from then on the ranges below can be asked for. */
#ifndef SB_MODEL_DOC_H
#define SB_MODEL_DOC_H

#include "base/diag.h"
#include "base/digest.h"
#include "base/intern.h"
#include "base/mem.h"

typedef struct {
    uint32_t v; /* 0: none, or the document itself where an owner is asked for */
} sb_comp;
#define SB_COMP_NONE ((sb_comp){0})
#define SB_DOC_ITSELF ((sb_comp){0})

/* CycloneDX component types; SPDX purposes map to them (reference: SPDX 2.3 clause 7.24). */
enum sb_comp_type {
    SB_TYPE_ABSENT,
    SB_TYPE_APPLICATION,
    SB_TYPE_FRAMEWORK,
    SB_TYPE_LIBRARY,
    SB_TYPE_CONTAINER,
    SB_TYPE_PLATFORM,
    SB_TYPE_OPERATING_SYSTEM,
    SB_TYPE_DEVICE,
    SB_TYPE_DEVICE_DRIVER,
    SB_TYPE_FIRMWARE,
    SB_TYPE_FILE,
    SB_TYPE_MACHINE_LEARNING_MODEL,
    SB_TYPE_DATA,
    SB_TYPE_CRYPTOGRAPHIC_ASSET,
    SB_TYPE_COUNT
};
extern const char *const sb_comp_type_names[SB_TYPE_COUNT]; /* CycloneDX spelling; "" for absent */

enum sb_scope { SB_SCOPE_ABSENT, SB_SCOPE_REQUIRED, SB_SCOPE_OPTIONAL, SB_SCOPE_EXCLUDED, SB_SCOPE_COUNT };

/* Where a row was found: which collector (its name, or the format for a document), in which file and line. */
struct sb_origin {
    const char *collector;
    sb_text path;
    uint32_t line;
};

struct sb_component {
    uint8_t type;  /* enum sb_comp_type */
    uint8_t scope; /* enum sb_scope */
    bool purl_bad; /* the purl is kept as written, but is none */
    bool looked;   /* its dependencies were looked at: without a relation it has none */
    uint8_t again; /* how many more times a document lists it (255: or more) */
    sb_text ref;   /* bom-ref or SPDXID; unique after sb_doc_seal */
    sb_text purl;  /* canonical where it could be parsed */
    sb_text group, name, version;
    sb_text place; /* the folder it is installed in, from the scan root (fact sbom:at); "." for the root; absent =
                      unknown */
    sb_text supplier, originator, copyright;
    uint32_t tag; /* for whoever fills the document; moves with the row when sb_doc_order() renumbers */
    struct sb_origin from;
};

/* Everything a specification can say in one text that has no slot above. Compare classes and names in the formats are
 * in the field tables of formats/. */
enum sb_field {
    SB_F_DESCRIPTION,
    SB_F_SUMMARY,
    SB_F_AUTHOR,
    SB_F_PUBLISHER,
    SB_F_CPE,
    SB_F_MIME_TYPE,
    SB_F_DOWNLOAD,    /* SPDX downloadLocation */
    SB_F_SOURCE_INFO, /* SPDX sourceInfo */
    SB_F_FILE_NAME,   /* SPDX packageFileName */
    SB_F_COMMENT,
    SB_F_VERIFICATION_CODE,
    SB_F_DOC_NAME,     /* of the document */
    SB_F_LICENCE_LIST, /* of the document */
    SB_F_EVIDENCE,     /* a path that is evidence (a copyright file); may stand more than once */
    SB_F_COUNT
};

enum sb_licence_role { SB_LICENCE_DECLARED, SB_LICENCE_CONCLUDED };
enum sb_licence_form { SB_LICENCE_ID, SB_LICENCE_EXPRESSION, SB_LICENCE_NAME };

/* How one component stands to another. FROM and TO read as an English sentence. */
enum sb_relation_kind {
    SB_REL_DEPENDS_ON,
    SB_REL_OWNS,           /* FROM's package owns the files of TO (sbom:owner of TO; SPDX CONTAINS) */
    SB_REL_GENERATED_FROM, /* FROM was built from the source package TO */
    SB_REL_CONTAINS,       /* nesting in a document */
    SB_REL_OTHER,          /* any other relation of SPDX; `name` says which */
    SB_REL_COUNT
};

/* Rows. `owner` first in each, so that one function sorts them. */
struct sb_attribute {
    sb_comp owner;
    uint16_t field;
    sb_text value;
};
struct sb_fact {
    sb_comp owner;
    sb_text name, value; /* value: JSON text, keys sorted, no spaces */
};
struct sb_property {
    sb_comp owner;
    sb_text name, value; /* properties of other tools */
};
struct sb_hash {
    sb_comp owner;
    struct sb_digest digest;
};
/* wording: what tells the text that stands beside it (sb_doc_wording); absent: none does. */
struct sb_licence {
    sb_comp owner;
    uint8_t role, form;
    sb_text text, wording;
};
/* What a LicenseRef-... stands for. A body that is no more than a name is one, too. */
struct sb_licence_text {
    sb_text id, body, wording; /* sealed: of body */
};
struct sb_reference {
    sb_comp owner;
    sb_text type, url, comment; /* CycloneDX external reference types */
};
/* The digest of what a reference leads to: its scope is the type and the url, which may be empty. */
struct sb_reference_hash {
    sb_comp owner;
    sb_text type, url;
    struct sb_digest digest;
};
struct sb_raw {
    sb_comp owner;
    sb_text member, json; /* a member that no table knows, kept as it stands */
};
struct sb_relation {
    sb_comp from, to;
    uint8_t kind;
    sb_text name;
};
struct sb_tool {
    sb_text vendor, name, version;
};
/* A dependency with an end that is no component, but another element of the document: a service. By refs. */
struct sb_outside {
    sb_text from, to, name; /* absent: depends on; else "provides" */
};

struct sb_range {
    uint32_t first, n;
};

struct sb_doc {
    struct sb_intern text;
    struct sb_diags diags;
    SB_VEC(struct sb_component) components; /* [0] is the document itself and empty */
    SB_VEC(struct sb_attribute) attributes;
    SB_VEC(struct sb_fact) facts;
    SB_VEC(struct sb_property) properties;
    SB_VEC(struct sb_hash) hashes;
    SB_VEC(struct sb_licence) licences;
    SB_VEC(struct sb_licence_text) licence_texts; /* sealed: sorted by id, each once */
    SB_VEC(struct sb_reference) references;
    SB_VEC(struct sb_reference_hash) reference_hashes;
    SB_VEC(struct sb_raw) raws;
    SB_VEC(struct sb_relation) relations;
    SB_VEC(struct sb_tool) tools;
    SB_VEC(struct sb_outside) outside;
    sb_comp root;         /* what the document is about; also a component row */
    const char *format;   /* "cyclonedx-json", "cyclonedx-xml", "spdx-json", "scan" */
    sb_text spec_version; /* "1.6", "2.3" */
    sb_text serial;       /* serialNumber or documentNamespace, as read */
    sb_text created;      /* as read */
    bool has_graph;       /* dependencies were looked for (scan), or the document has at least one */
    bool sealed;
    struct sb_doc_index *index; /* private */
};

struct sb_doc *sb_doc_new(void);
void sb_doc_free(struct sb_doc *doc);

static inline sb_text sb_doc_put(struct sb_doc *doc, sb_str s)
{
    return sb_intern(&doc->text, s);
}
/* For a value: what is not looked for, nor compared by its id (sb_intern_keep). */
static inline sb_text sb_doc_keep(struct sb_doc *doc, sb_str s)
{
    return sb_intern_keep(&doc->text, s);
}
static inline sb_str sb_doc_str(const struct sb_doc *doc, sb_text t)
{
    return sb_intern_str(&doc->text, t);
}
static inline struct sb_component *sb_doc_at(const struct sb_doc *doc, sb_comp c)
{
    return &doc->components.p[c.v];
}
static inline uint32_t sb_doc_count(const struct sb_doc *doc) /* of components; handles are 1 .. count */
{
    return (uint32_t)doc->components.n - 1;
}

/* A new row, zeroed. The pointer from sb_doc_at() is good until the next sb_doc_add(). */
sb_comp sb_doc_add(struct sb_doc *doc);
void sb_doc_attribute(struct sb_doc *doc, sb_comp owner, enum sb_field field, sb_str value);
void sb_doc_fact(struct sb_doc *doc, sb_comp owner, sb_str name, sb_str json);
void sb_doc_property(struct sb_doc *doc, sb_comp owner, sb_str name, sb_str value);
void sb_doc_hash(struct sb_doc *doc, sb_comp owner, const struct sb_digest *digest);
void sb_doc_licence(struct sb_doc *doc, sb_comp owner, enum sb_licence_role role, enum sb_licence_form form,
                    sb_str text);
void sb_doc_licence_text(struct sb_doc *doc, sb_str id, sb_str body);
/* What tells a licence text from others, as text of the document; absent for a text that says nothing. */
sb_text sb_doc_wording(struct sb_doc *doc, sb_str text);
/* What stands for the text of a reference whose text is not known, with the reference between the two. Such a text
 * tells no wording: it gives the reference back, whatever another tool calls it since. */
#define SB_NO_TEXT_FRONT "The text of "
#define SB_NO_TEXT_BEHIND " is not part of this inventory."
void sb_doc_reference(struct sb_doc *doc, sb_comp owner, sb_str type, sb_str url, sb_str comment);
void sb_doc_reference_hash(struct sb_doc *doc, sb_comp owner, sb_str type, sb_str url, const struct sb_digest *digest);
void sb_doc_raw(struct sb_doc *doc, sb_comp owner, sb_str member, sb_str json);
void sb_doc_relate(struct sb_doc *doc, sb_comp from, sb_comp to, enum sb_relation_kind kind, sb_str name);

/* Sorts the components by their content and lets everything that names them follow. For readers, so that handles mean
 * the same however a document lists its elements. */
void sb_doc_sort(struct sb_doc *doc);
/* For scans: sorts the components by purl, place, type, name, version (so that handles mean the same however they were
 * added), and gives each its ref: the purl where it stands in one place, else purl|place; without a purl
 * name@version|place. */
void sb_doc_order(struct sb_doc *doc);
/* Sorts the rows by owner and content, drops exact repeats, and makes the ranges. Nothing may be added afterwards. */
void sb_doc_seal(struct sb_doc *doc);

/* For readers, when the document is sealed: rows that say the same in all, below the same parent, become one; so does
 * what is the root once more. Seals it again. */
void sb_doc_merge_repeats(struct sb_doc *doc);

/* After sealing: the rows of one owner, as [first, first + n) of the array of that name. */
struct sb_range sb_doc_attributes_of(const struct sb_doc *doc, sb_comp owner);
struct sb_range sb_doc_facts_of(const struct sb_doc *doc, sb_comp owner);
struct sb_range sb_doc_properties_of(const struct sb_doc *doc, sb_comp owner);
struct sb_range sb_doc_hashes_of(const struct sb_doc *doc, sb_comp owner);
struct sb_range sb_doc_licences_of(const struct sb_doc *doc, sb_comp owner);
struct sb_range sb_doc_references_of(const struct sb_doc *doc, sb_comp owner);
struct sb_range sb_doc_reference_hashes_of(const struct sb_doc *doc, sb_comp owner);
/* Of one specification? Whatever their encodings, they say the same in the same members then. */
bool sb_doc_same_specification(const struct sb_doc *a, const struct sb_doc *b);
struct sb_range sb_doc_raws_of(const struct sb_doc *doc, sb_comp owner);
struct sb_range sb_doc_relations_from(const struct sb_doc *doc, sb_comp from); /* sorted by kind, then target */

/* The text of a licence that is on no list, or an empty slice. */
sb_str sb_doc_licence_text_of(const struct sb_doc *doc, sb_str id);
/* The value of a fact, or an empty slice. */
sb_str sb_doc_fact_of(const struct sb_doc *doc, sb_comp owner, const char *name);
/* The first value of an attribute, or SB_TEXT_ABSENT. */
sb_text sb_doc_attribute_of(const struct sb_doc *doc, sb_comp owner, enum sb_field field);
sb_comp sb_doc_by_ref(const struct sb_doc *doc, sb_str ref);
sb_comp sb_doc_by_ref_text(const struct sb_doc *doc, sb_text ref); /* the same for text of the document */
/* Makes the refs unique and findable: of several with one ref the first by content keeps it, the others become ref#2
 * ... with a diagnostic; a component without a ref is given its purl or name@version. Sealing does it; a reader that
 * resolves refs before calls it when all components are there. */
void sb_doc_settle_refs(struct sb_doc *doc);
/* Purl, place, type, name, version, then everything else that a component row says. */
int sb_doc_compare(const struct sb_doc *doc, sb_comp a, sb_comp b);
/* "group/name", "@scope/name" or "name", for people. */
sb_str sb_doc_display(const struct sb_doc *doc, sb_comp c, struct sb_arena *arena);
/* "sbom 0.1.0", "syft 1.57.0": name and version of the tool that made it; empty if none. */
sb_str sb_doc_generator(const struct sb_doc *doc, struct sb_arena *arena);

#endif
