/* SPDX-License-Identifier: MIT
 *
 * facts.h: what a look over all code objects of one module tells about its global names: which are worth a mirror and
 * which are sure to exist. Always holds: facts are hints for profit. Mirrors are right without them; a wrong guess only
 * costs time.
 */
#ifndef RG_CONVERT_FACTS_H
#define RG_CONVERT_FACTS_H

#include "convert/convert.h"

enum {
    RG_FACT_WRITTEN = 1, /* a function stores or deletes the global, or the module's body does so in a loop */
    RG_FACT_BOUND = 2,   /* the module's body binds it whatever happens, or it is a builtin */
    RG_FACT_MODULE = 4   /* the module's body binds it by importing a module, and in no other way */
};

/* RG_FACT_x of a name; 0 when nothing is known, or memory was short. */
unsigned rg_facts_name(RgConvert *cx, RgStrRef name);
/* What cx->facts holds is of another module from now on. */
void rg_facts_forget(RgConvert *cx);
void rg_facts_free(RgConvert *cx);

#endif
