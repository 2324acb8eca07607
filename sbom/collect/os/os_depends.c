/* What a package wants of others: by name and version. */
#include <stdlib.h>

#include "base/sort.h"
#include "os/os_state.h"

/* How many that go by one name are looked at. Real systems have a handful. */
enum { CANDIDATES = 256 };
/* What is kept of one database, and how many versions are compared for it: of a real one far less than a million. */
enum { NAMES = 2000000, TRIES = 10000000 };

struct provided {
    sb_str name, version;
    sb_comp component;
    bool own; /* its own name */
};

struct sb_os_depends {
    SB_VEC(struct provided) provided;
    bool sorted;
    bool told; /* that not all were looked at */
    size_t wants, tries;
    struct sb_map owner_of; /* by node: the component that claims it */
    size_t claims;          /* so many claims are in OWNER_OF */
};

static struct sb_os_depends *depends_of(struct sb_os *os)
{
    if (!os->depends)
        os->depends = sb_calloc(1, sizeof *os->depends);
    return os->depends;
}

void sb_os_depends_free(struct sb_os_depends *depends)
{
    if (!depends)
        return;
    sb_free(depends->provided.p);
    sb_map_done(&depends->owner_of);
    sb_free(depends);
}

/* ---- the syntax ---- */

static bool is_sign(char c)
{
    return c == '<' || c == '=' || c == '>' || c == '~';
}

bool sb_os_want_of(sb_str text, struct sb_os_want *ret_want)
{
    size_t name = 0, version;
    while (name < text.n && !is_sign(text.p[name]))
        name++;
    version = name;
    while (version < text.n && is_sign(text.p[version]))
        version++;
    *ret_want = (struct sb_os_want){.name = sb_str_trim(sb_str_part(text, 0, name)),
                                    .op = sb_str_part(text, name, version - name),
                                    .version = sb_str_trim(sb_str_from(text, version))};
    return ret_want->name.n > 0;
}

/* ---- who goes by which name ---- */

static void tell_cut(struct sb_os *os, const char *what)
{
    if (!os->depends->told)
        sb_join_diag(os->join, SB_D_LIST_CUT, os->records[0].path, 0, "%s", what);
    os->depends->told = true;
}

void sb_os_provide(struct sb_os *os, sb_comp component, sb_str name, sb_str version)
{
    struct sb_os_depends *depends = depends_of(os);
    const struct sb_component *row = sb_doc_at(os->join->doc, component);
    bool own = sb_str_eq(sb_doc_str(os->join->doc, row->name), name);
    if (depends->provided.n == NAMES) {
        tell_cut(os, "the packages go by so many names that not all are looked at");
        return;
    }
    *SB_PUSH(&depends->provided) = (struct provided){name, version, component, own};
    depends->sorted = false;
}

static int by_name(const void *left, const void *right)
{
    const struct provided *a = left;
    const struct provided *b = right;
    int order = sb_str_cmp(a->name, b->name);
    if (order == 0)
        order = (int)b->own - (int)a->own;
    if (order == 0)
        order = (a->component.v > b->component.v) - (a->component.v < b->component.v);
    return order ? order : sb_str_cmp(a->version, b->version);
}

static int before_name(const void *provided, const void *name)
{
    return sb_str_cmp(((const struct provided *)provided)->name, *(const sb_str *)name);
}

/* VERSION begins with PART, and what follows is another part. */
static bool is_part(sb_str version, sb_str part)
{
    return sb_str_starts(version, part) && (version.n == part.n || !sb_is_digit(version.p[part.n]));
}

static bool version_fits(const struct sb_os_kind *kind, const struct sb_os_want *want, sb_str version)
{
    if (want->version.n == 0)
        return true;
    if (version.n == 0)
        return false;
    bool same = sb_str_chr(want->op, '=') != SB_NPOS, part = sb_str_chr(want->op, '~') != SB_NPOS;
    if (part && is_part(version, want->version))
        return true;
    int order = kind->versions->compare(version, want->version);
    if (order == 0)
        return same;
    return sb_str_chr(want->op, order < 0 ? '<' : '>') != SB_NPOS;
}

sb_comp sb_os_provider(struct sb_os *os, sb_comp from, const struct sb_os_want *want)
{
    struct sb_os_depends *depends = depends_of(os);
    struct provided *rows = depends->provided.p;
    if (!depends->sorted && depends->provided.n)
        qsort(rows, depends->provided.n, sizeof *rows, by_name);
    depends->sorted = true;
    size_t first = sb_lower_bound(rows, depends->provided.n, sizeof *rows, &want->name, before_name);
    for (size_t i = first; i < depends->provided.n && sb_str_eq(rows[i].name, want->name); i++) {
        if (i - first < CANDIDATES && depends->tries++ < TRIES) {
            if (rows[i].component.v != from.v && version_fits(os->kind, want, rows[i].version))
                return rows[i].component;
            continue;
        }
        tell_cut(os, "one name has so many packages or providers that not all were tried for a dependency");
        break;
    }
    return SB_COMP_NONE;
}

static void add_want(struct sb_os *os, sb_comp component, sb_str raw, const char *scope, sb_comp to)
{
    if (depends_of(os)->wants++ < NAMES)
        sb_join_dep(os->join, (struct sb_dep){.component = component, .raw = raw, .scope = sb_str_of(scope), .to = to});
    else
        tell_cut(os, "the packages have so many dependencies that not all are told");
}

void sb_os_want(struct sb_os *os, sb_comp component, sb_str raw, const char *scope, const struct sb_os_want *want)
{
    bool room = depends_of(os)->wants < NAMES; /* else it is not worth a search */
    add_want(os, component, raw, scope, want && room ? sb_os_provider(os, component, want) : SB_COMP_NONE);
}

sb_comp sb_os_owner(struct sb_os *os, sb_str path)
{
    struct sb_os_depends *depends = depends_of(os);
    const struct sb_join *join = os->join;
    for (; depends->claims < join->claims.n; depends->claims++) {
        const struct sb_claim *claim = &join->claims.p[depends->claims];
        uint32_t *owner = claim->node.v ? sb_map_put(&depends->owner_of, claim->node.v) : NULL;
        if (owner && *owner == 0)
            *owner = claim->component.v;
    }
    while (sb_str_chop(&path, SB_S("/")))
        continue;
    sb_node folder = sb_tree_find(join->tree, os->root, sb_path_dir(path), true);
    sb_node node = folder.v ? sb_tree_child(join->tree, folder, sb_path_base(path)) : SB_NODE_NONE;
    const uint32_t *owner = node.v ? sb_map_get(&depends->owner_of, node.v) : NULL;
    return owner ? (sb_comp){*owner} : SB_COMP_NONE;
}

void sb_os_want_words(struct sb_os *os, sb_comp component, sb_str words, const char *scope)
{
    struct sb_os_want want;
    sb_str word;
    while (sb_str_word(&words, &word)) {
        if (word.p[0] == '!' || !sb_os_want_of(word, &want))
            continue;
        sb_comp owner = word.p[0] == '/' ? sb_os_owner(os, want.name) : SB_COMP_NONE;
        if (owner.v)
            add_want(os, component, word, scope, owner);
        else
            sb_os_want(os, component, word, scope, &want);
    }
}

void sb_os_provide_words(struct sb_os *os, sb_comp component, sb_str words)
{
    struct sb_os_want provided;
    sb_str word;
    while (sb_str_word(&words, &word))
        if (sb_os_want_of(word, &provided))
            sb_os_provide(os, component, provided.name, provided.version);
}
