/* SPDX-License-Identifier: MIT
 *
 * vec.h: typed growable array on the C heap. RG_VEC(T) declares the struct type's body:
 *     typedef RG_VEC(uint32_t) WordVec;
 * RG_VEC_PUSH evaluates to false when memory is short.
 */
#ifndef RG_BASE_VEC_H
#define RG_BASE_VEC_H

#include "vm/base/mem.h"

#define RG_VEC(T)                                                                                                      \
    struct {                                                                                                           \
        T *data;                                                                                                       \
        size_t len, cap;                                                                                               \
    }

bool rg_vec_grow(void **data, size_t *cap, size_t need, size_t elem) RG_CHECK_RESULT;

#define RG_VEC_RESERVE(v, n) ((n) <= (v)->cap || rg_vec_grow((void **)&(v)->data, &(v)->cap, (n), sizeof *(v)->data))
#define RG_VEC_PUSH(v, x)    (RG_VEC_RESERVE((v), (v)->len + 1) ? ((v)->data[(v)->len++] = (x), true) : false)
#define RG_VEC_FINI(v)       (rg_mem_free((v)->data), (v)->data = NULL, (v)->len = (v)->cap = 0)

#endif
