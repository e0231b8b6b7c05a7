/* SPDX-License-Identifier: MIT
 *
 * opt_method.c: looks methods of builtin objects up when they are called. `out.append(f(x))` loads `append` before f runs, which
 * may change what an attribute is; but not where `out` is a list that the function has made itself. Then the lookup can
 * neither be seen nor fail, and the call does it (CALL_METHOD), so LOAD_METHOD needs no instruction.
 * Always holds: the object is exactly of a builtin type, that type has a method of the name, and what holds the object is not
 * written between the lookup and the call.
 */
#include "convert/pass.h"

#define MAX_DISTANCE 48 /* instructions from the lookup to the call: what is nested deeply is left alone */

/* Methods by type, each name with a space around it. */
static const char list_methods[] = " append extend insert pop remove index count sort reverse copy clear ";
static const char dict_methods[] = " get setdefault update pop popitem keys values items copy clear ";
static const char set_methods[] = " add discard remove pop update clear copy union intersection difference issubset issuperset ";
static const char str_methods[] = " join format replace split rsplit strip lstrip rstrip startswith endswith find rfind index "
                                  "count encode lower upper ljust rjust center zfill partition rpartition splitlines ";
static const char bytes_methods[] = " join replace split strip startswith endswith find index count decode hex ";

static const char *methods_of_constant(const RgConst *c)
{
    return c->kind == RG_CONST_STR ? str_methods : c->kind == RG_CONST_BYTES ? bytes_methods : NULL;
}

/* The methods of what the operand is sure to be, NULL: it may be anything. */
static const char *methods_of(const RgIrFunction *f, RgIrOperand o)
{
    for (int steps = 0; steps < 4; steps++) {
        if (RG_IR_IS_CONST(o)) return methods_of_constant(f->consts[RG_IR_CONST_INDEX(o)]);
        const RgIrInsn *maker = &f->insns[f->values[o].insn];
        switch (maker->op) {
        case OP_BUILD_LIST: return list_methods;
        case OP_BUILD_MAP:
        case OP_BUILD_CONST_KEY_MAP: return dict_methods;
        case OP_BUILD_SET: return set_methods;
        case OP_BUILD_STRING: return str_methods;
        case IR_COPY: o = f->operands[maker->args]; break;
        default: return NULL;
        }
    }
    return NULL;
}

static bool has_method(const char *methods, RgStrRef name)
{
    if (!name.len || memchr(name.data, ' ', name.len)) return false;
    for (const char *at = methods; (at = strchr(at, ' ')) && *++at;)
        if (strncmp(at, name.data, name.len) == 0 && at[name.len] == ' ') return true;
    return false;
}

/* Whether the instruction writes the home. */
static bool writes(const RgIrFunction *f, const RgIrInsn *in, uint32_t home)
{
    for (uint32_t k = 0; k < in->ndefs; k++)
        if (f->values[in->def + k].home == home) return true;
    return false;
}

/* The call of what the LOAD_METHOD loads, when that is all that is done with it and nothing is in its way; 0: none. */
static uint32_t find_call(const RgIrFunction *f, uint32_t load)
{
    const RgIrInsn *in = &f->insns[load];
    RgIrOperand object = f->operands[in->args];
    uint32_t home = RG_IR_IS_CONST(object) ? RG_IR_NO_HOME : f->values[object].home, i = in->next;
    if (f->values[in->def].uses != 1 || f->values[in->def + 1].uses != 1) return 0;
    for (uint32_t n = 0; i && n < MAX_DISTANCE; i = f->insns[i].next, n++) {
        const RgIrInsn *at = &f->insns[i];
        if (at->op == OP_CALL_LOADED || at->op == OP_CALL_LOADED_KW) {
            const RgIrOperand *args = rg_ir_args(f, at);
            if (args[0] == in->def) return args[at->op == OP_CALL_LOADED ? 1 : 2] == in->def + 1 ? i : 0;
        }
        if (home != RG_IR_NO_HOME && writes(f, at, home)) return 0;
    }
    return 0;
}

static void join(RgIrFunction *f, uint32_t load, uint32_t call)
{
    RgIrInsn *in = &f->insns[load], *to = &f->insns[call];
    RgIrOperand *args = rg_ir_args(f, to), object = f->operands[in->args];
    bool keywords = to->op == OP_CALL_LOADED_KW;
    uint32_t self = keywords ? 2 : 1;
    rg_ir_unuse(f, args[0]);
    rg_ir_unuse(f, args[self]);
    args[0] = object; /* whose use by the LOAD_METHOD becomes this one */
    to->nargs--;
    memmove(args + self, args + self + 1, (to->nargs - self) * sizeof *args);
    to->op = keywords ? OP_CALL_METHOD_KW : OP_CALL_METHOD;
    to->extra = in->extra;
    in->nargs = in->ndefs = 0;
    in->def = 0;
    in->op = IR_MARK;
    if (!in->count) rg_ir_unlink(f, load);
}

void rg_opt_method(RgConvert *cx, RgIrFunction *f)
{
    for (uint32_t k = 0; k < f->nloads && f->names; k++) {
        const uint32_t load = f->loads[k];
        const RgIrInsn *in = &f->insns[load];
        if (in->op != OP_LOAD_METHOD || (f->blocks[in->block].flags & RG_IRB_DEAD)) continue;
        const char *methods = methods_of(f, f->operands[in->args]);
        if (!methods || !has_method(methods, f->names[in->extra])) continue;
        uint32_t call = find_call(f, load);
        if (call) join(f, load, call);
    }
}
