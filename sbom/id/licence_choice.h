/* What a licence expression leaves to whoever takes it. */
#ifndef SB_ID_LICENCE_CHOICE_H
#define SB_ID_LICENCE_CHOICE_H

#include "id/licence.h"

/* Whether KEY, as sb_licence_key() writes it, holds where FINE says of each licence ("MIT", "GPL-2.0-only WITH
 * Classpath-exception-2.0") whether it does: of OR one side must, of AND both. Text that is no expression is one
 * licence. */
bool sb_licence_holds(sb_str key, bool (*fine)(void *ctx, sb_str licence), void *ctx);

#endif
