/* SPDX-License-Identifier: MIT
 *
 * heapcheck.h: the heap verifier: every cell's layout and references lead to allocated cells.
 */
#ifndef RG_GC_HEAPCHECK_H
#define RG_GC_HEAPCHECK_H

#include "vm/gc/heap.h"

/* Checks blocks, bit maps and cells. Returns the number of faults, each described on standard error when `report`. */
size_t rg_heap_check(RgHeap *heap, bool report);

#endif
