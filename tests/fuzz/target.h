/* SPDX-License-Identifier: MIT
 *
 * target.h: what a fuzz target is. Each target_NAME.c defines LLVMFuzzerTestOneInput, so that libFuzzer, AFL++ (both link their own
 * main function with -fsanitize=fuzzer) and main.c here, which needs no help from a compiler, can all drive it. A target that finds
 * something wrong that is no memory error says so through rg_fuzz_found.
 */
#ifndef RG_FUZZ_TARGET_H
#define RG_FUZZ_TARGET_H

#include "vm/base/base.h"
#include "vm/base/status.h"
#include "vm/code/code.h"

/* The engines' own names: they look for these symbols. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

/* Prints and aborts. */
RG_NORETURN void rg_fuzz_found(const char *what, const RgError *error);
/* Present, whatever its value, in targets whose inputs may take any time and memory, as programs may: being cut short is no finding. */
extern const char rg_fuzz_may_be_cut_short;
/* What all targets that convert demand: no internal error. Whether the verifier accepts the result: stack code that appends to what is
 * no list, say, becomes register code that does, and the verifier is who refuses it. NULL unit: there is none. */
bool rg_fuzz_check_converted(RgStatus status, const RgCodeUnit *unit, const RgError *error);

/* rgc.c: images. Puts into the header of the size bytes at data what must be right for the rest to be looked at: magic, stamps, size
 * and checksum. False: too short. */
bool rg_fuzz_seal(uint8_t *data, size_t size);

#endif
