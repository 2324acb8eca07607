/* Walks in the order of purls meet the texts of a document in no order at all: asked for some rows ahead, they are
 * there when their row comes. Two stages, because where the bytes lie has to be looked up as well. Texts that were read
 * one behind the other lie so, mostly. Asking for what is not there does no harm. */
#ifndef SB_DIFF_AHEAD_H
#define SB_DIFF_AHEAD_H

#include "model/doc.h"

enum { SB_AHEAD_BYTES = 16, SB_AHEAD_PLACES = 32 }; /* so many rows ahead */
enum { SB_CACHE_LINE = 64 };

/* A function that does nothing else has no effect that gcc knows of, and a call of it is left out. */
#define SB_AHEAD static inline __attribute__((always_inline)) void

SB_AHEAD sb_ahead(uintptr_t at, size_t bytes)
{
    for (size_t i = 0; i < bytes; i += SB_CACHE_LINE)
        __builtin_prefetch((const void *)(at + i));
}

/* Where the bytes of N texts lie, from TEXT on. */
SB_AHEAD sb_ahead_places(const struct sb_doc *doc, sb_text text, size_t n)
{
    sb_ahead((uintptr_t)&doc->text.text[text.v], n * sizeof *doc->text.text);
}

/* N bytes from those of TEXT on. */
SB_AHEAD sb_ahead_bytes(const struct sb_doc *doc, sb_text text, size_t n)
{
    sb_ahead((uintptr_t)doc->text.text[text.v].p, n);
}

#endif
