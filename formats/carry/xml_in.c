#include <libxml/parser.h>

#include "carry/carrier.h"
#include "carry/xml.h"
#include "carry/xml_quiet.h"
#include "carry/xml_watch.h"

enum {
    CHUNK = 64 * 1024,
    FIVE = 5,                 /* texts of an attribute, as libxml2 gives them */
    SB_XML_NAMES_MAX = 65536, /* names and namespaces in a document: libxml2 looks longer for each new one */
};
static const char space[] = "http://cyclonedx.org/schema/bom/1.";
static const char instance[] = "http://www.w3.org/2001/XMLSchema-instance"; /* hints for schemas, no content */

/* An element that is read, with room behind its text. */
struct building {
    struct sb_xml_element xml; /* first: elements are these */
    struct building *around;
    size_t cap;
};

struct reader {
    xmlParserCtxtPtr parser;
    struct sb_xml_quiet before;
    const struct sb_grammar *grammar;
    struct sb_xml_take take; /* its walk is NULL while only the version is looked for */
    struct sb_err *err;
    struct sb_arena arena; /* of the element that is read */
    struct building *at;
    const struct sb_member *list; /* the wrapper of the document that is open, or NULL */
    char *space;                  /* the document's namespace */
    uint8_t minor;
    bool own;     /* an element of the document's own namespace came in it */
    size_t place; /* in the order of the schema, of the last element of the document */
    unsigned depth;
    struct sb_xml_watch watch;
    struct sb_xml_spot start; /* of the start tag that is told */
    bool stopped;
};

static void stop(struct reader *reader)
{
    reader->stopped = true;
    xmlStopParser(reader->parser);
}

static uint32_t line_of(const struct reader *reader)
{
    return (uint32_t)xmlSAX2GetLineNumber(reader->parser);
}

static void refuse(struct reader *reader, sb_rc rc, const char *message)
{
    sb_fail(reader->err, rc, "%s", message);
    sb_err_at(reader->err, line_of(reader), (uint32_t)xmlSAX2GetColumnNumber(reader->parser));
    stop(reader);
}

static void must(struct reader *reader, bool good)
{
    if (!good)
        stop(reader);
}

/* ---- elements ---- */

/* libxml2 gives & in an attribute as the reference &#38;, since it might be replaced later. */
static sb_str attribute_text(struct sb_arena *arena, const xmlChar *from, const xmlChar *to)
{
    sb_str text = sb_arena_str(arena, sb_str_n((const char *)from, (size_t)(to - from)));
    char *out = (char *)(uintptr_t)text.p;
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        out[n++] = text.p[i];
        if (text.p[i] == '&' && sb_str_starts(sb_str_from(text, i + 1), SB_S("#38;")))
            i += strlen("#38;");
    }
    return sb_str_n(text.p, n);
}

static const char *foreign(const struct reader *reader, const xmlChar *uri)
{
    return uri && reader->space && strcmp((const char *)uri, reader->space) == 0 ? NULL : uri ? (const char *)uri : "";
}

static void add_attributes(struct reader *reader, struct sb_xml_element *xml, int n, const xmlChar **attributes)
{
    struct sb_xml_attribute **end = &xml->attributes;
    for (int i = 0; i < n; i++) {
        const xmlChar **five = attributes + (size_t)i * FIVE;
        if (five[2] && strcmp((const char *)five[2], instance) == 0)
            continue;
        struct sb_xml_attribute *at = SB_NEW(&reader->arena, struct sb_xml_attribute);
        at->name = (const char *)five[0];
        at->space = five[2] ? foreign(reader, five[2]) : NULL;
        at->text = attribute_text(&reader->arena, five[3], five[4]);
        *end = at;
        end = &at->next;
    }
}

static void begin_element(struct reader *reader, const xmlChar *name, const xmlChar *uri, int n,
                          const xmlChar **attributes)
{
    struct building *element = SB_NEW(&reader->arena, struct building);
    element->around = reader->at;
    element->xml.name = (const char *)name;
    element->xml.space = foreign(reader, uri);
    element->xml.line = reader->start.line;
    element->xml.column = reader->start.column;
    add_attributes(reader, &element->xml, n, attributes);
    if (reader->at) {
        struct sb_xml_element *around = &reader->at->xml;
        if (around->last)
            around->last->next = &element->xml;
        else
            around->first = &element->xml;
        around->last = &element->xml;
        around->mixed = around->mixed || sb_str_trim(around->text).n;
    }
    reader->at = element;
    if (reader->arena.total > SB_HOLD_MAX)
        refuse(reader, SB_E_LIMIT, "one element takes too much memory (SB_HOLD_MAX)");
}

static void add_text(struct reader *reader, sb_str text)
{
    struct building *element = reader->at;
    struct sb_xml_element *xml = &element->xml;
    if (xml->text.n + text.n > element->cap) {
        size_t cap = (xml->text.n + text.n) * 2;
        char *p = sb_arena_alloc(&reader->arena, cap);
        if (xml->text.n)
            memcpy(p, xml->text.p, xml->text.n);
        xml->text.p = p;
        element->cap = cap;
    }
    memcpy((char *)(uintptr_t)xml->text.p + xml->text.n, text.p, text.n);
    xml->text.n += text.n;
    if (reader->arena.total > SB_HOLD_MAX)
        refuse(reader, SB_E_LIMIT, "one element takes too much memory (SB_HOLD_MAX)");
}

/* ---- the document ---- */

static const struct sb_object *document_of(const struct reader *reader)
{
    return &reader->grammar->objects[reader->grammar->root];
}

static const struct sb_member *document_row(const struct reader *reader, const char *name)
{
    return sb_member_named(document_of(reader), sb_str_of(name));
}

/* The version that a namespace says; false for one of nothing that is known. */
static bool find_version(struct reader *reader, const xmlChar *name, const xmlChar *uri)
{
    sb_str text = sb_str_of((const char *)uri);
    uint64_t minor;
    if (strcmp((const char *)name, "bom") != 0 || !sb_str_chop(&text, sb_str_of(space))) {
        refuse(reader, SB_E_SYNTAX, "no <bom> of CycloneDX is its outermost element");
        return false;
    }
    if (!sb_str_u64(text, &minor) || minor > reader->grammar->last || (text.n > 1)) {
        refuse(reader, SB_E_UNSUPPORTED, "the namespace is of no version of CycloneDX that is known; 1.0 to 1.7 are");
        return false;
    }
    reader->minor = (uint8_t)minor;
    return true;
}

static bool begin_document(struct reader *reader, int n, const xmlChar **attributes)
{
    const struct sb_xml_take *take = &reader->take;
    struct sb_xml_element root = {.line = reader->start.line, .column = reader->start.column};
    char version[16];
    snprintf(version, sizeof version, "1.%u", reader->minor);
    add_attributes(reader, &root, n, attributes);
    return sb_xml_begin_object(take, root.line) &&
           sb_xml_take_text(take, document_row(reader, "bomFormat"), SB_S("CycloneDX"), root.line) &&
           sb_xml_take_text(take, document_row(reader, "specVersion"), sb_str_of(version), root.line) &&
           sb_xml_take_inside(take, document_of(reader), &root);
}

/* A wrapper whose elements are taken one by one. */
static const struct sb_member *list_of(const struct reader *reader, const xmlChar *name, const xmlChar *uri)
{
    const struct sb_object *document = document_of(reader);
    for (size_t i = 0; i < document->n && !foreign(reader, uri); i++) {
        const struct sb_member *row = &document->members[i];
        if (row->xml_place == SB_XML_WRAP && sb_row_in(&reader->take.dialect, row) &&
            strcmp(sb_xml_name(row), (const char *)name) == 0)
            return row;
    }
    return NULL;
}

/* An element of the document: not before the others that came. */
static void look_at_place(struct reader *reader, struct sb_xml_element *xml)
{
    if (!reader->take.walk->odd)
        return;
    size_t place = sb_xml_place_of(&reader->take, document_of(reader), xml);
    if (place < reader->place)
        sb_xml_tell(&reader->take, SB_ODD_PLACE, xml->name, xml);
    reader->place = place > reader->place ? place : reader->place;
}

static void begin_list(struct reader *reader, const struct sb_member *row, int n, const xmlChar **attributes)
{
    struct sb_xml_element wrapper = {
        .name = sb_xml_name(row), .line = reader->start.line, .column = reader->start.column};
    add_attributes(reader, &wrapper, n, attributes);
    look_at_place(reader, &wrapper);
    must(reader, sb_xml_take_wrapper(&reader->take, &wrapper) && sb_xml_begin_list(&reader->take, row, wrapper.line));
    reader->list = row;
    reader->own = false;
}

static void start(void *to, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int spaces_n,
                  const xmlChar **spaces, int n, int defaulted, const xmlChar **attributes)
{
    struct reader *reader = to;
    const struct sb_member *row = NULL;
    (void)prefix;
    (void)spaces_n;
    (void)spaces;
    (void)defaulted;
    if (reader->stopped)
        return;
    reader->start = sb_xml_watch_start(&reader->watch);
    if (!reader->start.line)
        reader->start.line = line_of(reader);
    if (reader->take.walk)
        reader->take.walk->column = reader->start.column;
    if (++reader->depth > SB_WALK_DEPTH) {
        refuse(reader, SB_E_LIMIT, "nested deeper than 256 levels (SB_WALK_DEPTH)");
        return;
    }
    if (xmlDictSize(reader->parser->dict) > SB_XML_NAMES_MAX) {
        refuse(reader, SB_E_LIMIT, "more than 65536 names (SB_XML_NAMES_MAX)");
        return;
    }
    if (reader->depth == 1) {
        if (!find_version(reader, name, uri))
            return;
        reader->space = (char *)(uintptr_t)uri;
        reader->take.dialect.minor = reader->minor;
        if (!reader->take.walk)
            stop(reader);
        else
            must(reader, begin_document(reader, n, attributes));
        return;
    }
    if (reader->depth == 2 && (row = list_of(reader, name, uri)) != NULL)
        begin_list(reader, row, n, attributes);
    else
        begin_element(reader, name, uri, n, attributes);
}

static void take_element(struct reader *reader, struct sb_xml_element *xml)
{
    struct sb_xml_element around = {.first = xml, .last = xml, .line = xml->line};
    if (reader->list && reader->take.walk->odd && xml->space && !reader->own)
        sb_xml_tell(&reader->take, SB_ODD_PLACE, xml->name, xml);
    reader->own = reader->own || !xml->space;
    if (reader->list)
        must(reader, sb_xml_take_listed(&reader->take, document_of(reader), reader->list, xml));
    else {
        look_at_place(reader, xml);
        must(reader, sb_xml_take_inside(&reader->take, document_of(reader), &around));
    }
    sb_arena_reset(&reader->arena);
}

static void end(void *to, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct reader *reader = to;
    (void)name;
    (void)prefix;
    (void)uri;
    if (reader->stopped)
        return;
    reader->depth--;
    if (reader->take.walk)
        reader->take.walk->column = 0;
    if (reader->at) {
        struct building *done = reader->at;
        reader->at = done->around;
        if (!reader->at)
            take_element(reader, &done->xml);
    } else if (reader->list) {
        reader->list = NULL;
        must(reader, sb_xml_end_list(&reader->take, line_of(reader)));
    } else {
        must(reader, sb_xml_end_object(&reader->take, line_of(reader)));
    }
}

static void text(void *to, const xmlChar *p, int n)
{
    struct reader *reader = to;
    sb_str text_of = sb_str_n((const char *)p, (size_t)n);
    if (reader->stopped)
        return;
    if (reader->at)
        add_text(reader, text_of);
    else if (sb_str_trim(text_of).n) /* between the elements of the document, where no text belongs */
        must(reader, (reader->list || sb_walk_other(reader->take.walk, SB_S("#text"), line_of(reader), 0)) &&
                         sb_walk_value(reader->take.walk, SB_EVENT_TEXT, text_of, line_of(reader), 0));
}

static void refuse_doctype(void *to, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    refuse(to, SB_E_SYNTAX, "a DOCTYPE, which no SBOM needs");
}

/* ---- libxml2 ---- */

static void tell_error(struct reader *reader)
{
    const xmlError *error = xmlCtxtGetLastError(reader->parser);
    char message[256];
    if (reader->stopped || reader->err->rc != SB_OK)
        return;
    snprintf(message, sizeof message, "%s", error && error->message ? error->message : "no XML");
    message[strcspn(message, "\n")] = '\0';
    if (error && error->code == XML_ERR_DOCUMENT_END)
        sb_fail(reader->err, SB_E_SYNTAX, "the text ends too early");
    else
        sb_fail(reader->err, SB_E_SYNTAX, "no well-formed XML: %s", message);
    sb_err_at(reader->err, error && error->line > 0 ? (uint32_t)error->line : 1,
              error && error->int2 > 0 ? (uint32_t)error->int2 : 1);
}

static bool feed_chunk(struct reader *reader, sb_str part)
{
    if (sb_xml_watch(&reader->watch, part))
        return xmlParseChunk(reader->parser, part.p, (int)part.n, 0) == 0 && !reader->stopped;
    sb_fail(reader->err, SB_E_LIMIT, "more than %d attributes of one element (SB_XML_ATTRIBUTES_MAX)",
            SB_XML_ATTRIBUTES_MAX);
    sb_err_at(reader->err, line_of(reader), 0);
    reader->stopped = true;
    return false;
}

/* In pieces of which libxml2 can tell the length. */
bool sb_xml_feed(void *of, sb_str part)
{
    struct reader *reader = of;
    bool good = !reader->stopped;
    for (size_t at = 0; at < part.n && good; at += CHUNK)
        good = feed_chunk(reader, sb_str_part(part, at, CHUNK));
    if (good && part.n)
        return true;
    if (!reader->stopped && (xmlParseChunk(reader->parser, "", 0, 1) != 0 || !reader->parser->wellFormed))
        tell_error(reader);
    reader->stopped = true;
    return false;
}

/* Nothing outside is ever opened: no DOCTYPE, no entities but those of XML itself, no network. */
static struct reader *open_reader(const struct sb_grammar *grammar, struct sb_walk *walk, struct sb_err *err)
{
    struct reader *reader = sb_calloc(1, sizeof *reader);
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = start,
                         .endElementNs = end,
                         .characters = text,
                         .ignorableWhitespace = text,
                         .cdataBlock = text,
                         .internalSubset = refuse_doctype};
    reader->grammar = grammar;
    reader->err = err;
    reader->take = (struct sb_xml_take){walk, {grammar, 0, SB_IN_XML}, sb_xml_quirks_cyclonedx};
    reader->parser = xmlCreatePushParserCtxt(&sax, reader, NULL, 0, NULL);
    if (!reader->parser)
        sb_mem_exhausted();
    xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET);
    reader->before = sb_xml_quiet_begin();
    reader->watch.places = walk && walk->odd;
    return reader;
}

void *sb_xml_reader_new(struct sb_walk *walk, struct sb_err *err)
{
    return open_reader(walk->grammar, walk, err);
}

void sb_xml_reader_free(void *of)
{
    struct reader *reader = of;
    xmlFreeParserCtxt(reader->parser);
    sb_xml_quiet_end(&reader->before);
    sb_arena_done(&reader->arena);
    sb_xml_watch_done(&reader->watch);
    sb_free(reader);
}

static void feed_all(struct reader *reader, struct sb_window *input)
{
    bool good = true, more = sb_window_see(input, SB_CARRIER_FIRST);
    while (good && more) {
        good = sb_xml_feed(reader, input->bytes);
        more = sb_window_move(input, input->bytes.n);
    }
    if (input->err.rc != SB_OK && !reader->stopped)
        sb_fail(reader->err, input->err.rc, "%s", input->err.text);
    else if (good)
        sb_xml_feed(reader, SB_STR_NONE);
}

sb_rc sb_xml_version(const struct sb_grammar *grammar, struct sb_window *input, uint8_t *ret_minor, struct sb_err *err)
{
    struct reader *reader = open_reader(grammar, NULL, err);
    feed_all(reader, input);
    *ret_minor = reader->minor;
    sb_xml_reader_free(reader);
    return err->rc;
}

sb_rc sb_xml_read(struct sb_window *input, struct sb_walk *walk, struct sb_err *err)
{
    struct reader *reader = open_reader(walk->grammar, walk, err);
    feed_all(reader, input);
    sb_xml_reader_free(reader);
    return err->rc;
}

const struct sb_carrier sb_carrier_xml = {.encoding = SB_IN_XML,
                                          .version = sb_xml_version,
                                          .read = sb_xml_read,
                                          .place = sb_xml_place,
                                          .reader = sb_xml_reader_new,
                                          .feed = sb_xml_feed,
                                          .reader_done = sb_xml_reader_free,
                                          .open = sb_xml_writer_new,
                                          .done = sb_xml_writer_free};
