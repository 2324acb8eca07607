#include "base/digest.h"

#include <endian.h>
#include <openssl/evp.h>
#include <pthread.h>

#include "base/block.h"
#include "base/mem.h"
#include "base/sha256_lanes.h"

const struct sb_alg_row sb_algs[SB_ALG_COUNT] = {
#define SB_ALG(id, bytes, strength, cyclonedx, spdx, sri) {bytes, strength, cyclonedx, spdx, sri},
#include "base/digest.def"
#undef SB_ALG
};

bool sb_digest_eq(const struct sb_digest *a, const struct sb_digest *b)
{
    return a->alg == b->alg && a->n == b->n && memcmp(a->b, b->b, a->n) == 0;
}

/* Lower case, without "-" and "_": one spelling for "SHA-256", "SHA256" and "sha_256". */
static size_t fold_name(sb_str name, char *folded, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < name.n && n < room; i++)
        if (name.p[i] != '-' && name.p[i] != '_')
            folded[n++] = sb_lower(name.p[i]);
    return n;
}

static bool is_spelled(const char *known, sb_str name)
{
    return known && *known == *name.p && strncmp(known, name.p, name.n) == 0 && known[name.n] == '\0';
}

enum sb_alg sb_alg_find(sb_str name)
{
    for (size_t alg = 1; name.n && alg < SB_ALG_COUNT; alg++)
        if (is_spelled(sb_algs[alg].cyclonedx, name) || is_spelled(sb_algs[alg].spdx, name))
            return (enum sb_alg)alg;
    char wanted[32], known[32];
    size_t n = fold_name(name, wanted, sizeof wanted);
    for (size_t alg = 1; alg < SB_ALG_COUNT; alg++) {
        const char *text = sb_algs[alg].cyclonedx ? sb_algs[alg].cyclonedx : sb_algs[alg].spdx;
        size_t m = fold_name(sb_str_of(text), known, sizeof known);
        if (n == m && memcmp(wanted, known, n) == 0)
            return (enum sb_alg)alg;
    }
    return SB_ALG_NONE;
}

/* Value + 1; 0 = no digit. */
static const uint8_t hex_values[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

/* Sixteen digits at once; false if one is none. */
static bool decode_eight(const char *hex, uint8_t *bytes)
{
    typedef uint16_t pairs __attribute__((vector_size(16)));
    typedef uint8_t eight __attribute__((vector_size(8)));
    sb_block digit = sb_block_at(hex) - '0', letter = (sb_block_at(hex) | 0x20) - 'a';
    sb_block is_digit = (sb_block)(digit < 10), is_letter = (sb_block)(letter < 6);
    pairs values = (pairs)((digit & is_digit) | ((letter + 10) & is_letter));
    bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    values = (little ? values << 4 | values >> 8 : values >> 4 | values) & 0xff;
    eight done = __builtin_convertvector(values, eight);
    memcpy(bytes, &done, sizeof done);
    return sb_block_bits(is_digit | is_letter) == 0xffff;
}

bool sb_hex_decode(sb_str hex, uint8_t *bytes, size_t n)
{
    size_t i = 0;
    if (hex.n != n * 2)
        return false;
    for (; i + 8 <= n; i += 8)
        if (!decode_eight(hex.p + 2 * i, bytes + i))
            return false;
    for (; i < n; i++) {
        unsigned high = hex_values[(unsigned char)hex.p[2 * i]];
        unsigned low = hex_values[(unsigned char)hex.p[2 * i + 1]];
        if (high == 0 || low == 0)
            return false;
        bytes[i] = (uint8_t)((high - 1) << 4 | (low - 1));
    }
    return true;
}

/* Four bytes at a time: their half bytes are spread over eight, and what is above 9 is moved on to the letters. */
static void encode_four(const uint8_t *bytes, char *hex)
{
    uint32_t four;
    memcpy(&four, bytes, sizeof four);
    uint64_t spread = le32toh(four);
    spread = (spread | spread << 16) & 0x0000ffff0000ffffu;
    spread = (spread | spread << 8) & 0x00ff00ff00ff00ffu;
    spread = (spread >> 4 & 0x000f000f000f000fu) | (spread & 0x000f000f000f000fu) << 8;
    uint64_t letters = (spread + 0x0606060606060606u) >> 4 & 0x0101010101010101u;
    spread = htole64(spread + 0x3030303030303030u + letters * ('a' - '0' - 10));
    memcpy(hex, &spread, sizeof spread);
}

void sb_hex_encode(const uint8_t *bytes, size_t n, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        encode_four(bytes + i, hex + 2 * i);
    for (; i < n; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
}

/* In both alphabets; one more than the value, 0 for what is none. */
static const uint8_t base64_values[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,
    ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18,
    ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27,
    ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
    ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45,
    ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54,
    ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63,
    ['-'] = 63, ['/'] = 64, ['_'] = 64};

size_t sb_base64_decode(sb_str text, uint8_t *bytes, size_t room)
{
    while (text.n && text.p[text.n - 1] == '=')
        text.n--;
    if (text.n % 4 == 1)
        return SB_NPOS;
    uint32_t bits = 0;
    unsigned have = 0;
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint32_t value = base64_values[(unsigned char)text.p[i]];
        if (value == 0)
            return SB_NPOS;
        bits = bits << 6 | (value - 1);
        have += 6;
        if (have < 8)
            continue;
        have -= 8;
        if (n == room)
            return SB_NPOS;
        bytes[n++] = (uint8_t)(bits >> have);
    }
    return n;
}

bool sb_sri_decode(sb_str sri, struct sb_digest *ret_digest)
{
    sb_str word;
    bool found = false;
    while (sb_str_word(&sri, &word)) {
        sb_str name;
        sb_str text;
        if (!sb_str_cut(&word, '-', &name))
            continue;
        sb_str_cut(&word, '?', &text); /* SRI options behind the digest mean nothing to us */
        enum sb_alg alg = sb_alg_find(name);
        struct sb_digest digest = {.alg = (uint8_t)alg, .n = sb_algs[alg].bytes};
        if (!sb_algs[alg].sri || sb_base64_decode(text, digest.b, sizeof digest.b) != digest.n)
            continue;
        if (!found || sb_algs[alg].strength > sb_algs[ret_digest->alg].strength)
            *ret_digest = digest;
        found = true;
    }
    return found;
}

/* ---- computing them ---- */

static EVP_MD *sha256_algorithm;
static EVP_MD *md5_algorithm; /* NULL: not offered */
static EVP_MD *sha1_algorithm;
static EVP_MD *sha512_algorithm;
static pthread_once_t algorithms_once = PTHREAD_ONCE_INIT;

static void free_algorithms(void)
{
    EVP_MD_free(sha256_algorithm);
    EVP_MD_free(md5_algorithm);
    EVP_MD_free(sha1_algorithm);
    EVP_MD_free(sha512_algorithm);
    sha256_algorithm = md5_algorithm = sha1_algorithm = sha512_algorithm = NULL;
}

static void find_algorithms(void)
{
    sha256_algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    sha1_algorithm = EVP_MD_fetch(NULL, "SHA1", NULL);
    sha512_algorithm = EVP_MD_fetch(NULL, "SHA512", NULL);
    if (!sha256_algorithm || !sha1_algorithm || !sha512_algorithm)
        sb_mem_exhausted();
    md5_algorithm = EVP_MD_fetch(NULL, "MD5", NULL);
    OPENSSL_atexit(free_algorithms);
}

/* An algorithm that was found cannot fail on a live context but for memory. */
static void check(int ok)
{
    if (ok != 1)
        sb_mem_exhausted();
}

static EVP_MD_CTX *new_context(void)
{
    pthread_once(&algorithms_once, find_algorithms);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    if (!ctx)
        sb_mem_exhausted();
    return ctx;
}

struct sb_sha256 {
    EVP_MD_CTX *ctx; /* NULL: a lane */
    struct sb_sha256_lane lane;
};

struct sb_sha256 *sb_sha256_new(void)
{
    struct sb_sha256 *ctx = sb_malloc(sizeof *ctx);
    ctx->ctx = new_context();
    check(EVP_DigestInit_ex2(ctx->ctx, sha256_algorithm, NULL));
    return ctx;
}

struct sb_sha256 *sb_sha256_new_lane(void)
{
    if (!sb_sha256_lanes_offered())
        return sb_sha256_new();
    struct sb_sha256 *ctx = sb_malloc(sizeof *ctx);
    ctx->ctx = NULL;
    sb_sha256_lane_begin(&ctx->lane);
    return ctx;
}

void sb_sha256_free(struct sb_sha256 *ctx)
{
    if (!ctx)
        return;
    EVP_MD_CTX_free(ctx->ctx);
    sb_free(ctx);
}

void sb_sha256_begin(struct sb_sha256 *ctx)
{
    if (ctx->ctx)
        check(EVP_DigestInit_ex2(ctx->ctx, NULL, NULL)); /* the same algorithm: nothing is counted or looked up */
    else
        sb_sha256_lane_begin(&ctx->lane);
}

void sb_sha256_add(struct sb_sha256 *ctx, const void *p, size_t n)
{
    if (!ctx->ctx)
        sb_sha256_lane_add(&ctx->lane, p, n);
    else if (n)
        check(EVP_DigestUpdate(ctx->ctx, p, n));
}

static void add_all(struct sb_sha256 *ctx, sb_str *bytes)
{
    sb_sha256_add(ctx, bytes->p, bytes->n);
    *bytes = SB_STR_NONE;
}

void sb_sha256_add_two(struct sb_sha256 *a, sb_str *a_bytes, struct sb_sha256 *b, sb_str *b_bytes)
{
    if (!a->ctx && !b->ctx) {
        sb_sha256_lanes_add(&a->lane, a_bytes, &b->lane, b_bytes);
        return;
    }
    add_all(a, a_bytes);
    add_all(b, b_bytes);
}

void sb_sha256_end(struct sb_sha256 *ctx, uint8_t out[SB_SHA256_BYTES])
{
    if (ctx->ctx)
        check(EVP_DigestFinal_ex(ctx->ctx, out, NULL));
    else
        sb_sha256_lane_end(&ctx->lane, out);
}

void sb_sha256_of(sb_str s, uint8_t out[SB_SHA256_BYTES])
{
    struct sb_sha256 *ctx = sb_sha256_new();
    sb_sha256_begin(ctx);
    sb_sha256_add(ctx, s.p, s.n);
    sb_sha256_end(ctx, out);
    sb_sha256_free(ctx);
}

bool sb_md5_offered(void)
{
    pthread_once(&algorithms_once, find_algorithms);
    return md5_algorithm != NULL;
}

struct sb_record_digest {
    EVP_MD_CTX *ctx;
    const EVP_MD *algorithm;
};

struct sb_record_digest *sb_record_digest_new(enum sb_alg alg)
{
    struct sb_record_digest *ctx = sb_malloc(sizeof *ctx);
    ctx->ctx = new_context();
    ctx->algorithm = alg == SB_ALG_MD5 ? md5_algorithm : alg == SB_ALG_SHA1 ? sha1_algorithm : sha512_algorithm;
    return ctx;
}

void sb_record_digest_free(struct sb_record_digest *ctx)
{
    if (!ctx)
        return;
    EVP_MD_CTX_free(ctx->ctx);
    sb_free(ctx);
}

void sb_record_digest_begin(struct sb_record_digest *ctx)
{
    check(EVP_DigestInit_ex2(ctx->ctx, ctx->algorithm, NULL));
}

void sb_record_digest_add(struct sb_record_digest *ctx, const void *p, size_t n)
{
    if (n)
        check(EVP_DigestUpdate(ctx->ctx, p, n));
}

void sb_record_digest_end(struct sb_record_digest *ctx, uint8_t *out)
{
    check(EVP_DigestFinal_ex(ctx->ctx, out, NULL));
}

void sb_sha1_of(sb_str s, uint8_t out[SB_SHA1_BYTES])
{
    struct sb_record_digest *ctx = sb_record_digest_new(SB_ALG_SHA1);
    sb_record_digest_begin(ctx);
    sb_record_digest_add(ctx, s.p, s.n);
    sb_record_digest_end(ctx, out);
    sb_record_digest_free(ctx);
}
