/* SPDX-License-Identifier: MIT
 *
 * stats.h: which register opcodes inputs that were accepted and run consist of, and which of them a change has made.
 */
#ifndef RG_FUZZ_STATS_H
#define RG_FUZZ_STATS_H

#include "vm/api/regius.h"
#include "vm/code/code.h"
#include "vm/code/op.h"

typedef struct RgFuzzStats {
    uint64_t units;            /* accepted and run to their end */
    uint64_t held[RG_OP_COUNT]; /* of those, how many contain the opcode; for a quickened form: have it after running */
    uint64_t made[RG_OP_COUNT]; /* instructions that are not those of the seed, in units that were run */
    uint64_t begun[RG_OP_COUNT];      /* executions */
    uint64_t made_begun[RG_OP_COUNT]; /* instructions made that were executed at least once */
    const uint8_t *seed;              /* what the input was made of */
    size_t seed_size;
} RgFuzzStats;

/* Where runs are counted, or NULL. Shared by processes. */
extern RgFuzzStats *rg_fuzz_stats;

/* Around a run of unit in vm. */
void rg_fuzz_stats_begin(Regius *vm);
void rg_fuzz_stats_end(Regius *vm, const RgCodeUnit *unit);
/* The table, and how many opcodes of files no change has made and run. */
int rg_fuzz_stats_print(const RgFuzzStats *stats);

#endif
