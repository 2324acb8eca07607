#include "model/sequence.h"

bool sb_is_sequence(sb_str name)
{
    static const char *const names[] = {"certificatePath", "chain",    "commands", "frames", "identifiers",
                                        "parameters",      "pointers", "ranges",   "steps",  NULL};
    return sb_str_is_one_of(name, names);
}
