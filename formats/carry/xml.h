/* What the files of the XML carrier share. Private to this folder.
 *
 * The ladder: xml_in and xml_out (documents) know xml_cyclonedx (the irregular places), which knows xml_take and
 * xml_put (elements by the columns of the grammar), and that xml_rows; the two call the irregular places through the
 * table that they are given. */
#ifndef SB_FORMATS_CARRY_XML_H
#define SB_FORMATS_CARRY_XML_H

#include "carry/carrier.h"
#include "carry/dialect.h"
#include "carry/hold.h"
#include "text/xml_write.h"

static inline const char *sb_xml_name(const struct sb_member *row)
{
    return row->xml_name ? row->xml_name : row->name;
}

/* ---- writing (xml_put.c) ---- */

struct sb_xml_put {
    struct sb_xml_out *out;
    const char *space; /* the document's namespace */
    struct sb_dialect dialect;
    const struct sb_xml_quirk *quirks; /* by the number of the row */
};

/* The element or elements of a member: NODE is its value. */
void sb_xml_put_member(const struct sb_xml_put *put, const struct sb_node *node);
/* One element of that name for one value. */
void sb_xml_put_value(const struct sb_xml_put *put, const char *name, const struct sb_node *node);
/* The attributes of an object, then its elements, then its text; the start tag is open. */
void sb_xml_put_inside(const struct sb_xml_put *put, const struct sb_node *object);
/* An element that holds a text alone. */
void sb_xml_put_text(const struct sb_xml_put *put, const char *name, sb_str text);
/* What no row knows and another namespace has: an element. SPACE is the namespace around. */
void sb_xml_put_other(const struct sb_xml_put *put, const struct sb_node *node, const char *space);
/* The same as an attribute, NUMBER telling its prefix from others of the element; false: it is none. */
bool sb_xml_put_other_attribute(const struct sb_xml_put *put, const struct sb_node *node, unsigned number);
/* What a scalar says. */
sb_str sb_xml_text_of(const struct sb_node *node);

/* ---- reading (xml_take.c) ---- */

struct sb_xml_attribute {
    const char *name;
    const char *space; /* its namespace, or NULL */
    sb_str text;
    struct sb_xml_attribute *next;
};

/* An element that was read whole. */
struct sb_xml_element {
    struct sb_xml_element *first, *last, *next;
    struct sb_xml_attribute *attributes;
    const char *name;
    const char *space;     /* its namespace where that is not the document's; else NULL */
    sb_str text;           /* of the element itself, all of it */
    uint32_t line, column; /* of its start tag; the column 0: not known */
    bool taken;            /* already given */
    bool mixed;            /* some of the text stands before an element */
};

/* The member that text of an element of no row is; and where some of it stood before an element. */
#define SB_XML_OTHER_TEXT "#text"
#define SB_XML_MIXED_TEXT "#texts"

struct sb_xml_take {
    struct sb_walk *walk;
    struct sb_dialect dialect;
    const struct sb_xml_quirk *quirks;
};

/* Tells whoever asks for it what is odd about NAME, at XML. */
static inline void sb_xml_tell(const struct sb_xml_take *take, enum sb_odd what, const char *name,
                               const struct sb_xml_element *xml)
{
    struct sb_walk *walk = take->walk;
    uint32_t before = walk->column;
    walk->column = xml->column;
    if (walk->odd)
        walk->odd(walk->to.to, what, name, xml->line);
    walk->column = before;
}

/* All false where the walk refused. */
SB_MUST bool sb_xml_take_object(const struct sb_xml_take *take, const struct sb_object *type,
                                struct sb_xml_element *xml);
/* An element of a list; and those inside of it that are elements of the list as well (dependencies are nested). */
SB_MUST bool sb_xml_take_item(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml);
/* The members of an object, without its begin and end. */
SB_MUST bool sb_xml_take_inside(const struct sb_xml_take *take, const struct sb_object *type,
                                struct sb_xml_element *xml);
/* One value of ROW. */
SB_MUST bool sb_xml_take_value(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml);
/* The member ROW, whose value is next. */
SB_MUST bool sb_xml_take_row(const struct sb_xml_take *take, const struct sb_member *row, uint32_t line);
SB_MUST bool sb_xml_take_text(const struct sb_xml_take *take, const struct sb_member *row, sb_str text, uint32_t line);
/* XML is an element in the wrapper of the list ROW of OWNER. */
SB_MUST bool sb_xml_take_listed(const struct sb_xml_take *take, const struct sb_object *owner,
                                const struct sb_member *row, struct sb_xml_element *xml);
/* Attributes of a wrapper: no row knows any. */
SB_MUST bool sb_xml_take_wrapper(const struct sb_xml_take *take, const struct sb_xml_element *xml);
/* A child that no row knows, as a member that none knows. */
SB_MUST bool sb_xml_take_other(const struct sb_xml_take *take, struct sb_xml_element *xml);
/* Attributes of XML but the one that is KNOWN, and all elements in it, as members that no row knows. */
SB_MUST bool sb_xml_take_extras(const struct sb_xml_take *take, struct sb_xml_element *xml, const char *known);
/* The same in a list: as a list in the list, which no row knows either. */
SB_MUST bool sb_xml_take_stranger(const struct sb_xml_take *take, struct sb_xml_element *xml);
SB_MUST bool sb_xml_begin_list(const struct sb_xml_take *take, const struct sb_member *row, uint32_t line);
SB_MUST bool sb_xml_end_list(const struct sb_xml_take *take, uint32_t line);
SB_MUST bool sb_xml_begin_object(const struct sb_xml_take *take, uint32_t line);
SB_MUST bool sb_xml_end_object(const struct sb_xml_take *take, uint32_t line);
static inline bool sb_xml_is(const struct sb_xml_element *xml, const char *name)
{
    return !xml->space && strcmp(xml->name, name) == 0;
}

/* ---- which row an element is of, and whether it stands where the schema has it (xml_rows.c) ---- */

const struct sb_xml_attribute *sb_xml_get(const struct sb_xml_element *xml, const char *name);
/* The row of the member that element XML is: by its name, then by what is in it, then the first of the version. */
const struct sb_member *sb_xml_row_of(const struct sb_xml_take *take, const struct sb_object *type,
                                      const struct sb_xml_element *xml);
/* Among the rows of FIRST's name the one that ITEM, an element in the member's wrapper, is of. */
const struct sb_member *sb_xml_row_of_item(const struct sb_xml_take *take, const struct sb_object *type,
                                           const struct sb_member *first, const struct sb_xml_element *item);
/* Where the schema has an element of TYPE: by the order of the rows, those of one name as one; others behind all. */
size_t sb_xml_place_of(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml);
/* These tell whoever asks for what is odd. Elements of TYPE stand in the order of the rows, or in rounds of it. */
void sb_xml_tell_order(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml);
/* An element that is a scalar has a text alone, or an attribute `ref` alone. Somebody asks. */
void sb_xml_tell_inside(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml);
/* Elements of no row stand not before those of the wrapper. */
void sb_xml_tell_wrapper(const struct sb_xml_take *take, const struct sb_xml_element *xml);

/* ---- irregular places (xml_cyclonedx.c) ---- */

/* PUT writes the value NODE of the member. TAKE gives the member ROW, of which XML is the first element; those of the
 * same name behind it may be of it, too. */
struct sb_xml_quirk {
    void (*put)(const struct sb_xml_put *put, const struct sb_node *node);
    bool (*take)(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml);
};
extern const struct sb_xml_quirk sb_xml_quirks_cyclonedx[];

/* ---- the two halves of the carrier ---- */

sb_rc sb_xml_version(const struct sb_grammar *grammar, struct sb_window *input, uint8_t *ret_minor, struct sb_err *err);
sb_rc sb_xml_read(struct sb_window *input, struct sb_walk *walk, struct sb_err *err);
enum sb_place sb_xml_place(const struct sb_member *row);
void *sb_xml_reader_new(struct sb_walk *walk, struct sb_err *err);
bool sb_xml_feed(void *reader, sb_str part);
void sb_xml_reader_free(void *reader);
void *sb_xml_writer_new(struct sb_sink *sink, uint8_t minor, struct sb_receiver *ret_to);
void sb_xml_writer_free(void *writer);

#endif
