/* SPDX-License-Identifier: MIT
 *
 * rgc.h: images as inputs, and interpreters to run what came of inputs.
 */
#ifndef RG_FUZZ_RGC_H
#define RG_FUZZ_RGC_H

#include "tests/fuzz/target.h"
#include "vm/api/regius.h"

/* rg_image_from_memory of a sealed copy. */
RgStatus rg_fuzz_read_image(const uint8_t *data, size_t size, RgCodeUnit **unit, RgError *error);
/* Mostly a change of the register code by its meaning (mutate.h); otherwise, and for what is no image, of bytes. */
size_t rg_fuzz_mutate_image(uint8_t *data, size_t size, size_t max, unsigned seed);
/* Runs a verified unit with a budget of jumps and calls, and one more -X option or NULL. The process must be one where wrong code may
 * run (sandbox.h). */
void rg_fuzz_run(RgCodeUnit *unit, const char *budget, const char *option);
/* An interpreter with those options, in which nothing ends or signals a process. NULL: no memory. */
Regius *rg_fuzz_interpreter(const char *budget, const char *option);

#endif
