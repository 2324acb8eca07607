#include <uuid/uuid.h>

#include "base/digest.h"
#include "formats/format.h"

/* The namespace of document ids: 1f6e4d1c-8d0b-5c57-9a3e-6b7a2f40c9d8. Never to be changed: the same content must keep
 * its id. */
static const uint8_t name_space[16] = {0x1f, 0x6e, 0x4d, 0x1c, 0x8d, 0x0b, 0x5c, 0x57,
                                       0x9a, 0x3e, 0x6b, 0x7a, 0x2f, 0x40, 0xc9, 0xd8};

void sb_content_uuid(const uint8_t sha256[SB_SHA256_BYTES], char text[37])
{
    char hex[2 * SB_SHA256_BYTES];
    uuid_t uuid;
    sb_hex_encode(sha256, SB_SHA256_BYTES, hex);
    uuid_generate_sha1(uuid, name_space, hex, sizeof hex);
    uuid_unparse_lower(uuid, text);
}
