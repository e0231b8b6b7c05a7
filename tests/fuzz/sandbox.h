/* SPDX-License-Identifier: MIT
 *
 * sandbox.h: a process in which wrong code may run: it cannot write files, start or signal other processes or use the
 * network, and it ends when it has used its time or memory.
 */
#ifndef RG_FUZZ_SANDBOX_H
#define RG_FUZZ_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

enum { RG_FUZZ_SPENT = 77 }; /* exit status of a process that has used its time or memory */

/* From here on this process may only compute and read. False: the system cannot do that. */
bool rg_fuzz_sandbox(void);
/* The process ends with RG_FUZZ_SPENT after this much processor time from now, or with more than `megabytes` resident. */
void rg_fuzz_limit(uint32_t milliseconds, uint32_t megabytes);

#endif
