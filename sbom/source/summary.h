/* What is kept of a file's bytes: one fixed struct, made in one read. */
#ifndef SB_SOURCE_SUMMARY_H
#define SB_SOURCE_SUMMARY_H

#include "base/digest.h"
#include "base/io.h"

/* What a file is, by its first bytes, for scripts by "#!" or else by suffix. Tokens as in the fact sbom:kinds. */
enum sb_file_kind {
#define SB_FILE_KIND(id, token, text) SB_KIND_##id,
#include "source/kinds.def"
#undef SB_FILE_KIND
    SB_KIND_COUNT
};
struct sb_file_kind_row {
    const char *token;
    bool text; /* lines and entropy are measured */
};
extern const struct sb_file_kind_row sb_file_kinds[SB_KIND_COUNT];

/* The entropy of a text says nothing below so many bytes, unless it has a line of this length. */
enum { SB_LONG_LINE = 500, SB_DENSE_BYTES = 10 * 1024 };

struct sb_summary {
    uint64_t size;
    uint8_t sha256[SB_SHA256_BYTES];
    uint8_t kind;          /* enum sb_file_kind */
    bool binary;           /* a NUL in the first 8 KiB */
    uint16_t entropy;      /* in 1/100 bit a byte, of a sample; texts of SB_DENSE_BYTES or with a long line; of
                            * what nobody knows that of the front (source/sealed.h); else 0 */
    uint32_t longest_line; /* text: bytes without the newline */
    uint32_t longest_run;  /* text: the longest encoded run (source/encoded.h), of at least SB_RUN_MIN, crowded stretch
                            * (source/crowded.h) or unseen one (source/unseen.h); of an image or a sound: what stands
                            * behind its end (source/tail.h); else 0 */
    bool failed;           /* could not be read to its end */
};

/* One of a worker: contexts and buffers that are used again. */
struct sb_summariser;
struct sb_summariser *sb_summariser_new(void);
void sb_summariser_free(struct sb_summariser *s);

/* Called with every piece of the bytes while they are read: the first has SB_DENSE_BYTES or is the whole, the last call
 * has N = 0. */
typedef void sb_tap(void *ctx, const char *p, size_t n);

struct sb_elf;
/* What is made besides size, digest and kind. */
struct sb_summary_extra {
    bool lines;  /* of texts: the longest line and run, and the entropy; of images: what stands behind their end */
    sb_tap *tap; /* of texts; or NULL */
    void *tap_ctx;
    uint8_t *ret_md5;       /* room for SB_MD5_BYTES, or NULL; only if MD5 is offered */
    uint8_t *ret_sha1;      /* room for SB_SHA1_BYTES, or NULL */
    uint8_t *ret_sha512;    /* room for SB_SHA512_BYTES, or NULL */
    struct sb_elf *ret_elf; /* with LINES: what an ELF file can do, good until the next file (source/elf.h); or NULL */
};

/* Two files can be summarised side by side, which is faster: begin both, and as long as there is a step hash what it
 * brought of both. NAME, HEAD and what is pointed to stay until the end. */
struct sb_summary_file {
    sb_str name; /* decides the language of scripts without "#!" */
    sb_str head; /* bytes that were read from the stream before */
    struct sb_stream *stream;
    uint64_t max; /* bytes at most: SB_E_LIMIT */
    const struct sb_summary_extra *extra;
    struct sb_summary *summary;
};
void sb_summary_begin(struct sb_summariser *s, const struct sb_summary_file *file);
/* Reads on if nothing is left to hash. False at the end, or after an error. */
bool sb_summary_step(struct sb_summariser *s);
void sb_summary_hash(struct sb_summariser *a, struct sb_summariser *b); /* B may be NULL */
SB_MUST sb_rc sb_summary_end(struct sb_summariser *s, struct sb_err *err);

/* All of that for one file: reads STREAM to its end. NAME decides the language of scripts without "#!". HEAD: bytes
 * that were read from the stream before. At most MAX bytes: SB_E_LIMIT. */
SB_MUST sb_rc sb_summarise(struct sb_summariser *s, sb_str name, sb_str head, struct sb_stream *stream, uint64_t max,
                           const struct sb_summary_extra *extra, struct sb_summary *ret_summary, struct sb_err *err);

#endif
