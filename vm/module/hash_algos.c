/* SPDX-License-Identifier: MIT
 *
 * hash_algos.c: see hash_algos.h. Constants that are roots of primes are computed digits of the specifications.
 */
#include "vm/module/hash_algos.h"

static uint32_t rol32(uint32_t x, int n) { return x << n | x >> (32 - n); }
static uint32_t ror32(uint32_t x, int n) { return x >> n | x << (32 - n); }
static uint64_t ror64(uint64_t x, int n) { return x >> n | x << (64 - n); }
static uint64_t rol64(uint64_t x, int n) { return n ? x << n | x >> (64 - n) : x; }
static uint32_t le32(const uint8_t *p) { return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24; }
static uint32_t be32(const uint8_t *p) { return p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24; }
static uint64_t le64(const uint8_t *p) { return le32(p) | (uint64_t)le32(p + 4) << 32; }
static uint64_t be64(const uint8_t *p) { return be32(p + 4) | (uint64_t)be32(p) << 32; }

static const uint32_t md5_k[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8,
    0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
    0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87,
    0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
    0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039,
    0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
    0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
    0xeb86d391};
static const uint32_t sha256_k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};
static const uint64_t sha512_k[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};
static const uint64_t sha512_iv[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1,
    0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
static const uint64_t sha384_iv[8] = {
    0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939, 0x67332667ffc00b31,
    0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4};
static const uint32_t sha256_iv[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
static const uint32_t sha224_iv[8] = {
    0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4};

/* The rounds of a block are written so that no value moves: the next round takes the same variables in another order. */

static void md5_block(RgDigest *d, const uint8_t *p)
{
    uint32_t a = (uint32_t)d->h[0], b = (uint32_t)d->h[1], c = (uint32_t)d->h[2], e = (uint32_t)d->h[3], m[16];
    for (int i = 0; i < 16; i++) m[i] = le32(p + 4 * i);
#define STEP(F, A, B, I, G, S) A = B + rol32(A + (F) + md5_k[I] + m[(G) & 15], S)
    for (int i = 0; i < 16; i += 4) {
        STEP(e ^ (b & (c ^ e)), a, b, i, i, 7);
        STEP(c ^ (a & (b ^ c)), e, a, i + 1, i + 1, 12);
        STEP(b ^ (e & (a ^ b)), c, e, i + 2, i + 2, 17);
        STEP(a ^ (c & (e ^ a)), b, c, i + 3, i + 3, 22);
    }
    for (int i = 16; i < 32; i += 4) {
        STEP(c ^ (e & (b ^ c)), a, b, i, 5 * i + 1, 5);
        STEP(b ^ (c & (a ^ b)), e, a, i + 1, 5 * i + 6, 9);
        STEP(a ^ (b & (e ^ a)), c, e, i + 2, 5 * i + 11, 14);
        STEP(e ^ (a & (c ^ e)), b, c, i + 3, 5 * i + 16, 20);
    }
    for (int i = 32; i < 48; i += 4) {
        STEP(b ^ c ^ e, a, b, i, 3 * i + 5, 4);
        STEP(a ^ b ^ c, e, a, i + 1, 3 * i + 8, 11);
        STEP(e ^ a ^ b, c, e, i + 2, 3 * i + 11, 16);
        STEP(c ^ e ^ a, b, c, i + 3, 3 * i + 14, 23);
    }
    for (int i = 48; i < 64; i += 4) {
        STEP(c ^ (b | ~e), a, b, i, 7 * i, 6);
        STEP(b ^ (a | ~c), e, a, i + 1, 7 * i + 7, 10);
        STEP(a ^ (e | ~b), c, e, i + 2, 7 * i + 14, 15);
        STEP(e ^ (c | ~a), b, c, i + 3, 7 * i + 21, 21);
    }
#undef STEP
    d->h[0] = (uint32_t)(d->h[0] + a);
    d->h[1] = (uint32_t)(d->h[1] + b);
    d->h[2] = (uint32_t)(d->h[2] + c);
    d->h[3] = (uint32_t)(d->h[3] + e);
}

static void sha1_block(RgDigest *d, const uint8_t *p)
{
    uint32_t w[80], a = (uint32_t)d->h[0], b = (uint32_t)d->h[1], c = (uint32_t)d->h[2], e = (uint32_t)d->h[3], f = (uint32_t)d->h[4];
    for (int i = 0; i < 16; i++) w[i] = be32(p + 4 * i);
    for (int i = 16; i < 80; i++) w[i] = rol32(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
#define STEP(FN, K, A, B, C, D, E, I) E += rol32(A, 5) + FN(B, C, D) + (K) + w[I], B = rol32(B, 30)
#define FIVE(FN, K, I)                                                                        \
    STEP(FN, K, a, b, c, e, f, I), STEP(FN, K, f, a, b, c, e, (I) + 1), STEP(FN, K, e, f, a, b, c, (I) + 2), \
        STEP(FN, K, c, e, f, a, b, (I) + 3), STEP(FN, K, b, c, e, f, a, (I) + 4)
#define CHOICE(B, C, D) (D ^ (B & (C ^ D)))
#define PARITY(B, C, D) (B ^ C ^ D)
#define MAJORITY(B, C, D) ((B & C) | (D & (B | C)))
    for (int i = 0; i < 20; i += 5) FIVE(CHOICE, 0x5a827999, i);
    for (int i = 20; i < 40; i += 5) FIVE(PARITY, 0x6ed9eba1, i);
    for (int i = 40; i < 60; i += 5) FIVE(MAJORITY, 0x8f1bbcdc, i);
    for (int i = 60; i < 80; i += 5) FIVE(PARITY, 0xca62c1d6, i);
#undef STEP
#undef FIVE
    d->h[0] = (uint32_t)(d->h[0] + a);
    d->h[1] = (uint32_t)(d->h[1] + b);
    d->h[2] = (uint32_t)(d->h[2] + c);
    d->h[3] = (uint32_t)(d->h[3] + e);
    d->h[4] = (uint32_t)(d->h[4] + f);
}

/* One round of SHA-2 on variables a..h in the order given; S0, S1: the sums of rotations. */
#define SHA2_ROUND(T, K, S0, S1, A, B, C, D, E, F, G, H, I)                                  \
    do {                                                                                     \
        T t = H + S1(E) + CHOICE(E, F, G) + K[I] + w[I];                                     \
        D += t;                                                                              \
        H = t + S0(A) + MAJORITY(A, B, C);                                                   \
    } while (0)
#define SHA2_ROUNDS(T, K, S0, S1, I)                                                         \
    do {                                                                                     \
        SHA2_ROUND(T, K, S0, S1, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], I);         \
        SHA2_ROUND(T, K, S0, S1, v[7], v[0], v[1], v[2], v[3], v[4], v[5], v[6], (I) + 1);   \
        SHA2_ROUND(T, K, S0, S1, v[6], v[7], v[0], v[1], v[2], v[3], v[4], v[5], (I) + 2);   \
        SHA2_ROUND(T, K, S0, S1, v[5], v[6], v[7], v[0], v[1], v[2], v[3], v[4], (I) + 3);   \
        SHA2_ROUND(T, K, S0, S1, v[4], v[5], v[6], v[7], v[0], v[1], v[2], v[3], (I) + 4);   \
        SHA2_ROUND(T, K, S0, S1, v[3], v[4], v[5], v[6], v[7], v[0], v[1], v[2], (I) + 5);   \
        SHA2_ROUND(T, K, S0, S1, v[2], v[3], v[4], v[5], v[6], v[7], v[0], v[1], (I) + 6);   \
        SHA2_ROUND(T, K, S0, S1, v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[0], (I) + 7);   \
    } while (0)
#define SUM0_256(X) (ror32(X, 2) ^ ror32(X, 13) ^ ror32(X, 22))
#define SUM1_256(X) (ror32(X, 6) ^ ror32(X, 11) ^ ror32(X, 25))
#define SUM0_512(X) (ror64(X, 28) ^ ror64(X, 34) ^ ror64(X, 39))
#define SUM1_512(X) (ror64(X, 14) ^ ror64(X, 18) ^ ror64(X, 41))

static void sha256_block(RgDigest *d, const uint8_t *p)
{
    uint32_t w[64], v[8];
    for (int i = 0; i < 16; i++) w[i] = be32(p + 4 * i);
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (ror32(a, 7) ^ ror32(a, 18) ^ a >> 3) + w[i - 7] + (ror32(b, 17) ^ ror32(b, 19) ^ b >> 10);
    }
    for (int i = 0; i < 8; i++) v[i] = (uint32_t)d->h[i];
    for (int i = 0; i < 64; i += 8) SHA2_ROUNDS(uint32_t, sha256_k, SUM0_256, SUM1_256, i);
    for (int i = 0; i < 8; i++) d->h[i] = (uint32_t)(d->h[i] + v[i]);
}

static void sha512_block(RgDigest *d, const uint8_t *p)
{
    uint64_t w[80], v[8];
    for (int i = 0; i < 16; i++) w[i] = be64(p + 8 * i);
    for (int i = 16; i < 80; i++) {
        uint64_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (ror64(a, 1) ^ ror64(a, 8) ^ a >> 7) + w[i - 7] + (ror64(b, 19) ^ ror64(b, 61) ^ b >> 6);
    }
    memcpy(v, d->h, sizeof v);
    for (int i = 0; i < 80; i += 8) SHA2_ROUNDS(uint64_t, sha512_k, SUM0_512, SUM1_512, i);
    for (int i = 0; i < 8; i++) d->h[i] += v[i];
}
#undef SHA2_ROUNDS
#undef SHA2_ROUND
#undef SUM0_256
#undef SUM1_256
#undef SUM0_512
#undef SUM1_512
#undef CHOICE
#undef PARITY
#undef MAJORITY

static void keccak(uint64_t *s)
{
    static const uint8_t rotation[24] = {1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44};
    static const uint8_t lane[24] = {10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1};
    uint8_t lfsr = 1;
    for (int round = 0; round < 24; round++) {
        uint64_t c[5], t;
#pragma GCC unroll 5
        for (int i = 0; i < 5; i++) c[i] = s[i] ^ s[i + 5] ^ s[i + 10] ^ s[i + 15] ^ s[i + 20];
#pragma GCC unroll 5
        for (int i = 0; i < 5; i++) {
            t = c[(i + 4) % 5] ^ rol64(c[(i + 1) % 5], 1);
            s[i] ^= t, s[i + 5] ^= t, s[i + 10] ^= t, s[i + 15] ^= t, s[i + 20] ^= t;
        }
        t = s[1];
#pragma GCC unroll 24
        for (int i = 0; i < 24; i++) {
            uint64_t next = s[lane[i]];
            s[lane[i]] = rol64(t, rotation[i]);
            t = next;
        }
        for (int j = 0; j < 25; j += 5) {
            uint64_t r0 = s[j], r1 = s[j + 1];
            s[j] ^= ~r1 & s[j + 2];
            s[j + 1] ^= ~s[j + 2] & s[j + 3];
            s[j + 2] ^= ~s[j + 3] & s[j + 4];
            s[j + 3] ^= ~s[j + 4] & r0;
            s[j + 4] ^= ~r0 & r1;
        }
        for (int j = 0; j < 7; j++) { /* the round constant's bits come from a shift register */
            if (lfsr & 1) s[0] ^= (uint64_t)1 << ((1 << j) - 1);
            lfsr = (uint8_t)(lfsr << 1 ^ (lfsr >> 7) * 0x71);
        }
    }
}

static void sponge_block(RgDigest *d, const uint8_t *p)
{
    for (uint32_t i = 0; i < d->block / 8; i++) d->h[i] ^= le64(p + 8 * i);
    keccak(d->h);
}

static const uint8_t blake_sigma[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

#define MIX(T, ROR, R1, R2, R3, R4)                                             \
    do {                                                                        \
        static const uint8_t q[8][4] = {{0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15}, \
                                        {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}}; \
        for (int g = 0; g < 8; g++) {                                           \
            T *a = &v[q[g][0]], *b = &v[q[g][1]], *c = &v[q[g][2]], *e = &v[q[g][3]]; \
            *a += *b + m[s[2 * g]];                                             \
            *e = ROR(*e ^ *a, R1);                                              \
            *c += *e;                                                           \
            *b = ROR(*b ^ *c, R2);                                              \
            *a += *b + m[s[2 * g + 1]];                                         \
            *e = ROR(*e ^ *a, R3);                                              \
            *c += *e;                                                           \
            *b = ROR(*b ^ *c, R4);                                              \
        }                                                                       \
    } while (0)

static void blake_block(RgDigest *d, const uint8_t *p, uint64_t count, bool final)
{
    if (d->algo == RG_BLAKE2B) {
        uint64_t v[16], m[16];
        for (int i = 0; i < 8; i++) v[i] = d->h[i], v[i + 8] = sha512_iv[i];
        v[12] ^= count;
        if (final) v[14] = ~v[14];
        if (final && d->last) v[15] = ~v[15];
        for (int i = 0; i < 16; i++) m[i] = le64(p + 8 * i);
        for (int r = 0; r < 12; r++) {
            const uint8_t *s = blake_sigma[r % 10];
            MIX(uint64_t, ror64, 32, 24, 16, 63);
        }
        for (int i = 0; i < 8; i++) d->h[i] ^= v[i] ^ v[i + 8];
        return;
    }
    uint32_t v[16], m[16];
    for (int i = 0; i < 8; i++) v[i] = (uint32_t)d->h[i], v[i + 8] = sha256_iv[i];
    v[12] ^= (uint32_t)count;
    v[13] ^= (uint32_t)(count >> 32);
    if (final) v[14] = ~v[14];
    if (final && d->last) v[15] = ~v[15];
    for (int i = 0; i < 16; i++) m[i] = le32(p + 4 * i);
    for (int r = 0; r < 10; r++) {
        const uint8_t *s = blake_sigma[r];
        MIX(uint32_t, ror32, 16, 12, 8, 7);
    }
    for (int i = 0; i < 8; i++) d->h[i] = (uint32_t)d->h[i] ^ v[i] ^ v[i + 8];
}

/* The block was done by the processor's own instructions. */
static bool compressed_natively(RgDigest *d, const uint8_t *p)
{
#ifdef RG_HASH_SHANI
    uint32_t h[8];
    int words = d->algo == RG_SHA1 ? 5 : d->algo == RG_SHA256 || d->algo == RG_SHA224 ? 8 : 0;
    if (!words || !__builtin_cpu_supports("sha") || !__builtin_cpu_supports("sse4.1")) return false;
    for (int i = 0; i < words; i++) h[i] = (uint32_t)d->h[i];
    if (words == 8) rg_sha256_block_ni(h, p, sha256_k);
    else rg_sha1_block_ni(h, p);
    for (int i = 0; i < words; i++) d->h[i] = h[i];
    return true;
#else
    return false;
#endif
}

static void compress(RgDigest *d, const uint8_t *p)
{
    if (compressed_natively(d, p)) return;
    switch (d->algo) {
    case RG_MD5: md5_block(d, p); break;
    case RG_SHA1: sha1_block(d, p); break;
    case RG_SHA224:
    case RG_SHA256: sha256_block(d, p); break;
    case RG_SHA384:
    case RG_SHA512: sha512_block(d, p); break;
    default: sponge_block(d, p); break;
    }
}

void rg_digest_init(RgDigest *d, RgHashAlgo algo)
{
    static const struct { uint8_t block, size; } shape[] = {
        [RG_MD5] = {64, 16}, [RG_SHA1] = {64, 20}, [RG_SHA224] = {64, 28}, [RG_SHA256] = {64, 32}, [RG_SHA384] = {128, 48},
        [RG_SHA512] = {128, 64}, [RG_SHA3_224] = {144, 28}, [RG_SHA3_256] = {136, 32}, [RG_SHA3_384] = {104, 48},
        [RG_SHA3_512] = {72, 64}, [RG_SHAKE_128] = {168, 0}, [RG_SHAKE_256] = {136, 0}, [RG_BLAKE2B] = {128, 64}, [RG_BLAKE2S] = {64, 32}};
    static const uint32_t md_iv[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    memset(d, 0, sizeof *d);
    d->algo = algo;
    d->block = shape[algo].block;
    d->size = shape[algo].size;
    for (int i = 0; i < 8; i++) {
        if (algo == RG_MD5 || algo == RG_SHA1) d->h[i] = i < 5 ? md_iv[i] : 0;
        else if (algo == RG_SHA224) d->h[i] = sha224_iv[i];
        else if (algo == RG_SHA256) d->h[i] = sha256_iv[i];
        else if (algo == RG_SHA384) d->h[i] = sha384_iv[i];
        else if (algo == RG_SHA512) d->h[i] = sha512_iv[i];
    }
}

void rg_digest_init_blake(RgDigest *d, RgHashAlgo algo, const RgBlakeParams *q)
{
    uint8_t p[64] = {(uint8_t)q->digest_size, (uint8_t)q->key_len, (uint8_t)q->fanout, (uint8_t)q->depth};
    rg_digest_init(d, algo);
    d->size = q->digest_size;
    d->last = q->last_node;
    memcpy(p + 4, &q->leaf_size, 4);
    memcpy(p + 8, &q->node_offset, 8);
    if (algo == RG_BLAKE2B) {
        p[16] = (uint8_t)q->node_depth;
        p[17] = (uint8_t)q->inner_size;
        if (q->salt) memcpy(p + 32, q->salt, 16);
        if (q->person) memcpy(p + 48, q->person, 16);
        for (int i = 0; i < 8; i++) d->h[i] = sha512_iv[i] ^ le64(p + 8 * i);
    } else {
        p[14] = (uint8_t)q->node_depth; /* the offset has 48 bits here */
        p[15] = (uint8_t)q->inner_size;
        if (q->salt) memcpy(p + 16, q->salt, 8);
        if (q->person) memcpy(p + 24, q->person, 8);
        for (int i = 0; i < 8; i++) d->h[i] = sha256_iv[i] ^ le32(p + 4 * i);
    }
    if (q->key_len) {
        uint8_t key[128] = {0};
        memcpy(key, q->key, q->key_len);
        rg_digest_update(d, key, d->block);
    }
}

void rg_digest_update(RgDigest *d, const void *data, size_t len)
{
    const uint8_t *p = data;
    bool blake = d->algo >= RG_BLAKE2B;
    while (len > 0) {
        if (d->fill == d->block) { /* BLAKE2 keeps its last full block for the end */
            blake_block(d, d->buf, d->length, false);
            d->fill = 0;
        }
        size_t n = RG_MIN(len, (size_t)(d->block - d->fill));
        if (!blake && n == d->block) { /* a whole block is not copied first */
            compress(d, p);
            d->length += n;
            p += n;
            len -= n;
            continue;
        }
        memcpy(d->buf + d->fill, p, n);
        d->fill += (uint32_t)n;
        d->length += n;
        p += n;
        len -= n;
        if (!blake && d->fill == d->block) {
            compress(d, d->buf);
            d->fill = 0;
        }
    }
}

static void put_words(const RgDigest *d, uint8_t *out, size_t len)
{
    bool wide = d->algo == RG_SHA384 || d->algo == RG_SHA512, little = d->algo == RG_MD5;
    for (size_t i = 0; i < len; i++) {
        size_t bytes = wide ? 8 : 4, word = i / bytes, at = i % bytes;
        out[i] = (uint8_t)(d->h[word] >> 8 * (little ? at : bytes - 1 - at));
    }
}

void rg_digest_final(const RgDigest *from, uint8_t *out, size_t len)
{
    RgDigest copy = *from, *d = &copy;
    if (d->algo >= RG_BLAKE2B) {
        memset(d->buf + d->fill, 0, d->block - d->fill);
        blake_block(d, d->buf, d->length, true);
        size_t bytes = d->algo == RG_BLAKE2B ? 8 : 4;
        for (size_t i = 0; i < len; i++) out[i] = (uint8_t)(d->h[i / bytes] >> 8 * (i % bytes));
        return;
    }
    if (d->algo >= RG_SHA3_224) {
        memset(d->buf + d->fill, 0, d->block - d->fill);
        d->buf[d->fill] = d->algo >= RG_SHAKE_128 ? 0x1f : 0x06;
        d->buf[d->block - 1] |= 0x80;
        sponge_block(d, d->buf);
        for (size_t i = 0; i < len; i++) {
            size_t at = i % d->block;
            if (i && at == 0) keccak(d->h);
            out[i] = (uint8_t)(d->h[at / 8] >> 8 * (at % 8));
        }
        return;
    }
    uint64_t bits = d->length * 8;
    size_t tail = d->block / 8; /* 8 or 16 bytes of length */
    d->buf[d->fill++] = 0x80;
    if (d->fill > d->block - tail) {
        memset(d->buf + d->fill, 0, d->block - d->fill);
        compress(d, d->buf);
        d->fill = 0;
    }
    memset(d->buf + d->fill, 0, d->block - d->fill);
    for (int i = 0; i < 8; i++) d->buf[d->algo == RG_MD5 ? d->block - 8 + (uint32_t)i : d->block - 1 - (uint32_t)i] = (uint8_t)(bits >> 8 * i);
    compress(d, d->buf);
    put_words(d, out, len);
}
