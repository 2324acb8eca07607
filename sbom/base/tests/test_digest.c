#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/digest.h"

/* The two short messages of FIPS 180-2 and the empty one. */
static void knows_sha256(void **state)
{
    (void)state;
    static const struct {
        const char *message, *hex;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    struct sb_sha256 *ctx = sb_sha256_new();
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        uint8_t wanted[SB_SHA256_BYTES], digest[SB_SHA256_BYTES];
        sb_str message = sb_str_of(rows[i].message);
        assert_true(sb_hex_decode(sb_str_of(rows[i].hex), wanted, sizeof wanted));
        sb_sha256_of(message, digest);
        assert_memory_equal(digest, wanted, sizeof wanted);
        sb_sha256_begin(ctx);
        for (size_t k = 0; k < message.n; k++)
            sb_sha256_add(ctx, message.p + k, 1);
        sb_sha256_end(ctx, digest);
        assert_memory_equal(digest, wanted, sizeof wanted);
        char hex[2 * SB_SHA256_BYTES];
        sb_hex_encode(digest, sizeof digest, hex);
        assert_memory_equal(hex, rows[i].hex, sizeof hex);
    }
    sb_sha256_free(ctx);
    sb_sha256_free(NULL);
}

/* Messages of RFC 1321, A.5. */
static void knows_md5(void **state)
{
    (void)state;
    static const struct {
        const char *message, *hex;
    } rows[] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
    };
    if (!sb_md5_offered())
        skip();
    struct sb_record_digest *ctx = sb_record_digest_new(SB_ALG_MD5);
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        uint8_t wanted[SB_MD5_BYTES], digest[SB_MD5_BYTES];
        sb_str message = sb_str_of(rows[i].message);
        assert_true(sb_hex_decode(sb_str_of(rows[i].hex), wanted, sizeof wanted));
        sb_record_digest_begin(ctx);
        for (size_t k = 0; k < message.n; k++)
            sb_record_digest_add(ctx, message.p + k, 1);
        sb_record_digest_end(ctx, digest);
        assert_memory_equal(digest, wanted, sizeof wanted);
    }
    sb_record_digest_free(ctx);
    sb_record_digest_free(NULL);
}

/* What the processor does side by side is checked against the library, for messages of all lengths about a block and
 * in pieces of all sizes. */
static void hashes_two_side_by_side(void **state)
{
    (void)state;
    enum { LONGEST = 300 };
    char text[LONGEST + 7];
    struct sb_sha256 *lanes[2] = {sb_sha256_new_lane(), sb_sha256_new_lane()};
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 167 + i * i / 5);
    for (size_t n = 0; n <= LONGEST; n++) {
        for (size_t step = 1; step <= LONGEST; step = step * 3 + 1) {
            const sb_str messages[2] = {sb_str_n(text, n), sb_str_n(text + 7, n * 7 % LONGEST)};
            sb_str rest[2] = {messages[0], messages[1]};
            uint8_t digest[SB_SHA256_BYTES], wanted[SB_SHA256_BYTES];
            for (size_t k = 0; k < 2; k++)
                sb_sha256_begin(lanes[k]);
            sb_sha256_add(lanes[1], rest[1].p, rest[1].n < 5 ? rest[1].n : 5); /* out of step with the other */
            rest[1] = sb_str_from(rest[1], 5);
            while (rest[0].n && rest[1].n) {
                sb_str piece[2] = {sb_str_part(rest[0], 0, step), sb_str_part(rest[1], 0, 2 * step)};
                const sb_str before[2] = {piece[0], piece[1]};
                sb_sha256_add_two(lanes[0], &piece[0], lanes[1], &piece[1]);
                assert_true(piece[0].n == 0 || piece[1].n == 0);
                for (size_t k = 0; k < 2; k++)
                    rest[k] = sb_str_from(rest[k], before[k].n - piece[k].n);
            }
            for (size_t k = 0; k < 2; k++) {
                sb_sha256_add(lanes[k], rest[k].p, rest[k].n);
                sb_sha256_end(lanes[k], digest);
                sb_sha256_of(messages[k], wanted);
                assert_memory_equal(digest, wanted, sizeof wanted);
            }
        }
    }
    sb_sha256_free(lanes[0]);
    sb_sha256_free(lanes[1]);
}

static void finds_algorithms_in_any_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum sb_alg alg;
    } rows[] = {
        {"SHA-256", SB_ALG_SHA256}, {"sha256", SB_ALG_SHA256},
        {"Sha_256", SB_ALG_SHA256}, {"SHA3-256", SB_ALG_SHA3_256},
        {"MD5", SB_ALG_MD5},        {"md5", SB_ALG_MD5},
        {"SHA1", SB_ALG_SHA1},      {"SHA-1", SB_ALG_SHA1},
        {"sha-224", SB_ALG_SHA224}, {"BLAKE2b-512", SB_ALG_BLAKE2B_512},
        {"blake3", SB_ALG_BLAKE3},  {"adler32", SB_ALG_ADLER32},
        {"", SB_ALG_NONE},          {"SHA", SB_ALG_NONE},
        {"SHA-2567", SB_ALG_NONE},  {"a name that is longer than all of the names we know", SB_ALG_NONE},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        assert_int_equal(sb_alg_find(sb_str_of(rows[i].name)), rows[i].alg);
    for (size_t alg = 1; alg < SB_ALG_COUNT; alg++) {
        if (sb_algs[alg].cyclonedx)
            assert_int_equal(sb_alg_find(sb_str_of(sb_algs[alg].cyclonedx)), alg);
        if (sb_algs[alg].spdx)
            assert_int_equal(sb_alg_find(sb_str_of(sb_algs[alg].spdx)), alg);
    }
}

static void decodes_hex_strictly(void **state)
{
    (void)state;
    uint8_t bytes[2];
    assert_true(sb_hex_decode(SB_S("0aFf"), bytes, 2));
    assert_int_equal(bytes[0] << 8 | bytes[1], 0x0aff);
    static const char *const bad[] = {"", "0a", "0aff0", "0aff00", "0afg", "0a f", "0x0a"};
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        assert_false(sb_hex_decode(sb_str_of(bad[i]), bytes, 2));
}

static void decodes_base64(void **state)
{
    (void)state;
    static const struct {
        const char *text, *bytes;
        size_t n;
    } good[] = {
        {"", "", 0},
        {"Zg==", "f", 1},
        {"Zg", "f", 1},
        {"Zm8=", "fo", 2},
        {"Zm9v", "foo", 3},
        {"Zm9vYg==", "foob", 4},
        {"+/+/", "\xfb\xff\xbf", 3},
        {"-_-_", "\xfb\xff\xbf", 3},
    };
    uint8_t bytes[8];
    for (size_t i = 0; i < SB_COUNT(good); i++) {
        assert_int_equal(sb_base64_decode(sb_str_of(good[i].text), bytes, sizeof bytes), good[i].n);
        assert_memory_equal(bytes, good[i].bytes, good[i].n);
    }
    static const char *const bad[] = {"Z", "Zg=x", "Z g=", "Zm9vZ", "Zm9v!", "=Zg"};
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        assert_true(sb_base64_decode(sb_str_of(bad[i]), bytes, sizeof bytes) == SB_NPOS);
    assert_true(sb_base64_decode(SB_S("Zm9vYmFy"), bytes, 5) == SB_NPOS);
    assert_true(sb_base64_decode(SB_S("Zm9vYmFy"), bytes, 6) == 6);
}

#define SHA1_ABC "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="
#define SHA256_ABC "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="

static void decodes_sri(void **state)
{
    (void)state;
    struct sb_digest digest = {0};
    struct sb_digest again = {0};
    assert_true(sb_sri_decode(SB_S("sha1-" SHA1_ABC), &digest));
    assert_int_equal(digest.alg, SB_ALG_SHA1);
    assert_int_equal(digest.n, 20);
    assert_int_equal(digest.b[0], 0xa9);
    assert_true(sb_sri_decode(SB_S("sha1-" SHA1_ABC " sha256-" SHA256_ABC "?option"), &digest));
    assert_int_equal(digest.alg, SB_ALG_SHA256);
    assert_int_equal(digest.b[31], 0xad);
    assert_true(sb_sri_decode(SB_S(" sha256-" SHA256_ABC " \n sha1-" SHA1_ABC), &again));
    assert_true(sb_digest_eq(&digest, &again));
    again.b[5] ^= 1;
    assert_false(sb_digest_eq(&digest, &again));
    static const char *const bad[] = {
        "", "sha256", "sha256-", "sha256-" SHA1_ABC, "md5-AAAAAAAAAAAAAAAAAAAAAA==", "-" SHA1_ABC};
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        assert_false(sb_sri_decode(sb_str_of(bad[i]), &again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_sha256),
        cmocka_unit_test(hashes_two_side_by_side),
        cmocka_unit_test(knows_md5),
        cmocka_unit_test(finds_algorithms_in_any_spelling),
        cmocka_unit_test(decodes_hex_strictly),
        cmocka_unit_test(decodes_base64),
        cmocka_unit_test(decodes_sri),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
