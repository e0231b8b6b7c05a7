/* SPDX-License-Identifier: MIT
 *
 * traceback_type.c: traceback objects.
 * Always holds: next is a traceback or RG_NONE and the chain has no cycle.
 */
#include "vm/type/types.h"
#include "vm/interp/frame.h"
#include "vm/object/call.h"
#include "vm/object/list.h"
#include "vm/object/str.h"

static void trace(RgMarker *marker, void *cell)
{
    RgTraceback *t = cell;
    rg_mark_value(marker, t->next);
    rg_mark_value(marker, t->frame);
    rg_mark_cell(marker, t->code);
}

static RgTraceback *tb(RgValue v) { return RG_AS(RgTraceback, v); }

static bool check_next(RgThread *th, RgValue self, RgValue next)
{
    if (next != RG_NONE && !rg_is_kind(next, RG_KIND_traceback)) {
        rg_raise(th, RG_EXC_TypeError, "expected traceback object, got '%T'", next);
        return false;
    }
    for (RgValue t = next; self && t != RG_NONE; t = tb(t)->next)
        if (t == self) {
            rg_raise(th, RG_EXC_ValueError, "traceback loop detected");
            return false;
        }
    return true;
}

static RgValue traceback_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)type;
    RgValue a[4];
    if (!rg_args_parse(th, "TracebackType", "(tb_next, tb_frame, tb_lasti, tb_lineno)", args, nargs, kwnames, a)) return RG_ERROR;
    if (!rg_is_kind(a[1], RG_KIND_frame)) return rg_raise(th, RG_EXC_TypeError, "traceback() argument 'tb_frame' must be frame, not %T", a[1]);
    int64_t lasti, line;
    if (!check_next(th, 0, a[0]) || !rg_number_as_i64(th, a[2], &lasti) || !rg_number_as_i64(th, a[3], &line)) return RG_ERROR;
    RgTraceback *t = rg_object_new(th, RG_KIND_traceback, sizeof *t);
    if (!t) return RG_ERROR;
    t->next = a[0];
    t->frame = a[1];
    t->code = RG_AS(RgFrameObject, a[1])->code;
    t->word = lasti < 0 ? 0 : (uint32_t)(lasti / 4);
    t->lineno = (int32_t)line;
    return rg_from_ptr(t);
}

static RgValue get_next(RgThread *th, RgValue self) { return (void)th, tb(self)->next ? tb(self)->next : RG_NONE; }
static bool set_next(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND) {
        rg_raise(th, RG_EXC_TypeError, "can't delete tb_next attribute");
        return false;
    }
    if (!check_next(th, self, value)) return false;
    rg_gc_store(rg_as_object(self), &tb(self)->next, value);
    return true;
}
static RgValue get_frame(RgThread *th, RgValue self) { return (void)th, tb(self)->frame ? tb(self)->frame : RG_NONE; }
static RgValue get_lasti(RgThread *th, RgValue self) { return (void)th, rg_from_int((int64_t)tb(self)->word * 4); }
static RgValue get_lineno(RgThread *th, RgValue self) { return (void)th, tb(self)->lineno > 0 ? rg_from_int(tb(self)->lineno) : RG_NONE; }

static RgValue traceback_dir(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)self;
    (void)args;
    (void)nargs;
    RgValue names[4] = {rg_from_ptr(RG_SYM(th, tb_frame)), rg_from_ptr(RG_SYM(th, tb_next)), rg_from_ptr(RG_SYM(th, tb_lasti)),
                        rg_from_ptr(RG_SYM(th, tb_lineno))};
    return rg_from_ptr(rg_list_from(th, names, 4));
}

static const RgMethodDef methods[] = {RG_METHOD("__dir__", "($self, /)", NULL, traceback_dir), RG_METHOD_END};
static const RgGetSetDef getset[] = {
    {"tb_next", get_next, set_next, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"tb_frame", get_frame, NULL, NULL},
    {"tb_lasti", get_lasti, NULL, NULL},
    {"tb_lineno", get_lineno, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_traceback = {
    .doc = "Create a new traceback object.",
    .basicsize = sizeof(RgTraceback),
    .cell = {"traceback", trace, NULL},
    .slots = {.new_ = traceback_new},
    .methods = methods,
    .getset = getset,
    .members = members,
};
