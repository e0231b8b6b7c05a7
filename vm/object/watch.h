/* SPDX-License-Identifier: MIT
 *
 * watch.h: watched namespaces: dicts flagged RG_OF_WATCHED report writes here.
 * Nothing watches a namespace yet; inline caches of globals compare the dict's version instead.
 */
#ifndef RG_OBJECT_WATCH_H
#define RG_OBJECT_WATCH_H

#include "vm/object/dict.h"

/* key of a watched dict gets a new value (RG_UNBOUND: removed). */
void rg_watch_changed(RgThread *th, RgDict *d, RgValue key, RgValue value);

#endif
