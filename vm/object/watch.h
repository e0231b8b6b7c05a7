/* SPDX-License-Identifier: MIT
 *
 * watch.h: watched names: which mirrors of which code objects hold the value of a key of a dict (a namespace). A dict with
 * such a key has RG_OF_WATCHED and reports writes here; a mirror whose key changes is armed and watches no more.
 *
 * Always holds: a watcher's mirror is not armed. Watchers keep nothing alive: those of a dict that dies go with it, those of a
 * code object are unlinked when it is freed.
 */
#ifndef RG_OBJECT_WATCH_H
#define RG_OBJECT_WATCH_H

#include "vm/object/code_object.h"
#include "vm/object/dict.h"

/* The mirror of co with this number watches key (interned, kept alive by co) of d; d's watch_epoch changes. True also
 * when it did already; false: no memory, or it watches many dicts. */
bool rg_watch_add(RgThread *th, RgDict *d, RgStr *key, RgCodeObject *co, uint32_t mirror) RG_CHECK_RESULT;
/* The mirror stops watching d (NULL: everything). */
void rg_watch_drop(RgCodeObject *co, uint32_t mirror, const RgDict *d);
/* Somebody watches key of d. */
bool rg_watch_has(RgRuntime *rt, const RgDict *d, RgStr *key);

/* The mirror watches key of d, and nobody else does. */
bool rg_watch_is_sole(RgRuntime *rt, const RgDict *d, RgStr *key, const RgCodeObject *co, uint32_t mirror);

/* d is flagged RG_OF_WATCHED and key gets another value, is added or is removed. */
void rg_watch_changed(RgThread *th, RgDict *d, RgValue key);
/* Nothing that is watched of d can be relied upon any more. */
void rg_watch_changed_all(RgThread *th, RgDict *d);

/* Cells of closures are written, or given to code, by other means than the code that was converted with them: from here
 * on no mirror of a cell is relied upon. */
void rg_watch_cells_exposed(RgRuntime *rt);

void rg_watch_free(RgRuntime *rt);

#endif
