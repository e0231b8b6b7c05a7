/* SPDX-License-Identifier: MIT
 *
 * weakref.h: weak reference and proxy objects on the heap's weak cells, and running what a collection has queued.
 */
#ifndef RG_OBJECT_WEAKREF_H
#define RG_OBJECT_WEAKREF_H

#include "vm/gc/finalize.h"
#include "vm/gc/weak.h"
#include "vm/object/protocol.h"

typedef struct RgWeakref { /* kinds weakref, weakproxy, weakcallableproxy */
    RgWeakCell cell;
    RgValue callback; /* 0: none, or called already */
    int64_t hash;
    bool hashed;
} RgWeakref;
#define RG_WEAKREF(v) RG_AS(RgWeakref, v)

/* The target, or RG_NONE when it is dead. */
static inline RgValue rg_weakref_target(RgWeakref *r) { return r->cell.target ? rg_from_ptr(r->cell.target) : RG_NONE; }
/* A reference of the type to obj; plain references without callback are shared. TypeError when obj cannot have any. */
RgValue rg_weakref_new(RgThread *th, RgType *type, RgValue obj, RgValue callback /* or RG_NONE */);
bool rg_weakref_supported(RgThread *th, RgValue obj);

/* Runs queued finalizers and weak reference callbacks; errors in them are reported, not raised. Called at safe points, with
 * RG_POLL_FINALIZERS cleared before. */
void rg_finalizers_run(RgThread *th);

#endif
