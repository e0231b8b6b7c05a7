/* SPDX-License-Identifier: MIT
 *
 * hash_algos.h: message digests for hashlib: MD5, SHA-1, SHA-2, SHA-3 and BLAKE2, from their published specifications.
 */
#ifndef RG_MODULE_HASH_ALGOS_H
#define RG_MODULE_HASH_ALGOS_H

#include "vm/base/base.h"

typedef enum RgHashAlgo {
    RG_MD5, RG_SHA1, RG_SHA224, RG_SHA256, RG_SHA384, RG_SHA512, RG_SHA3_224, RG_SHA3_256, RG_SHA3_384, RG_SHA3_512, RG_SHAKE_128,
    RG_SHAKE_256, RG_BLAKE2B, RG_BLAKE2S
} RgHashAlgo;

typedef struct RgDigest {
    RgHashAlgo algo;
    uint32_t block, size; /* bytes per block; bytes of the digest (0: chosen by the caller, SHAKE) */
    uint32_t fill;        /* bytes in buf */
    uint64_t length;      /* bytes so far, those in buf included */
    uint64_t h[25];       /* chaining value (32-bit ones in the low halves), or the sponge */
    uint64_t last;        /* BLAKE2: last-node flag */
    uint8_t buf[200];
} RgDigest;

typedef struct RgBlakeParams {
    uint32_t digest_size, key_len, fanout, depth, leaf_size, node_depth, inner_size;
    uint64_t node_offset;
    bool last_node;
    const uint8_t *key, *salt, *person; /* salt and person zero-padded to 16 or 8 bytes, or NULL */
} RgBlakeParams;

void rg_digest_init(RgDigest *d, RgHashAlgo algo);
void rg_digest_init_blake(RgDigest *d, RgHashAlgo algo, const RgBlakeParams *params);
void rg_digest_update(RgDigest *d, const void *data, size_t len);
/* Works on a copy: d can go on. len is d->size, or any for SHAKE. */
void rg_digest_final(const RgDigest *d, uint8_t *out, size_t len);

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define RG_HASH_SHANI
/* hash_shani.c: only for processors that have the instructions. */
void rg_sha256_block_ni(uint32_t h[8], const uint8_t *p, const uint32_t k[64]);
void rg_sha1_block_ni(uint32_t h[5], const uint8_t *p);
#endif

#endif
