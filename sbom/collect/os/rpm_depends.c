/* What a package provides and wants (rpm-dependencies(7)): names with or without a version, paths of files, sonames,
 * and expressions of those. */
#include "os/rpm.h"

/* rpmsenseFlags of rpm. */
enum { LESS = 2, GREATER = 4, EQUAL = 8, PREREQ = 64, SCRIPTS = 0x1e00, RPMLIB = 1 << 24, CONFIG = 1 << 28 };
/* Of an expression: operands side by side, and brackets in each other. */
enum { OPERANDS = 64, DEPTH = 16 };

struct relation {
    sb_str name, version;
    uint64_t flags;
};

/* Three lists of one length. */
struct relations {
    sb_str *names, *versions;
    size_t n, n_versions;
    const struct sb_rpm_entry *flags;
};

static struct relations relations_of(struct sb_rpm *rpm, const struct sb_rpm_package *package, enum sb_rpm_tag names,
                                     enum sb_rpm_tag versions, enum sb_rpm_tag flags)
{
    struct relations all;
    all.names = sb_rpm_texts(&package->header, names, &rpm->scratch, &all.n);
    all.versions = sb_rpm_texts(&package->header, versions, &rpm->scratch, &all.n_versions);
    all.flags = sb_rpm_find(&package->header, flags);
    return all;
}

static struct relation relation_of(const struct relations *all, size_t i)
{
    struct relation relation = {.name = all->names[i]};
    if (i < all->n_versions)
        relation.version = all->versions[i];
    if (!sb_rpm_number(all->flags, i, &relation.flags))
        relation.flags = 0;
    return relation;
}

/* ---- versions ---- */

/* A side without a release stands for all of them. */
static sb_str without_release(sb_str version)
{
    return sb_str_part(version, 0, sb_str_rchr(version, '-'));
}

static int compare(sb_str a, sb_str b)
{
    if (sb_str_chr(a, '-') == SB_NPOS || sb_str_chr(b, '-') == SB_NPOS) {
        a = without_release(a);
        b = without_release(b);
    }
    return sb_version_rpm.compare(a, b);
}

const struct sb_version_scheme sb_rpm_overlap = {.name = "rpm", .compare = compare};

/* ---- what is provided ---- */

void sb_rpm_provides(struct sb_rpm *rpm, const struct sb_rpm_package *package)
{
    struct relations all = relations_of(rpm, package, SB_RPM_PROVIDENAME, SB_RPM_PROVIDEVERSION, SB_RPM_PROVIDEFLAGS);
    for (size_t i = 0; i < all.n && sb_rpm_room(rpm); i++) {
        struct relation relation = relation_of(&all, i);
        sb_os_provide(rpm->os, package->own.component, relation.name, relation.version);
    }
}

/* ---- files that are wanted ---- */

static uint64_t key_of(sb_str path)
{
    while (sb_str_chop(&path, SB_S("/")))
        continue;
    return sb_hash(path.p, path.n, 0) >> 1;
}

void sb_rpm_wants_paths(struct sb_rpm *rpm, const struct sb_rpm_package *package)
{
    size_t n;
    sb_str *names = sb_rpm_texts(&package->header, SB_RPM_REQUIRENAME, &rpm->scratch, &n);
    for (size_t i = 0; i < n; i++)
        if (sb_str_starts(names[i], SB_S("/")))
            sb_map_put(&rpm->owner_of, key_of(names[i]));
}

void sb_rpm_has_path(struct sb_rpm *rpm, const struct sb_rpm_package *package, sb_str path)
{
    uint32_t *owner = sb_map_get(&rpm->owner_of, key_of(path));
    if (owner && *owner == 0)
        *owner = package->own.component.v;
}

/* ---- what is wanted ---- */

/* What one relation leads to: several packages if it is an expression. */
struct found {
    struct sb_rpm *rpm;
    sb_comp from;
    SB_VEC(sb_comp) to;
};

/* Of a path: who lists it, or who has what it leads to through links of folders. A package wants nothing of itself. */
static sb_comp provider(const struct found *found, const struct sb_os_want *want)
{
    sb_comp to = sb_os_provider(found->rpm->os, found->from, want);
    if (to.v || !sb_str_starts(want->name, SB_S("/")))
        return to;
    const uint32_t *owner = sb_map_get(&found->rpm->owner_of, key_of(want->name));
    to.v = owner ? *owner : 0;
    if (!to.v)
        to = sb_os_owner(found->rpm->os, want->name);
    return to.v == found->from.v ? SB_COMP_NONE : to;
}

/* The end of a word in which brackets are balanced: names have some of their own (libc.so.6()(64bit)). */
static size_t word_end(sb_str text)
{
    size_t n = 0, open = 0;
    for (; n < text.n && !sb_is_space(text.p[n]); n++) {
        if (text.p[n] == '(')
            open++;
        else if (text.p[n] == ')' && open-- == 0)
            break;
    }
    return n;
}

/* The end of a bracket that is open at the front; 0 if it is not closed. */
static size_t bracket_end(sb_str text)
{
    size_t open = 0;
    for (size_t n = 0; n < text.n; n++) {
        open += text.p[n] == '(';
        if (text.p[n] == ')' && --open == 0)
            return n + 1;
    }
    return 0;
}

/* Takes an operand, "NAME", "NAME OP VERSION" or "(...)", off the front of REST. */
static bool take_operand(sb_str *rest, sb_str *ret_operand)
{
    *rest = sb_str_trim(*rest);
    size_t n = sb_str_starts(*rest, SB_S("(")) ? bracket_end(*rest) : word_end(*rest);
    sb_str behind = sb_str_trim(sb_str_from(*rest, n)), op = sb_str_part(behind, 0, word_end(behind));
    if (n && rest->p[0] != '(' && op.n && strchr("<=>", op.p[0])) {
        sb_str version = sb_str_trim(sb_str_from(behind, op.n));
        n = (size_t)(version.p - rest->p) + word_end(version);
        if (!version.n)
            return false;
    }
    *ret_operand = sb_str_part(*rest, 0, n);
    *rest = sb_str_trim(sb_str_from(*rest, n));
    return n > 0;
}

/* "NAME" or "NAME OP VERSION". */
static struct sb_os_want want_of(sb_str operand)
{
    struct sb_os_want want = {.name = sb_str_part(operand, 0, word_end(operand))};
    sb_str rest = sb_str_trim(sb_str_from(operand, want.name.n));
    want.op = sb_str_part(rest, 0, word_end(rest));
    want.version = sb_str_trim(sb_str_from(rest, want.op.n));
    return want;
}

static bool meet(struct found *found, sb_str text, unsigned depth, bool keep);

static bool is(sb_str op, const char *word)
{
    return sb_str_eq(op, sb_str_of(word));
}

/* "A if B else C" and "A unless B else C": B says which of the others is wanted. */
static bool meet_condition(struct found *found, const sb_str *operands, size_t n, sb_str op, unsigned depth, bool keep)
{
    bool holds = meet(found, operands[1], depth, false) == is(op, "if");
    if (holds)
        return meet(found, operands[0], depth, keep);
    return n < 3 || meet(found, operands[2], depth, keep);
}

static bool meet_operands(struct found *found, const sb_str *operands, size_t n, sb_str op, unsigned depth, bool keep)
{
    if (is(op, "if") || is(op, "unless"))
        return meet_condition(found, operands, n, op, depth, keep);
    bool any = is(op, "or"), all = true;
    if (is(op, "without"))
        n = 1;
    for (size_t i = 0; i < n; i++) {
        bool met = meet(found, operands[i], depth, keep);
        if (any && met)
            return true;
        all = all && met;
    }
    return !any && all;
}

/* Inside of brackets. What is no expression is met by nobody. */
static bool meet_expression(struct found *found, sb_str text, unsigned depth, bool keep)
{
    sb_str operands[OPERANDS], op = SB_STR_NONE;
    size_t n = 0;
    while (n < OPERANDS && take_operand(&text, &operands[n++]) && text.n) {
        size_t end = word_end(text);
        if (n == 1)
            op = sb_str_part(text, 0, end);
        text = sb_str_from(text, end);
    }
    return !text.n && depth < DEPTH && meet_operands(found, operands, n, op, depth + 1, keep);
}

static bool meet(struct found *found, sb_str text, unsigned depth, bool keep)
{
    if (sb_str_starts(text, SB_S("(")) && sb_str_ends(text, SB_S(")")))
        return meet_expression(found, sb_str_part(text, 1, text.n - 2), depth, keep);
    const struct sb_os_want want = want_of(text);
    sb_comp to = provider(found, &want);
    if (to.v && keep)
        *SB_PUSH(&found->to) = to;
    return to.v > 0;
}

/* ---- one relation ---- */

static sb_str text_of(struct sb_rpm *rpm, const struct relation *relation)
{
    static const char *const ops[] = {"", " < ", " > ", " <> ", " = ", " <= ", " >= ", ""};
    sb_str op = sb_str_of(ops[(relation->flags & (LESS | GREATER | EQUAL)) / 2]);
    if (!op.n || !relation->version.n)
        return relation->name;
    return sb_arena_join(&rpm->scratch, relation->name, op, relation->version);
}

/* What rpm itself must be able to do, what a package provides for its own settings, and the versions of symbols, which
 * say nothing that the library they are of does not. */
static bool says_nothing(const struct relation *relation)
{
    size_t open = sb_str_chr(relation->name, '(');
    if (relation->flags & (RPMLIB | CONFIG) || sb_str_starts(relation->name, SB_S("rpmlib(")))
        return true;
    return open != SB_NPOS && open > 0 && sb_str_find(sb_str_part(relation->name, 0, open), SB_S(".so")) != SB_NPOS &&
           !sb_str_starts(sb_str_from(relation->name, open), SB_S("()"));
}

static void add_want(struct sb_rpm *rpm, const struct sb_rpm_package *package, const struct relation *relation,
                     const char *scope, bool edge)
{
    struct found found = {.rpm = rpm, .from = package->own.component};
    sb_str text = text_of(rpm, relation);
    if (edge && sb_str_starts(text, SB_S("(")))
        meet(&found, text, 0, true);
    else if (edge) {
        struct sb_os_want want = {.name = relation->name};
        if (relation->flags & (LESS | GREATER | EQUAL)) {
            sb_str op = sb_str_from(text, relation->name.n);
            want.version = relation->version;
            want.op = sb_str_trim(sb_str_part(op, 0, op.n - want.version.n));
        }
        sb_comp to = provider(&found, &want);
        if (to.v)
            *SB_PUSH(&found.to) = to;
    }
    sb_str raw = sb_rpm_keep(rpm, text);
    for (size_t i = 0; i == 0 || i < found.to.n; i++)
        sb_join_dep(rpm->os->join, (struct sb_dep){.component = package->own.component,
                                                   .raw = raw,
                                                   .scope = sb_str_of(scope),
                                                   .to = found.to.n ? found.to.p[i] : SB_COMP_NONE});
    sb_free(found.to.p);
}

static const struct relations_row {
    enum sb_rpm_tag names, versions, flags;
    const char *scope;
    bool edge;
} rows[] = {
    {SB_RPM_REQUIRENAME, SB_RPM_REQUIREVERSION, SB_RPM_REQUIREFLAGS, "runtime", true},
    {SB_RPM_RECOMMENDNAME, SB_RPM_RECOMMENDVERSION, SB_RPM_RECOMMENDFLAGS, "recommends", false},
    {SB_RPM_SUGGESTNAME, SB_RPM_SUGGESTVERSION, SB_RPM_SUGGESTFLAGS, "suggests", false},
};

void sb_rpm_wants(struct sb_rpm *rpm, const struct sb_rpm_package *package)
{
    if (package->header.n)
        sb_join_deps_known(rpm->os->join, package->own.component);
    for (size_t row = 0; row < SB_COUNT(rows); row++) {
        struct relations all = relations_of(rpm, package, rows[row].names, rows[row].versions, rows[row].flags);
        for (size_t i = 0; i < all.n && sb_rpm_room(rpm); i++) {
            struct relation relation = relation_of(&all, i);
            bool early = rows[row].edge && relation.flags & (PREREQ | SCRIPTS);
            if (!says_nothing(&relation))
                add_want(rpm, package, &relation, early ? "pre" : rows[row].scope, rows[row].edge);
        }
    }
}
