/* SPDX-License-Identifier: MIT
 *
 * code_type.c: code objects as Python sees them: CPython's co_ attributes, computed from the register code.
 * Always holds: a code object never changes in a way that Python can see. co_code is the register code: CPython's own
 * bytes are not kept.
 */
#include "vm/type/types.h"
#include "vm/object/attr.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/code_object.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"

static RgCodeObject *code(RgValue v) { return RG_AS(RgCodeObject, v); }

static RgValue code_repr(RgThread *th, RgValue self)
{
    RgCodeObject *co = code(self);
    return rg_from_ptr(rg_format(th, "<code object %U at %p, file \"%U\", line %d>", co->name, (void *)co, co->filename,
                                 co->code->firstlineno));
}

#define INT_FIELD(NAME, EXPR) \
    static RgValue get_##NAME(RgThread *th, RgValue self) { return (void)th, rg_from_int((int64_t)(EXPR)); }
INT_FIELD(argcount, code(self)->code->argcount)
INT_FIELD(posonly, code(self)->code->posonlyargcount)
INT_FIELD(kwonly, code(self)->code->kwonlyargcount)
INT_FIELD(flags, code(self)->flags & ~RG_CO_LAZY_ANNOTATIONS)
INT_FIELD(firstlineno, code(self)->code->firstlineno)
INT_FIELD(stacksize, code(self)->code->stack_size)
#undef INT_FIELD

static RgValue get_name(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(code(self)->name); }
static RgValue get_qualname(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(code(self)->qualname); }
static RgValue get_filename(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(code(self)->filename); }
static RgValue get_names(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(code(self)->names); }

/* Names of the locals that have a kind bit, in order; cells that are parameters count as both. */
static RgValue locals_of_kind(RgThread *th, RgCodeObject *co, uint8_t bits)
{
    const RgCode *c = co->code;
    RgList *out = rg_list_new(th, 4);
    for (uint32_t i = 0; out && i < c->nlocals; i++)
        if ((c->local_kinds[i] & bits) && !rg_list_append(th, out, co->local_names->items[i])) return RG_ERROR;
    return out ? rg_from_ptr(rg_tuple_from(th, out->items, (size_t)out->length)) : RG_ERROR;
}
static RgValue get_varnames(RgThread *th, RgValue self) { return locals_of_kind(th, code(self), RG_LOCAL_PLAIN); }
static RgValue get_cellvars(RgThread *th, RgValue self) { return locals_of_kind(th, code(self), RG_LOCAL_CELL); }
static RgValue get_freevars(RgThread *th, RgValue self) { return locals_of_kind(th, code(self), RG_LOCAL_FREE); }

static RgValue get_nlocals(RgThread *th, RgValue self)
{
    RgValue names = get_varnames(th, self);
    return names ? rg_from_int((int64_t)rg_tuple_len(RG_TUPLE(names))) : RG_ERROR;
}

static RgValue get_consts(RgThread *th, RgValue self)
{
    RgCodeObject *co = code(self);
    if (co->cached[1]) return co->cached[1];
    RgTuple *t = rg_tuple_from(th, co->consts, co->code->nconsts_source);
    if (t) rg_gc_store(co, &co->cached[1], rg_from_ptr(t));
    return rg_from_ptr(t);
}

static RgValue get_code(RgThread *th, RgValue self)
{
    RgCodeObject *co = code(self);
    if (co->cached[0]) return co->cached[0];
    RgBytes *b = rg_bytes_new(th, co->code->words, (int64_t)co->code->nwords * 4);
    if (b) rg_gc_store(co, &co->cached[0], rg_from_ptr(b));
    return rg_from_ptr(b);
}

static RgValue line_or_none(int32_t line) { return line > 0 ? rg_from_int(line) : RG_NONE; }

/* (start, end, line) triples over the register code's bytes. */
static RgValue code_lines(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    const RgCode *c = code(self)->code;
    RgList *out = rg_list_new(th, (int64_t)c->npositions);
    for (uint32_t i = 0; out && i < c->npositions;) {
        uint32_t j = i + 1;
        while (j < c->npositions && c->positions[j].line == c->positions[i].line) j++;
        uint32_t end = j < c->npositions ? c->positions[j].word : c->nwords;
        RgTuple *t = rg_tuple_pack(th, 3, rg_from_int((int64_t)c->positions[i].word * 4), rg_from_int((int64_t)end * 4),
                                   line_or_none(c->positions[i].line));
        if (!t || !rg_list_append(th, out, rg_from_ptr(t))) return RG_ERROR;
        i = j;
    }
    return out ? rg_iter(th, rg_from_ptr(out)) : RG_ERROR;
}

/* One entry for each two bytes of register code (two for a word), as CPython has one for each two bytes of its own:
 * programs index this by tb_lasti // 2. Load points follow, which tracebacks name as words behind the last one. */
static RgTuple *position_tuple(RgThread *th, int32_t line, int32_t end_line, int32_t col, int32_t end_col)
{
    return rg_tuple_pack(th, 4, line_or_none(line), line_or_none(end_line), col >= 0 ? rg_from_int(col) : RG_NONE,
                         end_col >= 0 ? rg_from_int(end_col) : RG_NONE);
}

static RgValue code_positions(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    const RgCode *c = code(self)->code;
    RgList *out = rg_list_new(th, ((int64_t)c->nwords + c->npoints) * 2);
    for (uint32_t i = 0; out && i < c->npositions; i++) {
        const RgPosition *p = &c->positions[i];
        RgTuple *t = position_tuple(th, p->line, p->end_line, p->col, p->end_col);
        if (!t) return RG_ERROR;
        uint32_t end = i + 1 < c->npositions ? c->positions[i + 1].word : c->nwords;
        for (uint32_t k = i ? p->word * 2 : 0; k < end * 2; k++)
            if (!rg_list_append(th, out, rg_from_ptr(t))) return RG_ERROR;
    }
    for (uint32_t i = 0; out && i < c->npoints; i++) {
        const RgLoadPoint *p = &c->points[i];
        RgTuple *t = position_tuple(th, p->line, p->end_line, p->col, p->end_col);
        if (!t || !rg_list_append(th, out, rg_from_ptr(t)) || !rg_list_append(th, out, rg_from_ptr(t))) return RG_ERROR;
    }
    return out ? rg_iter(th, rg_from_ptr(out)) : RG_ERROR;
}

static RgValue code_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if ((op != RG_EQ && op != RG_NE) || !rg_is_kind(a, RG_KIND_code) || !rg_is_kind(b, RG_KIND_code)) return RG_NOT_IMPLEMENTED;
    const RgCode *x = code(a)->code, *y = code(b)->code;
    bool same = x == y || (x->nwords == y->nwords && x->firstlineno == y->firstlineno && code(a)->flags == code(b)->flags &&
                           x->argcount == y->argcount && memcmp(x->words, y->words, (size_t)x->nwords * 4) == 0 &&
                           rg_str_equal(code(a)->name, code(b)->name));
    if (same && x != y) {
        RgValue ca = get_consts(th, a), cb = ca ? get_consts(th, b) : RG_ERROR;
        int equal = cb ? rg_compare_bool(th, ca, cb, RG_EQ) : -1;
        if (equal < 0) return RG_ERROR;
        same = equal && rg_compare_bool(th, rg_from_ptr(code(a)->names), rg_from_ptr(code(b)->names), RG_EQ) == 1;
    }
    return rg_from_bool(same == (op == RG_EQ));
}

static bool code_hash(RgThread *th, RgValue self, int64_t *out)
{
    const RgCode *c = code(self)->code;
    int64_t h = (int64_t)rg_str_hash(th->rt, code(self)->name) ^ c->firstlineno ^ (int64_t)c->nwords << 20 ^ c->argcount << 8;
    *out = h == -1 ? -2 : h;
    return true;
}

/* A copy; only the parts that do not touch the instructions may be replaced. */
static RgValue code_replace(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs) return rg_raise(th, RG_EXC_TypeError, "replace() takes no positional arguments");
    RgCodeObject *co = code(self), *copy = rg_link_code(th, co->unit, co->code);
    if (!copy) return RG_ERROR;
    copy->name = co->name;
    copy->qualname = co->qualname;
    copy->filename = co->filename;
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++) {
        RgStr *key = RG_STR(kwnames->items[i]);
        if (rg_str_equal_cstr(key, "co_flags")) {
            /* Only what the instructions do not depend on. */
            const uint32_t free = RG_CO_ITERABLE_COROUTINE | RG_CO_NESTED | RG_CO_NOFREE;
            int64_t flags;
            if (!rg_number_as_index(th, args[i], &flags, RG_EXC_OverflowError)) return RG_ERROR;
            flags |= co->flags & RG_CO_LAZY_ANNOTATIONS;
            if (((uint64_t)flags ^ co->flags) & ~(uint64_t)free)
                return rg_raise(th, RG_EXC_NotImplementedError, "code.replace() cannot change these bits of co_flags: the code is register code");
            copy->flags = (uint32_t)flags;
            continue;
        }
        RgStr **slot = rg_str_equal_cstr(key, "co_name")       ? &copy->name
                       : rg_str_equal_cstr(key, "co_qualname") ? &copy->qualname
                       : rg_str_equal_cstr(key, "co_filename") ? &copy->filename
                                                               : NULL;
        if (!slot) return rg_raise(th, RG_EXC_NotImplementedError, "code.replace() cannot change %U: the code is register code", key);
        if (!rg_is_str(args[i])) return rg_raise(th, RG_EXC_TypeError, "replace() argument '%U' must be str, not %T", key, args[i]);
        rg_gc_store_ptr(copy, slot, RG_STR(args[i]));
    }
    return rg_from_ptr(copy);
}

static const RgMethodDef methods[] = {
    RG_METHOD("co_lines", "($self, /)", NULL, code_lines),
    RG_METHOD("co_positions", "($self, /)", NULL, code_positions),
    RG_METHOD_F("replace", "($self, /, **changes)", "Return a copy of the code object with new values for the specified fields.", code_replace,
                RG_MF_RAW),
    RG_METHOD_END,
};
static const RgGetSetDef getset[] = {
    {"co_varnames", get_varnames, NULL, NULL},
    {"co_cellvars", get_cellvars, NULL, NULL},
    {"co_freevars", get_freevars, NULL, NULL},
    {"co_code", get_code, NULL, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"co_argcount", get_argcount, NULL, NULL},
    {"co_posonlyargcount", get_posonly, NULL, NULL},
    {"co_kwonlyargcount", get_kwonly, NULL, NULL},
    {"co_flags", get_flags, NULL, NULL},
    {"co_firstlineno", get_firstlineno, NULL, NULL},
    {"co_stacksize", get_stacksize, NULL, NULL},
    {"co_nlocals", get_nlocals, NULL, NULL},
    {"co_name", get_name, NULL, NULL},
    {"co_qualname", get_qualname, NULL, NULL},
    {"co_filename", get_filename, NULL, NULL},
    {"co_names", get_names, NULL, NULL},
    {"co_consts", get_consts, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_code = {
    .doc = "Create a code object.  Not for mere mortals.",
    .signature = "(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, "
                 "name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n     cellvars=(), /)",
    .flags = RG_TF_WEAKREF | RG_TF_NO_NEW,
    .basicsize = sizeof(RgCodeObject),
    .cell = {"code", rg_code_trace, rg_code_release},
    .slots = {.repr = code_repr, .compare = code_compare, .hash = code_hash},
    .methods = methods,
    .getset = getset,
    .members = members,
};
