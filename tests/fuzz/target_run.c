/* SPDX-License-Identifier: MIT
 *
 * target_run.c: the verifier's promise: what it accepts does not corrupt memory. Input: an image, whose checksum is made right. It runs
 * with a budget of jumps and calls, in a process that can only compute and read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/fuzz/rgc.h"
#include "tests/fuzz/sandbox.h"

const char rg_fuzz_may_be_cut_short = 1;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    if (!freopen("/dev/null", "r", stdin)) exit(2);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool closed;
    RgCodeUnit *unit;
    RgError error;
    if (!closed) { /* late: an engine opens what it needs first */
        if (!rg_fuzz_sandbox()) {
            fprintf(stderr, "the system has no seccomp filters\n");
            exit(2);
        }
        closed = true;
    }
    if (rg_fuzz_read_image(data, size, &unit, &error) != RG_OK) return 0;
    /* A quarter of the inputs with a collection every few allocations. */
    const uint8_t choice = data[size / 2];
    rg_fuzz_run(unit, "budget=3000", choice % 4 ? NULL : choice % 8 ? "gc-stress=2000" : "gc-stress=200");
    rg_code_unit_release(unit);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    return rg_fuzz_mutate_image(data, size, max, seed);
}
