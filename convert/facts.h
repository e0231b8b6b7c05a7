/* SPDX-License-Identifier: MIT
 *
 * facts.h: what a look over all code objects of one module tells about its global names (which are worth a mirror, and
 * which are sure to exist) and its cells. Always holds: facts about names are hints for profit: mirrors are right
 * without them, and a wrong guess only costs time. That a cell is stable is a promise: nothing at run time looks after
 * writes by the unit's own code.
 */
#ifndef RG_CONVERT_FACTS_H
#define RG_CONVERT_FACTS_H

#include "convert/convert.h"

enum {
    RG_FACT_WRITTEN = 1,  /* a function stores or deletes the global */
    RG_FACT_BOUND = 2,    /* the module's body binds it whatever happens, or it is a builtin; cells: known at entry */
    RG_FACT_MODULE = 4,   /* the module's body binds it by importing a module, and in no other way */
    RG_FACT_LOOPED = 8,   /* the module's body writes it in a loop */
    RG_FACT_DELETED = 16, /* the module's body deletes it */
    RG_FACT_STABLE = 32   /* cells: once bound they are never written again by any code of the unit. Not a hint. */
};

/* RG_FACT_x of a global name; 0 when nothing is known, or memory was short. These are matters of profit: the VM arms the
 * mirror of a name that changes after all. So --assume=stable-globals has no more to do than to say that none does. */
unsigned rg_facts_name(RgConvert *cx, RgStrRef name);
/* Whether the module's body imports `module.name` by that name: then it is an attribute that is a module itself. */
bool rg_facts_submodule(RgConvert *cx, RgStrRef module, RgStrRef name);
/* RG_FACT_STABLE and RG_FACT_BOUND of the cell in a local's home. */
unsigned rg_facts_cell(RgConvert *cx, const struct RgPyCode *code, uint32_t local);
/* To be called when the module's body has been decoded and is cx->code: later it must be decoded once more. */
void rg_facts_learn(RgConvert *cx);
/* What cx->facts holds is of another module from now on. */
void rg_facts_forget(RgConvert *cx);
void rg_facts_free(RgConvert *cx);

#endif
