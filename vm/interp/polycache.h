/* SPDX-License-Identifier: MIT
 *
 * polycache.h: the second level of attribute caching: one small direct-mapped table a runtime, keyed by (shape, name, use),
 * for sites that see many shapes (a "global lookup cache" as Smalltalk systems have had since Deutsch and Schiffman, 1984).
 * Entries are weak: the table is emptied at every collection and with every flush of the inline caches.
 */
#ifndef RG_INTERP_POLYCACHE_H
#define RG_INTERP_POLYCACHE_H

#include "vm/object/attr.h"

typedef enum RgPolyUse { RG_POLY_LOAD, RG_POLY_STORE } RgPolyUse;

typedef struct RgPolyEntry {
    const void *key;  /* shape of the receiver, or the receiver itself when it is a type */
    const RgStr *name;
    RgValue value;    /* as RgAttrInfo.value; RG_WAY_ADD: the new shape */
    uint32_t index;   /* byte offset or item index */
    uint16_t way;     /* RgAttrWay; RG_WAY_NONE: known to need the general way */
    uint16_t use;     /* RgPolyUse */
} RgPolyEntry;

/* How attribute `name` of obj, which is an object, is found or set. NULL only when memory for the table is short. */
const RgPolyEntry *rg_poly_find(RgThread *th, RgValue obj, RgStr *name, RgPolyUse use);
void rg_poly_clear(RgRuntime *rt);
void rg_poly_free(RgRuntime *rt);

#endif
