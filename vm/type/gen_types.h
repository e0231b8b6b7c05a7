/* SPDX-License-Identifier: MIT
 *
 * gen_types.h: what the files of generators, coroutines and async generators share.
 */
#ifndef RG_TYPE_GEN_TYPES_H
#define RG_TYPE_GEN_TYPES_H

#include "vm/interp/rt.h"
#include "vm/type/types.h"

void rg_gen_trace(RgMarker *marker, void *cell);
RgValue rg_gen_repr(RgThread *th, RgValue self);
RgValue rg_gen_self(RgThread *th, RgValue self);
RgValue rg_gen_iternext(RgThread *th, RgValue self);
void rg_gen_finalize(RgThread *th, RgValue self);
/* Methods send, throw, close of generators and coroutines. */
RgValue rg_gen_do_send(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_gen_do_throw(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_gen_do_close(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
/* Getters. */
RgValue rg_gen_get_name(RgThread *th, RgValue self);
bool rg_gen_set_name(RgThread *th, RgValue self, RgValue value);
RgValue rg_gen_get_qualname(RgThread *th, RgValue self);
bool rg_gen_set_qualname(RgThread *th, RgValue self, RgValue value);
RgValue rg_gen_get_frame(RgThread *th, RgValue self);
RgValue rg_gen_get_running(RgThread *th, RgValue self);
RgValue rg_gen_get_suspended(RgThread *th, RgValue self);
RgValue rg_gen_get_code(RgThread *th, RgValue self);
RgValue rg_gen_get_awaiting(RgThread *th, RgValue self);
/* anext(iterator, default): awaitable that gives default when awaitable ends. */
RgValue rg_anext_awaitable_new(RgThread *th, RgValue awaitable, RgValue fallback);

#endif
