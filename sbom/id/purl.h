/* Package URLs as in ECMA-427, for all types of the specification: parse, build, canonicalise, compare. */
#ifndef SB_ID_PURL_H
#define SB_ID_PURL_H

#include "base/arena.h"
#include "base/err.h"

enum { SB_PURL_QUALIFIERS = 32 };

/* The parts, decoded. Empty slices for what is absent. */
struct sb_purl {
    sb_str type, ns, name, version, subpath;
    struct sb_purl_qualifier {
        sb_str key, value;
    } qualifiers[SB_PURL_QUALIFIERS]; /* sorted by key */
    size_t n_qualifiers;
};

/* Parses and brings to canonical form (case, separators of the type, order). Slices lie in ARENA. SB_E_SYNTAX with the
 * reason. */
SB_MUST sb_rc sb_purl_parse(sb_str text, struct sb_arena *arena, struct sb_purl *ret_purl, struct sb_err *err);
/* The same, but also takes qualifier keys in upper case, which the specification refuses: for documents of others. */
SB_MUST sb_rc sb_purl_repair(sb_str text, struct sb_arena *arena, struct sb_purl *ret_purl, struct sb_err *err);
/* Whether TEXT is canonical, told without taking it apart: what is canonical and unusual may be missed. */
bool sb_purl_is_canonical(sb_str text);
/* Checks and normalises parts that come from elsewhere, in place. A type that is not registered is refused here, while
 * sb_purl_parse takes it as one without rules. */
SB_MUST sb_rc sb_purl_normalise(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err);
/* Adds or replaces a qualifier; false if there is no room. An empty value removes it. */
bool sb_purl_set(struct sb_purl *purl, sb_str key, sb_str value);
sb_str sb_purl_get(const struct sb_purl *purl, sb_str key);
/* The canonical text of normalised parts. */
sb_str sb_purl_text(const struct sb_purl *purl, struct sb_arena *arena);

/* The unit of a comparison: the canonical purl without version, subpath kept, and only the qualifiers that tell
 * packages apart (maven type and classifier, oci repository_url, julia uuid, swid tag_id ...). Spellings that mean the
 * same fall together: type aliases (alpine = apk), distribution names as namespaces of deb, rpm, apk and alpm (ignored,
 * as is the author of cpan), PEP 503 for pypi, nuget without case. A source package (deb arch=source, rpm arch=src) is
 * another identity than a binary. The rows are in purl_types.def. An identity is a purl with itself as identity. */
sb_str sb_purl_identity(const struct sb_purl *purl, struct sb_arena *arena);
/* The version that takes part in a comparison: the epoch of a qualifier folded into it (rpm, deb); epoch 0 is none. */
sb_str sb_purl_version(const struct sb_purl *purl, struct sb_arena *arena);

/* Puts apart what tools encode into the name alone: a version (pkg:nuget/X%401.0), a namespace (%2F, group%3Aname). */
void sb_purl_respell(struct sb_purl *purl, struct sb_arena *arena);

/* PEP 503: lower case, runs of "-", "_" and "." become one "-". */
sb_str sb_pep503_name(sb_str name, struct sb_arena *arena);

/* Is this the type of a distribution's packages (deb, rpm ...), whose namespace is a vendor and no part of the name? */
bool sb_purl_is_system(sb_str type);

#endif
