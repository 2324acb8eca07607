/* Names under which a format without a place for something writes it as a property, and finds it again. */
#ifndef SB_FORMATS_ATTRIBUTES_H
#define SB_FORMATS_ATTRIBUTES_H

#include "model/doc.h"

struct sb_attribute_name {
    const char *name;
    enum sb_field field;
};
extern const struct sb_attribute_name sb_attribute_names[];
extern const size_t sb_attribute_names_n;

const char *sb_attribute_name(enum sb_field field);
/* SB_F_COUNT if the name is none. */
enum sb_field sb_attribute_find(sb_str name);

extern const char *const sb_scope_names[SB_SCOPE_COUNT]; /* CycloneDX spelling; "" for absent */

#define SB_PROPERTY_CONCLUDED "spdx:license-concluded"
#define SB_PROPERTY_CHECKSUM "spdx:checksum:" /* and the algorithm */
#define SB_PROPERTY_GROUP "cdx:group"
#define SB_PROPERTY_TYPE "cdx:type"
#define SB_PROPERTY_SCOPE "cdx:scope"
/* Of a document of another specification: who and when it was. */
#define SB_PROPERTY_SERIAL "cdx:serial-number"
#define SB_PROPERTY_TIMESTAMP "cdx:timestamp"
#define SB_PROPERTY_NAMESPACE "spdx:document:document-namespace"
#define SB_PROPERTY_CREATED "spdx:creation-info:created"
/* and the type; behind that, where there is one, a colon and the comment. For what is no address. */
#define SB_PROPERTY_REFERENCE "cdx:external-reference:"

#endif
