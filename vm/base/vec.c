/* SPDX-License-Identifier: MIT
 *
 * vec.c: growth of typed arrays; capacity at least doubles.
 */
#include "vm/base/vec.h"

bool rg_vec_grow(void **data, size_t *cap, size_t need, size_t elem)
{
    size_t n = *cap ? *cap * 2 : 8;
    if (n < need) n = need;
    if (n > SIZE_MAX / 2 / elem) return false;
    void *grown = rg_mem_realloc(*data, n * elem);
    if (!grown) return false;
    *data = grown;
    *cap = n;
    return true;
}
