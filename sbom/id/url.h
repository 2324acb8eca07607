/* Addresses as foreign files write them: their parts, what of them may leave in a document, and whether a member that
 * must hold an address may hold them (RFC 3986 and 3987). */
#ifndef SB_ID_URL_H
#define SB_ID_URL_H

#include "base/arena.h"

struct sb_url {
    sb_str scheme, user, host, port, path; /* path with its slash, query and fragment */
};
/* False for what has no "scheme://host". Of "git+ssh://git@host:user/name" the path begins behind the colon. */
bool sb_url_split(sb_str text, struct sb_url *ret_url);
sb_str sb_url_before(sb_str s, const char *stop); /* what is before any of the bytes of STOP */

/* ---- secrets ---- */

/* One address without what lets its reader in: the user of a web address (a token as often as a name) and the password
 * of any other, parts of query and fragment that are named like a secret, and words of the shapes that code hosts give
 * their tokens. TEXT itself if there is nothing to leave out. */
sb_str sb_url_clean(sb_str text, struct sb_arena *arena);
/* A text in which addresses stand between other words: each of them cleaned, all else as it is. JSON stays JSON. */
sb_str sb_text_clean(sb_str text, struct sb_arena *arena);
/* The same for requirements ("name @ git+https://...", "name@https://..."), whose addresses end at white space alone.
 */
sb_str sb_requirement_clean(sb_str text, struct sb_arena *arena);

/* ---- members that must be addresses ---- */

/* An IRI reference of RFC 3987 that every validator knows for one. */
bool sb_url_is_reference(sb_str text);
/* TEXT as an IRI reference: itself, or with the characters that may not stand there percent-encoded, without brackets
 * around, and with a slash where "https://host:owner/name" lacks it. False if it is no address at all. */
bool sb_url_reference(sb_str text, struct sb_arena *arena, sb_str *ret_reference);
/* A relative path of files as a reference: whatever a name may hold. */
sb_str sb_url_of_path(sb_str path, struct sb_arena *arena);
/* An ASCII address with a scheme of the web and a host name with a domain, as validators of SPDX want a homepage. */
bool sb_url_is_web(sb_str text);

#endif
