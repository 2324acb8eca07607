/* What every file of the house may rely on: attributes, result codes, banned calls.
 *
 * Allocation never fails from a caller's point of view: when memory runs out, the handler set with
 * sb_mem_on_exhausted() ends the process after it has removed temporary files (base/mem.h). So no function below
 * returns "out of memory". */
#ifndef SB_BASE_BASE_H
#define SB_BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* Only so that the calls banned below are declared before they are banned. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define SB_MUST __attribute__((warn_unused_result))
#define SB_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define SB_NORETURN __attribute__((noreturn))
#define SB_APART __attribute__((noinline)) /* kept out of the functions that call it, which are short without it */
#define SB_RARE __attribute__((noinline, cold))
#define SB_FLAT __attribute__((flatten))                         /* has all that it calls, but for those, in itself */
#define SB_INSIDE static inline __attribute__((always_inline)) /* is in all that call it */
#define SB_LIKELY(x) __builtin_expect(!!(x), 1)
#define SB_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define SB_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Results of operations that can fail. Everything but SB_OK and SB_END fills the struct sb_err that was passed. */
typedef enum sb_rc {
    SB_OK = 0,
    SB_END,           /* nothing more to read; not an error */
    SB_E_IO,          /* the operating system refused */
    SB_E_SYNTAX,      /* bytes that the format does not allow */
    SB_E_LIMIT,       /* one of our own bounds was met */
    SB_E_UNSUPPORTED, /* known, but not in this build or version */
    SB_E_NOTFOUND,
    SB_E_USAGE, /* the user asked for something that cannot be */
    SB_E_BUG,
} sb_rc;

#define SB_TRY(call)                                                                                                   \
    do {                                                                                                               \
        sb_rc sb_try_rc = (call);                                                                                      \
        if (SB_UNLIKELY(sb_try_rc != SB_OK))                                                                           \
            return sb_try_rc;                                                                                          \
    } while (0)

/* Functions that write without a bound, use hidden state or depend on the locale. */
#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok tmpnam mktemp strtod atof atoi atol setlocale strcasecmp

#endif
