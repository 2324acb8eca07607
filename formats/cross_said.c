/* What an output says: its texts, those that stand inside of others in the ways that the writers have, and what stands
 * to what. */
#include "formats/attributes.h"
#include "formats/cross_state.h"
#include "formats/spdx2.h"
#include "model/tool.h"
#include "text/json_read.h"

enum { SEED = 0x5a1d };

/* ---- texts ---- */

static uint64_t key_of(sb_str text)
{
    return sb_hash(text.p, text.n, SEED) >> 1;
}

/* ANYWHERE is an owner, too. */
enum { ANYWHERE = UINT32_MAX };

static uint64_t said_by(uint32_t owner, sb_str text)
{
    return sb_hash_pair(key_of(text), owner) >> 1;
}

bool sb_cross_said(const struct sb_cross *cross, sb_str text)
{
    return sb_keyset_has(&cross->said, said_by(cross->owner.v ? cross->owner.v : ANYWHERE, text));
}

bool sb_cross_said_anywhere(const struct sb_cross *cross, sb_str text)
{
    return sb_keyset_has(&cross->said, said_by(ANYWHERE, text));
}

static void say(struct sb_cross *cross, sb_str text)
{
    sb_keyset_put(&cross->said, said_by(ANYWHERE, text));
    if (cross->owner.v)
        sb_keyset_put(&cross->said, said_by(cross->owner.v, text));
}

/* Lines of name=value. */
static void say_facts(struct sb_cross *cross, sb_str lines)
{
    sb_str line, name;
    while (sb_str_line(&lines, &line))
        if (sb_str_cut(&line, '=', &name)) {
            say(cross, name);
            say(cross, line);
        }
}

/* "cdx:external-reference:vcs:comment", "spdx:checksum:MD6": what stands behind the front. */
static void say_name_of_property(struct sb_cross *cross, sb_str name)
{
    sb_str comment = name, type;
    if (sb_str_chop(&name, SB_S(SB_PROPERTY_CHECKSUM))) {
        say(cross, name);
    } else if (sb_str_chop(&comment, SB_S(SB_PROPERTY_REFERENCE))) {
        sb_str_cut(&comment, ':', &type);
        say(cross, type);
        say(cross, comment);
    }
}

/* Lines of ["name","value"]. */
static void say_properties(struct sb_cross *cross, sb_str lines)
{
    sb_str line;
    while (sb_str_line(&lines, &line)) {
        struct sb_json *json = sb_json_new(line, 0);
        bool good = sb_json_next(json) == SB_JSON_ARRAY;
        while (good && sb_json_element(json) == SB_JSON_STRING) {
            say(cross, sb_json_text(json));
            say_name_of_property(cross, sb_json_text(json));
        }
        sb_json_free(json);
    }
}

static bool is_between(char c)
{
    return c == ' ' || c == '(' || c == ')';
}

static void say_operands(struct sb_cross *cross, sb_str text)
{
    for (size_t at = 0, end; at < text.n; at = end + 1) {
        for (end = at; end < text.n && !is_between(text.p[end]);)
            end++;
        say(cross, sb_str_part(text, at, end - at));
    }
}

/* "Tool: name-1.2", "Organization: N", "Person: N (mail)". */
static void say_actor(struct sb_cross *cross, sb_str text)
{
    static const char *const kinds[] = {"Tool: ", "Organization: ", "Person: "};
    sb_str name, version;
    for (size_t i = 0; i < SB_COUNT(kinds); i++) {
        sb_str rest = text;
        if (!sb_str_chop(&rest, sb_str_of(kinds[i])))
            continue;
        say(cross, rest);
        sb_tool_split(rest, &name, &version);
        say(cross, name);
        say(cross, version);
    }
}

/* "group/name" */
static void say_name(struct sb_cross *cross, sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '/') {
            say(cross, sb_str_part(text, 0, i));
            say(cross, sb_str_from(text, i + 1));
        }
}

/* ---- what stands to what ---- */

static uint64_t pair_of(char kind, sb_str from, sb_str to)
{
    return sb_hash(to.p, to.n, key_of(from) + (unsigned char)kind) >> 1;
}

bool sb_cross_pair(const struct sb_cross *cross, char kind, sb_str from, sb_str to)
{
    return sb_keyset_has(&cross->pairs, pair_of(kind, from, to));
}

struct listener {
    struct sb_cross *cross;
    struct sb_cross_at at;
    SB_VEC(sb_comp) who; /* by number of element; [0] is none */
    sb_str entry;        /* the ref of the open entry of the graph */
};

static sb_comp owner_of(const struct listener *in, size_t above)
{
    const struct sb_cross_at *at = &in->at;
    return at->open.n > above ? in->who.p[at->open.p[at->open.n - 1 - above]] : SB_COMP_NONE;
}

/* Which component each element is: by its bom-ref, and in SPDX by the order in which they are written. */
static bool meet(void *to, const struct sb_event *event)
{
    struct listener *in = to;
    sb_cross_step(&in->at, event);
    while (in->who.n <= in->at.n) {
        sb_comp c = {in->cross->what->to->road ? 0 : (uint32_t)in->who.n};
        *SB_PUSH(&in->who) = c;
    }
    if (event->kind == SB_EVENT_TEXT && in->cross->what->to->road && sb_cross_at_id(&in->at))
        in->who.p[in->at.open.p[in->at.open.n - 1]] = sb_doc_by_ref(in->cross->doc, event->text);
    return true;
}

static sb_str ref_of(const struct sb_cross *cross, sb_comp c)
{
    return sb_doc_str(cross->doc, sb_doc_at(cross->doc, c)->ref);
}

static void note(struct listener *in, sb_str text)
{
    struct sb_cross *cross = in->cross;
    sb_str member = in->at.member;
    if (sb_str_eq(member, SB_S("component.bom-ref")))
        sb_keyset_put(&cross->pairs, pair_of('c', ref_of(cross, owner_of(in, 1)), text));
    else if (sb_str_eq(member, SB_S("component.pedigree.ancestors[].purl")))
        sb_keyset_put(&cross->pairs, pair_of('a', ref_of(cross, owner_of(in, 0)), text));
    else if (sb_str_eq(member, SB_S("dependencies[].ref")))
        in->entry = sb_arena_str(&cross->arena, text);
    else if (sb_str_eq(member, SB_S("dependencies[].dependsOn[]")))
        sb_keyset_put(&cross->pairs, pair_of('d', in->entry, text));
}

static void say_inside(struct sb_cross *cross, sb_str member, sb_str text)
{
    sb_str rest = text;
    if (sb_str_chop(&rest, SB_S(SB_SPDX2_FACTS)))
        say_facts(cross, rest);
    else if (sb_str_chop(&rest, SB_S(SB_SPDX2_PROPERTIES)))
        say_properties(cross, rest);
    else if (sb_str_starts(member, SB_S("packages[].license")) || sb_str_ends(member, SB_S(".expression")))
        say_operands(cross, text);
    else if (sb_str_eq(member, SB_S("packages[].name")))
        say_name(cross, text);
    else if (sb_str_ends(member, SB_S("properties[].name")))
        say_name_of_property(cross, text);
    else
        say_actor(cross, text);
}

static bool listen(void *to, const struct sb_event *event)
{
    struct listener *in = to;
    sb_cross_step(&in->at, event);
    in->cross->owner = owner_of(in, 0);
    if (event->kind == SB_EVENT_TRUE || event->kind == SB_EVENT_FALSE)
        say(in->cross, event->kind == SB_EVENT_TRUE ? SB_S("true") : SB_S("false"));
    if (event->kind != SB_EVENT_TEXT && event->kind != SB_EVENT_NUMBER)
        return true;
    say(in->cross, event->text);
    say_inside(in->cross, in->at.member, event->text);
    note(in, event->text);
    return true;
}

static sb_rc go_through(struct listener *in, const struct sb_format *format, sb_str output, sb_receive_fn *receive,
                        struct sb_err *err)
{
    struct sb_replay text;
    sb_replay_of(&text, output);
    in->at = (struct sb_cross_at){0};
    sb_rc rc = sb_cross_read(format, &text, &in->at.walk, (struct sb_receiver){.receive = receive, .to = in}, err);
    sb_cross_at_done(&in->at);
    return rc;
}

sb_rc sb_cross_listen(struct sb_cross *cross, const struct sb_format *format, sb_str output, struct sb_err *err)
{
    struct listener in = {.cross = cross};
    sb_rc rc = go_through(&in, format, output, meet, err);
    if (rc == SB_OK)
        rc = go_through(&in, format, output, listen, err);
    sb_free(in.who.p);
    sb_arena_reset(&cross->arena);
    cross->owner = SB_COMP_NONE;
    return rc;
}
