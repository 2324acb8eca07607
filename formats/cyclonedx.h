/* CycloneDX, as the JSON reader and writer share it. Versions are minor numbers: 6 is 1.6. */
#ifndef SB_FORMATS_CYCLONEDX_H
#define SB_FORMATS_CYCLONEDX_H

#include "formats/reading.h"
#include "formats/writing.h"

extern const struct sb_field_table sb_cdx_document, sb_cdx_metadata, sb_cdx_component;

/* External reference types and the version that brought each; a writer says "other" for what its version does not know.
 */
bool sb_cdx_reference_known(sb_str type, unsigned minor);
/* The version that brought a component type. */
unsigned sb_cdx_type_since(enum sb_comp_type type);

/* Document. */
bool sb_cdx_read_ignored(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_spec_version(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_spec_format(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_bom_format(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_serial(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_metadata(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_components(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_dependencies(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_signature(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_schema(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_bom_format(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_spec_version(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_serial(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_version(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_metadata(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_components(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_dependencies(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_signature(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);

/* Metadata. */
bool sb_cdx_read_timestamp(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_tools(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_root(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_timestamp(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_tools(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_root(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);

/* Component. */
bool sb_cdx_read_type(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_scope(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_purl(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_party(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_hashes(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_licences(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_pedigree(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_references(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_content_ids(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_evidence(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
bool sb_cdx_read_properties(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_type(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_scope(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_purl(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_supplier(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_manufacturer(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_hashes(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_licences(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_pedigree(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_references(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_evidence(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);
void sb_cdx_write_properties(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);

/* Ancestors that are components of the document become relations; the rest of a pedigree is kept as it stands. */
void sb_cdx_pedigree_resolve(struct sb_reading *reading);

sb_rc sb_cdx_read(struct sb_reading *reading);
/* The canonical text of DOC in the shape of version 1.SHAPE, which says that it is 1.MINOR. */
enum { SB_CDX_OLDEST_SHAPE = 4 };
sb_rc sb_cdx_write(const struct sb_doc *doc, const struct sb_write_options *options, unsigned shape, unsigned minor,
                   struct sb_sink *sink, struct sb_diags *diags, struct sb_err *err);
/* DOC in an encoding and version that ROAD has. */
sb_rc sb_cdx_encode(const struct sb_doc *doc, const struct sb_road *road, unsigned minor,
                    const struct sb_write_options *options, struct sb_sink *sink, struct sb_diags *diags,
                    struct sb_err *err);

#endif
