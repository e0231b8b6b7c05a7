/* SPDX-License-Identifier: MIT
 *
 * mutate.h: makes wrong register code out of right one, by knowing what the words mean: most results are refused by the
 * verifier for one reason each, and those that are not are what its promises are tested with.
 */
#ifndef RG_FUZZ_MUTATE_H
#define RG_FUZZ_MUTATE_H

#include "vm/code/code.h"

typedef struct RgFuzzRandom {
    uint64_t state;
} RgFuzzRandom;

uint32_t rg_fuzz_below(RgFuzzRandom *random, uint32_t n); /* 0..n-1; 0 for n == 0 */

/* Changes a few things in a verified unit, whose arrays must be its own (see rg_fuzz_thaw). */
void rg_fuzz_mutate(RgCodeUnit *unit, RgFuzzRandom *random);
/* Gives the unit's code objects writable copies of their arrays. False: no memory. */
bool rg_fuzz_thaw(RgCodeUnit *unit);

#endif
