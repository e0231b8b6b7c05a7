/* SPDX-License-Identifier: MIT
 *
 * watch.c: what happens when a watched namespace is written: everything cached about it is forgotten.
 * Always holds: a dict without RG_OF_WATCHED never comes here.
 */
#include "vm/object/watch.h"
#include "vm/object/code_object.h"

void rg_watch_changed(RgThread *th, RgDict *d, RgValue key, RgValue value)
{
    (void)key;
    (void)value;
    d->head.flags &= (uint8_t)~RG_OF_WATCHED;
    rg_code_flush_caches(th->rt);
}
