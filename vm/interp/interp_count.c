/* SPDX-License-Identifier: MIT
 *
 * interp_count.c: the interpreter's loop once more, counting what it executes. The handlers are the same files; only the
 * macros by which they go on, jump and return to a caller count first.
 */
#define RG_COUNTING 1
#include "vm/interp/interp.c"
