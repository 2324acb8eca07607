/* Names of the rows of the CycloneDX tables, for those that mean one of them: an object, a member, a list of words. A
 * name that no row has does not compile. */
#ifndef SB_GRAMMAR_CYCLONEDX_H
#define SB_GRAMMAR_CYCLONEDX_H

#include "grammar/grammar.h"

/* Indices of sb_grammar_cyclonedx.objects. */
enum sb_cdx_object {
#define OBJECT(id, ...) SB_CDX_##id,
#define M(...)
#define END(id)
#include "grammar/cdx.def"
#undef OBJECT
#undef M
#undef END
    SB_CDX_OBJECTS
};

/* Indices of sb_grammar_cyclonedx.members; those of an object from SB_CDX_ROWS_OF_x up to SB_CDX_ROWS_END_x. */
enum sb_cdx_row {
#define OBJECT(id, ...) SB_CDX_ROWS_OF_##id, SB_CDX_ROWS_BEFORE_##id = SB_CDX_ROWS_OF_##id - 1,
#define M(object, id, ...) SB_CDX_ROW_##object##_##id,
#define END(id) SB_CDX_ROWS_END_##id, SB_CDX_ROWS_BACK_##id = SB_CDX_ROWS_END_##id - 1,
#include "grammar/cdx.def"
#undef OBJECT
#undef M
#undef END
    SB_CDX_ROWS
};

/* Indices of sb_grammar_cyclonedx.words; 0 is no list. */
enum sb_cdx_words {
    SB_CDX_WORDS_NONE,
#define RULE(...)
#define WORDS(id, ...) SB_CDX_WORDS_##id,
#include "grammar/cdx_words.def"
#undef RULE
#undef WORDS
    SB_CDX_WORDS
};

/* Indices of sb_grammar_cyclonedx.rules; 0 is any text or number. RULE_x is the first row of x. */
enum sb_cdx_rule {
    SB_CDX_RULE_ANY,
#define RULE(id, ...) SB_CDX_RULE_##id,
#define WORDS(...)
#include "grammar/cdx_words.def"
#undef RULE
#undef WORDS
    SB_CDX_RULES
};

/* Places that no column says; a carrier has a function for each of those that are quirks of its encoding. */
enum sb_cdx_quirk {
    SB_CDX_QUIRK_NONE,
    SB_CDX_QUIRK_NAMESPACE, /* XML: format and version are the namespace of the root */
    SB_CDX_QUIRK_LICENSES, /* XML: license | expression | expression-detailed, whose members are those of licenseChoice;
                              1.7 protobuf: a message of its own for an expression with more than bom-ref and
                              acknowledgement, in which expression is 1, bom-ref 3, acknowledgement 4 */
    SB_CDX_QUIRK_NESTED,   /* XML, protobuf: a dependency inside another is an edge, and may have edges of its own */
    SB_CDX_QUIRK_TOOLS,    /* protobuf: one message for a tool and for {components, services} */
    SB_CDX_QUIRK_DATA_FLOW,   /* XML: <classification flow="">text, in 1.5 inside <dataflow> with all other members */
    SB_CDX_QUIRK_DATASETS,    /* XML: ref | dataset; protobuf: a message with either: dataset 1, ref 2 */
    SB_CDX_QUIRK_PATENTS,     /* XML: patent | patentFamily; protobuf: a message with either: 1 or 2; in the latter
                                 priorityApplication is 3, externalReferences 5 */
    SB_CDX_QUIRK_PARTY,       /* XML: organization | individual (of an asserter: contact) | ref; protobuf: 1, 2, 3 */
    SB_CDX_QUIRK_ENVIRONMENT, /* protobuf: a message with either: property 1, text 2 */
    SB_CDX_QUIRK_EXTENSIONS,  /* protobuf: a message, its field 1 the list, whose items have the two members of a common
                                 extension in message 1, those of a custom one in message 2 */
    SB_CDX_QUIRK_IKEV2,       /* protobuf: references in field 4, since 1.7 objects in field 7 */
};

#endif
