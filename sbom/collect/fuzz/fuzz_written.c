/* Lines of the input are the fields of packages of every ecosystem: what a scan of them writes keeps the formats that
 * the specifications put on members, defines what it refers to, and holds no password. A 0x01 in a line is a line
 * break. */
#include "base/buf.h"
#include "collect/kit/dpkg_memory.h"
#include "formats/format.h"
#include "id/licence.h"
#include "text/json_read.h"
#include "text/json_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PASSWORD "Pa55w0rdOfNobody"
enum { FIELDS = 12 };

static void must(bool ok)
{
    if (!ok)
        abort();
}

/* ---- the tree ---- */

struct fields {
    sb_str texts[FIELDS];
    size_t next;
    struct sb_arena arena;
};

static void split(struct fields *fields, sb_str input)
{
    size_t n = 0;
    for (sb_str line; n < FIELDS && sb_str_cut(&input, '\n', &line); n++)
        fields->texts[n] = line;
    if (n < FIELDS)
        fields->texts[n] = input;
}

static sb_str next(struct fields *fields)
{
    sb_str text = sb_arena_str(&fields->arena, fields->texts[fields->next++ % FIELDS]);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == 1)
            ((char *)(uintptr_t)text.p)[i] = '\n';
    return text;
}

/* An address with a password, in front of a field and behind one. */
static sb_str secret(struct fields *fields)
{
    sb_str tail = next(fields);
    return sb_arena_join(&fields->arena, SB_S("git+https://u:" PASSWORD "@example.org/"), tail, SB_STR_NONE);
}

static void put_member(struct sb_buf *json, const char *key, sb_str value)
{
    sb_buf_printf(json, "%s\"%s\":", json->n > 1 && json->p[json->n - 1] != '{' ? "," : "", key);
    struct sb_buf plain = {0};
    for (size_t i = 0; i < value.n; i++) /* JSON is UTF-8; other bytes come through the other files */
        sb_buf_chr(&plain, (unsigned char)value.p[i] < 0x80 ? value.p[i] : '~');
    sb_json_quote(json, sb_buf_all(&plain));
    sb_buf_done(&plain);
}

static sb_str keep(struct fields *fields, struct sb_buf *buf)
{
    sb_str text = sb_arena_str(&fields->arena, sb_buf_all(buf));
    sb_buf_done(buf);
    return text;
}

static sb_str manifest(struct fields *fields, const char *name)
{
    static const char *const keys[] = {"version", "homepage", "license", "description", "author", "bugs", "_resolved"};
    struct sb_buf json = {0};
    sb_buf_chr(&json, '{');
    put_member(&json, "name", sb_str_of(name));
    for (size_t i = 0; i < SB_COUNT(keys); i++)
        put_member(&json, keys[i], next(fields));
    put_member(&json, "repository", secret(fields));
    sb_buf_str(&json, SB_S(",\"scripts\":{"));
    put_member(&json, "postinstall", secret(fields));
    sb_buf_str(&json, SB_S("},\"dependencies\":{"));
    put_member(&json, "b", secret(fields));
    put_member(&json, "c", next(fields));
    sb_buf_str(&json, SB_S("}}"));
    return keep(fields, &json);
}

/* "Key: value" lines; what follows a line break in a value is indented. */
static void put_header(struct sb_buf *buf, const char *key, sb_str value)
{
    sb_buf_printf(buf, "%s: ", key);
    for (size_t i = 0; i < value.n; i++) {
        sb_buf_chr(buf, value.p[i]);
        sb_buf_str(buf, value.p[i] == '\n' ? SB_S(" ") : SB_STR_NONE);
    }
    sb_buf_chr(buf, '\n');
}

static sb_str metadata(struct fields *fields)
{
    static const char *const keys[] = {"Summary", "Home-page",  "License", "License-Expression",
                                       "Author",  "Classifier", "Keywords"};
    struct sb_buf text = {0};
    sb_buf_str(&text, SB_S("Metadata-Version: 2.1\nName: p\n"));
    put_header(&text, "Version", next(fields));
    for (size_t i = 0; i < SB_COUNT(keys); i++)
        put_header(&text, keys[i], next(fields));
    put_header(&text, "Project-URL", sb_arena_join(&fields->arena, next(fields), SB_S(", "), next(fields)));
    put_header(&text, "Project-URL", sb_arena_join(&fields->arena, SB_S("Source, "), secret(fields), SB_STR_NONE));
    put_header(&text, "Requires-Dist", sb_arena_join(&fields->arena, SB_S("d @ "), secret(fields), SB_STR_NONE));
    return keep(fields, &text);
}

static sb_str status(struct fields *fields)
{
    static const char *const keys[] = {"Maintainer", "Original-Maintainer", "Version",
                                       "Homepage",   "Description",         "Depends"};
    struct sb_buf text = {0};
    sb_buf_str(&text, SB_S("Package: t\nStatus: install ok installed\nArchitecture: amd64\n"));
    for (size_t i = 0; i < SB_COUNT(keys); i++)
        put_header(&text, keys[i], next(fields));
    return keep(fields, &text);
}

static sb_str copyright(struct fields *fields)
{
    struct sb_buf text = {0};
    sb_buf_str(&text, SB_S("Format: x\n\n"));
    for (int i = 0; i < 3; i++) {
        sb_buf_str(&text, SB_S("Files: *\n"));
        put_header(&text, "License", next(fields));
        sb_buf_chr(&text, '\n');
    }
    put_header(&text, "License", next(fields));
    return keep(fields, &text);
}

static sb_str os_release(struct fields *fields)
{
    struct sb_buf text = {0};
    sb_buf_printf(&text, "ID=%.*s\nHOME_URL=\"%.*s\"\nBUG_REPORT_URL=%.*s\n", SB_FMT(next(fields)),
                  SB_FMT(next(fields)), SB_FMT(secret(fields)));
    return keep(fields, &text);
}

static void build(struct memory *memory, struct fields *fields)
{
    memory_add(memory, SB_S("etc/os-release"), os_release(fields));
    memory_add(memory, SB_S("var/lib/dpkg/status"), status(fields));
    memory_add(memory, SB_S("usr/share/doc/t/copyright"), copyright(fields));
    memory_add(memory, SB_S("app/package.json"), manifest(fields, "app"));
    memory_add(memory, SB_S("app/node_modules/a/package.json"), manifest(fields, "a"));
    memory_add(memory, SB_S("app/node_modules/b/package.json"), manifest(fields, "b"));
    memory_add(memory, SB_S("site-packages/p-1.dist-info/METADATA"), metadata(fields));
}

/* ---- the rules, as the specifications have them ---- */

/* Of an IRI reference: what may stand nowhere, whole percent codes, one fragment. */
static void must_be_reference(sb_str url)
{
    size_t fragments = 0;
    must(url.n > 0);
    for (size_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.p[i];
        must(c > 0x20 && c != 0x7f && !strchr("<>\"{}|\\^`", url.p[i]));
        must(c != '%' || (i + 2 < url.n && strspn(url.p + i + 1, "0123456789abcdefABCDEF") >= 2));
        fragments += c == '#';
    }
    must(fragments <= 1);
}

static void must_be_homepage(sb_str url)
{
    must_be_reference(url);
    size_t at = sb_str_find(url, SB_S("://"));
    must(at != SB_NPOS && at <= 5 && at + 3 < url.n && sb_is_alnum(url.p[at + 3]));
}

static void must_be_actor(sb_str text)
{
    bool named = sb_str_starts(text, SB_S("Person: ")) || sb_str_starts(text, SB_S("Organization: "));
    must(named || sb_str_eq(text, SB_S("NOASSERTION")));
    must(sb_str_chr(text, '\n') == SB_NPOS && sb_str_trim(text).n == text.n && text.n > 8);
}

struct checking {
    struct sb_intern refs, defined; /* LicenseRefs that stand in expressions, and that have an entry */
    struct sb_arena arena;
};

static void check_expression(struct checking *checking, sb_str text)
{
    sb_str normal, ref;
    must(sb_licence_parse(text, &checking->arena, &normal, NULL) == SB_OK);
    while (sb_licence_next_ref(&text, &ref)) {
        must(sb_str_starts(ref, SB_S("LicenseRef-")));
        sb_intern(&checking->refs, ref);
    }
}

static void check_text(struct checking *checking, sb_str key, sb_str text)
{
    must(sb_str_find(text, SB_S(PASSWORD)) == SB_NPOS);
    if (sb_str_eq(key, SB_S("url")))
        must_be_reference(text);
    else if (sb_str_eq(key, SB_S("homepage")))
        must_be_homepage(text);
    else if (sb_str_eq(key, SB_S("referenceLocator")))
        must(text.n && sb_str_chr(text, ' ') == SB_NPOS);
    else if (sb_str_eq(key, SB_S("supplier")) || sb_str_eq(key, SB_S("originator")))
        must_be_actor(text);
    else if (sb_str_eq(key, SB_S("expression")) || sb_str_eq(key, SB_S("licenseDeclared")))
        check_expression(checking, text);
    else if (sb_str_eq(key, SB_S("licenseId")))
        sb_intern(&checking->defined, text);
    else if (sb_str_eq(key, SB_S("extractedText")) || sb_str_eq(key, SB_S("bom-ref")))
        must(text.n > 0);
    else if (sb_str_eq(key, SB_S("purl")))
        must(sb_str_starts(text, SB_S("pkg:")) && sb_str_chr(text, ' ') == SB_NPOS);
}

/* Every text of the document, by the member that it stands in. */
static void check_document(sb_str document, bool is_spdx)
{
    struct checking checking = {0};
    struct sb_json *json = sb_json_new(document, 0);
    struct sb_buf key = {0};
    enum sb_json_event event;
    sb_intern_init(&checking.refs);
    sb_intern_init(&checking.defined);
    while ((event = sb_json_next(json)) != SB_JSON_DONE) {
        must(event != SB_JSON_ERROR);
        if (event == SB_JSON_STRING)
            check_text(&checking, sb_buf_all(&key), sb_json_text(json));
        if (event != SB_JSON_KEY)
            continue;
        sb_buf_clear(&key);
        sb_buf_str(&key, sb_json_text(json));
    }
    for (uint32_t i = SB_TEXT_WITHHELD.v + 1; is_spdx && i < checking.refs.n; i++)
        must(sb_text_set(sb_intern_find(&checking.defined, sb_intern_str(&checking.refs, (sb_text){i}))));
    sb_buf_done(&key);
    sb_json_free(json);
    sb_intern_done(&checking.refs);
    sb_intern_done(&checking.defined);
    sb_arena_done(&checking.arena);
}

/* An encoding whose texts nobody looks at here: it says the same, and is read. */
static void check_carried(sb_str document)
{
    struct sb_doc *doc = sb_doc_new();
    struct sb_err err = {0};
    must(sb_str_find(document, SB_S(PASSWORD)) == SB_NPOS);
    must(sb_text_read(document, SB_S("written"), doc, &err) == SB_OK);
    sb_doc_free(doc);
}

static void check_written(const struct sb_doc *doc, const struct sb_format *format, const char *version)
{
    struct sb_buf out = {0};
    struct sb_err err = {0};
    struct sb_diags diags = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    struct sb_write_options options = {.version = version, .tool_version = "0.1.0"};
    sb_sink_memory(sink, &out);
    must(format->write(doc, &options, sink, &diags, &err) == SB_OK);
    if (sb_str_starts(sb_buf_all(&out), SB_S("{")))
        check_document(sb_buf_all(&out), sb_str_starts(sb_str_of(format->name), SB_S("spdx")));
    else
        check_carried(sb_buf_all(&out));
    sb_diags_done(&diags);
    sb_free(sink);
    sb_buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str input = sb_str_n((const char *)data, size);
    struct fields fields = {0};
    struct memory memory = {0};
    if (size > 20000 || sb_str_find(input, SB_S(PASSWORD)) != SB_NPOS)
        return 0;
    split(&fields, input);
    build(&memory, &fields);
    struct sb_doc *doc = memory_scan(&memory, false);
    for (const struct sb_format *const *f = sb_formats; *f; f++)
        for (const char *const *v = (*f)->write_versions; v && *v; v++)
            check_written(doc, *f, *v);
    for (size_t i = 0; i < doc->diags.n; i++)
        must(sb_str_find(doc->diags.p[i].message, SB_S(PASSWORD)) == SB_NPOS);
    sb_doc_free(doc);
    sb_arena_done(&fields.arena);
    return 0;
}
