/* SPDX-License-Identifier: MIT
 *
 * mirror.c: see mirror.h.
 */
#include "vm/interp/mirror.h"
#include "vm/interp/rt.h"

RgValue rg_mirror_load_global(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg)
{
    (void)reg;
    RgValue v = rg_rt_load_global(th, frame, ic);
    if (v) return v;
    rg_exception_clear(th);
    return RG_UNBOUND;
}

RgValue rg_mirror_load_name(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg)
{
    (void)reg;
    RgValue v = rg_rt_load_name(th, frame, ic);
    if (v) return v;
    rg_exception_clear(th);
    return RG_UNBOUND;
}

RgValue rg_mirror_load_attr(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg, RgValue module)
{
    (void)reg;
    (void)frame;
    RgValue v = module == RG_UNBOUND ? 0 : rg_attr_get(th, module, ic->name);
    if (v) return v;
    rg_exception_clear(th);
    return RG_UNBOUND;
}

void rg_mirror_arm(RgCodeObject *co, uint32_t reg)
{
    (void)co;
    (void)reg;
}

int rg_mirror_load_points(RgThread *th, RgFrame *frame)
{
    (void)th;
    RG_UNREACHABLE("armed load points at word %u", (uint32_t)(frame->pc - frame->code->words));
}
