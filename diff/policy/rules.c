/* What is allowed and what is denied: packages, licences, sources, registries, suppliers. One row a kind of rule. */
#include "id/licence_choice.h"
#include "id/url.h"
#include "policy/judge.h"

/* One package of one side, and what a kind of rule looks at. */
struct subject {
    enum sb_side side;
    sb_comp row;
    struct sb_named named;
    sb_str name;   /* of a package whose purl is missing or cannot be read */
    sb_str value;  /* empty: it does not say */
    sb_str beside; /* of a registry: the host of the address, where it says both and they differ */
    sb_str whole;  /* VALUE, and what stands beside it: what a waiver is bound to */
    sb_str *texts; /* of a licence: all that hold together */
    size_t n_texts;
};

struct kind {
    const struct sb_signal_row *signal;
    size_t offset; /* of its list in the policy */
    const char *called;
    /* Sets VALUE. */
    void (*look)(struct sb_judge *judge, struct subject *subject);
    /* Whether entry N of LIST is about the subject; where it cannot be told, what is DENIED is and what is allowed is
     * not. */
    bool (*fits)(const struct sb_key_list *list, size_t n, const struct subject *subject, bool denied);
    /* Where a value is made of several; NULL: a list holds if an entry fits. */
    bool (*holds)(struct sb_judge *judge, const struct sb_key_list *list, const struct subject *subject, bool denied);
};

/* ---- packages ---- */

static void look_at_package(struct sb_judge *judge, struct subject *s)
{
    const struct sb_doc *doc = judge->delta->doc[s->side];
    const struct sb_row *row = sb_delta_row(judge->delta, s->side, s->row);
    s->value = row->purl;
    s->name = row->has_purl ? SB_STR_NONE : sb_str_trim(sb_doc_str(doc, sb_doc_at(doc, s->row)->name));
}

/* A digest, a branch, an address: it cannot be shown to lie outside of a range. */
static bool has_order(sb_str version)
{
    sb_str_chop(&version, SB_S("v"));
    return version.n && sb_is_digit(*version.p) && sb_is_alnum(version.p[version.n - 1]) &&
           !sb_version_is_address(version);
}

/* What has no purl that can be read goes by its name, whatever type it may be of. */
static bool is_named(const struct sb_pattern *pattern, const struct subject *s)
{
    sb_str name = sb_path_base(pattern->way);
    bool any = sb_str_eq(name, SB_S("*")) || sb_str_eq(name, SB_S("**"));
    return s->name.n && !any && sb_star(name, s->name);
}

static bool package_fits(const struct sb_key_list *list, size_t n, const struct subject *s, bool denied)
{
    const struct sb_package_entry *entry = (const struct sb_package_entry *)list->p + n;
    bool unknown = denied && !has_order(s->named.version);
    return (sb_pattern_fits(&entry->package, &s->named) || (denied && is_named(&entry->package, s))) &&
           (!entry->versions.text.n || unknown || sb_vers_has(&entry->versions, s->named.version));
}

/* ---- licences ---- */

/* What was concluded counts over what was declared. */
static void look_at_licence(struct sb_judge *judge, struct subject *s)
{
    const struct sb_doc *doc = judge->delta->doc[s->side];
    struct sb_range r = sb_doc_licences_of(doc, s->row);
    struct sb_buf *all = &judge->buf;
    sb_buf_clear(all);
    s->texts = sb_arena_alloc(&judge->scratch, r.n * sizeof *s->texts + 1);
    s->n_texts = 0;
    for (int role = SB_LICENCE_CONCLUDED; role >= SB_LICENCE_DECLARED && !all->n; role--)
        for (uint32_t i = r.first; i < r.first + r.n; i++) {
            const struct sb_licence *l = &doc->licences.p[i];
            sb_str text = sb_doc_str(doc, l->text);
            if (l->role != role || !sb_text_set(l->text) || sb_licence_is_none(text))
                continue;
            sb_buf_printf(all, all->n ? " AND (%.*s)" : "(%.*s)", SB_FMT(text));
            s->texts[s->n_texts++] = sb_licence_key(text, &judge->scratch);
        }
    s->value = all->n ? sb_licence_key(sb_arena_str(&judge->scratch, sb_buf_all(all)), &judge->scratch) : SB_STR_NONE;
}

static bool names_licence(const struct sb_key_list *list, sb_str key)
{
    const struct sb_licence_entry *entries = list->p;
    for (size_t i = 0; i < list->n; i++)
        if (sb_star(entries[i].key, key))
            return true;
    return false;
}

static bool names_expression(const struct sb_key_list *list, sb_str key)
{
    const struct sb_licence_entry *entries = list->p;
    for (size_t i = 0; i < list->n; i++)
        if (sb_str_eq(entries[i].key, key))
            return true;
    return false;
}

struct licence_list {
    const struct sb_key_list *list;
    bool denied;
};

static bool licence_is_fine(void *ctx, sb_str licence)
{
    const struct licence_list *l = ctx;
    return names_licence(l->list, licence) != l->denied;
}

/* Of a choice one way must be fine, of what holds together all. An entry that is the whole expression speaks of it as a
 * whole. */
static bool licence_holds(struct sb_judge *judge, const struct sb_key_list *list, const struct subject *s, bool denied)
{
    struct licence_list l = {list, denied};
    bool fine = true;
    (void)judge;
    if (names_expression(list, s->value))
        return true;
    /* Each text by itself: what is no expression must not become a part of one. */
    for (size_t i = 0; i < s->n_texts && fine; i++)
        fine = names_expression(list, s->texts[i]) ? !denied : sb_licence_holds(s->texts[i], licence_is_fine, &l);
    return fine != denied;
}

/* ---- sources ---- */

static const struct sb_facts *origin_of(struct sb_judge *judge, const struct subject *s)
{
    return sb_facts_read(&judge->reader[s->side], s->row, SB_FACT_BIT(ORIGIN), NULL);
}

static void look_at_source(struct sb_judge *judge, struct subject *s)
{
    const struct sb_facts *facts = origin_of(judge, s);
    s->value = facts ? facts->origin.kind : SB_STR_NONE;
}

static bool source_fits(const struct sb_key_list *list, size_t n, const struct subject *s, bool denied)
{
    (void)denied;
    static const char *const words[] = {"registry", "git", "url", "file"};
    return sb_str_eq_nocase(s->value, sb_str_of(words[((const uint8_t *)list->p)[n]]));
}

/* What a client would connect to: nothing behind the host, and without the dot of the root. */
static sb_str host_of(sb_str text)
{
    struct sb_url url;
    sb_str host = sb_url_split(text, &url) ? url.host : sb_url_before(text, "/\\?#");
    sb_str_chop_end(&host, SB_S("."));
    return host;
}

static sb_str address_of(struct sb_judge *judge, const struct sb_facts *facts, const struct subject *s)
{
    const struct sb_doc *doc = judge->delta->doc[s->side];
    sb_str address = facts ? facts->origin.url : SB_STR_NONE;
    struct sb_range r = sb_doc_references_of(doc, s->row);
    for (uint32_t i = r.first; !address.n && i < r.first + r.n; i++)
        if (sb_str_eq(sb_doc_str(doc, doc->references.p[i].type), SB_S("distribution")))
            address = sb_doc_str(doc, doc->references.p[i].url);
    if (!address.n)
        address = sb_doc_str(doc, sb_doc_attribute_of(doc, s->row, SB_F_DOWNLOAD));
    sb_str_chop(&address, SB_S("git+"));
    return sb_str_find(address, SB_S("://")) == SB_NPOS ? SB_STR_NONE : host_of(address);
}

/* The registry, else the host of the address. */
static void look_at_registry(struct sb_judge *judge, struct subject *s)
{
    const struct sb_facts *facts = origin_of(judge, s);
    sb_str address = address_of(judge, facts, s);
    sb_str registry = facts ? facts->origin.registry : SB_STR_NONE;
    s->value = registry.n ? host_of(registry) : address;
    s->beside = registry.n && !sb_str_eq_nocase(s->value, address) ? address : SB_STR_NONE;
    if (s->beside.n)
        s->whole = sb_arena_join(&judge->scratch, s->value, SB_S(" "), s->beside);
}

/* Where the files of a public registry lie by its own word: who allows the one allows the other. */
static bool has_files_of(sb_str registry, sb_str host)
{
    static const char *const hosts[][2] = {{"pypi.org", "files.pythonhosted.org"},
                                           {"test.pypi.org", "test-files.pythonhosted.org"}};
    for (size_t i = 0; i < SB_COUNT(hosts); i++)
        if (sb_str_eq_nocase(registry, sb_str_of(hosts[i][0])) && sb_str_eq_nocase(host, sb_str_of(hosts[i][1])))
            return true;
    return false;
}

static bool text_fits(const struct sb_key_list *list, size_t n, const struct subject *s, bool denied)
{
    (void)denied;
    return sb_star(((const sb_str *)list->p)[n], s->value);
}

/* ---- suppliers ---- */

static void look_at_supplier(struct sb_judge *judge, struct subject *s)
{
    const struct sb_doc *doc = judge->delta->doc[s->side];
    const struct sb_component *row = sb_doc_at(doc, s->row);
    s->value = sb_doc_str(doc, row->supplier);
    if (!sb_text_set(row->supplier) || sb_str_eq(s->value, SB_S("NOASSERTION")))
        s->value = SB_STR_NONE;
}

static const struct kind kinds[] = {
    {&sb_policy_package, offsetof(struct sb_policy, packages), "package", look_at_package, package_fits, NULL},
    {&sb_policy_licence, offsetof(struct sb_policy, licences), "licence", look_at_licence, NULL, licence_holds},
    {&sb_policy_source, offsetof(struct sb_policy, sources), "source", look_at_source, source_fits, NULL},
    {&sb_policy_registry, offsetof(struct sb_policy, registries), "registry", look_at_registry, text_fits, NULL},
    {&sb_policy_supplier, offsetof(struct sb_policy, suppliers), "supplier", look_at_supplier, text_fits, NULL},
};

/* ---- judging ---- */

enum said { FINE, UNKNOWN, DENIED, NOT_ALLOWED };

static bool holds(struct sb_judge *judge, const struct kind *kind, const struct sb_key_list *list,
                  const struct subject *s, bool denied)
{
    if (kind->holds)
        return kind->holds(judge, list, s, denied);
    for (size_t i = 0; i < list->n; i++)
        if (kind->fits(list, i, s, denied))
            return true;
    return false;
}

static enum said judge_value(struct sb_judge *judge, const struct kind *kind, const struct sb_policy_rule *rule,
                             const struct subject *s)
{
    if (rule->denied.n && holds(judge, kind, &rule->denied, s, true))
        return DENIED;
    return rule->allowed.n && !holds(judge, kind, &rule->allowed, s, false) ? NOT_ALLOWED : FINE;
}

static enum said judge_one(struct sb_judge *judge, const struct kind *kind, const struct sb_policy_rule *rule,
                           struct subject *s)
{
    if (!sb_where_fits(&rule->where, judge->delta, s->side, s->row, &s->named))
        return FINE;
    s->beside = s->whole = SB_STR_NONE;
    kind->look(judge, s);
    s->whole = s->whole.n ? s->whole : s->value;
    if (!s->value.n)
        return rule->unknown == SB_LEVEL_NONE ? FINE : UNKNOWN;
    enum said said = judge_value(judge, kind, rule, s);
    if (said != FINE || !s->beside.n)
        return said;
    /* An address elsewhere is none of the registry. */
    struct subject address = *s;
    address.value = s->beside;
    said = judge_value(judge, kind, rule, &address);
    if (said == FINE || (said == NOT_ALLOWED && has_files_of(s->value, s->beside)))
        return FINE;
    s->value = s->beside;
    return said;
}

/* The line of a rule on packages that denies it; NULL for what is not among those that are allowed. */
static const struct sb_package_entry *denied_by(const struct kind *kind, const struct sb_policy_rule *rule,
                                                const struct subject *s)
{
    const struct sb_package_entry *entries = rule->denied.p;
    for (size_t i = 0; kind->fits == package_fits && i < rule->denied.n; i++)
        if (package_fits(&rule->denied, i, s, true))
            return &entries[i];
    return NULL;
}

/* Is a line of what is allowed about other versions of it? */
static bool allows_others(const struct sb_policy_rule *rule, const struct subject *s)
{
    const struct sb_package_entry *entries = rule->allowed.p;
    for (size_t i = 0; i < rule->allowed.n; i++)
        if (sb_pattern_fits(&entries[i].package, &s->named))
            return true;
    return false;
}

/* The ranges of all lines that deny it. */
static sb_str ranges_of(struct sb_judge *judge, const struct sb_policy_rule *rule, const struct subject *s)
{
    const struct sb_package_entry *entries = rule->denied.p;
    sb_str all = SB_STR_NONE;
    for (size_t i = 0; i < rule->denied.n; i++)
        if (package_fits(&rule->denied, i, s, true)) {
            sb_str range = entries[i].versions.text.n ? entries[i].versions.text : SB_S("*");
            all = sb_arena_join(&judge->delta->arena, all, all.n ? SB_S("\n") : SB_STR_NONE, range);
        }
    return sb_str_eq(all, SB_S("*")) ? SB_STR_NONE : all;
}

/* What a waiver of it is bound to, and what is no news. The next version of a package that is not allowed is no other
 * finding, but where some versions are; other ranges that are denied are one. */
static sb_str content_of(struct sb_judge *judge, const struct kind *kind, const struct sb_policy_rule *rule,
                         const struct subject *s, enum said said)
{
    if (kind->fits != package_fits)
        return sb_arena_str(&judge->delta->arena, s->whole.n ? s->whole : SB_S("unknown"));
    if (said == DENIED)
        return ranges_of(judge, rule, s);
    return said == NOT_ALLOWED && allows_others(rule, s) ? sb_arena_str(&judge->delta->arena, s->named.version)
                                                         : SB_STR_NONE;
}

static void tell(struct sb_judge *judge, const struct kind *kind, const struct sb_policy_rule *rule,
                 const struct subject *s, enum said said, const sb_comp row[SB_SIDES])
{
    static const char *const words[] = {[DENIED] = "is denied", [NOT_ALLOWED] = "is not among what is allowed"};
    uint32_t identity = sb_delta_row(judge->delta, s->side, s->row)->identity;
    uint8_t level = said == UNKNOWN ? rule->unknown : rule->level;
    if (level == SB_LEVEL_NONE)
        return;
    struct sb_finding *f = sb_judge_find(judge, kind->signal, level, identity, row);
    sb_str value = s->value.n ? s->value : SB_S("unknown");
    f->new_json = sb_judge_quote(judge, value);
    const struct sb_package_entry *entry = denied_by(kind, rule, s);
    f->content = content_of(judge, kind, rule, s, said);
    sb_str name = sb_judge_spell(judge, s->side, s->row);
    sb_str reason = entry && entry->reason.n ? entry->reason : rule->reason;
    if (said == UNKNOWN)
        sb_judge_say(judge, f, &rule->place, reason, "%.*s says nothing of its %s", SB_FMT(name), kind->called);
    else if (entry && entry->versions.text.n && !has_order(s->named.version))
        sb_judge_say(judge, f, &rule->place, reason, "%.*s has no version that can be compared, and some are denied",
                     SB_FMT(name));
    else if (kind->signal == &sb_policy_package)
        sb_judge_say(judge, f, &rule->place, reason, "%.*s %s", SB_FMT(name), words[said]);
    else
        sb_judge_say(judge, f, &rule->place, reason, "%s %.*s of %.*s %s", kind->called,
                     SB_FMT(sb_str_part(value, 0, 200)), SB_FMT(name), words[said]);
}

/* What the old side did in the same way is no news. */
static bool is_old_news(struct sb_judge *judge, const struct kind *kind, const struct sb_policy_rule *rule,
                        struct subject *old, enum said said, const struct subject *new)
{
    if (judge->policy->look_at == SB_LOOK_EVERYTHING || !old->row.v || judge_one(judge, kind, rule, old) != said)
        return false;
    /* Who left a version that one line denies for that of another line did not stay. */
    return sb_str_eq(content_of(judge, kind, rule, old, said), content_of(judge, kind, rule, new, said));
}

static void judge_kind(struct sb_judge *judge, const struct kind *kind, struct subject pair[SB_SIDES])
{
    const struct sb_key_list *list = (const struct sb_key_list *)((const char *)judge->policy + kind->offset);
    const struct sb_policy_rule *rules = list->p;
    const sb_comp row[SB_SIDES] = {pair[SB_OLD].row, pair[SB_NEW].row};
    for (size_t i = 0; i < list->n; i++) {
        enum said said = judge_one(judge, kind, &rules[i], &pair[SB_NEW]);
        if (said != FINE && !is_old_news(judge, kind, &rules[i], &pair[SB_OLD], said, &pair[SB_NEW]))
            tell(judge, kind, &rules[i], &pair[SB_NEW], said, row);
    }
}

/* Rows that say the same word for word bring no news. */
static bool is_looked_at(const struct sb_judge *judge, const struct sb_row_pair *pair)
{
    bool everything = judge->policy->look_at == SB_LOOK_EVERYTHING;
    return pair->row[SB_NEW].v && (everything || !pair->alike) && sb_is_judged(judge->delta, SB_NEW, pair->row[SB_NEW]);
}

void sb_judge_rules(struct sb_judge *judge)
{
    for (size_t p = 0; p < judge->delta->pairs.n; p++) {
        const struct sb_row_pair *pair = &judge->delta->pairs.p[p];
        struct subject subjects[SB_SIDES] = {{.side = SB_OLD}, {.side = SB_NEW}};
        if (!is_looked_at(judge, pair))
            continue;
        for (unsigned side = 0; side < SB_SIDES; side++) {
            subjects[side].row = pair->row[side];
            if (pair->row[side].v)
                subjects[side].named = sb_named_of(judge->delta, side, pair->row[side], &judge->scratch);
        }
        for (size_t k = 0; k < SB_COUNT(kinds); k++)
            judge_kind(judge, &kinds[k], subjects);
        sb_arena_reset(&judge->scratch);
    }
}
